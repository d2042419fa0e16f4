"""Which rows stand behind a monthly or start-up amount, and what else is said with it: the key of each figure, the
rule of an addition, the last day it is known. Keys and figures are copied from the rate files, dates counted by hand.

What the amounts themselves are is in test_monthly_rows.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from calculator.locale import catalogue
from calculator.problems import MissingRate, PlanError
from calculator.rates import Rates
from calculator.rates.row import COLUMNS
from calculator.rules.assets import asset_exemption
from calculator.rules.monthly import Composition, MonthlyAmounts, monthly_amounts, passes
from calculator.rules.start_up import (
    FULL,
    NONE,
    further_dependant,
    school_amount,
    start_up_amounts,
    start_up_remarks,
    top_up_at_majority,
)

D17, D19, D22 = date(2017, 10, 1), date(2019, 11, 1), date(2022, 1, 1)
DAY = timedelta(days=1)
SINGLE = Composition(1, adult_riders=1)
SENIOR = Composition(1, seniors=1, senior_riders=1)


def at(rates: Rates, place: str, on: date, who: Composition, **more: Any) -> MonthlyAmounts:
    return monthly_amounts(rates, rates.community(place), on, who, **more)


def test_a_unit_has_nobody_who_is_not_named() -> None:
    assert Composition(2) == (2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, False)
    assert (Composition(2, 3).size, Composition(1).size) == (5, 1)


def test_senior_members_are_the_heads_or_the_riders_whichever_are_more() -> None:
    """A grandmother rides as a senior though the head of the unit is none; a head of 65 may not be a rider."""
    assert Composition(1, 1, senior_riders=1).senior_members == 1
    assert Composition(2, seniors=2, senior_riders=1).senior_members == 2


def test_the_rows_of_a_single_in_a_place_with_transit(rates: Rates) -> None:
    found = at(rates, "Winnipeg", D19, SENIOR)
    assert (found.supplement_keys, found.communication_keys) == (
        ("mb:supplement_cap:any:2019-11-01",), ("mb:communication:any:2019-11-01",),
    )  # fmt: skip
    # The pass of 50.00 lies below the least amount: both are cited, the one that counts first.
    assert (found.senior_pass_cents, found.senior_pass_keys) == (
        75_00, ("mb:transport_floor:any:2019-11-01", "mb/winnipeg:transit_pass:senior:2017-10-01"),
    )  # fmt: skip
    assert found.adult_pass_keys == ("mb/winnipeg:transit_pass:adult:2017-10-01",)
    assert at(rates, "Winnipeg", D22, SENIOR).adult_pass_keys == ("mb/winnipeg:transit_pass:adult:2021-11-01",)


def test_the_rows_of_the_areas_pass(rates: Rates) -> None:
    """156 for everybody from 2022; the senior option of 128.15 has a row, another price a plan enters has none."""
    area = ("on/gtha:transit_pass_area:adult:2022-01-01",)
    assert at(rates, "Markham", D22, SENIOR).senior_pass_keys == area
    found = at(rates, "Markham", D22, SENIOR, gtha_senior_cents=128_15)
    assert (found.senior_pass_cents, found.adult_pass_cents) == (128_15, 156_00)
    assert found.senior_pass_keys == ("on/gtha:transit_pass_area:senior option:2022-01-01",)
    assert found.adult_pass_keys == area
    other = at(rates, "Markham", D22, SENIOR, gtha_senior_cents=130_00)
    assert (other.senior_pass_cents, other.senior_pass_keys) == (130_00, area)
    assert passes(rates, rates.community("Markham"), D22, 128_15) == (156_00, 128_15)
    assert passes(rates, rates.community("Markham"), D22 - DAY, 130_00) == (156_00, 128_15)
    assert at(rates, "Markham", D22, SINGLE, gtha_senior_cents=128_15).remarks == ()


@pytest.mark.parametrize(
    ("place", "remarks"),
    [("ON/elsewhere", ("pass_not_on_file",)), ("Labrador", ("pass_not_on_file",)), ("Brooks", ())],
)
def test_the_amount_without_public_transit(place: str, remarks: tuple[str, ...], rates: Rates) -> None:
    """The place's own file says whether it has transit; where that is not known a remark says what is assumed."""
    community = rates.community(place)
    assert (community.has_transit == "no") is (remarks == ())
    found = at(rates, place, D22, SINGLE)
    assert found.adult_pass_cents == 75_00
    assert "transport_no_transit" in found.adult_pass_keys[0] and len(found.adult_pass_keys) == 1
    assert tuple(code for code in found.remarks if "pass" in code) == remarks
    assert found.transit_known_until < date.max
    # Nobody rides: nothing is assumed of a pass.
    nobody = at(rates, place, D22, Composition(1))
    assert nobody.transit_known_until == date.max
    assert not [code for code in nobody.remarks if "pass" in code]


def test_each_addition_of_a_province_has_its_row_and_its_rule(rates: Rates) -> None:
    people = Composition(2, 1, 2, 0, 0, 1, 1, 1, senior_riders=2, disabled_adults=1, disabled_others=1)
    extras = at(rates, "Winnipeg", D22, people).extras
    assert [(e.line, e.quantity, e.unit_cents, e.rule) for e in extras] == [
        ("senior_addition", 2, 20_00, "R25.4"), ("disability_addition", 2, 105_00, "R25.4"),
    ]  # fmt: skip
    assert [e.keys for e in extras] == [("mb:senior_addon:any:2022-01-01",), ("mb:disability_addon:any:2022-01-01",)]
    (moncton,) = at(rates, "Moncton", D22, people).extras
    keys = ("nb:income_supplement:any:2022-01-01", "nb:income_supplement_under:any:2022-01-01")
    assert moncton == ("nb_supplement", 1, 120_00, keys, "R25.4")
    waiting = Composition(1, 2, 0, 0, 0, 2, under_18=0, under_19=2, adult_riders=1)
    extras = at(rates, "Moncton", D19, waiting).extras
    assert [(e.line, e.quantity, e.unit_cents, e.rule) for e in extras] == [
        ("nb_supplement", 1, 75_00, "R25.4"), ("majority_topup", 2, 150_00, "R12"),
    ]  # fmt: skip
    assert extras[1].keys[0] == "nb:majority_topup:any:2019-11-01"


def test_newfoundland_names_the_row_of_its_fuel(rates: Rates) -> None:
    found = at(rates, "St. John's", D22, SINGLE)
    assert (found.fuel_max_cents, found.fuel_keys) == (71_00, ("nl/island:fuel_supplement:any:2022-01-01",))
    assert at(rates, "Labrador", D22, SINGLE).fuel_keys == ()


def test_a_step_is_named_once_however_often_it_counts(rates: Rates) -> None:
    """Alberta, a couple with eight children: 1,551 and two steps of 100, the row of size 8 and the step."""
    found = at(rates, "Calgary", D22, Composition(2, 8, 0, 8, 0, 0, 8, 8, 2))
    assert found.basic_cents == 1_551_00 + 2 * 100_00
    assert found.basic_keys == ("ab:basic:adults=2,others=6:2022-01-01", "ab:basic_further:size=9+:2022-01-01")
    assert found.remarks == ()


def test_a_shelter_group_is_assumed_only_where_nobody_chose_one(rates: Rates) -> None:
    """Saskatchewan has columns for groups of places; a place with its own column, another province or a chosen group
    assumes nothing."""
    def says(place: str, **more: Any) -> bool:
        return "shelter_group_assumed" in at(rates, place, D22, SINGLE, **more).remarks

    assert says("SK/elsewhere")
    assert not says("SK/elsewhere", sk_group="SK/saskatoon-regina")
    assert not any(says(place) for place in ("Regina", "Moose Jaw", "ON/elsewhere", "NL/elsewhere", "Winnipeg"))


# until when (N50): RAP's amounts are out of date from 2024-09-01, transit prices from 2023-01-01


@pytest.mark.parametrize(
    ("starts", "checked", "known"),
    [
        (date(2022, 1, 1), date(2024, 8, 31), date(2024, 8, 31)),
        (date(2022, 1, 1), date(2025, 6, 30), date(2024, 8, 31)),
        (date(2024, 8, 31), date(2025, 6, 30), date(2024, 8, 31)),
        (date(2024, 9, 1), date(2025, 6, 30), date(2025, 6, 30)),
    ],
)
def test_a_sheet_is_known_until_checked_and_not_beyond_the_next_rise(
    starts: date, checked: date, known: date, rates: Rates
) -> None:
    sheets = rates.with_rows(
        replace(row, effective_from=starts, checked_on=checked)
        if row.place == "ON" and row.effective_from == D22 and row.item != "transport_floor"
        else row
        for row in rates.all_rows
    )
    assert at(sheets, "Ottawa", date(2025, 1, 1), SINGLE).monthly_known_until == known


def test_the_oldest_of_all_rows_says_until_when_they_are_known(rates: Rates) -> None:
    early = date(2023, 1, 31)
    sheets = rates.with_rows(
        replace(row, checked_on=early) if row.key == "on:communication:any:2022-01-01" else row
        for row in rates.all_rows
    )
    found = at(sheets, "Ottawa", D22, SINGLE)
    # Ottawa's pass of 2022 was last read in a notice of November 2021.
    assert (found.monthly_known_until, found.transit_known_until) == (early, date(2021, 11, 30))


# start-up


def test_start_up_cites_the_row_and_its_steps(rates: Rates) -> None:
    """Four dependants of one parent: the row printed for two and two steps; an adult among them trades a child's
    clothing for an adult's (R20, R21)."""
    lines = {line.line: line for line in start_up_amounts(rates, D22, 1, 4, 1)}
    assert lines["furniture"].keys == (
        "ca:startup_furniture:adults=1,others=2:2017-10-01", "ca:startup_furniture_further:any:2017-10-01",
    )  # fmt: skip
    assert lines["clothing"].cents == 875_00 + 2 * 250_00 + 375_00 - 250_00
    assert lines["clothing"].keys == (
        "ca:startup_clothing:adults=1,others=2:2017-10-01", "ca:startup_clothing_further:any:2017-10-01",
        "ca:startup_clothing:adults=1,others=0:2017-10-01",
    )  # fmt: skip
    assert lines["utility"].cents == 75_00 and len(lines["utility"].keys) == 1
    assert school_amount(rates, D22) == ("school", 150_00, ("ca:startup_school:any:2017-10-01",))


def test_a_start_up_before_its_table_names_what_is_missing(rates: Rates) -> None:
    with pytest.raises(MissingRate, match=r"startup_staples: .* on 2017-09-30 \(adults 1, others 2\)"):
        start_up_amounts(rates, D17 - DAY, 1, 2)


def test_start_up_remarks_at_their_edges(rates: Rates) -> None:
    """From the first day of the table nothing is early; the parent's scale is printed up to two dependants."""
    assert start_up_remarks(rates, D17, 1, 0) == ()
    assert start_up_remarks(rates, D22, 1, 2) == ()
    assert start_up_remarks(rates, D22, 2, 3) == ()
    assert start_up_remarks(rates, D17 - DAY, 1, 3) == ("start_up_before_its_date", "start_up_single_parent_increment")


STEPS = {"staples": 90, "clothing": 250, "winter": 125, "household": 50, "furniture": 420, "linens": 80, "utility": 0}


def test_what_a_further_dependant_adds(rates: Rates) -> None:
    """The last column of the table; the connection of utilities does not grow (R20)."""
    for on in (D22, D17, date(2010, 1, 1)):
        assert further_dependant(rates, on) == {line: 100 * step for line, step in STEPS.items()}


def test_the_top_up_at_majority_by_choice(rates: Rates) -> None:
    """A single's scale less a further dependant's: 210 - 90, 375 - 250, 175 - 125, 80 - 80 are 295 of personal things;
    600 - 50, 1,550 - 420 and 75 more in full: 2,050 (R13)."""
    for on in (D22, D22, date(2016, 5, 1)):  # twice: what is kept is the same
        assert top_up_at_majority(rates, on, 0) == 120_00 + 125_00 + 50_00 + 0
        assert top_up_at_majority(rates, on, FULL) == 295_00 + 550_00 + 1_130_00 + 75_00
        assert top_up_at_majority(rates, on, NONE) == 0


# the look-up and its table


def test_the_words_for_what_is_missing(rates: Rates) -> None:
    def said(*places: str, **who: int | str) -> str:
        return rates.missing("basic", places, D17, **who).problem.what

    assert said("ON/toronto", "ON", adults=2, others=1, seniors=1, size=3).endswith(
        'in Toronto, Ontario on 2017-10-01 (adults 2, others 1, seniors 1, people 3).'
    )  # fmt: skip
    assert said("XX", "YY").endswith("in XX, YY on 2017-10-01 (any family).")
    assert said().endswith("in ? on 2017-10-01 (any family).")
    assert said("ON", case="employable", others=0).endswith("(case employable).")
    problem = rates.missing("basic", ("ON",), D17, adults=2, others=1, seniors=1, size=3).problem
    french = problem.said(catalogue("fr").gettext).what
    assert "(adultes 2, autres 1, personnes âgées 1, personnes 3)" in french
    assert "(toute famille)" in rates.missing("basic", ("ON",), D17).problem.said(catalogue("fr").gettext).what
    assert (rates.missing("basic", ("YT",), D17).problem.code, problem.code) == ("W02", "W03")
    assert problem.where == "rates.basic"


def test_a_name_that_no_item_has_is_a_slip_of_the_program(rates: Rates) -> None:
    with pytest.raises(KeyError, match="no_such_item"):
        rates.find("no_such_item", "ON", D22)


def test_near_names_are_set_apart(rates: Rates) -> None:
    with pytest.raises(PlanError) as caught:
        rates.community("Kingsto")
    (problem,) = caught.value.problems
    names = problem.what_to_do.partition("(")[2].partition(")")[0].split("; ")
    assert names[0] == "Kingston, Ontario" and 1 < len(names) <= 4
    assert set(names) <= {community.name_en for community in rates.communities.values()}
    assert (problem.where, problem.code) == ("community", "W04")
    with pytest.raises(PlanError, match="Elsewhere in Ontario; "):
        rates.community("zzzzzzzzzz")
    with pytest.raises(PlanError) as caught:
        rates.community("Laval")
    assert [(found.where, found.code) for found in caught.value.problems] == [("community", "W01")]
    assert '"Laval" is not covered here' in caught.value.problems[0].what


def test_the_table_holds_each_row_as_it_is_filed(rates: Rates) -> None:
    """British Columbia's row of a couple, cell by cell; a share, an end and a word are no amounts of money."""
    table = rates.rows.set_index("key")
    assert list(rates.rows.columns[: len(COLUMNS)]) == list(COLUMNS)
    row = table.loc["bc:basic:adults=2,others=0,seniors=0:2022-01-01"]
    cells = ("item", "place", "adults", "others", "seniors", "size", "effective_from", "value", "source", "certainty")
    assert [row[name] for name in cells] == [
        "basic", "BC", "2", "0", "0", "", "2022-01-01", "857.22", "RSTP-BC-2022-01", "high",
    ]  # fmt: skip
    assert (row["province"], row["unit"], row["checked_on"]) == ("BC", "CAD a month", "2023-08-31")
    assert not row["is_entered"]
    assert row["locator"] == 'Basic needs table, row "couple"' and row["note"] == ""
    noted = table.loc["ca:inkind_table_clothing:size=1:2018-05-01", "note"]
    assert noted.startswith("school column has one value only")
    assert row["where"].startswith("rates/bc.csv:")
    assert (row["value_cents"], row["value_bp"], row["value_number"]) == (857_22, 0, 0)
    share = table.loc["ca:income_threshold_share:any:2019-08-01"]
    assert (share["value_cents"], share["value_bp"], share["value_number"]) == (0, 50_00, 0)
    ended = table[table["value"] == "ended"]
    texts = table[table["unit"].isin(["date", "day of the year", "text"])]
    for part in (ended, texts):
        assert len(part) and not part[["value_cents", "value_bp", "value_number"]].any(axis=None)
    assert "1+" in set(table["seniors"]) and "6+" in set(table["size"])
    own = rates.with_entered([{"item": "communication", "place": "ON", "effective_from": "2025-01-01", "value": "80",
                               "source": "letter"}])  # fmt: skip
    entered = own.rows.set_index("key").loc["entered:on:communication:any:2025-01-01"]
    assert (entered["is_entered"], entered["value_cents"], entered["where"]) == (True, 80_00, "rates[0]")


def test_a_sheet_of_ones_own_leaves_what_is_national_and_the_passes(rates: Rates) -> None:
    left = rates.without_sheets()
    assert left.find("basic", ("ON/ottawa", "ON", "CA"), D22, adults=1, others=0, seniors=0) is None
    assert left.amount("transit_pass", "ON/ottawa", D22, case="adult").cents > 0
    assert left.amount("transit_pass_area", "ON/gtha", D22, case="adult").cents == 156_00
    assert left.amount("communication", "CA", D22).cents == 75_00


def test_the_newest_day_counts_among_the_changes_of_a_place(rates: Rates) -> None:
    """Ottawa's monthly amounts change with the sheets and the passes; a day counts from itself on."""
    ottawa = rates.community("Ottawa")
    days = rates.change_dates(ottawa)
    assert {date(2018, 5, 1), D19, D22} <= set(days) and list(days) == sorted(set(days))
    before, after = (rates.vintage((*ottawa.places, *ottawa.passes_also), day) for day in (D22 - DAY, D22))
    assert after == before + 1


# what is missing is told, never left out (N48)


def test_an_increment_that_is_missing_is_no_smaller_sum(rates: Rates) -> None:
    """A couple with four of 12 to 17 in Winnipeg: 929 for three and 189 for the fourth. Without the row of that step or
    without the row of the three, there is no amount."""
    four = Composition(2, 4, 0, 0, 0, 4, 4, 4, 2)
    assert at(rates, "Winnipeg", D22, four).basic_cents == 929_00 + 189_00
    for lost in ("mb:basic_further:adults=2,12-17:", "mb:basic:adults=2,others=3,ages_0_6=0,ages_7_11=0,ages_12_17=3:"):
        left = [row for row in rates.all_rows if not row.key.startswith(lost)]
        assert len(left) < len(rates.all_rows)
        with pytest.raises(MissingRate, match="Basic needs") as caught:
            at(rates.with_rows(left), "Winnipeg", D22, four)
        assert "(adults 2, others 4, people 6" in caught.value.problem.what
        assert "case" not in caught.value.problem.what


def test_a_family_above_the_largest_row_is_told_as_it_was_asked_for(rates: Rates) -> None:
    """New Brunswick prints no row for fourteen and no step."""
    with pytest.raises(MissingRate) as caught:
        at(rates, "Moncton", D22, Composition(2, 12, 0, 6, 6, 0, 12, 12, 2))
    assert "(adults 2, others 12, people 14, " in caught.value.problem.what
    assert "case" not in caught.value.problem.what


def test_what_a_single_keeps_has_a_row_of_its_own(rates: Rates) -> None:
    """Made-up rows: 9,000 for two and 1,000 for each further one; a single keeps 5,000 and not 9,000 - 1,000 (R30)."""
    made_up = {"place": "CA", "effective_from": "2025-01-01", "source": "made up"}
    own = rates.with_entered([
        made_up | {"item": "asset_exemption", "adults": "1", "others": "1", "value": "9000"},
        made_up | {"item": "asset_exemption_further", "value": "1000"},
    ])  # fmt: skip
    assert [asset_exemption(own, persons) for persons in (1, 2, 3, 5)] == [5_000_00, 9_000_00, 10_000_00, 12_000_00]
    assert [asset_exemption(rates, persons) for persons in (0, 1, 2, 4)] == [5_000_00, 5_000_00, 7_500_00, 12_500_00]

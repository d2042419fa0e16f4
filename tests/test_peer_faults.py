"""The 24 faults of RSTP's calculator (August 2023), each as a regression test of ours (RULES section 16).

A test is named after the fault it guards against; its docstring says the fault. Amounts are from the sheets
of 2022-01-01 and arithmetic by hand.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from fractions import Fraction
from itertools import combinations_with_replacement
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculator.budget import make_budget
from calculator.command import build_parser
from calculator.ledger import ledger_csv
from calculator.locale import money, number
from calculator.plan import Plan, plan_from
from calculator.plan.model import Person
from calculator.problems import PlanError
from calculator.rates import Rates
from calculator.rules.monthly import Composition, monthly_amounts

RATES = Rates.load()
A = {"id": "a", "role": "principal", "age_at_arrival": 35}
B = {"id": "b", "role": "spouse", "age_at_arrival": 34}


def child(age: int, name: str = "c", **more: Any) -> dict[str, Any]:
    return {"id": name, "role": "child", "age_at_arrival": age, **more}


def fields(people: list[dict[str, Any]], **change: Any) -> dict[str, Any]:
    return {"version": 1, "community": "ON/toronto", "arrives_on": "2022-02-11", "people": people, **change}


def report(people: list[dict[str, Any]], **change: Any) -> dict[str, Any]:
    return make_budget([Plan.model_validate(fields(people, **change))], RATES).report(0)


def unit(found: dict[str, Any], name: str = "family") -> dict[str, Any]:
    return next(u for u in found["units"] if u["unit"] == name)


def line(
    found: dict[str, Any], section: str, name: str, unit_id: str = "family", field: str = "entitlement_cents"
) -> int:
    return sum(x[field] for x in unit(found, unit_id)[section]["lines"] if x["line"] == name)


def monthly(found: dict[str, Any], name: str, month: int, unit_id: str = "family") -> int:
    of_month = next(m for m in unit(found, unit_id)["months"] if m["month"] == month)
    return sum(x["entitlement_cents"] for x in of_month["lines"] if x["line"] == name)


def refused(change: dict[str, Any]) -> list[str]:
    with pytest.raises(PlanError) as error:
        plan_from(change)
    return [problem.where for problem in error.value.problems]


def test_fault_01_every_export_overwrites_one_public_file(tmp_path: Path) -> None:
    """Every user's export overwrote one public file: ours are new files here, one per case, never
    overwritten."""
    target = tmp_path / "case.ics"
    for name, place in (("one", "ON/toronto"), ("two", "MB/winnipeg")):
        (tmp_path / f"{name}.json").write_text(json.dumps(fields([A], community=place)), encoding="utf-8")
    codes = []
    for name in ("one", "two"):
        options = build_parser().parse_args(
            ["timeline", str(tmp_path / f"{name}.json"), "--as-of", "2022-01-01", "--ics", str(target)]
        )
        codes.append(options.run(options))
        if name == "one":
            first = target.read_bytes()
    assert codes == [0, 1]
    assert target.read_bytes() == first


def test_fault_02_one_dollar_of_shelter_in_kind_removes_the_supplement() -> None:
    """1 dollar of in-kind shelter removed the whole supplement, and 0 kept it removed.

    Ours is continuous: a couple in Toronto, maximum 642 and 200. A cost one dollar lower lowers support by
    one dollar; without the entry the first answer is back.
    """

    def support(housing: list[dict[str, Any]]) -> int:
        found = report([A, B], housing=housing)
        return monthly(found, "shelter", 2) + monthly(found, "supplement", 2)

    rents = {rent: support([{"rent": f"{rent}.00"}]) for rent in (0, 1, 641, 642, 643, 841, 842, 843)}
    assert rents == {
        0: 0,
        1: 1_00,
        641: 641_00,
        642: 642_00,
        643: 643_00,
        841: 841_00,
        842: 842_00,
        843: 842_00,
    }
    free = report([A, B], housing=[{"free": True}])
    assert unit(free)["months"][1]["in_kind_cents"] == 842_00
    assert support([]) == 842_00
    assert report([A, B], housing=[])["totals"] == report([A, B])["totals"]


def test_fault_03_living_with_the_applicant_takes_the_familys_shelter_off_the_adult() -> None:
    """ "Lives with applicant" took the family's shelter dollars off the adult.

    Each unit deducts its own: couple 642 + 200, single 390 + 200, both free.
    """
    found = report([A, B, child(20)], housing=[{"free": True}])
    assert unit(found)["months"][1]["in_kind_cents"] == 842_00
    assert unit(found, "c")["months"][1]["in_kind_cents"] == 590_00


def test_fault_04_every_adult_page_gets_school_start_up() -> None:
    """Every adult page got the school item: ours only a pupil with proof (R23), 2 x 150 for a February
    arrival."""
    found = report([A, child(20, "worker"), child(19, "pupil", in_secondary_school=True)])
    assert line(found, "start_up", "school", "worker") == 0
    assert line(found, "start_up", "school", "pupil") == 300_00


def test_fault_05_twins_get_one_newborn_item_and_any_baby_triggers_one() -> None:
    """One newborn item for twins, and one for any child typed 0: ours 750 for each child who is born."""
    twins = {
        "kind": "pregnancy",
        "person": "b",
        "note_on": "2022-03-01",
        "due_on": "2022-09-15",
        "children": 2,
    }
    assert line(report([A, B], conditions=[twins]), "one_time", "newborn") == 1_500_00
    assert line(report([A, B, child(0)]), "one_time", "newborn") == 0


def test_fault_06_a_pregnancy_costs_twelve_months_and_the_child_never_comes() -> None:
    """Food for 12 months, and the child never joined the rate.

    Note 11 February, due 15 June: food in months 1 to 5. Born in June: shelter from 642 to 697 in that month.
    """
    pregnancy = {"kind": "pregnancy", "person": "b", "note_on": "2022-02-11", "due_on": "2022-06-15"}
    found = report([A, B], conditions=[pregnancy], events=[{"kind": "birth", "on": "2022-06-15"}])
    food = [monthly(found, "maternity_food", month) for month in range(1, 13)]
    assert food == [75_00] * 5 + [0] * 7
    assert [monthly(found, "shelter", month) for month in (4, 5, 6)] == [642_00, 697_00, 697_00]


def test_fault_07_the_cap_of_school_supplies_counts_children_under_four() -> None:
    """The in-kind cap came from the row of all children: ours is half of the pupils' item, 50% of 2 x 150 =
    150."""
    gift = [{"line": "school", "value": "900.00"}]
    assert (
        line(report([A, child(8), child(2, "d")], in_kind=gift), "start_up", "school", field="in_kind_cents")
        == 150_00
    )
    assert line(report([A, child(2)], in_kind=gift), "start_up", "school", field="in_kind_cents") == 0


def test_fault_08_recalculating_leaves_old_gifts_uncapped() -> None:
    """A smaller family kept the larger family's in-kind dollars: ours caps anew with every change.

    Linens 100%: four people 320, then one person 80, then four again 320.
    """
    gift = [{"line": "linens", "value": "500.00"}]
    four = [A, B, child(8), child(9, "d")]
    counted = [
        line(report(people, in_kind=gift), "start_up", "linens", field="in_kind_cents")
        for people in (four, [A], four)
    ]
    assert counted == [320_00, 80_00, 320_00]


def test_fault_09_an_empty_page_first_joins_totals_as_text() -> None:
    """An empty page before a filled one joined totals as text: ours are numbers, whatever the order of
    people."""
    people = [A, child(20, "x"), child(22, "y")]
    one, two = report(people)["totals"], report([A, people[2], people[1]])["totals"]
    assert one == two
    assert all(type(value) is int for value in one.values())
    # 3 singles: 3 x (12 x 1,164 + 3,065)
    assert one["sponsor_minimum_cents"] == 3 * (12 * 1_164_00 + 3_065_00)


def test_fault_10_totals_grouped_the_indian_way() -> None:
    """12,34,567.89 in totals: ours by the reader's language."""
    assert money(1_234_567_89, "en") == "$1,234,567.89"
    assert money(1_234_567_89, "fr").replace("\u00a0", " ").replace("\u202f", " ") == "1 234 567,89 $"
    assert number(1_234_567, "en") == "1,234,567"


def test_fault_11_an_impossible_date_is_accepted() -> None:
    """31 February was accepted and made the first month negative: ours asks again."""
    assert "arrives_on" in refused(fields([A], arrives_on="2022-02-31"))
    for day in range(1, 29):
        first = unit(report([A], arrives_on=f"2022-02-{day:02d}"))["months"][0]
        assert first["due_cents"] > 0


def test_fault_12_a_deduction_larger_than_the_support() -> None:
    """Income above 150% gave a deduction larger than the support: ours stops at the support, and lines add
    up."""
    found = report([A], arrives_on="2022-02-01", income=[{"person": "a", "net": "9000.00"}])
    for month in unit(found)["months"]:
        assert month["reduction_cents"] <= month["available_cents"]
        assert month["due_cents"] == month["available_cents"] - month["reduction_cents"] >= 0
        assert sum(x["entitlement_cents"] for x in month["lines"]) == month["entitlement_cents"]


@pytest.mark.parametrize("age", ["6 months", "6", 6.5, "6.5", None, -1, True, ""])
def test_fault_13_an_age_is_guessed(age: object) -> None:
    """ "6 months" was read as 6 years, and 6.5 or nothing picked a wrong row: ours asks for whole years or a
    date."""
    assert any(where.startswith("people[1]") for where in refused(fields([A, child(age)])))  # type: ignore[arg-type]


def test_fault_14_a_child_of_eighteen_vanishes() -> None:
    """A child typed as 18 or more vanished without a word: ours becomes a unit of their own, and nobody is
    lost."""
    found = report([A, B, child(18, "son"), child(9, "d")])
    assert unit(found, "son")["people"] == ["son"]
    assert sorted(p for u in found["units"] for p in u["people"]) == ["a", "b", "d", "son"]


def test_fault_15_the_supplement_of_new_brunswick_is_still_75() -> None:
    """75 instead of 120: ours changes on its day."""
    for day, amount in (("2021-12-01", 75_00), ("2022-01-01", 120_00)):
        found = report([A, child(8)], community="NB/moncton", arrives_on=day)
        assert monthly(found, "nb_supplement", 1) == amount
    assert monthly(report([A], community="NB/moncton"), "nb_supplement", 2) == 0


def test_fault_16_fuel_is_always_added() -> None:
    """71 was added to every family on the island: ours only if heat is not in the rent, at most 71."""

    def fuel(**home: Any) -> int:
        return monthly(
            report([A], community="NL/st-johns", housing=[{"rent": "300.00", **home}]), "nl_fuel", 2
        )

    assert fuel() == 0
    assert fuel(heat_in_rent=True) == 0
    assert fuel(heat_in_rent=False) == 71_00
    assert fuel(heat_in_rent=False, fuel="40.00") == 40_00


def test_fault_17_half_of_basic_needs_in_kind_for_everyone() -> None:
    """Half of basic needs counted in kind for everyone: ours only while living with a signer (343 x 50% =
    171.50)."""

    def kind(**gift: Any) -> int:
        found = report([A], in_kind=[{"line": "basic", **gift}], options={"basic_inkind_pct": 50})
        return int(unit(found)["months"][1]["in_kind_cents"])

    assert kind(lives_with_signer=True) == 171_50
    assert kind(lives_with_signer=False) == 0
    assert kind(lives_with_signer=True, given_by="non_signer") == 0


def test_fault_18_full_time_studies_are_left_out_of_income() -> None:
    """All full-time students were told to leave income out: ours only full-time secondary pupils (R34)."""

    def earned(**student: Any) -> int:
        people = [A, {"id": "s", "role": "child", "age_at_arrival": 20, **student}]
        found = report(people, arrives_on="2022-02-01", income=[{"person": "s", "net": "900.00"}])
        return int(unit(found, "s")["months"][1]["earned_cents"])

    assert earned(in_secondary_school=True) == 0
    assert earned(in_secondary_school=False) == 900_00
    assert earned() == 900_00


def test_fault_19_an_unknown_date_doubles_school_in_silence() -> None:
    """Without a date school was doubled and a past year printed: ours needs a day, and for an
    estimated July it counts once and says both counts."""
    assert "arrives_on" in refused({k: v for k, v in fields([A]).items() if k != "arrives_on"})
    found = report([A, child(8)], arrives_on="2027-07-10", arrival_is_estimate=True)
    assert line(found, "start_up", "school") == 150_00
    assert unit(found)["months"][0]["from"] == "2027-07-10"
    both = next(x["text"] for x in found["assumptions"] if x["code"] == "school_by_arrival")
    assert "2 school items" in both and "1 after" in both


def test_fault_20_birthdays_are_ignored() -> None:
    """Birthdays of 4, 12, 18 and 65 changed nothing: ours are dated."""
    people = [A | {"age_at_arrival": 40}, B, {"id": "c", "role": "child", "born_on": "2018-07-01"}]
    assert line(report(people), "start_up", "school") == 150_00  # four on 1 July, pupil on 1 August
    # Manitoba, two adults and one child: 529 at 7 to 11, 569 at 12 to 17.
    band = report([A, B, {"id": "c", "role": "child", "born_on": "2010-06-15"}], community="MB/brandon")
    assert [monthly(band, "basic", month) for month in (4, 5)] == [529_00, 569_00]
    son = report([A, {"id": "c", "role": "child", "born_on": "2004-06-15"}])
    assert unit(son, "c")["months"][0]["month"] == 5
    # Ontario: single 343, single senior 672.
    senior = report([{"id": "a", "role": "principal", "born_on": "1957-06-15"}])
    assert [monthly(senior, "basic", month) for month in (4, 5)] == [343_00, 672_00]


def test_fault_21_a_removed_middle_page_cannot_be_reopened() -> None:
    """A removed middle page could not be opened again: ours adds and removes units freely."""
    people = [A, child(20, "x"), child(21, "y"), child(22, "z")]
    full = report(people)
    less = report([people[0], people[1], people[3]])
    assert [u["unit"] for u in less["units"]] == ["family", "x", "z"]
    assert report(people)["totals"] == full["totals"]
    assert unit(less, "z")["totals"] == unit(full, "z")["totals"]


def test_fault_22_raw_floats_and_mixed_text_in_the_export() -> None:
    """Raw floats and "$" text in the export: ours has whole cents in numeric columns only."""
    plan = Plan.model_validate(fields([A, B, child(8)], income=[{"person": "a", "net": "1234.56"}]))
    rows = list(csv.DictReader(io.StringIO(ledger_csv(make_budget([plan], RATES)))))
    assert rows
    columns = [name for name in rows[0] if name.endswith("_cents")]
    assert columns
    for row in rows:
        for name in columns:
            assert str(int(row[name])) == row[name], (name, row[name])


def test_fault_23_a_question_without_effect() -> None:
    """The disability question had no effect in British Columbia.

    Ours asks once for everywhere: it counts where a sheet has an amount (MB 105, SK 50), and no figure of a
    province without one hangs on it.
    """

    def month(place: str, **person: Any) -> int:
        return int(unit(report([A | person], community=place))["months"][1]["entitlement_cents"])

    effects = {
        place: month(place, is_disabled=True) - month(place)
        for place in ("MB/brandon", "SK/regina", "BC/kelowna")
    }
    assert effects == {"MB/brandon": 105_00, "SK/regina": 50_00, "BC/kelowna": 0}
    has_amount = {
        row.place for row in RATES.all_rows if row.item == "disability_addon" or row.column("disabled")
    }
    assert not any(place.startswith("BC") for place in has_amount)


def test_fault_24_a_second_search_overwrites_the_row_of_families_with_small_children() -> None:
    """A second search could overwrite the main row: ours finds the row of every mix of bands, small children
    or not.

    Manitoba and Prince Edward Island: the printed row of each mix of up to three children.
    """
    for place, bands in (
        ("MB/brandon", {"0-6": 5, "7-11": 9, "12-17": 14}),
        ("PE/charlottetown", {"0-11": 9, "12-17": 14}),
    ):
        community = RATES.community(place)
        for adults in (1, 2):
            for count in range(4):
                for mix in combinations_with_replacement(bands, count):
                    ages = [bands[name] for name in mix]
                    counts = {
                        "ages_0_6": sum(age < 7 for age in ages),
                        "ages_7_11": sum(7 <= age < 12 for age in ages),
                        "ages_12_17": sum(age >= 12 for age in ages),
                    }  # fmt: skip
                    family = Composition(adults, count, **counts)
                    got = monthly_amounts(RATES, community, date(2022, 2, 1), family)
                    (key,) = got.basic_keys
                    row = RATES.row(key)
                    for name in mix:
                        column = f"ages_{name.replace('-', '_')}"
                        range_ = row.column(column)
                        assert range_ is not None and range_.holds(mix.count(name)), (place, mix, key)  # type: ignore[union-attr]


@settings(max_examples=40)
@given(st.integers(0, 3000), st.integers(1, 28))
def test_faults_02_and_12_support_moves_by_the_cent(earnings: int, day: int) -> None:
    """With a share of 1 a cent of earnings lowers support by a cent or not at all (between faults 2 and
    12)."""

    def total(cents: int) -> int:
        net = f"{cents // 100}.{cents % 100:02d}"
        found = report(
            [A], arrives_on=f"2022-02-{day:02d}", income=[{"person": "a", "net": net}],
            options={"lag": 0, "income_entry": "typical"},
        )  # fmt: skip
        return int(unit(found)["months"][3]["due_cents"])

    cents = earnings * 100 + 50
    assert total(cents) - total(cents + 1) in (0, 1)
    assert total(cents) == max(0, 1_164_00 - max(0, cents - 582_00))


def test_nothing_here_uses_floats() -> None:
    """Between faults 9 and 22: every figure of the report is a whole number of cents."""

    def walk(thing: object) -> None:
        assert not isinstance(thing, float | Fraction)
        if isinstance(thing, dict):
            for value in thing.values():
                walk(value)
        elif isinstance(thing, list):
            for value in thing:
                walk(value)

    walk(report([A, B, child(8), child(19, "d")], income=[{"person": "a", "net": "1999.99"}]))
    assert Person.model_fields["age_at_arrival"].annotation is not float

"""What each event changes, by hand on the Toronto sheet of 2022-01-01, all arrivals on 1 February 2022 (12
cells).

Full months: single 343 + 390 + 200 + 156 + 75 = 1,164; single with a child 360 + 642 + 200 + 156 + 75 =
1,433; couple 494 + 642 + 200 + 312 + 75 = 1,723; couple with a child 494 + 697 + 200 + 312 + 75 = 1,778.
"""

from __future__ import annotations

from typing import Any

import pytest

from calculator.budget import make_budget
from calculator.changes import added_before_arrival, changes_text, event_effects
from calculator.plan import Plan
from calculator.rates import Rates

A = {"id": "a", "role": "principal", "born_on": "1985-04-02"}
B = {"id": "b", "role": "spouse", "born_on": "1986-05-02"}


def plan(people: list[dict[str, Any]], **change: Any) -> Plan:
    base = {"community": "ON/toronto", "arrives_on": "2022-02-01", "people": people}
    return Plan.model_validate(base | change)


def months(effect: dict[str, Any], name: str = "sponsor_cents") -> list[tuple[int, int]]:
    return [(row["month"], row[name]) for row in effect["months"]]


def test_a_plan_without_events_has_no_effects(rates: Rates) -> None:
    assert event_effects(plan([A, B]), rates) == []
    assert added_before_arrival(plan([A, B]), rates) == []


def test_a_birth(rates: Rates) -> None:
    """1,778 - 1,723 = 55 from June, 8 x 55 = 440; newborn 750; together 1,190."""
    (effect,) = event_effects(plan([A, B], events=[{"kind": "birth", "on": "2022-06-15"}]), rates)
    assert (effect["on"], effect["kind"], effect["rule"], effect["first_month"]) == (
        "2022-06-15",
        "birth",
        "R16",
        5,
    )
    assert months(effect) == [(month, 55_00) for month in range(5, 13)]
    assert effect["once"] == [{"on": "2022-06-15", "line": "newborn", "entitlement_cents": 750_00}]
    assert effect["difference_cents"] == 1_190_00


def test_the_unit_of_somebody_who_leaves_the_shared_home_lists_them(rates: Rates) -> None:
    """Costed with the family first, in the own home from June on (N15)."""
    aunt = {"id": "aunt", "role": "de_facto", "unit": "family", "born_on": "1950-01-01"}
    leaves = {"kind": "leaves_shared_home", "on": "2022-06-01", "people": ["aunt"], "unit": "own home"}
    units = make_budget([plan([A, B, aunt], events=[leaves])], rates).report(0)["units"]
    assert {unit["unit"]: unit["people"] for unit in units} == {"family": ["a", "b", "aunt"], "own home": ["aunt"]}


def test_a_child_on_the_list_who_is_born_later_is_the_same_birth(rates: Rates) -> None:
    (effect,) = event_effects(plan([A, B, {"id": "c", "role": "child", "born_on": "2022-06-15"}]), rates)
    assert (effect["kind"], effect["where"], effect["difference_cents"]) == (
        "birth",
        "people[2].born_on",
        1_190_00,
    )


def test_a_job_starts_and_ends(rates: Rates) -> None:
    """1,000 a month, half of 1,164 is 582: 418 less in the month after. June to August: July to September.

    Had it gone on, October to January would be lowered too (January's own pay is never recovered): 4 x 418.
    """
    job = {"person": "a", "net": "1000.00", "from": "2022-06-01", "to": "2022-08-31"}
    starts, ends = event_effects(plan([A], income=[job]), rates)
    assert (starts["kind"], ends["kind"]) == ("income_starts", "income_ends")
    assert months(starts) == [(6, -418_00), (7, -418_00), (8, -418_00)]
    assert starts["difference_cents"] == -1_254_00
    assert months(starts, "entitlement_cents") == [(6, 0), (7, 0), (8, 0)]
    assert months(ends) == [(9, 418_00), (10, 418_00), (11, 418_00), (12, 418_00)]
    assert ends["difference_cents"] == 1_672_00


def test_a_rent_change(rates: Rates) -> None:
    """Rent 500: 390 + 110; rent 900 from September: 390 + 200. 90 more in September to January: 450."""
    homes = [{"rent": "500.00"}, {"rent": "900.00", "from": "2022-09-01"}]
    (effect,) = event_effects(plan([A], housing=homes), rates)
    assert (effect["kind"], effect["first_month"], effect["difference_cents"]) == ("rent", 8, 450_00)


def test_dated_extras_change_what_is_planned_and_not_the_minimum(rates: Rates) -> None:
    """40 a month from June to August: 120, and 200 more had it gone on to January; once 60 in July. Contingency is
    on the minimum alone (N33)."""
    extras = [
        {"label": "Bus for visits", "amount": "40.00", "from": "2022-06-01", "to": "2022-08-31"},
        {"label": "Bicycle", "amount": "60.00", "cadence": "once", "from": "2022-07-10"},
        {"label": "Phone", "amount": "10.00"},
    ]
    starts, once, ends = event_effects(plan([A], extras=extras), rates)
    assert [(x["on"], x["kind"], x["rule"]) for x in (starts, once, ends)] == [
        ("2022-06-01", "extra", "R25.5 N39"),
        ("2022-07-10", "extra", "R25.5 N39"),
        ("2022-08-31", "extra_ends", "R25.5"),
    ]
    assert months(starts, "extras_cents") == [(5, 40_00), (6, 40_00), (7, 40_00)]
    assert months(once, "extras_cents") == [(6, 60_00)]
    assert [x["extras_cents"] for x in (starts, once, ends)] == [120_00, 60_00, -200_00]
    assert [x["planned_cents"] for x in (starts, once, ends)] == [120_00, 60_00, -200_00]
    assert [x["difference_cents"] for x in (starts, once, ends)] == [0, 0, 0]
    text = changes_text([starts], [], "en")
    assert "June 1, 2022  Planned on top: Bus for visits (R25.5 N39): sponsor $0.00, " in text
    assert ", planned on top $120.00" in text


def test_a_dated_purchase_takes_the_place_of_money(rates: Rates) -> None:
    """Furniture of a single is 1,550: 500 bought is 500 less in money, nothing less in all; of another 1,200 only
    1,050 still count (N1)."""
    bought = {"line": "furniture", "amount": "500.00", "bought_on": "2022-01-20", "receipt": "beds"}
    (effect,) = event_effects(plan([A], purchases=[bought]), rates)
    assert (effect["on"], effect["kind"], effect["text"]) == (
        "2022-01-20", "purchase", "Bought with a receipt: Furniture",
    )  # fmt: skip
    furniture = {"on": "2022-02-01", "line": "furniture"}
    assert effect["purchases"] == [furniture | {"purchases_cents": 500_00, "cash_cents": -500_00}]
    assert (effect["difference_cents"], effect["purchases_cents"]) == (0, 500_00)
    more = {**bought, "amount": "1200.00", "bought_on": "2022-01-25"}
    _, effect = event_effects(plan([A], purchases=[bought, more]), rates)
    assert effect["purchases"] == [furniture | {"purchases_cents": 1_050_00, "cash_cents": -1_050_00}]
    text = changes_text([effect], [], "fr").replace("\xa0", " ").replace("\u202f", " ")
    assert "acheté 1 050,00 $, en argent" in text


def test_an_eighteenth_birthday(rates: Rates) -> None:
    """Two singles instead of a single with a child: 2 x 1,164 - 1,433 = 895 from June, 8 months; top-up 295.

    At 17 he would have been a pupil on 1 August: 150 less.
    """
    son = {"id": "c", "role": "child", "born_on": "2004-06-15"}
    (effect,) = event_effects(plan([A, son]), rates)
    assert (effect["kind"], effect["first_month"]) == ("birthday", 5)
    assert effect["once"] == [
        {"on": "2022-06-15", "line": "topup_at_18", "entitlement_cents": 295_00},
        {"on": "2022-08-01", "line": "school", "entitlement_cents": -150_00},
    ]
    assert effect["difference_cents"] == 8 * 895_00 + 295_00 - 150_00


def test_a_birthday_without_effect_is_not_listed_and_an_entered_event_is(rates: Rates) -> None:
    """Ontario has no band at 12; hospital changes nothing by itself (N19)."""
    girl = {"id": "c", "role": "child", "born_on": "2010-06-15"}
    events = [{"kind": "hospital", "on": "2022-05-01", "person": "a"}]
    (effect,) = event_effects(plan([A, girl], events=events), rates)
    assert (effect["kind"], effect["first_month"], effect["difference_cents"]) == ("hospital", 0, 0)
    assert effect["months"] == []


def test_a_later_arrival(rates: Rates) -> None:
    """1,433 - 1,164 = 269 for twelve months from August; start-up 4,550 - 3,065 = 1,485; school 150 (R15)."""
    child = {"id": "c", "role": "child", "born_on": "2014-01-10", "arrives_on": "2022-08-01"}
    (effect,) = event_effects(plan([A, child]), rates)
    assert (effect["kind"], effect["on"]) == ("later_arrival", "2022-08-01")
    assert months(effect) == [(month, 269_00) for month in range(1, 13)]
    assert effect["difference_cents"] == 12 * 269_00 + 1_485_00 + 150_00


def test_a_conversion_costs_the_government(rates: Rates) -> None:
    """GAR to JAS: another twelve months of 1,164 from February 2023 (R43)."""
    event = {"kind": "conversion", "on": "2022-11-01", "form_on": "2022-09-15", "posted_on": "2022-09-20",
             "sponsor_found_on": "2022-10-20"}  # fmt: skip
    (effect,) = event_effects(plan([A], stream="GAR", events=[event]), rates)
    assert (effect["first_month"], effect["difference_cents"], effect["government_cents"]) == (
        13,
        0,
        12 * 1_164_00,
    )


def test_the_order_in_the_file_does_not_matter(rates: Rates) -> None:
    events = [
        {"kind": "birth", "on": "2022-06-15"},
        {"kind": "move", "on": "2022-09-10", "community": "MB/brandon"},
    ]
    one = event_effects(plan([A, B], events=events), rates)
    two = event_effects(plan([A, B], events=events[::-1]), rates)
    assert [x | {"where": ""} for x in one] == [x | {"where": ""} for x in two]
    assert [x["on"] for x in one] == ["2022-06-15", "2022-09-10"]


def amounts(found: dict[str, Any], name: str) -> tuple[int, int, int]:
    row = next(row for row in found["totals"] if row["name"] == name)
    return row["old_cents"], row["new_cents"], row["difference_cents"]


def test_a_newborn_before_arrival(rates: Rates) -> None:
    """Start-up 4,565 to 5,440; months 12 x 55 = 660; table 24,800 to 26,700. No new undertaking."""
    baby = {"id": "c", "role": "child", "born_on": "2021-11-05"}
    event = {"kind": "added_before_arrival", "on": "2021-11-20", "person": "c"}
    costed = plan([A, B, baby], events=[event], sponsor="G5", submitted_on="2020-06-01")
    (found,) = added_before_arrival(costed, rates)
    assert amounts(found, "start_up_cents") == (4_565_00, 5_440_00, 875_00)
    assert amounts(found, "income_support_cents") == (12 * 1_723_00, 12 * 1_778_00, 660_00)
    assert found["difference_cents"] == 1_535_00
    assert found["application"] == {
        "old_cents": 24_800_00,
        "new_cents": 26_700_00,
        "difference_cents": 1_900_00,
    }
    assert found["case"] == "newborn"
    assert any("IMM 0008" in text for text in found["filing"])
    assert not any("IMM 5618" in text for text in found["filing"])
    assert event_effects(costed, rates) == [], "costed from the start, not an event of the year"


@pytest.mark.parametrize(
    ("person", "case", "form"),
    [
        (B, "spouse_or_adopted", "IMM 5618"),
        ({"id": "c", "role": "child", "born_on": "2012-01-05"}, "spouse_or_adopted", "IMM 5618"),
        ({"id": "g", "role": "de_facto", "born_on": "1950-01-05"}, "de_facto", "linked"),
    ],
)
def test_who_files_what(rates: Rates, person: dict[str, Any], case: str, form: str) -> None:
    event = {"kind": "added_before_arrival", "on": "2021-11-20", "person": person["id"]}
    (found,) = added_before_arrival(plan([A, person], events=[event], submitted_on="2020-06-01"), rates)
    assert found["case"] == case
    assert any(form in text for text in found["filing"])


def test_two_added_one_after_the_other(rates: Rates) -> None:
    """Single, then couple (1,723), then couple with a child (1,778): each against the one before."""
    events = [
        {"kind": "added_before_arrival", "on": "2021-11-20", "person": "c"},
        {"kind": "added_before_arrival", "on": "2021-03-20", "person": "b"},
    ]
    baby = {"id": "c", "role": "child", "born_on": "2021-11-05"}
    first, second = added_before_arrival(plan([A, B, baby], events=events, submitted_on="2020-06-01"), rates)
    assert amounts(first, "income_support_cents") == (12 * 1_164_00, 12 * 1_723_00, 12 * 559_00)
    assert amounts(second, "income_support_cents") == (12 * 1_723_00, 12 * 1_778_00, 12 * 55_00)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_as_text(rates: Rates, lang: str) -> None:
    costed = plan([A, B], events=[{"kind": "birth", "on": "2022-06-15"}])
    text = changes_text(event_effects(costed, rates, lang), [], lang)
    assert ("Naissance" if lang == "fr" else "Birth") in text
    assert len(text.splitlines()) == 1 + 1 + 8

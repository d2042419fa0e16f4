"""Sums of one report for the screens: they are the engine's figures, only laid out otherwise."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from calculator import figures, view
from calculator.budget import make_budget
from calculator.examples import example_plans
from calculator.plan import plan_from
from calculator.rates import Rates
from calculator.trust import payment_schedule


@pytest.fixture(scope="module")
def reports(rates: Rates) -> dict[str, dict[str, Any]]:
    plans = example_plans()
    budget = make_budget(list(plans.values()), rates)
    return {name: budget.report(case) for case, name in enumerate(plans)}


def test_the_strip_adds_up_to_the_totals(reports: dict[str, dict[str, Any]]) -> None:
    for name, report in reports.items():
        total = view.sum_of(view.strip(report))
        totals = report["totals"]
        assert total.total_cents == totals["sponsor_minimum_cents"] + totals["extras_cents"], name
        assert total.entitlement_cents == totals["income_support_cents"], name
        assert total.government_cents <= totals["government_cents"], name
        assert total.reduction_cents == totals["reduction_cents"], name


def test_the_strips_of_the_units_add_up_to_the_strip_of_all(reports: dict[str, dict[str, Any]]) -> None:
    report = reports["adult-son-calgary"]
    units = [view.sum_of(view.strip(report, u["unit"])).total_cents for u in report["units"]]
    assert len(units) == 3
    assert sum(units) == view.sum_of(view.strip(report)).total_cents


def test_thirteen_cells_and_parts(reports: dict[str, dict[str, Any]]) -> None:
    rows = view.strip(reports["single-toronto"])  # arrives on 10 February
    assert len(rows) == 13
    assert [row.is_part for row in rows] == [True, *[False] * 11, True]
    assert (rows[0].starts_on, rows[-1].ends_on) == (date(2027, 2, 10), date(2028, 2, 9))
    assert len(view.strip(reports["jas-vancouver"])) == 24


def test_the_one_year_window_shares_the_months(reports: dict[str, dict[str, Any]]) -> None:
    rows = view.strip(reports["one-year-window-ottawa"])
    starts = [row.starts_on for row in rows]
    assert starts == sorted(set(starts))
    assert rows[-1].ends_on == date(2028, 8, 19)


def test_what_the_household_earns_is_told_once_though_two_arrivals_are_tested_on_it(rates: Rates) -> None:
    """The spouse follows on 1 November; 1,000.00 a month from October to March are 6 x 1,000.00 (R15)."""
    plan = plan_from(
        {
            "community": "Toronto",
            "arrives_on": "2026-05-01",
            "people": [
                {"id": "a", "role": "principal", "age_at_arrival": 36},
                {"id": "b", "role": "spouse", "age_at_arrival": 35, "arrives_on": "2026-11-01"},
            ],
            "income": [{"person": "a", "net": "1000.00", "from": "2026-10-01", "to": "2027-03-31"}],
            "housing": [{"rent": "3000.00"}],
        }
    )
    report = make_budget([plan], rates).report(0)
    rows = view.strip(report)
    assert [row.earned_cents for row in rows if row.earned_cents] == [1000_00] * 6
    assert view.sum_of(rows).earned_cents == 6000_00
    reason = figures.reason(report, "cell//earned_cents/7", "en")
    assert reason.explanation.amount_cents == 1000_00
    # the sheet of a couple, not of one adult: the home is above its limits by less once the spouse is here, not by both
    over = {row.starts_on: row.over_cents for row in rows}
    assert 0 < over[date(2026, 11, 1)] < over[date(2026, 10, 1)]
    assert {p.arrival for p in view.payments(report)} == {1, 2}
    assert view.followed_until(report) == "2027-10-31"


def test_who_pays_less_rent_once_others_follow_is_paid_less_and_nobody_pays_back(rates: Rates) -> None:
    """A rent of 600.00 for two is 300.00 each; with the son who follows in November it is 200.00 each (N46, R15)."""
    plan = plan_from(
        {
            "community": "ON/chatham", "arrives_on": "2022-02-01", "housing": [{"rent": "600.00"}],
            "people": [
                {"id": "adult", "role": "principal", "born_on": "1990-03-15", "family": "first"},
                {"id": "son", "role": "child", "born_on": "2015-11-20", "family": "first", "arrives_on": "2022-11-01"},
                {"id": "friend", "role": "principal", "born_on": "1991-04-04", "family": "second"},
            ],
        }
    )  # fmt: skip
    report = make_budget([plan], rates).report()
    paid = {(p.unit, p.on, p.arrival): p.cents for p in view.payments(report) if p.kind == "month"}
    assert paid["second", "2022-10-01", 1] - paid["second", "2022-11-01", 1] == 100_00
    assert ("second", "2022-11-01", 2) not in paid
    assert min(paid.values()) > 0
    # After the first year only the son's months are paid: what his family gets more, less what the friend saves.
    later = [cents for (_, on, arrival), cents in paid.items() if arrival == 2 and on >= "2023-02-01"]
    (added,) = {cents for (unit, on, arrival), cents in paid.items() if arrival == 2 and on < "2023-02-01"}
    assert later == [added - 100_00] * 9
    totals = report["totals"]
    assert sum(p.cents for p in view.payments(report)) == totals["sponsor_minimum_cents"]
    assert sum(due.amount_cents for due in payment_schedule(report, plan.options)) == totals["sponsor_minimum_cents"]


def test_the_answer_is_made_of_the_totals(reports: dict[str, dict[str, Any]]) -> None:
    for report in reports.values():
        figures = view.answer(report)
        whole = figures.minimum_cents + figures.extras_cents + figures.contingency_cents
        assert figures.planned_cents == whole
    # one adult in Toronto by the sheet of 2022: 343 + 390 + 200 + 156 + 75
    assert view.answer(reports["single-toronto"]).month_cents == 116400


def test_a_change_is_told_with_before_and_after(reports: dict[str, dict[str, Any]]) -> None:
    one, other = reports["single-toronto"], reports["baby-moncton"]
    assert view.changes(one, one) == []
    first = view.changes(one, other)[0]
    assert first.name == "planned_cents"
    assert first.before_cents + first.difference_cents == first.after_cents


def test_vintages_name_the_newest_sheet(reports: dict[str, dict[str, Any]]) -> None:
    kinds = {v.kind: v for v in view.vintages(reports["single-toronto"])}
    assert kinds["monthly"].effective_from == date(2022, 1, 1)
    assert kinds["start_up"].effective_from == date(2017, 10, 1)
    assert kinds["monthly"].is_assumed
    assert view.first_assumed_month(reports["single-toronto"]) == date(2027, 2, 10)


def test_age_of_a_person_of_the_form() -> None:
    arrival = date(2027, 3, 1)
    assert view.age_at({"born_on": "2008-02-29"}, arrival) == 19
    assert view.age_at({"born_on": "2008-02-29"}, date(2027, 2, 28)) == 18
    assert view.age_at({"age_at_arrival": 4}, None) == 4
    assert view.age_at({"born_on": "soon"}, arrival) is None
    assert view.age_at({}, arrival) is None
    assert [view.is_asked_for_school(age) for age in (None, 17, 18, 21, 22)] == [
        False,
        False,
        True,
        True,
        False,
    ]

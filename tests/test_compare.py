"""Versions of a plan side by side, and the curves: expected values by hand from the Ontario and Nova Scotia
sheets."""

from __future__ import annotations

import pytest

from calculator import compare, view
from calculator.plan import Plan, plan_from
from calculator.problems import PlanError
from calculator.rates import Rates


def family(**more: object) -> Plan:
    """Couple, children of 10 and 8, Toronto, on the first of a month: twelve whole months."""
    return plan_from(
        {
            "community": "Toronto",
            "arrives_on": "2022-02-01",
            "people": [
                {"id": "a", "role": "principal", "age_at_arrival": 38},
                {"id": "b", "role": "spouse", "age_at_arrival": 36},
                {"id": "c", "role": "child", "age_at_arrival": 10},
                {"id": "d", "role": "child", "age_at_arrival": 8},
            ],
            **more,
        }
    )


R = 49400 + 75600 + 20000 + 2 * 15600 + 7500
"""Ontario sheet of 2022-01: basic 494, shelter 756, supplement 200, two passes of 156, communication 75:
1,837.00."""
START_UP = 666000 + 2 * 2 * 15000
"""Couple + 2: 6,660; school 150 for two pupils, twice (arrival in February): 600."""


def test_the_family_by_hand(rates: Rates) -> None:
    (report,) = compare.reports([family()], rates)
    assert R == 183700
    assert report["totals"]["sponsor_minimum_cents"] == START_UP + 12 * R


def test_two_versions_differ_where_they_should(rates: Rates) -> None:
    here, free = compare.reports([family(), compare.with_free_home(family())], rates)
    rows = {row.name: row for row in compare.by_total([here, free], view.COMPARED)}
    assert rows["income_support_cents"].is_equal
    assert rows["sponsor_minimum_cents"].differences_cents == (0, -12 * (75600 + 20000))
    assert rows["in_kind_cents"].differences_cents == (0, 12 * 95600)


def test_lines_add_up_to_the_entitlement(rates: Rates) -> None:
    listed = compare.reports([family(), compare.other_community(family(), "Halifax")], rates)
    rows = compare.by_line(listed)
    for case, report in enumerate(listed):
        whole = report["totals"]["income_support_cents"] + report["totals"]["start_up_cents"]
        assert sum(row.cents[case] for row in rows) == whole + report["totals"]["one_time_cents"]
    assert next(row for row in rows if row.name == "furniture").is_equal
    assert not next(row for row in rows if row.name == "basic").is_equal


def test_months_add_up_to_what_the_sponsor_gives(rates: Rates) -> None:
    plan = family(extras=[{"label": "x", "amount": "50.00"}])
    listed = compare.reports([plan, compare.later_arrival(plan, 5)], rates)
    rows = compare.by_month(listed)
    for case, report in enumerate(listed):
        totals = report["totals"]
        assert sum(r.cents[case] for r in rows) == totals["sponsor_minimum_cents"] + totals["extras_cents"]
    assert rows[0].cents[0] == START_UP - 30000 + R + 5000  # the later school instalment comes in August


def test_a_later_arrival_takes_its_dates_along() -> None:
    plan = family(
        income=[{"person": "a", "net": "900.00", "from": "2022-05-31", "to": "2022-08-31"}],
        events=[{"kind": "birth", "on": "2022-06-10"}],
    )
    later = compare.later_arrival(plan, 1)
    assert later.arrives_on.isoformat() == "2022-03-01"
    assert later.income[0].starts_on is not None
    assert later.income[0].starts_on.isoformat() == "2022-07-01"  # there is no 31 June (R3)
    assert later.events[0].on.isoformat() == "2022-07-10"


def test_a_version_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(PlanError):
        compare.with_job(family(), "nobody", 100000, 1)


def test_a_job_and_a_gift_are_added_not_replaced(rates: Rates) -> None:
    plan = compare.with_job(compare.with_gift(family(), "furniture", 50000), "a", 150000, 4)
    again = compare.with_job(plan, "b", 10000, 2)
    assert [i.person for i in again.income] == ["a", "b"]
    (report,) = compare.reports([plan], rates)
    assert report["totals"]["in_kind_cents"] == 50000
    # earned in months 4 to 12, taken from 5 to 12 (one month later): 8 x (1,500.00 - 918.50)
    assert report["totals"]["reduction_cents"] == 8 * (150000 - 91850)


def test_rent_raises_the_minimum_up_to_both_maxima_then_stays(rates: Rates) -> None:
    rents = [0, 50000, 75600, 95600, 150000]
    points = compare.rent_curve(family(), rates, rents)
    rest = START_UP + 12 * (R - 95600)
    assert [p.minimum_cents for p in points] == [rest + 12 * rent for rent in (0, 50000, 75600, 95600, 95600)]
    assert [p.over_cents for p in points] == [0, 0, 0, 0, 12 * (150000 - 95600)]


def test_the_fifty_percent_rule_as_a_curve(rates: Rates) -> None:
    (report,) = compare.reports([family()], rates)
    assert compare.threshold_cents(report, "a") == 91850
    incomes = [0, 91850, 100000, 183700 + 91850, 300000]
    points = compare.income_curve(family(), rates, "a", incomes)
    assert [p.support_cents for p in points] == [R, R, R - 8150, 0, 0]
    assert [p.family_cents for p in points] == [R, R + 91850, R + 91850, R + 91850, 300000]


def test_the_arrival_month_matters_for_school(rates: Rates) -> None:
    points = compare.arrival_curve(family(), rates, [0, 4])
    # June: the school item once instead of twice for each pupil
    assert points[0].minimum_cents - points[1].minimum_cents == 30000


def test_steps_are_whole_dollars() -> None:
    assert compare.steps(300050, 30) == [10000 * n for n in range(31)]
    assert compare.steps(10, 2) == [0, 100, 200]

"""Ranges of one family: repeatable draws, percentiles that are drawn amounts, ends that are the engine's own."""

from __future__ import annotations

import json

import pytest

from calculator.budget import make_budget
from calculator.compare import later_arrival, with_job, with_rent
from calculator.examples import example_text
from calculator.plan import Plan, plan_from
from calculator.problems import PlanError
from calculator.rates import Rates
from calculator.uncertainty import TOTAL, Range, Ranges, chart, told, uncertain


@pytest.fixture
def plan() -> Plan:
    return plan_from({
        "community": "Toronto", "arrives_on": "2026-05-01",
        "people": [{"id": "p", "role": "principal", "born_on": "1990-02-03"}],
    })  # fmt: skip


RANGES = Ranges(
    rent_cents=Range(90_000, 240_000, 150_000),
    job_month=Range(3, 10),
    wage_cents=Range(80_000, 260_000),
    arrival_months=Range(0, 9, 3),
)


def total(plan: Plan, rates: Rates) -> int:
    totals = make_budget([plan], rates).totals()
    return int(totals["planned_cents"].iloc[0] + totals["over_cents"].iloc[0])


def test_the_same_seed_gives_the_same_amounts_and_another_does_not(plan: Plan, rates: Rates) -> None:
    one, again, other = (uncertain(plan, rates, RANGES, draws=200, seed=seed) for seed in (7, 7, 8))
    assert one.totals[TOTAL].tolist() == again.totals[TOTAL].tolist()
    assert one.totals[TOTAL].tolist() != other.totals[TOTAL].tolist()
    assert one.swings == other.swings


def test_a_range_more_leaves_the_draws_of_the_others(plan: Plan, rates: Rates) -> None:
    rent = uncertain(plan, rates, Ranges(rent_cents=RANGES.rent_cents), draws=50)
    both = uncertain(plan, rates, RANGES, draws=50)
    assert rent.draws["rent_cents"].tolist() == both.draws["rent_cents"].tolist()


def test_every_draw_is_what_the_engine_says_of_that_version(plan: Plan, rates: Rates) -> None:
    found = uncertain(plan, rates, RANGES, draws=25, seed=3)
    for i, cents in enumerate(found.totals[TOTAL].tolist()):
        rent, job, wage, months = (
            int(found.draws[n][i]) for n in ("rent_cents", "job_month", "wage_cents", "arrival_months")
        )
        version = with_job(with_rent(later_arrival(plan, months), rent), "p", wage, job)
        assert cents == total(version, rates)


def test_percentiles_are_drawn_amounts_in_order(plan: Plan, rates: Rates) -> None:
    found = uncertain(plan, rates, RANGES, draws=300)
    values = found.totals[TOTAL].tolist()
    low, middle, high = found.percents.values()
    assert low <= middle <= high
    assert {low, middle, high} <= set(values)
    assert sum(v <= high for v in values) >= 270
    assert sum(v < high for v in values) < 270
    assert found.enough(high) >= 90
    assert sum(n for _, _, n in found.bins()) == 300


def test_fixed_ranges_give_one_amount(plan: Plan, rates: Rates) -> None:
    found = uncertain(plan, rates, Ranges(rent_cents=Range(120_000, 120_000)), draws=20)
    assert set(found.totals[TOTAL].tolist()) == {total(with_rent(plan, 120_000), rates)}
    assert found.as_planned_cents == total(plan, rates)
    none = uncertain(plan, rates, Ranges(), draws=5)
    assert set(none.totals[TOTAL].tolist()) == {none.as_planned_cents}


def test_the_ends_of_a_range_are_told(plan: Plan, rates: Rates) -> None:
    found = uncertain(plan, rates, Ranges(rent_cents=Range(50_000, 300_000)), draws=10)
    (swing,) = found.swings
    assert swing.least_cents == total(with_rent(plan, 50_000), rates)
    assert swing.most_cents == total(with_rent(plan, 300_000), rates)


def test_draws_stay_in_their_range_and_near_the_likely_value(plan: Plan, rates: Rates) -> None:
    found = uncertain(plan, rates, RANGES, draws=2000)
    rents = found.draws["rent_cents"]
    assert rents.min() >= 90_000
    assert rents.max() <= 240_000
    assert (rents % 100 == 0).all()
    assert abs(int(rents.mean()) - 160_000) < 3_000  # (90,000 + 240,000 + 150,000) / 3
    months = found.draws["job_month"]
    assert set(months.tolist()) == set(range(3, 11))


@pytest.mark.parametrize(
    "ranges",
    [
        Ranges(rent_cents=Range(2, 1)),
        Ranges(rent_cents=Range(1, 3, 9)),
        Ranges(job_month=Range(1, 3)),
        Ranges(job_month=Range(0, 3), wage_cents=Range(1, 2)),
        Ranges(arrival_months=Range(0, 999)),
    ],
)
def test_ranges_that_cannot_be_are_refused_with_words(plan: Plan, rates: Rates, ranges: Ranges) -> None:
    with pytest.raises(PlanError) as caught:
        uncertain(plan, rates, ranges)
    assert all(p.what_to_do for p in caught.value.problems)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_it_is_told_and_drawn(rates: Rates, lang: str) -> None:
    family = plan_from(json.loads(example_text("couple-two-children-halifax", lang)))
    found = uncertain(family, rates, RANGES, draws=50, person=family.people[1].id)
    lines = told(found, lang)
    assert len(lines) == 7
    assert "$" in lines[0]
    spec = chart(found, lang)
    assert spec["layer"][0]["data"]["values"]
    json.dumps(spec)

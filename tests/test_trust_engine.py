"""The money held in trust on reports of the engine: every ready plan, with a record that pays everything."""

from __future__ import annotations

from typing import Any

import pytest

from calculator.budget import make_budget
from calculator.examples import example_names, example_plans
from calculator.plan import Plan
from calculator.rates import Rates
from calculator.trust import Limits, Trust
from calculator.trust.dues import last_day_of
from calculator.trust.words import LINES


@pytest.fixture(scope="module")
def reports(rates: Rates) -> dict[str, tuple[Plan, dict[str, Any]]]:
    return {name: (plan, make_budget([plan], rates).report(0)) for name, plan in example_plans().items()}


def trust_of(reports: Any, rates: Rates, name: str, record: Any = None) -> Trust:
    plan, report = reports[name]
    if record is not None:
        plan = Plan.model_validate({**plan.model_dump(mode="json"), "record": record})
    return Trust(plan, report, Limits.of(rates, plan.arrives_on), last_day_of(report))


@pytest.mark.parametrize("name", example_names())
def test_the_schedule_adds_up_to_the_minimum(name: str, reports: Any, rates: Rates) -> None:
    made = trust_of(reports, rates, name)
    totals = made.report["totals"]
    due = sum(d.amount_cents for d in made.schedule)
    assert due + made.required.purchases_cents == totals["sponsor_minimum_cents"]
    assert made.required.total_cents == totals["planned_cents"]
    assert len({d.id for d in made.schedule}) == len(made.schedule)
    assert all(sum(c for _, c in d.lines) == d.amount_cents for d in made.schedule)
    assert {line for d in made.schedule for line, _ in d.lines} <= set(LINES)
    assert sum(made.who_provides.by_party().values()) == totals["planned_cents"]


@pytest.mark.parametrize("name", example_names())
def test_evidence_sums_recompute(name: str, reports: Any, rates: Rates) -> None:
    for s in trust_of(reports, rates, name).evidence.sums:
        met = s.in_kind_cents + s.purchases_cents + s.reduction_cents + s.asset_cents + s.others_cents
        assert s.owed_cents - met == s.due_cents
        assert s.shortfall_cents == s.due_cents  # nothing is recorded


@pytest.mark.parametrize("name", example_names())
def test_the_lines_of_the_evidence_add_up_to_its_sums(name: str, reports: Any, rates: Rates) -> None:
    """Part months too: their lines stand in full and “part of the month” takes off the rest (R46)."""
    pack = trust_of(reports, rates, name).evidence
    assert {row.line for row in pack.rows} - {"earned_income", "assets"} <= set(LINES)
    for s in pack.sums:
        mine = [row for row in pack.rows if row.slot == s.slot]

        def total(side: str, mine: Any = mine) -> int:
            return sum(row.amount_cents or 0 for row in mine if row.side == side)

        shared = sum(row.amount_cents or 0 for row in mine if row.rule == "R18")
        assert (total("owed") + shared, total("in_kind"), total("purchase")) == (
            s.owed_cents, s.in_kind_cents, s.purchases_cents,
        )  # fmt: skip
        assert total("deduction") - shared == -s.reduction_cents - s.asset_cents


@pytest.mark.parametrize("name", example_names())
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_month_has_a_letter(name: str, lang: str, reports: Any, rates: Rates) -> None:
    made = trust_of(reports, rates, name)
    for unit in made.report["units"]:
        for month in unit["months"]:
            letter = made.letter(unit["unit"], month["month"], lang, arrival=month["arrival"])
            assert letter.text
            assert "{" not in letter.text


@pytest.mark.parametrize("name", example_names())
def test_a_record_that_pays_everything_ends_at_nothing(name: str, reports: Any, rates: Rates) -> None:
    plain = trust_of(reports, rates, name)
    total = plain.report["totals"]["sponsor_minimum_cents"]
    entries: list[dict[str, Any]] = [
        {
            "kind": "contribution",
            "id": "c",
            "contributor": "A",
            "on": plain.plan.arrives_on.isoformat(),
            "amount": f"{total / 100:.2f}",
        }
    ]
    for i, due in enumerate(plain.schedule):
        entries.append(
            {
                "kind": "payment",
                "id": f"p{i}",
                "on": max(due.due_on, plain.plan.arrives_on).isoformat(),
                "amount": f"{due.amount_cents / 100:.2f}",
                "unit": due.unit,
                "reference": "ET1",
                "purpose": "support" if due.kind == "month" else due.kind,
                "line": due.line or None,
                "month": due.month,
                "arrival": due.arrival,
            }
        )
    bought = plain.required.purchases_cents
    entries.append(
        {
            "kind": "payment",
            "id": "b",
            "on": plain.plan.arrives_on.isoformat(),
            "purpose": "purchase",
            "amount": f"{bought / 100:.2f}",
        }
    )
    made = trust_of(reports, rates, name, {"contributors": [{"id": "A"}], "entries": entries})
    assert made.books.problems[0].where == "record.account.holders"
    assert made.matching.unpaid_cents == 0
    assert made.matching.excess == ()
    assert {row.status for row in made.matching.settled} <= {"paid"}
    assert made.balance() == 0
    assert made.refund("end").refund_cents == 0

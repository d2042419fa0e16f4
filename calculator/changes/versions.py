"""Versions of a plan and their reports: what both comparisons of this room share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from calculator.budget import make_budget
from calculator.plan.model import Plan
from calculator.rates import Rates

Report = Mapping[str, Any]


def reports(plans: Sequence[Plan], rates: Rates, as_of: date | None) -> list[Report]:
    budget = make_budget(plans, rates, as_of=as_of)
    return [budget.report(case) for case in range(len(plans))]


def total(report: Report, name: str) -> int:
    return int(report["totals"][name])


def without_people(plan: Plan, names: set[str]) -> Plan:
    return plan.model_copy(update={"people": tuple(p for p in plan.people if p.id not in names)})

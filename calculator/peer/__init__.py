"""Our answer beside that of RSTP's calculator, line by line, with the reason for every difference (RULES
section 16).

``model`` is its calculator written anew, ``tabs`` what a plan means on its pages and what is out of its
reach, ``steps`` the named steps from our plan to its form. A difference is never guessed at: the engine works
the plan out after each step, its formulas are mended one by one, and the two must meet to the cent. What does
not meet is shown as unexplained.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

from calculator.budget import make_budget
from calculator.peer.model import MONTHS, Key, Peer
from calculator.peer.steps import FARES, MENDED, SHEETS, STEPS, Cause, its_fares, one_vintage
from calculator.peer.tabs import out_of_reach, tabs_of
from calculator.plan import Plan, accepted
from calculator.problems import Problem
from calculator.rates import Rates

__all__ = ["Cause", "Comparison", "Figure", "compare_rstp"]

GROUPED = {
    "senior_addition": "basic", "disability_addition": "basic", "nl_fuel": "shelter",
    "transport_senior": "transport",
}  # fmt: skip
"""Our lines that stand inside a line of its table."""
NOT_A_LINE = frozenset({"part_of_month"})
Figures = dict[tuple[str, Key], int]

_adapted: WeakKeyDictionary[Rates, tuple[Rates, Rates]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Figure:
    """One figure of both calculators, whole cents, and what makes the difference."""

    unit: str
    section: str
    line: str
    month: int
    peer_cents: int
    ours_cents: int
    because: tuple[tuple[Cause, int], ...]
    """Causes with their part of the difference."""

    @property
    def difference_cents(self) -> int:
        return self.ours_cents - self.peer_cents

    @property
    def unexplained_cents(self) -> int:
        return self.difference_cents - sum(cents for _, cents in self.because)


@dataclass(frozen=True)
class Comparison:
    """All figures of both; or, if the plan is out of its reach, the entries it has no place for."""

    figures: tuple[Figure, ...] = ()
    out_of_reach: tuple[Problem, ...] = ()
    causes: tuple[Cause, ...] = field(default=())

    @property
    def unexplained(self) -> tuple[Figure, ...]:
        return tuple(x for x in self.figures if x.unexplained_cents)


def compare_rstp(plan: Plan, rates: Rates, *, as_of: date | None = None) -> Comparison:
    """The plan worked out by both.

    Raises PlanError if the plan cannot be worked out at all.
    """
    problems = out_of_reach(plan, rates)
    if problems:
        make_budget([plan], rates, as_of=as_of)
        return Comparison(out_of_reach=tuple(problems))
    plan = accepted(plan)
    ours, causes = _our_side(plan, rates)
    theirs = _its_side(plan, rates)
    # From its figure: first its departures mended, then the steps of our side backwards to our figure.
    chain = [*zip(MENDED, theirs, theirs[1:], strict=False), *_backwards(causes, ours)]
    return Comparison(_figures(theirs[0], ours[0], chain), (), tuple(cause for cause, _, _ in chain))


def _backwards(causes: Sequence[Cause], stages: Sequence[Figures]) -> list[tuple[Cause, Figures, Figures]]:
    return [(causes[i], stages[i + 1], stages[i]) for i in reversed(range(len(causes)))]


def _our_side(plan: Plan, rates: Rates) -> tuple[list[Figures], list[Cause]]:
    """Our figures for the plan, and after each step towards its form."""
    if rates not in _adapted:
        sheets = one_vintage(rates)
        _adapted[rates] = sheets, its_fares(sheets)
    plans = [plan]
    for step in STEPS:
        plans.append(step.without(plans[-1]))
    budget = make_budget(plans, rates)
    stages = [_of_report(budget.report(case)) for case in range(len(plans))]
    stages += [_of_report(make_budget(plans[-1:], adapted).report(0)) for adapted in _adapted[rates]]
    return stages, [*(step.cause for step in STEPS), SHEETS, FARES]


def _its_side(plan: Plan, rates: Rates) -> list[Figures]:
    """Its figures as shown, and with its departures mended one after another."""
    peer = Peer(
        rates, rates.community(plan.community), plan.arrives_on, is_date_unknown=plan.arrival_is_estimate
    )
    tabs = tabs_of(plan)
    stages = []
    for count in range(len(MENDED) + 1):
        mended = [cause.id for cause in MENDED[:count]]
        figures: Figures = {}
        for tab in tabs:
            figures |= {(tab.unit, key): cents for key, cents in peer.answer(tab, mended).shown().items()}
        stages.append(figures)
    return stages


def _of_report(report: Mapping[str, Any]) -> Figures:
    """Our figures under the names of its table."""
    figures: Figures = {}

    def add(unit: str, section: str, line: str, cents: int, month: int = 0) -> None:
        key = (unit, (section, line, month))
        figures[key] = figures.get(key, 0) + cents

    for unit in report["units"]:
        name = unit["unit"]
        items = [*unit["start_up"]["lines"], *unit["one_time"]["lines"]]
        for section, lines in (
            ("start_up", unit["start_up"]["lines"]),
            ("one_time", unit["one_time"]["lines"]),
        ):
            for line in lines:
                add(name, section, line["line"], line["entitlement_cents"])
                if section == "start_up":
                    add(name, "start_up_in_kind", line["line"], line["in_kind_cents"])
        cash = sum(line["cash_cents"] + line["purchases_cents"] for line in items)
        due = 0
        for month in unit["months"]:
            number = month["month"]
            for line in month["lines"]:
                if line["line"] not in NOT_A_LINE and number <= MONTHS:
                    add(
                        name,
                        "monthly",
                        GROUPED.get(line["line"], line["line"]),
                        line["entitlement_cents"],
                        number,
                    )
            add(name, "in_kind", "", month["in_kind_cents"], number)
            add(name, "reduction", "", month["reduction_cents"], number)
            add(name, "due", "", month["due_cents"], number)
            due += month["due_cents"]
        add(name, "total", "start_up", cash)
        add(name, "total", "months", due)
        add(name, "total", "minimum", cash + due)
    return figures


SECTIONS = ("start_up", "start_up_in_kind", "one_time", "monthly", "in_kind", "reduction", "due", "total")


def _figures(
    first: Figures, last: Figures, chain: Iterable[tuple[Cause, Figures, Figures]]
) -> tuple[Figure, ...]:
    steps = list(chain)
    keys = dict.fromkeys([*first, *last])
    for _, before, after in steps:
        keys |= dict.fromkeys([*before, *after])
    units = list(dict.fromkeys(unit for unit, _ in keys))
    lines = list(dict.fromkeys(line for _, (_, line, _) in keys))
    ordered = sorted(
        keys, key=lambda k: (units.index(k[0]), SECTIONS.index(k[1][0]), lines.index(k[1][1]), k[1][2])
    )
    result = []
    for key in ordered:
        because = tuple(
            (cause, cents)
            for cause, before, after in steps
            if (cents := after.get(key, 0) - before.get(key, 0))
        )
        unit, (section, line, month) = key
        result.append(Figure(unit, section, line, month, first.get(key, 0), last.get(key, 0), because))
    return tuple(result)

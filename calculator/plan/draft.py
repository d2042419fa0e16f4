"""A plan on its way in: the plan, or what is left of it when some entries could not be read.

What the checks look at; they are in ``plan.checks`` and ``plan.entries``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from calculator.periods import last_day
from calculator.plan.events import ChangeUnit, Conversion
from calculator.plan.model import Plan
from calculator.problems import Problem, found

DEFAULT_MONTHS = {"JAS": 24}
CONVERTED_MONTHS = 24
"""A GAR or BVOR case that becomes JAS runs to month 24 (R43, R44)."""
LONGEST_MONTHS = 36
"""Help of the sponsor's own can go on to month 36 (R2, R40)."""


@dataclass(frozen=True)
class Draft:
    """A plan, or what is left of it when some entries could not be read."""

    plan: Plan
    index: dict[str, list[int]]
    """The place in the file of every entry that is left."""
    ids: tuple[str, ...]
    """All ids of people, of unreadable entries too."""
    unit_words: tuple[str, ...]
    """All units and families named by people and events, of unreadable entries too."""
    is_arrival_known: bool = True
    are_people_complete: bool = True
    are_ids_known: bool = True

    @classmethod
    def of(cls, plan: Plan) -> Draft:
        lists = {name: list(range(len(value))) for name, value in plan if isinstance(value, tuple)}
        words = [word for p in plan.people for word in (p.family, p.unit) if word]
        words += [e.unit for e in plan.events if isinstance(e, ChangeUnit)]
        return cls(plan, lists, tuple(p.id for p in plan.people), tuple(words))

    def entries(self, name: str) -> Iterator[tuple[str, Any]]:
        """The entries of a list that are left, each with its path."""
        for place, entry in zip(self.index[name], getattr(self.plan, name), strict=True):
            yield f"{name}[{place}]", entry

    @property
    def first_ends_on(self) -> date:
        """The last day of the first arrival's support, by the longest reading."""
        plan = self.plan
        months = plan.months or DEFAULT_MONTHS.get(plan.stream, 12)
        if any(isinstance(e, Conversion) for e in plan.events):
            months = max(months, CONVERTED_MONTHS)
        return last_day(plan.arrives_on, months)

    @property
    def ends_on(self) -> date:
        """The last day anybody is supported, by the longest reading."""
        own = [last_day(p.arrives_on, 12) for p in self.plan.people if p.arrives_on]
        return max([self.first_ends_on, *own])

    @property
    def extras_end_on(self) -> date:
        """The last day of a sponsor's own extras: a JAS sponsor may go on after RAP has stopped (R40)."""
        plan = self.plan
        if plan.stream == "JAS" or any(isinstance(e, Conversion) for e in plan.events):
            return max(self.ends_on, last_day(plan.arrives_on, LONGEST_MONTHS))
        return self.ends_on


def no(where: str, what: str, to_do: str, **values: object) -> Problem:
    return found(where, what, to_do, level="refuse", code="W04", **values)

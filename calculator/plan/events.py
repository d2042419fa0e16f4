"""Dated events of a plan (R17): what changed, when, for whom.

Only what a person enters. What an event does to the budget is in ``household`` and ``rules``. Rent, income
and conditions have dates of their own in their sections and need no event.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from calculator.plan.fields import Day, Id, MoneyText, Section, Text


class Birth(Section):
    """Children born in the period (R16)."""

    kind: Literal["birth"]
    on: Day
    children: Annotated[int, Field(ge=1, le=6)] = 1
    family: Id = "family"
    unit: Id | None = None
    """The unit the child belongs to; None: the family's own unit."""


class Death(Section):
    """A member's death (N20)."""

    kind: Literal["death"]
    on: Day
    person: Id


class ChangeUnit(Section):
    """People costed in another unit from a date: separation, adult child, own home (N15-N17, N51)."""

    kind: Literal["separation", "adult_child_leaves", "change_unit", "leaves_shared_home"]
    on: Day
    people: Annotated[tuple[Id, ...], Field(min_length=1)]
    unit: Id
    is_supported: bool = True
    """False: the sponsor's duty goes to the other household (N17)."""
    with_start_up: bool = False
    """Owe a start-up for the new unit, as the person assessed (N15)."""


class Move(Section):
    """A move to another community (R50)."""

    kind: Literal["move"]
    on: Day
    community: Annotated[str, Field(min_length=1, max_length=100)]


class Absence(Section):
    """People away; the person types what changes, the suggestion of N18 is only shown."""

    kind: Literal["absence"]
    on: Day
    to: Day | None = None
    people: Annotated[tuple[Id, ...], Field(min_length=1)]
    is_counted: bool = True
    """True: the away members stay in the budget (default); False: costed as absent from a date (N51)."""


class Stay(Section):
    """Hospital or prison: no change by default (N19)."""

    kind: Literal["hospital", "prison"]
    on: Day
    to: Day | None = None
    person: Id


class School(Section):
    """Full-time secondary school starts or ends (R23, R34)."""

    kind: Literal["school_starts", "school_ends"]
    on: Day
    person: Id


class Stop(Section):
    """Support ends early, resumes, or a breakdown ends the duty (R4, R38, R39e)."""

    kind: Literal["early_end", "resumption", "breakdown"]
    on: Day
    unit: Id | None = None
    reason: Text = ""


class Conversion(Section):
    """GAR or BVOR becomes JAS (R43, R44)."""

    kind: Literal["conversion"]
    on: Day
    """Approval date."""
    form_on: Day | None = None
    posted_on: Day | None = None
    sponsor_found_on: Day | None = None
    is_exceptional: bool = False


class TopUp(Section):
    """A sponsor's regular extra money, e.g. in BVOR government months (R33, R39d)."""

    kind: Literal["top_up"]
    on: Day
    to: Day | None = None
    amount_cents: MoneyText = Field(alias="amount")
    unit: Id | None = None


class FamilyAdded(Section):
    """A member added before arrival: the plan is re-costed (Appendix B of the sponsors' guide)."""

    kind: Literal["added_before_arrival"]
    on: Day
    person: Id


Event = Annotated[
    Birth | Death | ChangeUnit | Move | Absence | Stay | School | Stop | Conversion | TopUp | FamilyAdded,
    Field(discriminator="kind"),
]

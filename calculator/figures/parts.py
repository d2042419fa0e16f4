"""What a reason is, and how a figure is named by a reference. No figure is explained here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, unquote

from calculator.explain import Explanation
from calculator.explain.parts import explanation_of
from calculator.locale import N_, catalogue
from calculator.problems import PlanError, as_typed, found

Report = Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """A figure inside another one: its name, its cents, and its own reference."""

    name: str
    cents: int
    reference: str


@dataclass(frozen=True)
class Reason:
    """Why a figure is what it is, where it stands, and the figures it is made of."""

    explanation: Explanation
    place: str = ""
    """Whose figure and of when, in words: ``The family, May 2027``."""
    parts: tuple[Part, ...] = ()


def reference(kind: str, *words: object) -> str:
    """The name of a figure; what a person typed is escaped, so that it can stand in an address."""
    return "/".join((kind, *(quote(str(word), safe="") for word in words)))


def within(reason: Reason, prefix: str) -> Reason:
    """The same reason with its parts asked for elsewhere, such as in another version of the plan."""
    return replace(
        reason,
        parts=tuple(
            replace(part, reference=f"{prefix}/{part.reference}" if part.reference else "") for part in reason.parts
        ),
    )


def words_of(text: str) -> tuple[str, list[str]]:
    """The kind of a reference and its words."""
    kind, *words = text.split("/")
    return kind, [unquote(word) for word in words]


def no_such_figure(text: str, lang: str) -> PlanError:
    problem = found(
        "figure",
        N_("there is no figure “{value}” in this budget."),
        N_("Pick it again: the plan has changed."),
        value=as_typed(text),
    )
    return PlanError(problem.said(catalogue(lang).gettext))


def explained(
    report: Report,
    lang: str,
    *,
    what: str,
    cents: int,
    sentence: str,
    formulas: Sequence[str],
    rules: Sequence[str],
    line: str = "",
    unit: str | None = None,
    keys: Sequence[str] = (),
    is_assumed: bool = False,
    is_entered: bool = False,
) -> Explanation:
    """An explanation of a sum that only a screen shows."""
    return explanation_of(
        dict(report),
        lang,
        unit=unit,
        month=None,
        line=line,
        what=what,
        amount=cents,
        sentence=sentence,
        written=formulas,
        rules=rules,
        keys=keys,
        is_assumed=is_assumed,
        is_entered=is_entered,
    )

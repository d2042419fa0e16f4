"""Reasons of differences: the same figure in two versions of a plan."""

from __future__ import annotations

from calculator.explain import formulas
from calculator.figures.parts import Part, Reason, Report, explained
from calculator.figures.reasons import reason
from calculator.locale import N_, catalogue, money
from calculator.problems import PlanError


def difference(
    first: Report, other: Report, text: str, names: tuple[str, str], places: tuple[str, str], lang: str
) -> Reason:
    """Why a figure of the second report differs from the first; ``names`` are the versions', ``places`` where the
    figure of each can be asked for."""
    _ = catalogue(lang).gettext
    found = [_of(report, text, lang) for report in (first, other)]
    known = next(one for one in found if one is not None)
    before, after = (one.explanation.amount_cents if one else 0 for one in found)
    gap = after - before
    explanation = explained(
        other,
        lang,
        what=known.explanation.what,
        cents=gap,
        sentence=_(N_("{amount} in “{name}”, {before} in “{first}”.")).format(
            amount=money(after, lang), name=names[1], before=money(before, lang), first=names[0]
        ),
        formulas=[f"{money(after, lang)} {formulas.MINUS} {money(before, lang)} = {money(gap, lang)}"],
        rules=[rule.id for rule in known.explanation.rules],
        line=known.explanation.line,
    )
    parts = [
        Part(name, cents, place)
        for name, cents, place, one in zip(names, (before, after), places, found, strict=True)
        if one is not None
    ]
    return Reason(explanation, known.place, tuple(parts))


def _of(report: Report, text: str, lang: str) -> Reason | None:
    """The figure in one version; None where that version has no such figure."""
    try:
        return reason(report, text, lang)
    except PlanError:
        return None

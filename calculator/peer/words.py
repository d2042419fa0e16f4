"""The comparison with RSTP's calculator as text for a terminal and as plain values.

Layout and words only; every figure and cause comes from :func:`calculator.peer.compare_rstp`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from calculator.locale import N_, catalogue, money
from calculator.notices.names import line_name
from calculator.peer import Cause, Comparison, Figure

SECTIONS = {
    "start_up": N_("start-up, {line}"),
    "start_up_in_kind": N_("start-up in kind, {line}"),
    "one_time": N_("due once, {line}"),
    "monthly": N_("monthly, {line}"),
    "in_kind": N_("in kind each month"),
    "reduction": N_("reduction for earnings"),
    "due": N_("to pay"),
    "total": N_("total, {line}"),
}
TOTALS = {"start_up": N_("start-up and items due once"), "months": N_("all months"), "minimum": N_("minimum")}


class Said(NamedTuple):
    """A figure of both calculators, or the same one of several months in a row, in words."""

    unit: str
    name: str
    peer_cents: int
    ours_cents: int
    difference_cents: int
    marks: tuple[str, ...]
    """The rules and faults that make the difference, each with its part if there are several."""
    is_total: bool


class Reason(NamedTuple):
    """Why figures differ: the mark beside them, the sentence, and what it makes of the minimum of all units."""

    mark: str
    text: str
    minimum_cents: int


def said_rows(found: Comparison, lang: str) -> list[Said]:
    """The figures of both, unit by unit; those that are nothing in both are left out."""
    rows = []
    for unit in dict.fromkeys(x.unit for x in found.figures):
        for run in _runs([x for x in found.figures if x.unit == unit and (x.peer_cents or x.ours_cents)]):
            rows.append(_said(run, lang))
    return rows


def reasons(found: Comparison, lang: str) -> list[Reason]:
    """Every reason beside a figure, in order, with its part of the minimum."""
    minimum: dict[Cause, int] = {}
    for x in found.figures:
        for cause, cents in x.because:
            is_minimum = (x.section, x.line) == ("total", "minimum")
            minimum[cause] = minimum.get(cause, 0) + (cents if is_minimum else 0)
    gettext = catalogue(lang).gettext
    used = [cause for cause in found.causes if cause in minimum]
    return [Reason(_mark(cause, lang), gettext(cause.text), minimum[cause]) for cause in used]


def comparison_text(found: Comparison, lang: str) -> str:
    """A table of both answers and the reasons for the differences, or what is out of reach."""
    _ = catalogue(lang).gettext
    if found.out_of_reach:
        head = _("RSTP's calculator cannot be asked about this plan:")
        return "\n".join([head, *(f"- {problem.said(_)}" for problem in found.out_of_reach)])
    lines: list[str] = []
    listed = said_rows(found, lang)
    for unit in dict.fromkeys(x.unit for x in listed):
        rows = [tuple(_(head) for head in (N_("figure"), N_("RSTP"), N_("ours"), N_("difference"), N_("because")))]
        rows += [_row(x, lang) for x in listed if x.unit == unit]
        lines += ["", _("Family unit {unit}").format(unit=unit), *_table(rows)]
    lines += ["", *(f"{reason.mark} {reason.text}" for reason in reasons(found, lang))]
    left = len(found.unexplained)
    lines += [
        "",
        _("Figures without a reason: {count}").format(count=left)
        if left
        else _("No difference is unexplained."),
    ]
    return "\n".join(lines[1:])


def comparison_data(found: Comparison, lang: str) -> dict[str, Any]:
    """The same as plain values, for a program that reads the budget (N49)."""
    _ = catalogue(lang).gettext
    return {
        "out_of_reach": [{"where": x.where, "what": x.said(_)} for x in found.out_of_reach],
        "figures": [
            {
                "unit": x.unit,
                "section": x.section,
                "line": x.line,
                "month": x.month,
                "peer_cents": x.peer_cents,
                "ours_cents": x.ours_cents,
                "difference_cents": x.difference_cents,
                "because": [
                    {"rule": cause.rule, "fault": cause.fault, "text": _(cause.text), "cents": cents}
                    for cause, cents in x.because
                ],
                "unexplained_cents": x.unexplained_cents,
            }
            for x in found.figures
        ],
        "unexplained": len(found.unexplained),
    }


def _runs(figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    """Months in a row with the same figures and reasons, together."""
    run: list[Figure] = []
    for x in figures:
        if run and _facts(run[-1]) == _facts(x):
            run.append(x)
        else:
            if run:
                yield run
            run = [x]
    if run:
        yield run


def _facts(x: Figure) -> tuple[object, ...]:
    return x.section, x.line, x.peer_cents, x.ours_cents, x.because


def _said(run: Sequence[Figure], lang: str) -> Said:
    _ = catalogue(lang).gettext
    x = run[0]
    line = _(TOTALS[x.line]) if x.section == "total" else line_name(x.line, lang)
    name = _(SECTIONS[x.section]).format(line=line)
    if x.month:
        last = run[-1].month
        months = N_("{name}, month {first}") if last == x.month else N_("{name}, months {first} to {last}")
        name = _(months).format(name=name, first=x.month, last=last)
    marks = []
    for cause, cents in x.because:
        mark = _mark(cause, lang)
        marks.append(f"{mark} {money(cents, lang)}" if len(x.because) > 1 else mark)
    if x.unexplained_cents:
        marks.append(_("unexplained {amount}").format(amount=money(x.unexplained_cents, lang)))
    return Said(
        x.unit, name, x.peer_cents, x.ours_cents, x.difference_cents, tuple(marks), x.section == "total"
    )  # fmt: skip


def _mark(cause: Cause, lang: str) -> str:
    if cause.fault is None:
        return f"[{cause.rule}]"
    fault = catalogue(lang).gettext(N_("fault {n}")).format(n=cause.fault)
    return f"[{cause.rule}, {fault}]"


def _row(said: Said, lang: str) -> tuple[str, ...]:
    difference = money(said.difference_cents, lang) if said.difference_cents else ""
    amounts = money(said.peer_cents, lang), money(said.ours_cents, lang)
    return said.name, *amounts, difference, "; ".join(said.marks)


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    return [
        "  ".join([row[0].ljust(widths[0]), *(row[i].rjust(widths[i]) for i in (1, 2, 3)), row[4]]).rstrip()
        for row in rows
    ]

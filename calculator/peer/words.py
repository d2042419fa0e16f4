"""The comparison with RSTP's calculator as text for a terminal and as plain values.

Layout and words only; every figure and cause comes from :func:`calculator.peer.compare_rstp`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from calculator.locale import N_, catalogue, money
from calculator.notices.names import line_name
from calculator.peer import Comparison, Figure

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


def comparison_text(found: Comparison, lang: str) -> str:
    """A table of both answers and the reasons for the differences, or what is out of reach."""
    _ = catalogue(lang).gettext
    if found.out_of_reach:
        head = _("RSTP's calculator cannot be asked about this plan:")
        return "\n".join([head, *(f"- {problem.said(_)}" for problem in found.out_of_reach)])
    lines: list[str] = []
    used: dict[str, str] = {}
    for unit in dict.fromkeys(x.unit for x in found.figures):
        rows = [
            tuple(_(head) for head in (N_("figure"), N_("RSTP"), N_("ours"), N_("difference"), N_("because")))
        ]
        for run in _runs([x for x in found.figures if x.unit == unit and (x.peer_cents or x.ours_cents)]):
            rows.append(_row(run, lang, used))
        lines += ["", _("Family unit {unit}").format(unit=unit), *_table(rows)]
    lines += ["", *(f"{mark} {text}" for text, mark in used.items())]
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


def _row(run: Sequence[Figure], lang: str, used: dict[str, str]) -> tuple[str, ...]:
    _ = catalogue(lang).gettext
    x = run[0]
    line = _(TOTALS[x.line]) if x.section == "total" else line_name(x.line, lang)
    name = _(SECTIONS[x.section]).format(line=line)
    if x.month:
        last = run[-1].month
        name += f" {x.month}" if last == x.month else f" {x.month}–{last}"
    reasons = []
    for cause, cents in x.because:
        mark = f"[{cause.rule}]"
        if cause.fault is not None:
            fault = _("fault {n}").format(n=cause.fault)
            mark = f"[{cause.rule}, {fault}]"
        used[_(cause.text)] = mark
        reasons.append(f"{mark} {money(cents, lang)}" if len(x.because) > 1 else mark)
    if x.unexplained_cents:
        reasons.append(_("unexplained {amount}").format(amount=money(x.unexplained_cents, lang)))
    difference = money(x.difference_cents, lang) if x.difference_cents else ""
    return name, money(x.peer_cents, lang), money(x.ours_cents, lang), difference, "; ".join(reasons)


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    return [
        "  ".join([row[0].ljust(widths[0]), *(row[i].rjust(widths[i]) for i in (1, 2, 3)), row[4]]).rstrip()
        for row in rows
    ]

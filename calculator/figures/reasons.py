"""From a reference to the reason of its figure: one entry for each kind of reference."""

from __future__ import annotations

from collections.abc import Callable

from calculator.figures import stage, sums
from calculator.figures.parts import Reason, Report, no_such_figure, words_of
from calculator.problems import PlanError

Asked = Callable[[Report, list[str], str], Reason]

KINDS: dict[str, Asked] = {
    "total": lambda report, w, lang: sums.total(report, w[0], w[1] if len(w) > 1 else None, lang),
    "cell": lambda report, w, lang: sums.cell(report, w[0] or None, w[1], int(w[2]) if w[2] else None, lang),
    "item": lambda report, w, lang: sums.item(report, w[0], w[1], w[2], lang),
    "items": lambda report, w, lang: sums.items(report, w[0] or None, w[1], w[2], w[3], lang),
    "line": lambda report, w, lang: sums.line_of_month(report, w[0], w[1], int(w[2]), int(w[3]), lang),
    "month": lambda report, w, lang: sums.of_month(report, w[0], w[1], int(w[2]), int(w[3]), lang),
    "paid": lambda report, w, lang: sums.paid(report, w[0], w[1], lang),
    "full": lambda report, _w, lang: sums.full_month(report, lang),
    "start_up": lambda report, w, lang: sums.start_up(report, w[0] if w else None, lang),
    "others": lambda report, _w, lang: sums.met_by_others(report, lang),
    "line_sum": lambda report, w, lang: sums.line_sum(report, w[0], lang),
    "application": lambda report, w, lang: stage.figure(report, w, lang),
}
"""What each kind of reference asks, by its words."""


def reason(report: Report, text: str, lang: str) -> Reason:
    """The reason of the figure that ``text`` names; raises PlanError where the report has no such figure."""
    kind, words = words_of(text)
    try:
        return KINDS[kind](report, words, lang)
    except (KeyError, IndexError, ValueError, StopIteration, AttributeError, TypeError):
        raise no_such_figure(text, lang) from None
    except PlanError:
        raise

"""A policy question over a batch, and its answer as a table, as bars of text and as a chart.

The figures come from ``changes``; a chart is a Vega-Lite specification as plain values, so that a notebook,
the app or a browser can draw it. A table of the same figures goes with every chart.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from calculator.batch.changes import Change, Row, by, summed
from calculator.batch.run import PARTITION, Summary, run_batch
from calculator.locale import catalogue, money, number

_BAR = 24
DIMENSIONS = ("province", "size", "stream")


@dataclass(frozen=True)
class Answer:
    """The answer to a :class:`Change`: sums by province, size and stream."""

    change: Change
    rows: list[Row]
    cases: int
    refused: int
    """Cases that could not be worked out, before or after; they are in no sum."""

    @property
    def difference_cents(self) -> int:
        return sum(row.difference_cents for row in self.rows)


def what_if(
    folder: Path,
    change: Change,
    *,
    out: Path | None = None,
    figure: str = "sponsor_minimum_cents",
    partition: int = PARTITION,
    rates: Path | None = None,
    resume: bool = False,
    cluster: str | None = None,
    lang: str = "en",
    progress: TextIO | None = None,
) -> Answer:
    """What the cases of a folder would cost if something were otherwise.

    ``out`` keeps one row per case (``differences/``); without it only the sums are kept. Raises ``PlanError``
    as ``run_batch`` does, and for an item that is no amount.
    """

    def run(where: Path) -> Answer:
        summary = run_batch(
            folder,
            where,
            what="differences",
            partition=partition,
            rates=rates,
            resume=resume,
            cluster=cluster,
            change=change,
            lang=lang,
            progress=progress,
        )
        return answer_of(summary, change, figure)

    if out is not None:
        return run(out)
    with tempfile.TemporaryDirectory(prefix="what-if-") as folder_of_run:
        return run(Path(folder_of_run))


def answer_of(summary: Summary, change: Change, figure: str = "sponsor_minimum_cents") -> Answer:
    """The sums of a finished run over differences."""
    return Answer(change, summed(summary.tables(), figure), summary.cases, summary.refused)


def answer_text(answer: Answer, lang: str = "en") -> str:
    """The answer as tables with bars, one per dimension."""
    _ = catalogue(lang).gettext
    lines = [
        _("Families: {cases}; not worked out: {refused}.").format(
            cases=number(answer.cases, lang), refused=number(answer.refused, lang)
        ),
        _("What sponsors owe at least changes by {amount} in all.").format(
            amount=money(answer.difference_cents, lang)
        ),
    ]
    titles = {"province": _("Province"), "size": _("People"), "stream": _("Stream")}
    heads = (_("families"), _("affected"), _("before"), _("then"), _("difference"), _("each family"))
    for name in DIMENSIONS:
        rows = by(answer.rows, name)
        most = max((abs(_each(r)) for r in rows), default=0)
        lines += ["", f"{titles[name]:<10}" + "".join(f"{head:>18}" for head in heads)]
        for row in rows:
            cells = (
                number(row.cases, lang),
                number(row.affected, lang),
                money(row.before_cents, lang),
                money(row.after_cents, lang),
                money(row.difference_cents, lang),
                money(_each(row), lang),
            )
            bar = "█" * (_BAR * abs(_each(row)) // most if most else 0)
            lines.append(
                f"{getattr(row, name):<10}" + "".join(f"{c:>18}" for c in cells) + f"  {bar}".rstrip()
            )
    return "\n".join(lines)


def _each(row: Row) -> int:
    """The difference of one family, on average, in whole cents towards zero: for reading, not for adding up."""
    size = abs(row.difference_cents) // max(row.cases, 1)
    return -size if row.difference_cents < 0 else size


def answer_records(answer: Answer) -> list[dict[str, Any]]:
    """The sums as plain values, one per province, size and stream."""
    return [
        {
            "province": r.province,
            "size": r.size,
            "stream": r.stream,
            "families": r.cases,
            "affected": r.affected,
            "before_cents": r.before_cents,
            "then_cents": r.after_cents,
            "difference_cents": r.difference_cents,
        }
        for r in answer.rows
    ]


def answer_chart(answer: Answer, lang: str = "en") -> dict[str, Any]:
    """A chart of the mean difference of a family by province, one small picture per stream (Vega-Lite 5)."""
    _ = catalogue(lang).gettext
    values = []
    for stream in sorted({r.stream for r in answer.rows}):
        for row in by([r for r in answer.rows if r.stream == stream], "province"):
            values.append(
                {
                    "stream": stream,
                    "province": row.province,
                    "dollars": _each(row) / 100,
                    "told": money(_each(row), lang),
                    "families": row.cases,
                }
            )
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": _(
            "Bars: by how much the least a sponsor owes for one family changes, by province and stream."
        ),
        "data": {"values": values},
        "mark": {"type": "bar", "color": "#0072b2"},
        "encoding": {
            "row": {"field": "stream", "type": "nominal", "title": _("Stream")},
            "y": {"field": "province", "type": "nominal", "title": None},
            "x": {
                "field": "dollars",
                "type": "quantitative",
                "title": _("Difference for one family, dollars"),
            },
            "tooltip": [
                {"field": "province", "title": _("Province")},
                {"field": "told", "title": _("each family")},
                {"field": "families", "title": _("families")},
            ],
        },
    }

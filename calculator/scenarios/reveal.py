"""A scene with its figures: every step priced in one budget, every sentence filled, in one language.

Asks the engine and fills sentences; no figure is worked out here. Drawing belongs to ``web`` and ``handout``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from calculator.budget import make_budget
from calculator.locale import catalogue, money
from calculator.money import parse_cents
from calculator.rates import Rates
from calculator.scenarios.figures import Figure, figure
from calculator.scenarios.scene import LAST, Scene, at
from calculator.view import Change, Report

_AMOUNT = re.compile(r"\d+\.\d\d\Z")


@dataclass(frozen=True)
class ShownStep:
    """A step in words, with the report of its plan."""

    title: str
    said: str
    report: Report


@dataclass(frozen=True)
class ShownRow:
    """A figure through all steps."""

    label: str
    figures: tuple[Figure, ...]
    values: tuple[str, ...]
    """The same, written in the language."""
    difference: str
    """What the last step adds to the first; empty for what is not money."""


@dataclass(frozen=True)
class Source:
    """A publication behind the figures."""

    title: str
    address: str


@dataclass(frozen=True)
class Reveal:
    """A scene as it is told, in one language."""

    name: str
    title: str
    story: str
    question: str
    choices: tuple[str, ...]
    right: int
    surprise: str
    lesson: str
    rules: tuple[str, ...]
    peer: str
    peer_differs: bool
    steps: tuple[ShownStep, ...]
    rows: tuple[ShownRow, ...]
    sources: tuple[Source, ...]

    @property
    def answer(self) -> Figure:
        """The big figure after the last step."""
        return self.rows[0].figures[LAST]

    @property
    def answer_said(self) -> str:
        return self.rows[0].values[LAST]


def reveal(scene: Scene, rates: Rates, lang: str = "en", moved: Mapping[int, Any] | None = None) -> Reveal:
    """The scene with figures from the engine; ``moved`` holds options chosen on its sliders.

    Raises what :func:`calculator.budget.make_budget` raises; LookupError for a figure that a report has not.
    """
    _ = catalogue(lang).gettext
    files = {"typed": scene.typed(LAST, moved), "file": scene.typed(0)}
    plans = [scene.plan(n, moved) for n in range(len(scene.told))]
    budget = make_budget(plans, rates)
    reports = [budget.report(n, lang) for n in range(len(plans))]

    rows = []
    values: dict[str, str] = {}
    for n, row in enumerate(scene.rows):
        figures = tuple(figure(report, row.path, rates) for report in reports)
        said = tuple(one.said(lang) for one in figures)
        if n == 0:
            values |= {"before": said[0], "answer": said[LAST]}
        rows.append((row.label, figures, said))
    for name, spec in scene.values.items():
        values[name] = _said(spec, files, reports, rates, lang)

    def told(msgid: str) -> str:
        return _(msgid).format(**values)

    return Reveal(
        scene.name, told(scene.title), told(scene.story), told(scene.question),
        tuple(map(told, scene.choices)), scene.right, told(scene.surprise), told(scene.lesson), scene.rules,
        told(scene.peer), scene.peer_differs,
        tuple(ShownStep(told(s.title), told(s.said), r) for s, r in zip(scene.told, reports, strict=True)),
        tuple(ShownRow(told(label), f, said, _difference(f, lang)) for label, f, said in rows),
        _sources(reports[LAST]),
    )  # fmt: skip


def _said(spec: str, files: Mapping[str, Any], reports: Sequence[Report], rates: Rates, lang: str) -> str:
    """One value of the sentences, from the plan file of the last or first step or from a report."""
    origin, _, path = spec.rpartition(":")
    if origin not in files:
        return figure(reports[int(origin or LAST)], path, rates).said(lang)
    value = at(files[origin], path)
    if isinstance(value, str) and _AMOUNT.match(value):
        return money(parse_cents(value), lang)
    return Figure(value).said(lang)


def _difference(figures: tuple[Figure, ...], lang: str) -> str:
    first, last = figures[0], figures[LAST]
    if not (first.is_money and last.is_money):
        return ""
    cents = Change("", first.value, last.value).difference_cents
    return f"+{money(cents, lang)}" if cents > 0 else money(cents, lang)


def _sources(report: Report) -> tuple[Source, ...]:
    """The publications of the rates of a report, once each."""
    rows = [row for row in report["rates"] if row["title"]]
    found = {row["title"]: row["archived_address"] or row["address"] for row in rows}
    return tuple(Source(title, address) for title, address in found.items())

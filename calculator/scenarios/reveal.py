"""A scene with its figures: every step priced in one budget, every sentence filled, in one language.

Asks the engine and fills sentences; no figure is worked out here. Drawing belongs to ``web`` and ``handout``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from calculator.budget import make_budget
from calculator.locale import N_, catalogue, money
from calculator.money import parse_cents
from calculator.peer import compare_rstp
from calculator.plan import Plan
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
    line: int | None = None
    """The row drawn as a line across the bars."""

    @property
    def answer(self) -> Figure:
        """The big figure after the last step."""
        return self.rows[0].figures[LAST]

    @property
    def answer_said(self) -> str:
        return self.rows[0].values[LAST]

    def off_cents(self, guess_cents: int) -> int:
        """How far a guess is from the big figure."""
        return abs(int(self.answer.value) - guess_cents)


def reveal(scene: Scene, rates: Rates, lang: str = "en") -> Reveal:
    """The scene with figures from the engine.

    Raises what :func:`calculator.budget.make_budget` raises; LookupError for a figure that a report has not.
    """
    _ = catalogue(lang).gettext
    plans = [scene.plan(n) for n in range(len(scene.told))]
    budget = make_budget(plans, rates)
    reports = [budget.report(n, lang) for n in range(len(plans))]
    rows = [_row(_(row.label), [figure(r, row.path, rates) for r in reports], lang) for row in scene.rows]
    values = {"before": rows[0].values[0], "answer": rows[0].values[LAST]}
    asked = _Asked(scene, plans[LAST], reports, rates, lang)
    values |= {name: asked.said(spec) for name, spec in scene.values.items()}

    def told(msgid: str) -> str:
        return _(msgid).format(**values)

    return Reveal(
        scene.name, told(scene.title), told(scene.story), told(scene.question),
        tuple(map(told, scene.choices)), scene.right, told(scene.surprise), told(scene.lesson), scene.rules,
        told(scene.peer), scene.peer_differs,
        tuple(ShownStep(told(s.title), told(s.said), r) for s, r in zip(scene.told, reports, strict=True)),
        tuple(rows), _sources(reports[LAST], rates), scene.line,
    )  # fmt: skip


def with_moved(told: Reveal, scene: Scene, rates: Rates, lang: str, moved: Mapping[int, Any]) -> Reveal:
    """The same sentences, with the figures of the last step as the sliders stand, under a title that says so."""
    report = make_budget([scene.plan(LAST, moved)], rates).report(0, lang)
    rows = [
        _row(shown.label, [*shown.figures[:LAST], figure(report, row.path, rates)], lang)
        for shown, row in zip(told.rows, scene.rows, strict=True)
    ]
    title = catalogue(lang).gettext(N_("As you set it"))
    steps = (*told.steps[:LAST], ShownStep(title, "", report))
    return replace(told, steps=steps, rows=tuple(rows))


def _row(label: str, figures: Sequence[Figure], lang: str) -> ShownRow:
    values = tuple(one.said(lang) for one in figures)
    return ShownRow(label, tuple(figures), values, _difference(figures[0], figures[LAST], lang))


@dataclass(frozen=True)
class _Asked:
    """Where the values of the sentences come from."""

    scene: Scene
    plan: Plan
    reports: Sequence[Report]
    rates: Rates
    lang: str

    def said(self, spec: str) -> str:
        """One value: of the plan file of the last or first step, of a report, or of RSTP's calculator."""
        origin, _, path = spec.rpartition(":")
        if origin == "peer":
            return money(self._peer_cents(path), self.lang)
        if origin not in ("typed", "file"):
            return figure(self.reports[int(origin or LAST)], path, self.rates).said(self.lang)
        value = at(self.scene.typed(LAST if origin == "typed" else 0), path)
        if isinstance(value, str) and _AMOUNT.match(value):
            return money(parse_cents(value), self.lang)
        return Figure(value).said(self.lang)

    def _peer_cents(self, path: str) -> int:
        """A total of a unit, such as ``family.minimum``."""
        unit, _, line = path.partition(".")
        for one in compare_rstp(self.plan, self.rates).figures:
            if (one.unit, one.section, one.line) == (unit, "total", line):
                return one.peer_cents
        raise LookupError(path)


def _difference(first: Figure, last: Figure, lang: str) -> str:
    if not (first.is_money and last.is_money):
        return ""
    cents = Change("", first.value, last.value).difference_cents
    return f"+{money(cents, lang)}" if cents > 0 else money(cents, lang)


def _sources(report: Report, rates: Rates) -> tuple[Source, ...]:
    """The publications of the rates of a report, once each, and of the cost table where there is one."""
    stage = report["application"]
    tables = [row for row in (stage["rates"] if stage else ()) if row["item"].startswith("cost_table")]
    used = [row["source"] for row in (*report["rates"], *tables)]
    found = {rates.sources[name].title: rates.sources[name] for name in used if name in rates.sources}
    return tuple(Source(title, one.address or one.archived_address) for title, one in found.items())

"""The one chart of a workshop scene, as high as a projector leaves room for, with every figure in its text.

The same colours and names as in ``charts``. Nothing is worked out here.
"""

from __future__ import annotations

from typing import Any

from calculator import view
from calculator.locale import listing
from calculator.scenarios import Reveal
from calculator.web import charts
from calculator.web.words import _, lang, money, month

MOST_NAMED = 14
"""Months that all have their name under the chart."""
HEIGHT = 196
"""What is left at 1280 by 720 under the figure, above the table."""
LETTERS = 15
OVER = "#d55e00"


def months(told: Reveal, step: int) -> None:
    """Who meets the support of each month of a step; all steps on one scale."""
    strips = [view.strip(one.report) for one in told.steps]
    rows = strips[step]
    most = max(row.with_rent_cents for strip in strips for row in strip)
    parts = charts.part_names() | {"over_cents": _("Rent above the limits")}
    colours = {**charts.PARTS, "over_cents": OVER}
    names = {part: words for part, words in parts.items() if any(getattr(row, part) for row in rows)}
    values = [
        {"order": n, "part": words, "rank": rank, "cents": getattr(row, part),
         "month": month(row.starts_on), "amount": money(getattr(row, part))}
        for n, row in enumerate(rows) for rank, (part, words) in enumerate(names.items())
    ]  # fmt: skip
    every = "datum.value % 3 == 0" if len(rows) > MOST_NAMED else "true"
    short = ", ".join(f"'{month(row.starts_on, short=True).split()[0]}'" for row in rows)
    spec = {
        "height": HEIGHT,
        "data": {"values": values},
        "mark": {"type": "bar", "stroke": "#ffffff", "strokeWidth": 1},
        "encoding": {
            "x": {"field": "order", "type": "ordinal", "title": None,
                  "axis": {"labelExpr": f"{every} ? [{short}][datum.value] : ''", "labelAngle": 0}},
            "y": {"field": "cents", "type": "quantitative", "title": None, "scale": {"domain": [0, most]},
                  "axis": {"labelExpr": charts._dollars(), "tickCount": 4}},
            "color": {"field": "part", "type": "nominal", "legend": {"orient": "top", "columns": 3},
                      "scale": {"domain": list(names.values()),
                                "range": [colours[part] for part in names]}},
            "order": {"field": "rank", "type": "quantitative"},
            "tooltip": [{"field": "month", "title": _("Month")}, {"field": "part", "title": _("Who")},
                        {"field": "amount", "title": _("Amount")}],
        },
    }  # fmt: skip
    said = [f"{month(row.starts_on)} {_parts(row, names)}" for row in rows]
    charts.draw(spec, _("Bar chart of the months: {list}.", list="; ".join(said)))


def _parts(row: view.StripRow, names: dict[str, str]) -> str:
    parts = [f"{words} {money(getattr(row, part))}" for part, words in names.items() if getattr(row, part)]
    return listing(parts, lang()) or money(row.entitlement_cents)


def figures(told: Reveal, step: int) -> None:
    """The big figure of the steps shown so far, one bar each."""
    row = told.rows[0]
    line = told.rows[told.line] if told.line is not None else None
    most = max(one.value for one in (*row.figures, *(line.figures if line else ())))
    values = [
        {"step": told.steps[n].title, "cents": one.value, "amount": row.values[n], "is_now": n == step}
        for n, one in enumerate(row.figures) if n <= step
    ]  # fmt: skip
    order = [one.title for one in told.steps]
    common = {
        "y": {"field": "step", "type": "nominal", "title": None, "sort": order, "scale": {"domain": order},
              "axis": {"labelLimit": 210, "labelFontSize": LETTERS, "ticks": False, "labelPadding": 8}},
        "x": {"field": "cents", "type": "quantitative", "title": None, "axis": None,
              "scale": {"domain": [0, most]}},
    }  # fmt: skip
    colour = {"condition": {"test": "datum.is_now", "value": "#a84300"}, "value": "#0072b2"}
    spec: dict[str, Any] = {
        "height": HEIGHT,
        "data": {"values": values},
        "layer": [
            {"mark": {"type": "bar"}, "encoding": {**common, "color": colour}},
            {"mark": {"type": "text", "align": "left", "dx": 8, "fontSize": 18, "fontWeight": 600,
                      "color": "#ffffff"},
             "encoding": {"y": common["y"], "x": {"value": 0}, "text": {"field": "amount"}}},
        ],
    }  # fmt: skip
    said = [f"{value['step']} {value['amount']}" for value in values]
    if line:
        words = f"{line.label} {line.values[step]}"
        spec["layer"].extend(_across(line.figures[step].value, words))
        said.append(words)
    charts.draw(spec, _("Bar chart, {label}: {list}.", label=row.label, list="; ".join(said)))


def _across(cents: int, words: str) -> list[dict[str, Any]]:
    """A figure to compare the bars with: a dashed line, and its words at the foot of it."""
    at = {"x": {"datum": cents, "type": "quantitative", "title": None, "axis": None}}
    ink = charts._config()["text"]["color"]
    return [
        {"data": {"values": [{}]}, "encoding": {**at, "y": {"value": 0}, "y2": {"value": "height"}},
         "mark": {"type": "rule", "aria": False, "strokeDash": [6, 4], "strokeWidth": 3, "color": ink}},
        {"data": {"values": [{}]}, "encoding": {**at, "y": {"value": "height"}, "text": {"value": words}},
         "mark": {"type": "text", "aria": False, "align": "right", "baseline": "top", "dy": 6, "fontSize": LETTERS}},
    ]  # fmt: skip

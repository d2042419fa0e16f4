"""The one chart of a workshop scene, as high as a projector leaves room for, with every figure in its text.

The same colours and names as in ``charts``. Nothing is worked out here.
"""

from __future__ import annotations

from calculator import view
from calculator.locale import listing
from calculator.scenarios import Reveal
from calculator.web import charts
from calculator.web.words import _, lang, money, month

MOST_NAMED = 14
"""Months that all have their name under the chart."""
HEIGHT = 185
"""What is left at 1280 by 720 under the figure, above the table."""


def months(told: Reveal, step: int) -> None:
    """Who meets the support of each month of a step; all steps on one scale."""
    strips = [view.strip(one.report) for one in told.steps]
    rows = strips[step]
    most = max(row.entitlement_cents for strip in strips for row in strip)
    parts = charts.part_names().items()
    names = {part: words for part, words in parts if any(getattr(row, part) for row in rows)}
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
                                "range": [charts.PARTS[part] for part in names]}},
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
    values = [
        {"step": told.steps[n].title, "cents": one.value, "amount": row.values[n], "is_now": n == step}
        for n, one in enumerate(row.figures) if n <= step
    ]  # fmt: skip
    order = [one.title for one in told.steps]
    common = {
        "y": {"field": "step", "type": "nominal", "title": None, "sort": order, "scale": {"domain": order},
              "axis": {"labelLimit": 190, "ticks": False, "labelPadding": 8}},
        "x": {"field": "cents", "type": "quantitative", "title": None, "axis": None,
              "scale": {"domain": [0, max(one.value for one in row.figures)]}},
    }  # fmt: skip
    colour = {"condition": {"test": "datum.is_now", "value": "#a84300"}, "value": "#0072b2"}
    spec = {
        "height": HEIGHT,
        "data": {"values": values},
        "encoding": common,
        "layer": [
            {"mark": {"type": "bar"}, "encoding": {"color": colour}},
            {"mark": {"type": "text", "align": "right", "dx": -8, "fontSize": 16, "fontWeight": 600,
                      "color": "#ffffff"},
             "encoding": {"text": {"field": "amount"}}},
        ],
    }  # fmt: skip
    said = [f"{value['step']} {value['amount']}" for value in values]
    charts.draw(spec, _("Bar chart, {label}: {list}.", label=row.label, list="; ".join(said)))

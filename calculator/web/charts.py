"""Charts as Vega-Lite specifications, with colours told apart by everybody, dark labels and a text in place
of the picture. The table of the same figures stands beside each chart; nothing is worked out here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import Any

import pyarrow as pa
import streamlit as st

from calculator.view import StripRow
from calculator.web.words import _, lang, money, month

# Okabe and Ito's colours, with a hatch-free order from dark to light.
PARTS = {
    "sponsor_cents": "#0072b2",
    "government_cents": "#009e73",
    "other_cents": "#56b4e9",
    "in_kind_cents": "#e69f00",
    "reduction_cents": "#cc79a7",
    "asset_cents": "#8c8c8c",
}
LINES = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3])


def part_names() -> dict[str, str]:
    return {
        "sponsor_cents": _("Sponsor, in cash"),
        "government_cents": _("Government"),
        "other_cents": _("Others"),
        "in_kind_cents": _("In kind"),
        "reduction_cents": _("Lowered because of earnings"),
        "asset_cents": _("Lowered because of own money"),
    }


def _dollars() -> str:
    """A Vega expression: cents as whole dollars in the language of the screen."""
    text = "format(datum.value / 100, ',.0f')"
    return f"replace({text}, regexp(',', 'g'), ' ') + ' $'" if lang() == "fr" else f"'$' + {text}"


def _config() -> dict[str, Any]:
    is_dark = st.context.theme.type == "dark"
    ink = "#eef2f5" if is_dark else "#1b222a"
    size = 17 if st.session_state.get("is_projected") else 13
    axis = {
        "labelColor": ink,
        "titleColor": ink,
        "labelFontSize": size,
        "titleFontSize": size,
        "gridColor": "#4a545e" if is_dark else "#d5dbe1",
    }
    legend = {
        "labelColor": ink,
        "titleColor": ink,
        "labelFontSize": size,
        "titleFontSize": size,
        "orient": "bottom",
        "columns": 1,
        "labelLimit": 400,
        "title": None,
    }
    text = {"color": ink, "fontSize": size}
    return {"axis": axis, "legend": legend, "text": text, "view": {"stroke": None}, "background": "transparent"}


def draw(spec: Mapping[str, Any], alt: str) -> None:
    rest = {name: value for name, value in spec.items() if name != "data"}
    values = spec.get("data", {}).get("values")
    if values and all(value.keys() == values[0].keys() for value in values):
        # Arrow is what is sent: without the way through a data frame it takes a tenth of the time.
        st.vega_lite_chart(
            pa.Table.from_pylist(values), {**rest, "config": _config()}, width="stretch", theme=None, alt=alt
        )
    else:
        st.vega_lite_chart({**spec, "config": _config()}, width="stretch", theme=None, alt=alt)


def support(rows: Sequence[StripRow]) -> None:
    """Who meets the support of each month, stacked."""
    names = {name: words for name, words in part_names().items() if any(getattr(row, name) for row in rows)}
    values = [
        {
            "month": month(row.starts_on, short=True),
            "order": n,
            "part": words,
            "rank": rank,
            "cents": getattr(row, name),
            "amount": money(getattr(row, name)),
        }
        for n, row in enumerate(rows)
        for rank, (name, words) in enumerate(names.items())
    ]
    if not values:
        return
    most = money(max(row.entitlement_cents for row in rows))
    spec = {
        "height": 300,
        "data": {"values": values},
        "mark": {"type": "bar", "stroke": "#ffffff", "strokeWidth": 1},
        "encoding": {
            "x": {
                "field": "order",
                "type": "ordinal",
                "title": None,
                "axis": {
                    "labelExpr": _labels([month(row.starts_on, short=True) for row in rows]),
                    "labelAngle": -45,
                },
            },
            "y": {
                "field": "cents",
                "type": "quantitative",
                "title": _("Support of the month"),
                "axis": {"labelExpr": _dollars()},
            },
            "color": {
                "field": "part",
                "type": "nominal",
                "scale": {"domain": list(names.values()), "range": [PARTS[name] for name in names]},
            },
            "order": {"field": "rank", "type": "quantitative"},
            "tooltip": [
                {"field": "month", "title": _("Month")},
                {"field": "part", "title": _("Who")},
                {"field": "amount", "title": _("Amount")},
            ],
        },
    }
    draw(
        spec,
        _(
            "Bar chart: who meets the support of each month; the largest month is {most}. The table shows "
            "the "
            "same figures.",
            most=most,
        ),
    )


def _labels(words: Sequence[str]) -> str:
    """A Vega expression that gives place n its word."""
    listed = ", ".join(f"'{word}'" for word in words)
    return f"[{listed}][datum.value]"


def curve(
    points: Mapping[str, Sequence[tuple[int, int, str]]],
    x_title: str,
    y_title: str,
    alt: str,
    *,
    x_is_money: bool = True,
    marked: int | None = None,
    x_labels: Sequence[str] = (),
    is_step: bool = False,
    chosen: int | None = None,
    bands: Sequence[tuple[int, int, str]] = (),
) -> None:
    """Lines through points (x, cents, tooltip); each line also has a dash pattern of its own.

    ``chosen`` is the x whose points stand out, ``bands`` are named stretches of the x axis behind the lines.
    """
    values = [
        {"x": x, "cents": cents, "line": name, "told": told}
        for name, listed in points.items()
        for x, cents, told in listed
    ]
    axis: dict[str, Any] = {"labelExpr": _dollars()} if x_is_money else {}
    if x_labels:
        axis = {"labelExpr": _labels(x_labels), "labelAngle": -45, "values": list(range(len(x_labels)))}
    names = list(points)
    lines: dict[str, Any] = {
        "mark": {
            "type": "line",
            "point": True,
            "strokeWidth": 2.5,
            "interpolate": "step-after" if is_step else "linear",
        },
        "encoding": {
            "x": {"field": "x", "type": "quantitative", "title": x_title, "axis": axis},
            "y": {
                "field": "cents",
                "type": "quantitative",
                "title": y_title,
                "axis": {"labelExpr": _dollars()},
            },
            "color": {"field": "line", "type": "nominal", "scale": {"domain": names, "range": list(LINES)}},
            "strokeDash": {
                "field": "line",
                "type": "nominal",
                "scale": {"domain": names, "range": [list(d) for d in DASHES]},
            },
            "tooltip": [{"field": "line", "title": _("Line")}, {"field": "told", "title": _("Amount")}],
        },
    }
    layers = [*_bands(bands), lines]
    if chosen is not None:
        big = {"type": "point", "filled": True, "size": 260, "opacity": 1, "stroke": "#ffffff", "strokeWidth": 2}
        layers.append(
            {
                "transform": [{"filter": f"datum.x === {chosen}"}],
                "mark": big,
                "encoding": {name: lines["encoding"][name] for name in ("x", "y", "color", "tooltip")},
            }
        )
    if marked is not None:
        layers.append(
            {
                "mark": {"type": "rule", "aria": False, "strokeDash": [4, 4], "color": "#d55e00", "strokeWidth": 2},
                "encoding": {"x": {"datum": marked, "type": "quantitative"}},
            }
        )
    draw({"height": 300, "data": {"values": values}, "layer": layers}, alt)


BANDS = ("#009e73", "#e69f00", "#8c8c8c")


def _bands(bands: Sequence[tuple[int, int, str]]) -> list[dict[str, Any]]:
    """Stretches of the x axis, tinted, each with its name on top.

    On a phone a name can be wider than its stretch: every second one is a line lower; the last one ends at the edge,
    below the line that rises there.
    """
    if not bands:
        return []
    blank = cycle(([], [""]))
    values = [
        {"from": a, "to": b, "name": name, "lines": [*lower, name]}
        for (a, b, name), lower in zip(bands, blank, strict=False)
    ]
    start = {"field": "from", "type": "quantitative"}
    tint = {"field": "name", "type": "nominal", "legend": None, "scale": {"range": list(BANDS)}, "sort": None}

    def names(of: list[dict[str, Any]], side: str, field: str, dx: int, y: int) -> dict[str, Any]:
        return {
            "data": {"values": of},
            "mark": {"type": "text", "align": side, "baseline": "top", "dx": dx, "dy": 4, "aria": False},
            "encoding": {"x": {**start, "field": field}, "y": {"value": y}, "text": {"field": "lines"}},
        }

    return [
        {
            "data": {"values": values},
            "mark": {"type": "rect", "opacity": 0.16, "aria": False},
            "encoding": {"x": start, "x2": {"field": "to"}, "fill": tint},
        },
        names(values[:-1], "left", "from", 5, 0),
        names(values[-1:], "right", "to", -5, 70),
    ]

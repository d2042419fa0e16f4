"""The page "Why": pick any figure and read how it came about; assumptions, warnings, rates used."""

from __future__ import annotations

import streamlit as st

from calculator.web import answer, controls, tables, why
from calculator.web.words import TOTALS, _, cash, line, month, named, unit_name


def show() -> None:
    st.title(_("Why is it this much?"), anchor=False)
    report = answer.required()
    if report is None:
        return
    st.header(_("The total"), anchor=False)
    answer.summary(report)
    answer.hint()
    tables.totals_table(report)
    for name in TOTALS:
        if report["totals"].get(name):
            words = named(_(TOTALS[name]), cash(report["totals"][name]))
            if (box := controls.opened(words, f"why.total.{name}")) is not None:
                with box:
                    why.total(report, name)
    st.header(_("One figure"), anchor=False)
    figure(report)
    st.header(_("What is assumed"), anchor=False)
    answer.assumptions(report)
    st.header(_("Worth a look"), anchor=False)
    answer.warnings(report)
    st.header(_("How old the rates are"), anchor=False)
    answer.vintage(report)
    if (box := controls.opened(_("All rates used, with their sources"), "why.rates")) is not None:
        with box:
            tables.rates_used(report)


def figure(report: answer.Report) -> None:
    """Unit, month and line, then the reason."""
    units = {u["unit"]: u for u in report["units"]}
    columns = st.columns(3)
    with columns[0]:
        name = st.selectbox(
            _("Family unit"),
            list(units),
            format_func={one: unit_name(one, report) for one in units}.__getitem__,
            key="why.unit",
            persist_state="session",
        )
    unit = units[name] if name in units else report["units"][0]
    months = {f"{m['from']}/{m['arrival']}": m for m in unit["months"]}
    items = (*unit["start_up"]["lines"], *unit["one_time"]["lines"])
    places = [*(["start_up"] if items else []), *months]
    times = {"start_up": _("Start-up and one-time"), **{one: month(one.split("/")[0]) for one in months}}
    with columns[1]:
        place = st.selectbox(
            _("When"),
            places,
            key="why.month",
            persist_state="session",
            format_func=times.__getitem__,
        )
    chosen = months.get(place)
    lines = list(chosen["lines"]) if chosen else list(items)
    with columns[2]:
        whole = _("The whole month") if chosen else _("All lines")
        names = {"": whole, **{x["line"]: line(x["line"]) for x in lines}}
        wanted = st.selectbox(
            _("Line"),
            list(names),
            key="why.line",
            persist_state="session",
            format_func=names.__getitem__,
        )
    if wanted:
        for x in lines:
            if x["line"] == wanted:
                why.reason(report, unit, x, chosen)
    elif chosen is not None:
        why.month_of(report, unit, chosen)
    else:
        for x in lines:
            why.line_of(report, unit, x, None)


show()

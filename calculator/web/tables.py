"""Tables of the screens: rows of text from the report. Every chart has one of these beside it. No sums
here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import streamlit as st

from calculator import figures, view
from calculator.view import StripRow
from calculator.web.words import (
    PAYERS,
    TOTALS,
    VINTAGES,
    Linked,
    _,
    cash,
    day,
    in_text,
    lang,
    line,
    linked,
    money,
    month,
    unit_name,
)

Rows = Mapping[str, Sequence[str]]


def table(rows: Rows, alt: str, *, key: str = "") -> None:
    """A table that prints in full. ``key`` beginning with "words" aligns all columns to the left."""
    # Arrow is what is sent: without the way through a data frame it takes a tenth of the time.
    clean = pa.table({in_text(name): pa.array(map(marked, cells), pa.string()) for name, cells in rows.items()})
    if key:
        with st.container(key=key):
            st.table(clean, hide_index=True, alt=alt)
    else:
        st.table(clean, hide_index=True, alt=alt)


def marked(cell: str) -> str:
    """A cell as Markdown: a figure that can answer "why?" is ready, everything else is only text."""
    return cell if isinstance(cell, Linked) else in_text(cell)


def amount(cents: int, reference: str = "") -> str:
    """An amount in a table, which can answer "why?"; nothing is a dash, so that the eye finds what is there."""
    return figure(cents, reference) if cents else "–"


def figure(cents: int, reference: str = "") -> str:
    """An amount that can answer "why?"."""
    return linked(cash(cents), reference) if reference else money(cents)


def month_name(row: StripRow) -> str:
    if not row.is_part:
        return month(row.starts_on)
    return _(
        "{month}, from {first} to {last}",
        month=month(row.starts_on),
        first=first_day(row.starts_on),
        last=str(row.ends_on.day),
    )


def first_day(on: date) -> str:
    """The day of a month as it is counted: the first is ``1er`` in French."""
    return "1er" if lang() == "fr" and on.day == 1 else str(on.day)


def strip_table(rows: Sequence[StripRow], unit: str | None = None, *, is_short: bool = False) -> None:
    """The months of a unit or of all, only the columns in which something stands; with the sums at the end."""
    if not rows:
        return
    total = view.sum_of(rows)
    names = {name: _(words) for name, words in figures.COLUMNS.items()}
    always = ("entitlement_cents", "sponsor_cents", "total_cents")
    if is_short:
        names = {
            name: names[name]
            for name in ("entitlement_cents", "in_kind_cents", "reduction_cents", "total_cents")
        }
    shown = {name: words for name, words in names.items() if name in always or getattr(total, name)}
    cells: dict[str, list[str]] = {
        _("Month"): [*(f"{month_name(row)}{' *' if row.is_assumed else ''}" for row in rows), _("Together")]
    }
    for name, words in shown.items():
        column = figures.reference("cell", unit or "", name)
        cells[words] = [amount(getattr(row, name), f"{column}/{n}") for n, row in enumerate(rows, start=1)]
        cells[words].append(amount(getattr(total, name), f"{column}/"))
    table(cells, _("Amounts by month"))
    if any(row.is_assumed for row in rows):
        st.caption(_("\\* a rate is assumed unchanged: nobody has checked it for this month."))


def start_up_words(report: Mapping[str, Any]) -> str:
    """What the sum of all that is due once is called."""
    return _("Start-up and one-time") if report["totals"]["one_time_cents"] else _("Start-up costs")


def unit_table(report: Mapping[str, Any]) -> None:
    """The family units at a glance."""
    rows = view.unit_summaries(report)
    table(
        {
            _("Family unit"): [unit_name(row.unit, report) for row in rows],
            _("People"): [str(len(row.people)) for row in rows],
            start_up_words(report): [
                figure(row.start_up_cents, figures.reference("start_up", row.unit)) for row in rows
            ],
            _("Full month"): [figure(row.full_cents, full_month(row)) for row in rows],
            _("Support, whole period"): [
                figure(row.entitlement_cents, figures.reference("total", "income_support_cents", row.unit))
                for row in rows
            ],
            _("Minimum the sponsor owes"): [
                figure(row.minimum_cents, figures.reference("total", "sponsor_minimum_cents", row.unit))
                for row in rows
            ],
        },
        _("Family units"),
    )


def full_month(row: view.UnitSummary) -> str:
    month_row = row.month
    if month_row is None:
        return ""
    return figures.reference("month", row.unit, "full", month_row["month"], month_row["arrival"])


def items_table(unit: Mapping[str, Any]) -> None:
    """What is due once, and how it is met: in kind, by purchases, in cash."""
    items = (*unit["start_up"]["lines"], *unit["one_time"]["lines"])
    places = [figures.reference("item", unit["unit"], x["line"], x["due_on"]) for x in items]
    channels = {
        _("Amount"): "entitlement_cents",
        _("In kind"): "in_kind_cents",
        _("Purchases"): "purchases_cents",
        _("In cash"): "cash_cents",
    }
    table(
        {
            _("Line"): [line(x["line"]) for x in items],
            _("Due"): [day(x["due_on"]) for x in items],
            **{
                words: [amount(x[name], place) for x, place in zip(items, places, strict=True)]
                for words, name in channels.items()
            },
            _("Rule"): [x["rule"] for x in items],
        },
        _("Start-up costs"),
    )


def month_table(unit: str, whole: Mapping[str, Any]) -> None:
    """A month of a unit, line by line."""
    lines = whole["lines"]
    places = [figures.reference("line", unit, x["line"], whole["month"], whole["arrival"]) for x in lines]
    table(
        {
            _("Line"): [line(x["line"]) for x in lines],
            _("Amount"): [figure(x["entitlement_cents"], at) for x, at in zip(lines, places, strict=True)],
            _("In kind"): [amount(x["in_kind_cents"], at) for x, at in zip(lines, places, strict=True)],
            _("Rule"): [x["rule"] for x in lines],
        },
        _("A full month"),
    )


def totals_table(report: Mapping[str, Any]) -> None:
    """From the entitlement to the total to raise."""
    names = [name for name in TOTALS if report["totals"].get(name)]
    table(
        {
            _("Total"): [_(TOTALS[name]) for name in names],
            _("Amount"): [figure(report["totals"][name], figures.reference("total", name)) for name in names],
        },
        _("Totals"),
    )


def vintage_table(report: Mapping[str, Any]) -> None:
    """Which sheets the figures come from, and how old they are."""
    rows = view.vintages(report)
    table(
        {
            _("Rates"): [_(VINTAGES[row.kind]) for row in rows],
            _("In force since"): [day(row.effective_from) for row in rows],
            _("Last checked"): [day(row.checked_on) if row.checked_on else "–" for row in rows],
            _("Still in force?"): [
                _("assumed unchanged for some months") if row.is_assumed else _("known for all months")
                for row in rows
            ],
        },
        _("Rates used"),
        key="words_vintages",
    )


def payer(code: str) -> str:
    return _(PAYERS[code]) if code in PAYERS else code


def payments(report: Mapping[str, Any], unit: str | None) -> None:
    """Dates and amounts of the sponsor's payments."""
    rows = view.payments(report, unit)
    if not rows:
        st.write(_("The sponsor owes no payments here."))
        return
    table(
        {
            _("Date"): [day(p.on) for p in rows],
            _("For"): [
                _("Start-up and one-time")
                if p.kind == "start_up"
                else _("Support, {month}", month=month(p.starts_on))
                if p.arrival == 1
                else _("Support of those who followed, {month}", month=month(p.starts_on))
                for p in rows
            ],
            _("Family unit"): [unit_name(p.unit, report) for p in rows],
            _("Amount"): [figure(p.cents, figures.of_payment(p, report)) for p in rows],
        },
        _("Payments of the sponsor"),
        key=f"words_payments_{unit}",
    )


def dates(report: Mapping[str, Any]) -> None:
    """Birthdays, deadlines, payments and ends, in order of date."""
    rows = report["dates"]
    if not rows:
        st.write(_("Nothing special."))
        return
    table(
        {
            _("Date"): [day(d["on"]) for d in rows],
            _("What"): [linked(in_text(d["text"]), figures.of_date(d)) for d in rows],
        },
        _("Dates"),
        key="words_dates",
    )


def rates_used(report: Mapping[str, Any]) -> None:
    """Every rate row of the report: what, where, since when, from which page."""
    rows = report["rates"]
    table(
        {
            _("Rate"): [row["key"] for row in rows],
            _("Value"): [row["value"] for row in rows],
            _("In force since"): [row["effective_from"] for row in rows],
            _("Last checked"): [row["checked_on"] or "–" for row in rows],
            _("Source"): [f"{row['title']}, {row['locator']}" for row in rows],
        },
        _("Rates used"),
        key="words_rates_used",
    )


def sources(report: Mapping[str, Any]) -> None:
    """The publications the figures come from, with their addresses."""
    known = {row["source"]: row for row in report["rates"]}
    rows = list(known.values())
    table(
        {
            _("Source"): [row["title"] or row["source"] for row in rows],
            _("Address"): [row["address"] or row["archived_address"] or "–" for row in rows],
        },
        _("Sources"),
        key="words_sources",
    )

"""Tables of the screens: rows of text from the report. Every chart has one of these beside it. No sums
here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import streamlit as st

from calculator import view
from calculator.view import StripRow
from calculator.web.words import PAYERS, TOTALS, VINTAGES, _, day, in_text, money, month, unit_name

Rows = Mapping[str, Sequence[str]]


def table(rows: Rows, alt: str, *, key: str = "") -> None:
    """A table that prints in full. ``key`` beginning with "words" aligns all columns to the left."""
    # Arrow is what is sent: without the way through a data frame it takes a tenth of the time.
    clean = pa.table({in_text(name): pa.array(map(in_text, cells), pa.string()) for name, cells in rows.items()})
    if key:
        with st.container(key=key):
            st.table(clean, hide_index=True, alt=alt)
    else:
        st.table(clean, hide_index=True, alt=alt)


def amount(cents: int) -> str:
    """An amount in a table; nothing is a dash, so that the eye finds what is there."""
    return money(cents) if cents else "–"


def month_name(row: StripRow) -> str:
    if not row.is_part:
        return month(row.starts_on)
    return _(
        "{month}, from {first} to {last}",
        month=month(row.starts_on),
        first=str(row.starts_on.day),
        last=str(row.ends_on.day),
    )


def strip_names() -> dict[str, str]:
    return {
        "start_up_cents": _("Start-up and one-time"),
        "entitlement_cents": _("Full support"),
        "in_kind_cents": _("In kind"),
        "earned_cents": _("Earned by the family"),
        "reduction_cents": _("Lowered because of earnings"),
        "asset_cents": _("Lowered because of own money"),
        "government_cents": _("Government pays"),
        "other_cents": _("Others pay"),
        "sponsor_cents": _("Sponsor pays monthly"),
        "extras_cents": _("Extras"),
        "total_cents": _("Sponsor in all"),
    }


def strip_table(rows: Sequence[StripRow], *, is_short: bool = False) -> None:
    """The months, only the columns in which something stands; with the sums at the end."""
    if not rows:
        return
    total = view.sum_of(rows)
    names = strip_names()
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
        cells[words] = [amount(getattr(row, name)) for row in (*rows, total)]
    table(cells, _("Amounts by month"))
    if any(row.is_assumed for row in rows):
        st.caption(_("\\* a rate is assumed unchanged: nobody has checked it for this month."))


def unit_table(report: Mapping[str, Any]) -> None:
    """The family units at a glance."""
    rows = view.unit_summaries(report)
    table(
        {
            _("Family unit"): [unit_name(row.unit, report) for row in rows],
            _("People"): [str(len(row.people)) for row in rows],
            _("Start-up costs"): [money(row.start_up_cents) for row in rows],
            _("Full month"): [money(row.full_cents) for row in rows],
            _("Support, whole period"): [money(row.entitlement_cents) for row in rows],
            _("Minimum the sponsor owes"): [money(row.minimum_cents) for row in rows],
        },
        _("Family units"),
    )


def totals_table(report: Mapping[str, Any]) -> None:
    """From the entitlement to the total to raise."""
    names = [name for name in TOTALS if report["totals"].get(name)]
    table(
        {
            _("Total"): [_(TOTALS[name]) for name in names],
            _("Amount"): [money(report["totals"][name]) for name in names],
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
                for p in rows
            ],
            _("Family unit"): [unit_name(p.unit, report) for p in rows],
            _("Amount"): [money(p.cents) for p in rows],
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
        {_("Date"): [day(d["on"]) for d in rows], _("What"): [d["text"] for d in rows]},
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

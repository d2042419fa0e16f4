"""The page "Rates": the sheet in force, its history, and newer figures entered from an official sheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from calculator import locale
from calculator.locale import AmountError
from calculator.money import format_cents
from calculator.problems import PlanError
from calculator.rates import Community, Rates, Row
from calculator.web import answer, charts, controls, session, tables
from calculator.web.rate_words import composition, composition_fields, item_name
from calculator.web.words import _, cash, day, in_text, lang, money, named

SHOWN = (
    "basic",
    "basic_further",
    "shelter",
    "shelter_further",
    "supplement_cap",
    "transit_pass_area",
    "transit_pass",
    "transport_floor",
    "transport_no_transit",
    "communication",
    "income_supplement",
    "senior_addon",
    "disability_addon",
    "fuel_supplement",
    "special_diet",
    "maternity_food",
    "maternity_clothing",
    "newborn",
)


def show() -> None:
    st.title(_("Rates"), anchor=False)
    result = session.result()
    rates = session.rates()
    if result.report is not None:
        st.header(_("Enter a newer figure"), anchor=False)
        enter(result.report, rates)
        st.header(_("How old the rates are"), anchor=False)
        answer.vintage(result.report)
    st.header(_("The sheet in force"), anchor=False)
    left, right = st.columns(2)
    with left:
        places = list(rates.communities)
        chosen = result.report["plan"]["community"] if result.report else None
        place = st.selectbox(
            _("Community"),
            places,
            index=places.index(chosen) if chosen in places else None,
            key="rates.place",
            format_func=controls.community_names(lang()).__getitem__,
            placeholder=_("Choose"),
        )
    with right:
        on = st.date_input(
            _("On"), value=session.arrival() or date.today(), key="rates.on", format="YYYY-MM-DD"
        )
    if place and isinstance(on, date):
        sheet(rates, rates.communities[place], on)


def places_of(community: Community, item: str) -> tuple[str, ...]:
    return (community.id, *community.passes_also) if item == "transit_pass" else community.places


def sheet(rates: Rates, community: Community, on: date) -> None:
    items = [item for item in SHOWN if item in rates.items]
    found = {item: rates.in_force(item, places_of(community, item), on) for item in items}
    with_rows = [item for item in items if found[item]]
    if not with_rows:
        st.info(_("No published rate is in force here on this day. Enter the amounts of an official sheet."))
        return
    item = st.selectbox(
        _("Which amounts"),
        with_rows,
        format_func={one: rates.items[one].label(lang()) for one in with_rows}.__getitem__,
        key="rates.item",
    )
    rows = sorted(found[item], key=lambda row: row.key)
    tables.table(
        {
            _("For"): [composition(row) or _("everybody") for row in rows],
            _("Amount"): [money(row.amount) for row in rows],
            _("In force since"): [day(row.effective_from) for row in rows],
            _("Last checked"): [day(row.checked_on) for row in rows],
            _("Where it is printed"): [row.locator for row in rows],
        },
        rates.items[item].label(lang()),
        key="words_sheet",
    )
    for source in dict.fromkeys(row.source for row in rows):
        known = rates.sources.get(source)
        if known is not None:
            ways = ((_("original"), known.address), (_("archived copy"), known.archived_address))
            links = [f"[{words}]({address})" for words, address in ways if address]
            st.markdown(f"- {in_text(known.title)} ({in_text(known.publisher)}): {', '.join(links)}")
    history(rates, rows)


def history(rates: Rates, rows: list[Row]) -> None:
    """One amount through its vintages."""
    st.subheader(_("History"), anchor=False)
    names = {row.key: composition(row) or _("everybody") for row in rows}
    key = st.selectbox(_("For"), list(names), format_func=lambda one: names[one], key="rates.history")
    row = next(r for r in rows if r.key == key)
    past = [
        r for r in rates.history(row.item, row.place) if r.composition == row.composition and not r.is_ended
    ]
    words = [day(r.effective_from) for r in past]
    charts.curve(
        {names[key]: [(n, r.amount, money(r.amount)) for n, r in enumerate(past)]},
        _("In force since"),
        _("Amount"),
        _("Line chart: the amount from sheet to sheet. The table below shows the same figures."),
        x_is_money=False,
        x_labels=words,
        is_step=True,
    )
    tables.table(
        {
            _("In force since"): words,
            _("Amount"): [money(r.amount) for r in past],
            _("Source"): [rates.sources[r.source].title if r.source in rates.sources else r.source for r in past],
        },
        _("History"),
        key="words_history",
    )


def enter(report: answer.Report, rates: Rates) -> None:
    """A figure from a newer official sheet, with its source: used at once, kept in the plan."""
    st.write(
        _(
            "Is your sheet newer than the one used here? Type its figure: it counts from its date on, is "
            "marked “entered "
            "by you” everywhere, and is saved with your plan."
        )
    )
    used = [row for row in report["rates"] if not row["item"].startswith("startup")]
    keys = [row["key"] for row in [*used, *(r for r in report["rates"] if r not in used)]]
    own = session.value_at(("rates",)) or []
    number = len(own)
    with st.container(border=True):
        key = st.selectbox(
            _("Which figure"),
            keys,
            key=f"enter.key.{number}",
            format_func={one: told(rates, report, one) for one in keys}.__getitem__,
        )
        columns = st.columns(3)
        with columns[0]:
            typed = st.text_input(_("New amount ($)"), key=f"enter.value.{number}", autocomplete="off")
        with columns[1]:
            since = st.date_input(
                _("In force since"), value=None, key=f"enter.from.{number}", format="YYYY-MM-DD"
            )
        with columns[2]:
            source = st.text_input(
                _("Source"),
                key=f"enter.source.{number}",
                placeholder=_("RAP rates Ontario, September 2024, page 1"),
                max_chars=300,
                autocomplete="off",
            )
        cents = amount(typed)
        is_ready = bool(cents is not None and since and source.strip() and key)
        st.button(
            _("Use this figure"),
            icon=":material/check:",
            disabled=not is_ready,
            key="enter.add",
            on_click=add,
            args=(report, rates, key, cents, since, source),
        )
    for i, row in enumerate(own):
        controls.messages(("rates", i))
        for name in ("value", "effective_from", "source", "item", "place"):
            controls.messages(("rates", i, name))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                _(
                    "Entered by you: {item}, {value} since {day} ({source})",
                    item=in_text(item_name(rates, row["item"])),
                    value=in_text(row["value"]),
                    day=day(row["effective_from"]),
                    source=in_text(row["source"]),
                )
            )
            st.button(
                _("Remove"), key=f"enter.out.{i}.{number}", on_click=session.take_out, args=("rates", i)
            )
    top_problems()


def top_problems() -> None:
    if session.result().is_old:
        answer.missing()


def amount(typed: str) -> int | None:
    if not typed.strip():
        return None
    try:
        cents = locale.parse_money(typed, lang())
    except AmountError as error:
        st.error(in_text(str(error)))
        return None
    st.caption(_("Read as {amount}", amount=cash(cents)))
    return cents


def told(rates: Rates, report: answer.Report, key: str) -> str:
    """A figure of the plan: what, for whom, how much now."""
    used = next(r for r in report["rates"] if r["key"] == key)
    row = row_of(rates, key)
    words = composition(row) if row is not None else ""
    name = item_name(rates, used["item"])
    return named(f"{name} ({words})" if words else name, amount_of(rates, used))


def amount_of(rates: Rates, used: Mapping[str, Any]) -> str:
    """The value of a rate row as it is read: dollars where it is an amount, otherwise as printed."""
    row = row_of(rates, used["key"])
    unit = rates.items[used["item"]].unit if used["item"] in rates.items else ""
    return money(row.amount) if row is not None and unit.startswith("CAD") else str(used["value"])


def row_of(rates: Rates, key: str) -> Row | None:
    try:
        return rates.row(key)
    except KeyError:
        return None


def add(report: answer.Report, rates: Rates, key: str, cents: int, since: date, source: str) -> None:
    used = next(r for r in report["rates"] if r["key"] == key)
    row = row_of(rates, key)
    fields: dict[str, Any] = {
        "item": used["item"],
        "place": used["place"],
        "effective_from": since.isoformat(),
        "value": format_cents(cents),
        "source": source.strip(),
        **(composition_fields(row) if row else {}),
    }
    session.add("rates", fields)


try:
    show()
except PlanError as error:
    for problem in error.problems:
        st.error(in_text(str(problem)))

"""The page "Funds in trust": what must be in the account when, what came in and went out, what is short."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from calculator.locale import N_
from calculator.problems import MissingRate
from calculator.trust import Limits, Trust
from calculator.trust import words as trust_words
from calculator.web import answer, controls, form_words, session, tables, trust_papers
from calculator.web.controls import Field, titled
from calculator.web.words import _, cash, day, in_text, lang, line, money, month, unit_name

LEVELS = {"refuse": st.error, "red": st.error, "amber": st.warning, "note": st.info}
KINDS = {
    "contribution": N_("Money in"),
    "payment": N_("Payment to the family"),
    "interest": N_("Interest"),
}
PURPOSES = {
    "support": N_("Monthly support"),
    "start_up": N_("Start-up"),
    "extra": N_("Extra"),
}


def show() -> None:
    st.title(_("Funds in trust"), anchor=False)
    report = answer.required()
    plan = st.session_state.result.plan
    if report is None or plan is None:
        return
    today = date.today()
    try:
        trust = Trust(plan, report, Limits.of(session.rates(), today), today, lang())
    except MissingRate as error:
        st.error(in_text(str(error)))
        return
    st.header(_("What must be in the account on arrival"), anchor=False)
    required(trust)
    st.header(_("The record"), anchor=False)
    record(trust)
    st.header(_("What is due, and what was paid"), anchor=False)
    schedule(trust, report)
    st.header(_("The account, month by month"), anchor=False)
    flow(trust)
    st.header(_("Papers"), anchor=False)
    trust_papers.show(trust, report)
    st.header(_("Worth a look"), anchor=False)
    for problem in trust.problems:
        LEVELS[problem.level](in_text(f"{form_words.place(problem.where)}: {problem.what} {problem.what_to_do}"))
    if not trust.problems:
        st.write(_("No warnings."))


def required(trust: Trust) -> None:
    needed = trust.required
    rows = [
        (_("Minimum, whole period"), needed.minimum_cents),
        (_("Purchases with receipts"), needed.purchases_cents),
        (_("Extras, deposits, prepaid rent"), needed.outside_cents),
        (_("Contingency"), needed.contingency_cents),
        (_("All of it: the safe amount"), needed.total_cents),
        (_("Least amount if every promise is kept"), needed.needed_on_arrival_cents),
        (_("Kept in reserve, not released before the end"), needed.reserve_cents),
    ]
    rows = [(words, cents) for words, cents in rows if cents]
    tables.table(
        {_("What"): [words for words, _cents in rows], _("Amount"): [money(cents) for _words, cents in rows]},
        _("Required on arrival"),
    )
    savings = trust.savings
    if savings.still_cents and savings.months:
        st.markdown(
            _(
                "In the account: {held}. Still to come: **{still}**, that is {month} a month until arrival.",
                held=cash(savings.held_cents),
                still=cash(savings.still_cents),
                month=cash(savings.per_month_cents),
            )
        )


def record(trust: Trust) -> None:
    """Contributors, money in, payments: labels instead of names, the last digits of a reference at most."""
    st.caption(
        _(
            "Labels instead of names; no account numbers. The record is saved with the plan file, never in "
            "a link."
        )
    )
    _contributors()
    names = {c["id"]: c["id"] for c in session.value_at(("record", "contributors")) or []}
    entries = session.value_at(("record", "entries")) or []
    units = {u["unit"]: u["unit"] for u in trust.report["units"]}
    is_open = "part.record.entries" in st.session_state
    with st.expander(titled(_("Money in and out"), entries), key="money_in_and_out", expanded=is_open):
        for i, entry in enumerate(entries):
            kind = entry.get("kind", "")
            fields = _fields(kind, names, units)
            words = _(KINDS[kind]) if kind in KINDS else kind
            title = f"{words} ({entry['id']})"
            if fields:
                controls.entry("record.entries", i, fields, _("Take this entry out"), title)
            else:
                st.markdown(f"- {in_text(title)}, {in_text(entry['on'])}")
        with st.container(horizontal=True):
            if names:
                controls.add_button(
                    _("Add money in"), "record.entries", lambda: _new("contribution", names), key="in"
                )
            controls.add_button(
                _("Add a payment"), "record.entries", lambda: _new("payment", names), key="out"
            )


def _contributors() -> None:
    people = session.value_at(("record", "contributors")) or []
    is_open = "part.record.contributors" in st.session_state
    with st.expander(titled(_("Who gives"), people), key="who_gives", expanded=is_open):
        for i, _person in enumerate(people):
            fields: list[Field] = [
                (
                    "kind",
                    "choice",
                    _("Who it is"),
                    {
                        "names": {
                            "individual": _("A person"),
                            "group": _("A group"),
                            "organization": _("An organization"),
                        },
                        "default": "individual",
                    },
                ),
            ]
            controls.entry("record.contributors", i, fields, _("Take this entry out"), people[i]["id"])
        taken = {person["id"] for person in people}
        free = next(name for name in (f"g{n}" for n in range(1, 200)) if name not in taken)
        controls.add_button(_("Add somebody who gives"), "record.contributors", lambda: {"id": free})


def _fields(kind: str, names: dict[str, str], units: dict[str, str]) -> list[Field]:
    if kind == "contribution":
        return [
            ("on", "day", _("Date"), None),
            ("amount", "money", _("Amount"), None),
            ("contributor", "choice", _("Who gives"), {"names": names}),
            ("is_receipted", "check", _("A tax receipt was issued"), None),
            ("is_refundable", "check", _("To be given back if the case is refused"), {"default": True}),
        ]
    if kind == "payment":
        return [
            ("on", "day", _("Date"), None),
            ("amount", "money", _("Amount"), None),
            ("purpose", "choice", _("What for"), {"names": PURPOSES, "default": "support"}),
            ("unit", "choice", _("Family unit"), {"names": {None: _("Not said"), **units}}),
            ("method", "choice", _("How"), {"names": dict(trust_words.METHODS), "default": "e_transfer"}),
            ("reference", "text", _("Reference at the bank"), {"placeholder": _("last four digits")}),
        ]
    if kind == "interest":
        return [("on", "day", _("Date"), None), ("amount", "money", _("Amount"), None)]
    return []


def _new(kind: str, names: dict[str, str]) -> dict[str, Any]:
    taken = {entry.get("id") for entry in session.value_at(("record", "entries")) or []}
    free = next(name for name in (f"{kind[0]}{n}" for n in range(1, 2000)) if name not in taken)
    new: dict[str, Any] = {"id": free, "kind": kind, "on": date.today().isoformat(), "amount": "0.00"}
    if kind == "contribution":
        new["contributor"] = next(iter(names))
    return new


def schedule(trust: Trust, report: answer.Report) -> None:
    rows = trust.matching.settled
    tables.table(
        {
            _("Due"): [day(row.due.due_on) for row in rows],
            _("For"): [
                month(row.due.covers_from) if row.due.kind == "month" else line(row.due.line or "start_up")
                for row in rows
            ],
            _("Family unit"): [unit_name(row.due.unit, report) for row in rows],
            _("Amount"): [money(row.due.amount_cents) for row in rows],
            _("Paid"): [tables.amount(row.paid_cents) for row in rows],
            _("Status"): [trust_words.label(trust_words.STATUSES, row.status, lang()) for row in rows],
        },
        _("What is due"),
        key="words_schedule",
    )


def flow(trust: Trust) -> None:
    months = trust.cash_flow.months
    if trust.cash_flow.first_short is not None:
        st.warning(
            _(
                "By the record and the promises so far, the account is short from {month} on.",
                month=month(trust.cash_flow.first_short),
            )
        )
    tables.table(
        {
            _("Month"): [month(row.month) for row in months],
            _("At the beginning"): [tables.amount(row.opening_cents) for row in months],
            _("Received"): [tables.amount(row.received_cents) for row in months],
            _("Promised"): [tables.amount(row.promised_cents) for row in months],
            _("Paid"): [tables.amount(row.paid_cents) for row in months],
            _("Still to be paid"): [tables.amount(row.planned_out_cents) for row in months],
            _("At the end"): [tables.amount(row.closing_cents) for row in months],
        },
        _("The account, month by month"),
    )


show()

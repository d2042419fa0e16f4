"""The page "Timeline": deadlines, payments, birthdays and ends in order of date, and a calendar file."""

from __future__ import annotations

from datetime import date

import streamlit as st

from calculator import view
from calculator.timeline import calendar_file
from calculator.web import answer, tables
from calculator.web.words import _, day, lang, money, month, unit_name


def show() -> None:
    st.title(_("Timeline"), anchor=False)
    report = answer.required()
    if report is None:
        return
    events = [(date.fromisoformat(d["on"]), d["text"]) for d in report["dates"]]
    if not any(d["kind"].startswith("pay") for d in report["dates"]):
        events += [(date.fromisoformat(p.on), told(p, report)) for p in view.payments(report)]
    events.sort(key=lambda e: e[0])
    if not events:
        st.write(_("Nothing special."))
        return
    st.download_button(
        _("Download for a calendar (.ics)"),
        calendar_file(report, date.today(), lang()),
        f"sponsorship-{lang()}.ics",
        "text/calendar",
        icon=":material/event:",
        on_click="ignore",
        help=_(
            "Opens in most calendar programs. It holds dates and amounts, and labels of people as you typed "
            "them."
        ),
    )
    tables.table(
        {_("Date"): [day(on) for on, _text in events], _("What"): [text for _on, text in events]},
        _("Timeline"),
        key="words_timeline",
    )


def told(payment: view.Payment, report: answer.Report) -> str:
    name = unit_name(payment.unit, report)
    if payment.kind == "start_up":
        return _("Start-up and one-time items, {unit}: {amount}", unit=name, amount=money(payment.cents))
    return _(
        "Support for {month}, {unit}: {amount}",
        month=month(payment.starts_on),
        unit=name,
        amount=money(payment.cents),
    )


show()

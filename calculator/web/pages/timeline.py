"""The page "Timeline": deadlines, payments, birthdays and ends in order of date, and a calendar file."""

from __future__ import annotations

from datetime import date

import streamlit as st

from calculator.timeline import calendar_file
from calculator.web import answer, session, tables
from calculator.web.words import _, lang


def show() -> None:
    st.title(_("Timeline"), anchor=False)
    if answer.required() is None:
        return
    report = session.dated()
    if not report["dates"]:
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
    answer.hint()
    tables.dates(report)


show()

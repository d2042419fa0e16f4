"""The page "Print": the plan, the months, assumptions and sources on clean pages, with date and version."""

from __future__ import annotations

import streamlit as st

from calculator import view
from calculator.notices.names import unit_name
from calculator.web import answer, on_paper, tables
from calculator.web.words import ROLES, _, day, in_text, lang


def show() -> None:
    st.title(_("Sponsorship budget"), anchor=False)
    report = answer.required()
    plan = st.session_state.result.plan
    if report is None or plan is None:
        return
    with st.container(key="noprint"):
        st.info(_("Print this page with your browser (Ctrl+P, on a Mac ⌘P), on paper or as a PDF."))
    on_paper.about()
    st.header(_("Summary"), anchor=False)
    answer.summary(report)
    has_followers = any(p.arrives_on for p in plan.people)
    tables.table(
        {
            _("Person"): [p.id for p in plan.people],
            _("Role"): [_(ROLES[p.role]) for p in plan.people],
            _("Age on arrival or birth date"): [
                p.born_on.isoformat() if p.born_on else str(p.age_at_arrival) for p in plan.people
            ],
            **({_("Arrives"): [day(p.arrives_on or plan.arrives_on) for p in plan.people]} if has_followers else {}),
        },
        _("The family"),
        key="words_people",
    )
    tables.unit_table(report)
    tables.totals_table(report)
    st.header(_("Month by month"), anchor=False)
    tables.strip_table(view.strip(report))
    for unit in report["units"]:
        name = unit_name(unit["unit"], lang())
        if unit["start_up"]["lines"] or unit["one_time"]["lines"]:
            st.header(_("Start-up costs: {unit}", unit=in_text(name)), anchor=False)
            tables.items_table(unit)
        whole = view.whole_month(unit)
        if whole is not None:
            st.header(_("A full month: {unit}", unit=in_text(name)), anchor=False)
            tables.month_table(unit["unit"], whole)
    st.header(_("Worth a look"), anchor=False)
    answer.warnings(report, is_open=True)
    st.header(_("What is assumed"), anchor=False)
    answer.assumptions(report)
    st.header(_("Sources"), anchor=False)
    answer.vintage(report)
    tables.sources(report)


show()

"""The page "Print": the plan, the months, assumptions and sources on clean pages, with date and version."""

from __future__ import annotations

from datetime import date

import streamlit as st

import calculator
from calculator import view
from calculator.plan import plan_fingerprint
from calculator.web import answer, tables
from calculator.web.words import ROLES, SPONSORS, STREAMS, _, day, in_text, line, money, unit_name


def show() -> None:
    st.title(_("Sponsorship budget"), anchor=False)
    report = answer.required()
    plan = st.session_state.result.plan
    if report is None or plan is None:
        return
    with st.container(key="noprint"):
        st.info(_("Print this page with your browser (Ctrl+P, on a Mac ⌘P), on paper or as a PDF."))
    st.markdown(
        _(
            "{community}, arrival {day}. {stream}, {sponsor}. Printed {today}, version {version}, plan "
            "{plan}.",
            community=in_text(report["plan"]["community_name"]),
            day=day(report["plan"]["arrives_on"]),
            stream=_(STREAMS[plan.stream]),
            sponsor=_(SPONSORS[plan.sponsor]),
            today=day(date.today()),
            version=calculator.__version__,
            plan=plan_fingerprint(plan),
        )
    )
    st.header(_("Summary"), anchor=False)
    answer.summary(report)
    tables.table(
        {
            _("Person"): [p.id for p in plan.people],
            _("Role"): [_(ROLES[p.role]) for p in plan.people],
            _("Age on arrival or birth date"): [
                p.born_on.isoformat() if p.born_on else str(p.age_at_arrival) for p in plan.people
            ],
        },
        _("The family"),
        key="words_people",
    )
    tables.unit_table(report)
    tables.totals_table(report)
    st.header(_("Month by month"), anchor=False)
    tables.strip_table(view.strip(report))
    for unit in report["units"]:
        name = unit_name(unit["unit"], report)
        items = (*unit["start_up"]["lines"], *unit["one_time"]["lines"])
        if items:
            st.header(_("Start-up costs: {unit}", unit=in_text(name)), anchor=False)
            tables.table(
                {
                    _("Line"): [line(x["line"]) for x in items],
                    _("Due"): [day(x["due_on"]) for x in items],
                    _("Amount"): [money(x["entitlement_cents"]) for x in items],
                    _("In kind"): [tables.amount(x["in_kind_cents"]) for x in items],
                    _("Purchases"): [tables.amount(x["purchases_cents"]) for x in items],
                    _("In cash"): [tables.amount(x["cash_cents"]) for x in items],
                    _("Rule"): [x["rule"] for x in items],
                },
                _("Start-up costs"),
            )
        whole = view.whole_month(unit)
        if whole is not None:
            st.header(_("A full month: {unit}", unit=in_text(name)), anchor=False)
            tables.table(
                {
                    _("Line"): [line(x["line"]) for x in whole["lines"]],
                    _("Amount"): [money(x["entitlement_cents"]) for x in whole["lines"]],
                    _("In kind"): [tables.amount(x["in_kind_cents"]) for x in whole["lines"]],
                    _("Rule"): [x["rule"] for x in whole["lines"]],
                },
                _("A full month"),
            )
    st.header(_("Worth a look"), anchor=False)
    answer.warnings(report, is_open=True)
    st.header(_("What is assumed"), anchor=False)
    answer.assumptions(report)
    st.header(_("Sources"), anchor=False)
    answer.vintage(report)
    tables.sources(report)


show()

"""Our answer beside that of RSTP's calculator, on the page "Compare": the totals, the rule or fault behind
every difference, and line by line what differs (N49).

Tables and words only; both answers and the reasons are worked out in ``peer``.
"""

from __future__ import annotations

from datetime import date

import streamlit as st

from calculator.locale import catalogue
from calculator.peer import Comparison, compare_rstp
from calculator.peer.faults import FAULTS
from calculator.peer.words import Said, reasons, said_rows
from calculator.plan import Plan
from calculator.problems import PlanError
from calculator.web import controls, form_words, session, tables
from calculator.web.words import _, finding, in_text, lang, money, named, signed, unit_name

NOTHING = "–"


def show(plan: Plan) -> None:
    """Closed until it is asked for; open from the start where the plan has the option ``peer_mode``."""
    key = "compare.rstp"
    if plan.options.peer_mode:
        st.session_state.setdefault(key, True)
    if (box := controls.opened(_("The same plan in RSTP's calculator"), key)) is not None:
        with box:
            _answers(plan)
    if (box := controls.opened(_("All 24 known faults of RSTP's calculator"), "compare.rstp.faults")) is not None:
        with box:
            _faults()


def _answers(plan: Plan) -> None:
    try:
        found: Comparison = session.held(
            "rstp", session.plan_key(), lambda: compare_rstp(plan, session.rates(), as_of=date.today())
        )
    except PlanError as error:
        st.error(finding(error))
        return
    if found.out_of_reach:
        st.write(_("RSTP's calculator cannot be asked about this plan:"))
        problems = (problem.said(catalogue(lang()).gettext) for problem in found.out_of_reach)
        texts = dict.fromkeys(named(form_words.place(p.where), form_words.told(p)) for p in problems)
        st.markdown("\n".join(f"- {in_text(text)}" for text in texts))
        return
    st.write(
        _(
            "RSTP's calculator, as it stood in August 2023, is worked out beside ours. Every difference has the rule "
            "or the fault that makes it."
        )
    )
    rows = said_rows(found, lang())
    _figures([x for x in rows if x.is_total])
    said = reasons(found, lang())
    if said:
        tables.table(
            {
                _("Why they differ"): [reason.text for reason in said],
                _("Mark"): [reason.mark for reason in said],
                _("Effect on the minimum"): [
                    signed(reason.minimum_cents) if reason.minimum_cents else NOTHING for reason in said
                ],
            },
            _("Why they differ"),
            key="words_rstp_reasons",
        )
        title = _("All figures that differ, line by line")
        if (box := controls.opened(title, "compare.rstp.lines")) is not None:
            with box:
                _figures([x for x in rows if x.difference_cents and not x.is_total])
    if not found.unexplained:
        st.caption(_("No difference is unexplained."))


def _faults() -> None:
    tables.table(
        {
            _("Fault"): [str(n) for n, _fault in enumerate(FAULTS, start=1)],
            _("What RSTP's calculator does"): [_(fault.theirs) for fault in FAULTS],
            _("What is done here"): [_(fault.ours) for fault in FAULTS],
        },
        _("All 24 known faults of RSTP's calculator"),
        key="words_rstp_faults",
    )


def _figures(rows: list[Said]) -> None:
    report = st.session_state.result.report
    is_several = len({x.unit for x in rows}) > 1
    units = {_("Family unit"): [unit_name(x.unit, report) for x in rows]} if is_several else {}
    tables.table(
        {
            _("Figure"): [form_words.sentence(x.name) for x in rows],
            **units,
            _("RSTP"): [money(x.peer_cents) for x in rows],
            _("Ours"): [money(x.ours_cents) for x in rows],
            _("Difference"): [signed(x.difference_cents) if x.difference_cents else NOTHING for x in rows],
            _("Because"): ["; ".join(x.marks) or NOTHING for x in rows],
        },
        _("RSTP's calculator and ours"),
    )

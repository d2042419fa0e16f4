"""The page "Funds in trust": what must be in the account when, what came in and went out, what is short."""

from __future__ import annotations

from datetime import date

import streamlit as st

from calculator.problems import MissingRate
from calculator.trust import Due, Limits, Trust
from calculator.trust import words as trust_words
from calculator.web import answer, form_words, on_paper, session, tables, trust_papers, trust_record, trust_setup
from calculator.web.words import _, cash, day, in_text, lang, line, money, month, unit_name

LEVELS = {"refuse": st.error, "red": st.error, "amber": st.warning, "note": st.info}


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
    on_paper.about_on_paper()
    st.header(_("What must be in the account on arrival"), anchor=False)
    required(trust)
    habits(trust)
    with st.container(key="noprint_setup"):
        st.header(_("Who holds, gives and provides"), anchor=False)
        trust_setup.show(trust)
    st.header(_("The record"), anchor=False)
    trust_record.show(trust)
    st.header(_("What is due, and what was paid"), anchor=False)
    schedule(trust, report)
    st.header(_("The account, month by month"), anchor=False)
    flow(trust)
    with st.container(key="papers" if st.session_state.get("paper") else "noprint_papers"):
        st.header(_("Papers"), anchor=False)
    trust_papers.show(trust, report)
    st.header(_("Worth a look"), anchor=False)
    for problem in trust.problems:
        rules = trust_words.RULES.get(problem.code)
        what = f"{problem.what} {problem.what_to_do}"
        entry = trust.entry_of(problem)
        place = _("Entry {id}", id=entry) if entry else form_words.place(problem.where)
        said = _("{name}: {amount}", name=place, amount=what)
        LEVELS[problem.level](in_text(f"{said} ({rules})" if rules else said))
    if not trust.problems:
        st.write(_("No warnings."))


def required(trust: Trust) -> None:
    needed = trust.required
    rows = [
        (_("Support, start-up and other items in money"), needed.minimum_cents),
        (_("Purchases with receipts"), needed.purchases_cents),
        (_("Extras, deposits, loan help: outside the minimum"), needed.outside_cents),
        (_("Contingency"), needed.contingency_cents),
        (_("Emergency fund"), needed.emergency_cents),
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
    words = [_("In the account: {held}.", held=cash(savings.held_cents))]
    if savings.met_cents:
        words.append(_("Paid of it already: {paid}.", paid=cash(savings.met_cents)))
    if savings.still_cents and len(savings.months) > 1:
        each = cash(savings.per_month_cents)
        still = cash(savings.still_cents)
        words.append(_("Still to come: **{still}**, that is {month} a month until arrival.", still=still, month=each))
    elif savings.still_cents:
        words.append(_("Still to come: **{still}**.", still=cash(savings.still_cents)))
    st.markdown(" ".join(words))


def habits(trust: Trust) -> None:
    """What the habits of the agreement holder ask for, if some were chosen (R59)."""
    rows = trust.milestones
    if rows:
        tables.table(
            {
                _("By"): [_("before the forms") if row.on is None else day(row.on) for row in rows],
                _("What"): [row.text for row in rows],
                _("Amount"): ["" if row.amount_cents is None else money(row.amount_cents) for row in rows],
                _("Still missing"): [tables.amount(row.short_cents) for row in rows],
            },
            _("What the agreement holder asks for"),
            key="words_habits",
        )
    if trust.releases:
        tables.table(
            {
                _("Ask on"): [day(row.ask_on) for row in trust.releases],
                _("For"): [month(row.month) for row in trust.releases],
                _("Release"): [money(row.amount_cents) for row in trust.releases],
                _("Due to the family"): [money(row.owed_cents) for row in trust.releases],
            },
            _("Releases"),
        )


def schedule(trust: Trust, report: answer.Report) -> None:
    rows = trust.matching.settled
    tables.table(
        {
            _("Due"): [day(row.due.due_on) for row in rows],
            _("For"): [_due_for(row.due) for row in rows],
            _("Family unit"): [unit_name(row.due.unit, report) for row in rows],
            _("Amount"): [money(row.due.amount_cents) for row in rows],
            _("Paid"): [tables.amount(row.paid_cents) for row in rows],
            _("Status"): [trust_words.label(trust_words.STATUSES, row.status, lang()) for row in rows],
        },
        _("What is due"),
        key="words_schedule",
    )


def _due_for(due: Due) -> str:
    if due.kind != "month":
        return line(due.line or "start_up")
    name = month(due.covers_from)
    return name if due.arrival == 1 else _("{month}, those who followed", month=name)


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
            _("To keep aside"): [tables.amount(row.set_aside_cents) for row in months],
        },
        _("The account, month by month"),
    )
    until, fee_until = trust.keep_until
    st.caption(
        _(
            "To keep aside: contingency, and what was saved because support was lowered or ended early; it is never "
            "released before the last day (R4)."
        )
    )
    kept = [_("Keep the file at least until {day} if receipts were issued (N32).", day=day(until))]
    if fee_until is not None:
        kept.append(_("Keep the record of the agreement holder’s fee until {day} (R9).", day=day(fee_until)))
    st.caption(" ".join(kept))


show()

"""Papers of the page "Funds in trust": the letter to the family, the statement, refunds, who provides what.

Shows what ``calculator.trust`` worked out; nothing is added up here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from calculator.locale import LANGUAGES, catalogue
from calculator.trust import Trust
from calculator.trust import words as trust_words
from calculator.web import tables
from calculator.web.words import _, day, in_text, lang, money, month, unit_name

LANGUAGE_NAMES = {"en": "English", "fr": "Français"}


def show(trust: Trust, report: Mapping[str, Any]) -> None:
    """One paper at a time, so that the page stays short and quick."""
    papers = {
        "letter": _("Letter to the family"),
        "statement": _("Statement of the account"),
        "refund": _("What is given back"),
        "provides": _("Who provides what"),
        "evidence": _("Evidence for a case review"),
    }
    chosen = st.selectbox(
        _("Paper"), list(papers), index=None, format_func=papers.__getitem__, key="paper", placeholder=_("Choose one")
    )
    if chosen == "letter":
        letter(trust, report)
    elif chosen == "statement":
        statement(trust)
    elif chosen == "refund":
        refund(trust)
    elif chosen == "provides":
        provides(trust)
    elif chosen == "evidence":
        evidence(trust, report)


def letter(trust: Trust, report: Mapping[str, Any]) -> None:
    """The payment letter of one unit and month, in either language, to read and to keep (N36)."""
    units = {u["unit"]: u for u in report["units"] if any(m["arrival"] == 1 for m in u["months"])}
    with st.container(horizontal=True):
        unit = st.selectbox(
            _("Letter to"), list(units), format_func=lambda name: unit_name(name, report), key="letter_unit"
        )
        months = [m for m in units[unit]["months"] if m["arrival"] == 1]
        names = {m["month"]: month(date.fromisoformat(m["from"])) for m in months}
        number = st.selectbox(_("About"), list(names), format_func=names.__getitem__, key=f"letter_month_{unit}")
        own = LANGUAGES.index(lang())
        chosen = st.selectbox(
            _("Language of the letter"), LANGUAGES, index=own, format_func=LANGUAGE_NAMES.__getitem__, key="letter_lang"
        )
    paper = trust.letter(unit, number, chosen)
    with st.container(border=True):
        for paragraph in paper.paragraphs:
            st.markdown(in_text(paragraph.text))
            if paragraph.rows:
                row = catalogue(chosen).gettext("{name}: {amount}")
                lines = [in_text(row.format(name=name, amount=amount)) for name, amount in paragraph.rows]
                st.markdown("\n".join(f"- {line}" for line in lines))
    st.download_button(
        _("Save the letter"), paper.text, file_name=f"letter-{number}-{chosen}.txt", mime="text/plain"
    )


def statement(trust: Trust) -> None:
    """The account from its first day to a chosen day, and each contributor's share (R56)."""
    until = st.date_input(_("Statement up to"), trust.as_of, key="statement_until")
    paper = trust.statement(last=until)
    rows = [
        (_("At the beginning"), paper.opening_cents),
        (_("Money in"), paper.in_cents),
        (_("Interest"), paper.interest_cents),
        (_("Paid out"), paper.paid_cents),
        (_("Given back"), paper.refunded_cents),
        (_("In the account"), paper.closing_cents),
    ]
    tables.table(
        {_("What"): [words for words, _cents in rows], _("Amount"): [money(cents) for _words, cents in rows]},
        _("Statement of the account"),
    )
    if paper.contributors:
        tables.table(
            {
                _("Who gives"): [row.contributor for row in paper.contributors],
                _("Given"): [money(row.contributed_cents) for row in paper.contributors],
                _("Interest"): [tables.amount(row.interest_cents) for row in paper.contributors],
                _("Used"): [tables.amount(row.used_cents) for row in paper.contributors],
                _("Left"): [money(row.left_cents) for row in paper.contributors],
            },
            _("Statement by contributor"),
        )


def refund(trust: Trust) -> None:
    """Who gets what back: if the case is refused, or at the end (R56, R57)."""
    reasons = {"refused": _("If the case is refused"), "end": _("What is left at the end")}
    reason = st.selectbox(_("Give back"), list(reasons), format_func=reasons.__getitem__, key="refund_reason")
    paper = trust.refund(reason)
    if not paper.rows:
        st.write(_("Nothing is in the account yet."))
        return
    tables.table(
        {
            _("Who gives"): [row.contributor for row in paper.rows],
            _("Given"): [money(row.contributed_cents) for row in paper.rows],
            _("Interest in it"): [tables.amount(row.interest_cents) for row in paper.rows],
            _("To give back"): [money(row.refund_cents) for row in paper.rows],
            _("Kept, not refundable"): [tables.amount(row.kept_cents) for row in paper.rows],
        },
        reasons[reason],
    )


def provides(trust: Trust) -> None:
    """Each line and task with the party that provides it, and room to sign."""
    rows = trust.who_provides.checklist
    tables.table(
        {
            _("What"): [row.name for row in rows],
            _("Who"): [row.party_name or _("nobody yet") for row in rows],
            _("Whole period"): ["" if row.total_cents is None else money(row.total_cents) for row in rows],
            _("Date and signature"): ["" for _row in rows],
        },
        _("Who provides what"),
        key="words_provides",
    )
    months = trust.who_provides.by_month()
    named = {row.party: row.party_name for row in rows}
    tables.table(
        {
            _("Month"): [_month_of(row["month"]) for row in months],
            _("Who"): [named.get(str(row["party"])) or _("nobody yet") for row in months],
            _("Amount"): [money(int(str(row["amount_cents"]))) for row in months],
        },
        _("Amounts by party and month"),
    )


def evidence(trust: Trust, report: Mapping[str, Any]) -> None:
    """What was owed and what was given, by unit and month, for a case review (N7 to N11)."""
    rows = trust.evidence.rows
    tables.table(
        {
            _("Family unit"): [unit_name(row.slot.unit, report) for row in rows],
            _("Date"): ["" if row.on is None else day(row.on) for row in rows],
            _("What"): [trust_words.label(trust_words.LINES, row.line or "", lang()) or row.text for row in rows],
            _("Amount"): ["" if row.amount_cents is None else money(row.amount_cents) for row in rows],
            _("Rule"): [row.rule or "" for row in rows],
            _("Reference"): [row.reference or row.receipt or "" for row in rows],
        },
        _("Evidence of what was owed and given"),
        key="words_evidence",
    )


def _month_of(value: object) -> str:
    return month(value) if isinstance(value, date) else str(value)

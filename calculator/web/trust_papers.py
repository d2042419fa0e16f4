"""Papers of the page "Funds in trust": the letter to the family, the statement, refunds, who provides what.

Shows what ``calculator.trust`` worked out; nothing is added up here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from calculator.locale import LANGUAGES, N_, catalogue, percent
from calculator.trust import Trust, paper
from calculator.trust import words as trust_words
from calculator.web import tables
from calculator.web.trust_fields import FUNDS
from calculator.web.words import _, day, in_text, lang, money, month, unit_name

GIVERS = {"signer": N_("a signer"), "non_signer": N_("a non-signer")}
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
    units = {u["unit"]: u for u in report["units"] if u["months"]}
    with st.container(horizontal=True):
        unit = st.selectbox(
            _("Letter to"), list(units), format_func=lambda name: unit_name(name, report), key="letter_unit"
        )
        # Members who came later have months of their own, with a letter of their own (R15).
        names = {(m["arrival"], m["month"]): _month(m) for m in units[unit]["months"]}
        arrival, number = st.selectbox(
            _("About"), list(names), format_func=names.__getitem__, key=f"letter_month_{unit}"
        )
        own = LANGUAGES.index(lang())
        chosen = st.selectbox(
            _("Language of the letter"), LANGUAGES, index=own, format_func=LANGUAGE_NAMES.__getitem__, key="letter_lang"
        )
    said = trust.letter(unit, number, chosen, arrival=arrival)
    with st.container(border=True):
        for paragraph in said.paragraphs:
            st.markdown(in_text(paragraph.text))
            if paragraph.rows:
                row = catalogue(chosen).gettext("{name}: {amount}")
                lines = [in_text(row.format(name=name, amount=amount)) for name, amount in paragraph.rows]
                st.markdown("\n".join(f"- {line}" for line in lines))
    with st.container(horizontal=True):
        st.download_button(
            _("Save the letter"), said.text, file_name=f"letter-{number}-{chosen}.txt", mime="text/plain"
        )
        _page(lambda: paper.letter_page(said), f"letter-{number}-{chosen}")


def _month(row: Mapping[str, Any]) -> str:
    words = month(date.fromisoformat(row["from"]))
    return words if row["arrival"] == 1 else f"{words} ({_('arrival {n}', n=str(row['arrival']))})"


def _page(make: Callable[[], str], name: str) -> None:
    """The paper as a page to print, one file by itself."""
    st.download_button(
        _("Save as a page to print"), make(), file_name=f"{name}.html", mime="text/html", icon=":material/print:",
        key=f"page.{name}",
    )  # fmt: skip


def statement(trust: Trust) -> None:
    """The account from its first day to a chosen day, each fund and each contributor (R56)."""
    until = st.date_input(_("Statement up to"), trust.as_of, key="statement_until", format="YYYY-MM-DD")
    whole = trust.statement(last=until)
    funds = [trust.statement(last=until, fund=fund) for fund in trust.funds] if len(trust.funds) > 1 else []
    names = {
        "opening_cents": _("At the beginning"), "in_cents": _("Money in"), "interest_cents": _("Interest"),
        "paid_cents": _("Paid out"), "refunded_cents": _("Given back"), "closing_cents": _("In the account"),
    }  # fmt: skip
    columns = {_("What"): list(names.values())}
    for fund, one in zip(trust.funds, funds, strict=False):
        columns[_(FUNDS[fund])] = [money(getattr(one, name)) for name in names]
    columns[_("Whole account")] = [money(getattr(whole, name)) for name in names]
    tables.table(columns, _("Statement of the account"))
    for title, one in [*zip((_(FUNDS[f]) for f in trust.funds), funds, strict=False), (_("By contributor"), whole)]:
        if one.contributors:
            st.subheader(title, anchor=False)
            tables.table(
                {
                    _("Who gives"): [row.contributor for row in one.contributors],
                    _("Given"): [money(row.contributed_cents) for row in one.contributors],
                    _("Interest"): [tables.amount(row.interest_cents) for row in one.contributors],
                    _("Used"): [tables.amount(row.used_cents) for row in one.contributors],
                    _("Given back"): [tables.amount(row.refunded_cents) for row in one.contributors],
                    _("Left"): [money(row.left_cents) for row in one.contributors],
                },
                title,
            )
    if whole.unattributed_cents:
        st.write(_("Belongs to no contributor: {amount}.", amount=in_text(money(whole.unattributed_cents))))
    chosen_here(trust)
    _page(lambda: paper.statement_page(trust, until), f"statement-{until.isoformat()}")


def refund(trust: Trust) -> None:
    """Who gets what back: if the case is refused, or at the end (R56, R57)."""
    reasons = {"refused": _("If the case is refused"), "end": _("What is left at the end")}
    reason = st.selectbox(_("Give back"), list(reasons), format_func=reasons.__getitem__, key="refund_reason")
    made = trust.refund(reason)
    if not made.rows:
        st.write(_("Nothing is in the account yet."))
        return
    tables.table(
        {
            _("Who gives"): [row.contributor for row in made.rows],
            _("Given"): [money(row.contributed_cents) for row in made.rows],
            _("Used"): [tables.amount(row.used_cents) for row in made.rows],
            _("Given back before"): [tables.amount(row.refunded_before_cents) for row in made.rows],
            _("Interest in it"): [tables.amount(row.interest_cents) for row in made.rows],
            _("To give back"): [money(row.refund_cents) for row in made.rows],
            _("Kept, not refundable"): [tables.amount(row.kept_cents) for row in made.rows],
        },
        reasons[reason],
    )
    besides = {
        _("In the account"): made.balance_cents, _("Held back for the family"): made.held_back_cents,
        _("Shared by the trust deed"): made.by_deed_cents, _("To give back"): made.refund_cents,
        _("Kept, not refundable"): made.kept_cents,
    }  # fmt: skip
    shown = {words: cents for words, cents in besides.items() if cents}
    tables.table({_("What"): list(shown), _("Amount"): [money(cents) for cents in shown.values()]}, _("Together"))
    for problem in made.problems:
        st.warning(in_text(f"{problem.what} {problem.what_to_do}"))
    chosen_here(trust)
    _page(lambda: paper.refund_page(trust, reason), f"refund-{reason}")


def provides(trust: Trust) -> None:
    """Each line and task with the parties that provide it, the amounts by month, and a page to sign."""
    made = trust.who_provides
    if not made.parties:
        st.info(_("Add the parties above, under “Who provides what”, and say who provides which line."))
    names = {party: made.parties.get(party) or _("nobody yet") for party in made.columns}
    cells: dict[str, list[str]] = {_("What"): [row.name for row, _mine in made.matrix()]}
    for party, name in names.items():
        column = []
        for _row, mine in made.matrix():
            part = mine.get(party)
            share = "" if part is None else percent(part.share_bp, lang())
            has_amount = part is not None and part.total_cents is not None
            column.append(f"{money(part.total_cents or 0)} ({share})" if part and has_amount else share and "✓")
        cells[f"{name} ({party})" if party else name] = column
    tables.table(cells, _("Who provides what"), key="words_provides")
    months = made.month_matrix()
    by_month: dict[str, list[str]] = {_("Month"): [month(day_of) for day_of, _mine in months]}
    for party, name in names.items():
        by_month[f"{name} ({party})" if party else name] = [tables.amount(mine.get(party, 0)) for _day, mine in months]
    tables.table(by_month, _("Amounts by party and month"))
    _page(lambda: paper.provides_page(trust), "who-provides-what")


def _if_any(title: str, cents: Sequence[int]) -> dict[str, list[str]]:
    """A column that stands only where it says something."""
    return {title: [tables.amount(one) for one in cents]} if any(cents) else {}


def chosen_here(trust: Trust) -> None:
    """What this project chose where no rule decides."""
    chosen = trust_words.choices(trust.report, lang())
    st.caption("\n".join([f"**{_(trust_words.CHOICES_TITLE)}**\n", *(f"- {text}" for text in chosen)]))


def evidence(trust: Trust, report: Mapping[str, Any]) -> None:
    """What was owed and what was given, by unit and month, for a case review (N7 to N11)."""
    pack = trust.evidence
    _page(lambda: paper.evidence_page(trust), "evidence")
    tables.table(
        {
            _("Family unit"): [unit_name(row.slot.unit, report) for row in pack.sums],
            _("From"): [day(row.first) for row in pack.sums],
            _("Owed"): [money(row.owed_cents) for row in pack.sums],
            _("In kind"): [tables.amount(row.in_kind_cents) for row in pack.sums],
            _("Bought"): [tables.amount(row.purchases_cents) for row in pack.sums],
            _("Lowered because of earnings"): [tables.amount(row.reduction_cents) for row in pack.sums],
            **_if_any(_("Own money deducted"), [row.asset_cents for row in pack.sums]),
            **_if_any(_("Paid by others"), [row.others_cents for row in pack.sums]),
            _("Due in money"): [tables.amount(row.due_cents) for row in pack.sums],
            _("Paid"): [tables.amount(row.paid_cents) for row in pack.sums],
            **_if_any(_("Taken off for a loan"), [row.loan_cents for row in pack.sums]),
            _("Short"): [tables.amount(row.shortfall_cents) for row in pack.sums],
        },
        _("Owed and given"),
    )
    st.caption(_("The page to print has every line with its rule and rate, payments, gifts, purchases and documents."))
    for side, title in (("given", _("Payments")), ("besides", _("Paid besides the minimum"))):
        given = [row for row in pack.rows if row.side == side]
        if not given:
            continue
        st.subheader(title, anchor=False)
        tables.table(
            {
                _("Date"): ["" if row.on is None else day(row.on) for row in given],
                _("Family unit"): [unit_name(row.slot.unit, report) for row in given],
                _("What"): [trust_words.what_for(row.line, lang()) for row in given],
                _("Amount"): ["" if row.amount_cents is None else money(row.amount_cents) for row in given],
                _("Reference"): [row.reference for row in given],
                _("Receipt"): [row.receipt for row in given],
            },
            title,
            key="words_evidence" if side == "given" else "words_besides",
        )
    if pack.in_kind:
        st.subheader(_("Gifts in kind"), anchor=False)
        tables.table(
            {
                _("What it is"): [row.item for row in pack.in_kind],
                _("Given by"): [_(GIVERS[row.given_by]) for row in pack.in_kind],
                _("Amount"): ["" if row.value_cents is None else money(row.value_cents) for row in pack.in_kind],
                _("Date"): ["" if row.on is None else day(row.on) for row in pack.in_kind],
            },
            _("Gifts in kind"),
            key="words_gifts",
        )

"""Words of the screens: the language of this run, names of choices and lines. No amounts and no widgets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from typing import Any

import streamlit as st

from calculator import locale
from calculator.explain.rulebook import COLON
from calculator.locale import N_, catalogue
from calculator.problems import MissingRate, PlanError
from calculator.trust import words as trust_words

_LANG: ContextVar[str | None] = ContextVar("lang", default=None)
"""The language of this thread, which belongs to one session: asked hundreds of times in a run."""


def lang() -> str:
    """``en`` or ``fr``."""
    known = _LANG.get()
    if known is None:
        known = str(st.session_state.get("lang", "en"))
        _LANG.set(known)
    return known


def speak(of: str) -> None:
    """The language of the session from now on."""
    st.session_state.lang = of
    _LANG.set(of)


def _(text: str, **values: object) -> str:
    """The sentence in the language of the screen."""
    said = catalogue(lang()).gettext(text)
    return said.format(**values) if values else said


def ngettext(one: str, many: str, n: int) -> str:
    return catalogue(lang()).ngettext(one, many, n).format(n=n)


def said(names: Mapping[Any, str]) -> Callable[[Any], str]:
    """The names of choices in the language of this run, ready for a widget.

    Worked out now: a widget may ask for them when no language is known any more.
    """
    table = {value: _(text) if text else "" for value, text in names.items()}
    return lambda value: table.get(value, str(value))


@lru_cache(maxsize=8192)
def _money(cents: int, of: str) -> str:
    return locale.money(cents, of)


def money(cents: int) -> str:
    """An amount in the language of the screen; the same few hundred amounts are asked for again and again."""
    return _money(int(cents), lang())


def signed(cents: int) -> str:
    """A difference, with its sign."""
    return f"+{money(cents)}" if cents > 0 else money(cents)


def day(on: date | str) -> str:
    return locale.long_date(date.fromisoformat(on) if isinstance(on, str) else on, lang())


def month(on: date | str, *, short: bool = False) -> str:
    return locale.month(date.fromisoformat(on) if isinstance(on, str) else on, lang(), short=short)


def in_text(text: str) -> str:
    """Text for Markdown: dollar signs and what a person typed must not become a formula, a link or a
    picture."""
    return text.translate(_SIGNS)


_SIGNS = {ord(sign): f"\\{sign}" for sign in "\\`*_{}[]<>#$|~:"}


def cash(cents: int) -> str:
    """An amount for Markdown: two dollar signs in a line would otherwise begin a formula."""
    return money(cents).replace("$", "\\$")


def named(name: str, text: str) -> str:
    """``name: text`` with the space that French puts before the colon."""
    return f"{name}{COLON[lang()]}{text}"


def finding(error: PlanError | MissingRate) -> str:
    """The first finding of an error, in the language of the screen, as text for Markdown."""
    first = error.problem if isinstance(error, MissingRate) else error.problems[0]
    problem = first.said(catalogue(lang()).gettext)
    what = problem.what
    return in_text(f"{what[:1].upper()}{what[1:]} {problem.what_to_do}".strip())


class Linked(str):
    """Markdown that is ready for a table: a figure that can answer "why?"."""


def linked(text: str, reference: str) -> str:
    """Markdown with a figure that can answer "why?"; without a reference it stays as it is."""
    return Linked(f"[{text}](#why={reference})" if reference else text)


STREAMS = {
    "PSR": N_("Privately sponsored (PSR)"),
    "BVOR": N_("Blended visa office-referred (BVOR)"),
    "RAINBOW": N_("Rainbow refugee assistance partnership"),
    "JAS": N_("Joint assistance sponsorship (JAS)"),
    "GAR": N_("Government-assisted (GAR), for comparison"),
}
SPONSORS = {
    "SAH": N_("Sponsorship agreement holder (SAH)"),
    "CG": N_("Constituent group of a SAH (CG)"),
    "G5": N_("Group of Five (G5)"),
    "CS": N_("Community sponsor (CS)"),
}
ROLES = {
    "principal": N_("Principal applicant"),
    "spouse": N_("Spouse or partner"),
    "child": N_("Child"),
    "dependant": N_("Other dependant"),
    "de_facto": N_("De facto dependant"),
}
HOMES = {
    "planning": N_("Not known yet: use the planning amount"),
    "rent": N_("The family pays rent"),
    "free": N_("Free and complete (given or lent)"),
    "with_sponsor": N_("With a sponsor, at their home"),
}
GIVERS = {
    "signer": N_("Somebody who signed the undertaking"),
    "non_signer": N_("Somebody else"),
    "refugee": N_("A refugee who is still being sponsored"),
}
PAYERS = {
    "sponsor": N_("Sponsor"),
    "government": N_("Government"),
    "fund": N_("Outside fund"),
    "other": N_("Somebody else"),
}
IN_KIND_LINES = (
    "staples",
    "clothing",
    "winter",
    "household",
    "furniture",
    "linens",
    "school",
    "basic",
    "transport",
)
SHARED_LINES = ("household", "furniture", "utility", "shelter")
"""The only lines that may shrink because people share a home (R18)."""
START_UP_LINES = ("staples", "clothing", "winter", "household", "furniture", "linens", "utility", "school")
ITEM_KINDS = {
    "": N_("Anything else"),
    "mattress": N_("Mattress"),
    "opened_food": N_("Opened food"),
    "undergarments": N_("Undergarments"),
    "footwear": N_("Footwear"),
}
INCOME_KINDS = {
    "employment": N_("Pay from a job"),
    "self_employment": N_("Self-employment"),
    "employment_insurance": N_("Employment insurance"),
    "workers_compensation": N_("Workers' compensation"),
    "training": N_("Paid training"),
    "student_living": N_("Student grant for living costs"),
    "emergency_benefit": N_("Emergency benefit"),
    "canada_child_benefit": N_("Canada Child Benefit (never counted)"),
    "tax_credit": N_("Tax credit (never counted)"),
    "student_loan": N_("Student loan"),
    "child_support": N_("Child support"),
    "lodger_rent": N_("Rent from a lodger"),
    "refund": N_("Refund"),
    "other": N_("Other"),
}
EXTRA_KINDS = {
    "extra": N_("Extra support"),
    "top_up": N_("Top-up"),
    "deposit": N_("Deposit"),
    "prepaid_rent": N_("Prepaid rent"),
}
CADENCES = {"monthly": N_("Every month"), "once": N_("Once")}
EVENT_KINDS = {
    "birth": N_("Birth"),
    "move": N_("Move to another community"),
    "early_end": N_("Support ends early"),
    "resumption": N_("Support resumes"),
    "adult_child_leaves": N_("Adult child leaves home"),
    "separation": N_("Separation"),
    "death": N_("Death"),
    "absence": N_("Absence"),
    "hospital": N_("Stay in hospital"),
    "top_up": N_("A regular top-up starts"),
    "conversion": N_("The case becomes JAS"),
    "school_starts": N_("Full-time secondary school starts"),
    "school_ends": N_("Full-time secondary school ends"),
}
CONDITION_KINDS = {"special_diet": N_("Special diet, with a note"), "pregnancy": N_("Pregnancy, with a note")}

MORE_LINES = {
    "mb_senior": N_("Addition for seniors"),
    "mb_disability": N_("Addition for disability"),
    "shelter_shared": N_("Shelter: share of the home"),
    "part_of_transport": N_("Transport: part of the month"),
    "true_up": N_("Correction at the end of the period"),
    "in_kind_shelter": N_("Housing in kind"),
    "in_kind_basic": N_("Food in kind"),
    "in_kind_transport": N_("Transport in kind"),
    "in_kind_part": N_("In kind: part of the month"),
    "income_reduction": N_("Reduction for earnings"),
    "asset_reduction": N_("Reduction for own money"),
    "extra": N_("Extras"),
    "clothing_again": N_("Clothing, second year"),
    "winter_again": N_("Winter clothing, second year"),
}
TOTALS = {
    "planned_cents": N_("Total to raise"),
    "sponsor_minimum_cents": N_("Minimum the sponsor owes"),
    "start_up_cents": N_("Start-up costs"),
    "one_time_cents": N_("One-time items later"),
    "income_support_cents": N_("Monthly support, whole period"),
    "in_kind_cents": N_("Met in kind"),
    "purchases_cents": N_("Met by purchases with receipts"),
    "reduction_cents": N_("Lowered because of earnings"),
    "government_cents": N_("Paid by the government"),
    "extras_cents": N_("Extras, deposits and top-ups"),
    "contingency_cents": N_("Contingency"),
}
VINTAGES = {
    "monthly": N_("Monthly rates"),
    "transit": N_("Transport"),
    "start_up": N_("Start-up rates"),
    "entered": N_("Entered by you"),
}


def line(name: str) -> str:
    """The name of a budget line."""
    table = MORE_LINES if name in MORE_LINES else trust_words.LINES
    return _(table[name]) if name in table else name.replace("_", " ")


def unit_name(unit: str, report: Mapping[str, Any]) -> str:
    """The name of a family unit as a reader meets it: the family, or the adult child who has an own
    budget."""
    if unit == "family":
        return _("The family")
    owner = [u for u in report["units"] if u["unit"] == unit and u["people"] == [unit]]
    return _("{person}, own budget", person=unit) if owner else unit

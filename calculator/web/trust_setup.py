"""Who holds, gives and provides: the parts of the page "Funds in trust" that are set up once.

The account and its holders, contributors and promises, parties and their shares, habits of the agreement holder. What
was recorded is in ``trust_record``; nothing is added up here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from calculator.locale import N_
from calculator.trust import Trust
from calculator.trust import words as trust_words
from calculator.trust.parties import is_whole
from calculator.web import controls, session
from calculator.web.controls import Field, titled
from calculator.web.words import _, in_text

ACCOUNTS = {
    "in_trust": N_("Ordinary account marked “in trust”"), "formal_trust": N_("Formal trust"),
    "central": N_("The agreement holder’s own account"),
}  # fmt: skip
GIVERS = {"individual": N_("A person"), "group": N_("A group"), "organization": N_("An organization")}
CADENCE = {"monthly": N_("every month"), "once": N_("once")}
DEPOSITS = {
    "none": N_("No deposit"), "full": N_("The full cost"), "two_months": N_("The first months of support"),
    "instalments": N_("Equal monthly amounts until arrival"),
}  # fmt: skip
HABITS = {
    "budget_stages": N_("Budgets at three stages: draft, arrival, final"),
    "share_before_forms": N_("A share of the funds before the forms, all before arrival"),
    "releases": N_("One twelfth released at a time, asked for a month ahead"),
    "emergency_fund": N_("An emergency fund besides the contingency"),
    "refund_all": N_("Everything goes back if nobody arrives"),
}  # fmt: skip
WHOLE = 100


def show(trust: Trust) -> None:
    account()
    contributors()
    promises()
    loan_help()
    habits()
    family()
    parties(trust)


def _part(name: str, title: str, entries: Sequence[Any]) -> Any:
    """A closed part; open after something was added or taken out."""
    return st.expander(titled(title, entries), key=f"trust_{name}", expanded=f"part.record.{name}" in st.session_state)


def _free_id(name: str, letter: str) -> str:
    taken = {one.get("id") for one in session.value_at(("record", *name.split("."))) or []}
    return next(one for one in (f"{letter}{n}" for n in range(1, 500)) if one not in taken)


def account() -> None:
    holders = session.value_at(("record", "account", "holders")) or []
    with _part("account.holders", _("The account and its holders"), holders):
        path = ("record", "account")
        kind = controls.choice(_("Account"), (*path, "kind"), ACCOUNTS, default="in_trust")
        if kind == "in_trust":
            controls.check(_("The bank added the note “in trust”"), (*path, "has_in_trust_note"), default=True)
        if kind == "central":
            controls.check(_("There is a written agreement with the agreement holder"), (*path, "has_agreement"))
        controls.text(_("Last four digits of the account"), (*path, "last4"), longest=4)
        for i, holder in enumerate(holders):
            fields: list[Field] = [("label", "text", _("Name or initials"), None)]
            controls.entry("record.account.holders", i, fields, _("Take this holder out"), holder["id"])
        controls.add_button(
            _("Add a holder"), "record.account.holders", lambda: {"id": _free_id("account.holders", "h")}
        )


def contributors() -> None:
    people = session.value_at(("record", "contributors")) or []
    used = {one.get("contributor") for one in session.value_at(("record", "entries")) or []}
    with _part("contributors", _("Who gives"), people):
        fields: list[Field] = [
            ("kind", "choice", _("Who it is"), {"names": GIVERS, "default": "individual"}),
            ("label", "text", _("Name or initials"), None),
        ]
        for i, person in enumerate(people):
            if person["id"] in used:
                # Whoever has given stays in the list: the record names them.
                told = GIVERS.get(str(person.get("kind") or "individual"), N_("A person"))
                st.markdown(f"**{in_text(person['id'])}**: {in_text(person.get('label') or _(told))}")
            else:
                controls.entry("record.contributors", i, fields, _("Take this contributor out"), person["id"])
        controls.add_button(
            _("Add somebody who gives"), "record.contributors", lambda: {"id": _free_id("contributors", "g")}
        )


def promises() -> None:
    people = {c["id"]: c.get("label") or c["id"] for c in session.value_at(("record", "contributors")) or []}
    made = session.value_at(("record", "promises")) or []
    if not people:
        return
    with _part("promises", _("Promised, not given yet"), made):
        for i, _one in enumerate(made):
            fields: list[Field] = [
                ("contributor", "choice", _("Who gives"), {"names": people}),
                ("amount", "money", _("Amount"), None),
                ("cadence", "choice", _("How often"), {"names": CADENCE, "default": "monthly"}),
                ("from", "day", _("From"), None),
                ("to", "day", _("To"), None),
            ]
            title = _("A promise")
            controls.entry("record.promises", i, fields, _("Take this promise out"), title)
        first = next(iter(people))
        starts = session.value_at(("arrives_on",))
        controls.add_button(
            _("Add a promise"), "record.promises", lambda: {"contributor": first, "amount": "0.00", "from": starts}
        )


def loan_help() -> None:
    """Help with the immigration loan: planned money outside the minimum (R8, N40)."""
    planned = session.value_at(("record", "loan_help")) or []
    with _part("loan_help", _("Help with the immigration loan"), planned):
        for i, _one in enumerate(planned):
            fields: list[Field] = [
                ("amount", "money", _("Amount"), None),
                ("cadence", "choice", _("How often"), {"names": CADENCE, "default": "monthly"}),
                ("from", "day", _("From"), None),
                ("to", "day", _("To"), None),
            ]
            controls.entry("record.loan_help", i, fields, _("Take this help out"), _("Help with the immigration loan"))
        starts = session.value_at(("arrives_on",))
        controls.add_button(_("Plan help"), "record.loan_help", lambda: {"amount": "0.00", "from": starts})


def family() -> None:
    """What the letter to the family says of how and by whom it is paid (N36)."""
    with _part("letter", _("How the family is paid"), []):
        controls.choice(_("How"), ("record", "pays_by"), trust_words.METHODS, default="e_transfer")
        controls.text(_("From whom, as the family knows you"), ("record", "paid_by"))
        controls.text(_("Whom they may ask, and how"), ("record", "contact"))


def habits() -> None:
    """Habits of agreement holders: no rules of IRCC, each switched on by itself (R59)."""
    chosen = session.value_at(("record", "habits")) or {}
    with _part("habits", _("What the agreement holder asks for"), list(chosen)):
        st.caption(_("Habits of some agreement holders, not rules of IRCC. Ask yours, and tick what applies."))
        for name, words in HABITS.items():
            controls.check(_(words), ("record", "habits", name))
        path = ("record", "habits", "deposit")
        controls.choice(_("Deposit with the agreement holder"), path, DEPOSITS, default="none")


# --- who provides what


def parties(trust: Trust) -> None:
    known = session.value_at(("record", "parties")) or []
    used = {s["party"] for a in session.value_at(("record", "assignments")) or [] for s in a["shares"]}
    with _part("parties", _("Who provides what"), known):
        fields: list[Field] = [
            ("kind", "choice", _("Who it is"), {"names": trust_words.PARTIES}),
            ("label", "text", _("Name or initials"), None),
        ]
        for i, party in enumerate(known):
            if party["id"] in used:
                st.markdown(f"**{in_text(party['id'])}**: {in_text(_name(party))}")
            else:
                controls.entry("record.parties", i, fields, _("Take this party out"), party["id"])
        controls.add_button(
            _("Add a party"), "record.parties", lambda: {"id": _free_id("parties", "q"), "kind": "co_sponsor"}
        )
        if known:
            _assign(trust, known)


def _assign(trust: Trust, known: Sequence[Any]) -> None:
    """One line or task at a time: the share of each party in percent."""
    names = {row.target: row.name for row in trust.who_provides.checklist}
    st.write(_("Choose a line or a task, and say who provides how much of it."))
    target = st.selectbox(
        _("Line or task"), list(names), index=None, format_func=names.__getitem__, key="provides_target",
        placeholder=_("Choose one"),
    )  # fmt: skip
    if target is None:
        return
    now = {s["party"]: s.get("share", "1") for a in _assignments() if a["target"] == target for s in a["shares"]}
    keys = {}
    for party in known:
        name = _name(party)
        keys[party["id"]] = f"share.{target}.{party['id']}"
        options = [*(str(n) for n in range(WHOLE)), str(WHOLE)]
        at = _percent(now.get(party["id"], "0"))
        st.selectbox(
            _("Share of {name}, in percent", name=in_text(f"{name} ({party['id']})")), options,
            index=options.index(at) if at in options else 0, key=keys[party["id"]],
        )  # fmt: skip
    error = st.session_state.pop("provides_error", "")
    if error:
        st.error(error)
    is_task = target in trust_words.TASKS
    st.button(_("Keep these shares"), key="provides_keep", on_click=_keep, args=(target, keys, is_task))


def _name(party: Mapping[str, Any]) -> str:
    kind = trust_words.PARTIES[str(party["kind"])]
    return str(party.get("label") or _(kind))


def _assignments() -> list[Any]:
    return session.value_at(("record", "assignments")) or []


def _percent(share: str) -> str:
    """A share of the file, such as 0.25, as whole percents."""
    whole, _dot, part = str(share).partition(".")
    return str(int(f"{whole}{part.ljust(2, '0')[:2]}"))


def _share(percent: str) -> str:
    return "1" if percent == str(WHOLE) else f"0.{percent.zfill(2)}"


def _keep(target: str, keys: dict[str, str], is_task: bool) -> None:
    typed = {party: str(st.session_state.get(key) or "0") for party, key in keys.items()}
    given = {party: percent for party, percent in typed.items() if percent != "0"}
    if given and not is_task and not is_whole({party: int(percent) for party, percent in given.items()}):
        st.session_state.provides_error = _("The shares of a line must add up to 100 percent.")
        return
    others = [a for a in _assignments() if a["target"] != target]
    new = [{"target": target, "shares": [{"party": p, "share": _share(n)} for p, n in given.items()]}] if given else []
    session.change(("record", "assignments"), [*others, *new] or None)
    st.session_state["part.record.parties"] = True



"""Steps 1 to 3 of the page "Plan": where and when, who, which home; each asked only where the answer matters.

The step after them is in ``more``, the fields in ``controls``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from calculator import view
from calculator.web import controls, parts, session
from calculator.web.words import (
    GIVERS,
    HOMES,
    ROLES,
    SHARED_LINES,
    SPONSORS,
    STREAMS,
    _,
    cash,
    line,
    ngettext,
    said,
)

DISABILITY_MATTERS = ("MB", "SK")
"""Provinces whose sheets have an amount for it (R25.4); elsewhere the question would change nothing."""


def where_and_when() -> None:
    left, right = st.columns(2)
    with left:
        controls.community(_("Community where the family will live"), ("community",))
    with right:
        controls.day(_("Arrival date (a guess will do)"), ("arrives_on",))
    left, right = st.columns(2)
    with left:
        stream = controls.choice(_("Programme"), ("stream",), STREAMS, default="PSR")
    with right:
        if stream != "GAR":
            controls.choice(_("Who sponsors"), ("sponsor",), SPONSORS, default="SAH")


def family() -> None:
    people = st.session_state.draft["people"]
    province = session.province()
    for i in range(len(people)):
        with st.container(border=True, key=f"person{i}"):
            parts.part(f"person {i}", partial(_person, i, province), partial(_person_shows, i))
    with st.container(horizontal=True):
        roles = [p.get("role") for p in people]
        if "spouse" not in roles:
            _add_person(_("Add a spouse"), "spouse")
        _add_person(_("Add a child"), "child")
        _add_person(_("Add another person"), "dependant")
    st.caption(ngettext("{n} person", "{n} people", len(people)))
    _together()


def may_be_apart(people: list[dict[str, Any]]) -> bool:
    """Whether somebody may have another budget than the family, or belong to another application."""
    if any(p.where.endswith((".role", ".unit", ".family")) for p in st.session_state.result.problems):
        return True
    return any(
        p.get("unit")
        or p.get("family")
        or p.get("role") in ("dependant", "de_facto")
        or (p.get("role") == "child" and (view.age_at(p, session.arrival()) or 0) >= view.ADULT_FROM)
        for p in people
    )


def _together() -> None:
    """Who is budgeted with whom, where a group knows better than the rules; only with somebody to part."""
    people = st.session_state.draft["people"]
    if not may_be_apart(people):
        return
    asked = [i for i, p in enumerate(people) if p.get("role") not in ("principal", "spouse") or p.get("unit")]
    title = _("Separate budgets and linked applications")
    has_own = [p for p in people if p.get("unit") or p.get("family", "family") != "family"]
    names = [session.where(("people", i, name)) for i in range(len(people)) for name in ("unit", "family")]
    is_wrong = any(p.where in names for p in st.session_state.result.problems)
    box = controls.opened(controls.titled(title, has_own), "part.units", is_open=is_wrong)
    if box is None:
        return
    with box:
        st.caption(
            _(
                "The rules part the budgets by themselves: a dependant who is an adult has one of their own (R11). "
                "Choose here only what was decided otherwise, or who came under a second, linked application (R10)."
            )
        )
        families = {"family": _("First application")}
        families |= {name: _("Linked application {n}", n=name[-1]) for name in ("family 2", "family 3", "family 4")}
        families |= {p["family"]: p["family"] for p in people if p.get("family", "family") not in families}
        for i, person in enumerate(people):
            of = str(person.get("family", "family"))
            units = {None: _("As the rules say"), of: _("With the family"), person["id"]: _("A budget of their own")}
            units |= {p["unit"]: p["unit"] for p in people if p.get("unit") and p["unit"] not in units}
            left, right = st.columns(2)
            with left:
                controls.choice(
                    _("Application of {person}", person=person["id"]),
                    ("people", i, "family"),
                    families,
                    default="family",
                    help=_("Each application has a principal applicant of its own and is budgeted apart."),
                )
            if i in asked:
                with right:
                    controls.choice(
                        _("Budget of {person}", person=person["id"]),
                        ("people", i, "unit"),
                        units,
                        help=_("An adult with a budget of their own gets the rates of a single person."),
                    )


def _add_person(label: str, role: str) -> None:
    taken = {p["id"] for p in st.session_state.draft["people"]}
    names = (_("person {n}", n=str(n)) for n in range(1, 99))
    free = next(name for name in names if name not in taken)
    controls.add_button(label, "people", lambda: {"id": free, "role": role}, key=role)


def _person_shows(i: int) -> object:
    """What is asked about a person; the age stands in its field already."""
    age = view.age_at(st.session_state.draft["people"][i], session.arrival())
    text = session.text_at(("people", i), without=("born_on", "age_at_arrival"))
    return text, age is None, view.is_asked_for_school(age)


def _person(i: int, province: str) -> None:
    person = st.session_state.draft["people"][i]
    widths = [2, 3, 3, 1]
    columns = st.columns(widths, vertical_alignment="bottom")
    with columns[0]:
        _label_of_person(i, person)
    with columns[1]:
        controls.choice(_("Role of {person}", person=person["id"]), ("people", i, "role"), ROLES)
    with columns[2]:
        controls.age(_("Age on arrival or birth date of {person}", person=person["id"]), i)
    with columns[3]:
        st.button(
            _("Remove"),
            key=f"remove.people.{i}.{st.session_state.generation}",
            on_click=parts.edit(session.take_out),
            args=("people", i),
            disabled=len(st.session_state.draft["people"]) < 2,
            width="stretch",
            help=_("Take {person} out of the plan", person=person["id"]),
        )
    age = view.age_at(person, session.arrival())
    with st.container(gap="xsmall"):
        if view.is_asked_for_school(age) or person.get("in_secondary_school") is not None:
            controls.check(
                _("{person} goes to secondary school full-time, with proof", person=person["id"]),
                ("people", i, "in_secondary_school"),
                default=age is not None and not view.is_asked_for_school(age),
            )
        if province in DISABILITY_MATTERS or person.get("is_disabled"):
            controls.check(_("{person} has a disability", person=person["id"]), ("people", i, "is_disabled"))
        if person.get("role") != "principal" and (person.get("arrives_on") or age is not None):
            later = f"later.{i}.{st.session_state.generation}"
            is_later = st.checkbox(
                _("{person} arrives later", person=person["id"]),
                value=bool(person.get("arrives_on")),
                key=later,
                on_change=_later,
                args=(i, later),
            )
            if is_later:
                controls.day(
                    _("Arrival of {person} (One-Year Window)", person=person["id"]),
                    ("people", i, "arrives_on"),
                )
    controls.messages(("people", i))


@parts.edit
def _later(i: int, key: str) -> None:
    if not st.session_state[key]:
        session.change(("people", i, "arrives_on"), None)


def _label_of_person(i: int, person: dict[str, Any]) -> None:
    key = controls.key_of(("people", i, "id"))
    st.text_input(
        _("Label {n} (no name)", n=session.ordinal(i)),
        value=person["id"],
        key=key,
        max_chars=40,
        on_change=_rename,
        args=(i, key),
        autocomplete="off",
    )
    controls.messages(("people", i, "id"))


@parts.edit
def _rename(i: int, key: str) -> None:
    new = " ".join(str(st.session_state[key] or "").split())
    if new:
        session.rename(i, new)
    session.renew()


def meals() -> int | None:
    """The place of the gift of meals while the family lives with a sponsor, if there is one (R28)."""
    gifts = session.value_at(("in_kind",)) or []
    found = (i for i, g in enumerate(gifts) if g.get("line") == "basic" and g.get("lives_with_signer"))
    return next((i for i in found if gifts[i].get("given_by", "signer") == "signer"), None)


def mode_of_home() -> str:
    """The answer to the first question about the home, told from the draft."""
    entries = session.value_at(("housing",)) or []
    if not entries:
        return "planning"
    if not entries[0].get("free"):
        return "rent"
    return "with_sponsor" if entries[0].get("given_by") == "signer" and meals() is not None else "free"


def home() -> None:
    """Where the family lives."""
    entries = session.value_at(("housing",)) or []
    now = mode_of_home()
    key = controls.key_of(("housing", "mode"))
    st.radio(
        _("Where will the family live?"),
        list(HOMES),
        index=list(HOMES).index(now),
        key=key,
        format_func=said(HOMES),
        on_change=_choose_home,
        args=(key,),
    )
    draw: dict[str, Callable[[], None]] = {
        "rent": partial(_rent, 0), "free": partial(_free, 0), "with_sponsor": _with_sponsor,
    }  # fmt: skip
    if now in draw:
        parts.part("home 0", draw[now], partial(_home_shows, 0))
    for i in range(1, len(entries)):
        with st.container(border=True):
            parts.part(f"home {i}", partial(_later_home, i), partial(_home_shows, i))
    if entries:
        with st.container(horizontal=True):
            controls.add_button(_("Add a later rent"), "housing", lambda: {"rent": "0.00"}, key="rent")
            controls.add_button(_("Add a later free home"), "housing", lambda: {"free": True}, key="free")
    if entries or session.value_at(("sharing",)):
        _sharing()


def _home_shows(i: int) -> object:
    typed = session.text_at(("housing", i), without=controls.TYPED)
    report = st.session_state.result.report
    if mode_of_home() != "with_sponsor" or report is None:
        return typed
    return typed, session.text_at(("in_kind",), ("options",)), view.meals(report)


def _later_home(i: int) -> None:
    st.markdown(_("**Another home, or a later one**"))
    left, right = st.columns(2)
    with left:
        controls.day(_("From"), ("housing", i, "from"))
    with right:
        controls.choice(_("Family unit"), ("housing", i, "unit"), {None: _("Everybody")} | controls.unit_names())
    if session.value_at(("housing", i, "free")):
        _free(i)
    else:
        _rent(i)
    st.button(
        _("Remove"),
        key=f"remove.housing.{i}.{st.session_state.generation}",
        on_click=parts.edit(session.take_out),
        args=("housing", i),
    )


def _rent(i: int) -> None:
    columns = st.columns(3)
    with columns[0]:
        controls.money(
            _("Rent a month"),
            ("housing", i, "rent"),
            help=_("The family's own share, if it is shared."),
            is_monthly=True,
        )
    with columns[1]:
        controls.money(_("Utilities a month, if not in the rent"), ("housing", i, "utilities"))
    if session.province() == "NL":
        with columns[2]:
            controls.choice(
                _("Is heating in the rent?"), ("housing", i, "heat_in_rent"), {True: _("Yes"), False: _("No")}
            )
        if session.value_at(("housing", i, "heat_in_rent")) is False:
            controls.money(_("Heating cost a month"), ("housing", i, "fuel"))
    controls.messages(("housing", i))


def _free(i: int) -> None:
    columns = st.columns(2)
    with columns[0]:
        controls.choice(
            _("Who gives the home?"),
            ("housing", i, "given_by"),
            GIVERS,
            default="non_signer",
            help=_("It counts only if it is suitable and complete, with heat, water and furniture."),
        )
    with columns[1]:
        controls.check(_("It is suitable and complete"), ("housing", i, "is_complete"), default=True)
    controls.messages(("housing", i))


def _with_sponsor() -> None:
    """A home in the house of a signer, and meals at their table up to the limit of R28."""
    i = meals() or 0
    st.caption(
        _(
            "Their home counts in full if it is suitable and complete. Meals count up to the share you choose, "
            "half of basic needs at most, in whole months of the stay. Add a later rent below when they will move out."
        )
    )
    columns = st.columns(4, vertical_alignment="bottom")
    with columns[0]:
        shares = {n: _("{n} % of basic needs", n=str(n)) for n in (10, 20, 25, 30, 40, 50)}
        held = session.value_at(("options", "basic_inkind_pct")) or 0
        controls.choice(
            _("Meals they share count up to"),
            ("options", "basic_inkind_pct"),
            {0: _("Meals are not counted"), **shares} | ({} if held in (0, *shares) else {held: f"{held} %"}),
            default=0,
            help=_("Only with somebody who signed the undertaking, and only if the family agrees (R28)."),
        )
    with columns[1]:
        controls.money(
            _("Value of the meals a month, if known"),
            ("in_kind", i, "value"),
            help=_("Without a value the whole share counts."),
        )
    with columns[2]:
        controls.day(_("Stay from"), ("in_kind", i, "from"), help=_("Empty: from arrival."))
    with columns[3]:
        controls.day(_("Stay until"), ("in_kind", i, "to"), help=_("Empty: to the end of support."))
    report = st.session_state.result.report
    filled = view.meals(report) if report is not None else None
    if filled is not None:
        st.caption(
            _(
                "Meals: {counted} counted a month, of basic needs of {basic}.",
                counted=cash(filled.counted_cents),
                basic=cash(filled.basic_cents),
            )
        )
    controls.check(_("It is suitable and complete"), ("housing", 0, "is_complete"), default=True)
    controls.messages(("housing", 0))
    controls.messages(("in_kind", i))


def _sharing() -> None:
    """Amounts taken off because people share a home: only four lines, always with a reason (R18)."""
    entries = session.value_at(("sharing",)) or []
    title = controls.titled(_("Less, because the home is shared"), entries)
    if (box := controls.opened(title, "part.sharing", is_open=controls.has_problem("sharing"))) is not None:
        with box:
            parts.part("sharing", _sharing_now, partial(session.text_at, ("sharing",), without=controls.TYPED))


def _sharing_now() -> None:
    st.caption(
        _(
            "If the family agrees and lacks nothing, the amounts for household goods, furniture, connection "
            "and shelter may be lower. Nothing else may, and no percentage is foreseen: enter the amount "
            "and why."
        )
    )
    for i, entry in enumerate(session.value_at(("sharing",)) or []):
        fields: list[controls.Field] = [
            ("line", "choice", _("What is shared"), {"names": {name: line(name) for name in SHARED_LINES}}),
            (
                "amount",
                "money",
                _("Amount taken off"),
                {"help": _("Shelter: each month. The others: once. Never more than the line.")},
            ),
            (
                "reason",
                "text",
                _("Reason"),
                {
                    "placeholder": _("shared kitchen; the family agrees"),
                    "help": _("Without a reason nothing is taken off."),
                },
            ),
            *controls.unit_field(entry),
        ]
        name = session.ordinal(i)
        controls.entry("sharing", i, fields, _("Take this entry out"), _("Shared, {n}", n=name))
    new = {"line": "furniture", "amount": "0.00"}
    controls.add_button(_("Add something shared"), "sharing", lambda: new)


@parts.edit
def _choose_home(key: str) -> None:
    mode = st.session_state[key]
    session.remember()
    _no_meals()
    rest = (session.value_at(("housing",)) or [])[1:]
    homes: dict[str, dict[str, Any]] = {
        "rent": {"rent": "0.00"},
        "free": {"free": True},
        "with_sponsor": {"free": True, "given_by": "signer"},
    }
    first = homes.get(mode)
    session.forget_typed("housing")
    if first:
        st.session_state.draft["housing"] = [first, *rest]
    else:
        st.session_state.draft.pop("housing", None)
    if mode == "with_sponsor":
        gift = {"line": "basic", "given_by": "signer", "lives_with_signer": True}
        session.put(("in_kind",), [*(session.value_at(("in_kind",)) or []), gift])


def _no_meals() -> None:
    """Meals end with the stay: the gift and its share go when another home is chosen."""
    if mode_of_home() == "with_sponsor":
        left = [g for i, g in enumerate(session.value_at(("in_kind",))) if i != meals()]
        session.forget_typed("in_kind")
        session.put(("in_kind",), left or None)
        session.put(("options", "basic_inkind_pct"), None)

"""Steps 1 and 2 of the page "Plan": where and when, and who; each asked only where the answer matters.

The steps after them are in ``home`` and ``more``, the fields in ``controls``.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from calculator import view
from calculator.web import controls, parts, session
from calculator.web.words import ROLES, SPONSORS, STREAMS, _, ngettext

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

"""The questions of the page "Plan", each asked only where the answer matters. Fields are in ``controls``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from calculator import view
from calculator.web import controls, session
from calculator.web.controls import Field
from calculator.web.words import (
    CADENCES,
    CONDITION_KINDS,
    EVENT_KINDS,
    EXTRA_KINDS,
    GIVERS,
    HOMES,
    IN_KIND_LINES,
    INCOME_KINDS,
    ITEM_KINDS,
    ROLES,
    SPONSORS,
    START_UP_LINES,
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
    if stream == "PSR" and session.value_at(("months",)) is not None:
        controls.number(_("Months of support"), ("months",), 1, 36, 12)


def family() -> None:
    people = st.session_state.draft["people"]
    province = session.province()
    for i, person in enumerate(people):
        with st.container(border=True, key=f"person{i}"):
            _person(i, person, province)
    with st.container(horizontal=True):
        roles = [p.get("role") for p in people]
        if "spouse" not in roles:
            _add_person(_("Add a spouse"), "spouse")
        _add_person(_("Add a child"), "child")
        _add_person(_("Add another person"), "dependant")
    st.caption(ngettext("{n} person", "{n} people", len(people)))


def _add_person(label: str, role: str) -> None:
    taken = {p["id"] for p in st.session_state.draft["people"]}
    names = (_("person {n}", n=str(n)) for n in range(1, 99))
    free = next(name for name in names if name not in taken)
    controls.add_button(label, "people", lambda: {"id": free, "role": role}, key=role)


def _person(i: int, person: dict[str, Any], province: str) -> None:
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
            on_click=session.take_out,
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


def _rename(i: int, key: str) -> None:
    new = " ".join(str(st.session_state[key] or "").split())
    if new:
        session.rename(i, new)
    session.renew()


def home() -> None:
    entries = session.value_at(("housing",)) or []
    first = entries[0] if entries else {}
    now = "free" if first.get("free") else "rent" if entries else "planning"
    key = controls.key_of(("housing", "mode"))
    st.radio(
        _("Where will the family live?"),
        list(HOMES),
        index=list(HOMES).index(now),
        key=key,
        format_func=said(HOMES),
        on_change=_home,
        args=(key,),
    )
    if now == "rent":
        _rent(0)
    elif now == "free":
        _free(0)
    for i in range(1, len(entries)):
        with st.container(border=True):
            st.markdown(_("**Another home, or a later one**"))
            left, right = st.columns(2)
            with left:
                controls.day(_("From"), ("housing", i, "from"))
            with right:
                controls.choice(
                    _("Family unit"), ("housing", i, "unit"), {None: _("Everybody")} | controls.unit_names()
                )
            if session.value_at(("housing", i, "free")):
                _free(i)
            else:
                _rent(i)
            st.button(
                _("Remove"),
                key=f"remove.housing.{i}.{st.session_state.generation}",
                on_click=session.take_out,
                args=("housing", i),
            )
    if entries:
        with st.container(horizontal=True):
            controls.add_button(_("Add a later rent"), "housing", lambda: {"rent": "0.00"}, key="rent")
            controls.add_button(_("Add a later free home"), "housing", lambda: {"free": True}, key="free")


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


def _home(key: str) -> None:
    mode = st.session_state[key]
    session.remember()
    rest = (session.value_at(("housing",)) or [])[1:]
    first = {"rent": {"rent": "0.00"}, "free": {"free": True}}.get(mode)
    session.forget_typed("housing")
    if mode == "rent":
        st.session_state.draft["housing"] = [{}, *rest]
        session.put(("housing", 0, "rent"), None)
        st.session_state.draft["housing"][0] = {"rent": "0.00"}
    elif first:
        st.session_state.draft["housing"] = [first, *rest]
    else:
        st.session_state.draft.pop("housing", None)


def more() -> None:
    """Parts that many plans do not need, closed until opened; open when something is in them."""
    _part(_("Gifts in kind"), "in_kind", _gift_fields(), _("Add a gift"), {"line": "furniture"}, _gift_words())
    _part(
        _("Things bought, with receipts"),
        "purchases",
        _purchase_fields(),
        _("Add a purchase"),
        {"line": "winter", "amount": "0.00"},
        _("Bought new for or with the family; counts in full."),
    )
    _part(
        _("Earnings and other income"),
        "income",
        _income_fields(),
        _("Add an income"),
        _new_income(),
        _(
            "Net pay each month. Half of the full support may be earned before support goes down. The "
            "Canada Child "
            "Benefit never counts."
        ),
    )
    _special_needs()
    _part(
        _("Extras, deposits and top-ups"),
        "extras",
        _extra_fields(),
        _("Add an extra"),
        {"label": _("Extra"), "amount": "0.00"},
        _("Planned on top of the minimum, so that it is not forgotten."),
    )
    _events()
    _part(
        _("Money the family brings"),
        "assets",
        _asset_fields(),
        _("Add money of their own"),
        {"amount": "0.00"},
        _("Only if the group decided to count it; an exempt part is left to the family."),
    )
    _choices()


def has_problem(name: str) -> bool:
    """Whether a message belongs to a closed part of the form, which is opened for it."""
    return any(problem.where.startswith(name) for problem in st.session_state.result.problems)


def titled(title: str, entries: Sequence[Any]) -> str:
    """The title of a part, with the number of entries in it."""
    return f"{title} ({len(entries)})" if entries else title


def _part(title: str, name: str, fields: list[Field], label: str, new: dict[str, Any], words: str) -> None:
    entries = session.value_at((name,)) or []
    if (box := controls.opened(titled(title, entries), f"part.{name}", is_open=has_problem(name))) is not None:
        with box:
            st.caption(words)
            for i, _entry in enumerate(entries):
                controls.entry(name, i, fields, _("Take this entry out"), f"{title} {session.ordinal(i)}")
                if name == "in_kind":
                    _cap(i)
            controls.add_button(label, name, lambda: new)


def _gift_words() -> str:
    return _(
        "Used goods and help that somebody gives. Each line counts up to a limit, which is shown as it "
        "fills. "
        "Mattresses, opened food, undergarments and footwear may not be given used."
    )


def _cap(i: int) -> None:
    """How full the limit of the line is."""
    report = st.session_state.result.report
    name = session.value_at(("in_kind", i, "line"))
    if report is None:
        return
    for unit in report["units"]:
        for x in unit["start_up"]["lines"]:
            if x["line"] == name and x["in_kind_cap_cents"]:
                st.caption(
                    _(
                        "{line}: {counted} counted of at most {cap}",
                        line=line(name),
                        counted=cash(x["in_kind_cents"]),
                        cap=cash(x["in_kind_cap_cents"]),
                    )
                )
                return


def _gift_fields() -> list[Field]:
    fields: list[Field] = [
        ("line", "choice", _("What for"), {"names": {name: line(name) for name in IN_KIND_LINES}}),
        ("value", "money", _("Estimated value"), None),
        ("item", "text", _("What it is"), {"placeholder": _("sofa, table, four beds")}),
        (
            "given_by",
            "choice",
            _("Who gives it"),
            {"names": {k: GIVERS[k] for k in ("signer", "non_signer")}, "default": "signer"},
        ),
        ("kind", "choice", _("Is it one of these?"), {"names": ITEM_KINDS, "default": ""}),
        ("is_kept", "check", _("The family keeps it"), {"default": True}),
    ]
    lines = [g.get("line") for g in session.value_at(("in_kind",)) or []]
    if "basic" in lines:
        fields.append(("lives_with_signer", "check", _("The family lives with a signer"), None))
    return fields


def _purchase_fields() -> list[Field]:
    return [
        ("line", "choice", _("What for"), {"names": {name: line(name) for name in START_UP_LINES}}),
        ("amount", "money", _("Amount"), None),
        ("receipt", "text", _("Receipt"), {"placeholder": _("shop and number, no names")}),
    ]


def _income_fields() -> list[Field]:
    return [
        ("person", "person", _("Who earns"), None),
        ("kind", "choice", _("Kind of income"), {"names": INCOME_KINDS, "default": "employment"}),
        ("net", "money", _("Net amount a month"), None),
        ("from", "day", _("From"), None),
        ("to", "day", _("Until"), None),
    ]


def _new_income() -> dict[str, Any]:
    return {"person": st.session_state.draft["people"][0]["id"], "net": "0.00"}


def _extra_fields() -> list[Field]:
    return [
        ("label", "text", _("What it is for"), None),
        ("amount", "money", _("Amount"), None),
        ("cadence", "choice", _("How often"), {"names": CADENCES, "default": "monthly"}),
        ("kind", "choice", _("Kind"), {"names": EXTRA_KINDS, "default": "extra"}),
        ("from", "day", _("From"), None),
        ("to", "day", _("Until"), None),
    ]


def _asset_fields() -> list[Field]:
    return [
        ("amount", "money", _("Amount"), None),
        ("to_loan", "money", _("Of it, paid on the travel loan"), None),
        ("received_on", "day", _("Received on"), None),
    ]


def _special_needs() -> None:
    entries = session.value_at(("conditions",)) or []
    if (
        box := controls.opened(
            titled(_("Special diet or pregnancy"), entries), "part.conditions", is_open=has_problem("conditions")
        )
    ) is not None:
        with box:
            st.caption(_("With a note of a doctor or nurse practitioner. Add the birth itself under “Changes”."))
            for i, entry in enumerate(entries):
                fields: list[Field] = [("note_on", "day", _("Date of the note"), None)]
                kind = str(entry.get("kind"))
                if kind == "pregnancy":
                    fields = [
                        ("person", "person", _("Who"), None),
                        *fields,
                        ("due_on", "day", _("Due date"), None),
                        ("children", "number", _("Children expected"), (1, 6, 1)),
                    ]
                else:
                    fields = [*fields, ("ends_on", "day", _("Until"), None)]
                controls.entry("conditions", i, fields, _("Take this entry out"), _(CONDITION_KINDS[kind]))
            on = session.value_at(("arrives_on",))
            person = st.session_state.draft["people"][0]["id"]
            with st.container(horizontal=True):
                controls.add_button(
                    _("Add a special diet"),
                    "conditions",
                    lambda: {"kind": "special_diet", "note_on": on},
                    key="diet",
                )
                controls.add_button(
                    _("Add a pregnancy"),
                    "conditions",
                    lambda: {"kind": "pregnancy", "person": person, "note_on": on, "due_on": on},
                    key="pregnancy",
                )


def _event_fields(kind: str) -> list[Field]:
    fields: list[Field] = [("on", "day", _("On"), None)]
    if kind == "birth":
        return [*fields, ("children", "number", _("Children"), (1, 6, 1))]
    if kind == "move":
        return [*fields, ("community", "community", _("New community"), None)]
    if kind in ("adult_child_leaves", "separation"):
        return [
            *fields,
            ("people", "people", _("Who leaves"), None),
            ("unit", "text", _("Label of the new household"), None),
            ("is_supported", "check", _("The sponsor goes on supporting them"), {"default": True}),
            ("with_start_up", "check", _("A new start-up is owed"), None),
        ]
    if kind == "absence":
        return [
            *fields,
            ("to", "day", _("Until"), None),
            ("people", "people", _("Who is away"), None),
            ("is_counted", "check", _("They stay in the budget"), {"default": True}),
        ]
    if kind in ("death", "school_starts", "school_ends"):
        return [*fields, ("person", "person", _("Who"), None)]
    return [*fields, ("reason", "text", _("Reason"), None)]


def _new_event(kind: str) -> dict[str, Any]:
    new: dict[str, Any] = {"kind": kind, "on": session.value_at(("arrives_on",))}
    first = st.session_state.draft["people"][0]["id"]
    if kind in ("adult_child_leaves", "separation", "absence"):
        new["people"] = [st.session_state.draft["people"][-1]["id"]]
    if kind in ("adult_child_leaves", "separation"):
        new["unit"] = _("second household")
    if kind in ("death", "school_starts", "school_ends"):
        new["person"] = first
    if kind == "move":
        new["community"] = session.value_at(("community",))
    return new


def _events() -> None:
    entries = session.value_at(("events",)) or []
    if (
        box := controls.opened(
            titled(_("Changes during the period"), entries), "part.events", is_open=has_problem("events")
        )
    ) is not None:
        with box:
            st.caption(_("Birthdays count by themselves. Each change shows its effect in the months."))
            for i, entry in enumerate(entries):
                kind = entry.get("kind", "")
                title = _(EVENT_KINDS[kind]) if kind in EVENT_KINDS else kind
                controls.entry("events", i, _event_fields(kind), _("Take this entry out"), title)
            key = f"new_event.{st.session_state.generation}"
            kind = st.selectbox(_("Kind of change"), list(EVENT_KINDS), format_func=said(EVENT_KINDS), key=key)
            is_ready = bool(session.value_at(("arrives_on",)))
            st.button(
                _("Add this change"),
                key="add.events",
                icon=":material/add:",
                disabled=not is_ready,
                on_click=lambda: session.add("events", _new_event(st.session_state[key])),
            )


def _choices() -> None:
    """Parameters a group may choose; all have the rule book's default."""
    if (
        box := controls.opened(_("Choices the rules leave open"), "part.options", is_open=has_problem("options"))
    ) is not None:
        with box:
            left, right = st.columns(2)
            with left:
                controls.choice(
                    _("Calendar"),
                    ("options", "prorate"),
                    {
                        "rstp13": _("Calendar months, thirteen parts (RSTP)"),
                        "equal": _("Twelve equal sponsorship months"),
                        "rap365": _("Calendar months, by days (RAP)"),
                    },
                    default="rstp13",
                )
                controls.choice(
                    _("Earnings lower support"),
                    ("options", "lag"),
                    {0: _("in the same month"), 1: _("one month later"), 2: _("two months later")},
                    default=1,
                )
                controls.check(
                    _("Lower support because of earnings"), ("options", "apply_income_reduction"), default=True
                )
                controls.check(_("Count money the family brings"), ("options", "assets_apply"))
            with right:
                controls.number(_("Contingency, percent"), ("options", "contingency_pct"), 0, 50, 5)
                controls.choice(
                    _("Start-up for a child who turns 18"),
                    ("options", "topup_at_18"),
                    {"personal": _("personal items"), "full": _("full difference"), "none": _("none")},
                    default="personal",
                )
                controls.check(_("The host signed the undertaking"), ("options", "host_signed"))
                if session.province() == "SK":
                    controls.choice(
                        _("Saskatchewan shelter group"),
                        ("options", "sk_group"),
                        {name: name for name in ("Saskatoon/Regina", "Moose Jaw", "Prince Albert")},
                    )

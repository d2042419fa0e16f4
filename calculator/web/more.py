"""The last step of the page "Plan": the parts that many plans do not need, closed until opened.

Steps 1 to 3 are in ``forms``, the fields in ``controls``. A part whose answer cannot matter is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from calculator.household import NOT_INCOME
from calculator.web import controls, forms, parts, session
from calculator.web.controls import Field
from calculator.web.words import (
    CADENCES,
    CONDITION_KINDS,
    EVENT_KINDS,
    EXTRA_KINDS,
    GIVERS,
    IN_KIND_LINES,
    INCOME_KINDS,
    ITEM_KINDS,
    PAYERS,
    START_UP_LINES,
    _,
    cash,
    line,
    said,
)


def show() -> None:
    """Parts that many plans do not need, closed until opened; open when something is in them."""
    _part(_("Gifts in kind"), "in_kind", _gift_fields, _("Add a gift"), {"line": "furniture"}, _gift_words())
    _part(
        _("Things bought, with receipts"),
        "purchases",
        _purchase_fields,
        _("Add a purchase"),
        {"line": "winter", "amount": "0.00"},
        _("Bought new for or with the family; counts in full."),
    )
    _part(
        _("Earnings and other income"),
        "income",
        _income_fields,
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
        _extra_fields,
        _("Add an extra"),
        {"label": _("Extra"), "amount": "0.00"},
        _("Planned on top of the minimum, so that it is not forgotten."),
    )
    _events()
    _part(
        _("Money the family brings"),
        "assets",
        _asset_fields,
        _("Add money of their own"),
        {"amount": "0.00"},
        _("Only if the group decided to count it; an exempt part is left to the family."),
    )
    _payers()
    _choices()


Fields = Callable[[Mapping[str, Any]], list[Field]]
"""The fields of an entry: what is asked depends on what is in it."""


def _part(title: str, name: str, fields: Fields, label: str, new: dict[str, Any], words: str) -> None:
    title_now, is_open = controls.titled(title, session.value_at((name,)) or []), controls.has_problem(name)
    if (box := controls.opened(title_now, f"part.{name}", is_open=is_open)) is not None:
        _in(box, name, partial(_entries, title, name, fields, label, new, words))


def _entries(title: str, name: str, fields: Fields, label: str, new: dict[str, Any], words: str) -> None:
    st.caption(words)
    for i, entry in enumerate(session.value_at((name,)) or []):
        if name == "in_kind" and i == forms.meals() and forms.mode_of_home() == "with_sponsor":
            st.caption(_("The meals with the sponsor are in step 3."))
            continue
        controls.entry(name, i, fields(entry), _("Take this entry out"), f"{title} {session.ordinal(i)}")
        if name == "in_kind":
            _cap(i)
    controls.add_button(label, name, lambda: new)


def _in(box: Any, name: str, draw: Callable[[], None]) -> None:
    """The content of an open part of the form."""
    with box:
        parts.part(f"more.{name}", draw, partial(_shows, name))


def _shows(name: str) -> object:
    """What was entered, and with gifts how full the limits are."""
    report = st.session_state.result.report
    units = report["units"] if report is not None and name == "in_kind" else []
    filled = [(x["line"], x["in_kind_cents"], x["in_kind_cap_cents"]) for u in units for x in u["start_up"]["lines"]]
    return session.text_at((name,), ("months",), without=controls.TYPED), filled


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


def _gift_fields(gift: Mapping[str, Any]) -> list[Field]:
    of = gift.get("line")
    givers = {k: GIVERS[k] for k in ("signer", "non_signer")}
    fields: list[Field] = [
        ("line", "choice", _("What for"), {"names": {name: line(name) for name in IN_KIND_LINES}}),
        ("value", "money", _("Estimated value"), None),
        ("item", "text", _("What it is"), {"placeholder": _("sofa, table, four beds")}),
        ("given_by", "choice", _("Who gives it"), {"names": givers, "default": "signer"}),
    ]
    if of == "basic":
        fields.append(("lives_with_signer", "check", _("The family lives with a signer"), None))
    elif gift.get("given_by") == "non_signer":
        planned = _("It was planned before or right at arrival")
        fields.append(("is_planned", "check", planned, {"default": True, "help": _("Otherwise it does not count.")}))
    if of in ("basic", "transport"):
        fields += [("from", "day", _("From"), None), ("to", "day", _("Until"), None)]
    else:
        fields.append(("kind", "choice", _("Is it one of these?"), {"names": ITEM_KINDS, "default": ""}))
    if gift.get("kind") == "mattress":
        fields.append(("is_new", "check", _("It is new"), {"help": _("A used mattress does not count.")}))
    if of == "furniture" or gift.get("is_kept") is False:
        fields.append(("is_kept", "check", _("The family keeps it"), {"default": True}))
    return [*fields, *controls.unit_field(gift)]


def _purchase_fields(purchase: Mapping[str, Any]) -> list[Field]:
    return [
        ("line", "choice", _("What for"), {"names": {name: line(name) for name in START_UP_LINES}}),
        ("amount", "money", _("Amount"), None),
        ("receipt", "text", _("Receipt"), {"placeholder": _("shop and number, no names")}),
        *controls.unit_field(purchase),
    ]


def _income_fields(income: Mapping[str, Any]) -> list[Field]:
    fields: list[Field] = [
        ("person", "person", _("Who earns"), None),
        ("kind", "choice", _("Kind of income"), {"names": INCOME_KINDS, "default": "employment"}),
        ("net", "money", _("Net amount a month"), None),
        ("from", "day", _("From"), None),
        ("to", "day", _("Until"), None),
    ]
    if income.get("kind") in NOT_INCOME:
        fields.append(("is_counted", "check", _("Count it as income"), {"help": _("No rule says so: ask first.")}))
    return fields


def _new_income() -> dict[str, Any]:
    return {"person": st.session_state.draft["people"][0]["id"], "net": "0.00"}


def _extra_fields(extra: Mapping[str, Any]) -> list[Field]:
    return [
        ("label", "text", _("What it is for"), None),
        ("amount", "money", _("Amount"), None),
        ("cadence", "choice", _("How often"), {"names": CADENCES, "default": "monthly"}),
        ("kind", "choice", _("Kind"), {"names": EXTRA_KINDS, "default": "extra"}),
        ("from", "day", _("From"), None),
        ("to", "day", _("Until"), None),
        *controls.unit_field(extra),
    ]


def _asset_fields(asset: Mapping[str, Any]) -> list[Field]:
    return [
        ("amount", "money", _("Amount"), None),
        ("to_loan", "money", _("Of it, paid on the travel loan"), None),
        ("received_on", "day", _("Received on"), None),
        *controls.unit_field(asset),
    ]


def _special_needs() -> None:
    entries = session.value_at(("conditions",)) or []
    title, is_open = controls.titled(_("Special diet or pregnancy"), entries), controls.has_problem("conditions")
    if (box := controls.opened(title, "part.conditions", is_open=is_open)) is not None:
        _in(box, "conditions", _special_needs_now)


def _special_needs_now() -> None:
    st.caption(_("With a note of a doctor or nurse practitioner. Add the birth itself under “Changes”."))
    for i, entry in enumerate(session.value_at(("conditions",)) or []):
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


def _event_fields(kind: str, event: Mapping[str, Any]) -> list[Field]:
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
    if kind in ("hospital", "prison"):
        return [*fields, ("to", "day", _("Until"), None), ("person", "person", _("Who"), None)]
    if kind == "top_up":
        help = _(
            "Extra money the sponsor gives every month. It is planned on top of the minimum; in months the government "
            "pays in a BVOR case it also raises what the family may earn (R33)."
        )
        return [
            *fields,
            ("to", "day", _("Until"), None),
            ("amount", "money", _("Amount a month"), {"help": help, "is_monthly": True}),
            *controls.unit_field(event),
        ]
    if kind == "conversion":
        return [
            ("on", "day", _("Approved on"), None),
            ("form_on", "day", _("Form sent on"), None),
            ("posted_on", "day", _("Posted to sponsors on"), None),
            ("sponsor_found_on", "day", _("Sponsor found on"), None),
        ]
    if kind in ("early_end", "resumption", "breakdown"):
        fields = [*fields, *controls.unit_field(event, is_for_all=True)]
    return [*fields, ("reason", "text", _("Reason"), None)]


def _new_event(kind: str) -> dict[str, Any]:
    new: dict[str, Any] = {"kind": kind, "on": session.value_at(("arrives_on",))}
    first = st.session_state.draft["people"][0]["id"]
    if kind in ("adult_child_leaves", "separation", "absence"):
        new["people"] = [st.session_state.draft["people"][-1]["id"]]
    if kind in ("adult_child_leaves", "separation"):
        new["unit"] = _("second household")
    if kind == "top_up":
        new["amount"] = "0.00"
    if kind in ("death", "school_starts", "school_ends", "hospital"):
        new["person"] = first
    if kind == "move":
        new["community"] = session.value_at(("community",))
    return new


def _events() -> None:
    entries = session.value_at(("events",)) or []
    title, is_open = controls.titled(_("Changes during the period"), entries), controls.has_problem("events")
    if (box := controls.opened(title, "part.events", is_open=is_open)) is not None:
        _in(box, "events", _events_now)


def _events_now() -> None:
    st.caption(_("Birthdays count by themselves. Each change shows its effect in the months."))
    for i, entry in enumerate(session.value_at(("events",)) or []):
        kind = entry.get("kind", "")
        name = _(EVENT_KINDS[kind]) if kind in EVENT_KINDS else kind
        controls.entry("events", i, _event_fields(kind, entry), _("Take this entry out"), name)
    key = f"new_event.{st.session_state.generation}"
    kinds = [k for k in EVENT_KINDS if k != "conversion" or session.value_at(("stream",)) in BECOMES_JAS]
    kind = st.selectbox(_("Kind of change"), kinds, format_func=said(EVENT_KINDS), key=key)
    is_ready = bool(session.value_at(("arrives_on",)))
    st.button(
        _("Add this change"),
        key="add.events",
        icon=":material/add:",
        disabled=not is_ready,
        on_click=_add_event,
        args=(key,),
    )


@parts.edit
def _add_event(key: str) -> None:
    session.add("events", _new_event(st.session_state[key]))


BECOMES_JAS = ("BVOR", "GAR")
LONGEST = {"PSR": 36, "JAS": 24}
"""The streams whose length can be agreed, and the longest (R2, R40)."""
USUAL = {"JAS": 24}


def _payers() -> None:
    """Another length, other payers than the programme's own (N23)."""
    entries = session.value_at(("payers",)) or []
    is_wrong = controls.has_problem("payers") or controls.has_problem("months")
    title = controls.titled(_("How long, and who pays"), entries)
    if (box := controls.opened(title, "part.payers", is_open=is_wrong)) is not None:
        _in(box, "payers", _payers_now)


def _payers_now() -> None:
    stream = str(session.value_at(("stream",)) or "PSR")
    if stream in LONGEST or session.value_at(("months",)) is not None:
        controls.number(
            _("Months of support"),
            ("months",),
            1,
            LONGEST.get(stream, 36),
            USUAL.get(stream, 12),
            help=_("Another length only if it was agreed with IRCC."),
        )
    st.caption(
        _(
            "Who pays follows from the programme. Add a change if, say, an outside fund pays some of the "
            "months or the start-up costs (N23). What somebody else pays is not yours to raise."
        )
    )
    covers = {"monthly": _("the months"), "start_up": _("the start-up costs")}
    for i, entry in enumerate(session.value_at(("payers",)) or []):
        fields: list[Field] = [
            ("payer", "choice", _("Who pays"), {"names": PAYERS}),
            ("covers", "choice", _("What they pay"), {"names": covers, "default": "monthly"}),
        ]
        if entry.get("covers", "monthly") == "monthly":
            fields += [
                ("from", "day", _("From"), {"help": _("Empty: from arrival.")}),
                ("to", "day", _("Until"), {"help": _("Empty: to the end of support.")}),
                *controls.unit_field(entry, is_for_all=True),
            ]
        name = _("Other payer, {n}", n=session.ordinal(i))
        controls.entry("payers", i, fields, _("Take this entry out"), name)
    # A new entry changes nothing until somebody else is chosen.
    usual = "government" if stream in ("JAS", "GAR") else "sponsor"
    controls.add_button(
        _("Add another payer"), "payers", lambda: {"payer": usual, "covers": "start_up"}
    )


def _choices() -> None:
    """Parameters a group may choose; all have the rule book's default."""
    title, is_open = _("Choices the rules leave open"), controls.has_problem("options")
    if (box := controls.opened(title, "part.options", is_open=is_open)) is not None:
        _in(box, "options", _choices_now)


def _choices_now() -> None:
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

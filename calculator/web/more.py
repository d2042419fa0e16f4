"""The last step of the page "Plan": the parts that many plans do not need, closed until opened.

Steps 1 to 3 are in ``forms`` and ``home``, what an entry of a list is asked in ``entry_fields``, the fields in
``controls``. A part whose answer cannot matter is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from calculator.web import controls, entry_fields, home, parts, session
from calculator.web.controls import Field
from calculator.web.words import (
    CONDITION_KINDS,
    EVENT_KINDS,
    PAYERS,
    _,
    cash,
    line,
    said,
)


def show() -> None:
    """Parts that many plans do not need, closed until opened; open when something is in them."""
    _part(_("Gifts in kind"), "in_kind", entry_fields.gift, _("Add a gift"), {"line": "furniture"}, _gift_words())
    _part(
        _("Things bought, with receipts"),
        "purchases",
        entry_fields.purchase,
        _("Add a purchase"),
        {"line": "winter", "amount": "0.00"},
        _("Bought new for or with the family; counts in full."),
    )
    _part(
        _("Earnings and other income"),
        "income",
        entry_fields.income,
        _("Add an income"),
        entry_fields.new_income(),
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
        entry_fields.extra,
        _("Add an extra"),
        {"label": _("Extra"), "amount": "0.00"},
        _("Planned on top of the minimum, so that it is not forgotten."),
    )
    _events()
    _part(
        _("Money the family brings"),
        "assets",
        entry_fields.asset,
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
        if name == "in_kind" and i == home.meals() and home.mode() == "with_sponsor":
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
        controls.entry("events", i, entry_fields.event(kind, entry), _("Take this entry out"), name)
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
    session.add("events", entry_fields.new_event(st.session_state[key]))


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

"""Step 3 of the page "Plan": the home, its rent or who gives it, meals with a sponsor, what is shared.

Where, when and who are in ``forms``, the fields in ``controls``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from calculator import view
from calculator.web import controls, parts, session
from calculator.web.words import GIVERS, HOMES, SHARED_LINES, _, cash, line, said


def meals() -> int | None:
    """The place of the gift of meals while the family lives with a sponsor, if there is one (R28)."""
    gifts = session.value_at(("in_kind",)) or []
    found = (i for i, g in enumerate(gifts) if g.get("line") == "basic" and g.get("lives_with_signer"))
    return next((i for i in found if gifts[i].get("given_by", "signer") == "signer"), None)


def mode() -> str:
    """The answer to the first question about the home, told from the draft."""
    entries = session.value_at(("housing",)) or []
    if not entries:
        return "planning"
    if not entries[0].get("free"):
        return "rent"
    return "with_sponsor" if entries[0].get("given_by") == "signer" and meals() is not None else "free"


def show() -> None:
    """Where the family lives."""
    entries = session.value_at(("housing",)) or []
    now = mode()
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
    if mode() != "with_sponsor" or report is None:
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
    chosen = st.session_state[key]
    session.remember()
    _no_meals()
    rest = (session.value_at(("housing",)) or [])[1:]
    homes: dict[str, dict[str, Any]] = {
        "rent": {"rent": "0.00"},
        "free": {"free": True},
        "with_sponsor": {"free": True, "given_by": "signer"},
    }
    first = homes.get(chosen)
    session.forget_typed("housing")
    if first:
        st.session_state.draft["housing"] = [first, *rest]
    else:
        st.session_state.draft.pop("housing", None)
    if chosen == "with_sponsor":
        gift = {"line": "basic", "given_by": "signer", "lives_with_signer": True}
        session.put(("in_kind",), [*(session.value_at(("in_kind",)) or []), gift])


def _no_meals() -> None:
    """Meals end with the stay: the gift and its share go when another home is chosen."""
    if mode() == "with_sponsor":
        left = [g for i, g in enumerate(session.value_at(("in_kind",))) if i != meals()]
        session.forget_typed("in_kind")
        session.put(("in_kind",), left or None)
        session.put(("options", "basic_inkind_pct"), None)

"""The fields of the form: each is bound to a place in the draft, with its message beside it.

A field writes into the draft when it is changed and is drawn from it otherwise, so that leaving a page
loses nothing. Money and ages are typed as text: a decimal comma must never become a hundredfold error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from calculator import locale
from calculator.locale import N_, AmountError
from calculator.money import format_cents, parse_cents
from calculator.problems import PlanError, as_typed
from calculator.web import form_words, parts, session
from calculator.web.session import Path
from calculator.web.words import _, cash, in_text, lang, said, unit_name


def key_of(path: Path) -> str:
    """The key of the widget of a place, for tests too; new after an undo or when a file is opened."""
    return ".".join(map(str, (*path, st.session_state.generation)))


def messages(path: Path) -> None:
    """What is wrong with a field, beside it."""
    st.session_state.setdefault("shown", set()).update(session.names_of(path))
    for problem in session.problems_at(path):
        st.error(in_text(form_words.told(problem)))
    for one in session.refused_at(path):
        st.warning(in_text(form_words.sentence(f"{one['what']} {one['what_to_do']}")))


def _typed(path: Path) -> str | None:
    held = st.session_state.typed.get(path)
    return held[0] if held else None


# --- money


def money(label: str, path: Path, *, help: str | None = None, is_monthly: bool = False) -> None:
    """An amount in dollars; what was understood is repeated under it."""
    key = key_of(path)
    raw, cents = _typed(path), _cents_at(path)
    if raw is None and cents is not None:
        raw = plain_amount(cents)
    st.text_input(
        f"{label} ($)",
        value=raw or "",
        key=key,
        help=help,
        on_change=_read_money,
        args=(path, key),
        placeholder=_("for example 1234.50"),
        autocomplete="off",
    )
    messages(path)
    parts.part(f"read {key}", partial(_echo, path, is_monthly), partial(_cents_at, path))


def _cents_at(path: Path) -> int | None:
    """The amount that was understood."""
    value = session.value_at(path)
    return parse_cents(value) if isinstance(value, str) else None


def _echo(path: Path, is_monthly: bool) -> None:
    cents = _cents_at(path)
    if cents is not None:
        shown = _("{amount} a month", amount=cash(cents)) if is_monthly else cash(cents)
        st.caption(_("Read as {amount}", amount=shown))


def plain_amount(cents: int) -> str:
    """An amount as it is typed: no dollar sign, no thousands."""
    text = format_cents(cents).removesuffix(".00")
    return text.replace(".", ",") if lang() == "fr" else text


@parts.edit
def _read_money(path: Path, key: str) -> None:
    text = str(st.session_state[key] or "")
    if not text.strip():
        session.change(path, None)
        return
    try:
        session.change(path, format_cents(locale.parse_money(text, lang())))
    except AmountError as error:
        session.refuse(path, text, error.msgid, **{k: str(v) for k, v in error.values.items()})


# --- ages and dates

_NO_AGE = N_(
    "“{value}” is neither an age nor a birth date. Type whole years, such as 8 (0 for a baby), or the date "
    "as "
    "year-month-day: 2018-09-03."
)


def age(label: str, index: int) -> None:
    """Age on arrival or birth date, whichever the group knows."""
    path: Path = ("people", index, "age")
    key = key_of(path)
    person = st.session_state.draft["people"][index]
    raw = _typed(path)
    if raw is None:
        raw = str(person.get("born_on") or person.get("age_at_arrival", ""))
    st.text_input(
        label,
        value=raw,
        key=key,
        on_change=_read_age,
        args=(index, key),
        autocomplete="off",
        placeholder=_("8 or 2018-09-03"),
    )
    messages(path)


@parts.edit
def _read_age(index: int, key: str) -> None:
    text = str(st.session_state[key] or "").strip()
    path: Path = ("people", index, "age")
    day = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text)
    years = re.fullmatch(r"\d{1,3}", text)
    born = None
    if day:
        try:
            born = date(*map(int, day.groups()))
        except ValueError:
            day = None
    if text and not day and not (years and int(text) <= 120):
        session.refuse(path, text, _NO_AGE, value=as_typed(text))
    else:
        session.remember()
        st.session_state.typed.pop(path, None)
    session.put(("people", index, "born_on"), born.isoformat() if born else None)
    is_age = years and path not in st.session_state.typed
    session.put(("people", index, "age_at_arrival"), int(text) if is_age else None)


def day(label: str, path: Path, *, help: str | None = None) -> None:
    """A date, or nothing."""
    key = key_of(path)
    value = session.value_at(path)
    st.date_input(
        label,
        value=date.fromisoformat(value) if value else None,
        key=key,
        help=help,
        format="YYYY-MM-DD",
        min_value=date(1900, 1, 1),
        max_value=date(2100, 12, 31),
        on_change=_read_day,
        args=(path, key),
    )
    messages(path)


@parts.edit
def _read_day(path: Path, key: str) -> None:
    value = st.session_state[key]
    session.change(path, value.isoformat() if value else None)


# --- choices


def choice(label: str, path: Path, names: Mapping[Any, str], *, default: Any = None, help: str | None = None) -> Any:
    """One of a few; ``names`` maps values of the file to sentences."""
    key = key_of(path)
    options = list(names)
    value = session.value_at(path)
    if value is None:
        value = default
    st.selectbox(
        label,
        options,
        index=options.index(value) if value in options else None,
        key=key,
        help=help,
        format_func=said(names),
        on_change=_read_choice,
        args=(path, key, default),
        placeholder=_("Choose"),
    )
    messages(path)
    return value


@parts.edit
def _read_choice(path: Path, key: str, default: Any) -> None:
    value = st.session_state[key]
    session.change(path, None if value == default else value)


def check(label: str, path: Path, *, default: bool = False, help: str | None = None) -> bool:
    key = key_of(path)
    value = session.value_at(path)
    is_on = default if value is None else bool(value)
    st.checkbox(label, value=is_on, key=key, help=help, on_change=_read_choice, args=(path, key, default))
    messages(path)
    return is_on


def text(label: str, path: Path, *, help: str | None = None, placeholder: str = "", longest: int = 500) -> None:
    key = key_of(path)
    st.text_input(
        label,
        value=str(session.value_at(path) or ""),
        key=key,
        help=help,
        placeholder=placeholder,
        max_chars=longest,
        on_change=_read_text,
        args=(path, key),
        autocomplete="off",
    )
    messages(path)


@parts.edit
def _read_text(path: Path, key: str) -> None:
    session.change(path, str(st.session_state[key] or "").strip() or None)


def number(label: str, path: Path, least: int, most: int, default: int, *, help: str | None = None) -> None:
    """A small whole number."""
    choice(label, path, {n: str(n) for n in range(least, most)} | {most: str(most)}, default=default, help=help)


def community(label: str, path: Path) -> None:
    """A community, found by its English or French name."""
    key = key_of(path)
    rates = session.rates()
    chosen = session.value_at(path)
    places = list(rates.communities)
    index = None
    if chosen:
        try:
            index = places.index(rates.community(chosen).id)
        except (PlanError, ValueError):
            index = None
    st.selectbox(
        label,
        places,
        index=index,
        key=key,
        format_func=community_names(lang()).__getitem__,
        on_change=_read_choice,
        args=(path, key, None),
        placeholder=_("Type the first letters of the town or city"),
    )
    messages(path)


@st.cache_resource(show_spinner=False)
def community_names(of: str) -> dict[str, str]:
    """Names in a language, with the other one where the town's differs, so that both are found."""
    names = {}
    for place, community in session.rates().communities.items():
        own, other = community.name(of), community.name("fr" if of == "en" else "en")
        town, other_town = own.split(",")[0].split(" (")[0], other.split(",")[0].split(" (")[0]
        is_same = town == other_town or community.kind != "community"
        names[place] = own if is_same else f"{own} / {other_town}"
    return names


# --- parts that are drawn when they are opened


def opened(title: str, key: str, *, is_open: bool = False) -> Any:
    """A part of the page that opens: the place for its content while it is open, None while it is closed.

    Closed parts cost nothing, which is what keeps a long page quick. ``is_open`` opens it, for a message.
    """
    if is_open:
        st.session_state[key] = True
    box = st.expander(title, key=key, on_change="rerun")
    known: dict[str, bool] = st.session_state.setdefault("open_boxes", {})
    known[key] = bool(box.open)
    return box if box.open else None


def are_open(*keys: str) -> list[bool]:
    """Which parts that open were open when they were drawn; whoever opens or closes one has it drawn."""
    known: dict[str, bool] = st.session_state.get("open_boxes", {})
    return [known.get(key, False) for key in keys]


# --- entries of a list

TYPED = frozenset(
    {"rent", "utilities", "fuel", "amount", "value", "net", "to_loan", "item", "receipt", "label", "reason"}
)
"""What is only typed: it stands in its field already, and no other field depends on it."""
Field = tuple[str, str, str, Any]
"""Name in the file, kind of control, label, and what the control needs."""


def person_names() -> dict[str, str]:
    return {p["id"]: p["id"] for p in st.session_state.draft["people"]}


def unit_names() -> dict[str, str]:
    """The family units of the last result."""
    report = st.session_state.result.report
    return {u["unit"]: unit_name(u["unit"], report) for u in report["units"]} if report else {}


def unit_field(entry: Mapping[str, Any], *, is_for_all: bool = False) -> list[Field]:
    """Which family unit an entry is for: asked only if there is more than one, or if the entry names one.

    Without an answer it is the first unit, or with ``is_for_all`` everybody.
    """
    names: dict[Any, str] = dict(unit_names())
    held = entry.get("unit")
    if len(names) < 2 and held is None:
        return []
    names |= {} if held in names or held is None else {held: held}
    default = None if is_for_all else next(iter(names), None)
    names = {None: _("Everybody"), **names} if is_for_all else names
    return [("unit", "choice", _("Family unit"), {"names": names, "default": default})]


def has_problem(name: str) -> bool:
    """Whether a message belongs to a closed part of the form, which is opened for it."""
    return any(problem.where.startswith(name) for problem in st.session_state.result.problems)


def titled(title: str, entries: Sequence[Any]) -> str:
    """The title of a part, with the number of entries in it."""
    return f"{title} ({len(entries)})" if entries else title


def entry(name: str, index: int, fields: Sequence[Field], remove_label: str, title: str) -> None:
    """One entry of a list of the plan, with a button that takes it out."""
    path: Path = (*session.list_path(name), index)
    with st.container(border=True):
        columns = st.columns([3, 1], vertical_alignment="center")
        columns[0].markdown(f"**{in_text(title)}**")
        columns[1].button(
            _("Remove"),
            key=f"remove.{key_of(path)}",
            on_click=parts.edit(session.take_out),
            args=(name, index),
            help=remove_label,
            width="stretch",
        )
        messages(path)
        for start in range(0, len(fields), 3):
            for column, field in zip(st.columns(3), fields[start:], strict=False):
                with column:
                    _draw((*path, field[0]), *field[1:])


def _draw(path: Path, kind: str, label: str, more: Any) -> None:
    if kind == "money":
        money(label, path, **(more or {}))
    elif kind == "day":
        day(label, path, **(more or {}))
    elif kind == "choice":
        choice(label, path, **more)
    elif kind == "check":
        check(label, path, **(more or {}))
    elif kind == "person":
        choice(label, path, person_names())
    elif kind == "people":
        people(label, path)
    elif kind == "number":
        number(label, path, *more)
    elif kind == "community":
        community(label, path)
    else:
        text(label, path, **(more or {}))


def people(label: str, path: Path) -> None:
    key = key_of(path)
    st.multiselect(
        label,
        [p["id"] for p in st.session_state.draft["people"]],
        default=session.value_at(path) or [],
        key=key,
        on_change=_read_people,
        args=(path, key),
        placeholder=_("Choose"),
    )
    messages(path)


@parts.edit
def _read_people(path: Path, key: str) -> None:
    session.change(path, list(st.session_state[key]))


def add_button(label: str, name: str, make: Callable[[], Mapping[str, Any]], key: str = "") -> None:
    st.button(
        label,
        key=f"add.{name}.{key}",
        icon=":material/add:",
        on_click=_add,
        args=(name, make),
    )


@parts.edit
def _add(name: str, make: Callable[[], Mapping[str, Any]]) -> None:
    session.add(name, make())

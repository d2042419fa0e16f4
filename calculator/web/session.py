"""The plan a person is working on: kept in the session, changed by callbacks, undone, restored, costed.

``draft`` has the fields of the plan file, ``typed`` what could not be read yet, by path. Widgets are in
``controls``, files and links in ``files``; nothing is drawn here. What a change does to the figures is asked of
the engine once per change.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Collection, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from itertools import count, pairwise
from typing import Any

import streamlit as st

from calculator import locale
from calculator.budget import make_budget
from calculator.locale import N_, catalogue, language
from calculator.plan import Plan, canonical_json, plan_from, read_plan
from calculator.problems import MissingRate, PlanError, Problem
from calculator.rates import Rates
from calculator.web import sharing
from calculator.web.words import _, in_text, lang, speak

Path = tuple[str | int, ...]
MOST_UNDONE = 50


@st.cache_resource(show_spinner=False)
def rates() -> Rates:
    """The published rates, read once for all sessions."""
    return Rates.load()


def empty_draft() -> dict[str, Any]:
    return {"version": 1, "people": [{"id": _("person {n}", n="1"), "role": "principal"}]}


@dataclass
class Result:
    """What is on the screen: the newest report, whether it is older than the fields, and what stands in
    its way."""

    report: Mapping[str, Any] | None = None
    """Without the dates: they are worked out where they are shown (``dated``)."""
    plan: Plan | None = None
    is_old: bool = False
    problems: list[Problem] = field(default_factory=list)
    needed: list[tuple[Path, str]] = field(default_factory=list)
    before: Mapping[str, Any] | None = None
    """The report before the last change that could be costed."""
    key: str = ""


def begin() -> None:
    """The start of every run: language, a plan from a link, a plan kept on this computer."""
    state = st.session_state
    if "draft" not in state:
        speak(language(st.query_params.get("lang") or st.context.locale))
        state.draft, state.typed, state.past = empty_draft(), {}, []
        # A browser that comes back after a restart still sends the fields of the session before: with other keys
        # they are not taken for fields of this one.
        state.numbers, state.newest, state.token = count(secrets.randbits(32)), [], secrets.token_hex(8)
        state.generation = next(state.numbers)
        state.result, state.is_touched, state.is_asked, state.notice = Result(), False, False, ""
        state.has_link = False
        text = st.query_params.get("plan")
        if text:
            state.has_link = True
            _open_link(text)
            del st.query_params["plan"]
    asked = st.query_params.get("lang")
    if asked and language(asked) != state.lang and not state.pop("is_switching", False):
        speak(language(asked))
        renew()
    if asked != state.lang:
        st.query_params["lang"] = state.lang


def _open_link(text: str) -> None:
    try:
        adopt(read_plan(sharing.text_of(text), lang=lang()))
        st.session_state.notice = _("This plan came with the link. It holds ages and dates, no names.")
    except PlanError as error:
        st.session_state.notice = _("The plan in the link cannot be read: {why}", why=str(error.problems[0]))


def switch_language() -> None:
    state = st.session_state
    speak("en" if state.lang == "fr" else "fr")
    state.is_switching = True
    st.query_params["lang"] = state.lang
    renew()


def renew() -> None:
    """Every field is drawn anew from the draft."""
    st.session_state.generation = next(st.session_state.numbers)


# --- reading and changing the draft


def value_at(path: Path, fields: Any = None) -> Any:
    """The value in the draft, None where there is nothing."""
    here = st.session_state.draft if fields is None else fields
    for part in path:
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            return None
    return here


def text_at(*paths: Path, without: Collection[str] = ()) -> str:
    """The values of some places in the draft as one text, to be compared later; without some fields of entries."""
    values = [value_at(path) for path in paths]
    if without:
        values = [_without(value, without) for value in values]
    return _sorted_json(values)


def _without(value: Any, names: Collection[str]) -> Any:
    if isinstance(value, list):
        return [_without(one, names) for one in value]
    return {k: v for k, v in value.items() if k not in names} if isinstance(value, dict) else value


_sorted_json = json.JSONEncoder(sort_keys=True).encode


def put(path: Path, value: Any) -> None:
    """Set a value of the draft, or take it out with None; lists and sections are made as needed."""
    here = st.session_state.draft
    for part, following in pairwise(path):
        if isinstance(part, str):
            here = here.setdefault(part, [] if isinstance(following, int) else {})
        else:
            while len(here) <= part:
                here.append({})
            here = here[part]
    if value is None:
        here.pop(path[-1], None)
    else:
        here[path[-1]] = value


def remember() -> None:
    """Keep what is there now, so that the next change can be undone."""
    state = st.session_state
    state.past.append(json.dumps([state.draft, [[list(p), t] for p, t in state.typed.items()]]))
    while len(state.past) > MOST_UNDONE:
        state.past.pop(0)
    state.is_touched, state.notice, state.awaited = True, "", set()


def undo() -> None:
    state = st.session_state
    if state.past:
        draft, typed = json.loads(state.past.pop())
        state.draft, state.typed = draft, {tuple(p): t for p, t in typed}
        state.notice = _("The last change was undone.")
        renew()


def change(path: Path, value: Any) -> None:
    """One change by a person."""
    remember()
    st.session_state.typed.pop(path, None)
    put(path, value)


def refuse(path: Path, text: str, msgid: str, **values: str) -> None:
    """What was typed cannot be read: keep it, say why beside the field, leave the draft without it."""
    remember()
    st.session_state.typed[path] = [text, msgid, values]
    put(path, None)


def list_path(name: str) -> Path:
    """The place of a list by its name: ``income`` or ``record.entries``."""
    return tuple(name.split("."))


def add(name: str, entry: Mapping[str, Any]) -> None:
    """Put an entry at the end of a list of the draft."""
    remember()
    path = list_path(name)
    put(path, [*(value_at(path) or []), dict(entry)])
    _stays_open(name)


def take_out(name: str, index: int) -> None:
    """Remove an entry of a list, and what was typed in the list and not understood."""
    remember()
    path = list_path(name)
    left = [one for i, one in enumerate(value_at(path) or []) if i != index]
    put(path, left or None)
    forget_typed(name)
    _stays_open(name)
    renew()


def _stays_open(name: str) -> None:
    """A part whose title tells the number of its entries would close with a new title."""
    st.session_state[f"part.{name}"] = True


def forget_typed(name: str) -> None:
    """Forget what was typed in a list and not understood."""
    state, path = st.session_state, list_path(name)
    state.typed = {at: text for at, text in state.typed.items() if at[: len(path)] != path}


def adopt(plan: Plan) -> None:
    """Work on this plan from now on; the one before comes back with undo."""
    remember()
    state = st.session_state
    state.draft, state.typed = json.loads(canonical_json(plan)), {}
    renew()


def start_over() -> None:
    remember()
    state = st.session_state
    state.draft, state.typed, state.result = empty_draft(), {}, Result()
    renew()


_NAMING_PEOPLE = (
    *("people", "income", "conditions", "events", "housing", "in_kind"),
    *("purchases", "sharing", "assets", "extras", "payers"),
)
"""Lists whose entries may name a person, or a unit that is called after one."""


def rename(index: int, new: str) -> None:
    """Give a person another id, everywhere in the draft."""
    remember()
    old = value_at(("people", index, "id"))
    draft = st.session_state.draft

    def swapped(value: Any) -> Any:
        return new if value == old else value

    for name in _NAMING_PEOPLE:
        for entry in draft.get(name, []):
            for reference in ("person", "unit"):
                if reference in entry:
                    entry[reference] = swapped(entry[reference])
            if "people" in entry:
                entry["people"] = [swapped(one) for one in entry["people"]]
    draft["people"][index]["id"] = new


def arrival() -> date | None:
    try:
        return date.fromisoformat(str(value_at(("arrives_on",))))
    except ValueError:
        return None


def province() -> str:
    """Two letters, or nothing while no community is chosen."""
    try:
        return rates().community(str(value_at(("community",)) or "")).province
    except PlanError:
        return ""


# --- the result

_NEEDED: tuple[tuple[str, str], ...] = (
    ("community", N_("the community")),
    ("arrives_on", N_("the arrival date")),
)


def still_needed(draft: Mapping[str, Any]) -> list[tuple[Path, str]]:
    """The questions without which there is no budget, and their places."""
    needed: list[tuple[Path, str]] = [((name,), _(words)) for name, words in _NEEDED if not draft.get(name)]
    for i, person in enumerate(draft["people"]):
        if "born_on" not in person and "age_at_arrival" not in person:
            needed.append((("people", i, "age"), _("the age of {person}", person=person["id"])))
    return [(path, words) for path, words in needed if path not in st.session_state.typed]


def result() -> Result:
    """The result of the draft as it is now; the last good one, marked old, while something is wrong."""
    state = st.session_state
    key = _sorted_json([state.draft, [[*map(str, path)] for path in state.typed], state.lang])
    held: Result = state.result
    if held.key == key:
        return held
    new = _costed(state.draft, held)
    new.key = key
    state.result = new
    if new.plan is not None:
        state.newest[:] = [new.plan]
    return new


def _costed(draft: Mapping[str, Any], held: Result) -> Result:
    unread = [
        Problem(where(path), catalogue(lang()).gettext(msgid).format(**values), level="refuse", code="W04")
        for path, (_text, msgid, values) in st.session_state.typed.items()
    ]
    needed = still_needed(draft)
    filled = deepcopy(dict(draft)) if needed or st.session_state.typed else dict(draft)
    for path, _words in needed:  # so that everything else can be checked in the same go
        if path[0] == "people":
            filled["people"][path[1]]["age_at_arrival"] = 30
        else:
            filled[str(path[0])] = {"community": "Toronto", "arrives_on": date.today().isoformat()}[str(path[0])]
    for path in st.session_state.typed:
        if path[0] == "people" and path[2] == "age":
            filled["people"][path[1]]["age_at_arrival"] = 30
        elif path[-1] in ("amount", "value", "net"):
            filled[path[0]][path[1]][path[-1]] = "0.00"
    try:
        plan = plan_from(filled, lang=lang())
        budget = make_budget([plan], rates(), as_of=date.today())
        report = budget.report(0, lang(), with_dates=False)
    except PlanError as error:
        problems = [problem.said(catalogue(lang()).gettext) for problem in error.problems]
        return _old(held, [*unread, *problems], needed)
    except MissingRate as error:
        return _old(held, [*unread, error.problem.said(catalogue(lang()).gettext)], needed)
    if unread or needed:
        return _old(held, unread, needed)
    before = held.report if held.report is not None and held.plan != plan else held.before
    return Result(report, plan, before=before)


def dated() -> Mapping[str, Any]:
    """The report of the last good result with its dates."""
    plan = st.session_state.result.plan

    def make() -> Mapping[str, Any]:
        return make_budget([plan], rates(), as_of=date.today()).report(0, lang())

    found: Mapping[str, Any] = held("dated", plan_key(), make)
    return found


def _old(held: Result, problems: list[Problem], needed: list[tuple[Path, str]]) -> Result:
    return Result(held.report, held.plan, held.report is not None, problems, needed, held.before)


def where(path: Path) -> str:
    """A path as messages name it: ``people[0].age``."""
    text = ""
    for part in path:
        text = f"{text}[{part}]" if isinstance(part, int) else f"{text}.{part}" if text else part
    return text


def names_of(path: Path) -> set[str]:
    """The places whose messages belong to a field."""
    name = where(path)
    if path[-1] == "age":
        base = where(path[:-1])
        return {name, f"{base}.born_on", f"{base}.age_at_arrival"}
    return {name}


def problems_at(path: Path) -> list[Problem]:
    """Messages about one field, to be shown beside it."""
    names = names_of(path)
    return [p for p in st.session_state.result.problems if p.where in names]


def refused_at(path: Path) -> list[Mapping[str, Any]]:
    """Entries of the last result that were left out, to be said beside their field."""
    held = st.session_state.result
    if held.report is None or held.is_old:
        return []
    names = names_of(path)
    return [one for one in held.report["warnings"] if one["level"] == "refuse" and one["where"] in names]


def is_shown_beside(problem: Problem) -> bool:
    """Whether a message has a field of its own on the page "Plan"; the rest is listed on top."""
    return problem.where in st.session_state.get("shown", set())


def listing(words: list[str]) -> str:
    return locale.listing(words, lang())


def ordinal(index: int) -> str:
    """The place in a list as people count it."""
    return str(len(range(-1, index)))


def held(name: str, key: str, make: Callable[[], Any]) -> Any:
    """What ``make`` gives, kept in this session for as long as ``key`` stays the same."""
    store = st.session_state.setdefault("held", {})
    if store.get(name, (None,))[0] != key:
        store[name] = (key, make())
    return store[name][1]


def plan_key() -> str:
    """Changes with anything in the plan."""
    return str(st.session_state.result.key)


def plain(text: str) -> str:
    return in_text(text)

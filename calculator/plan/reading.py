"""Reads a plan: from a file, from text, or from named fields; all that is wrong with it is said at once.

The steps only: text to fields (here), fields to a plan (``plan.model``), contradictions (``plan.checks``),
words (``plan.messages``). Saving is in ``plan.saving``. A path in a message counts from 0:
``people[2].born_on`` is the third person's. A person's mistake never ends in a traceback.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from dataclasses import replace
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from calculator.locale import N_, catalogue
from calculator.plan.checks import problems_in
from calculator.plan.draft import Draft
from calculator.plan.messages import Loc, shape_problem
from calculator.plan.model import FORMAT_VERSION, Plan
from calculator.plan.text import TOO_DEEP, Odd, fields_of, text_of
from calculator.problems import PlanError, Problem, as_typed, found

DEEPEST = 12
MOST_PROBLEMS = 100
MOST_WORDED = 500
"""Findings that get words: nobody reads more, and a hostile file may hold thousands."""

_REQUIRED = {
    "community": "-",
    "arrives_on": "2020-01-01",
    "people": [{"id": "-", "role": "principal", "age_at_arrival": 30}],
}
"""Stands in for what could not be read, so that the rest can still be checked."""


def read_plan(source: os.PathLike[str] | str | bytes, *, lang: str = "en") -> Plan:
    """The plan in a file (a ``Path``) or in its text (``str``, ``bytes``: never taken for the name of a
    file).

    Raises :class:`PlanError` with every problem, in the language ``lang``. A plan that only earns red or
    amber warnings, or has single entries that will not be accepted (``refused_entries``), is read.
    """
    try:
        fields = fields_of(text_of(source))
    except PlanError as error:
        raise _in_language(error.problems, lang) from None
    return plan_from(fields, lang=lang)


def plan_from(fields: object, *, lang: str = "en") -> Plan:
    """The plan of some fields with the names of the file, as a form or :func:`json.loads` gives them.

    Raises :class:`PlanError` as :func:`read_plan` does.
    """
    problems: list[tuple[Loc, Problem]] = []
    if not isinstance(fields, dict):
        raise _in_language([found("plan", *_NO_FIELDS, code="W04")], lang)
    data = _cleaned(fields, (), problems)
    version = data.get("version", FORMAT_VERSION)
    if isinstance(version, int) and not isinstance(version, bool) and version > FORMAT_VERSION:
        raise _in_language(
            [found("version", *_NEWER, version=version, known=FORMAT_VERSION, code="W04")], lang
        )
    plan = _validated(data, problems) if len(problems) < MOST_WORDED else None
    everything = [problem for _, problem in sorted(problems, key=lambda p: _file_order(p[0]))]
    if plan is not None:
        everything = problems_in(Draft.of(plan))
    elif len(everything) < MOST_WORDED and (draft := _rest(data, {loc for loc, _ in problems})):
        bad = [problem.where for problem in everything]
        everything += [p for p in problems_in(draft) if not any(_is_near(p.where, where) for where in bad)]
    if everything:
        raise _in_language(everything, lang)
    assert plan is not None
    return plan


def _in_language(problems: Iterable[Problem], lang: str) -> PlanError:
    listed = list(problems)
    if len(listed) > MOST_PROBLEMS:
        more = found("plan", *_MORE, count=len(listed) - MOST_PROBLEMS, code="W04")
        listed = [*listed[:MOST_PROBLEMS], more]
    return PlanError(problem.said(catalogue(lang).gettext) for problem in listed)


# --- what no plan may contain

_NO_FIELDS = (
    N_("this is not a plan: named fields between {{ and }} are expected."),
    N_("Choose a plan file, or start from an example."),
)
_NEWER = (
    N_("this plan is in format {version}; this calculator knows formats up to {known}."),
    N_("Update the calculator. Nothing was changed in the file."),
)
_MORE = (N_("more problems were found: {count}."), N_("Correct those above first."))
_ODD_NUMBER = (N_("{value} is not a number that can be used."), N_("Write the number out, in digits."))
_TWICE = (N_("“{value}” is given twice."), N_("Keep one of the two."))
_CONTROL = (N_("there is an invisible control character in “{value}”."), N_("Type the text again."))

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def _cleaned(value: Any, loc: Loc, problems: list[tuple[Loc, Problem]]) -> Any:
    """``value`` without what no plan may contain; what was taken out is added to ``problems``."""
    if len(problems) >= MOST_WORDED:
        return None
    if isinstance(value, Odd):
        problems.append((loc, found(path_text(loc), *_ODD_NUMBER, value=as_typed(value), code="W04")))
        return None
    if isinstance(value, str):
        if _UNSEEN.search(value):
            problems.append((loc, found(path_text(loc), *_CONTROL, value=as_typed(value), code="W04")))
            return None
        return value
    if isinstance(value, (dict, list)) and len(loc) >= DEEPEST:
        deep = found(path_text(loc[:1]), *TOO_DEEP, code="W04")
        if (loc[:1], deep) not in problems:
            problems.append((loc[:1], deep))
        return None
    if isinstance(value, list):
        return [_cleaned(one, (*loc, i), problems) for i, one in enumerate(value)]
    if isinstance(value, dict):
        for name in getattr(value, "names", ()):
            problems.append(
                ((*loc, name), found(path_text((*loc, name)), *_TWICE, value=as_typed(name), code="W04"))
            )
        unseen = {name: None for name in value if not isinstance(name, str) or _UNSEEN.search(name)}
        for name in list(unseen)[:MOST_WORDED]:
            problems.append(
                ((*loc, name), found(path_text(loc), *_CONTROL, value=as_typed(name), code="W04"))
            )
        return {k: _cleaned(v, (*loc, k), problems) for k, v in value.items() if k not in unseen}
    return value


# --- fields to a plan


def _validated(data: dict[str, Any], problems: list[tuple[Loc, Problem]]) -> Plan | None:
    """The plan, or None; what its types refuse is added to ``problems`` unless already said of the same
    place."""
    said = {loc for loc, _ in problems}
    absent: set[Loc] = set()
    try:
        # By text: in this mode lists are accepted for tuples while true and "12" are no numbers.
        plan = Plan.model_validate_json(json.dumps(data), strict=True, by_alias=True, by_name=False)
    except ValidationError as error:
        for finding in error.errors(include_url=False):
            loc = path_of(finding["loc"], data)
            if any(loc[:n] in said for n in range(len(loc) + 1)):
                continue
            if len(problems) >= MOST_WORDED:
                break
            if finding["type"] == "too_short" and isinstance(finding["input"], list) and finding["input"]:
                continue  # only because entries of the list could not be read, which is said of them
            if finding["type"] == "missing":
                absent.add(loc)
            names = field_names(finding["loc"])
            problems.append((loc, shape_problem({**finding, "loc": loc}, path_text(loc), names)))
        meant = {
            (*loc[:-1], problem.values["nearest"]) for loc, problem in problems if "nearest" in problem.values
        }
        # A field that is only misspelled is not missing as well.
        problems[:] = [(loc, problem) for loc, problem in problems if loc not in meant & absent]
        if not problems:
            raise AssertionError("a refused plan without a message") from error
        return None
    return None if problems else plan


def _rest(data: dict[str, Any], bad: set[Loc]) -> Draft | None:
    """What is left of fields without the places in ``bad``, so that the rest can be checked in the same go.

    Optional fields are taken out and amounts become 0, which no check minds; an entry that cannot be read
    without its bad field goes as a whole.
    """
    left = json.loads(json.dumps(data))
    for loc in bad:
        _take_out(left, loc, "0.00" if loc[-1:] and loc[-1] in _AMOUNTS else None)
    index = {name: list(range(len(value))) for name, value in left.items() if isinstance(value, list)}
    for _ in range(4):
        kept = {n: [v[i] for i in index[n]] if n in index else v for n, v in left.items()}
        if not kept.get("people"):
            kept.pop("people", None)
        try:
            plan = Plan.model_validate_json(
                json.dumps({**_REQUIRED, **kept}), strict=True, by_alias=True, by_name=False
            )
        except ValidationError as error:
            places = {path_of(finding["loc"], kept)[:2] for finding in error.errors(include_url=False)}
            gone = {
                (loc[0], index[str(loc[0])][loc[1]])
                for loc in places
                if len(loc) > 1 and isinstance(loc[1], int)
            }
            index = {name: [i for i in old if (name, i) not in gone] for name, old in index.items()}
            for name, *inner in (loc for loc in places if len(loc) == 1 or isinstance(loc[1], str)):
                _take_out(left, (name, *inner), None)
                if not inner:
                    index.pop(str(name), None)
        else:
            return _draft(plan, data, kept, index)
    return None


def _draft(plan: Plan, data: dict[str, Any], kept: dict[str, Any], index: dict[str, list[int]]) -> Draft:
    raw = data.get("people")
    persons = [p for p in raw if isinstance(p, dict)] if isinstance(raw, list) else []
    if "people" not in kept:
        plan = plan.model_copy(update={"people": ()})
    whole = Draft.of(plan)
    ids = tuple(p["id"] for p in persons if isinstance(p.get("id"), str))
    words = (word for p in persons for word in (p.get("unit"), p.get("family")) if isinstance(word, str))
    return replace(
        whole,
        index={name: index.get(name, []) if name in kept else [] for name in whole.index},
        ids=ids,
        unit_words=(*whole.unit_words, *words),
        is_arrival_known="arrives_on" in kept,
        are_people_complete=isinstance(raw, list) and len(plan.people) == len(raw),
        are_ids_known=isinstance(raw, list) and len(ids) == len(raw) > 0,
    )


def _take_out(fields: Any, loc: Loc, instead: Any) -> None:
    """Removes the value at ``loc``, or the whole entry when its identity is what cannot be read."""
    for n, part in enumerate(loc):
        is_last = n == len(loc) - 1
        try:
            if isinstance(fields, list) and (is_last or loc[-1] in _IDENTITY):
                fields[int(part)] = None
                return
            if is_last and instead is None:
                fields.pop(part, None)
            elif is_last:
                fields[part] = instead
            fields = fields[part]
        except (KeyError, IndexError, TypeError, AttributeError):
            return


_AMOUNTS = ("net", "amount", "value")
_IDENTITY = ("id", "family", "unit", "kind", "person", "people", "role")


def _is_near(one: str, other: str) -> bool:
    """Whether two paths are the same place or one lies inside the other."""
    return one == other or any(a.startswith((b + ".", b + "[")) for a, b in ((one, other), (other, one)))


def _file_order(loc: Loc) -> tuple[Any, ...]:
    order = {name: i for i, name in enumerate(Plan.model_fields)}
    first = order.get(str(loc[0]), -1) if loc else -1
    return (first, *((0, p, "") if isinstance(p, int) else (1, 0, p) for p in loc[1:]))


# --- places


def path_of(loc: Loc, data: Any) -> Loc:
    """pydantic's location without the tags it puts in for the kind of an entry."""
    path: list[str | int] = []
    for n, part in enumerate(loc):
        is_last = n == len(loc) - 1
        if not is_last and isinstance(data, dict) and data.get("kind") == part and part not in data:
            continue
        path.append(part)
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            data = None
    return tuple(path)


def path_text(loc: Loc) -> str:
    """``("people", 2, "born_on")`` as ``people[2].born_on``; the whole plan as ``plan``."""
    text = ""
    for part in loc:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            word = part if re.fullmatch(r"\w{1,60}", part) else f"“{as_typed(part)}”"
            text += f".{word}" if text else word
    return text or "plan"


def field_names(loc: Loc) -> list[str]:
    """The names a file may use at the section that holds ``loc``; of an entry without a kind, the kinds."""
    here: Any = Plan
    section: Any = Plan
    for part in loc:
        members = _members(here)
        if isinstance(part, int):
            here = get_args(here)[0]
        elif isinstance(here, type) and issubclass(here, BaseModel):
            section = here
            fields = {(f.alias or name): f.annotation for name, f in here.model_fields.items()}
            here = fields.get(part)
        elif members:
            here = next((m for m in members if part in _kinds(m)), None)
            section = here or section
        if here is None:
            break
    kinds = [kind for member in _members(here) for kind in _kinds(member)]
    return kinds or [f.alias or name for name, f in section.model_fields.items()]


def _members(annotation: Any) -> tuple[Any, ...]:
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (UnionType, Union):
        return tuple(m for m in get_args(annotation) if isinstance(m, type) and issubclass(m, BaseModel))
    return ()


def _kinds(model: type[BaseModel]) -> tuple[str, ...]:
    kind = model.model_fields.get("kind")
    return get_args(kind.annotation) if kind is not None and get_origin(kind.annotation) is Literal else ()

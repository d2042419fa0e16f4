"""From a file or its bytes to named fields: encoding, size, and the form of JSON.

Nothing here knows what a plan contains. Numbers that cannot be used and fields given twice are marked
(:class:`Odd`, :class:`Doubled`), so that the reader can name the place.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from calculator.locale import N_
from calculator.plan.salvage import readable_parts
from calculator.problems import PlanError, as_typed, found

LARGEST_BYTES = 5_000_000
LONGEST_NUMBER = 20
MOST_VALUES = 50_000
"""Commas and opening brackets; a family with a record of years has a tenth."""

_NO_FILE = (N_("there is no such file."), N_("Check the name and the folder."))
_FOLDER = (N_("this is a folder."), N_("Choose the plan file in it."))
_UNREADABLE = (
    N_("the file cannot be opened."),
    N_("Check that you may read it and that it is not in use."),
)
_TOO_BIG = (
    N_("this is larger than 5 MB; no plan is."),
    N_("Choose the plan file, a short text ending in .json."),
)
_TOO_MUCH = (
    N_("this holds far more entries than any plan."),
    N_("Choose the plan file, a short text ending in .json."),
)
_NO_TEXT = (N_("this is not text in UTF-8 (byte {place})."), N_("Save it again with the encoding UTF-8."))
_WORKBOOK = (N_("this is a workbook or an archive, not the text of a plan."), N_("Choose the .json file."))
_EMPTY = (N_("this is empty."), N_("Choose a plan file, or start from an example."))


def text_of(source: os.PathLike[str] | str | bytes) -> str:
    name = "plan"
    if isinstance(source, os.PathLike):
        path = Path(source)
        name = as_typed(path.name)
        try:
            with path.open("rb") as file:
                source = file.read(LARGEST_BYTES + 1)
        except (FileNotFoundError, ValueError):
            raise PlanError(found(name, *_NO_FILE)) from None
        except OSError:
            if path.is_dir():
                raise PlanError(found(name, *_FOLDER)) from None
            raise PlanError(found(name, *_UNREADABLE)) from None
    if len(source) > LARGEST_BYTES:
        raise PlanError(found(name, *_TOO_BIG))
    if isinstance(source, bytes):
        if source.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
            raise PlanError(found(name, *_WORKBOOK))
        encoding = "utf-16" if source.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
        try:
            source = source.decode(encoding)
        except UnicodeDecodeError as error:
            raise PlanError(found(name, *_NO_TEXT, place=error.start + 1)) from None
    text = source.removeprefix("\ufeff")
    if not text.strip():
        raise PlanError(found(name, *_EMPTY))
    return text


TOO_DEEP = (
    N_("the brackets are nested too deeply for a plan."),
    N_("Choose a plan file, or start from an example."),
)
_JSON_DO = N_("Correct the file, or save the plan again from the calculator.")
_JSON_PARTS = N_(
    "What comes before can be read: {parts}. Correct the file, or open an older copy; this file was left as it is."
)
_JSON = (
    ("delimiter", N_("line {line}, column {column}: a comma, a colon or a closing bracket is missing.")),
    (
        "property name",
        N_(
            "line {line}, column {column}: a name between double quotes is expected, or there is a "
            "comma too many."
        ),
    ),
    ("trailing comma", N_("line {line}, column {column}: there is a comma too many.")),
    (
        "Expecting value",
        N_("line {line}, column {column}: a value is missing, or is not between double quotes."),
    ),
    ("Unterminated", N_("line {line}, column {column}: the closing double quote is missing.")),
    (
        "control",
        N_(
            "line {line}, column {column}: a closing double quote is missing, or there is an invisible "
            "character."
        ),
    ),
    ("escape", N_("line {line}, column {column}: a backslash begins something unknown.")),
    ("Extra data", N_("line {line}, column {column}: there is more text after the end of the plan.")),
    ("", N_("line {line}, column {column}: the text is not in the form of a plan (JSON).")),
)
"""What Python's reader says, and what we say."""


class Odd(str):
    """A number that cannot be used: NaN, an infinity, or far too many digits."""

    __slots__ = ()


class Doubled(dict[str, Any]):
    """Fields of which some were given more than once."""

    names: tuple[str, ...] = ()


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) == len(pairs):
        return fields
    seen: set[str] = set()
    doubled = Doubled(fields)
    for name, _ in pairs:
        if name in seen and name not in doubled.names:
            doubled.names += (name,)
        seen.add(name)
    return doubled


def _whole(text: str) -> int | Odd:
    return int(text) if len(text) <= LONGEST_NUMBER else Odd(text)


def _decimal(text: str) -> float | Odd:
    value = float(text)
    return value if abs(value) < 1e18 else Odd(text)


def fields_of(text: str) -> object:
    too_much = PlanError(found("plan", *_TOO_MUCH, code="W04"))
    if text.count(",") > MOST_VALUES:
        raise too_much
    try:
        fields: object = json.loads(
            text, object_pairs_hook=_pairs, parse_constant=Odd, parse_int=_whole, parse_float=_decimal
        )
    except RecursionError:
        raise PlanError(found("plan", *TOO_DEEP, code="W04")) from None
    except json.JSONDecodeError as error:
        what = next(words for part, words in _JSON if part in error.msg)
        parts = ", ".join(as_typed(part) for part in readable_parts(text))
        to_do = _JSON_PARTS if parts else _JSON_DO
        problem = found("plan", what, to_do, line=error.lineno, column=error.colno, parts=parts, code="W04")
        raise PlanError(problem) from None
    if sum(map(text.count, ",[{")) > MOST_VALUES:
        raise too_much
    return fields

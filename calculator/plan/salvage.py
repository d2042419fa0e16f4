"""What can still be read of a damaged plan file: the parts before the damage, counted for the message.

Nothing is repaired and nothing is written: a file that is damaged stays as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

_SPACE = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str)
MOST_PARTS = 20


def readable_parts(text: str) -> list[str]:
    """The parts of a plan before the damage, such as ``people (4)``; a list is counted as far as it goes."""
    parts = []
    for name, count in _parts(text, _skip(text, 0)):
        parts.append(name if count is None else f"{name} ({count})")
        if len(parts) == MOST_PARTS:
            break
    return parts


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _parts(text: str, at: int, prefix: str = "") -> Iterator[tuple[str, int | None]]:
    """Name and number of entries of each part of the object that begins at a place."""
    if text[at : at + 1] != "{":
        return
    at = _skip(text, at + 1)
    while text[at : at + 1] == '"':
        try:
            name, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        at = _skip(text, at)
        if text[at : at + 1] != ":":
            return
        at = _skip(text, at + 1)
        shown = f"{prefix}{str(name)[:40]}"
        try:
            value, after = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            if text[at : at + 1] == "[":
                count = _entries(text, at)
                if count:
                    yield shown, count
            elif not prefix:
                yield from _parts(text, at, f"{shown}.")
            return
        yield shown, len(value) if isinstance(value, list) else None
        at = _skip(text, after)


def _entries(text: str, at: int) -> int:
    """How many entries of a list can be read."""
    count, at = 0, _skip(text, at + 1)
    while True:
        try:
            _value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            return count
        count, at = count + 1, _skip(text, at)

"""Text and days as cells and formulas hold them, and how much room a text takes."""

from __future__ import annotations

import re
from datetime import date

from calculator.locale import N_, catalogue

LONGEST_TEXT = 32_000

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CUT = N_("… [cut: the whole text is in the plan]")


def plain(text: object, lang: str = "en", longest: int = LONGEST_TEXT) -> str:
    """Text as a cell may hold it: no control characters, tabs and line ends as spaces, not too long."""
    if type(text) is str and len(text) <= longest and text.isprintable():
        return text
    words = _UNSEEN.sub("", str(text)).replace("\t", " ").replace("\r\n", "\n").replace("\r", "\n")
    if len(words) > longest:
        note = catalogue(lang).gettext(_CUT)
        words = words[: longest - len(note)] + note
    return words


def serial(day: date) -> int:
    """The number a workbook keeps for a day."""
    return (day - date(1899, 12, 30)).days


def quoted(name: str) -> str:
    """The name of a sheet as a formula writes it."""
    return "'" + name.replace("'", "''") + "'"


def words(text: str) -> str:
    """A word as a formula writes it."""
    return '"' + text.replace('"', '""') + '"'


def lines_of(text: str, width: float, letter: float) -> int:
    """How many lines a text takes in a column, if a letter is so wide."""
    room, used, count = width - 1.5 * letter, 0.0, 1
    for part in text.split():
        size = len(part) * letter
        if used and used + size > room:
            count, used = count + 1, 0.0
        used += size + 1
    return count

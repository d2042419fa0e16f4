"""Keeping the catalogues complete: what the source says, what has no translation yet. Not for run time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.extract import extract
from babel.messages.pofile import normalize

from calculator.locale import LANGUAGES, catalogue_files

ROOT = Path(__file__).parent.parent.parent
Msgid = str | tuple[str, ...]

_MARKS: dict[str, Any] = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}


def _sources() -> Iterator[Path]:
    yield from sorted((ROOT / "calculator").rglob("*.py"))
    yield from ROOT.glob("app.py")


def sentences() -> dict[Msgid, list[str]]:
    """Every msgid of the source (a pair for plurals) with the places where it is said."""
    said: dict[Msgid, list[str]] = {}
    for path in _sources():
        with path.open("rb") as file:
            for line, msgid, _, _ in extract("python", file, _MARKS):
                if msgid:
                    said.setdefault(msgid, []).append(f"{path.relative_to(ROOT).as_posix()}:{line}")
    return said


def translated(lang: str) -> set[Msgid]:
    """The msgids a language has complete and certain words for."""
    done: set[Msgid] = set()
    for _, file in catalogue_files(lang):
        for message in file:
            strings = message.string if isinstance(message.string, (tuple, list)) else [message.string]
            if message.id and all(strings) and not message.fuzzy:
                done.add(message.id if isinstance(message.id, str) else tuple(message.id))
    return done


def missing(lang: str) -> dict[Msgid, list[str]]:
    """Sentences of the source without a translation, with the places where they are said."""
    done = translated(lang)
    return {msgid: places for msgid, places in sentences().items() if msgid not in done}


def unused(lang: str) -> set[Msgid]:
    """Translations of sentences that the source no longer says."""
    return translated(lang) - set(sentences())


def main() -> int:
    """Print the missing sentences of every language as entries to paste into a catalogue file and fill."""
    count = 0
    for lang in LANGUAGES[1:]:
        for msgid, places in missing(lang).items():
            count += 1
            print(f"#: {' '.join(places)}")
            if isinstance(msgid, str):
                print(f'msgid {normalize(msgid)}\nmsgstr ""\n')
            else:
                print(f"msgid {normalize(msgid[0])}\nmsgid_plural {normalize(msgid[1])}")
                print('msgstr[0] ""\nmsgstr[1] ""\n')
        for msgid in sorted(map(str, unused(lang))):
            print(f"# no longer said: {msgid}")
        print(f"{count} sentences to translate into {lang}", file=sys.stderr)
    return 1 if count else 0

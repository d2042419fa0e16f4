"""The rows of one partition as columns of numbers.

Cells are read and nothing is judged: what may be wrong is in ``doubts``, who belongs together in ``people``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from calculator.batch.columns import (
    Bools,
    Coded,
    Values,
    coded,
    empty,
    ints,
    is_words,
    places_of,
    text_of,
    values_of,
    words_of,
)
from calculator.batch.files import ROW, read_slice
from calculator.batch.schema import DAY, ID, Column, tables
from calculator.batch.source import Part
from calculator.household import Ints
from calculator.periods import add_months_array

_LONGEST_ID, _LONGEST_TEXT, _LONGEST_PLACE = 40, 500, 100
CHANGES = ("separation", "adult_child_leaves", "change_unit", "leaves_shared_home")
"""Events by which somebody comes into another unit."""


@dataclass
class Rows:
    """One table of one partition; ``case`` is the number of the case in the partition."""

    file: str
    case: Ints
    line: Ints
    columns: dict[str, Values]
    raw: Any
    headings: dict[str, str]

    def __getitem__(self, name: str) -> Ints:
        return self.columns[name].values

    def given(self, name: str) -> Bools:
        return self.columns[name].given

    def is_(self, name: str, *choices: str) -> Bools:
        """Rows with one of these choices; an empty cell counts as the default."""
        known = self.choices[name]
        is_chosen = np.zeros(len(known) + 1, bool)  # the last one stands for -1, no choice
        is_chosen[[known.index(c) for c in choices]] = True
        flags: Bools = is_chosen[self.columns[name].values]
        return flags

    choices: dict[str, tuple[str, ...]]

    def __len__(self) -> int:
        return len(self.case)


@dataclass
class Partition:
    """All tables of one partition. Ids and texts are numbers of ``words``."""

    ids: Any
    tables: dict[str, Rows]
    words: list[str]

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, table: str) -> Rows:
        return self.tables[table]

    def key(self, case: Ints, word: Ints) -> Ints:
        """One number for a word of a case: the case is it // ``width``. -1 without a word."""
        return np.where(word >= 0, case * self.width + word, -1)

    @property
    def width(self) -> int:
        return len(self.words) + 1


def read_part(part: Part) -> Partition:
    """Reads the rows of a partition."""
    raw: dict[str, Any] = {name: read_slice(piece) for name, piece in part.slices.items()}
    ids = text_of(raw["cases"].column("case"))
    cases = _cases_of(raw, ids)
    found: dict[str, Rows] = {}
    named: list[tuple[str, Column]] = []
    written: list[Coded] = []
    for name, columns in tables().items():
        table: Any = raw.get(name)
        size = 0 if table is None else len(table)
        own_names = () if table is None else table.column_names
        nothing = np.zeros(size, bool)
        headings: dict[str, str] = {}
        values: dict[str, Values] = {}
        for column in columns.values():
            heading = next((h for h in column.names if h in own_names), None)
            if heading is None:
                values[column.name] = empty(nothing, column)
                continue
            headings[column.name] = heading
            if is_words(column):
                named.append((name, column))
                written.append(coded(table.column(heading)))
            else:
                values[column.name] = values_of(table.column(heading), column, heading)
        piece = part.slices.get(name)
        if ROW in own_names:
            line = ints(table.column(ROW))
        else:
            line = np.arange(size, dtype=np.int64) + (0 if piece is None else piece.start + piece.first_line)
        choices = {c.name: c.choices for c in columns.values()}
        found[name] = Rows(piece.file if piece else name, cases[name], line, values, table, headings, choices)
    longest = [
        _LONGEST_ID if c.kind == ID else _LONGEST_PLACE if c.name == "community" else _LONGEST_TEXT
        for _, c in named
    ]
    numbered, vocabulary = words_of(written, longest)
    for (name, column), values_ in zip(named, numbered, strict=True):
        found[name].columns[column.name] = values_
    _name_families(found, vocabulary)
    return Partition(ids, found, vocabulary)


def _cases_of(raw: dict[str, Any], ids: Any) -> dict[str, Ints]:
    """The case of each row of each table, by one look-up for all tables."""
    own = {name: coded(table.column("case")) for name, table in raw.items() if name != "cases"}
    place = places_of(pa.concat_arrays([ids.slice(0, 0), *(o.texts for o in own.values())]), ids)
    found = {name: np.zeros(0, np.int64) for name in tables()} | {"cases": np.arange(len(ids), dtype=np.int64)}
    start = 0
    for name, (codes, texts) in own.items():
        found[name] = place[start : start + len(texts)][codes]
        start += len(texts)
    return found


def _name_families(found: dict[str, Rows], vocabulary: list[str]) -> None:
    """An empty cell of a column that stands for the word “family”."""
    if "family" not in vocabulary:
        vocabulary.append("family")
    word = vocabulary.index("family")
    for name, columns in tables().items():
        for column in columns.values():
            if column.default == "family":
                old = found[name].columns[column.name]
                found[name].columns[column.name] = old._replace(values=np.where(old.given, old.values, word))


def moved(p: Partition, months: int) -> None:
    """The arrival some months later (or earlier): plans after arrival move along, births do not."""
    for name, rows in p.tables.items():
        for column in tables()[name].values():
            stays = column.name in ("born_on", "submitted_on", "bvor_jas_switch_on", "move_switch_on")
            if column.kind == DAY and not stays:
                old = rows.columns[column.name]
                later = add_months_array(old.values, months)
                rows.columns[column.name] = old._replace(values=np.where(old.given, later, old.values))


def school_days(p: Partition) -> tuple[Ints, Bools]:
    """Later school instalments as month * 100 + day, -1 for the rate file's; cells that are no such day."""
    column = p["cases"].columns["school_second_on"]
    words = column.values
    days, bad = np.full(len(words), -1, np.int64), np.zeros(len(words), bool)
    for word in np.unique(words[column.given]).tolist():
        text = p.words[word]
        try:
            date.fromisoformat(f"2001-{text}")
        except ValueError:
            bad[words == word] = True
        else:
            days[words == word] = int(text.replace("-", ""))
    return days, bad


def first_of_each(key: Ints) -> Ints:
    """The first of the rows with the same key (not negative) that follow each other."""
    return np.flatnonzero(np.diff(key, prepend=-1))

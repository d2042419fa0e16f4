"""The rows of one partition as columns of numbers, and which cases something may be wrong with.

The checks here only choose: a case with any doubt is handed to the plan reader, which says in words what is
wrong and where, or accepts it (``faults``). So a check may be too strict and must never be too lenient.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

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
from calculator.columns import distinct, is_among, repeated
from calculator.household import STREAMS, Ints
from calculator.periods import add_months_array, month_first, month_index
from calculator.plan.checks import LONGEST_LIFE, MAY_BE_BORN_LATER, MONTHS, NO_LATER_ARRIVALS
from calculator.plan.draft import CONVERTED_MONTHS, DEFAULT_MONTHS
from calculator.plan.entries import RAINBOW_CHOICE

_LONGEST_ID, _LONGEST_TEXT, _LONGEST_PLACE = 40, 500, 100
_MOST_PEOPLE = 60
_OYW_MONTHS = 12
_ADULT = 18
"""As the plan reader presumes; a looser age only hands more cases to it."""


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
        """One number for a word of a case; -1 without a word."""
        return np.where(word >= 0, case * (len(self.words) + 1) + word, -1)


def read_part(part: Part) -> Partition:
    """Reads the rows of a partition."""
    raw: dict[str, Any] = {name: read_slice(piece) for name, piece in part.slices.items()}
    ids = text_of(raw["cases"].column("case"))
    found: dict[str, Rows] = {}
    named: list[tuple[str, Column]] = []
    written: list[Coded] = []
    for name, columns in tables().items():
        table: Any = raw.get(name)
        size = 0 if table is None else len(table)
        headings: dict[str, str] = {}
        values: dict[str, Values] = {}
        for column in columns.values():
            heading = next((h for h in column.names if table is not None and h in table.column_names), None)
            if heading is None:
                values[column.name] = empty(size, column)
                continue
            headings[column.name] = heading
            if is_words(column):
                named.append((name, column))
                written.append(coded(table.column(heading)))
            else:
                values[column.name] = values_of(table.column(heading), column, heading)
        if name == "cases":
            case = np.arange(size, dtype=np.int64)
        elif size:
            own = coded(table.column("case"))
            case = places_of(own.texts, ids)[own.codes]
        else:
            case = np.zeros(0, np.int64)
        piece = part.slices.get(name)
        if table is not None and ROW in table.column_names:
            line = ints(table.column(ROW))
        else:
            line = np.arange(size, dtype=np.int64) + (0 if piece is None else piece.start + piece.first_line)
        choices = {c.name: c.choices for c in columns.values()}
        found[name] = Rows(piece.file if piece else name, case, line, values, table, headings, choices)
    longest = [
        _LONGEST_ID if c.kind == ID else _LONGEST_PLACE if c.name == "community" else _LONGEST_TEXT
        for _, c in named
    ]
    numbered, vocabulary = words_of(written, longest)
    for (name, column), values_ in zip(named, numbered, strict=True):
        found[name].columns[column.name] = values_
    _name_families(found, vocabulary)
    return Partition(ids, found, vocabulary)


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


# --- which cases the plan reader must look at


def doubtful(p: Partition) -> Bools:
    """Cases with anything the plan reader might refuse."""
    flags = np.zeros(len(p), bool)

    def doubt(case: Ints) -> None:
        flags[case] = True

    for name, rows in p.tables.items():
        bad = np.zeros(len(rows), bool)
        for column in tables()[name].values():
            values = rows.columns[column.name]
            bad |= values.bad
            if column.is_required:
                bad |= ~values.given
        doubt(rows.case[bad])
    first_ends, ends = _ends(p)
    births = p["events"].is_("kind", "birth") & (p["events"]["on"] > first_ends[p["events"].case])
    doubt(p["events"].case[births])
    _doubt_period(p, doubt)
    _doubt_people(p, first_ends, doubt)
    _doubt_references(p, ends, doubt)
    _doubt_dates(p, ends, doubt)
    _doubt_entries(p, doubt)
    return flags


def _ends(p: Partition) -> tuple[Ints, Ints]:
    """The last day of the first arrivals, and of anybody, by the longest reading (the plan reader's own)."""
    cases, people, events = p["cases"], p["people"], p["events"]
    usual = np.array([DEFAULT_MONTHS.get(s, 12) for s in STREAMS], np.int64)
    streams = np.array([STREAMS.index(s) for s in cases.choices["stream"]], np.int64)
    stream = streams[np.maximum(cases["stream"], 0)]
    months = np.where(cases.given("months"), cases["months"], usual[stream])
    converted = np.zeros(len(p), bool)
    converted[events.case[events.is_("kind", "conversion")]] = True
    months = np.where(converted, np.maximum(months, CONVERTED_MONTHS), months)
    first = add_months_array(cases["arrives_on"], months) - 1
    end = first.copy()
    own = people.given("arrives_on")
    later = add_months_array(people["arrives_on"][own], _OYW_MONTHS) - 1
    np.maximum.at(end, people.case[own], later)
    return first, end


def _doubt_period(p: Partition, doubt: Any) -> None:
    c = p["cases"]
    low = np.array([MONTHS[s][0] for s in c.choices["stream"]], np.int64)[np.maximum(c["stream"], 0)]
    high = np.array([MONTHS[s][1] for s in c.choices["stream"]], np.int64)[np.maximum(c["stream"], 0)]
    doubt(c.case[c.given("months") & ((c["months"] < low) | (c["months"] > high))])
    doubt(c.case[c.is_("stream", "JAS") & c.is_("sponsor", "G5", "CS")])
    doubt(c.case[c.given("submitted_on") & (c["submitted_on"] > c["arrives_on"])])
    doubt(c.case[c["rainbow_months"] >> (RAINBOW_CHOICE + 1) > 0])
    doubt(c.case[school_days(p)[1]])


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


def _doubt_people(p: Partition, first_ends: Ints, doubt: Any) -> None:
    people, cases = p["people"], p["cases"]
    case = people.case
    count = np.bincount(case, minlength=len(p))
    doubt(np.flatnonzero((count == 0) | (count > _MOST_PEOPLE)))
    person = p.key(case, people["person"])
    doubt(case[repeated(person)])
    family = p.key(case, people["family"])
    automatic = ~people.is_("role", "principal", "spouse") & ~people.given("unit")
    doubt(case[automatic & is_among(person, family)])
    principal, spouse = people.is_("role", "principal"), people.is_("role", "spouse")
    doubt(case[principal][repeated(family[principal])])
    doubt(case[spouse][repeated(family[spouse])])
    doubt(case[~is_among(family, family[principal])])
    doubt(case[principal & (people["is_accompanying"] == 0)])
    unit = np.where(people.given("unit"), people["unit"], people["family"])
    # A unit with people of two families: some pair (unit, family) beyond the first of its unit.
    named = p.key(case, unit)
    first, _ = distinct(named, people["family"])
    doubt(case[is_among(named, named[first][repeated(named[first])])])
    born, told = people.given("born_on"), people.given("age_at_arrival")
    doubt(case[born == told])
    arrives = cases["arrives_on"][case]
    own = people.given("arrives_on")
    doubt(case[own & (people["arrives_on"] < arrives)])
    follows = own & (people["arrives_on"] > arrives)
    doubt(case[follows & (principal | cases.is_("stream", *NO_LATER_ARRIVALS)[case])])
    arrival = np.where(own, np.maximum(people["arrives_on"], arrives), arrives)
    later = born & (people["born_on"] > arrival)
    doubt(case[later & (~people.is_("role", *MAY_BE_BORN_LATER) | own | (people["born_on"] > first_ends[case]))])
    old = born & (add_months_array(people["born_on"], 12 * (LONGEST_LIFE + 1)) <= arrival)
    doubt(case[old])


def _doubt_references(p: Partition, ends: Ints, doubt: Any) -> None:
    people, events = p["people"], p["events"]
    persons = p.key(people.case, people["person"])
    automatic = ~people.is_("role", "principal", "spouse") & ~people.given("unit")
    arrives = p["cases"]["arrives_on"][people.case]
    years = np.where(
        people.given("born_on"),
        month_index(ends[people.case]) // 12 - month_index(people["born_on"]) // 12,
        month_index(ends[people.case]) // 12 - month_index(arrives) // 12 + people["age_at_arrival"],
    )
    may_be_unit = automatic & (years >= _ADULT)
    changes = events.is_("kind", *CHANGES)
    known = np.concatenate([
        p.key(people.case, people["family"]), p.key(people.case, people["unit"])[people.given("unit")],
        persons[may_be_unit], p.key(events.case, events["unit"])[changes & events.given("unit")],
    ])  # fmt: skip
    for name, rows in p.tables.items():
        if name != "people" and "unit" in rows.columns and len(rows):
            used = rows.given("unit")
            if name == "events":
                used = used & ~changes
            case = rows.case[used]
            doubt(case[~is_among(p.key(case, rows["unit"][used]), known)])
        if name != "people" and "person" in rows.columns and len(rows):
            used = rows.given("person")
            case = rows.case[used]
            doubt(case[~is_among(p.key(case, rows["person"][used]), persons)])
    births = events.is_("kind", "birth")
    case = events.case[births]
    doubt(case[~is_among(p.key(case, events["family"][births]), p.key(people.case, people["family"]))])


def _doubt_dates(p: Partition, ends: Ints, doubt: Any) -> None:
    arrives = p["cases"]["arrives_on"]
    for name, first, last in (
        ("in_kind", "from", "to"),
        ("income", "from", "to"),
        ("extras", "from", "to"),
        ("payers", "from", "to"),
        ("conditions", "note_on", "ends_on"),
        ("conditions", "note_on", "due_on"),
        ("events", "on", "to"),
        ("events", "posted_on", "sponsor_found_on"),
    ):
        rows = p[name]
        both = rows.given(first) & rows.given(last)
        doubt(rows.case[both & (rows[last] < rows[first])])
    for name, first in (
        ("housing", "from"), ("in_kind", "from"), ("income", "from"), ("extras", "from"), ("payers", "from"),
        ("assets", "received_on"), ("conditions", "note_on"), ("events", "on"),
    ):  # fmt: skip
        rows = p[name]
        doubt(rows.case[rows.given(first) & (rows[first] > ends[rows.case])])
    for name in ("income", "payers"):
        rows = p[name]
        doubt(rows.case[rows.given("to") & (rows["to"] < month_first(month_index(arrives))[rows.case])])
    events = p["events"]
    added = events.is_("kind", "added_before_arrival")
    on = events["on"]
    doubt(events.case[np.where(added, on > arrives[events.case], on < arrives[events.case])])


CHANGES = ("separation", "adult_child_leaves", "change_unit", "leaves_shared_home")
_NEEDS = {
    "birth": (),
    "death": ("person",),
    "move": ("community",),
    "absence": ("person",),
    "hospital": ("person",),
    "prison": ("person",),
    "school_starts": ("person",),
    "school_ends": ("person",),
    "early_end": (),
    "resumption": (),
    "breakdown": (),
    "conversion": (),
    "top_up": ("amount",),
    "added_before_arrival": ("person",),
    **dict.fromkeys(CHANGES, ("person", "unit")),
}
"""What a kind of event cannot do without; the plan reader says so."""
_MAY = {
    "unit": ("birth", *CHANGES, "early_end", "resumption", "breakdown", "top_up"),
    "person": tuple(k for k, needs in _NEEDS.items() if "person" in needs),
    "community": ("move",),
    "amount": ("top_up",),
    "to": ("absence", "hospital", "prison", "top_up"),
    "form_on": ("conversion",),
    "posted_on": ("conversion",),
    "sponsor_found_on": ("conversion",),
    "is_exceptional": ("conversion",),
    "is_supported": CHANGES,
    "with_start_up": CHANGES,
    "is_counted": ("absence",),
    "children": ("birth",),
    "family": ("birth",),
}
"""Cells that would be ignored in another kind of event; told apart from a slip by the plan reader."""


def _doubt_entries(p: Partition, doubt: Any) -> None:
    h = p["housing"]
    start = np.where(h.given("from"), h["from"], p["cases"]["arrives_on"][h.case])
    doubt(h.case[repeated(distinct(h.case, h["unit"], start)[1])])
    rent, utilities = np.maximum(h["rent"], 0), np.maximum(h["utilities"], 0)
    doubt(h.case[(h["free"] == 1) & ((rent > 0) | (utilities > 0))])
    doubt(h.case[~h.given("rent") & (utilities > 0)])
    doubt(h.case[(utilities > 0) & h.given("utilities_included") & (h["utilities_included"] == 1)])
    t = p["payers"]
    start = np.where(t.given("from") & ~t.is_("covers", "start_up"), t["from"], -1)
    unit = np.where(t.given("unit"), t["unit"], -1)
    doubt(t.case[repeated(distinct(t.case, unit, t["covers"], start)[1])])
    c = p["conditions"]
    pregnant = c.is_("kind", "pregnancy")
    doubt(c.case[pregnant & (~c.given("due_on") | ~c.given("person") | c.given("unit") | c.given("ends_on"))])
    doubt(c.case[~pregnant & (c.given("due_on") | c.given("children"))])
    doubt(c.case[pregnant & (c["due_on"] > add_months_array(c["note_on"], 10))])
    both = pregnant & repeated(np.where(pregnant, p.key(c.case, c["person"]), -np.arange(len(c)) - 2))
    doubt(c.case[both])
    e = p["events"]
    for kind, needs in _NEEDS.items():
        for column in needs:
            doubt(e.case[e.is_("kind", kind) & ~e.given(column)])
    for column, kinds in _MAY.items():
        doubt(e.case[~e.is_("kind", *kinds) & e.given(column)])
    conversion = e.is_("kind", "conversion")
    doubt(e.case[conversion][repeated(e.case[conversion])])
    cases = p["cases"]
    for kinds in (("move",), CHANGES, ("school_starts", "school_ends")):
        some = e.is_("kind", *kinds)
        person = np.where(e.given("person"), e["person"], 0)[some]
        who = p.key(e.case[some], person)
        doubt(e.case[some][repeated(distinct(who, e["on"][some])[1])])
    may_convert = cases.is_("stream", "GAR", "BVOR")
    doubt(e.case[conversion & ~may_convert[e.case]])
    doubt(e.case[e.is_("kind", "resumption")])

"""Which cases of a partition something may be wrong with, by whole columns.

The checks here only choose: a case with any doubt is handed to the plan reader, which says in words what is
wrong and where, or accepts it (``faults``). So a check may be too strict and must never be too lenient.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from calculator.batch.columns import Bools
from calculator.batch.rows import CHANGES, Partition, Rows, first_of_each, school_days
from calculator.batch.schema import tables
from calculator.columns import distinct, is_among, repeated
from calculator.household import STREAMS, Ints
from calculator.periods import add_months_array, month_first, month_index
from calculator.plan.checks import LONGEST_LIFE, MAY_BE_BORN_LATER, MONTHS, NO_LATER_ARRIVALS
from calculator.plan.draft import CONVERTED_MONTHS, DEFAULT_MONTHS
from calculator.plan.entries import RAINBOW_CHOICE

_MOST_PEOPLE = 60
_OYW_MONTHS = 12
_SHORTEST_YEAR = 365
_ADULT = 18
"""As the plan reader presumes; a looser age only hands more cases to it."""


def doubtful(p: Partition) -> Bools:
    """Cases with anything the plan reader might refuse."""
    flags = np.zeros(len(p), bool)

    def doubt(case: Ints) -> None:
        flags[case] = True

    for name, rows in p.tables.items():
        bad = np.zeros(len(rows), bool)
        for column in rows.headings:  # of the columns the file has: the others are empty, and none of them is required
            values = rows.columns[column]
            bad |= values.bad
            if tables()[name][column].is_required:
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


def _families(p: Partition) -> Ints:
    """The families that have a principal applicant; a case with any other is doubtful anyway."""
    people = p["people"]
    principal = people.is_("role", "principal")
    return p.key(people.case[principal], people["family"][principal])


def _automatic(people: Rows) -> Bools:
    """People who may become a unit of their own (R12)."""
    return ~people.is_("role", "principal", "spouse") & ~people.given("unit")


def _doubt_people(p: Partition, first_ends: Ints, doubt: Any) -> None:
    people, cases = p["people"], p["cases"]
    case = people.case
    count = np.bincount(case, minlength=len(p))
    doubt(np.flatnonzero((count == 0) | (count > _MOST_PEOPLE)))
    person = p.key(case, people["person"])
    doubt(case[_twice(person)])
    family, families = p.key(case, people["family"]), _families(p)
    doubt(families[_twice(families)] // p.width)
    another = first_of_each(family)
    doubt(case[another][~is_among(family[another], families)])
    is_family = np.zeros(p.width, bool)
    is_family[people["family"]] = True
    alike = np.flatnonzero(is_family[people["person"]] & _automatic(people))  # called as some family is: few or none
    doubt(case[alike][is_among(person[alike], families)])
    principal, spouse = people.is_("role", "principal"), people.is_("role", "spouse")
    doubt(case[spouse][_twice(family[spouse])])
    doubt(case[principal & (people["is_accompanying"] == 0)])
    _doubt_units(p, doubt)
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
    doubt(case[born & (arrival - people["born_on"] >= _SHORTEST_YEAR * (LONGEST_LIFE + 1))])


def _twice(key: Ints) -> Bools:
    """Keys that are there more than once. Usually there is none, which sorting alone tells sooner."""
    ordered = np.sort(key)
    return repeated(key) if (ordered[1:] == ordered[:-1]).any() else np.zeros(len(key), bool)


def _doubt_units(p: Partition, doubt: Any) -> None:
    """A unit with people of two families: some pair (unit, family) beyond the first of its unit."""
    people = p["people"]
    has_unit = np.zeros(len(p), bool)
    has_unit[people.case[people.given("unit")]] = True
    rows = np.flatnonzero(has_unit[people.case])
    case, family = people.case[rows], people["family"][rows]
    named = p.key(case, np.where(people.given("unit")[rows], people["unit"][rows], family))
    first, _ = distinct(named, family)
    doubt(case[is_among(named, named[first][_twice(named[first])])])


def _doubt_references(p: Partition, ends: Ints, doubt: Any) -> None:
    people, events = p["people"], p["events"]
    changes = events.is_("kind", *CHANGES)
    units: list[Ints] = []
    persons: list[Ints] = []
    for name, rows in p.tables.items():
        if name != "people" and "unit" in rows.columns:
            used = rows.given("unit") & ~changes if name == "events" else rows.given("unit")
            units.append(p.key(rows.case[used], rows["unit"][used]))
        if name != "people" and "person" in rows.columns:
            used = rows.given("person")
            persons.append(p.key(rows.case[used], rows["person"][used]))
    named, unit = np.concatenate(persons), np.concatenate(units)
    doubt(named[~is_among(named, p.key(people.case, people["person"]))] // p.width)
    births = events.is_("kind", "birth")
    family = p.key(events.case[births], events["family"][births])
    doubt(events.case[births][~is_among(family, _families(p))])
    if not len(unit):
        return
    arrives = p["cases"]["arrives_on"][people.case]
    years = np.where(
        people.given("born_on"),
        month_index(ends[people.case]) // 12 - month_index(people["born_on"]) // 12,
        month_index(ends[people.case]) // 12 - month_index(arrives) // 12 + people["age_at_arrival"],
    )
    may_be_unit = _automatic(people) & (years >= _ADULT)
    known = np.concatenate([
        p.key(people.case, people["family"]), p.key(people.case, people["unit"])[people.given("unit")],
        p.key(people.case, people["person"])[may_be_unit],
        p.key(events.case, events["unit"])[changes & events.given("unit")],
    ])  # fmt: skip
    doubt(unit[~is_among(unit, known)] // p.width)


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
    doubt(h.case[_twice(distinct(h.case, h["unit"], start)[1])])
    rent, utilities = np.maximum(h["rent"], 0), np.maximum(h["utilities"], 0)
    doubt(h.case[(h["free"] == 1) & ((rent > 0) | (utilities > 0))])
    doubt(h.case[~h.given("rent") & (utilities > 0)])
    doubt(h.case[(utilities > 0) & h.given("utilities_included") & (h["utilities_included"] == 1)])
    t = p["payers"]
    start = np.where(t.given("from") & ~t.is_("covers", "start_up"), t["from"], -1)
    unit = np.where(t.given("unit"), t["unit"], -1)
    doubt(t.case[_twice(distinct(t.case, unit, t["covers"], start)[1])])
    c = p["conditions"]
    pregnant = c.is_("kind", "pregnancy")
    doubt(c.case[pregnant & (~c.given("due_on") | ~c.given("person") | c.given("unit") | c.given("ends_on"))])
    doubt(c.case[~pregnant & (c.given("due_on") | c.given("children"))])
    doubt(c.case[pregnant & (c["due_on"] > add_months_array(c["note_on"], 10))])
    both = pregnant & _twice(np.where(pregnant, p.key(c.case, c["person"]), -np.arange(len(c)) - 2))
    doubt(c.case[both])
    e = p["events"]
    for kind, needs in _NEEDS.items():
        for column in needs:
            doubt(e.case[e.is_("kind", kind) & ~e.given(column)])
    for column, kinds in _MAY.items():
        doubt(e.case[~e.is_("kind", *kinds) & e.given(column)])
    conversion = e.is_("kind", "conversion")
    doubt(e.case[conversion][_twice(e.case[conversion])])
    cases = p["cases"]
    for kinds in (("move",), CHANGES, ("school_starts", "school_ends")):
        some = e.is_("kind", *kinds)
        person = np.where(e.given("person"), e["person"], 0)[some]
        who = p.key(e.case[some], person)
        doubt(e.case[some][_twice(distinct(who, e["on"][some])[1])])
    may_convert = cases.is_("stream", "GAR", "BVOR")
    doubt(e.case[conversion & ~may_convert[e.case]])
    doubt(e.case[e.is_("kind", "resumption")])

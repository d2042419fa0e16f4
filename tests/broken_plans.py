"""Plans with one thing wrong each: where it is said, and a part of what is said. A table, read by test_plan.py."""

from __future__ import annotations

import copy
import re
from typing import Any

BASE: dict[str, Any] = {
    "version": 1,
    "community": "Halifax",
    "arrives_on": "2026-05-10",
    "people": [
        {"id": "p1", "role": "principal", "born_on": "1990-01-31"},
        {"id": "p2", "role": "spouse", "age_at_arrival": 34},
        {"id": "p3", "role": "child", "age_at_arrival": 0},
        {"id": "p4", "role": "dependant", "born_on": "2005-02-28"},
    ],
    "housing": [{"rent": "1500.00"}],
    "income": [{"person": "p1", "net": "900.00", "from": "2026-08-01", "to": "2026-12-31"}],
}


def changed(**fields: Any) -> dict[str, Any]:
    """The base with other fields; ``p1={…}`` adds fields to that person (None takes a field out)."""
    plan = copy.deepcopy(BASE)
    for name, value in fields.items():
        place: Any = plan
        if re.fullmatch("p[1-4]", name):
            place = plan["people"][int(name[1]) - 1]
            value = {**place, **value}
            place.clear()
            place.update({k: v for k, v in value.items() if v is not None})
        elif value is None:
            plan.pop(name)
        else:
            plan[name] = value
    return plan


def person(**fields: Any) -> dict[str, Any]:
    return changed(people=[*BASE["people"], {"id": "p5", "role": "child", "age_at_arrival": 3, **fields}])


def event(kind: str, on: str = "2026-09-01", **fields: Any) -> dict[str, Any]:
    return changed(events=[{"kind": kind, "on": on, **fields}])


def income(**fields: Any) -> dict[str, Any]:
    return changed(income=[{"person": "p1", "net": "900.00", **fields}])


def pregnancy(**fields: Any) -> dict[str, Any]:
    return {"kind": "pregnancy", "person": "p1", "note_on": "2026-06-01", "due_on": "2026-11-01", **fields}


# what is wrong, the plan, where it is said, a part of what is said
BROKEN: list[tuple[str, object, str, str]] = [
    # --- the file
    ("no text", "", "plan", "this is empty"),
    ("only spaces", "\ufeff \n", "plan", "this is empty"),
    ("a list", "[]", "plan", "this is not a plan"),
    ("a word", "null", "plan", "this is not a plan"),
    ("not JSON", "{'a': 1}", "plan", "line 1, column 2: a name between double quotes is expected"),
    ("no comma", '{"version": 1\n "label": "x"}', "plan", "line 2, column 2: a comma, a colon"),
    ("no value", '{"version": }', "plan", "line 1, column 13: a value is missing"),
    ("no end of text", '{"label": "abc}', "plan", "line 1, column 11: the closing double quote is missing"),
    ("a new line in text", '{"label": "a\nb"}', "plan", "line 1, column 13: a closing double quote is missing, or"),
    ("a backslash", '{"label": "C:\\Users"}', "plan", "a backslash begins something unknown"),
    ("two plans", "{}{}", "plan", "line 1, column 3: there is more text after the end"),
    ("nested too deeply", "[" * 1_000_000, "plan", "nested too deeply"),
    ("far too many entries", '{"people": [' + "1," * 50_000 + "1]}", "plan", "far more entries than any plan"),
    ("far too many lists", '{"people": [' + "[[]]," * 25_000 + "1]}", "plan", "far more entries than any plan"),
    ("nested deeply in a field", changed(label=eval("[" * 40 + "]" * 40)), "label", "nested too deeply"),
    ("5 MB", " " * 5_000_001, "plan", "larger than 5 MB"),
    ("a workbook", b"PK\x03\x04 and so on", "plan", "this is a workbook"),
    ("not UTF-8", b'{"label": "caf\xe9"}', "plan", "not text in UTF-8 (byte 15)"),
    ("a newer format", changed(version=2), "version", "this plan is in format 2"),
    ("a version that is text", changed(version="1"), "version", "“1” is not a version"),
    ("a field twice", '{"community": "a", "community": "b"}', "community", "“community” is given twice"),
    ("NaN", '{"months": NaN}', "months", "NaN is not a number that can be used"),
    ("1e400", '{"months": 1e400}', "months", "1e400 is not a number that can be used"),
    ("5,000 digits", '{"months": ' + "9" * 5000 + "}", "months", "9… is not a number that can be used"),
    ("a null character", changed(label="a\x00b"), "label", "control character in “a\\u0000b”"),
    ("half a character", '{"label": "\\ud800"}', "label", "control character in “\\ud800”"),
    ("a control character in a name", changed() | {"a\x07": 1}, "plan", "control character in “a\\u0007”"),
    ("many problems", changed(**{f"x{i}": 1 for i in range(150)}), "plan", "more problems were found: 50"),
    # --- fields and types
    ("unknown field", changed(comunity="Halifax"), "comunity", "there is no field “comunity” here"),
    ("unknown field of a person", changed(p2={"age": 3}), "people[1].age", "there is no field “age” here"),
    ("name in memory", changed(housing=[{"rent_cents": "5"}]), "housing[0].rent_cents", "there is no field"),
    ("no community", changed(community=None), "community", "the community of settlement is missing"),
    ("empty community", changed(community=""), "community", "the community of settlement is missing"),
    ("no arrival", changed(arrives_on=None), "arrives_on", "the arrival date is missing"),
    ("no people", changed(people=None), "people", "nobody is in the plan"),
    ("empty people", changed(people=[]), "people", "nobody is in the plan"),
    ("61 people", changed(people=BASE["people"] * 16), "people", "too many entries: 64"),
    ("a missing field", changed(income=[{"person": "p1"}]), "income[0].net", "this field is missing"),
    ("text for a number", changed(months="12"), "months", "“12” is not a whole number"),
    ("true for a number", changed(months=True), "months", "“true” is not a whole number"),
    ("months with decimals", changed(months=12.5), "months", "“12.5” is not a whole number"),
    ("text for yes or no", changed(arrival_is_estimate="yes"), "arrival_is_estimate", "neither true nor false"),
    ("1 for yes or no", changed(arrival_is_estimate=1), "arrival_is_estimate", "neither true nor false"),
    ("a number for text", changed(label=5), "label", "“5” is not text"),
    ("a long text", changed(label="x" * 501), "label", "is too long: 501 characters"),
    ("an empty id", changed(p3={"id": ""}), "people[2].id", "this is empty"),
    ("one for a list", changed(housing={"rent": "5"}), "housing", "a list is expected here"),
    ("nothing for a list", changed(housing=None) | {"housing": None}, "housing", "a list is expected here"),
    ("a word for a person", changed(people=["p1"]), "people[0]", "named fields are expected here, not “p1”"),
    ("a list for options", changed(options=[]), "options", "named fields are expected here, not “[…]”"),
    ("unknown stream", changed(stream="PRS"), "stream", "“PRS” is not one of the accepted words"),
    ("unknown role", changed(p4={"role": "uncle"}), "people[3].role", "“uncle” is not one of the accepted words"),
    ("unknown gift line", changed(in_kind=[{"line": "rent"}]), "in_kind[0].line", "“rent” is not one of"),
    ("unknown event", event("birthday"), "events[0].kind", "“birthday” is not one of the accepted words"),
    ("no kind", changed(events=[{"on": "2026-09-01"}]), "events[0]", "does not say of which kind it is"),
    ("an option too high", changed(options={"lag": 3}), "options.lag", "3 is too high"),
    ("an option too low", changed(options={"stagger_n": 0}), "options.stagger_n", "0 is too low"),
    ("an event nobody is in", event("separation", people=[], unit="u"), "events[0].people", "too few entries: 0"),
    ("two Rainbow months", changed(options={"rainbow_months": [1, 2]}), "options.rainbow_months[2]", "exactly three"),
    ("school day", changed(options={"school_second_on": "August"}), "options.school_second_on", "accepted form"),
    # --- money, shares, dates
    ("a number for money", income(net=900), "income[0].net", "the amount 900 is not between double quotes"),
    ("a decimal comma", income(net="1225,00"), "income[0].net", "“1225,00” has a comma"),
    ("thousands", income(net="1,225.00"), "income[0].net", "“1,225.00” has a comma"),
    ("three decimals", income(net="12.345"), "income[0].net", "“12.345” has more than two decimals"),
    ("below zero", income(net="-5.00"), "income[0].net", "“-5.00” is below zero"),
    ("too much", income(net="99999999999.00"), "income[0].net", "is too large for an amount"),
    ("no amount", income(net="much"), "income[0].net", "“much” is not an amount"),
    ("other digits", income(net="٣٤"), "income[0].net", "“٣٤” is not an amount"),
    ("a share", changed(options={"reduction_share": "50%"}), "options.reduction_share", "“50%” is not a share"),
    ("a share above 1", changed(options={"reduction_share": "1.5"}), "options.reduction_share", "is not a share"),
    ("31 February", changed(arrives_on="2026-02-31"), "arrives_on", "“2026-02-31” is not a day of the calendar"),
    ("a slash", changed(arrives_on="10/05/2026"), "arrives_on", "“10/05/2026” is not a date"),
    ("a week date", changed(arrives_on="2026-W19-7"), "arrives_on", "“2026-W19-7” is not a date"),
    ("a time", changed(arrives_on="2026-05-10T00:00"), "arrives_on", "is not a date"),
    ("a number for a date", changed(arrives_on=20260510), "arrives_on", "“20260510” is not a date"),
    ("the year 1", changed(arrives_on="0001-01-01"), "arrives_on", "too far from today"),
    ("the year 9999", changed(arrives_on="9999-12-31"), "arrives_on", "too far from today"),
    # --- the period
    ("37 months", changed(months=37), "months", "37 is too high"),
    ("no month", changed(months=0), "months", "0 is too low"),
    ("25 months of JAS", changed(stream="JAS", months=25), "months", "a JAS case lasts 1 to 24 months, not 25"),
    ("13 months of BVOR", changed(stream="BVOR", months=13), "months", "a BVOR case lasts 12 months, not 13"),
    ("JAS by a group of five", changed(stream="JAS", sponsor="G5"), "sponsor", "only a sponsorship agreement"),
    (
        "a later arrival in a BVOR case",
        {
            "stream": "BVOR",
            "community": "Halifax",
            "arrives_on": "2026-05-10",
            "people": [
                {"id": "p1", "role": "principal", "age_at_arrival": 30},
                {"id": "p2", "role": "spouse", "age_at_arrival": 30, "arrives_on": "2026-09-01"},
            ],
        },
        "people[1].arrives_on",
        "no rule gives the amounts",
    ),
    ("application after arrival", changed(submitted_on="2026-05-11"), "submitted_on", "comes after the arrival"),
    # --- people
    ("two with one id", person(id="p3"), "people[4].id", "“p3” is also the id of people[2]"),
    ("a space in an id", person(id="p5 "), "people[4].id", "begins or ends with a space"),
    ("an id like a family", person(id="family"), "people[4].id", "is also the name of a family"),
    ("two principals", person(role="principal"), "people[4].role", "already has a principal applicant (people[0])"),
    ("two spouses", person(role="spouse"), "people[4].role", "already has a spouse (people[1])"),
    ("a spouse alone", changed(p1={"role": "dependant"}), "people[1].role", "a spouse needs a principal applicant"),
    ("no principal", person(family="other"), "people[4].role", "the family “other” has no principal applicant"),
    ("a principal at home", changed(p1={"is_accompanying": False}), "people[0].is_accompanying", "has to travel"),
    ("one unit, two families", person(role="principal", family="b", unit="family"), "people[4].unit", "already has"),
    ("age missing", changed(p2={"age_at_arrival": None}), "people[1]", "neither a birth date nor an age"),
    ("age twice", changed(p1={"age_at_arrival": 36}), "people[0]", "both a birth date and an age"),
    ("age of 121", changed(p2={"age_at_arrival": 121}), "people[1].age_at_arrival", "an age of 121"),
    ("age below 0", changed(p2={"age_at_arrival": -1}), "people[1].age_at_arrival", "an age of -1"),
    ("6 months old", changed(p3={"age_at_arrival": "6 months"}), "people[2].age_at_arrival", "age in whole years"),
    ("121 years old", changed(p1={"born_on": "1905-05-10"}), "people[0].born_on", "more than 120 years old"),
    ("born after arrival", changed(p1={"born_on": "2026-05-11"}), "people[0].born_on", "is after the arrival"),
    ("born after the end", person(born_on="2027-05-10", age_at_arrival=None), "people[4].born_on", "end of support"),
    ("arrived too early", person(arrives_on="2026-05-09"), "people[4].arrives_on", "before the arrival of the plan"),
    ("principal later", changed(p1={"arrives_on": "2026-06-01"}), "people[0].arrives_on", "cannot arrive after"),
    # --- names of people and units
    ("income of nobody", income(person="p9"), "income[0].person", "nobody has the id “p9”"),
    ("event of nobody", event("absence", people=["p1", "x"]), "events[0].people[1]", "nobody has the id “x”"),
    ("one twice", event("absence", people=["p1", "p1"]), "events[0].people", "“p1” is named more than once"),
    ("unknown unit", changed(assets=[{"amount": "1.00", "unit": "p1"}]), "assets[0].unit", "no family unit “p1”"),
    ("unit of a small child", changed(housing=[{"unit": "p3"}]), "housing[0].unit", "no family unit “p3”"),
    ("unknown family", event("birth", family="familly"), "events[0].family", "there is no family “familly”"),
    # --- dates of entries
    ("to before from", income(**{"from": "2026-09-01", "to": "2026-08-31"}), "income[0].to", "before “from”"),
    ("due before the note", changed(conditions=[pregnancy(due_on="2026-05-31")]), "conditions[0].due_on", "before"),
    ("due too late", changed(conditions=[pregnancy(due_on="2027-04-02")]), "conditions[0].due_on", "ten months"),
    ("one pregnancy twice", changed(conditions=[pregnancy()] * 2), "conditions[1]", "about the same pregnancy"),
    ("income next century", income(**{"from": "2126-09-01"}), "income[0].from", "is after the end of support"),
    ("income last year", income(to="2025-12-31"), "income[0].to", "is before the arrival"),
    ("event after the end", event("birth", "2027-05-10"), "events[0].on", "is after the end of support"),
    ("event before arrival", event("birth", "2026-05-09"), "events[0].on", "is before the arrival"),
    ("added late", event("added_before_arrival", person="p3"), "events[0].on", "is after the arrival"),
    # --- housing, events, options
    ("free and paid", changed(housing=[{"free": True, "rent": "5.00"}]), "housing[0]", "is free and has a cost"),
    ("utilities only", changed(housing=[{"utilities": "5.00"}]), "housing[0].rent", "utilities but no rent"),
    ("two rents", changed(housing=[{"rent": "5.00"}] * 2), "housing[1]", "same unit from the same day"),
    (
        "utilities twice",
        changed(housing=[{"rent": "5.00", "utilities": "1.00", "utilities_included": True}]),
        "housing[0].utilities",
        "also paid on top",
    ),
    ("a PSR case becomes JAS", event("conversion"), "events[0]", "a PSR case cannot become JAS"),
    (
        "two conversions",
        changed(stream="GAR", events=[{"kind": "conversion", "on": f"2026-0{n}-01"} for n in (7, 8)]),
        "events[1]",
        "only once (events[0])",
    ),
    ("resumed, never ended", event("resumption"), "events[0]", "cannot resume before it ended"),
    (
        "two moves on one day",
        changed(events=[{"kind": "move", "on": "2026-09-01", "community": c} for c in ("Toronto", "Calgary")]),
        "events[1]",
        "events[0] says something else about the same day",
    ),
    (
        "a birth after the first arrival's own support",
        changed(
            people=[*BASE["people"], {"id": "p5", "role": "child", "age_at_arrival": 3, "arrives_on": "2026-11-01"}],
            events=[{"kind": "birth", "on": "2027-05-10"}],
        ),
        "events[0].on",
        "after the first arrival's own support",
    ),
    ("one month twice", changed(options={"rainbow_months": [1, 1, 2]}), "options.rainbow_months", "three different"),
    ("month 14", changed(options={"rainbow_months": [1, 2, 14]}), "options.rainbow_months", "from 1 to 12"),
    (
        "month 13 of equal months",
        changed(options={"rainbow_months": [1, 2, 13], "prorate": "equal"}),
        "options.rainbow_months",
        "from 1 to 12",
    ),
    ("30 February", changed(options={"school_second_on": "02-30"}), "options.school_second_on", "day of every year"),
    # --- the record
    (
        "an account number",
        changed(record={"contact": "account 123456789"}),
        "record.contact",
        "looks like an account",
    ),
    ("five digits", changed(record={"account": {"last4": "12345"}}), "record.account.last4", "the last four digits"),
]  # fmt: skip

"""Contradictions inside a plan: its period, its people, and who and what its entries name.

Only what can be told from the plan alone. What needs a rate (a community, an amount's limit, the oldest
rates) is said by ``rates`` and ``budget``; what is merely red or amber (a gift that will not be counted,
say) is a warning of the budget and no obstacle here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from calculator.locale import N_
from calculator.periods import add_years
from calculator.plan import entries
from calculator.plan.draft import Draft, no
from calculator.plan.events import Birth, ChangeUnit
from calculator.plan.messages import nearest_word
from calculator.plan.model import Person
from calculator.problems import Problem, as_typed

MONTHS = {"PSR": (1, 36), "JAS": (1, 24), "BVOR": (12, 12), "RAINBOW": (12, 12), "GAR": (12, 12)}
"""Shortest and longest support of each stream, in months (R2, R40)."""
LONGEST_LIFE = 120
MAY_BE_BORN_LATER = ("child", "de_facto")


def problems_in(draft: Draft) -> list[Problem]:
    """Every contradiction, in the order of the file."""
    checks: tuple[Callable[[Draft], Iterator[Problem]], ...] = (
        _period,
        _ids,
        _families,
        _ages,
        _references,
        *entries.CHECKS,
    )
    return [problem for check in checks for problem in check(draft)]

NO_LATER_ARRIVALS = ("BVOR", "RAINBOW")
"""Streams in which the One-Year Window has no computed result (N51)."""


def _period(draft: Draft) -> Iterator[Problem]:
    plan = draft.plan
    shortest, longest = MONTHS[plan.stream]
    if plan.months is not None and not shortest <= plan.months <= longest:
        if shortest == longest:
            yield no(
                "months",
                N_("support in a {stream} case lasts {longest} months, not {months}."),
                N_("Write {longest}, or take the field out."),
                stream=plan.stream,
                longest=longest,
                months=plan.months,
            )
        else:
            yield no(
                "months",
                N_("support in a {stream} case lasts {shortest} to {longest} months, not {months}."),
                N_("Correct the number, or take the field out for the usual length."),
                stream=plan.stream,
                shortest=shortest,
                longest=longest,
                months=plan.months,
            )
    if plan.stream == "JAS" and plan.sponsor in ("G5", "CS"):
        yield no(
            "sponsor",
            N_("only a sponsorship agreement holder or its group can sponsor a JAS case, not {sponsor}."),
            N_("Write SAH or CG, or correct the stream."),
            sponsor=plan.sponsor,
        )
    if plan.stream in NO_LATER_ARRIVALS and draft.is_arrival_known:
        for where, person in draft.entries("people"):
            if person.arrives_on is not None and person.arrives_on > plan.arrives_on:
                yield no(
                    f"{where}.arrives_on",
                    N_("no rule gives the amounts of members who follow later in a {stream} case."),
                    N_("Ask the immigration office, and plan them apart."),
                    stream=plan.stream,
                )
    if draft.is_arrival_known and plan.submitted_on and plan.submitted_on > plan.arrives_on:
        yield no(
            "submitted_on",
            N_("the application ({value}) comes after the arrival ({arrival})."),
            N_("Correct one of the two dates."),
            value=plan.submitted_on,
            arrival=plan.arrives_on,
        )


def _ids(draft: Draft) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for where, person in draft.entries("people"):
        if person.id in first:
            yield no(
                f"{where}.id",
                N_("“{value}” is also the id of {other}."),
                N_("Give every person an id of their own."),
                value=as_typed(person.id),
                other=first[person.id],
            )
        first.setdefault(person.id, where)
        if person.id != person.id.strip():
            yield no(
                f"{where}.id",
                N_("“{value}” begins or ends with a space."),
                N_("Take the space away."),
                value=as_typed(person.id),
            )
        is_own_unit = person.role not in ("principal", "spouse") and person.unit is None
        if is_own_unit and person.id in {p.family for p in draft.plan.people}:
            yield no(
                f"{where}.id",
                N_("“{value}” is also the name of a family."),
                N_("Choose another id: an adult dependant is budgeted under their own id."),
                value=as_typed(person.id),
            )


def _families(draft: Draft) -> Iterator[Problem]:
    families: dict[str, list[tuple[str, Person]]] = {}
    for where, person in draft.entries("people"):
        families.setdefault(person.family, []).append((where, person))
    for name, members in families.items():
        principals = [(where, p) for where, p in members if p.role == "principal"]
        spouses = [(where, p) for where, p in members if p.role == "spouse"]
        for where, _ in principals[1:]:
            yield no(
                f"{where}.role",
                N_("the family “{family}” already has a principal applicant ({other})."),
                N_("Choose another role, or give linked applications a “family” of their own."),
                family=as_typed(name),
                other=principals[0][0],
            )
        for where, _ in spouses[1:]:
            yield no(
                f"{where}.role",
                N_("the family “{family}” already has a spouse ({other})."),
                N_("Choose another role, or give linked applications a “family” of their own."),
                family=as_typed(name),
                other=spouses[0][0],
            )
        if not principals and draft.are_people_complete:
            where = (spouses or members)[0][0]
            what = (
                N_("a spouse needs a principal applicant in the family “{family}”.")
                if spouses
                else N_("the family “{family}” has no principal applicant.")
            )
            yield no(
                f"{where}.role",
                what,
                N_("Give one adult of the family the role “principal”."),
                family=as_typed(name),
            )
        for where, person in principals[:1]:
            if not person.is_accompanying:
                yield no(
                    f"{where}.is_accompanying",
                    N_("the principal applicant has to travel."),
                    N_("Take the field out, or choose another principal applicant."),
                )
    units: dict[str, str] = {}
    for where, person in draft.entries("people"):
        unit = person.unit or person.family
        if units.setdefault(unit, person.family) != person.family:
            yield no(
                f"{where}.unit",
                N_("the unit “{unit}” already has people of the family “{family}”."),
                N_("Linked applications are budgeted apart: choose another unit."),
                unit=as_typed(unit),
                family=as_typed(units[unit]),
            )


def _ages(draft: Draft) -> Iterator[Problem]:
    plan = draft.plan
    for where, person in draft.entries("people"):
        if person.born_on is None and person.age_at_arrival is None:
            yield no(
                where,
                N_("“{id}” has neither a birth date nor an age."),
                N_("Add born_on, or age_at_arrival in whole years."),
                id=as_typed(person.id),
            )
        elif person.born_on is not None and person.age_at_arrival is not None:
            yield no(
                where,
                N_("“{id}” has both a birth date and an age."),
                N_("Keep born_on and take age_at_arrival out, or the other way round."),
                id=as_typed(person.id),
            )
        if not draft.is_arrival_known:
            continue
        if person.arrives_on and person.arrives_on < plan.arrives_on:
            yield no(
                f"{where}.arrives_on",
                N_("{value} is before the arrival of the plan ({arrival})."),
                N_("The plan's arrives_on is the first arrival; later ones come after it."),
                value=person.arrives_on,
                arrival=plan.arrives_on,
            )
        is_first = person.role == "principal" and person.family == plan.people[0].family
        if is_first and person.arrives_on and person.arrives_on > plan.arrives_on:
            yield no(
                f"{where}.arrives_on",
                N_("the principal applicant cannot arrive after the plan's arrival."),
                N_("Put the principal applicant's arrival into arrives_on of the plan."),
            )
        if person.born_on is None:
            continue
        arrival = max(person.arrives_on or plan.arrives_on, plan.arrives_on)
        if person.born_on > arrival:
            if person.role not in MAY_BE_BORN_LATER or person.arrives_on:
                yield no(
                    f"{where}.born_on",
                    N_("{value} is after the arrival ({arrival})."),
                    N_("Correct the birth date or the arrival; only a child can be born later."),
                    value=person.born_on,
                    arrival=arrival,
                )
            elif person.born_on > draft.ends_on:
                yield no(
                    f"{where}.born_on",
                    N_("{value} is after the end of support ({end})."),
                    N_("Correct the birth date, or take the person out of this plan."),
                    value=person.born_on,
                    end=draft.ends_on,
                )
        elif add_years(person.born_on, LONGEST_LIFE + 1) <= arrival:
            yield no(
                f"{where}.born_on",
                N_("born on {value} means more than {limit} years old on arrival."),
                N_("Check the year."),
                value=person.born_on,
                limit=LONGEST_LIFE,
            )


def _possible_units(draft: Draft) -> set[str]:
    """Units somebody can be in: families, chosen units, and people who are or may become an own unit (R11,
    R13)."""
    units = set(draft.unit_words)
    known = {p.id: p for p in draft.plan.people}
    for person_id in draft.ids:
        person = known.get(person_id)
        if person is None or not draft.is_arrival_known:
            units.add(person_id)
        elif person.role not in ("principal", "spouse") and person.unit is None:
            years = (draft.ends_on.year - draft.plan.arrives_on.year) + (person.age_at_arrival or 0)
            if person.born_on is not None:
                years = draft.ends_on.year - person.born_on.year
            if years >= 18:
                units.add(person_id)
    return units


def _references(draft: Draft) -> Iterator[Problem]:
    if not draft.are_ids_known:
        return
    units = _possible_units(draft)
    families = {p.family for p in draft.plan.people}
    for name in (
        "housing",
        "in_kind",
        "purchases",
        "sharing",
        "income",
        "assets",
        "conditions",
        "events",
        "extras",
        "payers",
    ):
        for where, entry in draft.entries(name):
            unit = getattr(entry, "unit", None)
            if unit is not None and not isinstance(entry, ChangeUnit):
                yield from _known(f"{where}.unit", unit, units, N_("there is no family unit “{value}”."))
            person = getattr(entry, "person", None)
            if person is not None:
                yield from _known(f"{where}.person", person, draft.ids, N_("nobody has the id “{value}”."))
            people = getattr(entry, "people", ())
            for i, person in enumerate(people):
                yield from _known(
                    f"{where}.people[{i}]", person, draft.ids, N_("nobody has the id “{value}”.")
                )
            for person in sorted(p for p, n in Counter(people).items() if n > 1):
                yield no(
                    f"{where}.people",
                    N_("“{value}” is named more than once."),
                    N_("Name everybody once."),
                    value=as_typed(person),
                )
            if isinstance(entry, Birth) and draft.are_people_complete:
                yield from _known(
                    f"{where}.family", entry.family, families, N_("there is no family “{value}”.")
                )


def _known(where: str, word: str, words: Iterable[str], what: str) -> Iterator[Problem]:
    names = sorted(set(words))
    if word in names:
        return
    nearest = nearest_word(word, names)
    if nearest:
        yield no(
            where, what, N_("Did you mean “{nearest}”?"), value=as_typed(word), nearest=as_typed(nearest)
        )
    else:
        expected = as_typed(", ".join(names), 200)
        yield no(where, what, N_("Write one of: {expected}."), value=as_typed(word), expected=expected)

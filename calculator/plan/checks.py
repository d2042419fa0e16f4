"""Contradictions inside a plan: between its people, its dates and its references.

Only what can be told from the plan alone. What needs a rate (a community, an amount's limit, the oldest rates) is
said by ``rates`` and ``budget``; what is merely red or amber (a gift that will not be counted, say) is a warning
of the budget and no obstacle here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from calculator.locale import N_
from calculator.periods import add_months, add_years, last_day, month_start
from calculator.plan.events import Birth, ChangeUnit, Conversion, FamilyAdded, Stop
from calculator.plan.messages import nearest_word
from calculator.plan.model import Person, Plan, Pregnancy, SpecialDiet
from calculator.problems import Problem, as_typed, found

MONTHS = {"PSR": (1, 36), "JAS": (1, 24), "BVOR": (12, 12), "RAINBOW": (12, 12), "GAR": (12, 12)}
"""Shortest and longest support of each stream, in months (R2, R40)."""
DEFAULT_MONTHS = {"JAS": 24}
CONVERTED_MONTHS = 24
"""A GAR or BVOR case that becomes JAS runs to month 24 (R43, R44)."""
LONGEST_LIFE = 120
CELLS = {"equal": 12}
"""Months a Rainbow partnership can choose from; the calendar views have thirteen cells (R39f)."""
MAY_BE_BORN_LATER = ("child", "de_facto")
NOT_EARNED = {"canada_child_benefit", "tax_credit"}
MAY_BE_SHARED = ("household", "furniture", "utility", "shelter")
"""Lines that may shrink because people share a home (R18)."""


@dataclass(frozen=True)
class Draft:
    """A plan, or what is left of it when some entries could not be read."""

    plan: Plan
    index: dict[str, list[int]]
    """The place in the file of every entry that is left."""
    ids: tuple[str, ...]
    """All ids of people, of unreadable entries too."""
    unit_words: tuple[str, ...]
    """All units and families named by people and events, of unreadable entries too."""
    is_arrival_known: bool = True
    are_people_complete: bool = True

    @classmethod
    def of(cls, plan: Plan) -> Draft:
        lists = {name: list(range(len(value))) for name, value in plan if isinstance(value, tuple)}
        words = [word for p in plan.people for word in (p.family, p.unit) if word]
        words += [e.unit for e in plan.events if isinstance(e, ChangeUnit)]
        return cls(plan, lists, tuple(p.id for p in plan.people), tuple(words))

    def entries(self, name: str) -> Iterator[tuple[str, Any]]:
        """The entries of a list that are left, each with its path."""
        for place, entry in zip(self.index[name], getattr(self.plan, name), strict=True):
            yield f"{name}[{place}]", entry

    @property
    def ends_on(self) -> date:
        """The last day anybody is supported, by the longest reading."""
        plan = self.plan
        months = plan.months or DEFAULT_MONTHS.get(plan.stream, 12)
        if any(isinstance(e, Conversion) for e in plan.events):
            months = max(months, CONVERTED_MONTHS)
        own = [last_day(p.arrives_on, 12) for p in plan.people if p.arrives_on]
        return max([last_day(plan.arrives_on, months), *own])


def problems_in(draft: Draft) -> list[Problem]:
    """Every contradiction, in the order of the file."""
    checks: tuple[Callable[[Draft], Iterator[Problem]], ...] = (
        _period, _ids, _families, _ages, _references, _ranges, _outside, _housing, _conditions, _events, _options,
    )  # fmt: skip
    return [problem for check in checks for problem in check(draft)]


def refused_entries(plan: Plan) -> list[Problem]:
    """Entries that are not accepted though the plan is: the result is given without them (W11, W22)."""
    refused = []
    for i, income in enumerate(plan.income):
        if income.kind in NOT_EARNED:
            refused.append(found(
                f"income[{i}].kind", N_("the Canada Child Benefit and tax credits are never counted as income."),
                N_("The entry is left out; they lower nothing."), code="W11",
            ))  # fmt: skip
    for i, share in enumerate(plan.sharing):
        if share.line not in MAY_BE_SHARED:
            refused.append(found(
                f"sharing[{i}].line", N_("“{line}” may not be lowered because people share a home."),
                N_("The line stays whole. These may be lowered: {expected}."), code="W22",
                line=share.line, expected=", ".join(MAY_BE_SHARED),
            ))  # fmt: skip
        elif not share.reason.strip():
            refused.append(found(
                f"sharing[{i}].reason", N_("no reason is given for the lower amount."),
                N_("The line stays whole. Write what is shared and that the family agrees."), code="W22",
            ))  # fmt: skip
    return refused


def accepted(plan: Plan) -> Plan:
    """The plan without its :func:`refused_entries`."""
    income = tuple(i for i in plan.income if i.kind not in NOT_EARNED)
    sharing = tuple(s for s in plan.sharing if s.line in MAY_BE_SHARED and s.reason.strip())
    if len(income) == len(plan.income) and len(sharing) == len(plan.sharing):
        return plan
    return plan.model_copy(update={"income": income, "sharing": sharing})


def _no(where: str, what: str, to_do: str, **values: object) -> Problem:
    return found(where, what, to_do, level="refuse", code="W04", **values)


def _period(draft: Draft) -> Iterator[Problem]:
    plan = draft.plan
    shortest, longest = MONTHS[plan.stream]
    if plan.months is not None and not shortest <= plan.months <= longest:
        if shortest == longest:
            yield _no("months", N_("support in a {stream} case lasts {longest} months, not {months}."),
                      N_("Write {longest}, or take the field out."),
                      stream=plan.stream, longest=longest, months=plan.months)  # fmt: skip
        else:
            yield _no("months", N_("support in a {stream} case lasts {shortest} to {longest} months, not {months}."),
                      N_("Correct the number, or take the field out for the usual length."),
                      stream=plan.stream, shortest=shortest, longest=longest, months=plan.months)  # fmt: skip
    if plan.stream == "JAS" and plan.sponsor in ("G5", "CS"):
        yield _no("sponsor", N_("only a sponsorship agreement holder or its group can sponsor a JAS case, not {sponsor}."),
                  N_("Write SAH or CG, or correct the stream."), sponsor=plan.sponsor)  # fmt: skip
    if draft.is_arrival_known and plan.submitted_on and plan.submitted_on > plan.arrives_on:
        yield _no("submitted_on", N_("the application ({value}) comes after the arrival ({arrival})."),
                  N_("Correct one of the two dates."), value=plan.submitted_on, arrival=plan.arrives_on)  # fmt: skip


def _ids(draft: Draft) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for where, person in draft.entries("people"):
        if person.id in first:
            yield _no(
                f"{where}.id",
                N_("“{value}” is also the id of {other}."),
                N_("Give every person an id of their own."),
                value=as_typed(person.id),
                other=first[person.id],
            )
        first.setdefault(person.id, where)
        if person.id != person.id.strip():
            yield _no(
                f"{where}.id",
                N_("“{value}” begins or ends with a space."),
                N_("Take the space away."),
                value=as_typed(person.id),
            )
        is_own_unit = person.role not in ("principal", "spouse") and person.unit is None
        if is_own_unit and person.id in {p.family for p in draft.plan.people}:
            yield _no(f"{where}.id", N_("“{value}” is also the name of a family."),
                      N_("Choose another id: an adult dependant is budgeted under their own id."),
                      value=as_typed(person.id))  # fmt: skip


def _families(draft: Draft) -> Iterator[Problem]:
    families: dict[str, list[tuple[str, Person]]] = {}
    for where, person in draft.entries("people"):
        families.setdefault(person.family, []).append((where, person))
    for name, members in families.items():
        principals = [(where, p) for where, p in members if p.role == "principal"]
        spouses = [(where, p) for where, p in members if p.role == "spouse"]
        for where, _ in principals[1:]:
            yield _no(f"{where}.role", N_("the family “{family}” already has a principal applicant ({other})."),
                      N_("Choose another role, or give linked applications a “family” of their own."),
                      family=as_typed(name), other=principals[0][0])  # fmt: skip
        for where, _ in spouses[1:]:
            yield _no(f"{where}.role", N_("the family “{family}” already has a spouse ({other})."),
                      N_("Choose another role, or give linked applications a “family” of their own."),
                      family=as_typed(name), other=spouses[0][0])  # fmt: skip
        if not principals and draft.are_people_complete:
            where = (spouses or members)[0][0]
            what = (N_("a spouse needs a principal applicant in the family “{family}”.") if spouses
                    else N_("the family “{family}” has no principal applicant."))  # fmt: skip
            yield _no(
                f"{where}.role",
                what,
                N_("Give one adult of the family the role “principal”."),
                family=as_typed(name),
            )
        for where, person in principals[:1]:
            if not person.is_accompanying:
                yield _no(
                    f"{where}.is_accompanying",
                    N_("the principal applicant has to travel."),
                    N_("Take the field out, or choose another principal applicant."),
                )
    units: dict[str, str] = {}
    for where, person in draft.entries("people"):
        unit = person.unit or person.family
        if units.setdefault(unit, person.family) != person.family:
            yield _no(f"{where}.unit", N_("the unit “{unit}” already has people of the family “{family}”."),
                      N_("Linked applications are budgeted apart: choose another unit."),
                      unit=as_typed(unit), family=as_typed(units[unit]))  # fmt: skip


def _ages(draft: Draft) -> Iterator[Problem]:
    plan = draft.plan
    for where, person in draft.entries("people"):
        if person.born_on is None and person.age_at_arrival is None:
            yield _no(
                where,
                N_("“{id}” has neither a birth date nor an age."),
                N_("Add born_on, or age_at_arrival in whole years."),
                id=as_typed(person.id),
            )
        elif person.born_on is not None and person.age_at_arrival is not None:
            yield _no(
                where,
                N_("“{id}” has both a birth date and an age."),
                N_("Keep born_on and take age_at_arrival out, or the other way round."),
                id=as_typed(person.id),
            )
        if not draft.is_arrival_known:
            continue
        if person.arrives_on and person.arrives_on < plan.arrives_on:
            yield _no(f"{where}.arrives_on", N_("{value} is before the arrival of the plan ({arrival})."),
                      N_("The plan's arrives_on is the first arrival; later ones come after it."),
                      value=person.arrives_on, arrival=plan.arrives_on)  # fmt: skip
        is_first = person.role == "principal" and person.family == plan.people[0].family
        if is_first and person.arrives_on and person.arrives_on > plan.arrives_on:
            yield _no(f"{where}.arrives_on", N_("the principal applicant cannot arrive after the plan's arrival."),
                      N_("Put the principal applicant's arrival into arrives_on of the plan."))  # fmt: skip
        if person.born_on is None:
            continue
        arrival = max(person.arrives_on or plan.arrives_on, plan.arrives_on)
        if person.born_on > arrival:
            if person.role not in MAY_BE_BORN_LATER or person.arrives_on:
                yield _no(f"{where}.born_on", N_("{value} is after the arrival ({arrival})."),
                          N_("Correct the birth date or the arrival; only a child can be born later."),
                          value=person.born_on, arrival=arrival)  # fmt: skip
            elif person.born_on > draft.ends_on:
                yield _no(f"{where}.born_on", N_("{value} is after the end of support ({end})."),
                          N_("Correct the birth date, or take the person out of this plan."),
                          value=person.born_on, end=draft.ends_on)  # fmt: skip
        elif add_years(person.born_on, LONGEST_LIFE + 1) <= arrival:
            yield _no(
                f"{where}.born_on",
                N_("born on {value} means more than {limit} years old on arrival."),
                N_("Check the year."),
                value=person.born_on,
                limit=LONGEST_LIFE,
            )


def _possible_units(draft: Draft) -> set[str]:
    """Units somebody can be in: families, chosen units, and people who are or may become an own unit (R11, R13)."""
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
    units = _possible_units(draft)
    families = {p.family for p in draft.plan.people}
    for name in ("housing", "in_kind", "purchases", "sharing", "income", "assets", "conditions", "events",
                 "extras", "payers"):  # fmt: skip
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
                yield _no(
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
        yield _no(
            where, what, N_("Did you mean “{nearest}”?"), value=as_typed(word), nearest=as_typed(nearest)
        )
    else:
        expected = as_typed(", ".join(names), 200)
        yield _no(where, what, N_("Write one of: {expected}."), value=as_typed(word), expected=expected)


def _ranges(draft: Draft) -> Iterator[Problem]:
    for name in ("in_kind", "income", "extras", "payers"):
        for where, entry in draft.entries(name):
            yield from _order(where, "from", entry.starts_on, "to", entry.ends_on)
    for where, entry in draft.entries("conditions"):
        if isinstance(entry, SpecialDiet):
            yield from _order(where, "note_on", entry.note_on, "ends_on", entry.ends_on)
        elif isinstance(entry, Pregnancy):
            yield from _order(where, "note_on", entry.note_on, "due_on", entry.due_on)
    for where, entry in draft.entries("events"):
        yield from _order(where, "on", entry.on, "to", getattr(entry, "to", None))
        if isinstance(entry, Conversion):
            yield from _order(where, "posted_on", entry.posted_on, "sponsor_found_on", entry.sponsor_found_on)


def _order(where: str, first: str, start: date | None, second: str, end: date | None) -> Iterator[Problem]:
    if start is not None and end is not None and end < start:
        yield _no(f"{where}.{second}", N_("{end} is before “{first}” ({start})."),
                  N_("Correct one of the two dates."), end=end, first=first, start=start)  # fmt: skip


def _outside(draft: Draft) -> Iterator[Problem]:
    """Entries that could never count because their dates miss the whole period: nearly always a wrong year."""
    if not draft.is_arrival_known:
        return
    plan, end = draft.plan, draft.ends_on
    after = N_("{value} is after the end of support ({end}).")
    before = N_("{value} is before the arrival ({arrival}).")
    for name, field in (("housing", "from"), ("in_kind", "from"), ("income", "from"), ("extras", "from"),
                        ("payers", "from"), ("assets", "received_on"), ("conditions", "note_on")):  # fmt: skip
        for where, entry in draft.entries(name):
            start = getattr(entry, "starts_on" if field == "from" else field)
            if start is not None and start > end:
                yield _no(
                    f"{where}.{field}",
                    after,
                    N_("Check the year, or take the entry out."),
                    value=start,
                    end=end,
                )
    for name in ("income", "payers"):
        for where, entry in draft.entries(name):
            if entry.ends_on is not None and entry.ends_on < month_start(plan.arrives_on):
                yield _no(f"{where}.to", before, N_("Check the year, or take the entry out."),
                          value=entry.ends_on, arrival=plan.arrives_on)  # fmt: skip
    for where, event in draft.entries("events"):
        if isinstance(event, FamilyAdded):
            if event.on > plan.arrives_on:
                yield _no(f"{where}.on", N_("{value} is after the arrival ({arrival})."),
                          N_("Somebody who follows later has an arrives_on of their own; a newborn is a birth."),
                          value=event.on, arrival=plan.arrives_on)  # fmt: skip
        elif event.on > end:
            yield _no(
                f"{where}.on", after, N_("Check the date, or take the entry out."), value=event.on, end=end
            )
        elif event.on < plan.arrives_on:
            yield _no(f"{where}.on", before, N_("Events belong to the time of support: check the date."),
                      value=event.on, arrival=plan.arrives_on)  # fmt: skip


def _housing(draft: Draft) -> Iterator[Problem]:
    seen: dict[tuple[str | None, date | None], str] = {}
    for where, entry in draft.entries("housing"):
        key = (entry.unit, entry.starts_on or (draft.plan.arrives_on if draft.is_arrival_known else None))
        if key in seen:
            yield _no(where, N_("{other} is about the same unit from the same day."),
                      N_("Keep one of the two, or give them different dates."), other=seen[key])  # fmt: skip
        seen.setdefault(key, where)
        if entry.free and (entry.rent_cents or entry.utilities_cents):
            yield _no(
                where,
                N_("this housing is free and has a cost."),
                N_("If the family pays anything, take “free” out and write what they pay as rent."),
            )
        elif entry.rent_cents is None and entry.utilities_cents:
            yield _no(
                f"{where}.rent",
                N_("there are utilities but no rent."),
                N_('Add the rent; "0.00" if the family pays only utilities.'),
            )
        if (
            entry.utilities_cents
            and "utilities_included" in entry.model_fields_set
            and entry.utilities_included
        ):
            yield _no(f"{where}.utilities", N_("the utilities are in the rent and also paid on top of it."),
                      N_("Take one of the two out."))  # fmt: skip


def _conditions(draft: Draft) -> Iterator[Problem]:
    seen: dict[tuple[str, date], str] = {}
    for where, entry in draft.entries("conditions"):
        if isinstance(entry, Pregnancy):
            if entry.due_on > add_months(entry.note_on, 10):
                yield _no(f"{where}.due_on", N_("{end} is more than ten months after the note ({start})."),
                          N_("Correct one of the two dates."), end=entry.due_on, start=entry.note_on)  # fmt: skip
            key = (entry.person, entry.due_on)
            if key in seen:
                yield _no(where, N_("{other} is about the same pregnancy."),
                          N_("Keep one of the two; twins are \"children\": 2."), other=seen[key])  # fmt: skip
            seen.setdefault(key, where)


def _events(draft: Draft) -> Iterator[Problem]:
    conversions = [(where, e) for where, e in draft.entries("events") if isinstance(e, Conversion)]
    for where, _ in conversions[1:]:
        yield _no(
            where,
            N_("a case can become JAS only once ({other})."),
            N_("Keep one of the two."),
            other=conversions[0][0],
        )
    if draft.plan.stream not in ("GAR", "BVOR"):
        for where, _ in conversions[:1]:
            yield _no(where, N_("a {stream} case cannot become JAS."),
                      N_("Only GAR and BVOR cases can: correct the stream, or take the event out."),
                      stream=draft.plan.stream)  # fmt: skip
    stops = [(where, e) for where, e in draft.entries("events") if isinstance(e, Stop)]
    for where, event in stops:
        ended = any(
            e.kind == "early_end" and e.on <= event.on and e.unit in (None, event.unit) for _, e in stops
        )
        if event.kind == "resumption" and event.unit is not None and not ended:
            yield _no(where, N_("support cannot resume before it ended."), N_("Add the early end first."))
        if (
            event.kind == "resumption"
            and event.unit is None
            and not any(e.kind == "early_end" for _, e in stops)
        ):
            yield _no(where, N_("support cannot resume before it ended."), N_("Add the early end first."))


def _options(draft: Draft) -> Iterator[Problem]:
    options = draft.plan.options
    cells = CELLS.get(options.prorate, 13)
    if len(set(options.rainbow_months)) < 3 or not all(1 <= m <= cells for m in options.rainbow_months):
        yield _no("options.rainbow_months", N_("{value} is not three different months from 1 to {cells}."),
                  N_("Correct the months; without the field the first three are taken."),
                  value=", ".join(map(str, options.rainbow_months)), cells=cells)  # fmt: skip
    if options.school_second_on:
        month, day = map(int, re.findall(r"\d\d", options.school_second_on))
        try:
            date(2001, month, day)
        except ValueError:
            yield _no(
                "options.school_second_on",
                N_("“{value}” is not a day of every year."),
                N_('Write month and day, such as "08-01".'),
                value=as_typed(options.school_second_on),
            )

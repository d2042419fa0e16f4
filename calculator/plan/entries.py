"""Contradictions inside the entries of a plan: dates out of order or out of the period, housing, events,
options.

Only what one entry or one list says about itself; people, units and references are in ``plan.checks``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from calculator.locale import N_
from calculator.periods import add_months, month_start
from calculator.plan.draft import Draft, no
from calculator.plan.events import Birth, ChangeUnit, Conversion, FamilyAdded, Move, School, Stop
from calculator.plan.model import Plan, Pregnancy, SpecialDiet
from calculator.problems import Problem, as_typed, found

RAINBOW_CHOICE = 12
"""Months a Rainbow partnership can choose from; a thirteenth cell is the rest of the first (R39f, R46)."""
NOT_EARNED = {"canada_child_benefit", "tax_credit"}
MAY_BE_SHARED = ("household", "furniture", "utility", "shelter")
"""Lines that may shrink because people share a home (R18)."""


def refused_entries(plan: Plan) -> list[Problem]:
    """Entries that are not accepted though the plan is: the result is given without them (W11, W22)."""
    refused = []
    for i, income in enumerate(plan.income):
        if income.kind in NOT_EARNED:
            refused.append(
                found(
                    f"income[{i}].kind",
                    N_("the Canada Child Benefit and tax credits are never counted as income."),
                    N_("The entry is left out; they lower nothing."),
                    code="W11",
                )
            )
    for i, share in enumerate(plan.sharing):
        if share.line not in MAY_BE_SHARED:
            refused.append(
                found(
                    f"sharing[{i}].line",
                    N_("“{line}” may not be lowered because people share a home."),
                    N_("The line stays whole. These may be lowered: {expected}."),
                    code="W22",
                    line=share.line,
                    expected=", ".join(MAY_BE_SHARED),
                )
            )
        elif not share.reason.strip():
            refused.append(
                found(
                    f"sharing[{i}].reason",
                    N_("no reason is given for the lower amount."),
                    N_("The line stays whole. Write what is shared and that the family agrees."),
                    code="W22",
                )
            )
    return refused


def accepted(plan: Plan) -> Plan:
    """The plan without its :func:`refused_entries`."""
    income = tuple(i for i in plan.income if i.kind not in NOT_EARNED)
    sharing = tuple(s for s in plan.sharing if s.line in MAY_BE_SHARED and s.reason.strip())
    if len(income) == len(plan.income) and len(sharing) == len(plan.sharing):
        return plan
    return plan.model_copy(update={"income": income, "sharing": sharing})


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
        yield no(
            f"{where}.{second}",
            N_("{end} is before “{first}” ({start})."),
            N_("Correct one of the two dates."),
            end=end,
            first=first,
            start=start,
        )


def _outside(draft: Draft) -> Iterator[Problem]:
    """Entries that could never count because their dates miss the whole period: nearly always a wrong
    year."""
    if not draft.is_arrival_known:
        return
    plan, end = draft.plan, draft.ends_on
    after = N_("{value} is after the end of support ({end}).")
    before = N_("{value} is before the arrival ({arrival}).")
    for name, field in (
        ("housing", "from"),
        ("in_kind", "from"),
        ("income", "from"),
        ("extras", "from"),
        ("payers", "from"),
        ("assets", "received_on"),
        ("conditions", "note_on"),
    ):
        for where, entry in draft.entries(name):
            start = getattr(entry, "starts_on" if field == "from" else field)
            last = draft.extras_end_on if name == "extras" else end
            if start is not None and start > last:
                yield no(
                    f"{where}.{field}",
                    after,
                    N_("Check the year, or take the entry out."),
                    value=start,
                    end=last,
                )
    for name in ("income", "payers"):
        for where, entry in draft.entries(name):
            if entry.ends_on is not None and entry.ends_on < month_start(plan.arrives_on):
                yield no(
                    f"{where}.to",
                    before,
                    N_("Check the year, or take the entry out."),
                    value=entry.ends_on,
                    arrival=plan.arrives_on,
                )
    for where, event in draft.entries("events"):
        if isinstance(event, FamilyAdded):
            if event.on > plan.arrives_on:
                yield no(
                    f"{where}.on",
                    N_("{value} is after the arrival ({arrival})."),
                    N_("Somebody who follows later has an arrives_on of their own; a newborn is a birth."),
                    value=event.on,
                    arrival=plan.arrives_on,
                )
        elif event.on > end:
            yield no(
                f"{where}.on", after, N_("Check the date, or take the entry out."), value=event.on, end=end
            )
        elif event.on < plan.arrives_on:
            yield no(
                f"{where}.on",
                before,
                N_("Events belong to the time of support: check the date."),
                value=event.on,
                arrival=plan.arrives_on,
            )


def _housing(draft: Draft) -> Iterator[Problem]:
    seen: dict[tuple[str | None, date | None], str] = {}
    for where, entry in draft.entries("housing"):
        key = (entry.unit, entry.starts_on or (draft.plan.arrives_on if draft.is_arrival_known else None))
        if key in seen:
            yield no(
                where,
                N_("{other} is about the same unit from the same day."),
                N_("Keep one of the two, or give them different dates."),
                other=seen[key],
            )
        seen.setdefault(key, where)
        # Free housing that does not count keeps the real cost beside it (R28, W09).
        counts = entry.free and entry.is_complete and entry.given_by != "refugee"
        if counts and (entry.rent_cents or entry.utilities_cents):
            yield no(
                where,
                N_("this housing is free and has a cost."),
                N_("If the family pays anything, take “free” out and write what they pay as rent."),
            )
        elif not entry.free and entry.rent_cents is None and entry.utilities_cents:
            yield no(
                f"{where}.rent",
                N_("there are utilities but no rent."),
                N_('Add the rent; "0.00" if the family pays only utilities.'),
            )
        if (
            entry.utilities_cents
            and "utilities_included" in entry.model_fields_set
            and entry.utilities_included
        ):
            yield no(
                f"{where}.utilities",
                N_("the utilities are in the rent and also paid on top of it."),
                N_("Take one of the two out."),
            )


def _conditions(draft: Draft) -> Iterator[Problem]:
    seen: dict[tuple[str, date], str] = {}
    for where, entry in draft.entries("conditions"):
        if isinstance(entry, Pregnancy):
            if entry.due_on > add_months(entry.note_on, 10):
                yield no(
                    f"{where}.due_on",
                    N_("{end} is more than ten months after the note ({start})."),
                    N_("Correct one of the two dates."),
                    end=entry.due_on,
                    start=entry.note_on,
                )
            key = (entry.person, entry.due_on)
            if key in seen:
                yield no(
                    where,
                    N_("{other} is about the same pregnancy."),
                    N_('Keep one of the two; twins are "children": 2.'),
                    other=seen[key],
                )
            seen.setdefault(key, where)


def _events(draft: Draft) -> Iterator[Problem]:
    conversions = [(where, e) for where, e in draft.entries("events") if isinstance(e, Conversion)]
    for where, _ in conversions[1:]:
        yield no(
            where,
            N_("a case can become JAS only once ({other})."),
            N_("Keep one of the two."),
            other=conversions[0][0],
        )
    if draft.plan.stream not in ("GAR", "BVOR"):
        for where, _ in conversions[:1]:
            yield no(
                where,
                N_("a {stream} case cannot become JAS."),
                N_("Only GAR and BVOR cases can: correct the stream, or take the event out."),
                stream=draft.plan.stream,
            )
    stops = [(where, e) for where, e in draft.entries("events") if isinstance(e, Stop)]
    for where, event in stops:
        ended = any(
            e.kind == "early_end" and e.on <= event.on and e.unit in (None, event.unit) for _, e in stops
        )
        if event.kind == "resumption" and event.unit is not None and not ended:
            yield no(where, N_("support cannot resume before it ended."), N_("Add the early end first."))
        if (
            event.kind == "resumption"
            and event.unit is None
            and not any(e.kind == "early_end" for _, e in stops)
        ):
            yield no(where, N_("support cannot resume before it ended."), N_("Add the early end first."))


def _same_day(draft: Draft) -> Iterator[Problem]:
    """Events of one day that cannot both be so: the order of the file must not decide."""
    seen: dict[tuple[str, str, date], tuple[str, object]] = {}
    for where, event in draft.entries("events"):
        about: tuple[str, tuple[str, ...], object]
        if isinstance(event, Move):
            about = ("move", ("",), event.community)
        elif isinstance(event, ChangeUnit):
            about = ("unit", event.people, event.unit if event.is_supported else None)
        elif isinstance(event, School):
            about = ("school", (event.person,), event.kind)
        else:
            continue
        what, people, says = about
        for person in people:
            other, said = seen.setdefault((what, person, event.on), (where, says))
            if said != says:
                yield no(
                    where,
                    N_("{other} says something else about the same day ({day})."),
                    N_("Keep one of the two, or give them different dates."),
                    other=other,
                    day=event.on,
                )
                break


def _payers(draft: Draft) -> Iterator[Problem]:
    """Two payers of the same from the same day: the order of the file must not decide (N23)."""
    seen: dict[tuple[str, str | None, date | None], tuple[str, str]] = {}
    for where, entry in draft.entries("payers"):
        start = None if entry.covers == "start_up" else entry.starts_on
        other, payer = seen.setdefault((entry.covers, entry.unit, start), (where, entry.payer))
        if payer != entry.payer:
            yield no(
                where,
                N_("{other} is about the same unit from the same day."),
                N_("Keep one of the two, or give them different dates."),
                other=other,
            )


def _late_births(draft: Draft) -> Iterator[Problem]:
    """Children born when only those who followed are still supported: no result (R15, N51)."""
    if not draft.is_arrival_known or draft.ends_on == draft.first_ends_on:
        return
    births = [(f"{where}.on", e.on) for where, e in draft.entries("events") if isinstance(e, Birth)]
    births += [(f"{where}.born_on", p.born_on) for where, p in draft.entries("people") if p.arrives_on is None]
    for where, born in births:
        if born is not None and draft.first_ends_on < born <= draft.ends_on:
            yield no(
                where,
                N_("no rule gives the amounts of a child born after the first arrival's own support ({end})."),
                N_("Ask the immigration office, and plan them apart."),
                end=draft.first_ends_on,
            )


def _options(draft: Draft) -> Iterator[Problem]:
    options = draft.plan.options
    if len(set(options.rainbow_months)) < 3 or not all(
        1 <= m <= RAINBOW_CHOICE for m in options.rainbow_months
    ):
        yield no(
            "options.rainbow_months",
            N_("{value} is not three different months from 1 to {cells}."),
            N_("Correct the months; without the field the first three are taken."),
            value=", ".join(map(str, options.rainbow_months)),
            cells=RAINBOW_CHOICE,
        )
    if options.school_second_on:
        month, day = map(int, re.findall(r"\d\d", options.school_second_on))
        try:
            date(2001, month, day)
        except ValueError:
            yield no(
                "options.school_second_on",
                N_("“{value}” is not a day of every year."),
                N_('Write month and day, such as "08-01".'),
                value=as_typed(options.school_second_on),
            )


CHECKS = (_ranges, _outside, _housing, _conditions, _events, _same_day, _payers, _late_births, _options)

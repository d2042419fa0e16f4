"""From a plan to what RSTP's calculator would have been told, one named step at a time.

Each step takes away one thing our rules know and its form does not. The budget is worked out by the engine
after every step; what changes is the size of that difference. No amount stands here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from calculator.locale import N_
from calculator.peer.model import PASSES, SHEETS_ON
from calculator.peer.tabs import PUPIL_FROM, PUPIL_TO, STUDENT, age_at_arrival, tabs_of
from calculator.periods import add_years, last_day
from calculator.plan.model import Plan, Pregnancy, SpecialDiet
from calculator.rates import Rates, Row

BEFORE_ALL_SHEETS = date(2000, 1, 1)


class Cause(NamedTuple):
    """Why two figures differ: a rule of ours, a fault of the other calculator, and a sentence."""

    id: str
    rule: str
    fault: int | None
    text: str


class Step(NamedTuple):
    """A cause on our side, and the plan without it."""

    cause: Cause
    without: Callable[[Plan], Plan]


def _with(section: Any, **change: Any) -> Any:
    return section.model_copy(update=change)


def _options(plan: Plan, **change: Any) -> Plan:
    return _with(plan, options=_with(plan.options, **change))  # type: ignore[no-any-return]


def _same_age(plan: Plan) -> Plan:
    """Everybody keeps the age of the arrival day, and stays in or out of school."""
    people = []
    for person in plan.people:
        age = age_at_arrival(person, plan)
        school = person.in_secondary_school
        if school is None:
            school = PUPIL_FROM <= age <= PUPIL_TO
        age = age if add_years(plan.arrives_on, -age).day == plan.arrives_on.day else _of_a_leap_year(age)
        people.append(_with(person, born_on=None, age_at_arrival=age, in_secondary_school=school))
    return _with(plan, people=tuple(people))  # type: ignore[no-any-return]


def _of_a_leap_year(age: int) -> int:
    """For an arrival on 29 February: an age treated alike whose birthday is no day of the year."""
    alike = {
        range(4): 0,
        range(4, 7): 4,
        range(7, 12): 8,
        range(12, 18): 16,
        range(18, 22): 20,
        range(22, 65): 24,
    }
    return next((to for ages, to in alike.items() if age in ages), 68)


def _expected_all_year(plan: Plan) -> Plan:
    end = last_day(plan.arrives_on, 12)
    entries = [
        _with(c, note_on=plan.arrives_on, due_on=end)
        if isinstance(c, Pregnancy) and c.due_on >= plan.arrives_on
        else c
        for c in plan.conditions
    ]
    return _with(plan, conditions=tuple(entries))  # type: ignore[no-any-return]


def _one_newborn(plan: Plan) -> Plan:
    """One yes or no for each page, whatever the number of children."""
    pages = {person: tab.unit for tab in tabs_of(plan) for person in _people_of(plan, tab.unit)}
    seen: set[str | None] = set()
    entries: list[Any] = []
    for c in plan.conditions:
        if not isinstance(c, Pregnancy):
            entries.append(c)
        elif c.due_on >= plan.arrives_on and pages.get(c.person) not in seen:
            seen.add(pages.get(c.person))
            entries.append(_with(c, children=1))
    return _with(plan, conditions=tuple(entries))  # type: ignore[no-any-return]


def _people_of(plan: Plan, unit: str) -> list[str]:
    own = {person.id for person in plan.people}
    if unit in own and unit != plan.people[0].family:
        return [unit]
    adults = {tab.unit for tab in tabs_of(plan)}
    return [person for person in own if person not in adults]


def _diet_all_year(plan: Plan) -> Plan:
    entries = [
        _with(c, note_on=plan.arrives_on, ends_on=None) if isinstance(c, SpecialDiet) else c
        for c in plan.conditions
    ]
    return _with(plan, conditions=tuple(entries))  # type: ignore[no-any-return]


def _one_income(plan: Plan) -> Plan:
    incomes = tuple(_with(income, spread_over=None) for income in plan.income)
    plan = _with(plan, income=incomes)
    return _options(plan, income_entry="typical", lag=0, stagger_n=1)


def _full_reduction(plan: Plan) -> Plan:
    return _options(plan, apply_income_reduction=True, reduction_share_bp=10_000)


def _no_student_money(plan: Plan) -> Plan:
    return _with(plan, income=tuple(i for i in plan.income if i.kind != STUDENT))  # type: ignore[no-any-return]


def _every_gift(plan: Plan) -> Plan:
    gifts = tuple(
        g if g.line == "basic" else _with(g, kind="", is_kept=True, given_by="signer", is_planned=True)
        for g in plan.in_kind
    )
    homes = tuple(_with(h, is_complete=True, given_by="signer") if h.free else h for h in plan.housing)
    return _with(plan, in_kind=gifts, housing=homes)  # type: ignore[no-any-return]


def _meals_for_all(plan: Plan) -> Plan:
    gifts = tuple(
        _with(g, kind="", lives_with_signer=True, given_by="signer", is_planned=True)
        if g.line == "basic"
        else g
        for g in plan.in_kind
    )
    return _options(_with(plan, in_kind=gifts), basic_inkind_pct=50)


STEPS = (
    Step(Cause("ages", "R13 R17 N44", 20,
        N_("Birthdays inside the year count here; RSTP's calculator keeps everybody's age of the arrival day.")),
         _same_age),
    Step(Cause("pregnancy", "R27", 6,
        N_("Maternity food runs here from the note to the month of the birth, and the child then counts; "
           "RSTP's calculator gives it for twelve months and no child comes.")),
         _expected_all_year),
    Step(Cause("twins", "R27", 5,
        N_("The newborn item is for each child here; RSTP's calculator gives one, also for twins.")),
         _one_newborn),
    Step(Cause("diet", "R27", None,
        N_("The special diet begins here with the note; RSTP's calculator gives it for the whole year.")),
         _diet_all_year),
    Step(Cause("share", "R31", None,
        N_("Your plan takes off less for earnings than the rule allows; RSTP's calculator always takes off "
           "all of it.")),
         _full_reduction),
    Step(Cause("lag", "R35", None,
        N_("Earnings of a month lower a later month here; RSTP's calculator lowers every month by the same "
           "amount, from the first on.")),
         _one_income),
    Step(Cause("student", "R34", 18,
        N_("The living part of a student's grant counts as income here; RSTP's calculator leaves all "
           "full-time studies out, though only secondary school may be.")),
         _no_student_money),
    Step(Cause("gifts", "R24 R28 N4", None,
        N_("A gift that may not count is left out here (not new, not theirs to keep, not planned); RSTP's "
           "calculator counts whatever is typed.")),
         _every_gift),
    Step(Cause("meals", "R28", 17,
        N_("Meals in kind count here only while the family lives with somebody who signed; RSTP's calculator "
           "lets everyone count half of basic needs.")),
         _meals_for_all),
    Step(Cause("pool", "R29", None,
        N_("Clothing and winter clothing share one limit for gifts here; RSTP's calculator has a limit for "
           "each.")),
         lambda plan: _options(plan, clothing_pool="separate")),
    Step(Cause("senior option", "R25.3", None,
        N_("Your plan takes the senior pass of RSTP's calculator, as you chose.")),
         lambda plan: _options(plan, gtha_senior_pass="156")),
)  # fmt: skip
"""From our plan to its form, in this order; every step works on the plan of the step before."""

SHEETS = Cause(
    "sheets",
    "R5 R12",
    None,
    N_("Our rates are those of each month; RSTP's calculator has one set without a date, that of January 2022."),
)
FARES = Cause(
    "fares",
    "R25.3",
    None,
    N_("Bus passes: ours by place and date, one amount for Greater Toronto; RSTP's calculator has prices of its own."),
)

MENDED = (
    Cause("19", "R23", 19,
        N_("Without a certain date RSTP's calculator pays the school item twice and shows twelve full months; "
           "here the date of your guess is used and said to be one.")),
    Cause("4", "R23", 4,
        N_("RSTP's calculator gives the school item to every adult child and to every child from four; here "
           "it is for pupils.")),
    Cause("5", "R27", 5,
        N_("RSTP's calculator gives a newborn item for any child of age 0; here it is for a birth that "
           "is expected or happens in the period.")),
    Cause("7", "R29", 7,
        N_("For gifts of school supplies RSTP's calculator counts children under four in the limit; here only "
           "pupils count.")),
    Cause("15", "R25.4", 15,
        N_("RSTP's calculator still has the New Brunswick supplement of before January 2022; ours is that of "
           "the month.")),
    Cause("16", "R25.4", 16,
        N_("RSTP's calculator always adds heating in Newfoundland, to every unit; here once for each "
           "dwelling, if heat is not in the rent.")),
    Cause("R25.4", "R25.4", None,
        N_("RSTP's calculator adds the disability amount of Saskatchewan for children too; the sheet has it "
           "for adults.")),
    Cause("R28", "R28", None,
        N_("RSTP's calculator also takes half of the provincial additions in kind; here only half of basic "
           "needs.")),
    Cause("12", "R31", 12,
        N_("The deduction for earnings of RSTP's calculator can be larger than the support itself; here it "
           "stops there.")),
    Cause("N45", "N45", None,
        N_("RSTP's calculator rounds only what it shows; here every line is rounded to the cent, so that "
           "lines add up to totals.")),
)  # fmt: skip
"""On its side: departures that its formulas make whatever is typed, mended in this order."""


def _in_force(rates: Rates) -> list[Row]:
    """For every series of monthly amounts the row of its vintage."""
    held: dict[object, Row] = {}
    for row in rates.all_rows:
        if row.effective_from <= SHEETS_ON:
            known = held.get(row.series)
            if known is None or known.effective_from < row.effective_from:
                held[row.series] = row
    return [row for row in held.values() if not row.is_ended]


def one_vintage(rates: Rates) -> Rates:
    """These rates with the sheets of its vintage at every date; passes and everything else as they are."""
    frozen = [
        replace(row, effective_from=BEFORE_ALL_SHEETS)
        for row in _in_force(rates)
        if rates.items[row.item].is_monthly and row.item not in _PASSES
    ]
    others = [r for r in rates.all_rows if not rates.items[r.item].is_monthly or r.item in _PASSES]
    return rates.with_rows([*others, *frozen])


_PASSES = frozenset({"transit_pass", "transit_pass_area"})


def its_fares(rates: Rates) -> Rates:
    """These rates with the pass prices of its script only."""
    rows = []
    for row in rates.all_rows:
        if row.item == "transit_pass":
            if row.source == PASSES and not row.place.startswith("ON/gtha"):
                rows.append(replace(row, effective_from=BEFORE_ALL_SHEETS))
        elif row.item == "transit_pass_area":
            case = "senior" if row.column("case") == "senior option" else row.column("case")
            composition = tuple((name, case if name == "case" else value) for name, value in row.composition)
            rows.append(replace(row, effective_from=BEFORE_ALL_SHEETS, composition=composition))  # type: ignore[arg-type]
        else:
            rows.append(row)
    return rates.with_rows(rows)

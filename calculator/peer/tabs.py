"""What a plan means on the pages of RSTP's calculator, and which entries it has no place for.

Reads the plan only. The formulas are in ``model``; plans made more like its form, step by step, in ``steps``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from calculator.household import counted_income
from calculator.locale import N_
from calculator.peer.model import Tab
from calculator.periods import age_on
from calculator.plan.model import Person, Plan, Pregnancy, SpecialDiet
from calculator.problems import Problem, found
from calculator.rates import Rates

ADULT_FROM = 18
MOST_PEOPLE, MOST_CHILDREN, MOST_TABS, MOST_DISABLED = 12, 10, 9, 2
MONTHS = 12
SENIOR_FROM = 65
PUPIL_FROM, PUPIL_TO, SECONDARY_TO = 4, 17, 21
STUDENT = "student_living"

_NO_PLACE = N_("Its calculator has no place for this, so the two answers cannot be compared.")


def age_at_arrival(person: Person, plan: Plan) -> int:
    if person.born_on is not None:
        return age_on(person.born_on, plan.arrives_on)
    return person.age_at_arrival or 0


def travelling(plan: Plan) -> list[Person]:
    """Those who are costed after arrival (R14)."""
    return [person for person in plan.people if person.is_accompanying]


def is_head(person: Person) -> bool:
    return person.role in ("principal", "spouse")


def is_pupil(person: Person, age: int) -> bool:
    """A pupil by R23: 4 to 17 unless told otherwise, to 21 with proof of secondary school."""
    if person.in_secondary_school is None:
        return PUPIL_FROM <= age <= PUPIL_TO
    return person.in_secondary_school and PUPIL_FROM <= age <= SECONDARY_TO


def is_at_secondary(person: Person, age: int) -> bool:
    """Whose earnings never count (R34)."""
    return is_pupil(person, age) or bool(person.in_secondary_school)


def tabs_of(plan: Plan) -> list[Tab]:
    """The family's page and one for each adult dependant."""
    people = travelling(plan)
    label = people[0].family
    family = [p for p in people if is_head(p) or age_at_arrival(p, plan) < ADULT_FROM]
    pages = [(label, family)] + [(p.id, [p]) for p in people if p not in family]
    return [_tab(plan, unit, members, is_first=n == 0) for n, (unit, members) in enumerate(pages)]


def _tab(plan: Plan, unit: str, members: list[Person], *, is_first: bool) -> Tab:
    ages = {p.id: age_at_arrival(p, plan) for p in members}
    adults = [p for p in members if is_head(p) or not is_first]
    children = [p for p in members if p not in adults]
    gifts: Counter[str] = Counter()
    basic: list[int | None] = []
    for gift in plan.in_kind:
        if (gift.unit or plan.people[0].family) != unit:
            continue
        if gift.line == "basic":
            basic.append(gift.value_cents)
        else:
            gifts[gift.line] += gift.value_cents or 0
    housing = next((h for h in plan.housing if h.unit == unit), None) or next(
        (h for h in plan.housing if h.unit is None), None
    )
    pays_fuel = housing is not None and (is_first or housing.unit == unit)
    fuel: int | None = 0
    if housing is not None and pays_fuel and not housing.free and housing.heat_in_rent is not True:
        fuel = (
            housing.fuel_cents
            if housing.fuel_cents is not None
            else 0
            if housing.heat_in_rent is None
            else None
        )
    return Tab(
        unit=unit,
        is_adult_tab=not is_first,
        adults=len(adults),
        seniors=sum(ages[p.id] >= SENIOR_FROM for p in adults),
        ages=tuple(sorted(ages[p.id] for p in children)),
        disabled_adults=sum(p.is_disabled for p in adults),
        disabled_children=sum(p.is_disabled for p in children),
        is_pregnant=any(
            isinstance(c, Pregnancy) and c.person in ages and c.due_on >= plan.arrives_on
            for c in plan.conditions
        ),
        has_diet=any(isinstance(c, SpecialDiet) and _is_for(c, unit, ages, is_first)
                     for c in plan.conditions),
        income_cents=sum(
            i.net_cents
            for i in plan.income
            if i.person in ages and counted_income(i) and i.kind != STUDENT
            and not any(p.id == i.person and is_at_secondary(p, ages[p.id]) for p in members)
        ),
        gifts=tuple(sorted(gifts.items())),
        has_basic_gift=bool(basic),
        basic_gift_cents=basic[0] if basic else 0,
        is_housing_free=housing is not None and housing.free,
        pupils=sum(is_pupil(p, ages[p.id]) for p in members),
        fuel_cents=fuel,
    )  # fmt: skip


def _is_for(diet: SpecialDiet, unit: str, ages: dict[str, int], is_first: bool) -> bool:
    if diet.person is not None:
        return diet.person in ages
    return is_first if diet.unit is None else diet.unit == unit


def out_of_reach(plan: Plan, rates: Rates) -> list[Problem]:
    """Every entry that its form cannot hold; none: the plan is inside its reach (RULES section 16)."""
    return [found(where, what, _NO_PLACE, level="note") for where, what in _beyond(plan, rates)]


def _beyond(plan: Plan, rates: Rates) -> Iterator[tuple[str, str]]:
    place = rates.community(plan.community)
    if plan.stream != "PSR":
        yield "stream", N_("it knows privately sponsored cases only.")
    if plan.months not in (None, MONTHS):
        yield "months", N_("it always counts twelve months.")
    if place.needs_entered_rates or place.id == "SK/elsewhere":
        yield "community", N_("the place is not in its lists.")
    if plan.options.prorate != "rstp13":
        yield "options.prorate", N_("it shows thirteen calendar cells only.")
    for name in ("purchases", "sharing", "assets", "payers", "rates", "events"):
        if getattr(plan, name):
            yield name, N_("it does not ask for these.")
    yield from _people_beyond(plan)
    for i, home in enumerate(plan.housing):
        if home.rent_cents is not None or home.utilities_cents:
            yield f"housing[{i}]", N_("it knows the maximum or nothing, not what a lease costs.")
        if home.starts_on is not None and home.starts_on > plan.arrives_on:
            yield f"housing[{i}].from", N_("it knows no change inside the year.")
    if len({home.unit for home in plan.housing}) < len(plan.housing):
        yield "housing", N_("it knows no change inside the year.")
    for i, income in enumerate(plan.income):
        if income.starts_on is not None or income.ends_on is not None:
            yield f"income[{i}]", N_("it asks for one income for all months.")
    basics = Counter(gift.unit for gift in plan.in_kind if gift.line == "basic")
    for i, gift in enumerate(plan.in_kind):
        if gift.line == "transport" or (
            gift.line == "basic" and (basics[gift.unit] > 1 or gift.starts_on or gift.ends_on)
        ):
            yield (
                f"in_kind[{i}]",
                N_("it has one figure in kind for each of its lines, the same in every month."),
            )


def _people_beyond(plan: Plan) -> Iterator[tuple[str, str]]:
    people = travelling(plan)
    if len({p.family for p in plan.people}) > 1:
        yield "people", N_("it knows one family, no linked applications.")
    for i, person in enumerate(plan.people):
        if person.unit is not None:
            yield f"people[{i}].unit", N_("its pages are the family and single adults.")
        if person.arrives_on is not None and person.arrives_on != plan.arrives_on:
            yield f"people[{i}].arrives_on", N_("it knows one day of arrival.")
        if person.born_on is not None and person.born_on > plan.arrives_on:
            yield f"people[{i}].born_on", N_("it knows no birth after arrival.")
    if not people or people[0].role != "principal":
        yield "people[0]", N_("its first page is about a principal applicant.")
        return
    tabs = tabs_of(plan)
    first = tabs[0]
    if first.size > MOST_PEOPLE or len(first.ages) > MOST_CHILDREN or len(tabs) - 1 > MOST_TABS:
        yield "people", N_("the family is larger than its form.")
    if any(tab.disabled_adults + tab.disabled_children > MOST_DISABLED for tab in tabs):
        yield "people", N_("it counts at most two people with a disability.")

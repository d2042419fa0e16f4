"""Choices about people, homes, items and gifts: who counts where, and how lines are counted."""

from __future__ import annotations

from datetime import date

from calculator.locale import N_, listing
from calculator.notices.case import Month
from calculator.notices.choices import Assumptions
from calculator.periods import add_years
from calculator.rules.conditions import NEAR_THE_DUE_DATE


def people(a: Assumptions) -> None:
    """Who counts where: ages, adults, newborns, those who stay behind (R11-R16, N25)."""
    case, o = a.case, a.case.plan.options
    b = case.b
    by_age = [p.id for p in case.plan.people if p.born_on is None and p.is_accompanying]
    if by_age:
        a.add(
            "birth_date",
            "R17",
            N_("Without a birth date an age changes on the anniversary of the arrival: {people}."),
            people=listing(by_age, case.lang),
        )
    adult = b.parameters.ages.adult
    young = [str(p["id"]) for p in case.people if p["is_head"] and add_years(p["born"], adult) > p["from"]]
    if young:
        a.add(
            "young_head",
            "R21",
            N_("Principal applicant and spouse count as adults at any age: {people}."),
            people=listing(young, case.lang),
        )
    lines = [x["line"] for _, x in case.all_items()]
    became = [p for p, _ in case.birthdays(adult) if p["is_automatic"]]
    if "topup_at_18" in lines:
        if o.topup_at_18 == "full":
            a.add(
                "topup_at_18",
                "R13",
                N_(
                    "Whoever becomes a unit of their own gets the whole difference to a single person's "
                    "start-up, as you chose."
                ),
            )
        else:
            a.add(
                "topup_at_18",
                "R13",
                N_(
                    "Whoever becomes a unit of their own gets the personal items of the start-up; "
                    "household goods, furniture and connection are shared."
                ),
            )
    elif o.topup_at_18 == "none" and became:
        a.add("topup_at_18", "R13", N_("No start-up is counted for somebody who turns 18, as you chose."))
    if any(p["is_birth"] and p["born"] > case.arrives for p in case.people):
        a.add("birth_start_up", "R17", N_("A birth brings the newborn item and no further start-up."))
        if any(c.kind == "pregnancy" for c in case.plan.conditions):
            a.add(
                "near_due_date",
                "R27",
                N_(
                    "A birth within {days} days of a due date belongs to that pregnancy, so the newborn "
                    "item is not counted twice."
                ),
                days=NEAR_THE_DUE_DATE,
            )
    moved = [event for _, event in case.events("separation", "adult_child_leaves", "change_unit", "leaves_shared_home")]
    if moved:
        a.add(
            "entered_units",
            "N51",
            N_("From the day you entered, people are counted in the unit you chose for them."),
        )
    if any(event.with_start_up and event.is_supported for event in moved):
        a.add(
            "start_up_again",
            "N15",
            N_("A start-up on moving out is for everybody who is there on that day, less what the unit had before."),
        )
    behind = [p.id for p in case.plan.people if not p.is_accompanying]
    if behind:
        a.add(
            "stay_behind",
            "R14",
            N_("Not counted because they stay behind: {people}. Keep a reserve in case they follow."),
            people=listing(behind, case.lang),
        )
    heads = {p.unit or p.family for p in case.plan.people if p.role in ("principal", "spouse")}
    if any(len(unit["people"]) > 1 and unit["unit"] not in heads for unit in case.units):
        a.add(
            "adult_dependant_family",
            "R11",
            N_("An adult dependant with a spouse or child of their own forms a unit with them."),
        )
    if len(b.runs.case[b.runs.case == case.case]) > 1:
        a.add(
            "oyw_view",
            "R15",
            N_("Those who follow are budgeted for their own twelve months, as what the family then needs in addition."),
        )
        if case.plan.income:
            a.add(
                "oyw_income",
                "R15",
                N_("The household's earnings lower the support of the first arrival first."),
            )
        later = [(unit, m) for unit, m in case.all_months() if m["arrival"] > 1]
        if any(m["sponsor_cents"] < 0 for _, m in later):
            a.add(
                "oyw_rent",
                "R15",
                N_("Where those who follow make somebody's part of the rent smaller, the month's payments fall too."),
            )
        if any(_counts_less(m) for _, m in later if m["housing"] == "free" and not m["is_part"]):
            a.add(
                "oyw_free_home",
                "R15",
                N_("After the first period a free home counts up to what those who follow add: nothing is owed back."),
            )


def _counts_less(month: Month) -> bool:
    """Whether a gift of housing counts less than the housing of the month."""
    housing = sum(x["entitlement_cents"] for x in month["lines"] if x["line"] in ("shelter", "supplement"))
    return bool(housing > month["in_kind_cents"])


def lines(a: Assumptions) -> None:
    """Housing, school, fuel, conditional items, deposits (R23, R25.4, R26, R27, N39, N46)."""
    case = a.case
    if "planning" in case.housing_modes:
        a.add(
            "planning",
            "R26",
            N_("No lease yet: the shelter maximum and the whole supplement are counted, for each unit its own."),
        )
    shared = [h for h in case.plan.housing if h.unit is None and h.rent_cents is not None]
    together = any(
        sum(
            1
            for unit in case.units
            for x in unit["months"]
            if x["month"] == n and x["arrival"] == 1 and x["people"] and x["housing"] == "actual"
        )
        > 1
        for n, _, _ in case.cells
    )
    if shared and together:
        a.add(
            "rent_split",
            "N46",
            N_("The rent is split by persons; what is above one unit's limits moves to units with room."),
        )
    if any(h.free and h.starts_on is not None and h.starts_on > case.arrives for h in case.plan.housing):
        a.add(
            "free_from",
            "R28",
            N_("Free housing counts from the first whole month in it, so that no month with rent counts as free."),
        )
    school = sorted({x["due_on"] for _, x in case.all_items() if x["line"] == "school"})
    if any(day > case.report["plan"]["arrives_on"] for day in school):
        a.add(
            "school_second_on",
            "R23",
            N_("Later school items are due on {day}; who is a pupil is looked at on that day."),
            day=case.day(date.fromisoformat(next(d for d in school if d > case.report["plan"]["arrives_on"]))),
        )
    used = {x["line"] for _, month in case.all_months() for x in month["lines"]}
    if "nl_fuel" in used:
        a.add("nl_fuel", "R25.4", N_("Heating fuel is counted once per home, and not in free housing."))
    if "special_diet" in used and len(case.units) > 1:
        a.add("diet_units", "R27", N_("Each family unit may have a special diet of its own."))
    notes = [c.note_on for c in case.plan.conditions]
    if used & {"special_diet", "maternity_food"} and any(n > case.arrives and n.day > 1 for n in notes):
        a.add(
            "item_prorate",
            "R27",
            N_("The first month of a diet or of maternity food counts by the day, at most the monthly amount."),
        )
    if any(x.kind in ("deposit", "prepaid_rent") for x in case.plan.extras):
        a.add(
            "deposits",
            "N39",
            N_("Deposits and prepaid rent are planned on top of the minimum; they do not count towards it."),
        )
    has_area = any(row["item"] == "transit_pass_area" for row in case.report["rates"])
    if "transport_senior" in used and has_area and case.plan.options.gtha_senior_pass == "156":
        a.add(
            "gtha_senior_pass",
            "R25.3",
            N_("Seniors in the Greater Toronto and Hamilton Area have the same transport amount as other adults."),
        )
    if case.plan.arrival_is_estimate and any(line["line"] == "school" for _, line in case.all_items()):
        years = -(-case.report["plan"]["months"] // 12)
        a.add(
            "school_by_arrival",
            "R23",
            N_(
                "The day of arrival is an estimate. A pupil has {more} school items after an arrival from September to "
                "May, and {fewer} after one from June to August."
            ),
            more=years + 1,
            fewer=years,
        )
    if case.plan.options.jas_clothing == "every_12_months":
        a.add("jas_clothing", "R42", N_("Clothing is counted again after twelve months, as you chose."))


def gifts(a: Assumptions) -> None:
    """How gifts are laid on the lines (R28, R29, R25.3, R18)."""
    case, o = a.case, a.case.plan.options
    kinds = {g.line for g in case.plan.in_kind}
    if kinds & {"clothing", "winter"}:
        if o.clothing_pool == "pooled":
            a.add(
                "clothing_pool",
                "R29",
                N_("Gifts of clothing and winter clothing share one limit and are laid on clothing first."),
            )
        else:
            a.add(
                "clothing_pool",
                "R29",
                N_("Clothing and winter clothing each have a limit of their own, as you chose."),
            )
    if "school" in kinds:
        a.add("school_gifts", "R29", N_("School supplies are laid on the earlier instalment first."))
    if "basic" in kinds and o.basic_inkind_pct:
        a.add(
            "basic_inkind",
            "R28",
            N_("Meals with a signer count in whole months of the stay that the sponsor pays."),
        )
    if "transport" in kinds:
        a.add(
            "transport_waiver",
            "R25.3",
            N_("Transport given in kind stays in the entitlement and counts in full as in kind."),
        )

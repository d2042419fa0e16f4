"""The choices this budget rests on that no source settles, and defaults worth knowing (RULES sections 15 and 20).

Each is said only where the case made use of it. Nothing is decided here.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from calculator.household import NOT_INCOME
from calculator.locale import N_, listing
from calculator.notices.case import Case
from calculator.notices.changes import important_birthdays
from calculator.notices.sheets import MONTHLY, START_UP, TRANSIT, assumed_lines
from calculator.periods import add_months, add_years
from calculator.rules.conditions import NEAR_THE_DUE_DATE


class Assumptions:
    """Collects the rows of one case."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.rows: list[dict[str, Any]] = []

    def add(self, code: str, rule: str, msgid: str, **values: object) -> None:
        self.rows.append({"code": code, "text": self.case.text(msgid, **values), "rule": rule})


def assumptions(case: Case) -> list[dict[str, Any]]:
    """Every assumption of a case: rates first, then dates, family, lines, gifts, money, payers."""
    a = Assumptions(case)
    rates(a)
    months(a)
    people(a)
    lines(a)
    gifts(a)
    earnings(a)
    payers(a)
    return a.rows


def rates(a: Assumptions) -> None:
    """Rates beyond the day they were last known to hold, and rates of one's own (N50, R25.3, R20)."""
    case = a.case
    kinds = {kind for kind, *_ in assumed_lines(case)}
    if MONTHLY in kinds or START_UP in kinds:
        a.add("stale_rates", "N50", N_("Rates are assumed unchanged after the day they were last known to hold."))
    if TRANSIT in kinds:
        a.add("stale_transit", "N50", N_("Transit prices are assumed unchanged since they were last checked."))
    if any(row["item"] == "transit_pass" and not row["is_entered"] for row in case.report["rates"]):
        a.add("pass_dates", "R25.3", N_("A transit price printed without a day counts from the first day of its month or year; one "
                                        "without any date counts from the start of the tables."))  # fmt: skip
    entered = sorted({case.rates.items[row["item"]].label(case.lang) for row in case.report["rates"] if row["is_entered"]})
    if entered:
        a.add("entered_rates", "N50", N_("Entered by you, with your source: {items}."), items=listing(entered, case.lang))
    if case.plan.options.startup_set_confirmed and case.arrives < case.rates.history("startup_staples", "CA")[0].effective_from:
        a.add("startup_set", "N50", N_("The oldest start-up table is used for this earlier arrival, as you confirmed."))
    if case.plan.options.rates_source == "manual":
        a.add("rates_source", "R5", N_("This plan is meant to use its own rates only."))
    if case.plan.options.sk_group is not None:
        a.add("row_gaps", "N48", N_("The shelter column of {group} is used, as you chose."), group=case.plan.options.sk_group)
    autumn = case.rates.find("communication", "CA", date.max)
    if autumn is not None and case.plan.stream in ("GAR", "BVOR", "JAS") and case.arrives < autumn.effective_from:
        a.add("comm", "R25.2", N_("The 2022 rates are counted from {day}; government cases had them some weeks earlier."),
              day=case.day(autumn.effective_from))  # fmt: skip


def months(a: Assumptions) -> None:
    """The calendar: part months, missing days, rounding, events in mid-month, days of payment (R3, R46, N44, N45)."""
    case, o = a.case, a.case.plan.options
    has_parts = any(x["is_part"] for _, x in case.all_months())
    if has_parts and o.prorate == "rstp13":
        a.add("prorate", "R46", N_("Calendar months in thirteen parts: the first and the last part make one whole month together."))
    elif has_parts and o.prorate == "rap365":
        a.add("prorate", "R46", N_("Part months by RAP's daily rate: twelve months over 365 days, also in leap years."))
        _rap365(a)
    elif o.prorate == "equal":
        a.add("prorate", "R46", N_("Months are counted from the day of arrival, all alike."))
    if has_parts and len({x["payer"] for _, x in case.all_months()}) > 1:
        a.add("last_part_payer", "R46", N_("The last part month completes the first and has the same payer."))
    if _has_missing_day(case):
        a.add("missing_day", "R3", N_("A day that does not exist, such as February 30, becomes the first of the next month."))
    if has_parts or case.report["totals"]["reduction_cents"] or len(case.units) > 1:
        a.add("rounding", "N45", N_("Every line is rounded half up to the cent; left-over cents go to the earliest parts."))
    if _has_weighed_events(case):
        a.add("event_rule", "N44", N_("A change in mid-month counts for the whole month if it raises support, and from the next month "
                                      "if it lowers it."))  # fmt: skip
    elif o.event_rule == "next_month" and case.plan.events:
        a.add("event_rule", "N44", N_("Changes in mid-month always count from the next month, as you chose."))
    inside = [d for place in case.communities for d in case.rates.change_dates(place) if case.arrives < d <= case.ends]
    if inside and o.prorate == "equal" and any(first < d <= last for d in inside for _, first, last in case.cells):
        a.add("rate_in_cell", "R5", N_("New rates inside a sponsorship month count at once if higher, from the next month if lower."))
    if any(True for _ in case.events("move")):
        a.add("move_switch", "R50", N_("After a move the new community's rates count from the first of the next month."))
    if o.pay_dates == "first":
        a.add("pay_dates", "N6", N_("Payments are dated on arrival and then at the start of each month."))
    else:
        a.add("pay_dates", "N6", N_("Payments are dated on arrival and then in the week before each month."))
    if any(True for _ in case.events("early_end", "resumption", "breakdown")):
        a.add("early_end", "N51", N_("An early end counts from the next month; support that starts again counts for its whole month."))
    if any(True for _ in case.events("absence")):
        a.add("absence_rule", "N18", N_("Somebody who is away stays in the budget unless you say otherwise."))
    if any(True for _ in case.events("hospital", "prison")):
        a.add("stay_rule", "N19", N_("A stay in hospital or prison changes nothing by itself."))


def _rap365(a: Assumptions) -> None:
    """What the daily rate makes of the year, beside twelve whole months (R49), and day fares (R47)."""
    case = a.case
    m, b = case.b.months_table, case.b
    mine = np.flatnonzero(b.runs.case[m.run] == case.case)
    gap = int(m.true_up[mine].sum())
    if case.plan.options.true_up:
        a.add("true_up", "R49", N_("The difference to twelve whole months, {amount}, is put into the last part month."),
              amount=case.money(gap))  # fmt: skip
    elif gap:
        a.add("true_up", "R49", N_("By the daily rate the part months differ by {amount} from twelve whole months. The minimum stays "
                                   "twelve whole months."), amount=case.money(gap))  # fmt: skip
    if case.plan.options.day_cost_cents is None:
        a.add("day_cost", "R47", N_("No day fare is entered: transport of the part months is worked out by the day."))


def _has_missing_day(case: Case) -> bool:
    count = case.report["plan"]["months"]
    steps = range(1, count + 1) if case.plan.options.prorate == "equal" else (count,)
    if any(add_months(case.arrives, k).day != case.arrives.day for k in steps):
        return True
    lead = case.b.parameters.newborn_lead_months
    if any(
        c.kind == "pregnancy" and add_months(c.due_on, -lead).day != c.due_on.day for c in case.plan.conditions
    ):
        return True
    ages = case.b.parameters.ages
    return any(
        p["born"].month == 2 and p["born"].day == 29 and add_years(p["born"], age).day == 1
        and case.arrives < add_years(p["born"], age) <= case.ends
        for p in case.people for age in (*ages.limits, ages.pupil_from)
    )  # fmt: skip


def _has_weighed_events(case: Case) -> bool:
    """Whether something about a person changes in mid-month and was weighed up or down (N44)."""
    segment, _, person = case.b.segments.events
    of_case = case.b.runs.case[case.b.segments.run[segment]] == case.case
    if not (of_case & (person >= 0)).any():
        return False
    pupil_from = case.b.parameters.ages.pupil_from
    days = {day for _, age, day, _ in important_birthdays(case) if age != pupil_from}
    days |= {p["born"] for p in case.people if p["is_birth"]} | {e.on for e in case.plan.events}
    starts = {first for _, first, _ in case.cells}
    return any(case.arrives < day <= case.ends and day not in starts for day in days)


def people(a: Assumptions) -> None:
    """Who counts where: ages, adults, newborns, those who stay behind (R11-R16, N25)."""
    case, o = a.case, a.case.plan.options
    b = case.b
    by_age = [p.id for p in case.plan.people if p.born_on is None and p.is_accompanying]
    if by_age:
        a.add("birth_date", "R17", N_("Without a birth date an age changes on the anniversary of the arrival: {people}."),
              people=listing(by_age, case.lang))  # fmt: skip
    adult = b.parameters.ages.adult
    young = [str(p["id"]) for p in case.people if p["is_head"] and add_years(p["born"], adult) > p["from"]]
    if young:
        a.add("young_head", "R21", N_("Principal applicant and spouse count as adults at any age: {people}."),
              people=listing(young, case.lang))  # fmt: skip
    lines = [x["line"] for _, x in case.all_items()]
    became = [p for p, _ in case.birthdays(adult) if p["is_automatic"]]
    if "topup_at_18" in lines:
        if o.topup_at_18 == "full":
            a.add("topup_at_18", "R13", N_("Whoever becomes a unit of their own gets the whole difference to a single person's "
                                           "start-up, as you chose."))  # fmt: skip
        else:
            a.add("topup_at_18", "R13", N_("Whoever becomes a unit of their own gets the personal items of the start-up; household "
                                           "goods, furniture and connection are shared."))  # fmt: skip
    elif o.topup_at_18 == "none" and became:
        a.add("topup_at_18", "R13", N_("No start-up is counted for somebody who turns 18, as you chose."))
    if any(p["is_birth"] and p["born"] > case.arrives for p in case.people):
        a.add("birth_start_up", "R17", N_("A birth brings the newborn item and no further start-up."))
        if any(c.kind == "pregnancy" for c in case.plan.conditions):
            a.add("near_due_date", "R27", N_("A birth within {days} days of a due date belongs to that pregnancy, so the newborn item "
                                             "is not counted twice."), days=NEAR_THE_DUE_DATE)  # fmt: skip
    behind = [p.id for p in case.plan.people if not p.is_accompanying]
    if behind:
        a.add("stay_behind", "R14", N_("Not counted because they stay behind: {people}. Keep a reserve in case they follow."),
              people=listing(behind, case.lang))  # fmt: skip
    heads = {p.unit or p.family for p in case.plan.people if p.role in ("principal", "spouse")}
    if any(len(unit["people"]) > 1 and unit["unit"] not in heads for unit in case.units):
        a.add("adult_dependant_family", "R11", N_("An adult dependant with a spouse or child of their own forms a unit with them."))
    if len(b.runs.case[b.runs.case == case.case]) > 1:
        a.add("oyw_view", "R15", N_("Those who follow are budgeted for their own twelve months, as what the family then needs in "
                                    "addition."))  # fmt: skip
        if case.plan.income:
            a.add("oyw_income", "R15", N_("The household's earnings lower the support of the first arrival first."))


def lines(a: Assumptions) -> None:
    """Housing, school, fuel, conditional items, deposits (R23, R25.4, R26, R27, N39, N46)."""
    case = a.case
    if "planning" in case.housing_modes:
        a.add("planning", "R26", N_("No lease yet: the shelter maximum and the whole supplement are counted, for each unit its own."))
    shared = [h for h in case.plan.housing if h.unit is None and h.rent_cents is not None]
    together = any(
        sum(1 for unit in case.units for x in unit["months"] if x["month"] == n and x["arrival"] == 1 and x["people"]
            and x["housing"] == "actual") > 1
        for n, _, _ in case.cells
    )  # fmt: skip
    if shared and together:
        a.add("rent_split", "N46", N_("The rent is split by persons; what is above one unit's limits moves to units with room."))
    if any(h.free and h.starts_on is not None and h.starts_on > case.arrives for h in case.plan.housing):
        a.add("free_from", "R28", N_("Free housing counts from the first whole month in it, so that no month with rent counts as free."))
    school = sorted({x["due_on"] for _, x in case.all_items() if x["line"] == "school"})
    if any(day > case.report["plan"]["arrives_on"] for day in school):
        a.add("school_second_on", "R23", N_("Later school items are due on {day}; who is a pupil is looked at on that day."),
              day=case.day(date.fromisoformat(next(d for d in school if d > case.report["plan"]["arrives_on"]))))  # fmt: skip
    used = {x["line"] for _, month in case.all_months() for x in month["lines"]}
    if "nl_fuel" in used:
        a.add("nl_fuel", "R25.4", N_("Heating fuel is counted once per home, and not in free housing."))
    if "special_diet" in used and len(case.units) > 1:
        a.add("diet_units", "R27", N_("Each family unit may have a special diet of its own."))
    notes = [c.note_on for c in case.plan.conditions]
    if used & {"special_diet", "maternity_food"} and any(n > case.arrives and n.day > 1 for n in notes):
        a.add("item_prorate", "R27", N_("The first month of a diet or of maternity food counts by the day, at most the monthly amount."))
    if any(x.kind in ("deposit", "prepaid_rent") for x in case.plan.extras):
        a.add("deposits", "N39", N_("Deposits and prepaid rent are planned on top of the minimum; they do not count towards it."))
    has_area = any(row["item"] == "transit_pass_area" for row in case.report["rates"])
    if "transport_senior" in used and has_area and case.plan.options.gtha_senior_pass == "156":
        a.add("gtha_senior_pass", "R25.3", N_("Seniors in the Greater Toronto and Hamilton Area have the same transport amount as other "
                                              "adults."))  # fmt: skip
    if case.plan.options.jas_clothing == "every_12_months":
        a.add("jas_clothing", "R42", N_("Clothing is counted again after twelve months, as you chose."))


def gifts(a: Assumptions) -> None:
    """How gifts are laid on the lines (R28, R29, R25.3, R18)."""
    case, o = a.case, a.case.plan.options
    kinds = {g.line for g in case.plan.in_kind}
    if kinds & {"clothing", "winter"}:
        if o.clothing_pool == "pooled":
            a.add("clothing_pool", "R29", N_("Gifts of clothing and winter clothing share one limit and are laid on clothing first."))
        else:
            a.add("clothing_pool", "R29", N_("Clothing and winter clothing each have a limit of their own, as you chose."))
    if "school" in kinds:
        a.add("school_gifts", "R29", N_("School supplies are laid on the earlier instalment first."))
    if "basic" in kinds and o.basic_inkind_pct:
        a.add("basic_inkind", "R28", N_("Meals with a signer count in whole months of the stay that the sponsor pays."))
    if "transport" in kinds:
        a.add("transport_waiver", "R25.3", N_("Transport given in kind stays in the entitlement and counts in full as in kind."))


def earnings(a: Assumptions) -> None:
    """Income, the month it is taken from, own money (R30-R38)."""
    case, o = a.case, a.case.plan.options
    totals = case.report["totals"]
    if totals["reduction_cents"]:
        if o.lag == 0:
            a.add("lag", "R35", N_("Earnings lower the support of the same month, as you chose."))
        elif o.lag == 1:
            a.add("lag", "R35", N_("Earnings of a month lower the support of the following month."))
        else:
            a.add("lag", "R35", N_("Earnings of a month lower the support {count} months later, as you chose."), count=o.lag)
        if o.stagger_n > 1 or any((i.spread_over or 1) > 1 for i in case.plan.income):
            a.add("stagger", "R35", N_("Reductions are spread over several months, as you chose."))
        if o.reduction_share_bp < 10_000:
            a.add("reduction_share", "R31", N_("Only {share} of the earnings above one half is taken off, as you chose."),
                  share=case.percent(o.reduction_share_bp))  # fmt: skip
    if not o.apply_income_reduction and case.plan.income:
        a.add("apply_income_reduction", "R31", N_("Earnings lower nothing, as you chose: the reduction is optional."))
    if totals["not_recoverable_cents"]:
        a.add("last_month", "R35", N_("Reductions that no later month can bear are never claimed: {amount}."),
              amount=case.money(totals["not_recoverable_cents"]))  # fmt: skip
    if case.plan.income and o.income_entry == "typical":
        a.add("income_entry", "R35", N_("A typical month stands in every month; a part month takes its part of the reduction."))
    if case.plan.income and len({x["payer"] for _, x in case.all_months()}) > 1:
        a.add("netting", "R39c", N_("Nothing is set off between payers: a reduction of one payer's month never lowers another's."))
    if any(i.kind in NOT_INCOME for i in case.plan.income):
        a.add("other_income", "R34", N_("Income of kinds no text settles is asked about and not counted."))
    if any(i.kind == "self_employment" for i in case.plan.income):
        a.add("self_employment", "R34", N_("Self-employment counts after its costs."))
    pupils = _pupils_who_earn(case)
    if pupils:
        a.add("pupils", "R34", N_("Earnings are not counted while in full-time secondary school: {people}."),
              people=listing(pupils, case.lang))  # fmt: skip
    if o.no_need_months != 2 or any(row["id"] == "W30" for row in case.report.get("warnings", [])):
        a.add("no_need_months", "R38", N_("“No further need” is asked after {count} months in a row; nothing stops by itself."),
              count=o.no_need_months)  # fmt: skip
    if case.plan.assets and o.assets_apply:
        orders = {
            "last_first": N_("Own money is looked at unit by unit and lowers the last months first."),
            "start_up_first": N_("Own money is looked at unit by unit and lowers items due once first, as you chose."),
            "equal": N_("Own money is looked at unit by unit and lowers all months in equal parts, as you chose."),
        }
        a.add("asset_order", "R30", orders[o.asset_order])
    elif case.plan.assets:
        a.add("assets_apply", "R30", N_("Own money lowers nothing unless sponsor and family decide so together."))


def _pupils_who_earn(case: Case) -> list[str]:
    s, h = case.b.segments, case.b.households
    earners = {i.person for i in case.plan.income}
    found = []
    for person in case.people:
        if str(person["id"]) in earners:
            row = np.array([person["row"]], np.int64)
            days = np.array([int((first - date(1970, 1, 1)).days) for _, first, _ in case.cells], np.int64)
            if s.is_pupil(np.repeat(row, len(days)), days, full_time=True).any():
                found.append(str(person["id"]))
    del h
    return found


def payers(a: Assumptions) -> None:
    """Streams: who pays which part (R39f, R44, N23)."""
    case = a.case
    if case.plan.stream == "RAINBOW":
        a.add("rainbow_months", "R39f", N_("The government pays months {months} and the start-up; other items follow their month."),
              months=listing(map(str, sorted(case.plan.options.rainbow_months)), case.lang))  # fmt: skip
    if case.plan.stream == "BVOR" and case.is_converted_on is not None:
        a.add("bvor_jas_switch", "R44", N_("The government pays from {day}, the first of the month after approval."),
              day=case.day(case.is_converted_on))  # fmt: skip
    if case.plan.payers:
        a.add("payer", "N23", N_("Some months or the start-up have another payer, as you entered."))
    if any(True for _ in case.events("top_up")) and case.plan.stream == "BVOR" and case.plan.options.bvor_topup_in_base:
        a.add("bvor_topup_in_base", "R33", N_("A regular top-up in RAP months is part of the base for earnings."))
    if case.plan.options.peer_mode:
        a.add("peer_mode", "N49", N_("Comparison with RSTP's calculator is switched on; differences are shown beside the result."))

"""Choices about rates and time: what is assumed unchanged, part months, events, days of payment.

The other choices are in ``choices_of_family`` and ``choices_of_money``; ``assumptions`` puts them together.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from calculator.locale import N_, listing
from calculator.notices.case import Case
from calculator.notices.changes import important_birthdays
from calculator.notices.sheets import MONTHLY, START_UP, TRANSIT, assumed_lines
from calculator.periods import add_months, add_years


class Assumptions:
    """Collects the rows of one case."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.rows: list[dict[str, Any]] = []

    def add(self, code: str, rule: str, msgid: str, **values: object) -> None:
        self.rows.append({"code": code, "text": self.case.text(msgid, **values), "rule": rule})


def rates(a: Assumptions) -> None:
    """Rates beyond the day they were last known to hold, and rates of one's own (N50, R25.3, R20)."""
    case = a.case
    kinds = {kind for kind, *_ in assumed_lines(case)}
    if MONTHLY in kinds or START_UP in kinds:
        a.add(
            "stale_rates",
            "N50",
            N_("Rates are assumed unchanged after the day they were last known to hold."),
        )
    if TRANSIT in kinds:
        a.add("stale_transit", "N50", N_("Transit prices are assumed unchanged since they were last checked."))
    if any(row["item"] == "transit_pass" and not row["is_entered"] for row in case.report["rates"]):
        a.add(
            "pass_dates",
            "R25.3",
            N_(
                "A transit price printed without a day counts from the first day of its month or year; "
                "one without any date counts from the start of the tables."
            ),
        )
    entered = sorted(
        {case.rates.items[row["item"]].label(case.lang) for row in case.report["rates"] if row["is_entered"]}
    )
    if entered:
        a.add(
            "entered_rates",
            "N50",
            N_("Entered by you, with your source: {items}."),
            items=listing(entered, case.lang),
        )
    if (
        case.plan.options.startup_set_confirmed
        and case.arrives < case.rates.history("startup_staples", "CA")[0].effective_from
    ):
        a.add(
            "startup_set",
            "N50",
            N_("The oldest start-up table is used for this earlier arrival, as you confirmed."),
        )
    if case.plan.options.rates_source == "manual":
        a.add(
            "rates_source",
            "R5",
            N_(
                "Only this plan’s own monthly rates count, not the province’s sheet; national amounts and "
                "passes stay."
            ),
        )
    if case.plan.options.sk_group is not None:
        a.add(
            "row_gaps",
            "N48",
            N_("The shelter column of {group} is used, as you chose."),
            group=case.plan.options.sk_group,
        )
    autumn = case.rates.find("communication", "CA", date.max)
    if autumn is not None and case.plan.stream in ("GAR", "BVOR", "JAS") and case.arrives < autumn.effective_from:
        a.add(
            "comm",
            "R25.2",
            N_("The 2022 rates are counted from {day}; government cases had them some weeks earlier."),
            day=case.day(autumn.effective_from),
        )


def months(a: Assumptions) -> None:
    """Part months, missing days, rounding, events in mid-month, days of payment (R3, R46, N44, N45)."""
    case, o = a.case, a.case.plan.options
    has_parts = any(x["is_part"] for _, x in case.all_months())
    if has_parts and o.prorate == "rstp13":
        a.add(
            "prorate",
            "R46",
            N_("Calendar months in thirteen parts: the first and the last part make one whole month together."),
        )
    elif has_parts and o.prorate == "rap365":
        a.add(
            "prorate",
            "R46",
            N_("Part months by RAP's daily rate: twelve months over 365 days, also in leap years."),
        )
        _rap365(a)
    elif o.prorate == "equal":
        a.add("prorate", "R46", N_("Months are counted from the day of arrival, all alike."))
    if has_parts and len({x["payer"] for _, x in case.all_months()}) > 1:
        a.add("last_part_payer", "R46", N_("The last part month completes the first and has the same payer."))
    if _has_missing_day(case):
        a.add(
            "missing_day",
            "R3",
            N_("A day that does not exist, such as February 30, becomes the first of the next month."),
        )
    if has_parts or case.report["totals"]["reduction_cents"] or len(case.units) > 1:
        a.add(
            "rounding",
            "N45",
            N_("Every line is rounded half up to the cent; left-over cents go to the earliest parts."),
        )
    if _has_weighed_events(case):
        a.add(
            "event_rule",
            "N44",
            N_(
                "A change in mid-month counts for the whole month if it raises support, and from the "
                "next month if it lowers it."
            ),
        )
    elif o.event_rule == "next_month" and case.plan.events:
        a.add("event_rule", "N44", N_("Changes in mid-month always count from the next month, as you chose."))
    inside = [d for place in case.communities for d in case.rates.change_dates(place) if case.arrives < d <= case.ends]
    if inside and o.prorate == "equal" and any(first < d <= last for d in inside for _, first, last in case.cells):
        a.add(
            "rate_in_cell",
            "R5",
            N_("New rates inside a sponsorship month count at once if higher, from the next month if lower."),
        )
    if any(True for _ in case.events("move")):
        a.add(
            "move_switch",
            "R50",
            N_("After a move the new community's rates count from the first of the next month."),
        )
    if o.pay_dates == "first":
        a.add("pay_dates", "N6", N_("Payments are dated on arrival and then at the start of each month."))
    else:
        a.add("pay_dates", "N6", N_("Payments are dated on arrival and then in the week before each month."))
    if any(True for _ in case.events("early_end", "resumption", "breakdown")):
        a.add(
            "early_end",
            "N51",
            N_("An early end counts from the next month; support that starts again counts for its whole month."),
        )
    arrivals = {case.arrives, *(p.arrives_on for p in case.plan.people)}
    if any(event.on in arrivals for _, event in case.events("early_end", "breakdown")):
        a.add(
            "end_on_arrival",
            "R19",
            N_("Support ends on a day of arrival: the start-up that falls due that day is still counted as owed."),
        )
    if any(True for _ in case.events("absence")):
        a.add("absence_rule", "N18", N_("Somebody who is away stays in the budget unless you say otherwise."))
    if any(True for _ in case.events("hospital", "prison")):
        a.add("stay_rule", "N19", N_("A stay in hospital or prison changes nothing by itself."))


def _rap365(a: Assumptions) -> None:
    """What the daily rate makes of the year, beside twelve whole months (R49), and day fares (R47)."""
    case = a.case
    m, b = case.b.months_table, case.b
    ends = np.flatnonzero((b.runs.case[m.run] == case.case) & (m.true_up != 0))
    gap = int(m.true_up[ends].sum())
    is_put_right = case.plan.options.true_up
    scaled = m.entitlement - m.first_part
    first = int(scaled[b.row_start[m.row[ends]]].sum())
    last = int(scaled[ends].sum()) - (gap if is_put_right else 0)
    sums = {"first": first, "last": last, "daily": first + last, "whole": first + last + gap, "amount": -gap}
    said = {name: case.money(cents) for name, cents in sums.items()}
    if is_put_right:
        a.add(
            "true_up",
            "R49",
            N_(
                "The difference to twelve whole months, {amount}, is put into the last part month: {first} + {last} "
                "= {daily} by the daily rate, {whole} as two parts of whole months; {whole} − {daily} = {amount}."
            ),
            **said | {"amount": case.money(gap)},
        )
    elif gap:
        a.add(
            "true_up",
            "R49",
            N_(
                "By the daily rate the part months differ by {amount} from twelve whole months: the first and the "
                "last make {first} + {last} = {daily}, as two parts of whole months {whole}; {daily} − {whole} = "
                "{amount}. The minimum stays twelve whole months."
            ),
            **said,
        )
    if case.plan.options.day_cost_cents is None:
        a.add(
            "day_cost",
            "R47",
            N_("No day fare is entered: transport of the part months is worked out by the day."),
        )


def _has_missing_day(case: Case) -> bool:
    count = case.report["plan"]["months"]
    steps = range(1, count + 1) if case.plan.options.prorate == "equal" else (count,)
    if any(add_months(case.arrives, k).day != case.arrives.day for k in steps):
        return True
    lead = case.b.parameters.newborn_lead_months
    if any(c.kind == "pregnancy" and add_months(c.due_on, -lead).day != c.due_on.day for c in case.plan.conditions):
        return True
    ages = case.b.parameters.ages
    return any(
        p["born"].month == 2
        and p["born"].day == 29
        and add_years(p["born"], age).day == 1
        and case.arrives < add_years(p["born"], age) <= case.ends
        for p in case.people
        for age in (*ages.limits, ages.pupil_from)
    )


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

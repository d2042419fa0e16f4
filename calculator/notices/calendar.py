"""The dates of a case, for a timeline or a calendar file: what falls on which day, in words.

Days come from the report, the plan and the rates; nothing is priced here.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from calculator.locale import N_, listing
from calculator.notices.case import Case
from calculator.notices.changes import important_birthdays
from calculator.notices.names import line_name, payer_name, sentence, unit_name
from calculator.notices.streams import end_dates
from calculator.periods import ONE_DAY, add_months, add_years, next_month

WEEK = timedelta(weeks=1)
KINDS = (
    "arrival",
    "start_up",
    "oyw_arrival",
    "papers",
    "payment",
    "government_payment",
    "other_payment",
    "school",
    "one_time",
    "birth",
    "birthday",
    "move",
    "rate_change",
    "housing",
    "income",
    "event",
    "rap_start",
    "rap_end",
    "jas_form",
    "jas_promotion_end",
    "jas_check_in",
    "conversion",
    "child_benefit",
    "check_in",
    "survey",
    "review",
    "social_assistance",
    "end_notice",
    "oyw_window_end",
    "oyw_end",
    "end",
    "month_13",
    "keep",
)
"""Kinds of entries, in the order in which those of one day are listed."""
EVENTS = {
    "death": N_("Death of “{who}”: tell IRCC and review the budget."),
    "separation": N_("Separation: call IRCC and review the budget."),
    "adult_child_leaves": N_("An adult child leaves the parents ({who}): review the budget."),
    "change_unit": N_("{who}: budgeted in another unit from this day."),
    "leaves_shared_home": N_("{who}: out of the shared home. Look at the start-up again."),
    "absence": N_("Away from this day: {who}."),
    "hospital": N_("“{who}” goes to hospital. The budget does not change by itself."),
    "prison": N_("“{who}” goes to prison. The budget does not change by itself."),
    "school_starts": N_("“{who}” starts full-time secondary school."),
    "school_ends": N_("“{who}” leaves full-time secondary school."),
    "early_end": N_("Support ends early. Keep the money until the last day of support."),
    "resumption": N_("Support starts again."),
    "breakdown": N_("The sponsor's duty ends with IRCC's notice of breakdown."),
    "top_up": N_("A regular top-up starts."),
    "added_before_arrival": N_("“{who}” is added to the application before arrival."),
}


class Dates:
    """Collects the entries of one case."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.rows: list[dict[str, Any]] = []

    def add(
        self, on: date, kind: str, msgid: str, *, figure: tuple[str, ...] | None = None, **values: object
    ) -> None:
        """Add an entry; ``figure`` names the amount in it, so that its reason can be asked for (``figures``)."""
        row: dict[str, Any] = {"on": on.isoformat(), "kind": kind, "text": sentence(self.case.text(msgid, **values))}
        if figure is not None:
            row["figure"] = list(figure)
        if row not in self.rows:
            self.rows.append(row)

    def sorted_rows(self) -> list[dict[str, Any]]:
        return sorted(self.rows, key=lambda row: (row["on"], KINDS.index(row["kind"])))


def dates(case: Case) -> list[dict[str, Any]]:
    """Every dated entry of a case, in order of date."""
    found = Dates(case)
    arrivals(found)
    items(found)
    payments(found)
    family(found)
    changes(found)
    government(found)
    follow_up(found)
    the_end(found)
    return found.sorted_rows()


def arrivals(d: Dates) -> None:
    """Arrivals, start-up due, and what to apply for at once (R3, R15, R19, N12)."""
    case = d.case
    place = case.report["plan"]["community_name"]
    if case.plan.arrival_is_estimate:
        d.add(case.arrives, "arrival", N_("Arrival in {place} (estimated day). Support starts."), place=place)
    else:
        d.add(case.arrives, "arrival", N_("Arrival in {place}. Support starts."), place=place)
    for rank, ends in enumerate(case.run_ends):
        if rank == 0:
            continue
        people = [p for p in case.people if p["rank"] == rank]
        d.add(
            min(p["from"] for p in people),
            "oyw_arrival",
            N_("Family members follow: {who}. Their own support starts."),
            who=listing((str(p["id"]) for p in people), case.lang),
        )
        d.add(
            ends,
            "oyw_end",
            N_("Last day of support for those who followed: {who}."),
            who=listing((str(p["id"]) for p in people), case.lang),
        )
    if any(not p.is_accompanying for p in case.plan.people):
        d.add(
            add_years(case.arrives, 1),
            "oyw_window_end",
            N_("The One-Year Window closes: family members who stayed behind must have applied by now."),
        )
    adult = case.b.parameters.ages.adult
    if any(add_years(p["born"], adult) > case.arrives for p in case.people if not p["is_head"]):
        d.add(
            case.arrives,
            "child_benefit",
            N_("Apply for the Canada Child Benefit now; do not wait for a tax return."),
        )


def items(d: Dates) -> None:
    """Start-up, school instalments, and other items due once (R19, R23, R27, R13)."""
    case = d.case
    start_up: dict[tuple[date, str, str], int] = {}
    first_days = {p["from"] for p in case.people}
    for unit, line in case.all_items():
        on, payer = date.fromisoformat(line["due_on"]), payer_name(line["payer"], case.lang)
        due = line["cash_cents"] + line["purchases_cents"]
        if line["line"] == "school" and on not in first_days:
            d.add(
                on,
                "school",
                N_("School start-up of {unit}: {amount} (pupils: {count}), from {payer}."),
                figure=("item", unit["unit"], "school", line["due_on"]),
                unit=unit_name(unit["unit"], case.lang),
                amount=case.money(due),
                count=line["quantity"],
                payer=payer,
            )
        elif line in unit["start_up"]["lines"]:
            key = (on, line["payer"], payer)
            start_up[key] = start_up.get(key, 0) + due
        else:
            d.add(
                on,
                "one_time",
                N_("{line} of {unit}: {amount}, from {payer}."),
                figure=("item", unit["unit"], line["line"], line["due_on"]),
                line=line_name(line["line"], case.lang),
                unit=unit_name(unit["unit"], case.lang),
                amount=case.money(due),
                payer=payer,
            )
    for (on, code, payer), due in start_up.items():
        d.add(
            on,
            "start_up",
            N_("Start-up is due: {amount}, from {payer}, in one sum on arrival or shortly after."),
            figure=("items", "", on.isoformat(), code, "start_up_school" if on in first_days else "start_up"),
            amount=case.money(due),
            payer=payer,
        )


def payments(d: Dates) -> None:
    """Monthly support: on arrival, then at the start of each month or in the week before (N6, R48)."""
    case = d.case
    due: dict[tuple[date, str], int] = {}
    number = {first: n for n, first, _ in case.cells}
    later: dict[date, int] = {}
    for _, month in case.all_months():
        on = date.fromisoformat(month["from"])
        due[on, month["payer"]] = due.get((on, month["payer"]), 0) + month["due_cents"]
        if on not in number:
            later[on] = month["month"]
    for (on, payer), cents in sorted(due.items()):
        if cents <= 0:
            continue
        early = case.plan.options.pay_dates == "week_before" and on > case.arrives
        paid_on = max(on - WEEK, case.arrives) if early else on
        kind = {"sponsor": "payment", "government": "government_payment"}.get(payer, "other_payment")
        msgid = N_("Month {month}: {amount} from {payer}.")
        if on in later:
            msgid = N_("Month {month} of those who followed: {amount} from {payer}.")
        d.add(
            paid_on,
            kind,
            msgid,
            figure=("paid", on.isoformat(), payer),
            month=number.get(on) or later[on],
            amount=case.money(cents),
            payer=payer_name(payer, case.lang),
        )


def family(d: Dates) -> None:
    """Births, due dates and birthdays that change an amount (R16, R17)."""
    case = d.case
    for person in case.people:
        if person["is_birth"] and person["born"] > case.arrives:
            d.add(person["born"], "birth", N_("A child is born and joins the budget."))
    for condition in case.plan.conditions:
        if condition.kind == "pregnancy" and case.arrives <= condition.due_on:
            d.add(condition.due_on, "birth", N_("A birth is expected (“{who}”)."), who=condition.person)
    for person, age, day, _ in important_birthdays(case):
        d.add(day, "birthday", N_("“{who}” turns {age}."), who=person["id"], age=age)


def changes(d: Dates) -> None:
    """Moves, rates, homes, income and other events the plan knows of (R5, R17, R50)."""
    case = d.case
    for _, event in case.events("move"):
        d.add(event.on, "move", N_("Move to {place}. Tell IRCC before."), place=event.community)
        starts = case.plan.options.move_switch_on or (event.on if event.on.day == 1 else next_month(event.on))
        d.add(starts, "rate_change", N_("The rates of the new community count from here on."))
    for day in sorted({day for place in case.communities for day in case.rates.change_dates(place)}):
        if case.arrives < day <= case.ends and _uses_other_rates(case, day):
            d.add(day, "rate_change", N_("New rates come into force."))
    for home in case.plan.housing:
        if home.starts_on is not None and home.starts_on > case.arrives:
            d.add(home.starts_on, "housing", N_("A change of home or rent."))
    for income in case.plan.income:
        if income.starts_on is not None and income.starts_on > case.arrives:
            d.add(income.starts_on, "income", N_("“{who}” starts to earn."), who=income.person)
        if income.ends_on is not None and case.arrives < income.ends_on < case.ends:
            d.add(income.ends_on, "income", N_("Last day of an income of “{who}”."), who=income.person)
    for _, event in case.events(*EVENTS):
        who = getattr(event, "people", None) or [getattr(event, "person", None) or getattr(event, "unit", None) or ""]
        d.add(event.on, "event", EVENTS[event.kind], who=listing(map(str, who), case.lang))


def _uses_other_rates(case: Case, day: date) -> bool:
    """Whether the months around a day rest on different rate rows."""
    at = case.cell_of(day) or 0
    near = range(max(at - 1, 0), min(at + 2, len(case.cells)))
    keys: dict[int, set[str]] = {case.cells[i][0]: set() for i in near}
    for _, month in case.all_months():
        if month["arrival"] == 1 and month["month"] in keys:
            keys[month["month"]].update(key for line in month["lines"] for key in line["rates"])
    return len({frozenset(found) for found in keys.values()}) > 1


def government(d: Dates) -> None:
    """BVOR: when RAP pays and what it needs; JAS: form, promotion, check-in (R39a, N22, R43)."""
    case = d.case
    paid = [x for _, x in case.all_months() if x["payer"] == "government"]
    if case.plan.stream == "BVOR" and paid:
        first = min(date.fromisoformat(x["from"]) for x in paid)
        last = max(date.fromisoformat(x["to"]) for x in paid)
        papers = min(add_months(case.arrives, 1) - ONE_DAY, first - ONE_DAY)
        d.add(papers, "papers", N_("All papers must be with the RAP office by now, or RAP starts later."))
        d.add(first, "rap_start", N_("RAP starts to pay the monthly support."))
        d.add(last, "rap_end", N_("Last day paid by RAP."))
    if case.plan.stream == "GAR":
        d.add(
            add_months(case.arrives, case.figure("jas_form_months")),
            "jas_form",
            N_("Last day for the form that recommends a JAS sponsorship."),
        )
    for _, event in case.events("conversion"):
        d.add(event.on, "conversion", N_("The change to JAS is approved."))
        if event.posted_on is not None:
            d.add(
                add_months(event.posted_on, case.figure("jas_promotion_months")),
                "jas_promotion_end",
                N_("Promotion ends: without a sponsor by now the case stays as it is."),
            )
    if case.plan.stream == "JAS" or case.is_converted_on is not None:
        d.add(
            add_months(case.arrives, case.report["plan"]["months"] // 2),
            "jas_check_in",
            N_("JAS check-in, half-way: sponsor, family and RAP office look at the plan together."),
        )


def follow_up(d: Dates) -> None:
    """Check-ins with the family, and the time in which IRCC may ask (N37, R60, N10)."""
    case = d.case
    d.add(
        case.arrives + timedelta(weeks=case.figure("check_in_first_weeks")),
        "check_in",
        N_("First check-in: is the money regular, own bank account open, child benefit asked for?"),
    )
    for row in case.rates.in_force("check_in_months", "CA", date.max):
        on = add_months(case.arrives, row.amount)
        if on <= case.ends:
            d.add(
                on,
                "check_in",
                N_("Check-in after {count} months: is the money regular and explained?"),
                count=row.amount,
            )
    if case.plan.stream in ("PSR", "BVOR", "RAINBOW"):
        until = add_months(case.arrives, case.figure("survey_to_month"))
        d.add(
            add_months(case.arrives, case.figure("survey_from_month")),
            "survey",
            N_(
                "From now to {until} IRCC may ask how support is going. If it reviews the case, you "
                "have {weeks} weeks to send proof."
            ),
            until=case.day(until),
            weeks=case.figure("case_review_weeks"),
        )


def the_end(d: Dates) -> None:
    """Review, social assistance, reminder, last day, month after, keeping the file (N35, N32, R3)."""
    case = d.case
    review, apply_on, reminder = end_dates(case)
    if review > case.arrives:
        d.add(review, "review", N_("Review with the family what they will live on after support ends."))
    if apply_on > case.arrives:
        d.add(
            apply_on,
            "social_assistance",
            N_("If the family will need it: apply for social assistance now, so that nothing is missing next month."),
        )
    if reminder > case.arrives:
        d.add(
            reminder,
            "end_notice",
            N_("{days} days to the end of support: tell the family the exact day, {end}."),
            days=case.figure("end_notice_days"),
            end=case.day(case.ends),
        )
    if max(case.run_ends) > case.ends:
        d.add(case.ends, "end", N_("Last day of support for those who came first. Check in with the family."))
        d.add(case.ends + ONE_DAY, "month_13", N_("First month without support for those who came first."))
    else:
        d.add(case.ends, "end", N_("Last day of support. Last check-in; close the accounts with the family."))
        d.add(case.ends + ONE_DAY, "month_13", N_("First month without sponsorship support."))
    d.add(
        add_years(max(case.run_ends), case.figure("keep_years")),
        "keep",
        N_("Keep the file at least until now if receipts were issued."),
    )

"""Payment habits of agreement holders, each switched on by itself (R59). No rule of IRCC asks for any of them.

What a habit asks for, by when, and what is there on the day of the statement. Amounts come from ``outlook`` and the
schedule of payments; the shares and lengths from the rate files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from calculator.locale import N_, catalogue
from calculator.money import equal_parts, half_up
from calculator.periods import add_months, month_start
from calculator.plan import Plan
from calculator.trust.dues import Due, Report, day, last_day_of
from calculator.trust.limits import Limits
from calculator.trust.outlook import SHARE, Required, Savings


@dataclass(frozen=True)
class Milestone:
    """One thing a habit asks for."""

    habit: str
    on: date | None
    """None: before the forms are sent, on a day nobody has entered."""
    text: str
    amount_cents: int | None
    """None: a step without money."""
    short_cents: int
    """Missing on the day of the statement, of what is asked for by then or later."""


@dataclass(frozen=True)
class Release:
    """One twelfth of a year's support, asked for ahead of the month it is for (R59)."""

    ask_on: date
    month: date
    amount_cents: int
    owed_cents: int
    """What is due to the family in that month: a release below it is not enough."""


def emergency_cents(plan: Plan, limits: Limits) -> int:
    return limits.emergency_cents if plan.record.habits.emergency_fund else 0


def milestones(
    plan: Plan, report: Report, dues: Sequence[Due], required: Required, savings: Savings, limits: Limits,
    lang: str = "en",
) -> tuple[Milestone, ...]:  # fmt: skip
    """What the chosen habits ask for, by date; steps without a date come first."""
    habits, _ = plan.record.habits, catalogue(lang).gettext
    forms, arrives, ends = plan.submitted_on, day(report["plan"]["arrives_on"]), last_day_of(report)
    raised = savings.held_cents + savings.met_cents
    total = required.total_cents
    rows: list[Milestone] = []

    def add(habit: str, on: date | None, msgid: str, cents: int | None = None) -> None:
        rows.append(Milestone(habit, on, _(msgid), cents, max((cents or 0) - raised, 0)))

    if habits.budget_stages:
        add("budget_stages", forms, N_("Draft budget, before the forms are sent"))
        add("budget_stages", arrives, N_("Budget updated at arrival"))
        add("budget_stages", ends, N_("Final budget on file"))
    if habits.share_before_forms:
        part = half_up(total * limits.first_share_bp, SHARE)
        add("share_before_forms", forms, N_("First part of the funds, before the forms are sent"), part)
        add("share_before_forms", arrives, N_("All of the funds, before arrival"), total)
    if habits.deposit == "full":
        add("deposit", forms, N_("Deposit of the full cost"), total)
    elif habits.deposit == "two_months":
        first = [d.amount_cents for d in dues if d.kind == "month" and (d.month or 0) <= limits.deposit_months]
        add("deposit", forms, N_("Deposit of the first months of support"), sum(first))
    elif habits.deposit == "instalments":
        so_far = raised
        for on, cents in savings.months:
            so_far += cents
            add("deposit", on, N_("Deposit by equal monthly amounts, together by then"), so_far)
    if habits.emergency_fund:
        add("emergency_fund", arrives, N_("Emergency fund, inside all of the funds"), limits.emergency_cents)
    if habits.refund_all:
        add("refund_all", None, N_("If nobody arrives, everything is given back; receipted money stays apart"))
    return tuple(sorted(rows, key=lambda row: row.on or date.min))


def releases(plan: Plan, dues: Sequence[Due], limits: Limits) -> tuple[Release, ...]:
    """Equal monthly releases of the support, with what is really due in each month; cents by N45."""
    if not plan.record.habits.releases:
        return ()
    owed: dict[date, int] = {}
    for due in dues:
        if due.kind == "month":
            month = month_start(due.due_on)
            owed[month] = owed.get(month, 0) + due.amount_cents
    parts = equal_parts(sum(owed.values()), len(owed)) if owed else []
    return tuple(
        Release(add_months(month, -limits.release_lead_months), month, cents, owed[month])
        for month, cents in zip(sorted(owed), parts, strict=True)
    )

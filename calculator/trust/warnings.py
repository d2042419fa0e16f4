"""What is said of the time ahead: contingency, deposits, months and days that are short (W35, N33, N39).

The figures come from ``outlook``; what is said of single entries is in ``checks``.
"""

from __future__ import annotations

from calculator.locale import N_, money
from calculator.locale import month as month_name
from calculator.money import half_up
from calculator.plan import Plan
from calculator.problems import Problem, found
from calculator.trust.dues import Report
from calculator.trust.limits import Limits
from calculator.trust.outlook import SHARE, CashFlow


def _days_short(flow: CashFlow, lang: str) -> list[Problem]:
    """The first month that ends well but is short on some day before it, because promised money comes too late."""
    ahead = (row for row in flow.months if flow.first_short is None or row.month < flow.first_short)
    for row in ahead:
        if row.lowest_cents < 0 <= row.closing_cents:
            return [
                found(
                    "record.promises",
                    N_("In {month} money is due before promised money comes: {amount} is missing for some days."),
                    N_("Ask for the promised money before the first of the month."),
                    level="amber",
                    amount=money(-row.lowest_cents, lang),
                    month=month_name(row.month, lang),
                )
            ]
    return []


def outlook_problems(
    plan: Plan, report: Report, flow: CashFlow, limits: Limits, lang: str = "en"
) -> list[Problem]:
    """Contingency and deposits (W35), and the first month that is short."""
    problems: list[Problem] = []
    minimum = report["totals"]["sponsor_minimum_cents"]
    least = half_up(minimum * limits.contingency_bp, SHARE)
    if minimum and report["totals"]["contingency_cents"] < least:
        problems.append(
            found(
                "options.contingency_pct",
                N_("The contingency of {planned} is below the {least} usually kept."),
                N_("Plan more for births, later arrivals and a second household."),
                level="amber",
                code="W35",
                planned=money(report["totals"]["contingency_cents"], lang),
                least=money(least, lang),
            )
        )
    if minimum and not any(extra.kind in ("deposit", "prepaid_rent") for extra in plan.extras):
        problems.append(
            found(
                "extras",
                N_("No deposit and no prepaid rent is planned."),
                N_("Ask what the landlord and the utilities want; add it under extras, or 0."),
                level="amber",
                code="W35",
            )
        )
    has_begun = plan.record.entries or plan.record.promises
    if has_begun and flow.first_short is not None:
        short = next(row for row in flow.months if row.month == flow.first_short)
        problems.append(
            found(
                "record",
                N_("The account will be {amount} short in {month}."),
                N_("Raise the money before then, or look at the extras."),
                level="amber",
                amount=money(short.short_cents, lang),
                month=month_name(flow.first_short, lang),
            )
        )
    if has_begun:
        problems += _days_short(flow, lang)
    return problems

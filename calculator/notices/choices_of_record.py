"""Choices about the money held in trust: interest, advances, what a payment meets besides the support due.

Only what a record makes use of is said. The account itself is in ``trust``, whose papers repeat these sentences.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from calculator.locale import N_
from calculator.notices.case import Case
from calculator.notices.choices import Assumptions
from calculator.notices.payments import entries
from calculator.periods import add_months
from calculator.plan.record import Payment

MINIMUM = ("support", "start_up", "one_time")
"""Purposes of payments that meet what is due."""


def held_in_trust(a: Assumptions) -> None:
    """Whose the interest is (R56), how far an advance reaches (N6), which planned outlay is met first (N47)."""
    held: list[Any] = [entry for _, entry in entries(a.case)]
    if any(entry.kind == "interest" for entry in held):
        if a.case.plan.options.refund_interest == "deed":
            deed = N_("The trust deed says who gets the interest on the money held, as you chose.")
            a.add("refund_interest", "R56", deed)
        else:
            a.add(
                "refund_interest",
                "R56",
                N_("Interest on the money held in trust is shared in proportion to what each gave."),
            )
    payments = [entry for entry in held if entry.kind == "payment"]
    if any(_is_advance(a.case, payment, held) for payment in payments):
        a.add(
            "advance_from",
            "N6",
            N_(
                "How far ahead an advance may reach is counted from the day it is paid, not from the first month that "
                "it pays."
            ),
        )
    several = {kind for kind, count in _planned_besides(a.case).items() if count > 1}
    if any(payment.purpose in several for payment in payments):
        a.add(
            "outlay_order",
            "N47",
            N_(
                "What is paid for deposits, extras and other planned outlays meets the oldest outlay of the same "
                "kind first."
            ),
        )


def _is_advance(case: Case, payment: Payment, held: Sequence[Any]) -> bool:
    """Whether a payment reaches a month that begins more than a month after it was made."""
    if payment.purpose != "support":
        return False
    reach = add_months(payment.on, 1).isoformat()
    units = [unit for unit in case.units if payment.unit in (None, unit["unit"])]
    months = [month for unit in units for month in unit["months"] if month["sponsor_cents"]]
    if payment.month is not None:
        last = payment.month + payment.months - 1
        return any(
            payment.month <= month["month"] <= last and month["arrival"] == payment.arrival and month["from"] > reach
            for month in months
        )
    # Without a month it goes to the oldest amounts due, so only what is above them can reach further.
    once = [line for unit in units for part in ("start_up", "one_time") for line in unit[part]["lines"]]
    due = sum(month["sponsor_cents"] for month in months if month["from"] <= reach)
    due += sum(line["cash_cents"] for line in once if line["payer"] == "sponsor" and line["due_on"] <= reach)
    so_far = {
        e.id: e.amount_cents
        for e in held
        if e.kind == "payment" and e.purpose in MINIMUM and e.on <= payment.on and payment.unit in (None, e.unit)
    }
    returned = sum(e.amount_cents for e in held if e.kind == "returned" and e.payment in so_far)
    return bool(sum(so_far.values()) - returned > due)


def _planned_besides(case: Case) -> Counter[str]:
    """How many outlays of each kind are planned besides the payments due."""
    kinds = [row["kind"] for row in case.report["extras"]["lines"]]
    lines = [line for unit in case.units for line in unit["start_up"]["lines"]]
    kinds += ["purchase" for line in lines if line["payer"] == "sponsor" and line["purchases_cents"]]
    kinds += [
        "loan_help"
        for help in case.plan.record.loan_help
        for _ in range(1 if help.cadence == "once" else 2)
    ]
    return Counter(kinds)

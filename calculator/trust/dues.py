"""What is due to the family and when, and which payments met it (N6, N7).

Reads the budget report and the entries that count. What is owed is never worked out here: amounts come from
the report, dates from the rule on payment days. The balance of the account is in ``fund``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from calculator.locale import N_
from calculator.money import proportional_parts
from calculator.periods import add_months, month_start
from calculator.plan.model import Options
from calculator.plan.record import Payment
from calculator.problems import Problem, found
from calculator.trust.entries import Books
from calculator.trust.limits import Limits
from calculator.view import monthly_payments

Report = Mapping[str, Any]

WEEK = timedelta(weeks=1)
MINIMUM = frozenset({"support", "start_up", "one_time"})
"""Purposes of payments that meet what is due."""
PARTS = frozenset({"part_of_month", "part_of_transport", "true_up"})
"""Lines that only scale a month (R46, R47, R49)."""


@dataclass(frozen=True)
class Due:
    """One payment to one unit."""

    id: str
    unit: str
    kind: str
    """start_up, one_time or month."""
    month: int | None
    arrival: int
    """1 for the first arrival; later ones have months of their own (R15)."""
    line: str
    """The line of a one-time item, or nothing."""
    due_on: date
    covers_from: date
    covers_to: date
    amount_cents: int
    lines: tuple[tuple[str, int], ...]
    """Line and cents; they add up to the amount."""

    @property
    def late_after(self) -> date:
        return max(self.due_on, self.covers_from)


@dataclass(frozen=True)
class Settled:
    """What was paid towards a payment that is due, on a given day."""

    due: Due
    paid_cents: int
    deducted_cents: int
    """Taken off for a loan, as agreed: given, but not in money (N13)."""
    shortfall_cents: int
    running_shortfall_cents: int
    """Together with everything due before it."""
    paid_on: date | None
    """The day it was complete."""
    status: str
    """paid, late, advance, partial, missing or not_due."""
    payments: tuple[tuple[str, int], ...]
    """Payment id and cents."""


@dataclass(frozen=True)
class Matching:
    """All payments laid on all amounts due."""

    as_of: date
    settled: tuple[Settled, ...]
    excess: tuple[tuple[str, int], ...]
    """Payment id and cents that met nothing due: more than the minimum, or an advance that is too long."""
    problems: tuple[Problem, ...]

    @property
    def shortfall_cents(self) -> int:
        """Due by the day and not paid."""
        return sum(row.shortfall_cents for row in self.settled if row.due.due_on <= self.as_of)

    @property
    def unpaid_cents(self) -> int:
        """Not paid yet, due or not."""
        return sum(row.shortfall_cents for row in self.settled)


def day(value: date | str) -> date:
    """A date of the report."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def months_by_unit(report: Report) -> dict[str, int]:
    """The number of the last month of each unit."""
    return {u["unit"]: max((m["month"] for m in u["months"]), default=0) for u in report["units"]}


def last_day_of(report: Report) -> date:
    """The last day of support of anybody: later than the first arrival's if others followed (R15)."""
    days = [day(m["to"]) for u in report["units"] for m in u["months"]]
    return max([day(report["plan"]["ends_on"]), *days])


def cash_by_line(month: Mapping[str, Any]) -> list[tuple[str, int]]:
    """The sponsor's money of a month by line: each line's cash, lowered in proportion to what is paid.

    The lines of a part month stand at their full amounts, and earnings lower a month as a whole; so the
    month's amount is laid over the lines by what each asks in money (N45). [ours]
    """
    asked = [
        (row["line"], row["entitlement_cents"] - row["in_kind_cents"])
        for row in month["lines"]
        if row["line"] not in PARTS
    ]
    asked = [(line, cents) for line, cents in asked if cents > 0]
    if not asked or month["sponsor_cents"] <= 0:
        return []
    parts = proportional_parts(month["sponsor_cents"], [cents for _, cents in asked])
    return [(line, cents) for (line, _), cents in zip(asked, parts, strict=True) if cents]


def payment_schedule(report: Report, options: Options) -> tuple[Due, ...]:
    """What the sponsor pays each unit and when, in order of the dates.

    Start-up and the first month on arrival, the other months on the 1st of the calendar month in which they
    begin or, by choice, one week before it (N6). With an advance of two or three months the first day of
    each group is the day of all of it. Months of other payers and months without support have no payment.
    """
    dues: list[Due] = []
    cash = monthly_payments(report)
    for unit in report["units"]:
        name = unit["unit"]
        by_day: dict[date, list[tuple[str, int]]] = {}
        for row in unit["start_up"]["lines"]:
            if row["payer"] == "sponsor" and row["cash_cents"] > 0:
                by_day.setdefault(day(row["due_on"]), []).append((row["line"], row["cash_cents"]))
        for on, lines in sorted(by_day.items()):
            dues.append(_due(name, "start_up", None, "", on, on, on, lines))
        once: dict[tuple[date, str], int] = {}
        for row in unit["one_time"]["lines"]:
            if row["payer"] == "sponsor" and row["cash_cents"] > 0:
                key = (day(row["due_on"]), row["line"])
                once[key] = once.get(key, 0) + row["cash_cents"]
        for (on, line), cents in once.items():
            dues.append(_due(name, "one_time", None, line, on, on, on, [(line, cents)]))
        streams: dict[int, list[Mapping[str, Any]]] = {}
        for month in unit["months"]:
            arrival = month.get("arrival", 1)
            paid = {**month, "sponsor_cents": cash[name, arrival, month["month"]]}
            streams.setdefault(arrival, []).append(paid)
        for arrival, months in streams.items():
            dues += _month_dues(name, arrival, months, options)
    order = {u["unit"]: i for i, u in enumerate(report["units"])}
    kinds = ("start_up", "one_time", "month")
    return tuple(
        sorted(
            dues,
            key=lambda d: (d.due_on, order[d.unit], kinds.index(d.kind), d.arrival, d.month or 0, d.line),
        )
    )


def _due(
    unit: str,
    kind: str,
    month: int | None,
    line: str,
    on: date,
    first: date,
    last: date,
    lines: Sequence[tuple[str, int]],
    arrival: int = 1,
) -> Due:
    name = f"{unit}:{kind}:{month or line or on.isoformat()}"
    if line:
        name += f":{on.isoformat()}"
    if arrival > 1:
        name += f":{arrival}"
    return Due(
        name, unit, kind, month, arrival, line, on, first, last, sum(c for _, c in lines), tuple(lines)
    )


def _month_dues(
    unit: str, arrival: int, months: Sequence[Mapping[str, Any]], options: Options
) -> Iterable[Due]:
    group_on: date | None = None
    for i, month in enumerate(months):
        first = day(month["from"])
        if i % options.advance_months == 0 or group_on is None:
            group_on = first if i == 0 else month_start(first)
            if options.pay_dates == "week_before" and i > 0:
                group_on = max(group_on - WEEK, day(months[0]["from"]))
        if month["sponsor_cents"] > 0:
            # A month of another payer inside a group has nothing to pay in advance.
            yield _due(
                unit,
                "month",
                month["month"],
                "",
                group_on,
                first,
                day(month["to"]),
                cash_by_line(month) or [("support", month["sponsor_cents"])],
                arrival,
            )


@dataclass
class _Open:
    """An amount due while payments are laid on it."""

    due: Due
    left: int
    deducted: int = 0
    given: list[tuple[str, int, date]] = field(default_factory=list)

    def take(self, payment: Payment, cents: int) -> int:
        """Lay money on it; what is left of the money."""
        used = min(cents, self.left)
        if used > 0:
            self.left -= used
            self.given.append((payment.id, used, payment.on))
        return cents - used


def match_payments(dues: Sequence[Due], books: Books, as_of: date, limits: Limits) -> Matching:
    """Payments up to a day laid on what is due: first those that name their month, then the oldest due.

    A payment counts for at most as many months that are not over as an advance may cover, and for none that begins
    later than that; what it holds beyond is not counted (N6). Money that came back no longer counts.
    """
    open_dues, problems = _after_loans(dues, books, as_of)
    earliest = earliest_payments(dues, limits)
    payments = [p for p in books.payments if p.on <= as_of]
    excess: dict[str, int] = {}
    for named in (True, False):
        for payment in payments:
            if payment.purpose in MINIMUM and _is_named(payment) == named:
                cents = payment.amount_cents - books.returned_cents(payment.id, as_of)
                left = _lay(payment, cents, open_dues, earliest, limits, books.where[payment.id], problems)
                if left:
                    excess[payment.id] = left
    settled, running = [], 0
    for one in open_dues:
        running += one.left
        settled.append(_settled(one, running, as_of))
    return Matching(as_of, tuple(settled), tuple(sorted(excess.items())), tuple(problems))


def earliest_payments(dues: Sequence[Due], limits: Limits) -> dict[str, date]:
    """The first day on which a payment counts for a month, by due: a month begins before the advance is over (N6)."""
    found: dict[str, date] = {}
    for due in dues:
        if due.month is not None:
            on = add_months(due.covers_from, -limits.advance_months) - WEEK
            while add_months(on, limits.advance_months) <= due.covers_from:
                on += timedelta(days=1)
            found[due.id] = min(on, due.due_on)
    return found


def deducted_by_due(dues: Sequence[Due], books: Books) -> dict[str, int]:
    """What is taken off each payment for a loan, as far as it is recorded, of days to come too (N13)."""
    return {one.due.id: one.deducted for one in _after_loans(dues, books, date.max)[0]}


def _after_loans(dues: Sequence[Due], books: Books, as_of: date) -> tuple[list[_Open], list[Problem]]:
    """The amounts due, less what is taken off for loans."""
    problems: list[Problem] = []
    open_dues = [_Open(due, due.amount_cents) for due in dues]
    for deduction in books.deductions:
        if deduction.on > as_of:
            continue
        left = deduction.amount_cents
        for one in _of_month(open_dues, books.unit_of(deduction), deduction.month, deduction.arrival):
            used = min(left, one.left)
            one.left, one.deducted, left = one.left - used, one.deducted + used, left - used
        if left:
            problems.append(
                found(
                    books.where[deduction.id],
                    N_("More is taken off for the loan than was due that month."),
                    N_("Spread the repayment: it may cause no hardship."),
                    level="red",
                    code="W18",
                )
            )
    return open_dues, problems


def _is_named(payment: Payment) -> bool:
    return payment.month is not None or payment.purpose != "support"


def _of_month(open_dues: Iterable[_Open], unit: str | None, month: int, arrival: int) -> list[_Open]:
    return [
        one
        for one in open_dues
        if (one.due.month, one.due.arrival) == (month, arrival) and unit in (None, one.due.unit)
    ]


def _lay(
    payment: Payment, cents: int, open_dues: list[_Open], earliest: Mapping[str, date], limits: Limits, place: str,
    problems: list[Problem],
) -> int:  # fmt: skip
    mine = [one for one in open_dues if payment.unit in (None, one.due.unit)]
    if payment.purpose != "support":
        mine = [
            one
            for one in mine
            if one.due.kind == payment.purpose
            and (payment.purpose == "start_up" or payment.line in (None, one.due.line))
        ]
        # A line that falls due by itself, such as the second school year, comes before the rest of the start-up.
        mine.sort(key=lambda one: payment.line is None or any(line != payment.line for line, _ in one.due.lines))
    elif payment.month is not None:
        last = payment.month + payment.months - 1
        mine = [
            one
            for one in mine
            if one.due.month is not None
            and one.due.arrival == payment.arrival
            and payment.month <= one.due.month <= last
        ]
        if payment.months > 1 and mine and payment.on >= max(one.due.covers_from for one in mine):
            problems.append(
                found(
                    place,
                    N_("An advance is paid at the start of what it covers, not at its end."),
                    N_("It counts as late payments. Pay monthly."),
                    code="W16",
                )
            )
    ahead: set[date] = set()
    too_long = False
    for one in mine:
        if not cents:
            break
        if one.due.month is not None and one.due.covers_to >= payment.on and one.left:
            # Several payments of one day are one advance: no month counts that begins later than one may reach.
            is_early = payment.on < earliest[one.due.id]
            if is_early or len(ahead | {month_start(one.due.covers_from)}) > limits.advance_months:
                too_long = True
                continue
            ahead.add(month_start(one.due.covers_from))
        cents = one.take(payment, cents)
    if too_long:
        problems.append(
            found(
                place,
                N_("The payment covers more than {months} months ahead; what is beyond is not counted."),
                N_("Pay monthly, or at most {months} months ahead at the start of what is covered."),
                code="W16",
                months=limits.advance_months,
            )
        )
    return cents


def _settled(one: _Open, running: int, as_of: date) -> Settled:
    due = one.due
    paid_on = max((on for _, _, on in one.given), default=None)
    if one.left:
        paid_on = None
        status = "not_due" if due.due_on > as_of else "partial" if one.given or one.deducted else "missing"
    elif due.covers_from > as_of:
        status = "advance"
    else:
        status = "late" if paid_on is not None and paid_on > due.late_after else "paid"
    paid = sum(cents for _, cents, _ in one.given)
    return Settled(
        due,
        paid,
        one.deducted,
        one.left,
        running,
        paid_on,
        status,
        tuple((id, cents) for id, cents, _ in one.given),
    )

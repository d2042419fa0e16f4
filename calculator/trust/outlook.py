"""Looking ahead: savings before arrival, the balance needed, the cash flow, the reserve (N34, N39, N33, R4).

Planned money only, laid beside what the record holds. What is owed comes from the report; what was paid from
``dues`` and ``fund``. Deposits, prepaid rent, loan help and contingency stand outside the minimum.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from calculator.money import equal_parts
from calculator.periods import add_months, month_start, next_month
from calculator.plan import Plan
from calculator.trust.dues import Due, Matching, Report, day, last_day_of
from calculator.trust.entries import Books
from calculator.trust.fund import balance
from calculator.trust.shares import Move

SHARE = 10_000
"""Basis points of a whole."""
SCHEDULED = ("start_up", "one_time", "month")
"""What the schedule of payments holds already."""


@dataclass(frozen=True)
class Outflow:
    """Money that is planned to leave the account."""

    on: date
    kind: str
    """start_up, one_time, month, purchase; outside the minimum: extra, top_up, deposit, prepaid_rent,
    loan_help."""
    unit: str
    label: str
    amount_cents: int
    is_minimum: bool
    is_refundable: bool = False


@dataclass(frozen=True)
class CashMonth:
    """One calendar month of the account: recorded up to the day of the statement, planned after it."""

    month: date
    opening_cents: int
    received_cents: int
    """Contributions, interest and money that came back, as recorded."""
    promised_cents: int
    paid_cents: int
    """Payments, loans and refunds, as recorded."""
    minimum_cents: int
    """Still to be paid: support, start-up, one-time items."""
    purchases_cents: int
    extras_cents: int
    deposits_cents: int
    prepaid_rent_cents: int
    loan_help_cents: int
    closing_cents: int
    set_aside_cents: int
    """Contingency and reserve, which should stay in the account."""
    lowest_cents: int
    """The least on any day of the month that is not over: money is due before promised money of that day comes."""

    @property
    def planned_out_cents(self) -> int:
        return (
            self.minimum_cents
            + self.purchases_cents
            + self.extras_cents
            + self.deposits_cents
            + self.prepaid_rent_cents
            + self.loan_help_cents
        )

    @property
    def short_cents(self) -> int:
        return max(0, -self.closing_cents)


@dataclass(frozen=True)
class CashFlow:
    """Month by month, with the first months that are short."""

    months: tuple[CashMonth, ...]
    first_short: date | None
    """The first month that ends with less than nothing."""
    first_without_reserve: date | None
    """The first month that ends with less than what should be set aside."""


@dataclass(frozen=True)
class Required:
    """What should be in the account on the day of arrival."""

    minimum_cents: int
    purchases_cents: int
    outside_cents: int
    """Extras, deposits, prepaid rent, loan help."""
    contingency_cents: int
    emergency_cents: int
    """An emergency fund, if the agreement holder asks for one (R59)."""
    total_cents: int
    """All of it: the safe figure."""
    reserve_cents: int
    """Not in the total: what support costs more if expected earnings fail or an early end is undone (R4)."""
    promised_after_cents: int
    """Promised for the time after arrival."""
    needed_on_arrival_cents: int
    """The least balance with which no month is short if every promise is kept; contingency included."""


@dataclass(frozen=True)
class Savings:
    """How much to put aside each month before arrival (N34)."""

    target_cents: int
    held_cents: int
    met_cents: int
    """Of what is planned, already paid out of the account: raised and used, so not to be raised again."""
    still_cents: int
    """target − held − met, if above nothing."""
    months: tuple[tuple[date, int], ...]
    """Month and amount; they add up to what is still needed."""

    @property
    def per_month_cents(self) -> int:
        return max((cents for _, cents in self.months), default=0)


@dataclass(frozen=True)
class Reserve:
    """Money saved because support was lowered or stopped: kept, never released, until the end date (R4)."""

    until: date
    saved_cents: int
    """Not paid so far."""
    ahead_cents: int
    """Not planned for the months to come, and owed again at once if income falls."""
    is_released: bool

    @property
    def total_cents(self) -> int:
        return 0 if self.is_released else self.saved_cents + self.ahead_cents


def outflows(plan: Plan, report: Report, dues: Sequence[Due]) -> tuple[Outflow, ...]:
    """Everything planned to be paid out of the account, by date.

    Purchases stand on the day their line is due: that is the latest day for them.
    """
    rows = [Outflow(due.due_on, due.kind, due.unit, due.line, due.amount_cents, True) for due in dues]
    for unit in report["units"]:
        for line in unit["start_up"]["lines"]:
            if line["payer"] == "sponsor" and line["purchases_cents"]:
                rows.append(
                    Outflow(
                        day(line["due_on"]),
                        "purchase",
                        unit["unit"],
                        line["line"],
                        line["purchases_cents"],
                        True,
                    )
                )
    rows += _extras(plan, report)
    ends_on = last_day_of(report)
    for help in plan.record.loan_help:
        for on in _dates(help.starts_on, help.ends_on or ends_on, help.cadence):
            rows.append(Outflow(on, "loan_help", "", "", help.amount_cents, False))
    return tuple(
        sorted((row for row in rows if row.amount_cents), key=lambda r: (r.on, r.kind, r.unit, r.label))
    )


def _extras(plan: Plan, report: Report) -> Iterable[Outflow]:
    refundable = {(extra.label, extra.kind) for extra in plan.extras if extra.is_refundable}
    for row in report["extras"]["lines"]:
        is_refundable = (row["label"], row["kind"]) in refundable
        yield Outflow(
            day(row["on"]), row["kind"], row["unit"], row["label"], row["amount_cents"], False, is_refundable
        )


def _dates(first: date, last: date, cadence: Literal["monthly", "once"]) -> list[date]:
    if cadence == "once":
        return [first]
    days, k = [], 0
    while (on := add_months(first, k)) <= last:
        days.append(on)
        k += 1
    return days


def promised(plan: Plan, report: Report) -> tuple[tuple[date, str, int], ...]:
    """Day, contributor and cents of every promise; a sponsored person's promise is left out (R7)."""
    people = {p.id for p in plan.people}
    givers = {c.id for c in plan.record.contributors if c.kind != "sponsored_person"} - people
    ends_on = last_day_of(report)
    rows = [
        (on, p.contributor, p.amount_cents)
        for p in plan.record.promises
        if p.contributor in givers
        for on in _dates(p.starts_on, p.ends_on or ends_on, p.cadence)
    ]
    return tuple(sorted(rows))


def besides(flows: Iterable[Outflow], books: Books, as_of: date) -> list[tuple[Outflow, int]]:
    """What is planned besides the payments due, each with what was paid of it by a day: the oldest of a kind first."""
    paid: dict[str, int] = {}
    for p in books.payments:
        if p.on <= as_of:
            paid[p.purpose] = paid.get(p.purpose, 0) + p.amount_cents - books.returned_cents(p.id, as_of)
    rows = []
    for flow in flows:
        if flow.kind not in SCHEDULED:
            met = min(paid.get(flow.kind, 0), flow.amount_cents)
            paid[flow.kind] = paid.get(flow.kind, 0) - met
            rows.append((flow, met))
    return rows


def cash_flow(
    plan: Plan, report: Report, books: Books, matching: Matching, dues: Sequence[Due], reserve: Reserve,
    emergency_cents: int = 0,
) -> CashFlow:  # fmt: skip
    """The account month by month from the first movement to the end of support.

    Up to the day of the statement the recorded movements count; after it, what is still unpaid (overdue
    amounts in the month of the statement), planned purchases and planned money outside the minimum, as far as they
    are not paid from the account yet. Promises of later days count as planned, those of earlier days do not.
    """
    as_of = matching.as_of
    arrives_on, ends_on = day(report["plan"]["arrives_on"]), last_day_of(report)
    planned = [(max(row.due.due_on, as_of), "minimum", row.shortfall_cents) for row in matching.settled]
    for flow, met in besides(outflows(plan, report, dues), books, as_of):
        if flow.on > as_of:
            planned.append((flow.on, flow.kind, flow.amount_cents - met))
    coming = [(on, cents) for on, _, cents in promised(plan, report) if on > as_of]
    moves_from = books.first_on
    start = month_start(min(d for d in (moves_from, as_of, arrives_on) if d is not None))
    last = max([ends_on, as_of, *(on for on, _, _ in planned), *(on for on, _ in coming)])
    aside = report["totals"]["contingency_cents"] + emergency_cents
    rows: list[CashMonth] = []
    opening, month = 0, start
    while month <= last:
        after = next_month(month)

        def recorded(*moves: Move, lo: date = month, hi: date = after) -> int:
            return sum(move.amount_cents for move in moves if lo <= move.on < hi and move.on <= as_of)

        def out(*kinds: str, lo: date = month, hi: date = after) -> int:
            return sum(cents for on, kind, cents in planned if kind in kinds and lo <= on < hi)

        received = recorded(*books.contributions, *books.interest, *books.returned)
        paid = recorded(*books.payments, *books.loans, *books.refunds)
        comes = sum(cents for on, cents in coming if month <= on < after)
        parts = (
            out("minimum"),
            out("purchase"),
            out("extra", "top_up"),
            out("deposit"),
            out("prepaid_rent"),
            out("loan_help"),
        )
        closing = opening + received + comes - paid - sum(parts)
        set_aside = aside + (reserve.total_cents if month <= ends_on else 0) if after > arrives_on else 0
        lowest = _lowest(planned, coming, month, after, closing)
        rows.append(CashMonth(month, opening, received, comes, paid, *parts, closing, set_aside, lowest))
        opening, month = closing, after
    # A month that is over is judged by the record; only months from the statement on can still be short.
    ahead = [row for row in rows if next_month(row.month) > as_of]
    return CashFlow(
        tuple(rows),
        next((row.month for row in ahead if row.closing_cents < 0), None),
        next(
            (
                row.month
                for row in ahead
                if row.closing_cents < row.set_aside_cents and month_start(arrives_on) <= row.month <= ends_on
            ),
            None,
        ),
    )


def _lowest(
    planned: Sequence[tuple[date, str, int]], coming: Sequence[tuple[date, int]], month: date, after: date, closing: int
) -> int:
    """The least on any day of a month, counted back from its end."""
    level = lowest = closing
    days = {move[0] for move in planned} | {move[0] for move in coming}
    for day_of in sorted((on for on in days if month <= on < after), reverse=True):
        before_promises = level - sum(cents for on, cents in coming if on == day_of)
        lowest = min(lowest, before_promises)
        level = before_promises + sum(cents for on, _, cents in planned if on == day_of)
    return min(lowest, level)


def required_on_arrival(
    plan: Plan, report: Report, dues: Sequence[Due], emergency_cents: int = 0
) -> Required:
    """The balance needed on the day of arrival, with and without the promises for the time after it."""
    arrives_on = day(report["plan"]["arrives_on"])
    flows = outflows(plan, report, dues)
    coming = [(on, cents) for on, _, cents in promised(plan, report) if on > arrives_on]
    contingency = report["totals"]["contingency_cents"]
    # On one day money out is asked before promised money is counted: the careful order.
    steps = sorted(
        [(max(f.on, arrives_on), 0, -f.amount_cents) for f in flows] + [(on, 1, c) for on, c in coming]
    )
    level = lowest = 0
    for _, _, cents in steps:
        level += cents
        lowest = min(lowest, level)
    minimum = sum(f.amount_cents for f in flows if f.is_minimum and f.kind != "purchase")
    purchases = sum(f.amount_cents for f in flows if f.kind == "purchase")
    outside = sum(f.amount_cents for f in flows if not f.is_minimum)
    total = minimum + purchases + outside + contingency + emergency_cents
    extra = reserve(report, arrives_on)
    return Required(
        minimum, purchases, outside, contingency, emergency_cents, total, extra.saved_cents + extra.ahead_cents,
        sum(cents for _, cents in coming), contingency + emergency_cents - lowest,
    )  # fmt: skip


def savings_plan(
    plan: Plan, required: Required, flows: Iterable[Outflow], books: Books, matching: Matching
) -> Savings:
    """What is still needed, in equal monthly amounts until arrival (N34).

    What was paid of the plan already is raised; gifts, bank charges and what was paid above the plan are not in it.
    Over the average processing months if the plan gives them, counted from submission, otherwise the months
    left until the arrival date; one sum if no whole month is left.
    """
    as_of, target = matching.as_of, required.total_cents
    held = balance(books, as_of)
    met = sum(row.paid_cents + row.deducted_cents for row in matching.settled)
    met += sum(cents for _, cents in besides(flows, books, as_of))
    still = max(0, target - held - met)
    ends_on = plan.arrives_on
    if plan.application.processing_months is not None and plan.arrival_is_estimate:
        ends_on = add_months(plan.submitted_on or as_of, plan.application.processing_months)
    days = _dates(as_of, max(ends_on, as_of), "monthly")
    if len(days) > 1 and days[-1] == ends_on:
        days.pop()
    parts = equal_parts(still, len(days)) if still else []
    return Savings(target, held, met, still, tuple(zip(days, parts, strict=False)))


def reserve(report: Report, as_of: date) -> Reserve:
    """What was and will be saved because earnings lowered support, or because it was stopped early (R4)."""
    ends_on = last_day_of(report)
    saved = ahead = 0
    for unit in report["units"]:
        for month in unit["months"]:
            if month["payer"] != "sponsor":
                continue
            cents = month["reduction_cents"] + month.get("reserve_cents", 0)
            if day(month["from"]) <= as_of:
                saved += cents
            else:
                ahead += cents
    return Reserve(ends_on, saved, ahead, as_of > ends_on)

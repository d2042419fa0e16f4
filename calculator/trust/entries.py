"""Which entries of the record count: corrections applied, refusals explained.

Only the reading of entries. What they add up to is in ``fund``, what they pay for in ``dues``. A refused
entry stays in the file and in the history, with its reason; every result is worked out without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from calculator.locale import N_
from calculator.periods import add_years
from calculator.plan import Plan
from calculator.plan.record import (
    AnyEntry,
    Contribution,
    Correctable,
    Correction,
    Entry,
    Evidence,
    Explanation,
    Interest,
    Loan,
    LoanDeduction,
    Payment,
    Refund,
    Returned,
    SahFee,
)
from calculator.problems import Problem, as_typed, found
from calculator.trust.checks import Check
from calculator.trust.limits import Limits

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class History:
    """One line of the record as it was typed, and what became of it."""

    id: str
    on: date
    kind: str
    status: str
    """counts, corrected, cancelled, correction or refused."""
    where: str
    amount_cents: int | None
    corrects: str
    reason: str


@dataclass(frozen=True)
class Books:
    """The entries that count, each kind in order of date, then id."""

    contributions: tuple[Contribution, ...]
    interest: tuple[Interest, ...]
    payments: tuple[Payment, ...]
    returned: tuple[Returned, ...]
    refunds: tuple[Refund, ...]
    loans: tuple[Loan, ...]
    deductions: tuple[LoanDeduction, ...]
    sah_fees: tuple[SahFee, ...]
    explanations: tuple[Explanation, ...]
    evidence: tuple[Evidence, ...]
    history: tuple[History, ...]
    problems: tuple[Problem, ...]
    where: Mapping[str, str]
    """The place in the plan file of each entry that counts, by id."""

    @property
    def first_on(self) -> date | None:
        """The day of the first movement of money."""
        moves = (
            *self.contributions,
            *self.interest,
            *self.payments,
            *self.returned,
            *self.refunds,
            *self.loans,
        )
        return min((entry.on for entry in moves), default=None)

    def unit_of(self, deduction: LoanDeduction) -> str | None:
        """The unit whose support a loan is taken off: if none is named, the one that has the loan."""
        if deduction.unit is not None:
            return deduction.unit
        return next((loan.unit for loan in self.loans if loan.id == deduction.loan), None)

    def returned_cents(self, payment: str, to: date) -> int:
        return sum(back.amount_cents for back in self.returned if back.payment == payment and back.on <= to)


def read_books(plan: Plan, units: Mapping[str, int], limits: Limits, lang: str = "en") -> Books:
    """The record of a plan; ``units`` gives the number of months of each family unit.

    A correction counts wherever its entry counts, whatever its own date. Of several corrections of one
    entry the last in the file holds.
    """
    current, history, problems = _corrected(plan.record.entries)
    check = Check(plan, units, limits, lang, problems)
    accepted: dict[str, AnyEntry] = {}
    where: dict[str, str] = {}
    # Entries that others refer to are judged first, so that a refused loan also refuses its deductions; then
    # by date and id, so that the order in the file does not matter.
    for entry, place in sorted(
        current.values(),
        key=lambda pair: (isinstance(pair[0], (Returned, LoanDeduction)), pair[0].on, pair[0].id),
    ):
        if check.accepts(entry, place, accepted):
            accepted[entry.id] = entry
            where[entry.id] = place
    check.account()

    def of(kind: type[E]) -> tuple[E, ...]:
        return tuple(
            sorted((e for e in accepted.values() if isinstance(e, kind)), key=lambda e: (e.on, e.id))
        )

    rows = tuple(
        History(
            row.id,
            row.on,
            row.kind,
            "refused" if row.status in ("counts", "corrected") and row.id not in accepted else row.status,
            row.where,
            row.amount_cents,
            row.corrects,
            row.reason,
        )
        for row in history
    )
    return Books(
        of(Contribution),
        of(Interest),
        of(Payment),
        of(Returned),
        of(Refund),
        of(Loan),
        of(LoanDeduction),
        of(SahFee),
        of(Explanation),
        of(Evidence),
        rows,
        tuple(problems),
        where,
    )


def _corrected(
    entries: Iterable[AnyEntry],
) -> tuple[dict[str, tuple[Correctable, str]], list[History], list[Problem]]:
    """Entries as corrected, by id; the history; what could not be applied."""
    current: dict[str, tuple[Correctable, str]] = {}
    root_of: dict[str, str] = {}
    kinds: dict[str, str] = {}
    rows: dict[str, History] = {}
    refused: list[History] = []
    problems: list[Problem] = []

    def refuse(entry: AnyEntry, place: str, problem: Problem) -> None:
        problems.append(problem)
        refused.append(
            History(entry.id, entry.on, entry.kind, "refused", place, _amount(entry), "", problem.what)
        )

    for i, entry in enumerate(entries):
        place = f"record.entries[{i}]"
        if entry.id in root_of:
            refuse(
                entry,
                place,
                found(
                    f"{place}.id",
                    N_("Another entry has the id “{id}” already, so this one is not counted."),
                    N_("Give it an id of its own. To change the other entry, add a correction."),
                    code="W04",
                    id=as_typed(entry.id),
                ),
            )
            continue
        if not isinstance(entry, Correction):
            root_of[entry.id] = entry.id
            kinds[entry.id] = entry.kind
            current[entry.id] = (entry, place)
            rows[entry.id] = History(entry.id, entry.on, entry.kind, "counts", place, _amount(entry), "", "")
            continue
        root = root_of.get(entry.corrects)
        if root is None:
            refuse(
                entry,
                place,
                found(
                    f"{place}.corrects",
                    N_("No earlier entry has the id “{id}”, so nothing was corrected."),
                    N_("Write the id of the entry to be corrected."),
                    code="W04",
                    id=as_typed(entry.corrects),
                ),
            )
            continue
        instead = entry.instead
        if instead is not None and (instead.id != root or instead.kind != kinds[root]):
            refuse(
                entry,
                place,
                found(
                    f"{place}.instead",
                    N_("A correction of “{id}” must have the id and the kind of that entry."),
                    N_("Write the whole entry as it should have been, or leave it out to cancel the entry."),
                    code="W04",
                    id=as_typed(root),
                ),
            )
            continue
        root_of[entry.id] = root
        rows[entry.id] = History(
            entry.id,
            entry.on,
            "correction",
            "correction",
            place,
            _amount(instead) if instead else None,
            root,
            entry.reason,
        )
        old = rows[root]
        status = "corrected" if instead is not None else "cancelled"
        rows[root] = History(old.id, old.on, old.kind, status, old.where, old.amount_cents, "", entry.reason)
        if instead is None:
            current.pop(root, None)
        else:
            current[root] = (instead, f"{place}.instead")
    order = sorted((*rows.values(), *refused), key=lambda row: (row.on, row.id, row.where))
    return current, order, problems


def _amount(entry: Entry) -> int | None:
    return getattr(entry, "amount_cents", None)


def keep_until(books: Books, ends_on: date, limits: Limits) -> tuple[date, date | None]:
    """How long to keep the file (N32) and, if a fee was recorded, the record of the fee (R9)."""
    fees = [add_years(fee.on, limits.fee_years) for fee in books.sah_fees]
    return add_years(ends_on, limits.keep_years), max(fees, default=None)

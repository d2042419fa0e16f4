"""Which entries of the record count: corrections applied, refusals explained.

Only the reading of entries. What they add up to is in ``fund``, what they pay for in ``dues``. A refused
entry stays in the file and in the history, with its reason; every result is worked out without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from calculator.locale import N_, money
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
from calculator.trust.limits import HOLDERS, Limits

E = TypeVar("E", bound=Entry)

TO_THE_FAMILY = frozenset({"support", "start_up", "one_time", "extra", "top_up", "gift", "loan_help"})
"""Purposes that need a bank's trace when paid (N7)."""


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

    def returned_cents(self, payment: str, to: date) -> int:
        return sum(back.amount_cents for back in self.returned if back.payment == payment and back.on <= to)


def read_books(plan: Plan, units: Mapping[str, int], limits: Limits, lang: str = "en") -> Books:
    """The record of a plan; ``units`` gives the number of months of each family unit.

    A correction counts wherever its entry counts, whatever its own date. Of several corrections of one
    entry the last in the file holds.
    """
    current, history, problems = _corrected(plan.record.entries)
    check = _Check(plan, units, limits, lang, problems)
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
            "refused" if row.status == "counts" and row.id not in accepted else row.status,
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


class _Check:
    """What the rule book says of single entries; findings go into ``problems``."""

    def __init__(
        self, plan: Plan, units: Mapping[str, int], limits: Limits, lang: str, problems: list[Problem]
    ):
        self.plan, self.units, self.limits, self.lang, self.problems = plan, units, limits, lang, problems
        self.people = {person.id for person in plan.people}
        self.contributors = {c.id: c for c in plan.record.contributors}
        self.sponsored = self.people | {
            c.id for c in plan.record.contributors if c.kind == "sponsored_person"
        }
        self.fees_cents = 0

    def say(
        self,
        where: str,
        what: str,
        to_do: str = "",
        *,
        level: str = "refuse",
        code: str = "",
        **values: object,
    ) -> bool:
        """Note a finding; False, so that ``return self.say(…)`` refuses the entry."""
        self.problems.append(found(where, what, to_do, level=level, code=code, **values))
        return False

    def accepts(self, entry: Correctable, place: str, accepted: Mapping[str, AnyEntry]) -> bool:
        unit = getattr(entry, "unit", None)
        if unit is not None and unit not in self.units:
            return self.say(
                f"{place}.unit",
                N_("There is no family unit “{unit}”, so the entry is not counted."),
                N_("Use one of: {units}."),
                code="W04",
                unit=as_typed(unit),
                units=", ".join(self.units),
            )
        month = getattr(entry, "month", None)
        last = self.units[unit] if unit is not None else max(self.units.values(), default=0)
        if month is not None and month > last:
            return self.say(
                f"{place}.month",
                N_("Month {month} is after the last month, {last}."),
                N_("Use a month of the budget."),
                code="W04",
                month=month,
                last=last,
            )
        match entry:
            case Contribution():
                return self.contribution(entry, place)
            case Payment():
                return self.payment(entry, place)
            case Refund():
                if entry.contributor not in self.contributors:
                    return self.unknown_contributor(entry.contributor, place)
            case Returned():
                return self.returned(entry, place, accepted)
            case Loan():
                return self.loan(entry, place)
            case LoanDeduction():
                return self.deduction(entry, place, accepted)
            case SahFee():
                return self.sah_fee(entry, place)
            case Interest() | Explanation() | Evidence():
                pass
        return True

    def unknown_contributor(self, id: str, place: str) -> bool:
        return self.say(
            f"{place}.contributor",
            N_("“{id}” is not in the list of contributors."),
            N_("Add the contributor, or correct the entry."),
            code="W04",
            id=as_typed(id),
        )

    def contribution(self, entry: Contribution, place: str) -> bool:
        if entry.contributor in self.sponsored:
            return self.say(
                f"{place}.contributor",
                N_(
                    "No money may be taken from a sponsored person, before or after arrival, so this is "
                    "not counted."
                ),
                N_(
                    "Give it back. Relatives and friends may contribute: give them an id that is nobody’s "
                    "in the plan."
                ),
                code="W14",
            )
        if entry.contributor not in self.contributors:
            return self.unknown_contributor(entry.contributor, place)
        if entry.is_receipted and entry.fund == "case":
            self.say(
                f"{place}.is_receipted",
                N_("A charity may not give a receipt for money held for a named person or family."),
                N_("Move it to the general fund, or take the receipt back; ask the charity’s adviser."),
                level="amber",
                code="W33",
            )
        return True

    def payment(self, entry: Payment, place: str) -> bool:
        if entry.purpose == "loan_help" and (entry.month is not None or entry.line is not None):
            self.say(
                place,
                N_("Help with the immigration loan never counts as support."),
                N_(
                    "It stays in the account’s record as money paid, outside the minimum. Leave out month "
                    "and line."
                ),
                code="W15",
            )
        if entry.purpose in TO_THE_FAMILY:
            if entry.method == "cash":
                self.say(
                    f"{place}.method",
                    N_("Cash leaves no trace at a bank."),
                    N_(
                        "Write to the family each month what was given, keep the withdrawal slip, and note "
                        "why cash."
                    ),
                    level="amber",
                    code="W17",
                )
            elif not entry.reference:
                self.say(
                    f"{place}.reference",
                    N_("The payment has no bank reference."),
                    N_("Write the number of the transfer or cheque, at most six digits in a row."),
                    level="amber",
                    code="W17",
                )
        if (
            entry.unit is None
            and len(self.units) > 1
            and entry.purpose in ("support", "start_up", "one_time")
        ):
            self.say(
                f"{place}.unit",
                N_("The payment does not say which family unit received it."),
                N_("Name the unit: each is reviewed apart. Until then it is laid on the oldest amount due."),
                level="amber",
            )
        paid_to = next((p for p in self.plan.people if p.id == entry.paid_to), None)
        if entry.unit in self.people and paid_to is not None and paid_to.id != entry.unit:
            self.say(
                f"{place}.paid_to",
                N_("Money of the adult dependant “{unit}” went to another person’s account."),
                N_(
                    "It is accepted only if the adult can withdraw without the parents, the parents know "
                    "the split, "
                    "the total meets the rates, and it is reviewed when any adult objects."
                ),
                level="amber",
                code="W19",
                unit=as_typed(entry.unit),
            )
        return True

    def returned(self, entry: Returned, place: str, accepted: Mapping[str, AnyEntry]) -> bool:
        payment = accepted.get(entry.payment)
        if not isinstance(payment, Payment):
            return self.say(
                f"{place}.payment",
                N_("No payment has the id “{id}”."),
                N_("Write the id of the payment that came back."),
                code="W04",
                id=as_typed(entry.payment),
            )
        back = sum(
            e.amount_cents
            for e in accepted.values()
            if isinstance(e, Returned) and e.payment == entry.payment
        )
        if back + entry.amount_cents > payment.amount_cents or entry.on < payment.on:
            return self.say(
                f"{place}.amount",
                N_("More came back than was paid, or before it was paid."),
                N_("Check the amount, the date and the payment."),
                code="W04",
            )
        return True

    def loan(self, entry: Loan, place: str) -> bool:
        if entry.interest_cents:
            return self.say(
                f"{place}.interest",
                N_("A loan to a sponsored person may carry no interest."),
                N_("Set the interest to 0 and agree on it in writing with everybody."),
                code="W14",
            )
        if not entry.terms:
            self.say(
                f"{place}.terms",
                N_("A loan to the family needs written terms with all parties."),
                N_("Note where they are kept."),
                level="amber",
            )
        return True

    def deduction(self, entry: LoanDeduction, place: str, accepted: Mapping[str, AnyEntry]) -> bool:
        loan = accepted.get(entry.loan)
        if not isinstance(loan, Loan):
            return self.say(
                f"{place}.loan",
                N_("No loan has the id “{id}”."),
                N_("Write the id of the loan that is paid back."),
                code="W04",
                id=as_typed(entry.loan),
            )
        back = sum(
            e.amount_cents for e in accepted.values() if isinstance(e, LoanDeduction) and e.loan == entry.loan
        )
        if back + entry.amount_cents > loan.amount_cents:
            return self.say(
                f"{place}.amount",
                N_("More would be taken off than was lent."),
                N_("Take off at most what is left of the loan."),
                code="W04",
            )
        return True

    def sah_fee(self, entry: SahFee, place: str) -> bool:
        if entry.paid_by in self.sponsored:
            return self.say(
                f"{place}.paid_by",
                N_("The agreement holder’s fee may never come from a sponsored person."),
                N_("Give it back."),
                code="W14",
            )
        if self.fees_cents + entry.amount_cents > self.limits.sah_fee_cents:
            return self.say(
                f"{place}.amount",
                N_("The agreement holder’s fee is at most {limit} per application."),
                N_("Give back what is above it."),
                code="W04",
                limit=money(self.limits.sah_fee_cents, self.lang),
            )
        self.fees_cents += entry.amount_cents
        return True

    def account(self) -> None:
        """The account and the people who give (R55, N30)."""
        account, entries = self.plan.record.account, self.plan.record.entries
        seen: set[str] = set()
        for i, contributor in enumerate(self.plan.record.contributors):
            if contributor.id in seen:
                self.say(
                    f"record.contributors[{i}].id",
                    N_("Two contributors have the id “{id}”."),
                    N_("Give each an id of its own."),
                    level="red",
                    id=as_typed(contributor.id),
                )
            seen.add(contributor.id)
        if not entries and not account.holders:
            return
        if len({holder.id for holder in account.holders}) < HOLDERS:
            self.say(
                "record.account.holders",
                N_("The account needs at least {holders} holders."),
                N_("Add a second person at the bank, then here."),
                level="red",
                holders=HOLDERS,
            )
        if account.kind == "in_trust" and not account.has_in_trust_note:
            self.say(
                "record.account",
                N_("The account is not marked “in trust”."),
                N_("Ask the bank to add the note."),
                level="amber",
            )
        if account.kind == "central" and not account.has_agreement:
            self.say(
                "record.account",
                N_("Money in the agreement holder’s own account needs a written agreement."),
                N_(
                    "Agree on who pays what, how money is released, and that it goes back if the case is "
                    "refused."
                ),
                level="amber",
            )


def keep_until(books: Books, ends_on: date, limits: Limits) -> tuple[date, date | None]:
    """How long to keep the file (N32) and, if a fee was recorded, the record of the fee (R9)."""
    fees = [add_years(fee.on, limits.fee_years) for fee in books.sah_fees]
    return add_years(ends_on, limits.keep_years), max(fees, default=None)

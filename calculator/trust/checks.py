"""What the rule book says of single entries of the record and of the account (R7-R9, R55, N13, N30).

Each check says yes or no to one entry and notes what it found. Corrections and order are in ``entries``.
"""

from __future__ import annotations

from collections.abc import Mapping

from calculator.locale import N_, money
from calculator.plan import Plan
from calculator.plan.record import (
    AnyEntry,
    Contribution,
    Correctable,
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
from calculator.trust.limits import Limits

TO_THE_FAMILY = frozenset({"support", "start_up", "one_time", "extra", "top_up", "gift", "loan_help"})
"""Purposes that need a bank's trace when paid (N7)."""


class Check:
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
                return self.refund(entry, place)
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

    def refund(self, entry: Refund, place: str) -> bool:
        if entry.contributor in self.sponsored:
            # Their money was never counted as received, so neither is giving it back.
            self.say(
                f"{place}.contributor",
                N_("Giving back a sponsored person’s money is right; like that money it stays outside the account."),
                N_("Keep the proof of the transfer."),
                level="note",
                code="W14",
            )
            return False
        if entry.contributor not in self.contributors:
            return self.unknown_contributor(entry.contributor, place)
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
        if entry.on < loan.on:
            return self.say(
                f"{place}.on",
                N_("A loan can be taken off only after it was given."),
                N_("Check the dates of the loan and of the repayment."),
                code="W04",
            )
        if None not in (entry.unit, loan.unit) and entry.unit != loan.unit:
            return self.say(
                f"{place}.unit",
                N_("The loan was given to another family unit: each has its own account."),
                N_("Take it off the support of the unit that has the loan."),
                code="W04",
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

    def promises(self) -> None:
        """Promised money that can never be taken, or that nobody in the list promised (R7)."""
        for i, promise in enumerate(self.plan.record.promises):
            place = f"record.promises[{i}]"
            if promise.contributor in self.sponsored:
                self.say(
                    f"{place}.contributor",
                    N_("No money may be taken from a sponsored person, so the promise is not counted."),
                    N_("Take the promise out. Relatives and friends may contribute."),
                    code="W14",
                )
            elif promise.contributor not in self.contributors:
                self.unknown_contributor(promise.contributor, place)

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
        self.promises()
        if not entries and not account.holders:
            return
        # A formal trust has its deed, a central account its agreement; only the ordinary one needs two holders.
        if account.kind == "in_trust" and len({holder.id for holder in account.holders}) < self.limits.holders:
            self.say(
                "record.account.holders",
                N_("The account needs at least {holders} holders."),
                N_("Add a second person at the bank, then here."),
                level="red",
                holders=self.limits.holders,
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

"""Notices about the treasurer's record: W17, W19, W33. The account itself is in ``trust``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from calculator.locale import N_
from calculator.notices.case import AMBER, Case

TO_THE_FAMILY = ("support", "start_up", "one_time", "extra", "top_up", "gift")


def record_notices(case: Case) -> None:
    """How money was paid, to whom, and which receipts were promised."""
    cash_and_references(case)
    other_account(case)
    receipts(case)


def entries(case: Case) -> Iterator[tuple[str, Any]]:
    """The entries that hold, with corrections applied, and where each stands."""
    held: dict[str, tuple[str, Any]] = {}
    stands_for: dict[str, str] = {}
    for i, entry in enumerate(case.plan.record.entries):
        where = f"record.entries[{i}]"
        if entry.kind == "correction":
            target = stands_for.get(entry.corrects, entry.corrects)
            stands_for[entry.id] = target
            if entry.instead is None:
                held.pop(target, None)
            else:
                held[target] = (where, entry.instead)
        else:
            held[entry.id] = (where, entry)
    yield from held.values()


def cash_and_references(case: Case) -> None:
    """W17: payments that leave no trace at a bank (N7)."""
    paid = [(w, e) for w, e in entries(case) if e.kind == "payment" and e.purpose in TO_THE_FAMILY]
    in_cash = [(w, e) for w, e in paid if e.method == "cash"]
    silent = [(w, e) for w, e in paid if e.method != "cash" and not e.reference]
    if in_cash or case.plan.record.pays_by == "cash":
        case.say(
            "W17",
            AMBER,
            in_cash[0][0] if in_cash else "record.pays_by",
            N_("The family is paid in cash ({count} payments so far): cash leaves no trace."),
            N_(
                "Pay by transfer or cheque if you can. With cash, e-mail the family each month what "
                "was given, keep the bank withdrawals, and note why."
            ),
            rule="N7",
            count=len(in_cash),
        )
    if silent:
        case.say(
            "W17",
            AMBER,
            silent[0][0],
            N_("Payments without a bank reference: {count}, together {amount}."),
            N_("Add the number of the transfer or cheque. A table is no proof by itself: keep the bank statements."),
            rule="N7",
            count=len(silent),
            amount=case.money(sum(e.amount_cents for _, e in silent)),
        )


def other_account(case: Case) -> None:
    """W19: an adult dependant whose support goes to another person's account (R11)."""
    own = {unit["unit"] for unit in case.units} & {p.id for p in case.plan.people}
    for where, e in entries(case):
        if e.kind == "payment" and e.unit in own and e.paid_to is not None and e.paid_to != e.unit:
            case.say(
                "W19",
                AMBER,
                where,
                N_("Support of the adult {unit} goes to the account of “{paid_to}”."),
                N_(
                    "An own account is better. Another one is fine only if the adult can take out money "
                    "without the parents, the parents know the shares, the total meets the rates, and you "
                    "review it when any adult objects."
                ),
                rule="R11",
                unit=e.unit,
                paid_to=e.paid_to,
            )


def receipts(case: Case) -> None:
    """W33: charitable receipts for a named family, and receipted money in a refund (R57)."""
    receipted: set[str] = set()
    for where, e in entries(case):
        if e.kind == "contribution" and e.is_receipted:
            receipted.add(e.contributor)
            if e.fund == "case":
                case.say(
                    "W33",
                    AMBER,
                    where,
                    N_("A receipt for {amount} held for this family: a charity may not give one for a named family."),
                    N_("Move the gift to the general fund, or take the receipt back; ask the charity's adviser."),
                    rule="R57",
                    amount=case.money(e.amount_cents),
                )
    for where, e in entries(case):
        if e.kind == "refund" and e.contributor in receipted:
            case.say(
                "W33",
                AMBER,
                where,
                N_("“{contributor}” gets money back and has a charitable receipt."),
                N_("Receipted gifts stay with the charity: give back only the money without a receipt."),
                rule="R57",
                contributor=e.contributor,
            )

"""The money held in trust: its movements, and statements of it as a whole or of one fund (R55, R9).

Only the account. What the payments were for is in ``dues``, whose money it is in ``shares``, what is given back in
``refunds``. The agreement holder's fee is not here at all (R9).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from calculator.locale import N_, money
from calculator.problems import Problem, found
from calculator.trust.entries import Books
from calculator.trust.shares import ContributorShare, balance_of, contributor_shares, of_fund


@dataclass(frozen=True)
class Movement:
    """One movement of the account; amounts out are negative."""

    id: str
    on: date
    kind: str
    """contribution, returned, interest, payment, loan or refund."""
    detail: str
    """Contributor, purpose of a payment, or nothing."""
    amount_cents: int
    balance_cents: int
    reference: str
    where: str
    fund: str = "case"
    """case, general, or both for interest that names none."""


@dataclass(frozen=True)
class Statement:
    """The account over a period: opening + in + interest − paid − refunded = closing."""

    first: date
    last: date
    opening_cents: int
    contributed_cents: int
    returned_cents: int
    interest_cents: int
    paid_cents: int
    """Loans to the family included."""
    refunded_cents: int
    closing_cents: int
    movements: tuple[Movement, ...]
    contributors: tuple[ContributorShare, ...]
    """On the last day."""
    unattributed_cents: int
    """Interest that belongs to no contributor, or is shared by the deed."""

    @property
    def in_cents(self) -> int:
        return self.contributed_cents + self.returned_cents


_IN_FIRST = ("contribution", "interest", "returned", "payment", "loan", "refund")


def movements(books: Books) -> tuple[Movement, ...]:
    """Every movement with the balance after it; on one day money comes in before it goes out."""
    fund_of = {p.id: p.fund for p in books.payments}
    rows: list[tuple[str, date, str, str, int, str, str]] = []
    rows += [
        (c.id, c.on, "contribution", c.contributor, c.amount_cents, c.receipt, c.fund) for c in books.contributions
    ]
    rows += [(i.id, i.on, "interest", "", i.amount_cents, "", i.fund or "both") for i in books.interest]
    rows += [
        (r.id, r.on, "returned", r.payment, r.amount_cents, "", fund_of.get(r.payment, "case")) for r in books.returned
    ]
    rows += [(p.id, p.on, "payment", p.purpose, -p.amount_cents, p.reference, p.fund) for p in books.payments]
    rows += [(n.id, n.on, "loan", "", -n.amount_cents, n.reference, n.fund) for n in books.loans]
    rows += [(r.id, r.on, "refund", r.contributor, -r.amount_cents, r.reference, r.fund) for r in books.refunds]
    rows.sort(key=lambda row: (row[1], _IN_FIRST.index(row[2]), row[0]))
    balances = accumulate(row[4] for row in rows)
    return tuple(
        Movement(id, on, kind, detail, cents, balance, reference, books.where[id], fund)
        for (id, on, kind, detail, cents, reference, fund), balance in zip(rows, balances, strict=True)
    )


def balance(books: Books, on: date) -> int:
    """Cents in the account at the end of a day."""
    return balance_of(books, on)


def overdrawn(books: Books, lang: str = "en") -> list[Problem]:
    """The first day that ends with less than nothing in the account."""
    rows = movements(books)
    last_of_day = {row.on: row for row in rows}
    for row in last_of_day.values():
        if row.balance_cents < 0:
            return [
                found(
                    row.where,
                    N_("By the record the account is {amount} short on {day}."),
                    N_("Add the missing contribution, or correct the payment."),
                    level="red",
                    amount=money(-row.balance_cents, lang),
                    day=row.on.isoformat(),
                )
            ]
    return []


def fund_short(books: Books, on: date, lang: str = "en") -> list[Problem]:
    """A fund that is short while the other one has money: some entry names the wrong one."""
    if balance(books, on) < 0:
        return []
    for fund, words in (
        ("case", N_("The case fund is {amount} short, but the general fund holds money.")),
        ("general", N_("The general fund is {amount} short, but the case fund holds money.")),
    ):
        cents = balance(of_fund(books, fund), on)
        if cents < 0:
            return [
                found(
                    "record.entries",
                    words,
                    N_("Correct the entries that name the wrong fund; until then the shares count both as one."),
                    level="amber",
                    amount=money(-cents, lang),
                )
            ]
    return []


def statement(
    books: Books, first: date | None, last: date, *, by_deed: bool = False, fund: str | None = None
) -> Statement:
    """The account from ``first`` (None: the first movement) to ``last``, both included; of one fund, or of both."""
    if fund is not None:
        books = of_fund(books, fund)
    rows = movements(books)
    first = min(first or books.first_on or last, last)
    period = tuple(row for row in rows if first <= row.on <= last)

    def total(*kinds: str) -> int:
        return sum(row.amount_cents for row in period if row.kind in kinds)

    shares, unattributed = contributor_shares(books, last, by_deed=by_deed)
    return Statement(
        first,
        last,
        opening_cents=sum(row.amount_cents for row in rows if row.on < first),
        contributed_cents=total("contribution"),
        returned_cents=total("returned"),
        interest_cents=total("interest"),
        paid_cents=-total("payment", "loan"),
        refunded_cents=-total("refund"),
        closing_cents=sum(row.amount_cents for row in rows if row.on <= last),
        movements=period,
        contributors=shares,
        unattributed_cents=unattributed,
    )

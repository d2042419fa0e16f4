"""The money held in trust: movements, statements, shares of the contributors, refunds (R55-R57, R9).

Only the account. What the payments were for is in ``dues``. The agreement holder's fee is not here at all
(R9).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from calculator.locale import N_, money
from calculator.money import proportional_parts
from calculator.plan.record import Contribution
from calculator.problems import Problem, found
from calculator.trust.entries import Books


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


@dataclass(frozen=True)
class ContributorShare:
    """What one contributor gave and what of it is still there."""

    contributor: str
    contributed_cents: int
    interest_cents: int
    used_cents: int
    """Share of what was paid out."""
    refunded_cents: int
    left_cents: int
    """contributed + interest − used − refunded."""
    returnable_cents: int
    """The part of ``left`` that may be given back."""
    kept_cents: int
    """The part that may not: receipted, or given for good (R57)."""
    receipted_cents: int
    """The part of ``kept`` for which a receipt was issued."""


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


@dataclass(frozen=True)
class RefundRow:
    """What one contributor gets back."""

    contributor: str
    contributed_cents: int
    interest_cents: int
    """The part of the refund that is interest."""
    used_cents: int
    refunded_before_cents: int
    refund_cents: int
    kept_cents: int


@dataclass(frozen=True)
class RefundPlan:
    """Everything in the account, and where it goes: refunds + kept + held back + by deed = balance."""

    reason: str
    """refused or end."""
    on: date
    balance_cents: int
    held_back_cents: int
    """Still owed to the family, or in reserve until the end date (R4)."""
    by_deed_cents: int
    refund_cents: int
    kept_cents: int
    rows: tuple[RefundRow, ...]
    problems: tuple[Problem, ...]


_IN_FIRST = ("contribution", "interest", "returned", "payment", "loan", "refund")


def movements(books: Books) -> tuple[Movement, ...]:
    """Every movement with the balance after it; on one day money comes in before it goes out."""
    rows: list[tuple[str, date, str, str, int, str]] = []
    rows += [
        (c.id, c.on, "contribution", c.contributor, c.amount_cents, c.receipt) for c in books.contributions
    ]
    rows += [(i.id, i.on, "interest", "", i.amount_cents, "") for i in books.interest]
    rows += [(r.id, r.on, "returned", r.payment, r.amount_cents, "") for r in books.returned]
    rows += [(p.id, p.on, "payment", p.purpose, -p.amount_cents, p.reference) for p in books.payments]
    rows += [(n.id, n.on, "loan", "", -n.amount_cents, n.reference) for n in books.loans]
    rows += [(r.id, r.on, "refund", r.contributor, -r.amount_cents, r.reference) for r in books.refunds]
    rows.sort(key=lambda row: (row[1], _IN_FIRST.index(row[2]), row[0]))
    balances = accumulate(row[4] for row in rows)
    return tuple(
        Movement(id, on, kind, detail, cents, balance, reference, books.where[id])
        for (id, on, kind, detail, cents, reference), balance in zip(rows, balances, strict=True)
    )


def balance(books: Books, on: date) -> int:
    """Cents in the account at the end of a day."""
    return sum(row.amount_cents for row in movements(books) if row.on <= on)


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


def statement(books: Books, first: date | None, last: date, *, by_deed: bool = False) -> Statement:
    """The account from ``first`` (None: the first movement) to ``last``, both included."""
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


# --- shares of the contributors


@dataclass
class _Pot:
    """One contributor's money of one sort: what may be given back, and what may not, are kept apart (R57)."""

    contributor: str
    is_returnable: bool
    contributions: list[Contribution]
    refunded: int = 0
    interest: int = 0
    left: int = 0

    @property
    def contributed(self) -> int:
        return sum(c.amount_cents for c in self.contributions)


def contributor_shares(
    books: Books, on: date, *, by_deed: bool = False
) -> tuple[tuple[ContributorShare, ...], int]:
    """Each contributor's part of the account at the end of a day, and what belongs to nobody.

    Interest and payments are shared in proportion to the contributions made by then (R56); cents by date of
    the contribution, then id (N45). What somebody had back already is taken off the own part. With
    ``by_deed`` the interest still in the account is left for the trust deed to share.
    """
    given = [c for c in books.contributions if c.on <= on]
    interest = sum(i.amount_cents for i in books.interest if i.on <= on)
    closing = balance(books, on)
    pots = _pots(books, given, on)
    to_share = max(0, closing)
    outside = min(interest, to_share) if by_deed else 0
    if by_deed:
        interest = 0
    to_share -= outside
    if sum(c.amount_cents for c in given) <= 0:
        return (), to_share + outside
    _share(pots, given, interest, to_share)
    return _rows(pots), outside


def _pots(books: Books, given: Sequence[Contribution], on: date) -> dict[tuple[str, bool], _Pot]:
    pots: dict[tuple[str, bool], _Pot] = {}
    for c in given:
        key = (c.contributor, c.is_refundable and not c.is_receipted)
        pots.setdefault(key, _Pot(*key, [])).contributions.append(c)
    for refund in books.refunds:
        if refund.on > on:
            continue
        # Only money that may be given back can have been given back; a mistake falls on the other pot.
        pot = pots.get((refund.contributor, True)) or pots.get((refund.contributor, False))
        if pot is None:
            pot = pots[refund.contributor, True] = _Pot(refund.contributor, True, [])
        pot.refunded += refund.amount_cents
    return pots


def _share(
    pots: dict[tuple[str, bool], _Pot], given: Sequence[Contribution], interest: int, to_share: int
) -> None:
    """Fill ``interest`` and ``left`` of every pot; the parts left add up to ``to_share``."""
    key_of = {c.id: (c.contributor, c.is_refundable and not c.is_receipted) for c in given}
    for c, part in zip(given, proportional_parts(interest, [c.amount_cents for c in given]), strict=True):
        pots[key_of[c.id]].interest += part
    active = {key for key, pot in pots.items() if pot.contributed > 0}
    while active:
        mine = [c for c in given if key_of[c.id] in active]
        pool = to_share + sum(pots[key].refunded for key in active)
        parts = proportional_parts(pool, [c.amount_cents for c in mine])
        left = {key: -pots[key].refunded for key in active}
        for c, part in zip(mine, parts, strict=True):
            left[key_of[c.id]] += part
        # Whoever had more back than the own part shares no further; the others share what there is.
        over = {key for key in active if left[key] < 0}
        if not over or over == active:
            break
        active -= over
    for key in active:
        pots[key].left = max(0, left[key])
    _no_more_than_own(sorted((pots[key] for key in active), key=_first_day))


def _first_day(pot: _Pot) -> tuple[date, str]:
    return min((c.on, c.id) for c in pot.contributions)


def _no_more_than_own(pots: Sequence[_Pot]) -> None:
    """A cent that would give somebody more than was given and earned moves to the next (N45)."""
    room = {id(pot): pot.contributed + pot.interest - pot.refunded - pot.left for pot in pots}
    for pot in pots:
        while room[id(pot)] < 0:
            other = next((p for p in pots if room[id(p)] > 0), None)
            if other is None:
                return
            cents = min(-room[id(pot)], room[id(other)])
            pot.left, other.left = pot.left - cents, other.left + cents
            room[id(pot)] += cents
            room[id(other)] -= cents


def _rows(pots: dict[tuple[str, bool], _Pot]) -> tuple[ContributorShare, ...]:
    rows = []
    names = {
        pot.contributor: _first_day(pot) if pot.contributions else (date.max, "") for pot in pots.values()
    }
    for pot in pots.values():
        if pot.contributions:
            names[pot.contributor] = min(names[pot.contributor], _first_day(pot))
    for name in sorted(names, key=lambda name: (names[name], name)):
        mine = [pot for pot in pots.values() if pot.contributor == name]
        contributed = sum(pot.contributed for pot in mine)
        interest = sum(pot.interest for pot in mine)
        refunded = sum(pot.refunded for pot in mine)
        left = sum(pot.left for pot in mine)
        kept = [pot for pot in mine if not pot.is_returnable]
        kept_cents = sum(pot.left for pot in kept)
        receipted = _receipted(kept)
        rows.append(
            ContributorShare(
                name,
                contributed,
                interest,
                contributed + interest - refunded - left,
                refunded,
                left,
                left - kept_cents,
                kept_cents,
                receipted,
            )
        )
    return tuple(rows)


def _receipted(pots: Iterable[_Pot]) -> int:
    """The part of what is left for which a receipt was issued, in proportion to the contributions."""
    total = 0
    for pot in pots:
        weights = [c.amount_cents for c in pot.contributions]
        if pot.left and sum(weights):
            parts = proportional_parts(pot.left, weights)
            total += sum(p for c, p in zip(pot.contributions, parts, strict=True) if c.is_receipted)
    return total


# --- refunds


def refund_plan(
    books: Books,
    on: date,
    reason: str = "end",
    *,
    held_back_cents: int = 0,
    by_deed: bool = False,
    lang: str = "en",
) -> RefundPlan:
    """Who gets what back when the case is refused, or of what is left at the end (R56, R57).

    All the money and all the interest; receipted money and money given for good stays with the group,
    apart. At the end, what is still owed to the family (``held_back_cents``) comes first. The agreement
    holder's fee is not taken from it (R9).
    """
    problems: list[Problem] = []
    closing = balance(books, on)
    held = max(0, min(held_back_cents, closing))
    given = [c for c in books.contributions if c.on <= on]
    interest = sum(i.amount_cents for i in books.interest if i.on <= on)
    to_share = max(0, closing) - held
    deed = min(interest, to_share) if by_deed else 0
    pots = _pots(books, given, on)
    rows: list[RefundRow] = []
    if sum(c.amount_cents for c in given) > 0:
        _share(pots, given, 0 if by_deed else interest, to_share - deed)
        for share in _rows(pots):
            rows.append(
                RefundRow(
                    share.contributor,
                    share.contributed_cents,
                    min(share.interest_cents, share.returnable_cents),
                    share.used_cents,
                    share.refunded_cents,
                    share.returnable_cents,
                    share.kept_cents,
                )
            )
            if share.receipted_cents:
                problems.append(
                    found(
                        "record.entries",
                        N_(
                            "{amount} of “{contributor}” is covered by a charity’s receipt and is not "
                            "refunded."
                        ),
                        N_(
                            "Let the charity use it for its refugee programme; ask its adviser before "
                            "giving any back."
                        ),
                        level="amber",
                        code="W33",
                        amount=money(share.receipted_cents, lang),
                        contributor=share.contributor,
                    )
                )
            if share.used_cents < 0:
                problems.append(
                    found(
                        "record.entries",
                        N_("“{contributor}” had {amount} more back than was given and earned."),
                        N_("Check the refunds."),
                        level="red",
                        amount=money(-share.used_cents, lang),
                        contributor=share.contributor,
                    )
                )
    else:
        deed = to_share
    if closing < 0:
        problems += overdrawn(books, lang)
    return RefundPlan(
        reason,
        on,
        closing,
        held,
        deed,
        sum(r.refund_cents for r in rows),
        sum(r.kept_cents for r in rows),
        tuple(rows),
        tuple(problems),
    )

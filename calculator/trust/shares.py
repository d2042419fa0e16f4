"""Whose money it is: the shares of the contributors in the account, each fund apart (R56, R57, N45).

Interest and payments fall on the contributions of their fund in proportion. What is given back, and to whom, is in
``refunds``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from calculator.money import proportional_parts
from calculator.plan.record import Contribution, Interest, Loan, Payment, Refund, Returned
from calculator.trust.entries import Books

FUNDS = ("case", "general")

Move = Contribution | Interest | Returned | Payment | Loan | Refund


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
    returnable_interest_cents: int
    """The part of ``returnable`` that is interest, as long as so much is left."""
    kept_cents: int
    """The part that may not: receipted, or given for good (R57)."""
    receipted_cents: int
    """The part of ``kept`` for which a receipt was issued."""


def of_fund(books: Books, fund: str) -> Books:
    """The entries of one fund; what came back belongs to the fund of its payment."""
    payments = tuple(p for p in books.payments if p.fund == fund)
    ids = {p.id for p in payments}
    return replace(
        books,
        contributions=tuple(c for c in books.contributions if c.fund == fund),
        interest=tuple(_interest_of(books, fund)),
        payments=payments,
        returned=tuple(r for r in books.returned if r.payment in ids),
        refunds=tuple(r for r in books.refunds if r.fund == fund),
        loans=tuple(n for n in books.loans if n.fund == fund),
    )


def _interest_of(books: Books, fund: str) -> Iterable[Interest]:
    """The interest of a fund; of interest that names none, its part by the contributions made by then (N45)."""
    for one in books.interest:
        if one.fund is not None:
            if one.fund == fund:
                yield one
            continue
        given = [sum(c.amount_cents for c in books.contributions if c.fund == f and c.on <= one.on) for f in FUNDS]
        parts = proportional_parts(one.amount_cents, given) if any(given) else [one.amount_cents, 0]
        cents = parts[FUNDS.index(fund)]
        if cents:
            yield one.model_copy(update={"amount_cents": cents, "fund": fund})


def balance_of(books: Books, on: date) -> int:
    """Cents in the account at the end of a day."""
    into: Sequence[Move] = (*books.contributions, *books.interest, *books.returned)
    out: Sequence[Move] = (*books.payments, *books.loans, *books.refunds)
    return sum(e.amount_cents for e in into if e.on <= on) - sum(e.amount_cents for e in out if e.on <= on)


def apart(books: Books, on: date) -> list[Books]:
    """The funds, each by itself; together while one of them is short, because it then lives on the other."""
    funds = [of_fund(books, fund) for fund in FUNDS]
    if not funds[1].first_on or any(balance_of(fund, on) < 0 for fund in funds):
        return [books]
    return funds


@dataclass
class Pot:
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

    Interest and payments are shared in proportion to the contributions made by then to the same fund (R56); cents by
    date of the contribution, then id (N45). What somebody had back already is taken off the own part. With
    ``by_deed`` the interest still in the account is left for the trust deed to share.
    """
    rows: list[ContributorShare] = []
    nobodys = 0
    for fund in apart(books, on):
        given = [c for c in fund.contributions if c.on <= on]
        interest = sum(i.amount_cents for i in fund.interest if i.on <= on)
        to_share = max(0, balance_of(fund, on))
        outside = min(interest, to_share) if by_deed else 0
        to_share -= outside
        if sum(c.amount_cents for c in given) <= 0:
            nobodys += to_share + outside
            continue
        pots = pots_of(fund, given, on)
        share_out(pots, given, 0 if by_deed else interest, to_share)
        rows += rows_of(pots)
        nobodys += outside
    return merged(rows, books), nobodys


def merged(rows: Sequence[ContributorShare], books: Books) -> tuple[ContributorShare, ...]:
    """One row for each contributor, whichever funds the money is in, by the first contribution."""
    by_name: dict[str, ContributorShare] = {}
    for row in rows:
        old = by_name.get(row.contributor)
        if old is not None:
            sums = {
                name: getattr(old, name) + getattr(row, name) for name in vars(row) if name.endswith("_cents")
            }
            row = replace(row, **sums)
        by_name[row.contributor] = row
    first: dict[str, tuple[date, str]] = {}
    for c in books.contributions:
        first[c.contributor] = min(first.get(c.contributor, (c.on, c.id)), (c.on, c.id))
    order = sorted(by_name, key=lambda name: (first.get(name, (date.max, "")), name))
    return tuple(by_name[name] for name in order)


def _is_returnable(c: Contribution, all_back: bool = False) -> bool:
    return (c.is_refundable or all_back) and not c.is_receipted


def pots_of(
    books: Books, given: Sequence[Contribution], on: date, all_back: bool = False
) -> dict[tuple[str, bool], Pot]:
    """The contributions by contributor and by whether they may be given back, with what was given back already."""
    pots: dict[tuple[str, bool], Pot] = {}
    for c in given:
        key = (c.contributor, _is_returnable(c, all_back))
        pots.setdefault(key, Pot(*key, [])).contributions.append(c)
    for refund in books.refunds:
        if refund.on > on:
            continue
        # Only money that may be given back can have been given back; a mistake falls on the other pot.
        pot = pots.get((refund.contributor, True)) or pots.get((refund.contributor, False))
        if pot is None:
            pot = pots[refund.contributor, True] = Pot(refund.contributor, True, [])
        pot.refunded += refund.amount_cents
    return pots


def share_out(
    pots: dict[tuple[str, bool], Pot],
    given: Sequence[Contribution],
    interest: int,
    to_share: int,
    all_back: bool = False,
) -> None:
    """Fill ``interest`` and ``left`` of every pot; the parts left add up to ``to_share``."""
    key_of = {c.id: (c.contributor, _is_returnable(c, all_back)) for c in given}
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


def _first_day(pot: Pot) -> tuple[date, str]:
    return min((c.on, c.id) for c in pot.contributions)


def _no_more_than_own(pots: Sequence[Pot]) -> None:
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


def rows_of(pots: dict[tuple[str, bool], Pot]) -> tuple[ContributorShare, ...]:
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
                sum(max(0, min(pot.interest, pot.left)) for pot in mine if pot.is_returnable),
                kept_cents,
                receipted,
            )
        )
    return tuple(rows)


def _receipted(pots: Iterable[Pot]) -> int:
    """The part of what is left for which a receipt was issued, in proportion to the contributions."""
    total = 0
    for pot in pots:
        weights = [c.amount_cents for c in pot.contributions]
        if pot.left and sum(weights):
            parts = proportional_parts(pot.left, weights)
            total += sum(p for c, p in zip(pot.contributions, parts, strict=True) if c.is_receipted)
    return total

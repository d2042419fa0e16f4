"""What is given back: to whom and how much, if the case is refused or of what is left at the end (R56, R57).

The shares come from ``shares``; nothing that is owed to the family is worked out here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from calculator.locale import N_, money
from calculator.problems import Problem, found
from calculator.trust.entries import Books
from calculator.trust.fund import balance, overdrawn
from calculator.trust.shares import ContributorShare, apart, merged, pots_of, rows_of, share_out


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


def refund_plan(
    books: Books,
    on: date,
    reason: str = "end",
    *,
    held_back_cents: int = 0,
    by_deed: bool = False,
    refund_all: bool = False,
    lang: str = "en",
) -> RefundPlan:
    """Who gets what back when the case is refused, or of what is left at the end (R56, R57).

    All the money and all the interest; receipted money and money given for good stays with the group, apart; with
    ``refund_all`` money given for good goes back too if nobody arrives (R59). At the end, what is still owed to the
    family (``held_back_cents``) comes first. The agreement holder's fee is not taken from it (R9).
    """
    problems: list[Problem] = []
    closing = balance(books, on)
    held = left_to_hold = max(0, min(held_back_cents, closing))
    all_back = refund_all and reason == "refused"
    deed = 0
    shares: list[ContributorShare] = []
    for fund in apart(books, on):
        given = [c for c in fund.contributions if c.on <= on]
        interest = sum(i.amount_cents for i in fund.interest if i.on <= on)
        to_share = max(0, balance(fund, on))
        taken = min(left_to_hold, to_share)
        left_to_hold, to_share = left_to_hold - taken, to_share - taken
        if sum(c.amount_cents for c in given) <= 0:
            deed += to_share
            continue
        by_the_deed = min(interest, to_share) if by_deed else 0
        deed += by_the_deed
        pots = pots_of(fund, given, on, all_back)
        share_out(pots, given, 0 if by_deed else interest, to_share - by_the_deed, all_back)
        shares += rows_of(pots)
    rows: list[RefundRow] = []
    for share in merged(shares, books):
        rows.append(
            RefundRow(
                share.contributor,
                share.contributed_cents,
                share.returnable_interest_cents,
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

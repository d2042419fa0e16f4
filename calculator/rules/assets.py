"""Support reduced because of the family's own money (R30).

Only when the plan says so (default off), only what the payer owes, in months that start and items that fall on or
after the receipt; the immigration loan comes first. Declaration is voluntary.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from calculator.household import Ints
from calculator.money import equal_parts
from calculator.rates import Rates

LAST_FIRST, START_UP_FIRST, EQUAL = 0, 1, 2


def asset_exemption(rates: Rates, persons: int) -> int:
    """What a unit of this size may keep, cents (R30)."""
    single = rates.amount("asset_exemption", "CA", date.max, adults=1, others=0).cents
    two = rates.amount("asset_exemption", "CA", date.max, adults=1, others=1).cents
    if persons <= 1:
        return single
    return two + (persons - 2) * rates.amount("asset_exemption_further", "CA", date.max).cents


def new_excess(amounts: Sequence[int], to_loan: Sequence[int], exempt: Sequence[int]) -> list[int]:
    """The new part of the excess at each receipt, in order of date: what the running total adds (R30).

    ``exempt[i]`` is the exemption for the unit's size in the month of receipt ``i``. Cents.
    """
    parts, counted, total = [], 0, 0
    for amount, loan, limit in zip(amounts, to_loan, exempt, strict=True):
        total += amount - loan
        excess = max(0, total - limit)
        parts.append(max(0, excess - counted))
        counted = max(counted, excess)
    return parts


def cut(excess: int, months: Ints, items: Ints, order: int) -> tuple[Ints, Ints, int]:
    """Take an excess off months and one-time items, none below zero (R30).

    ``months`` and ``items``: what is still payable, in date order, of the cells and items that may be cut. Order:
    last months first, then items from the last; or items first; or equal parts over the months, then items.
    Returns the cuts of both and what found no room. Cents.
    """
    month_cut, item_cut = np.zeros_like(months), np.zeros_like(items)

    def backwards(payable: Ints, cuts: Ints, left: int) -> int:
        for i in range(len(payable) - 1, -1, -1):
            part = min(left, int(payable[i] - cuts[i]))
            cuts[i] += part
            left -= part
        return left

    if order == START_UP_FIRST:
        left = backwards(months, month_cut, backwards(items, item_cut, excess))
    elif order == EQUAL and len(months):
        carried = 0
        for i, part in enumerate(equal_parts(excess, len(months))):
            carried += part
            month_cut[i] = min(carried, int(months[i]))
            carried -= int(month_cut[i])
        left = backwards(items, item_cut, backwards(months, month_cut, carried))
    else:
        left = backwards(items, item_cut, backwards(months, month_cut, excess))
    return month_cut, item_cut, left

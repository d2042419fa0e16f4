"""Shelter, housing supplement and the split of a rent between units (R26, N46, R25.4 fuel).

What a dwelling costs comes from the plan, what the sheet allows from the rates. Free housing as a deduction is
in ``in_kind``.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

import numpy as np

from calculator.columns import Lookup
from calculator.household import ACTUAL, FREE, Households, Ints


class Dwellings:
    """Finds the housing of a unit in a month."""

    def __init__(self, h: Households) -> None:
        table = h.housing
        units = len(h.units)
        own = table["unit"] >= 0
        entity = np.where(own, table["unit"], units - 1 - table["unit"])
        self.table, self.units = table, units
        self.has_own = np.zeros(units, bool)
        self.has_own[table["unit"][own]] = True
        self.lookup = Lookup(entity, table["from"])

    def at(self, unit: Ints, case: Ints, first: Ints, last: Ints) -> Ints:
        """Row of the housing in force in a month, or -1 for none.

        A rent counts from the month of the change (R17); free housing from the first month that begins in it, so
        that a month with rent is never counted as free [ours].
        """
        if not len(self.table):
            return np.full(len(unit), -1, np.int64)
        entity = np.where(self.has_own[unit], unit, self.units + case)
        row = self.lookup.at(entity, last)
        starts_inside = (row >= 0) & (self.table["mode"][row] == FREE) & (self.table["from"][row] > first)
        if starts_inside.any():
            row = np.where(starts_inside, self.lookup.at(entity, first), row)
        return row


def shelter_and_supplement(
    mode: Ints, share: Ints, shelter_max: Ints, supplement_cap: Ints
) -> tuple[Ints, Ints, Ints]:
    """Shelter, housing supplement, and housing cost above both (R26).

    ``planning`` and ``free``: both maxima; ``actual``: the share up to the shelter maximum, then up to the cap.
    All int64 cents per unit and month.
    """
    actual = mode == ACTUAL
    shelter = np.where(actual, np.minimum(share, shelter_max), shelter_max)
    above = np.maximum(share - shelter_max, 0)
    supplement = np.where(actual, np.minimum(above, supplement_cap), supplement_cap)
    over = np.where(actual, np.maximum(above - supplement_cap, 0), 0)
    return shelter, supplement, over


@lru_cache(maxsize=100_000)
def rent_split(rent: int, persons: tuple[int, ...], room: tuple[int, ...]) -> tuple[tuple[int, ...], int]:
    """A rent by persons; what lies above a unit's maxima moves to units with room, by persons (N46).

    ``room`` is each unit's shelter maximum plus supplement cap. Returns the shares in cents, in the order given
    (units by id), and the part of the rent above everybody's maxima. Exact fractions, rounded once (N45).
    """
    everybody = sum(persons)
    shares = [Fraction(rent * n, everybody) for n in persons]
    while True:
        above = sum((max(s - r, Fraction(0)) for s, r in zip(shares, room, strict=True)), Fraction(0))
        shares = [min(s, Fraction(r)) for s, r in zip(shares, room, strict=True)]
        with_room = [i for i, s in enumerate(shares) if s < room[i] and persons[i]]
        if not above or not with_room:
            break
        weight = sum(persons[i] for i in with_room)
        for i in with_room:
            shares[i] += above * persons[i] / weight
    cents = [s.numerator // s.denominator for s in shares]
    left = rent - int(above) - sum(cents)
    for i, s in enumerate(shares):
        if left > 0 and s != cents[i]:
            cents[i] += 1
            left -= 1
    return tuple(cents), int(above)


def split_shared_rent(
    group: Ints, unit_ids: Sequence[str], rent: Ints, persons: Ints, room: Ints
) -> tuple[Ints, Ints]:
    """Shares of a rent that several units of one dwelling pay together (N46).

    One row per unit; ``group`` numbers the dwelling and month. Returns share and the part above all maxima, the
    latter on the first unit of the group. int64 cents.
    """
    share, over = rent.copy(), np.zeros_like(rent)
    order = np.lexsort((np.array(unit_ids, dtype=str), group)) if len(unit_ids) else np.arange(0)
    bounds = np.flatnonzero(np.r_[True, group[order][1:] != group[order][:-1], True])
    for a, b in pairwise(bounds.tolist()):
        if b - a > 1:
            rows = order[a:b]
            parts, above = rent_split(int(rent[rows[0]]), tuple(persons[rows].tolist()), tuple(room[rows].tolist()))
            share[rows] = parts
            over[rows.min()] = above
    return share, over


def heating_fuel(mode: Ints, fuel: Ints, fuel_max: Ints, is_payer: Ints) -> Ints:
    """Fuel of a Newfoundland island dwelling, up to the sheet's maximum (R25.4).

    Once per dwelling (``is_payer``), nothing when heat is in the rent, not told (-1) or the housing is free.
    """
    counted = (fuel >= 0) & (mode != FREE) & (is_payer == 1)
    return np.where(counted, np.minimum(fuel, fuel_max), 0)

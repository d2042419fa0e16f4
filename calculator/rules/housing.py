"""Shelter, housing supplement and the split of a rent between units (R26, N46, R25.4 fuel).

What a dwelling costs comes from the plan, what the sheet allows from the rates. Free housing as a deduction is
in ``in_kind``.
"""

from __future__ import annotations

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
        self.is_any_free = bool((table["mode"] == FREE).any())

    def at(self, unit: Ints, case: Ints, first: Ints, last: Ints) -> Ints:
        """Row of the housing in force in a month, or -1 for none.

        A rent counts from the month of the change (R17); free housing from the first month that begins in it, so
        that a month with rent is never counted as free [ours].
        """
        if not len(self.table):
            return np.full(len(unit), -1, np.int64)
        entity = np.where(self.has_own[unit], unit, self.units + case)
        row = self.lookup.at(entity, last)
        if not self.is_any_free:
            return row
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
    share = share + ~actual * (shelter_max + supplement_cap)
    shelter = np.minimum(share, shelter_max)
    supplement = np.minimum(share - shelter, supplement_cap)
    return shelter, supplement, (share - shelter - supplement) * actual


def split_shared_rent(group: Ints, order: Ints, rent: Ints, persons: Ints, room: Ints) -> tuple[Ints, Ints]:
    """Shares of a rent that several units of one dwelling pay together, by persons (N46).

    What lies above a unit's maxima moves to the units with room, by persons. One row per unit; ``group`` numbers the
    dwelling and month, ``order`` sorts its units (by id), ``room`` is shelter maximum plus supplement cap. Returns the
    shares and the part above all maxima, the latter on the first unit of the group. int64 cents; shares are rounded
    down once and cents left over go to the first units that lost a fraction (N45).
    """
    at = np.argsort(group * (int(order.max(initial=0)) + 1) + order, kind="stable")
    group, rent, persons, room = group[at], rent[at], persons[at], room[at]
    start = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    size = np.diff(np.append(start, len(at)))

    def together(values: Ints) -> Ints:
        """Sums by group, on every row of it."""
        sums: Ints = np.repeat(np.add.reduceat(values, start), size)
        return sums

    full = np.zeros(len(at), bool)
    while True:
        # Units that are not full share the rest of the rent at one amount a person, left / heads.
        left = rent - together(np.where(full, room, 0))
        heads = np.maximum(together(np.where(full, 0, persons)), 1)
        beyond = ~full & (left * persons > room * heads)
        if not beyond.any():
            break
        full |= beyond
    exact = left * persons
    share = np.where(full, room, exact // heads)
    has_fraction = ~full & (exact % heads > 0)
    above = np.where(together(np.where(full, 0, persons)) > 0, 0, left)
    cents = rent - above - together(share)
    nth = np.cumsum(has_fraction, dtype=np.int64)
    nth -= np.repeat((nth - has_fraction)[start], size)
    share += has_fraction & (nth <= cents)
    over = np.zeros(len(at), np.int64)
    over[start] = above[start]
    shares, overs = np.empty_like(share), np.zeros_like(over)
    shares[at] = share
    overs[np.minimum.reduceat(at, start)] = over[start]
    return shares, overs


def heating_fuel(mode: Ints, fuel: Ints, fuel_max: Ints, is_payer: Ints) -> Ints:
    """Fuel of a Newfoundland island dwelling, up to the sheet's maximum (R25.4).

    Once per dwelling (``is_payer``), nothing when heat is in the rent, not told (-1) or the housing is free.
    """
    counted = (fuel >= 0) & (mode != FREE) & (is_payer == 1)
    return np.where(counted, np.minimum(fuel, fuel_max), 0)

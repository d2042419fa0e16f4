"""From compositions to monthly lines, whole columns at once, with what depends on the dwelling.

What a composition costs in a place comes from ``price_table``. Rates follow time and place (R5), and nothing here
knows a province.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from calculator.compositions import State, unpack
from calculator.household import ACTUAL, Households, Ints
from calculator.locale import N_
from calculator.periods import from_day
from calculator.price_table import COLUMN, TABLE_LINES, Place, PriceTable, composition_of
from calculator.problems import MissingRate, Problem, found
from calculator.rules.housing import Dwellings, heating_fuel, shelter_and_supplement, split_shared_rent
from calculator.rules.monthly import monthly_amounts
from calculator.segments import Segments

MONTHLY_LINES = (
    "basic", "senior_addition", "disability_addition", "shelter", "supplement", "transport", "transport_senior",
    "communication", "nb_supplement", "nl_fuel", "majority_topup",
)  # fmt: skip


NO_ADULT = found(
    "people",
    N_("children are left in a unit without an adult; no rule gives their amounts."),
    N_("Say who cares for them: put them in that adult’s unit with a dated event."),
    code="W04",
)
"""N51: no result for children left without an adult."""


@dataclass
class Priced:
    """Monthly lines of every state row, int64 cents; ``table`` is the row in the price table, -1 for nobody."""

    state: State
    table: Ints
    block: Ints
    """The price table's rows, see ``PriceTable``."""
    housing_row: Ints
    mode: Ints
    share: Ints
    shelter: Ints
    supplement: Ints
    over: Ints
    fuel: Ints
    shared_off: Ints
    total: Ints
    """R without the items of R27."""

    def replace(self, rows: Ints, other: Priced, at: Ints) -> None:
        """Put rows of other amounts in the place of some; the housing of a month stays the same."""
        self.block = other.block  # the later one has all rows of the earlier
        for name in ("persons", "code"):
            getattr(self.state, name)[rows] = getattr(other.state, name)[at]
        for name in ("table", "share", "shelter", "supplement", "over", "fuel", "shared_off", "total"):
            getattr(self, name)[rows] = getattr(other, name)[at]

    def amount(self, name: str, rows: Ints | None = None) -> Ints:
        """A column of TABLE_LINES of the state rows (or of some of them), cents; 0 where nobody is."""
        table = self.table if rows is None else self.table[rows]
        return np.where(table >= 0, self.block[table, COLUMN[name]], 0)


class Pricer:
    """Prices states of one set of households."""

    def __init__(
        self, h: Households, places: Sequence[Place], segments: Segments, table: PriceTable, sharing: Ints
    ) -> None:
        self.h, self.places, self.segments, self.table = h, places, segments, table
        self.dwellings = Dwellings(h)
        self.sharing = sharing
        """Shelter taken off by unit (R18)."""
        first_unit = np.full(len(h), -1, np.int64)
        first_unit[h.units["case"][::-1]] = np.arange(len(h.units), dtype=np.int64)[::-1]
        self.first_unit = first_unit

    @cached_property
    def unit_order(self) -> Ints:
        """Units by id, for cents that cannot be split (N45)."""
        number = {word: n for n, word in enumerate(sorted(set(self.h.unit_ids)))}
        return np.array([number[word] for word in self.h.unit_ids], np.int64)

    def look_up(self, state: State, sets: Ints, vintage: Ints) -> Ints:
        """Row in the price table of each state row (-1 where nobody is)."""
        s = self.segments
        lived = np.flatnonzero(state.persons > 0)
        case = s.set_case[sets]
        variant = self.h.cases["senior_pass"][case] * 4 + self.h.cases["sk_group"][case] + 1
        local = vintage * 8 + variant
        used = np.zeros(len(s.vintage_day) * 8, bool)
        used[local] = True
        number = np.zeros(len(used), np.int64)
        for key in np.flatnonzero(used).tolist():
            v, option = divmod(key, 8)
            place = self.places[int(s.vintage_community[v])]
            number[key] = self.table.place(place, from_day(int(s.vintage_day[v])), option >= 4, option % 4 - 1)
        result = np.full(len(state.code), -1, np.int64)
        result[lived] = self.table.look_up(state.code[lived], number[local][state.pset[lived]])
        return result

    @staticmethod
    def missing_rate(place: Place, day: int, code: int) -> Problem | None:
        """What is missing for a composition, named with the day it is wanted for (N50)."""
        if not unpack(code)[0]:
            return NO_ADULT
        try:
            monthly_amounts(place.rates, place.community, from_day(day), composition_of(code))
        except MissingRate as error:
            return error.problem
        return None

    def price(self, state: State, sets: Ints, vintage: Ints) -> Priced:
        """All monthly lines of the given state (R25, R26, N46)."""
        h, s = self.h, self.segments
        table = self.look_up(state, sets, vintage)
        block = self.table.block
        lived = table >= 0

        def column(index: int) -> Ints:
            values: Ints = block[table, index]
            return values

        case = s.set_case[sets][state.pset]
        cell = s.first_cell[s.set_segment[sets]][state.pset]
        smax, cap = column(COLUMN["shelter_max"]), column(COLUMN["supplement_cap"])
        zero = np.zeros(len(case), np.int64)
        if len(h.housing):
            row = self.dwellings.at(state.unit, case, s.cells.first[cell], s.cells.last[cell])
            mode = h.housing["mode"][row] * (row >= 0)  # 0, planning, without a row
            share = h.housing["cost"][row] * (mode == ACTUAL)
            rest = zero
            if len(state.pset) > len(sets):
                together = (mode == ACTUAL) & (h.housing["shared"][row] == 1) & (state.persons > 0)
                several = np.bincount(state.pset[together], minlength=len(sets)) > 1
                at = np.flatnonzero(together & several[state.pset])
                if len(at):
                    parts, above = split_shared_rent(
                        state.pset[at], self.unit_order[state.unit[at]], share[at], state.persons[at], (smax + cap)[at]
                    )
                    share[at] = parts
                    rest = zero.copy()
                    rest[at] = above
            shelter, supplement, over = shelter_and_supplement(mode, share, smax, cap)
            over = over + rest
            fuel = fuel_max = column(COLUMN["fuel_max"])
            if fuel_max.any():
                # Fuel once per dwelling: in the case's first unit, or in the unit of an own dwelling (R25.4).
                pays = (state.unit == self.first_unit[case]) | self.dwellings.has_own[state.unit]
                told = np.where(row >= 0, h.housing["fuel"][row], -1)
                fuel = heating_fuel(mode, told, fuel_max, pays.astype(np.int64))
        else:
            row, mode, share, over, fuel = np.full(len(case), -1, np.int64), zero, zero, zero, zero
            shelter, supplement = smax, cap
        off = np.minimum(self.sharing[state.unit], shelter)
        shelter = shelter - off
        total = column(len(TABLE_LINES)) + shelter + supplement + fuel
        amounts: tuple[Ints, ...] = (shelter, supplement, over, fuel, off, total)
        if not lived.all():
            amounts = tuple(amount * lived for amount in amounts)
        return Priced(state, table, block, row, mode, share, *amounts)

    def line(self, priced: Priced, name: str) -> Ints:
        """One monthly line of the priced state, cents."""
        own = {"shelter": priced.shelter, "supplement": priced.supplement, "nl_fuel": priced.fuel}
        return own[name] if name in own else priced.amount(name)

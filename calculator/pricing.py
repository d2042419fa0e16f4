"""From compositions to monthly lines: each distinct (place, date, composition) is looked up once.

Turns a ``segments.State`` into columns of cents, adding what depends on the dwelling. Which rate row applies is
decided in ``rules.monthly``; nothing here knows a province.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from calculator.household import ACTUAL, FREE, PLANNING, Households, Ints
from calculator.money import MAX_CENTS
from calculator.periods import from_day
from calculator.problems import MissingRate, Problem
from calculator.rates import Community, Rates
from calculator.rules.housing import Dwellings, heating_fuel, shelter_and_supplement, split_shared_rent
from calculator.rules.monthly import Composition, MonthlyAmounts, monthly_amounts
from calculator.segments import Segments, State, unpack

SK_GROUPS = ("SK/saskatoon-regina", "SK/moose-jaw", "SK/prince-albert")
EXTRA_LINES = ("senior_addition", "disability_addition", "nb_supplement", "majority_topup")
TABLE_LINES = (
    "basic", "senior_addition", "disability_addition", "shelter_max", "supplement_cap", "transport",
    "transport_senior", "communication", "nb_supplement", "fuel_max", "majority_topup",
)  # fmt: skip
_COLUMN = {name: i for i, name in enumerate(TABLE_LINES)}
MONTHLY_LINES = (
    "basic", "senior_addition", "disability_addition", "shelter", "supplement", "transport", "transport_senior",
    "communication", "nb_supplement", "nl_fuel", "majority_topup",
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A community as one plan sees it: with the plan's own rate rows, if it has any."""

    rates: Rates
    community: Community


def _senior_price(place: Place, on: date) -> int | None:
    """The local senior price of an area with one amount for everybody (R25.3, option)."""
    row = place.rates.find("transit_pass_area", place.community.places, on, case="senior option")
    return None if row is None else row.amount


@dataclass
class PriceTable:
    """Monthly amounts of the compositions seen so far, kept between calls for one set of rates."""

    found: list[MonthlyAmounts | MissingRate] = field(default_factory=list)
    index: dict[tuple[object, ...], int] = field(default_factory=dict)
    block: Ints = field(default_factory=lambda: np.zeros((64, len(TABLE_LINES)), np.int64))

    def of(self, place: Place, on: date, code: int, senior_pass: bool, sk_group: int) -> int:
        key = (id(place.rates), place.community.id, on, code, senior_pass, sk_group)
        at = self.index.get(key)
        if at is None:
            at = self.index[key] = len(self.found)
            self.found.append(self._look_up(place, on, code, senior_pass, sk_group))
            if at >= len(self.block):
                self.block = np.concatenate([self.block, np.zeros_like(self.block)])
            self.block[at] = self._columns(self.found[at], code)
        return at

    @staticmethod
    def _look_up(
        place: Place, on: date, code: int, senior_pass: bool, sk_group: int
    ) -> MonthlyAmounts | MissingRate:
        try:
            return monthly_amounts(
                place.rates,
                place.community,
                on,
                Composition(*unpack(code)),
                gtha_senior_cents=_senior_price(place, on) if senior_pass else None,
                sk_group=None if sk_group < 0 else SK_GROUPS[sk_group],
            )
        except MissingRate as error:
            return error

    @staticmethod
    def _columns(found: MonthlyAmounts | MissingRate, code: int) -> list[int]:
        row = [0] * len(TABLE_LINES)
        if isinstance(found, MissingRate):
            return row
        people = Composition(*unpack(code))
        row[_COLUMN["basic"]] = found.basic_cents
        row[_COLUMN["shelter_max"]] = found.shelter_max_cents
        row[_COLUMN["supplement_cap"]] = found.supplement_cap_cents
        row[_COLUMN["communication"]] = found.communication_cents
        row[_COLUMN["transport"]] = found.adult_pass_cents * people.adult_riders
        row[_COLUMN["transport_senior"]] = found.senior_pass_cents * people.senior_riders
        row[_COLUMN["fuel_max"]] = found.fuel_max_cents
        for extra in found.extras:
            row[_COLUMN[extra.line]] += extra.quantity * extra.unit_cents
        return row


@dataclass
class Priced:
    """Monthly lines of every state row, int64 cents; ``table`` is the row in the price table, -1 for nobody."""

    state: State
    table: Ints
    amounts: Ints
    """state rows x TABLE_LINES."""
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

    def look_up(self, state: State, sets: Ints, vintage: Ints) -> Ints:
        """Row in the price table of each state row (-1 where nobody is)."""
        s = self.segments
        case = s.set_case[sets][state.pset]
        variant = self.h.cases["senior_pass"][case] * 4 + self.h.cases["sk_group"][case] + 1
        where = vintage[state.pset] * 8 + variant
        lived = state.persons > 0
        result = np.full(len(where), -1, np.int64)
        codes, code_at = np.unique(state.code[lived], return_inverse=True)
        keys, key_at = np.unique(where[lived] * len(codes) + code_at, return_inverse=True)
        rows = np.empty(len(keys), np.int64)
        for i, key in enumerate(keys.tolist()):
            place_variant, code = divmod(key, len(codes))
            v, option = divmod(place_variant, 8)
            place = self.places[int(s.vintage_community[v])]
            on = from_day(max(int(s.vintage_day[v]), 0))
            rows[i] = self.table.of(place, on, int(codes[code]), option >= 4, option % 4 - 1)
        result[lived] = rows[key_at]
        return result

    @staticmethod
    def missing_rate(place: Place, day: int, code: int) -> Problem | None:
        """What is missing for a composition, named with the day it is wanted for (N50)."""
        try:
            monthly_amounts(place.rates, place.community, from_day(day), Composition(*unpack(code)))
        except MissingRate as error:
            return error.problem
        return None

    def price(self, state: State, sets: Ints, vintage: Ints) -> Priced:
        """All monthly lines of the given state (R25, R26, N46)."""
        h, s = self.h, self.segments
        table = self.look_up(state, sets, vintage)
        amounts = np.where((table >= 0)[:, None], self.table.block[table], 0)
        case = s.set_case[sets][state.pset]
        cell = s.first_cell[s.set_segment[sets]][state.pset]
        smax, cap = amounts[:, _COLUMN["shelter_max"]], amounts[:, _COLUMN["supplement_cap"]]
        zero = np.zeros(len(case), np.int64)
        if len(h.housing):
            row = self.dwellings.at(state.unit, case, s.cells.first[cell], s.cells.last[cell])
            mode = np.where(row >= 0, h.housing["mode"][row], PLANNING)
            share = np.where(mode == ACTUAL, h.housing["cost"][row], 0)
            together = (mode == ACTUAL) & (row >= 0) & (h.housing["shared"][row] == 1) & (state.persons > 0)
            rest = zero
            if together.any():
                group = state.pset[together]
                if (np.bincount(group) > 1).any():
                    ids = [h.unit_ids[u] for u in state.unit[together]]
                    parts, above = split_shared_rent(
                        group, ids, share[together], state.persons[together], (smax + cap)[together]
                    )
                    share = share.copy()
                    share[together] = parts
                    rest = zero.copy()
                    rest[together] = above
            shelter, supplement, over = shelter_and_supplement(mode, share, smax, cap)
            over = over + rest
            # Fuel once per dwelling: in the case's first unit, or in the unit of an own dwelling (R25.4).
            pays = (state.unit == self.first_unit[case]) | self.dwellings.has_own[state.unit]
            fuel = heating_fuel(
                mode,
                np.where(row >= 0, h.housing["fuel"][row], -1),
                amounts[:, _COLUMN["fuel_max"]],
                pays.astype(np.int64),
            )
        else:
            row, mode, share, over, fuel = np.full(len(case), -1, np.int64), zero, zero, zero, zero
            shelter, supplement = smax, cap
        off = np.minimum(self.sharing[state.unit], shelter)
        shelter = shelter - off
        total = amounts.sum(axis=1) - smax - cap - amounts[:, _COLUMN["fuel_max"]] + shelter + supplement + fuel
        lived = state.persons > 0
        return Priced(
            state, table, amounts, row, mode, share, np.where(lived, shelter, 0), np.where(lived, supplement, 0),
            np.where(lived, over, 0), np.where(lived, fuel, 0), np.where(lived, off, 0), np.where(lived, total, 0),
        )  # fmt: skip

    def household_totals(self, state: State, sets: Ints, vintage: Ints) -> Ints:
        """R of the household in each set, for the event rule (N44)."""
        total = self.price(state, sets, vintage).total
        return np.bincount(state.pset, weights=total, minlength=len(sets)).astype(np.int64)

    def line(self, priced: Priced, name: str) -> Ints:
        """One monthly line of the priced state, cents."""
        own = {"shelter": priced.shelter, "supplement": priced.supplement, "nl_fuel": priced.fuel}
        return own[name] if name in own else priced.amounts[:, _COLUMN[name]]


__all__ = ["FREE", "MAX_CENTS", "MONTHLY_LINES", "Place", "PriceTable", "Priced", "Pricer"]

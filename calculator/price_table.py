"""The monthly amounts of compositions in a place on a day, kept between calls for one set of rates.

Each distinct (place, date, composition) is looked up once; which row of the sheets applies is decided in
``rules.monthly``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

import numpy as np

from calculator.columns import distinct
from calculator.compositions import field_of, unpack, without_riders
from calculator.household import Ints
from calculator.problems import MissingRate
from calculator.rates import Community, Rates
from calculator.rules.monthly import Composition, MonthlyAmounts, Sheet, monthly_amounts, passes, sheet, sheet_of

_MIX, _MIX_WHERE = 0x9E3779B97F4A7C15 - (1 << 64), 0x2545F4914F6CDD1D
"""Odd constants that spread compositions and places over the slots of the price table."""
SK_GROUPS = ("SK/saskatoon-regina", "SK/moose-jaw", "SK/prince-albert")
EXTRA_LINES = ("senior_addition", "disability_addition", "nb_supplement", "majority_topup")
TABLE_LINES = (
    "basic", "senior_addition", "disability_addition", "shelter_max", "supplement_cap", "transport",
    "transport_senior", "communication", "nb_supplement", "fuel_max", "majority_topup",
)  # fmt: skip
COLUMN = {name: i for i, name in enumerate(TABLE_LINES)}


@dataclass(frozen=True)
class Place:
    """A community as one plan sees it: with the plan's own rate rows, if it has any."""

    rates: Rates
    community: Community


def _senior_price(place: Place, on: date) -> int | None:
    """The local senior price of an area with one amount for everybody (R25.3, option)."""
    row = place.rates.find("transit_pass_area", place.community.places, on, case="senior option")
    return None if row is None else row.amount


@lru_cache(maxsize=1 << 16)
def composition_of(code: int) -> Composition:
    """The composition behind a packed code."""
    counts = dict(zip(Composition._fields, unpack(code), strict=True))
    is_unemployable = bool(counts.pop("is_unemployable"))
    return Composition(**counts, is_unemployable=is_unemployable)


class Asked(NamedTuple):
    """A place, a rate date and the options that change amounts."""

    place: Place
    on: date
    senior_pass: bool
    sk_group: int

    @property
    def group(self) -> str | None:
        return None if self.sk_group < 0 else SK_GROUPS[self.sk_group]

    @property
    def senior_cents(self) -> int | None:
        return _senior_price(self.place, self.on) if self.senior_pass else None


class PriceTable:
    """Monthly amounts of the compositions seen so far, kept between calls for one set of rates.

    What a sheet gives a composition is read once for all places under it; the passes are laid on by place. ``slots``
    spreads compositions and places over a table at least twice as long: each is found at its own place or at the
    next free one, and compared again.
    """

    def __init__(self) -> None:
        self.size = 0
        self.lacking: set[int] = set()
        """Rows without amounts."""
        self.block: Ints = np.zeros((64, len(TABLE_LINES) + 1), np.int64)
        """A row of TABLE_LINES each, and the sum of the lines that do not depend on the dwelling."""
        self.quantities: Ints = np.ones((64, len(EXTRA_LINES)), np.int64)
        """For how many people each of EXTRA_LINES is."""
        self.codes: Ints = np.zeros(64, np.int64)
        self.wheres: Ints = np.zeros(64, np.int64)
        self.asked: list[Asked] = []
        """What each number of a place means."""
        self._slots: Ints = np.full(256, -1, np.int64)
        self._places: dict[tuple[object, ...], int] = {}
        self._sheets: dict[tuple[object, ...], int] = {}
        self._sheet_of: list[int] = []
        self._passes: list[tuple[int, int]] = []
        """Adult and senior pass of each place, -1 without one."""
        self._amounts: dict[tuple[int, int], tuple[list[int], list[int]] | None] = {}
        """Lines and quantities of a composition under a sheet, None without."""
        self._found: dict[int, MonthlyAmounts] = {}
        self._lock = Lock()

    def place(self, place: Place, on: date, senior_pass: bool, sk_group: int) -> int:
        """A number for a place, a rate date and the options that change amounts."""
        key = (id(place.rates), place.community.id, on, senior_pass, sk_group)
        number = self._places.get(key)
        if number is None:
            with self._lock:
                number = self._places.get(key)
                if number is None:
                    number = len(self.asked)
                    self._add_place(Asked(place, on, senior_pass, sk_group))
                    self._places[key] = number
        return number

    def _add_place(self, asked: Asked) -> None:
        rates, community, on = asked.place.rates, asked.place.community, asked.on
        try:
            adult, senior = passes(rates, community, on, asked.senior_cents, asked.group)
        except MissingRate:
            adult = senior = -1
        key = (id(rates), *sheet_of(rates, community, on, asked.group))
        self.asked.append(asked)
        self._sheet_of.append(self._sheets.setdefault(key, len(self._sheets)))
        self._passes.append((adult, senior))

    def amounts(self, row: int) -> MonthlyAmounts | None:
        """Everything the sheets say of a row, with the rate rows behind it; None without amounts."""
        if row in self.lacking:
            return None
        if row not in self._found:
            asked, people = self.asked[int(self.wheres[row])], composition_of(int(self.codes[row]))
            self._found[row] = monthly_amounts(
                asked.place.rates,
                asked.place.community,
                asked.on,
                people,
                gtha_senior_cents=asked.senior_cents,
                sk_group=asked.group,
            )
        return self._found[row]

    def rates(self, row: int) -> Rates:
        """The rates a row was found in."""
        return self.asked[int(self.wheres[row])].place.rates

    def look_up(self, code: Ints, where: Ints) -> Ints:
        """Rows of compositions at places."""
        rows = self._known(code, where)
        if (rows < 0).any():
            with self._lock:  # sessions of the app share the table; a row is in the slots when it is complete
                rows = self._known(code, where)
                new = np.flatnonzero(rows < 0)
                if len(new):  # another session may have added them while this one waited
                    first, _ = distinct(code[new], where[new])
                    self._add(code[new[first]], where[new[first]])
                    rows[new] = self._known(code[new], where[new])
        return rows

    def _slot(self, code: Ints, where: Ints) -> Ints:
        mixed = (code ^ (where + 1) * _MIX_WHERE) * _MIX
        return (mixed >> 32) & (len(self._slots) - 1)

    def _known(self, code: Ints, where: Ints) -> Ints:
        slot = self._slot(code, where)
        rows = self._slots[slot]
        other = np.flatnonzero((rows >= 0) & ((self.codes[rows] != code) | (self.wheres[rows] != where)))
        while len(other):
            slot[other] = (slot[other] + 1) & (len(self._slots) - 1)
            found = rows[other] = self._slots[slot[other]]
            other = other[(found >= 0) & ((self.codes[found] != code[other]) | (self.wheres[found] != where[other]))]
        return rows

    def _keep(self, rows: Ints) -> None:
        """Put some rows into the slots."""
        for row, start in zip(rows.tolist(), self._slot(self.codes[rows], self.wheres[rows]).tolist(), strict=True):
            slot = start
            while self._slots[slot] >= 0:
                slot = (slot + 1) % len(self._slots)
            self._slots[slot] = row

    def _make_room(self, rows: int) -> None:
        """For so many rows; the last one stays empty: it is that of nobody, number -1."""
        size = len(self.block)
        while rows >= size:
            size *= 2
        if size > len(self.block):
            more = size - len(self.block)
            self.block = np.concatenate([self.block, np.zeros((more, self.block.shape[1]), np.int64)])
            self.quantities = np.concatenate([self.quantities, np.ones((more, len(EXTRA_LINES)), np.int64)])
            self.codes, self.wheres = (np.append(x, np.zeros(more, np.int64)) for x in (self.codes, self.wheres))
            self._slots = np.full(4 * size, -1, np.int64)
            self._keep(np.arange(self.size, dtype=np.int64))

    def _add(self, code: Ints, where: Ints) -> None:
        """Rows for new compositions at places."""
        start, size = self.size, len(code)
        self._make_room(start + size)
        of_sheet = np.array(self._sheet_of, np.int64)[where]
        bare = without_riders(code)
        first, back = distinct(of_sheet, bare)
        found = [
            self._amounts_of(sheet, people, self.asked[at])
            for sheet, people, at in np.stack([of_sheet, bare, where], axis=1)[first].tolist()
        ]
        nothing = [0] * len(TABLE_LINES), [1] * len(EXTRA_LINES)
        line = np.array([(x or nothing)[0] for x in found], np.int64)[back]
        adult, senior = np.array(self._passes, np.int64)[where].T
        line[:, COLUMN["transport"]] = adult * field_of(code, "adult_riders")
        line[:, COLUMN["transport_senior"]] = senior * field_of(code, "senior_riders")
        lacks = np.array([x is None for x in found], bool)[back] | (adult < 0)
        line[lacks] = 0
        rows = np.arange(start, start + size, dtype=np.int64)
        dwelling = [COLUMN[name] for name in ("shelter_max", "supplement_cap", "fuel_max")]
        self.block[rows] = np.column_stack([line, line.sum(axis=1) - line[:, dwelling].sum(axis=1)])
        self.quantities[rows] = np.array([(x or nothing)[1] for x in found], np.int64)[back]
        self.codes[rows], self.wheres[rows] = code, where
        self.lacking.update(rows[lacks].tolist())
        self.size += size
        self._keep(rows)

    def _amounts_of(self, sheet: int, code: int, asked: Asked) -> tuple[list[int], list[int]] | None:
        """Lines and quantities of a composition without riders under a sheet, None without amounts."""
        key = (sheet, code)
        if key not in self._amounts:
            self._amounts[key] = self._read(code, asked)
        return self._amounts[key]

    @staticmethod
    def _read(code: int, asked: Asked) -> tuple[list[int], list[int]] | None:
        people = composition_of(code)
        if not people.adults:
            return None
        try:
            found = sheet(asked.place.rates, asked.place.community, asked.on, people, asked.group)
        except MissingRate:
            return None
        return amounts_row(found), [
            max([x.quantity for x in found.extras if x.line == name], default=1) for name in EXTRA_LINES
        ]


def amounts_row(found: Sheet) -> list[int]:
    """TABLE_LINES of a unit, cents; nothing in the lines of the passes."""
    row = [0] * len(TABLE_LINES)
    row[COLUMN["basic"]] = found.basic.cents
    row[COLUMN["shelter_max"]] = found.shelter.cents
    row[COLUMN["supplement_cap"]] = found.supplement.amount
    row[COLUMN["communication"]] = found.communication.amount
    row[COLUMN["fuel_max"]] = found.fuel.amount if found.fuel else 0
    for extra in found.extras:
        row[COLUMN[extra.line]] += extra.quantity * extra.unit_cents
    return row

"""The numbers the rules need, read once from ``rates/``: ages, periods, shares, and amounts kept by date.

No number is written here; each property names the item it comes from.
"""

from __future__ import annotations

from copy import copy
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar
from weakref import WeakKeyDictionary

import numpy as np

from calculator.columns import Lookup, distinct, starts_of
from calculator.compositions import Ages, field_of, unpack
from calculator.household import LATER, START_UP_LINES, Ints
from calculator.periods import from_day, month_first, month_index, to_day
from calculator.price_table import Place, PriceTable
from calculator.problems import MissingRate
from calculator.rates import Rates
from calculator.rules.assets import asset_exemption
from calculator.rules.payers import Calendar
from calculator.rules.start_up import start_up_amounts

if TYPE_CHECKING:
    from calculator.budget import Budget

NATION = ("CA",)
SHARE_OF = {"winter": "clothing"}
"""The guideline has one share for clothing and winter clothing (R29)."""
ONE_TIME_ITEMS = {"newborn": "newborn", "maternity_clothing": "maternity_clothing"}


class Parameters:
    """Parameters of one set of rates; also keeps what was looked up, for the next call."""

    _known: ClassVar[WeakKeyDictionary[Rates, Parameters]] = WeakKeyDictionary()

    def __init__(self, rates: Rates) -> None:
        self.rates = rates
        self._forget()

    def _forget(self) -> None:
        self.price_table = PriceTable()
        self._start_up: dict[tuple[object, ...], tuple[int, ...]] = {}
        self._amounts: dict[tuple[object, ...], int] = {}
        self.sources: dict[object, tuple[str, int, bool]] = {}
        """Rate keys behind a line, the last day they are known for, whether somebody entered them."""

    @classmethod
    def of(cls, rates: Rates) -> Parameters:
        """The parameters of these rates, made once."""
        known = cls._known.get(rates)
        if known is None:
            known = cls._known[rates] = cls(rates)
        return known

    def apart(self) -> Parameters:
        """The same for plans with rates of their own: what is looked up for them goes when their budget goes."""
        other = copy(self)
        other._forget()
        return other

    def number(self, item: str, on: date | None = None, **key: int | str) -> int:
        """A figure that holds for all of Canada; the newest, or the one in force on a day."""
        return self.rates.amount(item, NATION, on or date.max, **key).amount

    # -- periods and ages -----------------------------------------------------------------------------------

    @cached_property
    def support_months(self) -> dict[str, int]:
        """Default length of each stream, and of support for who follows later, in months (R2, R40, R15)."""
        usual = self.number("support_months")
        jas = self.number("jas_months")
        return {"PSR": usual, "BVOR": usual, "RAINBOW": usual, "GAR": usual, "JAS": jas, LATER: self.oyw_months}

    @cached_property
    def oyw_months(self) -> int:
        return self.number("oyw_months")

    @cached_property
    def lowest_majority(self) -> int:
        return self.number("age_of_majority")

    @cached_property
    def ages(self) -> Ages:
        bands = sorted(
            {r.amount for r in self.rates.all_rows if r.item == "child_band_from" and r.place == "MB" and r.amount > 0}
        )
        majorities = sorted({r.amount for r in self.rates.all_rows if r.item == "age_of_majority"})
        return Ages(
            bands[0], bands[-1], majorities[0], majorities[-1], self.number("senior_age"),
            self.number("school_age_from"), self.number("school_age_to"), self.number("school_age_secondary_to"),
        )  # fmt: skip

    def majority(self, place: Place, day: int) -> int:
        """Age of majority of a place from a day number on (R12); before the first row the oldest holds."""
        key = (place.community.id, day)
        if key not in self._amounts:
            rows = [r for r in self.rates.all_rows if r.item == "age_of_majority"]
            on = max(from_day(day), min(r.effective_from for r in rows))
            self._amounts[key] = self.rates.amount("age_of_majority", place.community.places, on).amount
        return self._amounts[key]

    @cached_property
    def payer_calendar(self) -> Calendar:
        return Calendar(
            self.number("bvor_cutoff_day"), self.number("bvor_rap_months"), self.number("jas_form_months"),
            self.number("jas_promotion_months"), self.number("support_months"), self.number("jas_months"),
        )  # fmt: skip

    @cached_property
    def newborn_lead_months(self) -> int:
        return self.number("newborn_lead_months")

    @cached_property
    def newborn_after_end_months(self) -> int:
        return self.number("newborn_after_end_months")

    # -- shares ---------------------------------------------------------------------------------------------

    @cached_property
    def income_threshold_bp(self) -> int:
        """Share of the entitlement that may be earned without effect, basis points (R31)."""
        return self.number("income_threshold_share")

    @cached_property
    def _in_kind_bp(self) -> Ints:
        return np.array([self.number(f"inkind_share_{SHARE_OF.get(line, line)}") for line in START_UP_LINES], np.int64)

    def in_kind_bp(self, budget: Budget) -> Ints:
        """Share of each start-up line that gifts may cover, basis points (R29)."""
        del budget
        return self._in_kind_bp

    @cached_property
    def contingency_bp(self) -> int:
        return self.number("contingency_share")

    @staticmethod
    def change_days(place: Place) -> list[int]:
        """The days on which an amount of a place can change (R5)."""
        key = ("change days", place.community.id)
        held: list[int] | None = place.rates.memo.get(key)
        if held is None:
            held = place.rates.memo[key] = [to_day(d) for d in place.rates.change_dates(place.community)]
        return held

    # -- amounts --------------------------------------------------------------------------------------------

    def condition_amounts(self, budget: Budget, rows: Ints, item: str) -> Ints:
        """Monthly amount of a conditional item in some rows of the months table (R27)."""
        m, s = budget.months_table, budget.segments
        vintage = s.vintage[budget.cells.segment[m.cell[rows]]]
        first, back = distinct(vintage)
        return np.array([self._dated(item, budget, v) for v in vintage[first].tolist()], np.int64)[back]

    def _dated(self, item: str, budget: Budget, vintage: int) -> int:
        s = budget.segments
        place = budget.places[int(s.vintage_community[vintage])]
        return self.amount_at(place, item, int(s.vintage_day[vintage]))

    def amount_at(self, place: Place, item: str, day: int) -> int:
        key = (item, id(place.rates), place.community.id, day)
        if key not in self._amounts:
            oldest = min(
                (rows[0].effective_from for p in place.community.places if (rows := place.rates.history(item, p))),
                default=date.min,
            )
            self._amounts[key] = place.rates.amount(item, place.community.places, max(from_day(day), oldest)).amount
        return self._amounts[key]

    def one_time_amount(self, place: Place, line: str, day: int) -> int:
        """Newborn item or maternity clothing on a day (R27)."""
        return self.amount_at(place, ONE_TIME_ITEMS[line], day)

    @staticmethod
    def in_force(budget: Budget, item: str, place: Ints, day: Ints) -> Ints:
        """For each place and day a day on which the same row of an item is in force: few distinct ones."""
        known, which = np.unique(place, return_inverse=True)
        starts = [Parameters._starts_of(budget.places[x], item) for x in known.tolist()]
        if not sum(map(len, starts)):
            return day
        counts = np.array([len(days) for days in starts], np.int64)
        dates = np.concatenate(starts)
        first = starts_of(counts)
        dates[first[counts > 0]] = 0  # before all rows holds the oldest
        row = Lookup(np.repeat(np.arange(len(known), dtype=np.int64), counts), dates).at(which.astype(np.int64), day)
        return np.where(row >= 0, np.concatenate(starts)[row], day)

    @staticmethod
    def _starts_of(place: Place, item: str) -> Ints:
        """The days from which rows of an item hold at a place, and the day before all of them."""
        key = ("starts", item, place.community.places)
        held: Ints | None = place.rates.memo.get(key)
        if held is None:
            days = {to_day(r.effective_from) for p in place.community.places for r in place.rates.history(item, p)}
            held = np.array([min(days) - 1, *sorted(days)] if days else [], np.int64)
            place.rates.memo[key] = held
        return held

    def school_amount(self, budget: Budget, case: Ints, arrives: Ints) -> Ints:
        """School item per pupil, of the start-up set in force at arrival (R23, R20)."""
        community = self.first_community(budget)[case]
        since = self.start_up_day(budget, arrives)
        first, back = distinct(community, since)
        amounts = [
            self.amount_at(budget.places[c], "startup_school", day)
            for c, day in zip(community[first].tolist(), since[first].tolist(), strict=True)
        ]
        return np.array(amounts, np.int64)[back]

    @staticmethod
    def first_community(budget: Budget) -> Ints:
        """The community on arrival of every case."""
        t = budget.households.communities
        if len(t) == len(budget.households):
            return t["community"]
        return t["community"][np.searchsorted(t["case"], np.arange(len(budget.households)))]

    @staticmethod
    def place_of(budget: Budget, case: int) -> Place:
        h = budget.households
        row = np.searchsorted(h.communities["case"], case)
        return budget.places[int(h.communities["community"][row])]

    def start_up_day(self, budget: Budget, days: Ints) -> Ints:
        """The day of the start-up set in force (R20): the newest start of any one-time row; before it, the day."""
        known = [self._start_up_starts(rates) for rates in {id(p.rates): p.rates for p in budget.places}.values()]
        ordered = known[0] if len(known) == 1 else np.unique(np.concatenate([np.zeros(0, np.int64), *known]))
        at = np.searchsorted(ordered, days, side="right") - 1
        return np.where(at >= 0, ordered[np.maximum(at, 0)], days)

    @staticmethod
    def _start_up_starts(rates: Rates) -> Ints:
        """The days from which one-time rows hold."""
        held: Ints | None = rates.memo.get("start-up starts")
        if held is None:
            starts = {to_day(r.effective_from) for r in rates.all_rows if r.item.startswith("startup_")}
            held = rates.memo["start-up starts"] = np.array(sorted(starts), np.int64)
        return held

    def start_up_block(self, budget: Budget, case: Ints, arrives: Ints, code: Ints) -> Ints:
        """Start-up lines of compositions (-1: nobody), rows x the lines before school (R20, R21)."""
        block = np.zeros((len(code), len(START_UP_LINES) - 1), np.int64)
        lived = np.flatnonzero(code >= 0)
        if not len(lived):
            return block
        case, since, code = case[lived], self.start_up_day(budget, arrives[lived]), code[lived]
        # Places matter only through a plan's own start-up rows; the set is national (R20).
        sheets = list({id(p.rates): p.rates for p in budget.places}.values())
        number = {id(rates): n for n, rates in enumerate(sheets)}
        own = np.array([number[id(p.rates)] for p in budget.places], np.int64)[self.first_community(budget)[case]]
        heads, others = field_of(code, "adults"), field_of(code, "others")
        adults = field_of(code, "adult_riders") + field_of(code, "senior_riders")
        columns = (own, since, heads, others, adults)
        first, back = distinct(*columns)
        values = [self._scale(sheets[r], *rest) for r, *rest in np.stack(columns, axis=1)[first].tolist()]
        found = np.take(np.array(values, np.int64), back, axis=0)
        if len(lived) == len(block):
            return found
        block[lived] = found
        return block

    def _scale(self, rates: Rates, day: int, heads: int, others: int, adults: int) -> tuple[int, ...]:
        key = (id(rates), day, heads, others, adults)
        if key not in self._start_up:
            further_adults = max(adults - heads, 0)
            try:
                lines = start_up_amounts(rates, from_day(day), heads, others, further_adults, is_earlier_confirmed=True)
                self._start_up[key] = tuple(line.cents for line in lines)
            except MissingRate:
                self._start_up[key] = (0,) * (len(START_UP_LINES) - 1)
        return self._start_up[key]

    def start_up_by_code(self, budget: Budget, case: int, code: int) -> tuple[int, ...]:
        """The scale of one composition, of the set in force at the case's arrival."""
        place = self.place_of(budget, case)
        counts = unpack(code)
        return self._scale(
            place.rates, int(budget.households.cases["arrives"][case]), counts[0], counts[1], counts[8] + counts[9]
        )

    def asset_exemption(self, budget: Budget, unit: int, persons: int) -> int:
        """What a unit of this size may keep (R30)."""
        place = self.place_of(budget, int(budget.households.units["case"][unit]))
        return asset_exemption(place.rates, persons)

    # -- school ---------------------------------------------------------------------------------------------

    @cached_property
    def school_instalment_on(self) -> int:
        return _month_day(self.rates.amount("school_instalment_on", NATION, date.max).text)

    def second_school_item(self, arrives: Ints) -> Ints:
        """1 for arrival days on which a year of support touches two school years (R23)."""
        start = _month_day(self.rates.amount("school_year_from", NATION, date.max).text)
        end = _month_day(self.rates.amount("school_year_to", NATION, date.max).text)
        index = month_index(arrives)
        month_day = (index % 12 + 1) * 100 + arrives - month_first(index) + 1
        return ((month_day >= start) | (month_day <= end)).astype(np.int64)


def _month_day(text: str) -> int:
    month, day = text.split("-")
    return int(month) * 100 + int(day)

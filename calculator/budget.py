"""The budget: the order of the lines, from facts to what is due, for many cases at once.

Reads top to bottom as a sponsorship budget: who and when, start-up, monthly lines, gifts in kind, conditions, part
months, payers, earnings, assets, what is planned. Every rule is in ``rules``; what a case looks like as rows is in
``ledger``. One case is a batch of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from calculator.household import (
    FREE,
    NO_END,
    NO_START,
    PLANNING,
    PRORATE,
    START_UP_LINES,
    Households,
    Ints,
    tables_of,
)
from calculator.money import half_up_array, sum_by
from calculator.periods import NEVER, add_months_array, month_first, month_index, to_day
from calculator.plan.model import EnteredRate, Plan
from calculator.pricing import Place, Priced, Pricer, PriceTable
from calculator.problems import PlanError, Problem
from calculator.rates import MissingRate, Rates
from calculator.rules import assets, conditions, earnings, in_kind, payers, proration
from calculator.parameters import Parameters
from calculator.rules.start_up_lines import StartUp, start_up_of
from calculator.segments import Bools, Cells, Runs, Segments, cells_of, ranges, runs_of

if TYPE_CHECKING:
    import pandas as pd

SPONSOR, GOVERNMENT = payers.SPONSOR, payers.GOVERNMENT


@dataclass
class Months:
    """One row per run, unit and cell; int64 cents unless said otherwise.

    ``full`` is R of the whole month, ``first_part`` the scaled first part of R27 items inside it; ``entitlement``
    and ``available`` are the two pro-rated figures (R46); ``due`` is what the payer of the month gives in cash.
    """

    row: Ints
    """Row of run and unit."""
    run: Ints
    unit: Ints
    cell: Ints
    state: Ints
    state_minus: Ints
    """Row of the family already here, -1 for a first arrival (R15)."""
    payer: Ints
    full: Ints
    first_part: Ints
    kind_shelter: Ints
    kind_basic: Ints
    kind_transport: Ints
    diet: Ints
    diet_part: Bools
    maternity_food: Ints
    entitlement: Ints
    available: Ints
    true_up: Ints
    earned: Ints
    base: Ints
    reduction: Ints
    taken: Ints
    lost: Ints
    asset_cut: Ints
    over: Ints
    """Housing cost above shelter maximum and supplement, outside the minimum (R26)."""
    reserve: Ints
    """Not owed after an early end, kept in case support must resume (R4)."""

    @property
    def due(self) -> Ints:
        return self.available - self.taken - self.asset_cut

    def paid_by(self, payer: int) -> Ints:
        return np.where(self.payer == payer, self.due, 0)


class Budget:
    """The worked-out budgets of some cases. Views are built when asked for."""

    def __init__(self, h: Households, places: Sequence[Place], parameters: Parameters, as_of: date | None) -> None:
        self.households, self.places, self.parameters, self.as_of = h, places, parameters, as_of
        self.problems: dict[int, list[Problem]] = {}
        _Work(self).run()

    runs: Runs
    cells: Cells
    segments: Segments
    priced: Priced
    pricer: Pricer
    months_table: Months
    start_up: StartUp
    row_run: Ints
    row_unit: Ints
    row_start: Ints

    @cached_property
    def case_of_row(self) -> Ints:
        return self.runs.case[self.row_run]

    def ledger(self) -> pd.DataFrame:
        """One row per case, unit, month and line (see ``ledger.ledger_of``)."""
        from calculator.ledger import ledger_of

        return ledger_of(self)

    def months(self) -> pd.DataFrame:
        """One row per case, unit and month."""
        from calculator.ledger import months_of

        return months_of(self)

    def totals(self) -> pd.DataFrame:
        """One row per case."""
        from calculator.ledger import totals_of

        return totals_of(self)

    def report(self, case: int = 0, lang: str = "en") -> dict[str, Any]:
        """Everything about one case as plain values, the JSON of the command line."""
        from calculator.report import report_of

        return report_of(self, case, lang)


class _Work:
    """The steps of one budget, in the order in which a budget is printed."""

    def __init__(self, budget: Budget) -> None:
        self.b, self.h, self.p = budget, budget.households, budget.parameters

    def run(self) -> None:
        h, b, p = self.h, self.b, self.p
        self.converted = payers.conversion_starts(h, p.payer_calendar)
        self._lengthen()
        runs = b.runs = runs_of(h, p.oyw_months)
        cells = b.cells = cells_of(h, runs)
        dates = [
            [to_day(d) for d in place.rates.change_dates(place.community)] for place in b.places
        ]
        segments = b.segments = Segments(h, runs, cells, p.ages, dates, self._majority)
        b.pricer = Pricer(h, b.places, segments, p.price_table, self._shelter_sharing())
        state = segments.settle(b.pricer.household_totals)
        every = np.arange(len(segments.set_case), dtype=np.int64)
        b.priced = b.pricer.price(state, every, segments.vintage)
        self._missing(b.priced)
        self._rows()
        self._monthly()
        self._in_kind()
        self._conditions()
        self._stops()
        self._part_months()
        self._payers()
        b.start_up = start_up_of(b, self.converted)
        self._earnings()
        self._assets()

    # -- who and when ---------------------------------------------------------------------------------------

    def _majority(self, vintage: int) -> int:
        s = self.b.segments
        place = self.b.places[int(s.vintage_community[vintage])]
        return self.p.majority(place, int(s.vintage_day[vintage]))

    def _lengthen(self) -> None:
        """A conversion that takes place makes the period a JAS period (R43, R44)."""
        months = self.h.cases["months"]
        months[:] = np.where(self.converted < NEVER, np.maximum(months, self.p.payer_calendar.jas_months), months)

    def _shelter_sharing(self) -> Ints:
        off = np.zeros(len(self.h.units), np.int64)
        t = self.h.sharing
        mask = t["line"] == len(START_UP_LINES)
        np.add.at(off, t["unit"][mask], t["amount"][mask])
        return off

    def _missing(self, priced: Priced) -> None:
        found = self.p.price_table.found
        lacking = [i for i in np.unique(priced.table[priced.table >= 0]) if isinstance(found[i], MissingRate)]
        segments = self.b.segments
        for row in np.flatnonzero(np.isin(priced.table, lacking)) if lacking else ():
            pset = int(priced.state.pset[row])
            place = self.b.places[int(segments.vintage_community[segments.vintage[pset]])]
            problem = self.b.pricer.missing_rate(place, int(segments.rate_day[pset]), int(priced.state.code[row]))
            known = self.b.problems.setdefault(int(segments.set_case[pset]), [])
            if problem is not None and problem not in known:
                known.append(problem)

    def _rows(self) -> None:
        """One row per run and unit in which somebody lives at some time; its cells follow each other."""
        b, s = self.b, self.b.segments
        state = b.priced.state
        run_case = b.runs.case
        units = s.unit_count[run_case]
        run, nth = ranges(units)
        unit = s.unit_start[run_case[run]] + nth
        set_units = s.unit_count[s.set_case]
        set_start = np.cumsum(set_units) - set_units
        lived = np.zeros(len(unit), bool)
        run_first = np.cumsum(units) - units
        plus = state.persons > 0
        pset = state.pset
        owner = run_first[s.run[s.set_segment[pset]]] + state.unit - s.unit_start[s.set_case[pset]]
        lived[owner[plus]] = True
        b.row_run, b.row_unit = run[lived], unit[lived]
        count = b.cells.count[b.row_run]
        row, k = ranges(count)
        b.row_start = np.cumsum(count) - count
        cell = b.cells.start[b.row_run[row]] + k
        segment = b.cells.segment[cell]
        offset = b.row_unit[row] - s.unit_start[run_case[b.row_run[row]]]
        at = set_start[segment] + offset
        minus_set = s.minus_of[segment]
        minus = np.where(minus_set >= 0, set_start[np.maximum(minus_set, 0)] + offset, -1)
        zero = np.zeros(len(row), np.int64)
        known = dict(row=row, run=b.row_run[row], unit=b.row_unit[row], cell=cell, state=at, state_minus=minus)
        rest = {f.name: zero for f in fields(Months) if f.name not in known}
        b.months_table = Months(**{**known, **rest, "diet_part": zero > 0})

    def _of_state(self, values: Ints) -> Ints:
        """A column of the priced states, expanded to months; for a later arrival the increment (R15)."""
        m = self.b.months_table
        result = values[m.state]
        later = m.state_minus >= 0
        if later.any():
            result = result - np.where(later, values[m.state_minus], 0)
        return result

    # -- monthly lines and gifts ----------------------------------------------------------------------------

    def _monthly(self) -> None:
        m, b = self.b.months_table, self.b
        m.full = self._of_state(b.priced.total)
        if (m.state_minus >= 0).any():
            # An increment is never below zero for the household as a whole (R15).
            per_cell = np.bincount(m.cell, weights=m.full, minlength=len(b.cells.run)).astype(np.int64)
            m.full = np.where((per_cell[m.cell] < 0) & (m.state_minus >= 0), 0, m.full)

    def _in_kind(self) -> None:
        """Free housing, meals with a signer, transport in kind (R28, R25.3)."""
        b, h, m = self.b, self.h, self.b.months_table
        free = b.priced.mode == FREE
        if free.any():
            housed = np.where(free, b.priced.shelter + b.priced.supplement, 0)
            m.kind_shelter = np.maximum(self._of_state(housed), 0)
        if not len(h.stays):
            return
        first, last = b.cells.first[m.cell], b.cells.last[m.cell]
        case = b.runs.case[m.run]
        basic = np.maximum(self._of_state(b.pricer.line(b.priced, "basic")), 0)
        fare = self._of_state(
            b.pricer.line(b.priced, "transport") + b.pricer.line(b.priced, "transport_senior")
        )
        m.kind_basic, m.kind_transport = m.kind_basic.copy(), m.kind_transport.copy()
        for i in range(len(h.stays)):
            row = {name: int(h.stays[name][i]) for name in h.stays.names}
            whole = (m.unit == row["unit"]) & (first >= row["from"]) & (last <= row["to"])
            if row["line"] == 0:
                value = np.full(len(basic), row["value"], np.int64)
                given = in_kind.basic_in_kind(basic, h.cases["basic_pct"][case], value)
                m.kind_basic = np.where(whole, np.maximum(m.kind_basic, given), m.kind_basic)
            else:
                m.kind_transport = np.where(whole, np.maximum(fare, 0), m.kind_transport)

    def _cells_of(self, case: Ints, rank: Ints | None) -> tuple[Ints, Ints, Ints, Ints]:
        """The cells of each entry's case: (entry, run, cell, number in the run); all runs, or that of a rank."""
        b, h = self.b, self.h
        count = np.bincount(b.runs.case, minlength=len(h))
        start = np.cumsum(count) - count
        if rank is None:
            entry, nth = ranges(count[case])
        else:
            entry, nth = np.arange(len(case), dtype=np.int64), rank
        run = start[case[entry]] + nth
        of_entry, k = ranges(b.cells.count[run])
        return entry[of_entry], run[of_entry], b.cells.start[run[of_entry]] + k, k

    def _month_row(self, run: Ints, unit: Ints, k: Ints) -> Ints:
        """Row of the months table of a unit in a cell of a run, -1 where it has none."""
        b = self.b
        key = b.row_run * (len(self.h.units) + 1) + b.row_unit
        want = run * (len(self.h.units) + 1) + unit
        at = np.minimum(np.searchsorted(key, want), len(key) - 1)
        return np.where((key[at] == want) & (unit >= 0), b.row_start[at] + k, -1)

    def _conditions(self) -> None:
        """Special diet and maternity food: added to R, first parts kept apart (R27)."""
        h, m = self.h, self.b.months_table
        if not (len(h.diets) or len(h.pregnancies)):
            return
        people, t = h.people, h.diets
        person = t["person"]
        case = np.where(person >= 0, people["case"][person], h.units["case"][np.maximum(t["unit"], 0)])
        rank = np.where(person >= 0, people["rank"][person], 0)
        at, value, part = self._item("special_diet", case, rank, person, t["unit"], t["note"], t["end"])
        # One diet a unit, however many notes (R27): the largest amount, a full one before a scaled one.
        best = np.zeros(len(m.full), np.int64)
        np.maximum.at(best, at, 2 * value + ~part)
        m.diet, m.diet_part = best // 2, (best > 0) & (best % 2 == 0)
        person = h.pregnancies["person"]
        nobody = np.full(len(person), -1, np.int64)
        at, value, part = self._item(
            "maternity_food", people["case"][person], people["rank"][person], person, nobody,
            h.pregnancies["note"], h.pregnancies["due"],
        )  # fmt: skip
        m.maternity_food, scaled = np.zeros_like(m.full), np.zeros_like(m.full)
        np.add.at(m.maternity_food, at, value)
        np.add.at(scaled, at, np.where(part, value, 0))
        m.first_part = scaled + np.where(m.diet_part, m.diet, 0)
        m.full = m.full + m.diet + m.maternity_food

    def _item(
        self, item: str, case: Ints, rank: Ints, person: Ints, unit: Ints, note: Ints, end: Ints
    ) -> tuple[Ints, Ints, Bools]:
        """Rows of the months table, amounts and first-part flags of a conditional item (R27)."""
        cells, runs = self.b.cells, self.b.runs
        entry, run, cell, k = self._cells_of(case, rank)
        who = person[entry]
        units = np.where(who >= 0, self._units_of(np.maximum(who, 0), run, cell), unit[entry])
        at = self._month_row(run, units, k)
        entry, run, cell, at = (x[at >= 0] for x in (entry, run, cell, at))
        amount = self.p.condition_amounts(self.b, at, item)
        value, part = conditions.item_month(
            amount, note[entry], end[entry], runs.arrives[run], cells.first[cell], cells.last[cell]
        )
        return at[value > 0], value[value > 0], part[value > 0]

    def _stops(self) -> None:
        """Early end, breakdown, resumption: nothing is owed in the months between (R4, R39e, N51)."""
        b, h, m = self.b, self.h, self.b.months_table
        if not len(h.stops):
            return
        first, last = b.cells.first[m.cell], b.cells.last[m.cell]
        case = b.runs.case[m.run]
        state = np.zeros(len(m.full), np.int64)
        when = np.full(len(m.full), -1, np.int64)
        order = np.lexsort((h.stops["kind"], h.stops["day"]))
        for i in order:
            unit, day, kind = (int(h.stops[n][i]) for n in ("unit", "day", "kind"))
            mask = (case == int(h.stops["case"][i])) & ((unit < 0) | (m.unit == unit))
            # Up now, down next month (N44): a resumption counts for its whole month, an end from the next.
            mask &= (last >= day) if kind == 1 else (first >= day)
            state = np.where(mask, (1, 0, 2)[kind], state)
            when = np.where(mask, day, when)
        ended = state > 0
        m.reserve = np.where(state == 1, m.full - m.kind_shelter - m.kind_basic - m.kind_transport, 0)
        for name in ("full", "first_part", "kind_shelter", "kind_basic", "kind_transport", "diet", "maternity_food"):
            setattr(m, name, np.where(ended, 0, getattr(m, name)))

    # -- part months, payers --------------------------------------------------------------------------------

    def _cell_one(self, figure: Ints) -> Ints:
        """The figure of cell 1 of the same run and unit; -1 where the unit did not exist then."""
        b, m = self.b, self.b.months_table
        opening = b.row_start[m.row]
        lived = b.priced.state.persons[m.state[b.row_start]] > 0
        return np.where(lived[m.row], figure[opening], -1)

    def prorated(self, figure: Ints) -> Ints:
        """A monthly figure of every cell by the thirteen-cell method (R46)."""
        b, m = self.b, self.b.months_table
        at = self.part_rows
        arrives = b.runs.arrives[m.run[at]]
        index = month_index(arrives)
        start = month_first(index)
        opening = b.row_start[m.row[at]]
        existed = b.priced.state.persons[m.state[opening]] > 0
        result = figure.copy()
        result[at] = proration.thirteen_cells(
            figure[at],
            b.cells.first_part[m.cell[at]],
            b.cells.last_part[m.cell[at]],
            np.where(existed, figure[opening], -1),
            arrives - start + 1,
            month_first(index + 1) - start,
        )
        return result

    @cached_property
    def part_rows(self) -> Ints:
        """Rows of the months table that are part months."""
        cell = self.b.months_table.cell
        return np.flatnonzero(self.b.cells.first_part[cell] | self.b.cells.last_part[cell])

    def part_days(self) -> Ints:
        m, cells = self.b.months_table, self.b.cells
        return cells.last[m.cell] - cells.first[m.cell] + 1

    def _part_months(self) -> None:
        b, h, m = self.b, self.h, self.b.months_table
        kind = m.kind_shelter + m.kind_basic + m.kind_transport
        whole = m.full - m.first_part
        part = b.cells.first_part[m.cell] | b.cells.last_part[m.cell]
        m.over = b.priced.over[m.state]
        if part.any() and m.over.any():
            m.over = self.prorated(m.over)
        if not part.any():
            m.entitlement, m.available = m.full, m.full - kind
            return
        thirteen = self.prorated(whole), self.prorated(whole - kind)
        ent, avail = thirteen[0], np.minimum(thirteen[1], thirteen[0])
        daily = part & (h.cases["prorate"][b.runs.case[m.run]] == PRORATE.index("rap365"))
        if daily.any():
            ent, avail = self._daily(ent, avail, whole, kind, daily)
        m.entitlement, m.available = ent + m.first_part, avail + m.first_part

    def _daily(self, ent: Ints, avail: Ints, whole: Ints, kind: Ints, daily: Bools) -> tuple[Ints, Ints]:
        """RAP's daily rate in the part cells, and the true-up where it is chosen (R46 rap365, R47, R49)."""
        b, h, m = self.b, self.h, self.b.months_table
        days = self.part_days()
        case = b.runs.case[m.run]
        fare = np.zeros_like(whole)
        part_fare = np.zeros_like(whole)
        cost = h.cases["day_cost"][case]
        for line, riders in (("transport", self.riders("adult_riders")), ("transport_senior", self.riders("senior_riders"))):
            amount = self._of_state(b.pricer.line(b.priced, line))
            each = np.where(riders > 0, amount // np.maximum(riders, 1), 0)
            fare = fare + amount
            part_fare = part_fare + proration.transport_part(each, riders, days, cost)
        waived = m.kind_transport > 0
        new_ent = proration.daily_rate(whole - fare, days) + part_fare
        rest = whole - fare - (kind - m.kind_transport)
        new_avail = proration.daily_rate(np.maximum(rest, 0), days) + np.where(waived, 0, part_fare)
        new_avail = np.minimum(new_avail, new_ent)
        m.true_up = np.zeros_like(whole)
        existed = self._cell_one(whole) >= 0
        last = b.cells.last_part[m.cell] & daily & existed & (whole > 0)
        opening = b.row_start[m.row]
        gap = ent[opening] + ent - new_ent[opening] - new_ent
        gap_avail = avail[opening] + avail - new_avail[opening] - new_avail
        m.true_up = np.where(last, gap, 0)
        add = last & (h.cases["true_up"][case] == 1)
        ent = np.where(daily, np.maximum(new_ent + np.where(add, gap, 0), 0), ent)
        m.true_up = np.where(add, ent - new_ent, m.true_up)
        trued = np.clip(new_avail + np.where(add, gap_avail, 0), 0, ent)
        return ent, np.where(daily, trued, avail)

    def riders(self, name: str) -> Ints:
        """People of a unit who need a pass, by month."""
        from calculator.segments import FIELDS, unpack

        at = [n for n, _ in FIELDS].index(name)
        codes, back = np.unique(self.b.priced.state.code, return_inverse=True)
        counts = np.array([unpack(int(c))[at] for c in codes], np.int64)[back]
        return self._of_state(np.where(self.b.priced.state.persons > 0, counts, 0))

    def _payers(self) -> None:
        b, m = self.b, self.b.months_table
        by_cell = payers.monthly_payers(self.h, b.runs, b.cells, self.p.payer_calendar, self.converted)
        m.payer = by_cell[m.cell]
        if len(self.h.payers):
            default = m.payer
            m.payer = payers.entered_payers(self.h, default, m.unit, b.runs.case[m.run], b.cells.first[m.cell])
            # The last part cell completes cell 1: it follows an entry that changed only cell 1 (R46).
            opening = b.row_start[m.row]
            follows = b.cells.last_part[m.cell] & (m.payer == default) & (m.payer[opening] != default[opening])
            m.payer = np.where(follows, m.payer[opening], m.payer)
        # Meals in kind count only in months the sponsor pays; RAP lowers shelter only (R28, R39d).
        drop = (m.payer != SPONSOR) & (m.kind_basic > 0)
        if drop.any():
            m.kind_basic = np.where(drop, 0, m.kind_basic)
            self._part_months()

    # -- earnings and assets --------------------------------------------------------------------------------

    def _earned(self) -> tuple[Ints, Ints]:
        """Countable net earnings of each unit and cell, and over how many months a reduction is spread (R34, R35)."""
        b, h, m = self.b, self.h, self.b.months_table
        cells, runs, t = b.cells, b.runs, h.income
        case = runs.case[m.run]
        earned, spread = np.zeros(len(m.full), np.int64), np.zeros(len(m.full), np.int64)
        # The household's income stands in every stream of it (R15); one pass per earner and run.
        row, run, cell, k = self._cells_of(h.people["case"][t["person"]], None)
        who = t["person"][row]
        unit = self._units_of(who, run, cell)
        equal = ~cells.first_part[cells.start[run]]
        month = np.where(equal, month_index(runs.arrives[run]) + k, month_index(cells.first[cell]))
        typical = h.cases["typical"][h.people["case"][who]] == 1
        net = self._net_in(row, month, typical)
        # A surplus last calendar month counts with the last sponsorship month (R35).
        surplus = equal & ~typical & (k == cells.count[run] - 1) & (month_index(runs.end[run]) > month)
        if surplus.any():
            net[surplus] += self._net_in(row[surplus], month[surplus] + 1, np.zeros(int(surplus.sum()), bool))
        target = self._month_row(run, unit, k)
        hit = (target >= 0) & (net > 0)
        np.add.at(earned, target[hit], net[hit])
        np.maximum.at(spread, target[hit], t["spread"][row[hit]])
        return earned, np.where(spread > 0, spread, h.cases["stagger"][case])

    def _net_in(self, row: Ints, month: Ints, typical: Bools) -> Ints:
        """Net income of the income rows in the given calendar months, without a secondary pupil's (R34).

        A typical figure without dates stands in every cell (R35).
        """
        t = self.h.income
        who = t["person"][row]
        dated = (t["from"][row] <= month) & (month <= t["to"][row])
        undated = typical & (t["from"][row] == NO_START) & (t["to"][row] == NO_END)
        pupil = self.b.segments.is_pupil(who, month_first(month), full_time=True)
        return np.where((dated | undated) & ~pupil, t["net"][row], 0)

    def _units_of(self, who: Ints, run: Ints, cell: Ints) -> Ints:
        """The unit of people in cells, from the settled states."""
        s, b = self.b.segments, self.b
        segment = b.cells.segment[cell]
        row = s.row_start[segment] + who - s.person_start[b.runs.case[run]]
        return s.locate(row, s.asof[row], s.vintage[segment])

    def _earnings(self) -> None:
        """Income reductions: worked out month by month, taken later, never across a change of payer (R31-R36)."""
        b, h, m, p = self.b, self.h, self.b.months_table, self.p
        m.base = m.full + self._top_up()
        streams = self._streams() if (b.runs.rank > 0).any() else None
        if not len(h.income):
            return
        case = b.runs.case[m.run]
        m.earned, spread = self._earned()
        kind = m.kind_shelter + m.kind_basic + m.kind_transport
        share = np.where(h.cases["reduce"][case] == 1, h.cases["share_bp"][case], 0)
        payable = np.maximum(m.full - kind, 0)
        red = earnings.reduction(m.base, payable, m.earned, p.income_threshold_bp, share)
        if streams is not None:
            red = self._stream_reductions(red, share, payable, *streams)
        typical = (h.cases["typical"][case] == 1) & (b.cells.first_part[m.cell] | b.cells.last_part[m.cell])
        if typical.any():
            rest = self.prorated(payable - m.first_part - np.minimum(red, payable - m.first_part))
            part = m.available - np.clip(rest + m.first_part, 0, m.available)
            daily = h.cases["prorate"][case] == PRORATE.index("rap365")
            part = np.where(daily, np.minimum(proration.daily_rate(red, self.part_days()), m.available), part)
            red = np.where(typical, part, red)
        m.reduction = red
        m.taken, m.lost = self._take(red, spread)

    def _top_up(self) -> Ints:
        """A sponsor's regular top-up in government months, part of the base (R33)."""
        b, h, m = self.b, self.h, self.b.months_table
        extra = np.zeros(len(m.full), np.int64)
        counts = payers.top_up_counts(h) * h.cases["topup_in_base"]
        for i in range(len(h.top_ups)):
            row = {name: int(h.top_ups[name][i]) for name in h.top_ups.names}
            if counts[row["case"]]:
                first = b.cells.first[m.cell]
                mask = (m.unit == row["unit"]) & (m.payer == GOVERNMENT)
                mask &= (b.cells.last[m.cell] >= row["from"]) & (first <= row["to"])
                extra = np.where(mask, extra + row["amount"], extra)
        return extra

    def _streams(self) -> tuple[Ints, Ints]:
        """Rows of cases with later arrivals by unit, calendar month and arrival, and where each month starts.

        The base becomes R of the whole family, whether the first arrival is still supported (the streams of a
        month add up to it) or not (R15).
        """
        b, m = self.b, self.b.months_table
        has_later = np.zeros(len(self.h), bool)
        has_later[b.runs.case[b.runs.rank > 0]] = True
        rows = np.flatnonzero(has_later[b.runs.case[m.run]])
        rank = b.runs.rank[m.run[rows]]
        month = month_index(b.cells.first[m.cell[rows]])
        order = np.lexsort((rank, month, m.unit[rows]))
        rows, rank = rows[order], rank[order]
        key = m.unit[rows] * (1 << 32) + month[order]
        start = np.r_[True, key[1:] != key[:-1]]
        group = np.cumsum(start) - 1
        count = int(group[-1]) + 1
        newest = rows[np.flatnonzero(np.r_[start[1:], True])]  # the latest arrival of each month
        items = sum_by(group, m.diet[rows] + m.maternity_food[rows], count)
        whole = b.priced.total[m.state[newest]] + items
        has_first = rank[np.flatnonzero(start)] == 0
        base = np.where(has_first, sum_by(group, m.base[rows], count), whole)
        m.base = m.base.copy()
        m.base[rows] = base[group]
        return rows, np.flatnonzero(start)[group]

    def _stream_reductions(self, red: Ints, share: Ints, payable: Ints, rows: Ints, start: Ints) -> Ints:
        """Household income against the streams of a One-Year Window: the first stream first (R15)."""
        m, p = self.b.months_table, self.p
        above = np.maximum(m.earned[rows] * earnings.WHOLE - m.base[rows] * p.income_threshold_bp, 0)
        left = half_up_array(above * share[rows], earnings.WHOLE**2)
        before = np.cumsum(payable[rows]) - payable[rows]
        red = red.copy()
        red[rows] = np.clip(left - (before - before[start]), 0, payable[rows])
        return red

    def _take(self, red: Ints, spread: Ints) -> tuple[Ints, Ints]:
        b, h, m = self.b, self.h, self.b.months_table
        taken, lost = np.zeros_like(red), np.zeros_like(red)
        concerned = np.zeros(len(b.row_run), bool)
        concerned[m.row[red > 0]] = True
        rows = np.flatnonzero(concerned[m.row])
        if not len(rows):
            return taken, lost
        number = np.cumsum(concerned) - 1
        row, k = number[m.row[rows]], m.cell[rows] - b.cells.start[m.run[rows]]
        shape = (int(concerned.sum()), int(b.cells.count.max(initial=1)))

        def matrix(column: Ints, fill: int = 0) -> Ints:
            values = np.full(shape, fill, np.int64)
            values[row, k] = column[rows]
            return values

        payer = matrix(m.payer, fill=-1)
        changes = np.cumsum(np.diff(payer, axis=1, prepend=payer[:, :1]) != 0, axis=1)
        of_month, never = earnings.taken(
            matrix(red), matrix(m.available), changes, h.cases["lag"][b.case_of_row[concerned]], matrix(spread, 1)
        )
        taken[rows], lost[rows] = of_month[row, k], never[row, k]
        return taken, lost

    def _assets(self) -> None:
        """Own money above the exemption, where the plan says it is to count (R30)."""
        b, h, m, p = self.b, self.h, self.b.months_table, self.p
        if not len(h.assets):
            return
        chosen = h.cases["assets"][h.units["case"][h.assets["unit"]]] == 1
        for unit in np.unique(h.assets["unit"][chosen]):
            rows = np.flatnonzero(m.unit == unit)
            if not len(rows):
                continue
            m.asset_cut = m.asset_cut.copy()
            mine = np.flatnonzero(h.assets["unit"] == unit)
            days = np.unique(h.assets["on"][mine])
            per_day = [mine[h.assets["on"][mine] == d] for d in days]
            first, last = b.cells.first[m.cell[rows]], b.cells.last[m.cell[rows]]
            persons = b.priced.state.persons[m.state[rows]]
            exempt = []
            for d in days:
                at = np.flatnonzero((first <= d) & (d <= last))
                exempt.append(p.asset_exemption(b, int(unit), int(persons[at[0]] if len(at) else persons[0])))
            parts = assets.new_excess(
                [int(h.assets["amount"][r].sum()) for r in per_day],
                [int(h.assets["loan"][r].sum()) for r in per_day],
                exempt,
            )
            case = int(h.units["case"][unit])
            target = payers.monthly_payers(h, b.runs, b.cells, p.payer_calendar, self.converted)[m.cell[rows]]
            owner = GOVERNMENT if (target == GOVERNMENT).all() else SPONSOR
            order = int(h.cases["asset_order"][case])
            for day, excess in zip(days, parts, strict=True):
                eligible = rows[(first >= day) & (m.payer[rows] == owner)]
                items = b.start_up.payable_items(int(unit), int(day), owner)
                cut, item_cut, _ = assets.cut(excess, m.due[eligible], b.start_up.payable(items), order)
                m.asset_cut[eligible] += cut
                b.start_up.asset_cut[items] += item_cut


def _entered_row(row: EnteredRate) -> dict[str, object]:
    """A plan's rate row as the rate files would hold it."""
    return {name: value for name, value in row.model_dump().items() if value not in ("", None)}


def places_of(h: Households, plans: Sequence[Plan], rates: Rates) -> tuple[list[Place], dict[int, list[Problem]]]:
    """The communities of the tables, each with the rates its plan sees; problems by case (R6, N50)."""
    places: list[Place] = []
    problems: dict[int, list[Problem]] = {}
    entered: dict[Any, Rates] = {}
    for name, own in h.community_ids:
        try:
            if own not in entered:
                entered[own] = rates.with_entered([_entered_row(r) for r in own]) if own else rates
            places.append(Place(entered[own], rates.community(name)))
        except PlanError as error:
            index = len(places)
            for case in np.unique(h.communities["case"][h.communities["community"] == index]):
                problems.setdefault(int(case), []).extend(error.problems)
            places.append(Place(rates, next(iter(rates.communities.values()))))
    return places, problems


def make_budget(
    plans: Sequence[Plan], rates: Rates, *, as_of: date | None = None, keep_problems: bool = False
) -> Budget:
    """Budgets of some plans.

    ``as_of`` is "today" for the notes that need it; the amounts never do. Raises ``PlanError`` with every problem
    of every plan that cannot be worked out, unless ``keep_problems``: then they are in ``Budget.problems``.
    """
    parameters = Parameters.of(rates)
    tables = tables_of(plans, parameters.support_months, parameters.lowest_majority)
    return budget_of_tables(tables, plans, rates, parameters, as_of=as_of, keep_problems=keep_problems)


def budget_of_tables(
    tables: Households,
    plans: Sequence[Plan],
    rates: Rates,
    parameters: Parameters,
    *,
    as_of: date | None = None,
    keep_problems: bool = False,
) -> Budget:
    """As :func:`make_budget` for ready tables (``batch``)."""
    places, problems = places_of(tables, plans, rates)
    if problems and not keep_problems:
        raise PlanError([p for case in sorted(problems) for p in problems[case]])
    budget = Budget(tables, places, parameters, as_of)
    for case, found in problems.items():
        budget.problems[case] = found
    if budget.problems and not keep_problems:
        raise PlanError([p for case in sorted(budget.problems) for p in budget.problems[case]])
    return budget


__all__ = ["Budget", "Months", "make_budget", "PLANNING", "PriceTable", "add_months_array"]

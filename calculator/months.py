"""The months of a budget: lines, gifts in kind, conditional items, part months and payers of every unit and cell.

Works on whole columns and calls the rules in the order of a printed month. What is taken off for earnings and own
money is in ``deductions``; the order of the whole is in ``budget``.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from calculator.columns import Bools, counted, ranges, starts_of
from calculator.compositions import field_of
from calculator.household import FREE, PRORATE, Ints
from calculator.periods import month_first, month_index
from calculator.rules import conditions, in_kind, payers, proration

if TYPE_CHECKING:
    from calculator.budget import Budget

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
    """What the sponsor does not owe after an early end, kept in case support must resume (R4)."""
    ended: Bools
    """Months in which support has ended early or the duty is over (R4, R39e)."""
    nothing: Ints
    """The zeros that stand for every column without an entry; never written to."""

    def plus(self, *columns: Ints) -> Ints:
        """The sum of some columns; those without an entry cost nothing."""
        total = self.nothing
        for column in columns:
            if column is not self.nothing:
                total = column if total is self.nothing else total + column
        return total

    def less(self, column: Ints, *taken: Ints) -> Ints:
        """A column less others; those without an entry cost nothing."""
        off = self.plus(*taken)
        return column if off is self.nothing else column - off

    @property
    def kinds(self) -> Ints:
        """All gifts in kind of the whole month."""
        return self.plus(self.kind_shelter, self.kind_basic, self.kind_transport)

    @property
    def whole(self) -> Ints:
        """R of the whole month without the scaled first parts of R27 items."""
        return self.less(self.full, self.first_part)

    @property
    def due(self) -> Ints:
        return self.less(self.available, self.taken, self.asset_cut)

    def paid_by(self, payer: int) -> Ints:
        return np.where(self.payer == payer, self.due, 0)


class MonthSteps:
    """The steps that fill the months table of a budget."""

    converted: Ints
    """Day from which a converted case is a JAS case (R43, R44)."""

    def __init__(self, budget: Budget) -> None:
        self.b, self.h, self.p = budget, budget.households, budget.parameters

    def _rows(self) -> None:
        """One row per run and unit in which somebody lives at some time; its cells follow each other."""
        b, s = self.b, self.b.segments
        state = b.priced.state
        run_case = b.runs.case
        units = s.unit_count[run_case]
        run, nth = ranges(units)
        slot_start = starts_of(units)
        b.slot_of_unit = slot_start - s.unit_start[run_case]
        lived = np.zeros(len(run), bool)
        offset = state.unit - s.unit_start[s.set_case[state.pset]]
        slot = slot_start[s.run[s.set_segment[state.pset]]] + offset
        lived[slot[np.flatnonzero(state.persons > 0)]] = True
        b.row_run = run[lived]
        b.row_unit = s.unit_start[run_case[b.row_run]] + nth[lived]
        b.row_at = np.where(lived, np.cumsum(lived) - 1, -1)
        count = b.cells.count[b.row_run]
        b.row_start = starts_of(count)
        row = np.repeat(np.arange(len(count), dtype=np.int64), count)
        cell = counted(b.cells.start[b.row_run], b.row_start, count)
        run = b.row_run[row]
        segment = b.cells.segment[cell]
        offset = nth[lived][row]
        at = s.unit_row[segment] + offset
        minus = np.full(len(row), -1, np.int64)
        later = np.flatnonzero(b.runs.rank[run] > 0) if (b.runs.rank > 0).any() else np.zeros(0, np.int64)
        minus[later] = s.unit_row[s.minus_of[segment[later]]] + offset[later]
        zero = np.zeros(len(row), np.int64)
        known = {
            "row": row, "run": run, "unit": b.row_unit[row], "cell": cell, "state": at, "state_minus": minus,
            "nothing": zero,
        }  # fmt: skip
        rest = {f.name: zero for f in fields(Months) if f.name not in known}
        never = np.zeros(len(row), bool)
        b.months_table = Months(**{**known, **rest, "diet_part": never, "ended": never})
        self.later = later
        """Months of a later arrival."""

    def _of_state(self, values: Ints) -> Ints:
        """A column of the priced states, expanded to months; for a later arrival the increment (R15)."""
        m, later = self.b.months_table, self.later
        result = values[m.state]
        if len(later):
            result[later] -= values[m.state_minus[later]]
        return result

    # -- monthly lines and gifts ----------------------------------------------------------------------------

    def _monthly(self) -> None:
        m, b = self.b.months_table, self.b
        m.full = self._of_state(b.priced.total)
        if len(self.later):
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
            self._no_more_than_owed()
        if not len(h.stays):
            return
        basic = np.maximum(self._of_state(b.pricer.line(b.priced, "basic")), 0)
        fare = self._of_state(
            b.pricer.line(b.priced, "transport") + b.pricer.line(b.priced, "transport_senior")
        )
        stay, at = self._months_of(h.units["case"][h.stays["unit"]])
        whole = (m.unit[at] == h.stays["unit"][stay]) & (b.cells.first[m.cell[at]] >= h.stays["from"][stay])
        whole &= b.cells.last[m.cell[at]] <= h.stays["to"][stay]
        stay, at = stay[whole], at[whole]
        m.kind_basic, m.kind_transport = m.kind_basic.copy(), m.kind_transport.copy()
        meals = h.stays["line"][stay] == 0
        share = h.cases["basic_pct"][b.runs.case[m.run[at[meals]]]]
        given = in_kind.basic_in_kind(basic[at[meals]], share, h.stays["value"][stay[meals]])
        np.maximum.at(m.kind_basic, at[meals], given)
        m.kind_transport[at[~meals]] = np.maximum(fare[at[~meals]], 0)

    def _no_more_than_owed(self) -> None:
        """After the first arrival's period a free home counts up to what newcomers add: nobody owes it back (R15)."""
        b, m, at = self.b, self.b.months_table, self.later
        if len(at):
            first_end = b.runs.end[b.segments.run_start[b.runs.case[m.run[at]]]]
            at = at[np.flatnonzero(b.cells.first[m.cell[at]] > first_end)]
            m.kind_shelter[at] = np.minimum(m.kind_shelter[at], np.maximum(m.full[at], 0))

    def _months_of(self, case: Ints) -> tuple[Ints, Ints]:
        """The months of each entry's case, all runs and units: (entry, row of the months table)."""
        b, m = self.b, self.b.months_table
        bounds = np.searchsorted(b.runs.case[m.run], np.arange(len(self.h) + 1))
        entry, nth = ranges(bounds[case + 1] - bounds[case])
        return entry, bounds[case[entry]] + nth

    def _cells_of(self, case: Ints, rank: Ints | None) -> tuple[Ints, Ints, Ints, Ints]:
        """The cells of each entry's case: (entry, run, cell, number in the run); all runs, or that of a rank."""
        b = self.b
        if rank is None:
            entry, nth = ranges(b.segments.run_count[case])
        else:
            entry, nth = np.arange(len(case), dtype=np.int64), rank
        run = b.segments.run_start[case[entry]] + nth
        of_entry, k = ranges(b.cells.count[run])
        return entry[of_entry], run[of_entry], b.cells.start[run[of_entry]] + k, k

    def _month_row(self, run: Ints, unit: Ints, k: Ints) -> Ints:
        """Row of the months table of a unit in a cell of a run, -1 where it has none."""
        b = self.b
        row = b.row_of(run, unit)
        if not len(b.row_start):  # nobody is in any budget
            return row
        return np.where(row >= 0, b.row_start[row] + k, -1)

    def _units_of(self, who: Ints, run: Ints, cell: Ints) -> Ints:
        """The unit of people in cells, from the settled states."""
        s, b = self.b.segments, self.b
        row = s.row_start[b.cells.segment[cell]] + (who - s.person_start[b.runs.case[run]])
        return s.unit_of_row[row]

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
        order = np.lexsort((h.stops["kind"], h.stops["day"]))
        case, unit, day, kind = (h.stops[name][order] for name in ("case", "unit", "day", "kind"))
        stop, at = self._months_of(case)
        first, last = b.cells.first[m.cell[at]], b.cells.last[m.cell[at]]
        # Up now, down next month (N44): a resumption counts for its whole month, an end from the next.
        begun = np.where(kind[stop] == 1, last >= day[stop], first >= day[stop])
        # The day of arrival is the first of a month only where months are counted from it, or on a 1st.
        begun &= (kind[stop] == 1) | (first != day[stop]) | ~b.cells.first_part[m.cell[at]]
        counts = begun & ((unit[stop] < 0) | (m.unit[at] == unit[stop]))
        # Who follows later has twelve months of their own, also after the first arrival's have ended (R15).
        counts &= (kind[stop] != 0) | (day[stop] >= b.runs.arrives[m.run[at]])
        newest = np.full(len(m.full), -1, np.int64)
        np.maximum.at(newest, at[counts], stop[counts])
        state = np.where(newest >= 0, np.array([1, 0, 2], np.int64)[kind[newest]], 0)
        m.ended = ended = state > 0
        _, saved = self._figures(m.whole, m.kinds)
        m.reserve = np.where(state == 1, saved + m.first_part, 0)
        for name in ("full", "first_part", "kind_shelter", "kind_basic", "kind_transport", "diet", "maternity_food"):
            column = getattr(m, name)
            setattr(m, name, column if column is m.nothing else np.where(ended, 0, column))

    # -- part months, payers --------------------------------------------------------------------------------

    def prorated(self, figure: Ints) -> Ints:
        """A monthly figure of every cell by the thirteen-cell method (R46)."""
        if not len(self.part_rows):
            return figure
        at, opening, first, existed, day, month_days = self._parts
        result = figure.copy()
        result[at] = proration.thirteen_cells(figure[at], figure[opening], first, existed, day, month_days)
        return result

    @cached_property
    def _parts(self) -> tuple[Ints, Ints, Bools, Bools, Ints, Ints]:
        """Part months: their rows and those of the opening cells, whether it is one, whether the unit was there on
        arrival, the day of arrival and the days of its month."""
        b, m = self.b, self.b.months_table
        at = self.part_rows
        arrives = b.runs.arrives[m.run[at]]
        index = month_index(arrives)
        start = month_first(index)
        opening = b.row_start[m.row[at]]
        existed = b.priced.state.persons[m.state[opening]] > 0
        first = b.cells.first_part[m.cell[at]]
        return at, opening, first, existed, arrives - start + 1, month_first(index + 1) - start

    @cached_property
    def part_rows(self) -> Ints:
        """Rows of the months table that are part months."""
        cell = self.b.months_table.cell
        return np.flatnonzero((self.b.cells.first_part | self.b.cells.last_part)[cell])

    def part_days(self) -> Ints:
        m, cells = self.b.months_table, self.b.cells
        return cells.last[m.cell] - cells.first[m.cell] + 1

    def _part_months(self) -> None:
        b, m = self.b, self.b.months_table
        if b.priced.over.any():
            m.over = self.prorated(b.priced.over[m.state]) * ~m.ended  # after an end no rent is met (R26)
        ent, avail = self._figures(m.whole, m.kinds)
        m.entitlement, m.available = m.plus(ent, m.first_part), m.plus(avail, m.first_part)

    def _figures(self, whole: Ints, kind: Ints) -> tuple[Ints, Ints]:
        """The two figures of every cell, entitlement and what is left after in-kind, pro-rated (R46)."""
        b, h, m = self.b, self.h, self.b.months_table
        if not len(self.part_rows):
            return whole, m.less(whole, kind)
        rest = m.less(whole, kind)
        ent = avail = self.prorated(whole)
        if rest is not whole:
            avail = np.minimum(self.prorated(rest), ent)
        by_day = h.cases["prorate"] == PRORATE.index("rap365")
        if by_day.any():
            part = b.cells.first_part[m.cell] | b.cells.last_part[m.cell]
            ent, avail = self._daily(ent, avail, whole, kind, part & by_day[b.case_of_month])
        return ent, avail

    def _daily(self, ent: Ints, avail: Ints, whole: Ints, kind: Ints, daily: Bools) -> tuple[Ints, Ints]:
        """RAP's daily rate in the part cells, and the true-up where it is chosen (R46 rap365, R47, R49)."""
        b, h, m = self.b, self.h, self.b.months_table
        days = self.part_days()
        case = b.case_of_month
        fare = np.zeros_like(whole)
        part_fare = np.zeros_like(whole)
        cost = h.cases["day_cost"][case]
        for line, count in (("transport", "adult_riders"), ("transport_senior", "senior_riders")):
            riders = self.riders(count)
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
        existed = b.priced.state.persons[m.state[b.row_start[m.row]]] > 0
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
        state = self.b.priced.state
        return self._of_state(np.where(state.persons > 0, field_of(state.code, name), 0))

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
        if m.kind_basic is not m.nothing:
            drop = (m.payer != SPONSOR) & (m.kind_basic > 0)
            if drop.any():
                m.kind_basic = np.where(drop, 0, m.kind_basic)
                self._part_months()
        if m.reserve is not m.nothing:
            m.reserve = np.where(m.payer == SPONSOR, m.reserve, 0)

"""Everything that is due once: start-up, school instalments, newborn item, maternity clothing, top-up at 18.

The scale itself is in ``start_up``; this module says who gets which line, on which day, paid by whom. How a line is
met is in ``start_up_items``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from calculator.cells import cell_at
from calculator.columns import Bools, distinct, ranges, starts_of
from calculator.household import START_UP_LINES, Ints
from calculator.periods import NEVER, add_months_array, from_day, month_first
from calculator.rules import conditions, payers
from calculator.rules.start_up import (
    FULL,
    NONE,
    PERSONAL_LINES,
    further_dependant,
    start_up_amounts,
    top_up_at_majority,
)
from calculator.rules.start_up_items import FIRST_ONE_TIME, FIRST_SEVEN, ITEM_LINES, SCHOOL, StartUp, meet

if TYPE_CHECKING:
    from calculator.budget import Budget


class _Builder:
    def __init__(self, budget: Budget, converted: Ints) -> None:
        self.b, self.h, self.p = budget, budget.households, budget.parameters
        self.payer, self.follows_sponsor, _ = payers.start_up_payers(self.h, converted)
        self.converted = converted
        self.columns: list[tuple[Ints, ...]] = []
        b = budget
        self.row_case = b.runs.case[b.row_run]

    def add(self, row: Ints, line: Ints | int, due_on: Ints, quantity: Ints | int, unit_cents: Ints) -> None:
        if len(row):
            size = len(row)
            self.columns.append(
                (row, np.broadcast_to(line, size), due_on, np.broadcast_to(quantity, size), unit_cents)
            )

    def build(self) -> StartUp:
        self.scale()
        self.by_hand()
        self.school()
        self.newborns()
        self.majority()
        self.again()
        if self.columns:
            row, line, due, quantity, unit_cents = (
                np.concatenate(part) for part in zip(*self.columns, strict=True)
            )
            ended = self.b.months_table.ended
            if ended.any():  # nothing after an end (R4, R23, R39e)
                stopped = np.zeros(len(self.h), bool)
                stopped[self.h.stops["case"]] = True
                at = np.flatnonzero(stopped[self.row_case[row]])
                owed = np.ones(len(row), bool)
                owed[at] = ~ended[self.month_of(row[at], due[at])] | self._is_due_on_arrival(row[at], due[at])
                kept = np.flatnonzero(owed)
                row, line, due, quantity, unit_cents = (x[kept] for x in (row, line, due, quantity, unit_cents))
        else:
            row = line = due = quantity = unit_cents = np.zeros(0, np.int64)
        nothing = np.zeros(len(row), np.int64)
        items = StartUp(
            row, line, due, self.payers_of(row, line, due), quantity, unit_cents, quantity * unit_cents,
            nothing, nothing, nothing, nothing, self.b.row_unit[row], self._shares(), nothing,
        )  # fmt: skip
        meet(items, self.h)
        return items

    def _is_due_on_arrival(self, row: Ints, due: Ints) -> Bools:
        """Lines of a day of arrival before which nothing ended: owed though support ends that very day (R19, ours)."""
        stops, arrives = self.h.stops, self.b.runs.arrives[self.b.row_run[row]]
        is_end = stops["kind"] != 1
        first_end = np.full(len(self.h), NEVER, np.int64)
        np.minimum.at(first_end, stops["case"][is_end], stops["day"][is_end])
        on_arrival: Bools = (due <= arrives) & (first_end[self.row_case[row]] >= arrives)
        return on_arrival

    def month_of(self, row: Ints, due: Ints) -> Ints:
        """Row of the months table in whose month a line falls; before and after support the nearest."""
        b = self.b
        run = b.row_run[row]
        day = np.clip(due, b.runs.arrives[run], b.runs.end[run])
        return b.row_start[row] + cell_at(b.runs, b.cells, run, day) - b.cells.start[run]

    # -- which lines ----------------------------------------------------------------------------------------

    def scale(self) -> None:
        """The start-up scale by the ages of the arrival day; for a later arrival A - B (R20, R21, R15)."""
        b, s = self.b, self.b.segments
        first = b.cells.segment[b.cells.start]
        offset = b.row_unit - s.unit_start[self.row_case]
        own = self._scale_of(first[b.row_run], offset)
        minus = s.minus_of[first][b.row_run]
        later = np.flatnonzero(minus >= 0)
        if len(later):
            own[later] -= self._scale_of(minus[later], offset[later])
        at = np.flatnonzero(own != 0)
        row = at // FIRST_SEVEN
        self.add(row, at - FIRST_SEVEN * row, b.runs.arrives[b.row_run][row], 1, own.ravel()[at])

    def _scale_of(self, sets: Ints, offset: Ints) -> Ints:
        """The scale of units of first segments (units by their place in the case) on the day of arrival."""
        b, s = self.b, self.b.segments
        arrives = b.runs.arrives[s.run[s.set_segment[sets]]]
        at = s.unit_row[sets] + offset
        code, persons = b.priced.state.code[at], b.priced.state.persons[at]
        # The first segment begins on that day; an event of its month may already count in it, but not here.
        weighed = np.flatnonzero(s.is_weighed[sets])
        if len(weighed):
            first, back = distinct(sets[weighed])
            again = sets[weighed][first]
            state = s.state_on(again, arrives[weighed][first])
            at = starts_of(s.units_of_set[again])[back] + offset[weighed]
            code[weighed], persons[weighed] = state.code[at], state.persons[at]
        return self.p.start_up_block(b, s.set_case[sets], arrives, np.where(persons > 0, code, -1))

    def by_hand(self) -> None:
        """A start-up somebody assessed for a unit, e.g. after leaving a relative's home (N15, N16).

        Start-up is owed once: what the unit had is taken off, not what it went without while sharing (R18, R13).
        """
        b, h = self.b, self.h
        for unit in np.flatnonzero(h.units["startup_by_hand"] == 1):
            day = int(h.units["first_day"][unit])
            rows = np.flatnonzero(b.row_unit == unit)
            # Who has arrived by then is in the row of the newest arrival.
            for row in rows[b.runs.arrives[b.row_run[rows]] <= day][-1:]:
                end = b.row_start[row] + b.cells.count[b.row_run[row]]
                since = np.arange(self.month_of(np.array([row]), np.array([day]))[0], end)
                lived = since[b.priced.state.persons[b.months_table.state[since]] > 0]
                if len(lived):
                    state_row = int(b.months_table.state[lived[0]])
                    line = self.p.start_up_by_code(b, int(self.row_case[row]), int(b.priced.state.code[state_row]))
                    amounts = np.maximum(np.array(line[:FIRST_SEVEN], np.int64) - self._had(int(unit), day), 0)
                    nth = np.flatnonzero(amounts)
                    self.add(np.full(len(nth), row), nth, np.full(len(nth), day), 1, amounts[nth])

    def _had(self, unit: int, day: int) -> Ints:
        """What a unit's start-up of arrivals up to a day covers, line by line; of somebody who came of age later also
        what they counted for in the family's (R13)."""
        b, h, s = self.b, self.h, self.b.segments
        had = np.zeros(FIRST_SEVEN, np.int64)
        for row, line, due, _, cents in self.columns[:1]:
            own = (b.row_unit[row] == unit) & (due <= day)
            np.add.at(had, line[own], cents[own])
        shared = (h.sharing["unit"] == unit) & (h.sharing["line"] < FIRST_SEVEN)
        np.subtract.at(had, h.sharing["line"][shared], h.sharing["amount"][shared])
        had = np.maximum(had, 0)
        people = h.people
        grown = (people["automatic"] == 1) & (people["own_unit"] == unit) & (people["unit"] != unit)
        for person in np.flatnonzero(grown):
            case = int(people["case"][person])
            arrives = people["start"][person : person + 1]
            if int(s.locate_people(np.array([person]), arrives)[0]) == unit:
                continue  # an own unit from the first day: it had a start-up of its own
            rates, on = self.p.place_of(b, case).rates, from_day(int(self.p.start_up_day(b, arrives)[0]))
            step, choice = further_dependant(rates, on), int(h.cases["topup"][case])
            for n, x in enumerate(start_up_amounts(rates, on, 1, 0, is_earlier_confirmed=True)):
                topped_up = choice == FULL or (choice != NONE and x.line in PERSONAL_LINES)
                had[n] += x.cents if topped_up else step[x.line]
        return had

    def school(self) -> None:
        """One item per pupil and school year: at arrival and on later 1 Augusts (R23)."""
        b, h, s, p = self.b, self.h, self.b.segments, self.p
        runs = b.runs
        years = -(-runs.months // 12)
        inside_year = p.second_school_item(runs.arrives)
        count = years + inside_year
        # Everybody is in one run: that of the own arrival.
        people = h.people
        able = s.of_school_age()
        run_of = s.run_start[people["case"][able]] + people["rank"][able]
        found = []
        for nth in range(int(count.max(initial=0))):
            due = runs.arrives if nth == 0 else self._august(nth, inside_year)
            falls = (nth < count) & (due <= runs.end)
            at = np.flatnonzero(falls[run_of])
            person, run = able[at], run_of[at]
            pupil = np.flatnonzero(s.is_pupil(person, due[run]))
            person, run = person[pupil], run[pupil]
            row = b.row_of(run, s.locate_people(person, due[run]))  # none for who is not there on the day
            quantity = np.bincount(row + 1, minlength=len(b.row_run) + 1)[1:]
            row = np.flatnonzero(quantity > 0)
            found.append((row, due[b.row_run[row]], quantity[row]))
        if found:
            row, day, quantity = (np.concatenate(x) for x in zip(*found, strict=True))
            run = b.row_run[row]
            self.add(row, SCHOOL, day, quantity, p.school_amount(b, runs.case[run], runs.arrives[run]))

    def _august(self, nth: int, inside_year: Ints) -> Ints:
        """The day of the nth later school instalment: the next 1 Augusts after arrival (R23).

        ``inside_year``: 1 where the first year of support touches two school years.
        """
        b, h, p = self.b, self.h, self.p
        own = h.cases["school_on"][b.runs.case]
        month_day = np.where(own >= 0, own, p.school_instalment_on)
        arrives = b.runs.arrives
        year = b.runs.opening // 12
        day = month_first(year * 12 + month_day // 100 - 1) + month_day % 100 - 1
        later = arrives >= day
        # Without a second item in the first year (arrivals 1 June to 31 August) the August of that year is skipped.
        later |= inside_year == 0
        return add_months_array(day, 12 * (later + nth - 1))

    def newborns(self) -> None:
        """Newborn item per child and maternity clothing (R27)."""
        b, h, p = self.b, self.h, self.p
        people, t, births = h.people, h.pregnancies, h.births["person"]
        start = b.segments.run_start
        matched = np.zeros(len(births), bool)
        if len(t):
            person, note, due = t["person"], t["note"], t["due"]
            case = people["case"][person]
            run = start[case] + people["rank"][person]
            born = self._births_near(case, due, births, matched)
            arrives, end = b.runs.arrives[run], b.runs.end[run]
            latest = add_months_array(end, p.newborn_after_end_months)
            lead = add_months_array(due, -p.newborn_lead_months)
            on = conditions.newborn_date(arrives, note, due, lead)
            counts = (due >= arrives) & (note <= end)
            owed = counts & (due <= latest) & (on <= end)
            self._one_time("newborn", run[owed], person[owed], on[owed], np.maximum(t["children"], born)[owed])
            clothing = np.maximum(arrives, note)[counts]
            self._one_time("maternity_clothing", run[counts], person[counts], clothing, np.ones_like(clothing))
        alone = births[~matched]
        run = start[people["case"][alone]] + people["rank"][alone]
        inside = (b.runs.arrives[run] < people["born"][alone]) & (people["born"][alone] <= b.runs.end[run])
        alone, run = alone[inside], run[inside]
        self._one_time("newborn", run, alone, people["born"][alone], np.ones(len(alone), np.int64))

    def _births_near(self, case: Ints, due: Ints, births: Ints, matched: Bools) -> Ints:
        """How many births belong to each pregnancy; marks them as matched."""
        people = self.h.people
        born = np.zeros(len(due), np.int64)
        order = np.argsort(people["case"][births], kind="stable")
        first = np.searchsorted(people["case"][births][order], case, side="left")
        last = np.searchsorted(people["case"][births][order], case, side="right")
        pregnancy, nth = ranges(last - first)
        at = order[first[pregnancy] + nth]
        near = np.abs(people["born"][births[at]] - due[pregnancy]) <= conditions.NEAR_THE_DUE_DATE
        matched[at[near]] = True
        np.add.at(born, pregnancy[near], 1)
        return born

    def _one_time(self, line: str, run: Ints, person: Ints, on: Ints, quantity: Ints) -> None:
        b, s = self.b, self.b.segments
        unit = s.locate_people(person, on)
        row = b.row_of(run, unit)
        kept = (row >= 0) & (unit >= 0)
        row, run, on, quantity = row[kept], run[kept], on[kept], quantity[kept]
        vintage = s.vintage_at(b.runs.case[run], on)
        place = s.vintage_community[vintage]
        since = self.p.in_force(b, line, place, on)
        first, back = distinct(place, since)
        amounts = [
            self.p.one_time_amount(b.places[c], line, day)
            for c, day in zip(place[first].tolist(), since[first].tolist(), strict=True)
        ]
        self.add(row, ITEM_LINES.index(line), on, quantity, np.array(amounts, np.int64)[back])

    def majority(self) -> None:
        """Start-up top-up of somebody who becomes an own unit after the arrival day (R13)."""
        b, h, s = self.b, self.h, self.b.segments
        people, runs, m = h.people, b.runs, b.months_table
        person = np.flatnonzero((people["automatic"] == 1) & (people["own_unit"] != people["unit"]))
        if not len(person):
            return
        run = s.run_start[people["case"][person]] + people["rank"][person]
        row = b.row_of(run, people["own_unit"][person])
        arrived = s.locate_people(person, runs.arrives[run])
        keep = (row >= 0) & (arrived != people["own_unit"][person])
        person, run, row = person[keep], run[keep], row[keep]
        of, k = ranges(b.cells.count[run])
        at = b.row_start[row][of] + k
        lived = np.flatnonzero(b.priced.state.persons[m.state[at]] > 0)
        if not len(lived):
            return
        first = lived[np.flatnonzero(np.diff(of[lived], prepend=-1))]  # the first month of each in the own unit
        person, run, row, cell = person[of[first]], run[of[first]], row[of[first]], m.cell[at[first]]
        case = people["case"][person]
        vintage = s.vintage_at(case, b.cells.last[cell])
        ages = s.majority_of(vintage)
        birthday = add_months_array(people["born"][person], 12 * ages)
        first, last = b.cells.first[cell], b.cells.last[cell]
        day = np.where((first <= birthday) & (birthday <= last), birthday, first)
        choice = h.cases["topup"][case]
        since = self.p.start_up_day(b, runs.arrives[run])
        first, back = distinct(since, choice, vintage)
        amounts = np.array(
            [
                top_up_at_majority(b.places[int(s.vintage_community[v])].rates, from_day(d), c)
                for d, c, v in np.stack([since, choice, vintage], axis=1)[first].tolist()
            ],
            np.int64,
        )[back]
        owed = amounts > 0
        self.add(row[owed], ITEM_LINES.index("topup_at_18"), day[owed], 1, amounts[owed])

    def again(self) -> None:
        """JAS clothing repeated every twelve months of RAP, an option from an older manual (R42)."""
        b, h = self.b, self.h
        chosen = h.cases["jas_clothing"][b.runs.case] == 1
        if not chosen.any():
            return
        rows, lines, due, _, amounts = (np.concatenate(x) for x in zip(*self.columns[:1], strict=True))
        names = {START_UP_LINES.index("clothing"): "clothing_again", START_UP_LINES.index("winter"): "winter_again"}
        for line, name in names.items():
            mask = (lines == line) & chosen[b.row_run[rows]] & (b.runs.months[b.row_run[rows]] > 12)
            on = add_months_array(due[mask], 12)
            self.add(rows[mask], ITEM_LINES.index(name), on, 1, amounts[mask])

    # -- who pays, and how ----------------------------------------------------------------------------------

    def payers_of(self, row: Ints, line: Ints, due: Ints) -> Ints:
        """Start-up, school and top-up: the start-up's payer; the rest: the payer of its month (N23, R39b, R44)."""
        payer = self.payer[self.b.row_unit][row]
        at = np.flatnonzero(line >= FIRST_ONE_TIME)
        if len(at):
            of = line[at]
            at = at[(of == ITEM_LINES.index("newborn")) | (of == ITEM_LINES.index("maternity_clothing"))]
            at = at[self.follows_sponsor[self.row_case[row[at]]] == 0]
            payer[at] = self.b.months_table.payer[self.month_of(row[at], due[at])]
        if (self.converted < NEVER).any():
            converted = self.converted[self.row_case[row]]
            payer[(due >= converted) & (converted < NEVER)] = payers.GOVERNMENT
        return payer

    def _shares(self) -> Ints:
        """What of each line may be given in kind (R29); of the lines after the scale nothing."""
        share = np.zeros(len(ITEM_LINES), np.int64)
        share[: len(START_UP_LINES)] = self.p.in_kind_bp(self.b)
        return share


def start_up_of(budget: Budget, converted: Ints) -> StartUp:
    """All one-time lines of all cases, their payers, and how they are met (R13, R19-R23, R27, R42)."""
    return _Builder(budget, converted).build()

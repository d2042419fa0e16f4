"""Who lives where in which month: the segments of the cells in which nothing changes.

Cells (see ``cells``) in a row in which nothing can change form a *segment*; only segments are priced, months are
expanded late. Rates follow time and place (R5), events the rule N44; what a composition costs is asked from the
function handed in, so that no amount is known in this module.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, Self, TypeVar

import numpy as np

from calculator.cells import Cells, Runs, cell_at
from calculator.columns import Bools, Ints, Lookup, counted, ranges, starts_of
from calculator.compositions import Ages, Composer, State
from calculator.household import ABSENT, RETURNED, Households
from calculator.money import sum_by
from calculator.periods import NEVER, YEAR, add_months_array, calendar_number, month_first, month_index

RATE, MOVE = -1, -2


class Amounts(Protocol):
    """What a state costs, one row per row of the state."""

    state: State
    total: Ints
    """The monthly total of each row, cents."""

    def replace(self, rows: Ints, other: Self, at: Ints) -> None:
        """Put rows of other amounts, and of their state, in the place of some."""


A = TypeVar("A", bound=Amounts)


class Segments:
    """Builds the segments of all runs and settles the event rule in each (N44)."""

    def __init__(
        self,
        h: Households,
        runs: Runs,
        cells: Cells,
        ages: Ages,
        change_dates: Sequence[Sequence[int]],
        majority: Callable[[int, int], int],
    ) -> None:
        """``change_dates[c]`` are the days on which an amount of community ``c`` can change;
        ``majority(community, day)`` is the age of majority from a day on (R12)."""
        self.h, self.runs, self.cells = h, runs, cells
        self.ages, self._ask_majority = ages, majority
        dates = [(c, d) for c, days in enumerate(change_dates) for d in [0, *days]]
        self.vintage_community = np.array([c for c, _ in dates], np.int64)
        self.vintage_day = np.array([d for _, d in dates], np.int64)
        self.vintages = Lookup(self.vintage_community, self.vintage_day)
        self.majority = np.full(len(dates), -1, np.int64)
        self.community_day = self._move_days()
        by_day = np.argsort(h.communities["day"], kind="stable")
        self.community_rows = Lookup(h.communities["case"][by_day], self.community_day[by_day])
        self.community_rows.rows = by_day[self.community_rows.rows]
        self.spells = Lookup(h.spells["person"], h.spells["day"])
        self.schooling = Lookup(h.schooling["person"], h.schooling["day"])
        self.person_count = np.bincount(h.people["case"], minlength=len(h))
        self.person_start = starts_of(self.person_count)
        self.unit_count = np.bincount(h.units["case"], minlength=len(h))
        self.unit_start = starts_of(self.unit_count)
        self.run_count = np.bincount(runs.case, minlength=len(h))
        self.run_start = starts_of(self.run_count)
        people = h.people
        self.born = calendar_number(people["born"])
        self.composer = Composer(people["role"], people["disabled"], people["unemployable"], ages)
        self.may_leave = (people["automatic"] == 1) & (people["own_unit"] != people["unit"])
        """People who become a unit of their own at majority (R12)."""
        arrives = h.cases["arrives"][people["case"]]
        self.is_late = (people["rank"] > 0) | (people["start"] > arrives) | (people["end"] < NEVER)
        """People who are not there from the first day to the last."""
        self.may_move = self.may_leave | self.is_late
        """People who are not in the unit of their family all the time."""
        self.may_move[h.spells["person"]] = True
        self.is_school_told = len(h.schooling) > 0 or bool((people["school"] >= 0).any())
        self.is_anybody_absent = bool(self.is_late.any()) or len(h.spells) > 0
        self._split()

    # -- where something may change -------------------------------------------------------------------------

    def _candidates(self) -> tuple[Ints, Ints, Ints]:
        """(run, day, person) of everything that can change a composition or a rate inside a run."""
        h, runs = self.h, self.runs
        people = h.people
        found: list[tuple[Ints, Ints, Ints]] = []

        has_one_run = len(runs.case) == len(h)

        def add(case: Ints, day: Ints, person: Ints, rank: Ints | None = None) -> None:
            if not len(case):
                return
            if has_one_run:
                keep = (day > runs.arrives[case]) & (day <= runs.end[case])
                found.append((case[keep], day[keep], person[keep]))
                return
            owner, nth = ranges(self.run_count[case])
            run = self.run_start[case[owner]] + nth
            day, person = day[owner], person[owner]
            keep = (day > runs.arrives[run]) & (day <= runs.end[run])
            if rank is not None:
                keep &= rank[owner] <= runs.rank[run]
            found.append((run[keep], day[keep], person[keep]))

        who, day = self._birthdays()
        add(people["case"][who], day, who, people["rank"][who])
        born = np.flatnonzero(self.is_late & (people["start"] == people["born"]))
        born = born[people["start"][born] > h.cases["arrives"][people["case"][born]]]
        add(people["case"][born], people["start"][born], born, people["rank"][born])
        if len(h.spells):
            person = h.spells["person"]
            add(people["case"][person], h.spells["day"], person, people["rank"][person])
        moves = h.communities["day"] > 0
        if moves.any():
            case = h.communities["case"][moves]
            add(case, self.community_day[moves], np.full(len(case), MOVE, np.int64))
        first, last = runs.arrives.min(initial=NEVER), runs.end.max(initial=0)
        inside = (self.vintage_day > first) & (self.vintage_day <= last)
        changes = np.bincount(self.vintage_community[inside], minlength=int(self.vintage_community.max(initial=0)) + 1)
        community = h.communities["community"]
        row, nth = ranges(changes[community])
        day = self.vintage_day[inside][starts_of(changes)[community[row]] + nth]
        add(h.communities["case"][row], day, np.full(len(row), RATE, np.int64))
        nobody = (np.zeros(0, np.int64),) * 3
        run, day, person = (np.concatenate(part) for part in zip(nobody, *found, strict=True))
        return run, day, person

    def _birthdays(self) -> tuple[Ints, Ints]:
        """People and the days on which they reach an age that matters, between first arrival and last day."""
        people, runs = self.h.people, self.runs
        end = runs.end
        if len(runs.case) > len(self.h):
            end = np.zeros(len(self.h), np.int64)
            np.maximum.at(end, runs.case, runs.end)
        limits = sorted(self.ages.limits)
        passed = np.searchsorted(limits, np.arange(-1, 200), side="right")  # limits reached at an age from -1 on
        case = people["case"]
        first, last = (
            np.take(passed, (calendar_number(day)[case] - self.born) // YEAR + 1, mode="clip")
            for day in (self.h.cases["arrives"], end)
        )
        near = np.flatnonzero(first < last)
        person, nth = ranges((last - first)[near])
        who = near[person]
        age = np.array(limits, np.int64)[first[who] + nth]
        return who, add_months_array(people["born"][who], 12 * age)

    def _move_days(self) -> Ints:
        """The day each community's rates start: the user's own day, else the 1st of the month after the move
        and on the 1st that day (R50); 0 for the first community."""
        day = self.h.communities["day"]
        own = self.h.cases["move_switch"][self.h.communities["case"]]
        return np.where(day == 0, 0, np.where(own < NEVER, own, month_first(month_index(day - 1) + 1)))

    def _split(self) -> None:
        h, runs, cells = self.h, self.runs, self.cells
        run, day, person = self._candidates()
        cell = cell_at(runs, cells, run, day)
        boundary = np.zeros(len(cells.run) + 1, bool)
        boundary[cells.start] = True
        inside = cells.first[cell] != day
        boundary[cell] = True
        boundary[cell[inside] + 1] = True
        if len(h.housing):
            case = np.where(h.housing["unit"] < 0, -1 - h.housing["unit"], h.units["case"][h.housing["unit"]])
            owner, nth = ranges(self.run_count[case])
            r = self.run_start[case[owner]] + nth
            d = h.housing["from"][owner]
            keep = (d > runs.arrives[r]) & (d <= runs.end[r])
            at = cell_at(runs, cells, r[keep], d[keep])
            boundary[at] = True
            boundary[at + 1] = True
        self.first_cell = np.flatnonzero(boundary[:-1])
        length = np.diff(self.first_cell, append=len(cells.run))
        cells.segment = np.repeat(np.arange(len(length), dtype=np.int64), length)
        self.run = cells.run[self.first_cell]
        # Only people's events, and in the equal view rates and moves, are weighed up or down (N44).
        weighed = inside & ((person >= 0) | cells.by_day[run]) & (h.cases["next_month"][runs.case[run]] == 0)
        order = np.lexsort((day[weighed], cells.segment[cell[weighed]]))
        self.events = tuple(x[weighed][order] for x in (cells.segment[cell], day, person))

    # -- priced sets: the family, and for a later arrival the family less those already here (R15) ----------

    def build_sets(self) -> None:
        rank = self.runs.rank[self.run]
        segment = np.arange(len(self.run), dtype=np.int64)
        later = np.flatnonzero(rank > 0)
        self.set_segment = np.concatenate([segment, later])
        self.set_rank = np.concatenate([rank, rank[later] - 1])
        self.set_sign = np.concatenate([np.ones(len(segment), np.int64), -np.ones(len(later), np.int64)])
        self.minus_of = np.full(len(segment), -1, np.int64)
        self.minus_of[later] = len(segment) + np.arange(len(later))
        self.set_case = self.runs.case[self.run[self.set_segment]]
        self.rate_day = self.cells.first[self.first_cell[self.set_segment]]
        members = self.person_count[self.set_case]
        self.row_set = np.repeat(np.arange(len(members), dtype=np.int64), members)
        self.row_start = starts_of(members)
        self.row_person = counted(self.person_start[self.set_case], self.row_start, members)
        self.asof = self.rate_day[self.row_set]
        self.is_weighed = np.zeros(len(self.set_case), bool)
        """Sets in which an event of their own month counts."""
        self.units_of_set = self.unit_count[self.set_case]
        self.unit_row = starts_of(self.units_of_set)
        """First row of each set in the states of all sets."""

    def rows_of(self, sets: Ints) -> tuple[Ints, Ints]:
        """The person rows of some sets, and which of the sets each belongs to."""
        owner, nth = ranges(self.person_count[self.set_case[sets]])
        return self.row_start[sets][owner] + nth, owner

    def vintage_at(self, case: Ints, day: Ints) -> Ints:
        """The (community, rate date) in force for a case on a day."""
        communities = self.h.communities
        row = case if len(communities) == len(self.h) else self.community_rows.at(case, day)
        return self.vintages.at(communities["community"][row], day)

    def compose(self, sets: Ints, owner: Ints, person: Ints, asof: Ints, where: Ints) -> State:
        """Compositions of all units of the given sets.

        ``owner`` is the set of each person row by its place in ``sets``, ``where`` the unit from :meth:`where`.
        """
        case = self.set_case[sets]
        units = self.unit_count[case]
        pset, nth = ranges(units)
        unit = self.unit_start[case][pset] + nth
        first_row = starts_of(units) - self.unit_start[case]
        if self.is_anybody_absent:
            present = np.flatnonzero(where >= 0)
            where, owner, person, asof = where[present], owner[present], person[present], asof[present]
        age = (calendar_number(asof) - self.born[person]) // YEAR
        persons, code = self.composer.compose(person, age, first_row[owner] + where, len(unit))
        return State(pset, unit, persons, code)

    def majority_of(self, vintage: Ints) -> Ints:
        """Age of majority of each vintage, asked once (R12)."""
        needed = np.zeros(len(self.majority), bool)
        needed[vintage] = True
        for v in np.flatnonzero(needed & (self.majority < 0)):
            self.majority[v] = self._ask_majority(int(self.vintage_community[v]), int(self.vintage_day[v]))
        return self.majority[vintage]

    def where(self, person: Ints, asof: Ints, rank: Ints, vintage: Callable[[Ints], Ints]) -> Ints:
        """The unit each person is costed in on a day, or ABSENT (R10-R12, R14-R17).

        ``vintage`` gives those of some of the rows; few need to know.
        """
        people = self.h.people
        where = people["unit"][person]
        moving = np.flatnonzero(self.may_move[person])
        if not len(moving):
            return where
        who, day, unit = person[moving], asof[moving], where[moving]
        at = np.flatnonzero(self.may_leave[who])
        if len(at):
            lived = calendar_number(day[at]) - self.born[who[at]]
            at = at[np.flatnonzero(lived >= YEAR * self.majority_of(vintage(moving[at])))]
            unit[at] = people["own_unit"][who[at]]
        if len(self.h.spells):
            spell = self.spells.at(who, day)
            entered = self.h.spells["unit"][spell]
            unit = np.where((spell >= 0) & (entered != RETURNED), entered, unit)
        at = np.flatnonzero(self.is_late[who])
        if len(at):
            who, day = who[at], day[at]
            here = (day >= people["start"][who]) & (day < people["end"][who])
            here &= people["rank"][who] <= rank[moving[at]]
            unit[at[np.flatnonzero(~here)]] = ABSENT
        where[moving] = unit
        return where

    def _where_on(self, sets: Ints, owner: Ints, person: Ints, asof: Ints, vintage: Ints) -> Ints:
        """The unit of each person row of the given sets, on a day of its own."""
        return self.where(person, asof, self.set_rank[sets][owner], lambda at: vintage[owner[at]])

    def state_on(self, sets: Ints, day: Ints) -> State:
        """Compositions of the given sets on a day each, before any event is weighed."""
        rows, owner = self.rows_of(sets)
        vintage = self.vintage_at(self.set_case[sets], day)
        who, asof = self.row_person[rows], day[owner]
        return self.compose(sets, owner, who, asof, self._where_on(sets, owner, who, asof, vintage))

    def locate_people(self, person: Ints, day: Ints) -> Ints:
        """The unit of people on a day, by their dates alone."""
        people = self.h.people
        case = people["case"][person]
        return self.where(person, day, people["rank"][person], lambda at: self.vintage_at(case[at], day[at]))

    def is_pupil_age(self, person: Ints, day: Ints) -> Bools:
        """People who are presumed to be pupils on that day or a later one, unless told otherwise (R23)."""
        young: Bools = (self.born[person] + YEAR * (self.ages.pupil_to + 1)) > calendar_number(day)
        return young

    def of_school_age(self) -> Ints:
        """Everybody who may at some time have an age of pupils of a provincial school, and some more (R23)."""
        ages, runs = self.ages, self.runs
        last_age = max(ages.pupil_to, ages.secondary_to)
        first, last = calendar_number(np.array([runs.arrives.min(initial=NEVER), runs.end.max(initial=0)]))
        between = (self.born > first - YEAR * (last_age + 1)) & (self.born <= last - YEAR * ages.pupil_from)
        return np.flatnonzero(between)

    def is_pupil(self, person: Ints, day: Ints, full_time: bool = False) -> Bools:
        """Pupils of a provincial school on a day (R23); ``full_time``: in full-time secondary at any age (R34)."""
        people, ages = self.h.people, self.ages
        lived = calendar_number(day) - self.born[person]
        old_enough = lived >= YEAR * ages.pupil_from
        minor: Bools = old_enough & (lived < YEAR * (ages.pupil_to + 1))
        if not self.is_school_told:
            return minor
        told = people["school"][person]
        if len(self.h.schooling):
            row = self.schooling.at(person, day)
            told = np.where(row >= 0, self.h.schooling["in_school"][row], told)
        told_so: Bools = told == 1
        if not full_time:
            told_so &= old_enough & (lived < YEAR * (ages.secondary_to + 1))
        return ((told < 0) & minor) | told_so

    def settle(self, price: Callable[[State, Ints, Ints], A]) -> A:
        """The compositions of every segment after the event rule (N44), and what they cost.

        ``price(state, sets, vintage)`` gives the monthly total of each row of a state, in cents.
        """
        self.build_sets()
        every = np.arange(len(self.set_case), dtype=np.int64)
        self.vintage = self.vintage_at(self.set_case, self.rate_day)
        owner, who = self.row_set, self.row_person
        self.unit_of_row = self.where(who, self.asof, self.set_rank[owner], lambda at: self.vintage[owner[at]])
        settled = price(self.compose(every, owner, who, self.asof, self.unit_of_row), every, self.vintage)
        segment, day, person = self.events
        if len(segment):
            self._weigh(price, settled, segment, day, person)
        return settled

    def _weigh(
        self,
        price: Callable[[State, Ints, Ints], A],
        settled: A,
        segment: Ints,
        day: Ints,
        person: Ints,
    ) -> None:
        """Take the events of each month by date; those that do not lower the total replace what is settled (N44)."""
        new_day = np.ones(len(day), bool)
        new_day[1:] = (segment[1:] != segment[:-1]) | (day[1:] != day[:-1])
        first = np.flatnonzero(new_day)
        group_segment, group_day = segment[first], day[first]
        group_end = np.append(first[1:], len(day))
        nth = np.arange(len(first)) - np.searchsorted(group_segment, group_segment)
        count = int(nth.max()) + 1
        by_turn = np.argsort(nth, kind="stable")
        turn_end = np.cumsum(np.bincount(nth))
        place = np.zeros(len(self.run), np.int64)
        of_row = settled.state.pset
        in_force = self._total(settled.total, self.set_sign[of_row], self.set_segment[of_row], len(self.run))
        for turn in range(count):
            groups = by_turn[turn_end[turn] - np.count_nonzero(nth == turn) : turn_end[turn]]
            segments = group_segment[groups]
            minus = self.minus_of[segments]
            sets = np.concatenate([segments, minus[minus >= 0]])
            place[segments] = np.arange(len(segments))
            at = place[self.set_segment[sets]]  # the place of each set's segment in ``segments``
            rows, owner = self.rows_of(sets)
            hit, rate_hit = self._touched(groups, first, group_end, person, sets, at, owner)
            mark = group_day[groups][at]
            who, trial = self.row_person[rows], np.where(hit, mark[owner], self.asof[rows])
            rate_day = np.where(rate_hit, mark, self.rate_day[sets])
            vintage = self.vintage_at(self.set_case[sets], rate_day)
            where = self._where_on(sets, owner, who, trial, vintage)
            then = price(self.compose(sets, owner, who, trial, where), sets, vintage)
            of_row = then.state.pset
            after = self._total(then.total, self.set_sign[sets][of_row], at[of_row], len(segments))
            counts = after >= in_force[segments]
            in_force[segments] = np.maximum(after, in_force[segments])
            ok = counts[at]
            kept = np.flatnonzero(ok)
            self.is_weighed[sets[kept]] = True
            self.rate_day[sets[kept]], self.vintage[sets[kept]] = rate_day[kept], vintage[kept]
            kept = np.flatnonzero(ok[owner])
            self.asof[rows[kept]], self.unit_of_row[rows[kept]] = trial[kept], where[kept]
            kept = np.flatnonzero(ok[of_row])
            moved = (self.unit_row[sets] - starts_of(self.units_of_set[sets]))[of_row[kept]]
            settled.replace(kept + moved, then, kept)

    def _touched(
        self, groups: Ints, first: Ints, end: Ints, person: Ints, sets: Ints, at: Ints, owner: Ints
    ) -> tuple[Bools, Bools]:
        """Person rows and sets that the events of some groups are about, for :meth:`_weigh`."""
        of_group, nth = ranges((end - first)[groups])
        about = person[first[groups][of_group] + nth]
        rates = np.zeros(len(groups), bool)
        rates[of_group[about < 0]] = True
        rate_hit = rates[at]
        # A later rate date brings the deferred events of the household along (N44).
        hit = rate_hit[owner]
        starts = starts_of(self.person_count[self.set_case[sets]])
        set_of = np.full((2, len(groups)), -1, np.int64)  # the set of each group, and that of those already here
        set_of[(np.arange(len(sets)) >= len(groups)).astype(np.int64), at] = np.arange(len(sets))
        some = about >= 0
        for which in set_of:
            of_set = which[of_group[some]]
            there = of_set >= 0
            of_set, who = of_set[there], about[some][there]
            hit[starts[of_set] + who - self.person_start[self.set_case[sets[of_set]]]] = True
        return hit, rate_hit

    @staticmethod
    def _total(total: Ints, sign: Ints, of: Ints, size: int) -> Ints:
        """The monthly total of the household in each segment; of a later arrival, the increment (R15)."""
        return sum_by(of, total * sign, size)

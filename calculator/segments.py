"""Who lives where in which month: runs, cells, and the segments in which nothing changes.

A *run* is the support that starts with one arrival (the first one, or a later one under the One-Year Window).
It has *cells* (months of the chosen view). Cells in a row in which nothing can change form a *segment*; only
segments are priced, months are expanded late. The event rule N44 is applied here; what a composition costs is
asked from the function handed in, so that no amount is known in this module.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calculator.household import ABSENT, PRORATE, RETURNED, Households, Ints
from calculator.periods import NEVER, add_months_array, age_array, month_first, month_index

Bools = NDArray[np.bool_]
RATE, MOVE = -1, -2
_WIDTH = 1 << 23
"""Days and entities share one sorted key; days stay below this."""


def ranges(counts: Ints) -> tuple[Ints, Ints]:
    """For ``counts`` = [2, 1]: the owner of each element [0, 0, 1] and its number within the owner [0, 1, 0]."""
    owner = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    start = np.cumsum(counts) - counts
    return owner, np.arange(len(owner), dtype=np.int64) - start[owner]


@dataclass
class Lookup:
    """The newest row of an entity at a day: a sorted table of (entity, day) with the row numbers."""

    keys: Ints
    rows: Ints

    @classmethod
    def of(cls, entity: Ints, day: Ints) -> Lookup:
        order = np.lexsort((np.arange(len(day)), day, entity))
        return cls(entity[order] * _WIDTH + np.clip(day[order], 0, _WIDTH - 1), order)

    def at(self, entity: Ints, day: Ints) -> Ints:
        """Row number in force, or -1."""
        if not len(self.keys):
            return np.full(len(entity), -1, np.int64)
        place = np.searchsorted(self.keys, entity * _WIDTH + np.clip(day, 0, _WIDTH - 1), side="right") - 1
        found = (place >= 0) & (self.keys[place] // _WIDTH == entity)
        return np.where(found, self.rows[place], -1)


@dataclass
class Runs:
    """One row per arrival of a case (rank 0: the first)."""

    case: Ints
    rank: Ints
    arrives: Ints
    months: Ints
    end: Ints
    """Last day of support (R3)."""


@dataclass
class Cells:
    """One row per month of a run in its view; ``number`` starts at 1."""

    run: Ints
    number: Ints
    first: Ints
    last: Ints
    first_part: Bools
    last_part: Bools
    start: Ints
    """First cell of each run."""
    count: Ints
    segment: Ints
    """The segment of each cell."""


@dataclass
class State:
    """Compositions: one row per priced set and unit.

    ``composition`` columns are counts of people; ``pset`` is the priced set (segment and sign), ``unit`` the unit.
    """

    pset: Ints
    unit: Ints
    persons: Ints
    code: Ints
    """The composition packed into one number (see ``pack``)."""


FIELDS = (
    ("adults", 2), ("others", 6), ("seniors", 2), ("ages_0_6", 5), ("ages_7_11", 5), ("ages_12_17", 5),
    ("under_18", 6), ("under_19", 6), ("adult_riders", 6), ("senior_riders", 3), ("disabled_adults", 2),
    ("disabled_others", 5), ("is_unemployable", 1),
)  # fmt: skip
CODE_BITS = sum(bits for _, bits in FIELDS)


def pack(columns: dict[str, Ints]) -> Ints:
    """One int64 per composition, so that equal compositions are priced once."""
    code = np.zeros(len(columns["adults"]), np.int64)
    for name, bits in FIELDS:
        code = (code << bits) | np.minimum(columns[name], (1 << bits) - 1)
    return code


def unpack(code: int) -> tuple[int, ...]:
    """The counts of :func:`pack`, in the order of ``FIELDS``."""
    counts = []
    for _, bits in reversed(FIELDS):
        counts.append(code & ((1 << bits) - 1))
        code >>= bits
    return tuple(reversed(counts))


def runs_of(h: Households, oyw_months: int) -> Runs:
    """The runs of all cases: the first arrival and each later date of arrival (R3, R15)."""
    case = np.arange(len(h), dtype=np.int64)
    rank = np.zeros(len(h), np.int64)
    arrives, months = h.cases["arrives"], h.cases["months"]
    later = h.people["rank"] > 0
    if later.any():
        keys, at = np.unique(h.people["case"][later] * 64 + h.people["rank"][later], return_index=True)
        own = np.flatnonzero(later)[at]
        case = np.concatenate([case, keys // 64])
        rank = np.concatenate([rank, keys % 64])
        arrives = np.concatenate([arrives, h.people["start"][own]])
        months = np.concatenate([months, np.full(len(keys), oyw_months, np.int64)])
        order = np.lexsort((rank, case))
        case, rank, arrives, months = case[order], rank[order], arrives[order], months[order]
    return Runs(case, rank, arrives, months, add_months_array(arrives, months) - 1)


def cells_of(h: Households, runs: Runs) -> Cells:
    """The cells of every run: sponsorship months, or calendar months with part months at the ends (R3, R46)."""
    index = month_index(runs.arrives)
    on_first = runs.arrives == month_first(index)
    is_calendar = (h.cases["prorate"][runs.case] != PRORATE.index("equal")) & ~on_first
    count = runs.months + is_calendar
    run, k = ranges(count)
    calendar = is_calendar[run]
    arrives = runs.arrives[run]
    first = np.where(
        calendar, np.maximum(month_first(index[run] + k), arrives), add_months_array(arrives, k)
    )
    last = np.where(
        calendar,
        np.minimum(month_first(index[run] + k + 1) - 1, runs.end[run]),
        add_months_array(arrives, k + 1) - 1,
    )
    start = np.cumsum(count) - count
    first_part = calendar & (k == 0)
    last_part = calendar & (k == count[run] - 1) & ~first_part
    return Cells(run, k + 1, first, last, first_part, last_part, start, count, np.zeros(len(run), np.int64))


def cell_at(runs: Runs, cells: Cells, run: Ints, day: Ints) -> Ints:
    """The cell of a run that contains a day (the day must lie in the run)."""
    months = month_index(day) - month_index(runs.arrives[run])
    equal = ~cells.first_part[cells.start[run]] & (runs.arrives[run] != month_first(month_index(runs.arrives[run])))
    months = months - (equal & (add_months_array(runs.arrives[run], months) > day))
    at: Ints = cells.start[run] + np.minimum(months, cells.count[run] - 1)
    return at


@dataclass(frozen=True)
class Ages:
    """The ages at which an amount can change, from ``rates`` (R12, R25, N48)."""

    second_band: int
    third_band: int
    adult: int
    adult_before: int
    """The higher age of majority some provinces had before 2022 (R12)."""
    senior: int
    pupil_from: int
    pupil_to: int
    secondary_to: int

    @property
    def limits(self) -> tuple[int, ...]:
        return (self.second_band, self.third_band, self.adult, self.adult_before, self.senior)


class Segments:
    """Builds the segments of all runs and settles the event rule in each (N44)."""

    def __init__(
        self,
        h: Households,
        runs: Runs,
        cells: Cells,
        ages: Ages,
        change_dates: Sequence[Sequence[int]],
        majority: Callable[[int], int],
    ) -> None:
        """``change_dates[c]`` are the days on which an amount of community ``c`` can change;
        ``majority(vintage)`` is the age of majority in a place from a date on (R12)."""
        self.h, self.runs, self.cells = h, runs, cells
        self.ages, self.majority_of = ages, majority
        dates = [(c, d) for c, days in enumerate(change_dates) for d in [0, *days]]
        self.vintage_community = np.array([c for c, _ in dates], np.int64)
        self.vintage_day = np.array([d for _, d in dates], np.int64)
        self.vintages = Lookup.of(self.vintage_community, self.vintage_day)
        self.majority = np.full(len(dates), -1, np.int64)
        self.community_day = self._move_days()
        by_day = np.argsort(h.communities["day"], kind="stable")
        lived = Lookup.of(h.communities["case"][by_day], self.community_day[by_day])
        self.community_rows = Lookup(lived.keys, by_day[lived.rows])
        self.spells = Lookup.of(h.spells["person"], h.spells["day"])
        self.schooling = Lookup.of(h.schooling["person"], h.schooling["day"])
        count = np.bincount(h.people["case"], minlength=len(h))
        self.person_count, self.person_start = count, np.cumsum(count) - count
        count = np.bincount(h.units["case"], minlength=len(h))
        self.unit_count, self.unit_start = count, np.cumsum(count) - count
        self._split()

    # -- where something may change -------------------------------------------------------------------------

    def _candidates(self) -> tuple[Ints, Ints, Ints]:
        """(run, day, person) of everything that can change a composition or a rate inside a run."""
        h, runs = self.h, self.runs
        people = h.people
        found: list[tuple[Ints, Ints, Ints]] = []
        run_count = np.bincount(runs.case, minlength=len(h))
        run_start = np.cumsum(run_count) - run_count

        def add(case: Ints, day: Ints, person: Ints, rank: Ints | None = None) -> None:
            owner, nth = ranges(run_count[case])
            run = run_start[case[owner]] + nth
            day, person = day[owner], person[owner]
            keep = (day > runs.arrives[run]) & (day <= runs.end[run])
            if rank is not None:
                keep &= rank[owner] <= runs.rank[run]
            found.append((run[keep], day[keep], person[keep]))

        who = np.arange(len(people), dtype=np.int64)
        for age in self.ages.limits:
            day = add_months_array(people["born"], 12 * age)
            arrives, end = h.cases["arrives"][people["case"]], self.runs.end.max(initial=0)
            near = (day > arrives) & (day <= end)
            add(people["case"][near], day[near], who[near], people["rank"][near])
        born = (people["start"] == people["born"]) & (people["start"] > h.cases["arrives"][people["case"]])
        if born.any():
            add(people["case"][born], people["start"][born], who[born], people["rank"][born])
        if len(h.spells):
            person = h.spells["person"]
            add(people["case"][person], h.spells["day"], person, people["rank"][person])
        moves = h.communities["day"] > 0
        if moves.any():
            case = h.communities["case"][moves]
            add(case, self.community_day[moves], np.full(len(case), MOVE, np.int64))
        cases = np.arange(len(h), dtype=np.int64)
        first, last = runs.arrives.min(initial=NEVER), runs.end.max(initial=0)
        for change in sorted({int(d) for d in self.vintage_day if first < d <= last}):
            add(cases, np.full(len(h), change, np.int64), np.full(len(h), RATE, np.int64))
        run, day, person = (np.concatenate([part[i] for part in found]) for i in range(3))
        return run, day, person

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
            count = np.bincount(runs.case, minlength=len(h))
            owner, nth = ranges(count[case])
            r = (np.cumsum(count) - count)[case[owner]] + nth
            d = h.housing["from"][owner]
            keep = (d > runs.arrives[r]) & (d <= runs.end[r])
            at = cell_at(runs, cells, r[keep], d[keep])
            boundary[at] = True
            boundary[at + 1] = True
        boundary = boundary[:-1]
        cells.segment = np.cumsum(boundary) - 1
        self.first_cell = np.flatnonzero(boundary)
        self.run = cells.run[self.first_cell]
        # Only people's events, and in the equal view rates and moves, are weighed up or down (N44).
        # After an arrival on the 1st the months of both views are the same calendar months (R5, R50).
        mid_month = runs.arrives != month_first(month_index(runs.arrives))
        equal = (h.cases["prorate"][runs.case] == PRORATE.index("equal")) & mid_month
        equal = equal[run]
        weighed = inside & ((person >= 0) | equal) & (h.cases["next_month"][runs.case[run]] == 0)
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
        case = self.runs.case[self.run[self.set_segment]]
        self.set_case = case
        self.row_set, nth = ranges(self.person_count[case])
        self.row_person = self.person_start[case[self.row_set]] + nth
        self.asof = self.cells.first[self.first_cell[self.set_segment]][self.row_set]
        self.rate_day = self.cells.first[self.first_cell[self.set_segment]].copy()
        self.row_start = np.cumsum(self.person_count[case]) - self.person_count[case]

    def vintage_at(self, case: Ints, day: Ints) -> Ints:
        """The (community, rate date) in force for a case on a day."""
        row = self.community_rows.at(case, day)
        return self.vintages.at(self.h.communities["community"][row], day)

    def compose(self, sets: Ints, rows: Ints, asof: Ints, vintage: Ints) -> State:
        """Compositions of all units of the given sets; ``rows`` are the person rows of those sets."""
        h = self.h
        people = h.people
        local = np.zeros(len(self.set_case), np.int64)
        local[sets] = np.arange(len(sets))
        set_of_row = local[self.row_set[rows]]
        p = self.row_person[rows]
        units = self.unit_count[self.set_case[sets]]
        unit_row_start = np.cumsum(units) - units
        pset, nth = ranges(units)
        unit = self.unit_start[self.set_case[sets]][pset] + nth

        where = self._where(p, asof, vintage[set_of_row], self.set_rank[sets][set_of_row])
        age = age_array(people["born"][p], asof)
        present = where >= 0
        target = unit_row_start[set_of_row] + np.where(
            where >= 0, where - self.unit_start[self.set_case[sets]][set_of_row], 0
        )
        target, age, p = target[present], age[present], p[present]
        size = len(unit)

        def count(mask: Bools) -> Ints:
            return np.bincount(target[mask], minlength=size)

        by_role = people["role"][p] < 2
        roles = count(by_role)
        adult = age >= self.ages.adult
        is_head = np.where(roles[target] > 0, by_role, adult)
        heads = np.bincount(target[is_head], minlength=size)
        persons = np.bincount(target, minlength=size)
        adults = np.minimum(heads, 2)  # none: children left without an adult, which has no result (N51)
        other = ~is_head
        senior = age >= self.ages.senior
        disabled = people["disabled"][p] == 1
        columns = {
            "adults": adults,
            "others": np.maximum(persons - adults, 0),
            "seniors": np.minimum(count(senior), adults),
            "ages_0_6": count(other & (age < self.ages.second_band)),
            "ages_7_11": count(other & (age >= self.ages.second_band) & (age < self.ages.third_band)),
            "ages_12_17": count(other & (age >= self.ages.third_band)),
            "under_18": count(other & (age < self.ages.adult)),
            "under_19": count(other & (age < self.ages.adult_before)),
            "adult_riders": count((is_head | adult) & ~senior),
            "senior_riders": count(senior),
            "disabled_adults": np.minimum(count(disabled & is_head), adults),
            "disabled_others": count(disabled & other),
            "is_unemployable": np.minimum(count(people["unemployable"][p] == 1), 1),
        }
        return State(pset, unit, persons, pack(columns))

    def _majority(self, vintage: Ints) -> Ints:
        """Age of majority of each vintage, asked once (R12)."""
        needed = np.zeros(len(self.majority), bool)
        needed[vintage] = True
        for v in np.flatnonzero(needed & (self.majority < 0)):
            self.majority[v] = self.majority_of(int(v))
        return self.majority[vintage]

    def _where(self, person: Ints, asof: Ints, vintage: Ints, rank: Ints) -> Ints:
        """The unit each person is costed in on a day, or ABSENT (R10-R12, R14-R17)."""
        people = self.h.people
        here = (
            (asof >= people["start"][person])
            & (asof < people["end"][person])
            & (people["rank"][person] <= rank)
        )
        majority = self._majority(vintage)
        own = (people["automatic"][person] == 1) & (age_array(people["born"][person], asof) >= majority)
        where = np.where(own, people["own_unit"][person], people["unit"][person])
        if len(self.h.spells):
            spell = self.spells.at(person, asof)
            entered = self.h.spells["unit"][spell]
            where = np.where((spell >= 0) & (entered != RETURNED), entered, where)
        return np.where(here, where, ABSENT)

    def locate(self, rows: Ints, asof: Ints, vintage: Ints) -> Ints:
        """The unit of some person rows of the priced sets."""
        return self._where(self.row_person[rows], asof, vintage, self.set_rank[self.row_set[rows]])

    def locate_people(self, person: Ints, day: Ints) -> Ints:
        """The unit of people on a day, by their dates alone."""
        vintage = self.vintage_at(self.h.people["case"][person], day)
        return self._where(person, day, vintage, self.h.people["rank"][person])

    def is_pupil(self, person: Ints, day: Ints, full_time: bool = False) -> Bools:
        """Pupils of a provincial school on a day (R23); ``full_time``: in full-time secondary at any age (R34)."""
        people, ages = self.h.people, self.ages
        age = age_array(people["born"][person], day)
        told = people["school"][person]
        if len(self.h.schooling):
            row = self.schooling.at(person, day)
            told = np.where(row >= 0, self.h.schooling["in_school"][row], told)
        minor = (age >= ages.pupil_from) & (age <= ages.pupil_to)
        presumed: Bools = (told < 0) & minor
        told_so: Bools = told == 1
        if full_time:
            return presumed | told_so
        return presumed | (told_so & (age >= ages.pupil_from) & (age <= ages.secondary_to))

    def settle(self, price: Callable[[State, Ints, Ints], Ints]) -> State:
        """The state of every segment after the event rule (N44).

        ``price(state, sets, vintage)`` gives the household's monthly total of each set in cents.
        """
        self.build_sets()
        every = np.arange(len(self.set_case), dtype=np.int64)
        self.vintage = self.vintage_at(self.set_case, self.rate_day)
        segment, day, person = self.events
        if len(segment):
            self._weigh(price, segment, day, person)
        return self.compose(every, np.arange(len(self.row_set)), self.asof, self.vintage)

    def _weigh(
        self, price: Callable[[State, Ints, Ints], Ints], segment: Ints, day: Ints, person: Ints
    ) -> None:
        """Take the events of each month by date; keep those that do not lower the total (N44)."""
        new_day = np.ones(len(day), bool)
        new_day[1:] = (segment[1:] != segment[:-1]) | (day[1:] != day[:-1])
        group = np.cumsum(new_day) - 1
        group_segment, group_day = segment[new_day], day[new_day]
        nth = np.arange(len(group_segment)) - np.searchsorted(group_segment, group_segment)
        in_force = np.zeros(len(self.run), np.int64)
        for turn in range(int(nth.max()) + 1):
            groups = np.flatnonzero(nth == turn)
            segments = group_segment[groups]
            sets = np.concatenate([segments, self.minus_of[segments][self.minus_of[segments] >= 0]])
            mark = np.full(len(self.run), -1, np.int64)
            mark[segments] = group_day[groups]
            owner, n = ranges(self.person_count[self.set_case[sets]])
            rows = self.row_start[sets][owner] + n
            members = np.isin(group, groups)
            touched = np.unique(segment[members] * (1 << 32) + person[members] + 2)
            key = self.set_segment[self.row_set[rows]] * (1 << 32) + self.row_person[rows] + 2
            hit = np.isin(key, touched)
            rate_hit = np.isin(self.set_segment[sets] * (1 << 32) + RATE + 2, touched) | np.isin(
                self.set_segment[sets] * (1 << 32) + MOVE + 2, touched
            )
            # A later rate date brings the deferred events of the household along (N44).
            hit |= rate_hit[owner]
            trial = np.where(hit, mark[self.set_segment[self.row_set[rows]]], self.asof[rows])
            trial_rate = np.where(rate_hit, mark[self.set_segment[sets]], self.rate_day[sets])
            trial_vintage = self.vintage_at(self.set_case[sets], trial_rate)
            if turn == 0:
                in_force[segments] = self._total(price, sets, rows, self.asof[rows], self.vintage[sets], segments)
            after = self._total(price, sets, rows, trial, trial_vintage, segments)
            counts = after >= in_force[segments]
            in_force[segments] = np.where(counts, after, in_force[segments])
            accepted = np.zeros(len(self.run), bool)
            accepted[segments] = counts
            ok = accepted[self.set_segment[sets]]
            self.asof[rows] = np.where(accepted[self.set_segment[self.row_set[rows]]], trial, self.asof[rows])
            self.rate_day[sets] = np.where(ok, trial_rate, self.rate_day[sets])
            self.vintage[sets] = np.where(ok, trial_vintage, self.vintage[sets])

    def _total(
        self, price: Callable[[State, Ints, Ints], Ints], sets: Ints, rows: Ints, asof: Ints, vintage: Ints,
        segments: Ints,
    ) -> Ints:  # fmt: skip
        """The monthly total of the household in each segment; of a later arrival, the increment (R15)."""
        totals = price(self.compose(sets, rows, asof, vintage), sets, vintage) * self.set_sign[sets]
        place = np.full(len(self.run), -1, np.int64)
        place[segments] = np.arange(len(segments))
        return np.bincount(
            place[self.set_segment[sets]], weights=totals, minlength=len(segments)
        ).astype(np.int64)

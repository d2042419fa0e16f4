"""Runs and their cells: the support that starts with an arrival, and its months in the chosen view (R3, R46).

A *run* is the support that starts with one arrival (the first one, or a later one under the One-Year Window). It has
*cells*: sponsorship months, or calendar months with part months at both ends. Who lives where in them is in
``segments``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from calculator.columns import Bools, Ints, counted, starts_of
from calculator.household import PRORATE, Households
from calculator.periods import add_months_array, month_first, month_index


@dataclass
class Runs:
    """One row per arrival of a case (rank 0: the first)."""

    case: Ints
    rank: Ints
    arrives: Ints
    months: Ints
    end: Ints
    """Last day of support (R3)."""

    @cached_property
    def opening(self) -> Ints:
        """The month of each arrival, counted from January 1970."""
        return month_index(self.arrives)

    @cached_property
    def is_mid_month(self) -> Bools:
        """Arrivals on another day than the 1st; after one on the 1st both views have the same months (R5, R50)."""
        flags: Bools = self.arrives != month_first(self.opening)
        return flags


@dataclass
class Cells:
    """One row per month of a run in its view."""

    run: Ints
    first: Ints
    last: Ints
    first_part: Bools
    last_part: Bools
    by_day: Bools
    """Runs whose months begin on another day than the 1st (the equal view)."""
    start: Ints
    """First cell of each run."""
    count: Ints
    segment: Ints
    """The segment of each cell."""

    @cached_property
    def number(self) -> Ints:
        """The number of each cell in its run, from 1."""
        numbers: Ints = np.arange(1, len(self.run) + 1) - self.start[self.run]
        return numbers


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
    is_equal = h.cases["prorate"][runs.case] == PRORATE.index("equal")
    is_calendar = ~is_equal & runs.is_mid_month
    by_day = is_equal & runs.is_mid_month
    count = runs.months + is_calendar
    start = starts_of(count)
    run = np.repeat(np.arange(len(count), dtype=np.int64), count)
    first = month_first(counted(runs.opening, start, count))
    first[start] = runs.arrives
    if by_day.any():
        at = np.flatnonzero(by_day[run])
        first[at] = add_months_array(runs.arrives[run[at]], at - start[run[at]])
    end = start + count - 1
    last = np.empty_like(first)
    last[:-1] = first[1:] - 1
    last[end] = runs.end
    first_part, last_part = np.zeros(len(run), bool), np.zeros(len(run), bool)
    first_part[start] = is_calendar
    last_part[end] = is_calendar & (count > 1)
    return Cells(run, first, last, first_part, last_part, by_day, start, count, np.zeros(len(run), np.int64))


def cell_at(runs: Runs, cells: Cells, run: Ints, day: Ints) -> Ints:
    """The cell of a run that contains a day (the day must lie in the run)."""
    months = month_index(day) - runs.opening[run]
    if cells.by_day.any():
        of = np.flatnonzero(cells.by_day[run])
        months[of] -= add_months_array(runs.arrives[run[of]], months[of]) > day[of]
    at: Ints = cells.start[run] + np.minimum(months, cells.count[run] - 1)
    return at

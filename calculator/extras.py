"""What the group plans on top of the minimum, by month: extras, top-ups, deposits (R25.5, N39).

Of the first arrival's months; a JAS sponsor may go on after RAP has stopped (R40). The contingency is in ``ledger``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from calculator.columns import Bools, ranges
from calculator.household import STREAMS, Ints
from calculator.money import sum_by
from calculator.periods import NEVER, add_months_array, month_first, month_index

if TYPE_CHECKING:
    from calculator.budget import Budget


class Planned(NamedTuple):
    """Planned extras, one row per extra and month (R25.5, N39)."""

    extra: Ints
    """Row of the extras table."""
    cell: Ints
    """The cell of the first arrival; -1 after the end of RAP (R40)."""
    number: Ints
    """Number of the month."""
    on: Ints
    """The day."""
    cents: Ints


def extra_months(b: Budget) -> Planned:
    """Planned extras by month of the first arrival; of a JAS sponsor also after RAP has stopped (R40).

    A monthly extra without a last day ends with the support, also where that ends early; one with a day goes on.
    """
    t = b.households.extras
    if not len(t):
        return Planned(*(np.zeros(0, np.int64) for _ in Planned._fields))
    cells, runs = b.cells, b.runs
    run = np.searchsorted(runs.case, t["case"])  # the first arrival of each case comes first
    extra, nth = ranges(cells.count[run])
    cell = cells.start[run[extra]] + nth
    first, last = cells.first[cell], cells.last[cell]
    begins, ends = t["from"][extra], t["to"][extra]
    monthly = (t["monthly"][extra] == 1) & (begins <= last) & (ends >= first)
    inside = ((first <= begins) & (begins <= last)) | ((begins < first) & (nth == 0))
    counts = monthly | ((t["monthly"][extra] == 0) & inside)
    if b.months_table.ended.any():
        counts &= ~(monthly & (ends == NEVER) & _is_ended(b, run[extra], t["unit"][extra], nth))
    on = np.maximum(first, np.minimum(begins, last))
    rows = [np.stack([extra, cell, cells.number[cell], on], axis=1)[counts]]
    stream, month_count = b.households.cases["stream"][t["case"]], runs.months[run]
    is_jas = (stream == STREAMS.index("JAS")) | (
        (month_count == b.parameters.payer_calendar.jas_months)
        & ((stream == STREAMS.index("GAR")) | (stream == STREAMS.index("BVOR")))
    )
    # An extra without a last day ends with the support; one with a day may go on.
    on_after = np.where(t["monthly"] == 1, np.where(t["to"] < NEVER, t["to"], 0), t["from"]) > runs.end[run]
    for i in np.flatnonzero(is_jas & on_after).tolist():
        rows.append(np.array(list(_after_rap(b, i, int(run[i]))), np.int64).reshape(-1, 4))
    extra, cell, number, on = np.concatenate(rows).T
    return Planned(extra, cell, number, on, t["amount"][extra])


def _is_ended(b: Budget, run: Ints, unit: Ints, nth: Ints) -> Bools:
    """Whether the support of a unit has ended early, or the duty is over, in the months of its run (R4, R39e)."""
    row = b.row_of(run, unit)
    at = np.where(row >= 0, b.row_start[np.maximum(row, 0)] + nth, 0)
    ended: Bools = (row >= 0) & b.months_table.ended[at]
    return ended


def _after_rap(b: Budget, i: int, run: int) -> Iterator[tuple[int, int, int, int]]:
    """The months of an extra between the end of RAP and the longest sponsorship (R40)."""
    t, runs, cells = b.households.extras, b.runs, b.cells
    arrives, months, count = int(runs.arrives[run]), int(runs.months[run]), int(cells.count[run])
    longest = b.parameters.number("support_months_longest")
    starts = add_months_array(np.full(longest + 1, arrives, np.int64), np.arange(longest + 1))
    limit = int(starts[-1])
    if count > months:  # calendar cells: the rest of the last month belongs to the last cell
        index = int(month_index(runs.end[run : run + 1])[0])
        starts = np.r_[month_first(np.arange(index + 1, index + 1 + longest - months)), limit]
    else:
        starts = starts[months:]
    for n in range(len(starts) - 1):
        first, last = int(starts[n]), min(int(starts[n + 1]), limit) - 1
        begins, is_monthly = int(t["from"][i]), t["monthly"][i] == 1
        counts = begins <= last and int(t["to"][i]) >= first if is_monthly else first <= begins <= last
        if counts:
            yield i, -1, count + n + 1, max(first, begins)


def extras_of(b: Budget, planned: Planned | None = None) -> Ints:
    """Planned extras of every case, cents."""
    planned = extra_months(b) if planned is None else planned
    return sum_by(b.households.extras["case"][planned.extra], planned.cents, len(b.households))

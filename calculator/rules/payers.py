"""Who pays which month (R2, R39, R40-R44, N23).

The defaults of the streams are a table; a plan's own entries and the conversions change it. Amounts are nowhere
in this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from calculator.cells import Cells, Runs
from calculator.columns import ranges
from calculator.household import PAYERS, PRORATE, STREAMS, Households, Ints
from calculator.periods import NEVER, add_months_array, month_first, month_index

SPONSOR, GOVERNMENT = PAYERS.index("sponsor"), PAYERS.index("government")


class StreamTerms(NamedTuple):
    """What the stream settles by default (R2)."""

    monthly: str
    """"sponsor", "government", "calendar_months" (R39a) or "chosen_cells" (R39f)."""
    start_up: int
    one_time: str
    """Newborn item and maternity clothing: "sponsor", or the payer of their "month"."""
    top_up_counts: bool
    """A sponsor's regular top-up in government months is part of the income base (R33)."""


TERMS: dict[str, StreamTerms] = {
    "PSR": StreamTerms("sponsor", SPONSOR, "month", False),
    "BVOR": StreamTerms("calendar_months", SPONSOR, "sponsor", True),
    "RAINBOW": StreamTerms("chosen_cells", GOVERNMENT, "month", False),
    "JAS": StreamTerms("government", GOVERNMENT, "month", False),
    "GAR": StreamTerms("government", GOVERNMENT, "month", False),
}


@dataclass(frozen=True)
class Calendar:
    """The numbers of the payer calendars, from ``rates`` (R39a, R43)."""

    cutoff_day: int
    rap_months: int
    form_months: int
    promotion_months: int
    conversion_window_months: int
    jas_months: int


def _of_stream(h: Households, value: str, names: tuple[str, ...] = STREAMS) -> Ints:
    """1 for cases whose stream has this monthly rule."""
    flags = np.array([TERMS[name].monthly == value for name in names], bool)
    return flags[h.cases["stream"]]


def conversion_starts(h: Households, calendar: Calendar) -> Ints:
    """Day from which a converted case is a JAS case; NEVER without a conversion that takes place (R43, R44).

    Approved in the first twelve months; the form within 8 months unless exceptional or a sponsor was already
    found; the sponsor within 4 months of the posting. GAR: the whole period is the government's already.
    BVOR: from the 1st of the month after approval, or the day entered.
    """
    start = np.full(len(h), NEVER, np.int64)
    t = h.conversions
    if not len(t):
        return start
    case = t["case"]
    arrives = h.cases["arrives"][case]
    window = t["on"] < add_months_array(arrives, calendar.conversion_window_months)
    form_in_time = (t["form"] < 0) | (t["form"] <= add_months_array(arrives, calendar.form_months))
    already_found = (t["found"] >= 0) & (t["form"] >= 0) & (t["found"] <= t["form"])
    form_ok = form_in_time | (t["exceptional"] == 1) | already_found
    posted = np.where(t["posted"] >= 0, t["posted"], t["found"])
    found_ok = (t["found"] < 0) | (posted < 0) | (t["found"] <= add_months_array(posted, calendar.promotion_months))
    bvor = _of_stream(h, "calendar_months")[case]
    gar = h.cases["stream"][case] == STREAMS.index("GAR")
    happens = window & found_ok & (bvor | (gar & form_ok))
    own = h.cases["bvor_switch"][case]
    switch = np.where(own < NEVER, own, month_first(month_index(t["on"]) + 1))
    start[case[happens]] = np.where(bvor, switch, t["on"])[happens]
    return start


def monthly_payers(h: Households, runs: Runs, cells: Cells, calendar: Calendar, converted: Ints) -> Ints:
    """Payer code of every cell before a plan's own entries (R2, R39a, R39f, R44)."""
    case = runs.case
    payer = np.where(_of_stream(h, "government")[case], GOVERNMENT, SPONSOR)[cells.run]
    by_month, by_cell = _of_stream(h, "calendar_months")[case], _of_stream(h, "chosen_cells")[case]
    varies = by_month | by_cell | (converted[case] < NEVER)
    if not varies.any():
        return payer
    at = np.flatnonzero(varies[cells.run])
    day = runs.arrives - month_first(runs.opening) + 1
    begins = month_first(runs.opening + np.where(day <= calendar.cutoff_day, 1, 2))
    ends = add_months_array(begins, calendar.rap_months)
    run, first, number = cells.run[at], cells.first[at], cells.number[at]
    equal = h.cases["prorate"][case[run]] == PRORATE.index("equal")
    in_view = np.where(
        equal,
        (number >= 2) & (number <= 1 + calendar.rap_months),
        (first >= begins[run]) & (first < ends[run]) & ~cells.last_part[at],
    )
    chosen = (h.cases["rainbow"][case[run]] >> np.minimum(number, 62)) & 1 == 1
    payer[at[(by_month[run] & in_view) | (by_cell[run] & chosen)]] = GOVERNMENT
    # The last part cell completes cell 1 and has its payer (R46), except after a conversion (R44).
    last = at[cells.last_part[at]]
    payer[last] = payer[cells.start[cells.run[last]]]
    payer[at[first >= converted[case[run]]]] = GOVERNMENT
    return payer


def entered_payers(h: Households, payer: Ints, unit: Ints, case: Ints, first: Ints) -> Ints:
    """The plan's own payers of months laid over the defaults (N23); one row per unit and cell.

    Where entries meet, one unit's own goes before everybody's, and the later start before the earlier.
    """
    t = h.payers
    order = np.lexsort((t["from"], t["unit"] >= 0))
    entries = order[t["covers"][order] == 0]
    bounds = np.searchsorted(case, np.arange(len(h) + 1))
    entry, nth = ranges((bounds[1:] - bounds[:-1])[t["case"][entries]])
    row = entries[entry]
    at = bounds[t["case"][row]] + nth
    mask = (first[at] >= t["from"][row]) & (first[at] <= t["to"][row])
    mask &= (t["unit"][row] < 0) | (unit[at] == t["unit"][row])
    newest = np.full(len(payer), -1, np.int64)
    np.maximum.at(newest, at[mask], entry[mask])
    return np.where(newest >= 0, t["payer"][entries[newest]], payer) if len(entries) else payer


def start_up_payers(h: Households, converted: Ints) -> tuple[Ints, Ints, Ints]:
    """Payer of start-up by unit; by case whether one-time items follow the sponsor, and the day of a switch (R2, N23,
    R44)."""
    stream = h.cases["stream"]
    payer = np.array([TERMS[s].start_up for s in STREAMS], np.int64)[stream]
    follows_sponsor = np.array([TERMS[s].one_time == "sponsor" for s in STREAMS], np.int64)[stream]
    t = h.payers
    everybody = np.flatnonzero((t["covers"] == 1) & (t["unit"] < 0))
    payer[t["case"][everybody]] = t["payer"][everybody]
    of_unit = payer[h.units["case"]]
    own = np.flatnonzero((t["covers"] == 1) & (t["unit"] >= 0))
    of_unit[t["unit"][own]] = t["payer"][own]
    return of_unit, follows_sponsor, converted


def top_up_counts(h: Households) -> Ints:
    """1 for cases in which a sponsor's top-up raises the income base of government months (R33)."""
    return np.array([TERMS[s].top_up_counts for s in STREAMS], np.int64)[h.cases["stream"]]

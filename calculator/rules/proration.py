"""Part months: what the first and last cell of a calendar view hold (R46, R47, R49).

Works on two figures of every cell, the entitlement ``R`` and what is left of it after in-kind, ``R - K``; lines
are not scaled one by one.
"""

from __future__ import annotations

import numpy as np

from calculator.columns import Bools
from calculator.household import Ints
from calculator.money import half_away_array

YEAR_MONTHS, YEAR_DAYS = 12, 365
"""RAP's daily rate is a twelvefold month over 365 days, also in leap years (R46)."""


def thirteen_cells(
    figure: Ints, cell_one: Ints, first_part: Bools, existed: Bools, day: Ints, month_days: Ints
) -> Ints:
    """A figure of the first and last part cells by RSTP's thirteen-cell method (R46 ``rstp13``).

    ``cell_one`` is the unit's figure in cell 1, ``existed`` whether the unit lived then; ``day`` and ``month_days``
    belong to the month of arrival. The two part cells add up to one whole month. Increments of a later arrival may be
    negative for one unit.
    """
    opening = half_away_array(cell_one * (month_days - day + 1), month_days)
    same = existed & (cell_one == figure)
    rest = np.where(same, cell_one - opening, half_away_array(figure * (day - 1), month_days))
    return np.where(first_part, opening, rest)


def daily_rate(figure: Ints, days: Ints) -> Ints:
    """``figure x 12 x days / 365`` (R46 ``rap365``)."""
    return half_away_array(figure * YEAR_MONTHS * days, YEAR_DAYS)


def transport_part(fare: Ints, riders: Ints, days: Ints, day_cost: Ints) -> Ints:
    """Transport of a part month: the pass, or the days' fares if less; -1 as ``day_cost``: unknown (R47)."""
    by_day = np.where(day_cost >= 0, day_cost * days, daily_rate(fare, days))
    return riders * np.minimum(fare, by_day)

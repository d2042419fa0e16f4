"""Special diet, maternity food and clothing, newborn item (R27).

Which months an item covers and how its first part month is scaled. The amounts are rate items.
"""

from __future__ import annotations

import numpy as np

from calculator.columns import Bools
from calculator.household import Ints
from calculator.money import half_up_array
from calculator.rules.proration import YEAR_DAYS, YEAR_MONTHS

NEAR_THE_DUE_DATE = 120
"""Days around a due date within which a birth belongs to that pregnancy, so that it is not paid twice [ours]."""


def item_month(amount: Ints, note: Ints, end: Ints, arrives: Ints, first: Ints, last: Ints) -> tuple[Ints, Bools]:
    """Amount of a monthly item in a cell, and whether it is the scaled first part (R27).

    From the note, or arrival if later, through the month that contains ``end``. A note in mid-month gives
    ``min(amount, amount x 12 / 365 x days)``; on the first day of a month, or before arrival, the full amount.
    """
    covered = (note <= last) & (end >= first) & (end >= arrives)
    is_part = covered & (note > first) & (note > arrives)
    days = np.maximum(last - note + 1, 0)
    part = np.minimum(amount, half_up_array(amount * YEAR_MONTHS * days, YEAR_DAYS))
    return np.where(covered, np.where(is_part, part, amount), 0), is_part


def newborn_date(arrives: Ints, note: Ints, due: Ints, lead_months_before_due: Ints) -> Ints:
    """Pay date of the newborn item: the latest of arrival, note and two months before the due date (R27)."""
    return np.maximum(np.maximum(arrives, note), lead_months_before_due)

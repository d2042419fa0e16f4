"""Gifts in kind: what of a donated value counts against a line (R28, R29), and purchases (N1, N2).

Never above the estimated value nor above the share of the line that the guideline allows. Whether a gift may
count at all (R24, N4) is settled in ``household``.
"""

from __future__ import annotations

import numpy as np

from calculator.household import START_UP_LINES, Ints
from calculator.money import half_up_array
from calculator.rules.earnings import WHOLE

CLOTHING, WINTER, SCHOOL = (START_UP_LINES.index(x) for x in ("clothing", "winter", "school"))


def cap(line: Ints, share_bp: Ints) -> Ints:
    """``share x line``, what of a line counts in kind at most (R29); int64 cents."""
    return half_up_array(line * share_bp, WHOLE)


def start_up_in_kind(line: Ints, value: Ints, share_bp: Ints, is_pooled: Ints) -> Ints:
    """In-kind counted on every start-up line (R29); matrices unit x line in cents, ``share_bp`` per line.

    ``is_pooled``: clothing and winter clothing are one line of the guideline, laid on clothing first.
    """
    result = np.minimum(value, cap(line, share_bp))
    both = line[:, CLOTHING] + line[:, WINTER]
    pool = np.minimum(
        value[:, CLOTHING] + value[:, WINTER], half_up_array(both * share_bp[CLOTHING], WHOLE)
    )
    pooled = is_pooled == 1
    on_clothing = np.minimum(pool, line[:, CLOTHING])
    result[:, CLOTHING] = np.where(pooled, on_clothing, result[:, CLOTHING])
    result[:, WINTER] = np.where(pooled, pool - on_clothing, result[:, WINTER])
    return result


def basic_in_kind(basic: Ints, percent: Ints, value: Ints) -> Ints:
    """Meals and goods while living with a signer: ``min(percent x B, value if given)`` (R28); -1: no value."""
    most = half_up_array(basic * percent, 100)
    return np.where(value >= 0, np.minimum(most, value), most)

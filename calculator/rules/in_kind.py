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


def counted(line: Ints, value: Ints, share_bp: Ints) -> Ints:
    """``min(value, share x line)`` (R29); matrices unit x line in cents, ``share_bp`` per line."""
    return np.minimum(value, half_up_array(line * share_bp, WHOLE))


def start_up_in_kind(line: Ints, value: Ints, share_bp: Ints, is_pooled: Ints) -> tuple[Ints, Ints]:
    """In-kind counted on every start-up line, and the cap of each line (R29).

    ``is_pooled``: clothing and winter clothing are one line of the guideline, laid on clothing first.
    """
    cap = half_up_array(line * share_bp, WHOLE)
    result = np.minimum(value, cap)
    both = line[:, CLOTHING] + line[:, WINTER]
    pool = np.minimum(
        value[:, CLOTHING] + value[:, WINTER], half_up_array(both * share_bp[CLOTHING], WHOLE)
    )
    pooled = is_pooled == 1
    on_clothing = np.minimum(pool, line[:, CLOTHING])
    result[:, CLOTHING] = np.where(pooled, on_clothing, result[:, CLOTHING])
    result[:, WINTER] = np.where(pooled, pool - on_clothing, result[:, WINTER])
    return result, cap


def basic_in_kind(basic: Ints, percent: Ints, value: Ints) -> Ints:
    """Meals and goods while living with a signer: ``min(percent x B, value if given)`` (R28); -1: no value."""
    cap = half_up_array(basic * percent, 100)
    return np.where(value >= 0, np.minimum(cap, value), cap)

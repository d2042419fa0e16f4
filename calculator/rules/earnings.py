"""Support not owed because the unit earned more than half of its entitlement (R31, R33, R35).

Dollar for dollar above one half of the full monthly entitlement, in-kind included; taken from the month after it
was earned. Which income counts and whose it is, is prepared in ``household`` (R34).

Not covered: pay for irregular periods, which the user spreads.
"""

from __future__ import annotations

import numpy as np

from calculator.columns import Bools, Ints
from calculator.money import half_up_array

WHOLE = 10_000
"""Basis points of a whole."""


def reduction(base: Ints, payable: Ints, earned: Ints, threshold_bp: int, share_bp: Ints) -> Ints:
    """``share x min(R - K, max(0, E - threshold x R))``, rounded once (R31, R33).

    ``base`` is the full monthly entitlement (with a BVOR top-up, R33), ``payable`` is ``R - K``; int64 cents.
    """
    above = np.maximum(earned * WHOLE - base * threshold_bp, 0)
    return half_up_array(np.minimum(payable * WHOLE, above) * share_bp, WHOLE * WHOLE)


def taken(reductions: Ints, available: Ints, payer: Ints, lag: Ints, parts: Ints) -> tuple[Ints, Ints]:
    """What is taken off each month, and what of each month's reduction is never recovered (R35).

    Matrices cell x unit; ``payer`` is -1 after the last month of a unit. A reduction goes, in ``parts`` equal parts,
    to the months after ``lag``; what a month cannot bear moves to the next month of the same payer. Nothing
    crosses a change of payer or the end. Returns (taken, not recovered by the cell in whose run it was lost).
    """
    lags = np.unique(lag).tolist()
    if len(lags) == 1:
        return _taken_after(lags[0], reductions, available, payer, parts)
    result, lost = np.zeros_like(reductions), np.zeros_like(reductions)
    for one in lags:
        at = np.flatnonzero(lag == one)
        result[:, at], lost[:, at] = _taken_after(
            one, reductions[:, at], available[:, at], payer[:, at], parts[:, at]
        )
    return result, lost


def _taken_after(lag: int, reductions: Ints, available: Ints, payer: Ints, parts: Ints) -> tuple[Ints, Ints]:
    """:func:`taken` of units with the same lag."""
    cells = len(reductions)
    pending, lost = np.zeros_like(reductions), np.zeros_like(reductions)
    result = np.empty_like(reductions)
    changes = np.zeros(reductions.shape, bool)
    np.not_equal(payer[1:], payer[:-1], out=changes[1:])
    is_change: Bools = np.asarray(changes.any(axis=1))

    def move(amount: Ints, origin: int, target: int) -> None:
        """Into a later month of the same payer, else it is lost."""
        if target >= cells:
            lost[origin] += amount
            return
        if not is_change[origin + 1 : target + 1].any():
            pending[target] += amount
            return
        same = ~changes[origin + 1 : target + 1].any(axis=0)
        pending[target] += amount * same
        lost[origin] += amount * ~same

    most = parts.max(axis=1, initial=1)
    for m in range(cells):
        if most[m] == 1:
            move(reductions[m], m, m + lag)
            continue
        whole, left = np.divmod(reductions[m], parts[m])
        for j in range(int(most[m])):
            move((whole + (j < left)) * (j < parts[m]), m, m + lag + j)
    for m in range(cells):
        result[m] = np.minimum(np.maximum(available[m], 0), pending[m])
        move(pending[m] - result[m], m, m + 1)
    return result, lost

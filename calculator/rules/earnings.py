"""Support not owed because the unit earned more than half of its entitlement (R31, R33, R35).

Dollar for dollar above one half of the full monthly entitlement, in-kind included; taken from the month after it
was earned. Which income counts and whose it is, is prepared in ``household`` (R34).

Not covered: pay for irregular periods, which the user spreads.
"""

from __future__ import annotations

import numpy as np

from calculator.household import Ints
from calculator.money import half_up_array

WHOLE = 10_000
"""Basis points of a whole."""


def reduction(base: Ints, payable: Ints, earned: Ints, threshold_bp: int, share_bp: Ints) -> Ints:
    """``share x min(R - K, max(0, E - threshold x R))``, rounded once (R31, R33).

    ``base`` is the full monthly entitlement (with a BVOR top-up, R33), ``payable`` is ``R - K``; int64 cents.
    """
    above = np.maximum(earned * WHOLE - base * threshold_bp, 0)
    return half_up_array(np.minimum(payable * WHOLE, above) * share_bp, WHOLE * WHOLE)


def taken(
    reductions: Ints, available: Ints, run_of_payer: Ints, lag: Ints, parts: Ints
) -> tuple[Ints, Ints]:
    """What is taken off each month, and what of each month's reduction is never recovered (R35).

    Matrices unit x cell; ``run_of_payer`` numbers unbroken runs of one payer. A reduction goes, in ``parts``
    equal parts, to the months after ``lag``; what a month cannot bear moves to the next month of the run. Nothing
    crosses a change of payer or the end. Returns (taken, not recovered by the cell in whose run it was lost).
    """
    units, cells = reductions.shape
    pending = np.zeros((units, cells + 1), np.int64)
    lost = np.zeros((units, cells), np.int64)
    rows = np.arange(units)
    for m in range(cells):
        whole, left = np.divmod(reductions[:, m], parts[:, m])
        for j in range(int(parts[:, m].max(initial=1))):
            part = np.where(j < parts[:, m], whole + (j < left), 0)
            target = m + lag + j
            inside = target < cells
            at = np.where(inside, target, cells)
            same = inside & (run_of_payer[rows, np.minimum(at, cells - 1)] == run_of_payer[:, m])
            pending[rows, at] += np.where(same, part, 0)
            lost[:, m] += np.where(same, 0, part)
    result = np.zeros_like(reductions)
    for m in range(cells):
        result[:, m] = np.minimum(np.maximum(available[:, m], 0), pending[:, m])
        rest = pending[:, m] - result[:, m]
        if m + 1 < cells:
            same_run = run_of_payer[:, m + 1] == run_of_payer[:, m]
            pending[:, m + 1] += np.where(same_run, rest, 0)
            lost[:, m] += np.where(same_run, 0, rest)
        else:
            lost[:, m] += rest
    return result, lost

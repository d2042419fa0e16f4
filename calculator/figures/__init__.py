"""Any figure of a screen, named by a short reference, and the reason behind it.

A reference is text such as ``total/planned_cents`` or ``cell//sponsor_cents/3``: a screen writes it beside the figure
and asks for its reason here. The words for lines, months and totals come from ``explain``; sums that only a screen
shows are explained in ``sums``, the application in ``stage``, two versions of a plan in ``differences``. Nothing is
priced, and every figure is read from the report or from the sums of ``view`` and ``compare``.
"""

from __future__ import annotations

from calculator.figures.differences import difference
from calculator.figures.parts import Part, Reason, reference, within
from calculator.figures.reasons import reason
from calculator.figures.sums import COLUMNS, of_date, of_payment, with_earnings

__all__ = [
    "COLUMNS",
    "Part",
    "Reason",
    "difference",
    "of_date",
    "of_payment",
    "reason",
    "reference",
    "with_earnings",
    "within",
]

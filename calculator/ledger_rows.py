"""Rows of the ledger while they are collected: blocks of columns, the amount that follows from them, their order.

Knows the columns and how a row is recomputed, but no line and no budget: which rows there are is in ``ledger``.
"""

from __future__ import annotations

import numpy as np

from calculator.household import Ints
from calculator.lines import KINDS, LINE, LINES, PART, PRODUCT
from calculator.money import half_up_array

NO_LIMIT = -1
MONTHS = 64
"""More than the months of any run."""
_USUAL = {
    "month_row": -1, "item_row": -1, "formula": PRODUCT, "quantity": 1, "unit_cents": 0, "numerator": 1,
    "denominator": 1, "limit_cents": NO_LIMIT, "amount_cents": 0, "table": -1,
}  # fmt: skip
"""Columns of the ledger with what most of their cells hold."""


Whole = Ints | int
"""A column, or one number for all rows."""


def recompute(formula: Whole, quantity: Whole, unit: Ints, numerator: Whole, denominator: Whole, limit: Whole) -> Ints:
    """``amount_cents`` of ledger rows from their own columns; all int64.

    ``product``: quantity x unit x numerator / denominator, half up, at most the limit. ``part``: what a part month
    takes off a whole one, unit x numerator / denominator - unit.
    """
    whole = quantity * unit
    is_whole = isinstance(numerator, int) and isinstance(denominator, int) and numerator == denominator
    if is_whole and is_always(limit, NO_LIMIT) and is_always(formula, PRODUCT):
        return whole
    size = np.abs(whole)
    if not is_whole:
        product: Ints = size * np.asarray(numerator, np.int64)
        size = half_up_array(product, denominator)
    size = np.where((np.asarray(limit) >= 0) & (size > limit), limit, size)
    amount = np.where(whole < 0, -size, size)
    return np.where(np.asarray(formula) == PART, amount - whole, amount)


def is_always(column: Whole, number: int) -> bool:
    """Whether a column is this one number."""
    return isinstance(column, int) and column == number


class Rows:
    """Collects ledger rows as blocks of columns."""

    def __init__(self) -> None:
        self.blocks: list[tuple[int, Whole, int, list[Whole]]] = []

    def add(
        self, line: str, kind: int, *, month: Ints | None = None, item: Ints | None = None, unit: Ints,
        quantity: Whole = 1, numerator: Whole = 1, denominator: Whole = 1, limit: Whole = NO_LIMIT,
        formula: int = PRODUCT, table: Whole = -1, line_codes: Ints | None = None,
    ) -> None:  # fmt: skip
        """Add one row per element of ``unit`` where the amount is not zero."""

        def some(columns: tuple[Whole, ...], at: Ints) -> tuple[Whole, ...]:
            return tuple(c if isinstance(c, int) else c[at] for c in columns)

        at = np.flatnonzero(unit)
        if not len(at):
            return
        codes = LINE[line] if line_codes is None else line_codes
        month_row, item_row = (-1 if x is None else x for x in (month, item))
        month_row, item_row, codes, quantity, numerator, denominator, limit, table = some(
            (month_row, item_row, codes, quantity, numerator, denominator, limit, table), at
        )
        unit = unit[at]
        amount = recompute(formula, quantity, unit, numerator, denominator, limit)
        block = (codes, month_row, item_row, formula, quantity, unit, numerator, denominator, limit, amount, table)
        at = np.flatnonzero(amount)
        codes, *values = block if len(at) == len(amount) else some(block, at)
        self.blocks.append((len(at), codes, kind, values))

    def columns(self, of_month: Ints, of_item: Ints) -> dict[str, Ints]:
        """All rows in the order of unit, month, line and kind.

        ``of_month`` and ``of_item``: row of the unit and month of each month and each one-time item, as one number.
        """
        if not self.blocks:
            return {name: np.zeros(0, np.int64) for name in (*_USUAL, "line", "kind", "row", "month")}
        keys = []
        for _, codes, kind, (month, item, *_) in self.blocks:
            when = of_item[item] if isinstance(month, int) else of_month[month]
            keys.append((when * len(LINES) + codes) * len(KINDS) + kind)
        key = np.concatenate(keys)
        order = np.argsort(key, kind="stable")
        place = np.empty(len(key), np.int64)
        place[order] = np.arange(len(key))
        columns = {name: np.full(len(key), usual) for name, usual in _USUAL.items()}
        start = 0
        for length, _, _, block in self.blocks:
            at = place[start : start + length]
            start += length
            for name, values in zip(_USUAL, block, strict=True):
                if not is_always(values, _USUAL[name]):
                    columns[name][at] = values
        key, columns["kind"] = _split(key[order], len(KINDS))
        key, columns["line"] = _split(key, len(LINES))
        columns["row"], columns["month"] = _split(key, MONTHS)
        return columns


def _split(key: Ints, size: int) -> tuple[Ints, Ints]:
    """Quotient and remainder; numpy's own remainder takes several times as long."""
    whole = key // size
    return whole, key - whole * size

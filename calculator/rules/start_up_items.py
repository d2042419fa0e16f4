"""The lines due once as columns, and how they are met: sharing (R18), gifts up to their cap (R29), receipted
purchases (N2), cash (N1).

Who gets which line, on which day and paid by whom is in ``start_up_lines``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from calculator.household import START_UP_LINES, Households, Ints, Table
from calculator.rules import in_kind, payers

ONE_TIME_LINES = ("newborn", "maternity_clothing", "topup_at_18", "clothing_again", "winter_again")
ITEM_LINES = START_UP_LINES + ONE_TIME_LINES
SCHOOL = START_UP_LINES.index("school")
FIRST_SEVEN = len(START_UP_LINES) - 1
FIRST_ONE_TIME = len(START_UP_LINES)


@dataclass
class StartUp:
    """One row per one-time line; int64. ``row`` is the row of run and unit in the budget."""

    row: Ints
    line: Ints
    due_on: Ints
    payer: Ints
    quantity: Ints
    unit_cents: Ints
    entitlement: Ints
    shared: Ints
    in_kind: Ints
    purchases: Ints
    asset_cut: Ints
    unit: Ints
    share_bp: Ints
    """What of each line may be given in kind (R29)."""
    nothing: Ints
    """The zeros that stand for every column without an entry; never written to."""

    @cached_property
    def cap(self) -> Ints:
        """What of each line counts in kind at most (R29)."""
        return in_kind.cap(np.maximum(self.entitlement - self.shared, 0), self.share_bp[self.line])

    @property
    def cash(self) -> Ints:
        return self.given - self.purchases if self.purchases is not self.nothing else self.given

    @property
    def given(self) -> Ints:
        """Cash and receipted purchases."""
        given = self.entitlement
        for column in (self.shared, self.in_kind, self.asset_cut):
            if column is not self.nothing:
                given = given - column
        return given

    def payable_items(self, unit: int, day: int, payer: int) -> Ints:
        """Rows an asset excess received on ``day`` may cut, in order of date (R30)."""
        rows = np.flatnonzero((self.unit == unit) & (self.due_on >= day) & (self.payer == payer))
        return rows[np.lexsort((self.line[rows], self.due_on[rows]))]

    def payable(self, rows: Ints) -> Ints:
        return self.cash[rows]


def meet(items: StartUp, h: Households) -> None:
    """Sharing, gifts and purchases of every start-up line; they never overlap (N1, R18, R29)."""
    if not (len(h.gifts) or len(h.purchases) or len(h.sharing)):
        return
    concerned = np.zeros(len(h.units), bool)
    for table in (h.gifts, h.purchases, h.sharing):
        concerned[table["unit"]] = True
    units = np.flatnonzero(concerned)
    lines = len(START_UP_LINES)
    first_cell = np.full(len(h.units), -1, np.int64)
    first_cell[units] = lines * np.arange(len(units), dtype=np.int64)

    def by_line(table: Table, amount: str) -> Ints:
        block = np.zeros(lines * len(units), np.int64)
        keep = np.flatnonzero(table["line"] < lines)
        np.add.at(block, first_cell[table["unit"][keep]] + table["line"][keep], table[amount][keep])
        return block

    value, bought, shared = by_line(h.gifts, "value"), by_line(h.purchases, "amount"), by_line(h.sharing, "amount")
    # The first start-up of each unit: gifts belong to it.
    first = np.flatnonzero(concerned[items.unit] & (items.line < FIRST_SEVEN))
    cell = first_cell[items.unit[first]] + items.line[first]
    place = np.full(len(value), -1, np.int64)
    place[cell] = first
    if (place[cell] != first).any():
        order = np.argsort(items.due_on[first], kind="stable")[::-1]
        place[cell[order]] = first[order]
        cell = np.flatnonzero(place >= 0)
        first = place[cell]
    line = np.zeros_like(value)
    line[cell] = np.maximum(items.entitlement[first], 0)
    if len(h.sharing):
        off = np.minimum(shared, line)
        items.shared = _column(items, first, off[cell])
        line -= off
    by_government = np.zeros(len(units), bool)
    by_government[cell[np.flatnonzero(items.payer[first] == payers.GOVERNMENT)] // lines] = True
    if by_government.any():  # nothing of it is the sponsor's to give
        line *= np.repeat(~by_government, lines)
    line, value, bought = (x.reshape(-1, lines) for x in (line, value, bought))
    is_pooled = (h.cases["pool"][h.units["case"][units]] == 0).astype(np.int64)
    kind = in_kind.start_up_in_kind(line, value, items.share_bp[:lines], is_pooled)
    if len(h.gifts):
        items.in_kind = _column(items, first, kind.ravel()[cell])
    if len(h.purchases):
        purchase = np.minimum(bought, np.maximum(line - kind, 0))
        items.purchases = _column(items, first, purchase.ravel()[cell])
    if value[:, SCHOOL].any() or bought[:, SCHOOL].any():
        every = np.zeros((2, len(h.units)), np.int64)
        every[:, units] = value[:, SCHOOL], bought[:, SCHOOL]
        _meet_school(items, *every)


def _column(items: StartUp, rows: Ints, values: Ints) -> Ints:
    """A column of the items with some values, else zeros."""
    column = np.zeros_like(items.nothing)
    column[rows] = values
    return column


def _meet_school(items: StartUp, value: Ints, bought: Ints) -> None:
    """School supplies: each instalment at most its own half, the earlier first (R29)."""
    school = np.flatnonzero((items.line == SCHOOL) & (items.payer != payers.GOVERNMENT))
    school = school[(value[items.unit[school]] > 0) | (bought[items.unit[school]] > 0)]
    gift, purchase = value.copy(), bought.copy()
    items.in_kind, items.purchases = items.in_kind.copy(), items.purchases.copy()
    cap = in_kind.cap(items.entitlement[school] - items.shared[school], items.share_bp[SCHOOL])
    most = dict(zip(school.tolist(), cap.tolist(), strict=True))
    for i in school[np.argsort(items.due_on[school], kind="stable")]:
        unit = items.unit[i]
        items.in_kind[i] = min(int(gift[unit]), most[int(i)])
        gift[unit] -= items.in_kind[i]
        items.purchases[i] = min(int(purchase[unit]), int(items.entitlement[i] - items.in_kind[i]))
        purchase[unit] -= items.purchases[i]

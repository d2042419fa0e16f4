"""The Sponsorship Cost Table and the in-kind table of one day (R51, R29c), with the rows read from them.

Look-ups only; what is asked for and what may be deducted is in ``application``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from calculator.rates import Rates, Row

NATION = "CA"


@dataclass
class CostTables:
    """The Sponsorship Cost Table and the in-kind table of one day, and the rows read from them."""

    rates: Rates
    on: date = date.max
    """Day whose edition is used; the newest without one."""
    rows: dict[str, Row] = field(default_factory=dict)

    def _kept(self, row: Row) -> int:
        self.rows.setdefault(row.key, row)
        return row.amount

    def by_size(self, item: str, size: int) -> int | None:
        """An amount by family size: the printed row, or the last one and the step of each further member.

        None where the edition of that day prints neither (R51, R29c).
        """
        for printed in range(size, 0, -1):
            row = self.rates.find(item, NATION, self.on, size=printed)
            if row is None:
                continue
            cents, further = self._kept(row), size - printed
            if further:
                step = None
                if f"{item}_further" in self.rates.items:
                    step = self.rates.find(f"{item}_further", NATION, self.on)
                if step is None:
                    return None
                cents += further * self._kept(step)
            return cents
        return None

    def cost(self, item: str, size: int) -> int:
        """A column of the cost table for a family of this size, cents for twelve months (R51).

        Raises MissingRate before the oldest edition.
        """
        cents = self.by_size(item, size)
        if cents is None:
            raise self.rates.missing(item, NATION, self.on, size=size)
        return cents

    def figure(self, item: str) -> int:
        """A figure that does not depend on the family."""
        return self._kept(self.rates.row(self.rates.amount(item, NATION, date.max).key))

    def day(self, item: str) -> date:
        row = self.rates.row(self.rates.amount(item, NATION, date.max).key)
        self.rows.setdefault(row.key, row)
        return row.day

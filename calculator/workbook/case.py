"""What the sheets of one case share: the facts, the sheets by name, and where each input cell is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from typing import Any

from calculator.locale import N_
from calculator.workbook.facts import Cell, Facts, Row
from calculator.workbook.sheet import Book, Sheet
from calculator.workbook.words import LINES, PAYERS, SHEETS, word


@dataclass
class Blocks:
    """Rows of a sheet that shows every unit's months one unit under the other."""

    first: int
    sizes: list[int]
    gap: int = 3
    """A heading above, a total and an empty row below."""
    lead: int = 1
    """Rows above the first month: the heading, and the titles of the columns if each block has its own."""

    def __post_init__(self) -> None:
        self._headings = list(accumulate((size + self.gap for size in self.sizes), initial=self.first))

    def heading(self, block: int) -> int:
        return self._headings[block]

    def row(self, block: int, month: int) -> int:
        return self.heading(block) + self.lead + month

    def total(self, block: int) -> int:
        return self.heading(block) + self.lead + self.sizes[block]

    def breaks(self, room: int) -> list[int]:
        """Rows at which a new page begins, so that no block is torn apart that fits on a page."""
        found, used = [], self.first
        for block, size in enumerate(self.sizes):
            if used > self.first and used + size + self.gap > room:
                found.append(self.heading(block))
                used = 0
            used += size + self.gap
        return found

    @property
    def end(self) -> int:
        return self.heading(len(self.sizes))


@dataclass
class Case:
    """One case being written."""

    book: Book
    facts: Facts
    suffix: str = ""
    sheets: dict[str, Sheet] = field(default_factory=dict)
    at: dict[Any, str] = field(default_factory=dict)
    """Addresses by name, e.g. ``("rent", 0)`` -> ``'Inputs'!$C$20``."""
    chart_area: tuple[int, int, list[tuple[str, int]]] = (0, 0, [])
    """First and last row of all units on the sheet of months; name and column of what is drawn."""
    day: date = date.min
    """The day up to which the record counts."""
    context: dict[str, Any] = field(default_factory=dict)
    """What reading needs besides the plan: written into the sheet of the plan file."""

    def __post_init__(self) -> None:
        units = self.facts.units
        family = self.word(N_("Family"))
        self.unit_words = {u: family if u == "family" and family not in units else u for u in units}

    @property
    def lang(self) -> str:
        return self.book.lang

    def word(self, text: str) -> str:
        return self.book._(text) if text else ""

    def unit(self, unit: str) -> str:
        return self.unit_words.get(unit, unit)

    def line(self, line: str) -> str:
        return word(LINES, line, self.lang)

    def payer(self, payer: str) -> str:
        return word(PAYERS, payer, self.lang)

    def sheet_name(self, code: str) -> str:
        return word(SHEETS, code, self.lang)

    @property
    def today(self) -> str:
        """The cell of today by its name: rules for colours may not point to another sheet, names may."""
        return "AsOf" + self.suffix.replace(" ", "_")

    def add(self, code: str, **options: Any) -> Sheet:
        made = self.book.sheet(self.sheet_name(code), self.suffix, **options)
        self.sheets[code] = made
        return made

    def define(self, name: str, reference: str) -> None:
        self.book.define(name + self.suffix.replace(" ", "_"), reference)

    @property
    def is_live(self) -> bool:
        """Whether rent and earnings are followed by formulas."""
        return not self.facts.frozen

    def cells(self) -> Iterator[tuple[int, Row, int, Cell]]:
        """Every month of every unit: number of the block, its row, number of the month, the month."""
        for block, row in enumerate(self.facts.rows):
            for k, cell in enumerate(row.cells):
                yield block, row, k, cell

    def block_title(self, row: Row) -> str:
        if row.arrival == 1:
            return self.unit(row.unit)
        return self.word(N_("{unit}, arrival {number}")).format(unit=self.unit(row.unit), number=row.arrival)

"""What a rate row, an item and a place are, once they are read and checked.

Shapes only: nothing here opens a file, judges a value or chooses a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

NUMBER_COLUMNS = (
    "adults",
    "others",
    "size",
    "seniors",
    "disabled",
    "ages_0_6",
    "ages_7_11",
    "ages_12_17",
    "ages_0_11",
)
"""Composition columns that hold a count, or a count and more (``6+``); empty means any."""
KEY_COLUMNS = (*NUMBER_COLUMNS, "case")
COLUMNS = (
    "item",
    "place",
    *KEY_COLUMNS,
    "effective_from",
    "value",
    "source",
    "locator",
    "certainty",
    "flag",
    "checked_on",
    "note",
)
ENDED = "ended"
"""The value that says: from this day there is no such amount."""

MONTHLY, ONCE, YEARLY, AMOUNT = "CAD a month", "CAD once", "CAD a year", "CAD"
PERCENT, DAY, DAY_OF_YEAR, TEXT = "percent", "date", "day of the year", "text"
MONEY_UNITS = frozenset({MONTHLY, ONCE, YEARLY, AMOUNT})
NUMBER_UNITS = frozenset({"years", "months", "weeks", "days", "persons", "day of the month"})
UNITS = MONEY_UNITS | NUMBER_UNITS | {PERCENT, DAY, DAY_OF_YEAR, TEXT}
USES = frozenset({"budget", "rule", "application", "comparison", "record"})


class Range(NamedTuple):
    """The counts a composition column stands for; ``most`` is None for "or more"."""

    least: int
    most: int | None

    def holds(self, count: int) -> bool:
        return count >= self.least and (self.most is None or count <= self.most)


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the dictionary ``items.csv``."""

    item: str
    label_en: str
    label_fr: str
    unit: str
    at_least: int | None
    at_most: int | None
    choices: tuple[str, ...]
    key_columns: frozenset[str]
    usual_month: str
    used_for: str
    rules: tuple[str, ...]

    def label(self, lang: str = "en") -> str:
        return self.label_fr if lang == "fr" else self.label_en

    @property
    def is_monthly(self) -> bool:
        """Whether a row of it can change what is owed for a month."""
        return self.used_for == "budget" and self.unit not in (ONCE, AMOUNT, PERCENT)


@dataclass(frozen=True, slots=True)
class Source:
    """A line of the bibliography ``sources.csv``."""

    source: str
    title: str
    publisher: str
    published_on: str
    address: str
    archived_address: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One fact. ``amount`` is in cents, basis points or whole units, as the unit of the item says."""

    item: str
    place: str
    composition: tuple[tuple[str, Range | str], ...]
    effective_from: date
    amount: int
    text: str
    is_ended: bool
    source: str
    locator: str
    certainty: str
    flag: str
    checked_on: date
    note: str
    key: str
    where: str
    is_entered: bool = False

    @property
    def series(self) -> tuple[str, str, tuple[tuple[str, Range | str], ...]]:
        """What the row is about: the newest row of a series in force is the one that counts."""
        return (self.item, self.place, self.composition)

    def column(self, name: str) -> Range | str | None:
        """The content of a composition column, None if it is empty."""
        return next((value for column, value in self.composition if column == name), None)

    @property
    def day(self) -> date:
        """The value of an item whose unit is a date."""
        return date.fromisoformat(self.text)


@dataclass(frozen=True, slots=True)
class Community:
    """A place people settle in, with the places whose rows hold for it, nearest first."""

    id: str
    kind: str
    """community, elsewhere, territory or refused."""
    province: str
    name_en: str
    name_fr: str
    places: tuple[str, ...]
    passes_also: tuple[str, ...]
    """Whose transit passes stand in when the place has none of its own."""
    has_transit: str
    """yes, no or unknown."""
    aliases: tuple[str, ...] = ()
    note: str = ""

    @property
    def is_on_nl_island(self) -> bool:
        return "NL/island" in self.places

    @property
    def needs_entered_rates(self) -> bool:
        return self.kind == "territory"

    def name(self, lang: str = "en") -> str:
        return self.name_fr if lang == "fr" else self.name_en


class Found(NamedTuple):
    """The answer to a look-up: the amount and where it comes from."""

    amount: int
    text: str
    key: str
    is_entered: bool
    effective_from: date
    checked_on: date
    flag: str

    @property
    def cents(self) -> int:
        return self.amount

    @property
    def bp(self) -> int:
        return self.amount

    @property
    def number(self) -> int:
        return self.amount

    @property
    def day(self) -> date:
        return date.fromisoformat(self.text)

"""The published rates: read from ``rates/``, checked, and looked up by item, place, date and composition.

A look-up never guesses: it gives the newest row in force of the nearest place, or raises. Which row a family
unit needs is policy and stands in ``rules``; what a file may hold is judged in ``check`` and ``series``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from calculator.locale import N_
from calculator.problems import InBoth, MissingRate, PlanError, Problem, RatesError, as_typed, found
from calculator.rates.check import check_row
from calculator.rates.load import read_folder
from calculator.rates.places import Places
from calculator.rates.row import (
    COLUMNS,
    MONEY_UNITS,
    PERCENT,
    UNITS,
    Community,
    Found,
    Item,
    Range,
    Row,
    Source,
)
from calculator.rates.series import check_series, newest_in_force

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Community", "Found", "Item", "MissingRate", "Range", "Rates", "Row", "Source", "rates_folder"]

ENTERED_MUST = ("item", "place", "effective_from", "value", "source")
_MATCH_EXACT, _MATCH_OPEN = 1000, 1
_WHO = {
    "adults": ("adults", "adultes"),
    "others": ("others", "autres"),
    "seniors": ("seniors", "personnes âgées"),
    "size": ("people", "personnes"),
}
"""How a message names the columns of a look-up, in English and French."""


class _Series(NamedTuple):
    """The rows of one fact, the oldest first."""

    composition: tuple[tuple[str, Range | str], ...]
    published: list[Row]
    entered: list[Row]

    @property
    def rows(self) -> list[Row]:
        return [*self.published, *self.entered]


def rates_folder() -> Path:
    """The ``rates/`` of the checkout (or of the installed package, which carries it beside it)."""
    return Path(__file__).resolve().parents[2] / "rates"


class Rates:
    """All rate rows of one folder, and perhaps rows a plan adds. Nothing changes after it is made."""

    def __init__(
        self,
        items: Mapping[str, Item],
        sources: Mapping[str, Source],
        places: Places,
        all_rows: Sequence[Row],
        folder: str,
    ) -> None:
        self.items = dict(items)
        self.sources = dict(sources)
        self.folder = folder
        self.all_rows = tuple(all_rows)
        self.communities: dict[str, Community] = places.communities
        self._places = places
        self._by_key = {row.key: row for row in self.all_rows}
        self._series: dict[tuple[str, str], list[_Series]] = {}
        self._starts: dict[str, list[date]] = {}
        self._has_entered: set[str] = set()
        self._found: dict[object, Row | None] = {}
        self._told_apart_by: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}
        self._in_force: dict[object, list[Row]] = {}
        self._history: dict[tuple[str, str], list[Row]] = {}
        self._monthly_days: dict[str, set[date]] = {}
        self._has_sheet: set[str] = set()
        self._change_days: dict[tuple[str, ...], tuple[date, ...]] = {}
        self._with_rows: dict[tuple[str, ...], tuple[str, ...]] = {}
        self.memo: dict[object, Any] = {}
        """Results a rule wants to keep as long as these rates live."""
        self._index()

    # reading

    @classmethod
    def load(cls, folder: Path | str | None = None) -> Rates:
        """Read and check a folder of rate files (default: the ``rates/`` of the checkout).

        Raises RatesError with every problem of every file, each as ``rates/on.csv:14: what. What to do.``
        """
        path = Path(folder) if folder is not None else rates_folder()
        problems: list[Problem] = []
        contents = read_folder(path, problems)
        if problems or contents is None:
            raise RatesError(problems)
        return cls(*contents, folder=path.name)

    def with_entered(self, entered: Iterable[Mapping[str, object]]) -> Rates:
        """These rates and a plan's own rows, which win over every published row from their date on.

        Each row needs item, place, effective_from, value and source; the other columns of a rate file may be
        given. Raises PlanError with all problems, each at ``rates[0].value``.
        """
        problems: list[Problem] = []
        rows: list[Row] = []
        for i, given in enumerate(entered):
            row = self._entered(i, given, problems)
            if row is not None:
                rows.append(row)
        check_series([*(r for r in self.all_rows if r.is_entered), *rows], self.items, problems)
        if problems:
            raise PlanError(problems)
        if not rows:
            return self
        return Rates(self.items, self.sources, self._places, (*self.all_rows, *rows), self.folder)

    def with_rows(self, rows: Iterable[Row]) -> Rates:
        """These rates with other rows in place of their own, for a question such as "what if"."""
        return Rates(self.items, self.sources, self._places, tuple(rows), self.folder)

    def without_sheets(self) -> Rates:
        """These rates without the provinces' monthly sheets, for a plan that brings its own (N5); what is national
        and the transit passes stay."""
        kept = (
            row
            for row in self.all_rows
            if row.place.split("/")[0] == "CA"
            or row.item.startswith("transit_pass")
            or not self.items[row.item].is_monthly
        )
        return self.with_rows(kept)

    def _entered(self, i: int, given: Mapping[str, object], problems: list[Problem]) -> Row | None:
        def at(column: str) -> str:
            return f"rates[{i}].{column}"

        line = dict.fromkeys(COLUMNS, "")
        for column, value in given.items():
            if column in line:
                line[column] = "" if value is None else str(value).strip()
            else:
                problems.append(
                    found(
                        at(column),
                        N_('There is no column "{column}" in a rate row.'),
                        N_("Use one of: {columns}."),
                        column=as_typed(column),
                        columns=", ".join(COLUMNS),
                    )
                )
        line["checked_on"] = line["checked_on"] or line["effective_from"]
        line["locator"] = line["locator"] or line["source"]
        line["certainty"] = line["certainty"] or "high"
        missing = [column for column in ENTERED_MUST if not line[column]]
        for column in missing:
            problems.append(
                found(
                    at(column),
                    N_("The {column} of the rate is missing."),
                    N_("A rate of your own needs item, place, effective_from, value and source."),
                    column=column,
                )
            )
        if missing:
            return None
        return check_row(
            line, f"rates[{i}]", self.items, self._places.all, None, problems, at=at, is_entered=True
        )

    def _index(self) -> None:
        by_series: dict[object, _Series] = {}
        for row in self.all_rows:
            series = by_series.get(row.series)
            if series is None:
                series = by_series[row.series] = _Series(row.composition, [], [])
                self._series.setdefault((row.item, row.place), []).append(series)
            (series.entered if row.is_entered else series.published).append(row)
            self._starts.setdefault(row.item, []).append(row.effective_from)
            if row.is_entered:
                self._has_entered.add(row.item)
            if self.items[row.item].is_monthly:
                self._monthly_days.setdefault(row.place, set()).add(row.effective_from)
                if not row.item.startswith("transit_pass"):
                    self._has_sheet.add(row.place)
        for series in by_series.values():
            series.published.sort(key=_starts_on)
            series.entered.sort(key=_starts_on)
        self._starts = {item: sorted(set(days)) for item, days in self._starts.items()}

    # places

    def community(self, text: str) -> Community:
        """The community of an id or of an English or French name (case, accents and punctuation ignored).

        Raises PlanError: Quebec with the reason (W01), or an unknown name with the nearest ones.
        """
        return self._places.community(text)

    def place(self, place: str) -> Community:
        """Any place of ``communities.csv`` by its id: a community, an area, a province or the country."""
        return self._places.all[place]

    def change_dates(self, community: Community) -> tuple[date, ...]:
        """Every day on which a monthly amount of the community can change, oldest first."""
        return self._changes((*community.places, *community.passes_also))

    def vintage(self, places: Sequence[str], on: date) -> int:
        """How many of the days on which a monthly amount at these places can change have come by ``on``."""
        return bisect_right(self._changes(tuple(places)), on)

    def places_with_rows(self, places: Sequence[str]) -> tuple[str, ...]:
        """The places of a chain that have monthly rows other than passes; communities often share these."""
        chain = tuple(places)
        held = self._with_rows.get(chain)
        if held is None:
            held = self._with_rows[chain] = tuple(place for place in chain if place in self._has_sheet)
        return held

    def _changes(self, places: tuple[str, ...]) -> tuple[date, ...]:
        days = self._change_days.get(places)
        if days is None:
            days = self._change_days[places] = tuple(
                sorted(set().union(*(self._monthly_days.get(place, ()) for place in places)))
            )
        return days

    # look-up

    def find(self, item: str, places: str | Sequence[str], on: date, **composition: int | str) -> Row | None:
        """The row in force, or None: a plan's own rows first, then the nearest place; of one place the row
        that fits the composition most closely (an exact count before "or more" before any)."""
        chain = (places,) if isinstance(places, str) else tuple(places)
        starts = self._starts.get(item)
        if starts is None:
            if item not in self.items:
                raise KeyError(item)
            return None
        vintage = bisect_right(starts, on)
        told = tuple((name, composition[name]) for name in self._columns(item, chain) if name in composition)
        asked = (item, chain, vintage, told)
        if asked not in self._found:
            self._found[asked] = self._search(item, chain, on, dict(told))
        return self._found[asked]

    def _columns(self, item: str, chain: tuple[str, ...]) -> tuple[str, ...]:
        """The composition columns by which rows of these places differ: others need not be asked about."""
        known = self._told_apart_by.get((item, chain))
        if known is None:
            keys = (key for place in chain for key, _, _ in self._series.get((item, place), ()))
            known = self._told_apart_by[item, chain] = tuple(sorted({column for key in keys for column, _ in key}))
        return known

    def _search(
        self, item: str, chain: Sequence[str], on: date, composition: Mapping[str, int | str]
    ) -> Row | None:
        for is_entered in (True, False) if item in self._has_entered else (False,):
            for place in chain:
                best: tuple[int, Row] | None = None
                for key, published, entered in self._series.get((item, place), ()):
                    fit = _fit(key, composition)
                    row = _newest(entered if is_entered else published, on) if fit is not None else None
                    if (
                        fit is not None
                        and row is not None
                        and not row.is_ended
                        and (best is None or fit > best[0])
                    ):
                        best = (fit, row)
                if best is not None:
                    return best[1]
        return None

    def amount(self, item: str, places: str | Sequence[str], on: date, **composition: int | str) -> Found:
        """The amount in force (cents, basis points or whole units, as the item says).

        Raises MissingRate, naming the item, the place and the date, when there is no row.
        """
        row = self.find(item, places, on, **composition)
        if row is None:
            raise self.missing(item, places, on, **composition)
        return Found(
            row.amount, row.text, row.key, row.is_entered, row.effective_from, row.checked_on, row.flag
        )

    def missing(
        self, item: str, places: str | Sequence[str], on: date, **composition: int | str
    ) -> MissingRate:
        """The error for a look-up without a row."""
        chain = (places,) if isinstance(places, str) else tuple(places)
        place = self._places.all.get(chain[0]) if chain else None
        is_manual = place is not None and place.needs_entered_rates
        who = [(*_WHO.get(name, (name, name)), value) for name, value in composition.items() if value]
        return MissingRate(
            found(
                f"rates.{item}",
                N_('No amount is known for "{label}" in {place} on {on} ({who}).'),
                N_("Add a rate of your own with its source and date."),
                code="W02" if is_manual else "W03",
                label=InBoth(self.items[item].label("en"), self.items[item].label("fr")),
                place=InBoth(place.name("en"), place.name("fr")) if place else ", ".join(chain) or "?",
                on=on,
                who=InBoth(
                    ", ".join(f"{en} {value}" for en, _fr, value in who) or "any family",
                    ", ".join(f"{fr} {value}" for _en, fr, value in who) or "toute famille",
                ),
            )
        )

    def in_force(self, item: str, places: str | Sequence[str], on: date) -> list[Row]:
        """All rows of an item in force at the nearest place that has any, entered ones included."""
        chain = (places,) if isinstance(places, str) else tuple(places)
        asked = (item, chain, bisect_right(self._starts.get(item, ()), on))
        rows = self._in_force.get(asked)
        if rows is None:
            by_place = (newest_in_force(self.history(item, place), on) for place in chain)
            rows = self._in_force[asked] = next(filter(None, by_place), [])
        return rows

    def history(self, item: str, place: str) -> list[Row]:
        """All rows of an item at exactly this place, of every date, oldest first."""
        if (item, place) not in self._history:
            rows = [row for series in self._series.get((item, place), ()) for row in series.rows]
            self._history[item, place] = sorted(rows, key=_starts_on)
        return self._history[item, place]

    def row(self, key: str) -> Row:
        """The row of a key, for whoever explains a figure."""
        return self._by_key[key]

    # as a table

    @cached_property
    def rows(self) -> pd.DataFrame:
        """All rows: the columns of the files as text, ``key``, ``where``, ``province``, ``is_entered``,
        ``unit``; int64 ``value_cents``, ``value_bp``, ``value_number`` (0 for another unit, ended)."""
        import pandas as pd

        table = pd.DataFrame([_as_texts(row) for row in self.all_rows], columns=list(COLUMNS), dtype="str")
        units = [self.items[row.item].unit for row in self.all_rows]
        table["unit"] = pd.Series(units, dtype="str")
        kinds = {"cents": MONEY_UNITS, "bp": frozenset({PERCENT}), "number": UNITS - MONEY_UNITS - {PERCENT}}
        for name, wanted in kinds.items():
            table[f"value_{name}"] = pd.Series(
                [row.amount if unit in wanted else 0 for row, unit in zip(self.all_rows, units, strict=True)],
                dtype="int64",
            )
        table["province"] = pd.Series([row.place.split("/")[0] for row in self.all_rows], dtype="str")
        table["key"] = pd.Series([row.key for row in self.all_rows], dtype="str")
        table["where"] = pd.Series([row.where for row in self.all_rows], dtype="str")
        table["is_entered"] = pd.Series([row.is_entered for row in self.all_rows], dtype="bool")
        return table


def _starts_on(row: Row) -> date:
    return row.effective_from


def _newest(rows: Sequence[Row], on: date) -> Row | None:
    held = None
    for row in rows:
        if row.effective_from > on:
            break
        held = row
    return held


def _fit(key: tuple[tuple[str, Range | str], ...], asked: Mapping[str, int | str]) -> int | None:
    """How closely a row's composition fits what is asked; None if it does not."""
    fit = 0
    for column, wanted in key:
        value = asked.get(column)
        if value is None:
            return None
        if isinstance(wanted, str):
            if value != wanted:
                return None
            fit += _MATCH_EXACT
        elif not isinstance(value, int) or not wanted.holds(value):
            return None
        else:
            fit += _MATCH_EXACT if wanted.most is not None else _MATCH_OPEN + wanted.least
    return fit


def _as_texts(row: Row) -> list[str]:
    texts = {name: _count_text(value) for name, value in row.composition}
    texts |= {
        "item": row.item,
        "place": row.place,
        "effective_from": row.effective_from.isoformat(),
        "value": "ended" if row.is_ended else row.text,
        "source": row.source,
        "locator": row.locator,
        "certainty": row.certainty,
        "flag": row.flag,
        "checked_on": row.checked_on.isoformat(),
        "note": row.note,
    }
    return [texts.get(column, "") for column in COLUMNS]


def _count_text(value: Range | str) -> str:
    return value if isinstance(value, str) else f"{value.least}{'+' if value.most is None else ''}"

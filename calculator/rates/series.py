"""What only shows between rows: two rows for one fact, a size that is skipped, prices in the wrong file.

Single rows are judged in ``check``; choosing the row of a case is the look-up's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from calculator.locale import N_
from calculator.problems import Problem, found
from calculator.rates.row import Item, Range, Row

_SERIES_COLUMNS = ("size", "others")
MOST_COMPARISONS = 200_000
"""Rows times days of one table; the largest published one has a few hundred."""


def check_series(rows: Sequence[Row], items: Mapping[str, Item], problems: list[Problem]) -> None:
    """Duplicates, rows that end nothing, and gaps in a series of sizes."""
    seen: dict[tuple[object, ...], Row] = {}
    tables: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        fact = (*row.series, row.effective_from)
        first = seen.setdefault(fact, row)
        if first is not row:
            problems.append(
                found(
                    row.where,
                    N_("The same fact stands at {first} already ({key})."),
                    N_(
                        "Keep one of the two; a correction replaces the row, a new rate has a later date."
                    ),
                    first=first.where,
                    key=row.key,
                )
            )
        if items[row.item].used_for in ("budget", "application"):
            tables.setdefault((row.item, row.place), []).append(row)
    for table in tables.values():
        _check_ends(table, problems)
        if len(table) > 1:
            _check_gaps(table, problems)


def _check_ends(table: list[Row], problems: list[Problem]) -> None:
    begun: dict[object, date] = {}
    for row in table:
        if not row.is_ended:
            begun[row.series] = min(row.effective_from, begun.get(row.series, row.effective_from))
    for row in table:
        if row.is_ended and not begun.get(row.series, row.effective_from) < row.effective_from:
            problems.append(
                found(
                    row.where,
                    N_("The row ends an amount that no earlier row begins ({key})."),
                    N_("Give it the same columns as the row that ends, or delete it."),
                    key=row.key,
                )
            )


def _check_gaps(table: list[Row], problems: list[Problem]) -> None:
    days = sorted({row.effective_from for row in table})
    if len(days) * len(table) > MOST_COMPARISONS:
        problems.append(
            found(
                table[0].where,
                N_('"{item}" has {rows} rows here, of {days} different days: far more than any table.'),
                N_("Look whether a column of dates was filled down."),
                item=table[0].item,
                rows=len(table),
                days=len(days),
            )
        )
        return
    for on in days:
        in_force = newest_in_force(table, on)
        for column in _SERIES_COLUMNS:
            groups: dict[object, list[tuple[Range, Row]]] = {}
            for row in in_force:
                counts = row.column(column)
                if isinstance(counts, Range):
                    groups.setdefault(_group(row, column), []).append((counts, row))
            for group in groups.values():
                _check_gap(group, column, on, problems)


def _group(row: Row, column: str) -> object:
    """Rows that differ in ``column`` only; sizes count over any adults (a couple may have its own row)."""
    if column == "size":
        return row.column("case")
    return row.column("adults"), row.column("seniors"), row.column("case")


def _check_gap(group: list[tuple[Range, Row]], column: str, on: date, problems: list[Problem]) -> None:
    group.sort(key=lambda pair: pair[0].least)
    reached, is_open = group[0][0].least, group[0][0].most is None
    for counts, row in group:
        if counts.least > reached + 1 and not is_open:
            problem = found(
                row.where,
                N_('In the series of "{column}" in force on {on}, {gap} is missing before {next}.'),
                N_("Add the missing row, or correct the count."),
                column=column,
                on=on,
                gap=reached + 1,
                next=counts.least,
            )
            if problem not in problems:
                problems.append(problem)
        reached = max(reached, counts.least)
        is_open = is_open or counts.most is None


def newest_in_force(table: Iterable[Row], on: date) -> list[Row]:
    """Of each series the newest row that has begun on ``on``, without those that have ended."""
    newest: dict[object, Row] = {}
    for row in table:
        if row.effective_from <= on:
            held = newest.get(row.series)
            if held is None or held.effective_from < row.effective_from:
                newest[row.series] = row
    return [row for row in newest.values() if not row.is_ended]

"""What no sheet has looked like yet: a larger family with less, an amount that leaps, a date or case of its own.

The slips that look like amounts. Each finding can be what the sheet prints: then the row gets a flag, which says so
wherever the row is used, and is not asked about again. Looked at last, when nothing else is wrong.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from calculator.locale import N_
from calculator.money import format_cents
from calculator.problems import Problem, as_typed, found
from calculator.rates.row import MONEY_UNITS, NUMBER_COLUMNS, Item, Range, Row

_USES = ("budget", "application", "rule")
_SIZES = ("others", "size", "ages_0_6", "ages_7_11", "ages_12_17", "ages_0_11")
HIGHEST, LOWEST = (5, 2), (1, 2)
"""From one sheet to the next; the largest changes printed are 2.5 (communication, 30 to 75) and 0.56."""
FEWEST = 4
"""Rows of a table from which on a date, or twice as many from which on a case, is not used only once."""

_DO = N_("Compare it with the source. If it is printed so, give the row a flag and a note.")


def check_plausible(rows: Sequence[Row], items: Mapping[str, Item], problems: list[Problem]) -> None:
    """Findings between rows that are right one by one."""
    used = [row for row in rows if items[row.item].used_for in _USES]
    money = [row for row in used if items[row.item].unit in MONEY_UNITS and not row.is_ended]
    _check_sizes(money, problems)
    _check_leaps(money, problems)
    _check_days(used, problems)
    _check_cases(used, problems)


def _check_sizes(rows: Sequence[Row], problems: list[Problem]) -> None:
    """With everything else the same, one person more is never less."""
    tables: dict[object, list[tuple[int, Row]]] = defaultdict(list)
    for row in rows:
        counts = {name: value.least for name, value in row.composition if isinstance(value, Range)}
        for column in _SIZES:
            if column in counts:
                # A child of one age more is also one child more.
                besides = (column, "others") if column.startswith("ages_") else (column,)
                rest = tuple(part for part in row.composition if part[0] not in besides)
                tables[row.item, row.place, row.effective_from, column, rest].append((counts[column], row))
    for table in tables.values():
        table.sort(key=lambda pair: pair[0])
        for (_, smaller), (_, larger) in pairwise(table):
            if larger.amount < smaller.amount and not (smaller.flag or larger.flag):
                problem = found(
                    larger.where,
                    N_("{amount} is less than the {smaller} of a smaller family ({place})."),
                    _DO,
                    amount=format_cents(larger.amount),
                    smaller=format_cents(smaller.amount),
                    place=smaller.where,
                )
                if problem not in problems:
                    problems.append(problem)


def _check_leaps(rows: Sequence[Row], problems: list[Problem]) -> None:
    series: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        series[row.series].append(row)
    for one in series.values():
        one.sort(key=lambda row: row.effective_from)
        for before, after in pairwise(one):
            is_high = after.amount * HIGHEST[1] > before.amount * HIGHEST[0]
            is_low = after.amount * LOWEST[1] < before.amount * LOWEST[0]
            if (is_high or is_low) and not (before.flag or after.flag):
                problems.append(
                    found(
                        after.where,
                        N_("{amount} is far from the {before} it follows ({place})."),
                        _DO,
                        amount=format_cents(after.amount),
                        before=format_cents(before.amount),
                        place=before.where,
                    )
                )


def _check_days(rows: Sequence[Row], problems: list[Problem]) -> None:
    """The amounts of families of one sheet change together."""
    tables: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        if any(name in NUMBER_COLUMNS for name, _ in row.composition):
            tables[row.item, row.place].append(row)
    for table in tables.values():
        count = Counter(row.effective_from for row in table)
        for row in table:
            if len(table) >= FEWEST and count[row.effective_from] == 1 and not row.flag:
                problems.append(
                    found(
                        row.where,
                        N_("No other row of this table begins on {day}."),
                        _DO,
                        day=row.effective_from,
                    )
                )


def _check_cases(rows: Sequence[Row], problems: list[Problem]) -> None:
    by_item: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_item[row.item].append(row)
    for table in by_item.values():
        count = Counter(row.column("case") for row in table)
        for row in table:
            case = row.column("case")
            if len(table) >= 2 * FEWEST and case is not None and count[case] == 1 and not row.flag:
                problems.append(
                    found(
                        row.where,
                        N_('No other row of the item has the case "{case}".'),
                        N_("Look for a misspelt word, or give the row a flag and a note."),
                        case=as_typed(case),
                    )
                )

"""A folder of rate files becomes checked dictionaries and rows; every problem of every file is kept.

Reads and judges; the look-up is the package's own business, a single row that of ``check``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from calculator.locale import N_
from calculator.money import parse_cents
from calculator.problems import Problem, as_typed, found
from calculator.rates.check import check_row
from calculator.rates.files import Sheet, read_sheet
from calculator.rates.places import COLUMNS as PLACE_COLUMNS
from calculator.rates.places import Places
from calculator.rates.plausible import check_plausible
from calculator.rates.row import COLUMNS, MONEY_UNITS, PERCENT, UNITS, USES, Item, Row, Source
from calculator.rates.series import check_series

ITEM_COLUMNS = (
    "item",
    "label_en",
    "label_fr",
    "unit",
    "at_least",
    "at_most",
    "choices",
    "key_columns",
    "usual_month",
    "used_for",
    "rule",
    "note",
)
SOURCE_COLUMNS = ("source", "title", "publisher", "published_on", "address", "archived_address", "note")
MOST_PROBLEMS = 1_000
"""After so many the rest is not looked at: nobody reads more, and a damaged file may hold a million."""
DICTIONARIES = ("items.csv", "communities.csv", "sources.csv")


class Contents(NamedTuple):
    items: dict[str, Item]
    sources: dict[str, Source]
    places: Places
    rows: list[Row]


def read_folder(folder: Path, problems: list[Problem]) -> Contents | None:
    """Everything in a folder, None if there is no folder; findings go to ``problems``."""
    if not folder.is_dir():
        problems.append(
            found(
                str(folder),
                N_("There is no folder of rates here."),
                N_("Give the folder that holds items.csv, communities.csv and sources.csv."),
            )
        )
        return None
    items = _read_items(read_sheet(folder / "items.csv", ITEM_COLUMNS, problems), problems)
    sources = _read_sources(read_sheet(folder / "sources.csv", SOURCE_COLUMNS, problems), problems)
    places = Places(read_sheet(folder / "communities.csv", PLACE_COLUMNS, problems), problems)
    rows: list[Row] = []
    for path in sorted(folder.glob("*.csv")):
        if path.name in DICTIONARIES:
            continue
        sheet = read_sheet(path, COLUMNS, problems)
        province = path.stem.upper()
        if province not in places.all:
            problems.append(
                found(
                    sheet.name,
                    N_("The file is not named after a province of communities.csv."),
                    N_("Name it on.csv, ab.csv … or move it out of the folder."),
                )
            )
            continue
        for i, line in enumerate(sheet.lines):
            if len(problems) >= MOST_PROBLEMS:
                break
            where = sheet.where(i)
            if line["place"] in places.all and line["place"].split("/")[0] != province:
                problems.append(
                    found(
                        where,
                        N_('A row of "{place}" stands in the file of {province}.'),
                        N_("Move it to its own file."),
                        place=line["place"],
                        province=province,
                    )
                )
            row = check_row(line, where, items, places.all, sources, problems)
            if row is not None:
                rows.append(row)
    if len(problems) >= MOST_PROBLEMS:
        problems[MOST_PROBLEMS:] = [
            found(
                folder.name,
                N_("There are more problems than these; the rest was not looked at."),
                N_("Correct these first."),
            )
        ]
        return None
    check_series(rows, items, problems)
    _check_used(items, sources, rows, folder.name, problems)
    if not problems:
        check_plausible(rows, items, problems)
    return Contents(items, sources, places, rows)


def _read_items(sheet: Sheet, problems: list[Problem]) -> dict[str, Item]:
    items: dict[str, Item] = {}
    for i, line in enumerate(sheet.lines):
        where = sheet.where(i)
        unit = line["unit"]
        limits: list[int | None] = []
        for column in ("at_least", "at_most"):
            try:
                text = line[column]
                is_cents = unit in MONEY_UNITS or unit == PERCENT
                limits.append(None if not text else parse_cents(text) if is_cents else int(text))
            except ValueError:
                problems.append(
                    found(
                        where,
                        N_('"{text}" in the column "{column}" is not a number.'),
                        N_("Write a number such as 75 or 12.50, or leave it empty."),
                        text=as_typed(text),
                        column=column,
                    )
                )
                limits.append(None)
        for column, allowed in (("unit", UNITS), ("used_for", USES)):
            if line[column] not in allowed:
                problems.append(
                    found(
                        where,
                        N_('"{text}" is not known in the column "{column}".'),
                        N_("Write one of: {allowed}."),
                        text=as_typed(line[column]),
                        column=column,
                        allowed=", ".join(sorted(allowed)),
                    )
                )
        if not line["item"] or line["item"] in items:
            problems.append(
                found(
                    where,
                    N_('The item "{item}" is missing or stands in the file twice.'),
                    N_("Give every item one row."),
                    item=as_typed(line["item"]),
                )
            )
            continue
        if not line["label_en"] or not line["label_fr"]:
            problems.append(
                found(where, N_("The English or the French label is missing."), N_("Write both."))
            )
        items[line["item"]] = Item(
            line["item"],
            line["label_en"],
            line["label_fr"],
            unit,
            limits[0],
            limits[1],
            tuple(line["choices"].split()),
            frozenset(line["key_columns"].split()),
            line["usual_month"],
            line["used_for"],
            tuple(line["rule"].split()),
        )
    return items


def _read_sources(sheet: Sheet, problems: list[Problem]) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    for i, line in enumerate(sheet.lines):
        if line["source"] in sources or not line["source"]:
            problems.append(
                found(
                    sheet.where(i),
                    N_('The source "{source}" is missing or stands in the file twice.'),
                    N_("Give every publication one row."),
                    source=as_typed(line["source"]),
                )
            )
        for column in ("title", "publisher", "address"):
            if not line[column]:
                problems.append(
                    found(
                        sheet.where(i),
                        N_("The {column} of the source is missing."),
                        N_("Write it."),
                        column=column,
                    )
                )
        sources[line["source"]] = Source(*(line[column] for column in SOURCE_COLUMNS))
    return sources


def _check_used(
    items: Mapping[str, Item],
    sources: Mapping[str, Source],
    rows: Sequence[Row],
    folder: str,
    problems: list[Problem],
) -> None:
    if problems:
        return  # rows that were refused would make their item look unused
    for kind, names, used in (
        ("items.csv", items, {row.item for row in rows}),
        ("sources.csv", sources, {row.source for row in rows}),
    ):
        for name in names:
            if name not in used:
                problems.append(
                    found(
                        f"{folder}/{kind}",
                        N_('"{name}" is used by no row.'),
                        N_("Delete it, or look for a misspelt name."),
                        name=name,
                    )
                )

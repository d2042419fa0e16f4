"""From lines of text to checked rows: every problem of every row, none of them fatal for the next.

One function judges published rows and the rows of a plan alike. Rows are judged one by one here; what only
shows between rows (duplicates, gaps) is in ``series``. No file is opened and no row is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from calculator.locale import N_
from calculator.problems import Problem, as_typed, found
from calculator.rates.row import (
    KEY_COLUMNS,
    NUMBER_COLUMNS,
    Item,
    Range,
    Row,
)
from calculator.rates.values import Say, damage, parse_day, read_day, read_value

_COUNT = re.compile(r"(\d{1,2})(\+?)\Z")
_FLAG = re.compile(r"[a-z0-9_]*\Z")
_ADULTS_OF_A_UNIT = 2  # principal applicant and spouse
_LONGEST = 2000


def check_row(
    line: Mapping[str, str],
    where: str,
    items: Mapping[str, Item],
    places: Collection[str],
    sources: Collection[str] | None,
    problems: list[Problem],
    *,
    at: Callable[[str], str] | None = None,
    is_entered: bool = False,
) -> Row | None:
    """The row of a line, or None if anything is wrong with it; every finding goes to ``problems``.

    ``at`` gives the place of a column for a message (default: the line). ``sources`` None: any text is one.
    """
    before = len(problems)

    def say(column: str, what: str, to_do: str = "", /, **values: Any) -> None:
        problems.append(found(at(column) if at else where, what, to_do, **values))

    item = items.get(line["item"])
    if item is None:
        say(
            "item",
            N_('The item "{item}" is not in items.csv.'),
            N_("Correct it or add the item to items.csv."),
            item=as_typed(line["item"]),
        )
    if line["place"] not in places:
        say(
            "place",
            N_('The place "{place}" is not in communities.csv.'),
            N_("Correct it or add the place to communities.csv."),
            place=as_typed(line["place"]),
        )
    composition = _composition(line, item, say)
    starts = _effective_from(line["effective_from"], line["value"], say)
    amount, text, is_ended = read_value(line["value"], item, say) if item else (0, "", False)
    checked = _checked_on(line["checked_on"], say)
    if not line["source"]:
        say("source", N_("The source is missing."), N_("Name the publication the value was read in."))
    elif sources is not None and line["source"] not in sources:
        say(
            "source",
            N_('The source "{source}" is not in sources.csv.'),
            N_("Correct it or add the publication to sources.csv."),
            source=as_typed(line["source"]),
        )
    if not line["locator"]:
        say("locator", N_("The locator is missing."), N_("Say where the value stands: page, table, row."))
    if line["certainty"] not in ("high", "medium", "low"):
        say(
            "certainty",
            N_('The certainty "{text}" is not high, medium or low.'),
            N_("Write one of the three."),
            text=as_typed(line["certainty"]),
        )
    if not _FLAG.match(line["flag"]):
        say(
            "flag",
            N_('The flag "{text}" is not a code.'),
            N_("Use small letters, digits and underscores."),
            text=as_typed(line["flag"]),
        )
    _check_texts(line, say)
    if len(problems) > before or starts is None or checked is None:
        return None
    key = row_key(line, starts, is_entered)
    return Row(
        line["item"],
        line["place"],
        composition,
        starts,
        amount,
        text,
        is_ended,
        line["source"],
        line["locator"],
        line["certainty"],
        line["flag"],
        checked,
        line["note"],
        key,
        where,
        is_entered,
    )


def row_key(line: Mapping[str, str], starts: date, is_entered: bool) -> str:
    """The unique name of a row, such as ``on:basic:adults=1,others=0,seniors=0:2022-01-01``."""
    made_of = ",".join(f"{c}={line[c]}" for c in NUMBER_COLUMNS if line[c])
    case = line["case"].replace(":", ";")
    parts = [
        line["place"].lower(),
        line["item"],
        ",".join(filter(None, (made_of, case))) or "any",
        starts.isoformat(),
    ]
    return ":".join(["entered", *parts] if is_entered else parts)


def _check_texts(line: Mapping[str, str], say: Say) -> None:
    for column, text in line.items():
        if len(text) > _LONGEST:
            say(
                column,
                N_('The column "{column}" holds {length} characters.'),
                N_("Shorten it."),
                column=column,
                length=len(text),
            )
        elif text and not text.isprintable():
            say(
                column,
                N_('The column "{column}" holds a line break or an invisible character: "{text}".'),
                N_("Type the text again on one line."),
                column=column,
                text=as_typed(text),
            )


def _composition(line: Mapping[str, str], item: Item | None, say: Say) -> tuple[tuple[str, Range | str], ...]:
    parts: list[tuple[str, Range | str]] = []
    exact: dict[str, int] = {}
    for column in KEY_COLUMNS:
        text = line[column]
        if not text:
            continue
        if item is not None and column not in item.key_columns:
            say(
                column,
                N_('"{text}" stands in the column "{column}", which "{item}" does not use.'),
                N_("Clear it, or look whether two columns were swapped."),
                text=as_typed(text),
                column=column,
                item=item.item,
            )
            continue
        if column == "case":
            parts.append((column, text))
            continue
        match = _COUNT.match(text)
        if match is None:
            hint = damage(text)
            say(
                column,
                N_('"{text}" in the column "{column}" is not a count such as 3 or 6+.'),
                hint or N_('Write a whole number, with + for "or more".'),
                text=as_typed(text),
                column=column,
            )
            continue
        count = int(match[1])
        parts.append((column, Range(count, None if match[2] else count)))
        if not match[2]:
            exact[column] = count
    _check_counts(exact, say)
    return tuple(parts)


def _check_counts(exact: Mapping[str, int], say: Say) -> None:
    adults, others = exact.get("adults"), exact.get("others")
    if adults is not None and not 1 <= adults <= _ADULTS_OF_A_UNIT:
        say(
            "adults",
            N_('"{count}" adults: a family unit has 1 or 2 (principal applicant and spouse).'),
            N_("Look whether two columns were swapped."),
            count=adults,
        )
    if exact.get("seniors", 0) > (adults or _ADULTS_OF_A_UNIT):
        say(
            "seniors",
            N_("{seniors} seniors are more than {adults} adults."),
            N_("Look whether two columns were swapped."),
            seniors=exact["seniors"],
            adults=adults or _ADULTS_OF_A_UNIT,
        )
    if adults is not None and others is not None and exact.get("size", adults + others) != adults + others:
        say(
            "size",
            N_("The size {size} is not {adults} adults and {others} others."),
            N_("Correct one of the three."),
            size=exact["size"],
            adults=adults,
            others=others,
        )
    bands = [count for column, count in exact.items() if column.startswith("ages_")]
    if bands and others is not None and sum(bands) != others:
        say(
            "others",
            N_('The age bands hold {bands} children and the column "others" says {others}.'),
            N_("Correct one of them."),
            bands=sum(bands),
            others=others,
        )


def _effective_from(text: str, value: str, say: Say) -> date | None:
    day = parse_day(text)
    if day is None and parse_day(value):
        say(
            "effective_from",
            N_('"{text}" is no date, and "{value}" in the column "value" is one.'),
            N_("The two columns look swapped."),
            text=as_typed(text),
            value=as_typed(value),
        )
        return None
    return read_day(text, "effective_from", day, say)


def _checked_on(text: str, say: Say) -> date | None:
    if not text:
        say(
            "checked_on",
            N_("The day the source was last checked is missing."),
            N_("Write the day somebody last compared the value with the source, as 2026-01-31."),
        )
        return None
    return read_day(text, "checked_on", parse_day(text), say)

"""From lines of text to checked rows: every problem of every row, none of them fatal for the next.

One function judges published rows and the rows of a plan alike. Rows are judged one by one here; what only
shows between rows (duplicates, gaps) is in ``series``. No file is opened and no row is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from calculator.money import format_cents, parse_cents
from calculator.problems import Problem, as_typed, found
from calculator.rates.row import (
    DAY,
    DAY_OF_YEAR,
    ENDED,
    KEY_COLUMNS,
    MONEY_UNITS,
    NUMBER_COLUMNS,
    NUMBER_UNITS,
    PERCENT,
    TEXT,
    Item,
    Range,
    Row,
)

Say = Callable[..., None]

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z")
_COUNT = re.compile(r"(\d{1,2})(\+?)\Z")
_WHOLE = re.compile(r"\d{1,6}\Z")
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}\Z")
_THOUSANDS = re.compile(r"\d{1,3}([, \u00a0\u202f'’]\d{3})+(\.\d+)?\Z")
_SCIENCE = re.compile(r"\d(\.\d+)?[eE][+-]?\d+\Z")
_SPREADSHEET_DATE = re.compile(
    r"\d{1,4}[/.]\d{1,2}[/.]\d{1,4}\Z|\d{1,2}-[A-Za-zéû]{3,9}\.?(-\d{2,4})?\Z|[A-Za-zéû]{3,9}\.?-\d{2,4}\Z|"
    r"\d{1,2}-\d{1,2}(-\d{2,4})?\Z|\d{4}-\d{1,2}-\d{1,2}( \d.*)?\Z"
)
_SERIAL_DAY = re.compile(r"[2-5]\d{4}\Z")
_FLAG = re.compile(r"[a-z0-9_]*\Z")
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
_ADULTS_OF_A_UNIT = 2  # principal applicant and spouse
_LONGEST = 2000


def parse_day(text: str) -> date | None:
    """A date written 2022-01-31, None for anything else."""
    match = _ISO.match(text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


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
            'The item "{item}" is not in items.csv.',
            "Correct it or add the item to items.csv.",
            item=as_typed(line["item"]),
        )
    if line["place"] not in places:
        say(
            "place",
            'The place "{place}" is not in communities.csv.',
            "Correct it or add the place to communities.csv.",
            place=as_typed(line["place"]),
        )
    composition = _composition(line, item, say)
    starts = _effective_from(line["effective_from"], line["value"], say)
    amount, text, is_ended = _value(line["value"], item, say) if item else (0, "", False)
    checked = _checked_on(line["checked_on"], say)
    if not line["source"]:
        say("source", "The source is missing.", "Name the publication the value was read in.")
    elif sources is not None and line["source"] not in sources:
        say(
            "source",
            'The source "{source}" is not in sources.csv.',
            "Correct it or add the publication to sources.csv.",
            source=as_typed(line["source"]),
        )
    if not line["locator"]:
        say("locator", "The locator is missing.", "Say where the value stands: page, table, row.")
    if line["certainty"] not in ("high", "medium", "low"):
        say(
            "certainty",
            'The certainty "{text}" is not high, medium or low.',
            "Write one of the three.",
            text=as_typed(line["certainty"]),
        )
    if not _FLAG.match(line["flag"]):
        say(
            "flag",
            'The flag "{text}" is not a code.',
            "Use small letters, digits and underscores.",
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
                'The column "{column}" holds {length} characters.',
                "Shorten it.",
                column=column,
                length=len(text),
            )
        elif text and not text.isprintable():
            say(
                column,
                'The column "{column}" holds a line break or an invisible character: "{text}".',
                "Type the text again on one line.",
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
                '"{text}" stands in the column "{column}", which "{item}" does not use.',
                "Clear it, or look whether two columns were swapped.",
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
            hint = _damage(text)
            say(
                column,
                '"{text}" in the column "{column}" is not a count such as 3 or 6+.',
                hint or 'Write a whole number, with + for "or more".',
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
            '"{count}" adults: a family unit has 1 or 2 (principal applicant and spouse).',
            "Look whether two columns were swapped.",
            count=adults,
        )
    if exact.get("seniors", 0) > (adults or _ADULTS_OF_A_UNIT):
        say(
            "seniors",
            "{seniors} seniors are more than {adults} adults.",
            "Look whether two columns were swapped.",
            seniors=exact["seniors"],
            adults=adults or _ADULTS_OF_A_UNIT,
        )
    if adults is not None and others is not None and exact.get("size", adults + others) != adults + others:
        say(
            "size",
            "The size {size} is not {adults} adults and {others} others.",
            "Correct one of the three.",
            size=exact["size"],
            adults=adults,
            others=others,
        )
    bands = [count for column, count in exact.items() if column.startswith("ages_")]
    if bands and others is not None and sum(bands) != others:
        say(
            "others",
            'The age bands hold {bands} children and the column "others" says {others}.',
            "Correct one of them.",
            bands=sum(bands),
            others=others,
        )


def _effective_from(text: str, value: str, say: Say) -> date | None:
    day = parse_day(text)
    if day is None and parse_day(value):
        say(
            "effective_from",
            '"{text}" is no date, and "{value}" in the column "value" is one.',
            "The two columns look swapped.",
            text=as_typed(text),
            value=as_typed(value),
        )
        return None
    return _day(text, "effective_from", day, say)


def _checked_on(text: str, say: Say) -> date | None:
    if not text:
        say(
            "checked_on",
            "The day the source was last checked is missing.",
            "Write the day somebody last compared the value with the source, as 2026-01-31.",
        )
        return None
    return _day(text, "checked_on", parse_day(text), say)


def _day(text: str, column: str, day: date | None, say: Say) -> date | None:
    if day is None:
        what = '"{text}" in the column "{column}" is not a date such as 2022-01-31.'
        to_do = "Write year, month and day: 2022-01-31."
        if _ISO.match(text):
            what = '"{text}" in the column "{column}" is a day that does not exist.'
        elif _SPREADSHEET_DATE.match(text) or _SERIAL_DAY.match(text):
            to_do = "A spreadsheet has changed it: format the column as text, then write 2022-01-31."
        say(column, what, to_do, text=as_typed(text), column=column)
        return None
    if not FIRST_DAY <= day <= LAST_DAY:
        say(
            column,
            '"{text}" in the column "{column}" is not between {first} and {last}.',
            "Look at the year.",
            text=as_typed(text),
            column=column,
            first=FIRST_DAY,
            last=LAST_DAY,
        )
        return None
    return day


def _value(text: str, item: Item, say: Say) -> tuple[int, str, bool]:
    """Amount, text and whether the row ends its series; (0, "", False) after a problem."""
    nothing = (0, "", False)
    if not text:
        say("value", "The value is missing.", "Write it as printed in the source.")
        return nothing
    if text == ENDED:
        return 0, "", True
    if item.unit == TEXT:
        if item.choices and text not in item.choices:
            say(
                "value",
                '"{text}" is none of: {choices}.',
                "Write one of them.",
                text=as_typed(text),
                choices=", ".join(item.choices),
            )
        return 0, text, False
    if item.unit == DAY:
        day = _day(text, "value", parse_day(text), say)
        return (0, text, False) if day else nothing
    if item.unit == DAY_OF_YEAR:
        if parse_day(f"2001-{text}") is None:  # not a leap year: 29 February is no yearly day
            say(
                "value",
                '"{text}" is not a day of the year such as 09-01.',
                "Write month and day: 09-01.",
                text=as_typed(text),
            )
            return nothing
        return 0, text, False
    amount = _number(text, item, say)
    if amount is None:
        return nothing
    if (item.at_least is not None and amount < item.at_least) or (
        item.at_most is not None and amount > item.at_most
    ):
        say(
            "value",
            '{text} is outside what "{item}" can be ({least} to {most}).',
            "Look for a missing decimal point or for swapped columns; if the value is right, widen the range "
            "in items.csv.",
            text=as_typed(text),
            item=item.item,
            least=_shown(item.at_least, item),
            most=_shown(item.at_most, item),
        )
        return nothing
    return amount, text, False


def _number(text: str, item: Item, say: Say) -> int | None:
    is_decimal = item.unit in MONEY_UNITS or item.unit == PERCENT
    if is_decimal:
        try:
            amount = parse_cents(text)
        except ValueError:
            amount = None
        if amount is not None and amount < 0:
            say("value", "{text} is below zero.", "Write the amount without a sign.", text=as_typed(text))
            return None
    else:
        amount = int(text) if item.unit in NUMBER_UNITS and _WHOLE.match(text) else None
    if amount is None:
        wanted = (
            "Write it as printed, with a decimal point: 857.22." if is_decimal else "Write a whole number."
        )
        say(
            "value",
            '"{text}" is not a number ({unit}).',
            _damage(text) or wanted,
            text=as_typed(text),
            unit=item.unit,
        )
    return amount


def _damage(text: str) -> str:
    """What a spreadsheet or a habit has done to a number, as advice; nothing if it is neither."""
    if _DECIMAL_COMMA.match(text):
        return "Write a decimal point, not a comma: 12.50."
    if _THOUSANDS.match(text):
        return "Write it without a thousands separator: 1225.00."
    if _SCIENCE.match(text):
        return "A spreadsheet has changed the number: format the column as text and type it again."
    if _SPREADSHEET_DATE.match(text):
        return "A spreadsheet has turned the number into a date: format the column as text and type it again."
    if "$" in text:
        return "Write the number alone, without $."
    return ""


def _shown(amount: int | None, item: Item) -> str:
    if amount is None:
        return "any"
    return format_cents(amount) if item.unit in MONEY_UNITS or item.unit == PERCENT else str(amount)

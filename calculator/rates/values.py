"""One cell of a rate row: dates, amounts, shares and words, and what a spreadsheet makes of them.

A reader tells a problem through ``say`` and gives nothing back. Which cells a row has is known in ``check``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from calculator.locale import N_
from calculator.money import format_cents, parse_cents
from calculator.problems import as_typed
from calculator.rates.row import DAY, DAY_OF_YEAR, ENDED, MONEY_UNITS, NUMBER_UNITS, PERCENT, TEXT, Item

Say = Callable[..., None]
"""``say(column, msgid, to_do_msgid, **values)``."""

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z")
_WHOLE = re.compile(r"\d{1,6}\Z")
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}\Z")
_THOUSANDS = re.compile(r"\d{1,3}([, \u00a0\u202f'’]\d{3})+(\.\d+)?\Z")
_SCIENCE = re.compile(r"\d(\.\d+)?[eE][+-]?\d+\Z")
_SPREADSHEET_DATE = re.compile(
    r"\d{1,4}[/.]\d{1,2}[/.]\d{1,4}\Z|\d{1,2}-[A-Za-zéû]{3,9}\.?(-\d{2,4})?\Z|[A-Za-zéû]{3,9}\.?-\d{2,4}\Z|"
    r"\d{1,2}-\d{1,2}(-\d{2,4})?\Z|\d{4}-\d{1,2}-\d{1,2}( \d.*)?\Z"
)
_SERIAL_DAY = re.compile(r"[2-5]\d{4}\Z")
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


def parse_day(text: str) -> date | None:
    """A date written 2022-01-31, None for anything else."""
    match = _ISO.match(text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def read_day(text: str, column: str, day: date | None, say: Say) -> date | None:
    if day is None:
        what = N_('"{text}" in the column "{column}" is not a date such as 2022-01-31.')
        to_do = N_("Write year, month and day: 2022-01-31.")
        if _ISO.match(text):
            what = N_('"{text}" in the column "{column}" is a day that does not exist.')
        elif _SPREADSHEET_DATE.match(text) or _SERIAL_DAY.match(text):
            to_do = N_("A spreadsheet has changed it: format the column as text, then write 2022-01-31.")
        say(column, what, to_do, text=as_typed(text), column=column)
        return None
    if not FIRST_DAY <= day <= LAST_DAY:
        say(
            column,
            N_('"{text}" in the column "{column}" is not between {first} and {last}.'),
            N_("Look at the year."),
            text=as_typed(text),
            column=column,
            first=FIRST_DAY,
            last=LAST_DAY,
        )
        return None
    return day


def read_value(text: str, item: Item, say: Say) -> tuple[int, str, bool]:
    """Amount, text and whether the row ends its series; (0, "", False) after a problem."""
    nothing = (0, "", False)
    if not text:
        say("value", N_("The value is missing."), N_("Write it as printed in the source."))
        return nothing
    if text == ENDED:
        return 0, "", True
    if item.unit == TEXT:
        if item.choices and text not in item.choices:
            say(
                "value",
                N_('"{text}" is none of: {choices}.'),
                N_("Write one of them."),
                text=as_typed(text),
                choices=", ".join(item.choices),
            )
        return 0, text, False
    if item.unit == DAY:
        day = read_day(text, "value", parse_day(text), say)
        return (0, text, False) if day else nothing
    if item.unit == DAY_OF_YEAR:
        if parse_day(f"2001-{text}") is None:  # not a leap year: 29 February is no yearly day
            say(
                "value",
                N_('"{text}" is not a day of the year such as 09-01.'),
                N_("Write month and day: 09-01."),
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
            N_('{text} is outside what "{item}" can be ({least} to {most}).'),
            N_(
                "Look for a missing decimal point or for swapped columns; if the value is right, widen the "
                "range in items.csv."
            ),
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
            say(
                "value",
                N_("{text} is below zero."),
                N_("Write the amount without a sign."),
                text=as_typed(text),
            )
            return None
    else:
        amount = int(text) if item.unit in NUMBER_UNITS and _WHOLE.match(text) else None
    if amount is None:
        wanted = (
            N_("Write it as printed, with a decimal point: 857.22.")
            if is_decimal
            else N_("Write a whole number.")
        )
        say(
            "value",
            N_('"{text}" is not a number ({unit}).'),
            damage(text) or wanted,
            text=as_typed(text),
            unit=item.unit,
        )
    return amount


def damage(text: str) -> str:
    """What a spreadsheet or a habit has done to a number, as advice; nothing if it is neither."""
    if _DECIMAL_COMMA.match(text):
        return N_("Write a decimal point, not a comma: 12.50.")
    if _THOUSANDS.match(text):
        return N_("Write it without a thousands separator: 1225.00.")
    if _SCIENCE.match(text):
        return N_("A spreadsheet has changed the number: format the column as text and type it again.")
    if _SPREADSHEET_DATE.match(text):
        return N_(
            "A spreadsheet has turned the number into a date: format the column as text and type it again."
        )
    if "$" in text:
        return N_("Write the number alone, without $.")
    return ""


def _shown(amount: int | None, item: Item) -> str:
    if amount is None:
        return "any"
    return format_cents(amount) if item.unit in MONEY_UNITS or item.unit == PERCENT else str(amount)

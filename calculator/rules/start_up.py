"""The one-time start-up amounts of a unit by the national table (R20, R21) and the school item (R23).

Entitlements only: what is met in kind, by purchases or in cash is decided in ``in_kind``; who is a pupil and
when an instalment falls is decided with the household.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from calculator.problems import MissingRate
from calculator.rates import Rates, Row

LINES = ("staples", "clothing", "winter", "household", "furniture", "linens", "utility")
"""In the order of the table."""
_PERSONAL = frozenset({"clothing", "winter"})
_NATIONAL = "CA"
PERSONAL_LINES = ("staples", "clothing", "winter", "linens")
"""What sharing does not touch: owed at 18 even at home (R13)."""
FULL, NONE = 1, 2
"""Choices of the top-up at 18; 0: personal lines only."""


class StartUpLine(NamedTuple):
    line: str
    cents: int
    keys: tuple[str, ...]


def start_up_amounts(
    rates: Rates,
    on: date,
    adults: int,
    others: int,
    others_18_plus: int = 0,
    *,
    is_earlier_confirmed: bool = False,
) -> tuple[StartUpLine, ...]:
    """What a unit needs to set up a home, line by line, by the table in force on arrival (R20, R21).

    ``adults`` 1 or 2 (principal applicant and spouse), ``others`` all further members, of whom
    ``others_18_plus`` are clothed as adults. Beyond the printed rows the increment of each further
    dependant is added; for single parents that continues the single-parent scale (``start_up_remarks``).

    Raises MissingRate before the oldest table, unless ``is_earlier_confirmed``: then the oldest one counts.

    Not covered: school (``school_amount``), amounts taken off for sharing (R18).
    """
    day = _day_of_table(rates, on, is_earlier_confirmed)
    return tuple(
        _line(rates, day, line, adults, others, others_18_plus if line in _PERSONAL else 0) for line in LINES
    )


def start_up_remarks(rates: Rates, on: date, adults: int, others: int) -> tuple[str, ...]:
    """Codes of what the table does not print but was counted (R20, N50)."""
    remarks = []
    if on < _first_day(rates):
        remarks.append("start_up_before_its_date")
    base, further = _printed(rates, max(on, _first_day(rates)), "furniture", adults, others)
    if further and adults == 1 and base is not None:
        remarks.append("start_up_single_parent_increment")
    return tuple(remarks)


def school_amount(rates: Rates, on: date) -> StartUpLine:
    """School start-up of one pupil for one school year (R23).

    Not covered: who is a pupil and how many instalments fall in the period (R23).
    """
    found = rates.amount("startup_school", _NATIONAL, on)
    return StartUpLine("school", found.cents, (found.key,))


def _first_day(rates: Rates) -> date:
    return rates.history("startup_staples", _NATIONAL)[0].effective_from


def _day_of_table(rates: Rates, on: date, is_earlier_confirmed: bool) -> date:
    return max(on, _first_day(rates)) if is_earlier_confirmed else on


def _printed(rates: Rates, on: date, line: str, adults: int, others: int) -> tuple[Row | None, int]:
    """The largest printed row for at most this many others, and how many others are beyond it."""
    for fewer in range(others + 1):
        row = rates.find(f"startup_{line}", _NATIONAL, on, adults=adults, others=others - fewer)
        if row is not None:
            return row, fewer
    return None, others


def _line(rates: Rates, on: date, line: str, adults: int, others: int, clothed_as_adults: int) -> StartUpLine:
    base, further = _printed(rates, on, line, adults, others)
    if base is None:
        raise _missing(rates, line, on, adults, others)
    cents, keys = base.amount, [base.key]
    has_increment = f"startup_{line}_further" in rates.items
    if further and has_increment:
        step = rates.amount(f"startup_{line}_further", _NATIONAL, on)
        cents += further * step.cents
        keys.append(step.key)
    if clothed_as_adults:
        adult = rates.amount(f"startup_{line}", _NATIONAL, on, adults=1, others=0)
        child = rates.amount(f"startup_{line}_further", _NATIONAL, on)
        cents += clothed_as_adults * (adult.cents - child.cents)
        keys += [adult.key, child.key]
    return StartUpLine(line, cents, tuple(dict.fromkeys(keys)))


def _missing(rates: Rates, line: str, on: date, adults: int, others: int) -> MissingRate:
    return rates.missing(f"startup_{line}", _NATIONAL, on, adults=adults, others=others)


def top_up_at_majority(rates: Rates, on: date, choice: int) -> int:
    """What somebody who becomes an own unit is owed of the start-up (R13): a single's scale less the increment of
    a further dependant, personal items only or in full. Cents; the set in force on arrival."""
    if choice == NONE:
        return 0
    held: int | None = rates.memo.get(("top-up", on, choice))
    if held is None:
        step = further_dependant(rates, on)
        single = start_up_amounts(rates, on, 1, 0, is_earlier_confirmed=True)
        held = sum(x.cents - step[x.line] for x in single if choice == FULL or x.line in PERSONAL_LINES)
        rates.memo["top-up", on, choice] = held
    return held


def further_dependant(rates: Rates, on: date) -> dict[str, int]:
    """What each line of the scale grows by for a further dependant (R20)."""
    first = _first_day(rates)
    items = {line: f"startup_{line}_further" for line in LINES}
    return {
        line: rates.amount(item, "CA", max(on, first)).cents if item in rates.items else 0
        for line, item in items.items()
    }

"""Dates: months later, birthdays, ages, singly and by the column.

Only the calendar lives here: which day is so many months later and how old somebody is. Which months a budget has is in
``segments``, what is paid in them in ``rules`` and ``budget``. No clock: "today" is always an argument.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

ONE_DAY = timedelta(days=1)
_EPOCH = date(1970, 1, 1).toordinal()
_SHORTEST = 28
"""Days that every month has."""


def add_months(day: date, months: int) -> date:
    """``day`` plus calendar months; a day that does not exist becomes the 1st of the following month (R3)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    month += 1
    if day.day <= _SHORTEST or day.day <= monthrange(year, month)[1]:
        return date(year, month, day.day)
    return date(year, month + 1, 1)  # December has every day


def add_years(day: date, years: int) -> date:
    """The anniversary ``years`` later; 29 February becomes 1 March in other years (R3)."""
    return add_months(day, 12 * years)


def last_day(arrives_on: date, months: int) -> date:
    """The last day of support: the day before the anniversary (R3)."""
    return add_months(arrives_on, months) - ONE_DAY


def month_start(day: date) -> date:
    return day.replace(day=1)


def next_month(day: date) -> date:
    """The 1st of the month after ``day``."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def days_in_month(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def age_on(born_on: date, day: date) -> int:
    """Whole years of age on ``day``; born on 29 February: older on 1 March (R3). Negative before birth."""
    years = day.year - born_on.year
    return years if add_years(born_on, years) <= day else years - 1


def born_for_age(age: int, on: date) -> date:
    """A birth date of somebody who is ``age`` on a day: that day is the birthday; 28 February for a 29th whose year
    of birth has none, so that nobody is a year too young (R3)."""
    born_on = add_years(on, -age)
    return born_on if age_on(born_on, on) == age else born_on - ONE_DAY


# -- the same, for whole columns ------------------------------------------------------------------------------
# Columns hold days as int64 counted from 1970-01-01, the numbering of numpy's datetime64[D].

Days = NDArray[np.int64]

NEVER = 4_000_000
"""A day after every possible date (int64 columns have no missing value)."""


def to_day(day: date) -> int:
    """Day number of a date."""
    return day.toordinal() - _EPOCH


def from_day(day: int) -> date:
    """The date of a day number."""
    return date.fromordinal(int(day) + _EPOCH)


_FIRST_YEAR, _LAST_YEAR = 1850, 2200
_DAY_ZERO = to_day(date(_FIRST_YEAR, 1, 1))
_MONTH_ZERO = (_FIRST_YEAR - 1970) * 12
_FIRSTS = np.arange(_MONTH_ZERO, (_LAST_YEAR - 1970) * 12).astype("M8[M]").astype("M8[D]").astype(np.int64)
_MONTHS = np.repeat(np.arange(len(_FIRSTS) - 1, dtype=np.int64), np.diff(_FIRSTS)) + _MONTH_ZERO
_MONTH_DAYS = 32
"""More than the days of any month: month x 32 + day orders days, and 12 x 32 of them are a year."""
_CALENDAR = _MONTHS * _MONTH_DAYS + np.arange(len(_MONTHS)) + _DAY_ZERO - _FIRSTS[_MONTHS - _MONTH_ZERO]
YEAR = 12 * _MONTH_DAYS
"""A year in calendar numbers."""


def month_index(days: Days) -> Days:
    """Months since January 1970; days before 1850 or after 2199 count as the nearest day in between.

    A table: numpy's own conversion from days to months is about ten times slower.
    """
    return np.take(_MONTHS, np.subtract(days, _DAY_ZERO), mode="clip")


def month_number(day: date) -> int:
    """As :func:`month_index`, for one day."""
    return (day.year - 1970) * 12 + day.month - 1


def month_first(index: Days) -> Days:
    """Day number of the 1st of a month index (within 1850 to 2199, as above)."""
    return np.take(_FIRSTS, np.subtract(index, _MONTH_ZERO), mode="clip")


def calendar_number(days: Days) -> Days:
    """Month index x 32 + day of the month less one: somebody born on day b has had the n-th birthday on day d when
    the number of d is at least that of b + n x ``YEAR`` (29 February: from 1 March on, R3)."""
    return np.take(_CALENDAR, np.subtract(days, _DAY_ZERO), mode="clip")


def add_months_array(days: Days, months: Days | int) -> Days:
    """:func:`add_months` for columns (R3)."""
    index = month_index(days)
    day_of_month = days - month_first(index)
    target = index + months
    return np.minimum(month_first(target) + day_of_month, month_first(target + 1))


def age_array(born: Days, on: Days) -> Days:
    """:func:`age_on` for columns; negative before birth (R3)."""
    return (calendar_number(on) - calendar_number(born)) // YEAR

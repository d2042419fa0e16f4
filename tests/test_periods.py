"""Months, birthdays and cells at their edges; expected days by the calendar."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.periods import (
    add_months,
    add_months_array,
    age_array,
    age_on,
    calendar_cells,
    days_in_month,
    equal_cells,
    from_day,
    last_day,
    month_first,
    month_index,
    to_day,
)

DAYS = st.dates(date(1900, 1, 1), date(2150, 1, 1))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 3, 1)),
        (date(2028, 1, 31), 1, date(2028, 3, 1)),
        (date(2026, 8, 31), -2, date(2026, 7, 1)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2024, 2, 29), 12, date(2025, 3, 1)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 3, 1)),
    ],
)
def test_a_day_that_does_not_exist_becomes_the_first_of_the_next_month(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 1), 31),
        (date(2026, 1, 31), 31),
        (date(2026, 2, 28), 28),
        (date(2024, 2, 1), 29),
        (date(2000, 2, 10), 29),
        (date(1900, 2, 10), 28),
        (date(2026, 4, 30), 30),
        (date(2026, 11, 15), 30),
        (date(2026, 12, 31), 31),
    ],
)
def test_days_of_the_month_of_a_day(day: date, expected: int) -> None:
    assert days_in_month(day) == expected


def test_support_ends_the_day_before_the_anniversary() -> None:
    assert last_day(date(2026, 5, 10), 12) == date(2027, 5, 9)
    assert last_day(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert last_day(date(2026, 1, 31), 1) == date(2026, 2, 28)


def test_born_on_29_february_is_older_on_1_march() -> None:
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18
    assert age_on(date(2008, 2, 29), date(2028, 2, 29)) == 20


def test_cells_of_a_mid_month_arrival() -> None:
    cells = calendar_cells(date(2026, 5, 10), 12)
    assert len(cells) == 13
    assert (cells[0].first, cells[0].last) == (date(2026, 5, 10), date(2026, 5, 31))
    assert (cells[12].first, cells[12].last) == (date(2027, 5, 1), date(2027, 5, 9))
    assert calendar_cells(date(2026, 5, 1), 12) == equal_cells(date(2026, 5, 1), 12)


@given(DAYS, st.integers(1, 36))
def test_cells_cover_the_period_without_gap_or_overlap(arrives: date, months: int) -> None:
    for cells in (calendar_cells(arrives, months), equal_cells(arrives, months)):
        assert cells[0].first == arrives and cells[-1].last == last_day(arrives, months)
        for one, following in pairwise(cells):
            assert following.first == one.last + timedelta(days=1)


@given(DAYS, DAYS, st.integers(-40, 40))
def test_columns_agree_with_single_days(born: date, on: date, months: int) -> None:
    b, o = np.array([to_day(born)]), np.array([to_day(on)])
    assert from_day(int(add_months_array(o, months)[0])) == add_months(on, months)
    assert age_array(b, o)[0] == age_on(born, on)
    assert from_day(int(month_first(month_index(o))[0])) == on.replace(day=1)

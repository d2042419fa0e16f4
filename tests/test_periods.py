"""Months, birthdays and cells at their edges; expected days by the calendar."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.budget import make_budget
from calculator.periods import (
    YEAR,
    add_months,
    add_months_array,
    add_years,
    age_array,
    age_on,
    born_for_age,
    calendar_number,
    days_in_month,
    from_day,
    last_day,
    month_first,
    month_index,
    month_number,
    month_start,
    next_month,
    to_day,
)
from calculator.plan import plan_from
from calculator.rates import Rates

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


def test_an_age_is_whole_years_and_negative_before_birth() -> None:
    """Born 2010-07-15: 15 the day before the 16th birthday; before birth the year that is to come counts as -1."""
    born = date(2010, 7, 15)
    assert [age_on(born, date(2026, 7, day)) for day in (14, 15, 16)] == [15, 16, 16]
    assert age_on(born, born) == 0
    assert age_on(born, date(2010, 7, 14)) == -1
    assert age_on(born, date(2009, 7, 14)) == -2


def test_an_anniversary_of_29_february_is_1_march_in_other_years() -> None:
    assert add_years(date(2024, 2, 29), 1) == date(2025, 3, 1)
    assert add_years(date(2024, 2, 29), 4) == date(2028, 2, 29)
    assert add_years(date(2026, 5, 10), -20) == date(2006, 5, 10)


def test_somebody_of_an_age_has_the_birthday_that_day() -> None:
    """Of 29 February in a year without one: 28 February, since 1 March would make them a year younger that day."""
    assert born_for_age(40, date(2026, 5, 10)) == date(1986, 5, 10)
    assert born_for_age(0, date(2026, 5, 10)) == date(2026, 5, 10)
    assert born_for_age(1, date(2028, 2, 29)) == date(2027, 2, 28)
    assert born_for_age(4, date(2028, 2, 29)) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("day", "start", "after"),
    [
        (date(2026, 5, 10), date(2026, 5, 1), date(2026, 6, 1)),
        (date(2026, 11, 30), date(2026, 11, 1), date(2026, 12, 1)),
        (date(2026, 12, 1), date(2026, 12, 1), date(2027, 1, 1)),
        (date(2027, 1, 31), date(2027, 1, 1), date(2027, 2, 1)),
    ],
)
def test_the_month_of_a_day_and_the_next(day: date, start: date, after: date) -> None:
    assert (month_start(day), next_month(day)) == (start, after)


@pytest.mark.parametrize("view", ["equal", "rstp13", "rap365"])
def test_the_months_of_a_budget_cover_the_period_without_gap_or_overlap(view: str, rates: Rates) -> None:
    """Twelve sponsorship months, or thirteen calendar cells, the first to the end of the month of arrival (R3, R46);
    an arrival on the 1st has twelve in every view."""
    arrivals = [date(2024, 2, 29), date(2026, 1, 31), date(2026, 8, 31), date(2026, 12, 15), date(2026, 5, 1)]
    adult = {"id": "adult", "role": "principal", "age_at_arrival": 30}
    plans = [
        plan_from({"version": 1, "community": "Toronto", "arrives_on": arrives.isoformat(), "people": [adult],
                   "options": {"prorate": view}})
        for arrives in arrivals
    ]  # fmt: skip
    budget = make_budget(plans, rates)
    for case, arrives in enumerate(arrivals):
        months = budget.report(case)["units"][0]["months"]
        spans = [(date.fromisoformat(m["from"]), date.fromisoformat(m["to"])) for m in months]
        assert len(spans) == (12 if view == "equal" or arrives.day == 1 else 13)
        assert spans[0][0] == arrives and spans[-1][1] == last_day(arrives, 12)
        for (_, end), (start, _) in pairwise(spans):
            assert start == end + timedelta(days=1)
        first_end = spans[0][1] + timedelta(days=1)
        assert first_end == (add_months(arrives, 1) if view == "equal" else next_month(arrives))


@given(DAYS, DAYS, st.integers(-40, 40))
def test_columns_agree_with_single_days(born: date, on: date, months: int) -> None:
    b, o = np.array([to_day(born)]), np.array([to_day(on)])
    assert from_day(int(add_months_array(o, months)[0])) == add_months(on, months)
    assert age_array(b, o)[0] == age_on(born, on)
    assert from_day(int(month_first(month_index(o))[0])) == on.replace(day=1)


def test_days_outside_the_table_of_months_count_as_its_nearest_day() -> None:
    """1850-01-01 is 120 years before 1970: month -1440; December 2199 is 229 years and 11 months after: 2759."""
    days = np.array([to_day(d) for d in (date(1850, 1, 1), date(1850, 1, 31), date(1850, 2, 1), date(1969, 12, 31))])
    assert month_index(days).tolist() == [-1440, -1440, -1439, -1]
    assert month_index(np.array([to_day(date(1800, 7, 4))])).tolist() == [-1440]
    assert month_first(np.array([-1440, 0])).tolist() == [to_day(date(1850, 1, 1)), 0]
    assert month_first(np.array([-2000])).tolist() == [to_day(date(1850, 1, 1))]
    assert month_first(np.array([12 * 230 - 1, 12 * 400])).tolist() == [to_day(date(2199, 12, 1))] * 2


def test_the_calendar_number_orders_days_and_counts_birthdays() -> None:
    """Month x 32 + day less one, months from January 1970: 15 March 1971 is 14 x 32 + 14 = 462; a year is 12 x 32."""
    days = [date(1971, 3, 15), date(1972, 3, 15), date(1970, 1, 1)]
    numbers = calendar_number(np.array([to_day(day) for day in days]))
    assert numbers.tolist() == [462, 462 + 384, 0]
    assert YEAR == 384


def test_the_month_of_one_day_is_that_of_the_columns() -> None:
    """56 years and ten months after January 1970; a day before 1970 is in a month below zero."""
    assert [month_number(date(2026, 11, 22)), month_number(date(1969, 12, 31))] == [682, -1]
    assert month_index(np.array([to_day(date(2026, 11, 22)), to_day(date(1969, 12, 31))])).tolist() == [682, -1]

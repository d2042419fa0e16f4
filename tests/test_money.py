"""The one rounding: half up, away from zero below zero; parts that add up to the whole (N45). By hand."""

from __future__ import annotations

import numpy as np
import pytest

from calculator.money import (
    MAX_CENTS,
    equal_parts,
    format_cents,
    half_away_array,
    half_up,
    half_up_array,
    parse_cents,
    proportional_parts,
    sum_by,
)

QUOTIENTS = [
    # numerator, denominator, whole number: the half itself, just below it and just above it
    (0, 7, 0),
    (1, 2, 1),
    (1, 3, 0),
    (2, 3, 1),
    (4, 2, 2),
    (5, 2, 3),
    (49, 100, 0),
    (50, 100, 1),
    (149, 100, 1),
    (150, 100, 2),
    (103_250, 100, 1_033),  # 1,032.50 is printed as 1,033 (X4)
    (122_500 * 22, 31, 86_935),  # 1,225.00 x 22 / 31 = 869.3548
    (-1, 3, 0),
    (-1, 2, -1),
    (-3, 2, -2),
    (-149, 100, -1),
    (-150, 100, -2),
    (-151, 100, -2),
]


@pytest.mark.parametrize(("numerator", "denominator", "expected"), QUOTIENTS)
def test_half_up_and_away_from_zero(numerator: int, denominator: int, expected: int) -> None:
    assert half_up(numerator, denominator) == expected
    assert half_away_array(np.array([numerator]), denominator).tolist() == [expected]
    if numerator >= 0:
        assert half_up_array(np.array([numerator]), denominator).tolist() == [expected]


def test_equal_parts_give_the_left_over_cents_to_the_first() -> None:
    """10.00 in three: 3.34, 3.33, 3.33; 0.02 in three: 0.01, 0.01, 0."""
    assert equal_parts(1000, 3) == [334, 333, 333]
    assert equal_parts(2, 3) == [1, 1, 0]
    assert equal_parts(999, 3) == [333, 333, 333]


def test_proportional_parts_give_left_over_cents_only_where_a_fraction_was_lost() -> None:
    """100 by 1, 1, 1: 33.3 each, one cent left for the first. 100 by 2, 1, 1: 50, 25, 25. 101 by 2, 1, 1: 50.5,
    25.25, 25.25, one cent left for the first. 10 by 5, 2, 2, 1: exact. 7 by 0, 3, 1: 0, 5.25, 1.75, one left."""
    assert proportional_parts(100, [1, 1, 1]) == [34, 33, 33]
    assert proportional_parts(100, [2, 1, 1]) == [50, 25, 25]
    assert proportional_parts(101, [2, 1, 1]) == [51, 25, 25]
    assert proportional_parts(10, [5, 2, 2, 1]) == [5, 2, 2, 1]
    assert proportional_parts(7, [0, 3, 1]) == [0, 6, 1]
    with pytest.raises(ValueError, match="more than zero"):
        proportional_parts(5, [0, 0])


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("0", 0),
        ("75", 75_00),
        ("1225.00", 1_225_00),
        ("0.05", 5),
        ("12.5", 12_50),
        ("-3.5", -3_50),
        ("-0.01", -1),
        ("007", 7_00),
        ("10000000000.00", 10**12),  # ten billion, the most there is
    ],
)
def test_an_amount_is_read_to_the_cent(text: str, cents: int) -> None:
    assert parse_cents(text) == cents


@pytest.mark.parametrize("text", ["10000000000.01", "-10000000000.01", "999999999999"])
def test_more_than_ten_billion_is_a_slip(text: str) -> None:
    with pytest.raises(ValueError, match=f"amount too large: {text!r}"):
        parse_cents(text)


@pytest.mark.parametrize(
    "text", ["", "-", "+5", ".5", "5.", "1.234", "1,225.00", "12,50", "$5", " 5", "5 ", "5\n", "1e3", "1234567890123"]
)
def test_an_amount_is_written_in_one_way(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount with a decimal point"):
        parse_cents(text)


@pytest.mark.parametrize(
    ("cents", "text"),
    [(0, "0.00"), (5, "0.05"), (99, "0.99"), (100, "1.00"), (1_225_50, "1225.50"), (-1, "-0.01"), (-3_50, "-3.50"),
     (MAX_CENTS, "10000000000.00")],
)  # fmt: skip
def test_an_amount_is_written_with_two_decimals(cents: int, text: str) -> None:
    assert format_cents(cents) == text
    assert parse_cents(text) == cents


def test_denominators_may_differ_from_row_to_row() -> None:
    """100/3 = 33.3, 100/8 = 12.5, 100/7 = 14.3."""
    assert half_up_array(np.array([100, 100, 100]), np.array([3, 8, 7])).tolist() == [33, 13, 14]
    assert half_away_array(np.array([-100, 100, -100]), np.array([3, 8, 8])).tolist() == [-33, 13, -13]


def test_sums_by_group_are_whole_and_keep_a_group_without_a_row() -> None:
    """0: 1.00 + 0.01; 1: nothing; 2: -0.50; 3: nothing."""
    sums = sum_by(np.array([0, 2, 0]), np.array([100, -50, 1]), 4)
    assert sums.tolist() == [101, 0, -50, 0]
    assert sums.dtype == np.int64


def test_one_weight_above_zero_is_enough() -> None:
    """5 by 0 and 1: all to the second."""
    assert proportional_parts(5, [0, 1]) == [0, 5]
    assert proportional_parts(0, [1, 2]) == [0, 0]

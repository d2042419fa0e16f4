"""The one rounding: half up, away from zero below zero; parts that add up to the whole (N45). By hand."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from calculator.money import (
    equal_parts,
    half_away_array,
    half_up,
    half_up_array,
    proportional_parts,
    round_fraction,
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
    assert round_fraction(Fraction(numerator, denominator)) == expected


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

"""The rules that are plain arithmetic on columns, one small sum each, worked by hand: halves, limits from both sides,
the order in which cents are given out. Whole budgets are in the examples.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from calculator.household import ACTUAL, FREE, START_UP_LINES
from calculator.rules.assets import EQUAL, LAST_FIRST, START_UP_FIRST, cut, new_excess
from calculator.rules.conditions import item_month, newborn_date
from calculator.rules.earnings import reduction, taken
from calculator.rules.housing import heating_fuel, shelter_and_supplement, split_shared_rent
from calculator.rules.in_kind import basic_in_kind, cap, start_up_in_kind
from calculator.rules.proration import daily_rate, thirteen_cells, transport_part

PLANNING = next(code for code in range(3) if code not in (ACTUAL, FREE))


def ints(*numbers: int) -> Any:
    return np.array(numbers, np.int64)


# housing (R26, N46)


@pytest.mark.parametrize(
    ("mode", "rent", "shelter", "supplement", "over"),
    [
        (ACTUAL, 0, 0, 0, 0),
        (ACTUAL, 499_99, 499_99, 0, 0),
        (ACTUAL, 500_00, 500_00, 0, 0),
        (ACTUAL, 500_01, 500_00, 1, 0),
        (ACTUAL, 650_00, 500_00, 150_00, 0),
        (ACTUAL, 650_01, 500_00, 150_00, 1),
        (PLANNING, 0, 500_00, 150_00, 0),
        (PLANNING, 900_00, 500_00, 150_00, 0),
        (FREE, 0, 500_00, 150_00, 0),
    ],
)
def test_a_rent_fills_the_shelter_then_the_supplement(
    mode: int, rent: int, shelter: int, supplement: int, over: int
) -> None:
    found = shelter_and_supplement(ints(mode), ints(rent), ints(500_00), ints(150_00))
    assert [column.tolist() for column in found] == [[shelter], [supplement], [over]]


@pytest.mark.parametrize(
    ("rent", "persons", "room", "shares", "overs"),
    [
        # 1.02 for four: 0.51 exact, 0.255 and 0.255; the cent goes to the first that lost a fraction
        (102, (2, 1, 1), (999, 999, 999), (51, 26, 25), (0, 0, 0)),
        # 1.03 for four: 0.515, 0.2575, 0.2575; two cents are left
        (103, (2, 1, 1), (999, 999, 999), (52, 26, 25), (0, 0, 0)),
        # 9.00 for three: the first has room for 2.00, the others share 7.00
        (900, (1, 1, 1), (200, 999, 999), (200, 350, 350), (0, 0, 0)),
        # a second round: 10.00 for three, room 2.00 and 3.90; of 8.00 the second would bear 4.00
        (1000, (1, 1, 1), (200, 390, 999), (200, 390, 410), (0, 0, 0)),
        # exactly full, and a cent more than all have room for, which stands on the first
        (600, (1, 1, 1), (200, 200, 200), (200, 200, 200), (0, 0, 0)),
        (601, (1, 1, 1), (200, 200, 200), (200, 200, 200), (1, 0, 0)),
        # a unit alone
        (700, (4,), (650,), (650,), (50,)),
    ],
)
def test_a_shared_rent_by_persons(
    rent: int, persons: tuple[int, ...], room: tuple[int, ...], shares: tuple[int, ...], overs: tuple[int, ...]
) -> None:
    n = len(persons)
    found = split_shared_rent(ints(*[0] * n), ints(*range(n)), ints(*[rent] * n), ints(*persons), ints(*room))
    assert (found[0].tolist(), found[1].tolist()) == (list(shares), list(overs))


def test_dwellings_do_not_meet_and_the_order_is_that_of_the_units() -> None:
    """Two dwellings, their units mixed and listed backwards. 1.01 for two: the cent goes to the unit of the lower
    order; 3.00 for two with room for 1.00 each: 1.00 above, on the unit that is listed first."""
    group, order = ints(1, 0, 1, 0), ints(3, 2, 1, 0)
    shares, overs = split_shared_rent(group, order, ints(300, 101, 300, 101), ints(1, 1, 1, 1), ints(100, 99, 100, 99))
    assert shares.tolist() == [100, 50, 100, 51]
    assert overs.tolist() == [100, 0, 0, 0]


def test_fuel_up_to_its_maximum_once_a_dwelling() -> None:
    """71 at most; nothing for free housing, for the second unit, or where it was not told (R25.4)."""
    mode, fuel = ints(ACTUAL, ACTUAL, ACTUAL, FREE, ACTUAL, ACTUAL), ints(50_00, 71_00, 80_00, 50_00, 50_00, -1)
    found = heating_fuel(mode, fuel, ints(*[71_00] * 6), ints(1, 1, 1, 1, 0, 1))
    assert found.tolist() == [50_00, 71_00, 71_00, 0, 0, 0]
    assert heating_fuel(ints(ACTUAL), ints(0), ints(71_00), ints(1)).tolist() == [0]


# gifts (R28, R29)


def test_the_cap_is_a_share_rounded_half_up() -> None:
    """70% of 0.05 is 0.035; half of 0.01 and of 0.03; nothing of a line without a share."""
    assert cap(ints(5, 1, 3, 100_00), ints(7_000, 5_000, 5_000, 0)).tolist() == [4, 1, 2, 0]


def test_clothing_and_winter_are_one_line_if_pooled() -> None:
    """70% of 375 + 175 is 385: 400 of clothing fill the clothing line and 10 of winter; apart 262.50, and 122.50 of
    200."""
    clothing, winter = START_UP_LINES.index("clothing"), START_UP_LINES.index("winter")
    line = np.zeros((2, len(START_UP_LINES)), np.int64)
    value, share = np.zeros_like(line), np.zeros(len(START_UP_LINES), np.int64)
    line[:, clothing], line[:, winter] = 375_00, 175_00
    value[:, clothing], value[:, winter] = 400_00, 200_00
    share[[clothing, winter]] = 7_000
    found = start_up_in_kind(line, value, share, ints(1, 0))
    assert found[:, [clothing, winter]].tolist() == [[375_00, 10_00], [262_50, 122_50]]
    value[:, clothing], value[:, winter] = 100_00, 50_00
    found = start_up_in_kind(line, value, share, ints(1, 0))
    assert found[:, [clothing, winter]].tolist() == [[150_00, 0], [100_00, 50_00]]


def test_meals_are_a_share_of_basic_needs_or_their_value() -> None:
    """Half of 343.01 is 171.505, half up 171.51; a value below it counts itself, nothing is given for nothing."""
    found = basic_in_kind(ints(343_01, 343_01, 343_01, 343_01), ints(50, 50, 50, 50), ints(-1, 0, 171_50, 171_52))
    assert found.tolist() == [171_51, 0, 171_50, 171_51]


# conditions (R27); days are numbers


@pytest.mark.parametrize(
    ("note", "end", "arrives", "amount", "is_part"),
    [
        (100, 200, 50, 75_00, False),  # from the first day of the month 100 to 129
        (99, 200, 50, 75_00, False),
        (101, 200, 50, 71_51, True),  # 29 days: 75 x 12 / 365 x 29 = 71.5068
        (129, 200, 50, 2_47, True),  # its last day: 75 x 12 / 365 = 2.4658
        (130, 200, 50, 0, False),
        (60, 100, 50, 75_00, False),  # the month of the end in full
        (60, 99, 50, 0, False),
        (101, 200, 101, 75_00, False),  # on the day of arrival, and before it
        (101, 200, 110, 75_00, False),
        (102, 200, 101, 69_04, True),  # 28 days: 69.0411
        (40, 49, 50, 0, False),  # over before arrival
    ],
)
def test_a_monthly_item_from_its_note_to_its_end(
    note: int, end: int, arrives: int, amount: int, is_part: bool
) -> None:
    found = item_month(ints(75_00), ints(note), ints(end), ints(arrives), ints(100), ints(129))
    assert (found[0].tolist(), found[1].tolist()) == ([amount], [is_part])


def test_a_part_is_never_more_than_the_month() -> None:
    """30 of 31 days by the year's rate: 75 x 12 / 365 x 30 = 73.97; of a month of 31 that begins the day before:
    75.00."""
    found = item_month(ints(75_00, 75_00), ints(101, 101), ints(200, 200), ints(50, 50), ints(100, 100), ints(130, 131))
    assert found[0].tolist() == [73_97, 75_00]


def test_the_newborn_item_is_due_on_the_latest_of_three_days() -> None:
    found = newborn_date(ints(3, 1, 1, 2), ints(1, 3, 1, 2), ints(0), ints(1, 1, 3, 2))
    assert found.tolist() == [3, 3, 3, 2]


# part months (R46, R47)


def test_the_two_part_cells_make_one_month() -> None:
    """1,225.00 from the 10th of a month of 31: 22 / 31 is 869.35, the rest 355.65. A unit that was different then,
    or did not live, has its own share of the rest: 9 / 31 of 1,300.00 is 377.42."""
    figure, one = ints(1_225_00, 1_225_00, 1_300_00, 1_225_00), ints(*[1_225_00] * 4)
    first, lived = np.array([True, False, False, False]), np.array([True, True, True, False])
    found = thirteen_cells(figure, one, first, lived, ints(*[10] * 4), ints(*[31] * 4))
    assert found.tolist() == [869_35, 355_65, 377_42, 355_65]


def test_a_rest_is_what_the_opening_left() -> None:
    """0.01 from the 16th of 30 days: half a cent up in the first cell, nothing in the last; as a share of its own
    again a cent. Below zero the same, away from zero."""
    first, lived = np.array([True, False, False, True]), np.array([True, True, False, True])
    found = thirteen_cells(ints(1, 1, 1, -1), ints(1, 1, 1, -1), first, lived, ints(*[16] * 4), ints(*[30] * 4))
    assert found.tolist() == [1, 0, 1, -1]


def test_a_day_is_a_twelvefold_month_over_365() -> None:
    """1,225 x 12 / 365 is 40.2740 a day; 22 days 886.03."""
    found = daily_rate(ints(1_225_00, 1_225_00, -1_225_00, 0), ints(1, 22, 22, 5))
    assert found.tolist() == [40_27, 886_03, -886_03, 0]


def test_riders_pay_the_days_or_the_pass_whichever_is_less() -> None:
    """A pass of 156: 22 days at 6.60 are 145.20, 24 days more than the pass. Without a day's fare 22 days by the
    year are 156 x 12 x 22 / 365 = 112.83. A day that costs nothing costs nothing."""
    found = transport_part(ints(*[156_00] * 4), ints(2, 1, 3, 1), ints(22, 24, 22, 22), ints(6_60, 6_60, -1, 0))
    assert found.tolist() == [290_40, 156_00, 3 * 112_83, 0]


# the family's own money (R30)


def test_only_what_is_new_above_the_exemption_counts() -> None:
    """6,000 and 2,000 with 5,000 exempt: 1,000, then 2,000. 1,000 goes to the loan: nothing, then 2,000. Where the
    exemption grows to 7,500 the second adds nothing, and a third of 500 after it nothing either."""
    assert new_excess([6_000, 2_000], [0, 0], [5_000, 5_000]) == [1_000, 2_000]
    assert new_excess([6_000, 2_000], [1_000, 0], [5_000, 5_000]) == [0, 2_000]
    assert new_excess([6_000, 2_000, 500], [0, 0, 0], [5_000, 7_500, 7_500]) == [1_000, 0, 0]
    assert new_excess([5_000], [0], [5_000]) == [0]
    assert new_excess([5_001, 1], [0, 0], [5_000, 5_000]) == [1, 1]
    assert new_excess([], [], []) == []


@pytest.mark.parametrize(
    ("order", "excess", "months", "items", "left"),
    [
        (LAST_FIRST, 150, [0, 50, 100], [0, 0], 0),
        (LAST_FIRST, 330, [100, 100, 100], [0, 30], 0),
        (LAST_FIRST, 400, [100, 100, 100], [20, 40], 40),
        (START_UP_FIRST, 50, [0, 0, 0], [10, 40], 0),
        (START_UP_FIRST, 170, [0, 10, 100], [20, 40], 0),
        (START_UP_FIRST, 400, [100, 100, 100], [20, 40], 40),
        (EQUAL, 100, [34, 33, 33], [0, 0], 0),
        (EQUAL, 320, [100, 100, 100], [0, 20], 0),
        (EQUAL, 0, [0, 0, 0], [0, 0], 0),
    ],
)
def test_an_excess_is_taken_in_the_order_chosen(
    order: int, excess: int, months: list[int], items: list[int], left: int
) -> None:
    """Three months of 100 and items of 20 and 40."""
    found = cut(excess, ints(100, 100, 100), ints(20, 40), order)
    assert (found[0].tolist(), found[1].tolist(), found[2]) == (months, items, left)


def test_equal_parts_carry_what_a_month_cannot_bear() -> None:
    """90 over months of 10, 100 and 20: 30 each; the first bears 10 and hands on 20, the second takes 50, the third
    its 20 and 10 go back to the second. Without months it is the items."""
    assert [x.tolist() for x in cut(90, ints(10, 100, 20), ints(40), EQUAL)[:2]] == [[10, 60, 20], [0]]
    assert [x.tolist() for x in cut(30, ints(), ints(20, 40), EQUAL)[:2]] == [[], [0, 30]]


# what newcomers earn (R31, R33, R35)


@pytest.mark.parametrize(
    ("earned", "payable", "share", "expected"),
    [
        (1_000_00, 575_00, 10_000, 387_50),  # X9: 1,000 - 612.50
        (2_000_00, 575_00, 10_000, 575_00),
        (612_50, 575_00, 10_000, 0),
        (612_51, 575_00, 10_000, 1),
        (0, 575_00, 10_000, 0),
        (612_51, 575_00, 5_000, 1),  # half a cent, half up
        (613_53, 575_00, 5_000, 52),  # half of 1.03
        (2_000_00, 575_01, 5_000, 287_51),
        (2_000_00, 0, 10_000, 0),
    ],
)
def test_what_is_earned_above_half_lowers_what_is_payable(
    earned: int, payable: int, share: int, expected: int
) -> None:
    """Of 1,225.00 half is 612.50."""
    assert reduction(ints(1_225_00), ints(payable), ints(earned), 5_000, ints(share)).tolist() == [expected]


def test_half_of_an_odd_amount_is_not_rounded_before_the_end() -> None:
    """Half of 1,225.01 is 612.505: of 612.51 half a cent is above, which is a cent; of 612.50 nothing."""
    found = reduction(ints(*[1_225_01] * 2), ints(*[575_00] * 2), ints(612_51, 612_50), 5_000, ints(10_000, 10_000))
    assert found.tolist() == [1, 0]


SPONSOR, RAP, OVER = 0, 1, -1


@pytest.mark.parametrize(
    ("lag", "parts", "reductions", "available", "payer", "wanted", "lost"),
    [
        # the month after; what the last month earns finds none
        (1, 1, (100, 0, 0, 50), (500,) * 4, (SPONSOR,) * 4, (0, 100, 0, 0), (0, 0, 0, 50)),
        (0, 1, (100, 0, 0, 50), (500,) * 4, (SPONSOR,) * 4, (100, 0, 0, 50), (0, 0, 0, 0)),
        (2, 1, (100, 20, 30, 50), (500,) * 4, (SPONSOR,) * 4, (0, 0, 100, 20), (0, 0, 30, 50)),
        # what a month cannot bear moves on, and meets what falls there
        (1, 1, (100, 10, 0, 0), (500, 60, 500, 500), (SPONSOR,) * 4, (0, 60, 50, 0), (0, 0, 0, 0)),
        (1, 1, (100, 0, 0, 0), (500, -5, 0, 30), (SPONSOR,) * 4, (0, 0, 0, 30), (0, 0, 0, 70)),
        # nothing crosses a change of payer, neither what was earned before it nor what is left over
        (1, 1, (100, 70, 5, 0), (500, 60, 9, 9), (SPONSOR, SPONSOR, RAP, RAP), (0, 60, 0, 5), (0, 110, 0, 0)),
        (1, 1, (100, 70, 0, 0), (500,) * 4, (SPONSOR, SPONSOR, OVER, OVER), (0, 100, 0, 0), (0, 70, 0, 0)),
        (2, 1, (100, 0, 0, 0), (500,) * 4, (SPONSOR, RAP, SPONSOR, SPONSOR), (0, 0, 0, 0), (100, 0, 0, 0)),
        # in three parts of 34, 33 and 33; in two, the second beyond the end
        (1, 3, (100, 0, 0, 0), (500,) * 4, (SPONSOR,) * 4, (0, 34, 33, 33), (0, 0, 0, 0)),
        (1, 2, (0, 0, 101, 0), (500,) * 4, (SPONSOR,) * 4, (0, 0, 0, 51), (0, 0, 50, 0)),
        (0, 2, (5, 0, 0, 0), (500, 1, 500, 500), (SPONSOR,) * 4, (3, 1, 1, 0), (0, 0, 0, 0)),
    ],
)  # fmt: skip
def test_a_reduction_is_taken_from_later_months_of_the_same_payer(
    lag: int, parts: int, reductions: tuple[int, ...], available: tuple[int, ...], payer: tuple[int, ...],
    wanted: tuple[int, ...], lost: tuple[int, ...],
) -> None:  # fmt: skip
    """Alone, and beside a unit with another lag, parts of its own and no change of payer, which it does not touch."""
    def column(*numbers: int) -> Any:
        return np.array(numbers, np.int64).reshape(-1, 1)

    alone = taken(column(*reductions), column(*available), column(*payer), ints(lag), column(*[parts] * 4))
    assert (alone[0].ravel().tolist(), alone[1].ravel().tolist()) == (list(wanted), list(lost))
    for other_lag in (lag, 1 - min(lag, 1)):
        both = taken(
            np.hstack([column(*reductions), column(40, 0, 0, 0)]), np.hstack([column(*available), column(*[99] * 4)]),
            np.hstack([column(*payer), column(*[SPONSOR] * 4)]), ints(lag, other_lag),
            np.hstack([column(*[parts] * 4), column(1, 1, 1, 1)]),
        )  # fmt: skip
        neighbour = [40 if month == other_lag else 0 for month in range(4)]
        assert both[0].T.tolist() == [list(wanted), neighbour]
        assert both[1].T.tolist() == [list(lost), [0, 0, 0, 0]]

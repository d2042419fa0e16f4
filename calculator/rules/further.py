"""Basic needs and shelter by composition, and what follows where the printed tables stop (N48).

Belongs to ``monthly``, which asks for one composition at a time. The increments and limits are rate rows;
here is only how they are put together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from calculator.rates import Range, Rates, Row

if TYPE_CHECKING:
    from calculator.rules.monthly import Composition

_BANDS = (("ages_0_6", ("0-6", "0-11")), ("ages_7_11", ("7-11", "0-11")), ("ages_12_17", ("12-17",)))
"""Composition columns, youngest first, and the names the bands have on the sheets."""


class Amount(NamedTuple):
    """Cents, the rows they come from (an increment once, however often it counts) and remark codes."""

    cents: int
    rows: tuple[Row, ...]
    remarks: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(row.key for row in self.rows)


class _Children(NamedTuple):
    """Numbers of the others in each band, youngest band first."""

    youngest: int
    middle: int
    oldest: int


def basic_needs(rates: Rates, places: Sequence[str], on: date, composition: Composition) -> Amount:
    """Food and incidentals of the unit, by the table of the province (R25.1, N48).

    The printed row; where the table counts children by age and stops, a smaller row and the increment of
    each further child: the choice of further children with the higher sum, or the oldest ones, as the sheet
    says. Other tables: the nearest smaller printed row and its increments, with a remark where none is
    printed.

    Not covered: compositions above the largest printed size of a province that prints no increment.
    """
    return _by_composition(rates, "basic", places, on, composition)


def shelter_maximum(rates: Rates, places: Sequence[str], on: date, composition: Composition) -> Amount:
    """The most that is paid for housing before the supplement, by composition, size and place (R26, N48).

    Not covered: what of it is counted (R26).
    """
    case = "employable"
    if composition.is_unemployable:
        case = "unemployable"
    amount = _by_composition(rates, "shelter", places, on, composition, case=case)
    if any(row.column("case") == "employable" for row in amount.rows):
        return amount._replace(remarks=(*amount.remarks, "single_employable_assumed"))
    return amount


def _by_composition(
    rates: Rates, item: str, places: Sequence[str], on: date, composition: Composition, case: str = ""
) -> Amount:
    asked = _columns(composition, case)
    row = rates.find(item, places, on, **asked)
    if row is not None:
        return _sum([row], [])
    limit = rates.find("largest_printed_size", places, on)
    if limit is not None and composition.size > limit.amount:
        raise rates.missing(item, places, on, **asked)
    printed = rates.in_force(item, places, on)
    if any(isinstance(row.column(_BANDS[-1][0]), Range) for row in printed):
        return _with_further_children(rates, item, places, on, composition, printed)
    return _nearest_smaller(rates, item, places, on, composition, case)


def _columns(composition: Composition, case: str = "") -> dict[str, int | str]:
    adults = composition.adults
    columns: dict[str, int | str] = {
        "adults": adults,
        "others": composition.others,
        "size": composition.size,
        "seniors": min(adults, composition.senior_members),
        "disabled": min(adults, composition.disabled_adults),
        "ages_0_6": composition.ages_0_6,
        "ages_7_11": composition.ages_7_11,
        "ages_12_17": composition.ages_12_17,
        "ages_0_11": composition.ages_0_6 + composition.ages_7_11,
    }
    return columns | ({"case": case} if case else {})


def _sum(rows: Sequence[Row], remarks: Sequence[str]) -> Amount:
    flags = [row.flag for row in rows if row.flag]
    return Amount(
        sum(row.amount for row in rows), tuple(dict.fromkeys(rows)), tuple(dict.fromkeys((*flags, *remarks)))
    )


def _nearest_smaller(
    rates: Rates, item: str, places: Sequence[str], on: date, composition: Composition, case: str
) -> Amount:
    """The printed row of a unit with fewer others, and the printed increments up to this size."""
    for others in range(composition.others - 1, -1, -1):
        smaller = composition._replace(others=others)
        base = rates.find(item, places, on, **_columns(smaller, case))
        if base is None:
            continue
        steps = [
            rates.find(f"{item}_further", places, on, adults=composition.adults, size=size)
            for size in range(smaller.size + 1, composition.size + 1)
        ]
        remarks = [] if all(steps) else ["last_printed_row"]
        return _sum([base, *(step for step in steps if step is not None)], remarks)
    raise rates.missing(item, places, on, **_columns(composition, case))


def _with_further_children(
    rates: Rates, item: str, places: Sequence[str], on: date, composition: Composition, printed: Sequence[Row]
) -> Amount:
    """The largest printed number of children, and an increment for each further one."""
    children = _Children(composition.ages_0_6, composition.ages_7_11, composition.ages_12_17)
    missing = rates.missing(item, places, on, **_columns(composition))
    if sum(children) != composition.others:
        raise ValueError(f"the age bands {tuple(children)} do not hold {composition.others} children")
    most = max(
        (_least(row, "others") for row in printed if _least(row, "adults") == composition.adults), default=0
    )
    if not 0 < most < composition.others:
        raise missing
    amounts: list[Amount] = []
    for first in _choices(children, most):
        base = rates.find(
            item,
            places,
            on,
            **_columns(
                composition._replace(
                    others=most, ages_0_6=first.youngest, ages_7_11=first.middle, ages_12_17=first.oldest
                )
            ),
        )
        further = [
            _increment(rates, item, places, on, composition.adults, names)
            for (_, names), count, used in zip(_BANDS, children, first, strict=True)
            for _ in range(count - used)
        ]
        if base is None or not all(further):
            raise missing
        amounts.append(_sum([base, *(row for row in further if row is not None)], []))
    if rates.amount("further_children", places, on).text == "oldest":
        return amounts[0]
    highest = max(amounts, key=lambda amount: amount.cents)
    if len({amount.cents for amount in amounts}) > 1:
        return highest._replace(remarks=(*highest.remarks, "further_child_higher_sum"))
    return highest


def _least(row: Row, column: str) -> int:
    counts = row.column(column)
    return counts.least if isinstance(counts, Range) else 0


def _choices(children: _Children, most: int) -> Iterator[_Children]:
    """Ways to pick ``most`` of the children by band; the youngest ones come first."""
    for oldest, middle in product(range(children.oldest + 1), range(children.middle + 1)):
        youngest = most - oldest - middle
        if 0 <= youngest <= children.youngest:
            yield _Children(youngest, middle, oldest)


def _increment(
    rates: Rates, item: str, places: Sequence[str], on: date, adults: int, names: Sequence[str]
) -> Row | None:
    for name in names:
        row = rates.find(f"{item}_further", places, on, adults=adults, case=name)
        if row is not None:
            return row
    return None

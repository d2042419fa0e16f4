"""Whole cents: read, write, share, split and the one rounding of the project (half up, N45).

Everything that turns dollars into cents or cents into parts of cents lives here. Formats for a reader in a
language belong to ``calculator.locale``; amounts and limits belong to ``rates/``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Cents = NDArray[np.int64]

MAX_CENTS = 10**12
"""Ten billion dollars: larger amounts are typing errors, and products with day counts stay inside int64."""

_PLAIN = re.compile(r"(-?)(\d{1,12})(?:\.(\d{1,2}))?\Z")


def parse_cents(text: str) -> int:
    """Cents of a plain amount such as ``"1225.00"``, ``"75"`` or ``"-3.5"``.

    Thousands separators and decimal commas are refused here on purpose: a file has one way to write money.
    Raises ``ValueError`` when the text is not such an amount or is beyond ``MAX_CENTS``.
    """
    match = _PLAIN.match(text)
    if match is None:
        raise ValueError(f"not an amount with a decimal point and at most two decimals: {text!r}")
    sign, whole, part = match.groups()
    cents = int(whole) * 100 + int((part or "0").ljust(2, "0"))
    if cents > MAX_CENTS:
        raise ValueError(f"amount too large: {text!r}")
    return -cents if sign else cents


def format_cents(cents: int) -> str:
    """The plain text of an amount, always two decimals: ``122500`` gives ``"1225.00"``."""
    sign, cents = ("-", -int(cents)) if cents < 0 else ("", int(cents))
    return f"{sign}{cents // 100}.{cents % 100:02d}"


def half_up(numerator: int, denominator: int) -> int:
    """``numerator / denominator`` rounded half up (half away from zero below zero) (N45)."""
    if numerator < 0:
        return -half_up(-numerator, denominator)
    return (2 * numerator + denominator) // (2 * denominator)


def half_up_array(numerator: Cents, denominator: Cents | int) -> Cents:
    """As :func:`half_up`, element by element, for amounts that are not negative (int64 in, int64 out)."""
    return (2 * numerator + denominator) // (2 * np.asarray(denominator, np.int64))


def half_away_array(numerator: Cents, denominator: Cents | int) -> Cents:
    """As :func:`half_up_array` for amounts that may be negative: half away from zero, as :func:`half_up`."""
    if not (numerator < 0).any():
        return half_up_array(numerator, denominator)
    return np.sign(numerator) * half_up_array(np.abs(numerator), denominator)


def equal_parts(cents: int, parts: int) -> list[int]:
    """``parts`` amounts that add up to ``cents``; left-over cents go to the first parts (N45)."""
    whole, left = divmod(cents, parts)
    return [whole + (1 if i < left else 0) for i in range(parts)]


def proportional_parts(cents: int, weights: Sequence[int]) -> list[int]:
    """``cents`` split by ``weights``: each part rounded down, left-over cents one each to the parts that lost
    a fraction, in the order given (the caller sorts by date, then id) (N45).

    Raises ``ValueError`` if no weight is above zero.
    """
    total = sum(weights)
    if total <= 0:
        raise ValueError("weights must add up to more than zero")
    parts = [cents * w // total for w in weights]
    left = cents - sum(parts)
    for i, w in enumerate(weights):
        if left and cents * w % total:
            parts[i] += 1
            left -= 1
    return parts


def sum_by(group: Cents, values: Cents, size: int) -> Cents:
    """Sums of int64 cents by group (exact: floats hold whole cents far beyond any budget)."""
    return np.bincount(group, weights=values, minlength=size).astype(np.int64)

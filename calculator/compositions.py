"""Compositions: the counts of people that amounts depend on, packed into one number.

Counts people by unit, whole columns at once. Who is in which unit on a day is settled in ``segments``; what a
composition costs is asked of ``pricing``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from calculator.columns import Ints


@dataclass
class State:
    """Compositions: one row per priced set and unit; ``pset`` is the priced set (segment and sign)."""

    pset: Ints
    unit: Ints
    persons: Ints
    code: Ints
    """The composition packed into one number (see ``pack``)."""


FIELDS = (
    ("adults", 2), ("others", 6), ("seniors", 2), ("ages_0_6", 5), ("ages_7_11", 5), ("ages_12_17", 5),
    ("under_18", 6), ("under_19", 6), ("adult_riders", 6), ("senior_riders", 3), ("disabled_adults", 2),
    ("disabled_others", 5), ("is_unemployable", 1),
)  # fmt: skip
CODE_BITS = sum(bits for _, bits in FIELDS)
_SHIFTS = {name: sum(bits for _, bits in FIELDS[n + 1 :]) for n, (name, _) in enumerate(FIELDS)}
"""Where each count stands in the packed number."""
_MASKS = {name: (1 << bits) - 1 for name, bits in FIELDS}


def pack(columns: dict[str, Ints]) -> Ints:
    """One int64 per composition, so that equal compositions are priced once."""
    code = np.zeros(len(columns["adults"]), np.int64)
    shift = CODE_BITS
    for name, bits in FIELDS:
        shift -= bits
        code += np.minimum(columns[name], (1 << bits) - 1) << shift
    return code


def unpack(code: int) -> tuple[int, ...]:
    """The counts of :func:`pack`, in the order of ``FIELDS``."""
    counts = []
    for _, bits in reversed(FIELDS):
        counts.append(code & ((1 << bits) - 1))
        code >>= bits
    return tuple(reversed(counts))


def field_of(code: Ints, name: str) -> Ints:
    """One count of each packed composition."""
    count: Ints = (code >> _SHIFTS[name]) & _MASKS[name]
    return count


def without_riders(code: Ints) -> Ints:
    """The compositions as far as a rate sheet knows them: nobody needs a pass, seniors among the members told apart.

    See ``rules.monthly.sheet_of``.
    """
    riders, senior_riders = _SHIFTS["adult_riders"], _SHIFTS["senior_riders"]
    seniors = np.maximum(field_of(code, "seniors"), field_of(code, "senior_riders"))
    others = code - (field_of(code, "adult_riders") << riders) - (field_of(code, "senior_riders") << senior_riders)
    told: Ints = others + (seniors << senior_riders)
    return told


@dataclass(frozen=True)
class Ages:
    """The ages at which an amount can change, from ``rates`` (R12, R25, N48)."""

    second_band: int
    third_band: int
    adult: int
    adult_before: int
    """The higher age of majority some provinces had before 2022 (R12)."""
    senior: int
    pupil_from: int
    pupil_to: int
    secondary_to: int

    @property
    def limits(self) -> tuple[int, ...]:
        return (self.second_band, self.third_band, self.adult, self.adult_before, self.senior)


MOST_PEOPLE = 127
"""Members of one unit that can be counted; the plan reader stops far below."""
_BITS = MOST_PEOPLE.bit_length()
_HEAD, _DISABLED, _UNEMPLOYABLE = 4, 2, 1
_KINDS = 8
_OLDEST = 160


class Composer:
    """Counts the people of units.

    What one person adds to seven counts at once is looked up by age and role; the packed numbers (49 bits) are added
    up by unit, exactly, as floats hold 53.
    """

    def __init__(self, role: Ints, disabled: Ints, unemployable: Ints, ages: Ages) -> None:
        self.kind = _HEAD * (role < 2)
        self.has_special = bool(disabled.any() or unemployable.any())
        if self.has_special:
            self.kind += _DISABLED * (disabled == 1) + _UNEMPLOYABLE * (unemployable == 1)
        self.ages = ages
        self.usual, self.special = _tables(ages)

    def compose(self, person: Ints, age: Ints, target: Ints, size: int) -> tuple[Ints, Ints]:
        """People and packed composition of units 0 to ``size``; ``target`` is the unit of each person.

        In a unit without a principal applicant or spouse the adults stand in for them (R12).
        """
        kind = age * _KINDS + self.kind[person]
        sums = self._sums(self.usual, kind, target, size)
        leaderless = (sums > 0) & (_count(sums, 1) == 0)
        if leaderless.any():
            at = np.flatnonzero(leaderless[target])
            kind[at] |= np.where(age[at] >= self.ages.adult, _HEAD, 0)
            sums = np.where(leaderless, self._sums(self.usual, kind[at], target[at], size), sums)
        persons, heads, seniors, young, middle, under_18, under_19 = (_count(sums, n) for n in range(7))
        adults = np.minimum(heads, 2)  # none: children left without an adult, which has no result (N51)
        special = self._sums(self.special, kind, target, size) if self.has_special else np.zeros(size, np.int64)
        columns = {
            "adults": adults,
            "others": persons - adults,
            "seniors": np.minimum(seniors, adults),
            "ages_0_6": young,
            "ages_7_11": middle,
            "ages_12_17": persons - heads - young - middle,
            "under_18": under_18,
            "under_19": under_19,
            "adult_riders": persons - seniors - under_18,
            "senior_riders": seniors,
            "disabled_adults": np.minimum(_count(special, 0), adults),
            "disabled_others": _count(special, 1),
            "is_unemployable": _count(special, 2),
        }
        return persons, pack(columns)

    @staticmethod
    def _sums(table: np.ndarray, kind: Ints, target: Ints, size: int) -> Ints:
        weights = np.take(table, kind, mode="clip")
        return np.bincount(target, weights=weights, minlength=size).astype(np.int64)


@lru_cache(maxsize=8)
def _tables(ages: Ages) -> tuple[np.ndarray, np.ndarray]:
    """What a person of each age and kind adds to the usual counts, and to the special ones."""
    age, kind = np.divmod(np.arange(_OLDEST * _KINDS), _KINDS)
    is_head = kind & _HEAD > 0
    other, disabled_kind = ~is_head, kind & _DISABLED > 0
    usual = _packed(
        age >= 0, is_head, age >= ages.senior, other & (age < ages.second_band),
        other & (age >= ages.second_band) & (age < ages.third_band), other & (age < ages.adult),
        other & (age < ages.adult_before),
    )  # fmt: skip
    return usual, _packed(disabled_kind & is_head, disabled_kind & other, kind & _UNEMPLOYABLE > 0)


def _packed(*flags: np.ndarray) -> np.ndarray:
    """What a person adds: one bit for each flag, far enough apart to be added up."""
    return np.asarray(sum(flag.astype(np.float64) * float(1 << (_BITS * n)) for n, flag in enumerate(flags)))


def _count(sums: Ints, number: int) -> Ints:
    return (sums >> (_BITS * number)) & MOST_PEOPLE

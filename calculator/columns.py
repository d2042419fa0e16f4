"""Whole columns: who owns each element, which combinations are equal, what is in force on a day.

Tools for int64 arrays that know no rule, no table and no date arithmetic (that is ``periods``).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
_WIDTH = 1 << 23
"""Days and entities share one sorted key; days stay below this."""
_LARGEST_KEY = 1 << 62


def ranges(counts: Ints) -> tuple[Ints, Ints]:
    """For ``counts`` = [2, 1]: the owner of each element [0, 0, 1] and its number within the owner [0, 1, 0]."""
    owner = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    nth = np.arange(len(owner), dtype=np.int64)
    nth -= np.repeat(starts_of(counts), counts)
    return owner, nth


def counted(first: Ints, starts: Ints, counts: Ints) -> Ints:
    """From each owner's first number on, one after the other: [5, 2] with counts [2, 3] give [5, 6, 2, 3, 4].

    ``starts`` are those of :func:`starts_of`.
    """
    numbers = np.repeat(first - starts, counts)
    numbers += np.arange(len(numbers), dtype=np.int64)
    return numbers


def starts_of(counts: Ints) -> Ints:
    """Where each owner's elements begin, for counts of elements that follow each other."""
    starts: Ints = np.cumsum(counts) - counts
    return starts


def distinct(*columns: Ints) -> tuple[Ints, Ints]:
    """The different combinations in some columns: (a row of each, which of them each row has).

    The columns are packed into one key; where few keys are possible no sorting is needed.
    """
    size = len(columns[0])
    if not size:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    key, width = np.zeros(size, np.int64), 1
    for column in columns:
        low = int(column.min())
        span = int(column.max()) - low + 1
        if width * span > _LARGEST_KEY:
            known, column = np.unique(column, return_inverse=True)
            low, span = 0, len(known)
            if width * span > _LARGEST_KEY:
                known, key = np.unique(key, return_inverse=True)
                width = len(known)
        if span > 1:
            key = key * span + (column - low)
            width *= span
    if width > 4 * size + 1024:
        _, first, back = np.unique(key, return_index=True, return_inverse=True)
        return first.astype(np.int64), back.astype(np.int64)
    place = np.full(width, -1, np.int64)
    place[key] = np.arange(size, dtype=np.int64)
    used = np.flatnonzero(place >= 0)
    number = np.zeros(width, np.int64)
    number[used] = np.arange(len(used), dtype=np.int64)
    return place[used], number[key]


def is_among(values: Ints, known: Ints) -> Bools:
    """Which values are among the known ones. By sorting: numpy's own way takes several times as long here."""
    if not len(known):
        return np.zeros(len(values), bool)
    ordered = np.sort(known)
    at = np.searchsorted(ordered, values)
    result: Bools = ordered[np.minimum(at, len(ordered) - 1)] == values
    return result


def repeated(key: Ints) -> Bools:
    """Keys that are there more than once."""
    order = np.argsort(key, kind="stable")
    same = key[order[1:]] == key[order[:-1]]
    flags = np.zeros(len(key), bool)
    flags[order[1:][same]] = True
    flags[order[:-1][same]] = True
    return flags


class Lookup:
    """The newest row of an entity at a day, from a table of (entity, day)."""

    def __init__(self, entity: Ints, day: Ints) -> None:
        keys = entity * _WIDTH + np.minimum(np.maximum(day, 0), _WIDTH - 1)
        rows = np.arange(len(keys), dtype=np.int64)
        if (keys[1:] < keys[:-1]).any():
            rows = np.argsort(keys, kind="stable")
            keys, entity = keys[rows], entity[rows]
        self.keys, self.rows, self.entity = keys, rows, entity
        self.day = keys - entity * _WIDTH
        self.start = starts_of(np.bincount(entity))

    def at(self, entity: Ints, day: Ints) -> Ints:
        """Row number in force, or -1.

        From the row in force on the earliest day asked for, by steps: in the days of one call little changes.
        """
        if not len(self.keys) or not len(entity):
            return np.full(len(entity), -1, np.int64)
        day = np.minimum(np.maximum(day, 0), _WIDTH - 1)
        lowest = entity * _WIDTH
        key = lowest + day
        passed = np.bincount(self.entity[np.flatnonzero(self.day <= day.min())], minlength=len(self.start))
        place = np.take(self.start + passed - 1, entity, mode="clip")
        last = len(self.keys) - 1
        moving = np.flatnonzero((place < last) & (self.keys[np.minimum(place + 1, last)] <= key))
        while len(moving):
            place[moving] += 1
            moving = moving[place[moving] < last]
            moving = moving[self.keys[place[moving] + 1] <= key[moving]]
        found = (place >= 0) & (self.keys[place] >= lowest) & (self.keys[place] <= key)
        return np.where(found, self.rows[place], -1)

"""Cells become whole columns of int64: dates as day numbers, money as cents, words as numbers of a list.

One Arrow array in, one :class:`Values` out; a cell that is not understood is marked and never stops the rest.
What is wrong with it is said by the plan reader (``faults``). No rule and no file here.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from calculator.batch.schema import CODE, DAY, FLAG, ID, MONEY, MONTHS, SHARE, TEXT, WHOLE, Column
from calculator.household import Ints
from calculator.money import MAX_CENTS, parse_cents
from calculator.periods import month_first, month_index, to_day
from calculator.plan.fields import FIRST_YEAR, LAST_YEAR

Bools = NDArray[np.bool_]
_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_MONEY = r"^[0-9]{1,12}(\.[0-9]{1,2})?$"
_CENTS = r"^[0-9]{1,15}$"
_WHOLE = r"^-?[0-9]{1,9}$"
_ODD = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
_FLAGS = pa.array(["false", "true", "0", "1"])


class Values(NamedTuple):
    """One column of a table. ``values`` of an empty cell is the default of the column, or -1."""

    values: Ints
    given: Bools
    bad: Bools


def text_of(column: Any) -> Any:
    """An Arrow column as strings without spaces around; empty cells are null."""
    if pa.types.is_dictionary(column.type):
        codes, texts = coded(column)
        return texts.take(pa.array(np.where(codes < 0, len(texts) - 1, codes)))
    if isinstance(column, pa.ChunkedArray):
        column = pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], pa.string())
    if not pa.types.is_string(column.type):
        column = column.cast(pa.string())
    column = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)


class Coded(NamedTuple):
    """A column of words: ``texts[codes]``. The last text is null; the code of an empty cell is -1, which is it.

    What is asked of a word is asked once of each text, not of each cell. A text may be there twice.
    """

    codes: Ints
    texts: Any


def coded(column: Any) -> Coded:
    """A column as few texts and their numbers, if the file keeps its words in dictionaries; else one text a cell."""
    codes, texts, size = [np.zeros(0, np.int64)], [], 0
    for chunk in column.chunks if isinstance(column, pa.ChunkedArray) else [column]:
        if pa.types.is_dictionary(chunk.type):
            own = ints(chunk.indices)
            used = own[own >= 0]
            # A partition is a small piece of its file: of a long list of ids it uses the part in the middle.
            low, high = (int(used.min()), int(used.max()) + 1) if len(used) else (0, 0)
            codes.append(np.where(own >= 0, own + (size - low), -1))
            texts.append(text_of(chunk.dictionary.slice(low, high - low)))
        else:
            codes.append(np.arange(size, size + len(chunk)))
            texts.append(text_of(chunk))
        size += len(texts[-1])
    return Coded(np.concatenate(codes), pa.concat_arrays([*texts, pa.nulls(1, pa.string())]))


def _bools(mask: Any) -> Bools:
    return np.asarray(pc.fill_null(mask, False).to_numpy(zero_copy_only=False), bool)


def ints(array: Any, fill: int = -1) -> Ints:
    """An Arrow array of whole numbers as int64."""
    filled = pc.fill_null(array, fill) if array.null_count else array
    return np.asarray(filled.to_numpy(zero_copy_only=False)).astype(np.int64, copy=False)


def places_of(texts: Any, known: Any) -> Ints:
    """Where each text is among the known ones, -1 if nowhere."""
    return ints(pc.index_in(texts, value_set=known))


def empty(nothing: Bools, column: Column) -> Values:
    """A column the file does not have: every cell empty. ``nothing``: False for each row, kept once for all columns."""
    return Values(np.full(len(nothing), default_of(column), np.int64), nothing, nothing)


def default_of(column: Column) -> int:
    """What an empty cell stands for, as the number the column uses; -1: not told."""
    value = column.default
    if value is None or value == "":
        return 0 if column.kind == CODE and "" in column.choices else -1
    if column.kind == CODE:
        return column.choices.index(value)
    if column.kind == MONEY:
        return parse_cents(str(value))
    if column.kind == SHARE:
        return parse_cents(str(value)) * 100
    if column.kind == MONTHS:
        return sum(1 << m for m in value)
    return int(value) if column.kind in (FLAG, WHOLE) else -1


def values_of(array: Any, column: Column, heading: str) -> Values:
    """The column as int64. Ids and texts are not numbers: they go through ``words_of``."""
    kind = column.kind
    if kind == DAY and pa.types.is_timestamp(array.type):
        array = array.cast(pa.date32(), safe=False)
    if kind == DAY and pa.types.is_date32(array.type):
        days, given = ints(array.cast(pa.int32())), _bools(pc.is_valid(array))
        return _with_default(days, given, given & ~_known_days(days), column)
    if kind == FLAG and pa.types.is_boolean(array.type):
        given = _bools(pc.is_valid(array))
        return _with_default(ints(array.cast(pa.int8())), given, np.zeros(len(given), bool), column)
    if pa.types.is_integer(array.type) and (kind == WHOLE or heading != column.name):
        given = _bools(pc.is_valid(array))
        values = ints(array.cast(pa.int64()))
        low, high = (0, MAX_CENTS) if kind == MONEY else (column.least, column.most)
        return _with_default(values, given, given & _outside(values, low, high), column)
    codes, texts = coded(array)
    of_texts = _values_of_texts(texts, column, heading)
    return Values(of_texts.values[codes], of_texts.given[codes], of_texts.bad[codes])


def _values_of_texts(text: Any, column: Column, heading: str) -> Values:
    kind = column.kind
    given = _bools(pc.is_valid(text))
    if kind == CODE:
        values = places_of(text, pa.array(column.choices))
        return _with_default(values, given, given & (values < 0), column)
    if kind == DAY:
        values, bad = _days(text)
    elif kind == MONEY:
        values, bad = _money(text) if heading == column.name else _numbers(text, _CENTS)
        bad = bad | (values > MAX_CENTS)
    elif kind == SHARE:
        values, bad = _money(text)
        values, bad = values * 100, bad | (values > 100)
    elif kind == FLAG:
        at = places_of(pc.utf8_lower(text), _FLAGS)
        values, bad = at & 1, at < 0
    elif kind == WHOLE:
        values, bad = _numbers(text, _WHOLE)
        bad = bad | _outside(values, column.least, column.most)
    elif kind == MONTHS:
        values, bad = _month_sets(text)
    else:
        raise AssertionError(f"{column.name} is words")
    return _with_default(values, given, given & bad, column)


def _with_default(values: Ints, given: Bools, bad: Bools, column: Column) -> Values:
    is_read = given & ~bad
    return Values(values if is_read.all() else np.where(is_read, values, default_of(column)), given, bad)


def _outside(values: Ints, least: int | None, most: int | None) -> Bools:
    outside = np.zeros(len(values), bool)
    if least is not None:
        outside |= values < least
    if most is not None:
        outside |= values > most
    return outside


_FIRST_DAY = int(np.datetime64(f"{FIRST_YEAR}-01-01", "D").astype(np.int64))
_LAST_DAY = int(np.datetime64(f"{LAST_YEAR}-12-31", "D").astype(np.int64))


def _known_days(days: Ints) -> Bools:
    return (days >= _FIRST_DAY) & (days <= _LAST_DAY)


def _shaped(text: Any, pattern: str) -> Bools:
    """Which texts can be read; an empty cell can."""
    return np.asarray(pc.fill_null(pc.match_substring_regex(text, pattern), True).to_numpy(zero_copy_only=False), bool)


def _days(text: Any) -> tuple[Ints, Bools]:
    shaped = _shaped(text, _DATE)
    if shaped.all():
        try:
            days = ints(text.cast(pa.date32()).cast(pa.int32()))
        except pa.ArrowInvalid:
            pass
        else:
            return days, ~_known_days(days)
    usual = pc.if_else(pa.array(shaped), text, "2000-01-01")
    year, month, day = (
        ints(pc.utf8_slice_codeunits(usual, a, b).cast(pa.int64())) for a, b in ((0, 4), (5, 7), (8, 10))
    )
    index = (np.clip(year, FIRST_YEAR, LAST_YEAR) - 1970) * 12 + np.clip(month, 1, 12) - 1
    first = month_first(index)
    days = first + day - 1
    real = (month >= 1) & (month <= 12) & (day >= 1) & (days < month_first(index + 1))
    real &= (year >= FIRST_YEAR) & (year <= LAST_YEAR)
    return days, ~(shaped & real)


def _money(text: Any) -> tuple[Ints, Bools]:
    """Cents of amounts such as 1225, 1225.5, 1225.00, by their digits, never through a float."""
    shaped = _shaped(text, _MONEY)
    usual = pc.fill_null(text if shaped.all() else pc.if_else(pa.array(shaped), text, "0"), "0")
    exact = usual.cast(pa.decimal128(20, 2))
    # The unscaled integer of a decimal with two places is the cents; two 64-bit words each, little-endian.
    buffer = np.frombuffer(exact.buffers()[1], np.int64)
    start = exact.offset * 2
    cents = buffer[start : start + 2 * len(exact) : 2].copy()
    return np.where(shaped, cents, -1), ~shaped


def _numbers(text: Any, pattern: str) -> tuple[Ints, Bools]:
    shaped = _shaped(text, pattern)
    usual = text if shaped.all() else pc.if_else(pa.array(shaped), text, "0")
    return ints(usual.cast(pa.int64())), ~shaped


def _month_sets(text: Any) -> tuple[Ints, Bools]:
    """Three different months such as "1 2 3" as a set of bits; few distinct texts, looked at one by one."""
    coded = text.dictionary_encode()
    known, bad = [0], [True]
    for words in coded.dictionary.to_pylist():
        parts = words.replace(",", " ").split()
        is_fine = len(set(parts)) == 3 and all(
            p.isascii() and p.isdigit() and 1 <= int(p) <= 13 for p in parts
        )
        known.append(sum(1 << int(p) for p in parts) if is_fine else 0)
        bad.append(not is_fine)
    at = ints(coded.indices) + 1
    return np.array(known, np.int64)[at], np.array(bad, bool)[at]


def words_of(columns: list[Coded], longest: list[int]) -> tuple[list[Values], list[str]]:
    """Columns of ids or texts as numbers of one common list of words, -1 where empty."""
    if not columns:
        return [], []
    together = pa.concat_arrays([c.texts for c in columns]).dictionary_encode()
    words, numbers = together.dictionary, ints(together.indices)
    odd = _bools(pc.match_substring_regex(words, _ODD))
    length = ints(pc.utf8_length(words))
    found, start = [], 0
    for column, most in zip(columns, longest, strict=True):
        number = numbers[start : start + len(column.texts)]
        start += len(column.texts)
        is_bad = np.append(odd | (length > most), False)[number]
        values = number[column.codes]
        found.append(Values(values, values >= 0, is_bad[column.codes]))
    return found, words.to_pylist()


def is_words(column: Column) -> bool:
    return column.kind in (ID, TEXT)


__all__ = [
    "Coded",
    "Values",
    "coded",
    "default_of",
    "empty",
    "ints",
    "is_words",
    "month_index",
    "places_of",
    "text_of",
    "to_day",
    "values_of",
    "words_of",
]

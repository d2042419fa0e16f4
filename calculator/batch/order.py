"""Which rows of a table belong to which partition, and whose rows they are if the table has another order.

Case ids are compared as texts, so many cases at a time; of all cases together there is only a number for each
id. So memory hardly grows with the cases. What is said about ids given twice or unknown is in ``source``.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack
from functools import cached_property
from itertools import count as counting
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from calculator.batch.columns import coded, ints, places_of, text_of
from calculator.batch.files import GROUP, ROW, rows_between, write_batches
from calculator.columns import Bools, is_among, repeated
from calculator.household import Ints

_BLOCK = 16_384
"""Cases whose ids are compared at once."""
_MOST_HEAPS = 64
MOST_LISTED = 1000
"""Rows of one table that are told about."""


class Twice(NamedTuple):
    """Rows of cases without an id, or with the id of another, and these ids."""

    rows: Ints
    ids: Any


def _groups(path: Path, dictionaries: Sequence[str] = ()) -> Generator[Any]:
    """The column ``case`` of a Parquet file, one group of rows after the other."""
    with pq.ParquetFile(path, read_dictionary=dictionaries) as file:
        for number in range(file.metadata.num_row_groups):
            yield file.read_row_group(number, columns=["case"], use_threads=False).column(0)


def _batches(path: Path, rows: int, dictionaries: Sequence[str] = ()) -> Generator[Any]:
    """The same, at most so many rows at a time."""
    for group in _groups(path, dictionaries):
        for start in range(0, len(group), rows):
            yield group.slice(start, rows)


def case_ids(path: Path) -> Iterator[tuple[int, Any]]:
    """The ids of the cases as strings, block by block, each with the number of its first row."""
    first = 0
    for batch in _batches(path, _BLOCK):
        yield first, text_of(batch)
        first += len(batch)


def _numbers_of(texts: Any, attempt: int = 0) -> Any:
    """A 64-bit number for each text; another one at another attempt."""
    plain = np.asarray(texts.fill_null("").to_numpy(zero_copy_only=False), object)
    return pd.util.hash_array(plain, hash_key=f"{attempt:016d}", categorize=False)


class Cases:
    """All cases of a run: how many, which ids are not their own, and a number for each id (``numbers``)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = pq.read_metadata(path).num_rows
        self.numbers = np.zeros(self.count, np.uint64)
        for attempt in counting():
            self.attempt = attempt
            for first, ids in case_ids(path):
                self.numbers[first : first + len(ids)] = _numbers_of(ids, attempt)
            self.twice, is_sure = self._given_twice()
            if is_sure:
                break

    def _given_twice(self) -> tuple[Twice, bool]:
        """The ids that are there twice, compared as texts; and whether different ids have different numbers."""
        ordered = np.sort(self.numbers)
        nothing = _numbers_of(pa.array([""]), self.attempt)
        doubtful = np.unique(np.append(ordered[1:][ordered[1:] == ordered[:-1]], nothing))
        rows, texts = [np.zeros(0, np.int64)], [pa.array([], pa.string())]
        if len(doubtful) > 1 or (ordered == nothing).any():
            for first, ids in case_ids(self.path):
                at = np.flatnonzero(is_among(self.numbers[first : first + len(ids)], doubtful))
                rows.append(first + at)
                texts.append(ids.take(pa.array(at)))
        all_rows, all_texts = np.concatenate(rows), pa.concat_arrays(texts)
        code = ints(all_texts.dictionary_encode().indices)
        bad = (code < 0) | repeated(code)
        return Twice(all_rows[bad], all_texts.filter(pa.array(bad))), bool(bad.all())

    def places_of(self, texts: Any) -> Ints:
        """The first case with each of these ids, as far as their numbers tell; -1 if there is none."""
        number = _numbers_of(texts, self.attempt)
        if not self.count:
            return np.full(len(number), -1, np.int64)
        at = np.searchsorted(self.numbers, number, sorter=self._order)
        found = self._order[np.minimum(at, self.count - 1)]
        return np.where(self.numbers[found] == number, found, -1)

    @cached_property
    def _order(self) -> Ints:
        return np.argsort(self.numbers, kind="stable")


class _Walk:
    """A table walked through beside the cases: how many of its rows belong to each partition."""

    def __init__(self, path: Path, cases: int, partitions: int) -> None:
        at_once = -(-_BLOCK * pq.read_metadata(path).num_rows // max(cases, 1))
        self.batches = _batches(path, max(at_once, 1), ["case"])
        self.rows = np.zeros(partitions, np.int64)
        self.last = -1
        self.is_in_order = True
        self.codes: Ints
        self.texts: Any
        self.has_rows = self._next()

    def _next(self) -> bool:
        batch = next(self.batches, None)
        if batch is not None:
            self.codes, self.texts = coded(batch)
        return batch is not None

    def past(self, first: int, place_of_text: Ints, size: int) -> bool:
        """Count the next rows, as far as they belong to the cases from ``first`` on; whether others may follow."""
        place = place_of_text[self.codes]
        elsewhere = np.flatnonzero(place < 0)
        here = first + (place[: elsewhere[0]] if len(elsewhere) else place)
        self.is_in_order = bool((np.diff(here, prepend=self.last) >= 0).all())
        self.rows += np.bincount(here // size, minlength=len(self.rows))
        if len(here):
            self.last = int(here[-1])
        if len(elsewhere):
            self.codes = self.codes[elsewhere[0] :]
            return False
        self.has_rows = self._next()
        return self.has_rows and self.is_in_order

    def end(self) -> Ints | None:
        """The rows of each partition; None if the table is in another order or has rows of no case."""
        self.batches.close()
        return self.rows if self.is_in_order and not self.has_rows else None


def walk(tables: dict[str, Path], cases: Cases, size: int) -> dict[str, Ints | None]:
    """The rows of each table in each partition of ``size`` cases; None for a table that must be put in order."""
    walks = {name: _Walk(path, cases.count, -(-cases.count // size)) for name, path in tables.items()}
    for first, ids in case_ids(cases.path):
        here = [one for one in walks.values() if one.has_rows and one.is_in_order]
        while here:  # one look-up for all tables: what takes long is to learn the ids
            place = places_of(pa.concat_arrays([one.texts for one in here]), ids)
            ends = np.cumsum([len(one.texts) for one in here])[:-1]
            here = [one for one, own in zip(here, np.split(place, ends), strict=True) if one.past(first, own, size)]
    return {name: one.end() for name, one in walks.items()}


class Ordered(NamedTuple):
    """A copy of a table in the order of the cases: its rows in each partition, and (line, id) of rows of no case."""

    path: Path
    rows: Ints
    strangers: list[tuple[int, str]]


def put_in_order(table: Path, cases: Cases, size: int, first_line: int, scratch: Path) -> Ordered:
    """Sort a table by its cases: first into heaps of so many cases each, then every heap."""
    scratch.mkdir(parents=True, exist_ok=True)
    copy = scratch / f"{table.stem}.ordered.parquet"
    width = max(_BLOCK, -(-cases.count // _MOST_HEAPS))
    heaps = [scratch / f"{table.stem}.{n}.heap" for n in range(-(-cases.count // width))]
    rows = np.zeros(-(-cases.count // size), np.int64)
    with pq.ParquetFile(table) as file:
        schema = file.schema_arrow
        if ROW not in schema.names:
            schema = schema.append(pa.field(ROW, pa.int64()))
        strangers = _into_heaps(file, schema, cases, width, first_line, heaps)

    def sorted_heaps() -> Iterator[Any]:
        for n, path in enumerate(heaps):
            with pa.ipc.open_stream(path) as stream:
                heap = stream.read_all()
            path.unlink()
            ids = text_of(rows_between(cases.path, n * width, min((n + 1) * width, cases.count)).column("case"))
            texts = text_of(heap.column("case"))
            place = places_of(texts, ids)
            strangers.extend(_listed(heap.column(ROW), texts, place < 0))
            order = np.argsort(place, kind="stable")[np.count_nonzero(place < 0) :]
            rows[:] += np.bincount((n * width + place[order]) // size, minlength=len(rows))
            yield from heap.take(pa.array(order)).to_batches(GROUP)

    write_batches(copy, schema, sorted_heaps())
    return Ordered(copy, rows, sorted(strangers, key=itemgetter(0))[:MOST_LISTED])


def _listed(lines: Any, texts: Any, chosen: Bools) -> list[tuple[int, str]]:
    mask = pa.array(chosen)
    pairs = zip(lines.filter(mask).to_pylist(), texts.filter(mask).to_pylist(), strict=True)
    return [(line, text or "") for line, text in pairs]


def _into_heaps(
    file: Any, schema: Any, cases: Cases, width: int, first_line: int, heaps: list[Path]
) -> list[tuple[int, str]]:
    """Every row onto the heap of its case, in the order of the file; (line, id) of rows of no case."""
    strangers: list[tuple[int, str]] = []
    with ExitStack() as stack:
        writers = [stack.enter_context(pa.ipc.new_stream(path, schema)) for path in heaps]
        for batch in file.iter_batches(GROUP):
            if ROW not in batch.schema.names:
                lines = pa.array(np.arange(first_line, first_line + len(batch)), pa.int64())
                batch = pa.record_batch([*batch.columns, lines], schema=schema)
                first_line += len(batch)
            codes, texts = coded(batch.column("case").dictionary_encode())
            place = cases.places_of(texts)[codes]
            if len(strangers) < MOST_LISTED:
                strangers += _listed(batch.column(ROW), texts.take(pa.array(codes % len(texts))), place < 0)
            heap = np.where(place < 0, -1, place // width)
            for n in np.unique(heap[heap >= 0]).tolist():
                writers[n].write_batch(batch.filter(pa.array(heap == n)))
    return strangers

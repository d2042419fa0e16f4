"""One file of a batch: its headings, its content as Parquet, the rows of one partition.

A CSV file is read as text, cell by cell, never guessed: the columns know what their cells mean. Which files
belong together is in ``source``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from calculator.household import Ints
from calculator.locale import N_
from calculator.problems import PlanError, found

ROW = "__row"
"""Column of a copy with the line of the file each row came from."""
GROUP = 65_536
LARGEST_GROUP = 4 * GROUP
"""Rows Parquet keeps together; larger groups would be read again for every partition."""


@dataclass(frozen=True)
class Slice:
    """The rows of one table that belong to one partition."""

    path: str
    start: int
    stop: int
    file: str
    """The name of the user's own file, for messages."""
    first_line: int


def headings(path: Path) -> list[str]:
    """The headings of a file."""
    if path.suffix == ".parquet":
        try:
            return list(pq.read_schema(path).names)
        except (pa.ArrowInvalid, OSError):
            raise PlanError(
                found(path.name, N_("this is not a Parquet file."), N_("Write it again."))
            ) from None
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            line = next(csv.reader(file, delimiter=delimiter_of(path)), [])
    except UnicodeDecodeError:
        raise PlanError(
            found(path.name, N_("the text is not in UTF-8."), N_("Save it as “CSV UTF-8”."))
        ) from None
    return [name.strip() for name in line]


def delimiter_of(path: Path) -> str:
    """A comma, or the semicolon French spreadsheets write."""
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        first = file.readline(65_536)
    return ";" if first.count(";") > first.count(",") else ","


def from_csv(path: Path, copy: Path) -> list[tuple[int, str]]:
    """A Parquet copy of a CSV file, all cells text; the (line, case id) of rows that could not be kept."""
    names, delimiter = headings(path), delimiter_of(path)
    reading = pacsv.ReadOptions(column_names=names, skip_rows=1, block_size=1 << 22, encoding="utf-8")
    parsing = pacsv.ParseOptions(delimiter=delimiter)
    kinds = pacsv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
    )
    schema = pa.schema([*((name, pa.string()) for name in names)])
    try:
        with pacsv.open_csv(path, reading, parsing, kinds) as reader:
            write_batches(copy, schema, iter(reader))
        return []
    except pa.ArrowInvalid:
        pass
    lost: list[tuple[int, str]] = []
    at = names.index("case")

    def batches() -> Iterator[Any]:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            rows = csv.reader(file, delimiter=delimiter)
            next(rows, None)
            kept: list[list[str]] = []
            lines: list[int] = []
            for row in rows:
                if not row:
                    continue
                if len(row) == len(names):
                    kept.append(row)
                    lines.append(rows.line_num)
                else:
                    lost.append((rows.line_num, row[at].strip() if at < len(row) else ""))
                if len(kept) >= GROUP:
                    yield _batch(names, kept, lines)
                    kept, lines = [], []
            if kept:
                yield _batch(names, kept, lines)

    write_batches(copy, schema.append(pa.field(ROW, pa.int64())), batches())
    return lost


def _batch(names: list[str], rows: list[list[str]], lines: list[int]) -> Any:
    columns = [pa.array([row[i] or None for row in rows], pa.string()) for i in range(len(names))]
    return pa.record_batch([*columns, pa.array(lines, pa.int64())], names=[*names, ROW])


def write_batches(path: Path, schema: Any, batches: Iterator[Any]) -> None:
    part = path.with_suffix(".part")
    with pq.ParquetWriter(part, schema, compression="lz4") as writer:
        for batch in batches:
            table = pa.Table.from_batches([batch]).cast(schema)
            writer.write_table(table, row_group_size=GROUP)
    part.replace(path)


# --- reading back: every group of rows is decoded once, though several partitions lie in it


def read_slice(piece: Slice) -> Any:
    """The rows of a slice as an Arrow table."""
    return rows_between(piece.path, piece.start, piece.stop)


def rows_between(path: str | Path, start: int, stop: int) -> Any:
    """Some rows of a Parquet file as an Arrow table; words stay in dictionaries."""
    state = Path(path).stat()
    file = str(path), state.st_mtime_ns, state.st_size
    layout = _layout(*file)
    first = int(np.searchsorted(layout.starts, start, side="right")) - 1
    after = int(np.searchsorted(layout.starts[:-1], stop))
    groups = [_group(*file, number) for number in range(first, after)]
    if not groups:
        return layout.data.schema.to_arrow_schema().empty_table()
    return pa.concat_tables(groups).slice(start - int(layout.starts[first]), stop - start)


class _Layout(NamedTuple):
    data: Any
    """What the end of a Parquet file says of its groups of rows."""
    starts: Ints
    """The first row of each group, and the number of all rows."""


@lru_cache(maxsize=16)
def _layout(path: str, changed: int, size: int) -> _Layout:
    data = pq.read_metadata(path)
    return _Layout(data, np.cumsum([0, *(data.row_group(n).num_rows for n in range(data.num_row_groups))]))


@lru_cache(maxsize=16)
def _group(path: str, changed: int, size: int, number: int) -> Any:
    """One group of rows. The last groups of each table are kept: there the next partition begins."""
    data = _layout(path, changed, size).data
    with pq.ParquetFile(path, metadata=data, read_dictionary=words_in(data.schema.to_arrow_schema())) as file:
        return file.read_row_group(number, use_threads=False)


def words_in(schema: Any) -> list[str]:
    """The columns of text."""
    return [f.name for f in schema if pa.types.is_string(f.type) or pa.types.is_large_string(f.type)]


def forget_files() -> None:
    """Let go of what was kept of the files of a run."""
    _layout.cache_clear()
    _group.cache_clear()

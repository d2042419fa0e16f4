"""One file of a batch: its headings, its content as Parquet, the rows of one partition.

A CSV file is read as text, cell by cell, never guessed: the columns know what their cells mean. Which files
belong together is in ``source``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from calculator.batch.columns import text_of
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


def ints(array: Any) -> Ints:
    return np.asarray(pc.fill_null(array, -1).to_numpy(zero_copy_only=False)).astype(np.int64)


def case_ids(path: str | Path) -> Any:
    """The column ``case`` of a Parquet file as strings, read in batches."""
    chunks = [
        text_of(b.column(0)) for b in pq.ParquetFile(path).iter_batches(LARGEST_GROUP, columns=["case"])
    ]
    return pa.concat_arrays(chunks) if chunks else pa.array([], pa.string())


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


def read_slice(piece: Slice) -> Any:
    """The rows of a slice as an Arrow table."""
    file = pq.ParquetFile(piece.path)
    groups: list[int] = []
    first = at = 0
    for i in range(file.metadata.num_row_groups):
        rows = file.metadata.row_group(i).num_rows
        if at < piece.stop and at + rows > piece.start:
            if not groups:
                first = at
            groups.append(i)
        at += rows
    if not groups:
        return file.schema_arrow.empty_table()
    return file.read_row_groups(groups, use_threads=False).slice(
        piece.start - first, piece.stop - piece.start
    )

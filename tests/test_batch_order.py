"""Batch: whatever the order of a table, every row is read with its case, once, or told about."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from calculator.batch import order
from calculator.batch.columns import text_of
from calculator.batch.files import read_slice
from calculator.batch.source import Source, open_source

TEXT = pa.string()
SIZE = 5
"""Cases of a partition."""


def written(folder: Path, cases: list[str], people: list[str], kind: Any = TEXT, group: int = 7) -> Path:
    """Tables with these ids; ``person`` is the number of the row."""
    folder.mkdir(exist_ok=True)
    whole = len(cases)
    pq.write_table(
        pa.table({"case": cases, "community": ["toronto"] * whole, "arrives_on": ["2026-03-01"] * whole}),
        folder / "cases.parquet", row_group_size=group,
    )  # fmt: skip
    rows = [str(n) for n in range(len(people))]
    table = pa.table({"case": pa.array(people).cast(kind), "person": rows, "role": ["child"] * len(people)})
    pq.write_table(table, folder / "people.parquet", row_group_size=group)
    return folder


def check(source: Source, cases: list[str], people: list[str]) -> None:
    """Against a dictionary: the rows of each partition are those of its cases, in the order of the file."""
    twice = {n for n, case in enumerate(cases) if cases.count(case) > 1 or not case}
    place = {case: n for n, case in enumerate(cases) if n not in twice}
    for part in source.parts:
        table = read_slice(part.slices["people"])
        pairs = zip(text_of(table.column("case")).to_pylist(), table.column("person").to_pylist(), strict=True)
        here = [
            (place[case], n, case) for n, case in enumerate(people)
            if case in place and part.first <= place[case] < part.first + part.cases
        ]  # fmt: skip
        assert [pair for pair in pairs if pair[0] in place] == [(case, str(n)) for _, n, case in sorted(here)]
    told = [(row, case) for file, row, case, _ in source.problems if file == "people.parquet"]
    assert told == [(n + 1, case) for n, case in enumerate(people) if case not in cases]
    assert {part.first + n for part in source.parts for n in part.refused} == twice
    assert [row - 1 for file, row, _, _ in source.problems if file == "cases.parquet"] == sorted(twice)


@pytest.fixture(params=[3, 16_384])
def block(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "_BLOCK", request.param)
    monkeypatch.setattr(order, "_MOST_HEAPS", 9)


@pytest.mark.usefixtures("block")
@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())], ids=str)
@pytest.mark.parametrize("shape", ["in order", "few", "mixed", "strangers", "backwards", "nobody"])
def test_every_row_is_read_with_its_case(tmp_path: Path, shape: str, kind: Any) -> None:
    chance = random.Random(shape)
    cases = [f"c{n}" for n in range(43)]
    people = [case for case in cases for _ in range(chance.randrange(4))]
    if shape == "few":
        people = ["c2", "c41"]
    elif shape == "mixed":
        chance.shuffle(people)
    elif shape == "strangers":
        people[5:5] = ["x1"]
        people += ["x2", "x1"]
    elif shape == "backwards":
        people.reverse()
    elif shape == "nobody":
        people = []
    folder = written(tmp_path / "in", cases, people, kind)
    check(open_source(folder, SIZE, tmp_path / "scratch"), cases, people)
    is_copied = (tmp_path / "scratch").exists()
    assert is_copied == (shape in ("mixed", "strangers", "backwards"))
    assert not list(tmp_path.glob("scratch/*.heap"))


@pytest.mark.usefixtures("block")
def test_ids_given_twice_are_found_across_partitions(tmp_path: Path) -> None:
    cases = [f"c{n}" for n in range(30)]
    cases[28], cases[29], cases[17] = "c1", "c1", ""
    people = [case for case in cases if case]
    folder = written(tmp_path / "in", cases, people)
    check(open_source(folder, SIZE, tmp_path / "scratch"), cases, people)


@pytest.mark.parametrize("people", [["c1", "c3"], ["c3", "c1", "x1"]])
def test_different_ids_with_the_same_number_are_kept_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, people: list[str]
) -> None:
    real, asked = order._numbers_of, []

    def weak(texts: Any, attempt: int = 0) -> Any:
        asked.append(attempt)
        return real(texts, attempt) if attempt else np.zeros(len(texts), np.uint64)

    monkeypatch.setattr(order, "_numbers_of", weak)
    cases = [f"c{n}" for n in range(12)]
    folder = written(tmp_path / "in", cases, people)
    check(open_source(folder, SIZE, tmp_path / "scratch"), cases, people)
    assert set(asked) == {0, 1}

"""The files of a batch: found, checked for their columns, put in the order of the cases, cut into
partitions.

A folder holds ``cases.parquet`` (or ``.csv``) and any of the other tables, or plan files. Parquet in the
order of its cases is read in place; a CSV file, or a table in another order, is copied once into the folder
of the run. What the cells mean is in ``columns`` and ``households``.
"""

from __future__ import annotations

import difflib
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from calculator.batch.columns import places_of
from calculator.batch.files import GROUP, LARGEST_GROUP, Slice, from_csv, headings, write_batches
from calculator.batch.order import MOST_LISTED, Cases, case_ids, put_in_order, walk
from calculator.batch.schema import SCHEMA_VERSION, known_names, tables
from calculator.household import Ints
from calculator.locale import N_
from calculator.problems import PlanError, Problem, as_typed, found
from calculator.rates import rates_folder

Found = tuple[str, int, str, Problem]
"""(file, row, case id, problem)"""


@dataclass(frozen=True)
class Part:
    """One partition: so many cases from ``first`` on, with their rows; or so many plan files."""

    number: int
    first: int
    cases: int
    slices: dict[str, Slice]
    plans: tuple[str, ...] = ()
    refused: tuple[int, ...] = ()
    """Cases of the partition that cannot be worked out because of the files themselves."""


@dataclass
class Source:
    """What a run reads."""

    parts: list[Part]
    cases: int
    fingerprint: dict[str, str]
    problems: list[Found] = field(default_factory=list)
    """Of rows that belong to no case, or to a case given twice."""


def open_source(folder: Path, size: int, scratch: Path) -> Source:
    """The partitions of a folder of tables or plan files.

    Raises ``PlanError`` if there is nothing to read, or a column is unknown or missing: nobody wants half
    a run that left a misspelled column out.
    """
    if not folder.is_dir():
        raise PlanError(
            found(
                folder.name,
                N_("there is no such folder."),
                N_("Give a folder with cases.parquet or cases.csv, or with plan files."),
            )
        )
    files = {name: path for name in tables() for path in _named(folder, name)}
    if "cases" not in files:
        plans = sorted(folder.glob("*.json"))
        if plans and not files:
            return _plans(plans, size)
        raise PlanError(
            found(
                folder.name,
                N_("there is no cases.parquet, no cases.csv and no plan file (.json) here."),
                N_("Write the tables; “python -m calculator batch schema” lists them."),
            )
        )
    problems = [*_version(folder), *_strangers(folder)]
    for name, path in files.items():
        problems += _columns(name, path)
    if problems:
        raise PlanError(problems)
    return _tables(files, size, scratch)


def _named(folder: Path, name: str) -> list[Path]:
    there = [folder / f"{name}{end}" for end in (".parquet", ".csv") if (folder / f"{name}{end}").is_file()]
    if len(there) > 1:
        raise PlanError(
            found(
                f"{name}.csv",
                N_("{other} is here as well."),
                N_("Keep one of the two."),
                other=f"{name}.parquet",
            )
        )
    return there


def _version(folder: Path) -> list[Problem]:
    path = folder / "batch.json"
    if not path.is_file():
        return []
    try:
        version = json.loads(path.read_text(encoding="utf-8")).get("schema")
    except (ValueError, AttributeError):
        version = None
    if isinstance(version, int) and 1 <= version <= SCHEMA_VERSION:
        return []
    return [
        found(
            "batch.json",
            N_("this calculator reads tables of version {known}."),
            N_('Update the calculator, or write {{"schema": {known}}}.'),
            known=SCHEMA_VERSION,
        )
    ]


def _strangers(folder: Path) -> list[Problem]:
    problems = []
    for path in sorted([*folder.glob("*.csv"), *folder.glob("*.parquet")]):
        if path.stem not in tables():
            near = difflib.get_close_matches(path.stem, tables(), 1)
            problems.append(
                found(
                    path.name,
                    N_("no table has this name."),
                    N_("Rename it or take it out of the folder; the nearest name is {nearest}."),
                    nearest=near[0] if near else ", ".join(tables()),
                )
            )
    return problems


def _columns(name: str, path: Path) -> list[Problem]:
    problems, own = [], headings(path)
    known = known_names(name)
    for heading in own:
        if heading not in known:
            near = difflib.get_close_matches(heading, known, 1)
            problems.append(
                found(
                    path.name,
                    N_("there is no column “{column}” in this table."),
                    N_("Correct or remove it; the nearest is {nearest}."),
                    column=as_typed(heading),
                    nearest=near[0] if near else ", ".join(known),
                )
            )
    for heading in {h for h in own if own.count(h) > 1}:
        problems.append(
            found(
                path.name,
                N_("the column “{column}” is there twice."),
                N_("Keep one of the two."),
                column=as_typed(heading),
            )
        )
    for column in tables()[name].values():
        both = [n for n in column.names if n in own]
        if len(both) > 1:
            problems.append(
                found(
                    path.name,
                    N_("the column “{column}” is there twice."),
                    N_("Keep one of the two."),
                    column=" / ".join(both),
                )
            )
        if column.is_required and not both:
            problems.append(
                found(path.name, N_("the column “{column}” is missing."), N_("Add it."), column=column.name)
            )
    if "case" not in own:
        problems.append(
            found(path.name, N_("the column “{column}” is missing."), N_("Add it."), column="case")
        )
    return problems


# --- plan files


def _plans(paths: list[Path], size: int) -> Source:
    parts = [
        Part(n, first, len(chosen), {}, tuple(str(p) for p in chosen))
        for n, first in enumerate(range(0, len(paths), size))
        if (chosen := paths[first : first + size])
    ]
    together = hashlib.sha256()
    for path in paths:
        together.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return Source(parts, len(paths), {"plans": together.hexdigest()})


# --- tables


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def rates_digest(folder: str | Path | None) -> str:
    """One fingerprint of all rate files of a folder."""
    together = hashlib.sha256()
    for path in sorted(Path(folder or rates_folder()).glob("*.csv")):
        together.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return together.hexdigest()


def _tables(files: dict[str, Path], size: int, scratch: Path) -> Source:
    fingerprint = {path.name: digest(path) for path in files.values()}
    ready: dict[str, Path] = {}
    told: dict[str, list[Found]] = {}
    lost: set[str] = set()
    for name, path in files.items():
        ready[name], told[name], of_table = _parquet(path, scratch)
        lost |= of_table
    cases = Cases(ready["cases"])
    told["cases"] += _twice(cases, files["cases"])
    counts = walk({name: path for name, path in ready.items() if name != "cases"}, cases, size)
    edges = np.minimum(np.arange(-(-cases.count // size) + 1, dtype=np.int64) * size, cases.count)
    slices: list[dict[str, Slice]] = [{} for _ in range(len(edges) - 1)]
    for name, path in files.items():
        line = _first_line(path)
        bounds = edges
        if name != "cases":
            rows = counts[name]
            if rows is None:
                ready[name], rows, strangers = put_in_order(ready[name], cases, size, line, scratch)
                told[name] += [_stranger(path, row, case) for row, case in strangers]
            bounds = np.cumsum([0, *rows.tolist()])
        for n in range(len(slices)):
            slices[n][name] = Slice(str(ready[name]), int(bounds[n]), int(bounds[n + 1]), path.name, line)
    refused = np.union1d(cases.twice.rows, _cases_of(lost, cases))
    parts = []
    for n in range(len(slices)):
        first, stop = int(edges[n]), int(edges[n + 1])
        inside = refused[np.searchsorted(refused, first) : np.searchsorted(refused, stop)] - first
        parts.append(Part(n, first, stop - first, slices[n], refused=tuple(inside.tolist())))
    return Source(parts, cases.count, fingerprint, [problem for name in files for problem in told[name]])


def _first_line(path: Path) -> int:
    return 2 if path.suffix == ".csv" else 1


def _cases_of(lost: set[str], cases: Cases) -> Ints:
    """The cases with these ids."""
    known = pa.array(sorted(lost), pa.string())
    found = [first + np.flatnonzero(places_of(ids, known) >= 0) for first, ids in case_ids(cases.path)] if lost else []
    return np.concatenate([np.zeros(0, np.int64), *found])


def _twice(cases: Cases, path: Path) -> list[Found]:
    """Cases without an id, or with the id of another: none can be told apart, so none is worked out."""
    problems, twice = [], cases.twice
    for row, case in zip(twice.rows[:MOST_LISTED].tolist(), twice.ids[:MOST_LISTED].to_pylist(), strict=True):
        problem = (
            found(
                "case",
                N_("the case id “{case}” is there more than once."),
                N_("Give every case an id of its own."),
                case=as_typed(case),
            )
            if case
            else found("case", N_("there is no case id."), N_("Give every case an id of its own."))
        )
        problems.append((path.name, row + _first_line(path), case or "", problem))
    return problems


def _stranger(path: Path, row: int, case: str) -> Found:
    problem = found(
        "case",
        N_("there is no case “{case}” in cases."),
        N_("Correct the id, or add the case."),
        case=as_typed(case),
    )
    return path.name, row, case, problem


def _parquet(path: Path, scratch: Path) -> tuple[Path, list[Found], set[str]]:
    """A Parquet file with the content of ``path``, the rows lost on the way, and the ids of their cases."""
    copy = scratch / f"{path.stem}.parquet"
    if path.suffix == ".parquet":
        data = pq.read_metadata(path)
        if all(data.row_group(i).num_rows <= LARGEST_GROUP for i in range(data.num_row_groups)):
            return path, [], set()
        if not copy.exists():
            scratch.mkdir(parents=True, exist_ok=True)
            with pq.ParquetFile(path) as file:
                write_batches(copy, file.schema_arrow, file.iter_batches(GROUP))
        return copy, [], set()
    lost_file = scratch / f"{path.stem}.lost.json"
    if not copy.exists():
        scratch.mkdir(parents=True, exist_ok=True)
        lost = from_csv(path, copy)
        lost_file.write_text(json.dumps(lost), encoding="utf-8")
    listed = json.loads(lost_file.read_text(encoding="utf-8"))
    problem = found(
        "row",
        N_("this row has more or fewer cells than headings."),
        N_("Correct it, or quote a cell that holds the separator."),
    )
    return copy, [(path.name, row, case, problem) for row, case in listed[:MOST_LISTED]], {case for _, case in listed}

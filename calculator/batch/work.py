"""One partition from its rows to its file: the function that runs here, in another process, or on a cluster.

It takes a :class:`Task`, which is small and holds names of files, and returns a :class:`Done`. The same task
gives the same bytes wherever and whenever it runs. Who runs it and in which order is in ``run``.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.types import is_dictionary as is_word

from calculator.batch.changes import Change, changed_rates, difference_table
from calculator.batch.doubts import doubtful
from calculator.batch.faults import Fault, check
from calculator.batch.households import households_of
from calculator.batch.results import FORMS, without
from calculator.batch.rows import Partition, moved, read_part
from calculator.batch.source import Part, rates_digest
from calculator.budget import Budget, budget_of_tables
from calculator.household import Households, Ints, tables_of
from calculator.locale import N_, catalogue
from calculator.parameters import Parameters
from calculator.plan import Plan, read_plan
from calculator.problems import PlanError, Problem, found
from calculator.rates import Rates

PROBLEMS = "problems"
PROBLEM_SCHEMA = pa.schema([
    ("case", pa.string()), ("file", pa.string()), ("row", pa.int64()), ("where", pa.string()),
    ("what", pa.string()), ("what_to_do", pa.string()),
])  # fmt: skip


@dataclass(frozen=True)
class Task:
    """Everything one partition needs. Paths must mean the same wherever it runs."""

    part: Part
    what: str
    """totals, months, ledger or differences."""
    out: str
    rates: str | None = None
    rates_digest: str = ""
    """A worker that finds other rates under the path refuses, so that one run never mixes two."""
    change: Change = field(default_factory=Change)
    lang: str = "en"


@dataclass(frozen=True)
class Done:
    """What became of a partition."""

    number: int
    cases: int
    refused: int
    rows: int
    seconds: float


def part_name(number: int) -> str:
    return f"part-{number:05d}.parquet"


@lru_cache(maxsize=4)
def _rates(folder: str | None, digest: str) -> Rates:
    if digest and rates_digest(folder) != digest:
        raise PlanError(
            found(
                "rates",
                N_("the rate files are not those the run began with."),
                N_("Use the same files everywhere, or start a new run."),
            )
        )
    return Rates.load(folder)


@lru_cache(maxsize=4)
def _changed(folder: str | None, digest: str, change: Change) -> Rates:
    return changed_rates(_rates(folder, digest), change)


def work(task: Task) -> Done:
    """Read, check, work out and write one partition; the file appears whole or not at all."""
    began = time.perf_counter()
    rates = _rates(task.rates, task.rates_digest)
    cases = _PlanFiles(task) if task.part.plans else _TableRows(task)
    faults = cases.faults
    tables = []
    if task.what == "differences":
        other = _changed(task.rates, task.rates_digest, task.change)
        tables = _differences(cases, rates, other, task.change.months, faults)
    else:
        tables = [t for _, t in _worked_out(cases, cases.good, rates, 0, faults, FORMS[task.what])]
    out = Path(task.out)
    listed = [fault for number in sorted(faults) for fault in faults[number]]
    write(out / PROBLEMS / part_name(task.part.number), problem_table(listed))
    table = pa.concat_tables(tables, promote_options="default").unify_dictionaries() if tables else None
    if table is None:
        table = cases.nothing(rates, task)
    write(out / task.what / part_name(task.part.number), table)
    return Done(task.part.number, task.part.cases, len(faults), len(table), time.perf_counter() - began)


def write(path: Path, table: Any) -> None:
    """Write a Parquet file under another name, then give it its own: it is never seen half done."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    # In a ledger the same amounts come again and again; elsewhere they are smaller and sooner written as they are.
    repeated = True if path.parent.name == "ledger" else [f.name for f in table.schema if is_word(f.type)]
    try:
        pq.write_table(
            table, part, compression="zstd", compression_level=1, row_group_size=1 << 20,
            use_dictionary=repeated, write_statistics=["case"],
        )  # fmt: skip
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def problem_table(faults: Sequence[Fault]) -> Any:
    columns: list[Any] = list(zip(*faults, strict=True)) or [[]] * 6
    return pa.table(
        [pa.array(c, f.type) for c, f in zip(columns, PROBLEM_SCHEMA, strict=True)], schema=PROBLEM_SCHEMA
    )


# --- where the cases come from


class _TableRows:
    """The cases of a partition of tables."""

    def __init__(self, task: Task) -> None:
        self.lang = task.lang
        self.p: Partition = read_part(task.part)
        self.ids = self.p.ids
        flags = doubtful(self.p)
        # A case the files themselves spoil is told about by whoever opened them.
        flags[list(task.part.refused)] = False
        self.faults, _ = check(self.p, np.flatnonzero(flags), task.lang)
        good = np.ones(len(self.p), bool)
        good[list(self.faults)] = False
        good[list(task.part.refused)] = False
        self.good = np.flatnonzero(good)

    def at(self, chosen: Ints, p: Parameters) -> tuple[Households, tuple[Plan, ...]]:
        return households_of(self.p, chosen, p.support_months, p.lowest_majority), ()

    def later(self, months: int) -> None:
        moved(self.p, months)

    def fault(self, case: int, problem: Problem) -> Fault:
        rows = self.p["cases"]
        said = problem.said(catalogue(self.lang).gettext)
        return Fault(
            str(self.ids[case].as_py()),
            rows.file,
            int(rows.line[case]),
            said.where,
            said.what,
            said.what_to_do,
        )

    def nothing(self, rates: Rates, task: Task) -> Any:
        return _nothing(rates, task)


class _PlanFiles:
    """The cases of some plan files; the id of a case is the name of its file."""

    def __init__(self, task: Task) -> None:
        self.lang = task.lang
        self.paths = [Path(p) for p in task.part.plans]
        self.ids = pa.array([p.stem for p in self.paths], pa.string())
        self.faults: dict[int, list[Fault]] = {}
        self.plans: dict[int, Plan] = {}
        for i, path in enumerate(self.paths):
            try:
                self.plans[i] = read_plan(path, lang=task.lang)
            except PlanError as error:
                self.faults[i] = [self.fault(i, problem) for problem in error.problems]
        self.good = np.array(sorted(self.plans), np.int64)

    def at(self, chosen: Ints, p: Parameters) -> tuple[Households, tuple[Plan, ...]]:
        plans = tuple(self.plans[i] for i in chosen.tolist())
        return tables_of(plans, p.support_months, p.lowest_majority), plans

    def later(self, months: int) -> None:
        from calculator.compare import later_arrival

        for i, plan in list(self.plans.items()):
            try:
                self.plans[i] = later_arrival(plan, months, self.lang)
            except PlanError as error:
                self.faults[i] = [self.fault(i, problem) for problem in error.problems]
                del self.plans[i]
        self.good = np.array(sorted(self.plans), np.int64)

    def fault(self, case: int, problem: Problem) -> Fault:
        said = problem.said(catalogue(self.lang).gettext)
        return Fault(self.paths[case].stem, self.paths[case].name, 0, said.where, said.what, said.what_to_do)

    def nothing(self, rates: Rates, task: Task) -> Any:
        return _nothing(rates, task)


_Cases = _TableRows | _PlanFiles


# --- what becomes of them


def _worked_out(
    cases: _Cases, chosen: Ints, rates: Rates, depth: int, faults: dict[int, list[Fault]],
    form: Callable[[Budget, Any], Any],
) -> list[tuple[Ints, Any]]:  # fmt: skip
    """Results of the chosen cases. A case the engine stumbles over is found by halving and told about."""
    if not len(chosen):
        return []
    parameters = Parameters.of(rates)
    try:
        tables, plans = cases.at(chosen, parameters)
        budget = budget_of_tables(tables, plans, rates, parameters, keep_problems=True)
        ids = cases.ids.take(pa.array(chosen))
        result = form(budget, ids)
    except MemoryError:
        raise
    except Exception as error:  # whatever it is, the other cases go on
        if len(chosen) == 1:
            case = int(chosen[0])
            problem = found(
                "case",
                N_("the calculator stumbled over this case ({error})."),
                N_("Please report it with the rows of this case; the other cases are not affected."),
                error=f"{type(error).__name__}: {error}"[:200],
            )
            faults[case] = [cases.fault(case, problem)]
            return []
        half = len(chosen) // 2
        return [
            *_worked_out(cases, chosen[:half], rates, depth + 1, faults, form),
            *_worked_out(cases, chosen[half:], rates, depth + 1, faults, form),
        ]
    refused = sorted(case for case, found_ in budget.problems.items() if found_)
    for case in refused:
        number = int(chosen[case])
        faults[number] = [cases.fault(number, problem) for problem in budget.problems[case]]
    return [(chosen, without(result, ids, refused))]


def _differences(
    cases: _Cases, rates: Rates, other: Rates, months: int, faults: dict[int, list[Fault]]
) -> list[Any]:
    before = _worked_out(cases, cases.good, rates, 0, faults, FORMS["totals"])
    if months:
        cases.later(months)
    kept = np.array([c for c in cases.good.tolist() if c not in faults], np.int64)
    after = _worked_out(cases, kept, other, 0, faults, FORMS["totals"])
    if not before or not after:
        return []
    return [difference_table(pa.concat_tables([t for _, t in before], promote_options="default"),
                             pa.concat_tables([t for _, t in after], promote_options="default"))]  # fmt: skip


def _nothing(rates: Rates, task: Task) -> Any:
    """The result of a partition in which no case could be worked out: the columns and no row."""
    from calculator.plan import plan_from

    plan = plan_from({
        "community": next(c.id for c in rates.communities.values() if c.kind == "community"),
        "arrives_on": "2026-01-01", "people": [{"id": "p", "role": "principal", "age_at_arrival": 30}],
    })  # fmt: skip
    parameters = Parameters.of(rates)
    budget = budget_of_tables(
        tables_of([plan], parameters.support_months, parameters.lowest_majority),
        [plan],
        rates,
        parameters,
        keep_problems=True,
    )
    ids = pa.array(["-"], pa.string())
    if task.what == "differences":
        one = FORMS["totals"](budget, ids)
        return difference_table(one, one).slice(0, 0)
    return FORMS[task.what](budget, ids).slice(0, 0)

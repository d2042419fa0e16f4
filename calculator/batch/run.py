"""A run over many cases: partitions one after another or on a cluster, stopped and resumed, with its
progress.

What happens to one partition is in ``work``; here is who runs it, what is already done, and what is said
meanwhile. A run is a folder: ``manifest.json`` (what it was made from), the results, the problems, one file
a partition.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa
import pyarrow.parquet as pq

from calculator import __version__
from calculator.batch.changes import Change
from calculator.batch.faults import Fault
from calculator.batch.files import forget_files
from calculator.batch.schema import SCHEMA_VERSION
from calculator.batch.source import Source, open_source, rates_digest
from calculator.batch.work import PROBLEMS, Done, Task, part_name, problem_table, work, write
from calculator.locale import N_, catalogue
from calculator.problems import PlanError, found

PARTITION = 8_000
RESULTS = ("totals", "months", "ledger", "differences")
LOCAL = "local"
_SCRATCH = ".input"
_INPUT_PROBLEMS = "part-input.parquet"


@dataclass(frozen=True)
class Summary:
    """What a run did."""

    out: Path
    what: str
    cases: int
    worked_out: int
    refused: int
    reused: int
    """Partitions that were there from an earlier run."""
    seconds: float

    def tables(self) -> Iterator[Any]:
        """The results, one Arrow table a partition."""
        for path in sorted((self.out / self.what).glob("part-*.parquet")):
            yield pq.read_table(path)

    def problems(self) -> Any:
        """All problems as one Arrow table."""
        return pa.concat_tables(
            [pq.read_table(p) for p in sorted((self.out / PROBLEMS).glob("part-*.parquet"))]
        )


def _code_digest() -> str:
    """One fingerprint of the program: a run is never finished by another program than it was begun with."""
    together = hashlib.sha256()
    package = Path(__file__).resolve().parents[1]
    for path in sorted(package.rglob("*.py")):
        if path.relative_to(package).parts[0] not in ("web", "workbook", "trust", "scenarios"):
            together.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return together.hexdigest()


def run_batch(
    folder: Path, out: Path, *, what: str = "totals", partition: int = PARTITION, rates: Path | None = None,
    resume: bool = False, cluster: str | None = None, change: Change | None = None, lang: str = "en",
    progress: TextIO | None = None,
) -> Summary:  # fmt: skip
    """Work out every case of a folder of tables or plan files, and write the results to another folder.

    ``cluster``: None for this process, "local" for one process a core (Dask), else the address of a Dask
    scheduler whose workers see the same paths. The bytes written do not depend on it.
    Raises ``PlanError`` for input that cannot be read at all, a folder in use, or a run that cannot go on
    because something changed; one bad case only ends in the table of problems.
    """
    began = time.perf_counter()
    folder, out = Path(folder).resolve(), Path(out).resolve()
    change = change or Change()
    manifest_file = out / "manifest.json"
    if manifest_file.exists() and not resume:
        raise PlanError(
            found(
                out.name,
                N_("there is a run in this folder already."),
                N_("Add --resume to go on with it, or choose another folder."),
            )
        )
    if out.exists() and any(out.iterdir()) and not manifest_file.exists() and not _is_left_over(out):
        raise PlanError(
            found(out.name, N_("this folder is not empty."), N_("Choose a new folder for the results."))
        )
    if not manifest_file.exists() and (out / _SCRATCH).exists():
        shutil.rmtree(out / _SCRATCH)
    source = open_source(folder, partition, out / _SCRATCH)
    manifest = {
        "format": 1,
        "version": __version__,
        "program": _code_digest(),
        "schema": SCHEMA_VERSION,
        "what": what,
        "partition": partition,
        "cases": source.cases,
        "partitions": len(source.parts),
        "inputs": source.fingerprint,
        "rates": rates_digest(rates),
        "lang": lang,
        "change": asdict(change) if change != Change() else None,
        "change_rates": rates_digest(change.rates) if change.rates else None,
        "parquet": pa.__version__,
    }
    _begin(manifest_file, manifest)
    lost = [
        Fault(case, file, row, (said := p.said(catalogue(lang).gettext)).where, said.what, said.what_to_do)
        for file, row, case, p in source.problems
    ]
    write(out / PROBLEMS / _INPUT_PROBLEMS, problem_table(lost))
    tasks = [
        Task(
            part,
            what,
            str(out),
            None if rates is None else str(Path(rates).resolve()),
            str(manifest["rates"]),
            change,
            lang,
        )
        for part in source.parts
        if not (out / what / part_name(part.number)).exists()
    ]
    reused = sum(p.cases for p in source.parts) - sum(t.part.cases for t in tasks)
    bar = Progress(source.cases, reused, progress, lang)
    with _runner(cluster) as run:
        for done in run(work, tasks):
            bar.add(done)
    bar.end()
    forget_files()
    shutil.rmtree(out / _SCRATCH, ignore_errors=True)
    return _summary(out, what, source, len(source.parts) - len(tasks), time.perf_counter() - began)


def _is_left_over(out: Path) -> bool:
    """A run that was stopped before it had begun."""
    return {p.name for p in out.iterdir()} <= {_SCRATCH}


def _begin(file: Path, manifest: dict[str, Any]) -> None:
    manifest = json.loads(json.dumps(manifest))
    if file.exists():
        known = json.loads(file.read_text(encoding="utf-8"))
        changed = sorted(name for name in {*known, *manifest} if known.get(name) != manifest.get(name))
        if changed:
            raise PlanError(
                found(
                    file.parent.name,
                    N_("this run cannot go on: changed since it began: {changed}."),
                    N_("Put it back as it was, or start a new run in another folder."),
                    changed=", ".join(changed),
                )
            )
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    part.write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    part.replace(file)


def _summary(out: Path, what: str, source: Source, reused: int, seconds: float) -> Summary:
    # A case that is worked out at all has an id of its own, so each is in one partition.
    count = sum(len(part.refused) for part in source.parts)
    for path in (out / PROBLEMS).glob("part-*.parquet"):
        if path.name != _INPUT_PROBLEMS:
            count += len(pq.read_table(path, columns=["case"]).column("case").unique())
    return Summary(out, what, source.cases, source.cases - count, count, reused, seconds)


# --- who does the work

Runner = Callable[[Callable[[Task], Done], Sequence[Task]], Iterator[Done]]


@contextmanager
def _runner(cluster: str | None) -> Iterator[Runner]:
    """Something that runs a function over tasks and hands on what is done, in any order."""
    if cluster is None:
        yield lambda function, tasks: map(function, tasks)
        return
    try:
        import distributed
    except ImportError:
        raise PlanError(
            found(
                "--cluster",
                N_("Dask is not installed."),
                N_(
                    "Install it: python -m pip install 'sponsorship-budget[cluster]', or leave --cluster out."
                ),
            )
        ) from None
    dask: Any = distributed
    own: Any = None
    if cluster == LOCAL:
        own = dask.LocalCluster(
            n_workers=os.cpu_count() or 1,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
        )
    client = dask.Client(own if own is not None else cluster)

    def run(function: Callable[[Task], Done], tasks: Sequence[Task]) -> Iterator[Done]:
        # A partition whose worker dies is done again elsewhere; its file is written whole or not at all.
        futures = client.map(function, tasks, pure=False, retries=2)
        for future in dask.as_completed(futures):
            yield future.result()

    try:
        yield run
    finally:
        client.close()
        if own is not None:
            own.close()


# --- what is said meanwhile


class Progress:
    """A line on the error stream: how many cases, how fast, how long still."""

    def __init__(self, cases: int, done: int, stream: TextIO | None, lang: str) -> None:
        self.cases, self.done, self.started_with, self.stream = cases, done, done, stream
        self._ = catalogue(lang).gettext
        self.began = self.said = time.monotonic()
        self.is_terminal = stream is not None and stream.isatty()

    def add(self, done: Done) -> None:
        self.done += done.cases
        now = time.monotonic()
        if self.stream is None or (
            now - self.said < (0.2 if self.is_terminal else 5) and self.done < self.cases
        ):
            return
        self.said = now
        rate = (self.done - self.started_with) / max(now - self.began, 1e-9)
        left = round((self.cases - self.done) / rate) if rate else 0
        bar = "█" * (20 * self.done // max(self.cases, 1))
        text = self._("{done} of {cases} cases, {rate} a second, {left} left").format(
            done=f"{self.done:,}".replace(",", " "),
            cases=f"{self.cases:,}".replace(",", " "),
            rate=f"{round(rate):,}".replace(",", " "),
            left=f"{left // 60}:{left % 60:02d}",
        )
        end = "\r" if self.is_terminal else "\n"
        self.stream.write(f"{bar:░<20} {text}  {end}")
        self.stream.flush()

    def end(self) -> None:
        if self.stream is not None and self.is_terminal:
            self.stream.write("\n")


def standard_error() -> TextIO:
    return sys.stderr

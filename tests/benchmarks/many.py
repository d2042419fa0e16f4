"""Whole runs of the batch, files to files: ``python tests/benchmarks/many.py --cases 100000 [--what ledger]``.

Two sets of made-up families: plain ones, and ones of every stream with births, moves, changes of unit and pregnancies.
Reading, checking, the engine and writing are timed together; the peak of resident memory is that of the run alone,
and beside it what that is above a process that has only loaded the program.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]
STREAMS = np.array(["PSR", "BVOR", "RAINBOW", "JAS", "GAR"], dtype=object)
GROUP = 65_536


def days(values: np.ndarray) -> pa.Array:
    return pa.array(values.astype(np.int32)).cast(pa.date32())


def write(folder: Path, cases: int, has_events: bool, seed: int = 1) -> None:
    """Tables of made-up families."""
    from datetime import date

    from calculator.periods import to_day
    from calculator.rates import Rates

    rng = np.random.default_rng(seed)
    places = np.array([c.id for c in Rates.load().communities.values() if c.kind in ("community", "elsewhere")], object)
    ids = np.array([f"c{i}" for i in range(cases)], dtype=object)
    arrives = to_day(date(2026, 1, 1)) + rng.integers(0, 360, cases)
    adults, children = rng.integers(1, 3, cases), rng.integers(0, 9, cases)
    size = adults + children
    owner = np.repeat(np.arange(cases), size)
    nth = np.arange(len(owner)) - np.repeat(np.cumsum(size) - size, size)
    child = nth >= adults[owner]
    born = to_day(date(1960, 1, 1)) + rng.integers(0, 16_000, len(owner))
    born[child] = to_day(date(2006, 6, 1)) + rng.integers(0, 7_100, int(child.sum()))
    role = np.where(child, "child", np.where(nth == 0, "principal", "spouse")).astype(object)

    def save(name: str, **columns: object) -> None:
        pq.write_table(pa.table(columns), folder / f"{name}.parquet", row_group_size=GROUP)

    streams = STREAMS[rng.integers(0, 5, cases)] if has_events else STREAMS[np.zeros(cases, int)]
    save(
        "cases",
        case=ids,
        stream=streams,
        community=places[rng.integers(0, len(places), cases)],
        arrives_on=days(arrives),
    )
    save(
        "people",
        case=ids[owner],
        person=np.array([f"p{n}" for n in range(10)], object)[nth],
        role=role,
        born_on=days(born),
    )

    def some(share: float) -> np.ndarray:
        return np.flatnonzero(rng.random(cases) < share)

    at = some(0.5)
    save(
        "income",
        case=ids[at],
        person=pa.array(["p0"] * len(at)),
        net_cents=rng.integers(30_000, 300_000, len(at)),
        **{"from": days(arrives[at] + 90)},
    )
    at = some(0.5)
    save(
        "in_kind",
        case=ids[at],
        line=pa.array(["furniture"] * len(at)),
        value_cents=rng.integers(10_000, 300_000, len(at)),
    )
    at = some(0.5)
    save("housing", case=ids[at], rent_cents=rng.integers(60_000, 220_000, len(at)))
    if not has_events:
        return
    kinds = (
        ("birth", some(0.3), 60),
        ("move", some(0.2), 120),
        ("early_end", some(0.05), 200),
        ("top_up", some(0.1), 30),
    )
    case = np.concatenate([at for _, at, _ in kinds])
    kind = np.concatenate([np.full(len(at), name, object) for name, at, _ in kinds])
    on = np.concatenate([arrives[at] + day for _, at, day in kinds]) + rng.integers(0, 90, len(case))
    order = np.lexsort((on, case))
    case, kind, on = case[order], kind[order], on[order]
    move, top_up = kind == "move", kind == "top_up"
    save(
        "events",
        case=ids[case],
        kind=kind,
        on=days(on),
        community=pa.array(np.where(move, places[rng.integers(0, len(places), len(case))], None)),
        amount_cents=pa.array(rng.integers(5_000, 40_000, len(case)), mask=~top_up),
    )
    at = some(0.1)
    save(
        "conditions",
        case=ids[at],
        kind=pa.array(["pregnancy"] * len(at)),
        person=pa.array(["p0"] * len(at)),
        note_on=days(arrives[at] + 20),
        due_on=days(arrives[at] + 150),
    )


def one(folder: str, out: str, what: str, partition: int) -> None:
    from common import resident_peak

    from calculator.batch.run import run_batch

    before = resident_peak()
    began, worked = time.perf_counter(), time.process_time()
    summary = run_batch(Path(folder), Path(out), what=what, partition=partition)
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    peak = resident_peak()
    size = sum(p.stat().st_size for p in Path(out).rglob("*.parquet")) // 2**20
    rows = sum(len(t) for t in summary.tables()) if what != "ledger" else -1
    print(
        json.dumps(
            {
                "seconds": seconds,
                "worked": worked,
                "peak": peak,
                "above": peak - before,
                "refused": summary.refused,
                "rows": rows,
                "size": size,
            }
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--what", default="totals")
    parser.add_argument("--partition", type=int, default=8_000)
    parser.add_argument("--sets", default="plain,events")
    parser.add_argument("--one", nargs=2)
    options = parser.parse_args()
    if options.one:
        one(*options.one, options.what, options.partition)
        return
    for name in options.sets.split(","):
        with tempfile.TemporaryDirectory() as folder:
            tables = Path(folder) / "in"
            tables.mkdir()
            write(tables, options.cases, name == "events")
            done = subprocess.run(
                [
                    sys.executable,
                    __file__,
                    "--one",
                    str(tables),
                    f"{folder}/out",
                    "--what",
                    options.what,
                    "--partition",
                    str(options.partition),
                ],
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                sys.exit(done.stderr)
            f = json.loads(done.stdout)
            print(
                f"{options.cases} cases, {name}, to {options.what}: {f['seconds']:.1f} s,"
                f" {f['worked']:.1f} of a processor, {options.cases / f['seconds']:,.0f} cases/s,"
                f" peak {f['peak']} MiB (+{f['above']}), {f['refused']} left out,"
                f" {f['rows']} rows, {f['size']} MiB written",
                flush=True,
            )


if __name__ == "__main__":
    main()

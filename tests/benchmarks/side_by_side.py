"""The common rules by four programs, side by side: ``python tests/benchmarks/side_by_side.py [--sizes 1,100,10000]``.

Each program runs in a process of its own, so that its peak of resident memory is its own. All must agree to the cent
before any time is printed. OpenFisca takes part where it is installed (pip install openfisca-core).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]
PROGRAMS = ("kernel", "calculator", "ledger", "OpenFisca", "pandas")
LARGEST = {"pandas": 10_000}


def one(program: str, size: int, months: int, out: str) -> None:
    """Time one program on one sample; prints seconds and memory, writes the totals."""
    import common

    from calculator.rates import Rates

    s = common.sample(size, months)
    rates = Rates.load()
    run: Callable[[], object]
    if program == "calculator":
        run = lambda: common.engine(s, rates)  # noqa: E731
    elif program == "ledger":
        run = lambda: np.array([common.engine_ledger(s, rates)])  # noqa: E731
    else:
        t = common.amounts(rates, months)
        if program == "kernel":
            run = lambda: common.kernel(s, t)  # noqa: E731
        elif program == "pandas":
            run = lambda: common.plain_pandas(s, t)  # noqa: E731
        else:
            import openfisca_rules

            country = openfisca_rules.system(t)
            run = lambda: openfisca_rules.minimum(s, t, country)  # noqa: E731
    before = common.resident_peak()
    times = []
    for n in range(1 + (3 if size > 50_000 else 7)):
        began = time.perf_counter()
        totals = run()
        taken = time.perf_counter() - began
        if n:
            times.append(taken)
        else:
            first = taken
            np.save(out, np.asarray(totals))
        if n and sum(times) > 20:
            break
    peak = common.resident_peak()
    print(json.dumps({"first": first, "median": statistics.median(times), "peak": peak, "above": peak - before}))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="1,100,10000,100000")
    parser.add_argument("--months", default="12,24")
    parser.add_argument("--programs", default=",".join(PROGRAMS))
    parser.add_argument("--one", nargs=4, metavar=("PROGRAM", "SIZE", "MONTHS", "OUT"))
    options = parser.parse_args()
    if options.one:
        one(options.one[0], int(options.one[1]), int(options.one[2]), options.one[3])
        return 0
    chosen = [p for p in options.programs.split(",") if p != "OpenFisca" or importlib.util.find_spec("openfisca_core")]
    for months in map(int, options.months.split(",")):
        for size in map(int, options.sizes.split(",")):
            rows, totals = [], {}
            with tempfile.TemporaryDirectory() as folder:
                for program in chosen:
                    if size > LARGEST.get(program, size):
                        continue
                    out = f"{folder}/{program}.npy"
                    done = subprocess.run(
                        [sys.executable, __file__, "--one", program, str(size), str(months), out],
                        capture_output=True,
                        text=True,
                        check=False,
                    )
                    if done.returncode:
                        print(f"{program}: {done.stderr[-2000:]}", file=sys.stderr)
                        return 1
                    rows.append((program, json.loads(done.stdout)))
                    if program != "ledger":
                        totals[program] = np.load(out)
            if len({t.tobytes() for t in totals.values()}) > 1:
                print(f"{size} households, {months} months: the programs do not agree", file=sys.stderr)
                names = list(totals)
                for other in names[1:]:
                    differ = np.flatnonzero(totals[names[0]] != totals[other])
                    print(
                        f"  {names[0]} and {other}: {len(differ)} differ, first {differ[:5].tolist()}", file=sys.stderr
                    )
                return 1
            print(f"{size} households, {months} months (all agree to the cent)")
            for program, figures in rows:
                print(
                    f"  {program:<12} {figures['median'] * 1000:>11.2f} ms"
                    f" {size / figures['median']:>14,.0f} /s"
                    f"   first {figures['first'] * 1000:>9.1f} ms   peak {figures['peak']:>5} MiB"
                    f" (+{figures['above']})",
                    flush=True,
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Times of the workbook, run by hand: ``python tests/benchmarks/workbook.py``. No test asserts a time.

One workbook of 24 months and three units, the same opened again, the page of 200 plans, the ledger as CSV. Seconds of
this process (other programs on the machine do not count) and on the clock; medians, after one run that warms up.
"""

from __future__ import annotations

import io
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from engine import mixed_plan
from workbooks import THREE_UNITS

from calculator.budget import make_budget
from calculator.plan import plan_from
from calculator.rates import Rates
from calculator.workbook import ledger_csv, read_workbook, write_portfolio, write_workbook


def told(name: str, run: Callable[[], object], times: int) -> None:
    run()
    own, clock = [], []
    for _ in range(times):
        a, b = time.process_time(), time.perf_counter()
        run()
        own.append(time.process_time() - a)
        clock.append(time.perf_counter() - b)
    print(f"{name:<44} {statistics.median(own):7.3f} s  (clock {statistics.median(clock):.3f} s)")


def main() -> None:
    rates = Rates.load()
    plan = plan_from(THREE_UNITS)
    stream = io.BytesIO()
    write_workbook(plan, rates, stream)
    content = stream.getvalue()
    print(f"one workbook: {len(content):,} bytes")
    told("24 months, three units: write", lambda: write_workbook(plan, rates, io.BytesIO()), 5)
    told("24 months, three units: open again", lambda: read_workbook(content), 5)
    told("24 months, three units: ledger as CSV", lambda: ledger_csv(make_budget([plan], rates)), 5)
    rng = random.Random(1)
    communities = ["Toronto", "Winnipeg", "Halifax", "Calgary", "Vancouver", "Moncton", "Saskatoon"]
    many = {f"case {n}": plan_from(mixed_plan(rng, communities)) for n in range(200)}
    done: list[int] = []
    told(
        "200 plans: the page of all",
        lambda: write_portfolio(many, rates, io.BytesIO(), progress=lambda n, _: done.append(n)),
        2,
    )
    print(f"progress was told {len(done) // 3} times in each run")


if __name__ == "__main__":
    main()

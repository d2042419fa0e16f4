"""Times of the engine, run by hand: ``python tests/benchmarks/engine.py``. No test asserts a time.

One plan, 10,000 different plans (validated plans in memory, engine only), the import of the package and of the
engine. Medians of repeated runs; the first run, which fills the caches of looked-up rates, is told apart.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from calculator.budget import budget_of_tables, make_budget
from calculator.household import tables_of
from calculator.ledger import case_totals
from calculator.parameters import Parameters
from calculator.plan import Plan
from calculator.rates import Rates


def mixed_plan(rng: random.Random, communities: list[str], *, has_events: bool = False) -> dict[str, Any]:
    """A household of 1-2 adults and 0-8 children, half of them with rent, income, gifts."""
    people: list[dict[str, Any]] = [
        {"id": "pa", "role": "principal", "born_on": f"{rng.randint(1950, 2003)}-03-{rng.randint(1, 28):02d}"}
    ]
    if rng.random() < 0.5:
        born = f"{rng.randint(1960, 2003)}-05-{rng.randint(1, 28):02d}"
        people.append({"id": "sp", "role": "spouse", "born_on": born})
    for n in range(rng.randint(0, 8)):
        born = f"{rng.randint(2006, 2025)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
        people.append({"id": f"c{n}", "role": "child", "born_on": born})
    month = rng.randint(1, 12)
    plan: dict[str, Any] = {
        "community": rng.choice(communities),
        "arrives_on": f"2026-{month:02d}-{rng.randint(1, 28):02d}",
        "people": people,
    }
    if rng.random() < 0.5:
        plan["income"] = [{"person": "pa", "net": f"{rng.randint(300, 3000)}.00", "from": "2027-01-01"}]
    if rng.random() < 0.5:
        plan["in_kind"] = [{"line": "furniture", "value": f"{rng.randint(100, 3000)}.00"}]
    if rng.random() < 0.5:
        plan["housing"] = [{"rent": f"{rng.randint(600, 2200)}.00"}]
    if has_events:
        plan["stream"] = rng.choice(["PSR", "BVOR", "JAS", "GAR", "RAINBOW"])
        plan["events"] = [{"kind": "birth", "on": f"2027-01-{rng.randint(1, 20):02d}"}]
        if rng.random() < 0.5:
            plan["events"].append({"kind": "move", "on": "2027-01-15", "community": rng.choice(communities)})
    return plan


def seconds(run: Callable[[], object], times: int) -> tuple[float, float]:
    """First run and median of the following ones."""
    taken = []
    for _ in range(times + 1):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return taken[0], statistics.median(taken[1:])


def show(name: str, first: float, median: float) -> None:
    print(f"{name:<58} first {first * 1000:9.1f} ms   median {median * 1000:9.2f} ms")


def main() -> None:
    rates = Rates.load()
    parameters = Parameters.of(rates)
    communities = [c.id for c in rates.communities.values() if c.kind in ("community", "elsewhere")]
    rng = random.Random(2026)
    show("load the rates", *seconds(Rates.load, 5))
    one = Plan.model_validate(mixed_plan(rng, communities, has_events=True))
    show("one plan, engine", *seconds(lambda: make_budget([one], rates), 50))
    show("one plan, engine and report", *seconds(lambda: make_budget([one], rates).report(0), 30))
    for has_events in (False, True):
        plans = [Plan.model_validate(mixed_plan(rng, communities, has_events=has_events)) for _ in range(10_000)]
        name = "10,000 plans" + (" with events, all streams" if has_events else "")

        def tables(plans: list[Plan] = plans) -> Any:
            return tables_of(plans, parameters.support_months, parameters.lowest_majority)

        show(f"{name}: plans to tables", *seconds(tables, 3))
        ready = [tables() for _ in range(5)]
        show(
            f"{name}: engine and totals",
            *seconds(lambda: case_totals(budget_of_tables(ready.pop(), plans, rates, parameters)), 4),  # noqa: B023
        )
    for module in ("calculator", "calculator.budget"):
        code = f"import time; t = time.perf_counter(); import {module}; print(time.perf_counter() - t)"
        taken = [float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(5)]
        show(f"import {module}", taken[0], statistics.median(taken[1:]))


if __name__ == "__main__":
    main()

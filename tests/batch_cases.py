"""Cases that the tests of the batch share: the ready plans, families made by counting, their tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from any_plan import CITIES

from calculator.batch.export import write_tables
from calculator.examples import example_names, example_text
from calculator.plan import Plan, plan_from


def examples() -> dict[str, Plan]:
    return {name: plan_from(json.loads(example_text(name, "en"))) for name in example_names()}


def families(count: int, **more: Any) -> dict[str, Plan]:
    """Some different families; ``more`` goes into every plan."""
    found = {}
    for i in range(count):
        people = [{"id": "pa", "role": "principal", "born_on": f"{1960 + i % 40}-03-{1 + i % 28:02d}"}]
        people += [
            {"id": f"c{n}", "role": "child", "born_on": f"{2006 + (i + n) % 18}-07-{1 + n:02d}"} for n in range(i % 5)
        ]
        plan = {
            "community": CITIES[i % len(CITIES)],
            "arrives_on": f"2026-{1 + i % 12:02d}-{1 + i % 27:02d}",
            "people": people,
        }
        if i % 2:
            plan["income"] = [{"person": "pa", "net": f"{400 + 10 * i}.00"}]
        found[f"family {i}"] = plan_from({**plan, **more})
    return found


def written(plans: dict[str, Plan], folder: Path, form: str = "parquet") -> Path:
    write_tables(plans, folder, form)
    return folder

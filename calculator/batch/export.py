"""Plans as tables: the same households as a folder of Parquet or CSV files that a batch reads.

The opposite of ``source``; what a table has no column for (labels, the treasurer's record, rates of one's
own) is left out, and said.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from calculator.batch.schema import DAY, FLAG, OPTIONS, SCHEMA_VERSION, WHOLE, Column, tables
from calculator.plan import Plan, canonical_json

_TYPES = {DAY: pa.date32(), FLAG: pa.bool_(), WHOLE: pa.int64()}


def rows_of(plans: Mapping[str, Plan]) -> dict[str, list[dict[str, Any]]]:
    """The rows of every table for some plans by case id; values as the plan file holds them."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in tables()}
    for case, plan in plans.items():
        fields = json.loads(canonical_json(plan))
        options = fields.get("options", {})
        row = {n: fields[n] for n in tables()["cases"] if n in fields and n not in OPTIONS}
        row |= {n: options[n] for n in OPTIONS if n in options}
        if "rainbow_months" in row:
            row["rainbow_months"] = " ".join(map(str, row["rainbow_months"]))
        found["cases"].append({"case": case, **row})
        for name, columns in tables().items():
            for entry in fields.get(name, ()) if name != "cases" else ():
                entry = {("person" if n == "id" else n): v for n, v in entry.items()}
                for person in entry.pop("people", [None]):
                    named = {**entry, "person": person} if person is not None else entry
                    found[name].append({"case": case, **{n: v for n, v in named.items() if n in columns}})
    return found


def not_in_tables(plan: Plan) -> list[str]:
    """What of a plan changes an amount and has no table: rates of its own, their use alone."""
    return [
        name
        for name, is_there in (
            ("rates", bool(plan.rates)),
            ("options.rates_source", plan.options.rates_source == "manual"),
        )
        if is_there
    ]


def write_tables(plans: Mapping[str, Plan], folder: Path, form: str = "parquet") -> None:
    """Write the tables of some plans; ``form`` is parquet or csv."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in rows_of(plans).items():
        if not rows and name != "cases":
            continue
        columns = tables()[name]
        used = ["case", *(n for n in columns if any(n in row for row in rows))]
        if form == "csv":
            with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(used)
                writer.writerows([[_cell(row.get(n)) for n in used] for row in rows])
        else:
            table = {n: _array([row.get(n) for row in rows], columns.get(n)) for n in used}
            pq.write_table(pa.table(table), folder / f"{name}.parquet", row_group_size=65_536)
    (folder / "batch.json").write_text(json.dumps({"schema": SCHEMA_VERSION}) + "\n", encoding="utf-8")


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _array(values: list[Any], column: Column | None) -> Any:
    kind = _TYPES.get(column.kind) if column is not None else None
    if kind == pa.date32():
        return pa.array(values, pa.string()).cast(kind)
    return pa.array(values, kind or pa.string())

"""Cases with a doubt, told in the words of the plan reader: what is wrong, in which file and row, what to
do.

The rows of one case become the fields of a plan again; the plan reader accepts or refuses it. So every
message, its French and every rule about what may be entered exist once.
"""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

import numpy as np

from calculator.batch.columns import text_of
from calculator.batch.rows import CHANGES, Partition, Rows
from calculator.batch.schema import FLAG, MONEY, MONTHS, OPTIONS, WHOLE, Column, tables
from calculator.household import Ints
from calculator.money import format_cents
from calculator.plan import Plan, plan_from
from calculator.problems import PlanError, Problem

_EXPLODED = (*CHANGES, "absence")
"""Events that name several people: one row each in the table, one list in the plan."""
_FIELD = {("people", "person"): "id"}


class Fault(NamedTuple):
    """One row of the table of problems."""

    case: str
    file: str
    row: int
    where: str
    what: str
    what_to_do: str


def check(p: Partition, cases: Ints, lang: str) -> tuple[dict[int, list[Fault]], dict[int, Plan]]:
    """What the plan reader says about some cases: the faults of those it refuses, the plans of the rest."""
    faults: dict[int, list[Fault]] = {}
    plans: dict[int, Plan] = {}
    for case in cases.tolist():
        fields, places = plan_fields(p, case)
        try:
            plans[case] = plan_from(fields, lang=lang)
        except PlanError as error:
            faults[case] = [_placed(p, case, places, problem) for problem in error.problems]
    return faults, plans


def plan_fields(p: Partition, case: int) -> tuple[dict[str, Any], dict[str, list[int]]]:
    """The fields of one case as a plan file holds them, and the row of each entry of each list."""
    fields: dict[str, Any] = {}
    places: dict[str, list[int]] = {}
    for name, rows in p.tables.items():
        start, stop = np.searchsorted(rows.case, [case, case + 1]).tolist()
        entries = _entries(rows, name, start, stop)
        if name == "cases":
            options = {n: entries[0].pop(n) for n in OPTIONS if n in entries[0]}
            fields.update(entries[0])
            if options:
                fields["options"] = options
        elif entries or name == "people":
            fields[name] = entries
            places[name] = list(range(start, stop))
    fields.setdefault("arrives_on", None)
    for name, extra in (("extras", {"label": "-"}),):
        fields |= {name: [{**extra, **entry} for entry in fields[name]]} if name in fields else {}
    for entry in fields.get("events", ()):
        if entry.get("kind") in _EXPLODED and "person" in entry:
            entry["people"] = [entry.pop("person")]
    return json.loads(json.dumps(fields)), places


def _entries(rows: Rows, table: str, start: int, stop: int) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = [{} for _ in range(stop - start)]
    for column in tables()[table].values() if stop > start else ():
        heading = rows.headings.get(column.name)
        if heading is None:
            continue
        cells = rows.raw.column(heading).slice(start, stop - start)
        for entry, text, value in zip(entries, text_of(cells).to_pylist(), cells.to_pylist(), strict=True):
            if text is not None:
                entry[_FIELD.get((table, column.name), column.name)] = _plain(text, column, heading, value)
    return entries


def _plain(text: str, column: Column, heading: str, value: Any) -> Any:
    """A cell as the plan file would hold it; as typed, if it cannot be read."""
    if column.kind == FLAG:
        return {"true": True, "1": True, "false": False, "0": False}.get(text.lower(), text)
    if column.kind == MONTHS:
        parts = text.replace(",", " ").split()
        return [int(p) for p in parts] if all(re.fullmatch("[0-9]{1,3}", p) for p in parts) else text
    if column.kind == WHOLE:
        return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else text
    if column.kind == MONEY and heading != column.name:
        return format_cents(int(text)) if re.fullmatch(r"-?[0-9]{1,15}", text) else text
    return text[:10] if hasattr(value, "isoformat") else text


_PATH = re.compile(r"^(\w+)(?:\[(\d+)\])?(?:\.(\w+))?")


def _placed(p: Partition, case: int, places: dict[str, list[int]], problem: Problem) -> Fault:
    """A problem of the plan reader at its file, row and column."""
    match = _PATH.match(problem.where)
    table, index, column = match.groups() if match else ("cases", None, None)
    if not places.get(table):
        column, table = (column or table), "cases"
    rows = p[table]
    if table == "cases":
        line = int(rows.line[case])
    else:
        listed = places[table]
        line = int(rows.line[listed[min(int(index or 0), len(listed) - 1)]])
    column = {"id": "person", "people": "person"}.get(column or "", column or "case")
    return Fault(str(p.ids[case].as_py()), rows.file, line, column, problem.what, problem.what_to_do)

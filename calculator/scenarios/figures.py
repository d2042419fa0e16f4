"""One figure of a report by its place, and how it is written in a language. No sums: only what is there.

Places: ``totals.planned``, ``plan.ends_on``, ``household.months[4].sponsor`` (all units together),
``units[son].months[4].lines[basic].entitlement``, ``units[family].start_up[furniture].cash``,
``units[family].one_time[newborn].entitlement``, ``units[family].months.count`` and ``.months[@2].count`` (the
second arrival), ``units.count``, ``application.required``, ``table[asset_exemption].adults=2,others=0`` (a
published table). A month or a line that a unit does not have is an amount of 0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from calculator import view
from calculator.locale import long_date, money, number
from calculator.rates import Rates
from calculator.view import Report

_STEP = re.compile(r"([\w@=,-]+)(?:\[([^\]]*)\])?(?:\.|\Z)")


@dataclass(frozen=True)
class Figure:
    """What stands at a place: cents, a count, a day or a word."""

    value: Any
    is_money: bool = False

    def said(self, lang: str) -> str:
        """As a reader of the language writes it."""
        if self.is_money:
            return money(self.value, lang)
        if isinstance(self.value, int):
            return number(self.value, lang)
        try:
            return long_date(date.fromisoformat(str(self.value)), lang)
        except ValueError:
            return str(self.value)


def figure(report: Report, path: str, rates: Rates) -> Figure:
    """The figure at a place; raises LookupError if the report has no such place."""
    steps = _STEP.findall(path)
    read = ".".join(f"{name}[{key}]" if key else name for name, key in steps)
    if read != path:
        raise LookupError(path)
    name, key = steps[0]
    try:
        if name == "table":
            wanted = {part: int(n) for part, _, n in (one.partition("=") for one in steps[1][0].split(","))}
            return Figure(rates.amount(key, "CA", date.max, **wanted).cents, is_money=True)
        if name == "household":
            row = view.strip(report)
            nth = int(steps[1][1])
            cents = getattr(row[nth - 1], f"{steps[2][0]}_cents") if nth <= len(row) else 0
            return Figure(cents, is_money=True)
        if name != "units":
            return _leaf(report[name], steps[1][0])
        if not key:
            return Figure(len(report["units"]))
        unit = next((u for u in report["units"] if u["unit"] == key), None)
        if unit is None:
            raise LookupError(f"{path}: no unit {key!r}")
        return _in_unit(unit, steps[1:])
    except (IndexError, KeyError) as error:
        raise LookupError(path) from error


def _in_unit(unit: Mapping[str, Any], steps: Sequence[tuple[str, str]]) -> Figure:
    name, key = steps[0]
    if name in ("start_up", "one_time"):
        lines = [line for line in unit[name]["lines"] if line["line"] == key]
        return _leaf(lines[0], steps[1][0]) if lines else Figure(0, is_money=True)
    if name == "months":
        month, _, arrival = key.partition("@")
        rows = [m for m in unit["months"] if m["arrival"] == int(arrival or "1")]
        if steps[1][0] == "count":
            return Figure(len(rows))
        found = next((m for m in rows if m["month"] == int(month)), None)
        if found is None:
            return Figure(0, is_money=True)
        if steps[1][0] != "lines":
            return _leaf(found, steps[1][0])
        line = next((x for x in found["lines"] if x["line"] == steps[1][1]), None)
        return _leaf(line, steps[2][0]) if line else Figure(0, is_money=True)
    return _leaf(unit["totals"], steps[1][0])


def _leaf(fields: Mapping[str, Any], name: str) -> Figure:
    if f"{name}_cents" in fields:
        return Figure(fields[f"{name}_cents"], is_money=True)
    return Figure(fields[name])

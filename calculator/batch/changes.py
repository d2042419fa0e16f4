"""What-if over a batch: other rates, a percentage on one item, a later arrival; what each case would cost.

The question is a value, the answer one row per case, summed by province, size and stream. The engine is asked
twice and nothing is estimated. How it is drawn is in ``what_if``.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from calculator.locale import N_
from calculator.money import half_up
from calculator.problems import PlanError, as_typed, found
from calculator.rates import Rates
from calculator.rates.row import MONEY_UNITS

WHOLE = 10_000
FIGURES = ("sponsor_minimum_cents", "government_cents", "planned_cents")


@dataclass(frozen=True)
class Change:
    """One policy question."""

    rates: str | None = None
    """Another folder of rate files."""
    items: tuple[tuple[str, int], ...] = ()
    """Items and by how many basis points their amounts rise (below 0: fall)."""
    months: int = 0
    """How many months later everybody arrives."""


def changed_rates(rates: Rates, change: Change) -> Rates:
    """The rates of the question. Raises ``PlanError`` for an item that is none, or is no amount of money."""
    if change.rates is not None:
        rates = Rates.load(change.rates)
    for name, share in change.items:
        item = rates.items.get(name)
        money = [n for n, i in rates.items.items() if i.unit in MONEY_UNITS]
        if item is None or name not in money:
            near = difflib.get_close_matches(name, money, 3)
            raise PlanError(
                found(
                    "item",
                    N_("“{item}” is not an amount of these rates."),
                    N_("Write one of: {expected}."),
                    item=as_typed(name),
                    expected=", ".join(near or money),
                )
            )
        rates = rates.with_rows(
            [
                replace(row, amount=half_up(row.amount * (WHOLE + share), WHOLE))
                if row.item == name and not row.is_ended
                else row
                for row in rates.all_rows
            ]
        )
    return rates


def difference_table(before: Any, after: Any) -> Any:
    """One row per case that could be worked out both ways: the figures before and after."""
    at = pc.index_in(after.column("case"), value_set=before.column("case").combine_chunks())
    keep = pc.is_valid(at)
    after, old = after.filter(keep), before.take(at.filter(keep))
    columns = {n: old.column(n) for n in ("case", "stream", "province", "people")}
    for name in FIGURES:
        columns[name] = old.column(name)
        columns[f"{name.removesuffix('_cents')}_then_cents"] = after.column(name)
    return pa.table(columns)


SIZES = ("1", "2", "3", "4", "5", "6", "7+")


@dataclass(frozen=True)
class Row:
    """Families of one province, size and stream: how many, and what they cost before and after."""

    province: str
    size: str
    stream: str
    cases: int
    affected: int
    before_cents: int
    after_cents: int

    @property
    def difference_cents(self) -> int:
        return self.after_cents - self.before_cents


def summed(tables: Any, figure: str = "sponsor_minimum_cents") -> list[Row]:
    """Sums of differences by province, size and stream, from tables of :func:`difference_table`."""
    sums: dict[tuple[str, str, str], list[int]] = {}
    then = f"{figure.removesuffix('_cents')}_then_cents"
    for table in tables:
        people = np.minimum(table.column("people").to_numpy(), len(SIZES)) - 1
        size = pa.array(np.array(SIZES, dtype=object)[np.maximum(people, 0)].tolist(), pa.string())
        flat = pa.table({
            "province": table.column("province").cast(pa.string()), "size": size,
            "stream": table.column("stream").cast(pa.string()), "before": table.column(figure),
            "after": table.column(then),
            "affected": pc.not_equal(table.column(figure), table.column(then)).cast(pa.int64()),
        })  # fmt: skip
        grouped = flat.group_by(["province", "size", "stream"]).aggregate(
            [("before", "count"), ("affected", "sum"), ("before", "sum"), ("after", "sum")]
        )
        for row in grouped.to_pylist():
            key = row["province"], row["size"], row["stream"]
            one = [row["before_count"], row["affected_sum"], row["before_sum"], row["after_sum"]]
            sums[key] = [a + b for a, b in zip(sums.get(key, [0] * 4), one, strict=True)]
    return [Row(*key, *sums[key]) for key in sorted(sums)]


def by(rows: list[Row], name: str) -> list[Row]:
    """The same, summed over everything but ``province``, ``size`` or ``stream``."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(getattr(row, name), []).append(row)
    blank = Row("", "", "", 0, 0, 0, 0)
    return [
        replace(
            blank,
            **{name: key},
            cases=sum(r.cases for r in of),
            affected=sum(r.affected for r in of),
            before_cents=sum(r.before_cents for r in of),
            after_cents=sum(r.after_cents for r in of),
        )
        for key, of in sorted(groups.items())
    ]

"""What a run writes: totals, months or ledger as Arrow tables with case ids, words kept once.

Only forms: every amount is the engine's. Sentences are nowhere in these tables.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from calculator.budget import Budget
from calculator.household import PAYERS, STREAMS, Ints
from calculator.ledger import case_totals, ledger_columns
from calculator.lines import FORMULAS, KINDS, LINES, RULES
from calculator.provenance import Sources, sources_of


def table_of(columns: dict[str, Any]) -> Any:
    """A table without empty cells, and said to be without: it is written and read faster."""
    return pa.table(columns, pa.schema([pa.field(name, column.type, False) for name, column in columns.items()]))


def words(codes: Ints, known: Sequence[str]) -> Any:
    """A column of words from their numbers."""
    return pa.DictionaryArray.from_arrays(
        pa.array(codes.astype(np.int32)), pa.array(list(known), pa.string())
    )


def texts(codes: Ints, own: Sequence[str]) -> Any:
    """A column of words from numbers of a list in which a word may stand more than once."""
    back, known = pd.factorize(np.asarray(own, dtype=object))
    return words(back.astype(np.int64)[codes] if len(own) else codes, [str(w) for w in known])


def of_cases(codes: Ints, ids: Any) -> Any:
    """The column ``case`` of a table with many rows of a case."""
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), ids)


def rates_of(sources: Sources) -> Any:
    """Rate keys as words in the order of the rows: that of the sources depends on what was worked out before."""
    number, known = pd.factorize(np.array(sources.keys, dtype=object))
    codes, used = pd.factorize(number[sources.at])
    return words(codes, known[used].tolist())


def days(values: Ints) -> Any:
    return pa.array(values.astype(np.int32)).cast(pa.date32())


def facts(b: Budget) -> dict[str, Any]:
    """What one wants to sum by: stream, province, community, day of arrival, people on arrival."""
    h = b.households
    at = np.searchsorted(h.communities["case"], np.arange(len(h)))
    place = h.communities["community"][at]
    people = h.people
    first = (people["rank"] == 0) & (people["start"] <= h.cases["arrives"][people["case"]])
    return {
        "stream": words(h.cases["stream"], STREAMS),
        "province": texts(place, [p.community.province for p in b.places]),
        "community": texts(place, [p.community.id for p in b.places]),
        "arrives_on": days(h.cases["arrives"]),
        "months": pa.array(h.cases["months"].astype(np.int16)),
        "people": pa.array(np.bincount(people["case"][first], minlength=len(h)).astype(np.int16)),
    }


def totals_table(b: Budget, ids: Any) -> Any:
    """One row per case."""
    amounts = case_totals(b)
    del amounts["case"]
    return table_of({"case": ids, **facts(b), **{n: pa.array(v) for n, v in amounts.items()}})


def months_table(b: Budget, ids: Any) -> Any:
    """One row per case, unit and month: the columns of ``Budget.months``."""
    m, cells, h = b.months_table, b.cells, b.households
    lived = (b.priced.state.persons[m.state] > 0) | (m.due != 0) | (m.full != 0)
    at = np.flatnonzero(lived)
    cell, run = m.cell[at], m.run[at]
    amounts = {
        "entitlement_cents": m.entitlement,
        "in_kind_cents": m.entitlement - m.available,
        "earned_cents": m.earned,
        "reduction_cents": m.taken,
        "asset_cents": m.asset_cut,
        "due_cents": m.due,
        "not_recoverable_cents": m.lost,
        "reserve_cents": m.reserve,
    }
    return table_of({
        "case": of_cases(b.runs.case[run], ids),
        "arrival": pa.array((b.runs.rank[run] + 1).astype(np.int16)), "unit": texts(m.unit[at], h.unit_ids),
        "month": pa.array(cells.number[cell].astype(np.int16)), "from": days(cells.first[cell]),
        "to": days(cells.last[cell]), "payer": words(m.payer[at], PAYERS),
        **{name: pa.array(values[at]) for name, values in amounts.items()},
    })  # fmt: skip


def ledger_table(b: Budget, ids: Any) -> Any:
    """One row per case, unit, month and line: the columns of ``Budget.ledger``."""
    c = ledger_columns(b)
    m, s, h, cells = b.months_table, b.start_up, b.households, b.cells
    is_item = c["item_row"] >= 0
    item, month = np.maximum(c["item_row"], 0), np.maximum(c["month_row"], 0)
    sources = sources_of(b, c)

    def either(of_item: Ints, of_month: Ints) -> Ints:
        return np.where(is_item, of_item[item] if len(of_item) else 0, of_month[month])

    cell = m.cell
    return table_of({
        "case": of_cases(c["case"], ids), "unit": texts(b.row_unit[c["row"]], h.unit_ids),
        "arrival": pa.array((b.runs.rank[b.row_run[c["row"]]] + 1).astype(np.int16)),
        "month": pa.array(c["month"].astype(np.int16)), "from": days(either(s.due_on, cells.first[cell])),
        "to": days(either(s.due_on, cells.last[cell])), "line": words(c["line"], LINES),
        "kind": words(c["kind"], KINDS), "payer": words(either(s.payer, m.payer), PAYERS),
        "formula": words(c["formula"], FORMULAS),
        **{n: pa.array(c[n]) for n in
           ("quantity", "unit_cents", "numerator", "denominator", "limit_cents", "amount_cents")},
        "rule": texts(c["line"], [RULES[x] for x in LINES]), "rates": rates_of(sources),
        "is_assumed": pa.array(sources.assumed), "is_entered": pa.array(sources.entered),
    })  # fmt: skip


FORMS: dict[str, Callable[[Budget, Any], Any]] = {
    "totals": totals_table, "months": months_table, "ledger": ledger_table,
}  # fmt: skip


def without(table: Any, ids: Any, refused: Sequence[int]) -> Any:
    """The table less the rows of some cases."""
    if not refused:
        return table
    gone = ids.take(pa.array(refused))
    return table.filter(pc.invert(pc.is_in(table.column("case").cast(pa.string()), value_set=gone)))

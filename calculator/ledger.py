"""The ledger: one row per case, unit, month and line, each with what is needed to recompute it.

A view of a budget, built when somebody asks; nothing is worked out twice. ``amount_cents`` of every row follows
from the row's own columns by :func:`recompute`. Sentences about a row are in ``explain``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from calculator.columns import Bools
from calculator.compositions import field_of
from calculator.extras import Planned, extras_of
from calculator.household import ACTUAL, FREE, PAYERS, PRORATE, Ints
from calculator.ledger_rows import MONTHS, NO_LIMIT, Rows, recompute
from calculator.lines import (
    ASSET,
    ENTITLEMENT,
    FORMULAS,
    IN_KIND,
    KINDS,
    LINES,
    PART,
    PURCHASE,
    REDUCTION,
    RULES,
    SHARED,
)
from calculator.money import half_away_array, half_up_array, sum_by
from calculator.periods import month_first, month_index
from calculator.price_table import EXTRA_LINES
from calculator.pricing import MONTHLY_LINES
from calculator.rules.proration import YEAR_DAYS, YEAR_MONTHS
from calculator.rules.start_up_items import FIRST_ONE_TIME

if TYPE_CHECKING:
    import pandas as pd

    from calculator.budget import Budget


def ledger_columns(b: Budget, cases: Ints | None = None) -> dict[str, Ints]:
    """Ledger rows as int64 columns (indexes into the budget), sorted by case, unit, month and line."""
    m = b.months_table
    chosen = np.arange(len(m.row)) if cases is None else np.flatnonzero(np.isin(b.case_of_month, cases))
    rows = Rows()
    _monthly_rows(b, rows, chosen)
    _part_rows(b, rows, chosen)
    _deductions(b, rows, chosen)
    _items(b, rows, cases)
    # Rows of units are in the order of cases; what is due once is of month 0.
    columns = rows.columns(m.row * MONTHS + b.cells.number[m.cell], b.start_up.row * MONTHS)
    columns["case"] = b.case_of_row[columns["row"]]
    return columns


def _monthly_rows(b: Budget, rows: Rows, at: Ints) -> None:
    m, p = b.months_table, b.priced
    state = m.state[at]
    ended = (m.full[at] == 0) & (p.total[state] != 0) & (m.state_minus[at] < 0)
    whole = (m.state_minus[at] < 0) & ~ended
    later = at[m.state_minus[at] >= 0]
    at_whole, state_whole = at[whole], state[whole]
    table = p.table[state_whole]
    mode, share = p.mode[state_whole], p.share[state_whole]
    smax = p.amount("shelter_max", state_whole)
    cap = p.amount("supplement_cap", state_whole)
    quantities = {
        "transport": riders_of(b, "adult_riders")[state_whole],
        "transport_senior": riders_of(b, "senior_riders")[state_whole],
    }
    extras = b.parameters.price_table.quantities
    for line in MONTHLY_LINES:
        amount = b.pricer.line(p, line)[state_whole]
        if line == "shelter":
            # An amount taken off for sharing (R18) leaves the rest as the share.
            unit = np.where((mode == ACTUAL) & (p.shared_off[state_whole] == 0), share, amount)
            lived = p.state.persons[state_whole] > 0
            rows.add(line, ENTITLEMENT, month=at_whole, unit=np.where(lived, unit, 0), limit=smax, table=table)
        elif line == "supplement":
            unit = np.where(mode == ACTUAL, np.maximum(share - smax, 0), cap)
            rows.add(line, ENTITLEMENT, month=at_whole, unit=unit, limit=cap, table=table)
        elif line in quantities:
            count = np.maximum(quantities[line], 1)
            rows.add(line, ENTITLEMENT, month=at_whole, unit=amount // count, quantity=count, table=table)
        elif line in EXTRA_LINES:
            count = extras[table, EXTRA_LINES.index(line)]
            rows.add(line, ENTITLEMENT, month=at_whole, unit=amount // count, quantity=count, table=table)
        else:
            rows.add(line, ENTITLEMENT, month=at_whole, unit=amount, table=table)
    if len(later):
        _increments(b, rows, later)
    _condition_rows(b, rows, at)


def _increments(b: Budget, rows: Rows, later: Ints) -> None:
    """Lines of a later arrival: the family with the newcomers less those already here (R15)."""
    m, p = b.months_table, b.priced
    zeroed = m.full[later] - m.diet[later] - m.maternity_food[later] == 0
    for line in MONTHLY_LINES:
        values = b.pricer.line(p, line)
        unit = np.where(zeroed, 0, values[m.state[later]] - values[m.state_minus[later]])
        rows.add(line, ENTITLEMENT, month=later, unit=unit, table=p.table[m.state[later]])


def _condition_rows(b: Budget, rows: Rows, at: Ints) -> None:
    m = b.months_table
    if not m.diet.any() and not m.maternity_food.any():
        return
    part_food = m.first_part - np.where(m.diet_part, m.diet, 0)
    for line, amount, scaled in (
        ("special_diet", m.diet, m.diet_part), ("maternity_food", m.maternity_food, part_food > 0),
    ):  # fmt: skip
        del scaled
        rows.add(line, ENTITLEMENT, month=at, unit=amount[at])


def riders_of(b: Budget, name: str) -> Ints:
    """A count of people of every priced state, by the name of its field."""
    state = b.priced.state
    return np.where(state.persons > 0, field_of(state.code, name), 0)


def _part_rows(b: Budget, rows: Rows, at: Ints) -> None:
    """What a part month takes off the lines above it (R46, R47, R49)."""
    m, cells = b.months_table, b.cells
    at = at[cells.first_part[m.cell[at]] | cells.last_part[m.cell[at]]]
    if not len(at):
        return
    case = b.runs.case[m.run[at]]
    whole = m.full[at] - m.first_part[at]
    ent = m.entitlement[at] - m.first_part[at]
    arrives = b.runs.arrives[m.run[at]]
    start = month_first(month_index(arrives))
    month_days = month_first(month_index(arrives) + 1) - start
    opening_days = month_days - (arrives - start)
    is_last = cells.last_part[m.cell[at]]
    daily = b.households.cases["prorate"][case] == PRORATE.index("rap365")
    opening = b.row_start[m.row[at]]
    first_figure = m.full[opening] - m.first_part[opening]
    existed = b.priced.state.persons[m.state[opening]] > 0
    same = is_last & (first_figure == whole) & existed
    first = ~daily & ~is_last
    rows.add("part_of_month", ENTITLEMENT, month=at[first], unit=whole[first], numerator=opening_days[first],
             denominator=month_days[first], formula=PART)  # fmt: skip
    rest = ~daily & same
    rows.add("part_of_month", ENTITLEMENT, month=at[rest], unit=first_figure[rest], quantity=-1,
             numerator=opening_days[rest], denominator=month_days[rest])  # fmt: skip
    other = ~daily & is_last & ~same
    rows.add("part_of_month", ENTITLEMENT, month=at[other], unit=whole[other],
             numerator=(arrives - start)[other], denominator=month_days[other], formula=PART)  # fmt: skip
    if daily.any():
        days = cells.last[m.cell[at]] - cells.first[m.cell[at]] + 1
        fare = _fare(b)[at]
        part = half_away_array((whole - fare) * YEAR_MONTHS * days, YEAR_DAYS)
        true_up = np.where(b.households.cases["true_up"][case] == 1, m.true_up[at], 0)
        rows.add("part_of_month", ENTITLEMENT, month=at[daily], unit=(whole - fare)[daily],
                 numerator=YEAR_MONTHS * days[daily], denominator=YEAR_DAYS, formula=PART)  # fmt: skip
        rows.add("part_of_transport", ENTITLEMENT, month=at[daily],
                 unit=(ent - true_up - part - fare)[daily])  # fmt: skip
        rows.add("true_up", ENTITLEMENT, month=at[daily], unit=true_up[daily])


def _fare(b: Budget) -> Ints:
    m = b.months_table
    fare = b.pricer.line(b.priced, "transport") + b.pricer.line(b.priced, "transport_senior")
    result = fare[m.state] - np.where(m.state_minus >= 0, fare[np.maximum(m.state_minus, 0)], 0)
    return np.where(m.full == 0, 0, result)


def _deductions(b: Budget, rows: Rows, at: Ints) -> None:
    m = b.months_table
    for line, amount in (
        ("in_kind_shelter", m.kind_shelter), ("in_kind_basic", m.kind_basic), ("in_kind_transport", m.kind_transport)
    ):  # fmt: skip
        if amount.any():
            rows.add(line, IN_KIND, month=at, unit=amount[at], quantity=-1)
    rows.add("in_kind_part", IN_KIND, month=at, unit=(m.kinds - (m.entitlement - m.available))[at])
    rows.add("income_reduction", REDUCTION, month=at, unit=m.taken[at], quantity=-1)
    rows.add("asset_reduction", ASSET, month=at, unit=m.asset_cut[at], quantity=-1)


def _items(b: Budget, rows: Rows, cases: Ints | None) -> None:
    s = b.start_up
    at = np.arange(len(s.row))
    if cases is not None:
        at = at[np.isin(b.runs.case[b.row_run[s.row]], cases)]
    codes = s.line[at]
    rows.add("staples", ENTITLEMENT, item=at, unit=s.unit_cents[at], quantity=s.quantity[at], line_codes=codes)
    for kind, amount in ((SHARED, s.shared), (IN_KIND, s.in_kind), (PURCHASE, s.purchases), (ASSET, s.asset_cut)):
        if amount.any():
            rows.add("staples", kind, item=at, unit=amount[at], quantity=-1, line_codes=codes)


def months_of(b: Budget) -> pd.DataFrame:
    """One row per case, unit and month: dates, payer and the sums in cents."""
    import pandas as pd

    m, cells = b.months_table, b.cells
    h = b.households
    frame = {
        "case": b.runs.case[m.run], "arrival": b.runs.rank[m.run] + 1,
        "unit": np.array(h.unit_ids, dtype=object)[m.unit],
        "month": cells.number[m.cell], "from": cells.first[m.cell].astype("M8[D]"),
        "to": cells.last[m.cell].astype("M8[D]"), "payer": np.array(PAYERS, dtype=object)[m.payer],
        "entitlement_cents": m.entitlement, "in_kind_cents": m.entitlement - m.available,
        "earned_cents": m.earned, "reduction_cents": m.taken, "asset_cents": m.asset_cut, "due_cents": m.due,
        "not_recoverable_cents": m.lost, "reserve_cents": m.reserve,
    }  # fmt: skip
    lived = (b.priced.state.persons[m.state] > 0) | (m.due != 0) | (m.full != 0) | (m.lost != 0)
    table: pd.DataFrame = pd.DataFrame(frame)[lived].reset_index(drop=True)
    return table


def totals_of(b: Budget) -> pd.DataFrame:
    """One row per case: the totals of :func:`case_totals`."""
    import pandas as pd

    return pd.DataFrame(case_totals(b))


def case_totals(b: Budget, planned: Planned | None = None) -> dict[str, Ints]:
    """Totals of every case, int64 cents; the planned extras only if somebody has them already."""
    m, s = b.months_table, b.start_up
    n = len(b.households)
    item_case = b.case_of_row[s.row]
    nothing = np.zeros(n, np.int64)

    def months(values: Ints) -> Ints:
        if values is m.nothing or not values.any():
            return nothing
        return sum_by(b.case_of_row, np.add.reduceat(values, b.row_start), n)

    def items(values: Ints) -> Ints:
        return nothing if values is s.nothing or not values.any() else sum_by(item_case, values, n)

    later_lines = s.line >= FIRST_ONE_TIME
    once, shared, in_kind, asset_cut = (items(x) for x in (s.entitlement, s.shared, s.in_kind, s.asset_cut))
    start_up = once - items(np.where(later_lines, s.entitlement, 0)) if later_lines.any() else once
    planned_extras = extras_of(b, planned)
    entitlement, reduction = months(m.entitlement), months(m.taken)
    available = entitlement if m.available is m.entitlement else months(m.available)
    asset_months = months(m.asset_cut)
    of_months, of_items = available - reduction - asset_months, once - shared - in_kind - asset_cut
    """What all payers give together."""

    def paid(by_month: Bools, by_item: Bools) -> Ints:
        in_months = of_months if by_month.all() else months(m.due * by_month) if by_month.any() else nothing
        return in_months + (of_items if by_item.all() else items(s.given * by_item) if by_item.any() else nothing)

    sponsor, government = PAYERS.index("sponsor"), PAYERS.index("government")
    minimum = paid(m.payer == sponsor, s.payer == sponsor)
    contingency = contingency_of(b, minimum)
    return {
        "case": np.arange(n, dtype=np.int64),
        "start_up_cents": start_up,
        "one_time_cents": once - start_up,
        "income_support_cents": entitlement,
        "in_kind_cents": entitlement - available + in_kind,
        "shared_cents": shared,
        "purchases_cents": items(s.purchases),
        "reduction_cents": reduction,
        "asset_cents": asset_months + asset_cut,
        "sponsor_minimum_cents": minimum,
        "government_cents": paid(m.payer == government, s.payer == government),
        "other_cents": paid(m.payer > government, s.payer > government),
        "not_recoverable_cents": months(m.lost),
        "reserve_cents": months(m.reserve),
        "extras_cents": planned_extras,
        "contingency_cents": contingency,
        "planned_cents": minimum + planned_extras + contingency,
        "over_cents": months(m.over),
    }


def contingency_of(b: Budget, minimum: Ints) -> Ints:
    """Planned reserve on top of the minimum (N33)."""
    chosen = b.households.cases["contingency"]
    share = np.where(chosen >= 0, chosen * 100, b.parameters.contingency_bp)
    return half_up_array(minimum * share, 10_000)


def ledger_of(b: Budget) -> pd.DataFrame:
    """The ledger as a table with words; see HOUSE of the project: it explains itself.

    Columns: case, unit, month (0 for what is due once), from, to, line, kind, payer, formula, quantity, unit_cents,
    numerator, denominator, limit_cents (-1: none), amount_cents, rule, rates, is_assumed, is_entered.
    """
    import pandas as pd

    from calculator.provenance import provenance_of

    c = ledger_columns(b)
    m, s, h = b.months_table, b.start_up, b.households
    is_item = c["item_row"] >= 0
    item, month = np.maximum(c["item_row"], 0), np.maximum(c["month_row"], 0)
    keys, assumed, entered = provenance_of(b, c)

    def either(of_item: Ints, of_month: Ints) -> Ints:
        return np.where(is_item, of_item[item] if len(of_item) else 0, of_month[month])

    names = np.array(LINES, dtype=object)
    cells = b.cells
    return pd.DataFrame(
        {
            "case": c["case"],
            "unit": np.array(h.unit_ids, dtype=object)[b.row_unit[c["row"]]],
            "arrival": b.runs.rank[b.row_run[c["row"]]] + 1,
            "month": c["month"],
            "from": either(s.due_on, cells.first[m.cell]).astype("M8[D]"),
            "to": either(s.due_on, cells.last[m.cell]).astype("M8[D]"),
            "line": names[c["line"]],
            "kind": np.array(KINDS, dtype=object)[c["kind"]],
            "payer": np.array(PAYERS, dtype=object)[either(s.payer, m.payer)],
            "formula": np.array(FORMULAS, dtype=object)[c["formula"]],
            **{n: c[n] for n in ("quantity", "unit_cents", "numerator", "denominator", "limit_cents", "amount_cents")},
            "rule": np.array([RULES[x] for x in LINES], dtype=object)[c["line"]],
            "rates": keys,
            "is_assumed": assumed,
            "is_entered": entered,
        }
    )


def ledger_csv(b: Budget) -> str:
    """The ledger as CSV text; amounts in cents, words as they are kept (codes, no free text of a person)."""
    text: str = ledger_of(b).to_csv(index=False, lineterminator="\n")
    return text


__all__ = [
    "FREE",
    "KINDS",
    "LINES",
    "NO_LIMIT",
    "RULES",
    "case_totals",
    "ledger_columns",
    "ledger_csv",
    "ledger_of",
    "months_of",
    "recompute",
]

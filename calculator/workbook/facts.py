"""One case of a budget as the sheets need it: every cell of every unit, with what its formulas refer to.

The only module of the workbook that looks inside a :class:`~calculator.budget.Budget`. Nothing is decided here: which
rent row is in force, whose income counts in which month and what a line is worth is asked of the engine, by reading
its tables or by laying known amounts into a copy of the plan and seeing where they come out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from calculator.budget import Budget, make_budget
from calculator.extras import extra_months
from calculator.household import ACTUAL, FREE, PAYERS, counted_gift
from calculator.ledger import contingency_of, ledger_columns
from calculator.lines import ENTITLEMENT, LINES
from calculator.money import MAX_CENTS
from calculator.periods import from_day, month_index
from calculator.plan import Plan, accepted, plan_fingerprint
from calculator.plan.model import Income
from calculator.rates import Rates
from calculator.rules import earnings, proration
from calculator.rules.start_up_items import ITEM_LINES

PART_LINES = ("part_of_month", "part_of_transport", "true_up")
DIGIT_BITS = 2
"""A known amount is a power of four cents, so that up to three of each can be told apart in a sum."""
DIGITS = 18
MOST_SHARING = 12
"""More units under one roof would make the formulas of the shares longer than a spreadsheet takes."""


@dataclass
class Cell:
    """One month of one unit; whole cents."""

    number: int
    first: date
    last: date
    is_first_part: bool
    is_last_part: bool
    payer: str
    persons: int
    ended: bool
    lines: dict[str, int]
    full: int
    first_part: int
    """The scaled first part of diet or maternity food inside ``full`` (R27)."""
    entitlement: int
    available: int
    kind_shelter: int
    kind_basic: int
    kind_transport: int
    earned: int
    base: int
    top_up: int
    reduction: int
    whole_reduction: int
    """Worked out for a whole month; differs from ``reduction`` in part cells of a typical income."""
    taken: int
    lost: int
    asset: int
    due: int
    over: int
    """Rent above the limits in a whole month."""
    over_part: int
    """The same of this cell, which may be a part month."""
    is_actual: bool
    is_free: bool
    share: int
    shelter_max: int
    supplement_cap: int
    rent_row: int
    """Row of ``plan.housing`` in force at the end of the month, -1 for none."""
    rent_row_at_start: int
    is_shared: bool
    spread: int
    incomes: dict[int, int] = field(default_factory=dict)
    """Row of ``plan.income`` -> how often it counts here."""
    earners: tuple[str, ...] = ()
    """People whose pay would count here."""
    kind: str = ""

    @property
    def kind_total(self) -> int:
        return self.kind_shelter + self.kind_basic + self.kind_transport

    @property
    def is_part(self) -> bool:
        return self.is_first_part or self.is_last_part

    @property
    def mode(self) -> str:
        return "free" if self.is_free else "actual" if self.is_actual else "planning"


@dataclass
class Row:
    """One unit in one arrival's months."""

    unit: str
    unit_index: int
    arrival: int
    arrival_day: int
    month_days: int
    """Day of the month of arrival, and the days of that month (R46)."""
    lived_first: bool
    has_own_rent: bool
    cells: list[Cell]
    fares: list[tuple[int, int]]
    """rap365: whole fare and part fare of every cell (R47)."""


@dataclass
class Item:
    """One line that is due once."""

    unit: str
    arrival: int
    line: str
    due_on: date
    payer: str
    quantity: int
    unit_cents: int
    entitlement: int
    shared: int
    in_kind: int
    cap: int
    purchases: int
    asset: int
    cash: int
    is_first: bool
    """The line's first start-up of the unit: gifts and purchases belong to it."""


@dataclass
class Facts:
    """Everything the sheets of one case are made of."""

    plan: Plan
    budget: Budget
    report: dict[str, Any]
    rates: Rates
    fingerprint: str
    units: list[str]
    first_unit: str
    rows: list[Row]
    items: list[Item]
    shares_bp: dict[str, int]
    """Highest share in kind of every start-up line (R29)."""
    threshold_bp: int
    contingency_bp: int
    extra_counts: list[int]
    """How many months each of ``plan.extras`` is planned in."""
    extra_rows: list[tuple[str, str, str, date, int, int]]
    """Label, kind, unit, day, cents and row of ``plan.extras`` (-1: an event) of every planned extra."""
    sharing: dict[tuple[str, str], int]
    """Taken off because a home is shared: (unit, line) -> cents."""
    frozen: tuple[str, ...]
    """Why rent and earnings cannot be followed by formulas, if so (codes)."""

    @property
    def totals(self) -> dict[str, int]:
        return self.report["totals"]  # type: ignore[no-any-return]

    @property
    def options(self) -> Any:
        return self.plan.options

    @property
    def is_daily(self) -> bool:
        return bool(self.plan.options.prorate == "rap365")


def facts_of(plan: Plan, rates: Rates, lang: str, as_of: date | None) -> Facts:
    """Cost a plan and lay it out; raises ``PlanError`` as :func:`~calculator.budget.make_budget` does."""
    budget = make_budget([plan], rates, as_of=as_of)
    rows = _rows(budget, plan)
    report = budget.report(0, lang)
    h = budget.households
    first_unit = plan.people[0].unit or plan.people[0].family
    units = list(dict.fromkeys(h.unit_ids[int(u)] for u in budget.row_unit))
    top_ups = len(h.top_ups)
    planned = extra_months(budget)
    counts = [int((planned.extra == top_ups + i).sum()) for i in range(len(plan.extras))]
    t = h.extras
    extra_rows = [
        (
            h.extra_labels[i], ("extra", "top_up", "deposit", "prepaid_rent")[int(t["kind"][i])],
            h.unit_ids[int(t["unit"][i])],
            from_day(on), int(a), i - top_ups,
        )
        for i, on, a in zip(planned.extra.tolist(), planned.on.tolist(), planned.cents.tolist(), strict=True)
    ]  # fmt: skip
    sharing: dict[tuple[str, str], int] = {}
    for s in accepted(plan).sharing:
        key = (s.unit or first_unit, s.line)
        sharing[key] = sharing.get(key, 0) + s.amount_cents
    shares = budget.parameters.in_kind_bp(budget)
    facts = Facts(
        plan, budget, report, rates, plan_fingerprint(plan), units, first_unit, rows, _items(budget),
        {name: int(shares[i]) for i, name in enumerate(ITEM_LINES[: len(shares)])},
        int(budget.parameters.income_threshold_bp),
        plan.options.contingency_pct * 100 if plan.options.contingency_pct is not None
        else int(budget.parameters.contingency_bp),
        counts, extra_rows, sharing, (),
    )  # fmt: skip
    facts.frozen = _frozen(facts)
    _incomes(facts)
    return facts


def _frozen(facts: Facts) -> tuple[str, ...]:
    """What formulas cannot follow in this plan."""
    found = []
    if any(row.arrival > 1 for row in facts.rows):
        found.append("later_arrival")
    if facts.options.assets_apply and facts.plan.assets:
        found.append("assets")
    if facts.options.true_up and facts.is_daily:
        found.append("true_up")
    months = max(len(row.cells) for row in facts.rows)
    together = (sum(r.cells[k].is_shared for r in facts.rows if k < len(r.cells)) for k in range(months))
    if max(together) > MOST_SHARING and facts.plan.housing:
        found.append("many_units")
    return tuple(found)


def _rows(b: Budget, plan: Plan) -> list[Row]:
    m, cells, runs, h = b.months_table, b.cells, b.runs, b.households
    p = b.priced
    columns = ledger_columns(b)
    lines: dict[int, dict[str, int]] = {}
    keep = (columns["month_row"] >= 0) & (columns["kind"] == ENTITLEMENT)
    for at, code, cents in zip(
        columns["month_row"][keep].tolist(), columns["line"][keep].tolist(), columns["amount_cents"][keep].tolist(),
        strict=True,
    ):  # fmt: skip
        of_month = lines.setdefault(at, {})
        of_month[LINES[code]] = of_month.get(LINES[code], 0) + cents
    first, last = cells.first[m.cell], cells.last[m.cell]
    dwellings = b.pricer.dwellings
    if len(h.housing):
        entity = np.where(dwellings.has_own[m.unit], m.unit, dwellings.units + b.runs.case[m.run])
        at_end, at_start = dwellings.lookup.at(entity, last), dwellings.lookup.at(entity, first)
    else:
        at_end = at_start = np.full(len(m.row), -1, np.int64)
    smax = p.amount("shelter_max")
    cap = p.amount("supplement_cap")
    whole = earnings.reduction(
        np.where(m.base > 0, m.base, m.full), np.maximum(m.full - m.kind_shelter - m.kind_basic - m.kind_transport, 0),
        m.earned, b.parameters.income_threshold_bp,
        np.full(len(m.full), plan.options.reduction_share_bp if plan.options.apply_income_reduction else 0, np.int64),
    )  # fmt: skip
    made = []
    for r in range(len(b.row_run)):
        run, unit = int(b.row_run[r]), int(b.row_unit[r])
        start = int(b.row_start[r])
        arrives = int(runs.arrives[run])
        index = int(month_index(np.array([arrives]))[0])
        month_start = int(np.int64(index).astype("M8[M]").astype("M8[D]").astype(np.int64))
        next_start = int(np.int64(index + 1).astype("M8[M]").astype("M8[D]").astype(np.int64))
        of_row = []
        for i in range(start, start + int(cells.count[run])):
            s, c = int(m.state[i]), int(m.cell[i])
            persons = int(p.state.persons[s])
            rent_row = int(at_end[i])
            of_row.append(
                Cell(
                    int(cells.number[c]), from_day(int(first[i])), from_day(int(last[i])), bool(cells.first_part[c]),
                    bool(cells.last_part[c]), PAYERS[int(m.payer[i])], persons,
                    not persons or bool(m.full[i] == 0 and p.total[s] != 0), lines.get(i, {}), int(m.full[i]),
                    int(m.first_part[i]), int(m.entitlement[i]), int(m.available[i]), int(m.kind_shelter[i]),
                    int(m.kind_basic[i]), int(m.kind_transport[i]), int(m.earned[i]), int(m.base[i]) or int(m.full[i]),
                    max(int(m.base[i]) - int(m.full[i]), 0), int(m.reduction[i]), int(whole[i]), int(m.taken[i]),
                    int(m.lost[i]), int(m.asset_cut[i]), int(m.due[i]), int(p.over[s]), int(m.over[i]),
                    int(p.mode[s]) == ACTUAL, int(p.mode[s]) == FREE,
                    int(p.share[s]), int(smax[s]), int(cap[s]), rent_row, int(at_start[i]),
                    not bool(dwellings.has_own[unit]), 1,
                )
            )  # fmt: skip
        made.append(
            Row(
                h.unit_ids[unit], unit, int(runs.rank[run]) + 1, arrives - month_start + 1, next_start - month_start,
                of_row[0].persons > 0, bool(dwellings.has_own[unit]), of_row, _fares(b, start, len(of_row)),
            )
        )  # fmt: skip
    return made


def _fares(b: Budget, start: int, count: int) -> list[tuple[int, int]]:
    """Whole fare and the fare of a part month, as the daily rate needs them (R47)."""
    m, p = b.months_table, b.priced
    rows = np.arange(start, start + count)
    state = m.state[rows]
    days = b.cells.last[m.cell[rows]] - b.cells.first[m.cell[rows]] + 1
    cost = np.broadcast_to(b.households.cases["day_cost"][0], count)
    from calculator.ledger import riders_of

    whole, part = np.zeros(count, np.int64), np.zeros(count, np.int64)
    for line, who in (("transport", "adult_riders"), ("transport_senior", "senior_riders")):
        amount, riders = b.pricer.line(p, line)[state], riders_of(b, who)[state]
        each = np.where(riders > 0, amount // np.maximum(riders, 1), 0)
        whole = whole + amount
        part = part + proration.transport_part(each, riders, days, cost)
    return list(zip(whole.tolist(), part.tolist(), strict=True))


def _items(b: Budget) -> list[Item]:
    s, h = b.start_up, b.households
    made, seen = [], set()
    order = sorted(range(len(s.row)), key=lambda i: (int(s.unit[i]), int(s.line[i]), int(s.due_on[i])))
    for i in order:
        line = ITEM_LINES[int(s.line[i])]
        key = (int(s.unit[i]), line)
        made.append(
            Item(
                h.unit_ids[int(s.unit[i])], int(b.runs.rank[b.row_run[s.row[i]]]) + 1, line, from_day(int(s.due_on[i])),
                PAYERS[int(s.payer[i])], int(s.quantity[i]), int(s.unit_cents[i]), int(s.entitlement[i]),
                int(s.shared[i]), int(s.in_kind[i]), int(s.cap[i]), int(s.purchases[i]), int(s.asset_cut[i]),
                int(s.cash[i]), key not in seen,
            )
        )  # fmt: skip
        seen.add(key)
    return made


# --- whose income counts where


def _incomes(facts: Facts) -> None:
    """Ask the engine where each income, and the pay of each person, would count: known amounts in, digits out."""
    plan = facts.plan
    people = [p.id for p in plan.people if p.is_accompanying]
    entries: list[tuple[str, int, Income]] = [("income", i, e) for i, e in enumerate(plan.income)]
    entries += [("person", i, Income.model_validate({"person": p, "net": "0"})) for i, p in enumerate(people)]
    entries = [e for e in entries if e[0] == "person" or e[2].kind not in ("canada_child_benefit", "tax_credit")]
    probes = [entries[i : i + DIGITS] for i in range(0, len(entries), DIGITS)]
    plans = [
        plan.model_copy(
            update={
                "income": tuple(
                    e.model_copy(update={"net_cents": 1 << (DIGIT_BITS * n)}) for n, (_, _, e) in enumerate(group)
                )
            }
        )
        for group in probes
    ]
    assert (1 << (DIGIT_BITS * DIGITS)) * 3 < MAX_CENTS
    probed = make_budget(plans, facts.rates, keep_problems=True)
    spreads = plan.options.stagger_n
    for case, group in enumerate(probes):
        rows = np.flatnonzero(probed.case_of_row == case)
        for row, at in zip(facts.rows, rows.tolist(), strict=True):
            start = int(probed.row_start[at])
            for k, cell in enumerate(row.cells):
                digits = int(probed.months_table.earned[start + k])
                for n, (what, index, _) in enumerate(group):
                    times = (digits >> (DIGIT_BITS * n)) & 3
                    if times and what == "income":
                        cell.incomes[index] = times
                    elif times:
                        cell.earners = (*cell.earners, people[index])
    for row in facts.rows:
        for cell in row.cells:
            # The longest spread of the incomes that count in the month (R35).
            counting = [i for i in cell.incomes if plan.income[i].net_cents] or list(cell.incomes)
            cell.spread = max((plan.income[i].spread_over or spreads for i in counting), default=spreads)


def gift_counts(plan: Plan) -> list[bool]:
    """Which gifts may count at all (R24, R28, N4)."""
    return [counted_gift(g) for g in plan.in_kind]


def contingency(facts: Facts) -> int:
    minimum = np.array([facts.totals["sponsor_minimum_cents"]], np.int64)
    return int(contingency_of(facts.budget, minimum)[0])


def calendar_months(rows: Sequence[Row]) -> list[date]:
    """The first days of all calendar months of the budget, in order."""
    return sorted({c.first.replace(day=1) for row in rows for c in row.cells})

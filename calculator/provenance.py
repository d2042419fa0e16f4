"""Which rate rows stand behind a ledger row, and whether they are assumed or entered (N50).

Only references: the amounts are already in the ledger.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from calculator.household import START_UP_LINES, Ints
from calculator.lines import LINES
from calculator.periods import from_day, to_day
from calculator.rules.monthly import MonthlyAmounts, known_until
from calculator.rules.start_up import start_up_amounts
from calculator.rules.start_up_lines import ITEM_LINES
from calculator.segments import unpack

if TYPE_CHECKING:
    from calculator.budget import Budget

CONDITION_ITEMS = {"special_diet": "special_diet", "maternity_food": "maternity_food"}
_KEYS_OF = {
    "basic": "basic_keys", "shelter": "shelter_keys", "supplement": "supplement_keys",
    "communication": "communication_keys", "transport": "adult_pass_keys", "transport_senior": "senior_pass_keys",
    "nl_fuel": "fuel_keys",
}  # fmt: skip
TRANSIT_LINES = frozenset({"transport", "transport_senior"})


def rate_keys(amounts: MonthlyAmounts, line: str) -> tuple[str, ...]:
    """Keys of the rate rows behind a monthly line."""
    if line in _KEYS_OF:
        return tuple(getattr(amounts, _KEYS_OF[line]))
    return tuple(key for extra in amounts.extras if extra.line == line for key in extra.keys)


def provenance_of(
    b: Budget, columns: dict[str, Ints]
) -> tuple[NDArray[np.object_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Rate keys (joined by a space), assumed and entered flags of ledger rows."""
    n = len(columns["line"])
    keys = np.full(n, "", dtype=object)
    assumed, entered = np.zeros(n, bool), np.zeros(n, bool)
    m = b.months_table
    found = b.parameters.price_table.found
    month = np.maximum(columns["month_row"], 0)
    day = b.cells.first[m.cell[month]]
    pairs = columns["table"] * len(LINES) + columns["line"]
    for pair in np.unique(pairs[columns["table"] >= 0]):
        table, line = divmod(int(pair), len(LINES))
        amounts = found[table]
        if not isinstance(amounts, MonthlyAmounts):
            continue
        at = pairs == pair
        own = rate_keys(amounts, LINES[line])
        keys[at] = " ".join(own)
        kind = "transit" if LINES[line] in TRANSIT_LINES else "monthly"
        until = known_until(b.parameters.price_table.rates[table], own, kind)
        assumed[at] = day[at] > to_day(min(until, date(9999, 1, 1)))
        entered[at] = bool(set(own) & set(amounts.entered_keys))
    for name, item in CONDITION_ITEMS.items():
        for i in np.flatnonzero((columns["line"] == LINES.index(name)) & (columns["month_row"] >= 0)):
            place = b.parameters.place_of(b, int(columns["case"][i]))
            key, last, is_own = _newest(b, place, item, from_day(int(day[i])))
            keys[i], assumed[i], entered[i] = key, day[i] > last, is_own
    for i in np.flatnonzero((columns["item_row"] >= 0) & (columns["kind"] == 0)):
        keys[i], assumed[i], entered[i] = item_provenance(b, int(columns["item_row"][i]))
    return keys, assumed, entered


def _newest(b: Budget, place: object, item: str, on: date) -> tuple[str, int, bool]:
    from calculator.pricing import Place

    assert isinstance(place, Place)
    row = place.rates.find(item, place.community.places, on)
    if row is None:
        return "", to_day(date(9999, 1, 1)), False
    until = row.checked_on if row.is_entered else min(row.checked_on, b.parameters.stale_monthly_before)
    return row.key, to_day(max(until, row.effective_from) if row.is_entered else until), row.is_entered


def item_provenance(b: Budget, item_row: int) -> tuple[str, bool, bool]:
    """Rate keys of a one-time line, whether its rate is assumed to be in force still, and whether entered."""
    s = b.start_up
    line, due = ITEM_LINES[int(s.line[item_row])], from_day(int(s.due_on[item_row]))
    run = int(b.row_run[s.row[item_row]])
    case = int(b.runs.case[run])
    place = b.parameters.place_of(b, case)
    arrives = from_day(int(b.runs.arrives[run]))
    if line in START_UP_LINES[:-1]:
        state = b.priced.state
        code = int(state.code[b.months_table.state[b.row_start[s.row[item_row]]]])
        counts = unpack(code)
        lines = start_up_amounts(place.rates, arrives, max(counts[0], 1), counts[1], 0, is_earlier_confirmed=True)
        own = next(x.keys for x in lines if x.line == line)
    else:
        item = {"school": "startup_school", "newborn": "newborn", "maternity_clothing": "maternity_clothing"}.get(line)
        if item is None:
            own = tuple(
                r.key for name in ("staples", "clothing", "winter", "linens")
                if (r := place.rates.find(f"startup_{name}", "CA", arrives, adults=1, others=0)) is not None
            )  # fmt: skip
        else:
            row = place.rates.find(item, place.community.places, arrives if line == "school" else due)
            own = () if row is None else (row.key,)
    rows = [place.rates.row(key) for key in own]
    assumed = any((arrives if line not in ("newborn", "maternity_clothing") else due) > r.checked_on for r in rows)
    return " ".join(own), assumed, any(r.is_entered for r in rows)

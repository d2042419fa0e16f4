"""Which rate rows stand behind a ledger row, and whether they are assumed or entered (N50).

Only references: the amounts are already in the ledger.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from calculator.columns import Bools, distinct
from calculator.compositions import field_of
from calculator.household import START_UP_LINES, Ints
from calculator.lines import LINES
from calculator.periods import from_day, to_day
from calculator.rules.monthly import MonthlyAmounts, known_until
from calculator.rules.start_up import start_up_amounts
from calculator.rules.start_up_items import ITEM_LINES

if TYPE_CHECKING:
    from calculator.budget import Budget
    from calculator.price_table import Place

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


FOREVER = to_day(date(9999, 1, 1))


class Sources:
    """What is known of each distinct source of a row: its rate keys, the last day it is known for, whose it is.

    ``at`` is the source of each row, ``day`` the day it is to be known for.
    """

    def __init__(self, day: Ints) -> None:
        self.keys, self.until, self.is_own = [""], [FOREVER], [False]
        self.at, self.day = np.zeros(len(day), np.int64), day

    def add(self, found: list[tuple[str, int, bool]]) -> Ints:
        """The numbers of some more sources."""
        first = len(self.keys)
        self.keys += [key for key, _, _ in found]
        self.until += [until for _, until, _ in found]
        self.is_own += [is_own for _, _, is_own in found]
        return np.arange(first, len(self.keys))

    @property
    def assumed(self) -> Bools:
        """Rows whose source is not known to hold on their day."""
        return np.asarray(self.day > np.array(self.until, np.int64)[self.at])

    @property
    def entered(self) -> Bools:
        """Rows of somebody's own figure."""
        return np.array(self.is_own, bool)[self.at]


def provenance_of(
    b: Budget, columns: dict[str, Ints]
) -> tuple[NDArray[np.object_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Rate keys (joined by a space), assumed and entered flags of ledger rows."""
    sources = sources_of(b, columns)
    return np.array(sources.keys, dtype=object)[sources.at], sources.assumed, sources.entered


def sources_of(b: Budget, columns: dict[str, Ints]) -> Sources:
    """The source of each ledger row; each is looked up once."""
    sources = Sources(b.cells.first[b.months_table.cell[np.maximum(columns["month_row"], 0)]])
    priced = np.flatnonzero(columns["table"] >= 0)
    first, back = distinct(columns["table"][priced], columns["line"][priced])
    first, known = priced[first], b.parameters.sources
    pairs = (columns["table"][first] * len(LINES) + columns["line"][first]).tolist()
    for pair in set(pairs) - known.keys():
        known[pair] = _monthly_source(b, *divmod(pair, len(LINES)))
    sources.at[priced] = sources.add([known[pair] for pair in pairs])[back]
    here = np.searchsorted(b.households.communities["case"], np.arange(len(b.households)))
    place = b.households.communities["community"][here][columns["case"]]
    for name, item in CONDITION_ITEMS.items():
        rows = np.flatnonzero((columns["line"] == LINES.index(name)) & (columns["month_row"] >= 0))
        where, on = place[rows], b.parameters.in_force(b, item, place[rows], sources.day[rows])
        first, back = distinct(where, on)
        found = [
            _newest(b, b.places[x], item, from_day(day))
            for x, day in zip(where[first].tolist(), on[first].tolist(), strict=True)
        ]
        sources.at[rows] = sources.add(found)[back]
    rows = np.flatnonzero((columns["item_row"] >= 0) & (columns["kind"] == 0))
    _item_sources(b, columns["item_row"][rows], place[rows], rows, sources)
    return sources


def _monthly_source(b: Budget, table: int, line: int) -> tuple[str, int, bool]:
    amounts = b.parameters.price_table.amounts(table)
    if amounts is None:
        return "", FOREVER, False
    own = rate_keys(amounts, LINES[line])
    kind = "transit" if LINES[line] in TRANSIT_LINES else "monthly"
    known, same = b.parameters.sources, (b.parameters.price_table.rates(table), own, kind, amounts.entered_keys)
    if same not in known:  # of many places, days and compositions
        until = known_until(same[0], own, kind)
        known[same] = " ".join(own), to_day(min(until, date(9999, 1, 1))), not set(own).isdisjoint(amounts.entered_keys)
    return known[same]


def _item_sources(b: Budget, item_row: Ints, place: Ints, rows: Ints, sources: Sources) -> None:
    """The sources of one-time lines: those of ``rows``."""
    s, run = b.start_up, b.row_run[b.start_up.row[item_row]]
    line, arrives = s.line[item_row], b.runs.arrives[run]
    by_due = np.isin(line, [ITEM_LINES.index("newborn"), ITEM_LINES.index("maternity_clothing")])
    day = np.where(by_due, s.due_on[item_row], arrives)
    code = b.priced.state.code[b.months_table.state[b.row_start[s.row[item_row]]]]
    scale = line < START_UP_LINES.index("school")
    same_day = b.parameters.start_up_day(b, arrives)
    for name, item in _ITEMS.items():
        of_line = np.flatnonzero(line == ITEM_LINES.index(name))
        same_day[of_line] = b.parameters.in_force(b, item, place[of_line], day[of_line])
    # The scale is national: places differ only by a plan's own rates (R20).
    own_rates = [id(p.rates) for p in b.places]
    place = np.where(scale, np.array([own_rates.index(x) for x in own_rates], np.int64)[place], place)
    heads, others = (np.where(scale, field_of(code, name), 0) for name in ("adults", "others"))
    where = (line, place, same_day, heads, others)
    first, back = distinct(*where)
    cells = np.stack([column[first] for column in where], axis=1).tolist()
    sources.at[rows], sources.day[rows] = sources.add([_item_source(b, *cell) for cell in cells])[back], day


_ITEMS = {"school": "startup_school", "newborn": "newborn", "maternity_clothing": "maternity_clothing"}


def _item_source(b: Budget, line: int, place: int, day: int, heads: int, others: int) -> tuple[str, int, bool]:
    here, on, name = b.places[place], from_day(day), ITEM_LINES[line]
    known, key = b.parameters.sources, (here.rates, line, here.community.id, day, heads, others)
    if key not in known:
        known[key] = _looked_up(here, on, name, heads, others)
    return known[key]


def _looked_up(here: Place, on: date, name: str, heads: int, others: int) -> tuple[str, int, bool]:
    if name in START_UP_LINES[:-1]:
        lines = start_up_amounts(here.rates, on, max(heads, 1), others, 0, is_earlier_confirmed=True)
        own = next(x.keys for x in lines if x.line == name)
    elif name in _ITEMS:
        row = here.rates.find(_ITEMS[name], here.community.places, on)
        own = () if row is None else (row.key,)
    else:
        own = tuple(
            r.key for item in ("staples", "clothing", "winter", "linens")
            if (r := here.rates.find(f"startup_{item}", "CA", on, adults=1, others=0)) is not None
        )  # fmt: skip
    rows = [here.rates.row(key) for key in own]
    until = min((to_day(r.checked_on) for r in rows), default=FOREVER)
    return " ".join(own), until, any(r.is_entered for r in rows)


def _newest(b: Budget, place: object, item: str, on: date) -> tuple[str, int, bool]:
    from calculator.price_table import Place

    assert isinstance(place, Place)
    row = place.rates.find(item, place.community.places, on)
    if row is None:
        return "", to_day(date(9999, 1, 1)), False
    until = known_until(place.rates, [row.key])
    return row.key, to_day(max(until, row.effective_from) if row.is_entered else until), row.is_entered

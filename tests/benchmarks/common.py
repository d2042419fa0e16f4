"""The common rules in four ways: the engine, a NumPy kernel written by hand, plain pandas, OpenFisca (its own file).

The sample: 1-2 adults and 0-8 children born on the 1st of a month, in three provinces, all arriving on 1 February
2026; half with a rent, half with earnings from some month on, half with donated furniture. The rules: basic needs,
shelter and supplement by rent, transport, communication and additions by composition and date; start-up, school
items; earnings above half of the support taken a month later. The figure compared is the sponsor's minimum, cents.

The peers get the amounts of every composition as ready tables; the engine looks its own up. So the peers are given
a head start, and whatever they leave out (streams, events, part months, payers, a reason for every figure) is theirs.
"""

from __future__ import annotations

import resource
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from calculator.budget import Budget, budget_of_tables
from calculator.columns import ranges
from calculator.household import ACTUAL, START_UP_LINES, Households, Ints, Table, tables_of
from calculator.household import NO_END as NO_END_MONTH
from calculator.ledger import case_totals
from calculator.money import half_up_array
from calculator.parameters import Parameters
from calculator.periods import NEVER, add_months_array, month_first, month_index, to_day
from calculator.plan import plan_from
from calculator.price_table import TABLE_LINES, Place, amounts_row
from calculator.rates import Rates

ARRIVES = date(2026, 2, 1)
PLACES = ("ON/toronto", "MB/winnipeg", "NS/halifax")
MOST = 8
FURNITURE = START_UP_LINES.index("furniture")


@dataclass
class Sample:
    """Arrays by household, and by person sorted by household; children only in the second group."""

    months: int
    place: Ints
    adults: Ints
    born_adults: Ints
    children: Ints
    born: Ints
    """Day numbers of the children's births."""
    owner: Ints
    """Household of each child."""
    rent: Ints
    """-1: no lease."""
    net: Ints
    from_month: Ints
    gift: Ints

    def __len__(self) -> int:
        return len(self.place)

    def part(self, a: int, b: int) -> Sample:
        c, d = np.searchsorted(self.owner, [a, b])
        return Sample(
            self.months, self.place[a:b], self.adults[a:b], self.born_adults[a:b], self.children[a:b], self.born[c:d],
            self.owner[c:d] - a, self.rent[a:b], self.net[a:b], self.from_month[a:b], self.gift[a:b],
        )  # fmt: skip


def sample(count: int, months: int, seed: int = 2026) -> Sample:
    rng = np.random.default_rng(seed)
    children = rng.integers(0, MOST + 1, count)
    owner, _ = ranges(children)
    # Nobody comes of age in the period: from 0 to 15 on arrival.
    born = month_first(month_index(np.full(len(owner), to_day(ARRIVES))) - rng.integers(0, 12 * 15, len(owner)))
    cents = 100
    return Sample(
        months, rng.integers(0, len(PLACES), count), rng.integers(1, 3, count),
        month_first(rng.integers(-60, 400, count)), children, born, owner,
        np.where(rng.random(count) < 0.5, rng.integers(600, 2200, count) * cents, -1),
        np.where(rng.random(count) < 0.5, rng.integers(300, 3000, count) * cents, 0),
        month_index(np.array([to_day(ARRIVES)])) + rng.integers(0, 12, count),
        np.where(rng.random(count) < 0.5, rng.integers(100, 3000, count) * cents, 0),
    )  # fmt: skip


def resident_peak() -> int:
    """Most MiB this program ever held. Linux counts the process that started it into ``ru_maxrss``, this not."""
    try:
        text = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return int(text.partition("VmHWM:")[2].split()[0]) // 1024


# --- the engine


@lru_cache(maxsize=2)
def _usual_case(months: int) -> Table:
    """The columns of a case with every option as it is without one."""
    plan = plan_from({"community": PLACES[0], "arrives_on": str(ARRIVES), "months": months,
                      "people": [{"id": "p", "role": "principal", "age_at_arrival": 30}]})  # fmt: skip
    return tables_of([plan], {}, 18).cases


def households(s: Sample) -> Households:
    """The sample as the tables of the engine."""
    n, h = len(s), Households()
    one = _usual_case(s.months)
    h.cases = Table.of(**{name: np.repeat(one[name], n) for name in one.names})
    case = np.arange(n, dtype=np.int64)
    h.units = Table.of(case=case, family=case * 0, first_day=case * 0 + NEVER, startup_by_hand=case * 0)
    h.unit_ids = ["family"] * n
    h.communities = Table.of(case=case, day=case * 0, community=s.place)
    h.community_ids = [(name, (), False) for name in PLACES]
    size = s.adults + s.children
    owner, nth = ranges(size)
    start = np.cumsum(size) - size
    born = np.where(nth == 0, s.born_adults[owner], s.born_adults[owner] + 31)
    child = nth >= s.adults[owner]
    born[child] = s.born
    zero = np.zeros(len(owner), np.int64)
    columns = {
        "case": owner, "role": np.where(child, 2, nth), "born": born, "rank": zero, "start": zero + to_day(ARRIVES),
        "end": zero + NEVER, "unit": owner, "own_unit": owner, "automatic": child.astype(np.int64), "disabled": zero,
        "unemployable": zero, "school": zero - 1, "family_unit": owner,
    }  # fmt: skip
    h.people = Table.of(**{name: columns[name] for name in h.people.names})
    h.person_ids = ["p"] * len(owner)
    at = np.flatnonzero(s.rent >= 0)
    h.housing = Table.of(**{"unit": -1 - at, "from": at * 0 + to_day(ARRIVES), "mode": at * 0 + ACTUAL,
                            "cost": s.rent[at], "shared": at * 0 + 1, "fuel": at * 0 - 1})  # fmt: skip
    at = np.flatnonzero(s.gift > 0)
    h.gifts = Table.of(unit=at, line=at * 0 + FURNITURE, value=s.gift[at])
    at = np.flatnonzero(s.net > 0)
    h.income = Table.of(**{"person": start[at], "net": s.net[at], "from": s.from_month[at],
                           "to": at * 0 + NO_END_MONTH, "spread": at * 0})  # fmt: skip
    return h


def engine_budget(s: Sample, rates: Rates) -> Budget:
    return budget_of_tables(households(s), (), rates, Parameters.of(rates))


def engine(s: Sample, rates: Rates, partition: int = 8_000) -> Ints:
    """The sponsor's minimum by the calculator, in partitions as a batch has them."""
    found = []
    for a in range(0, len(s), partition):
        budget = engine_budget(s.part(a, min(a + partition, len(s))), rates)
        found.append(case_totals(budget)["sponsor_minimum_cents"])
    return np.concatenate(found)


def engine_ledger(s: Sample, rates: Rates, partition: int = 8_000) -> int:
    """Every row of the ledger, partition by partition; their number."""
    from calculator.ledger import ledger_columns

    rows = 0
    for a in range(0, len(s), partition):
        budget = engine_budget(s.part(a, min(a + partition, len(s))), rates)
        rows += len(ledger_columns(budget)["amount_cents"])
    return rows


# --- amounts of every composition, for the peers


@dataclass
class Amounts:
    """What the peers look up: place x vintage x adults x children by band, dense."""

    starts: list[Ints]
    """By place: the days from which each vintage holds."""
    rest: Ints
    shelter_max: Ints
    cap: Ints
    start_up: Ints
    """place x adults x children: all lines before school, cents."""
    furniture: Ints
    school: int
    share_bp: int
    threshold_bp: int
    bands: tuple[int, int]
    pupil: tuple[int, int]
    august: Ints
    """Days on which later school items are due."""


def amounts(rates: Rates, months: int) -> Amounts:
    p = Parameters.of(rates)
    first, last = to_day(ARRIVES), int(add_months_array(np.array([to_day(ARRIVES)]), months)[0])
    starts, blocks = [], []
    for name in PLACES:
        community = rates.community(name)
        days = [d for d in map(to_day, rates.change_dates(community)) if d < last]
        days = [max([d for d in days if d <= first]), *[d for d in days if d > first]]
        assert all(month_first(month_index(np.array([d])))[0] == d for d in days), "a rate changes inside a month"
        starts.append(np.array(days, np.int64))
        blocks.append([_block(Place(rates, community), day) for day in days])
    most = max(len(b) for b in blocks)
    dense = np.stack([np.stack([*b, *[b[-1]] * (most - len(b))]) for b in blocks])
    col = {name: i for i, name in enumerate(TABLE_LINES)}
    smax, cap = dense[..., col["shelter_max"]], dense[..., col["supplement_cap"]]
    rest = dense.sum(axis=-1) - smax - cap - dense[..., col["fuel_max"]]
    from calculator.rules.start_up import start_up_amounts

    scale = np.zeros((3, MOST + 1), np.int64)
    furniture = np.zeros((3, MOST + 1), np.int64)
    for a in (1, 2):
        for c in range(MOST + 1):
            lines = start_up_amounts(rates, ARRIVES, a, c, 0, is_earlier_confirmed=True)
            scale[a, c] = sum(x.cents for x in lines)
            furniture[a, c] = next(x.cents for x in lines if x.line == "furniture")
    year = ARRIVES.year
    august = np.array([to_day(date(year + n, 8, 1)) for n in range(-(-months // 12))], np.int64)
    return Amounts(
        starts, rest, smax, cap, scale, furniture, rates.amount("startup_school", "CA", ARRIVES).cents,
        p.number("inkind_share_furniture"), p.income_threshold_bp, (p.ages.second_band, p.ages.third_band),
        (p.ages.pupil_from, p.ages.pupil_to), august,
    )  # fmt: skip


def _block(place: Place, day: int) -> Ints:
    """Amounts of 1-2 adults and up to eight children by band, of one place and date."""
    block = np.zeros((3, MOST + 1, MOST + 1, MOST + 1, len(TABLE_LINES)), np.int64)
    for a in (1, 2):
        for x in range(MOST + 1):
            for y in range(MOST + 1 - x):
                for z in range(MOST + 1 - x - y):
                    block[a, x, y, z] = one_row(place, day, a, x, y, z)
    return block


def one_row(place: Place, day: int, a: int, x: int, y: int, z: int) -> Any:
    from calculator.periods import from_day
    from calculator.rules.monthly import Composition, passes, sheet

    people = Composition(a, x + y + z, 0, x, y, z, x + y + z, x + y + z, a, 0, 0, 0, False)
    row = amounts_row(sheet(place.rates, place.community, from_day(day), people))
    row[TABLE_LINES.index("transport")] = passes(place.rates, place.community, from_day(day))[0] * a
    return row


# --- the floor: a kernel for exactly this question


def kernel(s: Sample, t: Amounts) -> Ints:
    """The sponsor's minimum, by whole arrays and nothing else."""
    n, months = len(s), s.months
    base = int(month_index(np.array([to_day(ARRIVES)]))[0])
    birth = month_index(s.born) - base
    vintages = [np.searchsorted(x, month_first(np.arange(base, base + months)), side="right") - 1 for x in t.starts]
    vintage = np.stack(vintages)
    first_lines, furniture = t.start_up[s.adults, s.children], t.furniture[s.adults, s.children]
    total = first_lines - np.minimum(s.gift, half_up_array(furniture * t.share_bp, 10_000))
    for day in (to_day(ARRIVES), *t.august.tolist()):
        age = int(month_index(np.array([day]))[0]) - base - birth
        pupil = np.flatnonzero((age >= 12 * t.pupil[0]) & (age < 12 * (t.pupil[1] + 1)))
        total += t.school * np.bincount(s.owner[pupil], minlength=n)

    def reached(age: int) -> Ints:
        """Children who have reached an age, months x households."""
        month = np.clip(12 * age + birth, 0, months)
        count = np.bincount(month * n + s.owner, minlength=(months + 1) * n).reshape(months + 1, n)
        return np.cumsum(count[:months], axis=0)

    second, third = reached(t.bands[0]), reached(t.bands[1])
    rent = s.rent + (s.rent < 0) * (1 << 40)
    wide = MOST + 1
    place = (s.place * t.rest.shape[1] * 3 + s.adults) * wide**3
    by_vintage = vintage[s.place].T * (3 * wide**3)
    rest, shelter_max, cap = (np.ascontiguousarray(x).reshape(-1) for x in (t.rest, t.shelter_max, t.cap))
    start = s.from_month - base
    pending = np.zeros(n, np.int64)
    for m in range(months):
        x, y = s.children - second[m], second[m] - third[m]
        key = place + by_vintage[m] + (x * wide + y) * wide + third[m]
        shelter = np.minimum(rent, shelter_max[key])
        support = rest[key] + shelter + np.minimum(rent - shelter, cap[key])
        taken = np.minimum(support, pending)
        total += support - taken
        above = np.maximum((start <= m) * s.net * 10_000 - support * t.threshold_bp, 0)
        pending += half_up_array(np.minimum(support * 10_000, above), 10_000) - taken
    return total


# --- plain pandas: one function a family, as one writes it first


def plain_pandas(s: Sample, t: Amounts) -> Ints:
    """The sponsor's minimum with ``groupby(...).apply``: people as rows, a loop over months inside."""
    import pandas as pd

    first = pd.DataFrame({"family": np.arange(len(s)), "born": s.born_adults, "child": False})
    people = pd.concat([first, pd.DataFrame({"family": s.owner, "born": s.born, "child": True})])
    facts = {name: getattr(s, name) for name in ("place", "adults", "rent", "net", "from_month", "gift")}
    table = people.merge(pd.DataFrame({"family": np.arange(len(s)), **facts}), on="family")
    arrives = to_day(ARRIVES)
    base = int(month_index(np.array([arrives]))[0])

    def family(rows: Any) -> int:
        one = rows.iloc[0]
        place, adults = int(one["place"]), int(one["adults"])
        births = [int(month_index(np.array([d]))[0]) for d in rows.loc[rows["child"], "born"]]
        total = int(t.start_up[adults, len(births)])
        cap = half_up_array(np.array([t.furniture[adults, len(births)] * t.share_bp]), 10_000)
        total -= min(int(one["gift"]), int(cap[0]))
        for day in (arrives, *t.august.tolist()):
            index = int(month_index(np.array([day]))[0])
            total += t.school * sum(t.pupil[0] <= (index - b) // 12 <= t.pupil[1] for b in births)
        pending = 0
        for m in range(s.months):
            ages = [(base + m - b) // 12 for b in births]
            x = sum(a < t.bands[0] for a in ages)
            z = sum(a >= t.bands[1] for a in ages)
            v = int(np.searchsorted(t.starts[place], month_first(np.array([base + m]))[0], side="right")) - 1
            key = (place, v, adults, x, len(ages) - x - z, z)
            smax, cap = int(t.shelter_max[key]), int(t.cap[key])
            rent = int(one["rent"]) if one["rent"] >= 0 else 1 << 40
            support = int(t.rest[key]) + min(rent, smax) + min(max(rent - smax, 0), cap)
            taken = min(support, pending)
            total += support - taken
            earned = int(one["net"]) if one["from_month"] <= base + m else 0
            above = max(earned * 10_000 - support * t.threshold_bp, 0)
            pending += (2 * min(support * 10_000, above) + 10_000) // 20_000 - taken
        return total

    return table.groupby("family")[table.columns.tolist()].apply(family).to_numpy(np.int64)

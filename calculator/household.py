"""Plans become tables: one row per case, person, family unit, rent, gift, income… as plain columns.

Who belongs to which unit and when is prepared here (R10-R12, R14-R17); no amount is worked out. Columns are
int64 (days since 1970, cents, indexes) so that a million cases cost arrays and not objects. ``batch`` fills the
same tables from files; a plan is only one way to fill them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from calculator.money import MAX_CENTS
from calculator.periods import NEVER, add_months, add_years, born_for_age, month_number, to_day
from calculator.plan.events import Absence, Birth, ChangeUnit, Conversion, Death, Move, School, Stop, TopUp
from calculator.plan.model import EnteredRate, Income, InKind, Options, Plan

Ints = NDArray[np.int64]

PRORATE = ("rstp13", "equal", "rap365")
PAYERS = ("sponsor", "government", "fund", "other")
STREAMS = ("PSR", "BVOR", "RAINBOW", "JAS", "GAR")
NO_START, NO_END = -(10**6), 10**6
"""Month numbers of an income without a first or last month."""
LATER = "later"
"""Name of the length of support for members who follow later (R15)."""
LivedAt: TypeAlias = "tuple[str, tuple[EnteredRate, ...], bool]"
"""A community as one plan sees it: its name, the plan's own rates, and whether these stand alone (N5)."""
START_UP_LINES = ("staples", "clothing", "winter", "household", "furniture", "linens", "utility", "school")
EXTRA_KINDS = ("extra", "top_up", "deposit", "prepaid_rent")
SHAREABLE = frozenset({"household", "furniture", "utility", "shelter"})
"""The only lines that may shrink when people share a home (R18)."""
PLANNING, ACTUAL, FREE = 0, 1, 2
ABSENT, RETURNED, AWAY = -1, -2, -3
"""Spells of people nowhere in the budget, back where their role and age put them, and away until a known day."""

NOT_INCOME = frozenset({"student_loan", "child_support", "lodger_rent", "refund", "other"})
"""In no list of what counts: ask, do not count unless told (R34)."""
REFUSED_INCOME = frozenset({"canada_child_benefit", "tax_credit"})

_OPTION_CODES: dict[str, tuple[Any, ...]] = {
    "prorate": PRORATE,
    "event_rule": ("up_now_down_next", "next_month"),
    "topup_at_18": ("personal", "full", "none"),
    "clothing_pool": ("pooled", "separate"),
    "income_entry": ("by_month", "typical"),
    "asset_order": ("last_first", "start_up_first", "equal"),
    "jas_clothing": ("once", "every_12_months"),
}


@dataclass
class Table:
    """Columns of equal length, filled row by row, read as int64 arrays."""

    names: tuple[str, ...]
    rows: list[tuple[int, ...]] = field(default_factory=list)
    _columns: dict[str, Ints] | None = None

    @classmethod
    def of(cls, **columns: Ints) -> Table:
        """A table from ready columns."""
        table = cls(tuple(columns))
        table._columns = {name: np.asarray(values, np.int64) for name, values in columns.items()}
        return table

    def add(self, *row: int) -> None:
        self.rows.append(row)

    def __getitem__(self, name: str) -> Ints:
        if self._columns is None:
            cells = np.fromiter(chain.from_iterable(self.rows), np.int64, len(self.rows) * len(self.names))
            block = cells.reshape(len(self.rows), len(self.names))
            self._columns = {n: np.ascontiguousarray(block[:, i]) for i, n in enumerate(self.names)}
            self.rows = []
        return self._columns[name]

    def __len__(self) -> int:
        return len(self.rows) if self._columns is None else len(self[self.names[0]])


def _table(names: str) -> Any:
    return field(default_factory=lambda: Table(tuple(names.split())))


@dataclass
class Households:
    """All cases of one call, as tables. ``case``, ``person`` and ``unit`` columns are row numbers.

    Days are day numbers, money is cents, -1 stands for "not given" where 0 would mean something.
    """

    cases: Table = _table(
        "stream arrives months prorate next_month true_up day_cost topup pool basic_pct reduce share_bp lag "
        "stagger typical topup_in_base assets asset_order senior_pass sk_group jas_clothing school_on confirmed "
        "estimate sponsor submitted rainbow contingency bvor_switch move_switch ongoing no_need manual"
    )
    people: Table = _table(
        "case role born rank start end unit own_unit automatic disabled unemployable school family_unit"
    )
    units: Table = _table("case family first_day startup_by_hand")
    spells: Table = _table("person day unit")
    """Where a person is costed from a day on, when somebody entered it (ABSENT: nowhere)."""
    schooling: Table = _table("person day in_school")
    communities: Table = _table("case day community")
    housing: Table = _table("unit from mode cost shared fuel")
    stays: Table = _table("unit line from to value")
    """Monthly gifts in kind: basic needs (0) while living with a signer, transport (1) (R28, R25.3)."""
    gifts: Table = _table("unit line value")
    purchases: Table = _table("unit line amount")
    sharing: Table = _table("unit line amount")
    income: Table = _table("person net from to spread")
    """``from`` and ``to`` are month numbers since January 1970."""
    assets: Table = _table("unit amount on loan")
    diets: Table = _table("unit person note end")
    """Either a unit or the person with the note; the other is -1."""
    pregnancies: Table = _table("person note due children")
    births: Table = _table("person pregnancy")
    payers: Table = _table("case unit covers from to payer")
    stops: Table = _table("case unit day kind")
    conversions: Table = _table("case on form posted found exceptional")
    top_ups: Table = _table("case unit from to amount")
    extras: Table = _table("case unit amount monthly kind from to")
    unit_ids: list[str] = field(default_factory=list)
    person_ids: list[str] = field(default_factory=list)
    extra_labels: list[str] = field(default_factory=list)
    community_ids: list[LivedAt] = field(default_factory=list)
    """Each community as typed, with the plan's own rate rows."""
    plans: tuple[Plan, ...] = ()

    def __len__(self) -> int:
        return len(self.cases)


def counted_income(income: Income) -> bool:
    """Whether an income is one that may lower support: by its kind, or of a kind in no list by choice (R34)."""
    asked = income.kind in NOT_INCOME and not income.is_counted
    return income.kind not in REFUSED_INCOME and not asked


def school_day(options: Options) -> int:
    """Month and day of later school instalments as month * 100 + day; -1: the rate file's."""
    return int(options.school_second_on.replace("-", "")) if options.school_second_on else -1


def _case_row(plan: Plan, months: int) -> tuple[int, ...]:
    o = plan.options
    code = {name: values.index(getattr(o, name)) for name, values in _OPTION_CODES.items()}
    rainbow = sum(1 << m for m in set(o.rainbow_months))
    sk = -1 if o.sk_group is None else ("Saskatoon/Regina", "Moose Jaw", "Prince Albert").index(o.sk_group)
    return (
        STREAMS.index(plan.stream), to_day(plan.arrives_on), months, code["prorate"], code["event_rule"], o.true_up,
        -1 if o.day_cost_cents is None else o.day_cost_cents, code["topup_at_18"],
        code["clothing_pool"], o.basic_inkind_pct, o.apply_income_reduction, o.reduction_share_bp,
        o.lag, o.stagger_n, code["income_entry"], o.bvor_topup_in_base, o.assets_apply,
        code["asset_order"], o.gtha_senior_pass != "156", sk, code["jas_clothing"], school_day(o),
        o.startup_set_confirmed, plan.arrival_is_estimate, ("SAH", "CG", "G5", "CS").index(plan.sponsor),
        -1 if plan.submitted_on is None else to_day(plan.submitted_on), rainbow,
        -1 if o.contingency_pct is None else o.contingency_pct,
        NEVER if o.bvor_jas_switch_on is None else to_day(o.bvor_jas_switch_on),
        NEVER if o.move_switch_on is None else to_day(o.move_switch_on),
        o.ongoing_self_support, o.no_need_months, o.rates_source == "manual",
    )  # fmt: skip


class _Case:
    """Adds one plan to the tables."""

    def __init__(
        self,
        tables: Households,
        plan: Plan,
        lengths: dict[str, int],
        majority: int,
        community_index: dict[LivedAt, int],
    ) -> None:
        self.t, self.plan, self.case = tables, plan, len(tables.cases)
        months = plan.months or lengths[plan.stream]
        self.majority = majority
        self.ends = last_end(plan, months, lengths)
        self.communities = community_index
        self.units: dict[str, int] = {}
        self.persons: dict[str, int] = {}
        self.arrives = to_day(plan.arrives_on)
        tables.cases.add(*_case_row(plan, months))
        self.people()
        self.events()
        self.housing()
        self.gifts()
        self.money()

    def unit(self, unit_id: str) -> int:
        if unit_id not in self.units:
            self.units[unit_id] = len(self.t.unit_ids)
            self.t.unit_ids.append(unit_id)
            self.t.units.add(self.case, 0, NEVER, 0)
        return self.units[unit_id]

    def unit_or_first(self, unit_id: str | None) -> int:
        return self.unit(unit_id if unit_id is not None else self.first_unit)

    def community(self, name: str) -> int:
        is_manual = self.plan.options.rates_source == "manual"
        return self.communities.setdefault((name, self.plan.rates, is_manual), len(self.communities))

    def people(self) -> None:
        plan, t = self.plan, self.t
        first = plan.people[0]
        self.first_unit = first.unit or first.family
        later = sorted({p.arrives_on for p in plan.people if p.arrives_on and p.arrives_on > plan.arrives_on})
        for p in plan.people:
            arrival = p.arrives_on if p.arrives_on and p.arrives_on > plan.arrives_on else plan.arrives_on
            if not p.is_accompanying and arrival == plan.arrives_on:
                continue
            born_on = p.born_on if p.born_on is not None else born_for_age(p.age_at_arrival or 0, arrival)
            born = to_day(born_on)
            rank, arrives = 0, self.arrives
            if arrival != plan.arrives_on:
                rank, arrives = 1 + later.index(arrival), to_day(arrival)
            family = self.unit(p.unit or p.family)
            head = p.role in ("principal", "spouse")
            automatic = not head and p.unit is None
            own = self.unit(p.id) if automatic and self.may_become_adult(born_on) else family
            self.persons[p.id] = len(t.person_ids)
            t.person_ids.append(p.id)
            school = -1 if p.in_secondary_school is None else int(p.in_secondary_school)
            t.people.add(
                self.case, {"principal": 0, "spouse": 1}.get(p.role, 2), born, rank,
                max(arrives, born), NEVER, family, own, automatic, p.is_disabled, p.is_unemployable, school,
                family,
            )  # fmt: skip
            if born > arrives:
                t.births.add(self.persons[p.id], -1)

    def may_become_adult(self, born: date) -> bool:
        """Whether the person reaches the age of majority while anybody of the case is supported (R11, R15)."""
        years = self.ends.year - born.year
        return years > self.majority or (years == self.majority and self.ends > add_years(born, years))

    def costed(self, people: Sequence[str]) -> list[int]:
        """Rows of the people who are in the budget at all (not those who stay behind, R14)."""
        return [self.persons[p] for p in people if p in self.persons]

    def events(self) -> None:
        t, plan = self.t, self.plan
        t.communities.add(self.case, 0, self.community(plan.community))
        for n, e in enumerate(plan.events):
            day = to_day(e.on)
            if isinstance(e, Birth):
                family = self.unit(e.unit or e.family)
                for child in range(e.children):
                    self.persons[f"birth {n + 1}.{child + 1}"] = len(t.person_ids)
                    t.births.add(len(t.person_ids), -1)
                    t.person_ids.append(f"birth {n + 1}.{child + 1}")
                    t.people.add(self.case, 2, day, 0, day, NEVER, family, family, 1, 0, 0, -1, family)
            elif isinstance(e, Move):
                t.communities.add(self.case, day, self.community(e.community))
            elif isinstance(e, ChangeUnit):
                unit = self.unit(e.unit) if e.is_supported else ABSENT
                for person in self.costed(e.people):
                    t.spells.add(person, day, unit)
                if e.with_start_up and unit >= 0:
                    t.units.rows[unit] = (self.case, 0, day, 1)
            elif isinstance(e, Death):
                for person in self.costed((e.person,)):
                    t.spells.add(person, day, ABSENT)
            elif isinstance(e, Absence) and not e.is_counted:
                for person in self.costed(e.people):
                    t.spells.add(person, day, ABSENT if e.to is None else AWAY)
                    if e.to is not None:
                        t.spells.add(person, to_day(e.to) + 1, RETURNED)
            elif isinstance(e, School):
                for person in self.costed((e.person,)):
                    t.schooling.add(person, day, e.kind == "school_starts")
            elif isinstance(e, Stop):
                kind = ("early_end", "resumption", "breakdown").index(e.kind)
                t.stops.add(self.case, self.unit(e.unit) if e.unit else -1, day, kind)
            elif isinstance(e, Conversion):
                days = [-1 if d is None else to_day(d) for d in (e.form_on, e.posted_on, e.sponsor_found_on)]
                t.conversions.add(self.case, day, *days, e.is_exceptional)
            elif isinstance(e, TopUp):
                end = NEVER if e.to is None else to_day(e.to)
                unit = self.unit_or_first(e.unit)
                t.top_ups.add(self.case, unit, day, end, e.amount_cents)
                t.extra_labels.append("")
                t.extras.add(self.case, unit, e.amount_cents, 1, EXTRA_KINDS.index("top_up"), day, end)

    def housing(self) -> None:
        for h in self.plan.housing:
            counted_free = h.free and h.is_complete and h.given_by != "refugee"
            mode = FREE if counted_free else ACTUAL if h.rent_cents is not None or h.free else PLANNING
            cost = (h.rent_cents or 0) + (0 if h.utilities_included and not h.utilities_cents else h.utilities_cents)
            fuel = -1 if h.heat_in_rent is None else 0 if h.heat_in_rent else MAX_CENTS
            if h.fuel_cents is not None and not h.heat_in_rent:
                fuel = h.fuel_cents
            start = self.arrives if h.starts_on is None else to_day(h.starts_on)
            if h.free and not counted_free and h.rent_cents is None:
                mode = PLANNING
            unit = -1 - self.case if h.unit is None else self.unit(h.unit)
            self.t.housing.add(unit, start, mode, cost, h.unit is None, fuel)

    def gifts(self) -> None:
        t = self.t
        for g in self.plan.in_kind:
            unit = self.unit_or_first(g.unit)
            counts = counted_gift(g)
            start = 0 if g.starts_on is None else to_day(g.starts_on)
            end = NEVER if g.ends_on is None else to_day(g.ends_on)
            if g.line in ("basic", "transport"):
                if counts:
                    value = -1 if g.value_cents is None else g.value_cents
                    t.stays.add(unit, ("basic", "transport").index(g.line), start, end, value)
            elif counts:
                t.gifts.add(unit, START_UP_LINES.index(g.line), g.value_cents or 0)
        for p in self.plan.purchases:
            t.purchases.add(self.unit_or_first(p.unit), START_UP_LINES.index(p.line), p.amount_cents)
        for s in self.plan.sharing:
            if s.line not in SHAREABLE or not s.reason.strip():
                continue  # refused, the line stays whole (R18, W22)
            line = START_UP_LINES.index(s.line) if s.line in START_UP_LINES else len(START_UP_LINES)
            t.sharing.add(self.unit_or_first(s.unit), line, s.amount_cents)

    def money(self) -> None:
        t, plan = self.t, self.plan
        for i in plan.income:
            if not counted_income(i) or i.person not in self.persons:
                continue
            start = NO_START if i.starts_on is None else month_number(i.starts_on)
            end = NO_END if i.ends_on is None else month_number(i.ends_on)
            t.income.add(self.persons[i.person], i.net_cents, start, end, i.spread_over or 0)
        for a in plan.assets:
            on = self.arrives if a.received_on is None else to_day(a.received_on)
            t.assets.add(self.unit_or_first(a.unit), a.amount_cents, on, a.to_loan_cents)
        for c in plan.conditions:
            if c.kind == "special_diet":
                end = NEVER if c.ends_on is None else to_day(c.ends_on)
                if c.person is None:
                    t.diets.add(self.unit_or_first(c.unit), -1, to_day(c.note_on), end)
                elif c.person in self.persons:
                    t.diets.add(-1, self.persons[c.person], to_day(c.note_on), end)
            elif c.person in self.persons:
                t.pregnancies.add(self.persons[c.person], to_day(c.note_on), to_day(c.due_on), c.children)
        for p in plan.payers:
            start = 0 if p.starts_on is None else to_day(p.starts_on)
            end = NEVER if p.ends_on is None else to_day(p.ends_on)
            unit = -1 if p.unit is None else self.unit(p.unit)
            t.payers.add(self.case, unit, p.covers == "start_up", start, end, PAYERS.index(p.payer))
        for x in plan.extras:
            start = self.arrives if x.starts_on is None else to_day(x.starts_on)
            end = NEVER if x.ends_on is None else to_day(x.ends_on)
            kind = EXTRA_KINDS.index(x.kind)
            t.extra_labels.append(x.label)
            t.extras.add(
                self.case, self.unit_or_first(x.unit), x.amount_cents, x.cadence == "monthly", kind, start, end
            )


def counted_gift(gift: InKind) -> bool:
    """Whether a gift may be counted at all: R24, R28, N4."""
    if gift.kind in ("opened_food", "undergarments", "footwear"):
        return False
    if gift.kind == "mattress" and not (gift.is_new or gift.reason):
        return False
    if gift.line == "furniture" and not gift.is_kept:
        return False
    if gift.line == "basic":
        return gift.given_by == "signer" and gift.lives_with_signer
    return gift.given_by == "signer" or gift.is_planned


def last_end(plan: Plan, months: int, lengths: dict[str, int]) -> date:
    """The day after all support of a case, by the longest reading: a conversion, later arrivals (R43, R15)."""
    if any(isinstance(e, Conversion) for e in plan.events):
        months = max(months, lengths["JAS"])
    ends = [add_months(plan.arrives_on, months)]
    ends += [
        add_months(p.arrives_on, lengths[LATER])
        for p in plan.people
        if p.arrives_on is not None and p.arrives_on > plan.arrives_on
    ]
    return max(ends)


def settled_spells(spells: Table) -> Table:
    """Spells in order of person and day, whatever the order of the entries; a death comes last on its day.

    Who is away until a known day is absent until then, and after it where the entries made meanwhile put them.
    """
    person, day, unit = spells["person"], spells["day"], spells["unit"]
    is_away = unit <= RETURNED
    if is_away.any():
        rows: list[tuple[int, int, int]] = []
        for who in np.unique(person[is_away]).tolist():
            mine = person == who
            leaves = np.sort(day[mine & (unit == AWAY)])
            returns = np.sort(day[mine & (unit == RETURNED)])
            placed = np.flatnonzero(mine & ~is_away)
            placed = placed[np.lexsort((unit[placed] == ABSENT, day[placed]))]
            for on in np.unique(day[mine]).tolist():
                at = np.searchsorted(day[placed], on, side="right")
                here = int(unit[placed[at - 1]]) if at else RETURNED
                is_gone = (leaves <= on).sum() > (returns <= on).sum()
                rows.append((who, on, ABSENT if is_gone else here))
        rest = ~np.isin(person, person[is_away])
        block = np.array(rows, np.int64)
        person, day, unit = (np.r_[old[rest], block[:, i]] for i, old in enumerate((person, day, unit)))
    order = np.lexsort((unit, unit == ABSENT, day, person))
    return Table.of(person=person[order], day=day[order], unit=unit[order])


def tables_of(plans: Sequence[Plan], lengths: dict[str, int], majority: int) -> Households:
    """The tables of some plans.

    ``lengths`` are the default months of each stream (R2) and of later arrivals (R15), ``majority`` the lowest age
    of majority in years (R12).
    """
    tables = Households(plans=tuple(plans))
    communities: dict[LivedAt, int] = {}
    for plan in plans:
        _Case(tables, plan, lengths, majority, communities)
    tables.spells = settled_spells(tables.spells)
    tables.community_ids = list(communities)
    return tables

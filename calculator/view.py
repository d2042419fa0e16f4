"""Sums and selections of one report that the screens show: months of all units together, what changed,
vintages.

Pure functions over the plain values of ``Budget.report``; nothing is priced here and no word is written
here. Several reports side by side are in ``compare``; everything on the screen that is a sum comes from
here or from the report, so that the screens hold no arithmetic.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from calculator.periods import ONE_DAY, add_months, age_on

Report = Mapping[str, Any]

ADULT_FROM = 18
"""Asked for full-time secondary school from this age on, and up to the next (R23, R34)."""
PUPIL_UNTIL = 21


@dataclass(frozen=True)
class StripRow:
    """One calendar month (or sponsorship month in the equal view) of one unit or of all; whole cents.

    ``start_up_cents`` are start-up and one-time items that fall due in the month and that the sponsor pays;
    ``sponsor_cents`` is the sponsor's monthly support in cash, ``total_cents`` both and the extras.
    """

    starts_on: date
    ends_on: date
    is_part: bool
    entitlement_cents: int = 0
    in_kind_cents: int = 0
    earned_cents: int = 0
    reduction_cents: int = 0
    asset_cents: int = 0
    sponsor_cents: int = 0
    government_cents: int = 0
    other_cents: int = 0
    over_cents: int = 0
    start_up_cents: int = 0
    extras_cents: int = 0
    payers: tuple[str, ...] = ()
    is_assumed: bool = False

    @property
    def total_cents(self) -> int:
        """What the sponsor plans to give in the month."""
        return self.start_up_cents + self.sponsor_cents + self.extras_cents

    @property
    def with_rent_cents(self) -> int:
        """The whole support and the rent above its limits: how high the month stands in a picture."""
        return self.entitlement_cents + self.over_cents

    @property
    def kept_cents(self) -> int:
        """Earnings the family keeps on top of the support: all that did not reduce it."""
        return max(0, self.earned_cents - self.reduction_cents)


_SUMMED = tuple(f.name for f in fields(StripRow) if f.name.endswith("_cents"))
_OF_MONTHS = _SUMMED[: _SUMMED.index("start_up_cents")]
"""What the months of a report tell by the same names."""


def _key(report: Report, first: str) -> str:
    return first if report["plan"]["prorate"] == "equal" else first[:7]


def units_of(report: Report, unit: str | None = None) -> list[Mapping[str, Any]]:
    """The unit, or all of them."""
    return [u for u in report["units"] if unit is None or u["unit"] == unit]


def told_once(unit: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The months of a unit: what the household earns stands in that of every arrival and is counted in one (R15)."""
    newest: dict[str, int] = {}
    for month in unit["months"]:
        newest[month["from"][:7]] = max(month["arrival"], newest.get(month["from"][:7], 1))
    for month in unit["months"]:
        yield month if month["arrival"] == newest[month["from"][:7]] else {**month, "earned_cents": 0}


def strip(report: Report, unit: str | None = None) -> list[StripRow]:
    """The months in order: the thirteen cells of a year in the calendar view."""
    return list(_rows(report, unit))


def _rows(report: Report, unit: str | None = None) -> Iterator[StripRow]:
    cells: dict[str, list[Mapping[str, Any]]] = {}
    for u in units_of(report, unit):
        for month in told_once(u):
            cells.setdefault(_key(report, month["from"]), []).append(month)
    ends_on = max((month["to"] for of_cell in cells.values() for month in of_cell), default="9999-12-31")
    planned = [x for x in report["extras"]["lines"] if unit is None or x["unit"] == unit]
    for line in planned:
        if line["on"] > ends_on:  # a JAS sponsor goes on after RAP has stopped (R40)
            on = date.fromisoformat(line["on"])
            month = {"from": line["on"], "to": (add_months(on, 1) - ONE_DAY).isoformat(), "is_part": False}
            cells.setdefault(_key(report, line["on"]), [month])
    ordered = [cells[key] for key in sorted(cells)]
    if not ordered:
        return
    last_days = [max(month["to"] for month in of_cell) for of_cell in ordered]
    start_up, extras = ([0] * len(ordered) for _ in range(2))
    for _, line in items_of(report, unit):
        if line["payer"] == "sponsor":
            start_up[_place(last_days, line["due_on"])] += line["cash_cents"] + line["purchases_cents"]
    for line in planned:
        extras[_place(last_days, line["on"])] += line["amount_cents"]
    yield from map(_strip_row, ordered, start_up, extras)


def _strip_row(months: Sequence[Mapping[str, Any]], start_up_cents: int, extras_cents: int) -> StripRow:
    """The months of some units that stand together; a month after RAP has days only."""
    payers = dict.fromkeys(month["payer"] for month in months if month.get("due_cents"))
    amounts = zip(*([month.get(name, 0) for name in _OF_MONTHS] for month in months), strict=True)
    sums: dict[str, Any] = dict(zip(_OF_MONTHS, map(sum, amounts), strict=True))
    return StripRow(
        date.fromisoformat(min(month["from"] for month in months)),
        date.fromisoformat(max(month["to"] for month in months)),
        all(month["is_part"] for month in months),
        **sums,
        start_up_cents=start_up_cents,
        extras_cents=extras_cents,
        payers=tuple(payers),
        is_assumed=any(line["is_assumed"] for month in months for line in month.get("lines", ())),
    )


def place_of(rows: Sequence[StripRow], on: str) -> int:
    """Index of the month that holds a day; days outside go to the nearest month."""
    return _place([row.ends_on.isoformat() for row in rows], on)


def _place(last_days: Sequence[str], on: str) -> int:
    return min(bisect_left(last_days, on), len(last_days) - 1)


def items_of(report: Report, unit: str | None = None) -> list[tuple[str, Mapping[str, Any]]]:
    """Lines due once, each with its unit."""
    return [
        (u["unit"], x) for u in units_of(report, unit) for x in (*u["start_up"]["lines"], *u["one_time"]["lines"])
    ]


def months_of(report: Report, unit: str | None, row: StripRow) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Units and their months that stand together in a row of the strip."""
    key = _key(report, row.starts_on.isoformat())
    return [(u, m) for u in units_of(report, unit) for m in told_once(u) if _key(report, m["from"]) == key]


def followed_until(report: Report) -> str:
    """The last day of support of those who followed, if it is after the first arrival's; else nothing."""
    last = max((m["to"] for u in report["units"] for m in u["months"] if m["arrival"] > 1), default="")
    return str(last) if last > report["plan"]["ends_on"] else ""


def last_whole(rows: Sequence[StripRow]) -> StripRow:
    """The last whole month, or the last one if none is whole; raises IndexError without months."""
    return next((row for row in reversed(rows) if not row.is_part), rows[-1])


def sum_of(rows: Iterable[StripRow]) -> StripRow:
    """Some months in one row; raises ValueError without any."""
    first, *others = listed = list(rows)
    if not others:
        return first
    sums: dict[str, Any] = {name: sum(getattr(row, name) for row in listed) for name in _SUMMED}
    return replace(
        first,
        starts_on=min(row.starts_on for row in listed),
        ends_on=max(row.ends_on for row in listed),
        is_part=all(row.is_part for row in listed),
        payers=tuple(dict.fromkeys(payer for row in listed for payer in row.payers)),
        is_assumed=any(row.is_assumed for row in listed),
        **sums,
    )


@dataclass(frozen=True)
class UnitSummary:
    """One unit at a glance. ``month`` is its first whole month (or the first one, if none is whole)."""

    unit: str
    people: tuple[str, ...]
    start_up_cents: int
    month: Mapping[str, Any] | None
    entitlement_cents: int
    minimum_cents: int

    @property
    def full_cents(self) -> int:
        return int(self.month["full_cents"]) if self.month else 0


def unit_summaries(report: Report) -> list[UnitSummary]:
    return [
        UnitSummary(
            u["unit"],
            tuple(u["people"]),
            u["totals"]["start_up_cents"] + u["totals"]["one_time_cents"],
            whole_month(u),
            u["totals"]["income_support_cents"],
            u["totals"]["sponsor_minimum_cents"],
        )
        for u in report["units"]
    ]


def whole_month(unit: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The first whole month of a unit; its first month if none is whole; None without months."""
    months: Sequence[Mapping[str, Any]] = unit["months"]
    return next((m for m in months if not m["is_part"]), months[0] if months else None)


def full_month_cents(report: Report) -> int:
    """What all units of the first whole month are entitled to together."""
    first = next((whole_month(u) for u in report["units"] if u["months"]), None)
    if first is None:
        return 0
    return sum(m["full_cents"] for u in report["units"] for m in u["months"] if m["from"] == first["from"])


@dataclass(frozen=True)
class Answer:
    """The few figures that stay in view; whole cents."""

    planned_cents: int
    minimum_cents: int
    start_up_cents: int
    month_cents: int
    met_by_others_cents: int
    on_arrival_cents: int
    """Start-up, first month and its extras, due when the family arrives."""
    has_extras_on_arrival: bool
    extras_cents: int
    contingency_cents: int
    government_cents: int


def answer(report: Report) -> Answer:
    totals = report["totals"]
    first = next(_rows(report), None)
    return Answer(
        totals["planned_cents"],
        totals["sponsor_minimum_cents"],
        totals["start_up_cents"] + totals["one_time_cents"],
        full_month_cents(report),
        totals["in_kind_cents"]
        + totals["reduction_cents"]
        + totals["asset_cents"]
        + totals["government_cents"]
        + totals["other_cents"],
        first.total_cents if first is not None else 0,
        first is not None and first.extras_cents > 0,
        totals["extras_cents"],
        totals["contingency_cents"],
        totals["government_cents"],
    )


COMPARED = (
    "planned_cents",
    "sponsor_minimum_cents",
    "start_up_cents",
    "one_time_cents",
    "income_support_cents",
    "in_kind_cents",
    "purchases_cents",
    "reduction_cents",
    "government_cents",
    "extras_cents",
    "contingency_cents",
)
"""Totals in the order in which a change is told."""


@dataclass(frozen=True)
class Change:
    """One total that is not what it was."""

    name: str
    before_cents: int
    after_cents: int

    @property
    def difference_cents(self) -> int:
        return self.after_cents - self.before_cents


def changes(before: Report, after: Report) -> list[Change]:
    """The totals that differ, the total to raise first."""
    old, new = before["totals"], after["totals"]
    return [Change(name, old[name], new[name]) for name in COMPARED if old.get(name, 0) != new.get(name, 0)]


@dataclass(frozen=True)
class Vintage:
    """Rates of one kind that a report used: which sheet, when last checked, from which month assumed."""

    kind: str
    """monthly, transit, start_up or entered."""
    effective_from: date
    checked_on: date | None
    is_assumed: bool
    titles: tuple[str, ...]
    address: str


def _kind(row: Mapping[str, Any]) -> str:
    if row["is_entered"]:
        return "entered"
    if row["item"].startswith("startup"):
        return "start_up"
    return "transit" if row["item"].startswith("trans") else "monthly"


def vintages(report: Report) -> list[Vintage]:
    """One row per kind of rate: the newest sheet used, the oldest day of checking."""
    kinds: dict[str, list[Mapping[str, Any]]] = {}
    for row in report["rates"]:
        kinds.setdefault(_kind(row), []).append(row)
    result = []
    for kind in ("monthly", "transit", "start_up", "entered"):
        rows = kinds.get(kind)
        if not rows:
            continue
        checked = [date.fromisoformat(r["checked_on"]) for r in rows if r["checked_on"]]
        newest = max(rows, key=lambda r: r["effective_from"])
        result.append(
            Vintage(
                kind,
                date.fromisoformat(newest["effective_from"]),
                min(checked) if checked else None,
                any(r["is_assumed"] for r in rows),
                tuple(dict.fromkeys(r["title"] for r in rows if r["title"])),
                newest["address"],
            )
        )
    return result


def first_assumed_month(report: Report) -> date | None:
    """The first month with a rate that is assumed to be still in force."""
    cells = [(_key(report, m["from"]), m) for u in report["units"] for m in u["months"]]
    assumed = min((key for key, m in cells if any(line["is_assumed"] for line in m["lines"])), default=None)
    first = min((m["from"] for key, m in cells if key == assumed), default=None)
    return None if first is None else date.fromisoformat(first)


def age_at(person: Mapping[str, Any], arrives_on: date | None) -> int | None:
    """Age on arrival of a person of a plan file, None while it cannot be known."""
    if person.get("age_at_arrival") is not None:
        return int(person["age_at_arrival"])
    try:
        return age_on(date.fromisoformat(str(person["born_on"])), arrives_on) if arrives_on else None
    except (KeyError, ValueError):
        return None


def is_asked_for_school(age: int | None) -> bool:
    """Whether full-time secondary school makes a difference that cannot be known from the age."""
    return age is not None and ADULT_FROM <= age <= PUPIL_UNTIL


@dataclass(frozen=True)
class Meals:
    """Meals at a sponsor's table in the month in which most of them counts (R28)."""

    counted_cents: int
    basic_cents: int


def meals(report: Report) -> Meals | None:
    """What counts of shared meals, None where nothing does."""
    listed = [
        Meals(x["in_kind_cents"], x["entitlement_cents"])
        for u in report["units"]
        for m in u["months"]
        for x in m["lines"]
        if x["line"] == "basic" and x["in_kind_cents"]
    ]
    return max(listed, key=lambda m: m.counted_cents, default=None)


@dataclass(frozen=True)
class Payment:
    """One payment of the sponsor to one unit."""

    on: str
    unit: str
    kind: str
    """start_up or month."""
    starts_on: str
    ends_on: str
    cents: int
    arrival: int = 1
    """Above 1: for those who followed (R15)."""


def monthly_payments(report: Report) -> dict[tuple[str, int, int], int]:
    """What the sponsor gives in cash for each unit, arrival and month, cents.

    Whose part of a shared rent newcomers make smaller is owed less in their months (R15); nobody pays that back: it
    comes off the other payments of the same calendar month, the unit's own first.
    """
    cash, together = {}, dict[str, list[tuple[str, int, int]]]()
    for u in report["units"]:
        for m in u["months"]:
            at = u["unit"], m.get("arrival", 1), m["month"]
            cash[at] = m["sponsor_cents"]
            together.setdefault(str(m["from"])[:7], []).append(at)
    for of_month in together.values():
        for less in of_month:
            for other in sorted(of_month, key=lambda at: (at[0] != less[0], at[1])):
                used = max(min(-cash[less], cash[other]), 0)
                cash[less], cash[other] = cash[less] + used, cash[other] - used
    return cash


def payments(report: Report, unit: str | None = None) -> list[Payment]:
    """What the sponsor gives in cash and on which day: items on their day, months at their beginning (N6)."""
    result: list[Payment] = []
    monthly = monthly_payments(report)
    for u in units_of(report, unit):
        items: dict[str, int] = {}
        for line in (*u["start_up"]["lines"], *u["one_time"]["lines"]):
            if line["payer"] == "sponsor" and line["cash_cents"]:
                items[line["due_on"]] = items.get(line["due_on"], 0) + line["cash_cents"]
        result += [Payment(on, u["unit"], "start_up", on, on, cents) for on, cents in items.items()]
        result += [
            Payment(m["from"], u["unit"], "month", m["from"], m["to"], cents, m["arrival"])
            for m in u["months"]
            if (cents := monthly[u["unit"], m["arrival"], m["month"]])
        ]
    return sorted(result, key=lambda p: (p.on, p.unit, p.kind))

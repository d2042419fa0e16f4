"""Scenarios side by side: another city, a later arrival, a rent, a job, a gift; and curves of one question.

Plans in, figures out. Every plan is costed by the engine in one batch; only differences are worked out
here, and no word is written here but the names of months. What a screen shows of one report is in ``view``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from calculator.budget import make_budget
from calculator.money import format_cents
from calculator.periods import add_months
from calculator.plan import Plan, canonical_json, plan_from
from calculator.rates import Rates
from calculator.view import strip

Report = Mapping[str, Any]
Fields = dict[str, Any]

MOST_SCENARIOS = 4

# --- other versions of a plan; each raises PlanError if the version contradicts itself


def _fields(plan: Plan) -> Fields:
    fields: Fields = json.loads(canonical_json(plan))
    return fields


def other_community(plan: Plan, community: str, lang: str = "en") -> Plan:
    """The same family in another community; an unknown one is found out when it is costed."""
    return plan_from({**_fields(plan), "community": community}, lang=lang)


_DATES = {
    "housing": ("from",),
    "in_kind": ("from", "to"),
    "income": ("from", "to"),
    "extras": ("from", "to"),
    "payers": ("from", "to"),
    "assets": ("received_on",),
    "conditions": ("note_on", "ends_on", "due_on"),
    "events": ("on", "to", "form_on", "posted_on", "sponsor_found_on"),
    "people": ("arrives_on",),
}
"""Dates that belong to the time after arrival and move with it; birth dates and receipts do not."""


def later_arrival(plan: Plan, months: int, lang: str = "en") -> Plan:
    """The same plan some months later (or earlier, below 0): what is planned after arrival moves along."""
    fields = _fields(plan)
    fields["arrives_on"] = _moved(fields["arrives_on"], months)
    for name, dates in _DATES.items():
        for entry in fields.get(name, []):
            for one in dates:
                if one in entry:
                    entry[one] = _moved(entry[one], months)
    return plan_from(fields, lang=lang)


def _moved(day: str, months: int) -> str:
    return add_months(date.fromisoformat(day), months).isoformat()


def with_rent(plan: Plan, rent_cents: int, lang: str = "en") -> Plan:
    """A home with this rent, utilities included, for everybody and from the start."""
    return plan_from({**_fields(plan), "housing": [{"rent": format_cents(rent_cents)}]}, lang=lang)


def with_free_home(plan: Plan, lang: str = "en") -> Plan:
    """A suitable and complete home without cost, given by a signer."""
    return plan_from({**_fields(plan), "housing": [{"free": True, "given_by": "signer"}]}, lang=lang)


def without_lease(plan: Plan, lang: str = "en") -> Plan:
    """Housing at its planning amount."""
    return plan_from({**_fields(plan), "housing": []}, lang=lang)


def with_job(plan: Plan, person: str, net_cents: int, from_month: int, lang: str = "en") -> Plan:
    """One more job of a person from the n-th month on, to the end."""
    fields = _fields(plan)
    start = add_months(plan.arrives_on.replace(day=1), from_month - 1)
    job = {"person": person, "net": format_cents(net_cents), "from": max(start, plan.arrives_on).isoformat()}
    return plan_from({**fields, "income": [*fields.get("income", []), job]}, lang=lang)


def with_gift(plan: Plan, line: str, value_cents: int, lang: str = "en") -> Plan:
    """One more gift in kind by a signer."""
    fields = _fields(plan)
    gift = {"line": line, "value": format_cents(value_cents)}
    return plan_from({**fields, "in_kind": [*fields.get("in_kind", []), gift]}, lang=lang)


# --- side by side


def reports(plans: Sequence[Plan], rates: Rates, lang: str = "en", as_of: date | None = None) -> list[Report]:
    """The reports of some plans, costed in one batch."""
    budget = make_budget(plans, rates, as_of=as_of)
    return [budget.report(case, lang) for case in range(len(plans))]


@dataclass(frozen=True)
class Row:
    """One figure in every version, in cents; the first version is the one compared with."""

    name: str
    cents: tuple[int, ...]

    @property
    def differences_cents(self) -> tuple[int, ...]:
        return tuple(cents - self.cents[0] for cents in self.cents)

    @property
    def is_equal(self) -> bool:
        return len(set(self.cents)) == 1


def by_total(listed: Sequence[Report], names: Sequence[str]) -> list[Row]:
    """Totals of the reports, those that are nothing everywhere left out."""
    rows = [Row(name, tuple(int(r["totals"].get(name, 0)) for r in listed)) for name in names]
    return [row for row in rows if any(row.cents)]


def by_line(listed: Sequence[Report]) -> list[Row]:
    """Entitlement by line over the whole period, in the order of a printed budget."""
    sums: list[dict[str, int]] = []
    for report in listed:
        amounts: dict[str, int] = {}
        for unit in report["units"]:
            for x in (*unit["start_up"]["lines"], *unit["one_time"]["lines"]):
                amounts[x["line"]] = amounts.get(x["line"], 0) + x["entitlement_cents"]
            for month in unit["months"]:
                for x in month["lines"]:
                    amounts[x["line"]] = amounts.get(x["line"], 0) + x["entitlement_cents"]
        sums.append(amounts)
    order = dict.fromkeys(name for amounts in sums for name in amounts)
    return [Row(name, tuple(amounts.get(name, 0) for amounts in sums)) for name in order]


def by_month(listed: Sequence[Report]) -> list[Row]:
    """What the sponsor gives in the first, second … month of support; extras and start-up included."""
    strips = [strip(report) for report in listed]
    most = max((len(rows) for rows in strips), default=0)
    return [
        Row(str(n + 1), tuple(rows[n].total_cents if n < len(rows) else 0 for rows in strips))
        for n in range(most)
    ]


# --- one question, many answers


@dataclass(frozen=True)
class Point:
    """One answer of a curve; ``at`` is cents, or months for an arrival."""

    at: int
    minimum_cents: int
    """What the sponsor owes at least in the whole period."""
    over_cents: int
    """Rent above what the rates pay for: a real cost outside the minimum."""
    support_cents: int = 0
    """Support in cash of the month that is looked at."""
    family_cents: int = 0
    """Support and earnings of that month: what the family lives on."""

    @property
    def real_cents(self) -> int:
        """The minimum and the rent above it."""
        return self.minimum_cents + self.over_cents


def _totals(plans: Sequence[Plan], at: Sequence[int], rates: Rates) -> list[Point]:
    totals = make_budget(plans, rates).totals()
    return [
        Point(x, int(minimum), int(over))
        for x, minimum, over in zip(at, totals["sponsor_minimum_cents"], totals["over_cents"], strict=True)
    ]


def steps(most_cents: int, count: int) -> list[int]:
    """From nothing to ``most_cents`` in ``count`` equal steps of whole dollars."""
    step = max(100, most_cents // count // 100 * 100)
    return [step * n for n in range(count + 1)]


def rent_curve(plan: Plan, rates: Rates, rents: Sequence[int]) -> list[Point]:
    """The minimum by rent: it rises to the maximum of the sheet and its supplement, then stays."""
    return _totals([with_rent(plan, rent) for rent in rents], rents, rates)


def arrival_curve(plan: Plan, rates: Rates, months: Sequence[int]) -> list[Point]:
    """The minimum by arrival month: school items, birthdays and rates change it."""
    return _totals([later_arrival(plan, n) for n in months], months, rates)


def income_curve(plan: Plan, rates: Rates, person: str, incomes: Sequence[int]) -> list[Point]:
    """Support and what the family lives on, by net earnings of one person in a whole month (R31, R33).

    Shown without delay (lag 0) and without other earnings, so that the picture is the rule itself: up to
    half of
    the full support nothing changes, then support falls dollar for dollar, at one and a half times it is nil.
    """
    fields = _fields(plan)
    options = {**fields.get("options", {}), "lag": 0, "stagger_n": 1, "income_entry": "by_month"}
    whole = _whole_month(plan)
    job = {"person": person, "from": whole.isoformat()}  # nothing pending from a part of a month before it
    plans = [
        plan_from(
            {**fields, "options": options, "income": [{**job, "net": format_cents(net)}] if net else []}
        )
        for net in incomes
    ]
    budget = make_budget(plans, rates)
    totals = budget.totals()
    months = budget.months()
    of_unit = months[months["from"].dt.date == whole]
    unit = _unit_of(budget.report(0), person)
    of_unit = of_unit[of_unit["unit"] == unit].set_index("case")
    points = []
    for case, net in enumerate(incomes):
        support = int(of_unit["due_cents"].get(case, 0))
        family = support + net
        points.append(
            Point(
                net,
                int(totals["sponsor_minimum_cents"].iloc[case]),
                int(totals["over_cents"].iloc[case]),
                support,
                family,
            )
        )
    return points


def _whole_month(plan: Plan) -> date:
    """A month in the middle of the period, whole in every view."""
    if plan.options.prorate == "equal":
        return add_months(plan.arrives_on, 1)
    return add_months(plan.arrives_on.replace(day=1), 1)


def _unit_of(report: Report, person: str) -> str:
    for unit in report["units"]:
        if person in unit["people"] and any(not m["is_part"] for m in unit["months"]):
            return str(unit["unit"])
    return str(report["units"][0]["unit"])


def threshold_cents(report: Report, person: str) -> int:
    """Half of the full support of the person's unit in a whole month, as the engine worked it out (R31)."""
    unit = next(u for u in report["units"] if u["unit"] == _unit_of(report, person))
    month = next((m for m in unit["months"] if not m["is_part"]), unit["months"][0])
    return int(month["threshold_cents"])


def nil_point(points: Sequence[Point]) -> int:
    """The earnings from which no support is left: the first point without, or the last one."""
    return next((p.at for p in points if not p.support_cents), points[-1].at)


def nearest(values: Sequence[int], wanted: int) -> int:
    """The value of a slider that is closest to a wanted one."""
    return min(values, key=lambda value: abs(value - wanted))


def beyond_nil_point(half_cents: int) -> int:
    """Somewhat more than the earnings at which support is nil, for the end of a curve (R31)."""
    return 4 * half_cents

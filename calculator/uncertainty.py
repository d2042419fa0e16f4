"""What one family may cost when rent, first job, wage and arrival are not known yet: a distribution, not a figure.

Ranges in, the total to raise of many drawn versions of one plan out, costed by the engine in one batch. The same
seed gives the same draws. Nothing about one version is worked out here; the screen that asks is in ``web``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calculator.budget import make_budget
from calculator.compare import later_arrival
from calculator.household import Ints
from calculator.locale import N_, catalogue, money
from calculator.periods import add_months, last_day
from calculator.plan import Plan
from calculator.plan.model import Housing, Income
from calculator.problems import PlanError, found
from calculator.rates import Rates

DRAWS = 1000
MOST_DRAWS = 20_000
PERCENTS = (10, 50, 90)
_CENTS = 100
_PLANNED, _MINIMUM = "planned_cents", "sponsor_minimum_cents"
TOTAL = "total_cents"
"""What must be raised: the planned total and the rent above what the rates pay for."""


@dataclass(frozen=True)
class Range:
    """Whole numbers from ``least`` to ``most``; with ``likely`` the values near it come more often."""

    least: int
    most: int
    likely: int | None = None

    def drawn(self, uniform: NDArray[np.float64], step: int = 1) -> Ints:
        """Values for numbers evenly drawn from 0 to 1, in whole steps; without ``likely`` all equally often."""
        span = self.most - self.least
        if self.likely is None or span == 0:
            return self.least + np.floor(uniform * (span // step + 1)).astype(np.int64) * step
        peak = (self.likely - self.least) / span
        left = np.sqrt(uniform * peak)
        right = 1 - np.sqrt((1 - uniform) * (1 - peak))
        share = np.where(uniform < peak, left, right)
        return self.least + np.rint(share * (span / step)).astype(np.int64) * step

    @property
    def middle(self) -> int:
        return self.likely if self.likely is not None else (self.least + self.most) // 2


@dataclass(frozen=True)
class Ranges:
    """What is not known yet; None: as in the plan."""

    rent_cents: Range | None = None
    """A month, utilities included, for everybody, from the start."""
    job_month: Range | None = None
    """The month of support in which the first job begins; 1 is the month of arrival. Beyond the end: no job."""
    wage_cents: Range | None = None
    """Net, a month."""
    arrival_months: Range | None = None
    """How many months after the plan's date the family arrives: processing takes as long as it takes."""

    def checked(self) -> Ranges:
        """These ranges. Raises ``PlanError`` for one that is upside down or out of reason."""
        limits = {"rent_cents": (0, 10**7), "job_month": (1, 60), "wage_cents": (0, 10**7), "arrival_months": (-24, 60)}
        problems = []
        for name, (low, high) in limits.items():
            one: Range | None = getattr(self, name)
            if one is None:
                continue
            likely = one.least if one.likely is None else one.likely
            if not low <= one.least <= likely <= one.most <= high:
                problems.append(
                    found(
                        name,
                        N_("{least} to {most} is not a range from {low} to {high}."),
                        N_("Write the smaller number first, and the likely one between the two."),
                        least=one.least,
                        most=one.most,
                        low=low,
                        high=high,
                    )
                )
        if (self.job_month is None) != (self.wage_cents is None):
            problems.append(
                found("job_month", N_("a first job needs a month and a wage."), N_("Give both ranges, or neither."))
            )
        if problems:
            raise PlanError(problems)
        return self


@dataclass(frozen=True)
class Swing:
    """The total to raise at both ends of one range, the other ranges at their middle."""

    name: str
    least_cents: int
    most_cents: int

    @property
    def width_cents(self) -> int:
        return abs(self.most_cents - self.least_cents)


@dataclass(frozen=True)
class Distribution:
    """The drawn versions and what each of them costs; int64 cents, in the order of the draws."""

    seed: int
    draws: dict[str, Ints]
    totals: dict[str, Ints]
    """``total_cents``, ``planned_cents`` and ``sponsor_minimum_cents`` of every draw."""
    as_planned_cents: int
    """The total of the plan as it is."""
    swings: tuple[Swing, ...]
    """What each unknown does alone, the widest first."""

    def at(self, percent: int, name: str = TOTAL) -> int:
        """The amount that is enough in so many of 100 draws: a drawn amount, no interpolation. Cents."""
        values = np.sort(self.totals[name])
        return int(values[max(-(-percent * len(values) // 100), 1) - 1])

    @property
    def percents(self) -> dict[int, int]:
        """What is enough in 10, 50 and 90 of 100 draws. Cents."""
        return {percent: self.at(percent) for percent in PERCENTS}

    def enough(self, cents: int) -> int:
        """In how many of 100 draws an amount is enough, rounded down."""
        values = self.totals[TOTAL]
        return int((values <= cents).sum()) * 100 // len(values)

    def bins(self, count: int = 20) -> list[tuple[int, int, int]]:
        """A histogram: (from, to, draws) in whole dollars of cents, ``to`` included in the last only."""
        values = self.totals[TOTAL]
        low, high = int(values.min()), int(values.max())
        step = max(-(-(high - low + 1) // count // _CENTS) * _CENTS, _CENTS)
        start = low // step * step
        at = (values - start) // step
        heights = np.bincount(at)
        return [(start + n * step, start + (n + 1) * step, int(h)) for n, h in enumerate(heights)]


def uncertain(
    plan: Plan,
    rates: Rates,
    ranges: Ranges,
    *,
    draws: int = DRAWS,
    seed: int = 1,
    person: str | None = None,
    lang: str = "en",
) -> Distribution:
    """The total to raise under ranges of what is not known yet.

    ``person`` is who finds the job (default: the first principal applicant); it takes the place of that person's
    entries of income. A given rent takes the place of all housing entries. Every range is drawn on its own, so
    adding one leaves the others' draws as they are. Raises ``PlanError`` for ranges or versions that cannot be.
    """
    ranges.checked()
    draws = min(max(draws, 1), MOST_DRAWS)
    worker = person or plan.people[0].id
    drawn: dict[str, Ints] = {}
    # One stream of random numbers for each range, by its place in the list.
    for stream, one in zip(np.random.SeedSequence(seed).spawn(len(fields(Ranges))), fields(Ranges), strict=True):
        given: Range | None = getattr(ranges, one.name)
        if given is not None:
            step = _CENTS if one.name.endswith("_cents") else 1
            drawn[one.name] = given.drawn(np.random.Generator(np.random.PCG64(stream)).random(draws), step)
    middle = {name: int(getattr(ranges, name).middle) for name in drawn}
    versions = [{name: int(values[i]) for name, values in drawn.items()} for i in range(draws)]
    ends: list[dict[str, int]] = []
    for name in drawn:
        one_range: Range = getattr(ranges, name)
        ends += [{**middle, name: one_range.least}, {**middle, name: one_range.most}]
    later: dict[int, Plan] = {}
    plans = [plan, *(_version(plan, v, worker, later, lang) for v in (*versions, *ends))]
    figures = make_budget(plans, rates).totals()
    totals = {
        _PLANNED: figures[_PLANNED].to_numpy(np.int64),
        _MINIMUM: figures[_MINIMUM].to_numpy(np.int64),
        TOTAL: (figures[_PLANNED] + figures["over_cents"]).to_numpy(np.int64),
    }
    extremes = totals[TOTAL][1 + draws :].tolist()
    swings = [Swing(name, extremes[2 * n], extremes[2 * n + 1]) for n, name in enumerate(drawn)]
    return Distribution(
        seed,
        drawn,
        {name: values[1 : 1 + draws] for name, values in totals.items()},
        int(totals[TOTAL][0]),
        tuple(sorted(swings, key=lambda s: -s.width_cents)),
    )


def _version(plan: Plan, values: dict[str, int], worker: str, later: dict[int, Plan], lang: str) -> Plan:
    """The plan with drawn values; typed sections are put in as they are, later arrivals are checked once each."""
    months = values.get("arrival_months", 0)
    if months not in later:
        later[months] = later_arrival(plan, months, lang) if months else plan
    version = later[months]
    update: dict[str, Any] = {}
    if "rent_cents" in values:
        update["housing"] = (Housing.model_construct(rent_cents=values["rent_cents"]),)
    if "job_month" in values:
        start = add_months(version.arrives_on.replace(day=1), values["job_month"] - 1)
        kept = tuple(i for i in version.income if i.person != worker)
        if start <= last_day(version.arrives_on, version.months or 60) and values["wage_cents"]:
            start = max(start, version.arrives_on)
            kept += (Income.model_construct(person=worker, net_cents=values["wage_cents"], starts_on=start),)
        update["income"] = kept
    return version.model_copy(update=update) if update else version


# --- in words and as a picture


def told(distribution: Distribution, lang: str = "en") -> list[str]:
    """The answer in sentences, for a screen or a print."""
    _ = catalogue(lang).gettext
    low, middle, high = (money(cents, lang) for cents in distribution.percents.values())
    lines = [
        _("In 9 of 10 cases {amount} is enough, rent above the rates included.").format(amount=high),
        _("In half of the cases {amount} is enough; in 1 of 10 cases {least}.").format(amount=middle, least=low),
        _("As planned now: {amount}, enough in {share} of 100 cases.").format(
            amount=money(distribution.as_planned_cents, lang), share=distribution.enough(distribution.as_planned_cents)
        ),
    ]
    words = names(lang)
    for swing in distribution.swings:
        lines.append(
            _("{name} alone: from {least} to {most}.").format(
                name=words[swing.name], least=money(swing.least_cents, lang), most=money(swing.most_cents, lang)
            )
        )
    return lines


def names(lang: str = "en") -> dict[str, str]:
    """What each range is called."""
    _ = catalogue(lang).gettext
    return {
        "rent_cents": _("Rent"),
        "job_month": _("Month of the first job"),
        "wage_cents": _("Wage"),
        "arrival_months": _("Time until arrival"),
    }


def chart(distribution: Distribution, lang: str = "en", marks: Sequence[int] = PERCENTS) -> dict[str, Any]:
    """A histogram with lines at 10, 50 and 90 of 100 (Vega-Lite 5, plain values; the sentences go with it)."""
    _ = catalogue(lang).gettext
    bars = [
        {"from": a / 100, "to": b / 100, "draws": n, "told": f"{money(a, lang)} – {money(b, lang)}"}
        for a, b, n in distribution.bins()
    ]
    lines = [
        {"at": distribution.at(p) / 100, "told": f"{p}: {money(distribution.at(p), lang)}", "percent": str(p)}
        for p in marks
    ]
    dollars = "format(datum.value, ',.0f')"
    if lang == "fr":
        dollars = f"replace({dollars}, regexp(',', 'g'), '\u00a0')"
    axis = {"labelExpr": dollars}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": told(distribution, lang)[0],
        "height": 240,
        "layer": [
            {
                "data": {"values": bars},
                "mark": {"type": "bar", "color": "#56b4e9", "stroke": "#ffffff"},
                "encoding": {
                    "x": {
                        "field": "from",
                        "type": "quantitative",
                        "bin": "binned",
                        "scale": {"zero": False},
                        "axis": axis,
                        "title": _("Total to raise, dollars"),
                    },
                    "x2": {"field": "to"},
                    "y": {"field": "draws", "type": "quantitative", "title": _("Of all drawn cases")},
                    "tooltip": [{"field": "told"}, {"field": "draws"}],
                },
            },
            {
                "data": {"values": lines},
                "mark": {"type": "rule", "color": "#d55e00", "strokeWidth": 2, "strokeDash": [6, 3]},
                "encoding": {"x": {"field": "at", "type": "quantitative"}, "tooltip": [{"field": "told"}]},
            },
            {
                "data": {"values": lines},
                "mark": {"type": "text", "align": "left", "dx": 4, "y": 8, "fontSize": 13},
                "encoding": {"x": {"field": "at", "type": "quantitative"}, "text": {"field": "percent"}},
            },
        ],
    }

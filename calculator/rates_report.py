"""The three reports on the rates: what is wrong in the files, what holds in a place, what is covered.

Text and counts for the command line and the screens. Rows are selected in ``rules``; no amount is worked
out here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path

from calculator.locale import catalogue
from calculator.money import format_cents
from calculator.periods import add_months
from calculator.problems import MissingRate, RatesError
from calculator.rates import Community, Rates, Row, rates_folder
from calculator.rules.monthly import Composition, monthly_amounts
from calculator.rules.start_up import start_up_amounts

FIRST_MONTH = date(2019, 11, 1)
"""All nine provinces have a sheet from this month on."""
MONTHS_AHEAD = 24
MOST_CHILDREN = 10
_SHOWN = (
    "basic",
    "basic_further",
    "shelter",
    "shelter_further",
    "supplement_cap",
    "communication",
    "transit_pass_area",
    "transit_pass",
    "transport_floor",
    "transport_no_transit",
    "income_supplement",
    "senior_addon",
    "disability_addon",
    "fuel_supplement",
    "majority_topup",
    "special_diet",
    "maternity_food",
    "maternity_clothing",
    "newborn",
)


def check_command(folder: Path | str | None = None, lang: str = "en") -> int:
    """Print every problem of the rate files, or that there is none; the exit code (0 or 1)."""
    gettext = catalogue(lang).gettext
    try:
        rates = Rates.load(folder)
    except RatesError as error:
        for problem in error.problems:
            print(problem.said(gettext))
        print(gettext("{count} problems in the rates.").format(count=len(error.problems)))
        return 1
    print(
        gettext("The rates are in order: {rows} rows, {sources} sources, {communities} communities.").format(
            rows=len(rates.all_rows), sources=len(rates.sources), communities=len(rates.communities)
        )
    )
    return 0


def show_command(
    community: str, on: date, lang: str = "en", folder: Path | str | None = None, rates: Rates | None = None
) -> str:
    """The rows in force in a community on a day: value, date, source, page, and the day it was last checked.

    Raises PlanError for a community that is not known or not covered, RatesError for faulty files.
    """
    gettext = catalogue(lang).gettext
    rates = rates or Rates.load(folder if folder is not None else rates_folder())
    place = rates.community(community)
    lines = [gettext("{place}: rates in force on {on}").format(place=place.name(lang), on=on)]
    for item in _SHOWN:
        rows = _rows_of(rates, place, item, on)
        if rows:
            lines += ["", f"{rates.items[item].label(lang)} ({rates.items[item].unit})"]
            lines += [_row_line(row, gettext("checked {on}")) for row in rows]
    if len(lines) == 1:
        lines.append(
            gettext("No rate is in force here on this day. Add rates of your own with source and date.")
        )
    return "\n".join(lines)


def _rows_of(rates: Rates, place: Community, item: str, on: date) -> list[Row]:
    if item == "transit_pass":
        places: tuple[str, ...] = (place.id, *place.passes_also)
    else:
        places = place.places
    return sorted(rates.in_force(item, places, on), key=lambda row: row.key)


def _row_line(row: Row, checked: str) -> str:
    who = ", ".join(f"{name} {_count(value)}" for name, value in row.composition)
    return (
        f"  {format_cents(row.amount):>10}  {who or '-'}  | {row.effective_from}"
        f" | {row.source}: {row.locator} | "
        + checked.format(on=row.checked_on)
        + (f" | {row.note}" if row.note else "")
    )


def _count(value: object) -> str:
    least, most = getattr(value, "least", value), getattr(value, "most", value)
    return f"{least}+" if most is None else str(least)


@dataclass(frozen=True)
class Coverage:
    """How many combinations of community, family and month have amounts, by province.

    ``found``: every figure is known for the month; ``assumed``: a figure is assumed unchanged or a remark
    applies; ``missing``: no amounts. ``examples`` names some of the missing ones.
    """

    found: dict[str, int]
    assumed: dict[str, int]
    missing: dict[str, int]
    examples: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        return {
            "found": sum(self.found.values()),
            "assumed": sum(self.assumed.values()),
            "missing": sum(self.missing.values()),
        }

    def table(self, lang: str = "en") -> str:
        """One line per province, and the sum."""
        gettext = catalogue(lang).gettext
        heads = [
            gettext("Province"),
            gettext("Combinations found"),
            gettext("Assumed unchanged"),
            gettext("Without an amount"),
        ]
        rows = [
            [p, str(self.found[p]), str(self.assumed[p]), str(self.missing[p])] for p in sorted(self.found)
        ]
        rows.append([gettext("All provinces"), *(str(count) for count in self.counts.values())])
        widths = [max(len(row[i]) for row in (heads, *rows)) for i in range(len(heads))]
        lines = [
            "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
            for row in (heads, *rows)
        ]
        return "\n".join([*lines, *self.examples])


def compositions() -> Iterator[Composition]:
    """Every unit of 1 or 2 adults with 0 to 10 children in every mix of age bands, seniors or not."""
    for adults in (1, 2):
        for young, middle, old in product(range(MOST_CHILDREN + 1), repeat=3):
            children = young + middle + old
            if children > MOST_CHILDREN:
                continue
            for seniors in range(adults + 1):
                yield Composition(
                    adults,
                    children,
                    seniors,
                    young,
                    middle,
                    old,
                    children,
                    children,
                    adults - seniors,
                    seniors,
                )


def coverage_command(rates: Rates, today: date) -> Coverage:
    """Every community x composition x month from November 2019 to 24 months after ``today``.

    Compositions and months with the same rows are looked up once: amounts change on dates of rows only, and a
    province looks at age bands or not. Territories are left out: they have no published rates.
    """
    months = _months(today)
    found, assumed, missing = dict[str, int](), dict[str, int](), dict[str, int]()
    examples: list[str] = []
    has_start_up: set[tuple[date, int, int]] = set()
    for community in rates.communities.values():
        if community.needs_entered_rates:
            continue
        kinds = _distinct(rates, community)
        counts = [0, 0, 0]
        for start, stretch in _stretches(rates, community, months):
            for composition, times in kinds.items():
                try:
                    amounts = monthly_amounts(rates, community, start, composition)
                    if (start, composition.adults, composition.others) not in has_start_up:
                        start_up_amounts(rates, start, composition.adults, composition.others)
                        has_start_up.add((start, composition.adults, composition.others))
                except MissingRate as error:
                    counts[2] += times * len(stretch)
                    if len(examples) < MOST_CHILDREN:
                        examples.append(str(error))
                    continue
                if amounts.remarks:
                    counts[1] += times * len(stretch)
                    continue
                until = min(amounts.monthly_known_until, amounts.transit_known_until)
                known = sum(month <= until for month in stretch)
                counts[0] += times * known
                counts[1] += times * (len(stretch) - known)
        for total, count in zip((found, assumed, missing), counts, strict=True):
            total[community.province] = total.get(community.province, 0) + count
    return Coverage(found, assumed, missing, tuple(examples))


def _months(today: date) -> list[date]:
    months = [FIRST_MONTH]
    while months[-1] < add_months(today.replace(day=1), MONTHS_AHEAD):
        months.append(add_months(months[-1], 1))
    return months


def _stretches(rates: Rates, community: Community, months: list[date]) -> Iterator[tuple[date, list[date]]]:
    """Months between two dates on which an amount of the community changes."""
    changes = rates.change_dates(community)
    stretch: list[date] = []
    for i, month in enumerate(months):
        stretch.append(month)
        last = i + 1 == len(months)
        if last or any(month < change <= months[i + 1] for change in changes):
            yield stretch[0], stretch
            stretch = []


def _distinct(rates: Rates, community: Community) -> dict[Composition, int]:
    """Compositions that differ for this community, with how many of the full list each stands for."""
    items = ("basic", "shelter")
    columns = {
        name
        for item in items
        for place in community.places
        for row in rates.history(item, place)
        for name, _ in row.composition
    }
    has_bands = any(name.startswith("ages_") for name in columns)
    kinds: dict[Composition, int] = {}
    for composition in compositions():
        kind = composition
        if not has_bands:
            kind = composition._replace(ages_0_6=0, ages_7_11=0, ages_12_17=composition.others)
        elif "ages_0_11" in columns:
            young = composition.ages_0_6 + composition.ages_7_11
            kind = composition._replace(ages_0_6=young, ages_7_11=0)
        kinds[kind] = kinds.get(kind, 0) + 1
    return kinds

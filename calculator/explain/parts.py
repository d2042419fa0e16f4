"""What an explanation is, and how it is put together from a report: rules, rate rows, flags.

No sentence about a line and no formula is written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from calculator.explain.rulebook import rulebook
from calculator.lines import LINES
from calculator.locale import N_, catalogue, money
from calculator.problems import PlanError, as_typed, found

Report = dict[str, Any]
DEDUCTIONS = (
    "in_kind_shelter",
    "in_kind_basic",
    "in_kind_transport",
    "in_kind_part",
    "income_reduction",
    "asset_reduction",
)
"""Lines that lower a month; the others make it up."""


@dataclass(frozen=True)
class RuleSaid:
    """A rule and what it says."""

    id: str
    text: str


@dataclass(frozen=True)
class RateSaid:
    """A row of a rate sheet and where it is printed."""

    key: str
    label: str
    value: str
    place: str
    effective_from: str
    title: str
    locator: str
    address: str
    archived_address: str
    checked_on: str
    certainty: str
    is_assumed: bool
    is_entered: bool


@dataclass(frozen=True)
class Explanation:
    """Why one figure is what it is."""

    what: str
    """The name of the line or total."""
    unit: str | None
    month: int | None
    line: str
    amount_cents: int
    sentence: str
    formulas: tuple[str, ...]
    """Each gives its right side; the first gives ``amount_cents``."""
    rules: tuple[RuleSaid, ...]
    rates: tuple[RateSaid, ...]
    flags: tuple[str, ...]
    """Assumed, entered, printed oddity…, in words."""
    is_assumed: bool
    is_entered: bool

    @property
    def formula(self) -> str:
        return "\n".join(self.formulas)


def explanation_of(
    report: Report,
    lang: str,
    *,
    unit: str | None,
    month: int | None,
    line: str,
    what: str,
    amount: int,
    sentence: str,
    written: Sequence[str],
    rules: Iterable[str],
    keys: Iterable[str],
    is_assumed: bool = False,
    is_entered: bool = False,
) -> Explanation:
    _ = catalogue(lang).gettext
    rows = {row["key"]: row for row in report["rates"]}
    rates = tuple(_rate(rows[key], lang) for key in dict.fromkeys(keys) if key in rows)
    flags = []
    if is_assumed:
        flags.append(_(N_("Assumed unchanged: nobody has checked the rate for this day.")))
    if is_entered:
        flags.append(_(N_("Entered by you, with your source.")))
    if any(rate.certainty == "low" for rate in rates):
        flags.append(_(N_("The source is not certain for this figure.")))
    book = rulebook()
    said = tuple(RuleSaid(i, book[i].text(lang)) for i in dict.fromkeys(rules))
    if any(book[i].ours for i in dict.fromkeys(rules)):
        flags.append(_(N_("Rests in part on a choice of this project: see the assumptions.")))
    return Explanation(
        what,
        unit,
        month,
        line,
        amount,
        sentence,
        tuple(written),
        said,
        rates,
        tuple(flags),
        is_assumed,
        is_entered,
    )


def _rate(row: dict[str, Any], lang: str) -> RateSaid:
    value = row["value"]
    if row.get("unit", "").startswith("CAD"):
        dollars, _point, cents = value.partition(".")
        value = money(int(dollars) * 100 + int((cents or "0").ljust(2, "0")), lang)
    return RateSaid(
        row["key"],
        row.get("label", row["item"]),
        value,
        row["place"],
        row["effective_from"],
        row["title"],
        row["locator"],
        row["address"],
        row["archived_address"],
        row["checked_on"],
        row.get("certainty", ""),
        row["is_assumed"],
        row["is_entered"],
    )


def unit_of(report: Report, unit: str, lang: str) -> dict[str, Any]:
    for row in report["units"]:
        if row["unit"] == unit:
            found_unit: dict[str, Any] = row
            return found_unit
    raise unknown(lang, "unit", unit, [x["unit"] for x in report["units"]])


def month_of(unit: dict[str, Any], month: int, arrival: int, lang: str) -> dict[str, Any]:
    for row in unit["months"]:
        if row["month"] == month and row["arrival"] == arrival:
            found_month: dict[str, Any] = row
            return found_month
    raise unknown(lang, "month", month, sorted({x["month"] for x in unit["months"]}))


def lines_of(unit: dict[str, Any], month: dict[str, Any] | None, every: bool = False) -> list[str]:
    once = [x["line"] for x in (*unit["start_up"]["lines"], *unit["one_time"]["lines"])]
    months = unit["months"] if every else [month] if month else []
    listed = [x["line"] for m in months for x in (*m["lines"], *m["deductions"])]
    names = listed if month and not every else [*once, *listed]
    return sorted(set(names), key=LINES.index)


def unknown(lang: str, where: str, value: object, choices: Iterable[object]) -> PlanError:
    msgids = {
        "unit": N_("there is no family unit “{value}” in this budget."),
        "line": N_("there is no line “{value}” here."),
        "month": N_("there is no month {value} here."),
    }
    problem = found(
        where,
        msgids[where],
        N_("Choose one of: {expected}."),
        value=as_typed(value),
        expected=", ".join(map(str, choices)),
    )
    return PlanError(problem.said(catalogue(lang).gettext))

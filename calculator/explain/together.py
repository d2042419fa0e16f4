"""Explanations together: everything of a report, what a person asks for, and as lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from calculator.explain import sentences
from calculator.explain.parts import Explanation, RateSaid, Report, lines_of, unit_of, unknown
from calculator.explain.rulebook import COLON
from calculator.explain.single import explain_line
from calculator.explain.totals import explain_month, explain_total
from calculator.locale import N_, catalogue, long_date, money
from calculator.notices.names import TOTAL_NAMES


def explain_all(report: Report, lang: str = "en") -> list[Explanation]:
    """Every total that is not 0, and every line of every unit in the first month it has an amount."""
    result = [
        explain_total(report, which, None, lang)
        for which in TOTAL_NAMES
        if report["totals"].get(f"{which}_cents") or which == "planned"
    ]
    for unit in report["units"]:
        result += of_unit(report, unit, lang)
    if report["extras"]["lines"]:
        result.append(explain_line(report, report["units"][0]["unit"], None, "extra", lang))
    return result


def of_unit(report: Report, unit: dict[str, Any], lang: str) -> list[Explanation]:
    name = unit["unit"]
    once = dict.fromkeys(x["line"] for x in (*unit["start_up"]["lines"], *unit["one_time"]["lines"]))
    result = [explain_line(report, name, None, line, lang) for line in once]
    seen: dict[tuple[str, int], int] = {}
    for month in unit["months"]:
        for line in (*month["lines"], *month["deductions"]):
            key = (line["line"], month["arrival"])
            if seen.get(key) != line["entitlement_cents"]:
                seen[key] = line["entitlement_cents"]
                result.append(explain_line(report, name, month["month"], line["line"], lang, arrival=month["arrival"]))
    return result


def explain_text(
    report: Report,
    lang: str = "en",
    *,
    unit: str | None = None,
    line: str | None = None,
    month: int | None = None,
) -> str:
    """Explanations as text: what was asked for, or everything. Raises PlanError for what is not there."""
    return "\n\n".join(as_text(x, lang) for x in _asked(report, lang, unit, line, month))


def _asked(report: Report, lang: str, unit: str | None, line: str | None, month: int | None) -> Iterable[Explanation]:
    if unit is None and line is None and month is None:
        return explain_all(report, lang)
    if line is not None and f"{line.removesuffix('_cents')}_cents" in report["totals"] and month is None:
        return [explain_total(report, line, unit, lang)]
    units = [unit_of(report, unit, lang)] if unit is not None else list(report["units"])
    if line is None and month is None:
        totals = [explain_total(report, "sponsor_minimum", unit, lang)]
        return [*totals, *(x for one in units for x in of_unit(report, one, lang))]
    if line == "extra":
        return [explain_line(report, one["unit"], month, line, lang) for one in units]
    if month is None:
        chosen = [x for one in units for x in of_unit(report, one, lang) if x.line == line]
    else:
        chosen = [x for one in units for x in _of_month(report, one, month, line, lang)]
    if chosen:
        return chosen
    if line is None:
        raise unknown(lang, "month", month, sorted({m["month"] for one in units for m in one["months"]}))
    listed = dict.fromkeys(x for one in units for x in lines_of(one, None, every=True))
    raise unknown(lang, "line", line, listed)


def _of_month(report: Report, unit: dict[str, Any], month: int, line: str | None, lang: str) -> Iterator[Explanation]:
    """The lines of a month and what is to pay, or the one that was asked for."""
    for one in unit["months"]:
        if one["month"] != month:
            continue
        for x in (*one["lines"], *one["deductions"]):
            if line in (None, x["line"]):
                yield explain_line(report, unit["unit"], month, x["line"], lang, arrival=one["arrival"])
        if line is None or line in sentences.MONTHS:
            yield explain_month(report, unit["unit"], month, line or "due", lang, arrival=one["arrival"])


def as_text(explanation: Explanation, lang: str = "en") -> str:
    """One explanation as a few lines of text."""
    _ = catalogue(lang).gettext
    e = explanation
    where = [e.unit] if e.unit else []
    if e.month is not None:
        where.append(_(N_("month {month}")).format(month=e.month))
    colon = COLON[lang]
    head = f"{e.what}{' (' + ', '.join(where) + ')' if where else ''}{colon}{money(e.amount_cents, lang)}"
    lines = [head, f"  {e.sentence}", *(f"  {x}" for x in e.formulas)]
    lines += [f"  {rule.id}{colon}{rule.text}" for rule in e.rules]
    lines += [f"  {rate_text(rate, lang)}" for rate in e.rates]
    lines += [f"  {flag}" for flag in e.flags]
    return "\n".join(lines)


def rate_text(rate: RateSaid, lang: str = "en") -> str:
    """A rate row in one line: value, date, table, when it was checked, address."""
    _ = catalogue(lang).gettext
    said = _(N_("{label}, {value}, from {day}: {title}, {locator}")).format(
        label=rate.label,
        value=rate.value,
        day=long_date(date.fromisoformat(rate.effective_from), lang),
        title=rate.title,
        locator=rate.locator,
    )
    if rate.checked_on:
        said += " " + _(N_("(checked {day})")).format(day=long_date(date.fromisoformat(rate.checked_on), lang))
    return f"{said} {rate.archived_address or rate.address}".rstrip()

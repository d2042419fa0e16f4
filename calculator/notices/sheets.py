"""Notices about the rates behind the budget: W02, W03, W37, W38."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from calculator.compositions import unpack
from calculator.locale import N_, listing
from calculator.notices.case import AMBER, NOTE, Case
from calculator.notices.names import line_name
from calculator.provenance import TRANSIT_LINES
from calculator.rules.remarks import remark_msgid
from calculator.rules.start_up import start_up_remarks

MONTHLY, TRANSIT, START_UP, ONCE = "monthly", "transit", "start_up", "once"


def rate_notices(case: Case) -> None:
    """Everything about where the amounts come from."""
    no_sheet(case)
    assumed_unchanged(case)
    remarks(case)
    older_bvor(case)
    older_application(case)
    always(case)


def no_sheet(case: Case) -> None:
    """W02: territories have no published sheet (R6)."""
    for place in case.communities:
        if place.needs_entered_rates:
            case.say(
                "W02",
                AMBER,
                "community",
                N_("{place} has no published RAP sheet: its amounts are the ones entered in this plan."),
                N_("Keep the paper each amount comes from, with its date, and ask IRCC to confirm them."),
                rule="R6",
                place=place.name(case.lang),
            )


def assumed_lines(case: Case) -> Iterator[tuple[str, str, int | None, dict[str, Any]]]:
    """Every line whose rate is assumed to be unchanged: kind, day, month, line."""
    for _, month in case.all_months():
        for line in month["lines"]:
            if line["is_assumed"]:
                yield TRANSIT if line["line"] in TRANSIT_LINES else MONTHLY, month["from"], month["month"], line
    for unit in case.units:
        for kind, lines in ((START_UP, unit["start_up"]["lines"]), (ONCE, unit["one_time"]["lines"])):
            for line in lines:
                if line["is_assumed"]:
                    yield kind, line["due_on"], None, line


def assumed_unchanged(case: Case) -> None:
    """W03: which rates are past the day somebody last knew them to hold, and from when (N50)."""
    starts = {row["key"]: date.fromisoformat(row["effective_from"]) for row in case.report["rates"]}
    checked = {row["key"]: row["checked_on"] for row in case.report["rates"]}
    keys: dict[tuple[str, str], set[str]] = {}
    """Rate rows by kind and day."""
    names: dict[str, set[str]] = {}
    months: dict[tuple[str, str], int | None] = {}
    for kind, on, month, line in assumed_lines(case):
        keys.setdefault((kind, on), set()).update(line["rates"])
        names.setdefault(kind, set()).add(line["line"])
        months.setdefault((kind, on), month)
    for kind in (MONTHLY, TRANSIT, START_UP, ONCE):
        if kind not in names:
            continue
        used = starts.keys() & set().union(*(found for (of, _), found in keys.items() if of == kind))
        first = min(on for of, on in keys if of == kind)
        day, month = date.fromisoformat(first), months[kind, first]
        last = max((checked[key] for key in used), default="")
        words = {
            "dates": listing((case.day(d) for d in sorted({starts[key] for key in used})), case.lang),
            "month": month,
            "from": case.month_name(day),
            "checked": case.month_name(date.fromisoformat(last)) if last else "?",
            "lines": listing(sorted(line_name(x, case.lang) for x in names[kind]), case.lang),
        }
        newest = max((starts[key] for key in keys[kind, first] if key in starts), default=date.min)
        _say_assumed(case, kind, day, month, newest, words)


def _say_assumed(
    case: Case, kind: str, day: date, month: int | None, newest: date, words: dict[str, Any]
) -> None:
    """One notice; ``newest`` is the first day of the newest row used in its first month."""
    if kind == MONTHLY:
        to_do = N_(
            "Ask your agreement holder or IRCC whether there is a newer sheet, and enter its "
            "amounts with their source and date."
        )
        rose = case.rate_day("stale_monthly")
        if newest < rose <= day:
            to_do = N_(
                "RAP rates rose on {rose} and the new amounts are not in the files: the real minimum "
                "is probably higher. Ask your agreement holder or IRCC for the newer sheet and enter "
                "its amounts with source and date."
            )
        case.say(
            "W03",
            AMBER,
            "rates",
            N_(
                "The monthly amounts are those in force from {dates}. From month {month} ({from}) on "
                "they are assumed unchanged."
            ),
            to_do,
            rule="N50",
            month=month,
            rose=case.day(rose),
            **_but(words, "month"),
        )
    elif kind == TRANSIT:
        case.say(
            "W03",
            AMBER,
            "rates",
            N_("The transit passes are those of {dates}. From month {month} ({from}) on they are assumed unchanged."),
            N_("Look up the price of an adult pass today and enter it with its source and date."),
            rule="N50",
            month=month,
            **_but(words, "month"),
        )
    elif kind == START_UP:
        case.say(
            "W03",
            AMBER,
            "rates",
            N_("The start-up amounts are those of {dates}, last checked in {checked}. They are assumed to hold still."),
            N_("Ask your agreement holder whether a newer start-up table is in force."),
            rule="N50",
            **_but(words, "month"),
        )
    else:
        case.say(
            "W03",
            AMBER,
            "rates",
            N_("{lines}: the amounts are those of {dates}, last checked in {checked}. They are assumed to hold still."),
            N_("Ask your agreement holder whether newer amounts are in force."),
            rule="N50",
            **_but(words, "month"),
        )


def _but(words: dict[str, Any], *names: str) -> dict[str, Any]:
    return {k: v for k, v in words.items() if k not in names}


def remarks(case: Case) -> None:
    """W03: printed oddities, gaps filled and assumptions of the rows used (N48, R25.3)."""
    b = case.b
    m = b.months_table
    first: dict[str, tuple[int, str]] = {}
    for row in case.month_rows.tolist():
        table = int(b.priced.table[m.state[row]])
        amounts = None if table < 0 else b.parameters.price_table.amounts(table)
        if amounts is not None:
            for code in amounts.remarks:
                number = int(b.cells.number[m.cell[row]])
                unit = b.households.unit_ids[int(m.unit[row])]
                if code not in first or number < first[code][0]:
                    first[code] = (number, unit)
    for code, (number, unit) in first.items():
        case.say(
            "W03",
            AMBER,
            "rates",
            remark_msgid(code),
            N_("Ask your agreement holder or the RAP office which amount holds; enter it if it differs."),
            rule="N48",
            unit=unit,
            month=number,
        )
    for code, unit in start_up_codes(case):
        case.say(
            "W03",
            AMBER,
            "rates",
            remark_msgid(code),
            N_("Ask your agreement holder or the RAP office which amount holds; enter it if it differs."),
            rule="R20",
            unit=unit,
        )


def start_up_codes(case: Case) -> list[tuple[str, str]]:
    """Remarks on the start-up table, with the first unit concerned (R20, N50)."""
    b = case.b
    found: dict[str, str] = {}
    for unit in case.units:
        if not unit["start_up"]["lines"] or not unit["months"]:
            continue
        rows = [
            i for i in case.month_rows.tolist() if b.households.unit_ids[int(b.months_table.unit[i])] == unit["unit"]
        ]
        if rows:
            counts = unpack(int(b.priced.state.code[b.months_table.state[rows[0]]]))
            for code in start_up_remarks(case.rates, case.arrives, max(counts[0], 1), counts[1]):
                found.setdefault(code, unit["unit"])
    return list(found.items())


def older_bvor(case: Case) -> None:
    """W03: BVOR months from before RAP paid what it pays there now are not worked out apart (R39b)."""
    since = case.rate_day("bvor_rap_extras_from")
    early = [
        (unit, month)
        for unit, month in case.all_months()
        if month["payer"] == "government" and date.fromisoformat(month["from"]) < since
    ]
    if case.plan.stream == "BVOR" and early:
        unit, month = early[0]
        case.say(
            "W03",
            AMBER,
            "stream",
            N_(
                "Before {day} RAP paid less in its BVOR months: no housing supplement, and less for other lines. "
                "Those months are worked out with the whole amounts."
            ),
            N_("Ask the RAP office what it paid in those months."),
            rule="R39b",
            unit=unit["unit"],
            month=month["month"],
            day=case.day(since),
        )


def older_application(case: Case) -> None:
    """W37: applications from before the RAP level was required (N5)."""
    submitted, since = case.plan.submitted_on, case.rate_day("rap_level_required_from")
    if submitted is not None and submitted < since:
        case.say(
            "W37",
            AMBER,
            "submitted_on",
            N_(
                "The application was submitted before {since}: IRCC accepts support at provincial "
                "social-assistance rates."
            ),
            N_(
                "This budget uses RAP rates. If you planned on social assistance, enter those rates "
                "with source and date."
            ),
            rule="N5",
            since=case.day(since),
        )


def always(case: Case) -> None:
    """W38: what every budget of this project is (R1)."""
    monthly = [
        x
        for x in case.report["rates"]
        if case.rates.items[x["item"]].is_monthly and not x["item"].startswith(("transit", "transport"))
    ]
    newest = max((date.fromisoformat(x["effective_from"]) for x in monthly), default=None)
    case.say(
        "W38",
        NOTE,
        "plan",
        N_("This is an estimate of a minimum, worked out with monthly rates up to {newest}. It is not legal advice.")
        if newest
        else N_("This is an estimate of a minimum. It is not legal advice."),
        N_("Budget on real costs: rents and food may cost more. Every figure has its rate, its date and its source."),
        rule="R1",
        newest=case.day(newest) if newest else "",
    )

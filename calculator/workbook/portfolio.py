"""The page of many plans: a row per case with its totals and next payment, and what is due month by month.

For whoever answers for many sponsorships. Every figure is the engine's or the trust's; only sums are formulas.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from calculator.budget import Budget, make_budget
from calculator.locale import N_
from calculator.periods import next_month
from calculator.plan import Plan, plan_fingerprint
from calculator.problems import Problem
from calculator.rates import Rates
from calculator.trust import Limits, Trust
from calculator.workbook.book import Target, day_of_record
from calculator.workbook.reading import PORTFOLIO_MARK
from calculator.workbook.sheet import AMBER, GREY, RED, Book, Sheet
from calculator.workbook.words import SHEETS, word

Progress = Callable[[int, int], object]
MONTHS_AHEAD = 12

COLUMNS = (
    N_("Name"), N_("Community"), N_("Stream"), N_("Arrives on"), N_("Support ends on"), N_("People"), N_("Units"),
    N_("Start-up and once"), N_("Monthly support"), N_("In kind"), N_("Minimum of the sponsor"), N_("To plan for"),
    N_("Held in trust"), N_("Paid so far"), N_("Overdue"), N_("First month short"), N_("Next payment"),
    N_("Amount due"), N_("Red warnings"), N_("Plan"),
)  # fmt: skip
MONEY = (7, 8, 9, 10, 11, 12, 13, 14, 17)


@dataclass
class _Line:
    name: str
    plan: Plan
    report: dict[str, Any] | None
    problems: Sequence[Problem]
    held: int = 0
    paid: int = 0
    overdue: int = 0
    first_short: date | None = None
    coming: tuple[tuple[date, int], ...] = ()
    """What is still to pay: day and cents, in order."""


def write_portfolio(
    plans: Mapping[str, Plan] | Sequence[Plan], rates: Rates, target: Target, lang: str = "en",
    as_of: date | None = None, *, progress: Progress | None = None,
) -> None:  # fmt: skip
    """Write one workbook about many plans; ``progress(done, total)`` is called after every plan.

    A plan that cannot be worked out has its row with the reason, and does not stop the others. Names are the keys of a
    mapping, else the labels of the plans.
    """
    if isinstance(plans, Mapping):
        names, chosen = list(plans.keys()), list(plans.values())
    else:
        names, chosen = [p.label or plan_fingerprint(p) for p in plans], list(plans)
    lines = _lines(names, chosen, rates, lang, as_of, progress)
    where: Any = os.fspath(target) if isinstance(target, (str, os.PathLike)) else target
    book = Book(where, lang, as_of=as_of)
    _cases(book, lines)
    _by_month(book, lines, as_of)
    hidden = book.sheet("portfolio")
    hidden.text(0, 0, PORTFOLIO_MARK)
    for s in book.sheets[:-1]:
        s.finish()
    hidden.ws.very_hidden()
    book.close()


def _lines(
    names: Sequence[str], plans: Sequence[Plan], rates: Rates, lang: str, as_of: date | None, progress: Progress | None
) -> list[_Line]:
    budget: Budget = make_budget(plans, rates, as_of=as_of, keep_problems=True)
    limits: dict[date, Limits] = {}
    lines = []
    for case, (name, plan) in enumerate(zip(names, plans, strict=True)):
        problems = budget.problems.get(case, [])
        line = _Line(name, plan, None, problems)
        if not problems:
            line.report = budget.report(case, lang)
            day = day_of_record(plan, as_of)
            if day not in limits:
                limits[day] = Limits.of(rates, day)
            trust = Trust(plan, line.report, limits[day], day, lang)
            matching = trust.matching
            line.held, line.paid = trust.balance(), trust.statement().paid_cents
            line.overdue = matching.shortfall_cents
            line.first_short = trust.cash_flow.first_short
            line.coming = tuple((x.due.due_on, x.shortfall_cents) for x in matching.settled if x.shortfall_cents)
        lines.append(line)
        if progress is not None:
            progress(case + 1, len(plans))
    return lines


def _cases(book: Book, lines: Sequence[_Line]) -> None:
    _, lang = book._, book.lang
    s = book.sheet(word(SHEETS, "portfolio", lang), tab="#33658A", is_dense=True)
    row = s.title(_("All plans"), _("{count} plans").format(count=len(lines)))
    row = s.note(
        row,
        _(
            "One row for each plan; details are in the workbook of the plan. An estimate of the least the "
            "sponsors must give; plan on real costs."
        ),
    )
    row = s.header(row + 1, [_(x) for x in COLUMNS], repeat=True, right=MONEY)
    s.ws.freeze_panes(row, 1)
    first = row
    s.widths.update({0: 26, 1: 22})
    # Nobody could read so many columns on one page; the fingerprint is for the screen.
    s.pages_across, s.print_last = 2, len(COLUMNS) - 2
    for line in lines:
        _case(s, row, line)
        row += 1
    last = max(row - 1, first)
    s.text(row, 0, _("Together"), bold=True, top=1)
    for col in range(1, len(COLUMNS)):
        if col in (5, 6, *MONEY) and lines:
            area = s.area(first, col, last, col, here=True)
            total = sum(_number(line, col) for line in lines)
            if col in MONEY:
                s.sum(row, col, f"ROUND(SUM({area}),2)", total, bold=True, top=1)
            else:
                s.formula(row, col, f"SUM({area})", total, bold=True, top=1)
        else:
            s.blank(row, col, top=1)
    if lines:
        s.ws.autofilter(first - 1, 0, last, len(COLUMNS) - 1)
        s.ws.conditional_format(
            first, 14, last, 14, {"type": "cell", "criteria": ">", "value": 0.004, "format": book.format(bg_color=RED)}
        )
        s.ws.conditional_format(
            first, 18, last, 18, {"type": "cell", "criteria": ">", "value": 0, "format": book.format(bg_color=AMBER)}
        )
        book.define("Minimum_of_all", s.area(first, 10, last, 10))
        book.define("Next_payments", s.area(first, 16, last, 17))


def _case(s: Sheet, row: int, line: _Line) -> None:
    _, lang = s.book._, s.lang
    s.text(row, 0, line.name, text_wrap=True)
    report = line.report
    if report is None:
        reason = line.problems[0].said(_) if line.problems else None
        s.text(row, 1, str(reason or ""), fit=False, bg_color=RED)
        s.text(row, 19, plan_fingerprint(line.plan), font_color=GREY)
        return
    about = report["plan"]
    s.text(row, 1, about["community_name"], text_wrap=True)
    s.text(row, 2, line.plan.stream)
    s.day(row, 3, date.fromisoformat(about["arrives_on"]))
    s.day(row, 4, date.fromisoformat(about["ends_on"]))
    for col in (5, 6):
        s.number(row, col, _number(line, col))
    for col in MONEY:
        s.money(row, col, _number(line, col))
    if line.first_short is not None:
        s.day(row, 15, line.first_short, num_format="[$-C0C]mmm yyyy" if lang == "fr" else "[$-1009]mmm yyyy")
    s.day(row, 16, line.coming[0][0] if line.coming else None)
    s.number(row, 18, sum(1 for w in report["warnings"] if w["level"] in ("red", "refuse")))
    s.text(row, 19, plan_fingerprint(line.plan), font_color=GREY)


def _number(line: _Line, col: int) -> int:
    if line.report is None:
        return 0
    t = line.report["totals"]
    numbers: dict[int, int] = {
        5: sum(p.is_accompanying for p in line.plan.people), 6: len(line.report["units"]),
        7: t["start_up_cents"] + t["one_time_cents"], 8: t["income_support_cents"], 9: t["in_kind_cents"],
        10: t["sponsor_minimum_cents"], 11: t["planned_cents"], 12: line.held, 13: line.paid, 14: line.overdue,
        17: line.coming[0][1] if line.coming else 0,
    }  # fmt: skip
    return numbers[col]


def _by_month(book: Book, lines: Sequence[_Line], as_of: date | None) -> None:
    """What is still to pay in the months ahead, a row per plan; what is overdue stands in the first month."""
    _, lang = book._, book.lang
    s = book.sheet(word(SHEETS, "next", lang), tab="#F6AE2D", is_dense=True)
    days = [d for line in lines for d, _c in line.coming]
    start = (as_of or min(days, default=date(2000, 1, 1))).replace(day=1)
    months = [start]
    while len(months) < MONTHS_AHEAD:
        months.append(next_month(months[-1]))
    row = s.title(_("Next payments"), "")
    row = s.note(
        row, _("Still to pay in money, by the month in which it is due. What is overdue stands in the first month.")
    )
    from calculator.locale import month as month_words

    titles = [_("Name"), *(month_words(m, lang, short=True) for m in months), _("Later"), _("Together")]
    row = s.header(row + 1, titles, repeat=True, right=range(1, len(titles)))
    s.ws.freeze_panes(row, 1)
    first, s.widths[0] = row, 26
    sums = [0] * (len(months) + 1)
    for line in lines:
        amounts = [0] * (len(months) + 1)
        for due, cents in line.coming:
            at = next((i for i, m in enumerate(months) if due < next_month(m)), len(months))
            amounts[at] += cents
        s.text(row, 0, line.name, text_wrap=True)
        for i, cents in enumerate(amounts):
            s.money(row, 1 + i, cents)
            sums[i] += cents
        end = 1 + len(amounts)
        s.sum(row, end, f"ROUND(SUM({s.area(row, 1, row, end - 1, here=True)}),2)", sum(amounts), bold=True)
        row += 1
    last = max(row - 1, first)
    s.text(row, 0, _("Together"), bold=True, top=1)
    for col in range(1, len(sums) + 2):
        cents = sums[col - 1] if col <= len(sums) else sum(sums)
        area = s.area(first, col, last, col, here=True)
        s.sum(row, col, f"ROUND(SUM({area}),2)", cents, bold=True, top=1)
    chart = book.file.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": _("Still to pay"), "categories": "=" + s.area(first - 1, 1, first - 1, len(months)),
            "values": "=" + s.area(row, 1, row, len(months)), "fill": {"color": "#33658A"}, "gap": 60,
        }
    )  # fmt: skip
    chart.set_title({"name": _("Still to pay, all plans"), "name_font": {"size": 11}, "overlay": False})
    chart.set_legend({"none": True})
    chart.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#D5DAE1"}}})
    chart.set_size({"width": 860, "height": 250})
    text = _(
        "Columns: money still to pay in each of the next months, all plans together. The figures are "
        "in the last row of the table."
    )
    s.ws.insert_chart(row + 2, 0, chart, {"description": text, "object_position": 2})
    s.last_row = row + 16


__all__ = ["write_portfolio"]

"""The sheet Payments: what is due to whom and when, and cells to record what was paid (N6, N7, N47).

The schedule is that of ``trust``; amounts follow the sheets. What is typed here becomes a new entry of the record when
the workbook is opened again; nothing already recorded is rewritten.
"""

from __future__ import annotations

from typing import Any

from calculator.locale import N_, long_date
from calculator.trust import FUNDS, Due, Trust, earliest_payments, payment_schedule
from calculator.trust.words import METHODS
from calculator.workbook.case import Case
from calculator.workbook.sheet import AMBER, RED, Sheet
from calculator.workbook.statement import FUND_NAMES
from calculator.workbook.text import serial
from calculator.workbook.words import word

DUE_ON, UNIT, WHAT, AMOUNT, BEFORE, PAID_ON, PAID, METHOD, REFERENCE, RECEIPT, PAYEE, FUND, STILL, RUNNING = range(14)
TITLES = (
    N_("Due on"), N_("Unit"), N_("For"), N_("Amount due"), N_("Recorded so far"), N_("Paid on"), N_("Amount paid"),
    N_("Method"), N_("Reference"), N_("Receipt"), N_("Paid to"), N_("Fund"), N_("Still to pay"),
    N_("Together still to pay"),
)  # fmt: skip
INPUTS = (
    (PAID_ON, "on", "date"), (PAID, "amount", "money"), (METHOD, "method", "choice"), (REFERENCE, "reference", "text"),
    (RECEIPT, "receipt", "text"), (PAYEE, "payee", "text"), (FUND, "fund", "choice"),
)  # fmt: skip
FIRST = 9


def schedule(case: Case) -> list[Due]:
    """Every payment that can become due when amounts change: months of the sponsor that are 0 now, too."""
    report = case.facts.report
    if case.is_live:
        report = {**report, "units": [_at_least_a_cent(unit) for unit in report["units"]]}
    return list(payment_schedule(report, case.facts.options))


def _at_least_a_cent(unit: dict[str, Any]) -> dict[str, Any]:
    """The unit of a report as if everything the sponsor may owe were owed, if only a cent."""

    def lines(part: dict[str, Any]) -> dict[str, Any]:
        return {**part, "lines": [{**x, "cash_cents": max(x["cash_cents"], 1)} for x in part["lines"]]}

    months = [
        {**m, "sponsor_cents": max(m["sponsor_cents"], 1)} if m["payer"] == "sponsor" else m for m in unit["months"]
    ]
    return {**unit, "start_up": lines(unit["start_up"]), "one_time": lines(unit["one_time"]), "months": months}


def write_payments(case: Case, trust: Trust) -> None:
    s, _ = case.sheets["payments"], case.word
    settled = {one.due.id: one for one in trust.matching.settled}
    dues = schedule(case)
    row = s.title(_("Payments"), case.facts.plan.label)
    row = s.note(
        row,
        _(
            "Type a payment beside what it pays for. Point to the bank: the reference of a transfer or "
            "the number of a cheque. A spreadsheet alone proves nothing."
        ),
    )
    last = FIRST + len(dues)
    _head(case, s, trust, row, last)
    assert (
        s.header(FIRST - 1, [_(x) for x in TITLES], repeat=True, right=(AMOUNT, BEFORE, PAID, STILL, RUNNING)) == FIRST
    )
    methods = {word(METHODS, code, case.lang): code for code in METHODS}
    funds = {word(FUND_NAMES, fund, case.lang): fund for fund in FUNDS}
    case.context.update(methods=methods, funds=funds)
    choices = {"method": list(methods), "fund": list(funds)}
    case.context["dues"] = []
    too_early = earliest_payments(dues, trust.limits)
    total_due = total_before = total_still = 0
    for n, due in enumerate(dues):
        at = FIRST + n
        one = settled.get(due.id)
        amount, before = _amount(case, due), (one.paid_cents + one.deducted_cents if one else 0)
        real = one.due.amount_cents if one else 0
        still = max(real - before, 0)
        total_due, total_before, total_still = total_due + real, total_before + before, total_still + still
        case.context["dues"].append(_entry(due))
        s.day(at, DUE_ON, due.due_on)
        s.text(at, UNIT, case.unit(due.unit))
        s.text(at, WHAT, _what(case, due))
        s.sum(at, AMOUNT, amount, real) if amount else s.money(at, AMOUNT, real)
        s.money(at, BEFORE, before)
        for col, name, kind in INPUTS:
            s.input(at, col, kind, f'["payment",{n},"{name}"]', None, choices=choices.get(name))
        typed, paid_on = f"N({s.ref(at, PAID, here=True)})", f"N({s.ref(at, PAID_ON, here=True)})"
        if due.id in too_early:
            # What is paid further ahead than an advance may reach does not count (N6).
            typed = f"IF(AND({paid_on}>0,{paid_on}<{serial(too_early[due.id])}),0,{typed})"
        left = f"{s.ref(at, AMOUNT, here=True)}-{s.ref(at, BEFORE, here=True)}-{typed}"
        s.sum(at, STILL, f"ROUND(MAX({left},0),2)", still)
        above = f"{s.ref(at - 1, RUNNING, here=True)}+" if n else ""
        s.sum(at, RUNNING, f"ROUND({above}{s.ref(at, STILL, here=True)},2)", total_still)
    for col, width in ((METHOD, 11), (REFERENCE, 13), (RECEIPT, 10), (PAYEE, 11), (FUND, 15)):
        s.widths[col] = max(s.widths.get(col, 0), width)
    s.text(last, DUE_ON, _("Together"), bold=True, top=1)
    for col in range(1, RUNNING + 1):
        s.blank(last, col, top=1)
    for col, cents in ((AMOUNT, total_due), (BEFORE, total_before), (PAID, 0), (STILL, total_still)):
        if dues:
            area = s.area(FIRST, col, last - 1, col, here=True)
            s.sum(last, col, f"ROUND(SUM({area}),2)", cents, bold=True, top=1)
        else:
            s.money(last, col, 0, bold=True, top=1)
    end = max(last - 1, FIRST)
    for name, col in (("due_on", DUE_ON), ("amount", AMOUNT), ("paid_on", PAID_ON), ("paid", PAID), ("still", STILL)):
        case.at["pay_" + name] = s.area(FIRST, col, end, col)
    case.at["pay_total"], case.at["pay_typed"] = s.ref(last, AMOUNT), s.ref(last, PAID)
    case.define("Payments_due", case.at["pay_amount"])
    case.define("Payments_still_due", case.at["pay_still"])
    _look(case, s, end)


def _head(case: Case, s: Sheet, trust: Trust, row: int, last: int) -> None:
    """What is overdue, and the next payment."""
    _ = case.word
    settled = trust.matching.settled
    dates, still = (
        s.area(FIRST, DUE_ON, max(last - 1, FIRST), DUE_ON, here=True),
        s.area(FIRST, STILL, max(last - 1, FIRST), STILL, here=True),
    )
    running = s.area(FIRST, RUNNING, max(last - 1, FIRST), RUNNING, here=True)
    s.text(row, 0, _("Due by today and not paid"), fit=False, bold=True)
    s.sum(
        row,
        AMOUNT,
        f'ROUND(SUMIFS({still},{dates},"<="&{case.at["as_of"]}),2)',
        trust.matching.shortfall_cents,
        bold=True,
    )
    case.at["overdue"] = s.ref(row, AMOUNT)
    coming = [x for x in settled if x.shortfall_cents]
    paid_up = f'COUNTIF({running},"<0.005")'
    count = last - FIRST
    s.text(row + 1, 0, _("Next payment"), fit=False, bold=True)
    if count:
        s.formula(
            row + 1,
            WHAT,
            f'IF({paid_up}<{count},INDEX({dates},{paid_up}+1),"–")',
            serial(coming[0].due.due_on) if coming else "–",
            num_format=s.book.date_code,
            align="left",
            bold=True,
        )
        s.formula(
            row + 1,
            AMOUNT,
            f"IF({paid_up}<{count},INDEX({still},{paid_up}+1),0)",
            coming[0].shortfall_cents / 100 if coming else 0,
            num_format=s.book.money_code,
            bold=True,
        )
        case.at["next_on"], case.at["next_amount"] = s.ref(row + 1, WHAT), s.ref(row + 1, AMOUNT)
    s.ws.conditional_format(
        row,
        AMOUNT,
        row,
        AMOUNT,
        {"type": "cell", "criteria": ">", "value": 0.004, "format": case.book.format(bg_color=RED)},
    )


def _look(case: Case, s: Sheet, end: int) -> None:
    _ = case.word
    r = FIRST + 1
    overdue = f"=AND($A{r}<={case.today},N($M{r})>0.004)"
    s.ws.conditional_format(
        FIRST, STILL, end, RUNNING, {"type": "formula", "criteria": overdue, "format": case.book.format(bg_color=RED)}
    )
    unproved = f'=AND(N($G{r})>0,TRIM($I{r})="",TRIM($J{r})="")'
    s.ws.conditional_format(
        FIRST,
        REFERENCE,
        end,
        RECEIPT,
        {"type": "formula", "criteria": unproved, "format": case.book.format(bg_color=AMBER)},
    )
    undated = f"=AND(N($G{r})>0,N($F{r})=0)"
    s.ws.conditional_format(
        FIRST, PAID_ON, end, PAID_ON, {"type": "formula", "criteria": undated, "format": case.book.format(bg_color=RED)}
    )
    s.note(
        end + 3,
        _(
            "Red: due and not paid, or a payment without its day. Orange: neither a reference nor a "
            "receipt. Start-up is given in one sum on arrival, support on the first of the month; longer "
            "advances than three months are not accepted."
        ),
    )
    s.note(end + 4, _("A payment for which no fund is chosen comes from the fund of this case."))


def _what(case: Case, due: Due) -> str:
    _ = case.word
    if due.kind == "start_up":
        return _("Start-up")
    if due.kind == "one_time":
        return case.line(due.line)
    words = _("Month {number}, to {day}") if due.arrival == 1 else _("Month {number} of those who followed, to {day}")
    return words.format(number=due.month, day=long_date(due.covers_to, case.lang))


def _amount(case: Case, due: Due) -> str:
    """The cells that make up a payment."""
    facts, at = case.facts, case.at
    if due.kind == "month":
        for block, row, k, cell in case.cells():
            if (row.unit, row.arrival, cell.number) == (due.unit, due.arrival, due.month):
                return at["m", "due", block, k] if cell.due == due.amount_cents else ""
        return ""
    lines = [
        i for i in facts.items
        if i.unit == due.unit and i.due_on == due.due_on and i.payer == "sponsor"
        and (i.line == due.line if due.kind == "one_time" else i.line in facts.shares_bp)
    ]  # fmt: skip
    refs = [at["cash", i.unit, i.line, i.due_on] for i in lines]
    if len({(i.line, i.due_on, i.unit) for i in lines}) != len(lines) or not refs:
        return ""
    return f"ROUND({'+'.join(refs)},2)" if len(refs) > 1 else refs[0]


def _entry(due: Due) -> dict[str, object]:
    """What a payment of this line is in the record."""
    if due.kind == "month":
        return {"purpose": "support", "unit": due.unit, "month": due.month, "arrival": _later(due)}
    line = due.line or (due.lines[0][0] if len(due.lines) == 1 else None)
    return {"purpose": due.kind, "unit": due.unit, "line": line, "arrival": _later(due)}


def _later(due: Due) -> int | None:
    return due.arrival if due.arrival > 1 else None

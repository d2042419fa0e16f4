"""The sheet Funds in trust: the account, new contributions, what is needed, and the cash flow month by month.

Recorded figures are those of ``trust``; what is typed in this workbook is added to them. Nothing owed is worked out
here.
"""

from __future__ import annotations

from datetime import date

from calculator.locale import N_
from calculator.periods import next_month
from calculator.trust import FUNDS, Trust, besides
from calculator.workbook.case import Case
from calculator.workbook.entries import NEW_EXTRAS
from calculator.workbook.sheet import RED, Sheet
from calculator.workbook.statement import FUND_NAMES, WHAT, month_code, write_record
from calculator.workbook.text import serial, words

NEW_CONTRIBUTIONS = 10
FLOW = (
    N_("Month"), N_("At the start"), N_("Received"), N_("Promised"), N_("Paid out"), N_("Support and start-up to pay"),
    N_("Purchases"), N_("Extras"), N_("Deposits, prepaid rent"), N_("Loan help"), N_("At the end"), N_("To keep aside"),
)  # fmt: skip
GROUPS = {
    "purchase": ("purchase",), "extra": ("extra", "top_up"), "deposit": ("deposit", "prepaid_rent"),
    "loan_help": ("loan_help",),
}  # fmt: skip


def write_funds(case: Case, trust: Trust) -> None:
    s, _ = case.sheets["funds"], case.word
    row = s.title(_("Funds in trust"), case.facts.plan.label)
    row = s.note(
        row,
        _(
            "Figures recorded in the plan stand as of the day of this file; contributions typed here and "
            "payments typed on the sheet Payments are added. A sponsored person may never pay in."
        ),
    )
    row = _account(case, s, trust, row)
    row = _required(case, s, trust, row + 1)
    row = _contributions(case, s, row + 1)
    flow_at = row + 1
    months = trust.cash_flow.months
    record_at = flow_at + 3 + len(months) + 16
    # Last, because it ends with room that is not seen.
    _planned(case, s, trust, write_record(case, s, trust, record_at) + 1)
    end = _flow(case, s, trust, flow_at)
    _chart(case, s, len(months), end)
    s.breaks = [flow_at, record_at]


def _account(case: Case, s: Sheet, trust: Trust, row: int) -> int:
    """Opening, in, interest, out, refunded, closing."""
    _ = case.word
    row = s.heading(row, _("The account"))
    row = s.header(row, [_("What"), "", _("Recorded"), _("Typed in this file"), _("Together")], right=(2, 3, 4))
    st = trust.statement()
    first = row
    lines = (
        (N_("Contributed"), st.contributed_cents, "contributions"), (N_("Money that came back"), st.returned_cents, ""),
        (N_("Interest"), st.interest_cents, ""), (N_("Paid out, loans included"), -st.paid_cents, "payments"),
        (N_("Given back to contributors"), -st.refunded_cents, ""),
    )  # fmt: skip
    for text, cents, typed in lines:
        s.text(row, 0, _(text), fit=False)
        s.money(row, 2, cents)
        if typed:
            case.at["account_" + typed] = f"{row},3"
        else:
            s.money(row, 3, 0)
        s.sum(row, 4, f"ROUND({s.ref(row, 2, here=True)}+{s.ref(row, 3, here=True)},2)", cents)
        row += 1
    s.text(row, 0, _("In the account"), fit=False, bold=True, top=1)
    s.blank(row, 1, top=1)
    for col in (2, 3, 4):
        cents = 0 if col == 3 else st.closing_cents
        s.sum(row, col, f"ROUND(SUM({s.area(first, col, row - 1, col, here=True)}),2)", cents, bold=True, top=1)
    case.at["held"] = s.ref(row, 4)
    case.define("Funds_held", case.at["held"])
    return row + 1


def _required(case: Case, s: Sheet, trust: Trust, row: int) -> int:
    _, at = case.word, case.at
    need = trust.required
    row = s.heading(row, _("What is needed"))
    first = row
    loan = sum(o.amount_cents for o in trust.outflows if o.kind == "loan_help")
    bought = f"SUMIF({at['start_up_payer']},{words(case.payer('sponsor'))},{at['start_up_bought']})"
    outside = f"ROUND({at['extras']}+{loan / 100},2)"
    lines = (
        (N_("Support, start-up and other items in money"), at["pay_total"], need.minimum_cents),
        (N_("Purchases"), f"ROUND({bought},2)", need.purchases_cents),
        (N_("Extras, deposits, loan help: outside the minimum"), outside, need.outside_cents),
        (N_("Contingency"), at["contingency_amount"], need.contingency_cents),
        (N_("Emergency fund"), str(need.emergency_cents / 100), need.emergency_cents),
    )  # fmt: skip
    for text, formula, cents in lines[: None if need.emergency_cents else -1]:
        s.text(row, 0, _(text), fit=False)
        s.sum(row, 4, formula, cents)
        row += 1
    s.text(row, 0, _("Together"), fit=False, bold=True, top=1)
    for col in (1, 2, 3):
        s.blank(row, col, top=1)
    s.sum(row, 4, f"ROUND(SUM({s.area(first, 4, row - 1, 4, here=True)}),2)", need.total_cents, bold=True, top=1)
    total = s.ref(row, 4, here=True)
    row += 1
    saved = trust.savings
    s.text(row, 0, _("Paid of it already: counts as raised"), fit=False)
    # Beside the payments due: what is left of them is not raised, whatever was paid above them.
    other = sum(cents for _flow, cents in besides(trust.outflows, trust.books, trust.as_of))
    met = f"ROUND({other / 100}+SUM({at['pay_amount']})-SUM({at['pay_still']}),2)"
    s.sum(row, 4, met, saved.met_cents)
    row += 1
    s.text(row, 0, _("Still to raise"), fit=False)
    s.sum(row, 4, f"ROUND(MAX({total}-{at['held']}-{s.ref(row - 1, 4, here=True)},0),2)", saved.still_cents, bold=True)
    at["to_raise"] = s.ref(row, 4)
    row += 1
    months, still = len(saved.months), saved.still_cents
    if months > 1:
        s.text(row, 0, _("Months until arrival; to put aside each month"), fit=False)
        s.number(row, 3, months)
        s.sum(row, 4, f"ROUNDUP({s.ref(row - 1, 4, here=True)}/{s.ref(row, 3, here=True)},2)", -(-still // months))
        row += 1
    return row


def first_of(case: Case, name: str) -> tuple[int, int]:
    row, col = case.at[name].split(",")
    return int(row), int(col)


def _contributions(case: Case, s: Sheet, row: int) -> int:
    _ = case.word
    row = s.heading(row, _("New contributions"))
    row = s.header(row, [_("Received on"), _("Contributor"), _("Amount"), _("Receipt, if any"), _("Fund")], right=(2,))
    first = row
    funds = {_(FUND_NAMES[fund]): fund for fund in FUNDS}
    case.context["funds"] = funds
    for n in range(NEW_CONTRIBUTIONS):
        s.input(row, 0, "date", f'["contribution",{n},"on"]', None)
        s.input(row, 1, "text", f'["contribution",{n},"contributor"]', "")
        s.input(row, 2, "money", f'["contribution",{n},"amount"]', None)
        s.input(row, 3, "text", f'["contribution",{n},"receipt"]', "")
        s.input(row, 4, "choice", f'["contribution",{n},"fund"]', "", choices=list(funds))
        row += 1
    for name, col in (("new_on", 0), ("new_amount", 2)):
        case.at[name] = s.area(first, col, row - 1, col)
    r = first + 1
    undated = f'=AND(N($C{r})>0,OR(N($A{r})=0,TRIM($B{r})=""))'
    s.ws.conditional_format(
        first, 0, row - 1, 1, {"type": "formula", "criteria": undated, "format": case.book.format(bg_color=RED)}
    )
    at, col = first_of(case, "account_contributions")
    s.sum(at, col, f"ROUND(SUM({case.at['new_amount']}),2)", 0)
    at, col = first_of(case, "account_payments")
    s.sum(at, col, f"-{case.at['pay_typed']}", 0)
    return row


def _planned(case: Case, s: Sheet, trust: Trust, row: int) -> None:
    """Everything planned to leave the account besides the payments due, one row each."""
    _, at = case.word, case.at
    row = s.heading(row, _("Planned besides the payments due"))
    row = s.note(
        row,
        _(
            "What is added in this file appears below the list, outside the printed page; open the file in the "
            "calculator and save it anew to print it."
        ),
    )
    row = s.header(row, [_("On"), _("Kind"), _("Planned"), _("Paid already"), _("Left"), _("What")], right=(2, 3, 4))
    first = row
    extras: dict[tuple[date, str, str, int], list[int]] = {}
    for label, kind, _unit, on, cents, index in case.facts.extra_rows:
        extras.setdefault((on, kind, label, cents), []).append(index)
    flows = [o for o in trust.outflows if o.kind not in ("start_up", "one_time", "month")]
    shown = {(o.kind, o.unit, o.label, o.on) for o in flows}
    rows: list[tuple[date, str, str, str, int]] = []
    for o in flows:
        formula = ""
        if o.kind == "purchase":
            formula = at.get(("purchased", o.unit, o.label, o.on), "")
        elif o.kind != "loan_help":
            left = extras.get((o.on, o.kind, o.label, o.amount_cents), [])
            index = left.pop(0) if left else -1
            formula = at.get(("extra", index), "")
        label = case.line(o.label) if o.kind == "purchase" else o.label
        rows.append((o.on, o.kind, label, formula, o.amount_cents))
    for item in case.facts.items:
        key = ("purchase", item.unit, item.line, item.due_on)
        if item.payer == "sponsor" and item.line in case.facts.shares_bp and key not in shown:
            rows.append(
                (item.due_on, "purchase", case.line(item.line), at["purchased", item.unit, item.line, item.due_on], 0)
            )
    cells = case.facts.rows[0].cells
    for j in range(NEW_EXTRAS):
        for k, cell in enumerate(cells):
            # A new extra that comes once stands in the first month.
            times = at["new_extra_times", j]
            rows.append((cell.first, "extra", "", f"IF({times}>{k},N({at['new_extra', j]}),0)", 0))
    paid: dict[tuple[date, str, str], int] = {}
    for o, cents in besides(trust.outflows, trust.books, trust.as_of):
        what = (o.on, o.kind, case.line(o.label) if o.kind == "purchase" else o.label)
        paid[what] = paid.get(what, 0) + cents
    merged: dict[tuple[date, str, str], list[tuple[str, int]]] = {}
    for on, kind, label, formula, cents in rows:
        merged.setdefault((on, kind, label), []).append((formula, cents))
    # What is empty comes last and is not seen: room for extras that are typed later.
    for (on, kind, label), parts in sorted(merged.items(), key=lambda x: (not sum(c for _f, c in x[1]), x[0])):
        cents = sum(c for _f, c in parts)
        met = paid.get((on, kind, label), 0)
        s.day(row, 0, on)
        s.text(row, 1, _(WHAT[kind]))
        pieces = [f or str(c / 100) for f, c in parts]
        s.sum(row, 2, f"ROUND({'+'.join(pieces)},2)", cents)
        s.money(row, 3, met)
        s.sum(row, 4, f"ROUND(MAX({s.ref(row, 2, here=True)}-{s.ref(row, 3, here=True)},0),2)", cents - met)
        s.text(row, 5, label or (_("added in this file") if kind == "extra" else ""), fit=False)
        row += 1
    last = max(row - 1, first)
    for name, col in (("plan_on", 0), ("plan_kind", 1), ("plan_left", 4)):
        at[name] = s.area(first, col, last, col, here=True)
    s.print_last_row = first + sum(1 for parts in merged.values() if sum(c for _f, c in parts)) - 1
    grey = case.book.format(font_color="#FFFFFF")
    s.ws.conditional_format(first, 0, last, 5, {"type": "formula", "criteria": f"=N($C{first + 1})=0", "format": grey})


def _flow(case: Case, s: Sheet, trust: Trust, row: int) -> int:
    _, at, flow = case.word, case.at, trust.cash_flow
    top = s.heading(row, _("Cash flow"))
    head = top + 1
    s.header(head, [_(x) for x in FLOW], right=range(1, 12))
    first = head + 1
    as_of = at["as_of"]
    sponsor = words(case.payer("sponsor"))
    saved = "+".join(
        f'SUMIF({at["m_payers", b]},{sponsor},{at["m_taken", b]})' for b in range(len(case.facts.rows))
    )  # fmt: skip
    stopped = sum(
        m["reserve_cents"] for u in case.facts.report["units"] for m in u["months"] if m["payer"] == "sponsor"
    )  # fmt: skip
    arrives, ends = case.facts.plan.arrives_on, date.fromisoformat(case.facts.report["plan"]["ends_on"])
    for n, m in enumerate(flow.months):
        at_row = first + n
        me, after = s.ref(at_row, 0, here=True), serial(next_month(m.month))
        s.day(at_row, 0, m.month, num_format=month_code(case))
        s.sum(at_row, 1, s.ref(at_row - 1, 10, here=True) if n else "0", m.opening_cents)
        new = f'SUMIFS({at["new_amount"]},{at["new_on"]},">="&{me},{at["new_on"]},"<"&{after})'
        s.sum(at_row, 2, f"ROUND({m.received_cents / 100}+{new},2)", m.received_cents)
        s.money(at_row, 3, m.promised_cents)
        typed = f'SUMIFS({at["pay_paid"]},{at["pay_paid_on"]},">="&{me},{at["pay_paid_on"]},"<"&{after})'
        s.sum(at_row, 4, f"ROUND({m.paid_cents / 100}+{typed},2)", m.paid_cents)
        still, due = at["pay_still"], at["pay_due_on"]
        from_here = f'SUMIFS({still},{due},">="&{me},{due},"<"&{after})'
        s.sum(
            at_row,
            5,
            f'ROUND(IF({after}<={as_of},0,IF({me}<={as_of},SUMIFS({still},{due},"<"&{after}),{from_here})),2)',
            m.minimum_cents,
        )
        values = (m.purchases_cents, m.extras_cents, m.deposits_cents + m.prepaid_rent_cents, m.loan_help_cents)
        for col, (group, cents) in enumerate(zip(GROUPS.values(), values, strict=True), start=6):
            on = at["plan_on"]
            parts = "+".join(
                f'SUMIFS({at["plan_left"]},{at["plan_kind"]},{words(_(WHAT[kind]))},{on},">="&{me},{on},"<"&{after},{on},">"&{as_of})'
                for kind in group
            )  # fmt: skip
            s.sum(at_row, col, f"ROUND({parts},2)", cents)
        income = "+".join(s.ref(at_row, c, here=True) for c in (1, 2, 3))
        out = "-".join(s.ref(at_row, c, here=True) for c in range(4, 10))
        s.sum(at_row, 10, f"ROUND({income}-{out},2)", m.closing_cents, bold=True)
        has_arrived = next_month(m.month) > arrives
        aside = [at["contingency_amount"], str(trust.emergency / 100)] if has_arrived else []
        kept = [f"{saved}+{stopped / 100}"] if has_arrived and m.month <= ends and not trust.reserve.is_released else []
        s.sum(at_row, 11, f"ROUND({'+'.join(aside + kept) or '0'},2)", m.set_aside_cents)
    last = first + len(flow.months) - 1
    closing = s.area(first, 10, last, 10, here=True)
    s.ws.conditional_format(
        first,
        10,
        last,
        10,
        {"type": "cell", "criteria": "<", "value": -0.004, "format": case.book.format(bg_color=RED)},
    )
    month_ends = s.area(first, 0, last, 0, here=True)
    # Only months from today's on can still be short.
    open_first = f'COUNTIF({month_ends},"<="&{as_of})'
    start = f"MAX({open_first},1)"
    short_rows = f"SUMPRODUCT(--(ROW({closing})-{first}>={start}),--({closing}<-0.004))"
    serials = f"SUMPRODUCT(MAX((ROW({closing})-{first}>={start})*({closing}<-0.004)*(100000-{month_ends})))"
    s.text(top, 0, _("First month that ends short"), fit=False, bold=True)
    value: int | str = serial(flow.first_short) if flow.first_short else "–"
    s.formula(
        top,
        4,
        f'IF({short_rows}>0,100000-{serials},"–")',
        value,
        num_format=month_code(case),
        align="left",
        bold=True,
    )
    at["first_short"] = s.ref(top, 4)
    at["flow_months"], at["flow_closing"] = s.area(first, 0, last, 0), s.area(first, 10, last, 10)
    return last + 1


def _chart(case: Case, s: Sheet, count: int, row: int) -> None:
    if not count:
        return
    _ = case.word
    chart = case.book.file.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": _("At the end"), "categories": "=" + case.at["flow_months"],
            "values": "=" + case.at["flow_closing"],
            "fill": {"color": "#33658A"}, "invert_if_negative": True, "invert_if_negative_color": "#B23A48", "gap": 60,
        }
    )  # fmt: skip
    chart.set_title({"name": _("In the account at the end of each month"), "name_font": {"size": 11}, "overlay": False})
    chart.set_legend({"none": True})
    chart.set_x_axis(
        {
            "num_format": month_code(case, short=True),
            "label_position": "low",
            "num_font": {"size": 8},
            "text_axis": True,
        }
    )
    chart.set_y_axis(
        {
            "num_format": "#,##0",
            "num_font": {"size": 8},
            "major_gridlines": {"visible": True, "line": {"color": "#D5DAE1"}},
        }
    )
    chart.set_size({"width": 860, "height": 250})
    text = _(
        "Columns: money in the account at the end of each month, from the table above. Columns below "
        "zero are months that end short."
    )
    s.ws.insert_chart(row + 1, 0, chart, {"description": text, "object_position": 2})

"""The sheet Summary: one page for the committee. Who, where, when, how much, by when, who pays, on what assumptions."""

from __future__ import annotations

from datetime import date

from calculator.locale import N_
from calculator.periods import add_months
from calculator.trust import Trust
from calculator.trust.dues import last_day_of
from calculator.workbook.case import Case
from calculator.workbook.facts import Cell, contingency
from calculator.workbook.sheet import AMBER, BAND, GREY, LINE, RED, Sheet
from calculator.workbook.text import serial, words
from calculator.workbook.words import SPONSORS, STREAMS, word

TABLE = 11
COLUMNS = (
    N_("What"), N_("Owed"), N_("In kind"), N_("Bought"), N_("Earnings deducted"), N_("Own money deducted"),
    N_("Paid by others"), N_("Sponsor, in money"),
)  # fmt: skip
MOST_NOTES = 9
LEVELS = {"refuse": RED, "red": RED, "amber": AMBER}


def prepare_summary(case: Case) -> None:
    s = case.sheets["summary"]
    case.at["minimum"], case.at["contingency_amount"] = s.ref(TABLE + 5, 7), s.ref(TABLE + 7, 7)
    case.at["planned"] = s.ref(TABLE + 8, 7)


def write_summary(case: Case, trust: Trust) -> None:
    s, facts, _ = case.sheets["summary"], case.facts, case.word
    for col, width in enumerate((25, 14, 13, 13, 14, 14, 14, 15)):
        s.widths[col] = width
    s.title(_("Sponsorship budget"), facts.plan.label)
    _who(case, s)
    _table(case, s)
    row = _by_when(case, s, trust, TABLE + 10)
    _chart(case, s, row + 1)
    row = _notes(case, s, row + 17)
    s.portrait = s.is_one_page = True


def _who(case: Case, s: Sheet) -> None:
    facts, _ = case.facts, case.word
    plan, about = facts.plan, facts.report["plan"]
    people = sum(1 for p in plan.people if p.is_accompanying)
    left = (
        (N_("Community"), about["community_name"]), (N_("Stream"), word(STREAMS, plan.stream, case.lang)),
        (N_("Sponsor"), word(SPONSORS, plan.sponsor, case.lang)), (N_("People"), str(people)),
        (N_("Family units"), ", ".join(case.unit(u) for u in facts.units)),
    )  # fmt: skip
    for i, (name, text) in enumerate(left):
        s.text(3 + i, 0, _(name), fit=False, font_color=GREY)
        s.text(3 + i, 1, text, fit=False)
    right: tuple[tuple[str, date | str], ...] = (
        (N_("Arrives on"), date.fromisoformat(about["arrives_on"])),
        (N_("Support ends on"), date.fromisoformat(about["ends_on"])),
        (N_("Months of support"), str(about["months"])), (N_("As of"), case.book.as_of or "–"),
        (N_("Plan"), facts.fingerprint),
    )  # fmt: skip
    for i, (name, value) in enumerate(right):
        s.text(3 + i, 5, _(name), fit=False, font_color=GREY)
        if isinstance(value, date):
            s.day(3 + i, 6, value)
        else:
            s.text(3 + i, 6, value, fit=False)
    if plan.arrival_is_estimate:
        s.text(3, 7, _("estimate"), fit=False, font_color=GREY)


def _table(case: Case, s: Sheet) -> None:
    facts, at, _ = case.facts, case.at, case.word
    s.heading(TABLE - 2, _("What the family is owed, and who gives it"))
    for col, title in enumerate(COLUMNS):
        s.text(
            TABLE - 1, col, _(title), fit=False, bold=True, text_wrap=True, bg_color=BAND, bottom=1, border_color=LINE,
            valign="vcenter", align="left" if not col else "right", indent=0 if not col else 1,
        )  # fmt: skip
    s.ws.set_row(TABLE - 1, 30)
    t = facts.totals
    blocks = range(len(facts.rows))
    sponsor, names = words(case.payer("sponsor")), ("owed", "in_kind", "", "reduction", "asset")
    cells = [c for _b, _r, _k, c in case.cells()]
    items = facts.items
    once = [at["start_up_owed"], at["start_up_in_kind"], at["start_up_purchases"], "", at["start_up_asset"]]
    values = [
        sum(i.entitlement for i in items), sum(i.in_kind for i in items), sum(i.purchases for i in items), 0,
        sum(i.asset for i in items),
    ]  # fmt: skip
    s.text(TABLE, 0, _("Start-up and once"), fit=False)
    for col, (formula, cents) in enumerate(zip(once, values, strict=True), start=1):
        s.sum(TABLE, col, formula, cents) if formula else s.money(TABLE, col, cents)
    mine = sum(i.cash for i in items if i.payer == "sponsor")
    s.sum(
        TABLE,
        6,
        f"ROUND(SUM({at['start_up_cash']})-{_twice(case)}-{s.ref(TABLE, 7, here=True)},2)",
        sum(i.cash for i in items) - mine,
    )
    s.sum(TABLE, 7, f"ROUND(SUMIF({at['start_up_payer']},{sponsor},{at['start_up_cash']}),2)", mine)
    s.text(TABLE + 1, 0, _("Monthly support"), fit=False)
    for col, name in enumerate(names, start=1):
        refs = [at[("mt", name, b)] for b in blocks if ("mt", name, b) in at] if name else []
        cents = sum(_of(c, name) for c in cells) if name else 0
        s.sum(TABLE + 1, col, f"ROUND({'+'.join(refs)},2)", cents) if refs else s.money(TABLE + 1, col, cents)
    dues = "+".join(at["mt", "due", b] for b in blocks)
    by_sponsor = "+".join(f"SUMIF({at['m_payers', b]},{sponsor},{at['m_dues', b]})" for b in blocks)
    mine = sum(c.due for c in cells if c.payer == "sponsor")
    s.sum(TABLE + 1, 6, f"ROUND({dues}-{s.ref(TABLE + 1, 7, here=True)},2)", sum(c.due for c in cells) - mine)
    s.sum(TABLE + 1, 7, f"ROUND({by_sponsor},2)", mine)
    s.text(TABLE + 2, 0, _("Together"), fit=False, bold=True, top=1)
    for col in range(1, 8):
        area = s.area(TABLE, col, TABLE + 1, col, here=True)
        cents = sum(values[col - 1 : col]) + (
            sum(_of(c, names[col - 1]) for c in cells) if col < 6 and names[col - 1] else 0
        )
        if col == 6:
            cents = sum(i.cash for i in items if i.payer != "sponsor") + sum(
                c.due for c in cells if c.payer != "sponsor"
            )
        if col == 7:
            cents = sum(i.cash for i in items if i.payer == "sponsor") + mine
        s.sum(TABLE + 2, col, f"ROUND(SUM({area}),2)", cents, bold=True, top=1)
    reserve = contingency(facts)
    bought = f"SUMIF({at['start_up_payer']},{sponsor},{at['start_up_bought']})"
    bought_cents = sum(i.purchases for i in items if i.payer == "sponsor")
    least = f"ROUND({s.ref(TABLE + 2, 7, here=True)}+{s.ref(TABLE + 4, 7, here=True)},2)"
    lines = (
        (N_("Purchases with receipts, by the sponsor"), f"ROUND({bought},2)", bought_cents, False),
        (N_("The minimum: money and purchases"), least, t["sponsor_minimum_cents"], True),
        (N_("Extras, deposits, prepaid rent"), at["extras"], t["extras_cents"], False),
        (N_("Contingency"), f"ROUND({s.ref(TABLE + 5, 7, here=True)}*{at['contingency']},2)", reserve, False),
        (N_("To plan for"), f"ROUND(SUM({s.area(TABLE + 5, 7, TABLE + 7, 7, here=True)}),2)", t["planned_cents"], True),
    )  # fmt: skip
    for i, (text, formula, cents, strong) in enumerate(lines):
        row = TABLE + 4 + i
        s.ws.set_row(row, 19 if strong else 14.5)
        look = {"bold": True, "font_size": 12, "top": 1, "bg_color": BAND, "valign": "vcenter"} if strong else {}
        s.text(row, 0, _(text), fit=False, **look)
        for col in range(1, 7):
            s.blank(row, col, **look)
        s.sum(row, 7, formula, cents, **look)
    case.define("Minimum", case.at["minimum"])
    case.define("To_plan_for", case.at["planned"])
    case.define("Contingency", case.at["contingency_amount"])


def _twice(case: Case) -> str:
    """The totals inside the column of the start-up sheet, which stand among its lines."""
    return case.at["start_up_totals"]


def _of(cell: Cell, name: str) -> int:
    return {
        "owed": cell.entitlement, "in_kind": cell.entitlement - cell.available, "reduction": cell.taken,
        "asset": cell.asset,
    }[name]  # fmt: skip


def _by_when(case: Case, s: Sheet, trust: Trust, row: int) -> int:
    facts, at, _ = case.facts, case.at, case.word
    row = s.heading(row, _("Money to have ready, and when"))
    arrives = facts.plan.arrives_on
    settled = trust.matching.settled
    points = [(N_("On arrival"), arrives)]
    months = facts.report["plan"]["months"]
    points += [(N_("{count} months later"), add_months(arrives, n)) for n in (3, 6, 9) if n < months]
    points.append((N_("By the end"), last_day_of(facts.report)))
    for col, (text, day) in enumerate(points, start=1):
        count = (day.year - arrives.year) * 12 + day.month - arrives.month
        s.text(row, col, _(text).format(count=count), fit=False, bold=True, align="right", font_size=9)
        s.day(row + 1, col, day, align="right", font_color=GREY)
        cents = sum(x.due.amount_cents for x in settled if x.due.due_on <= day)
        s.sum(
            row + 2,
            col,
            f'ROUND(SUMIFS({at["pay_amount"]},{at["pay_due_on"]},"<="&{s.ref(row + 1, col, here=True)}),2)',
            cents,
        )
    s.text(row + 2, 0, _("Due in money by then"), fit=False)
    s.text(row + 3, 0, _("Held in trust"), fit=False)
    s.sum(row + 3, 1, at["held"], trust.balance())
    s.text(row + 3, 3, _("First month short"), fit=False)
    first_short = trust.cash_flow.first_short
    code = "[$-C0C]mmm yyyy" if case.lang == "fr" else "[$-1009]mmm yyyy"
    s.formula(
        row + 3,
        5,
        at["first_short"],
        serial(first_short) if first_short else "–",
        num_format=code,
        align="left",
        bold=True,
    )
    return row + 4


def _chart(case: Case, s: Sheet, row: int) -> None:
    _ = case.word
    months = case.sheets["months"]
    first, last, by = case.chart_area
    chart = case.book.file.add_chart({"type": "column", "subtype": "stacked"})
    colours = ("#33658A", "#86BBD8", "#F6AE2D", "#758E4F", "#B23A48", "#6D597A", "#3D405B", "#81B29A")
    for n, (title, col) in enumerate(by):
        chart.add_series(
            {
                "name": title, "categories": "=" + months.area(first, 1, last, 1),
                "values": "=" + months.area(first, col, last, col),
                "fill": {"color": colours[n % len(colours)]}, "gap": 55,
            }
        )  # fmt: skip
    chart.set_title(
        {"name": _("What is owed month by month, and how it is met"), "name_font": {"size": 11}, "overlay": False}
    )
    chart.set_legend({"position": "bottom", "font": {"size": 8}})
    chart.set_x_axis(
        {
            "num_format": ("[$-C0C]" if case.lang == "fr" else "[$-1009]") + "mmm yy",
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
    chart.set_size({"width": 880, "height": 290})
    text = _(
        "Stacked columns, one for each month: to pay in money, gifts in kind, earnings deducted. The "
        "figures are on the sheet Months."
    )
    s.ws.insert_chart(row, 0, chart, {"description": text, "object_position": 2})


def _notes(case: Case, s: Sheet, row: int) -> int:
    facts, _ = case.facts, case.word
    serious = [w for w in facts.report["warnings"] if w["level"] in LEVELS]
    if serious:
        row = s.heading(row, _("To look at before this is final"))
        for w in serious[:MOST_NOTES]:
            row = s.note(
                row,
                f"{w['id']}  {w['what']} {w['what_to_do']}".strip(),
                bg_color=LEVELS[w["level"]],
                font_color="#1F2A37",
                font_size=9,
            )
        if len(serious) > MOST_NOTES:
            row = s.note(row, _("… and {count} more in the calculator.").format(count=len(serious) - MOST_NOTES))
        row += 1
    assumptions = facts.report["assumptions"]
    if assumptions:
        row = s.heading(row, _("Assumptions"))
        for a in assumptions:
            row = s.note(row, f"• {a['text']}", font_size=9, font_color="#1F2A37")
    return s.note(
        row + 1,
        _(
            "An estimate of the least a sponsor must give, worked out from published rate sheets with the "
            "dates and sources on the sheet Rates and sources. Plan on real costs."
        ),
        italic=True,
    )

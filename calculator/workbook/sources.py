"""The sheets Rates and sources, and Ledger: where every figure comes from, and what every amount is made of."""

from __future__ import annotations

from datetime import date

from calculator.household import PAYERS
from calculator.ledger import NO_LIMIT, ledger_columns
from calculator.lines import KINDS, LINES, PART, RULES
from calculator.locale import N_
from calculator.periods import from_day
from calculator.provenance import provenance_of
from calculator.workbook.case import Case
from calculator.workbook.sheet import AMBER, GREY
from calculator.workbook.words import KINDS as KIND_WORDS
from calculator.workbook.words import RATE_UNITS, YES_NO, word


def rate_numbers(case: Case) -> dict[str, int]:
    return {r["key"]: n + 1 for n, r in enumerate(case.facts.report["rates"])}


def write_rates(case: Case) -> None:
    s, _ = case.sheets["rates"], case.word
    row = s.title(_("Rates and sources"), case.facts.plan.label)
    row = s.note(
        row,
        _(
            "Every figure of the rate files used in this budget, with the place in the document it was "
            "read from. “Assumed” means that the budget uses it after the last day it was known to hold; "
            "“yours” that it was typed into the plan."
        ),
    )
    titles = (
        N_("No."),
        N_("Item"),
        N_("Place"),
        N_("In force from"),
        N_("Value"),
        N_("Unit"),
        N_("Source"),
        N_("Where in the source"),
        N_("Link"),
        N_("Checked on"),
        N_("Assumed"),
        N_("Yours"),
        N_("Key"),
    )
    row = s.header(row + 1, [_(x) for x in titles], repeat=True)
    yes = word(YES_NO, "yes", case.lang)
    first = row
    for n, r in enumerate(case.facts.report["rates"]):
        s.number(row, 0, n + 1, align="left")
        s.text(row, 1, r.get("label") or r["item"], text_wrap=True)
        s.text(row, 2, r["place"])
        s.day(row, 3, date.fromisoformat(r["effective_from"]))
        value = str(r["value"])
        if value.replace(".", "", 1).isdigit():
            s.number(
                row, 4, float(value), num_format="#,##0.00" if "CAD" in r.get("unit", "") else "General", align="right"
            )
        else:
            s.text(row, 4, value)
        s.text(row, 5, word(RATE_UNITS, r.get("unit", ""), case.lang), text_wrap=True)
        s.text(row, 6, r["title"], text_wrap=True)
        s.text(row, 7, r["locator"], text_wrap=True)
        s.link(row, 8, r["address"], _("open")) if r["address"] else s.text(row, 8, "")
        s.day(row, 9, date.fromisoformat(r["checked_on"]) if r["checked_on"] else None)
        s.text(row, 10, yes if r["is_assumed"] else "")
        s.text(row, 11, yes if r["is_entered"] else "")
        s.text(row, 12, r["key"], text_wrap=True, font_size=8, font_color=GREY)
        row += 1
    for col, width in ((1, 24), (5, 11), (6, 30), (7, 34), (8, 6), (12, 50)):
        s.widths[col] = width
    s.print_last = 11
    amber = case.book.format(bg_color=AMBER)
    s.ws.conditional_format(
        first, 10, max(row - 1, first), 10, {"type": "cell", "criteria": "==", "value": f'"{yes}"', "format": amber}
    )
    # On paper nothing can be opened: the addresses are written out.
    addresses = {r["address"]: r["title"] for r in case.facts.report["rates"] if r["address"]}
    if addresses:
        row = s.heading(row + 1, _("Where the sources are"))
    for address, title in addresses.items():
        s.text(row, 1, title, fit=False)
        s.text(row + 1, 1, address, fit=False, font_color=GREY)
        row += 2


def write_ledger(case: Case) -> None:
    s, facts, _ = case.sheets["ledger"], case.facts, case.word
    b = facts.budget
    c = ledger_columns(b)
    keys, assumed, entered = provenance_of(b, c)
    row = s.title(_("Ledger"), facts.plan.label)
    row = s.note(
        row,
        _(
            "Every amount with what it is made of: how many, times each, times over divided by, at most "
            "the limit. It is the ledger of the plan as it was exported; the check says whether cells "
            "were changed since."
        ),
    )
    check = row
    titles = (
        N_("Unit"),
        N_("Arrival"),
        N_("Month"),
        N_("From"),
        N_("To"),
        N_("Line"),
        N_("Kind"),
        N_("Paid by"),
        N_("How many"),
        N_("Each"),
        N_("Times"),
        N_("Divided by"),
        N_("At most"),
        N_("Amount"),
        N_("Rule"),
        N_("Rates no."),
        N_("Assumed"),
        N_("Yours"),
    )
    row = s.header(check + 2, [_(x) for x in titles], repeat=True, right=range(8, 14))
    first = row
    numbers, yes = rate_numbers(case), word(YES_NO, "yes", case.lang)
    table = {name: values.tolist() for name, values in c.items()}
    h, m, cells, su = b.households, b.months_table, b.cells, b.start_up
    month_cell, month_payer = m.cell.tolist(), m.payer.tolist()
    first_day, last_day, due_on, item_payer = (
        cells.first.tolist(),
        cells.last.tolist(),
        su.due_on.tolist(),
        su.payer.tolist(),
    )
    ranks = b.runs.rank[b.row_run].tolist()
    unit_words = [case.unit(h.unit_ids[int(u)]) for u in b.row_unit]
    line_words = [case.line(x) for x in LINES]
    kind_words = [word(KIND_WORDS, k, case.lang) for k in KINDS]
    payer_words = [case.payer(p) for p in PAYERS]
    days: dict[int, date] = {}
    for i in range(len(table["row"])):
        is_item = table["item_row"][i] >= 0
        at = table["item_row"][i] if is_item else table["month_row"][i]
        begin = due_on[at] if is_item else first_day[month_cell[at]]
        end = due_on[at] if is_item else last_day[month_cell[at]]
        payer = item_payer[at] if is_item else month_payer[at]
        for d in (begin, end):
            days.setdefault(d, from_day(d))
        line, amount = table["line"][i], table["amount_cents"][i]
        s.text(row, 0, unit_words[table["row"][i]])
        s.number(row, 1, ranks[table["row"][i]] + 1, align="left")
        s.number(row, 2, table["month"][i], num_format="0;;–", align="left")
        s.day(row, 3, days[begin])
        s.day(row, 4, days[end])
        s.text(row, 5, line_words[line])
        s.text(row, 6, kind_words[table["kind"][i]])
        s.text(row, 7, payer_words[payer])
        s.number(row, 8, table["quantity"][i])
        s.money(row, 9, table["unit_cents"][i])
        over, under = table["numerator"][i], table["denominator"][i]
        is_whole = over == under == 1
        if not is_whole:
            s.number(row, 10, over, num_format="#,##0")
            s.number(row, 11, under, num_format="#,##0")
        limit = table["limit_cents"][i]
        s.money(row, 12, None if limit == NO_LIMIT else limit)
        s.sum(row, 13, _recompute(row + 1, table["formula"][i] == PART, limit != NO_LIMIT, is_whole), amount, bold=True)
        s.text(row, 14, RULES[LINES[line]])
        s.text(row, 15, " ".join(str(numbers[k]) for k in str(keys[i]).split() if k in numbers))
        s.text(row, 16, yes if assumed[i] else "")
        s.text(row, 17, yes if entered[i] else "")
        row += 1
    s.ws.autofilter(first - 1, 0, max(row - 1, first), 17)
    s.text(check, 0, _("Check"), fit=False, bold=True)
    owed = "+".join([case.at["start_up_owed"], *(case.at["mt", "owed", n] for n in range(len(facts.rows)))])
    kinds, amounts = (
        s.area(first, 6, max(row - 1, first), 6, here=True),
        s.area(first, 13, max(row - 1, first), 13, here=True),
    )
    of_ledger = f'SUMIF({kinds},"{word(KIND_WORDS, "entitlement", case.lang)}",{amounts})'
    good, bad = (
        _("what is owed agrees with the sheets"),
        _("cells were changed: open this file in the calculator for a new ledger"),
    )
    s.formula(check, 1, f'IF(ABS(ROUND({of_ledger}-({owed}),2))<0.005,"{good}","{bad}")', good, bold=True)
    s.ws.conditional_format(
        check,
        1,
        check,
        1,
        {"type": "cell", "criteria": "==", "value": f'"{bad}"', "format": case.book.format(bg_color=AMBER)},
    )


def _recompute(row: int, is_part: bool, has_limit: bool, is_whole: bool) -> str:
    """The amount of a row from its own columns (see ``ledger.recompute``)."""
    size = f"ROUND(I{row}*J{row},2)" if is_whole else f"ROUND(I{row}*J{row}*K{row}/L{row},2)"
    if has_limit:
        size = f"MIN({size},M{row})"
    return f"ROUND({size}-I{row}*J{row},2)" if is_part else size

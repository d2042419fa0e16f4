"""The entries of the sheet Inputs: housing, gifts, purchases, income, extras, and what differs in one month.

What formulas can follow is an unlocked cell, registered so that reading finds what was changed; ``inputs`` has the
rest of the sheet.
"""

from __future__ import annotations

from datetime import date

from calculator.locale import N_
from calculator.periods import add_months
from calculator.plan import accepted
from calculator.workbook.case import Case
from calculator.workbook.facts import Row, gift_counts
from calculator.workbook.sheet import BOX, Sheet
from calculator.workbook.words import CADENCE, EXTRAS, INCOME, YES_NO, word

NEW_GIFTS, NEW_PURCHASES, NEW_EXTRAS, NEW_INCOMES = 8, 6, 4, 4


def _unit_cell(case: Case, s: Sheet, row: int, unit: str | None) -> None:
    s.fixed(row, 0, case.word(N_("everybody")) if unit is None else case.unit(unit), **BOX)


def housing_entries(case: Case, s: Sheet, row: int) -> int:
    facts, _ = case.facts, case.word
    row = s.heading(row, _("Housing"))
    titles = (N_("Unit"), N_("From"), N_("Rent a month"), N_("Utilities on top"), N_("Free housing"))
    row = s.header(row, [_(x) for x in titles], right=(2, 3))
    used = {i for _b, _r, _k, c in case.cells() for i in (c.rent_row, c.rent_row_at_start)}
    for i, h in enumerate(facts.plan.housing):
        _unit_cell(case, s, row, h.unit)
        s.day(row, 1, h.starts_on or facts.plan.arrives_on, **BOX)
        counted = h.free and h.is_complete and h.given_by != "refugee"
        s.text(row, 4, word(YES_NO, "yes" if counted else "no", case.lang), **BOX)
        # A fuel amount is settled with the free housing it belongs to: changed in the calculator only.
        if (
            case.is_live
            and i in used
            and not (counted and (h.rent_cents or h.fuel_cents or h.heat_in_rent is not None))
        ):
            s.input(row, 2, "money", f'["housing",{i},"rent"]', None if counted else h.rent_cents)
            if counted:
                s.money(row, 3, h.utilities_cents, **BOX)
            else:
                s.input(row, 3, "money", f'["housing",{i},"utilities"]', h.utilities_cents)
        else:
            s.money(row, 2, h.rent_cents, **BOX)
            s.money(row, 3, h.utilities_cents, **BOX)
        case.at["rent", i], case.at["utilities", i] = s.ref(row, 2), s.ref(row, 3)
        case.at["rent_free", i] = "free" if counted else "planning"
        row += 1
    if any(c.rent_row < 0 for _b, _r, _k, c in case.cells()) and case.is_live and not facts.plan.housing:
        _unit_cell(case, s, row, None)
        s.day(row, 1, facts.plan.arrives_on, **BOX)
        s.input(row, 2, "money", '["housing","new","rent"]', None)
        s.input(row, 3, "money", '["housing","new","utilities"]', 0)
        s.text(row, 4, word(YES_NO, "no", case.lang), **BOX)
        case.at["rent", -1], case.at["utilities", -1] = s.ref(row, 2), s.ref(row, 3)
        row += 1
    return s.note(
        row,
        _(
            "No rent: the maximum of the rate sheet is planned. A rent that changes in one month or for "
            "good: type it in the months below."
        ),
    )


def gifts_entries(case: Case, s: Sheet, row: int) -> int:
    facts, _ = case.facts, case.word
    s.breaks.append(row)
    row = s.heading(row, _("Gifts in kind"))
    titles = (N_("Unit"), N_("Line"), N_("Estimated value"), N_("What it is"), N_("Counts"), N_("From"), N_("To"))
    row = s.header(row, [_(x) for x in titles], right=(2,))
    first = row
    for i, (gift, counts) in enumerate(zip(facts.plan.in_kind, gift_counts(facts.plan), strict=True)):
        s.fixed(row, 0, case.unit(gift.unit or facts.first_unit), **BOX)
        s.fixed(row, 1, case.line(gift.line), **BOX)
        if gift.line == "transport" or (gift.line == "basic" and not case.is_live):
            s.money(row, 2, gift.value_cents, **BOX)
        else:
            s.input(row, 2, "money", f'["in_kind",{i},"value"]', gift.value_cents)
        s.input(row, 3, "text", f'["in_kind",{i},"item"]', gift.item, fit=False)
        s.number(row, 4, int(counts), num_format=_count_code(case), align="left", **BOX)
        s.day(row, 5, gift.starts_on, **BOX)
        s.day(row, 6, gift.ends_on, **BOX)
        case.at["gift", i] = s.ref(row, 2)
        row += 1
    for j in range(NEW_GIFTS):
        s.input(
            row,
            0,
            "choice",
            f'["in_kind","new{j}","unit"]',
            case.unit(facts.first_unit),
            choices="=" + case.at["units"],
        )
        s.input(row, 1, "choice", f'["in_kind","new{j}","line"]', "", choices="=" + case.at["lines"])
        s.input(row, 2, "money", f'["in_kind","new{j}","value"]', None)
        s.input(row, 3, "text", f'["in_kind","new{j}","item"]', "")
        s.number(row, 4, 1, num_format=_count_code(case), align="left", font_color="#8A94A3", **BOX)
        row += 1
    for name, col in (("gift_unit", 0), ("gift_line", 1), ("gift_value", 2), ("gift_counts", 4)):
        case.at[name] = s.area(first, col, row - 1, col)
    case.define("Gift_values", case.at["gift_value"])
    return s.note(row, _("A gift counts with its value, at most the share of its line shown on the start-up sheet."))


def _count_code(case: Case) -> str:
    yes, no = (word(YES_NO, x, case.lang) for x in ("yes", "no"))
    return f'"{yes}";;"{no}"'


def purchases_entries(case: Case, s: Sheet, row: int) -> int:
    facts, _ = case.facts, case.word
    row = s.heading(row, _("Bought for the family"))
    row = s.header(
        row, [_(x) for x in (N_("Unit"), N_("Line"), N_("Amount"), N_("Receipt"), N_("Bought on"))], right=(2,)
    )
    first = row
    for i, p in enumerate(facts.plan.purchases):
        s.fixed(row, 0, case.unit(p.unit or facts.first_unit), **BOX)
        s.fixed(row, 1, case.line(p.line), **BOX)
        s.input(row, 2, "money", f'["purchases",{i},"amount"]', p.amount_cents)
        s.input(row, 3, "text", f'["purchases",{i},"receipt"]', p.receipt, fit=False)
        s.input(row, 4, "date", f'["purchases",{i},"bought_on"]', p.bought_on)
        row += 1
    for j in range(NEW_PURCHASES):
        s.input(
            row,
            0,
            "choice",
            f'["purchases","new{j}","unit"]',
            case.unit(facts.first_unit),
            choices="=" + case.at["units"],
        )
        s.input(row, 1, "choice", f'["purchases","new{j}","line"]', "", choices="=" + case.at["lines"])
        s.input(row, 2, "money", f'["purchases","new{j}","amount"]', None)
        s.input(row, 3, "text", f'["purchases","new{j}","receipt"]', "")
        s.input(row, 4, "date", f'["purchases","new{j}","bought_on"]', None)
        row += 1
    for name, col in (("bought_unit", 0), ("bought_line", 1), ("bought_amount", 2)):
        case.at[name] = s.area(first, col, row - 1, col)
    missing = f'AND(N($C{first + 1})>0,TRIM($D{first + 1})="")'
    amber = case.book.format(bg_color="#FCE8C3")
    s.ws.conditional_format(first, 3, row - 1, 3, {"type": "formula", "criteria": "=" + missing, "format": amber})
    case.define("Purchases", case.at["bought_amount"])
    return s.note(row, _("Orange: the receipt is missing."))


def sharing_entries(case: Case, s: Sheet, row: int) -> int:
    facts, _ = case.facts, case.word
    if not facts.plan.sharing:
        return row - 1
    row = s.heading(row, _("Taken off because a home is shared"))
    row = s.header(row, [_(x) for x in (N_("Unit"), N_("Line"), N_("Amount"), N_("Reason"))], right=(2,))
    for i, x in enumerate(facts.plan.sharing):
        unit = x.unit or facts.first_unit
        s.fixed(row, 0, case.unit(unit), **BOX)
        s.fixed(row, 1, case.line(x.line), **BOX)
        if x in accepted(facts.plan).sharing and (x.line != "shelter" or case.is_live):
            s.input(row, 2, "money", f'["sharing",{i},"amount"]', x.amount_cents)
            case.at["shared", unit, x.line] = "+".join(
                part for part in (case.at.get(("shared", unit, x.line), ""), s.ref(row, 2)) if part
            )
        else:
            s.money(row, 2, x.amount_cents, **BOX)
        s.text(row, 3, x.reason, fit=False, **BOX)
        row += 1
    return row


def income_entries(case: Case, s: Sheet, row: int) -> int:
    facts, _ = case.facts, case.word
    if facts.plan.sharing:
        s.breaks.append(row)
    row = s.heading(row, _("Net income a month"))
    titles = (N_("Person"), N_("Kind"), N_("Net a month"), N_("From"), N_("To"), N_("Spread over months"))
    row = s.header(row, [_(x) for x in titles], right=(2,))
    used = {i for _b, _r, _k, c in case.cells() for i in c.incomes}
    for i, x in enumerate(facts.plan.income):
        s.fixed(row, 0, x.person, **BOX)
        s.text(row, 1, word(INCOME, x.kind, case.lang), **BOX)
        if case.is_live and i in used:
            s.input(row, 2, "money", f'["income",{i},"net"]', x.net_cents)
        else:
            s.money(row, 2, x.net_cents, **BOX)
        s.day(row, 3, x.starts_on, **BOX)
        s.day(row, 4, x.ends_on, **BOX)
        s.number(row, 5, x.spread_over, align="left", **BOX)
        case.at["net", i] = s.ref(row, 2)
        row += 1
    if not case.is_live:
        if not facts.plan.income:
            s.text(row, 0, _("none declared"), fit=False, font_color="#5B6673")
            row += 1
        return row
    if any(x.spread_over for x in facts.plan.income):
        # A new income beside these could change how long the others are spread (R35).
        return s.note(row, _("Some income here is spread in a way of its own: add a new one in the calculator."))
    first = row
    for j in range(NEW_INCOMES):
        s.input(row, 0, "choice", f'["income","new{j}","person"]', "", choices="=" + case.at["people"])
        s.text(row, 1, word(INCOME, "employment", case.lang), font_color="#8A94A3", **BOX)
        s.input(row, 2, "money", f'["income","new{j}","net"]', None)
        s.input(row, 3, "date", f'["income","new{j}","from"]', None)
        s.input(row, 4, "date", f'["income","new{j}","to"]', None)
        s.number(row, 5, facts.options.stagger_n, align="left", font_color="#8A94A3", **BOX)
        row += 1
    for name, col in (("new_person", 0), ("new_net", 2), ("new_from", 3), ("new_to", 4)):
        case.at[name] = s.area(first, col, row - 1, col)
    return s.note(
        row,
        _(
            "New pay: choose the person, type the amount and the months. It counts in whole calendar months, from the "
            "month of the first day to the month of the last. Other kinds of income: in the calculator."
        ),
    )


def extras_entries(case: Case, s: Sheet, row: int) -> int:
    facts, _ = case.facts, case.word
    row = s.heading(row, _("Planned on top of the minimum"))
    titles = (N_("What"), N_("Kind"), N_("Amount"), N_("How often"), N_("Times"), N_("Together"))
    row = s.header(row, [_(x) for x in titles], right=(2, 5))
    once, monthly = (word(CADENCE, x, case.lang) for x in ("once", "monthly"))
    together = []
    for i, x in enumerate(facts.plan.extras):
        s.input(row, 0, "text", f'["extras",{i},"label"]', x.label, fit=False)
        s.text(row, 1, word(EXTRAS, x.kind, case.lang), **BOX)
        s.input(row, 2, "money", f'["extras",{i},"amount"]', x.amount_cents)
        s.text(row, 3, word(CADENCE, x.cadence, case.lang), **BOX)
        s.number(row, 4, facts.extra_counts[i], align="left", **BOX)
        times = s.ref(row, 4, here=True)
        s.sum(row, 5, f"ROUND({s.ref(row, 2, here=True)}*{times},2)", x.amount_cents * facts.extra_counts[i], **BOX)
        case.at["extra", i] = s.ref(row, 2)
        together.append(row)
        row += 1
    events = sum(cents for *_x, cents, i in facts.extra_rows if i < 0)
    if events:
        s.text(row, 0, _("Top-ups entered as events"), fit=False, **BOX)
        s.money(row, 5, events, **BOX)
        together.append(row)
        row += 1
    # As the engine counts an extra without dates: in the first unit's months, until its support ends.
    months = sum(not cell.ended for cell in facts.rows[0].cells)
    for j in range(NEW_EXTRAS):
        s.input(row, 0, "text", f'["extras","new{j}","label"]', "")
        s.text(row, 1, word(EXTRAS, "extra", case.lang), font_color="#8A94A3", **BOX)
        s.input(row, 2, "money", f'["extras","new{j}","amount"]', None)
        s.input(row, 3, "choice", f'["extras","new{j}","cadence"]', "", choices=[monthly, once])
        is_once = f'EXACT({s.ref(row, 3, here=True)},"{once}")'
        s.formula(
            row,
            4,
            f"IF(N({s.ref(row, 2, here=True)})=0,0,IF({is_once},1,{months}))",
            0,
            num_format="0;;",
            align="left",
            **BOX,
        )
        s.sum(row, 5, f"ROUND(N({s.ref(row, 2, here=True)})*{s.ref(row, 4, here=True)},2)", 0, **BOX)
        case.at["new_extra", j], case.at["new_extra_times", j] = s.ref(row, 2), s.ref(row, 4)
        together.append(row)
        row += 1
    s.text(row, 0, _("Together"), bold=True)
    refs = [s.ref(r, 5, here=True) for r in together]
    s.sum(row, 5, f"ROUND(SUM({refs[0]}:{refs[-1]}),2)", facts.totals["extras_cents"], bold=True, top=1)
    case.at["extras"] = s.ref(row, 5)
    case.define("Extras", case.at["extras"])
    return row + 1


def by_month_entries(case: Case, s: Sheet, row: int) -> int:
    """One column per dwelling and per unit: what is different in one month."""
    facts, _ = case.facts, case.word
    if not case.is_live:
        return row - 1
    s.breaks.append(row)
    row = s.heading(row, _("Month by month, where it differs from the above"))
    entities: list[str | None] = []
    for block in facts.rows:
        entity = block.unit if block.has_own_rent else None
        if entity not in entities:
            entities.append(entity)
    blocks = range(len(facts.rows))
    titles = [_("Month"), _("From")]
    titles += [
        _("Rent and utilities") + (": " + case.unit(e) if e is not None and len(facts.units) > 1 else "")
        for e in entities
    ]
    titles += [_("Earnings") + (": " + case.unit(facts.rows[b].unit) if len(blocks) > 1 else "") for b in blocks]
    row = s.header(row, titles, right=range(2, len(titles)))
    months = facts.rows[0].cells
    rent_context: list[dict[str, object]] = []
    for e in entities:
        owner = next(b for b in facts.rows if (b.unit if b.has_own_rent else None) == e)
        rent_context.append({"unit": e, "months": [[c.first.isoformat(), c.rent_row] for c in owner.cells]})
    case.context["rent"] = rent_context
    case.context["earned"] = [_earned_context(case, b) for b in blocks]
    for k, cell in enumerate(months):
        s.number(row, 0, cell.number, align="left")
        s.day(row, 1, cell.first)
        for n, e in enumerate(entities):
            owners = [b for b in facts.rows if (b.unit if b.has_own_rent else None) == e]
            if any(not b.cells[k].ended for b in owners):
                s.input(row, 2 + n, "money", f'["rent_month",{n},{k}]', None)
                case.at["rent_month", e, k] = s.ref(row, 2 + n)
        for n, b in enumerate(blocks):
            cell = facts.rows[b].cells[k]
            if not cell.ended and cell.earners:
                col = 2 + len(entities) + n
                s.input(row, col, "money", f'["earned_month",{n},{k}]', None)
                case.at["earned_month", b, k] = s.ref(row, col)
        row += 1
    return s.note(
        row,
        _("Leave empty what does not differ. Earnings: the net earnings of the whole unit in that month; 0 for none."),
    )


def months_of_income(case: Case, row: Row, k: int) -> list[date]:
    """The calendar months whose income belongs to a cell; a surplus one counts with the last (R35)."""
    arrives, c = case.facts.plan.arrives_on.replace(day=1), row.cells[k]
    if row.cells[0].is_first_part:
        return [c.first.replace(day=1)]
    days = [add_months(arrives, k)]
    end = add_months(arrives, k + 1)
    if k == len(row.cells) - 1 and c.last >= end and case.facts.options.income_entry != "typical":
        days.append(end)
    return days


def _earned_context(case: Case, block: int) -> dict[str, object]:
    facts = case.facts
    row = facts.rows[block]
    months = []
    for k, c in enumerate(row.cells):
        days = months_of_income(case, row, k)
        spreads = [facts.plan.income[i].spread_over for i in c.incomes]
        months.append(
            {
                "months": [d.isoformat() for d in days], "incomes": sorted(c.incomes),
                "person": c.earners[0] if c.earners else None, "earners": c.earners,
                "spread": c.spread if any(spreads) else None,
            }
        )  # fmt: skip
    return {"unit": row.unit, "months": months}

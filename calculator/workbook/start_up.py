"""The sheet of what is due once: each line in three channels, gifts in kind, purchases, cash (N1, R18, R29).

Gifts and purchases follow the cells of the sheet Inputs, with the caps of the engine in cells of their own.
"""

from __future__ import annotations

from calculator.locale import N_
from calculator.workbook.case import Case
from calculator.workbook.facts import Item
from calculator.workbook.inputs import GIFT_LINES
from calculator.workbook.sheet import GREY, Sheet, total_of
from calculator.workbook.text import quoted

LINE, DUE, PAYER, QUANTITY, UNIT, OWED, SHARED, SHARE, CAP, GIVEN, COUNTED, BOUGHT, PURCHASED, ASSET, CASH = range(15)
TITLES = (
    N_("Line"), N_("Due on"), N_("Paid by"), N_("How many"), N_("Each"), N_("Owed"), N_("Taken off for sharing"),
    N_("Highest share in kind"), N_("Most in kind"), N_("Gifts, value"), N_("Gifts counted"), N_("Bought, receipts"),
    N_("Purchases counted"), N_("Own money deducted"), N_("In cash"),
)  # fmt: skip
MONEY = (OWED, SHARED, COUNTED, PURCHASED, ASSET, CASH)
BY_SCALE = GIFT_LINES[:-1]


def write_start_up(case: Case) -> None:
    s, facts, _ = case.sheets["start_up"], case.facts, case.word
    row = s.title(_("Start-up and other amounts due once"), facts.plan.label)
    row = s.note(
        row,
        _(
            "Every line is met in three ways that never overlap: gifts in kind up to their cap, purchases "
            "with a receipt, and cash."
        ),
    )
    row = s.header(row + 1, [_(x) for x in TITLES], repeat=True, right=range(QUANTITY, CASH + 1))
    s.widths[LINE] = max(s.widths[LINE], 25)
    totals: dict[int, list[str]] = {col: [] for col in MONEY}
    case.at["start_up_first"] = str(row)
    for unit in facts.units:
        items = [i for i in facts.items if i.unit == unit]
        if not items:
            continue
        s.text(row, LINE, case.unit(unit), fit=False, bold=True)
        row += 1
        start = row
        writer = _Unit(case, s, unit, items, start)
        for n in range(len(items)):
            writer.line(n)
        row = start + len(items)
        s.text(row, LINE, _("Together"), bold=True, top=1)
        for col in range(1, 15):
            if col in MONEY:
                cents = sum(_cents(i, col) for i in items)
                area = s.area(start, col, row - 1, col, here=True)
                s.sum(row, col, f"ROUND(SUM({area}),2)", cents, bold=True, top=1)
                totals[col].append(s.ref(row, col, here=True))
            else:
                s.blank(row, col, top=1)
        row += 2
    case.at["start_up_last"] = str(row)
    s.text(row, LINE, _("All units"), bold=True, top=1)
    for col in range(1, 15):
        if col in MONEY:
            s.sum(row, col, total_of(totals[col]), sum(_cents(i, col) for i in facts.items), bold=True, top=1)
        else:
            s.blank(row, col, top=1)
    case.at["start_up_owed"] = s.ref(row, OWED)
    case.at["start_up_in_kind"] = s.ref(row, COUNTED)
    case.at["start_up_purchases"] = s.ref(row, PURCHASED)
    case.at["start_up_asset"] = s.ref(row, ASSET)
    case.at["start_up_shared"] = s.ref(row, SHARED)
    for name, col in (("payer", PAYER), ("cash", CASH), ("bought", PURCHASED)):
        case.at["start_up_" + name] = s.area(int(case.at["start_up_first"]), col, row - 1, col)
    case.at["start_up_totals"] = "(" + ("+".join(f"{quoted(s.name)}!{x}" for x in totals[CASH]) or "0") + ")"
    case.define("Start_up", case.at["start_up_owed"])
    row = s.note(
        row + 2,
        _(
            "Clothing and winter clothing share one cap, laid on clothing first. Lines paid by the "
            "government are not lowered. Gifts of one unit are counted on its first start-up."
        )
        if facts.options.clothing_pool == "pooled"
        else _("Lines paid by the government are not lowered. Gifts of one unit are counted on its first start-up."),
    )
    amber = case.book.format(bg_color="#FCE8C3")
    first, last = int(case.at["start_up_first"]), int(case.at["start_up_last"])
    over = f"=AND(ISNUMBER($J{first + 1}),ROUND(N($J{first + 1})-N($K{first + 1}),2)>0)"
    s.ws.conditional_format(first, GIVEN, last, COUNTED, {"type": "formula", "criteria": over, "format": amber})
    unused = f"=AND(ISNUMBER($L{first + 1}),ROUND(N($L{first + 1})-N($M{first + 1}),2)>0)"
    s.ws.conditional_format(first, BOUGHT, last, PURCHASED, {"type": "formula", "criteria": unused, "format": amber})
    s.note(row, _("Orange: more was given or bought than can be counted on the line."), font_color=GREY)


def _cents(item: Item, col: int) -> int:
    return {
        OWED: item.entitlement, SHARED: item.shared, COUNTED: item.in_kind, PURCHASED: item.purchases,
        ASSET: item.asset, CASH: item.cash,
    }[col]  # fmt: skip


class _Unit:
    """The lines of one unit."""

    def __init__(self, case: Case, s: Sheet, unit: str, items: list[Item], start: int) -> None:
        self.case, self.s, self.unit, self.items, self.start = case, s, unit, items, start
        self.unit_cell = s.ref(start - 1, LINE, here=True)
        gov = any(i.payer == "government" for i in items if i.is_first and i.line in BY_SCALE)
        self.is_government = gov
        plan = case.facts.plan
        counts = case.facts.budget.households.gifts
        self.given: dict[str, int] = {}
        bought = case.facts.budget.households.purchases
        self.bought: dict[str, int] = {}
        index = next(r.unit_index for r in case.facts.rows if r.unit == unit)
        for table, column, into in ((counts, "value", self.given), (bought, "amount", self.bought)):
            for u, line, cents in zip(
                table["unit"].tolist(), table["line"].tolist(), table[column].tolist(), strict=True
            ):
                if u == index and line < len(GIFT_LINES):
                    into[GIFT_LINES[line]] = into.get(GIFT_LINES[line], 0) + cents
        del plan

    def at(self, n: int, col: int) -> str:
        return self.s.ref(self.start + n, col, here=True)

    def where(self, line: str, which: int = 0) -> int | None:
        found = [n for n, i in enumerate(self.items) if i.line == line]
        return found[which] if which < len(found) else None

    def line(self, n: int) -> None:
        case, s, item = self.case, self.s, self.items[n]
        row = self.start + n
        s.text(row, LINE, case.line(item.line), text_wrap=True)
        s.day(row, DUE, item.due_on)
        s.text(row, PAYER, case.payer(item.payer))
        s.number(row, QUANTITY, item.quantity, align="right")
        s.money(row, UNIT, item.unit_cents)
        s.sum(row, OWED, f"ROUND({self.at(n, QUANTITY)}*{self.at(n, UNIT)},2)", item.entitlement)
        shared = case.at.get(("shared", self.unit, item.line), "")
        if shared and item.is_first and item.line in BY_SCALE:
            s.sum(row, SHARED, f"MIN({shared},MAX({self.at(n, OWED)},0))", item.shared)
        else:
            s.money(row, SHARED, item.shared)
        share = case.facts.shares_bp.get(item.line, 0)
        s.number(row, SHARE, share / 10_000, num_format=s.book.share_code, align="right")
        net = f"MAX({self.at(n, OWED)}-{self.at(n, SHARED)},0)"
        s.sum(row, CAP, f"ROUND({net}*{self.at(n, SHARE)},2)", item.cap)
        self.gifts(n, item, row)
        s.money(row, ASSET, item.asset)
        case.at["cash", self.unit, item.line, item.due_on] = s.ref(row, CASH)
        case.at["purchased", self.unit, item.line, item.due_on] = s.ref(row, PURCHASED)
        parts = "-".join(self.at(n, col) for col in (OWED, SHARED, COUNTED, PURCHASED, ASSET))
        s.sum(row, CASH, f"ROUND({parts},2)", item.cash, bold=True)

    def gifts(self, n: int, item: Item, row: int) -> None:
        """Gifts and purchases of a line; school instalments one after the other."""
        s, case = self.s, self.case
        is_school = item.line == "school"
        if not (is_school or (item.is_first and item.line in BY_SCALE)):
            s.blank(row, GIVEN)
            s.money(row, COUNTED, item.in_kind)
            s.blank(row, BOUGHT)
            s.money(row, PURCHASED, item.purchases)
            return
        name = self.at(n, LINE)
        at = case.at
        mine = [f"--EXACT({at[what + '_unit']},{self.unit_cell})" for what in ("gift", "bought")]
        line = [f"--EXACT({at[what + '_line']},{name})" for what in ("gift", "bought")]
        gift = f"SUMPRODUCT({mine[0]},{line[0]},{at['gift_counts']},{at['gift_value']})"
        bought = f"SUMPRODUCT({mine[1]},{line[1]},{at['bought_amount']})"
        given, purchased = self.given.get(item.line, 0), self.bought.get(item.line, 0)
        earlier = [m for m, other in enumerate(self.items[:n]) if other.line == "school"] if is_school else []
        for before in earlier:
            gift += f"-{self.at(before, COUNTED)}"
            bought += f"-{self.at(before, PURCHASED)}"
            given -= self.items[before].in_kind
            purchased -= self.items[before].purchases
        s.sum(row, GIVEN, f"ROUND({gift},2)", given)
        s.sum(row, BOUGHT, f"ROUND({bought},2)", purchased)
        if (self.is_government and not is_school) or (is_school and item.payer == "government"):
            s.money(row, COUNTED, 0)
            s.money(row, PURCHASED, 0)
            return
        s.sum(row, COUNTED, self.counted(n, item), item.in_kind)
        left = f"MAX({self.at(n, OWED)}-{self.at(n, SHARED)}-{self.at(n, COUNTED)},0)"
        if is_school:
            left = f"{self.at(n, OWED)}-{self.at(n, COUNTED)}"
        s.sum(row, PURCHASED, f"ROUND(MIN({self.at(n, BOUGHT)},{left}),2)", item.purchases)

    def counted(self, n: int, item: Item) -> str:
        single = f"ROUND(MIN({self.at(n, GIVEN)},{self.at(n, CAP)}),2)"
        if self.case.facts.options.clothing_pool != "pooled" or item.line not in ("clothing", "winter"):
            return single
        c, w = self.where("clothing"), self.where("winter")
        if c is None or w is None:
            return single
        net = [f"MAX({self.at(i, OWED)}-{self.at(i, SHARED)},0)" for i in (c, w)]
        pool = f"MIN({self.at(c, GIVEN)}+{self.at(w, GIVEN)},ROUND(({net[0]}+{net[1]})*{self.at(c, SHARE)},2))"
        if item.line == "clothing":
            return f"ROUND(MIN({pool},{net[0]}),2)"
        return f"ROUND({pool}-{self.at(c, COUNTED)},2)"

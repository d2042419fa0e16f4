"""The sheet Months: every line of every month, one unit under the other, and all units together (R25, R46).

Shelter, supplement, in kind and earnings follow the sheets Housing and Income; the other lines are the figures of the
rate sheets and stand as they are.
"""

from __future__ import annotations

from calculator.locale import N_
from calculator.pricing import MONTHLY_LINES
from calculator.workbook.case import Blocks, Case
from calculator.workbook.facts import PART_LINES, Cell, Row
from calculator.workbook.sheet import Sheet
from calculator.workbook.text import words
from calculator.workbook.words import MODES, word

ORDER = (*MONTHLY_LINES, "special_diet", "maternity_food")
ALWAYS = ("basic", "shelter", "supplement", "transport", "communication")
AFTER = ("whole", "part", "owed", "in_kind", "reduction", "asset", "due", "over")
TITLES = {
    "whole": N_("Whole month"), "part": N_("Part of the month"), "owed": N_("Owed"), "in_kind": N_("In kind"),
    "reduction": N_("Earnings deducted"), "asset": N_("Own money deducted"), "due": N_("To pay"),
    "over": N_("Rent above the limits"),
}  # fmt: skip


def columns_of(case: Case) -> dict[str, int]:
    """The columns of the sheet: only lines that some month has."""
    used = {line for _b, _r, _k, c in case.cells() for line in c.lines}
    names = [n for n in ORDER if n in used or n in ALWAYS]
    has_part = any(c.is_part for _b, _r, _k, c in case.cells())
    has_asset = any(c.asset for _b, _r, _k, c in case.cells())
    names += [
        n for n in AFTER if (n not in ("part", "asset")) or (n == "part" and has_part) or (n == "asset" and has_asset)
    ]
    return {name: 4 + i for i, name in enumerate(names)}


def month_blocks(case: Case) -> Blocks:
    """All units first, if there are several; then one block for every unit."""
    sizes = [len(r.cells) for r in case.facts.rows]
    several = len(sizes) > 1
    return Blocks(6, [len(_all_months(case)), *sizes] if several else sizes)


def _all_months(case: Case) -> list[list[tuple[int, int]]]:
    """The months of all units by calendar month: (block, month) of each."""
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for block, _row, k, cell in case.cells():
        found.setdefault((cell.first.year, cell.first.month), []).append((block, k))
    return [found[key] for key in sorted(found)]


def prepare_months(case: Case) -> None:
    """Addresses other sheets refer to, before anything is written."""
    s, columns, blocks = case.sheets["months"], columns_of(case), month_blocks(case)
    shift = 1 if len(case.facts.rows) > 1 else 0
    for block, _row, k, _cell in case.cells():
        at = blocks.row(block + shift, k)
        for name, col in columns.items():
            case.at["m", name, block, k] = s.ref(at, col)
    shown = [(case.word(TITLES[n]), columns[n]) for n in ("due", "in_kind", "reduction", "asset") if n in columns]
    case.chart_area = (blocks.row(0, 0), blocks.total(0) - 1, shown)
    for block in range(len(case.facts.rows)):
        for name, col in columns.items():
            case.at["mt", name, block] = s.ref(blocks.total(block + shift), col)
        first, last = blocks.row(block + shift, 0), blocks.total(block + shift) - 1
        case.at["m_payers", block] = s.area(first, 3, last, 3)
        case.at["m_taken", block] = s.area(first, columns["reduction"], last, columns["reduction"])
        case.at["m_dues", block] = s.area(first, columns["due"], last, columns["due"])


def write_months(case: Case) -> None:
    s, facts, _ = case.sheets["months"], case.facts, case.word
    columns, blocks = columns_of(case), month_blocks(case)
    row = s.title(_("Month by month"), facts.plan.label)
    row = s.note(
        row,
        _(
            "The lines of a part month stand at their full amounts; “part of the month” takes off what is "
            "not owed. “To pay” is what the payer of the month gives in money."
        ),
    )
    titles = [_("Month"), _("From"), _("To"), _("Paid by")]
    titles += [_(TITLES[n]) if n in TITLES else case.line(n) for n in columns]
    assert s.header(5, titles, repeat=True, right=range(4, len(titles))) == blocks.first and row <= 5
    shift = 1 if len(facts.rows) > 1 else 0
    if shift:
        _all_units(case, s, columns, blocks)
    for block, r in enumerate(facts.rows):
        heading = blocks.heading(block + shift)
        s.text(heading, 0, case.block_title(r), fit=False, bold=True, font_size=11)
        for k, cell in enumerate(r.cells):
            _Month(case, s, columns, r, block, k, cell, blocks.row(block + shift, k)).write()
        _total(case, s, columns, blocks, block + shift, {n: sum(_value(c, n) for c in r.cells) for n in columns})
    s.ws.set_h_pagebreaks(blocks.breaks(46))
    due = columns["due"]
    amber = case.book.format(bg_color="#FCE8C3")
    grey = case.book.format(font_color="#8A94A3")
    over = columns["over"]
    s.ws.conditional_format(
        blocks.first, over, blocks.end, over, {"type": "cell", "criteria": ">", "value": 0.004, "format": amber}
    )
    top = blocks.first + 1
    not_sponsor = f'=AND(ISNUMBER($A{top}),$D{top}<>"",$D{top}<>{words(case.payer("sponsor"))})'
    s.ws.conditional_format(
        blocks.first, 0, blocks.end, due, {"type": "formula", "criteria": not_sponsor, "format": grey}
    )


def _value(cell: Cell, name: str) -> int:
    """Cents of a column in a month."""
    if name in AFTER:
        return {
            "whole": cell.full, "part": cell.entitlement - cell.full, "owed": cell.entitlement,
            "in_kind": cell.entitlement - cell.available, "reduction": cell.taken, "asset": cell.asset, "due": cell.due,
            "over": cell.over_part,
        }[name]  # fmt: skip
    return cell.lines.get(name, 0)


def _total(case: Case, s: Sheet, columns: dict[str, int], blocks: Blocks, block: int, cents: dict[str, int]) -> None:
    row = blocks.total(block)
    s.text(row, 0, case.word(N_("Together")), bold=True, top=1)
    for col in (1, 2, 3):
        s.blank(row, col, top=1)
    for name, col in columns.items():
        area = s.area(blocks.row(block, 0), col, row - 1, col, here=True)
        s.sum(row, col, f"ROUND(SUM({area}),2)", cents[name], bold=True, top=1)


def _all_units(case: Case, s: Sheet, columns: dict[str, int], blocks: Blocks) -> None:
    rows = case.facts.rows
    s.text(blocks.heading(0), 0, case.word(N_("All units")), fit=False, bold=True, font_size=11)
    for k, members in enumerate(_all_months(case)):
        row = blocks.row(0, k)
        cells = [rows[b].cells[i] for b, i in members]
        s.number(row, 0, k + 1, align="left")
        s.day(row, 1, min(c.first for c in cells))
        s.day(row, 2, max(c.last for c in cells))
        payers = {c.payer for c in cells if c.due}
        s.text(row, 3, case.payer(payers.pop()) if len(payers) == 1 else "")
        for name, col in columns.items():
            parts = ",".join(s.ref(blocks.row(b + 1, i), col, here=True) for b, i in members)
            s.sum(row, col, f"ROUND(SUM({parts}),2)", sum(_value(c, name) for c in cells))
    cents = {n: sum(_value(c, n) for _b, _r, _k, c in case.cells()) for n in columns}
    _total(case, s, columns, blocks, 0, cents)


class _Month:
    """One row: a unit in a month."""

    def __init__(
        self, case: Case, s: Sheet, columns: dict[str, int], row: Row, block: int, k: int, cell: Cell, at: int
    ) -> None:
        self.case, self.s, self.columns, self.r = case, s, columns, row
        self.block, self.k, self.cell, self.at = block, k, cell, at

    def ref(self, name: str) -> str:
        return self.s.ref(self.at, self.columns[name], here=True)

    def write(self) -> None:
        case, s, cell = self.case, self.s, self.cell
        s.number(self.at, 0, cell.number, align="left")
        s.day(self.at, 1, cell.first)
        s.day(self.at, 2, cell.last)
        s.text(self.at, 3, case.payer(cell.payer))
        for name, col in self.columns.items():
            formula = self.formula(name)
            cents = _value(cell, name)
            look = {"bold": True} if name in ("owed", "due") else {}
            if formula:
                s.sum(self.at, col, formula, cents, **look)
            else:
                s.money(self.at, col, cents, **look)

    def formula(self, name: str) -> str:
        """The formula of a column, or nothing where the figure stands as it is."""
        case, at, _cell = self.case, self.case.at, self.cell
        key = (self.block, self.k)
        lines = [n for n in self.columns if n not in AFTER]
        first, last = self.ref(lines[0]), self.ref(lines[-1])
        if name == "due":
            parts = [self.ref("owed"), self.ref("in_kind"), self.ref("reduction")]
            parts += [self.ref("asset")] if "asset" in self.columns else []
            return f"ROUND({'-'.join(parts)},2)"
        if name == "over":
            return self.over() if not self.stands and ("over", *key) in at else ""
        if name == "whole" and not self.stands:
            return f"ROUND(SUM({first}:{last}),2)"
        if name == "part":
            return f"ROUND({self.ref('owed')}-{self.ref('whole')},2)"
        if self.stands or not case.is_live:
            return ""
        if name in ("shelter", "supplement"):
            share, smax, cap = at["share", *key], at["smax", *key], at["cap", *key]
            is_actual = f"{at['mode', *key]}={words(word(MODES, 'actual', case.lang))}"
            if name == "shelter":
                shelter = f"IF({is_actual},MIN({share},{smax}),{smax})"
                off = at.get(("shared", self.r.unit, "shelter"), "")
                return f"ROUND({shelter}-MIN({off},{shelter}),2)" if off else shelter
            return f"IF({is_actual},ROUND(MIN(MAX({share}-{smax},0),{cap}),2),{cap})"
        if name == "owed":
            return at["i", "owed", *key]
        if name == "in_kind":
            return f"ROUND({self.ref('owed')}-{at['i', 'available', *key]},2)"
        if name == "reduction":
            return at["i", "taken", *key]
        return ""

    def over(self) -> str:
        """Rent above the limits, of a part month its part (R46)."""
        at, row = self.case.at, self.r
        whole, first = at["over", self.block, self.k], at.get(("over", self.block, 0), "0")
        if not self.cell.is_part:
            return whole
        days, left = row.month_days, row.month_days - row.arrival_day + 1
        if self.cell.is_first_part:
            return f"ROUND({whole}*{left}/{days},2)"
        other = f"ROUND({whole}*{row.arrival_day - 1}/{days},2)"
        if not row.lived_first:
            return other
        return f"IF(ROUND({whole}-{first},2)=0,ROUND({first}-ROUND({first}*{left}/{days},2),2),{other})"

    @property
    def stands(self) -> bool:
        """A month in which nobody of the unit is supported, or with an increment of a later arrival."""
        return self.cell.ended or not self.case.is_live


def part_values(cell: Cell) -> int:
    """What the lines of a part month take off; the lines of the ledger, together."""
    return sum(cell.lines.get(name, 0) for name in PART_LINES)

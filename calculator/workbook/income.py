"""The sheet Income: earnings, threshold, deduction, and in which month it is taken (R31-R36), step by step.

Also where a part month is worked out, because what is available for a deduction is what is left of it (R46).
"""

from __future__ import annotations

from calculator.locale import N_
from calculator.money import equal_parts, half_up
from calculator.periods import next_month
from calculator.rules.earnings import WHOLE
from calculator.workbook.case import Blocks, Case
from calculator.workbook.entries import months_of_income
from calculator.workbook.facts import Cell, Row
from calculator.workbook.sheet import Sheet
from calculator.workbook.text import serial, words
from calculator.workbook.words import MODES, word

NAMES = (
    "month", "from", "full", "base", "earned", "threshold", "kind", "payable", "above", "deduction", "landing",
    "brought", "owed", "available", "taken", "carried", "lost",
)  # fmt: skip
WORKED_OUT, TAKEN = NAMES[:10], (*NAMES[:2], *NAMES[10:])
"""Two tables for each unit, one under the other, so that the page prints large enough to be read."""
COL = {name: i for part in (WORKED_OUT, TAKEN) for i, name in enumerate(part)}
TITLES = {
    "month": N_("Month"), "from": N_("From"), "full": N_("Full monthly support"), "base": N_("Base of the threshold"),
    "earned": N_("Net earnings"), "threshold": N_("Threshold"), "kind": N_("In kind, whole month"),
    "payable": N_("In money, whole month"), "above": N_("Deduction, whole month"),
    "deduction": N_("Deduction worked out"),
    "landing": N_("Falls on this month"), "brought": N_("Brought forward"), "owed": N_("Owed this month"),
    "available": N_("In money this month"), "taken": N_("Deducted"), "carried": N_("Carried forward"),
    "lost": N_("Not recoverable"),
}  # fmt: skip
SUMMED = ("earned", "deduction", "owed", "available", "taken", "lost")


def income_blocks(case: Case) -> Blocks:
    """Two blocks for each unit; a title and the heads of the columns above each."""
    return Blocks(5, [len(r.cells) for r in case.facts.rows for _part in range(2)], gap=4, lead=2)


def _block(block: int, name: str) -> int:
    return 2 * block + (name in TAKEN[2:])


def prepare_income(case: Case) -> None:
    s, blocks = case.sheets["income"], income_blocks(case)
    for block, _row, k, _cell in case.cells():
        for name, col in COL.items():
            case.at["i", name, block, k] = s.ref(blocks.row(_block(block, name), k), col)


def write_income(case: Case) -> None:
    s, facts, _ = case.sheets["income"], case.facts, case.word
    row = s.title(_("Earnings and what they take off"), facts.plan.label)
    s.note(
        row,
        _(
            "The sponsor may deduct net earnings above the threshold, dollar for dollar, from a later "
            "month. Nothing crosses a change of payer; what the last month cannot bear is not recoverable "
            "and never claimed back."
        ),
    )
    s.repeat = (0, 1)
    s.ws.freeze_panes(3, 2)
    blocks = income_blocks(case)
    amber, green = case.book.format(bg_color="#FCE8C3"), case.book.format(bg_color="#DCEBD9")
    for block, r in enumerate(facts.rows):
        chain = _Chain(case, s, blocks, block, r)
        titles = (_("{unit}: what is deducted"), _("{unit}: in which month it is taken"))
        for part, (names, title) in enumerate(zip((WORKED_OUT, TAKEN), titles, strict=True)):
            at = 2 * block + part
            s.text(blocks.heading(at), 0, title.format(unit=case.block_title(r)), fit=False, bold=True, font_size=11)
            s.header(blocks.heading(at) + 1, [_(TITLES[n]) for n in names], right=range(2, len(names)))
            _together(case, s, blocks, at, names, chain)
        for k in range(len(r.cells)):
            chain.write(k)
        first, last = blocks.row(2 * block, 0), blocks.total(2 * block) - 1
        enough = f"=AND(N($C{first + 1})>0,ROUND($E{first + 1}-$F{first + 1}-$H{first + 1},2)>=0,$E{first + 1}>0)"
        col = COL["earned"]
        s.ws.conditional_format(first, col, last, col, {"type": "formula", "criteria": enough, "format": green})
        first, last, col = blocks.row(2 * block + 1, 0), blocks.total(2 * block + 1), COL["lost"]
        lost = {"type": "cell", "criteria": ">", "value": 0.004, "format": amber}
        s.ws.conditional_format(first, col, last, col, lost)
    s.ws.set_h_pagebreaks(blocks.breaks(32))
    s.note(
        blocks.end,
        _(
            "Green: nothing is payable. Support must start again at once if the income drops; keep the "
            "money until the end date."
        ),
    )


def _together(case: Case, s: Sheet, blocks: Blocks, at: int, names: tuple[str, ...], chain: _Chain) -> None:
    row = blocks.total(at)
    s.text(row, 0, case.word(N_("Together")), bold=True, top=1)
    for name in names[1:]:
        col = COL[name]
        if name in SUMMED:
            area = s.area(blocks.row(at, 0), col, row - 1, col, here=True)
            cents = sum(values[name] for values in chain.values)
            s.sum(row, col, f"ROUND(SUM({area}),2)", cents, bold=True, top=1)
        else:
            s.blank(row, col, top=1)


class _Chain:
    """The months of one unit, which hang together by what is carried forward."""

    def __init__(self, case: Case, s: Sheet, blocks: Blocks, block: int, row: Row) -> None:
        self.case, self.s, self.blocks, self.block, self.row = case, s, blocks, block, row
        o = case.facts.options
        self.lag = o.lag
        self.payer_run: list[int] = []
        run = 0
        for k, cell in enumerate(row.cells):
            run += 1 if k and cell.payer != row.cells[k - 1].payer else 0
            self.payer_run.append(run)
        count = len(row.cells)
        self.landing: list[list[tuple[int, int]]] = [[] for _ in range(count)]
        self.missed: list[list[tuple[int, int]]] = [[] for _ in range(count)]
        for k, cell in enumerate(row.cells):
            for part in range(cell.spread):
                target = k + self.lag + part
                if target < count and self.payer_run[target] == self.payer_run[k]:
                    self.landing[target].append((k, part))
                else:
                    self.missed[k].append((k, part))
        self.land_cents = [sum(self._part(k, p) for k, p in self.landing[m]) for m in range(count)]
        self.brought = [0] * count
        self.carried = [0] * count
        for m in range(count):
            if m and self.payer_run[m] == self.payer_run[m - 1]:
                self.brought[m] = self.carried[m - 1]
            self.carried[m] = self.land_cents[m] + self.brought[m] - row.cells[m].taken
        self.values = [self._values(k) for k in range(count)]

    def _part(self, month: int, part: int) -> int:
        cell = self.row.cells[month]
        return equal_parts(cell.reduction, cell.spread)[part]

    def _values(self, k: int) -> dict[str, int]:
        c = self.row.cells[k]
        return {
            "full": c.full, "base": c.base, "earned": c.earned,
            "threshold": half_up(c.base * self.case.facts.threshold_bp, WHOLE), "kind": c.kind_total,
            "payable": max(c.full - c.kind_total, 0), "above": c.whole_reduction, "deduction": c.reduction,
            "landing": self.land_cents[k], "brought": self.brought[k], "owed": c.entitlement, "available": c.available,
            "taken": c.taken, "carried": self.carried[k], "lost": c.lost,
        }  # fmt: skip

    def ref(self, k: int, name: str) -> str:
        return self.s.ref(self.blocks.row(_block(self.block, name), k), COL[name], here=True)

    def write(self, k: int) -> None:
        s, cell = self.s, self.row.cells[k]
        for part in range(2):
            row = self.blocks.row(2 * self.block + part, k)
            s.number(row, 0, cell.number, align="left")
            s.day(row, 1, cell.first)
        is_still = cell.ended or not self.case.is_live
        for name in NAMES[2:]:
            cents = self.values[k][name]
            row = self.blocks.row(_block(self.block, name), k)
            if (is_still and name not in ("landing", "brought", "carried", "taken", "lost")) or not self.case.is_live:
                s.money(row, COL[name], cents)
            else:
                s.sum(row, COL[name], self.formula(k, name, cell), cents, **({"bold": True} if name == "taken" else {}))

    def formula(self, k: int, name: str, cell: Cell) -> str:
        case, at = self.case, self.case.at

        def ref(n: str) -> str:
            return self.ref(k, n)

        if name == "full":
            return at["m", "whole", self.block, k]
        if name == "base":
            return f"ROUND({ref('full')}+{cell.top_up / 100},2)" if cell.top_up else ref("full")
        if name == "earned":
            return self._earned(k, cell)
        if name == "threshold":
            return f"ROUND({ref('base')}*{at['threshold']},2)"
        if name == "kind":
            return self._kind(k, cell)
        if name == "payable":
            return f"ROUND(MAX({ref('full')}-{ref('kind')},0),2)"
        if name == "above":
            # In whole cents: half a cent stays exactly half a cent.
            above = f"MAX(ROUND({ref('earned')}*100,0)-ROUND({ref('base')}*100,0)*{at['threshold']},0)"
            yes = words(case.context["yes"])
            return f"IF({at['apply']}={yes},ROUND(MIN(ROUND({ref('payable')}*100,0),{above})*{at['share']},0)/100,0)"
        if name == "deduction":
            return self._deduction(k, cell)
        if name == "landing":
            return self._sum([self._part_formula(*x) for x in self.landing[k]])
        if name == "brought":
            is_same = k and self.payer_run[k] == self.payer_run[k - 1]
            return self.ref(k - 1, "carried") if is_same else "0"
        if name == "owed":
            return self._prorated(k, cell, "owed")
        if name == "available":
            return self._prorated(k, cell, "available")
        if name == "taken":
            return f"MIN({ref('available')},ROUND({ref('landing')}+{ref('brought')},2))"
        if name == "carried":
            return f"ROUND({ref('landing')}+{ref('brought')}-{ref('taken')},2)"
        parts = [self._part_formula(*x) for x in self.missed[k]]
        if k == len(self.row.cells) - 1 or self.payer_run[k + 1] != self.payer_run[k]:
            parts.append(ref("carried"))
        return self._sum(parts)

    @staticmethod
    def _sum(parts: list[str]) -> str:
        return f"ROUND({'+'.join(parts)},2)" if len(parts) > 1 else parts[0] if parts else "0"

    def _part_formula(self, month: int, part: int) -> str:
        """One of the equal parts of a month's deduction; cents left over go to the first parts (N45)."""
        whole, spread = self.ref(month, "deduction"), self.row.cells[month].spread
        if spread == 1:
            return whole
        cents = f"ROUND({whole}*100,0)"
        return f"(INT({cents}/{spread})+IF(MOD({cents},{spread})>{part},1,0))/100"

    def _earned(self, k: int, cell: Cell) -> str:
        at = self.case.at
        parts = [at["net", i] + (f"*{times}" if times > 1 else "") for i, times in sorted(cell.incomes.items())]
        parts += self._added(k, cell)
        usual = self._sum(parts)
        typed = at.get(("earned_month", self.block, k), "")
        return f"IF(ISNUMBER({typed}),{typed},{usual})" if typed else usual

    def _added(self, k: int, cell: Cell) -> list[str]:
        """Pay typed in the empty lines of the sheet Inputs, of people whose pay counts in the month (R34, R35)."""
        at = self.case.at
        if "new_net" not in at:
            return []
        net, first, last = (at["new_" + name] for name in ("net", "from", "to"))
        parts = []
        for person in cell.earners:
            mine = f"--EXACT({at['new_person']},{at['person', person]})"
            for month in months_of_income(self.case, self.row, k):
                begun = f"--({first}<={serial(next_month(month)) - 1})"
                lasts = f"--((({last}=0)+({last}>={serial(month)}))>0)"
                parts.append(f"SUMPRODUCT({mine},{begun},{lasts},{net})")
        return parts

    def _kind(self, k: int, cell: Cell) -> str:
        """Free housing, meals while living with a signer, transport in kind (R28, R25.3)."""
        case, at = self.case, self.case.at

        def month(n: str) -> str:
            return at.get(("m", n, self.block, k), "0")

        free = words(word(MODES, "free", case.lang))
        lines = "+".join(month(n) for n in ("shelter", "supplement"))
        parts = [f"IF({at['mode', self.block, k]}={free},{lines},0)"]
        meals = []
        for i, gift in enumerate(case.facts.plan.in_kind):
            unit = gift.unit or case.facts.first_unit
            whole = (gift.starts_on is None or gift.starts_on <= cell.first) and (
                gift.ends_on is None or cell.last <= gift.ends_on
            )
            counts = gift.given_by == "signer" and gift.lives_with_signer
            if gift.line == "basic" and unit == self.row.unit and whole and counts and cell.payer == "sponsor":
                value = at["gift", i]
                most = f"ROUND(MAX({month('basic')},0)*{at['basic_pct']},2)"
                meals.append(f"IF(ISNUMBER({value}),MIN({value},{most}),{most})")
        if meals:
            parts.append(f"MAX({','.join(meals)})" if len(meals) > 1 else meals[0])
        if cell.kind_transport:
            parts.append(f"{cell.kind_transport / 100}")
        return f"ROUND({'+'.join(parts)},2)"

    def _whole(self, k: int, figure: str) -> str:
        """The figure of a whole month that a part month is a part of, without first parts of R27."""
        cell = self.row.cells[k]
        text = self.ref(k, "full") if figure == "owed" else f"({self.ref(k, 'full')}-{self.ref(k, 'kind')})"
        if figure == "typical":
            money = self.ref(k, "payable") + (f"-{cell.first_part / 100}" if cell.first_part else "")
            return f"({money}-MIN({self.ref(k, 'above')},{money}))"
        return f"({text}-{cell.first_part / 100})" if cell.first_part else text

    def _thirteen(self, k: int, figure: str) -> str:
        """A part month by the thirteen-cell method (R46)."""
        row, cell = self.row, self.row.cells[k]
        days, left = row.month_days, row.month_days - row.arrival_day + 1
        whole = self._whole(k, figure)
        if cell.is_first_part:
            return f"ROUND({whole}*{left}/{days},2)"
        other = f"ROUND({whole}*{row.arrival_day - 1}/{days},2)"
        if not row.lived_first:
            return other
        first = self._whole(0, figure)
        return f"IF(ROUND({whole},2)=ROUND({first},2),{first}-ROUND({first}*{left}/{days},2),{other})"

    def _daily(self, k: int, figure: str) -> str:
        """A part month by RAP's daily rate (R46, R47)."""
        cell = self.row.cells[k]
        days = (cell.last - cell.first).days + 1
        fare, part = self.row.fares[k]
        whole = f"({self.ref(k, 'full')}-{(fare + cell.first_part) / 100})"
        if figure == "available":
            # Transport in kind is out of both figures: waived, it has no part fare.
            kind = f"({self.ref(k, 'kind')}-{cell.kind_transport / 100})"
            whole = f"MAX({self.ref(k, 'full')}-{(fare + cell.first_part) / 100}-{kind},0)"
            part = 0 if cell.kind_transport else part
        return f"(ROUND({whole}*12*{days}/365,2)+{part / 100})"

    def _prorated(self, k: int, cell: Cell, figure: str) -> str:
        if not cell.is_part:
            return self.ref(k, "full") if figure == "owed" else f"ROUND({self.ref(k, 'full')}-{self.ref(k, 'kind')},2)"
        method = self._daily if self.case.facts.is_daily else self._thirteen
        text = method(k, figure)
        first = f"+{cell.first_part / 100}" if cell.first_part else ""
        if figure == "available":
            text = f"MIN({text},{self.ref(k, 'owed')}{'-' + str(cell.first_part / 100) if cell.first_part else ''})"
        return f"ROUND({text}{first},2)"

    def _deduction(self, k: int, cell: Cell) -> str:
        """Of a typical income, a part month takes the fraction of the month (R35)."""
        if self.case.facts.options.income_entry != "typical" or not cell.is_part:
            return self.ref(k, "above")
        available = self.ref(k, "available")
        if self.case.facts.is_daily:
            days = (cell.last - cell.first).days + 1
            return f"MIN(ROUND({self.ref(k, 'above')}*12*{days}/365,2),{available})"
        rest = self._thirteen(k, "typical")
        first = f"+{cell.first_part / 100}" if cell.first_part else ""
        return f"ROUND({available}-MAX(0,MIN({rest}{first},{available})),2)"

"""The sheet Housing: rent by month, how several units share it, and what of it counts (R26, N46).

A rent is divided by persons; what lies above a unit's limits moves to units with room. Written for whole cents, so
that the parts come out as the engine places them (N45).
"""

from __future__ import annotations

from calculator.locale import N_
from calculator.workbook.case import Blocks, Case
from calculator.workbook.facts import Cell
from calculator.workbook.sheet import Sheet
from calculator.workbook.text import words
from calculator.workbook.words import MODES, word

MONTH, FROM, MODE, COST, PEOPLE, SHARE, SMAX, CAP, ROOM, OVER, FULL, FLOOR, REST = range(13)
TITLES = (
    N_("Month"), N_("From"), N_("How it counts"), N_("Rent and utilities"), N_("People"), N_("Share of the unit"),
    N_("Shelter, maximum"), N_("Supplement, maximum"), N_("Both together"), N_("Above both"),
)  # fmt: skip
WORKING = (N_("At its limit"), N_("Share, whole cents"), N_("Part of a cent left"))


def write_housing(case: Case) -> None:
    s, facts, _ = case.sheets["housing"], case.facts, case.word
    row = s.title(_("Housing by month"), facts.plan.label)
    row = s.note(
        row,
        _(
            "Shelter and supplement are owed up to the actual cost; without a rent, the maxima of the "
            "rate sheet are planned. Rent above both is a real cost outside the minimum."
        ),
    )
    several = _has_groups(case)
    if several:
        row = s.note(
            row,
            _(
                "Units that share a dwelling share its rent by the number of people; what is above one unit’s "
                "limits moves to units with room. The three grey columns show the working, in cents."
            ),
        )
    row = s.header(
        row + 1, [_(x) for x in (*TITLES, *(WORKING if several else ()))], repeat=True, right=range(COST, REST + 1)
    )
    blocks = Blocks(row, [len(r.cells) for r in facts.rows])
    for block, r in enumerate(facts.rows):
        s.text(blocks.heading(block), MONTH, case.block_title(r), fit=False, bold=True)
    for block, _r, k, cell in case.cells():
        _month(case, s, blocks, block, k, cell)
    s.ws.set_h_pagebreaks(blocks.breaks(38))
    # How a shared rent is laid out in whole cents is nobody's reading: it stays on the screen.
    s.print_last = OVER
    red = case.book.format(bg_color="#FCE8C3")
    s.ws.conditional_format(
        row, OVER, blocks.end, OVER, {"type": "cell", "criteria": ">", "value": 0.004, "format": red}
    )


def _over(cell: Cell) -> int:
    return 0 if cell.ended else cell.over


def _has_groups(case: Case) -> bool:
    return case.is_live and any(len(_group(case, k)) > 1 for k in range(len(case.facts.rows[0].cells)))


def _group(case: Case, k: int) -> list[int]:
    """Blocks that share one dwelling in a month, in the order of their ids (N46)."""
    rows = case.facts.rows
    found = [
        b for b, r in enumerate(rows)
        if k < len(r.cells) and r.cells[k].is_shared and r.cells[k].persons > 0 and r.arrival == 1
    ]  # fmt: skip
    return sorted(found, key=lambda b: rows[b].unit)


def _month(case: Case, s: Sheet, blocks: Blocks, block: int, k: int, cell: Cell) -> None:
    row = blocks.row(block, k)
    s.number(row, MONTH, cell.number, align="left")
    s.day(row, FROM, cell.first)
    if not cell.persons:
        for col in range(MODE, OVER + 1):
            s.blank(row, col)
        return
    mode = word(MODES, cell.mode, case.lang)
    s.number(row, PEOPLE, cell.persons)
    s.money(row, SMAX, cell.shelter_max)
    s.money(row, CAP, cell.supplement_cap)
    room = f"ROUND({s.ref(row, SMAX, here=True)}+{s.ref(row, CAP, here=True)},2)"
    s.sum(row, ROOM, room, cell.shelter_max + cell.supplement_cap)
    case.at["mode", block, k], case.at["share", block, k] = s.ref(row, MODE), s.ref(row, SHARE)
    case.at["over", block, k] = s.ref(row, OVER)
    case.at["smax", block, k], case.at["cap", block, k] = s.ref(row, SMAX), s.ref(row, CAP)
    if not case.is_live or cell.ended:
        s.text(row, MODE, mode)
        s.money(row, COST, cell.share if cell.is_actual else 0)
        s.money(row, SHARE, cell.share)
        s.money(row, OVER, _over(cell))
        return
    mode_formula, cost = _in_force(case, block, k, cell)
    s.formula(row, MODE, mode_formula, mode)
    group = _group(case, k) if cell.is_shared else [block]
    dwelling = sum(case.facts.rows[b].cells[k].share for b in group) + (_rest(case, group, k) if len(group) > 1 else 0)
    s.sum(row, COST, cost, dwelling if cell.is_actual else 0)
    is_actual = f"{s.ref(row, MODE, here=True)}={words(word(MODES, 'actual', case.lang))}"
    above = f"{s.ref(row, SHARE, here=True)}-{s.ref(row, ROOM, here=True)}"
    if len(group) == 1:
        s.sum(row, SHARE, f"IF({is_actual},{s.ref(row, COST, here=True)},0)", cell.share)
        s.sum(row, OVER, f"IF({is_actual},ROUND(MAX({above},0),2),0)", cell.over)
        return
    _share(case, s, blocks, group, block, k, is_actual)
    rest = ""
    if block == min(group):
        parts = "-".join(s.ref(blocks.row(b, k), SHARE, here=True) for b in group)
        rest = f"+{s.ref(row, COST, here=True)}-{parts}"
    s.sum(row, OVER, f"IF({is_actual},ROUND(MAX({above},0){rest},2),0)", cell.over)


def _rest(case: Case, group: list[int], k: int) -> int:
    """The part of a shared rent above everybody's limits: on the first unit."""
    return sum(case.facts.rows[b].cells[k].over for b in group)


def _in_force(case: Case, block: int, k: int, cell: Cell) -> tuple[str, str]:
    """The rent in force in a month and how it counts: typed for the month, else the newest entry begun by then."""
    row = case.facts.rows[block]
    entity = row.unit if row.has_own_rent else None
    typed = case.at.get(("rent_month", entity, k), "")
    name = {code: words(word(MODES, code, case.lang)) for code in MODES}

    def of(entry: int) -> tuple[str, str]:
        rent = case.at.get(("rent", entry), "")
        if not rent:
            return name["planning"], "0"
        base = case.at.get(("rent_free", entry), "planning")
        later: tuple[str, str] = (name[base], "0")
        if base == "free" and entry == cell.rent_row and cell.rent_row_at_start != entry:
            later = of(cell.rent_row_at_start)
        has_rent = f"ISNUMBER({rent})"
        cost = f"IF({has_rent},ROUND({rent}+N({case.at['utilities', entry]}),2),{later[1]})"
        if base == "free" and entry >= 0 and case.facts.plan.housing[entry].rent_cents:
            return later  # free and a rent: the engine takes it as free
        return f"IF({has_rent},{name['actual']},{later[0]})", cost

    mode, cost = of(cell.rent_row)
    if not typed:
        return mode, cost
    return f"IF(ISNUMBER({typed}),{name['actual']},{mode})", f"IF(ISNUMBER({typed}),{typed},{cost})"


def _share(case: Case, s: Sheet, blocks: Blocks, group: list[int], block: int, k: int, is_actual: str) -> None:
    """This unit's part of a shared rent, in whole cents (N46, N45)."""
    row = blocks.row(block, k)
    cells = {b: case.facts.rows[b].cells[k] for b in group}

    def at(b: int, col: int) -> str:
        return s.ref(blocks.row(b, k), col, here=True)

    def cents(reference: str) -> str:
        return f"ROUND({reference}*100,0)"

    rent = cents(at(block, COST))
    me = at(block, PEOPLE)
    # At its limit: the rent fills at least this unit's room when everybody pays as much a head as it could.
    level = "+".join(f"MIN({cents(at(b, ROOM))}*{me},{cents(at(block, ROOM))}*{at(b, PEOPLE)})" for b in group)
    s.formula(
        row,
        FULL,
        f"IF({is_actual},IF({level}<={rent}*{me},1,0),0)",
        _at_limit(cells, block),
        num_format="0;;",
        font_color="#8A94A3",
    )
    taken = "+".join(f"{at(b, FULL)}*{cents(at(b, ROOM))}" for b in group)
    people = "+".join(f"(1-{at(b, FULL)})*{at(b, PEOPLE)}" for b in group)
    part = f"({rent}-({taken}))*{me}"
    numbers = _whole_cents(cells, block)
    s.formula(
        row,
        FLOOR,
        f"IF({is_actual},IF({at(block, FULL)}=1,{cents(at(block, ROOM))},INT({part}/({people}))),0)",
        numbers[0],
        num_format="0",
        font_color="#8A94A3",
    )
    s.formula(
        row,
        REST,
        f"IF({is_actual},IF({at(block, FULL)}=1,0,IF({part}-{at(block, FLOOR)}*({people})>0.5,1,0)),0)",
        numbers[1],
        num_format="0;;",
        font_color="#8A94A3",
    )
    before = list(group[: group.index(block)])
    rank = "+".join(at(b, REST) for b in before) or "0"
    # Cents left over go to the first units, by id, that lost a part of one.
    all_floors = "+".join(at(b, FLOOR) for b in group)
    rooms = "+".join(cents(at(b, ROOM)) for b in group)
    left = f"MIN({rent},{rooms})-({all_floors})"
    extra = f"IF(AND({at(block, REST)}=1,{rank}<{left}),1,0)"
    s.sum(row, SHARE, f"IF({is_actual},({at(block, FLOOR)}+{extra})/100,0)", cells[block].share)


def _at_limit(cells: dict[int, Cell], block: int) -> int:
    if not cells[block].is_actual:
        return 0
    room = cells[block].shelter_max + cells[block].supplement_cap
    me = cells[block].persons
    rent = sum(c.share + c.over for c in cells.values())
    level = sum(min((c.shelter_max + c.supplement_cap) * me, room * c.persons) for c in cells.values())
    return 1 if level <= rent * me else 0


def _whole_cents(cells: dict[int, Cell], block: int) -> tuple[int, int]:
    """Values of the working columns, for readers that do not calculate."""
    if not cells[block].is_actual:
        return 0, 0
    full = {b: _at_limit(cells, b) for b in cells}
    room = {b: c.shelter_max + c.supplement_cap for b, c in cells.items()}
    if full[block]:
        return room[block], 0
    rent = sum(c.share + c.over for c in cells.values())
    left = rent - sum(room[b] for b in cells if full[b])
    whole, rest = divmod(left * cells[block].persons, sum(c.persons for b, c in cells.items() if not full[b]))
    return whole, 1 if rest else 0

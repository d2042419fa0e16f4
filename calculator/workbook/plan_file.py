"""The sheet that carries the plan: its text in pieces, its fingerprint, the list of cells that may be changed.

Only the writing; ``reading`` takes it apart again. The sheet is very hidden: no screen offers to show it, and every
program that opens the workbook keeps it.
"""

from __future__ import annotations

import json

from calculator import __version__
from calculator.plan import canonical_json
from calculator.workbook.case import Case

MARK = "sponsorship-budget workbook"
FORMAT = 1
PIECE = 30_000


def write_plan_file(case: Case) -> None:
    s, facts = case.sheets["file"], case.facts
    s.text(0, 0, MARK)
    s.number(0, 1, FORMAT)
    s.text(0, 2, __version__)
    s.text(1, 0, "fingerprint")
    s.text(1, 1, facts.fingerprint)
    s.text(1, 2, case.lang)
    mine = {sheet.name for sheet in case.sheets.values()}
    cells = [[c.sheet, c.cell, c.kind, c.path, c.original] for c in case.book.inputs if c.sheet in mine]
    row = 3
    for name, text in (
        ("plan", canonical_json(facts.plan)),
        ("context", json.dumps(case.context, ensure_ascii=False, separators=(",", ":"))),
        ("cells", json.dumps(cells, ensure_ascii=False, separators=(",", ":"))),
    ):
        # A quote in front keeps a piece that begins with = or a digit what it is: text.
        for start in range(0, len(text), PIECE):
            s.text(row, 0, name, fit=False)
            s.ws.put_text(row, 1, "'" + text[start : start + PIECE], s.book.format())
            row += 1
    s.ws.very_hidden()

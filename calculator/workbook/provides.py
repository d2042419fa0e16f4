"""The sheet Who provides what: lines, tasks and months by party, with room to sign (IMM 5440, section B).

A page to be signed states what was agreed on its day: it does not follow cells that are changed in the file.
"""

from __future__ import annotations

from calculator.trust import Trust
from calculator.workbook.case import Case
from calculator.workbook.sheet import Sheet


def write_provides(case: Case, trust: Trust) -> None:
    s, _ = case.sheets["provides"], case.word
    made = trust.who_provides
    row = s.title(_("Who provides what"), case.facts.plan.label)
    row = s.note(
        row,
        _(
            "A page to sign: shares and amounts as agreed on the day of this file. It does not follow cells changed "
            "elsewhere in the workbook; to change a party or a share, use the page “Funds in trust” of the calculator, "
            "then save the workbook anew."
        ),
    )
    if not made.parties:
        row = s.note(row, _("No party is named yet: everything stands under “nobody yet”."), bold=True)
    names = [made.parties.get(party) or _("nobody yet") for party in made.columns]
    s.widths[0], s.widths[2 + 2 * len(names)] = 60, 24
    row = _lines(case, s, trust, row, names)
    row = _tasks(case, s, trust, row + 1, names)
    row = _months(case, s, trust, row + 1, names)
    if made.parties:
        _signatures(case, s, trust, row + 1, names)


def _lines(case: Case, s: Sheet, trust: Trust, row: int, names: list[str]) -> int:
    """Money: the share of each party and what it comes to over the whole period."""
    _, made = case.word, trust.who_provides
    row = s.heading(row + 1, _("Money, whole period"))
    titles = [_("Line"), *(x for name in names for x in (_("Share"), name)), _("Together"), _("Note")]
    row = s.header(row, titles, right=range(1, len(titles) - 1))
    first, last_col = row, 1 + 2 * len(names)
    for head, mine in made.matrix():
        if head.section != "financial":
            continue
        s.text(row, 0, head.name, fit=False)
        for n, party in enumerate(made.columns):
            part = mine.get(party)
            if part is not None:
                s.number(row, 1 + 2 * n, part.share_bp / 10_000, num_format=s.book.share_code, align="right")
                s.money(row, 2 + 2 * n, part.total_cents)
        cells = ",".join(s.ref(row, 2 + 2 * n, here=True) for n in range(len(names)))
        s.sum(row, last_col, f"ROUND(SUM({cells}),2)", sum(part.total_cents or 0 for part in mine.values()))
        s.text(row, last_col + 1, head.note, text_wrap=True)
        row += 1
    s.text(row, 0, _("Together"), bold=True, top=1)
    sums = made.by_party()
    for col in range(1, last_col + 1):
        if col % 2 and col < last_col:
            s.blank(row, col, top=1)
            continue
        cents = sum(sums.values()) if col == last_col else sums.get(made.columns[col // 2 - 1], 0)
        area = s.area(first, col, max(row - 1, first), col, here=True)
        s.sum(row, col, f"ROUND(SUM({area}),2)" if row > first else "0", cents, bold=True, top=1)
    return row + 1


def _tasks(case: Case, s: Sheet, trust: Trust, row: int, names: list[str]) -> int:
    _, made = case.word, trust.who_provides
    s.breaks.append(row)
    row = s.heading(row, _("Settlement tasks"))
    row = s.header(row, [_("Task"), *(x for name in names for x in ("", name)), "", _("Note")])
    for head, mine in made.matrix():
        if head.section != "settlement":
            continue
        s.text(row, 0, head.name, text_wrap=True)
        for n, party in enumerate(made.columns):
            if party in mine:
                s.text(row, 2 + 2 * n, "✓", align="center")
        s.text(row, 2 + 2 * len(names), head.note, text_wrap=True)
        row += 1
    return row


def _months(case: Case, s: Sheet, trust: Trust, row: int, names: list[str]) -> int:
    """What each party gives in each calendar month."""
    _, made = case.word, trust.who_provides
    s.breaks.append(row)
    row = s.heading(row, _("Amounts by party and month"))
    last_col = 1 + 2 * len(names)
    row = s.header(
        row, [_("Month"), *(x for name in names for x in ("", name)), _("Together")], right=range(1, last_col + 1)
    )
    first = row
    code = ("[$-C0C]" if case.lang == "fr" else "[$-1009]") + "mmm yyyy"
    for month, mine in made.month_matrix():
        s.day(row, 0, month, num_format=code)
        for n, party in enumerate(made.columns):
            s.money(row, 2 + 2 * n, mine.get(party, 0))
        cells = ",".join(s.ref(row, 2 + 2 * n, here=True) for n in range(len(names)))
        s.sum(row, last_col, f"ROUND(SUM({cells}),2)", sum(mine.values()))
        row += 1
    s.text(row, 0, _("Together"), bold=True, top=1)
    sums = made.by_party()
    for col in range(1, last_col + 1):
        if col % 2 and col < last_col:
            s.blank(row, col, top=1)
            continue
        cents = sum(sums.values()) if col == last_col else sums.get(made.columns[col // 2 - 1], 0)
        area = s.area(first, col, max(row - 1, first), col, here=True)
        s.sum(row, col, f"ROUND(SUM({area}),2)" if row > first else "0", cents, bold=True, top=1)
    return row + 1


def _signatures(case: Case, s: Sheet, trust: Trust, row: int, names: list[str]) -> None:
    _ = case.word
    row = s.heading(row, _("Signatures"))
    row = s.note(row, _("We provide what stands in our column."), font_color="#1F2A37")
    for party, name in zip(trust.who_provides.columns, names, strict=True):
        if not party:
            continue
        s.ws.set_row(row, 30)
        s.text(row, 0, name, fit=False, valign="bottom")
        for col in range(1, 6):
            s.blank(row, col, bottom=1)
        s.text(row + 1, 0, _("Name, signature, date"), fit=False, font_color="#5B6673", font_size=8)
        row += 2

"""Printable pages: evidence for a case review, who provides what, statement, refunds, the letter. Plain HTML.

One file needs nothing else: no network, no fonts, no scripts. Figures and sentences come from the other modules; what
is typed by a person is only text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

from calculator import __version__
from calculator.handout import PAGE, STYLE
from calculator.locale import N_, catalogue, money, percent
from calculator.locale import month as month_name
from calculator.plan import plan_fingerprint
from calculator.trust import Trust
from calculator.trust.evidence import EvidenceRow, Slot
from calculator.trust.letter import Letter
from calculator.trust.words import CHOICES_TITLE, DOCUMENTS, METHODS, PURPOSES, choices, label, what_for

MORE_STYLE = """
@page { size: letter landscape; margin: 12mm; }
body { max-width: 250mm; font-size: 9.5pt; }
td { white-space: normal; }
table { break-inside: auto; font-size: 8.5pt; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
td.text, th.text { text-align: left; }
tr.total th, tr.total td { font-weight: 700; border-top: 1.5px solid #14191f; }
.sign td { height: 14mm; vertical-align: bottom; }
.together { break-inside: avoid; }
.day { white-space: nowrap; }
.scroll { overflow-x: auto; }
.address { overflow-wrap: anywhere; }
@media print { .scroll { overflow-x: visible; } body { max-width: none; } table { font-size: 7.5pt; } }
"""
"""Added to the handout's style; wide tables lie across the page."""

TEXT = ' class="text"'

Cell = str | int | date | None
"""Text, cents, a day, or nothing."""

PARTS = {"start_up": N_("Start-up"), "one_time": N_("Once"), "month": N_("Month {number}")}
FUND_NAMES = {"case": N_("Fund of this case"), "general": N_("General fund")}


class _Writer:
    """The parts of a page in one language."""

    def __init__(self, trust: Trust) -> None:
        self.trust, self.lang = trust, trust.lang
        self._ = catalogue(trust.lang).gettext

    def cell(self, value: Cell) -> str:
        if value is None:
            return "<td></td>"
        if isinstance(value, int):
            return f"<td>{escape(money(value, self.lang)) if value else '–'}</td>"
        if isinstance(value, date):
            return f'<td class="text day">{value.isoformat()}</td>'
        return f'<td class="text">{escape(value)}</td>'

    def table(self, head: Sequence[str], rows: Iterable[Sequence[Cell]], total: Sequence[Cell] = ()) -> str:
        """A table; a row that says what it is about begins with it."""

        def row(cells: Sequence[Cell], kind: str = "") -> str:
            first = cells[0].isoformat() if isinstance(cells[0], date) else str(cells[0] or "")
            look = "text day" if isinstance(cells[0], date) else "text"
            others = "".join(self.cell(value) for value in cells[1:])
            return f'<tr{kind}><th scope="row" class="{look}">{escape(first)}</th>{others}</tr>'

        rows = list(rows)
        amounts = {n for cells in (*rows, total) for n, value in enumerate(cells) if isinstance(value, int)}
        body = "".join(row(cells) for cells in rows)
        end = row(total, ' class="total"') if total else ""
        # An empty word has no translation: gettext would answer with the head of the catalogue.
        top = "".join(
            f'<th scope="col"{"" if n in amounts else TEXT}>{escape(self._(word) if word else "")}</th>'
            for n, word in enumerate(head)
        )
        table = f"<table><thead><tr>{top}</tr></thead><tbody>{body}{end}</tbody></table>"
        return f'<div class="scroll" tabindex="0">{table}</div>'

    def heading(self, text: str) -> str:
        return f"<h2>{escape(self._(text))}</h2>"

    def says(self, text: str) -> str:
        return f"<p>{escape(self._(text))}</p>"

    def page(self, title: str, parts: Sequence[str]) -> str:
        trust, title = self.trust, self._(title)
        about = " · ".join(
            part for part in (
                trust.plan.label, trust.as_of.isoformat(), self._("version {version}").format(version=__version__),
                self._("plan {fingerprint}").format(fingerprint=plan_fingerprint(trust.plan)),
            ) if part
        )  # fmt: skip
        body = f'<h1>{escape(title)}</h1><p class="small">{escape(about)}</p>' + "\n".join(p for p in parts if p)
        return PAGE.format(lang=self.lang, title=escape(title), style=STYLE + MORE_STYLE, body=body)

    def unit(self, unit: str) -> str:
        return self._("Family") if unit == "family" else unit

    def line(self, code: str) -> str:
        return what_for(code, self.lang)

    def part(self, slot: Slot) -> str:
        words = self._(PARTS[slot.part]).format(number=slot.month) if slot.part in PARTS else ""
        if slot.arrival > 1:
            words = self._("{part}, arrival {number}").format(part=words, number=slot.arrival)
        return words


# --- evidence


def evidence_page(trust: Trust) -> str:
    """The evidence pack on paper (N8, N10): sums, payments, purchases, gifts, deductions, lines, documents."""
    w, pack = _Writer(trust), trust.evidence
    sums = [
        (
            w.unit(x.slot.unit), w.part(x.slot), x.first, x.owed_cents, x.in_kind_cents, x.purchases_cents,
            x.reduction_cents + x.asset_cents, x.others_cents, x.due_cents, x.paid_cents, x.loan_cents,
            x.shortfall_cents, x.explained_by,
        )
        for x in pack.sums
    ]  # fmt: skip
    totals = [sum(int(str(row[n])) for row in sums) for n in range(3, 12)]
    parts = [
        w.says(
            N_(
                "What was owed and what was given, by the record on the day above. This list points to bank records, "
                "receipts and letters; it does not replace them."
            )
        ),
        w.heading(N_("Owed and given")),
        w.table(
            (
                N_("Unit"), N_("Part"), N_("From"), N_("Owed"), N_("In kind"), N_("Bought"), N_("Deducted"),
                N_("Paid by others"), N_("Due in money"), N_("Paid"), N_("Taken off for a loan"), N_("Short"),
                N_("Explained by"),
            ),
            sums, (w._(N_("Together")), "", None, *totals, ""),
        ),
        *_payments(w), *_payments(w, "besides", N_("Paid besides the minimum")),
        *_purchases(w), *_gifts(w), *_deductions(w), *_lines(w), *_documents(w), *_sources(w),
    ]  # fmt: skip
    return w.page(N_("Evidence for a case review"), parts)


def _rows_of(w: _Writer, side: str) -> list[EvidenceRow]:
    return [row for row in w.trust.evidence.rows if row.side == side]


def _payments(w: _Writer, side: str = "given", title: str = N_("Payments")) -> Iterable[str]:
    rows = [
        (
            row.on, w.unit(row.slot.unit), w.part(row.slot), w.line(row.line), row.amount_cents,
            label(METHODS, row.method, w.lang), row.reference, row.account_last4, row.receipt, row.text,
        )
        for row in sorted(_rows_of(w, side), key=lambda r: (r.on or date.min, r.slot.unit, r.slot.month or 0))
    ]  # fmt: skip
    if side != "given" and not rows:
        return
    yield w.heading(title)
    if not rows:
        yield w.says(N_("none recorded"))
        return
    head = (
        N_("On"), N_("Unit"), N_("Part"), N_("For"), N_("Amount"), N_("Method"), N_("Reference"), N_("Account, last 4"),
        N_("Receipt"), N_("Note"),
    )  # fmt: skip
    yield w.table(head, rows, (w._(N_("Together")), "", "", "", sum(int(r[4] or 0) for r in rows), "", "", "", "", ""))


def _purchases(w: _Writer) -> Iterable[str]:
    plan = w.trust.plan
    if not plan.purchases:
        return
    first = w.trust.report["units"][0]["unit"]
    yield w.heading(N_("Bought for the family"))
    rows = [
        (x.bought_on, w.unit(x.unit or first), w.line(x.line), x.amount_cents, x.receipt or w._(N_("missing")))
        for x in plan.purchases
    ]
    yield w.table((N_("On"), N_("Unit"), N_("Line"), N_("Amount"), N_("Receipt")), rows)


def _gifts(w: _Writer) -> Iterable[str]:
    gifts = w.trust.evidence.in_kind
    if not gifts:
        return
    givers = {"signer": N_("a signer"), "non_signer": N_("a non-signer")}
    yes, no = w._(N_("yes")), w._(N_("no"))
    yield w.heading(N_("Gifts in kind"))
    rows = [
        (
            g.on, w.unit(g.unit), w.line(g.line), g.item, w._(givers[g.given_by]), g.value_cents,
            yes if g.is_kept else no,
        )
        for g in gifts
    ]  # fmt: skip
    head = (N_("On"), N_("Unit"), N_("Line"), N_("What it is"), N_("Given by"), N_("Value"), N_("Theirs to keep"))
    yield w.table(head, rows)


def _deductions(w: _Writer) -> Iterable[str]:
    rows = [
        (w.unit(r.slot.unit), w.part(r.slot), _about(w, r.line), r.amount_cents, r.rule, r.text)
        for r in _rows_of(w, "deduction")
    ]
    told = [
        (w.unit(e.unit or ""), str(e.month or ""), e.on, e.explained_by, e.reason)
        for e in w.trust.books.explanations
        if e.explained_by or e.reason
    ]
    if rows:
        yield w.heading(N_("Deductions and why"))
        yield w.table((N_("Unit"), N_("Part"), N_("About"), N_("Amount"), N_("Rule"), N_("Why")), rows)
    if told:
        yield w.heading(N_("Explained to the family"))
        yield w.table((N_("Unit"), N_("Month"), N_("On"), N_("Explained by"), N_("Why")), told)


def _about(w: _Writer, line: str) -> str:
    special = {"earned_income": N_("Earnings deducted"), "assets": N_("Own money deducted")}
    return w._(special[line]) if line in special else w.line(line)


def _lines(w: _Writer) -> Iterable[str]:
    """Every line that was owed, with its rule and the numbers of its rates."""
    number = {row["key"]: n for n, row in enumerate(w.trust.report["rates"], start=1)}
    rows = [
        (
            w.unit(r.slot.unit), w.part(r.slot), w.line(r.line), str(r.quantity or ""), r.unit_cents, r.amount_cents,
            r.rule, ", ".join(str(number[key]) for key in r.rates if key in number),
        )
        for r in _rows_of(w, "owed")
    ]  # fmt: skip
    yield w.heading(N_("Line by line"))
    head = (
        N_("Unit"), N_("Part"), N_("Line"), N_("How many"), N_("Each"), N_("Amount"), N_("Rule"),
        N_("Rates, by number"),
    )  # fmt: skip
    yield w.table(head, rows)


def _documents(w: _Writer) -> Iterable[str]:
    yield w.heading(N_("Documents on file"))
    rows = [(d.on, w.unit(d.slot.unit), w.part(d.slot), d.text, d.reference) for d in w.trust.evidence.documents]
    if rows:
        yield w.table((N_("On"), N_("Unit"), N_("Part"), N_("What it is"), N_("Entry")), rows)
    else:
        yield w.says(N_("none recorded"))
    there = {d.line for d in w.trust.evidence.documents}
    wanted = [label(DOCUMENTS, code, w.lang) for code in DOCUMENTS if code not in there and code != "other"]
    yield w.says(N_("An officer may also ask for these, where they apply:"))
    yield f'<p class="small">{escape("; ".join(wanted))}</p>'
    yield w.says(
        N_(
            "Never send passports, health cards or licences. The family may send private papers straight to the "
            "officer. There are four weeks to answer, and what is short can normally be made good."
        )
    )


def _sources(w: _Writer) -> Iterable[str]:
    yield w.heading(N_("Rates and sources"))
    rows = [
        (f"{n}. {row['label']}", str(row["value"]), str(row["effective_from"]), f"{row['title']}: {row['locator']}",
         str(row["checked_on"] or ""))
        for n, row in enumerate(w.trust.report["rates"], start=1)
    ]  # fmt: skip
    yield w.table((N_("Rate"), N_("Value"), N_("In force since"), N_("Source"), N_("Last checked")), rows)
    addresses = dict.fromkeys(row["address"] for row in w.trust.report["rates"] if row["address"])
    items = "".join(f"<li>{escape(address)}</li>" for address in addresses)
    yield f'<ul class="small address">{items}</ul>'


# --- who provides what


def provides_page(trust: Trust) -> str:
    """The checklist with shares and amounts by party, the amounts by month, and room to sign (IMM 5440)."""
    w, made = _Writer(trust), trust.who_provides
    names = [made.parties.get(party) or w._(N_("nobody yet")) for party in made.columns]
    lines: list[list[Cell]] = []
    tasks: list[list[Cell]] = []
    for row, mine in made.matrix():
        cells: list[Cell] = [row.name]
        for party in made.columns:
            part = mine.get(party)
            if row.section == "settlement":
                cells.append("✓" if part and party else "")
            elif part is None:
                cells += ["", ""]
            else:
                cells += [percent(part.share_bp, trust.lang), part.total_cents]
        (lines if row.section == "financial" else tasks).append([*cells, row.note])
    sums = made.by_party()
    months: list[list[Cell]] = [
        [month_name(month, trust.lang), *(mine.get(party) for party in made.columns)]
        for month, mine in made.month_matrix()
    ]  # fmt: skip
    months_total: list[Cell] = [w._(N_("Together")), *(sums.get(party, 0) for party in made.columns)]
    sign = "".join(
        f"<tr><th scope='row' class='text'>{escape(name)}</th><td></td><td></td><td></td></tr>"
        for party, name in zip(made.columns, names, strict=True) if party
    )  # fmt: skip
    heads = [w._(N_("Name")), w._(N_("Signature")), w._(N_("Date"))]
    top = "".join(f'<th scope="col">{escape(word)}</th>' for word in ["", *heads])
    parts = [
        w.heading(N_("Money, whole period")),
        w.table(
            [N_("Line"), *(x for name in names for x in (N_("Share"), name)), N_("Note")], lines,
            [w._(N_("Together")), *(x for party in made.columns for x in ("", sums.get(party, 0))), ""],
        ),
        w.heading(N_("Settlement tasks")),
        w.table([N_("Task"), *names, N_("Note")], tasks),
        w.heading(N_("Amounts by party and month")),
        w.table([N_("Month"), *names], months, months_total),
        '<div class="together">', w.heading(N_("Signatures")), w.says(N_("We provide what stands in our column.")),
        f'<table class="sign"><thead><tr>{top}</tr></thead><tbody>{sign}</tbody></table></div>',
    ]  # fmt: skip
    return w.page(N_("Who provides what"), parts)


# --- statement, refunds, letter


def statement_page(trust: Trust, last: date | None = None) -> str:
    """The account up to a day: as a whole, by fund, by contributor, every movement (R56)."""
    w = _Writer(trust)
    whole = trust.statement(last=last)
    funds = [trust.statement(last=last, fund=fund) for fund in trust.funds] if len(trust.funds) > 1 else []
    names = (
        (N_("At the beginning"), "opening_cents"), (N_("Money in"), "in_cents"), (N_("Interest"), "interest_cents"),
        (N_("Paid out"), "paid_cents"), (N_("Given back"), "refunded_cents"), (N_("In the account"), "closing_cents"),
    )  # fmt: skip
    rows: list[list[Cell]] = [[w._(text), *(int(getattr(s, field)) for s in (*funds, whole))] for text, field in names]
    head = [N_("What"), *(FUND_NAMES[fund] for fund in trust.funds if funds), N_("Whole account")]
    parts = [w.table(head, rows[:-1], rows[-1])]
    for title, s in [*zip((FUND_NAMES[f] for f in trust.funds), funds, strict=False), (N_("By contributor"), whole)]:
        parts += [
            w.heading(title),
            w.table(
                (N_("Who gives"), N_("Given"), N_("Interest"), N_("Used"), N_("Given back"), N_("Left")),
                [
                    (c.contributor, c.contributed_cents, c.interest_cents, c.used_cents, c.refunded_cents, c.left_cents)
                    for c in s.contributors
                ],
            ),
        ]
    moves = [
        (m.on, m.id, label(PURPOSES, m.detail, w.lang) if m.kind == "payment" else m.detail or w._(MOVES[m.kind]),
         w._(FUND_NAMES[m.fund]) if m.fund in FUND_NAMES else "", m.amount_cents, m.balance_cents, m.reference)
        for m in whole.movements
    ]  # fmt: skip
    parts += [
        w.heading(N_("Movements")),
        w.table((N_("On"), N_("Entry"), N_("What"), N_("Fund"), N_("Amount"), N_("Balance"), N_("Reference")), moves),
    ]
    return w.page(N_("Statement of the account"), [*parts, *_choices(w)])


def _choices(w: _Writer) -> Iterable[str]:
    """What this project chose where no rule decides (R56, N45)."""
    items = "".join(f"<li>{escape(text)}</li>" for text in choices(w.trust.report, w.lang))
    return w.heading(CHOICES_TITLE), f'<ul class="small">{items}</ul>'


MOVES = {
    "contribution": N_("contribution"), "returned": N_("money that came back"), "interest": N_("interest"),
    "payment": N_("payment"), "loan": N_("loan"), "refund": N_("refund"),
}  # fmt: skip


def refund_page(trust: Trust, reason: str) -> str:
    """Who gets what back (R56, R57)."""
    w, made = _Writer(trust), trust.refund(reason)
    rows = [
        (r.contributor, r.contributed_cents, r.used_cents, r.refunded_before_cents, r.interest_cents, r.refund_cents,
         r.kept_cents)
        for r in made.rows
    ]  # fmt: skip
    totals = [sum(int(row[n]) for row in rows) for n in range(1, 7)]
    head = (
        N_("Who gives"), N_("Given"), N_("Used"), N_("Given back before"), N_("Interest in it"), N_("To give back"),
        N_("Kept, not refundable"),
    )  # fmt: skip
    besides = [
        (w._(text), cents) for text, cents in (
            (N_("In the account"), made.balance_cents), (N_("Held back for the family"), made.held_back_cents),
            (N_("Shared by the trust deed"), made.by_deed_cents),
        ) if cents
    ]  # fmt: skip
    told = [w.says(f"{p.what} {p.what_to_do}") for p in made.problems]
    parts = [
        w.table(head, rows, (w._(N_("Together")), *totals)), w.table((N_("What"), N_("Amount")), besides), *told,
        *_choices(w),
    ]  # fmt: skip
    title = N_("If the case is refused") if reason == "refused" else N_("What is left at the end")
    return w.page(title, parts)


def letter_page(letter: Letter) -> str:
    """The letter to the family on a page of its own."""
    row = catalogue(letter.lang).gettext(N_("{name}: {amount}"))
    blocks = []
    for n, paragraph in enumerate(letter.paragraphs):
        blocks.append(f"<h1>{escape(paragraph.text)}</h1>" if not n else f"<p>{escape(paragraph.text)}</p>")
        if paragraph.rows:
            items = "".join(f"<li>{escape(row.format(name=a, amount=b))}</li>" for a, b in paragraph.rows)
            blocks.append(f"<ul>{items}</ul>")
    title = letter.paragraphs[0].text
    return PAGE.format(lang=letter.lang, title=escape(title), style=STYLE, body="\n".join(blocks))

"""The evidence pack for a case review: what was owed and given, per unit and month (N7-N11, N36, N47).

Rows only, ready for a sheet or a printed page. They point to bank evidence, they are none themselves (N7),
and they hold nothing sensitive: references and the last four digits (N9).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from calculator.locale import N_, catalogue
from calculator.notices.names import unit_name
from calculator.plan import Plan
from calculator.plan.record import Explanation
from calculator.problems import Problem, found
from calculator.trust.dues import MINIMUM, Matching, Report, Settled, day
from calculator.trust.entries import Books
from calculator.trust.words import DOCUMENTS, label


class Slot(NamedTuple):
    """Where a row belongs: the start-up, the one-time items or one month of a unit."""

    unit: str
    part: str
    """start_up, one_time, month; nothing for a document of the whole file."""
    month: int | None = None
    arrival: int = 1
    """Later arrivals have months of their own (R15)."""


@dataclass(frozen=True)
class EvidenceRow:
    """One line of the pack. ``side``: owed, in_kind, purchase, deduction, given, besides, document."""

    slot: Slot
    side: str
    line: str
    amount_cents: int | None
    on: date | None = None
    quantity: int | None = None
    unit_cents: int | None = None
    rule: str = ""
    rates: tuple[str, ...] = ()
    method: str = ""
    reference: str = ""
    account_last4: str = ""
    receipt: str = ""
    text: str = ""
    """Giver, reason, document: a sentence or a few words in the language asked for."""


@dataclass(frozen=True)
class EvidenceSum:
    """The sums of one slot: owed, less what was met otherwise, due in money, given.

    ``due = owed − in_kind − purchases − reduction − asset − others``; the shortfall is the part of ``due``
    that was not given by the day of the pack, if it was due by then.
    """

    slot: Slot
    first: date
    last: date
    payer: str
    owed_cents: int
    in_kind_cents: int
    purchases_cents: int
    reduction_cents: int
    asset_cents: int
    others_cents: int
    """What other payers give."""
    due_cents: int
    paid_cents: int
    loan_cents: int
    """Taken off for a loan, as agreed (N13)."""
    shortfall_cents: int
    explained_by: str
    """Who explained the payment to the family (N36)."""


@dataclass(frozen=True)
class InKindRow:
    """One gift of the dated list: giver, item, value (N3)."""

    unit: str
    line: str
    item: str
    given_by: str
    value_cents: int | None
    on: date | None
    is_kept: bool


@dataclass(frozen=True)
class Pack:
    """Everything the officer asks for that a treasurer has in figures, with the list of documents."""

    sums: tuple[EvidenceSum, ...]
    rows: tuple[EvidenceRow, ...]
    in_kind: tuple[InKindRow, ...]
    documents: tuple[EvidenceRow, ...]
    problems: tuple[Problem, ...]


_POOL = {
    "clothing": ("clothing", "winter"), "winter": ("clothing", "winter"),
    "clothing_again": ("clothing", "winter"), "winter_again": ("clothing", "winter"),
}  # fmt: skip
"""Lines whose gifts are counted together (R29)."""

OUTSIDE = frozenset({"extra", "top_up", "gift", "deposit", "prepaid_rent", "loan_help"})
"""Purposes of payments to or for the family outside the minimum."""

_SILENT = {
    "earned_income": N_("Less is paid to {unit} (month {months}) because of earnings, and no reason is noted."),
    "assets": N_("Less is paid to {unit} (month {months}) because of own money, and no reason is noted."),
    "in_kind": N_("Support in kind is counted for {unit} (month {months}), and no reason is noted."),
    "loan": N_("A loan repayment is taken off for {unit} (month {months}), and no reason is noted."),
    "item_assets": N_("A one-time payment to {unit} is lowered because of own money, and no reason is noted."),
    "gifts": N_("Gifts are counted for {unit} at start-up without an item in the list."),
}


def evidence_pack(plan: Plan, report: Report, books: Books, matching: Matching, lang: str = "en") -> Pack:
    """The pack with everything recorded up to the day of the matching."""
    made = _Pack(plan, report, books, matching, lang)
    for unit in report["units"]:
        name = unit["unit"]
        made.items(Slot(name, "start_up"), unit["start_up"]["lines"])
        made.items(Slot(name, "one_time"), unit["one_time"]["lines"])
        for month in unit["months"]:
            made.month(Slot(name, "month", month["month"], month.get("arrival", 1)), month)
    first_unit = report["units"][0]["unit"]
    gifts = tuple(
        InKindRow(g.unit or first_unit, g.line, g.item, g.given_by, g.value_cents, g.starts_on, g.is_kept)
        for g in plan.in_kind
    )
    made.besides(matching)
    made.unexplained()
    return Pack(tuple(made.sums), tuple(made.rows), gifts, tuple(made.documents()), tuple(made.problems))


class _Pack:
    """The pack while it is being put together."""

    def __init__(self, plan: Plan, report: Report, books: Books, matching: Matching, lang: str) -> None:
        self.plan, self.books, self.as_of, self.lang = plan, books, matching.as_of, lang
        self.gettext = catalogue(lang).gettext
        self.settled: dict[Slot, list[Settled]] = {}
        for row in matching.settled:
            slot = Slot(row.due.unit, row.due.kind, row.due.month, row.due.arrival)
            self.settled.setdefault(slot, []).append(row)
        self.payments = {p.id: p for p in books.payments}
        self.first_unit = report["units"][0]["unit"]
        self.sums: list[EvidenceSum] = []
        self.rows: list[EvidenceRow] = []
        self.problems: list[Problem] = []
        self.silent: dict[tuple[str, str], list[int | None]] = {}
        """Deductions nobody explained: unit and subject, with the months."""

    def row(self, slot: Slot, side: str, line: str, cents: int, **more: Any) -> None:
        self.rows.append(EvidenceRow(slot, side, line, cents, **more))

    # --- start-up and one-time items

    def items(self, slot: Slot, lines: Sequence[Mapping[str, Any]]) -> None:
        if not lines:
            return
        for line in lines:
            self.item(slot, line)
        self.given(slot)

        def total(field: str, *payers: str) -> int:
            return sum(line.get(field, 0) for line in lines if not payers or line["payer"] in payers)

        due = total("cash_cents", "sponsor")
        days = [day(line["due_on"]) for line in lines]
        self.sums.append(
            EvidenceSum(
                slot,
                min(days),
                max(days),
                lines[0]["payer"],
                total("entitlement_cents") - total("shared_cents"),
                total("in_kind_cents"),
                total("purchases_cents"),
                0,
                total("asset_cents"),
                total("cash_cents") - due,
                due,
                *self.paid(slot),
                self.explained(slot),
            )
        )

    def item(self, slot: Slot, line: Mapping[str, Any]) -> None:
        _ = self.gettext
        name = line["line"]
        self.row(
            slot,
            "owed",
            name,
            line["entitlement_cents"],
            on=day(line["due_on"]),
            quantity=line["quantity"],
            unit_cents=line["unit_cents"],
            rule=line["rule"],
            rates=tuple(line["rates"]),
        )
        if line["shared_cents"]:
            reasons = [s.reason for s in self.plan.sharing if s.line == name and self.is_of(slot, s.unit)]
            self.row(
                slot,
                "deduction",
                name,
                -line["shared_cents"],
                rule="R18",
                text="; ".join(filter(None, reasons)) or _("Shared in one home."),
            )
        if line["in_kind_cents"]:
            self.row(
                slot, "in_kind", name, line["in_kind_cents"], rule="R29", text=_("See the list of gifts.")
            )
            listed = [
                g
                for g in self.plan.in_kind
                if g.line in _POOL.get(name, (name,)) and self.is_of(slot, g.unit)
            ]
            if not listed or any(not g.item for g in listed):
                self.silent.setdefault((slot.unit, "gifts"), [])
        if line["purchases_cents"]:
            receipts = [p.receipt for p in self.plan.purchases if p.line == name and self.is_of(slot, p.unit)]
            self.row(
                slot,
                "purchase",
                name,
                line["purchases_cents"],
                rule="N1",
                receipt=", ".join(filter(None, receipts)),
                text="" if all(receipts) else _("A receipt is missing."),
            )
        if line.get("asset_cents"):
            why = self.why(slot, "assets")
            self.row(
                slot,
                "deduction",
                name,
                -line["asset_cents"],
                rule="R30",
                text=why or _("Own money above what may be kept."),
            )
            if not why:
                self.silent.setdefault((slot.unit, "item_assets"), [])

    def is_of(self, slot: Slot, unit: str | None) -> bool:
        return (unit or self.first_unit) == slot.unit

    # --- months

    def month(self, slot: Slot, month: Mapping[str, Any]) -> None:
        _ = self.gettext
        for line in month["lines"]:
            self.row(
                slot,
                "owed",
                line["line"],
                line["entitlement_cents"],
                quantity=line["quantity"],
                unit_cents=line["unit_cents"],
                rule=line["rule"],
                rates=tuple(line["rates"]),
            )
            if line["in_kind_cents"]:
                self.row(slot, "in_kind", line["line"], line["in_kind_cents"], rule="R28")
        # In a part month each line stands in full; what is too much in kind is taken off in one line (R46).
        part = month["in_kind_cents"] - sum(line["in_kind_cents"] for line in month["lines"])
        if part:
            self.row(slot, "in_kind", "in_kind_part", part, rule="R46")
        if month["in_kind_cents"]:
            self.ask(slot, "in_kind")
        for about, field, rule, words in (
            ("earned_income", "reduction_cents", "R31 R35", _("Earnings above half of the full support.")),
            ("assets", "asset_cents", "R30", _("Own money above what may be kept.")),
        ):
            if month[field]:
                self.row(
                    slot, "deduction", about, -month[field], rule=rule, text=self.why(slot, about) or words
                )
                self.ask(slot, about)
        self.given(slot)
        self.sums.append(
            EvidenceSum(
                slot,
                day(month["from"]),
                day(month["to"]),
                month["payer"],
                month["entitlement_cents"],
                month["in_kind_cents"],
                0,
                month["reduction_cents"],
                month["asset_cents"],
                month["government_cents"] + month["other_cents"],
                month["sponsor_cents"],
                *self.paid(slot),
                self.explained(slot),
            )
        )

    # --- what was given

    def given(self, slot: Slot) -> None:
        for settled in self.settled.get(slot, ()):
            for id, cents in settled.payments:
                p = self.payments[id]
                proofs = [label(DOCUMENTS, e.type, self.lang) for e in self.books.evidence if e.entry == id]
                self.row(
                    slot,
                    "given",
                    settled.due.line or p.purpose,
                    cents,
                    on=p.on,
                    method=p.method,
                    reference=p.reference,
                    account_last4=p.account_last4,
                    receipt=p.receipt or ", ".join(proofs),
                    text=p.note,
                )
            if settled.deducted_cents:
                self.row(
                    slot,
                    "given",
                    "loan",
                    settled.deducted_cents,
                    rule="N13",
                    text=self.why(slot, "loan") or self.gettext("Taken off for the loan, as agreed."),
                )
                self.ask(slot, "loan")

    def besides(self, matching: Matching) -> None:
        """Money to the family beyond what was owed, so that every transfer of the bank's list is found (N7, N13)."""
        above, _ = dict(matching.excess), self.gettext
        for p in self.books.payments:
            cents = p.amount_cents - self.books.returned_cents(p.id, self.as_of)
            text = p.note
            if p.purpose in MINIMUM:
                cents = above.get(p.id, 0)
                text = p.note or _(N_("More than was due, or further ahead than an advance may reach."))
            if p.on <= self.as_of and cents and p.purpose in MINIMUM | OUTSIDE:
                self.row(
                    Slot(p.unit or "", "month" if p.month else "", p.month, p.arrival), "besides", p.purpose, cents,
                    on=p.on, method=p.method, reference=p.reference, account_last4=p.account_last4, receipt=p.receipt,
                    text=text,
                )  # fmt: skip
        for loan in self.books.loans:
            if loan.on <= self.as_of:
                self.row(
                    Slot(loan.unit or "", ""), "besides", "loan_given", loan.amount_cents, on=loan.on, rule="N13",
                    method=loan.method, reference=loan.reference, text=loan.terms,
                )  # fmt: skip

    def paid(self, slot: Slot) -> tuple[int, int, int]:
        """Paid, taken off for a loan, short by the day of the pack."""
        mine = self.settled.get(slot, [])
        return (
            sum(s.paid_cents for s in mine),
            sum(s.deducted_cents for s in mine),
            sum(s.shortfall_cents for s in mine if s.due.due_on <= self.as_of),
        )

    # --- explanations

    def explanations(self, slot: Slot, about: str) -> list[Explanation]:
        return [
            e
            for e in self.books.explanations
            if e.about == about
            and e.unit in (None, slot.unit)
            and (e.month is None or (e.month, e.arrival) == (slot.month, slot.arrival))
        ]

    def why(self, slot: Slot, about: str) -> str:
        return "; ".join(e.reason for e in self.explanations(slot, about) if e.reason)

    def explained(self, slot: Slot) -> str:
        names = [e.explained_by for e in self.explanations(slot, "breakdown") if e.explained_by]
        return ", ".join(dict.fromkeys(names))

    def ask(self, slot: Slot, about: str) -> None:
        if not self.why(slot, about):
            self.silent.setdefault((slot.unit, about), []).append(slot.month)

    def unexplained(self) -> None:
        for (name, about), months in self.silent.items():
            numbers = sorted({m for m in months if m is not None})
            span = f"{numbers[0]}–{numbers[-1]}" if len(numbers) > 1 else "".join(map(str, numbers))
            if about == "gifts":
                where, to_do = "in_kind", N_("Write what was given, when, by whom and its value.")
            else:
                where = "record.entries"
                to_do = N_(
                    "Add an explanation: why, how it was worked out, and who explained it to the family."
                )
            unit = unit_name(name, self.lang)
            self.problems.append(
                found(where, _SILENT[about], to_do, level="red", code="W18", unit=unit, months=span)
            )

    def documents(self) -> list[EvidenceRow]:
        rows = []
        for e in self.books.evidence:
            words = " – ".join(filter(None, (label(DOCUMENTS, e.type, self.lang), e.note)))
            slot = Slot(e.unit or "", "month" if e.month else "", e.month, e.arrival)
            rows.append(
                EvidenceRow(
                    slot, "document", e.type, None, on=e.on, rule="N8", reference=e.entry or "", text=words
                )
            )
        return rows

"""The evidence pack for a case review: what was owed and given, per unit and month (N7-N11, N36, N47).

Rows only, ready for a sheet or a printed page. They point to bank evidence, they are none themselves (N7),
and they hold nothing sensitive: references and the last four digits (N9).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from calculator.locale import N_, catalogue, money
from calculator.plan import Plan
from calculator.plan.record import Explanation
from calculator.problems import Problem, found
from calculator.trust.dues import Matching, Report, Settled, day
from calculator.trust.entries import Books
from calculator.trust.words import DOCUMENTS, LINES, label


@dataclass(frozen=True)
class EvidenceRow:
    """One line of the pack. ``side``: owed, in_kind, purchase, deduction, given, document."""

    unit: str
    part: str
    """start_up, one_time or month."""
    month: int | None
    side: str
    line: str
    on: date | None
    quantity: int | None
    unit_cents: int | None
    amount_cents: int | None
    rule: str
    rates: tuple[str, ...]
    method: str
    reference: str
    account_last4: str
    receipt: str
    text: str
    """Giver, reason, document: a sentence or a few words in the language asked for."""


@dataclass(frozen=True)
class EvidenceMonth:
    """The sums of the start-up, of the one-time items or of one month: owed, due in money, given."""

    unit: str
    part: str
    month: int | None
    first: date
    last: date
    payer: str
    owed_cents: int
    in_kind_cents: int
    purchases_cents: int
    reduction_cents: int
    asset_cents: int
    part_cents: int
    """What other payers give of it."""
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

    sums: tuple[EvidenceMonth, ...]
    rows: tuple[EvidenceRow, ...]
    in_kind: tuple[InKindRow, ...]
    documents: tuple[EvidenceRow, ...]
    problems: tuple[Problem, ...]


def evidence_pack(plan: Plan, report: Report, books: Books, matching: Matching, lang: str = "en") -> Pack:
    """The pack with everything recorded up to the day of the matching."""
    made = _Pack(plan, report, books, matching, lang)
    for unit in report["units"]:
        made.start_up(unit)
        made.one_time(unit)
        for month in unit["months"]:
            made.month(unit["unit"], month)
    first_unit = report["units"][0]["unit"]
    gifts = tuple(
        InKindRow(g.unit or first_unit, g.line, g.item, g.given_by, g.value_cents, g.starts_on, g.is_kept)
        for g in plan.in_kind
    )
    made.unexplained()
    return Pack(tuple(made.sums), tuple(made.rows), gifts, tuple(made.documents()), tuple(made.problems))


class _Pack:
    def __init__(self, plan: Plan, report: Report, books: Books, matching: Matching, lang: str) -> None:
        self.plan, self.books, self.as_of, self.lang = plan, books, matching.as_of, lang
        self.gettext = catalogue(lang).gettext
        self.settled: dict[tuple[str, str, int | None], list[Settled]] = {}
        for row in matching.settled:
            self.settled.setdefault((row.due.unit, row.due.kind, row.due.month), []).append(row)
        self.payments = {p.id: p for p in books.payments}
        self.first_unit = report["units"][0]["unit"]
        self.sums: list[EvidenceMonth] = []
        self.rows: list[EvidenceRow] = []
        self.problems: list[Problem] = []
        self.silent: dict[tuple[str, str], list[int | None]] = {}
        """Deductions nobody explained: unit and subject, with the months."""

    def row(
        self, unit: str, part: str, month: int | None, side: str, line: str, amount: int | None, **more: Any
    ) -> None:
        values: dict[str, Any] = {
            "on": None,
            "quantity": None,
            "unit_cents": None,
            "rule": "",
            "rates": (),
            "method": "",
            "reference": "",
            "account_last4": "",
            "receipt": "",
            "text": "",
        } | more
        self.rows.append(
            EvidenceRow(
                unit=unit, part=part, month=month, side=side, line=line, amount_cents=amount, **values
            )
        )

    # --- the three parts of a budget

    def start_up(self, unit: Mapping[str, Any]) -> None:
        name = unit["unit"]
        lines = unit["start_up"]["lines"]
        for line in lines:
            self.line(name, "start_up", None, line)
        if lines:
            on = day(unit["start_up"]["due_on"])
            self.sum_of_lines(name, "start_up", on, unit["start_up"]["payer"], lines)

    def one_time(self, unit: Mapping[str, Any]) -> None:
        lines = unit["one_time"]["lines"]
        for line in lines:
            self.line(unit["unit"], "one_time", None, line)
        if lines:
            self.sum_of_lines(
                unit["unit"], "one_time", min(day(line["due_on"]) for line in lines), lines[0]["payer"], lines
            )

    def line(self, name: str, part: str, month: int | None, line: Mapping[str, Any]) -> None:
        _ = self.gettext
        self.row(
            name,
            part,
            month,
            "owed",
            line["line"],
            line["entitlement_cents"],
            on=day(line["due_on"]),
            quantity=line["quantity"],
            unit_cents=line["unit_cents"],
            rule=line["rule"],
            rates=tuple(line["rates"]),
        )
        if line["shared_cents"]:
            reasons = [
                s.reason
                for s in self.plan.sharing
                if s.line == line["line"] and (s.unit or self.first_unit) == name
            ]
            self.row(
                name,
                part,
                month,
                "deduction",
                line["line"],
                -line["shared_cents"],
                rule="R18",
                text="; ".join(filter(None, reasons)) or _("Shared in one home."),
            )
        if line["in_kind_cents"]:
            self.row(
                name,
                part,
                month,
                "in_kind",
                line["line"],
                line["in_kind_cents"],
                rule="R29",
                text=_("See the list of gifts."),
            )
            listed = [
                g
                for g in self.plan.in_kind
                if g.line in _POOL.get(line["line"], (line["line"],)) and (g.unit or self.first_unit) == name
            ]
            if not listed or any(not g.item for g in listed):
                self.silent.setdefault((name, "in_kind_list"), []).append(None)
        if line["purchases_cents"]:
            receipts = [
                p.receipt
                for p in self.plan.purchases
                if p.line == line["line"] and (p.unit or self.first_unit) == name
            ]
            self.row(
                name,
                part,
                month,
                "purchase",
                line["line"],
                line["purchases_cents"],
                rule="N1",
                receipt=", ".join(filter(None, receipts)),
                text="" if all(receipts) else _("A receipt is missing."),
            )

    def sum_of_lines(
        self, name: str, part: str, on: date, payer: str, lines: Sequence[Mapping[str, Any]]
    ) -> None:
        def total(field: str, *payers: str) -> int:
            return sum(line[field] for line in lines if not payers or line["payer"] in payers)

        due = total("cash_cents", "sponsor")
        self.given(name, part, None)
        self.sums.append(
            EvidenceMonth(
                name,
                part,
                None,
                on,
                on,
                payer,
                total("entitlement_cents") - total("shared_cents"),
                total("in_kind_cents"),
                total("purchases_cents"),
                0,
                0,
                total("cash_cents") - due,
                due,
                *self.paid(name, part, None),
                self.explained(name, None, "breakdown"),
            )
        )

    def month(self, name: str, month: Mapping[str, Any]) -> None:
        _ = self.gettext
        number, first, last = month["month"], day(month["from"]), day(month["to"])
        for line in month["lines"]:
            self.row(
                name,
                "month",
                number,
                "owed",
                line["line"],
                line["entitlement_cents"],
                quantity=line["quantity"],
                unit_cents=line["unit_cents"],
                rule=line["rule"],
                rates=tuple(line["rates"]),
            )
            if line["in_kind_cents"] and line["line"] != "part_of_month":
                self.row(name, "month", number, "in_kind", line["line"], line["in_kind_cents"], rule="R28")
        if month["in_kind_cents"]:
            self.ask(name, number, "in_kind")
        if month["reduction_cents"]:
            self.row(
                name,
                "month",
                number,
                "deduction",
                "earned_income",
                -month["reduction_cents"],
                rule="R31 R35",
                text=self.why(name, number, "earned_income") or _("Earnings above half of the full support."),
            )
            self.ask(name, number, "earned_income")
        if month["asset_cents"]:
            self.row(
                name,
                "month",
                number,
                "deduction",
                "assets",
                -month["asset_cents"],
                rule="R30",
                text=self.why(name, number, "assets") or _("Own money above what may be kept."),
            )
            self.ask(name, number, "assets")
        self.given(name, "month", number)
        self.sums.append(
            EvidenceMonth(
                name,
                "month",
                number,
                first,
                last,
                month["payer"],
                month["entitlement_cents"],
                month["in_kind_cents"],
                0,
                month["reduction_cents"],
                month["asset_cents"],
                month["government_cents"] + month["other_cents"],
                month["sponsor_cents"],
                *self.paid(name, "month", number),
                self.explained(name, number, "breakdown"),
            )
        )

    def given(self, name: str, part: str, number: int | None) -> None:
        for settled in self.settled.get((name, part, number), ()):
            for id, cents in settled.payments:
                p = self.payments[id]
                proofs = [label(DOCUMENTS, e.type, self.lang) for e in self.books.evidence if e.entry == id]
                self.row(
                    name,
                    part,
                    number,
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
            if settled.deducted_cents and number is not None:
                self.row(
                    name,
                    part,
                    number,
                    "given",
                    "loan",
                    settled.deducted_cents,
                    rule="N13",
                    text=self.why(name, number, "loan") or self.gettext("Taken off for the loan, as agreed."),
                )
                self.ask(name, number, "loan")

    def paid(self, name: str, part: str, number: int | None) -> tuple[int, int, int]:
        """Paid, taken off for a loan, short by the day of the pack."""
        mine = self.settled.get((name, part, number), [])
        return (
            sum(s.paid_cents for s in mine),
            sum(s.deducted_cents for s in mine),
            sum(s.shortfall_cents for s in mine if s.due.due_on <= self.as_of),
        )

    # --- explanations

    def explanations(self, name: str, number: int | None, about: str) -> list[Explanation]:
        return [
            e
            for e in self.books.explanations
            if e.about == about and e.unit in (None, name) and e.month in (None, number)
        ]

    def why(self, name: str, number: int | None, about: str) -> str:
        return "; ".join(e.reason for e in self.explanations(name, number, about) if e.reason)

    def explained(self, name: str, number: int | None, about: str) -> str:
        return ", ".join(
            dict.fromkeys(e.explained_by for e in self.explanations(name, number, about) if e.explained_by)
        )

    def ask(self, name: str, number: int | None, about: str) -> None:
        if not self.why(name, number, about):
            self.silent.setdefault((name, about), []).append(number)

    def unexplained(self) -> None:
        subjects = {
            "earned_income": N_(
                "“{unit}”, month {months}: less is paid because of earnings and no reason is noted."
            ),
            "assets": N_(
                "“{unit}”, month {months}: less is paid because of own money and no reason is noted."
            ),
            "in_kind": N_("“{unit}”, month {months}: support in kind is counted and no reason is noted."),
            "loan": N_("“{unit}”, month {months}: a loan repayment is taken off and no reason is noted."),
        }
        for (name, about), months in self.silent.items():
            if about == "in_kind_list":
                self.problems.append(
                    found(
                        "in_kind",
                        N_("“{unit}”: gifts are counted at start-up without an item in the list."),
                        N_("Write what was given, when, by whom and its value."),
                        level="red",
                        code="W18",
                        unit=name,
                    )
                )
                continue
            numbers = [m for m in months if m is not None]
            span = f"{numbers[0]}–{numbers[-1]}" if len(numbers) > 1 else "".join(map(str, numbers))
            self.problems.append(
                found(
                    "record.entries",
                    subjects[about],
                    N_("Add an explanation: why, how it was worked out, and who explained it to the family."),
                    level="red",
                    code="W18",
                    unit=name,
                    months=span,
                )
            )

    def documents(self) -> list[EvidenceRow]:
        rows = []
        for e in self.books.evidence:
            rows.append(
                EvidenceRow(
                    e.unit or "",
                    "month" if e.month else "",
                    e.month,
                    "document",
                    e.type,
                    e.on,
                    None,
                    None,
                    None,
                    "N8",
                    (),
                    "",
                    e.entry or "",
                    "",
                    "",
                    " – ".join(filter(None, (label(DOCUMENTS, e.type, self.lang), e.note))),
                )
            )
        return rows


_POOL = {"clothing": ("clothing", "winter"), "winter": ("clothing", "winter")}
"""Lines whose gifts are counted together (R29)."""


def spoken(row: EvidenceRow, lang: str) -> str:
    """A row in a few words, for a printed page."""
    words = label(LINES, row.line, lang)
    return words if row.amount_cents is None else f"{words}: {money(row.amount_cents, lang)}"

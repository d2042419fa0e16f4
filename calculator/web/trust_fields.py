"""The fields of each kind of entry of the treasurer's record, as the page asks for them. No widgets, no amounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from calculator.locale import N_
from calculator.trust import Trust
from calculator.trust import words as trust_words
from calculator.web.words import _, unit_name

Entry = dict[str, Any]

KINDS = {
    "contribution": N_("Money in"), "payment": N_("Payment"), "interest": N_("Interest"),
    "returned": N_("Money that came back"), "refund": N_("Given back to a contributor"),
    "loan": N_("Loan to the family"), "loan_deduction": N_("Loan repayment taken off a month"),
    "sah_fee": N_("Fee of the agreement holder"), "explanation": N_("Explanation to the family"),
    "evidence": N_("Document on file"),
}  # fmt: skip

FUNDS = {"case": N_("Fund of this case"), "general": N_("General fund")}

ABOUT = {
    "breakdown": N_("What the payment is made of"), "earned_income": N_("Less because of earnings"),
    "assets": N_("Less because of own money"), "in_kind": N_("Support in kind"),
    "shared_living": N_("Shared home"), "loan": N_("Loan repayment"), "advance": N_("Payment in advance"),
}  # fmt: skip


@dataclass(frozen=True)
class Field:
    """One field: its name in the file, how it is typed, what it holds at first."""

    name: str
    kind: str
    label: str
    default: Any = None
    names: Mapping[Any, str] = field(default_factory=dict)
    is_needed: bool = False
    placeholder: str = ""
    help: str | None = None


def _named(table: Mapping[str, str]) -> dict[Any, str]:
    return {code: _(text) for code, text in table.items()}


def fields_of(kind: str, trust: Trust) -> list[Field]:
    """The fields of a kind of entry, in the order in which they are asked for."""
    report, record, books = trust.report, trust.plan.record, trust.books
    givers = {c.id: c.label or c.id for c in record.contributors}
    units: dict[Any, str] = {None: _("Not said"), **{u["unit"]: unit_name(u["unit"], report) for u in report["units"]}}
    last = max(m["month"] for u in report["units"] for m in u["months"])
    months: dict[Any, str] = {None: _("Not said"), **{n: str(n) for n in range(1, last)}, last: str(last)}
    ahead: dict[Any, str] = {n: str(n) for n in range(1, trust.limits.advance_months)}
    ahead[trust.limits.advance_months] = str(trust.limits.advance_months)
    arrivals = sorted({m["arrival"] for u in report["units"] for m in u["months"]})
    of_arrival = [
        Field("arrival", "choice", _("Months of which arrival"), 1, {n: _("arrival {n}", n=str(n)) for n in arrivals})
    ]
    # Only where somebody came later: their months count from their own arrival (R15).
    arrival = of_arrival if len(arrivals) > 1 else []
    on, amount = Field("on", "day", _("Date")), Field("amount", "money", _("Amount"))
    fund = Field("fund", "choice", _("Fund"), "case", _named(FUNDS))
    unit = Field("unit", "choice", _("Family unit"), None, units)
    month = Field("month", "choice", _("Month"), None, months)
    method = Field("method", "choice", _("How"), "e_transfer", _named(trust_words.METHODS))
    reference = Field("reference", "text", _("Reference at the bank"), placeholder=_("for example cheque 104"))
    note = Field("note", "text", _("Note"))
    giver = Field("contributor", "choice", _("Who gives"), next(iter(givers), None), givers, is_needed=True)
    paid = {p.id: f"{p.id}, {p.on.isoformat()}" for p in books.payments}
    lent = {n.id: f"{n.id}, {n.on.isoformat()}" for n in books.loans}
    by = Field("entered_by", "text", _("Entered by (initials)"))
    every: dict[str, list[Field]] = {
        "contribution": [
            on, amount, giver, fund, Field("receipt", "text", _("Number of the receipt")),
            Field("is_receipted", "check", _("A tax receipt was issued"), False),
            Field("is_refundable", "check", _("To be given back if the case is refused"), True),
        ],
        "payment": [
            on, amount, Field("purpose", "choice", _("What for"), "support", _named(trust_words.PURPOSES)),
            unit, month, *arrival, Field("months", "choice", _("Months it covers"), 1, ahead),
            method, reference, Field("receipt", "text", _("Number of the receipt")),
            Field("payee", "text", _("Paid to")), fund, note,
        ],
        "interest": [
            on, amount,
            Field("fund", "choice", _("Fund"), None, {None: _("Both, by what was contributed"), **_named(FUNDS)}),
        ],
        "returned": [
            on, amount,
            Field("payment", "choice", _("Of the payment"), next(iter(paid), None), paid, is_needed=True), note,
        ],
        "refund": [on, amount, giver, method, reference, fund, note],
        "loan": [on, amount, unit, method, reference, Field("terms", "text", _("Where the written terms are")), fund],
        "loan_deduction": [
            on, amount, Field("loan", "choice", _("Of the loan"), next(iter(lent), None), lent, is_needed=True), unit,
            Field("month", "choice", _("Month"), 1, {n: text for n, text in months.items() if n}, is_needed=True),
            *arrival,
        ],
        "sah_fee": [on, amount, Field("paid_by", "text", _("Paid by"))],
        "explanation": [
            on, Field("about", "choice", _("About"), "breakdown", _named(ABOUT)), unit, month, *arrival,
            Field("explained_by", "text", _("Explained by")), Field("reason", "text", _("Reason")),
        ],
        "evidence": [
            on, Field("type", "choice", _("Document"), "bank_statement", _named(trust_words.DOCUMENTS), is_needed=True),
            unit, month, *arrival,
            Field(
                "entry", "choice", _("It proves"), None,
                {None: _("Not said"), **{row.id: f"{row.id}, {row.on.isoformat()}" for row in books.history}},
            ),
            Field("note", "text", _("Where it is kept")),
        ],
    }  # fmt: skip
    return [*every[kind], by]

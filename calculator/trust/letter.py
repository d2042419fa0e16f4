"""The letter to the family: how much, when, how, from whom, and why less this month (N36).

Short sentences without terms of the trade, so that it can be translated or read aloud. Nothing is asked of
the family (N14, R61). Amounts come from the report and the schedule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from calculator.locale import N_, catalogue, long_date, money
from calculator.plan import Plan
from calculator.trust.dues import Due, Matching, Report, day
from calculator.trust.entries import Books
from calculator.trust.words import LINES, METHODS, label


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; ``rows`` are label and amount of a small table under it."""

    kind: str
    """title, amount, start_up, when_how, less, loan, other, rights, next, contact."""
    text: str
    rows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Letter:
    """The letter in one language."""

    unit: str
    month: int
    lang: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        """Plain text, ready for an e-mail or a message."""
        blocks = []
        for paragraph in self.paragraphs:
            lines = [paragraph.text, *(f"  {name}: {amount}" for name, amount in paragraph.rows)]
            blocks.append("\n".join(lines))
        return "\n\n".join(blocks) + "\n"


_PAYERS = {
    "government": N_("For {first} to {last} the government of Canada pays your support: {amount}."),
    "fund": N_("For {first} to {last} another fund pays your support: {amount}."),
    "other": N_("For {first} to {last} somebody else pays your support: {amount}."),
}


def payment_letter(
    plan: Plan,
    report: Report,
    dues: Sequence[Due],
    books: Books,
    matching: Matching,
    unit: str,
    month: int,
    lang: str = "en",
) -> Letter:
    """The letter of one unit for one month. Raises ``KeyError`` for a month that is not in the report."""
    months = {m["month"]: m for u in report["units"] if u["unit"] == unit for m in u["months"]}
    return Letter(
        unit, month, lang, tuple(_Letter(plan, dues, books, matching, unit, months, month, lang).written())
    )


class _Letter:
    def __init__(
        self,
        plan: Plan,
        dues: Sequence[Due],
        books: Books,
        matching: Matching,
        unit: str,
        months: Mapping[int, Mapping[str, Any]],
        number: int,
        lang: str,
    ) -> None:
        self.plan, self.books, self.matching, self.unit, self.number, self.lang = (
            plan,
            books,
            matching,
            unit,
            number,
            lang,
        )
        self.month, self.is_last = months[number], number == max(months)
        self.first, self.last = day(self.month["from"]), day(self.month["to"])
        self.dues = [d for d in dues if d.unit == unit]
        self.translate = catalogue(lang).gettext

    def say(self, msgid: str, **values: str) -> str:
        return self.translate(msgid).format(**values)

    def money(self, cents: int) -> str:
        return money(cents, self.lang)

    def date(self, on: date) -> str:
        return long_date(on, self.lang)

    def rows(self, lines: Sequence[tuple[str, int]]) -> tuple[tuple[str, str], ...]:
        return tuple((label(LINES, line, self.lang), self.money(cents)) for line, cents in lines)

    def written(self) -> list[Paragraph]:
        span = {"first": self.date(self.first), "last": self.date(self.last)}
        paragraphs = [Paragraph("title", self.say(N_("Your support for {first} to {last}"), **span))]
        paragraphs += self.amount(span)
        paragraphs += self.once()
        paragraphs += self.why_less()
        paragraphs.append(
            Paragraph(
                "rights",
                self.say(
                    N_(
                        "This money is for you. You decide how to spend it. You do not have to work, study "
                        "or show receipts to "
                        "get it. Nobody may ask you to give any of it back. The Canada Child Benefit does "
                        "not make it smaller."
                    )
                ),
            )
        )
        paragraphs += self.after()
        contact = self.plan.record.contact
        paragraphs.append(
            Paragraph(
                "contact",
                self.say(N_("Is something wrong or unclear? Please ask: {contact}."), contact=contact)
                if contact
                else self.say(N_("Is something wrong or unclear? Please ask us at any time.")),
            )
        )
        return paragraphs

    def amount(self, span: Mapping[str, str]) -> list[Paragraph]:
        paragraphs = []
        payer = self.month["payer"]
        if payer != "sponsor" and payer in _PAYERS:
            cents = self.month["government_cents"] + self.month["other_cents"]
            paragraphs.append(Paragraph("other", self.say(_PAYERS[payer], amount=self.money(cents), **span)))
        mine = [d for d in self.dues if d.month == self.number]
        for due in mine:
            paragraphs.append(
                Paragraph(
                    "amount",
                    self.say(
                        N_("For {first} to {last} you get {amount}."),
                        amount=self.money(due.amount_cents),
                        **span,
                    ),
                    self.rows(due.lines),
                )
            )
            paragraphs.append(self.when_how(due))
        if payer == "sponsor" and not mine:
            paragraphs.append(
                Paragraph("amount", self.say(N_("For {first} to {last} no money is paid."), **span))
            )
        if self.month["in_kind_cents"]:
            paragraphs.append(
                Paragraph(
                    "amount",
                    self.say(
                        N_("You also get help that is not money, worth {amount} this month."),
                        amount=self.money(self.month["in_kind_cents"]),
                    ),
                )
            )
        return paragraphs

    def when_how(self, due: Due) -> Paragraph:
        by = label(METHODS, self.plan.record.pays_by, self.lang)
        text = self.say(N_("It is paid on {day} by {method}."), day=self.date(due.due_on), method=by)
        if self.plan.record.paid_by:
            text += " " + self.say(N_("It comes from {payer}."), payer=self.plan.record.paid_by)
        settled = next((s for s in self.matching.settled if s.due.id == due.id), None)
        if settled is not None and settled.paid_on is not None and settled.paid_cents:
            text += " " + self.say(N_("It was paid in full on {day}."), day=self.date(settled.paid_on))
        elif settled is not None and settled.paid_cents:
            text += " " + self.say(
                N_("{paid} of it was paid; {left} is still to come."),
                paid=self.money(settled.paid_cents),
                left=self.money(settled.shortfall_cents),
            )
        return Paragraph("when_how", text)

    def once(self) -> list[Paragraph]:
        """Start-up and one-time payments that fall in the month."""
        paragraphs = []
        for due in self.dues:
            if due.month is None and self.first <= due.due_on <= self.last:
                msgid = (
                    N_("For your start in Canada you also get {amount} on {day}.")
                    if due.kind == "start_up"
                    else N_("You also get {amount} on {day}, once.")
                )
                paragraphs.append(
                    Paragraph(
                        "start_up",
                        self.say(msgid, amount=self.money(due.amount_cents), day=self.date(due.due_on)),
                        self.rows(due.lines),
                    )
                )
        return paragraphs

    def why_less(self) -> list[Paragraph]:
        paragraphs = []
        if self.month["reduction_cents"]:
            paragraphs.append(
                Paragraph(
                    "less",
                    self.say(
                        N_(
                            "This month is {amount} less because of money earned at work. You keep all of "
                            "your pay up to half of "
                            "your full support; above that, each dollar of pay lowers the support by up to "
                            "one dollar. If you "
                            "earn less, the support goes up again."
                        ),
                        amount=self.money(self.month["reduction_cents"]),
                    ),
                )
            )
        if self.month["asset_cents"]:
            paragraphs.append(
                Paragraph(
                    "less",
                    self.say(
                        N_(
                            "This month is {amount} less because of savings you told us about, as we "
                            "agreed together."
                        ),
                        amount=self.money(self.month["asset_cents"]),
                    ),
                )
            )
        if (
            (self.number == 1
            and self.first.day != 1)
            or (self.is_last
            and any(row["line"] == "part_of_month" for row in self.month["lines"]))
        ):
            paragraphs.append(Paragraph("less", self.say(N_("This payment covers only a part of a month."))))
        deducted = sum(
            d.amount_cents
            for d in self.books.deductions
            if d.month == self.number and d.unit in (None, self.unit)
        )
        if deducted:
            paragraphs.append(
                Paragraph(
                    "loan",
                    self.say(
                        N_(
                            "{amount} of it pays back the loan, as agreed in writing. The loan has no "
                            "interest. Tell us if this "
                            "is too much."
                        ),
                        amount=self.money(deducted),
                    ),
                )
            )
        for e in self.books.explanations:
            if e.reason and e.about != "breakdown" and e.month == self.number and e.unit in (None, self.unit):
                paragraphs.append(Paragraph("less", e.reason))
        return paragraphs

    def after(self) -> list[Paragraph]:
        later = [d for d in self.dues if d.due_on > self.last or (d.month or 0) > self.number]
        if not later:
            return (
                [
                    Paragraph(
                        "next",
                        self.say(
                            N_("This is the last month of your support: it ends on {day}."),
                            day=self.date(self.last),
                        ),
                    )
                ]
                if self.is_last
                else []
            )
        following = later[0]
        return [
            Paragraph(
                "next",
                self.say(
                    N_(
                        "The next payment is planned for {day}: {amount}. It can change if your "
                        "rent, your family or your pay changes."
                    ),
                    day=self.date(following.due_on),
                    amount=self.money(following.amount_cents),
                ),
            )
        ]

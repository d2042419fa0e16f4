"""The letter to the family: how much, when, how, from whom, and why less this month (N36).

Short sentences without terms of the trade, so that it can be translated or read aloud. Nothing is asked of
the family (N14, R61). Amounts come from the report and the schedule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from calculator.locale import N_, catalogue, long_date, money
from calculator.plan import Plan
from calculator.trust.dues import Due, Matching, Report, day, deducted_by_due
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
        row = catalogue(self.lang).gettext(N_("{name}: {amount}"))
        blocks = []
        for paragraph in self.paragraphs:
            lines = ["  " + row.format(name=name, amount=amount) for name, amount in paragraph.rows]
            blocks.append("\n".join([paragraph.text, *lines]))
        return "\n\n".join(blocks) + "\n"


_PAYERS = {
    "government": N_("For {first} to {last} the government of Canada pays your support: {amount}."),
    "fund": N_("For {first} to {last} another fund pays your support: {amount}."),
    "other": N_("For {first} to {last} somebody else pays your support: {amount}."),
}
_RIGHTS = N_(
    "This money is for you. You decide how to spend it. You do not have to work, study or show receipts "
    "to get it. Nobody may ask you to pay for your sponsorship. The Canada Child Benefit does not make it "
    "smaller."
)
_EARNED = N_(
    "This month is {amount} less because of money earned at work. You keep all of your pay up to half of "
    "your full support; above that, each dollar of pay lowers the support by up to one dollar. If you earn "
    "less, the support goes up again."
)
_OWN_MONEY = N_("This month is {amount} less because of savings you told us about, as we agreed together.")
_LOAN = N_(
    "{amount} of it pays back the loan, as agreed in writing. The loan has no interest. Tell us if this is "
    "too much."
)
_NEXT = N_(
    "The next payment is planned for {day}: {amount}. It can change if your rent, your family or your pay "
    "changes."
)


def payment_letter(
    plan: Plan,
    report: Report,
    dues: Sequence[Due],
    books: Books,
    matching: Matching,
    unit: str,
    month: int,
    lang: str = "en",
    *,
    arrival: int = 1,
) -> Letter:
    """The letter of one unit for one month. Raises ``KeyError`` for a month that is not in the report."""
    made = _Letter(plan, report, dues, books, matching, unit, month, arrival, lang)
    return Letter(unit, month, lang, tuple(made.written()))


class _Letter:
    """The letter while it is being written."""

    def __init__(
        self,
        plan: Plan,
        report: Report,
        dues: Sequence[Due],
        books: Books,
        matching: Matching,
        unit: str,
        number: int,
        arrival: int,
        lang: str,
    ) -> None:
        months = {
            m["month"]: m
            for u in report["units"]
            if u["unit"] == unit
            for m in u["months"]
            if m.get("arrival", 1) == arrival
        }
        self.month, self.is_last = months[number], number == max(months)
        self.plan, self.books, self.unit, self.lang = plan, books, unit, lang
        self.key = (number, arrival)
        self.first, self.last = day(self.month["from"]), day(self.month["to"])
        self.dues = [d for d in dues if d.unit == unit]
        self.settled = {row.due.id: row for row in matching.settled}
        self.taken = deducted_by_due(dues, books)
        self.gettext = catalogue(lang).gettext

    def say(self, msgid: str, **values: str | int | date) -> str:
        """The sentence with dates and amounts (whole numbers are cents) as the reader writes them."""
        words = {
            name: long_date(value, self.lang)
            if isinstance(value, date)
            else money(value, self.lang)
            if isinstance(value, int)
            else value
            for name, value in values.items()
        }
        return self.gettext(msgid).format(**words)

    def span(self, kind: str, msgid: str, **values: int) -> Paragraph:
        return Paragraph(kind, self.say(msgid, first=self.first, last=self.last, **values))

    def rows(self, due: Due) -> tuple[tuple[str, str], ...]:
        return tuple((label(LINES, line, self.lang), money(cents, self.lang)) for line, cents in due.lines)

    def written(self) -> list[Paragraph]:
        contact = self.plan.record.contact
        ask = (
            self.say(N_("Is something wrong or unclear? Please ask: {contact}."), contact=contact)
            if contact
            else self.say(N_("Is something wrong or unclear? Please ask us at any time."))
        )
        return [
            self.span("title", N_("Your support for {first} to {last}")),
            *self.amount(),
            *self.once(),
            *self.why_less(),
            Paragraph("rights", self.say(_RIGHTS)),
            *self.after(),
            Paragraph("contact", ask),
        ]

    def amount(self) -> list[Paragraph]:
        paragraphs = []
        payer = self.month["payer"]
        if payer in _PAYERS:
            cents = self.month["government_cents"] + self.month["other_cents"]
            paragraphs.append(self.span("other", _PAYERS[payer], amount=cents))
        mine = [d for d in self.dues if (d.month, d.arrival) == self.key]
        for due in mine:
            said = self.span("amount", N_("For {first} to {last} you get {amount}."), amount=due.amount_cents)
            paragraphs += [Paragraph("amount", said.text, self.rows(due)), self.when_how(due)]
        if payer == "sponsor" and not mine:
            paragraphs.append(self.span("amount", N_("For {first} to {last} no money is paid.")))
        if self.month["in_kind_cents"]:
            paragraphs.append(
                Paragraph(
                    "amount",
                    self.say(
                        N_("You also get help that is not money, worth {amount} this month."),
                        amount=self.month["in_kind_cents"],
                    ),
                )
            )
        return paragraphs

    def when_how(self, due: Due) -> Paragraph:
        by = label(METHODS, self.plan.record.pays_by, self.lang)
        text = self.say(N_("It is paid on {day} by {method}."), day=due.due_on, method=by)
        if self.plan.record.paid_by:
            text += " " + self.say(N_("It comes from {payer}."), payer=self.plan.record.paid_by)
        row = self.settled.get(due.id)
        if row is not None and row.paid_on is not None:
            text += " " + self.say(N_("It was paid in full on {day}."), day=row.paid_on)
        elif row is not None and row.paid_cents:
            text += " " + self.say(
                N_("{paid} of it was paid; {left} is still to come."),
                paid=row.paid_cents,
                left=row.shortfall_cents,
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
                text = self.say(msgid, amount=due.amount_cents, day=due.due_on)
                paragraphs.append(Paragraph("start_up", text, self.rows(due)))
        return paragraphs

    def why_less(self) -> list[Paragraph]:
        paragraphs = []
        if self.month["reduction_cents"]:
            paragraphs.append(Paragraph("less", self.say(_EARNED, amount=self.month["reduction_cents"])))
        if self.month["asset_cents"]:
            paragraphs.append(Paragraph("less", self.say(_OWN_MONEY, amount=self.month["asset_cents"])))
        if self.month.get("is_part"):
            paragraphs.append(Paragraph("less", self.say(N_("This payment covers only a part of a month."))))
        lent = sum(self.taken.get(d.id, 0) for d in self.dues if (d.month, d.arrival) == self.key)
        if lent:
            paragraphs.append(Paragraph("loan", self.say(_LOAN, amount=lent)))
        for e in self.books.explanations:
            if e.reason and e.about != "breakdown" and self.is_mine(e.unit, e.month, e.arrival):
                paragraphs.append(Paragraph("less", e.reason))
        return paragraphs

    def is_mine(self, unit: str | None, month: int | None, arrival: int) -> bool:
        return unit in (None, self.unit) and (month, arrival) == self.key

    def after(self) -> list[Paragraph]:
        """The next payment day with what is still to come on it, or the end of support."""
        own = max((d.due_on for d in self.dues if (d.month, d.arrival) == self.key), default=date.min)
        paid = {id: row.paid_cents for id, row in self.settled.items()}
        left = {d.id: d.amount_cents - self.taken.get(d.id, 0) - paid.get(d.id, 0) for d in self.dues}
        # What is paid in advance together with this month is no payment to come.
        later = [d for d in self.dues if d.covers_from > self.last and d.due_on > own and left[d.id] > 0]
        if later:
            cents = sum(left[d.id] for d in later if d.due_on == later[0].due_on)
            return [Paragraph("next", self.say(_NEXT, day=later[0].due_on, amount=cents))]
        if self.is_last:
            text = self.say(N_("This is the last month of your support: it ends on {day}."), day=self.last)
            return [Paragraph("next", text)]
        return []

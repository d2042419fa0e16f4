"""What the sheet Funds in trust states of the record: by contributor, by fund, habits of the holder, movements.

Recorded figures as ``trust`` gives them; nothing here follows a cell that is changed.
"""

from __future__ import annotations

from calculator.locale import N_
from calculator.trust import Trust
from calculator.trust.words import CHOICES_TITLE, RULES, choices
from calculator.workbook.case import Case
from calculator.workbook.sheet import AMBER, GREY, RED, Sheet
from calculator.workbook.words import LINES, word

MOST_FINDINGS = 12
LEVELS = {"refuse": RED, "red": RED, "amber": AMBER}

WHAT = {
    "purchase": N_("Purchase"), "extra": N_("Extra"), "top_up": N_("Top-up"), "deposit": N_("Deposit"),
    "prepaid_rent": N_("Prepaid rent"), "loan_help": N_("Loan help"),
}  # fmt: skip


def month_code(case: Case, *, short: bool = False) -> str:
    """How a month is shown."""
    return ("[$-C0C]" if case.lang == "fr" else "[$-1009]") + ("mmm yy" if short else "mmm yyyy")


def write_record(case: Case, s: Sheet, trust: Trust, row: int) -> int:
    row = _findings(case, s, trust, row)
    row = _givers(case, s, trust, row + 1)
    row = _by_fund(case, s, trust, row + 1)
    row = _habits(case, s, trust, row + 1)
    row = _movements(case, s, trust, row + 1)
    if trust.plan.record.entries:
        row = s.heading(row + 1, case.word(CHOICES_TITLE))
        for text in choices(trust.report, case.lang):
            row = s.note(row, text)
    return row


def _findings(case: Case, s: Sheet, trust: Trust, row: int) -> int:
    """What the rules say of the record: entries that are refused, what is missing (R7, R55, N7, N11)."""
    if not trust.problems or not trust.plan.record.entries:
        return row - 1
    row = s.heading(row, case.word(N_("To look at in the record")))
    for problem in trust.problems[:MOST_FINDINGS]:
        rules = RULES.get(problem.code, "")
        said = f"{problem.what} {problem.what_to_do}" + (f" ({rules})" if rules else "")
        if entry := trust.entry_of(problem):
            said = case.word(N_("Entry {id}: {text}")).format(id=entry, text=said)
        row = s.note(row, said, bg_color=LEVELS.get(problem.level, AMBER), font_color="#1F2A37", font_size=9)
    if len(trust.problems) > MOST_FINDINGS:
        count = len(trust.problems) - MOST_FINDINGS
        row = s.note(row, case.word(N_("… and {count} more in the calculator.")).format(count=count))
    return row


def _givers(case: Case, s: Sheet, trust: Trust, row: int) -> int:
    _ = case.word
    shares = trust.statement().contributors
    if not shares:
        return row - 1
    row = s.heading(row, _("By contributor, as recorded"))
    row = s.header(
        row,
        [
            _("Contributor"),
            "",
            _("Contributed"),
            _("Interest"),
            _("Used"),
            _("Given back"),
            _("Left"),
            _("May be given back"),
        ],
        right=range(2, 8),
    )
    for x in shares:
        s.text(row, 0, x.contributor, fit=False)
        for col, cents in enumerate(
            (x.contributed_cents, x.interest_cents, x.used_cents, x.refunded_cents, x.left_cents, x.returnable_cents),
            start=2,
        ):
            s.money(row, col, cents)
        row += 1
    return row


FUND_NAMES = {"case": N_("Fund of this case"), "general": N_("General fund"), "both": N_("both")}


def _by_fund(case: Case, s: Sheet, trust: Trust, row: int) -> int:
    """The statement of each fund, and each contributor's part of it, if there is more than one fund (R56, R57)."""
    _ = case.word
    if len(trust.funds) < 2:
        return row - 1
    row = s.heading(row, _("By fund, as recorded"))
    titles = (
        N_("Fund"), N_("Contributor"), N_("Contributed"), N_("Came back"), N_("Interest"), N_("Used"), N_("Given back"),
        N_("Left"),
    )  # fmt: skip
    row = s.header(row, [_(x) for x in titles], right=range(2, 8))
    for fund in trust.funds:
        st = trust.statement(fund=fund)
        for x in st.contributors:
            s.text(row, 1, x.contributor, fit=False)
            for col, cents in (
                (2, x.contributed_cents), (4, x.interest_cents), (5, x.used_cents), (6, x.refunded_cents),
                (7, x.left_cents),
            ):  # fmt: skip
                s.money(row, col, cents)
            row += 1
        s.text(row, 0, _(FUND_NAMES[fund]), fit=False, bold=True, top=1)
        s.blank(row, 1, top=1)
        for col, cents in enumerate(
            (st.contributed_cents, st.returned_cents, st.interest_cents, st.paid_cents, st.refunded_cents), start=2
        ):
            s.money(row, col, cents, bold=True, top=1)
        c, i, p, r = (s.ref(row, col, here=True) for col in (2, 4, 5, 6))
        back = s.ref(row, 3, here=True)
        s.sum(row, 7, f"ROUND({c}+{back}+{i}-{p}-{r},2)", st.closing_cents, bold=True, top=1)
        row += 1
    return row


def _habits(case: Case, s: Sheet, trust: Trust, row: int) -> int:
    """What the habits of the agreement holder ask for, if any were chosen (R59)."""
    _ = case.word
    if not trust.milestones and not trust.releases:
        return row - 1
    row = s.heading(row, _("What the agreement holder asks for (no rule of IRCC)"))
    row = s.header(row, [_("By"), "", _("Amount"), _("Still missing"), _("What")], right=(2, 3))
    for m in trust.milestones:
        if m.on is None:
            s.text(row, 0, _("before the forms"), fit=False)
        else:
            s.day(row, 0, m.on)
        s.money(row, 2, m.amount_cents)
        s.money(row, 3, m.short_cents)
        s.text(row, 4, m.text, fit=False)
        row += 1
    if not trust.releases:
        return row
    row = s.header(row + 1, [_("Ask on"), _("For"), _("Release"), _("Due to the family")], right=(2, 3))
    for x in trust.releases:
        s.day(row, 0, x.ask_on)
        s.day(row, 1, x.month, num_format=month_code(case))
        s.money(row, 2, x.amount_cents)
        s.money(row, 3, x.owed_cents)
        row += 1
    return row


PURPOSES = {
    **LINES, "one_time": N_("Other items due once"), "gift": N_("Gift"), "bank_charge": N_("Bank charge"), **WHAT,
}  # fmt: skip

MOVES = {
    "contribution": N_("contribution"), "returned": N_("money that came back"), "interest": N_("interest"),
    "payment": N_("payment"), "loan": N_("loan"), "refund": N_("refund"),
}  # fmt: skip


def _movements(case: Case, s: Sheet, trust: Trust, row: int) -> int:
    _ = case.word
    movements = trust.statement().movements
    row = s.heading(row, _("Recorded movements"))
    if not movements:
        s.text(row, 0, _("none recorded"), fit=False, font_color=GREY)
        return row + 1
    titles = [_("On"), _("Kind"), _("Amount"), _("Balance"), _("Detail"), "", _("Reference"), "", _("Fund")]
    row = s.header(row, titles, right=(2, 3))
    for x in movements:
        s.day(row, 0, x.on)
        s.text(row, 1, _(MOVES[x.kind]), fit=False)
        s.money(row, 2, x.amount_cents)
        s.money(row, 3, x.balance_cents)
        s.text(row, 4, word(PURPOSES, x.detail, case.lang) if x.kind == "payment" else x.detail, fit=False)
        s.text(row, 6, x.reference, fit=False)
        s.text(row, 8, _(FUND_NAMES[x.fund]), fit=False)
        row += 1
    return row

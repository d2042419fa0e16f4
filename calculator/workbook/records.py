"""The sheets that state and do not calculate: the evidence for a case review, and other versions of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from calculator.budget import make_budget
from calculator.locale import N_
from calculator.plan import Plan, plan_fingerprint
from calculator.rates import Rates
from calculator.trust import Trust
from calculator.trust.evidence import Slot
from calculator.trust.words import METHODS
from calculator.workbook.case import Case
from calculator.workbook.sheet import RED
from calculator.workbook.words import YES_NO, word

PARTS = {"start_up": N_("Start-up"), "one_time": N_("Once"), "month": N_("Month {number}")}
SIDES = {
    "owed": N_("owed"), "in_kind": N_("in kind"), "purchase": N_("bought"), "deduction": N_("taken off"),
    "given": N_("given"), "besides": N_("besides the minimum"), "document": N_("document"),
}  # fmt: skip


# --- evidence


def write_evidence(case: Case, trust: Trust) -> None:
    s, _ = case.sheets["evidence"], case.word
    row = s.title(_("Evidence for a case review"), case.facts.plan.label)
    row = s.note(
        row,
        _(
            "What was owed and what was given, as recorded in the plan on the day of this file. This list "
            "points to bank records, receipts and letters; it does not replace them. Nothing sensitive "
            "belongs here."
        ),
    )
    pack = trust.evidence
    row = s.heading(row + 1, _("Owed and given"))
    titles = (
        N_("Unit"),
        N_("Part"),
        N_("From"),
        N_("To"),
        N_("Owed"),
        N_("In kind"),
        N_("Bought"),
        N_("Earnings deducted"),
        N_("Own money deducted"),
        N_("Paid by others"),
        N_("Due in money"),
        N_("Paid"),
        N_("Taken off for a loan"),
        N_("Short"),
        N_("Explained by"),
    )
    row = s.header(row, [_(x) for x in titles], right=range(4, 14))
    first = row
    for x in pack.sums:
        s.text(row, 0, case.unit(x.slot.unit))
        s.text(row, 1, _part(case, x.slot))
        s.day(row, 2, x.first)
        s.day(row, 3, x.last)
        for col, cents in enumerate(
            (
                x.owed_cents,
                x.in_kind_cents,
                x.purchases_cents,
                x.reduction_cents,
                x.asset_cents,
                x.others_cents,
                x.due_cents,
                x.paid_cents,
                x.loan_cents,
                x.shortfall_cents,
            ),
            start=4,
        ):
            s.money(row, col, cents)
        s.text(row, 14, x.explained_by)
        row += 1
    red = case.book.format(bg_color=RED)
    rule = f"=AND($C{first + 1}<={case.today},N($N{first + 1})>0.004)"
    s.ws.conditional_format(first, 13, max(row - 1, first), 13, {"type": "formula", "criteria": rule, "format": red})
    if pack.in_kind:
        row = s.heading(row + 1, _("Gifts in kind"))
        row = s.header(
            row, [_("Unit"), _("Line"), _("On"), _("Kept"), _("Value"), _("Given by"), "", _("What it is")], right=(4,)
        )
        for g in pack.in_kind:
            s.text(row, 0, case.unit(g.unit))
            s.text(row, 1, case.line(g.line))
            s.day(row, 2, g.on)
            s.text(row, 3, word(YES_NO, "yes" if g.is_kept else "no", case.lang))
            s.money(row, 4, g.value_cents)
            s.text(row, 5, _("a signer") if g.given_by == "signer" else _("a non-signer"), fit=False)
            s.across(row, 7, 14, g.item)
            row += 1
    row = s.heading(row + 1, _("Line by line"))
    columns = (
        N_("Unit"), N_("Part"), N_("On"), N_("Line"), N_("Amount"), N_("How many"), N_("Each"), N_("Side"), N_("Rule"),
        N_("Method"), N_("Reference"), N_("Receipt"), N_("What it is"), "", "",
    )  # fmt: skip
    row = s.header(row, [_(x) if x else "" for x in columns], right=(4, 5, 6))
    s.repeat = (row - 1, row - 1)
    # The name of a document is its text: the list of documents comes with the rest.
    for entry in (*pack.rows, *(d for d in pack.documents if d not in pack.rows)):
        s.text(row, 0, case.unit(entry.slot.unit))
        s.text(row, 1, _part(case, entry.slot))
        s.day(row, 2, entry.on)
        s.text(row, 3, "" if entry.side == "document" else case.line(entry.line), text_wrap=True)
        s.money(row, 4, entry.amount_cents)
        s.number(row, 5, entry.quantity)
        s.money(row, 6, entry.unit_cents)
        s.text(row, 7, _(SIDES.get(entry.side, entry.side)), fit=False)
        s.text(row, 8, entry.rule, fit=False)
        s.text(row, 9, word(METHODS, entry.method, case.lang), text_wrap=True)
        s.text(row, 10, entry.reference, text_wrap=True)
        s.text(row, 11, entry.receipt, text_wrap=True)
        s.across(row, 12, 14, entry.text)
        row += 1
    for col, width in ((3, 22), (9, 11), (10, 12), (11, 12), (14, 16)):
        s.widths[col] = max(s.widths.get(col, 0), width)


def _part(case: Case, slot: Slot) -> str:
    words = case.word(PARTS[slot.part]).format(number=slot.month) if slot.part in PARTS else ""
    return (
        words
        if slot.arrival == 1
        else case.word(N_("{part}, arrival {number}")).format(part=words, number=slot.arrival)
    )


# --- other versions


def write_compare(case: Case, versions: Mapping[str, Plan], rates: Rates) -> None:
    s, _ = case.sheets["compare"], case.word
    row = s.title(_("Versions side by side"), case.facts.plan.label)
    row = s.note(row, _("Worked out when this file was made; these columns do not follow cells changed here."))
    names = [_("This plan"), *versions]
    budgets = [case.facts.report, *(make_budget([p], rates).report(0, case.lang) for p in versions.values())]
    plans = [case.facts.plan, *versions.values()]
    row = s.header(
        row + 1,
        ["", *names, *(_("{name}: difference").format(name=name) for name in versions)],
        repeat=True,
        right=range(1, 1 + 2 * len(names)),
    )
    facts = (
        (N_("Plan"), [plan_fingerprint(p) for p in plans]),
        (N_("Community"), [b["plan"]["community_name"] for b in budgets]),
    )  # fmt: skip
    for text, values in facts:
        s.text(row, 0, _(text))
        for col, value in enumerate(values, start=1):
            s.text(row, col, value, align="right")
        row += 1
    for text, key in ((N_("Arrives on"), "arrives_on"), (N_("Support ends on"), "ends_on")):
        s.text(row, 0, _(text))
        for col, b in enumerate(budgets, start=1):
            s.day(row, col, date.fromisoformat(b["plan"][key]), align="right")
        row += 1
    for key, text in TOTALS.items():
        strong: dict[str, Any] = {"bold": True, "top": 1} if key in ("sponsor_minimum_cents", "planned_cents") else {}
        s.text(row, 0, _(text), **strong)
        for col, b in enumerate(budgets, start=1):
            s.money(row, col, b["totals"][key], **strong)
        for n in range(len(versions)):
            other, mine = s.ref(row, 2 + n, here=True), s.ref(row, 1, here=True)
            cents = budgets[n + 1]["totals"][key] - budgets[0]["totals"][key]
            s.sum(row, 1 + len(budgets) + n, f"ROUND({other}-{mine},2)", cents, **strong)
        row += 1


TOTALS = {
    "start_up_cents": N_("Start-up"), "one_time_cents": N_("Other items due once"),
    "income_support_cents": N_("Monthly support owed"), "in_kind_cents": N_("Gifts in kind counted"),
    "purchases_cents": N_("Purchases"), "reduction_cents": N_("Earnings deducted"),
    "asset_cents": N_("Own money deducted"),
    "government_cents": N_("Paid by the government"), "sponsor_minimum_cents": N_("Minimum of the sponsor"),
    "extras_cents": N_("Extras"), "contingency_cents": N_("Contingency"), "planned_cents": N_("To plan for"),
}  # fmt: skip

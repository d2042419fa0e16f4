"""The sheet Inputs: everything typed, and the cells a treasurer may change.

What formulas can follow is an unlocked cell; the rest is shown as it is in the plan, with a note to change it in the
calculator. Every unlocked cell is registered, so that reading the workbook finds what was changed.
"""

from __future__ import annotations

from typing import Any, get_args

from calculator.locale import N_, listing
from calculator.plan.model import StartUpLine
from calculator.workbook.case import Case
from calculator.workbook.entries import (
    by_month_entries,
    extras_entries,
    gifts_entries,
    housing_entries,
    income_entries,
    purchases_entries,
    sharing_entries,
)
from calculator.workbook.sheet import BOX, Sheet
from calculator.workbook.words import (
    CADENCE,
    FROZEN,
    FROZEN_WHY,
    ROLES,
    SPONSORS,
    STREAMS,
    VIEWS,
    YES_NO,
    word,
)

GIFT_LINES: tuple[str, ...] = get_args(StartUpLine)
LISTS_COL = 150
"""Lists for the validation of other cells stand right of the printed page."""


def write_inputs(case: Case) -> None:
    s, _ = case.sheets["inputs"], case.word
    row = s.title(_("Inputs"), case.facts.plan.label)
    for col, width in enumerate((24, 24, 17, 27, 15, 14, 14)):
        s.widths[col] = width
    s.print_last = max(6, 1 + 2 * len(case.facts.rows))
    row = s.note(
        row,
        _(
            "Cells with a yellow ground may be changed; everything else follows. Other facts (dates, people, "
            "community, rates) are changed in the calculator: open this file there, and your changes come along. Who "
            "is in which unit in which month stays as it was worked out; the calculator works everything out again."
        ),
    )
    if case.facts.frozen:
        reasons = listing([word(FROZEN, code, case.lang) for code in case.facts.frozen], case.lang)
        why = " ".join(word(FROZEN_WHY, code, case.lang) for code in case.facts.frozen)
        row = s.note(
            row,
            _(
                "This plan has {reasons}. Its rents and earnings cannot be changed in this file: {why} What to do: "
                "open this file in the calculator, change the rent or the earnings there, and save the workbook "
                "anew. Gifts, purchases, extras, payments and contributions can be typed here as always."
            ).format(reasons=reasons, why=why),
            bold=True,
        )
    row = _lists(case, s, row)
    row = _facts(case, s, row + 1)
    row = _people(case, s, row + 1)
    row = _options(case, s, row + 1)
    row = housing_entries(case, s, row + 1)
    row = gifts_entries(case, s, row + 1)
    row = purchases_entries(case, s, row + 1)
    row = sharing_entries(case, s, row + 1)
    row = income_entries(case, s, row + 1)
    row = extras_entries(case, s, row + 1)
    row = by_month_entries(case, s, row + 1)
    _other(case, s, row + 1)


def _lists(case: Case, s: Sheet, row: int) -> int:
    """Units and lines to choose from, in cells: typed words never stand in a formula or a rule."""
    _ = case.word
    s.text(row, LISTS_COL, _("Units"), bold=True)
    s.text(row, LISTS_COL + 1, _("Lines"), bold=True)
    for i, unit in enumerate(case.facts.units):
        s.text(row + 1 + i, LISTS_COL, case.unit(unit), fit=False)
    for i, line in enumerate(GIFT_LINES):
        s.text(row + 1 + i, LISTS_COL + 1, case.line(line), fit=False)
    case.at["units"] = s.area(row + 1, LISTS_COL, row + len(case.facts.units), LISTS_COL, here=True)
    case.at["lines"] = s.area(row + 1, LISTS_COL + 1, row + len(GIFT_LINES), LISTS_COL + 1, here=True)
    case.context["units"] = {case.unit(u): u for u in case.facts.units}
    case.context["lines"] = {case.line(x): x for x in GIFT_LINES}
    case.context["cadence"] = {word(CADENCE, c, case.lang): c for c in CADENCE}
    case.context["arrives_on"] = case.facts.plan.arrives_on.isoformat()
    case.context["ends_on"] = case.facts.report["plan"]["ends_on"]
    case.context["incomes"] = len(case.facts.plan.income)
    case.context["yes"] = word(YES_NO, "yes", case.lang)
    return row


def _facts(case: Case, s: Sheet, row: int) -> int:
    plan, _ = case.facts.plan, case.word
    about = case.facts.report["plan"]
    row = s.heading(row, _("Who, where, when"))
    facts = (
        (N_("Label"), plan.label or "–"), (N_("Stream"), word(STREAMS, plan.stream, case.lang)),
        (N_("Sponsor"), word(SPONSORS, plan.sponsor, case.lang)), (N_("Community"), about["community_name"]),
    )  # fmt: skip
    for name, value in facts:
        s.text(row, 0, _(name), fit=False)
        s.fixed(row, 2, value, fit=False)
        row += 1
    for name, day in ((N_("Arrives on"), case.facts.rows[0].cells[0].first), (N_("Support ends on"), None)):
        s.text(row, 0, _(name), fit=False)
        if day is None:
            from datetime import date

            day = date.fromisoformat(about["ends_on"])
        s.day(row, 2, day)
        case.at[name] = s.ref(row, 2)
        row += 1
    s.text(row, 0, _("Months of support"), fit=False)
    s.number(row, 2, about["months"], align="left")
    row += 1
    s.text(row, 0, _("View"), fit=False)
    s.text(row, 2, word(VIEWS, plan.options.prorate, case.lang), fit=False)
    row += 1
    s.text(row, 0, _("Today, for what is overdue"), fit=False)
    s.input(row, 2, "date", '["as_of"]', case.day)
    case.at["as_of"] = s.ref(row, 2)
    case.define("AsOf", case.at["as_of"])
    return row + 1


def _people(case: Case, s: Sheet, row: int) -> int:
    _ = case.word
    row = s.heading(row, _("People"))
    row = s.header(
        row, [_(x) for x in (N_("Person"), N_("Role"), N_("Born on, or age"), N_("Unit"), N_("Arrives later"))]
    )
    case.at["people"] = s.area(row, 0, row + len(case.facts.plan.people) - 1, 0, here=True)
    unit_of = {p: u["unit"] for u in case.facts.report["units"] for p in u["people"]}
    for person in case.facts.plan.people:
        s.fixed(row, 0, person.id, **BOX)
        case.at["person", person.id] = s.ref(row, 0)
        s.text(row, 1, word(ROLES, person.role, case.lang), **BOX)
        if person.born_on is not None:
            s.day(row, 2, person.born_on, **BOX)
        else:
            s.number(row, 2, person.age_at_arrival, align="left", **BOX)
        s.text(row, 3, case.unit(unit_of.get(person.id, "–")), **BOX)
        s.day(row, 4, person.arrives_on, **BOX)
        row += 1
    return row


def _options(case: Case, s: Sheet, row: int) -> int:
    facts, _ = case.facts, case.word
    o = facts.options
    row = s.heading(row, _("Choices"))
    yes, no = (word(YES_NO, x, case.lang) for x in ("yes", "no"))

    def line(name: str, text: str, kind: str, path: str, value: object, live: bool = True, **more: Any) -> None:
        nonlocal row
        s.text(row, 0, text, fit=False)
        if live:
            s.input(row, 4, kind, path, value, align="left", **more)
        elif kind == "share":
            s.number(row, 4, int(str(value)) / 10_000, num_format=s.book.share_code, align="left", **BOX)
        else:
            s.text(row, 4, value, **BOX)
        case.at[name] = s.ref(row, 4)
        row += 1

    line(
        "contingency",
        _("Contingency, share of the minimum"),
        "share",
        '["options","contingency_pct"]',
        facts.contingency_bp,
        most=0.5,
    )
    line(
        "apply",
        _("Lower the support when earnings are above the threshold"),
        "choice",
        '["options","apply_income_reduction"]',
        yes if o.apply_income_reduction else no,
        case.is_live,
        choices=[yes, no],
    )
    line(
        "share",
        _("Share of the earnings above the threshold that is deducted"),
        "share",
        '["options","reduction_share"]',
        o.reduction_share_bp,
        case.is_live,
    )
    line(
        "basic_pct",
        _("Basic needs in kind, highest share while living with a signer"),
        "share",
        '["options","basic_inkind_pct"]',
        o.basic_inkind_pct * 100,
        case.is_live,
        most=0.5,
    )
    line(
        "threshold",
        _("Threshold: share of the full monthly support that may be earned"),
        "share",
        "",
        facts.threshold_bp,
        False,
    )
    case.define("Contingency_share", case.at["contingency"])
    case.define("Threshold_share", case.at["threshold"])
    case.define("Deducted_share", case.at["share"])
    s.text(row, 0, _("Deducted how many months after it was earned; spread over how many months"), fit=False)
    s.text(row, 4, f"{o.lag}; {o.stagger_n}", **BOX)
    return row + 1


def _other(case: Case, s: Sheet, row: int) -> None:
    """What the plan says besides, so that the page is complete; changed in the calculator."""
    plan, _ = case.facts.plan, case.word
    lines: list[str] = []
    for a in plan.assets:
        lines.append(
            _("Own money: {amount}, received {day}").format(
                amount=f"{a.amount_cents / 100:.2f}", day=a.received_on or plan.arrives_on
            )
        )
    for c in plan.conditions:
        lines.append(f"{case.line('special_diet') if c.kind == 'special_diet' else _('Pregnancy')}: {c.note_on}")
    for e in plan.events:
        lines.append(f"{e.kind.replace('_', ' ')}: {e.on}")
    for p in plan.payers:
        lines.append(f"{_('Payer')}: {case.payer(p.payer)}")
    if not lines:
        return
    row = s.heading(row, _("Also in the plan"))
    for text in lines:
        s.text(row, 0, text, fit=False)
        row += 1

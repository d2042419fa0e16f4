"""Notices about the family's own money: W12, W13, W18, W30, W31."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from calculator.household import NOT_INCOME
from calculator.locale import N_
from calculator.notices.case import AMBER, NOTE, RED, Case, span
from calculator.rules.assets import new_excess
from calculator.rules.earnings import WHOLE

INCOME_NAMES = {
    "student_loan": N_("a student loan"),
    "child_support": N_("child support"),
    "lodger_rent": N_("rent from a lodger"),
    "refund": N_("a refund"),
    "other": N_("other income"),
}


def money_notices(case: Case) -> None:
    """Everything about earnings and own money."""
    kinds_in_no_list(case)
    students(case)
    nothing_declared(case)
    deductions_without_reason(case)
    no_further_need(case)
    above_the_exemption(case)


def kinds_in_no_list(case: Case) -> None:
    """W12: kinds of income no text settles: ask, do not count (R34)."""
    for i, income in enumerate(case.plan.income):
        if income.kind in NOT_INCOME:
            what = N_("No rule says whether {kind} counts as income ({amount} a month, “{person}”). It is not counted.")
            if income.is_counted:
                what = N_(
                    "No rule says whether {kind} counts as income ({amount} a month, “{person}”). It is counted, as "
                    "you chose."
                )
            case.say(
                "W12",
                AMBER,
                f"income[{i}].kind",
                what,
                N_("Ask your agreement holder or IRCC. A lump sum may be own money instead."),
                rule="R34",
                kind=case.gettext(INCOME_NAMES[income.kind]),
                person=income.person,
                amount=case.money(income.net_cents),
            )


def students(case: Case) -> None:
    """W12: earnings of students outside full-time secondary school count (R34)."""
    told = {p.id: p.in_secondary_school for p in case.plan.people}
    for i, income in enumerate(case.plan.income):
        if income.kind in NOT_INCOME:
            continue
        if income.kind == "student_living" or told.get(income.person) is False:
            case.say(
                "W12",
                AMBER,
                f"income[{i}]",
                N_("“{person}” studies outside full-time secondary school: the earnings are counted."),
                N_("Check the school. Only full-time secondary pupils' earnings are left out, at any age."),
                rule="R34",
                person=income.person,
            )


def nothing_declared(case: Case) -> None:
    """W13: no income entered is no income (R37)."""
    if not case.plan.income:
        case.say(
            "W13",
            NOTE,
            "income",
            N_("No income is entered, so none is counted."),
            N_(
                "Never hold support back because income was not reported. Enter earnings when the "
                "family tells you about them."
            ),
            rule="R37",
        )


def explained(case: Case, about: str, unit: str) -> bool:
    """Whether the record holds an explanation of a deduction for a unit (N11, N36)."""
    return any(
        entry.kind == "explanation" and entry.about == about and entry.unit in (None, unit) and entry.reason.strip()
        for entry in case.plan.record.entries
    )


def deductions_without_reason(case: Case) -> None:
    """W18: every deduction is explained, how and why (N11)."""
    for unit in case.units:
        name = unit["unit"]
        lowered = [x for x in unit["months"] if x["reduction_cents"] > 0]
        if lowered and not explained(case, "earned_income", name):
            _without_reason(case, "income", name, lowered)
        cut = [x for x in unit["months"] if x["asset_cents"] > 0]
        if unit["totals"]["asset_cents"] > 0 and not explained(case, "assets", name):
            _without_reason(case, "assets", name, cut)
    for i, gift in enumerate(case.plan.in_kind):
        if (
            gift.line not in ("basic", "transport")
            and gift.value_cents
            and not gift.item.strip()
            and not gift.reason.strip()
        ):
            case.say(
                "W18",
                RED,
                f"in_kind[{i}].item",
                N_("A gift worth {value} does not say what was given."),
                N_("Write the items, the date, who gave them and what each is worth: the list is the proof."),
                rule="N11",
                due_on=gift.starts_on or case.arrives,
                value=case.money(gift.value_cents),
            )


def _without_reason(case: Case, what: str, unit: str, months: list[dict[str, Any]]) -> None:
    """Still in time until the first month concerned begins: it may be planned, it may not be done, unexplained."""
    sentences = {
        "income": N_(
            "Support of {unit} is lowered for earnings from {since} on. The explanation to the family is not on "
            "record yet."
        ),
        "assets": N_(
            "Support of {unit} is lowered for own money from {since} on. The explanation to the family is not on "
            "record yet."
        ),
    }
    since = date.fromisoformat(months[0]["from"]) if months else case.arrives
    case.say(
        "W18",
        RED,
        "record.entries",
        sentences[what],
        N_(
            "To do by {since}: show the family the working, which this calculator prints; then record who "
            "explained it, and why support is lowered."
        ),
        rule="N11",
        unit=unit,
        month=months[0]["month"] if months else None,
        due_on=since,
        since=case.day(since),
    )


def no_further_need(case: Case) -> None:
    """W30: earnings at the point where nothing is payable, some months running (R38, R4)."""
    nil = case.figure("income_nil_share")
    wanted = case.plan.options.no_need_months
    for unit in case.units:
        by_month: dict[tuple[int, int], dict[str, Any]] = {}
        for month in unit["months"]:
            day = date.fromisoformat(month["from"])
            entry = by_month.setdefault((day.year, day.month), {"earned": 0, "base": 0, "month": month["month"]})
            # Each stream of a One-Year Window is tested on the whole household (R15).
            entry["earned"] = max(entry["earned"], month["earned_cents"])
            entry["base"] = max(entry["base"], month["base_cents"])
        running: list[int] = []
        for key in sorted(by_month):
            entry = by_month[key]
            reached = entry["base"] > 0 and entry["earned"] * WHOLE >= entry["base"] * nil
            running = [*running, entry["month"]] if reached else []
            if len(running) == wanted:
                _say_no_need(case, unit, running, nil)
                break


def _say_no_need(case: Case, unit: Mapping[str, Any], running: list[int], nil: int) -> None:
    """What is not paid stays in reserve (R4), if it is the sponsor's; a plan may go on paying (R31)."""
    options = case.plan.options
    is_lowered = options.apply_income_reduction and options.reduction_share_bp == WHOLE
    payers = {month["payer"] for month in unit["months"] if month["month"] in running}
    # What is taken in months that fall to nil by it: the money saved.
    saved = sum(m["reduction_cents"] for m in unit["months"] if m["payer"] == "sponsor" and not m["due_cents"])
    what = N_("{unit} earns at least {share} of its entitlement in month {months}: the support it lowers falls to nil.")
    if not is_lowered:
        what = N_(
            "{unit} earns at least {share} of its entitlement in month {months}: support could fall to nil, but "
            "your plan goes on paying."
        )
    if "sponsor" not in payers:
        to_do = N_(
            "Is this going to last? The sponsor does not pay these months: the family tells the office that does. "
            "Support starts again at once if the income falls, and settlement help goes on."
        )
    elif options.ongoing_self_support:
        to_do = N_(
            "You confirmed that it goes on. Keep the money until {end}: support starts again at "
            "once if the income falls, and settlement help goes on. In reserve by this: {saved}."
        )
    else:
        to_do = N_(
            "Is this going to last? If the family can go on alone, say so. Keep the money until {end}: support starts "
            "again at once if the income falls, and settlement help goes on. In reserve by this: {saved}."
        )
    case.say(
        "W30",
        NOTE,
        "income",
        what,
        to_do,
        rule="R38",
        unit=unit["unit"],
        month=running[0],
        months=span(case, running),
        share=case.percent(nil),
        end=case.day(case.ends),
        saved=case.money(saved),
    )


def above_the_exemption(case: Case) -> None:
    """W31: own money above what the unit may keep (R30)."""
    first_unit = case.plan.people[0].unit or case.plan.people[0].family
    by_unit: dict[str, list[int]] = {}
    for i, asset in enumerate(case.plan.assets):
        by_unit.setdefault(asset.unit or first_unit, []).append(i)
    unit_rows = {
        name: i
        for i, name in enumerate(case.b.households.unit_ids)
        if int(case.b.households.units["case"][i]) == case.case
    }
    months = {unit["unit"]: unit["months"] for unit in case.units}
    for name, indexes in by_unit.items():
        if name not in unit_rows or not months.get(name):
            continue
        indexes.sort(key=lambda i: case.plan.assets[i].received_on or case.arrives)
        exempt = []
        for i in indexes:
            day = case.plan.assets[i].received_on or case.arrives
            at = [x for x in months[name] if x["from"] <= day.isoformat() <= x["to"] and x["people"]]
            persons = sum(x["people"] for x in at[:1]) or months[name][0]["people"]
            exempt.append(case.b.parameters.asset_exemption(case.b, unit_rows[name], persons))
        assets = [case.plan.assets[i] for i in indexes]
        excess = sum(new_excess([a.amount_cents for a in assets], [a.to_loan_cents for a in assets], exempt))
        if excess <= 0:
            continue
        to_do = N_(
            "First offer the excess for the immigration loan. Only the rest may lower support, and "
            "only if sponsor and family decide so together. This budget does not lower anything "
            "for it."
        )
        if case.plan.options.assets_apply:
            to_do = N_(
                "First offer the excess for the immigration loan. Only the rest may lower support, and "
                "only if sponsor and family decide so together. This budget lowers support for it."
            )
        case.say(
            "W31",
            AMBER,
            f"assets[{indexes[0]}].amount",
            N_("{unit} has {excess} more of its own than it may keep ({exempt})."),
            to_do,
            rule="R30",
            unit=name,
            excess=case.money(excess),
            exempt=case.money(exempt[-1]),
        )

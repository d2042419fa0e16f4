"""Choices about earnings, own money and payers; those about the money held in trust are in ``choices_of_record``."""

from __future__ import annotations

from datetime import date

import numpy as np

from calculator.household import NOT_INCOME
from calculator.locale import N_, listing
from calculator.notices.case import Case
from calculator.notices.choices import Assumptions
from calculator.periods import to_day


def earnings(a: Assumptions) -> None:
    """Income, the month it is taken from, own money (R30-R38)."""
    case, o = a.case, a.case.plan.options
    totals = case.report["totals"]
    if totals["reduction_cents"]:
        if o.lag == 0:
            a.add("lag", "R35", N_("Earnings lower the support of the same month, as you chose."))
        elif o.lag == 1:
            a.add("lag", "R35", N_("Earnings of a month lower the support of the following month."))
        else:
            a.add(
                "lag",
                "R35",
                N_("Earnings of a month lower the support {count} months later, as you chose."),
                count=o.lag,
            )
        if o.stagger_n > 1 or any((i.spread_over or 1) > 1 for i in case.plan.income):
            a.add("stagger", "R35", N_("Reductions are spread over several months, as you chose."))
        if o.reduction_share_bp < 10_000:
            a.add(
                "reduction_share",
                "R31",
                N_("Only {share} of the earnings above one half is taken off, as you chose."),
                share=case.percent(o.reduction_share_bp),
            )
    if not o.apply_income_reduction and case.plan.income:
        a.add(
            "apply_income_reduction",
            "R31",
            N_("Earnings lower nothing, as you chose: the reduction is optional."),
        )
    if totals["not_recoverable_cents"]:
        a.add(
            "last_month",
            "R35",
            N_("Reductions that no later month can bear are never claimed: {amount}."),
            amount=case.money(totals["not_recoverable_cents"]),
        )
    if case.plan.income and o.income_entry == "typical":
        a.add(
            "income_entry",
            "R35",
            N_("A typical month stands in every month; a part month takes its part of the reduction."),
        )
    if case.plan.income and len({x["payer"] for _, x in case.all_months()}) > 1:
        a.add(
            "netting",
            "R39c",
            N_("Nothing is set off between payers: a reduction of one payer's month never lowers another's."),
        )
    if any(i.kind in NOT_INCOME and not i.is_counted for i in case.plan.income):
        a.add("other_income", "R34", N_("Income of kinds no text settles is asked about and not counted."))
    if any(i.kind in NOT_INCOME and i.is_counted for i in case.plan.income):
        a.add("other_income_counted", "R34", N_("Income of a kind no text settles is counted, as you chose."))
    if any(i.kind == "self_employment" for i in case.plan.income):
        a.add("self_employment", "R34", N_("Self-employment counts after its costs."))
    pupils = _pupils_who_earn(case)
    if pupils:
        a.add(
            "pupils",
            "R34",
            N_("Earnings are not counted while in full-time secondary school: {people}."),
            people=listing(pupils, case.lang),
        )
    if o.no_need_months != 2 or any(row["id"] == "W30" for row in case.report.get("warnings", [])):
        a.add(
            "no_need_months",
            "R38",
            N_("“No further need” is asked after {count} months in a row; nothing stops by itself."),
            count=o.no_need_months,
        )
    if case.plan.assets and o.assets_apply:
        orders = {
            "last_first": N_("Own money is looked at unit by unit and lowers the last months first."),
            "start_up_first": N_("Own money is looked at unit by unit and lowers items due once first, as you chose."),
            "equal": N_("Own money is looked at unit by unit and lowers all months in equal parts, as you chose."),
        }
        a.add("asset_order", "R30", orders[o.asset_order])
    elif case.plan.assets:
        a.add(
            "assets_apply",
            "R30",
            N_("Own money lowers nothing unless sponsor and family decide so together."),
        )


def _pupils_who_earn(case: Case) -> list[str]:
    s, h = case.b.segments, case.b.households
    earners = {i.person for i in case.plan.income}
    found = []
    for person in case.people:
        if str(person["id"]) in earners:
            row = np.array([person["row"]], np.int64)
            days = np.array([to_day(first) for _, first, _ in case.cells], np.int64)
            if s.is_pupil(np.repeat(row, len(days)), days, full_time=True).any():
                found.append(str(person["id"]))
    del h
    return found


def payers(a: Assumptions) -> None:
    """Streams: who pays which part (R39f, R44, N23)."""
    case = a.case
    if case.plan.stream == "RAINBOW":
        a.add(
            "rainbow_months",
            "R39f",
            N_("The government pays months {months} and the start-up; other items follow their month."),
            months=listing(map(str, sorted(case.plan.options.rainbow_months)), case.lang),
        )
    if case.plan.stream == "BVOR" and case.is_converted_on is not None:
        a.add(
            "bvor_jas_switch",
            "R44",
            N_("The government pays from {day}, the first of the month after approval."),
            day=case.day(case.is_converted_on),
        )
    goes_on = [x["on"] for x in case.report["extras"]["lines"] if x["on"] > case.ends.isoformat()]
    if goes_on:
        a.add(
            "jas_sponsor_part",
            "R40",
            N_("RAP stops on {day}. What the sponsor plans of its own goes on until {last}."),
            day=case.day(case.ends),
            last=case.day(date.fromisoformat(max(goes_on))),
        )
    if case.plan.payers:
        a.add("payer", "N23", N_("Some months or the start-up have another payer, as you entered."))
    if any(True for _ in case.events("top_up")) and case.plan.stream == "BVOR" and case.plan.options.bvor_topup_in_base:
        a.add(
            "bvor_topup_in_base",
            "R33",
            N_("A regular top-up in RAP months is part of the base for earnings."),
        )
    if case.plan.options.peer_mode:
        a.add(
            "peer_mode",
            "N49",
            N_(
                "Compared with RSTP's calculator: the page “Compare” and the command “budget” show its answer beside "
                "ours, with the reason for every difference."
            ),
        )

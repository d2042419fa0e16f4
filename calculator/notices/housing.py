"""Notices about the home and what is planned beside the minimum: W05, W09, W23, W35, W36 (heat)."""

from __future__ import annotations

from datetime import date

from calculator.locale import N_
from calculator.notices.case import AMBER, NOTE, RED, Case, Month, span

DEPOSITS = ("deposit", "prepaid_rent")


def housing_notices(case: Case) -> None:
    """Everything about housing, deposits and contingency."""
    above_the_limits(case)
    free_but_not_counted(case)
    in_rap_months(case)
    contingency_and_deposits(case)
    heat_not_told(case)


def above_the_limits(case: Case) -> None:
    """W05: the part of a rent above shelter maximum and supplement (R26)."""
    found: dict[tuple[str, int | None], list[Month]] = {}
    for unit, month in case.all_months():
        if month["over_cents"]:
            at = case.housing_at(unit["unit"], date.fromisoformat(month["to"]))
            found.setdefault((unit["unit"], at), []).append(month)
    for (unit_id, at), listed in found.items():
        months = [month["month"] for month in listed]
        over: dict[str, int] = {}
        for month in listed:  # where others followed, several stand together
            over[month["from"][:7]] = over.get(month["from"][:7], 0) + month["over_cents"]
        if max(over.values()) <= 0:
            continue
        has_followed = any(month["arrival"] > 1 for month in listed)
        if has_followed:
            what = N_(
                "Housing costs up to {over} a month more than the shelter maximum and the supplement together: "
                "{total} from {first} to {last}."
            )
        else:
            what = N_(
                "Housing costs up to {over} a month more than the shelter maximum and the supplement "
                "together: {total} in month {months}."
            )
        case.say(
            "W05",
            AMBER,
            "housing" if at is None else f"housing[{at}].rent",
            what,
            N_(
                "This is a real cost outside the minimum. Plan it as an extra, or look for a cheaper "
                "home that the family can keep after support ends."
            ),
            rule="R26",
            unit=unit_id,
            month=months[0],
            over=case.money(max(over.values())),
            total=case.money(sum(over.values())),
            months=span(case, months),
            first=case.day(date.fromisoformat(min(month["from"] for month in listed))),
            last=case.day(date.fromisoformat(max(month["to"] for month in listed))),
        )


def free_but_not_counted(case: Case) -> None:
    """W09: free housing that may not be counted (R28)."""
    for i, home in enumerate(case.plan.housing):
        if not home.free:
            continue
        if home.given_by == "refugee":
            case.say(
                "W09",
                RED,
                f"housing[{i}].given_by",
                N_("Free housing from a refugee who is still inside a sponsorship period does not count."),
                N_("Enter what the family really pays for housing."),
                rule="R28",
            )
        elif not home.is_complete:
            case.say(
                "W09",
                RED,
                f"housing[{i}].is_complete",
                N_("Free housing counts only if it is complete and suitable and costs the family nothing."),
                N_("Enter what the family really pays, utilities included."),
                rule="R28",
            )


def in_rap_months(case: Case) -> None:
    """W23: in RAP months free or cheap housing lowers RAP's shelter; top-ups are reported (R39d)."""
    if case.plan.stream != "BVOR":
        return
    cheap: list[int] = []
    for _, month in case.all_months():
        if month["payer"] != "government":
            continue
        low = [x for x in month["lines"] if x["line"] == "shelter" and 0 <= x["entitlement_cents"] < x["limit_cents"]]
        if month["housing"] == "free" or (month["housing"] == "actual" and low):
            cheap.append(month["month"])
    if cheap:
        case.say(
            "W23",
            AMBER,
            "housing",
            N_("In months the government pays, free or low-cost housing lowers RAP's shelter amount (month {months})."),
            N_("Tell the RAP office what the family pays, and count on the lower amount."),
            rule="R39d",
            month=cheap[0],
            months=span(case, cheap),
        )
    paid = {x["month"] for _, x in case.all_months() if x["payer"] == "government"}
    topped = sorted({x["month"] for x in case.report["extras"]["lines"] if x["kind"] == "top_up"} & paid)
    if not topped:
        for where, event in case.events("top_up"):
            topped = sorted(
                number
                for number, first, last in case.cells
                if number in paid and event.on <= last and (event.to is None or first <= event.to)
            )
            del where
    if topped:
        case.say(
            "W23",
            AMBER,
            "events",
            N_("You top up in months the government pays (month {months})."),
            N_("RAP leaves extra money alone if it supplements and does not duplicate. The family must report it."),
            rule="R39d",
            month=topped[0],
            months=span(case, topped),
        )


def contingency_and_deposits(case: Case) -> None:
    """W35: a reserve of the usual share, and deposits that nobody has planned (N33, N39)."""
    totals = case.report["totals"]
    if totals["sponsor_minimum_cents"] <= 0:
        return
    usual, chosen = case.b.parameters.contingency_bp, case.plan.options.contingency_pct
    if chosen is not None and chosen * 100 < usual:
        case.say(
            "W35",
            AMBER,
            "options.contingency_pct",
            N_("The reserve for surprises is {chosen}; at least {usual} is usual."),
            N_("Plan a little more for births, family who follow, or a second household."),
            rule="N33",
            chosen=case.percent(chosen * 100),
            usual=case.percent(usual),
        )
    pays_for_housing = case.housing_modes - {"free"}
    if pays_for_housing and not any(x.kind in DEPOSITS for x in case.plan.extras):
        case.say(
            "W35",
            AMBER,
            "extras",
            N_("No deposit is planned: landlords and utilities may ask for one before the family moves in."),
            N_("Ask what is due, and add it under extras as a deposit or as prepaid rent."),
            rule="N39",
        )


def heat_not_told(case: Case) -> None:
    """W36: on the island of Newfoundland fuel is paid only if heat is not in the rent (R25.4)."""
    if not any(place.is_on_nl_island for place in case.communities):
        return
    for unit, month in case.all_months():
        if month["housing"] == "free":
            continue
        at = case.housing_at(unit["unit"], date.fromisoformat(month["to"]))
        home = None if at is None else case.plan.housing[at]
        if home is not None and (home.heat_in_rent is not None or home.fuel_cents is not None):
            continue
        case.say(
            "W36",
            NOTE,
            "housing" if at is None else f"housing[{at}].heat_in_rent",
            N_("It is not known whether heat is in the rent, so no fuel supplement is counted."),
            N_("Ask the landlord. If heat is not in the rent, say so and enter what it costs."),
            rule="R25.4",
        )
        return

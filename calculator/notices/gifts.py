"""Notices about gifts in kind, purchases and the start-up: W06 to W10, W18, W36 (utility).

What counts of a gift is decided in ``household`` and ``rules.in_kind``; here only what to tell the group.
"""

from __future__ import annotations

from calculator.household import START_UP_LINES, counted_gift
from calculator.locale import N_
from calculator.notices.case import AMBER, NOTE, RED, Case
from calculator.notices.names import line_name
from calculator.plan.entries import MAY_BE_SHARED

POOLED = ("clothing", "winter")
NOT_TO_BE_GIVEN = {
    "mattress": N_("“{item}”: a used mattress does not count as a gift."),
    "opened_food": N_("“{item}”: opened food does not count as a gift."),
    "undergarments": N_("“{item}”: undergarments do not count as a gift."),
    "footwear": N_("“{item}”: footwear does not count as a gift."),
}


def gift_notices(case: Case) -> None:
    """Everything about gifts and the start-up of a case."""
    no_direct_payment(case)
    not_to_be_given(case)
    meals_without_signer(case)
    not_planned(case)
    above_the_cap(case)
    above_the_line(case)
    utility_waived(case)


def no_direct_payment(case: Case) -> None:
    """W06: some of the start-up is always a direct payment, unit by unit (N1)."""
    for unit in case.units:
        lines = [x for x in unit["start_up"]["lines"] if x["payer"] == "sponsor"]
        owed = sum(x["entitlement_cents"] for x in lines)
        given = sum(x["shared_cents"] + x["in_kind_cents"] + x["purchases_cents"] for x in lines)
        if owed > 0 and owed - given <= 0:
            case.say(
                "W06",
                RED,
                "purchases" if case.plan.purchases else "in_kind",
                N_("The start-up of {unit} is met by gifts and purchases alone: nothing is left to pay directly."),
                N_("Plan a part of it, above {zero}, as a payment the family can use as it likes."),
                rule="N1",
                unit=unit["unit"],
                zero=case.money(0),
            )


def not_to_be_given(case: Case) -> None:
    """W08: things that may not be donated, and furniture that is only lent (R24)."""
    for i, gift in enumerate(case.plan.in_kind):
        if gift.kind and not (gift.kind == "mattress" and (gift.is_new or gift.reason)):
            to_do = N_("It counts {zero}. Buy it new and keep the receipt: a purchase counts in full.")
            if gift.kind == "mattress":
                to_do = N_(
                    "It counts {zero}. Mattresses must be new. If yours is accepted all the same, write the reason."
                )
            case.say(
                "W08",
                RED,
                f"in_kind[{i}].kind",
                NOT_TO_BE_GIVEN[gift.kind],
                to_do,
                rule="R24",
                item=gift.item or line_name(gift.line, case.lang),
                zero=case.money(0),
            )
        elif gift.line == "furniture" and not gift.is_kept:
            case.say(
                "W08",
                RED,
                f"in_kind[{i}].is_kept",
                N_("“{item}”: furniture that the family does not keep has no value as a gift."),
                N_("It counts {zero}. Let the family keep it, or leave it out of the budget."),
                rule="R24",
                item=gift.item or line_name(gift.line, case.lang),
                zero=case.money(0),
            )


def meals_without_signer(case: Case) -> None:
    """W09: basic needs in kind count only while the family lives with somebody who signed (R28)."""
    for i, gift in enumerate(case.plan.in_kind):
        if gift.line == "basic" and not (gift.given_by == "signer" and gift.lives_with_signer):
            case.say(
                "W09",
                RED,
                f"in_kind[{i}]",
                N_(
                    "Food and basic needs in kind count only while the family lives with somebody who "
                    "signed the undertaking."
                ),
                N_("This gift counts {zero}. Pay the full basic needs in those months."),
                rule="R28",
                zero=case.money(0),
            )


def not_planned(case: Case) -> None:
    """W10: support from somebody who did not sign counts only if planned and regular (N4)."""
    for i, gift in enumerate(case.plan.in_kind):
        if gift.line != "basic" and gift.given_by == "non_signer" and not gift.is_planned:
            case.say(
                "W10",
                AMBER,
                f"in_kind[{i}].is_planned",
                N_("“{item}” comes from somebody who did not sign, and was not planned: it is not counted."),
                N_(
                    "It counts only if it was planned at submission or right at arrival and is regular. "
                    "Then say so here, and keep the plan or e-mail as proof."
                ),
                rule="N4",
                item=gift.item or line_name(gift.line, case.lang),
            )


def above_the_cap(case: Case) -> None:
    """W07: what a gift is worth and what counts of it (R29)."""
    first_unit = case.plan.people[0].unit or case.plan.people[0].family
    is_pooled = case.plan.options.clothing_pool == "pooled"
    given: dict[tuple[str, str], int] = {}
    where: dict[tuple[str, str], str] = {}
    for i, gift in enumerate(case.plan.in_kind):
        if gift.line in START_UP_LINES and counted_gift(gift):
            line: str = "clothing" if is_pooled and gift.line in POOLED else gift.line
            key = (gift.unit or first_unit, line)
            given[key] = given.get(key, 0) + (gift.value_cents or 0)
            where.setdefault(key, f"in_kind[{i}].value")
    lines_of = {unit["unit"]: unit["start_up"]["lines"] for unit in case.units}
    for key, value in given.items():
        unit, name = key
        names = POOLED if is_pooled and name == "clothing" else (name,)
        lines = [x for x in lines_of.get(unit, []) if x["line"] in names]
        counted = sum(x["in_kind_cents"] for x in lines)
        if value <= counted:
            continue
        what = N_("{line}: the gifts are worth {value}; {counted} of that counts, the most this line allows.")
        to_do = N_("Nothing to correct. The rest of the line is paid or bought with receipts.")
        if lines and all(x["payer"] == "government" for x in lines):
            what = N_("{line}: the government pays this line; gifts worth {value} do not lower it.")
            to_do = N_("The gifts are welcome all the same. Keep the list.")
        case.say(
            "W07",
            NOTE,
            where[key],
            what,
            to_do,
            rule="R29",
            unit=unit,
            line=" + ".join(line_name(n, case.lang) for n in names),
            value=case.money(value),
            counted=case.money(counted),
        )
    _meals_above_the_share(case, first_unit)


def _meals_above_the_share(case: Case, first_unit: str) -> None:
    for i, gift in enumerate(case.plan.in_kind):
        if gift.line != "basic" or not counted_gift(gift):
            continue
        counted = [
            x["in_kind_cents"]
            for unit, month in case.all_months()
            if unit["unit"] == (gift.unit or first_unit)
            for x in month["lines"]
            if x["line"] == "basic"
        ]
        most = max(counted, default=0)
        if case.plan.options.basic_inkind_pct == 0:
            case.say(
                "W07",
                NOTE,
                "options.basic_inkind_pct",
                N_("Meals with a signer: the share that counts is set to {share}, so nothing is counted."),
                N_("Choose a share if the sponsor and the family agree on it, and write down why."),
                rule="R28",
                share=case.percent(0),
            )
        elif gift.value_cents is not None and gift.value_cents > most > 0:
            case.say(
                "W07",
                NOTE,
                f"in_kind[{i}].value",
                N_("Meals with a signer: worth {value} a month, {counted} of it counts."),
                N_("Nothing to correct. The rest of basic needs is paid in money."),
                rule="R28",
                value=case.money(gift.value_cents),
                counted=case.money(most),
            )


def above_the_line(case: Case) -> None:
    """W07: purchases and amounts taken off for sharing reach no further than their line (N1, R18)."""
    first_unit = case.plan.people[0].unit or case.plan.people[0].family
    entered: dict[tuple[str, str, str], tuple[int, str]] = {}
    for i, bought in enumerate(case.plan.purchases):
        key: tuple[str, str, str] = (bought.unit or first_unit, bought.line, "purchases_cents")
        so_far, where = entered.get(key, (0, f"purchases[{i}].amount"))
        entered[key] = (so_far + bought.amount_cents, where)
    for i, share in enumerate(case.plan.sharing):
        if share.line in MAY_BE_SHARED and share.line in START_UP_LINES and share.reason.strip():
            key = (share.unit or first_unit, share.line, "shared_cents")
            so_far, where = entered.get(key, (0, f"sharing[{i}].amount"))
            entered[key] = (so_far + share.amount_cents, where)
    lines_of = {unit["unit"]: unit["start_up"]["lines"] for unit in case.units}
    for (unit, name, column), (value, where) in entered.items():
        lines = [x for x in lines_of.get(unit, []) if x["line"] == name and x["payer"] != "government"]
        counted = sum(x[column] for x in lines)
        if not lines or value <= counted:
            continue
        what = N_("{line}: purchases come to {value}; {counted} of that counts, no more than the line still needs.")
        to_do = N_("Check the amounts. What was bought beyond the line is given on top of the minimum.")
        if column == "shared_cents":
            what = N_("{line}: {value} is to come off because things are shared; the line has no more than {counted}.")
            to_do = N_("Check the amount: no more than the line comes off.")
        case.say(
            "W07",
            NOTE,
            where,
            what,
            to_do,
            rule="R18" if column == "shared_cents" else "N1",
            unit=unit,
            line=line_name(name, case.lang),
            value=case.money(value),
            counted=case.money(counted),
        )


def utility_waived(case: Case) -> None:
    """W36: the connection is left out because another unit pays it; is there proof (R18)."""
    for i, share in enumerate(case.plan.sharing):
        if share.line == "utility" and not case.plan.options.utility_proof:
            case.say(
                "W36",
                NOTE,
                f"sharing[{i}]",
                N_("The utility connection is lowered because it is shared."),
                N_(
                    "This holds only if the real connection costs of the home are paid and shown. Do you have the bill?"
                ),
                rule="R18",
            )

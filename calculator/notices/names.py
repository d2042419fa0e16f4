"""What lines, totals, payers and family units are called, in both languages. No amounts, no rules."""

from __future__ import annotations

from calculator.locale import N_, catalogue

LINE_NAMES = {
    "staples": N_("Food staples"),
    "clothing": N_("Clothing"),
    "winter": N_("Winter clothing"),
    "household": N_("Household goods"),
    "furniture": N_("Furniture"),
    "linens": N_("Linens"),
    "utility": N_("Utility and phone connection"),
    "school": N_("School start-up"),
    "newborn": N_("Newborn item"),
    "maternity_clothing": N_("Maternity clothing"),
    "topup_at_18": N_("Start-up top-up at 18"),
    "clothing_again": N_("Clothing, second year"),
    "winter_again": N_("Winter clothing, second year"),
    "basic": N_("Basic needs"),
    "senior_addition": N_("Addition for seniors"),
    "disability_addition": N_("Addition for disability"),
    "shelter": N_("Shelter"),
    "supplement": N_("Housing supplement"),
    "transport": N_("Transport"),
    "transport_senior": N_("Transport, seniors"),
    "communication": N_("Communication"),
    "nb_supplement": N_("New Brunswick supplement"),
    "nl_fuel": N_("Heating fuel"),
    "majority_topup": N_("Age-of-majority top-up"),
    "special_diet": N_("Special diet"),
    "maternity_food": N_("Maternity food"),
    "part_of_month": N_("Part of the month"),
    "part_of_transport": N_("Transport of the part month"),
    "true_up": N_("Adjustment to the full year"),
    "in_kind_shelter": N_("Free housing"),
    "in_kind_basic": N_("Meals with a signer"),
    "in_kind_transport": N_("Transport in kind"),
    "in_kind_part": N_("In-kind support of the part month"),
    "income_reduction": N_("Reduction for earnings"),
    "asset_reduction": N_("Reduction for own money"),
    "extra": N_("Extras"),
    "contingency": N_("Contingency"),
}

TOTAL_NAMES = {
    "start_up": N_("Start-up"),
    "one_time": N_("Other items due once"),
    "income_support": N_("Monthly support"),
    "in_kind": N_("Met in kind"),
    "shared": N_("Taken off for shared living"),
    "purchases": N_("Met by purchases with receipts"),
    "reduction": N_("Reduction for earnings"),
    "asset": N_("Reduction for own money"),
    "sponsor_minimum": N_("Minimum from the sponsor"),
    "government": N_("Paid by the government"),
    "other": N_("Paid by a fund or somebody else"),
    "not_recoverable": N_("Never recovered"),
    "reserve": N_("Kept in reserve"),
    "extras": N_("Planned on top"),
    "contingency": N_("Contingency"),
    "planned": N_("Total to raise"),
    "over": N_("Housing above the limits"),
}

PAYER_NAMES = {
    "sponsor": N_("the sponsor"),
    "government": N_("the government"),
    "fund": N_("a fund"),
    "other": N_("somebody else"),
}


def _of(table: dict[str, str], code: str, lang: str) -> str:
    msgid = table.get(code)
    return catalogue(lang).gettext(msgid) if msgid else code


def unit_name(unit: str, lang: str) -> str:
    """A family unit inside a sentence: the family itself, or the label of the one who has an own budget."""
    _ = catalogue(lang).gettext
    return _(N_("the family")) if unit == "family" else _(N_("“{label}”")).format(label=unit)


def sentence(text: str) -> str:
    """With a capital, whatever the sentence begins with."""
    return text[:1].upper() + text[1:]


def line_name(line: str, lang: str) -> str:
    return _of(LINE_NAMES, line, lang)


def total_name(total: str, lang: str) -> str:
    return _of(TOTAL_NAMES, total, lang)


def payer_name(payer: str, lang: str) -> str:
    return _of(PAYER_NAMES, payer, lang)

"""The names of sheets, lines and codes as the workbook says them. No amounts, no rules."""

from __future__ import annotations

from calculator.locale import N_, catalogue
from calculator.trust.words import LINES as TRUST_LINES

SHEETS = {
    "summary": N_("Summary"), "inputs": N_("Inputs"), "start_up": N_("Start-up"), "housing": N_("Housing"),
    "months": N_("Months"), "income": N_("Income"), "payments": N_("Payments"), "funds": N_("Funds in trust"),
    "provides": N_("Who provides what"), "evidence": N_("Evidence"), "compare": N_("Compare"),
    "rates": N_("Rates and sources"), "ledger": N_("Ledger"),
    "file": N_("Plan file"), "portfolio": N_("All plans"), "next": N_("Next payments"),
}  # fmt: skip

LINES = {
    **TRUST_LINES,
    "in_kind_shelter": N_("Free housing"),
    "in_kind_basic": N_("Basic needs in kind"), "in_kind_transport": N_("Transport in kind"),
    "income_reduction": N_("Earnings deducted"),
    "asset_reduction": N_("Own money deducted"), "extra": N_("Extra"), "contingency": N_("Contingency"),
    "earned_income": N_("Earnings deducted"), "assets": N_("Own money deducted"),
    "clothing_again": N_("Clothing, second year"), "winter_again": N_("Winter clothing, second year"),
}  # fmt: skip

PAYERS = {
    "sponsor": N_("sponsor"), "government": N_("government"), "fund": N_("outside fund"), "other": N_("other payer"),
}  # fmt: skip

MODES = {"planning": N_("maximum"), "actual": N_("actual cost"), "free": N_("free housing")}

KINDS = {
    "entitlement": N_("owed"), "in_kind": N_("in kind"), "purchase": N_("bought"), "shared": N_("shared"),
    "reduction": N_("earnings"), "asset": N_("own money"), "planned": N_("planned"),
}  # fmt: skip

STREAMS = {
    "PSR": N_("Privately sponsored (PSR)"), "BVOR": N_("Blended (BVOR)"), "RAINBOW": N_("Rainbow partnership"),
    "JAS": N_("Joint assistance (JAS)"), "GAR": N_("Government-assisted (GAR)"),
}  # fmt: skip

SPONSORS = {
    "SAH": N_("Sponsorship agreement holder"), "CG": N_("Constituent group"), "G5": N_("Group of Five"),
    "CS": N_("Community sponsor"),
}  # fmt: skip

ROLES = {
    "principal": N_("principal applicant"), "spouse": N_("spouse"), "child": N_("child"),
    "dependant": N_("dependant"), "de_facto": N_("de facto dependant"),
}  # fmt: skip

VIEWS = {
    "rstp13": N_("calendar months, thirteen cells"), "equal": N_("equal sponsorship months"),
    "rap365": N_("calendar months, RAP daily rate"),
}  # fmt: skip

INCOME = {
    "employment": N_("pay"), "self_employment": N_("self-employment"),
    "employment_insurance": N_("Employment Insurance"),
    "workers_compensation": N_("workers’ compensation"), "training": N_("training allowance"),
    "student_living": N_("living part of student aid"), "emergency_benefit": N_("emergency benefit"),
    "canada_child_benefit": N_("Canada Child Benefit (never counted)"), "tax_credit": N_("tax credit (never counted)"),
    "student_loan": N_("student loan (not counted)"), "child_support": N_("child support (not counted)"),
    "lodger_rent": N_("rent from a lodger (not counted)"), "refund": N_("refund (not counted)"),
    "other": N_("other (not counted)"),
}  # fmt: skip

EXTRAS = {
    "extra": N_("extra"), "top_up": N_("top-up"), "deposit": N_("deposit"), "prepaid_rent": N_("prepaid rent"),
}  # fmt: skip

CADENCE = {"monthly": N_("every month"), "once": N_("once")}
RATE_UNITS = {
    "CAD": N_("dollars"), "CAD once": N_("dollars, once"), "CAD a month": N_("dollars a month"),
    "CAD a year": N_("dollars a year"), "percent": N_("per cent"), "months": N_("months"), "years": N_("years"),
    "weeks": N_("weeks"), "days": N_("days"), "persons": N_("people"), "date": N_("date"), "text": N_("words"),
    "day of the month": N_("day of the month"), "day of the year": N_("day of the year"),
}  # fmt: skip

YES_NO = {"yes": N_("yes"), "no": N_("no")}

FROZEN = {
    "later_arrival": N_("members who arrive later (One-Year Window)"),
    "assets": N_("own money that lowers the support"),
    "true_up": N_("the daily rate with an adjustment to twelve months"),
    "many_units": N_("a rent shared by more units than formulas can follow"),
}  # fmt: skip

FROZEN_WHY = {
    "later_arrival": N_(
        "Members who arrive later have months of their own: each is the difference between two families, which a "
        "formula of this file cannot follow."
    ),
    "assets": N_(
        "Own money is laid on the last months first, so a change in one month moves what is deducted in many others."
    ),
    "true_up": N_("The adjustment to twelve months is worked out over all months at once."),
    "many_units": N_("A rent is shared by more units than a formula of this file can hold."),
}  # fmt: skip
"""Why some cells stand as they were worked out."""


def word(table: dict[str, str], code: str, lang: str) -> str:
    """The word of a code; a code without a word stays as it is."""
    msgid = table.get(code)
    return catalogue(lang).gettext(msgid) if msgid else code

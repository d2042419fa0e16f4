"""The names of lines, tasks, methods and statuses as a reader sees them. No amounts, no rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from calculator.locale import N_, catalogue

LINES = {
    "start_up": N_("Start-up"), "staples": N_("Food staples"), "clothing": N_("Clothing"),
    "winter": N_("Winter clothing"), "household": N_("Household goods"), "furniture": N_("Furniture"),
    "linens": N_("Linens"), "utility": N_("Utility and phone connection"), "school": N_("School start-up"),
    "newborn": N_("Newborn item"),
    "maternity_clothing": N_("Maternity clothing"),
    "topup_at_18": N_("Start-up top-up at 18"), "clothing_again": N_("Clothing, second time"),
    "winter_again": N_("Winter clothing, second time"),
    "support": N_("Monthly support"), "basic": N_("Basic needs"),
    "senior_addition": N_("Addition for seniors"), "disability_addition": N_("Addition for disability"),
    "shelter": N_("Shelter"), "supplement": N_("Housing supplement"), "transport": N_("Transport"),
    "transport_senior": N_("Transport, seniors"), "communication": N_("Communication"),
    "nb_supplement": N_("New Brunswick supplement"), "nl_fuel": N_("Heating fuel"),
    "majority_topup": N_("Age-of-majority top-up"), "special_diet": N_("Special diet"),
    "maternity_food": N_("Maternity food"), "part_of_month": N_("Part of the month"), "extras": N_("Extras"),
    "deposits": N_("Deposits and prepaid rent"), "contingency": N_("Contingency"),
    "part_of_transport": N_("Transport of a part month"), "true_up": N_("Adjustment to twelve months"),
    "in_kind_part": N_("In kind, part of the month"), "loan": N_("Loan repayment"),
    "loan_given": N_("Loan to the family"),
}

TASKS = {
    "reception": N_("Meet the family when they arrive and bring them to their first home"),
    "temporary_housing": N_("Find a place for the first days or weeks"),
    "permanent_housing": N_("Help find a suitable home and understand the lease"),
    "local_travel": N_("Go along to appointments and show how to travel in town"),
    "interpretation": N_("Find interpreters when they are needed"),
    "orientation": N_("Explain daily life, rights, safety and the neighbourhood"),
    "identity_papers": N_("Apply for the social insurance number and follow the permanent resident card"),
    "health_coverage": N_("Apply for provincial health insurance and explain interim federal coverage"),
    "health_screening": N_("Arrange a first health visit soon after arrival"),
    "family_doctor": N_("Find a family doctor, a dentist and an optometrist"),
    "counselling": N_("Find help with trauma, crisis or a disability"),
    "school_enrolment": N_("Enrol the children in school"),
    "language_training": N_("Book the language assessment and enrol the adults in classes"),
    "child_care": N_("Find child care"),
    "banking": N_("Open own bank accounts and explain banking and budgets"),
    "child_benefit": N_("Apply for the Canada Child Benefit and other credits"),
    "employment": N_("Help look for work and have diplomas recognized"),
    "community": N_("Introduce settlement agencies, community groups and activities"),
    "emotional_support": N_("Stay in touch, listen and encourage"),
    "later_arrivals": N_("Be ready for family members who may follow within a year"),
}
"""The settlement tasks, in our own words (IMM 5440, sections B and C)."""

METHODS = {
    "e_transfer": N_("e-transfer"), "cheque": N_("cheque"), "direct_deposit": N_("direct deposit"),
    "card": N_("card"), "cash": N_("cash"), "other": N_("another way"),
}

STATUSES = {
    "paid": N_("paid"), "late": N_("paid late"), "advance": N_("paid in advance"),
    "partial": N_("paid in part"), "missing": N_("not paid"), "not_due": N_("not due yet"),
}

PURPOSES = {
    "support": N_("Monthly support"), "start_up": N_("Start-up"), "one_time": N_("Other items due once"),
    "purchase": N_("Purchase with a receipt"), "extra": N_("Extra"), "top_up": N_("Top-up"), "gift": N_("Gift"),
    "deposit": N_("Deposit"), "prepaid_rent": N_("Prepaid rent"), "loan_help": N_("Help with the immigration loan"),
    "bank_charge": N_("Bank charge"),
}

RULES = {
    "W14": "R7, R55, N13", "W15": "R8", "W16": "N6", "W17": "N7", "W18": "N11", "W19": "R11", "W33": "R57",
    "W35": "N33, N39",
}
"""The rules behind the findings about the record."""

PARTIES = {
    "SAH": N_("Sponsorship agreement holder"), "CG": N_("Constituent group"), "co_sponsor": N_("Co-sponsor"),
    "G5": N_("Group of five"), "CS": N_("Community sponsor"), "other": N_("Other party"),
}

DOCUMENTS = {
    "bank_statement": N_("Bank statement of the sponsor"),
    "transfer_confirmation": N_("Confirmation of a transfer"),
    "cleared_cheque": N_("Cleared cheque"), "withdrawal_slip": N_("Withdrawal slip"),
    "monthly_email": N_("Monthly e-mail of what was given"),
    "donated_items_list": N_("List of donated items"),
    "purchase_receipt": N_("Receipt of a purchase"), "rent_receipt": N_("Rent receipt"), "lease": N_("Lease"),
    "temporary_lodging": N_("Proof of temporary lodging"), "utility_connection": N_("Utility connection"),
    "phone_connection": N_("Phone connection"), "pay_stub": N_("Pay stub"), "t4": N_("T4 slip"),
    "asset_statement": N_("Paper on assets"),
    "ccb_application": N_("Application for the Canada Child Benefit"),
    "correspondence": N_("Correspondence"), "settlement_plan": N_("Updated settlement plan"),
    "living_with_sponsor_account": N_("Dated account of living with the sponsor"),
    "loan_agreement": N_("Loan agreement"), "travel_notice": N_("Notice of travel"),
    "other": N_("Other document"),
}

CHOICES_TITLE = N_("Chosen here, where no rule decides")

CHOICES = (
    N_(
        "Interest, and what was paid out, is shared in proportion to all contributions to the same fund by the day of "
        "the statement; left-over cents go to the earliest contributions. A trust deed may say otherwise. (R56, N45)"
    ),
    N_(
        "Receipted money and money given for good bear their part of what was paid out and keep their part of the "
        "interest; they are not given back. (R57)"
    ),
    N_("Money of the general fund that may be given back is given back too when a case is refused. (R56)"),
    N_("A correction counts from the day of the entry that it puts right: earlier statements change with it. (N47)"),
    N_(
        "A payment counts for the month it names, otherwise for the oldest amount due. What is above it, or further "
        "ahead than an advance may reach, counts for no other month. (N6)"
    ),
    N_("A loan repayment counts as support given in the month from which it is taken off. (N13)"),
)
"""What the rule book leaves open about money held in trust, and what is done here."""

OF_THE_RECORD = ("advance_from", "outlay_order")
"""Assumptions of the budget that come from its record; they are said where it makes use of them."""


def choices(report: Mapping[str, Any], lang: str) -> list[str]:
    """The choices behind a statement, each with its rule."""
    used = [f"{row['text']} ({row['rule']})" for row in report["assumptions"] if row["code"] in OF_THE_RECORD]
    return [*(catalogue(lang).gettext(text) for text in CHOICES), *used]


def what_for(code: str, lang: str) -> str:
    """The name of a line, or of what a payment was for."""
    return label(LINES if code in LINES else PURPOSES, code, lang)


def label(table: Mapping[str, str], code: str, lang: str) -> str:
    """The name of a code in a language; a code without a name stays as it is."""
    msgid = table.get(code)
    return catalogue(lang).gettext(msgid) if msgid else code

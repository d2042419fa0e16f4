"""The sentence of every remark code: oddities of the sheets, gaps filled, assumptions made.

English msgids; ``explain`` and the screens pass them through the catalogue. A flag of a rate row that is not
in this list is said as a printed oddity, with the note of the row.
"""

from __future__ import annotations

from calculator.locale import N_

REMARKS: dict[str, str] = {
    "printed_oddity": N_("The rate sheet prints an amount here that looks odd; it is used as printed."),
    "ns_2022_single_parent_shelter": N_(
        "Nova Scotia prints the older shelter maximum for a single parent with two or more children; it is "
        "used as printed, though the other rows suggest a lower one."
    ),
    "mb_2022_single_adult": N_(
        "Manitoba prints a lower amount for a single adult than before; it is used as printed."
    ),
    "mb_2022_single_parent_teen": N_(
        "Manitoba prints more for a single parent with one child of 12 to 17 than with two; it is used as "
        "printed."
    ),
    "mb_2022_single_parent_child": N_(
        "Manitoba prints the amount of a couple for a single parent with one child of this age; it is used "
        "as printed."
    ),
    "mb_2022_couple_three_bands": N_(
        "Manitoba prints an amount for a couple with one child in each age band that its neighbours make "
        "look too low; it is used as printed."
    ),
    "nl_couple_with_children": N_(
        "Newfoundland and Labrador prints less for a couple with children than for a couple without; it is "
        "used as printed."
    ),
    "pe_2022_further_child": N_(
        "The French sheet of Prince Edward Island still prints the older amount for each further child; the"
        " English one is used."
    ),
    "pe_2017_further_child": N_(
        "Prince Edward Island prints a step for each further child of 12 to 17; it is added to the amount "
        "of a younger child."
    ),
    "ab_single_parent_size_8": N_(
        "Alberta prints no row for a single parent with seven others; the step printed from size nine is "
        "used (assumption)."
    ),
    "further_child_higher_sum": N_(
        "Which children count as further ones changes the sum; the higher sum is used (assumption)."
    ),
    "last_printed_row": N_(
        "The table stops before this family size and prints no step; its last row is used (assumption)."
    ),
    "shelter_group_assumed": N_(
        "The sheet has no shelter column for this place; the lower of its columns is used. Ask the local "
        "office which one holds (assumption)."
    ),
    "single_employable_assumed": N_(
        "The sheet has two shelter amounts for single adults; the one for employable people is used."
    ),
    "pass_not_on_file": N_(
        "No monthly pass of this place is on file; the amount for places without public transit is used "
        "(assumption)."
    ),
    "pass_before_its_date": N_(
        "The oldest transit price on file is later than this month; it is used all the same (assumption)."
    ),
    "area_pass_senior_option": N_("The senior pass entered as an option replaces the amount of the area."),
    "start_up_before_its_date": N_(
        "The oldest start-up table is later than the arrival; it is used because you confirmed it."
    ),
    "start_up_single_parent_increment": N_(
        "The start-up table prints no row for a single parent with three or more dependants; the increment "
        "of each further dependant is used."
    ),
}


def remark_msgid(code: str) -> str:
    """The English sentence of a remark code."""
    return REMARKS.get(code, REMARKS["printed_oddity"])

"""What a line or a total is, in a sentence. No figures are worked out here."""

from __future__ import annotations

from calculator.locale import N_

LINES = {
    "staples": N_("Food to start with: one amount for the size of the family unit."),
    "clothing": N_("Clothes to start with: an adult's amount or a child's for each person."),
    "winter": N_("Winter clothes for each person, owed whatever the month of arrival."),
    "household": N_("Dishes, pots, window coverings and other household goods."),
    "furniture": N_("Furniture for the size of the family unit."),
    "linens": N_("Bedding and towels for each person."),
    "utility": N_("Connection of utilities and phone: one amount for each family unit."),
    "school": N_("School start-up: one amount for each pupil and school year ({count} pupils on {day})."),
    "newborn": N_("For a new baby: one amount for each child ({count})."),
    "maternity_clothing": N_("Maternity clothing: once for each pregnancy, with a note."),
    "topup_at_18": N_("Start-up for somebody who becomes a family unit of their own after arrival."),
    "clothing_again": N_("Clothing once more after twelve months of a JAS case, as you chose."),
    "winter_again": N_("Winter clothing once more after twelve months of a JAS case, as you chose."),
    "basic": N_("Food and other basic needs of the family unit (people: {people}), by the rate sheet."),
    "senior_addition": N_("An amount for each senior ({count}), by the rate sheet."),
    "disability_addition": N_("An amount for each person with a disability ({count}), by the rate sheet."),
    "shelter": N_("Rent and utilities, up to the shelter maximum of the rate sheet."),
    "supplement": N_("What housing costs above the shelter maximum, up to the housing supplement."),
    "transport": N_("A monthly transit pass for each adult ({count})."),
    "transport_senior": N_("A monthly transit pass for each senior ({count})."),
    "communication": N_("Phone and internet: one amount for each family unit."),
    "nb_supplement": N_("New Brunswick adds one amount for a family unit with a minor."),
    "nl_fuel": N_("Heating that is not in the rent, up to the amount of the rate sheet."),
    "majority_topup": N_("An amount for each dependant of 18 who still counts in the family ({count})."),
    "special_diet": N_("A special diet with a doctor's or nurse practitioner's note: one amount for each family unit."),
    "maternity_food": N_("Extra food during pregnancy, from the note to the month of birth."),
    "part_of_month": N_(
        "The lines above are for a whole month. Only a part of this month is supported; this takes off the rest."
    ),
    "part_of_transport": N_("Transport of the days supported in a part month."),
    "true_up": N_("Puts the part months right, so that the year makes twelve whole months."),
    "in_kind_shelter": N_("Housing is free: shelter and supplement are given in kind, not in money."),
    "in_kind_basic": N_("Meals and goods while the family lives with somebody who signed."),
    "in_kind_transport": N_("Transport given in kind: it counts in full."),
    "in_kind_part": N_("The part of the in-kind support that belongs to the days not supported this month."),
    "income_reduction": N_("Support lowered because the unit earned more than half of its full entitlement."),
    "asset_reduction": N_("Support lowered because of own money, as sponsor and family decided."),
    "extra": N_("Planned on top of the minimum."),
    "contingency": N_("A reserve on top of the minimum: {share} of it."),
}

HOUSING = {
    ("shelter", "planning"): N_("No lease yet: the whole shelter maximum of the rate sheet is planned."),
    ("shelter", "free"): N_("Housing is free: the whole shelter maximum counts, and is given in kind."),
    ("supplement", "planning"): N_("No lease yet: the whole housing supplement is planned."),
    ("supplement", "free"): N_("Housing is free: the whole housing supplement counts, and is given in kind."),
}

TOTALS = {
    "start_up": N_("What the start-up comes to, before gifts and purchases."),
    "one_time": N_("Other items due once: newborn, maternity clothing, top-up."),
    "income_support": N_("Monthly support over the whole period, before gifts and earnings."),
    "in_kind": N_("What gifts in kind cover, up to their limits."),
    "shared": N_("What is taken off because a home is shared."),
    "purchases": N_("What was bought for the family, with receipts."),
    "reduction": N_("What earnings take off the monthly support."),
    "asset": N_("What own money takes off, as sponsor and family decided."),
    "sponsor_minimum": N_("The least the sponsor must give in money and purchases."),
    "government": N_("What the government pays."),
    "other": N_("What a fund or somebody else pays."),
    "not_recoverable": N_("Reductions no later month can bear: they are never claimed."),
    "reserve": N_("Not owed after an early end, and kept in case support must start again."),
    "extras": N_("What the group plans on top of the minimum."),
    "contingency": N_("A reserve on top of the minimum: {share} of it."),
    "planned": N_("What the group should raise: minimum, extras and contingency."),
    "over": N_("Housing above the limits: a real cost that is not part of the minimum."),
}

MONTHS = {
    "full": N_("What rate sheets and conditions give for a whole month."),
    "entitlement": N_("What is due for month {month}, before gifts and earnings."),
    "in_kind": N_("What gifts in kind cover in month {month}."),
    "threshold": N_("Earnings up to this amount change nothing: {share} of the full monthly entitlement."),
    "reduction": N_("What earnings take off in month {month}."),
    "due": N_("What {payer} pays in month {month}."),
}

LINE_RULES = {
    "clothing": ("R20", "R21"),
    "winter": ("R22", "R20", "R21"),
    "furniture": ("R20",),
    "utility": ("R20", "R18"),
    "school": ("R23",),
    "newborn": ("R27",),
    "basic": ("R25.1", "N48"),
    "shelter": ("R26", "N48"),
    "supplement": ("R26",),
    "transport": ("R25.3",),
    "transport_senior": ("R25.3",),
    "special_diet": ("R27",),
    "maternity_food": ("R27",),
    "part_of_month": ("R46", "N45"),
    "income_reduction": ("R31", "R33", "R35"),
    "asset_reduction": ("R30",),
    "in_kind_shelter": ("R28", "R29"),
    "in_kind_basic": ("R28",),
    "extra": ("R25.5", "N39"),
}
"""Rules beside the one of the ledger, for lines that rest on several."""
TOTAL_RULES = {
    "start_up": ("R19", "R20"),
    "one_time": ("R27", "R13"),
    "income_support": ("R25", "R5"),
    "in_kind": ("R29", "R28"),
    "shared": ("R18",),
    "purchases": ("N1", "N2"),
    "reduction": ("R31", "R35"),
    "asset": ("R30",),
    "sponsor_minimum": ("R1", "R2"),
    "government": ("R2", "N23"),
    "other": ("N23",),
    "not_recoverable": ("R35",),
    "reserve": ("R4",),
    "extras": ("R25.5", "N39"),
    "contingency": ("N33",),
    "planned": ("R1", "N33"),
    "over": ("R26",),
}
MONTH_RULES = {
    "full": ("R25",),
    "entitlement": ("R25", "R46"),
    "in_kind": ("R28",),
    "threshold": ("R31", "R33"),
    "reduction": ("R31", "R35"),
    "due": ("R1", "R2"),
}

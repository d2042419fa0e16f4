"""The order of the lines of a budget, from top to bottom as a printed budget reads, and the rule of each.

Names and numbers only: no amount is worked out and no sentence said here.
"""

from __future__ import annotations

from calculator.rules.start_up_items import ITEM_LINES

ENTITLEMENT, IN_KIND, PURCHASE, SHARED, REDUCTION, ASSET, PLANNED = range(7)
KINDS = ("entitlement", "in_kind", "purchase", "shared", "reduction", "asset", "planned")
PRODUCT, PART = 0, 1
FORMULAS = ("product", "part")
LINES = (
    *ITEM_LINES, "basic", "senior_addition", "disability_addition", "shelter", "supplement",
    "transport", "transport_senior", "communication", "nb_supplement", "nl_fuel", "majority_topup", "special_diet",
    "maternity_food", "part_of_month", "part_of_transport", "true_up", "in_kind_shelter", "in_kind_basic",
    "in_kind_transport", "in_kind_part", "income_reduction", "asset_reduction", "extra", "contingency",
)  # fmt: skip
LINE = {name: i for i, name in enumerate(LINES)}
RULES = {
    **dict.fromkeys(ITEM_LINES[:6], "R20"), "furniture": "R20", "utility": "R20", "school": "R23", "winter": "R22",
    "newborn": "R27", "maternity_clothing": "R27", "topup_at_18": "R13", "clothing_again": "R42",
    "winter_again": "R42", "basic": "R25.1", "senior_addition": "R25.4", "disability_addition": "R25.4",
    "shelter": "R26", "supplement": "R26", "transport": "R25.3",
    "transport_senior": "R25.3", "communication": "R25.2", "nb_supplement": "R25.4", "nl_fuel": "R25.4",
    "majority_topup": "R12", "special_diet": "R27", "maternity_food": "R27", "part_of_month": "R46",
    "part_of_transport": "R47", "true_up": "R49", "in_kind_shelter": "R28", "in_kind_basic": "R28",
    "in_kind_transport": "R25.3", "in_kind_part": "R46", "income_reduction": "R31", "asset_reduction": "R30",
    "extra": "R25.5", "contingency": "N33",
}  # fmt: skip

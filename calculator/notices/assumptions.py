"""The choices a budget rests on that no source settles, and defaults worth knowing (RULES sections 15, 20).

Each is said only where the case made use of it. Nothing is decided here.
"""

from __future__ import annotations

from typing import Any

from calculator.notices import choices, choices_of_family, choices_of_money, choices_of_record
from calculator.notices.case import Case


def assumptions(case: Case) -> list[dict[str, Any]]:
    """Every assumption of a case: rates, time, family, lines, gifts, money, payers."""
    a = choices.Assumptions(case)
    choices.rates(a)
    choices.months(a)
    choices_of_family.people(a)
    choices_of_family.lines(a)
    choices_of_family.gifts(a)
    choices_of_money.earnings(a)
    choices_of_money.payers(a)
    choices_of_record.held_in_trust(a)
    return a.rows

"""A line of the budget is known in every room that needs its words: whoever adds one is told what is missing."""

from __future__ import annotations

from typing import get_args

import pytest

from calculator.explain import sentences
from calculator.lines import LINES, RULES
from calculator.notices.names import LINE_NAMES
from calculator.plan.record import Target
from calculator.price_table import EXTRA_LINES, TABLE_LINES
from calculator.pricing import MONTHLY_LINES
from calculator.rules.start_up_items import ITEM_LINES
from calculator.trust import words

ROOMS = {
    "calculator/lines.py, LINES": LINES,
    "calculator/lines.py, RULES": RULES,
    "calculator/notices/names.py, LINE_NAMES": LINE_NAMES,
    "calculator/explain/sentences.py, LINES": sentences.LINES,
    "calculator/plan/record.py, Target": get_args(Target),
    "calculator/trust/words.py, LINES": words.LINES,
}


@pytest.mark.parametrize("line", [*ITEM_LINES, *MONTHLY_LINES])
def test_a_line_is_known_in_every_room(line: str) -> None:
    assert not [room for room, known in ROOMS.items() if line not in known]


def test_provincial_additions_are_priced_and_printed() -> None:
    assert set(EXTRA_LINES) <= set(TABLE_LINES)
    assert set(EXTRA_LINES) <= set(MONTHLY_LINES)

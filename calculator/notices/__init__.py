"""What to say about a case beside its figures: warnings, assumptions and dates (RULES sections 14, 15, 20).

Words only. Whether something holds is read from the plan, the report and the rates; nothing is priced and
nothing is refused here: entries that are not accepted are said by ``plan`` and ``report`` (W01, W04, W11,
W14-W16, W22), and the application stage has its own notices (W27-W29, ``rules.application``).
"""

from __future__ import annotations

from typing import Any

from calculator.notices.assumptions import assumptions
from calculator.notices.calendar import dates
from calculator.notices.case import Case
from calculator.notices.changes import change_notices
from calculator.notices.earned import money_notices
from calculator.notices.gifts import gift_notices
from calculator.notices.housing import housing_notices
from calculator.notices.payments import record_notices
from calculator.notices.sheets import rate_notices
from calculator.notices.streams import stream_notices

NOTICES = (
    rate_notices,
    housing_notices,
    gift_notices,
    money_notices,
    change_notices,
    stream_notices,
    record_notices,
)


def warnings_of(case: Case) -> list[dict[str, Any]]:
    """Rows {id, level, where, what, what_to_do, rule}, some with unit and month; the gravest first."""
    for notices in NOTICES:
        notices(case)
    return case.sorted_rows()


def assumptions_of(case: Case) -> list[dict[str, Any]]:
    """Rows {code, text, rule}: every choice of this project that this case made use of."""
    return assumptions(case)


def dates_of(case: Case) -> list[dict[str, Any]]:
    """Rows {on, kind, text} in order of date: payments, deadlines, birthdays, the end."""
    return dates(case)

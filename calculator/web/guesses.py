"""How sure the total is while rent, first job and arrival are guesses: ranges asked, the answer of
``calculator.uncertainty`` shown. The draws and their figures come from there; nothing is worked out here.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from calculator import compare, uncertainty
from calculator.plan import Plan
from calculator.problems import MissingRate, PlanError
from calculator.uncertainty import Range, Ranges
from calculator.web import charts, controls, session, tables
from calculator.web.words import _, cash, finding, in_text, lang, money

DRAWS = 300
"""Enough for 10, 50 and 90 of 100, and quick."""
RENTS = compare.steps(400_000, 40)
WAGES = compare.steps(400_000, 40)


def show(plan: Plan) -> None:
    """Closed until somebody asks: some hundred budgets are made for the answer."""
    title = _("Guess the rent, the first job and the arrival as ranges")
    if (box := controls.opened(title, "guesses")) is None:
        return
    with box:
        st.caption(
            _(
                "{n} versions of your plan are drawn from these ranges. The answer says how much is enough in 10, "
                "50 and 90 of 100.",
                n=str(DRAWS),
            )
        )
        chosen = _ranges(plan)
        if chosen == Ranges():
            st.write(_("Choose at least one range."))
            return
        try:
            found = session.held(
                "guesses",
                f"{session.plan_key()}{chosen}",
                lambda: uncertainty.uncertain(plan, session.rates(), chosen, draws=DRAWS, lang=lang()),
            )
        except (PlanError, MissingRate) as error:
            st.error(finding(error))
            return
        answer(found)


def _ranges(plan: Plan) -> Ranges:
    left, right = st.columns(2)
    with left:
        rent = _range(_("Rent a month"), RENTS, "rent", (RENTS[12], RENTS[18]), money)
        later = _range(_("Months later than planned"), list(range(13)), "arrival", (0, 6), str)
    with right:
        month = _range(_("First job begins in month"), list(range(1, 14)), "month", (4, 13), str)
        wage = None
        if month is not None:
            wage = _range(_("Net pay a month"), WAGES, "wage", (WAGES[12], WAGES[22]), money, is_asked=False)
    return Ranges(rent_cents=rent, job_month=month, wage_cents=wage, arrival_months=later)


def _range(
    label: str, values: list[int], key: str, at: tuple[int, int], said: Any, *, is_asked: bool = True
) -> Range | None:
    """A range, if it is not known better: a tick, then a slider with two ends."""
    if is_asked and not st.checkbox(_("Not known yet: {what}", what=label), key=f"guess.{key}.on"):
        return None
    names = {value: said(value) for value in values}
    ends = st.select_slider(label, values, format_func=names.__getitem__, value=at, key=f"guess.{key}")
    return Range(ends[0], ends[1])


def answer(found: uncertainty.Distribution) -> None:
    low, middle, high = (cash(cents) for cents in found.percents.values())
    st.markdown(
        _("Between **{low}** and **{high}** in 8 of 10 cases; half of them need at most {middle}.",
          low=low, high=high, middle=middle)
    )  # fmt: skip
    st.markdown("\n".join(f"- {in_text(text)}" for text in uncertainty.told(found, lang())))
    words = " ".join(uncertainty.told(found, lang()))
    charts.draw(uncertainty.chart(found, lang()), _("Bar chart of the drawn totals. {words}", words=words))
    tables.table(
        {
            _("Enough in"): [_("{n} of 100 cases", n=str(percent)) for percent in found.percents],
            _("Total to raise, rent above the rates included"): [money(cents) for cents in found.percents.values()],
        },
        _("How sure the total is"),
    )

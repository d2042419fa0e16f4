"""The page "Month by month": who pays what when, for one unit or all, and what comes after support ends."""

from __future__ import annotations

import streamlit as st

from calculator import view
from calculator.web import answer, charts, session, tables
from calculator.web.words import _, cash, day, in_text, linked


def show() -> None:
    st.title(_("Month by month"), anchor=False)
    report = answer.required()
    if report is None:
        return
    answer.bar()
    answer.summary(report)
    answer.hint()
    unit = answer.unit_choice(report, "months.unit")
    rows = view.strip(report, unit)
    st.header(_("Who meets the support of each month"), anchor=False)
    charts.support(rows)
    tables.strip_table(rows, unit, is_short=bool(st.session_state.get("is_projected")))
    st.header(_("When to pay"), anchor=False)
    st.write(
        _(
            "Start-up and the first month on arrival, then at the beginning of each month, by transfer or "
            "cheque, "
            "into an account of the family's own."
        )
    )
    tables.payments(report, unit)
    st.header(_("What happens in these months"), anchor=False)
    tables.dates(session.dated())
    st.header(_("When support ends: month 13"), anchor=False)
    month_13(report)


def month_13(report: answer.Report) -> None:
    rows = view.strip(report)
    ends_on = report["plan"]["ends_on"]
    last = view.last_whole([row for row in rows if row.ends_on.isoformat() <= ends_on] or rows)
    place = session.ordinal(rows.index(last))
    st.markdown(
        _(
            "The last day of support is **{day}**. A whole month of support was {amount} at the end. From "
            "the next "
            "day on the family lives on its own earnings, the Canada Child Benefit and, if needed, social "
            "assistance.",
            day=day(ends_on),
            amount=linked(cash(last.entitlement_cents), f"cell//entitlement_cents/{place}"),
        )
    )
    if until := view.followed_until(report):
        st.markdown(_("Support of those who followed goes on until **{day}**.", day=day(until)))
    if last.earned_cents:
        earned = linked(cash(last.earned_cents), f"cell//earned_cents/{place}")
        st.markdown(_("Earnings in that month: {amount}.", amount=earned))
    else:
        st.markdown(_("No earnings are planned for that month."))
    st.markdown(
        "\n".join(
            f"- {in_text(text)}"
            for text in (
                _("Look at needs and income together at the beginning of month 9."),
                _("Is the rent bearable without support? If not, look for another home in time."),
                _("Apply for social assistance so that the first payment comes at the end of month 12."),
                _("Gifts after month 12 may lower social assistance."),
                _("File tax returns early: the Canada Child Benefit and credits depend on them."),
            )
        )
    )


show()

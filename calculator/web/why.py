"""Why a figure is what it is: sentence, formula, rule, rate and the way to the published sheet, for one line.

The words come from ``calculator.explain`` where it has them; otherwise the columns of the report are read out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from calculator.web.words import _, cash, day, in_text, line


def line_of(
    report: Mapping[str, Any], unit: Mapping[str, Any], x: Mapping[str, Any], month: Mapping[str, Any] | None
) -> None:
    """One line that opens to its reason."""
    due = f" ({x['due_on']})" if month is None and x["line"] == "school" else ""
    with st.expander(f"{line(x['line'])}{due}: {cash(x['entitlement_cents'])}"):
        reason(report, unit, x, month)


def reason(
    report: Mapping[str, Any], unit: Mapping[str, Any], x: Mapping[str, Any], month: Mapping[str, Any] | None
) -> None:
    st.markdown(formula(x))
    if x.get("in_kind_cents"):
        st.markdown(_("Met in kind: {amount}.", amount=cash(x["in_kind_cents"])))
    if month is None and (x.get("purchases_cents") or x.get("in_kind_cents") or x.get("shared_cents")):
        st.markdown(_("Left to give in cash: {amount}.", amount=cash(x["cash_cents"])))
    st.markdown(_("Rule {rule} of the rule book.", rule=x["rule"]))
    sources(report, x)


def formula(x: Mapping[str, Any]) -> str:
    """The numbers in the order they are worked out."""
    amount = cash(x["entitlement_cents"])
    text = cash(x["unit_cents"])
    if x["quantity"] != 1:
        text = f"{x['quantity']} × {text}"
    if x.get("numerator", 1) != x.get("denominator", 1):
        text = f"{text} × {x['numerator']} / {x['denominator']}"
    if x.get("limit_cents", -1) >= 0:
        text = _("{formula}, at most {limit}", formula=text, limit=cash(x["limit_cents"]))
    return f"{text} = **{amount}**"


def sources(report: Mapping[str, Any], x: Mapping[str, Any]) -> None:
    """The rate rows of a line: what the sheet says, where, since when, how sure."""
    rows = {row["key"]: row for row in report["rates"]}
    for key in x["rates"]:
        row = rows.get(key)
        if row is None:
            continue
        link = row["address"] or row["archived_address"]
        title = in_text(row["title"])
        source = f"[{title}]({link})" if link else title
        words = _("{value} in force since {day}: {source}, {locator}.", value=f"**{in_text(row['value'])}**",
                  day=day(row["effective_from"]), source=source, locator=in_text(row["locator"]))  # fmt: skip
        if row["is_entered"]:
            more = _("Entered by you.")
            words = f"{words} {more}"
        elif row["is_assumed"]:
            more = _("Last checked on {day}; assumed unchanged since.", day=day(row["checked_on"]))
            words = f"{words} {more}"
        st.markdown(f"- {words}")


def month_of(report: Mapping[str, Any], unit: Mapping[str, Any], month: Mapping[str, Any]) -> None:
    """A whole month: from what the family is entitled to, to who pays what."""
    for x in month["lines"]:
        line_of(report, unit, x, month)
    steps = [
        (_("Full support of a whole month"), month["full_cents"]),
        (_("Counted for this month"), month["entitlement_cents"]),
        (_("Met in kind"), month["in_kind_cents"]),
        (_("Earned by the family"), month["earned_cents"]),
        (_("May be earned before support goes down (half of the full support)"), month["threshold_cents"]),
        (_("Lowered because of earnings, by those of an earlier month"), month["reduction_cents"]),
        (_("Lowered because of own money"), month["asset_cents"]),
        (_("Paid by the sponsor"), month["sponsor_cents"]),
        (_("Paid by the government"), month["government_cents"]),
        (_("Paid by others"), month["other_cents"]),
        (_("Rent above what the rates pay for, outside the minimum"), month["over_cents"]),
    ]
    st.markdown("\n".join(f"- {in_text(words)}: **{cash(cents)}**" for words, cents in steps if cents))

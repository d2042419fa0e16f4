"""Why a figure is what it is: sentence, formula, rules, rate rows and the way to the published sheet.

The words come from ``calculator.explain``, which works from the report alone; here they are only laid out,
one piece of Markdown for each figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from calculator.explain import Explanation, RateSaid, explain_line, explain_month, explain_total
from calculator.problems import PlanError
from calculator.web import controls
from calculator.web.words import _, cash, day, in_text, lang, line

SUMS = ("full", "entitlement", "in_kind", "threshold", "reduction", "due")
"""The sums of a month that can be explained, in the order they are worked out."""


def line_of(
    report: Mapping[str, Any], unit: Mapping[str, Any], x: Mapping[str, Any], month: Mapping[str, Any] | None
) -> None:
    """One line that opens to its reason."""
    due = f" ({day(x['due_on'])})" if month is None and x["line"] == "school" else ""
    at = f"{month['from']}.{month['arrival']}" if month else x["due_on"]
    key = f"why.{unit['unit']}.{at}.{x['line']}"
    title = _("{name}: {amount}", name=f"{line(x['line'])}{due}", amount=cash(x['entitlement_cents']))
    if (box := controls.opened(title, key)) is not None:
        with box:
            reason(report, unit, x, month)


def reason(
    report: Mapping[str, Any], unit: Mapping[str, Any], x: Mapping[str, Any], month: Mapping[str, Any] | None
) -> None:
    """The reason of one line: of a month, or of an item that is due once."""
    try:
        if month is None:
            why = explain_line(dict(report), unit["unit"], None, x["line"], lang(), due_on=x["due_on"])
        else:
            why = explain_line(dict(report), unit["unit"], month["month"], x["line"], lang(), arrival=month["arrival"])
    except (PlanError, KeyError):
        st.markdown(_("Rule {rule} of the rule book.", rule=x["rule"]))
        return
    st.markdown(told(why))


def total(report: Mapping[str, Any], name: str, unit: str | None = None) -> None:
    """The reason of a total of the case or of a unit."""
    try:
        st.markdown(told(explain_total(dict(report), name, unit, lang())))
    except (PlanError, KeyError):
        st.markdown(_("Rule {rule} of the rule book.", rule="R1"))


def month_of(report: Mapping[str, Any], unit: Mapping[str, Any], month: Mapping[str, Any]) -> None:
    """A whole month: its lines, then from what the family is entitled to, to what is paid."""
    for x in month["lines"]:
        line_of(report, unit, x, month)
    for name in SUMS:
        try:
            why = explain_month(dict(report), unit["unit"], month["month"], name, lang(), arrival=month["arrival"])
        except (PlanError, KeyError):
            continue
        key = f"why.{unit['unit']}.{month['from']}.{month['arrival']}.sum.{name}"
        title = _("{name}: {amount}", name=in_text(why.what), amount=cash(why.amount_cents))
        if (box := controls.opened(title, key)) is not None:
            box.markdown(told(why))


def told(why: Explanation) -> str:
    """An explanation as Markdown."""
    parts = [in_text(why.sentence), *(f"**{in_text(formula)}**" for formula in why.formulas)]
    parts += [f"- {in_text(rule.id)}: {in_text(rule.text)}" for rule in why.rules]
    parts += [f"- {rate(row)}" for row in why.rates]
    parts += [f"- *{in_text(flag)}*" for flag in why.flags]
    return "\n\n".join(parts)


def rate(row: RateSaid) -> str:
    """A rate row: what the sheet says, since when, where it is printed."""
    link = row.address or row.archived_address
    title = in_text(row.title or row.label)
    source = f"[{title}]({link})" if link else title
    words = _(
        "{label}: {value}, in force since {day}. Source: {source}, {locator}.",
        label=in_text(row.label),
        value=f"**{in_text(row.value)}**",
        day=day(row.effective_from),
        source=source,
        locator=in_text(row.locator),
    )
    if row.archived_address and row.address:
        copy = _("archived copy")
        words = f"{words} ([{copy}]({row.archived_address}))"
    if row.is_assumed and row.checked_on:
        checked = _("Last checked on {day}; assumed unchanged since.", day=day(row.checked_on))
        words = f"{words} {checked}"
    return words

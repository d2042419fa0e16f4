"""Why a figure is what it is: sentence, formula, rules, rate rows and the way to the published sheet.

The words come from ``calculator.explain``, which works from the report alone; here they are only laid out,
one piece of Markdown for each figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from calculator import figures
from calculator.explain import Explanation, RateSaid, explain_line, explain_month, explain_total
from calculator.locale import N_
from calculator.problems import PlanError
from calculator.web import controls, session
from calculator.web.words import _, cash, day, in_text, lang, line, linked, named

_MADE_UP_OF, _AMOUNT = N_("Made up of"), N_("Amount")
SUMS = ("full", "entitlement", "in_kind", "threshold", "reduction", "due")
"""The sums of a month that can be explained, in the order they are worked out."""


def line_of(
    report: Mapping[str, Any], unit: Mapping[str, Any], x: Mapping[str, Any], month: Mapping[str, Any] | None
) -> None:
    """One line that opens to its reason."""
    if (box := controls.opened(title_of(unit, x, month), key_of(unit, x, month))) is not None:
        with box:
            reason(report, unit, x, month)


def key_of(unit: Mapping[str, Any], x: Mapping[str, Any], month: Mapping[str, Any] | None) -> str:
    at = f"{month['from']}.{month['arrival']}" if month else x["due_on"]
    return f"why.{unit['unit']}.{at}.{x['line']}"


def title_of(unit: Mapping[str, Any], x: Mapping[str, Any], month: Mapping[str, Any] | None) -> str:
    """What is seen of a line while it is closed; of an item that may be due more than once, the day too."""
    items = () if month else (*unit["start_up"]["lines"], *unit["one_time"]["lines"])
    is_again = x["line"] == "school" or any(one is not x and one["line"] == x["line"] for one in items)
    due = f" ({day(x['due_on'])})" if month is None and is_again else ""
    return _("{name}: {amount}", name=f"{line(x['line'])}{due}", amount=cash(x["entitlement_cents"]))


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


# --- any figure of any page, beside the page it stands on


def ask(text: str) -> None:
    """Note the figure that was picked; with a plus it was picked inside the reason of another one."""
    state = st.session_state
    trail = state.get("why_trail", []) if text.startswith("+") else []
    text = text.removeprefix("+")
    state.why_trail = [*trail[: trail.index(text)], text] if text in trail else [*trail, text]
    state.is_why_asked = True


def answer_asked() -> None:
    """Show the reason of the figure that was just picked; any other run closes it."""
    state = st.session_state
    if not state.pop("is_why_asked", False) or session.result().report is None:
        return
    drawer = st.dialog(_("Why is it this much?"), width="medium", position="right")(_shown)
    drawer(state.why_trail)


def _shown(trail: list[str]) -> None:
    try:
        found = _reason(trail[-1])
    except PlanError as error:
        st.info(in_text(f"{error.problems[0].what} {error.problems[0].what_to_do}"))
        return
    if len(trail) > 1:
        try:
            before = _reason(trail[-2]).explanation
            st.markdown(linked(_("Back to: {what}", what=in_text(before.what)), trail[-2]))
        except PlanError:
            pass
    why = found.explanation
    st.subheader(_("{name}: {amount}", name=in_text(why.what), amount=cash(why.amount_cents)), anchor=False)
    if found.place:
        st.markdown(f"*{in_text(found.place)}*")
    st.markdown(told(why))
    if found.parts:
        rows = [f"| {in_text(part.name)} | {linked(cash(part.cents), part.reference)} |" for part in found.parts]
        head = f"| {_(_MADE_UP_OF)} | {_(_AMOUNT)} |"
        st.markdown("\n".join([head, "| --- | ---: |", *rows]))


def _reason(text: str) -> figures.Reason:
    """The reason of a figure of the plan, of another version of it (``version/2/…``), or of a difference."""
    kind, _sign, rest = text.partition("/")
    report: Mapping[str, Any] = session.result().report or {}
    before = session.result().before
    if kind in ("before", "edit") and before is not None:
        if kind == "before":
            return figures.within(figures.reason(before, rest, lang()), "before")
        return figures.difference(before, report, rest, (_("Before"), _("Now")), (f"before/{rest}", rest), lang())
    if kind not in ("version", "difference"):
        return figures.reason(report, text, lang())
    number, _sign, inner = rest.partition("/")
    reports, names = st.session_state.get("versions_shown") or ([report], [""])
    at = int(number) if number.isdigit() and int(number) < len(reports) else 0
    if kind == "version":
        return figures.within(figures.reason(reports[at], inner, lang()), f"version/{at}")
    places = (f"version/0/{inner}", f"version/{at}/{inner}")
    return figures.difference(reports[0], reports[at], inner, (names[0], names[at]), places, lang())


def told(why: Explanation) -> str:
    """An explanation as Markdown."""
    parts = [in_text(why.sentence), *(f"**{in_text(formula)}**" for formula in why.formulas)]
    parts += [f"- {named(in_text(rule.id), in_text(rule.text))}" for rule in why.rules]
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

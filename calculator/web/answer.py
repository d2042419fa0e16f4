"""The answer: the figures that stay in view, what changed, what is assumed, what to look at. No sums here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from calculator import view
from calculator.locale import N_
from calculator.web import charts, controls, form_words, parts, session, tables, why
from calculator.web.words import TOTALS, _, cash, day, in_text, linked, month, named, ngettext, signed, unit_name
from calculator.web.words import money as plain_money

Report = Mapping[str, Any]
LEVELS = {"refuse": "error", "red": "error", "amber": "warning", "note": "info"}


def bar() -> None:
    """Total to raise, minimum, start-up, a full month: always in view."""
    if session.result().report is not None:
        with st.container(key="answer"):
            parts.part("answer", _bar, _figures)


def _figures() -> view.Answer | None:
    report = st.session_state.result.report
    return view.answer(report) if report is not None else None


def _bar() -> None:
    figures = _figures()
    assert figures is not None
    with st.container(horizontal=True, gap="medium"):
        st.metric(linked(_("Total to raise"), "total/planned_cents"), plain_money(figures.planned_cents))
        minimum = linked(_("Minimum the sponsor owes"), "total/sponsor_minimum_cents")
        st.metric(minimum, plain_money(figures.minimum_cents))
        start_up = tables.start_up_words(st.session_state.result.report)
        st.metric(linked(start_up, "start_up"), plain_money(figures.start_up_cents))
        st.metric(linked(_("A full month"), "full"), plain_money(figures.month_cents))
    if st.session_state.result.is_old:
        st.warning(_("Older result: it does not yet count what is marked below."), icon=":material/history:")


def missing() -> None:
    """What is still needed before there is a result, or why the result is old."""
    result = session.result()
    if result.needed:
        words = [words for _path, words in result.needed]
        st.info(_("Still needed: {list}.", list=in_text(session.listing(words))), icon=":material/edit:")
    if result.problems:
        count = len(result.problems)
        st.error(
            ngettext(
                "{n} answer needs correcting; it is marked below.",
                "{n} answers need correcting; they are marked below.",
                count,
            ),
            icon=":material/error:",
        )
    elsewhere = [p for p in result.problems if not session.is_shown_beside(p)]
    for problem in elsewhere:
        st.error(in_text(named(form_words.place(problem.where), form_words.told(problem))))


def required() -> Mapping[str, Any] | None:
    """The report for a page that shows results, or a hint where to begin."""
    result = session.result()
    if result.report is None:
        st.info(_("There is no budget yet. Begin on the page “Plan”, or with an example there."))
        missing()
        return None
    if result.is_old:
        st.warning(_("Older result: some answers on the page “Plan” need correcting."), icon=":material/history:")
    return result.report


def summary(report: Mapping[str, Any]) -> None:
    """In a few sentences: how much, by when."""
    figures = view.answer(report)
    plan = report["plan"]
    sentences = [
        _(
            "To raise **{total}** for {months} months from {first} to {last}: **{minimum}** is the least "
            "the sponsor "
            "must give, {extras} are extras and {contingency} is kept for surprises.",
            total=linked(cash(figures.planned_cents), "total/planned_cents"),
            months=str(plan["months"]),
            first=day(plan["arrives_on"]),
            last=day(plan["ends_on"]),
            minimum=linked(cash(figures.minimum_cents), "total/sponsor_minimum_cents"),
            extras=linked(cash(figures.extras_cents), "total/extras_cents"),
            contingency=linked(cash(figures.contingency_cents), "total/contingency_cents"),
        )
    ]
    arrival = linked(cash(figures.on_arrival_cents), "cell//total_cents/1")
    if figures.has_extras_on_arrival:
        due = _("**{arrival}** is due on arrival: start-up costs, the first month and its extras.", arrival=arrival)
    else:
        due = _("**{arrival}** is due on arrival: start-up costs and the first month.", arrival=arrival)
    sentences.append(due)
    if until := view.followed_until(report):
        sentences.append(_("Support of those who follow goes on until {day}; it is counted.", day=day(until)))
    paragraphs = [" ".join(sentences)]
    if figures.met_by_others_cents:
        paragraphs.append(
            _(
                "**{others}** more is met by others: gifts in kind, the family's earnings, the government.",
                others=linked(cash(figures.met_by_others_cents), "others"),
            )
        )
    st.markdown("\n\n".join(paragraphs))


def hint() -> None:
    """How to ask for reasons, where the figures are."""
    with st.container(key="noprint_hint"):
        st.caption(_("Every underlined figure can answer “why?”: pick one."))


def changed() -> None:
    """What the last edit did to the totals."""
    parts.part("changed", _changed, _changes)


def _changes() -> list[view.Change]:
    result = st.session_state.result
    return view.changes(result.before, result.report) if result.report is not None and result.before is not None else []


def _changed() -> None:
    listed = _changes()
    if not listed:
        return
    title = _(
        "Since the last edit: {name} {difference}",
        name=_(TOTALS[listed[0].name]),
        difference=signed(listed[0].difference_cents).replace("$", "\\$"),
    )
    if (box := controls.opened(title, "changed.totals")) is None:
        return
    with box:
        tables.table(
            {
                _("Total"): [_(TOTALS[c.name]) for c in listed],
                _("Before"): [tables.figure(c.before_cents, f"before/total/{c.name}") for c in listed],
                _("Now"): [tables.figure(c.after_cents, f"total/{c.name}") for c in listed],
                _("Difference"): [
                    linked(in_text(signed(c.difference_cents)), f"edit/total/{c.name}") for c in listed
                ],
            },
            _("What the last edit changed"),
        )


def vintage(report: Mapping[str, Any]) -> None:
    """How old the rates are, in words."""
    first = view.first_assumed_month(report)
    if first is not None:
        st.warning(
            _(
                "Rates may be out of date: from {month} on, a rate is assumed unchanged. Ask your SAH or "
                "RSTP for the "
                "newest sheet and enter it on the page “Rates”.",
                month=month(first),
            ),
            icon=":material/update:",
        )
    tables.vintage_table(report)


def _by_kind(report: Mapping[str, Any]) -> dict[str, list[Mapping[str, Any]]]:
    """The findings by how they are shown."""
    listed = report["warnings"]
    return {kind: [one for one in listed if LEVELS[one["level"]] == kind] for kind in ("error", "warning", "info")}


def warnings(report: Mapping[str, Any], *, is_open: bool = False) -> None:
    """All findings: those to be put right in sight, the others one click away (or all open, for print)."""
    urgent(report)
    others(report, is_open=is_open)


def urgent(report: Mapping[str, Any]) -> None:
    """Findings to be put right."""
    if not report["warnings"]:
        st.write(_("No warnings."))
    for one in _by_kind(report)["error"]:
        if one.get("due_on", "") > date.today().isoformat():  # in time: something to do, not yet a fault
            st.warning(told(one), icon=":material/event_upcoming:")
        else:
            st.error(told(one), icon=":material/error:")


def urgent_shows(report: Mapping[str, Any]) -> object:
    return (bool(report["warnings"]), _by_kind(report)["error"]) if report else None


_KINDS = {"warning": N_("To check"), "info": N_("Good to know")}


def others(report: Mapping[str, Any], *, is_open: bool = False) -> None:
    """The other findings, one click away or open."""
    groups = _by_kind(report)
    for kind, words in _KINDS.items():
        rows, title = groups[kind], _(words)
        if rows and is_open:
            st.markdown("\n".join([f"**{title}**", "", *(f"- {told(one)}" for one in rows)]))
        elif rows and (box := controls.opened(f"{title} ({len(rows)})", f"warnings.{kind}")) is not None:
            box.markdown("\n".join(f"- {told(one)}" for one in rows))


def others_show(report: Mapping[str, Any]) -> object:
    """What is seen of them: what is closed tells only how many."""
    groups = _by_kind(report)
    are_open = controls.are_open(*(f"warnings.{kind}" for kind in _KINDS))
    return [groups[kind] if is_open else len(groups[kind]) for kind, is_open in zip(_KINDS, are_open, strict=True)]


def told(one: Mapping[str, Any]) -> str:
    rule = f" ({one['rule']})" if one.get("rule") else ""
    return in_text(form_words.sentence(f"{one['what']} {one['what_to_do']}{rule}"))


def assumptions(report: Mapping[str, Any]) -> None:
    listed = report["assumptions"]
    if not listed:
        st.write(_("None."))
    st.markdown("\n".join(f"- {in_text(one['text'])} ({one['rule']})" for one in listed))


def unit_choice(report: Mapping[str, Any], key: str, *, is_one: bool = False) -> str | None:
    """One unit or all of them; None is all, which is not offered with ``is_one``."""
    units = [u["unit"] for u in report["units"]]
    if len(units) == 1:
        return str(units[0])
    names = {} if is_one else {"": _("All together")}
    names |= {unit: unit_name(unit, report) for unit in units}
    return st.selectbox(_("Family unit"), list(names), format_func=lambda unit: names[unit], key=key) or None


def adult_children(report: Mapping[str, Any]) -> None:
    """Why an adult child has a budget of their own, when one has; a spouse who moved out is not one (N17)."""
    heads = {p.get("id") for p in st.session_state.draft["people"] if p.get("role") in ("principal", "spouse")}
    own = [u["unit"] for u in report["units"] if u["people"] == [u["unit"]] and u["unit"] not in heads]
    if own:
        st.info(
            _(
                "An adult for these rules, or becoming one in the period: {people}. Each has a budget of "
                "their own with "
                "the rates of a single person, and their own bank account if they wish (R11).",
                people=in_text(session.listing(own)),
            ),
            icon=":material/person:",
        )


def strip(report: Mapping[str, Any], key: str = "strip") -> None:
    """The months of one unit or of all: chart and table."""
    unit = unit_choice(report, f"{key}.unit")
    rows = view.strip(report, unit)
    charts.support(rows)
    tables.strip_table(rows, unit, is_short=bool(st.session_state.get("is_projected")))


def figures(report: Mapping[str, Any]) -> None:
    """Start-up and a full month, line by line; each opens to its reason."""
    st.write(_("Open a line to see how it is worked out, by which rule, and from which published sheet."))
    unit = unit_choice(report, "figures.unit", is_one=True) or report["units"][0]["unit"]
    for column, name in zip(st.columns(2), ("start_up", "month"), strict=True):
        with column:
            parts.part(f"figures.{name}", partial(_explained, name, unit), partial(_explained_shows, name, unit))


def _lines(name: str, unit: str) -> tuple[Mapping[str, Any], Mapping[str, Any] | None, Sequence[Mapping[str, Any]]]:
    """A unit as it is now, its full month, and its lines: those of the month or those that are due once."""
    report = st.session_state.result.report or {}
    chosen: Mapping[str, Any] = next((u for u in report.get("units", ()) if u["unit"] == unit), {})
    if name == "start_up":
        return chosen, None, (*chosen["start_up"]["lines"], *chosen["one_time"]["lines"]) if chosen else ()
    row = view.whole_month(chosen) if chosen else None
    return chosen, row, row["lines"] if row is not None else ()


def _explained_shows(name: str, unit: str) -> object:
    """The titles of the lines; where one is open, also the reason and the rates behind it."""
    chosen, row, listed = _lines(name, unit)
    titles = [(why.key_of(chosen, x, row), x["entitlement_cents"]) for x in listed]
    if any(controls.are_open(*(key for key, _cents in titles))):
        return titles, chosen, (st.session_state.result.report or {}).get("rates")
    return titles


def _explained(name: str, unit: str) -> None:
    chosen, row, listed = _lines(name, unit)
    if name == "start_up":
        st.markdown(_("**Start-up costs**"))
    elif row is not None:
        st.markdown(_("**A full month: {month}**", month=month(row["from"])))
    for x in listed:
        why.line_of(st.session_state.result.report or {}, chosen, x, row)

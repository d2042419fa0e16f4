"""The page "Plan": a few steps with only the questions that matter, and the answer at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from calculator import view
from calculator.examples import example_line, example_names, example_text
from calculator.web import answer, controls, files, forms, home, more, parts, session, tables
from calculator.web.words import _, lang


def show() -> None:
    """The page; after an edit only what it changed is drawn again (see ``parts``)."""
    result = session.result()
    st.session_state.shown = set()
    parts.page(shows)
    st.title(_("What a sponsorship costs"), anchor=False)
    st.write(
        _(
            "Answer three questions – where, when, who – and see what the family must receive and what to "
            "raise. "
            "Names are not needed."
        )
    )
    top = st.container()
    answer.bar()
    answer.changed()
    open_and_save()
    st.header(_("1. Where and when"), anchor=False)
    forms.where_and_when()
    st.header(_("2. The family"), anchor=False)
    forms.family()
    if result.report is not None:
        answer.adult_children(result.report)
    st.header(_("3. The home"), anchor=False)
    home.show()
    st.header(_("4. More, if you know it"), anchor=False)
    more.show()
    with top:
        answer.missing()
    if result.report is not None:
        results(result)


def shows() -> object:
    """What the page shows outside its parts, or in several: the questions, the messages, what may be undone."""
    state, result = st.session_state, session.result()
    draft, report = state.draft, result.report
    refused = [one for one in report["warnings"] if one["level"] == "refuse"] if report is not None else []
    return (
        (state.generation, lang(), state.notice, bool(state.past), result.is_old, result.plan is None, report is None),
        (list(result.problems), list(result.needed), refused, controls.unit_names()),
        session.text_at(("community",), ("arrives_on",), ("stream",), ("sponsor",)),
        [(p["id"], *map(p.get, ("role", "unit", "family", "arrives_on"))) for p in draft["people"]],
        {name: len(entries) for name, entries in draft.items() if isinstance(entries, list)},
        (home.mode(), forms.may_be_apart(draft["people"])),
    )


def open_and_save() -> None:
    """Example, file, link, undo: one click each."""
    state = st.session_state
    with st.container(horizontal=True, key="noprint"):
        with st.popover(_("Open"), icon=":material/folder_open:"):
            names = example_names()
            chosen = st.selectbox(
                _("Start from an example"),
                names,
                index=None,
                format_func={n: example_line(n, lang()) for n in names}.__getitem__,
                key=f"example.{state.generation}",
                placeholder=_("Choose"),
            )
            if chosen:
                notice = _("Example: {line}", line=example_line(chosen, lang()))
                files.open_text(example_text(chosen, lang()), notice)
                st.rerun()
            file = st.file_uploader(
                _("Open a plan file (.json) or a workbook (.xlsx)"),
                type=["json", "xlsx"],
                key=f"file.{state.generation}",
            )
            if file is not None and files.open_text(file.getvalue(), _("The plan file is open.")):
                st.rerun()
            for place, what, to_do in state.get("refused", []):
                st.error(f"{session.plain(place)}: {session.plain(what)} {session.plain(to_do)}")
            st.button(_("Start from nothing"), on_click=session.start_over, icon=":material/restart_alt:")
        result = session.result()
        if result.plan is not None:
            st.download_button(
                _("Save"),
                files.file_maker(),
                f"sponsorship-plan-{date.today().isoformat()}.json",
                "application/json",
                icon=":material/download:",
                on_click="ignore",
                disabled=result.is_old,
                help=_("Saves the plan as a file on this computer."),
            )
            st.download_button(
                _("Workbook"),
                files.workbook_maker(),
                f"sponsorship-budget-{date.today().isoformat()}.xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                icon=":material/table_view:",
                on_click="ignore",
                disabled=result.is_old,
                help=_("A spreadsheet with live formulas. It can be changed and opened here again."),
            )
            with st.popover(_("Link"), icon=":material/link:", key="link", on_change="rerun") as box:
                if box.open:
                    parts.part("link", link, files.link)
        st.button(_("Undo"), on_click=session.undo, disabled=not state.past, icon=":material/undo:")


def link() -> None:
    st.write(
        _(
            "This link holds ages and dates, never names. Whoever opens it at this address sees "
            "the plan. "
            "A birth date can still point to a person: send it only to people who may know it."
        )
    )
    st.code(files.link(), language=None, wrap_lines=True)


def results(result: session.Result) -> None:
    """The budget, in parts that change for different reasons."""
    st.header(_("Your budget"), anchor=False)
    if result.is_old:
        st.warning(_("Older result: it does not yet count what is marked above."), icon=":material/history:")
    answer.hint()
    parts.part("months", partial(with_report, months), partial(with_report, SHOWN["months"]))
    st.subheader(_("Every figure explained"), anchor=False)
    answer.figures(result.report or {})
    st.subheader(_("How old the rates are"), anchor=False)
    parts.part("rates", partial(with_report, answer.vintage), partial(with_report, SHOWN["rates"]))
    st.subheader(_("Worth a look"), anchor=False)
    parts.part("worth", partial(with_report, answer.urgent), partial(with_report, answer.urgent_shows))
    parts.part("to open", partial(with_report, to_open), partial(with_report, to_open_shows))


def with_report(make: Callable[[Mapping[str, Any]], Any]) -> Any:
    return make(st.session_state.result.report or {})


def months(report: Mapping[str, Any]) -> None:
    answer.summary(report)
    tables.unit_table(report)
    st.subheader(_("Month by month"), anchor=False)
    answer.strip(report)


def to_open(report: Mapping[str, Any]) -> None:
    """Findings and assumptions that wait to be opened."""
    answer.others(report)
    title = _("What is assumed ({n})", n=str(len(report["assumptions"])))
    if (box := controls.opened(title, "plan.assumptions")) is not None:
        with box:
            answer.assumptions(report)


def to_open_shows(report: Mapping[str, Any]) -> object:
    if not report:
        return None
    listed = report["assumptions"]
    return answer.others_show(report), listed if controls.are_open("plan.assumptions")[0] else len(listed)


SHOWN: Mapping[str, Callable[[Mapping[str, Any]], object]] = {
    "months": lambda report: [report.get(name) for name in ("plan", "totals", "units")],
    "rates": lambda report: [report.get("rates"), view.first_assumed_month(report) if report else None],
}
"""What each part of the budget shows."""


show()

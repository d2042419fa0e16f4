"""The plan as it is opened and handed out: plan file, workbook, link.

What is made for a download is made on another thread when it is asked for. The plan itself is kept in ``session``.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import streamlit as st

from calculator.plan import canonical_json, read_plan
from calculator.problems import PlanError
from calculator.web import session, sharing
from calculator.web.words import lang

ZIPPED = b"PK"
"""How the bytes of a workbook begin."""


def open_text(text: str | bytes, notice: str) -> bool:
    """Open the text of a plan file; without harm to the present plan if it cannot be read."""
    try:
        if isinstance(text, bytes) and text.startswith(ZIPPED):
            from calculator.workbook import read_workbook  # only now: it loads a spreadsheet library

            plan = read_workbook(text, lang=lang())
        else:
            plan = read_plan(text, lang=lang())
    except PlanError as error:
        st.session_state.refused = [(p.where, p.what, p.what_to_do) for p in error.problems]
        return False
    st.session_state.pop("refused", None)
    session.adopt(plan)
    st.session_state.notice = notice
    return True


def file_maker() -> Callable[[], str]:
    """Makes the plan file of the last good result when it is asked for (see ``workbook_maker``)."""
    newest = st.session_state.newest

    def make() -> str:
        return canonical_json(newest[-1])

    return make


def workbook_maker() -> Callable[[], bytes]:
    """Makes the workbook of the last good result when it is asked for.

    It is called on another thread, which knows nothing of this session: all it needs goes along. The plan may be a
    newer one by then than when the button was drawn.
    """
    newest, known, of, today = st.session_state.newest, session.rates(), lang(), date.today()

    def make() -> bytes:
        from calculator.workbook import write_workbook

        target = io.BytesIO()
        write_workbook(newest[-1], known, target, of, today)
        return target.getvalue()

    return make


def link() -> str:
    """The address of this app with the plan in it, without names."""
    base = str(st.context.url or "").split("?")[0]
    return f"{base}?lang={lang()}&plan={sharing.parameter_of(st.session_state.result.plan)}"

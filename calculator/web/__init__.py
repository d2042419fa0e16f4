"""The screens: the only room that imports Streamlit. No arithmetic: every figure comes from the engine.

``session`` keeps the plan a person is working on, ``files`` opens it and hands it out, ``forms``, ``home`` and
``more`` ask, ``controls`` are the fields, ``frame`` is what is on every page, ``answer`` and ``tables`` show results,
``charts`` draws them, ``parts`` draws again only what an edit changed, ``sharing`` makes links without names. One
file for each page in ``pages``. Sums that a screen needs are in ``calculator.view`` and ``calculator.compare``.
"""

from __future__ import annotations

import gc
from functools import cache
from pathlib import Path


def main() -> None:
    """One run of the app: the frame, then the page that was chosen."""
    import streamlit as st

    from calculator.web import frame, parts, session
    from calculator.web.words import _

    session.begin()
    parts.begin()
    st.set_page_config(page_title=_("Sponsorship budget"), layout="wide")
    folder = Path(__file__).parent.joinpath("pages")
    titles = {
        "plan": _("Plan"),
        "months": _("Month by month"),
        "why": _("Why"),
        "compare": _("Compare"),
        "timeline": _("Timeline"),
        "rates": _("Rates"),
        "application": _("Application"),
        "trust": _("Funds in trust"),
        "print": _("Print"),
        "workshop": _("Workshop"),
        "help": _("Help"),
    }
    pages = [
        st.Page(folder.joinpath(f"{name}.py"), title=title, url_path=name, default=name == "plan")
        for name, title in titles.items()
        if folder.joinpath(f"{name}.py").exists()
    ]
    page = st.navigation(pages)
    frame.begin(page.url_path)
    page.run()
    frame.end()
    parts.end()
    _look_for_garbage_less()


@cache
def _look_for_garbage_less() -> None:
    """Once, when everything is loaded: Python's search for unreachable objects leaves out what stays for good.

    With a hundred people's plans in memory it takes a tenth of the server's time otherwise, in pauses that all feel.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)

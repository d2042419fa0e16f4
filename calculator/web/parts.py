"""Parts of a page that are drawn again by themselves: after an edit only those that show something else.

A long form costs the server most of the time of an edit, not the budget. So the page tells what it shows as a
whole (who is in the plan, what is wrong, what is in the lists), and each part what it shows besides; an edit that
changes only some parts has only those drawn. What somebody types stands in its field already, and what is closed is
not seen: neither is a reason to draw. When in doubt, everything is. What the parts draw is in ``forms``, ``home``,
``more`` and ``answer``; no words and no figures here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple, ParamSpec

import streamlit as st

Shows = Callable[[], object]
"""What is shown, as plain values that can be compared; asked after each edit, so it must be quick."""
PAGE = ""
P = ParamSpec("P")


class Kept(NamedTuple):
    """A part that is on the page: what it showed when it was drawn, and the parts around it."""

    shows: Shows
    shown: object
    around: list[str]


def begin() -> None:
    """A whole page is drawn: no part of it is there yet."""
    state = st.session_state
    state.parts, state.within, state.awaited, state.is_page_there = {}, [], set(), False


def end() -> None:
    """The whole page is there; not reached if another edit stops the drawing."""
    st.session_state.is_page_there = True


def page(shows: Shows) -> None:
    """What the page shows outside its parts: when this changes, all of it is drawn again."""
    st.session_state.parts[PAGE] = Kept(shows, shows(), [])


def part(name: str, draw: Callable[[], None], shows: Shows) -> None:
    """Draw a part, now and whenever an edit changes what it shows; a part within another is drawn with that one too."""
    is_again = False
    around = [*st.session_state.within]

    def drawn() -> None:
        nonlocal is_again
        state = st.session_state
        if is_again and name not in state.awaited and any(other != name for other in _changed()):
            st.rerun()  # nobody has asked what else the last change touches, and there is something
        is_again = True
        state.awaited.discard(name)
        kept: dict[str, Kept] = state.parts
        kept[name] = Kept(shows, shows(), around)
        for inner in [one for one, held in kept.items() if name in held.around]:
            del kept[inner]  # it may not be there any more; those that are say so themselves
        state.within = [*around, name]
        draw()
        state.within = around

    st.fragment(drawn, key=name)()


def _changed() -> list[str]:
    """Parts that show something else now; the page is asked first, which has the budget worked out for the others."""
    kept: dict[str, Kept] = st.session_state.parts
    names = sorted(kept, key=lambda name: name != PAGE)
    return [name for name in names if kept[name].shows() != kept[name].shown]


def edit(change: Callable[P, Any]) -> Callable[P, None]:
    """The callback of a field of a part: after the change only what it touches is drawn."""

    @wraps(change)
    def then_drawn(*args: P.args, **kwargs: P.kwargs) -> None:
        change(*args, **kwargs)
        redraw()

    return then_drawn


def redraw() -> None:
    """The end of a callback: the page as a whole where it shows something else, otherwise the parts that do."""
    state = st.session_state
    # Only a browser keeps what is not drawn again. On a page without parts every run draws all of it.
    if st.context.url is None or PAGE not in state.get("parts", {}):
        return
    changed = _changed()
    if PAGE in changed or not state.is_page_there:
        st.rerun()
    if changed:
        state.awaited = set(changed)
        st.rerun(changed)

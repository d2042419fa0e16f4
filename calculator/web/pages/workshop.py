"""The page "Workshop": one scene on a projector, driven by the keyboard. Guess first, then figure and rule.

Page Down (a presenter's clicker) goes on, Page Up back; 1, 2 and 3 take the vote of the room, A shows the
answer, S starts the scene again. Families are made up; the group's own plan is not touched.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from calculator import handout
from calculator.locale import AmountError, parse_money
from calculator.money import parse_cents
from calculator.scenarios import (
    Position,
    Reveal,
    Scene,
    Slider,
    reveal,
    scenario,
    scenario_names,
    scenario_title,
    with_moved,
)
from calculator.web import scene_charts, session
from calculator.web.words import _, day, lang, money

NAMES = scenario_names()

STYLE = """
html { font-size: 16px !important; }
.stApp [data-testid=stHeader] { height: 0; min-height: 0; background: transparent; }
.stApp .stMainBlockContainer { padding: 0.5rem 1.5rem 0.2rem 1.5rem; max-width: none; }
.stMainBlockContainer [data-testid=stVerticalBlock] { gap: 0.35rem; }
.stMainBlockContainer [data-testid=stCaptionContainer] { opacity: 1; color: inherit; }
.stMainBlockContainer [data-testid=stCaptionContainer] p { font-size: 12px; margin: 0; }
.st-key-ws-bar kbd, .st-key-ws-choices kbd { opacity: 1; color: inherit; }
.stMain [data-testid=stHtml] h1 { font-size: 27px; line-height: 1.2; margin: 0; padding: 0; }
.ws-story { font-size: 22px; line-height: 1.3; margin: 0; }
.ws-question { font-size: 26px; line-height: 1.2; font-weight: 700; margin: 4px 0; }
.ws-surprise { font-size: 23px; line-height: 1.2; font-weight: 700; margin: 2px 0; }
.ws-lesson { font-size: 19px; line-height: 1.28; margin: 0; }
.ws-peer { font-size: 16px; line-height: 1.25; margin: 0; padding-left: 9px; border-left: 4px solid #8a6d1c; }
.ws-rules { font-size: 15px; margin: 0; }
.ws-label { font-size: 20px; line-height: 1.2; margin: 0; }
.ws-big { font-size: 76px; line-height: 1; font-weight: 750; margin: 0; white-space: nowrap;
  font-variant-numeric: tabular-nums; }
.ws-was { font-size: 19px; line-height: 1.2; margin: 0; min-height: 22px; }
.ws-table { width: 100%; border-collapse: collapse; font-size: 16px; line-height: 1.15; }
.ws-table th, .ws-table td { border-bottom: 1px solid #8a949e; padding: 4px 6px; text-align: right; }
.ws-table th { font-weight: 600; } .ws-table tbody th { font-weight: 400; }
.ws-table th:first-child, .ws-table td:first-child { text-align: left; }
.ws-table td { font-variant-numeric: tabular-nums; white-space: nowrap; }
.st-key-ws-choices button p { font-size: 20px; line-height: 1.25; text-align: left; }
.st-key-ws-choices button { justify-content: flex-start; min-height: 46px; }
.st-key-ws-choices button > div { justify-content: flex-start; text-align: left; width: 100%; }
.st-key-ws-bar { flex-wrap: nowrap !important; }
.st-key-ws-bar button p { font-size: 15px; white-space: nowrap; }
.st-key-ws-bar button { padding-left: 9px; padding-right: 9px; }
"""


@st.cache_resource(show_spinner=False, max_entries=64)
def told_of(name: str, language: str) -> Reveal:
    """A scene with its figures, priced once for all rooms."""
    return reveal(scenario(name), session.rates(), language)


# --- what the trainer does


def position() -> Position:
    state = st.session_state
    if "ws_position" not in state:
        go(Position(tuple(scenario(name) for name in NAMES)))
    held: Position = state.ws_position
    return held


def go(to: Position) -> None:
    """Stand there from now on; a scene that begins forgets votes, guesses and sliders."""
    state = st.session_state
    if to.step == 0 and not to.is_answered:
        state.ws_round, state.ws_vote = next(state.numbers), None
    state.ws_position = to


def choose() -> None:
    """A scene was chosen in the list."""
    go(position().begin(NAMES.index(st.session_state[list_key()])))


def list_key() -> str:
    """A list of its own for each language: a browser keeps the words of the one it has."""
    return f"ws-scene-{lang()}"


def forward() -> None:
    go(position().forward())


def back() -> None:
    go(position().back())


def answer() -> None:
    go(position().answer())


def again() -> None:
    go(position().again())


def vote(choice: int) -> None:
    st.session_state.ws_vote = choice


def of_round(name: str) -> str:
    """The key of a field that is empty again whenever a scene begins."""
    return f"ws-{name}-{st.session_state.ws_round}"


# --- what the room sees


def show() -> None:
    now = position()
    st.html(f"<style>{STYLE}</style>")
    bar(now)
    told = told_of(now.scene.name, lang())
    left, right = st.columns([5, 6], gap="medium")
    with left:
        paragraph("h1", told.title)
        if now.is_answered:
            explanation(told)
        else:
            question(told)
        moved = sliders(now.scene) if now.is_answered and now.is_last_step else {}
    with right:
        if moved:
            told = with_moved(told, now.scene, session.rates(), lang(), moved)
        picture(now, told, is_moved=bool(moved))


def paragraph(tag: str, text: str, look: str = "") -> None:
    st.html(f'<{tag} class="{look}">{escape(text)}</{tag}>')


def bar(now: Position) -> None:
    """Which scene, and the keys."""
    with st.container(horizontal=True, key="ws-bar", vertical_alignment="center", gap="small"):
        st.session_state[list_key()] = now.scene.name
        st.selectbox(
            _("Scene"), NAMES, key=list_key(), format_func=partial(numbered, lang()), on_change=choose,
            width=250, label_visibility="collapsed",
        )  # fmt: skip
        st.button(_("Back"), on_click=back, shortcut="PageUp")
        st.button(_("Forward"), on_click=forward, shortcut="PageDown", type="primary")
        st.button(_("Answer"), on_click=answer, shortcut="A", disabled=now.is_answered)
        st.button(_("Again"), on_click=again, shortcut="S")
        with st.popover(_("Print")):
            papers(now.scene.name)


def numbered(language: str, name: str) -> str:
    return f"{session.ordinal(NAMES.index(name))}. {scenario_title(name, language)}"


def papers(name: str) -> None:
    """Handouts: built when asked for, in the language of the screen."""
    rates, language = session.rates(), lang()
    kind: dict[str, Any] = {"mime": "text/html", "on_click": "ignore", "width": "stretch"}
    one, every = f"{name}-{language}.html", f"workshop-{language}.html"
    st.download_button(
        _("Handout of this scene"), lambda: handout.handout(name, rates, language), one, **kind
    )  # fmt: skip
    st.download_button(
        _("Trainer's set: all scenes"), lambda: handout.trainers_set(rates, language), every, **kind
    )  # fmt: skip
    st.caption(_("Open the file and print it, or save it as a PDF: one page a scene."))


def question(told: Reveal) -> None:
    """Story, question, and the guesses of the room."""
    paragraph("p", told.story, "ws-story")
    paragraph("p", told.question, "ws-question")
    with st.container(key="ws-choices"):
        for n, choice in enumerate(told.choices):
            st.button(
                choice,
                key=f"ws-choice-{n}",
                on_click=vote,
                args=(n,),
                shortcut=session.ordinal(n),
                type="primary" if st.session_state.ws_vote == n else "secondary",
                width="stretch",
            )
    if told.answer.is_money:
        st.text_input(
            _("A guess in dollars, if you like"), key=of_round("guess"), autocomplete="off",
            persist_state="session", placeholder=told.rows[0].label,
        )  # fmt: skip


def explanation(told: Reveal) -> None:
    """What is right and why; what the room had said."""
    st.html(f'<p class="ws-surprise">{escape(told.surprise)}</p>')
    said = guesses(told)
    if said:
        paragraph("p", said, "ws-rules")
    paragraph("p", told.lesson, "ws-lesson")
    paragraph("p", _("Rules: {list}", list=", ".join(told.rules)), "ws-rules")
    title = escape(_("What the RSTP calculator would say"))
    st.html(f'<p class="ws-peer"><b>{title}</b><br>{escape(told.peer)}</p>')


def guesses(told: Reveal) -> str:
    """The vote and the typed guess beside the answer."""
    parts = []
    choice = st.session_state.ws_vote
    if choice is not None:
        if choice == told.right:
            parts.append(_("The room was right: “{choice}”.", choice=told.choices[choice]))
        else:
            parts.append(
                _("The room said “{choice}”; right is “{right}”.", choice=told.choices[choice],
                  right=told.choices[told.right])
            )  # fmt: skip
    text = str(st.session_state.get(of_round("guess")) or "")
    if text.strip() and told.answer.is_money:
        try:
            cents = parse_money(text, lang())
        except AmountError as error:
            return " ".join([*parts, str(error)])
        off = money(told.off_cents(cents))
        parts.append(_("Guess: {guess}, {off} away.", guess=money(cents), off=off))
    return " ".join(parts)


def sliders(scene: Scene) -> dict[int, Any]:
    """Inputs of the last step that differ from the scene."""
    moved = {}
    for n, slider in enumerate(scene.sliders):
        start = scene.start_of(n)
        chosen = st.select_slider(
            _(slider.label), slider.options, value=start, key=of_round(f"slider-{scene.name}-{n}"),
            format_func=partial(option_name, slider),
        )  # fmt: skip
        if chosen != start:
            moved[n] = chosen
    return moved


def option_name(slider: Slider, option: Any) -> str:
    if slider.kind == "money":
        return money(parse_cents(option))
    if slider.kind == "day":
        return day(date.fromisoformat(option))
    if slider.kind == "place":
        return session.rates().community(option).name(lang())
    return str(option)


def picture(now: Position, told: Reveal, *, is_moved: bool) -> None:
    """The step that is shown: its figure, large, one chart, and the figures of the steps so far."""
    row, step = told.rows[0], told.steps[now.step]
    title = _("As you set it") if is_moved else step.title
    place = _("Step {n} of {all}: {title}", n=now.shown, all=len(told.steps), title=title)
    paragraph("p", place, "ws-label")
    paragraph("p", row.label, "ws-label")
    paragraph("p", row.values[now.step], "ws-big")
    was = _("Before: {amount}", amount=row.values[0]) if now.step else step.said
    if now.is_last_step and row.difference:
        was = f"{was} ({row.difference})"
    paragraph("p", was, "ws-was")
    if now.scene.chart == "months":
        scene_charts.months(told, now.step)
    else:
        scene_charts.figures(told, now.step)
    if now.step:
        paragraph("p", step.said, "ws-was")
    table(told, now.shown)


def table(told: Reveal, shown: int) -> None:
    """Every figure of the steps shown so far."""
    head = "".join(f'<th scope="col">{escape(one.title)}</th>' for one in told.steps[:shown])
    rows = []
    for row in told.rows:
        cells = "".join(f"<td>{escape(value)}</td>" for value in row.values[:shown])
        rows.append(f'<tr><th scope="row">{escape(row.label)}</th>{cells}</tr>')
    top = f"<thead><tr><td></td>{head}</tr></thead>"
    st.html(f'<table class="ws-table">{top}<tbody>{"".join(rows)}</tbody></table>')


show()

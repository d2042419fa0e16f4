"""The page "Workshop": one scene on a projector, driven by the keyboard. Guess first, then figure and rule.

Page Down (a presenter's clicker) goes on, Page Up back; 1, 2 and 3 take the vote of the room, A shows the
answer, S starts the scene again. Families are made up; the group's own plan is not touched.
"""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

import streamlit as st

from calculator import handout
from calculator.locale import AmountError, parse_money
from calculator.scenarios import (
    Reveal,
    Scene,
    Slider,
    reveal,
    scenario,
    scenario_names,
    scenario_title,
    with_moved,
)
from calculator.view import Change
from calculator.web import scene_charts, session
from calculator.web.words import _, day, lang, money

NAMES = scenario_names()
LAST = -1

STYLE = """
.stApp [data-testid=stHeader] { height: 0; min-height: 0; background: transparent; }
.stApp .stMainBlockContainer { padding: 0.5rem 1.5rem 0.2rem 1.5rem; max-width: none; }
.stMainBlockContainer [data-testid=stVerticalBlock] { gap: 0.35rem; }
.stMainBlockContainer [data-testid=stCaptionContainer] p { font-size: 12px; margin: 0; }
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


def name_now() -> str:
    chosen = st.session_state.get("ws_scene")
    return chosen if chosen in NAMES else NAMES[0]


def again() -> None:
    """The scene from its question on; sliders and votes go back."""
    state = st.session_state
    state.ws_step, state.ws_shown, state.ws_vote = 0, False, None
    state.ws_round = next(state.numbers)


def round_now() -> int:
    """New whenever a scene begins, so that its fields are drawn anew."""
    return int(st.session_state.ws_round)


def to_scene(step: int) -> None:
    st.session_state.ws_scene = NAMES[(NAMES.index(name_now()) + step) % len(NAMES)]
    again()


def forward() -> None:
    """The next step; after the last one the next scene."""
    state, last = st.session_state, len(scenario(name_now()).told) - 1
    if state.ws_step >= last:
        to_scene(1)
        return
    state.ws_step += 1
    state.ws_shown = state.ws_shown or state.ws_step == last


def back() -> None:
    """The step before; from the first one the scene before."""
    if st.session_state.ws_step == 0:
        to_scene(-1)
    else:
        st.session_state.ws_step -= 1


def answer() -> None:
    st.session_state.ws_step = len(scenario(name_now()).told) - 1
    st.session_state.ws_shown = True


def vote(choice: int) -> None:
    st.session_state.ws_vote = choice


# --- what the room sees


def show() -> None:
    state = st.session_state
    if "ws_step" not in state:
        again()
    st.html(f"<style>{STYLE}</style>")
    bar()
    scene, told = scenario(name_now()), told_of(name_now(), lang())
    left, right = st.columns([5, 6], gap="medium")
    with left:
        paragraph("h1", told.title)
        if state.ws_shown:
            explanation(told)
            moved = sliders(scene)
        else:
            moved = {}
            question(told)
    with right:
        if moved:
            told = with_moved(told, scene, session.rates(), lang(), moved)
        picture(scene, told, is_moved=bool(moved))


def paragraph(tag: str, text: str, look: str = "") -> None:
    st.html(f'<{tag} class="{look}">{escape(text)}</{tag}>')


def bar() -> None:
    """Which scene, and the keys."""
    with st.container(horizontal=True, key="ws-bar", vertical_alignment="center", gap="small"):
        st.selectbox(
            _("Scene"), NAMES, key="ws_scene", format_func=numbered, on_change=again, width=250,
            label_visibility="collapsed", persist_state="session",
        )  # fmt: skip
        st.button(_("Back"), on_click=back, shortcut="PageUp")
        st.button(_("Forward"), on_click=forward, shortcut="PageDown", type="primary")
        st.button(_("Answer"), on_click=answer, shortcut="A", disabled=st.session_state.ws_shown)
        st.button(_("Again"), on_click=again, shortcut="S")
        with st.popover(_("Print")):
            papers()


def numbered(name: str) -> str:
    return f"{NAMES.index(name) + 1}. {scenario_title(name, lang())}"


def papers() -> None:
    """Handouts: built when asked for, in the language of the screen."""
    rates, language, name = session.rates(), lang(), name_now()
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
                choice, key=f"ws-choice-{n}", on_click=vote, args=(n,), shortcut=str(n + 1), width="stretch",
                type="primary" if st.session_state.ws_vote == n else "secondary",
            )  # fmt: skip
    if told.answer.is_money:
        st.text_input(
            _("A guess in dollars, if you like"), key=f"ws-guess-{round_now()}", autocomplete="off",
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
    text = str(st.session_state.get(f"ws-guess-{round_now()}") or "")
    if text.strip() and told.answer.is_money:
        try:
            cents = parse_money(text, lang())
        except AmountError as error:
            return " ".join([*parts, str(error)])
        off = abs(Change("", cents, told.answer.value).difference_cents)
        parts.append(_("Guess: {guess}, {off} away.", guess=money(cents), off=money(off)))
    return " ".join(parts)


def sliders(scene: Scene) -> dict[int, Any]:
    """Inputs of the last step that differ from the scene."""
    if st.session_state.ws_step != len(scene.told) - 1:
        return {}
    moved = {}
    for n, slider in enumerate(scene.sliders):
        start = scene.start_of(n)
        chosen = st.select_slider(
            _(slider.label), slider.options, value=start, key=f"ws-slider-{scene.name}-{n}-{round_now()}",
            format_func=lambda option, one=slider: option_name(one, option),
        )  # fmt: skip
        if chosen != start:
            moved[n] = chosen
    return moved


def option_name(slider: Slider, option: Any) -> str:
    if slider.kind == "money":
        return money(int(str(option).replace(".", "")))
    if slider.kind == "day":
        return day(date.fromisoformat(option))
    if slider.kind == "place":
        return session.rates().community(option).name(lang())
    return str(option)


def picture(scene: Scene, told: Reveal, *, is_moved: bool) -> None:
    """The step that is shown: its figure, large, one chart, and the figures of the steps so far."""
    step = st.session_state.ws_step
    row, now = told.rows[0], told.steps[step]
    title = _("As you set it") if is_moved else now.title
    place = _("Step {n} of {all}: {title}", n=step_number(step), all=len(told.steps), title=title)
    paragraph("p", place, "ws-label")
    paragraph("p", row.label, "ws-label")
    paragraph("p", row.values[step], "ws-big")
    was = _("Before: {amount}", amount=row.values[0]) if step else now.said
    if step and row.difference and step == len(told.steps) - 1:
        was = f"{was} ({row.difference})"
    paragraph("p", was, "ws-was")
    if scene.chart == "months":
        scene_charts.months(told, step)
    else:
        scene_charts.figures(told, step)
    if step:
        paragraph("p", now.said, "ws-was")
    table(told, step)


def step_number(step: int) -> int:
    return len(range(-1, step))


def table(told: Reveal, step: int) -> None:
    """Every figure of the steps shown so far."""
    head = "".join(f'<th scope="col">{escape(one.title)}</th>' for one in told.steps[: step_number(step)])
    rows = "".join(
        f'<tr><th scope="row">{escape(row.label)}</th>'
        + "".join(f"<td>{escape(value)}</td>" for value in row.values[: step_number(step)])
        + "</tr>"
        for row in told.rows
    )
    top = f"<thead><tr><td></td>{head}</tr></thead>"
    st.html(f'<table class="ws-table">{top}<tbody>{rows}</tbody></table>')


show()

"""The page "Workshop": one scene on a projector, driven by the keyboard. Guess first, then figure and rule.

Page Down (a presenter's clicker) goes on, Page Up back; 1, 2 and 3 take the vote of the room, G asks for a guess
in dollars, A shows the answer, the arrows move the slider, S starts the scene again, M shows the menu. Families
are made up; the group's own plan is not touched.
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
.st-key-ws-keys { position: absolute; height: 0; overflow: hidden; }
.stMain [data-testid=stHtml] h1 { font-size: 30px; line-height: 1.15; margin: 0; padding: 0; }
.ws-story { font-size: 24px; line-height: 1.3; margin: 0; }
.ws-question { font-size: 29px; line-height: 1.2; font-weight: 700; margin: 4px 0; }
.ws-surprise { font-size: 25px; line-height: 1.2; font-weight: 700; margin: 2px 0; }
.ws-lesson { font-size: 21px; line-height: 1.28; margin: 0; }
.ws-peer { font-size: 18px; line-height: 1.25; margin: 0; padding-left: 9px; border-left: 4px solid #8a6d1c; }
.ws-rules { font-size: 16px; margin: 0; } .ws-right { font-size: 19px; line-height: 1.25; margin: 0; }
.ws-label { font-size: 21px; line-height: 1.2; margin: 0; }
.ws-big { font-size: 84px; line-height: 1; font-weight: 750; margin: 0; white-space: nowrap;
  font-variant-numeric: tabular-nums; }
.ws-was { font-size: 20px; line-height: 1.2; margin: 0; min-height: 24px; }
.ws-table { width: 100%; border-collapse: collapse; font-size: 18px; line-height: 1.15; }
.ws-table th, .ws-table td { border-bottom: 1px solid #8a949e; padding: 4px 6px; text-align: right; }
.ws-table th { font-weight: 600; } .ws-table tbody th { font-weight: 400; }
.ws-table th:first-child, .ws-table td:first-child { text-align: left; }
.ws-table td { font-variant-numeric: tabular-nums; white-space: nowrap; }
.st-key-ws-choices button p { font-size: 22px; line-height: 1.25; text-align: left; }
.st-key-ws-choices button { justify-content: flex-start; min-height: 48px; }
.st-key-ws-choices button > div { justify-content: flex-start; text-align: left; width: 100%; }
.st-key-ws-bar { flex-wrap: nowrap !important; }
.st-key-ws-bar button p { font-size: 15px; white-space: nowrap; }
.st-key-ws-bar button { padding-left: 9px; padding-right: 9px; }
[data-testid=stSlider] [data-testid=stWidgetLabel] p { font-size: 17px; }
[data-testid=stSliderThumbValue] p, [data-testid=stSliderThumbValue] { font-size: 17px !important; }
"""

WHOLE_SCREEN = """
[data-testid=stSidebar], [data-testid=stExpandSidebarButton] { display: none; }
"""
MENU = """
[data-testid=stSidebar] { margin-right: -300px; box-shadow: 0 0 12px #0006; }
"""
"""It lies over the scene, which keeps its place."""

KEYS = """
export default function(component) {
  // Fields and sliders keep keys for themselves: the clicker and the letters must go on from there too.
  if (window.workshopKeys) return;
  window.workshopKeys = true;
  const main = '[data-testid=stMain] ', guess = '[data-testid=stTextInput] input';
  const slider = '[data-testid=stSlider] input';
  const buttons = { PageDown: 'ws-forward', PageUp: 'ws-back', a: 'ws-answer', s: 'ws-again', m: 'ws-menu' };
  const fields = { g: guess, ArrowLeft: slider, ArrowRight: slider };
  window.addEventListener('keydown', event => {
    if (!document.querySelector('.st-key-ws-bar') || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const on = document.activeElement;
    const isSlider = on.matches(main + slider), isGuess = on.matches(main + guess);
    const name = isSlider || (isGuess && key.length > 1) ? buttons[key] : null;
    const button = name && document.querySelector(`.st-key-${name} button`);
    if (button) {
      event.preventDefault();
      event.stopImmediatePropagation();
      on.blur();
      setTimeout(() => button.click(), 100);
    } else if (isGuess && key === 'Enter') {
      setTimeout(() => on.blur(), 100);
    } else if (!on.matches('input, textarea, [role=option]')) {
      const field = fields[key] && document.querySelector(main + fields[key]);
      if (field) field.focus();
      if (field && key === 'g') event.preventDefault();
    }
  }, true);
}
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


def menu() -> None:
    """The other pages and the language, beside the scene or out of its way."""
    st.session_state.ws_menu = not st.session_state.ws_menu


def vote(choice: int) -> None:
    st.session_state.ws_vote = choice


def of_round(name: str) -> str:
    """The key of a field that is empty again whenever a scene begins."""
    return f"ws-{name}-{st.session_state.ws_round}"


# --- what the room sees


def show() -> None:
    now = position()
    is_menu = st.session_state.setdefault("ws_menu", False)
    st.html(f"<style>{STYLE}{MENU if is_menu else WHOLE_SCREEN}</style>")
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
        picture(now, told)
    with st.container(key="ws-keys"):
        st.components.v2.component("workshop_keys", js=KEYS)(key="workshop_keys")


def paragraph(tag: str, text: str, look: str = "") -> None:
    st.html(f'<{tag} class="{look}">{escape(text)}</{tag}>')


def bar(now: Position) -> None:
    """Which scene, and the keys."""
    with st.container(horizontal=True, key="ws-bar", vertical_alignment="center", gap="small"):
        st.session_state[list_key()] = now.scene.name
        st.selectbox(
            _("Scene"), NAMES, key=list_key(), format_func=partial(numbered, lang()), on_change=choose,
            width=360, label_visibility="collapsed",
        )  # fmt: skip
        st.button(_("Back"), key="ws-back", on_click=back, shortcut="PageUp")
        st.button(_("Forward"), key="ws-forward", on_click=forward, shortcut="PageDown", type="primary")
        st.button(_("Answer"), key="ws-answer", on_click=answer, shortcut="A", disabled=now.is_answered)
        st.button(_("Again"), key="ws-again", on_click=again, shortcut="S")
        with st.popover(_("Print")):
            papers(now.scene.name)
        st.button(_("Menu"), key="ws-menu", on_click=menu, shortcut="M")


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
    paragraph("p", guesses(told), "ws-right")
    paragraph("p", told.lesson, "ws-lesson")
    paragraph("p", _("Rules: {list}", list=", ".join(told.rules)), "ws-rules")
    title = escape(_("What the RSTP calculator would say"))
    st.html(f'<p class="ws-peer"><b>{title}</b><br>{escape(told.peer)}</p>')


def guesses(told: Reveal) -> str:
    """What is right, with the vote and the typed guess beside it."""
    choice, right = st.session_state.ws_vote, told.choices[told.right]
    if choice is None:
        parts = [_("The right answer: “{right}”.", right=right)]
    elif choice == told.right:
        parts = [_("The room was right: “{choice}”.", choice=right)]
    else:
        parts = [_("The room said “{choice}”; right is “{right}”.", choice=told.choices[choice], right=right)]
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


def picture(now: Position, told: Reveal) -> None:
    """The step that is shown: its figure, large, one chart, and the figures of the steps so far."""
    row, step = told.rows[0], told.steps[now.step]
    paragraph("p", _("Step {n} of {all}: {title}", n=now.shown, all=len(told.steps), title=step.title), "ws-label")
    paragraph("p", row.label, "ws-label")
    paragraph("p", row.values[now.step], "ws-big")
    was = step.said
    if now.step:
        was = _("{title}: {amount}", title=told.steps[0].title, amount=row.values[0])
    if now.is_last_step and row.difference:
        was = f"{was} ({row.difference})"
    paragraph("p", was, "ws-was")
    if now.scene.chart == "months":
        scene_charts.months(told, now.step)
    else:
        scene_charts.figures(told, now.step)
    if now.step and step.said:
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

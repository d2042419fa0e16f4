"""The workshop: moving through the scenes, the page without a browser, handouts, a journey on a projector."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from calculator.handout import handout, trainers_set
from calculator.rates import Rates
from calculator.scenarios import Position, scenario, scenario_names

ROOT = Path(__file__).resolve().parent.parent
PAGE = "calculator/web/pages/workshop.py"
NAMES = scenario_names()


# --- moving


def start() -> Position:
    return Position(tuple(scenario(name) for name in NAMES))


def test_forward_shows_each_step_then_the_next_scene() -> None:
    at = start().begin(NAMES.index("earning"))
    steps = []
    while at.scene.name == "earning":
        steps.append((at.step, at.is_answered))
        at = at.forward()
    assert steps == [(0, False), (1, False), (2, False), (3, True)]
    assert (at.scene.name, at.step, at.is_answered) == ("pupil-with-a-job", 0, False)


def test_the_answer_stays_shown_on_the_way_back_and_the_way_round_is_closed() -> None:
    at = start().answer()
    assert at.is_last_step and at.back().is_answered and at.back().step == 0
    assert at.again() == start()
    assert start().back().scene.name == NAMES[-1]
    assert start().back().answer().forward() == start()


# --- the page, without a browser


@pytest.fixture
def room() -> AppTest:
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run().switch_page(PAGE).run()


def press(room: AppTest, label: str) -> AppTest:
    return next(button for button in room.button if button.label == label).click().run()


def shown(room: AppTest) -> str:
    return "\n".join(element.proto.body for element in room.get("html"))


def test_the_answer_is_hidden_until_it_is_asked_for(room: AppTest) -> None:
    room.selectbox[0].set_value("sofa").run()
    assert "$3,185.00" in shown(room) and "$955.50" not in shown(room)
    press(room, "Forward")
    assert "$2,685.00" in shown(room) and "$955.50" not in shown(room)
    press(room, "Answer")
    assert "$955.50" in shown(room) and "R29" in shown(room)
    assert not room.exception


def test_a_vote_and_a_guess_are_compared_with_the_answer(room: AppTest) -> None:
    room.selectbox[0].set_value("sofa").run()
    press(room, "Nothing: they have furniture")
    room.text_input[0].set_value("900").run()
    press(room, "Answer")
    assert "right is “At least 30% of the line”" in shown(room)
    assert "$55.50 away" in shown(room)
    press(room, "Again")
    assert room.text_input[0].value == ""


def test_a_slider_changes_the_figure_and_again_puts_it_back(room: AppTest) -> None:
    room.selectbox[0].set_value("sofa").run()
    press(room, "Answer")
    room.select_slider[0].set_value("1000.00").run()
    assert "$2,185.00" in shown(room) and "As you set it" in shown(room)
    press(room, "Again")
    press(room, "Answer")
    assert "$955.50" in shown(room) and "As you set it" not in shown(room)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_scene_is_drawn_with_a_text_for_its_chart(lang: str) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["lang"] = lang
    room = app.run().switch_page(PAGE).run()
    answer = "Answer" if lang == "en" else "Réponse"
    for name in NAMES:
        room.selectbox[0].set_value(name).run()
        press(room, answer)
        assert not room.exception, name
        assert len(room.get("vega_lite_chart")[0].proto.alt) > 40, name


def test_another_language_keeps_the_place() -> None:
    room = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run().switch_page(PAGE).run()
    room.selectbox[0].set_value("twins").run()
    press(room, "Answer")
    press(room, "Français")
    assert "Des jumeaux" in shown(room) and "1\u00a0500,00\u00a0$" in shown(room)
    assert room.selectbox[0].value == "twins" and "13. Des jumeaux" in room.selectbox[0].options


# --- handouts


class Text(HTMLParser):
    """The words of a page, and the elements still open at its end."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_a_handout_holds_story_question_answer_rule_and_source(rates: Rates) -> None:
    html = handout("sofa", rates)
    page = Text(html)
    words = " ".join(page.words)
    assert page.open == []
    assert "Cost Table" in handout("application-and-reality", rates), "the table is a source too"
    for part in ("A donor furnishes", "How much of the furniture", "$955.50", "$2,229.50", "R29", "Start-up"):
        assert part in words
    assert "https://www.rstp.ca/" in html
    assert not re.search(r"<script|<link|<img|@import|url\(", html), "the file needs nothing else"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_trainers_set_holds_every_scene(rates: Rates, lang: str) -> None:
    html = trainers_set(rates, lang)
    assert Text(html).open == []
    assert f'<html lang="{lang}-CA">' in html
    assert re.findall(r'<article id="([^"]+)">', html) == list(NAMES)
    assert all(f'href="#{name}"' in html for name in NAMES)


def test_some_scenes_in_another_order(rates: Rates) -> None:
    html = trainers_set(rates, names=["twins", "sofa"])
    assert re.findall(r'<article id="([^"]+)">', html) == ["twins", "sofa"]


# --- in a browser, at the size of a projector


def no_scrolling(page: Any) -> None:
    main = page.locator("[data-testid=stMain]")
    size = main.evaluate("e => [e.scrollHeight - e.clientHeight, e.scrollWidth - e.clientWidth]")
    assert size == [0, 0], f"{size} pixels do not fit"


THREE = {
    "single-toronto": ("$17,033.00", "17 033,00 $"),
    "family-of-five-winnipeg": ("$38,207.00", "38 207,00 $"),
    "adult-son-edmonton": ("$49,065.00", "49 065,00 $"),
}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_three_scenes_by_keyboard_on_a_projector(
    page: Any, app_server: str, settle: Callable[..., None], axe: Callable[[Any], None], lang: str
) -> None:
    from playwright.sync_api import expect

    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{app_server}/workshop?lang={lang}")
    big, lesson = page.locator(".ws-big"), page.locator(".ws-lesson")
    expect(big).to_be_visible(timeout=30_000)
    for name, amounts in THREE.items():
        expect(page.locator(".ws-question")).to_be_visible()
        settle(page)
        no_scrolling(page)
        right = scenario(name).right
        page.keyboard.press(str(right + 1))
        expect(page.locator(f".st-key-ws-choice-{right} button[kind=primary]")).to_be_visible()
        page.keyboard.press("g")
        page.keyboard.type("15000")
        page.keyboard.press("PageDown")
        expect(lesson).to_be_visible()
        settle(page)
        expect(big).to_have_text(amounts[lang == "fr"].replace(" ", "\u00a0"))
        expect(page.locator(".ws-right")).to_contain_text("15,000.00" if lang == "en" else "15\u00a0000,00")
        no_scrolling(page)
        axe(page)
        page.keyboard.press("PageDown")
    expect(page.locator(".ws-question")).to_be_visible()


def test_a_slider_by_keyboard_and_on_to_the_next_scene(
    page: Any, app_server: str, settle: Callable[..., None]
) -> None:
    """Fields and sliders keep keys for themselves; the clicker and the letters go on all the same."""
    from playwright.sync_api import expect

    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{app_server}/workshop?lang=en")
    big, lesson = page.locator(".ws-big"), page.locator(".ws-lesson")
    expect(big).to_have_text("$17,033.00", timeout=30_000)
    settle(page)
    page.keyboard.press("a")
    expect(lesson).to_be_visible()
    settle(page)
    over = page.locator(".ws-table tr").nth(3).locator("td").nth(1)
    expect(over).to_have_text("$10,320.00")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    # The rent 50 dollars lower, twice: 12 x 50 = 600 and 12 x 100 = 1200.
    expect(over).to_have_text(re.compile(r"\$9,(720|120)\.00"))
    settle(page)
    page.keyboard.press("s")
    expect(page.locator(".ws-question")).to_be_visible()
    settle(page)
    page.keyboard.press("a")
    expect(over).to_have_text("$10,320.00")
    settle(page)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("PageDown")
    expect(page.locator("h1")).to_have_text("A seventh birthday in Winnipeg")
    settle(page)
    page.keyboard.press("m")
    page.get_by_role("button", name="Français").click()
    expect(page.locator("h1")).to_have_text("Un septième anniversaire à Winnipeg")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_handout_is_one_printed_page(page: Any, rates: Rates, lang: str) -> None:
    page.set_content(trainers_set(rates, lang))
    pages = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
    assert len(pages) == 1 + len(NAMES), "the list of answers, then a page for each scene"


def test_the_trainers_set_is_downloaded(page: Any, app_server: str, settle: Callable[..., None]) -> None:
    from playwright.sync_api import expect

    page.goto(f"{app_server}/workshop?lang=en")
    expect(page.locator(".ws-big")).to_be_visible(timeout=30_000)
    settle(page)
    page.get_by_role("button", name="Print").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Trainer's set: all scenes").click()
    html = Path(download.value.path()).read_text(encoding="utf-8")
    assert download.value.suggested_filename == "workshop-en.html"
    assert html.count("<article") == len(NAMES)

"""Journeys on the real app in a real Chromium: what a volunteer does, and what must never happen.

Expected amounts are worked out by hand from the published sheets; the arithmetic stands beside them.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from calculator.examples import example_text
from calculator.plan import read_plan
from calculator.web import sharing

Settle = Callable[..., None]
LABEL = "Age on arrival or birth date of person {n}"
WAIT = 20_000


def linked(address: str, example: str, lang: str = "en", page: str = "") -> str:
    plan = sharing.parameter_of(read_plan(example_text(example)))
    return f"{address}/{page}?lang={lang}&plan={plan}"


def start(page: Page, address: str, settle: Settle) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=30_000)
    settle(page)


def choose(page: Page, label: str, typed: str, option: str, settle: Settle) -> None:
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(typed)
    page.get_by_role("option", name=option, exact=True).click()
    settle(page)


def type_date(page: Page, label: str, digits: str, settle: Settle) -> None:
    page.get_by_role("spinbutton", name=f"year, {label}").click()
    page.keyboard.type(digits)
    page.keyboard.press("Tab")
    settle(page)


def type_text(page: Page, label: str, text: str, settle: Settle) -> None:
    box = page.get_by_label(label, exact=True)
    box.fill(text)
    box.press("Enter")
    settle(page)


def press(page: Page, name: str, settle: Settle) -> None:
    page.get_by_role("button", name=name).first.click()
    settle(page)


def figure(page: Page, label: str) -> Any:
    return page.get_by_test_id("stMetric").filter(has_text=label).get_by_test_id("stMetricValue")


def family(page: Page, settle: Settle, place: str, option: str, date: str, ages: list[str]) -> None:
    """Principal applicant, spouse, then children, typed as a volunteer does."""
    choose(page, "Community where the family will live", place, option, settle)
    type_date(page, "Arrival date (a guess will do)", date, settle)
    for button in ["Add a spouse", *["Add a child"] * (len(ages) - 2)][: len(ages) - 1]:
        press(page, button, settle)
    for n, age in enumerate(ages, start=1):
        # one: the page may still be drawing over the fields of the run before
        expect(page.get_by_label(LABEL.format(n=n), exact=True)).to_have_count(1, timeout=WAIT)
        type_text(page, LABEL.format(n=n), age, settle)


@pytest.fixture(autouse=True)
def nothing_leaves(context: BrowserContext) -> Iterator[None]:
    """No request of the browser goes anywhere but this computer."""
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    yield
    elsewhere = {
        url
        for url in asked
        if urlsplit(url).hostname not in ("localhost", "127.0.0.1", None)
        and not url.startswith(("data:", "blob:"))
    }
    assert not elsewhere


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder named by SCREENSHOTS, or one that is thrown away."""
    named = os.environ.get("SCREENSHOTS")
    folder = Path(named) if named else tmp_path_factory.mktemp("pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(autouse=True)
def picture(page: Page, pictures: Path, request: pytest.FixtureRequest) -> Iterator[None]:
    """What every journey ends with, as a picture of the whole page: somebody may look where it went wrong."""
    yield
    name = re.sub(r"[^A-Za-z0-9]+", "-", request.node.name.removeprefix("test_")).strip("-")
    # The page itself does not scroll, its middle does: as high as its content, so that all of it is seen.
    high = page.evaluate(
        "Math.max(...[...document.querySelectorAll('[data-testid=stMain], html')].map(e => e.scrollHeight), 0)"
    )
    wide = (page.viewport_size or {"width": 1280})["width"]
    page.set_viewport_size({"width": wide, "height": min(max(high, 600), 12_000)})
    page.screenshot(path=pictures / f"{name}.png", full_page=True)


def test_a_volunteer_plans_a_toronto_family_of_five(
    page: Page, app_server: str, settle: Settle, axe: Callable[[Page], None]
) -> None:
    start(page, app_server, settle)
    family(page, settle, "Toronto", "Toronto, Ontario", "20270201", ["38", "36", "10", "8", "2"])
    # couple + 3: basic 494 + shelter 815 + supplement 200 + passes 2 x 156 + communication 75 = 1,896.00
    expect(figure(page, "A full month")).to_have_text("$1,896.00", timeout=WAIT)
    # couple + 3: 570 + 1,500 + 725 + 800 + 3,885 + 400 + 75 = 7,955; school 150 x 2 pupils x 2 dates = 600
    expect(figure(page, "Start-up costs")).to_have_text("$8,555.00")
    # 8,555 + 12 x 1,896 = 31,307.00, and 5 % of it: 1,565.35
    expect(figure(page, "Minimum the sponsor owes")).to_have_text("$31,307.00")
    expect(figure(page, "Total to raise")).to_have_text("$32,872.35")
    page.get_by_text("Basic needs: $494.00", exact=True).click()
    expect(page.get_by_text("RAP rates, Ontario").first).to_be_visible()
    axe(page)


def test_halifax_bvor_on_the_fifteenth(page: Page, app_server: str, settle: Settle) -> None:
    start(page, app_server, settle)
    family(page, settle, "Halifax", "Halifax, Nova Scotia", "20270515", ["38", "36"])
    choose(page, "Programme", "Blended", "Blended visa office-referred (BVOR)", settle)
    # Nova Scotia 2022-01, couple: 719.46 + 422.54 + 200 + 2 x 90 + 75 = 1,597.00; start-up of a couple 4,565.
    # Arrival by the 15th: RAP pays June to November, the sponsor six months: 6 x 1,597 = 9,582; 14,147.00
    expect(figure(page, "A full month")).to_have_text("$1,597.00", timeout=WAIT)
    expect(figure(page, "Minimum the sponsor owes")).to_have_text("$14,147.00")
    page.get_by_role("link", name="Month by month").click()
    expect(page.get_by_role("heading", name="When to pay")).to_be_visible(timeout=WAIT)
    expect(page.get_by_role("columnheader", name="Government pays")).to_be_visible()


def test_jas_is_paid_for_24_months_by_the_government(page: Page, app_server: str, settle: Settle) -> None:
    start(page, linked(app_server, "jas-vancouver"), settle)
    expect(figure(page, "Minimum the sponsor owes")).to_have_text("$0.00", timeout=WAIT)
    # extras 24 x 60.00; nothing owed, so nothing is set aside
    expect(figure(page, "Total to raise")).to_have_text("$1,440.00")
    page.get_by_role("link", name="Month by month").click()
    expect(page.get_by_role("heading", name="When to pay")).to_be_visible(timeout=WAIT)
    expect(page.get_by_role("cell", name="May 2029")).to_be_visible()


def test_an_adult_child_is_explained_as_they_appear(page: Page, app_server: str, settle: Settle) -> None:
    start(page, app_server, settle)
    family(page, settle, "Winnipeg", "Winnipeg, Manitoba", "20270201", ["45", "44", "20"])
    expect(page.get_by_text("Each has a budget of their own")).to_be_visible(timeout=WAIT)
    expect(page.get_by_role("cell", name="person 3, own budget").first).to_be_visible()


def test_three_mistakes_at_once_are_corrected_one_by_one(page: Page, app_server: str, settle: Settle) -> None:
    start(page, app_server, settle)
    family(page, settle, "Toronto", "Toronto, Ontario", "20270201", ["38", "36", "10"])
    expect(figure(page, "Total to raise")).to_be_visible(timeout=WAIT)
    page.get_by_text("The family pays rent").click()
    settle(page)
    type_text(page, "Rent a month ($)", "2000,75", settle)
    type_text(page, LABEL.format(n=3), "6 months", settle)
    choose(page, "Role of person 2", "Principal", "Principal applicant", settle)
    expect(page.get_by_text("3 answers need correcting")).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("type a point: 2000.75")).to_be_visible()
    expect(page.get_by_text("“6 months” is neither an age nor a birth date")).to_be_visible()
    expect(page.get_by_text("already has a principal applicant")).to_be_visible()
    expect(page.get_by_text("Older result").first).to_be_visible()
    type_text(page, "Rent a month ($)", "2000.75", settle)
    expect(page.get_by_text("Read as $2,000.75")).to_be_visible(timeout=WAIT)
    type_text(page, LABEL.format(n=3), "0", settle)
    choose(page, "Role of person 2", "Spouse", "Spouse or partner", settle)
    expect(page.get_by_text("need correcting")).to_have_count(0, timeout=WAIT)
    expect(page.get_by_text("Older result")).to_have_count(0)


def test_two_cities_are_compared(page: Page, app_server: str, settle: Settle) -> None:
    start(page, linked(app_server, "single-toronto", page="compare"), settle)
    choose(page, "Community", "Halifax", "Halifax, Nova Scotia", settle)
    press(page, "Add this version", settle)
    expect(page.get_by_role("heading", name="Totals")).to_be_visible(timeout=WAIT)
    expect(page.get_by_role("columnheader", name="Halifax, Nova Scotia").first).to_be_visible()
    expect(page.get_by_role("cell", name="$17,033.00").first).to_be_visible()


def test_a_newer_rate_is_used_at_once(page: Page, app_server: str, settle: Settle) -> None:
    start(page, linked(app_server, "single-toronto", page="rates"), settle)
    choose(page, "Which figure", "Basic", "Basic needs (adults: 1, others: 0): $343.00", settle)
    type_text(page, "New amount ($)", "400", settle)
    type_date(page, "In force since", "20240901", settle)
    type_text(page, "Source", "RAP rates Ontario, September 2024", settle)
    press(page, "Use this figure", settle)
    expect(page.get_by_text("Entered by you: Basic needs, 400.00")).to_be_visible(timeout=WAIT)
    page.get_by_role("link", name="Plan", exact=True).click()
    # 1,164.00 with 400 instead of 343
    expect(figure(page, "A full month")).to_have_text("$1,221.00", timeout=WAIT)


def test_french_from_end_to_end(page: Page, app_server: str, settle: Settle) -> None:
    start(page, f"{app_server}/?lang=fr", settle)
    expect(page.locator("html")).to_have_attribute("lang", "fr-CA", timeout=WAIT)
    choose(page, "Collectivité où vivra la famille", "Toronto", "Toronto (Ontario)", settle)
    type_date(page, "Date d’arrivée (une estimation suffit)", "20270201", settle)
    type_text(page, "Âge à l’arrivée ou date de naissance de personne 1", "29", settle)
    page.get_by_text("La famille paie un loyer").click()
    settle(page)
    type_text(page, "Loyer par mois ($)", "450,75", settle)
    expect(page.get_by_text(re.compile(r"Lu\s:\s450,75\s\$"))).to_be_visible(timeout=WAIT)
    expect(page.get_by_text(re.compile(r"^Logement\s:\s390,00\s\$$"))).to_be_visible(timeout=WAIT)
    # 343 + 390 + (450.75 - 390 = 60.75) + 156 + 75 = 1,024.75
    expect(figure(page, "Un mois complet")).to_have_text("1\u00a0024,75\u00a0$", timeout=WAIT)
    page.get_by_role("button", name="English").click()
    expect(figure(page, "A full month")).to_have_text("$1,024.75", timeout=WAIT)
    expect(page.locator("html")).to_have_attribute("lang", "en-CA", timeout=WAIT)
    expect(page).to_have_url(re.compile("lang=en"))


def test_a_phone_is_wide_enough_and_the_answer_stays_in_view(
    page: Page, app_server: str, settle: Settle
) -> None:
    page.set_viewport_size({"width": 375, "height": 740})
    start(page, linked(app_server, "couple-two-children-halifax"), settle)
    expect(figure(page, "Total to raise")).to_be_visible(timeout=WAIT)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.get_by_role("heading", name="4. More, if you know it").scroll_into_view_if_needed()
    expect(figure(page, "Total to raise")).to_be_in_viewport()
    # the months stand one under the other: nothing to scroll sideways
    months = page.get_by_test_id("stTable").filter(has_text="September 2027").first
    expect(months).to_be_visible(timeout=WAIT)
    page.wait_for_function("[...document.querySelectorAll('[data-testid=stTable] table.stacked')].length > 0")
    assert months.evaluate("e => Math.max(e.scrollWidth, e.firstElementChild.scrollWidth) <= e.clientWidth + 2")


def test_a_refresh_keeps_the_plan(page: Page, app_server: str, settle: Settle) -> None:
    start(page, app_server, settle)
    family(page, settle, "Toronto", "Toronto, Ontario", "20270201", ["29"])
    expect(figure(page, "Minimum the sponsor owes")).to_have_text("$17,033.00", timeout=WAIT)
    page.reload()
    expect(page.get_by_text("The plan you last worked on at this computer is back.")).to_be_visible(
        timeout=30_000
    )
    expect(figure(page, "Minimum the sponsor owes")).to_have_text("$17,033.00", timeout=WAIT)
    # after that another edit is kept too
    settle(page)
    press(page, "Add a spouse", settle)
    type_text(page, LABEL.format(n=2), "31", settle)
    expect(figure(page, "Start-up costs")).to_have_text("$4,565.00", timeout=WAIT)
    page.reload()
    expect(figure(page, "Start-up costs")).to_have_text("$4,565.00", timeout=30_000)


def test_a_shared_link_has_no_names_and_opens_elsewhere(
    page: Page, browser: Browser, app_server: str, settle: Settle
) -> None:
    start(page, app_server, settle)
    family(page, settle, "Toronto", "Toronto, Ontario", "20270201", ["29"])
    type_text(page, "Label 1 (no name)", "Amal Haddad", settle)
    expect(page.get_by_label("Role of Amal Haddad")).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="Link").click()
    link = page.get_by_test_id("stCode").inner_text()
    assert "Amal" not in sharing.text_of(link.split("plan=")[1].strip())
    other = browser.new_context(locale="en-CA")
    try:
        reader = other.new_page()
        start(reader, link.strip(), settle)
        expect(figure(reader, "Minimum the sponsor owes")).to_have_text("$17,033.00", timeout=WAIT)
        expect(reader).not_to_have_url(re.compile("plan="))
    finally:
        other.close()


def test_two_browsers_never_see_each_others_plan(
    page: Page, browser: Browser, app_server: str, settle: Settle
) -> None:
    start(page, app_server, settle)
    family(page, settle, "Toronto", "Toronto, Ontario", "20270201", ["29"])
    other = browser.new_context(locale="en-CA")
    try:
        reader = other.new_page()
        start(reader, app_server, settle)
        expect(reader.get_by_text("Still needed")).to_be_visible(timeout=WAIT)
        expect(reader.get_by_test_id("stMetric")).to_have_count(0)
    finally:
        other.close()


def test_the_first_answer_by_keyboard_only(page: Page, app_server: str, settle: Settle) -> None:
    start(page, app_server, settle)
    page.get_by_role("combobox", name="Community where the family will live").focus()
    page.keyboard.type("Toronto")
    page.keyboard.press("Enter")
    settle(page)
    expect(page.get_by_text("Still needed: the arrival date")).to_be_visible(timeout=WAIT)
    page.get_by_role("spinbutton", name="year, Arrival date").focus()
    page.keyboard.type("20270201")
    page.keyboard.press("Tab")
    settle(page)
    page.get_by_label(LABEL.format(n=1), exact=True).focus()
    page.keyboard.type("29")
    page.keyboard.press("Enter")
    expect(figure(page, "Minimum the sponsor owes")).to_have_text("$17,033.00", timeout=WAIT)


def test_any_figure_answers_why_by_mouse_and_by_keyboard(
    page: Page, app_server: str, settle: Settle, axe: Callable[[Page], None]
) -> None:
    start(page, linked(app_server, "single-toronto", page="months"), settle)
    table = page.get_by_test_id("stTable").first
    # one adult: basic 343 + shelter 390 + supplement 200 + pass 156 + communication 75 = 1,164.00
    table.get_by_role("link", name="$1,164.00").first.click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_role("heading", name="Full support: $1,164.00")).to_be_visible(timeout=WAIT)
    expect(drawer.get_by_text("March 2027")).to_be_visible()
    axe(page)
    drawer.get_by_role("link", name="$343.00").click()
    expect(drawer.get_by_role("heading", name="Basic needs: $343.00")).to_be_visible(timeout=WAIT)
    expect(drawer.get_by_role("link", name="RAP rates, Ontario").first).to_be_visible()
    drawer.get_by_role("link", name="Back to").click()
    expect(drawer.get_by_role("heading", name="Full support: $1,164.00")).to_be_visible(timeout=WAIT)
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    # one stop of the Tab key for the table, arrows from figure to figure, Enter asks
    focused = table.get_by_role("link", name="$1,164.00").first
    expect(focused).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(drawer.get_by_role("heading", name="Sponsor pays monthly: $1,164.00")).to_be_visible(timeout=WAIT)


TITLES = {
    "en": "Plan|Month by month|Why|Compare|Timeline|Rates|Application|Funds in trust|Print|Help",
    "fr": "Plan|Mois par mois|Pourquoi|Comparer|Calendrier|Taux|Demande|Fonds en fiducie|Imprimer|Aide",
}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_page_is_accessible_wide_and_narrow(
    lang: str, page: Page, app_server: str, settle: Settle, axe: Callable[[Page], None]
) -> None:
    """axe finds nothing serious; one h1, no level left out, nothing wider than the screen."""
    start(page, linked(app_server, "adult-son-calgary", lang), settle)
    for title in TITLES[lang].split("|"):
        page.set_viewport_size({"width": 1280, "height": 900})
        link = page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True)
        link.click()
        expect(link).to_have_attribute("aria-current", "page", timeout=WAIT)
        expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=WAIT)
        settle(page)
        axe(page)
        tags = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => h.tagName)")
        levels = [int(tag[1]) for tag in tags]
        assert levels.count(1) == 1, title
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), (
            title,
            levels,
        )
        page.set_viewport_size({"width": 375, "height": 740})
        settle(page)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 375, title


def test_dark_mode_is_accessible_and_an_added_gift_stays_in_sight(
    page: Page, app_server: str, settle: Settle, axe: Callable[[Page], None]
) -> None:
    page.emulate_media(color_scheme="dark")
    start(page, linked(app_server, "adult-son-calgary", page="compare"), settle)
    expect(page.get_by_role("radio", name="Earnings")).to_have_attribute("aria-checked", "true")
    axe(page)
    page.get_by_role("link", name="Plan", exact=True).click()
    expect(figure(page, "Total to raise")).to_be_visible(timeout=WAIT)
    settle(page)
    page.get_by_text("Things bought, with receipts").click()
    press(page, "Add a purchase", settle)
    expect(page.get_by_label("Receipt", exact=True)).to_be_visible(timeout=WAIT)
    axe(page)


def test_the_print_page_prints_every_part(page: Page, app_server: str, settle: Settle, tmp_path: Any) -> None:
    start(page, linked(app_server, "couple-two-children-halifax", page="print"), settle)
    expect(page.get_by_role("heading", name="Sources")).to_be_visible(timeout=WAIT)
    page.emulate_media(media="print")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    path = tmp_path / "plan.pdf"
    page.pdf(path=path, format="Letter")
    assert path.stat().st_size > 20_000


@pytest.mark.parametrize(("name", "number"), [("application", "$26,500.00"), ("trust", "$27,504.00")])
def test_pages_with_forms_print_their_answers_and_whose_they_are(
    name: str, number: str, page: Page, app_server: str, settle: Settle
) -> None:
    """Closed forms leave no empty boxes; community, date, version and plan stand on the paper only."""
    start(page, linked(app_server, "group-of-five-application", page=name), settle)
    whose = page.get_by_text("London, Ontario, arrival September 1, 2027")
    expect(whose).to_be_hidden()
    page.emulate_media(media="print")
    expect(whose).to_be_visible(timeout=WAIT)
    expect(page.get_by_text(number).first).to_be_visible()
    assert page.get_by_test_id("stExpander").count()
    for box in page.get_by_test_id("stExpander").all():
        expect(box).to_be_hidden()


def test_a_projector_in_french_is_accessible_also_where_a_button_is_filled(
    page: Page, app_server: str, settle: Settle, axe: Callable[[Page], None]
) -> None:
    """Black text for contrast, but never on the blue of the button to go on."""
    start(page, linked(app_server, "adult-son-calgary", "fr"), settle)
    page.get_by_text("Pour un projecteur").click()
    settle(page)
    expect(page.locator("html")).to_have_css("font-size", "21px")
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Atelier", exact=True).click()
    expect(page.get_by_role("button", name="Avancer")).to_be_visible(timeout=WAIT)
    settle(page)
    axe(page)

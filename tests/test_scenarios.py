"""The scenes of the workshop: every figure against arithmetic by hand, every sentence in both languages.

``scenarios.csv`` holds the figures of each step and the working; none comes from a run of the calculator.
The page of the workshop is tested in ``test_workshop.py``.
"""

from __future__ import annotations

import csv
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from test_examples import wrong_sums

from calculator.explain.rulebook import rulebook
from calculator.peer import compare_rstp
from calculator.problems import PlanError
from calculator.rates import Rates
from calculator.scenarios import Reveal, reveal, scenario, scenario_names, scenario_title, with_moved
from calculator.scenarios.figures import figure
from calculator.scenarios.scene import FOLDER, at, with_values

TABLE = Path(__file__).parent / "scenarios.csv"
NAMES = scenario_names()


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = rows()
IDS = [f"{row['scene']}-{row['step']}" for row in ROWS]


@cache
def all_rates() -> Rates:
    return Rates.load()


@cache
def revealed(name: str, lang: str = "en") -> Reveal:
    return reveal(scenario(name), all_rates(), lang)


def plain(value: Any) -> str:
    """A figure as the table writes it."""
    if value.is_money:
        return f"{'-' if value.value < 0 else ''}{abs(value.value) // 100}.{abs(value.value) % 100:02d}"
    return str(value.value)


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_figures_equal_the_arithmetic_by_hand(row: dict[str, str]) -> None:
    report = revealed(row["scene"]).steps[int(row["step"]) - 1].report
    wrong = []
    for item in row["expected"].split(" ; "):
        path, _, expected = item.rpartition(" = ")
        got = plain(figure(report, path, all_rates()))
        if got != expected:
            wrong.append(f"{path}: expected {expected}, got {got}")
    assert not wrong, f"{row['scene']} step {row['step']}: {wrong}; {row['why']}"


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_arithmetic_of_the_last_column_holds(row: dict[str, str]) -> None:
    assert not wrong_sums(row["why"])


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_that_is_shown_was_worked_out_by_hand(name: str) -> None:
    for step in range(len(scenario(name).told)):
        by_hand = [row["expected"] for row in ROWS if row["scene"] == name and row["step"] == str(step + 1)]
        assert len(by_hand) == 1, f"{name}: step {step + 1} has no row of its own"
        for shown in scenario(name).rows:
            assert f"{shown.path} = " in by_hand[0], f"{name} step {step + 1}: {shown.path}"


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_is_filled(name: str, lang: str) -> None:
    told = revealed(name, lang)
    words = [told.title, told.story, told.question, *told.choices, told.surprise, told.lesson, told.peer]
    words += [word for step in told.steps for word in (step.title, step.said)]
    words += [row.label for row in told.rows]
    assert all(words)
    assert not [word for word in words if re.search(r"[{}]", word)]
    assert 0 <= told.right < len(told.choices)
    assert len(told.lesson) < 420, "longer than the projector shows"


@pytest.mark.parametrize("name", NAMES)
def test_the_two_languages_show_the_same_figures(name: str) -> None:
    english, french = revealed(name), revealed(name, "fr")
    assert [row.figures for row in english.rows] == [row.figures for row in french.rows]
    assert english.title != french.title


@pytest.mark.parametrize("name", NAMES)
def test_every_place_of_every_slider_can_be_costed(name: str) -> None:
    scene = scenario(name)
    for number, slider in enumerate(scene.sliders):
        assert scene.start_of(number) in slider.options
        for option in {slider.options[0], slider.options[len(slider.options) // 2], slider.options[-1]}:
            told = revealed(name)
            moved = with_moved(told, scene, all_rates(), "en", {number: option})
            assert [row.figures[:-1] for row in moved.rows] == [row.figures[:-1] for row in told.rows]
            assert (moved.lesson, moved.story) == (told.lesson, told.story)


def test_sliders_do_not_change_the_scene_itself() -> None:
    scene = scenario("sofa")
    before = scene.typed()
    assert with_moved(revealed("sofa"), scene, all_rates(), "en", {0: "0.00"}).answer_said == "$3,185.00"
    assert scene.typed() == before
    assert revealed("sofa").answer_said == "$955.50"


def test_names_rules_and_files_belong_together() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == sorted(NAMES)
    assert {row["scene"] for row in ROWS} == set(NAMES)
    for name in NAMES:
        assert set(scenario(name).rules) <= set(rulebook())
        assert scenario(name).name == name
        assert scenario_title(name, "fr") != scenario_title(name)


def test_nobody_has_a_name() -> None:
    roles = set("adult mother father child child1 child2 child3 son daughter eldest middle youngest".split())
    for name in NAMES:
        assert {person["id"] for person in scenario(name).typed()["people"]} <= roles


@pytest.mark.parametrize("name", NAMES)
def test_the_plans_hold_no_sentence_in_one_language(name: str) -> None:
    """What is shown in French is French: labels, notes and reasons of a plan file would stay English."""
    for step in range(len(scenario(name).told)):
        written = json.dumps(scenario(name).typed(step))
        assert not re.search(r'"(label|note|reason|item|why|name)":', written)


def test_an_unknown_scene_is_refused_with_the_names() -> None:
    with pytest.raises(PlanError, match="single-toronto"):
        scenario("nothing-like-it")


def test_the_steps_are_plans_with_titles() -> None:
    titles = [title for title, plan in scenario("sofa").steps if plan.people]
    assert titles == ["No gift", "A gift worth {small}", "A gift worth {gift}"]


def test_values_are_set_added_and_taken_out_at_their_place() -> None:
    fields = {"people": [{"id": "adult"}], "months": 12}
    changed = with_values(fields, {"people[1].id": "child", "people[0].role": "principal", "months": None})
    assert changed == {"people": [{"id": "adult", "role": "principal"}, {"id": "child"}]}
    assert at(changed, "people[1].id") == "child"
    assert fields == {"people": [{"id": "adult"}], "months": 12}


@pytest.mark.parametrize("path", ["", "totals.x", "units[x].totals.over", "units[family]", "nowhere.x"])
def test_a_place_that_is_not_there_is_a_lookup_error(path: str) -> None:
    with pytest.raises(LookupError):
        figure(revealed("sofa").steps[0].report, path, all_rates())


@pytest.mark.parametrize("name", NAMES)
def test_what_is_said_of_the_peer_agrees_with_the_comparison(name: str) -> None:
    """Where RSTP's calculator can cost the case, it differs in more than its transit fares or not at all."""
    scene = scenario(name)
    both = compare_rstp(scene.plan(), all_rates())
    has_no_table = name == "application-and-reality"
    if both.out_of_reach or has_no_table:
        return
    causes = {cause.id for one in both.figures if one.difference_cents for cause, _ in one.because}
    assert scene.peer_differs == bool(causes - {"fares"})

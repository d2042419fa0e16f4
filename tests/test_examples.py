"""The worked examples in ``tests/examples/``: tables that a policy person can read and edit.

Each row starts from a plan of ``bases.json``, changes it, and says what the budget must show and why. Expected
amounts come from a published example or from the arithmetic in the ``why`` column, never from a run of the code.
This file only translates; how to write a row is in ``examples/README.md``. Properties that hold for every plan,
and saved ledgers, do not belong here.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pydantic import ValidationError

from calculator.budget import make_budget
from calculator.plan import Plan
from calculator.problems import PlanError
from calculator.rates import Rates

FOLDER = Path(__file__).parent / "examples"
COLUMNS = ["name", "rule", "base", "change", "expected", "why"]
AMOUNT = re.compile(r"-?\d+\.\d\d\Z")
WARNINGS = re.compile(r"W\d\d(?:,W\d\d)*\Z")


class Example(NamedTuple):
    """One row of a table."""

    place: str
    """File and line, as an editor or a spreadsheet shows it."""
    name: str
    rule: str
    plan: dict[str, Any]
    expected: tuple[tuple[str, str], ...]
    why: str


class Outcome(NamedTuple):
    """What the engine made of a plan: a report, or the codes of a refusal."""

    report: dict[str, Any] | None
    refused: frozenset[str]
    said: str


def merged(target: Any, patch: Any) -> Any:
    """``target`` changed by a JSON merge patch: null removes, an array or a plain value replaces (RFC 7386)."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key), value)
    return result


@cache
def bases() -> dict[str, Any]:
    return json.loads((FOLDER / "bases.json").read_text("utf-8"))


def base_plan(name: str) -> dict[str, Any]:
    """A base plan; ``like`` names the base it differs from."""
    entry = dict(bases()[name])
    like = entry.pop("like", None)
    return merged(base_plan(like) if like else {}, entry)


def expectations(text: str, place: str) -> tuple[tuple[str, str], ...]:
    items = []
    for item in filter(None, (part.strip() for part in text.split(" ; "))):
        path, equals, value = (part.strip() for part in item.partition(" = "))
        assert equals and path and value, f"{place}: {item!r} is not 'path = amount'"
        items.append((path, value))
    assert items, f"{place}: nothing is expected"
    return tuple(items)


def read_table(path: Path) -> Iterator[Example]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        assert rows.fieldnames == COLUMNS, f"{path.name}: the columns are {', '.join(COLUMNS)}"
        for row in rows:
            place = f"{path.name}:{rows.line_num}"
            assert all(isinstance(value, str) for value in row.values()), f"{place}: too few or too many columns"
            change = json.loads(row["change"]) if row["change"].strip() else {}
            plan = merged(base_plan(row["base"]), change)
            yield Example(place, row["name"], row["rule"], plan, expectations(row["expected"], place), row["why"])


EXAMPLES = [example for path in sorted(FOLDER.glob("*.csv")) for example in read_table(path)]
IDS = [example.place for example in EXAMPLES]


# --- running -------------------------------------------------------------------------------------------------


@cache
def rates() -> Rates:
    return Rates.load()


def codes(problems: Any) -> frozenset[str]:
    return frozenset(problem.code for problem in problems if problem.code)


@cache
def outcome_of(place: str) -> Outcome:
    example = EXAMPLES[IDS.index(place)]
    try:
        plan = Plan.model_validate(example.plan)
    except ValidationError as error:
        return Outcome(None, frozenset({"W04"}), str(error))
    except PlanError as error:
        return Outcome(None, codes(error.problems), str(error))
    try:
        report = make_budget([plan], rates()).report(0)
    except PlanError as error:
        return Outcome(None, codes(error.problems), str(error))
    refused = frozenset(found["id"] for found in report["warnings"] if found["level"] == "refuse")
    return Outcome(report, refused, "")


# --- paths ---------------------------------------------------------------------------------------------------

STEP = re.compile(r"(\w+)(?:\[([^\]]*)\])?\Z")


class NotThere(Exception):
    """The path leads nowhere in this report."""


def steps_of(path: str) -> list[tuple[str, str | None]]:
    steps = []
    for part in re.findall(r"[^.\[]+(?:\[[^\]]*\])?", path):
        match = STEP.match(part)
        if match is None:
            raise NotThere(f"cannot read {part!r}")
        steps.append((match[1], match[2]))
    return steps


def lines_chosen(lines: list[dict[str, Any]], choice: str | None) -> list[dict[str, Any]]:
    """All lines, those of one name (``school``), or those of one name and day (``school@2026-08-01``)."""
    if choice is None:
        return lines
    name, _, day = choice.partition("@")
    return [line for line in lines if line["line"] == name and (not day or line["due_on"] == day)]


def months_chosen(months: list[dict[str, Any]], choice: str | None) -> list[dict[str, Any] | None]:
    """All months, one (``3``), or a run (``2..6``); a month the unit does not have is None."""
    if choice is None:
        return list(months)
    first, _, last = choice.partition("..")
    by_number = {month["month"]: month for month in months}
    return [by_number.get(number) for number in range(int(first), int(last or first) + 1)]


def leaf(thing: dict[str, Any] | None, name: str) -> Any:
    if thing is None:
        return 0
    for key in (f"{name}_cents", name):
        if key in thing:
            return thing[key]
    raise NotThere(f"no {name!r}; there is {', '.join(sorted(thing))}")


def sum_or_same(values: list[Any], name: str) -> Any:
    if not values:
        return 0
    if all(isinstance(value, int) and not isinstance(value, bool) for value in values) and name != "unit":
        return sum(values)
    if len(set(map(str, values))) > 1:
        raise NotThere(f"{name} differs: {values}")
    return values[0]


def in_lines(lines: list[dict[str, Any]], rest: list[tuple[str, str | None]]) -> Any:
    name = rest[0][0] if rest else "entitlement"
    if name == "count":
        return len(lines)
    values = [leaf(line, name) for line in lines]
    return sum_or_same(values, name)


def in_month(month: dict[str, Any] | None, rest: list[tuple[str, str | None]]) -> Any:
    name, choice = rest[0]
    if name != "lines":
        return leaf(month, name)
    lines = lines_chosen(month["lines"], choice) if month else []
    return in_lines(lines, rest[1:])


def in_unit(unit: dict[str, Any], rest: list[tuple[str, str | None]]) -> list[Any]:
    """The values a path names in a unit: one, or one for each month of a run."""
    name, choice = rest[0]
    if name in ("start_up", "one_time"):
        section = unit[name]
        if choice is None and len(rest) > 1 and rest[1][0] in section and rest[1][0] != "lines":
            return [section[rest[1][0]]]
        return [in_lines(lines_chosen(section["lines"], choice), rest[1:])]
    if name == "months":
        if rest[1][0] == "count":
            return [len(unit["months"])]
        return [in_month(month, rest[1:]) for month in months_chosen(unit["months"], choice)]
    if name == "totals":
        return [leaf(unit["totals"], rest[1][0])]
    return [leaf(unit, name)]


def in_tree(thing: Any, steps: list[tuple[str, str | None]]) -> Any:
    for name, choice in steps:
        thing = leaf(thing, name)
        if choice is not None:
            thing = thing[int(choice)]
    return thing


def values_at(report: dict[str, Any], path: str) -> list[Any]:
    """The values of a path: ``units[ID]...``, ``household...`` (all units together), or a branch of the report."""
    steps = steps_of(path)
    name, choice = steps[0]
    if name == "household":
        columns = zip(*(in_unit(unit, steps[1:]) for unit in report["units"]), strict=True)
        return [sum_or_same(list(column), path) for column in columns]
    if name == "units" and len(steps) == 2 and steps[1][0] == "count":
        return [len(report["units"])]
    if name == "units":
        for unit in report["units"]:
            if unit["unit"] == choice:
                return in_unit(unit, steps[1:])
        raise NotThere(f"no unit {choice!r}; there are {', '.join(unit['unit'] for unit in report['units'])}")
    return [in_tree(report, steps)]


def typed(text: str) -> Any:
    if AMOUNT.match(text):
        return int(text.replace(".", ""))
    return int(text) if re.fullmatch(r"\d+", text) else text


def shown(value: Any, expected: Any, text: str) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and AMOUNT.match(text):
        sign = "-" if value < 0 else ""
        return f"{sign}{abs(value) // 100}.{abs(value) % 100:02d}"
    return str(value)


def difference(outcome: Outcome, path: str, text: str) -> str:
    """What is wrong with one expected item; nothing if it holds."""
    if path in ("warnings", "no_warnings", "refused"):
        assert WARNINGS.match(text), f"{text!r} is not a list such as W05,W38"
        wanted = set(text.split(","))
        got = set(outcome.refused)
        if path != "refused" and outcome.report is not None:
            got |= {found["id"] for found in outcome.report["warnings"]}
        wrong = wanted & got if path == "no_warnings" else wanted - got
        return f"{path}: expected {text}, got {', '.join(sorted(got)) or 'none'}" if wrong else ""
    if outcome.report is None:
        return f"{path}: expected {text}, got a refusal: {outcome.said}"
    expected = typed(text)
    try:
        values = values_at(outcome.report, path)
    except (NotThere, KeyError, IndexError, TypeError) as error:
        return f"{path}: expected {text}, got nothing ({error})"
    wrong_values = [value for value in values if (value if isinstance(expected, int) else str(value)) != expected]
    if values and not wrong_values:
        return ""
    return f"{path}: expected {text}, got {', '.join(shown(value, expected, text) for value in values) or 'nothing'}"


# --- the arithmetic in the last column ---------------------------------------------------------------------

LEFT = re.compile(r"[\d.+\-x/()% ]*\Z")
RIGHT = re.compile(r"\s*(-?\d+(?:\.\d+)?)")


def worth(expression: str) -> Fraction | None:
    """The exact value of plain arithmetic (``x`` multiplies, ``%`` is hundredths); None if it is not any."""
    tokens = re.findall(r"\d+(?:\.\d+)?|[+\-x/()%]", expression)
    position = 0

    def peek() -> str:
        return tokens[position] if position < len(tokens) else ""

    def take() -> str:
        nonlocal position
        position += 1
        return tokens[position - 1]

    def atom() -> Fraction:
        token = take()
        value = total() if token == "(" else Fraction(token)
        if token == "(" and take() != ")":
            raise ValueError(expression)
        while peek() == "%":
            take()
            value /= 100
        return value

    def product() -> Fraction:
        value = atom()
        while peek() in ("x", "/") and peek():
            value = value * atom() if take() == "x" else value / atom()
        return value

    def total() -> Fraction:
        value = product()
        while peek() in ("+", "-") and peek():
            value = value + product() if take() == "+" else value - product()
        return value

    try:
        value = total()
    except (ValueError, IndexError, ZeroDivisionError):
        return None
    return value if position == len(tokens) else None


def wrong_sums(why: str) -> list[str]:
    """Every ``expression = number`` of the text that does not hold, rounded half up as printed."""
    wrong = []
    for match in re.finditer("=", why):
        right = RIGHT.match(why, match.end())
        left = LEFT.search(why[: match.start()])
        if right is None or left is None or not re.search(r"\d\s*%?\s*[)]?\s*[+\-x/]\s*[(]?\s*\d", left[0]):
            continue
        value = worth(left[0].strip().lstrip("+-x/)% "))
        if value is None:
            continue
        places = len(right[1].partition(".")[2])
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        if exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) != Decimal(right[1]):
            wrong.append(f"{left[0].strip()} = {right[1]} (it is {float(value)})")
    return wrong


# --- the tests ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", IDS)
def test_example(place: str) -> None:
    example = EXAMPLES[IDS.index(place)]
    outcome = outcome_of(place)
    wrong = list(filter(None, (difference(outcome, path, text) for path, text in example.expected)))
    if wrong:
        found = "\n  ".join(wrong)
        pytest.fail(f"{place} [{example.rule}] {example.name}\n  {found}\n  why: {example.why}", pytrace=False)


@pytest.mark.parametrize("place", IDS)
def test_arithmetic_of_the_last_column(place: str) -> None:
    example = EXAMPLES[IDS.index(place)]
    assert not wrong_sums(example.why), f"{place} {example.name}"


def test_names_are_sentences_used_once() -> None:
    names = [example.name for example in EXAMPLES]
    assert sorted({name for name in names if names.count(name) > 1}) == []
    assert [example.place for example in EXAMPLES if not (example.name and example.rule and example.why)] == []


def test_all_examples_at_once_equal_one_by_one() -> None:
    places = [place for place in IDS if outcome_of(place).report is not None]
    plans = [Plan.model_validate(EXAMPLES[IDS.index(place)].plan) for place in places]
    together = make_budget(plans, rates())
    different = [place for case, place in enumerate(places) if together.report(case) != outcome_of(place).report]
    assert different == []

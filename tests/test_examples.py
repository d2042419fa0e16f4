"""The worked examples in ``tests/examples/``: tables that a policy person can read and edit.

Each row starts from a plan of ``bases.json``, changes it, and says what the budget must show and why.
Expected amounts come from a published example or from the arithmetic in the ``why`` column, never from a run
of the code. This file only translates; how to write a row is in ``examples/README.md``. Properties that hold
for every plan, and saved ledgers, do not belong here.
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

from calculator.budget import make_budget
from calculator.plan import plan_from
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
    """``target`` changed by a JSON merge patch: null removes, a list or a plain value replaces (RFC 7386)."""
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
def bases() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads((FOLDER / "bases.json").read_text("utf-8"))
    return found


def base_plan(name: str) -> dict[str, Any]:
    """A base plan; ``like`` names the base it differs from."""
    entry = dict(bases()[name])
    like = entry.pop("like", None)
    plan: dict[str, Any] = merged(base_plan(like) if like else {}, entry)
    return plan


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
            assert all(isinstance(value, str) for value in row.values()), f"{place}: wrong number of columns"
            change = json.loads(row["change"]) if row["change"].strip() else {}
            plan = merged(base_plan(row["base"]), change)
            expected = expectations(row["expected"], place)
            yield Example(place, row["name"], row["rule"], plan, expected, row["why"])


EXAMPLES = [example for path in sorted(FOLDER.glob("*.csv")) for example in read_table(path)]
IDS = [example.place for example in EXAMPLES]


# --- running -----------------------------------------------------------------------------------


@cache
def rates() -> Rates:
    return Rates.load()


def codes(problems: Any) -> frozenset[str]:
    return frozenset(problem.code for problem in problems if problem.code)


@cache
def outcome_of(place: str) -> Outcome:
    example = EXAMPLES[IDS.index(place)]
    try:
        plan = plan_from(example.plan)
    except PlanError as error:
        return Outcome(None, codes(error.problems) | {"W04"}, str(error))
    try:
        report = make_budget([plan], rates()).report(0)
    except PlanError as error:
        return Outcome(None, codes(error.problems), str(error))
    refused = frozenset(found["id"] for found in report["warnings"] if found["level"] == "refuse")
    return Outcome(report, refused, "")


# --- paths -------------------------------------------------------------------------------------

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
    """All months, one (``3``), or a run (``2..6``); a month the unit does not have is None.

    Months are those of the unit's first arrival; ``2..6@2`` are those of the second (One-Year Window).
    """
    numbers, _, arrival = (choice or "").partition("@")
    wanted = int(arrival) if arrival else min((month.get("arrival", 1) for month in months), default=1)
    by_number = {month["month"]: month for month in months if month.get("arrival", 1) == wanted}
    if not numbers:
        return list(by_number.values())
    first, _, last = numbers.partition("..")
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
            return [len(months_chosen(unit["months"], choice))]
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
    """The values of a path: ``units[ID]``, ``household`` (all units together), or a branch of the report."""
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
        there = ", ".join(unit["unit"] for unit in report["units"])
        raise NotThere(f"no unit {choice!r}; there are {there or 'none'}")
    return [in_tree(report, steps)]


def typed(text: str) -> Any:
    if AMOUNT.match(text):
        return int(text.replace(".", ""))
    return int(text) if re.fullmatch(r"\d+", text) else text


def shown(value: Any, text: str) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and AMOUNT.match(text):
        sign = "-" if value < 0 else ""
        return f"{sign}{abs(value) // 100}.{abs(value) % 100:02d}"
    return str(value)


def difference(outcome: Outcome, path: str, text: str) -> str:
    """What is wrong with one expected item; nothing if it holds."""
    if path in ("warnings", "no_warnings", "refused"):
        assert WARNINGS.match(text), f"{text!r} is not a list such as W05,W38"
        wanted = set(text.split(","))
        there = set(outcome.refused)
        if path != "refused" and outcome.report is not None:
            there |= {found["id"] for found in outcome.report["warnings"]}
        wrong = wanted & there if path == "no_warnings" else wanted - there
        return f"{path}: expected {text}, got {', '.join(sorted(there)) or 'none'}" if wrong else ""
    if outcome.report is None:
        return f"{path}: expected {text}, got a refusal: {outcome.said}"
    expected = typed(text)
    try:
        values = values_at(outcome.report, path)
    except (NotThere, KeyError, IndexError, TypeError) as error:
        return f"{path}: expected {text}, got nothing ({error})"
    if values and all((value if isinstance(expected, int) else str(value)) == expected for value in values):
        return ""
    got = ", ".join(shown(value, text) for value in values) or "nothing"
    return f"{path}: expected {text}, got {got}"


# --- the arithmetic in the last column ---------------------------------------------------------

LEFT = re.compile(r"[\d.+\-x/()% ]*\Z")
RIGHT = re.compile(r"\s*(-?\d+(?:\.\d+)?)")


def worth(tokens: list[str]) -> Fraction | None:
    """The exact value of plain arithmetic (``x`` multiplies, ``%`` is hundredths); None if it is not any."""
    left = tokens[::-1]

    def atom() -> Fraction:
        token = left.pop()
        value = total() if token == "(" else Fraction(token)
        if token == "(" and left.pop() != ")":
            raise ValueError
        while left and left[-1] == "%":
            left.pop()
            value /= 100
        return value

    def product() -> Fraction:
        value = atom()
        while left and left[-1] in ("x", "/"):
            value = value * atom() if left.pop() == "x" else value / atom()
        return value

    def total() -> Fraction:
        value = product()
        while left and left[-1] in ("+", "-"):
            value = value + product() if left.pop() == "+" else value - product()
        return value

    try:
        value = total()
    except (ValueError, IndexError, ZeroDivisionError):
        return None
    return None if left else value


def wrong_sums(why: str) -> list[str]:
    """Every ``expression = number`` of the text that does not hold, rounded half up as printed.

    It is the longest expression that ends at the equals sign: "couple + 1 494 + 697 = 1191" is 494 + 697.
    """
    wrong = []
    for match in re.finditer("=", why):
        right = RIGHT.match(why, match.end())
        left = LEFT.search(why[: match.start()])
        tokens: list[str] = re.findall(r"\d+(?:\.\d+)?|[+\-x/()%]", left[0] if left else "")
        while len(tokens) > 2 and worth(tokens) is None:
            del tokens[0]
        value = worth(tokens)
        if right is None or value is None or len(tokens) < 3:
            continue
        places = len(right[1].partition(".")[2])
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        if exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) != Decimal(right[1]):
            wrong.append(f"{' '.join(tokens)} = {right[1]} (it is {float(value)})")
    return wrong


# --- the tests ---------------------------------------------------------------------------------


@pytest.mark.parametrize("place", IDS)
def test_example(place: str) -> None:
    example = EXAMPLES[IDS.index(place)]
    outcome = outcome_of(place)
    wrong = list(filter(None, (difference(outcome, path, text) for path, text in example.expected)))
    if wrong:
        found = "\n  ".join(wrong)
        head = f"{place} [{example.rule}] {example.name}"
        pytest.fail(f"{head}\n  {found}\n  why: {example.why}", pytrace=False)


@pytest.mark.parametrize("place", IDS)
def test_arithmetic_of_the_last_column(place: str) -> None:
    example = EXAMPLES[IDS.index(place)]
    assert not wrong_sums(example.why), f"{place} {example.name}"


def test_names_are_sentences_used_once() -> None:
    names = [example.name for example in EXAMPLES]
    assert sorted({name for name in names if names.count(name) > 1}) == []
    assert [x.place for x in EXAMPLES if not (x.name and x.rule and x.why)] == []


def test_all_examples_at_once_equal_one_by_one() -> None:
    places = [place for place in IDS if outcome_of(place).report is not None]
    plans = [plan_from(EXAMPLES[IDS.index(place)].plan) for place in places]
    together = make_budget(plans, rates())
    different = [
        place for case, place in enumerate(places) if together.report(case) != outcome_of(place).report
    ]
    assert different == []

"""Rules and rates are tied together: every rule cites its number, every rate item is used.

What a rule comes to is in the examples; this file only reads the source.
"""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from calculator.explain import coverage_statement
from calculator.explain.rulebook import (
    COMPUTED,
    COMPUTED_ROOMS,
    COVERAGE,
    LEFT_OUT,
    SAID,
    cited,
    coverage_page,
    docstrings,
    files_of,
    ids_in,
    rulebook,
)
from calculator.lines import LINES, RULES
from calculator.locale import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
RULES_FOLDER = ROOT / "calculator" / "rules"
FILES = sorted(RULES_FOLDER.glob("*.py"))
SAYS_NO_RULE = {"remark_msgid", "counted"}
"""Functions of the rules that only hand on words or counts."""


def items() -> Iterator[dict[str, str]]:
    with (ROOT / "rates" / "items.csv").open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def public_functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


FUNCTIONS = [(path, node) for path in FILES for node in public_functions(path)]


@pytest.mark.parametrize(("path", "node"), FUNCTIONS, ids=[f"{p.stem}.{n.name}" for p, n in FUNCTIONS])
def test_every_rule_cites_its_number(path: Path, node: ast.FunctionDef) -> None:
    if node.name in SAYS_NO_RULE:
        return
    own = ast.get_docstring(node) or ""
    module = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    assert own, f"{path.name}: {node.name} has no docstring"
    assert list(ids_in(own)) or list(ids_in(module)), f"{path.name}: {node.name} cites no rule"


def test_every_cited_number_is_in_the_rule_book() -> None:
    book = rulebook()
    unknown = {
        (path.name, i)
        for path in files_of(COMPUTED_ROOMS)
        for text in docstrings(path)
        for i in ids_in(text)
        if i not in book
    }
    assert not unknown


def test_every_number_of_a_room_that_says_something_is_in_the_rule_book() -> None:
    book = rulebook()
    rule = re.compile(r'rule="([RN][\d.a-f]+)"|"rule": "([RN][\d.a-f]+)"')
    for path in sorted((ROOT / "calculator").rglob("*.py")):
        for match in rule.finditer(path.read_text(encoding="utf-8")):
            assert (match[1] or match[2]) in book, (path, match[0])


def test_every_rule_of_the_rates_is_in_the_rule_book() -> None:
    for item in items():
        for i in item["rule"].split():
            assert i in rulebook(), item["item"]


def test_every_line_has_a_rule_of_the_rule_book() -> None:
    assert set(RULES) == set(LINES)
    assert set(RULES.values()) <= set(rulebook())


def test_the_rule_book_is_complete_in_both_languages() -> None:
    for rule in rulebook().values():
        assert rule.topic, rule.id
        assert rule.certainty in ("high", "medium", "low"), rule.id
        for lang in LANGUAGES:
            assert rule.text(lang).endswith("."), rule.id
            assert "  " not in rule.text(lang), rule.id
        assert rule.en != rule.fr, rule.id
        assert " :" not in rule.fr, f"{rule.id}: the space before a colon does not break"


def test_the_numbers_run_through() -> None:
    def numbers(letter: str) -> list[int]:
        return sorted({int(re.sub(r"\D.*", "", i[1:])) for i in rulebook() if i[0] == letter})

    assert numbers("R") == list(range(1, 62))
    assert numbers("N") == list(range(1, 52))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Support (R31, R33).", ["R31", "R33"]),
        ("Units (R10-R12).", ["R10", "R12", "R11"]),
        ("Fuel (R25.4) and R39a.", ["R25.4", "R39a"]),
        ("Nothing: RAP365, CR2, R.", []),
    ],
)
def test_numbers_are_read_from_a_text(text: str, expected: list[str]) -> None:
    assert list(ids_in(text)) == expected


# --- items of the rates --------------------------------------------------------------------------------


def names_in_source() -> tuple[set[str], list[re.Pattern[str]]]:
    """Texts of the source, and patterns of the names it puts together (``f"startup_{line}"``)."""
    texts: set[str] = set()
    patterns: list[re.Pattern[str]] = []
    for path in sorted((ROOT / "calculator").rglob("*.py")):
        if path.parent.name in ("explain", "notices"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
            if isinstance(node, ast.JoinedStr):
                fixed = [v.value if isinstance(v, ast.Constant) else None for v in node.values]
                if sum(len(str(part)) for part in fixed if part) >= 8:
                    patterns.append(re.compile("".join(re.escape(str(p)) if p else r"\w+" for p in fixed)))
    return texts, patterns


def test_every_item_a_budget_needs_is_used() -> None:
    texts, patterns = names_in_source()
    unused = [
        item["item"]
        for item in items()
        if item["used_for"] == "budget"
        and item["item"] not in texts
        and not any(pattern.fullmatch(item["item"]) for pattern in patterns)
    ]
    assert not unused


# --- what is covered -----------------------------------------------------------------------------------


def test_every_rule_is_computed_said_or_left_out() -> None:
    status = cited()
    assert set(status) == set(rulebook())
    assert set(status.values()) == {COMPUTED, SAID, LEFT_OUT}
    for i in ("R3", "R20", "R26", "R31", "R46", "N44", "N48", "R39a", "R43", "R15"):
        assert status[i] == COMPUTED, i
    assert status["N35"] == SAID
    assert status["N37"] == SAID


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_statement_names_every_rule(lang: str) -> None:
    lines = coverage_statement(lang).splitlines()
    named = [line.split()[1].rstrip("\u00a0:") for line in lines if line.startswith("- ")]
    assert sorted(named) == sorted(rulebook())


def test_the_statement_is_another_in_french() -> None:
    english = {line for line in coverage_statement("en").splitlines() if line}
    french = {line for line in coverage_statement("fr").splitlines() if line}
    assert not english & french


def test_the_coverage_page_is_the_statement() -> None:
    assert COVERAGE.read_text(encoding="utf-8") == coverage_page(), "write it anew: python -m calculator.explain"

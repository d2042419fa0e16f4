"""The rules in one sentence each, and which of them the calculator works out, says, or leaves out.

The sentences are data (``rules/rulebook.csv``); which rule is covered is read from the rules cited in the
source, so that the statement cannot fall behind the code.
"""

from __future__ import annotations

import ast
import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from calculator import lines
from calculator.locale import N_, catalogue

PACKAGE = Path(__file__).resolve().parent.parent
FILE = PACKAGE / "rules" / "rulebook.csv"
COVERAGE = PACKAGE / "rules" / "COVERAGE.md"
COMPUTED_ROOMS = (
    "rules",
    "budget.py",
    "deductions.py",
    "household.py",
    "extras.py",
    "ledger.py",
    "lines.py",
    "money.py",
    "months.py",
    "parameters.py",
    "periods.py",
    "pricing.py",
    "provenance.py",
    "rates",
    "segments.py",
)
"""Rooms whose docstrings cite the rules they work out; the lines of the budget name theirs themselves."""
_ID = r"[RN]\d{1,2}(?:\.\d|[a-f])?"
_CITED = re.compile(rf"(?<![A-Za-z0-9])({_ID})(?:\s*(?:-|–|to)\s*({_ID}))?(?![A-Za-z0-9])")
COMPUTED, SAID, LEFT_OUT = "computed", "said", "left_out"
COLON = defaultdict(lambda: ": ", fr="\u00a0: ")


@dataclass(frozen=True)
class Rule:
    """One rule: number, topic, how sure it is (high, medium, low), what of it is this project's choice."""

    id: str
    topic: str
    certainty: str
    ours: str
    en: str
    fr: str

    def text(self, lang: str) -> str:
        return self.fr if lang == "fr" else self.en


@cache
def rulebook() -> dict[str, Rule]:
    """Every rule by its number, in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["id"]: Rule(**row) for row in csv.DictReader(file)}


def ids_in(text: str) -> Iterator[str]:
    """Rule numbers cited in a text; ``R31-R33`` is all of them."""
    for match in _CITED.finditer(text):
        first, last = match[1], match[2]
        yield first
        if last:
            yield last
            start, end = (int(re.sub(r"\D.*", "", x[1:])) for x in (first, last))
            if first[0] == last[0]:
                yield from (f"{first[0]}{n}" for n in range(start + 1, end))


def docstrings(path: Path) -> Iterator[str]:
    """Docstrings of a module, its classes, functions and attributes."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.value.value


def _strings(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def files_of(rooms: Iterable[str]) -> Iterator[Path]:
    """The source files of some rooms of the package."""
    for room in rooms:
        path = PACKAGE / room
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


@cache
def cited() -> dict[str, str]:
    """How each rule is covered: computed, said, or left out."""
    computed = {i for path in files_of(COMPUTED_ROOMS) for text in docstrings(path) for i in ids_in(text)}
    computed |= set(lines.RULES.values())
    rooms = sorted({p.name for p in PACKAGE.iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()})
    said = {
        i
        for path in files_of(rooms)
        if path.parent != Path(__file__).parent
        for text in _strings(path)
        for i in ids_in(text)
    }
    return {i: COMPUTED if i in computed else SAID if i in said else LEFT_OUT for i in rulebook()}


@cache
def not_covered() -> tuple[str, ...]:
    """What the rules themselves say they leave out, under their fixed heading (English, from the source)."""
    found = []
    for path in files_of(COMPUTED_ROOMS):
        for text in docstrings(path):
            for part in re.findall(r"Not covered:(.*?)(?:\n\s*\n|\Z)", text, re.DOTALL):
                found.append(" ".join(part.split()))
    return tuple(found)


HEADINGS = {
    COMPUTED: N_("Worked out by the calculator"),
    SAID: N_("Said as a notice, a date or a record"),
    LEFT_OUT: N_("Not covered"),
}


def coverage_statement(lang: str = "en") -> str:
    """Which rules are worked out, which are only said, which are left out; own choices are marked."""
    _ = catalogue(lang).gettext
    status = cited()
    written: list[str] = []
    for kind, heading in HEADINGS.items():
        rules = [rule for i, rule in rulebook().items() if status[i] == kind]
        written += ["", f"{_(heading)} ({len(rules)})"] if written else [f"{_(heading)} ({len(rules)})"]
        for rule in rules:
            mark = f" [{_(N_('assumption of this project in part'))}]" if rule.ours else ""
            written.append(f"- {rule.id}{COLON[lang]}{rule.text(lang)}{mark}")
    return "\n".join(written)


def coverage_page() -> str:
    """The statement as the page rules/COVERAGE.md (English)."""
    headed = re.sub(r"^(?=[A-Z])", "## ", coverage_statement(), flags=re.MULTILINE)
    return f"{PAGE}\n{headed}\n".replace(")\n- ", ")\n\n- ")


PAGE = """# What is covered

Every rule of the rule book in one sentence, and whether the calculator works it out, only says it, or leaves it out.
Marked are those that rest in part on an assumption of this project, because no official text decides. The same
statement is on the page *Help* of the app, in English and French.

Written by `python -m calculator.explain` from the rules cited in the source; a test compares the two.
"""

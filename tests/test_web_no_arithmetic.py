"""The screens work nothing out: their syntax trees hold no arithmetic. Every figure comes from the engine."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = [ROOT / "app.py", *sorted((ROOT / "calculator" / "web").rglob("*.py"))]
WORKING_OUT = {"sum", "round", "divmod", "pow", "abs", "fsum", "Decimal", "Fraction", "float"}


def arithmetic(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and not isinstance(node.op, ast.BitOr | ast.BitAnd):
            yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.AugAssign) and not isinstance(node.op, ast.BitOr):
            # lists may grow: `links += [...]`
            if not isinstance(node.value, ast.List | ast.ListComp | ast.GeneratorExp | ast.Tuple):
                yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            if not isinstance(node.operand, ast.Constant):
                yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in WORKING_OUT:
                yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]
            for name in {"math", "decimal", "fractions", "numpy", "pandas", "operator"} & set(names):
                yield node.lineno, f"import {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_screen_holds_no_arithmetic(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    found = [f"{path.relative_to(ROOT).as_posix()}:{line}: {text}" for line, text in arithmetic(tree)]
    assert not found, "put it into calculator/view.py or calculator/compare.py:\n" + "\n".join(found)


@pytest.mark.parametrize("line", ["a + b", "x -= 1", "sum(xs)", "-x", "a / 100", "import math"])
def test_the_test_finds_arithmetic(line: str) -> None:
    assert list(arithmetic(ast.parse(line)))

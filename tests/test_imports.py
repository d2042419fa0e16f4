"""Imports go one way, and a first run needs the standard library only: read from the syntax trees.

import-linter checks the order too; this test names the file and the line, and checks what import-linter does
not know: who may import Streamlit, and what is imported at import time.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import calculator

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "calculator"
FILES = sorted(PACKAGE.rglob("*.py"))
# what a first run loads before .venv is there
FIRST = [
    "__init__.py",
    "__main__.py",
    "batch_commands.py",
    "command.py",
    "first_run.py",
    "first_words.py",
    "plan_commands.py",
    "programs.py",
]
PARSED_BY_OLD_PYTHONS = ["__init__.py", "__main__.py"]


class Import(NamedTuple):
    line: int
    name: str
    is_at_import_time: bool


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(path: Path, node: ast.AST | None = None, is_at_import_time: bool = True) -> Iterator[Import]:
    """Every import of a file, also inside functions, but not for types only; relative ones spelt out."""
    for child in ast.iter_child_nodes(node or tree(path)):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        if isinstance(child, ast.Import):
            yield from (Import(child.lineno, alias.name, is_at_import_time) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            home = list(path.relative_to(ROOT).parent.parts)
            parts = home[: len(home) - child.level + 1] if child.level else []
            base = ".".join([*parts, *([child.module] if child.module else [])])
            if base == "calculator":  # `from calculator import x` may name a module
                yield from (Import(child.lineno, f"{base}.{a.name}", is_at_import_time) for a in child.names)
            else:
                yield Import(child.lineno, base, is_at_import_time)
        else:
            is_later = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from imports(path, child, is_at_import_time and not is_later)


def where(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT).as_posix()}:{line}"


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def layers() -> dict[str, int]:
    """Room -> height, from the list that import-linter uses too."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        contract = tomllib.load(file)["tool"]["importlinter"]["contracts"][0]
    rows = [[name.strip(" ()") for name in row.split("|")] for row in contract["layers"]]
    return {name: len(rows) - height for height, row in enumerate(rows) for name in row}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_file_imports_only_from_rooms_below_its_own(path: Path) -> None:
    height = layers()
    own = room(path)
    if own == "__init__":
        return  # names every room, lazily
    assert own in height, f"calculator/{own}: not in the layers of pyproject.toml. Put it there."
    for found in imports(path):
        parts = found.name.split(".")
        if parts[0] != "calculator" or len(parts) == 1:
            continue
        other = parts[1]
        if other == own or other.startswith("__version"):
            continue
        is_module = (PACKAGE / other).is_dir() or (PACKAGE / f"{other}.py").exists()
        assert is_module, f"{where(path, found.line)}: imports a public name, {other}. Import its module."
        assert height.get(other, 99) < height[own], (
            f"{where(path, found.line)}: {own} imports {other}, which is not below it."
            " Move what both need down, or turn the call around."
        )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_the_screens_import_streamlit(path: Path) -> None:
    for found in imports(path):
        if found.name.split(".")[0] == "streamlit":
            assert room(path) == "web", f"{where(path, found.line)}: streamlit outside calculator/web"


@pytest.mark.parametrize("name", FIRST)
def test_a_first_run_needs_the_standard_library_only(name: str) -> None:
    allowed = {f"calculator.{other.removesuffix('.py')}" for other in FIRST} | {"calculator.__version__"}
    for found in imports(PACKAGE / name):
        top = found.name.split(".")[0]
        is_fine = top in sys.stdlib_module_names or found.name in allowed or not found.is_at_import_time
        assert is_fine, f"{where(PACKAGE / name, found.line)}: {found.name} is imported before .venv is there"


def test_importing_the_package_loads_no_other_package() -> None:
    code = (
        "import sys; before = set(sys.modules); import calculator, calculator.command\n"
        "print(*sorted({n.split('.')[0] for n in set(sys.modules) - before} - set(sys.stdlib_module_names)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["calculator"]


@pytest.mark.parametrize("name", PARSED_BY_OLD_PYTHONS)
def test_an_old_python_can_parse_the_way_in(name: str) -> None:
    """No syntax newer than Python 2.7, and ASCII only, or it could not say that it is too old."""
    text = (PACKAGE / name).read_text(encoding="utf-8")
    assert text.isascii()
    new = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match, ast.AsyncFunctionDef)
    for node in ast.walk(ast.parse(text)):
        line = getattr(node, "lineno", 0)
        is_new = isinstance(node, new)
        if isinstance(node, ast.FunctionDef):
            arguments = [*node.args.args, *node.args.kwonlyargs, *node.args.posonlyargs]
            is_new = bool(node.returns or node.args.kwonlyargs or node.args.posonlyargs)
            is_new = is_new or any(argument.annotation for argument in arguments)
        if isinstance(node, ast.Raise):
            is_new = node.cause is not None
        assert not is_new, f"calculator/{name}:{line}: an old Python cannot parse this"


def test_every_public_name_is_there() -> None:
    for name in calculator.__all__:
        assert not (PACKAGE / f"{name}.py").exists(), f"{name}: the module would hide the public name"
        assert not (PACKAGE / name).is_dir(), f"{name}: the folder would hide the public name"
        assert getattr(calculator, name) is not None
    assert set(calculator.__all__) <= set(dir(calculator))


def test_type_checkers_see_the_same_public_names() -> None:
    (block,) = [node for node in tree(PACKAGE / "__init__.py").body if isinstance(node, ast.If)]
    names = [alias.name for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names]
    assert sorted(names) == sorted(calculator.__all__) == sorted(calculator._HOME)


def test_an_unknown_name_is_an_ordinary_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = calculator.nothing

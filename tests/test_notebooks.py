"""The notebooks as files: no outputs, a text beside every chart. pytest also runs them (nbmake)."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def cells(path: Path, kind: str) -> list[dict[str, Any]]:
    return [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == kind]


def code(path: Path) -> str:
    return "\n".join("".join(cell["source"]) for cell in cells(path, "code"))


def test_there_are_eight_questions_in_order() -> None:
    assert [path.name[:2] for path in NOTEBOOKS] == [f"{n:02d}" for n in range(1, 9)]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_saved_without_outputs(path: Path) -> None:
    for cell in cells(path, "code"):
        assert cell["outputs"] == [] and cell["execution_count"] is None, "".join(cell["source"])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_opens_with_its_question_and_stays_small(path: Path) -> None:
    first = json.loads(path.read_text(encoding="utf-8"))["cells"][0]
    assert first["cell_type"] == "markdown" and first["source"][0].startswith("# ")
    assert len(code(path).splitlines()) < 150
    assert all(len(line) <= 125 for line in code(path).splitlines())


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_chart_has_its_text_printed_beside_it(path: Path) -> None:
    for cell in cells(path, "code"):
        source = "".join(cell["source"])
        if "alt.Chart(" in source:
            assert "description=text" in source and "print(text)" in source, source


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_pictures_are_drawn_without_the_network(path: Path) -> None:
    """Otherwise Jupyter loads the scripts that draw them from a server."""
    assert ("import altair" in code(path)) == ('alt.renderers.enable("png"' in code(path))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_amounts_are_written_by_the_package(path: Path) -> None:
    """Every budget comes from the engine; nothing is rounded here but for the axis of a chart."""
    tree = ast.parse(code(path))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {"calculator.locale"} <= imported
    assert "make_budget(" in code(path) or "run_batch(" in code(path)
    assert "numpy" not in imported

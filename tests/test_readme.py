"""What the README promises: the two commands, the words, and that the build runs the very same line."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^    (python -m calculator.*)$", README, re.MULTILINE)


def test_the_readme_prints_two_commands() -> None:
    assert COMMANDS == ["python -m calculator", "python -m calculator test"]


def test_the_build_runs_the_test_command_as_printed() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert COMMANDS[1] in lines


@pytest.mark.parametrize("command", COMMANDS)
def test_a_printed_command_is_known(command: str) -> None:
    arguments = [sys.executable, *command.split()[1:], "--help"]
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("usage: python -m calculator")


def test_the_help_page_documents_every_exit_code() -> None:
    from calculator import command

    page = command.build_parser().format_help()
    for code in (command.OK, command.PROBLEMS, command.USAGE, command.ENVIRONMENT, command.STOPPED):
        assert re.search(rf"^  {code}  ", page, re.MULTILINE)


# --- every command and snippet of the documentation is run, or listed here with the reason why not ------------

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "rates/README.md", "tests/examples/README.md")
SUBCOMMANDS = "budget changes compare example explain export rates schema timeline batch".split()
ELSEWHERE = {
    "python -m calculator": "opens the app: test_first_run and the browser tests do",
    "python -m calculator test": "is this run",
    "python -m calculator --help": "leaves Python: the test above does",
    "python -m calculator.locale": "test_locale asks the same",
    "python -m calculator.explain": "writes COVERAGE.md: test_rules_cited compares it",
    "rates coverage": "takes long: test_rates does",
    "batch what-if IN --then-rates NEW_RATES": "asks for other rates: test_what_if does",
    "python -m streamlit run app.py --server.headless true --server.port 8501": "serves until stopped: test_load does",
    "python -m streamlit run app.py --server.headless true --server.port 8502": "the same",
    "pip install pip-audit": "installs, and asks a service",
    "pip install -e .[cluster]": "installs",
    "pip install -e .[notebooks] jupyterlab": "installs",
    "jupyter lab notebooks": "opens Jupyter; pytest runs the notebooks",
    "git diff tests/golden": "git",
    "ruff check": "the build does",
}


def commands() -> list[str]:
    """Every command that a document prints, in a block, a table or a sentence; files of tests apart."""
    found: dict[str, None] = {}
    for name in DOCUMENTS:
        text = (ROOT / name).read_text(encoding="utf-8")
        printed = re.findall(r"^ {4}(\S.*)$", text, re.MULTILINE) + re.findall(r"`([^`\n]+(?:\n[^`\n]+)?)`", text)
        for one in (" ".join(part.split()) for part in printed):
            first = one.split()[0] if one else ""
            if one.startswith(("python ", "pip ", "git ", "ruff ", "jupyter ")) or first in SUBCOMMANDS:
                found[one] = None
    return [one for one in found if one not in SUBCOMMANDS]


PRINTED = commands()


def test_what_is_not_run_is_still_printed() -> None:
    assert set(ELSEWHERE) <= set(PRINTED)
    assert len(PRINTED) > 30


@pytest.mark.parametrize("printed", [one for one in PRINTED if one not in ELSEWHERE])
def test_a_printed_command_works(printed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder with the files that the documents speak of: plans, a folder of plans, tables of them."""
    from calculator.command import main

    arguments = printed.removeprefix("python -m calculator ").split()
    if printed.startswith(("python -m calculator test", "python tests/")):
        files = [word for word in arguments[1:] if word.startswith("tests/")]
        assert files and all((ROOT / file).exists() for file in files)
        return
    if printed.startswith("python -m pydoc"):
        done = subprocess.run([sys.executable, *printed.split()[1:]], cwd=ROOT, capture_output=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return
    plan = json.loads(snippet())
    for name, rent in (("PLAN", "1225.00"), ("A", "900.00"), ("B", "1400.00"), ("PLANS/one", "700.00")):
        file = tmp_path / f"{name}.json"
        file.parent.mkdir(exist_ok=True)
        # RSTP's calculator does not know what a lease costs.
        home = [] if "rstp" in printed else [{"rent": rent}]
        file.write_text(json.dumps({**plan, "housing": home}), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    if " IN" in printed and "tables" not in printed:
        assert main(["batch", "tables", "PLANS", "-o", "IN"]) == 0
    arguments = ["single-toronto" if word == "NAME" else word for word in arguments]
    assert main(arguments) == 0


def snippet() -> str:
    (found,) = re.findall(r"^```json\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    return str(found)


def test_every_fenced_block_is_the_plan_that_is_read() -> None:
    from calculator.plan import read_plan

    assert read_plan(snippet()).community == "Halifax"
    for name in DOCUMENTS:
        fences = re.findall(r"^```", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        assert len(fences) == (2 if name == "README.md" else 0), f"{name}: a block that no test reads"


def test_the_readme_opens_with_what_it_is_a_picture_and_the_two_commands() -> None:
    before_the_commands = README.split(f"    {COMMANDS[0]}")[0]
    assert "calculator answers" in before_the_commands.split("![")[0]
    assert "![" in before_the_commands
    assert len(before_the_commands.splitlines()) < 25
    for heading in ("Start", "Speed", "How exact it is", "Rates, and how to add one", "Words", "How to cite"):
        assert f"\n## {heading}\n" in README


def test_the_number_of_examples_is_not_boasted() -> None:
    said = re.search(r"More than (\d+) worked examples", README)
    assert said
    rows = 0
    for table in (ROOT / "tests" / "examples").glob("*.csv"):
        with table.open(encoding="utf-8-sig", newline="") as file:
            rows += sum(1 for _ in csv.DictReader(file))
    assert rows > int(said[1])


@pytest.mark.parametrize("word", "RAP SAH CG G5 CS PSR BVOR JAS GAR OYW CCB".split())
def test_the_readme_explains_the_acronym(word: str) -> None:
    assert re.search(rf"^\| {word} \| \w", README, re.MULTILINE)


def test_the_files_and_folders_the_readme_links_to_exist() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target

"""What the README promises: the two commands, the words, and that the build runs the very same line."""

from __future__ import annotations

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


@pytest.mark.parametrize("word", "RAP SAH CG G5 CS PSR BVOR JAS GAR OYW CCB".split())
def test_the_readme_explains_the_acronym(word: str) -> None:
    assert re.search(rf"^\| {word} \| \w", README, re.MULTILINE)


def test_the_files_and_folders_the_readme_links_to_exist() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target

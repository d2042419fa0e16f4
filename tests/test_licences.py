"""The list of licences names what pyproject.toml installs; nothing comes under terms that would bind this project."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
FOR_USERS = [*PROJECT["dependencies"], *EXTRAS["cluster"]]
FOR_TESTS = EXTRAS["test"]
LIST = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## Licences", 1)[1]


def name_of(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found
    return found.group()


@pytest.mark.parametrize("name", sorted({name_of(r) for r in [*FOR_USERS, *FOR_TESTS]}))
def test_every_dependency_is_in_the_list(name: str) -> None:
    assert re.search(rf"\b{re.escape(name)}\b", LIST), f"{name}: add its licence to CONTRIBUTING.md"


@pytest.mark.parametrize("name", sorted({name_of(r) for r in FOR_USERS}))
def test_what_a_user_installs_sets_no_conditions(name: str) -> None:
    try:
        told = metadata(name)
    except PackageNotFoundError:
        pytest.skip(f"{name} is not installed")
    words = " ".join([told.get("License-Expression") or "", (told.get("License") or "")[:200],
                      *(c for c in told.get_all("Classifier") or [] if c.startswith("License"))])  # fmt: skip
    assert not re.search(r"\b[AL]?GPL|Affero|Copyleft|Mozilla|MPL|EUPL", words), f"{name}: {words}"


@pytest.mark.parametrize("requirement", [*FOR_USERS, *FOR_TESTS])
def test_every_range_has_a_lower_bound(requirement: str) -> None:
    assert ">=" in requirement

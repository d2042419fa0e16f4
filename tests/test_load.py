"""The load script runs, small: nobody sees another's plan, and a server started anew gives the plan back.

The figures are for a quiet computer and by hand (README, "Speed"); no time is asserted here.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import program_or_skip

ROOT = Path(__file__).resolve().parent.parent


def run(*arguments: str) -> str:
    command = [sys.executable, "tests/load/load_app.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_sessions_that_edit_and_download_at_once_see_only_their_own() -> None:
    told = run("--sessions", "4", "--seconds", "3", "--every", "1", "--storm", "--burst", "--downloads", "2")
    assert "another session's marker: 0; errors on a page: 0; sessions that never saw their own marker: 0" in told


@pytest.mark.browser
@pytest.mark.flaky(reruns=1)
def test_a_server_started_anew_gives_every_browser_its_plan_back() -> None:
    program_or_skip("chromium")
    assert "2 have their own plan back" in run("--restart", "2")

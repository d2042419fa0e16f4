"""What several test files share: the rates, the running app in a real browser, LibreOffice.

A test that needs a program which is not there is skipped with the line that installs it; where CI=true it
fails, so that a green build has driven the browser. What only one test file uses does not belong here.
"""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from calculator import programs

ROOT = Path(__file__).resolve().parent.parent
# The notebooks' kernel finds the package in a checkout that is not installed.
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
IS_CI = os.environ.get("CI", "").lower() in ("1", "true")

# Two slow cores must not fail a property by the clock; a build must fail the same way twice.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if IS_CI else "here")

BROWSER_FIXTURES = {"page", "context", "browser", "browser_type_launch_args"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="write the ledgers of tests/golden anew")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need a program, and run those with a browser last.

    Playwright leaves an event loop running in the main thread, which others would stumble over.
    """
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if fixtures & BROWSER_FIXTURES:
            item.add_marker("browser")
            # A page may be slow on a busy computer; a wrong page is wrong three times.
            item.add_marker(pytest.mark.flaky(reruns=2, reruns_delay=2))
        if "office" in fixtures:
            item.add_marker("office")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def program_or_skip(package: str) -> str:
    """Path of a program by its Debian package; skips the test without it, or fails it where CI=true."""
    found = programs.program(package)
    if found is None:
        reason = f"{package}: not found. Install it with: {programs.install_line([package])}"
        if IS_CI:
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return found


# --- the rates -------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def rates() -> Any:
    """The published rates of the checkout, read once."""
    from calculator.rates import Rates

    return Rates.load()


# --- the app in a browser --------------------------------------------------------------------------------

BROWSER_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's own Chromium, kept off the network; Playwright downloads nothing."""
    return {
        **browser_type_launch_args,
        "executable_path": program_or_skip("chromium"),
        "headless": True,
        "args": BROWSER_ARGS,
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "en-CA", "viewport": {"width": 1280, "height": 900}}


def unused_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        port: int = server.getsockname()[1]
        return port


def is_healthy(port: int) -> bool:
    """Whether a Streamlit server answers on this port of this computer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Poll until the condition holds; False when it still does not after so many seconds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


@contextmanager
def serving(log: Path, script: str = "app.py", **environment: str) -> Iterator[str]:
    """A Streamlit server of its own on a free port, as ``http://localhost:PORT``; stopped at the end."""
    port = unused_port()
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.headless", "true"]
    with log.open("wb") as output:
        server = subprocess.Popen(
            [*command, "--server.port", str(port), "--server.fileWatcherType", "none"],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **environment},
        )
        try:
            wait_until(lambda: is_healthy(port) or server.poll() is not None, 60)
            if server.poll() is not None or not is_healthy(port):
                pytest.fail(f"the app did not start:\n{log.read_text(errors='replace')}", pytrace=False)
            yield f"http://localhost:{port}"
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


@pytest.fixture(scope="session")
def app_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the real app, started once for all browser tests: ``page.goto(app_server)``."""
    with serving(tmp_path_factory.mktemp("server") / "log.txt") as address:
        yield address


SETTLED = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    return app && app.dataset.testConnectionState === 'CONNECTED'
        && app.dataset.testScriptState === 'notRunning'
        && !document.querySelector('[data-testid=stSkeleton]');
}"""


@pytest.fixture
def settle() -> Callable[..., None]:
    """``settle(page)``: wait until Streamlit has finished its rerun.

    Wait for an element of the page first, and assert with ``expect`` afterwards: a key that was just pressed
    may not have started its rerun yet.
    """

    def wait(page: Any, timeout: float = 20_000) -> None:
        page.wait_for_function(SETTLED, timeout=timeout)

    return wait


@pytest.fixture
def axe() -> Callable[[Any], None]:
    """``axe(page)``: no serious or critical accessibility violation on the page as it is shown now."""
    from axe_playwright_python.sync_playwright import Axe

    def check(page: Any) -> None:
        found = Axe().run(page).response["violations"]
        grave = [
            f"{violation['impact']} {violation['id']}: {violation['help']}\n"
            + "\n".join(f"    {node['html'][:200]}" for node in violation["nodes"][:5])
            for violation in found
            if violation["impact"] in ("serious", "critical")
        ]
        assert not grave, "\n".join(grave)

    return check


# --- LibreOffice -----------------------------------------------------------------------------------------

ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""
"""Without this profile LibreOffice hands back the values stored in the file, right or wrong."""


class Office:
    """LibreOffice without a screen, and poppler."""

    def __init__(self, folder: Path) -> None:
        self.soffice = program_or_skip("libreoffice-calc-nogui")
        self.folder = folder
        user = folder / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE, encoding="utf-8")
        self.count = 0

    def convert(self, paths: Sequence[Path], to: str, seconds: float = 120) -> list[Path]:
        """Convert files in one call; returns the new files in the same order. File names must differ."""
        self.count += 1
        out = self.folder / f"out{self.count}"
        profile = (self.folder / "profile").as_uri()
        options = [f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", to]
        process = subprocess.Popen(
            [self.soffice, *options, "--outdir", str(out), *map(str, paths)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # soffice starts the real program, which would outlive it
        )
        try:
            said = process.communicate(timeout=seconds)[0].decode(errors="replace")
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()
            process.communicate()
            raise
        made = [out / f"{path.stem}.{to.partition(':')[0]}" for path in paths]
        missing = [path.name for path in made if not path.exists()]
        assert not missing, f"LibreOffice did not write {missing}:\n{said}"
        return made

    def recalc(self, paths: Sequence[Path]) -> list[Path]:
        """The same workbooks, every formula recalculated."""
        return self.convert(paths, "xlsx")

    def to_pdf(self, paths: Sequence[Path]) -> list[Path]:
        """The workbooks as they print."""
        return self.convert(paths, "pdf")

    def pdf_text(self, path: Path) -> str:
        """The words of a PDF, laid out as printed; pages end with a form feed."""
        pdftotext = program_or_skip("poppler-utils")
        command = [pdftotext, "-layout", str(path), "-"]
        done = subprocess.run(command, capture_output=True, check=True, timeout=60)
        return done.stdout.decode()


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """LibreOffice with a profile of its own: two at once with one profile fail."""
    folder = tmp_path_factory.mktemp("office")
    yield Office(folder)
    shutil.rmtree(folder, ignore_errors=True)

"""Many people at once: how long an edit takes while others edit too, and whether anybody sees another's plan.

Run by hand, not by the suite: ``python tests/load/load_app.py --sessions 100 --seconds 60``. It starts the real
app on a free port of this computer, opens sessions as browsers do (one websocket each, Streamlit's own
messages), gives every session a marker as the label of a person, and has each edit its plan every few seconds: four
times the rent, the fifth time somebody's age. Then, as asked for: everybody at the same instant (``--burst``), some
workbooks at once (``--downloads``), all opening at once (``--storm``), or the server killed and started again under a
handful of real browsers, each of which must get its plan back (``--restart``, with Chromium). Printed: times from
edit to finished page, the server's peak memory, other people's markers seen (there must be none). Sessions and
seconds are bounded and no other computer is ever asked: it is not a tool for loading somebody's server.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
MOST_SESSIONS, MOST_SECONDS, MOST_BROWSERS = 200, 600, 10
HOST = "127.0.0.1"
EXAMPLES = ("family-of-five-winnipeg", "couple-two-children-halifax", "linked-families-edmonton")
"""Plans with a rent, in three provinces."""
MARKER = re.compile(rb"marker-(\d{4})-of-a-session")
LONGEST_WAIT = 120


def marker(number: int) -> str:
    return f"marker-{number:04}-of-a-session"


@dataclass
class Session:
    """One browser: its connection, the fields on its page, the times of its edits in seconds."""

    number: int
    connection: ClientConnection
    query: str
    page: str = ""
    session: str = ""
    fields: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Ids and fragments of the fields of the page by their key without the generation."""
    workbook: str = ""
    """The address of the workbook that is made when it is asked for."""
    seconds: list[float] = field(default_factory=list)
    burst: list[float] = field(default_factory=list)
    opened: float = 0.0
    strangers: int = 0
    own: int = 0
    failed: int = 0
    error: str = ""
    """What the page said of the last error on it."""

    async def run(self, changed: dict[str, str]) -> float:
        """One run of the page with these fields changed; seconds until it is finished."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_script_hash = self.page
        message.rerun_script.context_info.url = f"http://{HOST}/"
        for key, text in changed.items():
            if key not in self.fields:
                why = self.error or "The page told no error."
                raise RuntimeError(f"session {self.number}: its page has no field {key}. {why}")
            widget, fragment = self.fields[key]
            message.rerun_script.fragment_id = fragment
            message.rerun_script.widget_states.widgets.add(id=widget, string_value=text)
        begun = time.perf_counter()
        await self.connection.send(message.SerializeToString())
        while True:
            raw = await asyncio.wait_for(self.connection.recv(decode=False), LONGEST_WAIT)
            found = {int(number) for number in MARKER.findall(raw)}
            self.strangers += bool(found - {self.number})
            self.own += bool(found)
            answer = ForwardMsg.FromString(raw)
            kind = answer.WhichOneof("type")
            if kind == "new_session":
                self.page = answer.new_session.page_script_hash
                self.session = answer.new_session.initialize.session_id or self.session
            elif kind == "delta":
                self.keep(answer)
            elif kind == "script_finished" and answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return time.perf_counter() - begun

    def keep(self, answer: ForwardMsg) -> None:
        """Remember the text fields of the page, and where its workbook is."""
        element = answer.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.failed += 1
            self.error = f"{element.exception.type}: {element.exception.message}"
        elif kind == "text_input":
            if found := re.search(r"-([a-z_]+(?:\.\w+)+)\.\d+$", element.text_input.id):
                self.fields[found[1]] = element.text_input.id, answer.delta.fragment_id
        elif kind == "download_button" and element.download_button.label == "Workbook":
            self.workbook = element.download_button.deferred_file_id or element.download_button.url

    async def open(self) -> None:
        """The plan of the link, then a marker for the first person."""
        self.opened = await self.run({})
        self.query = "lang=en"
        await self.run({"people.0.id": marker(self.number)})

    async def edit(self, until: float, every: float, offset: float) -> None:
        """Every few seconds a rent, or the age of somebody in one edit of five."""
        chance = random.Random(self.number)
        await asyncio.sleep(offset)
        count = 0
        while time.monotonic() < until:
            count += 1
            begun = time.monotonic()
            self.seconds.append(await self.run(self.change(count, chance)))
            await asyncio.sleep(max(0.0, every - (time.monotonic() - begun)))

    def change(self, count: int, chance: random.Random) -> dict[str, str]:
        ages = sorted(key for key in self.fields if re.fullmatch(r"people\.\d+\.age", key))[1:]
        if ages and chance.random() < 0.2:
            return {ages[-1]: str(chance.randrange(1, 17))}
        return {"housing.0.rent": f"{1000 + 10 * count + self.number}"}


def link(example: str) -> str:
    from calculator.examples import example_text
    from calculator.plan import read_plan
    from calculator.web import sharing

    return f"lang=en&plan={quote(sharing.parameter_of(read_plan(example_text(example))))}"


async def connected(port: int, number: int, query: str) -> Session:
    address = f"ws://{HOST}:{port}/_stcore/stream"
    connection = await connect(address, subprotocols=["streamlit"], max_size=None, compression=None)  # type: ignore[list-item]
    return Session(number, connection, query)


async def load(port: int, options: argparse.Namespace) -> list[Session]:
    """All sessions, opened a few at a time as people come or all at once, then editing at the same time."""
    queries = [link(name) for name in EXAMPLES]
    here: list[Session] = []
    try:
        for number in range(options.sessions):
            here.append(await connected(port, number, queries[number % len(queries)]))
            if not options.storm or not number:  # the first one loads what the server needs
                await here[-1].open()
        if options.storm:
            await asyncio.gather(*(s.open() for s in here[1:]))
        until = time.monotonic() + options.seconds
        offsets = [options.every * s.number / options.sessions for s in here]
        await asyncio.gather(*(s.edit(until, options.every, at) for s, at in zip(here, offsets, strict=True)))
        if options.burst:
            times = await asyncio.gather(*(s.run(s.change(99, random.Random(1))) for s in here))
            for s, one in zip(here, times, strict=True):
                s.burst.append(one)
        if options.downloads:
            await downloads(port, here[: options.downloads])
    finally:
        await asyncio.gather(*(s.connection.close() for s in here))
    return here


async def downloads(port: int, here: list[Session]) -> None:
    """The workbook of some sessions at once: each must be a workbook with its own marker only."""
    begun = time.perf_counter()
    made = await asyncio.gather(*(download(port, s) for s in here))
    for s, names in zip(here, made, strict=True):
        s.strangers += bool(names - {s.number})
        s.failed += s.number not in names
    print(f"  {len(here)} workbooks made at once: {time.perf_counter() - begun:.1f} s")


async def download(port: int, s: Session) -> set[int]:
    """The markers in the workbook of a session."""
    import io
    import zipfile

    message = BackMsg()
    request = message.backend_operation_request
    request.request_id, request.session_id, request.deferred_file.file_id = "1", s.session, s.workbook
    await s.connection.send(message.SerializeToString())
    while True:
        raw = await asyncio.wait_for(s.connection.recv(decode=False), LONGEST_WAIT)
        answer = ForwardMsg.FromString(raw)
        if answer.WhichOneof("type") == "backend_operation_response":
            break
    address = f"http://{HOST}:{port}{answer.backend_operation_response.deferred_file.url}"
    data = await asyncio.to_thread(lambda: urllib.request.urlopen(address, timeout=LONGEST_WAIT).read())
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        text = b"".join(book.read(name) for name in book.namelist())
    return {int(number) for number in MARKER.findall(text)}


def memory(process: int, name: str = "VmRSS") -> int | None:
    """Resident memory in MB, or with VmHWM its peak, where the system tells it in /proc."""
    try:
        text = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except OSError:
        return None
    return int(re.findall(rf"{name}:\s+(\d+) kB", text)[0]) // 1024


def spent(process: int) -> float:
    """Seconds of processor time the server has used, where the system tells it."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def at(values: list[float], percent: int) -> float:
    """The value that so many of 100 do not exceed."""
    ordered = sorted(values)
    return ordered[max(-(-percent * len(ordered) // 100), 1) - 1]


def told(values: list[float]) -> str:
    """How long, in milliseconds."""
    shown = {"p50": at(values, 50), "p95": at(values, 95), "longest": max(values)}
    return ", ".join(f"{name} {value * 1000:.0f} ms" for name, value in shown.items())


def is_healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/_stcore/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The real app on this port of this computer, stopped at the end."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    command += ["--server.port", str(port), "--server.address", HOST, "--server.fileWatcherType", "none"]
    server = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            if is_healthy(port) or server.poll() is not None:
                break
            time.sleep(0.2)
        yield server
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def measure(options: argparse.Namespace) -> int:
    """Print the figures; 1 if a session failed or saw another's marker."""
    port = unused_port()
    with serving(port) as server:
        before = memory(server.pid)
        print(f"{options.sessions} sessions, one edit each every {options.every:g} s for {options.seconds:g} s")
        done = asyncio.run(load(port, options))
        peak, processor = memory(server.pid, "VmHWM"), spent(server.pid)
    edits = [one for s in done for one in s.seconds]
    strangers, failed = sum(s.strangers for s in done), sum(s.failed for s in done)
    silent = sum(not s.own for s in done)
    print(f"  edits {len(edits)}: {told(edits)}")
    openings = [s.opened for s in done[1:]] or [done[0].opened]
    how = "all at once" if options.storm else "one after the other"
    print(f"  opening a page: first {done[0].opened * 1000:.0f} ms; the others, {how}: {told(openings)}")
    if options.burst:
        print(f"  everybody at the same instant: {told([one for s in done for one in s.burst])}")
    print(f"  server: {before} MB before, {peak} MB at the peak, {processor:.0f} s of processor time")
    for text in sorted({s.error for s in done if s.error}):
        print(f"  an error on a page: {text}")
    print(f"  messages with another session's marker: {strangers}; errors on a page: {failed}; "
          f"sessions that never saw their own marker: {silent}")  # fmt: skip
    if hasattr(os, "getloadavg"):
        print(f"  load average of the computer: {os.getloadavg()[0]:.1f}")
    return 1 if strangers or failed or silent else 0


SETTLED = """() => { const a = document.querySelector('[data-testid=stApp]');
  return a && a.dataset.testConnectionState === 'CONNECTED' && a.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-testid=stSkeleton]') }"""
KEPT = "() => window.localStorage.getItem('sponsorship-budget:plan') || ''"


def restart(browsers: int) -> int:
    """Kill the server under some real browsers; started again, every one must show its own plan. 1 if one does not."""
    from playwright.sync_api import sync_playwright

    from calculator import programs

    port = unused_port()
    wrong = 0
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=programs.program("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"],
        )
        pages = []
        with serving(port) as server:
            for number in range(browsers):
                page = chromium.new_context(locale="en-CA").new_page()
                page.goto(f"http://{HOST}:{port}/?{link(EXAMPLES[number % len(EXAMPLES)])}")
                label = page.get_by_label("Label 1 (no name)")
                label.wait_for(timeout=LONGEST_WAIT * 1000)
                label.fill(marker(number))
                label.press("Enter")
                page.get_by_label(f"Role of {marker(number)}").wait_for(timeout=LONGEST_WAIT * 1000)
                page.wait_for_function(SETTLED, timeout=LONGEST_WAIT * 1000)
                pages.append(page)
            server.kill()
            server.wait()
        begun = time.perf_counter()
        with serving(port):
            for number, page in enumerate(pages):
                try:
                    page.get_by_text("The plan you last worked on at this computer is back.").wait_for(
                        timeout=LONGEST_WAIT * 1000
                    )
                    page.get_by_label(f"Role of {marker(number)}").wait_for(timeout=LONGEST_WAIT * 1000)
                    kept = page.evaluate(KEPT)
                    is_own = {int(n) for n in MARKER.findall(kept.encode())} == {number}
                    wrong += not is_own
                except Exception as error:  # what went wrong with one browser is told, the others are still looked at
                    wrong += 1
                    print(f"  browser {number}: {str(error).splitlines()[0]}")
            print(f"{browsers} browsers, the server killed and started again: {browsers - wrong} have their own plan "
                  f"back, after {time.perf_counter() - begun:.1f} s")  # fmt: skip
        chromium.close()
    return 1 if wrong else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--sessions", type=int, default=20, help=f"up to {MOST_SESSIONS}")
    parser.add_argument("--seconds", type=float, default=30, help=f"up to {MOST_SECONDS}")
    parser.add_argument("--every", type=float, default=5, help="seconds between two edits of a session, 1 or more")
    parser.add_argument("--storm", action="store_true", help="open all sessions at the same instant")
    parser.add_argument("--burst", action="store_true", help="at the end one edit of everybody at the same instant")
    parser.add_argument("--downloads", type=int, default=0, help="so many workbooks at once at the end")
    parser.add_argument("--restart", type=int, default=0, metavar="BROWSERS", help=f"only this; up to {MOST_BROWSERS}")
    options = parser.parse_args()
    if options.restart:
        return restart(min(options.restart, MOST_BROWSERS))
    options.sessions = min(max(options.sessions, 1), MOST_SESSIONS)
    options.seconds = min(max(options.seconds, 1), MOST_SECONDS)
    options.every = max(options.every, 1)
    return measure(options)


if __name__ == "__main__":
    raise SystemExit(main())

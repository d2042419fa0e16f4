"""Many people at once: how long an edit takes while others edit too, and whether anybody sees another's plan.

Run by hand, not by the suite: ``python tests/load/load_app.py --sessions 100 --seconds 60``. It starts the real
app on a free port of this computer, opens sessions as browsers do (one websocket each, Streamlit's own
messages), gives every session a marker as the label of a person, and edits one rent in each every few
seconds. Printed: the time from edit to finished page, the server's memory, other people's markers seen
(there must be none). Sessions and seconds are bounded and no other computer is ever asked: it is not a tool
for loading somebody's server.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
MOST_SESSIONS, MOST_SECONDS = 200, 600
HOST = "127.0.0.1"
EXAMPLES = ("family-of-five-winnipeg", "couple-two-children-halifax", "linked-families-edmonton")
"""Plans with a rent, in three provinces."""
MARKER = re.compile(rb"marker-(\d{4})-of-a-session")
LONGEST_WAIT = 60


def marker(number: int) -> str:
    return f"marker-{number:04}-of-a-session"


@dataclass
class Session:
    """One browser: its connection, the fields on its page, the times of its edits in seconds."""

    number: int
    connection: ClientConnection
    query: str
    page: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    """Ids of the text fields of the page by their key without the generation."""
    seconds: list[float] = field(default_factory=list)
    opened: float = 0.0
    strangers: int = 0
    own: int = 0
    failed: int = 0

    async def run(self, changed: dict[str, str]) -> float:
        """One run of the page with these fields changed; seconds until it is finished."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_script_hash = self.page
        message.rerun_script.context_info.url = f"http://{HOST}/"
        for key, text in changed.items():
            message.rerun_script.widget_states.widgets.add(id=self.fields[key], string_value=text)
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
            elif kind == "delta" and answer.delta.new_element.WhichOneof("type") == "text_input":
                self.keep(answer.delta.new_element.text_input.id)
            elif kind == "delta" and answer.delta.new_element.WhichOneof("type") == "exception":
                self.failed += 1
            elif kind == "script_finished" and answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return time.perf_counter() - begun

    def keep(self, widget: str) -> None:
        if found := re.search(r"-([a-z_]+(?:\.\w+)+)\.\d+$", widget):
            self.fields[found[1]] = widget

    async def open(self) -> None:
        """The plan of the link, then a marker for the first person."""
        self.opened = await self.run({})
        self.query = "lang=en"
        await self.run({"people.0.id": marker(self.number)})

    async def edit(self, until: float, every: float, offset: float) -> None:
        """A new rent every few seconds."""
        await asyncio.sleep(offset)
        count = 0
        while time.monotonic() < until:
            count += 1
            begun = time.monotonic()
            self.seconds.append(await self.run({"housing.0.rent": f"{1000 + 10 * count + self.number}"}))
            await asyncio.sleep(max(0.0, every - (time.monotonic() - begun)))


def link(example: str) -> str:
    from calculator.examples import example_text
    from calculator.plan import read_plan
    from calculator.web import sharing

    return f"lang=en&plan={quote(sharing.parameter_of(read_plan(example_text(example))))}"


async def load(port: int, sessions: int, seconds: float, every: float) -> list[Session]:
    """All sessions, opened a few at a time as people come, then editing at the same time."""
    queries = [link(name) for name in EXAMPLES]
    opened: list[Session] = []
    try:
        for number in range(sessions):
            address = f"ws://{HOST}:{port}/_stcore/stream"
            connection = await connect(address, subprotocols=["streamlit"], max_size=None, compression=None)  # type: ignore[list-item]
            opened.append(Session(number, connection, queries[number % len(queries)]))
            await opened[-1].open()
        until = time.monotonic() + seconds
        await asyncio.gather(*(s.edit(until, every, every * s.number / sessions) for s in opened))
    finally:
        await asyncio.gather(*(s.connection.close() for s in opened))
    return opened


def memory(process: int) -> int | None:
    """Resident memory in MB, where the system tells it in /proc."""
    try:
        text = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except OSError:
        return None
    return int(re.findall(r"VmRSS:\s+(\d+) kB", text)[0]) // 1024


def at(values: list[float], percent: int) -> float:
    """The value that so many of 100 do not exceed."""
    ordered = sorted(values)
    return ordered[max(-(-percent * len(ordered) // 100), 1) - 1]


def is_healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/_stcore/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def measure(sessions: int, seconds: float, every: float) -> int:
    """Print the figures; 1 if a session failed or saw another's marker."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    command += ["--server.port", str(port), "--server.address", HOST, "--server.fileWatcherType", "none"]
    server = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            if is_healthy(port) or server.poll() is not None:
                break
            time.sleep(0.2)
        before = memory(server.pid)
        done = asyncio.run(load(port, sessions, seconds, every))
        after = memory(server.pid)
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
    edits = [one for s in done for one in s.seconds]
    strangers, failed = sum(s.strangers for s in done), sum(s.failed for s in done)
    silent = sum(not s.own for s in done)
    busy = f", load average {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{sessions} sessions, one edit each every {every:g} s for {seconds:g} s{busy}")
    print(f"  edits {len(edits)}: p50 {at(edits, 50) * 1000:.0f} ms, p95 {at(edits, 95) * 1000:.0f} ms, "
          f"longest {max(edits) * 1000:.0f} ms")
    openings = [s.opened for s in done[1:]] or [done[0].opened]
    print(f"  opening a page: first {done[0].opened * 1000:.0f} ms, p95 of the others {at(openings, 95) * 1000:.0f} ms")
    print(f"  server memory: {before} MB before, {after} MB after")
    print(f"  messages with another session's marker: {strangers}; errors on a page: {failed}; "
          f"sessions that never saw their own marker: {silent}")
    return 1 if strangers or failed or silent else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--sessions", type=int, default=20, help=f"up to {MOST_SESSIONS}")
    parser.add_argument("--seconds", type=float, default=30, help=f"up to {MOST_SECONDS}")
    parser.add_argument("--every", type=float, default=5, help="seconds between two edits of a session, 1 or more")
    options = parser.parse_args()
    sessions = min(max(options.sessions, 1), MOST_SESSIONS)
    seconds = min(max(options.seconds, 1), MOST_SECONDS)
    return measure(sessions, seconds, max(options.every, 1))


if __name__ == "__main__":
    raise SystemExit(main())

"""The first run: make ``.venv`` beside the checkout, fill it, start the app or the tests there.

Works on a machine that has nothing but Python, so it imports the standard library only and carries its own
short messages in two languages: the catalogues of ``calculator.locale`` need a package. No calculation, no
screen and no command line here. Everything is said on the error stream; the output belongs to the commands.
"""

from __future__ import annotations

import errno
import hashlib
import importlib.util
import json
import os
import platform
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from calculator.first_words import FIRST_WORDS

ROOT = Path(__file__).resolve().parent.parent
IS_WINDOWS = os.name == "nt"
FIRST_PORT = 8501
MEGABYTES = {"": 700, "test": 1200}
"""Room that ``.venv`` and pip's temporary files need, per extra."""


class SetupError(Exception):
    """Something about this computer stops the program; the text is a finished message. Exit code 3."""


def language() -> str:
    """``"fr"`` or ``"en"``, from the environment, else from Windows."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "fr" if os.environ[name].lower().startswith("fr") else "en"
    if sys.platform == "win32":
        import ctypes

        return "fr" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0xFF == 0x0C else "en"
    return "en"


def words(key: str, **values: object) -> str:
    return FIRST_WORDS[key][language() == "fr"].format(**values)


def say(key: str, **values: object) -> None:
    complain(words(key, **values))


def complain(message: str) -> None:
    """Print a finished message on the error stream, whatever its encoding can show."""
    line = message + "\n"
    encoding = getattr(sys.stderr, "encoding", None) or "ascii"
    sys.stderr.write(line.encode(encoding, "replace").decode(encoding))
    sys.stderr.flush()


# --- which Python holds the packages ---------------------------------------------------------------------


def _project() -> dict[str, Any]:
    import tomllib

    try:
        project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    except FileNotFoundError:
        return {}  # not a checkout: the package was installed, and its packages with it
    return project


def requirements(extra: str = "") -> list[str]:
    """What the project asks for, such as ``"pandas>=3.0,<4"``."""
    project = _project()
    return [*project.get("dependencies", ()), *project.get("optional-dependencies", {}).get(extra, ())]


def _numbers(version: str) -> tuple[int, ...]:
    match = re.match(r"\d+(\.\d+)*", version)
    return tuple(int(part) for part in match[0].split(".")) if match else ()


def is_met(requirement: str) -> bool:
    """Whether this Python has the package in a version inside the range."""
    from importlib.metadata import PackageNotFoundError, version

    name, bounds = re.fullmatch(r"([\w.-]+)(.*)", requirement).groups()  # type: ignore[union-attr]
    try:
        have = _numbers(version(name))
    except PackageNotFoundError:
        return False
    asked = re.findall(r"(>=|<)([\d.]+)", bounds)
    return all((have >= _numbers(bound)) == (sign == ">=") for sign, bound in asked)


def venv_python() -> Path:
    return ROOT / ".venv" / ("Scripts/python.exe" if IS_WINDOWS else "bin/python")


def _fingerprint() -> str:
    text = json.dumps([_project(), platform.python_implementation(), sys.version_info[:2]], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _stamp(extra: str) -> Path:
    return ROOT / ".venv" / (f".ready-{extra}" if extra else ".ready")


def is_ready(extra: str = "") -> bool:
    """Whether ``.venv`` was finished for this pyproject.toml and this Python."""
    stamps = {_stamp(extra), _stamp("test")} if extra == "" else {_stamp(extra)}
    want = _fingerprint()
    return venv_python().exists() and any(stamp.exists() and stamp.read_text() == want for stamp in stamps)


def python_with_packages(extra: str = "") -> str:
    """The Python to run with; makes or completes ``.venv`` first when no Python at hand will do.

    Creates nothing when the running Python already has the packages. Raises ``SetupError``.
    """
    if all(is_met(requirement) for requirement in requirements(extra)):
        return sys.executable
    if not is_ready(extra):
        _set_up(extra)
    return str(venv_python())


def is_running_in(python: str) -> bool:
    """Whether ``python`` is the running one. Not by resolved path: the one in ``.venv`` is a link."""
    return os.path.abspath(python) == os.path.abspath(sys.executable)


# --- making .venv ----------------------------------------------------------------------------------------


def _set_up(extra: str) -> None:
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        raise SetupError(words("no_venv", version=f"{sys.version_info[0]}.{sys.version_info[1]}"))
    free = shutil.disk_usage(ROOT).free // 10**6
    if free < MEGABYTES[extra] and not venv_python().exists():
        raise SetupError(words("disk_full", folder=ROOT, need=MEGABYTES[extra], free=free))
    say("setting_up", folder=ROOT / ".venv")
    started = time.monotonic()
    try:
        _make_venv()
        _install(f"{ROOT}[{extra}]" if extra else str(ROOT), started)
        _stamp(extra).write_text(_fingerprint(), encoding="ascii")
    except OSError as error:
        raise SetupError(_explain_os(error)) from error
    except ValueError as error:  # venv's word for a .venv that is not a folder
        raise SetupError(words("failed", folder=ROOT, detail=error)) from error
    except subprocess.CalledProcessError as error:
        output = error.output or b""
        raise SetupError(_explain(output.decode(errors="replace"))) from error
    say("ready", seconds=round(time.monotonic() - started))


def _make_venv() -> None:
    folder = ROOT / ".venv"
    python = venv_python()
    version = ""
    if python.exists() and (folder / "pyvenv.cfg").exists():
        for line in (folder / "pyvenv.cfg").read_text(encoding="utf-8").splitlines():
            if re.match(r"version(_info)? *=", line):  # virtualenv and uv write version_info
                version = line.partition("=")[2].strip()
    is_same = _numbers(version)[:2] == sys.version_info[:2]
    if is_same and run_watched([python, "-m", "pip", "--version"], lambda line: None) == 0:
        return  # only packages are missing or old
    import venv  # here, because some systems lack it

    # links except on Windows, as `python -m venv` does
    venv.EnvBuilder(with_pip=True, symlinks=not IS_WINDOWS, clear=folder.exists()).create(folder)


def _install(target: str, started: float) -> None:
    output: list[str] = []

    def watch(line: str) -> None:
        output.append(line)
        seconds = round(time.monotonic() - started)
        if match := re.match(r"\s*(?:Downloading|Using cached) (\S+?)-\d\S* \((\S+ [MG]B)\)", line):
            name = match[1].rpartition("/")[2]
            say("fetching", seconds=seconds, name=name, size=match[2])
        elif line.startswith("Installing collected packages:"):
            say("unpacking", seconds=seconds, count=line.count(",") + 1)

    say("looking_up", seconds=round(time.monotonic() - started))
    arguments = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off", "--editable", target]
    if not sys.dont_write_bytecode:  # each module is compiled when it is first loaded; most never are
        arguments.append("--no-compile")
    code = run_watched([venv_python(), "-m", "pip", "install", *arguments], watch)
    if code:
        raise subprocess.CalledProcessError(code, "pip", output="".join(output).encode())


def run_watched(
    command: Sequence[str | Path], watch: Callable[[str], object], extra: Mapping[str, str] | None = None
) -> int:
    """Run a program, show its lines to ``watch``; it ends with us, also when we are told to stop."""
    environment = {**os.environ, "PIP_USER": "0", "PYTHONIOENCODING": "utf-8", **(extra or {})}
    process = subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=environment,
        start_new_session=True,  # pip starts programs of its own: they are stopped as one group
    )
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        assert process.stdout
        for line in process.stdout:
            watch(line)
        return process.wait()
    finally:
        signal.signal(signal.SIGTERM, before)
        if process.poll() is None:
            process.terminate() if sys.platform == "win32" else os.killpg(process.pid, signal.SIGTERM)
            process.wait()
        if process.stdout:
            process.stdout.close()


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    sys.exit(128 + number)


def _explain_os(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return words("disk_full_now", folder=ROOT)
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return words("read_only", folder=ROOT)
    return words("failed", folder=ROOT, detail=str(error))


_NO_NETWORK = (
    "NewConnectionError",
    "failed to establish a new connection",
    "name resolution",
    "getaddrinfo failed",
    "nodename nor servname",
    "network is unreachable",
    "ConnectTimeout",
    "timed out",
    "connection refused",
    "connection broken by",
    "(from versions: none)",
)


def _explain(output: str) -> str:
    """What pip or ensurepip said, as a message for somebody who knows neither."""

    def has(*signs: str) -> bool:
        return any(sign.lower() in output.lower() for sign in signs)

    if has("no space left on device", "not enough space on the disk", "disk quota exceeded", "[errno 28]"):
        return words("disk_full_now", folder=ROOT)
    if has("permission denied", "read-only file system", "access is denied"):
        return words("read_only", folder=ROOT)
    if has("certificate_verify_failed", "sslerror", "proxyerror", "407 proxy"):
        return words("no_trust", detail=_last_errors(output))
    if has(*_NO_NETWORK):
        return words("no_network")
    return words("failed", folder=ROOT, detail=_last_errors(output))


def _last_errors(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error")] or lines
    return " | ".join(errors[-3:]) or "-"


# --- handing over ----------------------------------------------------------------------------------------


def hand_over(command: Sequence[str]) -> int:
    """Become another program, so that Ctrl-C and kill reach it and nothing stays behind."""
    sys.stdout.flush()
    sys.stderr.flush()
    if not IS_WINDOWS:
        os.execv(command[0], list(command))
    process = subprocess.Popen(list(command))  # Windows cannot replace a process
    try:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:  # the console sent it to the child too: let it finish
                continue
    finally:
        if process.poll() is None:
            process.terminate()


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of this computer."""
    with socket.socket() as visitor:
        visitor.settimeout(0.2)
        if visitor.connect_ex(("127.0.0.1", port)) == 0:
            return False  # somebody listens, perhaps on every address
    with socket.socket() as server:
        if not IS_WINDOWS:  # where it means something else
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port(first: int = FIRST_PORT) -> int:
    """``first`` or the next free port, and says so. Raises ``SetupError`` when twenty in a row are taken."""
    for port in range(first, min(first + 20, 65536)):
        if is_free(port):
            if port != first:
                say("port_taken", port=first, other=port)
            return port
    raise SetupError(words("no_port", first=first))


def open_app(port: int = FIRST_PORT, has_browser: bool = True) -> int:
    """Start the web app and open it in the browser; returns only on Windows or on failure."""
    python = python_with_packages()
    os.chdir(ROOT)  # Streamlit reads its settings from the current folder
    options = ["--server.port", str(free_port(port))] + ([] if has_browser else ["--server.headless", "true"])
    return hand_over([python, "-m", "streamlit", "run", "app.py", *options])

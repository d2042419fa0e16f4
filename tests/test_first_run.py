"""The first run as a person meets it: real processes, real signals, a real ``.venv``; no network needed.

Failures of the computer (no network, no room, no venv module) are made, not waited for: pip is pointed at a
closed port of this machine, and what cannot be broken safely is replaced just before the command line runs.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from conftest import is_healthy, unused_port, wait_until

from calculator import command, first_run, programs
from calculator.first_words import FIRST_WORDS

ROOT = Path(__file__).resolve().parent.parent
MAIN = "import sys; from calculator.__main__ import main; sys.exit(main())"
BARE = [getattr(sys, "_base_executable", sys.executable), "-S"]
"""A Python that sees no installed package."""

posix_only = pytest.mark.skipif(os.name == "nt", reason="signals and /proc are POSIX")


def environment(**changes: str) -> dict[str, str]:
    """This process's variables without a user's pip settings, in English."""
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith("PIP_") and not k.lower().endswith("_proxy")
    }
    kept |= {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", "PIP_CONFIG_FILE": os.devnull}
    return kept | changes


def run(arguments: Sequence[str], folder: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(arguments),
        cwd=folder,
        env=environment(**changes),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


def copy_checkout(folder: Path) -> Path:
    unwanted = shutil.ignore_patterns(
        ".git", ".venv", ".*cache*", "__pycache__", ".hypothesis", "tests", "notebooks"
    )
    return Path(shutil.copytree(ROOT, folder, ignore=unwanted))


def listing(folder: Path) -> set[str]:
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*"))
    return {name for name in names if "__pycache__" not in name}


def processes_of(folder: Path) -> list[str]:
    """Command lines of running programs that mention a folder."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = file.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue  # it has just ended
        if str(folder) in line:
            found.append(line)
    return found


def is_plain(message: str) -> bool:
    """A message for a person: where, what, what to do; never a traceback."""
    return "Traceback" not in message and bool(
        re.search(r"^[^\n]+: [^\n]+\. [^\n]+\.?$", message, re.MULTILINE)
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    return copy_checkout(tmp_path / "a checkout")  # a space, as in many people's folders


@pytest.fixture(scope="module")
def offline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout shared by the tests that stop before any package arrives; its .venv is made once."""
    return copy_checkout(tmp_path_factory.mktemp("offline") / "a checkout")


# --- with the packages at hand: the app starts, and nothing stays behind ---------------------------------


needs_packages = pytest.mark.skipif(
    not all(first_run.is_met(requirement) for requirement in first_run.requirements()),
    reason="this Python lacks a package of the app: run `python -m calculator test`",
)


@posix_only
@needs_packages
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_app_starts_without_creating_anything_and_leaves_no_server(
    checkout: Path, how: signal.Signals
) -> None:
    before = listing(checkout)
    port = unused_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "calculator", "--no-browser", "--port", str(port)],
        cwd=checkout,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        # as in a terminal, also when the tests themselves were started with nohup
        preexec_fn=lambda: signal.signal(how, signal.SIG_DFL),
    )
    try:
        assert wait_until(lambda: is_healthy(port), 60)
        process.send_signal(how)
        _, said = process.communicate(timeout=20)
    finally:
        process.kill()
    assert not is_healthy(port)
    assert "Traceback" not in said
    assert not processes_of(checkout)
    assert listing(checkout) == before


@needs_packages
def test_a_taken_port_is_named_and_the_next_free_one_used(checkout: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        code = (
            "import sys; from calculator import first_run\n"
            "first_run.hand_over = lambda command: print(*command) or 0\n"
            f"sys.argv = ['calculator', '--port', '{taken}']\n" + MAIN
        )
        done = run([sys.executable, "-c", code], checkout)
    found = re.search(rf"^Port {taken}: another program uses it. The app opens on port (\d+)", done.stderr)
    assert found, done.stderr
    assert taken < int(found[1]) < taken + 20
    assert f"streamlit run app.py --server.port {found[1]}" in done.stdout


def test_a_port_with_a_listener_on_every_address_is_taken() -> None:
    with socket.socket() as other:
        other.bind(("", 0))
        other.listen()
        assert not first_run.is_free(other.getsockname()[1])
    assert first_run.is_free(unused_port())


def test_twenty_taken_ports_are_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_run, "is_free", lambda port: False)
    with pytest.raises(first_run.SetupError, match="Port 8501 and the nineteen after it"):
        first_run.free_port()


@pytest.mark.skipif(
    not all(first_run.is_met(requirement) for requirement in first_run.requirements("test")),
    reason="this Python lacks a package of the tests: run `python -m calculator test`",
)
def test_the_test_command_hands_its_arguments_to_pytest() -> None:
    done = run(
        [sys.executable, "-m", "calculator", "test", "--collect-only", "-q", "tests/test_first_run.py"], ROOT
    )
    assert done.returncode == 0, done.stderr
    assert "test_the_test_command_hands_its_arguments_to_pytest" in done.stdout


# --- a computer that is not ready ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("locale", "word", "retries"), [("C.UTF-8", "Internet: ", "1"), ("fr_CA.UTF-8", "Internet : ", "0")]
)
def test_without_a_network_the_message_says_so(offline: Path, locale: str, word: str, retries: str) -> None:
    pip = {"PIP_INDEX_URL": f"http://127.0.0.1:{unused_port()}/simple", "PIP_RETRIES": retries}
    done = run([*BARE, "-m", "calculator", "--no-browser"], offline, LC_ALL=locale, **pip)
    assert done.returncode == command.ENVIRONMENT
    assert done.stdout == ""
    assert done.stderr.splitlines()[-1].startswith(word)
    assert is_plain(done.stderr)
    assert (offline / ".venv" / "pyvenv.cfg").exists()
    assert not list((offline / ".venv").glob(".ready*"))


@pytest.fixture
def silent_index() -> Iterator[str]:
    """An address that takes connections and never answers."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/simple"


@posix_only
@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, command.STOPPED), (signal.SIGTERM, 143)])
def test_stopping_the_set_up_leaves_no_installer(
    offline: Path, silent_index: str, how: signal.Signals, code: int, tmp_path: Path
) -> None:
    said = tmp_path / "said.txt"
    with said.open("wb") as output:
        process = subprocess.Popen(
            [*BARE, "-m", "calculator", "--no-browser"],
            cwd=offline,
            env=environment(PIP_INDEX_URL=silent_index),
            stdin=subprocess.DEVNULL,
            stderr=output,
        )
        try:
            assert wait_until(lambda: "looking up packages" in said.read_text(), 60), said.read_text()
            assert wait_until(lambda: any(" install " in line for line in processes_of(offline)), 20)
            time.sleep(0.5)
            process.send_signal(how)
            assert process.wait(20) == code
        finally:
            process.kill()
            process.wait()
    assert wait_until(lambda: not processes_of(offline), 10), processes_of(offline)
    assert "Traceback" not in said.read_text()
    if how == signal.SIGINT:
        assert said.read_text().splitlines()[-1].startswith("Stopped.")


BROKEN = {
    "no venv module": ("sys.modules['ensurepip'] = None", "its venv module is missing"),
    "no room": (
        "import shutil, types; shutil.disk_usage = lambda path: types.SimpleNamespace(free=5 * 10**7)",
        "about 700 MB are needed and 50 MB are free",
    ),
    "no room half-way": (
        f"import venv; venv.EnvBuilder.create = lambda *a: exec('raise OSError({errno.ENOSPC}, 1)')",
        "the disk is full",
    ),
    "a read-only folder": (
        f"import venv; venv.EnvBuilder.create = lambda *a: exec('raise OSError({errno.EROFS}, 1)')",
        "the folder .venv cannot be written here",
    ),
}


@pytest.mark.parametrize(("fault", "message"), BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("arguments", [[], ["test"]], ids=["app", "test"])
def test_trouble_with_the_computer_is_one_plain_message(
    checkout: Path, fault: str, message: str, arguments: list[str]
) -> None:
    code = f"import sys; sys.argv[1:] = {arguments}; {fault}\n{MAIN}"
    done = run([*BARE, "-c", code], checkout)
    wanted = message.replace("700", str(first_run.MEGABYTES["test" if arguments else ""]))
    assert done.returncode == command.ENVIRONMENT
    assert wanted in done.stderr
    assert is_plain(done.stderr)
    assert not (checkout / ".venv").exists()


def test_a_file_named_venv_is_a_plain_message(checkout: Path) -> None:
    (checkout / ".venv").write_text("mine")
    done = run([*BARE, "-m", "calculator"], checkout)
    assert done.returncode == command.ENVIRONMENT
    assert is_plain(done.stderr)
    assert (checkout / ".venv").read_text() == "mine"


@pytest.mark.parametrize(
    ("output", "key"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "disk_full_now",
        ),
        ("OSError: [WinError 112] There is not enough space on the disk", "disk_full_now"),
        ("ERROR: ... [Errno 13] Permission denied: '/x'\nConsider using the `--user` option", "read_only"),
        ("Retrying ... [Errno -3] Temporary failure in name resolution", "no_network"),
        ("ReadTimeoutError: HTTPSConnectionPool(host='x', port=443): Read timed out.", "no_network"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] ...", "no_trust"),
        ("ProxyError('Cannot connect to proxy.', NewConnectionError(", "no_trust"),
        ("ERROR: No matching distribution found for pandas<4,>=3.0", "failed"),
        ("", "failed"),
    ],
)
def test_what_pip_says_becomes_the_right_message(
    output: str, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    assert first_run._explain(output).startswith(FIRST_WORDS[key][0].format_map(_Blanks())[:12].split("{")[0])
    assert FIRST_WORDS[key][0].split("}")[-1][:40] in first_run._explain(output)


class _Blanks(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return str(first_run.ROOT)


def old_pythons() -> list[str]:
    """Pythons on this computer that are too old to run the program, by trying them."""
    names = ["python2.7", "python3.6", "python3.7", "python3.8", "python3.9", "python3.10"]
    places = [*os.environ.get("PATH", "").split(os.pathsep)]
    places += [str(path) for path in (Path.home() / ".pyenv" / "versions").glob("*/bin")]
    found = []
    for name in names:
        for place in places:
            if (path := shutil.which(name, path=place)) and "shims" not in path:
                found.append(path)
                break
    return found


@pytest.mark.parametrize(
    "python", old_pythons() or [pytest.param("", marks=pytest.mark.skip("no old Python here"))]
)
def test_an_old_python_is_told_so(python: str) -> None:
    done = run([python, "-B", "-m", "calculator", "test"], ROOT)
    assert done.returncode == command.ENVIRONMENT
    assert re.match(r"Python [23]\.\d+: this program needs Python 3\.11 or newer\. Install it", done.stderr)
    french = run([python, "-B", "-m", "calculator"], ROOT, LC_ALL="fr_CA.UTF-8")
    assert "demande Python 3.11 ou plus récent" in french.stderr


def test_the_oldest_python_is_the_one_of_pyproject(monkeypatch: pytest.MonkeyPatch) -> None:
    from calculator import __main__ as gate

    assert first_run._project()["requires-python"] == ">=" + ".".join(map(str, gate.OLDEST))
    monkeypatch.setattr(sys, "version_info", (3, 10, 1, "final", 0))
    assert "Python 3.10: this program needs" in (gate.too_old() or "") or first_run.language() == "fr"


# --- when is .venv ready ---------------------------------------------------------------------------------


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a finished ``.venv``, as far as the first run looks."""
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["no-such-package>=1"]\n')
    monkeypatch.setattr(first_run, "ROOT", tmp_path)
    first_run.venv_python().parent.mkdir(parents=True)
    first_run.venv_python().touch()
    (tmp_path / ".venv" / ".ready").write_text(first_run._fingerprint())
    return tmp_path


def test_a_finished_venv_is_used_at_once(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_run, "_set_up", lambda extra: pytest.fail("set up again"))
    assert first_run.python_with_packages() == str(first_run.venv_python())


def test_the_venv_of_the_tests_serves_the_app_and_not_the_other_way_round(made: Path) -> None:
    assert not first_run.is_ready("test")
    (made / ".venv" / ".ready").rename(made / ".venv" / ".ready-test")
    assert first_run.is_ready("test")
    assert first_run.is_ready("")


def test_changed_requirements_another_python_or_a_lost_one_need_a_set_up(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as other:
        other.setattr(sys, "version_info", (3, 99, 0, "final", 0))
        assert not first_run.is_ready()
    first_run.venv_python().rename(made / "python")
    assert not first_run.is_ready()
    (made / "python").rename(first_run.venv_python())
    assert first_run.is_ready()
    (made / "pyproject.toml").write_text('[project]\ndependencies = ["no-such-package>=2"]\n')
    assert not first_run.is_ready()


@pytest.mark.parametrize(
    ("requirement", "version", "is_met"),
    [
        ("pandas>=3.0,<4", "3.1.1", True),
        ("pandas>=3.0,<4", "3.0.0rc1", True),
        ("pandas>=3.0,<4", "2.3.3", False),
        ("pandas>=3.0,<4", "4.0.0", False),
        ("openpyxl>=3.1.5", "3.1.10", True),
        ("openpyxl>=3.1.5", "3.1", False),
        ("no-such-package>=1", "", False),
    ],
)
def test_a_package_outside_the_range_does_not_serve(
    requirement: str, version: str, is_met: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if version:
        monkeypatch.setattr("importlib.metadata.version", lambda name: version)
    assert first_run.is_met(requirement) is is_met


def test_every_requirement_has_a_form_that_the_first_run_can_read() -> None:
    for requirement in [*first_run.requirements("test"), *first_run.requirements("cluster")]:
        assert re.fullmatch(r"[\w.-]+(>=[\d.]+)(,<[\d.]+)?", requirement), requirement


# --- other systems, and small things ---------------------------------------------------------------------


def test_windows_keeps_its_python_in_scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_run, "IS_WINDOWS", True)
    assert first_run.venv_python().parts[-3:] == (".venv", "Scripts", "python.exe")
    assert first_run.hand_over([sys.executable, "-c", "raise SystemExit(7)"]) == 7


@pytest.mark.parametrize("arguments", [["--port", "80"], ["--port", "x"], ["nothing"], ["--nothing"]])
def test_wrong_usage_is_exit_code_2_and_on_the_error_stream(arguments: list[str], capsys: Any) -> None:
    with pytest.raises(SystemExit) as stop:
        command.main(arguments)
    assert stop.value.code == command.USAGE
    output, said = capsys.readouterr()
    assert output == ""
    assert said.startswith("usage: python -m calculator")


def test_both_languages_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    for key, (english, french) in FIRST_WORDS.items():
        fields = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in (english, french)]
        assert fields[0] == fields[1], key
        assert english != french
    monkeypatch.setenv("LC_ALL", "fr_CA.UTF-8")
    assert first_run.words("ready", seconds=3).startswith("Prêt en 3 s.")
    monkeypatch.setenv("LC_ALL", "")
    monkeypatch.setenv("LC_MESSAGES", "")
    monkeypatch.setenv("LANG", "en_CA.UTF-8")
    assert first_run.words("ready", seconds=3).startswith("Ready after 3 s.")


def test_a_program_that_only_tests_need_is_found_or_its_install_line_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    assert programs.program("chromium") is None
    monkeypatch.setenv("CHROMIUM", sys.executable)
    assert programs.program("chromium") == sys.executable
    for platform, start in (("linux", "sudo apt-get"), ("darwin", "brew"), ("win32", "winget")):
        monkeypatch.setattr(sys, "platform", platform)
        assert programs.install_line(programs.PROGRAMS).startswith(f"{start} install ")

"""The command line: the list of commands, their options and exit codes. Standard library only on import.

A command is a function ``add_<name>(commands)`` that describes its options and ``run_<name>(options)`` that
does the work and returns an exit code. ``run_<name>`` imports what it needs inside its body: wrong usage is
told before anything is installed, and ``--help`` is immediate. No arithmetic, no rule, no screen here.

To add one: write the two functions, give ``run=`` and ``needs=`` to ``set_defaults``, put ``add_<name>`` in
``COMMANDS``. ``needs=""`` asks for the packages (the command is restarted in ``.venv`` when they are there),
``needs=None`` for nothing.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import TypeAlias

from calculator import __version__, first_run, programs
from calculator.batch_commands import add_batch
from calculator.plan_commands import (
    add_budget,
    add_changes,
    add_compare,
    add_example,
    add_explain,
    add_export,
    add_rates,
    add_schema,
    add_timeline,
)

OK = 0
PROBLEMS = 1
USAGE = 2
ENVIRONMENT = 3
STOPPED = 130

EXIT_CODES = """\
exit codes:
  0    done
  1    problems in a plan, a table or the rates (each is printed); for `test`, a failing test
  2    wrong usage of a command
  3    something about this computer: no network, no room, no venv module, Python too old
  130  stopped with Ctrl-C

Results go to the output, everything else to the error stream."""

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_app(commands: Commands) -> None:
    parser = commands.add_parser("app", help="open the web app (the default)", allow_abbrev=False)
    add_app_options(parser)
    parser.set_defaults(run=run_app, needs=None)


def add_app_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port", type=_port, default=first_run.FIRST_PORT, help="first port to try (default: %(default)s)"
    )
    parser.add_argument("--no-browser", action="store_true", help="start the server only")


def run_app(options: argparse.Namespace) -> int:
    return first_run.open_app(options.port, has_browser=not options.no_browser)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1024 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"'{text}' is not a port. Choose a whole number from 1024 to 65535.")
    return int(text)


def add_test(commands: Commands) -> None:
    parser = commands.add_parser(
        "test",
        help="run the whole test suite",
        usage="%(prog)s [PYTEST ARGUMENT ...]",
        description="Sets up what the tests need and runs them; every argument goes to pytest.",
    )
    parser.set_defaults(run=lambda options: run_test(()), needs=None)


def run_test(arguments: Sequence[str]) -> int:
    python = first_run.python_with_packages("test")
    programs.install_missing()
    os.chdir(first_run.ROOT)
    return first_run.hand_over([python, "-m", "pytest", *arguments])


COMMANDS: tuple[Callable[[Commands], None], ...] = (
    add_app,
    add_budget,
    add_explain,
    add_export,
    add_timeline,
    add_changes,
    add_compare,
    add_example,
    add_schema,
    add_rates,
    add_batch,
    add_test,
)
"""In the order of the help page."""


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m calculator",
        description="What a private sponsor of refugees in Canada must budget, and why.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"sponsorship-budget {__version__}")
    add_app_options(parser)
    parser.set_defaults(run=run_app, needs=None)
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")
    for add in COMMANDS:
        add(commands)
    return parser


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; trouble with this computer is one message, no traceback."""
    try:
        if arguments[:1] == ["test"] and arguments[1:] not in (["-h"], ["--help"]):
            return run_test(arguments[1:])  # argparse would claim pytest's options
        options = build_parser().parse_args(arguments)
        if options.needs is not None:
            python = first_run.python_with_packages(options.needs)
            if not first_run.is_running_in(python):
                return first_run.hand_over([python, "-m", "calculator", *arguments])
        code: int = options.run(options)
        return code
    except first_run.SetupError as error:
        first_run.complain(str(error))
        return ENVIRONMENT
    except KeyboardInterrupt:
        first_run.say("stopped")
        return STOPPED
    except BrokenPipeError:  # `| head` has read enough
        sys.stderr.close()
        return OK

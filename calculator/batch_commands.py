"""Commands about many plans: batch, batch what-if, batch tables, batch schema. Standard library on import.

Only options and printing; the work is in the package ``batch``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

from calculator.plan_commands import PROBLEMS, add_language, guarded

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
OK = 0
ACTIONS = ("run", "what-if", "tables", "schema")
_LOCAL = "local"
_PARTITION = 8_000

_ABOUT = """\
IN is a folder with the tables cases, people, … (.parquet or .csv; `batch schema` lists their columns), or
with plan files (.json). OUT gets one Parquet file a partition: results, and the problems of cases left out.
A run that was stopped goes on with --resume."""


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 10_000_000:
        raise argparse.ArgumentTypeError(
            f"'{text}' is not a number of cases. Write a whole number from 1 on."
        )
    return int(text)


def _share(text: str) -> tuple[str, int]:
    """``basic=+2.5%`` as the item and basis points."""
    item, _, share = text.partition("=")
    digits = share.strip().removesuffix("%").strip()
    sign, digits = (-1, digits[1:]) if digits[:1] in ("-", "−") else (1, digits.removeprefix("+"))
    whole, _, part = digits.partition(".")
    ascii_digits = (whole + part).isascii() and (whole + part).isdigit()
    if (
        not item
        or not ascii_digits
        or len(part) > 2
        or int(whole or 0) > 1000
        or (sign < 0 and int(whole or 0) > 100)
    ):
        raise argparse.ArgumentTypeError(f"'{text}' is not a percentage of an item. Write it as basic=+2.5%.")
    return item.strip(), sign * (int(whole or 0) * 100 + int(part.ljust(2, "0") or 0))


def _months(text: str) -> int:
    try:
        months = int(text)
    except ValueError:
        months = 1000
    if not -120 <= months <= 120:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of months from -120 to 120.")
    return months


def add_batch(commands: Commands) -> None:
    parser = commands.add_parser(
        "batch",
        help="work out many plans at once, or ask what a change would cost",
        usage="python -m calculator batch IN -o OUT [options]\n"
        "       python -m calculator batch what-if|tables|schema …",
        description=_ABOUT,
        epilog="`batch what-if -h`, `batch tables -h` and `batch schema -h` say more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _without_run(parser)
    parts: Any = parser.add_subparsers(
        prog="python -m calculator batch", metavar="run|what-if|tables|schema", required=True
    )
    part = parts.add_parser(
        "run", help="(may be left out) totals, months or ledger of every case", allow_abbrev=False
    )
    _add_input(part)
    part.add_argument("-o", "--output", metavar="OUT", type=Path, required=True, help="folder of the results")
    part.add_argument(
        "--what",
        choices=("totals", "months", "ledger"),
        default="totals",
        help="one row per case, unit and month, or line (default: %(default)s)",
    )
    part.set_defaults(run=guarded(run_batch), needs="")
    part = parts.add_parser(
        "what-if", help="the same cases under other rates or a later arrival", allow_abbrev=False
    )
    _add_input(part)
    part.add_argument("-o", "--output", metavar="OUT", type=Path, help="keep one row per case in this folder")
    part.add_argument("--then-rates", metavar="DIR", type=Path, help="the rates to compare with")
    part.add_argument(
        "--item",
        metavar="ITEM=±X%",
        type=_share,
        action="append",
        default=[],
        help="raise or lower an item of the rates, e.g. basic=+2.5%%; may be repeated",
    )
    part.add_argument("--later", metavar="MONTHS", type=_months, default=0, help="everybody arrives later")
    part.add_argument("--json", action="store_true", help="the sums as JSON")
    part.add_argument("--chart", metavar="FILE", type=Path, help="a chart as Vega-Lite JSON")
    part.set_defaults(run=guarded(run_what_if), needs="")
    part = parts.add_parser("tables", help="write a folder of plan files as tables", allow_abbrev=False)
    part.add_argument("plans", metavar="PLANS", type=Path, help="a folder of plan files (.json)")
    part.add_argument("-o", "--output", metavar="OUT", type=Path, required=True, help="folder of the tables")
    part.add_argument("--form", choices=("parquet", "csv"), default="parquet", help="(default: %(default)s)")
    add_language(part)
    part.set_defaults(run=guarded(run_tables), needs="")
    part = parts.add_parser("schema", help="print the columns of the tables", allow_abbrev=False)
    part.add_argument("--json", action="store_true", help="as JSON")
    part.set_defaults(run=guarded(run_schema), needs="")


def _without_run(parser: argparse.ArgumentParser) -> None:
    """Lets ``batch IN -o OUT`` stand for ``batch run IN -o OUT``."""
    inner = parser.parse_known_args

    def parse(args: Sequence[str] | None = None, namespace: Any = None, **more: Any) -> Any:
        given = list(args or ())
        if given and given[0] not in (*ACTIONS, "-h", "--help"):
            given = ["run", *given]
        return inner(given, namespace, **more)

    setattr(parser, "parse_known_args", parse)  # noqa: B010


def _add_input(part: argparse.ArgumentParser) -> None:
    part.add_argument("source", metavar="IN", type=Path, help="folder of tables or of plan files")
    part.add_argument("--rates", metavar="DIR", type=Path, help="another folder of rate files")
    part.add_argument(
        "--partition",
        metavar="N",
        type=_whole,
        default=_PARTITION,
        help="cases worked out together (default: %(default)s)",
    )
    part.add_argument("--resume", action="store_true", help="go on with a run that was stopped")
    part.add_argument(
        "--cluster",
        metavar="ADDRESS",
        nargs="?",
        const=_LOCAL,
        help="a Dask scheduler, e.g. tcp://10.0.0.5:8786; without an address: one process a core here",
    )
    add_language(part)


def run_batch(options: argparse.Namespace) -> int:
    from calculator.batch.run import run_batch as run
    from calculator.locale import catalogue

    summary = run(
        options.source,
        options.output,
        what=options.what,
        partition=options.partition,
        rates=options.rates,
        resume=options.resume,
        cluster=options.cluster,
        lang=options.lang,
        progress=sys.stderr,
    )
    _ = catalogue(options.lang).gettext
    text = _("{done} cases worked out, {refused} left out, in {seconds} s: {folder}").format(
        done=summary.worked_out,
        refused=summary.refused,
        seconds=round(summary.seconds, 1),
        folder=options.output,
    )
    print(text)
    if summary.refused:
        print(
            _("Why, and what to do, is in {folder}.").format(folder=options.output / "problems"),
            file=sys.stderr,
        )
    return PROBLEMS if summary.refused else OK


def run_what_if(options: argparse.Namespace) -> int:
    import json

    from calculator.batch.changes import Change
    from calculator.batch.what_if import answer_chart, answer_records, answer_text, what_if

    then = None if options.then_rates is None else str(options.then_rates.resolve())
    answer = what_if(
        options.source,
        Change(then, tuple(options.item), options.later),
        out=options.output,
        partition=options.partition,
        rates=options.rates,
        resume=options.resume,
        cluster=options.cluster,
        lang=options.lang,
        progress=sys.stderr,
    )
    if options.chart is not None:
        text = json.dumps(answer_chart(answer, options.lang), ensure_ascii=False, indent=2)
        options.chart.write_text(text + "\n", encoding="utf-8")
    print(json.dumps(answer_records(answer), indent=2) if options.json else answer_text(answer, options.lang))
    return PROBLEMS if answer.refused else OK


def run_tables(options: argparse.Namespace) -> int:
    from calculator.batch.export import not_in_tables, write_tables
    from calculator.locale import catalogue
    from calculator.plan import read_plan
    from calculator.problems import PlanError

    plans, code = {}, OK
    _ = catalogue(options.lang).gettext
    for path in sorted(options.plans.glob("*.json")):
        try:
            plan = read_plan(path, lang=options.lang)
        except PlanError as error:
            for problem in error.problems:
                print(f"{path.name}: {problem}", file=sys.stderr)
            code = PROBLEMS
            continue
        for name in not_in_tables(plan):
            text = _("“{name}” has no table and is left out.").format(name=name)
            print(f"{path.name}: {text}", file=sys.stderr)
        plans[path.stem] = plan
    write_tables(plans, options.output, options.form)
    print(_("{count} plans written to {folder}").format(count=len(plans), folder=options.output))
    return code


def run_schema(options: argparse.Namespace) -> int:
    import json

    from calculator.batch.schema import schema_json, schema_lines

    if options.json:
        print(json.dumps(schema_json(), indent=2))
    else:
        print("\n".join(schema_lines()))
    return OK

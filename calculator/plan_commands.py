"""Commands about plans and rates: budget, explain, timeline, changes, compare, example, schema, rates.

Standard library only on import; only options and printing. What is printed comes from ``report``, ``ledger``,
``explain``, ``timeline``, ``changes``, ``compare``, ``peer`` and ``rates_report``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from calculator.budget import Budget
    from calculator.plan import Plan
    from calculator.problems import Problem
    from calculator.rates import Rates

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
OK, PROBLEMS = 0, 1


def day(text: str) -> date:
    """A day of the command line, YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a date. Write it as 2026-05-10.") from None


def add_language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=("en", "fr"), default="en", help="language (default: %(default)s)")


def add_plan_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="a plan file (.json) or an exported workbook (.xlsx)")
    parser.add_argument("--rates", metavar="DIR", type=Path, help="another folder of rate files")
    parser.add_argument("--as-of", metavar="DATE", type=day, help="today, for notices (default: the clock)")
    add_language(parser)


def say_problems(problems: Sequence[Problem], lang: str) -> int:
    """Print problems to the error stream, one a line; the exit code for them."""
    from calculator.locale import catalogue

    gettext = catalogue(lang).gettext
    for problem in problems:
        print(problem.said(gettext), file=sys.stderr)
    return PROBLEMS


def guarded(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """A command whose findings about a plan or the rates are printed, never a traceback."""

    def guard(options: argparse.Namespace) -> int:
        from calculator.problems import MissingRate, PlanError, RatesError

        try:
            return run(options)
        except (PlanError, RatesError) as error:
            return say_problems(error.problems, getattr(options, "lang", "en"))
        except MissingRate as error:
            return say_problems([error.problem], getattr(options, "lang", "en"))

    return guard


def open_plan(path: str, lang: str) -> Plan:
    """A plan from a plan file or from a workbook exported earlier."""
    if path.lower().endswith(".xlsx"):
        from calculator.workbook import read_workbook

        return read_workbook(Path(path))
    from calculator.plan import read_plan

    return read_plan(Path(path), lang=lang)


def budget_of(options: argparse.Namespace) -> tuple[Budget, Rates]:
    """The budget of the plan named on the command line."""
    from calculator.budget import make_budget
    from calculator.rates import Rates

    rates = Rates.load(options.rates)
    plan = open_plan(options.plan, options.lang)
    return make_budget([plan], rates, as_of=options.as_of or date.today()), rates


def add_budget(commands: Commands) -> None:
    parser = commands.add_parser("budget", help="work out a plan and print its months", allow_abbrev=False)
    add_plan_options(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="everything, as JSON")
    form.add_argument("--csv", action="store_true", help="the ledger, as CSV")
    parser.set_defaults(run=guarded(run_budget), needs="")


def run_budget(options: argparse.Namespace) -> int:
    budget, rates = budget_of(options)
    beside = None
    if budget.households.plans[0].options.peer_mode and not options.csv:
        from calculator.peer import compare_rstp

        beside = compare_rstp(budget.households.plans[0], rates, as_of=budget.as_of)
    if options.json:
        import json

        report = budget.report(0, options.lang)
        if beside is not None:
            from calculator.peer.words import comparison_data

            report["peer"] = comparison_data(beside, options.lang)
        print(json.dumps(report, ensure_ascii=False, indent=2))
    elif options.csv:
        from calculator.workbook import ledger_csv

        sys.stdout.buffer.write(ledger_csv(budget))
        sys.stdout.buffer.flush()
    else:
        from calculator.report_text import report_text

        print(report_text(budget.report(0, options.lang), options.lang))
        if beside is not None:
            from calculator.peer.words import comparison_text

            print("", comparison_text(beside, options.lang), sep="\n")
    return OK


def add_explain(commands: Commands) -> None:
    parser = commands.add_parser("explain", help="say where a figure comes from", allow_abbrev=False)
    add_plan_options(parser)
    parser.add_argument("--unit", help="one family unit")
    parser.add_argument("--line", help="one line, e.g. shelter; or a total, e.g. sponsor_minimum")
    parser.add_argument("--month", type=int, help="one month, 1 for the first")
    parser.set_defaults(run=guarded(run_explain), needs="")


def run_explain(options: argparse.Namespace) -> int:
    from calculator.explain import explain_text

    budget, _ = budget_of(options)
    report = budget.report(0, options.lang)
    print(explain_text(report, options.lang, unit=options.unit, line=options.line, month=options.month))
    return OK


def add_timeline(commands: Commands) -> None:
    parser = commands.add_parser("timeline", help="the dates of a plan, as a list or a "
                                                  "calendar", allow_abbrev=False)
    add_plan_options(parser)
    parser.add_argument("--ics", metavar="FILE", type=Path, help="write a new calendar file")
    parser.set_defaults(run=guarded(run_timeline), needs="")


def run_timeline(options: argparse.Namespace) -> int:
    from calculator.timeline import calendar_file, timeline_text

    budget, _ = budget_of(options)
    report = budget.report(0, options.lang)
    if options.ics is None:
        print(timeline_text(report, options.lang))
        return OK
    return write_new(options.ics, calendar_file(report, options.as_of or date.today(), options.lang))


def write_new(path: Path, text: str) -> int:
    """Write a new file as it is; an existing one is never overwritten."""
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except OSError as error:
        print(f"{path}: {error.strerror}. Choose a new file name.", file=sys.stderr)
        return PROBLEMS
    return OK


def add_changes(commands: Commands) -> None:
    parser = commands.add_parser(
        "changes",
        help="what each event, birthday, job, rent change, extra or purchase does to the budget",
        allow_abbrev=False,
    )
    add_plan_options(parser)
    parser.add_argument("--json", action="store_true", help="everything, as JSON")
    parser.set_defaults(run=guarded(run_changes), needs="")


def run_changes(options: argparse.Namespace) -> int:
    from calculator.changes import added_before_arrival, changes_text, event_effects
    from calculator.rates import Rates

    rates = Rates.load(options.rates)
    plan = open_plan(options.plan, options.lang)
    as_of = options.as_of or date.today()
    effects = event_effects(plan, rates, options.lang, as_of)
    added = added_before_arrival(plan, rates, options.lang, as_of)
    if options.json:
        import json

        print(json.dumps({"effects": effects, "added_before_arrival": added}, ensure_ascii=False, indent=2))
    else:
        print(changes_text(effects, added, options.lang))
    return OK


def add_compare(commands: Commands) -> None:
    parser = commands.add_parser(
        "compare",
        help="a plan beside RSTP's calculator (`compare rstp PLAN`), or beside another plan",
        allow_abbrev=False,
    )
    parser.add_argument("first", metavar="rstp|PLAN", help="the word rstp, or a plan file")
    parser.add_argument("plan", metavar="PLAN", help="a plan file (.json) or an exported workbook (.xlsx)")
    parser.add_argument("--rates", metavar="DIR", type=Path, help="another folder of rate files")
    parser.add_argument("--as-of", metavar="DATE", type=day, help="today, for notices (default: the clock)")
    add_language(parser)
    parser.set_defaults(run=guarded(run_compare), needs="")


def run_compare(options: argparse.Namespace) -> int:
    from calculator.rates import Rates

    rates = Rates.load(options.rates)
    plan = open_plan(options.plan, options.lang)
    as_of = options.as_of or date.today()
    if options.first == "rstp":
        from calculator.peer import compare_rstp
        from calculator.peer.words import comparison_text

        found = compare_rstp(plan, rates, as_of=as_of)
        print(comparison_text(found, options.lang))
        return PROBLEMS if found.unexplained or found.out_of_reach else OK
    both = [open_plan(options.first, options.lang), plan]
    print(two_plans(both, rates, options.lang, as_of))
    return OK


def two_plans(plans: Sequence[Plan], rates: Rates, lang: str, as_of: date) -> str:
    """Two plans side by side: totals, lines of the whole period, months."""
    from calculator.compare import by_line, by_month, by_total, reports
    from calculator.locale import catalogue
    from calculator.notices.names import TOTAL_NAMES, line_name, total_name
    from calculator.report_text import comparison_table

    _ = catalogue(lang).gettext
    both = reports(plans, rates, lang, as_of)
    titles = [_("first plan"), _("second plan"), _("difference")]
    totals = by_total(both, [f"{name}_cents" for name in TOTAL_NAMES])
    parts = (
        [(total_name(row.name.removesuffix("_cents"), lang), row.cents) for row in totals],
        [(line_name(row.name, lang), row.cents) for row in by_line(both)],
        [(_("month {n}").format(n=row.name), row.cents) for row in by_month(both)],
    )
    return "\n\n".join(comparison_table(titles, rows, lang) for rows in parts)


def add_example(commands: Commands) -> None:
    parser = commands.add_parser("example", help="list ready plans, or print one to start from")
    parser.add_argument("name", nargs="?", metavar="NAME", help="the example to print (without: the list)")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="write it to a new file")
    add_language(parser)
    parser.set_defaults(run=guarded(run_example), needs="")


def run_example(options: argparse.Namespace) -> int:
    from calculator.examples import example_line, example_names, example_text

    if options.name is None:
        for name in example_names():
            print(f"{name:<30} {example_line(name, options.lang)}")
        return OK
    text = example_text(options.name, options.lang)
    if options.output is None:
        print(text.rstrip())
        return OK
    return write_new(options.output, text)


def add_schema(commands: Commands) -> None:
    parser = commands.add_parser("schema", help="print the JSON Schema of the plan file")
    parser.set_defaults(run=guarded(run_schema), needs="")


def run_schema(options: argparse.Namespace) -> int:
    import json

    from calculator.plan import plan_schema

    del options
    print(json.dumps(plan_schema(), ensure_ascii=False, indent=2))
    return OK


def add_rates(commands: Commands) -> None:
    parser = commands.add_parser("rates", help="check the rate files, show a community's sheet, count "
                                               "coverage")
    parts: Any = parser.add_subparsers(metavar="check|show|coverage", required=True)
    for name, run, text in (
        ("check", run_rates_check, "say every problem of the rate files"),
        ("show", run_rates_show, "the rates in force in a community"),
        ("coverage", run_rates_coverage, "communities x families x months: found, assumed, missing"),
    ):
        part = parts.add_parser(name, help=text, allow_abbrev=False)
        part.add_argument("--rates", metavar="DIR", type=Path, help="another folder of rate files")
        add_language(part)
        if name == "show":
            part.add_argument("community", metavar="COMMUNITY")
            part.add_argument("--on", metavar="DATE", type=day, help="the day (default: today)")
        part.set_defaults(run=guarded(run), needs="")


def run_rates_check(options: argparse.Namespace) -> int:
    from calculator.rates_report import check_command

    return check_command(options.rates, options.lang)


def run_rates_show(options: argparse.Namespace) -> int:
    from calculator.rates_report import show_command

    print(show_command(options.community, options.on or date.today(), options.lang, options.rates))
    return OK


def run_rates_coverage(options: argparse.Namespace) -> int:
    from calculator.rates import Rates
    from calculator.rates_report import coverage_command

    coverage = coverage_command(Rates.load(options.rates), date.today())
    print(coverage.table(options.lang))
    return PROBLEMS if coverage.counts["missing"] else OK


def add_export(commands: Commands) -> None:
    parser = commands.add_parser(
        "export", help="write the treasurer's workbook of a plan, or one of a folder of plans", allow_abbrev=False
    )
    add_plan_options(parser)
    parser.add_argument("-o", "--output", metavar="FILE.xlsx", type=Path, required=True, help="the workbook to write")
    parser.add_argument(
        "--version", metavar="PLAN", action="append", default=[], help="another version for the sheet Compare"
    )
    parser.set_defaults(run=guarded(run_export), needs="")


def run_export(options: argparse.Namespace) -> int:
    from calculator.rates import Rates
    from calculator.workbook import write_portfolio, write_workbook

    rates, today = Rates.load(options.rates), options.as_of or date.today()
    try:
        if Path(options.plan).is_dir():
            plans = _plans_of(Path(options.plan), options.lang)
            write_portfolio(plans, rates, options.output, options.lang, today, progress=_progress)
            print(file=sys.stderr)
        else:
            versions = {Path(path).stem: open_plan(path, options.lang) for path in options.version}
            plan = open_plan(options.plan, options.lang)
            write_workbook(plan, rates, options.output, options.lang, today, versions=versions or None)
    except OSError as error:
        print(f"{options.output}: {error.strerror}. Choose another folder or name.", file=sys.stderr)
        return PROBLEMS
    print(options.output)
    return OK


def _plans_of(folder: Path, lang: str) -> dict[str, Plan]:
    """The plan files of a folder by name; what cannot be read is said and left out."""
    from calculator.problems import PlanError, Problem

    plans: dict[str, Plan] = {}
    for path in sorted([*folder.glob("*.json"), *folder.glob("*.xlsx")]):
        try:
            plans[path.stem] = open_plan(str(path), lang)
        except PlanError as error:
            say_problems([Problem(f"{path.name}: {p.where}", p.what, p.what_to_do) for p in error.problems], lang)
    if not plans:
        raise PlanError(Problem(str(folder), "there is no plan file here.", "Name a folder with .json or .xlsx plans."))
    return plans


def _progress(done: int, total: int) -> None:
    print(f"\r{done}/{total}", end="", file=sys.stderr, flush=True)

"""One workbook: its sheets in order, for one plan or for several linked ones."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from typing import IO, Any

from calculator.plan import Plan, plan_fingerprint
from calculator.rates import Rates
from calculator.trust import Limits, Trust
from calculator.workbook.case import Case
from calculator.workbook.facts import Facts, facts_of
from calculator.workbook.funds import write_funds
from calculator.workbook.housing import write_housing
from calculator.workbook.income import prepare_income, write_income
from calculator.workbook.inputs import write_inputs
from calculator.workbook.months import prepare_months, write_months
from calculator.workbook.payments import write_payments
from calculator.workbook.plan_file import write_plan_file
from calculator.workbook.provides import write_provides
from calculator.workbook.records import write_compare, write_evidence
from calculator.workbook.sheet import Book
from calculator.workbook.sources import write_ledger, write_rates
from calculator.workbook.start_up import write_start_up
from calculator.workbook.summary import prepare_summary, write_summary

TABS = {"summary": "#33658A", "inputs": "#F6AE2D", "payments": "#F6AE2D", "funds": "#F6AE2D"}
DENSE = ("start_up", "months", "payments", "evidence", "rates", "ledger")

Target = os.PathLike[str] | str | IO[bytes]


def write_workbook(
    plans: Plan | Sequence[Plan], rates: Rates, target: Target, lang: str = "en", as_of: date | None = None,
    *, versions: Mapping[str, Plan] | None = None,
) -> None:  # fmt: skip
    """Write the workbook of a plan, or of linked plans, to a file or a binary stream.

    ``as_of`` is "today" for what is overdue; the same plans, rates, language and day give the same bytes. ``versions``
    are other versions of the first plan, by name, for the sheet Compare. Raises ``PlanError`` for plans that cannot be
    worked out, before anything is written.
    """
    chosen = [plans] if isinstance(plans, Plan) else list(plans)
    facts = [facts_of(plan, rates, lang, as_of) for plan in chosen]
    where: Any = os.fspath(target) if isinstance(target, (str, os.PathLike)) else target
    book = Book(where, lang, fingerprint=" ".join(plan_fingerprint(p) for p in chosen), as_of=as_of)
    for n, one in enumerate(facts):
        _write_case(book, one, rates, f" {n + 1}" if len(facts) > 1 else "", versions if not n else None)
    book.close()


def day_of_record(plan: Plan, as_of: date | None) -> date:
    """The day up to which the record counts: without one, that of its last entry or of the arrival."""
    return as_of or max([plan.arrives_on, *(e.on for e in plan.record.entries)])


def _write_case(book: Book, facts: Facts, rates: Rates, suffix: str, versions: Mapping[str, Plan] | None) -> None:
    case = Case(book, facts, suffix)
    day = day_of_record(facts.plan, book.as_of)
    case.day = day
    trust = Trust(facts.plan, facts.report, Limits.of(rates, day), day, book.lang)
    codes = ["summary", "inputs", "start_up", "housing", "months", "income", "payments", "funds", "provides"]
    codes += ["evidence", "compare"] if versions else ["evidence"]
    for code in (*codes, "rates", "ledger"):
        case.add(code, tab=TABS.get(code, "#B8C0CC"), is_dense=code in DENSE)
    case.add("file")
    prepare_summary(case)
    prepare_months(case)
    prepare_income(case)
    write_inputs(case)
    write_start_up(case)
    write_housing(case)
    write_months(case)
    write_income(case)
    write_payments(case, trust)
    write_funds(case, trust)
    write_summary(case, trust)
    write_provides(case, trust)
    write_evidence(case, trust)
    if versions:
        write_compare(case, versions, rates)
    write_rates(case)
    write_ledger(case)
    write_plan_file(case)
    for code, s in case.sheets.items():
        if code != "file":
            s.finish(facts.plan.label)


__all__ = ["day_of_record", "write_workbook"]

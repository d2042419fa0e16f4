"""One workbook: its sheets in order, for one plan or for several linked ones."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any

from calculator.plan import Plan, plan_fingerprint
from calculator.rates import Rates
from calculator.workbook.case import Case
from calculator.workbook.facts import facts_of
from calculator.workbook.housing import write_housing
from calculator.workbook.income import prepare_income, write_income
from calculator.workbook.inputs import write_inputs
from calculator.workbook.months import prepare_months, write_months
from calculator.workbook.plan_file import write_plan_file
from calculator.workbook.sheet import Book
from calculator.workbook.start_up import write_start_up

Target = os.PathLike[str] | str | IO[bytes]


def write_workbook(
    plans: Plan | Sequence[Plan], rates: Rates, target: Target, lang: str = "en", as_of: date | None = None,
    *, versions: Mapping[str, Plan] | None = None,
) -> None:  # fmt: skip
    """Write the workbook of a plan, or of linked plans, to a file or a binary stream."""
    chosen = [plans] if isinstance(plans, Plan) else list(plans)
    where: Any = os.fspath(target) if isinstance(target, (str, Path, os.PathLike)) else target
    facts = [facts_of(plan, rates, lang, as_of) for plan in chosen]
    book = Book(where, lang, fingerprint=" ".join(plan_fingerprint(p) for p in chosen), as_of=as_of)
    for n, one in enumerate(facts):
        case = Case(book, one, f" {n + 1}" if len(facts) > 1 else "")
        for code in ("inputs", "start_up", "housing", "months", "income"):
            case.add(code)
        case.add("file", protect=False)
        prepare_months(case)
        prepare_income(case)
        write_inputs(case)
        write_start_up(case)
        write_housing(case)
        write_months(case)
        write_income(case)
        write_plan_file(case)
        for s in case.sheets.values():
            s.finish(one.plan.label)
    book.close()

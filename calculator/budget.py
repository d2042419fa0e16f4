"""The budget: the order of the lines, from facts to what is due, for many cases at once; what is due is a floor (R1).

Reads top to bottom as a sponsorship budget: who and when, start-up, monthly lines, gifts in kind, conditions, part
months, payers, earnings, assets, what is planned. Every rule is in ``rules``; what a case looks like as rows is in
``ledger``. One case is a batch of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from calculator.cells import Cells, Runs, cells_of, runs_of
from calculator.compositions import unpack
from calculator.deductions import Deductions
from calculator.household import (
    START_UP_LINES,
    Households,
    Ints,
    tables_of,
)
from calculator.months import Months
from calculator.parameters import Parameters
from calculator.periods import NEVER
from calculator.plan.model import EnteredRate, Plan
from calculator.price_table import Place
from calculator.pricing import Priced, Pricer
from calculator.problems import PlanError, Problem
from calculator.rates import Rates
from calculator.rules import payers
from calculator.rules.start_up_items import StartUp
from calculator.rules.start_up_lines import start_up_of
from calculator.segments import Segments

if TYPE_CHECKING:
    import pandas as pd

SPONSOR, GOVERNMENT = payers.SPONSOR, payers.GOVERNMENT


class Budget:
    """The worked-out budgets of some cases. Views are built when asked for."""

    def __init__(self, h: Households, places: Sequence[Place], parameters: Parameters, as_of: date | None) -> None:
        self.households, self.places, self.parameters, self.as_of = h, places, parameters, as_of
        self.problems: dict[int, list[Problem]] = {}
        _Work(self).run()

    runs: Runs
    cells: Cells
    segments: Segments
    priced: Priced
    pricer: Pricer
    months_table: Months
    start_up: StartUp
    row_run: Ints
    row_unit: Ints
    row_start: Ints
    slot_of_unit: Ints
    """What a run adds to the number of one of its units to have its place in ``row_at``."""
    row_at: Ints
    """Row of each run and unit, -1 where nobody lives in it; the units of a run follow each other."""

    def row_of(self, run: Ints, unit: Ints) -> Ints:
        """The row of a run and one of its case's units, -1 for none and for no unit."""
        if not len(self.row_at):
            return np.full(len(run), -1, np.int64)
        row = self.row_at[self.slot_of_unit[run] + unit]
        return np.where(unit >= 0, row, -1)

    @cached_property
    def case_of_row(self) -> Ints:
        return self.runs.case[self.row_run]

    @cached_property
    def case_of_month(self) -> Ints:
        return self.runs.case[self.months_table.run]

    def ledger(self) -> pd.DataFrame:
        """One row per case, unit, month and line (see ``ledger.ledger_of``)."""
        from calculator.ledger import ledger_of

        return ledger_of(self)

    def months(self) -> pd.DataFrame:
        """One row per case, unit and month."""
        from calculator.ledger import months_of

        return months_of(self)

    def totals(self) -> pd.DataFrame:
        """One row per case."""
        from calculator.ledger import totals_of

        return totals_of(self)

    def report(self, case: int = 0, lang: str = "en", *, with_dates: bool = True) -> dict[str, Any]:
        """Everything about one case as plain values, the JSON of the command line."""
        from calculator.report import report_of

        return report_of(self, case, lang, with_dates=with_dates)


class _Work(Deductions):
    """The steps of one budget, in the order in which a budget is printed."""

    def run(self) -> None:
        h, b, p = self.h, self.b, self.p
        self.converted = payers.conversion_starts(h, p.payer_calendar)
        self._lengthen()
        runs = b.runs = runs_of(h, p.oyw_months)
        cells = b.cells = cells_of(h, runs)
        dates = [p.change_days(place) for place in b.places]
        places = b.places  # not the budget: it would refer to itself, and its arrays would stay until Python tidies up
        segments = b.segments = Segments(h, runs, cells, p.ages, dates, lambda c, day: p.majority(places[c], day))
        b.pricer = Pricer(h, b.places, segments, p.price_table, self._shelter_sharing())
        b.priced = segments.settle(b.pricer.price)
        self._missing(b.priced)
        self._rows()
        self._monthly()
        self._in_kind()
        self._conditions()
        self._stops()
        self._part_months()
        self._payers()
        b.start_up = start_up_of(b, self.converted)
        self._earnings()
        self._assets()

    # -- who and when ---------------------------------------------------------------------------------------

    def _lengthen(self) -> None:
        """A conversion that takes place makes the period a JAS period (R43, R44)."""
        months = self.h.cases["months"]
        months[:] = np.where(self.converted < NEVER, np.maximum(months, self.p.payer_calendar.jas_months), months)

    def _shelter_sharing(self) -> Ints:
        off = np.zeros(len(self.h.units), np.int64)
        t = self.h.sharing
        mask = t["line"] == len(START_UP_LINES)
        np.add.at(off, t["unit"][mask], t["amount"][mask])
        return off

    def _missing(self, priced: Priced) -> None:
        """One message for each item, place and size of unit without an amount, with the first day it is wanted for."""
        lacking = self.p.price_table.lacking
        if not lacking:
            return
        segments = self.b.segments
        rows = np.flatnonzero(np.isin(priced.table, list(lacking)))
        told: set[tuple[object, ...]] = set()
        for row in rows[np.argsort(segments.rate_day[priced.state.pset[rows]], kind="stable")]:
            pset, code = int(priced.state.pset[row]), int(priced.state.code[row])
            place = self.b.places[int(segments.vintage_community[segments.vintage[pset]])]
            problem = self.b.pricer.missing_rate(place, int(segments.rate_day[pset]), code)
            case = int(segments.set_case[pset])
            known = self.b.problems.setdefault(case, [])
            if problem is None:
                continue
            about = (case, problem.where, place.community.id, unpack(code)[:2])
            if about not in told:
                told.add(about)
                known.append(problem)


def _entered_row(row: EnteredRate) -> dict[str, object]:
    """A plan's rate row as the rate files would hold it."""
    return {name: value for name, value in row.model_dump().items() if value not in ("", None)}


@lru_cache(maxsize=32)
def _rates_of(rates: Rates, own: tuple[EnteredRate, ...], is_manual: bool) -> Rates:
    """The rates one plan sees: its own rows first (R6), without the sheets if it brings all of them (N5)."""
    published = rates.without_sheets() if is_manual else rates
    return published.with_entered([_entered_row(r) for r in own]) if own else published


def places_of(h: Households, plans: Sequence[Plan], rates: Rates) -> tuple[list[Place], dict[int, list[Problem]]]:
    """The communities of the tables, each with the rates its plan sees; problems by case (R6, N50)."""
    places: list[Place] = []
    problems: dict[int, list[Problem]] = {}
    for name, own, is_manual in h.community_ids:
        try:
            places.append(Place(_rates_of(rates, own, is_manual), rates.community(name)))
        except PlanError as error:
            index = len(places)
            for case in np.unique(h.communities["case"][h.communities["community"] == index]):
                problems.setdefault(int(case), []).extend(error.problems)
            places.append(Place(rates, next(iter(rates.communities.values()))))
    return places, problems


def make_budget(
    plans: Sequence[Plan], rates: Rates, *, as_of: date | None = None, keep_problems: bool = False
) -> Budget:
    """Budgets of some plans.

    ``as_of`` is "today" for the notes that need it; the amounts never do. Raises ``PlanError`` with every problem
    of every plan that cannot be worked out, unless ``keep_problems``: then they are in ``Budget.problems``.
    """
    parameters = Parameters.of(rates)
    tables = tables_of(plans, parameters.support_months, parameters.lowest_majority)
    return budget_of_tables(tables, plans, rates, parameters, as_of=as_of, keep_problems=keep_problems)


def budget_of_tables(
    tables: Households,
    plans: Sequence[Plan],
    rates: Rates,
    parameters: Parameters,
    *,
    as_of: date | None = None,
    keep_problems: bool = False,
) -> Budget:
    """As :func:`make_budget` for ready tables (``batch``)."""
    places, problems = places_of(tables, plans, rates)
    if problems and not keep_problems:
        raise PlanError([p for case in sorted(problems) for p in problems[case]])
    if any(place.rates is not rates for place in places):
        parameters = parameters.apart()
    budget = Budget(tables, places, parameters, as_of)
    for case, found in problems.items():
        budget.problems[case] = found
    if budget.problems and not keep_problems:
        raise PlanError([p for case in sorted(budget.problems) for p in budget.problems[case]])
    return budget


__all__ = ["Budget", "Months", "budget_of_tables", "make_budget"]

"""Funds held in trust: what comes in, what is paid out when, what is left for whom (RULES 13).

Reads the budget report (the plain values of ``budget --json``) and the record inside the plan; works out
nothing that is owed. ``entries`` and ``checks`` say which entries count, ``dues`` what is due and paid,
``fund`` the account, ``shares`` whose money it is, ``refunds`` what goes back, ``outlook`` the time ahead,
``warnings`` what is said of it, ``habits`` what an agreement holder may ask for besides, ``evidence`` the pack for
a case review, ``parties`` who provides what, ``letter`` the letter to the family, ``words`` the names of things.
Sheets and screens show what is returned here without arithmetic.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from calculator.locale import catalogue
from calculator.plan import Plan
from calculator.problems import Problem
from calculator.trust.dues import (
    Due,
    Matching,
    Report,
    Settled,
    earliest_payments,
    last_day_of,
    match_payments,
    months_by_unit,
    payment_schedule,
)
from calculator.trust.entries import Books, History, keep_until, read_books
from calculator.trust.evidence import EvidenceRow, EvidenceSum, InKindRow, Pack, Slot, evidence_pack
from calculator.trust.fund import Movement, Statement, balance, fund_short, overdrawn, statement
from calculator.trust.habits import Milestone, Release, emergency_cents, milestones, releases
from calculator.trust.letter import Letter, Paragraph, payment_letter
from calculator.trust.limits import Limits
from calculator.trust.outlook import (
    CashFlow,
    CashMonth,
    Outflow,
    Required,
    Reserve,
    Savings,
    besides,
    cash_flow,
    outflows,
    required_on_arrival,
    reserve,
    savings_plan,
)
from calculator.trust.parties import PartyAmount, Provision, WhoProvides, who_provides
from calculator.trust.refunds import RefundPlan, RefundRow, refund_plan
from calculator.trust.shares import FUNDS, ContributorShare, contributor_shares
from calculator.trust.warnings import outlook_problems

__all__ = [
    "Trust",
    "Limits",
    "Books",
    "History",
    "read_books",
    "keep_until",
    "Due",
    "Settled",
    "Matching",
    "payment_schedule",
    "earliest_payments",
    "match_payments",
    "Movement",
    "Statement",
    "ContributorShare",
    "RefundPlan",
    "RefundRow",
    "balance",
    "statement",
    "contributor_shares",
    "overdrawn",
    "refund_plan",
    "Outflow",
    "CashMonth",
    "CashFlow",
    "Required",
    "Savings",
    "Reserve",
    "FUNDS",
    "Milestone",
    "Release",
    "milestones",
    "releases",
    "outflows",
    "besides",
    "cash_flow",
    "required_on_arrival",
    "savings_plan",
    "reserve",
    "EvidenceRow",
    "Slot",
    "EvidenceSum",
    "InKindRow",
    "Pack",
    "evidence_pack",
    "Provision",
    "PartyAmount",
    "WhoProvides",
    "who_provides",
    "Letter",
    "Paragraph",
    "payment_letter",
]


@dataclass(frozen=True)
class Trust:
    """Everything about the money of one plan on one day. Parts are worked out when asked for.

    ``report`` is ``Budget.report()`` of the same plan. ``as_of`` is the day up to which the record counts.
    """

    plan: Plan
    report: Report
    limits: Limits
    as_of: date
    lang: str = "en"

    @cached_property
    def books(self) -> Books:
        return read_books(self.plan, months_by_unit(self.report), self.limits, self.lang)

    @cached_property
    def schedule(self) -> tuple[Due, ...]:
        return payment_schedule(self.report, self.plan.options)

    @cached_property
    def matching(self) -> Matching:
        """What was paid of the schedule by ``as_of``."""
        return match_payments(self.schedule, self.books, self.as_of, self.limits)

    @cached_property
    def outflows(self) -> tuple[Outflow, ...]:
        return outflows(self.plan, self.report, self.schedule)

    @cached_property
    def reserve(self) -> Reserve:
        return reserve(self.report, self.as_of)

    @cached_property
    def cash_flow(self) -> CashFlow:
        return cash_flow(self.plan, self.report, self.books, self.matching, self.schedule, self.reserve, self.emergency)

    @cached_property
    def required(self) -> Required:
        return required_on_arrival(self.plan, self.report, self.schedule, self.emergency)

    @property
    def emergency(self) -> int:
        """Cents of the emergency fund, if there is to be one (R59)."""
        return emergency_cents(self.plan, self.limits)

    @cached_property
    def milestones(self) -> tuple[Milestone, ...]:
        return milestones(
            self.plan, self.report, self.schedule, self.required, self.savings, self.limits, self.lang
        )

    @cached_property
    def releases(self) -> tuple[Release, ...]:
        return releases(self.plan, self.schedule, self.limits)

    @cached_property
    def savings(self) -> Savings:
        return savings_plan(self.plan, self.required, self.outflows, self.books, self.matching)

    @cached_property
    def evidence(self) -> Pack:
        return evidence_pack(self.plan, self.report, self.books, self.matching, self.lang)

    @cached_property
    def who_provides(self) -> WhoProvides:
        return who_provides(self.plan, self.report, self.schedule, self.outflows, self.lang, self.emergency)

    @property
    def is_by_deed(self) -> bool:
        return self.plan.options.refund_interest == "deed"

    def balance(self, on: date | None = None) -> int:
        """Cents in the account at the end of a day."""
        return balance(self.books, on or self.as_of)

    def statement(
        self, first: date | None = None, last: date | None = None, fund: str | None = None
    ) -> Statement:
        """The account from ``first`` (None: the first movement) to ``last`` (None: ``as_of``); one fund or both."""
        return statement(self.books, first, last or self.as_of, by_deed=self.is_by_deed, fund=fund)

    @property
    def funds(self) -> tuple[str, ...]:
        """The funds that hold or held money."""
        used = {row.fund for row in self.statement().movements}
        return tuple(fund for fund in FUNDS if fund in used) or FUNDS[:1]

    def refund(self, reason: str, on: date | None = None) -> RefundPlan:
        """Refunds if the case is refused (``"refused"``) or of what is left (``"end"``).

        At the end, what is still owed to the family and, until the last day of support, what is still
        planned and in reserve is held back first (R4).
        """
        on = on or self.as_of
        held = 0
        if reason != "refused":
            matching = match_payments(self.schedule, self.books, on, self.limits)
            held = matching.unpaid_cents + reserve(self.report, on).total_cents
        return refund_plan(
            self.books, on, reason, held_back_cents=held, by_deed=self.is_by_deed,
            refund_all=self.plan.record.habits.refund_all, lang=self.lang,
        )  # fmt: skip

    def letter(self, unit: str, month: int, lang: str | None = None, *, arrival: int = 1) -> Letter:
        """The letter to a unit for a month, in the trust's language or another."""
        return payment_letter(
            self.plan,
            self.report,
            self.schedule,
            self.books,
            self.matching,
            unit,
            month,
            lang or self.lang,
            arrival=arrival,
        )

    @cached_property
    def keep_until(self) -> tuple[date, date | None]:
        """How long to keep the file, and the record of the agreement holder's fee."""
        return keep_until(self.books, last_day_of(self.report), self.limits)

    def entry_of(self, problem: Problem) -> str:
        """The id of the entry a finding is about, or nothing."""
        at = re.match(r"record\.entries\[(\d+)\]", problem.where)
        return self.plan.record.entries[int(at[1])].id if at else ""

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """All findings about the record, in the trust's language."""
        found = (
            *self.books.problems,
            *self.matching.problems,
            *overdrawn(self.books, self.lang),
            *fund_short(self.books, self.as_of, self.lang),
            *outlook_problems(self.plan, self.report, self.cash_flow, self.limits, self.lang),
            *self.evidence.problems,
            *self.who_provides.problems,
        )
        gettext = catalogue(self.lang).gettext
        return tuple(problem.said(gettext) for problem in found)

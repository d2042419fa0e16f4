"""Who provides what: lines and settlement tasks shared among the parties (IMM 5440, section B).

Amounts come from the schedule of payments; shares are typed. What the parties sign is printed elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from calculator.locale import N_
from calculator.money import proportional_parts
from calculator.plan import Plan
from calculator.problems import Problem, as_typed, found
from calculator.trust.dues import Due, Report
from calculator.trust.outlook import SHARE, Outflow
from calculator.trust.words import LINES, PARTIES, TASKS, label

NOBODY = ""
"""The party of what nobody has been given yet."""


Shares = dict[str, list[tuple[str, int]]]
"""Party and basis points of each line or task, by party id."""


@dataclass(frozen=True)
class Provision:
    """One box of the checklist: a line or a task, and one of its providers."""

    section: str
    """financial or settlement."""
    target: str
    name: str
    party: str
    party_name: str
    share_bp: int
    total_cents: int | None
    """Whole period; None for a task."""
    note: str


@dataclass(frozen=True)
class PartyAmount:
    """What one party gives for one line on one day."""

    party: str
    on: date
    unit: str
    month: int | None
    line: str
    amount_cents: int


@dataclass(frozen=True)
class WhoProvides:
    """The checklist, the amounts, and what is missing."""

    checklist: tuple[Provision, ...]
    amounts: tuple[PartyAmount, ...]
    parties: dict[str, str]
    """The names of the parties, by id."""
    problems: tuple[Problem, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The parties, and nobody, if something has no party."""
        has_nobody = any(row.party == NOBODY for row in self.checklist)
        return (*self.parties, NOBODY) if has_nobody else tuple(self.parties)

    def matrix(self) -> list[tuple[Provision, dict[str, Provision]]]:
        """Each line and task once, with the party's part of it by party."""
        rows: dict[tuple[str, str], tuple[Provision, dict[str, Provision]]] = {}
        for row in self.checklist:
            rows.setdefault((row.section, row.target), (row, {}))[1][row.party] = row
        return list(rows.values())

    def month_matrix(self) -> list[tuple[date, dict[str, int]]]:
        """Each calendar month with the amount of every party."""
        months: dict[date, dict[str, int]] = {}
        for row in self.amounts:
            mine = months.setdefault(row.on.replace(day=1), {})
            mine[row.party] = mine.get(row.party, 0) + row.amount_cents
        return sorted(months.items())

    def by_month(self) -> list[dict[str, object]]:
        """One row per calendar month and party."""
        sums: dict[tuple[date, str], int] = {}
        for row in self.amounts:
            key = (row.on.replace(day=1), row.party)
            sums[key] = sums.get(key, 0) + row.amount_cents
        return [
            {"month": month, "party": party, "amount_cents": cents}
            for (month, party), cents in sorted(sums.items())
        ]

    def by_party(self) -> dict[str, int]:
        sums: dict[str, int] = {}
        for row in self.amounts:
            sums[row.party] = sums.get(row.party, 0) + row.amount_cents
        return sums


def is_whole(shares: Mapping[str, int]) -> bool:
    """Whether shares in percent make up a whole line."""
    return sum(shares.values()) * 100 == SHARE


def who_provides(
    plan: Plan, report: Report, dues: Sequence[Due], flows: Sequence[Outflow], lang: str = "en",
    emergency_cents: int = 0,
) -> WhoProvides:  # fmt: skip
    """Every payment of the schedule by line and party, and every task by party.

    Purchases go with their start-up line; extras, deposits (with prepaid rent) and contingency (with an emergency
    fund) are lines of their own. With a single party everything not assigned is its own. Cents are placed by party id
    (N45).
    """
    problems: list[Problem] = []
    shares = _assigned(plan, problems)
    only = plan.record.parties[0].id if len(plan.record.parties) == 1 else NOBODY
    amounts: list[PartyAmount] = []

    def give(target: str, on: date, unit: str, month: int | None, cents: int) -> None:
        mine = shares.get(target) or [(only, SHARE)]
        for (party, _), part in zip(mine, proportional_parts(cents, [bp for _, bp in mine]), strict=True):
            if part:
                amounts.append(PartyAmount(party, on, unit, month, target, part))

    for due in dues:
        for line, cents in due.lines:
            give(line, due.due_on, due.unit, due.month, cents)
    for flow in flows:
        if flow.kind == "purchase":
            give(flow.label, flow.on, flow.unit, None, flow.amount_cents)
        elif not flow.is_minimum:
            target = "deposits" if flow.kind in ("deposit", "prepaid_rent") else "extras"
            give(target, flow.on, flow.unit, None, flow.amount_cents)
    aside = report["totals"]["contingency_cents"] + emergency_cents
    if aside:
        give("contingency", plan.arrives_on, "", None, aside)
    names = {p.id: p.label or label(PARTIES, p.kind, lang) for p in plan.record.parties}
    checklist = _checklist(plan, shares, amounts, names, only, lang)
    if plan.record.parties:
        missing = [row.name for row in checklist if row.party == NOBODY]
        if missing:
            problems.append(
                found(
                    "record.assignments",
                    N_("Nobody provides yet: {names}."),
                    N_("Give each line and task to at least one party."),
                    level="amber",
                    names=", ".join(missing),
                )
            )
    return WhoProvides(tuple(checklist), tuple(sorted(amounts, key=_order)), names, tuple(problems))


def _order(row: PartyAmount) -> tuple[date, str, int, str, str]:
    return row.on, row.unit, row.month or 0, row.line, row.party


def _assigned(plan: Plan, problems: list[Problem]) -> Shares:
    parties = {p.id for p in plan.record.parties}
    shares: Shares = {}
    for i, assignment in enumerate(plan.record.assignments):
        where = f"record.assignments[{i}]"
        mine = assignment.shares
        unknown = [s.party for s in mine if s.party not in parties]
        if unknown:
            problems.append(
                found(
                    where,
                    N_("“{party}” is not in the list of parties."),
                    N_("Add the party, or assign the line to another."),
                    code="W04",
                    party=as_typed(unknown[0]),
                )
            )
        elif assignment.target in shares or len({s.party for s in mine}) < len(mine):
            problems.append(
                found(
                    where,
                    N_("The line or party is named twice."),
                    N_("Keep one assignment per line, and each party once in it."),
                    code="W04",
                )
            )
        elif assignment.target in TASKS:
            # Several may do a task; how much of it each does is not counted.
            shares[assignment.target] = sorted((s.party, s.share_bp) for s in mine)
        elif sum(s.share_bp for s in mine) != SHARE:
            problems.append(
                found(
                    where,
                    N_("The shares of a line must add up to 1."),
                    N_("Change the shares, for example 0.5 and 0.5."),
                    code="W04",
                )
            )
        else:
            shares[assignment.target] = sorted((s.party, s.share_bp) for s in mine if s.share_bp)
    return shares


def _checklist(
    plan: Plan, shares: Shares, amounts: Sequence[PartyAmount], names: dict[str, str], only: str, lang: str
) -> list[Provision]:
    notes: dict[str, str] = {a.target: a.note for a in plan.record.assignments}
    sums: dict[tuple[str, str], int] = {}
    for row in amounts:
        sums[row.line, row.party] = sums.get((row.line, row.party), 0) + row.amount_cents
    present = {line for line, _ in sums} | set(shares)
    rows = []
    for table, section in ((LINES, "financial"), (TASKS, "settlement")):
        for target in table:
            if section == "financial" and target not in present:
                continue
            for party, bp in shares.get(target) or [(only, SHARE)]:
                total = sums.get((target, party), 0) if section == "financial" else None
                rows.append(
                    Provision(
                        section,
                        target,
                        label(table, target, lang),
                        party,
                        names.get(party, ""),
                        bp,
                        total,
                        notes.get(target, ""),
                    )
                )
    return rows

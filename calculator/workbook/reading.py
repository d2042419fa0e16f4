"""Reads a workbook back as a plan: the plan inside it, and every cell the treasurer changed.

The list of cells and what they held stands in the sheet of the plan file; a cell that holds something else now is a
change. What changes mean for the plan is in ``changes``; opening a file safely is in ``opening``.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import Any

from calculator.locale import N_, catalogue
from calculator.plan import Plan, plan_fingerprint, read_plan
from calculator.plan.model import FORMAT_VERSION
from calculator.problems import PlanError, Problem, as_typed, found
from calculator.workbook.changes import Change, apply_changes
from calculator.workbook.opening import DO, Formula, Opened, at_cell, cents_of, day_of
from calculator.workbook.plan_file import FORMAT, MARK

_FOREIGN = (N_("this workbook was not made by this calculator: it holds no plan."), DO)
_NEWER = (N_("this workbook was made by a newer calculator."), N_("Update the calculator, then open it again."))
_BROKEN = (N_("the plan inside this workbook is damaged."), N_("Open an older copy of the workbook, or the plan file."))
_SEVERAL = (N_("this workbook holds {count} linked plans."), N_("Open all of them, or choose one plan file."))
_PORTFOLIO = (
    N_("this is the page of many plans; it holds none that can be opened."),
    N_("Choose the workbook or the file of one plan."),
)
_GONE = (N_("the sheet “{sheet}” is missing."), N_("Put it back, or open an older copy of the workbook."))
_MONEY = (N_("“{value}” is not an amount."), N_("Type dollars and cents, zero or more, for example 1234.50."))
_DATE = (N_("“{value}” is not a day."), N_("Type a day, for example 2027-05-31."))
_SHARE = (N_("“{value}” is not a share between {low} and {high}."), N_("Type a percentage, for example 5%."))
_FORMULA = (
    N_("this cell holds a formula; an amount or a word is expected."),
    N_("Type the result instead of the formula."),
)
_FIXED = (
    N_("“{value}” stands where “{expected}” was: rows were moved, or a fact was changed."),
    N_("Put it back, and change facts in the calculator."),
)

PORTFOLIO_MARK = "sponsorship-budget portfolio"


@dataclass(frozen=True)
class _Stored:
    """What one sheet of a plan file holds."""

    plan: Plan
    context: dict[str, Any]
    cells: list[list[str]]


def read_workbook(source: os.PathLike[str] | str | bytes, *, lang: str = "en") -> Plan:
    """The plan of a workbook (a path, or its bytes), with the cells that were changed in it.

    Raises :class:`PlanError` with every problem; ``where`` names the sheet and the cell.
    """
    plans = read_workbooks(source, lang=lang)
    if len(plans) > 1:
        raise _said([found("workbook", *_SEVERAL, count=len(plans))], lang)
    return plans[0]


def read_workbooks(source: os.PathLike[str] | str | bytes, *, lang: str = "en") -> tuple[Plan, ...]:
    """The plans of a workbook of linked plans; one of a usual workbook."""
    try:
        opened = Opened(source)
        stored = [_stored(opened, sheet) for sheet in opened.sheets if opened.first(sheet) == MARK]
        if not stored:
            is_many = any(opened.first(sheet) == PORTFOLIO_MARK for sheet in opened.sheets)
            raise PlanError(found(opened.name, *(_PORTFOLIO if is_many else _FOREIGN)))
        problems: list[Problem] = []
        plans = []
        for one in stored:
            changes = _changes(opened, one, problems)
            if not problems:
                plans.append(apply_changes(one.plan, one.context, changes))
        if problems:
            raise PlanError(problems)
    except PlanError as error:
        raise _said(error.problems, lang) from None
    return tuple(plans)


def _said(problems: list[Problem], lang: str) -> PlanError:
    return PlanError([problem.said(catalogue(lang).gettext) for problem in problems])


def _stored(opened: Opened, sheet: str) -> _Stored:
    cells = opened.cells(sheet)
    if isinstance(cells.get("B1"), (int, float)) and cells["B1"] > FORMAT:
        raise PlanError(found(opened.name, *_NEWER))
    texts: dict[str, list[str]] = {}
    row = 4
    while isinstance(cells.get(f"A{row}"), str):
        piece = cells.get(f"B{row}")
        texts.setdefault(cells[f"A{row}"], []).append(str(piece or "'")[1:])
        row += 1
    try:
        plan = read_plan("".join(texts["plan"]))
        context = json.loads("".join(texts["context"]))
        listed = json.loads("".join(texts["cells"]))
        is_whole = plan_fingerprint(plan) == cells.get("B2") and isinstance(context, dict) and isinstance(listed, list)
        is_whole = is_whole and all(
            isinstance(c, list) and len(c) == 5 and all(isinstance(x, str) for x in c) for c in listed
        )
    except (KeyError, ValueError, RecursionError, PlanError):
        is_whole = False
    if not is_whole:
        raise PlanError(found(as_typed(sheet), *_BROKEN))
    assert plan.version <= FORMAT_VERSION
    return _Stored(plan, context, listed)


def _changes(opened: Opened, stored: _Stored, problems: list[Problem]) -> list[Change]:
    """Cells that hold something else than when the workbook was written."""
    found_changes = []
    missing: set[str] = set()
    for sheet, cell, kind, path, original in stored.cells:
        if sheet not in opened.sheets:
            if sheet not in missing:
                missing.add(sheet)
                problems.append(found(as_typed(sheet), *_GONE, sheet=as_typed(sheet)))
            continue
        value = opened.cells(sheet).get(cell)
        change = _compare(sheet, cell, kind, path, original, value, problems)
        if change is not None:
            found_changes.append(change)
    return found_changes


def _compare(
    sheet: str, cell: str, kind: str, path: str, original: str, value: Any, problems: list[Problem]
) -> Change | None:
    def refuse(words: tuple[str, str], **values: str) -> None:
        problems.append(at_cell(sheet, cell, *words, value=as_typed(value), **values))

    if isinstance(value, Formula):
        refuse(_FORMULA)
        return None
    now: Any
    if kind == "fixed":
        if str("" if value is None else value).strip() != original.strip():
            refuse(_FIXED, expected=as_typed(original))
        return None
    if kind == "money":
        try:
            now = None if value is None else cents_of(value)
        except ValueError:
            refuse(_MONEY)
            return None
    elif kind == "date":
        try:
            now = None if value is None else day_of(value)
        except ValueError:
            refuse(_DATE)
            return None
    elif kind == "share":
        try:
            now = None if value is None else _share(value)
        except ValueError:
            refuse(_SHARE, low="0", high="1")
            return None
    else:
        now = "" if value is None else str(value)
    was = original if kind in ("text", "choice") else original or None
    text = now.isoformat() if kind == "date" and now is not None else now if now is None else str(now)
    if text == was or (kind in ("text", "choice") and (text or "").strip() == (was or "").strip()):
        return None
    return Change(sheet, cell, kind, json.loads(path), now)


def _share(value: Any) -> int:
    """Basis points of a percentage cell."""
    if isinstance(value, str):
        text = value.replace("\u00a0", "").replace(" ", "").replace(",", ".")
        if not text.endswith("%"):
            raise ValueError(value)
        value = float(text[:-1]) / 100
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise ValueError(value)
    return round(value * 10_000)


__all__ = ["PORTFOLIO_MARK", "read_workbook", "read_workbooks"]

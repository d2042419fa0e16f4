"""What a changed cell of a workbook means for the plan.

Changes become ordinary entries: a rent typed for one month is housing from that month to the next, a payment is an
entry of the record that is added, never one that is rewritten. Nothing is worked out here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from calculator.locale import N_
from calculator.money import format_cents
from calculator.periods import next_month
from calculator.plan import Plan, canonical_json, plan_from
from calculator.problems import PlanError, Problem, as_typed
from calculator.workbook.opening import at_cell

_INCOMPLETE = N_("This line is not complete.")
_FILL = N_("Fill in {missing}, or empty the line.")
_CHOICE = (N_("“{value}” is not in the list of this cell."), N_("Choose a word from the list."))
_WHOLE = (N_("“{value}” is not a whole percentage."), N_("Type a whole percentage, for example 5%."))
_YES = (N_("“{value}” is neither of the two words of this cell."), N_("Choose a word from the list."))


_NEEDED = {
    "in_kind": ("line", "value"), "purchases": ("line", "amount"), "extras": ("label", "amount"), "housing": ("rent",),
    "income": ("person", "net"),
}  # fmt: skip
"""What a new line needs to be an entry."""


@dataclass(frozen=True)
class Change:
    """A cell that was changed, and what it holds now: cents, a day, basis points, text or None."""

    sheet: str
    cell: str
    kind: str
    path: list[Any]
    value: Any


def apply_changes(plan: Plan, context: dict[str, Any], changes: list[Change]) -> Plan:
    """The plan with the changes; raises PlanError naming the cells of what is wrong."""
    if not any(c.path[0] != "as_of" for c in changes):
        return plan
    work = _Work(json.loads(canonical_json(plan)), context)
    work.everything([c for c in changes if c.path[0] != "as_of"])
    if work.problems:
        raise PlanError(work.problems)
    try:
        return plan_from(work.fields)
    except PlanError as error:
        raise PlanError([work.placed(problem) for problem in error.problems]) from None


class _Work:
    def __init__(self, fields: dict[str, Any], context: dict[str, Any]) -> None:
        self.fields, self.context = fields, context
        self.problems: list[Problem] = []
        self.origin: dict[str, Change] = {}
        """The cell behind a place of the plan."""

    def placed(self, problem: Problem) -> Problem:
        """A finding about the changed plan, named by its cell if a cell is behind it."""
        best = max((p for p in self.origin if problem.where.startswith(p)), key=len, default=None)
        if best is None:
            return problem
        change = self.origin[best]
        from dataclasses import replace

        return replace(problem, where=f"{as_typed(change.sheet)}!{change.cell}")

    def refuse(self, change: Change, words: tuple[str, str], **values: str) -> None:
        self.problems.append(at_cell(change.sheet, change.cell, *words, value=as_typed(change.value), **values))

    def everything(self, changes: list[Change]) -> None:
        new: dict[tuple[str, str], dict[str, Change]] = {}
        by_month: dict[str, dict[int, dict[int, Change]]] = {"rent_month": {}, "earned_month": {}}
        for c in changes:
            head = c.path[0]
            if head in by_month:
                by_month[head].setdefault(c.path[1], {})[c.path[2]] = c
            elif head == "options":
                self.option(c)
            elif head in ("payment", "contribution"):
                new.setdefault((head, str(c.path[1])), {})[c.path[2]] = c
            elif isinstance(c.path[1], str) and head != "housing":
                new.setdefault((head, c.path[1]), {})[c.path[2]] = c
            elif head == "housing" and c.path[1] == "new":
                new.setdefault((head, "new"), {})[c.path[2]] = c
            else:
                self.entry(c)
        for (section, name), parts in sorted(new.items(), key=lambda x: (x[0][0], _natural(x[0][1]))):
            self.added(section, name, parts)
        self.before = list(self.fields.get("housing", []))
        for which, months in sorted(by_month["rent_month"].items()):
            self.rents(which, months)
        for row, entry in enumerate(self.fields.get("income", [])):
            entry["_row"] = row
        for which, months in sorted(by_month["earned_month"].items()):
            self.earnings(which, months)
        for entry in self.fields.get("income", []):
            entry.pop("_row", None)

    # -- entries ----------------------------------------------------------------------------------------------

    def entry(self, c: Change) -> None:
        section, index, name = c.path
        entry = self.fields[section][index]
        self.origin[f"{section}[{index}].{name}"] = c
        self.origin.setdefault(f"{section}[{index}]", c)
        if c.value is None or c.value == "":
            if name in ("amount", "net"):
                entry[name] = "0.00"  # emptied: nothing, but the entry stays
            else:
                entry.pop(name, None)
        else:
            entry[name] = format_cents(c.value) if c.kind == "money" else _text(c.value)
        if section == "housing" and name == "rent" and c.value is not None:
            entry.pop("free", None)  # a rent means it is no longer free

    def option(self, c: Change) -> None:
        name = c.path[1]
        options = self.fields.setdefault("options", {})
        self.origin[f"options.{name}"] = c
        if name == "apply_income_reduction":
            yes = self.context["yes"]
            if not str(c.value).strip():
                self.refuse(c, _YES)
            options[name] = str(c.value).strip() == yes
        elif name == "reduction_share":
            share = 10_000 if c.value is None else c.value
            if share % 100:
                self.refuse(c, _WHOLE)
            options[name] = format_cents(share // 100)
        elif c.value is None:
            options.pop(name, None)
        elif c.value % 100:
            self.refuse(c, _WHOLE)
        else:
            options[name] = c.value // 100

    def added(self, section: str, name: str, parts: dict[str, Change]) -> None:
        """A line that was empty and is not any more."""
        filled = {k: c for k, c in parts.items() if c.value not in (None, "")}
        if not filled or set(filled) <= {"unit", "method", "person", "fund"}:
            return  # a choice alone is no entry
        first = next(iter(parts.values()))
        if section == "payment":
            self.payment(int(name), filled)
            return
        if section == "contribution":
            self.contribution(filled)
            return
        entry: dict[str, Any] = {}
        for key, c in filled.items():
            value = c.value
            if key in ("unit", "line", "cadence"):
                table = self.context[{"unit": "units", "line": "lines", "cadence": "cadence"}[key]]
                if value not in table:
                    self.refuse(c, _CHOICE)
                    continue
                value = table[value]
            entry[key] = format_cents(value) if c.kind == "money" else _text(value)
        needed = _NEEDED[section]
        lacking = [n for n in needed if n not in filled]
        lacking += [n for n in ("unit",) if n in parts and n not in filled]
        if section == "housing" and lacking:
            return  # utilities without a rent: still no lease
        if lacking:
            self._incomplete(first, lacking)
            return
        entries = self.fields.setdefault(section, [])
        for key, c in filled.items():
            self.origin[f"{section}[{len(entries)}].{key}"] = c
        self.origin[f"{section}[{len(entries)}]"] = first
        entries.append(entry)

    def _incomplete(self, change: Change, lacking: list[str]) -> None:
        self.problems.append(at_cell(change.sheet, change.cell, _INCOMPLETE, _FILL, missing=", ".join(lacking)))

    # -- the record -------------------------------------------------------------------------------------------

    def payment(self, due: int, filled: dict[str, Change]) -> None:
        lacking = [n for n in ("on", "amount") if n not in filled]
        if lacking:
            self._incomplete(next(iter(filled.values())), lacking)
            return
        about = self.context["dues"][due]
        entry: dict[str, Any] = {"kind": "payment", "id": self._new_id("payment")}
        entry.update({k: v for k, v in about.items() if v is not None})
        for key, c in filled.items():
            if key in ("method", "fund"):
                table = self.context[key + "s"]
                if c.value not in table:
                    self.refuse(c, _CHOICE)
                    continue
                entry[key] = table[c.value]
            else:
                entry[key] = format_cents(c.value) if c.kind == "money" else _text(c.value)
        self._record(entry, filled)

    def contribution(self, filled: dict[str, Change]) -> None:
        lacking = [n for n in ("on", "contributor", "amount") if n not in filled]
        if lacking:
            self._incomplete(next(iter(filled.values())), lacking)
            return
        giver = str(filled["contributor"].value)
        record = self.fields.setdefault("record", {})
        known = record.setdefault("contributors", [])
        if giver not in {c["id"] for c in known}:
            self.origin[f"record.contributors[{len(known)}]"] = filled["contributor"]
            known.append({"id": giver})
        entry: dict[str, Any] = {"kind": "contribution", "id": self._new_id("contribution"), "contributor": giver}
        entry["on"] = filled["on"].value.isoformat()
        entry["amount"] = format_cents(filled["amount"].value)
        if "receipt" in filled:
            entry["receipt"] = str(filled["receipt"].value)
            entry["is_receipted"] = True
        if "fund" in filled:
            if filled["fund"].value not in self.context["funds"]:
                self.refuse(filled["fund"], _CHOICE)
                return
            entry["fund"] = self.context["funds"][filled["fund"].value]
        self._record(entry, filled)

    def _record(self, entry: dict[str, Any], filled: dict[str, Change]) -> None:
        entries = self.fields.setdefault("record", {}).setdefault("entries", [])
        for key, c in filled.items():
            self.origin[f"record.entries[{len(entries)}].{key}"] = c
        self.origin[f"record.entries[{len(entries)}]"] = next(iter(filled.values()))
        entries.append(entry)

    def _new_id(self, what: str) -> str:
        taken = {e["id"] for e in self.fields.get("record", {}).get("entries", [])}
        n = len(taken) + 1
        while f"{what} {n}" in taken:
            n += 1
        return f"{what} {n}"

    # -- one month --------------------------------------------------------------------------------------------

    def rents(self, which: int, typed: dict[int, Change]) -> None:
        """Housing of one dwelling, written anew: a change of the rent in force is an entry from that month on."""
        about = self.context["rent"][which]
        typed = {k: c for k, c in typed.items() if c.value is not None}
        if not typed:
            return
        housing = self.fields.get("housing", [])
        own = [h for h in housing if h.get("unit") == about["unit"]]
        others = [h for h in housing if h.get("unit") != about["unit"]]
        made: list[dict[str, Any]] = []
        # Before the first entry, the maximum is planned: no entry at all.
        before: Any = {} if about["unit"] is None else {"unit": about["unit"]}
        blank = own[0] if own and all(row < 0 for _, row in about["months"]) else {}
        for k, (first, row) in enumerate(about["months"]):
            entry = dict(blank if row < 0 else self.before[row])
            if k in typed:
                entry.pop("free", None)
                entry.pop("utilities", None)
                entry.pop("utilities_included", None)
                entry["rent"] = format_cents(typed[k].value)
            entry.pop("from", None)
            if about["unit"] is not None:
                entry["unit"] = about["unit"]
            if entry != before:
                made.append({**entry, **({"from": first} if k else {})})
                self.origin[f"housing[{len(others) + len(made) - 1}]"] = typed.get(k, next(iter(typed.values())))
                before = entry
        self.fields["housing"] = others + made

    def earnings(self, which: int, typed: dict[int, Change]) -> None:
        """Income of one unit: a typed month takes the place of all that counted in it."""
        about = self.context["earned"][which]
        for k, c in sorted(typed.items()):
            if c.value is None:
                continue
            month = about["months"][k]
            days = [date.fromisoformat(d) for d in month["months"]]
            added = {
                e["_row"] for e in self.fields.get("income", [])
                if e.get("_row", -1) >= self.context["incomes"] and e["person"] in month["earners"]
            }  # fmt: skip
            for day in days:
                self._without({*month["incomes"], *added}, day)
            entry: dict[str, Any] = {
                "person": month["person"], "net": format_cents(c.value), "from": days[0].isoformat(),
                "to": days[0].isoformat(),
            }  # fmt: skip
            if month["spread"]:
                entry["spread_over"] = month["spread"]
            entries = self.fields.setdefault("income", [])
            self.origin[f"income[{len(entries)}]"] = c
            entries.append(entry)

    def _without(self, rows: set[int], day: date) -> None:
        """Take a calendar month out of some incomes: an entry before it, an entry after it."""
        after = next_month(day)
        kept: list[dict[str, Any]] = []
        tail: list[dict[str, Any]] = []
        for entry in self.fields.get("income", []):
            row = entry.get("_row", -1)
            begins = date.fromisoformat(entry["from"]).replace(day=1) if "from" in entry else date.min
            ends = date.fromisoformat(entry["to"]).replace(day=1) if "to" in entry else date.max
            if row not in rows or not begins <= day <= ends:
                kept.append(entry)
                continue
            # Nothing is left outside the period: such an entry could never count.
            if begins < day and self.context["arrives_on"] < day.isoformat():
                kept.append({**entry, "to": (day - timedelta(days=1)).isoformat()})
            if ends > day and after.isoformat() <= self.context["ends_on"]:
                tail.append({**entry, "from": after.isoformat()})
        self.fields["income"] = kept + tail


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _natural(name: str) -> tuple[int, str]:
    digits = "".join(ch for ch in name if ch.isdigit())
    return (int(digits) if digits else 0, name)


__all__ = ["Change", "apply_changes"]

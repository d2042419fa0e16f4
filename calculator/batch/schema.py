"""The tables a batch reads: names, columns, kinds of values, version. Derived from the plan's own sections.

A table is a section of the plan with one row per entry and the ``case`` it belongs to; the options of a
plan are columns of ``cases``. Nothing is described a second time: choices, limits and defaults are the
model's. Reading the files is in ``source``, values in ``columns``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from calculator.plan import plan_schema

SCHEMA_VERSION = 1
"""Grows when a file that was read before would be read differently or refused."""

ID, TEXT, CODE, DAY, MONEY, SHARE, WHOLE, FLAG, MONTHS = (
    "id", "text", "choice", "date", "money", "share", "whole number", "true/false", "months",
)  # fmt: skip

_SECTIONS = {
    "people": ("Person",),
    "housing": ("Housing",),
    "in_kind": ("InKind",),
    "purchases": ("Purchase",),
    "sharing": ("Sharing",),
    "income": ("Income",),
    "assets": ("Asset",),
    "conditions": ("SpecialDiet", "Pregnancy"),
    "events": (
        "Birth",
        "Death",
        "ChangeUnit",
        "Move",
        "Absence",
        "Stay",
        "School",
        "Stop",
        "Conversion",
        "TopUp",
        "FamilyAdded",
    ),
    "extras": ("Extra",),
    "payers": ("PayerChange",),
}
_CASE_FIELDS = (
    "stream",
    "sponsor",
    "submitted_on",
    "community",
    "arrives_on",
    "arrival_is_estimate",
    "months",
)
OPTIONS = (
    "prorate", "event_rule", "true_up", "day_cost", "topup_at_18", "clothing_pool", "basic_inkind_pct",
    "apply_income_reduction", "reduction_share", "lag", "stagger_n", "income_entry", "bvor_topup_in_base",
    "assets_apply", "asset_order", "no_need_months", "gtha_senior_pass", "rainbow_months", "jas_clothing",
    "school_second_on", "startup_set_confirmed", "sk_group", "contingency_pct", "ongoing_self_support",
    "bvor_jas_switch_on", "move_switch_on",
)  # fmt: skip
"""The options that change an amount."""
_NOT_COSTED = {"item", "label", "receipt", "bought_on", "is_refundable"}
"""Words and receipts of a plan that change no amount: no column."""
TEXTS_WANTED = {("extras", "label"): "-", ("conditions", "label"): "-"}
"""What the plan reader wants to be there although no table has it."""
_IDS = {"unit", "person", "family"}


@dataclass(frozen=True)
class Column:
    """One column. ``default`` is what an empty cell stands for; None where empty means "not told"."""

    name: str
    kind: str
    is_required: bool
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    default: Any = None
    said: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The headings it may have: money in dollars under its name, or in cents."""
        return (self.name, f"{self.name}_cents") if self.kind == MONEY else (self.name,)


@cache
def tables() -> dict[str, dict[str, Column]]:
    """All tables by name, each with its columns by name; ``case`` comes first and is not listed."""
    schema = plan_schema()
    sections = schema["$defs"]
    found = {"cases": {name: _column(name, schema) for name in _CASE_FIELDS}}
    for name in OPTIONS:
        found["cases"][name] = _column(name, sections["Options"])
    for table, names in _SECTIONS.items():
        columns: dict[str, Column] = {}
        for section in names:
            for field in sections[section]["properties"]:
                name = {"id": "person", "people": "person"}.get(field, field)
                if name in _NOT_COSTED or (table == "events" and name == "reason"):
                    continue
                column = _column(field, sections[section], name)
                columns[name] = _either(columns[name], column) if name in columns else column
        if len(names) > 1:  # a column of some kinds of entries only; the plan reader says which kind needs it
            shared = set.intersection(*(set(sections[s].get("required", ())) for s in names))
            columns = {n: _optional(c, n in shared) for n, c in columns.items()}
        found[table] = columns
    return found


def _column(field: str, section: dict[str, Any], name: str | None = None) -> Column:
    form = section["properties"][field]
    name = name or field
    kinds = [form, *form.get("anyOf", ())]
    kinds += [k["items"] for k in kinds if "items" in k] + [
        k["items"]["anyOf"][0] for k in kinds if "anyOf" in k.get("items", {})
    ]
    choices = next((tuple(k["enum"]) for k in kinds if "enum" in k), ()) or tuple(
        k["const"] for k in kinds if "const" in k
    )
    least = next((k["minimum"] for k in kinds if "minimum" in k), None)
    most = next((k["maximum"] for k in kinds if "maximum" in k), None)
    types = {k.get("type") for k in kinds}
    examples = next((k["examples"] for k in kinds if "examples" in k), ())
    if name == "rainbow_months":
        kind = MONTHS
    elif choices:
        kind = CODE
    elif any(k.get("format") == "date" for k in kinds):
        kind = DAY
    elif "0.5" in examples:
        kind = SHARE
    elif "1225.00" in examples:
        kind = MONEY
    elif "boolean" in types:
        kind = FLAG
    elif "integer" in types:
        kind = WHOLE
    else:
        kind = ID if name in _IDS else TEXT
    default = form.get("default")
    return Column(name, kind, field in section.get("required", ()), choices, least, most, default,
                  form.get("description", ""))  # fmt: skip


def _either(one: Column, other: Column) -> Column:
    choices = (*one.choices, *(c for c in other.choices if c not in one.choices))
    return Column(one.name, one.kind, one.is_required and other.is_required, choices, one.least, one.most,
                  one.default if one.default == other.default else None, one.said or other.said)  # fmt: skip


def _optional(column: Column, is_required: bool) -> Column:
    return Column(
        column.name,
        column.kind,
        is_required,
        column.choices,
        column.least,
        column.most,
        column.default,
        column.said,
    )


def known_names(table: str) -> list[str]:
    """All headings a table may have."""
    return ["case", *(heading for column in tables()[table].values() for heading in column.names)]


def schema_json() -> dict[str, Any]:
    """The schema as plain values, for other programs."""
    return {
        "schema": SCHEMA_VERSION,
        "tables": {
            name: [
                {"column": "case", "kind": "case id", "required": True},
                *(
                    {"column": c.name, "kind": c.kind, "required": c.is_required, "choices": list(c.choices),
                     "least": c.least, "most": c.most, "default": c.default, "said": c.said}
                    for c in columns.values()
                ),
            ]
            for name, columns in tables().items()
        },
    }  # fmt: skip


def schema_lines() -> Iterator[str]:
    """The schema as a page of text."""
    for name, columns in tables().items():
        yield f"{name}"
        yield f"  {'case':<24} case id        required"
        for c in columns.values():
            limits = " ".join(c.choices) if c.choices else ""
            if c.least is not None:
                limits = f"{c.least} to {c.most}"
            state = (
                "required"
                if c.is_required
                else ""
                if c.default in (None, "")
                else f"default {_plain(c.default)}"
            )
            yield f"  {c.name:<24} {c.kind:<14} {state:<26} {limits}".rstrip()
        yield ""


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)

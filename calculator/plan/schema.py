"""The format of a plan file, published as JSON Schema for other programs and for editors.

Derived from the model: nothing is described here a second time.
"""

from __future__ import annotations

import ast
import inspect
from typing import Any

from calculator.money import format_cents
from calculator.plan import events, model, record
from calculator.plan.fields import Section
from calculator.plan.model import Plan

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def plan_schema() -> dict[str, Any]:
    """The format of a plan file as JSON Schema (draft 2020-12), with a sentence for what is not plain."""
    schema = Plan.model_json_schema(by_alias=True, mode="validation")
    said = _said_in_source()
    sections = {"Plan": schema, **schema["$defs"]}
    for name, section in sections.items():
        for field, form in section.get("properties", {}).items():
            form["title"] = field.replace("_", " ").capitalize()
            if (name, field) in said:
                form["description"] = said[name, field]
            _plain_default(form)
    return {
        "$schema": DIALECT,
        **schema,
        "title": "Plan of a refugee sponsorship",
        "description": "What a person tells the calculator about one sponsorship. Money is text in dollars.",
    }


def _plain_default(form: dict[str, Any]) -> None:
    """What the file would hold instead of what memory holds: dollars for cents; nothing for a whole
    section."""
    default = form.get("default")
    if form.get("type") == "string" and isinstance(default, int):
        is_share = "0.5" in form.get("examples", ())
        form["default"] = format_cents(default // 100 if is_share else default)
    elif isinstance(default, dict):
        form["default"] = {}


def _said_in_source() -> dict[tuple[str, str], str]:
    """The sentence under each field of the model, by section and name in the file."""
    said = {}
    for module in (model, events, record):
        for section in ast.parse(inspect.getsource(module)).body:
            kind = getattr(module, section.name, None) if isinstance(section, ast.ClassDef) else None
            if not (
                isinstance(section, ast.ClassDef) and isinstance(kind, type) and issubclass(kind, Section)
            ):
                continue
            for field, text in zip(section.body, section.body[1:], strict=False):
                if not (isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)):
                    continue
                if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
                    name = kind.model_fields[field.target.id].alias or field.target.id
                    words = inspect.cleandoc(str(text.value.value)).replace("None:", "Left out:")
                    said[section.name, name] = " ".join(words.split())
    return said

"""A plan in a link: ages and dates, never names. And back.

The text is the plan file without labels, notes and the treasurer's record, people renamed p1, p2 …;
compressed and written in letters an address may hold. Nothing is sent anywhere: the link is only text.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from typing import Any

from calculator.locale import N_
from calculator.plan import Plan, canonical_json
from calculator.problems import PlanError, found

LONGEST_TEXT = 200_000
_SILENT = ("label", "item", "receipt", "reason", "note", "given_to")
_REFERENCES = ("person", "unit", "family")
_NO_LINK = (N_("the plan in the link is damaged."), N_("Ask for the link again, or open the plan file."))


def without_names(plan: Plan) -> dict[str, Any]:
    """The fields of the plan without anything that could be a name."""
    fields: dict[str, Any] = json.loads(canonical_json(plan))
    fields.pop("label", None)
    fields.pop("record", None)
    names: dict[str, str] = {"family": "family"}
    for n, person in enumerate(fields["people"], start=1):
        names.setdefault(person["id"], f"p{n}")
    for n, person in enumerate(fields["people"], start=1):
        for word in ("family", "unit"):
            if word in person:
                names.setdefault(person[word], f"u{n}")
    for event in fields.get("events", ()):
        if "unit" in event:
            names.setdefault(event["unit"], f"e{len(names)}")
    for person in fields["people"]:
        person["id"] = names[person["id"]]
    return {name: _renamed(value, names) for name, value in fields.items()}


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_renamed(one, names) for one in value]
    if not isinstance(value, dict):
        return value
    result: dict[str, Any] = {}
    for name, one in value.items():
        if name in _REFERENCES and isinstance(one, str):
            result[name] = names.get(one, "u0")
        elif name == "people" and all(isinstance(p, str) for p in one):
            result[name] = [names.get(p, "p0") for p in one]
        elif (name == "reason" and one) or (name == "label" and "amount" in value):
            result[name] = "-"
        elif name not in _SILENT:
            result[name] = _renamed(one, names)
    return result


def parameter_of(plan: Plan) -> str:
    """The plan as the value of ``?plan=``."""
    text = json.dumps(without_names(plan), separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def text_of(parameter: str) -> str:
    """The text of the plan in a link; raises :class:`PlanError` if it is none."""
    try:
        packed = base64.urlsafe_b64decode(f"{parameter.strip()}===")
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(packed, LONGEST_TEXT)
        if unpacker.unconsumed_tail or not unpacker.eof:
            raise ValueError
        return text.decode()
    except (ValueError, binascii.Error, zlib.error):
        raise PlanError(found("link", *_NO_LINK, code="W04")) from None

"""What is asked of an entry of each list of the plan, and what a new one begins with.

What is asked depends on what is in the entry. The lists are shown by ``more``, the fields drawn by ``controls``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from calculator.household import NOT_INCOME
from calculator.web import controls, session
from calculator.web.controls import Field
from calculator.web.words import (
    CADENCES,
    EXTRA_KINDS,
    GIVERS,
    IN_KIND_LINES,
    INCOME_KINDS,
    ITEM_KINDS,
    START_UP_LINES,
    _,
    line,
)


def gift(gift: Mapping[str, Any]) -> list[Field]:
    of = gift.get("line")
    givers = {k: GIVERS[k] for k in ("signer", "non_signer")}
    fields: list[Field] = [
        ("line", "choice", _("What for"), {"names": {name: line(name) for name in IN_KIND_LINES}}),
        ("value", "money", _("Estimated value"), None),
        ("item", "text", _("What it is"), {"placeholder": _("sofa, table, four beds")}),
        ("given_by", "choice", _("Who gives it"), {"names": givers, "default": "signer"}),
    ]
    if of == "basic":
        fields.append(("lives_with_signer", "check", _("The family lives with a signer"), None))
    elif gift.get("given_by") == "non_signer":
        planned = _("It was planned before or right at arrival")
        fields.append(("is_planned", "check", planned, {"default": True, "help": _("Otherwise it does not count.")}))
    if of in ("basic", "transport"):
        fields += [("from", "day", _("From"), None), ("to", "day", _("Until"), None)]
    else:
        fields.append(("kind", "choice", _("Is it one of these?"), {"names": ITEM_KINDS, "default": ""}))
    if gift.get("kind") == "mattress":
        fields.append(("is_new", "check", _("It is new"), {"help": _("A used mattress does not count.")}))
    if of == "furniture" or gift.get("is_kept") is False:
        fields.append(("is_kept", "check", _("The family keeps it"), {"default": True}))
    return [*fields, *controls.unit_field(gift)]


def purchase(purchase: Mapping[str, Any]) -> list[Field]:
    return [
        ("line", "choice", _("What for"), {"names": {name: line(name) for name in START_UP_LINES}}),
        ("amount", "money", _("Amount"), None),
        ("receipt", "text", _("Receipt"), {"placeholder": _("shop and number, no names")}),
        *controls.unit_field(purchase),
    ]


def income(income: Mapping[str, Any]) -> list[Field]:
    fields: list[Field] = [
        ("person", "person", _("Who earns"), None),
        ("kind", "choice", _("Kind of income"), {"names": INCOME_KINDS, "default": "employment"}),
        ("net", "money", _("Net amount a month"), None),
        ("from", "day", _("From"), None),
        ("to", "day", _("Until"), None),
    ]
    if income.get("kind") in NOT_INCOME:
        fields.append(("is_counted", "check", _("Count it as income"), {"help": _("No rule says so: ask first.")}))
    return fields


def new_income() -> dict[str, Any]:
    return {"person": st.session_state.draft["people"][0]["id"], "net": "0.00"}


def extra(extra: Mapping[str, Any]) -> list[Field]:
    return [
        ("label", "text", _("What it is for"), None),
        ("amount", "money", _("Amount"), None),
        ("cadence", "choice", _("How often"), {"names": CADENCES, "default": "monthly"}),
        ("kind", "choice", _("Kind"), {"names": EXTRA_KINDS, "default": "extra"}),
        ("from", "day", _("From"), None),
        ("to", "day", _("Until"), None),
        *controls.unit_field(extra),
    ]


def asset(asset: Mapping[str, Any]) -> list[Field]:
    return [
        ("amount", "money", _("Amount"), None),
        ("to_loan", "money", _("Of it, paid on the travel loan"), None),
        ("received_on", "day", _("Received on"), None),
        *controls.unit_field(asset),
    ]


def event(kind: str, event: Mapping[str, Any]) -> list[Field]:
    fields: list[Field] = [("on", "day", _("On"), None)]
    if kind == "birth":
        return [*fields, ("children", "number", _("Children"), (1, 6, 1))]
    if kind == "move":
        return [*fields, ("community", "community", _("New community"), None)]
    if kind in ("adult_child_leaves", "separation"):
        return [
            *fields,
            ("people", "people", _("Who leaves"), None),
            ("unit", "text", _("Label of the new household"), None),
            ("is_supported", "check", _("The sponsor goes on supporting them"), {"default": True}),
            ("with_start_up", "check", _("A new start-up is owed"), None),
        ]
    if kind == "absence":
        return [
            *fields,
            ("to", "day", _("Until"), None),
            ("people", "people", _("Who is away"), None),
            ("is_counted", "check", _("They stay in the budget"), {"default": True}),
        ]
    if kind in ("death", "school_starts", "school_ends"):
        return [*fields, ("person", "person", _("Who"), None)]
    if kind in ("hospital", "prison"):
        return [*fields, ("to", "day", _("Until"), None), ("person", "person", _("Who"), None)]
    if kind == "top_up":
        help = _(
            "Extra money the sponsor gives every month. It is planned on top of the minimum; in months the government "
            "pays in a BVOR case it also raises what the family may earn (R33)."
        )
        return [
            *fields,
            ("to", "day", _("Until"), None),
            ("amount", "money", _("Amount a month"), {"help": help, "is_monthly": True}),
            *controls.unit_field(event),
        ]
    if kind == "conversion":
        return [
            ("on", "day", _("Approved on"), None),
            ("form_on", "day", _("Form sent on"), None),
            ("posted_on", "day", _("Posted to sponsors on"), None),
            ("sponsor_found_on", "day", _("Sponsor found on"), None),
        ]
    if kind in ("early_end", "resumption", "breakdown"):
        fields = [*fields, *controls.unit_field(event, is_for_all=True)]
    return [*fields, ("reason", "text", _("Reason"), None)]


def new_event(kind: str) -> dict[str, Any]:
    new: dict[str, Any] = {"kind": kind, "on": session.value_at(("arrives_on",))}
    first = st.session_state.draft["people"][0]["id"]
    if kind in ("adult_child_leaves", "separation", "absence"):
        new["people"] = [st.session_state.draft["people"][-1]["id"]]
    if kind in ("adult_child_leaves", "separation"):
        new["unit"] = _("second household")
    if kind == "top_up":
        new["amount"] = "0.00"
    if kind in ("death", "school_starts", "school_ends", "hospital"):
        new["person"] = first
    if kind == "move":
        new["community"] = session.value_at(("community",))
    return new

"""A plan in Toronto and ways to change it, for the tests of notices, assumptions and dates."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from calculator.budget import make_budget
from calculator.plan import Plan
from calculator.rates import Rates

Fields = dict[str, Any]

BASE: Fields = {
    "community": "Toronto",
    "arrives_on": "2022-05-10",
    "people": [
        {"id": "mother", "role": "principal", "born_on": "1985-03-15"},
        {"id": "father", "role": "spouse", "born_on": "1984-11-20"},
    ],
    "housing": [{"rent": "700.00"}],
    "income": [{"person": "father", "net": "100.00", "from": "2022-06-01"}],
    "extras": [{"label": "Deposit", "amount": "500.00", "cadence": "once", "kind": "deposit"}],
}
PEOPLE: list[Fields] = BASE["people"]
CHILD: Fields = {"id": "daughter", "role": "child", "born_on": "2004-06-15"}
GIFT: Fields = {"line": "furniture", "value": "300.00", "item": "a table"}
BOUGHT = [
    {"line": line, "amount": amount, "receipt": "r"}
    for line, amount in (
        ("staples", "300.00"), ("clothing", "750.00"), ("winter", "350.00"), ("household", "650.00"),
        ("furniture", "2280.00"), ("linens", "160.00"), ("utility", "75.00"),
    )
]  # fmt: skip
PAYMENT: Fields = {
    "kind": "payment", "id": "p1", "on": "2022-06-01", "amount": "100.00", "purpose": "support",
    "reference": "T1",
}  # fmt: skip
TERRITORY: Fields = {
    "community": "YT",
    "rates": [
        {"item": item, "place": "YT", "effective_from": "2022-01-01", "value": value, "source": "Letter"}
        | people
        for item, value, people in (
            ("basic", "700.00", {"adults": "2", "others": "0"}),
            ("shelter", "700.00", {"adults": "2", "others": "0"}),
            ("supplement_cap", "200.00", {}),
            ("transit_pass", "75.00", {}),
            ("communication", "75.00", {}),
        )
    ],
}


def event(kind: str, on: str = "2022-09-10", **more: Any) -> Fields:
    return {"events": [{"kind": kind, "on": on, **more}]}


def record(*entries: Fields, **more: Any) -> Fields:
    return {"record": {"entries": list(entries), **more}}


GAR: Fields = {"stream": "GAR", "arrives_on": "2022-02-01"}
CONVERSION = {"posted_on": "2022-09-20", "sponsor_found_on": "2022-10-20"}
CONTRIBUTION: Fields = {
    "kind": "contribution", "id": "c1", "on": "2022-01-01", "contributor": "parish", "amount": "900.00",
    "is_receipted": True,
}  # fmt: skip
PARISH = [{"id": "parish", "kind": "organization"}]
REFUND: Fields = {
    "kind": "refund", "id": "r1", "on": "2022-03-01", "contributor": "parish", "amount": "10.00",
}  # fmt: skip
LATE: Fields = {"arrives_on": "2026-05-10", "income": []}


@cache
def rates() -> Rates:
    return Rates.load()


def report_of(change: Fields, lang: str = "en") -> dict[str, Any]:
    """The report of the base plan with other fields."""
    return _report(json.dumps({**BASE, **change}, sort_keys=True), lang)


@cache
def _report(text: str, lang: str) -> dict[str, Any]:
    return make_budget([Plan.model_validate(json.loads(text))], rates()).report(0, lang)


def said(change: Fields, code: str, lang: str = "en") -> list[dict[str, Any]]:
    return [row for row in report_of(change, lang)["warnings"] if row["id"] == code]

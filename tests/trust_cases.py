"""Records and hand-written budget reports for the tests of the funds held in trust.

Rateville of the worked examples: one single person, 1,225.00 a month, start-up 3,065.00.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from calculator.periods import add_months
from calculator.plan import Plan
from calculator.trust import Limits, Trust

LIMITS = Limits(
    advance_months=3, sah_fee_cents=250_00, contingency_bp=500, keep_years=7, fee_years=1, holders=2,
    first_share_bp=2500, deposit_months=2, release_lead_months=1, emergency_cents=1000_00,
)  # fmt: skip
MONTHLY = {
    "basic": 400_00,
    "shelter": 500_00,
    "supplement": 150_00,
    "transport": 100_00,
    "communication": 75_00,
}
START_UP = {
    "staples": 210_00,
    "clothing": 375_00,
    "winter": 175_00,
    "household": 600_00,
    "furniture": 1550_00,
    "linens": 80_00,
    "utility": 75_00,
}
ARRIVAL = date(2026, 5, 1)


def start_up_line(line: str, cents: int, on: date, **more: Any) -> dict[str, Any]:
    row = {
        "line": line,
        "due_on": on.isoformat(),
        "payer": "sponsor",
        "quantity": 1,
        "unit_cents": cents,
        "entitlement_cents": cents,
        "shared_cents": 0,
        "in_kind_cents": 0,
        "in_kind_cap_cents": 0,
        "purchases_cents": 0,
        "cash_cents": cents,
        "rule": "R20",
        "rates": [f"ca:{line}"],
        "is_assumed": False,
        "is_entered": False,
    }
    row.update(more)
    row["cash_cents"] = row["entitlement_cents"] - row["in_kind_cents"] - row["purchases_cents"]
    return row


def month_row(number: int, first: date, last: date, **more: Any) -> dict[str, Any]:
    lines = [
        {
            "line": line,
            "quantity": 1,
            "unit_cents": cents,
            "limit_cents": None,
            "entitlement_cents": cents,
            "in_kind_cents": 0,
            "rule": "R25",
            "rates": [f"rv:{line}"],
            "is_assumed": False,
            "is_entered": False,
        }
        for line, cents in MONTHLY.items()
    ]
    row = {
        "month": number,
        "from": first.isoformat(),
        "to": last.isoformat(),
        "payer": "sponsor",
        "entitlement_cents": 1225_00,
        "in_kind_cents": 0,
        "earned_cents": 0,
        "threshold_cents": 612_50,
        "reduction_cents": 0,
        "asset_cents": 0,
        "government_cents": 0,
        "other_cents": 0,
        "over_cents": 0,
        "lines": lines,
    }
    row.update(more)
    paid = row["entitlement_cents"] - row["in_kind_cents"] - row["reduction_cents"] - row["asset_cents"]
    row.setdefault("sponsor_cents", paid if row["payer"] == "sponsor" else 0)
    row["planned_cents"] = row["sponsor_cents"]
    return row


def report(
    arrives_on: date = ARRIVAL,
    units: tuple[str, ...] = ("family",),
    months: int = 12,
    changes: Mapping[int, Mapping[str, Any]] | None = None,
    contingency: int = 0,
    start_up: Mapping[str, Mapping[str, Any]] | None = None,
    extras: Any = (),
) -> dict[str, Any]:
    rows = []
    for unit in units:
        cells = [
            month_row(
                k + 1, add_months(arrives_on, k), add_months(arrives_on, k + 1) - timedelta(days=1),
                **(changes or {}).get(k + 1, {}),
            )
            for k in range(months)
        ]
        lines = [
            start_up_line(line, cents, arrives_on, **(start_up or {}).get(line, {}))
            for line, cents in START_UP.items()
        ]
        rows.append(
            {
                "unit": unit,
                "people": [unit],
                "totals": {},
                "start_up": {"payer": "sponsor", "due_on": arrives_on.isoformat(), "lines": lines},
                "one_time": {"lines": []},
                "months": cells,
            }
        )
    cash = sum(line["cash_cents"] for u in rows for line in u["start_up"]["lines"])
    bought = sum(line["purchases_cents"] for u in rows for line in u["start_up"]["lines"])
    minimum = cash + bought + sum(m["sponsor_cents"] for u in rows for m in u["months"])
    return {
        "plan": {
            "arrives_on": arrives_on.isoformat(),
            "months": months,
            "ends_on": (add_months(arrives_on, months) - timedelta(days=1)).isoformat(),
        },
        "units": rows,
        "extras": {"lines": list(extras), "contingency_cents": contingency},
        "assumptions": [],
        "totals": {
            "sponsor_minimum_cents": minimum,
            "contingency_cents": contingency,
            "extras_cents": 0,
            "planned_cents": minimum + contingency,
        },
    }


def plan(record: Mapping[str, Any] | None = None, **more: Any) -> Plan:
    record = {
        "account": {"holders": [{"id": "h1"}, {"id": "h2"}]},
        "contributors": [{"id": "A"}, {"id": "B", "kind": "group"}, {"id": "C", "kind": "organization"}],
        **(record or {}),
    }
    return Plan.model_validate(
        {
            "community": "Rateville",
            "arrives_on": ARRIVAL.isoformat(),
            "people": [{"id": "p1", "role": "principal"}],
            "record": record,
            **more,
        }
    )


def trust(
    entries: list[dict[str, Any]] | None = None,
    as_of: date = date(2027, 4, 30),
    lang: str = "en",
    made: dict[str, Any] | None = None,
    record: Mapping[str, Any] | None = None,
    **more: Any,
) -> Trust:
    return Trust(
        plan({"entries": entries or [], **(record or {})}, **more), made or report(), LIMITS, as_of, lang
    )


def gave(id: str, who: str, on: str, amount: str, **more: Any) -> dict[str, Any]:
    return {"kind": "contribution", "id": id, "contributor": who, "on": on, "amount": amount, **more}


def paid(id: str, on: str, amount: str, **more: Any) -> dict[str, Any]:
    return {"kind": "payment", "id": id, "on": on, "amount": amount, "reference": "ET1", **more}


def interest(id: str, on: str, amount: str) -> dict[str, Any]:
    return {"kind": "interest", "id": id, "on": on, "amount": amount}


def codes(made: Trust) -> list[str]:
    return [p.code for p in made.problems if p.code not in ("W35",)]


EXTRAS = [
    {
        "label": "Rent deposit",
        "amount": "1000.00",
        "cadence": "once",
        "kind": "deposit",
        "is_refundable": True,
    },
    {"label": "Childcare", "amount": "100.00", "from": "2026-07-01", "to": "2026-08-31"},
]


def extra_line(label: str, kind: str, on: str, cents: int) -> dict[str, Any]:
    return {"label": label, "kind": kind, "unit": "family", "month": 1, "on": on, "amount_cents": cents}


EXTRA_LINES = (
    extra_line("Rent deposit", "deposit", "2026-05-01", 1000_00),
    extra_line("Childcare", "extra", "2026-07-01", 100_00),
    extra_line("Childcare", "extra", "2026-08-01", 100_00),
)


PARTIES = [{"id": "sah", "kind": "SAH"}, {"id": "cg", "kind": "CG", "label": "St. Mary’s"}]


def text(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"

"""Anything a plan may say, right or wrong, as a Hypothesis strategy: for tests that compare two ways to read it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

CITIES = ["ON/toronto", "NS/halifax", "BC/vancouver", "NB/moncton", "SK/regina", "MB/winnipeg"]
DAYS = st.dates(min_value=date(2025, 11, 1), max_value=date(2027, 9, 1)).map(str)
AMOUNT = st.integers(0, 400_000).map(lambda cents: f"{cents // 100}.{cents % 100:02d}")


@st.composite
def fields_of_a_plan(draw: st.DrawFn) -> dict[str, Any]:
    """Anything a plan may say, right or wrong: references that are none, dates out of order, slips."""
    slips = draw(st.integers(0, 2)) == 0
    arrives = draw(st.dates(min_value=date(2025, 11, 1), max_value=date(2026, 12, 28)))
    days = DAYS if slips else st.integers(0, 345).map(lambda n: str(arrives + timedelta(n)))
    names = st.sampled_from(["a", "b", "c", "d", "son", "aunt"])
    ids = draw(st.lists(names, min_size=1, max_size=5, unique=not slips))
    people: list[dict[str, Any]] = []
    for n, name in enumerate(ids):
        roles = ["spouse", "child", "dependant", "de_facto"] if slips or n == 1 else ["child", "dependant", "de_facto"]
        person: dict[str, Any] = {"id": name, "role": "principal" if n == 0 else draw(st.sampled_from(roles))}
        if draw(st.booleans()):
            oldest, newest = (
                (1935, 2027) if slips else (1940, 2005) if person["role"] in ("principal", "spouse") else (2000, 2025)
            )
            person["born_on"] = (
                f"{draw(st.integers(oldest, newest))}-{draw(st.integers(1, 12)):02d}-{draw(st.integers(1, 28)):02d}"
            )
        else:
            person["age_at_arrival"] = draw(st.integers(0, 90))
        more = {
            "is_disabled": st.booleans(),
            "in_secondary_school": st.booleans(),
            "unit": st.sampled_from(["home", "family"]),
        }
        if slips or n > 1:
            more |= {"is_accompanying": st.booleans(), "arrives_on": days}
        if slips:
            more |= {"family": st.sampled_from(["family", "cousins"])}
        person |= draw(st.fixed_dictionaries({}, optional=more)) if draw(st.integers(0, 2)) == 0 else {}
        people.append(person)
    who = st.sampled_from([*ids, "nobody"] if slips else ids)
    known = {p.get("unit", "family") for p in people}
    unit = st.sampled_from([*ids, "family", "home"] if slips else sorted(known))
    entry = {
        "housing": st.one_of(
            st.fixed_dictionaries(
                {"rent": AMOUNT},
                optional={
                    "utilities": AMOUNT,
                    "heat_in_rent": st.booleans(),
                    "fuel": AMOUNT,
                    "from": days,
                    "unit": unit,
                },
            ),
            st.fixed_dictionaries(
                {"free": st.just(True)},
                optional={
                    "given_by": st.sampled_from(["signer", "refugee"]),
                    "is_complete": st.booleans(),
                    "from": days,
                    **({"utilities": AMOUNT, "rent": AMOUNT} if slips else {}),
                },
            ),
            st.fixed_dictionaries({"heat_in_rent": st.booleans()}, optional={"fuel": AMOUNT}),
        ),
        "in_kind": st.fixed_dictionaries(
            {"line": st.sampled_from(["furniture", "clothing", "basic", "transport", "school"])},
            optional={
                "value": AMOUNT,
                "unit": unit,
                "kind": st.sampled_from(["mattress", "footwear"]),
                "is_new": st.booleans(),
                "given_by": st.just("non_signer"),
                "is_planned": st.booleans(),
                "lives_with_signer": st.booleans(),
                "from": days,
                "to": days,
                "reason": st.just("agreed"),
            },
        ),
        "purchases": st.fixed_dictionaries(
            {"line": st.sampled_from(["winter", "linens"]), "amount": AMOUNT}, optional={"unit": unit}
        ),
        "sharing": st.fixed_dictionaries(
            {"line": st.sampled_from(["utility", "shelter", "basic"]), "amount": AMOUNT},
            optional={"reason": st.just("one kitchen"), "unit": unit},
        ),
        "income": st.fixed_dictionaries(
            {"person": who, "net": AMOUNT},
            optional={
                "kind": st.sampled_from(["training", "student_loan", "tax_credit"]),
                "is_counted": st.booleans(),
                "from": days,
                "to": days,
                "spread_over": st.integers(1, 6),
            },
        ),
        "assets": st.fixed_dictionaries(
            {"amount": AMOUNT}, optional={"received_on": days, "to_loan": AMOUNT, "unit": unit}
        ),
        "conditions": st.one_of(
            st.fixed_dictionaries(
                {"kind": st.just("special_diet"), "note_on": days},
                optional={"person": who, "ends_on": days, "unit": unit},
            ),
            st.fixed_dictionaries(
                {"kind": st.just("pregnancy"), "person": who, "note_on": days, "due_on": days},
                optional={"children": st.integers(1, 3)},
            ),
        ),
        "events": st.one_of(
            st.fixed_dictionaries(
                {"kind": st.just("birth"), "on": days}, optional={"children": st.integers(1, 3), "unit": unit}
            ),
            st.fixed_dictionaries({"kind": st.just("death"), "on": days, "person": who}),
            st.fixed_dictionaries({"kind": st.just("move"), "on": days, "community": st.sampled_from(CITIES)}),
            st.fixed_dictionaries(
                {
                    "kind": st.sampled_from(["separation", "adult_child_leaves"]),
                    "on": days,
                    "people": st.lists(who, min_size=1, max_size=2, unique=True),
                    "unit": st.sampled_from(["new", *ids]),
                },
                optional={"with_start_up": st.booleans(), "is_supported": st.booleans()},
            ),
            st.fixed_dictionaries(
                {"kind": st.just("absence"), "on": days, "people": st.lists(who, min_size=1, max_size=2, unique=True)},
                optional={"to": days, "is_counted": st.booleans()},
            ),
            st.fixed_dictionaries(
                {"kind": st.sampled_from(["school_starts", "school_ends", "hospital"]), "on": days, "person": who}
            ),
            st.fixed_dictionaries(
                {"kind": st.sampled_from(["early_end", "resumption", "breakdown"]), "on": days}, optional={"unit": unit}
            ),
            st.fixed_dictionaries(
                {"kind": st.just("conversion"), "on": days}, optional={"form_on": days, "is_exceptional": st.booleans()}
            ),
            st.fixed_dictionaries(
                {"kind": st.just("top_up"), "on": days, "amount": AMOUNT}, optional={"to": days, "unit": unit}
            ),
        ),
        "extras": st.fixed_dictionaries(
            {"label": st.just("bus"), "amount": AMOUNT},
            optional={"cadence": st.just("once"), "kind": st.just("deposit"), "from": days, "to": days, "unit": unit},
        ),
        "payers": st.fixed_dictionaries(
            {"payer": st.sampled_from(["fund", "government"])},
            optional={"from": days, "to": days, "covers": st.just("start_up"), "unit": unit},
        ),
    }
    plan: dict[str, Any] = {
        "community": draw(st.sampled_from(CITIES)),
        "arrives_on": str(arrives),
        "people": people,
        **draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "stream": st.sampled_from(["BVOR", "JAS", "GAR", "RAINBOW"]),
                    "months": st.sampled_from([6, 12, 24] if slips else [12]),
                    "sponsor": st.sampled_from(["CG", "G5"] if slips else ["CG"]),
                    "submitted_on": DAYS if slips else st.just("2024-05-01"),
                    "arrival_is_estimate": st.booleans(),
                },
            )
        ),
        "options": draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "prorate": st.sampled_from(["equal", "rap365"]),
                    "lag": st.integers(0, 2),
                    "day_cost": AMOUNT,
                    "reduction_share": st.sampled_from(["0.5", "0"]),
                    "stagger_n": st.integers(1, 6),
                    "assets_apply": st.booleans(),
                    "income_entry": st.just("typical"),
                    "rainbow_months": st.sampled_from([[1, 2, 3], [2, 5, 13], [1, 1, 2]] if slips else [[2, 3, 9]]),
                    "school_second_on": st.sampled_from(["09-01", "02-30"] if slips else ["09-01"]),
                    "contingency_pct": st.integers(0, 50),
                    "topup_at_18": st.just("full"),
                    "asset_order": st.just("equal"),
                    "true_up": st.booleans(),
                    "event_rule": st.just("next_month"),
                    "basic_inkind_pct": st.integers(0, 50),
                    "gtha_senior_pass": st.just("128.15"),
                    "move_switch_on": days,
                    "sk_group": st.just("Moose Jaw"),
                    "jas_clothing": st.just("every_12_months"),
                },
            )
        ),
    }
    for name, one in entry.items():
        if draw(st.integers(0, 2)) == 0:
            plan[name] = draw(st.lists(one, min_size=1, max_size=2))
    for part in (entry for name in entry if name in plan for entry in plan[name]) if not slips else ():
        for first, last in (("from", "to"), ("note_on", "ends_on"), ("note_on", "due_on"), ("on", "to")):
            if part.get(last, "9") < part.get(first, "0"):
                part[first], part[last] = part[last], part[first]
    return plan

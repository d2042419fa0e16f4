"""Properties of the engine that hold for every plan, on the published rates (no mock, no amount expected).

Amounts expected by hand are in ``tests/examples``; saved ledgers in ``test_golden``.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from calculator.budget import make_budget
from calculator.ledger import FORMULAS, recompute
from calculator.plan import Plan
from calculator.rates import Rates

RATES = Rates.load()
COMMUNITIES = sorted(c.id for c in RATES.communities.values() if c.kind in ("community", "elsewhere"))
MONEY = st.integers(0, 400_000).map(lambda c: f"{c // 100}.{c % 100:02d}")
ARRIVALS = st.dates(date(2019, 11, 1), date(2027, 12, 31))
quick = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def plans(draw: st.DrawFn, **fixed: Any) -> dict[str, Any]:
    """Plans of every kind: streams, views, adults who become units, gifts, jobs, notes, events."""
    arrives = draw(ARRIVALS)
    stream = draw(st.sampled_from(["PSR", "PSR", "PSR", "BVOR", "JAS", "GAR", "RAINBOW"]))
    born = st.dates(date(1940, 1, 1), date(2003, 1, 1))
    people: list[dict[str, Any]] = [{"id": "pa", "role": "principal", "born_on": str(draw(born))}]
    if draw(st.booleans()):
        people.append({"id": "sp", "role": "spouse", "born_on": str(draw(born))})
    for n in range(draw(st.integers(0, 6))):
        age = draw(st.integers(0, 22 * 365))
        person: dict[str, Any] = {"id": f"c{n}", "role": "child", "born_on": str(arrives - timedelta(days=age))}
        if draw(st.booleans()):
            person["is_disabled"] = True
        people.append(person)
    plan: dict[str, Any] = {
        "stream": stream,
        "community": draw(st.sampled_from(COMMUNITIES)),
        "arrives_on": str(arrives),
        "people": people,
        "options": {
            "prorate": draw(st.sampled_from(["rstp13", "equal", "rap365"])),
            "lag": draw(st.integers(0, 2)),
            "stagger_n": draw(st.integers(1, 6)),
            "event_rule": draw(st.sampled_from(["up_now_down_next", "next_month"])),
            "income_entry": draw(st.sampled_from(["by_month", "typical"])),
            "true_up": draw(st.booleans()),
            "assets_apply": draw(st.booleans()),
            "basic_inkind_pct": draw(st.integers(0, 50)),
        },
    }
    if draw(st.booleans()):
        housing: dict[str, Any] = draw(st.sampled_from([{"free": True}, {"rent": "900.00"}, {"rent": "2400.00"}]))
        plan["housing"] = [dict(housing)]
        if draw(st.booleans()):
            plan["housing"].append({"rent": draw(MONEY), "from": str(arrives + timedelta(days=draw(st.integers(1, 300))))})
    for _ in range(draw(st.integers(0, 2))):
        start = arrives + timedelta(days=draw(st.integers(0, 300)))
        who = draw(st.sampled_from(people))["id"]
        plan.setdefault("income", []).append({"person": who, "net": draw(MONEY), "from": str(start)})
    for line in draw(st.lists(st.sampled_from(["furniture", "clothing", "winter", "linens", "school", "staples"]))):
        plan.setdefault("in_kind", []).append({"line": line, "value": draw(MONEY)})
    if draw(st.booleans()):
        plan["purchases"] = [{"line": "household", "amount": draw(MONEY), "receipt": "1"}]
    if draw(st.booleans()):
        note = arrives + timedelta(days=draw(st.integers(-30, 300)))
        plan["conditions"] = [{"kind": "special_diet", "note_on": str(note)}]
    if draw(st.booleans()):
        note = arrives + timedelta(days=draw(st.integers(-60, 200)))
        due = note + timedelta(days=draw(st.integers(0, 250)))
        plan.setdefault("conditions", []).append(
            {"kind": "pregnancy", "person": "pa", "note_on": str(note), "due_on": str(due)}
        )
    if draw(st.booleans()):
        on = arrives + timedelta(days=draw(st.integers(1, 330)))
        plan["events"] = [{"kind": "birth", "on": str(on), "children": draw(st.integers(1, 2))}]
    if draw(st.booleans()):
        plan["assets"] = [{"amount": draw(MONEY)}]
    plan.update(fixed)
    return plan


def worked_out(*texts: dict[str, Any]) -> Any:
    return make_budget([Plan.model_validate(t) for t in texts], RATES)


@quick
@given(plans())
def test_every_ledger_row_recomputes_from_its_columns(text: dict[str, Any]) -> None:
    ledger = worked_out(text).ledger()
    formula = ledger["formula"].map({name: i for i, name in enumerate(FORMULAS)}).to_numpy(np.int64)
    columns = [ledger[c].to_numpy(np.int64) for c in ("quantity", "unit_cents", "numerator", "denominator", "limit_cents")]
    assert (recompute(formula, *columns) == ledger["amount_cents"]).all()


@quick
@given(plans())
def test_lines_add_up_to_months_and_months_to_totals(text: dict[str, Any]) -> None:
    budget = worked_out(text)
    ledger, months, totals = budget.ledger(), budget.months(), budget.totals()
    monthly = ledger[ledger["month"] > 0]
    key = ["unit", "arrival", "month"]
    for kind, column, sign in (
        ("entitlement", "entitlement_cents", 1),
        ("in_kind", "in_kind_cents", -1),
        ("reduction", "reduction_cents", -1),
        ("asset", "asset_cents", -1),
    ):
        sums = monthly[monthly["kind"] == kind].groupby(key)["amount_cents"].sum() * sign
        wanted = months.set_index(key)[column]
        assert (sums.reindex(wanted.index, fill_value=0) == wanted).all(), kind
    due = months["entitlement_cents"] - months["in_kind_cents"] - months["reduction_cents"] - months["asset_cents"]
    assert (due == months["due_cents"]).all()
    paid = {p: months.loc[months["payer"] == p, "due_cents"].sum() for p in ("sponsor", "government")}
    once = ledger[(ledger["month"] == 0) & (ledger["kind"] != "purchase")]
    for payer, column in (("sponsor", "sponsor_minimum_cents"), ("government", "government_cents")):
        items = once.loc[once["payer"] == payer, "amount_cents"].sum()
        assert totals[column].iloc[0] == paid[payer] + items
    report = budget.report(0)
    for name in ("start_up_cents", "income_support_cents", "in_kind_cents", "sponsor_minimum_cents", "government_cents"):
        assert sum(u["totals"][name] for u in report["units"]) == report["totals"][name] == totals[name].iloc[0]


@quick
@given(plans())
def test_every_cent_is_a_whole_int64(text: dict[str, Any]) -> None:
    budget = worked_out(text)
    for table in (budget.ledger(), budget.months(), budget.totals()):
        for column in table.columns:
            if column.endswith("_cents"):
                assert table[column].dtype == np.int64, column


@quick
@given(plans())
def test_nothing_is_negative_and_the_family_has_its_entitlement(text: dict[str, Any]) -> None:
    months = worked_out(text).months()
    for column in ("entitlement_cents", "in_kind_cents", "reduction_cents", "asset_cents", "due_cents"):
        assert (months[column] >= 0).all(), column
    assert (months["due_cents"] <= months["entitlement_cents"]).all()


@quick
@given(plans(assets=[], options={"lag": 0, "prorate": "equal"}))
def test_cash_in_kind_and_earnings_reach_the_entitlement(text: dict[str, Any]) -> None:
    months = worked_out(text).months()
    reached = months["due_cents"] + months["in_kind_cents"] + months["earned_cents"]
    assert (reached >= months["entitlement_cents"]).all()


@quick
@given(st.lists(plans(), min_size=2, max_size=6))
def test_a_batch_equals_one_by_one_in_any_order(texts: list[dict[str, Any]]) -> None:
    together = worked_out(*texts)
    backwards = worked_out(*reversed(texts))
    for i, text in enumerate(texts):
        alone = worked_out(text).report(0)
        assert together.report(i) == alone
        assert backwards.report(len(texts) - 1 - i) == alone


@quick
@given(plans(), st.randoms())
def test_the_order_of_entries_changes_nothing(text: dict[str, Any], random: Any) -> None:
    mixed = {k: (random.sample(v, len(v)) if isinstance(v, list) and k != "people" else v) for k, v in text.items()}
    assert worked_out(mixed).totals().equals(worked_out(text).totals())


@quick
@given(plans())
def test_the_child_benefit_changes_nothing(text: dict[str, Any]) -> None:
    income = [*text.get("income", []), {"person": "pa", "kind": "canada_child_benefit", "net": "900.00"}]
    assert worked_out({**text, "income": income}).totals().equals(worked_out(text).totals())


@quick
@given(plans())
def test_taking_an_entry_away_again_returns_to_the_first_result(text: dict[str, Any]) -> None:
    first = worked_out(text).report(0)
    worked_out({**text, "in_kind": [{"line": "linens", "value": "50.00"}], "housing": [{"free": True}]})
    assert worked_out(text).report(0) == first


@quick
@given(plans(stream="JAS"))
def test_a_jas_sponsor_owes_nothing(text: dict[str, Any]) -> None:
    assert worked_out(text).totals()["sponsor_minimum_cents"].iloc[0] == 0


@quick
@given(plans(stream="BVOR", events=[], conditions=[], income=[], assets=[], housing=[], in_kind=[]))
def test_bvor_government_months_are_six_whole_calendar_months(text: dict[str, Any]) -> None:
    arrives = date.fromisoformat(text["arrives_on"])
    assume(text["options"]["prorate"] == "rstp13" and arrives.day != 1)
    months = worked_out(text).months()
    rap = months[(months["payer"] == "government") & (months["unit"] == "family")]
    assert len(rap) == 6
    assert (rap["from"].dt.day == 1).all() and ((rap["to"] + np.timedelta64(1, "D")).dt.day == 1).all()
    days = months[months["unit"] == "family"]
    total = ((days["to"] - days["from"]).dt.days + 1).sum()
    assert total in (365, 366)


@quick
@given(ARRIVALS, st.sampled_from(COMMUNITIES), st.sampled_from(["equal", "rstp13"]))
def test_a_constant_family_gets_twelve_whole_months(arrives: date, community: str, view: str) -> None:
    assume(arrives > date(2022, 1, 1))
    text = {
        "community": community,
        "arrives_on": str(arrives),
        "people": [{"id": "pa", "role": "principal", "born_on": "1990-01-01"}],
        "options": {"prorate": view},
        "housing": [{"free": True}],
    }
    budget = worked_out(text)
    months = budget.months()
    full = budget.report(0)["units"][0]["months"][0]["full_cents"]
    assume(len({m["full_cents"] for m in budget.report(0)["units"][0]["months"]}) == 1)
    assert months["entitlement_cents"].sum() == 12 * full
    kinds = {m["in_kind_cents"] for m in budget.report(0)["units"][0]["months"] if not m["is_part"]}
    assert len(kinds) == 1 and months["in_kind_cents"].sum() == 12 * kinds.pop()


@quick
@given(plans(events=[]), st.integers(1, 27))
def test_an_event_on_the_last_day_changes_only_the_last_month(text: dict[str, Any], _: int) -> None:
    first = worked_out(text).report(0)
    last = first["plan"]["ends_on"]
    later = worked_out({**text, "events": [{"kind": "birth", "on": last}]}).report(0)
    by_unit = {u["unit"]: u for u in later["units"]}
    for unit in first["units"]:
        for month in unit["months"]:
            if month["to"] != last:
                new = next(m for m in by_unit[unit["unit"]]["months"] if m["month"] == month["month"])
                assert new["entitlement_cents"] == month["entitlement_cents"]


def test_quebec_is_refused_with_the_reason() -> None:
    from calculator.problems import PlanError

    text = {
        "community": "Montréal", "arrives_on": "2026-05-10",
        "people": [{"id": "pa", "role": "principal", "born_on": "1990-01-01"}],
    }  # fmt: skip
    with pytest.raises(PlanError) as refusal:
        worked_out(text)
    assert refusal.value.problems[0].code == "W01"

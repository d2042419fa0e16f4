"""A plan being edited, at random: after every step the figures, the ledger, the reasons and the files agree.

A Hypothesis state machine adds, changes and removes what a person enters, undoes, saves and opens again. A change the
reader refuses leaves the plan as it was, as in the app. No amount is expected here; those are in ``tests/examples``.
A long run by hand: ``EDITING=500 python -m pytest tests/test_editing.py --hypothesis-seed=1``.
"""

from __future__ import annotations

import copy
import io
import json
import os
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from test_explain import check_formulas, everything

from calculator.budget import make_budget
from calculator.ledger import FORMULAS, recompute
from calculator.plan import Plan, canonical_json, plan_fingerprint, plan_from, read_plan, save_plan
from calculator.problems import PlanError
from calculator.rates import Rates
from calculator.web.sharing import parameter_of, text_of
from calculator.workbook import read_workbook, write_workbook

RATES = Rates.load()
RUNS = int(os.environ.get("EDITING", "6"))
TODAY = date(2027, 1, 5)
PLACES = ["Toronto", "Halifax", "Winnipeg", "Charlottetown", "Regina", "Vancouver", "Moncton", "St. John's", "Calgary"]
MONEY = st.integers(0, 400_000).map(lambda c: f"{c // 100}.{c % 100:02d}")
DAY = st.integers(0, 330)
WHO = st.integers(0, 7)


class Editing(RuleBasedStateMachine):
    """One plan, its older versions, and a file it was saved to."""

    @initialize(
        place=st.sampled_from(PLACES), arrives=st.dates(date(2022, 1, 1), date(2027, 12, 31)), age=st.integers(19, 80),
        stream=st.sampled_from(["PSR", "PSR", "PSR", "BVOR", "JAS", "RAINBOW", "GAR"]),
    )  # fmt: skip
    def begin(self, place: str, arrives: date, age: int, stream: str) -> None:
        self.room = tempfile.TemporaryDirectory()
        self.file = Path(self.room.name) / "plan.json"
        self.saved: str | None = None
        self.older: list[dict[str, Any]] = []
        self.arrives, self.count = arrives, 1
        self.fields: dict[str, Any] = {
            "stream": stream, "community": place, "arrives_on": str(arrives),
            "people": [{"id": "p1", "role": "principal", "age_at_arrival": age}],
        }  # fmt: skip
        self.plan = plan_from(self.fields)

    def teardown(self) -> None:
        if hasattr(self, "room"):
            self.room.cleanup()

    # --- what a person does

    def change(self, edit: Callable[[dict[str, Any]], object]) -> None:
        """Keep the change if the reader and the engine take it; a refusal changes nothing."""
        fields = copy.deepcopy(self.fields)
        edit(fields)
        try:
            plan = plan_from(fields)
            make_budget([plan], RATES)
        except PlanError as error:
            if not all(problem.what for problem in error.problems):
                raise
            return
        self.older.append(self.fields)
        self.fields, self.plan = fields, plan

    def add(self, section: str, entry: dict[str, Any]) -> None:
        self.change(lambda fields: fields.setdefault(section, []).append(entry))

    def day(self, n: int) -> str:
        return str(self.arrives + timedelta(n))

    def person(self, n: int) -> str:
        people = self.fields["people"]
        return str(people[n % len(people)]["id"])

    @rule(role=st.sampled_from(["spouse", "child", "child", "dependant", "de_facto"]), age=st.integers(0, 70))
    def add_person(self, role: str, age: int) -> None:
        self.count += 1
        self.add("people", {"id": f"p{self.count}", "role": role, "age_at_arrival": age})

    @rule(n=WHO)
    def remove_person(self, n: int) -> None:
        """With everything that is said of the person, as the form does."""
        gone = self.person(n)

        def edit(fields: dict[str, Any]) -> None:
            fields["people"] = [p for p in fields["people"] if p["id"] != gone]
            for section in ("income", "conditions", "events"):
                fields[section] = [
                    e for e in fields.get(section, []) if e.get("person") != gone and gone not in e.get("people", [])
                ]

        self.change(edit)

    @rule(n=WHO, change=st.sampled_from([{"is_disabled": True}, {"in_secondary_school": True}, {"unit": "own"}]))
    def change_person(self, n: int, change: dict[str, Any]) -> None:
        self.change(lambda fields: fields["people"][n % len(fields["people"])].update(change))

    @rule(place=st.sampled_from(PLACES))
    def settle_elsewhere(self, place: str) -> None:
        self.change(lambda fields: fields.update(community=place))

    @rule(days=st.integers(-40, 40))
    def arrive_another_day(self, days: int) -> None:
        self.change(lambda fields: fields.update(arrives_on=str(self.arrives + timedelta(days))))

    @rule(n=WHO, net=MONEY, start=DAY, length=st.integers(0, 200))
    def add_income(self, n: int, net: str, start: int, length: int) -> None:
        entry = {"person": self.person(n), "net": net, "from": self.day(start), "to": self.day(start + length)}
        self.add("income", entry)

    @rule(line=st.sampled_from(["furniture", "clothing", "linens", "staples", "household"]), value=MONEY)
    def add_gift(self, line: str, value: str) -> None:
        self.add("in_kind", {"line": line, "value": value})

    @rule(line=st.sampled_from(["winter", "linens", "household"]), amount=MONEY)
    def add_purchase(self, line: str, amount: str) -> None:
        self.add("purchases", {"line": line, "amount": amount, "receipt": "1"})

    @rule(amount=MONEY, once=st.booleans())
    def add_extra(self, amount: str, once: bool) -> None:
        self.add("extras", {"label": "phone", "amount": amount, "cadence": "once" if once else "monthly"})

    @rule(rent=MONEY, start=DAY, free=st.booleans())
    def add_home(self, rent: str, start: int, free: bool) -> None:
        self.add("housing", {"from": self.day(start), **({"free": True} if free else {"rent": rent})})

    @rule(on=DAY, children=st.integers(1, 2))
    def add_birth(self, on: int, children: int) -> None:
        self.add("events", {"kind": "birth", "on": self.day(on), "children": children})

    @rule(on=DAY, place=st.sampled_from(PLACES))
    def move(self, on: int, place: str) -> None:
        self.add("events", {"kind": "move", "on": self.day(on), "community": place})

    @rule(on=DAY, n=WHO, kind=st.sampled_from(["death", "hospital", "school_starts", "separation", "absence"]))
    def add_event(self, on: int, n: int, kind: str) -> None:
        who = self.person(n)
        more: dict[str, Any] = {"people": [who]} if kind in ("separation", "absence") else {"person": who}
        if kind == "separation":
            more["unit"] = "other home"
        self.add("events", {"kind": kind, "on": self.day(on), **more})

    @rule(
        change=st.sampled_from(
            [{"prorate": "equal"}, {"prorate": "rap365"}, {"lag": 0}, {"true_up": True}, {"contingency_pct": 12},
             {"event_rule": "next_month"}, {"stagger_n": 3}, {"reduction_share": "0.5"}, {"day_cost": "9.99"}]
        )
    )  # fmt: skip
    def choose(self, change: dict[str, Any]) -> None:
        self.change(lambda fields: fields.setdefault("options", {}).update(change))

    @rule(section=st.sampled_from(["income", "in_kind", "purchases", "extras", "housing", "events"]), n=WHO)
    def remove_entry(self, section: str, n: int) -> None:
        if self.fields.get(section):
            self.change(lambda fields: fields[section].pop(n % len(fields[section])))

    @precondition(lambda self: self.older)
    @rule()
    def undo(self) -> None:
        before = make_budget([plan_from(self.older[-1])], RATES).report(0)
        self.fields = self.older.pop()
        self.plan = plan_from(self.fields)
        assert make_budget([self.plan], RATES).report(0) == before

    @rule()
    def save(self) -> None:
        self.saved = save_plan(self.plan, self.file, fingerprint=self.saved)
        assert read_plan(self.file) == self.plan

    @precondition(lambda self: self.saved)
    @rule()
    def reopen(self) -> None:
        self.older.append(self.fields)
        self.plan = read_plan(self.file)
        assert plan_fingerprint(self.plan) == self.saved
        self.fields = json.loads(self.file.read_text(encoding="utf-8"))
        self.arrives = self.plan.arrives_on

    @rule(lang=st.sampled_from(["en", "fr"]))
    def open_from_a_workbook(self, lang: str) -> None:
        stream = io.BytesIO()
        write_workbook(self.plan, RATES, stream, lang, TODAY)
        assert read_workbook(stream.getvalue()) == self.plan

    @rule()
    def open_from_a_link(self) -> None:
        """Names are gone; amounts stay, but for receipts nobody sees in a link."""
        linked: Plan = read_plan(text_of(parameter_of(self.plan)))
        there = make_budget([linked], RATES).report(0)["totals"]
        assert there == make_budget([self.plan], RATES).report(0)["totals"]

    # --- what holds after every step

    @invariant()
    def everything_agrees(self) -> None:
        if not hasattr(self, "plan"):
            return
        budget = make_budget([self.plan], RATES)
        report, ledger, totals = budget.report(0), budget.ledger(), budget.totals().iloc[0]
        # A row of the ledger recomputes from its columns.
        formula = ledger["formula"].map({name: i for i, name in enumerate(FORMULAS)}).to_numpy("int64")
        names = ("quantity", "unit_cents", "numerator", "denominator", "limit_cents")
        columns = [ledger[name].to_numpy("int64") for name in names]
        assert (recompute(formula, *columns) == ledger["amount_cents"]).all()
        # The ledger, the table of totals and the report say the same.
        parts = ledger[ledger["kind"] != "purchase"]
        once = parts[parts["month"] == 0]
        months = budget.months()
        for payer, name in (("sponsor", "sponsor_minimum_cents"), ("government", "government_cents")):
            items = int(once.loc[once["payer"] == payer, "amount_cents"].sum())
            monthly = int(months.loc[months["payer"] == payer, "due_cents"].sum())
            assert items + monthly == totals[name] == report["totals"][name]
        for name, total in report["totals"].items():
            if name in totals.index:
                assert total == totals[name], name
            in_units = [unit["totals"].get(name) for unit in report["units"]]
            assert None in in_units or sum(in_units) == total, name
        # Every figure explained comes to what is shown.
        check_formulas(everything(report, "en"))
        # The file says the same plan, and the same plan costs the same.
        again = read_plan(canonical_json(self.plan))
        assert again == self.plan
        assert make_budget([again], RATES).report(0) == report


TestEditing = Editing.TestCase
TestEditing.settings = settings(
    max_examples=RUNS, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)

"""What-if over a batch: the difference of two runs of the engine, by province, size and stream."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from batch_cases import examples, families, written

from calculator.batch.changes import Change, by, changed_rates
from calculator.batch.what_if import answer_chart, answer_records, answer_text, what_if
from calculator.budget import make_budget
from calculator.compare import later_arrival
from calculator.problems import PlanError
from calculator.rates import Rates


def test_a_higher_rate_is_the_difference_of_two_runs(tmp_path: Path, rates: Rates) -> None:
    plans = families(24)
    folder = written(plans, tmp_path / "in")
    change = Change(items=(("basic", 500),))
    answer = what_if(folder, change, out=tmp_path / "out", partition=9)
    before = make_budget(list(plans.values()), rates).totals()["sponsor_minimum_cents"]
    after = make_budget(list(plans.values()), changed_rates(rates, change)).totals()["sponsor_minimum_cents"]
    assert answer.difference_cents == int((after - before).sum()) > 0
    assert sum(r.cases for r in answer.rows) == 24
    assert sum(r.affected for r in answer.rows) == int((after != before).sum())
    for name in ("province", "size", "stream"):
        assert sum(r.difference_cents for r in by(answer.rows, name)) == answer.difference_cents
    assert {r.province for r in answer.rows} == {"ON", "NS", "BC", "NB", "SK", "MB"}
    for lang in ("en", "fr"):
        assert "█" in answer_text(answer, lang)
        assert answer_chart(answer, lang)["data"]["values"]
    assert sum(r["difference_cents"] for r in answer_records(answer)) == answer.difference_cents


def test_a_later_arrival_is_that_of_each_plan(tmp_path: Path, rates: Rates) -> None:
    plans = {**examples(), **families(18)}
    answer = what_if(written(plans, tmp_path / "in"), Change(months=7), out=tmp_path / "out")
    later = [later_arrival(plan, 7) for plan in plans.values()]
    want = make_budget(later, rates).totals()["sponsor_minimum_cents"]
    rows = pa.concat_tables([pq.read_table(p) for p in (tmp_path / "out" / "differences").glob("*")])
    assert rows.column("sponsor_minimum_then_cents").to_pylist() == want.tolist()
    assert answer.refused == 0


def test_no_change_changes_nothing_and_an_unknown_item_is_told(tmp_path: Path) -> None:
    folder = written(families(5), tmp_path / "in")
    answer = what_if(folder, Change())
    assert answer.difference_cents == 0
    assert all(r.affected == 0 for r in answer.rows)
    with pytest.raises(PlanError, match="basic"):
        what_if(folder, Change(items=(("basics", 100),)))

"""Batch: tables and plans give the same cents; one bad case never stops a run; a run stopped is finished alike."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from any_plan import fields_of_a_plan
from batch_cases import examples, families, written
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculator.batch.run import Summary, run_batch
from calculator.batch.schema import schema_json, tables
from calculator.budget import make_budget
from calculator.examples import example_names, example_text
from calculator.plan import Plan, plan_from
from calculator.problems import PlanError
from calculator.rates import Rates

ROOT = Path(__file__).resolve().parent.parent


def totals(summary: Summary) -> Any:
    return pa.concat_tables(summary.tables(), promote_options="default").to_pandas().set_index("case")


def assert_same(summary: Summary, plans: dict[str, Plan], rates: Rates) -> None:
    """Every total of the run is that of the plans, worked out together and without tables."""
    assert summary.problems().num_rows == 0, summary.problems().to_pylist()
    got = totals(summary)
    want = make_budget(list(plans.values()), rates).totals()
    assert list(got.index.astype(str)) == list(plans)
    for column in want.columns.drop("case"):
        assert got[column].dtype == np.int64
        assert got[column].tolist() == want[column].tolist(), column


def bytes_of(folder: Path) -> dict[str, bytes]:
    files = folder.rglob("part-*.parquet")
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(files)}


# --- tables and plans


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_tables_give_the_cents_of_the_plans(tmp_path: Path, rates: Rates, form: str) -> None:
    plans = {**examples(), **families(40)}
    summary = run_batch(written(plans, tmp_path / "in", form), tmp_path / "out", partition=13)
    assert_same(summary, plans, rates)
    assert summary.cases == summary.worked_out == len(plans)


def test_a_folder_of_plan_files_gives_the_same(tmp_path: Path, rates: Rates) -> None:
    for name in example_names():
        (tmp_path / f"{name}.json").write_text(example_text(name, "en"), encoding="utf-8")
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    summary = run_batch(tmp_path, tmp_path / "out", partition=4)
    plans = examples()
    got = totals(summary)
    want = make_budget([plans[n] for n in got.index.astype(str)], rates).totals()
    assert got["planned_cents"].tolist() == want["planned_cents"].tolist()
    assert [p["file"] for p in summary.problems().to_pylist()] == ["broken.json"]


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(drawn=st.lists(fields_of_a_plan(), min_size=1, max_size=8))
def test_whatever_a_plan_says_the_tables_say_the_same(
    drawn: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory, rates: Rates
) -> None:
    """Plans the reader accepts cost the same from tables, to the cent; plans it refuses are refused there too."""
    folder = tmp_path_factory.mktemp("any")
    accepted: dict[str, Plan] = {}
    raw: dict[str, Plan] = {}
    for i, fields in enumerate(drawn):
        try:
            raw[f"case {i}"] = Plan.model_validate_json(json.dumps(fields))
        except ValueError:
            continue  # has no plan, so nothing to write
        with contextlib.suppress(PlanError):
            accepted[f"case {i}"] = plan_from(fields)
    if not raw:
        return
    summary = run_batch(written(raw, folder / "in"), folder / "out")
    got = totals(summary)
    if accepted:
        budget = make_budget(list(accepted.values()), rates, keep_problems=True)
        want = budget.totals()
        want["case"] = list(accepted)
        want = want[[case not in budget.problems for case in range(len(accepted))]].set_index("case")
    else:
        want = got
    assert list(got.index.astype(str)) == list(want.index)
    for column in want.columns if accepted else ():
        assert got[column].tolist() == want[column].tolist(), column
    told = {p["case"] for p in summary.problems().to_pylist()}
    assert told == set(raw) - set(got.index.astype(str))


# --- one bad case


def test_a_bad_case_is_told_about_and_the_others_go_on(tmp_path: Path, rates: Rates) -> None:
    plans = families(12)
    folder = written(plans, tmp_path / "in", "csv")
    changes = {
        "cases": [
            ("family 2", "community", "Atlantis"),
            ("family 3", "arrives_on", "2026-02-30"),
            ("family 4", "arrives_on", ""),
        ],
        "people": [("family 6", "role", "cousin"), ("family 7", "born_on", "1870-01-01")],
        "income": [("family 9", "net", "12,50"), ("family 11", "person", "uncle")],
    }
    for name, cells in changes.items():
        with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        for case, column, text in cells:
            next(r for r in rows if r["case"] == case)[column] = text
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    summary = run_batch(folder, tmp_path / "out", partition=5)
    bad = {case for cells in changes.values() for case, _, _ in cells}
    problems = summary.problems().to_pylist()
    assert {p["case"] for p in problems} == bad
    assert summary.refused == len(bad)
    by_case = {p["case"]: p for p in problems}
    assert by_case["family 3"]["file"] == "cases.csv"
    assert by_case["family 3"]["row"] == 5  # the heading is row 1
    assert by_case["family 3"]["where"] == "arrives_on"
    assert "2026-02-30" in by_case["family 3"]["what"]
    assert by_case["family 9"] | {"row": 0} == {
        "case": "family 9",
        "file": "income.csv",
        "row": 0,
        "where": "net",
        "what": by_case["family 9"]["what"],
        "what_to_do": by_case["family 9"]["what_to_do"],
    }
    assert all(p["what_to_do"] for p in problems)
    got = totals(summary)
    rest = {name: plan for name, plan in plans.items() if name not in bad}
    assert list(got.index.astype(str)) == list(rest)
    assert got["planned_cents"].tolist() == make_budget(list(rest.values()), rates).totals()["planned_cents"].tolist()


def test_problems_are_told_in_french(tmp_path: Path) -> None:
    folder = written(families(3), tmp_path / "in", "csv")
    text = (folder / "people.csv").read_text(encoding="utf-8-sig")
    (folder / "people.csv").write_text(text.replace("principal", "chef", 1), encoding="utf-8")
    english = run_batch(folder, tmp_path / "en").problems().to_pylist()
    french = run_batch(folder, tmp_path / "fr", lang="fr").problems().to_pylist()
    assert len(english) == len(french) >= 1
    assert all(a["what"] != b["what"] for a, b in zip(english, french, strict=True))


def test_ids_given_twice_lost_rows_and_strangers(tmp_path: Path) -> None:
    folder = written(families(6), tmp_path / "in", "csv")
    cases = (folder / "cases.csv").read_text(encoding="utf-8-sig").splitlines()
    cases.append(cases[1])  # family 0 again
    (folder / "cases.csv").write_text("\n".join(cases) + "\n", encoding="utf-8")
    people = (folder / "people.csv").read_text(encoding="utf-8-sig").splitlines()
    at = next(i for i, line in enumerate(people) if line.startswith("family 4"))
    people[at] += ",too,many"
    people.append(people[1].replace("family 0", "family 99"))
    (folder / "people.csv").write_text("\n".join(people) + "\n", encoding="utf-8")
    summary = run_batch(folder, tmp_path / "out")
    assert list(totals(summary).index.astype(str)) == ["family 1", "family 2", "family 3", "family 5"]
    told = {(p["case"], p["file"]) for p in summary.problems().to_pylist()}
    assert {("family 0", "cases.csv"), ("family 4", "people.csv"), ("family 99", "people.csv")} <= told


def test_the_order_of_rows_does_not_matter(tmp_path: Path, rates: Rates) -> None:
    plans = {**examples(), **families(20)}
    folder = written(plans, tmp_path / "in")
    people = pq.read_table(folder / "people.parquet")
    case = people.column("case").to_pylist()
    order = sorted(range(len(people)), key=lambda i: (case[i][::-1], i))  # of one case: as before
    pq.write_table(people.take(order), folder / "people.parquet")
    assert_same(run_batch(folder, tmp_path / "out", partition=7), plans, rates)


def test_cents_numbers_and_semicolons_are_read(tmp_path: Path, rates: Rates) -> None:
    plans = families(4)
    folder = written(plans, tmp_path / "in", "csv")
    text = (folder / "people.csv").read_text(encoding="utf-8-sig").replace(",", ";")
    (folder / "people.csv").write_text(text, encoding="utf-8-sig")
    with (folder / "income.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    (folder / "income.csv").unlink()
    table = {
        "case": [r["case"] for r in rows],
        "person": [r["person"] for r in rows],
        "net_cents": pa.array([int(r["net"].replace(".", "")) for r in rows], pa.int32()),
    }
    pq.write_table(pa.table(table), folder / "income.parquet")
    assert_same(run_batch(folder, tmp_path / "out"), plans, rates)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("people.csv", "case,person,role,age_at_arival\n", "age_at_arival"),
        ("people.csv", "case,person\n", "role"),
        ("peeple.csv", "case\n", "people"),
        ("batch.json", '{"schema": 99}', "version"),
        ("people.parquet", "not Parquet", "Parquet"),
    ],
)
def test_a_file_that_cannot_be_meant_stops_the_run_before_it_starts(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "cases.csv").write_text("case,community,arrives_on\n", encoding="utf-8")
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(PlanError, match=said):
        run_batch(folder, tmp_path / "out")


def test_a_case_the_engine_stumbles_over_is_found(
    tmp_path: Path, rates: Rates, monkeypatch: pytest.MonkeyPatch
) -> None:
    import calculator.batch.work as room

    plans = families(9)
    real = room.budget_of_tables

    def fragile(tables: Any, *rest: Any, **more: Any) -> Any:
        if (
            len(tables)
            and (tables.people["born"] == tables.people["born"].min()).any()
            and 1960 in (1970 + tables.people["born"] // 365)
        ):
            raise ZeroDivisionError("boom")
        return real(tables, *rest, **more)

    monkeypatch.setattr(room, "budget_of_tables", fragile)
    summary = run_batch(written(plans, tmp_path / "in"), tmp_path / "out")
    (problem,) = summary.problems().to_pylist()
    assert problem["case"] == "family 0"
    assert "boom" in problem["what"]
    assert len(totals(summary)) == 8


# --- months, ledger, stop and resume, same bytes


@pytest.mark.parametrize("what", ["months", "ledger"])
def test_a_case_without_a_rate_leaves_no_row(tmp_path: Path, what: str) -> None:
    plan = {
        "community": "toronto",
        "arrives_on": "2026-03-01",
        "people": [{"id": "p", "role": "principal", "age_at_arrival": 30}],
    }
    plans = {f"case {n}": plan_from(plan) for n in range(3)}
    plans["case 1"] = plan_from({**plan, "arrives_on": "2016-03-01"})
    summary = run_batch(written(plans, tmp_path / "in"), tmp_path / "out", what=what)
    assert {p["case"] for p in summary.problems().to_pylist()} == {"case 1"}
    (table,) = summary.tables()
    assert table.column("case").unique().cast(pa.string()).to_pylist() == ["case 0", "case 2"]


@pytest.mark.parametrize("what", ["months", "ledger"])
def test_rows_of_months_and_ledger_are_those_of_the_engine(tmp_path: Path, rates: Rates, what: str) -> None:
    plans = {**examples(), **families(6)}
    summary = run_batch(written(plans, tmp_path / "in"), tmp_path / "out", what=what, partition=100)
    got = pa.concat_tables(summary.tables()).to_pandas()
    budget = make_budget(list(plans.values()), rates)
    want = budget.months() if what == "months" else budget.ledger()
    names = list(plans)
    assert got["case"].astype(str).tolist() == [names[case] for case in want["case"]]
    for column in want.columns.drop("case"):
        assert [str(x)[:10] if column in ("from", "to") else x for x in got[column]] == [
            str(x)[:10] if column in ("from", "to") else x for x in want[column]
        ], column


def test_a_run_stopped_in_the_middle_is_finished_with_the_same_bytes(tmp_path: Path) -> None:
    folder = written(families(60), tmp_path / "in", "csv")
    run_batch(folder, tmp_path / "whole", partition=6)
    command = [
        sys.executable,
        "-m",
        "calculator",
        "batch",
        str(folder),
        "-o",
        str(tmp_path / "out"),
        "--partition",
        "6",
    ]
    code = (
        "import calculator.batch.work as w, time, sys\n"
        "real = w.write\n"
        "def slow(path, table):\n"
        "    real(path, table); time.sleep(0.3)\n"
        "w.write = slow\n"
        "from calculator.command import main\n"
        f"sys.exit(main({command[3:]!r}))"
    )
    running = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stderr=subprocess.DEVNULL)
    for _ in range(600):
        if len(list((tmp_path / "out").glob("totals/part-*.parquet"))) >= 3:
            break
        time.sleep(0.05)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    before = bytes_of(tmp_path / "out")
    assert 3 <= len(list((tmp_path / "out").glob("totals/part-*.parquet"))) < 10
    again = subprocess.run([*command, "--resume"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "60 cases worked out" in again.stdout
    after = bytes_of(tmp_path / "out")
    assert after == bytes_of(tmp_path / "whole")
    assert before.items() <= after.items()
    summary = run_batch(folder, tmp_path / "out", partition=6, resume=True)
    assert summary.reused == 10
    assert not list((tmp_path / "out").rglob(".*"))


def test_a_run_is_never_finished_with_other_input(tmp_path: Path) -> None:
    folder = written(families(4), tmp_path / "in", "csv")
    run_batch(folder, tmp_path / "out")
    with pytest.raises(PlanError, match="--resume"):
        run_batch(folder, tmp_path / "out")
    text = (folder / "people.csv").read_text(encoding="utf-8-sig")
    (folder / "people.csv").write_text(text.replace("-03-", "-04-", 1), encoding="utf-8")
    with pytest.raises(PlanError, match="inputs"):
        run_batch(folder, tmp_path / "out", resume=True)
    with pytest.raises(PlanError, match="partition"):
        run_batch(folder, tmp_path / "out", resume=True, partition=3)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("keep me", encoding="utf-8")
    with pytest.raises(PlanError, match="not empty"):
        run_batch(folder, tmp_path / "full")


@pytest.mark.filterwarnings("ignore")  # of Dask and its parts
def test_a_cluster_writes_the_same_bytes(tmp_path: Path) -> None:
    """Processes of Dask on this machine, and a scheduler by its address."""
    if os.environ.get("CI", "").lower() not in ("1", "true"):
        pytest.importorskip("distributed", reason="install the extra: pip install -e .[cluster]")
    import distributed

    folder = written(families(12), tmp_path / "in")
    run_batch(folder, tmp_path / "here", what="months", partition=5)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        address = cluster.scheduler_address
        summary = run_batch(folder, tmp_path / "there", what="months", partition=5, cluster=address)
    assert summary.worked_out == 12
    assert bytes_of(tmp_path / "there") == bytes_of(tmp_path / "here")


# --- schema and command


def test_the_schema_names_every_column_the_engine_uses() -> None:
    assert schema_json()["schema"] == 1
    assert set(tables()) == {
        "cases",
        "people",
        "housing",
        "in_kind",
        "purchases",
        "sharing",
        "income",
        "assets",
        "conditions",
        "events",
        "extras",
        "payers",
    }
    assert tables()["people"]["role"].choices == ("principal", "spouse", "child", "dependant", "de_facto")
    assert tables()["income"]["net"].names == ("net", "net_cents")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "calculator", "batch", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_the_commands(tmp_path: Path) -> None:
    plans = tmp_path / "plans"
    plans.mkdir()
    for name in list(example_names())[:3]:
        (plans / f"{name}.json").write_text(example_text(name, "en"), encoding="utf-8")
    done = run("tables", str(plans), "-o", str(tmp_path / "in"), "--form", "csv")
    assert done.returncode == 0, done.stderr
    done = run(str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--what", "months", "--lang", "fr")
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "out" / "months").iterdir())
    done = run("what-if", str(tmp_path / "in"), "--item", "basic=+2.5%", "--chart", str(tmp_path / "chart.json"))
    assert done.returncode == 0, done.stderr
    assert "ON" in done.stdout or "NS" in done.stdout
    assert json.loads((tmp_path / "chart.json").read_text(encoding="utf-8"))["mark"]
    assert "arrives_on" in run("schema").stdout
    missing = run(str(tmp_path / "nowhere"), "-o", str(tmp_path / "x"))
    assert missing.returncode == 1
    assert "nowhere" in missing.stderr
    assert "Traceback" not in missing.stderr
    assert run("what-if", str(tmp_path / "in"), "--item", "basic").returncode == 2

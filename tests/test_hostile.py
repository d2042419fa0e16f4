"""Files made to keep a reader busy: each is refused with a message before it is read to its end.

How long the full five megabytes take and how much room is in tests/benchmarks/hostile.py; here only that the limits
hold. Every case was once a file that took more than two seconds.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from test_workbook_reading import parts_of, zip_of
from workbooks import written

from calculator.examples import example_plans
from calculator.plan import read_plan
from calculator.plan.reading import MOST_PROBLEMS
from calculator.problems import PlanError, RatesError
from calculator.rates import Rates
from calculator.workbook import read_workbook

SOUND = Path(__file__).parent / "broken_rates" / "sound"


@pytest.mark.parametrize(
    "people",
    [
        [{f"a{i}": 1 for i in range(40_000)}], [{f"\0{i}": 1 for i in range(40_000)}], [{}] * 20_000, [1] * 40_000,
        [float("inf")] * 40_000, [{"id": f"p{i}", "role": "child", "age_at_arrival": 10**18} for i in range(9_000)],
    ],
)  # fmt: skip
def test_of_thousands_of_problems_the_first_are_said(people: list[Any]) -> None:
    with pytest.raises(PlanError) as error:
        read_plan(json.dumps({"community": "Toronto", "arrives_on": "2027-03-15", "people": people}))
    assert len(error.value.problems) == MOST_PROBLEMS + 1
    assert "more problems were found" in error.value.problems[-1].what


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SOUND, tmp_path / "rates"))


def rows(count: int, change: Callable[[int], dict[str, str]]) -> str:
    """A file of Ontario with so many rows like its first, each changed."""
    with (SOUND / "on.csv").open(encoding="utf-8", newline="") as lines:
        first = next(csv.DictReader(lines))
    text = io.StringIO()
    writer = csv.DictWriter(text, list(first))
    writer.writeheader()
    writer.writerows({**first, **change(i)} for i in range(count))
    return text.getvalue()


def day(i: int) -> str:
    return f"{i % 90 + 2000}-{i // 90 % 12 + 1:02d}-{i // 1080 % 28 + 1:02d}"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("x" * 5_000_001, "far larger than a file of rates"), ("\n" * 30_000, "far larger than a file of rates"),
        ("\r" * 30_000, "far larger than a file of rates"), ("a," * 200_000, "far larger than a file of rates"),
        (rows(9_000, lambda i: {"effective_from": day(i)}), "far more than any table"),
        (rows(9_000, lambda i: {"item": "x", "value": "x", "source": "x"}), "There are more problems than these"),
    ],
)  # fmt: skip
def test_a_file_of_rates_made_to_take_long(content: str, said: str, folder: Path) -> None:
    (folder / "on.csv").write_text(content, encoding="utf-8", newline="")
    with pytest.raises(RatesError) as error:
        Rates.load(folder)
    assert said in error.value.problems[-1].what


MAIN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = b"</sheetData></worksheet>"


def test_a_workbook_made_to_take_long(rates: Rates) -> None:
    parts = parts_of(written(example_plans()["single-toronto"], rates))
    inputs, names = "xl/worksheets/sheet2.xml", "xl/workbook.xml"
    sheets = b"".join(b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (i, i + 99) for i in range(400))
    many = b"".join(b'<xf numFmtId="0" fontId="0"/>' for _ in range(20_000))
    changed = {
        "attributes": {inputs: MAIN + b"<row " + b" ".join(b'a%d="1"' % i for i in range(310_000)) + b"/>" + END},
        "a long attribute": {inputs: MAIN + b'<row a="' + b"x" * 300_000 + b'"/>' + END},
        "a long comment": {inputs: MAIN + b"<!--" + b"<" * 1_100_000 + b"-->" + END},
        "styles": {"xl/styles.xml": parts["xl/styles.xml"].replace(b"</cellXfs>", many + b"</cellXfs>")},
        "sheets": {names: parts[names].replace(b"</sheets>", sheets + b"</sheets>")},
    }
    for called, part in changed.items():
        with pytest.raises(PlanError) as error:
            read_workbook(zip_of({**parts, **part}))
        assert "far larger" in error.value.problems[0].what, called


@pytest.mark.parametrize("target", ["plan", "link", "rates", "workbook"])
def test_what_fuzzing_found_is_read_or_refused_with_a_message(target: str, tmp_path: Path) -> None:
    readers = import_module("fuzz.readers")
    readers.prepare(target, tmp_path)
    read, _ = readers.TARGETS[target]
    found = readers.kept(target)
    refusals = [error for error in (refused(read, data) for data in found) if error]
    assert 0 < len(refusals) < len(found)
    assert all(error.problems for error in refusals)
    assert not any("Traceback" in str(problem) for error in refusals for problem in error.problems)


def refused(read: Callable[[bytes], None], data: bytes) -> PlanError | RatesError | None:
    try:
        read(data)
    except (PlanError, RatesError) as error:
        return error
    return None

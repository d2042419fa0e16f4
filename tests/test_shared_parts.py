"""What other tests rely on: LibreOffice recalculates, missing programs skip or fail, lost edits raise."""

from __future__ import annotations

from pathlib import Path

import conftest
import pandas as pd
import pytest


def test_libreoffice_recalculates_a_wrong_stored_value(office: conftest.Office, tmp_path: Path) -> None:
    import openpyxl
    import xlsxwriter

    paths = [tmp_path / "one.xlsx", tmp_path / "two.xlsx"]
    for number, path in enumerate(paths, start=1):
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            sheet.write_number("A1", 20 + number)
            sheet.write_formula("A2", "=A1*2", None, -1)  # -1: a stored value that is wrong
    values = [
        openpyxl.load_workbook(path, data_only=True).active["A2"].value for path in office.recalc(paths)
    ]
    assert values == [42, 44]
    (pdf,) = office.to_pdf(paths[:1])
    assert office.pdf_text(pdf).split() == ["21", "42"]


@pytest.mark.parametrize(
    ("is_ci", "outcome"), [(False, pytest.skip.Exception), (True, pytest.fail.Exception)]
)
def test_a_missing_program_skips_here_and_fails_in_a_build(
    is_ci: bool, outcome: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conftest, "IS_CI", is_ci)
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(outcome, match=r"chromium: not found. Install it with: \S+"):
        conftest.program_or_skip("chromium")


def test_an_assignment_that_pandas_would_lose_is_an_error() -> None:
    table = pd.DataFrame({"cents": [1, 2]})
    with pytest.raises(pd.errors.ChainedAssignmentError):
        table["cents"][0] = 9

"""A workbook opens again as a plan, with what was typed into it; a damaged or hostile one is refused with a reason."""

from __future__ import annotations

import io
import re
import tracemalloc
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from workbooks import THREE_UNITS, TODAY, Book, formulas, opened, place, plans, put, saved, stored, written

from calculator.budget import make_budget
from calculator.examples import example_plans
from calculator.plan import Plan, plan_from
from calculator.problems import PlanError
from calculator.workbook import ledger_csv, read_workbook, read_workbooks, write_workbook
from calculator.workbook.csv import safe
from calculator.workbook.plan_file import MARK

# --- back again as a plan


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_workbook_opens_again_as_the_same_plan(lang: str, rates: Any) -> None:
    for name, plan in plans().items():
        assert read_workbook(written(plan, rates, lang)) == plan, name


def test_linked_plans_open_again_together(rates: Any) -> None:
    two = (example_plans()["baby-moncton"], example_plans()["adult-son-calgary"])
    stream = io.BytesIO()
    write_workbook(two, rates, stream, "en", TODAY)
    assert read_workbooks(stream.getvalue()) == two
    with pytest.raises(PlanError, match="2 linked plans"):
        read_workbook(stream.getvalue())


def test_what_the_treasurer_typed_comes_along(rates: Any) -> None:
    plan = example_plans()["couple-two-children-halifax"]
    book = opened(written(plan, rates, "fr"))
    context, _ = stored(book)
    put(book, 41.5, "extras", "new1", "amount")
    put(book, "Garde d’enfants", "extras", "new1", "label")
    put(book, "une fois", "extras", "new1", "cadence")
    put(book, next(w for w, line in context["lines"].items() if line == "staples"), "in_kind", "new2", "line")
    put(book, "123,45", "in_kind", "new2", "value")
    put(book, date(2027, 3, 9), "purchases", 0, "bought_on")
    put(book, None, "income", 0, "net")
    put(book, 0.08, "options", "contingency_pct")
    put(book, "non", "options", "apply_income_reduction")
    put(book, date(2027, 3, 15), "payment", 0, "on")
    put(book, 5000, "payment", 0, "amount")
    put(book, "virement", "payment", 0, "reference")
    put(book, date(2027, 2, 1), "contribution", 0, "on")
    put(book, "Paroisse", "contribution", 0, "contributor")
    put(book, 2500, "contribution", 0, "amount")
    put(book, 1700, "rent_month", 0, 4)
    read = read_workbook(saved(book))
    assert [x.label for x in read.extras] == ["Deposit for the flat", "Garde d’enfants"]
    assert (read.extras[1].amount_cents, read.extras[1].cadence) == (41_50, "once")
    assert (read.in_kind[2].line, read.in_kind[2].value_cents) == ("staples", 123_45)
    assert read.purchases[0].bought_on == date(2027, 3, 9)
    assert read.income[0].net_cents == 0
    assert (read.options.contingency_pct, read.options.apply_income_reduction) == (8, False)
    kinds = {e.kind: e for e in read.record.entries}
    payment, contribution = kinds["payment"], kinds["contribution"]
    assert (payment.purpose, payment.amount_cents, payment.reference) == ("start_up", 5_000_00, "virement")
    assert (contribution.contributor, contribution.amount_cents) == ("Paroisse", 2_500_00)
    assert [(h.rent_cents, h.starts_on) for h in read.housing] == [
        (1_650_00, None), (1_700_00, date(2027, 7, 1)), (1_650_00, date(2027, 8, 1)),
    ]  # fmt: skip
    # Saved from the calculator again, the workbook has the new plan; nothing is added twice.
    assert read_workbook(written(read, rates, "fr")) == read


def test_the_record_is_added_to_never_rewritten(rates: Any) -> None:
    plan = plans()["record"]
    book = opened(written(plan, rates))
    put(book, date(2027, 5, 1), "payment", 3, "on")
    put(book, 100, "payment", 3, "amount")
    read = read_workbook(saved(book))
    assert read.record.entries[: len(plan.record.entries)] == plan.record.entries
    assert len(read.record.entries) == len(plan.record.entries) + 1
    assert len({e.id for e in read.record.entries}) == len(read.record.entries)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_payment_comes_from_the_fund_that_is_chosen(lang: str, rates: Any) -> None:
    book = opened(written(example_plans()["couple-two-children-halifax"], rates, lang))
    general = next(w for w, fund in stored(book)[0]["funds"].items() if fund == "general")
    for n, fund in enumerate(("", general)):
        put(book, date(2027, 3, 15), "payment", n, "on")
        put(book, 400 + n, "payment", n, "amount")
        put(book, fund, "payment", n, "fund")
    put(book, general, "payment", 2, "fund")  # a choice alone is no payment
    paid = {e.amount_cents: e.fund for e in read_workbook(saved(book)).record.entries if e.kind == "payment"}
    assert paid == {400_00: "case", 401_00: "general"}
    put(book, "Somebody’s", "payment", 1, "fund")
    (cell,) = problems(book)
    assert cell.endswith("!L11")


# --- what is wrong is said with its cell


def problems(book: Book) -> list[str]:
    with pytest.raises(PlanError) as error:
        read_workbook(saved(book))
    return [p.where for p in error.value.problems]


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("a lot", ("housing", 0, "rent")), (-5, ("housing", 0, "rent")), (10.001, ("in_kind", 0, "value")),
        (True, ("in_kind", 0, "value")), ("=1+1", ("in_kind", 0, "value")), (1e15, ("income", 0, "net")),
        ("tomorrow", ("purchases", 0, "bought_on")), (0.333, ("options", "contingency_pct")),
        (2, ("options", "contingency_pct")), (0.9, ("options", "basic_inkind_pct")), ("#REF!", ("housing", 0, "rent")),
        ("x" * 600, ("in_kind", 0, "item")), (50, ("extras", "new0", "amount")),
        ("Nobody", ("in_kind", "new0", "unit")), (20, ("payment", 1, "amount")), (20, ("contribution", 1, "amount")),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_is_named(value: object, path: tuple[object, ...], rates: Any) -> None:
    book = opened(written(example_plans()["couple-two-children-halifax"], rates))
    where = put(book, value, *path)
    if path[1] == "new0" and path[0] == "in_kind":
        put(book, 5, "in_kind", "new0", "value")
        put(book, "Linens", "in_kind", "new0", "line")
    named = problems(book)
    assert len(named) == 1
    same_row = re.sub(r"![A-Z]+", "!", where)
    assert re.sub(r"![A-Z]+", "!", named[0]) == same_row


def test_all_problems_are_said_at_once_and_in_french(rates: Any) -> None:
    book = opened(written(example_plans()["couple-two-children-halifax"], rates, "fr"))
    one = put(book, "trop", "housing", 0, "rent")
    two = put(book, "hier", "purchases", 0, "bought_on")
    with pytest.raises(PlanError) as error:
        read_workbook(saved(book), lang="fr")
    said = {p.where: p for p in error.value.problems}
    assert set(said) == {one, two}
    assert "n’est pas un montant" in said[one].what and "n’est pas une date" in said[two].what


def test_rows_that_were_moved_are_noticed(rates: Any) -> None:
    book = opened(written(example_plans()["couple-two-children-halifax"], rates))
    sheet, cell = place(book, "in_kind", 0, "value")
    book[sheet].insert_rows(book[sheet][cell].row)
    assert any(where.startswith("Inputs!") for where in problems(book))


def test_a_missing_sheet_is_noticed(rates: Any) -> None:
    book = opened(written(example_plans()["couple-two-children-halifax"], rates))
    book.remove(book["Payments"])
    assert problems(book) == ["Payments"]


def test_a_changed_plan_inside_is_refused(rates: Any) -> None:
    book = opened(written(example_plans()["single-toronto"], rates))
    sheet = next(s for s in book if s["A1"].value == MARK)
    for row in sheet.iter_rows(min_row=4, max_col=2):
        if row[0].value == "plan":
            row[1].value = row[1].value.replace("Toronto", "Ottawa")
    assert problems(book) == ["Plan file"]


def zip_of(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {name: archive.read(name) for name in archive.namelist()}


LAUGHS = (
    b"""<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><z>&b;</z>"""
)


def hostile(good: bytes) -> dict[str, bytes]:
    """Files nobody should be able to hurt us with."""
    parts = parts_of(good)
    sheet = "xl/worksheets/sheet2.xml"
    deep = b"<worksheet><sheetData>" + b"<row>" * 400_000 + b"</row>" * 400_000 + b"</sheetData></worksheet>"
    far = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        b"</sheetData></worksheet>"
    )
    return {
        "nothing": b"", "text": b"PK but no archive", "pdf": b"%PDF-1.7 ...", "old": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
        "large": b"P" * 5_000_001, "cut": good[: len(good) // 2], "foreign zip": zip_of({"a.txt": b"x"}),
        "only a name": zip_of({"xl/workbook.xml": b"<workbook/>"}),
        "bomb": zip_of({**parts, sheet: b"<worksheet>" + b" " * 300_000_000}),
        "wide bomb": zip_of({**parts, **{f"xl/worksheets/x{i}.xml": b"<x>" + b" " * 30_000_000 for i in range(9)}}),
        "strings": zip_of({**parts, "xl/sharedStrings.xml": b"<sst>" + b"<si><t>x</t></si>" * 1_200_000 + b"</sst>"}),
        "entities": zip_of({**parts, sheet: LAUGHS}),
        "entities in the names": zip_of({**parts, "xl/workbook.xml": LAUGHS}),
        "entities in utf-16": zip_of({**parts, sheet: LAUGHS.decode().encode("utf-16")}),
        "comment first": zip_of({**parts, sheet: b"<!--" + b"x" * 600 + b"-->" + LAUGHS}),
        "many parts": zip_of({**parts, **{f"x{i}.xml": b"<x/>" for i in range(2000)}}),
        "deep": zip_of({**parts, sheet: deep}), "far": zip_of({**parts, sheet: far}),
        "no sheet": zip_of({k: v for k, v in parts.items() if k != sheet}),
        "flipped": bytes(b ^ 0xFF if 3000 < i < 3400 else b for i, b in enumerate(good)),
    }  # fmt: skip


def test_damaged_foreign_and_hostile_files_are_refused_in_little_room(rates: Any, tmp_path: Path) -> None:
    good = written(example_plans()["single-toronto"], rates)
    for name, content in hostile(good).items():
        path = tmp_path / "file.xlsx"
        path.write_bytes(content)
        tracemalloc.start()
        with pytest.raises(PlanError) as error:
            read_workbook(path)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert error.value.problems[0].what and error.value.problems[0].what_to_do, name
        assert "Traceback" not in str(error.value) and peak < 500_000_000, name
    with pytest.raises(PlanError, match="no such file"):
        read_workbook(tmp_path / "absent.xlsx")


def test_a_workbook_of_somebody_else_is_refused() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "my budget"
    with pytest.raises(PlanError, match="not made by this calculator"):
        read_workbook(saved(book))


# --- hostile text

NASTY = (
    '=HYPERLINK("http://x","click")', "+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", "'quoted", "a\nb",
    "http://example.org", "mailto:x", "{=1}", "&&&", "<b>", "]]>", "é ‎رحمة 家", "=" * 40, "1e5", "TRUE", "#REF!", "01",
)  # fmt: skip


def nasty_plan(text: str) -> Plan:
    name = "p" + text.strip()[:30].replace("\n", " ").replace("\t", " ") + "p"
    return plan_from(
        {
            "label": text, "community": "Toronto", "arrives_on": "2027-03-15",
            "people": [
                {"id": name, "role": "principal", "age_at_arrival": 30},
                {"id": "q", "role": "dependant", "age_at_arrival": 20},
            ],
            "in_kind": [{"line": "linens", "value": "5.00", "item": text}],
            "purchases": [{"line": "winter", "amount": "5.00", "receipt": text}],
            "extras": [{"label": text, "amount": "5.00"}],
        }
    )  # fmt: skip


@pytest.mark.parametrize("text", NASTY)
def test_hostile_text_is_only_text(text: str, rates: Any) -> None:
    plan = nasty_plan(text)
    content = written(plan, rates)
    book = opened(content)
    found = 0
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and text.strip()[:10] in cell.value and cell.data_type != "f":
                    assert cell.data_type == "s"
                    assert cell.quotePrefix or cell.value[:1] == "'" or sheet.title == "Plan file"
                    found += 1
    assert found >= 4
    assert not any(text.strip() in cell.value[1:] and len(text) > 6 for _s, cell in formulas(book))
    assert read_workbook(content) == plan


def test_control_characters_and_endless_text_are_tamed() -> None:
    from calculator.workbook.text import LONGEST_TEXT, plain

    assert plain("a\x00b\x0bc\x1f\x7f\ud800d\te") == "abcd e"
    long = plain("x" * 40_000)
    assert len(long) <= LONGEST_TEXT and long.endswith("[cut: the whole text is in the plan]")
    assert plain("x" * 40_000, "fr").endswith("dans le plan]")


@pytest.mark.parametrize("text", [*NASTY, "＝1", " =1", "\r=1", "\n+1", "|x", "%0A=1"])
def test_csv_cells_start_nothing(text: str) -> None:
    cell = safe(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝")) or re.fullmatch(
        r"[+-]?\d+(\.\d+)?", cell
    )


def test_the_ledger_as_csv(rates: Any) -> None:
    import csv as reader

    plan = plan_from({**THREE_UNITS, "people": [{**p, "id": p["id"].replace("d", "=d")} for p in THREE_UNITS["people"]],
                      "income": []})  # fmt: skip
    budget = make_budget([plan], rates)
    content = ledger_csv(budget)
    assert content.startswith(b"\xef\xbb\xbf") and content == ledger_csv(budget)
    rows = list(reader.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) == len(budget.ledger()) and len(rows[0]) == len(budget.ledger().columns)
    assert {r["unit"] for r in rows} == {"family", "'=d", "e"}
    assert sum(round(float(r["amount"]) * 100) for r in rows) == int(budget.ledger()["amount_cents"].sum())
    assert any(r["amount"].startswith("-") for r in rows)

"""The workbook: a real office program recalculates it and agrees with the engine.

And what a reader of the file sees: types, formats, names, protection, print set-up. Reading it back is in
``test_workbook_reading``. Marked ``office``: the tests that need LibreOffice.
"""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from workbooks import RECORD, THREE_UNITS, TODAY, changed, formula_values, formulas, opened, plans, put, stored, written
from workbooks import Book as Opened
from xlsxwriter.worksheet import Worksheet

from calculator.budget import make_budget
from calculator.examples import example_plans
from calculator.plan import Plan, plan_fingerprint, plan_from
from calculator.problems import PlanError
from calculator.trust import Limits, Trust
from calculator.workbook import read_workbook, write_portfolio, write_workbook
from calculator.workbook.page import Page
from calculator.workbook.sheet import Book

# --- LibreOffice agrees


def assert_same(before: Path, after: Path) -> int:
    """Every formula of the workbook, recalculated, has the value that was written with it."""
    old, new = formula_values(before), formula_values(after)
    assert old.keys() == new.keys(), before.name
    wrong = []
    for cell, (formula, value) in old.items():
        again = new[cell][1]
        are_numbers = isinstance(value, float) and isinstance(again, float)
        if not (abs(value - again) < 1e-6 if are_numbers else value == again):
            wrong.append(f"{before.name} {cell}: {value!r} became {again!r} by {formula}")
    assert not wrong, "\n".join(wrong[:20])
    return len(old)


def test_every_formula_recalculates_to_the_value_of_the_engine(rates: Any, office: Any, tmp_path: Path) -> None:
    """Forced recalculation of all sheets, both languages; a linked workbook and the page of many plans, too."""
    files = {}
    in_french = ("three-units", "record", "meals")
    for name, plan in plans().items():
        for lang in ("en", "fr") if name in in_french else ("en",):
            files[f"{name}-{lang}"] = tmp_path / f"{name}-{lang}.xlsx"
            other = {"another": example_plans()["single-toronto"]} if name == "record" else None
            write_workbook(plan, rates, files[f"{name}-{lang}"], lang, TODAY, versions=other)
    two = [example_plans()["baby-moncton"], example_plans()["adult-son-calgary"]]
    files["linked"] = tmp_path / "linked.xlsx"
    write_workbook(two, rates, files["linked"], "en", TODAY)
    files["all"] = tmp_path / "all.xlsx"
    write_portfolio(plans(), rates, files["all"], "en", TODAY)
    paths = list(files.values())
    for path, again in zip(paths, office.recalc(paths), strict=True):
        assert assert_same(path, again) > 30


def engine_months(plan: Plan, rates: Any) -> list[tuple[int, ...]]:
    """Owed, in kind, deducted, to pay of every unit and month."""
    b = make_budget([plan], rates)
    m = b.months_table
    columns = (m.entitlement, m.entitlement - m.available, m.taken, m.due)
    return [tuple(int(c[i]) for c in columns) for i in range(len(m.row))]


def sheet_months(book: Opened, titles: tuple[str, ...], count: int) -> list[tuple[int, ...]]:
    sheet = book["Months"]
    header = next(sheet.iter_rows(min_row=6, max_row=6, values_only=True))
    at = [header.index(title) for title in titles]
    rows = [
        tuple(round((row[i] or 0) * 100) for i in at)
        for row in sheet.iter_rows(min_row=7, values_only=True) if isinstance(row[0], (int, float))
    ]  # fmt: skip
    return rows[len(rows) - count :]  # all units together stand first


TITLES = ("Owed", "In kind", "Earnings deducted", "To pay")


def assert_follows(name: str, plan: Plan, rates: Any, book: Opened) -> None:
    expected = engine_months(plan, rates)
    assert sheet_months(book, TITLES, len(expected)) == expected, name
    totals = make_budget([plan], rates).report(0)["totals"]
    found = {}
    for row in book["Summary"].iter_rows(values_only=True):
        found[row[0]] = row[7]
    for words, key in (
        ("The minimum: money and purchases", "sponsor_minimum_cents"),
        ("Extras, deposits, prepaid rent", "extras_cents"), ("Contingency", "contingency_cents"),
        ("To plan for", "planned_cents"),
    ):  # fmt: skip
        assert round(found[words] * 100) == totals[key], f"{name}: {words}"


def test_changes_made_in_the_workbook_come_out_as_in_the_engine(rates: Any, office: Any, tmp_path: Path) -> None:
    """Rent, one month's income and one gift, typed into cells: the office program and the engine agree."""
    book = opened(written(example_plans()["couple-two-children-halifax"], rates))
    put(book, 1012.34, "housing", 0, "rent")
    put(book, 2222.22, "earned_month", 0, 8)
    put(book, 3000, "in_kind", 0, "value")
    path = tmp_path / "changed.xlsx"
    book.save(path)
    (again,) = office.recalc([path])
    want = changed(
        "couple-two-children-halifax", housing=[{"rent": "1012.34"}],
        in_kind=[
            {"line": "furniture", "value": "3000.00", "item": "beds, table, sofa"},
            {"line": "linens", "value": "150.00", "item": "bedding and towels"},
        ],
        income=[
            {"person": "father", "net": "1400.00", "from": "2027-09-01", "to": "2027-10-31"},
            {"person": "mother", "net": "2222.22", "from": "2027-11-01", "to": "2027-11-01"},
            {"person": "father", "net": "1400.00", "from": "2027-12-01"},
        ],
    )  # fmt: skip
    assert_follows("by hand", want, rates, opened(again, values=True, rows=True))
    assert engine_months(read_workbook(path), rates) == engine_months(want, rates)
    assert read_workbook(again) == read_workbook(path)


def test_payments_and_contributions_typed_in_count_as_in_the_record(rates: Any, office: Any, tmp_path: Path) -> None:
    """In the account 9,000 + 3,000 + 3.21 - 5,480 - 500 - 100 = 5,923.21; typed + 500 - 200 - 300 leaves 5,923.21.

    The 300.00 for a month more than three months ahead left the account and counts for nothing (N6): 200.00 less is
    still to pay than before.
    """
    plan = plans()["record"]
    book = opened(written(plan, rates))
    support = [n for n, due in enumerate(stored(book)[0]["dues"]) if due["purpose"] == "support"]
    for n, cents in ((support[1], 200), (support[8], 300)):
        put(book, date(2027, 5, 18), "payment", n, "on")
        put(book, cents, "payment", n, "amount")
    put(book, date(2027, 5, 19), "contribution", 0, "on")
    put(book, "choir", "contribution", 0, "contributor")
    put(book, 500, "contribution", 0, "amount")
    path = tmp_path / "paid.xlsx"
    book.save(path)
    (again,) = office.recalc([path])
    found: dict[Any, Any] = {}
    sheet = opened(again, values=True, rows=True)
    for row in sheet["Funds in trust"].iter_rows(values_only=True):
        found.setdefault(row[0], row[4])
    still = next(row for row in sheet["Payments"].iter_rows(values_only=True) if row[0] == "Together")[12]

    def trust_of(plan: Plan) -> Trust:
        return Trust(plan, make_budget([plan], rates).report(0), Limits.of(rates, TODAY), TODAY)

    before, after = trust_of(plan), trust_of(read_workbook(path))
    assert (round(found["In the account"] * 100), after.balance()) == (5923_21, 5923_21)
    assert after.matching.unpaid_cents == before.matching.unpaid_cents - 200_00 == round(still * 100)
    assert round(found["Still to raise"] * 100) == after.savings.still_cents == before.savings.still_cents - 200_00


@pytest.mark.parametrize("seed", [1])
def test_any_change_comes_out_as_in_the_engine(seed: int, rates: Any, office: Any, tmp_path: Path) -> None:
    """Random amounts in random cells of every plan; the plan read back is costed by the engine."""
    chance = random.Random(seed)
    paths = []
    left_out = ("single-toronto", "baby-moncton", "jas-vancouver", "group-of-five-application", "true-up", "assets")
    for name, plan in plans().items():
        if name in left_out:  # like another, or without formulas for rent and earnings
            continue
        book = opened(written(plan, rates, as_of=None))
        _, cells = stored(book)
        by_kind: dict[str, list[list[str]]] = {}
        for cell in cells:
            if (
                cell[2] == "money"
                and '"new' not in cell[3]
                and '["payment"' not in cell[3]
                and '["contr' not in cell[3]
            ):
                by_kind.setdefault(json.loads(cell[3])[0], []).append(cell)
        for listed in by_kind.values():
            for sheet, cell, *_rest in chance.sample(listed, min(len(listed), 2)):
                if '"utilities"' not in _rest[1]:
                    book[sheet][cell].value = round(
                        chance.choice([chance.uniform(0, 300), chance.uniform(400, 3500)]), 2
                    )
        put(book, "Furniture", "in_kind", "new0", "line")
        put(book, round(chance.uniform(0, 900), 2), "in_kind", "new0", "value")
        put(book, "Winter clothing", "purchases", "new0", "line")
        put(book, round(chance.uniform(0, 900), 2), "purchases", "new0", "amount")
        put(book, "child care", "extras", "new0", "label")
        put(book, round(chance.uniform(0, 90), 2), "extras", "new0", "amount")
        put(book, chance.choice([0, 0.05, 0.12]), "options", "contingency_pct")
        if any(json.loads(c[3])[:2] == ["income", "new0"] for c in cells if c[3]):
            put(book, plan.people[0].id, "income", "new0", "person")
            put(book, round(chance.uniform(200, 2500), 2), "income", "new0", "net")
            if plan.options.income_entry != "typical":
                put(book, plan.arrives_on + timedelta(days=75), "income", "new0", "from")
                put(book, plan.arrives_on + timedelta(days=190), "income", "new0", "to")
        paths.append(tmp_path / f"{name}.xlsx")
        book.save(paths[-1])
    for path, again in zip(paths, office.recalc(paths), strict=True):
        assert_follows(path.stem, read_workbook(path), rates, opened(again, values=True, rows=True))


def test_half_cents_round_up_in_the_office_program(office: Any, tmp_path: Path) -> None:
    """Every tie of a part month and of a halved threshold, as the formulas write them (N45)."""
    import xlsxwriter

    chance = random.Random(3)
    cases = []
    while len(cases) < 3000:
        days = chance.choice([28, 30])
        cents = chance.randrange(1, 900_000)
        part = chance.randrange(1, days)
        if (2 * cents * part) % days == 0 and (2 * cents * part // days) % 2:
            cases.append((cents, part, days))
    path = tmp_path / "ties.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for i, (cents, part, days) in enumerate(cases):
        sheet.write_number(i, 0, cents / 100)
        sheet.write_formula(i, 1, f"=ROUND((A{i + 1}-0)*{part}/{days},2)", None, "")
        sheet.write_formula(i, 2, f"=ROUND(MAX(100000000-ROUND(A{i + 1}*100,0)*0.5,0)*1,0)/100", None, "")
    book.close()
    (again,) = office.recalc([path])
    rows = list(opened(again, values=True).active.iter_rows(values_only=True))
    for (cents, part, days), (_, rounded, above) in zip(cases, rows, strict=True):
        assert round(rounded * 100) == (2 * cents * part + days) // (2 * days)
        assert round(above * 100) == (2 * 100_000_000 - cents + 1) // 2


def test_unit_names_that_look_like_formulas_still_add_up(rates: Any, office: Any, tmp_path: Path) -> None:
    names = ["=1+1", ">5", "a*", "A*", "<>", "~?"]
    people = [
        {"id": f"p{i}", "role": "principal", "age_at_arrival": 30, "family": name} for i, name in enumerate(names)
    ]
    gifts = [{"unit": n, "line": "linens", "value": f"{10 + i}.00", "item": n} for i, n in enumerate(names)]
    plan = plan_from({"community": "Toronto", "arrives_on": "2027-03-15", "people": people, "in_kind": gifts})
    path = tmp_path / "names.xlsx"
    write_workbook(plan, rates, path)
    (again,) = office.recalc([path])
    assert_same(path, again)
    assert read_workbook(again) == plan


# --- what the file holds


def test_numbers_are_numbers_with_formats_and_values(rates: Any) -> None:
    book, values = opened(content := written(plan_from(THREE_UNITS), rates, "fr")), opened(content, values=True)
    assert book.sheetnames == [
        "Résumé", "Données", "Établissement", "Logement", "Mois", "Revenus", "Paiements", "Fonds en fiducie",
        "Qui fournit quoi", "Preuves", "Taux et sources", "Registre", "Fichier du plan",
    ]  # fmt: skip
    count = 0
    for sheet, cell in formulas(book):
        value = values[sheet.title][cell.coordinate].value
        assert value is not None, f"{sheet.title}!{cell.coordinate} has no value for previews"
        assert "#" not in str(value), f"{sheet.title}!{cell.coordinate}"
        assert cell.protection.locked
        assert "http" not in cell.value and "[" not in re.sub(r'"[^"]*"', "", cell.value)
        count += 1
    assert count > 1000
    months = book["Mois"]
    assert months["A8"].data_type == "n" and months["E8"].number_format.endswith('"–"_)')
    assert values["Mois"]["B8"].is_date
    assert book["Fichier du plan"].sheet_state == "veryHidden"
    names = set(book.defined_names)
    assert {"Minimum", "To_plan_for", "AsOf", "Gift_values", "Purchases", "Extras", "Funds_held"} <= names


def test_input_cells_are_open_and_checked_the_rest_is_locked(rates: Any) -> None:
    book = opened(written(plan_from(THREE_UNITS), rates))
    _, cells = stored(book)
    open_cells = {(s, c) for s, c, kind, _p, _o in cells if kind != "fixed"}
    for sheet in book:
        if sheet.sheet_state == "visible":
            assert sheet.protection.sheet and not sheet.protection.password
        for row in sheet.iter_rows():
            for cell in row:
                if cell.has_style and not cell.protection.locked:
                    assert (sheet.title, cell.coordinate) in open_cells
    checked: dict[str, set[str]] = {}
    for sheet in book:
        for rule in sheet.data_validations.dataValidation:
            for area in rule.sqref.ranges:
                for row in sheet[area.coord] if ":" in area.coord else [[sheet[area.coord]]]:
                    checked.setdefault(sheet.title, set()).update(cell.coordinate for cell in row)
    for sheet, cell, kind, _path, _old in cells:
        if kind in ("money", "date", "share", "choice"):
            assert cell in checked[sheet], f"{sheet}!{cell} takes anything"


def test_every_sheet_prints_on_letter_with_page_numbers(rates: Any) -> None:
    book = opened(written(example_plans()["adult-son-calgary"], rates, "en"))
    fingerprint = plan_fingerprint(example_plans()["adult-son-calgary"])
    for sheet in book:
        if sheet.sheet_state != "visible":
            continue
        assert (
            sheet.page_setup.paperSize == 1
            and sheet.page_setup.fitToWidth in (None, 1)
            and sheet.sheet_properties.pageSetUpPr.fitToPage
        )
        left, right = sheet.oddFooter.left.text, sheet.oddFooter.right.text
        assert "2027-05-20" in left and fingerprint in left and "version" in left
        assert "&P" in right and "&N" in right
    for name in ("Start-up", "Housing", "Months", "Income", "Payments", "Rates and sources", "Ledger"):
        assert book[name].freeze_panes and book[name].print_title_rows
    assert book["Summary"].page_setup.fitToHeight in (None, 1)  # one page
    for sheet in ("Payments", "Months", "Start-up"):
        assert book[sheet].conditional_formatting


def test_charts_have_alternative_text(rates: Any) -> None:
    archive = zipfile.ZipFile(io.BytesIO(written(example_plans()["single-toronto"], rates)))
    drawings = [archive.read(n).decode() for n in archive.namelist() if re.match(r"xl/drawings/drawing\d+\.xml", n)]
    assert len(drawings) == 2
    assert all(re.search(r'descr="[A-Z][^"]{60,}"', text) for text in drawings)


def test_no_macro_and_no_link_to_another_file(rates: Any) -> None:
    archive = zipfile.ZipFile(io.BytesIO(written(example_plans()["adult-son-calgary"], rates)))
    assert not [n for n in archive.namelist() if "vba" in n.lower() or "externalLink" in n]
    for name in archive.namelist():
        if name.endswith(".rels"):
            for target in re.findall(r'Target="([^"]+)" TargetMode="External"', archive.read(name).decode()):
                assert re.match(r"https?://", target) and "=" not in target.split("?")[0]


def test_the_same_plan_gives_the_same_bytes(rates: Any) -> None:
    for name in ("couple-two-children-halifax", "record"):
        plan = plans()[name]
        assert written(plan, rates, "fr") == written(plan, rates, "fr")
    assert written(plan, rates, as_of=None) == written(plan, rates, as_of=None)
    one, two = io.BytesIO(), io.BytesIO()
    for stream in (one, two):
        write_portfolio(example_plans(), rates, stream, "en", TODAY)
    assert one.getvalue() == two.getvalue()


class ByXlsxWriter(Page):
    """The page with every cell stored and written by XlsxWriter itself."""

    def put_text(self, row: int, col: int, text: str, style: Any) -> None:
        style._get_xf_index()
        assert self.write_string(row, col, text, style) == 0

    def put_number(self, row: int, col: int, number: float, style: Any) -> None:
        style._get_xf_index()
        assert self.write_number(row, col, number, style) == 0

    def put_formula(self, row: int, col: int, formula: str, value: float | str, style: Any) -> None:
        style._get_xf_index()
        assert self.write_formula(row, col, "=" + formula, style, value) == 0

    def put_blank(self, row: int, col: int, style: Any) -> None:
        style._get_xf_index()
        assert self.write_blank(row, col, None, style) == 0

    for _name in ("_assemble_xml_file", "_write_rows", "_calculate_spans", "_get_range_data", "_prepare_formula"):
        locals()[_name] = getattr(Worksheet, _name)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_quick_page_writes_what_xlsxwriter_would(lang: str, rates: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = plan_from({**THREE_UNITS, "label": "<A> & 'B' \"C\"", "record": RECORD})
    quick = written(hostile, rates, lang)
    monkeypatch.setattr("calculator.workbook.sheet.Page", ByXlsxWriter)
    assert written(hostile, rates, lang) == quick


def test_no_cell_holds_what_is_not_a_number() -> None:
    for number in (float("nan"), float("inf"), float("-inf")):
        with pytest.raises(ValueError, match=r"nan|inf"):
            Book(io.BytesIO(), "en").sheet("A").number(0, 0, number)


def test_rates_have_their_source_and_the_ledger_points_to_them(rates: Any) -> None:
    plan = example_plans()["single-toronto"]
    values = opened(written(plan, rates), values=True)
    listed = {
        row[0]: row
        for row in values["Rates and sources"].iter_rows(values_only=True)
        if isinstance(row[0], (int, float))
    }
    report = make_budget([plan], rates).report(0)
    assert [row[12] for row in listed.values()] == [r["key"] for r in report["rates"]]
    assert all(row[6] and row[7] and row[9] for row in listed.values())
    ledger = [row for row in values["Ledger"].iter_rows(min_row=8, values_only=True) if row[5]]
    assert sum(1 for row in ledger if row[6] == "owed" and row[15]) > 60
    for row in ledger:
        for number in str(row[15] or "").split():
            assert int(number) in listed


# --- many plans


def test_the_page_of_many_plans(rates: Any) -> None:
    many = {
        **example_plans(),
        "unknown": changed("single-toronto", community="Nowhere at all"),
        "=1+1": plans()["record"],
    }
    seen: list[tuple[int, int]] = []
    stream = io.BytesIO()
    write_portfolio(many, rates, stream, "en", TODAY, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(i + 1, len(many)) for i in range(len(many))]
    values = opened(stream.getvalue(), values=True)
    rows = {row[0]: row for row in values["All plans"].iter_rows(min_row=6, values_only=True) if row[0]}
    totals = make_budget(list(example_plans().values()), rates).totals()
    for name, minimum in zip(example_plans(), totals["sponsor_minimum_cents"], strict=True):
        assert round(rows[name][10] * 100) == minimum
    assert "Nowhere" in rows["unknown"][1] and rows["unknown"][10] is None
    assert rows["=1+1"][12] == pytest.approx(12_003.21 - 6_080)
    assert round(rows["Together"][10] * 100) == sum(
        round(r[10] * 100) for n, r in rows.items() if n != "Together" and isinstance(r[10], (int, float))
    )
    with pytest.raises(PlanError, match="page of many plans"):
        read_workbook(stream.getvalue())
    write_portfolio([], rates, io.BytesIO())


def test_an_extra_added_to_the_sheet_ends_where_support_ends_early(rates: Any) -> None:
    """Arrival on 1 January, an end on 15 May: January to May, 5 months, of twelve (R4, N44)."""
    end = {"kind": "early_end", "on": "2022-05-15"}
    for events, months in (([], 12), ([end], 5)):
        plan = changed("single-toronto", arrives_on="2022-01-01", events=events)
        cells = [str(cell.value) for _sheet, cell in formulas(opened(written(plan, rates))) if cell.value]
        counts = {found[1] for text in cells if (found := re.search(r"IF\(EXACT\([^)]*\),1,(\d+)\)", text))}
        assert counts == {str(months)}

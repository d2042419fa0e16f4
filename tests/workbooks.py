"""Plans and small tools for the tests of the workbook: to write one, to look inside, to type into a cell."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from calculator.examples import example_plans
from calculator.plan import Plan, canonical_json, plan_from
from calculator.workbook import write_workbook
from calculator.workbook.plan_file import MARK

TODAY = date(2027, 5, 20)
Book = openpyxl.Workbook

THREE_UNITS: dict[str, Any] = {
    "community": "Toronto", "arrives_on": "2026-05-10", "months": 24,
    "people": [
        {"id": "a", "role": "principal", "age_at_arrival": 45}, {"id": "b", "role": "spouse", "age_at_arrival": 44},
        {"id": "c", "role": "child", "age_at_arrival": 9}, {"id": "d", "role": "dependant", "age_at_arrival": 20},
        {"id": "e", "role": "dependant", "age_at_arrival": 22},
    ],
    "housing": [{"rent": "2333.33"}, {"rent": "2700.01", "from": "2027-01-20"}],
    "income": [
        {"person": "d", "net": "1500.00", "from": "2026-08-01"},
        {"person": "a", "net": "2000.00", "from": "2026-10-01", "to": "2027-03-31"},
    ],
    "conditions": [{"kind": "special_diet", "note_on": "2026-05-20"}],
    "sharing": [
        {"line": "household", "amount": "100.00", "reason": "one kitchen"},
        {"line": "shelter", "amount": "50.00", "reason": "one home"},
    ],
    "in_kind": [{"line": "furniture", "value": "900.00", "item": "beds"}],
    "purchases": [{"line": "winter", "amount": "280.00"}],
    "extras": [{"label": "phone", "amount": "20.00"}],
}  # fmt: skip
RECORD: dict[str, Any] = {
    "account": {"last4": "1234", "holders": [{"id": "h1"}, {"id": "h2"}]},
    "contributors": [{"id": "Parish"}, {"id": "choir"}],
    "promises": [{"contributor": "Parish", "amount": "500.00", "from": "2027-04-01"}],
    "loan_help": [{"amount": "50.00", "from": "2027-06-01"}],
    "entries": [
        {"kind": "contribution", "id": "c1", "on": "2027-01-05", "contributor": "Parish", "amount": "9000.00"},
        {"kind": "contribution", "id": "c2", "on": "2027-02-05", "contributor": "choir", "amount": "3000.00",
         "is_receipted": True, "receipt": "17"},
        {"kind": "interest", "id": "i1", "on": "2027-03-01", "amount": "3.21"},
        {"kind": "payment", "id": "p1", "on": "2027-03-15", "amount": "5480.00", "purpose": "start_up",
         "unit": "family", "reference": "e-transfer 7"},
        {"kind": "payment", "id": "p2", "on": "2027-03-15", "amount": "500.00", "unit": "family", "month": 1},
        {"kind": "payment", "id": "p3", "on": "2027-03-16", "amount": "100.00", "purpose": "purchase"},
    ],
}  # fmt: skip


def changed(name: str, **fields: Any) -> Plan:
    """One of the ready plans with some fields changed."""
    data = json.loads(canonical_json(example_plans()[name]))
    for key, value in fields.items():
        data[key] = {**data.get("options", {}), **value} if key == "options" else value
    return plan_from(data)


def plans() -> dict[str, Plan]:
    """Plans that between them use every formula of the workbook."""
    job = [{"person": "father", "net": "1500.00"}]
    meals = {"line": "basic", "value": "111.11", "lives_with_signer": True, "from": "2027-05-01", "to": "2027-08-31"}
    return {
        **example_plans(),
        "three-units": plan_from(THREE_UNITS),
        "record": changed("couple-two-children-halifax", record=RECORD),
        "equal-lag": changed("adult-son-calgary", options={"prorate": "equal", "lag": 2, "stagger_n": 3}),
        "daily": changed(
            "couple-two-children-halifax", options={"prorate": "rap365", "stagger_n": 2, "reduction_share": "0.35"}
        ),
        "typical": changed("couple-two-children-halifax", options={"income_entry": "typical"}, income=job),
        "own-spread": changed(
            "couple-two-children-halifax", options={"stagger_n": 3},
            income=[{"person": "father", "net": "1400.00", "from": "2027-07-01", "spread_over": 1},
                    {"person": "mother", "net": "700.00", "from": "2027-10-01", "to": "2027-11-30", "spread_over": 2}],
        ),
        "typical-daily": changed(
            "couple-two-children-halifax", options={"income_entry": "typical", "prorate": "rap365"}, income=job
        ),
        "true-up": changed("couple-two-children-halifax", options={"prorate": "rap365", "true_up": True}),
        "assets": changed(
            "couple-two-children-halifax", assets=[{"amount": "30000.00"}], options={"assets_apply": True}
        ),
        "meals": changed(
            "adult-son-calgary", options={"basic_inkind_pct": 50},
            in_kind=[meals, {"line": "clothing", "value": "5000.00"}, {"line": "school", "value": "100.00"}],
            housing=[{"free": True}, {"rent": "2100.01", "from": "2027-09-10"}],
        ),
        "events": changed(
            "couple-two-children-halifax",
            events=[
                {"kind": "move", "on": "2027-08-12", "community": "Moncton"},
                {"kind": "separation", "on": "2027-10-12", "people": ["father"], "unit": "second",
                 "with_start_up": True},
                {"kind": "early_end", "on": "2028-01-03", "unit": "second"},
            ],
        ),
    }  # fmt: skip


def written(plan: Plan, rates: Any, lang: str = "en", **more: Any) -> bytes:
    stream = io.BytesIO()
    write_workbook(plan, rates, stream, lang, more.pop("as_of", TODAY), **more)
    return stream.getvalue()


def opened(content: bytes | Path, *, values: bool = False, rows: bool = False) -> Book:
    """As openpyxl sees it; ``values``: results instead of formulas, ``rows``: rows only, quickly."""
    source: Any = io.BytesIO(content) if isinstance(content, bytes) else content
    return openpyxl.load_workbook(source, data_only=values, read_only=rows)


def saved(book: Book) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def stored(book: Book) -> tuple[dict[str, Any], list[list[str]]]:
    """What the hidden sheet says: the context, and the cells that may be changed."""
    sheet = next(s for s in book if s["A1"].value == MARK)
    parts: dict[str, str] = {}
    for name, piece in sheet.iter_rows(min_row=4, max_col=2, values_only=True):
        if name:
            parts[name] = parts.get(name, "") + piece[1:]
    return json.loads(parts["context"]), json.loads(parts["cells"])


def place(book: Book, *path: object) -> tuple[str, str]:
    """Sheet and cell of an input, by its path in the plan."""
    _, cells = stored(book)
    return next((s, c) for s, c, _kind, p, _old in cells if p and json.loads(p) == list(path))


def put(book: Book, value: object, *path: object) -> str:
    sheet, cell = place(book, *path)
    book[sheet][cell].value = value
    return f"{sheet}!{cell}"


_FORMULA = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)><f[^>]*>([^<]*)</f>(?:<v>([^<]*)</v>)?')


def formula_values(path: Path) -> dict[str, tuple[str, str | float]]:
    """Value of every formula by ``sheet!cell`` (sheets by number), and the formula; quicker than a whole reader."""
    found: dict[str, tuple[str, str | float]] = {}
    with zipfile.ZipFile(path) as archive:
        sheets = [n for n in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n)]
        for name in sorted(sheets, key=lambda n: int("".join(filter(str.isdigit, n)))):
            text = archive.read(name).decode()
            for cell, look, formula, value in _FORMULA.findall(text):
                is_text = 't="str"' in look or 't="e"' in look
                read: str | float = html.unescape(value) if is_text else float(value or 0)
                found[f"{name[19:-4]}!{cell}"] = (html.unescape(formula), read)
    return found


def formulas(book: Book) -> Iterator[tuple[Worksheet, Any]]:
    for sheet in book:
        for row in sheet.iter_rows():
            yield from ((sheet, cell) for cell in row if cell.data_type == "f")

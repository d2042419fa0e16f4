"""Saved ledgers of three families in each of nine provinces, so that a changed cent shows in a diff.

``python -m calculator test tests/test_golden.py --rewrite-golden`` writes them anew; read the diff before keeping
it. They prove that nothing moved, not that it is right: amounts by hand are in ``tests/examples``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from calculator.budget import make_budget
from calculator.ledger import ledger_csv
from calculator.plan import Plan
from calculator.rates import Rates

FOLDER = Path(__file__).parent / "golden"
PLACES = {
    "AB": "AB/calgary", "BC": "BC/vancouver", "MB": "MB/winnipeg", "NB": "NB/moncton", "NL": "NL/st-johns",
    "NS": "NS/halifax", "ON": "ON/toronto", "PE": "PE/charlottetown", "SK": "SK/saskatoon",
}  # fmt: skip
SINGLE = {
    "arrives_on": "2022-03-01",
    "people": [{"id": "adult", "role": "principal", "born_on": "1990-05-04"}],
}
FAMILY_OF_FIVE = {
    "arrives_on": "2022-05-10",
    "people": [
        {"id": "mother", "role": "principal", "born_on": "1985-02-11"},
        {"id": "father", "role": "spouse", "born_on": "1983-10-30"},
        {"id": "teen", "role": "child", "born_on": "2006-11-20"},
        {"id": "girl", "role": "child", "born_on": "2010-09-15"},
        {"id": "boy", "role": "child", "born_on": "2018-06-30"},
    ],
    "housing": [{"rent": "1450.00"}],
    "in_kind": [{"line": "furniture", "value": "1800.00"}, {"line": "linens", "value": "400.00"}],
    "income": [{"person": "father", "net": "1600.00", "from": "2022-09-01"}],
}
GRANDMOTHER_AND_ADULT_SON = {
    "arrives_on": "2021-10-16",
    "people": [
        {"id": "grandmother", "role": "principal", "born_on": "1956-12-24"},
        {"id": "grandchild", "role": "child", "born_on": "2004-01-08"},
        {"id": "son", "role": "dependant", "born_on": "2001-03-03"},
    ],
    "housing": [{"free": True}],
    "conditions": [{"kind": "special_diet", "note_on": "2022-01-12"}],
}
FAMILIES = {"single": SINGLE, "five": FAMILY_OF_FIVE, "grandmother": GRANDMOTHER_AND_ADULT_SON}


@pytest.mark.parametrize("province", PLACES)
@pytest.mark.parametrize("family", FAMILIES)
def test_the_ledger_is_the_saved_one(province: str, family: str, request: pytest.FixtureRequest) -> None:
    plan = Plan.model_validate({"community": PLACES[province], **FAMILIES[family]})
    text = ledger_csv(make_budget([plan], Rates.load()))
    path = FOLDER / f"{province.lower()}-{family}.csv"
    if request.config.getoption("--rewrite-golden"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text("utf-8") == text

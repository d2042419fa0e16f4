"""Every line and every total explains itself, in both languages, with a formula that gives its amount.

The plans below together have every line of the ledger. The formulas are read back from their text and
worked out again, so that what a reader sees is what holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from calculator import examples
from calculator.budget import make_budget
from calculator.explain import (
    Explanation,
    as_text,
    explain_all,
    explain_line,
    explain_month,
    explain_text,
    explain_total,
)
from calculator.explain.parts import DEDUCTIONS
from calculator.explain.sentences import MONTHS, TOTALS
from calculator.lines import LINES
from calculator.locale import LANGUAGES, catalogue, money
from calculator.locale.upkeep import sentences
from calculator.money import half_up
from calculator.notices.names import LINE_NAMES, TOTAL_NAMES
from calculator.plan import Plan, plan_from
from calculator.problems import PlanError
from calculator.rates import Rates

EXAMPLES = Path(__file__).resolve().parent.parent / "calculator" / "examples"


def couple(**change: Any) -> dict[str, Any]:
    plan: dict[str, Any] = {
        "community": "Toronto",
        "arrives_on": "2022-05-10",
        "people": [
            {"id": "mother", "role": "principal", "born_on": "1985-03-15"},
            {"id": "father", "role": "spouse", "born_on": "1984-11-20"},
            {"id": "son", "role": "child", "born_on": "2013-02-01"},
        ],
    }
    return plan | change


def senior_in_winnipeg() -> dict[str, Any]:
    people = [
        {"id": "grandmother", "role": "principal", "born_on": "1950-01-01", "is_disabled": True},
        {"id": "girl", "role": "child", "born_on": "2004-09-09"},
    ]
    return couple(community="Winnipeg", people=people)


def pregnant(community: str) -> dict[str, Any]:
    return couple(
        community=community,
        conditions=[
            {"kind": "pregnancy", "person": "mother", "note_on": "2022-06-20", "due_on": "2022-11-02"},
            {"kind": "special_diet", "note_on": "2022-07-11"},
        ],
        housing=[{"rent": "900.00", "heat_in_rent": False, "fuel": "60.00"}],
    )


def gifts() -> dict[str, Any]:
    return couple(
        housing=[{"free": True}, {"rent": "1500.00", "from": "2022-12-01"}],
        in_kind=[
            {"line": "furniture", "value": "900.00", "item": "beds"},
            {"line": "clothing", "value": "300.00", "item": "clothes"},
            {"line": "basic", "value": "200.00", "lives_with_signer": True, "to": "2022-11-30"},
            {"line": "transport", "to": "2022-11-30"},
        ],
        purchases=[{"line": "winter", "amount": "150.00", "receipt": "coats"}],
        sharing=[{"line": "household", "amount": "50.00", "reason": "shared kitchen"}],
        income=[{"person": "father", "net": "1300.00", "from": "2022-09-01"}],
        assets=[{"amount": "12000.00"}],
        extras=[{"label": "Bicycle", "amount": "200.00", "cadence": "once"}],
        options={"basic_inkind_pct": 50, "assets_apply": True, "prorate": "rap365", "true_up": True},
    )


def top_up_in_2021() -> dict[str, Any]:
    people = [
        {"id": "mother", "role": "principal", "born_on": "1980-01-01"},
        {"id": "girl", "role": "child", "born_on": "2003-02-02"},
    ]
    return couple(community="Halifax", arrives_on="2021-03-10", people=people)


PLANS: dict[str, dict[str, Any]] = {
    "toronto": couple(),
    "winnipeg": senior_in_winnipeg(),
    "moncton": pregnant("Moncton"),
    "st-johns": pregnant("NL/st-johns"),
    "gifts": gifts(),
    "halifax-2021": top_up_in_2021(),
    "jas": couple(stream="JAS", options={"jas_clothing": "every_12_months"}),
    "spread": couple(
        income=[{"person": "father", "net": "1700.00", "from": "2022-06-01", "to": "2022-08-31"}],
        options={"stagger_n": 3, "reduction_share": "0.5"},
    ),
    "typical": couple(
        income=[{"person": "father", "net": "1700.00"}], options={"income_entry": "typical", "lag": 0}
    ),
    **{path.stem: json.loads(path.read_text("utf-8")) for path in sorted(EXAMPLES.glob("*.json"))},
}


@cache
def rates() -> Rates:
    return Rates.load()


@cache
def report_of(name: str, lang: str) -> dict[str, Any]:
    plan: Plan = plan_from(PLANS[name])
    return make_budget([plan], rates()).report(0, lang)


@cache
def explained(name: str, lang: str) -> tuple[Explanation, ...]:
    """Every line of every month, every item and every total of a plan."""
    return everything(report_of(name, lang), lang)


def everything(report: dict[str, Any], lang: str) -> tuple[Explanation, ...]:
    found = list(explain_all(report, lang))
    for unit in report["units"]:
        for month in unit["months"]:
            for line in (*month["lines"], *month["deductions"]):
                found.append(
                    explain_line(
                        report, unit["unit"], month["month"], line["line"], lang, arrival=month["arrival"]
                    )
                )
            for which in MONTHS:
                found.append(
                    explain_month(report, unit["unit"], month["month"], which, lang, arrival=month["arrival"])
                )
        for which in TOTALS:
            if f"{which}_cents" in unit["totals"]:
                found.append(explain_total(report, which, unit["unit"], lang))
    return tuple(found)


# --- reading a formula back ----------------------------------------------------------------------------

MONEY = re.compile(r"(-?)\$([\d,]+)\.(\d\d)")


def cents(text: str) -> int:
    """What a formula's left side comes to, in cents, from its text alone."""
    limit = None
    if ", at most " in text:
        text, _, most = text.rpartition(", at most ")
        limit = cents(most)
    plain = MONEY.sub(lambda m: f"({m[1]}{m[2].replace(',', '')}{m[3]})", text)
    plain = re.sub(r"([\d.]+)%", r"(\1 / 100)", plain).replace("×", "*").replace("−", "-")
    assert re.fullmatch(r"[\d().*/+\- ]+", plain), text
    terms = re.split(r" (?=[+-] )", plain)
    total = 0
    for term in terms:
        sign = -1 if term.startswith("- ") else 1
        numerator, denominator = fraction(term.removeprefix("- ").removeprefix("+ "))
        total += sign * half_up(numerator, denominator)
    return min(total, limit) if limit is not None else total


def fraction(term: str) -> tuple[int, int]:
    """Exact value of products and quotients of one term."""
    numerator, denominator = 1, 1
    operator = "*"
    for part in re.findall(r"\(-?\d+\)|\([\d.]+ / 100\)|\d+|[*/]", term.replace("(", "(")):
        if part in "*/":
            operator = part
            continue
        if " / 100" in part:
            whole, _, decimals = part.strip("()").removesuffix(" / 100").partition(".")
            value, scale = int(whole + decimals), 100 * 10 ** len(decimals)
        else:
            value, scale = int(part.strip("()")), 1
        if operator == "*":
            numerator, denominator = numerator * value, denominator * scale
        else:
            numerator, denominator = numerator * scale, denominator * value
    return numerator, denominator


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 × $156.00", 31200),
        ("$1,837.00 × 22 / 31 − $1,837.00", -53332),
        ("− $1,837.00 × 22 / 31", -130368),
        ("$1,650.00, at most $441.41", 44141),
        ("$22,380.00 × 5%", 111900),
        ("11 × $10.00 + $0.05", 11005),
    ],
)
def test_the_reader_of_formulas_is_right(text: str, expected: int) -> None:
    assert cents(text) == expected


@pytest.mark.parametrize("name", PLANS)
def test_every_formula_gives_its_amount(name: str) -> None:
    check_formulas(explained(name, "en"))


def check_formulas(explanations: Iterable[Explanation]) -> None:
    """Every formula comes to what it says, and the first to the figure that is explained (English)."""
    for e in explanations:
        first = e.formulas[0]
        assert first.endswith(f"= {money(e.amount_cents, 'en')}"), (e.line, first, e.amount_cents)
        for formula in e.formulas:
            left, _, right = formula.rpartition(" = ")
            if left.startswith("("):  # a share of a difference: ($a − $b) × 50%
                inner, _, share = left[1:].partition(") × ")
                value = half_up(*fraction(f"({cents(inner)}) * ({share.removesuffix('%')} / 100)"))
            else:
                value = cents(left)
            assert value == cents(right), (e.line, e.month, formula)


def test_the_plans_together_have_every_line() -> None:
    seen = {e.line for name in PLANS for e in explained(name, "en")}
    assert set(LINES) - seen == set()


def test_the_plans_together_have_every_total() -> None:
    assert {e.line for name in PLANS for e in explained(name, "en")} >= set(TOTAL_NAMES) | set(MONTHS)


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_explanation_is_whole(name: str, lang: str) -> None:
    for e in explained(name, lang):
        assert e.what
        assert e.sentence.endswith("."), e
        assert "{" not in e.sentence + e.formula, e
        assert e.rules, e
        for rule in e.rules:
            assert rule.text
        for rate in e.rates:
            assert rate.locator and rate.title and rate.effective_from, rate
        assert as_text(e, lang).startswith(e.what)


# What a person typed in an example stays as typed.
ENGLISH = [
    x
    for x in sentences()
    if isinstance(x, str) and len(x) > 12 and " " in x and "{" not in x and x not in examples.WORDS
]


@pytest.mark.parametrize("name", PLANS)
def test_no_english_is_left_in_french(name: str) -> None:
    french = catalogue("fr").gettext
    pairs = list(zip(explained(name, "en"), explained(name, "fr"), strict=True))
    for en, fr in pairs:
        assert (en.line, en.unit, en.month, en.amount_cents) == (fr.line, fr.unit, fr.month, fr.amount_cents)
        assert en.sentence != fr.sentence
        assert [r.id for r in en.rules] == [r.id for r in fr.rules]
        assert all(a.text != b.text for a, b in zip(en.rules, fr.rules, strict=True))
        assert len(en.flags) == len(fr.flags)
        said = " ".join([fr.sentence, fr.formula, *fr.flags, *(r.label for r in fr.rates)])
        for msgid in ENGLISH:
            assert msgid not in said or french(msgid) == msgid, (msgid, said)
        assert " $" not in fr.sentence, "money in French keeps together"


def test_every_line_and_total_has_a_name_and_a_sentence() -> None:
    from calculator.explain import sentences as words

    assert set(LINE_NAMES) == set(LINES) == set(words.LINES)
    assert set(TOTAL_NAMES) == set(TOTALS) == set(words.TOTAL_RULES)
    assert set(MONTHS) == set(words.MONTH_RULES)


# --- what is said --------------------------------------------------------------------------------------


def test_a_reduction_shows_its_working() -> None:
    report = report_of("couple-two-children-halifax", "en")
    e = explain_line(report, "family", 8, "income_reduction", "en")
    assert e.amount_cents < 0
    assert "Earned in month 7: $1,400.00." in e.sentence
    month = next(x for x in report["units"][0]["months"] if x["month"] == 7)
    assert f"Without effect: {money(month['threshold_cents'], 'en')}, 50%" in e.sentence
    assert [r.id for r in e.rules] == ["R31", "R33", "R35"]
    free, lowered = money(month["threshold_cents"], "en"), money(-e.amount_cents, "en")
    assert e.formulas[1] == f"$1,400.00 − {free} = {lowered}"


def test_a_start_up_line_shows_gift_and_purchase() -> None:
    e = explain_line(report_of("gifts", "en"), "family", None, "furniture", "en")
    assert "Given in kind: $900.00; " in e.sentence
    assert e.formulas == ("$2,560.00 = $2,560.00", "$2,560.00 − $900.00 = $1,660.00")
    e = explain_line(report_of("gifts", "en"), "family", None, "winter", "en")
    assert "Bought for the family with receipts: $150.00." in e.sentence


def test_several_school_items_are_explained_together_or_one_by_one() -> None:
    report = report_of("toronto", "en")
    e = explain_line(report, "family", None, "school", "en")
    assert e.amount_cents == 30000
    assert "May 10, 2022, August 1, 2022" in e.sentence
    assert explain_line(report, "family", None, "school", "en", due_on="2022-08-01").amount_cents == 15000


def test_an_assumed_rate_and_an_own_rate_are_said() -> None:
    e = explain_line(report_of("single-toronto", "en"), "family", 1, "basic", "en")
    assert e.is_assumed
    assert "Assumed unchanged: nobody has checked the rate for this day." in e.flags
    plan = couple(
        rates=[
            {"item": "communication", "place": "ON/toronto", "effective_from": "2022-01-01", "value": "80.00",
             "source": "Letter of the RAP office"},
        ]
    )  # fmt: skip
    report = make_budget([plan_from(plan)], rates()).report(0)
    e = explain_line(report, "family", 2, "communication", "en")
    assert e.is_entered
    assert "Entered by you, with your source." in e.flags
    assert e.rates[0].value == "$80.00"


def test_a_rate_is_one_hop_from_its_cell() -> None:
    e = explain_line(report_of("toronto", "en"), "family", 2, "basic", "en")
    (rate,) = e.rates
    assert rate.value == money(e.amount_cents, "en")
    assert "Basic needs table, row" in rate.locator
    assert rate.archived_address.startswith("https://")
    assert rate.checked_on


def test_deductions_are_the_lines_that_lower() -> None:
    assert set(DEDUCTIONS) <= set(LINES)


# --- the command line's text ---------------------------------------------------------------------------


def test_text_of_what_is_asked_for() -> None:
    report = report_of("adult-son-calgary", "en")
    assert explain_text(report, "en", line="sponsor_minimum").count("\n\n") == 0
    minimum = explain_text(report, "en", line="sponsor_minimum")
    assert explain_text(report, "en", line="sponsor_minimum_cents") == minimum
    by_unit = explain_text(report, "en", unit="son", line="shelter", month=2)
    assert by_unit.startswith("Shelter (son, month 2): ")
    both = explain_text(report, "en", line="shelter", month=2)
    assert both.count("Shelter (") == 2
    assert "To pay (son, month 3)" in explain_text(report, "en", month=3)
    assert explain_text(report, "en", line="due", month=2).count("To pay (") == 2
    assert "Furniture (son)" in explain_text(report, "en", unit="son")
    everything = explain_text(report, "en")
    assert "Total to raise: " in everything and "Basic needs (family, month 1)" in everything
    assert explain_text(report, "fr", line="planned").startswith("Total à réunir\u00a0: ")


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"unit": "nobody"},
         "unit: there is no family unit “nobody” in this budget. Choose one of: family, son, daughter."),
        ({"line": "rent"}, "line: there is no line “rent” here."),
        ({"line": "shelter", "unit": "son", "month": 40}, "line: there is no line “shelter” here."),
        ({"month": 40}, "month: there is no month 40 here."),
    ],
)  # fmt: skip
def test_what_is_not_there_is_said(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(PlanError) as error:
        explain_text(report_of("adult-son-calgary", "en"), "en", **asked)
    assert message in str(error.value)


def test_a_line_that_is_not_in_a_month_is_said_in_french() -> None:
    with pytest.raises(PlanError, match="il n’y a pas de ligne «\u00a0nl_fuel\u00a0» ici"):
        explain_line(report_of("toronto", "fr"), "family", 2, "nl_fuel", "fr")


def test_a_partial_reduction_share_shows_its_working() -> None:
    """Toronto single 2022: R = 343 + 390 + 200 + 156 + 75 = 1,164.00; (1,000 - 582) x 50 % = 209.00 (R31)."""
    plan = plan_from(
        {
            "community": "Toronto",
            "arrives_on": "2022-05-01",
            "people": [{"id": "a", "role": "principal", "born_on": "1990-01-01"}],
            "income": [{"person": "a", "net": "1000.00", "from": "2022-07-01"}],
            "options": {"reduction_share": "0.5"},
        }
    )
    text = explain_text(make_budget([plan], Rates.load()).report(0), "en", line="income_reduction", month=5)
    assert "($1,000.00 − $582.00) × 50% = $209.00" in text


def test_half_a_cent_of_the_threshold_is_not_lost_in_the_working() -> None:
    """Rent 445.67: R = 343 + 445.67 + 75 + 75 = 938.67; 500 - 469.335 = 30.665, rounded once to 30.67 (R33)."""
    plan = plan_from(
        {
            "community": "ON/elsewhere",
            "arrives_on": "2022-03-01",
            "people": [{"id": "a", "role": "principal", "born_on": "1990-01-01"}],
            "housing": [{"rent": "445.67"}],
            "income": [{"person": "a", "net": "500.00", "from": "2022-05-01", "to": "2022-05-31"}],
        }
    )
    text = explain_text(make_budget([plan], Rates.load()).report(0), "en", line="income_reduction", month=4)
    assert "$500.00 − 50% × $938.67 = $30.67" in text


def test_the_adjustment_of_the_daily_rate_shows_its_sum() -> None:
    """Single in Toronto from 10 May, 1,164.00 a month, pass 156.00 (R46, R47, R49): 1,008 x 12 x 22 / 365 = 729.07
    and 156 x 12 x 22 / 365 = 112.83 make 841.90; 298.26 and 46.16 for nine days make 344.42."""
    text = {
        "community": "ON/toronto", "arrives_on": "2022-05-10", "options": {"prorate": "rap365", "true_up": True},
        "people": [{"id": "a", "role": "principal", "born_on": "1985-01-01"}],
    }  # fmt: skip
    report = make_budget([plan_from(text)], rates()).report(0)
    found = explain_line(report, "family", 13, "true_up")
    assert found.amount_cents == -22_32
    assert found.formula == "$1,164.00 − $841.90 − $344.42 = -$22.32"

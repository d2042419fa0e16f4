"""Any figure of a screen can answer "why?": the reason gives exactly the figure, and its parts make it up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from calculator import compare, figures, view
from calculator.budget import make_budget
from calculator.examples import example_plans
from calculator.figures import stage
from calculator.locale import LANGUAGES, money
from calculator.problems import PlanError
from calculator.rates import Rates

EXAMPLES = list(example_plans())


@pytest.fixture(scope="module")
def reports(rates: Rates) -> dict[tuple[str, str], dict[str, Any]]:
    plans = example_plans()
    budget = make_budget(list(plans.values()), rates, as_of=date(2026, 11, 22))
    return {(name, lang): budget.report(case, lang) for case, name in enumerate(plans) for lang in LANGUAGES}


def told(report: dict[str, Any], text: str, lang: str) -> figures.Reason:
    """The reason of a figure, whole in itself: words, a formula that ends with the figure, parts with reasons."""
    found = figures.reason(report, text, lang)
    why = found.explanation
    assert why.what and why.sentence and "{" not in why.sentence, text
    for formula in why.formulas[:1]:
        assert formula.endswith(money(why.amount_cents, lang)), (text, formula)
    assert why.rules, text
    if found.parts:
        assert sum(part.cents for part in found.parts) == why.amount_cents, text
    for part in found.parts:
        if part.reference and not part.reference.startswith("item/"):  # an item is explained whole
            inner = figures.reason(report, part.reference, lang).explanation
            assert inner.amount_cents in (part.cents, -part.cents), (text, part)
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_cell_of_the_month_table_has_a_reason(name: str, lang: str, reports: Any) -> None:
    report = reports[name, lang]
    for unit in (None, *(u["unit"] for u in report["units"])):
        rows = view.strip(report, unit)
        for column in figures.COLUMNS:
            for n, row in enumerate((*rows, view.sum_of(rows)), start=1):
                cents = getattr(row, column)
                place = n if n <= len(rows) else ""
                if cents:
                    found = told(report, figures.reference("cell", unit or "", column, place), lang)
                    assert found.explanation.amount_cents == cents, (unit, column, n)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_totals_lines_payments_and_dates_have_reasons(name: str, lang: str, reports: Any) -> None:
    report = reports[name, lang]
    for total in view.COMPARED:
        assert told(report, f"total/{total}", lang).explanation.amount_cents == report["totals"][total]
        for unit in report["units"]:
            found = told(report, figures.reference("total", total, unit["unit"]), lang)
            assert found.explanation.amount_cents == unit["totals"][total]
    answer = view.answer(report)
    assert told(report, "full", lang).explanation.amount_cents == answer.month_cents
    assert told(report, "start_up", lang).explanation.amount_cents == answer.start_up_cents
    for summary in view.unit_summaries(report):
        found = told(report, figures.reference("start_up", summary.unit), lang)
        assert found.explanation.amount_cents == summary.start_up_cents
    assert told(report, "others", lang).explanation.amount_cents == answer.met_by_others_cents
    for row in compare.by_line([report]):
        assert told(report, f"line_sum/{row.name}", lang).explanation.amount_cents == row.cents[0]
    for payment in view.payments(report):
        assert told(report, figures.of_payment(payment, report), lang).explanation.amount_cents == payment.cents
    for unit, x in view.items_of(report):
        found = told(report, figures.reference("item", unit, x["line"], x["due_on"]), lang)
        assert found.explanation.amount_cents == x["entitlement_cents"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_amount_of_a_date_is_the_amount_of_its_reason(name: str, lang: str, reports: Any) -> None:
    report = reports[name, lang]
    asked = [entry for entry in report["dates"] if figures.of_date(entry)]
    assert len(asked) >= 12
    for entry in asked:
        found = told(report, figures.of_date(entry), lang)
        if not figures.of_date(entry).startswith("item/"):  # an item is explained whole, gifts and cash together
            assert money(found.explanation.amount_cents, lang) in entry["text"], entry


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_figures_of_an_application_have_reasons(lang: str, reports: Any) -> None:
    report = reports["group-of-five-application", lang]
    of = report["application"]
    family = of["families"][0]
    wanted = {
        stage.ref("required"): of["required_cents"],
        stage.ref("missing"): of["missing_cents"],
        stage.ref("pledged"): of["pledged_cents"],
        stage.ref("savings"): of["savings"]["per_month_cents"],
        stage.ref("table", 0): family["table_cents"]["total"],
        stage.ref("gifts", 0): family["in_kind_counted_cents"],
        stage.ref("needed", 0): family["required_cents"],
        stage.ref("rap", 0): family["rap_minimum_cents"],
    }
    for j, gift in enumerate(family["in_kind"]):
        wanted[stage.ref("gift", 0, j)] = gift["counted_cents"]
        wanted[stage.ref("cap", 0, j)] = gift["cap_cents"]
    for n, pledge in enumerate(of["pledges"]):
        wanted[stage.ref("pledge", n)] = pledge["capacity_cents"]
        wanted[stage.ref("own", n)] = pledge["table_cents"]
    for text, cents in wanted.items():
        found = figures.reason(report, text, lang)
        assert found.explanation.amount_cents == cents, text
        assert found.explanation.sentence and found.explanation.rules
    # one hop to the very cell of the printed table
    rows = figures.reason(report, stage.ref("table", 0), lang).explanation.rates
    assert any("family size 4" in row.locator and row.archived_address + row.address for row in rows)


def test_a_difference_is_the_second_less_the_first(reports: Any) -> None:
    first, other = reports["single-toronto", "en"], reports["couple-two-children-halifax", "en"]
    text = "total/start_up_cents"
    found = figures.difference(first, other, text, ("here", "there"), ("version/0/x", "version/1/x"), "en")
    gap = other["totals"]["start_up_cents"] - first["totals"]["start_up_cents"]
    assert found.explanation.amount_cents == gap
    assert found.explanation.formula.endswith(money(gap, "en"))
    assert [part.reference for part in found.parts] == ["version/0/x", "version/1/x"]
    longer = reports["jas-vancouver", "en"]
    late = figures.difference(first, longer, "cell//entitlement_cents/20", ("a", "b"), ("x", "y"), "en")
    assert len(late.parts) == 1  # the first has no twentieth month


@pytest.mark.parametrize("text", ["", "nothing", "total/none", "cell//total_cents/99", "line/a/b/c/d", "application/x"])
def test_a_figure_that_is_not_there_is_a_message(text: str, reports: Any) -> None:
    with pytest.raises(PlanError) as caught:
        figures.reason(reports["single-toronto", "en"], text, "en")
    assert caught.value.problems[0].what


@pytest.mark.parametrize(
    ("earned", "support", "said"),
    [
        (500_00, 1200_00, "$1,200.00 = $1,200.00"),
        (900_00, 900_00, "$1,200.00 − ($900.00 − $600.00) = $900.00"),  # 1200 - (900 - 600)
        (1900_00, 0, ""),  # beyond one and a half times nothing is left to take off
    ],
)
def test_the_working_beside_earnings(earned: int, support: int, said: str) -> None:
    assert figures.with_earnings(1200_00, 600_00, earned, support, "en") == said


def test_a_reference_holds_any_name() -> None:
    text = figures.reference("total", "x", "a/b (c) é#")
    assert "(" not in text and "#" not in text and text.count("/") == 2

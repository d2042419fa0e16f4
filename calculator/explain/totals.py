"""Explanations of sums: of a month, of a unit, of the whole case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from calculator.explain import formulas, sentences
from calculator.explain.parts import Explanation, Report, explanation_of, month_of, unit_of, unknown
from calculator.locale import N_, catalogue, money, percent
from calculator.notices.names import payer_name, total_name
from calculator.rules.start_up_items import ITEM_LINES


def explain_month(
    report: Report, unit: str, month: int, which: str = "due", lang: str = "en", *, arrival: int = 1
) -> Explanation:
    """Explain a sum of a month: full, entitlement, in_kind, threshold, reduction or due."""
    _ = catalogue(lang).gettext
    rows = unit_of(report, unit, lang)
    one = month_of(rows, month, arrival, lang)
    if which not in sentences.MONTHS:
        raise unknown(lang, "line", which, sentences.MONTHS)
    threshold_bp = report["plan"]["income_threshold_bp"]
    entitlement = [x["entitlement_cents"] for x in one["lines"]]
    parts = {"part_of_month", "part_of_transport", "true_up"}
    terms: list[tuple[str, int]]
    if which == "full":
        amount = one["full_cents"]
        terms = formulas.plain([x["entitlement_cents"] for x in one["lines"] if x["line"] not in parts], lang)
    elif which == "entitlement":
        amount, terms = one["entitlement_cents"], formulas.plain(entitlement, lang)
    elif which == "in_kind":
        amount = one["in_kind_cents"]
        terms = formulas.plain([-x["entitlement_cents"] for x in one["deductions"] if x["kind"] == "in_kind"], lang)
    elif which == "reduction":
        amount, terms = one["reduction_cents"], formulas.plain([one["reduction_cents"]], lang)
    elif which == "threshold":
        amount = one["threshold_cents"]
        terms = [(f"{money(one['base_cents'], lang)} {formulas.TIMES} {percent(threshold_bp, lang)}", amount)]
    else:
        amount = one["due_cents"]
        terms = formulas.plain(
            [one["entitlement_cents"], -one["in_kind_cents"], -one["reduction_cents"], -one["asset_cents"]],
            lang,
        )
    said = _(sentences.MONTHS[which]).format(
        month=month, payer=payer_name(one["payer"], lang), share=percent(threshold_bp, lang)
    )
    return explanation_of(
        report,
        lang,
        unit=unit,
        month=month,
        line=which,
        what=_month_name(which, lang),
        amount=amount,
        sentence=said,
        written=[formulas.total(terms, lang)],
        rules=sentences.MONTH_RULES[which],
        keys=[k for x in one["lines"] for k in x["rates"]],
        is_assumed=any(x["is_assumed"] for x in one["lines"]),
        is_entered=any(x["is_entered"] for x in one["lines"]),
    )


MONTH_NAMES = {
    "full": N_("Full monthly amount"),
    "entitlement": N_("Entitlement of the month"),
    "in_kind": N_("In kind"),
    "threshold": N_("Earnings without effect"),
    "reduction": N_("Reduction for earnings"),
    "due": N_("To pay"),
}


def _month_name(which: str, lang: str) -> str:
    return catalogue(lang).gettext(MONTH_NAMES[which])


def explain_total(report: Report, which: str, unit: str | None = None, lang: str = "en") -> Explanation:
    """Explain a total (``sponsor_minimum``, ``planned``…) of one unit, or of the whole case.

    Raises PlanError for a total that is not in the report.
    """
    _ = catalogue(lang).gettext
    which = which.removesuffix("_cents")
    source = report["totals"] if unit is None else unit_of(report, unit, lang)["totals"]
    if f"{which}_cents" not in source:
        raise unknown(lang, "line", which, [x.removesuffix("_cents") for x in source])
    amount = source[f"{which}_cents"]
    units = [x for x in report["units"] if unit in (None, x["unit"])]
    if unit is None and len(units) > 1 and which not in ("extras", "contingency", "planned"):
        terms = formulas.plain([x["totals"][f"{which}_cents"] for x in units], lang)
    else:
        terms = _terms(report, units, which, lang)
    share = percent(report["plan"]["contingency_bp"], lang)
    said = _(sentences.TOTALS[which]).format(share=share)
    keys = [k for x in units for k in _keys_of(x, which)]
    rows = {x["key"]: x for x in report["rates"]}
    # The rows of the smaller totals stand behind the larger ones too; there only the flags are repeated.
    listed = keys if which in ("start_up", "one_time", "income_support") else ()
    return explanation_of(
        report,
        lang,
        unit=unit,
        month=None,
        line=which,
        what=total_name(which, lang),
        amount=amount,
        sentence=said,
        written=[formulas.total(terms, lang)],
        rules=sentences.TOTAL_RULES[which],
        keys=listed,
        is_assumed=any(rows[k]["is_assumed"] for k in keys if k in rows),
        is_entered=any(rows[k]["is_entered"] for k in keys if k in rows),
    )


def _terms(report: Report, units: Sequence[dict[str, Any]], which: str, lang: str) -> list[tuple[str, int]]:
    """The parts of a total of one unit, or of what the case as a whole plans."""
    months = [x for unit in units for x in unit["months"]]
    items = [x for unit in units for x in (*unit["start_up"]["lines"], *unit["one_time"]["lines"])]
    one = units[0] if len(units) == 1 and len(report["units"]) > 1 else None
    totals = one["totals"] if one else report["totals"]
    if which == "planned":
        return formulas.plain(
            [totals["sponsor_minimum_cents"], totals["extras_cents"], totals["contingency_cents"]], lang
        )
    if which == "contingency":
        share = percent(report["plan"]["contingency_bp"], lang)
        minimum = money(report["totals"]["sponsor_minimum_cents"], lang)
        whole = report["totals"]["contingency_cents"]
        if one is None:
            return [(f"{minimum} {formulas.TIMES} {share}", whole)]
        # A unit's part of the contingency, in proportion to its minimum; left-over cents as N45 says.
        return formulas.plain([totals["contingency_cents"]], lang)
    if which == "extras":
        lines = [x for x in report["extras"]["lines"] if one is None or x["unit"] == one["unit"]]
        return formulas.repeated([x["amount_cents"] for x in lines], lang)
    if which == "start_up":
        return formulas.plain([x["entitlement_cents"] for x in items if _is_start_up(x)], lang)
    if which == "one_time":
        return formulas.plain([x["entitlement_cents"] for x in items if not _is_start_up(x)], lang)
    if which in ("sponsor_minimum", "government", "other"):
        payers = {"sponsor_minimum": ("sponsor",), "government": ("government",)}.get(which, ("fund", "other"))
        paid = [x["cash_cents"] + x["purchases_cents"] for x in items if x["payer"] in payers]
        return [
            *formulas.plain([sum(paid)], lang),
            *formulas.repeated([x["due_cents"] for x in months if x["payer"] in payers], lang),
        ]
    column = {"income_support": "entitlement_cents"}.get(which, f"{which}_cents")
    of_items = [x[column] for x in items if column in x] if which != "income_support" else []
    of_months = [x[column] for x in months if column in x]
    return [*formulas.plain([sum(of_items)], lang), *formulas.repeated(of_months, lang)]


def _is_start_up(item: dict[str, Any]) -> bool:
    return ITEM_LINES.index(item["line"]) < ITEM_LINES.index("newborn")


def _keys_of(unit: dict[str, Any], which: str) -> list[str]:
    """Rate rows behind a total of a unit."""
    items = [*unit["start_up"]["lines"], *unit["one_time"]["lines"]]
    monthly = [k for x in unit["months"] for y in x["lines"] for k in y["rates"]]
    if which == "start_up":
        return [k for x in items if _is_start_up(x) for k in x["rates"]]
    if which == "one_time":
        return [k for x in items if not _is_start_up(x) for k in x["rates"]]
    if which in ("income_support", "reduction"):
        return monthly
    if which in ("sponsor_minimum", "planned", "contingency", "government", "other"):
        return [*monthly, *(k for x in items for k in x["rates"])]
    return []

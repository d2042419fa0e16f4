"""Explanations of single lines: start-up and other items due once, the lines of a month, its deductions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from calculator.explain import formulas, sentences
from calculator.explain.parts import (
    DEDUCTIONS,
    Explanation,
    Report,
    explanation_of,
    lines_of,
    month_of,
    unit_of,
    unknown,
)
from calculator.explain.totals import explain_total
from calculator.household import START_UP_LINES
from calculator.lines import RULES
from calculator.locale import N_, catalogue, long_date, money, percent
from calculator.money import half_up, parse_cents
from calculator.notices.names import line_name, payer_name

WHOLE = 10_000
SCALE = frozenset(START_UP_LINES) - {"school"}
"""Lines of the start-up scale, by the size of the unit (R20)."""


def explain_line(
    report: Report,
    unit: str,
    month: int | None,
    line: str,
    lang: str = "en",
    *,
    arrival: int = 1,
    due_on: str | None = None,
) -> Explanation:
    """Explain a line of a unit: of a month, or (``month`` None) one that is due once.

    ``arrival`` 2 and more are the months of those who followed; ``due_on`` is one day of a line with several.
    Raises PlanError when the report has no such line.
    """
    if line in ("extra", "contingency"):
        return _planned(report, unit, month, line, lang)
    rows = unit_of(report, unit, lang)
    if month is None:
        items = [
            x
            for x in (*rows["start_up"]["lines"], *rows["one_time"]["lines"])
            if x["line"] == line and due_on in (None, x["due_on"])
        ]
        if not items:
            raise unknown(lang, "line", line, lines_of(rows, None))
        return _item(report, unit, line, items, lang)
    one = month_of(rows, month, arrival, lang)
    chosen = [x for x in (*one["lines"], *one["deductions"]) if x["line"] == line]
    if not chosen:
        raise unknown(lang, "line", line, lines_of(rows, one))
    return _monthly(report, rows, one, chosen[0], lang)


def _item(report: Report, unit: str, line: str, items: Sequence[dict[str, Any]], lang: str) -> Explanation:
    _ = catalogue(lang).gettext
    count = sum(x["quantity"] for x in items)
    days = ", ".join(long_date(date.fromisoformat(x["due_on"]), lang) for x in items)
    said = [
        _(sentences.LINES[line]).format(count=items[0]["quantity"] if line == "school" else count, day=days, people=0)
    ]
    channel_words = (
        ("shared_cents", N_("Taken off because the home is shared: {amount}.")),
        ("in_kind_cents", N_("Given in kind: {amount}; {cap} is the most that counts.")),
        ("purchases_cents", N_("Bought for the family with receipts: {amount}.")),
        ("asset_cents", N_("Taken off for own money: {amount}.")),
    )
    pooled = line in ("clothing", "winter") and report["plan"].get("options", {}).get("clothing_pool") == "pooled"
    for name, msgid in channel_words:
        amount = sum(x[name] for x in items)
        if amount:
            if name == "in_kind_cents" and pooled:
                msgid = N_("Given in kind: {amount}, within the limit that clothing and winter clothing share.")
            said.append(
                _(msgid).format(amount=money(amount, lang), cap=money(sum(x["in_kind_cap_cents"] for x in items), lang))
            )
    rules = [*_rules(line)]
    later = {x["due_on"] for x in items if line in SCALE and x["due_on"] > report["plan"]["arrives_on"]}
    if later:
        said.append(
            _(N_("Of what falls due after the first arrival, what the family or the unit had before is taken off."))
        )
        arrivals = {x["from"] for u in report["units"] for x in u["months"] if x["arrival"] > 1}
        rules += [*(["R15"] if later & arrivals else []), *(["N15"] if later - arrivals else [])]
    payers = {x["payer"] for x in items}
    said.append(_(N_("Paid by {payer}.")).format(payer=" / ".join(payer_name(p, lang) for p in sorted(payers))))
    written = [formula for x in items for formula in formulas.of_item(x, lang)]
    if len(items) > 1:
        written.insert(0, formulas.total(formulas.repeated([x["entitlement_cents"] for x in items], lang), lang))
    return explanation_of(
        report,
        lang,
        unit=unit,
        month=None,
        line=line,
        what=line_name(line, lang),
        amount=sum(x["entitlement_cents"] for x in items),
        sentence=" ".join(said),
        written=written,
        rules=rules,
        keys=[k for x in items for k in x["rates"]],
        is_assumed=any(x["is_assumed"] for x in items),
        is_entered=any(x["is_entered"] for x in items),
    )


def _monthly(
    report: Report, unit: dict[str, Any], month: dict[str, Any], line: dict[str, Any], lang: str
) -> Explanation:
    _ = catalogue(lang).gettext
    name = line["line"]
    msgid = sentences.HOUSING.get((name, month["housing"]), sentences.LINES[name])
    said = [_(msgid).format(people=month["people"], count=line["quantity"], share="", day="")]
    written = [formulas.of_line(line, lang)]
    if name == "income_reduction":
        said, written = _income_reduction(report, unit, month, line, said, lang)
    elif name == "true_up":
        said, written = _true_up(unit, month, line, said, lang)
    if month["arrival"] > 1 and name not in DEDUCTIONS:
        said.append(_(N_("For those who followed: what the family now needs, less what was due before they came.")))
    if line["in_kind_cents"]:
        rest = line["entitlement_cents"] - line["in_kind_cents"]
        said.append(_(N_("Of this, {amount} is given in kind.")).format(amount=money(line["in_kind_cents"], lang)))
        written.append(
            f"{money(line['entitlement_cents'], lang)} {formulas.MINUS} {money(line['in_kind_cents'], lang)}"
            f" = {money(rest, lang)}"
        )
    rules = [*_rules(name)]
    if line["in_kind_cents"]:
        rules += ["R28" if name in ("basic", "shelter", "supplement") else "R25.3"]
    if month["arrival"] > 1:
        rules.append("R15")
    return explanation_of(
        report,
        lang,
        unit=unit["unit"],
        month=month["month"],
        line=name,
        what=line_name(name, lang),
        amount=line["entitlement_cents"],
        sentence=" ".join(said),
        written=written,
        rules=rules,
        keys=line["rates"],
        is_assumed=line["is_assumed"],
        is_entered=line["is_entered"],
    )


def _true_up(
    unit: dict[str, Any], month: dict[str, Any], line: dict[str, Any], said: list[str], lang: str
) -> tuple[list[str], list[str]]:
    """The sum behind the adjustment: two parts of whole months less the same two by the daily rate (R49)."""
    amount = line["entitlement_cents"]
    first = next((x["entitlement_cents"] for x in unit["months"] if x["arrival"] == month["arrival"]), 0)
    last = month["entitlement_cents"] - amount
    text = catalogue(lang).gettext(
        N_("As two parts of whole months the first and the last make {whole}; by the daily rate {first} and {last}.")
    )
    whole = first + last + amount
    said.append(text.format(whole=money(whole, lang), first=money(first, lang), last=money(last, lang)))
    return said, [formulas.total(formulas.plain([whole, -first, -last], lang), lang)]


def _income_reduction(
    report: Report,
    unit: dict[str, Any],
    month: dict[str, Any],
    line: dict[str, Any],
    said: list[str],
    lang: str,
) -> tuple[list[str], list[str]]:
    """The working of a reduction: earnings, the part without effect, what is above it."""
    _ = catalogue(lang).gettext
    amount = -line["entitlement_cents"]
    options = report["plan"].get("options", {})
    lag = options.get("lag", 1)
    before = [
        x
        for x in unit["months"]
        if x["arrival"] == month["arrival"] and x["month"] <= month["month"] - lag and x["reduction_worked_out_cents"]
    ]
    own = [x for x in before if x["month"] == month["month"] - lag and x["reduction_worked_out_cents"] == amount]
    written = [f"{formulas.MINUS} {money(amount, lang)} = {money(-amount, lang)}"]
    if not own:
        numbers = ", ".join(str(x["month"]) for x in before)
        said.append(
            _(
                N_("Reductions worked out for earlier months ({months}) are taken here, as far as this month reaches.")
            ).format(months=numbers)
        )
        return said, written
    source = own[0]
    share_bp = _share_bp(options)
    threshold_bp = report["plan"]["income_threshold_bp"]
    part = source["base_cents"] * threshold_bp
    above = source["earned_cents"] * WHOLE - part
    said.append(
        _(
            N_(
                "Earned in month {month}: {earned}. Without effect: {threshold}, {share} of the full "
                "entitlement of {base}."
            )
        ).format(
            month=source["month"],
            earned=money(source["earned_cents"], lang),
            threshold=money(source["threshold_cents"], lang),
            share=percent(threshold_bp, lang),
            base=money(source["base_cents"], lang),
        )
    )
    if half_up(above * share_bp, WHOLE * WHOLE) == amount:
        # A reduction is rounded once (R33): half a cent of the part without effect is not rounded before.
        without = money(source["threshold_cents"], lang)
        if part % WHOLE:
            without = f"{percent(threshold_bp, lang)} {formulas.TIMES} {money(source['base_cents'], lang)}"
        text = f"{money(source['earned_cents'], lang)} {formulas.MINUS} {without}"
        if share_bp != WHOLE:
            text = f"({text}) {formulas.TIMES} {percent(share_bp, lang)}"
        written.append(f"{text} = {money(amount, lang)}")
    else:
        said.append(_(N_("Never more than what the month still pays, and by its part in a part month.")))
    return said, written


def _share_bp(options: dict[str, Any]) -> int:
    if not options.get("apply_income_reduction", True):
        return 0
    # As the plan file writes it: a share with two decimals, in basis points.
    return parse_cents(str(options["reduction_share"])) * 100 if "reduction_share" in options else WHOLE


def _planned(report: Report, unit: str | None, month: int | None, line: str, lang: str) -> Explanation:
    _ = catalogue(lang).gettext
    if line == "contingency":
        return explain_total(report, "contingency", None, lang)
    rows = [x for x in report["extras"]["lines"] if unit in (None, x["unit"]) and month in (None, x["month"])]
    labels = ", ".join(dict.fromkeys(x["label"] for x in rows if x["label"]))
    msgid = sentences.LINES["extra"]
    said = _(msgid) + (f" {labels}." if labels else "")
    amounts = [x["amount_cents"] for x in rows]
    return explanation_of(
        report,
        lang,
        unit=unit,
        month=month,
        line=line,
        what=line_name(line, lang),
        amount=sum(amounts),
        sentence=said,
        written=[formulas.total(formulas.repeated(amounts, lang), lang)],
        rules=_rules("extra"),
        keys=(),
    )


def _rules(line: str) -> tuple[str, ...]:
    return sentences.LINE_RULES.get(line, (RULES[line],))

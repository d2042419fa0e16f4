"""Reasons of sums: months of one unit or of all, payments, totals and what they are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from calculator import compare, view
from calculator.explain import explain_line, explain_month, explain_total, formulas
from calculator.figures.parts import Part, Reason, Report, explained, reference
from calculator.locale import N_, catalogue, long_date, money
from calculator.locale import month as month_name
from calculator.notices.names import line_name, payer_name, sentence, total_name, unit_name

COLUMNS = {
    "start_up_cents": N_("Start-up and one-time"),
    "entitlement_cents": N_("Full support"),
    "in_kind_cents": N_("In kind"),
    "earned_cents": N_("Earned by the family"),
    "reduction_cents": N_("Lowered because of earnings"),
    "asset_cents": N_("Lowered because of own money"),
    "government_cents": N_("Government pays"),
    "other_cents": N_("Others pay"),
    "sponsor_cents": N_("Sponsor pays monthly"),
    "extras_cents": N_("Extras"),
    "total_cents": N_("Sponsor in all"),
}
"""The columns of a month table, in the order of a printed budget."""
_SAID = {
    "start_up_cents": N_("Start-up and one-time items that the sponsor pays and that fall due in this month."),
    "entitlement_cents": N_("What is due for the month, before gifts and earnings."),
    "in_kind_cents": N_("What gifts in kind cover of the month."),
    "earned_cents": N_("What the family earns in the month, as you entered it."),
    "reduction_cents": N_("What earnings take off the month: as a rule those of the month before."),
    "asset_cents": N_("What own money takes off, as sponsor and family decided."),
    "government_cents": N_("What the government pays of the month."),
    "other_cents": N_("What a fund or somebody else pays of the month."),
    "sponsor_cents": N_("What the sponsor pays of the month in cash."),
    "extras_cents": N_("What the group plans on top of the minimum."),
    "total_cents": N_("All that the sponsor plans to give in the month: start-up, monthly support and extras."),
}
_RULES = {
    "start_up_cents": ("R19", "R20"),
    "entitlement_cents": ("R25", "R46"),
    "in_kind_cents": ("R28", "R29"),
    "earned_cents": ("R31", "R34"),
    "reduction_cents": ("R31", "R35"),
    "asset_cents": ("R30",),
    "government_cents": ("R2", "N23"),
    "other_cents": ("N23",),
    "sponsor_cents": ("R1", "R2"),
    "extras_cents": ("R25.5", "N39"),
    "total_cents": ("R1", "N33"),
}
_SUM_OF_MONTH = {
    "entitlement_cents": "entitlement",
    "in_kind_cents": "in_kind",
    "reduction_cents": "reduction",
    "government_cents": "due",
    "other_cents": "due",
    "sponsor_cents": "due",
}
"""Columns that are one sum of a month where only one month stands behind the cell."""


def cell(report: Report, unit: str | None, column: str, n: int | None, lang: str) -> Reason:
    """A cell of the month table: of the ``n``-th row, or of the last one, where all months stand together."""
    _ = catalogue(lang).gettext
    rows = view.strip(report, unit)
    whose = _whose(report, unit, lang)
    if n is None:
        cents = getattr(view.sum_of(rows), column)
        parts = [
            Part(month_name(row.starts_on, lang), getattr(row, column), _cell(unit, column, i))
            for i, row in enumerate(rows, start=1)
        ]
        return _sum(report, _(COLUMNS[column]), cents, _(N_("All months together.")), column, parts, whose, lang)
    row = rows[n - 1]
    cents = getattr(row, column)
    place = ", ".join(filter(None, (whose, month_name(row.starts_on, lang))))
    if column == "total_cents":
        names = ("start_up_cents", "sponsor_cents", "extras_cents")
        parts = [Part(_(COLUMNS[name]), getattr(row, name), _cell(unit, name, n)) for name in names]
    elif column == "start_up_cents":
        parts = list(_items(report, unit, rows, n, lang))
    elif column == "extras_cents":
        parts = [
            Part(x["label"] or line_name("extra", lang), x["amount_cents"], "")
            for x in report["extras"]["lines"]
            if unit in (None, x["unit"]) and view.place_of(rows, x["on"]) == n - 1
        ]
    else:
        behind = [(u, m) for u, m in view.months_of(report, unit, row) if m[column]]
        if len(behind) == 1 and column in _SUM_OF_MONTH:
            one, month = behind[0]
            found = of_month(report, one["unit"], _SUM_OF_MONTH[column], month["month"], month["arrival"], lang)
            return replace(found, explanation=replace(found.explanation, what=_(COLUMNS[column])))
        which = _SUM_OF_MONTH.get(column, "")
        parts = [
            Part(
                sentence(unit_name(u["unit"], lang)),
                m[column],
                reference("month", u["unit"], which, m["month"], m["arrival"]) if which else "",
            )
            for u, m in behind
        ]
    return _sum(report, _(COLUMNS[column]), cents, _(_SAID[column]), column, parts, place, lang)


def _cell(unit: str | None, column: str, n: int | str) -> str:
    return reference("cell", unit or "", column, n)


def _whose(report: Report, unit: str | None, lang: str) -> str:
    """Whose figure it is, where there is a choice."""
    if len(report["units"]) == 1:
        return ""
    return sentence(unit_name(unit, lang)) if unit else catalogue(lang).gettext(N_("All together"))


def _sum(
    report: Report, what: str, cents: int, said: str, column: str, parts: Sequence[Part], place: str, lang: str
) -> Reason:
    """A figure that is the sum of its parts; those that are nothing are left out."""
    kept = tuple(part for part in parts if part.cents)
    explanation = explained(
        report,
        lang,
        what=what,
        cents=cents,
        sentence=said,
        formulas=[formulas.total(formulas.repeated([part.cents for part in kept], lang), lang)],
        rules=_RULES[column],
        line=column,
    )
    return Reason(explanation, place, kept)


def _items(
    report: Report, unit: str | None, rows: Sequence[view.StripRow], n: int, lang: str
) -> Iterator[Part]:
    """Items due once in a month that the sponsor pays."""
    for u, x in view.items_of(report, unit):
        if x["payer"] == "sponsor" and view.place_of(rows, x["due_on"]) == n - 1:
            yield Part(item_name(report, unit, u, x, lang), x["cash_cents"] + x["purchases_cents"], of_item(u, x))


def item_name(report: Report, unit: str | None, of: str, x: Mapping[str, Any], lang: str) -> str:
    """A line that is due once; whose it is where several units stand together."""
    name = line_name(x["line"], lang)
    return name if unit or len(report["units"]) == 1 else f"{name}, {unit_name(of, lang)}"


def of_item(unit: str, x: Mapping[str, Any]) -> str:
    return reference("item", unit, x["line"], x["due_on"])


def item(report: Report, unit: str, line: str, due_on: str, lang: str) -> Reason:
    """A line that is due once, on one day."""
    explanation = explain_line(dict(report), unit, None, line, lang, due_on=due_on)
    place = ", ".join(filter(None, (_whose(report, unit, lang), long_date(date.fromisoformat(due_on), lang))))
    return Reason(explanation, place)


def line_of_month(report: Report, unit: str, line: str, month: int, arrival: int, lang: str) -> Reason:
    """A line of one month."""
    explanation = explain_line(dict(report), unit, month, line, lang, arrival=arrival)
    return Reason(explanation, _of_month(report, unit, month, arrival, lang))


def of_month(report: Report, unit: str, which: str, month: int, arrival: int, lang: str) -> Reason:
    """A sum of one month of one unit, and the lines it is made of."""
    explanation = explain_month(dict(report), unit, month, which, lang, arrival=arrival)
    one = _month(report, unit, month, arrival)
    kinds = {"in_kind": "in_kind", "reduction": "reduction"}
    parts: list[Part] = []
    if which in ("full", "entitlement"):
        listed = [x for x in one["lines"] if which == "entitlement" or not x["line"].startswith(("part_of", "true"))]
        parts = [Part(line_name(x["line"], lang), x["entitlement_cents"], _line(unit, one, x)) for x in listed]
    elif which in kinds:
        of_kind = [x for x in one["deductions"] if x["kind"] == kinds[which]]
        parts = [Part(line_name(x["line"], lang), -x["entitlement_cents"], _line(unit, one, x)) for x in of_kind]
    elif which == "due":
        parts = [Part(line_name(x["line"], lang), x["entitlement_cents"], _line(unit, one, x)) for x in one["lines"]]
        parts += [
            Part(line_name(x["line"], lang), x["entitlement_cents"], _line(unit, one, x)) for x in one["deductions"]
        ]
    kept = tuple(part for part in parts if part.cents)
    return Reason(explanation, _of_month(report, unit, month, arrival, lang), kept)


def _line(unit: str, month: Mapping[str, Any], x: Mapping[str, Any]) -> str:
    return reference("line", unit, x["line"], month["month"], month["arrival"])


def _month(report: Report, unit: str, month: int, arrival: int) -> Mapping[str, Any]:
    one = next(u for u in report["units"] if u["unit"] == unit)
    found: Mapping[str, Any] = next(m for m in one["months"] if (m["month"], m["arrival"]) == (month, arrival))
    return found


def _of_month(report: Report, unit: str, month: int, arrival: int, lang: str) -> str:
    first = date.fromisoformat(_month(report, unit, month, arrival)["from"])
    return ", ".join(filter(None, (_whose(report, unit, lang), month_name(first, lang))))


def full_month(report: Report, lang: str) -> Reason:
    """What all units are entitled to in the first whole month."""
    first = next((m for u in report["units"] if (m := view.whole_month(u))), None)
    starts_on = first["from"] if first else ""
    behind = [(u["unit"], m) for u in report["units"] for m in u["months"] if m["from"] == starts_on]
    if len(behind) == 1:
        unit, one = behind[0]
        return of_month(report, unit, "full", one["month"], one["arrival"], lang)
    parts = [
        Part(sentence(unit_name(u, lang)), m["full_cents"], reference("month", u, "full", m["month"], m["arrival"]))
        for u, m in behind
    ]
    cents, _ = view.full_month_cents(report), catalogue(lang).gettext
    said = _(N_("What rate sheets and conditions give for a whole month."))
    place = month_name(date.fromisoformat(starts_on), lang) if starts_on else ""
    return _sum(report, _(N_("A full month")), cents, said, "entitlement_cents", parts, place, lang)


def total(report: Report, name: str, unit: str | None, lang: str) -> Reason:
    """A total of the case or of a unit, and what it is made of."""
    explanation = explain_total(dict(report), name, unit, lang)
    which = name.removesuffix("_cents")
    parts: list[Part] = []
    units = view.units_of(report, unit)
    if which == "planned":
        totals = units[0]["totals"] if unit else report["totals"]
        parts = [
            Part(total_name(x, lang), totals[f"{x}_cents"], reference("total", f"{x}_cents", *filter(None, [unit])))
            for x in ("sponsor_minimum", "extras", "contingency")
        ]
    elif which not in ("extras", "contingency") and len(units) > 1:
        parts = [
            Part(sentence(unit_name(u["unit"], lang)), u["totals"][name], reference("total", name, u["unit"]))
            for u in units
        ]
    elif which in ("start_up", "one_time"):
        lines = [(u["unit"], x) for u in units for x in u[which]["lines"]]
        parts = [Part(line_name(x["line"], lang), x["entitlement_cents"], of_item(u, x)) for u, x in lines]
    elif which == "sponsor_minimum":
        parts = [*_months(report, unit, "start_up_cents", lang), *_months(report, unit, "sponsor_cents", lang)]
    elif which in ("income_support", "reduction"):
        column = {"income_support": "entitlement_cents"}.get(which, "reduction_cents")
        parts = list(_months(report, unit, column, lang))
    return Reason(explanation, _whose(report, unit, lang), tuple(part for part in parts if part.cents))


def start_up(report: Report, unit: str | None, lang: str) -> Reason:
    """Start-up and other items due once, of one unit or of all."""
    _ = catalogue(lang).gettext
    parts = [
        Part(item_name(report, unit, u, x, lang), x["entitlement_cents"], of_item(u, x))
        for u, x in view.items_of(report, unit)
    ]
    said = _(N_("Everything that is due once, before gifts and purchases."))
    cents, column = sum(part.cents for part in parts), "start_up_cents"
    return _sum(report, _(COLUMNS[column]), cents, said, column, parts, _whose(report, unit, lang), lang)


def _months(report: Report, unit: str | None, column: str, lang: str) -> Iterator[Part]:
    name = catalogue(lang).gettext(COLUMNS[column])
    for n, row in enumerate(view.strip(report, unit), start=1):
        yield Part(f"{name}, {month_name(row.starts_on, lang)}", getattr(row, column), _cell(unit, column, n))


def met_by_others(report: Report, lang: str) -> Reason:
    """Everything that neither the sponsor pays nor the family lacks: gifts, earnings, own money, other payers."""
    names = ("in_kind", "reduction", "asset", "government", "other")
    parts = [Part(total_name(x, lang), report["totals"][f"{x}_cents"], reference("total", f"{x}_cents")) for x in names]
    _ = catalogue(lang).gettext
    said = _(N_("What gifts in kind, earnings, own money, the government and others cover."))
    cents = view.answer(report).met_by_others_cents
    return _sum(report, _(N_("Met by others")), cents, said, "in_kind_cents", parts, "", lang)


def line_sum(report: Report, line: str, lang: str) -> Reason:
    """A line over the whole period, all units together."""
    parts = [
        Part(f"{line_name(line, lang)}, {long_date(date.fromisoformat(x['due_on']), lang)}",
             x["entitlement_cents"], of_item(u, x))
        for u, x in view.items_of(report) if x["line"] == line
    ]  # fmt: skip
    for unit in report["units"]:
        for m in unit["months"]:
            parts += [
                Part(_of_month(report, unit["unit"], m["month"], m["arrival"], lang),
                     x["entitlement_cents"], _line(unit["unit"], m, x))
                for x in m["lines"] if x["line"] == line
            ]  # fmt: skip
    cents = next((row.cents[0] for row in compare.by_line([report]) if row.name == line), 0)
    said = catalogue(lang).gettext(N_("This line over the whole period, before gifts and earnings."))
    return _sum(report, line_name(line, lang), cents, said, "entitlement_cents", parts, "", lang)


def with_earnings(full: int, half: int, earned: int, support: int, lang: str) -> str:
    """The working of a month's support beside its earnings (R31); nothing where other things lower it too."""
    if earned <= half and support == full:
        return f"{money(full, lang)} = {money(support, lang)}"
    if half < earned and support == full - (earned - half):
        words = [money(x, lang) for x in (full, earned, half, support)]
        return f"{words[0]} {formulas.MINUS} ({words[1]} {formulas.MINUS} {words[2]}) = {words[3]}"
    return ""


# --- payments and dates


def of_payment(payment: view.Payment, report: Report) -> str:
    """The reference of a payment of the sponsor."""
    if payment.kind == "start_up":
        return reference("items", payment.unit, payment.on, "sponsor", "cash")
    unit = next(u for u in report["units"] if u["unit"] == payment.unit)
    one = next(m for m in unit["months"] if m["from"] == payment.starts_on and m["sponsor_cents"] == payment.cents)
    return reference("month", payment.unit, "due", one["month"], one["arrival"])


def of_date(entry: Mapping[str, Any]) -> str:
    """The reference of the amount of a dated entry; nothing for a date without one."""
    return reference(*entry["figure"]) if "figure" in entry else ""


def items(report: Report, unit: str | None, on: str, payer: str, which: str, lang: str) -> Reason:
    """Items due once on one day: ``cash`` is what is paid, ``start_up`` cash and purchases of the start-up, where
    ``start_up_school`` counts the pupils' amounts too."""
    _ = catalogue(lang).gettext
    lines = view.items_of(report, unit)
    if which != "cash":
        lines = [(u["unit"], x) for u in view.units_of(report, unit) for x in u["start_up"]["lines"]]
    parts = [
        Part(item_name(report, unit, u, x, lang),
             x["cash_cents"] if which == "cash" else x["cash_cents"] + x["purchases_cents"], of_item(u, x))
        for u, x in lines
        if (x["due_on"], x["payer"]) == (on, payer) and (which != "start_up" or x["line"] != "school")
    ]  # fmt: skip
    said = _(N_("Items due on this day, paid by {payer}.")).format(payer=payer_name(payer, lang))
    place = ", ".join(filter(None, (_whose(report, unit, lang), long_date(date.fromisoformat(on), lang))))
    cents, column = sum(part.cents for part in parts), "start_up_cents"
    name = _(COLUMNS[column])
    return _sum(report, name, cents, said, "start_up_cents", parts, place, lang)


def paid(report: Report, on: str, payer: str, lang: str) -> Reason:
    """The support of all units for the months that begin on one day, from one payer."""
    _ = catalogue(lang).gettext
    behind = [
        (u["unit"], m)
        for u in report["units"]
        for m in u["months"]
        if m["from"] == on and m["payer"] == payer and m["due_cents"]
    ]
    if len(behind) == 1:
        unit, one = behind[0]
        return of_month(report, unit, "due", one["month"], one["arrival"], lang)
    parts = [
        Part(sentence(unit_name(u, lang)), m["due_cents"], reference("month", u, "due", m["month"], m["arrival"]))
        for u, m in behind
    ]
    said = _(N_("What {payer} pays for this month.")).format(payer=payer_name(payer, lang))
    place = month_name(date.fromisoformat(on), lang)
    cents = sum(part.cents for part in parts)
    return _sum(report, _(N_("To pay")), cents, said, "sponsor_cents", parts, place, lang)

"""A report as a readable table for a terminal: months down, sums across.

Layout only. Figures come from ``report``, words from the catalogues.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from calculator.locale import N_, catalogue, long_date, money

PAYER_WORDS = (N_("sponsor"), N_("government"), N_("fund"), N_("other"))


def report_text(report: dict[str, Any], lang: str) -> str:
    """The month table, the totals and the notices of one case."""
    _ = catalogue(lang).gettext
    plan = report["plan"]
    lines = [
        _("{place}, {stream}: {start} to {end}").format(
            place=plan["community_name"],
            stream=plan["stream"],
            start=long_date(date.fromisoformat(plan["arrives_on"]), lang),
            end=long_date(date.fromisoformat(plan["ends_on"]), lang),
        )
    ]
    for unit in report["units"]:
        lines += ["", _("Family unit {unit}").format(unit=unit["unit"]), *_unit(unit, lang)]
    lines += ["", *_totals(report["totals"], lang)]
    for title, rows in ((_("To look at"), report["warnings"]), (_("Assumptions"), report["assumptions"])):
        if rows:
            lines += ["", title, *(_notice(row) for row in rows)]
    return "\n".join(lines)


def _unit(unit: dict[str, Any], lang: str) -> list[str]:
    _ = catalogue(lang).gettext
    heads = [
        _("month"),
        _("from"),
        _("payer"),
        _("entitlement"),
        _("in kind"),
        _("earned"),
        _("reduction"),
        _("to pay"),
    ]
    rows: list[list[str]] = []
    once = [*unit["start_up"]["lines"], *unit["one_time"]["lines"]]
    for day in sorted({x["due_on"] for x in once}):
        of_day = [x for x in once if x["due_on"] == day]
        rows.append(
            [
                "-",
                day,
                _(of_day[0]["payer"]),
                *(money(v, lang) for v in _sums(of_day, ("entitlement_cents", "in_kind_cents"))),
                "",
                "",
                money(_sums(of_day, ("cash_cents",))[0], lang),
            ]
        )
    for m in unit["months"]:
        amounts = [m[k] for k in ("entitlement_cents", "in_kind_cents", "earned_cents", "reduction_cents", "due_cents")]
        number = str(m["month"])
        if m["arrival"] > 1:
            number = _("{month} of arrival {number}").format(month=number, number=m["arrival"])
        rows.append([number, m["from"], _(m["payer"]), *(money(a, lang) for a in amounts)])
    widths = [max(len(row[i]) for row in (heads, *rows)) for i in range(len(heads))]
    return ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in (heads, *rows)]


def _sums(lines: list[dict[str, Any]], names: tuple[str, ...]) -> list[int]:
    return [sum(line[name] for line in lines) for name in names]


def _totals(totals: dict[str, int], lang: str) -> list[str]:
    _ = catalogue(lang).gettext
    shown = (
        ("start_up_cents", _("Start-up")),
        ("one_time_cents", _("Other items due once")),
        ("income_support_cents", _("Income support")),
        ("in_kind_cents", _("Met in kind")),
        ("purchases_cents", _("Met by purchases with receipts")),
        ("reduction_cents", _("Reduced for earnings")),
        ("asset_cents", _("Reduced for own money")),
        ("government_cents", _("Paid by the government")),
        ("sponsor_minimum_cents", _("Minimum from the sponsor")),
        ("extras_cents", _("Planned on top")),
        ("contingency_cents", _("Contingency")),
        ("planned_cents", _("Total to raise")),
    )
    rows = [(text, money(totals[name], lang)) for name, text in shown if totals[name] or name == "planned_cents"]
    width, wide = max(len(t) for t, _m in rows), max(len(m) for _t, m in rows)
    return [f"{text:<{width}}  {amount:>{wide}}" for text, amount in rows]


def comparison_table(titles: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]], lang: str) -> str:
    """Named amounts of two versions and their difference."""
    table = [("", *titles)]
    for name, cents in rows:
        amounts = [money(x, lang) for x in cents]
        difference = money(cents[1] - cents[0], lang) if cents[1] != cents[0] else ""
        table.append((name, *amounts, difference))
    widths = [max(len(row[i]) for row in table) for i in range(len(table[0]))]
    return "\n".join(
        "  ".join([row[0].ljust(widths[0]), *(x.rjust(w) for x, w in zip(row[1:], widths[1:], strict=True))]).rstrip()
        for row in table
    )


def _notice(row: dict[str, Any]) -> str:
    if "text" in row:
        return f"- {row['text']} ({row['rule']})" if row.get("rule") else f"- {row['text']}"
    parts = (f"{row['where']}: {row['what']}" if row.get("where") else row["what"], row.get("what_to_do", ""))
    return f"- [{row['level']} {row['id']}] " + " ".join(p for p in parts if p)

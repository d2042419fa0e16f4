"""One case as plain values: what the command line prints as JSON and the screens and workbook read.

A view only; every figure is already in the budget. Words in ``warnings`` and ``assumptions`` come from
``notices``, sentences about a line from ``explain``.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from calculator.extras import Planned, extra_months
from calculator.household import EXTRA_KINDS, FREE, PAYERS, PLANNING
from calculator.ledger import case_totals, ledger_columns
from calculator.lines import ASSET, ENTITLEMENT, FORMULAS, IN_KIND, LINE, LINES, RULES
from calculator.locale import catalogue
from calculator.money import half_up, proportional_parts
from calculator.periods import from_day
from calculator.plan import Plan, refused_entries
from calculator.problems import MissingRate
from calculator.provenance import provenance_of
from calculator.rules.earnings import WHOLE
from calculator.rules.start_up_items import ITEM_LINES

if TYPE_CHECKING:
    from calculator.budget import Budget

Columns = dict[str, list[int]]
"""Ledger columns as plain lists: read cell by cell, they are quicker than arrays."""
REFUSED_BY = {"W11": "R34", "W22": "R18"}
MODES = {PLANNING: "planning", FREE: "free"}
IN_KIND_OF = {"shelter": "in_kind_shelter", "basic": "in_kind_basic", "transport": "in_kind_transport"}


def report_of(b: Budget, case: int, lang: str = "en", *, with_dates: bool = True) -> dict[str, Any]:
    """The report of one case, without the dates if nobody looks at them; raises IndexError for a case that is not in
    the budget."""
    if not 0 <= case < len(b.households):
        raise IndexError(case)
    from calculator.notices import assumptions_of, dates_of, warnings_of
    from calculator.notices.case import LEVELS, Case

    plan = b.households.plans[case] if b.households.plans else None
    columns = ledger_columns(b, np.array([case]))
    keys, assumed, entered = (values.tolist() for values in provenance_of(b, columns))
    planned = extra_months(b)
    lists = {name: values.tolist() for name, values in columns.items()}
    units = _units(b, case, lists, keys, assumed, entered, planned)
    totals = {name: int(values[case]) for name, values in case_totals(b, planned).items() if name != "case"}
    report: dict[str, Any] = {
        "plan": _about(b, case, lang),
        "units": units,
        "totals": totals,
        "rates": _rates_used(b, case, keys, assumed, lang),
    }
    report["extras"] = _extras(b, case, planned, totals["contingency_cents"])
    _plan_by_unit(report)
    report["application"], found = _application(b, case, report, lang)
    one = Case(b, case, report, lang) if plan else None
    said = [*_refused(plan, lang), *warnings_of(one)] if plan and one else []
    known = {(row["id"], row["where"]) for row in said}
    said += [row for row in found if (row["id"], row["where"]) not in known]
    report["warnings"] = sorted(said, key=lambda row: (LEVELS.index(row["level"]), row["id"]))
    report["assumptions"] = assumptions_of(one) if one else []
    if with_dates:
        report["dates"] = dates_of(one) if one else []
    return report


def _refused(plan: Plan, lang: str) -> list[dict[str, Any]]:
    """Entries the plan holds that are not accepted; the result is given without them (W11, W22)."""
    gettext = catalogue(lang).gettext
    said = [problem.said(gettext) for problem in refused_entries(plan)]
    return [
        {"id": p.code, "level": p.level, "where": p.where, "what": p.what, "what_to_do": p.what_to_do,
         "rule": REFUSED_BY.get(p.code, "")}
        for p in said
    ]  # fmt: skip


def _application(
    b: Budget, case: int, report: dict[str, Any], lang: str
) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    """The application stage and its notices; None where the plan has none or no table is on file for its day."""
    from calculator.rules.application import application_of, has_application

    plan = b.households.plans[case] if b.households.plans else None
    if plan is None or not has_application(plan):
        return None, []
    try:
        stage = application_of(plan, b.parameters.place_of(b, case).rates, report, b.as_of, lang)
    except MissingRate as error:
        p = error.problem.said(catalogue(lang).gettext)
        row = {"id": "W03", "level": "amber", "where": "application.table_on", "what": p.what,
               "what_to_do": p.what_to_do, "rule": "R51"}  # fmt: skip
        return None, [row]
    return stage, stage["notices"]


def _about(b: Budget, case: int, lang: str) -> dict[str, Any]:
    run = int(np.flatnonzero(b.runs.case == case)[0])
    place = b.parameters.place_of(b, case)
    plan = b.households.plans[case] if b.households.plans else None
    return {
        "label": plan.label if plan else "",
        "stream": plan.stream if plan else "",
        "sponsor": plan.sponsor if plan else "",
        "community": place.community.id,
        "community_name": place.community.name(lang),
        "province": place.community.province,
        "arrives_on": from_day(int(b.runs.arrives[run])).isoformat(),
        "ends_on": from_day(int(b.runs.end[run])).isoformat(),
        "months": int(b.runs.months[run]),
        "prorate": plan.options.prorate if plan else "",
        "options": plan.options.model_dump(mode="json") if plan else {},
        "income_threshold_bp": b.parameters.income_threshold_bp,
        "contingency_bp": _contingency_bp(b, case),
    }


def _contingency_bp(b: Budget, case: int) -> int:
    chosen = int(b.households.cases["contingency"][case])
    return chosen * 100 if chosen >= 0 else b.parameters.contingency_bp


def _iso(day: int) -> str:
    return from_day(day).isoformat()


def _units(
    b: Budget, case: int, c: Columns, keys: list[str], assumed: list[bool], entered: list[bool], planned: Planned
) -> list[dict[str, Any]]:
    h, extras = b.households, _planned_extras(b, planned)
    rows = np.flatnonzero(b.runs.case[b.row_run] == case)
    by_unit: dict[int, list[int]] = {}
    for row in rows.tolist():
        by_unit.setdefault(int(b.row_unit[row]), []).append(row)
    at_row: dict[int, list[int]] = {}
    for i, row in enumerate(c["row"]):
        at_row.setdefault(row, []).append(i)
    result = []
    for unit, unit_rows in by_unit.items():
        items = [
            line for row in unit_rows for line in _item_lines(b, row, keys, assumed, entered, c, at_row.get(row, []))
        ]
        months = [
            month
            for row in unit_rows
            for month in _month_rows(b, row, c, keys, assumed, entered, at_row.get(row, []), extras)
        ]
        first = [x for x in items if ITEM_LINES.index(x["line"]) < ITEM_LINES.index("newborn")]
        once = [x for x in items if ITEM_LINES.index(x["line"]) >= ITEM_LINES.index("newborn")]
        first.sort(key=lambda x: (ITEM_LINES.index(x["line"]), x["due_on"]))
        result.append(
            {
                "unit": h.unit_ids[unit],
                "people": _people(b, unit),
                "start_up": {
                    "payer": first[0]["payer"] if first else None,
                    "due_on": first[0]["due_on"] if first else None,
                    "lines": first,
                },
                "one_time": {"lines": sorted(once, key=lambda x: (x["due_on"], x["line"]))},
                "months": months,
                "totals": _unit_totals(first, once, months),
            }
        )
    return result


def _people(b: Budget, unit: int) -> list[str]:
    """Everybody costed in the unit at some time, also those an event brings into it (N15-N17)."""
    lived = np.unique(b.segments.row_person[b.segments.unit_of_row == unit])
    return [b.households.person_ids[person] for person in lived.tolist()]


def _item_lines(
    b: Budget, row: int, keys: list[str], assumed: list[bool], entered: list[bool], c: Columns, at: list[int]
) -> list[dict[str, Any]]:
    s = b.start_up
    sources = {
        c["item_row"][i]: (keys[i], assumed[i], entered[i])
        for i in at
        if c["item_row"][i] >= 0 and c["kind"][i] == ENTITLEMENT
    }
    lines = []
    for i in np.flatnonzero(s.row == row).tolist():
        key, is_assumed, is_entered = sources.get(i, ("", False, False))
        name = ITEM_LINES[int(s.line[i])]
        lines.append(
            {
                "line": name,
                "due_on": _iso(int(s.due_on[i])),
                "payer": PAYERS[int(s.payer[i])],
                "quantity": int(s.quantity[i]),
                "unit_cents": int(s.unit_cents[i]),
                "entitlement_cents": int(s.entitlement[i]),
                "shared_cents": int(s.shared[i]),
                "in_kind_cents": int(s.in_kind[i]),
                "in_kind_cap_cents": int(s.cap[i]),
                "purchases_cents": int(s.purchases[i]),
                "asset_cents": int(s.asset_cut[i]),
                "cash_cents": int(s.cash[i]),
                "rule": RULES[name],
                "rates": key.split(),
                "is_assumed": is_assumed,
                "is_entered": is_entered,
            }
        )
    return lines


_MONTH_COLUMNS = (
    *("state", "cell", "unit", "payer", "full", "entitlement", "available", "earned", "base", "reduction", "taken"),
    *("lost", "asset_cut", "due", "reserve", "over"),
)


def _month_rows(
    b: Budget, row: int, c: Columns, keys: list[str], assumed: list[bool], entered: list[bool], at: list[int],
    planned: dict[tuple[int, int], int],
) -> list[dict[str, Any]]:  # fmt: skip
    m, cells = b.months_table, b.cells
    start = int(b.row_start[row])
    run = int(b.row_run[row])
    by_month: dict[int, list[int]] = {}
    for i in at:
        if c["month_row"][i] >= 0:
            by_month.setdefault(c["month_row"][i], []).append(i)
    months = []
    stop = start + int(cells.count[run])
    columns = [getattr(m, name)[start:stop].tolist() for name in _MONTH_COLUMNS]
    for i, values in enumerate(zip(*columns, strict=True), start):
        x = dict(zip(_MONTH_COLUMNS, values, strict=True))
        persons = int(b.priced.state.persons[x["state"]])
        full, due, cell = x["full"], x["due"], x["cell"]
        if not persons and not full and not due and not x["lost"]:
            continue
        payer = PAYERS[x["payer"]]
        lines = [_line(c, keys, assumed, entered, j) for j in by_month.get(i, [])]
        extras = planned.get((x["unit"], cell), 0)
        base = x["base"] or full
        months.append(
            {
                "month": int(cells.number[cell]),
                "arrival": int(b.runs.rank[run]) + 1,
                "from": _iso(int(cells.first[cell])),
                "to": _iso(int(cells.last[cell])),
                "is_part": bool(cells.first_part[cell] or cells.last_part[cell]),
                "payer": payer,
                "people": persons,
                "housing": MODES.get(int(b.priced.mode[x["state"]]), "actual"),
                "full_cents": full,
                "entitlement_cents": x["entitlement"],
                "in_kind_cents": x["entitlement"] - x["available"],
                "available_cents": x["available"],
                "earned_cents": x["earned"],
                "base_cents": base,
                "threshold_cents": half_up(base * b.parameters.income_threshold_bp, WHOLE),
                "reduction_worked_out_cents": x["reduction"],
                "reduction_cents": x["taken"],
                "not_recoverable_cents": x["lost"],
                "asset_cents": x["asset_cut"],
                "sponsor_cents": due if payer == "sponsor" else 0,
                "government_cents": due if payer == "government" else 0,
                "other_cents": due if payer in ("fund", "other") else 0,
                "due_cents": due,
                "extras_cents": extras,
                "planned_cents": (due if payer == "sponsor" else 0) + extras,
                "reserve_cents": x["reserve"],
                "over_cents": x["over"],
                "lines": _with_in_kind(lines),
                "deductions": [line for line in lines if line["kind"] != "entitlement"],
            }
        )
    return months


_KINDS = {ENTITLEMENT: "entitlement", IN_KIND: "in_kind", ASSET: "asset"}


def _line(c: Columns, keys: list[str], assumed: list[bool], entered: list[bool], i: int) -> dict[str, Any]:
    name = LINES[c["line"][i]]
    return {
        "line": name,
        "kind": _KINDS.get(c["kind"][i], "reduction"),
        "formula": FORMULAS[c["formula"][i]],
        "quantity": c["quantity"][i],
        "unit_cents": c["unit_cents"][i],
        "numerator": c["numerator"][i],
        "denominator": c["denominator"][i],
        "limit_cents": c["limit_cents"][i],
        "entitlement_cents": c["amount_cents"][i],
        "in_kind_cents": 0,
        "rule": RULES[name],
        "rates": keys[i].split(),
        "is_assumed": assumed[i],
        "is_entered": entered[i],
    }


def _planned_extras(b: Budget, planned: Planned) -> dict[tuple[int, int], int]:
    """Planned extras by unit and cell, cents (R25.5)."""
    extra, cell, _, _, amount = planned
    result: dict[tuple[int, int], int] = {}
    units = b.households.extras["unit"][extra] if len(extra) else extra
    for unit, at, cents in zip(units.tolist(), cell.tolist(), amount.tolist(), strict=True):
        result[unit, at] = result.get((unit, at), 0) + cents
    return result


def _with_in_kind(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entitlement lines with the part of them that is in kind; free housing covers shelter, then supplement."""
    result = [dict(x) for x in lines if x["kind"] == "entitlement"]
    left = {x["line"]: -x["entitlement_cents"] for x in lines if x["kind"] == "in_kind"}
    covers = {
        "shelter": "in_kind_shelter", "supplement": "in_kind_shelter", "basic": "in_kind_basic",
        "transport": "in_kind_transport", "transport_senior": "in_kind_transport",
    }  # fmt: skip
    for line in result:
        source = covers.get(line["line"])
        if source and left.get(source, 0) > 0:
            part = min(left[source], max(line["entitlement_cents"], 0))
            line["in_kind_cents"] = part
            left[source] -= part
    return result


def _unit_totals(
    first: list[dict[str, Any]], once: list[dict[str, Any]], months: list[dict[str, Any]]
) -> dict[str, int]:
    def of_months(name: str) -> int:
        return sum(x[name] for x in months)

    items = first + once

    def paid(payer: str) -> int:
        given: int = sum(x["cash_cents"] + x["purchases_cents"] for x in items if x["payer"] == payer)
        by_month: int = sum(x["due_cents"] for x in months if x["payer"] == payer)
        return given + by_month

    minimum = paid("sponsor")
    return {
        "start_up_cents": sum(x["entitlement_cents"] for x in first),
        "one_time_cents": sum(x["entitlement_cents"] for x in once),
        "income_support_cents": of_months("entitlement_cents"),
        "in_kind_cents": of_months("in_kind_cents") + sum(x["in_kind_cents"] for x in items),
        "shared_cents": sum(x["shared_cents"] for x in items),
        "purchases_cents": sum(x["purchases_cents"] for x in items),
        "reduction_cents": of_months("reduction_cents"),
        "asset_cents": of_months("asset_cents") + sum(x["asset_cents"] for x in items),
        "sponsor_minimum_cents": minimum,
        "government_cents": paid("government"),
        "other_cents": paid("fund") + paid("other"),
        "not_recoverable_cents": of_months("not_recoverable_cents"),
        "reserve_cents": of_months("reserve_cents"),
        "over_cents": of_months("over_cents"),
    }


def _extras(b: Budget, case: int, planned: Planned, contingency_cents: int) -> dict[str, Any]:
    """Planned lines outside the minimum by month of the first arrival, and the contingency (R25.5, N33, N39)."""
    t = b.households.extras
    lines = [
        {
            "label": b.households.extra_labels[int(i)],
            "kind": EXTRA_KINDS[int(t["kind"][i])],
            "unit": b.households.unit_ids[int(t["unit"][i])],
            "month": int(number),
            "on": _iso(int(on)),
            "amount_cents": int(a),
        }
        for i, number, on, a in zip(planned.extra, planned.number, planned.on, planned.cents, strict=True)
        if t["case"][i] == case
    ]
    return {"lines": lines, "contingency_cents": contingency_cents}


def _plan_by_unit(report: dict[str, Any]) -> None:
    """What the group plans, by unit: minimum, extras, and the contingency in proportion to the minimum (N33, N45)."""
    units = report["units"]
    minimum = [unit["totals"]["sponsor_minimum_cents"] for unit in units]
    contingency = report["extras"]["contingency_cents"]
    parts = proportional_parts(contingency, minimum) if sum(minimum) > 0 else [0 for _ in units]
    for unit, part in zip(units, parts, strict=True):
        extras = sum(line["amount_cents"] for line in report["extras"]["lines"] if line["unit"] == unit["unit"])
        unit["totals"]["extras_cents"] = extras
        unit["totals"]["contingency_cents"] = part
        unit["totals"]["planned_cents"] = unit["totals"]["sponsor_minimum_cents"] + extras + part


def _rates_used(b: Budget, case: int, keys: list[str], assumed: list[bool], lang: str) -> list[dict[str, Any]]:
    rates = b.parameters.place_of(b, case).rates
    flagged: dict[str, bool] = {}
    for text, is_assumed in set(zip(keys, assumed, strict=True)):
        for key in text.split():
            flagged[key] = flagged.get(key, False) or is_assumed
    result = []
    for key in sorted(flagged):
        row = _row(b, rates, key)
        if row is None:
            continue
        source = rates.sources.get(row.source)
        result.append(
            {
                "key": key,
                "item": row.item,
                "label": rates.items[row.item].label(lang),
                "unit": rates.items[row.item].unit,
                "place": row.place,
                "effective_from": row.effective_from.isoformat(),
                "value": row.text,
                "source": row.source,
                "title": source.title if source else row.source,
                "address": source.address if source else "",
                "archived_address": source.archived_address if source else "",
                "locator": row.locator,
                "checked_on": row.checked_on.isoformat() if row.checked_on < date.max else "",
                "certainty": row.certainty,
                "note": row.note,
                "is_assumed": flagged[key],
                "is_entered": row.is_entered,
            }
        )
    return result


def _row(b: Budget, rates: Any, key: str) -> Any:
    for place in (rates, *(p.rates for p in b.places)):
        try:
            return place.row(key)
        except KeyError:
            continue
    return None


__all__ = ["IN_KIND_OF", "LINE", "report_of"]

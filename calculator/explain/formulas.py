"""Formulas with the numbers in them, as a reader writes them: ``2 × $156.00 = $312.00``.

Text only: every figure is in the report already, and each formula gives exactly the figure it stands for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from calculator.locale import N_, catalogue, money

TIMES, MINUS = "×", "−"


def of_line(line: dict[str, Any], lang: str) -> str:
    """The formula of a monthly line from its own columns (see ``ledger.recompute``)."""
    quantity, unit = line["quantity"], line["unit_cents"]
    share = ""
    if line["numerator"] != line["denominator"]:
        share = f" {TIMES} {line['numerator']} / {line['denominator']}"
    whole = money(abs(quantity) * unit, lang) if line["formula"] == "part" else _times(abs(quantity), unit, lang)
    amount = money(line["entitlement_cents"], lang)
    if line["formula"] == "part":
        return f"{whole}{share} {MINUS} {whole} = {amount}"
    left = f"{whole}{share}"
    if line["limit_cents"] >= 0 and abs(quantity * unit) > line["limit_cents"]:
        left = at_most(left, line["limit_cents"], lang)
    if quantity < 0:
        left = f"{MINUS} {left}"
    return f"{left} = {amount}"


def _times(quantity: int, unit: int, lang: str) -> str:
    return money(unit, lang) if quantity == 1 else f"{quantity} {TIMES} {money(unit, lang)}"


def of_item(line: dict[str, Any], lang: str) -> list[str]:
    """A line that is due once: its amount, and what is left to pay in money."""
    lines = [f"{_times(line['quantity'], line['unit_cents'], lang)} = {money(line['entitlement_cents'], lang)}"]
    if len(off := channels(line)):
        left = f" {MINUS} ".join(money(x, lang) for x in (line["entitlement_cents"], *off))
        lines.append(f"{left} = {money(line['cash_cents'], lang)}")
    return lines


def channels(line: dict[str, Any]) -> list[int]:
    """What is taken off a line due once before cash: sharing, gifts, purchases, own money; without zeros."""
    names = ("shared_cents", "in_kind_cents", "purchases_cents", "asset_cents")
    return [line[name] for name in names if line[name]]


def at_most(left: str, limit: int, lang: str) -> str:
    return catalogue(lang).gettext(N_("{left}, at most {limit}")).format(left=left, limit=money(limit, lang))


def total(terms: Sequence[tuple[str, int]], lang: str) -> str:
    """``a + b − c = sum`` of terms written out, each with its value in cents; no terms: 0."""
    if not terms:
        return f"{money(0, lang)} = {money(0, lang)}"
    text = terms[0][0] if terms[0][1] >= 0 else f"{MINUS} {terms[0][0]}"
    for written, value in terms[1:]:
        text += f" {MINUS if value < 0 else '+'} {written}"
    return f"{text} = {money(sum(value for _, value in terms), lang)}"


def plain(amounts: Sequence[int], lang: str) -> list[tuple[str, int]]:
    """Amounts that are not 0 as terms of :func:`total`."""
    return [(money(abs(x), lang), x) for x in amounts if x]


def repeated(amounts: Sequence[int], lang: str) -> list[tuple[str, int]]:
    """The same with equal amounts together: ``11 × $1,837.00``."""
    counted: dict[int, int] = {}
    for amount in amounts:
        if amount:
            counted[amount] = counted.get(amount, 0) + 1
    return [(_times(count, abs(amount), lang), amount * count) for amount, count in counted.items()]

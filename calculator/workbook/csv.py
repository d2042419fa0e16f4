"""The ledger as a CSV file that a spreadsheet can open without running anything in it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from calculator.money import format_cents
from calculator.workbook.text import plain

if TYPE_CHECKING:
    from calculator.budget import Budget

_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,6})?\Z")
_DANGEROUS = re.compile(r"[\s\u00a0\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]|[\t\r\n]")
"""A spreadsheet may take text that begins like this for a formula."""


def safe(value: object) -> str:
    """A cell of a CSV file: text that would be taken for a formula gets a quote in front, numbers do not."""
    raw = str(value)
    text = plain(raw)
    if _DANGEROUS.match(raw) and not _NUMBER.match(text):
        return "'" + text
    return text


def csv_bytes(header: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """UTF-8 with the mark by which Excel knows it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe(name) for name in header])
    writer.writerows([safe(value) for value in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def ledger_csv(budget: Budget) -> bytes:
    """The ledger of a budget (see ``Budget.ledger``), amounts in dollars with two decimals."""
    table = budget.ledger()
    names = ["each" if name == "unit_cents" else name.removesuffix("_cents") for name in table.columns]

    def cell(name: str, value: Any) -> object:
        if name.endswith("_cents"):
            return "" if name == "limit_cents" and value < 0 else format_cents(int(value))
        if name in ("from", "to"):
            return f"{value:%Y-%m-%d}"
        if name.startswith("is_"):
            return "yes" if value else "no"
        return value

    columns = [[cell(name, value) for value in table[name].tolist()] for name in table.columns]
    return csv_bytes(names, zip(*columns, strict=True))


__all__ = ["csv_bytes", "ledger_csv", "safe"]

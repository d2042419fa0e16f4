"""Writing one sheet: text that stays text, money, dates, formulas with their values, input cells, print set-up.

Nothing here knows what a budget is. Every cell of the workbook goes through :class:`Sheet`, so that typed text can
never become a formula and every formula carries the value the calculator worked out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from calculator import __version__
from calculator.locale import catalogue
from calculator.workbook.page import COLUMNS, Page
from calculator.workbook.text import lines_of, plain, quoted, serial

CREATED = datetime(2000, 1, 1)
"""Written into every workbook instead of the time, so that the same plan gives the same bytes."""

INK, LINE, BAND, INPUT, GREY = "#1F2A37", "#B8C0CC", "#E8EDF3", "#FFF6D6", "#5B6673"
BOX: dict[str, Any] = {"border": 1, "border_color": LINE}
RED, AMBER, GREEN = "#F8D3CF", "#FCE8C3", "#DCEBD9"


@dataclass(frozen=True)
class InputCell:
    """A cell the treasurer may change: where it is, what it stands for, what it held when it was written."""

    sheet: str
    cell: str
    kind: str
    """money, date, text, share, choice, or fixed for what must stay as it is."""
    path: str
    original: str


@dataclass
class Book:
    """The workbook being written: language, formats, the list of input cells."""

    target: Any
    lang: str
    fingerprint: str = ""
    as_of: date | None = None
    inputs: list[InputCell] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)

    def __post_init__(self) -> None:
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "nan_inf_to_errors": False,
        }
        self.file = xlsxwriter.Workbook(self.target, options)
        self.file.set_calc_mode("auto")
        self._ = catalogue(self.lang).gettext
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._names: set[str] = set()

    def format(self, **properties: Any) -> Any:
        key = tuple(properties.items())
        if key not in self._formats:
            look: dict[str, Any] = {"font_name": "Calibri", "font_size": 10, "font_color": INK, "valign": "top"}
            self._formats[key] = self.file.add_format({**look, **properties})
        return self._formats[key]

    @property
    def money_code(self) -> str:
        if self.lang == "fr":
            return '#,##0.00\u00a0"$"_);[Red]-#,##0.00\u00a0"$"_);"–"_)'
        return '"$"#,##0.00_);[Red]-"$"#,##0.00_);"–"_)'

    @property
    def date_code(self) -> str:
        return "[$-C0C]d mmm yyyy" if self.lang == "fr" else "[$-1009]mmm d, yyyy"

    @property
    def share_code(self) -> str:
        return "0\u00a0%" if self.lang == "fr" else "0%"

    @property
    def dense_code(self) -> str:
        """Money where many columns stand side by side: without the sign of the dollar."""
        return '#,##0.00_);[Red]-#,##0.00_);"–"_)'

    def sheet(self, title: str, suffix: str = "", **options: Any) -> Sheet:
        """A new sheet; a name that is taken gets a number."""
        name = (title[: 31 - len(suffix)] + suffix)[:31]
        made = Sheet(self, name, **options)
        self.sheets.append(made)
        return made

    def define(self, name: str, reference: str) -> None:
        if name not in self._names:
            self._names.add(name)
            self.file.define_name(name, "=" + reference)

    def close(self) -> None:
        self.file.set_properties({"title": "", "created": CREATED, "comments": f"sponsorship-budget {__version__}"})
        self.file.close()


class Sheet:
    """One sheet. Rows and columns count from 0."""

    def __init__(self, book: Book, name: str, *, tab: str = INK, protect: bool = True, is_dense: bool = False) -> None:
        self.book, self.name, self.lang, self.quoted = book, name, book.lang, quoted(name)
        self.ws = book.file.add_worksheet(name, worksheet_class=Page)
        self.is_dense = is_dense
        """Many columns: narrow ones, so that the page prints as large as it can."""
        self.money_code = book.dense_code if is_dense else book.money_code
        self.money_width, self.day_width, self.around = (9.5, 11.0, 1.5) if is_dense else (12.0, 13.0, 3.0)
        self.ws.set_tab_color(tab)
        self.ws.hide_gridlines(2)
        self.widths: dict[int, float] = {}
        self.breaks: list[int] = []
        self.notes: list[tuple[int, str, dict[str, Any]]] = []
        self.headers: list[tuple[int, list[str]]] = []
        self.wrapped: list[tuple[int, int, int, str]] = []
        """Row, first and last column, text."""
        self.checks: dict[str, tuple[dict[str, Any], list[tuple[int, int]]]] = {}
        self.last_row, self.last_col = 0, 0
        self.repeat: tuple[int, int] | None = None
        self.portrait = False
        self.is_one_page = False
        self.pages_across = 1
        self.print_last = 0
        self.print_last_row = 0
        """Last printed column and row; 0: the last that is used."""
        if protect:
            # Without a password: it keeps formulas from being typed over, nobody is locked out.
            allowed = ("format_cells", "format_columns", "format_rows", "sort", "autofilter")
            self.ws.protect("", dict.fromkeys(allowed, True))

    # -- cells ------------------------------------------------------------------------------------------------

    def _at(self, row: int, col: int, width: float = 0) -> None:
        if row > self.last_row:
            self.last_row = row
        if col > self.last_col:
            self.last_col = col
        if width > self.widths.get(col, 0):
            self.widths[col] = min(width, 60)

    def text(self, row: int, col: int, value: object, *, fit: bool = True, **look: Any) -> None:
        """Text that is only text, whatever it looks like."""
        words = plain(value, self.lang)
        if not words and not look:
            return
        width = 0
        if fit and "text_wrap" not in look:
            width = (max(map(len, words.split("\n"))) if "\n" in words else len(words)) + 2
        elif "text_wrap" in look:
            self.wrapped.append((row, col, col, words))
        self._at(row, col, width)
        self.ws.put_text(row, col, words, self.book.format(quote_prefix=True, **look))

    def money(self, row: int, col: int, cents: int | None, **look: Any) -> None:
        self._at(row, col, self.money_width)
        if cents is None and not look:
            return
        style = self.book.format(num_format=self.money_code, **look)
        if cents is None:
            self.ws.put_blank(row, col, style)
        else:
            self.ws.put_number(row, col, cents / 100, style)

    def number(self, row: int, col: int, value: float | None, **look: Any) -> None:
        self._at(row, col, 6)
        if value is None and not look:
            return
        style = self.book.format(**look)
        if value is None:
            self.ws.put_blank(row, col, style)
        else:
            self.ws.put_number(row, col, value, style)

    def day(self, row: int, col: int, day: date | None, **look: Any) -> None:
        self._at(row, col, self.day_width)
        if day is None and not look:
            return
        style = self.book.format(**{"num_format": self.book.date_code, "align": "left", **look})
        if day is None:
            self.ws.put_blank(row, col, style)
        else:
            self.ws.put_number(row, col, serial(day), style)

    def formula(self, row: int, col: int, formula: str, value: int | float | str, **look: Any) -> None:
        """A formula and its value (not cents: what the cell shows)."""
        self._at(row, col, self.money_width if not isinstance(value, str) else 0)
        self.ws.put_formula(row, col, formula, value, self.book.format(**look))

    def sum(self, row: int, col: int, formula: str, cents: int, **look: Any) -> None:
        """A formula whose value is money."""
        self.formula(row, col, formula, cents / 100, num_format=self.money_code, **look)

    def blank(self, row: int, col: int, **look: Any) -> None:
        self._at(row, col)
        self.ws.put_blank(row, col, self.book.format(**look))

    def across(self, row: int, col: int, last_col: int, value: object, **look: Any) -> None:
        """Wrapped text over several columns."""
        words = plain(value, self.lang)
        if not words:
            return
        style = self.book.format(quote_prefix=True, text_wrap=True, **look)
        self.ws.merge_range(row, col, row, last_col, "", style)
        self.ws.put_text(row, col, words, style)
        self._at(row, last_col)
        self.wrapped.append((row, col, last_col, words))

    def link(self, row: int, col: int, address: str, shown: str) -> None:
        if re.match(r"https?://[^\s\"<>]+\Z", address) and len(address) < 2000:
            self._at(row, col)
            look = self.book.format(font_color="#1155CC", underline=1)
            self.ws.write_url(row, col, address, look, plain(shown, self.lang, 200))
        else:
            self.text(row, col, address, fit=False)

    # -- cells a person may change ----------------------------------------------------------------------------

    def input(self, row: int, col: int, kind: str, path: str, value: Any, **more: Any) -> None:
        """An unlocked cell, with a check of what is typed. ``value``: cents, day, text, basis points or None."""
        look: dict[str, Any] = {"locked": False, "bg_color": INPUT, "border": 1, "border_color": LINE}
        choices = more.pop("choices", None)
        message, most = more.pop("message", ""), more.pop("most", 1)
        look.update(more)
        original = ""
        if kind == "money":
            self.money(row, col, value, **look)
            original = "" if value is None else str(value)
            self._between(row, col, "decimal", 0, 99_999_999.99, message)
        elif kind == "date":
            self.day(row, col, value, **look)
            original = "" if value is None else value.isoformat()
            self._between(row, col, "date", date(1990, 1, 1), date(2199, 12, 31), message)
        elif kind == "share":
            self.number(row, col, None if value is None else value / 10_000, num_format=self.book.share_code, **look)
            original = "" if value is None else str(value)
            self._between(row, col, "decimal", 0, most, message)
        else:
            self.text(row, col, value or "", **look)
            original = plain(value or "", self.lang)
            if choices:
                _ = self.book._
                self._check(
                    row, col, validate="list", source=choices, error_title=_("Choose from the list")[:32],
                    error_message=_("Choose one of the words in the list."),
                )  # fmt: skip
        self.book.inputs.append(InputCell(self.name, xl_rowcol_to_cell(row, col), kind, path, original))

    def fixed(self, row: int, col: int, value: object, **look: Any) -> None:
        """Text that identifies a row: if it is changed, the workbook is not read as if nothing had happened."""
        self.text(row, col, value, **look)
        cell = xl_rowcol_to_cell(row, col)
        self.book.inputs.append(InputCell(self.name, cell, "fixed", "", plain(value, self.lang)))

    def _between(self, row: int, col: int, kind: str, low: Any, high: Any, message: str) -> None:
        _ = self.book._
        more = {"input_message": message[:255]} if message else {}
        self._check(
            row, col, validate=kind, criteria="between", minimum=low, maximum=high, ignore_blank=True,
            error_title=_("Not possible here")[:32],
            error_message=_("Type a day, for example 2027-05-31.") if kind == "date"
            else _("Type an amount of zero or more, in digits."), **more,
        )  # fmt: skip

    def _check(self, row: int, col: int, **rule: Any) -> None:
        """What may be typed into a cell; cells with the same rule share it."""
        self.checks.setdefault(repr(rule), (rule, []))[1].append((col, row))

    def _write_checks(self) -> None:
        for rule, cells in self.checks.values():
            areas: list[list[int]] = []
            for col, row in sorted(cells):
                if areas and areas[-1][1:] == [col, row - 1, col]:
                    areas[-1][2] = row
                else:
                    areas.append([row, col, row, col])
            self.ws.data_validation(*areas[0], {**rule, "other_cells": areas[1:]})

    # -- addresses --------------------------------------------------------------------------------------------

    def ref(self, row: int, col: int, *, here: bool = False) -> str:
        cell = f"${COLUMNS[col]}${row + 1}"
        return cell if here else f"{self.quoted}!{cell}"

    def area(self, first_row: int, first_col: int, last_row: int, last_col: int, *, here: bool = False) -> str:
        area = f"${COLUMNS[first_col]}${first_row + 1}:${COLUMNS[last_col]}${last_row + 1}"
        return area if here else f"{self.quoted}!{area}"

    # -- parts of a page --------------------------------------------------------------------------------------

    def title(self, title: str, subtitle: str = "") -> int:
        """The head of the page; returns the next free row."""
        self.text(0, 0, title, fit=False, bold=True, font_size=16)
        self.ws.set_row(0, 24)
        if subtitle:
            self.text(1, 0, subtitle, fit=False, font_color=GREY)
        return 3

    def note(self, row: int, text: str, **look: Any) -> int:
        """A line of explanation over the whole width; its height is settled when the widths are known."""
        self._at(row, 0)
        self.notes.append((row, plain(text, self.lang), {"font_color": GREY, **look}))
        return row + 1

    def heading(self, row: int, text: str) -> int:
        self.text(row, 0, text, fit=False, bold=True, font_size=12)
        self.ws.set_row(row, 20)
        return row + 1

    def header(self, row: int, titles: Sequence[str], *, repeat: bool = False, right: Sequence[int] = ()) -> int:
        """Column titles, wrapped; ``right``: above numbers; ``repeat``: frozen, and printed on every page."""
        for col, title in enumerate(titles):
            size = {"font_size": 9} if self.is_dense else {}
            self.text(
                row, col, title, fit=False, bold=True, text_wrap=True, bg_color=BAND, bottom=1, border_color=LINE,
                valign="vcenter", **({"align": "right", "indent": 1} if col in right else {"align": "left"}), **size,
            )  # fmt: skip
            self._at(row, col, max((len(word) for word in title.split()), default=0) + self.around)
        self.headers.append((row, list(titles)))
        if repeat:
            self.repeat = (row, row)
            self.ws.freeze_panes(row + 1, 0)
        return row + 1

    def _heights(self) -> None:
        """Heights of wrapped titles and texts, now that the widths are known."""
        for row, titles in self.headers:
            # Bold letters are a little wider than the figures a width is counted in.
            lines = max(
                (lines_of(title, self.widths.get(col, 8.43), 1.1) for col, title in enumerate(titles)), default=1
            )
            self.ws.set_row(row, 13.5 * lines + 4)
        heights: dict[int, int] = {}
        for row, col, last_col, text in self.wrapped:
            width = sum(self.widths.get(at, 8.43) for at in range(col, last_col + 1))
            if len(text) > width - 2:
                heights[row] = max(heights.get(row, 1), lines_of(text, width, 0.9))
        for row, lines in heights.items():
            if lines > 1 and row not in self.ws.row_info:
                self.ws.set_row(row, 13.5 * lines + 1)

    def finish(self, head: str = "") -> None:
        """Column widths, print area and set-up."""
        book = self.book
        for col, width in self.widths.items():
            self.ws.set_column(col, col, width)
        self._heights()
        self._write_checks()
        right = max(self.print_last or self.last_col, 5)
        across = sum(self.widths.get(col, 8.43) for col in range(right + 1))
        for row, text, look in self.notes:
            style = book.format(quote_prefix=True, text_wrap=True, **look)
            self.ws.merge_range(row, 0, row, right, "", style)
            self.ws.put_text(row, 0, text, style)
            size = look.get("font_size", 10) / 10
            room = max(int(across * 1.05 / size), 20)
            lines = sum(max(1, -(-len(part) // room)) for part in text.split("\n"))
            self.ws.set_row(row, 13.5 * size * lines + 3)
        if self.portrait:
            self.ws.set_portrait()
        else:
            self.ws.set_landscape()
        self.ws.set_paper(1)
        self.ws.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        self.ws.fit_to_pages(self.pages_across, 1 if self.is_one_page else 0)
        if self.pages_across > 1:
            self.ws.repeat_columns(0)
            self.ws.print_across()
        self.ws.print_area(0, 0, self.print_last_row or self.last_row, right)
        if self.breaks:
            self.ws.set_h_pagebreaks(self.breaks)
        if self.repeat:
            self.ws.repeat_rows(*self.repeat)
        _ = book._
        left = " · ".join(
            part for part in (
                book.as_of.isoformat() if book.as_of else "",
                _("version {version}").format(version=__version__),
                _("plan {fingerprint}").format(fingerprint=book.fingerprint) if book.fingerprint else "",
            ) if part
        )  # fmt: skip
        # A space after the size: a date or a name may begin with a digit.
        self.ws.set_footer(f"&L&8 {left}&R&8 " + _("page {page} of {pages}").format(page="&P", pages="&N"))
        if head:
            self.ws.set_header("&L&8 " + plain(head, self.lang, 90).replace("\n", " ").replace("&", "&&"))


def total_of(parts: Sequence[str]) -> str:
    """The sum of some cells as a formula, rounded to the cent."""
    return f"ROUND(SUM({','.join(parts)}),2)" if parts else "0"


def labels(table: Mapping[str, str], lang: str) -> dict[str, str]:
    """The words of some codes in a language."""
    gettext = catalogue(lang).gettext
    return {code: gettext(msgid) for code, msgid in table.items()}

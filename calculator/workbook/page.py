"""XlsxWriter's sheet, quick with the four kinds of cells this workbook is made of.

A workbook has some twenty thousand cells. XlsxWriter asks of each how it is addressed and whether its formula needs
newer functions, builds its XML attribute by attribute, and keeps it in an object that every clearing of memory looks
at. Here a cell is a plain tuple, written in one piece. The bytes are those XlsxWriter would write, which a test
compares.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

COLUMNS: tuple[str, ...] = tuple(xl_col_to_name(col) for col in range(256))
"""The letters of the columns, asked for thousands of times."""

TEXT, NUMBER, FORMULA, BLANK = range(4)


class Page(Worksheet):  # type: ignore[misc]
    """A sheet of the workbook. Rows and columns count from 0; every cell has a format."""

    # -- what is written ------------------------------------------------------------------------------------------

    def put_text(self, row: int, col: int, text: str, style: Format) -> None:
        """Text of at most 32,000 characters, already plain."""
        self.table[row][col] = (TEXT, style._get_xf_index(), self.str_table._get_shared_string_index(text))

    def put_number(self, row: int, col: int, number: float, style: Format) -> None:
        if number - number != 0:  # no cell can hold what is not a number, or has no end
            raise ValueError(number)
        self.table[row][col] = (NUMBER, style._get_xf_index(), number)

    def put_formula(self, row: int, col: int, formula: str, value: float | str, style: Format) -> None:
        """A formula of the old functions, without the sign in front, and its value."""
        self.table[row][col] = (FORMULA, style._get_xf_index(), formula, value)

    def put_blank(self, row: int, col: int, style: Format) -> None:
        self.table[row][col] = (BLANK, style._get_xf_index())

    # -- what XlsxWriter asks -------------------------------------------------------------------------------------

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        """Without a search for thirty newer functions: none is used here."""
        return formula.removeprefix("=")

    def _assemble_xml_file(self) -> None:
        """The corners of the sheet, found once instead of with every cell."""
        used = [(row, min(cells), max(cells)) for row, cells in self.table.items() if cells]
        if used:
            self._check_dimensions(min(used)[0], min(left for _, left, _ in used))
            self._check_dimensions(max(used)[0], max(right for _, _, right in used))
        super()._assemble_xml_file()

    def _write_rows(self) -> None:
        self._calculate_spans()
        write = self.fh.write
        for row in sorted({*self.table, *self.row_info}):
            cells, info = self.table.get(row), self.row_info.get(row)
            span = self.row_spans.get(row // 16)
            if not cells:
                if info is not None:
                    self._write_empty_row(row, span, info)
                continue
            self._write_row(row, span, info)
            line = str(row + 1)
            for col in sorted(cells):
                cell = cells[col]
                if cell.__class__ is not tuple:  # links and merged cells are XlsxWriter's own
                    self._write_cell(row, col, cell)
                    continue
                begin = f'<c r="{COLUMNS[col]}{line}" s="{cell[1]}"'
                kind = cell[0]
                if kind == NUMBER:
                    write(f"{begin}><v>{cell[2]:.16G}</v></c>")
                elif kind == TEXT:
                    write(f'{begin} t="s"><v>{cell[2]}</v></c>')
                elif kind == BLANK:
                    write(f"{begin}/>")
                else:
                    formula, value = _escaped(cell[2]), cell[3]
                    if value.__class__ is str:
                        begin, value = begin + (' t="str"' if value else ""), _escaped(value)
                    write(f"{begin}><f>{formula}</f><v>{value}</v></c>")
            write("</row>")

    def _calculate_spans(self) -> None:
        """From which column to which every sixteen rows reach."""
        spans: dict[int, tuple[int, int]] = {}
        for row, cells in self.table.items():
            if cells:
                left, right = spans.get(row // 16, (len(COLUMNS), 0))
                spans[row // 16] = min(left, min(cells)), max(right, max(cells))
        self.row_spans = {block: f"{left + 1}:{right + 1}" for block, (left, right) in spans.items()}

    def _get_range_data(self, row_start: int, col_start: int, row_end: int, col_end: int) -> list[Any]:
        """The values a chart keeps of the cells it draws."""
        cells = [
            self.table[row].get(col, (None,)) if row in self.table else (None,)
            for row in range(row_start, row_end + 1)
            for col in range(col_start, col_end + 1)
        ]
        return [self._value(cell) for cell in cells]

    def _value(self, cell: tuple[Any, ...]) -> Any:
        if cell[0] == TEXT:
            return self.str_table._get_shared_string(cell[2])
        if cell[0] == NUMBER:
            return f"{cell[2]:.16g}"
        return {FORMULA: cell[-1], BLANK: ""}.get(cell[0])


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

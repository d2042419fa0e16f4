"""From the bytes of a CSV file to lines of text, and everything a spreadsheet or an editor can do to them.

Knows files, not rates: what the columns mean is judged in ``check``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from calculator.locale import N_
from calculator.problems import Problem, as_typed, found

Line = dict[str, str]

LARGEST_BYTES = 5_000_000
MOST_LINES = 10_000
MOST_CELLS = 100
"""A file of rates has hundreds of lines of twenty columns; whatever is far beyond is none."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of one file; ``numbers`` are their line numbers as an editor shows them."""

    name: str
    lines: list[Line]
    numbers: list[int]

    def where(self, index: int) -> str:
        return f"{self.name}:{self.numbers[index]}"


def read_sheet(path: Path, columns: Sequence[str], problems: list[Problem]) -> Sheet:
    """All lines of ``path`` as text, spaces around them removed; what is wrong goes to ``problems``."""
    name = f"{path.parent.name}/{path.name}"
    sheet = Sheet(name, [], [])
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
    except OSError:
        problems.append(found(name, N_("The file is missing or cannot be opened."), N_("Restore it.")))
        return sheet
    text = None if _is_far_too_much(data, name, problems) else _decode(data, name, problems)
    if text is not None:
        _read_lines(text, columns, sheet, problems)
    return sheet


def _is_far_too_much(data: bytes, name: str, problems: list[Problem]) -> bool:
    is_too_long = data.count(b"\n") + data.count(b"\r") > 2 * MOST_LINES
    is_too_wide = data[: data.find(b"\n") if b"\n" in data else None].count(b",") > MOST_CELLS
    if len(data) <= LARGEST_BYTES and not is_too_long and not is_too_wide:
        return False
    problems.append(
        found(
            name,
            N_("The file is far larger than a file of rates. It was not read."),
            N_("Restore it, or move it out of the folder."),
        )
    )
    return True


def _decode(data: bytes, name: str, problems: list[Problem]) -> str | None:
    if not data.strip():
        problems.append(
            found(name, N_("The file is empty."), N_("Restore it, or delete it if it is not needed."))
        )
        return None
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        problems.append(
            found(name, N_('The file was saved as "Unicode text" (UTF-16).'), N_('Save it as "CSV UTF-8".'))
        )
        return None
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        problems.append(
            found(
                f"{name}:{line}",
                N_("There is a NUL character in the file."),
                N_('The file is damaged or not a table: restore it, or save it again as "CSV UTF-8".'),
            )
        )
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problems.append(
            found(
                f"{name}:{line}",
                N_("The file is not saved as UTF-8; accented letters are unreadable."),
                N_('Save it as "CSV UTF-8".'),
            )
        )
        return None


def _read_lines(text: str, columns: Sequence[str], sheet: Sheet, problems: list[Problem]) -> None:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(reader)]
        if not _header_is_right(header, columns, sheet.name, problems):
            return
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue  # spreadsheets leave rows of nothing but commas
            if len(cells) != len(header):
                problems.append(
                    found(
                        f"{sheet.name}:{reader.line_num}",
                        N_("The row has {got} columns and the heading {wanted}."),
                        N_("A text that holds a comma must stand in quotation marks."),
                        got=len(cells),
                        wanted=len(header),
                    )
                )
                continue
            sheet.lines.append({column: cell.strip() for column, cell in zip(header, cells, strict=True)})
            sheet.numbers.append(reader.line_num)
    except csv.Error as error:
        problems.append(
            found(
                f"{sheet.name}:{reader.line_num}",
                N_("The row cannot be read as CSV ({reason})."),
                N_("Look for a quotation mark that is not closed."),
                reason=error,
            )
        )
    except StopIteration:
        problems.append(
            found(sheet.name, N_("The file is empty."), N_("Restore it, or delete it if it is not needed."))
        )


def _header_is_right(header: list[str], columns: Sequence[str], name: str, problems: list[Problem]) -> bool:
    where = f"{name}:1"
    for character, called in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and character in header[0]:
            problems.append(
                found(
                    where,
                    N_("The columns are separated by {called}."),
                    N_('Save the file with commas, as "CSV UTF-8".'),
                    called=called,
                )
            )
            return False
    missing = [column for column in columns if column not in header]
    unknown = [column for column in header if column not in columns]
    twice = sorted({column for column in header if header.count(column) > 1})
    if missing or unknown or twice:
        problems.append(
            found(
                where,
                N_("The heading is wrong: missing {missing}; unknown {unknown}; twice {twice}."),
                N_("The heading must be: {wanted}."),
                missing=_list(missing),
                unknown=_list(unknown),
                twice=_list(twice),
                wanted=",".join(columns),
            )
        )
        return False
    return True


def _list(names: list[str]) -> str:
    return as_typed(", ".join(repr(name) for name in names), 200) if names else "none"

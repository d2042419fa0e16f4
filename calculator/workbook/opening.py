"""Opens a workbook somebody hands in, without trusting it: size, archive, XML, and the cells that are needed.

Nothing here knows a plan. A file that is too large, packed to explode, damaged or not a workbook is refused with a
message before it is unpacked.
"""

from __future__ import annotations

import io
import os
import re
import warnings
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

from calculator.locale import N_
from calculator.problems import PlanError, Problem, as_typed, found

LARGEST_FILE = 5_000_000
LARGEST_PART = {"xl/sharedStrings.xml": 12_000_000, "xl/worksheets/": 60_000_000, "": 4_000_000}
"""Unpacked bytes of a part of the archive; sheets are only unpacked if they are read."""
LARGEST_SHEET = 12_000_000
MOST_MARKS = {"xl/worksheets/": 300_000, "xl/sharedStrings.xml": 100_000, "": 30_000}
"""Unpacked bytes of a part that is read, and its elements and attributes; more would take too long."""
LONGEST_MARK = re.compile(rb"<[^<]{250000}")
"""A cell's text is shorter; the reader of XML slows down with the square of such a length."""
MOST_SHEETS = 300
LARGEST_TOTAL = 200_000_000
MOST_PARTS = 1_000
LAST_ROW, LAST_COL = 5_000, 200
"""No sheet that is read has cells beyond."""

DO = N_("Choose a workbook that this calculator made, or the plan file.")
_BIG = (N_("this is larger than 5 MB; no workbook of a plan is."), DO)
_NO_ARCHIVE = (N_("this is not a workbook (.xlsx), or it is damaged."), DO)
_OLD = (
    N_("this is a workbook in an old or protected format."),
    N_("Save it as .xlsx without a password, then open it again."),
)
_EXPLODES = (N_("unpacked, this workbook is far larger than a plan’s. It was not opened."), DO)
_XML = (N_("the part “{part}” of this workbook is not as a spreadsheet program writes it. It was not opened."), DO)
_MISSING = (N_("there is no such file."), N_("Check the name and the folder."))

_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>)?\s*<[A-Za-z]")


def bytes_of(source: os.PathLike[str] | str | bytes) -> tuple[str, bytes]:
    """Name and content of a file, or of the bytes handed in."""
    if isinstance(source, bytes):
        name, content = "workbook", source
    else:
        path = Path(source)
        name = as_typed(path.name)
        try:
            with path.open("rb") as file:
                content = file.read(LARGEST_FILE + 1)
        except OSError:
            raise PlanError(found(name, *_MISSING)) from None
    if len(content) > LARGEST_FILE:
        raise PlanError(found(name, *_BIG))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise PlanError(found(name, *_OLD))
    return name, content


def check_archive(name: str, content: bytes) -> None:
    """Refuse what is no workbook, or one that would take too much room or hides something in its XML."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise PlanError(found(name, *_NO_ARCHIVE)) from None
    names = [part.filename for part in parts]
    if "xl/workbook.xml" not in names or len(set(names)) != len(names):
        raise PlanError(found(name, *_NO_ARCHIVE))
    if any(part.flag_bits & 1 for part in parts):
        raise PlanError(found(name, *_OLD))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_TOTAL:
        raise PlanError(found(name, *_EXPLODES))
    for part in parts:
        largest = next(size for prefix, size in LARGEST_PART.items() if part.filename.startswith(prefix))
        if part.file_size > largest:
            raise PlanError(found(name, *_EXPLODES))
        if part.filename.endswith((".xml", ".rels")):
            try:
                with archive.open(part) as stream:
                    head = stream.read(512)
            except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError):
                raise PlanError(found(name, *_NO_ARCHIVE)) from None
            except Exception:  # a damaged stream: zlib has its own error
                raise PlanError(found(name, *_NO_ARCHIVE)) from None
            # No declarations of entities: what comes first is the root.
            if not _PROLOG.match(head):
                raise PlanError(found(name, *_XML, part=as_typed(part.filename)))


class Formula(str):
    """What a cell works out; text that begins with an equals sign is not one."""

    __slots__ = ()


class Opened:
    """A workbook that passed the checks; sheets are read when asked for."""

    def __init__(self, source: os.PathLike[str] | str | bytes) -> None:
        self.name, content = bytes_of(source)
        check_archive(self.name, content)
        self.archive = zipfile.ZipFile(io.BytesIO(content))
        for part in self.archive.namelist():
            if not (part.startswith("xl/") and part.endswith(".xml")):
                continue
            if part.count("/") == 1 or (part.startswith("xl/worksheets/") and not self._tells_its_size(part)):
                self._check_size(part)
        import openpyxl

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self.book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        except Exception:  # whatever a damaged workbook makes the reader stumble over
            raise PlanError(found(self.name, *_NO_ARCHIVE)) from None
        if len(self.book.sheetnames) > MOST_SHEETS:
            raise PlanError(found(self.name, *_EXPLODES))
        self._cells: dict[str, dict[str, Any]] = {}

    def _tells_its_size(self, part: str) -> bool:
        """Whether a sheet says its dimensions first; openpyxl reads any other to its end to open the workbook."""
        try:
            with self.archive.open(part) as stream:
                head = stream.read(4096)
        except Exception:  # a damaged stream
            raise PlanError(found(self.name, *_NO_ARCHIVE)) from None
        return b"<dimension " in head and b"<!" not in head

    def _check_size(self, part: str) -> None:
        """A part that is about to be read as a whole: its unpacked size, and what it is made of."""
        try:
            if self.archive.getinfo(part).file_size > LARGEST_SHEET:
                raise PlanError(found(self.name, *_EXPLODES))
            content = self.archive.read(part)
        except PlanError:
            raise
        except Exception:  # a damaged stream
            raise PlanError(found(self.name, *_NO_ARCHIVE)) from None
        most = next(most for prefix, most in MOST_MARKS.items() if part.startswith(prefix))
        # A comment or the like may be as long as it wants, with whatever in it.
        has_unseen = content.count(b"<!") + content.count(b"<?") > 1 and len(content) > 1_000_000
        if content.count(b"<") + content.count(b"=") > most or has_unseen or LONGEST_MARK.search(content):
            raise PlanError(found(self.name, *_EXPLODES))

    @property
    def sheets(self) -> list[str]:
        return list(self.book.sheetnames)

    def first(self, sheet: str) -> Any:
        """The first cell of a sheet, or None."""
        try:
            self._check_size(getattr(self.book[sheet], "_worksheet_path", "").lstrip("/"))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                for row in self.book[sheet].iter_rows(min_row=1, max_row=1, min_col=1, max_col=1, values_only=True):
                    return row[0]
        except Exception:
            return None
        return None

    def cells(self, sheet: str) -> dict[str, Any]:
        """The values of a sheet by address; formulas as their text. Raises PlanError for a damaged sheet."""
        if sheet not in self._cells:
            self._cells[sheet] = self._read(sheet)
        return self._cells[sheet]

    def _read(self, sheet: str) -> dict[str, Any]:
        page: Any = self.book[sheet]
        path = getattr(page, "_worksheet_path", "").lstrip("/")
        try:
            self._check_size(path)
            values: dict[str, Any] = {}
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                # Bounds of our own: a sheet may claim to be as large as it likes.
                for row in page.iter_rows(min_row=1, max_row=LAST_ROW, min_col=1, max_col=LAST_COL):
                    for cell in row:
                        if cell.value is not None:
                            values[cell.coordinate] = Formula(cell.value) if cell.data_type == "f" else cell.value
            return values
        except PlanError:
            raise
        except Exception:
            problem = found(as_typed(sheet), N_("this sheet is damaged and cannot be read."), DO)
            raise PlanError(problem) from None


def cents_of(value: Any) -> int | None:
    """Whole cents of a number cell; ValueError for anything that is no amount."""
    if isinstance(value, str):
        text = value.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace("$", "").replace(",", ".")
        if not text:
            return None
        if not re.fullmatch(r"\d{1,10}(\.\d{1,2})?", text):
            raise ValueError(value)
        whole, _, part = text.partition(".")
        return int(whole) * 100 + int((part or "0").ljust(2, "0"))
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(value)
    cents = round(float(value) * 100)
    if value < 0 or cents > 10**12 or abs(float(value) * 100 - cents) > 1e-4:
        raise ValueError(value)
    return cents


def day_of(value: Any) -> date | None:
    """The day of a date cell; ValueError for anything that is no day."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if (
        isinstance(value, (int, float))
        and not isinstance(value, bool)
        and 20_000 < value < 120_000
        and value == int(value)
    ):
        return date.fromordinal(date(1899, 12, 30).toordinal() + int(value))
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value.strip()):
        return date.fromisoformat(value.strip())
    if isinstance(value, str) and not value.strip():
        return None
    raise ValueError(value)


def at_cell(sheet: str, cell: str, what: str, to_do: str, **values: str) -> Problem:
    """A finding about one cell: ``Inputs!C12``."""
    return found(f"{as_typed(sheet)}!{cell}", what, to_do, code="W04", **values)

"""Spreadsheets and text tables as plain values: one shape, whatever the file was.

Every sheet with every cell's value as it stood in the file; what is odd is a `Remark`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from tracker.domain.check import Finding, Severity


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that holds no value that can be trusted, and what stands there instead.

    Attributes:
        code: `cell.error` (#REF! and the like), `cell.no-result` (a formula that was never
            calculated), `cell.not-a-date`, `cell.malformed`.
        text: what the file says: the error, the formula or the raw text.
    """

    code: str
    text: str


class RowOf(int):
    """The number of a row among several sheets that are read together, and as text where it stands: "5 of Adults".

    It sorts and is told apart as if the sheets stood one under another.
    """

    sheet: str
    own: int

    def __new__(cls, number: int, sheet: str, own: int) -> RowOf:
        made = super().__new__(cls, number)
        made.sheet, made.own = sheet, own
        return made

    def __str__(self) -> str:
        return f"{self.own} of {self.sheet}"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


Cell = str | int | float | bool | date | datetime | time | Fault | None
"""A value as it stood in the file; None and "" are both blank."""

Row = list[Cell]
Progress = Callable[[int, int], None]
"""Called with work done and the whole, in the same unit; the whole is 0 where it is not known."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something odd about a sheet, at a place where it has one.

    Attributes:
        row: row number as the spreadsheet program shows it, from 1; None for the sheet as a whole.
        column: column index, from 0; None for a whole row.
        text: what stands there.
    """

    finding: Finding
    row: int | None = None
    column: int | None = None
    text: str = ""


@dataclass(slots=True)
class Sheet:
    """One sheet: the rows that hold anything, and their numbers in the file.

    Attributes:
        rows: rows with at least one value, each a list that starts at column A.
        numbers: row number of each, as the spreadsheet program shows it, from 1.
        state: "visible", "hidden" or "very hidden".
        merged: merged ranges as (first row number, first column, last row number, last column).
        hidden_rows: row numbers that a filter or the person hid.
        hidden_columns: column indexes likewise.
    """

    name: str
    rows: list[Row]
    numbers: Sequence[int]
    state: str = "visible"
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    remarks: tuple[Remark, ...] = ()


@dataclass(slots=True)
class Workbook:
    """A file that was read.

    Attributes:
        kind: what its bytes are: "xlsx", "xls", "xlsb", "ods" or "text".
        encoding: of a text file, as Python names it; None otherwise.
        delimiter: of a text file; None otherwise.
    """

    path: Path
    kind: str
    sheets: list[Sheet]
    encoding: str | None = None
    delimiter: str | None = None
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """How far reading one file may go before it is stopped.

    Attributes:
        seconds: of waiting for the reading process.
        memory: bytes of address space that the reading process may have (not on Windows).
        text: bytes of a text file.
        unpacked: bytes that a zipped workbook may unpack to, all parts together.
        part: bytes that one part may unpack to.
        cells: cells of one sheet.
    """

    seconds: float = 60.0
    memory: int = 1 << 30
    text: int = 200 << 20
    unpacked: int = 500 << 20
    part: int = 400 << 20
    cells: int = 12_000_000


def is_blank(cell: Cell) -> bool:
    """True for a cell that holds nothing, or white space alone."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def shown(cell: Cell) -> str:
    """The cell as text, as a person would type it: 31/03/2027, 1250.5, TRUE."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.strftime("%d/%m/%Y %H:%M:%S")
    if isinstance(cell, date):
        return f"{cell.day:02}/{cell.month:02}/{cell.year:04}"
    if isinstance(cell, time):
        return cell.isoformat()
    if isinstance(cell, Fault):
        return cell.text
    return str(cell)


def column_letters(index: int) -> str:
    """The spreadsheet's own name of a column: 0 -> "A", 27 -> "AB"."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def remark(code: str, severity: Severity, message: str, **place: object) -> Remark:
    """A Remark with its Finding in one call; `place` is row, column and text."""
    return Remark(Finding(code, severity, message), **place)  # type: ignore[arg-type]

"""One sheet of an .xlsx workbook, cell by cell, exactly as the file has it.

Slower than the library that reads large sheets, and sees more: what a formula
without a result is, which numbers wear a currency or zeros in front, what is hidden
or merged, and where a cell stands that says it stands elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from tracker.domain.check import Severity
from tracker.domain.errors import CannotRead
from tracker.exchange.sheets import formats
from tracker.exchange.sheets.archive import Archive
from tracker.exchange.sheets.formats import PLAIN, Format, Shape
from tracker.exchange.sheets.ooxml import Book, Depth, load_strings, local, parse, unescape
from tracker.exchange.sheets.sheet import Cell, Fault, Limits, Remark, column_letters, remark

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
_MERGES = 100_000
_REMARKS = 100

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_RANGE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})(?::([A-Za-z]{1,3})(\d{1,7}))?")
_COLUMNS: dict[str, int] = {}

Emit = Callable[[int, list[Cell]], None]
"""Called with a row's number and its cells, in the order of the file."""


class SheetReader:
    """Reads a sheet's part; the rows go to `emit`, the rest is here when it is done.

    Attributes:
        filled: cells that hold something, blank texts and Faults left out.
        faults: cells without a value that can be trusted.
    """

    def __init__(self, archive: Archive, part: str, book: Book, limits: Limits, emit: Emit) -> None:
        self._archive, self._part, self._book, self._limits, self._emit = archive, part, book, limits, emit
        self._strings = load_strings(archive, book)
        self._depth = Depth(archive, part)
        self._row: dict[int, Cell] = {}
        self._number = 0
        self._column = -1
        self._style = self._type = self._formula = ""
        self._has_formula = False
        self._value: list[str] = []
        self._formula_text: list[str] = []
        self._into: list[str] | None = None
        self._root = ""
        self._cells = 0
        self._phonetic = False
        self.filled = self.faults = 0
        self._top, self._bottom, self._left, self._right = LAST_ROW, 0, LAST_COLUMN, 0
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.remarks: list[Remark] = []

    @property
    def area(self) -> int:
        """Cells of the rectangle from the first filled cell to the last."""
        return max(0, self._bottom - self._top + 1) * max(0, self._right - self._left + 1)

    def read(self) -> None:
        """Raises CannotRead where the part is damaged, is no sheet, or holds more than the limits allow."""
        parse(self._archive, self._part, self._start, self._end, self._text)
        if self._root not in ("worksheet", ""):
            raise CannotRead(f"{self._archive.name} is damaged: a sheet was expected, and there is none.")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag if ":" not in tag else local(tag)
        if name == "c":
            self._start_cell(attributes)
        elif name in ("v", "t"):
            self._into = None if self._phonetic else self._value
        elif name == "f":
            self._has_formula = True
            self._into = self._formula_text
        elif name == "row":
            self._start_row(attributes)
        elif name == "rPh":
            self._phonetic = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "col":
            self._hide_columns(attributes)
        else:
            self._depth.down()
            if not self._root:
                self._root = name
                if name != "worksheet":
                    sentence = f"{self._archive.name} is damaged: a sheet was expected, and there is {name}."
                    raise CannotRead(sentence)

    def _end(self, tag: str) -> None:
        name = tag if ":" not in tag else local(tag)
        if name == "c":
            self._end_cell()
        elif name in ("v", "t", "f"):
            self._into = None
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._phonetic = False
        elif name not in ("mergeCell", "col"):
            self._depth.up()

    def _text(self, text: str) -> None:
        if self._into is not None:
            self._into.append(text)

    def _start_row(self, attributes: dict[str, str]) -> None:
        written = attributes.get("r")
        number = self._number + 1
        if written is not None:
            number = int(written) if written.isascii() and written.isdigit() and len(written) < 12 else 0
            if not 1 <= number <= LAST_ROW:
                raise CannotRead(
                    f"{self._archive.name} is damaged: it names a row {written[:30]}, and the last row of a sheet is "
                    f"{LAST_ROW:,}. Open it in Excel, save a copy, and import the copy."
                )
        self._number = number
        self._column = -1
        self._row = {}
        if attributes.get("hidden") in ("1", "true"):
            self.hidden_rows.add(number)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        written = attributes.get("r")
        column = self._column + 1
        if written:
            column = self._place(written, column)
        self._column = column
        self._style = attributes.get("s", "")
        self._type = attributes.get("t", "")
        self._has_formula = False
        self._value.clear()
        self._formula_text.clear()

    def _place(self, written: str, following: int) -> int:
        """The column that a cell names; where it names another row than the one it is in, that is said."""
        match = _REFERENCE.fullmatch(written)
        if match is None:
            if written.isdigit():  # a row alone: some programs leave the letters out
                return following
            raise CannotRead(
                f"{self._archive.name} is damaged: row {self._number} holds a cell at '{written[:20]}', which is no "
                "place in a sheet. Open it in Excel, save a copy, and import the copy."
            )
        letters, row = match[1], match[2]
        column = _COLUMNS.get(letters)
        if column is None:
            column = _COLUMNS[letters] = column_index(letters)
        if column >= LAST_COLUMN:
            raise CannotRead(
                f"{self._archive.name} is damaged: it names a column {letters.upper()}, and the last column of a sheet "
                "is XFD. Open it in Excel, save a copy, and import the copy."
            )
        if int(row) != self._number:
            message = f"This cell says that it stands at {written}; it was read where it is in the file."
            self._say("cell.misplaced", Severity.WARNING, message, column, written)
        return column

    def _end_cell(self) -> None:
        cell = self._understand()
        if cell is None or cell == "":
            return
        if isinstance(cell, Fault):
            self.faults += 1
            self.filled += cell.code == "cell.not-a-date"
        elif not (isinstance(cell, str) and not cell.strip()):
            self.filled += 1
        column = self._column
        if column in self._row and self._row[column] != cell:
            message = f"Two cells stand at {column_letters(column)}{self._number}; the later one was read."
            self._say("cell.twice", Severity.WARNING, message, column, str(self._row[column]))
        self._row[column] = cell

    def _end_row(self) -> None:
        if not self._row:
            return
        width = max(self._row) + 1
        self._top, self._bottom = min(self._top, self._number), max(self._bottom, self._number)
        self._left, self._right = min(self._left, min(self._row)), max(self._right, width - 1)
        self._cells += width
        if self._cells > self._limits.cells:
            raise CannotRead(
                f"{self._archive.name} spreads over more cells than is safe ({self._limits.cells:,}). "
                "Copy the rows that matter into a new workbook, and import that."
            )
        get = self._row.get
        self._emit(self._number, [get(column) for column in range(width)])

    def _understand(self) -> Cell:
        """The value of the cell that has just ended."""
        written = "".join(self._value)
        if written:
            form = PLAIN if self._type in TEXTS else self._book.format_of(self._style)
            return understand(written, self._type, form, self._strings, self._book.since_1904)
        if self._has_formula and self._type not in ("str", "inlineStr"):
            return Fault("cell.no-result", "=" + "".join(self._formula_text))
        return None

    def _merge(self, written: str) -> None:
        match = _RANGE.fullmatch(written.replace("$", ""))
        if match and match[3] and len(self.merged) < _MERGES:
            top, bottom = int(match[2]), int(match[4])
            self.merged.append((top, column_index(match[1]), bottom, column_index(match[3])))

    def _hide_columns(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") not in ("1", "true"):
            return
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if first.isdigit() and last.isdigit():
            self.hidden_columns |= set(range(int(first) - 1, min(int(last), LAST_COLUMN)))

    def _say(self, code: str, severity: Severity, message: str, column: int, text: str) -> None:
        if len(self.remarks) < _REMARKS:
            self.remarks.append(remark(code, severity, message, row=self._number, column=column, text=text))


TEXTS = frozenset(("s", "str", "inlineStr"))
"""Types of cells whose value no number format touches."""


def understand(written: str, kind: str, form: Format, strings: Sequence[str], since_1904: bool) -> Cell:
    """The value of a cell that holds `written`; a Fault where it holds none that can be trusted.

    Args:
        kind: the type that the cell says it has, "" for a number.
        form: its number format.
        strings: what cells share.
        since_1904: True where day 0 is 1 January 1904.
    """
    if kind in ("", "n"):
        return _number(written, form, since_1904)
    if kind == "s":
        return _shared(written, strings)
    if kind in ("str", "inlineStr"):
        return unescape(written)
    if kind == "b":
        flag = written.strip()
        return (
            flag in ("1", "true") if flag in ("0", "1", "true", "false") else Fault("cell.malformed", written)
        )
    if kind == "e":
        return Fault("cell.error", written)
    if kind == "d":
        return formats.from_iso(written)
    return Fault("cell.malformed", written)


def _shared(written: str, strings: Sequence[str]) -> Cell:
    try:
        index = int(written)
        if index < 0:
            raise IndexError
        return strings[index]
    except (ValueError, IndexError):
        return Fault("cell.malformed", f"text number {written}, which the file does not hold")


def _number(written: str, form: Format, since_1904: bool) -> Cell:
    try:
        number = float(written)
    except ValueError:
        return Fault("cell.malformed", written)
    if number != number or number in (float("inf"), float("-inf")) or "_" in written:
        return Fault("cell.malformed", written)
    if form.shape is Shape.PLAIN:
        return number
    if form.shape in (Shape.DAY, Shape.TIME):
        return formats.from_serial(number, written, since_1904, form.shape)
    return formats.dressed(number, form)


def column_index(letters: str) -> int:
    """The index of a column from its letters: "A" -> 0, "XFD" -> 16383."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1

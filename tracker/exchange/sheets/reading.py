"""How each kind of workbook is read in the child process, and how two readers are compared.

A sheet of ordinary size is read by our own readers, which see every oddity, and
counted by calamine afterwards. A long sheet whose rows are alike is read by their
shapes; a large one that is plain, and the binary formats, by calamine; these are
counted in their bytes.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.domain.check import Severity
from tracker.exchange.sheets import biff, ooxml
from tracker.exchange.sheets.archive import Archive
from tracker.exchange.sheets.compound import damaged
from tracker.exchange.sheets.formats import Shape
from tracker.exchange.sheets.frames import Sender
from tracker.exchange.sheets.opendocument import OpenDocumentReader
from tracker.exchange.sheets.shapes import NotAlike, ShapeReader
from tracker.exchange.sheets.sheet import Fault, Limits, remark
from tracker.exchange.sheets.worksheet import SheetReader, column_index

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_LONG = 1 << 20
"""Bytes of a sheet's part from which it is read by the shapes of its rows, if they are alike: some 25,000 cells."""
_LARGE = 12 << 20
"""Bytes from which calamine reads it, if nothing in it is odd: some 300,000 cells."""

_DENSE = 4_000_000
"""Cells of a rectangle from which a second count is made only if the rectangle is well filled."""

Count = tuple[str, int, int]
"""A sheet's name, cells that hold something, and cells of the rectangle that they span."""


def read_xlsx(archive: Archive, wanted: str | None, limits: Limits, sender: Sender) -> None:
    """Read an .xlsx, .xlsm or .xltx workbook."""
    book = ooxml.open_book(archive)
    _remark_on_book(book, sender)
    counts: list[Count] = []
    for part in book.sheets:
        sender.send("sheet", part.name, part.state)
        if wanted is not None and part.name != wanted:
            continue
        if archive.size(part.part) > _LONG and _read_alike(archive, part, book, limits, sender):
            continue
        if archive.size(part.part) > _LARGE and _read_by_calamine(archive, part, book, sender):
            continue
        counts.append(_read_exactly(archive, part, book, limits, sender))
    sender.send("read")
    _count_again(archive, counts, sender)


def _remark_on_book(book: ooxml.Book, sender: Sender) -> None:
    if book.macros:
        message = "The workbook contains macros. They were not run, and nothing of them is kept."
        sender.remark(remark("book.macros", Severity.NOTE, message), of_sheet=False)
    if not book.styled:
        message = "The workbook has lost its formats, so days could not be told from numbers."
        sender.remark(remark("book.no-formats", Severity.WARNING, message), of_sheet=False)
    if book.other_sheets:
        message = f"Sheets that hold charts or dialogs were left out: {', '.join(book.other_sheets)}."
        sender.remark(remark("book.charts", Severity.NOTE, message), of_sheet=False)


def _read_exactly(
    archive: Archive, part: ooxml.SheetPart, book: ooxml.Book, limits: Limits, sender: Sender
) -> Count:
    reader = SheetReader(archive, part.part, book, limits, sender.row)
    reader.read()
    sender.send("about", reader.merged, sorted(reader.hidden_rows), sorted(reader.hidden_columns))
    for one in reader.remarks:
        sender.remark(one)
    return part.name, reader.filled, reader.area


def _read_alike(
    archive: Archive, part: ooxml.SheetPart, book: ooxml.Book, limits: Limits, sender: Sender
) -> bool:
    """Read a long sheet by the shapes of its rows; False where they are not alike, and nothing was sent then."""
    try:
        shapes = ShapeReader(archive, book, limits, sender)
        with archive.open(part.part) as stream:
            shapes.read(stream)
    except NotAlike:
        sender.send("restart")
        return False
    merged, _, columns = _about(shapes.edges)
    sender.send("about", merged, shapes.hidden_rows, columns)
    return True


def _read_by_calamine(archive: Archive, part: ooxml.SheetPart, book: ooxml.Book, sender: Sender) -> bool:
    """Read a large sheet by calamine; False where it holds anything that must be read exactly."""
    if any(form.shape not in _PLAIN for form in book.formats) or not book.styled:
        return False
    if book.strings_part and b"<!DOCTYPE" in archive.head(book.strings_part):
        return False
    data = archive.read(part.part)
    values = count_values(data)
    if values is None:
        return False
    about = _about(data)
    del data
    try:
        filled = _send_rows(_calamine(archive.path).get_sheet_by_name(part.name), sender)
    except Exception:  # noqa: BLE001 - whatever is wrong with it, our own reader says it better
        filled = -1
    if filled != values:
        sender.send("restart")
        return False
    sender.send("about", *about)
    return True


About = tuple[list[tuple[int, int, int, int]], list[int], list[int]]


def _about(data: bytes) -> About:
    """Merged ranges, hidden rows and hidden columns, by a search of the bytes."""
    merged: list[tuple[int, int, int, int]] = []
    rows: list[int] = []
    columns: set[int] = set()
    if b"<mergeCell" in data:
        merged = [
            _corners(found) for found in re.findall(rb'<mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"', data)
        ]
    if b' hidden="' in data:
        rows = [int(number) for number in re.findall(rb'<row r="(\d+)"[^>]* hidden="(?:1|true)"', data)]
        for first, last in re.findall(rb'<col min="(\d+)" max="(\d+)"[^>]* hidden="(?:1|true)"', data):
            columns |= set(range(int(first) - 1, min(int(last), 16_384)))
    return merged, rows, sorted(columns)


def _corners(found: tuple[bytes, bytes, bytes, bytes]) -> tuple[int, int, int, int]:
    left, top, right, bottom = found
    return int(top), column_index(left.decode()), int(bottom), column_index(right.decode())


_PLAIN = frozenset((Shape.PLAIN, Shape.DAY, Shape.TIME, Shape.ELAPSED))


def count_values(data: bytes) -> int | None:
    """Cells of a sheet's part that hold something; None where it needs to be read exactly.

    Counted in the bytes, without parsing: a check on the reading library that costs
    little. Error cells, blank texts and values that are not there count as well, so
    that a sheet with any of them does not agree, and is read exactly.
    """
    root = data.find(b"<worksheet", 0, 4_000)
    head = data[: max(0, root)].lower()
    if root < 0 or b"<!doctype" in head or (b"encoding=" in head and b'encoding="utf-8"' not in head):
        return None
    if b"<f" in data:
        formulas = data.count(b"<f>") + data.count(b"<f ") + data.count(b"<f/>")
        if formulas > data.count(b"</f><v>") + (data.count(b"/><v>") if formulas else 0):
            return None
    return data.count(b"<v>") + data.count(b"<is>")


def _calamine(path: Path) -> CalamineWorkbook:
    """The workbook as calamine opens it, by its bytes; by its name only where the bytes do not tell."""
    from python_calamine import CalamineError, CalamineWorkbook

    with path.open("rb") as stream:
        try:
            return CalamineWorkbook.from_filelike(stream)
        except CalamineError:
            return CalamineWorkbook.from_path(str(path))


def _send_rows(sheet: CalamineSheet, sender: Sender | _WithErrors) -> int:
    """Send a sheet's rows as calamine reads them; the number of cells that hold something."""
    top, left = sheet.start or (0, 0)
    pad: list[Any] = [None] * left
    filled = 0
    for number, row in enumerate(sheet.iter_rows(), top + 1):
        filled += len(row) - row.count("")
        sender.row(number, pad + row if left else row)
    return filled


def _count_again(archive: Archive, counts: Sequence[Count], sender: Sender) -> None:
    """Count each sheet's cells by the other reader, and say where the two differ."""
    if not counts:
        return
    try:
        book = _calamine(archive.path)
    except Exception:  # noqa: BLE001 - calamine raises many kinds; a panic ends this process, which is foreseen
        return
    for name, filled, area in counts:
        if area > _DENSE and area > 50 * filled:
            continue
        try:
            rows = book.get_sheet_by_name(name).iter_rows()
            other = sum(1 for row in rows for cell in row if cell != "" and not _blank_text(cell))
        except Exception:  # noqa: BLE001
            other = filled  # it cannot read this sheet at all, and so says nothing about it
        if other != filled:
            message = (
                f"Two readers differ about the sheet '{name}': {filled:,} filled {_cells(filled)} by one, {other:,} by the other. "
                "Compare the rows with the workbook before you import them."
            )
            sender.remark(
                remark("sheet.readers-differ", Severity.WARNING, message, text=name), of_sheet=False
            )


def _blank_text(cell: object) -> bool:
    return type(cell) is str and not cell.strip()


def _cells(count: int) -> str:
    return "cell" if count == 1 else "cells"


def read_ods(archive: Archive, wanted: str | None, limits: Limits, sender: Sender) -> None:
    """Read an OpenDocument spreadsheet."""
    reader = OpenDocumentReader(archive, limits, wanted, sender)
    reader.read()
    sender.send("read")
    _count_again(archive, reader.counts, sender)


def read_xlsb(archive: Archive, wanted: str | None, limits: Limits, sender: Sender) -> None:
    """Read a binary .xlsb workbook: values by calamine, counted record by record."""
    del limits
    try:
        book = _calamine(archive.path)
    except Exception as error:
        raise damaged(archive.name) from error
    parts = [name for name in archive.names if re.fullmatch(r"xl/worksheets/[^/]+\.bin", name)]
    counted = sum(_count_binary(archive.read(part)) for part in parts)
    filled = 0
    for about in book.sheets_metadata:
        sender.send("sheet", about.name, _state(str(about.visible)))
        sheet = book.get_sheet_by_name(about.name)
        if wanted is None or about.name == wanted:
            filled += _send_rows(sheet, sender)
    if wanted is None and filled != counted:
        message = (
            f"The workbook holds {counted:,} filled {_cells(counted)}, and {filled:,} could be read. "
            "Save it as an Excel workbook (.xlsx) and import that."
        )
        sender.remark(remark("sheet.readers-differ", Severity.WARNING, message), of_sheet=False)
    if any(posixpath.basename(name) == "vbaproject.bin" for name in archive.names):
        message = "The workbook contains macros. They were not run, and nothing of them is kept."
        sender.remark(remark("book.macros", Severity.NOTE, message), of_sheet=False)


def _state(visible: str) -> str:
    return {"Hidden": "hidden", "VeryHidden": "very hidden"}.get(visible.rpartition(".")[2], "visible")


def _count_binary(data: bytes) -> int:
    """Cells with a value in a sheet of an .xlsb: records 2 to 11; errors (3 and 11) count, for calamine drops them."""
    position = count = 0
    while position < len(data):
        kind, position = _variable(data, position, 2)
        size, position = _variable(data, position, 4)
        count += 2 <= kind <= 11
        position += size
    return count


def _variable(data: bytes, position: int, most: int) -> tuple[int, int]:
    """A number of up to `most` bytes, seven bits in each, the last without its top bit."""
    number = 0
    for index in range(most):
        byte = data[position] if position < len(data) else 0
        position += 1
        number |= (byte & 0x7F) << (7 * index)
        if not byte & 0x80:
            break
    return number, position


def read_xls(path: Path, kind: str, wanted: str | None, sender: Sender) -> None:
    """Read an old .xls workbook: values by calamine, counted and looked over record by record."""
    data = path.read_bytes()
    stream = biff.open_compound(data, path.name) if kind == "compound" else data
    records = {sheet.name: sheet for sheet in biff.walk(stream, path.name)}
    try:
        book = _calamine(path)
        metadata = book.sheets_metadata
    except Exception as error:
        raise damaged(path.name) from error
    for about in metadata:
        known = records.get(about.name, biff.BiffSheet(about.name, _state(str(about.visible))))
        sender.send("sheet", about.name, known.state)
        if wanted is not None and about.name != wanted:
            continue
        try:
            sheet = book.get_sheet_by_name(about.name)
            filled = _send_rows(sheet, _WithErrors(sender, known.errors))
        except Exception as error:
            raise damaged(path.name) from error
        merged = [(t + 1, left, b + 1, right) for (t, left), (b, right) in sheet.merged_cell_ranges or ()]
        sender.send("about", merged, sorted(row + 1 for row in known.hidden_rows), ())
        if filled != known.filled:
            message = (
                f"The sheet '{about.name}' holds {known.filled:,} filled {_cells(known.filled)}, and {filled:,} could be read. "
                "Save it as an Excel workbook (.xlsx) and import that."
            )
            sender.remark(remark("sheet.readers-differ", Severity.WARNING, message, text=about.name))


class _WithErrors:
    """A Sender that puts the error cells, which calamine drops, back in their places."""

    def __init__(self, sender: Sender, errors: dict[tuple[int, int], str]) -> None:
        self._sender = sender
        self._errors: dict[int, dict[int, str]] = {}
        for (row, column), error in errors.items():
            self._errors.setdefault(row + 1, {})[column] = error

    def row(self, number: int, cells: list[Any]) -> None:
        for column, error in self._errors.get(number, {}).items():
            cells += [None] * (column + 1 - len(cells))
            cells[column] = Fault("cell.error", error)
        self._sender.row(number, cells)


BY_KIND: dict[str, Callable[[Archive, str | None, Limits, Sender], None]] = {
    "xlsx": read_xlsx,
    "xlsb": read_xlsb,
    "ods": read_ods,
}

"""Old Excel workbooks (.xls), record by record: what is in them, to check what the reading library saw.

The library gives the values. This walk counts the cells, and finds what the library
drops without a word: error cells, hidden rows and sheets, passwords.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from tracker.domain.errors import CannotRead
from tracker.exchange.sheets.archive import password
from tracker.exchange.sheets.compound import Compound

_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}

_BOF, _EOF, _BOUNDSHEET, _FILEPASS, _DATEMODE, _ROW = 0x809, 0x0A, 0x85, 0x2F, 0x22, 0x208
_FORMULA, _BOOLERR, _MULRK = (0x06, 0x206, 0x406), 0x205, 0xBD
_SINGLE = frozenset((0xFD, 0x204, 0x203, 0x27E, 0xD6, 0x02, 0x03, 0x04))
"""LABELSST, LABEL, NUMBER, RK, RSTRING, and INTEGER, NUMBER and LABEL of the oldest versions."""


@dataclass(slots=True)
class BiffSheet:
    """A sheet as its records show it; rows and columns from 0.

    Attributes:
        filled: cells that hold a value, errors left out.
        errors: (row, column) -> the error that stands there.
    """

    name: str
    state: str
    filled: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)


def open_compound(data: bytes, name: str) -> bytes:
    """The workbook stream of a compound file. Raises CannotRead for what is encrypted or no workbook."""
    file = Compound(data, name)
    if "EncryptedPackage" in file.streams or "EncryptionInfo" in file.streams:
        raise CannotRead(password(name))
    for stream in ("Workbook", "Book", "WORKBOOK", "BOOK"):
        if stream in file.streams:
            return file.stream(stream)
    if "WordDocument" in file.streams:
        raise CannotRead(f"{name} is a Word document, not a spreadsheet. Copy its table into a workbook.")
    if "PowerPoint Document" in file.streams:
        raise CannotRead(f"{name} is a presentation, not a spreadsheet.")
    raise CannotRead(f"{name} is an Office file without a workbook in it, or is damaged.")


def walk(stream: bytes, name: str) -> list[BiffSheet]:
    """The sheets of a workbook stream. Raises CannotRead for a password or a stream cut short."""
    sheets: list[BiffSheet] = []
    places: dict[int, BiffSheet] = {}
    current: BiffSheet | None = None
    position, depth = 0, 0
    while position + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, position)
        body = stream[position + 4 : position + 4 + size]
        if kind == _FILEPASS:
            raise CannotRead(password(name))
        if kind == _BOUNDSHEET:
            offset, sheet = _bound_sheet(body)
            sheets.append(sheet)
            places[offset] = sheet
        elif kind == _BOF:
            depth += 1
            current = places.get(position, current)
        elif kind == _EOF:
            depth -= 1
            current = current if depth > 0 else None
        elif current is not None and len(body) == size:
            _cell(kind, body, current)
        position += 4 + size
    return sheets


def _bound_sheet(body: bytes) -> tuple[int, BiffSheet]:
    offset, state = struct.unpack_from("<IB", body.ljust(8, b"\x00"))
    length = body[6] if len(body) > 6 else 0
    wide = len(body) > 7 and body[7] & 1 and len(body) == 8 + 2 * length
    if len(body) == 7 + length:  # versions before 97 have no flag byte
        name = body[7:].decode("cp1252", "replace")
    else:
        name = body[8:].decode("utf-16-le" if wide else "latin-1", "replace")
    return offset, BiffSheet(name, {1: "hidden", 2: "very hidden"}.get(state & 3, "visible"))


def _cell(kind: int, body: bytes, sheet: BiffSheet) -> None:
    if kind in _SINGLE:
        sheet.filled += 1
    elif kind == _MULRK and len(body) >= 6:
        sheet.filled += (len(body) - 6) // 6
    elif kind in _FORMULA and len(body) >= 14:
        _formula(body, sheet)
    elif kind == _BOOLERR and len(body) >= 8:
        row, column = struct.unpack_from("<HH", body)
        if body[7]:
            sheet.errors[row, column] = _ERRORS.get(body[6], "#ERROR")
        else:
            sheet.filled += 1
    elif kind == _ROW and len(body) >= 14 and body[12] & 0x20:
        sheet.hidden_rows.add(struct.unpack_from("<H", body)[0])


def _formula(body: bytes, sheet: BiffSheet) -> None:
    """A formula's result: a number unless its last two bytes are ones; then text, truth, error or empty text."""
    row, column = struct.unpack_from("<HH", body)
    if body[12:14] == b"\xff\xff" and body[6] == 2:
        sheet.errors[row, column] = _ERRORS.get(body[8], "#ERROR")
    elif body[12:14] != b"\xff\xff" or body[6] in (0, 1):
        sheet.filled += 1

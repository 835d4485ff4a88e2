"""Frames between the reading process and the program: plain values in Python's marshal form.

A frame is four bytes of length and a marshalled tuple whose first item names it.
Marshal is quick and, unlike pickle, carries nothing that runs; dates, times and
faults travel as small tuples.
"""

from __future__ import annotations

import marshal
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from tracker.exchange.sheet import Cell, Fault, Remark, Row

BATCH = 2_000
"""Rows in one frame."""

_MICROSECOND = timedelta(microseconds=1)


class Sender:
    """Writes frames, and gathers rows into batches."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._numbers: list[int] = []
        self._rows: list[list[Any]] = []

    def send(self, *frame: Any) -> None:
        """Write a frame now, after any rows that wait."""
        self._flush_rows()
        self._write(frame)
        self._stream.flush()

    def row(self, number: int, cells: Sequence[Any]) -> None:
        """Add a row of a sheet; blank rows are left out."""
        row = [_plain(cell) for cell in cells]
        if not any(row) and all(cell is None or cell == "" for cell in row):
            return
        if all(cell is None or (type(cell) is str and not cell.strip()) for cell in row):
            return
        self._numbers.append(number)
        self._rows.append(row)
        if len(self._rows) == BATCH:
            self._flush_rows()

    def remark(self, one: Remark, *, of_sheet: bool = True) -> None:
        """Write a remark about the sheet that was announced last, or about the file."""
        f = one.finding
        text = one.text[:2_000]
        self.send("remark", of_sheet, f.code, f.severity.value, f.message, one.row, one.column, text)

    def _flush_rows(self) -> None:
        if self._rows:
            self._write(("rows", self._numbers, self._rows))
            self._numbers, self._rows = [], []

    def _write(self, frame: tuple[Any, ...]) -> None:
        body = marshal.dumps(frame)
        self._stream.write(len(body).to_bytes(4, "little"))
        self._stream.write(body)


def _plain(cell: Any) -> Any:
    """A value that marshal knows."""
    kind = type(cell)
    if kind is str or kind is float or cell is None or kind is bool or kind is int:
        return cell
    if kind is timedelta:
        return str(cell)
    return encode_cell(cell)


def encode_cell(cell: date | datetime | time | Fault) -> tuple[Any, ...]:
    """A value that marshal does not know, as a tuple that it does."""
    if isinstance(cell, datetime):
        since = cell - datetime(cell.year, cell.month, cell.day, tzinfo=cell.tzinfo)
        return (cell.toordinal(), since // _MICROSECOND)
    if isinstance(cell, date):
        return (cell.toordinal(),)
    if isinstance(cell, time):
        return (cell.hour, cell.minute, cell.second, cell.microsecond)
    return (cell.code, cell.text, "")


def decode_cell(cell: tuple[Any, ...]) -> Cell:
    """What `encode_cell` made it from."""
    match cell:
        case (ordinal,):
            return date.fromordinal(ordinal)
        case (ordinal, microseconds):
            return datetime.combine(date.fromordinal(ordinal), time()) + timedelta(microseconds=microseconds)
        case (hour, minute, second, microsecond):
            return time(hour, minute, second, microsecond)
        case (code, text, ""):
            return Fault(code, text)
    raise ValueError(f"not a cell: {cell!r}")


class Decoder:
    """Turns the tuples that stand for dates, times and faults back into them; each value once."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], Cell] = {}

    def rows(self, rows: list[list[Any]]) -> list[Row]:
        """The same lists, with every tuple replaced in place."""
        known = self._known
        for row in rows:
            for index, cell in enumerate(row):
                if type(cell) is tuple:
                    value = known.get(cell)
                    if value is None:
                        value = known[cell] = decode_cell(cell)
                    row[index] = value
        return rows

"""Frames between the reading process and the program: plain values in Python's marshal form.

A frame is four bytes of length and a marshalled tuple whose first item names it.
Marshal is quick and, unlike pickle, carries nothing that runs; dates, times and
faults travel as small tuples.
"""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import compress
from typing import IO, Any

from tracker.exchange.sheets.sheet import Cell, Fault, Remark, Row, is_blank

BATCH = 2_000
"""Rows in one frame."""

_MICROSECOND = timedelta(microseconds=1)


class Sender:
    """Writes frames, and gathers rows into batches."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._numbers: list[int] = []
        self._rows: list[list[Any]] = []
        self._coded: set[int] = set()
        self._known: dict[Any, tuple[Any, ...]] = {}
        self._tables = 0

    def send(self, *frame: Any) -> None:
        """Write a frame now, after any rows that wait."""
        self._flush_rows()
        self._write(marshal.dumps(frame))
        self._stream.flush()

    def row(self, number: int, cells: list[Any]) -> None:
        """Add a row of a sheet; blank rows are left out."""
        for cell in cells:
            if cell is not None and (type(cell) is not str or cell.strip()):
                break
        else:
            return
        self._numbers.append(number)
        self._rows.append(cells)
        if len(self._rows) == BATCH:
            self._flush_rows()

    def table(self) -> Table:
        """A table by which the values of a column can be sent."""
        self._tables += 1
        return Table(self._tables)

    def columns(self, numbers: Sequence[int], columns: Sequence[Any]) -> None:
        """Write rows of a sheet as their columns: each by a table, as texts and numbers, or None for a blank one."""
        self.send("columns", numbers, columns)

    def remark(self, one: Remark, *, of_sheet: bool = True) -> None:
        """Write a remark about the sheet that was announced last, or about the file."""
        f = one.finding
        text = one.text[:2_000]
        self.send("remark", of_sheet, f.code, f.severity.value, f.message, one.row, one.column, text)

    def _flush_rows(self) -> None:
        """Write the rows that wait. Columns with dates are known after the first batch, so most cells are not touched."""
        if not self._rows:
            return
        numbers, rows = self._numbers, self._rows
        self._numbers, self._rows = [], []
        self._encode(rows, self._coded)
        try:
            body = marshal.dumps(("rows", numbers, rows, sorted(self._coded)))
        except ValueError:  # a cell that marshal does not know, in a column that had none so far
            self._coded |= {i for row in rows for i, cell in enumerate(row) if type(cell) not in _SIMPLE}
            self._encode(rows, self._coded)
            body = marshal.dumps(("rows", numbers, rows, sorted(self._coded)))
        self._write(body)

    def _encode(self, rows: list[list[Any]], columns: set[int]) -> None:
        """Put tuples in place of what marshal does not know; one tuple for each different value."""
        known = self._known
        for index in columns:
            for row in rows:
                if index < len(row) and type(cell := row[index]) not in _SIMPLE:
                    code = known.get(cell)
                    if code is None:
                        code = known[cell] = encode_cell(cell)
                    row[index] = code

    def _write(self, body: bytes) -> None:
        self._stream.write(len(body).to_bytes(4, "little"))
        self._stream.write(body)


class Table:
    """Values of a column by the texts that they are written as; each is understood once, and sent once."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._codes: dict[str, int] = {"": 0}

    def __len__(self) -> int:
        return len(self._codes)

    def of(self, texts: Sequence[str], value: Callable[[str], Any]) -> tuple[int, list[Any], bytes]:
        """Cells as they are sent: the table, the values that it has not had yet, and the place of each cell's.

        One place alone where all cells are the same.
        """
        codes = self._codes
        if texts.count(texts[0]) == len(texts):
            texts = texts[:1]
            fresh = self._add(texts, value)
            return self._number, fresh, array("I", [codes[texts[0]]]).tobytes()
        try:
            return self._number, [], array("I", map(codes.__getitem__, texts)).tobytes()
        except KeyError:
            fresh = self._add(texts, value)
        return self._number, fresh, array("I", map(codes.__getitem__, texts)).tobytes()

    def _add(self, texts: Sequence[str], value: Callable[[str], Any]) -> list[Any]:
        fresh: list[Any] = []
        for text in texts:
            if text not in self._codes:
                self._codes[text] = len(self._codes)
                cell = value(text)
                fresh.append(cell if type(cell) in _SIMPLE else encode_cell(cell))
        return fresh


_SIMPLE = frozenset((str, float, int, bool, type(None), tuple))
"""Types that marshal knows; a tuple is a cell that is coded already."""


def encode_cell(cell: date | datetime | time | timedelta | Fault) -> tuple[Any, ...]:
    """A value that marshal does not know, as a tuple that it does."""
    if isinstance(cell, timedelta):
        return (str(cell), 0, "", "", "")
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
        case (words, 0, "", "", ""):
            return str(words)
    raise ValueError(f"not a cell: {cell!r}")


class Decoder:
    """Turns the tuples that stand for dates, times and faults back into them; each value once."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], Cell] = {}
        self._tables: dict[int, list[Cell]] = {}

    def columns(self, numbers: list[int], columns: Sequence[Any]) -> tuple[list[int], list[Row]]:
        """The rows that `Sender.columns` was given as columns, with their numbers; blank rows are left out."""
        made: list[Sequence[Cell]] = []
        for column in columns:
            if type(column) is tuple and len(column) == 3 and type(column[2]) is bytes:
                number, fresh, codes = column
                table = self._tables.setdefault(number, [None])
                table += [decode_cell(cell) if type(cell) is tuple else cell for cell in fresh]
                cells = list(map(table.__getitem__, memoryview(codes).cast("I")))
                made.append(cells if len(cells) > 1 else cells * len(numbers))
            else:
                made.append(column if column is not None else [None] * len(numbers))
        rows: list[Row] = list(map(list, zip(*made, strict=True)))
        if any(not any(map(is_blank, column)) for column in made):
            return numbers, rows  # a column without a gap: as good as always, and quick to see
        filled = [not all(map(is_blank, row)) for row in rows]
        return list(compress(numbers, filled)), list(compress(rows, filled))

    def rows(self, rows: list[list[Any]], columns: Sequence[int]) -> list[Row]:
        """The same lists, with every tuple in the named columns replaced in place."""
        known = self._known
        for index in columns:
            for row in rows:
                if index < len(row) and type(cell := row[index]) is tuple:
                    value = known.get(cell)
                    if value is None:
                        value = known[cell] = decode_cell(cell)
                    row[index] = value
        return rows

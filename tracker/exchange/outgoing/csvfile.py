"""Tables as csv that Excel opens rightly: UTF-8 with its mark, CRLF, ISO dates, no formulas.

A text that a spreadsheet would take for a formula gets an apostrophe before it; `unguard`
takes it off on the way back, so that every text comes back as it was.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from tracker.domain.errors import CannotWrite
from tracker.domain.money import Money
from tracker.exchange.outgoing.cells import plain_text
from tracker.exchange.outgoing.column import Column, Kind, Row, Table, Value
from tracker.exchange.safewrite import write_safely

_RISKY = "=+-@\t\r\n"
_NUMBER = re.compile(r"-?\d+(\.\d+)?").fullmatch
_CHUNK = 1000


def write_csv(
    table: Table,
    path: Path,
    *,
    overwrite: bool = False,
    progress: Callable[[int], object] | None = None,
) -> Path:
    """Write the table to `path`: a heading line, then a line for each row.

    Amounts are plain decimals ("500000.00") without their currency, which wants a column of
    its own; dates are ISO text.

    Raises:
        CannotWrite: nothing was written, and what was there before still is.
    """

    def produce(file: BinaryIO) -> None:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
        lines = csv.writer(text, lineterminator="\r\n")
        lines.writerow(guard(column.name) for column in table.columns)
        for number, row in enumerate(table.rows, start=2):
            try:
                lines.writerow(map(as_text, table.columns, row))
            except UnicodeEncodeError as error:
                raise _refused(table, row, number) from error
            if number % _CHUNK == 0 and progress is not None:
                progress(number - 1)
        text.flush()
        text.detach()
        if progress is not None:
            progress(len(table.rows))

    def check(part: Path) -> None:
        with part.open(encoding="utf-8-sig", newline="") as written:
            while written.read(1 << 20):
                pass

    return write_safely(path, produce, check=check, overwrite=overwrite)


def as_text(column: Column, value: Value) -> str:
    """A value as it stands in a csv file."""
    if value is None:
        return ""
    if column.kind is Kind.MONEY and type(value) is int:
        return Money(value, column.currency).decimal
    if isinstance(value, Money):
        return value.decimal
    if isinstance(value, str):
        return guard(value)
    return plain_text(value)


def guard(text: str) -> str:
    """Text that no spreadsheet takes for a formula; a plain number stays as it is."""
    if not text:
        return text
    quoted = text[0] == "'" and text[1:2] in (*_RISKY, "'") and len(text) > 1
    risky = text[0] in _RISKY and not _NUMBER(text)
    return f"'{text}" if risky or quoted else text


def unguard(text: str) -> str:
    """What `guard` was given. A text that only begins with an apostrophe is left as it is."""
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in (*_RISKY, "'") else text


def _refused(table: Table, row: Row, number: int) -> CannotWrite:
    """The refusal of a row that is no Unicode text, with its cell named."""
    for column, value in zip(table.columns, row, strict=True):
        try:
            as_text(column, value).encode()
        except UnicodeEncodeError as error:
            return CannotWrite(
                f"Line {number}, column {column.name}: the text has half a character "
                f"(U+{ord(error.object[error.start]):04X}, at place {error.start + 1}), which no file "
                "can hold. Take it out, and export again."
            )
    raise AssertionError("a row that was refused has a cell that is refused")

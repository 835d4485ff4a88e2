"""Text tables: CSV, TSV and their relatives, whatever wrote them."""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from tracker.domain.check import Severity
from tracker.domain.errors import CannotRead
from tracker.domain.words import counted
from tracker.exchange.outgoing.csvfile import unguard
from tracker.exchange.sheets.encoding import Decoded, decode
from tracker.exchange.sheets.sheet import Cell, Limits, Progress, Remark, Row, Sheet, Workbook, remark

DELIMITERS = (",", ";", "\t", "|")

_OWN_COLUMN = "Tracker UID"
_LONGEST_IN_EXCEL = 32_767
"""Characters that a cell of a spreadsheet program can hold."""

_LONGEST_LINE = 4 << 20
"""Bytes of a line; a table of a thousand columns has a fraction of that."""

_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_BATCH = 5_000


def read(
    path: Path,
    limits: Limits,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Workbook:
    """Read a text table as a workbook of one sheet. Raises CannotRead beyond the size limit or cancelled."""
    if path.stat().st_size > limits.text:
        size = limits.text >> 20
        raise CannotRead(f"{path.name} is larger than {size} MiB. Split it and import the pieces one by one.")
    _refuse_endless_lines(path)
    decoded = decode(path.read_bytes())
    return parse(path, decoded, progress, cancelled)


def _refuse_endless_lines(path: Path) -> None:
    """Raise CannotRead for a line that no table has, before it fills the memory."""
    if path.stat().st_size <= _LONGEST_LINE:
        return
    with path.open("rb") as file:
        number = 0
        while line := file.readline(_LONGEST_LINE):
            number += 1
            if len(line) == _LONGEST_LINE and not line.endswith(b"\n") and b"\r" not in line:
                raise CannotRead(
                    f"Line {number:,} of {path.name} does not end within {_LONGEST_LINE >> 20} MiB, so it is no row "
                    "of a table. Open the file in Excel or an editor, look at that line, and save it again."
                )


def parse(
    path: Path,
    decoded: Decoded,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Workbook:
    """The table in a text that is decoded already. Raises CannotRead where there is none."""
    content, remarks = _clean(decoded)
    if not content.strip():
        raise CannotRead(f"{path.name} holds no rows.")
    if _looks_binary(content):
        raise CannotRead(f"{path.name} is not a spreadsheet or a text table: its content is not text.")
    content, skipped, delimiter = _declared_delimiter(content)
    delimiter = delimiter or find_delimiter(content)
    rows, numbers = _records(path, content, delimiter, skipped, progress, cancelled)
    remarks += _mend_twice_encoded(rows, numbers)
    remarks += _damaged_rows(decoded, content, rows, numbers)
    remarks += _long_fields(rows, numbers)
    remarks += _swallowed_rows(rows, numbers, delimiter)
    _take_guards_off(rows)
    sheet = Sheet(name="", rows=rows, numbers=numbers, remarks=tuple(remarks))
    return Workbook(
        path=path,
        kind="text",
        sheets=[sheet],
        encoding=decoded.encoding,
        delimiter=delimiter,
        remarks=_guess(decoded),
    )


def _guess(decoded: Decoded) -> tuple[Remark, ...]:
    if not decoded.guessed:
        return ()
    message = (
        f"The file does not say which characters it uses; it was read as {decoded.encoding}. "
        "Look at names with accents and at pound signs."
    )
    return (remark("text.encoding-guessed", Severity.NOTE, message, text=decoded.encoding),)


def _clean(decoded: Decoded) -> tuple[str, list[Remark]]:
    """Without the DOS end-of-file mark and without NUL characters, which no table means."""
    content = decoded.text.rstrip("\x1a")
    if "\x00" not in content:
        return content, []
    rows = sorted(
        {content.count("\n", 0, match.start()) + 1 for match in islice(re.finditer("\x00", content), 20)}
    )
    found = [
        remark(
            "text.nul",
            Severity.WARNING,
            "NUL characters were taken out of this line; compare it with the file.",
            row=row,
        )
        for row in rows
    ]
    return content.replace("\x00", ""), found


def _looks_binary(content: str) -> bool:
    head = content[:4096]
    odd = sum(1 for char in head if (ord(char) < 32 and char not in "\t\r\n\x0b\x0c\x1a") or char == "\ufffd")
    return odd * 10 > len(head)


def _declared_delimiter(content: str) -> tuple[str, int, str | None]:
    """Excel's own first line `sep=;`: the content without it, lines skipped, the delimiter."""
    match = re.match(r'"?sep=(.)"?[ ,;]*(\r\n|\r|\n)', content, re.IGNORECASE)
    if not match:
        return content, 0, None
    return content[match.end() :], 1, match.group(1)


def find_delimiter(content: str) -> str:
    """The delimiter under which the first rows fall into the most even columns; a comma where none does."""
    best, best_score = ",", 0.0
    sample = content[:200_000]
    for delimiter in DELIMITERS:
        if delimiter not in sample:
            continue
        try:
            rows = list(islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), 200))
        except csv.Error:
            continue
        if len(sample) < len(content) and len(rows) > 1 and len(rows) < 200:
            rows.pop()  # the sample may end inside it
        widths = Counter(len(row) for row in rows if any(row))
        if not widths:
            continue
        score = (
            max(
                (count / widths.total()) ** 2 * (1 + min(width, 40) / 10)
                for width, count in widths.items()
                if width > 1
            )
            if max(widths) > 1
            else 0.0
        )
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _records(
    path: Path,
    content: str,
    delimiter: str,
    skipped: int,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> tuple[list[Row], list[int]]:
    """Records that hold anything, and their numbers as a spreadsheet program would number them."""
    csv.field_size_limit((1 << 31) - 1)
    rows: list[Row] = []
    numbers: list[int] = []
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)
    number = skipped
    try:
        while batch := list(islice(reader, _BATCH)):
            for cells in batch:
                number += 1
                if any(cells) and any(map(str.strip, cells)):
                    rows.append(cells)  # type: ignore[arg-type]
                    numbers.append(number)
            if cancelled and cancelled():
                raise CannotRead(f"Reading {path.name} was cancelled. Nothing was changed.")
            if progress:
                progress(number, 0)
    except csv.Error as error:
        raise CannotRead(f"{path.name} cannot be read as a text table: row {number + 1}: {error}.") from error
    return rows, numbers


_GUARDED = re.compile(r"'[=+\-@\t\r\n]")


def _take_guards_off(rows: list[Row]) -> None:
    """Take off the apostrophes that an export put before what a spreadsheet would take for a formula.

    Two apostrophes are a guarded one in a file of our own alone.
    """
    ours = any(cell == _OWN_COLUMN for row in rows[:1] for cell in row)
    for row in rows:
        for place, cell in enumerate(row):
            if type(cell) is str and cell[:1] == "'" and (ours or _GUARDED.match(cell)):
                row[place] = unguard(cell)


def _damaged_rows(decoded: Decoded, content: str, rows: list[Row], numbers: list[int]) -> list[Remark]:
    """A remark at each row with bytes that fit no encoding, the first hundred."""
    if not decoded.damaged or not rows:
        return []
    starts = _row_starts(content, rows)
    found: dict[int, Remark] = {}
    for offset in decoded.damaged:
        at = bisect_right(starts, offset) - 1
        if at < 0 or at in found:
            continue
        message = "This row has characters that could not be read for certain; compare it with the file."
        found[at] = remark("text.bad-bytes", Severity.WARNING, message, row=numbers[at])
        if len(found) == 100:
            break
    return list(found.values())


def _row_starts(content: str, rows: list[Row]) -> list[int]:
    """About where each row begins, found by its first cells: good enough to name a row."""
    starts: list[int] = []
    position = 0
    for row in rows:
        key = next((cell for cell in row if isinstance(cell, str) and cell and '"' not in cell), "")
        at = content.find(key, position)
        position = at if at >= 0 else position
        starts.append(position)
        position += len(key)
    return starts


def _long_fields(rows: list[Row], numbers: list[int]) -> list[Remark]:
    found: list[Remark] = []
    for row, number in zip(rows, numbers, strict=True):
        for column, cell in enumerate(row):
            if isinstance(cell, str) and len(cell) > _LONGEST_IN_EXCEL:
                found.append(_long_field(cell, number, column))
    return found


_TWICE = re.compile("[\xc2\xc3][\x80-\xbf\u0152-\u2122]|\xe2[\u20ac\x80]")


_UNDEFINED = "\x81\x8d\x8f\x90\x9d"
"""Bytes that Windows text leaves undefined and programs pass on as they are."""


def _as_windows(text: str) -> bytes:
    return b"".join(bytes((ord(c),)) if c in _UNDEFINED else c.encode("cp1252") for c in text)


def _mend_twice_encoded(rows: list[Row], numbers: list[int]) -> list[Remark]:
    """Put right what was read as Windows text once before: "Â£" is "£". Said, with an example."""
    mended: list[tuple[int, str, str]] = []
    for row, number in zip(rows, numbers, strict=True):
        for column, cell in enumerate(row):
            if not isinstance(cell, str) or cell.isascii() or not _TWICE.search(cell):
                continue
            try:
                right = _as_windows(cell).decode("utf-8")
            except UnicodeError:
                continue
            row[column] = right
            mended.append((number, cell, right))
    if not mended:
        return []
    number, wrong, right = mended[0]
    message = (
        f"{counted(len(mended), 'cell')} held characters that were encoded twice; that was put right, first in "
        f"row {number}: '{wrong[:60]}' was read as '{right[:60]}'."
    )
    return [remark("text.encoded-twice", Severity.WARNING, message)]


_FEWEST_TO_TELL = 4
"""Columns that a table needs for a swallowed row to be told from a line of prose with commas."""


def _swallowed_rows(rows: list[Row], numbers: list[int], delimiter: str) -> list[Remark]:
    """Cells of several lines that look like rows of their own: a quotation mark was not closed."""
    width = Counter(len(row) for row in rows).most_common(1)[0][0] if rows else 0
    found: list[Remark] = []
    if width < _FEWEST_TO_TELL:
        return found
    for row, number in zip(rows, numbers, strict=True):
        for column, cell in enumerate(row):
            if not isinstance(cell, str) or "\n" not in cell:
                continue
            lines = sum(1 for line in cell.split("\n")[1:] if line.count(delimiter) == width - 1)
            if lines:
                message = (
                    "A quotation mark opens in this cell and takes in "
                    f"{counted(lines, 'line that looks', 'lines that look')} like rows of the table. Close it in the file and import it again."
                )
                place = {"row": number, "column": column, "text": cell[:80]}
                found.append(remark("text.open-quote", Severity.ERROR, message, **place))
    return found


def _long_field(cell: Cell, number: int, column: int) -> Remark:
    text = str(cell)
    message = (
        f"This cell holds {len(text):,} characters, more than a spreadsheet can ({_LONGEST_IN_EXCEL:,}). "
        "A quotation mark may be missing its partner."
    )
    return remark("text.long-cell", Severity.WARNING, message, row=number, column=column, text=text[:80])

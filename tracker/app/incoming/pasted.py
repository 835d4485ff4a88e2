"""A table that was copied in Excel or LibreOffice, or in any program that copies tabbed text, as a workbook."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.domain.errors import CannotRead
from tracker.exchange.sheets.sheet import Sheet, Workbook, is_blank

if TYPE_CHECKING:
    from tracker.exchange.sheets.sheet import Cell, Row

NAME = "the clipboard"
"""What stands where an import of a file has the file's name."""

_LARGEST = 64 << 20
_WIDEST = 1_000
_EPOCH = date(1899, 12, 30)
_LAST_DAY = 2_958_465
"""31 December 9999, as spreadsheet programs count days."""

_NO_TABLE = "There is no table on the clipboard. In Excel, select the rows with their headings, copy them, and paste here."


def holds_table(html: str, text: str) -> bool:
    """Whether what was copied looks like rows and columns; quick, for every paste is asked."""
    if re.search(r"<table\b", html[:200_000], re.IGNORECASE):
        return True
    lines = [line for line in text[:10_000].splitlines() if line.strip()]
    return len(lines) > 1 and sum("\t" in line for line in lines) * 2 > len(lines)


def read(html: str, text: str) -> Workbook:
    """The table that was copied: from its HTML where there is one, which knows dates and amounts, else from its text.

    Raises:
        CannotRead: there is no table, or it is too large to be pasted.
    """
    if len(html) > _LARGEST and len(text) > _LARGEST:
        raise CannotRead("What was copied is too large to paste. Save it as a workbook, and import that.")
    rows, merged = _from_html(html) if len(html) <= _LARGEST else ([], [])
    if not rows:
        rows, merged = _from_text(text), []
    numbers = [number for number, row in enumerate(rows, start=1) if not all(map(is_blank, row))]
    if len(numbers) < 2 or max(len(rows[number - 1]) for number in numbers) < 2:
        raise CannotRead(_NO_TABLE)
    kept = [rows[number - 1] for number in numbers]
    sheet = Sheet(name="", rows=kept, numbers=numbers, merged=tuple(merged))
    return Workbook(path=Path(NAME), kind="pasted", sheets=[sheet])


def _from_text(text: str) -> list[Row]:
    """Tabbed text as Excel copies it: a cell of several lines stands in quotation marks."""
    if len(text) > _LARGEST:
        raise CannotRead("What was copied is too large to paste. Save it as a workbook, and import that.")
    csv.field_size_limit((1 << 31) - 1)
    try:
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter="\t")]
    except csv.Error as error:
        raise CannotRead(f"What was copied cannot be read as a table: {error}.") from error


_Merged = tuple[int, int, int, int]


def _from_html(html: str) -> tuple[list[Row], list[_Merged]]:
    grid = _Grid()
    grid.feed(html)
    grid.close()
    return grid.rows, grid.merged


class _Grid(HTMLParser):
    """The first table of a page as rows of cells."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[Row] = []
        self.merged: list[_Merged] = []
        self._depth = 0
        self._over = False
        self._words: list[str] | None = None
        self._attributes: dict[str, str] = {}
        self._below: dict[int, int] = {}
        self._row: Row = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._over:
            return
        if tag == "table":
            self._depth += 1
        elif self._depth == 1 and tag == "tr":
            self._end_row()
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
            self._words = []
            self._attributes = {name.casefold(): value or "" for name, value in attrs}
        elif tag in ("br", "p", "div") and self._words:
            self._words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._over or not self._depth:
            return
        if tag == "table":
            self._depth -= 1
            if not self._depth:
                self._end_row()
                self._over = True
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
        elif self._depth == 1 and tag == "tr":
            self._end_row()

    def close(self) -> None:
        """The page is at its end, whether its table was closed or not."""
        super().close()
        self._end_row()

    def handle_data(self, data: str) -> None:
        if self._words is not None:
            self._words.append(re.sub(r"[ \t\r\n]+", " ", data))

    def _end_cell(self) -> None:
        if self._words is None:
            return
        self._skip_covered()
        lines = "".join(self._words).replace("\xa0", " ").split("\n")
        text = "\n".join(line.strip() for line in lines).strip()
        down, across = self._span("rowspan"), min(self._span("colspan"), _WIDEST)
        left, top = len(self._row), len(self.rows) + 1
        self._row.append(_value(text, self._attributes))
        self._row += [None] * (across - 1)
        if down > 1:
            self._below |= dict.fromkeys(range(left, left + across), down)
        if down > 1 or across > 1:
            self.merged.append((top, left, top + down - 1, left + across - 1))
        self._words = None

    def _span(self, name: str) -> int:
        said = self._attributes.get(name, "")
        return max(1, int(said)) if said.isdecimal() and len(said) < 7 else 1

    def _skip_covered(self) -> None:
        """Leave the places empty that a merged cell above covers."""
        while self._below.get(len(self._row), 0) > 0 and len(self._row) < _WIDEST:
            self._row.append(None)

    def _end_row(self) -> None:
        self._end_cell()
        if self._row:
            self.rows.append(self._row)
            self._row = []
            self._below = {place: left - 1 for place, left in self._below.items() if left > 1}


def _value(text: str, attributes: dict[str, str]) -> Cell:
    """What a cell holds: the program's own value where it gives one, else what was shown."""
    number = _number(attributes.get("sdval", ""))
    form = attributes.get("sdnum", "").rpartition(";")[2].upper()
    if number is not None and form != "@":
        return _day(number) if "Y" in form and ("M" in form or "D" in form) else number
    number = _number(attributes.get("x:num", ""))
    if number is not None and (text.strip("#") == "" or not re.search(r"\d[-/. ]\S+[-/. ]\d", text)):
        return number
    return text


def _number(said: str) -> int | float | None:
    try:
        number = float(said)
    except ValueError:
        return None
    if not abs(number) < 1e15:
        return None
    return int(number) if number.is_integer() else number


def _day(number: float) -> Cell:
    return _EPOCH + timedelta(days=int(number)) if 61 <= number <= _LAST_DAY else number

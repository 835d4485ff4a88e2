"""OpenDocument spreadsheets (.ods), cell by cell."""

from __future__ import annotations

from tracker.domain.check import Severity
from tracker.domain.errors import CannotRead
from tracker.exchange.sheets import formats
from tracker.exchange.sheets.archive import Archive
from tracker.exchange.sheets.frames import Sender
from tracker.exchange.sheets.ooxml import Depth, attribute, local, parse
from tracker.exchange.sheets.sheet import Cell, Fault, Limits, is_blank, remark

_LONGEST_REPEAT = 10_000

_MOST_ALIKE = 1_000
"""Rows filled down with the same that are read; a formula or a mark is often filled to the end of a sheet."""


class OpenDocumentReader:
    """Reads content.xml; each sheet is announced, then its rows, through `sender`."""

    def __init__(self, archive: Archive, limits: Limits, wanted: str | None, sender: Sender) -> None:
        self._archive, self._limits, self._wanted, self._sender = archive, limits, wanted, sender
        self._depth = Depth(archive, "content.xml")
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._row: list[Cell] = []
        self._number = 0
        self._row_repeat = self._cell_repeat = 1
        self._attributes: dict[str, str] = {}
        self._text: list[str] = []
        self._paragraphs = 0
        self._inside = self._note = 0
        self._cells = 0
        self._hidden_rows: list[int] = []
        self._name = ""
        self._skipped = False
        self._filled = self._bottom = self._right = 0
        self.counts: list[tuple[str, int, int]] = []

    def read(self) -> None:
        """Raises CannotRead where the document is damaged or holds more than the limits allow."""
        parse(self._archive, "content.xml", self._start, self._end, self._characters)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth.down()
        name = local(tag)
        if name == "table":
            self._start_table(attributes)
        elif name == "style":
            self._style = attribute(attributes, "name")
        elif name == "table-properties" and attribute(attributes, "display") == "false":
            self._hidden_styles.add(self._style)
        elif name == "table-row":
            self._row = []
            self._row_repeat = _count(attributes, "number-rows-repeated")
            if attribute(attributes, "visibility") in ("collapse", "filter"):
                self._hidden_rows.append(self._number + 1)
        elif name in ("table-cell", "covered-table-cell"):
            self._attributes = attributes
            self._cell_repeat = _count(attributes, "number-columns-repeated")
            self._text = []
            self._paragraphs = 0
            self._inside = 1
        elif name == "annotation":
            self._note += 1
        elif self._inside and not self._note:
            self._inner(name, attributes)

    def _start_table(self, attributes: dict[str, str]) -> None:
        self._name = attribute(attributes, "name")
        state = "hidden" if attribute(attributes, "style-name") in self._hidden_styles else "visible"
        self._sender.send("sheet", self._name, state)
        self._skipped = self._wanted is not None and self._wanted != self._name
        self._number = self._filled = self._bottom = self._right = 0
        self._hidden_rows = []

    def _end_table(self) -> None:
        self._sender.send("about", (), self._hidden_rows, ())
        if not self._skipped:
            self.counts.append((self._name, self._filled, self._bottom * self._right))

    def _inner(self, name: str, attributes: dict[str, str]) -> None:
        if name == "p":
            if self._paragraphs:
                self._text.append("\n")
            self._paragraphs += 1
        elif name == "s":
            self._text.append(" " * min(_count(attributes, "c"), 1000))
        elif name == "tab":
            self._text.append("\t")
        elif name == "line-break":
            self._text.append("\n")

    def _characters(self, text: str) -> None:
        if self._inside and self._paragraphs and not self._note:
            self._text.append(text)

    def _end(self, tag: str) -> None:
        self._depth.up()
        name = local(tag)
        if name == "annotation":
            self._note -= 1
        elif name in ("table-cell", "covered-table-cell"):
            self._inside = 0
            self._end_cell()
        elif name == "table-row":
            self._end_row()
        elif name == "table":
            self._end_table()

    def _end_cell(self) -> None:
        cell = self._understand()
        blank = cell is None or cell == ""
        repeat = self._cell_repeat
        if blank and repeat > _LONGEST_REPEAT:
            repeat = 1
        self._cells += repeat
        self._row.extend([None if blank else cell] * min(repeat, 16_384))

    def _end_row(self) -> None:
        row = self._row
        while row and row[-1] is None:
            row.pop()
        if row:
            self._cells += len(row) * min(self._row_repeat, _MOST_ALIKE)
            if self._cells > self._limits.cells:
                raise CannotRead(f"{self._archive.name} spreads over more cells than is safe.")
            first = self._number + 1
            self._number += self._row_repeat
            for number in (
                range(first, first + min(self._row_repeat, _MOST_ALIKE)) if not self._skipped else ()
            ):
                self._sender.row(number, row)
            if self._row_repeat > _MOST_ALIKE and not self._skipped:
                message = (
                    f"Row {first} is filled down to row {self._number:,}, {self._row_repeat:,} times the same; "
                    f"the first {_MOST_ALIKE:,} of these were read."
                )
                self._sender.remark(remark("sheet.filled-down", Severity.WARNING, message, row=first))
            self._filled += self._row_repeat * sum(
                1 for c in row if not is_blank(c) and not isinstance(c, Fault)
            )
            self._bottom, self._right = self._number, max(self._right, len(row))
        else:
            self._number += self._row_repeat

    def _understand(self) -> Cell:
        kind = attribute(self._attributes, "value-type")
        shown = "".join(self._text)
        value = attribute(self._attributes, "value")
        if kind in ("float", "percentage", "currency"):
            return self._figure(kind, value, shown)
        if kind == "date":
            return formats.from_iso(attribute(self._attributes, "date-value"))
        if kind == "boolean":
            return attribute(self._attributes, "boolean-value") == "true"
        if kind == "time":
            return shown or attribute(self._attributes, "time-value")
        if shown.startswith(("#", "Err:")) and attribute(self._attributes, "formula"):
            return Fault("cell.error", shown)
        return shown or attribute(self._attributes, "string-value") or None

    def _figure(self, kind: str, value: str, shown: str) -> Cell:
        try:
            number = float(value)
        except ValueError:
            return Fault("cell.malformed", value or shown)
        currency = attribute(self._attributes, "currency")
        if kind == "currency" and currency not in ("", "GBP"):
            return f"{currency} {number:.2f}"
        # A code such as 00123 shows zeros in front that the number does not have.
        return shown if shown.isdigit() and len(shown) > 1 and shown[0] == "0" else number


def _count(attributes: dict[str, str], name: str) -> int:
    text = attribute(attributes, name)
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 9 else 1

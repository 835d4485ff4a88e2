"""A large sheet of an .xlsx workbook, read by the shapes of its rows.

Programs write a hundred thousand rows alike: in each column cells of one or two shapes, such as
`<c r="L2" s="3"><v>45410</v></c>`. One expression that is made of the shapes seen so far reads a row at
once; a row that it does not fit adds its shapes to it. What has no such shape (rich text, a formula without
a result, a comment) ends the attempt, and the sheet is read in another way. Cells that hold something are
counted in the bytes as well, and the two counts have to agree.
"""

from __future__ import annotations

import operator
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import IO, Any, NamedTuple

from tracker.exchange.sheets.archive import Archive
from tracker.exchange.sheets.formats import PLAIN, Format
from tracker.exchange.sheets.frames import Sender, Table
from tracker.exchange.sheets.ooxml import Book, load_strings, unescape
from tracker.exchange.sheets.sheet import Cell, Limits
from tracker.exchange.sheets.worksheet import LAST_COLUMN, LAST_ROW, TEXTS, column_index, understand

_CHUNK = 1 << 20
"""Bytes that are read at once; a row or a head that does not fit into eight of these is none of ours."""

_LESSONS = 40
"""Times that new shapes are learnt before the rows count as not alike."""


_PUPILS = 20
"""Rows that are looked at in one lesson: the others are likely the same."""


class NotAlike(Exception):
    """The sheet is none whose rows are alike."""


class Way(NamedTuple):
    """What a text stands for in its cell: the cell's type, its number format where that counts, its place."""

    kind: str
    form: Format
    formula: bool
    inline: bool

    @property
    def is_text(self) -> bool:
        """True where the text is the value."""
        return self.kind in ("str", "inlineStr")

    @property
    def is_number(self) -> bool:
        """True where the text is a number and no day."""
        return not self.kind and self.form == PLAIN

    def expression(self, attributes: Sequence[str]) -> str:
        """A cell from its attributes on, with its text as a group."""
        text = r"([-+.0-9eE]*)" if not self.kind else "([^<]*)"
        before = "(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)" if self.formula else ""
        inside = f'<is><t(?: xml:space="preserve")?>{text}</t></is>' if self.inline else f"<v>{text}</v>"
        return f"(?:{'|'.join(map(re.escape, attributes))})>{before}{inside}</c>"


_ROW = re.compile(r'<row r="\d+"(?:[^<>]*/>|[^<>]*>(.*?)</row>)', re.DOTALL | re.ASCII)
_CELL = re.compile(
    r'<c r="(?P<letters>[A-Z]{1,3})\d+"(?P<attributes>[^<>]*?)'
    r"(?:/>|></c>|>(?P<formula><f[^<>]*/>|<f[^<>]*>[^<]*</f>)?"
    r'(?P<held><v>[^<]*</v>|(?P<inline><is>)<t(?: xml:space="preserve")?>[^<]*</t></is>)</c>)',
    re.ASCII,
)
_BLANK_ROWS = re.compile(rb"(?:\s|<row [^<>]*/>)*")
_BEGINNING = re.compile(rb"(?:\xef\xbb\xbf)?((?:<\?xml[^<>]*\?>)?)\s*<(?:worksheet|sst)[\s>]")
_ATTRIBUTES = re.compile(r'(?: (?:s="(\d{1,9})"|t="(n|s|str|inlineStr|b|e|d)")){0,2}', re.ASCII)
_HIDDEN = re.compile(r' hidden="(?:1|true)"')
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));|&", re.ASCII)
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_INFINITE = frozenset((float("inf"), float("-inf")))


@dataclass(slots=True)
class _Column:
    """The shapes of a column's cells, by what they mean.

    Attributes:
        ways: what its texts may stand for -> the attributes of such cells; the one learnt last comes first.
        blank: it has cells that hold nothing.
        tables: the values sent so far; None where hardly two cells of that way are the same.
        mixed: those of rows in which cells of several ways were sent together.
        seen: cells sent in each way.
    """

    ways: dict[Way, list[str]] = field(default_factory=dict)
    blank: bool = False
    tables: dict[Way, Table | None] = field(default_factory=dict)
    mixed: Table | None = None
    seen: Counter[Way] = field(default_factory=Counter)

    def expression(self, letters: str) -> str:
        """The cell, where a row has one; a group for each way."""
        ways = [way.expression(attributes) for way, attributes in self.ways.items()]
        if self.blank:
            ways.append("[^<>]*(?:/>|></c>)")
        return rf'(?:<c r="{letters}\1"(?:{"|".join(ways)}))?'


class ShapeReader:
    """Reads a sheet's part by the shapes of its rows, and sends these.

    Attributes:
        edges: what stands before the rows and after them.
        hidden_rows: numbers of the rows that are hidden.
    """

    def __init__(self, archive: Archive, book: Book, limits: Limits, sender: Sender) -> None:
        """Raises CannotRead where the texts that cells share are damaged, NotAlike where they are odd."""
        self._book, self._limits, self._sender = book, limits, sender
        self._strings = _strings(archive, book)
        self._columns: dict[str, _Column] = {}
        self._tables: dict[Way, Table | None] = {}  # of days and the like, which columns have in common
        self._row = _row_of(self._columns)
        self._lessons = self._last = self._cells = 0
        self._plain = False
        self.edges = b""
        self.hidden_rows: list[int] = []

    def read(self, stream: IO[bytes]) -> None:
        """Send every row. Raises NotAlike where that cannot be done, perhaps after some were sent."""
        for data in self._parts(stream):
            if b"\0" in data or (b"!" in data and b"<!" in data) or (b"?" in data and b"<?" in data):
                raise NotAlike
            try:
                text = data.decode()
            except UnicodeDecodeError:
                raise NotAlike from None
            if "\r" in text:
                text = text.replace("\r\n", "\n").replace("\r", "\n")
            self._plain = "&" not in text and ("_" not in text or "_x" not in text)
            self._send(*self._find(text))

    def _parts(self, stream: IO[bytes]) -> Iterator[bytes]:
        """Whole rows, a good many at once; the edges are put aside."""
        head, begun, rest = _until(stream, b"", b"<sheetData>")
        if not begun or not _is_plain(head):
            raise NotAlike
        while True:
            chunk = stream.read(_CHUNK)
            data = rest + chunk
            cut = data.rfind(b"</row>") + 6
            if cut > 5:
                yield data[:cut]
            rest = data[max(cut, 0) :] if cut > 5 else data
            if b"</sheetData>" in rest:
                break
            if not chunk or len(rest) > 8 * _CHUNK:
                raise NotAlike
        if not _BLANK_ROWS.fullmatch(rest, 0, rest.index(b"</sheetData>")):
            raise NotAlike
        tail = [rest]
        while chunk := stream.read(_CHUNK):
            tail.append(chunk)
        self.edges = head + b"".join(tail)

    def _find(self, text: str) -> tuple[list[Sequence[str]], list[int]]:
        """The rows' numbers, their attributes and the texts of each way of each column; and how many texts there are.

        Raises NotAlike where a cell is lost: those that hold something are counted by themselves.
        """
        cells = text.count("</c>")
        while True:
            found = self._row.findall(text)
            groups: list[Sequence[str]] = list(zip(*found, strict=True))
            filled = [len(found) - group.count("") for group in groups]
            if sum(filled[2:]) == cells:
                return groups, filled
            if len(found) == text.count("<row"):
                if sum(filled[2:]) == text.count("<v>") + text.count("<is>"):
                    return groups, filled  # the others are <c></c>
                raise NotAlike
            self._lessons += 1
            if self._lessons > _LESSONS or not self._learn(text):
                raise NotAlike
            self._row = _row_of(self._columns)

    def _learn(self, text: str) -> bool:
        """Add the shapes of some of the rows that are not understood; False where they bring nothing new."""
        at = 0
        for row in self._row.finditer(text):
            if row.start() > at and self._learn_rows(text[at : row.start()]):
                return True
            at = row.end()
        return self._learn_rows(text[at:])

    def _learn_rows(self, text: str) -> bool:
        fresh = 0
        for row in islice(_ROW.finditer(text), _PUPILS):
            inside, at = row[1] or "", 0
            while at < len(inside):
                cell = _CELL.match(inside, at)
                if cell is None:
                    raise NotAlike
                fresh += self._learn_cell(cell)
                at = cell.end()
        return fresh > 0

    def _learn_cell(self, cell: re.Match[str]) -> bool:
        letters, written = cell["letters"], cell["attributes"]
        attributes = _ATTRIBUTES.fullmatch(written)
        if attributes is None or column_index(letters) >= LAST_COLUMN:
            raise NotAlike
        column = self._columns.setdefault(letters, _Column())
        if not cell["held"]:
            fresh, column.blank = not column.blank, True
            return fresh
        kind = attributes[2] if attributes[2] not in (None, "n") else ""
        form = PLAIN if kind in TEXTS else self._book.format_of(attributes[1] or "")
        way = Way(kind, form, bool(cell["formula"]), bool(cell["inline"]))
        if way not in column.ways:
            column.ways = {way: [], **column.ways}
            column.mixed = None  # its texts are marked by the place of their way
        if written in column.ways[way]:
            return False
        column.ways[way].append(written)
        return True

    def _send(self, groups: list[Sequence[str]], filled: list[int]) -> None:
        """Send rows, where any of them holds anything."""
        if not any(filled[2:]):
            return
        numbers = self._numbers(groups[0])
        self._note_hidden(numbers, groups[1])
        columns: list[Any] = [None] * (1 + max(map(column_index, self._columns)))
        self._cells += len(numbers) * len(columns)
        if self._cells > self._limits.cells:
            raise NotAlike
        at = 2
        for letters, column in _in_order(self._columns):
            used = [(way, groups[i]) for i, way in enumerate(column.ways, at) if filled[i]]
            if used:
                columns[column_index(letters)] = self._values(column, used)
            at += len(column.ways)
        self._sender.columns(numbers, columns)

    def _numbers(self, written: Sequence[str]) -> list[int]:
        numbers = list(map(int, written))
        if not self._last < numbers[0] or not all(map(operator.lt, numbers, numbers[1:])):
            raise NotAlike
        self._last = numbers[-1]
        if self._last > LAST_ROW:
            raise NotAlike
        return numbers

    def _note_hidden(self, numbers: Sequence[int], attributes: Sequence[str]) -> None:
        hidden = {one for one in set(attributes) if _HIDDEN.search(one)}
        if hidden:
            self.hidden_rows += [n for n, one in zip(numbers, attributes, strict=True) if one in hidden]

    def _values(self, column: _Column, used: Sequence[tuple[Way, Sequence[str]]]) -> Any:
        """A column's cells as they are sent: by a table of those seen, or as they are where hardly two are the same."""
        if len(used) > 1:
            return self._mixed(column, used)
        way, texts = used[0]
        tables = column.tables if way.is_text or way.is_number else self._tables
        if way not in tables:
            tables[way] = self._sender.table()
        table = tables[way]
        if table is None:
            return self._texts(texts) if way.is_text else _figures(texts)
        column.seen[way] += len(texts)
        if 1_000 < column.seen[way] < 2 * len(table) and (way.is_text or way.is_number):
            tables[way] = None
        return table.of(texts, partial(self._value, way))

    def _mixed(self, column: _Column, used: Sequence[tuple[Way, Sequence[str]]]) -> Any:
        """Cells of several ways. The way stands before each text: "12" may be a number in one and a text in another."""
        ways = [*column.ways]
        keys = [""] * len(used[0][1])
        for way, texts in used:
            mark = f"{ways.index(way)} "
            keys = [key or (text and mark + text) for key, text in zip(keys, texts, strict=True)]
        if column.mixed is None:
            column.mixed = self._sender.table()
        return column.mixed.of(keys, partial(self._of_several, ways))

    def _of_several(self, ways: Sequence[Way], key: str) -> Cell:
        place, _, text = key.partition(" ")
        return self._value(ways[int(place)], text)

    def _value(self, way: Way, text: str) -> Cell:
        written = _without_entities(text)
        return understand(written, way.kind, way.form, self._strings, self._book.since_1904)

    def _texts(self, texts: Sequence[str]) -> Sequence[str]:
        return texts if self._plain else [unescape(_without_entities(text)) for text in texts]


def _figures(texts: Sequence[str]) -> list[float | None]:
    """Plain numbers. Raises NotAlike where one is none that there is."""
    try:
        figures = [float(text) if text else None for text in texts]
    except ValueError:
        raise NotAlike from None
    if not _INFINITE.isdisjoint(figures):
        raise NotAlike
    return figures


def _until(stream: IO[bytes], data: bytes, mark: bytes) -> tuple[bytes, bytes, bytes]:
    """What stands before a mark, the mark, and what was read behind it; the mark is empty where there is none."""
    while mark not in data and len(data) < 8 * _CHUNK and (chunk := stream.read(_CHUNK)):
        data += chunk
    return data.partition(mark)


def _is_plain(head: bytes) -> bool:
    """True where a part begins as nearly all do: in UTF-8, its elements without prefixes."""
    begun = _BEGINNING.match(head)
    return (
        begun is not None
        and b"<!" not in head
        and (b"encoding" not in begun[1] or b"utf-8" in begun[1].lower())
    )


def _in_order(columns: Mapping[str, _Column]) -> list[tuple[str, _Column]]:
    return sorted(columns.items(), key=lambda one: column_index(one[0]))


def _row_of(columns: Mapping[str, _Column]) -> re.Pattern[str]:
    """A row of such cells: groups for its number, its attributes, and each way of each column in turn."""
    cells = "".join(column.expression(letters) for letters, column in _in_order(columns))
    return re.compile(rf'<row r="([0-9]+)"([^<>]*)(?:/>|>{cells}</row>)')


def _without_entities(text: str) -> str:
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(entity: re.Match[str]) -> str:
    if entity[3]:
        return _NAMED[entity[3]]
    number = int(entity[1]) if entity[1] else int(entity[2] or "0", 16)
    if (
        number in (9, 10, 13)
        or 32 <= number < 0xD800
        or 0xE000 <= number < 0xFFFE
        or 0xFFFF < number < 0x110000
    ):
        return chr(number)
    raise NotAlike


_STRING = re.compile(r'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>')


def _strings(archive: Archive, book: Book) -> list[str]:
    """The texts that cells share, at once where all of them are plain. Raises CannotRead as `load_strings` does."""
    if book.strings is None and book.strings_part:
        data = archive.read(book.strings_part)
        found = _plain_strings(data) if not any(mark in data for mark in (b"\0", b"\r", b"<!")) else []
        if found and len(found) == data.count(b"<si"):
            book.strings = [unescape(_without_entities(text)) for text in found]
    return load_strings(archive, book)


def _plain_strings(data: bytes) -> list[str]:
    try:
        return _STRING.findall(data.decode()) if _is_plain(data) else []
    except UnicodeDecodeError:
        return []

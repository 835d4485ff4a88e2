"""Values as cells of a workbook's XML: true dates and numbers, and texts that stay texts.

Nothing is cut or altered. Control characters are written the way Excel writes them
(_x000B_); what no workbook can hold is refused with its cell named. What Excel would round
(more than 15 digits) or misdate (before March 1900) goes out as text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta

from tracker.domain.errors import CannotWrite
from tracker.domain.money import Money
from tracker.exchange.outgoing.column import Column, Flagged, Kind, Row, Table, Value

LONGEST = 32_767
"""Characters that a cell holds, counted as Excel counts them (in UTF-16)."""

ROWS = 1_048_575
"""Rows that a sheet holds below its header."""

_CHUNK = 500
_EPOCH = date(1899, 12, 30).toordinal()  # day 0 of Excel's 1900 system, as it counts from March 1900
_FIRST_DAY = date(1900, 3, 1).toordinal()
_DIGITS = 10**15  # what a cell holds exactly
_SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_").search
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")
_IMPOSSIBLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_FORMULA = "=+-@\t\r\n"
_ISO = re.compile(r"\d{4}-\d\d-\d\d").fullmatch
_CACHED = 2048

Styles = Mapping[str, int]
"""Style numbers of the workbook by name: "text", "quoted", "code", "date", each currency, and those of `KEPT`."""

FLAGS = ("", " odd", " grave")
"""What the name of a style in `KEPT` ends with: as it was, to look at, keeps its row out."""

KEPT = ("cell text", "cell quoted", "cell date", "cell moment", "cell number")
"""Styles of a CELL column."""

Body = Callable[[Value], str]
"""What follows the cell's address: attributes and content, "" for an empty cell."""


class CannotHold(ValueError):
    """A cell of a workbook cannot hold this text; the message says why, without naming the cell."""


def rows_xml(
    table: Table, styles: Styles, progress: Callable[[int], object] | None = None, first: int = 2
) -> Iterator[str]:
    """The rows below the header as XML, some hundred at a time; `first` is the number of the first one.

    Raises:
        CannotWrite: a text is too long for a cell, or has a character that none can hold.
    """
    bodies = [body(column, styles) for column in table.columns]
    pairs = [(f'<c r="{letters(place)}', make) for place, make in enumerate(bodies)]
    out: list[str] = []
    for number, row in enumerate(table.rows, start=first):
        out.append(f'<row r="{number}">')
        try:
            for (start, make), value in zip(pairs, row, strict=True):
                if value is not None and value != "":
                    out.append(f'{start}{number}"{make(value)}</c>')
        except CannotHold as error:
            raise _named(table, bodies, row, number) from error
        out.append("</row>")
        if number % _CHUNK == 0:
            yield "".join(out)
            out.clear()
            if progress is not None:
                progress(number - first + 1)
    yield "".join(out)
    if progress is not None:
        progress(len(table.rows))


def _named(table: Table, bodies: Iterable[Body], row: Row, number: int) -> CannotWrite:
    """The refusal of a row, with the cell and the record named."""
    for place, (column, make, value) in enumerate(zip(table.columns, bodies, row, strict=True)):
        try:
            make(value)
        except CannotHold as error:
            others = (v for v in row if isinstance(v, str) and v is not value)
            record = next((v for v in others if v.isprintable() and 0 < len(v) < 200), "")
            about = f" of “{record}”" if record else ""
            return CannotWrite(
                f"Sheet {table.name}, cell {letters(place)}{number} ({column.name}{about}): {error}"
            )
    raise AssertionError("a row that was refused has a cell that is refused")


def letters(place: int) -> str:
    """A column's letters; 0 is A."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def body(column: Column, styles: Styles) -> Body:
    """The function that makes a column's cells."""
    text = text_body(styles["code" if column.kind is Kind.CODE else "text"], styles["quoted"])
    if column.kind is Kind.DATE:
        return _date_body(styles["date"], text)
    if column.kind is Kind.MONEY:
        return _money_body(column.currency, styles, text)
    if column.kind is Kind.NUMBER:
        return _number_body(text)
    if column.kind is Kind.CELL:
        return _cell_body(styles)
    return text


def text_body(style: int, quoted: int) -> Body:
    """Cells of text. What an edit in a spreadsheet would turn into a formula gets a style of its own."""
    known: dict[str, str] = {}
    plain = f' s="{style}"' if style else ""

    def make(value: Value) -> str:
        if value is None or value == "":
            return ""
        written = value if type(value) is str else plain_text(value)
        found = known.get(written)
        if found is None:
            shown = f' s="{quoted}"' if written[0] in _FORMULA else plain
            keep = ' xml:space="preserve"' if written != written.strip() else ""
            found = f'{shown} t="inlineStr"><is><t{keep}>{escaped(written)}</t></is>'
            if len(known) < _CACHED:
                known[written] = found
        return found

    return make


def escaped(text: str) -> str:
    """Text as it stands in the XML of a workbook.

    Raises:
        CannotHold: it is too long, or has a character that no workbook can hold.
    """
    if len(text) > LONGEST // 2:
        length = len(text.encode("utf-16-le", "surrogatepass")) // 2
        if length > LONGEST:
            raise CannotHold(
                f"the text has {length:,} characters, and a cell holds {LONGEST:,}. "
                "Shorten it, or export to csv."
            )
    if not _SPECIAL(text):
        return text
    wrong = _IMPOSSIBLE.search(text)
    if wrong:
        raise CannotHold(
            f"the text has a character that no workbook can hold (U+{ord(wrong[0]):04X}, "
            f"at place {wrong.start() + 1}). Take it out, and export again."
        )
    text = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain_text(value: Value) -> str:
    """A value as text, where a cell cannot hold it as what it is."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _date_body(style: int, text: Body) -> Body:
    def make(value: Value) -> str:
        if isinstance(value, str) and _ISO(value):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                return text(value)
        if type(value) is date:
            day = value.toordinal()
            if day >= _FIRST_DAY:
                return f' s="{style}"><v>{day - _EPOCH}</v>'
        return text(value)

    return make


def _money_body(currency: str, styles: Styles, text: Body) -> Body:
    places = {name: decimals(name) for name in styles}

    def make(value: Value) -> str:
        if type(value) is int:
            minor, code = value, currency
        elif isinstance(value, Money):
            minor, code = value.minor, value.currency
        else:
            return text(value)
        if abs(minor) >= _DIGITS or code not in styles:
            return text(Money(minor, code))
        whole, part = divmod(abs(minor), 10 ** places[code])
        tail = f".{part:0{places[code]}}" if part else ""
        return f' s="{styles[code]}"><v>{"-" if minor < 0 else ""}{whole}{tail}</v>'

    return make


def decimals(currency: str) -> int:
    """Digits after the point in amounts of that currency: 2 for most."""
    return len(Money(0, currency).decimal.partition(".")[2])


def _number_body(text: Body) -> Body:
    def make(value: Value) -> str:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return text(value)
        if not math.isfinite(value) or (isinstance(value, int) and abs(value) >= _DIGITS):
            return text(str(value))
        return f"><v>{value!r}</v>"

    return make


def _cell_body(styles: Styles) -> Body:
    """Cells that are given back as they stood, those that are flagged in their colour."""
    plain, odd, grave = (_kept_body({name: styles[f"{name}{flag}"] for name in KEPT}) for flag in FLAGS)

    def make(value: Value) -> str:
        if isinstance(value, Flagged):
            kept = grave if value.grave else odd
            empty = styles["cell text grave" if value.grave else "cell text odd"]
            return kept(value.value) or f' s="{empty}">'
        return plain(value)

    return make


def _kept_body(styles: Styles) -> Body:
    text = text_body(styles["cell text"], styles["cell quoted"])

    def make(value: Value) -> str:
        if isinstance(value, bool):
            return f' s="{styles["cell number"]}" t="b"><v>{int(value)}</v>'
        if isinstance(value, date) and value.toordinal() >= _FIRST_DAY:
            day = value.toordinal() - _EPOCH
            moment = value.time() if isinstance(value, datetime) else None
            if moment in (None, time()):
                return f' s="{styles["cell date"]}"><v>{day}</v>'
            assert moment is not None
            seconds = timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second)
            return f' s="{styles["cell moment"]}"><v>{day + seconds / timedelta(days=1)!r}</v>'
        if isinstance(value, int | float) and math.isfinite(value) and abs(value) < _DIGITS:
            return f' s="{styles["cell number"]}"><v>{value!r}</v>'
        return text(value)

    return make

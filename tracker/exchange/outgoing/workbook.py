"""Tables out of the register as a workbook that people can work in: dates are dates, texts stay texts.

Each table is a sheet with a frozen, filterable header and widths that fit; the last sheet says
what the file is and what its columns hold. The file is written safely (`safewrite`).
"""

from __future__ import annotations

import errno
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tracker.domain.dates import show
from tracker.domain.errors import CannotWrite
from tracker.domain.money import Money
from tracker.exchange.outgoing.cells import FLAGS, ROWS, Styles, decimals, letters, rows_xml
from tracker.exchange.outgoing.column import Column, Flagged, Kind, Table, Value
from tracker.exchange.safewrite import scratch, write_safely

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    from tracker.exchange.outgoing.streamed import StreamedSheet

README = "About this file"
_TEXTS = (Kind.TEXT, Kind.CODE, Kind.CELL)
_SAMPLE, _NARROW, _WIDE = 1000, 8, 60
_FILTER_BUTTON = 4

Progress = Callable[[int], object]
Dress = Callable[["Workbook", "StreamedSheet", Table], None]
"""What a sheet gets besides its table: drop-downs, hints, colours."""


def write_tables(
    tables: Sequence[Table],
    path: Path,
    *,
    title: str,
    made: datetime,
    notes: Iterable[str] = (),
    overwrite: bool = False,
    progress: Progress | None = None,
    dress: Dress | None = None,
) -> Path:
    """Write the tables as sheets of one workbook at `path`, with a readme sheet behind them.

    Args:
        title: what the file is; its heading in the readme and its title in the properties.
        made: when; shown in the readme.
        notes: sentences for the readme ("Only agreements that end in 2027").
        progress: called with the rows done of the table in hand; what it raises ends the work.
        dress: called for each sheet once it is laid out.

    Raises:
        CannotWrite: nothing was written, and what was there before still is; the sentence
            names the cell where one cannot be held.
    """
    for table in tables:
        if len(table.rows) > ROWS:
            raise CannotWrite(
                f"{path.name} was not written: {table.name} has {len(table.rows):,} rows, and a "
                f"sheet holds {ROWS:,}. Filter it, or export to csv."
            )

    def produce(file: BinaryIO) -> None:
        with scratch() as folder:
            book = folder / "book.xlsx"
            _write_book(book, folder, tables, title, made, notes, progress, dress)
            with book.open("rb") as made_file:
                shutil.copyfileobj(made_file, file, 1 << 20)

    return write_safely(path, produce, check=check_zip, overwrite=overwrite)


def write_table(
    rows: Sequence[Sequence[Value]],
    columns: Sequence[Column],
    path: Path,
    *,
    title: str,
    made: datetime,
    sheet: str = "Agreements",
    notes: Iterable[str] = (),
    overwrite: bool = False,
    progress: Progress | None = None,
) -> Path:
    """`write_tables` for one table."""
    table = Table(sheet, columns, rows)
    return write_tables(
        [table], path, title=title, made=made, notes=notes, overwrite=overwrite, progress=progress
    )


def _write_book(
    book: Path,
    folder: Path,
    tables: Sequence[Table],
    title: str,
    made: datetime,
    notes: Iterable[str],
    progress: Progress | None,
    dress: Dress | None,
) -> None:
    import xlsxwriter

    from tracker.exchange.outgoing.streamed import StreamedSheet

    workbook = xlsxwriter.Workbook(str(book), {"tmpdir": str(folder), "strings_to_urls": False})
    workbook.set_properties({"title": title, "created": made.replace(tzinfo=None)})
    styles = styles_of(workbook, tables)
    for number, table in enumerate(tables, start=1):
        sheet = workbook.add_worksheet(table.name, StreamedSheet)
        _lay_out(workbook, sheet, table, number)
        if dress is not None:
            dress(workbook, sheet, table)
        chunks = rows_xml(table, styles, progress)
        sheet.extend(max(len(table.rows), 1) + 1, len(table.columns), chunks)
    _write_readme(workbook, tables, title, made, notes)
    close(workbook)


def close(workbook: Workbook) -> None:
    """Put the workbook's file together. Raises OSError where the disk does not take it."""
    from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

    try:
        workbook.close()
    except FileCreateError as error:
        raise error.args[0] from error  # the OSError that it wraps


def styles_of(
    workbook: Workbook, tables: Sequence[Table], base: Mapping[str, object] | None = None
) -> Styles:
    """Formats under the names that cells know them by, as numbers of the workbook's style list.

    `base` is what every one of them has, a font for instance.
    """
    formats: dict[str, dict[str, object]] = {
        "quoted": {"quote_prefix": True},
        "code": {"num_format": "@"},
        "date": {"num_format": "dd/mm/yyyy", "align": "left"},
    }
    if any(column.kind is Kind.CELL for table in tables for column in table.columns):
        formats |= _cell_formats()
    for currency in sorted({code for table in tables for code in _currencies(table)}):
        formats[currency] = {"num_format": money_format(currency)}
    numbers = {}
    for name, how in formats.items():
        numbers[name] = workbook.add_format({**how, **(base or {})})._get_xf_index()  # noqa: SLF001
    return {"text": 0, **numbers}


_FILLS = dict(zip(FLAGS, ("", "#FBF0D9", "#FBE9E7"), strict=True))


def _cell_formats() -> dict[str, dict[str, object]]:
    """The styles of columns that give cells back as they stood: each plain, and in the colours of its flags."""
    kinds: dict[str, dict[str, object]] = {
        "text": {"num_format": "@"},
        "quoted": {"num_format": "@", "quote_prefix": True},
        "date": {"num_format": "dd/mm/yyyy", "align": "left"},
        "moment": {"num_format": "dd/mm/yyyy hh:mm", "align": "left"},
        "number": {},
    }
    return {
        f"cell {name}{flag}": {**how, **({"bg_color": fill} if fill else {})}
        for name, how in kinds.items()
        for flag, fill in _FILLS.items()
    }


def money_format(currency: str) -> str:
    """The number format of amounts in a currency, with its own number of decimals."""
    symbol = {"GBP": "[$£-809]", "EUR": "[$€-2] ", "USD": "[$$-409]"}.get(currency, f"[${currency}] ")
    places = decimals(currency)
    number = "#,##0" + ("." + "0" * places if places else "")
    return f"{symbol}{number};-{symbol}{number}"


def _currencies(table: Table) -> set[str]:
    places = [place for place, column in enumerate(table.columns) if column.kind is Kind.MONEY]
    found = {table.columns[place].currency for place in places}
    for place in places:
        found |= {value.currency for row in table.rows if isinstance(value := row[place], Money)}
    return {currency for currency in found if len(currency) == 3 and currency.isalpha()}


def _lay_out(workbook: Workbook, sheet: StreamedSheet, table: Table, number: int) -> None:
    """Header, filter, widths, and how the sheet prints."""
    last_row = max(len(table.rows), 1)
    header = workbook.add_format({"bold": True, "bottom": 1, "valign": "top"})
    named = [{"header": column.name, "header_format": header} for column in table.columns]
    options = {"name": f"Table{number}", "columns": named, "style": None}
    sheet.add_long_table(last_row + 1, len(table.columns), options)
    as_text = workbook.add_format({"num_format": "@"})
    for place, (column, width) in enumerate(zip(table.columns, widths_of(table), strict=True)):
        sheet.set_column(place, place, width, as_text if column.kind is Kind.CODE else None)
    texts = [letters(place) for place, column in enumerate(table.columns) if column.kind in _TEXTS]
    if texts:
        spans = " ".join(f"{name}2:{name}{last_row + 1}" for name in texts)
        sheet.ignore_errors({"number_stored_as_text": spans})
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&RPage &P of &N")


def widths_of(table: Table) -> list[float]:
    """Widths in characters that fit the header and most of what stands below it."""
    widths = [len(column.name) + _FILTER_BUTTON for column in table.columns]
    for row in islice(table.rows, _SAMPLE):
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            if value is not None:
                widths[place] = max(widths[place], _width(column, value))
    return [min(max(width, _NARROW), _WIDE) for width in widths]


def _width(column: Column, value: Value) -> int:
    if column.kind is Kind.MONEY:
        return len(str(Money(value, column.currency) if type(value) is int else value)) + 1
    if column.kind is Kind.DATE and (not isinstance(value, str) or len(value) == 10):
        return 11
    if isinstance(value, Flagged):
        value = value.value
    if isinstance(value, date):
        return 11
    return max(map(len, str(value).split("\n"))) + 1


def _write_readme(
    workbook: Workbook, tables: Sequence[Table], title: str, made: datetime, notes: Iterable[str]
) -> None:
    sheet = workbook.add_worksheet(README)
    heading = workbook.add_format({"bold": True, "font_size": 14})
    bold = workbook.add_format({"bold": True})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    top = workbook.add_format({"valign": "top"})
    sheet.set_column(0, 1, 28)
    sheet.set_column(2, 2, 75)
    sheet.write_string(0, 0, title, heading)
    lines = [f"Made on {show(made.date())} at {made:%H:%M}.", *notes]
    for number, line in enumerate(lines, start=1):
        sheet.write_string(number, 0, line)
    start = len(lines) + 1
    for place, word in enumerate(("Sheet", "Column", "What it holds")):
        sheet.write_string(start, place, word, bold)
    number = start
    for table in tables:
        for column in table.columns:
            number += 1
            sheet.write_string(number, 0, table.name, top)
            sheet.write_string(number, 1, column.name, top)
            sheet.write_string(number, 2, column.hint or _HINTS[column.kind], wrapped)


_HINTS = {
    Kind.TEXT: "Text.",
    Kind.CODE: "Text, even where it looks like a number: leading noughts count.",
    Kind.DATE: "A day. Ends are the last day in force. Words where the day is not known exactly.",
    Kind.MONEY: "An amount of money. Words where it is not stated exactly.",
    Kind.NUMBER: "A number.",
    Kind.CELL: "What stood in this column of the file.",
}


def check_zip(part: Path) -> None:
    """Read the file back: every part of it must be what was written."""
    try:
        with zipfile.ZipFile(part) as archive:
            damaged = archive.testzip()
    except (zipfile.BadZipFile, zlib.error) as error:
        raise OSError(errno.EIO, str(error)) from error
    if damaged is not None:
        raise OSError(errno.EIO, f"{damaged} is damaged")

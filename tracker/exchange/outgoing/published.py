"""A table for the website: a workbook that anybody can read, with any program that reads aloud.

The rules are those of WCAG 2.2 AA as the Analysis Function applies them to spreadsheets: a title
in A1, one table marked as such, no merged cells, no blank rows, no filters, nothing by colour alone.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from tracker.domain.errors import CannotWrite
from tracker.exchange.outgoing.cells import ROWS, rows_xml
from tracker.exchange.outgoing.column import Kind, Table
from tracker.exchange.outgoing.csvfile import write_csv
from tracker.exchange.outgoing.workbook import check_zip, close, styles_of, widths_of
from tracker.exchange.safewrite import scratch, write_safely

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    from tracker.exchange.outgoing.streamed import StreamedSheet

_FONT = {"font_name": "Arial", "font_size": 12, "align": "left", "valign": "top"}


class Page(NamedTuple):
    """One table with what stands over it.

    Attributes:
        title: what the table is; it stands in A1.
        notes: sentences between the title and the table, one a row.
    """

    table: Table
    title: str
    notes: Sequence[str] = ()


def publish(
    pages: Sequence[Page],
    path: Path,
    *,
    made: datetime,
    overwrite: bool = False,
    progress: Callable[[int], object] | None = None,
) -> Path:
    """Write tables for the public: .xlsx for people, a sheet each; .csv for machines, the first alone.

    Raises:
        CannotWrite: nothing was written, and what was there before still is.
    """
    suffix = path.suffix.casefold()
    if suffix == ".csv":
        return write_csv(pages[0].table, path, overwrite=overwrite, progress=progress)
    if suffix != ".xlsx":
        raise CannotWrite(f"{path.name} has no ending that says what to write. Use .xlsx or .csv.")
    if any(len(page.table.rows) > ROWS - len(page.notes) - 1 for page in pages):
        raise CannotWrite(f"{path.name} was not written: it would have too many rows. Use .csv.")

    def produce(file: BinaryIO) -> None:
        with scratch() as folder:
            book = folder / "book.xlsx"
            _write(book, folder, pages, made, progress)
            with book.open("rb") as made_file:
                shutil.copyfileobj(made_file, file, 1 << 20)

    return write_safely(path, produce, check=check_zip, overwrite=overwrite)


def _write(
    book: Path,
    folder: Path,
    pages: Sequence[Page],
    made: datetime,
    progress: Callable[[int], object] | None,
) -> None:
    import xlsxwriter

    from tracker.exchange.outgoing.streamed import StreamedSheet

    options = {"tmpdir": str(folder), "strings_to_urls": False, "default_format_properties": _FONT}
    workbook = xlsxwriter.Workbook(str(book), options)
    workbook.set_properties({"title": pages[0].title, "created": made.replace(tzinfo=None)})
    styles = styles_of(workbook, [page.table for page in pages], _FONT)
    for number, page in enumerate(pages, start=1):
        sheet = workbook.add_worksheet(page.table.name, StreamedSheet)
        _lay_out(workbook, sheet, page, f"Published{number}")
        top = len(page.notes) + 1
        chunks = rows_xml(page.table, styles, progress, top + 2)
        sheet.extend(max(len(page.table.rows), 1) + 1, len(page.table.columns), chunks, top)
    close(workbook)


def _lay_out(workbook: Workbook, sheet: StreamedSheet, page: Page, name: str) -> None:
    """Title, notes, the table's header, widths, and how it prints."""
    table, top = page.table, len(page.notes) + 1
    sheet.write_string(0, 0, page.title, workbook.add_format({**_FONT, "bold": True, "font_size": 16}))
    for number, note in enumerate(page.notes, start=1):
        sheet.write_string(number, 0, note)
    header = workbook.add_format({**_FONT, "bold": True, "text_wrap": True, "bottom": 1})
    named = [{"header": column.name, "header_format": header} for column in table.columns]
    how = {"name": name, "columns": named, "style": None, "autofilter": False}
    sheet.add_long_table(max(len(table.rows), 1) + 1, len(table.columns), how, top)
    as_text = workbook.add_format({**_FONT, "num_format": "@"})
    for place, (column, width) in enumerate(zip(table.columns, widths_of(table), strict=True)):
        sheet.set_column(place, place, width * 1.2, as_text if column.kind is Kind.CODE else None)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    sheet.set_footer("&L&A&RPage &P of &N")

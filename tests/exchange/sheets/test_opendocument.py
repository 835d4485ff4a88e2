"""OpenDocument sheets, written by hand: what programs put into them, and what is filled down to their end."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

from tracker.exchange.sheets.file import read

KIND = "application/vnd.oasis.opendocument.spreadsheet"
SPACE = "urn:oasis:names:tc:opendocument:xmlns"


def write_ods(path: Path, *rows: str) -> Path:
    names = " ".join(f'xmlns:{name}="{SPACE}:{name}:1.0"' for name in ("office", "table", "text"))
    manifest = f'<m:manifest xmlns:m="{SPACE}:manifest:1.0"><m:file-entry m:full-path="/" m:media-type="{KIND}"/></m:manifest>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", KIND)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>"
            f'<table:table table:name="Contracts">{"".join(rows)}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def row(*cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def text(*lines: str) -> str:
    written = "".join(f"<text:p>{line}</text:p>" for line in lines)
    return f'<table:table-cell office:value-type="string">{written}</table:table-cell>'


def day(of: date) -> str:
    return f'<table:table-cell office:value-type="date" office:date-value="{of}"><text:p>x</text:p></table:table-cell>'


def figure(value: float, currency: str = "GBP") -> str:
    return (
        f'<table:table-cell office:value-type="currency" office:currency="{currency}" office:value="{value}">'
        "<text:p>x</text:p></table:table-cell>"
    )


def test_the_cells_of_a_sheet(tmp_path: Path) -> None:
    path = write_ods(
        tmp_path / "a.ods",
        row(text("Title"), text("End"), text("Value")),
        row(text("Fish<text:s/>van", "two lines"), day(date(2027, 3, 31)), figure(1000.5)),
        row('<table:table-cell table:number-columns-repeated="16384"/>', times=1_000_000),
    )
    sheet = read(path).sheets[0]
    assert sheet.rows == [["Title", "End", "Value"], ["Fish van\ntwo lines", date(2027, 3, 31), 1000.5]]
    dollars = write_ods(tmp_path / "b.ods", row(text("Value"), figure(5.0, "USD")))
    assert read(dollars).sheets[0].rows == [["Value", "USD 5.00"]]


def test_a_row_that_is_filled_down_to_the_end_is_read_in_part_and_said(tmp_path: Path) -> None:
    head = row(text("Title"), text("Supplier"), text("End"))
    path = write_ods(tmp_path / "a.ods", head, row(text("Fish"), text("Net Ltd"), text("TBC"), times=60_000))
    sheet = read(path).sheets[0]
    assert len(sheet.rows) == 1_001 and sheet.numbers[-1] == 1_001
    (said,) = [one for one in sheet.remarks if one.finding.code == "sheet.filled-down"]
    assert "Row 2 is filled down to row 60,001, 60,000 times the same" in said.finding.message

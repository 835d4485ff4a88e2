"""Tables out as workbooks: what other programs read is what went in."""

from __future__ import annotations

import errno
import shutil
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

from tests.examples import examples
from tracker.domain.errors import CannotWrite
from tracker.domain.money import Money
from tracker.exchange.outgoing import workbook
from tracker.exchange.outgoing.cells import LONGEST, letters
from tracker.exchange.outgoing.column import Column, Flagged, Kind, Row, Table, Value
from tracker.exchange.outgoing.workbook import README, money_format, write_table, write_tables

MADE = datetime(2026, 11, 22, 15, 5, tzinfo=UTC)

COLUMNS = (
    Column("Reference", Kind.CODE, hint="Yours."),
    Column("Title"),
    Column("Starts", Kind.DATE),
    Column("Value", Kind.MONEY),
    Column("Options", Kind.NUMBER),
)

ROWS: list[Row] = [
    ["007", "Street lighting", date(2009, 4, 1), Money(50_000_012), 3],
    ["00123456", "=1+1", "2016-03-31", -12_345, 2.5],
    ["1-2", None, "some time in 2013", Money(1000, "EUR"), None],
    ["", True, date(1850, 1, 1), "about £5", False],
    ["SUM(A1)", "  two\nlines ", date(2028, 2, 29), Money(7, "JPY"), 0],
    ["@x", "", None, None, 10**20],
    ["e", "é€😀\u202e", date(9999, 12, 31), Money(10**17), float("inf")],
]

TEXTS = [
    "=1+1", "+44 1234", "-x", "@SUM(A1)", "\tx", "\r\nx", "a\rb", "x\x0by\x00\x1f", "_x000D_", "_x005F_",
    "1e5", "007", "TRUE", "#N/A", "http://example.org/", "<b>&amp;</b>", "]]>", " x ", "\u2028\x85\xa0",
    "\u202eabc", "é", "e\u0301", "😀", "\U0010ffff", "x" * LONGEST, "😀" * (LONGEST // 2),
]  # fmt: skip


def export(path: Path, rows: list[Row] = ROWS, columns: tuple[Column, ...] = COLUMNS) -> Path:
    return write_table(rows, columns, path, title="Register of agreements", made=MADE, notes=["A note."])


def seen_by_calamine(path: Path, sheet: str = "Agreements") -> list[list[object]]:
    return [list(row) for row in CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()]


def texts_out_and_back(path: Path, texts: list[str], kind: Kind = Kind.TEXT) -> None:
    export(path, [["x", text] for text in texts], (Column("Reference"), Column("Text", kind)))
    assert [row[1] for row in seen_by_calamine(path)[1:]] == texts
    book = openpyxl.load_workbook(path)
    cells = [row[1] for row in book["Agreements"].iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s"}
    # openpyxl leaves Excel's escapes of control characters as they stand in the file
    assert [unescape(cell.value) if cell.value else "" for cell in cells] == texts


def test_what_readers_see(tmp_path: Path) -> None:
    path = export(tmp_path / "out.xlsx")
    assert seen_by_calamine(path) == [
        ["Reference", "Title", "Starts", "Value", "Options"],
        ["007", "Street lighting", date(2009, 4, 1), 500000.12, 3.0],
        ["00123456", "=1+1", date(2016, 3, 31), -123.45, 2.5],
        ["1-2", "", "some time in 2013", 10.0, ""],
        ["", "Yes", "1850-01-01", "about £5", "No"],
        ["SUM(A1)", "  two\nlines ", date(2028, 2, 29), 7.0, 0.0],
        ["@x", "", "", "", "100000000000000000000"],
        ["e", "é€😀\u202e", date(9999, 12, 31), "£1,000,000,000,000,000.00", "inf"],
    ]


def test_t54_dates_are_the_serials_of_the_1900_system_and_shown_day_first(tmp_path: Path) -> None:
    path = export(tmp_path / "out.xlsx")
    with zipfile.ZipFile(path) as archive:
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    serials = [cell.findtext("m:v", namespaces=space) for cell in sheet.iterfind(".//m:c", space)
               if cell.get("r") in ("C2", "C3")]  # fmt: skip
    assert serials == ["39904", "42460"]
    cells = openpyxl.load_workbook(path)["Agreements"]
    assert (cells["C2"].value, cells["C2"].number_format) == (
        datetime.fromisoformat("2009-04-01"),
        "dd/mm/yyyy",
    )
    assert cells["C3"].value == datetime.fromisoformat("2016-03-31")


def test_it_is_a_table_with_filters_a_frozen_header_and_texts_that_stay_texts(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(export(tmp_path / "out.xlsx"))["Agreements"]
    [table] = sheet.tables.values()
    assert (table.ref, table.autoFilter.ref) == ("A1:E8", "A1:E8")
    assert [column.name for column in table.tableColumns] == [column.name for column in COLUMNS]
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert sheet.dimensions == "A1:E8"
    assert (sheet["A2"].number_format, sheet["B3"].quotePrefix, sheet["A6"].quotePrefix) == ("@", True, False)
    assert sheet["D2"].number_format == "[$£-809]#,##0.00;-[$£-809]#,##0.00"
    assert [sheet.column_dimensions[name].width > 8 for name in "ABCDE"] == [True] * 5
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"


def test_the_readme_says_what_the_file_is(tmp_path: Path) -> None:
    path = export(tmp_path / "out.xlsx")
    rows = seen_by_calamine(path, README)
    assert [row[0] for row in rows[:3]] == [
        "Register of agreements",
        "Made on 22 November 2026 at 15:05.",
        "A note.",
    ]
    assert rows[3] == ["Sheet", "Column", "What it holds"]
    assert rows[4] == ["Agreements", "Reference", "Yours."]
    assert rows[6][1:] == [
        "Starts",
        "A day. Ends are the last day in force. Words where the day is not known exactly.",
    ]
    assert openpyxl.load_workbook(path).properties.title == "Register of agreements"


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.CODE])
def test_f54_hostile_texts_come_back_equal_and_are_no_formulas(tmp_path: Path, kind: Kind) -> None:
    texts_out_and_back(tmp_path / "out.xlsx", TEXTS, kind)


@given(
    st.lists(
        st.text(
            st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"),
            min_size=1,
            max_size=30,
        ),
        min_size=1,
        max_size=30,
    )
)
@examples(25)
def test_f54_any_text_comes_back_equal(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    texts_out_and_back(tmp_path_factory.mktemp("any") / "out.xlsx", texts)


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.sampled_from(["GBP", "JPY", "KWD"]))
@examples(25)
def test_f56_every_penny_comes_back(
    tmp_path_factory: pytest.TempPathFactory, minor: int, currency: str
) -> None:
    path = export(
        tmp_path_factory.mktemp("any") / "out.xlsx", [["x", None, None, Money(minor, currency), None]]
    )
    back = seen_by_calamine(path)[1][3]
    assert Money.from_decimal(repr(back) if abs(minor) < 10**15 else "0", currency).minor == minor


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x" * (LONGEST + 1), "the text has 32,768 characters, and a cell holds 32,767"),
        ("😀" * (LONGEST // 2 + 1), "the text has 32,768 characters"),
        ("a\ud800", r"a character that no workbook can hold \(U\+D800, at place 2\)"),
        ("\ufffe", r"\(U\+FFFE, at place 1\)"),
    ],
)
def test_what_no_cell_can_hold_is_refused_with_its_cell_named(tmp_path: Path, text: str, words: str) -> None:
    rows: list[Row] = [*ROWS, ["C8", text, None, None, None]]
    with pytest.raises(CannotWrite, match=rf"Sheet Agreements, cell B9 \(Title of “C8”\): .*{words}"):
        export(tmp_path / "out.xlsx", rows)
    assert list(tmp_path.iterdir()) == []


def test_a_record_without_a_name_is_refused_by_its_cell_alone(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match=r"cell A2 \(Reference\): "):
        export(tmp_path / "out.xlsx", [["\uffff" * 300, None, None, None, None]])


def test_a_refusal_can_be_printed(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite) as refusal:
        export(tmp_path / "out.xlsx", [["\ud800", "a\ud800", None, None, None]])
    assert str(refusal.value).encode()


def test_days_that_are_none_and_many_texts_come_back(tmp_path: Path) -> None:
    rows: list[Row] = [[f"{n}", None, "2016-04-31", None, None] for n in range(2100)]
    back = seen_by_calamine(export(tmp_path / "out.xlsx", rows))
    assert [row[0] for row in back[1:]] == [row[0] for row in rows]
    assert back[1][2] == "2016-04-31"


def test_an_empty_table_is_a_header_that_can_be_filled_in(tmp_path: Path) -> None:
    path = export(tmp_path / "out.xlsx", [])
    assert seen_by_calamine(path) == [[column.name for column in COLUMNS]]
    assert openpyxl.load_workbook(path)["Agreements"].tables["Table1"].ref == "A1:E2"


def test_several_tables(tmp_path: Path) -> None:
    first = Table("Agreements", COLUMNS, ROWS)
    second = Table("Dates", [Column("Day", Kind.DATE)], [[date(2026, 11, 22)]])
    path = write_tables([first, second], tmp_path / "out.xlsx", title="x", made=MADE)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Agreements", "Dates", README]
    assert list(book["Dates"].tables) == ["Table2"]
    assert seen_by_calamine(path, "Dates")[1] == [date(2026, 11, 22)]


def test_headings_must_differ() -> None:
    for names in ([], ["A", "a"], [""]):
        with pytest.raises(ValueError, match="must be there and differ"):
            Table("x", [Column(name) for name in names], [])


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ROWS", 6)
    with pytest.raises(
        CannotWrite, match=r"Agreements has 7 rows, and a sheet holds 6\. Filter it, or export to csv"
    ):
        export(tmp_path / "out.xlsx")


def test_progress_is_told_and_can_end_the_work(tmp_path: Path) -> None:
    rows: list[Row] = [[f"{n}", "x", None, None, n] for n in range(1200)]
    told: list[int] = []
    table = Table("Agreements", COLUMNS, rows)
    write_tables([table], tmp_path / "out.xlsx", title="x", made=MADE, progress=told.append)
    assert told == [499, 999, 1200]

    def cancel(done: int) -> None:
        raise InterruptedError("cancelled")

    with pytest.raises(CannotWrite):
        write_tables([table], tmp_path / "two.xlsx", title="x", made=MADE, progress=cancel)
    assert [path.name for path in tmp_path.iterdir()] == ["out.xlsx"]


def test_f9_a_disk_that_fills_up_leaves_the_old_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = export(tmp_path / "out.xlsx")
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(zipfile.ZipFile, "write", full)
    with pytest.raises(CannotWrite, match=r"out\.xlsx was not written: the disk is full"):
        write_table(ROWS, COLUMNS, path, title="x", made=MADE, overwrite=True)
    assert path.read_bytes() == before
    assert [other.name for other in tmp_path.iterdir()] == ["out.xlsx"]


@pytest.mark.parametrize("how", ["cut", "flipped", "crc"])
def test_a_workbook_that_does_not_read_back_does_not_take_the_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    def spoil(source: object, target: object, length: int = 0) -> None:
        data = bytearray(source.read())  # type: ignore[attr-defined]
        if how == "cut":
            del data[len(data) // 2 :]
        elif how == "flipped":
            data[80] ^= 0xFF
        else:
            monkeypatch.setattr(zipfile.ZipFile, "testzip", lambda archive: "xl/styles.xml")
        target.write(bytes(data))  # type: ignore[attr-defined]

    monkeypatch.setattr(shutil, "copyfileobj", spoil)
    with pytest.raises(CannotWrite, match="the disk did not take it"):
        export(tmp_path / "out.xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("currency", "shown"),
    [
        ("GBP", "[$£-809]#,##0.00;-[$£-809]#,##0.00"),
        ("EUR", "[$€-2] #,##0.00;-[$€-2] #,##0.00"),
        ("JPY", "[$JPY] #,##0;-[$JPY] #,##0"),
        ("KWD", "[$KWD] #,##0.000;-[$KWD] #,##0.000"),
    ],
)
def test_money_formats(currency: str, shown: str) -> None:
    assert money_format(currency) == shown


def test_letters_of_columns() -> None:
    assert [letters(place) for place in (0, 25, 26, 701, 702, 16383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


def test_cells_of_somebody_elses_sheet_are_given_back_as_what_they_were(tmp_path: Path) -> None:
    values: list[Value] = [
        *("00123", "=1+1", date(2027, 3, 31), datetime(2027, 3, 31, 12, 30), datetime(2027, 3, 31), 54_000.5),  # noqa: DTZ001 - as a sheet holds it
        *(7, True, date(1850, 1, 1), float("inf"), None, Flagged(None, grave=True), Flagged("31/02/2027")),
    ]
    columns = [Column(f"C{number}", Kind.CELL) for number in range(len(values))]
    path = write_table(
        [values], columns, tmp_path / "cells.xlsx", title="Cells", made=datetime(2026, 11, 22, tzinfo=UTC)
    )
    sheet = openpyxl.load_workbook(path).worksheets[0]
    cells = list(sheet[2])
    assert [str(cell.value) for cell in cells[:10]] == [
        *("00123", "=1+1", "2027-03-31 00:00:00", "2027-03-31 12:30:00", "2027-03-31 00:00:00", "54000.5"),
        *("7", "True", "1850-01-01", "inf"),
    ]
    assert [cell.data_type for cell in cells[:2]] == ["s", "s"]
    assert [cell.number_format for cell in cells[:4]] == ["@", "@", "dd/mm/yyyy", "dd/mm/yyyy hh:mm"]
    assert [cell.fill.fgColor.rgb for cell in cells[10:]] == ["00000000", "FFFBE9E7", "FFFBF0D9"]

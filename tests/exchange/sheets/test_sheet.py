"""Reading files as plain values: encodings, delimiters, workbooks with odd insides, limits."""

from __future__ import annotations

import contextlib
import csv
import os
import sys
import threading
import time as clock
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.importing import received, write_xlsx
from tracker.domain.errors import CannotRead
from tracker.exchange.sheets import formats, guard, reading, text
from tracker.exchange.sheets.encoding import decode
from tracker.exchange.sheets.file import read
from tracker.exchange.sheets.formats import Format, Shape
from tracker.exchange.sheets.frames import decode_cell, encode_cell
from tracker.exchange.sheets.sheet import Fault, Limits, column_letters, shown
from tracker.exchange.sheets.text import find_delimiter
from tracker.exchange.sheets.worksheet import column_index

AFTERNOON = datetime.fromisoformat("2027-03-31T18:30")

ROWS = [
    ["Reference", "Title", "Supplier", "End", "Value"],
    ["C-1", "Café – the “Old” one", "Brontë & Søn", "31/03/2027", "£1,234.50"],
]


def as_text(end: str = "\r\n", delimiter: str = ",") -> str:
    return "".join(delimiter.join(f'"{cell}"' for cell in row) + end for row in ROWS)


# Text


@pytest.mark.parametrize(
    ("codec", "mark", "named"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8-sig"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("utf-32-le", b"", "utf-32-le"),
        ("cp1252", b"", "cp1252"),
        ("mac_roman", b"", "mac_roman"),
    ],
)
def test_every_encoding_reads_as_it_was_written(tmp_path: Path, codec: str, mark: bytes, named: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(mark + as_text().encode(codec))
    book = read(path)
    assert book.encoding == named
    assert book.sheets[0].rows == ROWS
    told = any(one.finding.code == "text.encoding-guessed" for one in book.remarks)
    assert told == (named in ("cp1252", "mac_roman") or (not mark and "utf-8" not in named))


def test_a_pound_sign_from_dos_is_a_pound_sign() -> None:
    text = "Supplier,Value\r\nCafé Noir,£12,000\r\nCrèche,£3,500\r\n"
    decoded = decode(text.encode("cp850"))
    assert decoded.text == text


def test_windows_bytes_in_a_utf_8_file_are_read_and_their_row_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("Title,Supplier\r\nCafé,Zoë\r\nÉcole,Ünal\r\n".encode() + b"Caf\xe9,x\r\n")
    book = read(path)
    assert book.sheets[0].rows[3] == ["Café", "x"]
    assert [(r.finding.code, r.row) for r in book.sheets[0].remarks] == [("text.bad-bytes", 4)]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_line_ends_and_delimiters(tmp_path: Path, end: str, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(as_text(end, delimiter).encode())
    book = read(path)
    assert (book.sheets[0].rows, book.delimiter) == (ROWS, delimiter)


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('\n\na,b\n"line 1\nline 2",c\n,,\nd,e\n\x1a', "utf-8", newline="")
    sheet = read(path).sheets[0]
    assert sheet.rows == [["a", "b"], ["line 1\nline 2", "c"], ["d", "e"]]
    assert list(sheet.numbers) == [3, 4, 6]


def test_excels_own_first_line_names_the_delimiter(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=;\na,1;b\nc,2;d\n", "utf-8")
    sheet = read(path).sheets[0]
    assert (sheet.rows[0], sheet.numbers[0]) == (["a,1", "b"], 2)


def test_nul_characters_and_endless_cells_are_said(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\r\nx\x00y," + b"z" * 200_000 + b"\r\n")
    sheet = read(path).sheets[0]
    assert sheet.rows[1][0] == "xy"
    assert {one.finding.code for one in sheet.remarks} == {"text.nul", "text.long-cell"}


# Without the letters with which text that was encoded twice begins: that is put right, and not read as it stands.
_TWICE = "".join(map(chr, range(0xC2, 0xF5)))
CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters=f"'{_TWICE}")
    | st.sampled_from("\n\t"),
    max_size=20,
)


@pytest.fixture(scope="module")
def csv_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where every example is written in turn."""
    return tmp_path_factory.mktemp("csv") / "a.csv"


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=3, max_size=6))
def test_what_the_csv_module_writes_is_read_back(csv_path: Path, rows: list[list[str]]) -> None:
    path = csv_path
    head = ["Reference", "Title", "Supplier"]
    with path.open("w", newline="", encoding="utf-8-sig") as stream:
        csv.writer(stream).writerows([head, *rows])
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    assert read(path).sheets[0].rows == [head, *kept]


def test_the_most_even_delimiter_wins() -> None:
    assert find_delimiter("a;b;c\n1,5;2,5;3,5\n4,0;5,5;6,1\n") == ";"
    assert find_delimiter("alone\nsingle\n") == ","


# What is refused


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.xlsx", b"%PDF-1.7\n", "PDF"),
        ("a.xls", b"{\\rtf1 hello}", "rich text"),
        ("a.xls", b"<html><table><tr><td>x</td></tr></table></html>", "web page"),
        ("a.csv", b'{"a": [1, 2]}', "JSON"),
        ("a.xlsx", b"SQLite format 3\x00" + bytes(100), "database"),
        ("a.xlsx", bytes(5000), "only zeros"),
        ("a.xlsx", b"", "empty"),
        ("a.xlsx", b"PK\x03\x04" + b"rubbish" * 50, "incomplete or damaged"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"rubbish" * 200, "damaged"),
        ("a.csv", b"\n\n  \n", "no rows"),
        ("~$a.xlsx", b"\x07Officer" + b" " * 157, "open by Officer"),
        ("a.xlsx.lnk", b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(80), "shortcut"),
    ],
)
def test_what_is_no_table_is_named(tmp_path: Path, name: str, content: bytes, word: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CannotRead, match=word):
        read(path)


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="cannot be opened: No such file"):
        read(tmp_path / "nowhere.csv")


# Workbooks


def test_a_workbook_arrives_with_types(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "a.xls",  # the bytes decide, not the name
        [
            ["Title"],
            [],
            ["Text", date(2027, 3, 31), 12.5, True, None, AFTERNOON, time(9, 15)],
        ],
    )
    book = read(path)
    assert (book.kind, [sheet.name for sheet in book.sheets]) == ("xlsx", ["Register"])
    assert list(book.sheets[0].numbers) == [1, 3]
    assert book.sheets[0].rows[1] == [
        "Text", date(2027, 3, 31), 12.5, True, None, AFTERNOON, time(9, 15),
    ]  # fmt: skip


def small_xlsx(
    path: Path, sheet: str, *, styles: str = "", strings: str = "", extra: dict[str, bytes] | None = None
) -> Path:
    """A workbook with one sheet whose XML is given: what no library would write."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rels = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "_rels/.rels": f'<Relationships {rels}><Relationship Id="r1" Type="{kind}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {space} xmlns:r="{kind}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships {rels}><Relationship Id="r1" Type="{kind}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{kind}/styles" Target="styles.xml"/>'
        f'<Relationship Id="r3" Type="{kind}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {space}>{sheet}</worksheet>",
        "xl/styles.xml": f"<styleSheet {space}>{styles}</styleSheet>",
        "xl/sharedStrings.xml": f"<sst {space}>{strings}</sst>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return path


def one_row(cells: str) -> str:
    return f'<sheetData><row r="1">{cells}</row></sheetData>'


def test_formulas_errors_and_lost_strings_are_faults(tmp_path: Path) -> None:
    cells = '<c r="A1"><f>B1*2</f></c><c r="B1" t="e"><v>#REF!</v></c><c r="C1" t="s"><v>7</v></c><c r="D1"><v>twelve</v></c>'
    row = read(small_xlsx(tmp_path / "a.xlsx", one_row(cells))).sheets[0].rows[0]
    assert [type(cell) for cell in row] == [Fault] * 4
    assert [cell.code for cell in row if isinstance(cell, Fault)] == [
        "cell.no-result", "cell.error", "cell.malformed", "cell.malformed",
    ]  # fmt: skip


def test_formats_that_show_more_than_the_number(tmp_path: Path) -> None:
    styles = (
        '<numFmts><numFmt numFmtId="170" formatCode="00000"/><numFmt numFmtId="171" formatCode="&quot;C-&quot;000"/>'
        '<numFmt numFmtId="172" formatCode="[$€-2] #,##0.00"/><numFmt numFmtId="173" formatCode="#,##0&quot; days&quot;"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="172"/><xf numFmtId="173"/><xf numFmtId="14"/></cellXfs>'
    )
    cells = "".join(
        f'<c r="{"ABCDE"[i]}1" s="{i + 1}"><v>{v}</v></c>' for i, v in enumerate((123, 7, 99.5, 30, 46477))
    )
    row = read(small_xlsx(tmp_path / "a.xlsx", one_row(cells), styles=styles)).sheets[0].rows[0]
    assert row == ["00123", "C-007", "€99.50", 30.0, date(2027, 3, 31)]


def test_hidden_rows_columns_and_merges_are_known(tmp_path: Path) -> None:
    sheet = (
        '<cols><col min="2" max="2" hidden="1"/></cols><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="2" hidden="1"><c r="A2"><v>2</v></c></row></sheetData><mergeCells><mergeCell ref="A1:A2"/></mergeCells>'
    )
    found = read(small_xlsx(tmp_path / "a.xlsx", sheet)).sheets[0]
    assert (found.hidden_rows, found.hidden_columns, found.merged) == ({2}, {1}, ((1, 0, 2, 0),))


@pytest.mark.parametrize(
    ("sheet", "word"),
    [
        ('<sheetData><row r="9999999"><c><v>1</v></c></row></sheetData>', "last row"),
        (one_row('<c r="XFE1"><v>1</v></c>'), "last column"),
        (one_row('<c r="??"><v>1</v></c>'), "no place"),
        (one_row("<c><v>&nosuch;</v></c>"), "line 1, is not well formed"),
        ("<a>" * 600 + "</a>" * 600, "nested too deeply"),
    ],
)
def test_sheets_that_cannot_be_are_refused(tmp_path: Path, sheet: str, word: str) -> None:
    with pytest.raises(CannotRead, match=word):
        read(small_xlsx(tmp_path / "a.xlsx", sheet))


def test_document_types_two_parts_of_one_name_and_bombs_are_refused(tmp_path: Path) -> None:
    doctype = b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'
    path = small_xlsx(tmp_path / "a.xlsx", one_row(""))
    rebuilt(path, {"xl/worksheets/sheet1.xml": doctype})
    with pytest.raises(CannotRead, match="document type"):
        read(path)
    with pytest.raises(CannotRead, match="two parts of one name"):
        read(small_xlsx(tmp_path / "b.xlsx", one_row(""), extra={"XL/Workbook.xml": b"<workbook/>"}))
    with pytest.raises(CannotRead, match="unpack to"):
        read(small_xlsx(tmp_path / "c.xlsx", one_row(""), extra={"xl/media/x": bytes(30 << 20)}))


def rebuilt(path: Path, changed: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()} | changed
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def test_a_large_plain_sheet_reads_the_same_both_ways(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    from tracker.exchange.sheets import archive as archives
    from tracker.exchange.sheets.frames import Sender

    rows: list[list[object]] = [["Reference", "Title", "Start", "Value"]]
    rows += [
        [f"C-{n}", None if n % 7 == 0 else f"Title {n}", date(2020, 1, 1 + n % 28), n * 1.5]
        for n in range(50)
    ]
    path = write_xlsx(tmp_path / "a.xlsx", rows)

    def frames() -> bytes:
        stream = io.BytesIO()
        reading.read_xlsx(archives.Archive(path, Limits()), None, Limits(), Sender(stream))
        return stream.getvalue()

    exact = frames()
    monkeypatch.setattr(reading, "_LARGE", 0)
    seen: list[int] = []
    monkeypatch.setattr(reading, "_read_exactly", lambda *args: seen.append(1))
    large = frames()
    assert not seen, "the large way was not taken"
    assert _rows_of(exact) == _rows_of(large)


def _rows_of(frames: bytes) -> list[list[object]]:
    return [[cell or None for cell in row] for row in received(frames).sheets[0].rows]


# The guard


def test_f47_cancel_ends_the_reading_process_at_once(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["a", "b"]])
    with pytest.raises(CannotRead, match="cancelled"):
        read(path, cancelled=lambda: True)
    if sys.platform == "linux":
        assert not _children(), "a reading process was left behind"


def _children() -> list[str]:
    """What the children of this process were started with, as the kernel tells it."""
    own = f"PPid:\t{os.getpid()}\n"
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if own in (process / "status").read_text():
                found.append((process / "cmdline").read_text().replace("\0", " "))
    return [line for line in found if "tracker.exchange.sheets.reader" in line]


@pytest.mark.parametrize(
    ("program", "word"),
    [("import os; os.abort()", "damaged, or needs more memory"), ("import time; time.sleep(60)", "too long")],
)
def test_f46_f47_a_reader_that_aborts_or_hangs_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, word: str
) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["a", "b"]])
    monkeypatch.setattr(guard, "command", lambda: [sys.executable, "-c", program])
    with pytest.raises(CannotRead, match=word):
        read(path, limits=Limits(seconds=0.3))
    assert threading.active_count() < 10


def test_a_second_reader_that_dies_costs_the_comparison_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = (
        "import sys, os, io\n"
        "from tracker.exchange.sheets.frames import Sender\n"
        "s = Sender(sys.stdout.buffer)\n"
        "s.send('book', 'xlsx'); s.send('sheet', 'A', 'visible'); s.row(1, ['x', 2.0]); s.send('read')\n"
        "os.abort()\n"
    )
    path = write_xlsx(tmp_path / "a.xlsx", [["a", "b"]])
    monkeypatch.setattr(guard, "command", lambda: [sys.executable, "-c", program])
    book = read(path)
    assert book.sheets[0].rows == [["x", 2.0]]
    assert [one.finding.code for one in book.remarks] == ["book.counted-once"]


def test_reading_does_not_look_for_modules_in_the_folder_that_it_is_started_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "zipfile.py").write_text("raise SystemExit(7)", "utf-8")
    path = write_xlsx(tmp_path / "a.xlsx", [["a", "b"]])
    monkeypatch.chdir(tmp_path)
    assert read(path).sheets[0].rows == [["a", "b"]]


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    path = write_xlsx(tmp_path / "a.xlsx", [["a", "b"]] * 10)
    began = clock.monotonic()
    read(path, progress=lambda done, whole: told.append((done, whole)))
    assert told and told[-1][0] == 10
    assert clock.monotonic() >= began


# Small parts


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("General", Shape.PLAIN),
        ("#,##0.00", Shape.PLAIN),
        ('0" sold by days"', Shape.PLAIN),
        ("dd/mm/yyyy;@", Shape.DAY),
        ("[$-D07041E]d/m/yyyy", Shape.DAY),
        ("mmm-yy", Shape.DAY),
        ("h:mm AM/PM", Shape.TIME),
        ("mm:ss.0", Shape.TIME),
        ("[h]:mm:ss", Shape.ELAPSED),
        ("0.00E+00", Shape.PLAIN),
        ("[Red]-0.00", Shape.PLAIN),
        ("00000", Shape.PADDED),
        ("_-[$$-409]* #,##0.00_-", Shape.CURRENCY),
        ('_-"£"* #,##0.00_-', Shape.PLAIN),
    ],
)
def test_number_formats(code: str, expected: Shape) -> None:
    assert formats.understand(code).shape is expected


@pytest.mark.parametrize(
    ("serial", "since_1904", "expected"),
    [
        (1.0, False, date(1900, 1, 1)),
        (59.0, False, date(1900, 2, 28)),
        (60.0, False, Fault("cell.not-a-date", "60.0")),
        (61.0, False, date(1900, 3, 1)),
        (0.0, False, Fault("cell.not-a-date", "0.0")),
        (0.0, True, date(1904, 1, 1)),
        (-1.0, True, Fault("cell.not-a-date", "-1.0")),
        (2_958_465.0, False, date(9999, 12, 31)),
        (2_958_466.0, False, Fault("cell.not-a-date", "2958466.0")),
        (46_477.5, False, datetime.fromisoformat("2027-03-31T12:00")),
        (46_477.99999999, False, datetime.fromisoformat("2027-03-31T23:59:59.999")),
    ],
)
def test_day_numbers(serial: float, since_1904: bool, expected: object) -> None:
    assert formats.from_serial(serial, str(serial), since_1904, Shape.DAY) == expected


def test_a_padded_number_may_have_a_literal_before_it() -> None:
    assert formats.understand('"REF"\\-0000') == Format(Shape.PADDED, "REF-", 4)
    assert formats.dressed(12.0, Format(Shape.PADDED, "REF-", 4)) == "REF-0012"


@given(st.one_of(st.dates(), st.datetimes(), st.times(), st.builds(Fault, st.text(), st.text())))
def test_cells_survive_the_pipe(cell: date | datetime | time | Fault) -> None:
    assert decode_cell(encode_cell(cell)) == cell


@given(st.integers(0, 16_383))
def test_columns_have_letters(index: int) -> None:
    assert column_index(column_letters(index)) == index


def test_cells_are_shown_as_people_type_them() -> None:
    cells = ["x", None, 12.0, 12.5, True, date(2027, 3, 31), Fault("cell.error", "#N/A")]
    assert [shown(cell) for cell in cells] == ["x", "", "12", "12.5", "TRUE", "31/03/2027", "#N/A"]


@pytest.mark.parametrize(
    ("lock", "content"),
    [
        ("~$a.csv", b"\x07A Clerk" + b" " * 157),
        (".~lock.a.csv#", b",A Clerk,PC1,22.11.2026 10:00,file:///x;"),
    ],
)
def test_f51_a_file_that_is_open_elsewhere_is_read_and_that_is_said(
    tmp_path: Path, lock: str, content: bytes
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(as_text().encode())
    (tmp_path / lock).write_bytes(content)
    said = [one.finding.message for one in read(path).remarks]
    assert len(said) == 1 and "open in another program by A Clerk" in said[0]


def test_text_that_was_encoded_twice_is_put_right_and_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    once = as_text().encode()
    twice = "".join(
        bytes((byte,)).decode("cp1252") if byte not in (0x81, 0x9D) else chr(byte) for byte in once
    )
    path.write_bytes(twice.encode())
    sheet = read(path).sheets[0]
    assert sheet.rows == ROWS
    assert [one.finding.code for one in sheet.remarks] == ["text.encoded-twice"]


def test_a_quotation_mark_that_swallows_rows_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('a,b,c,d\n1,2,3,4\n5,"6,7,8\n9,10,11,12\n13,14",15,16\n17,18,19,20\n', "utf-8")
    sheet = read(path).sheets[0]
    assert [(one.finding.code, one.row) for one in sheet.remarks] == [("text.open-quote", 3)]


def test_a_line_without_an_end_is_refused_before_it_fills_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "_LONGEST_LINE", 100)
    path = tmp_path / "a.csv"
    path.write_text("Ref,Title\n1," + "x" * 200 + "\n", encoding="utf-8")
    with pytest.raises(CannotRead, match=r"Line 2 of a\.csv does not end"):
        read(path)
    path.write_bytes(b"Ref,Title\r" + b"1,Alpha\r" * 30)  # as an old Mac ends its lines
    assert len(read(path).sheets[0].rows) == 31
    path.write_text("Ref,Title\n" + "1,Alpha\n" * 30, encoding="utf-8")
    assert len(read(path).sheets[0].rows) == 31

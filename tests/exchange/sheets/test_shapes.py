"""Large sheets read by the shapes of their rows: the same cells as the exact reader gives, or none at all."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange.importing import received
from tracker.domain.errors import CannotRead
from tracker.exchange.sheets import reading, shapes
from tracker.exchange.sheets.archive import Archive
from tracker.exchange.sheets.frames import Sender
from tracker.exchange.sheets.ooxml import open_book
from tracker.exchange.sheets.sheet import Fault, Limits, Sheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/relationships"
FORMATS = '<numFmts><numFmt numFmtId="200" formatCode="0000"/><numFmt numFmtId="201" formatCode="dd/mm/yyyy"/></numFmts>'
STYLES = "".join(f'<xf numFmtId="{number}"/>' for number in (0, 0, 201, 200, 21, 14))
"""Styles 0 and 1 are plain, 2 and 5 are days, 3 has zeros in front, 4 is a time of day."""


def workbook(path: Path, rows: str, *, before: str = "", after: str = "", strings: str = "") -> Path:
    """A workbook of one sheet with these rows, as they stand in its part."""
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{TYPES}"><Relationship Id="a" Type="{RELS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{TYPES}">'
        f'<Relationship Id="a" Type="{RELS}/worksheet" Target="sheet.xml"/>'
        f'<Relationship Id="b" Type="{RELS}/styles" Target="styles.xml"/>'
        f'<Relationship Id="c" Type="{RELS}/sharedStrings" Target="strings.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>'
        '<sheet name="Register" sheetId="1" r:id="a"/></sheets></workbook>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{FORMATS}<cellXfs>{STYLES}</cellXfs></styleSheet>',
        "xl/strings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/sheet.xml": f'<?xml version="1.0"?><worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>',
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def by_shapes(path: Path, limits: Limits | None = None) -> Sheet:
    """The sheet as `ShapeReader` sends it."""
    archive, stream = Archive(path, Limits()), io.BytesIO()
    sender = Sender(stream)
    book = open_book(archive)
    reader = shapes.ShapeReader(archive, book, limits or Limits(), sender)
    sender.send("sheet", "Register", "visible")
    with archive.open(book.sheets[0].part) as part:
        reader.read(part)
    merged, _, columns = reading._about(reader.edges)
    sender.send("about", merged, reader.hidden_rows, columns)
    return received(stream.getvalue()).sheets[0]


def exactly(path: Path) -> Sheet:
    """The sheet as the exact reader sends it."""
    stream = io.BytesIO()
    reading.read_xlsx(Archive(path, Limits()), None, Limits(), Sender(stream))
    return received(stream.getvalue()).sheets[0]


def cells(sheet: Sheet) -> list[list[Any]]:
    """The rows without the blanks behind them; a cell with no text is blank."""
    plain = [[None if cell == "" else cell for cell in row] for row in sheet.rows]
    for row in plain:
        while row and row[-1] is None:
            row.pop()
    return plain


def agree(path: Path) -> Sheet:
    """Both readers see the same; returns what they see."""
    quick, exact = by_shapes(path), exactly(path)
    assert cells(quick) == cells(exact)
    assert [[type(cell) for cell in row] for row in cells(quick)] == [
        [type(cell) for cell in row] for row in cells(exact)
    ]
    assert list(quick.numbers) == list(exact.numbers)
    assert (quick.merged, quick.hidden_rows, quick.hidden_columns) == (
        exact.merged,
        exact.hidden_rows,
        exact.hidden_columns,
    )
    return quick


def test_every_kind_of_cell_is_read_as_by_the_exact_reader(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Title &amp; more</t></is></c><c r="B1" t="s"><v>0</v></c></row>'
        '<row r="2" hidden="1"><c r="A2" t="str"><f>B2&amp;"x"</f><v> _x000D_&#10;y </v></c><c r="B2" s="2"><v>46477</v></c>'
        '<c r="C2" s="1" t="n"><v>1.5E3</v></c><c r="D2" t="b"><v>1</v></c></row>'
        '<row r="3"><c r="B3" s="5"><v>46477.5</v></c><c r="C3" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="D3" s="3"><v>12</v></c></row>'
        '<row r="5" spans="1:4" ht="15"/><row r="6"><c r="A6" s="1"/><c r="B6" s="1"></c></row>'
        '<row r="7"><c r="A7" t="s"><v>1</v></c><c r="B7" s="2"><v>0</v></c><c r="C7" t="s"><v>99</v></c>'
        '<c r="D7" s="4"><v>0.5</v></c></row>'
        '<row r="9"><c r="C9"><f t="shared" si="0"/><v>-7</v></c><c r="D9" t="d"><v>2027-03-31</v></c></row>'
        '<row r="10"><c r="A10" t="inlineStr"><is><t xml:space="preserve"> </t></is></c></row>'
    )
    path = workbook(
        tmp_path / "a.xlsx",
        rows,
        before='<cols><col min="2" max="3" width="9" hidden="1"/></cols>',
        after='<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>',
        strings="<si><t>Ends</t></si><si><t>Café\r\n&lt;b&gt;</t></si>",
    )
    sheet = agree(path)
    assert sheet.rows[0][:2] == ["Title & more", "Ends"]
    assert sheet.rows[2][2] == Fault("cell.error", "#DIV/0!")
    assert sheet.numbers == [1, 2, 3, 7, 9]
    assert sheet.hidden_rows == {2} and sheet.hidden_columns == {1, 2} and sheet.merged == ((1, 0, 2, 1),)


def test_a_text_and_a_number_that_look_alike_stay_apart(tmp_path: Path) -> None:
    """In one column, in rows that are sent together and in rows that are not."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"{kind}><v>{n % 5}</v></c></row>'
        for n in range(1, 40)
        for kind in ["" if n % 3 else ' t="str"']
    )
    sheet = agree(workbook(tmp_path / "a.xlsx", rows))
    assert {type(row[0]) for row in sheet.rows} == {str, float}


def test_texts_that_all_differ_and_texts_that_repeat_are_the_same_on_the_other_side(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>Title {n} &amp; more</t></is></c>'
        f'<c r="B{n}"><v>{n / 8}</v></c><c r="C{n}" s="2"><v>{40_000 + n % 90}</v></c>'
        f'<c r="D{n}" t="str"><v>{"ab"[n % 2]}</v></c><c r="E{n}" t="str"><v>same</v></c></row>'
        for n in range(1, 3_000)
    )
    path = workbook(tmp_path / "a.xlsx", rows)
    monkeypatch.setattr(shapes, "_CHUNK", 1 << 14)
    sheet = agree(path)
    assert sheet.rows[2_900][0] == "Title 2901 & more"
    assert sheet.rows[5][3] is sheet.rows[2_005][3], "a text that repeats is held once"


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>rich</t></r></is></c></row>',
        '<row r="1"><c r="A1"><f>SUM(B1)</f></c></row>',
        '<row r="1"><c r="A1"><f>SUM(B1)</f><v></v></c></row>',
        '<row r="1"><c><v>1</v></c></row>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="9999999"><c r="A9999999"><v>1</v></c></row>',
        '<row><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>one</v></c></row>',
        '<row r="1"><c r="A1" x="y"><v>1</v></c></row>',
        '<row r="1"><c r="ZZZ1"><v>1</v></c></row>',
        '<row r="1"><!-- <c r="A1"><v>1</v></c> --><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v><?x?>1</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>a &pound; b</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>&#0;</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>&#xD800;</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>\0</v></c></row>',
        '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>',
        '<row r="1"><c r="A1"><v>1</v></c>',
    ],
)
def test_what_is_not_alike_is_left_to_another_reader(tmp_path: Path, rows: str) -> None:
    with pytest.raises(shapes.NotAlike):
        by_shapes(workbook(tmp_path / "a.xlsx", rows))


@pytest.mark.parametrize("many", [1_200, 2_600])
def test_numbers_that_are_none_are_left_to_another_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    """Also where the column's numbers are sent as they are, for hardly two are the same."""
    for odd in ("1e", "1e999", "1-2"):
        rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}.5</v></c></row>' for n in range(1, many))
        path = workbook(tmp_path / "a.xlsx", rows + f'<row r="{many}"><c r="A{many}"><v>{odd}</v></c></row>')
        monkeypatch.setattr(shapes, "_CHUNK", 1 << 14)
        try:
            sheet = by_shapes(path)
        except shapes.NotAlike:
            continue
        assert sheet.rows[-1] == [Fault("cell.malformed", odd)]


def test_rows_that_are_never_alike_are_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapes, "_LESSONS", 3)
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="{n}"><v>1</v></c></row>' for n in range(1, 100))
    with pytest.raises(shapes.NotAlike):
        by_shapes(workbook(tmp_path / "a.xlsx", rows))


def test_more_cells_than_are_safe_are_left_to_the_reader_that_refuses(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", '<row r="1"><c r="XFD1"><v>1</v></c></row>')
    assert by_shapes(path).rows[0][-1] == 1.0
    with pytest.raises(shapes.NotAlike):
        by_shapes(path, Limits(cells=10_000))


@pytest.mark.parametrize(
    "strings",
    [
        "<si><t>a</t></si><si><r><t>b</t></r><r><t>c</t></r></si>",
        "<si><t>a</t></si><!-- b --><si><t>c</t></si>",
        "<si><t>a\r\nb</t></si>",
    ],
)
def test_texts_that_cells_share_are_read_exactly_where_one_is_not_plain(tmp_path: Path, strings: str) -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    agree(workbook(tmp_path / "a.xlsx", rows, strings=strings))


def test_a_sheet_that_is_not_alike_is_still_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was sent before the odd row came is taken back."""
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 3_000))
    odd = '<row r="3000"><c r="A3000" t="inlineStr"><is><r><t>rich</t></r></is></c></row>'
    path = workbook(tmp_path / "a.xlsx", rows + odd)
    monkeypatch.setattr(shapes, "_CHUNK", 1 << 14)
    before = cells(exactly(path))
    monkeypatch.setattr(reading, "_LARGE", 0)
    assert cells(exactly(path)) == before == [*([float(n)] for n in range(1, 3_000)), ["rich"]]


def test_an_entity_that_there_is_not_among_shared_texts_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_LARGE", 0)
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    with pytest.raises(CannotRead, match="not well formed"):
        exactly(workbook(tmp_path / "a.xlsx", rows, strings="<si><t>a &pound; b</t></si>"))


def test_a_part_that_is_cut_off_is_refused_as_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c>')
    monkeypatch.setattr(reading, "_LARGE", 0)
    with pytest.raises(CannotRead, match="not well formed"):
        exactly(path)


def cell(letters: str, row: int, value: object) -> str:
    place = f'<c r="{letters}{row}"'
    match value:
        case None:
            return ""
        case "":
            return f'{place} s="1"/>'
        case bool():
            return f'{place} t="b"><v>{int(value)}</v></c>'
        case int():
            return f'{place} s="2"><v>{value}</v></c>'
        case float():
            return f"{place}><v>{value!r}</v></c>"
    return f'{place} t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'


VALUES = st.one_of(
    st.none(),
    st.just(""),
    st.booleans(),
    st.integers(0, 60_000),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF), min_size=1, max_size=8),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(VALUES, min_size=1, max_size=4), min_size=1, max_size=12))
def test_any_table_is_read_as_by_the_exact_reader(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[object]]
) -> None:
    rows = "".join(
        f'<row r="{number}">{"".join(cell("ABCD"[place], number, value) for place, value in enumerate(row))}</row>'
        for number, row in enumerate(table, 1)
    )
    agree(workbook(tmp_path_factory.mktemp("any") / "a.xlsx", rows))

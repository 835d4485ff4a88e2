"""What Excel, LibreOffice and others put on the clipboard, as a table to import."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.app.incoming import pasted
from tracker.app.incoming.importing import Choices, plan_import
from tracker.domain.errors import CannotRead
from tracker.domain.money import Money
from tracker.exchange.outgoing.clip import clip
from tracker.exchange.outgoing.column import Column, Kind, Table

TEXT = (
    "Ref\tTitle\tSupplier\tEnd date\tValue\r\n"
    'C1\t"Play areas,\nnorth"\tSwift & Co\t31/03/2027\t"£186,000 ""about"""\r\n'
    "\t\t\t\t\r\n"
    "C2\tPest control\tFellside\t30/09/2026\t54,000\r\n"
)
EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style>td{mso-number-format:General}</style></head>
<body><!--StartFragment--><table border=0><col width=64>
 <tr height=20><td>Ref</td><td>Title</td><td colspan=2 rowspan=2>Dates</td><td>Value</td></tr>
 <tr><td>&nbsp;</td><td>of the
   agreement</td><td></td></tr>
 <tr><td class=xl65>C1</td><td>Play areas,<br> north &amp; south</td><td>01/04/2024</td>
 <td x:num="46477">31/03/2027</td><td align=right x:num="186000.5">########</td></tr>
</table><table><tr><td>another</td></tr></table></body></html>"""


def test_tabbed_text_is_read_with_its_lines_and_quotation_marks() -> None:
    sheet = pasted.read("", TEXT).sheets[0]
    assert sheet.rows[1] == ["C1", "Play areas,\nnorth", "Swift & Co", "31/03/2027", '£186,000 "about"']
    assert sheet.numbers == [1, 2, 4]


def test_excels_table_is_read_with_its_merged_cells_and_the_amounts_that_it_hides() -> None:
    book = pasted.read(EXCEL, "")
    assert (book.path.name, book.kind) == ("the clipboard", "pasted")
    sheet = book.sheets[0]
    assert sheet.rows == [
        ["Ref", "Title", "Dates", None, "Value"],
        ["", "of the agreement", None, None, ""],
        ["C1", "Play areas,\nnorth & south", "01/04/2024", "31/03/2027", 186000.5],
    ]
    assert sheet.merged == ((1, 2, 2, 3),)


def test_what_the_program_itself_copies_comes_in_as_dates_and_amounts() -> None:
    columns = [
        Column("Title"),
        Column("Supplier"),
        Column("End date", Kind.DATE),
        Column("Contract value", Kind.MONEY),
    ]
    made = clip(Table("x", columns, [["Play areas", "007 Ltd", date(2027, 3, 31), Money(18_600_050)]]))
    assert pasted.read(made.html, made.text).sheets[0].rows[1] == [
        "Play areas",
        "007 Ltd",
        date(2027, 3, 31),
        186000.5,
    ]


def test_a_pasted_table_leads_to_the_same_plan_as_a_file() -> None:
    plan = plan_import(pasted.read("", TEXT), Choices(), date(2026, 11, 22))
    assert [row.outcome.value for row in plan.rows] == ["add", "add"]
    assert plan.mapping.of("ends") is not None


@pytest.mark.parametrize(
    ("html", "text", "is_one"),
    [
        ("", TEXT, True),
        (EXCEL, "", True),
        ("<p>words</p>", "only words", False),
        ("", "one\tline", False),
        ("", "", False),
    ],
)
def test_a_table_is_told_from_words(html: str, text: str, is_one: bool) -> None:
    assert pasted.holds_table(html, text) is is_one


@pytest.mark.parametrize(
    ("html", "text"), [("", ""), ("<p>words</p>", "only words"), ("<table><tr><td>one</td></tr></table>", "")]
)
def test_where_there_is_no_table_a_sentence_says_what_to_do(html: str, text: str) -> None:
    with pytest.raises(CannotRead, match="no table on the clipboard"):
        pasted.read(html, text)


def test_what_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pasted, "_LARGEST", 100)
    for html in ("", "<table>" * 100):
        with pytest.raises(CannotRead, match="too large to paste"):
            pasted.read(html, TEXT)


def test_odd_markup_does_no_harm() -> None:
    odd = "</table><td>x<table><tr><td colspan=99999999 rowspan=x sdval=1e99 sdnum=1;1;YY>a<td sdval=3 sdnum='1;1;MM/YY'>b<tr><td>c<table><tr><td>in</table><td>d"
    assert [row[:2] for row in pasted.read(odd, "").sheets[0].rows] == [["a", 3], ["cin", "d"]]

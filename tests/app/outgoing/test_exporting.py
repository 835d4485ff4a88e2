"""What is on the screen, given out: to files and to the clipboard, with its types."""

from __future__ import annotations

import csv
import io
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from tracker.app.outgoing.exporting import KINDS, export_register
from tracker.app.outgoing.screenlist import agreements_on_screen, clip, deadlines_on_screen, write_shown
from tracker.app.session import Session
from tracker.domain.agreement import Agreement, EndKind
from tracker.domain.dates import Period, Precision, When
from tracker.domain.errors import CannotWrite
from tracker.domain.money import Money
from tracker.exchange.outgoing.column import Column, Kind, Table
from tracker.exchange.outgoing.csvfile import unguard

COLUMNS = (
    ("reference", "Ref"),
    ("title", "Title"),
    ("starts", "Starts"),
    ("current_end", "Ends"),
    ("value", "Value"),
)


@pytest.fixture
def filled(session: Session) -> Session:
    """Three agreements, two of them in Parks."""
    with session.operation("Fill") as write:
        write.add_all([
            Agreement(reference="007", title="=1+1", department="Parks", starts=When.on(date(2025, 4, 1)),
                      initial_term=Period(24), end_kind=EndKind.FIXED, value=Money(1_234_50)),
            Agreement(reference="008", title="a\tb\nc \"d\" <e>", department="Parks", end_kind=EndKind.ROLLING,
                      value=Money(1000, "EUR"),
                      starts=When(date(2013, 1, 1), date(2013, 12, 31), Precision.YEAR, "some time in 2013")),
            Agreement(reference="009", title="Elsewhere", department="Waste"),
        ])  # fmt: skip
    return session


def parks(session: Session) -> Table:
    return agreements_on_screen(session, COLUMNS, filters={"department": "Parks"}, sort="reference")


def test_a_list_goes_out_as_it_is_filtered_and_laid_out(filled: Session) -> None:
    table = parks(filled)
    assert [column.name for column in table.columns] == ["Ref", "Title", "Starts", "Ends", "Value"]
    assert [list(row) for row in table.rows] == [
        ["007", "=1+1", date(2025, 4, 1), date(2027, 3, 31), Money(123_450)],
        ["008", 'a\tb\nc "d" <e>', "some time in 2013", "rolling", Money(1000, "EUR")],
    ]


def test_to_files(filled: Session, tmp_path: Path) -> None:
    assert write_shown(filled, tmp_path / "list.xlsx", parks(filled)) == 2
    sheet = openpyxl.load_workbook(tmp_path / "list.xlsx")["Agreements"]
    assert [cell.data_type for cell in sheet[2]] == ["s", "s", "d", "d", "n"]
    assert write_shown(filled, tmp_path / "list.csv", parks(filled)) == 2
    assert b"'=1+1,2025-04-01,2027-03-31,1234.50" in (tmp_path / "list.csv").read_bytes()
    with pytest.raises(CannotWrite, match="no ending"):
        write_shown(filled, tmp_path / "list", parks(filled))


class Cells(HTMLParser):
    """The cells of a table with their marks."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[tuple[dict[str, str | None], str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "td":
            self.cells.append((dict(attrs), ""))
        elif tag == "br":
            self.handle_data("\n")

    def handle_data(self, data: str) -> None:
        if self.cells:
            marks, words = self.cells[-1]
            self.cells[-1] = (marks, words + data)


def test_to_the_clipboard(filled: Session) -> None:
    made = clip(parks(filled))
    rows = list(csv.reader(io.StringIO(made.text, newline=""), delimiter="\t"))
    assert rows == [
        ["Ref", "Title", "Starts", "Ends", "Value"],
        ["007", "'=1+1", "01/04/2025", "31/03/2027", "1234.50"],
        ["008", 'a\tb\nc "d" <e>', "some time in 2013", "rolling", "10.00"],
    ]
    assert unguard(rows[1][1]) == "=1+1"
    reader = Cells()
    reader.feed(made.html)
    first = reader.cells[:5]
    assert [words for _, words in first] == ["007", "=1+1", "01/04/2025", "31/03/2027", "£1,234.50"]
    assert [marks.get("x:num") for marks, _ in first] == [None, None, "45748", "46477", "1234.50"]
    assert [marks.get("sdval") for marks, _ in first] == [None, None, "45748", "46477", "1234.50"]
    assert all("\\@" in (marks["style"] or "") for marks, _ in first[:2])
    assert reader.cells[6][1] == 'a\tb\nc "d" <e>'


def test_other_values_on_the_clipboard() -> None:
    columns = [
        Column("n", Kind.NUMBER),
        Column("m", Kind.MONEY),
        Column("d", Kind.DATE),
        Column("b"),
        Column("x"),
    ]
    made = clip(Table("t", columns, [[3, 250, date(850, 1, 1), True, None]]))
    assert made.text.splitlines()[1] == "3\t2.50\t0850-01-01\tYes\t"
    assert "<td></td>" in made.html


def test_the_list_of_deadlines(filled: Session) -> None:
    table = deadlines_on_screen(filled, (("act_by", "Act by"), ("title", "What")))
    assert table.rows
    assert all(isinstance(row[0], date) for row in table.rows)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_goes_out_and_nothing_is_overwritten_unasked(
    filled: Session, tmp_path: Path, kind: str
) -> None:
    ending = {"calendar": ".ics", "ocds": ".json", "report": ".html"}.get(kind, ".xlsx")
    path = tmp_path / f"out{ending}"
    export_register(filled, path, kind=kind)
    before = path.read_bytes()
    with pytest.raises(CannotWrite, match="is there already"):
        export_register(filled, path, kind=kind)
    assert path.read_bytes() == before
    export_register(filled, path, kind=kind, overwrite=True)
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".part"] == []

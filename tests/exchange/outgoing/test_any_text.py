"""Whatever a register holds as text comes back from every writer as it was, or is refused with its cell named."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.examples import examples
from tracker.app.incoming.importing import Choices, plan_import, read_workbook
from tracker.app.outgoing.exporting import export_register
from tracker.app.session import Session
from tracker.domain.agreement import Agreement, Party, PartyRole, Status
from tracker.domain.errors import CannotWrite
from tracker.domain.organisation import Organisation
from tracker.exchange.linked.plan import LinkedPlan
from tracker.exchange.outgoing.clip import clip
from tracker.exchange.outgoing.column import Column, Kind, Table
from tracker.exchange.outgoing.csvfile import unguard, write_csv
from tracker.exchange.outgoing.lists import Facts
from tracker.exchange.outgoing.ocds import write_ocds
from tracker.exchange.outgoing.published import Page, publish
from tracker.exchange.outgoing.report import Part, Report, Rows, html
from tracker.exchange.outgoing.workbook import write_table

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
COLUMNS = [Column("Number", Kind.NUMBER), Column("Text"), Column("Code", Kind.CODE)]

_PARTS = st.sampled_from([
    *("=", "+", "-", "@", "\t", "\r", "\n", "\r\n", "'", '"', ",", ";", "|", "cmd|' /C calc'!A0", "_x000D_", "_x", "&amp;"),
    *("<b>", "]]>", "<!--", "\x00", "\x07", "\x0b", "\x1f", "\x7f", "\x85", "\xa0", "\u2028", "\u202e", "\u2066", "\u2069"),
    *("\u200b", "\ufeff", "\ufffd", "\ufffe", "\uffff", "\ud800", "\udfff", "\U0001f600", "\U0010fffe", "e\u0301", "1E5"),
    *("007", "31/03/2027", "TRUE", "#N/A", "1m", "http://x.org/", "mailto:a@b.c", "\\n", "{}", "%s", " ", "x" * 300),
])  # fmt: skip
TEXTS = st.one_of(st.text(max_size=30), st.lists(_PARTS, min_size=1, max_size=6).map("".join)).filter(bool)
LONG = ("x" * 32_767, "x" * 32_768, "\U0001f600" * 16_383, "\U0001f600" * 16_384, "=" + "\n" * 32_767)
how = examples(24, with_fixtures=True)


def no_cell_holds(text: str) -> bool:
    """What a workbook cannot hold: half characters, the two that XML forbids, and more than a cell."""
    impossible = any("\ud800" <= mark <= "\udfff" or mark in "\ufffe\uffff" for mark in text)
    return impossible or len(text.encode("utf-16-le", "surrogatepass")) // 2 > 32_767


def rows(texts: list[str]) -> list[list[str | int]]:
    return [[number, text, text] for number, text in enumerate(texts)]


def excel(text: object) -> object:
    """openpyxl gives a text as the file's XML has it; Excel reads _x000B_ as the control that it stands for."""
    from openpyxl.utils.escape import unescape

    return unescape(text) if isinstance(text, str) else text


@how
@given(st.lists(TEXTS, min_size=1, max_size=12))
@example([LONG[0], LONG[2]])
@example([LONG[1]])
@example([LONG[3]])
@example([LONG[4]])
@pytest.mark.parametrize("public", [False, True])
def test_workbooks(tmp_path: Path, public: bool, texts: list[str]) -> None:
    path = tmp_path / "out.xlsx"

    def write() -> None:
        if public:
            page = Page(Table("Agreements", COLUMNS, rows(texts)), "A title")
            publish([page], path, made=NOON, overwrite=True)
        else:
            write_table(rows(texts), COLUMNS, path, title="A title", made=NOON, overwrite=True)

    refused = [number for number, text in enumerate(texts) if no_cell_holds(text)]
    if refused:
        first = refused[0] + (3 if public else 2)
        with pytest.raises(CannotWrite, match=rf"Sheet Agreements, cell B{first} \(Text"):
            write()
        return
    write()
    sheet = openpyxl.load_workbook(path)["Agreements"]
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    found = [tuple(map(excel, row)) for row in sheet.iter_rows(min_row=3 if public else 2, values_only=True)]
    assert [row[1:] for row in found] == [(text, text) for text in texts]


@how
@given(st.lists(TEXTS, min_size=1, max_size=12))
@example(list(LONG))
def test_text_tables(tmp_path: Path, texts: list[str]) -> None:
    path = tmp_path / "out.csv"
    halves = [text for text in texts if any("\ud800" <= mark <= "\udfff" for mark in text)]
    table = Table("Agreements", COLUMNS, rows(texts))
    if halves:
        with pytest.raises(CannotWrite, match=rf"Line {texts.index(halves[0]) + 2}, column Text"):
            write_csv(table, path, overwrite=True)
        return
    write_csv(table, path, overwrite=True)
    csv.field_size_limit(1 << 20)
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.reader(file))
    assert [list(map(unguard, row[1:])) for row in found[1:]] == [[text, text] for text in texts]
    for row in found[1:]:
        assert row[1][0] not in "=@\t\r\n" and (
            row[1][0] not in "+-" or row[1][1:].replace(".", "").isdecimal()
        )


class _Cells(HTMLParser):
    """The text of the cells of a page, and every tag in it."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        if tag == "td":
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        if self.cells:
            self.cells[-1] += data


@how
@given(st.lists(TEXTS, min_size=1, max_size=12))
def test_pages_and_the_clipboard_hold_no_markup_of_ours_or_theirs(texts: list[str]) -> None:
    report = Report(
        "T", "S", NOON, [Part("P", [Rows(["A", "B"], [[str(n), t] for n, t in enumerate(texts)])])]
    )
    for made in (html(report), clip(Table("A", COLUMNS, rows(texts))).html):
        page = _Cells()
        page.feed(made)
        assert not page.tags & {"script", "b", "img", "a"}
        assert "\x00" not in made or made is not html(report)
    held = clip(Table("A", COLUMNS, rows(texts))).text
    found = list(csv.reader(io.StringIO(held, newline=""), delimiter="\t"))
    assert [list(map(unguard, row[1:])) for row in found[1:]] == [[text, text] for text in texts]


@how
@given(TEXTS)
def test_release_packages(tmp_path: Path, text: str) -> None:
    path = tmp_path / "out.json"
    facts = Facts(Agreement(uid="u1", title=text, description=text), Status.LIVE)
    write_ocds([facts], path, publisher=text, made=NOON, overwrite=True)
    read = json.loads(path.read_text(encoding="utf-8"))
    assert read["releases"][0]["contracts"][0]["title"] == text
    assert read["publisher"]["name"] == text


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Session]:
    with Session.create(tmp_path / "register.db", clock=lambda: NOON, user="Officer") as session:
        with session.operation("Fill") as write:
            body = write.add(Organisation(name="Brightwell"))
            parties = (Party(organisation_id=body.id, role=PartyRole.SUPPLIER),)
            write.add_all([Agreement(title=f"Title {number}", parties=parties) for number in range(8)])
        yield session


@pytest.mark.slow
@examples(8, with_fixtures=True)
@given(st.lists(TEXTS, min_size=8, max_size=8))
def test_the_linked_workbook(register: Session, tmp_path: Path, texts: list[str]) -> None:
    texts = [text for text in texts if not no_cell_holds(text) and "\0" not in text]  # refused elsewhere
    with register.operation("Change") as write:
        for number, text in enumerate(texts, start=1):
            write.change(Agreement, number, title=text, notes=text, owner=text[:50])
            write.change(Organisation, 1, name=text)
    path = tmp_path / "out.xlsx"
    export_register(register, path, kind="workbook", overwrite=True)
    plan = plan_import(read_workbook(path), Choices(), date(2026, 11, 22), (), register.read)
    assert isinstance(plan, LinkedPlan)
    assert not plan.summary()["sheets"]

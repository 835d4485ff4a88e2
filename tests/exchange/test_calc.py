"""Every workbook that goes out, through LibreOffice: what it sees is what the register holds, cell by cell."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.exchange.calc import convert, sheets
from tests.exchange.outgoing.test_workbook import ROWS, seen_by_calamine
from tests.exchange.outgoing.test_workbook import TEXTS as WRITTEN
from tests.exchange.outgoing.test_workbook import export as write_written
from tracker.app.incoming.importing import Choices, commit, plan_import, read_workbook
from tracker.app.outgoing import publishing
from tracker.app.outgoing.exporting import agreements_table, export_register
from tracker.app.outgoing.exporting_workbook import linked_tables
from tracker.app.session import Session
from tracker.domain.agreement import Agreement, ExtensionOption, Party, PartyRole
from tracker.domain.dates import Period, Precision, When
from tracker.domain.money import Money
from tracker.domain.organisation import Organisation
from tracker.exchange.outgoing.column import Row, Table

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXTS = (
    *("=1+1", "+44 1234", "-x", "@SUM(A1)", "\tx", "a\nb", "_x000D_", "1e5", "007", "TRUE", "#N/A", " x "),
    *("http://example.org/", "<b>&amp;</b>", "]]>", "\u202eabc", "e\u0301", "\U0010ffff", "x" * 32_767, "'x"),
)
BARE = {ord(mark): None for mark in "\x00\x0b\x1f"}
"""Calc's own file format has no place for control characters; everything else must be equal."""

KINDS = ("table", "workbook", "transparency", "esd", "foi")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice Calc"),
]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Agreements with texts, days and amounts that programs like to change."""
    folder = tmp_path_factory.mktemp("calc")
    with Session.create(folder / "register.db", clock=lambda: NOON, user="Officer") as opened:
        with opened.operation("Fill") as write:
            body = write.add(Organisation(name="Brightwell & Söhne", company_number="00123456"))
            write.add_all([
                Agreement(
                    reference=f"{number:03}", title=text, notes=text, department="Parks", value=Money(600_001 + number),
                    starts=When.on(date(2025, 4, 1)), initial_term=Period(24), next_review=When(
                        date(2027, 1, 1), date(2027, 1, 31), Precision.MONTH, "January 2027"),
                    parties=(Party(organisation_id=body.id, role=PartyRole.SUPPLIER),),
                    options=(ExtensionOption(number=1, length=Period(12), text=text),),
                )
                for number, text in enumerate(TEXTS)
            ])  # fmt: skip
        yield opened


@pytest.fixture(scope="module")
def seen(session: Session) -> dict[str, Path]:
    """Kind -> its workbook as LibreOffice saved it, all in one session of it."""
    folder = session.path.parent
    made = [folder / f"{kind}.xlsx" for kind in KINDS]
    for kind, path in zip(KINDS, made, strict=True):
        export_register(session, path, kind=kind)
    rows: list[Row] = [
        *ROWS,
        *(["t", text, None, None, None] for text in WRITTEN if len(text) < 99 and "\r" not in text),
    ]
    made.append(write_written(folder / "written.xlsx", rows))
    return dict(zip((*KINDS, "written"), convert(made, "fods", folder), strict=True))


def expected(table: Table) -> list[list[object]]:
    """What the cells of a table are to a spreadsheet."""
    rows: list[Sequence[object]] = [[column.name for column in table.columns], *table.rows]
    out = []
    for row in rows:
        cells = [_cell(value) for value in row]
        while cells and cells[-1] is None:
            cells.pop()
        out.append(cells)
    return out


def _cell(value: object) -> object:
    if isinstance(value, Money):
        return float(value.decimal)
    if isinstance(value, str):
        if len(value) == 10 and value[4] == value[7] == "-" and value[:4].isdigit():
            return date.fromisoformat(value)  # a day that comes from the store as text
        return value or None
    return float(value) if isinstance(value, int) else value


def test_values_of_every_kind(session: Session, seen: dict[str, Path]) -> None:
    rows = []
    for row in seen_by_calamine(session.path.parent / "written.xlsx"):
        cells = [value.translate(BARE) if isinstance(value, str) else value for value in row]
        rows.append([None if value == "" else value for value in cells])
    found = [[*row, *[None] * (5 - len(row))] for row in sheets(seen["written"])["Agreements"]]
    assert found == rows


def test_the_list(session: Session, seen: dict[str, Path]) -> None:
    rows = session.read.listing().rows
    assert sheets(seen["table"])["Agreements"] == expected(agreements_table(session, rows))


def test_the_linked_workbook(session: Session, seen: dict[str, Path]) -> None:
    rows = session.read.listing().rows
    found = sheets(seen["workbook"])
    for table in linked_tables(session, rows, whole=True):
        if table.rows:
            assert found[table.name] == expected(table), table.name


@pytest.mark.parametrize("kind", ["transparency", "esd", "foi"])
def test_the_published_lists(session: Session, seen: dict[str, Path], kind: str) -> None:
    made = publishing.make(session, kind)
    rows = sheets(seen[kind])[made.table.name]
    assert rows[0] == [made.title]
    top = 1 + len(made.notes)
    assert rows[1:top] == [[note] for note in made.notes]
    assert rows[top:] == expected(made.table)


def test_edited_there_exactly_the_edits_come_back(session: Session, seen: dict[str, Path]) -> None:
    flat = seen["workbook"]
    words = flat.read_text(encoding="utf-8")
    assert words.count(">http://example.org/<") > 0
    edited = flat.with_name("edited.fods")
    edited.write_text(
        words.replace(">http://example.org/<", ">A better title<", 1).replace(">1 year<", ">18 months<", 1)
        .replace(">12 months<", ">18 months<", 1),
        encoding="utf-8",
    )  # fmt: skip
    (back,) = convert([edited], "xlsx", session.path.parent)
    plan = plan_import(read_workbook(back), Choices(), session.today, (), session.read)
    changes = {
        (row.planned.agreement.reference, one.field)
        for row in plan.rows
        if row.planned
        for one in row.changes
    }
    assert changes == {(f"{TEXTS.index('http://example.org/'):03}", "title"), ("000", "options")}
    commit(session, plan)
    try:
        titles = [row.title for row in session.read.listing(sort="reference").rows]
        assert titles == [text if text != "http://example.org/" else "A better title" for text in TEXTS]
        assert session.agreement(1).options[0].length == Period(18)
    finally:
        session.undo()

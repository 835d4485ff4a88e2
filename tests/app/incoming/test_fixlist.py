"""The fix list: out with its reasons, mended in a spreadsheet, and in again as exactly those rows."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.exchange.calc import convert
from tracker.app.incoming.fixlist import choices_in, rows_to_mend, save_fix_list
from tracker.app.incoming.importing import (
    Choices,
    commit,
    existing_agreements,
    plan_import,
    read_workbook,
)
from tracker.app.incoming.mending import leave_out
from tracker.app.session import Session
from tracker.domain.errors import CannotWrite, TrackerError
from tracker.exchange.outgoing.fixlist import NUMBER, SHEET, WHY
from tracker.exchange.plans.plan import Plan

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HEAD = ["Ref", "Description", "Vendor", "Date From", "Date To", "Amount", "", "E-mail", "Days left"]
ROWS: list[list[Any]] = [
    [
        "C1",
        "Play areas",
        "Swift & Co",
        date(2024, 4, 1),
        date(2027, 3, 31),
        186_000,
        "x",
        "a@b.uk",
        1,
    ],
    ["C2", "Pest control", "Fellside", date(2023, 10, 1), date(2026, 9, 30), 54_000.5, "y", "", 2],
    ["C3", "=cmd", "Clearwell", date(2024, 3, 1), "31/02/2027", 112_000, None, "c@d.uk", 3],
    ["", "", "", None, None, 352_000, None, "", None],
    [
        "C1",
        "Play areas",
        "Swift & Co",
        date(2024, 4, 1),
        date(2027, 3, 31),
        186_000,
        "x",
        "a@b.uk",
        1,
    ],
]


def write(path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Our contracts"])
    sheet.append([])
    for row in [HEAD, *ROWS]:
        sheet.append(row)
    for line in sheet.iter_rows():
        for cell in line:
            if cell.data_type == "f":
                cell.data_type = "s"
    book.save(path)
    return path


def plan_of(session: Session, path: Path, choices: Choices | None = None) -> Plan:
    workbook = read_workbook(path)
    wanted = choices or choices_in(workbook) or Choices()
    return plan_import(workbook, wanted, TODAY, existing_agreements(session))


CHOICES = Choices(mapping={"title": "Description", "category": "Column G"}, ends="base")


@pytest.fixture
def plan(session: Session, tmp_path: Path) -> Plan:
    made = plan_of(session, write(tmp_path / "Register.xlsx"), CHOICES)
    for row in made.rows:
        if row.row == 6:
            leave_out(row)
    return made


def test_the_cells_stand_in_their_own_columns_as_they_were(plan: Plan, tmp_path: Path) -> None:
    assert [row.row for row in rows_to_mend(plan)] == [6, 7, 8]
    path = tmp_path / "mend.xlsx"
    assert save_fix_list(plan, CHOICES, path, NOW) == 3
    sheet = load_workbook(path)[SHEET]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == (*HEAD[:6], "Column G", "E-mail", "Days left", NUMBER, WHY)
    assert [str(cell)[:10] for cell in rows[1][:5]] == ["C3", "=cmd", "Clearwell", "2024-03-01", "31/02/2027"]
    assert sheet["B2"].data_type == "s", "a text that looks like a formula stays a text"
    assert rows[1][7] is None, "contact details stay out"
    assert rows[1][9] == 6
    assert rows[3][5] == 186_000


def test_what_is_wrong_is_said_in_words_in_a_note_and_in_colour(plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "mend.xlsx"
    save_fix_list(plan, CHOICES, path, NOW)
    sheet = load_workbook(path)[SHEET]
    wrong = sheet["E2"]
    assert wrong.comment is not None and "February 2027" in wrong.comment.text
    assert wrong.fill.fgColor.rgb == "FFFBE9E7"
    assert sheet["A2"].comment is None
    assert sheet["A2"].fill.fgColor.rgb == "00000000"
    assert str(sheet["K2"].value).startswith("Left out by you. Date To: ")
    assert "the same as in row 4" in str(sheet["K4"].value)


@pytest.mark.slow
def test_it_is_read_as_the_file_was_and_brings_in_exactly_those_rows(
    session: Session, plan: Plan, tmp_path: Path
) -> None:
    path = tmp_path / "mend.xlsx"
    save_fix_list(plan, CHOICES, path, NOW)
    commit(session, plan)
    book = load_workbook(path)
    sheet = book[SHEET]
    sheet["E2"] = date(2027, 2, 28)
    sheet["A4"], sheet["B4"], sheet["D4"] = "C9", "Play areas, north", date(2025, 4, 1)
    book.save(path)
    again = plan_of(session, path)
    assert {name: column.label for name, column in again.mapping.fields.items()} == {
        "reference": "Ref",
        "title": "Description",
        "supplier": "Vendor",
        "starts": "Date From",
        "ends": "Date To",
        "value": "Amount",
        "category": "Column G",
    }
    assert commit(session, again).added == 2
    held = {one.reference: one for one in session.read.agreements()}
    assert sorted(held) == ["C1", "C2", "C3", "C9"]
    assert str(held["C3"].ends.day) == "2027-02-28"
    assert WHY not in held["C3"].notes and NUMBER not in held["C3"].notes
    assert commit(session, plan_of(session, path)).added == 0, "and nothing twice"


def test_where_nothing_stays_out_there_is_nothing_to_write(
    session: Session, plan: Plan, tmp_path: Path
) -> None:
    plan.rows = [row for row in plan.rows if row not in rows_to_mend(plan)]
    with pytest.raises(TrackerError, match="No row was left out"):
        save_fix_list(plan, CHOICES, tmp_path / "mend.xlsx", NOW)


def test_it_is_a_workbook_and_replaces_nothing_unasked(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(TrackerError, match=r"name it mend\.xlsx"):
        save_fix_list(plan, CHOICES, tmp_path / "mend.csv", NOW)
    path = tmp_path / "mend.xlsx"
    path.write_bytes(b"mine")
    with pytest.raises(CannotWrite):
        save_fix_list(plan, CHOICES, path, NOW)
    assert path.read_bytes() == b"mine"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice Calc")
def test_libreoffice_opens_it_and_what_it_saves_comes_in(
    session: Session, plan: Plan, tmp_path: Path
) -> None:
    path = tmp_path / "mend.xlsx"
    save_fix_list(plan, CHOICES, path, NOW)
    commit(session, plan)
    (saved,) = convert([path], "ods", tmp_path)
    assert commit(session, plan_of(session, saved)).added == 1
    (opened,) = convert([saved], "xlsx", tmp_path)
    assert load_workbook(opened)[SHEET]["E2"].comment is not None


def test_rows_of_sheets_in_different_orders_come_back_with_the_same_days(
    session: Session, tmp_path: Path
) -> None:
    days = {
        "Leeds": ("25/04/2023", "05/06/2027"),
        "Boston": ("04/25/2023", "05/06/2027"),
        "Silent": ("n/a", "05/06/2027"),
    }
    book = Workbook()
    for name, (start, end) in days.items():
        sheet = book.create_sheet(name)
        for row in (HEAD[:6], ["A" + name, "Works in " + name, "Swift", start, end, 9_000]):
            sheet.append(row)
    book.save(tmp_path / "Register.xlsx")

    def ends(plan: Plan) -> list[date | None]:
        return [
            row.planned.agreement.ends.day for row in plan.rows if row.planned and row.planned.agreement.ends
        ]

    plan = plan_of(session, tmp_path / "Register.xlsx")
    assert ends(plan) == [date(2027, 6, 5), date(2027, 5, 6), None]
    for planned in plan.rows:
        leave_out(planned)
    save_fix_list(plan, Choices(), tmp_path / "mend.xlsx", NOW)
    assert ends(plan_of(session, tmp_path / "mend.xlsx"))[:2] == [date(2027, 6, 5), date(2027, 5, 6)]

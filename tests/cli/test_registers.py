"""The whole way through the command line: a spreadsheet in, what is due, a workbook out and in again."""

from __future__ import annotations

import json
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tracker.app.incoming import layouts
from tracker.app.incoming.importing import read_workbook
from tracker.app.incoming.layouts import Layout
from tracker.app.safety.encrypted import is_encrypted
from tracker.app.session import Session
from tracker.cli import READ_SPREADSHEET, main
from tracker.exchange.sheets import guard

REGISTER = """\
Contract No,Title,Supplier,Start Date,End Date,Review Date,Contract Value,Extensions,Department
A1,Play area inspections,Fellside Kennels Ltd,01/04/2024,31/03/2026,30/09/2025,"186,000.00",2+1,Parks
A2,Window cleaning,Brightwell FM Ltd,15/01/2025,14/01/2027,, -   ,,Property
A3,Asbestos surveys,Clearwell Ltd,01/05/2024,31/02/2027,01/06/2026,"112,000",,Property
A4,Library system,Tallyhall Systems Ltd,01/04/2022,31/03/2029,,"£1,238,500.50",,Culture
"""


def run(capsys: pytest.CaptureFixture[str], *words: object, status: int = 0) -> Any:
    """The JSON that a verb prints."""
    assert main([*map(str, words), "--json"]) == status, capsys.readouterr().err
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A council's register as a csv of its own."""
    path = tmp_path / "Contracts register.csv"
    path.write_text(REGISTER, encoding="cp1252")
    return path


@pytest.fixture
def register(tmp_path: Path, sheet: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A register with that spreadsheet in it."""
    path = tmp_path / "register.db"
    run(capsys, "import", path, sheet)
    return path


def test_a_dry_run_says_the_same_and_makes_nothing(
    tmp_path: Path, sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    planned = run(capsys, "import", tmp_path / "new.db", sheet, "--dry-run")
    assert not (tmp_path / "new.db").exists()
    done = run(capsys, "import", tmp_path / "new.db", sheet)
    assert (planned.pop("committed"), done.pop("committed")) == (False, True)
    assert planned == done
    assert done["added"] == 4
    assert done["mapping"]["ends"] == "End Date"


def test_spellings_that_are_surely_one_organisation_are_one_and_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "Two.csv"
    head = "Reference,Title,Supplier,Start Date,End Date\n"
    rows = [f"B{n},Repairs {n},{name},01/04/2024,31/03/2027\n" for n, name in enumerate(("Acme", "ACME Ltd"))]
    sheet.write_text(head + rows[0] + rows[1], encoding="utf-8")
    done = run(capsys, "import", tmp_path / "new.db", sheet)
    assert [one["message"] for one in done["findings"] if one["code"] == "organisation.spelt"] == [
        "An organisation is spelt in more than one way and was taken as one: 'ACME Ltd' (also 'Acme'). "
        "The file's own words stay with each agreement."
    ]
    sheet.write_text(head + rows[0].replace("B0", "B7").replace("Repairs 0", "Fences"), encoding="utf-8")
    run(capsys, "import", tmp_path / "new.db", sheet)
    with Session.open(tmp_path / "new.db") as session:
        assert [one.name for one in session.read.organisations()] == ["ACME Ltd"]


def test_an_impossible_day_is_said_at_its_cell_and_not_shifted(
    register: Path, sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    again = run(capsys, "import", register, sheet)
    assert [
        (one["row"], one["column"], one["text"]) for one in again["findings"] if one["severity"] == "error"
    ] == [(4, "End Date", "31/02/2027")]
    shown = run(capsys, "show", register, "A3")
    assert shown["ends"] is None
    assert "31/02/2027" in shown["ends_as_written"]


def test_the_same_file_again_changes_nothing_and_one_undo_takes_it_back(
    register: Path, sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    again = run(capsys, "import", register, sheet)
    assert (again["added"], again["changed"], again["same"]) == (0, 0, 4)
    assert len(run(capsys, "history", register)["history"]) == 1
    undone = run(capsys, "undo", register)["undone"]
    assert undone == "Import 4 agreements from Contracts register.csv"
    assert run(capsys, "list", register)["total"] == 0
    assert run(capsys, "redo", register)["redone"] == undone
    assert run(capsys, "list", register)["total"] == 4
    assert run(capsys, "undo", register)["undone"]
    assert run(capsys, "undo", register)["undone"] is None


def test_what_is_due_comes_with_its_workings(register: Path, capsys: pytest.CaptureFixture[str]) -> None:
    due = run(capsys, "due", register, "--on", "2026-01-15", "--within", "6m", status=1)["due"]
    kinds = {(one["agreement"]["reference"], one["kind"], one["date"]) for one in due}
    assert ("A1", "end", "2026-03-31") in kinds
    assert ("A1", "review", "2025-09-30") in kinds
    assert ("A3", "review", "2026-06-01") in kinds
    assert not any(one["agreement"]["reference"] == "A4" and one["kind"] == "end" for one in due)
    assert all(one["workings"] for one in due)
    assert due[0]["state"] == "missed"


def test_a_list_can_be_searched_filtered_and_sorted(
    register: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = run(capsys, "list", register, "--search", "clear asb")
    assert [row["reference"] for row in found["agreements"]] == ["A3"]
    found = run(capsys, "list", register, "--filter", "department=Property", "--sort", "-reference")
    assert [row["reference"] for row in found["agreements"]] == ["A3", "A2"]
    assert run(capsys, "list", register, "--limit", "2")["total"] == 4
    by_value = run(capsys, "list", register, "--sort", "-value")["agreements"]
    assert by_value[0]["value"] == "1238500.50"


def test_a_workbook_goes_out_and_comes_back_without_a_change(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import openpyxl

    out = tmp_path / "out.xlsx"
    run(capsys, "export", register, out)
    sheet = openpyxl.load_workbook(out).worksheets[0]
    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    assert any(getattr(cell, "year", None) == 2029 for cell in cells)
    back = run(capsys, "import", register, out)
    assert (back["added"], back["changed"], back["same"], back["not_imported"]) == (0, 0, 4, 0)
    assert main(["export", str(register), str(out)]) == 2
    assert "out.xlsx" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "picture"),
        ("empty.csv", b"", "empty"),
        ("letter.csv", b"Dear all,\nthe meeting is on Tuesday.\nRegards\n", "table"),
        ("other.xlsx", b"SQLite format 3\0" + b"\0" * 100, "database"),
    ],
)
def test_bad_input_gets_one_sentence_and_leaves_nothing_behind(
    name: str, content: bytes, part: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(content)
    assert main(["import", str(tmp_path / "new.db"), str(tmp_path / name)]) == 2
    said = capsys.readouterr()
    assert not said.out
    assert len(said.err.strip().splitlines()) == 1
    assert part in said.err.casefold()
    assert name in said.err
    assert sorted(path.name for path in tmp_path.iterdir()) == [name]


def test_a_register_of_another_program_is_left_as_it_was(
    tmp_path: Path, sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import sqlite3

    other = tmp_path / "library.db"
    with sqlite3.connect(other) as connection:
        connection.execute("create table book (title)")
    connection.close()
    before = other.read_bytes()
    for words in (["import", str(other), str(sheet)], ["due", str(other)], ["undo", str(other)]):
        assert main(words) == 2
        assert "library.db" in capsys.readouterr().err
    assert other.read_bytes() == before


TWICE = REGISTER.splitlines()[1]


def test_rows_that_stay_out_go_to_a_fix_list_and_come_back_mended(
    tmp_path: Path, sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet.write_text(f"{REGISTER}{TWICE}\n", encoding="cp1252")
    register, mend = tmp_path / "register.db", tmp_path / "mend.xlsx"
    words = ["import", register, sheet, "--map", "category=Department", "--fix-list", mend]
    assert run(capsys, *words, status=1)["not_imported"] == 1
    assert main([*map(str, words)]) == 2
    assert "mend.xlsx is there already" in capsys.readouterr().err
    book = load_workbook(mend)
    book["Rows to mend"]["A2"], book["Rows to mend"]["B2"] = "A9", "Play areas, north"
    book.save(mend)
    done = run(capsys, "import", register, mend)
    assert (done["added"], done["not_imported"]) == (1, 0)
    assert done["mapping"]["category"] == "Department"
    assert run(capsys, "list", register)["total"] == 5


def test_where_no_row_stays_out_no_fix_list_is_written(
    tmp_path: Path, sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mend = tmp_path / "mend.xlsx"
    assert main(["import", str(tmp_path / "new.db"), str(sheet), "--fix-list", str(mend)]) == 0
    assert "no fix list was written" in capsys.readouterr().out
    assert not mend.exists()


def test_a_layout_says_how_a_file_is_read(
    tmp_path: Path, sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    layout = Layout("Ours", date(2026, 3, 3), (), {"category": "Department"}, {"Start Date": "mdy"})
    path = layouts.write(layout, tmp_path / "ours.layout.json")
    words = ["import", tmp_path / "new.db", sheet, "--dry-run", "--layout", path]
    planned = run(capsys, *words)
    assert planned["mapping"]["category"] == "Department"
    assert planned["date_order"]["Start Date"] == "month first: chosen by you"
    assert run(capsys, *words, "--map", "category=Supplier")["mapping"]["category"] == "Supplier"


def test_a_packaged_program_starts_itself_to_read_a_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "one.xlsx"
    book = Workbook()
    assert book.active is not None
    book.active.append(["Title", "Supplier"])
    book.save(path)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert guard.command() == [sys.executable, READ_SPREADSHEET]
    monkeypatch.setattr(guard, "command", lambda: [sys.executable, "-m", "tracker", READ_SPREADSHEET])
    assert read_workbook(path).sheets[0].rows == [["Title", "Supplier"]]


def test_a_register_that_is_not_there_is_made_by_import_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (["due"], ["list"], ["undo"], ["check"], ["gaps"], ["history"], []):
        assert main([*words, str(tmp_path / "none.db")]) == 2
        assert "none.db" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_name_that_fits_several_is_listed_and_nothing_done(
    register: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", str(register), "in"]) == 2
    said = capsys.readouterr().err
    assert "Play area inspections" in said
    assert main(["show", str(register), "no such thing"]) == 2


def test_sheets_of_a_workbook_together_one_alone_and_in_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = Workbook()
    for name in ("Adults", "Place", "Place draft"):
        made = book.create_sheet(name)
        made.append(["Ref", "Title", "Supplier", "Start", "End"])
        made.append([f"{name}-1", f"{name} care", "Clearwell Ltd", date(2024, 4, 1), "31/02/2027"])
    book.remove(book.worksheets[0])
    book.save(file := tmp_path / "both.xlsx")
    register = tmp_path / "new.db"
    alone = run(capsys, "import", register, file, "--sheet", "Place", "--dry-run")
    assert (alone["read"], alone["sheet"], "sheets" in alone) == (1, "Place", False)
    every = run(capsys, "import", register, file, "--sheet", "all", "--dry-run")
    assert (every["read"], every["sheets"]) == (3, ["Adults", "Place", "Place draft"])
    done = run(capsys, "import", register, file)
    assert (done["added"], done["sheets"]) == (2, ["Adults", "Place"])
    wrong = [one for one in done["findings"] if one["column"] == "End" and one["row"]]
    assert [(one["row"], one["sheet"]) for one in wrong] == [(2, "Adults"), (2, "Place")]
    again = run(capsys, "import", register, file)
    assert (again["added"], again["changed"], again["same"]) == (0, 0, 2)
    assert main(["undo", str(register)]) == 0


# The one real register that councils' officers would hand over


@pytest.fixture
def oxford(shared: Path) -> Path:
    """A real council's register, where it is beside the project."""
    path = shared / "registers" / "oxford-city" / "Contract_Register_June_2017.v3-2956d0a.csv"
    if not path.exists():
        pytest.skip("the real register is not beside the project")
    return path


def as_workbook(source: Path, target: Path) -> Path:
    """The same table as an .xlsx with true dates and numbers and a title row above the heading."""
    import csv
    from datetime import datetime

    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Contracts register", None, "June 2017"])
    with source.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    sheet.append(rows[0])
    days = [index for index, heading in enumerate(rows[0]) if "Date" in heading]
    money = rows[0].index(" Value ")
    for row in rows[1:]:
        cells: list[object] = list(row)
        for index in days:
            cells[index] = datetime.strptime(row[index], "%d/%m/%Y") if row[index] else None  # noqa: DTZ007
        figure = row[money].strip().replace(",", "")
        cells[money] = None if figure in ("-", "") else float(figure)
        sheet.append(cells)
    book.save(target)
    return target


@pytest.mark.slow
def test_a_real_register_comes_in_whole(
    oxford: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register = tmp_path / "new.db"
    told = run(capsys, "import", register, oxford)
    assert (told["read"], told["added"], told["not_imported"], told["doubtful"]) == (212, 212, 0, 0)
    rows = run(capsys, "list", register)["agreements"]
    assert all(row["starts"] and row["ends"] for row in rows)
    values = [Decimal(row["value"]) for row in rows if row["value"] is not None]
    nil = [one for one in told["findings"] if one["code"] == "money.nil"]
    assert (len(values), len(nil)) == (203, 9)
    assert sum(values) == Decimal("89399651.28")
    same = run(capsys, "import", register, as_workbook(oxford, tmp_path / "same.xlsx"))
    assert (same["header_row"], same["added"], same["changed"], same["same"]) == (2, 0, 0, 212)
    due = run(capsys, "due", register, "--on", "2017-07-01", "--within", "6m", status=1)["due"]
    half_year = [
        one for one in due if date(2017, 7, 1) <= date.fromisoformat(one["date"]) <= date(2017, 12, 31)
    ]
    assert {"end", "review"} <= {one["kind"] for one in half_year}
    assert all(one["workings"] for one in half_year)


def test_a_real_register_as_a_workbook_first(
    oxford: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register = tmp_path / "new.db"
    told = run(capsys, "import", register, as_workbook(oxford, tmp_path / "first.xlsx"))
    assert told["added"] == 212
    again = run(capsys, "import", register, oxford)
    assert (again["added"], again["changed"], again["same"]) == (0, 0, 212)


def test_a_calendar_goes_out(register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import icalendar

    out = tmp_path / "dates.ics"
    told = run(capsys, "export", register, out, "--as", "calendar")
    events = icalendar.Calendar.from_ical(out.read_bytes()).walk("VEVENT")
    assert len(events) == told["rows"] > 0
    assert all(event.decoded("dtend") > event.decoded("dtstart") for event in events)
    some = run(
        capsys, "export", register, tmp_path / "some.ics", "--as", "calendar", "--filter", "department=Parks"
    )
    assert 0 < some["rows"] < told["rows"]


def test_a_backup_goes_somewhere_and_comes_back(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.db"
    assert run(capsys, "backup", register, copy)["backup"] == str(copy)
    assert main(["backup", str(register), str(copy)]) == 2
    assert "copy.db" in capsys.readouterr().err
    assert run(capsys, "backup", register)["backup"]
    assert run(capsys, "backup", register)["backup"] is None
    assert len(run(capsys, "backup", register, "--list")["backups"]) == 1
    run(capsys, "undo", register)
    told = run(capsys, "restore", register, copy)
    assert Path(told["replaced"]).exists()
    assert run(capsys, "list", register)["total"] == 4
    assert main(["restore", str(register), str(tmp_path / "none.db")]) == 2


@pytest.mark.slow
def test_an_encrypted_copy_comes_back_by_its_passphrase_alone(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy.age"
    monkeypatch.setenv("TRACKER_PASSPHRASE", "grey heron in the lane")
    assert main(["backup", str(register), "--encrypt"]) == 2
    assert "needs a file" in capsys.readouterr().err
    run(capsys, "backup", register, copy, "--encrypt")
    assert is_encrypted(copy)
    assert b"Play area" not in copy.read_bytes()
    assert not is_encrypted(register)
    run(capsys, "undo", register)
    monkeypatch.setenv("TRACKER_PASSPHRASE", "grey heron in the line")
    assert main(["restore", str(register), str(copy)]) == 2
    assert "the passphrase is another one" in capsys.readouterr().err
    monkeypatch.setenv("TRACKER_PASSPHRASE", "grey heron in the lane")
    assert run(capsys, "restore", register, copy)["replaced"]
    assert run(capsys, "list", register)["total"] == 4

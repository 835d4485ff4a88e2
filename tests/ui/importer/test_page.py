"""The import page: reading, what was understood, mending a row, importing, and leaving all as it was."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QKeySequence
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QMenu
from pytestqt.qtbot import QtBot

from tests.ui.alone import Alone
from tests.ui.stage import Stage
from tracker.app.incoming import importing
from tracker.app.incoming.importview import LABELS, ODD_ROWS, FieldChange, Outcome
from tracker.app.incoming.sight import Sight
from tracker.domain.agreement import PartyRole
from tracker.domain.errors import RegisterBusy
from tracker.domain.organisation import Organisation, OrganisationKind
from tracker.exchange.plans.planned import PlannedParty
from tracker.ui.bridge import Place
from tracker.ui.importer.cells import change_words
from tracker.ui.importer.deeds import ByNumber
from tracker.ui.importer.page import ImporterPage
from tracker.ui.importer.preview import ImportPreview
from tracker.ui.importer.side import ImportSide
from tracker.ui.parts.tables import CELL, EMPTY, Cell
from tracker.ui.parts.theme import Tone

HEAD = "Reference,Title,Supplier,Start date,End date,Contract value,Department,Days left\n"
SHEET = HEAD + (
    'C1,Play area inspections,Swift & Co,01/04/2024,31/03/2027,"186,000",Parks,10\n'
    "C2,Pest control,Fellside Kennels,01/10/2023,30/09/2026,54000,Housing,11\n"
    "C3,Window cleaning,<b>Brightwell</b>,01/10/2023,Rolling,21600,Housing,12\n"
    "C4,Asbestos surveys,Clearwell,01/03/2024,31/02/2027,112000,Housing,13\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Contracts Register.csv"
    path.write_text(SHEET, encoding="utf-8")
    return path


@pytest.fixture
def alone(qapp: QApplication, tmp_path: Path) -> Iterator[Alone]:
    with Alone(tmp_path / "Small.tracker") as made:
        yield made


@pytest.fixture
def page(alone: Alone, file: Path, qtbot: QtBot) -> ImporterPage:
    return read(alone, file, qtbot)


def read(alone: Alone, file: Path, qtbot: QtBot) -> ImporterPage:
    """The import page with that file's preview on it."""
    shown = alone.show(ImporterPage, Place("import", query=str(file)))
    qtbot.waitUntil(lambda: shown.stack.currentWidget() is not shown.reading)
    return shown


def read_again(page: ImporterPage, file: Path, qtbot: QtBot) -> ImportPreview:
    """The preview of another file on a page that has imported one."""
    page.open(Place("import", query=str(file)))
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.preview)
    return page.preview


def commit(page: ImporterPage, qtbot: QtBot) -> None:
    """Press the button, and wait until it is done."""
    page.preview.commit.click()
    assert page.reading.title.text().startswith("Importing ")
    qtbot.waitUntil(lambda: page.stack.currentWidget() is not page.reading)


def planned_again(page: ImporterPage, qtbot: QtBot) -> ImportPreview:
    """The preview, once it has been made again for another choice."""
    before = page.preview.plan
    qtbot.waitUntil(lambda: page.preview.plan is not before)
    return page.preview


def column(preview: ImportPreview, field: str, *, written: bool = False) -> int:
    shown = preview.table.plan_model.shown
    return next(n for n, one in enumerate(shown) if one.field == field and one.written == written)


def cell(preview: ImportPreview, line: int, field: str, *, written: bool = False) -> Cell:
    model = preview.table.plan_model
    made = model.index(line, column(preview, field, written=written)).data(CELL)
    assert isinstance(made, Cell)
    return made


# What is shown


def test_what_was_imported_is_told_once(alone: Alone, page: ImporterPage, qtbot: QtBot) -> None:
    told: list[object] = []
    page.bridge.changed.connect(told.append)
    commit(page, qtbot)
    assert len(told) == 1
    page.bridge.look_for_others()  # the file is seen to stir
    assert len(told) == 1


def facts_of(side: ImportSide) -> list[str]:
    """The words of what was understood, line by line."""
    (lines,) = (item.widget() for n in range(side.facts.count()) if (item := side.facts.itemAt(n)))
    grid = lines.layout()
    said = [item.widget() for n in range(grid.count()) if (item := grid.itemAt(n))]
    return [one.text() for one in said if hasattr(one, "text")]


def test_what_was_understood_stands_at_the_left(page: ImporterPage) -> None:
    side = page.preview.side
    assert facts_of(side)[:12] == [
        *("Sheet", "text file", "Headings", "Row 1", "Change", "Dates", "Day first"),
        "3 dates in the file's other columns can be read in no other way.",
        *("Rows", "4", "Money", "Pounds"),
    ]
    rows = [side.columns.row(n) for n in range(side.columns.rowCount())]
    read_as = {row.cells[0].text: (row.cells[1].text, row.cells[2].look.word) for row in rows if row}
    assert read_as["Reference"] == ("Reference", "Sure")
    assert read_as["End date"] == ("End", "Sure")
    assert read_as["Days left"] == ("left out", "Left out")


def test_sheets_with_the_same_columns_are_read_together_or_one_alone(
    alone: Alone, tmp_path: Path, qtbot: QtBot
) -> None:
    book = Workbook()
    for name in ("North", "South"):
        sheet = book.create_sheet(name)
        for line in SHEET.splitlines()[:3]:
            sheet.append([f"{name}, {line.split(',')[0]}", *line.split(",")[1:]])
    book.remove(book.worksheets[0])
    book.save(tmp_path / "both.xlsx")
    page = read(alone, tmp_path / "both.xlsx", qtbot)
    model, sheets = page.preview.table.plan_model, page.preview.side.sheets
    names = facts_of(page.preview.side)
    assert names[:2] == ["Sheets", "all 2 together"] and "Letters" not in names, "a workbook has no encoding"
    assert [model.index(n, 0).data() for n in range(4)] == [
        "2 of North",
        "3 of North",
        "2 of South",
        "3 of South",
    ]
    page.preview.table.take_in_hand(2, 2)
    assert page.preview.strip.where.text().startswith("Row 2 of South")
    page.preview.side._drop_sheets()
    assert [(one.text(), one.isChecked()) for one in sheets.actions() if one.text()] == [
        ("All with the same columns", True), ("North\t3 rows", False), ("South\t3 rows", False)
    ]  # fmt: skip
    sheets.hide()
    sheets.actions()[-1].trigger()
    assert len(planned_again(page, qtbot).plan.rows) == 2
    page.preview.side._drop_sheets()
    sheets.hide()
    sheets.actions()[0].trigger()
    assert len(planned_again(page, qtbot).plan.rows) == 4


def test_a_cell_is_shown_as_in_the_file_and_as_read(page: ImporterPage) -> None:
    preview = page.preview
    assert cell(preview, 0, "ends", written=True).text == "31/03/2027"
    assert cell(preview, 0, "ends").text == "31 March 2027"
    assert cell(preview, 2, "ends").text == "rolling"
    assert cell(preview, 0, "value").text == "£186,000"
    wrong = cell(preview, 3, "ends")
    assert (wrong.text, wrong.tone) == ("not read", Tone.DANGER)
    assert wrong.look is not None, "not by colour alone"
    assert "February 2027 has 28 days" in wrong.help


def test_the_model_is_a_sound_one_and_shows_data_as_it_stands(page: ImporterPage) -> None:
    model = page.preview.table.plan_model
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for only in (Outcome.NOT_IMPORTED, ODD_ROWS, ""):
        assert page.preview.sight is not None
        model.show(page.preview.sight, only)
    assert cell(page.preview, 2, "supplier").text == "<b>Brightwell</b>"
    assert model.headerData(column(page.preview, "ends"), Qt.Orientation.Horizontal) == "read as"
    spoken = model.headerData(
        column(page.preview, "ends"), Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole
    )
    assert spoken == "End, read as"


def test_filters_count_and_show_their_rows(page: ImporterPage) -> None:
    filters = page.preview.filters
    shown = [made.text() for made in filters.buttons.values() if made.isVisibleTo(filters)]
    assert shown == ["4 new", "1 with remarks", "4 all"]
    filters.buttons[ODD_ROWS].click()
    assert page.preview.table.plan_model.rowCount() == 1
    filters.buttons[""].click()
    assert page.preview.table.plan_model.rowCount() == 4


# Mending


def in_hand(preview: ImportPreview, line: int, field: str) -> None:
    preview.table.take_in_hand(line, column(preview, field))


def test_a_day_that_does_not_exist_is_mended_with_one_press(page: ImporterPage) -> None:
    preview = page.preview
    in_hand(preview, 3, "ends")
    strip = preview.strip
    assert strip.where.text() == "Row 5, End date, in the file"
    assert (strip.written.text(), strip.head.text()) == ("31/02/2027", "Read as, for Asbestos surveys")
    assert strip.use.text() == "Use 28 February 2027"
    strip.use.click()
    assert cell(preview, 3, "ends").text == "28 February 2027"
    assert not strip.use.isVisible()
    assert not preview.filters.buttons[ODD_ROWS].isVisibleTo(preview.filters)


def test_a_mend_follows_the_order_of_its_column_and_what_is_left_out_shows_its_words(
    alone: Alone, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "American.csv"
    path.write_text(
        "Reference,Title,Supplier,Expiration,Term\n"
        "7122,Calcium chloride,Calcium Sales,9/30/2027,12 months\n"
        "7124,Printing,Press & Co,,One-off\n"
        "7152,Plumbing,SSM Industries,11/31/2027,2 years\n"
        "Total,,,,\n"
    )
    preview = read(alone, path, qtbot).preview
    in_hand(preview, 2, "ends")
    assert preview.strip.use.text() == "Use 30 November 2027"
    assert (cell(preview, 0, "term").text, cell(preview, 1, "term").text) == ("12 months", "one-off")
    assert (cell(preview, 3, "reference").text, cell(preview, 3, "ends")) == ("Total", EMPTY)


def test_rows_are_found_by_their_numbers(page: ImporterPage) -> None:
    assert page.preview.plan is not None
    rows = ByNumber(page.preview.plan.rows)
    assert (len(rows), [*rows], rows[3].planned is not None) == (4, [2, 3, 4, 5], True)
    assert 1 not in rows and 6 not in rows


def test_of_parties_that_change_only_what_differs_is_told() -> None:
    council, old, new = (PlannedParty(name, role) for name, role in PARTIES)
    assert change_words(FieldChange("parties", (council, old), (council, new))) == ("Thistledown", "Greenway")
    assert change_words(FieldChange("parties", (council,), (council, new))) == (
        "Netherfold",
        "Netherfold; Greenway",
    )


PARTIES = (
    ("Netherfold", PartyRole.BUYER),
    ("Thistledown", PartyRole.SUPPLIER),
    ("Greenway", PartyRole.SUPPLIER),
)


def test_a_cell_is_read_as_what_is_typed(page: ImporterPage) -> None:
    preview = page.preview
    in_hand(preview, 0, "ends")
    preview.strip.type.click()
    QTest.keyClicks(preview.strip.line, "31 Septembre 2027")
    QTest.keyClick(preview.strip.line, Qt.Key.Key_Return)
    assert cell(preview, 0, "ends").text == "31 March 2027", "what cannot be read changes nothing"
    assert preview.strip.note.text()
    preview.strip.line.clear()
    QTest.keyClicks(preview.strip.line, "30/9/2027")
    preview.strip.accept.click()
    assert cell(preview, 0, "ends").text == "30 September 2027"


def test_the_keyboard_stays_where_it_was(page: ImporterPage, qtbot: QtBot) -> None:
    preview, strip = page.preview, page.preview.strip
    in_hand(preview, 0, "ends")
    preview.table.setFocus()
    QTest.keyClick(preview.table, Qt.Key.Key_F2)
    assert strip.line.hasFocus()
    QTest.keyClick(strip.line, Qt.Key.Key_Escape)
    assert preview.table.hasFocus(), "nothing is typed after all"
    columns = preview.side.table
    columns.setFocus()
    columns.selectRow(3)
    preview.side.order_chosen.emit("Start date", "mdy")
    planned_again(page, qtbot)
    assert columns.hasFocus() and columns.currentIndex().row() == 3, "after the file was read anew"


def test_a_row_is_left_out_and_taken_in_again(page: ImporterPage) -> None:
    preview = page.preview
    in_hand(preview, 0, "title")
    preview.strip.leave.click()
    assert preview.commit.text() == "Import 3 agreements"
    assert preview.outlook.text() == "1 row stays out; a fix list says why."
    assert preview.strip.leave.text() == "Import it"
    preview.strip.leave.click()
    assert preview.commit.text() == "Import 4 agreements"


def test_another_field_is_chosen_for_a_column_and_what_was_mended_stays(
    page: ImporterPage, qtbot: QtBot
) -> None:
    in_hand(page.preview, 3, "ends")
    page.preview.strip.use.click()
    in_hand(page.preview, 1, "title")
    page.preview.strip.leave.click()
    page.preview.side.field_chosen.emit("Department", "category")
    preview = planned_again(page, qtbot)
    assert cell(preview, 0, "category").text == "Parks"
    assert cell(preview, 3, "ends").text == "28 February 2027"
    assert preview.commit.text() == "Import 3 agreements"
    page.preview.side.field_chosen.emit("Department", "")
    preview = planned_again(page, qtbot)
    assert preview.plan is not None
    assert preview.plan.mapping.of("category") is None


def test_the_menu_of_a_column_offers_every_field_and_checks_the_one_it_has(page: ImporterPage) -> None:
    side = page.preview.side
    side.table.selectRow(0)
    QTest.keyClick(side.table, Qt.Key.Key_Return)
    offered = {str(a.data()): a for a in side.menu.actions() if not a.isSeparator()}
    assert offered["reference"].isChecked()
    assert offered["title"].text() == "Title\tnow Title"
    others = offered["None"].menu()
    assert isinstance(others, QMenu)
    assert {*offered, *(str(a.data()) for a in others.actions())} == {"", "None", *LABELS}
    side.menu.hide()


def test_a_row_that_only_looks_like_another_is_the_same_or_a_new_one(
    page: ImporterPage, qtbot: QtBot, tmp_path: Path
) -> None:
    commit(page, qtbot)
    newer = tmp_path / "Alike.csv"
    newer.write_text(HEAD + "C1,Play area inspections,Hartley Ltd,01/04/2027,31/03/2030,190000,Parks,1\n")
    preview = read_again(page, newer, qtbot)
    row = preview.table.plan_model.row(0)
    assert row is not None
    row.outcome, row.existing, row.reason = Outcome.DOUBTFUL, 1, "it looks like another"
    preview.show_again()
    in_hand(preview, 0, "title")
    assert preview.strip.leave.text() == "It is the same one"
    assert preview.strip.note.text().startswith("It looks like another."), "why it is asked"
    preview.strip.new.click()
    assert (row.outcome, row.existing) == (Outcome.ADD, None)


def test_rows_to_look_at_are_taken_in_together(page: ImporterPage) -> None:
    preview = page.preview
    assert preview.plan is not None
    for row in preview.plan.rows[:2]:
        row.outcome, row.reason = Outcome.DOUBTFUL, "its columns were told by their values alone"
    preview.show_again()
    assert preview.commit.text() == "Import 2 agreements"
    assert not preview.filters.take_all.isVisible()
    preview.filters.buttons[Outcome.DOUBTFUL].click()
    assert preview.strip.note.text().startswith("Its columns were told by their values alone.")
    preview.filters.take_all.click()
    assert preview.commit.text() == "Import 4 agreements"


def test_what_follows_an_agreement_is_no_change_of_it_among_many(page: ImporterPage) -> None:
    preview = page.preview
    assert preview.plan is not None
    follows, same = preview.plan.rows[:2]
    for row in (follows, same):
        row.outcome, row.existing, row.reason = Outcome.DOUBTFUL, 1, "it may be what followed 'C1'"
    follows.follows = True
    preview.show_again()
    preview.filters.buttons[Outcome.DOUBTFUL].click()
    preview.filters.take_all.click()
    assert (follows.outcome, follows.existing) == (Outcome.ADD, None)
    assert (same.outcome, same.existing) == (Outcome.SAME, 1)


# Committing


def listed(alone: Alone) -> int:
    return alone.session.read.listing(limit=1).total


def test_importing_is_one_change_with_one_undo(page: ImporterPage, alone: Alone, qtbot: QtBot) -> None:
    commit(page, qtbot)
    assert listed(alone) == 4
    assert alone.went == [Place("register")]
    text, tone = alone.said[-1]
    assert text.startswith("Done: Import 4 agreements from Contracts Register.csv. Undo takes the whole")
    assert tone is Tone.GOOD
    alone.session.undo()
    assert listed(alone) == 0


def test_an_import_that_is_taken_back_elsewhere_is_not_offered_to_be_taken_back(
    page: ImporterPage, alone: Alone, qtbot: QtBot
) -> None:
    in_hand(page.preview, 1, "title")
    page.preview.strip.leave.click()
    page.preview.commit.setFocus()
    QTest.keyClick(page.preview.commit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.done)
    undo = page.done.undo
    assert undo.isEnabled()
    with alone.session.operation("Note a supplier") as write:
        write.add(Organisation(name="Fellside", kind=OrganisationKind.SUPPLIER))
    assert not undo.isEnabled(), "it would take back the note"
    alone.session.undo()
    assert undo.isEnabled()
    alone.session.undo()
    assert page.stack.currentWidget() is page.start


def test_what_was_mended_is_what_is_imported(page: ImporterPage, alone: Alone, qtbot: QtBot) -> None:
    in_hand(page.preview, 3, "ends")
    page.preview.strip.use.click()
    in_hand(page.preview, 1, "title")
    page.preview.strip.leave.click()
    commit(page, qtbot)
    ends = {row.reference: row.ends for row in alone.session.read.listing().rows}
    assert ends["C4"] == date(2027, 2, 28).isoformat()
    assert "C2" not in ends


def test_the_same_file_again_changes_nothing(page: ImporterPage, file: Path, qtbot: QtBot) -> None:
    commit(page, qtbot)
    preview = read_again(page, file, qtbot)
    assert preview.commit.text() == "Nothing to import"
    assert not preview.commit.isEnabled()
    assert preview.plan is not None
    assert preview.plan.count(Outcome.SAME) == 4


def test_a_changed_cell_is_shown_with_what_the_register_has(
    page: ImporterPage, tmp_path: Path, qtbot: QtBot
) -> None:
    commit(page, qtbot)
    newer = tmp_path / "Newer.csv"
    newer.write_text(SHEET.replace("Parks", "Leisure"), encoding="utf-8")
    preview = read_again(page, newer, qtbot)
    assert preview.commit.text() == "Change 1 agreement"
    changed = cell(preview, 0, "department")
    assert (changed.text, changed.help) == ("Leisure", "In the register: Parks")
    in_hand(preview, 0, "department")
    assert preview.strip.note.text() == "The register has Parks now."


def test_a_mapping_chosen_once_is_remembered_for_the_layout(
    page: ImporterPage, file: Path, qtbot: QtBot
) -> None:
    page.preview.side.field_chosen.emit("Department", "category")
    planned_again(page, qtbot)
    commit(page, qtbot)
    again = read_again(page, file, qtbot)
    assert again.plan is not None
    mapped = again.plan.mapping.of("category")
    assert mapped is not None and mapped.label == "Department"


def test_what_cannot_be_imported_is_said_and_the_preview_stays(
    page: ImporterPage, alone: Alone, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> object:
        raise RegisterBusy("The register is busy.")

    monkeypatch.setattr(importing, "commit", busy)
    commit(page, qtbot)
    assert page.stack.currentWidget() is page.preview
    assert alone.said == [("The register is busy.", Tone.DANGER)]
    assert page.preview.commit.text() == "Import 4 agreements"


def test_cancel_imports_nothing(page: ImporterPage, alone: Alone) -> None:
    page.preview.cancel.click()
    assert listed(alone) == 0
    assert page.stack.currentWidget() is page.start


# Reading


def test_a_file_that_is_no_spreadsheet_is_refused_in_a_sentence(
    alone: Alone, file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    poem = tmp_path / "poem.csv"
    poem.write_text("Tyger Tyger, burning bright,\nIn the forests of the night;\n", encoding="utf-8")
    page = read(alone, file, qtbot)
    page.open(Place("import", query=str(poem)))
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.start)
    assert "poem.csv" in page.refused.text()
    assert page.refused.isVisible()


def test_the_window_stays_alive_while_a_file_is_read_and_cancel_works(
    alone: Alone, file: Path, qtbot: QtBot
) -> None:
    page = alone.show(ImporterPage, Place("import"))
    page.read(file)
    assert page.stack.currentWidget() is page.reading
    assert page.reading.title.text() == "Reading Contracts Register.csv"
    page.reading.show_progress(30, 60)
    assert page.reading.bar.value() == 500
    page.reading.cancel.click()
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.start)
    assert not page.refused.isVisible(), "whoever cancels need not be told"


def test_a_file_dropped_on_the_window_leads_to_the_preview(empty: Stage, file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    hints = empty.window.findChildren(QFrame, "drop")
    QApplication.sendEvent(empty.window, QDragEnterEvent(QPoint(400, 400), *how))
    (hint,) = set(empty.window.findChildren(QFrame, "drop")) - set(hints)
    assert hint.isVisible()
    assert [one.text() for one in hint.findChildren(QLabel)] == [f"Drop to import {file.name}. {NOT_YET}"]
    QApplication.sendEvent(empty.window, QDragLeaveEvent())
    assert not hint.isVisible()
    QApplication.sendEvent(empty.window, QDragEnterEvent(QPoint(400, 400), *how))
    QApplication.sendEvent(empty.window, QDropEvent(QPointF(400, 400), *how))
    page = empty.window.current_page()
    assert isinstance(page, ImporterPage)
    empty.wait_until(lambda: page.stack.currentWidget() is page.preview)


NOT_YET = "It is shown to you before anything is saved."


def test_a_table_pasted_into_a_field_for_words_is_imported(empty: Stage) -> None:
    page = empty.go("register")
    field = page.search_field()
    assert field is not None
    assert empty.window.menu_actions["paste_table"].isEnabled()
    empty.window.activateWindow()
    field.setFocus()
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("street cleaning")
    QTest.keySequence(field, QKeySequence.StandardKey.Paste)
    assert field.text() == "street cleaning"
    clipboard.setText(SHEET.replace(",", "\t"))
    QTest.keySequence(field, QKeySequence.StandardKey.Paste)
    empty.wait_until(lambda: isinstance(empty.window.current_page(), ImporterPage))
    assert field.text() == "street cleaning"


def test_the_question_about_ends_is_asked_with_its_evidence(
    alone: Alone, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "Options.csv"
    file.write_text(
        "Reference,Title,Supplier,Start date,End date,Contract term,Extension options\n"
        "C1,Play areas,Swift,01/04/2024,31/03/2026,2 years,1 year + 1 year\n"
        "C2,Pest control,Fellside,01/04/2023,31/03/2026,3 years,2 years\n",
        encoding="utf-8",
    )
    page = read(alone, file, qtbot)
    ends = page.preview.ends
    assert ends.isVisible()
    assert ends.answers["ask"].isChecked()
    assert ends.evidence.text() == (
        "2 rows state both. In 2 of them the end is that of the first term alone: "
        "row 2 starts on 1 April 2024 for 2 years with “1 year + 1 year” and ends on 31 March 2026."
    )
    ends.answers["base"].click()
    planned_again(page, qtbot)
    assert page.desk.choices.ends == "base"
    assert ends.answers["base"].isChecked()


def test_a_cell_of_millions_of_letters_is_cut_where_it_is_shown(
    alone: Alone, tmp_path: Path, qtbot: QtBot
) -> None:
    huge = tmp_path / "Huge.csv"
    huge.write_text(SHEET.replace("Pest control", "Pest " * 400_000), encoding="utf-8")
    preview = read(alone, huge, qtbot).preview
    assert len(cell(preview, 1, "title").text) < 320
    in_hand(preview, 1, "title")
    assert len(preview.strip.written.text()) < 320
    preview.grab()


def test_what_could_not_be_read_is_in_hand_at_first(page: ImporterPage) -> None:
    table = page.preview.table
    assert table.currentIndex().row() == 3
    assert table.field_in_hand() == "ends"
    assert page.preview.strip.written.text() == "31/02/2027"


def test_nothing_of_a_file_is_held_once_the_importer_is_left(page: ImporterPage, qtbot: QtBot) -> None:
    shown = id(page.preview.sight)
    page.preview.table.take_in_hand(1, 1)
    page.preview.left.emit()
    qtbot.waitUntil(lambda: not page.bridge.is_busy)
    assert page.preview.plan is None
    assert page.desk.workbook is None
    assert page.preview.table.plan_model.rowCount() == 0
    assert page.preview.table.row_in_hand() is None
    qtbot.waitUntil(lambda: not any(isinstance(one, Sight) and id(one) == shown for one in gc.get_objects()))

"""The main ways through an import, by the keyboard: a messy sheet in, undone, its fix list out, mended, and in again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.alone import Alone
from tests.ui.stage import Stage
from tracker.app.incoming import layouts
from tracker.app.incoming.importview import Leaving, Outcome, PlanRow
from tracker.domain.agreement import Agreement
from tracker.exchange.outgoing.fixlist import SHEET
from tracker.ui.bridge import Place
from tracker.ui.importer import desk
from tracker.ui.importer.filters import CHANGES, MISSING, NAMES, TWINS
from tracker.ui.importer.page import ImporterPage
from tracker.ui.importer.preview import ImportPreview

HEAD = "Contract No,Contract Title,Supplier Name,Start,Contract End,Value (£),Dept\n"
MESSY = (
    "Netherfold Borough Council contracts register,,,,,,\n"
    + HEAD
    + "N1,Play area inspections,Swift & Co,01/04/2024,05/03/2027,186000,Parks\n"
    "N2,Pest control,Fellside Kennels Ltd,01/10/2023,06/09/2026,54000,\n"
    "N2,Pest control,Fellside Kennels Ltd,01/10/2023,06/09/2026,55500,Housing\n"
    "N4,Asbestos surveys,Clearwell,01/03/2024,31/02/2027,112000,Property\n"
    "N5,Library system,Tallyhall Systems,01/04/2023,04/03/2028,238500,Culture\n"
    "N6,Kennels,Fellside Kennel Ltd,01/05/2024,07/04/2028,1000,Parks\n"
    "Total,,,,,647000,\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Register Q2.csv"
    path.write_text(MESSY, encoding="utf-8")
    return path


@pytest.fixture
def alone(qapp: QApplication, tmp_path: Path) -> Iterator[Alone]:
    with Alone(tmp_path / "Small.tracker") as made:
        yield made


@pytest.fixture
def page(alone: Alone, file: Path, qtbot: QtBot) -> ImporterPage:
    shown = alone.show(ImporterPage, Place("import", query=str(file)))
    qtbot.waitUntil(lambda: shown.stack.currentWidget() is shown.preview)
    return shown


def open_file(page: ImporterPage, path: Path, qtbot: QtBot) -> ImportPreview:
    page.open(Place("import", query=str(path)))
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.preview)
    return page.preview


def press(button: QAbstractButton) -> None:
    """Come to the button as Tab does, and press Space."""
    assert button.isVisible() and button.isEnabled(), button.text()
    assert button.group() or button.focusPolicy() & Qt.FocusPolicy.TabFocus, f"no Tab to {button.text()}"
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Space)


def key(widget: QWidget, which: Qt.Key, how: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(widget, which, how)


def choose(menu: QMenu, text: str) -> None:
    """Go down a menu to the line that begins so, and press Enter."""
    assert menu.isVisible()
    lines = [action for action in menu.actions() if not action.isSeparator()]
    wanted = next(action for action in lines if action.text().startswith(text))
    menu.setActiveAction(wanted)
    QTest.keyPress(menu, Qt.Key.Key_Return)
    assert not menu.isVisible()


def planned_again(page: ImporterPage, qtbot: QtBot) -> None:
    """Wait until another plan is shown and can be worked on."""
    qtbot.waitUntil(lambda: page.preview.filters.isEnabled() and not page.preview.working.isVisible())


def looked_again(page: ImporterPage, before: object, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.preview.sight is not before)


def change(what: str, page: ImporterPage, qtbot: QtBot) -> None:
    """Press "Change" beside a fact."""

    def shown() -> list[QAbstractButton]:
        buttons = page.preview.side.findChildren(QAbstractButton)
        return [one for one in buttons if one.accessibleName() == f"Change {what}" and one.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()))
    press(shown()[0])


def line_of(preview: ImportPreview, number: int) -> int:
    model = preview.table.plan_model
    return next(n for n in range(model.rowCount()) if row_at(preview, n).row == number)


def row_at(preview: ImportPreview, line: int) -> PlanRow:
    row = preview.table.plan_model.row(line)
    assert row is not None
    return row


def column(preview: ImportPreview, field: str) -> int:
    shown = preview.table.plan_model.shown
    return next(n for n, one in enumerate(shown) if one.field == field and not one.written)


def commit(page: ImporterPage, qtbot: QtBot) -> None:
    """Import; what the register was told of just before may still be planned into."""
    qtbot.waitUntil(page.preview.commit.isEnabled)
    press(page.preview.commit)
    qtbot.waitUntil(lambda: page.stack.currentWidget() in (page.done, page.start))


def held(alone: Alone) -> dict[str, Agreement]:
    return {one.reference: one for one in alone.session.read.agreements()}


@pytest.mark.slow
def test_a_messy_sheet_by_keyboard_from_the_file_to_its_mended_rows(
    page: ImporterPage, alone: Alone, tmp_path: Path, qtbot: QtBot
) -> None:
    preview = page.preview
    # The order of day and month of one column is put right in its menu.
    side = preview.side
    side.table.selectRow(4)
    key(side.table, Qt.Key.Key_Return)
    choose(side.menu, "Dates with the month first")
    planned_again(page, qtbot)
    assert preview.plan is not None and preview.plan.orders["Contract End"] == "mdy"
    # Two rows are refused at once.
    preview.table.take_in_hand(line_of(preview, 6), 2)
    key(preview.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert preview.strip.written.text() == "2 rows"
    key(preview.table, Qt.Key.Key_Delete)
    assert preview.plan.count(Outcome.NOT_IMPORTED) == 3
    # A duplicate is merged; the other row's amount is taken.
    press(preview.filters.buttons[TWINS])
    twins = preview.twins
    amount = next(n for n, one in enumerate(twins.fields.items.items) if one.field == "value")
    twins.fields.choose_line(amount)
    key(twins.fields, Qt.Key.Key_Space)
    before = preview.sight
    press(twins.merge)
    looked_again(page, before, qtbot)
    assert not preview.filters.buttons[TWINS].isVisible()
    # In, as one change; the rows that stayed out are offered.
    commit(page, qtbot)
    assert page.stack.currentWidget() is page.done
    assert sorted(held(alone)) == ["N1", "N2", "N6"]
    assert str(held(alone)["N2"].value) == "£55,500.00"
    assert held(alone)["N2"].department == "Housing"
    assert held(alone)["N1"].ends.day == date(2027, 5, 3)
    assert page.done.out.text().startswith("3 rows stayed out.")
    # The fix list goes out, is mended in a spreadsheet, and the import is undone and done again with it.
    mend = tmp_path / "mend.xlsx"
    page.write_fix_list(str(mend))
    qtbot.waitUntil(lambda: not page.done.save.isEnabled())
    press(page.done.undo)
    assert held(alone) == {}
    book = load_workbook(mend)
    sheet = book[SHEET]
    assert [cell.value for cell in sheet["A"]] == ["Contract No", "N4", "N5", "Total"]
    sheet["E2"] = "02/28/2027"
    book.save(mend)
    preview = open_file(page, mend, qtbot)
    assert "a fix list, read as its file was" in preview.file.text()
    assert preview.commit.text() == "Import 2 agreements"
    commit(page, qtbot)
    assert {name: str(one.ends.day) for name, one in held(alone).items() if one.ends} == {
        "N4": "2027-02-28",
        "N5": "2028-04-03",
    }


def test_a_layout_is_named_kept_shared_and_used_for_the_next_file(
    page: ImporterPage, alone: Alone, tmp_path: Path, qtbot: QtBot
) -> None:
    side = page.preview.side
    page.preview.side.field_chosen.emit("Dept", "category")
    planned_again(page, qtbot)
    change("layout", page, qtbot)
    choose(side.layouts, "Keep under a name")
    QTest.keyClicks(side.naming, "Netherfold quarterly")
    QTest.keyClick(side.naming, Qt.Key.Key_Return)
    assert alone.said[-1][0].startswith("Kept as ‘Netherfold quarterly’.")
    page.layouts.write(str(tmp_path / "ours.layout.json"))
    assert layouts.read(tmp_path / "ours.layout.json").mapping == {"department": "", "category": "Dept"}
    newer = tmp_path / "Register Q3.csv"
    newer.write_text(MESSY, encoding="utf-8")
    preview = open_file(page, newer, qtbot)
    assert "read as ‘Netherfold quarterly’, kept 22 November 2026" in preview.file.text()
    assert preview.plan is not None and preview.plan.mapping.of("category") is not None
    change("layout", page, qtbot)
    choose(side.layouts, "Forget it")
    planned_again(page, qtbot)
    assert preview.plan is not None and preview.plan.mapping.of("category") is None
    assert layouts.kept() == {}
    page.layouts.use(str(tmp_path / "ours.layout.json"))
    planned_again(page, qtbot)
    assert preview.plan is not None and preview.plan.mapping.of("category") is not None
    page.layouts.use(str(newer))
    assert "is not a layout" in alone.said[-1][0]
    for name in ("Save as a file", "Read a layout"):
        change("layout", page, qtbot)
        choose(side.layouts, name)
        assert page.layouts.dialog is not None
        page.layouts.dialog.reject()


def test_another_heading_row_is_chosen_and_what_cannot_be_read_so_leaves_all_as_it_was(
    page: ImporterPage, alone: Alone, tmp_path: Path, qtbot: QtBot
) -> None:
    preview = page.preview
    change("headings", page, qtbot)
    choose(preview.side.headers, "Row 3:")
    planned_again(page, qtbot)
    assert preview.plan is not None
    assert preview.plan.table.header_row == 3
    change("headings", page, qtbot)
    choose(preview.side.headers, "Row 2:")
    planned_again(page, qtbot)
    layout = layouts.Layout("Theirs", date(2026, 3, 3), (), {"title": "No such heading"})
    page.layouts.use(str(layouts.write(layout, tmp_path / "theirs.json")))
    planned_again(page, qtbot)
    assert "There is no column called 'No such heading'" in alone.said[-1][0]
    assert preview.plan.table.header_row == 2
    assert page.desk.choices.mapping is None


def test_a_name_is_matched_with_one_that_the_register_has(
    page: ImporterPage, alone: Alone, qtbot: QtBot
) -> None:
    preview, names = page.preview, page.preview.names
    assert preview.filters.buttons[NAMES].text() == "1 name to match"
    line = line_of(preview, 8)
    preview.table.take_in_hand(line, column(preview, "supplier"))
    press(preview.strip.match)
    assert names.table.chosen()[0].name == "Fellside Kennel Ltd"
    assert names.line.text() == "Fellside Kennels Ltd"
    before = preview.sight
    key(names.table, Qt.Key.Key_Space)
    looked_again(page, before, qtbot)
    assert not preview.filters.buttons[NAMES].isVisible()
    preview.show_names("Clearwell")
    names.line.setText("Clearwell Surveys")
    before = preview.sight
    key(names.line, Qt.Key.Key_Return)
    looked_again(page, before, qtbot)
    before = preview.sight
    preview.show_names("Swift & Co")
    press(names.new)
    looked_again(page, before, qtbot)
    commit(page, qtbot)
    assert {one.name for one in alone.session.read.organisations()} == {
        "Fellside Kennels Ltd",
        "Clearwell Surveys",
        "Swift & Co",
        "Tallyhall Systems",
    }


def test_another_spelling_is_taken_for_the_same_and_may_be_parted(
    page: ImporterPage, alone: Alone, file: Path, qtbot: QtBot
) -> None:
    other = file.with_name("Register Q3.csv")
    other.write_text(MESSY.replace("Fellside Kennel Ltd", "fellside kennels"), encoding="utf-8")
    before = page.preview.sight
    preview, names = open_file(page, other, qtbot), page.preview.names
    looked_again(page, before, qtbot)
    assert preview.filters.buttons[NAMES].text() == "5 names", "none need be matched, and one may be parted"
    press(preview.filters.buttons[NAMES])
    shown = [names.table.items.index(0, at).data() for at in range(5)]
    assert (shown[0], shown[3]) == ("fellside kennels", "Fellside Kennels Ltd")
    assert names.table.items.index(0, 4).data(Qt.ItemDataRole.AccessibleTextRole) == "Other spelling"
    assert preview.plan is not None
    said = [one.finding.message for one in preview.plan.findings]
    assert any("'Fellside Kennels Ltd' (also 'fellside kennels')" in one for one in said)
    before = preview.sight
    press(names.new)
    looked_again(page, before, qtbot)
    preview.show_names("fellside kennels")
    names.line.setText("Tallyhall Systems")
    before = preview.sight
    key(names.line, Qt.Key.Key_Return)
    looked_again(page, before, qtbot)
    commit(page, qtbot)
    assert {one.name for one in alone.session.read.organisations()} == {
        "Clearwell",
        "Fellside Kennels Ltd",
        "Swift & Co",
        "Tallyhall Systems",
    }
    kennels = next(one for one in alone.session.read.agreements() if one.reference == "N6")
    assert kennels.parties[0].as_written == "fellside kennels"


def test_two_rows_that_share_a_reference_may_be_two_agreements(page: ImporterPage, qtbot: QtBot) -> None:
    preview = page.preview
    press(preview.filters.buttons[TWINS])
    press(preview.twins.swap)
    assert preview.twins.merge.text() == "Merge into row 5"
    before = preview.sight
    press(preview.twins.part)
    looked_again(page, before, qtbot)
    assert not preview.filters.buttons[TWINS].isVisible()
    assert preview.commit.text() == "Import 6 agreements"


def test_coming_back_says_what_changed_and_what_is_missing(
    page: ImporterPage, alone: Alone, tmp_path: Path, qtbot: QtBot
) -> None:
    commit(page, qtbot)
    with alone.session.operation("Change the department") as write:
        write.change(Agreement, held(alone)["N1"].id, department="Leisure")
    newer = tmp_path / "Register Q3.csv"
    lines = MESSY.replace("Parks", "Grounds").replace("238500", "240000").splitlines(keepends=True)
    newer.write_text("".join(line for line in lines if not line.startswith("N4")), encoding="utf-8")
    preview = open_file(page, newer, qtbot)
    changes = preview.changes
    press(preview.filters.buttons[CHANGES])
    seen = {(one.row.row, one.change.field): one.is_mine for one in changes.table.items.items}
    assert seen == {(3, "department"): True, (6, "value"): False, (7, "department"): False}
    press(changes.edited)
    assert len(changes.table.items.items) == 1
    key(changes.table, Qt.Key.Key_Space)
    assert preview.plan is not None and preview.plan.rows[0].outcome is Outcome.CHANGE
    press(changes.keep)
    press(changes.take)
    press(preview.filters.buttons[MISSING])
    missing = preview.missing
    key(missing.table, Qt.Key.Key_Delete)
    assert preview.commit.text() == "Change 3 agreements, remove 1"
    key(missing.table, Qt.Key.Key_Delete)
    assert missing.note.text() == "Nothing becomes of them."
    key(missing.table, Qt.Key.Key_Space)
    line = missing.day.findChild(QLineEdit)
    assert line is not None
    line.selectAll()
    QTest.keyClicks(line, "30/9/2026")
    assert missing.note.text().startswith("1 agreement will be marked as ended on 30 September 2026")
    press(missing.stay)
    press(missing.remove)
    press(missing.end)
    assert list(preview.plan.leaving.values()) == [Leaving.END]
    commit(page, qtbot)
    assert held(alone)["N1"].department == "Grounds"
    assert held(alone)["N4"].events[-1].new_end.day == date(2026, 9, 30)


def test_the_lists_are_sound_models(page: ImporterPage) -> None:
    preview = page.preview
    for table in (preview.twins.table, preview.twins.fields, preview.names.table, preview.missing.table):
        QAbstractItemModelTester(table.items, QAbstractItemModelTester.FailureReportingMode.Fatal)
        table.items.changed()
        assert table.items.headerData(0, Qt.Orientation.Horizontal)


def test_the_rows_that_raise_the_question_are_shown_alone(alone: Alone, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "Options.csv"
    path.write_text(
        HEAD.replace("Dept", "Extension options")
        + "C1,Play areas,Swift,01/04/2024,31/03/2026,1,1 year + 1 year\nC2,Pests,Fellside,01/04/2023,31/03/2026,1,\n"
    )
    page = alone.show(ImporterPage, Place("import"))
    preview = open_file(page, path, qtbot)
    press(preview.ends.rows)
    assert preview.table.plan_model.rowCount() == 1
    press(preview.ends.rows)
    assert preview.table.plan_model.rowCount() == 2


def test_options_that_stand_beside_an_end_are_shown(alone: Alone, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "Options.csv"
    path.write_text(
        HEAD
        + "C1,Play areas,Swift,01/04/2024,31/03/2026 (+1+1),1,P\nC2,Pests,Fell,01/04/2023,31/03/2026,1,P\n"
    )
    page = alone.show(ImporterPage, Place("import"))
    preview = open_file(page, path, qtbot)
    shown = preview.table.plan_model.shown
    preview.table.take_in_hand(0, next(n for n, one in enumerate(shown) if one.field == "extensions"))
    assert preview.strip.where.text() == "Row 2, Options, in the file"
    assert (preview.strip.written.text(), preview.strip.kind.text()) == ("(+1+1)", "words in another column")


def test_cancel_while_a_file_is_understood_leaves_nothing(alone: Alone, file: Path, qtbot: QtBot) -> None:
    page = alone.show(ImporterPage, Place("import"))
    page.desk.read.connect(partial(page.desk.moved.connect, page.reading.cancel.click))
    page.read(file)
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.start)
    assert page.desk.workbook is None
    assert not page.refused.isVisible()


def test_rows_that_were_copied_in_excel_are_pasted_on_any_page(empty: Stage) -> None:
    data = QMimeData()
    data.setText(MESSY.replace(",", "\t"))
    QApplication.clipboard().setMimeData(data)
    empty.go("register")
    QTest.keyClick(empty.window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    page = empty.window.current_page()
    assert isinstance(page, ImporterPage)
    empty.wait_until(lambda: page.stack.currentWidget() is page.preview)
    assert page.preview.commit.text() == "Import 6 agreements"
    assert page.title() == "Import the clipboard"


def test_what_is_no_table_is_not_pasted(empty: Stage) -> None:
    QApplication.clipboard().setText("only words")
    empty.go("register")
    QTest.keyClick(empty.window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert not isinstance(empty.window.current_page(), ImporterPage)


def test_an_import_that_is_cancelled_changes_nothing(page: ImporterPage, alone: Alone, qtbot: QtBot) -> None:
    page.desk.cancel()
    press(page.preview.commit)
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.preview)
    assert alone.said[-1][0] == "Cancelled. Nothing was changed."
    assert held(alone) == {}
    commit(page, qtbot)
    assert len(held(alone)) == 5


def test_the_first_rows_of_a_long_table_are_shown_while_the_whole_is_understood(
    alone: Alone, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "LONG", 3)
    monkeypatch.setattr(desk, "_FIRST", 3)
    path = tmp_path / "Long.csv"
    path.write_text(HEAD + "".join(MESSY.splitlines(keepends=True)[2:]), encoding="utf-8")
    page = alone.show(ImporterPage, Place("import"))
    glimpses: list[tuple[int, bool]] = []
    preview = page.preview
    page.desk.glimpsed.connect(
        lambda: glimpses.append((preview.table.plan_model.rowCount(), preview.commit.isEnabled()))
    )
    open_file(page, path, qtbot)
    planned_again(page, qtbot)
    assert glimpses == [(2, False)]
    assert preview.table.plan_model.rowCount() == 7
    assert preview.commit.isEnabled()


def test_a_table_that_is_none_after_its_first_rows_is_refused(
    alone: Alone, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "LONG", 1)
    path = tmp_path / "Poem.csv"
    path.write_text("Tyger Tyger, burning bright,\nIn the forests of the night;\n", encoding="utf-8")
    page = alone.show(ImporterPage, Place("import"))
    page.read(path)
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.start)
    assert "No table of agreements" in page.refused.text()


def test_a_spreadsheet_that_is_opened_as_a_register_leads_to_its_preview(empty: Stage, file: Path) -> None:
    empty.window.menu_actions["open_register"].trigger()
    dialog = empty.window.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(file))
    dialog.reject()
    page = empty.window.current_page()
    assert isinstance(page, ImporterPage)
    empty.wait_until(lambda: page.stack.currentWidget() is page.preview)


def test_in_a_narrow_window_what_was_understood_gives_its_room_to_the_rows(page: ImporterPage) -> None:
    preview = page.preview
    assert preview.side.isVisible() and not preview.understood.isVisible()
    page.resize(800, 600)
    assert preview.table.isVisible() and not preview.side.isVisible()
    press(preview.understood)
    assert preview.side.isVisible() and not preview.table.isVisible()
    press(preview.side.back)
    assert preview.table.isVisible() and not preview.side.isVisible()


def test_in_a_narrow_window_the_mends_of_a_cell_stand_under_it(page: ImporterPage, qtbot: QtBot) -> None:
    preview = page.preview
    preview.table.take_in_hand(line_of(preview, 6), column(preview, "ends"))
    strip = preview.strip
    assert strip.use.text() == "Use 28 February 2027"
    assert strip.use.y() < strip.note.geometry().bottom()
    page.resize(700, 600)
    qtbot.waitUntil(lambda: strip.use.y() > strip.note.geometry().bottom())
    for deed in (strip.use, strip.type, strip.leave):
        assert deed.width() >= deed.sizeHint().width(), deed.text()

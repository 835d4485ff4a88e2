"""The export page: what it offers, what it says beforehand, and what it writes; asked once, never over a file unasked."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.stage import Stage
from tests.ui.waiting import wait_until
from tracker.app.outgoing.offers import offer
from tracker.app.settings import Settings
from tracker.ui.bridge import Bridge, Place
from tracker.ui.outgoing.folder import command_for
from tracker.ui.outgoing.page import ExportPage
from tracker.ui.outgoing.scopes import source_of
from tracker.ui.register.page import RegisterPage


def export_page(stage: Stage) -> ExportPage:
    stage.window.menu_actions["export_file"].trigger()
    page = stage.window.current_page()
    assert isinstance(page, ExportPage)
    return page


@pytest.fixture
def page(bridge: Bridge, qtbot: QtBot) -> ExportPage:
    """The page alone, on the sample."""
    made = ExportPage(bridge)
    qtbot.addWidget(made)
    made.show()
    made.open(Place("export"))
    return made


def ready(page: ExportPage) -> None:
    wait_until(page.go.isEnabled)


def written(page: ExportPage) -> str:
    wait_until(page.bar.isHidden)
    return page.said.text()


@pytest.mark.slow
def test_every_kind_goes_out_by_its_own_button(page: ExportPage, tmp_path: Path) -> None:
    for one in (offer(kind) for kind in ("table", "transparency", "report")):
        page.choose(one.kind)
        ready(page)
        ending = next(iter(one.endings))
        page.form.set_path(tmp_path / f"{one.kind}{ending}")
        page.export()
        assert f"in {one.kind}{ending} now." in written(page)
        assert page.folder.isVisible()
        assert page.checks.isVisible() is one.checked


def test_enter_on_a_kind_exports_it(page: ExportPage, tmp_path: Path) -> None:
    ready(page)
    page.form.set_path(tmp_path / "all.csv")
    ready(page)
    chosen = page.first_focus()
    assert chosen is not None
    chosen.setFocus()
    QTest.keyClick(chosen, Qt.Key.Key_Return)
    assert "in all.csv now." in written(page)


def test_a_file_that_is_there_is_asked_about_once_on_the_page(page: ExportPage, tmp_path: Path) -> None:
    page.choose("table")
    ready(page)
    out = tmp_path / "mine.csv"
    out.write_text("mine", encoding="utf-8")
    page.form.set_path(out)
    assert page.go.text() == "Replace mine.csv"
    assert page.said.text() == "A file of that name is there already."
    assert out.read_text(encoding="utf-8") == "mine"
    page.form.file.setFocus()
    QTest.keyClick(page.form.file, Qt.Key.Key_Return)
    assert written(page) == "73 agreements are in mine.csv now."
    assert out.read_text(encoding="utf-8-sig").startswith("Reference,Title")
    assert page.go.text() == "Export 73 agreements"


def test_what_cannot_be_written_is_said_beside_the_button(page: ExportPage, tmp_path: Path) -> None:
    ready(page)
    page.form.set_path(tmp_path / "nowhere" / "out.xlsx")
    page.export()
    assert written(page) == ("out.xlsx was not written: there is no folder “nowhere”. Choose another place.")
    assert page.go.isEnabled()


@pytest.mark.slow
def test_the_list_goes_out_as_it_is_narrowed_and_laid_out(stage: Stage, tmp_path: Path) -> None:
    register = stage.go("register", query="status=expiring")
    assert isinstance(register, RegisterPage)
    stage.wait_until(lambda: register.model.complete and register.model.rowCount() > 1)
    count = register.model.rowCount()
    page = export_page(stage)
    assert page.kind == "screen"
    ready(page)
    assert page.go.text() == f"Export {count} agreements"
    out = tmp_path / "list.xlsx"
    page.form.set_path(out)
    page.export()
    written(page)
    rows = list(openpyxl.load_workbook(out)["Agreements"].values)
    titles = [title for _, title in source_of(register).columns]
    assert list(rows[0]) == titles
    assert len(rows) == count + 1
    page.form.scope.setCurrentIndex(page.form.scope.findText("All agreements"))
    page.form.scope.activated.emit(1)
    ready(page)
    assert page.go.text() == "Export 73 agreements"
    page.form.scope.setCurrentIndex(page.form.scope.findText("The one that is selected"))
    page.form.scope.activated.emit(2)
    ready(page)
    assert page.go.text() == "Export 1 agreement"


def test_what_is_missing_is_a_line_for_each_agreement_and_can_be_kept(page: ExportPage) -> None:
    went: list[Place] = []
    page.bridge.go.connect(went.append)
    page.choose("transparency")
    ready(page)
    assert "to see to" in page.checks.remark.text()
    lines = [page.checks.gaps.row(number) for number in range(page.checks.gaps.rowCount())]
    said = {line.cells[0].text: line.cells[2].text for line in lines if line is not None}
    assert said["NBC-001"].startswith("Blank: VAT that cannot be recovered, Review date")
    page.checks.keep.click()
    wait_until(lambda: "check-list" in page.said.text())
    folder = page.bridge.session.path.parent
    assert (folder / "Netherfold contracts 2026-27 Q3 check-list.xlsx").exists()
    page.checks.keep.click()
    wait_until(lambda: not page.bridge.is_busy)
    assert "check-list" in page.said.text()
    page.checks.opened.emit(lines[0].record if lines[0] else None)
    assert went[0].page == "agreement"


@pytest.mark.slow
def test_a_calendar_is_brought_up_to_date(page: ExportPage) -> None:
    page.choose("calendar")
    for button in ("Export ", "Update Netherfold dates.ics"):
        ready(page)
        assert page.go.text().startswith(button)
        page.export()
        assert "are in Netherfold dates.ics now." in written(page)
        page._show_offer()
    out = page.bridge.session.path.with_name("Netherfold dates.ics").read_bytes()
    assert b"STATUS:CANCELLED" not in out and b"SEQUENCE:0" in out


def test_the_columns_of_a_list_are_a_file_that_may_be_edited(
    page: ExportPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr("tracker.ui.outgoing.page.show_in_folder", shown.append)
    page.choose("esd")
    page.columns.click()
    assert shown[0].name == "list-esd.json"
    assert "list-esd.json says which field fills each column" in page.said.text()
    shown[0].write_text(shown[0].read_text("utf-8").replace('"Contracts (LGA schema)"', '"Ours"'), "utf-8")
    page.columns.click()
    assert '"Ours"' in shown[1].read_text("utf-8")
    shown[0].unlink()
    shown[0].parent.rmdir()
    shown[0].parent.write_text("a file where the folder should be")
    page.columns.click()
    assert "The folder" in page.said.text() and "could not be made" in page.said.text()


def test_the_ocid_prefix_is_asked_for_and_kept(page: ExportPage) -> None:
    page.choose("ocds")
    ready(page)
    assert page.checks.overall.isVisible()
    page.form.prefix.setText("ocds-b5fd17")
    page.form.prefix.editingFinished.emit()
    assert Settings.load().ocid_prefix == "ocds-b5fd17"
    ready(page)
    assert not page.checks.overall.isVisible()
    page.form.prefix.setText("b5fd17")
    page.form.prefix.editingFinished.emit()
    ready(page)
    page.export()
    assert "“b5fd17” is no ocid prefix" in written(page)


def test_a_name_of_ones_own_is_kept_while_the_kind_stays(page: ExportPage, tmp_path: Path) -> None:
    page.form.set_path(tmp_path / "register.csv")
    assert page.form.ending.currentData() == ".csv"
    page.form.ending.setCurrentIndex(page.form.ending.findData(".xlsx"))
    page.form.ending.activated.emit(0)
    assert page.form.path() == tmp_path / "register.xlsx"
    page.form.file.setText("short")
    assert page.form.path() == page.bridge.session.path.parent / "short.xlsx"
    page.form.file.setText(" ")
    page.form.named.emit()
    assert not page.go.isEnabled()
    page._browse()
    assert page._dialog is not None and page._dialog.isVisible()
    page._dialog.reject()


@pytest.mark.parametrize(
    ("platform", "program"), [("win32", "explorer.exe"), ("darwin", "open"), ("linux", None)]
)
def test_each_system_shows_the_file_its_own_way(platform: str, program: str | None) -> None:
    command = command_for(Path("a b.xlsx"), platform)
    assert (command[0] if command else None) == program

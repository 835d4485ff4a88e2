"""Backups: listed beside the register of today, put back with what was there kept, copied under a passphrase."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.stage import clock, theme
from tracker.app import edit
from tracker.app.safety import backups
from tracker.app.safety.encrypted import is_encrypted
from tracker.app.session import Session
from tracker.app.settings import Settings
from tracker.ui.application import Windows
from tracker.ui.backups import BackupsPage
from tracker.ui.bridge import Place
from tracker.ui.parts.theme import Scheme
from tracker.ui.window import Window


@pytest.fixture
def windows(qapp: QApplication) -> Iterator[Windows]:
    made = Windows(qapp, Settings(), theme(Scheme("light")))
    yield made
    made._leave()
    if made._keeper is not None:
        made._keeper.leave()
    assert made._window is not None
    made._window.close()
    made._window.bridge.session.close()


def shown(windows: Windows) -> Window:
    assert windows._window is not None
    return windows._window


def page_of(windows: Windows) -> BackupsPage:
    shown(windows).go(Place("backups"))
    page = shown(windows).current_page()
    assert isinstance(page, BackupsPage)
    return page


def words(page: BackupsPage) -> list[list[str]]:
    rows = page.since.rows
    return [[cell.text for cell in row.cells] for n in range(rows.rowCount()) if (row := rows.row(n))]


def test_a_backup_is_made_shown_and_put_back(windows: Windows, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "register.tracker"
    session = Session.create(path, clock=clock, user="Contracts officer")
    edit.new_agreement(session, {"title": "Street lighting"})
    windows.show(session)
    qtbot.waitUntil(lambda: len(backups.backups_of(path)) == 1)
    edit.new_agreement(session, {"title": "Grounds maintenance"})
    page = page_of(windows)
    qtbot.waitUntil(lambda: page.since.rows.rowCount() == 1)
    assert words(page)[0][1] == "Add ‘Grounds maintenance’"
    session.undo()
    qtbot.waitUntil(lambda: page.since.rows.rowCount() == 2)
    assert words(page)[0][1] == "Undo: Add ‘Grounds maintenance’"
    session.redo()
    qtbot.waitUntil(lambda: page.since.rows.rowCount() == 3)
    page.make.click()
    qtbot.waitUntil(lambda: page.table.rows.rowCount() == 2)
    page.table.selectRow(0)
    qtbot.waitUntil(lambda: words(page)[0][0].startswith("Nothing"))
    page.table.selectRow(1)
    page.put_back.click()
    assert "3 changes made since" in page._told.text()
    page.keep.click()
    assert page.put_back.isVisible()
    page.put_back.click()
    page.restore.click()
    qtbot.waitUntil(lambda: shown(windows).bridge.session is not session)
    assert [row.title for row in shown(windows).bridge.session.read.listing().rows] == ["Street lighting"]
    assert "is as it was on 22 November 2026" in shown(windows).banner.text.text()
    assert len(list(tmp_path.glob("register replaced *.tracker"))) == 1


@pytest.mark.slow
def test_an_encrypted_copy_is_asked_for_twice_and_written(
    windows: Windows, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "register.tracker"
    windows.show(Session.create(path, clock=clock, user="Contracts officer"))
    page = page_of(windows)
    page.seal.click()
    QTest.keyClicks(page.copying.first, "short")
    page.copying.wanted.click()
    assert "needs 12" in page.copying._said.text()
    page.copying.first.setText("grey heron in the lane")
    QTest.keyClicks(page.copying.second, "grey heron in the line")
    page.copying.wanted.click()
    assert "not the same" in page.copying._said.text()
    page.copying.second.setText("grey heron in the lane")
    page.copying.wanted.click()
    assert page.dialog is not None
    page.dialog.close()
    page.write_copy(str(tmp_path / "copy"))
    qtbot.waitUntil(lambda: not page.seal.isChecked())
    assert is_encrypted(tmp_path / "copy.age")
    assert not page.copying.first.text()

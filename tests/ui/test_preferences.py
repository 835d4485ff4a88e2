"""Preferences: every choice is kept and takes effect."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox

from tests.ui.alone import Alone
from tracker.app import edit
from tracker.app.autostart import Login
from tracker.app.settings import Settings
from tracker.ui.bridge import Place
from tracker.ui.parts.theme import DARK, LIGHT, Scheme, Theme, tokens
from tracker.ui.preferences import PreferencesPage


@pytest.fixture
def alone(qapp: QApplication, tmp_path: Path) -> Iterator[Alone]:
    theme = Theme(qapp, Scheme.LIGHT)
    with Alone(tmp_path / "Small.tracker") as made:
        yield made
    theme.deleteLater()


@pytest.fixture
def page(alone: Alone) -> PreferencesPage:
    return alone.show(PreferencesPage, Place("preferences"))


def choose(box: QComboBox, value: str) -> None:
    """Choose as a person does: the box says that it was activated."""
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def test_another_nation_changes_the_days_to_act_by(page: PreferencesPage, alone: Alone) -> None:
    number = edit.new_agreement(
        alone.session,
        {
            "title": "Notice on St Andrew’s Day",
            "starts": "31 May 2024",
            "initial_term": "3 years",
            "notice": "6 months",
        },
    )
    assert _notice(alone, number) == date(2026, 11, 30)
    choose(page.nation, "scotland")
    assert Settings.load().nation == "scotland"
    assert _notice(alone, number) == date(2026, 11, 27)
    stored = {row.act_by for row in alone.session.read.deadlines() if row.kind == "termination notice"}
    assert stored == {"2026-11-27"}


def _notice(alone: Alone, number: int) -> date:
    deadlines = alone.session.standing(number).deadlines
    return next(each.act_by for each in deadlines if each.kind == "termination notice")


def test_colours_change_at_once(page: PreferencesPage) -> None:
    choose(page.scheme, "dark")
    assert tokens() == DARK
    choose(page.scheme, "light")
    assert tokens() == LIGHT
    assert Settings.load().theme == "light"


def test_reminders_are_told_of_quiet_hours_and_owners(page: PreferencesPage, alone: Alone) -> None:
    told: list[bool] = []
    alone.bridge.preferred.connect(lambda: told.append(True))
    assert page.quiet_from.currentData() == "19:00", "nobody is called in the night who did not ask for it"
    choose(page.quiet_from, "")
    assert not page.quiet_until.isEnabled()
    choose(page.quiet_from, "18:00")
    assert page.quiet_until.isEnabled()
    page.owners.setText("Head of Housing, Contracts officer,")
    page.owners.editingFinished.emit()
    kept = Settings.load().reminders
    assert kept["quiet"] == ["18:00", "08:00"]
    assert kept["owners"] == ["Contracts officer", "Head of Housing"]
    assert told
    page.load()
    assert page.owners.text() == "Contracts officer, Head of Housing"
    choose(page.quiet_from, "")
    assert Settings.load().reminders["quiet"] == []


@pytest.mark.skipif(sys.platform == "win32", reason="the registry of whoever runs it is not touched")
def test_reminders_start_at_login_where_that_is_wished(
    page: PreferencesPage, alone: Alone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    page.load()
    assert not page.login.isChecked()
    page.login.click()
    assert Login().register() == alone.session.path.resolve()
    assert "start when you log in" in page.login_note.text()
    page.login.click()
    assert Login().register() is None
    assert page.login_note.text().startswith("Nothing starts when you log in any more.")
    Login().switch_on(tmp_path / "another.tracker")
    page.load()
    assert "another.tracker" in page.login_note.text()
    (tmp_path / "config/autostart").rename(tmp_path / "gone")
    (tmp_path / "config/autostart").write_text("in the way")
    page.load()
    page.login.click()
    assert not page.login.isChecked(), "what could not be done is not pretended"
    assert alone.said


def test_the_snooze_offered_first_is_kept(page: PreferencesPage) -> None:
    choose(page.snooze, "week")
    assert Settings.load().snooze == "week"

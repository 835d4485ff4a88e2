"""A window comes back where it was left, and is never larger than its screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tracker.app.settings import Settings, settings_file
from tracker.ui.placing import Placing, fit


def shown(qtbot: QtBot, settings: Settings) -> QWidget:
    """A window that stands where the settings say."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1440, 900)
    Placing(made, settings).stand()
    made.show()
    return made


def test_it_comes_back_where_it_was_left(qtbot: QtBot) -> None:
    first = shown(qtbot, Settings())
    assert first.size() == QSize(1440, 900)
    first.setGeometry(40, 60, 500, 400)
    first.close()
    assert shown(qtbot, Settings.load()).geometry() == QRect(40, 60, 500, 400)


def test_nobody_is_told_that_its_place_could_not_be_kept(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = shown(qtbot, Settings())
    blocked = settings_file().parent / "a file"
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("TRACKER_SETTINGS", str(Path(blocked) / "inside"))
    window.close()
    assert not window.isVisible()


@pytest.mark.parametrize(("free", "fills"), [((1280, 680), True), ((1920, 1040), False)])
def test_on_a_small_screen_it_fills_the_screen(qtbot: QtBot, free: tuple[int, int], fills: bool) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1440, 900)
    fit(window, QRect(0, 0, *free))
    assert window.isMaximized() is fills
    assert window.width() == (1280 if fills else 1440)

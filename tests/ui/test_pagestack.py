"""The window is as narrow as the page that is shown needs, and the help has room beside every page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.stage import Stage
from tracker.ui.page import Page
from tracker.ui.pagestack import PageStack

SMALL = 1280
"""Points across a laptop of 1920 pixels at 150 %."""


class Sized(QWidget):
    """A page of a least width."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self._width = width

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width, 100)


def _none(key: str) -> Page:
    raise AssertionError(f"nobody wants {key}")


def test_a_wide_page_that_is_hidden_does_not_widen_the_one_that_is_shown(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    stack = PageStack(_none)
    row = QHBoxLayout(around)
    row.addWidget(stack)
    wide, narrow = Sized(900), Sized(300)
    stack.addWidget(wide)
    stack.addWidget(narrow)
    assert row.minimumSize().width() >= 900
    stack.setCurrentWidget(narrow)
    assert 300 <= row.minimumSize().width() < 400


@pytest.mark.parametrize("page", ["register", "claims", "export", "import", "organisations"])
@pytest.mark.slow
def test_the_help_fits_beside_every_page_of_a_small_screen(stage: Stage, page: str) -> None:
    stage.go(page)
    stage.window.resize(SMALL, 680)
    stage.window.help.open_for(page)
    stage.rest()
    assert stage.window.minimumSizeHint().width() <= SMALL
    assert stage.window.width() == SMALL


def test_a_page_is_built_once_and_joins_the_others_when_it_is_wanted(stage: Stage) -> None:
    stack = stage.window.stack
    built = stack.build("digest")
    assert (stack.has("digest"), stack.indexOf(built)) == (True, -1)
    assert stage.window.page("digest") is built
    assert stack.indexOf(built) > 0
    assert built in stack.built()

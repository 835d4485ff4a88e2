"""Fields whose words are longer than they are: they say so, and are whole where one points or types."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from pytestqt.qtbot import QtBot

from tracker.ui.parts.inputs import Choice, WordsArea, WordsEdit

LONG = "Council of the 014th Yorkshire and The Humber County Council"


def test_a_choice_that_does_not_fit_is_cut_with_an_ellipsis_and_whole_in_its_tooltip(qtbot: QtBot) -> None:
    box = Choice("Member")
    qtbot.addWidget(box)
    box.offer([(LONG, 1), ("Blaby", 2)])
    box.resize(180, 32)
    box.show()
    assert box.shown_words().endswith("…")
    assert not box.grab().isNull()
    at = QPoint(5, 5)
    qtbot.mouseMove(box)
    box.event(QHelpEvent(QEvent.Type.ToolTip, at, box.mapToGlobal(at)))
    assert LONG in box.toolTip()
    box.setCurrentIndex(1)
    assert box.shown_words() == "Blaby"


def test_a_line_is_cut_only_while_nobody_types_in_it(qtbot: QtBot) -> None:
    line = WordsEdit()
    qtbot.addWidget(line)
    line.setText(LONG)
    line.resize(180, 32)
    line.show()
    assert line.shown_words().endswith("…")
    cut = line.grab().toImage()
    qtbot.waitUntil(line.isActiveWindow)
    line.setFocus()
    assert line.grab().toImage() != cut
    assert line.text() == LONG
    line.setText("short")
    assert line.shown_words() == "short"


def test_an_area_is_as_high_as_its_words_at_its_width(qtbot: QtBot) -> None:
    area = WordsArea()
    qtbot.addWidget(area)
    area.setPlainText(LONG)
    area.resize(700, 60)
    area.show()
    one = area.height()
    area.resize(200, one)
    several = area.height()
    assert several > one
    area.resize(700, several)
    assert area.height() == one
    area.setPlainText(f"{LONG}\n" * 9)
    area.fit()
    assert one * 3 < area.height() < one * 6

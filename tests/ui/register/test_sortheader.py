"""The register's heading row: the triangle stands beside the word, on the side that is free."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from tests.ui.stage import theme
from tracker.ui.parts.tables import Column, RowsModel, Table
from tracker.ui.parts.theme import Scheme, dress
from tracker.ui.register.sortheader import SORT_MARK, SortHeader

_COLUMNS = (Column("title", "Title", "Housing repairs"), Column("value", "Value", "£8,888", right=True))


def picture(header: SortHeader, section: int, order: Qt.SortOrder) -> QImage:
    header.setSortIndicator(section, order)
    return header.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def changed(before: QImage, after: QImage) -> set[int]:
    """The columns of pixels in which two pictures differ."""
    return {
        x
        for x in range(before.width())
        if any(before.pixel(x, y) != after.pixel(x, y) for y in range(before.height()))
    }


@pytest.mark.parametrize(("section", "at_left"), [(0, False), (1, True)])
def test_the_triangle_stands_beside_its_word(qtbot: QtBot, section: int, at_left: bool) -> None:
    table = Table("Register")
    qtbot.addWidget(table)
    theme(Scheme.LIGHT)
    dress(table)
    header = SortHeader(table)
    table.setHorizontalHeader(header)
    header.setSortIndicatorShown(True)
    table.setModel(RowsModel(_COLUMNS, table))
    for number in range(2):
        table.setColumnWidth(number, 200)
    table.resize(400, 100)
    table.show()
    without = picture(header, -1, Qt.SortOrder.AscendingOrder)
    up = picture(header, section, Qt.SortOrder.AscendingOrder)
    down = picture(header, section, Qt.SortOrder.DescendingOrder)
    drawn = changed(without, up)
    assert 0 < len(drawn) <= SORT_MARK
    middle = 200 * section + 100
    assert all((x > middle) is at_left for x in drawn)
    assert changed(up, down)

"""A layout that goes on in the next line."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tracker.ui.parts.flow import Flow


def test_widgets_go_on_in_the_next_line_and_leave_no_hole(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = Flow(6, holder)
    made = [QWidget() for _ in range(4)]
    for each in made:
        each.setFixedSize(50, 20)
        flow.addWidget(each)
    made[1].hide()
    holder.resize(106, 200)
    holder.show()
    assert [(each.x(), each.y()) for each in (made[0], made[2], made[3])] == [(0, 0), (56, 0), (0, 26)]
    assert flow.heightForWidth(106) == 46
    assert flow.heightForWidth(400) == 20
    assert flow.minimumSize().width() == 50
    flow.removeWidget(made[0])
    assert (flow.count(), flow.itemAt(9), flow.takeAt(9)) == (3, None, None)

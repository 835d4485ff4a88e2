"""Lists: the model by Qt's own tester, headings, opening, copying what a screen reader reads."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyle
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tracker.ui.parts.celldelegate import SELECTED
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.tables import CELL, RECORD, Cell, Column, Row, RowsModel, Table
from tracker.ui.parts.theme import Tone

COLUMNS = (
    Column("a", "Title", "Street lighting", stretch=True),
    Column("b", "Ends", "31 March 2027", right=True),
)
LIVE = Look("Live", Shape.CIRCLE, Tone.GOOD)
ROWS = [
    Row((Cell("Overdue", remark="in 2 agreements"),), "overdue", heading=True),
    Row(
        (
            Cell("Street lighting"),
            Cell("31 March 2027", computed=True, right=True, help="3 years <from> then"),
        ),
        7,
    ),
    Row((Cell(look=LIVE, chip=True), Cell("30 June 2027", look=LIVE, right=True)), 8),
]


@pytest.fixture
def table(qtbot: QtBot) -> Table:
    made = Table("Agreements")
    model = RowsModel(COLUMNS, made)
    made.setModel(model)
    made.lay_out(COLUMNS)
    model.show(ROWS)
    made.span_headings()
    made.resize(600, 200)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_model_keeps_qt_s_rules(table: Table, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(table.model())


def test_cells_are_text_for_people_and_screen_readers(table: Table) -> None:
    model = table.model()
    texts = [
        [model.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole) for column in range(2)]
        for row in range(3)
    ]
    assert texts == [
        ["Overdue in 2 agreements", ""],
        ["Street lighting", "31 March 2027"],
        ["Live", "30 June 2027"],
    ]
    assert model.index(1, 0).data(CELL) == Cell("Street lighting")
    assert model.index(1, 0).data(RECORD) == 7
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Ends"
    assert model.headerData(1, Qt.Orientation.Vertical) is None


def test_a_tooltip_shows_its_text_as_it_stands(table: Table) -> None:
    assert table.model().index(1, 1).data(Qt.ItemDataRole.ToolTipRole) == "<p>3 years &lt;from> then</p>"


def test_a_heading_spans_and_cannot_be_selected(table: Table) -> None:
    assert table.columnSpan(0, 0) == 2
    assert not table.model().flags(table.model().index(0, 0)) & Qt.ItemFlag.ItemIsSelectable


def test_enter_and_double_click_open_the_record(table: Table, qtbot: QtBot) -> None:
    table.selectRow(1)
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [7]
    with qtbot.waitSignal(table.opened) as opened:
        table.doubleClicked.emit(table.model().index(2, 0))
    assert opened.args == [8]
    assert table.selected_record() == 7


def test_every_kind_of_cell_is_painted(table: Table) -> None:
    table.selectRow(1)
    image = table.grab().toImage()
    colours = {image.pixel(x, y) for x in range(0, 600, 2) for y in range(30, 130, 2)}
    assert len(colours) > 20


def test_an_index_that_is_none_gives_nothing(table: Table) -> None:
    assert table.model().data(QModelIndex()) is None
    assert table.model().flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags


def test_the_number_that_marks_a_selected_row_is_qts() -> None:
    assert QStyle.StateFlag.State_Selected.value == SELECTED


def test_another_column_takes_the_width_of_the_one_that_has_no_room(table: Table) -> None:
    table.lay_out((COLUMNS[1], Column("c", "Why", "A sentence that wants some room", stretch=True, drop=1)))
    table.resize(600, 200)
    table.fit()
    narrow = table.columnWidth(0)
    assert not table.isColumnHidden(1)
    assert narrow + table.columnWidth(1) == table.viewport().width()
    table.resize(narrow + 40, 200)
    table.fit()
    assert table.isColumnHidden(1)
    assert table.columnWidth(0) == table.viewport().width()
    table.resize(600, 200)
    table.fit()
    assert table.columnWidth(0) == narrow


def test_keys_lead_on_where_the_first_column_has_no_room(table: Table) -> None:
    table.setSelectionMode(Table.SelectionMode.ExtendedSelection)
    table.lay_out((Column("c", "Ref", "NBC-041 and more", drop=1), COLUMNS[1]))
    table.resize(table.columnWidth(1) + 10, 200)
    table.fit()
    assert table.isColumnHidden(0)
    model = table.model()
    table.setCurrentIndex(model.index(1, 0))
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert [index.row() for index in table.selectionModel().selectedRows(1)] == [1, 2]
    QTest.keyClick(table, Qt.Key.Key_Up)
    assert table.selected_record() == 7


def test_the_current_cell_leaves_a_column_that_is_hidden(table: Table) -> None:
    table.setCurrentIndex(table.model().index(1, 0))
    table.want(["b"])
    assert (table.currentIndex().row(), table.currentIndex().column()) == (1, 1)

"""A list of thousands of rows makes those that are looked at."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from tracker.ui.partnership.rowtable import Later, Many, RowTable
from tracker.ui.parts.tables import Cell, Column, Row

COLUMNS = (Column("name", "Name", "A long name"), Column("number", "Number", "10,000", right=True))


@pytest.fixture
def made() -> list[int]:
    return []


@pytest.fixture
def table(qapp: QApplication, made: list[int]) -> RowTable:
    def row(number: int) -> Row:
        made.append(number)
        return Row((Cell(f"Row {number}"), Cell(str(number), right=True)), number)

    shown = RowTable("Rows", COLUMNS)
    shown.resize(400, 300)
    heading = Row((Cell("All of them"),), heading=True)
    shown.show_rows([heading, *(Later(number, partial(row, number)) for number in range(5000))])
    return shown


def test_only_what_is_seen_is_made_and_once(table: RowTable, made: list[int]) -> None:
    table.select_first()
    assert table.selected_record() == 0
    table.show()
    table.grab()
    table.grab()
    assert 0 < len(made) < 40
    assert len(made) == len(set(made))
    table.close()


def test_one_far_down_is_found_without_making_the_others(table: RowTable, made: list[int]) -> None:
    assert table.select(4711)
    assert table.currentIndex().row() == 4712
    assert not table.select(5000)
    assert len(made) < 40


def test_what_was_selected_stays_so_and_headings_span(table: RowTable) -> None:
    table.select(2)
    table.show_rows([Later(n, partial(Row, (Cell(f"Row {n}"),), n)) for n in (3, 2)])
    assert table.currentIndex().row() == 1
    table.show_rows([Row((Cell("A"),), heading=True), Row((Cell("B"),), "b")])
    assert table.columnSpan(0, 0) == len(COLUMNS)
    assert table.rows.is_heading(0)
    assert table.rows.row(7) is None
    QAbstractItemModelTester(table.rows, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_a_whole_table_has_room_for_the_bar_under_it(qapp: QApplication) -> None:
    table = RowTable("Rows", COLUMNS, whole=True)
    table.show_rows([Row((Cell("Row"), Cell("1")), number) for number in range(3)])
    table.resize(400, 300)
    table.show()
    high = table.height()
    assert not table.horizontalScrollBar().isVisible()
    table.resize(60, 300)
    QApplication.processEvents()
    assert table.horizontalScrollBar().isVisible()
    assert table.viewport().height() >= 3 * table.rowHeight(0)
    assert table.height() > high
    table.close()


def test_rows_of_many_are_made_from_what_they_stand_for(table: RowTable, made: list[int]) -> None:
    def row(number: int) -> Row:
        made.append(number)
        return Row((Cell(f"Row {number}"), Cell(str(number), right=True)), number)

    items = range(100_000)
    numbers = {number: number for number in items}
    table.select(4711)
    made.clear()
    table.show_rows(Many(items, row, numbers.get))
    assert table.selected_record() == 4711
    assert not table.select("elsewhere")
    assert table.rows.rowCount() == 100_000
    assert table.rows.row(100_000) is None
    assert table.rows.headings() == []
    assert not table.rows.is_heading(0)
    table.show()
    table.grab()
    assert 0 < len(made) < 60
    table.close()

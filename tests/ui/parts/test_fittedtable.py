"""A short table: columns as wide as what stands in them, none where nothing does, all of the width used."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from tracker.ui.parts.fittedtable import FittedTable
from tracker.ui.parts.tables import Cell, Column, Row, RowsModel

_COLUMNS = (
    Column("what", "What", "Start re-procurement", stretch=True),
    Column("day", "Date", "30 September 2026", right=True, drop=1),
    Column("who", "Who", "the other side of the agreement"),
)
_LONG = "Start on the decision about option 1, two years, to 31 March 2029"


def table_of(qtbot: QtBot, *rows: tuple[str, str, str], width: int, drops: bool = True) -> FittedTable:
    table = FittedTable("Dates")
    qtbot.addWidget(table)
    columns = _COLUMNS if drops else tuple(replace(column, drop=0) for column in _COLUMNS)
    model = RowsModel(columns, table)
    table.setModel(model)
    table.lay_out(columns)
    table.resize(width, 200)
    table.show()
    model.show([Row((Cell("A heading", weight=600),), heading=True)])
    model.show([Row(tuple(map(Cell, row))) for row in rows])
    table.fit_to_cells()
    return table


def widths(table: FittedTable) -> list[int]:
    return [table.columnWidth(at) for at in range(3)]


@pytest.mark.parametrize("width", [900, 1400])
def test_what_is_left_over_is_shared_so_that_nothing_stands_far_from_its_name(
    qtbot: QtBot, width: int
) -> None:
    table = table_of(qtbot, (_LONG, "31 March 2029", "us"), width=width)
    assert sum(widths(table)) == table.viewport().width()
    what, day, who = widths(table)
    assert what > day > who > 40
    assert what - table._needs[0] < 0.75 * (width - sum(table._needs.values()))


def test_a_column_in_which_nothing_stands_is_not_shown(qtbot: QtBot) -> None:
    table = table_of(qtbot, ("Ends", "31 March 2029", ""), width=900)
    assert table.isColumnHidden(2)
    header = table.horizontalHeader()
    assert header.length() == sum(widths(table)) == table.viewport().width()


def test_where_there_is_too_little_room_the_words_give_way_down_to_their_sample(qtbot: QtBot) -> None:
    table = table_of(qtbot, (_LONG, "31 March 2029", "us"), width=460)
    what, day, who = widths(table)
    assert table._widths[0] <= what < table._needs[0]
    assert (day, who) == (table._needs[1], table._needs[2])
    table.resize(300, 200)
    assert table.isColumnHidden(1)


def test_a_long_column_gives_way_before_the_table_is_wider_than_its_place(qtbot: QtBot) -> None:
    words = (
        "Hours of cover",
        "31 March 2029",
        "Not known: it is recorded as reported by its source, no more",
    )
    table = table_of(qtbot, words, width=500)
    assert sum(widths(table)) == table.viewport().width()
    assert not any(table.isColumnHidden(at) for at in range(3))
    assert widths(table)[2] < table._needs[2]


def test_what_scrolls_sideways_keeps_its_first_column_readable(qtbot: QtBot) -> None:
    table = table_of(qtbot, ("Service desk", "31 March 2029", "us"), width=150, drops=False)
    assert sum(widths(table)) > table.viewport().width()
    assert widths(table)[0] == table._least(0) > 60

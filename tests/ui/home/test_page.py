"""Home: what is due in sections, what is missing, the strip of months; numbers lead to their lists."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.stage import TODAY, Stage
from tracker.app import edit
from tracker.ui.home.daymark import DayMark
from tracker.ui.home.facts import gather, is_overdue
from tracker.ui.home.page import HomePage
from tracker.ui.home.parts import BarRow
from tracker.ui.home.yearstrip import YearStrip
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.theme import Tone
from tracker.ui.parts.widgets import PlainLabel
from tracker.ui.register.page import RegisterPage

ENDS = Look("ends", Shape.SQUARE, Tone.MUTED)


@pytest.fixture
def page(stage: Stage) -> HomePage:
    made = stage.go("home")
    assert isinstance(made, HomePage)
    stage.wait_until(lambda: made.board.model.rowCount() > 3 and made.is_settled)
    return made


def test_every_deadline_falls_into_one_section(stage: Stage) -> None:
    facts = gather(stage.session)
    overdue, month, quarter, later = facts.sections
    assert [section.key for section in facts.sections] == ["overdue", "month", "quarter", "later"]
    assert sum(section.count for section in facts.sections) == len(facts.marks)
    assert all(is_overdue(due, TODAY) for due in overdue.dues)
    assert all(due.act_by <= date(2026, 11, 30) for due in month.dues)
    assert all(date(2026, 11, 30) < due.act_by <= date(2027, 2, 28) for due in quarter.dues)
    assert all(due.act_by > date(2027, 2, 28) for due in later.dues)


def test_an_agreement_stands_once_among_the_overdue(stage: Stage) -> None:
    overdue = gather(stage.session).sections[0]
    ids = [due.row.agreement_id for due in overdue.dues if due.row.agreement_id]
    assert len(ids) == len(set(ids))
    assert overdue.count > len(ids)


def test_counts_are_those_of_the_sections_and_lead_to_them(page: HomePage, stage: Stage) -> None:
    facts = gather(stage.session)
    for section in facts.sections:
        assert page.board.counts[section.key].accessibleName().startswith(str(section.count))
    page.board.counts["month"].click()
    row = page.board.model.row(page.board.due.currentIndex().row() - 1)
    assert row is not None
    assert (row.heading, row.record) == (True, "month")


def test_enter_opens_the_agreement_of_a_deadline(page: HomePage, stage: Stage) -> None:
    page.board.due.setFocus()
    expected = page.selected_agreement()
    QTest.keyClick(page.board.due, Qt.Key.Key_Return)
    assert stage.window.current_page().selected_agreement() == expected


def test_the_row_of_the_rest_opens_the_section(page: HomePage, stage: Stage) -> None:
    rows = page.board.model.rowCount()
    more = next(k for k in range(rows) if "more agreements" in str(page.board.model.index(k, 1).data()))
    page.board.due.selectRow(more)
    QTest.keyClick(page.board.due, Qt.Key.Key_Return)
    stage.wait_until(lambda: page.board.model.rowCount() > rows)


def test_what_is_missing_leads_to_the_register(page: HomePage, stage: Stage) -> None:
    bar = next(bar for bar in page.findChildren(BarRow) if bar.key == "owner")
    bar.click()
    register = stage.window.current_page()
    assert isinstance(register, RegisterPage)
    stage.wait_until(lambda: register.model.complete)
    assert register.model.view.filters == (("missing", "owner"),)
    assert bar.accessibleName() == f"Owner not set: {register.model.rowCount()}"


def test_home_follows_what_is_changed(page: HomePage, stage: Stage) -> None:
    edit.change(stage.session, stage.agreement("NBC-041"), {"owner": "Head of Finance"})
    words = "Change owner of ‘Insurance, all classes’"
    stage.wait_until(lambda: words in [label.text() for label in page.board.lately.findChildren(PlainLabel)])


def test_an_empty_register_says_what_it_is_for_and_offers_the_next_step(empty: Stage) -> None:
    page = empty.go("home")
    assert isinstance(page, HomePage)
    empty.wait_until(lambda: page._either.currentIndex() == 1)
    buttons = [
        button.text() for button in page._either.currentWidget().findChildren(type(page.board.as_table))
    ]
    assert buttons == ["Import a spreadsheet…", "New agreement"]


def test_the_strip_is_a_table_as_well(page: HomePage) -> None:
    page.board.as_table.click()
    assert page.board.month_table.isVisible()
    assert page.board.months.rowCount() == 18
    assert page.board.months.index(0, 0).data() == "November 2026"
    page.board.as_table.click()
    assert page.board.strip.isVisible()


def test_the_list_ends_with_a_whole_row(page: HomePage, stage: Stage) -> None:
    for high in (700, 713, 900):
        stage.window.resize(1440, high)
        stage.settle()
        row = page.board.due.verticalHeader().defaultSectionSize()
        assert page.board.due.viewport().height() % row == 0
        assert page.board.due.viewport().height() >= 8 * row


# The strip by itself


@pytest.fixture
def strip(qtbot: QtBot) -> YearStrip:
    made = YearStrip()
    qtbot.addWidget(made)
    made.resize(1300, made.sizeHint().height())
    wall = [DayMark(date(2027, 3, 31), ENDS, f"Agreement {n} ends") for n in range(23)]
    early = [DayMark(date(2026, 9, 30), ENDS, "Notice missed")]
    late = [DayMark(date(2029, 1, 1), ENDS, "Far away"), DayMark(date(2027, 9, 30), ENDS, "One more")]
    made.show_marks([*wall, *early, *late], TODAY)
    made.show()
    return made


def test_months_count_their_deadlines(strip: YearStrip) -> None:
    counted = {first: number for first, number in strip.months() if number}
    assert counted == {date(2027, 3, 1): 23, date(2027, 9, 1): 1}
    assert strip.summary() == "24 deadlines. Most: 23 on 31 March 2027; 1 on 30 September 2027."


def test_a_wall_of_deadlines_stacks_in_columns_that_do_not_overlap(strip: YearStrip) -> None:
    strip.grab()
    assert [len(stack.marks) for stack in strip._stacks] == [23, 1]
    wall = strip._stacks[0]
    assert strip.marks_at(QPointF(wall.left + 25, 60)) == wall.marks
    assert strip.marks_at(QPointF(wall.left - 30, 60)) == ()


def test_what_was_due_before_the_first_month_stands_in_the_gutter(strip: YearStrip) -> None:
    assert [mark.title for mark in strip.marks_at(QPointF(10, 60))] == ["Notice missed"]


def test_arrow_keys_walk_from_day_to_day_and_enter_chooses(strip: YearStrip, qtbot: QtBot) -> None:
    strip.setFocus()
    QTest.keyClick(strip, Qt.Key.Key_Right)
    assert strip.accessibleDescription().startswith("31 March 2027: Agreement 0 ends")
    QTest.keyClick(strip, Qt.Key.Key_Right)
    with qtbot.waitSignal(strip.day_chosen) as chosen:
        QTest.keyClick(strip, Qt.Key.Key_Return)
    assert chosen.args == [date(2027, 9, 30)]
    QTest.keyClick(strip, Qt.Key.Key_Left)
    with qtbot.waitSignal(strip.day_chosen) as chosen:
        QTest.keyClick(strip, Qt.Key.Key_Return)
    assert chosen.args == [date(2027, 3, 31)]


def test_a_click_chooses_the_day(strip: YearStrip, qtbot: QtBot) -> None:
    strip.grab()
    place = QPointF(strip._stacks[1].left + 4, 100).toPoint()
    with qtbot.waitSignal(strip.day_chosen) as chosen:
        QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [date(2027, 9, 30)]


def test_more_deadlines_than_marks_can_be_drawn_are_bars(strip: YearStrip, qtbot: QtBot) -> None:
    days = [date(2027, month, 1) for month in range(1, 13)]
    marks = [DayMark(day, ENDS, "One of many") for day in days]
    with qtbot.waitSignal(strip.crowding) as crowding:
        strip.show_marks(marks, TODAY, {day: 100 * day.month for day in days})
    assert crowding.args == [True]
    assert [bar.number for bar in strip._bars] == [100 * day.month for day in days]
    assert strip._stacks == []
    strip.setFocus()
    QTest.keyClick(strip, Qt.Key.Key_Right)
    assert strip.accessibleDescription() == "100 deadlines on 1 January 2027"
    strip.grab()
    tallest = strip._bars[-1]
    with qtbot.waitSignal(strip.day_chosen) as chosen:
        QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPointF(tallest.left + 5, 100).toPoint())
    assert chosen.args == [date(2027, 12, 1)]
    with qtbot.waitSignal(strip.crowding):
        strip.show_marks(marks, TODAY)
    assert len(strip._stacks) == len(days)

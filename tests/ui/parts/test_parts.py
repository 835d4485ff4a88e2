"""The small parts: the date field, findings, the banner, the trail of places, jobs on a worker."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from tests.ui.stage import TODAY, Stage
from tracker.app.session import Session
from tracker.domain.check import Finding, Severity
from tracker.domain.errors import TrackerError
from tracker.ui.bridge import Place
from tracker.ui.parts.datefield import DateField
from tracker.ui.parts.dayfield import read_day, understand
from tracker.ui.parts.marks import Chip, FindingsLine
from tracker.ui.parts.widgets import Banner, ElidedLabel, PlainLabel
from tracker.ui.trail import Trail


@pytest.fixture
def field(qtbot: QtBot) -> DateField:
    made = DateField("New end", understand, TODAY)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_date_is_understood_as_it_is_typed(field: DateField, qtbot: QtBot) -> None:
    with qtbot.waitSignal(field.edited):
        QTest.keyClicks(field.line, "31/3/27")
    assert field.understood.isVisible()
    assert field.understood.text().startswith("understood as 31 March 2027")
    assert read_day(field.text())[0] == date(2027, 3, 31)


def test_what_is_no_date_is_said_beside_the_field(field: DateField) -> None:
    QTest.keyClicks(field.line, "31/02/2027")
    assert field.findings.isVisible()
    assert field.line.property("tone") == "danger"
    assert read_day(field.text())[0] is None


def test_an_empty_field_is_no_date_and_not_odd(field: DateField) -> None:
    field.set_text("")
    assert read_day(field.text())[0] is None
    assert not field.findings.isVisible()
    assert not field.understood.isVisible()


def test_what_is_typed_into_the_calendar_is_never_no_date(field: DateField) -> None:
    field.set_text("31 March 2027")
    field.open_calendar()
    calendar = field._calendar
    assert calendar is not None
    view = calendar.findChild(QTableView)
    assert view is not None
    QTest.keyClicks(view, "email 3 nov\r")
    assert field.text() == "31 March 2027"


def test_the_calendar_opens_at_the_date_and_picks_a_day(field: DateField, qtbot: QtBot) -> None:
    field.set_text("31 March 2027")
    QTest.mouseClick(field.button, Qt.MouseButton.LeftButton)
    assert field._calendar is not None
    assert field._calendar.selectedDate() == QDate(2027, 3, 31)
    with qtbot.waitSignal(field.finished):
        field._calendar.activated.emit(QDate(2028, 2, 29))
    assert field.text() == "29 February 2028"
    field.set_text("")
    field.open_calendar()
    assert field._calendar.selectedDate() == QDate(2026, 11, 22)


def test_findings_come_and_go(qtbot: QtBot) -> None:
    line = FindingsLine()
    qtbot.addWidget(line)
    line.show_findings(
        [Finding("a", Severity.WARNING, "Look <b>here</b>."), Finding("b", Severity.NOTE, "Or not.")]
    )
    assert not line.isHidden()
    assert [label.text() for label in line.findChildren(PlainLabel)] == ["Look <b>here</b>.", "Or not."]
    line.show_findings([])
    assert line.isHidden()


def test_a_banner_says_it_and_offers_one_thing(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    banner.say("Done: Remove ‘Street lighting’.", action="Undo")
    assert (banner.text.text(), banner.action.text()) == ("Done: Remove ‘Street lighting’.", "Undo")
    banner.say("Only words.")
    assert banner.action.isHidden()


def test_a_chip_and_a_cut_label_say_the_whole_of_it(qtbot: QtBot) -> None:
    chip = Chip()
    label = ElidedLabel("A rather long title that is cut")
    for widget in (chip, label):
        qtbot.addWidget(widget)
    label.resize(40, 20)
    label.grab()
    assert "A rather long title that is cut" in label.toolTip()
    assert chip.accessibleName() == ""


def test_the_trail_forgets_what_lay_ahead() -> None:
    trail = Trail()
    assert (trail.here, trail.back(), trail.forward()) == (None, None, None)
    for page in ("home", "register", "register", "history"):
        trail.visit(Place(page))
    assert trail.back() == Place("register")
    trail.visit(Place("agreement", 1))
    assert not trail.can_go_forward
    assert [trail.back(), trail.back(), trail.back()] == [Place("register"), Place("home"), None]
    assert trail.forward() == Place("register")


def test_a_job_comes_back_on_the_window_s_thread(stage: Stage, qtbot: QtBot) -> None:
    answers: list[object] = []
    stage.window.bridge.read(_title_of_the_first, answers.append)
    stage.wait_until(lambda: bool(answers))
    assert answers == [stage.session.agreement(1).title]


def _title_of_the_first(session: Session) -> object:
    assert session.read_only
    return session.agreement(1).title


def test_a_job_that_fails_says_so_in_the_banner(stage: Stage) -> None:
    stage.window.bridge.run(_fail, print)
    stage.wait_until(lambda: stage.window.banner.isVisible())
    assert stage.window.banner.text.text() == "The share did not answer."


def _fail() -> object:
    raise TrackerError("The share did not answer.")


def test_words_that_wrap_ask_for_the_height_they_need_and_no_more(qtbot: QtBot) -> None:
    label = PlainLabel("Some words that do not fit into a narrow place in one line.", wrap=True)
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.show()
    narrow = label.minimumHeight()
    label.resize(2000, 20)
    assert narrow > 3 * label.minimumHeight()
    assert label.minimumHeight() >= label.fontMetrics().height()

"""As at: the whole window on another day, plainly said, and one key back."""

from __future__ import annotations

import os
import tempfile
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.stage import Stage, clock
from tracker.app import edit
from tracker.app.due import due_within
from tracker.app.outgoing.exporting import Scope, export_register
from tracker.app.outgoing.listreport import register_report
from tracker.app.outgoing.offers import Choice, write_choice
from tracker.app.outgoing.reporting import Report, board_report
from tracker.app.session import Session
from tracker.domain.agreement import Agreement
from tracker.domain.dates import Period, When
from tracker.ui import ahead
from tracker.ui.asking import Asker
from tracker.ui.home.page import HomePage
from tracker.ui.partnership.list import PartnershipsPage
from tracker.ui.register.page import RegisterPage

TODAY = date(2026, 11, 22)
THEN = date(2012, 6, 1)


def look(stage: Stage, day: date) -> None:
    stage.window.bridge.look_at(day)
    stage.wait_until(lambda: stage.session.as_at == day)


def back(stage: Stage) -> None:
    stage.window.bridge.look_at(None)


# The strip


def test_the_strip_says_the_day_and_how_to_leave_it(stage: Stage) -> None:
    bar = stage.window.as_at
    assert not bar.isVisible()
    stage.window.bridge.look_at(TODAY)
    assert stage.session.as_at is None
    stage.window.bridge.look_at(THEN)
    assert bar.day.text() == "Working out 1 June 2012 …"
    assert bar.progress.isVisible()
    stage.wait_until(lambda: bar.progress.value() == 100)
    stage.wait_until(lambda: not bar.progress.isVisible())
    assert bar.day.text() == "As at 1 June 2012, 14 years ago."
    assert "recorded today" in bar.words.text()
    QTest.keyClick(stage.window, Qt.Key.Key_Escape)
    assert stage.session.as_at is None
    assert not bar.isVisible()
    look(stage, THEN)
    stage.window.menu_actions["back_to_today"].trigger()
    assert stage.session.as_at is None
    look(stage, date(2030, 6, 1))
    bar.today.click()
    assert stage.session.as_at is None


def test_a_day_is_typed_into_the_strip(stage: Stage) -> None:
    stage.window.as_at.ask()
    QTest.keyClick(stage.window.as_at.field.line, Qt.Key.Key_Escape)
    assert not stage.window.as_at.isVisible()
    stage.window.menu_actions["look_at_day"].trigger()
    bar = stage.window.as_at
    assert bar.asking.isVisible()
    stage.wait_until(bar.field.line.hasFocus)
    QTest.keyClicks(bar.field.line, "nonsense")
    QTest.keyClick(bar.field.line, Qt.Key.Key_Return)
    assert stage.session.as_at is None
    bar.field.line.selectAll()
    QTest.keyClicks(bar.field.line, "1 Jan 2008")
    QTest.keyClick(bar.field.line, Qt.Key.Key_Return)
    stage.wait_until(lambda: stage.session.as_at == date(2008, 1, 1))


def test_only_the_newest_day_that_can_be_worked_out_is_shown(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stage.window.bridge.look_at(date(2010, 1, 1))
    stage.window.bridge.look_at(THEN)
    stage.wait_until(lambda: stage.session.as_at is not None)
    assert stage.session.as_at == THEN
    said: list[str] = []
    stage.window.bridge.said.connect(lambda text, tone, action: said.append(text))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    stage.window.bridge.look_at(date(2020, 1, 1))
    stage.wait_until(lambda: bool(said))
    assert "Free some space there" in said[0]
    assert stage.session.as_at == THEN
    assert stage.window.as_at.day.text().startswith("As at 1 June 2012")


# Each list, by whatever way it reads the register


def status_shown(stage: Stage, page: RegisterPage) -> str:
    """What the register's table says of the agreement whose day is looked at; "" while it says nothing."""
    status = [column.key for column in page.model.columns].index("status")
    title = [column.key for column in page.model.columns].index("title")
    wanted = stage.session.agreement(stage.agreement("L2")).title
    for row in range(page.model.rowCount()):
        if page.model.index(row, title).data() == wanted:
            return str(page.model.index(row, status).data() or "")
    return ""


def test_the_register_and_the_partnerships_follow_there_and_back(stage: Stage) -> None:
    page = stage.go("register")
    assert isinstance(page, RegisterPage)
    stage.wait_until(lambda: status_shown(stage, page) not in ("", "Live"))
    now = status_shown(stage, page)
    look(stage, THEN)
    stage.wait_until(lambda: status_shown(stage, page) == "Live")
    assert page.model.rowCount() == stage.session.read.number()
    back(stage)
    stage.wait_until(lambda: status_shown(stage, page) == now)
    listed = stage.go("partnerships")
    assert isinstance(listed, PartnershipsPage)
    look(stage, THEN)

    def leicestershire() -> int:
        return next(line.sure for line in listed._lines if "Leicestershire" in line.arrangement.title)

    stage.wait_until(lambda: leicestershire() == 3)
    back(stage)
    stage.wait_until(lambda: leicestershire() == 0)


def test_home_what_is_due_exports_and_prints_follow(stage: Stage, tmp_path: Path) -> None:
    page = stage.go("home")
    assert isinstance(page, HomePage)
    stage.rest()
    assert TODAY.year in {mark.day.year for mark in page.board.strip._marks}
    look(stage, THEN)
    assert page._title.text() == "Friday 1 June 2012"
    stage.wait_until(lambda: {mark.day.year for mark in page.board.strip._marks} <= {2012, 2013})
    made: list[object] = []
    scope = Scope(filters={"reference": "L2"})
    columns = (("reference", "Ref"), ("status", "Status"))
    out = tmp_path / "list.csv"
    due = partial(due_within, window=Period(12))
    for question in (
        due,
        partial(register_report, scope=scope, columns=columns),
        partial(write_choice, choice=Choice("screen", scope, columns=columns), path=out),
    ):
        stage.window.bridge.read(question, made.append)
    stage.wait_until(lambda: len(made) == 3)
    assert due(stage.session) in made
    report = next(one for one in made if isinstance(one, Report))
    assert report.subtitle == "As at 1 June 2012"
    assert "live" in out.read_text(encoding="utf-8-sig").lower()
    back(stage)
    assert due(stage.session) not in made


def test_what_goes_out_says_the_day_that_it_was_worked_out_for(stage: Stage, tmp_path: Path) -> None:
    out = tmp_path / "table.csv"
    export_register(stage.session, out)
    assert "Status today" in out.read_text(encoding="utf-8-sig")
    stage.session.look_at(THEN)
    export_register(stage.session, out, overwrite=True)
    head = out.read_text(encoding="utf-8-sig").splitlines()[0]
    assert "Status on 1 June 2012, worked out" in head
    assert "Status today" not in head
    place = stage.session.read.find_arrangement("Leicestershire")[0]
    texts = str(board_report(stage.session, place).parts)
    assert "In on 1 June 2012" in texts
    assert "In today" not in texts


def test_a_reader_knows_the_day_from_its_first_question_to_its_last(stage: Stage) -> None:
    look(stage, THEN)
    answers: list[object] = []
    asker = Asker(stage.session)
    asker.answered.connect(lambda key, number, answer: answers.append(answer))
    asker.ask("then", lambda read: read.rows([stage.agreement("L2")])[0].status)
    stage.wait_until(lambda: answers == ["live"])
    back(stage)
    asker.ask("now", lambda read: read.rows([stage.agreement("L2")])[0].status)
    stage.wait_until(lambda: len(answers) == 2)
    assert answers[1] != "live"
    asker.close()


# What is written meanwhile


def test_what_is_written_stands_on_the_day_that_is_shown(stage: Stage) -> None:
    look(stage, THEN)
    agreement = stage.agreement("L2")
    edit.change(stage.session, agreement, {"owner": "Head of ICT"})
    row = stage.session.read.rows([agreement])[0]
    assert (row.status, row.owner) == ("live", "Head of ICT")
    with Session.open(stage.path, clock=clock, user="Somebody else") as other:
        edit.change(other, agreement, {"owner": "Head of Finance"})
        texts = {"title": "Signs", "starts": "1 April 2012", "ends": "31 March 2013"}
        added = edit.new_agreement(other, texts)
    stage.window.bridge.look_for_others()
    found = {row.id: row for row in stage.session.read.rows([agreement, added])}
    assert (found[agreement].status, found[agreement].owner) == ("live", "Head of Finance")
    assert found[added].status == "live"
    assert stage.session.as_at == THEN


@pytest.mark.slow
def test_the_day_is_worked_out_again_after_many_changes_and_for_another_calendar(stage: Stage) -> None:
    look(stage, THEN)
    reckoned = stage.window.bridge._foreseen
    with stage.session.operation("Add many") as write:
        write.add_all([Agreement(title=f"Lot {n}", starts=When.on(date(2012, 4, 1))) for n in range(250)])
    stage.wait_until(lambda: stage.window.bridge._foreseen is not reckoned)
    assert stage.session.read.number() == len(stage.session.read.ids(sort="status"))
    again = stage.window.bridge._foreseen
    stage.session.use_nation("scotland")
    stage.wait_until(lambda: stage.window.bridge._foreseen is not again)
    assert stage.session.as_at == THEN


def test_what_a_killed_program_left_of_another_day_is_cleared_at_the_next_start(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = tmp_path / "tracker-day-left"
    left.mkdir()
    os.utime(left, (0, 0))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(ahead, "_NEXT", ())
    stage.window.ahead.build()
    stage.rest()
    assert not left.exists()

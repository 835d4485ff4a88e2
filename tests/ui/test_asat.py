"""As at: the whole window on another day, plainly said, and one key back."""

from __future__ import annotations

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
from tracker.app.outgoing.exporting import Scope
from tracker.app.outgoing.listreport import register_report
from tracker.app.outgoing.offers import Choice, write_choice
from tracker.app.outgoing.reporting import Report
from tracker.app.session import Session
from tracker.domain.agreement import Agreement
from tracker.domain.dates import Period, When
from tracker.ui.asking import Asker
from tracker.ui.home.page import HomePage
from tracker.ui.partnership.list import PartnershipsPage
from tracker.ui.register.page import RegisterPage


def look(stage: Stage, day: date) -> None:
    stage.window.bridge.look_at(day)
    stage.wait_until(lambda: stage.session.as_at == day)


def test_the_strip_is_hidden_today(stage: Stage) -> None:
    assert not stage.window.as_at.isVisible()


def test_it_says_the_day_and_that_changes_are_recorded_today(stage: Stage) -> None:
    look(stage, date(2012, 6, 1))
    bar = stage.window.as_at
    assert bar.isVisible()
    assert bar.day.text() == "As at 1 June 2012, 14 years ago."
    assert "recorded today" in bar.words.text()


def test_escape_leads_back_to_today(stage: Stage) -> None:
    look(stage, date(2012, 6, 1))
    QTest.keyClick(stage.window, Qt.Key.Key_Escape)
    assert stage.session.as_at is None
    assert not stage.window.as_at.isVisible()


def test_so_does_its_action_and_its_button(stage: Stage) -> None:
    look(stage, date(2012, 6, 1))
    stage.window.menu_actions["back_to_today"].trigger()
    assert stage.session.as_at is None
    look(stage, date(2030, 6, 1))
    stage.window.as_at.today.click()
    assert stage.session.as_at is None


def test_a_day_is_typed_into_the_strip(stage: Stage) -> None:
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


def test_escape_while_asking_leaves_the_day(stage: Stage) -> None:
    stage.window.as_at.ask()
    QTest.keyClick(stage.window.as_at.field.line, Qt.Key.Key_Escape)
    assert not stage.window.as_at.isVisible()


def test_today_itself_is_no_other_day(stage: Stage) -> None:
    stage.window.bridge.look_at(date(2026, 11, 22))
    assert stage.session.as_at is None


def test_lists_follow_the_day(stage: Stage) -> None:
    page = stage.go("partnerships")
    assert isinstance(page, PartnershipsPage)
    look(stage, date(2012, 6, 1))

    def leicestershire() -> int:
        return next(line.sure for line in page._lines if "Leicestershire" in line.arrangement.title)

    stage.wait_until(lambda: leicestershire() == 3)
    stage.window.bridge.look_at(None)
    stage.wait_until(lambda: leicestershire() == 0)


def test_a_change_is_seen_on_the_day_that_is_shown(stage: Stage) -> None:
    look(stage, date(2012, 6, 1))
    agreement = stage.agreement("L2")
    edit.change(stage.session, agreement, {"owner": "Head of ICT"})
    stage.wait_until(lambda: stage.session.agreement(agreement).owner == "Head of ICT")
    assert stage.session.as_at == date(2012, 6, 1)
    row = stage.session.read.rows([agreement])[0]
    assert (row.status, row.owner) == ("live", "Head of ICT")


def test_only_the_newest_day_asked_for_is_shown(stage: Stage) -> None:
    stage.window.bridge.look_at(date(2010, 1, 1))
    stage.window.bridge.look_at(date(2012, 1, 1))
    stage.wait_until(lambda: stage.session.as_at is not None)
    assert stage.session.as_at == date(2012, 1, 1)


# Each list, by whatever way it reads the register


THEN = date(2012, 6, 1)


def status_shown(stage: Stage, page: RegisterPage) -> str:
    """What the register's table says of the agreement whose day is looked at; "" while it says nothing."""
    status = [column.key for column in page.model.columns].index("status")
    title = [column.key for column in page.model.columns].index("title")
    wanted = stage.session.agreement(stage.agreement("L2")).title
    for row in range(page.model.rowCount()):
        if page.model.index(row, title).data() == wanted:
            return str(page.model.index(row, status).data() or "")
    return ""


def test_the_register_follows_there_and_back(stage: Stage) -> None:
    page = stage.go("register")
    assert isinstance(page, RegisterPage)
    stage.wait_until(lambda: status_shown(stage, page) not in ("", "Live"))
    now = status_shown(stage, page)
    look(stage, THEN)
    stage.wait_until(lambda: status_shown(stage, page) == "Live")
    facets = page.model.rowCount()
    assert facets == stage.session.read.number()
    stage.window.bridge.look_at(None)
    stage.wait_until(lambda: status_shown(stage, page) == now)


def test_a_question_asked_beside_knows_the_day_from_the_first(stage: Stage) -> None:
    look(stage, THEN)
    answers: list[object] = []
    asker = Asker(stage.session)
    asker.answered.connect(lambda key, number, answer: answers.append(answer))
    asker.ask("early", lambda read: read.rows([stage.agreement("L2")])[0].status)
    stage.wait_until(lambda: answers == ["live"])
    stage.window.bridge.look_at(None)
    asker.ask("late", lambda read: read.rows([stage.agreement("L2")])[0].status)
    stage.wait_until(lambda: len(answers) == 2)
    assert answers[1] != "live"
    asker.close()


def test_home_and_its_strip_follow(stage: Stage) -> None:
    page = stage.go("home")
    assert isinstance(page, HomePage)
    stage.rest()
    today = {mark.day.year for mark in page._strip._marks}
    look(stage, THEN)
    assert page._title.text() == "Friday 1 June 2012"
    stage.wait_until(lambda: {mark.day.year for mark in page._strip._marks} <= {2012, 2013})
    assert 2026 in today


def test_what_is_due_goes_by_the_day(stage: Stage) -> None:
    found: list[object] = []
    ask = partial(due_within, window=Period(12))
    look(stage, THEN)
    stage.window.bridge.read(ask, found.append)
    stage.wait_until(lambda: len(found) == 1)
    assert found[0] == due_within(stage.session, Period(12))
    stage.window.bridge.look_at(None)
    stage.window.bridge.read(ask, found.append)
    stage.wait_until(lambda: len(found) == 2)
    assert found[1] == due_within(stage.session, Period(12)) != found[0]


def test_what_is_exported_and_printed_is_as_at_the_day(stage: Stage, tmp_path: Path) -> None:
    look(stage, THEN)
    made: list[object] = []
    scope = Scope(filters={"reference": "L2"})
    columns = (("reference", "Ref"), ("status", "Status"))
    stage.window.bridge.read(partial(register_report, scope=scope, columns=columns), made.append)
    out = tmp_path / "list.csv"
    stage.window.bridge.read(
        partial(write_choice, choice=Choice("shown", scope, columns=columns), path=out), made.append
    )
    stage.wait_until(lambda: len(made) == 2)
    report = next(one for one in made if isinstance(one, Report))
    assert report.subtitle == "As at 1 June 2012"
    assert "live" in out.read_text(encoding="utf-8-sig").lower()


# While it is being worked out


def test_the_strip_says_how_far_it_is(stage: Stage) -> None:
    stage.window.bridge.look_at(THEN)
    bar = stage.window.as_at
    assert bar.day.text() == "Working out 1 June 2012 …"
    assert bar.progress.isVisible()
    stage.wait_until(lambda: bar.progress.value() == 100)
    stage.wait_until(lambda: not bar.progress.isVisible())


def test_a_day_that_cannot_be_worked_out_is_said_and_leaves_the_window_as_it_is(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    look(stage, THEN)
    said: list[str] = []
    stage.window.bridge.said.connect(lambda text, tone, action: said.append(text))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    stage.window.bridge.look_at(date(2020, 1, 1))
    stage.wait_until(lambda: bool(said))
    assert "Free some space there" in said[0]
    assert stage.session.as_at == THEN
    assert stage.window.as_at.day.text().startswith("As at 1 June 2012")


def test_what_another_program_writes_stands_on_that_day_as_well(stage: Stage) -> None:
    look(stage, THEN)
    agreement = stage.agreement("L2")
    with Session.open(stage.path, clock=clock, user="Somebody else") as other:
        edit.change(other, agreement, {"owner": "Head of ICT"})
        added = edit.new_agreement(
            other, {"title": "Signs", "starts": "1 April 2012", "ends": "31 March 2013"}
        )
    stage.window.bridge.look_for_others()
    found = {row.id: row for row in stage.session.read.rows([agreement, added])}
    assert (found[agreement].status, found[agreement].owner) == ("live", "Head of ICT")
    assert found[added].status == "live"
    assert stage.session.as_at == THEN


def test_after_many_changes_the_day_is_worked_out_again(stage: Stage) -> None:
    look(stage, THEN)
    reckoned = stage.window.bridge._foreseen
    with stage.session.operation("Add many") as write:
        many = [Agreement(title=f"Lot {n}", starts=When.on(date(2012, 4, 1))) for n in range(250)]
        write.add_all(many)
    stage.wait_until(lambda: stage.window.bridge._foreseen is not reckoned)
    assert stage.session.read.number() == len(stage.session.read.ids())
    assert stage.session.as_at == THEN


def test_another_calendar_is_reckoned_with_on_that_day_too(stage: Stage) -> None:
    look(stage, THEN)
    reckoned = stage.window.bridge._foreseen
    stage.session.use_nation("scotland")
    stage.wait_until(lambda: stage.window.bridge._foreseen is not reckoned)

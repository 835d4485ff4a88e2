"""Answers that are kept: at once where nothing changed, from the register where anything did."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject

from tests.ui.stage import Stage, clock
from tests.ui.waiting import wait_until
from tracker.app.session import Session
from tracker.app.settings import Settings
from tracker.domain.agreement import Agreement
from tracker.domain.errors import TrackerError
from tracker.ui import ahead
from tracker.ui import answers as module
from tracker.ui.answers import Ask
from tracker.ui.bridge import Bridge
from tracker.ui.partnership.gaps import GapsPage


class Page(QObject):
    """Hears answers, and how often the register was asked for one."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []

    def hear(self, answer: object) -> None:
        self.heard.append(answer)


asked: list[object] = []


def titles(session: Session, *words: str) -> tuple[str, ...]:
    asked.append(words)
    return tuple(a.title for a in session.read.agreements()) + words


def refused(session: Session) -> None:
    asked.append("refused")
    raise TrackerError("Not today.")


@pytest.fixture
def page() -> Page:
    return Page()


@pytest.fixture
def bridge(empty: Stage) -> Iterator[Bridge]:
    asked.clear()
    owner = QObject()
    made = Bridge(empty.session, Settings(), owner)
    yield made
    made.close()
    owner.deleteLater()  # here, and not wherever the collector would come upon it
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def add(session: Session, title: str) -> None:
    with session.operation(f"Add {title}") as write:
        write.add(Agreement(title=title))


def rest(bridge: Bridge) -> None:
    wait_until(lambda: not bridge.is_busy)


def test_asked_again_it_is_given_at_once(bridge: Bridge, page: Page) -> None:
    for _ in range(2):
        bridge.answers.ask(titles, page.hear)
    assert page.heard == []
    rest(bridge)
    bridge.answers.ask(titles, page.hear)
    assert page.heard == [(), (), ()]
    assert asked == [()]


def test_other_arguments_are_another_question(bridge: Bridge, page: Page) -> None:
    bridge.answers.ask(titles, page.hear, "one")
    rest(bridge)
    bridge.answers.ask(titles, page.hear, "two")
    rest(bridge)
    assert page.heard == [("one",), ("two",)]


def test_after_a_change_it_is_asked_anew(bridge: Bridge, page: Page) -> None:
    bridge.answers.ask(titles, page.hear)
    rest(bridge)
    add(bridge.session, "Waste")
    assert not bridge.answers.is_known(titles)
    bridge.answers.ask(titles, page.hear)
    rest(bridge)
    bridge.session.undo()
    bridge.answers.ask(titles, page.hear)
    rest(bridge)
    assert page.heard == [(), ("Waste",), ()]


def test_after_another_program_wrote_it_is_asked_anew(bridge: Bridge, page: Page) -> None:
    bridge.answers.ask(titles, page.hear)
    rest(bridge)
    with Session.open(bridge.session.path, clock=clock) as other:
        add(other, "Waste")
    bridge.answers.ask(titles, page.hear)
    assert page.heard == [()]
    rest(bridge)
    assert page.heard == [(), ("Waste",)]


def test_on_another_day_it_is_asked_anew(bridge: Bridge, page: Page) -> None:
    bridge.answers.ask(titles, page.hear)
    rest(bridge)
    bridge.look_at(date(2012, 6, 1))
    rest(bridge)
    assert not bridge.answers.is_known(titles)
    bridge.look_at(None)
    assert not bridge.answers.is_known(titles)


def test_an_older_answer_never_follows_a_later_one(bridge: Bridge, page: Page) -> None:
    bridge.answers.ask(titles, page.hear)
    add(bridge.session, "Waste")
    bridge.answers.ask(titles, page.hear)
    rest(bridge)
    assert page.heard == [("Waste",)]
    assert bridge.answers.is_known(titles)


def test_what_was_asked_before_a_change_is_heard_but_not_kept(bridge: Bridge, page: Page) -> None:
    bridge.answers.ask(titles, page.hear)
    add(bridge.session, "Waste")
    rest(bridge)
    assert len(page.heard) == 1
    assert not bridge.answers.is_known(titles)


def test_what_failed_is_said_and_not_kept(bridge: Bridge, page: Page) -> None:
    said: list[str] = []
    bridge.said.connect(lambda text, tone, action: said.append(text))
    for _ in range(2):
        bridge.answers.ask(refused, page.hear)
        rest(bridge)
    assert said == ["Not today."] * 2
    assert page.heard == []


def test_while_a_worker_writes_the_file_is_not_asked_what_changed(bridge: Bridge, page: Page) -> None:
    bridge.hold_off(True)
    bridge.answers.ask(titles, page.hear)
    rest(bridge)
    bridge.hold_off(False)
    assert page.heard == [()]
    assert not bridge.answers.is_known(titles)


def test_a_page_that_has_gone_hears_nothing(bridge: Bridge, page: Page) -> None:
    gone = Page()
    bridge.answers.ask(titles, gone.hear)
    bridge.answers.ask(titles, page.hear)
    gone.deleteLater()
    rest(bridge)
    assert page.heard == [()]


# Ahead


def test_what_is_asked_ahead_is_known_and_known_again_after_a_change(bridge: Bridge, page: Page) -> None:
    bridge.answers.ask_ahead([Ask(titles), Ask(titles, ("one",))])
    rest(bridge)
    assert asked == [(), ("one",)]
    assert bridge.answers.is_known(titles)
    assert bridge.answers.is_known(titles, "one")
    add(bridge.session, "Waste")
    assert bridge.answers._soon.isActive()
    bridge.answers._soon.timeout.emit()
    rest(bridge)
    bridge.answers.ask(titles, page.hear, "one")
    assert page.heard == [("Waste", "one")]
    bridge.close()
    assert not bridge.answers._soon.isActive()


def test_nobody_hears_that_something_could_not_be_asked_ahead(bridge: Bridge) -> None:
    said: list[str] = []
    bridge.said.connect(lambda text, tone, action: said.append(text))
    bridge.answers.ask_ahead([Ask(refused), Ask(titles)])
    rest(bridge)
    assert asked == ["refused"]
    assert said == []


def test_nothing_is_asked_ahead_of_a_large_register(bridge: Bridge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST", 0)
    add(bridge.session, "Waste")
    bridge.answers.ask_ahead([Ask(titles)])
    rest(bridge)
    assert asked == []
    add(bridge.session, "Legal")
    assert not bridge.answers._soon.isActive()


def test_the_window_asks_ahead_what_the_first_visit_of_a_page_asks(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "_NEXT", ())
    stage.window.ahead.build()
    rest(stage.window.bridge)
    for name in (
        "partnerships",
        "claims",
        "conflicts",
        "gaps",
        "totals",
        "chain",
        "evidence",
        "organisations",
    ):
        shown = stage.go(name)
        assert not stage.window.bridge.is_busy, name
        if isinstance(shown, GapsPage):
            assert shown.table.rows.rowCount() > 0

"""Deeds done a few at a time, in turns of the event loop."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from tracker.ui.parts import turns as module
from tracker.ui.parts.turns import Turns


def test_what_takes_long_is_one_deed_a_turn_in_their_order(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SHARE", 0.0)
    owner, done = QObject(), list[str]()
    turns = Turns(owner)
    turns.begin(lambda: done.append("a"), lambda: done.append("b"))
    assert done == []
    seen: list[list[str]] = []
    while not turns.is_done:
        QApplication.processEvents()
        seen.append(list(done))
    assert [each for each in seen if each] == [["a"], ["a", "b"]]


def test_small_deeds_share_a_turn(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SHARE", 60.0)
    owner, done = QObject(), list[str]()
    turns = Turns(owner)
    turns.begin(lambda: done.append("a"), lambda: done.append("b"))
    while not done:
        QApplication.processEvents()
    assert done == ["a", "b"]
    assert turns.is_done


def test_one_row_waits_for_another(qapp: QApplication) -> None:
    owner, done = QObject(), list[str]()
    first = Turns(owner)
    second = Turns(owner, after=first)
    second.begin(lambda: done.append("later"))
    first.begin(lambda: done.append("a"), lambda: done.append("b"))
    while not second.is_done:
        QApplication.processEvents()
    assert done == ["a", "b", "later"]


def test_another_row_drops_what_is_left_and_the_rest_can_be_done_at_once(qapp: QApplication) -> None:
    owner, done = QObject(), list[str]()
    turns = Turns(owner)
    turns.begin(lambda: done.append("old"))
    turns.begin(lambda: done.append("a"), lambda: done.append("b"))
    turns.finish()
    assert done == ["a", "b"]
    QApplication.processEvents()
    assert done == ["a", "b"]


def test_what_is_dropped_is_never_done(qapp: QApplication) -> None:
    owner, done = QObject(), list[str]()
    turns, after = Turns(owner), Turns(owner)
    turns.begin(lambda: done.append("dropped"))
    turns.drop()
    after.begin(lambda: done.append("done"))
    while not after.is_done:
        QApplication.processEvents()
    assert (turns.is_done, done) == (True, ["done"])

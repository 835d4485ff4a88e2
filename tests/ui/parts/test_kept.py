"""Places that are filled anew: the same widgets again, in the order of the new content."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tracker.ui.parts.kept import Kept
from tracker.ui.parts.laying import laid_out_once
from tracker.ui.parts.widgets import Scroller

LONG = "A sentence that is long enough to need several lines in a narrow place. " * 3


class Place(Scroller):
    """A column that is filled from lines, with a link under them."""

    def __init__(self) -> None:
        super().__init__(QWidget())
        inside = self.widget()
        assert inside is not None
        self.column = QVBoxLayout(inside)
        self.kept = Kept(self.column)

    def fill(self, *lines: str, links: tuple[str, ...] = ()) -> None:
        with laid_out_once(self), self.kept.anew():
            for line in lines:
                self.column.addWidget(self.kept.prose(line))
            for words in links:
                inner = QVBoxLayout()
                inner.addWidget(self.kept.link(words, words, self.fill))
                self.column.addLayout(inner)
            self.column.addStretch()


@pytest.fixture
def place(qtbot: QtBot) -> Place:
    made = Place()
    qtbot.addWidget(made)
    made.resize(200, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


def shown(place: Place) -> list[str]:
    labels = [label for label in place.findChildren(QLabel) if label.isVisible()]
    return [label.text() for label in sorted(labels, key=lambda label: label.y())]


def test_it_shows_what_was_put_in_last_and_nothing_else(place: Place) -> None:
    place.fill("one", "two", "three")
    before = set(map(id, place.findChildren(QLabel)))
    place.fill("four", "five")
    assert shown(place) == ["four", "five"]
    assert set(map(id, place.findChildren(QLabel))) == before
    place.fill("six", "seven", "eight", "nine")
    assert shown(place) == ["six", "seven", "eight", "nine"]


def test_what_is_longer_or_shorter_than_before_has_the_room_that_it_needs(place: Place) -> None:
    place.fill("one", "two")
    low = place.findChildren(QLabel)[0].height()
    place.fill(LONG, "two")
    first, second = place.findChildren(QLabel)
    assert second.y() >= first.y() + first.height() > 2 * low
    place.fill("one", "two")
    assert first.height() == low


def test_the_tab_key_goes_through_the_links_as_they_stand(place: Place) -> None:
    place.fill(links=("a", "b"))
    place.fill("line", links=("c", "d", "e"))
    links = [link for link in place.findChildren(QPushButton) if link.isVisible()]
    by_place = sorted(links, key=lambda link: link.y())
    assert [link.text() for link in by_place] == ["c", "d", "e"]
    in_order = _after(by_place[0])
    assert [each for each in in_order if each in by_place] == by_place[1:]


def _after(first: QWidget) -> list[QWidget]:
    """What comes after it in the order of the Tab key, once round."""
    found: list[QWidget] = []
    at = first.nextInFocusChain()
    while at is not first and at is not None:
        found.append(at)
        at = at.nextInFocusChain()
    return found


def test_it_is_laid_out_before_it_is_painted(place: Place) -> None:
    place.fill(*[LONG] * 4)
    inside = place.widget()
    assert inside is not None
    assert inside.height() > place.viewport().height()
    labels = [label for label in place.findChildren(QLabel) if label.isVisible()]
    assert all(label.height() >= label.sizeHint().height() for label in labels)
    QTest.qWait(0)
    assert [label.height() for label in labels] == [label.sizeHint().height() for label in labels]

"""An agreement's page driven by the keyboard alone: found, changed, every verb, and all of it undone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.ui.stage import Stage
from tests.ui.tasks.hands import CTRL, SHIFT, Hands
from tracker.domain.source import Citation, Relation
from tracker.ui.agreement.page import AgreementPage

KEY = Qt.Key


@pytest.fixture
def hands(stage: Stage) -> Hands:
    made = Hands(stage)
    made.press(KEY.Key_K, CTRL)
    made.type("NBC-041")
    made.until(lambda: not stage.window.finder._awaited)
    made.press(KEY.Key_Return)
    assert stage.window.current_page().title() == "Insurance, all classes"
    return made


def page(hands: Hands) -> AgreementPage:
    shown = hands.stage.window.current_page()
    assert isinstance(shown, AgreementPage)
    return shown


def in_hand() -> str:
    focused = QApplication.focusWidget()
    return focused.accessibleName() if focused is not None else ""


def to(hands: Hands, name: str) -> None:
    """Tab to what is called that."""
    for _ in range(40):
        if in_hand() == name:
            return
        hands.press(KEY.Key_Tab)
    raise AssertionError(f"{name} is not reached by Tab")


def state(hands: Hands) -> list[object]:
    read = hands.stage.session.read
    return [*read.agreements(), *read.records(Relation), *read.records(Citation)]


@pytest.mark.slow
def test_a_date_is_mended_with_what_is_odd_beside_it_and_undone_where_it_stands(hands: Hands) -> None:
    session, number = hands.stage.session, hands.stage.agreement("NBC-041")
    before = state(hands)
    to(hands, "Initial end")
    line = next(each for each in page(hands).fields.every_line() if each.field.name == "ends")
    hands.type("31/02/2027")
    assert line.findings.isVisible()
    hands.press(KEY.Key_Return)
    assert session.undo_name is None
    hands.press(KEY.Key_Escape)
    assert not line.findings.isVisible()
    hands.type("31 May 2027")
    hands.press(KEY.Key_Return)
    assert str(session.standing(number).initial_end) == "2027-05-31"
    assert line.findings.isVisible(), "the end stated is another one than the term gives"
    assert in_hand() == "Initial end"
    hands.press(KEY.Key_Z, CTRL)
    assert state(hands) == before
    assert hands.stage.window.banner.text.text() == (
        "Undone: Change initial end of ‘Insurance, all classes’."
    )
    hands.press(KEY.Key_Y, CTRL)
    assert str(session.standing(number).initial_end) == "2027-05-31"


@pytest.mark.slow
def test_what_is_typed_and_not_kept_is_taken_back_in_the_field_first(hands: Hands) -> None:
    to(hands, "Owner")
    hands.type("Head of Legal")
    hands.press(KEY.Key_Z, CTRL)
    focused = QApplication.focusWidget()
    assert isinstance(focused, QLineEdit)
    assert focused.text() == "Insurance and Risk Manager"
    assert hands.stage.session.undo_name is None


@pytest.mark.slow
def test_every_verb_is_done_by_keys_and_undone_by_name(hands: Hands) -> None:
    before = state(hands)
    for key, typed, done in (
        ("X", "", "Extend to 31 March 2029: ‘Insurance, all classes’"),
        ("G", "", "Notice given: ‘Insurance, all classes’"),
        ("R", "2 years", "Renew ‘Insurance, all classes’ to 31 March 2029"),
        ("V", "Two more sites", "Vary ‘Insurance, all classes’ from 22 November 2026"),
        ("L", "", "Give notice to end ‘Insurance, all classes’"),
        ("D", "Minutes", "Cite ‘Minutes’ for the agreement as a whole of ‘Insurance, all classes’"),
        ("S", "", "‘Insurance, all classes’ supersedes ‘Insurance, all classes’"),
    ):
        was = in_hand()
        hands.press(getattr(KEY, f"Key_{key}"), CTRL | SHIFT)
        hands.type(typed)
        assert hands.stage.session.undo_name is None, "nothing is done before the button is pressed"
        hands.press(KEY.Key_Return)
        assert hands.stage.session.undo_name == done
        assert hands.stage.window.banner.text.text() == f"Done: {done}."
        assert hands.stage.window.menu_actions["undo"].text().endswith(done)
        if key != "S":  # that goes on to the new agreement
            assert in_hand() == was, "the keyboard is back where it was"
        hands.press(KEY.Key_Z, CTRL)
        assert state(hands) == before


def test_a_tag_and_a_note_are_written_and_undone(hands: Hands) -> None:
    session, number = hands.stage.session, hands.stage.agreement("NBC-041")
    before = state(hands)
    hands.press(KEY.Key_K, CTRL | SHIFT)
    hands.type("risk")
    hands.press(KEY.Key_Return)
    hands.press(KEY.Key_J, CTRL | SHIFT)
    hands.type("Broker to be asked.")
    hands.press(KEY.Key_Return, CTRL)
    now = session.agreement(number)
    assert ([tag.name for tag in now.tags], now.notes.endswith("register.\nBroker to be asked.")) == (
        ["risk"],
        True,
    )
    hands.press(KEY.Key_Z, CTRL, times=2)
    hands.press(KEY.Key_J, CTRL | SHIFT)
    hands.press(KEY.Key_Return, CTRL)
    assert state(hands) == before, "a line that was begun and left empty is no change"

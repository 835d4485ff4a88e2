"""Every screen for everybody: names, keyboard, focus, contrast, large text, words beside colours, no motion.

One window a theme serves every screen, so that all of them are looked at at little cost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from tests.ui.everyscreen import SCREENS, Shown, cut, inputs, one_window, says, words
from tracker.domain.agreement import Status
from tracker.domain.deadlines.deadline import DeadlineState
from tracker.resources import resource
from tracker.ui.parts import format as show
from tracker.ui.parts.format import Shape
from tracker.ui.parts.stylesheet import _SHEET
from tracker.ui.parts.theme import DARK, LIGHT, Tokens, Tone


@pytest.fixture(scope="module")
def shared(qapp: QApplication, sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """One window for every screen."""
    with one_window(sample, tmp_path_factory.mktemp("all")) as shown:
        yield shown


@pytest.fixture(autouse=True)
def nothing_left() -> None:
    """The window stays for the next test of this module; it is closed after the last."""


@pytest.fixture(params=SCREENS, scope="module")
def screen(shared: Shown, request: pytest.FixtureRequest) -> QWidget:
    """Each screen in turn."""
    return shared.go(request.param)


def test_every_input_has_a_name_and_names_are_told_apart(screen: QWidget) -> None:
    found = inputs(screen)
    assert found
    assert not [words(widget) for widget in found if not says(widget).strip()]
    fields = [says(w) for w in found if isinstance(w, QLineEdit | QComboBox | QPlainTextEdit)]
    assert not {name for name in fields if fields.count(name) > 1}, "two fields of one name"


def test_tab_reaches_every_input_and_goes_down_the_page_as_one_reads(screen: QWidget) -> None:
    stops = _stops(screen)
    assert not [words(w) for w in inputs(screen) if w.isEnabled() and not _reached(w, stops)]
    assert not _jumps(screen, stops)


def _stops(root: QWidget) -> list[QWidget]:
    """What Tab stops at, in its order, through the whole window."""
    stops: list[QWidget] = []
    at = root.nextInFocusChain()
    while at is not None and at is not root:
        if at.focusPolicy() & Qt.FocusPolicy.TabFocus and at.isVisible() and at.isEnabled():
            stops.append(at)
        at = at.nextInFocusChain()
    return stops


def _reached(widget: QWidget, stops: list[QWidget]) -> bool:
    """Tab stops at it, at what stands for it, or at the chosen one of its group (arrows walk the rest)."""
    if widget in stops or any(stop.focusProxy() is widget for stop in stops):
        return True
    if isinstance(widget, QRadioButton):
        return any(isinstance(stop, QRadioButton) and stop.parent() is widget.parent() for stop in stops)
    return bool(widget.property("bykey"))


def _jumps(screen: QWidget, stops: list[QWidget]) -> list[str]:
    """Where Tab goes up again among what one container holds, and not into a column further right."""
    found = []
    fields = [w for w in stops if isinstance(w, QLineEdit | QComboBox | QPlainTextEdit | QPushButton)]
    for before, after in pairwise(fields):
        if before.parentWidget() is not after.parentWidget():
            continue
        one, other = before.mapTo(screen, QPoint(0, 0)), after.mapTo(screen, QPoint(0, 0))
        if other.y() < one.y() - 12 and other.x() < one.x() + before.width():
            found.append(f"{words(before)} → {words(after)}")
    return found


def test_nothing_is_cut_off(screen: QWidget) -> None:
    assert not cut(screen)


# Once for all screens


_PAIRS = (
    *(
        (ink, ground)
        for ink in ("text", "muted", "prompt", "accent")
        for ground in ("ground", "surface", "panel")
    ),
    *((tone, f"{tone}_soft") for tone in ("accent", "danger", "warning", "good", "note")),
    *(
        (tone, ground)
        for tone in ("danger", "warning", "good", "note")
        for ground in ("ground", "surface", "panel")
    ),
    *(("text", f"{tone}_soft") for tone in ("accent", "danger", "warning", "good", "note")),
    ("muted", "accent_soft"),
    ("on_accent", "accent"),
    ("muted", "line"),
)


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    made = QColor(colour)
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else float(((part + 0.055) / 1.055) ** 2.4)
        for part in (made.redF(), made.greenF(), made.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_text_stands_out_from_its_ground(tokens: Tokens) -> None:
    faint = []
    for ink, ground in _PAIRS:
        least = 3.0 if (ink, ground) == ("muted", "line") else 4.5  # the words of a button that is off
        found = contrast(getattr(tokens, ink), getattr(tokens, ground))
        if found < least:
            faint.append(f"{ink} on {ground}: {found:.2f}")
    assert not faint


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_frame_of_focus_stands_out(tokens: Tokens) -> None:
    for ground in ("ground", "surface", "panel"):
        assert contrast(tokens.accent, getattr(tokens, ground)) >= 3.0


def test_whatever_takes_the_keyboard_shows_it() -> None:
    sheet = _SHEET.template
    for kind in (
        "QPushButton",
        "QToolButton",
        "QLineEdit",
        "QPlainTextEdit",
        "QComboBox",
        "QCheckBox",
        "QRadioButton",
    ):
        rules = "".join(re.findall(rf"{kind}[^{{]*:focus[^{{]*{{([^}}]*)}}", sheet))
        assert rules, kind
        assert "border" in rules, f"{kind} shows focus by colour alone"


def test_a_status_and_a_deadline_are_a_word_and_a_shape() -> None:
    looks = [show.status(status) for status in Status]
    looks += [show.deadline("end", state, asks=asks) for state in DeadlineState for asks in (True, False)]
    assert not [look for look in looks if not look.word or look.shape is Shape.NONE]


def test_statuses_of_one_tone_are_told_apart_by_shape_or_word() -> None:
    looks = [show.status(status) for status in Status]
    assert len({(look.word, look.shape) for look in looks}) == len(looks)
    for tone in Tone:
        same = [look.word for look in looks if look.tone is tone]
        assert len(set(same)) == len(same)


def test_nothing_moves() -> None:
    """No animation anywhere: there is none to switch off where the system asks for no motion."""
    package = Path(__file__).parents[2] / "tracker" / "ui"
    moving = [
        path.name
        for path in package.rglob("*.py")
        if "QPropertyAnimation" in path.read_text(encoding="utf-8")
    ]
    assert not moving
    assert resource("icons", "tick.svg").exists()

"""Text twice as large, as the system's setting makes it: nothing is cut off on any screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.everyscreen import LARGE, Shown, cut, one_window
from tests.ui.stage import theme as put_theme_on
from tracker.ui.parts import theme
from tracker.ui.parts.theme import LIGHT, Scheme


@pytest.fixture(autouse=True)
def nothing_left() -> None:
    """The window stays for the next test of this module; it is closed after the last."""


@pytest.fixture(scope="module")
def large(qapp: QApplication, sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """A window whose text is twice as large."""
    put_theme_on(Scheme.LIGHT)
    usual = qapp.font()
    bigger = qapp.font()
    bigger.setPointSizeF(2 * usual.pointSizeF())
    qapp.setFont(bigger)
    theme.put_on(qapp, LIGHT)
    with one_window(sample, tmp_path_factory.mktemp("large")) as shown:
        yield shown
    qapp.setFont(usual)
    theme.put_on(qapp, LIGHT)


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGE)
def test_nothing_is_cut_off(large: Shown, name: str) -> None:
    assert not cut(large.go(name))

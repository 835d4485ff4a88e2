"""The drawn icons."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from tracker.resources import resource
from tracker.ui.parts import icons, theme
from tracker.ui.parts.theme import Tone

UI = Path(theme.__file__).parents[1]


@pytest.mark.parametrize("name", icons.names())
def test_each_icon_is_drawn_on_one_grid_in_the_text_colour(name: str) -> None:
    root = ElementTree.parse(resource("icons", f"{name}.svg")).getroot()
    assert root.get("viewBox") == "0 0 20 20"
    assert root.get("stroke") == "currentColor"
    assert root.get("stroke-width") == "1.5"
    assert root.get("stroke-linejoin") == "round"


@pytest.mark.parametrize("name", icons.names())
def test_each_icon_draws_something(qapp: QApplication, name: str) -> None:
    image = icons.pixmap(name, theme.LIGHT.text).toImage()
    assert any(image.pixelColor(x, y).alpha() for x in range(20) for y in range(20))


def test_every_icon_that_the_window_names_is_there() -> None:
    named = set()
    for path in UI.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r'icon="(\w+)"|icons\.put\(\w+, "(\w+)"|tool_button\("(\w+)"', text))
    wanted = {name for groups in named for name in groups if name}
    assert wanted <= set(icons.names())


def test_the_program_icon_is_sharp_from_sixteen_pixels_on(qapp: QApplication) -> None:
    sizes = {size.width() for size in icons.program_icon().availableSizes()}
    assert {16, 32, 48, 256} <= sizes


def test_a_theme_change_draws_icons_again(qapp: QApplication) -> None:
    made = theme.Theme(qapp, theme.Scheme.LIGHT)
    parent = QPushButton()
    child = QPushButton(parent)
    icons.put(child, "tick", Tone.ACCENT)
    before = child.icon().cacheKey()
    made.set_scheme(theme.Scheme.DARK)
    icons.retint(parent)
    assert child.icon().cacheKey() != before
    made.set_scheme(theme.Scheme.LIGHT)
    parent.deleteLater()
    made.deleteLater()


def test_the_icons_of_a_menu_are_drawn_when_it_opens(qapp: QApplication) -> None:
    menu = QMenu()
    action = menu.addAction("Undo")
    icons.put_in_menu(menu, action, "undo")
    assert action.icon().isNull()
    icons.retint(menu)
    assert action.icon().isNull()
    menu.aboutToShow.emit()
    assert not action.icon().isNull()
    menu.deleteLater()


def test_icons_are_drawn_for_the_screens_there_are(qapp: QApplication) -> None:
    drawn = icons.icon("tick", Tone.MUTED)
    assert icons.scales() == (qapp.devicePixelRatio(),)
    assert len(drawn.availableSizes()) == len(icons.scales())

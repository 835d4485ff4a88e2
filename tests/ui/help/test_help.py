"""Help for every screen and every action: found, linked, searched, and all by keyboard."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.ui.stage import Stage
from tracker.ui.actions import SPECS
from tracker.ui.agreement.verbs.every import VERBS
from tracker.ui.help import pages
from tracker.ui.help.panel import HelpPanel
from tracker.ui.pages import PAGES
from tracker.ui.partnership.verbs_bar import _PANELS
from tracker.ui.parts.widgets import PlainLabel


def _plain(text: str) -> str:
    return text.replace("&", "").rstrip("…")


def _menu_words(menu: str) -> list[str]:
    """What stands in a menu: its actions, and in View the pages as well."""
    actions = [_plain(spec.text) for spec in SPECS if _plain(spec.menu) == menu]
    return actions + ([page.title for page in PAGES if page.rail] if menu == "View" else [])


_WHOLE = " ".join(page.text for page in pages.pages().values())
_WORDS = re.sub(r"[\s*]+", " ", _WHOLE).casefold()


@pytest.fixture
def panel(stage: Stage) -> HelpPanel:
    stage.wait_until(stage.window.isActiveWindow)
    QTest.keyClick(stage.window, Qt.Key.Key_F1)
    assert stage.window.help.isVisible()
    return stage.window.help


@pytest.mark.parametrize("screen", [spec.key for spec in PAGES])
def test_every_screen_has_a_page_of_its_own(screen: str) -> None:
    assert pages.page_for(screen).key == screen
    assert f"({screen}.md)" in pages.pages()["contents"].text


@pytest.mark.parametrize("text", [spec.text for spec in SPECS], ids=lambda text: text.replace("&", ""))
def test_every_action_is_explained(text: str) -> None:
    assert text.replace("&", "").rstrip("…").casefold() in _WORDS


_MENUS = {
    name: {words.casefold() for words in _menu_words(name)}
    for name in ("File", "Edit", "View", "Record", "Reminders", "Help")
}
_KEYS = {
    _plain(spec.text): QKeySequence(spec.keys).toString()
    for spec in SPECS
    if spec.keys is not None and not isinstance(spec.keys, QKeySequence.StandardKey)
}


def _menus_named() -> list[tuple[str, str]]:
    """(menu, words) wherever the help says which menu something is in."""
    text = re.sub(r"\s+", " ", _WHOLE)
    menus = "|".join(_MENUS)
    after = re.findall(rf"\*\*([^*]+)\*\* \(({menus}) menu\)", text)
    before = re.findall(rf"\b({menus}) > (?:\*\*)?([A-Z][a-z]+(?: [a-z]+)*)", text)
    return [(menu, words) for words, menu in after] + before


def test_what_is_said_to_be_in_a_menu_is_there() -> None:
    named = _menus_named()
    assert len(named) > 8
    for menu, words in named:
        start = words.casefold()
        assert any(start.startswith(each) for each in _MENUS[menu]), (menu, words)


def test_the_keys_that_are_named_are_those_of_the_action() -> None:
    named = re.findall(r"\*\*([^*]+)\*\* \(((?:Ctrl|Alt|Shift)\+[^),]+|F\d+)", _WHOLE)
    known = [(words, keys) for words, keys in named if words in _KEYS]
    assert len(known) > 5
    for words, keys in known:
        assert keys == _KEYS[words], words


def test_every_verb_is_explained(stage: Stage) -> None:
    bridge = stage.window.bridge
    made: list[QWidget] = [make(bridge, None) for make in _PANELS.values()]
    made += [make(bridge) for make in VERBS.values()]
    for panel in made:
        heading = next(
            label.text() for label in panel.findChildren(PlainLabel) if label.property("kind") == "heading"
        )
        assert heading.casefold() in _WORDS, heading


@pytest.mark.parametrize("page", list(pages.pages().values()), ids=lambda page: page.key)
def test_every_link_leads_to_a_page(page: pages.HelpPage) -> None:
    assert page.text.startswith("# ")
    for target in re.findall(r"\]\(([^)]*)\)", page.text):
        assert target.removesuffix(".md") in pages.pages(), target


def test_the_help_key_opens_the_page_for_the_place_and_closes_it(stage: Stage, panel: HelpPanel) -> None:
    assert panel.page.key == "home"
    assert panel.search.hasFocus()
    QTest.keyClick(stage.window, Qt.Key.Key_F1)
    assert not panel.isVisible()


def test_the_help_follows_from_place_to_place(stage: Stage, panel: HelpPanel) -> None:
    stage.go("organisations")
    assert panel.page.key == "organisations"
    assert "The same body twice" in panel.text.toPlainText()


def test_words_are_searched_in_every_page_and_marked(panel: HelpPanel) -> None:
    QTest.keyClicks(panel.search, "leap let laps")
    assert not panel.hits.isVisible()
    panel.search.clear()
    QTest.keyClicks(panel.search, "let laps")
    assert panel.hits.isVisible()
    QTest.keyClick(panel.search, Qt.Key.Key_Return)
    assert panel.page.key == "reminders"
    assert panel.text.isVisible()
    assert len(panel.text.extraSelections()) >= 2


def test_the_title_counts_most() -> None:
    assert pages.search("cost shares")[0].page.key == "costshares"
    assert pages.search("  ") == []


def test_the_passage_is_plain_text() -> None:
    hits = pages.search("parent company subsidiary")
    assert hits[0].passage.startswith("Likeness is not proof")
    assert pages.plain("- **One** of [them](home.md), and [broken](") == "One of them, and [broken]("


def test_links_and_back(panel: HelpPanel) -> None:
    panel.text.anchorClicked.emit(QUrl("dates.md"))
    assert panel.page.key == "dates"
    panel.text.anchorClicked.emit(QUrl("https://example.org/"))
    panel.text.anchorClicked.emit(QUrl("file:///etc/passwd"))
    assert panel.page.key == "dates"
    panel.text.setFocus()
    QTest.keyClick(panel, Qt.Key.Key_Backspace)
    assert panel.page.key == "home"
    assert not panel.back.isEnabled()


def test_escape_closes_the_help_and_gives_the_keyboard_back(stage: Stage, panel: HelpPanel) -> None:
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert stage.window.current_page().isAncestorOf(stage.window.focusWidget())


def test_the_page_on_the_keyboard_lists_every_key(stage: Stage) -> None:
    stage.window.menu_actions["help_keyboard"].trigger()
    shown = stage.window.help.text.toPlainText()
    for spec in SPECS:
        if spec.keys is not None:
            assert stage.window.menu_actions[spec.slot].shortcut().toString() in shown, spec.slot
    assert "{shortcuts}" not in shown


def test_nothing_is_loaded_from_outside(panel: HelpPanel) -> None:
    assert panel.text.loadResource(2, QUrl("file:///etc/hostname")) is None

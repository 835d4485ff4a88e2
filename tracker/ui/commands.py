"""What a window does at a menu, a key or a drop: built when it has been painted, which needs none of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from tracker.ui.actions import Actions, show_keys, words
from tracker.ui.doing import Doing
from tracker.ui.filedrop import FileDrop
from tracker.ui.pages import PAGES
from tracker.ui.parts import icons
from tracker.ui.recent import RecentMenu
from tracker.ui.undokeys import UndoKeys

if TYPE_CHECKING:
    from tracker.app.session import Session
    from tracker.ui.trail import Trail
    from tracker.ui.window import Window


class Commands:
    """The filled menus of one window, the keys that work in all of it, and what may be dropped on it."""

    def __init__(self, window: Window) -> None:
        self.doing = Doing(window)
        self.actions = Actions(self.doing, window.menu_row.bar, window.menu_row.menus)
        self.views = _view_actions(window, self.actions.menus["&View"])
        self.recent = RecentMenu(self.actions, self.doing.open_recent, window.bridge)
        FileDrop(window).dropped.connect(window.go)
        UndoKeys(window)

    def all(self) -> Sequence[QAction]:
        """Every action there is, for the finder."""
        return [*self.actions, *self.views]

    def shortcuts(self) -> list[tuple[str, str]]:
        """The keys of every action, for the page of help on the keyboard."""
        found = [(show_keys(action), words(action)) for action in self.all()]
        return [(keys, text) for keys, text in found if keys]

    def show_steps(self, session: Session) -> None:
        """Name Undo and Redo by what they do."""
        for slot, word, name in (("undo", "Undo", session.undo_name), ("redo", "Redo", session.redo_name)):
            action = self.actions[slot]
            action.setEnabled(name is not None and not session.read_only)
            action.setText(f"&{word} {name.replace('&', '&&')}" if name else f"&{word}")

    def show_ways(self, trail: Trail) -> None:
        """Offer Back and Forward where there is somewhere to go."""
        self.actions["go_back"].setEnabled(trail.can_go_back)
        self.actions["go_forward"].setEnabled(trail.can_go_forward)


def _view_actions(window: Window, menu: QMenu) -> tuple[QAction, ...]:
    """An action in the View menu for each page that has a place: those of the rail, then the others."""
    menu.addSeparator()
    made: list[QAction] = []
    numbers = iter(range(1, 10))
    for page in sorted((page for page in PAGES if page.rail), key=lambda page: page.rail == "menu"):
        action = QAction(page.title, window)
        action.setData(page.key)
        if page.rail != "menu" and (number := next(numbers, None)):
            action.setShortcut(f"Ctrl+{number}")
        icons.put_in_menu(menu, action, page.icon)
        action.triggered.connect(window.go_to_view)
        if page.rail == "menu" and made[-1].shortcut().toString():
            menu.addSeparator()
        menu.addAction(action)
        made.append(action)
    return tuple(made)

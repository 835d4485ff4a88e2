"""File > Open recent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from tracker.ui.actions import Actions
from tracker.ui.bridge import Bridge


class RecentMenu(QObject):
    """The registers opened lately that are still there, but for the one shown."""

    def __init__(self, actions: Actions, show: Callable[[str], None], bridge: Bridge) -> None:
        super().__init__(bridge)
        self._show, self._bridge = show, bridge
        file = actions.menus["&File"]
        self.menu = QMenu("Open &recent", file)
        file.insertMenu(actions["new_window"], self.menu)
        self.menu.aboutToShow.connect(self._fill)
        self.menu.triggered.connect(self._choose)
        self._fill()

    def _fill(self) -> None:
        self.menu.clear()
        here = str(self._bridge.session.path.resolve())
        for name in self._bridge.settings.recent:
            if name != here:
                path = Path(name)
                text = f"{path.name}   {path.parent}".replace("&", "&&")
                self.menu.addAction(text).setData(name)
        self.menu.setEnabled(not self.menu.isEmpty())

    def _choose(self, action: QAction) -> None:
        self._show(str(action.data()))

"""What a window does once it was painted: all that its first painting could do without, in turns."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QPixmapCache

from tracker.ui.pages import ask_first, has_first
from tracker.ui.parts.turns import Turns

if TYPE_CHECKING:
    from tracker.ui.window import Window

_PAINTED_BY = 2000
"""Milliseconds after which it begins even where the window was not painted, as when it starts as an icon."""


class Beginning(QObject):
    """Begins when the window has been painted; what a key or the finder's field asks for is built sooner.

    Attributes:
        is_over: all is there, and the window has said so, or was closed before.
    """

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.is_over = self._begins = False
        self._later = Turns(self)
        self._finding = window.menu_row.finding
        for watched in (window, window.status, self._finding):
            watched.installEventFilter(self)
        self._finding.textEdited.connect(self._build_finder)
        QTimer.singleShot(0, self, self._begin_unseen)
        QTimer.singleShot(_PAINTED_BY, self, self.begin)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's: never takes an event away from whom it is for."""
        window = self._window
        if watched is window.status and event.type() == QEvent.Type.Paint:
            window.status.removeEventFilter(self)
            QTimer.singleShot(0, self, self.begin)
        elif watched is self._finding and event.type() == QEvent.Type.FocusIn:
            self._build_finder()
            window.finder.eventFilter(watched, event)
        elif watched is window and event.type() == QEvent.Type.ShortcutOverride:
            self.fill_menus()  # Qt looks for the key among the shortcuts when this returns
        return False

    def _build_finder(self, typed: str = "") -> None:
        """Somebody came to the finder's field, or typed into it."""
        self._finding.removeEventFilter(self)
        self._finding.textEdited.disconnect(self._build_finder)
        if typed:
            self._window.finder.search(typed)

    def _begin_unseen(self) -> None:
        if not self._window.isVisible():
            self.begin()

    def begin(self) -> None:
        """Begin: the window lives meanwhile, and what a key does comes first."""
        if self._begins:
            return
        self._begins = True
        window = self._window
        # Qt looks over what it keeps of drawn pictures twice a minute, for as long as it keeps any.
        window.bridge.ticked.connect(QPixmapCache.clear)
        self._later.begin(
            partial(import_module, "tracker.ui.actions"),
            partial(import_module, "tracker.ui.commands"),
            self.fill_menus,
            window.bridge.go_on,
            *window.current_page().furnish(),
            self._ask_first,
        )

    def fill_menus(self) -> None:
        """Fill them, and let their keys be heard; a second time does nothing more."""
        self._window.removeEventFilter(self)
        self._window.show_ways()

    def _ask_first(self) -> None:
        """Have imported what is asked in the first second; what the page reads goes before."""
        if has_first():
            self._be_there()
        else:
            self._window.bridge.read_at_rest(ask_first, self._be_there, self._be_there)

    def _be_there(self, _: object = None) -> None:
        """Say what there is to undo, and that all the rest may begin."""
        self.is_over = True
        self._window.show_state()
        self._window.begun.emit()

    def drop(self) -> None:
        """The window is closed: begin nothing more."""
        self.is_over = self._begins = True
        self._later.drop()

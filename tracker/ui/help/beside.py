"""Help in a window of its own, such as the reminder window: F1 opens it at the right, and closes it again.

Where the screen has no room for both, the help takes the place of the work until it is closed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

if TYPE_CHECKING:
    from tracker.ui.help.panel import HelpPanel

_UNBOUND = 16777215


class HelpBeside(QObject):
    """Keeps the panel of help of one window, which is built when it is first wanted.

    Args:
        work: all that is in the window besides; `row` is the layout that it lies in.
        page: the page of help that explains the window.
        shortcuts: asked for (keys, what they do), for the page on the keyboard.
    """

    def __init__(
        self,
        window: QWidget,
        work: QWidget,
        row: QHBoxLayout,
        page: str,
        shortcuts: Callable[[], Iterable[tuple[str, str]]],
    ) -> None:
        super().__init__(window)
        self._window, self._work, self._row = window, work, row
        self._page, self._shortcuts = page, shortcuts
        self._grown = self._width = 0
        self.panel: HelpPanel | None = None
        QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), window).activated.connect(self.toggle)

    def toggle(self) -> None:
        """Open the help, or close it."""
        if self.panel is not None and self.panel.isVisible():
            self.panel.close_help()
            return
        if self.panel is None:
            from tracker.ui.help.panel import HelpPanel

            self.panel = HelpPanel(self._shortcuts, self._window)
            self.panel.closed.connect(self._on_closed)
            self._width = self.panel.width()
            self._row.addWidget(self.panel)
        self._make_room(self.panel)
        self.panel.open_for(self._page)

    def _on_closed(self) -> None:
        self._work.show()
        self._window.resize(self._window.width() - self._grown, self._window.height())
        self._window.setFocus()

    def _make_room(self, panel: HelpPanel) -> None:
        """Widen the window by the panel's width, so that its work is not narrowed, where the screen is so wide."""
        window, free = self._window, self._window.screen().availableGeometry()
        beside = window.width() + self._width <= free.width()
        self._grown = self._width if beside else 0
        self._work.setVisible(beside)
        panel.setMinimumWidth(self._width if beside else 0)
        panel.setMaximumWidth(self._width if beside else _UNBOUND)
        window.resize(window.width() + self._grown, window.height())
        beyond = window.frameGeometry().right() - free.right()
        if beyond > 0:
            window.move(max(free.left(), window.x() - beyond), window.y())

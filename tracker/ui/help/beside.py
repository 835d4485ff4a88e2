"""Help in a window of its own, such as the reminder window: F1 opens it at the right, and closes it again."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tracker.ui.help.panel import HelpPanel


class HelpBeside(QObject):
    """Keeps the panel of help of one window, which is built when it is first wanted.

    Args:
        row: the window's outermost layout; the panel goes to its right end.
        page: the page of help that explains the window.
        shortcuts: asked for (keys, what they do), for the page on the keyboard.
    """

    def __init__(
        self,
        window: QWidget,
        row: QHBoxLayout,
        page: str,
        shortcuts: Callable[[], Iterable[tuple[str, str]]],
    ) -> None:
        super().__init__(window)
        self._window, self._row, self._page, self._shortcuts = window, row, page, shortcuts
        self._grown = 0
        self.panel: HelpPanel | None = None
        QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), window).activated.connect(self.toggle)

    def toggle(self) -> None:
        """Open the help, or close it."""
        if self.panel is not None and self.panel.isVisible():
            self.panel.close_help()
            return
        if self.panel is None:
            self.panel = HelpPanel(self._shortcuts, self._window)
            self.panel.closed.connect(self._on_closed)
            self._row.addWidget(self.panel)
        self._make_room(self.panel.width())
        self.panel.open_for(self._page)

    def _on_closed(self) -> None:
        self._window.resize(self._window.width() - self._grown, self._window.height())
        self._window.setFocus()

    def _make_room(self, width: int) -> None:
        """Widen the window by that much, so that its work is not narrowed, as far as the screen is wide."""
        window, free = self._window, self._window.screen().availableGeometry()
        self._grown = max(0, min(width, free.width() - window.width()))
        window.resize(window.width() + self._grown, window.height())
        beyond = window.frameGeometry().right() - free.right()
        if beyond > 0:
            window.move(max(free.left(), window.x() - beyond), window.y())

"""The pages one upon the other, of which one is shown."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget, QWidget


class PageStack(QStackedWidget):
    """As narrow as the page that is shown can be: Qt would ask for the widest of all that were ever shown.

    A panel that was left open on one page must not widen the window on another.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(self._on_current)

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return super().minimumSizeHint() if page is None else page.minimumSizeHint()

    def _on_current(self, number: int) -> None:
        self.updateGeometry()

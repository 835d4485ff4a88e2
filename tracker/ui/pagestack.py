"""The pages one upon the other, of which one is shown, each built when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget, QWidget

if TYPE_CHECKING:
    from tracker.ui.page import Page


class PageStack(QStackedWidget):
    """As narrow as the page that is shown can be: Qt would ask for the widest of all that were ever shown.

    A panel that was left open on one page must not widen the window on another.

    Args:
        make: builds the page of a key.
    """

    def __init__(self, make: Callable[[str], Page], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._built: dict[str, Page] = {}
        self.currentChanged.connect(self._on_current)

    def page(self, key: str) -> Page:
        """The page of that key, built now if it was not."""
        page = self.build(key)
        if self.indexOf(page) < 0:
            self.addWidget(page)
        return page

    def build(self, key: str) -> Page:
        """The same, though it may not have joined the others yet: that, and its style, take as long again."""
        if key not in self._built:
            self._built[key] = self._make(key)
        return self._built[key]

    def has(self, key: str) -> bool:
        """Whether the page of that key is built."""
        return key in self._built

    def built(self) -> Iterable[Page]:
        """Every page that is."""
        return self._built.values()

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return super().minimumSizeHint() if page is None else page.minimumSizeHint()

    def _on_current(self, number: int) -> None:
        self.updateGeometry()

"""What somebody may want next is read and built while nothing else happens."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from tracker.ui.pages import PAGES, import_next_page, import_use_cases, page_class

if TYPE_CHECKING:
    from tracker.ui.window import Window

_NEXT = ("register", "agreement", "partnerships", "partnership", "claims", "conflicts", "costshares")
"""The pages that come next in most people's work."""
_REST = 1200
_BREATH = 50


class Ahead(QObject):
    """Spares the first visits of a window's pages their waiting."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self.read)

    def start(self) -> None:
        """Begin after a rest."""
        self._rest.start()

    def stop(self) -> None:
        """Do not begin."""
        self._rest.stop()

    def read(self) -> None:
        """Read the code of every page, then build those that come next."""
        self._window.bridge.run(import_use_cases, self._read_pages)

    def _read_pages(self, imported: object = None) -> None:
        if import_next_page():
            QTimer.singleShot(_BREATH, self, self._read_pages)
        else:
            self.build()

    def build(self) -> None:
        """Build the next pages, one at a time, then ask what the pages ask at their first visit."""
        left = next((key for key in _NEXT if not self._window.stack.has(key)), None)
        if left:
            self._window.stack.build(left)
            QTimer.singleShot(_BREATH, self, partial(self._join, left))
        else:
            from tracker.app.foreseeing import clear_leftovers

            answers = self._window.bridge.answers
            answers.ask_ahead(ask for spec in PAGES for ask in page_class(spec).ahead)
            self._window.bridge.run_at_rest(clear_leftovers, self._on_cleared, self._on_cleared)

    def _join(self, key: str) -> None:
        self._window.stack.page(key).prepare()
        QTimer.singleShot(_REST, self, self.build)

    def _on_cleared(self, done: object) -> None:
        """Nobody waits to hear of it."""

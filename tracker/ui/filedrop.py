"""A spreadsheet dropped anywhere on a window leads to the import page; what dropping it does is said before."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from tracker.ui.bridge import Place
from tracker.ui.parts.theme import GRID
from tracker.ui.parts.widgets import PlainLabel


class FileDrop(QObject):
    """Lets one file be dropped on a window, and says where that leads.

    Signals:
        dropped(Place): the import page with that file.
    """

    dropped = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.hint: QFrame | None = None
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept one local file; leave everything else to the widgets below."""
        if event.type() == QEvent.Type.DragLeave:
            self._say("")
        if event.type() not in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            return False
        assert isinstance(event, QDropEvent)
        path = _only_file(event)
        if not path:
            return False
        event.acceptProposedAction()
        dropped = event.type() == QEvent.Type.Drop
        self._say("" if dropped else Path(path).name)
        if dropped:
            self.dropped.emit(Place("import", query=path))
        return True

    def _say(self, name: str) -> None:
        """Say in the middle of the window what dropping that file does; "" takes it away."""
        if self.hint is not None:
            self.hint.hide()
            self.hint.deleteLater()
            self.hint = None
        if not name:
            return
        self.hint = hint = QFrame(self._window)
        hint.setObjectName("drop")
        hint.setProperty("kind", "box")
        row = QHBoxLayout(hint)
        row.setContentsMargins(4 * GRID, 3 * GRID, 4 * GRID, 3 * GRID)
        row.addWidget(
            PlainLabel(f"Drop to import {name}. It is shown to you before anything is saved.", "subheading")
        )
        hint.adjustSize()
        hint.move(self._window.rect().center() - hint.rect().center())
        hint.show()


def _only_file(event: QDropEvent) -> str:
    """The one local file that is dragged, "" for anything else."""
    urls = event.mimeData().urls()
    return urls[0].toLocalFile() if len(urls) == 1 and urls[0].isLocalFile() else ""

"""Ctrl+Z and Ctrl+Y while a text field has the keyboard, and Ctrl+V of a table in a field for words to look for.

Qt's fields keep these keys to themselves, also where they have nothing to take back: after a value
was kept with Enter, Ctrl+Z would do nothing at all. Here such a key goes on to the register.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from tracker.ui.parts.widgets import SearchField


class UndoKeys(QObject):
    """Watches whichever text field of a window has the keyboard."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)
        self._on_focus(None, app.focusWidget())

    def _on_focus(self, old: QWidget | None, now: QWidget | None) -> None:
        if isinstance(old, QLineEdit | QPlainTextEdit):
            old.removeEventFilter(self)
        if isinstance(now, QLineEdit | QPlainTextEdit) and self._window.isAncestorOf(now):
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if event.matches(QKeySequence.StandardKey.Undo):
            own = _has(watched, redo=False)
        elif event.matches(QKeySequence.StandardKey.Redo):
            own = _has(watched, redo=True)
        elif event.matches(QKeySequence.StandardKey.Paste):
            own = not (isinstance(watched, SearchField) and _table_copied())
        else:
            return False
        if not own:
            event.ignore()
        return not own


def _table_copied() -> bool:
    """Whether rows and columns were copied, for which nobody searches: they are meant for the importer."""
    from tracker.app.incoming.pasted import holds_table

    data = QApplication.clipboard().mimeData()
    return holds_table(data.html(), data.text())


def _has(field: QObject, *, redo: bool) -> bool:
    """Whether something that was typed in the field can be taken back, or done again."""
    if isinstance(field, QLineEdit):
        return field.isRedoAvailable() if redo else field.isUndoAvailable()
    assert isinstance(field, QPlainTextEdit)
    document = field.document()
    return document.isRedoAvailable() if redo else document.isUndoAvailable()

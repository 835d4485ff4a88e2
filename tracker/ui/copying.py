"""Edit > Copy on a list: the selected row, or the whole list as it is filtered, to the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QWidget

from tracker.app.outgoing.screenlist import Clip, agreements_on_screen, clip, shown_table
from tracker.app.session import Session
from tracker.ui.register.columns import COLUMNS
from tracker.ui.register.models import View


def copy_rows(session: Session, keys: Sequence[str], agreement_ids: Sequence[int]) -> int:
    """Copy those agreements, in the columns shown; returns how many there are."""
    rows = session.read.rows(agreement_ids)
    put_on_clipboard(clip(shown_table(rows, _named(keys), "Agreements")))
    return len(rows)


def copy_view(session: Session, keys: Sequence[str], view: View) -> int:
    """Copy the whole list as it is searched, filtered and sorted; returns how many rows it has."""
    table = agreements_on_screen(
        session, _named(keys), search=view.search, filters=dict(view.filters), sort=view.sort,
        descending=view.descending,
    )  # fmt: skip
    put_on_clipboard(clip(table))
    return len(table.rows)


def _named(keys: Sequence[str]) -> list[tuple[str, str]]:
    titles = {column.key: column.title for column in COLUMNS}
    return [(key, titles[key]) for key in keys if key in titles]


def put_on_clipboard(made: Clip) -> None:
    """Both forms at once: the program that takes it chooses."""
    data = QMimeData()
    data.setText(made.text)
    data.setHtml(made.html)
    QGuiApplication.clipboard().setMimeData(data)


def copy_actions(table: QWidget, row: Callable[[], None], whole: Callable[[], None]) -> Sequence[QAction]:
    """Actions for the table's own menu and keys: copy the row, copy the list."""
    made = []
    for text, keys, do in (
        ("Copy the selected rows", QKeySequence(QKeySequence.StandardKey.Copy), row),
        ("Copy the whole list", QKeySequence("Ctrl+Shift+C"), whole),
    ):
        action = QAction(text, table)
        action.setShortcut(keys)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(do)
        table.addAction(action)
        made.append(action)
    return made

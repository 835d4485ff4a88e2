"""Edit > Copy on a list: the selected row, or the whole list as it is filtered, to the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QWidget

from tracker.app.outgoing.screenlist import Clip, agreements_on_screen, clip, shown_table
from tracker.app.session import Session
from tracker.ui.bridge import Bridge
from tracker.ui.register.columns import COLUMNS
from tracker.ui.register.questions import View


def copy_rows(bridge: Bridge, keys: Sequence[str], agreement_ids: Sequence[int]) -> None:
    """Copy those agreements, in the columns shown; a worker makes what goes on the clipboard."""
    bridge.read(partial(_rows, tuple(agreement_ids), _named(keys)), _put)


def copy_view(bridge: Bridge, keys: Sequence[str], view: View) -> None:
    """Copy the whole list as it is searched, filtered and sorted."""
    bridge.read(partial(_list, view, _named(keys)), _put)


def _rows(ids: tuple[int, ...], columns: list[tuple[str, str]], session: Session) -> Clip:
    return clip(shown_table(session.read.rows(ids), columns, "Agreements"))


def _list(view: View, columns: list[tuple[str, str]], session: Session) -> Clip:
    table = agreements_on_screen(
        session, columns, search=view.search, filters=dict(view.filters), sort=view.sort,
        descending=view.descending,
    )  # fmt: skip
    return clip(table)


def _put(made: object) -> None:
    assert isinstance(made, Clip)
    put_on_clipboard(made)


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

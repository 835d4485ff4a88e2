"""The same rows shown by what Qt offers: a list in memory, a proxy that sorts and filters it, and its SQL model.

Each is asked for what it can do; what takes minutes is left out by size. The SQL model works on a
copy: two SQLite libraries must never have one register open.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtWidgets import QApplication, QTableView

from tests.bench.registers import cached
from tests.ui.stage import theme
from tracker.app.session import Session
from tracker.ui.parts.theme import Scheme, row_height

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel, QPersistentModelIndex

_KEYS = ("reference", "title", "supplier", "status", "next_act_by", "current_end", "value")
_NAMES = {
    "list": "a plain list model",
    "proxy": "QSortFilterProxyModel on that list",
    "sql": "QSqlQueryModel, Qt's own",
}
_PROXY_TO = 100_000
"""More rows than these take QSortFilterProxyModel minutes to sort."""


class ListModel(QAbstractTableModel):
    """Every row in a list of Python tuples."""

    def __init__(self, rows: Sequence[tuple[object, ...]]) -> None:
        super().__init__()
        self._all = self.rows = list(rows)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_KEYS)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> object:
        return self.rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.beginResetModel()
        self.rows.sort(
            key=lambda row: (row[column] is None, row[column] or 0 if column == 6 else str(row[column]))
        )
        self.endResetModel()

    def narrow(self, text: str) -> None:
        """Only rows with that text in one of their cells."""
        self.beginResetModel()
        self.rows = [row for row in self._all if any(text in str(cell).lower() for cell in row)]
        self.endResetModel()


def fit_for(number: int) -> tuple[str, ...]:
    """Those that can show so many rows at all."""
    return ("list", "proxy", "sql") if number <= _PROXY_TO else ("list", "sql")


def run(name: str, number: int) -> None:
    """Print what that peer takes for so many rows."""
    print(f"  beside it: {_NAMES[name]}", flush=True)
    theme(Scheme.LIGHT)  # the same letters as in the register's own table
    at = _now()
    made = {"list": _list, "proxy": _proxy, "sql": _sql}[name](number)
    view = QTableView()
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(row_height())
    view.setModel(made.model)
    view.resize(1500, 660)
    view.show()
    QApplication.processEvents()
    _tell("open and paint", at)
    for words, deed in (
        ("full repaint", lambda: view.viewport().repaint()),
        ("jump to the end", lambda: made.to_end(view)),
        ("sort by title", lambda: made.sort(1)),
        ("sort by value", lambda: made.sort(6)),
        ("filter “insurance”", lambda: made.narrow("insurance")),
    ):
        at = _now()
        deed()
        QApplication.processEvents()
        view.viewport().repaint()
        _tell(words, at)
    from tests.bench.bench_window import memory

    print(f"    memory                   {memory():8.0f} MiB", flush=True)


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _tell(words: str, since: tuple[float, float]) -> None:
    wall, work = (1000 * (now - then) for now, then in zip(_now(), since, strict=True))
    print(f"    {words:24} {wall:8.1f}   {work:8.1f}", flush=True)


class _Peer:
    """A model and how it does what is measured."""

    def __init__(
        self, model: QAbstractItemModel, sort: Callable[[int], None], narrow: Callable[[str], None]
    ) -> None:
        self.model, self.sort, self.narrow = model, sort, narrow

    def to_end(self, view: QTableView) -> None:
        """The last row, fetched first where the model fetches bit by bit."""
        while self.model.canFetchMore(QModelIndex()):
            self.model.fetchMore(QModelIndex())
        view.scrollToBottom()


def _rows(number: int) -> list[tuple[object, ...]]:
    with Session.open(cached(number), read_only=True) as session:
        found = session.read.listing().rows
    return [tuple(getattr(row, key) for key in _KEYS) for row in found]


def _list(number: int) -> _Peer:
    model = ListModel(_rows(number))
    return _Peer(model, model.sort, model.narrow)


def _proxy(number: int) -> _Peer:
    proxy = QSortFilterProxyModel()
    proxy.setSourceModel(ListModel(_rows(number)))
    proxy.sourceModel().setParent(proxy)
    proxy.setFilterKeyColumn(-1)
    proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    return _Peer(proxy, proxy.sort, proxy.setFilterFixedString)


def _sql(number: int) -> _Peer:
    from PySide6.QtSql import QSqlDatabase, QSqlQueryModel

    folder = tempfile.mkdtemp()
    copy = Path(folder) / "copy.db"
    shutil.copyfile(cached(number), copy)
    database = QSqlDatabase.addDatabase("QSQLITE")
    database.setDatabaseName(str(copy))
    database.open()
    model = QSqlQueryModel()
    columns = "a.reference, a.title, n.supplier, s.status, s.next_act_by, s.current_end, a.value"
    joined = (
        f"select {columns} from agreement a join standing s on s.agreement_id = a.id "
        "join party_names n on n.agreement_id = a.id"
    )
    order = {1: "nullif(a.title, '') collate nocase", 6: "a.value"}

    def ask(rest: str) -> None:
        model.setQuery(f"{joined} {rest}", database)

    ask("order by a.id")
    shutil.rmtree(folder)  # the open file stays readable until the process ends
    return _Peer(
        model,
        lambda column: ask(f"order by {order[column]}"),
        lambda text: ask(f"where a.title like '%{text}%' or n.supplier like '%{text}%'"),
    )

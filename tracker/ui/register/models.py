"""The register's rows, read from the store in pages as they are looked at.

The model holds the ids in order (four bytes each) and the rows of the pages looked at lately:
its memory does not grow with the register. A search or a sort is asked on a worker; what is
shown stays until its first page is there, then come the ids of all the rest.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from tracker.app.session import Session
from tracker.domain.changes import Changes
from tracker.ui.asking import Asker
from tracker.ui.parts.tables import CELL, RECORD, Cell, Column, Index, cell_data, heading_data
from tracker.ui.parts.theme import Tone
from tracker.ui.register.columns import COLUMNS, cell_for

if TYPE_CHECKING:
    from tracker.app.rows import AgreementRow, Queries, Totals

PAGE = 256
_PAGES_KEPT = 32
_WAITING = Cell("…", Tone.MUTED)


@dataclass(frozen=True, slots=True)
class View:
    """Which rows, in which order: the same words as `Queries.listing` takes."""

    search: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    sort: str = "title"
    descending: bool = False


@dataclass(slots=True)
class _Rows:
    """What has been read of one view."""

    total: int = 0
    ids: array[int] | None = None
    pages: OrderedDict[int, list[AgreementRow]] = field(default_factory=OrderedDict)
    cells: dict[int, dict[str, Cell]] = field(default_factory=dict)


class RegisterModel(QAbstractTableModel):
    """Rows of the register, paged.

    Signals:
        shown(): another view, or other rows of it, stand in the model now.
        failed(error): a question could not be answered.
    """

    shown = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._asker = Asker(session, self)
        self._asker.answered.connect(self._on_answer)
        self._asker.failed.connect(self.failed)
        self._rows = _Rows()
        self._view = View()
        self._asked: set[int] = set()
        self._complete = 0
        self.columns: tuple[Column, ...] = COLUMNS
        self.totals: Totals | None = None

    @property
    def view(self) -> View:
        """The view that was asked for last."""
        return self._view

    @property
    def round(self) -> int:
        """The number of the newest question."""
        return self._asker.round

    @property
    def complete(self) -> bool:
        """Whether the newest view's rows have all been counted and ordered."""
        return self._complete == self._asker.round

    @property
    def pages_held(self) -> int:
        """How many pages of rows are in memory."""
        return len(self._rows.pages)

    def close(self) -> None:
        """Withdraw questions and let go of the worker's connection."""
        self._asker.close()

    def ask(self, view: View) -> None:
        """Show a view, as soon as its first page has been read."""
        self._view = view
        self._asker.new_round()
        self._asked.clear()
        self._asker.ask("first", partial(_first_page, view))
        self._asker.ask("ids", partial(_all_ids, view))
        self._asker.ask("totals", partial(_totals, view))

    def refresh(self, changes: Changes) -> None:
        """Show edited rows at once, and ask again where rows may have come, gone or moved."""
        touched = changes.touches("agreement") | changes.touches("standing")
        self._renew(touched)
        self.ask(self._view)

    def _renew(self, ids: Iterable[int]) -> None:
        """Read those rows again where they are at hand, and say which have changed."""
        wanted = set(ids)
        for number, rows in self._rows.pages.items():
            stale = [row.id for row in rows if row.id in wanted]
            if not stale:
                continue
            fresh = {row.id: row for row in self._session.read.rows(stale)}
            for at, row in enumerate(rows):
                if row.id in fresh:
                    rows[at] = fresh[row.id]
                    self._rows.cells.pop(row.id, None)
                    first = self.index(number * PAGE + at, 0)
                    self.dataChanged.emit(first, first.siblingAtColumn(len(self.columns) - 1))

    # Answers

    def _on_answer(self, key: object, number: int, answer: object) -> None:
        if number != self._asker.round:
            return
        if key == "first":
            self._show_first(*answer)  # type: ignore[misc]
        elif key == "ids" and isinstance(answer, array):
            self._show_ids(answer)
        elif key == "totals":
            self.totals = cast("Totals", answer)
            self.shown.emit()
        elif isinstance(key, int) and isinstance(answer, list):
            self._show_page(key, answer)

    def _show_first(self, total: int, rows: list[AgreementRow]) -> None:
        same = total == self._rows.total and self._rows.pages.get(0) == rows
        if same:
            return
        self.beginResetModel()
        self._rows = _Rows(total)
        self._rows.pages[0] = rows
        self.endResetModel()
        self.shown.emit()

    def _show_ids(self, ids: array[int]) -> None:
        same = self._rows.ids == ids
        self._rows.ids = ids
        self._complete = self._asker.round
        if not same and len(ids) > PAGE:
            for number in [number for number in self._rows.pages if number]:
                del self._rows.pages[number]
            last = self.index(self._rows.total - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(PAGE, 0), last)
        self.shown.emit()

    def _show_page(self, number: int, rows: list[AgreementRow]) -> None:
        self._asked.discard(number)
        self._rows.pages[number] = rows
        while len(self._rows.pages) > _PAGES_KEPT:
            _, dropped = self._rows.pages.popitem(last=False)
            for row in dropped:
                self._rows.cells.pop(row.id, None)
        first = self.index(number * PAGE, 0)
        last = self.index(min(self._rows.total, (number + 1) * PAGE) - 1, len(self.columns) - 1)
        self.dataChanged.emit(first, last)

    def _want(self, number: int) -> None:
        """Ask for a page, once; deep ones wait for the ids."""
        ids = self._rows.ids
        if ids is None or number in self._asked:
            return
        self._asked.add(number)
        self._asker.ask(number, partial(_page, list(ids[number * PAGE : (number + 1) * PAGE])))

    # What the view asks

    def row_at(self, number: int) -> AgreementRow | None:
        """The row of that number, None where it has not been read yet; it is then asked for."""
        if not 0 <= number < self._rows.total:
            return None
        page = self._rows.pages.get(number // PAGE)
        if page is None:
            self._want(number // PAGE)
            return None
        self._rows.pages.move_to_end(number // PAGE)
        at = number % PAGE
        return page[at] if at < len(page) else None

    def number_of(self, agreement_id: int) -> int | None:
        """At which row an agreement stands; None where it is not in the view."""
        if self._rows.ids is not None:
            try:
                return self._rows.ids.index(agreement_id)
            except ValueError:
                return None
        rows = self._rows.pages.get(0, [])
        return next((number for number, row in enumerate(rows) if row.id == agreement_id), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._rows.total

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.row_at(index.row())
        if row is None:
            return cell_data(_WAITING, role) if role != RECORD else None
        if role == RECORD:
            return row.id
        return cell_data(self._cell(row, self.columns[index.column()].key), role)

    def _cell(self, row: AgreementRow, key: str) -> Cell:
        cells = self._rows.cells.setdefault(row.id, {})
        cell = cells.get(key)
        if cell is None:
            cell = cells[key] = cell_for(row, key, self._session.today)
        return cell

    def forget_cells(self) -> None:
        """It is another day: distances and tones are others now."""
        self._rows.cells.clear()
        if not self._rows.total:
            return
        self.dataChanged.emit(
            self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1), [CELL]
        )

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal:
            return heading_data(self.columns, section, role)
        return None


def _first_page(view: View, read: Queries) -> tuple[int, list[AgreementRow]]:
    total, ids = read.first_ids(view.search, dict(view.filters), view.sort, view.descending, PAGE)
    return total, read.rows(ids)


def _all_ids(view: View, read: Queries) -> array[int]:
    return read.ids(view.search, dict(view.filters), view.sort, view.descending)


def _totals(view: View, read: Queries) -> Totals:
    return read.totals(view.search, dict(view.filters))


def _page(ids: list[int], read: Queries) -> list[AgreementRow]:
    return read.rows(ids)

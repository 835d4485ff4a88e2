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

from PySide6.QtCore import QAbstractTableModel, QObject, QTimer, Signal

from tracker.app.rows import place_of
from tracker.app.session import Session
from tracker.domain.changes import Changes
from tracker.ui.asking import Asker
from tracker.ui.parts.tables import Cell, Column
from tracker.ui.register import questions
from tracker.ui.register.aside import Aside
from tracker.ui.register.columns import COLUMNS
from tracker.ui.register.questions import PAGE, View
from tracker.ui.register.rows import Layout

if TYPE_CHECKING:
    from tracker.app.rows import AgreementRow, Group, Totals

_PAGES_KEPT = 8


@dataclass(slots=True)
class Read:
    """What has been read of one view."""

    layout: Layout = field(default_factory=lambda: Layout(0))
    ids: array[int] | None = None
    pages: OrderedDict[int, list[AgreementRow]] = field(default_factory=OrderedDict)
    cells: dict[int, dict[str, Cell]] = field(default_factory=dict)
    sums: list[Totals] = field(default_factory=list)


_NAMED_IN_ROWS = frozenset(("organisation", "arrangement"))


class PagedRows(QAbstractTableModel):
    """What the table's model knows: the order of the rows, and those that were looked at lately.

    Signals:
        shown(): another view, or other rows of it, stand in the model now.
        summed(): the totals of the view, or of its groups, are known.
        failed(error): a question could not be answered.
    """

    shown = Signal()
    summed = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._asker = Asker(session, self)
        self._asker.answered.connect(self._on_answer)
        self._asker.failed.connect(self.failed)
        self.aside = Aside(session, self)
        self.aside.failed.connect(self.failed)
        self._then = QTimer(self)
        self._then.setSingleShot(True)
        self._then.timeout.connect(self._ask_ids)
        self._rows = Read()
        self._view = View()
        self._shown_view = View()
        self._closed: set[str] = set()
        self._asked: set[int] = set()
        self._summed_for: tuple[object, ...] | None = None
        self._complete = 0
        self._answered = 0
        self._anew = False
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
    def is_busy(self) -> bool:
        """Whether anything is still being read, counted, added up or learned."""
        return self._then.isActive() or self._asker.is_busy or self.aside.is_busy

    @property
    def answered(self) -> bool:
        """Whether the rows that stand in the model are those of the newest view, as far as they were read."""
        return self._answered == self._asker.round

    @property
    def total(self) -> int:
        """How many agreements the list has, headings apart."""
        return self._rows.layout.total

    @property
    def pages_held(self) -> int:
        """How many pages of rows are in memory."""
        return len(self._rows.pages)

    def close(self) -> None:
        """Withdraw questions and let go of the workers' connections."""
        self._then.stop()
        self._asker.close()
        self.aside.close()

    def ask(self, view: View, *, again: bool = False, anew: bool = False) -> None:
        """Show a view, as soon as its first page has been read.

        Args:
            again: the register may be another than when it was last asked.
            anew: any row may say something else now: it is another day, or another program wrote.
        """
        if view.group != self._view.group:
            self._closed.clear()
        self._view = view
        if again:
            self._summed_for = None
        self._anew = self._anew or anew
        self._then.stop()
        self._asker.new_round()
        self._asked.clear()
        self._asker.ask("first", partial(questions.first_page, view))

    def _ask_ids(self) -> None:
        """The first rows have been painted, which a worker that reckons beside it would only have delayed."""
        self._asker.ask("ids", partial(questions.all_ids, self._view))

    def refresh(self, changes: Changes) -> None:
        """Show edited rows at once, and ask again where rows may have come, gone or moved."""
        touched = changes.touches("agreement") | changes.touches("standing")
        self._renew(touched)
        elsewhere = not changes.records or not _NAMED_IN_ROWS.isdisjoint(changes.records)
        self.ask(self._view, again=True, anew=elsewhere)

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
                    self._say_changed(number * PAGE + at, number * PAGE + at)

    def _say_changed(self, first: int, last: int) -> None:
        """The agreements from one place to another are shown otherwise now."""
        layout = self._rows.layout
        top, bottom = layout.row(first), layout.row(last)
        if layout.groups:
            top, bottom = 0 if top is None else top, layout.rows - 1 if bottom is None else bottom
        assert top is not None and bottom is not None
        self.dataChanged.emit(self.index(top, 0), self.index(bottom, len(self.columns) - 1))

    # Answers

    def _on_answer(self, key: object, number: int, answer: object) -> None:
        if number != self._asker.round:
            return
        if key == "first":
            self._show_first(*answer)  # type: ignore[misc]
        elif key == "ids":
            self._show_ids(*answer)  # type: ignore[misc]
        elif key == "words":
            self._learn(all_known=bool(answer))
        elif isinstance(key, int) and isinstance(answer, list):
            self._show_page(key, answer)
        else:
            self._on_totals(answer)

    def _show_first(self, total: int, groups: list[Group], rows: list[AgreementRow]) -> None:
        """The number of rows and the first of them: the list is right, but for what is far down."""
        self._answered = self._asker.round
        if self._summed_for != self._view.narrowing:
            self.totals = None
        if not self._is_as_long(total, groups) or self._shown_view != self._view:
            self._start_again(Layout(total, groups, self._closed), rows)
        elif rows and self._rows.pages.get(0) != rows:
            for row in rows:
                self._rows.cells.pop(row.id, None)
            self._rows.pages[0] = rows
            self._say_changed(0, len(rows) - 1)
        self.shown.emit()
        self._then.start()

    def _show_ids(self, ids: array[int], groups: list[Group]) -> None:
        """All the ids of the newest view, in order; what was read further down is in the old one."""
        self._complete = self._asker.round
        if not self._is_as_long(len(ids), groups):
            self._start_again(Layout(len(ids), groups, self._closed), [])
        before, self._rows.ids = self._rows.ids, ids
        anew, self._anew = self._anew, False
        if anew or (before is not ids and before != ids):
            for number in [number for number in self._rows.pages if number]:
                for row in self._rows.pages.pop(number):
                    self._rows.cells.pop(row.id, None)
            if len(ids) > PAGE:
                self._say_changed(PAGE, len(ids) - 1)
        self._shown_view = self._view
        self.shown.emit()
        self._sum_up()
        self._learn(all_known=False)

    def _is_as_long(self, total: int, groups: list[Group]) -> bool:
        """Whether the table has as many rows, and headings in the same places."""
        return (total, tuple(groups)) == (self._rows.layout.total, self._rows.layout.groups)

    def _start_again(self, layout: Layout, rows: list[AgreementRow]) -> None:
        self.beginResetModel()
        self._rows = Read(layout)
        if rows:
            self._rows.pages[0] = rows
        self.endResetModel()

    def _learn(self, *, all_known: bool) -> None:
        """Get ready for the next search, a little at a time: rows that are looked at come between."""
        if not all_known:
            self._asker.ask("words", questions.some_words)

    def _show_page(self, number: int, rows: list[AgreementRow]) -> None:
        self._asked.discard(number)
        self._rows.pages[number] = rows
        while len(self._rows.pages) > _PAGES_KEPT:
            _, dropped = self._rows.pages.popitem(last=False)
            for row in dropped:
                self._rows.cells.pop(row.id, None)
        if rows:
            self._say_changed(number * PAGE, min(self._rows.layout.total, (number + 1) * PAGE) - 1)

    def _want(self, number: int) -> None:
        """Ask for a page, once; deep ones wait for the ids."""
        ids = self._rows.ids
        if ids is None or number in self._asked:
            return
        self._asked.add(number)
        self._asker.ask(number, partial(questions.some_rows, list(ids[number * PAGE : (number + 1) * PAGE])))

    # Totals, when the rows are there

    def _sum_up(self) -> None:
        view = self._view
        question = partial(questions.totals, view)
        if self._summed_for == view.narrowing:
            self.summed.emit()
        elif view.narrowing == View().narrowing:
            self.aside.ask("totals", question, self._on_totals)
        else:  # whoever found the rows has their ids at hand
            self._asker.ask("totals", question)
        if self._rows.layout.groups and self._rows.ids is not None:
            each = partial(questions.group_totals, self._rows.ids, self._rows.layout.groups)
            self.aside.ask("sums", each, self._on_sums)

    def _on_totals(self, answer: object) -> None:
        view, totals = cast("tuple[View, Totals]", answer)
        if view.narrowing == self._view.narrowing:
            self._summed_for = view.narrowing
            self.totals = totals
            self.summed.emit()

    def _on_sums(self, answer: object) -> None:
        self._rows.sums = cast("list[Totals]", answer)
        self.summed.emit()

    # What the view asks

    def row_at(self, number: int) -> AgreementRow | None:
        """The row of that number, None for a heading or where it has not been read yet; it is then asked for."""
        place = self._rows.layout.place(number)
        if place is None:
            return None
        page = self._rows.pages.get(place // PAGE)
        if page is None:
            self._want(place // PAGE)
            return None
        self._rows.pages.move_to_end(place // PAGE)
        at = place % PAGE
        return page[at] if at < len(page) else None

    def number_of(self, agreement_id: int) -> int | None:
        """At which row an agreement stands; None where it is not in the view, or in a closed group."""
        place = self.place_of(agreement_id)
        return None if place is None else self._rows.layout.row(place)

    def place_of(self, agreement_id: int) -> int | None:
        """The place of an agreement in the order of the list; None where it is not in it."""
        if self._rows.ids is not None:
            return place_of(self._rows.ids, agreement_id)
        rows = self._rows.pages.get(0, [])
        return next((number for number, row in enumerate(rows) if row.id == agreement_id), None)

    def numbers_of(self, agreement_ids: Iterable[int]) -> list[int]:
        """The rows of several agreements; those that are not shown are left out."""
        wanted = set(agreement_ids)
        if self._rows.ids is None or not wanted:
            return [row for one in wanted if (row := self.number_of(one)) is not None]
        places = (place for place, one in enumerate(self._rows.ids) if one in wanted)
        return [row for place in places if (row := self._rows.layout.row(place)) is not None]

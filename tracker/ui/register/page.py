"""The register: every agreement in one table, searched as one types, with an inspector beside it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QStackedWidget, QVBoxLayout, QWidget

from tracker.domain.changes import Changes
from tracker.domain.errors import TrackerError
from tracker.ui.agreement.new import NewAgreementPanel
from tracker.ui.bridge import Bridge, Place
from tracker.ui.copying import copy_actions, copy_rows, copy_view
from tracker.ui.page import Page
from tracker.ui.parts import format as show
from tracker.ui.parts.tables import Table
from tracker.ui.parts.theme import GRID, Tone
from tracker.ui.parts.widgets import EmptyState, PlainLabel, SearchField, button
from tracker.ui.register.columns import COLUMNS, SHOWN_AT_FIRST, SORTED_AS
from tracker.ui.register.facets import FacetBar
from tracker.ui.register.inspector import Inspector
from tracker.ui.register.models import RegisterModel, View

if TYPE_CHECKING:
    from tracker.app.rows import Totals

_NO_INSPECTOR = 900
"""Narrower than this, the inspector would leave the table no room and waits for the agreement's page."""


class RegisterPage(Page):
    """The table, what narrows it, what is selected, and the form for a new agreement."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._selected: int | None = None
        self._wants_inspector = True
        self.table = self._build_table()
        self.model = RegisterModel(bridge.session, self)
        self.table.setModel(self.model)
        self.table.lay_out(COLUMNS)
        self._show_columns()
        self.facets = FacetBar(bridge.session)
        self._nothing = self._build_nothing()
        self._either = QStackedWidget()
        self._either.addWidget(self.table)
        self._either.addWidget(self._nothing)
        self.inspector = Inspector(bridge)
        self.inspector.hide()
        self.adding = NewAgreementPanel(bridge)
        self.adding.hide()
        self._put_together()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._show_selected)
        self._listen()

    # Building

    def _build_table(self) -> Table:
        table = Table("Register", self)
        header = table.horizontalHeader()
        header.setSortIndicatorShown(True)
        header.setSectionsClickable(True)
        header.setSectionsMovable(True)
        header.setSortIndicator(
            [column.key for column in COLUMNS].index("title"), Qt.SortOrder.AscendingOrder
        )
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        return table

    def _build_head(self) -> QHBoxLayout:
        self.search = SearchField("Search every word and field", "Ctrl+F")
        self.search.setMaximumWidth(320)
        self._columns = button("Columns", icon="columns")
        self._columns.setMenu(self._column_menu())
        self._new = button("New", kind="primary", icon="new", name="New agreement")
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(PlainLabel("Register", "title"))
        row.addSpacing(2 * GRID)
        row.addWidget(self.search, 1)
        row.addStretch()
        row.addWidget(self._columns)
        row.addWidget(self._new)
        return row

    def _column_menu(self) -> QMenu:
        menu = QMenu(self)
        for column in COLUMNS:
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setData(column.key)
            action.setChecked(column.key in self._shown_columns())
            action.toggled.connect(self._on_column)
        return menu

    def _build_nothing(self) -> EmptyState:
        self._clear_button = button("Clear search and filters", kind="primary")
        return EmptyState(
            "Nothing fits",
            "No agreement has all of these words and filters. Try one word, or part of one, or clear them.",
            (self._clear_button,),
        )

    def _build_foot(self) -> QWidget:
        self._of_selection = PlainLabel("")
        self._of_all = PlainLabel("", "muted")
        foot = QWidget()
        foot.setProperty("kind", "status")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(foot)
        row.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        row.addWidget(self._of_selection)
        row.addStretch()
        row.addWidget(self._of_all)
        return foot

    def _put_together(self) -> None:
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 2 * GRID, 0, 0)
        column.setSpacing(GRID)
        head = QVBoxLayout()
        head.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        head.setSpacing(GRID + 4)
        head.addLayout(self._build_head())
        head.addWidget(self.facets)
        column.addLayout(head)
        column.addWidget(self._either, 1)
        column.addWidget(self._build_foot())
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(work, 1)
        across.addWidget(self.inspector)
        across.addWidget(self.adding)

    def _listen(self) -> None:
        self.search.textChanged.connect(self._ask)
        self.search.left_downwards.connect(self._into_table)
        self.facets.changed.connect(self._ask)
        self.table.horizontalHeader().sortIndicatorChanged.connect(self._ask)
        self.table.opened.connect(self._open)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.model.shown.connect(self._on_shown)
        self.model.failed.connect(self._on_failed)
        self.inspector.closed.connect(self._close_inspector)
        self.adding.closed.connect(self._close_adding)
        self.adding.added.connect(self._on_added)
        copy_actions(self.table, self._copy_row, self._copy_list)
        self._clear_button.clicked.connect(self.clear)
        self._new.clicked.connect(self._show_adding)

    # Showing

    def title(self) -> str:
        return "Register"

    def search_field(self) -> QLineEdit | None:
        return self.search

    def first_focus(self) -> QWidget | None:
        return self.adding.first() if self.adding.isVisible() else self.search

    def selected_agreement(self) -> int | None:
        return self._selected

    def load(self) -> None:
        if self.place.query == "new":
            self._show_adding()
        elif self.place.query:
            self.search.clear()
            self.facets.set_query(self.place.query)
        if self.place.record is not None:
            self._selected = self.place.record
        self.model.forget_cells()
        self._ask()

    def update_for(self, changes: Changes) -> None:
        self.model.refresh(changes)
        self._soon.start()

    def shut(self) -> None:
        self.model.close()

    def clear(self) -> None:
        """Show every agreement again."""
        self.facets.clear()
        self.search.clear()
        self._ask()

    def _ask(self) -> None:
        header = self.table.horizontalHeader()
        key = COLUMNS[header.sortIndicatorSection()].key
        descending = header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        view = View(
            self.search.text(), self.facets.filters(self.bridge.today), SORTED_AS.get(key, key), descending
        )
        self.model.ask(view)

    def _on_shown(self) -> None:
        """Other rows stand in the table: select again what was selected, else the first."""
        total = self.model.rowCount()
        self._either.setCurrentIndex(0 if total else 1)
        number = self.model.number_of(self._selected) if self._selected is not None else None
        if total and number is None:
            number = 0
        if number is not None:
            self._select(number)
        self._show_foot()

    def _select(self, number: int) -> None:
        index = self.model.index(number, 0)
        if self.table.currentIndex().row() != number:
            rows = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(index, rows)
        else:
            self._on_current(index)

    def _on_current(self, index: QModelIndex, before: QModelIndex | None = None) -> None:
        row = self.model.row_at(index.row()) if index.isValid() else None
        if row is not None:
            self._selected = row.id
            self._soon.start()

    def _show_selected(self) -> None:
        """Show the selected agreement in the inspector; it waits until the keys rest."""
        if self._selected is None or not self.isVisible():
            return
        try:
            self.inspector.show_agreement(self._selected)
        except TrackerError:  # it was removed meanwhile; the next answer selects another
            return
        self._arrange()
        self._show_foot()

    def _show_foot(self) -> None:
        total = self.model.rowCount()
        number = self.model.number_of(self._selected) if self._selected is not None else None
        self._of_selection.setText("" if number is None else f"{number + 1:,} of {total:,}")
        row = self.model.row_at(number) if number is not None else None
        if row is not None and row.value is not None:
            amount = show.amount(row.value, row.currency or "GBP")
            self._of_selection.setText(f"{self._of_selection.text()}   Value {amount}")
        self._of_all.setText(_totals_words(total, self.model.totals))

    def _arrange(self) -> None:
        room = self.width() >= _NO_INSPECTOR
        self.inspector.setVisible(
            room and self._wants_inspector and self.adding.isHidden() and bool(self._selected)
        )

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._arrange()

    def _on_failed(self, error: object) -> None:
        self.bridge.said.emit(str(error), Tone.DANGER, "")

    # Doing

    def _into_table(self) -> None:
        self.table.setFocus()

    def _open(self, agreement_id: object) -> None:
        self.bridge.go.emit(Place("agreement", agreement_id if isinstance(agreement_id, int) else None))

    def _close_inspector(self) -> None:
        self._wants_inspector = False
        self._arrange()

    def _show_adding(self) -> None:
        self.adding.start()
        self.inspector.hide()
        self.adding.show()
        if first := self.adding.first():
            first.setFocus()

    def _close_adding(self) -> None:
        self.adding.hide()
        self._arrange()
        self.table.setFocus()

    def _on_added(self, agreement_id: object) -> None:
        self._close_adding()
        if isinstance(agreement_id, int):
            self._selected = agreement_id
            self.clear()

    # Columns

    def _copy_row(self) -> None:
        if self._selected is not None:
            copy_rows(self.bridge.session, self._shown_columns(), [self._selected])

    def _copy_list(self) -> None:
        copy_view(self.bridge.session, self._shown_columns(), self.model.view)

    def _shown_columns(self) -> tuple[str, ...]:
        kept = self.bridge.settings.columns.get("register")
        return tuple(kept) if kept else SHOWN_AT_FIRST

    def _show_columns(self) -> None:
        self.table.want(self._shown_columns())

    def _on_column(self) -> None:
        actions = self._columns.menu().actions()
        shown = [str(action.data()) for action in actions if action.isChecked()] or ["title"]
        self.bridge.settings.columns["register"] = shown
        self.bridge.act(partial(self.bridge.settings.save))
        self._show_columns()


def _totals_words(number: int, totals: Totals | None) -> str:
    """The foot of the list: what it comes to, by basis, and how many rows state no amount."""
    words = [show.count(number, "agreement")]
    if totals is None or totals.agreements != number:
        return words[0]
    for total in totals.sums:
        basis = "a year" if total.basis == "annual value" else "in all"
        words.append(f"{show.amount(total.minor, total.currency)} {basis}, from {total.agreements:,}")
    if totals.without and totals.sums:
        words.append(f"{totals.without:,} state no amount")
    return "; ".join(words)

"""What the register's page is made of: its bars, its table, its foot, and the panels at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from tracker.ui.agreement.new import NewAgreementPanel
from tracker.ui.bridge import Bridge, Place
from tracker.ui.page import Page
from tracker.ui.parts.celldelegate import PAD
from tracker.ui.parts.theme import GRID, MARGIN
from tracker.ui.parts.widgets import EmptyState, PlainLabel, SearchField, button
from tracker.ui.register.bulkpanel import BulkPanel
from tracker.ui.register.columns import COLUMNS, SHOWN_AT_FIRST
from tracker.ui.register.facets import FacetBar
from tracker.ui.register.foot import Foot
from tracker.ui.register.inspector import Inspector
from tracker.ui.register.margins import Margins
from tracker.ui.register.models import RegisterModel
from tracker.ui.register.several import SeveralPanel
from tracker.ui.register.table import RegisterTable
from tracker.ui.register.viewbar import ViewBar


class RegisterFrame(Page):
    """The widgets and where they stand; what they do is the page's."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.table = RegisterTable("Register", self)
        self.model = RegisterModel(bridge.session, self)
        self.table.setModel(self.model)
        self.table.lay_out(COLUMNS)
        self.table.horizontalHeader().setSortIndicator(column_number("title"), Qt.SortOrder.AscendingOrder)
        self.facets = FacetBar()
        self.views = ViewBar()
        self._nothing = self._build_nothing()
        self._either = QStackedWidget()
        self._either.addWidget(self.table)
        self._either.addWidget(self._nothing)
        self.inspector = Inspector(bridge)
        self.several = SeveralPanel()
        self._adding: NewAgreementPanel | None = None
        self._bulk: BulkPanel | None = None
        self.foot = Foot()
        self._put_together()
        for panel in (self.inspector, self.several):
            panel.hide()

    def _build_head(self) -> QHBoxLayout:
        self.search = SearchField("Search every word and field", "Ctrl+F")
        self.search.setMaximumWidth(320)
        self._columns = button("Columns", icon="columns")
        self._columns.setMenu(self._column_menu())
        self._new = button("New", icon="new", name="New agreement")
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
        return menu

    def _build_nothing(self) -> EmptyState:
        self._clear_button = button("Clear search and filters", kind="primary")
        self._import_button = button("Import a spreadsheet…", kind="primary", icon="import")
        self._import_button.clicked.connect(self._import)
        return EmptyState("", "", (self._clear_button, self._import_button), margin=PAD)

    def _say_nothing(self, *, narrowed: bool) -> None:
        """Why no row is there: none fits, or there is none yet."""
        self._nothing.title.setText("Nothing fits" if narrowed else "No agreement yet")
        self._nothing.words.setText(
            "No agreement has all of these words and filters. Try one word, or part of one, or clear them."
            if narrowed
            else "Contracts, frameworks, memoranda and every other agreement stand here, a row each. "
            "Bring in the spreadsheet that you have, or add the first with New."
        )
        self._clear_button.setVisible(narrowed)
        self._import_button.setHidden(narrowed)

    def _import(self) -> None:
        self.bridge.go.emit(Place("import"))

    def _put_together(self) -> None:
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 2 * GRID, 0, 0)
        column.setSpacing(GRID)
        head = QVBoxLayout()
        head.setContentsMargins(MARGIN, 0, MARGIN, 0)
        head.setSpacing(GRID)
        head.addLayout(self._build_head())
        head.addWidget(self.views)
        head.addWidget(self.facets)
        column.addLayout(head)
        column.addWidget(Margins(self._either, self.table), 1)
        column.addWidget(self.foot)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(work, 1)
        for panel in (self.inspector, self.several):
            across.addWidget(panel)
        self._across = across

    # Forms, which are built when they are first wanted

    @property
    def adding(self) -> NewAgreementPanel:
        """The form for a new agreement."""
        if self._adding is None:
            self._adding = NewAgreementPanel(self.bridge, self)
            self._adding.hide()
            self._across.addWidget(self._adding)
            self._adding.closed.connect(self._close_adding)
            self._adding.added.connect(self._on_added)
        return self._adding

    @property
    def bulk(self) -> BulkPanel:
        """The panel for what is done to many."""
        if self._bulk is None:
            self._bulk = BulkPanel(self.bridge, self)
            self._bulk.hide()
            self._across.addWidget(self._bulk)
            self._bulk.closed.connect(self._close_bulk)
            self._bulk.done.connect(self._on_done)
        return self._bulk

    def _form_is_open(self) -> bool:
        """Whether one of the two stands at the right."""
        return any(form is not None and not form.isHidden() for form in (self._adding, self._bulk))

    def _close_adding(self) -> None:
        raise NotImplementedError

    def _on_added(self, agreement_id: object) -> None:
        raise NotImplementedError

    def _close_bulk(self) -> None:
        raise NotImplementedError

    def _on_done(self, name: str) -> None:
        raise NotImplementedError

    def _shown_columns(self) -> tuple[str, ...]:
        kept = self.bridge.settings.columns.get("register")
        return tuple(kept) if kept else SHOWN_AT_FIRST


def column_number(key: str) -> int:
    """The number of a column; that of the title where there is none of that key."""
    keys = [column.key for column in COLUMNS]
    return keys.index(key if key in keys else "title")

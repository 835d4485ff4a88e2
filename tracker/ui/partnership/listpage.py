"""What pages share that are one list: title and count, a search, the made-up council, and what stands where all is empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from tracker.ui.bridge import Bridge
from tracker.ui.page import Page
from tracker.ui.partnership.parts import HideFictional, Places
from tracker.ui.partnership.rowtable import Later, Many, RowTable
from tracker.ui.parts.tables import Column, Row
from tracker.ui.parts.theme import GRID, MARGIN
from tracker.ui.parts.widgets import EmptyState, PlainLabel, SearchField


class ListOf(NamedTuple):
    """What a page lists.

    Attributes:
        name: the page's title.
        prompt: what its search field says.
        nothing, about: what an empty page is headed by, and what the place is for.
        links: whether a click on a row opens it.
    """

    name: str
    prompt: str
    columns: tuple[Column, ...]
    nothing: str
    about: str
    links: bool = True


class ListPage(Page):
    """A list; a subclass lays it out by `lay_out` in its `__init__` and fills it in `show_list`."""

    def __init__(self, bridge: Bridge, what: ListOf, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._what = what
        self._count = PlainLabel("", "caption")
        self._search = SearchField(what.prompt, "Ctrl+F")
        self._hide = HideFictional(bridge)
        self.table = RowTable(what.name, what.columns, links=what.links)
        self._empty = EmptyState(what.nothing, what.about)
        self._empty.hide()
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(0)
        self._search.textChanged.connect(self.show_list)
        self._search.left_downwards.connect(self.table.setFocus)
        bridge.fictional_hidden.connect(self.show_all)

    def lay_out(
        self,
        tools: Sequence[QWidget],
        middle: QWidget | None = None,
        *,
        places: str = "",
        at_right: Sequence[QWidget] = (),
    ) -> None:
        """Put the page together from the top.

        Args:
            tools: the line over the list; the search field takes the room that is left.
            middle: the list with what stands beside it, to the page's edge; None for the list alone.
            places: the page's key, where it is one of the screens that belong together.
            at_right: what stands at the end of the line of the title.
        """
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(PlainLabel(self._what.name, "title"))
        head.addWidget(self._count)
        head.addStretch()
        for part in at_right:
            head.addWidget(part)
        line = QHBoxLayout()
        line.setSpacing(GRID)
        for part in tools:
            line.addWidget(part, 1 if part is self._search else 0)
        edge = 0 if middle is not None else MARGIN
        page = QVBoxLayout()
        page.setContentsMargins(MARGIN, 2 * GRID, edge, 0 if middle is not None else GRID)
        page.setSpacing(12)
        for row in (head, line):
            row.setContentsMargins(0, 0, MARGIN - edge, 0)
        page.addLayout(head)
        if places:
            page.addWidget(Places(self.bridge, places))
        page.addLayout(line)
        for part in (middle,) if middle is not None else (self.table, self._empty):
            page.addWidget(part, 1)
        self._across.addLayout(page, 1)

    def beside(self, panel: QWidget) -> QSplitter:
        """The list with a panel at its right, for `lay_out`."""
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 2 * GRID, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self._empty, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        for part, stretch in ((left, 3), (panel, 2)):
            split.addWidget(part)
            split.setStretchFactor(split.count() - 1, stretch)
        return split

    def show_list(self) -> None:
        """Show what passes the search and the filters, by `fill`."""
        raise NotImplementedError

    def show_all(self) -> None:
        """Show everything again: the made-up council comes or goes."""
        self.show_list()

    def fill(self, rows: Sequence[Row | Later] | Many[Any], count: str, *, empty: bool) -> None:
        """Show these rows and that count; what the place is for where it is empty."""
        self.table.show_rows(rows)
        if empty and self.table.hasFocus():  # else the keyboard would go to whatever comes next in the window
            self.setFocus()
        self.table.setVisible(not empty)
        self._empty.setVisible(empty)
        self._count.setText(count)
        self.table.select_first()

    @property
    def is_searched(self) -> bool:
        """Whether anything is looked for; where nothing is, thousands of rows need not be put in words."""
        return bool(self._search.text())

    def searched(self, text: str) -> bool:
        """Whether every word that is looked for is in that text."""
        return holds(text, self._search.text())

    def title(self) -> str:
        return self._what.name

    def first_focus(self) -> QWidget | None:
        return self if self.table.isHidden() else self.table

    def search_field(self) -> QLineEdit | None:
        return self._search

    def _open(self, record: object) -> None:
        self.bridge.go.emit(record)


def holds(text: str, sought: str) -> bool:
    """Whether every word that is looked for is in that text."""
    return not sought or all(word in text.casefold() for word in sought.casefold().split())

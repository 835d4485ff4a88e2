"""Home: what must be done and by when, what changed lately, what is missing, and the months ahead.

It is the first thing that is painted: its head is, and the board below it is built when that is done. What
that is filled with is imported by the worker that reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tracker.app.session import Session
from tracker.ui.bridge import Bridge, Place
from tracker.ui.page import Page
from tracker.ui.parts.theme import GRID, MARGIN
from tracker.ui.parts.widgets import EmptyState, PlainLabel, Scroller, button
from tracker.ui.parts.words import weekday

if TYPE_CHECKING:
    from tracker.ui.home.board import Board
    from tracker.ui.home.facts import HomeFacts
    from tracker.ui.parts.turns import Deed


def _numbered(number: int, opened: frozenset[str], session: Session) -> tuple[int, HomeFacts]:
    from tracker.ui.home.facts import gather

    return number, gather(session, opened)


class HomePage(Page):
    """The first page: it answers "what must I do, and by when?"."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._opened: frozenset[str] = frozenset()
        self._asked = 0
        self._board: Board | None = None
        self._either = QStackedWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._either)
        inside = QWidget()
        inside.setProperty("kind", "page")
        self._either.addWidget(Scroller(inside))
        self._down = QVBoxLayout(inside)
        self._down.setContentsMargins(MARGIN, 2 * GRID, MARGIN, GRID)
        self._down.setSpacing(GRID)
        self._down.addLayout(self._build_head())
        self._down.addStretch()

    # Building

    def _build_empty(self) -> QWidget:
        to_import = button("Import a spreadsheet…", kind="primary", icon="import")
        to_import.clicked.connect(self._import)
        self._first_step: QWidget = to_import
        to_add = button("New agreement", icon="new")
        to_add.clicked.connect(self._new)
        return EmptyState(
            "This register is empty",
            "It keeps your council’s contracts and partnerships, and tells you what must be done by when: "
            "the last day to serve notice, the options to decide on, the ends that come near. "
            "Bring in the spreadsheet that you have; nothing is kept before you have seen how it was read.",
            (to_import, to_add),
            margin=MARGIN,
        )

    def _build_head(self) -> QHBoxLayout:
        self._title = PlainLabel("", "title")
        to_import = button("Import a spreadsheet…")
        to_import.clicked.connect(self._import)
        to_add = button("New agreement", kind="primary", icon="new")
        to_add.clicked.connect(self._new)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self._title, 1)
        row.addWidget(to_import)
        row.addWidget(to_add)
        return row

    @property
    def board(self) -> Board:
        """All that stands below the head; built when it is first asked for."""
        if self._board is None:
            self._board = self._build_board()
        return self._board

    def _build_board(self) -> Board:
        from tracker.ui.home.board import Board

        made = Board()
        made.go.connect(self.bridge.go)
        made.more.connect(self._open_section)
        self._down.takeAt(self._down.count() - 1)
        self._down.addWidget(made, 1)
        if self.window().focusWidget() is self:
            made.due.setFocus()
        return made

    def furnish(self) -> Sequence[Deed]:
        modules = ("parts.tables", "home.yearstrip", "home.board")
        return (*(partial(import_module, f"tracker.ui.{name}") for name in modules), lambda: self.board)

    # Showing

    @property
    def is_settled(self) -> bool:
        return self._board is None or self._board.is_settled

    def title(self) -> str:
        return "Home"

    def first_focus(self) -> QWidget | None:
        if self._either.currentIndex():
            return self._first_step
        return self._board.due if self._board else None

    def load(self) -> None:
        self._title.setText(weekday(self.bridge.today))
        self._asked += 1
        self.bridge.read(partial(_numbered, self._asked, self._opened), self._on_facts)

    def _on_facts(self, answer: object) -> None:
        """The newest question was answered; what older ones found is out of date."""
        number, facts = cast("tuple[int, HomeFacts]", answer)
        if number == self._asked:
            self._show(facts)

    def _show(self, facts: HomeFacts) -> None:
        self._show_emptiness(empty=not facts.agreements)
        if facts.agreements:
            self.board.show_facts(facts, self._opened)

    def _show_emptiness(self, *, empty: bool) -> None:
        if empty and self._either.count() == 1:
            self._either.addWidget(self._build_empty())
        self._either.setCurrentIndex(int(empty))
        if empty and self.isVisible():
            self._first_step.setFocus()

    # Going elsewhere

    def selected_agreement(self) -> int | None:
        return self._board.selected_agreement() if self._board else None

    def _open_section(self, key: str) -> None:
        self._opened |= {key}
        self.load()

    def _import(self) -> None:
        self.bridge.go.emit(Place("import"))

    def _new(self) -> None:
        self.bridge.go.emit(Place("register", query="new"))

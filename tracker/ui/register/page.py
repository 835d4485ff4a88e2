"""The register: every agreement in one table, searched as one types, with an inspector beside it."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from tracker.app.views import SavedView
from tracker.domain.changes import Changes
from tracker.ui.bridge import Bridge, Place
from tracker.ui.copying import copy_actions, copy_rows, copy_view
from tracker.ui.parts.theme import Tone
from tracker.ui.register.columns import COLUMNS, SORTED_AS
from tracker.ui.register.frame import column_number
from tracker.ui.register.questions import View, facet
from tracker.ui.register.selection import SelectingFrame
from tracker.ui.register.several import DEEDS
from tracker.ui.register.viewkeeper import ViewKeeper

if TYPE_CHECKING:
    pass


class RegisterPage(SelectingFrame):
    """The table, what narrows it, what is selected, and the form for a new agreement."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._uncounted = True
        self.keeper = ViewKeeper(bridge, self.views, self.model.aside, self.as_view, self)
        self._lay_out_columns()
        self._listen()
        self._offer_deeds()

    def _listen(self) -> None:
        self.search.textChanged.connect(self._ask)
        self.search.left_downwards.connect(self._into_table)
        self.facets.changed.connect(self._ask)
        self.facets.counting.connect(self._count_facet)
        self.views.chosen.connect(self.show_view)
        self.table.horizontalHeader().sortIndicatorChanged.connect(self._ask)
        self.table.laid_out.connect(self._keep_columns)
        self.table.opened.connect(self._open)
        self.model.shown.connect(self._on_shown)
        self.model.failed.connect(self._on_failed)
        self.bridge.fictional_hidden.connect(self._on_fictional)
        self.several.wanted.connect(self.do_to_several)
        self._clear_button.clicked.connect(self.clear)
        self._new.clicked.connect(self._show_adding)
        for action in self._columns.menu().actions():
            action.toggled.connect(self._on_column)

    def _offer_deeds(self) -> None:
        """The table's own menu and keys: copying, what can be done to the selected rows, columns and groups."""
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        copy_actions(self.table, self._copy_rows, self._copy_list)
        for key, words, keys, _ in DEEDS:
            self._offer(words, keys, partial(self.do_to_several, key))
        self._offer("Sort by this column", "Alt+Shift+Down", partial(self._sort, Qt.SortOrder.AscendingOrder))
        self._offer(
            "Sort by this column, last first",
            "Alt+Shift+Up",
            partial(self._sort, Qt.SortOrder.DescendingOrder),
        )
        self._offer("Move this column to the left", "Alt+Shift+Left", partial(self.table.move_column, -1))
        self._offer("Move this column to the right", "Alt+Shift+Right", partial(self.table.move_column, 1))
        panel = self._offer("Show or close the panel at the right", "Ctrl+I", self.show_inspector)
        panel.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(panel)
        self._offer("Close every group", "Ctrl+-", partial(self.model.close_groups, closed=True))
        self._offer("Open every group", "Ctrl++", partial(self.model.close_groups, closed=False))
        for number in range(9):
            shortcut = QShortcut(QKeySequence(f"Alt+{number + 1}"), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self.views.choose, number))

    def _offer(self, words: str, keys: str, do: Callable[[], None]) -> QAction:
        action = QAction(words, self.table)
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setData(do)
        action.triggered.connect(self._on_offered)
        self.table.addAction(action)
        return action

    def _on_offered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            action.data()()

    def _sort(self, order: Qt.SortOrder) -> None:
        self.table.sort_by_current(order)

    # Showing

    def title(self) -> str:
        return "Register"

    @property
    def is_settled(self) -> bool:
        return not self.model.is_busy

    def search_field(self) -> QLineEdit | None:
        return self.search

    def first_focus(self) -> QWidget | None:
        adding = self._adding
        return adding.first() if adding is not None and adding.isVisible() else self.search

    def load(self) -> None:
        if self.place.query == "new":
            self._show_adding()
        elif self.place.query:
            self.search.clear()
            self.facets.set_query(self.place.query)
        if self.place.record is not None:
            self._selected = self.place.record
        self.model.forget_cells()
        self._uncounted, self._inspected = True, None
        self._ask(again=True, anew=True)
        self._arrange()

    def update_for(self, changes: Changes) -> None:
        self.remember_selection()
        self._uncounted, self._inspected = True, None
        self.model.refresh(changes)
        self._soon.start()

    def shut(self) -> None:
        self.model.close()

    def clear(self) -> None:
        """Show every agreement again."""
        self.facets.clear()
        self.search.clear()
        self._ask()

    def view(self) -> View:
        """What is to be shown, as the search, the facets and the headings say."""
        header = self.table.horizontalHeader()
        key = COLUMNS[header.sortIndicatorSection()].key
        descending = header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        besides = (("fictional", "no"),) if self.bridge.hides_fictional else ()
        filters = tuple({**dict(besides), **dict(self.facets.filters(self.bridge.today))}.items())
        sort = SORTED_AS.get(key, key)
        return View(self.search.text(), filters, sort, descending, self.facets.group.value)

    def _ask(self, *, again: bool = False, anew: bool = False) -> None:
        self.remember_selection()
        view = self.view()
        if self._bulk is not None and view.narrowing != self.model.view.narrowing:
            self._bulk.hide()  # nothing is done to agreements that are no longer before one's eyes
            self._arrange()
        self.model.ask(view, again=again, anew=anew)
        now = self.as_view()
        fitting = (view.name for view in self.views.views if _looks_like(view, now))
        self.views.mark(next(fitting, ""))

    def _on_shown(self) -> None:
        """Other rows stand in the table: select again what was selected, else the first."""
        self._either.setCurrentIndex(0 if self.model.total else 1)
        if not self.model.total:
            self._say_nothing(narrowed=any(self.view().narrowing))
            self._arrange()
        elif not self.model.complete:
            self.table.fit_to_rows()
        self.facets.group.setEnabled(True)
        self.select_again()
        if self._uncounted and self.model.complete:  # the rows come first
            self._uncounted = False
            self.keeper.count()

    def _on_failed(self, error: object) -> None:
        self.bridge.said.emit(str(error), Tone.DANGER, "")

    def _on_fictional(self) -> None:
        self._stale = True
        if self.isVisible():
            self.load_if_stale()

    # Views and facets

    def as_view(self) -> SavedView:
        """What is shown, as a view without a name."""
        header = self.table.horizontalHeader()
        return SavedView(
            name="",
            search=self.search.text(),
            facets=self.facets.choices(),
            sort=COLUMNS[header.sortIndicatorSection()].key,
            descending=header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder,
            columns=self._shown_columns(),
            group=self.facets.group.value,
        )

    def show_view(self, view: SavedView) -> None:
        """Search, narrow, sort, group and lay out the list as a view says; nothing stays selected."""
        self.table.clearSelection()
        self._several = array("I")
        order = Qt.SortOrder.DescendingOrder if view.descending else Qt.SortOrder.AscendingOrder
        header = self.table.horizontalHeader()
        blocked = [QSignalBlocker(each) for each in (self.search, header)]
        self.search.setText(view.search)
        header.setSortIndicator(column_number(view.sort), order)
        del blocked
        self.facets.choose(view.facets)
        self.facets.group.choose(view.group)
        if view.columns and view.columns != self._shown_columns():
            self.bridge.settings.columns["register"] = list(view.columns)
            self._lay_out_columns()
        header.viewport().update()
        self._ask()
        self.views.mark(view.name)

    def _count_facet(self, key: str) -> None:
        view = self.view()
        question = partial(facet, key, view)
        self.model.aside.ask(f"facet {key}", question, self._on_facet)

    def _on_facet(self, answer: object) -> None:
        key, counted = cast("tuple[str, list[tuple[str, int]]]", answer)
        self.facets.offer(key, counted)

    # Doing

    def _into_table(self) -> None:
        self.table.setFocus()

    def _open(self, agreement_id: object) -> None:
        self.bridge.go.emit(Place("agreement", agreement_id if isinstance(agreement_id, int) else None))

    def do_to_several(self, key: str) -> None:
        """Open the panel of one of `several.DEEDS` for what is selected; "export" lets it go out."""
        if key == "export":
            action = next(one for one in self.window().findChildren(QAction) if one.text() == "&Export…")
            action.trigger()
            return
        chosen = self.model.chosen(self.table.ranges())
        if chosen is None or not chosen[1]:
            self.bridge.said.emit("Select some agreements first, then change them together.", Tone.NOTE, "")
            return
        if self._adding is not None:
            self._adding.hide()
        self.bulk.start(key, *chosen)
        self.bulk.show()
        self._arrange()
        self.bulk.first().setFocus()

    def _on_done(self, name: str) -> None:
        self._close_bulk()
        self.bridge.said.emit(f"Done: {name}.", Tone.GOOD, "Undo")

    def _close_bulk(self) -> None:
        self.bulk.hide()
        self._arrange()
        self.table.setFocus()

    def _show_adding(self) -> None:
        self.adding.start()
        if self._bulk is not None:
            self._bulk.hide()
        self.adding.show()
        self._arrange()
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

    def _copy_rows(self) -> None:
        ids = self.selected_agreements()
        if len(ids):
            copy_rows(self.bridge, self._shown_columns(), ids)

    def _copy_list(self) -> None:
        copy_view(self.bridge, self._shown_columns(), self.model.view)

    def _lay_out_columns(self) -> None:
        shown = self._shown_columns()
        self.table.put_in_order(shown)
        self.table.set_widths(self.bridge.settings.widths.get("register", {}))
        self.table.want(shown)
        for action in self._columns.menu().actions():
            blocked = QSignalBlocker(action)
            action.setChecked(action.data() in shown)
            del blocked

    def _keep_columns(self) -> None:
        """Keep the order and the widths as they are on the screen now."""
        self.bridge.settings.columns["register"] = list(self.table.shown_in_order())
        self.bridge.settings.widths["register"] = self.table.widths()
        self.bridge.act(self.bridge.settings.save)

    def _on_column(self) -> None:
        actions = self._columns.menu().actions()
        wanted = [str(action.data()) for action in actions if action.isChecked()] or ["title"]
        before = self._shown_columns()
        new = [key for key in wanted if key not in before]
        self.bridge.settings.columns["register"] = [key for key in before if key in wanted] + new
        self.bridge.act(self.bridge.settings.save)
        self._lay_out_columns()


def _looks_like(view: SavedView, now: SavedView) -> bool:
    """Whether what is shown now is what a view shows, its order and columns apart."""
    chosen = {key: value for key, value in view.facets.items() if value}
    return (view.search, chosen, view.group) == (now.search, now.facets, now.group)

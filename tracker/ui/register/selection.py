"""What is selected in the register: one agreement in the inspector, or what many come to."""

from __future__ import annotations

from array import array
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QTimer
from PySide6.QtWidgets import QWidget

from tracker.domain.errors import TrackerError
from tracker.ui.bridge import Bridge
from tracker.ui.register.frame import RegisterFrame
from tracker.ui.register.questions import totals_of

if TYPE_CHECKING:
    from tracker.app.rows import Totals

_NO_INSPECTOR = 900
"""Narrower than this, the inspector would leave the table no room and waits for the agreement's page."""
_REMEMBERED = 5000
"""So many selected rows are found again by their ids when others stand in the table; more are let go."""


class SelectingFrame(RegisterFrame):
    """The frame, with what follows from the rows that are selected in its table."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._selected: int | None = None
        self._several = array("I")
        self._inspected: int | None = None
        self._wants_inspector = True
        self._chosen_totals: Totals | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._show_selected)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.table.selectionModel().selectionChanged.connect(self._on_selection)
        self.model.summed.connect(self._on_summed)
        self.model.modelAboutToBeReset.connect(self.remember_selection)
        for panel in (self.inspector, self.several):
            panel.closed.connect(self._close_inspector)

    def selected_agreement(self) -> int | None:
        return self._selected

    def selected_agreements(self) -> array[int]:
        """The ids of every agreement that is selected, from the top."""
        return self.model.ids_in(self.table.ranges())

    def select_again(self) -> None:
        """Other rows stand in the table: select what was selected before, else the first."""
        number = self.model.number_of(self._selected) if self._selected is not None else None
        if number is None and self.model.total:
            number = next((row for row in range(2) if self.model.heading_at(row) is None), 0)
        several = self.model.numbers_of(self._several) if len(self._several) > 1 else []
        if number is not None:
            self._select(number)
            if number == 1 and self.model.heading_at(0) is not None:
                self.table.scrollToTop()  # the first row is seen with its heading
        if len(several) > 1:
            self.table.select_rows(several)
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

    def _on_selection(self) -> None:
        self._chosen_totals = None
        self._soon.start()

    def remember_selection(self) -> None:
        """Keep the ids of the selected rows for when others stand in the table, unless they are too many."""
        number = self._number_selected()
        if number > 1:
            self._several = self.selected_agreements() if number <= _REMEMBERED else array("I")
        elif number == 1:
            self._several = array("I")

    def _number_selected(self) -> int:
        return self.model.number_in(self.table.ranges())

    def _show_selected(self) -> None:
        """Show what is selected in the inspector; it waits until the keys rest."""
        if not self.isVisible():
            return
        number = self._number_selected()
        if number > 1:
            self._show_several(number)
        elif self._selected is not None:
            if self.model.complete:
                self._several = array("I")
            try:
                self._inspect(self._selected)
            except TrackerError:  # it was removed meanwhile; the next answer selects another
                return
        self._arrange()
        self._show_foot()

    def _inspect(self, agreement_id: int) -> None:
        """Fill the inspector, where it has room and does not show that agreement as it is already."""
        if self._inspected != agreement_id and self._has_inspector():
            self.inspector.show_agreement(agreement_id)
            self._inspected = agreement_id

    def _has_inspector(self) -> bool:
        return self.width() >= _NO_INSPECTOR and self._wants_inspector and not self._form_is_open()

    def _show_several(self, number: int) -> None:
        """What so many come to is added up on a worker."""
        if self._chosen_totals is None:
            self.several.show_count(number)
        if number == self.model.total and self.model.totals is not None:
            self._on_chosen_totals(self.model.totals)
        elif self.model.complete:
            question = partial(totals_of, self.selected_agreements())
            self.model.aside.ask("chosen", question, self._on_chosen_totals)

    def _on_chosen_totals(self, totals: object) -> None:
        self._chosen_totals = cast("Totals", totals)
        self.several.show_totals(self._chosen_totals)
        self._show_foot()

    def _on_summed(self) -> None:
        self.table.viewport().update()
        self._show_foot()

    def _show_foot(self) -> None:
        number, total = self._number_selected(), self.model.total
        if number > 1:
            self.foot.show_several(number, total, self._chosen_totals)
        else:
            place = self.model.place_of(self._selected) if self._selected is not None else None
            self.foot.show_one(place, total)
        self.foot.show_all(total, self.model.totals)

    def _arrange(self) -> None:
        many = self._number_selected() > 1
        shown = self._has_inspector()
        if shown and not many and self._selected != self._inspected:
            self._soon.start()
        # It has its place before the first answer: the table need not be painted again beside it.
        self.inspector.setVisible(shown and not many and (bool(self._selected) or not self.model.answered))
        self.several.setVisible(shown and many)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._arrange()

    def show_inspector(self) -> None:
        """Bring the panel at the right back after it was closed; where it stands, close it."""
        self._wants_inspector = not self._wants_inspector
        self._arrange()

    def _close_inspector(self) -> None:
        self._wants_inspector = False
        self._arrange()

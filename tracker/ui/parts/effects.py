"""Before and after, as a table of three columns with what changes in bold."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from tracker.app.proposal import Effect
from tracker.ui.parts.widgets import PlainLabel, clear, rule


class EffectsGrid(QWidget):
    """What a change leads to.

    Args:
        fresh: True where there is nothing before, and its column is left out.
    """

    def __init__(self, parent: QWidget | None = None, *, fresh: bool = False) -> None:
        super().__init__(parent)
        self._fresh = fresh
        self._shown: tuple[Effect, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        for column, stretch in enumerate((4, 0 if fresh else 5, 5)):
            self._grid.setColumnStretch(column, stretch)

    def show_effects(self, effects: Iterable[Effect]) -> None:
        """Show these, and no others; the same again cost nothing, as at most keys of a text."""
        shown = tuple(effects)
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._grid)
        if not shown:
            return
        heads = ("What there will be", "", "") if self._fresh else ("", "Before", "After")
        for column, words in enumerate(heads):
            self._grid.addWidget(PlainLabel(words, "caption"), 0, column)
        self._grid.addWidget(rule(strong=True), 1, 0, 1, 3)
        for number, (what, before, after) in enumerate(shown):
            at = 2 + 2 * number
            same = before == after
            self._put(what, "muted", at, 0)
            if not self._fresh:
                self._put(before, "", at, 1)
            self._put("the same" if same else after, "muted" if same else "subheading", at, 2)
            self._grid.addWidget(rule(), at + 1, 0, 1, 3)

    def _put(self, words: str, kind: str, row: int, column: int) -> None:
        self._grid.addWidget(PlainLabel(words, kind, wrap=True), row, column, Qt.AlignmentFlag.AlignTop)

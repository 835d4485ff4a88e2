"""Widgets that are used again where a place is filled anew again and again.

To build a label and to style it takes longer than to lay it out and to paint what it says.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import TypeVar, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QPushButton, QWidget

from tracker.ui.parts.format import Look
from tracker.ui.parts.laying import filled_once
from tracker.ui.parts.marks import Chip
from tracker.ui.parts.prose import Prose
from tracker.ui.parts.theme import Tone
from tracker.ui.parts.widgets import PlainLabel, button, rule

W = TypeVar("W", bound=QWidget)


class Kept:
    """The widgets of one layout and of the layouts within it.

    Whoever fills it does so inside `with kept.anew():`, and puts each widget that it is given somewhere.
    """

    def __init__(self, layout: QLayout) -> None:
        self._layout = layout
        self._free: defaultdict[Hashable, deque[QWidget]] = defaultdict(deque)
        self._used: list[tuple[Hashable, QWidget]] = []

    @contextmanager
    def anew(self) -> Iterator[None]:
        """Take everything out, and show what is put in meanwhile; what is not used again is hidden."""
        with filled_once(self._layout):
            _take_out(self._layout)
            for key, widget in self._used:
                self._free[key].append(widget)
            self._used.clear()
            yield
            for spare in self._free.values():
                for widget in spare:
                    widget.hide()
            self._show()

    def _show(self) -> None:
        """Show what is used; the Tab key goes through it as it stands."""
        before: QWidget | None = None
        for _, widget in self._used:
            if widget.isHidden():
                widget.show()
            if widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                if before is not None:
                    QWidget.setTabOrder(before, widget)
                before = widget

    def _take(self, key: Hashable, make: Callable[[], W]) -> W:
        free = self._free[key]
        widget = cast("W", free.popleft()) if free else make()
        widget.ensurePolished()  # now, though the place may not be seen yet
        self._used.append((key, widget))
        return widget

    @property
    def _owner(self) -> QWidget | None:
        return self._layout.parentWidget()

    def label(self, text: str, kind: str = "", *, tone: Tone | None = None) -> PlainLabel:
        """A label of one line."""
        made = self._take(
            (PlainLabel, kind, tone), lambda: PlainLabel("", kind, tone=tone, parent=self._owner)
        )
        made.setText(text)
        return made

    def prose(self, text: str, kind: str = "", *, tone: Tone | None = None) -> Prose:
        """Text that wraps."""
        made = self._take((Prose, kind, tone), lambda: Prose("", kind, tone=tone, parent=self._owner))
        made.setText(text)
        return made

    def rule(self, *, strong: bool = False) -> QWidget:
        """A hairline."""
        return self._take((rule, strong), lambda: rule(strong=strong, parent=self._owner))

    def chip(self, look: Look) -> Chip:
        """A status."""
        made = self._take(Chip, lambda: Chip(parent=self._owner))
        made.set_look(look)
        return made

    def link(self, words: str, name: str, follow: Callable[[], object]) -> QPushButton:
        """A link that leads where `follow` does, a bound method; `name` is for screen readers."""

        def make() -> QPushButton:
            made = button("", kind="link")
            made.setParent(self._owner)
            made.clicked.connect(follow)
            return made

        made = self._take((button, follow.__name__), make)
        made.setText(words)
        made.setAccessibleName(name)
        return made


def _take_out(layout: QLayout) -> None:
    """Empty a layout and those within it; the widgets stay where they are."""
    while (item := layout.takeAt(0)) is not None:
        if (inner := item.layout()) is not None:
            _take_out(inner)

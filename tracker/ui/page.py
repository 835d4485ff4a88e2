"""What every page is: a widget that shows a place, and shows it again when the register changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from tracker.domain.changes import Changes
from tracker.ui.answers import Ask
from tracker.ui.bridge import Bridge, Place

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from tracker.ui.parts.turns import Deed


class Page(QFrame):
    """The work in the middle of the window.

    A subclass builds its widgets in `__init__`, fills them in `load` and calls nothing else of
    the window: it goes elsewhere by `self.bridge.go.emit(Place(…))`. `load` is called when the
    page is shown and after changes while it is shown; a page that is hidden waits.

    Attributes:
        ahead: questions that its first visit asks, of which the window asks when nothing else happens.
    """

    ahead: ClassVar[tuple[Ask, ...]] = ()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.place = Place("")
        self._stale = True
        self.setProperty("kind", "page")
        bridge.changed.connect(self._on_changed)
        bridge.day_changed.connect(self._on_day)

    def open(self, place: Place) -> None:
        """Show that place."""
        if place != self.place:
            self.place = place
            self._stale = True
        self.load_if_stale()

    def furnish(self) -> Sequence[Deed]:
        """What builds, a little each, the parts that the window's first painting could do without."""
        return ()

    def prepare(self) -> None:
        """Do unseen, while nothing else happens, what would take long at the first visit."""
        self.ensurePolished()

    def load(self) -> None:
        """Read what `self.place` shows and show it."""
        raise NotImplementedError

    def update_for(self, changes: Changes) -> None:
        """Show again what has changed; the default shows everything again."""
        self.load()

    @property
    def is_settled(self) -> bool:
        """Whether nothing of what it shows is still to come; a page that shows itself in turns says so."""
        return True

    def title(self) -> str:
        """What the page shows, for the window's title and a screen reader."""
        raise NotImplementedError

    def first_focus(self) -> QWidget | None:
        """Where typing goes when the page is shown; None for nowhere in particular."""
        return None

    def search_field(self) -> QLineEdit | None:
        """The field that Ctrl+F goes to; None where the page has none."""
        return None

    def selected_agreement(self) -> int | None:
        """The agreement that the Record menu works on; None where none is selected."""
        return None

    def shut(self) -> None:
        """The window closes: let go of what the page holds open."""

    def load_if_stale(self) -> None:
        """Load where something has changed since the page was last shown."""
        if self._stale:
            self._stale = False
            self.load()

    def _on_changed(self, changes: Changes) -> None:
        if self.isVisible():
            self.update_for(changes)
        else:
            self._stale = True

    def _on_day(self) -> None:
        self._stale = True
        if self.isVisible():
            self.load_if_stale()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        from tracker.ui.parts.pressing import (
            press_focused,  # what it needs of Qt, the first painting does not
        )

        if not press_focused(self, event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

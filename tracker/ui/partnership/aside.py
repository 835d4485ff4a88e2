"""What stands beside an arrangement: what happens next, what is in doubt, what nobody has recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.app.partnership.dossier import Coming, Dossier, not_recorded
from tracker.domain.source import Conflict, ConflictState
from tracker.ui.bridge import Bridge, Place
from tracker.ui.parts import format as show
from tracker.ui.parts.kept import Kept
from tracker.ui.parts.laying import laid_out_once
from tracker.ui.parts.theme import GRID, Tone
from tracker.ui.parts.widgets import Scroller

WIDTH = 312
_MOST_NEXT = 6
_MOST_CONFLICTS = 7


class Aside(QWidget):
    """The panel at the right."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.setProperty("kind", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self._inside = QWidget()
        self._scroller = Scroller(self._inside, kind="panel", parent=self)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(2 * GRID + 4, 2 * GRID, 2 * GRID + 4, 2 * GRID)
        self._column.setSpacing(5)
        self._kept = Kept(self._column)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.addWidget(self._scroller)

    def show_dossier(self, found: Dossier, coming: Sequence[Coming], day: date) -> None:
        """Show what belongs to that arrangement on that day."""
        with laid_out_once(self._scroller), self._kept.anew():
            self._show(found, coming, day)

    def _show(self, found: Dossier, coming: Sequence[Coming], day: date) -> None:
        self._show_next(coming, day)
        self._show_conflicts(found)
        missing = not_recorded(found)
        if missing:
            self._head("Not recorded")
            for words in missing:
                self._column.addWidget(self._kept.prose(words))
                self._column.addWidget(self._kept.rule())
        self._column.addStretch()

    def _head(self, title: str) -> None:
        if self._column.count():
            self._column.addSpacing(2 * GRID)
        self._column.addWidget(self._kept.label(title, "subheading"))
        self._column.addWidget(self._kept.rule(strong=True))

    def _show_next(self, coming: Sequence[Coming], today: date) -> None:
        self._head("What happens next")
        if not coming:
            self._column.addWidget(self._kept.prose("No date to come is recorded.", "muted"))
        for row in coming[:_MOST_NEXT]:
            deadline = row.deadline
            exact = deadline.earliest == deadline.latest or deadline.earliest is None
            when = show.day(deadline.date) if exact else f"From {show.day(deadline.date)}"
            overdue = deadline.asks and deadline.act_by < today
            far = show.overdue(deadline.act_by, today) if overdue else show.distance(deadline.date, today)
            self._column.addWidget(
                self._kept.prose(f"{when}, {far}", "subheading", tone=Tone.DANGER if overdue else None)
            )
            self._column.addWidget(self._kept.prose(deadline.title or deadline.kind.capitalize()))
            whose = row.agreement.reference or row.agreement.title if row.agreement else ""
            latest = f"at the latest {show.day(deadline.latest)}" if not exact and deadline.latest else ""
            under = " · ".join(part for part in (whose, latest) if part)
            if under:
                self._column.addWidget(self._kept.prose(under, "caption"))
            self._column.addWidget(self._kept.rule())
        if len(coming) > _MOST_NEXT:
            self._column.addWidget(self._kept.label(f"and {len(coming) - _MOST_NEXT} more later", "caption"))

    def _show_conflicts(self, found: Dossier) -> None:
        left = [c for c in found.conflicts if c.state is not ConflictState.SETTLED]
        if not left:
            return
        still = sum(c.state is ConflictState.OPEN for c in left)
        self._head(f"Open conflicts {still}" if still else "Explained conflicts")
        for conflict in left[:_MOST_CONFLICTS]:
            self._column.addWidget(self._link(conflict))
            self._column.addWidget(self._kept.prose(readings_words(conflict), "caption"))
            self._column.addWidget(self._kept.rule())
        number = len(found.conflicts)
        words = f"Settle them: all {number}" if number > 1 else "Settle it"
        self._arrangement = found.arrangement.id
        self._column.addWidget(self._kept.link(words, words, self._to_conflicts))

    def _link(self, conflict: Conflict) -> QWidget:
        words = f"{conflict.reference}  {conflict.subject}".strip()
        metrics = self.fontMetrics()
        cut = metrics.elidedText(words, Qt.TextElideMode.ElideRight, WIDTH - 64)
        link = self._kept.link(cut, f"Conflict: {conflict.subject}", self._to_conflict)
        link.setObjectName(str(conflict.id))
        return link

    def _to_conflict(self) -> None:
        if sender := self.sender():
            self._bridge.go.emit(Place("conflicts", int(sender.objectName())))

    def _to_conflicts(self) -> None:
        self._bridge.go.emit(Place("conflicts", query=f"arrangement={self._arrangement}"))


def readings_words(conflict: Conflict) -> str:
    """The readings in a line: "about 2007, or December 2008"."""
    return ", or ".join(reading.text.rstrip(".") for reading in conflict.readings)

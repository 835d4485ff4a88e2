"""What narrows the register: buttons above the table, each a short list to choose one from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from tracker.app.session import Session
from tracker.domain.agreement import AgreementType, Status
from tracker.domain.dates import add_months
from tracker.ui.home.facts import MISSING
from tracker.ui.parts import format as show
from tracker.ui.parts import icons
from tracker.ui.parts.theme import GRID, font, tokens
from tracker.ui.parts.widgets import button, restyle

_PAD, _CHEVRON = 10, 14
_MOST = 40
_CURRENT = (
    "proposed|in negotiation|awaiting signature|signed, not started|live|expiring|expired – still in use"
)
_SPANS = (
    ("", "any time"),
    ("month", "this month"),
    ("3", "in 3 months"),
    ("6", "in 6 months"),
    ("12", "in a year"),
)


def _statuses() -> list[tuple[str, str]]:
    live = [
        (_CURRENT, "all but ended"),
        ("live", "live, any kind"),
        ("expiring", "expiring"),
        ("expired – still in use", "ended, in use"),
    ]
    rest = [s for s in Status if s.value not in dict(live) and s is not Status.LIVE]
    return [*live, *((status.value, show.status(status).word.lower()) for status in rest)]


class FacetBar(QWidget):
    """A row of facets. A query such as "missing=owner" sets them.

    Signals:
        changed(): another choice was made.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        types = [(kind.value, kind.value) for kind in AgreementType]
        self._facets = {
            "status": Facet("status", "Status", [("", "any"), *_statuses()]),
            "ends": Facet("ends", "Ending", _SPANS),
            "act": Facet("act", "Act by", _SPANS),
            "type": Facet("type", "Type", [("", "any"), *types]),
            "department": Facet("department", "Department", [("", "any")]),
            "missing": Facet("missing", "Missing", [("", "any"), *_missing()]),
        }
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for facet in self._facets.values():
            row.addWidget(facet)
            facet.chosen.connect(self._on_chosen)
        self._facets["department"].opening.connect(self._fill_departments)
        row.addStretch()
        self._clear = button("Clear filters", kind="link")
        self._clear.clicked.connect(self._on_clear)
        self._clear.hide()
        row.addWidget(self._clear)

    def _fill_departments(self) -> None:
        """The departments that there are, those with most agreements first."""
        found = self._session.read.facet("department")[:_MOST]
        named = [(name, name, f"{number:,}") for name, number in found if name]
        self._facets["department"].offer([("", "any", ""), *named])

    def filters(self, today: date) -> tuple[tuple[str, str], ...]:
        """What is chosen, as filters of a listing."""
        made: list[tuple[str, str]] = []
        for key, facet in self._facets.items():
            if not facet.value:
                continue
            if key in ("ends", "act"):
                made.append((f"{key}_from", today.isoformat()))
                made.append((f"{key}_to", _last_day(facet.value, today).isoformat()))
            else:
                made.append((key, facet.value))
        return tuple(made)

    def set_query(self, query: str) -> None:
        """Choose what a place's query names, and nothing else."""
        wanted = dict(part.split("=", 1) for part in query.split("&") if "=" in part)
        for key, facet in self._facets.items():
            facet.choose(wanted.get(key, ""))
        self._clear.setVisible(any(facet.value for facet in self._facets.values()))

    def clear(self) -> None:
        """Narrow nothing."""
        self.set_query("")

    def _on_clear(self) -> None:
        self.clear()
        self.changed.emit()

    def _on_chosen(self) -> None:
        self._clear.setVisible(any(facet.value for facet in self._facets.values()))
        self.changed.emit()


def _missing() -> list[tuple[str, str]]:
    return [(key, words[:1].lower() + words[1:]) for key, words in MISSING]


def _last_day(span: str, today: date) -> date:
    """The last day, inclusive, of "month" (this one) or of so many months from today."""
    if span == "month":
        return add_months(today.replace(day=1), 1) - timedelta(days=1)
    return add_months(today, int(span))


class Facet(QPushButton):
    """One facet: its name, and what is chosen, in one button that opens the choices.

    Signals:
        chosen(): another choice was made by hand.
        opening(): the choices are about to be shown; time to offer what there is now.
    """

    chosen = Signal()
    opening = Signal()

    def __init__(self, key: str, name: str, choices: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self.key, self._name = key, name
        self.value = ""
        self.setProperty("kind", "facet")
        self.setProperty("size", "small")
        self._menu = QMenu(self)
        self._group = QActionGroup(self._menu)
        self._words: dict[str, str] = {}
        self.offer((value, words, "") for value, words in choices)
        self.setMenu(self._menu)
        self._menu.triggered.connect(self._on_triggered)
        self._menu.aboutToShow.connect(self.opening)
        self.choose("")

    def offer(self, choices: Iterable[tuple[str, str, str]]) -> None:
        """Offer these: value, words, and what stands behind the words in the menu."""
        self._menu.clear()
        self._words.clear()
        for value, words, remark in choices:
            text = (words[:1].upper() + words[1:]).replace("&", "&&")
            action = QAction(f"{text}\t{remark}" if remark else text, self._menu)
            action.setCheckable(True)
            action.setChecked(value == self.value)
            action.setData(value)
            self._group.addAction(action)
            self._menu.addAction(action)
            self._words[value] = words

    def words(self) -> str:
        """What is chosen, in words."""
        return self._words.get(self.value, self.value)

    def choose(self, value: str) -> None:
        """Choose without saying so; "" for any."""
        self.value = value
        self.setAccessibleName(f"{self._name}: {self.words()}")
        self.setProperty("tone", "accent" if self.value else "")
        for action in self._group.actions():
            action.setChecked(action.data() == self.value)
        name = QFontMetrics(font()).horizontalAdvance(self._name)
        words = QFontMetrics(font(1.0, 500)).horizontalAdvance(self.words())
        self.setFixedWidth(name + words + 2 * _PAD + 6 + _CHEVRON + 4)
        restyle(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        colours = tokens()
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(_PAD, 0, -_PAD, 0)
        painter.setFont(font())
        painter.setPen(QColor(colours.muted))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._name)
        box.setLeft(box.left() + painter.fontMetrics().horizontalAdvance(self._name) + 6)
        painter.setFont(font(1.0, 500))
        painter.setPen(QColor(colours.accent if self.value else colours.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.words())
        chevron = icons.pixmap("down", colours.muted, _CHEVRON, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - _PAD - _CHEVRON + 2, (self.height() - _CHEVRON) // 2, chevron)
        painter.end()

    def _on_triggered(self, action: QAction) -> None:
        self.choose(str(action.data()))
        self.chosen.emit()

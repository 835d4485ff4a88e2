"""What narrows the register: buttons above the table, each a short list to choose one from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QWidget, QWidgetAction

from tracker.app.views import CURRENT, filters_of
from tracker.domain.agreement import AgreementType, Status
from tracker.ui.home.facts import MISSING
from tracker.ui.parts import format as show
from tracker.ui.parts import icons
from tracker.ui.parts.theme import GRID, font, tokens
from tracker.ui.parts.widgets import button, restyle

_PAD, _CHEVRON = 10, 14
_MOST = 30
_SPANS = (
    ("", "any time"),
    ("month", "this month"),
    ("quarter", "this quarter"),
    ("3", "in 3 months"),
    ("6", "in 6 months"),
    ("12", "in a year"),
)
_NOTICES = (("", "any time"), ("30d", "in 30 days"), ("90d", "in 90 days"), ("180d", "in 180 days"))
_VALUES = (
    ("", "any"),
    ("-499999", "under £5,000"),
    ("500000-2999999", "£5,000 to £30,000"),
    ("3000000-9999999", "£30,000 to £100,000"),
    ("10000000-99999999", "£100,000 to £1 million"),
    ("100000000-", "£1 million and more"),
)
_GROUPS = (
    ("", "nothing"),
    ("status", "status"),
    ("type", "type"),
    ("supplier", "supplier or partner"),
    ("buyer", "council"),
    ("department", "department"),
    ("owner", "owner"),
    ("end_year", "year of end"),
    ("category", "category"),
    ("arrangement", "partnership"),
)
COUNTED = ("status", "type", "supplier", "party", "department", "owner", "region", "tag")
"""Facets whose choices are counted as they are opened; the rest have fixed ones."""
_ALWAYS = ("status", "ends", "act", "type", "supplier", "department", "missing")


def _statuses() -> list[tuple[str, str]]:
    live = [
        (CURRENT, "all but ended"),
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
        counting(key): a facet is about to be opened; time to count what it offers.
    """

    changed = Signal()
    counting = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        types = [(kind.value, kind.value) for kind in AgreementType]
        anything = [("", "any")]
        self.facets = {
            "status": Facet("status", "Status", [("", "any"), *_statuses()]),
            "ends": Facet("ends", "Ending", _SPANS),
            "act": Facet("act", "Act by", _SPANS),
            "notice": Facet("notice", "Notice due", _NOTICES),
            "type": Facet("type", "Type", [("", "any"), *types]),
            "supplier": Facet("supplier", "Supplier", anything),
            "party": Facet("party", "Council", anything),
            "department": Facet("department", "Department", anything),
            "owner": Facet("owner", "Owner", anything),
            "region": Facet("region", "Region", anything),
            "value": Facet("value", "Value", _VALUES),
            "missing": Facet("missing", "Missing", [("", "any"), *_missing()]),
            "tag": Facet("tag", "Tag", anything),
            "fictional": Facet("fictional", "Fictional", [("", "shown"), ("no", "hidden"), ("yes", "alone")]),
        }
        self.group = Facet("group", "Group by", _GROUPS)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for facet in self.facets.values():
            row.addWidget(facet)
            facet.chosen.connect(self._on_chosen)
            facet.opening.connect(self._on_opening)
        self.more = button("More filters", small=True)
        self.more.setMenu(self._more_menu())
        row.addWidget(self.more)
        self._clear = button("Clear filters", kind="link")
        self._clear.clicked.connect(self._on_clear)
        row.addWidget(self._clear)
        row.addStretch()
        row.addWidget(self.group)
        self.group.chosen.connect(self._on_chosen)
        self._fit()

    def _more_menu(self) -> QMenu:
        """Facets that have no room in the row: chosen here, they come to stand in it."""
        menu = QMenu(self)
        for facet in self.facets.values():
            facet.entry = menu.addMenu(facet.menu())
            facet.entry.setText(facet.name)
        return menu

    def _on_opening(self) -> None:
        facet = self.sender()
        if isinstance(facet, Facet) and facet.key in COUNTED:
            self.counting.emit(facet.key)

    def offer(self, key: str, counted: Sequence[tuple[str, int]]) -> None:
        """Let a facet offer what there is, with how many agreements have each."""
        facet, numbers = self.facets[key], dict(counted)
        if key == "status":
            facet.offer(
                (value, words, _number(_in_status(value, numbers))) for value, words in _all_statuses()
            )
        elif key == "type":
            kinds = ((kind.value, kind.value) for kind in AgreementType)
            offered = ((value, words, _number(numbers.get(value, 0))) for value, words in kinds)
            facet.offer([("", "any", ""), *offered])
        else:
            offered = ((name, name, _number(number)) for name, number in counted if name)
            facet.offer_many([("", "any", ""), *offered])

    def choices(self) -> dict[str, str]:
        """What is chosen in each facet that narrows the list."""
        return {key: facet.value for key, facet in self.facets.items() if facet.value}

    def filters(self, today: date) -> tuple[tuple[str, str], ...]:
        """What is chosen, as filters of a listing."""
        return tuple(filters_of(self.choices(), today).items())

    def choose(self, choices: Mapping[str, str]) -> None:
        """Choose these, and nothing else."""
        for key, facet in self.facets.items():
            facet.choose(choices.get(key, ""))
        self._fit()

    def set_query(self, query: str) -> None:
        """Choose what a place's query names, and nothing else."""
        self.choose(dict(part.split("=", 1) for part in query.split("&") if "=" in part))

    def clear(self) -> None:
        """Narrow nothing."""
        self.choose({})

    def _on_clear(self) -> None:
        self.clear()
        self.changed.emit()

    def _on_chosen(self) -> None:
        self._fit()
        self.changed.emit()

    # Room

    def minimumSizeHint(self) -> QSize:
        return QSize(300, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The facets that narrow the list always stand in the row; of the others as many as have room."""
        self._clear.setVisible(bool(self.choices()))
        fixed = (self.more, *([self._clear] if self.choices() else []))
        room = self.width() - sum(widget.sizeHint().width() + GRID for widget in fixed)
        room -= self.group.minimumWidth() + 2 * GRID
        chosen = [facet for facet in self.facets.values() if facet.value]
        room -= sum(facet.minimumWidth() + GRID for facet in chosen)
        for key, facet in self.facets.items():
            if facet in chosen:
                facet.show()
                continue
            wanted = key in _ALWAYS and room >= facet.minimumWidth() + GRID
            room -= facet.minimumWidth() + GRID if wanted else 0
            facet.setVisible(wanted)
        for facet in self.facets.values():
            facet.entry.setVisible(facet.isHidden())
        self.more.setVisible(any(facet.isHidden() for facet in self.facets.values()))


def _all_statuses() -> list[tuple[str, str]]:
    return [("", "any"), *_statuses()]


def _in_status(chosen: str, numbers: Mapping[str, int]) -> int | None:
    """How many agreements a choice of the status facet stands for."""
    if not chosen:
        return None
    each = chosen.split("|")
    return sum(
        number
        for status, number in numbers.items()
        if any(status == one or status.startswith(f"{one} – ") for one in each)
    )


def _number(number: int | None) -> str:
    return "" if number is None else f"{number:,}"


def _missing() -> list[tuple[str, str]]:
    return [(key, words[:1].lower() + words[1:]) for key, words in MISSING]


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
        self.key, self.name = key, name
        self.entry = QAction(name, self)
        self.value = ""
        self.setProperty("kind", "facet")
        self.setProperty("size", "small")
        self._menu = QMenu(self)
        self._group = QActionGroup(self._menu)
        self._words: dict[str, str] = {}
        self._many: list[tuple[str, str, str]] = []
        self._line = QLineEdit(self)
        self._line.setAccessibleName(f"Part of the {name.lower()}")
        self._line.hide()
        self._finding: QWidgetAction | None = None
        self.offer((value, words, "") for value, words in choices)
        self.setMenu(self._menu)
        self._menu.triggered.connect(self._on_triggered)
        self._menu.aboutToShow.connect(self.opening)
        self.choose("")

    def offer(self, choices: Iterable[tuple[str, str, str]]) -> None:
        """Offer these: value, words, and what stands behind the words in the menu."""
        for action in self._group.actions():
            self._menu.removeAction(action)
            self._group.removeAction(action)
            action.deleteLater()
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

    def offer_many(self, choices: Sequence[tuple[str, str, str]]) -> None:
        """Offer the first of these, and a field to type a part of the others in where there are too many."""
        self._many = list(choices)
        if len(choices) > _MOST and self._finding is None:
            self._line.setPlaceholderText(f"{self.name}: type a part of it")
            self._line.textChanged.connect(self._narrow)
            self._finding = QWidgetAction(self._menu)
            self._finding.setDefaultWidget(self._line)
            first = self._menu.actions()
            self._menu.insertAction(first[0] if first else None, self._finding)  # type: ignore[arg-type]
        self._line.clear()
        self._narrow()

    def _narrow(self) -> None:
        wanted = self._line.text().casefold()
        fitting = [choice for choice in self._many if wanted in choice[1].casefold() or not choice[0]]
        self.offer(fitting[:_MOST])

    def words(self) -> str:
        """What is chosen, in words."""
        return self._words.get(self.value, self.value.replace("|", " or "))

    def choose(self, value: str) -> None:
        """Choose without saying so; "" for any."""
        self.value = value
        self.setAccessibleName(f"{self.name}: {self.words()}")
        self.setProperty("tone", "accent" if self.value else "")
        for action in self._group.actions():
            action.setChecked(action.data() == self.value)
        name = QFontMetrics(font()).horizontalAdvance(self.name)
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
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.name)
        box.setLeft(box.left() + painter.fontMetrics().horizontalAdvance(self.name) + 6)
        painter.setFont(font(1.0, 500))
        painter.setPen(QColor(colours.accent if self.value else colours.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.words())
        chevron = icons.pixmap("down", colours.muted, _CHEVRON, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - _PAD - _CHEVRON + 2, (self.height() - _CHEVRON) // 2, chevron)
        painter.end()

    def _on_triggered(self, action: QAction) -> None:
        self.choose(str(action.data()))
        self.chosen.emit()

"""Views above the list: each a name and how many agreements it holds now; one's own can be kept and put in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QFontMetrics,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QWidget

from tracker.app.views import SavedView
from tracker.ui.parts.theme import GRID, font, tokens
from tracker.ui.parts.widgets import PlainLabel, button

_PAD, _GAP = 8, 6


class ViewTab(QPushButton):
    """One view: its name, then its count in a quieter tone. A line under it marks the one that is shown."""

    def __init__(self, view: SavedView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self._count = ""
        self.setCheckable(True)
        self.setProperty("kind", "bar")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_count(None)

    def show_count(self, number: int | None) -> None:
        """Show how many agreements it holds; None while they are being counted."""
        self._count = "" if number is None else f"{number:,}"
        counted = "" if number is None else f", {number:,}"
        self.setAccessibleName(f"View: {self.view.name}{counted}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide = QFontMetrics(font(1.0, 600)).horizontalAdvance(self.view.name)
        count = QFontMetrics(font()).horizontalAdvance(self._count)
        return QSize(wide + count + (_GAP if self._count else 0) + 2 * _PAD, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        colours = tokens()
        chosen = self.isChecked()
        painter = QPainter(self)
        painter.setFont(font(1.0, 600 if chosen else 500))
        painter.setPen(QColor(colours.accent if chosen else colours.text))
        box = self.rect().adjusted(_PAD, 0, -_PAD, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.view.name)
        box.setLeft(box.left() + painter.fontMetrics().horizontalAdvance(self.view.name) + _GAP)
        painter.setFont(font())
        painter.setPen(QColor(colours.muted))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._count)
        if chosen:
            painter.fillRect(_PAD, self.height() - 2, self.width() - 2 * _PAD, 2, QColor(colours.accent))
        painter.end()


class ViewBar(QWidget):
    """The views that have room in a row, and a menu with all of them.

    Signals:
        chosen(SavedView): show that view.
        kept(str, str): keep what is shown under a name, in place of the view of another ("" for none).
        renamed(str, str): call one's own view otherwise.
        removed(str): forget one's own view.
        moved(str, int): let one's own view stand one place further to the left (-1) or the right (1).
    """

    chosen = Signal(object)
    kept = Signal(str, str)
    renamed = Signal(str, str)
    removed = Signal(str)
    moved = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs: list[ViewTab] = []
        self._numbers: dict[str, int] = {}
        self._renaming = ""
        self.current = ""
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self.menu = QMenu(self)
        self.menu.triggered.connect(self._on_menu)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.button = button("Views", small=True)
        self.button.setMenu(self.menu)
        self._asked = PlainLabel("Name of the view", "muted")
        self.line = QLineEdit()
        self.line.setAccessibleName("Name of the view")
        self.line.setMaximumWidth(240)
        self.line.setMinimumWidth(160)
        self.keep = button("Keep", small=True)
        self.line.returnPressed.connect(self.keep.click)
        self.line.textChanged.connect(self._on_typed)
        self.keep.clicked.connect(self._on_named)
        self._row.addStretch()
        self._row.addWidget(self._asked)
        self._row.addWidget(self.line)
        self._row.addWidget(self.keep)
        self._row.addWidget(self.button)
        self._ask(asked=False)
        self.setFixedHeight(32)

    def show_views(self, views: Sequence[SavedView]) -> None:
        """Show these, in this order."""
        for tab in self._tabs:
            tab.hide()
            tab.deleteLater()
        self._tabs = []
        for at, view in enumerate(views):
            tab = ViewTab(view, self)
            tab.show_count(self._numbers.get(view.name))
            tab.setChecked(view.name == self.current)
            if at < 9:
                tab.setToolTip(f"Alt+{at + 1}")
            tab.clicked.connect(self._on_tab)
            self._row.insertWidget(at, tab)
            self._tabs.append(tab)
        self._fit()

    @property
    def views(self) -> tuple[SavedView, ...]:
        """Those shown."""
        return tuple(tab.view for tab in self._tabs)

    def show_counts(self, numbers: Mapping[str, int]) -> None:
        """Show how many agreements each of them holds."""
        self._numbers = dict(numbers)
        for tab in self._tabs:
            tab.show_count(self._numbers.get(tab.view.name))
        self._fit()

    def mark(self, name: str) -> None:
        """Mark the view of that name as the one that is shown; "" for none."""
        self.current = name
        for tab in self._tabs:
            tab.setChecked(tab.view.name == name)
        self._fit()

    def choose(self, number: int) -> None:
        """Show the view of that number, from 0."""
        if number < len(self._tabs):
            self.chosen.emit(self._tabs[number].view)

    def ask_for_name(self, renaming: str = "") -> None:
        """Ask under which name to keep what is shown, or what to call a view from now on."""
        self._renaming = renaming
        self._asked.setText(f"New name of ‘{renaming}’" if renaming else "Name of the view")
        self.keep.setText("Rename" if renaming else "Keep")
        self._ask(asked=True)
        self.line.setText(renaming)
        self._on_typed()
        self.line.selectAll()
        self.line.setFocus()

    def _ask(self, *, asked: bool) -> None:
        for part in (self._asked, self.line, self.keep):
            part.setVisible(asked)
        self._fit()

    def _on_typed(self) -> None:
        self.keep.setEnabled(bool(self.line.text().strip()))

    def _on_named(self) -> None:
        name = self.line.text()
        self._ask(asked=False)
        if self._renaming:
            self.renamed.emit(self._renaming, name)
        else:
            self.kept.emit(name, "")

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():  # the page was left: a name that was begun is given up
            self._ask(asked=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.line.isVisible():
            self._ask(asked=False)
        else:
            super().keyPressEvent(event)

    def _on_tab(self) -> None:
        tab = self.sender()
        if isinstance(tab, ViewTab):
            self.chosen.emit(tab.view)

    # The menu

    def _fill_menu(self) -> None:
        self.menu.clear()
        own = next((tab.view for tab in self._tabs if tab.view.name == self.current and tab.view.own), None)
        for at, tab in enumerate(self._tabs):
            count = self._numbers.get(tab.view.name)
            keys = f"Alt+{at + 1}" if at < 9 else ""
            self._add(
                f"{tab.view.name}{'' if count is None else f'  ({count:,})'}", ("show", tab.view.name), keys
            )
        self.menu.addSeparator()
        self._add("Keep this as a view…", ("keep", ""))
        for words, deed in (
            ("Replace ‘{}’ by what is shown", "replace"),
            ("Rename ‘{}’…", "rename"),
            ("Move ‘{}’ to the left", "left"),
            ("Move ‘{}’ to the right", "right"),
            ("Delete ‘{}’", "delete"),
        ):
            if own is not None:
                self._add(words.format(own.name), (deed, own.name))

    def _add(self, words: str, deed: tuple[str, str], keys: str = "") -> None:
        text = words.replace("&", "&&")
        action = QAction(f"{text}\t{keys}" if keys else text, self.menu)
        action.setData(deed)
        self.menu.addAction(action)

    def _on_menu(self, action: QAction) -> None:
        deed, name = action.data()
        if deed == "show":
            self.chosen.emit(next(tab.view for tab in self._tabs if tab.view.name == name))
        elif deed in ("keep", "rename"):
            self.ask_for_name(name)
        elif deed == "replace":
            self.kept.emit(name, name)
        elif deed == "delete":
            self.removed.emit(name)
        else:
            self.moved.emit(name, -1 if deed == "left" else 1)

    # Room

    def minimumSizeHint(self) -> QSize:
        return QSize(300, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show as many as have room; the one that is shown always stands there."""
        parts = (self._asked, self.keep) if not self.line.isHidden() else ()
        asked = sum(part.sizeHint().width() + 4 for part in parts) + (
            self.line.minimumWidth() if parts else 0
        )
        room = self.width() - self.button.sizeHint().width() - asked - 2 * GRID
        chosen = [tab for tab in self._tabs if tab.view.name == self.current]
        room -= sum(tab.sizeHint().width() + 4 for tab in chosen)
        for tab in self._tabs:
            if tab in chosen:
                tab.show()
                continue
            room -= tab.sizeHint().width() + 4
            tab.setVisible(room >= 0)

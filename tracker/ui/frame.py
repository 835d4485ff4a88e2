"""The frame around the work: the menu row at the head, the rail at the left, the status line at the foot."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenu,
    QMenuBar,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from tracker.ui.pages import PageSpec
from tracker.ui.parts import icons
from tracker.ui.parts.named import set_named
from tracker.ui.parts.theme import Tone, font
from tracker.ui.parts.widgets import ElidedLabel, PlainLabel, SearchField, tool_button

MENUS = ("&File", "&Edit", "&View", "&Record", "Re&minders", "&Help")
"""The titles in the menu bar, with & before the letter that Alt reaches."""
RAIL = 88
_ITEM = 60
_MENU_ROW = 40
_STATUS = 28


class MenuRow(QFrame):
    """Back and forward, the menu bar, and the field that finds an agreement or an action.

    Attributes:
        menus: the menus by their titles; empty until `commands.Commands` fills them.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "menurow")
        self.setMinimumHeight(_MENU_ROW)
        self.back = tool_button("back", "Back", shortcut="Alt+Left")
        self.forward = tool_button("forward", "Forward", shortcut="Alt+Right")
        self.bar = QMenuBar()
        self.bar.setNativeMenuBar(False)
        self.bar.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.menus: dict[str, QMenu] = {title: self.bar.addMenu(title.replace("&", "")) for title in MENUS}
        self.finding = SearchField("Find an agreement, or do something", "Ctrl+K")
        self.finding.setMinimumWidth(180)
        self.finding.setMaximumWidth(360)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 16, 4)
        row.setSpacing(0)
        row.addWidget(self.back)
        row.addWidget(self.forward)
        row.addSpacing(12)
        row.addWidget(self.bar)
        row.addStretch(1)
        row.addWidget(self.finding, 2)


class Rail(QFrame):
    """The pages, each an icon over its word.

    Signals:
        chosen(str): the key of a page.
    """

    chosen = Signal(str)

    def __init__(self, pages: Iterable[PageSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "rail")
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.buttons: dict[str, QToolButton] = {}
        self._icons = {page.key: page.icon for page in pages}
        self._chosen = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 4, 12)
        column.setSpacing(0)
        for page in (page for page in pages if page.rail == "top"):
            column.addWidget(self._item(page))
        column.addStretch()
        for page in (page for page in pages if page.rail == "foot"):
            column.addWidget(self._item(page))
        widest = max(QFontMetrics(font(0.9, 600)).horizontalAdvance(b.text()) for b in self.buttons.values())
        self.setFixedWidth(max(RAIL, widest + 14))
        self._group.buttonClicked.connect(self._choose)

    def _item(self, page: PageSpec) -> QToolButton:
        item = QToolButton()
        item.setProperty("kind", "rail")
        item.setText(page.title)
        item.setAccessibleName(page.title)
        item.setObjectName(page.key)
        item.setCheckable(True)
        set_named(item, "toolButtonStyle", "ToolButtonTextUnderIcon")
        item.setIconSize(QSize(20, 20))
        item.setFixedHeight(max(_ITEM, QFontMetrics(font(0.9)).height() + 40))
        item.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_named(item, "focusPolicy", "TabFocus")
        icons.put(item, page.icon, Tone.MUTED, fades=False)
        self._group.addButton(item)
        self.buttons[page.key] = item
        return item

    def show_chosen(self, key: str) -> None:
        """Mark the page that is shown; none where it has no place on the rail."""
        self._group.setExclusive(False)
        for name, item in self.buttons.items():
            item.setChecked(name == key)
        self._group.setExclusive(True)
        for name, tone in ((self._chosen, Tone.MUTED), (key, Tone.ACCENT)):
            if key != self._chosen and name in self.buttons:
                icons.put(self.buttons[name], self._icons[name], tone, fades=False)
        self._chosen = key

    def _choose(self, item: QToolButton) -> None:
        self.chosen.emit(item.objectName())


class StatusLine(QFrame):
    """The file and its place at the left; when dates were last checked and what comes next at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "status")
        self.setMinimumHeight(_STATUS)
        self.file = ElidedLabel("", "caption")
        self.remark = PlainLabel("", "caption")
        self.checked = PlainLabel("", "caption")
        self.next = PlainLabel("", "caption", tone=Tone.PLAIN)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 1, 16, 0)
        row.setSpacing(24)
        row.addWidget(self.file)
        row.addWidget(self.remark)
        row.addStretch(1)
        row.addWidget(self.checked)
        row.addWidget(self.next)

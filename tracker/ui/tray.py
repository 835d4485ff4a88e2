"""The icon in the tray, where there is a tray: how many reminders wait, and the way back to the window.

A tray is never relied upon. `showMessage` without one does nothing and says nothing, and one
that is there now may go; whoever hides a window because of it asks `is_there` at every tick.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from tracker.ui.parts import icons
from tracker.ui.parts.theme import LIGHT, dress

_SIDES = (16, 22, 24, 32, 48, 64)
_MOST = 99


def icon_with(count: int, *, overdue: bool) -> QIcon:
    """The program's icon with a number at its lower right; the icon alone for none.

    White on red says that something is overdue, and the tooltip says so in words. Like the icon,
    the badge has the same colours on every ground.
    """
    plain = icons.program_icon()
    if not count:
        return plain
    made = QIcon()
    for side in _SIDES:
        made.addPixmap(_badged(plain, side, str(count) if count <= _MOST else f"{_MOST}+", overdue))
    return made


def _badged(plain: QIcon, side: int, text: str, overdue: bool) -> QPixmap:
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    plain.paint(painter, QRect(0, 0, side, side))
    tall = round(side * 0.62)
    font = QFont(painter.font())
    font.setPixelSize(max(8, round(tall * (0.86 if len(text) < 3 else 0.66))))
    font.setWeight(QFont.Weight.Bold)
    painter.setFont(font)
    wide = min(side, max(tall, painter.fontMetrics().horizontalAdvance(text) + round(tall * 0.3)))
    badge = QRect(side - wide, side - tall, wide, tall)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(LIGHT.danger if overdue else LIGHT.surface))
    painter.drawRoundedRect(badge, tall / 3, tall / 3)
    painter.setPen(QColor(LIGHT.surface if overdue else LIGHT.accent))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return pixmap


class Tray(QObject):
    """The tray icon of one window; nothing at all where there is no tray.

    Args:
        available: whether there is a tray now.

    Signals:
        reminders_wanted(), window_wanted(), quit_wanted(): what was chosen in its menu.
    """

    reminders_wanted = Signal()
    window_wanted = Signal()
    quit_wanted = Signal()

    def __init__(
        self, parent: QObject, available: Callable[[], bool] = QSystemTrayIcon.isSystemTrayAvailable
    ) -> None:
        super().__init__(parent)
        self._available = available
        self._icon: QSystemTrayIcon | None = None
        self._menu: QMenu | None = None
        self._shown: tuple[int, bool] | None = None

    @property
    def is_there(self) -> bool:
        """Is there a tray, and in it a way back to the window?"""
        return self._available()

    def show_count(self, count: int, overdue: int, heading: str) -> None:
        """Show how many reminders wait; makes the icon where a tray has come, drops it where it has gone."""
        if not self._available():
            self.remove()
            return
        if self._icon is None:
            self._make()
        assert self._icon is not None
        if self._shown != (count, bool(overdue)):
            self._shown = (count, bool(overdue))
            self._icon.setIcon(icon_with(count, overdue=bool(overdue)))
        self._icon.setToolTip(f"{heading} – Tracker")
        self._icon.show()

    def nudge(self, title: str, text: str) -> None:
        """A system notification, where the system shows any; the reminder window is what counts."""
        if self._icon is not None and self._available() and QSystemTrayIcon.supportsMessages():
            self._icon.showMessage(title, text, self._icon.icon())

    def remove(self) -> None:
        """Take the icon away."""
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None
            self._shown = None
        if self._menu is not None:
            self._menu.deleteLater()
            self._menu = None

    def _make(self) -> None:
        self._menu = QMenu()
        self._menu.addAction("Show reminders", self.reminders_wanted.emit)
        self._menu.addAction("Open Tracker", self.window_wanted.emit)
        self._menu.addSeparator()
        self._menu.addAction("Quit Tracker", self.quit_wanted.emit)
        dress(self._menu)
        self._icon = QSystemTrayIcon(icons.program_icon(), self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._on_activated)
        self._icon.messageClicked.connect(self.reminders_wanted)

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.reminders_wanted.emit()
        elif reason is QSystemTrayIcon.ActivationReason.DoubleClick:
            self.window_wanted.emit()

"""Text that wraps, in a grid or beside others."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from tracker.ui.parts.theme import Tone
from tracker.ui.parts.widgets import PlainLabel

_NARROWEST = 40
_LOOKS_OTHERWISE = (QEvent.Type.FontChange, QEvent.Type.StyleChange)


class Prose(PlainLabel):
    """Text that wraps and is as high as it needs, in a grid or beside others, where Qt would cut it off.

    Layouts ask for its height again and again; it is measured once for a width.
    """

    def __init__(
        self, text: str = "", kind: str = "", *, tone: Tone | None = None, parent: QWidget | None = None
    ) -> None:
        self._high = self._wide = -1
        super().__init__(text, kind, tone=tone, wrap=True, parent=parent)
        self.setMinimumWidth(_NARROWEST)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)

    def hasHeightForWidth(self) -> bool:
        return False

    def sizeHint(self) -> QSize:
        return QSize(120, self._measured())

    def minimumSizeHint(self) -> QSize:
        # Qt's own is never lower again than the least height was when it was first asked for.
        return QSize(_NARROWEST, self._measured())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def setText(self, text: str) -> None:
        self._wide = -1
        super().setText(text)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _LOOKS_OTHERWISE:
            self._wide = -1

    def _measured(self) -> int:
        wide = max(self.width(), _NARROWEST)
        if wide != self._wide:
            self._wide, self._high = wide, self._height_at(wide)
        return self._high

    def _fit(self) -> None:
        high = self._measured()
        if high != self.minimumHeight():
            self.setMinimumHeight(high)
            self.updateGeometry()

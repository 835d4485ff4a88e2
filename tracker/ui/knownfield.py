"""A line for a name that completes what the register knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QStringListModel
from PySide6.QtGui import QFocusEvent

from tracker.app.session import Session
from tracker.ui.bridge import Bridge
from tracker.ui.parts.inputs import NameField


class KnownField(NameField):
    """Asks on a worker which names there are, whenever it is entered.

    Args:
        ask: the names, in the order in which they are offered.
    """

    def __init__(self, bridge: Bridge, name: str, ask: Callable[[Session], list[str]]) -> None:
        self._known = QStringListModel()
        super().__init__(name, self._known)
        self._known.setParent(self)
        self._bridge, self._ask = bridge, ask

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._bridge.read(self._ask, self._on_known)

    def _on_known(self, names: object) -> None:
        self._known.setStringList(cast("list[str]", names))

"""Deeds done a few at a time, in turns of the event loop.

What takes too long to be shown at a stretch is shown piece by piece, the most important first: between
two turns the window paints and takes what is typed. Painting costs as well, so small pieces share one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

Deed = Callable[[], object]

_SHARE = 0.015
"""Seconds after which no further deed is begun in the same turn."""


class Turns(QObject):
    """A row of deeds; beginning another row drops what is left of the one before.

    Args:
        after: another row that goes first: nothing is done here while it has something left.
        around: what is entered around the deeds of each turn.
    """

    def __init__(
        self,
        parent: QObject,
        after: Turns | None = None,
        around: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        super().__init__(parent)
        self._after, self._around = after, around
        self._left: deque[Deed] = deque()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._next)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return not self._left

    def begin(self, *deeds: Deed) -> None:
        """Do these from the next turn on, in this order, in place of whatever is left."""
        self._left = deque(deeds)
        self._timer.start()

    def drop(self) -> None:
        """Do nothing more."""
        self._left.clear()
        self._timer.stop()

    def finish(self) -> None:
        """Do at once whatever is left."""
        with self._around():
            while self._left:
                self._left.popleft()()
        self._timer.stop()

    def _next(self) -> None:
        if self._after is not None and not self._after.is_done:
            return
        begun = perf_counter()
        with self._around():
            while self._left:
                self._left.popleft()()
                if perf_counter() - begun >= _SHARE:
                    break
        if not self._left:
            self._timer.stop()

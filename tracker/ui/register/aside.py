"""Questions beside the list: totals, counts, what a facet offers. The list itself never waits for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from tracker.app.session import Session
from tracker.ui.asking import Asker

if TYPE_CHECKING:
    from tracker.app.rows import Queries

Receiver = Callable[[object], None]


class Aside(QObject):
    """Asks one after the other, and of each kind of question only the newest.

    Signals:
        failed(error): a question could not be answered.
    """

    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asker = Asker(session, self)
        self._asker.answered.connect(self._on_answer)
        self._asker.failed.connect(self.failed)
        self._newest: dict[str, int] = {}
        self._receivers: dict[str, Receiver] = {}

    def ask(self, kind: str, question: Callable[[Queries], object], done: Receiver) -> None:
        """Ask, and give `done` the answer unless a newer question of that kind was asked by then."""
        number = self._newest.get(kind, 0) + 1
        self._newest[kind] = number
        self._receivers[kind] = done
        self._asker.ask((kind, number), partial(self._unless_stale, kind, number, question))

    @property
    def is_busy(self) -> bool:
        """Whether a question is being asked, or waits."""
        return self._asker.is_busy

    def close(self) -> None:
        """Withdraw everything and let go of the connection."""
        self._asker.close()

    def _unless_stale(
        self, kind: str, number: int, question: Callable[[Queries], object], read: Queries
    ) -> object:
        """On the worker."""
        return question(read) if self._newest[kind] == number else None

    def _on_answer(self, key: object, number: object, answer: object) -> None:
        kind, asked = cast("tuple[str, int]", key)
        if self._newest[kind] == asked and answer is not None:
            self._receivers[kind](answer)

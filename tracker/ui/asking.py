"""Questions to the register that may take a while, asked on a worker.

Each asker has one worker and one connection of its own. A newer question withdraws the one
that is being asked, so that typing fast never queues up searches.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tracker.app.session import Session
from tracker.domain.errors import Interrupted
from tracker.ui.jobs import Jobs

if TYPE_CHECKING:
    from tracker.app.rows import Queries

Question = Callable[["Queries"], object]


class Asker(QObject):
    """Asks one question at a time, on a connection of its own.

    Signals:
        answered(key, number, answer): what `ask` was given, with the number of its round.
        failed(error): it could not be answered.
    """

    answered = Signal(object, object, object)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._reader: Queries | None = None
        self._round = 0
        self._jobs = Jobs(1, self)

    @property
    def round(self) -> int:
        """The number of the newest round; answers of older ones are of no use."""
        return self._round

    @property
    def is_busy(self) -> bool:
        """Whether a question is being asked, or waits."""
        return self._jobs.is_busy

    def new_round(self) -> int:
        """Withdraw every question that waits or is being asked; returns the new round's number."""
        self._round += 1
        if self._reader is not None:
            self._reader.interrupt()
        return self._round

    def ask(self, key: object, question: Question) -> None:
        """Ask on the worker; the answer comes by `answered` unless the round has passed by then."""
        work = partial(self._answer, self._round, key, question)
        self._jobs.run(work, self._tell, self.failed.emit)

    def close(self) -> None:
        """Withdraw everything and let go of the connection."""
        self.new_round()
        self._jobs.close()
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def _answer(self, number: int, key: object, question: Question) -> object:
        """On the worker: None where nobody wants to know any more."""
        if number != self._round:
            return None
        if self._reader is None:
            self._reader = self._session.reader()
        try:
            return key, number, question(self._reader)
        except Interrupted:
            return None

    def _tell(self, answer: object) -> None:
        if isinstance(answer, tuple) and answer[1] == self._round:
            self.answered.emit(*answer)

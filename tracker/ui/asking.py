"""Questions to the register that may take a while, asked on a worker.

Each asker has one worker and one connection of its own. A newer question withdraws the one
that is being asked, so that typing fast never queues up searches.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from tracker.app.session import Session
from tracker.domain.errors import Interrupted

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
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)

    @property
    def round(self) -> int:
        """The number of the newest round; answers of older ones are of no use."""
        return self._round

    def new_round(self) -> int:
        """Withdraw every question that waits or is being asked; returns the new round's number."""
        self._round += 1
        self._pool.clear()
        if self._reader is not None:
            self._reader.interrupt()
        return self._round

    def ask(self, key: object, question: Question) -> None:
        """Ask on the worker; the answer comes by `answered` unless the round has passed by then."""
        self._pool.start(_Asking(self, key, self._round, question))

    def close(self) -> None:
        """Withdraw everything and let go of the connection."""
        self.new_round()
        self._pool.waitForDone()
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def reader(self) -> Queries:
        """The worker's connection, made when it is first needed; called on the worker only."""
        if self._reader is None:
            self._reader = self._session.reader()
        return self._reader


class _Asking(QRunnable):
    def __init__(self, asker: Asker, key: object, number: int, question: Question) -> None:
        super().__init__()
        self._asker, self._key, self._number, self._question = asker, key, number, question

    def run(self) -> None:
        if self._number != self._asker.round:
            return
        try:
            answer = self._question(self._asker.reader())
        except Interrupted:
            return
        except Exception as error:  # noqa: BLE001 - a worker hands every failure to the window's thread
            self._asker.failed.emit(error)
        else:
            self._asker.answered.emit(self._key, self._number, answer)

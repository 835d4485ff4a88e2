"""Work on other threads, whose results come back to the window's thread.

A job is a plain function; nothing of Qt is made or destroyed on a worker, so that no object is
ever freed under the thread that still runs in it.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal
from shiboken6 import Shiboken

from tracker.ui import memory

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

Work = Callable[[], object]
Receiver = Callable[[object], None]


_TURN = 0.0005
"""Seconds that a worker may keep Python to itself while the window's thread waits for it.

Qt lets go of Python at every call, so that a turn of the event loop takes it back some thirty
times: with Python's own 5 ms the window would stand still for 150 ms while a worker reckons.
"""


class _Job(NamedTuple):
    work: Work
    done: Receiver
    failed: Receiver


class _Delivery(NamedTuple):
    receiver: Receiver
    value: object


class Jobs(QObject):
    """A few workers. Receivers are called on the thread that this belongs to."""

    _delivered = Signal(object)

    def __init__(self, workers: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(_TURN)
        self._number = workers
        self._closed = False
        self._under_way = 0
        self._running = 0
        self._held: list[_Job] | None = None
        self._patient: deque[_Job] = deque()
        self._delivered.connect(self._deliver)

    def run(self, work: Work, done: Receiver, failed: Receiver) -> None:
        """Run `work` on a worker and give `done` what it makes, or `failed` what it raises.

        A receiver that is a method of a QObject which has gone by then hears nothing.
        """
        if self._closed:
            return
        self._under_way += 1
        if self._held is not None:
            self._held.append(_Job(work, done, failed))
        else:
            self._begin(_Job(work, done, failed))

    def run_at_rest(self, work: Work, done: Receiver, failed: Receiver) -> None:
        """The same for what nobody waits for: begun when no other job runs, one after the other."""
        if self._closed:
            return
        self._under_way += 1
        self._patient.append(_Job(work, done, failed))
        self._begin_patient()

    def hold(self) -> None:
        """Begin no job before `go_on`: what the window has to do first is not to share the processor."""
        self._held = []

    def go_on(self) -> None:
        """Begin the jobs that were held, in their order, and every later one at once."""
        held, self._held = self._held or [], None
        for job in held:
            self._begin(job)
        self._begin_patient()

    def _begin(self, job: _Job) -> None:
        self._running += 1
        self._workers.submit(self._work, job)

    def _begin_patient(self) -> None:
        if self._patient and not self._running and self._held is None:
            self._begin(self._patient.popleft())

    @cached_property
    def _workers(self) -> ThreadPoolExecutor:
        from concurrent.futures import ThreadPoolExecutor

        memory.keep_little()
        return ThreadPoolExecutor(self._number, thread_name_prefix="tracker")

    @property
    def is_busy(self) -> bool:
        """Whether anything was asked for that has not been delivered yet."""
        return self._under_way > 0

    def close(self) -> None:
        """Drop what waits, and wait for what runs; nothing is delivered afterwards."""
        self._closed = True
        self._held = None
        self._patient.clear()
        self._workers.shutdown(wait=True, cancel_futures=True)

    def _work(self, job: _Job) -> None:
        try:
            delivery = _Delivery(job.done, job.work())
        except Exception as error:  # noqa: BLE001 - a worker hands every failure to the window's thread
            delivery = _Delivery(job.failed, error)
        self._delivered.emit(delivery)
        if self._under_way <= 1:
            memory.give_back()

    def _deliver(self, delivery: _Delivery) -> None:
        self._under_way -= 1
        self._running -= 1
        owner = getattr(delivery.receiver, "__self__", None)
        gone = isinstance(owner, QObject) and not Shiboken.isValid(owner)
        if self._closed:
            return
        try:
            if not gone:
                delivery.receiver(delivery.value)
        finally:
            self._begin_patient()

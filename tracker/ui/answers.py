"""Answers that hold until the register changes: asked for again, they are given at once.

A page that lists what hundreds of partnerships hold asks the same question at every visit. The
answer is kept with the state of the register that it was given for; whatever is written, here or by
another program, or another day, makes it worth nothing. While nothing else happens the questions of
pages that nobody has opened yet are asked ahead.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from PySide6.QtCore import QObject, QTimer
from shiboken6 import Shiboken

from tracker.domain.errors import TrackerError

if TYPE_CHECKING:
    from tracker.app.session import Session
    from tracker.ui.bridge import Bridge
    from tracker.ui.jobs import Receiver

Question: TypeAlias = Callable[..., object]
"""A function of a session and of further arguments that can be told apart; what it answers is changed by nobody."""

_REST = 2000
"""Milliseconds after a change before anything is asked ahead again."""
_MOST = 5000
"""Agreements of a register up to which questions are asked ahead: seconds of a worker would go into more."""


class Ask(NamedTuple):
    """A question with the arguments that follow the session."""

    question: Question
    arguments: tuple[Hashable, ...] = ()


class _Asked(NamedTuple):
    """What was asked, and the state of the register that it was asked in."""

    ask: Ask
    version: Hashable


class _Given(NamedTuple):
    version: Hashable
    answer: object


class Answers(QObject):
    """What pages have asked of the register, and the answers of which nothing has changed since."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self._changes = 0
        self._kept: dict[Ask, _Given] = {}
        self._waiting: dict[_Asked, list[Receiver]] = {}
        self._newest: dict[Ask, _Asked] = {}
        self._ahead: list[Ask] = []
        self._left: list[Ask] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_REST)
        self._soon.timeout.connect(self._begin_ahead)
        bridge.changed.connect(self._forget)
        bridge.day_changed.connect(self._forget)

    def ask(self, question: Question, done: Receiver, *arguments: Hashable) -> None:
        """Give `done` the answer: at once where it is known, else from a worker.

        Args:
            question: called on a worker with a session of its own and the arguments.
            done: a bound method of a QObject; it must not change what it is given.
        """
        ask = Ask(question, arguments)
        asked = self._newest[ask] = self._now(ask)
        if self._is_kept(asked):
            done(self._kept[ask].answer)
            return
        waiting = self._waiting.setdefault(asked, [])
        waiting.append(done)
        if len(waiting) == 1:
            self._bridge.read(
                partial(_answer, asked), partial(self._on_answer, asked), partial(self._on_failed, asked)
            )

    def is_known(self, question: Question, *arguments: Hashable) -> bool:
        """Whether it would be answered at once."""
        return self._is_kept(self._now(Ask(question, arguments)))

    def ask_ahead(self, questions: Iterable[Ask]) -> None:
        """Ask these while nobody waits for anything, now and after every change."""
        self._ahead = list(questions)
        self._begin_ahead()

    def stop(self) -> None:
        """Ask nothing more by itself."""
        self._ahead.clear()
        self._left.clear()
        self._soon.stop()

    def _now(self, ask: Ask) -> _Asked:
        return _Asked(ask, (self._changes, self._written(), self._bridge.today))

    def _is_kept(self, asked: _Asked) -> bool:
        kept = self._kept.get(asked.ask)
        return kept is not None and kept.version == asked.version

    def _written(self) -> int | None:
        """What is another number when another program wrote; None where to ask would be to wait for one."""
        if self._bridge.is_held_off or self._bridge.session.waits:
            return None
        try:
            return self._bridge.session.data_version()
        except TrackerError:
            return None  # the worker says why

    def _on_answer(self, asked: _Asked, answer: object) -> None:
        self._keep(asked, answer)
        waiting = self._waiting.pop(asked, ())
        if self._newest[asked.ask] != asked:
            return  # it was asked again since, and the later answer must not be followed by this one
        for done in waiting:
            owner = getattr(done, "__self__", None)
            if not isinstance(owner, QObject) or Shiboken.isValid(owner):
                done(answer)

    def _keep(self, asked: _Asked, answer: object) -> None:
        if asked == self._now(asked.ask):
            self._kept[asked.ask] = _Given(asked.version, answer)

    def _on_failed(self, asked: _Asked, error: object) -> None:
        del self._waiting[asked]
        self._bridge.fail(error)

    def _forget(self) -> None:
        self._changes += 1
        self._kept.clear()
        self._left.clear()
        if self._ahead:
            self._soon.start()

    # Ahead

    def _begin_ahead(self) -> None:
        self._left = list(self._ahead)
        self._ask_next()

    def _ask_next(self) -> None:
        while self._left:
            asked = self._now(self._left.pop(0))
            if not self._is_kept(asked):
                receive = partial(self._on_ahead, asked)
                self._bridge.read_at_rest(partial(_answer_ahead, asked), receive, self._on_not_ahead)
                return

    def _on_ahead(self, asked: _Asked, answer: object) -> None:
        if answer is _TOO_MANY:
            self.stop()
            return
        self._keep(asked, answer)
        self._ask_next()

    def _on_not_ahead(self, error: object) -> None:
        """Nobody waits for it; whoever asks will hear why."""
        self._left.clear()


_TOO_MANY: Final[Any] = object()


def _answer(asked: _Asked, session: Session) -> object:
    return asked.ask.question(session, *asked.ask.arguments)


def _answer_ahead(asked: _Asked, session: Session) -> object:
    return _answer(asked, session) if session.read.number() <= _MOST else _TOO_MANY

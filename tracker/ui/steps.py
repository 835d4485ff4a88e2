"""Undo, Redo and taking back as every page asks for them: at once, or on a worker where much was changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from tracker.app.stepping import Way, step_beside, take_back_beside
from tracker.domain.errors import TrackerError
from tracker.ui.parts.theme import Tone

if TYPE_CHECKING:
    from tracker.ui.bridge import Bridge

_DONE: dict[Way, str] = {"undo": "Undone", "redo": "Done again"}
_DOING: dict[Way, str] = {"undo": "Undoing", "redo": "Doing again"}


def _nothing() -> None:
    """Nobody has more to do."""


class Steps(QObject):
    """Takes changes back, and does them again; what was done is said at the head of the window."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self._told: Callable[[object], str] = str
        self._then: Callable[[], None] = _nothing

    def step(self, way: Way, then: Callable[[], None] = _nothing) -> None:
        """Undo or redo the newest change; calls `then` when it is done."""
        session = self._bridge.session
        if self._is_held_off():
            return
        name = session.undo_name if way == "undo" else session.redo_name
        if name is None:
            return
        self._told, self._then = lambda _: f"{_DONE[way]}: {name}.", then
        if session.step_is_long(way):
            beside = partial(step_beside, session.path, session.now, session.user, way)
            self._do_beside(beside, f"{_DOING[way]}: {name} …")
        else:
            self._do_at_once(session.undo if way == "undo" else session.redo)

    def take_back(self, operation: int, name: str) -> None:
        """Take back one entry of the history, whatever came after it; what stays is said."""
        session = self._bridge.session
        if self._is_held_off():
            return
        self._told, self._then = partial(_taken_back, name), _nothing
        if session.take_back_is_long(operation):
            beside = partial(take_back_beside, session.path, session.now, session.user, operation)
            self._do_beside(beside, f"Taking back: {name} …")
        else:
            self._do_at_once(partial(session.take_back, operation))

    def _is_held_off(self) -> bool:
        """Whether something else is being saved, which is said."""
        if self._bridge.is_held_off:
            self._bridge.said.emit("Another change is being saved. Try again when it is done.", Tone.NOTE, "")
        return self._bridge.is_held_off

    def _do_at_once(self, work: Callable[[], object]) -> None:
        answers: list[object] = []
        if self._bridge.act(lambda: answers.append(work())):
            self._finish(answers[0])

    def _do_beside(self, work: Callable[[], object], saying: str) -> None:
        self._bridge.said.emit(saying, Tone.NOTE, "")
        self._bridge.hold_off(True)
        self._bridge.run(work, self._on_done, self._on_failed)

    def _on_done(self, answer: object) -> None:
        self._bridge.hold_off(False)
        self._finish(answer)

    def _on_failed(self, error: object) -> None:
        self._bridge.hold_off(False)
        if not isinstance(error, TrackerError):
            assert isinstance(error, BaseException)
            raise error
        self._bridge.said.emit(str(error), Tone.DANGER, "")

    def _finish(self, answer: object) -> None:
        self._then()
        self._bridge.said.emit(self._told(answer), Tone.NOTE, "")


def _taken_back(name: str, kept: object) -> str:
    """What came of taking back one entry; `kept` names what stays, or is None where nothing was left to do."""
    stays = "; ".join(cast("tuple[str, ...] | None", kept) or ())
    return f"Taken back: {name}.{f' What was changed since stays: {stays}.' if stays else ''}"

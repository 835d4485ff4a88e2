"""Undo and Redo as every page asks for them: at once, or on a worker where much was changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from tracker.app.stepping import Way, step_beside
from tracker.domain.errors import TrackerError
from tracker.ui.parts.theme import Tone

if TYPE_CHECKING:
    from tracker.ui.bridge import Bridge

_DONE: dict[Way, str] = {"undo": "Undone", "redo": "Done again"}
_DOING: dict[Way, str] = {"undo": "Undoing", "redo": "Doing again"}


def _nothing() -> None:
    """Nobody has more to do."""


class Steps(QObject):
    """Takes the newest change back, and does it again; what was done is said at the head of the window."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self._said = ""
        self._then: Callable[[], None] = _nothing

    def step(self, way: Way, then: Callable[[], None] = _nothing) -> None:
        """Undo or redo; calls `then` when it is done."""
        bridge, session = self._bridge, self._bridge.session
        if bridge.is_held_off:
            bridge.said.emit("Another change is being saved. Try again when it is done.", Tone.NOTE, "")
            return
        name = session.undo_name if way == "undo" else session.redo_name
        if name is None:
            return
        self._said, self._then = f"{_DONE[way]}: {name}.", then
        if not session.step_is_long(way):
            if bridge.act(session.undo if way == "undo" else session.redo):
                self._finish()
            return
        bridge.said.emit(f"{_DOING[way]}: {name} …", Tone.NOTE, "")
        bridge.hold_off(True)
        work = partial(step_beside, session.path, session.now, session.user, way)
        bridge.run(work, self._on_done, self._on_failed)

    def _on_done(self, _: object) -> None:
        self._bridge.hold_off(False)
        self._finish()

    def _on_failed(self, error: object) -> None:
        self._bridge.hold_off(False)
        if not isinstance(error, TrackerError):
            assert isinstance(error, BaseException)
            raise error
        self._bridge.said.emit(str(error), Tone.DANGER, "")

    def _finish(self) -> None:
        self._then()
        self._bridge.said.emit(self._said, Tone.NOTE, "")

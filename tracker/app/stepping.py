"""Undo, Redo and taking back of what touched many records, beside the session of a window."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from tracker.app.session import Clock, Session

Way = Literal["undo", "redo"]


def step_beside(register: Path, clock: Clock, user: str, way: Way) -> None:
    """`Session.undo` or `Session.redo`, with a session of its own; raises what they raise."""
    with Session.open(register, clock=clock, user=user) as session:
        if way == "undo":
            session.undo()
        else:
            session.redo()


def take_back_beside(register: Path, clock: Clock, user: str, operation: int) -> tuple[str, ...] | None:
    """`Session.take_back`, with a session of its own."""
    with Session.open(register, clock=clock, user=user) as session:
        return session.take_back(operation)

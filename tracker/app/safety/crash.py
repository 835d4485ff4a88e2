"""What is told when something happens that should not: where in the program, and never what is in a register."""

from __future__ import annotations

import contextlib
import os
import platform
import traceback
from datetime import datetime
from pathlib import Path

from tracker import __version__
from tracker.app.folders import logs_folder

_PACKAGE = Path(__file__).resolve().parents[2]
_MOST = 512 * 1024
"""Bytes of the log, beyond which the older half goes."""


def log_file() -> Path:
    """Where errors are written, in the platform's folder for logs; TRACKER_DATA names another folder."""
    folder = os.environ.get("TRACKER_DATA")
    return (Path(folder) if folder else logs_folder()) / "errors.log"


def describe(error: BaseException) -> str:
    """The kinds of error and the places in the program that led to it, the first cause first.

    What an error says is left out: it may quote what is in the register.
    """
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    lines = []
    for one in reversed(chain):
        for frame in traceback.extract_tb(one.__traceback__):
            lines.append(f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}")
        lines.append(f"{type(one).__module__}.{type(one).__qualname__}")
    return "\n".join(lines)


def _place(name: str) -> str:
    """A file of ours from the package on, any other by its name alone: folders hold people's names."""
    path = Path(name)
    if path.is_relative_to(_PACKAGE):
        return path.relative_to(_PACKAGE.parent).as_posix()
    return path.name


def versions() -> str:
    """What the program runs on, in one line."""
    from tracker.store.connection import SQLITE

    return (
        f"Tracker {__version__}, Python {platform.python_version()}, SQLite {SQLITE}, "
        f"{platform.system()} {platform.release()} {platform.machine()}"
    )


def report(error: BaseException, at: datetime) -> str:
    """The text that a person copies and sends."""
    return f"{at:%Y-%m-%d %H:%M:%S}\n{versions()}\n{describe(error)}\n"


def write_log(text: str) -> Path:
    """Add a report to the log, for its owner's eyes alone; returns where that is."""
    path = log_file()
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > _MOST:
            path.write_bytes(path.read_bytes()[-_MOST // 2 :])
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as log:
            log.write(text + "\n")
    return path

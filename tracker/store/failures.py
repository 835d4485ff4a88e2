"""What SQLite says, in words that a person can act on.

Trouble with the file or the machine becomes a TrackerError; anything else is a bug of
ours and passes through as it is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker.domain.errors import Interrupted, ReadOnly, RegisterBusy, RegisterDamaged, TrackerError

_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn SQLite's complaints about the file at `path` into sentences."""
    try:
        yield
    except sqlite3.Error as error:
        said = words(error, path)
        if said is None:
            raise
        raise said from error


def words(error: sqlite3.Error, path: Path) -> TrackerError | None:
    """The error to show for what SQLite says; None where it is a bug."""
    code = getattr(error, "sqlite_errorname", "") or ""
    name = path.name
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return RegisterBusy(
            f"{name} is in use by another program, which did not finish in time. "
            "Nothing was changed; try again in a moment."
        )
    if code == "SQLITE_READONLY_DBMOVED":
        return TrackerError(
            f"{name} was replaced or removed by another program while it was open. "
            "Nothing was saved; open it again to see what is there now."
        )
    if code.startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH")):
        return ReadOnly(f"{name} cannot be written to, so nothing was changed.")
    if code.startswith("SQLITE_CANTOPEN"):
        return TrackerError(
            f"{name} could not be opened: the file or its folder cannot be reached or written to."
        )
    if code.startswith("SQLITE_FULL"):
        return TrackerError(f"The disk that holds {name} is full. Nothing was saved; free some space first.")
    if code.startswith("SQLITE_IOERR"):
        return TrackerError(
            f"{name} could not be read from or written to: the disk or the share did not answer. "
            "The last change may not have been saved: look before you make it again."
        )
    if code.startswith(_DAMAGED):
        return RegisterDamaged(
            f"{name} is damaged: part of it cannot be read. "
            "Do not save over it; restore the latest backup, and keep the damaged file."
        )
    if code == "SQLITE_INTERRUPT":
        return Interrupted("The question was withdrawn before it was answered.")
    return None

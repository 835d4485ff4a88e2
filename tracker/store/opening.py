"""What happens between knowing what a file is and handing out a register: compared, brought back, migrated."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from tracker.domain.errors import NotARegister, ReadOnly
from tracker.store import schema
from tracker.store.backup import copy
from tracker.store.connection import connect, writing

_LOG_PATIENCE = 1000
"""Milliseconds to wait for others to let go of a register that is in a write-ahead log."""


def why_read_only(path: Path, version: int) -> str:
    """Why a register of that version may not be written to, in words; "" where it may."""
    if version > schema.VERSION:
        return "It was saved by a newer version of Tracker; update Tracker to change it."
    if not os.access(path, os.W_OK):
        return "The file may only be read: it is write-protected, or lies where you may not write."
    if not os.access(path.parent, os.W_OK):
        return "The folder that it lies in may not be written to, and saving needs a second file there."
    return ""


def check_shape(connection: sqlite3.Connection, path: Path, version: int) -> str:
    """Compare the tables with those of that version; what is returned says why to open for reading only.

    Raises:
        NotARegister: another program altered them in a way that is not safe even to read.
    """
    found = schema.shape(connection)
    if not schema.is_altered(found, version):
        return ""
    if schema.can_be_read(found, version):
        return "Another program altered its tables; restore a backup to change it again."
    raise NotARegister(
        f"The tables of {path.name} were altered by another program, so it is not safe to open. "
        "Restore a backup."
    )


def leave_log(path: Path, version: int) -> str:
    """Bring a register out of a write-ahead log that another program put it in, after a copy of it.

    Returns:
        "" where that was done; else why it may be read only.
    """
    with closing(connect(path, "rw", logged=True)) as connection:
        altered = check_shape(connection, path, version)
        if altered:
            return altered
        kept = path.with_name(f"{path.stem} before its log was closed{path.suffix}")
        if not kept.exists():
            copy(connection, path, kept)
        connection.execute(f"pragma busy_timeout = {_LOG_PATIENCE}")
        try:
            with writing(connection):
                connection.execute("pragma journal_mode = delete")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY":
                raise
            return (
                "Another program has it open in a mode (write-ahead log) in which part of it lies in a "
                "second file; close it there, and open it again."
            )
    return ""


def bring_up_to_date(connection: sqlite3.Connection, path: Path, version: int, why: str) -> None:
    """Migrate a register of an older version, after a copy of it was made beside it.

    Raises:
        ReadOnly: it may only be read, for the reason `why`.
    """
    if why:
        raise ReadOnly(
            f"{path.name} was made by an older version and has to be brought up to date before it can be "
            "read, which changes it. Open it for writing, or make a copy of it where you may write."
        )
    mark = f"{path.stem} before format {schema.major(schema.VERSION)}.{schema.VERSION & 0xFFFF}"
    kept = path.with_name(mark + path.suffix)
    if not kept.exists():
        copy(connection, path, kept)
    with writing(connection):
        schema.migrate(connection)


def place_of(path: Path) -> tuple[int, int] | None:
    """What tells a file from another of the same name; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino

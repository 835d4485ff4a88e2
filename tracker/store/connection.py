"""Connections to a register: to the file that is named and no other, and never one that makes it."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal
from urllib.parse import quote

from tracker.store.folding import fold

SQLITE: Final = sqlite3.sqlite_version
"""The library's version, for reports."""

BUSY_SECONDS: Final = 15
"""How long to wait for another program that is writing."""

_STEP: Final = 100
"""Milliseconds that SQLite waits by itself before whoever waits is asked again."""

_JOURNAL: Final = "journal_mode = delete"
_PRAGMAS: Final = (
    # The file is a document that people copy, mail and keep on shares: one file, never a
    # write-ahead log, and what was answered "saved" is on the disk.
    "trusted_schema = off",
    "cell_size_check = on",
    "mmap_size = 0",
    "foreign_keys = on",
    _JOURNAL,
    "synchronous = extra",
    "cache_size = -16000",
    "temp_store = memory",
    "query_only = on",
)


def connect(path: Path, mode: Literal["ro", "rw"], *, logged: bool = False) -> sqlite3.Connection:
    """A connection that writes only within `writing`, and that any one thread at a time may use.

    `logged`: leave a register that another program put in a write-ahead log as it is.
    """
    location = quote(os.fsencode(path.absolute().as_posix()))
    uri = f"file://{'' if location.startswith('/') else '/'}{location}?mode={mode}"
    connection = sqlite3.connect(
        uri, uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS
    )
    try:
        for pragma in _PRAGMAS:
            if pragma == _JOURNAL and (logged or mode == "ro"):
                continue
            connection.execute(f"pragma {pragma}").fetchall()
        connection.create_function("fold", 1, fold, deterministic=True)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """Let the connection write; outside of this SQLite itself refuses."""
    connection.execute("pragma query_only = off")
    try:
        yield
    finally:
        connection.execute("pragma query_only = on")


def patiently(connection: sqlite3.Connection, statement: str, meanwhile: Callable[[], None]) -> None:
    """Run a statement that may have to wait for another program, calling `meanwhile` again and again.

    Raises:
        sqlite3.OperationalError: it could not be run; SQLITE_BUSY where the other did not finish in time.
    """
    until = time.monotonic() + BUSY_SECONDS
    try:
        connection.execute(f"pragma busy_timeout = {_STEP}")
        while True:
            try:
                connection.execute(statement)
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() >= until:
                    raise
            meanwhile()
    finally:
        connection.execute(f"pragma busy_timeout = {int(BUSY_SECONDS * 1000)}")

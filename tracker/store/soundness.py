"""Whether a register is sound: every page readable, every link whole, the history as it was written."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from tracker.domain.check import Finding, Severity
from tracker.domain.errors import RegisterDamaged
from tracker.store import chain
from tracker.store.failures import in_words

Check = Callable[[sqlite3.Connection], tuple[Finding, ...]]


def check(connection: sqlite3.Connection, path: Path) -> tuple[Finding, ...]:
    """Read the whole file; a Finding for everything that is wrong with it."""
    found: dict[Finding, None] = {}
    for part in (_pages, _links, _words, chain.verify):
        try:
            with in_words(path):
                found |= dict.fromkeys(part(connection))
        except RegisterDamaged as error:
            found[Finding("file.damaged", Severity.ERROR, str(error))] = None
    return tuple(found)


def _pages(connection: sqlite3.Connection) -> tuple[Finding, ...]:
    said = connection.execute("pragma integrity_check").fetchall()
    return tuple(
        Finding("file.damaged", Severity.ERROR, f"The file is damaged: {line}.")
        for (line,) in said
        if line != "ok"
    )


def _links(connection: sqlite3.Connection) -> tuple[Finding, ...]:
    broken = connection.execute("pragma foreign_key_check").fetchall()
    return tuple(
        Finding(
            "file.broken-link",
            Severity.ERROR,
            f"Row {row} of {table} names a row of {other} that is not there.",
        )
        for table, row, other, _ in broken
    )


def _words(connection: sqlite3.Connection) -> tuple[Finding, ...]:
    (lost,) = connection.execute(
        "select count(*) from agreement where id not in (select rowid from search)"
    ).fetchone()
    if not lost:
        return ()
    message = f"Search cannot find {lost} of the agreements."
    return (Finding("file.search-incomplete", Severity.WARNING, message),)

"""What SQLite says becomes a sentence, or stays the bug that it is."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tracker.domain.errors import (
    Interrupted,
    ReadOnly,
    RegisterBusy,
    RegisterDamaged,
    TrackerError,
)
from tracker.store.failures import in_words, words


def failure(name: str) -> sqlite3.Error:
    error = sqlite3.OperationalError("as SQLite says")
    error.sqlite_errorname = name
    return error


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("SQLITE_BUSY", RegisterBusy, "in use by another program"),
        ("SQLITE_BUSY_SNAPSHOT", RegisterBusy, "in use by another program"),
        ("SQLITE_LOCKED", RegisterBusy, "in use by another program"),
        ("SQLITE_READONLY_DBMOVED", TrackerError, "was replaced or removed by another program"),
        ("SQLITE_READONLY", ReadOnly, "cannot be written to"),
        ("SQLITE_READONLY_ROLLBACK", ReadOnly, "cannot be written to"),
        ("SQLITE_PERM", ReadOnly, "cannot be written to"),
        ("SQLITE_CANTOPEN", TrackerError, "could not be opened"),
        ("SQLITE_FULL", TrackerError, "The disk that holds register.db is full"),
        ("SQLITE_IOERR_WRITE", TrackerError, "the disk or the share did not answer"),
        ("SQLITE_CORRUPT", RegisterDamaged, "is damaged"),
        ("SQLITE_CORRUPT_VTAB", RegisterDamaged, "is damaged"),
        ("SQLITE_NOTADB", RegisterDamaged, "is damaged"),
        ("SQLITE_INTERRUPT", Interrupted, "withdrawn"),
    ],
)
def test_trouble_is_put_in_words(name: str, kind: type[TrackerError], words: str) -> None:
    with pytest.raises(kind, match=words) as caught, in_words(Path("some/register.db")):
        raise failure(name)
    assert type(caught.value) is kind
    assert "some/" not in str(caught.value)
    assert str(caught.value)[0].isupper() or str(caught.value).startswith("register.db")


def test_a_bug_stays_a_bug() -> None:
    with pytest.raises(sqlite3.IntegrityError), in_words(Path("register.db")):
        raise sqlite3.IntegrityError("constraint")
    assert words(failure("SQLITE_ERROR"), Path("register.db")) is None

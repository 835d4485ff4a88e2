"""A register in a write-ahead log, one that waits for another program, one that was replaced."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.store.storing import do, dump, fill
from tracker.domain.errors import NotARegister, ReadOnly, RegisterBusy
from tracker.domain.organisation import Organisation
from tracker.store import connection as connections
from tracker.store import opening, schema
from tracker.store.file import Register


def put_in_log(path: Path, extra: str = "") -> sqlite3.Connection:
    """Another program switches the register to a write-ahead log and writes to it; it stays open there."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("pragma journal_mode = wal")
    other.execute("update organisation set notes = 'written by another program'")
    if extra:
        other.execute(extra)
    return other


@pytest.fixture
def logged(register: Register, path: Path, tmp_path: Path) -> Path:
    """A register whose log was left behind with changes in it, as after a crash of another program."""
    fill(register)
    register.close()
    other = put_in_log(path)
    left = tmp_path / "left"
    left.mkdir()
    for ending in ("", "-wal"):
        shutil.copy(f"{path}{ending}", left)
    other.close()
    assert (left / "register.db-wal").stat().st_size > 0
    return left / "register.db"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def notes(register: Register) -> set[str]:
    return {one.notes for one in register.read.organisations()}


def test_f31_a_write_ahead_log_is_brought_back_after_a_copy(logged: Path) -> None:
    with Register.open(logged) as register:
        assert not register.read_only
        assert notes(register) == {"written by another program"}
        with do(register) as write:
            write.change(Organisation, 1, notes="Ours again")
        assert register.check_integrity() == ()
    kept = "register before its log was closed.db"
    assert names(logged.parent) == [kept, "register.db"]
    assert logged.read_bytes()[18:20] == b"\1\1"
    with Register.open(logged.with_name(kept)) as copy:
        assert notes(copy) == {"written by another program"}
    assert names(logged.parent) == [kept, "register.db"]


def test_f31_a_copy_that_is_there_is_kept(logged: Path) -> None:
    kept = logged.with_name("register before its log was closed.db")
    kept.write_text("made before")
    Register.open(logged).close()
    assert kept.read_text() == "made before"


def test_f30_f31_where_another_has_it_open_it_is_only_read(
    register: Register, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(register)
    register.close()
    monkeypatch.setattr(opening, "_LOG_PATIENCE", 50)
    other = put_in_log(path)
    with Register.open(path) as again:
        assert again.why_read_only.startswith("Another program has it open in a mode (write-ahead log)")
        assert notes(again) == {"written by another program"}
        reader = again.reader()
        assert reader.listing().total == 1
        reader.close()
    other.close()
    with Register.open(path, read_only=True) as again:
        assert again.why_read_only == "It was opened for reading."


def test_f31_trouble_other_than_others_is_told(logged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tracker.domain.errors import TrackerError

    def fails(*_: object) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorname = "SQLITE_IOERR_WRITE"
        raise error

    monkeypatch.setattr(opening, "writing", fails)
    with pytest.raises(TrackerError, match="the disk or the share did not answer"):
        Register.open(logged)


@pytest.mark.parametrize(
    ("sql", "readable"), [("create table extra (x)", True), ("create view extra as select 1", False)]
)
def test_f31_f37_an_altered_register_in_a_log_is_left_as_it_is(
    sql: str, readable: bool, register: Register, path: Path
) -> None:
    fill(register)
    register.close()
    other = put_in_log(path, sql)
    if readable:
        with Register.open(path) as again:
            assert again.why_read_only.startswith("Another program altered its tables")
            assert notes(again) == {"written by another program"}
    else:
        with pytest.raises(NotARegister, match="altered by another program"):
            Register.open(path)
    assert path.read_bytes()[18:20] == b"\2\2"
    assert not path.with_name("register before its log was closed.db").exists()
    other.close()


def test_f41_a_writer_waits_while_the_window_lives(register: Register, path: Path) -> None:
    with Register.open(path) as other:
        waited = 0

        def live() -> None:
            nonlocal waited
            waited += 1
            assert other.waits
            with pytest.raises(RegisterBusy, match="is still waiting for another program"), do(other):
                pass
            if waited == 2:
                register._connection.execute("rollback")

        other.while_waiting = live
        register._connection.execute("pragma query_only = off")
        register._connection.execute("begin immediate")
        with do(other) as write:
            assert not other.waits
            write.add(Organisation(name="Aldermere"))
        assert waited == 2
    assert register.read.counts()["organisation"] == 1


def test_f41_after_the_time_it_fails_and_nothing_was_changed(
    register: Register, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "BUSY_SECONDS", 0.3)
    before = dump(path)
    with Register.open(path) as other, do(register):
        with pytest.raises(RegisterBusy, match="did not finish in time"), do(other) as write:
            write.add(Organisation(name="Aldermere"))
        assert dump(path) == before


@pytest.mark.parametrize(
    "happens", [lambda path, other: other.replace(path), lambda path, other: path.unlink()]
)
def test_f24_f25_a_file_that_went_away_is_seen_and_can_still_be_saved(
    happens: Callable[[Path, Path], object], register: Register, path: Path, empty: Path
) -> None:
    fill(register)
    assert not register.is_elsewhere()
    other = path.with_name("other.db")
    shutil.copy(empty, other)
    happens(path, other)
    assert register.is_elsewhere()
    saved = path.with_name("saved.db")
    register.copy_to(saved)
    with Register.open(saved) as copy:
        assert copy.read.listing().total == 1


def test_f43_a_newer_program_brought_it_up_to_date_meanwhile(
    register: Register, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(register)
    newer = (3 << 16, "create table extra (id integer primary key) strict;")
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, newer))
        patch.setattr(schema, "VERSION", newer[0])
        Register.open(path).close()
    before = dump(path)
    with (
        pytest.raises(ReadOnly, match=r"by a newer version of Tracker while it was open"),
        do(register) as write,
    ):
        write.add(Organisation(name="Aldermere"))
    assert dump(path) == before


def test_f10_a_migration_that_sqlite_itself_took_back(
    path: Path, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(empty, path)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, (3 << 16, "rollback;")))
    monkeypatch.setattr(schema, "VERSION", 3 << 16)
    connection = sqlite3.connect(path, isolation_level=None)
    with pytest.raises(sqlite3.OperationalError, match="no transaction is active"):
        schema.migrate(connection)
    connection.close()

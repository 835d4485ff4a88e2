"""A register made, opened, shared, brought up to date, and written through its one door."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.store.storing import do, dump, fill, nearly_full_disk, undo
from tracker.domain.agreement import Agreement
from tracker.domain.errors import (
    CannotWrite,
    ReadOnly,
    RegisterBusy,
    RegisterDamaged,
    TrackerError,
)
from tracker.domain.organisation import Organisation
from tracker.store import connection as connections
from tracker.store import schema
from tracker.store.file import Register


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# Made


def test_a_new_register_is_its_owners_alone_and_says_what_it_is(path: Path) -> None:
    Register.create(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert names(path.parent) == ["register.db"]
    header = path.read_bytes()[:100]
    assert header[68:72] == b"TRKR"
    assert header[18:20] == b"\1\1"
    assert int.from_bytes(header[60:64]) == schema.VERSION


@pytest.mark.parametrize("there", ["file", "folder", "dangling link"])
def test_nothing_is_ever_made_over_what_is_there(there: str, path: Path) -> None:
    if there == "file":
        path.write_text("precious")
    elif there == "folder":
        path.mkdir()
    else:
        path.symlink_to("nowhere")
    with pytest.raises(TrackerError, match=r"register\.db is there already"):
        Register.create(path)
    assert names(path.parent) == ["register.db"]
    assert there != "file" or path.read_text() == "precious"


def test_a_name_taken_meanwhile_is_left_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    migrate = schema.migrate

    def slow(connection: sqlite3.Connection) -> None:
        migrate(connection)
        path.write_text("quicker")

    monkeypatch.setattr(schema, "migrate", slow)
    with pytest.raises(TrackerError, match="is there already"):
        Register.create(path)
    assert path.read_text() == "quicker"
    assert names(path.parent) == ["register.db"]


@pytest.mark.parametrize("taken", [False, True])
def test_a_file_system_without_hard_links(taken: bool, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(source: Path, target: Path) -> None:
        if taken:
            target.write_text("quicker")
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    if taken:
        with pytest.raises(TrackerError, match="is there already"):
            Register.create(path)
        assert path.read_text() == "quicker"
    else:
        Register.create(path).close()
    assert names(path.parent) == ["register.db"]


def test_no_folder_to_make_it_in(tmp_path: Path) -> None:
    with pytest.raises(TrackerError, match=r"There is no folder .*/nowhere\."):
        Register.create(tmp_path / "nowhere" / "register.db")
    assert names(tmp_path) == []


def test_a_failure_half_way_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "MIGRATIONS", ((1 << 16, "create table one (x);\ncreate table one (x);"),))
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        Register.create(path)
    assert names(path.parent) == []


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder, for a user without special rights."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    was = os.getresuid()
    yield folder
    os.setresuid(*was)
    shutil.rmtree(folder)


def drop_rights() -> None:
    if os.getuid() == 0:
        os.setresuid(65534, 65534, 0)


def test_a_folder_that_may_not_be_written_to(unprivileged: Path) -> None:
    unprivileged.chmod(0o555)
    drop_rights()
    with pytest.raises(CannotWrite, match=r"register\.db cannot be made in .*: Permission denied"):
        Register.create(unprivileged / "register.db")
    assert names(unprivileged) == []


@pytest.mark.parametrize(
    ("file", "folder", "words"), [(0o444, 0o777, "The file may only"), (0o666, 0o555, "The folder")]
)
def test_f23_what_may_not_be_written_to_is_opened_for_reading(
    file: int, folder: int, words: str, unprivileged: Path, empty: Path
) -> None:
    path = unprivileged / "register.db"
    shutil.copy(empty, path)
    with Register.open(path) as register:
        fill(register)
    path.chmod(file)
    unprivileged.chmod(folder)
    drop_rights()
    with Register.open(path) as register:
        assert register.read_only
        assert register.why_read_only.startswith(words)
        assert register.read.listing().total == 1
        with pytest.raises(ReadOnly, match=f"register.db cannot be changed. {words}"), do(register) as write:
            write.add(Organisation(name="Brackwell"))
        with pytest.raises(ReadOnly):
            undo(register)
        assert register.undo_name("Jo") == "Add ‘Street lighting’"
    assert names(unprivileged) == ["register.db"]


def test_opened_for_reading_it_stays_as_it_is(register: Register, path: Path) -> None:
    fill(register)
    register.close()
    before = path.read_bytes()
    with Register.open(path, read_only=True) as again:
        with pytest.raises(ReadOnly, match="It was opened for reading"), again.derive() as write:
            write.put_standings([])
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            again._connection.execute("pragma query_only = off")
            again._connection.execute("delete from agreement")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "name",
    [
        "a#b.db",
        "a?b.db",
        "a%20b.db",
        "a;b&c=d.db",
        "ünïcödé ‮.db",
        "a b .db",
        "-rf.db",
        "'; drop.db",
        "x" * 240 + ".db",
    ],
)
def test_f32_the_file_that_is_named_and_no_other(name: str, tmp_path: Path) -> None:
    with Register.create(tmp_path / name) as register:
        fill(register)
    assert names(tmp_path) == [name]
    with Register.open(tmp_path / name) as register:
        assert register.read.listing().total == 1


def test_a_path_that_is_relative_or_not_in_unicode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for path in (Path("register.db"), Path(os.fsdecode(b"r\xe9gister.db"))):
        Register.create(path).close()
        Register.open(path).close()
    assert [os.fsencode(name) for name in names(tmp_path)] == [b"register.db", b"r\xe9gister.db"]


# Through one door


def test_an_exception_leaves_everything_as_it_was(register: Register, path: Path) -> None:
    before = dump(path)
    with pytest.raises(ZeroDivisionError), do(register) as write:
        write.load([Agreement(title=f"{number}") for number in range(750)])
        raise ZeroDivisionError
    assert dump(path) == before
    assert register.read.history() == []
    with do(register) as write:
        assert write.add(Agreement(title="Again")).id == 1


def test_an_operation_within_an_operation_is_a_bug(register: Register) -> None:
    with do(register) as outer:
        with pytest.raises(RuntimeError, match="within an operation"), do(register):
            pass
        outer.add(Organisation(name="Aldermere"))
    assert register.read.counts()["organisation"] == 1


def test_sqlite_itself_refuses_what_does_not_come_through_the_door(register: Register) -> None:
    fill(register)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        register._connection.execute("delete from agreement")


def test_a_bug_in_sql_passes_through_as_it_is(register: Register) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"), do(register):
        register._connection.execute("select * from nonsense")
    with do(register) as write:
        write.add(Organisation(name="Aldermere"))


def test_when_and_who_are_kept_in_utc(register: Register) -> None:
    at = datetime(2026, 7, 1, 0, 30, 15, 999, tzinfo=timezone(timedelta(hours=1)))
    with register.operation("Add", by="Ann", at=at) as write:
        uid = write.add(Organisation(name="Aldermere")).uid
    row = register.read.history()[0]
    assert (row.at, row.by) == ("2026-06-30T23:30:15+00:00", "Ann")
    milliseconds = int(uid.replace("-", "")[:12], 16)
    assert datetime.fromtimestamp(milliseconds / 1000, UTC) == at.astimezone(UTC).replace(microsecond=0)


# Shared


def test_others_see_what_was_saved_and_not_what_is_not(register: Register, path: Path) -> None:
    with Register.open(path) as other:
        seen = other.data_version()
        with do(register) as write:
            write.add(Organisation(name="Aldermere"))
        assert other.data_version() != seen
        assert other.read.counts()["organisation"] == 1
        assert register.data_version() == register.data_version()


def test_f41_a_writer_that_waits_in_vain_says_so(
    register: Register, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "BUSY_SECONDS", 0.05)
    with Register.open(path) as other:
        before = dump(path)
        with do(register) as write:
            write.add(Organisation(name="Aldermere"))
            with (
                pytest.raises(RegisterBusy, match=r"register\.db is in use by another program"),
                do(other) as second,
            ):
                second.add(Organisation(name="Brackwell"))
            assert dump(path) == before
        with do(other) as second:
            second.add(Organisation(name="Brackwell"))
        assert register.read.counts()["organisation"] == 2


def test_undo_takes_back_what_another_did_last(register: Register, path: Path) -> None:
    with Register.open(path) as other:
        fill(register)
        undo(other)
        assert (register.undo_name("Jo"), register.redo_name("Jo")) == (None, "Add ‘Street lighting’")


def test_a_reader_of_its_own_can_be_withdrawn(register: Register) -> None:
    fill(register)
    reader = register.reader()
    assert reader.listing().total == 1
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader._connection.execute("delete from agreement")
    reader._connection.set_progress_handler(reader.interrupt, 1)
    from tracker.domain.errors import Interrupted

    with pytest.raises(Interrupted):
        reader.listing()
    reader._connection.set_progress_handler(None, 0)
    assert reader.listing().total == 1
    reader.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        reader.listing()
    register.read.close()
    assert register.read.listing().total == 1


# Trouble


@pytest.mark.slow
def test_f6_f7_a_full_disk(register: Register, path: Path) -> None:
    fill(register)
    before = dump(path)
    with (
        nearly_full_disk(path),
        pytest.raises(TrackerError, match=r"could not be read from or written to|is full"),
        do(register) as w,
    ):
        w.load([Agreement(title=f"{number}", notes="x" * 500) for number in range(40_000)])
    assert dump(path) == before
    with do(register) as write:
        write.add(Organisation(name="Brackwell"))


def test_f25_a_file_replaced_while_open_is_not_written_to(
    register: Register, path: Path, empty: Path
) -> None:
    fill(register)
    other = path.with_name("other.db")
    shutil.copy(empty, other)
    other.replace(path)
    before = path.read_bytes()
    replaced = "was replaced or removed by another program while it was open"
    with pytest.raises(TrackerError, match=replaced), do(register) as write:
        write.add(Organisation(name="Brackwell"))
    assert path.read_bytes() == before


def test_f24_a_file_removed_while_open_is_not_made_again(register: Register, path: Path) -> None:
    path.unlink()
    with pytest.raises(TrackerError, match="was replaced or removed"), do(register) as write:
        write.add(Organisation(name="Brackwell"))
    assert not path.exists()


def spoil(path: Path) -> None:
    """Overwrite the pages that hold notes, as a bad disk would."""
    data = bytearray(path.read_bytes())
    for start in range(4096, len(data), 4096):
        if b"x" * 400 in data[start : start + 4096]:
            data[start : start + 4096] = b"\xff" * 4096
    path.write_bytes(data)


def test_f17_damage_is_found_when_it_is_read(register: Register, path: Path) -> None:
    with do(register) as write:
        write.load([Agreement(title=f"{number}", notes="x" * 500) for number in range(200)])
    register.close()
    spoil(path)
    with Register.open(path) as again:
        with pytest.raises(RegisterDamaged, match=r"register\.db is damaged: part of it cannot be read"):
            list(again.read.agreements())
        assert "file.damaged" in {finding.code for finding in again.check_integrity()}


def test_a_sound_file_has_no_findings_and_broken_links_are_found(register: Register, path: Path) -> None:
    fill(register)
    assert register.check_integrity() == ()
    other = sqlite3.connect(path)
    other.execute("delete from organisation where id = 1")
    other.execute("delete from search")
    other.commit()
    other.close()
    found = {finding.code: finding.message for finding in register.check_integrity()}
    assert found == {
        "file.broken-link": "Row 1 of party names a row of organisation that is not there.",
        "file.search-incomplete": "Search cannot find 1 of the agreements.",
    }


# Brought up to date

NEXT = (
    3 << 16,
    "create table extra (id integer primary key, name text) strict;\ninsert into extra values (1, 'x');",
)


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A version of the program whose registers have one table more."""
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, NEXT))
    monkeypatch.setattr(schema, "VERSION", NEXT[0])


def test_f34_an_older_register_is_brought_up_to_date_after_a_copy(
    register: Register, path: Path, request: pytest.FixtureRequest
) -> None:
    fill(register)
    register.close()
    before = dump(path)
    request.getfixturevalue("newer")
    with Register.open(path) as again:
        assert again.read.listing().total == 1
        assert again.check_integrity() == ()
    Register.open(path).close()
    kept = path.with_name("register before format 3.0.db")
    assert names(path.parent) == [kept.name, "register.db"]
    assert dump(path) == dump(kept) == before
    assert path.read_bytes()[60:64] == b"\0\3\0\0"
    assert kept.read_bytes()[60:64] == schema.MIGRATIONS[-2][0].to_bytes(4, "big")


def test_a_copy_that_is_there_is_kept(path: Path, empty: Path, newer: None) -> None:
    shutil.copy(empty, path)
    kept = path.with_name("register before format 3.0.db")
    kept.write_text("made before")
    Register.open(path).close()
    assert kept.read_text() == "made before"


def test_an_older_register_that_may_only_be_read(path: Path, empty: Path, newer: None) -> None:
    shutil.copy(empty, path)
    before = path.read_bytes()
    with pytest.raises(ReadOnly, match="was made by an older version and has to be brought up to date"):
        Register.open(path, read_only=True)
    assert path.read_bytes() == before
    assert names(path.parent) == ["register.db"]


def test_f10_a_migration_that_fails_leaves_the_old_version(
    path: Path, empty: Path, newer: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(empty, path)
    steps = (*schema.MIGRATIONS[:-1], (3 << 16, "create table extra (id);\ncreate table extra (id);"))
    monkeypatch.setattr(schema, "is_altered", lambda *_: False)
    monkeypatch.setattr(schema, "MIGRATIONS", steps)
    with pytest.raises(sqlite3.OperationalError):
        Register.open(path)
    monkeypatch.undo()
    with Register.open(path) as register:
        assert register.check_integrity() == ()


def test_f43_two_programs_that_bring_it_up_to_date_at_once(path: Path, empty: Path, newer: None) -> None:
    shutil.copy(empty, path)
    first, second = (sqlite3.connect(path, isolation_level=None) for _ in range(2))
    schema.migrate(first)
    schema.migrate(second)
    assert second.execute("select * from extra").fetchall() == [(1, "x")]
    first.close()
    second.close()


# Copied


def test_a_copy_is_whole_and_never_made_over_another(register: Register, path: Path) -> None:
    fill(register)
    copy = path.with_name("copy.db")
    register.copy_to(copy)
    assert dump(copy) == dump(path)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with pytest.raises(TrackerError, match=r"copy\.db is there already"):
        register.copy_to(copy)
    with Register.open(copy) as opened:
        assert opened.undo_name("Jo") == "Add ‘Street lighting’"


@pytest.mark.parametrize("pages_alone", [False, True])
def test_f21_no_copy_is_kept_of_a_damaged_register(register: Register, path: Path, pages_alone: bool) -> None:
    with do(register) as write:
        write.load([Agreement(title=f"{number}", notes="x" * 500) for number in range(200)])
    register.close()
    spoil(path)
    with Register.open(path) as again, pytest.raises(RegisterDamaged, match=r"register\.db is damaged"):
        again.copy_to(path.with_name("copy.db"), pages_alone=pages_alone)
    assert names(path.parent) == ["register.db"]


def test_no_copy_is_kept_of_a_register_with_an_index_that_is_wrong(register: Register, path: Path) -> None:
    fill(register)
    page = register._connection.execute(
        "select rootpage from sqlite_master where name = 'organisation_by_name'"
    ).fetchone()[0]
    register.close()
    data = bytearray(path.read_bytes())
    at = data.index(b"Brightway", (page - 1) * 4096)
    data[at : at + 4] = b"Dull"
    path.write_bytes(data)
    with Register.open(path) as again:
        with pytest.raises(RegisterDamaged, match=r"register\.db is damaged .*, so no copy was made of it"):
            again.copy_to(path.with_name("copy.db"))
        (finding,) = again.check_integrity()
        assert finding.message.startswith("The file is damaged: row 1 missing from index")
        assert names(path.parent) == ["register.db"]
        again.copy_to(path.with_name("copy.db"), pages_alone=True)

"""What a file is, told before SQLite touches it; whatever it is, not a byte of it changes."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from tracker.domain.errors import NotARegister, RegisterDamaged, TrackerError
from tracker.store import schema
from tracker.store.file import Register
from tracker.store.identity import identify


def patched(data: bytes, at: int, new: bytes) -> bytes:
    return data[:at] + new + data[at + len(new) :]


def version(number: int) -> Callable[[bytes], bytes]:
    return lambda data: patched(data, 60, struct.pack(">i", number))


CASES: dict[str, tuple[Callable[[bytes], bytes], type[TrackerError], str]] = {
    "empty": (lambda _: b"", NotARegister, "is empty: it may not have finished downloading"),
    "zeros": (lambda data: bytes(len(data)), RegisterDamaged, "nothing but zeros"),
    "workbook": (
        lambda _: b"PK\x03\x04" + b"x" * 200,
        NotARegister,
        "a workbook or another packed file; use Import",
    ),
    "old workbook": (lambda _: b"\xd0\xcf\x11\xe0" + b"\0" * 200, NotARegister, "an old Office file"),
    "pdf": (lambda _: b"%PDF-1.7\n", NotARegister, "a PDF document"),
    "rtf": (lambda _: b"{\\rtf1 hello}", NotARegister, "a text document"),
    "html": (lambda _: b"<html></html>", NotARegister, "a web page or an XML file"),
    "csv": (lambda _: b"Reference,Title\n", NotARegister, "a text file; use Import"),
    "binary": (lambda _: b"\x7fELF\0\0", NotARegister, "some other kind of file"),
    "magic cut": (lambda data: data[:10], NotARegister, "some other kind of file|a text file"),
    "header cut": (lambda data: data[:60], RegisterDamaged, "cut short"),
    "half": (lambda data: data[: len(data) // 2], RegisterDamaged, r"cut short: [\d,]+ of [\d,]+ bytes"),
    "last page missing": (lambda data: data[:-4096], RegisterDamaged, "cut short"),
    "other program": (
        lambda data: patched(data, 68, b"\0\0\0\0"),
        NotARegister,
        "a database of another program",
    ),
    "newer": (
        version(3 << 16),
        NotARegister,
        "saved by a newer version of Tracker .format 3; this one reads up to 2.",
    ),
    "much newer": (version(0x7FFF0000), NotARegister, "newer version"),
    "of no version": (version(0), NotARegister, "altered by another program"),
    "first page overwritten": (
        lambda data: patched(data, 100, b"\xff" * 3996),
        RegisterDamaged,
        "is damaged",
    ),
    "page size nonsense": (lambda data: patched(data, 16, b"\x12\x34"), NotARegister, "damaged|cut short"),
}


@pytest.mark.parametrize("case", CASES)
def test_f18_f19_f33_f35_what_is_no_sound_register_is_refused_and_left_alone(
    case: str, path: Path, empty: Path
) -> None:
    spoil, kind, words = CASES[case]
    path.write_bytes(spoil(empty.read_bytes()))
    before = hashlib.sha256(path.read_bytes()).digest()
    with pytest.raises(kind, match=words) as caught:
        Register.open(path)
    assert str(caught.value).startswith(("register.db ", "The tables of register.db "))
    assert hashlib.sha256(path.read_bytes()).digest() == before
    assert [other.name for other in path.parent.iterdir()] == ["register.db"]


def test_nothing_there(path: Path) -> None:
    with pytest.raises(TrackerError, match=f"There is no file {path}"):
        Register.open(path)
    assert not path.exists()


def test_a_folder_and_a_pipe_are_no_registers(path: Path) -> None:
    path.mkdir()
    with pytest.raises(NotARegister, match="is a folder, and not a register"):
        Register.open(path)
    path.rmdir()
    os.mkfifo(path)
    with pytest.raises(NotARegister, match="is no ordinary file"):
        Register.open(path)


def test_a_name_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(TrackerError, match="not the name of a file"):
        identify(tmp_path / "regis\0ter.db")


def test_a_file_that_cannot_be_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(b"x")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(TrackerError, match=r"register.db cannot be read: Permission denied\."):
        Register.open(path)


def test_the_largest_page_size_is_understood(path: Path, empty: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("pragma page_size = 65536")
    schema.migrate(connection)
    connection.close()
    assert path.read_bytes()[16:18] == b"\0\1"
    assert identify(path) == schema.VERSION
    path.write_bytes(path.read_bytes()[:-65536])
    with pytest.raises(RegisterDamaged, match="cut short"):
        identify(path)


def test_a_size_that_an_unfinished_change_explains_is_left_to_sqlite(path: Path, empty: Path) -> None:
    path.write_bytes(empty.read_bytes()[:-4096])
    path.with_name("register.db-journal").write_bytes(b"")
    assert identify(path) == schema.VERSION


ALTERED = {
    "trigger": "create trigger t after update on agreement begin delete from agreement; end",
    "view": "create view v as select 1",
    "virtual table": "create virtual table extra using fts5 (x)",
    "column": "alter table agreement add column colour text",
    "gone": "drop table risk",
}
HARMLESS = {
    "table": "create table extra (x)",
    "table with a key": "create table extra (x primary key)",
    "index": "create index extra on agreement (notes)",
    "index gone": "drop index agreement_by_title",
}


def alter(path: Path, empty: Path, sql: str) -> None:
    shutil.copy(empty, path)
    connection = sqlite3.connect(path)
    connection.executescript(sql)
    connection.close()


@pytest.mark.parametrize("sql", ALTERED.values(), ids=ALTERED)
def test_f36_f37_tables_that_another_program_altered_are_refused(sql: str, path: Path, empty: Path) -> None:
    alter(path, empty, sql)
    before = path.read_bytes()
    with pytest.raises(NotARegister, match="were altered by another program, so it is not safe to open"):
        Register.open(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("sql", HARMLESS.values(), ids=HARMLESS)
def test_f36_what_another_program_added_beside_ours_leaves_it_to_be_read(
    sql: str, path: Path, empty: Path
) -> None:
    alter(path, empty, sql)
    before = path.read_bytes()
    with Register.open(path) as register:
        assert register.why_read_only.startswith("Another program altered its tables")
        assert register.read.counts()["agreement"] == 0
    with Register.open(path, read_only=True) as register:
        assert register.why_read_only == "It was opened for reading."
    assert path.read_bytes() == before


def test_f37_a_view_that_never_ends_is_not_waited_for(path: Path, empty: Path) -> None:
    alter(
        path,
        empty,
        "drop table risk; create view risk as with recursive n(x) as "
        "(select 1 union all select x + 1 from n) select x from n",
    )
    with pytest.raises(NotARegister, match="altered"):
        Register.open(path)


def test_statistics_are_no_alteration(path: Path, empty: Path) -> None:
    alter(path, empty, "analyze")
    Register.open(path).close()


@pytest.mark.parametrize("what", ["", "table", "index"])
def test_f33_a_newer_minor_version_with_more_tables_may_be_read(what: str, path: Path, empty: Path) -> None:
    alter(path, empty, HARMLESS.get(what, "") + f"; pragma user_version = {schema.VERSION + 1}")
    with Register.open(path) as register:
        assert register.read_only
        assert (
            register.why_read_only
            == "It was saved by a newer version of Tracker; update Tracker to change it."
        )
        assert register.read.counts()["agreement"] == 0


@pytest.mark.parametrize("what", ["trigger", "view", "column", "gone"])
def test_a_newer_minor_version_with_less_or_other_things_may_not(what: str, path: Path, empty: Path) -> None:
    alter(path, empty, ALTERED[what] + f"; pragma user_version = {schema.VERSION + 1}")
    with pytest.raises(NotARegister, match="altered"):
        Register.open(path)

"""Many rows at once: what is there afterwards is what row by row would have made."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.store.storing import TODAY, deadline, do, dump, fill, lighting, nearly_full_disk, standing, undo
from tracker.domain.agreement import Agreement, Status, Tag
from tracker.domain.changes import Changes
from tracker.domain.dates import When
from tracker.domain.errors import TrackerError
from tracker.store import derived, log
from tracker.store.bulk import MANY, indexed_afterwards
from tracker.store.connection import writing
from tracker.store.file import Register
from tracker.store.schema import VERSION, expected_shape, shape
from tracker.store.words import put_words


def indexes(path: Path) -> int:
    """How many indexes a file has, those that SQLite made itself apart."""
    connection = sqlite3.connect(path)
    try:
        found = connection.execute("select count(*) from sqlite_master where type = 'index' and sql <> ''")
        return int(found.fetchone()[0])
    finally:
        connection.close()


def is_whole(path: Path) -> bool:
    """Is the schema that of a register, and does every index have all its rows?"""
    connection = sqlite3.connect(path)
    try:
        (said,) = connection.execute("pragma integrity_check").fetchone()
        return bool(said == "ok" and shape(connection) == expected_shape(VERSION))
    finally:
        connection.close()


def test_many_agreements_are_found_by_every_index_afterwards(register: Register, path: Path) -> None:
    known = fill(register)
    many = [lighting(1, 2)] + [Agreement(title=f"Lot {number}") for number in range(MANY)]
    with do(register, "Import") as write:
        with write.expecting(Agreement, len(many)):
            ids = write.load(many)
        write.change(Agreement, known, title="Lighting of before")
        write.put_standings(
            [(one, standing(Status.EXPIRED, deadline("end", TODAY))) for one in (known, *ids)], TODAY
        )
        write.put_standings([(ids[0], standing(Status.LIVE, deadline("review", TODAY)))], TODAY)
    assert is_whole(path)
    read = register.read
    assert read.number() == len(many) + 1
    assert read.number(filters={"status": "live"}) == 1
    assert read.agreement(ids[0]).events and read.number("brightway") == 2
    assert [row.agreement_id for row in read.deadlines() if row.kind == "review"] == [ids[0]]
    assert len(read.deadlines()) == len(many) + 1
    undo(register)
    assert is_whole(path) and read.number() == 1 and read.number("lighting") == 1


def test_words_of_what_was_just_stored_are_those_that_the_file_tells(register: Register, path: Path) -> None:
    fill(register)
    many = [
        replace(
            lighting(1, 2),
            title="Éclairage",
            notes="by the école",
            tags=(Tag(name="Lit & léased"), Tag(name="b")),
        ),
        lighting(2, 1),
        Agreement(title="Nobody’s"),
    ]
    with do(register, "Import") as write:
        ids = write.load(many)

    def words() -> list[Any]:
        return [dump(path)[table] for table in ("search", "party_names")]

    told = words()
    assert all(register.read.number(word) == 1 for word in ("ecole", "leased"))
    with writing(register._connection):
        put_words(register._connection, Changes(0, "", {"agreement": frozenset(ids)}), ())
    assert words() == told


def test_standings_that_come_together_are_put_into_the_order_of_ids(
    register: Register, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(derived, "_BATCH", 4)
    with do(register) as write:
        ids = write.load([Agreement(title=f"Lot {number}") for number in range(7)])
        write.put_standings((one, standing(Status.LIVE, deadline("end", TODAY))) for one in reversed(ids))
    assert is_whole(path)
    assert [row.agreement_id for row in register.read.deadlines()] == [4, 5, 6, 7, 1, 2, 3]
    assert register.read.number(filters={"status": "live"}) == 7


@pytest.mark.parametrize(("many", "order"), [(2, [2, 1, 0]), (3, [0, 1, 2])])
def test_much_that_is_at_hand_comes_in_the_order_of_its_start(
    register: Register, monkeypatch: pytest.MonkeyPatch, many: int, order: list[int]
) -> None:
    monkeypatch.setattr(log, "MANY", many)
    known = fill(register)
    with do(register) as write:
        later = Agreement(title="Later", starts=When.on(date(2025, 4, 1)))
        ids = write.load([Agreement(title="At any time"), later, lighting(1, 2)])
        found = [one for one, _ in write.agreements([known, *ids])]
    assert found == [*(ids[place] for place in order), known]


def test_a_load_that_fails_leaves_every_index_where_it_was(register: Register, path: Path) -> None:
    fill(register)
    whole = indexes(path)
    with pytest.raises(KeyError), do(register) as write, write.expecting(Agreement, MANY):
        write.load([Agreement(title=f"{number}") for number in range(MANY)])
        raise KeyError
    assert is_whole(path) and indexes(path) == whole
    assert register.read.number() == 1


def test_f6_f7_a_disk_that_fills_up_during_a_load_leaves_every_index(register: Register, path: Path) -> None:
    fill(register)
    before = dump(path)
    with (
        nearly_full_disk(path),
        pytest.raises(TrackerError, match=r"could not be read from or written to|is full"),
        do(register) as write,
        write.expecting(Agreement, MANY),
    ):
        write.load([Agreement(title=f"{number}", notes="x" * 500) for number in range(MANY)])
    assert dump(path) == before and is_whole(path)


def test_after_a_load_that_failed_nothing_of_the_operation_is_kept(register: Register, path: Path) -> None:
    with pytest.raises(RuntimeError, match="outside an operation"), do(register) as write:
        with suppress(KeyError), write.expecting(Agreement, MANY):
            raise KeyError
        write.add(Agreement(title="Waste"))
    assert is_whole(path) and register.read.number() == 0


@pytest.mark.parametrize("coming", [1, MANY - 1])
def test_a_few_rows_are_indexed_one_by_one(path: Path, register: Register, coming: int) -> None:
    fill(register)
    connection = sqlite3.connect(path)
    with indexed_afterwards(connection, ["agreement"], coming):
        assert shape(connection) == expected_shape(VERSION)
    connection.close()


def test_a_table_with_more_rows_than_are_coming_keeps_its_indexes() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("create table lot (id integer primary key, title text)")
    connection.execute("create index lot_by_title on lot (title)")
    connection.execute("insert into lot (id) values (?)", (MANY + 1,))
    before = shape(connection)
    with indexed_afterwards(connection, ["lot"], MANY):
        assert shape(connection) == before
    with indexed_afterwards(connection, ["lot"], MANY + 1):
        assert len(shape(connection)) == 1
    assert shape(connection) == before
    connection.close()

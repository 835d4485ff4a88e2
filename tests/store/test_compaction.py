"""Dropping old history: the records stay, the chain still holds, and the history says what went."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.store.storing import AT, dump
from tracker.domain.organisation import Organisation
from tracker.store.file import Register


def years(register: Register) -> None:
    """One organisation a year from 2010 to 2019."""
    for year in range(2010, 2020):
        at = datetime(year, 6, 1, tzinfo=UTC)
        with register.operation(f"Add {year}", by="Jo", at=at) as write:
            write.add(Organisation(name=f"{year}"))


def named(register: Register) -> list[str]:
    return [row.name.split(" [")[0] for row in register.read.history()]


def test_what_is_older_goes_and_is_told(register: Register, path: Path) -> None:
    years(register)
    before = dump(path)
    dropped = register.drop_history(datetime(2015, 1, 1, tzinfo=UTC), by="Jo", at=AT)
    assert dropped[:2] == (5, 5)
    assert (dropped.first[:10], dropped.last[:10]) == ("2010-06-01", "2014-06-01")
    assert named(register) == [
        "Drop 5 entries of the history, 2010-06-01 to 2014-06-01",
        *(f"Add {year}" for year in range(2019, 2014, -1)),
    ]
    assert dump(path) == before
    assert register.check_integrity() == ()
    assert register.undo_name("Jo") == "Add 2019"
    again = register.drop_history(datetime(2018, 1, 1, tzinfo=UTC), by="Jo", at=AT + timedelta(hours=1))
    assert again.operations == 3
    assert register.check_integrity() == ()


def test_all_of_it_may_go_but_for_the_entry_that_says_so(register: Register) -> None:
    years(register)
    register.drop_history(datetime(2030, 1, 1, tzinfo=UTC), by="Jo", at=AT)
    assert named(register) == ["Drop 10 entries of the history, 2010-06-01 to 2019-06-01"]
    assert register.check_integrity() == ()


def test_where_there_is_nothing_older_nothing_happens(register: Register) -> None:
    assert register.drop_history(AT, by="Jo", at=AT).operations == 0
    years(register)
    assert register.drop_history(datetime(2010, 1, 1, tzinfo=UTC), by="Jo", at=AT).operations == 0
    assert len(register.read.history()) == 10


def test_what_was_undone_later_is_kept(register: Register) -> None:
    years(register)
    for _ in range(6):
        register.undo(by="Jo", at=AT)
    assert register.history_before(datetime(2018, 1, 1, tzinfo=UTC)).operations == 4
    register.drop_history(datetime(2018, 1, 1, tzinfo=UTC), by="Jo", at=AT)
    assert register.check_integrity() == ()
    assert register.redo_name("Jo") == "Add 2014"


def test_undone_and_redone_goes_together(register: Register) -> None:
    years(register)
    then = datetime(2020, 1, 1, tzinfo=UTC)
    register.undo(by="Jo", at=then)
    register.redo(by="Jo", at=then)
    register.undo(by="Jo", at=then)
    assert register.drop_history(datetime(2021, 1, 1, tzinfo=UTC), by="Jo", at=AT).operations == 13
    assert register.check_integrity() == ()


def test_entries_taken_out_by_hand_still_show(register: Register, path: Path) -> None:
    years(register)
    register.drop_history(datetime(2015, 1, 1, tzinfo=UTC), by="Jo", at=AT)
    other = sqlite3.connect(path)
    other.execute("delete from change where operation_id = 6")
    other.execute("delete from operation where id = 6")
    other.commit()
    other.close()
    assert [finding.code for finding in register.check_integrity()] == ["history.altered"]

"""The history: who did what and when, from what to what; and the chain that shows tampering."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.store.storing import AT, TODAY, do, fill, redo, undo
from tracker.domain.agreement import Agreement, Event, EventKind, ExtensionOption
from tracker.domain.dates import Period, When
from tracker.domain.money import Money
from tracker.domain.organisation import Organisation
from tracker.domain.partnerships.partnership import Arrangement, Membership
from tracker.store.file import Register
from tracker.store.history import FieldChange


def test_what_changed_from_what_to_what(register: Register) -> None:
    agreement = fill(register)
    with register.operation("Amend", by="Ann Cole", at=AT) as write:
        write.change(
            Agreement,
            agreement,
            starts=When.on(date(2024, 5, 1)),
            value=Money(160_000_000),
            initial_term=None,
            sme=True,
        )
    row = register.read.history(1)[0]
    assert (row.at, row.by, row.name, row.kind) == ("2026-11-22T10:30:00+00:00", "Ann Cole", "Amend", "do")
    assert (row.target, row.undone, row.touched) == (None, False, 1)
    about = ("agreement", agreement, "‘Street lighting’", "changed")
    assert set(row.changes) == {
        FieldChange(*about, "starts", When.on(date(2024, 4, 1), "1/4/24"), When.on(date(2024, 5, 1))),
        FieldChange(*about, "value", Money(150_000_000), Money(160_000_000)),
        FieldChange(*about, "initial_term", Period(36), None),
        FieldChange(*about, "sme", None, True),
    }


def test_what_came_and_went_is_named_even_when_it_is_gone(register: Register) -> None:
    with do(register, "Add") as write:
        body = write.add(Organisation(name="Brackwell"))
        arrangement = write.add(Arrangement(title="Shared ICT"))
        write.add(Membership(arrangement_id=arrangement.id, organisation_id=body.id))
    with do(register, "Remove") as write:
        write.remove(Arrangement, arrangement.id)
        write.remove(Organisation, body.id)
    removed, added = register.read.history()
    assert [(change.record, change.kind, change.field) for change in removed.changes] == [
        ("the membership of ‘Shared ICT’", "removed", ""),
        ("‘Shared ICT’", "removed", ""),
        ("‘Brackwell’", "removed", ""),
    ]
    assert [(change.record, change.kind) for change in added.changes] == [
        ("‘Brackwell’", "added"),
        ("‘Shared ICT’", "added"),
        ("the membership of ‘Shared ICT’", "added"),
    ]


def test_what_has_neither_name_nor_parent_is_named_by_its_kind(register: Register) -> None:
    with do(register) as write:
        write.add(Event(kind=EventKind.OTHER, on=When.on(TODAY)))
    assert register.read.history()[0].changes[0].record == "the event"


def test_what_was_undone_says_so(register: Register) -> None:
    agreement = fill(register)
    with do(register, "Own") as write:
        write.change(Agreement, agreement, owner="Tom Reeve")

    def told() -> list[tuple[str, str, int | None, bool]]:
        return [(row.name, row.kind, row.target, row.undone) for row in register.read.history()]

    undo(register)
    added = "Add ‘Street lighting’"
    assert told() == [("Own", "undo", 2, False), ("Own", "do", None, True), (added, "do", None, False)]
    redo(register)
    assert told()[:3] == [("Own", "redo", 2, False), ("Own", "undo", 2, False), ("Own", "do", None, False)]


def test_the_history_of_one_record_and_of_what_belongs_to_it(register: Register) -> None:
    agreement = fill(register)
    first, second = register.read.agreement(agreement).options
    with do(register, "Look up the option") as write:
        write.change(ExtensionOption, second.id, consent=True)
    with do(register, "Drop the option") as write:
        write.remove(ExtensionOption, second.id)
    with do(register, "Somebody else") as write:
        write.add(Organisation(name="Brackwell"))
        write.add(Agreement(title="Signs", options=(replace(first, uid=""),)))
    told = [row.name for row in register.read.history(table="agreement", record_id=agreement)]
    assert told == ["Drop the option", "Look up the option", "Add ‘Street lighting’"]
    assert [row.name for row in register.read.history(1, "agreement", agreement)] == ["Drop the option"]
    assert register.read.history(table="agreement", record_id=99) == []


def test_an_import_shows_its_first_changes_and_their_number(register: Register) -> None:
    with do(register) as write:
        write.load([Organisation(name=f"{number}") for number in range(1000)])
    row = register.read.history()[0]
    assert (row.touched, len(row.changes)) == (1000, 200)
    assert row.changes[0].record == "‘0’"
    row = register.read.history(changes=3)[0]
    assert (row.touched, len(row.changes)) == (1000, 3)
    assert register.read.history(changes=0)[0].changes == ()


def test_the_newest_entry(register: Register) -> None:
    assert register.read.last_operation() == 0
    fill(register)
    undo(register)
    assert register.read.last_operation() == register.read.history()[0].operation == 2


# The chain


def alter(path: Path, sql: str) -> None:
    other = sqlite3.connect(path)
    other.execute(sql)
    other.commit()
    other.close()


@pytest.mark.parametrize(
    ("sql", "entry"),
    [
        ("update operation set by = 'Nobody' where id = 2", 2),
        ("update operation set at = '2020-01-01T00:00:00+00:00' where id = 1", 1),
        ("update operation set hash = 'x' where id = 3", 3),
        ("update operation set prev_hash = 'x' where id = 3", 3),
        ("update operation set hash = null where id = 2", 2),
        ("update change set new = json_set(new, '$.owner', 'Nobody') where operation_id = 2", 2),
        ("update change set record_id = 0 where operation_id = 1 and kind = 'added'", 1),
        ("delete from change where operation_id = 2", 2),
        ("delete from operation where id = 2", 3),
        ("insert into change (operation_id, record_table, record_id, kind) values (3, 'x', 1, 'added')", 3),
    ],
)
def test_an_altered_history_shows(sql: str, entry: int, register: Register, path: Path) -> None:
    agreement = fill(register)
    for owner in ("Tom Reeve", "Ann Cole"):
        with do(register, f"Give it to {owner}") as write:
            write.change(Agreement, agreement, owner=owner)
    undo(register)
    redo(register)
    assert register.check_integrity() == ()
    alter(path, sql)
    (found,) = (one for one in register.check_integrity() if one.code == "history.altered")
    assert found.message.startswith(f"The history was altered at or before entry {entry}, ‘")

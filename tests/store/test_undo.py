"""Undo and redo: whatever was done, the dump afterwards equals the dump before."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.store.storing import AT, TODAY, do, dump, fill, lighting, redo, undo
from tracker.domain.agreement import Agreement, Event, EventKind, ExtensionOption, Party, PartyRole
from tracker.domain.changes import Changes
from tracker.domain.dates import Period, When
from tracker.domain.errors import StaleRecord
from tracker.domain.organisation import Organisation
from tracker.domain.source import Source
from tracker.store.file import Register
from tracker.store.log import Write
from tracker.store.undo import Way

CHANGES: dict[str, Callable[[Write, int], object]] = {
    "add one": lambda write, _: write.add(Organisation(name="Brackwell")),
    "add with children": lambda write, _: write.add(lighting(1, 2)),
    "load many": lambda write, _: write.load([replace(lighting(1, 2), reference=f"R{n}") for n in range(50)]),
    "change fields": lambda write, agreement: write.change(
        Agreement, agreement, title="Lighting", value=None, starts=When.unknown("ask legal"), sme=True
    ),
    "change a name that is searched by": lambda write, _: write.change(Organisation, 1, name="Darkway"),
    "change the same twice": lambda write, agreement: [
        write.change(Agreement, agreement, title=title) for title in ("One", "Two", "Street lighting")
    ],
    "change children": lambda write, agreement: write.change(
        Agreement, agreement, options=(ExtensionOption(number=9, length=Period(1)),)
    ),
    "remove": lambda write, agreement: write.remove(Agreement, agreement),
    "add then remove": lambda write, _: write.remove(
        Organisation, write.add(Organisation(name="Brackwell")).id
    ),
    "remove and add": lambda write, agreement: (
        write.remove(Agreement, agreement),
        write.add(lighting(1, 2)),
    ),
    "links among themselves": lambda write, _: write.add_all(
        [Source(title="A"), Source(title="B", derived_from_id=1), Source(title="C", derived_from_id=2)]
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_undo_brings_back_what_was_and_redo_what_was_done(
    change: Callable[[Write, int], object], register: Register, path: Path
) -> None:
    agreement = fill(register)
    before = dump(path)
    with do(register, "The change") as write:
        change(write, agreement)
    after = dump(path)
    done = write.changes
    for _ in range(2):
        undone = undo(register)
        assert dump(path) == before
        assert (undone.name, undone.records) == ("The change", done.records)
        redone = redo(register)
        assert dump(path) == after
        assert (redone.name, redone.records) == ("The change", done.records)
    assert register.check_integrity() == ()


def test_names_follow_what_is_next(register: Register) -> None:
    def names() -> tuple[str | None, str | None]:
        return register.undo_name("Jo"), register.redo_name("Jo")

    assert names() == (None, None)
    assert undo(register) is None
    assert redo(register) is None
    for number in (1, 2, 3):
        with do(register, f"Add {number}") as write:
            write.add(Organisation(name=f"{number}"))
    assert names() == ("Add 3", None)
    undo(register)
    assert names() == ("Add 2", "Add 3")
    undo(register)
    assert names() == ("Add 1", "Add 2")
    redo(register)
    assert names() == ("Add 2", "Add 3")
    undo(register)
    undo(register)
    assert names() == (None, "Add 1")
    assert undo(register) is None
    for _ in range(3):
        redo(register)
    assert names() == ("Add 3", None)
    assert redo(register) is None


def test_something_new_clears_redo(register: Register) -> None:
    for number in (1, 2):
        with do(register, f"Add {number}") as write:
            write.add(Organisation(name=f"{number}"))
    undo(register)
    with do(register, "Add 3") as write:
        write.add(Organisation(name="3"))
    assert (register.undo_name("Jo"), register.redo_name("Jo")) == ("Add 3", None)
    undo(register)
    assert (register.undo_name("Jo"), register.redo_name("Jo")) == ("Add 1", "Add 3")
    undo(register)
    assert (register.undo_name("Jo"), register.redo_name("Jo")) == (None, "Add 1")


def test_undo_survives_a_restart(register: Register, path: Path) -> None:
    before = dump(path)
    fill(register)
    after = dump(path)
    register.close()
    with Register.open(path) as again:
        assert again.undo_name("Jo") == "Add ‘Street lighting’"
        undo(again)
        assert dump(path) == before
    with Register.open(path) as again:
        redo(again)
        assert dump(path) == after


def test_what_is_not_undoable_is_stepped_over(register: Register) -> None:
    fill(register)
    with register.operation("Answer", by="Jo", at=AT, undoable=False) as write:
        write.add(Organisation(name="Not to be undone"))
    assert register.undo_name("Jo") == "Add ‘Street lighting’"
    undo(register)
    with register.operation("Answer again", by="Jo", at=AT, undoable=False) as write:
        write.add(Organisation(name="Nor this"))
    assert register.redo_name("Jo") == "Add ‘Street lighting’"
    redo(register)
    assert register.read.counts()["organisation"] == 4


def test_a_record_changed_since_is_named_and_nothing_is_done(register: Register, path: Path) -> None:
    agreement = fill(register)
    with do(register, "Change the owner") as write:
        write.change(Agreement, agreement, owner="Tom Reeve")
    with register.operation("Note the use", by="Ann", at=AT, undoable=False) as write:
        write.change(Agreement, agreement, notes="Seen in use")
    before = dump(path)
    with pytest.raises(StaleRecord) as caught:
        undo(register)
    assert str(caught.value) == (
        "‘Change the owner’ cannot be taken back: ‘Street lighting’ was changed since, "
        "by ‘Note the use’ (Ann). Take that back first, or change the record by hand."
    )
    assert dump(path) == before
    assert register.undo_name("Jo") == "Change the owner"


def test_a_child_changed_since_is_named_by_its_parent(register: Register) -> None:
    agreement = fill(register)
    option = register.read.agreement(agreement).options[0]
    with register.operation("Look it up", by="", at=AT, undoable=False) as write:
        write.change(ExtensionOption, option.id, consent=True)
    with pytest.raises(
        StaleRecord, match=r"the extension option of ‘Street lighting’ was changed since, by ‘Look it up’[.] "
    ):
        undo(register)


def test_redo_is_refused_where_something_came_between(register: Register, path: Path) -> None:
    agreement = fill(register)
    with do(register, "Change the owner") as write:
        write.change(Agreement, agreement, owner="Tom Reeve")
    undo(register)
    with register.operation("Note the use", by="Ann", at=AT, undoable=False) as write:
        write.change(Agreement, agreement, notes="Seen in use")
    before = dump(path)
    with pytest.raises(StaleRecord, match="‘Street lighting’ was changed since, by ‘Note the use’"):
        redo(register)
    assert dump(path) == before


def test_what_came_between_and_was_undone_does_not_matter(register: Register, path: Path) -> None:
    agreement = fill(register)
    before = dump(path)
    with do(register, "Owner") as write:
        write.change(Agreement, agreement, owner="Tom Reeve")
    with do(register, "Notes") as write:
        write.change(Agreement, agreement, notes="Seen in use")
    undo(register)
    redo(register)
    undo(register)
    undo(register)
    assert dump(path) == before


def outside(path: Path, sql: str) -> None:
    """Another program writes, which knows nothing of the history."""
    other = sqlite3.connect(path)
    other.execute(sql)
    other.commit()
    other.close()


def test_a_row_changed_outside_the_history_is_not_overwritten(register: Register, path: Path) -> None:
    agreement = fill(register)
    with do(register, "Owner") as write:
        write.change(Agreement, agreement, owner="Tom Reeve")
    outside(path, "update agreement set owner = 'Somebody'")
    with pytest.raises(
        StaleRecord, match="‘Street lighting’ was changed by another program, outside the history"
    ):
        undo(register)
    assert register.read.agreement(agreement).owner == "Somebody"


@pytest.mark.parametrize("name", ["Add", "Change"])
def test_a_row_removed_outside_the_history_is_missed(name: str, register: Register, path: Path) -> None:
    with do(register, "Add") as write:
        write.add(Organisation(name="Aldermere"))
    if name == "Change":
        with do(register, "Change") as write:
            write.change(Organisation, 1, name="Brackwell")
    outside(path, "delete from organisation")
    with pytest.raises(
        StaleRecord, match=f"‘{name}’ cannot be taken back: the organisation was changed by another"
    ):
        undo(register)


def test_what_was_added_and_is_used_since_stays(register: Register, path: Path) -> None:
    fill(register)
    with do(register, "Add a body") as write:
        body = write.add(Organisation(name="Brackwell"))
    with register.operation("Use it", by="Jo", at=AT, undoable=False) as write:
        write.add(Party(agreement_id=1, organisation_id=body.id, role=PartyRole.MEMBER))
    before = dump(path)
    with pytest.raises(StaleRecord) as caught:
        undo(register)
    assert str(caught.value) == (
        "‘Add a body’ cannot be taken back, because other records now name what it added: 1 party. "
        "Remove or change those first."
    )
    assert dump(path) == before


def test_undo_tells_which_agreements_to_look_at_again(register: Register) -> None:
    agreement = fill(register)
    seen: list[tuple[str, list[int]]] = []

    def refresh(write: Write, ids: object) -> None:
        seen.append((write.changes.name, list(ids)))  # type: ignore[call-overload]

    with register.operation("Extend", by="Jo", at=AT, refresh=refresh) as write:
        write.add(Event(agreement_id=agreement, kind=EventKind.EXTENDED, on=When.on(TODAY)))
    register.undo(by="Jo", at=AT, refresh=refresh)
    register.redo(by="Jo", at=AT, refresh=refresh)
    with register.operation("Add a body", by="Jo", at=AT, refresh=refresh) as write:
        write.add(Organisation(name="Brackwell"))
    assert seen == [("Extend", [agreement])] * 3


def test_a_refresh_that_fails_undoes_everything(register: Register, path: Path) -> None:
    agreement = fill(register)
    before = dump(path)

    def refresh(write: Write, ids: object) -> None:
        raise ZeroDivisionError

    with (
        pytest.raises(ZeroDivisionError),
        register.operation("Own", by="Jo", at=AT, refresh=refresh) as write,
    ):
        write.change(Agreement, agreement, owner="Tom Reeve")
    with pytest.raises(ZeroDivisionError):
        register.undo(by="Jo", at=AT, refresh=refresh)
    assert dump(path) == before
    assert len(register.read.history()) == 1


# Several people


def test_undo_takes_back_ones_own_and_leaves_what_others_did(register: Register) -> None:
    for by, name in (("Jo", "Aldermere"), ("Ann", "Brackwell")):
        with register.operation(f"Add {name}", by=by, at=AT) as write:
            write.add(Organisation(name=name))
    assert (register.undo_name("Jo"), register.undo_name("Ann")) == ("Add Aldermere", "Add Brackwell")
    undo(register)
    assert [one.name for one in register.read.organisations()] == ["Brackwell"]
    assert (register.redo_name("Jo"), register.redo_name("Ann")) == ("Add Aldermere", None)
    redo(register)
    assert register.undo_name("Tom") is None
    assert register.undo(by="Tom", at=AT) is None


def test_undo_is_refused_where_somebody_else_changed_it_since(register: Register) -> None:
    agreement = fill(register)
    with register.operation("Change the owner", by="Ann", at=AT) as write:
        write.change(Agreement, agreement, owner="Tom Reeve")
    with pytest.raises(
        StaleRecord, match=r"‘Street lighting’ was changed since, by ‘Change the owner’ \(Ann\)"
    ):
        undo(register)


# One operation among others


def imported(register: Register) -> int:
    """Three agreements of two suppliers and a change to a fourth, as an import makes them; its number."""
    with do(register, "Add") as write:
        write.add(Agreement(title="Old"))
    with do(register, "Import") as write:
        first, second = write.add_all([Organisation(name="Brightway"), Organisation(name="Cleanco")])
        write.add_all(
            [lighting(first.id, second.id)]
            + [
                Agreement(title=title, parties=(Party(organisation_id=supplier.id, role=PartyRole.SUPPLIER),))
                for title, supplier in (("Cleaning", second), ("Grounds", second))
            ]
        )
        write.change(Agreement, 1, notes="From the import")
    changes: Changes = write.changes
    return changes.operation


def titles(register: Register) -> list[str]:
    return [one.title for one in register.read.agreements()]


def test_f50_an_import_taken_back_keeps_what_was_edited_since_and_names_it(register: Register) -> None:
    operation = imported(register)
    with register.operation("Edit", by="Ann", at=AT) as write:
        write.change(Agreement, 3, owner="Ann")
        write.add(Event(agreement_id=3, kind=EventKind.EXTENDED, on=When.on(TODAY)))
    taken = register.take_back(operation, by="Jo", at=AT)
    assert taken is not None
    assert taken.kept == ("‘Cleaning’", "‘Cleanco’")
    assert taken.changes.name == "Import"
    assert titles(register) == ["Old", "Cleaning"]
    kept = register.read.agreement(3)
    assert (kept.owner, len(kept.parties), len(kept.events)) == ("Ann", 1, 1)
    assert [one.name for one in register.read.organisations()] == ["Cleanco"]
    assert register.read.agreement(1).notes == ""
    assert register.check_integrity() == ()
    assert register.take_back(operation, by="Jo", at=AT) is None
    redo(register)
    assert titles(register) == ["Old", "Street lighting", "Cleaning", "Grounds"]
    assert register.check_integrity() == ()


def test_f50_a_part_that_was_changed_keeps_the_whole(register: Register) -> None:
    operation = imported(register)
    option = register.read.agreement(2).options[0]
    with register.operation("Look it up", by="", at=AT, undoable=False) as write:
        write.change(ExtensionOption, option.id, consent=True)
        write.change(Agreement, 1, notes="Mine")
    taken = register.take_back(operation, by="Jo", at=AT)
    assert taken is not None
    assert taken.kept == ("‘Old’", "‘Street lighting’", "‘Brightway’", "‘Cleanco’")
    assert register.read.agreement(1).notes == "Mine"
    assert len(register.read.agreement(2).options) == 2
    assert register.check_integrity() == ()


def test_f50_where_nothing_came_after_all_of_it_goes(register: Register, path: Path) -> None:
    operation = imported(register)
    undo(register)
    before = dump(path)
    redo(register)
    taken = register.take_back(operation, by="Jo", at=AT)
    assert taken is not None
    assert taken.kept == ()
    assert dump(path) == before
    assert register.take_back(99, by="Jo", at=AT) is None


def is_long(register: Register, way: Way) -> bool:
    """Whether Jo's next step that way touches many records."""
    step = register.next_step(way, "Jo")
    return step is not None and register.is_long(step.inverse_of)


def test_a_step_is_long_by_the_records_that_it_would_touch(register: Register) -> None:
    assert not is_long(register, "undo")
    with do(register, "Add many") as write:
        write.load([Organisation(name=f"Organisation {number}") for number in range(301)])
    assert is_long(register, "undo")
    assert not is_long(register, "redo")
    with do(register, "Add one more") as write:
        write.add(Organisation(name="One more"))
    assert not is_long(register, "undo")
    few, many = (row.operation for row in register.read.history(2))
    assert register.is_long(many) and not register.is_long(few)
    undo(register)
    assert register.undo_name("Jo") == "Add many" and is_long(register, "undo")
    assert not is_long(register, "redo")

"""One line of the history for many records that were added together: whoever reads it finds each of them."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.storing import AT, do, dump, fill, lighting, redo, undo
from tracker.domain.agreement import Agreement, Party, PartyRole
from tracker.domain.errors import StaleRecord
from tracker.domain.organisation import Organisation
from tracker.store import history, schema
from tracker.store.file import Register
from tracker.store.runs import runs_of

OLDER = 1 << 16 | 1
"""The last format in which every record that was added had its own line."""


@pytest.mark.parametrize(
    ("ids", "runs"),
    [
        ([], []),
        ([7], [(7, 7)]),
        ([1, 2, 3], [(1, 3)]),
        ([1, 3, 4, 9], [(1, 1), (3, 4), (9, 9)]),
    ],
)
def test_unbroken_runs(ids: list[int], runs: list[tuple[int, int]]) -> None:
    assert list(runs_of(ids)) == runs


def lines(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(
            "select operation_id, record_table, kind, record_id, last_id from change order by id"
        ).fetchall()


def load(register: Register) -> range:
    """Five agreements of two parties each, in two parts."""
    with do(register, "Import") as write:
        bodies = write.add_all([Organisation(name="Brightway"), Organisation(name="Aldermere")])
        many = [lighting(bodies[0].id, bodies[1].id)] * 3
        first = write.load(many)
        write.load(many[:2])
    return range(first.start, first.stop + 2)


def test_what_comes_together_is_one_line(register: Register, path: Path) -> None:
    load(register)
    assert lines(path) == [
        (1, "organisation", "added", 1, 2),
        (1, "agreement", "added", 1, 3),
        (1, "party", "added", 1, 6),
        (1, "extension_option", "added", 1, 6),
        (1, "notice_clause", "added", 1, 3),
        (1, "event", "added", 1, 3),
        (1, "agreement", "added", 4, 5),
        (1, "party", "added", 7, 10),
        (1, "extension_option", "added", 7, 10),
        (1, "notice_clause", "added", 4, 5),
        (1, "event", "added", 4, 5),
    ]


def test_one_after_another_is_one_line_until_something_else_happens(register: Register, path: Path) -> None:
    with do(register) as write:
        for number in range(3):
            write.add(Organisation(name=f"Body {number}"))
        write.change(Organisation, 3, name="Brackwell")
        write.add(Organisation(name="Aldermere"))
    assert lines(path) == [
        (1, "organisation", "added", 1, 3),
        (1, "organisation", "changed", 3, None),
        (1, "organisation", "added", 4, None),
    ]


def test_a_run_is_taken_back_and_done_again(register: Register, path: Path) -> None:
    load(register)
    whole = dump(path)
    undo(register)
    assert register.read.number() == 0 and register.read.organisations() == []
    redo(register)
    assert dump(path) == whole
    undo(register)
    redo(register)
    assert dump(path) == whole and register.check_integrity() == ()


def test_each_record_of_a_run_has_its_history(register: Register) -> None:
    ids = load(register)
    for one in (ids[0], ids[2], ids[4]):
        (row,) = register.read.history(5, "agreement", one)
        assert (row.name, row.touched) == ("Import", 2 + 5 + 10 + 10 + 5 + 5)
    assert register.read.history(5, "agreement", 6) == []
    assert [change.record_id for change in register.read.history(changes=4)[0].changes] == [1, 2, 1, 2]


def test_a_record_of_a_run_that_was_changed_since_stops_undo(register: Register) -> None:
    ids = load(register)
    with register.operation("Rename", by="Ann Cole", at=AT) as write:
        write.change(Agreement, ids[3], title="Lamps")
    with pytest.raises(StaleRecord, match=r"‘Lamps’ was changed since, by ‘Rename’ \(Ann Cole\)"):
        undo(register)
    done = register.take_back(1, by="Jo", at=AT)
    assert done is not None and done.kept == ("‘Lamps’", "‘Brightway’", "‘Aldermere’")
    assert register.read.number() == 1
    with (
        pytest.raises(StaleRecord, match=r"‘Lamps’ changed since it was last shown: ‘Rename’"),
        do(register) as write,
    ):
        write.change(Agreement, ids[3], was={"title": "Street lighting"}, title="Lights")


def test_an_agreement_as_it_was_before_it_came(register: Register) -> None:
    fill(register)
    ids = load(register)
    assert register.read.agreement_after(ids[2], 1) is None
    then = register.read.agreement_after(ids[2], 2)
    assert then is not None and len(then.parties) == 2
    with do(register) as write:
        write.change(Agreement, ids[2], parties=(Party(organisation_id=1, role=PartyRole.SUPPLIER),))
    then = register.read.agreement_after(ids[2], 2)
    assert then is not None and len(then.parties) == 2


def test_what_a_run_touched(register: Register) -> None:
    fill(register)
    load(register)
    connection = register._connection
    assert sorted(history.touched_since(connection, 1, 9)) == [2, 3, 4, 5, 6]
    assert history.touched_alone(connection, 1, 9) is None
    with do(register) as write:
        write.load([Agreement(title="One"), Agreement(title="Two"), Agreement(title="Three")])
    assert history.touched_alone(connection, 2, 3) == [7, 8, 9]
    assert history.touched_alone(connection, 2, 2) is None


def test_a_register_of_an_older_format_is_taken_back_line_by_line(path: Path) -> None:
    """What the last version wrote: a line for each record, and a chain of hashes over those."""
    older = sqlite3.connect(path, isolation_level=None)
    schema.migrate(older, OLDER)
    for number, name in ((1, "Brightway"), (2, "Aldermere")):
        older.execute(
            "insert into organisation values (?, ?, ?, 'other', '', '', '', '', '', '', '', 0)",
            (number, f"uid {number}", name),
        )
    entry = (1, "2026-11-22T10:30:00+00:00", "Jo", "Add two", "do", None, 1, "")
    said = [("organisation", number, "added", None, None) for number in (1, 2)]
    digest = hashlib.sha256(
        "\n".join(json.dumps(line, separators=(",", ":")) for line in (entry, *said)).encode()
    )
    older.execute("insert into operation values (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*entry, digest.hexdigest()))
    older.executemany(
        "insert into change (operation_id, record_table, record_id, kind, old, new) values (1, ?, ?, ?, ?, ?)",
        said,
    )
    older.close()
    with Register.open(path) as register:
        (row,) = register.read.history()
        assert row.touched == 2 and register.check_integrity() == ()
        undo(register)
        assert register.read.organisations() == []
        redo(register)
        assert [one.name for one in register.read.organisations()] == ["Brightway", "Aldermere"]

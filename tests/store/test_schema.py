"""The mark by which a register's tables are known to be as they should be, without making them anew."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.store.storing import do
from tracker.domain.agreement import Agreement, Party, PartyRole
from tracker.domain.organisation import Organisation
from tracker.store import schema
from tracker.store.file import Register


def test_the_mark_is_that_of_the_newest_tables() -> None:
    """After a migration: the value that this test names belongs into `schema.NEWEST_SHAPE`."""
    assert schema.mark(schema.expected_shape(schema.VERSION)) == schema.NEWEST_SHAPE


def test_a_sound_register_is_known_without_making_its_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    found = schema.expected_shape(schema.VERSION)
    monkeypatch.setattr(schema, "expected_shape", lambda version: frozenset())
    assert not schema.is_altered(found, schema.VERSION)
    assert schema.is_altered(found - {min(found)}, schema.VERSION)


_NAMES = "select supplier, buyer from party_names order by agreement_id"


def test_those_who_share_an_agreement_are_listed_in_an_older_register_too(
    register: Register, path: Path
) -> None:
    with do(register, "Add") as write:
        ours, theirs = (write.add(Organisation(name=name)).id for name in ("Weld CC", "Ashdale DC"))
        member, host = PartyRole.MEMBER, PartyRole.HOST
        for parties in (((theirs, member), (ours, member)), ((ours, host), (theirs, member)), ()):
            named = tuple(Party(organisation_id=one, role=role) for one, role in parties)
            write.add(Agreement(title="Shared", parties=named))
    register.close()
    older = sqlite3.connect(path, isolation_level=None)
    listed = older.execute(_NAMES).fetchall()
    assert listed == [("Ashdale DC; Weld CC", ""), ("Weld CC", ""), ("", "")]
    older.execute("update party_names set supplier = '' where agreement_id = 1")
    older.execute(f"pragma user_version = {2 << 16}")
    older.close()
    Register.open(path).close()
    with sqlite3.connect(path) as now:
        assert now.execute(_NAMES).fetchall() == listed
        assert now.execute("pragma user_version").fetchone() == (schema.VERSION,)
    now.close()

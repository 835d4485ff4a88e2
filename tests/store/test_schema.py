"""The mark by which a register's tables are known to be as they should be, without making them anew."""

from __future__ import annotations

import pytest

from tracker.store import schema


def test_the_mark_is_that_of_the_newest_tables() -> None:
    """After a migration: the value that this test names belongs into `schema.NEWEST_SHAPE`."""
    assert schema.mark(schema.expected_shape(schema.VERSION)) == schema.NEWEST_SHAPE


def test_a_sound_register_is_known_without_making_its_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    found = schema.expected_shape(schema.VERSION)
    monkeypatch.setattr(schema, "expected_shape", lambda version: frozenset())
    assert not schema.is_altered(found, schema.VERSION)
    assert schema.is_altered(found - {min(found)}, schema.VERSION)

"""Names for records: version 7 UUIDs, in order, never twice."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from tracker.store.uid import new_uids

AT = datetime(2026, 11, 22, 10, 30, 0, 123_000, tzinfo=UTC)


def test_they_are_uuids_of_version_7_that_say_when() -> None:
    for text in new_uids(AT, 0, 5):
        made = uuid.UUID(text)
        assert (str(made), made.version, made.variant) == (text, 7, uuid.RFC_4122)
        assert made.int >> 80 == int(AT.timestamp() * 1000)


def test_they_sort_by_time_and_then_by_number() -> None:
    made = new_uids(AT, 0, 40_000) + new_uids(AT, 40_000, 10) + new_uids(AT + timedelta(milliseconds=1), 0, 1)
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_two_at_the_same_instant_differ() -> None:
    assert not set(new_uids(AT, 0, 100)) & set(new_uids(AT, 0, 100))
    assert new_uids(AT, 5, 0) == []


def test_the_counter_ends_where_it_must() -> None:
    (text,) = new_uids(AT, (1 << 26) - 1, 1)
    assert text[14:23] == "7fff-bfff"

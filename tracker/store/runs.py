"""Runs in the history: one line that says of many new records, numbered one after another, that they were added.

An import adds some hundred thousand records, and all that the history has to say of each is
its number. So a line of kind 'added' may hold the first number in `record_id` and the last,
inclusive, in `last_id`, which is null where it is about one record, as every other kind is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

RECORDS: Final = "coalesce(last_id, record_id) - record_id + 1"
"""How many records a line is about."""


def lines_on(table: str, record: str) -> str:
    """A subquery: the ids of the lines about one record, by two expressions of the statement around it."""
    return (
        f"(select id from change where record_table = {table} and record_id = {record} and last_id is null "  # noqa: S608
        f"union all select id from change indexed by change_runs where record_table = {table} "
        f"and last_id >= {record} and record_id <= {record})"
    )


def runs_of(ids: Iterable[int]) -> Iterator[tuple[int, int]]:
    """(first, last) of every unbroken run among ids that ascend; both inclusive."""
    first = last = None
    for one in ids:
        if first is None or last is None:
            first = last = one
        elif one == last + 1:
            last = one
        else:
            yield first, last
            first = last = one
    if first is not None and last is not None:
        yield first, last

"""The record that a person means by part of a name, a reference or a uid."""

from __future__ import annotations

import sqlite3
from typing import Final

from tracker.store.folding import fold

_FIND: Final[dict[str, tuple[str, str]]] = {
    "agreement": (
        "select id from agreement where uid = ?1 or nullif(reference, '') = ?1 collate nocase",
        "select id from agreement where "
        "instr(fold(title), ?1) or instr(fold(reference), ?1) or instr(uid, ?1)",
    ),
    "organisation": (
        "select id from organisation where uid = ?1 or name = ?1 collate nocase union "
        "select organisation_id from organisation_name where name = ?1 collate nocase",
        "select id from organisation where instr(fold(name), ?1) or instr(uid, ?1) union "
        "select organisation_id from organisation_name where instr(fold(name), ?1)",
    ),
    "arrangement": (
        "select id from arrangement where "
        "uid = ?1 or reference = ?1 collate nocase or title = ?1 collate nocase",
        "select id from arrangement where "
        "instr(fold(title), ?1) or instr(fold(reference), ?1) or instr(uid, ?1)",
    ),
}
"""table -> (what it is exactly, what holds it)."""


def find(connection: sqlite3.Connection, table: str, text: str) -> list[int]:
    """Ids of the records that `text` may mean: an exact reference, name or uid wins over parts."""
    text = text.strip()
    if not text:
        return []
    exact, part = _FIND[table]
    found = connection.execute(exact, (text,)).fetchall()
    return [row[0] for row in found or connection.execute(part, (fold(text),)).fetchall()]

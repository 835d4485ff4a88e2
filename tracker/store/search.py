"""Words to search by: what is written beside each agreement, and what a search asks of it.

Beside the words every agreement gets the names of its parties as lists show them, and a
standing that is not known until it is reckoned.

Every word of a search must be found anywhere in an agreement's texts or its parties' names,
also in the middle of others ("ghting", "123456" of "DN123456"), whatever the case and the
accents. One or two letters are looked for where words begin, unless nothing begins so.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Final, NamedTuple

from tracker.domain.changes import Changes
from tracker.store.bulk import indexed_afterwards
from tracker.store.folding import fold
from tracker.store.rows import id_list

_LONG: Final = 3
"""So many letters are looked for in the middle of words as well: fewer are in nearly every text."""
_FROM_START: Final = "select rowid as id from search where words match ?"
# The table in which the full-text index keeps its text: read past the index in half the time.
_ANYWHERE: Final = "select id from search_content where instr(c0, ?) > 0"

_NAMES: Final = """
insert into party_names (agreement_id, supplier, buyer)
select a.id,
  coalesce(
    (select group_concat(o.name, '; ') from party p join organisation o on o.id = p.organisation_id
      where p.agreement_id = a.id and p.role = 'supplier'),
    (select group_concat(o.name, '; ') from party p join organisation o on o.id = p.organisation_id
      where p.agreement_id = a.id and p.role = 'host'), ''),
  coalesce(
    (select group_concat(o.name, '; ') from party p join organisation o on o.id = p.organisation_id
      where p.agreement_id = a.id and p.role in ('buyer', 'lead buyer')),
    (select group_concat(o.name, '; ') from party p join organisation o on o.id = p.organisation_id
      where p.agreement_id = a.id and p.role = 'recipient'), '')
from agreement a where a.id in (select value from json_each(?))
"""

_UNKNOWN: Final = """
insert into main.standing (agreement_id, status, changes_on, reckoned_on)
select id, 'unknown', '0001-01-01', '0001-01-01' from agreement where id in (select value from json_each(?))
on conflict (agreement_id) do nothing
"""

_WORDS: Final = """
insert into search (rowid, words)
select a.id, fold(a.reference || ' ' || a.title || ' ' || a.description || ' ' || a.department
  || ' ' || a.owner || ' ' || a.category || ' ' || a.notes || ' ' || coalesce(
    (select group_concat(p.as_written || ' ' || o.name, ' ')
      from party p join organisation o on o.id = p.organisation_id where p.agreement_id = a.id), '')
  || ' ' || coalesce(
    (select group_concat(n.name, ' ')
      from party p join organisation_name n on n.organisation_id = p.organisation_id
      where p.agreement_id = a.id), '')
  || ' ' || coalesce((select group_concat(t.name, ' ') from tag t where t.agreement_id = a.id), ''))
from agreement a where a.id in (select value from json_each(?))
"""


def put_words(connection: sqlite3.Connection, changes: Changes) -> None:
    """Write the names and search words of every agreement that those changes concern."""
    concerned = set(changes.touches("agreement"))
    organisations = changes.touches("organisation")
    if organisations:
        concerned.update(
            row[0]
            for row in connection.execute(
                "select agreement_id from party where organisation_id in (select value from json_each(?))",
                (id_list(organisations),),
            ).fetchall()
        )
    if not concerned:
        return
    ids = (id_list(sorted(concerned)),)
    connection.execute("delete from party_names where agreement_id in (select value from json_each(?))", ids)
    connection.execute("delete from search where rowid in (select value from json_each(?))", ids)
    with indexed_afterwards(connection, ("party_names",), len(concerned)):
        connection.execute(_NAMES, ids)
    connection.execute(_UNKNOWN, ids)
    connection.execute(_WORDS, ids)


class WordSearch(NamedTuple):
    """What one word of a search asks: a statement that gives the ids of the agreements that have it.

    Attributes:
        word: folded; where it is looked for anywhere in the words, "" where only at their beginnings.
    """

    statement: str
    values: tuple[str, ...]
    word: str = ""


def word_searches(connection: sqlite3.Connection, text: str) -> list[WordSearch]:
    """What each word of a search asks; an agreement must have them all. None for a blank search.

    Signs that stand alone count where there is nothing else.
    """
    words = dict.fromkeys(fold(text.replace("\0", " ")).split())
    named = [word for word in words if any(map(str.isalnum, word))]
    if not named:
        return [WordSearch(_ANYWHERE, (word,), word) for word in words]
    return [_word_search(connection, word) for word in named]


def by_words(search: WordSearch, words: Sequence[str]) -> WordSearch:
    """The same search, where those are all the words of the register that hold what is looked for."""
    if not words:
        return WordSearch("select 0 as id where false", ())
    return WordSearch(_FROM_START, (" OR ".join(f'"{word}"' for word in words),))


def _word_search(connection: sqlite3.Connection, word: str) -> WordSearch:
    query = f'"{word.replace(chr(34), chr(34) * 2)}"*'
    if not word.isalnum():
        return WordSearch(f"{_FROM_START} union {_ANYWHERE}", (query, word))
    if len(word) < _LONG:
        known = connection.execute(f"{_FROM_START} limit 1", (query,)).fetchone()
        if known:
            return WordSearch(_FROM_START, (query,))
    return WordSearch(_ANYWHERE, (word,), word)  # where a word begins is somewhere in the words, too

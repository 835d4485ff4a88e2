"""Words to search by: what is written beside each agreement, and what a search asks of it.

Beside the words every agreement gets the names of its parties as lists show them, and a
standing that is not known until it is reckoned.

Every word of a search must be found, from its beginning, in any of an agreement's texts or
its parties' names, whatever the case and the accents. Where that finds nothing, words are
looked for anywhere, also in the middle of others ("ghting", "123456" of "DN123456").
"""

from __future__ import annotations

import sqlite3
import unicodedata
from typing import Final

from tracker.domain.changes import Changes
from tracker.store.rows import id_list


def fold(text: str) -> str:
    """Text as searches compare it: no case, no accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


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
insert into {} (agreement_id, status, changes_on, reckoned_on)
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
      where p.agreement_id = a.id), ''))
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
    connection.execute(_NAMES, ids)
    for table in ("main.standing", "standing"):  # the second is what may lie over the first
        connection.execute(_UNKNOWN.format(table), ids)
    connection.execute(_WORDS, ids)


def condition(connection: sqlite3.Connection, text: str) -> tuple[str, list[str]] | None:
    """The SQL condition on `a.id` that a search makes, with its values; None for a blank search."""
    words = fold(text.replace("\0", " ")).split()
    if not words:
        return None
    query = " ".join('"' + word.replace('"', '""') + '"*' for word in words if any(map(str.isalnum, word)))
    if query and connection.execute("select 1 from search where words match ? limit 1", (query,)).fetchone():
        return "a.id in (select rowid from search where words match ?)", [query]
    within = " and ".join("instr(words, ?) > 0" for _ in words)
    return f"a.id in (select rowid from search where {within})", words  # noqa: S608

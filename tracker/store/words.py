"""What is written beside each agreement to list and search it by: its parties' names, and its words.

The names are gathered for many agreements in a few statements and put together here: asked for
one agreement at a time by subqueries, they cost more than the full-text index does.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.domain.changes import Changes
from tracker.store.bulk import indexed_afterwards
from tracker.store.folding import fold
from tracker.store.records import Row
from tracker.store.rows import id_list

if TYPE_CHECKING:
    from tracker.store.journal import Held

_BATCH: Final = 10_000
"""Agreements whose words are held at a time."""

_GIVEN: Final = "(select value from json_each(?))"
_OF_PARTIES: Final = f"select agreement_id from party where organisation_id in {_GIVEN}"  # noqa: S608
_TEXTS: Final = f"""
select id, reference || ' ' || title || ' ' || description || ' ' || department
  || ' ' || owner || ' ' || category || ' ' || notes
from agreement where id in {_GIVEN} order by id
"""  # noqa: S608
_OWN_WORDS: Final = attrgetter(
    "reference", "title", "description", "department", "owner", "category", "notes"
)
"""Of an agreement at hand, what `_TEXTS` asks of one in the file."""
_PARTIES: Final = f"""
select agreement_id, role, as_written, organisation_id from party
where agreement_id in {_GIVEN} order by agreement_id, id
"""  # noqa: S608
_PARTY: Final = attrgetter("role", "as_written", "organisation_id")
_TAGS: Final = f"select agreement_id, name from tag where agreement_id in {_GIVEN} order by id"  # noqa: S608
_NAMES: Final = f"select id, name from organisation where id in {_GIVEN}"  # noqa: S608
_OTHER_NAMES: Final = f"""
select organisation_id, name from organisation_name where organisation_id in {_GIVEN} order by id
"""  # noqa: S608
_UNKNOWN: Final = f"""
insert into main.standing (agreement_id, status, changes_on, reckoned_on)
select id, 'unknown', '0001-01-01', '0001-01-01' from agreement where id in {_GIVEN}
on conflict (agreement_id) do nothing
"""  # noqa: S608

_SUPPLIERS: Final = (("supplier",), ("host",), ("member",))
_BUYERS: Final = (("buyer", "lead buyer"), ("recipient",))
"""Roles whose names lists show: the first of these sets that anybody has."""


def put_words(
    connection: sqlite3.Connection,
    changes: Changes,
    bare: Collection[int],
    held: Mapping[int, Held] = MappingProxyType({}),
) -> None:
    """Write the names and search words of every agreement that those changes concern.

    Args:
        bare: ids of agreements that have no standing: they get an unknown one, until it is reckoned.
        held: id -> agreement and parties, of those that are new and need not be read from the file.
    """
    if bare:
        connection.execute(_UNKNOWN, (id_list(bare),))
    concerned = set(changes.touches("agreement"))
    organisations = changes.touches("organisation")
    if organisations:
        concerned.update(row[0] for row in connection.execute(_OF_PARTIES, (id_list(organisations),)))
    if not concerned:
        return
    ordered = sorted(concerned)
    written = (id_list(one for one in ordered if one not in held),)
    connection.execute(f"delete from party_names where agreement_id in {_GIVEN}", written)  # noqa: S608
    connection.execute(f"delete from search where rowid in {_GIVEN}", written)  # noqa: S608
    with indexed_afterwards(connection, ("party_names",), len(ordered)):
        for at in range(0, len(ordered), _BATCH):
            _put(connection, ordered[at : at + _BATCH], held)


def _put(connection: sqlite3.Connection, ids: Sequence[int], held: Mapping[int, Held]) -> None:
    told = _told_by(held, ids) if all(one in held for one in ids) else _asked(connection, ids)
    organisations = (id_list({party[2] for one in told for party in one.parties}),)
    names: dict[int, str] = dict(connection.execute(_NAMES, organisations).fetchall())
    others = _gathered(connection.execute(_OTHER_NAMES, organisations))
    listed: list[Row] = []
    words: list[Row] = []
    known: dict[tuple[Row, ...], tuple[str, str, str]] = {}
    for agreement, text, parties, tags in told:
        if parties not in known:
            known[parties] = _of_parties(parties, names, others)
        supplier, buyer, called = known[parties]
        listed.append((agreement, supplier, buyer))
        words.append((agreement, fold(" ".join((text, *tags, called)))))
    connection.executemany("insert into party_names (agreement_id, supplier, buyer) values (?, ?, ?)", listed)
    connection.executemany("insert into search (rowid, words) values (?, ?)", words)


class _Told(NamedTuple):
    """What an agreement says of itself, its parties as (role, as written, organisation), and its tags."""

    agreement: int
    text: str
    parties: tuple[Row, ...]
    tags: Sequence[str]


def _told_by(held: Mapping[int, Held], ids: Sequence[int]) -> list[_Told]:
    """Of agreements that this transaction has just stored: nothing need be read again."""
    told = []
    for one in ids:
        agreement, parties = held[one]
        text = " ".join(_OWN_WORDS(agreement))
        tags = [tag.name for tag in agreement.tags] if agreement.tags else ()
        told.append(_Told(one, text, tuple(map(_PARTY, parties)), tags))
    return told


def _asked(connection: sqlite3.Connection, ids: Sequence[int]) -> list[_Told]:
    """Of agreements as they lie in the file."""
    given = (id_list(ids),)
    parties: dict[int, list[Row]] = defaultdict(list)
    for agreement, role, written, organisation in connection.execute(_PARTIES, given):
        parties[agreement].append((role, written, organisation))
    tags = _gathered(connection.execute(_TAGS, given))
    return [
        _Told(agreement, text, tuple(parties.get(agreement, ())), tags.get(agreement, ()))
        for agreement, text in connection.execute(_TEXTS, given)
    ]


def _gathered(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for key, name in rows:
        found[key].append(name)
    return found


def _of_parties(
    parties: Sequence[Row], names: dict[int, str], others: dict[int, list[str]]
) -> tuple[str, str, str]:
    """What lists show as the supplier and as the buyer, and every name that the parties go by."""
    called: list[str] = []
    for _, written, organisation in parties:
        name = names[organisation]
        called += (name, *others.get(organisation, ()))
        if written != name:
            called.append(written)
    return _first(parties, names, _SUPPLIERS), _first(parties, names, _BUYERS), " ".join(called)


def _first(parties: Sequence[Row], names: dict[int, str], roles: Sequence[tuple[str, ...]]) -> str:
    """The names of the parties in the first of those sets of roles that has any, for a list."""
    for wanted in roles:
        found = [names[organisation] for role, _, organisation in parties if role in wanted]
        if found:
            return "; ".join(found)
    return ""

"""What follows from the records and is stored for speed: status, ends and deadlines.

None of it is in the history: it is written beside the records whenever they change, in
the same transaction, and could be made again from them at any time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from tracker.store.bulk import indexed_afterwards
from tracker.store.records import Row, iso
from tracker.store.rows import id_list

if TYPE_CHECKING:
    from tracker.domain.deadlines.deadline import Deadline
    from tracker.domain.deadlines.standing import Standing

# Standings


class Standings(NamedTuple):
    """Standings as the rows that they are stored in; made of them on any thread."""

    standings: list[Row]
    deadlines: list[Row]


def rows_of(standings: Iterable[tuple[int, Standing]], today: date) -> Standings:
    """The rows of those standings (each behind the id of its agreement), as reckoned on that day.

    Agreements that share a standing share what it comes to in columns.
    """
    made = Standings([], [])
    known: dict[int, tuple[Standing, Row, list[Row]]] = {}
    for agreement_id, standing in standings:
        found = known.get(id(standing))
        if found is None:
            columns = _standing_columns(standing, today), list(map(_deadline_columns, standing.deadlines))
            found = known[id(standing)] = standing, *columns
        _, own, deadlines = found
        made.standings.append((agreement_id, *own))
        for deadline in deadlines:
            made.deadlines.append((agreement_id, *deadline))
    return made


class StandingRow(NamedTuple):
    """Where an agreement stands, as far as lists of many ask; dates as ISO text.

    Attributes:
        status: a value of `Status`.
        current_end: None where it has none.
        next_act_by, next_title, next_kind: of the next deadline; None where none is open.
    """

    agreement_id: int
    status: str
    current_end: str | None
    next_act_by: str | None
    next_title: str | None
    next_kind: str | None


_COLUMNS = ", ".join(StandingRow._fields)


def stored_standings(connection: sqlite3.Connection, agreement_ids: Iterable[int]) -> list[StandingRow]:
    """Those of these agreements, by id."""
    sql = (
        f"select {_COLUMNS} from standing "  # noqa: S608
        "where agreement_id in (select value from json_each(?)) order by agreement_id"
    )
    return list(map(StandingRow._make, connection.execute(sql, (id_list(agreement_ids),)).fetchall()))


def put_standings(
    connection: sqlite3.Connection, standings: Iterable[tuple[int, Standing]], today: date, bare: set[int]
) -> None:
    """Replace the standing and deadlines of those agreements in the file.

    Args:
        standings: (id of the agreement, its standing), in any order.
        bare: ids of agreements that have none yet; those that get them here are taken out.
    """
    coming = iter(standings)
    with indexed_afterwards(connection, ("standing", "deadline"), len(bare)):
        while batch := sorted(islice(coming, _BATCH), key=itemgetter(0)):
            rows = rows_of(batch, today)
            ids = {row[0] for row in rows.standings}
            if not ids <= bare:
                drop_rows(connection, id_list(ids - bare))
            bare -= ids
            put_rows(connection, rows)


_BATCH = 20_000
"""Agreements whose standings are held as rows at a time, in the order of ids: SQLite takes them quickest so."""


def drop_rows(connection: sqlite3.Connection, ids: str) -> None:
    """Remove the standings and deadlines of agreements, whose ids come as one parameter (`id_list`)."""
    for table in ("standing", "deadline"):
        connection.execute(
            f"delete from main.{table} where agreement_id in (select value from json_each(?))",  # noqa: S608
            (ids,),
        )


def put_rows(connection: sqlite3.Connection, rows: Standings) -> None:
    """Store rows of agreements that have none."""
    connection.executemany(
        "insert into main.standing "
        "(agreement_id, status, initial_end, current_end, maximum_end, changes_on, reckoned_on, "
        "next_kind, next_title, next_date, next_act_by, next_missed_after, next_workings) "
        "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows.standings,
    )
    connection.executemany(
        "insert into main.deadline "
        "(agreement_id, kind, title, date, act_by, missed_after, earliest, latest, "
        "party, asks, settled, workings) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows.deadlines,
    )


def next_deadline(deadlines: Iterable[Deadline], today: date) -> Deadline | None:
    """The deadline that a list shows beside an agreement: the first that can still be met.

    Those that ask for an act come before dates that merely happen on the same day; what
    was missed is told elsewhere, and would hide what can still be done.
    """
    open_ones = [d for d in deadlines if not d.settled and d.missed_after >= today]
    return min(open_ones, key=lambda d: (d.act_by, not d.asks, d.date), default=None)


def _standing_columns(standing: Standing, today: date) -> Row:
    status, initial, current, maximum, changes, _, deadlines, _ = standing
    coming = next_deadline(deadlines, today)
    row = (
        str.__str__(status),
        initial and iso(initial),
        current and iso(current),
        maximum and iso(maximum),
        changes and iso(changes),
        iso(today),
    )
    if coming is None:
        return (*row, None, None, None, None, None, None)
    kind, day, act_by, missed, _, _, _, _, _, workings, title = coming
    return (*row, kind, title, iso(day), iso(act_by), iso(missed), workings)


def _deadline_columns(deadline: Deadline) -> Row:
    kind, day, act_by, missed, asks, settled, party, earliest, latest, workings, title = deadline
    return (
        kind,
        title,
        iso(day),
        iso(act_by),
        iso(missed),
        earliest and iso(earliest),
        latest and iso(latest),
        party,
        int(asks),
        int(settled),
        workings,
    )

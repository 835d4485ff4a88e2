"""What is still to be done by when, counted and picked by SQL: a page that shows twelve rows reads twelve.

A deadline is open on a day where it is not settled, was not decided, and asks for something or
can still happen. It is overdue where it asks and the day to act by has passed.
"""

from __future__ import annotations

# ruff: noqa: S608 - only the fixed texts below are put into statements
import json
import sqlite3
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, NamedTuple

from tracker.store.rows import id_list

_DECIDED: Final = """
select d.id from (
  select agreement_uid, kind, date from answer group by agreement_uid, kind, date
  having max(iif(action = 'decided', id, 0)) > max(iif(action = 're-armed', id, 0))
) w join agreement a on a.uid = w.agreement_uid
join deadline d on d.agreement_id = a.id and d.kind = w.kind and d.date = w.date
"""
_UNSETTLED: Final = "select id from deadline where not settled"
_ANSWERED: Final = (
    "select o.id from deadline o join agreement a on a.id = o.agreement_id "
    "where a.uid in (select agreement_uid from answer)"
)
_OPEN: Final = (
    "not d.settled and (d.asks or d.missed_after >= ?1) and d.id not in (select value from json_each(?2))"
)
# What is past is most of all there is: with `+` it is read as it lies, not row by row as an index has it.
_LATE: Final = "d.asks and +d.act_by < ?1"
# What can still be done comes first, by the last day for it; then what was missed, lately first.
_WORST_FIRST: Final = (
    "d.missed_after < ?1, iif(d.missed_after < ?1, '', d.missed_after), "
    "iif(d.missed_after < ?1, d.act_by, '') desc, d.act_by, d.date, d.id"
)


class DayCount(NamedTuple):
    """Open deadlines with one day to act by.

    Attributes:
        day: in ISO form.
        number: how many there are.
        overdue: how many of them are.
        first: the id of the one with the earliest date.
    """

    day: str
    number: int
    overdue: int
    first: int


class Overdue(NamedTuple):
    """What is overdue: a deadline for each agreement, and how many there are altogether.

    Attributes:
        worst: (deadline's id, how many the agreement has), what hurts most first.
        agreements, deadlines: how many of each there are.
    """

    worst: list[tuple[int, int]]
    agreements: int
    deadlines: int


def per_day(connection: sqlite3.Connection, today: date, until: date) -> list[DayCount]:
    """How many are open, for each day to act by until a day (inclusive)."""
    # Of a column beside min() SQLite gives the value in the row that has the least.
    found = connection.execute(
        f"select +d.act_by, count(*), sum({_LATE}), d.id, min(d.date || printf(' %012d', d.id)) "
        f"from deadline d where +d.act_by <= ?3 and {_OPEN} group by 1 order by 1",
        (*_asked(connection, today), until.isoformat()),
    ).fetchall()
    return [DayCount(day, number, late, first) for day, number, late, first, _ in found]


def overdue(connection: sqlite3.Connection, today: date, limit: int) -> Overdue:
    """The worst deadline of each agreement that has any overdue, `limit` of them at the most."""
    # Read once, and only what is sorted by: the texts of a deadline are the most of it.
    late = (
        "with late as materialized (select d.id, d.agreement_id, d.act_by, d.date, d.missed_after "
        f"from deadline d where {_LATE} and {_OPEN}), "
        "first as (select *, count(*) over (partition by agreement_id) as number, "
        f"row_number() over (partition by agreement_id order by {_WORST_FIRST}) as turn from late d)"
    )
    found = connection.execute(
        f"{late} select d.id, d.number, (select count(distinct agreement_id) from late), "
        f"(select count(*) from late) from first d where d.turn = 1 order by {_WORST_FIRST} limit ?3",
        (*_asked(connection, today), limit),
    ).fetchall()
    worst = [(one, number) for one, number, _, _ in found]
    agreements, deadlines = found[0][2:] if found else (0, 0)
    return Overdue(worst, agreements, deadlines)


def between(connection: sqlite3.Connection, today: date, first: date, last: date, limit: int) -> list[int]:
    """Ids of the open deadlines from a day to another (inclusive) that are not overdue, the earliest first."""
    day = "+d.act_by" if first < today else "d.act_by"
    found = connection.execute(
        f"select d.id from deadline d where {day} between ?3 and ?4 and not ({_LATE}) and {_OPEN} "
        f"order by {day}, d.date, d.id limit ?5",
        (*_asked(connection, today), first.isoformat(), last.isoformat(), limit),
    ).fetchall()
    return [row[0] for row in found]


def of_each_day(connection: sqlite3.Connection, today: date, until: date, number: int) -> list[int]:
    """Ids of the first open deadlines of each day to act by, so many a day, until a day (inclusive)."""
    found = connection.execute(
        "select id from (select d.id, d.act_by, d.date, "
        "row_number() over (partition by +d.act_by order by d.date, d.id) as turn "
        f"from deadline d where +d.act_by <= ?3 and {_OPEN}) where turn <= ?4 order by act_by, date, id",
        (*_asked(connection, today), until.isoformat(), number),
    ).fetchall()
    return [row[0] for row in found]


def remindable(connection: sqlite3.Connection, until: date | None) -> list[int]:
    """Ids of the deadlines to act on until a day (inclusive; None for all) that can come up, the earliest first.

    What is settled cannot; of agreements that somebody answered for it is among them all the same.
    """
    found = connection.execute(
        f"select d.id from deadline d where d.id in ({_UNSETTLED} union {_ANSWERED}) "
        "and (?1 is null or d.act_by <= ?1) order by d.act_by, d.date, d.id",
        (until and until.isoformat(),),
    ).fetchall()
    return [row[0] for row in found]


def coming_up(connection: sqlite3.Connection, today: date, last: date, stages: Iterable[int]) -> list[int]:
    """Ids of the deadlines that may come up after today and until a day (inclusive), the earliest first.

    Args:
        stages: all the numbers of days before the day to act by at which any rule brings one up. What asks
            and is overdue may come up on any day.
    """
    spans = [(today + timedelta(stage + 1), last + timedelta(stage)) for stage in stages]
    found = connection.execute(
        f"select d.id from deadline d where d.id in ({_ANSWERED} union "
        "select id from deadline where not settled and asks and +act_by <= ?1 union "
        "select o.id from json_each(?2) span join deadline o "
        "on o.act_by between json_extract(span.value, '$[0]') and json_extract(span.value, '$[1]') "
        "where not o.settled) order by d.act_by, d.date, d.id",
        (today.isoformat(), json.dumps([(first.isoformat(), end.isoformat()) for first, end in spans])),
    ).fetchall()
    return [row[0] for row in found]


def _asked(connection: sqlite3.Connection, today: date) -> tuple[str, str]:
    decided: Iterable[tuple[int]] = connection.execute(_DECIDED).fetchall()
    return today.isoformat(), id_list(row[0] for row in decided)

"""Registers of any size for the benches, made by SQL: a million agreements in about a minute.

The rows are those that the store would write (agreements, parties, names, standings, deadlines
and search words), made by arithmetic in the engine instead of record by record. The same
number gives the same register, but for the file's own identity.
"""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

from tests.ui.stage import TODAY, clock
from tracker.app.session import Session
from tracker.domain.changes import Changes
from tracker.store.schema import VERSION
from tracker.store.words import put_words

SUPPLIERS, COUNCILS, ARRANGEMENTS = 2000, 300, 400
_TEXT = (
    "street lighting housing repairs software licence payroll grounds maintenance fleet parking waste "
    "leisure catering printing legal audit insurance agency cleaning water energy"
)
WORDS = _TEXT.split()
REGIONS = ("North East", "North West", "East Midlands", "London", "South East", "South West", "Wales")
_TYPES = (
    "contract",
    "contract",
    "contract",
    "call-off",
    "framework",
    "inter-authority agreement",
    "memorandum of understanding",
)
_BATCH = 50_000


def cached(number: int) -> Path:
    """A register of so many agreements, kept in the system's folder for such files until it is emptied."""
    folder = Path(tempfile.gettempdir()) / "tracker-bench"
    folder.mkdir(exist_ok=True)
    path = folder / f"{number}-{VERSION}.tracker"
    if not path.exists():
        made = path.with_suffix(".making")
        made.unlink(missing_ok=True)
        make(made, number)
        made.replace(path)
    return path


def make(path: Path, number: int) -> None:
    """Write a register of so many agreements to `path`, where nothing is yet."""
    Session.create(path, clock=clock, user="bench").close()
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = off", "synchronous = off", "cache_size = -64000", "temp_store = memory"):
        connection.execute(f"pragma {pragma}").fetchall()
    indexes = connection.execute(
        "select name, sql from sqlite_master where type = 'index' and sql is not null"
    ).fetchall()
    connection.execute("begin")
    for name, _ in indexes:
        connection.execute(f"drop index {name}")
    _bodies(connection)
    for last in range(0, number, _BATCH):
        _agreements(connection, last, min(number, last + _BATCH))
    for _, sql in indexes:
        connection.execute(sql)
    _texts(connection, number)
    connection.execute("commit")
    connection.execute("pragma journal_mode = delete").fetchall()
    connection.close()


def _bodies(connection: sqlite3.Connection) -> None:
    """Words, suppliers, councils and arrangements."""
    connection.execute("create temp table word (n integer primary key, w text)")
    connection.executemany("insert into word values (?, ?)", enumerate(WORDS))
    connection.execute("create temp table kind (n integer primary key, w text)")
    connection.executemany("insert into kind values (?, ?)", enumerate(_TYPES))
    names = [(f"{WORDS[n % 22].title()} {n} Ltd", "supplier", "") for n in range(SUPPLIERS)]
    names += [(f"Council of {n}", "council", REGIONS[n % len(REGIONS)]) for n in range(COUNCILS)]
    connection.executemany(
        "insert into organisation (id, uid, name, kind, council_type, region, gss, company_number, "
        "charity_number, contact, notes, fictional) values (?, ?, ?, ?, '', ?, '', '', '', '', '', 0)",
        [(n, f"o{n}", *row) for n, row in enumerate(names, start=1)],
    )
    connection.executemany(
        "insert into arrangement (id, uid, reference, title, category, description, delivery_model, "
        "governance, our_role, notes, fictional) values (?, ?, ?, ?, '', '', '', '', '', '', 0)",
        [(n, f"p{n}", f"P{n}", f"Partnership {n}") for n in range(1, ARRANGEMENTS + 1)],
    )


def _agreements(connection: sqlite3.Connection, after: int, upto: int) -> None:
    """The agreements numbered after + 1 to upto, with their parties, standings and deadlines."""
    connection.execute("drop table if exists temp.made")
    connection.execute(
        "create temp table made as with recursive num (n) as (select ?1 + 1 union all select n + 1 from num "
        "where n < ?2), h as (select n, (n * 7919 + 104729) * 31 % 1000003 as a, "
        "(n * 6151 + 13) * 37 % 999983 as b from num) select n, a, b, "
        "date('2014-01-01', (a % 4400) || ' days') as starts, 12 * (1 + b % 5) as term from h",
        (after, upto),
    )
    connection.execute("alter table temp.made add column ends text")
    connection.execute("update temp.made set ends = date(starts, term || ' months', '-1 day')")
    for statement in _STATEMENTS:
        connection.execute(statement, {"today": TODAY.isoformat()} if ":today" in statement else {})


_STATEMENTS = (
    """insert into agreement (id, uid, reference, parent_reference, type, title, description, arrangement_id,
      signature, starts_earliest, starts_latest, starts_precision, starts_as_written, starts_inferred,
      initial_term, end_kind, extensions_text, notice_text, tier, regime, value, value_currency,
      annual_value, annual_value_currency, value_text, department, owner, contact, category, cpv,
      procurement_route, documents, notes, fictional)
    select made.n, printf('a%d', made.n), printf('C%07d', made.n), '', k.w,
      upper(substr(w1.w, 1, 1)) || substr(w1.w, 2) || ' ' || w2.w || ' ' || made.n, w3.w || ' ' || w4.w,
      iif(b % 20 = 0, 1 + a % 400, null), 'not recorded', starts, starts, 'day', starts, 0,
      term || 'm', 'fixed', '', '', '', 'unknown',
      iif(b % 4 = 3, null, a * 997 % 900000000), iif(b % 4 = 3, null, 'GBP'),
      iif(b % 5 = 1, a * 89 % 90000000, null), iif(b % 5 = 1, 'GBP', null), '',
      w2.w, iif(a % 11 = 0, '', printf('Officer %d', a % 50)), '', w4.w, '', '', '', '', 0
    from temp.made join temp.kind k on k.n = a % 7 join temp.word w1 on w1.n = a % 22
      join temp.word w2 on w2.n = b % 22 join temp.word w3 on w3.n = a / 22 % 22
      join temp.word w4 on w4.n = b / 22 % 22 order by made.n""",
    """insert into party (id, uid, agreement_id, organisation_id, role, as_written)
    select 2 * n, 's' || n, n, 1 + a % 2000, 'supplier', '' from temp.made""",
    """insert into party (id, uid, agreement_id, organisation_id, role, as_written)
    select 2 * n + 1, 'b' || n, n, 2001 + b % 300, 'buyer', '' from temp.made""",
    """insert into standing (agreement_id, status, initial_end, current_end, maximum_end, changes_on,
      reckoned_on, next_kind, next_title, next_date, next_act_by, next_missed_after, next_workings)
    select n, case when ends < :today then 'ended – expired' when starts > :today then 'signed, not started'
        when ends < date(:today, '6 months') then 'expiring' else 'live' end,
      ends, ends, date(ends, '1 year'), iif(ends < :today, null, date(ends, '1 day')), :today,
      iif(ends < :today, null, 'end'), iif(ends < :today, null, 'Ends'), iif(ends < :today, null, ends),
      iif(ends < :today, null, ends), iif(ends < :today, null, ends),
      iif(ends < :today, null, 'The initial term ends on that day.') from temp.made""",
    """insert into deadline (agreement_id, kind, title, date, act_by, missed_after, party, asks, settled,
      workings) select n, 'end', 'Ends', ends, ends, ends, '', 0, ends < :today,
      'The initial term ends on that day.' from temp.made""",
    """insert into deadline (agreement_id, kind, title, date, act_by, missed_after, party, asks, settled,
      workings) select n, 'reprocure', 'Start to procure again', date(ends, '-9 months'),
      date(ends, '-9 months'), date(ends, '-9 months'), '', 1, ends < :today or b % 3 = 0,
      '9 months before the end.' from temp.made""",
)


def _texts(connection: sqlite3.Connection, number: int) -> None:
    """Names and search words, by the store's own statements."""
    for last in range(0, number, _BATCH):
        made = frozenset(range(last + 1, min(number, last + _BATCH) + 1))
        put_words(connection, Changes(0, "", {"agreement": made}), ())

"""Records against tables: every field of every type comes back as it went in."""

from __future__ import annotations

import importlib
import pkgutil
import sqlite3
import types
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tracker.domain
from tests.examples import examples
from tests.store.storing import TODAY, do, fill
from tracker.domain.agreement import Agreement, AgreementType, Event, EventKind
from tracker.domain.dates import Period, Precision, When
from tracker.domain.errors import TrackerError
from tracker.domain.money import Money
from tracker.domain.organisation import Organisation
from tracker.domain.partnerships.claim import Nature, SavingsClaim
from tracker.domain.partnerships.partnership import Arrangement
from tracker.domain.partnerships.service import LevelKind, ServiceLevel
from tracker.domain.source import Conflict, Source
from tracker.store.file import Register
from tracker.store.records import BY_KIND, TABLES, Table
from tracker.store.schema import migrate

SQL_TYPES = {"text": "TEXT", "integer": "INTEGER"}


@pytest.fixture
def tables() -> Iterator[sqlite3.Connection]:
    """An empty register in memory."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection)
    yield connection
    connection.close()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_schema_and_type_agree(table: Table, tables: sqlite3.Connection) -> None:
    columns = tables.execute(
        f"select name, type, [notnull], pk from pragma_table_info('{table.name}')"
    ).fetchall()
    assert [name for name, *_ in columns] == list(table.columns)
    declared = {name: (kind, bool(required)) for name, kind, required, _ in columns}
    for field in table.fields:
        for column, sql_type in zip(field.columns, field.codec.sql_types, strict=True):
            kind, required = declared[column]
            assert kind == SQL_TYPES[sql_type], column
            if len(field.columns) == 1:
                assert required is (field.required and column != "id"), column
    strict = tables.execute("select strict from pragma_table_list where name = ?", (table.name,)).fetchone()
    assert strict == (1,)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_link_is_a_foreign_key(table: Table, tables: sqlite3.Connection) -> None:
    links = {row[0] for row in tables.execute(f"select [from] from pragma_foreign_key_list('{table.name}')")}
    named = {column for column in table.columns if column.endswith("_id")}
    assert named - links <= {"record_id", "from_id", "to_id"}
    assert set(table.owners.values()) <= links


def test_every_type_of_the_domain_that_has_a_uid_is_kept() -> None:
    modules = [
        importlib.import_module(module.name)
        for module in pkgutil.walk_packages(tracker.domain.__path__, "tracker.domain.")
    ]
    kept = {
        kind
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type) and {"id", "uid"} <= getattr(kind, "__dataclass_fields__", {}).keys()
    }
    assert kept == set(BY_KIND)


# Values of every type, made from the type alone

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=-9, minutes=-30)), None])
VALUES: dict[type, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: st.integers(-(2**63) + 1, 2**63 - 1),
    bool: st.booleans(),
    date: DAYS,
    datetime: st.datetimes(timezones=ZONES),
    Period: st.builds(Period, st.integers(0, 1200), st.integers(0, 4000), st.booleans()),
    Money: st.builds(Money, st.integers(-(2**63) + 1, 2**63 - 1), st.sampled_from(["GBP", "EUR"])),
    When: st.one_of(
        st.builds(When.on, DAYS, TEXTS),
        st.builds(When, st.none() | DAYS, st.none() | DAYS, st.sampled_from(Precision), TEXTS, st.booleans()),
    ),
}
LINKED = 1
"""The id of a record of every kind that may be linked to."""


def values_of(kind: type) -> st.SearchStrategy[Any]:
    """Records of a type, whose links lead to records that are there."""
    hints = get_type_hints(kind)
    parts: dict[str, st.SearchStrategy[Any]] = {}
    for field in fields(kind):
        hint = hints[field.name]
        if field.name in ("id", "uid"):
            continue
        if get_origin(hint) is tuple:
            parts[field.name] = st.lists(values_of(get_args(hint)[0]), max_size=2).map(tuple)
            continue
        optional = get_origin(hint) in (Union, types.UnionType)
        plain = next(arg for arg in get_args(hint) if arg is not type(None)) if optional else hint
        if field.name.endswith("_id"):
            made: st.SearchStrategy[Any] = st.just(LINKED)
        elif issubclass(plain, StrEnum):
            made = st.sampled_from(plain)
        else:
            made = VALUES[plain]
        parts[field.name] = st.none() | made if optional else made
    return st.builds(kind, **parts)


@pytest.fixture(scope="module")
def shared_register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """A register with one record of every kind that others link to."""
    with Register.create(tmp_path_factory.mktemp("records") / "register.db") as register:
        with do(register) as write:
            write.add(Organisation(name="Aldermere"))
            write.add(Arrangement(title="Shared ICT"))
            write.add(Agreement(title="Lighting"))
            write.add(Source(title="A paper"))
            write.add(Conflict(subject="The start"))
            write.add(SavingsClaim(quote="Much", nature=Nature.FORECAST))
            write.add(ServiceLevel(metric="Answered", kind=LevelKind.AIM))
        yield register


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
@examples(16, with_fixtures=True)
@given(data=st.data())
def test_what_goes_in_comes_out(table: Table, data: st.DataObject, shared_register: Register) -> None:
    records = data.draw(st.lists(values_of(table.kind), min_size=1, max_size=3))
    with suppress(Enough), do(shared_register) as write:
        ids = write.load(records)
        read: list[object] = shared_register.read.records(table.kind, ids)
        assert [_bare(record) for record in read] == [_bare(record) for record in records]
        raise Enough


class Enough(Exception):
    """Ends an operation that need not stay."""


def _bare(record: Any) -> Any:
    """A record without what storing gives it: ids, uids and its parents' ids."""
    table = BY_KIND[type(record)]
    bare = {
        field.name: getattr(record, field.name)
        for field in table.fields
        if field.name not in ("id", "uid") and field.name not in table.owners.values()
    }
    return bare | {
        child.name: [_bare(member) for member in getattr(record, child.name)] for child in table.children
    }


# What cannot be kept


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (Agreement(title="Street\0lighting"), "NUL"),
        (Agreement(ends=When.unknown("some\0time")), "NUL"),
        (Agreement(title="Street \ud800 lighting"), "half a character"),
        (Agreement(value=Money(2**63)), "too large"),
        (Agreement(roll_limit=-(2**63)), "too large"),
    ],
)
def test_what_cannot_be_kept_is_said_in_words(record: Agreement, words: str, register: Register) -> None:
    with pytest.raises(TrackerError, match=words), do(register) as write:
        write.add(record)
    assert register.read.counts()["agreement"] == 0


def test_a_value_of_a_newer_version_is_named(register: Register, path: Path) -> None:
    with do(register) as write:
        added = write.add(Agreement(title="Lighting", type=AgreementType.GRANT))
    other = sqlite3.connect(path)
    other.execute("update agreement set type = 'blanket order'")
    other.commit()
    other.close()
    with pytest.raises(TrackerError, match="‘blanket order’ where this version knows no such agreement type"):
        register.read.agreement(added.id)


@pytest.mark.parametrize(
    "change",
    [
        "starts_earliest = '2027-02-30'",
        "starts_earliest = '2027-2-3'",
        "starts_earliest = 'tomorrow'",
        "maximum_end = '31/03/2027'",
        "starts_precision = null",
        "starts_as_written = null",
        "starts_inferred = null",
        "starts_inferred = 2",
        "value_currency = null",
        "value = null",
        "value = 'much'",
        "fictional = 2",
        "binding = 7",
        "title = null",
        "arrangement_id = 99",
    ],
)
def test_the_schema_refuses_what_is_no_value(change: str, register: Register, path: Path) -> None:
    with do(register) as write:
        write.add(Agreement(title="Lighting", starts=When.on(date(2024, 4, 1)), value=Money(5)))
    other = sqlite3.connect(path)
    other.execute("pragma foreign_keys = on")
    with pytest.raises(sqlite3.IntegrityError):
        other.execute(f"update agreement set {change}")
    other.close()


def test_a_missing_date_that_must_be_there_is_a_bug() -> None:
    table = BY_KIND[Event]
    columns = table.pack([Event(kind=EventKind.SIGNED, on=None)])
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection)
    marks = ", ".join("?" * len(columns))
    names = ", ".join(f'"{name}"' for name in columns)
    with pytest.raises(sqlite3.IntegrityError, match="on_precision"):
        connection.execute(f"insert into event ({names}) values ({marks})", [v[0] for v in columns.values()])
    connection.close()


def test_a_field_that_a_type_does_not_have_is_a_bug() -> None:
    with pytest.raises(KeyError):
        BY_KIND[Agreement].field("colour")


def test_words() -> None:
    assert BY_KIND[SavingsClaim].words == "savings claim"


def test_some_fields_of_all_are_read_alone(register: Register) -> None:
    assert register.read.fields(Agreement, "id", "title") == []
    agreement = fill(register)
    with do(register) as write:
        signs = write.add(Agreement(title="Signs", starts=When.on(TODAY))).id
    whole = register.read.agreement(agreement)
    assert register.read.fields(Agreement, "id", "title", "starts", "value") == [
        (agreement, whole.title, whole.starts, whole.value),
        (signs, "Signs", When.on(TODAY), None),
    ]
    with pytest.raises(KeyError):
        register.read.fields(Agreement, "parties")


def test_some_fields_of_some_are_read_alone(register: Register) -> None:
    with do(register) as write:
        places = write.add_all([Arrangement(title=title) for title in ("Waste", "Legal", "Audit")])
        one, _, three = write.add_all([Agreement(title=p.title, arrangement_id=p.id) for p in places])
    wanted = [places[2].id, places[0].id]
    read = register.read
    assert read.fields_of(Agreement, "arrangement_id", wanted, "id", "title", "starts") == [
        (one.id, "Waste", None),
        (three.id, "Audit", None),
    ]
    assert read.fields_of(Agreement, "arrangement_id", [], "id") == []


def test_the_same_date_as_known_is_one_object(register: Register) -> None:
    with do(register) as write:
        write.add_all([Agreement(title=title, starts=When.on(TODAY, "today")) for title in ("One", "Two")])
    one, two = register.read.records(Agreement)
    assert one.starts is two.starts
    assert one.starts == When.on(TODAY, "today")

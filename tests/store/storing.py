"""What the tests of the store share: a small register, and the dump that undo must bring back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tracker.domain.agreement import (
    Agreement,
    Event,
    EventKind,
    ExtensionOption,
    NoticeClause,
    NoticeKind,
    Party,
    PartyRole,
    Side,
    Status,
)
from tracker.domain.dates import Calendar, Period, When
from tracker.domain.deadlines.deadline import Deadline
from tracker.domain.deadlines.standing import Standing
from tracker.domain.money import Money
from tracker.domain.organisation import Organisation, OrganisationKind
from tracker.domain.terms.term import ladder
from tracker.store.file import Register
from tracker.store.records import TABLES

AT = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
TODAY = date(2026, 11, 22)
DERIVED = ("party_names", "search")


@contextmanager
def nearly_full_disk(path: Path) -> Iterator[None]:
    """The file may grow by a page, and no more; skips where the system cannot be told so."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 4096, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def dump(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every record in the file, and what is written beside it; the history apart."""
    connection = sqlite3.connect(path)
    try:
        names = [table.name for table in TABLES] + list(DERIVED)
        return {
            name: connection.execute(f"select rowid, * from {name} order by rowid").fetchall()
            for name in names
        }
    finally:
        connection.close()


def do(register: Register, name: str = "Do") -> Any:
    """An operation by Jo."""
    return register.operation(name, by="Jo", at=AT)


def undo(register: Register) -> Any:
    """Undo by Jo."""
    return register.undo(by="Jo", at=AT)


def redo(register: Register) -> Any:
    """Redo by Jo."""
    return register.redo(by="Jo", at=AT)


def lighting(supplier: int, buyer: int) -> Agreement:
    """An agreement with children of every kind, and dates of several sorts."""
    return Agreement(
        reference="C-101",
        title="Street lighting",
        description="Column repairs and lamp renewal",
        starts=When.on(date(2024, 4, 1), "1/4/24"),
        initial_term=Period(36),
        ends=When.on(date(2027, 3, 31)),
        value=Money(150_000_000),
        department="Highways",
        owner="Priya Nair",
        category="Works",
        parties=(
            Party(organisation_id=supplier, role=PartyRole.SUPPLIER, as_written="Brightway"),
            Party(organisation_id=buyer, role=PartyRole.BUYER),
        ),
        options=(
            ExtensionOption(number=1, length=Period(24), notice_least=Period(6)),
            ExtensionOption(number=2, until=date(2031, 3, 31)),
        ),
        notices=(NoticeClause(kind=NoticeKind.TERMINATION, length=Period(), by=Side.EITHER),),
        events=(Event(kind=EventKind.SIGNED, on=When.on(date(2024, 2, 14))),),
    )


def fill(register: Register) -> int:
    """Store Brightway's street lighting for Aldermere; returns the agreement's id."""
    with do(register, "Add ‘Street lighting’") as write:
        supplier = write.add(Organisation(name="Brightway Élan Ltd", kind=OrganisationKind.SUPPLIER))
        buyer = write.add(
            Organisation(name="Aldermere Council", kind=OrganisationKind.COUNCIL, region="South East")
        )
        added: Agreement = write.add(lighting(supplier.id, buyer.id))
    return added.id


def standing(
    status: Status = Status.LIVE,
    *deadlines: Deadline,
    end: date | None = date(2027, 3, 31),
    changes_on: date | None = None,
) -> Standing:
    """A standing with those deadlines."""
    return Standing(
        status=status,
        initial_end=end,
        current_end=end,
        maximum_end=end,
        changes_on=changes_on,
        ladder=ladder(Agreement(), TODAY, Calendar("no holidays", frozenset(), date.max)),
        deadlines=deadlines,
        findings=(),
    )


def deadline(kind: str, day: date, *, asks: bool = True, settled: bool = False) -> Deadline:
    """A deadline on a day."""
    return Deadline(
        kind=kind,
        date=day,
        act_by=day,
        missed_after=day,
        asks=asks,
        settled=settled,
        title=f"{kind} of the term",
        workings=f"Because it is {day}.",
    )

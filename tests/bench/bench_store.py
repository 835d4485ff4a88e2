"""How long the register file takes: `python -m tests.bench.bench_store [AGREEMENTS]`.

Prints processor time for an import of so many agreements (100,000) with their suppliers into
an empty register, against the least that SQLite needs for rows of that width; for the
questions that the window asks; and for one edit, an undo and a redo of the whole import.
Nothing is asserted: times differ from machine to machine, ratios less so.
"""

from __future__ import annotations

import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tracker.domain.agreement import Agreement, Party, PartyRole
from tracker.domain.dates import Period, When
from tracker.domain.money import Money
from tracker.domain.organisation import Organisation, OrganisationKind
from tracker.store.file import Register
from tracker.store.records import BY_KIND

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
TEXT = (
    "street lighting maintenance grounds waste housing repairs social care software licence cleaning catering "
    "transport highways payroll adult children library leisure parking"
)
WORDS = TEXT.split()


def took(work: Callable[[], object]) -> float:
    """Seconds of processor time."""
    start = time.process_time()
    work()
    return time.process_time() - start


def tell(what: str, seconds: float, note: str = "") -> None:
    print(f"{what:44} {seconds * 1000:10.1f} ms  {note}".rstrip())


def agreements(count: int, suppliers: range) -> list[Agreement]:
    """What an import makes: about twenty fields each, and two parties."""
    chance = random.Random(2026)
    buyer = Party(organisation_id=suppliers[0], role=PartyRole.BUYER)
    return [
        Agreement(
            reference=f"C{number:06}",
            title=" ".join(chance.sample(WORDS, 4)),
            description=" ".join(chance.sample(WORDS, 12)),
            starts=When.on(date(2024, 4, 1) + timedelta(number % 900)),
            ends=When.on(date(2027, 3, 31) + timedelta(number % 900)),
            initial_term=Period(36),
            value=Money(number * 100),
            department=chance.choice(WORDS),
            owner=chance.choice(WORDS),
            category=chance.choice(WORDS),
            parties=(Party(organisation_id=chance.choice(suppliers), role=PartyRole.SUPPLIER), buyer),
        )
        for number in range(count)
    ]


def bare(made: list[Agreement]) -> float:
    """The least: the agreements' own columns into a table without anything, in one transaction."""
    columns = BY_KIND[Agreement].pack(made)
    connection = sqlite3.connect(":memory:")
    connection.execute(f"create table bare ({', '.join(f'c{n}' for n in range(len(columns)))})")
    marks = ", ".join("?" * len(columns))
    rows = list(zip(*columns.values(), strict=True))
    seconds = took(lambda: connection.executemany(f"insert into bare values ({marks})", rows))
    connection.close()
    return seconds


def fill(register: Register, count: int) -> None:
    """Import, and tell how long it took."""
    with register.operation("Suppliers", by="bench", at=AT) as write:
        suppliers = write.load(
            [
                Organisation(name=f"Supplier {n}", kind=OrganisationKind.SUPPLIER)
                for n in range(count // 20 + 1)
            ]
        )
    made = agreements(count, suppliers)
    least = bare(made)

    def load() -> None:
        with register.operation("Import", by="bench", at=AT) as write:
            write.load(made)

    seconds = took(load)
    tell("bare rows, nothing else", least)
    tell("import, with parties, words and history", seconds, f"{seconds / least:.1f} x the bare rows")


def questions(register: Register) -> None:
    """What the window asks."""
    read = register.read
    asked: dict[str, Callable[[], object]] = {
        "first page by title": lambda: read.listing(sort="title", limit=256),
        "first page by supplier, downwards": lambda: read.listing(
            sort="supplier", descending=True, limit=256
        ),
        "first page by a column without an index": lambda: read.listing(sort="annual_value", limit=256),
        "all ids by title": lambda: read.ids(sort="title"),
        "a page by its ids": lambda: read.rows(range(1000, 1256)),
        "search, a word that many have": lambda: read.listing("stre", limit=256),
        "search in the middle of words": lambda: read.listing("eaning", limit=256),
        "filter by department": lambda: read.listing(filters={"department": "waste"}, limit=256),
        "facet of suppliers": lambda: read.facet("supplier"),
        "totals": read.totals,
        "what is stale": lambda: read.stale_standings(date(1, 1, 1)),
    }
    for what, ask in asked.items():
        tell(what, min(took(ask) for _ in range(3)))


def main(count: int) -> None:
    """Everything, on a register in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder, Register.create(Path(folder) / "bench.db") as register:
        print(f"{count:,} agreements")
        fill(register, count)
        questions(register)

        tell("read every agreement", took(lambda: list(register.read.agreements())))
        tell("undo the import", took(lambda: register.undo(by="bench", at=AT)))
        tell("redo it", took(lambda: register.redo(by="bench", at=AT)))

        def edit() -> None:
            with register.operation("Edit", by="bench", at=AT) as write:
                write.change(Agreement, 1, owner=f"{time.monotonic_ns()}")

        tell("one edit", min(took(edit) for _ in range(3)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)

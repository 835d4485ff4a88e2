"""How long 100,000 agreements take to a workbook, beside openpyxl's write-only mode in the same run.

    python -m tests.bench.bench_export [ROWS]

Prints processor seconds, their ratio and the growth in memory; then the same for the linked workbook
of registers of a tenth of that and of all of it. Each writer has a process of its own.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from tracker.domain.money import Money
from tracker.exchange.outgoing.column import Column, Kind, Table, Value

_WORDS = (
    *("Supply", "maintenance", "street", "lighting", "legal", "housing", "repairs", "leisure", "payroll"),
    *("software", "waste", "grounds", "care", "transport", "insurance", "audit", "services", "council"),
)

COLUMNS = (
    Column("Reference", Kind.CODE),
    *(Column(name) for name in ("Title", "Description", "Type", "Status", "Supplier")),
    Column("Company number", Kind.CODE),
    *(Column(name) for name in ("Buyer", "Department", "Owner", "Category")),
    *(Column(name, Kind.DATE) for name in ("Signed", "Starts", "Ends", "Current end", "Maximum end")),
    *(Column(name, Kind.MONEY) for name in ("Value", "Annual value")),
    *(Column(name) for name in ("Currency", "Term", "Extensions", "Regime", "SME", "Document", "Notes")),
)


def rows(count: int) -> list[list[Value]]:
    """A made-up register, the same every time."""
    random = Random(1)

    def words(number: int) -> str:
        return " ".join(random.choices(_WORDS, k=number)).capitalize()

    def row(number: int) -> list[Value]:
        starts = date(2010, 1, 1) + timedelta(days=random.randrange(6000))
        dates = [starts + timedelta(days=days) for days in (-30, 0, 1460, 1825, 3000)]
        return [
            f"C{number:06}", words(5), words(12), "contract", random.choice(["live", "expiring"]),
            f"{words(2)} Ltd", f"{random.randrange(10**8):08}", "Kestrel District Council", words(1),
            f"{words(1)} officer", words(1), *dates, Money(random.randrange(10**9)),
            Money(random.randrange(10**8)), "GBP", "2 years", words(4), "PA2023",
            random.choice(["Yes", "No"]), f"S:/contracts/{number}.pdf", words(8),
        ]  # fmt: skip

    return [row(number) for number in range(count)]


def _ours(data: list[list[Value]], path: Path) -> None:
    from tracker.exchange.outgoing.workbook import write_table

    write_table(data, COLUMNS, path, title="Register", made=datetime.now(UTC))


def _ours_csv(data: list[list[Value]], path: Path) -> None:
    from tracker.exchange.outgoing.csvfile import write_csv

    write_csv(Table("Agreements", COLUMNS, data), path)


def _ours_published(data: list[list[Value]], path: Path) -> None:
    from tracker.exchange.outgoing.published import Page, publish

    table = Table("Agreements", COLUMNS, data)
    publish([Page(table, "Register")], path.with_suffix(".xlsx"), made=datetime.now(UTC))


def _openpyxl(data: list[list[Value]], path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Agreements")
    sheet.append([column.name for column in COLUMNS])
    for row in data:
        sheet.append([float(value.decimal) if isinstance(value, Money) else value for value in row])
    book.save(path)


LINKED = "tracker linked"
WRITERS: dict[str, Callable[[list[list[Value]], Path], None]] = {
    "openpyxl write-only": _openpyxl,
    "tracker xlsx": _ours,
    "tracker published": _ours_published,
    "tracker csv": _ours_csv,
}


def _linked(count: int) -> None:
    """A whole register as a linked workbook: every record with its parties, dates and check codes."""
    from tests.bench.registers import cached
    from tests.ui.stage import clock
    from tracker.app.outgoing.exporting import export_register
    from tracker.app.session import Session

    with Session.open(cached(count), clock=clock, read_only=True) as session:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        started = time.process_time()
        with tempfile.TemporaryDirectory() as folder:
            export_register(session, Path(folder) / "out.xlsx", kind="workbook")
    spent = time.process_time() - started
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{spent:.3f} {grown:.0f}")


def _one(name: str, count: int) -> None:
    if name == LINKED:
        _linked(count)
        return
    data = rows(count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        WRITERS[name](data, Path(folder) / "out")
    spent = time.process_time() - started
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{spent:.3f} {grown:.0f}")


def main() -> None:
    """Run each writer in a process of its own and print the table."""
    if len(sys.argv) == 3:
        _one(sys.argv[1], int(sys.argv[2]))
        return
    count = sys.argv[1] if len(sys.argv) == 2 else "100000"
    base = 0.0
    for name in WRITERS:
        spent, grown = _run(name, count)
        base = base or spent
        print(
            f"export {count} x {len(COLUMNS)}: {name:20} {spent:6.2f} s, "
            f"ratio {spent / base:.2f}, grew {grown:.0f} MiB"
        )
    for number in (str(int(count) // 10), count):
        spent, grown = _run(LINKED, number)
        print(f"export {number} agreements: {LINKED:20} {spent:6.2f} s, grew {grown:.0f} MiB")


def _run(name: str, count: str) -> tuple[float, float]:
    """Processor seconds and growth in MiB of one writer, in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.bench_export", name, count]
    spent, grown = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(spent), float(grown)


if __name__ == "__main__":
    main()

"""How long a workbook of 100,000 agreements takes to a Plan, beside what its reading alone must cost.

    python -m tests.bench.bench_import [ROWS]

The measure is python-calamine, the least conversion of its cells and a bare `executemany`
of the same rows, in the same run. Prints processor seconds of this process and its
children, their ratio to the measure, and memory.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from tests.bench.bench_export import COLUMNS, rows

TODAY = date(2026, 11, 22)


TERM, EXTENSIONS = (next(i for i, c in enumerate(COLUMNS) if c.name == n) for n in ("Term", "Extensions"))


def make(path: Path, count: int) -> None:
    """The made-up register as any program writes it: true dates, plain numbers, terms in a few wordings."""
    from tracker.exchange.outgoing.workbook import write_table

    data = rows(count)
    for number, row in enumerate(data):
        row[TERM] = "4 years"
        row[EXTENSIONS] = ("", "1 year", "2 x 12 months", "up to 24 months")[number % 4]
    write_table(data, COLUMNS, path, title="Register", made=datetime(2026, 11, 22, tzinfo=UTC))


def measure(path: Path) -> None:
    """calamine, the least conversion, and executemany into a bare table in memory."""
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    data = iter(sheet.iter_rows())
    width = len(next(data))
    base = sqlite3.connect(":memory:")
    base.execute(f"create table t ({', '.join(f'c{i}' for i in range(width))})")
    plain = (
        tuple(cell.isoformat() if isinstance(cell, date) else cell or None for cell in row) for row in data
    )
    base.executemany(f"insert into t values ({', '.join('?' * width)})", plain)
    base.commit()


def only_read(path: Path) -> None:
    """From the file to plain values, in the guarded child process."""
    from tracker.exchange.sheets.file import read

    read(path)


def to_plan(path: Path) -> None:
    """From the file to the Plan that would be committed."""
    from tracker.exchange.plans.plan import make_plan
    from tracker.exchange.plans.planned import Options
    from tracker.exchange.sheets.file import read

    make_plan(read(path), Options(today=TODAY))


WAYS: dict[str, Callable[[Path], None]] = {"measure": measure, "only_read": only_read, "to_plan": to_plan}


def _alone(way: str, path: Path) -> tuple[float, int, int]:
    """Processor seconds, with those of its children, and the peak MiB of a process and of its child."""
    program = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from tests.bench.bench_import import WAYS\n"
        f"WAYS[{way!r}](Path(sys.argv[1]))\n"
        "own, others = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))\n"
        "print(own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime, own.ru_maxrss, others.ru_maxrss)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    seconds, own, child = done.stdout.split()
    return float(seconds), int(own) >> 10, int(child) >> 10


def main() -> None:
    """Make the workbook, do each thing three times, and print the quickest."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.xlsx"
        began = time.monotonic()
        make(path, count)
        print(f"{count:,} rows x {len(COLUMNS)} columns, written in {time.monotonic() - began:.1f} s")
        least = 0.0
        for way in WAYS:
            seconds, own, child = min(_alone(way, path) for _ in range(3))
            least = least or seconds
            print(f"{way:10} {seconds:6.2f} s  {seconds / least:5.2f} times  {own:5} MiB, child {child} MiB")


if __name__ == "__main__":
    main()

"""How long a workbook of 100,000 agreements takes from the file to a committed register, and where the time goes.

    python -m tests.bench.bench_import [ROWS]

The measure is python-calamine, the least conversion of its cells and a bare `executemany`
of the same rows, in the same run: the two take turns, and of each the quickest counts, for what else the
machine does only ever adds. Prints processor seconds of this process and its children for each stage,
their ratio to the measure, and memory; then what the register's own rows and indexes cost alone, made
beforehand; what it takes to plan the same file again; how long the first rows of the preview and all of
them take after reading; and what 1,000 rows cost the search words of a register of that size, beside a
trigger for each row.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

from tests.bench.bench_export import COLUMNS, rows

TODAY = date(2026, 11, 22)
_FEW = 1_000
_TURNS = 3
_FIRST = 200
_REGISTER = "register.tracker"

TERM, EXTENSIONS = (next(i for i, c in enumerate(COLUMNS) if c.name == n) for n in ("Term", "Extensions"))


def clock() -> datetime:
    """Noon of the day that the bench is run at."""
    return datetime(2026, 11, 22, 12, tzinfo=UTC)


def spent() -> float:
    """Processor seconds of this process and of those that it started, so far."""
    own, others = getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def stage(name: str, since: float) -> float:
    """Tell how long a stage took; returns when the next one begins."""
    now = spent()
    print(f"stage {name} {now - since}")
    return now


def make(path: Path, count: int, first: int = 0) -> None:
    """The made-up register as any program writes it: true dates, plain numbers, terms in a few wordings."""
    from tracker.exchange.outgoing.workbook import write_table

    data = rows(first + count)[first:]
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


def to_register(path: Path) -> None:
    """From the file to the committed register, stage by stage, as the window and the command line do it."""
    from tracker.app.incoming.importing import (
        Choices,
        commit,
        existing_agreements,
        plan_import,
        read_workbook,
    )
    from tracker.app.session import Session

    place = path.with_name(_REGISTER)
    place.unlink(missing_ok=True)
    with Session.create(place, clock=clock, user="bench") as session:
        at = spent()
        book = read_workbook(path)
        at = stage("read", at)
        plan = plan_import(book, Choices(ends="base"), TODAY, existing_agreements(session))
        at = stage("plan", at)
        commit(session, plan)
        stage("commit", at)


def rows_alone(path: Path) -> None:
    """Every row that `to_register` left, put into the tables of an empty register as it stands, and their indexes."""
    from tracker.app.session import Session
    from tracker.store.bulk import indexed_afterwards
    from tracker.store.connection import connect, writing
    from tracker.store.records import quoted

    place = path.with_name("rows.tracker")
    Session.create(place, clock=clock, user="bench").close()
    with (
        closing(sqlite3.connect(path.with_name(_REGISTER))) as source,
        closing(connect(place, "rw")) as base,
        writing(base),
    ):
        names = [
            name
            for (name,) in source.execute("select name from sqlite_master where type = 'table'").fetchall()
            if not name.startswith(("sqlite_", "search_"))
        ]
        count = source.execute("select count(*) from agreement").fetchone()[0]
        base.execute("begin immediate")
        taken = 0.0
        with indexed_afterwards(base, names, count):
            for name in names:
                found = source.execute(f"select {'rowid, ' if name == 'search' else ''}* from {name}")
                columns = zip(
                    (about[0] for about in found.description), zip(*found, strict=True), strict=False
                )
                used = {called: data for called, data in columns if data.count(None) < len(data)}
                filled = list(zip(*used.values(), strict=True))
                if filled:
                    into = f"{name} ({quoted(used)})"
                    began = spent()
                    base.executemany(f"insert into {into} values ({', '.join('?' * len(used))})", filled)
                    taken += spent() - began
            began = spent()  # the indexes are made as this block ends
        base.execute("commit")
        print(f"stage rows {taken + spent() - began}")
    place.unlink()


def preview(path: Path) -> None:
    """Wall seconds from the file being read to the first rows of the preview, and to all of them.

    The window plans the beginning of a long table by itself, and then the whole (`ui/importer/desk.py`).
    """
    from tracker.app.incoming.importing import Choices, plan_import, read_workbook
    from tracker.app.incoming.sight import Sight
    from tracker.app.session import Session

    place = path.with_name("empty.tracker")
    with Session.create(place, clock=clock, user="bench") as session:
        book = read_workbook(path)
        first = [replace(one, rows=one.rows[:_FIRST], numbers=one.numbers[:_FIRST]) for one in book.sheets]
        for name, looked_at in (("first", replace(book, sheets=first)), ("all", book)):
            began = time.monotonic()
            Sight.of(plan_import(looked_at, Choices(), TODAY), session.read)
            print(f"stage {name} {time.monotonic() - began}")
    place.unlink()


def again(path: Path) -> None:
    """The same file once more, planned against the register that `to_register` left: nothing has changed."""
    from tracker.app.incoming.importing import Choices, existing_agreements, plan_import, read_workbook
    from tracker.app.session import Session
    from tracker.exchange.plans.planned import Outcome

    with Session.open(path.with_name(_REGISTER), clock=clock, user="bench", read_only=True) as session:
        book = read_workbook(path)
        at = spent()
        plan = plan_import(book, Choices(ends="base"), TODAY, existing_agreements(session))
        stage("plan", at)
        assert plan.count(Outcome.SAME) == len(plan.rows)


def few(path: Path) -> None:
    """1,000 more rows into the register that `to_register` left: as a whole, and their search words alone."""
    from tracker.app.incoming.importing import (
        Choices,
        commit,
        existing_agreements,
        plan_import,
        read_workbook,
    )
    from tracker.app.session import Session

    more = path.with_name("more.xlsx")
    with Session.open(path.with_name(_REGISTER), clock=clock, user="bench") as session:
        at = spent()
        known = existing_agreements(session)
        at = stage("known", at)
        plan = plan_import(read_workbook(more), Choices(ends="base"), TODAY, known)
        at = stage("plan", at)
        commit(session, plan)
        stage("commit", at)
    _words(path.with_name(_REGISTER))


def _words(place: Path) -> None:
    """The same search words once more: in one statement, and row by row as triggers would write them."""
    from tracker.store.folding import fold

    base = sqlite3.connect(place, isolation_level=None)
    base.create_function("fold", 1, fold, deterministic=True)
    fresh = base.execute("select rowid, words from search order by rowid desc limit ?", (_FEW,)).fetchall()
    ids = [row[0] for row in fresh]
    base.execute("create temp table given (id integer primary key, words text)")
    base.executemany("insert into given values (?, ?)", fresh)
    for way in ("batch", "triggers"):
        base.execute("begin")
        base.executemany("delete from search where rowid = ?", [(one,) for one in ids])
        at = spent()
        if way == "batch":
            base.execute("insert into search (rowid, words) select id, fold(words) from given order by id")
        else:
            base.execute("create table entered (id integer primary key, words text)")
            base.execute(
                "create trigger indexed after insert on entered begin "
                "insert into search (rowid, words) values (new.id, fold(new.words)); end"
            )
            base.executemany("insert into entered values (?, ?)", fresh)
        stage(f"words-{way}", at)
        base.execute("rollback")
    base.close()


WAYS: dict[str, Callable[[Path], None]] = {
    "measure": measure,
    "to_register": to_register,
    "rows_alone": rows_alone,
    "preview": preview,
    "again": again,
    "few": few,
}


def alone(way: str, path: Path) -> tuple[float, dict[str, float], int, int]:
    """Processor seconds with those of children, of each stage too, and the peak MiB of a process and of its child."""
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage\n"
        "from tests.bench.bench_import import WAYS, spent\n"
        f"WAYS[{way!r}](Path(sys.argv[1]))\n"
        "print('all', spent(), getrusage(RUSAGE_SELF).ru_maxrss, getrusage(RUSAGE_CHILDREN).ru_maxrss)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    lines = [line.split() for line in done.stdout.splitlines()]
    stages = {words[1]: float(words[2]) for words in lines if words[0] == "stage"}
    _, seconds, own, child = lines[-1]
    return float(seconds), stages, int(own) >> 10, int(child) >> 10


def main() -> None:
    """Make the workbooks, do each thing, and print what it took beside the measure."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.xlsx"
        make(path, count)
        make(path.with_name("more.xlsx"), _FEW, first=count)
        print(f"{count:,} rows x {len(COLUMNS)} columns")
        turns = [(alone("measure", path), alone("to_register", path)) for _ in range(_TURNS)]
        least, _, own, _ = min(one for one, _ in turns)
        print(f"{'measure':14} {least:6.2f} s   1.00 times  {own} MiB")
        seconds, stages, own, child = min((one for _, one in turns), key=lambda one: one[0])
        for name, part in stages.items():
            print(f"{name:14} {part:6.2f} s  {part / least:5.2f} times")
        print(
            f"{'file to commit':14} {seconds:6.2f} s  {seconds / least:5.2f} times  {own} MiB, child {child} MiB"
        )
        _, stages, _, _ = alone("rows_alone", path)
        part = stages["rows"]
        print(
            f"its rows and indexes alone, out of tuples made beforehand: {part:.2f} s  {part / least:.2f} times"
        )
        _, stages, own, _ = alone("again", path)
        print(
            f"the same file again: plan {stages['plan']:.2f} s  {stages['plan'] / least:5.2f} times  {own} MiB"
        )
        _, stages, _, _ = alone("preview", path)
        print(
            f"preview, on the clock after reading: first rows {stages['first']:.2f} s, all {stages['all']:.2f} s"
        )
        seconds, stages, _, _ = alone("few", path)
        parts = ", ".join(f"{name} {part:.2f} s" for name, part in stages.items() if "words" not in name)
        print(f"{_FEW:,} rows into {count:,}: {seconds:.2f} s ({parts})")
        batch, triggers = stages["words-batch"], stages["words-triggers"]
        print(f"their search words: {batch / triggers:.2f} of what a trigger for each row takes")


if __name__ == "__main__":
    main()

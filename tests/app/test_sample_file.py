"""The committed sample register is the one that the code makes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tracker.app.sample import FIXED_DAY, make_sample

COMMITTED = Path(__file__).parents[2] / "sample.db"


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    connection = sqlite3.connect(path)
    try:
        tables = connection.execute("select name, sql from sqlite_master where type = 'table' order by name")
        names = [name for name, sql in tables.fetchall() if "virtual" not in (sql or "").casefold()]
        names = [name for name in names if not name.startswith(("search", "sqlite_"))]
        return {
            name: sorted(connection.execute(f"select * from {name}").fetchall(), key=repr) for name in names
        }
    finally:
        connection.close()


def test_every_row_of_the_committed_sample_is_made_again(tmp_path: Path) -> None:
    made = tmp_path / "sample.db"
    make_sample(made, FIXED_DAY)
    committed, again = rows(COMMITTED), rows(made)
    assert committed.keys() == again.keys()
    for table, expected in again.items():
        assert committed[table] == expected, f"{table}: write it again with `make sample`"
    assert len(committed["agreement"]) > 60

"""Faults of files that come in and go out, F45 to F58, and what nobody may do to an officer by a file.

F45 to F47, F49 and F52 to F56 are proved beside reading and writing, too.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.faults.conftest import LONG
from tracker.app import edit
from tracker.app.incoming import importing
from tracker.app.safety import backups
from tracker.app.session import Session
from tracker.domain.errors import CannotRead, TrackerError

ROOT = Path(__file__).resolve().parents[2]
TRACKER = ROOT / "tracker"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HEAD = "Reference,Title,Supplier,Start date,End date,Annual value\n"


def clock() -> datetime:
    return NOW


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.create(tmp_path / "register.db", clock=clock, user="Jo") as made:
        yield made


def table(path: Path, rows: int, *, end: str = "31/03/2027") -> Path:
    lines = (f"R{n},Agreement {n},Supplier {n % 7},01/04/2024,{end},£{n + 1000}.50" for n in range(rows))
    path.write_text(HEAD + "\n".join(lines), encoding="utf-8")
    return path


def take_in(session: Session, path: Path) -> importing.Imported:
    existing = importing.existing_agreements(session)
    book = importing.read_workbook(path)
    plan = importing.plan_import(book, importing.Choices(ends="base"), NOW.date(), existing)
    return importing.commit(session, plan)


def test_f45_hostile_files_are_read_reported_or_refused(shared: Path) -> None:
    folder = shared / "hostile"
    files = sorted(path for kind in ("generated", "collected") for path in (folder / kind).iterdir())
    files = [
        path for path in files if path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv")
    ]
    refused = 0
    for path in files if LONG else files[::12]:
        try:
            book = importing.read_workbook(path)
        except CannotRead as error:
            refused += 1
            assert str(error).endswith((".", "?"))
        else:
            assert book.sheets is not None
    assert refused


def test_f48_a_failure_half_way_adds_nothing(session: Session, tmp_path: Path) -> None:
    from tracker.app.incoming.importing import Directory

    path = table(tmp_path / "more.csv", 40)
    done = 0
    plain = Directory.party

    def fails(self: Directory, planned: object) -> object:
        nonlocal done
        done += 1
        if done == 30:
            raise TrackerError("The thirtieth row failed.")
        return plain(self, planned)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Directory, "party", fails)
        with pytest.raises(TrackerError, match="thirtieth"):
            take_in(session, path)
    assert sum(session.read.counts().values()) == 0
    assert session.read.history() == []


def test_f49_the_same_file_again_changes_nothing_and_keeps_what_was_edited(
    session: Session, tmp_path: Path
) -> None:
    path = table(tmp_path / "more.csv", 20)
    assert take_in(session, path).added == 20
    entries = session.read.last_operation()
    again = take_in(session, path)
    assert (again.added, again.changed, again.same) == (0, 0, 20)
    assert session.read.last_operation() == entries
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], *reversed(lines[1:])]))
    again = take_in(session, path)
    assert (again.added, again.changed) == (0, 0)


def test_f50_an_import_taken_back_keeps_and_names_what_was_edited(session: Session, tmp_path: Path) -> None:
    take_in(session, table(tmp_path / "more.csv", 20))
    operation = session.read.last_operation()
    edit.change(session, 5, {"owner": "Priya Nair"})
    title = session.agreement(5).title
    kept = session.take_back(operation)
    assert kept is not None
    assert f"‘{title}’" in kept
    assert [one.title for one in session.read.agreements()] == [title]
    assert session.check_integrity() == ()


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_f57_an_import_opens_nothing_else_and_no_network(tmp_path: Path) -> None:
    path = table(tmp_path / "more.csv", 5)
    log = tmp_path / "calls"
    code = "import sys; from pathlib import Path; from tracker.app.incoming.importing import read_workbook; read_workbook(Path(sys.argv[1]))"
    subprocess.run(
        ["strace", "-f", "-qq", "-o", str(log), "-e", "trace=openat,connect,socket", sys.executable, "-c", code, str(path)],
        check=True, cwd=ROOT,
    )  # fmt: skip
    calls = log.read_text()
    assert "AF_INET" not in calls
    written = re.findall(r'openat\([^"]*"([^"]+)", [^)]*O_(?:WRONLY|RDWR)', calls)
    ours = [
        name for name in written if not name.startswith(("/dev/", "/proc/")) and "__pycache__" not in name
    ]
    assert ours == []


def test_f58_what_a_killed_salvage_or_export_left_goes_at_the_next_start(session: Session) -> None:
    edit.new_agreement(session, {"title": "Street lighting"})
    folder = backups.folder_of(session.path)
    folder.mkdir(parents=True)
    left = [
        session.path.parent / ".tracker-0123.part",
        session.path.parent / ".tracker-0123.part-journal",
        folder / ".tracker-4567.part",
    ]
    for path in left:
        path.write_text("contract data")
        os.utime(path, (1, 1))
    backups.daily_beside(session.path, clock)
    assert not any(path.exists() for path in left)


def test_f38_the_store_loads_no_extension_and_attaches_nothing() -> None:
    for path in (TRACKER / "store").glob("*.py"):
        source = path.read_text(encoding="utf-8").lower()
        assert "load_extension" not in source, path
        assert not re.search(r"[\"' ]attach (database )?[\"']", source), path
    assert '"trusted_schema = off"' in (TRACKER / "store" / "connection.py").read_text()


WORST = "'; drop table agreement; --\" or 1=1 <img src=x> %_*?\0☃"


def test_f38_whatever_is_typed_is_looked_for_and_not_run(session: Session) -> None:
    edit.new_agreement(session, {"title": "Street lighting"})
    read = session.read
    assert read.listing(search=WORST).total == 0
    for name in ("title", "supplier", "owner", "department", "status", "reference"):
        try:
            read.listing(filters={name: WORST})
        except TrackerError:
            continue
    for ask in (read.find_agreement, read.find_organisation, read.find_arrangement):
        assert ask(WORST) == []
    assert read.listing().total == 1
    assert session.check_integrity() == ()

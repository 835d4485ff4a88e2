"""Faults of storage, F1 to F32: killed, out of disk, damaged, moved, read-only, misplaced.

F4, F5, F9, F15, F17 to F19, F21, F23 to F26, F28 and F30 to F32 are also proved beside what they are about.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.faults.conftest import LONG
from tests.store.storing import dump
from tracker.app import edit
from tracker.app.safety import backups, sharing
from tracker.app.session import Session
from tracker.app.settings import Settings
from tracker.domain.errors import RegisterDamaged, TrackerError

ROOT = Path(__file__).resolve().parents[2]
SHIFT = 400
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
KILLED, SAVED, NOT_SAVED = -9, 0, 3
BEFORE, AFTER = 0, 1

needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")


def sweep(tmp_path: Path, work: str, call: str, fate: str, step: int) -> list[tuple[int, int]]:
    """(what the worker said, how things then were) for a failure at its 1st, 2nd, … call."""
    folder = tmp_path / "work"
    folder.mkdir()
    most = SHIFT if LONG else 5
    places = {"TRACKER_DATA": str(folder / "data"), "TRACKER_SETTINGS": str(folder / "settings")}
    program = [sys.executable, "-m", "tests.faults.sweeping", work, str(folder), call, str(SHIFT)]
    strace = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={call}"]
    inject = ["-e", f"inject={call}:{fate}:when={SHIFT}"]
    for command in (
        [*program, "0", "0"],
        [*strace, *inject, *program, str(1 if LONG else step), str(most)],
    ):
        ran = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
            cwd=ROOT,
            env=os.environ | places,
        )
        assert ran.stderr == ""
    return [(int(said), int(now)) for _, said, now in (line.split() for line in ran.stdout.splitlines())]


def holds(outcomes: list[tuple[int, int]], *, lasting: bool = True) -> None:
    """Always before or after; what was answered "saved" is there; something was hit."""
    assert outcomes
    assert {now for _, now in outcomes} <= {BEFORE, AFTER}
    assert {said for said, _ in outcomes} <= {SAVED, KILLED, NOT_SAVED}
    if lasting:
        assert all(now == AFTER for said, now in outcomes if said == SAVED)
    assert outcomes[0][0] != SAVED


ONLY_LONG = pytest.mark.skipif(not LONG, reason="part of the whole sweep only (dev.py faults long)")
KILL, FULL, BAD = "signal=SIGKILL", "error=ENOSPC", "error=EIO"


@needs_strace
@pytest.mark.timeout(900)
@pytest.mark.parametrize(("call", "step"), [("pwrite64", 31), pytest.param("fdatasync", 2, marks=ONLY_LONG)])
def test_f1_killed_in_an_import(call: str, step: int, tmp_path: Path) -> None:
    holds(sweep(tmp_path, "import", call, KILL, step))


@needs_strace
@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    "call", [pytest.param("pwrite64", marks=ONLY_LONG), pytest.param("fdatasync", marks=ONLY_LONG), "unlink"]
)
def test_f2_killed_in_a_migration(call: str, tmp_path: Path) -> None:
    holds(sweep(tmp_path, "migrate", call, KILL, 37 if call == "pwrite64" else 2))


@needs_strace
@pytest.mark.timeout(900)
@pytest.mark.parametrize("call", ["pwrite64", pytest.param("fdatasync", marks=ONLY_LONG)])
def test_f3_killed_in_a_backup(call: str, tmp_path: Path) -> None:
    outcomes = sweep(tmp_path, "backup", call, KILL, 37 if call == "pwrite64" else 2)
    assert {now for _, now in outcomes} <= {BEFORE, AFTER}


@needs_strace
@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    "call",
    [
        pytest.param("pwrite64", marks=ONLY_LONG),
        "rename",
        pytest.param("linkat", marks=ONLY_LONG),
        pytest.param("unlink", marks=ONLY_LONG),
    ],
)
def test_f3_f15_killed_in_a_restore(call: str, tmp_path: Path) -> None:
    outcomes = sweep(tmp_path, "restore", call, KILL, 41 if call == "pwrite64" else 1)
    assert outcomes
    assert {now for _, now in outcomes} <= {BEFORE, AFTER}


@needs_strace
@pytest.mark.parametrize(("call", "fate"), [("write", KILL), ("fsync", FULL), ("rename", KILL)])
def test_f5_preferences_are_the_old_ones_or_the_new_ones(call: str, fate: str, tmp_path: Path) -> None:
    holds(sweep(tmp_path, "settings", call, fate, 1))


def test_f5_damaged_preferences_fall_back_and_are_kept(tmp_path: Path) -> None:
    from tracker.app.settings import settings_file

    settings_file().parent.mkdir(parents=True)
    settings_file().write_text("{ this is not", encoding="utf-8")
    assert Settings.load() == Settings()
    assert settings_file().with_suffix(".damaged.json").read_text() == "{ this is not"


@needs_strace
@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("work", "call", "fate"),
    [
        ("import", "pwrite64", FULL),
        pytest.param("import", "fdatasync", BAD, marks=ONLY_LONG),
        ("backup", "pwrite64", FULL),
        ("migrate", "pwrite64", FULL),
        pytest.param("restore", "pwrite64", FULL, marks=ONLY_LONG),
    ],
)
def test_f6_f8_f10_f13_a_disk_that_is_full_or_fails(work: str, call: str, fate: str, tmp_path: Path) -> None:
    outcomes = sweep(tmp_path, work, call, fate, 29)
    # The removal of the journal may already stand when its flush fails: told as not saved, and saved.
    assert {now for _, now in outcomes} <= {BEFORE, AFTER}
    assert outcomes[0] == (NOT_SAVED, BEFORE)


def make(path: Path, agreements: int = 3) -> Path:
    """A register with so many agreements."""
    with Session.create(path, clock=lambda: NOW, user="Jo") as session, session.operation("Fill") as write:
        from tracker.domain.agreement import Agreement

        write.load([Agreement(title=f"Street lighting {n}", notes="x" * 300) for n in range(agreements)])
    return path


READER = """
import sys
from pathlib import Path
from tracker.app.session import Session
from tracker.domain.errors import TrackerError
try:
    with Session.open(Path(sys.argv[1])) as session:
        titles = len(session.read.listing(limit=None).rows), len(list(session.read.agreements()))
        print(titles)
except TrackerError as error:
    print(error)
"""


@needs_strace
@pytest.mark.timeout(600)
def test_f11_a_read_that_fails_is_told_and_shows_no_empty_register(tmp_path: Path) -> None:
    path = make(tmp_path / "register.db", 200)
    before = path.read_bytes()
    told = 0
    for nth in range(1, 200 if LONG else 60, 1 if LONG else 15):
        strace = ["strace", "-f", "-qq", "-o", os.devnull, "-P", str(path), "-e", "trace=pread64,read"]
        inject = ["-e", f"inject=pread64:error=EIO:when={nth}+"]
        ran = subprocess.run(
            [*strace, *inject, sys.executable, "-c", READER, str(path)],
            capture_output=True, text=True, check=False, cwd=ROOT,
        )  # fmt: skip
        assert ran.stderr == "", ran.stderr
        assert ran.stdout.strip() == "(200, 200)" or "register.db" in ran.stdout, ran.stdout
        told += "register.db" in ran.stdout
    assert told
    assert path.read_bytes() == before


def test_f14_a_journal_that_a_cleaner_removed(tmp_path: Path) -> None:
    """Killed in the middle of a change, the journal then deleted: found, or by luck sound, never silent."""
    from tracker.domain.agreement import Agreement

    path = make(tmp_path / "register.db", 1500)
    child = os.fork()
    if child == 0:
        try:
            with Session.open(path, clock=lambda: NOW, user="Jo") as session:
                session._register._connection.execute("pragma cache_size = 10")
                with session.operation("Change") as write:
                    for number in range(1, 1000):
                        write.change(Agreement, number, notes="y" * 900)
                    os._exit(9)
        finally:
            os._exit(1)
    os.waitpid(child, 0)
    journal = Path(f"{path}-journal")
    assert journal.exists()
    journal.unlink()
    with pytest.raises(TrackerError), Session.open(path, read_only=True) as session:
        found = session.check_integrity()
        assert found
        raise RegisterDamaged(found[0].message)
    from tracker.app.safety.recovery import salvage_register

    # The root of a table may be half written, and its rows out of reach: the backup is the way out then.
    assert salvage_register(path, tmp_path / "salvaged.db").lost
    assert backups.is_sound(tmp_path / "salvaged.db")


@pytest.mark.timeout(900)
def test_f17_one_page_overwritten_at_each_of_fifty_places(tmp_path: Path) -> None:
    from tracker.app.safety.recovery import salvage_register

    path = make(tmp_path / "register.db", 400)
    good = path.read_bytes()
    pages = len(good) // 4096
    chance = random.Random(17)
    places = [chance.randrange(pages) for _ in range(50 if LONG else 3)]
    for place in places:
        data = bytearray(good)
        data[place * 4096 : (place + 1) * 4096] = chance.randbytes(4096)
        path.write_bytes(data)
        try:
            with Session.open(path, read_only=True) as session:
                found = session.check_integrity()
                list(session.read.agreements())
        except TrackerError:
            found = ()
        salvaged = tmp_path / "salvaged.db"
        salvaged.unlink(missing_ok=True)
        saved = salvage_register(path, salvaged)
        assert saved.kept["agreement"] >= 300, (place, found)
        assert backups.is_sound(salvaged)


def test_f20_the_newest_backup_that_passes_is_found(tmp_path: Path) -> None:
    path = make(tmp_path / "register.db")
    now = NOW
    made = []
    with Session.open(path, clock=lambda: now, user="Jo") as session:
        for day in range(3):
            now = NOW + timedelta(days=day)
            edit.new_agreement(session, {"title": f"Day {day}"})
            one = backups.back_up(session, "daily")
            assert one is not None
            made.append(one)
    for spoilt in (path, made[2].path):
        data = bytearray(spoilt.read_bytes())
        data[4096:40960] = b"\xa5" * 36864
        spoilt.write_bytes(data)
    found = backups.newest_sound(path)
    assert found is not None
    assert found.at == made[1].at
    from tracker.app.safety.recovery import advice

    assert advice(path) == "The newest backup that is sound was made on 23 November 2026 at 12:00."
    aside = backups.restore(path, found.path, NOW)
    with Session.open(path) as session:
        assert session.read.listing().total == 5
    assert aside is not None and aside.exists()
    for one in made:
        one.path.write_bytes(b"")
    assert backups.newest_sound(path) is None


def test_f22_a_clock_that_was_ahead_does_not_use_up_the_days() -> None:
    def at(days: float) -> backups.Backup:
        when = NOW.replace(tzinfo=None) - timedelta(days=days)
        return backups.Backup(Path(f"{when:%Y%m%d%H%M%S}"), when, 1, "daily")

    past = [at(day) for day in range(3, 9)]
    future = [at(-4000 - day) for day in range(40)]
    keep = backups.kept([*past, *future], NOW.replace(tzinfo=None))
    assert keep == {*past, *future}


@pytest.mark.parametrize(
    ("place", "variables", "name"),
    [
        ("OneDrive - Council/x", {}, "OneDrive"),
        ("files/x", {"OneDriveCommercial": "files"}, "OneDrive"),
        ("Dropbox (Personal)/x", {}, "Dropbox"),
        ("Google Drive/My Drive/x", {}, "Google Drive"),
        ("Library/Mobile Documents/x", {}, "iCloud Drive"),
        ("contracts/x", {"OneDrive": "files"}, ""),
    ],
)
def test_f28_a_folder_that_a_cloud_program_copies(
    place: str, variables: dict[str, str], name: str, tmp_path: Path
) -> None:
    environment = {variable: str(tmp_path / folder) for variable, folder in variables.items()}
    assert sharing.cloud_of(tmp_path / place / "register.db", environment) == name


def test_f29_a_copy_in_conflict_is_told_with_what_both_hold(tmp_path: Path) -> None:
    path = make(tmp_path / "register.db")
    names = ("register-DESKTOP-AB12.db", "register (1).db", "register (Jo's conflicted copy 2026-11-20).db")
    for name in names:
        shutil.copy(path, path.with_name(name))
    with Session.open(path.with_name(names[1]), clock=lambda: NOW) as session:
        edit.new_agreement(session, {"title": "Only here"})
    for name in (
        "register before format 3.0.db",
        "register replaced 2026-11-20 101010.db",
        "register-2026.db",
    ):
        shutil.copy(path, path.with_name(name))
    found = sharing.surroundings(path, {})
    assert [one.code for one in found] == ["file.conflict-copy"] * 3
    message = next(one.message for one in found if "(1)" in one.message)
    assert "register.db: 3 agreements, last changed 22/11/2026 12:00" in message
    assert "register (1).db: 4 agreements" in message
    path.with_name(names[0]).write_bytes(b"no register")
    assert any("cannot be read" in one.message for one in sharing.surroundings(path, {}))


def test_f32_recent_registers_come_back_by_their_names(tmp_path: Path) -> None:
    settings = Settings()
    names = ["a#b?c%;&.db", "ends with space .db", "😀.db", "\u200fשלום.db", "CON.db"]
    for name in names:
        path = make(tmp_path / name, 1)
        settings.remember(path)
        with Session.open(path) as session:
            assert session.read.listing().total == 1
    settings.save()
    assert Settings.load().recent == [str(tmp_path / name) for name in reversed(names)]
    assert {p.name for p in tmp_path.iterdir() if p.suffix == ".db"} == set(names)


def test_f16_f42_marks_of_the_living_and_the_dead(tmp_path: Path) -> None:
    path = make(tmp_path / "register.db")
    dump(path)
    assert sharing.is_alive(os.getpid())
    assert not sharing.is_alive(99_999_999)
    assert sharing.is_alive(1)

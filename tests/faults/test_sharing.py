"""Faults of versions and sharing, F33 to F44: several people and programs on one register.

F33, F35 to F37, F41 and F43 are proved beside what they are about, too.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.faults.conftest import LONG
from tracker.app import edit
from tracker.app.safety import sharing
from tracker.app.session import Session
from tracker.domain.agreement import Agreement
from tracker.domain.errors import StaleRecord
from tracker.domain.organisation import Organisation
from tracker.store.file import Register

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SPAWN = multiprocessing.get_context("spawn")


def clock() -> datetime:
    return NOW


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "register.db"
    with Session.create(made, clock=clock, user="Jo") as session:
        edit.new_agreement(session, {"title": "Street lighting", "owner": "Jo"})
        edit.new_agreement(session, {"title": "Grounds maintenance"})
    return made


def journals(path: Path) -> list[str]:
    return [name.name for name in path.parent.iterdir() if name.name.startswith("register.db-")]


def test_f40_different_records_are_both_kept(path: Path) -> None:
    with Session.open(path, clock=clock, user="Jo") as jo, Session.open(path, clock=clock, user="Ann") as ann:
        edit.change(jo, 1, {"owner": "Priya"})
        edit.change(ann, 2, {"owner": "Tom"})
        assert [one.owner for one in jo.read.agreements()] == ["Priya", "Tom"]


def test_f40_the_same_field_is_told_and_nothing_is_lost(path: Path) -> None:
    with Session.open(path, clock=clock, user="Jo") as jo, Session.open(path, clock=clock, user="Ann") as ann:
        seen = jo.agreement(1)
        with ann.operation("Change owner") as write:
            write.change(Agreement, 1, was={"owner": seen.owner}, owner="Ann's choice")
        with pytest.raises(StaleRecord) as caught, jo.operation("Change owner") as write:
            write.change(Agreement, 1, was={"owner": seen.owner}, owner="Jo's choice")
        error = caught.value
        assert str(error) == (
            "The owner of ‘Street lighting’ changed since it was last shown: ‘Change owner’ (Ann). "
            "Nothing was overwritten; look at it again first."
        )
        assert error.now == {"owner": "Ann's choice"}
        assert error.by == "Ann"
        assert jo.agreement(1).owner == "Ann's choice"
        with jo.operation("Change owner after all") as write:
            write.change(Agreement, 1, was=error.now, owner="Jo's choice")
        assert ann.agreement(1).owner == "Jo's choice"


def test_f40_two_fields_of_one_record_are_both_kept(path: Path) -> None:
    with Session.open(path, clock=clock, user="Jo") as jo, Session.open(path, clock=clock, user="Ann") as ann:
        edit.change(ann, 1, {"owner": "Ann"})
        with jo.operation("Change notes") as write:
            write.change(Agreement, 1, was={"notes": ""}, notes="Mine")
        assert (jo.agreement(1).owner, jo.agreement(1).notes) == ("Ann", "Mine")


def test_f42_marks_beside_the_register(path: Path) -> None:
    with Session.open(path, clock=clock, user="Jo") as session:
        here = sharing.Mark(session)
        assert (here.unclean, here.others()) == (False, [])
        other = path.with_name(".~register.db.PC-123-77.open")
        words = {"user": "Ann", "host": "PC-123", "pid": 77, "since": "2026-11-21T09:05:00+00:00"}
        other.write_text(json.dumps(words))
        (one,) = here.others()
        assert str(one) == "Ann has this register open on PC-123, since 09:05 on 21 November 2026."
        os.utime(other, (1, 1))
        (one,) = here.others()
        assert str(one) == "Ann may have this register open on PC-123, since 09:05 on 21 November 2026."
        path.with_name(".~register.db.broken-1.open").write_text("{")
        assert len(here.others()) == 1
        here.touch()
        here.leave()
        here.touch()
        here.leave()
        here.leave()
    with Session.open(path, clock=clock, user="Jo") as again:
        edit.change(again, 1, {"owner": "Nobody is kept out"})


def test_f16_f42_a_mark_of_a_program_that_was_killed(path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from tracker.app.session import Session;"
        "from tracker.app.safety.sharing import Mark; Mark(Session.open(Path(sys.argv[1]))); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=False, cwd=ROOT)
    assert len(list(path.parent.glob(".~*.open"))) == 1
    with Session.open(path, clock=clock, user="Jo") as session:
        here = sharing.Mark(session)
        assert here.unclean
        assert here.others() == []
        assert session.check_integrity() == ()
        here.leave()
        assert not sharing.Mark(session).unclean


def test_f42_where_no_mark_can_be_left_the_register_opens(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError

    with Session.open(path, clock=clock) as session:
        monkeypatch.setattr(Path, "write_text", refuse)
        monkeypatch.setattr(os, "listdir", refuse)
        here = sharing.Mark(session)
        assert here.others() == []
        here.leave()


def test_f43_migrated_while_an_older_program_has_it_open(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tracker.store import schema

    with Session.open(path, clock=clock, user="Jo") as old:
        newer = (3 << 16, "create table extra (id integer primary key) strict;")
        with monkeypatch.context() as patch:
            patch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, newer))
            patch.setattr(schema, "VERSION", newer[0])
            Register.open(path).close()
        from tracker.domain.errors import TrackerError

        with pytest.raises(TrackerError, match=r"newer version .* while it was open"):
            edit.change(old, 1, {"owner": "Old program"})
        assert old.agreement(1).owner == "Jo"
    raw = sqlite3.connect(path)
    assert raw.execute("select owner from agreement where id = 1").fetchone() == ("Jo",)
    raw.close()


# Many at once


def save_fifty(path: str, worker: int, saves: int, results: Any) -> None:
    longest = 0.0
    with Register.open(Path(path)) as register:
        for number in range(saves):
            start = time.monotonic()
            with register.operation(f"{worker}.{number}", by=f"P{worker}", at=NOW) as write:
                write.add(Organisation(name=f"{worker}.{number}"))
            longest = max(longest, time.monotonic() - start)
    results.put(longest)


@pytest.mark.timeout(600)
def test_f44_twenty_processes_lose_nothing(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workers, saves = (20, 50) if LONG else (4, 10)
    results = SPAWN.Queue()
    running = [
        SPAWN.Process(target=save_fifty, args=(str(path), worker, saves, results))
        for worker in range(workers)
    ]
    for one in running:
        one.start()
    longest = max(results.get(timeout=500) for _ in running)
    for one in running:
        one.join()
    with Register.open(path) as register:
        names = {one.name for one in register.read.organisations()}
        assert names == {f"{worker}.{number}" for worker in range(workers) for number in range(saves)}
        assert register.check_integrity() == ()
    with capsys.disabled():
        print(f"\n{workers} processes x {saves} saves: {len(names)} kept, longest wait {longest:.1f} s")  # noqa: T201


def work_for_ever(path: str, name: str, told: str) -> None:
    """Mixed work; what was acknowledged is written to a file of its own, line by line."""
    chance = random.Random(name)
    handle = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    with Register.open(Path(path)) as register:
        number = 0
        while True:
            number += 1
            mark = f"{name}.{number}"
            with register.operation(mark, by=name, at=NOW) as write:
                write.add(Organisation(name=mark))
                if chance.random() < 0.4:
                    write.add_all([Agreement(title=f"{mark}.{n}", notes="x" * 400) for n in range(20)])
                if chance.random() < 0.3:
                    write.change(Agreement, 1, notes=mark)
            os.write(handle, f"{mark}\n".encode())
            if chance.random() < 0.1:
                with register.operation("To be taken back", by=name, at=NOW) as write:
                    write.add(Organisation(name="Passing"))
                register.undo(by=name, at=NOW)


@pytest.mark.timeout(3000)
def test_f1_f44_killed_at_random_moments_of_mixed_work(path: Path, tmp_path: Path) -> None:
    kills = 1000 if LONG else 16
    chance = random.Random(44)
    told = [tmp_path / f"told-{n}" for n in range(kills)]
    context = multiprocessing.get_context("fork")
    running: dict[int, Any] = {}

    def start(number: int) -> None:
        process = context.Process(
            target=work_for_ever, args=(str(path), f"W{number}", str(told[number])), daemon=True
        )
        process.start()
        running[number] = process

    upcoming = iter(range(kills))
    for _ in range(2):
        start(next(upcoming))
    acknowledged: set[str] = set()
    for killed in range(kills):
        time.sleep(chance.uniform(0.02, 0.25))
        number = chance.choice(sorted(running))
        process = running.pop(number)
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        if (following := next(upcoming, None)) is not None:
            start(following)
        if told[number].exists():
            acknowledged |= set(told[number].read_text().split())
        if killed % 10 == 9 or not running:
            with Register.open(path) as register:
                names = {one.name for one in register.read.organisations()}
                assert acknowledged <= names
                if not running or killed % 100 == 99:
                    assert register.check_integrity() == ()
    assert acknowledged
    with Register.open(path) as register, register.operation("After all", by="Jo", at=NOW) as write:
        write.add(Organisation(name="No lock remains"))
    assert journals(path) == []

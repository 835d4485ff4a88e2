"""Run by test_storage.py under strace: a piece of work that fails, or is killed, at its Nth call.

    python -m tests.faults.sweeping WORK FOLDER CALL SHIFT STEP MOST

A STEP of 0 makes what the work begins with; that is done without strace.

As in tests/store/crashing.py, strace hits the call number SHIFT of each process, and each child
first makes SHIFT - N harmless calls. A line is printed for each N: what the child said, and
whether afterwards all was as before (0), as after (1) or neither (2).
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from tests.store.storing import dump
from tracker.app import edit
from tracker.app.incoming import importing
from tracker.app.safety import backups
from tracker.app.session import Session
from tracker.app.settings import Settings, settings_file
from tracker.domain.errors import TrackerError
from tracker.store import schema
from tracker.store.file import Register

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SAID_SAVED, SAID_NOT = 0, 3
BEFORE, AFTER, NEITHER = 0, 1, 2
ENOUGH = 3
NEXT = (
    3 << 16,
    "create table extra (id integer primary key, name text) strict;\ninsert into extra values (1, 'x');",
)


def clock() -> datetime:
    return NOW


def session(path: Path) -> Session:
    return Session.open(path, clock=clock, user="Jo")


class Work(ABC):
    """One piece of work in a folder of its own, and how to tell what became of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "register.db"
        self.kept = folder.with_name("kept")

    def make(self) -> None:
        """What there is before the work, kept to begin again from; not under strace."""
        with Session.create(self.path, clock=clock, user="Jo") as made:
            for number in range(3):
                edit.new_agreement(made, {"title": f"Street lighting {number}"})
        self.prepare()
        shutil.copytree(self.folder, self.kept)

    def ready(self) -> None:
        """What has to be known before the work can be done."""
        self.before = dump(self.path)

    def again(self) -> None:
        """Everything as at the start."""
        shutil.rmtree(self.folder)
        shutil.copytree(self.kept, self.folder)

    @abstractmethod
    def prepare(self) -> None:
        """What there is before the work, besides a register."""

    @abstractmethod
    def do(self) -> None:
        """The work."""

    @abstractmethod
    def state(self) -> int:
        """What became of it."""

    def as_before(self) -> bool:
        """The register opens, is sound and holds what it held."""
        with Register.open(self.path) as register:
            sound = not register.check_integrity()
        return sound and dump(self.path) == self.before


class Migrate(Work):
    def prepare(self) -> None:
        pass

    def ready(self) -> None:
        super().ready()
        self.versions = (schema.MIGRATIONS, schema.VERSION)
        schema.MIGRATIONS, schema.VERSION = (*schema.MIGRATIONS, NEXT), NEXT[0]  # type: ignore[misc]

    def do(self) -> None:
        Register.open(self.path).close()

    def state(self) -> int:
        with closing(sqlite3.connect(self.path)) as raw:
            version = raw.execute("pragma user_version").fetchone()[0]
        kept = self.path.with_name("register before format 3.0.db")
        if version == NEXT[0] and not kept.exists():
            return NEITHER
        if not self.as_before():
            return NEITHER
        schema.MIGRATIONS, schema.VERSION = self.versions  # type: ignore[misc]
        with Register.open(kept, read_only=True) as copy:
            if copy.check_integrity():
                return NEITHER
        return AFTER if version == NEXT[0] else BEFORE


class BackUp(Work):
    def prepare(self) -> None:
        with session(self.path) as made:
            backups.back_up(made, "asked")
            edit.new_agreement(made, {"title": "Grounds maintenance"})

    def do(self) -> None:
        with session(self.path) as made:
            backups.back_up(made, "asked")

    def state(self) -> int:
        found = backups.backups_of(self.path)
        if not self.as_before() or not all(backups.is_sound(one.path) for one in found):
            return NEITHER
        return len(found) - 1


class Restore(Work):
    def prepare(self) -> None:
        with session(self.path) as made:
            backups.back_up(made, "asked")
            edit.new_agreement(made, {"title": "Grounds maintenance"})

    def do(self) -> None:
        backups.restore(self.path, backups.backups_of(self.path)[0].path, NOW)

    def state(self) -> int:
        if self.as_before():
            return BEFORE
        asides = list(self.folder.glob("register replaced *.db"))
        with Register.open(self.path) as register:
            restored = register.read.counts()["agreement"] == 3 and not register.check_integrity()
        return AFTER if restored and len(asides) == 1 and dump(asides[0]) == self.before else NEITHER


class Import(Work):
    def prepare(self) -> None:
        source = self.folder / "more.csv"
        rows = "\n".join(f"R{n},Agreement {n},Supplier {n % 5},01/04/2024,31/03/2027" for n in range(60))
        source.write_text("Reference,Title,Supplier,Start date,End date\n" + rows)

    def ready(self) -> None:
        super().ready()
        source = self.folder / "more.csv"
        with session(self.path) as made:
            existing = importing.existing_agreements(made)
            book = importing.read_workbook(source)
            self.plan = importing.plan_import(book, importing.Choices(ends="base"), NOW.date(), existing)

    def do(self) -> None:
        with session(self.path) as made:
            importing.commit(made, self.plan)

    def state(self) -> int:
        if self.as_before():
            return BEFORE
        with Register.open(self.path) as register:
            whole = register.read.counts()["agreement"] == 63 and not register.check_integrity()
        return AFTER if whole else NEITHER


class Save(Work):
    def prepare(self) -> None:
        Settings(theme="dark").save()

    def do(self) -> None:
        Settings(theme="light").save()

    def state(self) -> int:
        theme = json.loads(settings_file().read_text())["theme"]
        return {"dark": BEFORE, "light": AFTER}.get(theme, NEITHER)


WORKS: dict[str, type[Work]] = {
    "migrate": Migrate, "backup": BackUp, "restore": Restore, "import": Import, "settings": Save,
}  # fmt: skip


def harmless(folder: Path) -> dict[str, Callable[[], Any]]:
    """For each call one that changes nothing."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    file = folder.with_name("nothing")
    handle = os.open(file, os.O_CREAT | os.O_RDWR)

    def missing(call: Callable[[], object]) -> None:
        with suppress(OSError):
            call()

    return {
        "pwrite64": lambda: os.pwrite(nothing, b"x", 0),
        "write": lambda: os.write(nothing, b"x"),
        "fdatasync": lambda: os.fdatasync(handle),
        "fsync": lambda: os.fsync(handle),
        "unlink": lambda: missing(partial(os.unlink, "/nothing/there")),
        "rename": lambda: missing(partial(os.rename, "/nothing/there", "/nothing/here")),
        "linkat": lambda: missing(partial(os.link, "/nothing/there", "/nothing/here")),
    }


def forked(task: Callable[[], int]) -> int:
    """What the task returns in a process of its own; the signal, negative, that ended it."""
    child = os.fork()
    if child == 0:
        try:
            os._exit(task())
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def attempt(work: Work, before: Callable[[], Any], times: int) -> int:
    for _ in range(times):
        before()
    try:
        work.do()
    except TrackerError:
        return SAID_NOT
    return SAID_SAVED


def main(kind: str, folder: Path, call: str, shift: int, step: int, most: int) -> None:
    work = WORKS[kind](folder)
    if not step:
        work.make()
        return
    work.ready()
    nothing = harmless(folder)[call]
    unharmed = 0
    for number in range(1, min(shift, step * most), step):
        work.again()
        said = forked(partial(attempt, work, nothing, shift - number))
        now = forked(work.state)
        os.write(1, f"{number} {said} {now}\n".encode())
        unharmed = unharmed + 1 if said == SAID_SAVED else 0
        if unharmed == ENOUGH:
            break


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3], *map(int, sys.argv[4:7]))

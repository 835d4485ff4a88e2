"""Run by test_crash.py, under strace where there is one: work on a register that fails at its Nth call.

    python crashing.py EMPTY WORK CALL SHIFT STEP

strace makes the call number SHIFT of each process fail, or kills the process there. So a
child that first makes SHIFT - N harmless calls meets its fate at the Nth of its own, and
one run sweeps over every N (or every STEP-th). A line is printed for each: what the child said, and whether
the register then was as before, as after, or neither.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from tests.store.storing import AT, dump
from tracker.domain.agreement import Agreement
from tracker.domain.errors import TrackerError
from tracker.domain.organisation import Organisation
from tracker.store.file import Register

NULL = os.open(os.devnull, os.O_WRONLY)
NULL_FILE = os.open(sys.argv[2] + ".null", os.O_CREAT | os.O_RDWR)

SAID_SAVED, SAID_NOT = 0, 3
ENOUGH = 3
"""So many in a row that were saved: there are no more calls to fail at. SQLite bears some failures."""


def unlink_nothing() -> None:
    with suppress(FileNotFoundError):
        Path("/nothing/there").unlink()


HARMLESS: dict[str, Callable[[], object]] = {
    "pwrite64": lambda: os.pwrite(NULL, b"x", 0),
    "fdatasync": lambda: os.fdatasync(NULL_FILE),
    "unlink": unlink_nothing,
    "ftruncate": lambda: os.ftruncate(NULL_FILE, 0),
}


def work(path: Path) -> None:
    """Change a register of one agreement in several ways at once."""
    with Register.open(path) as register, register.operation("Work", by="Jo", at=AT) as write:
        write.load([Agreement(title=f"{number}", notes="x" * 50) for number in range(3)])
        write.change(Agreement, 1, title="Changed")
        write.remove(Organisation, 1)


def forked(task: Callable[[], int]) -> int:
    """What the task returns in a process of its own; the signal, negative, that ended it."""
    child = os.fork()
    if child == 0:
        os._exit(task())
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def attempt(path: Path, call: str, harmless: int) -> int:
    for _ in range(harmless):
        HARMLESS[call]()
    try:
        work(path)
    except TrackerError:
        return SAID_NOT
    return SAID_SAVED


def state(path: Path, before: Any) -> int:
    """0 where the register is as before, 1 as after, 2 neither or not sound."""
    with Register.open(path) as register:
        if register.check_integrity():
            return 2
        titles = [agreement.title for agreement in register.read.agreements()]
    if dump(path) == before:
        return 0
    return 1 if titles == ["Changed", *map(str, range(3))] else 2


def main(empty: Path, path: Path, call: str, shift: int, step: int) -> None:
    shutil.copy(empty, path)
    with Register.open(path) as register, register.operation("Start", by="Jo", at=AT) as write:
        write.add(Organisation(name="Aldermere"))
        write.add(Agreement(title="Street lighting"))
    start = path.read_bytes()
    before = dump(path)
    unharmed = 0
    for number in range(1, shift, step):
        path.write_bytes(start)
        said = forked(partial(attempt, path, call, shift - number))
        now = forked(partial(state, path, before))
        print(number, said, now, flush=True)  # noqa: T201
        unharmed = unharmed + 1 if said == SAID_SAVED else 0
        if unharmed == ENOUGH:
            break


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))

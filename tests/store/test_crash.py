"""Killed, out of disk, or failing at every single call: the register is as before, or as after.

F1, F6, F12 and F13 of the fault list. What was answered "saved" is there.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.store.storing import do, dump, fill, undo
from tracker.domain.agreement import Agreement
from tracker.domain.organisation import Organisation
from tracker.store.file import Register

HERE = Path(__file__).parent
SHIFT = 250
BEFORE, AFTER = 0, 1
SAVED, KILLED, NOT_SAVED = 0, -9, 3
EVERY = int(os.environ.get("TRACKER_SWEEP_EVERY", "40"))
"""Of the many calls that write a page, try every so many; 1 for all of them, and for more kinds of calls."""
ONLY_ALL = pytest.mark.skipif(EVERY > 1, reason="part of the whole sweep only (TRACKER_SWEEP_EVERY=1)")


def sweep(empty: Path, path: Path, call: str, fate: str, step: int) -> list[tuple[int, int]]:
    """(what the worker said, how the register then was) for a failure at its 1st, 2nd, … call."""
    ran = subprocess.run(
        [
            "strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={call}",
            "-e", f"inject={call}:{fate}:when={SHIFT}",
            sys.executable, str(HERE / "crashing.py"), str(empty), str(path), call, str(SHIFT), str(step),
        ],
        capture_output=True, text=True, check=False, timeout=100,
        env=os.environ | {"PYTHONPATH": str(HERE.parents[1])},
    )  # fmt: skip
    assert ran.stderr == ""
    return [(int(said), int(now)) for _, said, now in (line.split() for line in ran.stdout.splitlines())]


def in_a_child(work: Callable[[], None]) -> int:
    """Begin `work` in a forked child, which ends with it whatever happens; the child's number."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    return child


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize(
    ("fate", "call", "step", "harmed"),
    [
        ("signal=SIGKILL", "pwrite64", EVERY, KILLED),
        ("signal=SIGKILL", "fdatasync", 1, KILLED),
        pytest.param("signal=SIGKILL", "unlink", 1, KILLED, marks=ONLY_ALL),
        ("error=ENOSPC", "pwrite64", EVERY, NOT_SAVED),
        pytest.param("error=EIO", "pwrite64", EVERY, NOT_SAVED, marks=ONLY_ALL),
        ("error=EIO", "fdatasync", 1, NOT_SAVED),
        pytest.param("error=EIO", "unlink", 1, NOT_SAVED, marks=ONLY_ALL),
    ],
)
def test_f1_f6_f7_f12_f13_a_failure_at_any_call(
    fate: str, call: str, step: int, harmed: int, empty: Path, path: Path
) -> None:
    outcomes = sweep(empty, path, call, fate, step)
    possible = {(harmed, BEFORE), (SAVED, AFTER)}
    if call == "fdatasync" or harmed == KILLED:
        # The last call of all makes the removal of the journal last: the change is in the file by then.
        possible.add((harmed, AFTER))
    assert set(outcomes) <= possible
    assert outcomes[0] == (harmed, BEFORE)
    assert outcomes[-1] == (SAVED, AFTER)


def test_f1_killed_at_any_moment_of_the_work(register: Register, path: Path) -> None:
    """Where there is no strace: the process is killed after so many steps of SQLite."""
    fill(register)
    before = dump(path)
    survived = 0

    def remove(steps: int) -> None:
        with Register.open(path) as other:
            other._connection.set_progress_handler(lambda: os.kill(os.getpid(), signal.SIGKILL), steps)
            with do(other, "Remove") as write:
                write.remove(Agreement, 1)

    for steps in (1, 10, 100, 300, 600, 900, 1200, 2500, 1_000_000):
        child = in_a_child(partial(remove, steps))
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert ended in (SAVED, KILLED)
        survived += ended == SAVED
        assert (dump(path) == before) is (ended == KILLED)
        if ended == SAVED:
            undo(register)
            assert dump(path) == before
        assert register.check_integrity() == ()
    assert 1 <= survived < 9


def test_f44_many_at_once_lose_nothing(register: Register, path: Path) -> None:
    """F44 in small: four processes save ten times each."""

    def add_ten(worker: int) -> None:
        with Register.open(path) as other:
            for number in range(10):
                with do(other, f"{worker}") as write:
                    write.add(Organisation(name=f"{worker}.{number}"))

    children = [in_a_child(partial(add_ten, worker)) for worker in range(4)]
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 4
    names = {one.name for one in register.read.organisations()}
    assert names == {f"{worker}.{number}" for worker in range(4) for number in range(10)}
    assert register.check_integrity() == ()

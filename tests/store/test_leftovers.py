"""What a killed program leaves in the folder for temporary files is cleared away, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tracker.store.leftovers import PREFIX, Folder, clear_leftovers

HOLDER = """
import sys, tempfile
tempfile.tempdir = sys.argv[1]
from tracker.store.leftovers import Folder
folder = Folder()
print(folder.path, flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files of the test's own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def age(folder: Path) -> None:
    """Let it be an hour old."""
    os.utime(folder, (folder.stat().st_atime, folder.stat().st_mtime - 3600))


def test_what_a_killed_program_left_goes_and_what_a_living_one_holds_stays(temporary: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(temporary)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdin is not None and holder.stdout is not None
    held = Path(holder.stdout.readline().strip())
    (held / "standings.db").write_bytes(b"dates")
    age(held)
    assert clear_leftovers() == 0
    holder.kill()
    holder.wait()
    holder.stdin.close()
    holder.stdout.close()
    assert (held / "standings.db").exists()
    assert clear_leftovers() == 1
    assert not held.exists()


def test_what_is_ours_goes_with_us() -> None:
    own = Folder()
    age(own.path)
    assert clear_leftovers() == 0
    own.remove()
    assert not own.path.exists()


def test_what_is_young_or_somebody_elses_or_no_folder_of_ours_is_left_alone(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    young, old = temporary / f"{PREFIX}young", temporary / f"{PREFIX}old"
    for made in (young, old, temporary / "other"):
        made.mkdir()
        made.joinpath("held.db").touch()
    (temporary / f"{PREFIX}file").touch()
    (temporary / f"{PREFIX}link").symlink_to(temporary / "other", target_is_directory=True)
    age(old)
    age(temporary / f"{PREFIX}file")
    monkeypatch.setattr(os, "getuid", lambda: -1)
    assert clear_leftovers() == 0
    monkeypatch.undo()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    assert clear_leftovers() == 1
    assert {path.name for path in temporary.iterdir()} == {
        *("other", young.name, f"{PREFIX}file", f"{PREFIX}link")
    }


def test_one_that_was_killed_before_it_took_hold_goes(temporary: Path) -> None:
    bare = temporary / f"{PREFIX}bare"
    bare.mkdir()
    age(bare)
    assert clear_leftovers() == 1


def test_what_cannot_be_looked_into_stays(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = temporary / f"{PREFIX}odd"
    (odd / "held.db").mkdir(parents=True)
    age(odd)
    assert clear_leftovers() == 0
    monkeypatch.setattr(tempfile, "tempdir", str(temporary / "nowhere"))
    assert clear_leftovers() == 0

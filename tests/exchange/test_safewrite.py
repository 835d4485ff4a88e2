"""Safe writing: whatever cuts it short, the old file or the new one is there, whole."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from tracker.domain.errors import CannotWrite
from tracker.exchange import safewrite
from tracker.exchange.safewrite import scratch, sweep, write_bytes, write_safely

OLD, NEW = b"old" * 5000, b"new" * 9000


def new(file: BinaryIO) -> None:
    file.write(NEW)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "register.xlsx"
    path.write_bytes(OLD)
    return path


def test_a_new_file_has_the_permissions_that_new_files_have_here(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    assert write_bytes(path, NEW) == path.resolve()
    plain = tmp_path / "plain"
    plain.write_bytes(b"")
    assert path.read_bytes() == NEW
    assert path.stat().st_mode == plain.stat().st_mode
    assert names(tmp_path) == ["new.xlsx", "plain"]


def test_nothing_is_overwritten_unasked(old: Path) -> None:
    with pytest.raises(CannotWrite, match=r"register\.xlsx is there already\. Choose another name"):
        write_bytes(old, NEW)
    assert old.read_bytes() == OLD


def test_overwriting_keeps_the_permissions_and_follows_a_link(old: Path) -> None:
    old.chmod(0o640)
    link = old.with_name("link.xlsx")
    link.symlink_to(old)
    assert write_bytes(link, NEW, overwrite=True) == old.resolve()
    assert link.is_symlink()
    assert old.read_bytes() == NEW
    assert old.stat().st_mode & 0o777 == 0o640


def test_what_came_to_be_there_meanwhile_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"

    def slow(file: BinaryIO) -> None:
        file.write(NEW)
        path.write_bytes(OLD)

    with pytest.raises(CannotWrite, match=r"new\.xlsx came to be there meanwhile"):
        write_safely(path, slow)
    assert path.read_bytes() == OLD
    assert names(tmp_path) == ["new.xlsx"]


@pytest.mark.parametrize("meanwhile", [False, True])
def test_a_disk_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, meanwhile: bool) -> None:
    path = tmp_path / "new.xlsx"

    def no_links(*_: object) -> None:
        if meanwhile:
            path.write_bytes(OLD)
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    if meanwhile:
        with pytest.raises(CannotWrite, match="meanwhile"):
            write_bytes(path, NEW)
    else:
        write_bytes(path, NEW)
    assert path.read_bytes() == (OLD if meanwhile else NEW)
    assert names(tmp_path) == ["new.xlsx"]


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda folder: folder / "missing" / "x.xlsx", "there is no folder “missing”"),
        (lambda folder: folder / "register.xlsx" / "x.xlsx", "“register.xlsx” is not a folder"),
        (lambda folder: folder, "is a folder. Choose the name of a file."),
        (lambda folder: folder / ("x" * 300), "the name is too long"),
        (lambda folder: folder / "a\0b", "Such a name cannot be given to a file"),
        (lambda folder: Path("/dev/full/x"), "is not a folder"),
    ],
)
def test_places_where_nothing_can_be_written(old: Path, make: Callable[[Path], Path], sentence: str) -> None:
    with pytest.raises(CannotWrite, match=sentence):
        write_bytes(make(old.parent), NEW, overwrite=True)
    assert names(old.parent) == ["register.xlsx"]


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "register.xlsx was not written: the disk is full. Free some space"),
        (errno.EDQUOT, "your share of the disk is used up"),
        (errno.EIO, "the disk did not take it"),
        (errno.EROFS, "the disk may only be read"),
        (errno.EACCES, "you may not write to the folder “"),
        (errno.EMFILE, "Too many open files. Choose another place."),
    ],
)
def test_a_failure_half_way_leaves_the_old_file_and_nothing_else(
    old: Path, number: int, sentence: str
) -> None:
    def fails(file: BinaryIO) -> None:
        file.write(NEW)
        raise OSError(number, os.strerror(number))

    with pytest.raises(CannotWrite, match=sentence):
        write_safely(old, fails, overwrite=True)
    assert old.read_bytes() == OLD
    assert names(old.parent) == ["register.xlsx"]


def test_a_flush_that_fails_is_a_failure(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_flush(_: int) -> None:
        raise OSError(errno.EIO, "input/output error")

    monkeypatch.setattr(os, "fsync", no_flush)
    with pytest.raises(CannotWrite, match="the disk did not take it"):
        write_bytes(old, NEW, overwrite=True)
    assert old.read_bytes() == OLD


def test_what_does_not_read_back_as_written_does_not_take_the_place(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safewrite, "_write_all", lambda file, data: file.write(data[:-1]))
    with pytest.raises(CannotWrite, match="the disk did not take it"):
        write_bytes(old, NEW, overwrite=True)
    assert old.read_bytes() == OLD


def test_a_mistake_of_the_programs_own_is_not_called_a_disk(old: Path) -> None:
    def wrong(file: BinaryIO) -> None:
        raise ValueError("a bug")

    with pytest.raises(ValueError, match="a bug"):
        write_safely(old, wrong, overwrite=True)
    assert names(old.parent) == ["register.xlsx"]


def held(winerror: int, times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the first `times` tries to put the file in its place fail as they do on Windows."""
    tries = iter(range(times))
    really = Path.replace

    def replace(self: Path, target: Path) -> Path:
        for _ in tries:
            error = PermissionError(errno.EACCES, "in use")
            error.winerror = winerror  # type: ignore[attr-defined,unused-ignore]
            raise error
        return really(self, target)

    monkeypatch.setattr(Path, "replace", replace)


@pytest.mark.parametrize("winerror", [5, 32, 33])
def test_f52_a_workbook_that_excel_holds(old: Path, monkeypatch: pytest.MonkeyPatch, winerror: int) -> None:
    held(winerror, 1000, monkeypatch)
    waited: list[float] = []
    with pytest.raises(CannotWrite, match=r"another program has it open.* Close it there, or choose another"):
        write_safely(old, new, overwrite=True, wait=waited.append)
    assert 2.9 <= sum(waited) <= 3.01
    assert old.read_bytes() == OLD
    assert names(old.parent) == ["register.xlsx"]


def test_f53_a_scanner_that_grabs_it_for_a_moment(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held(32, 2, monkeypatch)
    waited: list[float] = []
    write_safely(old, new, overwrite=True, wait=waited.append)
    assert len(waited) == 2
    assert old.read_bytes() == NEW


def test_other_refusals_are_not_waited_for(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held(1, 1, monkeypatch)
    with pytest.raises(CannotWrite, match="you may not write to the folder"):
        write_safely(old, new, overwrite=True, wait=lambda _: pytest.fail("waited"))


def test_a_file_that_may_only_be_read_is_kept(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(CannotWrite, match="may only be read"):
        write_bytes(old, NEW, overwrite=True)


def age(path: Path, seconds: float) -> None:
    then = path.stat().st_mtime - seconds
    os.utime(path, (then, then))


def test_f58_what_a_killed_writer_left_is_swept_away_once_it_is_old(old: Path) -> None:
    dead, young = old.with_name(".tracker-aa.part"), old.with_name(".tracker-bb.part")
    folder = old.with_name("tracker-export-cc")
    folder.mkdir()
    (folder / "sheet1.xml").write_bytes(NEW)
    other = old.with_name("tracker-notes.txt")
    for path in (dead, young, other):
        path.write_bytes(NEW)
    for path in (dead, folder, other):
        age(path, 7200)
    sweep(old.parent)
    assert names(old.parent) == [".tracker-bb.part", "register.xlsx", "tracker-notes.txt"]


def test_scratch_is_gone_afterwards_and_sweeps_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    dead = tmp_path / "tracker-export-dead"
    dead.mkdir()
    age(dead, 7200)
    with scratch() as folder:
        (folder / "x").write_bytes(NEW)
        assert names(tmp_path) == [folder.name]
    assert names(tmp_path) == []


_WRITER = """
import sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from tracker.exchange.safewrite import write_safely
def produce(file):
    for _ in range(4):
        file.write(b"new" * 3000)
def check(part):
    assert part.read_bytes() == b"new" * 12000
write_safely(Path(sys.argv[1]), produce, check=check, overwrite=True)
"""


def _strace_works() -> bool:
    if sys.platform != "linux" or shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], check=False).returncode == 0


@pytest.mark.slow
@pytest.mark.skipif(not _strace_works(), reason="needs strace, and leave to use it")
@pytest.mark.parametrize("fault", ["signal=SIGKILL", "error=ENOSPC", "error=EIO"])
def test_f4_f9_cut_short_at_every_call_it_is_the_old_file_or_the_new_one(tmp_path: Path, fault: str) -> None:
    """The crash sweep: the nth call that changes anything is killed or fails, for every n there is."""
    path = tmp_path / "register.xlsx"
    root = Path(__file__).resolve().parents[2]
    program = [sys.executable, "-I", "-c", _WRITER, str(path), str(root)]
    hits = 0
    for call in ("write", "fsync", "rename", "chmod"):
        for nth in range(1, 20):
            for leftover in tmp_path.iterdir():
                leftover.unlink()
            path.write_bytes(OLD)
            strace = ["strace", "-qq", "-f", "-o", "/dev/null", "-e", f"trace={call}"]
            inject = ["-e", f"inject={call}:{fault}:when={nth}"]
            done = subprocess.run([*strace, *inject, *program], check=False, capture_output=True)
            assert path.read_bytes() in (OLD, b"new" * 12_000), (call, nth)
            if done.returncode == 0:
                assert path.read_bytes() != OLD
                break
            hits += 1
            if "SIGKILL" not in fault:
                assert names(tmp_path) == ["register.xlsx"], "the new one's remains are gone"
    assert hits >= 6, "the sweep must have met the writes, the flush and the change of names"

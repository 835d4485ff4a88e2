"""Files written so that a crash, a full disk or an open Excel never costs the old one.

The new file is made beside the old one, flushed to the disk and read back, and only then put
in its place. Whenever that is cut short, what was there before is still there, whole.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from tracker.domain.errors import CannotWrite

PATIENCE = 3.0
"""Seconds for which a file that another program holds is waited for."""

STALE = 3600.0
"""Seconds after which a part file belongs to a program that did not live to finish it."""

_PREFIX, _SUFFIX = ".tracker-", ".part"
_SCRATCH = "tracker-export-"
_HELD = {5, 32, 33}  # Windows: access denied, sharing violation, lock violation

Produce = Callable[[BinaryIO], None]
Check = Callable[[Path], None]


def write_safely(
    path: Path,
    produce: Produce,
    *,
    check: Check | None = None,
    overwrite: bool = False,
    wait: Callable[[float], None] = time.sleep,
) -> Path:
    """Write what `produce` writes to `path`, whole or not at all; return where it really lies.

    `check` reads the finished file back before it takes its place and raises where it is not
    what it should be. A link is followed, an older file's permissions are kept. `wait` sleeps
    between tries where another program holds the file.

    Raises:
        CannotWrite: it was not written; what was there before still is.
    """
    try:
        target = _target(path, overwrite)
        sweep(target.parent)
        part = target.parent / f"{_PREFIX}{secrets.token_hex(6)}{_SUFFIX}"
        try:
            _make(part, target, produce)
            if check is not None:
                check(part)
            _put(part, target, overwrite, wait)
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
        _flush_folder(target.parent)
    except FileExistsError as error:
        raise CannotWrite(f"{path.name} came to be there meanwhile. Choose another name.") from error
    except OSError as error:
        raise CannotWrite(f"{path.name} was not written: {_reason(error, path)}") from error
    return target


def write_bytes(path: Path, data: bytes, *, overwrite: bool = False) -> Path:
    """`write_safely` for a file that is small enough to be held whole."""

    def same(part: Path) -> None:
        if part.read_bytes() != data:
            raise OSError(errno.EIO, "what was read back is not what was written")

    return write_safely(path, lambda file: _write_all(file, data), check=same, overwrite=overwrite)


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder of one's own for what is needed while a file is made; gone afterwards."""
    sweep(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=_SCRATCH, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def sweep(folder: Path) -> None:
    """Remove what writers that were killed an hour ago or earlier have left in `folder`.

    Age is taken from the folder's own disk, by a file made for that, and not from a clock.
    """
    leftovers = [*folder.glob(f"{_PREFIX}*{_SUFFIX}*"), *folder.glob(f"{_SCRATCH}*")]
    if not leftovers:
        return
    with contextlib.suppress(OSError), tempfile.TemporaryFile(dir=folder) as probe:
        now = os.fstat(probe.fileno()).st_mtime
        for leftover in leftovers:
            with contextlib.suppress(OSError):
                if now - leftover.lstat().st_mtime < STALE:
                    continue
                if stat.S_ISDIR(leftover.lstat().st_mode):
                    shutil.rmtree(leftover, ignore_errors=True)
                else:
                    leftover.unlink()


def _target(path: Path, overwrite: bool) -> Path:
    """The file that is meant, links followed, if it may be written."""
    try:
        target = path.resolve()
    except (ValueError, RuntimeError) as error:
        raise CannotWrite("Such a name cannot be given to a file. Choose another.") from error
    if target.is_dir():
        raise CannotWrite(f"{path.name} is a folder. Choose the name of a file.")
    if target.exists():
        if not overwrite:
            raise CannotWrite(f"{path.name} is there already. Choose another name, or say that it may go.")
        if not os.access(target, os.W_OK):
            raise CannotWrite(f"{path.name} may only be read. Choose another name.")
    return target


def _make(part: Path, target: Path, produce: Produce) -> None:
    """The new file under its passing name, flushed to the disk."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(part, flags, 0o666), "w+b") as file:
        produce(file)
        file.flush()
        with contextlib.suppress(OSError):
            shutil.copymode(target, part)
        os.fsync(file.fileno())


def _write_all(file: BinaryIO, data: bytes) -> None:
    file.write(data)


def _put(part: Path, target: Path, overwrite: bool, wait: Callable[[float], None]) -> None:
    """Give the new file its name in one step, with patience where another program holds the old one."""
    waited, pause = 0.0, 0.05
    while True:
        try:
            _put_once(part, target, overwrite)
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _HELD or waited >= PATIENCE:
                raise
            wait(pause)
            waited += pause
            pause = min(pause * 2, 0.5, max(PATIENCE - waited, 0.01))
        else:
            return


def _put_once(part: Path, target: Path, overwrite: bool) -> None:
    if overwrite:
        part.replace(target)
    elif os.name == "nt":  # rename refuses an existing name there, in one step
        part.rename(target)
    else:
        try:
            os.link(part, target)
        except FileExistsError:
            raise
        except OSError:  # a disk without links (USB sticks, some shares)
            if target.exists():
                raise FileExistsError(errno.EEXIST, "meanwhile", str(target)) from None
            part.rename(target)


def _flush_folder(folder: Path) -> None:
    """Make the new name itself last, where the system knows how to."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _reason(error: OSError, path: Path) -> str:
    """Why, and the way out, in words."""
    if getattr(error, "winerror", None) in _HELD:
        return "another program has it open, or it may only be read. Close it there, or choose another name."
    folder = path.parent.name or str(path.parent)
    reasons = {
        errno.ENOSPC: "the disk is full. Free some space, or choose another place.",
        errno.EDQUOT: "your share of the disk is used up. Free some space, or choose another place.",
        errno.EFBIG: "the disk does not hold files of that size. Choose another place.",
        errno.EROFS: "the disk may only be read. Choose another place.",
        errno.EACCES: f"you may not write to the folder “{folder}”. Choose another place.",
        errno.EPERM: f"you may not write to the folder “{folder}”. Choose another place.",
        errno.ENOENT: f"there is no folder “{folder}”. Choose another place.",
        errno.ENOTDIR: f"“{folder}” is not a folder. Choose another place.",
        errno.ENAMETOOLONG: "the name is too long. Choose a shorter one.",
        errno.EIO: "the disk did not take it. Choose another place, and have the disk looked at.",
    }
    return reasons.get(error.errno or 0, f"{error.strerror or error}. Choose another place.")

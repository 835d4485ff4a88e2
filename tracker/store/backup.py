"""A whole copy of a register, made in one step and proved to open."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker.domain.errors import CannotWrite, RegisterDamaged, TrackerError
from tracker.store.connection import connect, writing
from tracker.store.failures import in_words


def copy(connection: sqlite3.Connection, source: Path, target: Path, *, pages_alone: bool = False) -> None:
    """Copy an open register to `target`, where nothing may be yet.

    Args:
        pages_alone: prove that every page and tree of the copy is whole, and not also that every
            index and every day agrees with its rows: an eighth of the time.

    Raises:
        RegisterDamaged: the copy does not pass the check, so none is kept.
        TrackerError: it cannot be made; nothing is left behind.
    """
    with new_file(target) as part, in_words(target), contextlib.closing(connect(part, "rw")) as made:
        with writing(made):
            # All pages at once: a copy in steps starts again whenever somebody saves.
            connection.backup(made)
            # A register that another program put in a write-ahead log must not hand that on.
            made.execute("pragma journal_mode = delete").fetchall()
        with in_words(source):
            said = _said_of(made, pages_alone)
        if said != [("ok",)]:
            raise RegisterDamaged(f"{source.name} is damaged ({said[0][0]}), so no copy was made of it.")


def _said_of(made: sqlite3.Connection, pages_alone: bool) -> list[tuple[str]]:
    if not pages_alone:
        return made.execute("pragma integrity_check").fetchall()
    made.execute("pragma ignore_check_constraints = on")
    return made.execute("pragma quick_check").fetchall()


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """A file to fill that gets its name `path` at the end, where all went well; its owner's alone.

    Raises:
        TrackerError: something has that name already, or the folder is not there.
        CannotWrite: the folder cannot be written to.
    """
    taken = f"{path.name} is there already. Choose another name; nothing was changed."
    if os.path.lexists(path):
        raise TrackerError(taken)
    if not path.parent.is_dir():
        raise TrackerError(f"There is no folder {path.parent}.")
    part = path.with_name(f".tracker-{os.urandom(8).hex()}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        yield part
        _name(part, path)
    except FileExistsError:
        raise TrackerError(taken) from None
    except OSError as error:
        raise CannotWrite(
            f"{path.name} cannot be made in {path.parent}: {error.strerror or error}."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _name(part: Path, path: Path) -> None:
    """Give a file its name, unless something has taken it meanwhile."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:
        # A file system without hard links. Windows refuses to rename onto a file by itself.
        if os.path.lexists(path):
            raise FileExistsError from None
        part.rename(path)

"""Folders for what lies over a register for a while, and what killed programs have left of them.

A folder is private to its user and goes with the program that made it. One that was killed leaves it
behind; the next program of the same user clears it away. Whether its owner still lives is told by a
lock and not by the number of a process: it ends with whoever holds it, however that ends.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

PREFIX: Final = "tracker-day-"
_HELD: Final = "held.db"
_YOUNG: Final = 600
"""Seconds for which a folder is left alone in any case: its owner may be about to take hold of it."""


class Folder:
    """A folder of one's own, held from its making until `remove`.

    Raises:
        OSError, sqlite3.Error: the folder for temporary files cannot be written to.
    """

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX))
        self._held = _hold(self.path / _HELD)

    def remove(self) -> None:
        """Let go of it, with all that is in it."""
        self._held.close()
        shutil.rmtree(self.path, ignore_errors=True)


def clear_leftovers() -> int:
    """Remove the folders of this user that nobody holds any more.

    Returns:
        How many there were.
    """
    cleared = 0
    with suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX) and _is_left(entry):
                shutil.rmtree(entry.path, ignore_errors=True)
                cleared += not os.path.lexists(entry.path)
    return cleared


def _is_left(entry: os.DirEntry[str]) -> bool:
    try:
        found = entry.stat(follow_symlinks=False)
        if not entry.is_dir(follow_symlinks=False) or time.time() - found.st_mtime < _YOUNG:
            return False
        if sys.platform != "win32" and found.st_uid != os.getuid():
            return False
        _hold(Path(entry.path, _HELD)).close()
    except (OSError, sqlite3.Error):
        return False
    return True


def _hold(file: Path) -> sqlite3.Connection:
    """Hold a file until what is returned is closed, or the program ends in whatever way.

    A lock of SQLite's, because it knows how to lock a file on every system.

    Raises:
        sqlite3.OperationalError: somebody else holds it, or it cannot be opened.
    """
    made = sqlite3.connect(f"{file.as_uri()}?mode=rwc", uri=True, timeout=0, check_same_thread=False)
    try:
        made.execute("pragma journal_mode = off").fetchall()
        made.execute("begin exclusive")
    except sqlite3.OperationalError:
        made.close()
        raise
    return made

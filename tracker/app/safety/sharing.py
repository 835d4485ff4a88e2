"""A register among other people, other programs and cloud folders: what is worth saying when it is opened.

Who has a register open leaves a small file beside it, and touches it as long as it is open. It
is a remark and never a lock: nobody is kept out by one, and one that is no longer touched is only
told. One of this machine's that outlived its program says that the program did not end in order.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tracker.app.session import Session
from tracker.domain.check import Finding, Severity
from tracker.domain.errors import TrackerError

FRESH = 180.0
"""Seconds for which a mark that is not touched still counts as somebody who has it open."""

_CLOUDS = (
    ("onedrive", "OneDrive"),
    ("dropbox", "Dropbox"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("mobile documents", "iCloud Drive"),
    ("icloud drive", "iCloud Drive"),
    ("iclouddrive", "iCloud Drive"),
    ("nextcloud", "Nextcloud"),
    ("box sync", "Box"),
)
_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_CONFLICT = re.compile(r" \(\d+\)|-[A-Z][A-Z0-9-]{3,}|.*([Cc]onflicted copy|sync-conflict|\bconflict\b).*")


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody who has, or may still have, a register open.

    Attributes:
        since: when they opened it, by their clock.
        fresh: whether their program gave a sign of life within the last three minutes.
    """

    user: str
    host: str
    since: datetime
    fresh: bool

    def __str__(self) -> str:
        at = f"{self.since:%H:%M on} {self.since.day} {self.since:%B %Y}"
        if self.fresh:
            return f"{self.user} has this register open on {self.host}, since {at}."
        return f"{self.user} may have this register open on {self.host}, since {at}."


class Mark:
    """This program's own mark beside a register, from `arrive` to `leave`.

    Attributes:
        unclean: a program on this machine had the register open and did not end in order.
    """

    def __init__(self, session: Session) -> None:
        self._register = session.path
        self._path = _folder_mark(session.path, f"{_host()}-{os.getpid()}")
        self._words = {
            "user": session.user,
            "host": _host(),
            "pid": os.getpid(),
            "since": session.now().isoformat(timespec="seconds"),
        }
        self.unclean = _sweep(session.path)
        self._write()

    def others(self) -> list[Presence]:
        """Everybody else who has, or may have, the register open, those with a sign of life first."""
        found = []
        for path in _marks(self._register):
            if path != self._path and (one := _read(path)):
                found.append(one)
        return sorted(found, key=lambda one: (not one.fresh, one.since))

    def touch(self) -> None:
        """Give a sign of life."""
        try:
            os.utime(self._path)
        except OSError:
            self._write()

    def leave(self) -> None:
        """Take the mark away: the register was closed in order."""
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _write(self) -> None:
        # Where nothing may be written beside it the register is open all the same, unseen.
        with contextlib.suppress(OSError):
            self._path.write_text(json.dumps(self._words), encoding="utf-8")


def _host() -> str:
    return re.sub(r"[^\w.]", "", socket.gethostname()) or "this-machine"


def _folder_mark(register: Path, who: str) -> Path:
    return register.with_name(f".~{register.name}.{who}.open")


def _marks(register: Path) -> list[Path]:
    try:
        names = sorted(os.listdir(register.parent))  # noqa: PTH208 - names with brackets spoil a glob
    except OSError:
        return []
    start = f".~{register.name}."
    return [register.with_name(n) for n in names if n.startswith(start) and n.endswith(".open")]


def _read(path: Path) -> Presence | None:
    try:
        words = json.loads(path.read_text(encoding="utf-8"))
        since = datetime.fromisoformat(words["since"])
        return Presence(str(words["user"]), str(words["host"]), since, _age(path) < FRESH)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _age(path: Path) -> float:
    """Seconds since a file was touched, both by the clock of the disk that it lies on."""
    with tempfile.TemporaryFile(dir=path.parent) as probe:
        return os.fstat(probe.fileno()).st_mtime - path.stat().st_mtime


def _sweep(register: Path) -> bool:
    """Remove the marks of programs on this machine that have gone; whether there was one."""
    found = False
    for path in _marks(register):
        try:
            words = json.loads(path.read_text(encoding="utf-8"))
            if words["host"] == _host() and words["pid"] != os.getpid() and not is_alive(int(words["pid"])):
                path.unlink()
                found = True
        except (OSError, ValueError, TypeError, KeyError):
            continue
    return found


def is_alive(pid: int) -> bool:
    """Whether a program of that number runs on this machine."""
    if sys.platform == "win32":  # os.kill would end it there
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, pid)
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True


# Where the register lies


def surroundings(register: Path, environment: Mapping[str, str] = os.environ) -> tuple[Finding, ...]:
    """What about a register's place may cost data: a folder that a cloud program copies, copies in conflict."""
    found = []
    cloud = cloud_of(register, environment)
    if cloud:
        message = (
            f"{register.name} lies in a folder that {cloud} copies while you work. Two copies can come apart, "
            "and half a change can be copied. A folder of the council's file server is a better place."
        )
        found.append(Finding("file.cloud-folder", Severity.WARNING, message))
    for copy in conflict_copies(register):
        message = (
            f"{copy.name} looks like a copy of {register.name} that another machine made in conflict. "
            f"{_told(register)}; {_told(copy)}. Open both and compare their histories before you go on."
        )
        found.append(Finding("file.conflict-copy", Severity.WARNING, message))
    return tuple(found)


def cloud_of(register: Path, environment: Mapping[str, str] = os.environ) -> str:
    """The name of the cloud program in whose folder a register lies; "" for none."""
    path = Path(os.path.abspath(register))  # noqa: PTH100 - a link is not to be followed
    for variable in _VARIABLES:
        root = environment.get(variable)
        if root and path.is_relative_to(root):
            return "OneDrive"
    for folder in path.parent.parts:
        for start, name in _CLOUDS:
            if folder.casefold().startswith(start):
                return name
    return ""


def conflict_copies(register: Path) -> list[Path]:
    """Files beside a register whose names say that a cloud program made them in conflict."""
    try:
        beside = sorted(register.parent.iterdir())
    except OSError:
        return []
    return [
        path
        for path in beside
        if path.suffix == register.suffix
        and path.stem.startswith(register.stem)
        and _CONFLICT.fullmatch(path.stem[len(register.stem) :])
        and path.is_file()
    ]


def _told(register: Path) -> str:
    from tracker.store.file import Register

    try:
        with Register.open(register, read_only=True) as opened:
            number = opened.read.listing(limit=0).total
            newest = opened.read.history(1, changes=0)
    except TrackerError:
        return f"{register.name} cannot be read"
    last = f", last changed {datetime.fromisoformat(newest[0].at):%d/%m/%Y %H:%M}" if newest else ""
    return f"{register.name}: {number:,} agreement{'' if number == 1 else 's'}{last}"

"""Backups of a register: made before what is risky and daily when changed, proved to open, thinned by age.

They lie in this machine's data folder, apart from the register. A register that is found to
be damaged makes no backup, and from then on none of the good ones is thinned out.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tracker.app.session import Clock, Session
from tracker.app.settings import data_folder
from tracker.domain.errors import RegisterDamaged, TrackerError
from tracker.exchange.safewrite import sweep

if TYPE_CHECKING:
    from tracker.store.queries import HistoryRow

KEEP_ALL = timedelta(days=2)
KEEP: tuple[tuple[str, int], ...] = (("day", 12), ("week", 10), ("month", 9))
"""How many days, weeks and months keep their newest backup, beyond the two days that keep all."""

_NAME = re.compile(r"(\d{4}-\d{2}-\d{2}) (\d{2})(\d{2})(\d{2}) (\d+) ([a-z-]+)\.db")
_DAMAGED = "damaged.txt"
BEFORE_IMPORT = "before-import"
"""The reason that comes many times a day and waits for nothing else: a fast proof will do."""
JOURNALS = ("-journal", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy of a register.

    Attributes:
        at: when it was made, on this machine's clock then.
        entries: how many entries the history had.
        reason: "daily", "before-import", "before-reorganisation", "before-compaction", "asked".
    """

    path: Path
    at: datetime
    entries: int
    reason: str

    @property
    def agreements(self) -> int:
        """How many agreements it holds."""
        from tracker.store.file import Register

        with Register.open(self.path, read_only=True) as register:
            return register.read.listing(limit=1).total


def folder_of(register: Path) -> Path:
    """Where the backups of the register at that path lie."""
    mark = hashlib.sha256(str(register.resolve()).encode()).hexdigest()[:8]
    return data_folder() / "backups" / f"{register.stem[:60]}-{mark}"


def backups_of(register: Path) -> list[Backup]:
    """The backups of a register, newest first."""
    folder = folder_of(register)
    found = [_backup(path) for path in folder.glob("*.db")] if folder.is_dir() else []
    return sorted((one for one in found if one), key=lambda one: (one.at, one.entries), reverse=True)


def _backup(path: Path) -> Backup | None:
    match = _NAME.fullmatch(path.name)
    if match is None:
        return None
    day, hours, minutes, seconds, entries, reason = match.groups()
    at = datetime.fromisoformat(f"{day}T{hours}:{minutes}:{seconds}")
    return Backup(path, at, int(entries), reason)


def back_up(session: Session, reason: str) -> Backup | None:
    """Make a backup, unless the newest one holds the same history; thin the older ones.

    Before an import it is proved that every page and tree of it is whole; any other backup, the daily
    one among them, and all after one that failed, are checked row by row and index by index as well.

    Raises:
        RegisterDamaged: the register did not pass the check; the good backups stay as they are.
        TrackerError: it could not be written; what was there before still is.
    """
    there = backups_of(session.path)
    entries = session.read.last_operation()
    if there and there[0].entries == entries:
        return None
    folder = folder_of(session.path)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    at = session.now().replace(tzinfo=None, microsecond=0)
    target = folder / f"{at:%Y-%m-%d %H%M%S} {entries} {reason}.db"
    pages_alone = reason == BEFORE_IMPORT and not (folder / _DAMAGED).exists()
    try:
        session.copy_to(target, pages_alone=pages_alone)
    except RegisterDamaged as error:
        (folder / _DAMAGED).write_text(f"{at:%Y-%m-%d %H:%M} {error}\n", encoding="utf-8")
        raise
    (folder / _DAMAGED).unlink(missing_ok=True)
    thin(session.path, at)
    return Backup(target, at, entries, reason)


def daily(session: Session) -> Backup | None:
    """A backup where none was made today and something changed since the newest."""
    there = backups_of(session.path)
    today = session.now().date()
    if any(one.at.date() == today for one in there):
        return None
    return back_up(session, "daily")


def back_up_beside(register: Path, clock: Clock, reason: str) -> Backup | None:
    """`back_up` through a session of its own, for a worker thread."""
    with Session.open(register, clock=clock, read_only=True) as session:
        return back_up(session, reason)


def daily_beside(register: Path, clock: Clock) -> Backup | None:
    """`daily` through a session of its own, for a worker thread.

    What writers that were killed have left in either folder is removed first.
    """
    for folder in (folder_of(register), register.parent):
        if folder.is_dir():
            sweep(folder)
    with Session.open(register, clock=clock, read_only=True) as session:
        return daily(session)


def newest_sound(register: Path) -> Backup | None:
    """The newest backup that passes the check; None where there is none."""
    return next((one for one in backups_of(register) if is_sound(one.path)), None)


def is_sound(register: Path) -> bool:
    """Whether a register opens and passes the check."""
    from tracker.store.file import Register

    try:
        with Register.open(register, read_only=True) as opened:
            return not opened.check_integrity()
    except TrackerError:
        return False


def thin(register: Path, now: datetime) -> list[Path]:
    """Remove the backups that no rule keeps; returns them. None goes while the register is damaged."""
    if (folder_of(register) / _DAMAGED).exists():
        return []
    there = backups_of(register)
    gone = [one.path for one in there if one not in kept(there, now)]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def kept(there: Iterable[Backup], now: datetime) -> set[Backup]:
    """The backups to keep: all of two days and of any later day, then one a day, a week, a month."""
    newest_first = sorted(there, key=lambda one: one.at, reverse=True)
    past = [one for one in newest_first if one.at <= now]
    keep = set(past[:1]) | {one for one in newest_first if one.at > now - KEEP_ALL}
    for unit, number in KEEP:
        seen: dict[object, Backup] = {}
        for one in past:
            seen.setdefault(_PERIODS[unit](one.at.date()), one)
        keep |= set(list(seen.values())[:number])
    return keep


_PERIODS: dict[str, Callable[[date], object]] = {
    "day": lambda day: day,
    "week": lambda day: day.isocalendar()[:2],
    "month": lambda day: (day.year, day.month),
}


class BackupLine(NamedTuple):
    """A backup beside the register as it is now.

    Attributes:
        agreements: how many it holds; None where it cannot be opened any more.
        size: in bytes.
        lost: how many entries of today's history it does not have.
    """

    backup: Backup
    agreements: int | None
    size: int
    lost: int


def backup_lines(session: Session) -> list[BackupLine]:
    """The backups of the open register with what tells them apart, newest first."""
    now = session.read.last_operation()
    found = []
    for one in backups_of(session.path):
        with contextlib.suppress(OSError):
            found.append(BackupLine(one, _agreements_in(one), one.path.stat().st_size, now - one.entries))
    return found


def _agreements_in(backup: Backup) -> int | None:
    try:
        return backup.agreements
    except TrackerError:
        return None


def lost_by_restoring(session: Session, backup: Backup) -> list[HistoryRow]:
    """What was done in the register since the backup, newest first: restoring takes it away."""
    return [row for row in session.read.history(1000) if row.operation > backup.entries]


def restore(register: Path, source: Path, now: datetime) -> Path | None:
    """Put a backup in the register's place; what was there is kept beside it under another name.

    Returns:
        Where the register that was there went, journals with it; None where there was none.

    Raises:
        TrackerError: the backup is not a sound register; nothing was changed then.
    """
    from tracker.store.file import Register

    with Register.open(source, read_only=True) as checked:
        faults = checked.check_integrity()
        if faults:
            raise RegisterDamaged(f"{source.name} is not sound, so it was not restored: {faults[0].message}")
        part = register.with_name(f".tracker-{secrets.token_hex(8)}.part")
        try:
            checked.copy_to(part)
        except OSError as error:
            raise TrackerError(
                f"{register.name} cannot be restored in {register.parent}: {error}."
            ) from error
    try:
        return put_in_place(part, register, now)
    except OSError as error:
        raise TrackerError(f"{register.name} cannot be replaced: {error.strerror or error}.") from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def put_in_place(part: Path, register: Path, now: datetime) -> Path | None:
    """Let `part` take the register's name; what had it is kept beside it, journals with it.

    At every moment there is a file under the register's name, if there was one before. A stray
    journal would spoil what takes its place, so journals go first.
    """
    aside = _free_name(register, now)
    there = os.path.lexists(register)
    if there:
        _name_as_well(register, aside)
    for ending in JOURNALS:
        stray = Path(f"{register}{ending}")
        if stray.exists():
            stray.replace(f"{aside}{ending}")
    part.replace(register)
    return aside if there else None


def _free_name(register: Path, now: datetime) -> Path:
    """A name to keep the register under that nothing has yet."""
    stem = f"{register.stem} replaced {now:%Y-%m-%d %H%M%S}"
    names = (f"{stem}{more}{register.suffix}" for more in ("", *(f" {n}" for n in range(2, 1000))))
    return next(path for path in map(register.with_name, names) if not os.path.lexists(path))


def _name_as_well(register: Path, aside: Path) -> None:
    """Give the register a second name; where the disk knows no links, the second name instead."""
    try:
        os.link(register, aside)
    except OSError:
        register.replace(aside)

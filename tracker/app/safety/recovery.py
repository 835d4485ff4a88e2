"""The ways out when a register is damaged: an older backup that is sound, or what can still be read."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.app.safety import backups
from tracker.app.session import Clock, system_clock, user_name

if TYPE_CHECKING:
    from tracker.store.salvage import Salvaged


def salvage_register(register: Path, to: Path, clock: Clock = system_clock) -> Salvaged:
    """Bring what can be read of a damaged register to a new one at `to`; the damaged file stays as it is.

    Raises:
        RegisterDamaged: nothing in it can be read.
        TrackerError: something is at `to` already, or it cannot be written.
    """
    from tracker.store.salvage import salvage

    return salvage(register, to, by=user_name(), at=clock())


def free_name(register: Path, now: datetime) -> Path:
    """A name beside a damaged register for what is salvaged of it."""
    return register.with_name(f"{register.stem} salvaged {now:%Y-%m-%d %H%M%S}{register.suffix}")


def advice(register: Path) -> str:
    """Which backup of a damaged register is sound, in words."""
    found = backups.newest_sound(register)
    if found is None:
        return "There is no backup that is sound."
    return f"The newest backup that is sound was made on {found.at.day} {found.at:%B %Y at %H:%M}."

"""What one person chose on this machine: kept in the platform's settings folder, never in the register."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, BinaryIO

from tracker.app.folders import cached_folder, own_folder, preferences_folder


@dataclass(slots=True)
class Settings:
    """One person's choices.

    Attributes:
        nation: whose bank holidays count: england-and-wales, scotland, northern-ireland or any.
        theme: "system", "light" or "dark".
        recent: registers opened lately, newest first, as absolute paths.
        snooze: the last length chosen in the reminder window.
        reminders: rules, quiet hours and whose dates, as `reminder_settings` reads them.
        columns: screen name -> the columns shown in it, in order.
        widths: screen name -> column -> its width in pixels, where a person set one.
        views: register -> the person's own views of it, as `app.views` reads them.
        told: warnings about where a register lies that were said once and need not be said again.
        window: where the first window stood when it was closed, as Qt writes it, "" for never.
        ocid_prefix: the council's own prefix of Open Contracting ids, "" where none was given to it.
    """

    nation: str = "england-and-wales"
    theme: str = "system"
    recent: list[str] = field(default_factory=list)
    snooze: str = "tomorrow"
    reminders: dict[str, Any] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    widths: dict[str, dict[str, int]] = field(default_factory=dict)
    views: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    window: str = ""
    ocid_prefix: str = ""

    @classmethod
    def load(cls) -> Settings:
        """What was chosen; the defaults where there is no file or it cannot be understood.

        A damaged file is kept beside the new one under the name `settings.damaged.json`.
        """
        path = settings_file()
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            return cls(**{f.name: stored[f.name] for f in fields(cls) if _fits(f.name, stored)})
        except FileNotFoundError:
            return cls()
        except (OSError, ValueError, TypeError):
            if path.exists():
                path.replace(path.with_suffix(".damaged.json"))
            return cls()

    def save(self) -> None:
        """Write the choices, for their owner's eyes alone: the old file or the new one is there, whole."""
        from tracker.exchange.safewrite import write_safely

        path = settings_file()
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        text = json.dumps(asdict(self), indent=1, ensure_ascii=False)

        def produce(file: BinaryIO) -> None:
            if os.name != "nt":
                os.fchmod(file.fileno(), 0o600)
            file.write(text.encode("utf-8"))

        write_safely(path, produce, overwrite=True)

    def remember(self, register: Path) -> None:
        """Put a register at the head of the recent ones (ten are kept)."""
        name = str(register.resolve())
        self.recent = [name, *(other for other in self.recent if other != name)][:10]


def _fits(name: str, stored: object) -> bool:
    """Whether a stored value has the type that this program expects of it."""
    return (
        isinstance(stored, dict)
        and name in stored
        and isinstance(stored[name], type(getattr(Settings(), name)))
    )


def trouble() -> str:
    """The sentence for preferences that could not be read, until they are saved again; "" for none."""
    damaged = settings_file().with_suffix(".damaged.json")
    if damaged.exists() and not settings_file().exists():
        return f"Your preferences could not be read, so the usual ones hold. The damaged file is kept: {damaged}."
    return ""


def settings_file() -> Path:
    """Where the choices are kept; TRACKER_SETTINGS names another folder."""
    folder = os.environ.get("TRACKER_SETTINGS")
    return (Path(folder) if folder else preferences_folder()) / "settings.json"


def data_folder() -> Path:
    """Where the first copy of the sample, backups and logs go; TRACKER_DATA names another folder."""
    folder = os.environ.get("TRACKER_DATA")
    return Path(folder) if folder else own_folder()


def cache_folder() -> Path:
    """Where what can be made again is kept from one start to the next; TRACKER_DATA names another folder."""
    folder = os.environ.get("TRACKER_DATA")
    return Path(folder) / "cache" if folder else cached_folder()

"""What one person chose on this machine: kept in the platform's settings folder, never in the register."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from platformdirs import user_config_path, user_data_path

APPLICATION = "Tracker"


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
        layouts: fingerprint of a spreadsheet's headings -> field -> heading, as chosen before.
    """

    nation: str = "england-and-wales"
    theme: str = "system"
    recent: list[str] = field(default_factory=list)
    snooze: str = "tomorrow"
    reminders: dict[str, Any] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    layouts: dict[str, dict[str, str]] = field(default_factory=dict)

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
        """Write the choices: a new file beside the old one, then put in its place."""
        path = settings_file()
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False), encoding="utf-8")
        part.replace(path)

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


def settings_file() -> Path:
    """Where the choices are kept; TRACKER_SETTINGS names another folder."""
    folder = os.environ.get("TRACKER_SETTINGS")
    return (Path(folder) if folder else user_config_path(APPLICATION, appauthor=False)) / "settings.json"


def data_folder() -> Path:
    """Where the first copy of the sample, backups and logs go; TRACKER_DATA names another folder."""
    folder = os.environ.get("TRACKER_DATA")
    return Path(folder) if folder else user_data_path(APPLICATION, appauthor=False)

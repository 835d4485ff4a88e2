"""Where this machine's system has a program keep what it remembers of one person.

Linux and its kin by the XDG base directory specification, macOS in ~/Library, Windows in LOCALAPPDATA.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_PROGRAM = "Tracker"


def preferences_folder() -> Path:
    """For what a person chose."""
    return _xdg("XDG_CONFIG_HOME", ".config")


def own_folder() -> Path:
    """For what a program makes for that person: the first copy of the sample, backups."""
    return _xdg("XDG_DATA_HOME", ".local/share")


def logs_folder() -> Path:
    """For what a program writes down for whoever mends it."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Logs" / _PROGRAM
    return _xdg("XDG_STATE_HOME", ".local/state") / ("Logs" if sys.platform == "win32" else "log")


def cached_folder() -> Path:
    """For what a program can make again."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / _PROGRAM
    own = _xdg("XDG_CACHE_HOME", ".cache")
    return own / "Cache" if sys.platform == "win32" else own


def _xdg(variable: str, usual: str) -> Path:
    """The folder that the variable names, as the specification has it: a relative one counts for none."""
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / _PROGRAM
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / _PROGRAM
    named = os.environ.get(variable, "")
    return (Path(named) if named.startswith("/") else Path.home() / usual) / _PROGRAM

"""Preferences, data and logs lie where each system has a person's programs keep them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tracker.app import folders

_HOME = Path("/home/kim")


def _folders(monkeypatch: pytest.MonkeyPatch, platform: str, **variables: str) -> tuple[str, ...]:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: _HOME)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    made = (
        folders.preferences_folder(),
        folders.own_folder(),
        folders.logs_folder(),
        folders.cached_folder(),
    )
    return tuple(path.as_posix() for path in made)


def test_on_linux_they_lie_where_xdg_says(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _folders(monkeypatch, "linux") == (
        "/home/kim/.config/Tracker",
        "/home/kim/.local/share/Tracker",
        "/home/kim/.local/state/Tracker/log",
        "/home/kim/.cache/Tracker",
    )
    named = {f"XDG_{word}_HOME": f"/{word[0].lower()}" for word in ("CONFIG", "DATA", "STATE")}
    own = _folders(monkeypatch, "linux", **named, XDG_CACHE_HOME="/k")
    assert own == ("/c/Tracker", "/d/Tracker", "/s/Tracker/log", "/k/Tracker")
    assert _folders(monkeypatch, "linux", XDG_CONFIG_HOME="not/absolute")[0] == "/home/kim/.config/Tracker"


def test_on_macos_they_lie_in_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    support = "/home/kim/Library/Application Support/Tracker"
    assert _folders(monkeypatch, "darwin", XDG_CONFIG_HOME="/c") == (
        support,
        support,
        "/home/kim/Library/Logs/Tracker",
        "/home/kim/Library/Caches/Tracker",
    )


def test_on_windows_they_lie_where_the_machine_keeps_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _folders(monkeypatch, "win32", LOCALAPPDATA="/local") == (
        "/local/Tracker",
        "/local/Tracker",
        "/local/Tracker/Logs",
        "/local/Tracker/Cache",
    )
    assert _folders(monkeypatch, "win32")[0] == "/home/kim/AppData/Local/Tracker"

"""Settings of their own for tests of the command line."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings and data of the test's own, never those of whoever runs it."""
    folder: Path = tmp_path_factory.mktemp("settings")
    monkeypatch.setenv("TRACKER_SETTINGS", str(folder))
    monkeypatch.setenv("TRACKER_DATA", str(folder))

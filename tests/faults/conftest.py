"""What the tests of faults share: settings of their own, and how much of a sweep is run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

LONG = os.environ.get("TRACKER_FAULTS") == "long"
"""Whether everything is swept: `make faults long`; otherwise samples are."""


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings and data of the test's own, never those of whoever runs it."""
    monkeypatch.setenv("TRACKER_SETTINGS", str(tmp_path / "settings"))
    monkeypatch.setenv("TRACKER_DATA", str(tmp_path / "data"))

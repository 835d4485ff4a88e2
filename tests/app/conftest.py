"""Registers that tests of use cases work on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile

import pytest

from tracker.app.session import Session

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Clock:
    """A clock that the test drives."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Noon on 22 November 2026 until the test says otherwise."""
    return Clock()


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings and data of the test's own, never those of whoever runs it."""
    monkeypatch.setenv("TRACKER_SETTINGS", str(tmp_path / "settings"))
    monkeypatch.setenv("TRACKER_DATA", str(tmp_path / "data"))


@pytest.fixture(scope="session")
def nothing_yet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty register, made once."""
    path = tmp_path_factory.mktemp("empty") / "register.db"
    Session.create(path, clock=Clock(), user="Officer").close()
    return path


@pytest.fixture
def session(tmp_path: Path, clock: Clock, nothing_yet: Path) -> Iterator[Session]:
    """An empty register."""
    own = tmp_path / nothing_yet.name
    copyfile(nothing_yet, own)
    with Session.open(own, clock=clock, user="Officer") as opened:
        yield opened

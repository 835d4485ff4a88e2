"""Fixtures for the tests of reading and planning."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.app.sample import make_sample


@pytest.fixture(scope="session")
def registers(shared: Path) -> Path:
    return shared / "registers"


@pytest.fixture(scope="session")
def hostile(shared: Path) -> Path:
    return shared / "hostile"


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample register, made once; tests that change it work on a copy."""
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    make_sample(path)
    return path

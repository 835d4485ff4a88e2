"""Fixtures for the tests of reading and planning."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def registers(shared: Path) -> Path:
    return shared / "registers"


@pytest.fixture(scope="session")
def hostile(shared: Path) -> Path:
    return shared / "hostile"

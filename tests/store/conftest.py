"""Registers to test with."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.store.file import Register


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty register, made once and copied for every test."""
    path = tmp_path_factory.mktemp("empty") / "register.db"
    Register.create(path).close()
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the register of a test lies."""
    return tmp_path / "register.db"


@pytest.fixture
def register(path: Path, empty: Path) -> Iterator[Register]:
    """An empty register."""
    shutil.copy(empty, path)
    with Register.open(path) as register:
        yield register

"""Fixtures that every test may use."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.examples import examples

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("tracker", examples())
settings.load_profile("tracker")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real spreadsheets beside the project; tests that need it skip where it is missing."""
    folder = Path(__file__).resolve().parents[1].parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder of real spreadsheets is not beside the project")
    return folder


def pytest_collection_finish() -> None:
    """What was collected stays to the end: the collector of garbage need not go through it time and again."""
    gc.collect()
    gc.freeze()

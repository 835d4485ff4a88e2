"""A bridge over a copy of the sample, without a window: quick to make, and all that a page asks of one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.stage import clock, theme
from tracker.app.session import Session
from tracker.app.settings import Settings
from tracker.ui.bridge import Bridge
from tracker.ui.parts.theme import Scheme


@pytest.fixture
def bridge(qapp: QApplication, tmp_path: Path, sample: Path) -> Iterator[Bridge]:
    """The sample's bridge; its session is closed when the test ends."""
    theme(Scheme.LIGHT)
    own = tmp_path / sample.name
    copyfile(sample, own)
    with Session.open(own, clock=clock, user="Contracts officer") as session:
        made = Bridge(session, Settings())
        yield made
        made.close()
        made.deleteLater()

"""Fixtures for the window: one stage a test, and nothing left over when it ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale
from PySide6.QtWidgets import QApplication

from tests.ui.stage import Stage, sample_at
from tests.ui.waiting import PatientBot
from tracker.app.session import Session


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform has no window manager to tell sizes to, and says so at each window."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(scope="session", autouse=True)
def british() -> None:
    """Dates and numbers as in Britain, whatever the machine is set to."""
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    """As pytest-qt's; no test fails because a machine was busy for five seconds."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def settings_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the settings of the person who runs it."""
    monkeypatch.setenv("TRACKER_SETTINGS", str(tmp_path / "settings"))
    monkeypatch.setenv("TRACKER_DATA", str(tmp_path / "data"))


@pytest.fixture(autouse=True)
def nothing_left(qapp: QApplication) -> Iterator[None]:
    """Close and delete every top-level widget; one that survives that is held by somebody.

    The offscreen clipboard is freed after Python is, and takes the process down with what Python gave it.
    """
    yield
    qapp.clipboard().clear()
    for widget in qapp.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    left = [f"{type(widget).__name__} {widget.windowTitle()}" for widget in qapp.topLevelWidgets()]
    assert not left, f"widgets that outlived their test: {left}"


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample register, made once."""
    return sample_at(tmp_path_factory.mktemp("sample"))


@pytest.fixture
def stage(qapp: QApplication, tmp_path: Path, sample: Path) -> Iterator[Stage]:
    """A window on a copy of the sample."""
    own = tmp_path / sample.name
    copyfile(sample, own)
    with Stage(own) as made:
        yield made


@pytest.fixture(scope="session")
def nothing_yet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty register, made once."""
    path = tmp_path_factory.mktemp("empty") / "empty.tracker"
    Session.create(path).close()
    return path


@pytest.fixture
def empty(qapp: QApplication, tmp_path: Path, nothing_yet: Path) -> Iterator[Stage]:
    """A window on an empty register."""
    own = tmp_path / nothing_yet.name
    copyfile(nothing_yet, own)
    with Stage(own) as made:
        yield made

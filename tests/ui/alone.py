"""One page without a window around it: quick to make, for tests of the page itself."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import TypeVar

from tests.ui.stage import clock
from tracker.app.session import Session
from tracker.app.settings import Settings
from tracker.ui.bridge import Bridge, Place
from tracker.ui.page import Page
from tracker.ui.parts.theme import Tone, dress

P = TypeVar("P", bound=Page)


class Alone:
    """A register of its own and a bridge over it.

    Attributes:
        said: what pages said, with its tone.
        went: where pages asked to go.
    """

    def __init__(self, path: Path) -> None:
        self.session = Session.create(path, clock=clock, user="Contracts officer")
        self.bridge = Bridge(self.session, Settings())
        self._shown: list[Page] = []
        self.said: list[tuple[str, Tone]] = []
        self.went: list[Place] = []
        self.bridge.said.connect(self._hear)
        self.bridge.go.connect(self.went.append)

    def __enter__(self) -> Alone:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for page in self._shown:
            page.close()
            page.deleteLater()
        self.bridge.close()
        self.bridge.deleteLater()
        self.session.close()

    def show(self, kind: type[P], place: Place) -> P:
        """A page of that kind, shown and opened at a place."""
        page = kind(self.bridge)
        dress(page)
        self._shown.append(page)
        page.resize(1280, 800)
        page.show()
        page.open(place)
        return page

    def _hear(self, text: str, tone: Tone, action: str) -> None:
        self.said.append((text, tone))

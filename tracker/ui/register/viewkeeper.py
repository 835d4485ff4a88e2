"""Keeps a person's views: what the bar of views asks for is written to the settings, and counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from tracker.app import views
from tracker.app.views import SavedView
from tracker.domain.errors import TrackerError
from tracker.ui.bridge import Bridge
from tracker.ui.parts.theme import Tone
from tracker.ui.register.aside import Aside
from tracker.ui.register.viewbar import ViewBar

if TYPE_CHECKING:
    from tracker.app.rows import Queries


class ViewKeeper(QObject):
    """Between the bar of views and the settings.

    Args:
        shown: what is shown now, as a view without a name.
    """

    def __init__(
        self, bridge: Bridge, bar: ViewBar, aside: Aside, shown: Callable[[], SavedView], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._bridge, self._bar, self._aside, self._shown = bridge, bar, aside, shown
        bar.kept.connect(self._keep)
        bar.renamed.connect(self._rename)
        bar.removed.connect(self._remove)
        bar.moved.connect(self._move)
        self.show()

    def show(self) -> None:
        """Show the views that there are now."""
        session = self._bridge.session
        self._bar.show_views(views.all_views(self._bridge.settings, session.path, session.user))

    def count(self) -> None:
        """Count what each of them holds, on a worker."""
        besides = {"fictional": "no"} if self._bridge.hides_fictional else {}
        question = partial(_counts, self._bar.views, self._bridge.today, besides)
        self._aside.ask("views", question, self._on_counts)

    def _on_counts(self, numbers: object) -> None:
        self._bar.show_counts(cast("dict[str, int]", numbers))

    def _own(self) -> list[SavedView]:
        return [view for view in self._bar.views if view.own]

    def _keep(self, name: str, instead_of: str) -> None:
        """Keep what is shown, as a new view or in place of one."""
        try:
            name = views.named(self._bar.views, name, instead_of=instead_of)
        except TrackerError as error:
            self._bridge.said.emit(str(error), Tone.DANGER, "")
            return
        view = replace(self._shown(), name=name, own=True)
        own = self._own()
        if instead_of:
            own = [view if one.name == instead_of else one for one in own]
        else:
            own.append(view)
        self._bar.current = name
        self._write(own)

    def _rename(self, old: str, name: str) -> None:
        try:
            name = views.named(self._bar.views, name, instead_of=old)
        except TrackerError as error:
            self._bridge.said.emit(str(error), Tone.DANGER, "")
            return
        self._bar.current = name
        self._write([replace(one, name=name) if one.name == old else one for one in self._own()])

    def _remove(self, name: str) -> None:
        self._bar.current = ""
        self._write([one for one in self._own() if one.name != name])

    def _move(self, name: str, by: int) -> None:
        own = self._own()
        at = next(number for number, one in enumerate(own) if one.name == name)
        to = min(max(at + by, 0), len(own) - 1)
        own.insert(to, own.pop(at))
        self._write(own)

    def _write(self, own: Sequence[SavedView]) -> None:
        views.keep_views(self._bridge.settings, self._bridge.session.path, own)
        self._bridge.act(self._bridge.settings.save)
        self.show()
        self.count()


def _counts(
    shown: Sequence[SavedView], today: date, besides: dict[str, str], read: Queries
) -> dict[str, int]:
    return views.counts(read, shown, today, besides)

"""Pictures of an empty register, which has to say what to do, and of a full one, which has to stay readable."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from tests.ui.stage import Stage

Screens = Iterator[tuple[str, Callable[[], "QWidget"]]]
_OF_A_RECORD = ("agreement", "partnership", "costshares", "organisation")


def empty(stage: Stage) -> Screens:
    """Every page that can be come to while there is no record, and the forms that make the first."""
    from tests.ui.outgoing import pictures as outgoing
    from tracker.ui.pages import PAGES

    for spec in PAGES:
        if spec.key not in _OF_A_RECORD:
            yield spec.key, partial(_page, stage, spec.key)
    yield "reminders-answered", partial(_page, stage, "reminders", None, "answered")
    yield "register-new", partial(_page, stage, "register", None, "new")
    yield "partnerships-new", partial(_page, stage, "partnerships", None, "new")
    yield "organisations-merge", partial(_merging, stage)
    yield "finder", partial(_finding, stage, "street")
    yield "print-register", partial(outgoing._print, stage, "register", None)
    yield "reminders-window", partial(_reminders, stage)
    yield "agreement", partial(_first, stage)


def full(stage: Stage) -> Screens:
    """Every page, with long lists in it; of the records one that has much."""
    from tests.ui.outgoing import pictures as outgoing
    from tests.ui.partnership.pictures import _chain_table
    from tracker.ui.pages import PAGES

    read = stage.session.read
    place = read.find_arrangement("Waste partnership 002")[0].id
    records = {
        "agreement": stage.agreement("LCC-00003"),
        "partnership": place,
        "costshares": place,
        "organisation": read.find_organisation("Loamshire County")[0].id,
    }
    for spec in PAGES:
        yield spec.key, partial(_page, stage, spec.key, records.get(spec.key))
    council = read.find_organisation("Council of the 000th")[0].id
    yield "organisation-council", partial(_page, stage, "organisation", council)
    yield "register-expiring", partial(_page, stage, "register", None, "status=expiring")
    for what in ("several", "bulk", "groups"):
        yield f"register-{what}", partial(_register, stage, what)
    yield "partnership-lower", partial(_lower, stage, place)
    yield "chain-table", partial(_chain_table, stage)
    yield "finder", partial(_finding, stage, "street")
    yield "print-register", partial(outgoing._print, stage, "register", None)
    yield "reminders-window", partial(_reminders, stage)


def _page(stage: Stage, key: str, record: int | None = None, query: str = "") -> QWidget:
    stage.go(key, record, query)
    stage.rest()
    return stage.window


def _first(stage: Stage) -> QWidget:
    """The page of an agreement of which no more than the name is known."""
    from tracker.app import edit

    made = edit.new_agreement(stage.session, {"title": "Street lighting"})
    return _page(stage, "agreement", made)


def _merging(stage: Stage) -> QWidget:
    page: Any = stage.go("organisations")
    stage.rest()
    page.show_merge()
    stage.rest()
    return stage.window


def _finding(stage: Stage, text: str) -> QWidget:
    from tests.screens import finding

    _page(stage, "home")
    return finding(stage, text)


def _register(stage: Stage, what: str) -> QWidget:
    from tests.screens import register

    shown = register(stage, what)
    stage.rest()
    return shown


def _lower(stage: Stage, place: int) -> QWidget:
    page: Any = stage.go("partnership", place)
    stage.rest()
    bar = page.scroller.verticalScrollBar()
    bar.setValue(bar.maximum())
    return stage.window


def _reminders(stage: Stage) -> QWidget:
    from tests.ui.pictures import _window

    window = _window(stage)
    if stage.session.read.number():
        stage.wait_until(lambda: window.list.lines.rowCount() > 0)
    return window

"""Pictures of the export page and of the print preview."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from tests.ui.stage import Stage


def screens(stage: Stage) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    """Each screen's name, and how to come to it."""
    for kind in ("screen", "transparency", "ocds"):
        yield f"export-{kind}", partial(_export, stage, kind)
    yield "export-done", partial(_exported, stage)
    yield "print-register", partial(_print, stage, "register", None)
    yield "print-agreement", partial(_print, stage, "agreement", stage.agreement("NBC-041"))
    board = stage.session.read.find_arrangement("Waste Depot")[0].id
    yield "print-board", partial(_print, stage, "partnership", board)
    yield "print-timeline", partial(_print, stage, "partnership", board, 1)


def _export(stage: Stage, kind: str) -> QWidget:
    from tracker.ui.outgoing.page import ExportPage

    stage.go("register")
    stage.window.menu_actions["export_file"].trigger()
    page = stage.window.current_page()
    assert isinstance(page, ExportPage)
    page.choose(kind)
    stage.wait_until(page.go.isEnabled)
    return stage.window


def _exported(stage: Stage) -> QWidget:
    from tracker.ui.outgoing.page import ExportPage

    _export(stage, "calendar")
    page = stage.window.current_page()
    assert isinstance(page, ExportPage)
    page.export()
    stage.wait_until(page.bar.isHidden)
    return stage.window


def _print(stage: Stage, key: str, record: int | None, what: int = 0) -> QWidget:
    from tracker.ui.outgoing.papers import papers_of
    from tracker.ui.outgoing.preview import PrintPreview

    page = stage.go(key, record)
    stage.settle()
    preview = PrintPreview(stage.window.bridge, papers_of(page), stage.window)
    preview.what.setCurrentIndex(what)
    preview.what.activated.emit(what)
    preview.show()
    stage.wait_until(lambda: preview.paper is not None)
    return preview

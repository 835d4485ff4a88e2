"""Pictures of an agreement's sources, of two people's values in one field, of putting back, and of the first steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from tests.ui.stage import Stage
    from tracker.ui.agreement.page import AgreementPage


def screens(stage: Stage) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    """Each screen's name, and how to come to it."""
    yield "welcome", partial(_welcome, stage)
    yield "agreement-sources", partial(_sources, stage)
    yield "agreement-source-changed", partial(_source_changed, stage)
    yield "agreement-clash", partial(_clash, stage)
    yield "history-put-back", partial(_put_back, stage)


def _welcome(stage: Stage) -> QWidget:
    stage.go("home")
    stage.window.welcome.show()
    return stage.window


def _page(stage: Stage, reference: str) -> AgreementPage:
    from tracker.ui.agreement.page import AgreementPage

    stage.window.welcome.hide()
    page = stage.go("agreement", stage.agreement(reference))
    assert isinstance(page, AgreementPage)
    stage.rest()
    return page


def _sources(stage: Stage) -> QWidget:
    """Sources and tags, where the page shows them."""
    from tracker.app import tagging

    agreement = stage.session.agreement(stage.agreement("L2"))
    if not agreement.tags:
        tagging.add(stage.session, agreement, "shared ICT, ended early, Steria")
    page = _page(stage, "L2")
    shown = page.fields.sources.show_field("title")
    assert shown is not None
    page._scroller.ensureWidgetVisible(shown, 0, 400)
    return stage.window


def _source_changed(stage: Stage) -> QWidget:
    page = _page(stage, "L2")
    one = next(each for each in page.fields.sources.shown if each.citation.field == "initial_term")
    page.cite("initial_term", one)
    return stage.window


def _clash(stage: Stage) -> QWidget:
    from PySide6.QtWidgets import QLineEdit

    page = _page(stage, "NBC-041")
    line = next(line for line in page.fields.every_line() if line.field.name == "owner")
    assert isinstance(line.editor, QLineEdit)
    line.editor.setFocus()
    line.editor.setText("Head of Legal and Insurance")
    line.show_clash("Priya Shah", "Insurance and Risk Manager", "Head of Finance")
    stage.settle(100)
    page._scroller.ensureWidgetVisible(line.place, 0, 300)
    return stage.window


def _put_back(stage: Stage) -> QWidget:
    """An extension about to be put back, with the end that follows."""
    from datetime import date

    from tracker.app import verbs
    from tracker.app.proposal import carry_out
    from tracker.ui.history.page import HistoryPage

    insurance = stage.agreement("NBC-041")
    agreement = stage.session.agreement(insurance)
    if not agreement.events:
        to, decided = date(2029, 3, 31), date(2026, 11, 20)
        outcome = verbs.extend(stage.session, agreement, new_end=to, option=1, decided_on=decided)
        carry_out(stage.session, outcome.proposal)
    page = stage.go("history", insurance)
    assert isinstance(page, HistoryPage)
    stage.rest()
    page._changes.selectRow(0)
    page.put_back.click()
    return stage.window

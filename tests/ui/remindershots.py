"""Pictures of the screens about reminders: to come, answered, rules and the digest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from tests.ui.stage import Stage


def screens(stage: Stage) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    """Each screen's name, and how to come to it."""
    yield "reminders-coming", partial(_coming, stage)
    yield "reminders-rules", partial(_rules, stage)
    yield "reminders-rules-all", partial(_rules_for_all, stage)
    yield "preferences-away", partial(_preferences, stage)
    yield "reminders-digest", partial(_digest, stage)
    yield "reminders-answered", partial(_answered, stage)


def _coming(stage: Stage) -> QWidget:
    from tracker.ui.reminders.page import RemindersPage

    page = stage.go("reminders")
    assert isinstance(page, RemindersPage)
    stage.wait_until(lambda: bool(page.coming_model.rowCount()))
    return stage.window


def _answered(stage: Stage) -> QWidget:
    """The answers, once a few were given."""
    from tracker.app.reminding import answers, reminders
    from tracker.domain.reminding.alert import Decision
    from tracker.domain.reminding.answering import Snooze
    from tracker.ui.reminders.page import RemindersPage

    session = stage.session
    due = reminders.due(session, session.now()).reminders
    free = [each for each in due if each.dismissable][:2]
    answers.decide(session, due[:1], Decision.REPROCURING, reason="tender published on 2 November")
    answers.decide(session, due[1:2], Decision.NO_ACTION, reason="folded into the new contract")
    answers.snooze(session, due[2:4], Snooze.TOMORROW)
    answers.dismiss(session, free)
    answers.unanswer(session, [answers.answered(session)[-1]])
    page = stage.go("reminders", query="answered")
    assert isinstance(page, RemindersPage)
    stage.wait_until(lambda: page.answered_model.rowCount() > 5)
    return stage.window


def _rules(stage: Stage) -> QWidget:
    from tracker.ui.reminders.rules import RulesPage

    page = stage.go("rules", stage.agreement("NBC-020"))
    assert isinstance(page, RulesPage)
    stage.wait_until(lambda: page.whom.count() > 1)
    page.table.selectRow([each.kind for each in page._shown].index("option notice"))
    page.form.stages[7].setChecked(False)
    stage.wait_until(lambda: "Now:" in page.form.before.text())
    return stage.window


def _rules_for_all(stage: Stage) -> QWidget:
    """A rule for all dates: what is added, what is left out, and what stays as each kind has it."""
    from PySide6.QtCore import Qt

    from tracker.ui.reminders.rules import RulesPage

    page = stage.go("rules")
    assert isinstance(page, RulesPage)
    stage.rest()
    page.whom.setCurrentIndex(0)
    page.whom.activated.emit(0)
    page.table.selectRow(0)
    page.form.stages[540].setCheckState(Qt.CheckState.Checked)
    page.form.stages[1].setCheckState(Qt.CheckState.Unchecked)
    stage.wait_until(lambda: "Now:" in page.form.before.text())
    return stage.window


def _digest(stage: Stage) -> QWidget:
    page = stage.go("digest")
    stage.wait_until(lambda: not stage.window.bridge.is_busy)
    return page.window()


def _preferences(stage: Stage) -> QWidget:
    """The preferences with two people away."""
    from datetime import date

    from tracker.domain.reminding.alert import Away
    from tracker.ui.preferences import PreferencesPage

    page = stage.go("preferences")
    assert isinstance(page, PreferencesPage)
    away = (
        Away("Contracts officer", date(2026, 12, 24), date(2027, 1, 3)),
        Away("Head of Housing", date(2026, 12, 7), date(2026, 12, 7)),
    )
    page.away.show_away(away, "Contracts officer", stage.session.today)
    return stage.window

"""The pages about reminders: to come by month, answered, rules with their effect, the digest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.alone import Alone
from tests.ui.stage import TODAY, Stage
from tracker.app import edit
from tracker.app.reminding import answers, reminders
from tracker.app.reminding.board import Board
from tracker.app.reminding.settings import load_rules
from tracker.app.settings import Settings
from tracker.domain.agreement import Agreement, EndKind
from tracker.domain.dates import When
from tracker.domain.deadlines.deadline import Deadline
from tracker.domain.reminding.agenda import Coming
from tracker.domain.reminding.alert import Away, Decision, Rule, Watched, rule_of
from tracker.domain.reminding.answering import Snooze
from tracker.ui.agreement.page import AgreementPage
from tracker.ui.bridge import Place
from tracker.ui.preferences import PreferencesPage
from tracker.ui.reminders import page as reminders_page
from tracker.ui.reminders.digest import DigestPage
from tracker.ui.reminders.page import RemindersPage
from tracker.ui.reminders.picking import Known, known
from tracker.ui.reminders.ruleform import RuleForm, read_days, summary
from tracker.ui.reminders.rules import RulesPage

ANSWERED = Place("reminders", query="answered")


def ending(title: str, ends: date, *, owner: str = "", tier: str = "") -> Agreement:
    starts = When.on(date(2022, 4, 1))
    return Agreement(
        title=title, starts=starts, ends=When.on(ends), end_kind=EndKind.FIXED, owner=owner, tier=tier
    )


@pytest.fixture
def alone(qapp: QApplication, tmp_path: Path) -> Iterator[Alone]:
    with Alone(tmp_path / "own.tracker") as made:
        with made.session.operation("Add") as write:
            write.add(ending("Payroll", date(2027, 3, 31), owner="Ann", tier="gold"))
            write.add(ending("Grounds", date(2027, 3, 31), owner="Bob"))
            write.add(ending("Kennels", date(2026, 12, 12)))
        yield made


def wait(qtbot: QtBot, alone: Alone) -> None:
    qtbot.waitUntil(lambda: not alone.bridge.is_busy)


@pytest.fixture
def page(alone: Alone, qtbot: QtBot) -> RemindersPage:
    return shown(alone, qtbot, Place("reminders"))


def shown(alone: Alone, qtbot: QtBot, place: Place) -> RemindersPage:
    made = alone.show(RemindersPage, place)
    wait(qtbot, alone)
    return made


def lines(page: RemindersPage) -> list[str]:
    model = page.coming_model
    return [
        str(model.index(row, 0).data()) + "|" + str(model.index(row, 1).data())
        for row in range(model.rowCount())
    ]


# To come


def test_reminders_stand_by_month_with_the_day_the_title_and_how_early(page: RemindersPage) -> None:
    told = lines(page)
    assert told[0].startswith("November 2026")
    months = [line for line in told if line.split("|")[0].split(" ")[0].isalpha()]
    assert len(months) == len(page.months.bars)
    assert any(line.endswith("|Payroll") for line in told)
    count = len(told) - len(months)
    assert page._count.text() == f"{count} reminders in the next 24 months"
    QAbstractItemModelTester(page.coming_model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_filters_and_search_narrow_and_say_when_nothing_is_left(page: RemindersPage) -> None:
    page.owner.setCurrentIndex(page.owner.findData("Ann"))
    page._show()
    assert {line.split("|")[1] for line in lines(page) if "|" in line} <= {"Payroll", "", "None"}
    page.search.setText("payr")
    assert page.coming_model.rowCount()
    page.search.setText("nothing such")
    assert page.middle.currentWidget() is page._nothing
    assert page._nothing.title.text() == "Nothing fits"
    page.search.setText("")
    page.owner.setCurrentIndex(0)
    page.kind.setCurrentIndex(page.kind.findData("end"))
    page._show()
    ends = sum(coming.watched.deadline.kind == "end" for coming in page._board.coming)
    assert 0 < ends < len(page._board.coming)
    assert page.coming_model.rowCount() == ends + len(page.months.bars)


def test_a_month_leads_to_its_place_and_enter_opens_the_agreement(page: RemindersPage, alone: Alone) -> None:
    first = sorted(page.months.bars)[1]
    page.months.bars[first].click()
    row = page.coming.currentIndex().row()
    assert str(page.coming_model.index(row - 1, 0).data()).startswith(f"{first:%B %Y}")
    QTest.keyClick(page.coming, Qt.Key.Key_Return)
    assert alone.went[-1].page == "agreement"
    assert page.selected_agreement() == alone.went[-1].record


def test_an_edit_is_seen(page: RemindersPage, alone: Alone, qtbot: QtBot) -> None:
    before = len(page._board.coming)
    edit.remove_agreement(alone.session, 1)
    wait(qtbot, alone)
    qtbot.waitUntil(lambda: len(page._board.coming) < before)


def test_the_buttons_ask_for_the_window_and_for_a_test(
    page: RemindersPage, alone: Alone, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(alone.bridge.reminder_tried):
        page.test.click()
    with qtbot.waitSignal(alone.bridge.reminders_wanted):
        page.list.click()
    page._places.links["digest"].click()
    assert alone.went[-1] == Place("digest")


def test_of_a_large_register_the_first_days_are_shown_before_all_months(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders_page, "LARGE", 10)
    shown: list[tuple[date | None, int]] = []
    show = RemindersPage.show_known

    def note(page: RemindersPage, found: Known) -> None:
        show(page, found)
        shown.append((found.board.last, len(page.months.bars)))

    monkeypatch.setattr(RemindersPage, "show_known", note)
    stage.go("reminders")
    stage.wait_until(lambda: len(shown) == 2)
    (first, no_months), (whole, months) = shown
    assert (first, no_months, whole) == (TODAY + timedelta(days=7), 0, None)
    assert months > 12


def test_twenty_thousand_reminders_are_a_list_like_any_other(page: RemindersPage, qtbot: QtBot) -> None:
    def item(n: int) -> Watched:
        day = TODAY + timedelta(days=n % 700)
        deadline = Deadline(kind=f"kind {n % 9}", date=day, act_by=day, missed_after=day, asks=True)
        return Watched(
            agreement_uid=str(n), agreement_id=n, title=f"Agreement {n}", owner="Ann", deadline=deadline
        )

    items = [item(n) for n in range(2_500)]
    coming = [Coming(each.deadline.act_by + timedelta(days=k), k, each) for each in items for k in range(8)]
    page.show_known(known(page._asked, Board(tuple(sorted(coming, key=lambda each: each.day)), ())))
    qtbot.waitUntil(lambda: page.coming_model.rowCount() > 20_000)
    page.search.setText("agreement 77")
    qtbot.waitUntil(lambda: 0 < page.coming_model.rowCount() < 1_000)
    page.grab()
    assert len(page.coming_model._made) < 200, "rows are made when they are painted"


# Answered


def test_answers_are_listed_and_can_be_taken_back_and_that_undone(alone: Alone, qtbot: QtBot) -> None:
    session = alone.session
    due = reminders.due(session, session.now()).reminders
    assert len(due) >= 2
    answers.decide(session, due[:1], Decision.NO_ACTION, reason="kennels closed")
    answers.snooze(session, due[1:2], Snooze.TOMORROW)
    page = shown(alone, qtbot, ANSWERED)
    told = [str(page.answered_model.index(row, 3).data()) for row in range(page.answered_model.rowCount())]
    assert told == ["Snoozed until Monday 23 November 2026, 09:00", "Decided: no action: kennels closed"]
    assert page.title() == "Answered reminders"
    page.activateWindow()
    page.answered.setFocus()
    qtbot.waitUntil(page.answered.hasFocus)
    page.answered.selectAll()
    assert page.take_back.text() == "Take back 2"
    QTest.keyClick(page.answered, Qt.Key.Key_Delete)
    assert alone.said[-1][0] == "Taken back: 2 reminders come up again."
    assert len(reminders.due(session, session.now()).reminders) == len(due)
    assert session.undo_name == "Take back 2 answers"
    session.undo()
    assert len(reminders.due(session, session.now()).reminders) < len(due)


def test_with_nothing_answered_the_page_says_what_it_is_for(alone: Alone, qtbot: QtBot) -> None:
    page = shown(alone, qtbot, ANSWERED)
    assert page._nothing.title.text() == "Nothing was answered yet"
    assert not page.take_back.isEnabled()


# Rules


@pytest.fixture
def rules(alone: Alone, qtbot: QtBot) -> RulesPage:
    made = alone.show(RulesPage, Place("rules"))
    wait(qtbot, alone)
    return made


def pick(rules: RulesPage, kind: str) -> None:
    rules.table.selectRow([each.kind for each in rules._shown].index(kind))


def test_a_rule_shows_its_effect_before_it_is_kept(rules: RulesPage, alone: Alone, qtbot: QtBot) -> None:
    pick(rules, "end")
    form = rules.form
    assert form.source.text().startswith("The usual rule.")
    assert not form.keep.isEnabled()
    form.stages[60].click()
    form.others.setText("45")
    form.others.textEdited.emit("45")
    qtbot.waitUntil(lambda: "Now:" in form.before.text())
    assert form.effect.text().endswith("2026.") or form.effect.text().endswith("2027.")
    assert form.keep.isEnabled()
    preferred: list[bool] = []
    alone.bridge.preferred.connect(lambda: preferred.append(True))
    form.keep.click()
    (kept,) = Settings.load().reminders["rules"]
    assert kept["kind"] == "end"
    assert kept["stages"] == [180, 90, 60, 45, 30, 7, 0, -1]
    assert preferred
    assert rules.form.source.text() == "Your own rule."
    rules.form.drop.click()
    assert Settings.load().reminders["rules"] == []
    assert rules.form.source.text().startswith("The usual rule.")


def test_rules_for_an_agreement_and_a_tier(alone: Alone, qtbot: QtBot) -> None:
    rules = alone.show(RulesPage, Place("rules", 2))
    wait(qtbot, alone)
    assert rules.whom.currentText() == "Agreement: Grounds"
    pick(rules, "end")
    rules.form.stages[540].click()
    rules.form.keep.click()
    own = Settings.load().reminders["rules"]
    assert [(each["agreement_uid"] != "", each["stages"][0]) for each in own] == [(True, 540)]
    rules.whom.setCurrentIndex(rules.whom.findText("Tier: gold"))
    rules._on_whom()
    pick(rules, "end")
    rules.form.again.setCurrentIndex(0)
    rules.form.again.activated.emit(0)
    rules.form.keep.click()
    tiers = [each["tier"] for each in Settings.load().reminders["rules"]]
    assert tiers == ["", "gold"]


def test_an_agreement_leads_to_its_own_rules(stage: Stage, qtbot: QtBot) -> None:
    page = stage.go("agreement", stage.agreement("NBC-041"))
    assert isinstance(page, AgreementPage)
    page.rules.click()
    rules = stage.window.current_page()
    assert isinstance(rules, RulesPage)
    qtbot.waitUntil(lambda: rules.whom.currentText() == "Agreement: Insurance, all classes")


def test_the_menu_leads_to_each_of_the_pages(stage: Stage) -> None:
    for slot, page in (
        ("all_reminders", "reminders"),
        ("reminder_rules", "rules"),
        ("weekly_digest", "digest"),
    ):
        stage.window.menu_actions[slot].trigger()
        assert stage.window.current_page().place.page == page
    stage.wait_until(lambda: not stage.window.bridge.is_busy)


def test_days_that_are_none_are_said(rules: RulesPage) -> None:
    pick(rules, "end")
    rules.form.others.setText("next week")
    rules.form._on_edit()
    assert not rules.form.keep.isEnabled()
    assert "whole numbers" in rules.form.effect.text()
    assert rules.form.made() is None


def test_dates_that_just_come_are_not_decided_on(rules: RulesPage) -> None:
    rules.table.selectRow(1)
    assert rules.form.title.text().startswith("All dates that just come")
    assert not rules.form.again.isEnabled()
    made = cast("Rule", rules.form.made())
    assert made.asks is False


@pytest.mark.parametrize(
    ("text", "days"),
    [("", ()), ("45, 100", (45, 100)), (" 3;-8 ", (3, -8)), ("x", None), ("99999", None), ("4000", None)],
)
def test_days_are_read(text: str, days: tuple[int, ...] | None) -> None:
    assert read_days(text) == days


def test_a_rule_in_a_line() -> None:
    assert (
        summary(Rule(stages=(180, 30, 1, 0, -1)))
        == "6 months, 1 month, 1 day before; the day; the day after; then weekly"
    )
    assert summary(Rule(asks=False, stages=(45, 0), repeat=0)) == "45 days before; the day"
    assert summary(Rule(stages=(), repeat=5)) == "then every 5 days"
    assert summary(Rule(asks=False, stages=())) == "never"


def test_a_rule_for_all_dates_changes_only_what_it_names(
    rules: RulesPage, alone: Alone, qtbot: QtBot
) -> None:
    usual = rule_of((), "option notice", "", "", True)
    rules.table.selectRow(0)
    form = rules.form
    assert form.source.text() == "Each kind goes by its own rule."
    assert str(rules._model.index(0, 1).data()) == "Each kind goes by its own rule"
    assert {box.checkState() for box in form.stages.values()} == {Qt.CheckState.PartiallyChecked}
    assert form.again.currentText() == form.insists.currentText() == "as each kind has it"
    assert not form.keep.isEnabled()
    form.stages[540].click()
    assert form.stages[540].accessibleName() == "18 months before, in every kind"
    for _ in range(2):
        form.stages[1].click()
    assert form.stages[1].accessibleName() == "The day before, in no kind"
    form.again.setCurrentIndex(form.again.findData(1))
    form.again.activated.emit(0)
    qtbot.waitUntil(lambda: "Now:" in form.before.text())
    form.keep.click()
    assert str(rules._model.index(0, 1).data()) == "also 18 months before; not the day before; then daily"
    (kept,) = load_rules(alone.bridge.settings)
    assert (kept.stages, kept.without, kept.only, kept.over) == ((540,), (1,), ("repeat",), True)
    pick(rules, "option notice")
    assert form.source.text().endswith("On top of it, your rule for: All dates to act on.")
    changed = cast("Rule", form.made())
    assert set(changed.stages) == {540, *usual.stages} - {1}
    assert (changed.repeat, changed.insists) == (1, usual.insists)
    assert not form.drop.isEnabled()
    rules.table.selectRow(0)
    assert form.drop.isEnabled()
    form.drop.click()
    assert load_rules(alone.bridge.settings) == ()


def test_a_rule_for_all_dates_in_a_line() -> None:
    named = ("insists", "repeat", "escalate_after")
    assert summary(Rule(stages=(45,), over=True, only=named, insists=45, repeat=5, escalate_after=None)) == (
        "also 45 days before; then every 5 days; only a decision ends it: 45 days before; "
        "a stand-in sees it: never"
    )


def test_unusual_values_stay_in_the_form(qapp: QApplication, qtbot: QtBot) -> None:
    form = RuleForm()
    qtbot.addWidget(form)
    odd = Rule(kind="end", stages=(365, 33), insists=11, repeat=9, escalate_after=None)
    form.show_rule(odd, "End", "Your own rule.", own=True)
    assert form.made() == odd
    assert form.again.currentText() == "every 9 days"


# The digest, and days away


def test_the_digest_is_shown_copied_and_saved(alone: Alone, qtbot: QtBot, tmp_path: Path) -> None:
    page = alone.show(DigestPage, Place("digest"))
    wait(qtbot, alone)
    assert "Kennels" in page.shown.accessibleDescription()
    assert not page.shown.grab().isNull()
    page.copy.click()
    data = QGuiApplication.clipboard().mimeData()
    assert data.text().startswith("What is due this week\n22 November 2026 to 28 November 2026")
    assert "<table" in data.html()
    page.save_as(str(tmp_path / "week.html"))
    assert "<h2>This week</h2>" in (tmp_path / "week.html").read_text()
    page.save_as(str(tmp_path / "week.docx"))
    assert "week.docx has no ending" in alone.said[-1][0]


def test_days_away_are_kept_and_taken_off(alone: Alone) -> None:
    page = alone.show(PreferencesPage, Place("preferences"))
    away = page.away
    assert away.person.text() == "Contracts officer"
    away.first.set_text("24/12/2026")
    away.last.set_text("23/12/2026")
    away._offer()
    assert not away.add.isEnabled(), "the last day is before the first"
    away.last.set_text("3/1/2027")
    away._offer()
    away.add.click()
    assert Settings.load().reminders["away"] == [
        {"person": "Contracts officer", "first": "2026-12-24", "last": "2027-01-03"}
    ]
    page.stands_in.setText("Bob, ")
    page.stands_in.editingFinished.emit()
    assert Settings.load().reminders["stands_in_for"] == ["Bob"]
    assert away.away() == (Away("Contracts officer", date(2026, 12, 24), date(2027, 1, 3)),)
    away._remove(away.away()[0])
    assert Settings.load().reminders["away"] == []

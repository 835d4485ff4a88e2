"""The reminder window: one list, answers asked for in words, and no key that answers by accident."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tracker.domain.agreement import Agreement, ExtensionOption
from tracker.domain.dates import Calendar, Period, When
from tracker.domain.deadlines.deadline import Deadline
from tracker.domain.deadlines.standing import Standing, standing
from tracker.domain.deadlines.statutory import Rules
from tracker.domain.reminding.alert import Decision, Person, Watched
from tracker.domain.reminding.answering import Snooze
from tracker.domain.reminding.reminder import Due, due
from tracker.resources import resource as resource_path
from tracker.ui.reminders.decision import Decided
from tracker.ui.reminders.lines import LINE, Line, look_of
from tracker.ui.reminders.snooze import PAST
from tracker.ui.reminders.window import DEAF_FOR, ReminderWindow

NOW = datetime(2026, 11, 22, 14, 52, tzinfo=UTC)
TODAY = NOW.date()


def watched(number: int, title: str, kind: str, day: date, words: str = "", *, asks: bool = True) -> Watched:
    deadline = Deadline(
        kind=kind, date=day, act_by=day, missed_after=day, asks=asks, title=words, workings=f"from {day}"
    )
    return Watched(
        agreement_uid=f"uid-{number}",
        agreement_id=number,
        title=title,
        reference=f"C{number}",
        deadline=deadline,
    )


SOME = (
    watched(1, "Payroll", "termination notice", date(2026, 9, 30), "Notice to leave was not served"),
    watched(2, "Stray dogs", "end", date(2026, 10, 31), "Ended and still in use"),
    watched(3, "Grounds", "option notice", date(2026, 11, 13), "Decide: extend or re-procure"),
    watched(4, "Housing repairs", "option notice", date(2026, 11, 27), "Decide on option 2"),
    watched(5, "Play review", "review", date(2026, 12, 12), "Review", asks=False),
    *(watched(10 + n, f"Cover {n}", "end", date(2027, 3, 31), "Ends", asks=False) for n in range(6)),
)


def found(items: tuple[Watched, ...] = SOME, now: datetime = NOW) -> Due:
    return due(items, (), (), now, person=Person(user="Officer"))


class Seconds:
    """A clock that only goes forward when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def window(qtbot: QtBot, seconds: Seconds) -> Iterator[ReminderWindow]:
    made = ReminderWindow(lambda number: STANDINGS.get(number), seconds)
    qtbot.addWidget(made)
    made.show_due(found(), NOW)
    made.come_up()
    seconds.now += DEAF_FOR + 0.1
    yield made
    made.show_due(found(()), NOW)


def _standing() -> Standing:
    agreement = Agreement(
        title="Housing repairs",
        starts=When.on(date(2024, 4, 1)),
        initial_term=Period(36),
        options=(ExtensionOption(number=1, length=Period(24)),),
    )
    rules = Rules.from_json(resource_path("rules", "statutory.json").read_text(encoding="utf-8"))
    calendar = Calendar("none", frozenset(), date(2030, 12, 31))
    return standing(agreement, TODAY, calendar, rules)


STANDINGS: dict[int, Standing] = {4: _standing()}


def texts(window: ReminderWindow) -> list[str]:
    model = window.list.lines
    return [str(model.data(model.index(row))) for row in range(model.rowCount())]


def pick(window: ReminderWindow, *titles: str) -> None:
    """Select the lines of these titles."""
    model, selection = window.list.lines, window.list.selectionModel()
    selection.clear()
    for row in range(model.rowCount()):
        line = model.line(row)
        if line is not None and line.row is not None and line.row.title in titles:
            selection.setCurrentIndex(model.index(row), QItemSelectionModel.SelectionFlag.Select)


def test_the_title_counts_and_the_list_has_what_hurts_first(window: ReminderWindow) -> None:
    assert window.windowTitle() == "11 reminders, 3 overdue – Tracker"
    assert texts(window) == [
        "Overdue, 3",
        "Payroll: Notice to leave was not served, overdue by 53 days, 30 September 2026",
        "Stray dogs: Ended and still in use, overdue by 22 days, 31 October 2026",
        "Grounds: Decide: extend or re-procure, overdue by 9 days, 13 November 2026",
        "Due within a week, 1",
        "Housing repairs: Decide on option 2, due in 5 days, 27 November 2026",
        "Coming up, 1",
        "Play review: Review, in 20 days, 12 December 2026",
        "Ends on 31 March 2027, 6",
        "6 agreements: Cover 0; Cover 1; 4 more, in 4 months, 31 March 2027",
    ]
    assert window.day.text() == "Sunday 22 November 2026, 14:52"
    assert window.promise.text() == "Next check 14:53. Closing snoozes all until tomorrow, 09:00."


def test_the_model_is_a_sound_one(window: ReminderWindow) -> None:
    model = window.list.lines
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    window.list.set_open(9, True)
    window.list.set_open(9, False)
    window.show_due(found(()), NOW)
    window.show_due(found(), NOW)
    assert model.rowCount() == 10


def test_shapes_say_what_colour_says(window: ReminderWindow) -> None:
    lines = [window.list.lines.line(row) for row in range(10)]
    looks = [look_of(line.row) for line in lines if line is not None and line.row is not None]
    assert [(look.shape.value, look.tone.value) for look in looks] == [
        ("octagon", "danger"),
        ("square", "danger"),
        ("triangle", "danger"),
        ("triangle", "warning"),
        ("square", "text"),
        ("square", "text"),
    ]


def test_a_bunch_opens_and_closes_by_keyboard_and_by_its_arrow(window: ReminderWindow) -> None:
    view = window.list
    view.setCurrentIndex(view.lines.index(9))
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.lines.rowCount() == 16
    assert texts(window)[10] == "Cover 0: Ends, in 4 months, 31 March 2027"
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.lines.rowCount() == 10
    arrow = view.visualRect(view.lines.index(9)).topLeft() + QPoint(16, 12)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=arrow)
    assert view.lines.rowCount() == 16
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert view.lines.rowCount() == 10, "Enter on a bunch closes it"


def test_selection_and_open_bunches_outlive_a_refresh(window: ReminderWindow) -> None:
    pick(window, "Grounds", "Housing repairs")
    window.list.set_open(9, True)
    window.show_due(found(SOME[1:]), NOW + timedelta(minutes=1))
    assert [reminder.watched.title for reminder in window.list.selected()] == ["Grounds", "Housing repairs"]
    assert "Cover 3: Ends, in 4 months, 31 March 2027" in texts(window)


def test_distances_are_kept_fresh(window: ReminderWindow) -> None:
    window.show_due(found(now=NOW + timedelta(days=1)), NOW + timedelta(days=1))
    assert "Housing repairs: Decide on option 2, due in 4 days, 27 November 2026" in texts(window)
    assert "Payroll: Notice to leave was not served, overdue by 54 days, 30 September 2026" in texts(window)


def test_a_deadline_cannot_be_dismissed_and_the_footer_says_why(window: ReminderWindow) -> None:
    pick(window, "Housing repairs")
    assert not window.dismiss.isEnabled()
    assert window.selection.text() == "1 date selected."
    assert window.why.text() == "Only a decision ends a deadline."
    pick(window, "Play review", "Housing repairs")
    assert window.dismiss.text() == "Dismiss 1 of 2"
    assert window.why.text() == "1 needs a decision."


def test_what_can_be_dismissed_is(window: ReminderWindow, qtbot: QtBot) -> None:
    pick(window, "Play review", "Housing repairs")
    with qtbot.waitSignal(window.dismissed) as said:
        window.dismiss.click()
    assert [reminder.watched.title for reminder in said.args[0]] == ["Play review"]


def test_nothing_selected_can_be_answered(window: ReminderWindow) -> None:
    window.list.clearSelection()
    assert window.why.text() == "Select a reminder to answer it."
    assert not any(b.isEnabled() for b in (window.open, window.snooze, window.dismiss, window.decide))


def test_after_an_answer_the_next_one_is_selected_and_keys_answer_it(window: ReminderWindow) -> None:
    pick(window, "Housing repairs")
    window.show_due(found(tuple(item for item in SOME if item.title != "Housing repairs")), NOW)
    assert [reminder.watched.title for reminder in window.list.selected()] == ["Play review"]
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
    assert window.decision_panel.isVisible()
    window.decision_panel.radios[Decision.DONE].setChecked(True)
    QTest.keyClick(window.decision_panel, Qt.Key.Key_Escape)
    assert window.focusWidget() is window.list


def test_enter_after_the_authority_records_the_decision(window: ReminderWindow, qtbot: QtBot) -> None:
    ask_about(window, "Housing repairs")
    with qtbot.waitSignal(window.decided):
        QTest.keyClicks(window.decision_panel.reason, "M12\r")


def test_select_all_takes_every_reminder_once(window: ReminderWindow) -> None:
    window.select_all.click()
    assert len(window.list.selected()) == 11
    assert window.selection.text() == "11 dates selected."


def test_open_and_double_click_open_the_agreement(window: ReminderWindow, qtbot: QtBot) -> None:
    pick(window, "Housing repairs")
    with qtbot.waitSignal(window.opened) as said:
        window.open.click()
    assert said.args[0].watched.agreement_id == 4
    with qtbot.waitSignal(window.opened):
        window.list.doubleClicked.emit(window.list.lines.index(5))


# Snoozing


def lines_of(menu: QMenu) -> list[tuple[str, bool]]:
    return [(action.text(), action.isEnabled()) for action in menu.actions() if not action.isSeparator()]


def choose(menu: QMenu, data: object) -> None:
    menu.triggered.emit(next(action for action in menu.actions() if action.data() == data))


def test_the_snooze_menu_offers_the_last_choice_first_and_says_why_others_are_off(
    window: ReminderWindow,
) -> None:
    pick(window, "Housing repairs")
    window.snooze.click()
    assert lines_of(window.snooze_menu) == [
        ("Until tomorrow, 09:00\tlast used", True),
        ("1 hour", True),
        ("Until Wednesday, 25 November", True),
        ("1 week\tpast the deadline", False),
        ("1 month\tpast the deadline", False),
        ("Until the day before\t26 November 2026", True),
        ("Until a week before\talready past", False),
        ("Until a month before\talready past", False),
        ("Until a date…", True),
        ("Past the deadline…\tasks for a reason", True),
    ]
    window.last_snooze = Snooze.HOUR
    window.snooze.click()
    assert lines_of(window.snooze_menu)[0] == ("1 hour\tlast used", True)
    window.snooze_menu.hide()


def test_snoozing_says_which_and_how_long(window: ReminderWindow, qtbot: QtBot) -> None:
    pick(window, "Housing repairs")
    window.snooze.click()
    with qtbot.waitSignal(window.snoozed) as said:
        choose(window.snooze_menu, Snooze.TOMORROW)
    assert [reminder.watched.title for reminder in said.args[0]] == ["Housing repairs"]
    assert said.args[1] is Snooze.TOMORROW
    window.snooze_menu.hide()
    window.snooze_all.click()
    with qtbot.waitSignal(window.snoozed) as said:
        choose(window.snooze_all_menu, Snooze.HOUR)
    assert len(said.args[0]) == 11
    window.snooze_all_menu.hide()


def test_past_the_deadline_needs_a_typed_reason(window: ReminderWindow, qtbot: QtBot) -> None:
    panel = window.snooze_panel
    pick(window, "Housing repairs")
    window._on_snooze(_action(window, PAST))
    assert panel.isVisible()
    assert not window.footer.isVisible()
    QTest.keyClicks(panel.field.line, "3/12/2026")
    assert panel.act.text() == "Snooze until 3 December 2026"
    assert not panel.act.isEnabled()
    assert panel.refusal.text() == "Say why it can wait, so that whoever asks later can see it."
    QTest.keyClicks(panel.reason, "Members meet on the 2nd")
    with qtbot.waitSignal(window.snoozed_until) as said:
        panel.act.click()
    assert said.args[1:] == [datetime(2026, 12, 3, 9), "Members meet on the 2nd"]  # noqa: DTZ001
    assert window.footer.isVisible()


def test_a_day_past_the_deadline_is_refused_in_words(window: ReminderWindow) -> None:
    panel = window.snooze_panel
    pick(window, "Housing repairs")
    window._on_snooze(_action(window, Snooze.DATE))
    QTest.keyClicks(panel.field.line, "3/12/2026")
    assert "later than 27 November 2026, the last day to act on “Housing repairs”" in panel.refusal.text()
    assert not panel.act.isEnabled()
    panel.cancel.click()
    assert window.footer.isVisible()


def _action(window: ReminderWindow, data: object) -> QAction:
    made = QAction(window)
    made.setData(data)
    return made


# Deciding


def ask_about(window: ReminderWindow, *titles: str) -> None:
    pick(window, *titles)
    window.decide.click()


def test_a_decision_to_extend_offers_the_option_and_names_the_button(
    window: ReminderWindow, qtbot: QtBot
) -> None:
    ask_about(window, "Housing repairs")
    panel = window.decision_panel
    assert panel.decision is Decision.EXTENDED
    assert panel.option.currentText() == "Option 1, 2 years, to 31 March 2029"
    assert panel.act.text() == "Extend to 31 March 2029"
    with qtbot.waitSignal(window.decided) as said:
        panel.act.click()
    assert said.args[1] == Decided(Decision.EXTENDED, "", date(2029, 3, 31), 1)


def test_extending_to_another_date_waits_for_the_date(window: ReminderWindow) -> None:
    ask_about(window, "Housing repairs")
    panel = window.decision_panel
    panel.option.setCurrentIndex(1)
    assert not panel.act.isEnabled()
    QTest.keyClicks(panel.end.line, "30 September 2028")
    assert panel.act.text() == "Extend to 30 September 2028"
    assert panel.decided() == Decided(Decision.EXTENDED, "", date(2028, 9, 30), None)


def test_no_action_asks_why(window: ReminderWindow, qtbot: QtBot) -> None:
    ask_about(window, "Stray dogs")
    panel = window.decision_panel
    panel.radios[Decision.NO_ACTION].click()
    assert not panel.act.isEnabled()
    assert panel.note.text() == "Say why no action is needed, so that whoever asks later can see it."
    QTest.keyClicks(panel.reason, "Kennels closed")
    with qtbot.waitSignal(window.decided) as said:
        panel.act.click()
    assert said.args[1] == Decided(Decision.NO_ACTION, "Kennels closed")


def test_notice_served_takes_a_day(window: ReminderWindow) -> None:
    ask_about(window, "Payroll")
    panel = window.decision_panel
    assert panel.decision is Decision.NOTICE_SERVED, "what is likeliest about a notice is chosen first"
    assert panel.act.text() == "Record notice of 22 November 2026"
    assert panel.decided() == Decided(Decision.NOTICE_SERVED, "", on=TODAY)
    assert not panel.radios[Decision.EXTENDED].isVisible()


def test_a_review_is_done_on_a_day(window: ReminderWindow) -> None:
    ask_about(window, "Play review")
    panel = window.decision_panel
    assert panel.act.text() == "Record that it is done"
    panel.on.set_text("20/11/2026")
    assert panel.decided() == Decided(Decision.DONE, "", on=date(2026, 11, 20))
    panel.on.set_text("")
    panel._show()
    assert not panel.act.isEnabled()


def test_several_are_extended_each_by_its_own_option(window: ReminderWindow) -> None:
    ask_about(window, "Housing repairs", "Grounds")
    panel = window.decision_panel
    assert not panel.option.isVisible()
    assert panel.note.text().startswith("Each is extended by its next option.")
    assert panel.decided() == Decided(Decision.EXTENDED, "")


def test_what_may_be_decided_about_each_of_several_is_offered(window: ReminderWindow) -> None:
    ask_about(window, "Payroll", "Housing repairs")
    offered = [each for each, radio in window.decision_panel.radios.items() if radio.isVisible()]
    assert offered == [Decision.REPROCURING, Decision.NO_ACTION]


def test_the_panel_leaves_when_what_it_asks_about_is_answered_elsewhere(window: ReminderWindow) -> None:
    ask_about(window, "Housing repairs")
    window.show_due(found(tuple(item for item in SOME if item.title != "Housing repairs")), NOW)
    assert not window.decision_panel.isVisible()
    assert window.footer.isVisible()


# Keys, focus and closing


def test_f70_no_button_is_the_default_and_the_list_has_the_focus(window: ReminderWindow) -> None:
    assert not any(each.isDefault() or each.autoDefault() for each in window.findChildren(QPushButton))
    assert window.focusWidget() is window.list


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Delete])
def test_f70_no_key_is_heard_in_the_first_second(
    window: ReminderWindow, seconds: Seconds, qtbot: QtBot, key: Qt.Key
) -> None:
    pick(window, "Housing repairs")
    window.come_up()
    for target in (window, window.list, window.snooze, window.dismiss, window.decide):
        assert isinstance(target, QWidget)
        with qtbot.assertNotEmitted(window.closed), qtbot.assertNotEmitted(window.opened):
            QTest.keyClick(target, key)
    assert window.isVisible()
    assert not window.decision_panel.isVisible()
    seconds.now += DEAF_FOR + 0.1
    if key == Qt.Key.Key_Return:
        with qtbot.waitSignal(window.opened):
            QTest.keyClick(window.list, key)


def test_f70_it_comes_up_without_the_keyboard_unless_somebody_asked(
    window: ReminderWindow, qtbot: QtBot
) -> None:
    form = QLineEdit()
    qtbot.addWidget(form)
    form.show()
    form.activateWindow()
    form.setFocus()
    qtbot.waitUntil(form.hasFocus)
    QTest.keyClicks(form, "Street li")
    window.put_away()
    window.come_up()
    assert window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert form.hasFocus()
    QTest.keyClicks(form, "ghting")
    assert form.text() == "Street lighting"
    window.come_up(take_keyboard=True)
    assert not window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)


@pytest.mark.parametrize("close", [lambda w: w.close(), lambda w: QTest.keyClick(w.list, Qt.Key.Key_Escape)])
def test_closing_is_told_with_everything_that_was_listed(
    window: ReminderWindow, qtbot: QtBot, close: Callable[[ReminderWindow], object]
) -> None:
    with qtbot.waitSignal(window.closed) as said:
        close(window)
    assert len(said.args[0]) == 11
    assert not window.isVisible()


def test_an_empty_list_says_when_something_comes_and_closing_it_answers_nothing(
    window: ReminderWindow, qtbot: QtBot
) -> None:
    window.show_due(found((watched(9, "Later", "option notice", date(2028, 3, 31)),)), NOW)
    assert window.windowTitle() == "No reminders – Tracker"
    assert window.nothing.words.text() == "The next one comes up on Sunday 3 October 2027."
    assert window.promise.text() == "Next check 14:53."
    with qtbot.assertNotEmitted(window.closed):
        window.close()


def test_a_register_for_reading_only_says_why_nothing_can_be_answered(window: ReminderWindow) -> None:
    window.show_due(found(), NOW, read_only="This register is open for reading only.")
    pick(window, "Housing repairs")
    assert window.why.text() == "This register is open for reading only."
    assert not any(b.isEnabled() for b in (window.snooze, window.dismiss, window.decide, window.snooze_all))
    assert window.open.isEnabled()


@pytest.mark.slow
def test_f68_ten_thousand_reminders_are_one_window_and_little_memory(window: ReminderWindow) -> None:
    many = tuple(
        watched(n, f"Agreement {n}", f"option notice {n}", TODAY - timedelta(days=n % 700))
        for n in range(10_000)
    )
    all_due = found(many)
    before = _memory()
    window.show_due(all_due, NOW)
    window.come_up()
    window.grab()
    window.select_all.click()
    assert len(window.list.selected()) == 10_000
    assert window.list.lines.rowCount() == 10_002
    assert _memory() - before < 20 * 1024
    assert sum(isinstance(child, QWidget) for child in window.list.viewport().children()) < 5


def _memory() -> int:
    """The most memory that this process has had, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def test_data_is_shown_as_it_stands(window: ReminderWindow) -> None:
    window.show_due(found((watched(1, "<b>Bold</b> & co", "end", date(2026, 11, 1)),)), NOW)
    line = window.list.lines.index(1).data(LINE)
    assert isinstance(line, Line)
    assert texts(window)[1].startswith("<b>Bold</b> & co:")


def test_f1_opens_the_help_on_reminders_beside_them_and_closes_it(window: ReminderWindow) -> None:
    free = window.screen().availableGeometry().width()
    window.setMinimumWidth(300)
    window.resize(380, window.height())
    QTest.keyClick(window.list, Qt.Key.Key_F1)
    panel = window.help.panel
    assert panel is not None and panel.isVisible()
    assert panel.page.key == "reminders"
    assert window.list.isVisible()
    assert window.width() == 380 + panel.width() <= free
    QTest.keyClick(panel.search, Qt.Key.Key_Escape)
    assert (panel.isVisible(), window.isVisible(), window.width()) == (False, True, 380)


def test_where_there_is_no_room_the_help_stands_in_the_place_of_the_reminders(window: ReminderWindow) -> None:
    window.resize(window.screen().availableGeometry().width() - 40, window.height())
    wide = window.width()
    window.about.click()
    panel = window.help.panel
    assert panel is not None and panel.isVisible()
    assert not window.list.isVisible()
    assert panel.width() == window.width() == wide
    QTest.keyClick(panel, Qt.Key.Key_F1)
    assert not panel.isVisible()
    assert window.list.isVisible()
    assert window.width() == wide

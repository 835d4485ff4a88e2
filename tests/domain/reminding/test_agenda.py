"""Reminders as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tracker.domain.deadlines.deadline import Deadline
from tracker.domain.reminding.agenda import (
    Effect,
    clock_warning,
    distance,
    effect,
    heading,
    moment,
    months_ahead,
    sections,
    span,
    under,
)
from tracker.domain.reminding.alert import Answer, AnswerAction, Person, Rule, Watched
from tracker.domain.reminding.answering import answer
from tracker.domain.reminding.reminder import Due, due

NOW = datetime(2026, 11, 22, 14, 52, tzinfo=UTC)
ANN = Person(user="ann")
ALWAYS = (Rule(stages=(4000,)),)


def item(
    day: date, title: str, kind: str = "notice", *, asks: bool = True, uid: str = "", words: str = ""
) -> Watched:
    deadline = Deadline(kind=kind, date=day, act_by=day, missed_after=day, asks=asks, title=words)
    return Watched(agreement_uid=uid or title, title=title, deadline=deadline)


def look(*items: Watched) -> Due:
    return due(items, (), ALWAYS, NOW, person=ANN)


@pytest.mark.parametrize(
    ("day", "asking", "happening"),
    [
        ("2026-09-30", "overdue by 53 days", "53 days ago"),
        ("2026-11-21", "overdue by 1 day", "1 day ago"),
        ("2026-11-22", "due today", "today"),
        ("2026-11-23", "due tomorrow", "tomorrow"),
        ("2026-11-27", "due in 5 days", "in 5 days"),
        ("2027-01-21", "due in 60 days", "in 60 days"),
        ("2027-03-21", "due in 3 months", "in 3 months"),
        ("2027-03-31", "due in 4 months", "in 4 months"),
        ("2025-11-22", "overdue by 12 months", "12 months ago"),
        ("2024-11-23", "overdue by 23 months", "23 months ago"),
        ("2020-01-01", "overdue by 6 years", "6 years ago"),
    ],
)
def test_distances(day: str, asking: str, happening: str) -> None:
    for asks, words in ((True, asking), (False, happening)):
        found = look(item(date.fromisoformat(day), "A", asks=asks))
        assert distance(found.reminders[0]) == words


def test_a_span_from_the_last_of_a_month() -> None:
    assert span(date(2026, 8, 31), date(2027, 2, 28)) == "6 months"


def test_the_heading_counts() -> None:
    assert heading(look()) == "No reminders"
    assert heading(look(item(date(2027, 1, 1), "A"))) == "1 reminder"
    late = [item(date(2026, 11, 1), f"{n}") for n in range(1200)]
    assert heading(look(*late, item(date(2027, 1, 1), "A"))) == "1,201 reminders, 1,200 overdue"


def test_the_window_as_drawn() -> None:
    """Overdue, this week, what has happened, what is to come, and 31 March as one row."""
    end = date(2027, 3, 31)
    found = look(
        item(date(2026, 9, 30), "Payroll", words="Notice to leave at 31 March 2027 was not served"),
        item(date(2026, 11, 27), "Housing repairs", uid="h"),
        item(date(2026, 11, 28), "Housing repairs", "review", uid="h"),
        item(date(2026, 11, 20), "Kennels", "end", asks=False),
        item(date(2027, 2, 1), "Leisure"),
        *(item(end, f"Legal {n}", "end", asks=False) for n in range(7)),
        *(item(end, f"Other {n}", "review") for n in range(4)),
        item(end, "Print", "break notice"),
    )
    seen = [
        (part.title, part.count, [(row.title, row.detail, row.distance, row.bunch) for row in part.rows])
        for part in sections(found.reminders)
    ]
    assert seen == [
        (
            "Overdue",
            1,
            [("Payroll", "Notice to leave at 31 March 2027 was not served", "overdue by 53 days", False)],
        ),
        (
            "Due within a week",
            2,
            [("Housing repairs", "Notice; and 1 more date", "due in 5 days", False)],
        ),
        ("Has happened", 1, [("Kennels", "End", "2 days ago", False)]),
        (
            "Coming up",
            6,
            [
                ("Leisure", "Notice", "due in 2 months", False),
                *((f"Other {n}", "Review", "due in 4 months", False) for n in range(4)),
                ("Print", "Break notice", "due in 4 months", False),
            ],
        ),
        ("Ends on 31 March 2027", 7, [("7 agreements", "Legal 0; Legal 1; 5 more", "in 4 months", True)]),
    ]


def test_a_bunch_of_namesakes_and_of_other_kinds() -> None:
    end = date(2027, 3, 31)
    found = look(
        *(item(end, "Grant", "review", uid=f"{n}") for n in range(5)),
        *(item(end, f"Other {n}", "end") for n in range(6)),
    )
    assert [(part.title, part.rows[0].detail) for part in sections(found.reminders)] == [
        ("Ends on 31 March 2027", "Other 0; Other 1; 4 more"),
        ("Review on 31 March 2027", "Grant"),
    ]


def test_several_dates_of_one_agreement_on_one_day_are_no_bunch() -> None:
    day = date(2026, 11, 24)
    found = look(*(item(day, "Leisure", f"kind {n}", uid="l") for n in range(6)))
    [part] = sections(found.reminders)
    assert [(row.title, row.detail) for row in part.rows] == [("Leisure", "Kind 0; and 5 more dates")]


def test_what_is_to_come_of_an_agreement_is_not_counted_as_overdue() -> None:
    found = look(item(date(2026, 11, 1), "Leisure"), item(date(2027, 3, 1), "Leisure", "end", asks=False))
    assert heading(found) == "2 reminders, 1 overdue"
    assert [(part.title, part.count) for part in sections(found.reminders)] == [
        ("Overdue", 1),
        ("Coming up", 1),
    ]


def test_forty_missed_on_one_day_are_one_row_among_the_overdue() -> None:
    found = look(*(item(date(2026, 3, 31), f"{n:02}") for n in range(40)), item(date(2026, 5, 1), "Solo"))
    [part] = sections(found.reminders)
    assert (part.title, part.count) == ("Overdue", 41)
    assert [row.title for row in part.rows] == ["40 agreements: notice", "Solo"]


RULES = (Rule(stages=(30, 7, 0, -1), insists=7),)
DECEMBER = item(date(2026, 12, 10), "December")
LATER = item(date(2028, 11, 1), "Later")


def test_the_effect_of_a_rule_is_seen_before_it_is_saved() -> None:
    """DECEMBER has its stages of 7, 0 and -1 days ahead, LATER all four, the settled one none."""
    settled = Watched(
        agreement_uid="s",
        deadline=Deadline(
            kind="n",
            date=NOW.date(),
            act_by=date(2027, 1, 1),
            missed_after=NOW.date(),
            asks=True,
            settled=True,
        ),
    )
    seen = effect([DECEMBER, LATER, settled], RULES, NOW.date())
    assert str(seen) == "7 reminders, next: 3 December 2026"
    assert str(effect([], RULES, NOW.date())) == "No reminders in the next 24 months"
    assert str(Effect(1, date(2026, 12, 3))) == "1 reminder, next: 3 December 2026"


def ahead(*lines: Answer) -> list[tuple[date, list[tuple[date, int, str]]]]:
    months = months_ahead([DECEMBER, LATER], RULES, lines, NOW, person=ANN)
    return [(m.first, [(c.day, c.stage, c.watched.title) for c in m.coming]) for m in months]


def test_the_next_24_months_by_month() -> None:
    autumn = [
        (date(2028, 10, 1), [(date(2028, 10, 2), 30, "Later"), (date(2028, 10, 25), 7, "Later")]),
        (date(2028, 11, 1), [(date(2028, 11, 1), 0, "Later"), (date(2028, 11, 2), -1, "Later")]),
    ]
    december = [(date(2026, 12, 3), 7, "December"), (date(2026, 12, 10), 0, "December")]
    last = (date(2026, 12, 11), -1, "December")
    assert ahead() == [(date(2026, 12, 1), [*december, last]), *autumn]

    reminder = due([DECEMBER], (), RULES, NOW, person=ANN).reminders[0]
    until = datetime.fromisoformat("2026-12-09T09:00")
    snoozed = answer(reminder, AnswerAction.SNOOZED, user="ann", at=NOW, until=until)
    assert ahead(snoozed) == [
        (date(2026, 12, 1), [(date(2026, 12, 9), 30, "December"), december[1], last]),
        *autumn,
    ]
    assert ahead(answer(reminder, AnswerAction.DECIDED, user="bob", at=NOW)) == autumn


def test_a_clock_that_stands_before_the_last_look_is_mentioned() -> None:
    assert clock_warning(None, NOW) == ""
    assert clock_warning(NOW - timedelta(days=400), NOW) == ""
    assert clock_warning(NOW, NOW - timedelta(hours=1)) == ""
    assert clock_warning(NOW, NOW - timedelta(days=1)) == (
        "This computer says that it is 21 November 2026, but reminders were last checked on "
        "22 November 2026. If the computer is wrong, set its date: nothing has been lost."
    )


def test_a_moment_says_its_hour_unless_it_is_the_day_as_such() -> None:
    assert moment(datetime.fromisoformat("2026-12-07T08:00")) == "Monday 7 December 2026, 08:00"
    assert moment(datetime.fromisoformat("2026-12-07T00:00")) == "Monday 7 December 2026"


def test_which_dates_go_by_a_rule() -> None:
    day = date(2027, 3, 31)
    end, review = item(day, "Grounds", "end"), item(day, "Kennels", "review")
    for_ends, over = Rule(kind="end", stages=(9,)), Rule(stages=(540,), over=True)
    assert under((end, review), (for_ends, over), for_ends) == (end,)
    assert under((end, review), (for_ends, over), over) == (review,)

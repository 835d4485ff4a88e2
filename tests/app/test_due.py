"""What is due: nothing open is left out by reading only what is open, and what all ask for is read once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from tracker.app.due import (
    OPEN_STATES,
    arrangement_dues,
    as_deadline,
    due_days,
    due_from,
    due_within,
    overdue,
)
from tracker.app.partnership.partnerships import deadlines_of
from tracker.app.reminding.board import board
from tracker.app.reminding.reminders import remindable, watched
from tracker.app.sample import make_sample
from tracker.app.session import Session
from tracker.domain.dates import Period, extend_end
from tracker.domain.deadlines.deadline import DeadlineState, state
from tracker.domain.reminding.alert import Answer, AnswerAction, Watched
from tracker.store.queries import Queries

TODAY = date(2026, 11, 22)
WINDOW = Period(18)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    path = tmp_path_factory.mktemp("due") / "sample.tracker"
    make_sample(path, TODAY)
    with Session.open(path, clock=lambda: datetime(2026, 11, 22, 9, tzinfo=UTC), user="Officer") as opened:
        yield opened


def test_what_is_due_is_what_is_open_of_everything(session: Session) -> None:
    last = extend_end(TODAY, WINDOW)
    everything = due_within(session, WINDOW, everything=True)
    assert due_within(session, WINDOW) == [
        one for one in everything if one.state in OPEN_STATES and one.act_by <= last
    ]


def test_a_stored_deadline_stands_as_the_domain_says(session: Session) -> None:
    answered = session.read.decided()
    for one in due_within(session, WINDOW, everything=True):
        row = one.row
        decided = (row.agreement_uid, row.kind, row.date) in answered
        assert one.state is (DeadlineState.DONE if decided else state(as_deadline(row), TODAY))


def test_missed_comes_first_then_by_the_day_to_act_by(session: Session) -> None:
    found = due_within(session, WINDOW)
    keys = [(one.state is not DeadlineState.MISSED, one.act_by, one.date) for one in found]
    assert keys == sorted(keys)
    assert any(one.row.arrangement and not one.row.agreement_id for one in found)


def test_names_are_read_once_for_all_arrangements(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    read = Queries.fields
    monkeypatch.setattr(Queries, "fields", lambda self, *of: asked.append(of) or read(self, *of))
    arrangements = session.read.arrangements()
    together = {one.id: dates for one, dates in deadlines_of(session, arrangements)}
    assert (len(arrangements) > 1, len(asked)) == (True, 1)
    assert together == {one.id: next(deadlines_of(session, [one]))[1] for one in arrangements}


def test_what_sql_picks_is_what_all_deadlines_come_to(session: Session) -> None:
    """Sections, counts and marks of a page, against every deadline read and judged one by one."""
    for _ in range(2):
        every = due_within(session, WINDOW)
        late = [due for due in every if due.row.asks and due.act_by < TODAY]
        rest = [due for due in every if due not in late]
        part = overdue(session, arrangement_dues(session), 1000)
        assert part.number == len(late)
        assert part.rows == len(part.dues) == len({due.row.agreement_id or due.row.title for due in late})
        assert sum(part.more.values()) + part.rows == part.number
        assert {due.row for due in part.dues} <= {due.row for due in late}
        still = [due.row.missed_after for due in part.dues if due.state is not DeadlineState.MISSED]
        gone = [due.row.act_by for due in part.dues if due.state is DeadlineState.MISSED]
        assert still == sorted(still)
        assert gone == sorted(gone, reverse=True)
        assert [due.state for due in part.dues] == [due.state for due in part.dues[: len(still)]] + [
            DeadlineState.MISSED
        ] * len(gone)
        marks, days = due_days(session, arrangement_dues(session), WINDOW, 1000, 1000)
        assert sorted(map(repr, marks)) == sorted(map(repr, every))
        few, _ = due_days(session, [], WINDOW, 1000, len(every) // 2)
        assert [due.row.act_by for due in few] == [one.day for one in days]
        assert [due.row.id for due in few] == session.read.due_of_each_day(TODAY, date(2028, 5, 22), 1)
        assert sum(one.overdue for one in days) == sum(bool(due.row.agreement_id) for due in late)
        number = sum(one.number - one.overdue for one in days)
        found = due_from(session, arrangement_dues(session), date.min, date(2028, 5, 22), number, 1000)
        assert list(found.dues) == sorted(
            rest, key=lambda d: (d.act_by < TODAY, d.row.act_by, d.row.date, d.row.id)
        )
        assert found.number == found.rows == len(rest)
        assert (
            due_from(session, arrangement_dues(session), date.min, date(2028, 5, 22), number, 3).dues
            == found.dues[:3]
        )
        assert len(overdue(session, arrangement_dues(session), 2).dues) == 2
        answered = part.dues[0].row
        with session.operation("Decide") as write:
            write.add(
                Answer(
                    agreement_uid=answered.agreement_uid,
                    kind=answered.kind,
                    date=date.fromisoformat(answered.date),
                    user="Jo",
                    action=AnswerAction.DECIDED,
                    at=datetime(2026, 11, 22, 9, tzinfo=UTC),
                )
            )
    session.undo()
    session.undo()


def test_what_comes_up_soon_is_the_beginning_of_all_that_comes_up(session: Session) -> None:
    """Also where agreements were answered for; of those alone what is settled is read, too."""
    everything = watched(session)
    done, asleep = next(one for one in everything if one.deadline.settled), everything[-1]
    with session.operation("Answer") as write:
        write.add(_answer(done, AnswerAction.DECIDED))
        write.add(_answer(asleep, AnswerAction.SNOOZED, until=datetime(2026, 11, 25, 9, tzinfo=UTC)))
    answered = {done.agreement_uid, asleep.agreement_uid}
    assert remindable(session) == [
        one for one in everything if not one.deadline.settled or one.agreement_uid in answered
    ]
    whole = board(session)
    for days in (0, 1, 7, 45, 400):
        last = TODAY + timedelta(days)
        soon = board(session, last)
        assert soon.coming == tuple(one for one in whole.coming if one.day <= last)
        assert (soon.answered, soon.last) == (whole.answered, last)
    session.undo()


def _answer(item: Watched, action: AnswerAction, until: datetime | None = None) -> Answer:
    return Answer(
        agreement_uid=item.agreement_uid,
        kind=item.deadline.kind,
        date=item.deadline.date,
        user="Officer",
        action=action,
        until=until,
        at=datetime(2026, 11, 22, 9, tzinfo=UTC),
    )

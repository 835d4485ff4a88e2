"""What is due: nothing open is left out by reading only what is open, and what all ask for is read once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from tracker.app.due import OPEN_STATES, as_deadline, due_within
from tracker.app.partnership.partnerships import deadlines_of
from tracker.app.sample import make_sample
from tracker.app.session import Session
from tracker.domain.dates import Period, extend_end
from tracker.domain.deadlines.deadline import DeadlineState, state
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


def test_organisations_are_read_once_for_all_arrangements(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    read = Queries.organisations
    monkeypatch.setattr(Queries, "organisations", lambda self: asked.append(1) or read(self))
    arrangements = session.read.arrangements()
    together = {one.id: dates for one, dates in deadlines_of(session, arrangements)}
    assert (len(arrangements) > 1, len(asked)) == (True, 1)
    assert together == {one.id: next(deadlines_of(session, [one]))[1] for one in arrangements}

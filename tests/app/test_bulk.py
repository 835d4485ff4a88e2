"""One thing done to many agreements: what it would do, one operation, one Undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest

from tracker.app import bulk
from tracker.app.sample import make_sample
from tracker.app.session import Session
from tracker.domain.dates import show
from tracker.domain.errors import ReadOnly, TrackerError

TODAY = date(2026, 11, 22)


def clock() -> datetime:
    return datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bulk") / "sample.tracker"
    make_sample(path, TODAY)
    return path


@pytest.fixture
def session(sample: Path, tmp_path: Path) -> Iterator[Session]:
    own = tmp_path / "own.tracker"
    own.write_bytes(sample.read_bytes())
    with Session.open(own, clock=clock, user="Jo") as opened:
        yield opened


def chosen(session: Session, *spans: tuple[int, int]) -> bulk.Chosen:
    ids = session.read.ids(sort="title")
    picked = ids[:0]
    for first, past in spans:
        picked.extend(ids[first:past])
    return bulk.Chosen("", (), "title", False, "", spans, bulk.checked(picked.tobytes()))


def do(session: Session, ids: list[int], deed: bulk.Deed, words: Callable[[int], str]) -> bulk.Plan:
    made = bulk.plan(session, ids, deed, words)
    assert bulk.change_many(session, made.ids, deed, made.name) == len(made.ids)
    return made


def test_a_field_of_many_is_set_in_one_operation_that_one_undo_takes_back(session: Session) -> None:
    ids = bulk.ids_of(session, chosen(session, (0, 10), (20, 30)))
    before = {one.id: one.owner for one in session.read.agreements(ids)}
    deed = bulk.set_field("owner", "Head of Legal")
    made = do(session, ids, deed, partial(bulk.field_words, "owner", "Head of Legal"))
    assert (len(made.ids), made.same, made.unable) == (20, 0, 0)
    assert made.changes[0].after == "Head of Legal"
    assert session.undo_name == "Set owner of 20 agreements to ‘Head of Legal’"
    assert {one.owner for one in session.read.agreements(ids)} == {"Head of Legal"}
    again = bulk.plan(session, ids, deed, partial(bulk.field_words, "owner", "Head of Legal"))
    assert (again.ids, again.same) == ((), 20)
    session.undo()
    assert {one.id: one.owner for one in session.read.agreements(ids)} == before


def test_children_are_fields_too(session: Session) -> None:
    ids = session.read.ids()[:3].tolist()
    do(session, ids, bulk.set_field("notice", "6 months"), partial(bulk.field_words, "notice", "6 months"))
    assert all(one.notices[-1].length is not None for one in session.read.agreements(ids))
    made = do(session, ids, bulk.set_field("description", ""), partial(bulk.field_words, "description", ""))
    assert made.name.startswith("Clear description of")


def test_what_cannot_be_read_is_refused_at_once() -> None:
    with pytest.raises(TrackerError, match="not an amount"):
        bulk.set_field("value", "many pounds")
    with pytest.raises(TrackerError, match="Write a tag"):
        bulk.add_tags(" , ")


def test_each_is_extended_by_its_own_next_option(session: Session) -> None:
    ids = session.read.ids().tolist()
    deed = bulk.extend_by_option(TODAY, "Minute 12")
    made = do(session, ids, deed, bulk.extension_words)
    assert len(made.ids) + made.same + made.unable == len(ids)
    assert len(made.ids) > 5
    reasons = {line.after for line in made.cannot}
    assert "No option is left to extend it by." in reasons
    assert any(reason.startswith("It is ended") for reason in reasons)
    line = made.changes[0]
    assert show(session.standing(line.id).current_end) == line.after != line.before
    assert session.undo_name == f"Extend {len(made.ids)} agreements by the next option"
    session.undo()
    assert show(session.standing(line.id).current_end) == line.before


def test_tags_are_put_on_once_and_taken_off(session: Session) -> None:
    ids = session.read.ids()[:4].tolist()
    put = partial(bulk.tag_words, "LGR, urgent", remove=False)
    made = do(session, ids, bulk.add_tags("LGR, urgent"), put)
    assert made.name == "Add tag ‘LGR, urgent’ to 4 agreements"
    again = bulk.plan(session, ids, bulk.add_tags("lgr"), put)
    assert again.same == 4
    assert session.read.facet("tag") == [("LGR", 4), ("urgent", 4)]
    assert session.read.listing("urg", {"tag": "lgr"}).total == 4
    take = partial(bulk.tag_words, "lgr", remove=True)
    made = do(session, ids[:1], bulk.remove_tags("lgr"), take)
    assert made.name == "Remove tag ‘lgr’ from 1 agreement"
    assert made.changes[0][0] == ids[0]
    assert made.changes[0].reference == session.read.agreement(ids[0]).reference
    assert made.changes[0][-2:] == ("LGR, urgent", "urgent")
    assert session.read.facet("tag") == [("urgent", 4), ("LGR", 3)]


def test_rows_that_moved_since_they_were_chosen_are_not_changed(session: Session) -> None:
    picked = chosen(session, (0, 2))
    bulk.change_many(session, session.read.ids()[:1].tolist(), bulk.set_field("title", "Zzz"), "Rename")
    with pytest.raises(TrackerError, match="The list has changed"):
        bulk.ids_of(session, picked)


def test_a_worker_does_both_with_a_session_of_its_own(session: Session) -> None:
    words = partial(bulk.field_words, "owner", "Jo")
    deed = bulk.set_field("owner", "Jo")
    made = bulk.plan_beside(session.path, clock, chosen(session, (0, 5)), deed, words)
    assert bulk.change_beside(session.path, clock, "Jo", made, deed) == 5
    assert session.undo_name == made.name
    session.undo()


def test_a_register_for_reading_is_left_alone(session: Session) -> None:
    with (
        Session.open(session.path, read_only=True) as other,
        pytest.raises((ReadOnly, TrackerError), match="reading only"),
    ):
        bulk.change_many(other, [1], bulk.set_field("owner", "Jo"), "Set")

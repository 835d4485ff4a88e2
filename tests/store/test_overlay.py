"""Another day's standings laid over the stored ones: lists show them, the file does not know."""

from __future__ import annotations

import gc
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.store.storing import TODAY, deadline, do, fill, standing
from tracker.domain.agreement import Agreement, Event, EventKind, Status
from tracker.domain.dates import When
from tracker.domain.deadlines.standing import Standing
from tracker.domain.errors import Interrupted, TrackerError
from tracker.domain.organisation import Organisation
from tracker.store.derived import rows_of
from tracker.store.file import Register
from tracker.store.overlay import Overlay

THEN = date(2030, 1, 1)
EXPIRED = standing(Status.EXPIRED, deadline("notice", THEN))


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for temporary files that holds nothing afterwards."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    gc.collect()
    assert list(folder.iterdir()) == []


def reckoned(register: Register, *standings: tuple[int, Standing]) -> Overlay:
    """An overlay of those standings."""
    made = register.new_overlay()
    made.add(rows_of(standings, THEN))
    made.finish()
    return made


def test_lists_show_another_day_until_it_is_lifted(register: Register, path: Path) -> None:
    agreement = fill(register)
    with register.derive() as write:
        write.put_standings([(agreement, standing(Status.LIVE, deadline("review", TODAY)))], TODAY)
    before = path.read_bytes()
    register.lay(reckoned(register, (agreement, EXPIRED)))
    (row,) = register.read.listing(filters={"status": "ended"}, sort="current_end").rows
    assert (row.status, row.next_kind) == ("ended – expired", "notice")
    assert [(one.kind, one.id) for one in register.read.deadlines()] == [("notice", 1)]
    register.lay(reckoned(register, (agreement, standing(Status.UNKNOWN))))
    assert register.read.listing().rows[0].status == "unknown"
    register.lay(None)
    register.lay(None)
    assert register.read.listing().rows[0].status == "live"
    assert [one.kind for one in register.read.deadlines()] == ["review"]
    assert path.read_bytes() == before


def test_every_reader_follows_at_its_next_question(register: Register) -> None:
    agreement = fill(register)
    with register.derive() as write:
        write.put_standings([(agreement, standing(Status.LIVE, deadline("review", TODAY)))], TODAY)
    early = register.reader()
    assert early.facet("status") == [("live", 1)]
    register.lay(reckoned(register, (agreement, EXPIRED)))
    late = register.reader()
    for reader in (early, late):
        assert reader.facet("status") == [("ended – expired", 1)]
        assert list(reader.ids(filters={"status": "ended"}, sort="current_end")) == [agreement]
        assert reader.first_ids(filters={"status": "live"}) == (0, [])
        assert [one.kind for one in reader.deadlines()] == ["notice"]
        assert [group.value for group in reader.groups("status")] == ["ended – expired"]
    register.lay(None)
    for reader in (early, late):
        assert list(reader.ids(filters={"status": "live"})) == [agreement]
        reader.close()


def test_what_a_reader_has_kept_is_forgotten_when_the_day_follows(register: Register) -> None:
    agreement = fill(register)
    overlay = reckoned(register, (agreement, EXPIRED))
    register.lay(overlay)
    reader = register.reader()
    assert list(reader.ids(filters={"status": "ended"})) == [agreement]
    assert overlay.follow([agreement], rows_of([(agreement, standing(Status.LIVE))], THEN), 7)
    assert overlay.operation == 7
    assert overlay.follow([agreement], rows_of([(agreement, EXPIRED)], THEN), 6)
    assert overlay.operation == 7
    assert list(reader.ids(filters={"status": "ended"})) == []
    assert list(reader.ids(filters={"status": "live"})) == [agreement]
    reader.close()


def test_an_overlay_that_cannot_follow_stays_as_it_is(register: Register) -> None:
    agreement = fill(register)
    overlay = reckoned(register, (agreement, EXPIRED))
    register.lay(overlay)
    other = sqlite3.connect(
        f"{overlay.location}".replace("mode=ro", "mode=rw"), uri=True, isolation_level=None
    )
    other.execute("begin immediate")
    overlay._connection.execute("pragma busy_timeout = 1")
    assert not overlay.follow([agreement], rows_of([], THEN), 7)
    other.execute("rollback")
    other.execute("create trigger fails before delete on standing begin insert into nowhere values (1); end")
    other.close()
    assert not overlay.follow([agreement], rows_of([], THEN), 7)
    assert register.read.listing().rows[0].status == "ended – expired"


def test_what_was_touched_since_is_found_by_record_and_by_child(register: Register) -> None:
    lighting = fill(register)
    with do(register) as write:
        signs, bins, gone = (write.add(Agreement(title=title)).id for title in ("Signs", "Bins", "Gone"))
    seen = register.read.last_operation()
    assert register.read.touched_since(seen, 10) == []
    with do(register) as write:
        write.add(Organisation(name="Netherfold"))
        write.change(Agreement, signs, events=(Event(kind=EventKind.SIGNED, on=When.on(TODAY)),))
        write.remove(Agreement, gone)
    assert sorted(register.read.touched_since(seen, 10)) == [signs, gone]
    with do(register) as write:
        write.change(Agreement, lighting, notices=())
    assert sorted(register.read.touched_since(seen, 10)) == [lighting, signs, gone]
    assert len(register.read.touched_since(seen, 2)) == 2
    assert bins not in register.read.touched_since(seen, 10)


def test_what_is_saved_meanwhile_goes_into_the_file(register: Register) -> None:
    agreement = fill(register)
    register.lay(reckoned(register, (agreement, EXPIRED)))
    with do(register) as write:
        write.change(Agreement, agreement, owner="Tom Reeve")
        write.put_standings([(agreement, standing(Status.ROLLING, deadline("review", TODAY)))], TODAY)
    assert register.read.listing().rows[0].status == "ended – expired"
    register.lay(None)
    assert register.read.listing().rows[0].status == "live – rolling"
    register.lay(reckoned(register))
    with do(register) as write:
        write.remove(Agreement, agreement)
        write.add(Agreement(title="Signs"))
    register.lay(None)
    assert register.read.deadlines() == []
    assert [row.title for row in register.read.listing().rows] == ["Signs"]
    assert register.check_integrity() == ()


def test_a_list_that_is_ahead_of_the_day_is_withdrawn_or_leaves_out_what_has_no_standing_yet(
    register: Register,
) -> None:
    agreement = fill(register)
    register.lay(reckoned(register, (agreement, EXPIRED)))
    with do(register) as write:
        write.add(Agreement(title="Signs"))
    reader = register.reader()
    with pytest.raises(Interrupted):
        reader.ids(filters={"title": "signs"}, sort="status")
    reader.close()
    overlay = reckoned(register, (agreement, EXPIRED), (agreement + 9, EXPIRED))
    register.lay(overlay)
    reader = register.reader()
    assert list(reader.ids(filters={"title": "signs"}, sort="status")) == []
    reader.close()


def test_a_register_that_may_only_be_read_can_show_another_day(register: Register, path: Path) -> None:
    agreement = fill(register)
    register.close()
    before = path.read_bytes()
    with Register.open(path, read_only=True) as again:
        again.lay(reckoned(again, (agreement, EXPIRED)))
        assert again.read.listing().rows[0].status == "ended – expired"
    assert path.read_bytes() == before
    assert sorted(other.name for other in path.parent.iterdir()) == ["register.db", "temporary"]


def test_no_room_for_another_day_is_said(
    register: Register, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(TrackerError, match=r"nowhere.*Free some space there"):
        register.new_overlay()

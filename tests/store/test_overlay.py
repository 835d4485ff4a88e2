"""Another day's standings laid over the stored ones: lists show them, the file does not know."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.store.storing import TODAY, deadline, do, fill, standing
from tracker.domain.agreement import Agreement, Status
from tracker.store.derived import rows_of
from tracker.store.file import Register

THEN = date(2030, 1, 1)


def test_lists_show_another_day_until_it_is_lifted(register: Register, path: Path) -> None:
    agreement = fill(register)
    with register.derive() as write:
        write.put_standings([(agreement, standing(Status.LIVE, deadline("review", TODAY)))], TODAY)
    before = path.read_bytes()
    register.overlay(rows_of([(agreement, standing(Status.EXPIRED, deadline("notice", THEN)))], THEN))
    (row,) = register.read.listing(filters={"status": "ended"}, sort="current_end").rows
    assert (row.status, row.next_kind) == ("ended – expired", "notice")
    assert [(one.kind, one.id) for one in register.read.deadlines()] == [("notice", 1)]
    register.overlay(rows_of([(agreement, standing(Status.UNKNOWN))], THEN))
    assert register.read.listing().rows[0].status == "unknown"
    reader = register.reader()
    assert reader.listing().rows[0].status == "live"
    reader.close()
    register.lift_overlay()
    register.lift_overlay()
    assert register.read.listing().rows[0].status == "live"
    assert [one.kind for one in register.read.deadlines()] == ["review"]
    assert path.read_bytes() == before


def test_an_agreement_added_meanwhile_is_shown(register: Register) -> None:
    agreement = fill(register)
    register.overlay(rows_of([(agreement, standing(Status.EXPIRED))], THEN))
    with do(register) as write:
        write.add(Agreement(title="Signs"))
    assert [row.status for row in register.read.listing().rows] == ["unknown", "ended – expired"]
    register.lift_overlay()
    assert [row.status for row in register.read.listing().rows] == ["unknown", "unknown"]


def test_what_is_saved_meanwhile_goes_into_the_file(register: Register) -> None:
    agreement = fill(register)
    register.overlay(rows_of([(agreement, standing(Status.EXPIRED))], THEN))
    with do(register) as write:
        write.change(Agreement, agreement, owner="Tom Reeve")
        write.put_standings([(agreement, standing(Status.ROLLING, deadline("review", TODAY)))], TODAY)
    assert register.read.listing().rows[0].status == "ended – expired"
    register.lift_overlay()
    assert register.read.listing().rows[0].status == "live – rolling"
    register.overlay(rows_of([], THEN))
    with do(register) as write:
        write.remove(Agreement, agreement)
    register.lift_overlay()
    assert register.read.deadlines() == []
    assert register.check_integrity() == ()


def test_a_register_that_may_only_be_read_can_show_another_day(register: Register, path: Path) -> None:
    agreement = fill(register)
    register.close()
    before = path.read_bytes()
    with Register.open(path, read_only=True) as again:
        again.overlay(rows_of([(agreement, standing(Status.EXPIRED))], THEN))
        assert again.read.listing().rows[0].status == "ended – expired"
    assert path.read_bytes() == before
    assert [other.name for other in path.parent.iterdir()] == ["register.db"]

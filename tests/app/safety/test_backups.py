"""Backups: made when something changed, thinned by age, restored without losing what was there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.app.conftest import Clock
from tracker.app import edit
from tracker.app.safety import backups
from tracker.app.session import Session
from tracker.domain.errors import RegisterDamaged, TrackerError

NOW = datetime(2026, 11, 22, 12)  # noqa: DTZ001 - as names of backups have it, on the wall


def test_a_backup_is_made_only_where_something_changed(session: Session, clock: Clock) -> None:
    edit.new_agreement(session, {"title": "Street lighting"})
    first = backups.daily(session)
    assert first is not None
    assert first.agreements == 1
    assert backups.daily(session) is None
    clock.now += timedelta(days=1)
    assert backups.daily(session) is None
    edit.new_agreement(session, {"title": "Grounds maintenance"})
    second = backups.daily(session)
    assert second is not None
    assert [one.reason for one in backups.backups_of(session.path)] == ["daily", "daily"]
    assert [row.name for row in backups.lost_by_restoring(session, first)] == ["Add ‘Grounds maintenance’"]


def test_f15_what_is_restored_stands_in_place_and_what_was_there_beside_it(
    session: Session, clock: Clock
) -> None:
    edit.new_agreement(session, {"title": "Street lighting"})
    made = backups.back_up(session, "asked")
    assert made is not None
    edit.new_agreement(session, {"title": "Grounds maintenance"})
    path = session.path
    session.close()
    stray = Path(f"{path}-journal")
    stray.write_bytes(b"a journal of another day")
    aside = backups.restore(path, made.path, NOW)
    assert aside is not None
    assert not stray.exists()
    assert Path(f"{aside}-journal").exists()
    Path(f"{aside}-journal").unlink()
    with Session.open(path, clock=clock) as restored:
        assert [row.title for row in restored.read.listing().rows] == ["Street lighting"]
        assert not restored.check_integrity()
    with Session.open(aside, clock=clock) as before:
        assert before.read.listing().total == 2
    assert not list(path.parent.glob(".tracker-*"))


def test_f20_a_backup_that_is_not_sound_is_refused_and_nothing_moves(session: Session) -> None:
    edit.new_agreement(session, {"title": "Street lighting"})
    made = backups.back_up(session, "asked")
    assert made is not None
    before = session.path.read_bytes()
    damaged = bytearray(made.path.read_bytes())
    damaged[4096:12288] = b"\xa5" * 8192
    made.path.write_bytes(bytes(damaged))
    with pytest.raises(TrackerError):
        backups.restore(session.path, made.path, NOW)
    assert session.path.read_bytes() == before
    assert not list(session.path.parent.glob(".tracker-*"))


@pytest.mark.parametrize("reason", ["daily", backups.BEFORE_IMPORT])
def test_f21_a_damaged_register_makes_no_backup_and_thins_out_none(
    session: Session, clock: Clock, reason: str
) -> None:
    edit.new_agreement(session, {"title": "Street lighting"})
    good = backups.back_up(session, "asked")
    assert good is not None
    edit.new_agreement(session, {"title": "Grounds maintenance"})
    session.close()
    with closing(sqlite3.connect(session.path)) as raw:
        (page,) = raw.execute("select rootpage from sqlite_master where name = 'party_in'").fetchone()
    with session.path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xa5" * 4096)
    with Session.open(session.path, clock=clock) as damaged, pytest.raises(RegisterDamaged):
        backups.back_up(damaged, reason)
    old = backups.folder_of(session.path) / "2020-01-01 120000 1 daily.db"
    old.write_bytes(good.path.read_bytes())
    assert backups.thin(session.path, NOW) == []
    assert old.exists()


def _at(days: float) -> backups.Backup:
    at = NOW - timedelta(days=days)
    return backups.Backup(Path(f"{at:%Y%m%d%H%M}"), at, 1, "daily")


def test_f22_four_hundred_backups_of_three_years_are_thinned_by_age() -> None:
    there = [_at(days * 2.75) for days in range(400)] + [_at(hours / 24) for hours in range(47)]
    keep = backups.kept(there, NOW)
    assert {one for one in there if one.at > NOW - timedelta(days=2)} <= keep
    assert max(there, key=lambda one: one.at) in keep
    assert len({one.at.date() for one in keep}) <= 3 + 12 + 10 + 9
    assert len({(one.at.year, one.at.month) for one in keep}) >= 9


def test_f22_a_clock_that_was_ahead_costs_no_backup() -> None:
    there = [_at(-400), _at(-399), _at(0), _at(500)]
    keep = backups.kept(there, NOW)
    assert set(there[:3]) <= keep


def test_a_damage_that_was_seen_is_looked_for_before_an_import_as_well(
    session: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit.new_agreement(session, {"title": "Street lighting"})
    proved: list[bool] = []
    copy_to = Session.copy_to

    def watched(self: Session, target: Path, *, pages_alone: bool = False) -> None:
        proved.append(pages_alone)
        copy_to(self, target, pages_alone=pages_alone)

    monkeypatch.setattr(Session, "copy_to", watched)
    folder = backups.folder_of(session.path)
    folder.mkdir(parents=True)
    (folder / "damaged.txt").write_text("seen")
    for title in ("Lamps", "Columns"):
        edit.new_agreement(session, {"title": title})
        assert backups.back_up(session, backups.BEFORE_IMPORT)
    assert proved == [False, True]

"""Encrypted copies: only the passphrase opens them, and what comes out is the register."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.conftest import Clock
from tracker.app import edit
from tracker.app.safety.encrypted import encrypted_copy, is_encrypted, opened
from tracker.app.session import Session
from tracker.domain.errors import TrackerError

WORDS = "grey heron in the lane"


def test_what_goes_in_comes_out_and_nothing_else_opens_it(
    session: Session, clock: Clock, tmp_path: Path
) -> None:
    edit.new_agreement(session, {"title": "Street lighting"})
    made = encrypted_copy(session, tmp_path / "copy.age", WORDS)
    assert is_encrypted(made)
    assert not is_encrypted(session.path)
    assert b"Street lighting" not in made.read_bytes()
    with opened(made, WORDS) as plain, Session.open(plain, clock=clock, read_only=True) as again:
        assert [row.title for row in again.read.listing().rows] == ["Street lighting"]
    assert not plain.exists()
    with pytest.raises(TrackerError, match="another one"), opened(made, WORDS + "s"):
        pass


def test_what_cannot_be_done_is_refused_before_anything_is_written(session: Session, tmp_path: Path) -> None:
    with pytest.raises(TrackerError, match="cannot be read"), opened(tmp_path / "nothing.age", WORDS):
        pass
    assert not is_encrypted(tmp_path / "nothing.age")
    to = tmp_path / "copy.age"
    with pytest.raises(TrackerError, match="has 5 characters; it needs 12"):
        encrypted_copy(session, to, "short")
    assert not to.exists()
    to.write_text("here before")
    with pytest.raises(TrackerError, match=r"copy\.age is there already"):
        encrypted_copy(session, to, WORDS)
    assert to.read_text() == "here before"

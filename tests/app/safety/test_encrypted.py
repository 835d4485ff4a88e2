"""Encrypted copies: what is refused before a key is worked out, which takes seconds by design.

That one comes back by its passphrase and by nothing else is tested where it is asked for, in
tests/cli/test_registers.py; a window that writes one, in tests/ui/test_backups.py.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.app.safety.encrypted import encrypted_copy, is_encrypted, opened
from tracker.app.session import Session
from tracker.domain.errors import TrackerError

WORDS = "grey heron in the lane"


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

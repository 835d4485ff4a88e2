"""A packed file to send with a report: how the program and a register are, and nothing of what they hold."""

from __future__ import annotations

import json
import zipfile
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from tracker.app.safety import backups, crash
from tracker.app.session import Session
from tracker.app.settings import Settings
from tracker.domain.errors import TrackerError


def bundle(target: Path, register: Path | None, at: datetime) -> Path:
    """Write the packed file, over nothing that is there; returns where it lies.

    It holds versions, the error log, how many records of each type there are, codes of what a
    check finds, and which preferences differ from the defaults: no name, title, text or path.

    Raises:
        CannotWrite: it was not written.
    """
    from tracker.exchange.safewrite import write_safely

    parts = {
        "versions.txt": crash.versions() + "\n",
        "made.txt": f"{at:%Y-%m-%d %H:%M}\n",
        "preferences.json": _json(_preferences()),
    }
    if register is not None:
        parts["register.json"] = _json(_register(register))
    if crash.log_file().is_file():
        parts["errors.log"] = crash.log_file().read_text(encoding="utf-8", errors="replace")

    def pack(file: BinaryIO) -> None:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, text in parts.items():
                packed.writestr(name, text)

    return write_safely(target, pack)


def _json(document: object) -> str:
    return json.dumps(document, indent=1) + "\n"


def _preferences() -> dict[str, Any]:
    """The plain choices as they are; of what may hold names, how many there are."""
    chosen = asdict(Settings.load())
    plain = {"nation", "theme", "snooze"}
    return {name: value if name in plain else len(value) for name, value in chosen.items()}


def _register(path: Path) -> dict[str, Any]:
    try:
        with Session.open(path, read_only=True) as session:
            return {
                "bytes": path.stat().st_size,
                "records": session.read.counts(),
                "entries in the history": session.read.last_operation(),
                "found by the check": sorted({finding.code for finding in session.check_integrity()}),
                "backups": [
                    {"at": one.at.isoformat(), "why": one.reason} for one in backups.backups_of(path)
                ],
            }
    except TrackerError as error:
        return {"cannot be opened": type(error).__name__}

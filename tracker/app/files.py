"""Which register to open: the last one, or the first time a copy of the sample."""

from __future__ import annotations

from pathlib import Path

from tracker.app.settings import Settings, data_folder

SAMPLE = "sample.db"
"""The name of the register that a first start makes to look round in."""


def first_register() -> Path:
    """The register opened last that still is there; else a sample of the person's own, made for today."""
    for recent in Settings.load().recent:
        if Path(recent).is_file():
            return Path(recent)
    own = data_folder() / SAMPLE
    if not own.exists():
        from tracker.app.sample import make_sample

        own.parent.mkdir(parents=True, exist_ok=True)
        make_sample(own)
    return own

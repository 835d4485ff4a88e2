"""Errors whose text a person may read. Anything else that is raised is a bug."""

from __future__ import annotations

from collections.abc import Mapping


class TrackerError(Exception):
    """Something could not be done; the text says what, why and the way out."""


class NotARegister(TrackerError):
    """The file is not a register that this program may open."""


class RegisterBusy(TrackerError):
    """Another program is writing to the register and did not finish in time."""


class ReadOnly(TrackerError):
    """The register, or the folder it lies in, cannot be written to."""


class StaleRecord(TrackerError):
    """The record has changed since it was read; nothing was overwritten.

    Attributes:
        now: field -> value of those that changed, as they are; given back as what was seen, they are overwritten.
        by: who changed them last, "" where nobody knows.
    """

    def __init__(self, message: str, *, now: Mapping[str, object] | None = None, by: str = "") -> None:
        super().__init__(message)
        self.now = dict(now or {})
        self.by = by


class CannotRead(TrackerError):
    """A file of somebody else's cannot be read as a table of agreements."""


class CannotWrite(TrackerError):
    """A file could not be written; whatever was there before still is."""


class RegisterDamaged(NotARegister):
    """The register is damaged: part of it cannot be read."""


class Interrupted(TrackerError):
    """A question was withdrawn before it was answered; nobody needs to be told."""

"""What an agreement is on a day."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """What an agreement is on a day (domain reference §1.4), computed where it can be."""

    PROPOSED = "proposed"
    IN_NEGOTIATION = "in negotiation"
    AWAITING_SIGNATURE = "awaiting signature"
    NOT_STARTED = "signed, not started"
    LIVE = "live"
    IN_EXTENSION = "live – in extension"
    ROLLING = "live – rolling"
    NOTICE_GIVEN = "live – notice given"
    EXPIRING = "expiring"
    STILL_IN_USE = "expired – still in use"
    EXPIRED = "ended – expired"
    TERMINATED = "ended – terminated"
    SUPERSEDED = "ended – superseded"
    ABANDONED = "abandoned"
    UNKNOWN = "unknown"

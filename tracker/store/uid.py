"""Names for records that leave the register and come back: UUID version 7 (RFC 9562)."""

from __future__ import annotations

import os
from datetime import datetime


def new_uids(at: datetime, first: int, count: int) -> list[str]:
    """`count` names that sort by when they were made; the last twelve letters of each are chance.

    Args:
        at: when; the first 48 bits are its milliseconds.
        first: how many were made at the same instant before; a counter of 26 bits keeps them in order.
    """
    stamp = f"{int(at.timestamp() * 1000):012x}"
    chance = os.urandom(6 * count).hex()
    tails = [chance[at : at + 12] for at in range(0, 12 * count, 12)]
    made: list[str] = []
    while len(made) < count:
        number = first + len(made)
        low = number & 0x3FFF
        part = tails[len(made) : len(made) + 0x4000 - low]
        form = f"{stamp[:8]}-{stamp[8:]}-7{number >> 14 & 0xFFF:03x}-%04x-%s"
        made += map(form.__mod__, zip(range(0x8000 | low, 0x8000 + low + len(part)), part, strict=True))
    return made

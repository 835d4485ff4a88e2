"""Names for records that leave the register and come back: UUID version 7 (RFC 9562)."""

from __future__ import annotations

import os
from datetime import datetime


def new_uids(at: datetime, first: int, count: int) -> list[str]:
    """`count` names that sort by when they were made.

    Args:
        at: when; the first 48 bits are its milliseconds.
        first: how many were made at the same instant before; a counter of 26 bits keeps them in order.
    """
    stamp = f"{int(at.timestamp() * 1000):012x}"
    chance = os.urandom(6 * count).hex()
    head = f"{stamp[:8]}-{stamp[8:]}-7"
    return [
        f"{head}{number >> 14 & 0xFFF:03x}-{0x8000 | number & 0x3FFF:04x}-{chance[place : place + 12]}"
        for number, place in zip(range(first, first + count), range(0, 12 * count, 12), strict=True)
    ]

"""Names for records that leave the register and come back: UUID version 7 (RFC 9562)."""

from __future__ import annotations

import secrets
from datetime import datetime


def new_uids(at: datetime, first: int, count: int) -> list[str]:
    """`count` names that sort by when they were made.

    Args:
        at: when; the first 48 bits are its milliseconds.
        first: how many were made at the same instant before; keeps them in order.
    """
    stamp = int(at.timestamp() * 1000) << 80
    made = []
    for number in range(first, first + count):
        high, low = divmod(number & 0x3FFFFFF, 1 << 14)
        bits = stamp | 7 << 76 | high << 64 | 2 << 62 | low << 48 | secrets.randbits(48)
        text = f"{bits:032x}"
        made.append(f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}")
    return made

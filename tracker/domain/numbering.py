"""References in the order in which people count them: D4 before D28."""

from __future__ import annotations

import re
from typing import Final, TypeAlias

_PARTS: Final = re.compile(r"([0-9]+)")

Order: TypeAlias = tuple[tuple[int, str], ...]


def reference_order(reference: str) -> Order:
    """A key to sort by: numbers in a reference count as numbers, capitals make no difference."""
    found = []
    for part in _PARTS.split(reference.casefold()):
        number = part.lstrip("0") or "0"
        found.append((len(number), number) if part.isdecimal() and part.isascii() else (0, part))
    return tuple(found)

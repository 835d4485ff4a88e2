"""Text as searches compare it."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Text as searches compare it: no case, no accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()

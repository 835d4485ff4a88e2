"""Texts and references for comparing: whatever case, blanks, dashes and lost zeros a spreadsheet left them with."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})


def fold(text: str) -> str:
    """A text for comparing: one case, one kind of dash, quotation mark and space."""
    if text.isascii():
        return " ".join(text.casefold().split())
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).translate(_QUOTES)
    return " ".join(plain.casefold().split())


_NO_REFERENCE = frozenset(
    (
        "n/a",
        "na",
        "none",
        "nil",
        "null",
        "tbc",
        "tba",
        "unknown",
        "unavailable",
        "various",
        "pending",
        "-",
        "--",
    )
) | {"notapplicable", "notavailable", "notknown", "standingoffer", "n/k", "?", "."}


def fold_reference(text: str) -> str:
    """A reference for comparing: as `fold`, without any space, and a number without its empty decimals.

    "" for the words that stand where there is none.
    """
    if text.isascii() and text.isalnum():
        folded = text.casefold()  # as nearly all are, and quicker
    else:
        folded = fold(text).replace(" ", "").removesuffix(".0")
    return "" if folded in _NO_REFERENCE else folded


def fold_references(texts: Sequence[str]) -> list[str]:
    """Many references for comparing: as `fold_reference` has each, and quicker where none has a space or an accent."""
    whole = " ".join(texts)
    if not texts or not whole.isascii() or whole.split() != list(filter(None, texts)) or ".0 " in f"{whole} ":
        return list(map(fold_reference, texts))
    return ["" if one in _NO_REFERENCE else one for one in whole.casefold().split(" ")]


def reference_keys(texts: Sequence[str]) -> list[str]:
    """Many references for finding one another: as `fold_references` has them, a number without its leading zeros.

    A spreadsheet makes 123 of 00123; whether 7 is then 007 or another one, the rest of the row must say.
    """
    return [_without_zeros(one) if one[:1] == "0" else one for one in fold_references(texts)]


def _without_zeros(folded: str) -> str:
    return folded.lstrip("0") or "0" if folded.isdigit() else folded


def same_reference(new: str, had: str) -> bool:
    """True where the new one says nothing, or only has lost its leading zeros or is written in another way."""
    own, other = fold_reference(new), fold_reference(had)
    return own in ("", other, _without_zeros(other))

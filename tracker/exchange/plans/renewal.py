"""Cells that say that an agreement renews by itself: in a column about nothing else, or among its extensions.

What renews by itself goes on until somebody gives notice; an option ends unless somebody takes it. A register
that has the one for the other reminds of the wrong thing.
"""

from __future__ import annotations

import re

from tracker.domain.agreement import EndKind
from tracker.domain.check import Finding, Severity
from tracker.domain.dates import Period
from tracker.domain.written import ReadTerms, read_period
from tracker.exchange.plans.lengths import LONGEST, NO_LENGTH, Length, in_units, read_words
from tracker.exchange.plans.values import Read, fault_findings, yes_no
from tracker.exchange.sheets.sheet import Cell, Fault, is_blank, shown

_ROLLING = EndKind.ROLLING

_BY_ITSELF = re.compile(
    r"\bauto(?:matic(?:ally)?)?\b|\btacit(?:ly)?\b|\bself[- ]?renew|\b(?:rolls|rolling)\b|\bby itself\b",
    re.IGNORECASE,
)
"""Words of what happens without anybody's doing; "renewable" alone may ask for somebody."""

_RENEWS = re.compile(
    r"\b(?:auto(?:matic(?:ally)?)?|tacit(?:ly)?|self)[- ]?(?:renew|exten[ds]|roll)", re.IGNORECASE
)
_NOT = re.compile(r"\b(?:no|not|non|never|without|neither)\b|n't\b", re.IGNORECASE)
_UNLESS = re.compile(r"\b(?:unless|until|if|subject to)\b.*", re.IGNORECASE | re.DOTALL)
_YES = re.compile(r"(?:yes|y)\b[\s,;:.(\u2013\u2014-]*(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_NO = re.compile(
    r"(?:no|n|none|fixed(?: term)?|manual(?:ly)?|by (?:mutual )?(?:agreement|negotiation))\b", re.IGNORECASE
)
_LENGTH_OF_ONE = re.compile(
    r"(?:auto\w* )?(?:renewal|rollover|rolling) (?:terms?|periods?|lengths?|durations?|frequency|cycles?|intervals?)"
    r"(?: (?:in )?(?:days?|weeks?|months?|years?))?"
)


def counts_renewals(words: str) -> bool:
    """Is a column with those words over it about how long each renewal is?"""
    return _LENGTH_OF_ONE.fullmatch(words) is not None


def renews(written: str) -> ReadTerms | None:
    """What words about extensions say of a renewal that comes by itself; None where they speak of none."""
    if not _BY_ITSELF.search(written) or _NOT.search(_UNLESS.sub("", written)):
        return None
    terms = read_words(written)
    if terms.options or (terms.roll and terms.initial):
        return None
    roll = terms.roll or terms.initial
    if roll is None and terms.end_kind is not _ROLLING and not _RENEWS.search(written):
        return None
    return ReadTerms(roll=roll, notice=terms.notice, end_kind=_ROLLING)


def read_renewal(cell: Cell, unit: str) -> Read:
    """A cell of a column about renewing by itself: "Yes", "No", "Yes - annually", "12", "Automatic, 1 year".

    Args:
        unit: what a bare figure counts, from the column's heading; "" where it counts nothing.
    """
    if is_blank(cell):
        return NO_LENGTH, ()
    if isinstance(cell, Fault):
        return NO_LENGTH, fault_findings(cell)
    written = shown(cell).strip()[:LONGEST]
    roll = in_units(written, unit)
    answer, odd = (None, ()) if roll else yes_no(cell)
    if not roll and not odd:
        return (Length(ReadTerms(end_kind=_ROLLING)) if answer else NO_LENGTH), ()
    roll = roll or _every(written)
    if roll is not None:
        return (NO_LENGTH if roll.is_zero else Length(ReadTerms(roll=roll, end_kind=_ROLLING))), ()
    said_yes = _YES.match(written)
    if said_yes is not None:
        rest = said_yes["rest"]
        terms = renews(f"automatically renews {rest}") or ReadTerms(roll=_every(rest), end_kind=_ROLLING)
        return Length(terms, text=written), ()
    if _NO.match(written):
        return Length(text=written), ()
    known = renews(written) or (ReadTerms(end_kind=_ROLLING) if _is_plain(written) else None)
    if known is not None:
        return Length(known, text=written), ()
    message = f"'{written[:80]}' was not understood as whether it renews by itself; the words are kept."
    return Length(text=written), (Finding("terms.kept-as-text", Severity.NOTE, message),)


_OFTEN = {"annual": 12, "annually": 12, "yearly": 12, "monthly": 1, "quarterly": 3, "biennially": 24}


def _every(written: str) -> Period | None:
    """How long a renewal is where the words are that alone: "annually", "12 months", "every year"."""
    words = re.sub(r"^(?:every|each|for|by)\s+", "", written.strip(" .()")).lower()
    if words in _OFTEN:
        return Period(_OFTEN[words])
    return read_period(words).period or (read_period(f"1 {words}").period if len(words) > 1 else None)


def _is_plain(written: str) -> bool:
    """Is it "Automatic", "Rolling" or "Evergreen" and nothing more?"""
    word = written.strip(" .")
    return word.lower() == "evergreen" or _BY_ITSELF.fullmatch(word) is not None

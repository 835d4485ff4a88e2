"""The kind of agreement that the words of a cell name."""

from __future__ import annotations

import re

from tracker.domain.agreement import AgreementType
from tracker.exchange.plans import values
from tracker.exchange.sheets.sheet import Cell, shown

_TYPES: tuple[tuple[str, AgreementType], ...] = (
    (r"call[ -]?off", AgreementType.CALL_OFF),
    (r"framework|dps|dynamic purchasing", AgreementType.FRAMEWORK),
    (r"inter[ -]?authority", AgreementType.INTER_AUTHORITY),
    (r"joint committee", AgreementType.JOINT_COMMITTEE),
    (r"delegation|s(?:ection)?\.? ?101", AgreementType.DELEGATION),
    (r"s(?:ection)?\.? ?113|secondment", AgreementType.STAFF),
    (r"memorandum|\bmou\b", AgreementType.MEMORANDUM),
    (r"heads of terms", AgreementType.HEADS_OF_TERMS),
    (r"exchange of letters|letter", AgreementType.LETTER),
    (r"service level|\bsla\b", AgreementType.SERVICE_LEVEL),
    (r"grant", AgreementType.GRANT),
    (r"contract|agreement for|purchase", AgreementType.CONTRACT),
    (r"lease|licen[cs]e|concession|other", AgreementType.OTHER),
)


def read_type(cell: Cell) -> values.Read:
    """The kind of agreement that a cell names; UNKNOWN where it names none."""
    words = shown(cell).strip().lower()
    exact = next((one for one in AgreementType if one.value == words), None)
    named = exact or next((one for pattern, one in _TYPES if words and re.search(pattern, words)), None)
    return named or AgreementType.UNKNOWN, ()


_PLAIN = re.compile(
    r"(?:contract|agreement|framework(?: agreement)?|call[- ]?off(?: contract)?|memorandum(?: of understanding)?|mou|sla"
    r"|service level agreement|inter[- ]authority agreement|iaa|grant(?: agreement)?|joint committee(?: agreement)?"
    r"|heads of terms|exchange of letters|other|unknown)s?"
)


def says_more(cell: Cell) -> bool:
    """True where the words tell more than the kind that they were read as: "Lease 5yrs", "Rolling contract"."""
    words = " ".join(shown(cell).lower().split())
    return bool(words) and words not in {one.value for one in AgreementType} and not _PLAIN.fullmatch(words)

"""What a sentence says of a term that renews itself: how long each time, until when, on what notice."""

from __future__ import annotations

import re

from tracker.domain.dates import Period
from tracker.domain.written import terms_words as say
from tracker.domain.written.terms_marks import Sentence
from tracker.domain.written.terms_said import Reading


def read_rolling(sentence: Sentence, text: str, reading: Reading) -> None:
    """ "Rolling 12 month contract", "3 years, then renewed annually"; the words alone may name the length."""
    rolls = False
    for at, mark in enumerate(sentence.marks):
        after = sentence.after(at)
        rolls = rolls or say.ROLLING_FOR.search(mark.before) is not None
        if mark.day and say.BEFORE_UNTIL.search(mark.before):
            if rolls:
                reading.roll_until = mark.day
            else:
                reading.end(mark.day)
        elif mark.kind != "period":
            continue
        elif is_notice(mark.before, after):
            reading.notice = mark.period
        elif say.UP_TO.search(mark.before):
            reading.doubts.append("how long it renews itself")
        elif rolls or say.AFTER_ROLLING.search(after):
            reading.roll = mark.period
        else:
            reading.terms.append((mark.period, 1))
    if reading.roll is None and re.search(r"\b(?:annual(?:ly)?|year|yearly|anniversary)\b", text):
        reading.roll = Period(12)
    elif reading.roll is None and re.search(r"\bquarter(?:ly)?\b", text):
        reading.roll = Period(3)
    elif reading.roll is None and re.search(r"\bmonth(?:ly)?\b", text):
        reading.roll = Period(1)


def is_notice(before: str, after: str) -> bool:
    """Whether the length between those words is that of a notice."""
    return say.AFTER_NOTICE.search(after) is not None or say.BEFORE_NOTICE.search(before) is not None

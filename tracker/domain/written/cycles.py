"""How often something comes back, as people write it: "annually", "every 2 years", "6-monthly"."""

from __future__ import annotations

import re

from tracker.domain.dates import Period
from tracker.domain.words import tidy
from tracker.domain.written.periods import read_period

_WORDS = {
    12: r"annual(?:ly)?|yearly|(?:every|each) year|once (?:a|per|every) year|per annum|p\.?a\.?",
    6: r"half[- ]yearly|six[- ]monthly|twice (?:a|per|every) year",
    3: r"quarterly|(?:every|each) quarter",
    1: r"monthly|(?:every|each) month",
}
_PLAIN = {months: re.compile(rf"(?:reviewed )?(?:{words})(?: reviews?)?") for months, words in _WORDS.items()}
_EVERY = re.compile(
    r"(?:reviewed )?(?:every|each) (?P<length>.+)|(?P<number>\d{1,2})[- ](?P<unit>year|month)ly"
)


def read_cycle(text: str) -> Period | None:
    """The length of each round; None where the text says anything else. "Bi-annually" says two things."""
    plain = tidy(text).strip(" .")
    months = next((months for months, words in _PLAIN.items() if words.fullmatch(plain)), 0)
    if months:
        return Period(months)
    found = _EVERY.fullmatch(plain)
    if found is None:
        return None
    period = read_period(found["length"] or f"{found['number']} {found['unit']}s").period
    return period if period is not None and not period.is_zero else None

"""Wordings of a term that say the same as plainer ones: put into those before anything is read.

Slips of the pen, Welsh, and forms that hide which unit a figure has. Each pair keeps the
meaning; a wording that may mean two things is no business of this table.
"""

from __future__ import annotations

import re

from tracker.domain.written.periods import read_number

_NUMBER = r"(?:\d{1,2}|one|two|three)"
_UNIT = r"(?:years?|yrs?|months?|mths?)"
_FORMS = (
    # Slips.
    (r"\bextent(?=ions?\b)", "extens"),
    (r"\b(?:yeras|yaers|yeasr|yesrs|yers)\b", "years"),
    (r"\b(?:motnhs|monhts|montsh|monthes)\b", "months"),
    (rf"({_UNIT}) call off\b", r"\1 call-off"),
    # Figures and what they count.
    (r"\b(duration|length|term|period) \(?in (months|years)\)?:? (\d{1,3})\b", r"\1 \3 \2"),
    (rf"(\bwith|\bw/|\bplus|\+|,|\band|\bfor) \((\d)\) (?={_NUMBER}[- ]?{_UNIT}\b)", r"\1 \2 x "),
    (r"\bup to an? (year|month)\b(?!['’])", r"up to 1 \1"),
    (rf"({_UNIT}) (?:certain|firm|fixed)(?=,? (?:plus\b|\+))", r"\1"),
    (r"^\s*([1-9])(?= ?\+ ?\d ?x ?\d (years?|yrs?)\b)", r"\1 \2"),
    (r"\bone(?: year)? at a time\b", "annually"),
    # Welsh: "cyfnod cychwynnol o 3 blynedd gyda dewis i ymestyn am 1+1 flynedd".
    (r"\b[bfm]lynedd\b|\b[bf]lwyddyn\b", "years"),
    (r"(?<=\d )[mf]is\b", "months"),
    (r"\b(?:dwy|ddwy|dau|ddau)(?= (?:years|x)\b)", "two"),
    (r"\b(?:tair|dair|tri|dri)(?= (?:years|x)\b)", "three"),
    (r"\b(?:pedair|bedair|pedwar|bedwar)(?= (?:years|x)\b)", "four"),
    (r"\b(?:pum|bum)p?(?= years\b)", "five"),
    (r"\b[cg]yfnod cychwynnol o\b", "initial period of"),
    (r"\b[cg]yfnod o\b", "period of"),
    (r"\b[cg]ontract o\b", "contract of"),
    (r"\bgyda?g?(?: yr?)? (?:dewis|opsiwn|hawl)\b", "with option"),
    (r"\b(?:i|o) (?:ymestyn|estyn|adnewyddu)(?: am)?\b", "to extend for"),
    (rf"\b(for (?:{_NUMBER}|four|five)) years (?:arall|ychwanegol|pellach)\b", r"\1 further years"),
)
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), plainer) for pattern, plainer in _FORMS)
# Most texts hold none of them: a part of each form, which is looked for first because that is quick.
_CLUES = (
    *("extent", "yera", "yaer", "yeas", "yesr", "yers", "motn", "monh", "montsh", "monthes"),
    *("call off", "in months", "in years", "with (", "w/ (", "plus (", "+ (", ", (", "and (", "for ("),
    *("up to a", "certain", "firm", "fixed", "at a time", " half", "+"),
    *("lynedd", "lwyddyn", " mis", " fis", "yfnod", "ontract o ", "gyda", "ymestyn", "estyn", "adnewyddu"),
)
_AND_A_HALF = re.compile(
    r"\b(?P<whole>\d{1,2}|one|two|three|four|five|six|seven) and (?:a|one) half(?=[ -](?:years?|yrs?)\b)",
    re.IGNORECASE,
)


def in_plainer_words(text: str) -> str:
    """The text with those wordings replaced; the text itself where it holds none."""
    lower = text.lower()
    if not any(clue in lower for clue in _CLUES):
        return text
    text = _AND_A_HALF.sub(_with_half, text)
    for pattern, plainer in _PATTERNS:
        text = pattern.sub(plainer, text)
    return text


def _with_half(found: re.Match[str]) -> str:
    """ "2.5" for "two and a half"."""
    return f"{read_number(found['whole'].lower())}.5"

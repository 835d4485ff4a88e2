"""Lengths of time as people write them: "24m", "two years and seven months", "28 clear days"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from tracker.domain.check import Finding, Severity
from tracker.domain.dates import Period
from tracker.domain.words import NUMBER_WORD, NUMBERS, one_of, short, tidy


@dataclass(frozen=True, slots=True)
class ReadPeriod:
    """What a text was understood to say of a length.

    Attributes:
        period: the length; None where the text is blank or was not understood. `Period()` means none at all.
        understood: the sentence to show ("2 years 7 months"); "" where there is none.
        findings: what is odd; an error where the text is neither blank nor understood.
    """

    period: Period | None
    understood: str = ""
    findings: tuple[Finding, ...] = ()


# Unit -> months, days.
UNITS: dict[str, tuple[int, int]] = {
    **dict.fromkeys(
        ("years", "year", "yrs", "yr", "ys", "y", "yeas", "yesr", "annum", "year's", "years'"), (12, 0)
    ),
    **dict.fromkeys(("quarters", "quarter"), (3, 0)),
    **dict.fromkeys(
        ("months", "month", "mths", "mth", "mnths", "mos", "mo", "m", "month's", "months'"), (1, 0)
    ),
    **dict.fromkeys(("blwyddyn", "flwyddyn", "blynedd", "flynedd", "mlynedd"), (12, 0)),  # Welsh
    **dict.fromkeys(("misoedd", "mis"), (1, 0)),
    **dict.fromkeys(("fortnights", "fortnight"), (0, 14)),
    **dict.fromkeys(("weeks", "week", "wks", "wk", "w", "week's", "weeks'"), (0, 7)),
    **dict.fromkeys(("days", "day", "d", "day's", "days'"), (0, 1)),
}
_NUMBER = rf"(?:\d+(?: ?\.\d+)?|\.\d+|an?(?= )|single|zero|{NUMBER_WORD})"
_REPEATED = r"(?: ?[\(\[] ?(?:\d+|[a-z]+(?:[- ][a-z]+)?) ?[\)\]])?"
_PART = re.compile(
    rf"(?P<number>{_NUMBER})(?P<again>{_REPEATED}) ?-? ?(?:calendar |academic )?(?P<clear>clear )?"
    rf"(?P<unit>{one_of(UNITS)})\.?(?![a-z])"
)
HALF = re.compile(r"(?<=\d) 1/2(?=[ -](?:year|yr))", re.IGNORECASE)
"""The half of "2 1/2 years"."""
_BETWEEN_PARTS = re.compile(r"[ ,]*(?:and|&|plus|\+)?[ ,]*")
_ABOUT = re.compile(
    r"(?:approx(?:imately)?\.?|about|around|circa|c\.|roughly|min(?:imum)?\.?(?: of)?|at least|(?:not|no) (?:less|fewer) than|up to|"
    r"max(?:imum)?\.?(?: of)?) ?"
)
_NONE = re.compile(r"none|nil|no notice|0|immediate(?:ly)?|without notice")


def read_number(text: str) -> Fraction | None:
    """A whole or decimal number in figures or words ("7.5", "twenty-four"), or None."""
    compact = text.replace(" .", ".")
    if re.fullmatch(r"\d+(?:\.\d+)?|\.\d+", compact):
        return Fraction(compact)
    words = re.split(r"[- ]", text)
    values = [NUMBERS.get(word) for word in words]
    if len(values) == 1 and values[0] is not None:
        return Fraction(values[0])
    if (
        len(values) == 2
        and values[0] is not None
        and values[1] is not None
        and values[0] >= 20
        and 1 <= values[1] <= 9
    ):
        return Fraction(values[0] + values[1])
    return None


def length(number: Fraction, unit: str, *, clear: bool = False) -> Period | None:
    """So many of a unit as a Period; None where it is not a whole number of months or days."""
    months, days = UNITS[unit]
    whole = number * (months or days)
    if whole.denominator != 1 or whole > 12_000:
        return None
    return Period(months=int(whole)) if months else Period(days=int(whole), clear=clear)


def read_period(text: str, *, unit: str = "") -> ReadPeriod:
    """The length that the whole of `text` states. Never raises.

    Args:
        unit: what a bare number counts ("months", from a column's heading); "" where it counts nothing.
    """
    plain = HALF.sub(".5", tidy(text)).strip(" ,;:").rstrip(".")
    if not plain:
        return ReadPeriod(None)
    if _NONE.fullmatch(plain):
        return ReadPeriod(Period(), "none")
    about = _ABOUT.match(plain)
    rest = plain[about.end() :] if about else plain
    number = read_number(rest)
    if unit and number is not None and (unit_word := tidy(unit)) in UNITS:
        period = length(number, unit_word)
    else:
        period = _sum(rest)
    if period is None:
        message = f"'{short(text)}' was not understood as a length of time; write for example 24 months."
        return ReadPeriod(None, "", (Finding("period.unreadable", Severity.ERROR, message),))
    findings: tuple[Finding, ...] = ()
    if about:
        message = f"'{about.group().strip()}' was left out: the length was taken as {period}."
        findings = (Finding("period.about", Severity.WARNING, message),)
    return ReadPeriod(period, str(period), findings)


def _sum(text: str) -> Period | None:
    """The parts of the text added up, each smaller in unit than the one before; None where any is odd."""
    total: Period | None = None
    at, last_unit = 0, (1200, 0)
    while at < len(text):
        if at and (joint := _BETWEEN_PARTS.match(text, at)):
            at = joint.end()
        found = _PART.match(text, at)
        part = _part_length(found) if found else None
        if found is None or part is None or UNITS[found["unit"]] >= last_unit or (total and part.clear):
            return None
        total = part if total is None else Period(total.months + part.months, total.days + part.days)
        at, last_unit = found.end(), UNITS[found["unit"]]
    return total


def _part_length(found: re.Match[str]) -> Period | None:
    """The length of one number with its unit; None where figures and words disagree ("two (3) years")."""
    number = read_number(found["number"])
    again = (found["again"] or "").strip("[]() ")
    if number is None or (again and read_number(again) != number):
        return None
    return length(number, found["unit"], clear=bool(found["clear"]))

"""The lengths, dates and numbers in a sentence, each with the plain words before it.

The first step of reading terms: `written_terms` then asks of each mark what the words
around it make of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from html import unescape
from typing import Literal

from tracker.domain.dates import Period
from tracker.domain.words import MONTHS, NUMBER_WORD, one_of, tidy
from tracker.domain.written.days import Span, read_leading_day
from tracker.domain.written.periods import HALF, UNITS, length, read_number

Kind = Literal["period", "number", "chain", "day", "year", "nth", "range", "money", "other"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A length, number, chain of lengths or date, and the words between the mark before and this one.

    Attributes:
        kind: "period" a length; "number" one without a unit; "chain" "3+1+1"; "day" an exact date;
            "range" a length that is not settled ("2, 3 or 4 years"), with two periods where it is from one to
            another; "money"; "nth" the third of "an option of a third"; "other" a month, a year.
        before: the words before it, in lower case, since the mark before.
        periods: the lengths of a period (one) or a chain (all).
        number: the number, or of "year 5" the 5, of "a third" the 3; 0 for other kinds.
        day: the date; None for other kinds.
        all_options: for a chain: it begins with a plus, so no link of it is the first term.
        further: for a period: written as "2 further years" or "a third year".
        monthly: for a period: written as "12-monthly".
        unit: for a period, the unit as written; for a chain, "" where no link has one and it is a guess.
    """

    kind: Kind
    before: str
    periods: tuple[Period, ...] = ()
    number: int = 0
    day: date | None = None
    all_options: bool = False
    further: bool = False
    monthly: bool = False
    unit: str = ""

    @property
    def period(self) -> Period:
        """The only length of a period, or all of a chain together."""
        return Period(sum(part.months for part in self.periods), sum(part.days for part in self.periods))


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as marks, and the words after the last of them."""

    marks: tuple[Mark, ...]
    tail: str
    text: str

    def after(self, at: int) -> str:
        """The words between a mark and the next one, or the end."""
        return self.marks[at + 1].before if at + 1 < len(self.marks) else self.tail


_NUMBER = rf"(?:\d+(?:\.\d+)?|\.\d+|{NUMBER_WORD}(?![a-z]))"
_AGAIN = rf"(?: ?[\(\[] ?(?:\d+|{NUMBER_WORD}) ?[\)\]])"
_LONG_UNITS = one_of([unit for unit in UNITS if len(unit) > 2 or unit in ("yr", "wk")])
_ADJECTIVE = r"further|additional|base|extra|more|full|calendar|academic|consecutive|separate|individual|optional|extended|possible"
_FURTHER = frozenset(("further", "additional", "extra", "more", "optional", "possible"))
_NTH = {
    **dict(
        zip(("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"), range(2, 9), strict=True)
    ),
    **dict(zip(("2nd", "3rd", "4th", "5th", "6th", "7th", "8th"), range(2, 9), strict=True)),
}
_ORDINALS = rf"{one_of(_NTH)}(?:(?:,| and|, and| or| &|/| -) ?(?:an? |the )?{one_of(_NTH)})*"
_PARTS = {
    "money": r"[£$€] ?\d+(?:[,. ]\d{2,3}(?!\d))*(?:\.\d+)?(?: ?(?:k|m|mn|bn|million|thousand))?(?![a-z\d])"
    r"|\d[\d, ]{0,20}(?:\.\d+)? ?(?:gbp|eur|usd|pounds|per ?cent|%)",
    "lot": r"\b(?:lots?|route|rm|schedule|section|phase|clause|para(?:graph)?|reg(?:ulation)?|framework)"
    r" ?\d[\d.]*[a-z]?"
    r"(?: ?(?:-|to|and|&) ?\d+)?(?:/[a-z]?\d+)?\b(?! ?-?(?:years?|months?|yrs?|weeks?|x|\+))",
    "day": r"\b(?:\d{1,2} ?(?:st|nd|rd|th)?(?: day)?(?: of)? ?[-/. ]?(?:MONTHS)(?![a-z])[ \-/.,]*\d{2,4}"
    r"|(?:MONTHS)(?![a-z])\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}([-/.])\d{1,2}\1(?:\d{4}|\d{2})"
    r"|\d{4}-\d{2}-\d{2})(?!\d)",
    "month": r"\b(?:MONTHS)(?![a-z])\.?(?:/[a-z]+)?,? \d{4}(?!\d)",
    "year": r"\b(?:19|20)\d\d(?:[/-]\d{2,4})?(?![\d.])",
    "yearword": r"\b(?:years?|yrs?|months?) \d{1,2}(?:(?:,| ?&| and| to|-) ?(?:y(?:ea)?rs? )?\d{1,2})*"
    r"(?! ?(?:year|month|x|\+))\b",
    "range": rf"(?<![\w.]){_NUMBER}(?:, ?{_NUMBER}){{0,5}} ?(?:-|to|or) ?(?:an? |even )?{_NUMBER}"
    r"(?: ?and (?:an? )?(?:1/2|half))?"
    rf" ?-? ?(?:{_LONG_UNITS})(?![a-z])",
    "options": rf"(?<![\w.])(?!1 ){_NUMBER}{_AGAIN}?(?: x)? (?:opt(?:ion(?:al)?)?(?: extension)? (?:years|yrs)|extension years|(?:annual|yearly) (?:extensions|options|renewals)"
    r"(?! (?:to|of|for|each)))",
    "period": rf"(?<![\w./]){_NUMBER}{_AGAIN}? ?-? ?(?:(?:{_ADJECTIVE}) ){{0,2}}(?:{_LONG_UNITS})(?:\(s\))?"
    rf"(?:ly)?(?![a-z])|(?<![\w.])\d+(?:\.\d+)? ?(?:yr?|mo?|wk?|d)s?(?![a-z\d])",
    "further": r"\b(?:further|additional|extra|another|final|optional|single)"
    r"[ -](?:year|month)(?![a-z]| ?(?:x|\d))|(?<=\bby )an? (?:further )?(?:year|month)(?![a-z])",
    "nth": rf"\b{_ORDINALS} years?(?![a-z]| ?(?:x|\d))"
    rf"|(?<=\ba ){_ORDINALS}(?= ?(?:$|[,.;)]|if\b|at the\b|subject\b))",
    "number": rf"(?<![\w./]){_NUMBER}{_AGAIN}?(?![\w/%]|\.\d)",
}
_SCAN = re.compile(
    "|".join(f"(?P<{name}>{pattern})" for name, pattern in _PARTS.items())
    .replace("MONTHS", one_of(MONTHS))
    .replace(r"([-/.])\d{1,2}\1", r"(?P<sep>[-/.])\d{1,2}(?P=sep)")
)
_PIECES = re.compile(
    rf"(?P<number>{_NUMBER})(?P<again>{_AGAIN})? ?-? ?(?P<how>(?:(?:{_ADJECTIVE}) )*)(?P<unit>[a-z]+?'?s?)"
    r"(?:\(s\))?(?P<ly>ly)?"
)
_SPLIT = re.compile(r"(?<=[a-z0-9)\]'’])[.!?]+(?=\s+[A-Z(\"“*\d]|[A-Z][a-z]|\s*$)|[;•\n\r]+|\*\*")
_ABBREVIATIONS = re.compile(r"\b(i\.e|e\.g|approx|avail|no|ref|inc|incl|etc)\.", re.IGNORECASE)
_LOST_BREAK = re.compile(r"(?<=[a-z.])(?:rn)+(?=[A-Z ]|$)|\\r|\\n")
_TIMES = re.compile(
    r"(\d) ?(?:[xX×*]|[nN]o\.?|off) ?(?=\d|(?:one|two|three|four|six|twelve|annual|yearly)\b)"
)
# "+ 2 x 1" and "(2 x 1)": the length is counted in what the first term is counted in.
_TIMES_ONE = re.compile(
    r"(?P<before>\+ ?|\( ?|\bplus )(?P<count>[1-6]) x (?P<each>\d{1,2})\b"
    rf"(?! ?[-.]? ?(?:{one_of(UNITS)})(?![a-z])|\.\d| ?(?:annual|optional|further|separate))",
    re.IGNORECASE,
)
_GLUED = re.compile(r"\bx([2-6])\b")
"""The count of "12 months (x2)"."""
_SHORT = {"poss": "possible", "opt": "option", "ext": "extension"}
_SHORTENED = re.compile(r"\b(?:(poss)\b\.?|(opt|ext)\.(?= ))", re.IGNORECASE)
_BREAKS = re.compile(r"\bbreak[- ](?:option|clause|point)s?\b", re.IGNORECASE)
_PLUS = re.compile(r"[ ,(\[]*(?:\+|,? ?plus)[ ,+(\[]*(?:an? |another |optional )*")
_OF_OPTION = re.compile(r" ?(?:(?:of|possible|optional) )?(?:extn?s?\b|exten|option)")
_SAME = re.compile(r" ?[\(\[] ?")


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text that hold a mark or a word; line breaks and semicolons end one too."""
    plain = _UNIT_BEFORE.sub(r"\2 \1", _UNIT_ASIDE.sub(r"\1 \2", text))
    plain = _A_YEARS.sub("12 month", plain)
    plain = HALF.sub(".5", plain)
    plain = _TIMES.sub(r"\1 x ", _LOST_BREAK.sub(". ", unescape(unescape(plain))))
    plain = _SHORTENED.sub(lambda found: _SHORT[(found[1] or found[2]).lower()], plain)
    plain = _GLUED.sub(r"x \1", plain)
    plain = _BREAKS.sub("break", _TIMES_ONE.sub(_in_full, plain))
    plain = _ABBREVIATIONS.sub(lambda found: found.group(1).replace(".", ""), plain)
    return tuple(_sentence(part) for part in _SPLIT.split(plain) if part.strip())


_UNIT_ASIDE = re.compile(r"(\d) \((years?|months?)\)", re.IGNORECASE)
"""The unit of "5 (years)"."""
_UNIT_BEFORE = re.compile(r"\((years|months)\) ?[:=-]? ?(\d+)(?![\d./]| ?[a-z])", re.IGNORECASE)
"""The unit of "Duration (years): 5"."""
_A_YEARS = re.compile(
    r"^\s*(?:an? )?(?:annual|yearly)(?= (?:contract|agreement|licen[cs]e) with (?:an? |the )?(?:option|right|possib))",
    re.IGNORECASE,
)


def _in_full(found: re.Match[str]) -> str:
    """ "+ 1 + 1" for "+ 2 x 1"."""
    links = " + ".join([found["each"]] * int(found["count"]))
    return f"{found['before']}{links}" if "+" in found["before"] else f"{found['before']}+ {links}"


def _sentence(text: str) -> Sentence:
    plain = tidy(text)
    marks: list[Mark] = []
    at = 0
    for found in _SCAN.finditer(plain):
        mark = _mark(found, plain[at : found.start()])
        if mark is not None:
            marks.append(mark)
            at = found.end()
    marks, tail = _joined(marks, plain[at:])
    return Sentence(tuple(marks), tail, text.strip())


def _mark(found: re.Match[str], before: str) -> Mark | None:
    text = found.group()
    match found.lastgroup:
        case "period":
            return _period(text, before)
        case "further":
            unit = re.split(r"[ -]", text)[-1]
            return Mark("period", before, (Period(*UNITS[unit]),), further=True, unit=unit)
        case "number":
            return _number(text, before)
        case "options":
            count = _number(text.rsplit(" ", 2)[0], before)
            years = (Period(12),) * count.number if count else ()
            return Mark("chain", before, years, all_options=True, unit="years") if years else None
        case "range":
            return Mark("range", before, _range(text))
        case "money":
            return Mark("money", before)
        case "nth":
            return _ordinals(text, before)
        case "yearword" if re.fullmatch(r"y(?:ea)?r \d{1,2}", text):
            return Mark("year", before, (Period(12),), number=int(text.split()[1]))
        case "yearword" if numbers := _following_years(text):
            return Mark("nth", before, (Period(12),) * len(numbers), number=numbers[0])
        case "day" | "sep":
            day = read_leading_day(text)
            known = day is not None and isinstance(day[0], Span) and 1990 <= day[0].first.year < 2100
            return (
                Mark("day", before, day=day[0].first) if known and day and isinstance(day[0], Span) else None
            )
        case _:
            return Mark("other", before)


def _following_years(text: str) -> list[int]:
    """The numbers of "years 4 and 5", "yr 3, yr 4", where they follow one another; none for any other text."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    follow = len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return numbers if follow and text.startswith("y") and " to " not in text and "-" not in text else []


def _ordinals(text: str, before: str) -> Mark:
    """ "A third", "second, third and fourth years": a year for each, where they follow one another."""
    numbers = [_NTH[word] for word in re.findall(one_of(_NTH), text)]
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return Mark("range", before)
    return Mark("nth", before, (Period(12),) * len(numbers), number=numbers[0])


def _range(text: str) -> tuple[Period, ...]:
    """Both lengths of "36 to 48 months"; none for any other shape."""
    found = re.fullmatch(rf"(?P<one>{_NUMBER}) ?to (?P<other>{_NUMBER}) ?-? ?(?P<unit>[a-z]+)", text)
    numbers = [read_number(found[name]) for name in ("one", "other")] if found else []
    periods = [length(number, found["unit"]) for number in numbers if number is not None and found]
    return tuple(period for period in periods if period is not None) if None not in periods else ()


def _period(text: str, before: str) -> Mark | None:
    found = _PIECES.fullmatch(text)
    if found is None or found["unit"] not in UNITS:
        return None
    number = read_number(found["number"])
    again = (found["again"] or "").strip("[]() ")
    if number is None or (again and read_number(again) != number):
        return Mark("range", before)
    whole = length(number, found["unit"])
    if whole is None or whole.is_zero:
        return Mark("range" if whole is None else "other", before)
    further = not _FURTHER.isdisjoint(found["how"].split())
    return Mark("period", before, (whole,), further=further, monthly=bool(found["ly"]), unit=found["unit"])


def _number(text: str, before: str) -> Mark | None:
    found = re.match(rf"(?P<number>{_NUMBER})(?P<again>{_AGAIN})?", text)
    number = read_number(found["number"]) if found else None
    if found is None or number is None or number.denominator != 1 or number > 120:
        return None
    if found["again"] and read_number(found["again"].strip("[]() ")) != number:
        return None
    if re.match(r"0\d", text):
        return None
    return Mark("number", before, number=int(number))


def _joined(marks: list[Mark], tail: str) -> tuple[list[Mark], str]:
    """The marks with "(96 months)" after "8 years" left out, sums added up and chains put together."""
    result: list[Mark] = []
    for at, mark in enumerate(marks):
        last = result[-1] if result else None
        after = marks[at + 1].before if at + 1 < len(marks) else tail
        if last and mark.kind == last.kind == "period" and _is_sum(last, mark):
            result[-1] = replace(
                last, periods=(Period(last.period.months + mark.period.months, mark.period.days),)
            )
        elif last and mark.kind == "period" and _repeats(last, mark) and not _OF_OPTION.match(after):
            result[-1] = replace(mark, before=last.before)
        else:
            result.append(mark)
    return _chained(result), tail


def _is_sum(last: Mark, mark: Mark) -> bool:
    """ "2 years and 7 months", "10 years plus 11 weeks": the second smaller in kind than the first."""
    first, second = last.period, mark.period
    if second.months and first.months % 12 == 0 and not first.days and second.months < 12:
        return re.fullmatch(r",? ?(?:and|&)? ?", mark.before) is not None
    return bool(
        first.months
        and not first.days
        and second.days
        and re.fullmatch(r",? ?(?:and|&|plus|\+)? ?", mark.before)
    )


def _repeats(last: Mark, mark: Mark) -> bool:
    """ "8 years (96 months)" or "twelve (12 months)"."""
    if not _SAME.fullmatch(mark.before):
        return False
    if last.kind == "number":
        return mark.period in (Period(last.number), Period(last.number * 12), Period(0, last.number * 7))
    return last.kind == "period" and last.period == mark.period


def _chained(marks: list[Mark]) -> list[Mark]:
    result: list[Mark] = []
    at = 0
    while at < len(marks):
        end = at + 1
        while end < len(marks) and _links(marks[end - 1], marks[end], *marks[end + 1 : end + 2]):
            end += 1
        run = marks[at:end]
        leading = re.search(r"(?:(?<!\d)\+|plus) ?$", marks[at].before) is not None
        leading = leading and not (len(run) == 1 and _counts(*marks[end : end + 1]))
        chain = _chain(run, leading) if end - at > 1 or (leading and marks[at].kind == "number") else None
        if chain is None:
            result.append(marks[at])
            at += 1
        else:
            result.append(chain)
            at = end
    return result


def _links(one: Mark, other: Mark, third: Mark | None = None) -> bool:
    """True where a plus joins the two: "3 years + 1", but not "2 years plus two periods of 12 months"."""
    kinds = ("period", "number")
    if other.kind == "number" and third is not None and _counts(third):
        return False
    return one.kind in kinds and other.kind in kinds and _PLUS.fullmatch(other.before) is not None


def _counts(mark: Mark | None = None) -> bool:
    """True where the number before this mark counts it: "2 x 12 months", "2 periods of 12 months"."""
    return (
        mark is not None
        and mark.kind == "period"
        and re.search(r"\bperiod|\bexten|\boption|\bx\b|^ ?$", mark.before) is not None
    )


def _chain(run: list[Mark], leading: bool) -> Mark | None:
    """ "3 years + 1 + 1": a link without a unit has that of the next link that has one, else of the last."""
    numbers = [mark.number for mark in run if mark.kind == "number"]
    if 0 in numbers:
        return None
    units = [mark.unit for mark in run]
    if not any(units):
        units = ["years" if max(numbers) <= 10 else "months" if min(numbers) >= 6 else ""] * len(run)
    parts = []
    for at, mark in enumerate(run):
        unit = next(filter(None, [*units[at:], *reversed(units[:at])]), "")
        if not unit:
            return None
        parts.append(mark.period if mark.kind == "period" else Period(*UNITS[unit]).times(mark.number))
    unit = next((mark.unit for mark in run if mark.unit), "")
    return Mark("chain", run[0].before, tuple(parts), all_options=leading, unit=unit)

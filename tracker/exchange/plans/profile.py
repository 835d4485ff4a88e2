"""What the values of a column are: dates, amounts, names, codes, postcodes, yes and no."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time

from tracker.domain.words import UNSEEN
from tracker.exchange.plans.values import CLEAR
from tracker.exchange.sheets.sheet import Cell, Fault, is_blank, shown

_LONGEST = 300
"""Characters of a value that are looked at."""

SAMPLE = 300
"""Values looked at in a column, spread evenly over its whole length."""

_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
_DATE = re.compile(
    rf"\s*{_WEEKDAY}(?:\d{{1,4}}[-/. ]\d{{1,2}}[-/. ]\d{{1,4}}(?:[T ].*)?"
    r"|\d{1,2}(?:st|nd|rd|th|af|ain|eg|fed)?[-/. ]*(?:of |o )?[a-z]{3,10}[-/., ]*\d{2,4}.*"
    r"|[a-z]{3,10}[-/. ]+(?:\d{1,2}(?:st|nd|rd|th)?,? )?\d{2,4}"
    r"|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    r"|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d)\s*",
    re.IGNORECASE,
)
_DATE_WORDS = re.compile(
    r"\s*(?:rolling.*|on-?going|n/?a|tb[ac]|open(?:[ -]ended)?|until.*|one[- ]?off.*|not .*|unknown|evergreen|"
    r"unavailable|month to month|perpetual|various|expired|\d{4}/\d{2,4}|fy ?\d{2,4}.*|q[1-4].*)\s*",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\s*[-+(]?\s*(?:[£$€]|GBP|USD|EUR)?\s*-?(?:\d{1,3}(?:\.\d{3})*,\d\d|[\d,' ]*\d(?:\.\d+)?)\s*(?:k|m|bn|million|thousand)?\)?-?\s*",
    re.IGNORECASE,
)
_MONEY_SIGN = re.compile(r"[£$€]|\bGBP\b|\d,\d{3}\b|\d\.\d{2}\s*$")
_NIL = re.compile(r"\s*(?:[-–—]+|nil|n/?a|tb[ac]|none)\s*", re.IGNORECASE)
_POSTCODE = re.compile(r"\s*[A-Z]{1,2}\d[A-Z\d]?\s*[\dO][A-Z]{2}\s*", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"\s*(?:https?://|www\.)\S+.*", re.IGNORECASE)
_PHONE = re.compile(r"\s*\(?\+?[0x][\dx\s()-]{8,}\s*|\s*\d{3}-\d{3}-?\d{4}\s*")
_YEAR = re.compile(r"(?:19[89]|20[0-6])\d")
_CPV = re.compile(r"\s*\d{8}(?:-\d)?(?:[\s,;|]+\d{8}(?:-\d)?)*\s*")
_COMPANY = re.compile(
    r"\s*(?:\d{7,8}|(?:SC|NI|OC|SO|IP|RC|R|FC|GE|NC|NP|LP|CE|RS)\d{5,6}|\d{6,7}(?:-\d)?)\s*", re.IGNORECASE
)
_CODE = re.compile(r"(?=\D*\d)[\w./#-]{1,20}")
_YES_NO = re.compile(r"\s*(?:y|n|yes|no|true|false|t|f|0|1|[✓✔☑√✗✘☐])\s*", re.IGNORECASE)
_CURRENCY = re.compile(r"\s*(?:[A-Z]{3}|£|€|\$|pounds?|sterling)\s*", re.IGNORECASE)
_PERIOD = re.compile(
    r".*\b\d+(?:\.\d+)?\s*(?:\+|x|years?|yrs?|y|months?|mths?|m|weeks?|days?)\b.*|\s*\d{1,3}(?:\s*\+\s*\d{1,3})+\s*|.*\b(?:one|two|three|four|five|six|seven|ten)\b.*(?:year|month).*|\s*one[- ]?off.*|\s*rolling.*",
    re.IGNORECASE | re.DOTALL,
)
_A_DAY = r"(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|(?:\d{1,2}(?:st|nd|rd|th)? ?)?[a-z]{3,9}[ \-,]*\d{2,4})"
_SPAN = re.compile(rf"\s*(?:from )?{_A_DAY}\s*(?:[-\u2013\u2014]|to|until|till)\s*{_A_DAY}\s*", re.IGNORECASE)
_FIRM = re.compile(
    r"\b(?:ltd|limited|plc|llp|llc|inc|corp|corporation|company|co|group|services|solutions|trust|council|university|associates|consult\w*|"
    r"partners|uk|cic|gmbh|systems|holdings|nhs)\b",
    re.IGNORECASE,
)
_KIND_OF_AGREEMENT = re.compile(
    r".*\b(?:contract|framework|call[ -]?off|agreement|sla|grant|lease|licen[cs]e|memorandum|mou|concession|"
    r"dps|inter[- ]authority|joint committee|delegation|secondment|exchange of letters|heads of terms|s(?:ection)?\.? ?1\d\d)\b.*",
    re.IGNORECASE,
)
_ROUTE = re.compile(
    r".*\b(?:tender|quot(?:e|ation)s?|ojeu|official journal|open|restricted|negotiated|direct award|waiver|"
    r"exemption|rfq|itt|request for|mini[ -]?competition|competitive|framework|find a tender|invitation|spot|"
    r"single source|new|renewal|bid|order|procedure)\b.*",
    re.IGNORECASE,
)
_SIZE = re.compile(
    r"\s*(?:sme|lge|large|small|medium|micro|s|m|l)\s*(?:enterprise|sized?.*)?\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Profile:
    """Shares, from 0 to 1, of the filled values of a column that have a certain shape.

    Attributes:
        filled: share of all rows in which the column holds anything.
        different: share of the values that occur once.
        counts: the values are 1, 2, 3 and so on: the rows are numbered.
        length: mean number of characters.
        samples: the first three values that differ, as text.
    """

    filled: float = 0.0
    date: float = 0.0
    words_of_end: float = 0.0
    number: float = 0.0
    money: float = 0.0
    nil: float = 0.0
    letters: float = 0.0
    postcode: float = 0.0
    email: float = 0.0
    url: float = 0.0
    year: float = 0.0
    phone: float = 0.0
    cpv: float = 0.0
    company: float = 0.0
    yes_no: float = 0.0
    currency: float = 0.0
    period: float = 0.0
    span: float = 0.0
    firm: float = 0.0
    kind: float = 0.0
    code: float = 0.0
    route: float = 0.0
    size: float = 0.0
    different: float = 0.0
    constant: bool = False
    counts: bool = False
    length: float = 0.0
    samples: tuple[str, ...] = ()


_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("words_of_end", _DATE_WORDS),
    ("nil", _NIL),
    ("postcode", _POSTCODE),
    ("url", _URL),
    ("year", _YEAR),
    ("phone", _PHONE),
    ("cpv", _CPV),
    ("company", _COMPANY),
    ("yes_no", _YES_NO),
    ("currency", _CURRENCY),
    ("period", _PERIOD),
    ("kind", _KIND_OF_AGREEMENT),
    ("route", _ROUTE),
    ("size", _SIZE),
    ("code", _CODE),
    ("span", _SPAN),
)


def profile(values: Sequence[Cell]) -> Profile:
    """Look at a column's values, at most SAMPLE of them."""
    step = max(1, len(values) // SAMPLE)
    picked = values[::step]
    filled = [cell for cell in picked if _says_something(cell)]
    if not filled:
        # The sample may have missed what a sparse column holds.
        picked = values
        filled = [cell for cell in set(values) if _says_something(cell)][:SAMPLE]
    if not filled:
        faults = any(isinstance(cell, Fault) for cell in set(values))
        return Profile(filled=1 / len(values)) if faults else Profile()
    texts = [_seen(shown(cell)[:_LONGEST]) for cell in filled]
    count = len(filled)
    often = Counter(texts)

    def share(fits: Callable[[str], object]) -> float:
        return sum(times for text, times in often.items() if fits(text)) / count

    shares = {name: share(pattern.fullmatch) for name, pattern in _SHAPES}
    dates = [_is_date(cell, text) for cell, text in zip(filled, texts, strict=True)]
    if any(isinstance(cell, date) for cell in filled):
        # Beside true days, a number of that size is a day that lost its format.
        dates = [day or _is_serial(cell) for day, cell in zip(dates, filled, strict=True)]
    numbers = [_is_number(cell, text) for cell, text in zip(filled, texts, strict=True)]
    return Profile(
        filled=count / max(1, len(picked)),
        date=sum(dates) / count,
        number=sum(numbers) / count,
        money=share(_MONEY_SIGN.search),
        letters=share(lambda text: any(map(str.isalpha, text))),
        email=share(_EMAIL.search),
        firm=share(_FIRM.search),
        different=len(often) / count,
        constant=len(often) == 1 and count > 3,
        counts=_counts(values),
        length=sum(map(len, texts)) / count,
        samples=tuple(dict.fromkeys(" ".join(text.split())[:80] for text in texts[:50]))[:3],
        **shares,
    )


def _seen(text: str) -> str:
    """The text without blanks around it, marks that nobody sees, and the apostrophe that makes a spreadsheet's text."""
    plain = text if text.isascii() else text.translate(UNSEEN)
    return plain.strip().removeprefix("'")


def _counts(values: Sequence[Cell]) -> bool:
    first = [shown(cell).strip().rstrip(".") for cell in values[:SAMPLE] if not is_blank(cell)]
    return len(first) > 1 and all(text == str(number) for number, text in enumerate(first, 1))


def _says_something(cell: Cell) -> bool:
    return not is_blank(cell) and not isinstance(cell, Fault) and cell not in CLEAR


def _is_date(cell: Cell, text: str) -> bool:
    if isinstance(cell, str):
        return _DATE.fullmatch(text) is not None
    return isinstance(cell, date)


def _is_serial(cell: Cell) -> bool:
    return type(cell) is float and cell.is_integer() and 30_000 < cell < 60_000


def _is_number(cell: Cell, text: str) -> bool:
    if isinstance(cell, str):
        return _NUMBER.fullmatch(text) is not None
    return isinstance(cell, (int, float)) and not isinstance(cell, (bool, time))


def looks_like_date(cell: Cell) -> bool:
    """True for a day, or a text that has the shape of one."""
    return _is_date(cell, _seen(shown(cell)[:_LONGEST]))


def looks_like_number(cell: Cell) -> bool:
    """True for a number, or a text that has the shape of one."""
    return _is_number(cell, _seen(shown(cell)[:_LONGEST]))


def _day_fit(p: Profile) -> float:
    return p.date - p.span + 0.5 * p.nil if p.date else _serials(p)


def _end_fit(p: Profile) -> float:
    """As for a day; an end may also be in words, such as "rolling"."""
    return (
        p.date - p.span + 0.8 * p.words_of_end + 0.3 * p.nil
        if p.date or p.words_of_end > 0.5
        else _serials(p)
    )


def _serials(p: Profile) -> float:
    """Numbers may be days of a spreadsheet that lost their format, or years."""
    if p.year > 0.9 - p.words_of_end and p.year:
        return 0.3
    return (
        0.3
        if p.number > 0.9 - p.words_of_end and p.number and p.money == 0 and 4.5 <= p.length <= 8.5
        else 0.0
    )


def _amount_fit(p: Profile) -> float:
    return max(0.0, p.number + p.nil * 0.5 + 0.3 * p.money - p.date)


def _text_fit(p: Profile) -> float:
    return max(0.0, p.letters - p.date - p.email - p.url - p.postcode - 0.5 * p.yes_no)


def _name_fit(p: Profile) -> float:
    if p.email > 0.5:
        return 0.0
    return max(0.0, _text_fit(p) + 0.3 * p.firm - (0.4 if p.length > 120 else 0.0) - 0.5 * (p.number > 0.5))


def _reference_fit(p: Profile) -> float:
    short = 1.0 if p.length <= 40 else 0.2
    words = 0.4 * (p.code < 0.2 and p.letters > 0.8)  # a name, more likely
    against = p.date + p.email + p.url + 0.5 * p.yes_no + 0.5 * p.constant + words
    return max(0.0, short * (0.5 + 0.5 * p.different) - against)


def _title_fit(p: Profile) -> float:
    return max(
        0.0,
        _text_fit(p)
        + 0.2 * p.different
        - 0.8 * p.constant
        - 0.2 * (p.length < 6)
        - p.code
        - 0.3 * (p.different < 0.4),
    )


def _number_of_supplier_fit(p: Profile) -> float:
    return max(0.0, 0.5 + 0.5 * p.company - p.date - p.email - 0.5 * (p.length > 40))


def _length_fit(p: Profile, least: float) -> float:
    return max(
        p.period, p.span, 0.6 if p.number > 0.8 and p.length <= 5 else 0.0, 0.5 * p.words_of_end, least
    )


FITS: dict[str, Callable[[Profile], float]] = {
    **dict.fromkeys(("signed", "starts", "review", "notice_by"), _day_fit),
    **dict.fromkeys(("ends", "current_end", "max_end"), _end_fit),
    **dict.fromkeys(("value", "value_low", "value_high", "annual_value", "irrecoverable_vat"), _amount_fit),
    **dict.fromkeys(("supplier", "buyer", "owner", "contact", "arrangement"), _name_fit),
    **dict.fromkeys(("reference", "uid"), _reference_fit),
    "parent_reference": lambda p: _reference_fit(p) + 0.5 * p.constant,
    **dict.fromkeys(("department", "category", "status", "description"), _text_fit),
    **dict.fromkeys(("sme", "vcse"), lambda p: max(p.yes_no, p.size)),
    "title": _title_fit,
    "supplier_number": _number_of_supplier_fit,
    "term": lambda p: _length_fit(p, 0.0),
    "extensions": lambda p: _length_fit(p, 0.3),
    "renewal": lambda p: max(p.yes_no, _length_fit(p, 0.4)) if p.date < 0.3 else 0.0,
    "notice": lambda p: _length_fit(p, 0.2),
    "currency": lambda p: p.currency,
    "cpv": lambda p: p.cpv,
    "procurement_route": lambda p: _text_fit(p) * (0.4 + 0.6 * p.route),
    "type": lambda p: _text_fit(p) * (0.2 + 0.8 * p.kind),
    "tags": lambda p: max(0.0, _text_fit(p) - 0.5 * (p.length > 120)),
    "notes": lambda p: 0.6,
}
"""How well a column's values fit a field: 0 not at all, 1 or a little more very well."""

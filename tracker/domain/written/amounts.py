"""Amounts of money as people write them.

An amount is never guessed: a figure that lost digits is refused with its words kept, a
rate is never multiplied, and a bound ("over £200,000") is not an exact value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

from tracker.domain.check import Finding, Severity
from tracker.domain.money import PLACES, Money
from tracker.domain.words import one_of, short, tidy
from tracker.domain.written.amount_words import (
    BOUND_AFTER,
    BOUND_BEFORE,
    BOUNDS_AFTER,
    BOUNDS_BEFORE,
    CONTINENTAL,
    CURRENCIES,
    FIGURE,
    FILLER,
    MARK,
    MULTIPLIERS,
    NIL,
    NOT_STATED,
    OTHER_RATE,
    RANGE,
    RATE,
    RATES,
    SIMPLE,
    VAT,
)

_TOO_LARGE = 10**15


@dataclass(frozen=True, slots=True)
class Amount:
    """What a text was understood to say of money.

    Attributes:
        value: the figure where there is one; also the figure of "about"; None for bounds and ranges.
        low, high: the least and the most that the words allow; None where open. Whether a bound
            itself belongs to it is said by `bound`.
        bound: "exact", "about", "between", "more than", "at least", "up to", "less than"; "" for no amount.
        per: what it is a rate for ("year", "month", "hour"), "" for a plain amount. Never multiplied.
        vat: "including" or "excluding" where the words say so, else "".
        understood: the words to show; "" where there is nothing to show.
        findings: what is odd; an error where an amount was meant and could not be read.
    """

    value: Money | None = None
    low: Money | None = None
    high: Money | None = None
    bound: str = ""
    per: str = ""
    vat: str = ""
    understood: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """What the heading of a column of money says of every figure in it.

    Attributes:
        unit: what each figure is to be multiplied by: 1, 1,000 or 1,000,000.
        currency: ISO 4217 code, "" where the heading names none.
        per: "year" for an annual figure, "month" for a monthly one and so on, as in `Amount.per`.
    """

    unit: int = 1
    currency: str = ""
    per: str = ""


@lru_cache(maxsize=16384)
def read_amount(text: str, currency: str = "GBP", *, unit: int = 1) -> Amount:
    """The amount that `text` states. Never raises.

    Args:
        currency: taken where the text names none; a different one in the text is flagged.
        unit: what the column's heading multiplies each figure by (`read_heading`); a figure with
            its own "k" or "m" is left alone.
    """
    simple = SIMPLE.fullmatch(text)
    if simple and unit == 1 and currency == "GBP":
        pence = int(simple["pounds"].replace(",", "")) * 100 + int(simple["pence"] or 0)
        if 100 < pence < _TOO_LARGE:
            return _exact(Money(pence))
    plain = tidy(text).strip("\"';: ").rstrip(".,")
    if not plain:
        return Amount()
    if NOT_STATED.fullmatch(plain):
        note = Finding("money.not-stated", Severity.NOTE, f"'{short(text)}' states no amount.")
        return Amount(understood="not stated", findings=(note,))
    if says_nil(plain):
        nil = Money(0, currency)
        note = Finding("money.nil", Severity.NOTE, f"'{short(text)}' was taken as nil.")
        return Amount(nil, nil, nil, "exact", understood=str(nil), findings=(note,))
    read = _read(plain, currency, unit)
    if isinstance(read, str):
        return _refused(f"'{short(text)}' {read}; the words are kept.")
    return _shown(read)


def exact_money(text: str, currency: str = "GBP") -> Money:
    """One exact amount as written: "£500,000.00". Raises ValueError for anything else."""
    read = read_amount(text, currency)
    if read.value is None or read.bound != "exact":
        raise ValueError(next((f.message for f in read.findings), f"'{text}' is not an exact amount."))
    return read.value


def says_nil(text: str) -> bool:
    """True for a blank text, a dash, "nil", "free" and the like."""
    plain = tidy(text).strip("\"';: ").rstrip(".,")
    return not plain or NIL.fullmatch(plain) is not None


def read_number(number: float | Decimal, currency: str = "GBP", *, unit: int = 1) -> Amount:
    """The amount of a cell that holds a number. Fractions of a penny are rounded and said."""
    if unit == 1 and 1 < number < 10**12 and currency not in PLACES and round(number * 100) / 100 == number:
        return _exact(Money(round(number * 100), currency))
    exact = Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
    if not exact.is_finite() or abs(exact) >= _TOO_LARGE:
        return _refused(f"{number} is not an amount.")
    value, findings = _whole(exact * unit, currency)
    return _shown(Amount(value, value, value, "exact", findings=findings + _placeholder(exact, unit)))


def read_heading(text: str) -> Heading:
    """What a column's heading says of its figures: "Saving (£'000)", "Annual value", "Value €m"."""
    plain = tidy(text)
    unit = 1
    if re.search(r"['£$€ (]0{3}'?s?\b|[£$€]k\b|\bthousands?\b|\(k\)", plain):
        unit = 10**3
    elif re.search(r"[£$€] ?m(?:n|illions?)?\b|\bmillions?\b", plain):
        unit = 10**6
    marks = re.search(rf"(?<![a-z]){MARK}(?![a-z])|[£€¥$]", plain)
    return Heading(unit, CURRENCIES[marks.group()] if marks else "", _heading_rate(plain))


_OFTEN = re.compile(
    r"(?<![a-z])(?:(?:per|each|every|/) ?(?:calendar )?(?P<per>quarter|month|mth|week|wk|day|hour|hr)"
    r"|(?P<ly>quarterly|monthly|pcm|weekly|daily|hourly))(?![a-z])"
)


def _heading_rate(plain: str) -> str:
    """ "year", "month" and so on where a heading's figures are for each; "" where they are for the whole."""
    if often := _OFTEN.search(plain):
        return RATES[often["per"] or often["ly"]]
    per = re.search(rf"(?<![a-z]){one_of(RATES)}(?![a-z])", plain)
    annual = per is not None and RATES[per.group()] == "year"
    return "year" if annual and not re.search(r"year \d|\d{4}|of year", plain) else ""


def _read(plain: str, currency: str, unit: int) -> Amount | str:
    """The amount, or what is wrong with it, to follow the words themselves in a sentence."""
    filler = re.match(rf"{one_of(FILLER)}(?![a-z]):? ?", plain)
    rest = plain[filler.end() :] if filler else plain
    between = re.match(r"between |from (?=.* to )", rest)
    word = None if between else BOUND_BEFORE.match(rest)
    bound = BOUNDS_BEFORE[word["word"]] if word else "exact"
    before = between or word
    first, at = _figure(rest, before.end() if before else 0, currency)
    if isinstance(first, str):
        return first
    joint = RANGE.match(rest, at)
    second, end = _figure(rest, joint.end(), currency) if joint else ("", 0)
    if isinstance(second, _Figure):
        found = _spread(first, second, unit)
        at = end
    elif between:
        return "has only one of the two figures of a range"
    else:
        value, notes = first.money(unit)
        found = Amount(value, value, value, bound, findings=notes)
    if isinstance(found, str):
        return found
    return _with_words(found, rest[at:], first, unit)


@dataclass(frozen=True, slots=True)
class _Figure:
    """One figure as written, and where in the text it ended."""

    number: Decimal
    times: int
    currency: str
    marked: bool
    expected: str
    continental: bool = False

    def money(self, unit: int) -> tuple[Money, tuple[Finding, ...]]:
        value, findings = _whole(self.number * (self.times or unit), self.currency)
        if self.currency != self.expected:
            message = f"The amount is in {self.currency}, not in {self.expected}."
            findings += (Finding("money.foreign-currency", Severity.WARNING, message),)
        if self.continental:
            message = "The dots were read as between thousands and the comma as before the pence."
            findings += (Finding("money.continental", Severity.WARNING, message),)
        if self.times and unit != 1:
            message = "The figure has its own thousand or million, so the heading's was not used."
            findings += (Finding("money.unit-twice", Severity.WARNING, message),)
        return value, findings + (() if self.times else _placeholder(self.number, unit))


def _figure(text: str, at: int, currency: str) -> tuple[_Figure | str, int]:
    found = FIGURE.match(text, at)
    if found is None:
        return _why_not(text), at
    number = re.sub("[, ]", "", found["number"])
    continental = re.fullmatch(CONTINENTAL, found["number"]) is not None
    if continental:
        number = found["number"].replace(".", "").replace(",", ".")
    if re.match(r"0\d", number):
        return "begins with a zero, so it is a code and not an amount", at
    whole, _, decimals = number.partition(".")
    times = MULTIPLIERS.get(found["times"] or "", 0)
    mark = found["mark"] or found["after"]
    dollars = mark == "$" and currency in ("CAD", "AUD", "NZD", "HKD", "SGD")
    named = currency if dollars else CURRENCIES.get(mark or "", currency)
    if len(whole) > 15 or Decimal(number) * (times or 1) >= _TOO_LARGE:
        return "is too large to be an amount", at
    if (
        not times
        and len(decimals) == 3 != PLACES.get(named)
        and len(whole) <= 3
        and "," not in found["number"]
    ):
        return "could be thousands or decimals", at
    brackets = (found["open"] or found["inner"]) and found["shut"]
    value = Decimal(number) * (-1 if found["sign"] or found["minus"] or brackets else 1)
    return _Figure(value, times, named, mark is not None, currency, continental), found.end()


def _why_not(text: str) -> str:
    if re.search(r"\d%", text):
        return "is a share, not an amount"
    if re.search(r"\d(?:\.\d+)?e[+-]?\d", text):
        return "is shortened by a spreadsheet, so digits are lost"
    if re.search(r"\d,\d{1,2}(?!\d)", text):
        return "has a comma where digits may be missing, so the figure is not known"
    return "was not understood as an amount"


def _spread(first: _Figure, second: _Figure, unit: int) -> Amount | str:
    """Two figures as a range; "£2-5m" gives the first the second's million."""
    if second.times and not first.times:
        first = replace(first, times=second.times)
    if first.marked and not second.marked:
        second = replace(second, currency=first.currency)
    if second.marked and not first.marked:
        first = replace(first, currency=second.currency)
    if first.currency != second.currency:
        return "has two currencies"
    if (
        not (first.times or second.times or (first.marked and second.marked))
        and 0 < first.number < 1000 <= second.number
        and second.number >= 100 * first.number
    ):
        return "leaves open whether its first figure is in thousands"
    low, notes = first.money(unit)
    high, more = second.money(unit)
    if high < low:
        return "has its larger figure first"
    return Amount(None, low, high, "between", findings=tuple(dict.fromkeys(notes + more)))


_PENCE = re.compile(r" ?p(?:ence)?(?![\w./])")
# The letter O for a nought ("1O,000"), an apostrophe between thousands ("12'000").
_BROKEN_OFF = re.compile(r"(?:[ol]|['’`´])[\dol]|[ol][,.]\d")
_COUNTED = re.compile(r" ?(?:x|\*|@|times) ?\d| ?(?:each|apiece)\b")


def _with_words(found: Amount, rest: str, first: _Figure, unit: int) -> Amount | str:
    """The words after the figures: a rate, VAT, a bound; anything else is said to be left."""
    while rest:
        if vat := VAT.match(rest):
            kind = "including" if vat["kind"].startswith("inc") else "excluding"
            found, rest = replace(found, vat=kind), rest[vat.end() :]
        elif not found.per and (rate := RATE.match(rest) or OTHER_RATE.match(rest)):
            found, rest = replace(found, per=RATES.get(rate["per"], rate["per"])), rest[rate.end() :]
        elif found.bound == "exact" and (after := BOUND_AFTER.match(rest)):
            found, rest = replace(found, bound=BOUNDS_AFTER[after["word"]]), rest[after.end() :]
        else:
            break
    found = _bounded(found)
    if rest == "-" and found.value:
        return replace(found, value=-found.value, low=-found.value, high=-found.value)
    if re.match(r" ?[/:.,;-]? ?\d", rest) or re.search(r"[£$€] ?\d|\d{5}|\d[.,]\d", rest):
        return "has more than one figure"
    if _BROKEN_OFF.match(rest):
        return "breaks off at a sign that is no figure, so digits may be missing"
    if _PENCE.match(rest):
        return "is in pence"
    if _COUNTED.match(rest):
        return "is a figure that counts several times"
    rest = rest.strip(" ,.;:-")
    rest = rest[1:-1] if rest[:1] + rest[-1:] == "()" else rest.rstrip(")") if "(" not in rest else rest
    if rest:
        left = Finding(
            "money.words-left",
            Severity.WARNING,
            f"The words '{short(rest)}' beside the amount were not used.",
        )
        found = replace(found, findings=(*found.findings, left))
    return found


def _bounded(found: Amount) -> Amount:
    if found.bound in ("more than", "at least"):
        return replace(found, value=None, high=None)
    if found.bound in ("up to", "less than"):
        return replace(found, value=None, low=None)
    if found.bound == "about":
        note = Finding("money.about", Severity.WARNING, "The amount is not exact: the words say about.")
        return replace(found, findings=(*found.findings, note))
    return found


def _whole(amount: Decimal, currency: str) -> tuple[Money, tuple[Finding, ...]]:
    """In whole minor units; a part of one is rounded, and said unless it is only a computer's noise."""
    exact = amount.scaleb(PLACES.get(currency, 2))
    minor = exact.to_integral_value(ROUND_HALF_EVEN)
    if abs(exact - minor) < Decimal("0.0001"):
        return Money(int(minor), currency), ()
    rounded = Money(int(minor), currency)
    message = f"{amount.normalize():f} has parts of a penny and was rounded to {rounded}."
    return rounded, (Finding("money.rounded", Severity.WARNING, message),)


def _placeholder(number: Decimal, unit: int) -> tuple[Finding, ...]:
    if unit != 1 or number not in (0, 1, Decimal("0.01")):
        return ()
    message = f"{number.normalize():f} is often written where no amount is known; check it."
    return (Finding("money.placeholder", Severity.WARNING, message),)


def _exact(value: Money) -> Amount:
    return Amount(value, value, value, "exact", understood=str(value))


def _refused(message: str) -> Amount:
    return Amount(findings=(Finding("money.unreadable", Severity.ERROR, message),))


def _shown(found: Amount) -> Amount:
    """The amount with the words to show for it."""
    match found.bound:
        case "between":
            said = f"between {found.low} and {found.high}"
        case "exact":
            said = str(found.value)
        case "about":
            said = f"about {found.value}"
        case bound:
            said = f"{bound} {found.low or found.high}"
    said += (
        f" {'an' if found.per == 'hour' else 'a'} {found.per}"
        if found.per in RATES.values()
        else f" per {found.per}"
        if found.per
        else ""
    )
    said += f", {found.vat} VAT" if found.vat else ""
    return replace(found, understood=said)

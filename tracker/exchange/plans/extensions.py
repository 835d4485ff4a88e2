"""Cells of columns about nothing but extensions: rights to extend, those that were used, and those that are left."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.domain.check import Finding, Severity
from tracker.domain.dates import Period
from tracker.domain.written import OptionRead, ReadTerms, read_options, read_period
from tracker.exchange.plans.lengths import (
    LONGEST,
    MAY_BE_A_LENGTH,
    NO_LENGTH,
    UNITS,
    Length,
    in_units,
    read_words,
)
from tracker.exchange.plans.renewal import renews
from tracker.exchange.plans.values import CLEAR, Read, fault_findings
from tracker.exchange.sheets.sheet import Cell, Fault, is_blank, shown

_NONE_LEFT = re.compile(
    r"(?:none|nil|no|zero|0)(?: (?:more|further|other|remaining|left|options?|extensions?|exts?|available|months?|years?|"
    r"applicable|allowed|permitted|possible|provisions?|to extend))*|not (?:applicable|extendable|available|permitted|possible)|"
    r"(?:(?:all|both|fully|already|now) )*(?:(?:options?|extensions?) )?(?:(?:have|has|are|is|been|all|both|fully|now) )*"
    r"(?:used|taken|exercised|extended|utilised|exhausted|invoked)(?: up)?"
)
"""What says that there is no right to extend, or none left."""

_MADE = re.compile(
    r"(?<!be )(?<!if )(?<!when )(?<!not )(?<!not yet )(?<!being )\b(?:used|taken|exercised|invoked|utilised|enacted|exhausted|activated)\b"
    r"|^(?:now |already |contract )?extended\b|\b(?:has|have|had|was|were|already|now) (?:been )?(?:extended|granted|agreed)\b"
    r"|\bextension (?:granted|agreed|approved)\b",
    re.IGNORECASE,
)
"""An extension that was made."""

_LEFT = re.compile(r"\b(?:remain\w*|left|available|outstanding|still|further)\b", re.IGNORECASE)
_PARTS = re.compile(r"[,;.()]| and | then ", re.IGNORECASE)
_FIGURES = re.compile(r"\d{1,3}(?:(?: ?(?:\+|&|,|and) ?)\d{1,3})+")
_TIMES = re.compile(r"([1-9]) ?[x*] ?(\d{1,2})", re.IGNORECASE)
_DAY = re.compile(r"\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}|\d{1,2}(?:st|nd|rd|th)? [a-z]+,? \d{4}", re.IGNORECASE)


def _in_column(written: str, unit: str) -> tuple[OptionRead, ...]:
    """The options in a cell of a column about nothing else, whose heading may say what bare figures count."""
    plain = " ".join(written.lower().split())
    if times := _TIMES.fullmatch(plain):
        plain = "+".join([times[2]] * int(times[1]))
    if _FIGURES.fullmatch(plain):
        figures = re.findall(r"\d+", plain)
        one = UNITS.get(unit)
        if one is None:
            return read_options("+".join(figures))
        # "1+1" under "(months)" is more likely two years than two months, and "12+12" under "(years)" two
        # years than twenty-four: neither is taken.
        numbers = [int(figure) for figure in figures]
        unlikely = (
            min(numbers) < _LEAST_MONTHS if unit == "month" else unit == "year" and max(numbers) > _MOST_YEARS
        )
        return () if unlikely else tuple(OptionRead(one.times(number)) for number in numbers)
    return read_options(f"until {written}" if _DAY.fullmatch(plain) else written)


_LEAST_MONTHS, _MOST_YEARS = 3, 10
"""Lengths that an option has which is one of several in bare figures."""


_COUNTS = re.compile(
    r"\b(?:number|no|nr|how many|count)\b\.?(?: of)? (?P<each>(?:\w+[- ])?\d*[- ]?(?:months?|years?))[- ](?:\w+ )?"
    r"(?:extn?s?|extensions?|options?|renewals?)\b",
    re.IGNORECASE,
)
_MOST_EXTENSIONS = 20


def each_extension(heading: str) -> Period | None:
    """The length of each extension under a heading that counts them, "Number of 12 month extensions"; else None."""
    counted = _COUNTS.search(" ".join(heading.replace("_", " ").split()))
    return read_period(counted["each"].replace("-", " ")).period if counted else None


_NUMBER_OF = re.compile(
    r"\b(?:no|nos|number|num|count)\b\.? ?(?:of )?(?:(?:possible|potential|available|optional|permitted|contract) )*"
    r"(?:extensions?|options?|renewals?)\b(?!.*\b(?:used|taken|exercised|remaining|left|months?|years?|date)\b)"
    r"|^(?:extensions?|options?) (?:available|permitted|possible)? ?\((?:no|number)\.?\)",
    re.IGNORECASE,
)
_PLAIN_LENGTH = re.compile(
    r"\d{1,3}(?:\.0+)?|(?:\d{1,3}|one|two|three|four|five|six|twelve) ?-?(?:months?|mths?|years?|yrs?)",
    re.IGNORECASE,
)


def counts_extensions(heading: str) -> bool:
    """True for a column that says how many extensions there are, while another says how long each is."""
    return _NUMBER_OF.search(" ".join(heading.replace("_", " ").replace("#", "no ").split())) is not None


def so_many(lengths: Sequence[Cell], counts: Sequence[Cell], unit: str) -> list[Cell]:
    """The lengths of extensions as "2 x 12 months", where another column counts them; what is no plain length stays.

    Args:
        unit: what a bare figure counts, from the heading of the lengths; "" where it counts nothing.
    """
    made: list[Cell] = []
    for cell, count in zip(lengths, counts, strict=True):
        written, number = shown(cell).strip(), shown(count).strip().removesuffix(".0")
        several = number.isdecimal() and 1 < int(number) <= _MOST_EXTENSIONS
        if (
            several
            and _PLAIN_LENGTH.fullmatch(written)
            and (unit or not written.replace(".", "").isdecimal())
        ):
            bare = written.replace(".", "").isdecimal()
            made.append(f"{number} x {written.removesuffix('.0')}{f' {unit}s' if bare else ''}")
        else:
            made.append(cell)
    return made


def read_extension(cell: Cell, unit: str, each: Period | None = None, renewals: bool = False) -> Read:
    """A cell of a column about nothing but extensions: "12", "2 x 12 months", "Yes", "until 31 March 2029".

    Args:
        unit: what a bare figure counts, from the column's heading; "" where it counts nothing.
        each: the length of one extension, where bare figures count the extensions themselves.
        renewals: True where the heading speaks of renewals, which come by themselves where another cell says so.
    """
    if is_blank(cell) or cell in CLEAR:
        return NO_LENGTH, ()
    if isinstance(cell, Fault):
        return NO_LENGTH, fault_findings(cell)
    written = shown(cell).strip()
    if each is not None and written.isdecimal() and int(written) <= _MOST_EXTENSIONS:
        return Length(options=(OptionRead(each),) * int(written), text=f"{written} x {each}"), ()
    period = in_units(written, unit) if each is None else None
    if period is not None:
        roll = ReadTerms(roll=period) if renewals and not period.is_zero else ReadTerms()
        return Length(roll, () if period.is_zero else (OptionRead(period),), written), ()
    word = written.lower().strip(" .")
    if word in ("n/a", "na", "n", "-", "false") or _NONE_LEFT.fullmatch(word):
        return Length(text=written), ()
    stated = written[:LONGEST]
    if (by_itself := renews(stated)) is not None:
        return Length(by_itself, text=written), ()
    if _MADE.search(stated):
        stated = "; ".join(
            part for part in _PARTS.split(stated) if _LEFT.search(part) and not _MADE.search(part)
        )
        if not stated:
            message = f"'{written[:80]}' says that an extension was made, not that there is a right to one; the words are kept."
            return Length(text=written), (Finding("terms.extension-made", Severity.WARNING, message),)
    options = _in_column(stated, unit) if MAY_BE_A_LENGTH.search(stated) else ()
    if options:
        roll = ReadTerms(roll=options[0].length) if renewals and len(options) == 1 else ReadTerms()
        return Length(roll, options, written), ()
    terms = read_words(written)
    if terms.term_limit is not None:
        return Length(terms, text=written), ()
    message = f"'{written[:80]}' names an extension without a length that was understood; the words are kept."
    return Length(text=written), (Finding("terms.no-extension-length", Severity.WARNING, message),)

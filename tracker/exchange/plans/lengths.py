"""Cells about how long an agreement runs and how much notice it asks for: "3+1+1", "36", two days, "3 months"."""

from __future__ import annotations

import re
from typing import NamedTuple

from tracker.domain.check import Finding, Severity
from tracker.domain.dates import Period
from tracker.domain.written import (
    DateOrder,
    OptionRead,
    ReadDate,
    ReadSpan,
    ReadTerms,
    read_date,
    read_options,
    read_period,
    read_span,
    read_terms,
)
from tracker.exchange.plans.values import Read, fault_findings
from tracker.exchange.sheets.sheet import Cell, Fault, is_blank, shown

LONGEST = 20_000
"""Characters of a description that are read for terms."""


class Length(NamedTuple):
    """A cell about a term or an extension, as read.

    `options` stands apart from `terms`, for a column that is about nothing else; `span` is
    a first and a last day ("2017/18"), where the cell is one.
    """

    terms: ReadTerms = ReadTerms()
    options: tuple[OptionRead, ...] = ()
    text: str = ""
    span: ReadSpan | None = None


NO_LENGTH = Length()
"""What a blank cell says."""

UNITS = {"month": Period(months=1), "year": Period(months=12), "week": Period(days=7), "day": Period(days=1)}


def in_units(written: str, unit: str) -> Period | None:
    """A bare figure under a heading that names its unit; None for anything else."""
    one = UNITS.get(unit)
    if one is None or not re.fullmatch(r"\d{1,4}(?:\.0+)?", written):
        return None
    return one.times(int(float(written)))


def read_term(cell: Cell, unit: str, order: DateOrder = "dmy") -> Read:
    """A cell of a column of terms or durations: "36", "3 years", "3+1+1", "One-off", two days."""
    if is_blank(cell):
        return NO_LENGTH, ()
    if isinstance(cell, Fault):
        return NO_LENGTH, fault_findings(cell)
    written = shown(cell).strip()
    period = in_units(written, unit)
    if running := _running(written, order):
        return running
    terms = ReadTerms(initial=period) if period else read_words(written)
    if not terms.initial and (both := _span_and_more(written, terms, order)):
        return both
    if terms.initial or terms.options or terms.end_kind or terms.roll:
        return Length(terms, terms.options, written, _beginning(written, order)), terms.findings
    span = read_span(written[:200], order=order)
    if terms.until and (span.starts.when is None or span.ends.when is None):
        return Length(terms, terms.options, written), terms.findings
    if span.starts.when is not None and span.ends.when is not None:
        return Length(ReadTerms(), (), written, span), span.starts.findings + span.ends.findings
    return Length(terms, (), written), terms.findings or (_not_understood(written, "length"),)


_MORE = re.compile(r"\s*(?:\n|\(|\+|;|,? (?:with|plus)\b)")


def _span_and_more(written: str, terms: ReadTerms, order: DateOrder) -> Read | None:
    """Two days, and behind them the extensions: "01/04/2022 - 31/03/2029 (+ 3 years)"; None for anything else."""
    more = _MORE.search(written)
    span = read_span(written[: more.start()][:200], order=order) if more else None
    if more is None or span is None or span.starts.when is None or span.ends.when is None:
        return None
    options = terms.options or read_options(written[more.end() :].strip(" ()+\n"))
    if not options:
        return None
    return Length(terms, options, written, span), span.starts.findings + span.ends.findings


_FROM = re.compile(
    r"(?:(?<!extended )(?<!renewed )\bfrom|\b(?:starting|commencing|beginning|with effect)(?: (?:on|from))?):? (?P<day>[^;()]{4,40})$",
    re.IGNORECASE,
)


def _beginning(written: str, order: DateOrder) -> ReadSpan | None:
    """The day that a length is said to run from: "5 years from 1 April 2022"."""
    said = _FROM.search(written[-60:])
    begins = read_date(said["day"], order=order) if said else ReadDate(None)
    known = begins.when is not None and begins.when.earliest is not None and begins.understood
    return ReadSpan(begins, ReadDate(None)) if known else None


_DAY_FIRST = re.compile(
    r"(?:from|starting|commencing|beginning|with effect from)(?: on)? (?P<day>[^;()]{4,30}?),? for (?P<length>.+)",
    re.IGNORECASE,
)


def _running(written: str, order: DateOrder) -> Read | None:
    """ "From 1 September 2024 for 24 months": a start and a length; None for anything else."""
    said = _DAY_FIRST.fullmatch(written)
    begins = read_date(said["day"], order=order) if said else ReadDate(None)
    if said is None or begins.when is None or begins.when.day is None:
        return None
    terms = read_words(re.sub(r"^an? (?:term|period) of ", "", said["length"]))
    if terms.initial is None:
        return None
    return Length(terms, terms.options, written, ReadSpan(begins, ReadDate(None))), begins.findings


MAY_BE_A_LENGTH = re.compile(
    r"\d|\b(?:years?|months?|weeks?|days?|annual|annum|quarter|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"twelve|until|rolling|open|on-?going|ever|perpet|renew|permanent|indefinite|continu|life|ad.hoc|notice|single)",
    re.IGNORECASE,
)
"""What a text holds that may say how long: a look that costs little, before the grammar that costs a lot."""


def read_words(written: str) -> ReadTerms:
    """What words say of a term, where they may say anything of one."""
    return read_terms(written[:LONGEST]) if MAY_BE_A_LENGTH.search(written) else ReadTerms()


_ASIDE = re.compile(
    r"\s*\((?![^()]*\b(?:days?|weeks?|months?|years?)\b)[^()]*\)\s*$|\s+(?:prior to|before|in advance|(?:from |by |on )?either)\b[^\d]*$",
    re.IGNORECASE,
)


_NOTICE = re.compile(
    r"\W*(?:(?:at least|not less than|no less than|minimum(?: of)?|min\.?)\s+)?"
    r"(?P<length>(?:\d{1,3}|[a-z]+)(?:\s*\(\w+\))?[\s-]*(?:(?:calendar|clear|working|business)\s+)?(?:days?|weeks?|months?|mths?|years?|yrs?))\b"
    r"(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_OF_NOTICE = frozenset(
    (
        *(
            "notice",
            "written",
            "writing",
            "in",
            "by",
            "from",
            "to",
            "the",
            "a",
            "of",
            "or",
            "on",
            "at",
            "any",
            "s",
        ),
        *("either", "each", "all", "both", "other", "others", "time", "given", "give", "required", "prior"),
        *(
            "party",
            "parties",
            "partner",
            "partners",
            "side",
            "sides",
            "member",
            "members",
            "council",
            "councils",
        ),
        *(
            "authority",
            "authorities",
            "supplier",
            "provider",
            "contractor",
            "client",
            "us",
            "terminate",
            "withdraw",
        ),
        *("leave", "end", "termination", "withdrawal", "minimum", "formal"),
    )
)
"""Words beside the length of a notice that take nothing from it; "after year 1" does."""


def _plain_notice(written: str) -> Period | None:
    """The length in "12 months by any party" or "3 months' notice at any time"; None where more is said."""
    said = _NOTICE.fullmatch(written.strip())
    if said is None or not _OF_NOTICE.issuperset(re.findall(r"\w+", said["rest"].lower())):
        return None
    return read_period(said["length"]).period


def read_notice(cell: Cell, unit: str) -> Read:
    """A cell of a column of notice periods; the words stand beside the length."""
    if is_blank(cell):
        return NO_LENGTH, ()
    if isinstance(cell, Fault):
        return NO_LENGTH, fault_findings(cell)
    written = shown(cell).strip()
    period = in_units(written, unit)
    if period is None:
        read = read_period(written[:500])
        period = (
            read.period
            or read_period(_ASIDE.sub("", written[:500])).period
            or _plain_notice(written[:500])
            or read_words(written[:500]).notice
        )
        if period is None and written.lower() in (
            "n/a",
            "na",
            "-",
            "not applicable",
            "tbc",
            "unknown",
            "not known",
        ):
            return Length(text=written), ()
        if period is None:
            return Length(text=written), read.findings or (_not_understood(written, "notice"),)
    elif period.months > _LONG_NOTICE or period.days > 31 * _LONG_NOTICE:
        message = f"A notice of {period} is unusually long; the heading counts in {unit}s. Check it."
        return Length(ReadTerms(notice=period), text=written), (
            Finding("notice.long", Severity.WARNING, message),
        )
    return Length(ReadTerms(notice=period), text=written), ()


_LONG_NOTICE = 24
"""Months from which a notice in bare figures is questioned."""


def _not_understood(written: str, what: str) -> Finding:
    message = f"'{written[:80]}' was not understood as a {what}; the words are kept."
    return Finding("terms.kept-as-text", Severity.NOTE, message)

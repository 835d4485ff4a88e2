"""Terms, extensions and notices: from columns, titles and descriptions to what the dates depend on.

Columns come first. A title or description is read only where it holds words that may
be about a term ("3+1+1", "option to extend"), and only where no column says it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from tracker.domain.agreement import EndKind, ExtensionOption, NoticeClause, NoticeKind
from tracker.domain.check import Finding, Severity
from tracker.domain.dates import (
    Period,
    When,
    add_days,
    add_months,
    end_of_term,
    extend_end,
    latest_notice,
    show,
)
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
    r"\s*\([^()]*\)\s*$|\s+(?:prior to|before|in advance|(?:from |by |on )?either)\b.*$", re.IGNORECASE
)


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


def hints_at_terms(text: str) -> bool:
    """True where a title or description may say something of a term: a quick look before the long one."""
    lower = text.lower()
    return "exten" in lower or "renew" in lower or "option" in lower or "rolling" in lower or "+" in lower


@dataclass(frozen=True, slots=True)
class Clauses:
    """What the term, extension and notice of one row come to; fields as in Agreement."""

    fields: dict[str, Any] = field(default_factory=dict)
    findings: tuple[tuple[str, Finding], ...] = ()
    evidence: str = ""


class Stated(NamedTuple):
    """What one row says of its term; `title` and `description` only where they hint at one."""

    term: Length = NO_LENGTH
    notice: Length = NO_LENGTH
    title: str = ""
    description: str = ""
    extensions: tuple[Length, ...] = ()


class Settled(NamedTuple):
    """What the words of a row come to, whatever its dates."""

    initial: Period | None
    options: tuple[OptionRead, ...]
    notice: Period | None
    clauses: Clauses


def settle(stated: Stated) -> Settled:
    """Put the words of a row together."""
    terms, options, words, said = _terms(stated)
    fields: dict[str, Any] = {}
    if terms.initial is not None and not terms.initial.is_zero:
        fields["initial_term"] = terms.initial
    if terms.term_limit is not None:
        fields["term_limit"] = terms.term_limit
    if terms.roll is not None:
        fields["roll"] = terms.roll
    if terms.end_kind is not None:
        fields["end_kind"] = terms.end_kind
    if words:
        fields["extensions_text"] = "" if words.strip().casefold() == "(clear)" else words
    if options:
        fields["options"] = tuple(_option(number, one) for number, one in enumerate(options, 1))
    notice = stated.notice.terms.notice or terms.notice
    if notice is not None:
        text = stated.notice.text or words
        fields["notices"] = (NoticeClause(kind=NoticeKind.TERMINATION, length=notice, text=text),)
    if stated.notice.text:
        fields["notice_text"] = stated.notice.text
    return Settled(terms.initial, options, notice, Clauses(fields, said))


def work_out(settled: Settled, starts: date | None, ends: date | None, ends_are: str) -> Clauses:
    """The clauses of a row, cross-checked against its dates.

    `ends_are` is "base", "extended" or "ask", as the person answered for the file. The
    evidence is "base" or "extended" where the row's own dates decide it.
    """
    alone = settled.clauses
    if ends is None:
        return alone
    findings: list[tuple[str, Finding]] = []
    evidence = ""
    if starts and settled.notice is not None:
        findings += _notice_findings(starts, ends, settled.notice)
    if starts and settled.initial:
        evidence, findings_of_term = _cross_check(starts, ends, settled.initial, settled.options)
        findings += findings_of_term
    fields = alone.fields
    if ends_are == "extended" and settled.options:
        fields = fields | _taken_as_extended(starts, ends, settled)
    elif evidence == "extended" and ends_are == "ask":
        findings.append(("ends", _includes_extensions()))
    if fields is alone.fields and not findings and not evidence:
        return alone
    return Clauses(fields, (*alone.findings, *findings), evidence)


_Terms = tuple[ReadTerms, tuple[OptionRead, ...], str, tuple[tuple[str, Finding], ...]]


def _terms(stated: Stated) -> _Terms:
    """The terms that count, the options, the words that they came in, and what is to be said of those."""
    from_columns = [one for one in stated.extensions if one.text]
    options = tuple(option for one in from_columns for option in one.options) or stated.term.options
    told = [stated.term.text] if stated.term.options else []
    words = "; ".join(dict.fromkeys([*told, *(one.text for one in from_columns)]))
    if options or from_columns:
        terms = stated.term.terms
        limit = next((one.terms.term_limit for one in from_columns if one.terms.term_limit), None)
        if limit is not None and not options:  # "year on year up to 10 years": the first term says how many
            if terms.initial is not None:
                options = read_terms(f"{terms.initial} with options to extend {words}").options
            terms = terms if options else replace(terms, term_limit=limit)
        return terms, options, words, ()
    said: list[tuple[str, Finding]] = []
    for name, text in (("title", stated.title), ("description", stated.description)):
        read = read_words(text)
        said += [(name, finding) for finding in read.findings]
        if read.options or read.roll or read.term_limit or read.without_length:
            both = stated.term.terms if stated.term.terms.initial else read
            words = "; ".join(filter(None, (words, read.part or text[:300])))
            return both, read.options, words, tuple(said)
    return stated.term.terms, options, words, tuple(said)


def _option(number: int, read: OptionRead) -> ExtensionOption:
    return ExtensionOption(number=number, length=read.length, up_to=read.up_to, until=read.until)


def _cross_check(
    starts: date, ends: date, initial: Period, options: Sequence[OptionRead]
) -> tuple[str, list[tuple[str, Finding]]]:
    """Which end the stated one is: "base", "extended", or "" with a warning where it is neither."""
    base = end_of_term(starts, initial)
    last = base
    for option in options:
        if option.length is not None:
            last = extend_end(last, option.length)
        elif option.until is not None:
            last = option.until
    if _near(ends, base):
        return "base", []
    if options and _near(ends, last):
        return "extended", []
    between = options and base < ends < last
    if between:
        return "", []  # an option was taken already, in whole or in part
    message = (
        f"From {show(starts)} a term of {initial} ends on {show(base)}, and the file says {show(ends)}; "
        "both are kept."
    )
    return "", [("ends", Finding("terms.differ-from-dates", Severity.WARNING, message))]


def _near(one: date, other: date) -> bool:
    """Registers often end a term on its anniversary and not on the day before."""
    return abs((one - other).days) <= 1


def _includes_extensions() -> Finding:
    message = (
        "This end is that of the term with every extension. If that is so throughout the file, say that its "
        "end dates include the extensions."
    )
    return Finding("end.includes-extensions", Severity.WARNING, message)


def _taken_as_extended(starts: date | None, ends: date, settled: Settled) -> dict[str, Any]:
    """The stated end is the latest one; the first term ends before the options do."""
    fields: dict[str, Any] = {"maximum_end": ends}
    base = (
        end_of_term(starts, settled.initial) if starts and settled.initial else _before(ends, settled.options)
    )
    if base is not None and base < ends:
        fields["ends"] = When.on(base)
        fields["end_kind"] = EndKind.FIXED
    return fields


def _before(end: date, options: Sequence[OptionRead]) -> date | None:
    """The end before every option was added; None where an option has no length in whole months."""
    for option in reversed(options):
        if option.length is None or option.length.days:
            return None
        # As the option was reckoned: from the day after the end, so that month ends meet month ends.
        end = add_days(add_months(add_days(end, 1), -option.length.months), -1)
    return end


def _notice_findings(starts: date, ends: date, notice: Period) -> list[tuple[str, Finding]]:
    if (ends - starts).days > 31 * notice.months + notice.days or notice.is_zero:
        return []
    try:
        latest = latest_notice(ends, notice).backward
    except (OverflowError, ValueError):
        latest = date.min
    if latest >= starts:
        return []
    message = f"A notice of {notice} before {show(ends)} would have to be given before the start."
    return [("notice", Finding("notice.before-start", Severity.WARNING, message))]

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
from tracker.domain.written import OptionRead, ReadTerms, read_terms
from tracker.exchange.plans.lengths import NO_LENGTH, Length, read_words


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
    renewal: Length = NO_LENGTH
    title: str = ""
    description: str = ""
    extensions: tuple[Length, ...] = ()


class Settled(NamedTuple):
    """What the words of a row come to, whatever its dates.

    `renews` where a column says that it renews by itself, so that a day stated as its end is the first of several.
    """

    initial: Period | None
    options: tuple[OptionRead, ...]
    notice: Period | None
    clauses: Clauses
    renews: bool


def settle(stated: Stated) -> Settled:
    """Put the words of a row together."""
    by_itself, stated = _by_itself(stated)
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
    if by_itself is not None:
        fields |= {"end_kind": EndKind.ROLLING, "roll": by_itself.roll or terms.roll}
        words = "; ".join(dict.fromkeys(filter(None, (words, stated.renewal.text))))
        told = "renewal" if stated.renewal.terms.end_kind else "extensions"
        said += () if fields["roll"] else ((told, _ROLLS_FOR_HOW_LONG),)
    if words:
        fields["extensions_text"] = "" if words.strip().casefold() == "(clear)" else words
    if options:
        fields["options"] = tuple(_option(number, one) for number, one in enumerate(options, 1))
    notice, kind = stated.notice.terms.notice or terms.notice, NoticeKind.TERMINATION
    if notice is None and by_itself is not None:
        notice, kind = by_itself.notice, NoticeKind.NON_RENEWAL
    if notice is not None:
        text = stated.notice.text or words
        fields["notices"] = (NoticeClause(kind=kind, length=notice, text=text),)
    if stated.notice.text:
        fields["notice_text"] = stated.notice.text
    return Settled(terms.initial, options, notice, Clauses(fields, said), by_itself is not None)


_ROLLS_FOR_HOW_LONG = Finding(
    "terms.no-renewal-length",
    Severity.NOTE,
    "It renews by itself, and the file does not say for how long each time: no dates of renewals are reckoned "
    "until that is entered.",
)


def _by_itself(stated: Stated) -> tuple[ReadTerms | None, Stated]:
    """What the columns say of renewing by itself, None for nothing; and the rest, without what is only its length."""
    told = [one for one in (stated.renewal, *stated.extensions) if one.terms.end_kind is EndKind.ROLLING]
    if not told:
        return None, stated
    lengths = [one.terms.roll for one in (*told, *stated.extensions) if one.terms.roll]
    notice = next((one.terms.notice for one in told if one.terms.notice), None)
    extensions = tuple(one._replace(options=()) if one.terms.roll else one for one in stated.extensions)
    said = ReadTerms(roll=lengths[0] if lengths else None, notice=notice, end_kind=EndKind.ROLLING)
    return said, stated._replace(extensions=extensions)


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
    initial = stated.term.terms.initial
    options = tuple(option for one in from_columns for option in _beyond(initial, one))
    options = options or stated.term.options
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


def _beyond(initial: Period | None, extension: Length) -> tuple[OptionRead, ...]:
    """The options of a cell, without the first term that "3+1+1" begins with beside a term of 3 years.

    "2+2" beside 2 years may as well be two options, as the column's heading says.
    """
    options = extension.options
    if len(options) < 2 or initial is None or _CHAIN.fullmatch(extension.text) is None:
        return options
    first, second = options[0].length, options[1].length
    return options[1:] if first == initial != second else options


_CHAIN = re.compile(
    r"\s*\d{1,3}(?:\s*\+\s*\d{1,3})+\s*(?:years?|yrs?|months?|mths?|[ym])?\.?\s*", re.IGNORECASE
)


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

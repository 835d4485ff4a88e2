"""Ends as people write them: a last day, or the words for an agreement that has none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tracker.domain.agreement import EndKind
from tracker.domain.check import Finding, Severity
from tracker.domain.dates import Precision, When
from tracker.domain.written_dates import NO_DATE, bare, read_date, short
from tracker.domain.written_days import DateOrder
from tracker.domain.written_words import tidy


@dataclass(frozen=True, slots=True)
class ReadEnd:
    """What a text says of an end: a date, or the way in which there is none.

    Attributes:
        when: the last day, inclusive; None where the kind has none or nothing was understood.
        end_kind: fixed where there is a date; None where the text is blank or unreadable.
        mend: a day to suggest, never taken unasked.
    """

    when: When | None
    end_kind: EndKind | None
    understood: str = ""
    findings: tuple[Finding, ...] = ()
    mend: date | None = None


_END_WORDS: tuple[tuple[EndKind, str, re.Pattern[str]], ...] = tuple(
    (kind, said, re.compile(pattern))
    for kind, said, pattern in (
        (
            EndKind.UNTIL_REPLACED,
            "runs until it is replaced",
            r".*\b(?:until|till) (?:it is |they are )?(?:replaced|superseded|re-?let|re-?tendered|"
            r"re-?procured|(?:a )?(?:new|replacement) .+)",
        ),
        (
            EndKind.ONE_OFF,
            "one-off",
            r"(?:a )?(?:one|1)[ -]?off.*|one[ -]time.*|single (?:purchase|payment|order|delivery)|ad[ -]?hoc",
        ),
        (
            EndKind.ROLLING,
            "rolling",
            r".*\brolling\b(?! (?:stock|programme|program)).*|.*\bauto(?:matic(?:ally)?)?[ -]?renew.*|"
            r"(?:.*\b(?:on a|rolls|runs|renewed) )?(?:mo(?:nth|\.)?[ -](?:to|by)[ -]mo(?:nth|\.)?|year[ -](?:to|on|by)[ -]year|"
            r"monthly|annual(?:ly)?|yearly)(?: (?:basis|contract|agreement|renewal|licence|roll|periods?))?|"
            r"renew(?:s|ed|able) (?:annually|yearly|monthly|each year|every year)|periodic",
        ),
        (
            EndKind.OPEN_ENDED,
            "open-ended",
            r"ever-?green.*|on-?going.*|open(?:[ -]ended)?|perpetual(?:ly)?|in perpetuity|indefinite(?:ly)?|"
            r"permanent|continu(?:ous|ing|es|al)|until (?:further notice|terminated)|no end(?: ?date)?|"
            r"no (?:expiry|fixed end)(?: date)?|lifetime|for ?ever",
        ),
    )
)


def end_words(plain: str) -> tuple[EndKind, str] | None:
    """The kind of end that tidied words name, and the sentence for it."""
    return next(((kind, said) for kind, said, pattern in _END_WORDS if pattern.fullmatch(plain)), None)


def read_end(
    text: str,
    *,
    order: DateOrder = "dmy",
    serial: Literal["", "1900", "1904"] = "",
    today: date | None = None,
) -> ReadEnd:
    """The end that `text` states: a last day, or rolling, open-ended, until replaced, one-off, unknown."""
    plain = tidy(text)
    words = end_words(bare(plain))
    if words:
        kind, said = words
        figures = re.search(r"\d", plain)
        message = f"'{short(text)}' was taken as {kind}; the figures in it were not used."
        findings = (Finding("end.figures-left", Severity.WARNING, message),) if figures else ()
        return ReadEnd(None, kind, said, findings)
    read = read_date(text, order=order, serial=serial, today=today)
    if read.understood == NO_DATE:
        message = f"'{short(text)}' usually stands for no end date: taken as open-ended; check it."
        finding = Finding("date.check", Severity.WARNING, message)
        return ReadEnd(None, EndKind.OPEN_ENDED, "open-ended: that day stands for no end", (finding,))
    if read.when is None:
        return ReadEnd(None, None, "", read.findings, read.mend)
    kind = EndKind.UNKNOWN if read.when.precision is Precision.UNKNOWN else EndKind.FIXED
    return ReadEnd(read.when, kind, read.understood, read.findings, read.mend)

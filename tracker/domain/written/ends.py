"""Ends as people write them: a last day, or the words for an agreement that has none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tracker.domain.agreement import EndKind
from tracker.domain.check import Finding, Severity
from tracker.domain.dates import Precision, When
from tracker.domain.words import short, tidy
from tracker.domain.written.dates import NO_DATE, bare, read_date
from tracker.domain.written.days import DateOrder


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


# What may follow the words for an end without changing them: what it is of, then a remark.
_OF = (
    r"(?: (?:contract|agreement|arrangement|basis|term|licence|lease|grant|payment|purchase|award|renewal))?"
)
_REMARK = r"(?: -.*| ?[(,;:/].*| (?:from|since|with|subject to|pending|while|but) .*)?"
_NOT_DATED = r"(?:(?:n/?a|not applicable) ?[-:,;] ?)?"
_EACH = r"(?:annual(?:ly)?|monthly|yearly|quarterly|year|month|\d+[ -]?(?:month|year|week|day)s?)"
_FROM_TO = r"(?:mo(?:nth|\.)?[ -](?:to|by)[ -]mo(?:nth|\.)?|year[ -](?:to|on|by)[ -]year)"

_END_WORDS: tuple[tuple[EndKind, str, re.Pattern[str]], ...] = tuple(
    (kind, said, re.compile(f"{_NOT_DATED}(?:{pattern}){_OF}{_REMARK}"))
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
            r"(?:a )?(?:one|1)[ -]?off|one[ -]time|single (?:purchase|payment|order|delivery)|ad[ -]?hoc",
        ),
        (
            EndKind.ROLLING,
            "rolling",
            rf"(?:(?:an?|on|on an?|currently|now|{_EACH}) )*rolling(?: (?:on an?|{_EACH}|{_FROM_TO}))*|"
            rf"(?:runs |rolls |renewed )?(?:on an? )?(?:{_FROM_TO}|annual(?:ly)?|monthly|yearly)|"
            r"auto(?:matic(?:ally)?)?[ -]?renew\w*(?: (?:annually|yearly|monthly|each year|every year))?|"
            r"renew(?:s|ed|able) (?:annually|yearly|monthly|each year|every year)|(?:annually|monthly) renew(?:ing|ed|able)|periodic|treigl(?:ol)?",
        ),
        (
            EndKind.OPEN_ENDED,
            "open-ended",
            r"ever-?green|on-?going(?: (?:until|subject to) (?:notice|terminat|cancel)\w*(?: (?:is )?(?:given|served))?)?|"
            r"open(?:[ -]ended)?|perpetual(?:ly)?|in perpetuity|indefinite(?:ly)?|"
            r"permanent|continu(?:ous|ing|es|al)|parhaus|until (?:further notice|terminated|notice (?:is )?(?:given|served)|cancelled)|no end(?: ?date)?|"
            r"no (?:expiry|fixed (?:end|term))(?: date)?|never|life(?:time)?(?: of (?:the )?\w+)?|for ?ever",
        ),
    )
)


_TWO_LANGUAGES = re.compile(r" [/|] ")


def end_words(plain: str) -> tuple[EndKind, str] | None:
    """The kind of end that tidied words name, in one language or in either of two, and the sentence for it."""
    parts = (plain, *_TWO_LANGUAGES.split(plain)) if _TWO_LANGUAGES.search(plain) else (plain,)
    named = ((kind, said) for part in parts for kind, said, pattern in _END_WORDS if pattern.fullmatch(part))
    return next(named, None)


def read_end(
    text: str,
    *,
    order: DateOrder = "dmy",
    serial: Literal["", "1900", "1904"] = "",
    compact: bool = False,
    today: date | None = None,
) -> ReadEnd:
    """The end that `text` states: a last day, or rolling, open-ended, until replaced, one-off, unknown.

    The arguments are those of `read_date`.
    """
    plain = tidy(text)
    words = end_words(bare(plain))
    if words:
        kind, said = words
        figures = re.search(r"\d", plain)
        message = f"'{short(text)}' was taken as {kind}; the figures in it were not used."
        findings = (Finding("end.figures-left", Severity.WARNING, message),) if figures else ()
        return ReadEnd(None, kind, said, findings)
    read = read_date(text, order=order, serial=serial, compact=compact, today=today)
    if read.understood == NO_DATE:
        message = f"'{short(text)}' usually stands for no end date: taken as open-ended; check it."
        finding = Finding("date.check", Severity.WARNING, message)
        return ReadEnd(None, EndKind.OPEN_ENDED, "open-ended: that day stands for no end", (finding,))
    if read.when is None:
        return ReadEnd(None, None, "", read.findings, read.mend)
    kind = EndKind.UNKNOWN if read.when.precision is Precision.UNKNOWN else EndKind.FIXED
    return ReadEnd(read.when, kind, read.understood, read.findings, read.mend)

"""Terms and extensions as people write them: "5+2+2", "3 years with the option to extend for up to 24 months".

All or nothing: where the parts contradict each other, or one length has no clear part,
nothing is taken and the words are kept. `terms_marks` finds lengths and dates,
`terms_roles` what each is for, `terms_together` puts them together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from tracker.domain.agreement import EndKind
from tracker.domain.check import Finding, Severity
from tracker.domain.dates import Period, show
from tracker.domain.words import tidy
from tracker.domain.written.dates import bare
from tracker.domain.written.ends import end_words
from tracker.domain.written.periods import read_period
from tracker.domain.written.terms_marks import sentences
from tracker.domain.written.terms_roles import read_sentence
from tracker.domain.written.terms_said import OptionRead, Reading
from tracker.domain.written.terms_spelling import in_plainer_words
from tracker.domain.written.terms_together import Unclear, put_together
from tracker.domain.written.terms_words import EXTENDS


@dataclass(frozen=True, slots=True)
class ReadTerms:
    """What a text says of a term and of the rights to extend it.

    Attributes:
        initial: length of the first term; None where not stated.
        until: its last day, inclusive, where one is stated.
        options: the rights to extend, in their order, one for each step.
        term_limit: the whole term with every option, where it is stated and does not follow from the rest.
        roll: the length of each rolling period; `roll_until` the last day it may roll to.
        notice: the notice stated beside the term.
        break_after: how long after the start it may be broken off.
        end_kind: rolling, until replaced and so on where the words say so; None where they do not.
        without_length: True where a right to extend is named without its length.
        understood: the sentence to show; "" where nothing was taken.
        part: the words that were understood; the others are of no use here or were not understood.
        findings: what is odd, or kept as text.
    """

    initial: Period | None = None
    until: date | None = None
    options: tuple[OptionRead, ...] = ()
    term_limit: Period | None = None
    roll: Period | None = None
    roll_until: date | None = None
    notice: Period | None = None
    break_after: Period | None = None
    end_kind: EndKind | None = None
    without_length: bool = False
    understood: str = ""
    part: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def code(self) -> str:
        """The terms in compact text: "36m +12m +<=12m", "limit 120m", "roll 12m"; "" for nothing."""
        parts = [self.initial.code] if self.initial else []
        parts += [f">{self.until}"] if self.until else []
        parts += [_option_code(option) for option in self.options]
        parts += ["?"] if self.without_length else []
        parts += [f"limit {self.term_limit.code}"] if self.term_limit else []
        parts += [f"roll {self.roll.code}"] if self.roll else []
        parts += [f"until {self.roll_until}"] if self.roll_until else []
        return " ".join(parts)


def _option_code(option: OptionRead) -> str:
    length = ("<=" if option.up_to else "") + option.length.code if option.length else ""
    return f"+{length}" + (f">{option.until}" if option.until else "")


# Most titles hold nothing of a term: a quick look spares them the whole reading.
_WORTH_READING = re.compile(
    r"exten[ds]|option|renew|roll|auto|green|repla|going|open|perpet|indef|perm|further|off\b|year|month|week|\bday|yrs?\b|"
    r"mths?\b|\d ?[ymwdx]|\+|\bplus\b|until|till|\bto \w* ?\d|expir|ending"
)


# "4 (2+1+1)", "2+1+1 (4 years)": the whole term, and what it is made of.
_WHOLE_AND_PARTS = re.compile(
    r"(?P<whole>\d+)(?: ?y(?:ea)?rs?)? ?\((?P<parts>\d+(?: ?\+ ?\d+)+)\)"
    r"|(?P<first>\d+(?: ?\+ ?\d+)+) ?\(?=? ?(?P<total>\d+)(?: ?y(?:ea)?rs?)?(?: (?:max(?:imum)?|in total|in all|total|overall))?\)?"
)


def _adds_up(found: re.Match[str]) -> bool:
    parts = re.findall(r"\d+", found["parts"] or found["first"])
    return sum(map(int, parts)) == int(found["whole"] or found["total"])


_SHORT = 80
"""Letters of a text that says little beside its term, as a cell does."""
_ASKED = re.compile(r"\w\?(?= |$)")
_AT_MOST = re.compile(r"(?:max(?:imum)?|up to|(?:no|not) (?:more|longer) than|at most)\b")


@lru_cache(maxsize=8192)
def read_terms(text: str) -> ReadTerms:
    """The term and the rights to extend it that a title, a description or a duration states. Never raises."""
    wording = in_plainer_words(text)
    plain = tidy(wording)
    if not _WORTH_READING.search(plain):
        return ReadTerms()
    if (whole_and_parts := _WHOLE_AND_PARTS.fullmatch(plain)) and _adds_up(whole_and_parts):
        return replace(read_terms(whole_and_parts["parts"] or whole_and_parts["first"]), part=text.strip())
    # "3 years + 6 months" is a term and an option, and no sum.
    whole = read_period("" if "+" in plain or " plus " in plain else wording)
    if whole.period is not None and not whole.period.is_zero and _AT_MOST.match(plain):
        return ReadTerms(
            term_limit=whole.period, understood=f"{whole.period} in all at the most", part=text.strip()
        )
    if whole.period is not None and not whole.period.is_zero:
        return ReadTerms(
            initial=whole.period, understood=whole.understood, part=text.strip(), findings=whole.findings
        )
    if _ASKED.search(plain) and EXTENDS.search(plain):
        return ReadTerms(findings=(_kept("they ask, and do not say"),))
    reading = Reading(is_short=len(plain) <= _SHORT)
    for sentence in sentences(wording):
        read_sentence(sentence, reading)
    read = _together(reading, plain)
    words = None if read.initial or read.options or read.findings else end_words(bare(plain))
    if words is None:
        return read
    kind, said = words
    return replace(read, end_kind=kind, understood=read.understood or said, part=text.strip())


def read_options(text: str) -> tuple[OptionRead, ...]:
    """The rights to extend in a text about nothing else: "2y+2y", "3 x 12 months", "until 31 March 2029".

    Empty where there are none, or where they were not understood.
    """
    stated = read_terms(text)
    if stated.options and stated.initial and not _is_chain_alone(text):
        return stated.options
    return read_terms(f"option to extend: {text}").options


def _is_chain_alone(text: str) -> bool:
    found = sentences(text)
    return len(found) == 1 and [mark.kind for mark in found[0].marks] == ["chain"]


def _together(reading: Reading, plain: str) -> ReadTerms:
    """The whole out of its parts; nothing where they do not agree."""
    try:
        initial, options, limit = put_together(reading)
    except Unclear as unclear:
        return ReadTerms(notice=reading.notice, findings=(_kept(str(unclear)),))
    nothing = not options and limit is None and reading.roll is None
    bare_limit = limit is not None and not options and limit in reading.limits
    wants = not options and (bare_limit or (reading.wants_length and limit is None))
    if (
        nothing
        and not wants
        and reading.until is None
        and reading.break_after is None
        and reading.notice is None
        and all(strength == 0 for _, strength in reading.terms)
    ):
        initial = None
    kind = EndKind.ROLLING if reading.roll else None
    read = ReadTerms(
        initial=initial,
        until=reading.until,
        options=options,
        term_limit=limit,
        roll=reading.roll,
        roll_until=reading.roll_until,
        notice=reading.notice,
        break_after=reading.break_after,
        end_kind=kind,
        without_length=wants,
    )
    findings: tuple[Finding, ...] = ()
    if wants:
        message = (
            f"The term may come to {limit} in all, and how it is extended is not stated; look it up in the agreement."
            if bare_limit
            else "A right to extend is named without its length; look it up in the agreement."
        )
        findings = (Finding("terms.no-extension-length", Severity.WARNING, message),)
    elif not read.code and reading.terms and EXTENDS.search(plain):
        findings = (_kept("no length that can be relied on"),)
    part = " ".join(reading.parts) if read.code or reading.notice or reading.break_after else ""
    return replace(read, understood=_said(read), part=part, findings=findings)


def _kept(why: str) -> Finding:
    return Finding(
        "terms.kept-as-text", Severity.WARNING, f"The words about extending were kept as they are: {why}."
    )


def _said(read: ReadTerms) -> str:
    """The sentence to show: "3 years, then options of 12 months and up to 12 months"."""
    parts = [f"{read.initial}"] if read.initial else []
    parts += [f"to {show(read.until)}"] if read.until else []
    if read.options:
        parts.append(
            ("then " if parts else "") + "options of " + " and ".join(map(_option_said, read.options))
        )
    parts += [f"{read.term_limit} in all at the most"] if read.term_limit else []
    parts += [f"rolling by {read.roll}"] if read.roll else []
    parts += [f"to {show(read.roll_until)} at the latest"] if read.roll_until else []
    parts += ["a right to extend without its length"] if read.without_length and not read.term_limit else []
    parts += [f"{read.notice} notice"] if read.notice else []
    parts += [f"a break after {read.break_after}"] if read.break_after else []
    return ", ".join(parts)


def _option_said(option: OptionRead) -> str:
    if option.length is None and option.until:
        return f"{'up ' if option.up_to else ''}to {show(option.until)}"
    words = f"{'up to ' if option.up_to else ''}{option.length}"
    return f"{words} to {show(option.until)}" if option.until else words

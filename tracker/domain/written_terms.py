"""Terms and extensions as people write them: "5+2+2", "3 years with the option to extend for up to 24 months".

All or nothing: where the parts contradict each other, or one length has no clear part,
nothing is taken and the words are kept. `terms_marks` finds lengths and dates,
`terms_roles` what each is for; here they are put together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from tracker.domain.agreement import EndKind
from tracker.domain.check import Finding, Severity
from tracker.domain.dates import Period, show
from tracker.domain.terms_marks import sentences
from tracker.domain.terms_roles import OptionRead, Reading, read_sentence, total
from tracker.domain.terms_words import EXTENDS
from tracker.domain.written_dates import bare
from tracker.domain.written_ends import end_words
from tracker.domain.written_periods import read_period
from tracker.domain.written_words import tidy


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


@lru_cache(maxsize=8192)
def read_terms(text: str) -> ReadTerms:
    """The term and the rights to extend it that a title, a description or a duration states. Never raises."""
    plain = tidy(text)
    if not _WORTH_READING.search(plain):
        return ReadTerms()
    words = end_words(bare(plain))
    if words and not any(character.isdigit() for character in plain):
        return _worded(text, *words)
    whole = read_period(text)
    if whole.period is not None and not whole.period.is_zero:
        return ReadTerms(
            initial=whole.period, understood=whole.understood, part=text.strip(), findings=whole.findings
        )
    reading = Reading()
    for sentence in sentences(text):
        read_sentence(sentence, reading)
    return _together(reading, plain)


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


def _worded(text: str, kind: EndKind, said: str) -> ReadTerms:
    """The words alone: "rolling", "until replaced", "annual rolling contract"."""
    reading = Reading()
    for sentence in sentences(text):
        read_sentence(sentence, reading)
    return ReadTerms(roll=reading.roll, end_kind=kind, understood=said, part=text.strip())


def _together(reading: Reading, plain: str) -> ReadTerms:
    """The whole out of its parts; nothing where they do not agree."""
    settled = _settle(reading)
    if isinstance(settled, str):
        return ReadTerms(notice=reading.notice, findings=(_kept(settled),))
    initial, options, limit = settled
    nothing = not options and limit is None and reading.roll is None
    wants = reading.wants_length and not options and limit is None
    if (
        nothing
        and not wants
        and reading.until is None
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
        message = "A right to extend is named without its length; look it up in the agreement."
        findings = (Finding("terms.no-extension-length", Severity.WARNING, message),)
    elif not read.code and reading.terms and EXTENDS.search(plain):
        findings = (_kept("no length that can be relied on"),)
    part = " ".join(reading.parts) if read.code or reading.notice or reading.break_after else ""
    return replace(read, understood=_said(read), part=part, findings=findings)


def _kept(why: str) -> Finding:
    return Finding(
        "terms.kept-as-text", Severity.WARNING, f"The words about extending were kept as they are: {why}."
    )


Settled = tuple[Period | None, tuple[OptionRead, ...], Period | None]


def _settle(reading: Reading) -> Settled | str:
    """First term, options and limit; or why they cannot be told."""
    if reading.doubts:
        return reading.doubts[0]
    initial, options = _first_term(reading), tuple(reading.options)
    if isinstance(initial, str):
        return initial
    if reading.chains:
        if len(set(reading.chains)) > 1:
            return "two different readings of the term"
        chained = tuple(OptionRead(period) for period in reading.chains[0][1:])
        if options and total(options) != total(chained):
            return "two different readings of the options"
        options = options if len(options) > len(chained) else chained
    limit: Period | None = None
    for most, yearly in reading.ceilings:
        whole = initial is not None and _longer(most, initial)
        if not whole and not options and (initial is not None or reading.until is not None):
            options = _up_to(most, yearly=yearly)
        elif not (options and total(options) == most):
            settled = _limited(initial, options, most, yearly=yearly)
            if isinstance(settled, str):
                return settled
            options, limit = settled
    for most, yearly in reading.totals:
        settled = _limited(initial, options, most, yearly=yearly)
        if isinstance(settled, str):
            return settled
        options, limit = settled
    return initial, options, limit


def _first_term(reading: Reading) -> Period | str | None:
    """The first term among all lengths that were taken for one; another may be the whole with its options."""
    if reading.chains:
        first, whole = reading.chains[0][0], _add(*reading.chains[0])
        return (
            first if all(period in (first, whole) for period, _ in reading.terms) else "two different terms"
        )
    lengths = sorted({period for period, _ in reading.terms}, key=_months)
    if len(lengths) <= 1:
        return lengths[0] if lengths else None
    if len(lengths) == 2 and _add(lengths[0], total(reading.options)) == lengths[1] and reading.options:
        return lengths[0]
    plainest = max(strength for _, strength in reading.terms)
    initial = {period for period, strength in reading.terms if strength == plainest}
    return (
        "two different terms"
        if plainest < 2 or len(initial) > 1 or not _explained(reading, initial)
        else initial.pop()
    )


def _explained(reading: Reading, initial: set[Period]) -> bool:
    """True where every other length is the first term with a ceiling that is stated as well."""
    (first,) = initial
    return all(
        period == first or period in [most for most, _ in reading.totals + reading.ceilings]
        for period, _ in reading.terms
    )


def _limited(
    initial: Period | None, options: tuple[OptionRead, ...], most: Period, *, yearly: bool
) -> tuple[tuple[OptionRead, ...], Period | None] | str:
    """Options and limit where the whole term may be `most` at the longest."""
    if initial is None:
        return options, None if options and total(options) == most else most
    if not options:
        if not _longer(most, initial) or most.days != initial.days:
            return (
                "the longest term is not longer than the first" if _longer(initial, most) else (options, None)
            )
        return _up_to(Period(most.months - initial.months), yearly=yearly), None
    whole = _add(initial, total(options))
    if whole == most:
        return options, None
    if _longer(whole, most):
        return options, most
    each = options[0].length
    room = most.months - initial.months
    if (
        len(options) == 1
        and each
        and each.months
        and not options[0].up_to
        and room % each.months == 0
        and not each.days
    ):
        return options * (room // each.months), None
    return "the longest term is more than its parts"


def _up_to(most: Period, *, yearly: bool) -> tuple[OptionRead, ...]:
    """One right to extend by any part of it, or one for each year."""
    if yearly and most.months % 12 == 0 and not most.days and 0 < most.months <= 240:
        return (OptionRead(Period(12)),) * (most.months // 12)
    return (OptionRead(most, up_to=True),)


def _add(*periods: Period) -> Period:
    return Period(sum(period.months for period in periods), sum(period.days for period in periods))


def _months(period: Period) -> float:
    """About how many months it is, for comparing."""
    return period.months + period.days / 30.4375


def _longer(one: Period, other: Period) -> bool:
    return _months(one) > _months(other)


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
    parts += ["a right to extend without its length"] if read.without_length else []
    parts += [f"{read.notice} notice"] if read.notice else []
    parts += [f"a break after {read.break_after}"] if read.break_after else []
    return ", ".join(parts)


def _option_said(option: OptionRead) -> str:
    words = ("up to " if option.up_to else "") + (str(option.length) if option.length else "")
    return f"{words} to {show(option.until)}".strip() if option.until else words

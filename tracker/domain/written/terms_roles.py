"""What the words around a length make of it: the first term, an option, a step, a ceiling, a notice.

Every length in a sentence must find its role. One that does not makes the whole sentence
stay text: a term that is not understood is kept in words, never guessed.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.domain.dates import Period
from tracker.domain.written import terms_words as say
from tracker.domain.written.terms_marks import Mark, Sentence
from tracker.domain.written.terms_rolling import is_notice, read_rolling
from tracker.domain.written.terms_said import OptionRead, Reading, total
from tracker.domain.written.terms_settled import settle

_MOST_MARKS = 60
_YEARS = range(24, 121, 12)
"""Months of an extension that may go year by year."""


def read_sentence(sentence: Sentence, reading: Reading) -> None:
    """Adds what one sentence says to the reading."""
    text = "#".join([*(mark.before for mark in sentence.marks), sentence.tail])
    if say.OTHER_EXTENSIONS.search(text) or say.PRICES.search(text):
        return
    if len(sentence.marks) > _MOST_MARKS:
        reading.doubts.append("a sentence with very many lengths and numbers")
        return
    before = repr(reading)
    for_more = say.RENEWED_FOR.search(text) and any(mark.further for mark in sentence.marks)
    if say.ROLLS.search(text) and not say.RENEWED_UP_TO.search(text) and not for_more:
        read_rolling(sentence, text, reading)
    else:
        _Reader(sentence, text, reading).read()
    if repr(reading) != before:
        reading.parts.append(sentence.text)


def _is_total(before: str) -> bool:
    before = say.WITH_EXTENSIONS.sub("", before)
    found = say.BEFORE_TOTAL.search(before)
    return found is not None and not re.search(r"\boptions?\b|\bextend", before[found.start() :])


class _Reader:
    """Goes through the marks of one sentence and gives each its role."""

    def __init__(self, sentence: Sentence, text: str, reading: Reading) -> None:
        self.sentence, self.text, self.into = sentence, text, reading
        self.extends = False  # a word of extending has come up
        self.since = ""  # the words since it did
        self.own = len(reading.options)  # options of earlier sentences
        self.unread = False  # a number has found no role

    def read(self) -> None:
        """Gives every mark its role; then looks at the sentence as a whole."""
        at = 0
        while at < len(self.sentence.marks):
            mark = self.sentence.marks[at]
            self._pass(mark.before)
            after = self.sentence.after(at)
            known = repr(self.into) if mark.kind in ("number", "chain", "year") else ""
            at += self._give_role(at, mark, after)
            self.unread = self.unread or (known == repr(self.into) and not say.OR_MORE.match(after))
        self._pass(self.sentence.tail)
        optional = len(self.into.options) > self.own
        settle(
            self.sentence, self.text, self.into, extends=self.extends, optional=optional, unread=self.unread
        )

    def _pass(self, passed: str) -> None:
        """Notes whether the words passed speak of extending."""
        found = list(say.EXTENDS.finditer(passed))
        if found:
            self.extends, self.since = True, passed[max(0, found[-1].start() - 20) :]
        else:
            self.since += passed

    def _give_role(self, at: int, mark: Mark, after: str) -> int:
        """Gives the mark at `at` its role; how many marks were used."""
        match mark.kind:
            case "number":
                return self._count(at, mark, after)
            case "money":
                self.extends = False
            case "day":
                self._until(at, mark)
            case "nth" | "year":
                self._nth(mark)
            case "chain":
                self._chain(mark, after)
            case "range":
                self._range(mark, after)
            case "period":
                self._period(mark, after)
        return 1

    def _nth(self, mark: Mark) -> None:
        """ "Two years with the option of a third": the years that follow those there are."""
        into = self.into
        if say.BEFORE_BREAK.search(mark.before):
            into.break_after = Period(12 * mark.number)
        elif (self.extends or say.MAY.search(mark.before)) and (
            mark.kind == "nth" or say.BEFORE_YEAR.search(mark.before)
        ):
            firm = into.terms[-1][0] if into.terms else Period(12 * (mark.number - 1))
            if say.BREAK.search(self.text):
                into.doubts.append("options and a break at once")
            if not into.terms and not into.options and mark.number > 1 and say.FIRM.search(self.text):
                into.terms.append((firm, 1))  # the years before those are the first term
            if into.chains or total([OptionRead(firm), *into.options]) != Period(12 * (mark.number - 1)):
                into.doubts.append("a year that does not follow the others")
            into.options += [OptionRead(year) for year in mark.periods]

    def _until(self, at: int, mark: Mark) -> None:
        """A date after "until" or "to": the end of the option just read, or of the first term."""
        # "31 March 2029 with the option of 2 years" begins with the end.
        leads = not at and not mark.before.strip() and say.WITH_OPTION.match(self.sentence.after(at))
        if mark.day is None or not (leads or say.BEFORE_UNTIL.search(mark.before)):
            return
        options = self.into.options
        if len(options) > self.own:
            if len(mark.before) <= 40:
                options[-1] = replace(options[-1], until=mark.day)
        elif self.extends and len(self.since) <= 120:
            options.append(OptionRead(None, say.IN_PARTS.search(self.since) is not None, mark.day))
        elif say.AFTER_INCLUDING.search(self.sentence.after(at)):
            self.into.doubts.append("an end that includes the options")
        elif (
            say.CONTRACT.search(self.text)
            or say.EXTENDS.search(self.text)
            or (at and self.sentence.marks[at - 1].kind in ("day", "period"))
        ):
            self.into.end(mark.day)

    def _count(self, at: int, mark: Mark, after: str) -> int:
        """A number: how many options of the length that follows; how many marks were used."""
        follows = self.sentence.marks[at + 1] if at + 1 < len(self.sentence.marks) else None
        if follows is None or follows.kind != "period" or not self._is_count(mark, follows):
            options = self.into.options
            times = say.AFTER_TIMES.search(after) or say.BEFORE_TIMES.search(mark.before)
            if len(options) == self.own + 1 and times and mark.number <= 20:
                options[self.own :] = [replace(options[-1], up_to=False)] * mark.number
            elif follows is None and (self.extends or say.BEFORE_MORE.search(mark.before)):
                self._as_many_more(mark, after)
            return 1
        self._pass(follows.before)
        beyond = self.sentence.after(at + 1)
        counted = self.extends or say.AFTER_PERIODS.search(beyond) or re.fullmatch(r" ?x ?", follows.before)
        if not counted or mark.number == 0:
            return 1
        self._options_of(mark, follows, beyond)
        return 2

    def _is_count(self, mark: Mark, follows: Mark) -> bool:
        """True where the number says how many there are of the length that follows."""
        if say.COUNTED.fullmatch(follows.before):
            return True
        return mark.number > 1 and follows.before == " of " and bool(say.BEFORE_SO_MANY.search(mark.before))

    def _as_many_more(self, mark: Mark, after: str) -> None:
        """ "3 years with an option of 2 more": of the unit of the first term, where that is years or months."""
        firm = self.into.terms[-1][0] if self.into.terms else Period()
        years = firm.months and not firm.days and firm.months % 12 == 0
        in_months = any(one.unit in ("months", "month", "mths", "m") for one in self.sentence.marks)
        if in_months and say.BEFORE_AS_MANY.search(mark.before) and say.AFTER_NOTHING.search(after):
            self._add(Period(mark.number), up_to=False)
            return
        more = say.AFTER_MORE.search(after) or (
            say.BEFORE_MORE.search(mark.before) and say.AFTER_NOTHING.search(after)
        )
        if years and self._extended_to(mark) and say.AFTER_NOTHING.search(after) and mark.number <= 30:
            self._most(self.into.totals, Period(12 * mark.number), after)
        elif years and more and mark.number <= 10:
            self._add(Period(12 * mark.number), up_to=say.any_part(mark.before, after))

    def _options_of(self, mark: Mark, follows: Mark, after: str) -> None:
        """ "2 further periods of up to 12 months each"."""
        period, number = follows.period, mark.number
        each = [OptionRead(period, say.any_part(follows.before, after))] * number
        if number > 20:
            self.into.doubts.append("very many options")
        elif say.AFTER_TOGETHER.search(after):
            self._add(period.times(number), up_to=False)
        elif say.BEFORE_OR.search(mark.before):
            self._instead(period.times(number))
        elif say.AFTER_IN_ALL.search(after):
            self._add(period, up_to=True)
        elif say.AFTER_STEP.search(after) or follows.monthly:
            self._in_steps(period, number)
        elif self._restates(mark.before, period.times(number)):
            self.into.options[self.own :] = each
        elif self._yearly(after) and period.months == 12 * number > 12:
            self.into.options += [OptionRead(Period(12))] * number
        else:
            self.into.options += each

    def _instead(self, whole: Period) -> None:
        """ "… or 1 x 24 months": another way to take the same time, so any part of it; else a doubt."""
        own = self.into.options[self.own :]
        if own and total(own) == whole:
            self.into.options[self.own :] = [OptionRead(whole, up_to=True)]
        else:
            self.into.doubts.append("alternatives")

    def _restates(self, before: str, whole: Period) -> bool:
        """True where brackets say again, in finer words, what the options just read add up to."""
        own = self.into.options[self.own :]
        return bool(own) and say.IN_BRACKETS.search(before) is not None and total(own) == whole

    def _in_steps(self, step: Period, number: int | None = None) -> None:
        """ "24 months, in 12 month increments": the last option in equal parts, or any part of it."""
        options = self.into.options
        if len(options) == self.own and self.extends:
            options += [OptionRead(step)] * (number or 1)
            return
        if len(options) == self.own:
            self.into.doubts.append("steps of a length that is not an option")
            return
        pool = options.pop()
        count = pool.length.months // step.months if pool.length and step.months else 0
        exact = 0 < count <= 20 and step.times(count) == pool.length and number in (None, count)
        options += [OptionRead(step)] * count if exact else [replace(pool, up_to=True)]

    def _link_in_steps(self, step: Period) -> None:
        """ "5 years + 24 months in 12 month steps": the last link of the chain in equal parts."""
        *links, last = self.into.chains[-1]
        count = last.months // step.months if step.months else 0
        if links and 0 < count <= 20 and step.times(count) == last:
            self.into.chains[-1] = (*links, *[step] * count)
        else:
            self.into.doubts.append("steps of a length that is not an option")

    def _yearly(self, after: str) -> bool:
        """True where the words between the extension and what follows say that it goes year by year."""
        found = say.YEARLY.search(after)
        if found and not say.NOT_OF_STEPS.search(after[: found.end() + 20]):
            return True
        return self.extends and say.YEARLY.search(self.since) is not None

    def _add(self, period: Period, *, up_to: bool, after: str = "") -> None:
        """An option; in yearly parts where the words say so."""
        count, rest = divmod(period.months, 12)
        if self._yearly(after) and 1 < count <= 20 and not rest and not period.days:
            self.into.options += [OptionRead(Period(12))] * count
        else:
            twice = say.TWICE.search(self.since) or say.TWICE.search(after)
            option = OptionRead(period, up_to or "incremental" in self.since)
            self.into.options += [option, option] if twice else [option]

    def _chain(self, mark: Mark, after: str) -> None:
        """ "5+2+2": first term and options, or options alone."""
        into, whole = self.into, mark.period
        bracketed = say.IN_BRACKETS.search(mark.before) is not None
        known = [period for period, _ in into.terms + into.totals + into.ceilings]
        extends = self.extends or mark.all_options or say.BEFORE_MORE.search(mark.before)
        alone = len(self.sentence.marks) == 1 and not (mark.before + after).strip(" ()")
        near = f"{mark.before[-30:]}#{after[:12]}"
        placed = (bracketed and known) or (into.until and mark.all_options)
        if mark.all_options and say.AFTER_TOGETHER.search(after):
            into.options.append(OptionRead(whole))
            return
        if bracketed and into.chains and total(map(OptionRead, into.chains[-1][1:])) == whole:
            into.chains[-1] = (into.chains[-1][0], *mark.periods)  # "3 plus 2 (1+1)"
            return
        if not (mark.unit or self.extends or alone or placed or say.CHAIN.search(near)):
            return
        if bracketed and not mark.all_options and (whole in known or mark.periods[0] in known):
            into.chains.append(mark.periods)
        elif total(into.options[self.own :]) == whole:  # "a further 2 years on a 1+1 basis"
            into.options[self.own :] = [OptionRead(part) for part in mark.periods]
        elif bracketed and known and len(into.options) > self.own:
            into.doubts.append("two different readings of the options")
        elif extends or ((known or (into.until and not bracketed)) and say.AFTER_EXTENSION.search(after)):
            into.options += [OptionRead(part) for part in mark.periods]
        elif len(mark.periods) == 2 and self._yearly(after) and mark.periods[1].months in _YEARS:
            into.chains.append((mark.periods[0], *[Period(12)] * (mark.periods[1].months // 12)))
        else:
            into.chains.append(mark.periods)

    def _range(self, mark: Mark, after: str) -> None:
        """ "extend this contract from 36 to 48 months"; any other range leaves the length open."""
        if self.extends and len(mark.periods) == 2 and mark.before.endswith(" from "):
            first, second = mark.periods
            self.into.terms.append((first, 2))
            self._add(Period(second.months - first.months, second.days - first.days), up_to=False)
        elif not say.AFTER_ASIDE.search(after) and (
            say.EXTENDS.search(self.text) or say.BEFORE_TERM.search(mark.before)
        ):
            self.into.doubts.append("a length that is not settled")

    def _period(self, mark: Mark, after: str) -> None:
        before, period, into = mark.before, mark.period, self.into
        optional = self.extends or len(into.options) > self.own
        known = into.terms or into.until
        if is_notice(before, after):
            into.notice = period
        elif say.BEFORE_BREAK.search(before) or say.AFTER_BREAK.search(after):
            into.break_after = period
        elif say.BEFORE_THE_TERM.search(before) and say.AFTER_THE_TERM.match(after):
            into.terms.append((period, 1))
        elif say.AFTER_FIRST.match(after) and not mark.further:
            into.terms.append((period, 2))
        elif say.AFTER_OF_OTHERS.search(after) or (
            len(into.options) > self.own and after.lstrip().startswith("only")
        ):
            into.doubts.append("a length of something else")
        elif (
            say.AFTER_ASIDE.search(after) or say.BEFORE_ASIDE.search(before) or self._restates(before, period)
        ):
            return
        elif optional and (mark.monthly or self._is_step(before, after)):
            self._in_steps(period)
        elif into.chains and say.AFTER_STEP.search(after):
            self._link_in_steps(period)
        elif optional and say.BEFORE_LEAST_STEP.search(before):
            self._in_steps(Period())
        elif len(into.options) > self.own and (step := say.BEFORE_STEP.search(before)):
            self._in_steps(Period() if step["least"] or say.OR_MORE.search(after) else period)
        elif into.terms and say.BEFORE_INCLUDED.search(before) and self._extends_after(after):
            into.doubts.append("a term that includes the options")
        elif say.AFTER_IN_ALL.search(after) and (
            mark.further or say.BEFORE_FURTHER.search(before) or say.BEFORE_BY.search(before)
        ):
            self._add(period, up_to=True)
        elif say.AFTER_IN_ALL.search(after) or _is_total(before) or self._extended_to(mark):
            self._most(into.totals, period, after)
        elif (say.BEFORE_CEILING.search(before) or say.AFTER_MOST.search(after)) and not mark.further:
            self._most(into.ceilings, period, after)
        elif (
            self.extends
            or mark.further
            or (say.AFTER_EXTENSION.search(after) and not say.BEFORE_LABELLED.search(before))
            or (known and say.BEFORE_MORE.search(before))
        ):
            self._extension(mark, after)
        else:
            self._term(mark, after)

    def _is_step(self, before: str, after: str) -> bool:
        """True for "in 12 month increments", and beside an option for "in 12 month periods"."""
        if say.AFTER_STEP.search(after):
            return True
        steps = say.BEFORE_STEP_IN.search(before) and say.AFTER_STEP_IN.search(after)
        return bool(steps) and len(self.into.options) > self.own

    def _most(self, known: list[tuple[Period, bool]], period: Period, after: str) -> None:
        """A total or a ceiling: one of those `known`, or a bare limit where nothing leads up to it."""
        yearly = self._yearly(after)
        if self.into.terms and not (yearly or say.LEADS_ON.search(self.text)):
            self.into.limits.append(period)
        else:
            known.append((period, yearly))

    def _extended_to(self, mark: Mark) -> bool:
        """True for "3 years, extendable to 5 years"."""
        if not self.into.terms or mark.further:
            return False
        longer = mark.kind == "period" and total([OptionRead(self.into.terms[-1][0])]) < mark.period
        up_to = longer and say.BEFORE_EXTENDED_UP_TO.search(mark.before)
        return bool(up_to or say.BEFORE_EXTENDED_TO.search(mark.before))

    def _extends_after(self, after: str) -> bool:
        return self.extends or say.AFTER_EXTENSION.search(after) is not None

    def _extension(self, mark: Mark, after: str) -> None:
        if say.BEFORE_OR.search(mark.before):
            self._instead(mark.period)
            return
        self.extends = True
        self._add(mark.period, up_to=say.any_part(mark.before, after), after=after)

    def _term(self, mark: Mark, after: str) -> None:
        before, terms = mark.before, self.into.terms
        if say.BEFORE_INITIAL.search(before) or after.lstrip().startswith("initial"):
            terms.append((mark.period, 2))
        elif say.BEFORE_TERM.search(before) or say.AFTER_TERM.search(after):
            terms.append((mark.period, 1))
        elif say.BEFORE_PERHAPS.search(before):
            terms.append((mark.period, 0))
        elif say.EXTENDS.search(self.text):
            self.into.doubts.append("a length whose part is not clear")

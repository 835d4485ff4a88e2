"""How an agreement's term ran: the plain record that `replay.py` fills and others read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.domain.agreement import Agreement, Event, EventKind, ExtensionOption
from tracker.domain.check import Finding, Severity
from tracker.domain.dates import Calendar, When, make
from tracker.domain.terms.rolling import Rolls


@dataclass(frozen=True, slots=True)
class Extension:
    """One extension as it happened.

    Attributes:
        starts, ends: first and last day, inclusive.
        computed: the end that the length or the option gives; None where neither is recorded.
        stated: the end that the document states; None where it states none.
        agreed_on: the day it was agreed; None where that is not recorded.
        options: numbers of the options that it exercised, () for an agreed extension.
        varied: True for a variation, which may shorten the term as well.
        counts_several: True for one recorded extension that may stand for several.
    """

    starts: date | None
    ends: date
    computed: date | None
    stated: date | None
    agreed_on: date | None
    options: tuple[int, ...] = ()
    counts_several: bool = False
    varied: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that stands: given, and not withdrawn.

    Attributes:
        given: the day it was given; None where not recorded.
        effective: the last day in force under it; None where that cannot be said.
        organisation_id: who gave it, or is leaving; None where not recorded.
        alone: True where it takes only that party out, and the agreement goes on.
        workings: how `effective` was reckoned.
    """

    given: date | None
    effective: date | None
    organisation_id: int | None
    alone: bool
    workings: str


@dataclass(slots=True)
class Course:
    """How the term of an agreement ran and stands, as far as it is known on a day.

    Filled once, by `term.course_of`, and read by everything that reckons a date.

    Attributes:
        starts: first day, inclusive.
        initial_end: last day of the initial term, inclusive; `initial_computed` and
            `initial_stated` are the two ends that it was chosen from.
        end: last day with every extension, before notices and endings; None for no end.
        limit: the last day that the document allows at all; None where it names none.
        provided: the end with every option as first provided, within the limit; None for neither.
        extensions: as they happened. `remaining`: options not taken yet, in order.
        dropped: numbers of options that were passed over or used up in part.
        ended_by, last_day: the earliest ending, and the last day in force under it;
            `last_day` None where the day of the ending is not recorded.
        rolls: the rolling periods; None where it does not roll, or too little is recorded.
        notices: those given and not withdrawn; `notice` is the one that ends it, if any.
        current_end: last day as things stand, inclusive.
        resumes_on: day of a later extension that shows use after the end.
        edges: days after which a deadline may come or go, where its own dates do not say so.
        events: every event, in the order of `replay.event_order`.
        findings: what is odd.
    """

    agreement: Agreement
    today: date
    calendar: Calendar
    starts: date | None = None
    initial_end: date | None = None
    initial_computed: date | None = None
    initial_stated: date | None = None
    end: date | None = None
    limit: date | None = None
    provided: date | None = None
    extensions: tuple[Extension, ...] = ()
    remaining: tuple[ExtensionOption, ...] = ()
    dropped: tuple[int, ...] = ()
    ended_by: EventKind | None = None
    last_day: date | None = None
    resumes_on: date | None = None
    rolls: Rolls | None = None
    notices: tuple[Notice, ...] = ()
    notice: Notice | None = None
    current_end: date | None = None
    edges: tuple[date, ...] = ()
    events: tuple[Event, ...] = ()
    findings: tuple[Finding, ...] = ()

    def note(self, code: str, severity: Severity, message: str, field: str = "") -> None:
        """Add a Finding."""
        self.findings += (make(Finding, (code, severity, message, field, "")),)


def pinned(when: When | None) -> date | None:
    """The day to reckon with: the earliest, the latest where only that is known (rule 11)."""
    if when is None:
        return None
    return when.earliest or when.latest

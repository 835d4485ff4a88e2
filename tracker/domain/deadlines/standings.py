"""Many agreements at once: those that were made alike stand alike, and are reckoned once.

A register holds many agreements of the same day and the same terms: call-offs, one contract for
each school, one for each lot. What differs between them, names and notes, moves no date; a value
moves none but by the lead time that it asks for, and by the notices of the 2023 Act.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

from tracker.domain.agreement import Agreement, Event, ExtensionOption, NoticeClause, Regime
from tracker.domain.dates import Calendar
from tracker.domain.deadlines.rules import Rules
from tracker.domain.deadlines.standing import Standing, is_exact, standing, standing_along
from tracker.domain.terms.course import Course
from tracker.domain.terms.term import Ladder, course_of, ladder_from

MOVES_NO_DATE = frozenset(
    {
        *("id", "uid", "agreement_id", "reference", "parent_reference", "title", "description"),
        *("arrangement_id", "parties", "department", "owner", "contact", "cpv", "procurement_route"),
        *("notice_text", "value_text", "irrecoverable_vat", "sme", "vcse", "documents", "notes", "fictional"),
        "tags",
    }
)
"""Fields that no standing depends on, where no party has done anything yet."""
_BY_LEAD = ("value", "value_low", "value_high", "annual_value", "category", "tier")
"""Fields that count by the lead time that `Rules.lead` finds for them, unless the 2023 Act asks for more."""
_PA2023 = Regime.PA2023  # bound once: a look-up on an enumeration is slow on Python 3.11

_AT_ONCE = 8192  # so many are kept to be found again, however large the register


def _reader(kind: type, *apart: str) -> attrgetter[tuple[Any, ...]]:
    """Reads every field of a record that may move a date; a new field is taken to be one."""
    names = [one.name for one in fields(kind) if one.name not in MOVES_NO_DATE and one.name not in apart]
    return attrgetter(*names)


_terms = _reader(Agreement, "options", "notices", "events", *_BY_LEAD)
_option = _reader(ExtensionOption)
_clause = _reader(NoticeClause)
_event = _reader(Event, "organisation_id", "text", "source_id")


def standings(
    agreements: Iterable[tuple[int, Agreement]], today: date, calendar: Calendar, rules: Rules
) -> Iterator[tuple[int, Standing]]:
    """The standing on `today` of each agreement, with the id that it came with, in the same order."""
    known: dict[tuple[Any, ...], _Alike] = {}
    for agreement_id, agreement in agreements:
        events = agreement.events
        if len(events) > 1 or (events and events[0].organisation_id):  # it has a history of its own
            yield agreement_id, standing(agreement, today, calendar, rules)
            continue
        terms = (
            _terms(agreement),
            agreement.value if agreement.regime is _PA2023 else None,
            tuple(map(_option, agreement.options)),
            tuple(map(_clause, agreement.notices)),
            tuple(map(_event, events)),
        )
        alike = known.get(terms)
        if alike is None:
            if len(known) == _AT_ONCE:
                known.clear()
            alike = known[terms] = _alike(agreement, today, calendar)
        lead = None if alike.over else rules.lead(agreement)
        found = alike.by_lead.get(lead)
        if found is None:
            found = alike.by_lead[lead] = _standing(alike, agreement, today, calendar, rules)
        yield agreement_id, found


class _Alike(NamedTuple):
    """Agreements of the same terms: the way that they all go, and their standings by the lead time.

    Attributes:
        course, ladder: None where a date is not exact, for those are reckoned from both of its edges.
        over: their end is past: nothing is left to lead up to, so that they stand alike whatever the lead time.
    """

    course: Course | None
    ladder: Ladder | None
    over: bool
    by_lead: dict[tuple[int, str] | None, Standing]


def _alike(agreement: Agreement, today: date, calendar: Calendar) -> _Alike:
    if not is_exact(agreement):
        return _Alike(None, None, False, {})
    course = course_of(agreement, today, calendar)
    over = course.current_end is not None and course.current_end < today
    return _Alike(course, ladder_from(course), over, {})


def _standing(alike: _Alike, agreement: Agreement, today: date, calendar: Calendar, rules: Rules) -> Standing:
    if alike.course is None or alike.ladder is None:
        return standing(agreement, today, calendar, rules)
    # A course takes up what is odd about its deadlines, and nobody keeps it: each starts with its ladder's.
    course, ladder = alike.course, alike.ladder
    course.agreement, course.findings = agreement, ladder.findings
    return standing_along(course, ladder, rules)

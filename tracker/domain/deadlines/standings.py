"""Many agreements at once: those that were made alike stand alike, and are reckoned once.

A register holds many agreements of the same day and the same terms: call-offs, one contract for
each school, one for each lot. What differs between them, names and notes, moves no date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date
from operator import attrgetter
from typing import Any

from tracker.domain.agreement import Agreement, ExtensionOption, NoticeClause
from tracker.domain.dates import Calendar
from tracker.domain.deadlines.rules import Rules
from tracker.domain.deadlines.standing import Standing, standing

MOVES_NO_DATE = frozenset(
    {
        *("id", "uid", "agreement_id", "reference", "parent_reference", "title", "description"),
        *("arrangement_id", "parties", "department", "owner", "contact", "cpv", "procurement_route"),
        *("notice_text", "value_text", "irrecoverable_vat", "sme", "vcse", "documents", "notes", "fictional"),
        "tags",
    }
)
"""Fields that no standing depends on, where nothing has happened to the agreement yet."""

_AT_ONCE = 8192  # so many are kept to be found again, however large the register


def _reader(kind: type, *apart: str) -> attrgetter[tuple[Any, ...]]:
    """Reads every field of a record that may move a date; a new field is taken to be one."""
    names = [one.name for one in fields(kind) if one.name not in MOVES_NO_DATE and one.name not in apart]
    return attrgetter(*names)


_terms = _reader(Agreement, "options", "notices", "events")
_option = _reader(ExtensionOption)
_clause = _reader(NoticeClause)


def standings(
    agreements: Iterable[tuple[int, Agreement]], today: date, calendar: Calendar, rules: Rules
) -> Iterator[tuple[int, Standing]]:
    """The standing on `today` of each agreement, with the id that it came with, in the same order."""
    known: dict[tuple[Any, ...], Standing] = {}
    for agreement_id, agreement in agreements:
        if agreement.events:  # each has a history of its own
            yield agreement_id, standing(agreement, today, calendar, rules)
            continue
        terms = (
            _terms(agreement),
            tuple(map(_option, agreement.options)),
            tuple(map(_clause, agreement.notices)),
        )
        found = known.get(terms)
        if found is None:
            if len(known) == _AT_ONCE:
                known.clear()
            found = known[terms] = standing(agreement, today, calendar, rules)
        yield agreement_id, found

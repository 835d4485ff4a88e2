"""Every dated thing in an arrangement's life, in order of time, each said once."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tracker.app.partnership.dossier import Dossier, Snapshot
from tracker.domain.agreement import EventKind
from tracker.domain.dates import When, add_days, show
from tracker.domain.partnerships.membership import PLANNED
from tracker.domain.partnerships.partnership import Certainty


class Happening(NamedTuple):
    """Something dated.

    Attributes:
        day, last: the first day and the last that it may be.
        source_id: of the source that says so; None where none is named.
    """

    day: date
    last: date
    words: str
    source_id: int | None = None

    @property
    def when(self) -> str:
        """Its date in words."""
        return span_in_words(self.day, self.last)


def span_in_words(first: date, last: date) -> str:
    """The day, or the days between which it lies: "some time in 2013", "some time in December 2008"."""
    if first == last:
        return show(first)
    whole_months = first.day == 1 and add_days(last, 1).day == 1
    if whole_months and (first.year, first.month) == (last.year, last.month):
        return f"some time in {show(first).split(' ', 1)[1]}"
    if whole_months and (first.month, last.month, first.year) == (1, 12, last.year):
        return f"some time in {first.year}"
    if whole_months and (first.month, last.month, first.year) == (4, 3, last.year - 1):
        return f"some time in {first.year}/{last.year % 100:02d}"
    return f"between {show(first)} and {show(last)}"


def has_days(when: When) -> bool:
    """Whether anything at all is known of when it was."""
    return when.earliest is not None or when.latest is not None


def happenings(found: Dossier, now: Snapshot) -> tuple[Happening, ...]:
    """Every dated thing, in order of time; each said once."""
    rows: dict[tuple[date, str], Happening] = {}

    def add(when: When | None, words: str, source_id: int | None = None) -> None:
        if when is None or not has_days(when):
            return
        first, last = when.earliest or when.latest, when.latest or when.earliest
        assert first is not None and last is not None
        rows.setdefault((first, words), Happening(first, last, words, source_id))

    events = [event for a in found.agreements for event in a.events] + list(found.events)
    told = [(event.on, event.text) for event in events if event.text]

    def is_told(when: When | None, name: str) -> bool:
        """Whether an event of those very days speaks of it in its own words."""
        first = name.split(" ", 1)[0]
        return when is not None and any(
            (on.earliest, on.latest) == (when.earliest, when.latest) and first in text for on, text in told
        )

    add(found.arrangement.started, "The partnership starts")
    add(found.arrangement.ended, "The partnership ends")
    for stint in found.memberships:
        name = found.name(stint.organisation_id)
        doubt = " (disputed)" if stint.known is Certainty.DISPUTED else ""
        if not is_told(stint.joined, name):
            add(stint.joined, f"{name} joins{doubt}", stint.source_id)
        add(stint.left, f"{name} leaves{doubt}", stint.source_id)
    for agreement in found.agreements:
        name = agreement.reference or agreement.title
        kinds = {event.kind for event in agreement.events}
        if EventKind.COMMENCED not in kinds:
            add(agreement.starts, f"{name} starts")
        if agreement.signed != agreement.starts and EventKind.SIGNED not in kinds:
            add(agreement.signed, f"{name} is signed")
        for event in agreement.events:
            words = _event_words(event.text, f"{name}: {event.kind.value}", event.detail)
            add(event.on, words, event.source_id)
        stands = now.standings[agreement.id]
        for day, words in ((stands.initial_end, "initial end"), (stands.current_end, "ends")):
            if day is not None and not (words == "initial end" and day == stands.current_end):
                add(When.on(day), f"{name} {words}" if words == "ends" else f"{name}: {words}")
    for event in found.events:
        words = _event_words(event.text, event.kind.value.capitalize(), event.detail)
        add(event.on, words, event.source_id)
    return tuple(sorted(rows.values(), key=lambda row: (row.day, row.last, row.words)))


def _event_words(text: str, kind: str, detail: str) -> str:
    return f"{text or kind}{' (planned)' if detail == PLANNED else ''}"

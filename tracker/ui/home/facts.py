"""What Home shows, gathered from the register in one go so that a worker can do it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tracker.app.due import Due, due_within
from tracker.app.session import Session
from tracker.domain.dates import Period, add_months
from tracker.domain.deadlines.deadline import DeadlineState
from tracker.ui.home.yearstrip import MONTHS, DayMark
from tracker.ui.parts import format as show
from tracker.ui.parts.format import Look
from tracker.ui.parts.theme import Tone

SOON = 30
_LATELY = 5

MISSING: tuple[tuple[str, str], ...] = (
    ("notice", "Notice period not recorded"),
    ("current_end", "End date not recorded"),
    ("value", "Value not stated"),
    ("owner", "Owner not set"),
    ("supplier", "Supplier not named"),
    ("starts", "Start date not recorded"),
)


@dataclass(frozen=True, slots=True)
class Section:
    """Deadlines that fall together: "Overdue", "This month" …; `until` is the last day of it.

    In "Overdue" an agreement stands once, with what hurts most; `more` says how many it has besides.
    """

    key: str
    title: str
    dues: tuple[Due, ...]
    until: date | None = None
    more: Mapping[int, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many deadlines it stands for."""
        return len(self.dues) + sum(self.more.values())


@dataclass(frozen=True, slots=True)
class Lately:
    """One change made lately: what, when and by whom."""

    name: str
    when: str


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """Everything that Home shows.

    Attributes:
        missing: filter name, words and number of agreements that lack it.
    """

    today: date
    agreements: int
    sections: tuple[Section, ...]
    marks: tuple[DayMark, ...]
    lately: tuple[Lately, ...]
    missing: tuple[tuple[str, str, int], ...]
    yearly: Yearly | None = None


@dataclass(frozen=True, slots=True)
class Yearly:
    """What the live agreements come to in a year: the sum of those that state one, and how many those are."""

    minor: int
    currency: str
    stated: int
    agreements: int


def gather(session: Session) -> HomeFacts:
    """Read all of it."""
    today = session.today
    dues = due_within(session, Period(MONTHS))
    return HomeFacts(
        today=today,
        agreements=session.read.listing(limit=0).total,
        sections=tuple(sections(dues, today)),
        marks=tuple(DayMark(due.act_by, look(due, today), line(due)) for due in dues),
        lately=tuple(_lately(session, today)),
        missing=tuple(_missing(session)),
        yearly=_yearly(session),
    )


def _yearly(session: Session) -> Yearly | None:
    totals = session.read.totals(filters={"status": "live|expiring"})
    stated = next((total for total in totals.sums if total.basis == "annual value"), None)
    if stated is None:
        return None
    return Yearly(stated.minor, stated.currency, stated.agreements, totals.agreements)


def sections(dues: Sequence[Due], today: date) -> list[Section]:
    """Overdue, this month, the next three months, later: by the day to act by."""
    month_ends = add_months(today.replace(day=1), 1) - timedelta(days=1)
    quarter_ends = add_months(today.replace(day=1), 4) - timedelta(days=1)
    late, more = _once_each([due for due in dues if is_overdue(due, today)])
    rest = [due for due in dues if not is_overdue(due, today)]
    return [
        Section("overdue", "Overdue", late, more=more),
        Section("month", "This month", tuple(d for d in rest if d.act_by <= month_ends), month_ends),
        Section(
            "quarter",
            "Next three months",
            tuple(d for d in rest if month_ends < d.act_by <= quarter_ends),
            quarter_ends,
        ),
        Section("later", "Later", tuple(d for d in rest if d.act_by > quarter_ends)),
    ]


def _once_each(late: Sequence[Due]) -> tuple[tuple[Due, ...], dict[int, int]]:
    """One deadline for each agreement, what hurts most first, and how many more each has.

    What can still be done comes first, by the last day for it; then what was missed, lately first.
    """
    still = sorted((d for d in late if d.state is not DeadlineState.MISSED), key=lambda d: d.row.missed_after)
    gone = sorted((d for d in late if d.state is DeadlineState.MISSED), key=lambda d: d.act_by, reverse=True)
    first: dict[int, Due] = {}
    more: dict[int, int] = {}
    for due in (*still, *gone):
        key = due.row.agreement_id or -due.row.id
        if key in first:
            more[key] = more.get(key, 0) + 1
        else:
            first[key] = due
    return tuple(first.values()), more


def is_overdue(due: Due, today: date) -> bool:
    """Whether somebody must act and the day to act by has passed."""
    return due.row.asks and due.act_by < today


def look(due: Due, today: date) -> Look:
    """The shape and tone of a deadline in a list and on the strip."""
    state = DeadlineState.MISSED if is_overdue(due, today) else due.state
    soon = due.row.asks and (due.act_by - today).days <= SOON
    return show.deadline(due.row.kind, state, asks=due.row.asks, due_soon=soon)


def line(due: Due) -> str:
    """A deadline in a line: what is to be done, and for which agreement."""
    return f"{due.row.title or due.row.kind}, {subject(due)}"


def subject(due: Due) -> str:
    """The agreement, or the partnership, that a deadline belongs to."""
    return due.row.agreement_title or due.row.arrangement or due.row.reference


def tone_of_distance(due: Due, today: date) -> Tone:
    """The tone of "in 5 days": danger where overdue, warning within a month, else quiet."""
    if is_overdue(due, today):
        return Tone.DANGER
    return Tone.WARNING if (due.act_by - today).days <= SOON else Tone.MUTED


def _lately(session: Session, today: date) -> list[Lately]:
    found = []
    for row in session.read.history(_LATELY, changes=0):
        done = {"undo": "Undone: ", "redo": "Done again: "}.get(row.kind, "")
        when = show.moment(show.local(row.at), today)
        found.append(Lately(f"{done}{row.name}", f"{when}, {row.by}"))
    return found


def _missing(session: Session) -> list[tuple[str, str, int]]:
    counted = [
        (key, words, session.read.listing(filters={"missing": key}, limit=0).total) for key, words in MISSING
    ]
    return sorted((row for row in counted if row[2]), key=lambda row: -row[2])

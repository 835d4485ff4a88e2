"""The weekly digest: what is overdue, due and decided, as a page to print or to paste into a mail.

The program sends nothing. The digest holds what the person at this machine is reminded of, by their
own rules and owners, snoozed or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from tracker.app.reminding.reminders import due, remindable
from tracker.app.reminding.settings import load_person, load_rules
from tracker.app.settings import Settings
from tracker.domain.dates import add_days, show
from tracker.domain.reminding.agenda import distance_of
from tracker.domain.reminding.alert import Answer, AnswerAction, Person, RuleBook, Watched
from tracker.domain.reminding.reminder import decided, key_of
from tracker.exchange.outgoing.report import Part, Report, Rows, made_words

if TYPE_CHECKING:
    from tracker.app.session import Session

_MOST = 200
"""Lines of one part: a page that nobody reads to its end is no digest."""

_MOST_LATE = 12
"""Agreements of the overdue part: this week has to stand on the first page."""

_WEEK, _AHEAD = 7, 35
_COLUMNS = ("Act by", "What", "Agreement", "Owner", "Time left")
_LATE_COLUMNS = ("Was due", "What", "Agreement", "Owner", "Still possible until")
_ANSWERED = ("When", "Agreement", "What was decided", "By")


def digest(session: Session) -> Report:
    """The digest of the week that begins on the session's day."""
    settings = Settings.load()
    today, now = session.today, session.now()
    lines = session.read.records(Answer)
    items = remindable(session)
    found = list(
        _open(items, lines, RuleBook(load_rules(settings)), load_person(settings, session.user), today)
    )
    late = [item for item in found if item.deadline.asks and item.deadline.act_by < today]
    week = _between(found, today, add_days(today, _WEEK - 1))
    after = _between(found, add_days(today, _WEEK), add_days(today, _AHEAD - 1))
    early = _early(session, now, add_days(today, _AHEAD))
    parts = [
        _late_part(late, today),
        _part("This week", week, today, "Nothing falls in this week."),
        _part("The four weeks after", after, today, "Nothing falls in them."),
        _part("Further off, and to be thought of now", early, today, "Nothing new."),
        _answered_part(items, lines, add_days(today, -_WEEK), today),
    ]
    facts = [
        ("Register", session.path.stem),
        ("Overdue", _late_words(late)),
        ("This week", f"{len(week):,}"),
        ("The four weeks after", f"{len(after):,}"),
    ]
    subtitle = f"{show(today)} to {show(add_days(today, _WEEK - 1))}"
    return Report("What is due this week", subtitle, now, parts, facts)


def plain(report: Report) -> str:
    """The digest as a text, for a mail."""
    lines = [report.title, report.subtitle, ""]
    lines += [f"{name}: {words}" for name, words in report.facts]
    for part in report.parts:
        lines += ["", part.heading.upper()]
        for block in part.blocks:
            lines += _plain_rows(block) if isinstance(block, Rows) else [str(block)]
    return "\n".join([*lines, "", made_words(report), ""])


def _plain_rows(rows: Rows) -> list[str]:
    if not rows.rows:
        return [rows.empty]
    return [f"- {row[0]}: {'; '.join(cell for cell in row[1:] if cell)}" for row in rows.rows]


def as_json(report: Report) -> dict[str, Any]:
    """The digest as one document, part by part."""
    return {
        "title": report.title,
        "period": report.subtitle,
        "facts": dict(report.facts),
        "parts": [
            {"heading": part.heading, "rows": [list(row) for block in part.blocks for row in _rows(block)]}
            for part in report.parts
        ],
    }


def _rows(block: object) -> Sequence[Sequence[str]]:
    return block.rows if isinstance(block, Rows) else ()


def _open(
    items: Iterable[Watched], lines: Iterable[Answer], book: RuleBook, person: Person, today: date
) -> Iterable[Watched]:
    """What this person is reminded of and nobody has decided on, by the day to act."""
    done = decided(lines)
    wanted = (
        item
        for item in items
        if not item.deadline.settled and key_of(item) not in done and person.sees(item, book(item), today)
    )
    return sorted(wanted, key=lambda item: (item.deadline.act_by, item.title.casefold()))


def _between(found: Iterable[Watched], first: date, last: date) -> list[Watched]:
    """Those to act on from the first day to the last, both inclusive."""
    return [item for item in found if first <= item.deadline.act_by <= last]


def _early(session: Session, now: datetime, after: date) -> list[Watched]:
    """What came up within the last week though it is still far off."""
    since = add_days(now.date(), -_WEEK)
    return [
        reminder.watched
        for reminder in due(session, now).reminders
        if reminder.since > since and reminder.watched.deadline.act_by >= after
    ]


def _part(title: str, items: Sequence[Watched], today: date, empty: str) -> Part:
    rows = [_row(item, today) for item in items[:_MOST]]
    more = [f"And {len(items) - _MOST:,} more."] if len(items) > _MOST else []
    return Part(title, [Rows(_COLUMNS, rows, empty), *more])


def _late_part(late: Sequence[Watched], today: date) -> Part:
    """What is overdue, once each agreement: what hurts most, and how many it has besides."""
    found: dict[str, list[Watched]] = {}
    for item in sorted(late, key=lambda item: _hurt(item, today)):
        found.setdefault(item.agreement_uid, []).append(item)
    shown = list(found.values())
    rows = [_late_row(items[0], len(items) - 1, today) for items in shown[:_MOST_LATE]]
    rest = [item.deadline.act_by for items in shown[_MOST_LATE:] for item in items]
    agreements = f"{len(shown) - _MOST_LATE:,} more agreement" + ("s" if len(shown) > _MOST_LATE + 1 else "")
    more = [f"And {agreements}, overdue since {show(min(rest))} at the longest."] if rest else []
    return Part("Overdue", [Rows(_LATE_COLUMNS, rows, "Nothing is overdue."), *more])


def _hurt(item: Watched, today: date) -> tuple[bool, int, str]:
    """What can still be done comes first, by the last day for it; then what was missed, lately first."""
    deadline = item.deadline
    missed = deadline.missed_after < today
    day = -deadline.act_by.toordinal() if missed else deadline.missed_after.toordinal()
    return missed, day, item.title.casefold()


def _late_row(item: Watched, besides: int, today: date) -> tuple[str, ...]:
    day, what, name, owner, _ = _row(item, today)
    last = item.deadline.missed_after
    more = f"; and {besides:,} more date" + ("s" if besides > 1 else "") if besides else ""
    return day, f"{what}{more}", name, owner, show(last) if last >= today else "missed"


def _late_words(late: Sequence[Watched]) -> str:
    """How many dates, and of how many agreements where those are fewer."""
    agreements = len({item.agreement_uid for item in late})
    return f"{len(late):,}" + (f", of {agreements:,} agreements" if 1 < agreements < len(late) else "")


def _row(item: Watched, today: date) -> tuple[str, ...]:
    name = " ".join(filter(None, (item.reference, item.title)))
    what = item.deadline.title or item.deadline.kind.capitalize()
    return show(item.deadline.act_by), what, name, item.owner, distance_of(item.deadline, today)


def _answered_part(items: Iterable[Watched], lines: Sequence[Answer], since: date, today: date) -> Part:
    """What was decided after `since` and until today, and not taken back."""
    standing = decided(lines)
    found = [
        line
        for line in lines
        if line.action is AnswerAction.DECIDED
        and since < line.at.date() <= today
        and (line.agreement_uid, line.kind, line.date) in standing
    ]
    titles = {item.agreement_uid: item.title for item in items}
    rows = [
        (
            show(line.at.date()),
            titles.get(line.agreement_uid, "no longer in the register"),
            line.reason,
            line.user,
        )
        for line in reversed(found[-_MOST:])
    ]
    return Part("Decided in the last seven days", [Rows(_ANSWERED, rows, "Nothing was decided.")])

"""The rows of Home's lists, made of what was gathered."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tracker.ui.bridge import Place
from tracker.ui.home.facts import HomeFacts, Section, look, subject, tone_of_distance
from tracker.ui.parts import format as show
from tracker.ui.parts.tables import Cell, Row
from tracker.ui.parts.theme import Tone

if TYPE_CHECKING:
    from tracker.app.due import Due

_TONES = {"overdue": Tone.DANGER, "month": Tone.WARNING}


class More(NamedTuple):
    """The row that opens the rest of a section."""

    section: str


def count_words(section: Section) -> tuple[str, Tone]:
    """What the large number of a section counts, and its tone."""
    words = {
        "overdue": "overdue",
        "month": "due this month",
        "quarter": "in the next three months",
        "later": "later, within eighteen months",
    }
    tone = _TONES.get(section.key, Tone.PLAIN) if section.dues else Tone.PLAIN
    return words[section.key], tone


def section_rows(section: Section, today: date, opened: bool) -> list[Row]:
    """The heading of a section and its first deadlines; none where it is empty."""
    if not section.dues:
        return []
    overdue = section.key == "overdue"
    remark = f"to {show.day(section.until)}" if section.until else ""
    if overdue and section.more:
        remark = f"in {show.count(section.rows, 'agreement')}; what can still be done comes first"
    tone = Tone.DANGER if overdue else Tone.PLAIN
    heading = Cell(f"{section.title} {section.count:,}", tone, 600, remark=remark)
    rows = [Row((heading,), section.key, heading=True)]
    rows.extend(_due_row(due, today, section.more.get(due.row.agreement_id, 0)) for due in section.dues)
    left = section.rows - len(section.dues)
    if left and opened:
        rows.append(Row((Cell(""), Cell(f"{left:,} more in the register", Tone.ACCENT)), Place("register")))
    elif left:
        words = show.count(left, "more agreement") if overdue else f"{left:,} more after these"
        rows.append(Row((Cell(""), Cell(words, Tone.ACCENT)), More(section.key)))
    return rows


def _due_row(due: Due, today: date, more: int) -> Row:
    tone = tone_of_distance(due, today)
    still = not due.row.asks and due.act_by < today
    besides = " · ".join(filter(None, (f"and {more} more" if more else "", due.row.supplier)))
    distance = show.overdue(due.act_by, today) if tone is Tone.DANGER else show.distance(due.act_by, today)
    if still:  # "some time in 2026": it may have happened, or may yet
        tone, distance = Tone.MUTED, f"or by {show.day(date.fromisoformat(due.row.missed_after))}"
    help_ = f"{due.row.title}\n{due.row.workings}".strip()
    return Row(
        (
            Cell(show.deed(due.row.kind, due.row.title), look=look(due, today), help=help_),
            Cell(subject(due), weight=500, remark=besides),
            Cell(due.row.owner or "no owner", Tone.MUTED),
            Cell(show.day(due.act_by), right=True, help=due.row.workings),
            Cell(distance, tone, 600 if tone is not Tone.MUTED else 400, right=True),
        ),
        Place("agreement", due.row.agreement_id) if due.row.agreement_id else None,
    )


def month_row(first: date, number: int, facts: HomeFacts) -> Row:
    """A month of the strip as a row: how many deadlines it has, and the day with most of them."""
    days = sorted(day for day in facts.numbers if (day.year, day.month) == (first.year, first.month))
    most = max(days, key=facts.numbers.__getitem__, default=None)
    words = f"{show.day(most)}: {show.count(facts.numbers[most], 'deadline')}" if most else ""
    return Row((Cell(f"{first:%B} {first.year}"), Cell(f"{number:,}", right=True), Cell(words, Tone.MUTED)))

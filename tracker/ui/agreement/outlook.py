"""What an agreement's dates look like in words and pictures: its page, the inspector and panels use it.

Nothing is decided here: a `Standing` comes in, and goes out as rows, bars and sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tracker.app.proposal import Effect
from tracker.domain.dates import add_months
from tracker.domain.deadlines.deadline import Deadline, DeadlineState, state
from tracker.domain.deadlines.standing import Standing
from tracker.domain.terms.stepwords import how_known, step_name, step_state, step_words
from tracker.domain.terms.term import Ladder, Step
from tracker.ui.agreement.ladder import Flag, NearDate, Segment
from tracker.ui.home.facts import SOON
from tracker.ui.parts import format as show
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.tables import Cell, Row
from tracker.ui.parts.theme import Tone

_CAPTIONS = {
    "option notice": "Decide by",
    "decision start": "Start deciding by",
    "re-procurement start": "Start on what follows by",
    "end": "Ends on",
    "maximum end": "Latest end",
    "review": "Review by",
    "notice expires": "Last day",
    "option opens": "From",
}
_OF_OPTIONS = ("option opens", "option notice", "decision start")


class Next(NamedTuple):
    """The next date of an agreement, as it stands largest on its page.

    Attributes:
        caption: "Decide by"; the day itself is `deadline.act_by`.
        distance: "in 5 days", "53 days overdue".
    """

    deadline: Deadline
    caption: str
    distance: str
    tone: Tone
    sentence: str


def open_deadlines(standing: Standing, today: date) -> list[Deadline]:
    """Those that are not done, by the day to act by; what is overdue stands first."""
    left = [each for each in standing.deadlines if state(each, today) is not DeadlineState.DONE]
    return sorted(left, key=lambda each: (each.act_by, each.date))


def overdue(standing: Standing, today: date) -> list[Deadline]:
    """What somebody should have acted on by now: still possible first, then missed lately first."""
    late = [each for each in open_deadlines(standing, today) if each.asks and each.act_by < today]
    still = [each for each in late if each.missed_after >= today]
    gone = [each for each in late if each.missed_after < today]
    return [*sorted(still, key=lambda each: each.missed_after), *gone[::-1]]


def next_date(standing: Standing, today: date) -> Next | None:
    """The date that comes next; where none does, what is overdue; None where nothing is."""
    coming = [each for each in open_deadlines(standing, today) if each.act_by >= today]
    left = coming or overdue(standing, today)
    if not left:
        return None
    first = left[0]
    late = first.act_by < today
    tone = Tone.DANGER if late else Tone.WARNING if (first.act_by - today).days <= SOON else Tone.MUTED
    says_it = caption(first).casefold().startswith(first.title.casefold())
    sentence = "" if says_it else first.title[:1].upper() + first.title[1:]
    if first.act_by != first.date:
        sentence = f"{sentence}. The date itself is {show.day(first.date)}.".removeprefix(". ")
    distance = show.overdue(first.act_by, today) if late else show.distance(first.act_by, today)
    return Next(first, caption(first), distance, tone, sentence)


def caption(deadline: Deadline) -> str:
    """What stands over a date: "Decide by", "Serve notice by", "Ends on"."""
    if deadline.kind in _CAPTIONS:
        return _CAPTIONS[deadline.kind]
    if deadline.kind in show.SERVED:
        return "Serve notice by"
    return "Act by" if deadline.asks else "On"


def deadline_look(deadline: Deadline, today: date) -> Look:
    """Shape and tone of a deadline in a list."""
    stands = state(deadline, today)
    if stands is DeadlineState.DUE and deadline.asks and deadline.act_by < today:
        stands = DeadlineState.MISSED
    soon = deadline.asks and (deadline.act_by - today).days <= SOON
    return show.deadline(deadline.kind, stands, asks=deadline.asks, due_soon=soon)


def compared(before: Standing, after: Standing, today: date) -> tuple[Effect, ...]:
    """How an agreement stands, and how it would stand."""
    rows = zip(_stands(before, today), _stands(after, today), strict=True)
    return tuple(Effect(what, old, new) for (what, old), (_, new) in rows)


def _stands(standing: Standing, today: date) -> list[tuple[str, str]]:
    following = next_date(standing, today)
    coming = f"{following.caption} {show.day(following.deadline.act_by)}" if following else "none"
    headroom = str(standing.ladder.headroom) if standing.ladder.headroom else "none"
    return [
        ("Status", show.status(standing.status).word),
        ("Current end", show.day(standing.current_end, "none recorded")),
        ("Next date", coming),
        ("Options left", headroom),
        ("Latest end", show.day(standing.maximum_end, "none recorded")),
    ]


# The ladder


def segments(ladder: Ladder, today: date) -> list[Segment]:
    """The terms of the bar, in order, with what lies between recorded ones filled in."""
    made: list[Segment] = []
    for step in ladder.steps:
        if step.starts is None:
            continue
        if step.ends is None:
            made.append(
                Segment(step.starts, _far(step.starts, today), "No end recorded", "current", "", True)
            )
            break
        if made and step.starts > made[-1].ends + timedelta(days=1):
            between = made[-1].ends + timedelta(days=1)
            made.append(Segment(between, step.starts - timedelta(days=1), "Renewals", "past"))
        words = end_words(step, ladder, today)
        made.append(Segment(step.starts, step.ends, step_words(step), _bar_state(step, today), words))
    return made


def _far(starts: date, today: date) -> date:
    """How far an open end is drawn: a while past today, for it has no last day."""
    return add_months(max(starts, today), 24)


def _bar_state(step: Step, today: date) -> str:
    if step.state == "lapsed":
        return "lapsed"
    if step.ends is not None and step.ends < today:
        return "past"
    taken = step.state == "exercised" or step.step == "initial"
    begun = step.option is None and step.starts is not None and step.starts <= today
    return "current" if taken or begun else "option"


def end_words(step: Step, ladder: Ladder, today: date) -> str:
    """What a step's last day is: the initial, the current, a possible or the latest end."""
    if step.ends == ladder.current_end:
        return "current end" if step.ends is None or step.ends >= today else "ended"
    if step.step == "initial":
        return "initial end"
    if step.step.startswith("renewal") and step.state in ("open", "not yet"):
        return "if it renews again"  # an agreement that rolls on has no latest end
    if step.ends == ladder.maximum_end:
        return "latest end"
    if step.state in ("open", "not yet"):
        return "if taken" if step.option is not None else "next end"
    return "end"


def flags(ladder: Ladder, today: date) -> list[Flag]:
    """Notice and decide-by dates of the options that can still be taken."""
    made: list[Flag] = []
    for step in ladder.steps:
        if step.option is None or step.state not in ("open", "not yet") or step.decide_by is None:
            continue
        tone = _near_tone(step.decide_by, today)
        if step.readings is not None:
            safe = step.readings.backward
            made.append(Flag(safe, f"notice by {show.day(safe)}", tone))
        made.append(Flag(step.decide_by, "", tone, below=True))
    return made


def marks(standing: Standing, today: date) -> list[Flag]:
    """All that stands over and under the bar: what options ask for, other notices, other decisions."""
    made = flags(standing.ladder, today)
    for each in open_deadlines(standing, today):
        if not each.asks or each.act_by < today or each.kind in _OF_OPTIONS:
            continue
        served = each.kind in show.SERVED
        words = f"notice by {show.day(each.act_by)}" if served else ""
        made.append(Flag(each.act_by, words, _near_tone(each.act_by, today), below=not served))
    return made


def _near_tone(day: date, today: date) -> Tone:
    """Amber for what is due soon, and for nothing else; what is past is overdue in words beside it."""
    return Tone.WARNING if 0 <= (day - today).days <= SOON else Tone.MUTED


def near_dates(standing: Standing, today: date) -> list[NearDate]:
    """Today, and the dates of the next deadlines up to the current end."""
    end = standing.current_end
    near = [NearDate(today, "today")]
    seen = {today}
    for each in open_deadlines(standing, today):
        if each.act_by <= today or len(near) > 4 or (end is not None and each.act_by >= end):
            continue
        if each.act_by not in seen:
            seen.add(each.act_by)
            soon = each.asks and (each.act_by - today).days <= SOON
            tone = Tone.WARNING if soon else Tone.PLAIN
            near.append(NearDate(each.act_by, caption(each).lower(), tone, above=True))
    if end is not None and end > today:
        near.append(NearDate(end, "term ends"))
    return near


_STEP_LOOKS = {
    "Done": (Shape.TICK, Tone.MUTED),
    "Current": (Shape.CIRCLE, Tone.GOOD),
    "Agreed": (Shape.TICK, Tone.GOOD),
    "Open": (Shape.TRIANGLE, Tone.WARNING),
    "Later": (Shape.RING, Tone.MUTED),
    "Lapsed": (Shape.CROSS, Tone.MUTED),
}


def step_look(step: Step, today: date) -> Look:
    """The chip of a step: done, current, agreed, open, later or lapsed."""
    word = step_state(step, today)
    return Look(word, *_STEP_LOOKS[word])


def ladder_rows(ladder: Ladder, today: date) -> list[Row]:
    """The same steps as the picture, as rows of a table."""
    rows = []
    for step in ladder.steps:
        length = str(step.length or "")
        notice = step.readings.backward if step.readings is not None else None
        computed = step.how == "computed"
        rows.append(
            Row(
                (
                    Cell(step_name(step), weight=500),
                    Cell(length or "–", Tone.PLAIN if length else Tone.MUTED),
                    Cell(show.day(step.starts, "not recorded"), right=True),
                    Cell(
                        show.day(step.ends, "not recorded"),
                        Tone.NOTE if computed else Tone.PLAIN,
                        500,
                        right=True,
                        computed=computed and step.ends is not None,
                        help=step.workings if step.ends is not None else "",
                    ),
                    Cell(
                        show.day(notice, "–"),
                        Tone.NOTE if notice else Tone.MUTED,
                        right=True,
                        computed=notice is not None,
                    ),
                    Cell(how_known(step), Tone.MUTED),
                    Cell(look=step_look(step, today), chip=True),
                ),
                step.workings,
            )
        )
    return rows


def deadline_rows(deadlines: Sequence[Deadline], today: date) -> list[Row]:
    """Deadlines as rows of a table; what a row opens is its workings."""
    rows = []
    for each in deadlines:
        look = deadline_look(each, today)
        late = look.tone is Tone.DANGER
        tone = look.tone if look.tone in (Tone.DANGER, Tone.WARNING) else Tone.MUTED
        distance = show.overdue(each.act_by, today) if late else show.distance(each.act_by, today)
        rows.append(
            Row(
                (
                    Cell(each.title, look=look, weight=500 if each.asks else 400),
                    Cell(show.day(each.date), Tone.NOTE, right=True, computed=True),
                    Cell(show.day(each.act_by), right=True),
                    Cell(distance, tone, 600 if late else 400, right=True),
                    Cell((each.party or ("us" if each.asks else "")).capitalize(), Tone.MUTED),
                ),
                each.workings,
            )
        )
    return rows

"""Alerts: which deadlines a person must be reminded of now, and what was answered.

A reminder is a row and not a timer: what is due follows from the deadlines, the rules
and the answers, whenever it is asked for. Nothing here knows the time; it is an argument.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date as Day
from datetime import datetime, timedelta
from datetime import time as Time
from enum import StrEnum

from tracker.domain.dates import add_days
from tracker.domain.deadlines.deadline import Deadline


class AnswerAction(StrEnum):
    """What a line of the reminder ledger records."""

    SHOWN = "shown"
    SNOOZED = "snoozed"
    DISMISSED = "dismissed"
    DECIDED = "decided"
    REARMED = "re-armed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One line of the ledger: what became of the reminder of one date. Lines are only ever added.

    The order in which lines were added is the order that counts, and not `at`: clocks jump.

    Attributes:
        agreement_uid: uid of the agreement, or of the arrangement where the date is one of its own.
        kind, date: the deadline's, as they were. An answer to another date is history only.
        user: who answered; a snooze or a dismissal is theirs alone, a decision is everybody's.
        action: re-armed cancels every earlier line for this date (it moved, or was un-answered).
        stage: days before the act-by day of the stage that was shown or dismissed, negative
            after it; the earlier (larger) stages are answered with it. None for the others.
        until: when a snooze ends. With a zone it is an instant ("in one hour"); without one it
            is the time on the wall, wherever the machine is ("tomorrow, 09:00"). Else None.
        reason: what was typed; for a decision, what was decided and why.
        at: the instant it was written, with its zone.
    """

    id: int = 0
    uid: str = ""
    agreement_uid: str
    kind: str
    date: Day
    user: str
    action: AnswerAction
    stage: int | None = None
    until: datetime | None = None
    reason: str = ""
    at: datetime


class Decision(StrEnum):
    """What may be decided about a deadline; anything else is a reason to wait, not a decision."""

    EXTENDED = "extended"
    NOTICE_SERVED = "notice served"
    LET_LAPSE = "let lapse"
    REPROCURING = "re-procuring"
    DONE = "done"
    NO_ACTION = "no action"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A deadline and what is said of it in a reminder.

    Attributes:
        agreement_uid: uid of the record that the deadline belongs to.
        title: the agreement's title, or the arrangement's.
        owner: who looks after it, "" where nobody is named: then it is everybody's.
        recorded: the day on which the record came into the register; None where not known.
    """

    agreement_uid: str
    deadline: Deadline
    agreement_id: int = 0
    reference: str = ""
    title: str = ""
    supplier: str = ""
    owner: str = ""
    tier: str = ""
    recorded: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How early, and how often, a kind of deadline is brought up.

    Attributes:
        kind, tier, agreement_uid: what it is for; "" for any. An agreement's own rule wins over
            one for kind and tier, that over kind, that over tier.
        asks: only for deadlines that ask (True) or that just happen (False); None for both.
        stages: days before the act-by day on which it comes up, negative for days after it.
            A deadline that asks comes up on its last day whatever is left out here.
        insists: from this many days before, a deadline that asks can no longer be dismissed.
        repeat: once the stages are used up, a deadline that asks comes up every so many days; 0 for never.
        escalate_after: days after the act-by day from which a stand-in sees it too; None for never.
        over: laid over the rule that each kind has, and not in its place: `stages` are added to it,
            `without` taken from it, and of the rest it lays down what `only` names (of LAID_DOWN).
    """

    kind: str = ""
    tier: str = ""
    agreement_uid: str = ""
    asks: bool | None = None
    stages: tuple[int, ...]
    insists: int = 14
    repeat: int = 7
    escalate_after: int | None = 1
    over: bool = False
    without: tuple[int, ...] = ()
    only: tuple[str, ...] = ()


LAID_DOWN = ("insists", "repeat", "escalate_after")
"""What a rule that is laid over others may lay down besides stages."""

_NOTICES = (
    "option notice",
    "termination notice",
    "break notice",
    "withdrawal notice",
    "non-renewal notice",
)
_STARTS = ("decision start", "re-procurement start")
_UPKEEP = ("review", "price review", "exemption re-test", "confirm details", "confirm renewal")
_SELDOM = ("maximum end", "option opens", "renewal", "retention ends")

DEFAULT_RULES: tuple[Rule, ...] = (
    Rule(asks=True, stages=(30, 14, 7, 1, 0, -1)),
    Rule(asks=False, stages=(30, 0)),
    *(Rule(kind=kind, asks=True, stages=(180, 90, 30, 14, 7, 1, 0, -1), insists=30) for kind in _NOTICES),
    Rule(kind="end", stages=(180, 90, 30, 7, 0, -1)),
    Rule(kind="last call-off", stages=(180, 90, 30, 7, 0)),
    *(Rule(kind=kind, stages=(30, 7, 0, -1), insists=7) for kind in _STARTS),
    *(Rule(kind=kind, stages=(30, 7, 0), insists=0) for kind in _UPKEEP),
    *(Rule(kind=kind, asks=False, stages=(30,)) for kind in _SELDOM),
)
"""What holds where nobody has said otherwise: the more there is to lose, the earlier and the more often.

Starting on a decision and on re-procurement are dates of their own, months before the end, so
that the end itself need not be brought up earlier than half a year before.
"""


LEADS: tuple[tuple[int, str], ...] = (
    (540, "18 months before"), (365, "12 months before"), (270, "9 months before"), (180, "6 months before"),
    (90, "3 months before"), (60, "2 months before"), (30, "1 month before"), (14, "2 weeks before"),
    (7, "1 week before"), (1, "the day before"), (0, "on the day"), (-1, "the day after"),
)  # fmt: skip
"""Stages that people ask for, as days before the last day to act, in words."""

_LEAD_WORDS = dict(LEADS)


def lead_words(stage: int) -> str:
    """A stage in words: "6 months before", "45 days before", "8 days after"."""
    known = _LEAD_WORDS.get(stage)
    return known or (f"{stage:,} days before" if stage > 0 else f"{-stage:,} days after")


def rule_for(watched: Watched, rules: Iterable[Rule]) -> Rule:
    """The rule that applies: the most specific, and of two alike the later; else a default."""
    deadline = watched.deadline
    return rule_of(rules, deadline.kind, watched.tier, watched.agreement_uid, deadline.asks)


def rule_of(rules: Iterable[Rule], kind: str, tier: str, agreement_uid: str, asks: bool | None) -> Rule:
    """The same for dates that are only described; `asks` is None where they may be of either sort."""
    found, over = layers_of(rules, kind, tier, agreement_uid, asks)
    for each in over:
        found = _laid_over(found, each)
    return found


def layers_of(
    rules: Iterable[Rule], kind: str, tier: str, agreement_uid: str, asks: bool | None
) -> tuple[Rule, tuple[Rule, ...]]:
    """What makes up the rule for such dates: the one that holds, and those laid over it, in their order.

    A rule that somebody made for a kind is not altered by one for all kinds, unless that is
    for fewer agreements: for one, where the other is for a tier or for all.
    """

    def fits(rule: Rule) -> bool:
        return (
            rule.agreement_uid in ("", agreement_uid)
            and rule.kind in ("", kind)
            and rule.tier in ("", tier)
            and (asks is None or rule.asks in (None, asks))
        )

    def weight(rule: Rule) -> tuple[bool, bool, bool]:
        return bool(rule.agreement_uid), bool(rule.kind), bool(rule.tier)

    fitting = [rule for rule in rules if fits(rule)]
    own = [rule for rule in fitting if not rule.over]
    found = max(reversed(own or [rule for rule in DEFAULT_RULES if fits(rule)]), key=weight)
    over = sorted((rule for rule in fitting if rule.over), key=_reach)
    return found, tuple(rule for rule in over if not own or _reach(rule) > _reach(found))


def _reach(rule: Rule) -> tuple[bool, bool]:
    """The more, the fewer agreements a rule is for."""
    return bool(rule.agreement_uid), bool(rule.tier)


def _laid_over(rule: Rule, over: Rule) -> Rule:
    """A rule with what another, for all kinds, adds to it and takes from it."""
    stages = tuple(sorted({*rule.stages, *over.stages} - {*over.without}, reverse=True))
    return replace(rule, stages=stages, **{name: getattr(over, name) for name in over.only})


def layers_for(watched: Watched, rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules that are laid over the one that a date goes by."""
    deadline = watched.deadline
    return layers_of(rules, deadline.kind, watched.tier, watched.agreement_uid, deadline.asks)[1]


class RuleBook:
    """`rule_for` with a memory: ten thousand deadlines have a dozen rules between them."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._own = frozenset(rule.agreement_uid for rule in self.rules)
        self._known: dict[tuple[str, str, str, bool], Rule] = {}

    def __call__(self, watched: Watched) -> Rule:
        own = watched.agreement_uid if watched.agreement_uid in self._own else ""
        key = (own, watched.deadline.kind, watched.tier, watched.deadline.asks)
        if key not in self._known:
            self._known[key] = rule_for(watched, self.rules)
        return self._known[key]


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which a person is away, both inclusive."""

    person: str
    first: Day
    last: Day


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Times of day at which nothing pops up; `begins` inclusive, `ends` exclusive; may pass midnight."""

    begins: Time
    ends: Time

    def __contains__(self, moment: datetime) -> bool:
        time = moment.time()
        if self.begins <= self.ends:
            return self.begins <= time < self.ends
        return time >= self.begins or time < self.ends

    def ends_after(self, moment: datetime) -> datetime:
        """The first time on the wall, later than `moment`, at which the quiet ends."""
        end = datetime.combine(moment.date(), self.ends)
        return end if end > moment else end + timedelta(days=1)


USUAL_QUIET = QuietHours(Time(19), Time(8))
"""Nobody reads a window at night: what comes up then waits for the morning, unless a person says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whose reminders are asked for.

    Attributes:
        user: the name that answers are written under.
        owners: names in the register whose dates are theirs; empty for everybody's.
        stands_in_for: owners whose dates they see while these are away, or once overdue.
        away: days on which anybody is known to be away.
        quiet: when nothing pops up; None for never.
    """

    user: str
    owners: frozenset[str] = frozenset()
    stands_in_for: frozenset[str] = frozenset()
    away: tuple[Away, ...] = ()
    quiet: QuietHours | None = None

    def is_away(self, name: str, today: Day) -> bool:
        """Is that person away on that day?"""
        return any(a.person == name and a.first <= today <= a.last for a in self.away)

    def free_from(self, wall: datetime) -> datetime:
        """The first time on the wall, not before `wall`, at which something may pop up for them."""
        for _ in range(2 * len(self.away) + 2):
            if self.quiet is not None and wall in self.quiet:
                wall = self.quiet.ends_after(wall)
            own = [a.last for a in self.away if a.person == self.user and a.first <= wall.date() <= a.last]
            if own:
                wall = datetime.combine(add_days(max(own), 1), Time())
        return wall

    def sees(self, watched: Watched, rule: Rule, today: Day) -> bool:
        """Is this date for them: their own, nobody's, or one that they stand in for?"""
        owner = watched.owner
        if not self.owners or not owner or owner == self.user or owner in self.owners:
            return True
        if owner not in self.stands_in_for:
            return False
        late = (today - watched.deadline.act_by).days
        return self.is_away(owner, today) or (
            watched.deadline.asks and rule.escalate_after is not None and late >= rule.escalate_after
        )

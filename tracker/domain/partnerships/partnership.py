"""Arrangements that several bodies share, and who is a member of them on a day.

Who is in is worked out from stints, not stored. The answer has four values: yes, no,
possibly (a date is not exact, or no end is recorded and nothing recorded still runs) and
disputed (sources do not agree on the stint). Each answer says why and on whose word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache, partial
from typing import Final, NamedTuple

from tracker.domain.dates import Answer, Precision, When, has_begun, has_ended, show
from tracker.domain.organisation import Succession
from tracker.domain.partnerships.succession import by_predecessor, follow


class MemberRole(StrEnum):
    """What a body does in an arrangement."""

    HOST = "host"
    LEAD = "lead"
    MEMBER = "member"
    CLIENT = "client"
    PROSPECTIVE = "prospective"
    SUPPLIER = "supplier"


class Certainty(StrEnum):
    """How well a fact is known."""

    CONFIRMED = "confirmed"
    INFERRED = "inferred"
    DISPUTED = "disputed"


NOT_OURS = "not ours"
"""`Arrangement.our_role` of one that others share: its dates are shown, and nobody is reminded of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """A service or purpose that several bodies share; it may hold many agreements, or none.

    Attributes:
        our_role: what the council that keeps this register does in it; NOT_OURS where it keeps the
            arrangement of others for comparison, "" where nobody has said.
    """

    id: int = 0
    uid: str = ""
    reference: str = ""
    title: str
    category: str = ""
    description: str = ""
    delivery_model: str = ""
    governance: str = ""
    our_role: str = ""
    started: When | None = None
    ended: When | None = None
    notes: str = ""
    fictional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """One stint of one body in an arrangement. A body that left and came back has two.

    Attributes:
        joined: first day, inclusive; not exact where only a month or year is stated.
        left: last day, inclusive; None where no end is recorded.
        basis: what it rests on: "signed", "service start", "reported".
        known: whether the stint itself is confirmed, inferred or disputed.
    """

    id: int = 0
    uid: str = ""
    arrangement_id: int = 0
    organisation_id: int = 0
    role: MemberRole = MemberRole.MEMBER
    joined: When | None = None
    left: When | None = None
    basis: str = ""
    known: Certainty = Certainty.CONFIRMED
    agreement_id: int | None = None
    source_id: int | None = None
    notes: str = ""


class Presence(StrEnum):
    """Whether a body is in an arrangement on a day."""

    YES = "yes"
    DISPUTED = "disputed"
    POSSIBLY = "possibly"
    NO = "no"


class Cover(NamedTuple):
    """An agreement of an arrangement, as far as its days are known.

    Attributes:
        ends: last day known to be in force, inclusive; None where no end is known.
        goes_on: True where it is known to run on (open-ended, rolling, in use after its end).
        planned: True where it is only proposed, in negotiation or not yet signed.
    """

    title: str
    starts: When | None
    ends: date | None
    goes_on: bool = False
    planned: bool = False

    def runs_on(self, day: date) -> Answer:
        """Is it in force on `day`? An agreement without a known end runs only possibly."""
        begun = has_begun(self.starts, day)
        if begun is Answer.NO or (self.ends is not None and self.ends < day and not self.goes_on):
            return Answer.NO
        return begun if self.goes_on or self.ends is not None else Answer.POSSIBLY


@dataclass(frozen=True, slots=True)
class MemberOn:
    """One body's place in an arrangement on a day.

    Attributes:
        organisation_id: the body; the successor's where it took over by that day.
        was: the bodies that it took over from, whose stints these are.
        joined, left: of the stint that decides the answer, or of the nearest one.
        why: a sentence with the reason.
        sources: ids of the sources of every stint that bears on the answer.
        unended: True where no end is recorded though the agreements have ended.
    """

    organisation_id: int
    role: MemberRole
    answer: Presence
    joined: When | None
    left: When | None
    why: str
    sources: tuple[int, ...] = ()
    was: tuple[int, ...] = ()
    unended: bool = False


def members_on(
    day: date,
    memberships: Iterable[Membership],
    *,
    covers: Sequence[Cover] = (),
    successions: Sequence[Succession] = (),
    names: Mapping[int, str] | None = None,
    ended: When | None = None,
) -> tuple[MemberOn, ...]:
    """Every body that ever had a stint as a member, and whether it is in on `day`.

    Suppliers are not members: see `suppliers_on`. Where a body was taken over by `day`, its
    successor stands in its place, once, however many of its forerunners were members.

    Args:
        covers: the arrangement's agreements; they decide whether a stint without a recorded
            end may be presumed to go on.
        successions: of all organisations.
        names: organisation id -> name, for the sentences.
        ended: the arrangement's last day; it ends the stints without a recorded end.

    Returns:
        One row a body: those in first, then disputed, possibly, no; hosts before others.
    """
    stints = [stint for stint in memberships if stint.role is not MemberRole.SUPPLIER]
    return _bodies_on(day, stints, covers, successions, names or {}, ended)


def suppliers_on(
    day: date,
    memberships: Iterable[Membership],
    *,
    covers: Sequence[Cover] = (),
    successions: Sequence[Succession] = (),
    names: Mapping[int, str] | None = None,
    ended: When | None = None,
) -> tuple[MemberOn, ...]:
    """The same for the suppliers of an arrangement."""
    stints = [stint for stint in memberships if stint.role is MemberRole.SUPPLIER]
    return _bodies_on(day, stints, covers, successions, names or {}, ended)


def presences_on(
    day: date,
    memberships: Iterable[Membership],
    *,
    covers: Sequence[Cover] = (),
    successions: Sequence[Succession] = (),
    ended: When | None = None,
) -> dict[int, Presence]:
    """The answers of `members_on` alone, body by body, where many arrangements or days are asked about."""
    lapsed = _lapsed(covers, day)
    became = by_predecessor(successions, day)
    ranks: dict[int, int] = {}
    for stint in memberships:
        if stint.role is not MemberRole.SUPPLIER:
            body = stint.organisation_id
            if body in became:
                body, _ = follow(body, became)
            rank = _rank(_judge(stint, day, lapsed, ended))
            if rank < ranks.get(body, _LAST):
                ranks[body] = rank
    return {body: _ANSWER_OF[rank] for body, rank in ranks.items()}


def count(members: Iterable[MemberOn]) -> dict[Presence, int]:
    """How many members give each answer; answers that nobody gives are left out."""
    found = Counter(member.answer for member in members)
    return {answer: found[answer] for answer in Presence if found[answer]}


@lru_cache(maxsize=4096)
def in_words(when: When | None) -> str:
    """A date as known, to stand after "from": "1 April 2009", "some day in 2013", "2013/14"."""
    if when is None or when.precision is Precision.UNKNOWN or not (when.earliest or when.latest):
        return "a day that is not recorded"
    return _span_in_words(when) + (" (inferred)" if when.inferred else "")


def _span_in_words(when: When) -> str:
    first, last = when.earliest, when.latest
    if first is None and last is not None:
        return f"a day not later than {show(last)}"
    if first is not None and last is None:
        return f"a day not before {show(first)}"
    assert first is not None and last is not None
    if when.precision is Precision.DAY or first == last:
        return show(first)
    if when.precision is Precision.MONTH:
        return f"some day in {show(first).split(' ', 1)[1]}"
    if when.precision is Precision.YEAR:
        return f"some day in {first.year}"
    if when.precision is Precision.FINANCIAL_YEAR:
        return f"some day in {first.year}/{last.year % 100:02d}"
    return f"a day between {show(first)} and {show(last)}"


# How the answer is found


class _Judged(NamedTuple):
    stint: Membership
    answer: Presence
    unended: bool = False


def _bodies_on(
    day: date,
    stints: Sequence[Membership],
    covers: Sequence[Cover],
    successions: Sequence[Succession],
    names: Mapping[int, str],
    ended: When | None,
) -> tuple[MemberOn, ...]:
    lapsed = _lapsed(covers, day)
    became = by_predecessor(successions, day)
    bodies: dict[int, list[_Judged]] = {}
    led: dict[int, dict[int, Succession]] = {}
    for stint in stints:
        body, steps = follow(stint.organisation_id, became)
        bodies.setdefault(body, []).append(_judge(stint, day, lapsed, ended))
        led.setdefault(body, {}).update({step.from_organisation_id: step for step in steps})
    why = partial(_why, day=day, lapsed=lapsed, arrangement_ended=ended)
    rows = [_member(body, judged, led[body], names, why) for body, judged in bodies.items()]
    rows.sort(key=lambda m: (_ANSWERS[m.answer], _ROLES[m.role], names.get(m.organisation_id, "")))
    return tuple(rows)


_ROLES: Final = {role: place for place, role in enumerate(MemberRole)}
_ANSWERS: Final = {answer: place for place, answer in enumerate(Presence)}


def _lapsed(covers: Sequence[Cover], day: date) -> Cover | None:
    """The agreement that ended last before `day`, where none is known to run on that day."""
    ended = [cover for cover in covers if cover.ends and cover.ends < day and not cover.goes_on]
    if not ended or any(cover.runs_on(day) is Answer.YES for cover in covers):
        return None
    return max(ended, key=lambda cover: cover.ends or date.min)


def _judge(stint: Membership, day: date, lapsed: Cover | None, arrangement_ended: When | None) -> _Judged:
    left = stint.left or arrangement_ended
    begun = has_begun(stint.joined, day)
    ended = _NO if left is None else has_ended(left, day)
    if begun is _NO or ended is _YES or stint.role is MemberRole.PROSPECTIVE:
        return _Judged(stint, Presence.NO)
    unended = left is None and lapsed is not None and begun is _YES and _had_begun(stint, lapsed)
    if stint.known is Certainty.DISPUTED:
        return _Judged(stint, Presence.DISPUTED, unended)
    if begun is not _YES or ended is not _NO or unended:
        return _Judged(stint, Presence.POSSIBLY, unended)
    return _Judged(stint, Presence.YES)


_YES, _NO = Answer.YES, Answer.NO


def _had_begun(stint: Membership, lapsed: Cover) -> bool:
    """Whether the stint may have begun while the agreement that has ended was in force."""
    return lapsed.ends is not None and has_begun(stint.joined, lapsed.ends) is not Answer.NO


def _why(judged: _Judged, day: date, lapsed: Cover | None, arrangement_ended: When | None) -> str:
    """The reason for what was judged, in a sentence."""
    stint = judged.stint
    left = stint.left or arrangement_ended
    basis = f" ({stint.basis})" if stint.basis else ""
    span = f"From {in_words(stint.joined)}{basis}"
    if stint.role is MemberRole.PROSPECTIVE:
        return f"Prospective: it has not joined{basis}."
    if judged.answer is Presence.NO:
        began = has_begun(stint.joined, day) is not Answer.NO
        return f"{span} until {in_words(left)}." if began else f"Only {span[0].lower()}{span[1:]}."
    until = f" until {in_words(left)}" if left is not None else "; no end recorded"
    if judged.unended:
        assert lapsed is not None and lapsed.ends is not None
        note = f"‘{lapsed.title}’ ended on {show(lapsed.ends)} and nothing recorded is known to run on"
        return f"{span}{until}, but {note}."
    exact = has_begun(stint.joined, day) is Answer.YES and (left is None or has_ended(left, day) is Answer.NO)
    return f"{span}{until}." if exact else f"{span}{until}: not exact."


def _member(
    body: int,
    judged: Sequence[_Judged],
    led: Mapping[int, Succession],
    names: Mapping[int, str],
    why_of: Callable[[_Judged], str],
) -> MemberOn:
    several = len(judged) > 1
    best = min(judged, key=lambda j: (_rank(j), -_first_day(j.stint))) if several else judged[0]
    why = why_of(best)
    if best.answer in (Presence.DISPUTED, Presence.NO):
        if several:
            why = " ".join(why_of(j) for j in sorted(judged, key=lambda j: _first_day(j.stint)))
        why = f"Disputed. {why}" if best.answer is Presence.DISPUTED else why
    elif best.stint.known is Certainty.INFERRED:
        why = f"{why[:-1]} (inferred, not stated)."
    for step in led.values():
        old, new = (names.get(i, "") for i in (step.from_organisation_id, step.to_organisation_id))
        why += f" {new or 'It'} took over from {old or 'its forerunner'} on {show(step.effective_on)}."
    bearing = judged if best.answer in (Presence.DISPUTED, Presence.NO) else (best,)
    sources = dict.fromkeys(j.stint.source_id for j in bearing if j.stint.source_id is not None)
    return MemberOn(
        organisation_id=body,
        role=best.stint.role,
        answer=best.answer,
        joined=best.stint.joined,
        left=best.stint.left,
        why=why,
        sources=tuple(sources),
        was=tuple(led),
        unended=best.unended,
    )


def _rank(judged: _Judged) -> int:
    """Yes goes first; then a settled stint whose end alone is in doubt, for its joining no longer is."""
    if judged.unended and judged.answer is Presence.POSSIBLY:
        return 1
    return _RANKS[judged.answer]


_RANKS: Final = {Presence.YES: 0, Presence.DISPUTED: 2, Presence.POSSIBLY: 3, Presence.NO: 4}
_ANSWER_OF: Final = (Presence.YES, Presence.POSSIBLY, Presence.DISPUTED, Presence.POSSIBLY, Presence.NO)
"""By rank."""
_LAST: Final = len(_ANSWER_OF)


def _first_day(stint: Membership) -> int:
    first = stint.joined.earliest if stint.joined is not None else None
    return first.toordinal() if first is not None else 0

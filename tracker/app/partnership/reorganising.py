"""A reorganisation of councils: what a vesting day touches, and the successions as one change.

The limits above which a contract needs consent come from the rules table. Nothing here is
legal advice, and the report says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tracker.app import authorities
from tracker.app.partnership.bodies import Names
from tracker.app.partnership.partnering_effects import note, warning
from tracker.app.partnership.partnerships import organisation_names
from tracker.app.proposal import Add, Effect, Proposal, Step, carry_out
from tracker.app.safety.backups import back_up
from tracker.app.session import Session, require_writable
from tracker.domain.agreement import Agreement, Party, PartyRole
from tracker.domain.check import Finding
from tracker.domain.dates import add_days, show
from tracker.domain.deadlines.rules import NOT_LEGAL_ADVICE, Rules
from tracker.domain.deadlines.standing import ENDED
from tracker.domain.errors import TrackerError
from tracker.domain.money import Money
from tracker.domain.organisation import Organisation, OrganisationKind, Succession
from tracker.domain.partnerships.partnership import MemberRole, Membership, in_words
from tracker.domain.partnerships.reorganisation import (
    Consent,
    ConsentLimits,
    Reorganisation,
    Touched,
    members_touched,
    successions,
    touched,
)


class Becomes(NamedTuple):
    """One council, and those that take its place, the main one first; names as typed."""

    old: str
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """What is typed for a reorganisation.

    Attributes:
        vesting_day: first day of the new councils.
        direction_from: first day of a direction under section 24; None where there is none.
        direction_date: the day in the direction; the day before vesting where that is None.
        capital: ids of the agreements that are capital contracts.
    """

    vesting_day: date
    becomes: tuple[Becomes, ...]
    direction_from: date | None = None
    direction_date: date | None = None
    capital: frozenset[int] = frozenset()


class TouchedAgreement(NamedTuple):
    """An agreement that the vesting day touches.

    Attributes:
        options: which options would carry it past the day, in words; "" for none.
        together: what it is worth with the same supplier's others (s.27); None where it stands alone.
    """

    agreement: Agreement
    current_end: date | None
    maximum_end: date | None
    options: str
    touched: Touched
    together: Money | None = None

    @property
    def why(self) -> str:
        """Why consent is needed, or not."""
        summed = self.together is not None and self.touched.consent is Consent.NOT_NEEDED
        also = " The value is that of all its agreements with the same supplier." if summed else ""
        return f"{self.touched.why}{also}"

    @property
    def how(self) -> str:
        """Whether it runs on, may, or ends before."""
        if self.touched.passes:
            return "runs past the day" if self.current_end else "no end recorded, so it may run past the day"
        return "may be extended past the day" if self.touched.may_pass else "ends before the day"


class TouchedStint(NamedTuple):
    """A membership that passes to a successor."""

    arrangement: str
    member: str
    stint: Membership


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything that a reorganisation touches.

    Attributes:
        arrangements: titles.
        becomes: (name of the council, names of its successors).
    """

    vesting_day: date
    becomes: tuple[tuple[str, tuple[str, ...]], ...]
    arrangements: tuple[str, ...]
    memberships: tuple[TouchedStint, ...]
    agreements: tuple[TouchedAgreement, ...]
    limits: ConsentLimits
    proposal: Proposal

    def needing(self, consent: Consent) -> list[TouchedAgreement]:
        """The agreements with that answer to whether consent is needed."""
        return [one for one in self.agreements if one.touched.consent is consent]


def limits(rules: Rules, day: date) -> ConsentLimits:
    """The limits of section 24 that hold on `day`.

    Raises:
        TrackerError: the rules table has none.
    """
    found = [rules.value(f"consent limit, {kind}", day) for kind in ("not capital", "capital")]
    if None in found:
        raise TrackerError("The rules table has no limits for consent. Put them back into it.")
    return ConsentLimits(*(Money(value) for value in found if value is not None))


def reorganise(session: Session, found: Survey) -> None:
    """Carry a reorganisation out as one operation, after a backup of the register.

    Raises:
        RegisterDamaged: the register is not sound, so neither was done.
        TrackerError: it could not be done; nothing was changed then.
    """
    require_writable(session)
    back_up(session, "before-reorganisation")
    carry_out(session, found.proposal)


class _Read(NamedTuple):
    """What the names mean: predecessor -> successors, in ids and as shown; what adds the new ones."""

    into: dict[int, tuple[int, ...]]
    shown: list[tuple[str, tuple[str, ...]]]
    steps: dict[Step, None]
    odd: dict[Finding, None]


def survey(session: Session, typed: Typed) -> Survey:
    """What the reorganisation touches, and the proposal that carries it out.

    Raises:
        TrackerError: no council is named, one is there twice or becomes itself, or a name fits
            several bodies.
    """
    read = _read(session, typed)
    plan = Reorganisation(
        vesting_day=typed.vesting_day,
        into=read.into,
        direction_from=typed.direction_from,
        direction_date=_direction_date(typed),
    )
    agreements = _agreements(session, plan, typed.capital)
    stints = _stints(session, plan)
    titles = {a.id: a.title for a in session.read.arrangements()}
    held = {one.stint.arrangement_id for one in stints}
    held |= {one.agreement.arrangement_id or 0 for one in agreements} - {0}
    return Survey(
        typed.vesting_day,
        tuple(read.shown),
        tuple(sorted(titles[i] for i in held)),
        stints,
        agreements,
        limits(session.rules, typed.vesting_day),
        _proposal(read, plan, (*read.odd, *_odd(session, typed, plan))),
    )


def _read(session: Session, typed: Typed) -> _Read:
    """What the names mean; the successors of a made-up council are made up."""
    names = {
        made_up: Names(session, fictional=made_up, first=-5000 * (1 + made_up)) for made_up in (False, True)
    }
    read = _Read({}, [], {}, {})
    for becomes in typed.becomes:
        gives_way = names[False].read(becomes.old)
        meant = [gives_way, *(names[gives_way.body.fictional].read(name) for name in becomes.new)]
        old, *new = (one.body for one in meant)
        if old.id in read.into:
            raise TrackerError(f"{old.name} is there twice. Write its successors in one row.")
        _refuse(session, old, new)
        read.steps.update(dict.fromkeys(step for one in meant for step in one.steps))
        read.odd.update(dict.fromkeys(finding for one in meant for finding in one.findings))
        read.into[old.id] = tuple(dict.fromkeys(body.id for body in new))
        read.shown.append((old.name, tuple(body.name for body in new)))
    if not read.into:
        raise TrackerError("Name the councils that give way, and those that take their place.")
    return read


def _proposal(read: _Read, plan: Reorganisation, odd: tuple[Finding, ...]) -> Proposal:
    made = [Add(succession) for succession in successions(plan)]
    day = show(plan.vesting_day)
    return Proposal(
        f"Reorganise {', '.join(old for old, _ in read.shown)} on {day}",
        f"Carry out {len(made)} succession{'s' if len(made) > 1 else ''}",
        (*read.steps, *made),
        tuple(Effect(old, "goes on", f"becomes {' and '.join(new)}") for old, new in read.shown),
        tuple(dict.fromkeys(odd)),
        f"From {day} the successors stand in the place of those that they take over from. "
        "The older councils stay in the history.",
    )


def _direction_date(typed: Typed) -> date | None:
    if typed.direction_from is None:
        return None
    return typed.direction_date or add_days(typed.vesting_day, -1)


def _refuse(session: Session, old: Organisation, new: Sequence[Organisation]) -> None:
    if not new:
        raise TrackerError(f"Name the council that {old.name} becomes.")
    if old.id in {body.id for body in new}:
        raise TrackerError(f"{old.name} cannot become itself. Leave it out, or name its successor.")
    before = [s for s in session.read.related(Succession, "from_organisation_id", old.id) if not s.scope]
    if old.id > 0 and before:
        name = session.read.organisation(before[0].to_organisation_id).name
        raise TrackerError(f"{old.name} became {name} on {show(before[0].effective_on)} already.")


def _odd(session: Session, typed: Typed, plan: Reorganisation) -> Iterator[Finding]:
    if typed.vesting_day <= session.today:
        yield note("reorganise.past", f"The vesting day, {show(typed.vesting_day)}, is not ahead.")
    if typed.direction_from is None:
        yield note(
            "reorganise.no-direction",
            "No direction is entered, so no agreement needs consent. Enter its first day where there is one.",
        )
    several = [old for old, new in plan.into.items() if len(new) > 1]
    if several:
        yield note(
            "reorganise.parts",
            "Where a council becomes several, the first named stands in its place; the others take a part.",
        )
    unknown = [old for old in plan.into if old < 0]
    if unknown:
        yield warning(
            "reorganise.not-held", "A council that gives way is new to the register: nothing hangs on it."
        )


# What is touched


def _agreements(
    session: Session, plan: Reorganisation, capital: frozenset[int]
) -> tuple[TouchedAgreement, ...]:
    parties = [p for old in plan.into for p in session.read.related(Party, "organisation_id", old)]
    named = list(session.read.agreements({party.agreement_id for party in parties}))
    together = _aggregates(named, plan)
    bounds = limits(session.rules, plan.vesting_day)
    found = []
    for agreement in named:
        stands = session.stand(agreement)
        if stands.status in ENDED:
            continue
        one = touched(
            agreement,
            stands.current_end,
            stands.maximum_end,
            plan,
            bounds,
            capital=agreement.id in capital,
            aggregate=together.get(agreement.id),
        )
        if one is not None:
            past = [s for s in stands.ladder.steps if s.option and s.ends and s.ends >= plan.vesting_day]
            words = ", ".join(f"option {s.option} to {show(s.ends)}" for s in past if s.ends)
            found.append(
                TouchedAgreement(
                    agreement, stands.current_end, stands.maximum_end, words, one, together.get(agreement.id)
                )
            )
    order = {Consent.NEEDED: 0, Consent.NOT_KNOWN: 1, Consent.NOT_NEEDED: 2}
    return tuple(sorted(found, key=lambda one: (order[one.touched.consent], one.agreement.title)))


def _aggregates(agreements: Iterable[Agreement], plan: Reorganisation) -> dict[int, Money]:
    """What one council pays one supplier in all under agreements entered while the direction is in force (s.27)."""
    if plan.direction_from is None:
        return {}
    groups: dict[tuple[int, int, str], list[Agreement]] = {}
    for agreement in agreements:
        entered = agreement.signed or agreement.starts
        if entered is None or entered.earliest is None or entered.earliest < plan.direction_from:
            continue
        suppliers = [p.organisation_id for p in agreement.parties if p.role is PartyRole.SUPPLIER]
        councils = [p.organisation_id for p in agreement.parties if p.organisation_id in plan.into]
        value = agreement.value or agreement.value_high
        if suppliers and value is not None:
            groups.setdefault((councils[0], suppliers[0], value.currency), []).append(agreement)
    found: dict[int, Money] = {}
    for (_, _, currency), group in groups.items():
        if len(group) > 1:
            values = [value for a in group if (value := a.value or a.value_high) is not None]
            found |= {a.id: Money(sum(value.minor for value in values), currency) for a in group}
    return found


def _stints(session: Session, plan: Reorganisation) -> tuple[TouchedStint, ...]:
    names = organisation_names(session)
    titles = {a.id: a.title for a in session.read.arrangements()}
    rows = [
        TouchedStint(titles[stint.arrangement_id], names[stint.organisation_id], stint)
        for stint in members_touched(session.read.records(Membership), plan)
        if stint.role is not MemberRole.SUPPLIER
    ]
    return tuple(sorted(rows, key=lambda row: (row.arrangement, row.member)))


# What the list of councils suggests


def suggestion(name: str) -> tuple[date, tuple[str, ...]] | None:
    """The vesting day and the successors of a council by the list; None where it has none."""
    found = authorities.find(name)
    if len(found) != 1 or found[0].existed_to is None or not found[0].successors:
        return None
    return add_days(found[0].existed_to, 1), found[0].successors


def councils_held(session: Session) -> list[str]:
    """Names of the register's councils that nobody has taken over from yet."""
    gone = {s.from_organisation_id for s in session.read.records(Succession) if not s.scope}
    return sorted(
        body.name
        for body in session.read.organisations()
        if body.kind is OrganisationKind.COUNCIL and body.id not in gone
    )


# The report


def report(found: Survey) -> str:
    """All of it as plain text, to be copied into a paper or a message."""
    lines = [f"Reorganisation on {show(found.vesting_day)}", ""]
    lines += [f"{old} becomes {' and '.join(new)}" for old, new in found.becomes]
    lines += ["", f"Partnerships touched: {len(found.arrangements)}"]
    lines += [f"- {title}" for title in found.arrangements]
    lines += ["", f"Memberships that pass to a successor: {len(found.memberships)}"]
    lines += [
        f"- {row.arrangement}: {row.member}, {row.stint.role.value} from {in_words(row.stint.joined)}"
        for row in found.memberships
    ]
    needed, unknown = found.needing(Consent.NEEDED), found.needing(Consent.NOT_KNOWN)
    lines += ["", f"Agreements touched: {len(found.agreements)}"]
    lines += [
        f"Consent needed: {len(needed)}. Not known: {len(unknown)}. The limits are {found.limits.non_capital}, "
        f"and {found.limits.capital} for capital contracts."
    ]
    for one in found.agreements:
        lines += _agreement_lines(one)
    lines += ["", NOT_LEGAL_ADVICE]
    return "\n".join(lines) + "\n"


def _agreement_lines(one: TouchedAgreement) -> Iterator[str]:
    name = f"{one.agreement.reference} {one.agreement.title}".strip()
    ends = f", current end {show(one.current_end)}" if one.current_end else ""
    latest = f", latest end {show(one.maximum_end)}" if one.maximum_end else ""
    yield f"- {name}: {one.how}{ends}{latest}."
    if one.options:
        yield f"  Past the day: {one.options}."
    yield f"  Consent {one.touched.consent.value}. {one.why}"

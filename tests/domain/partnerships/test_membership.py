"""Leaving days, dates to come, gaps, and what is odd about members."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.domain.agreement import (
    Agreement,
    AgreementType,
    ClauseForm,
    Event,
    EventKind,
    NoticeClause,
    NoticeKind,
    SignatureState,
    Status,
)
from tracker.domain.dates import Calendar, Period, Precision, When
from tracker.domain.partnerships.claim import Bound, Measure, Nature, SavingsClaim
from tracker.domain.partnerships.membership import (
    PLANNED,
    Gap,
    Leaving,
    check_memberships,
    cover,
    deadlines,
    gaps,
    leavings,
    unsigned,
    with_leavings,
)
from tracker.domain.partnerships.partnership import Certainty, Cover, MemberRole, Membership, members_on

A, B, C = 1, 2, 3
NAMES = {A: "Ashby", B: "Burley", C: "Corley"}
CALENDAR = Calendar("England and Wales", frozenset({date(2012, 12, 31)}), date(2030, 12, 31))


def day(text: str) -> date:
    return date.fromisoformat(text)


def on(text: str) -> When:
    return When.on(day(text))


def between(first: str | None, last: str | None, text: str = "") -> When:
    return When(day(first) if first else None, day(last) if last else None, Precision.BETWEEN, text)


def stint(body: int, joined: str | None, left: str | None = None, **more: object) -> Membership:
    return Membership(organisation_id=body, joined=joined and on(joined), left=left and on(left), **more)


CLAUSE = NoticeClause(
    kind=NoticeKind.WITHDRAWAL,
    length=Period(12),
    form=ClauseForm.FORWARD,
    expires_on="03-31",
    locked_until=day("2026-03-31"),
)


def agreement(*events: Event, clause: NoticeClause | None = CLAUSE) -> Agreement:
    return Agreement(starts=on("2023-04-01"), notices=(clause,) if clause else (), events=events)


def gives_notice(body: int | None, given: When, **more: object) -> Event:
    return Event(kind=EventKind.NOTICE_GIVEN, on=given, organisation_id=body, **more)


TODAY = day("2026-11-22")


def test_withdrawal_runs_on_to_the_permitted_day() -> None:
    """T31: 12 months, only on 31 March, lock-in to 2026, notice on 15 October 2026."""
    (found,) = leavings(agreement(gives_notice(A, on("2026-10-15"))), TODAY)
    assert found.leaves == day("2028-03-31")
    assert "15 October 2027" in found.workings


def test_six_months_on_a_fixed_day() -> None:
    clause = NoticeClause(kind=NoticeKind.WITHDRAWAL, length=Period(6), expires_on="03-31")
    (found,) = leavings(agreement(gives_notice(A, on("2026-10-10")), clause=clause), TODAY)
    assert found.leaves == day("2028-03-31")


def test_a_lock_in_holds_the_member() -> None:
    (found,) = leavings(agreement(gives_notice(A, on("2024-05-01"))), TODAY)
    assert found.leaves == day("2026-03-31")


def test_a_stated_day_wins_and_a_missing_clause_is_said() -> None:
    stated = gives_notice(A, on("2026-10-15"), new_end=on("2027-06-30"))
    assert leavings(agreement(stated), TODAY)[0].leaves == day("2027-06-30")
    for one in (
        agreement(gives_notice(A, on("2026-10-15")), clause=None),
        agreement(gives_notice(A, on("2026-10-15")), clause=NoticeClause(kind=NoticeKind.WITHDRAWAL)),
        agreement(gives_notice(A, between("2026-10-01", "2026-10-31"))),
    ):
        (found,) = leavings(one, TODAY)
        assert found.leaves is None
        assert "not recorded" in found.workings


def test_withdrawn_future_and_partyless_notices_do_not_count() -> None:
    given = gives_notice(A, on("2026-10-15"))
    back = Event(kind=EventKind.NOTICE_WITHDRAWN, on=on("2026-11-01"), organisation_id=A)
    assert leavings(agreement(given, back), TODAY) == ()
    assert leavings(agreement(gives_notice(A, on("2026-12-01"))), TODAY) == ()
    assert leavings(agreement(gives_notice(None, on("2026-10-15"))), TODAY) == ()
    other = Event(kind=EventKind.VARIED, on=on("2026-11-01"), organisation_id=A)
    assert len(leavings(agreement(given, other), TODAY)) == 1


def test_a_clause_changed_by_deed_no_longer_counts() -> None:
    old = NoticeClause(kind=NoticeKind.WITHDRAWAL, length=Period(6), applies_to=day("2025-12-31"))
    assert leavings(agreement(gives_notice(A, on("2026-10-15")), clause=old), TODAY)[0].leaves is None


def test_the_length_that_the_notice_states_counts_before_the_clauses() -> None:
    short = gives_notice(A, on("2026-10-15"), length=Period(3))
    for clause in (NoticeClause(kind=NoticeKind.WITHDRAWAL, length=Period(12)), None):
        assert leavings(agreement(short, clause=clause), TODAY)[0].leaves == day("2027-01-15")


def test_a_notice_counts_from_its_receipt_and_events_stand_in_the_order_of_their_days() -> None:
    clause = NoticeClause(kind=NoticeKind.WITHDRAWAL, length=Period(6), service_days=2)
    calendar = Calendar("", frozenset(), day("2030-12-31"))
    sent = gives_notice(A, on("2026-10-15"))
    receipt = Event(kind=EventKind.NOTICE_RECEIVED, on=on("2026-10-20"), organisation_id=A)
    (found,) = leavings(agreement(receipt, sent, clause=clause), TODAY, calendar)
    assert found.leaves == day("2027-04-20")
    (served,) = leavings(agreement(sent, clause=clause), TODAY, calendar)
    assert served.leaves == day("2027-04-19")  # Thursday 15 October and two working days: Monday 19
    back = Event(kind=EventKind.NOTICE_WITHDRAWN, on=on("2026-10-30"), organisation_id=A)
    again = gives_notice(A, on("2026-11-02"))
    (last,) = leavings(agreement(again, back, sent, clause=clause), TODAY)
    assert last.given == on("2026-11-02")
    assert leavings(agreement(back, sent, clause=clause), TODAY) == ()


def test_one_members_notice_ends_its_stint_and_no_other() -> None:
    """Vector 15: the agreement goes on, the member's end is set."""
    stints = [stint(A, "2023-04-01"), stint(B, "2023-04-01"), stint(C, "2023-04-01", "2025-03-31")]
    left = leavings(agreement(gives_notice(A, on("2026-10-15"))), TODAY)
    replayed = with_leavings(stints, [*left, Leaving(C, on("2024-01-01"), day("2030-01-01"), "")])
    assert [s.left and s.left.latest for s in replayed] == [day("2028-03-31"), None, day("2025-03-31")]
    assert replayed[0].left is not None
    assert replayed[0].left.inferred
    for when, expected in (("2028-03-31", "yes"), ("2028-04-01", "no")):
        found = {m.organisation_id: m.answer.value for m in members_on(day(when), replayed)}
        assert found == {A: expected, B: "yes", C: "no"}
    (unknown,) = with_leavings([stint(A, "2023-04-01")], [Leaving(A, on("2026-10-15"), None, "")])
    assert unknown.left == When.unknown("notice given")


def test_joining_and_leaving_are_dates_while_they_lie_ahead() -> None:
    stints = [stint(A, "2026-04-01"), stint(B, "2027-04-03", "2028-03-31"), stint(C, None)]
    found = deadlines(stints, [], [], TODAY, CALENDAR, NAMES)
    assert [(d.kind, d.date, d.act_by, d.asks, d.title) for d in found] == [
        ("joining", day("2027-04-03"), day("2027-04-02"), False, "Burley joins"),
        ("leaving", day("2028-03-31"), day("2028-03-31"), False, "Burley leaves"),
    ]
    assert deadlines(stints, [], [], day("2028-03-31"), CALENDAR)[0].title == "A member leaves"
    assert deadlines(stints, [], [], day("2028-04-01"), CALENDAR) == ()
    by_then = Membership(organisation_id=A, joined=between(None, "2030-12-31"))
    assert deadlines([by_then], [], [], TODAY, CALENDAR) == ()


def test_a_planned_day_that_is_not_exact_warns_on_its_earliest() -> None:
    """T37: “end of this year”, calendar or financial."""
    planned = Event(
        kind=EventKind.OTHER,
        detail=PLANNED,
        on=between("2012-12-31", "2013-03-31", "end of this year"),
        text="Merge",
    )
    past = Event(kind=EventKind.JOINED, on=on("2011-01-01"))
    (found,) = deadlines([], [planned, past], [], day("2012-10-01"), CALENDAR)
    assert (found.date, found.earliest, found.latest) == (
        day("2012-12-31"),
        day("2012-12-31"),
        day("2013-03-31"),
    )
    assert found.act_by == day("2012-12-28")
    assert found.missed_after == day("2013-03-31")
    assert found.asks
    assert found.workings == (
        "Merge on a day between 31 December 2012 and 31 March 2013 (“end of this year”). "
        "The earliest day it may be is 31 December 2012, the latest 31 March 2013."
    )
    one_sided = Event(kind=EventKind.OTHER, detail=PLANNED, on=between(None, "2013-03-31"), text="Merge")
    assert deadlines([], [one_sided], [], TODAY, CALENDAR)[0].date == day("2013-03-31")
    never = Event(kind=EventKind.OTHER, detail=PLANNED, on=When.unknown(), text="Merge")
    assert deadlines([], [never], [], TODAY, CALENDAR) == ()


def test_a_guaranteed_saving_asks_to_be_checked() -> None:
    guaranteed = SavingsClaim(
        quote="…",
        nature=Nature.GUARANTEED,
        measure=Measure.PERCENTAGE,
        percent="10",
        bound=Bound.AT_LEAST,
        ends=between("2015-02-01", "2015-02-28"),
    )
    open_ended = SavingsClaim(quote="…", nature=Nature.TARGET)
    forecast = SavingsClaim(quote="…", nature=Nature.FORECAST, ends=on("2015-01-01"))
    (found,) = deadlines([], [], [guaranteed, open_ended, forecast], day("2015-04-01"), CALENDAR)
    assert found.title == "Check the guaranteed saving: at least 10 per cent of a base that is not stated"
    assert (found.kind, found.asks, found.missed_after) == ("savings check", True, day("2015-02-28"))


def test_gaps_are_the_days_certainly_out() -> None:
    stints = [stint(A, "2014-01-01"), stint(A, "2010-01-01", "2011-12-31"), stint(B, "2010-01-01")]
    assert gaps(stints) == (Gap(A, day("2012-01-01"), day("2013-12-31")),)
    fuzzy = [
        Membership(organisation_id=A, joined=on("2010-01-01"), left=between("2011-01-01", "2011-12-31")),
        Membership(organisation_id=A, joined=between("2012-01-01", "2012-12-31")),
    ]
    assert gaps(fuzzy) == ()
    assert gaps([stint(A, "2010-01-01"), stint(A, "2012-01-01")]) == ()
    unknown = Membership(organisation_id=A, joined=on("2010-01-01"), left=When.unknown())
    assert gaps([unknown, stint(A, "2012-01-01")]) == ()
    assert gaps([stint(A, None, "2009-01-01"), stint(A, None)]) == ()


LIVE = Cover("Agreement", on("2020-04-01"), day("2028-03-31"))


def codes(
    stints: list[Membership], when: str = "2026-11-22", covers: tuple[Cover, ...] = (LIVE,)
) -> list[str]:
    rows = members_on(day(when), stints, covers=covers)
    return [finding.code for finding in check_memberships(stints, rows, covers, NAMES, day(when))]


def host(body: int, joined: str, left: str | None = None) -> Membership:
    return stint(body, joined, left, role=MemberRole.HOST)


def test_nothing_odd() -> None:
    assert codes([host(A, "2020-04-01"), stint(B, "2020-04-01")]) == []
    assert codes([stint(B, "2030-04-01")], covers=()) == []


@pytest.mark.parametrize(
    ("stints", "code"),
    [
        ([stint(A, "2020-04-01"), stint(B, "2020-04-01")], "membership.no-host"),
        ([host(A, "2020-04-01"), host(B, "2020-04-01")], "membership.two-hosts"),
        ([host(A, "2020-04-01")], "membership.fewer-than-two"),
        ([host(A, "2020-04-01"), stint(B, "2020-04-01", "2020-03-01")], "membership.left-before-joined"),
        (
            [host(A, "2020-04-01"), stint(B, "2020-04-01"), stint(C, "2028-04-02")],
            "membership.no-live-agreement",
        ),
        (
            [host(A, "2020-04-01"), stint(B, "2020-04-01", "2022-01-01"), stint(B, "2022-01-01")],
            "membership.overlap",
        ),
        ([host(A, "2020-04-01"), stint(B, "2020-04-01"), stint(B, "2022-01-01")], "membership.overlap"),
        (
            [host(A, "2020-04-01"), stint(B, "2020-04-01", "2021-01-01"), stint(B, "2022-01-01")],
            "membership.gap",
        ),
    ],
)
def test_what_is_odd(stints: list[Membership], code: str) -> None:
    assert code in codes(stints)


def test_joining_after_the_agreement_has_ended_is_said() -> None:
    """T59: joins on 2 April 2028, the contract ended on 31 March 2028."""
    stints = [host(A, "2020-04-01"), stint(C, "2028-04-02")]
    rows = members_on(day("2028-04-02"), stints, covers=(LIVE,))
    found = {f.code: f.message for f in check_memberships(stints, rows, (LIVE,), NAMES, day("2028-04-02"))}
    assert (
        found["membership.no-live-agreement"]
        == "Corley joins on 2 April 2028, and no agreement is live on that day."
    )
    assert found["membership.no-end"].startswith("No end is recorded for 1 of the memberships")


def test_stints_that_do_not_overlap() -> None:
    moved = [host(A, "2020-04-01", "2022-03-31"), stint(A, "2022-04-01"), host(B, "2022-04-01")]
    assert codes(moved) == []
    different_roles = [host(A, "2020-04-01"), stint(A, "2021-04-01"), stint(B, "2020-04-01")]
    assert "membership.overlap" not in codes(different_roles)
    disputed = [
        host(A, "2020-04-01"),
        stint(B, "2020-04-01"),
        stint(B, "2021-04-01", known=Certainty.DISPUTED),
    ]
    assert "membership.overlap" not in codes(disputed)
    undated = [host(A, "2020-04-01"), stint(B, None), stint(B, None)]
    assert "membership.overlap" not in codes(undated)
    unknown_end = Membership(organisation_id=B, joined=on("2020-04-01"), left=When.unknown())
    assert "membership.overlap" not in codes([host(A, "2020-04-01"), unknown_end, stint(B, "2022-01-01")])


@pytest.mark.parametrize(
    ("status", "end", "expected"),
    [
        (Status.LIVE, day("2028-03-31"), (day("2028-03-31"), False)),
        (Status.LIVE, None, (None, True)),
        (Status.ROLLING, day("2027-03-31"), (day("2027-03-31"), True)),
        (Status.STILL_IN_USE, day("2026-03-31"), (day("2026-03-31"), True)),
        (Status.UNKNOWN, None, (None, False)),
        (Status.IN_NEGOTIATION, day("2028-03-31"), (None, False)),
        (Status.EXPIRED, day("2016-03-31"), (day("2016-03-31"), False)),
    ],
)
def test_what_an_agreement_covers(
    status: Status, end: date | None, expected: tuple[date | None, bool]
) -> None:
    found = cover(Agreement(reference="L2", starts=on("2009-04-01")), end, status)
    assert (found.ends, found.goes_on) == expected
    assert found.title == "L2"


def test_a_deed_of_adherence_runs_on_by_nothing_of_its_own() -> None:
    deed = Agreement(reference="D", type=AgreementType.ADHERENCE, starts=on("2020-04-01"))
    assert cover(deed, None, Status.LIVE).goes_on is False
    assert cover(Agreement(starts=on("2020-04-01")), None, Status.LIVE).goes_on is True


def test_what_is_missing_of_signed_agreements() -> None:
    """Q8."""
    memorandum = Agreement(
        reference="M", type=AgreementType.MEMORANDUM, signature=SignatureState.SIGNED, binding=False
    )
    signed = Agreement(reference="S", signature=SignatureState.SIGNED)
    missing = Agreement(reference="N")
    assert unsigned([]) == "No agreement is recorded."
    assert unsigned([signed]) == ""
    assert unsigned([signed, missing]) == "Signature not recorded: N."
    assert unsigned([memorandum, missing]) == (
        "No signed binding agreement is recorded "
        "(M: memorandum of understanding, signed; N: unknown, not recorded)."
    )

"""Verbs on an agreement: what they would do, and what they say against it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tracker.app import edit, verbs
from tracker.app.partnership.founding import Superseding
from tracker.app.proposal import carry_out
from tracker.app.session import Session
from tracker.app.verbs import Ending, Outcome, Variation
from tracker.domain.agreement import Agreement, Status
from tracker.domain.errors import TrackerError

TODAY = date(2026, 11, 22)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = Session.create(
        tmp_path / "r.tracker", clock=lambda: datetime(2026, 11, 22, 9, tzinfo=UTC), user="A"
    )
    texts = {"title": "Lighting", "starts": "1 April 2024", "initial_term": "3 years", "notice": "6 months"}
    edit.new_agreement(made, texts, supplier="Lumen Ltd")
    return made


def lighting(session: Session) -> Agreement:
    return session.agreement(1)


def codes(outcome: Outcome) -> list[str]:
    return [finding.code for finding in outcome.proposal.findings]


@pytest.mark.parametrize(
    ("way", "day", "expected"),
    [
        (Ending.AGREED, date(2027, 1, 31), []),
        (Ending.AGREED, date(2028, 1, 31), ["terminate.after-end"]),
        (Ending.AGREED, date(2024, 3, 1), ["terminate.before-start"]),
        (Ending.AT_ONCE, TODAY, ["terminate.no-notice"]),
        (Ending.NOTICE, TODAY, []),
    ],
)
def test_what_speaks_against_ending_it(session: Session, way: Ending, day: date, expected: list[str]) -> None:
    assert codes(verbs.terminate(session, lighting(session), way, day)) == expected


def test_it_is_extended_by_the_option_that_is_next(session: Session) -> None:
    edit.change(session, 1, {"options": "2 years + 1 year"})
    step = edit.next_option(session.standing(1))
    assert step is not None
    assert (step.option, step.ends) == (1, date(2029, 3, 31))
    outcome = verbs.extend(
        session, lighting(session), new_end=date(2029, 3, 31), option=1, decided_on=TODAY, authority="CAB/12"
    )
    assert outcome.proposal.words == "Extend to 31 March 2029"
    assert session.standing(1).current_end == date(2027, 3, 31)
    carry_out(session, outcome.proposal)
    assert session.undo_name == "Extend to 31 March 2029: ‘Lighting’"
    standing = session.standing(1)
    assert standing.current_end == session.stand(outcome.after).current_end == date(2029, 3, 31)
    step = edit.next_option(standing)
    assert step is not None
    assert step.option == 2
    session.undo()
    assert session.standing(1).current_end == date(2027, 3, 31)


@pytest.mark.parametrize("theirs", [False, True])
def test_a_notice_is_ours_or_theirs(session: Session, theirs: bool) -> None:
    outcome = verbs.give_notice(lighting(session), TODAY, last=date(2027, 1, 31), theirs=theirs)
    carry_out(session, outcome.proposal)
    assert session.undo_name == f"Notice {'received' if theirs else 'given'}: ‘Lighting’"
    assert session.standing(1).current_end == date(2027, 1, 31)
    supplier = lighting(session).parties[0].organisation_id
    assert lighting(session).events[0].organisation_id == (supplier if theirs else None)


def test_what_is_shown_before_is_what_holds_after(session: Session) -> None:
    outcome = verbs.terminate(session, lighting(session), Ending.AGREED, date(2026, 11, 1))
    foreseen = session.stand(outcome.after)
    carry_out(session, outcome.proposal)
    assert session.standing(1).current_end == foreseen.current_end == date(2026, 11, 1)
    assert session.standing(1).status is foreseen.status is Status.TERMINATED


def test_a_rolling_agreement_has_no_term_to_renew(session: Session) -> None:
    edit.change(session, 1, {"end_kind": "rolling"})
    with pytest.raises(TrackerError, match="rolls on by itself"):
        verbs.renew(session, lighting(session), new_end=date(2029, 3, 31), decided_on=TODAY)


@pytest.mark.parametrize(
    ("starts", "expected", "words"),
    [
        (date(2027, 4, 1), [], ""),
        (date(2027, 4, 3), ["renew.gap"], "Nothing is in force for 2 days after 31 March 2027."),
        (date(2027, 3, 31), ["renew.overlap"], "Both are in force for 1 day, to 31 March 2027."),
    ],
)
def test_a_renewal_says_where_it_leaves_a_gap_or_overlaps(
    session: Session, starts: date, expected: list[str], words: str
) -> None:
    outcome = verbs.renew_by_new(session, lighting(session), Superseding(1, starts))
    assert codes(outcome) == expected
    assert [finding.message for finding in outcome.proposal.findings] == ([words] if words else [])


def test_a_renewal_without_an_end_leaves_no_gap(session: Session) -> None:
    made = edit.new_agreement(session, {"title": "No end"})
    outcome = verbs.renew_by_new(session, session.agreement(made), Superseding(made, TODAY))
    assert codes(outcome) == []


def test_nothing_may_be_superseded_before_it_starts(session: Session) -> None:
    with pytest.raises(TrackerError, match="starts only on 1 April 2024"):
        verbs.supersede_by_new(session, lighting(session), Superseding(1, date(2024, 4, 1)))


def test_superseding_from_another_day_than_the_newer_one_starts_is_said(session: Session) -> None:
    newer = edit.new_agreement(session, {"title": "Lighting 2", "starts": "1 May 2027"})
    outcome = verbs.supersede(session, lighting(session), newer, date(2027, 5, 2))
    assert codes(outcome) == ["renew.gap", "supersede.starts"]


def test_a_variation_needs_words(session: Session) -> None:
    with pytest.raises(TrackerError, match="Say what changed"):
        verbs.vary(session, lighting(session), Variation("  ", TODAY))


def test_a_variation_moves_the_end(session: Session) -> None:
    outcome = verbs.vary(session, lighting(session), Variation("Ends sooner", TODAY, date(2027, 1, 31)))
    carry_out(session, outcome.proposal)
    assert session.standing(1).current_end == date(2027, 1, 31)
    assert session.undo_name == "Vary ‘Lighting’ from 22 November 2026"

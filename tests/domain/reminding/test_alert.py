"""Rules: which applies, and who sees what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from tracker.domain.deadlines.deadline import Deadline
from tracker.domain.reminding.alert import (
    Away,
    Person,
    QuietHours,
    Rule,
    RuleBook,
    Watched,
    layers_for,
    lead_words,
    rule_for,
    rule_of,
)

DAY = date(2027, 3, 31)


def watched(kind: str = "option notice", *, asks: bool = True, tier: str = "", owner: str = "") -> Watched:
    deadline = Deadline(kind=kind, date=DAY, act_by=DAY, missed_after=DAY, asks=asks)
    return Watched(agreement_uid="a", deadline=deadline, title="Street lighting", tier=tier, owner=owner)


@pytest.mark.parametrize(
    ("rules", "stages"),
    [
        ((), (180, 90, 30, 14, 7, 1, 0, -1)),
        ((Rule(stages=(5,)),), (5,)),
        ((Rule(tier="gold", stages=(4,)), Rule(stages=(5,))), (4,)),
        ((Rule(kind="option notice", stages=(3,)), Rule(tier="gold", stages=(4,))), (3,)),
        (
            (Rule(kind="option notice", tier="gold", stages=(2,)), Rule(kind="option notice", stages=(3,))),
            (2,),
        ),
        ((Rule(agreement_uid="a", stages=(1,)), Rule(kind="option notice", tier="gold", stages=(2,))), (1,)),
        (
            (Rule(agreement_uid="b", stages=(1,)), Rule(kind="end", stages=(2,))),
            (180, 90, 30, 14, 7, 1, 0, -1),
        ),
        ((Rule(stages=(5,)), Rule(stages=(6,))), (6,)),
        ((Rule(asks=False, stages=(5,)),), (180, 90, 30, 14, 7, 1, 0, -1)),
    ],
)
def test_the_most_specific_rule_wins(rules: tuple[Rule, ...], stages: tuple[int, ...]) -> None:
    item = watched(tier="gold")
    assert rule_for(item, rules).stages == stages
    book = RuleBook(rules)
    assert book(item).stages == stages
    assert book(item) is book(item)


def test_the_defaults_tell_a_date_that_asks_from_one_that_happens() -> None:
    assert rule_for(watched("joins", asks=False), ()).stages == (30, 0)
    assert rule_for(watched("end", asks=False), ()).stages[0] == 180
    assert rule_for(watched("review"), ()).insists == 0
    assert rule_for(watched("maximum end", asks=False), ()).stages == (30,)


@pytest.mark.parametrize(
    ("begins", "ends", "at", "quiet", "over"),
    [
        (time(12), time(13), "2026-11-22T12:30", True, "2026-11-22T13:00"),
        (time(12), time(13), "2026-11-22T13:00", False, "2026-11-23T13:00"),
        (time(19), time(8), "2026-11-22T23:00", True, "2026-11-23T08:00"),
        (time(19), time(8), "2026-11-22T07:59", True, "2026-11-22T08:00"),
        (time(19), time(8), "2026-11-22T08:00", False, "2026-11-23T08:00"),
    ],
)
def test_quiet_hours_may_pass_midnight(begins: time, ends: time, at: str, quiet: bool, over: str) -> None:
    hours = QuietHours(begins, ends)
    moment = datetime.fromisoformat(at)
    assert (moment in hours) is quiet
    assert hours.ends_after(moment) == datetime.fromisoformat(over)


@pytest.mark.parametrize(
    ("owner", "today", "sees"),
    [
        ("Ann", date(2026, 11, 22), True),  # their own
        ("", date(2026, 11, 22), True),  # nobody's is everybody's
        ("anna", date(2026, 11, 22), True),  # under the name they log in with
        ("Cy", date(2026, 11, 22), False),  # somebody else's
        ("Bob", date(2026, 11, 22), False),  # stood in for, but Bob is there
        ("Bob", date(2026, 12, 24), True),  # Bob is away
        ("Bob", date(2027, 3, 31), False),  # its last day
        ("Bob", date(2027, 4, 1), True),  # overdue by a day
    ],
)
def test_who_sees_a_date(owner: str, today: date, sees: bool) -> None:
    person = Person(
        user="anna",
        owners=frozenset({"Ann"}),
        stands_in_for=frozenset({"Bob"}),
        away=(Away("Bob", date(2026, 12, 20), date(2027, 1, 3)),),
    )
    item = watched(owner=owner)
    assert person.sees(item, rule_for(item, ()), today) is sees


def test_a_stand_in_is_not_troubled_with_what_merely_happened_or_where_the_rule_says_never() -> None:
    person = Person(user="anna", owners=frozenset({"Ann"}), stands_in_for=frozenset({"Bob"}))
    late = date(2027, 6, 1)
    happened = watched(asks=False, owner="Bob")
    assert not person.sees(happened, rule_for(happened, ()), late)
    item = watched(owner="Bob")
    assert not person.sees(item, Rule(stages=(), escalate_after=None), late)
    assert Person(user="x").sees(item, Rule(stages=()), late)


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        (540, "18 months before"),
        (0, "on the day"),
        (-1, "the day after"),
        (45, "45 days before"),
        (-8, "8 days after"),
    ],
)
def test_a_stage_in_words(stage: int, words: str) -> None:
    assert lead_words(stage) == words


OVER = Rule(stages=(540,), without=(1, -1), over=True)


@pytest.mark.parametrize(
    ("rules", "stages"),
    [
        ((OVER,), (540, 180, 90, 30, 14, 7, 0)),
        # What somebody chose for a kind stays, whatever they choose for all of them …
        ((OVER, Rule(kind="option notice", stages=(9, 1))), (9, 1)),
        ((Rule(tier="gold", stages=(9, 1)), replace(OVER, tier="gold")), (9, 1)),
        # … but for what they choose for fewer agreements.
        ((replace(OVER, tier="gold"), Rule(kind="option notice", stages=(9, 1))), (540, 9)),
        ((replace(OVER, agreement_uid="a"), Rule(tier="gold", stages=(9, 1))), (540, 9)),
        # Of two, the one for fewer agreements has the last word.
        ((Rule(stages=(1,), agreement_uid="a", over=True), OVER), (540, 180, 90, 30, 14, 7, 1, 0)),
        ((replace(OVER, asks=False), replace(OVER, agreement_uid="b")), (180, 90, 30, 14, 7, 1, 0, -1)),
    ],
)
def test_a_rule_for_all_kinds_adds_to_each_and_takes_from_it(
    rules: tuple[Rule, ...], stages: tuple[int, ...]
) -> None:
    item = watched(tier="gold")
    assert rule_for(item, rules).stages == stages
    assert rule_for(item, tuple(reversed(rules))).stages == stages
    assert RuleBook(rules)(item).stages == stages


def test_a_rule_for_all_kinds_lays_down_only_what_it_names() -> None:
    usual = rule_for(watched(), ())
    every_day = Rule(stages=(), over=True, repeat=1, insists=3, only=("repeat",))
    found = rule_for(watched(), (every_day,))
    assert found == replace(usual, repeat=1)
    assert layers_for(watched(), (every_day,)) == (every_day,)
    assert layers_for(watched(), ()) == ()


def test_what_holds_for_dates_that_are_only_described() -> None:
    known = (Rule(kind="end", stages=(9,)), Rule(tier="gold", stages=(8,)))
    assert rule_of(known, "end", "gold", "uid", None).stages == (9,)
    assert rule_of(known, "review", "gold", "", None).stages == (8,)
    assert rule_of((), "option notice", "", "uid", None).asks is True
    assert rule_of((), "", "", "", False).stages == (30, 0)

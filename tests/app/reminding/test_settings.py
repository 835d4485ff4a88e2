"""Rules, quiet hours and colleagues, in and out of the settings file."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from tracker.app.reminding.settings import (
    last_checked,
    load_person,
    load_rules,
    save_checked,
    save_person,
    save_rules,
)
from tracker.app.settings import Settings
from tracker.domain.reminding.alert import USUAL_QUIET, Away, Person, QuietHours, Rule


def test_everything_comes_back_from_the_file() -> None:
    rules = (
        Rule(kind="end", tier="gold", asks=False, stages=(548, 365, 7, -7), insists=3, repeat=0),
        Rule(
            agreement_uid="u1",
            stages=(540,),
            escalate_after=None,
            over=True,
            without=(1, -1),
            only=("escalate_after",),
        ),
    )
    person = Person(
        user="ann",
        owners=frozenset({"Ann", "Legal"}),
        stands_in_for=frozenset({"Bob"}),
        away=(Away("Bob", date(2026, 12, 20), date(2027, 1, 3)),),
        quiet=QuietHours(time(19), time(8, 30)),
    )
    settings = Settings.load()
    save_rules(settings, rules)
    save_person(settings, person)
    now = datetime(2026, 11, 22, 15, 5, tzinfo=UTC)
    save_checked(settings, now)
    settings.save()
    again = Settings.load()
    assert (load_rules(again), load_person(again, "ann"), last_checked(again)) == (rules, person, now)
    save_person(again, Person(user="ann"))
    assert load_person(again, "ann") == Person(user="ann")


def test_a_rule_for_all_kinds_that_was_kept_to_take_their_place_adds_to_them_now() -> None:
    settings = Settings.load()
    settings.reminders["rules"] = [
        {"stages": [45], "asks": True},
        {"stages": [9], "only": ["kind", "repeat"]},
    ]
    added, odd = load_rules(settings)
    assert added == Rule(stages=(45,), asks=True, over=True)
    assert odd.only == ("repeat",)


def test_a_first_start_has_none() -> None:
    settings = Settings.load()
    assert (load_rules(settings), load_person(settings, "ann"), last_checked(settings)) == (
        (),
        Person(user="ann", quiet=USUAL_QUIET),
        None,
    )


@pytest.mark.parametrize(
    "stored",
    [
        {"rules": "x", "away": 3, "quiet": "19:00", "owners": {"a": 1}, "checked": 5},
        {"rules": [1, {}, {"stages": "x"}, {"stages": None}], "checked": "yesterday"},
        {"rules": [{"stages": [1], "colour": "red"}, {"stages": [1], "insists": "x"}]},
        {"rules": [{"stages": [1], "repeat": -1}, {"stages": [1], "kind": 7}]},
        {"away": [{"person": "Bob"}, {"person": "Bob", "first": "x", "last": "y"}, None]},
        {"quiet": ["19:00"], "owners": [1, None], "stands_in_for": None},
        {"quiet": ["nine", "ten"]},
    ],
)
def test_what_cannot_be_understood_is_left_out(stored: dict[str, Any]) -> None:
    settings = Settings(reminders=stored)
    assert load_rules(settings) == ()
    found = load_person(settings, "ann")
    assert found == Person(user="ann", quiet=None if "quiet" in stored else USUAL_QUIET)
    assert last_checked(settings) is None

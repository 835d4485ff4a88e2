"""Many agreements at once: nothing is mixed up between those that are alike and those that are not."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.making import RULES, TODAY, WEEKDAYS, clause, event, fixed, on, option, stands
from tests.domain.test_laws import AGREEMENT, PLAUSIBLE, TODAYS
from tests.examples import examples
from tracker.domain.agreement import Agreement, EventKind, Party, PartyRole, Regime
from tracker.domain.dates import Precision, When
from tracker.domain.deadlines import standings as many
from tracker.domain.deadlines.standing import Standing
from tracker.domain.deadlines.standings import MOVES_NO_DATE, standings
from tracker.domain.money import Money


def every(*agreements: Agreement, today: date = TODAY) -> list[tuple[int, Standing]]:
    return list(standings(((one.id, one) for one in agreements), today, WEEKDAYS, RULES))


MADE = fixed(
    "2026-04-01",
    24,
    options=(option(1, 12, 3), option(2, 12)),
    notices=(clause(6),),
)
MARCH = When(date(2026, 3, 1), date(2026, 3, 31), Precision.MONTH)
RENAMED: dict[str, Any] = {
    "irrecoverable_vat": Money(5),
    "sme": True,
    "vcse": False,
    "fictional": True,
    "id": 7,
    "arrangement_id": 3,
    "parties": (Party(organisation_id=1, role=PartyRole.BUYER),),
}


@examples(40)
@given(st.lists(AGREEMENT | PLAUSIBLE, max_size=4), TODAYS)
def test_each_stands_as_it_would_alone(agreements: list[Agreement], today: date) -> None:
    dearer = [replace(one, value=Money(600_000_000)) for one in agreements]
    twice = [replace(one, id=number) for number, one in enumerate(agreements + dearer + agreements)]
    assert every(*twice, today=today) == [(one.id, stands(one, today)) for one in twice]


@examples(40)
@given(AGREEMENT | PLAUSIBLE, TODAYS)
def test_names_and_notes_move_no_date(agreement: Agreement, today: date) -> None:
    names = {one.name for one in fields(Agreement)} & MOVES_NO_DATE
    changes = {name: RENAMED.get(name, "some text") for name in names}
    plain = replace(agreement, events=tuple(replace(e, organisation_id=None) for e in agreement.events[:1]))
    assert stands(replace(plain, **changes), today) == stands(plain, today)


def test_alike_is_reckoned_once_and_a_difference_in_any_part_is_seen() -> None:
    (_, first), (_, second) = every(MADE, replace(MADE, id=2, title="another name"))
    assert first is second
    for other in (
        replace(MADE, starts=on("2026-04-02")),
        replace(MADE, category="ICT"),
        replace(MADE, tier="gold"),
        replace(MADE, value=Money(600_000_000)),
        replace(MADE, options=(replace(option(1, 12, 3), text="as clause 4 says"), option(2, 12))),
        replace(MADE, options=(option(1, 12, 4), option(2, 12))),
        replace(MADE, notices=(clause(7),)),
        replace(MADE, events=(event(EventKind.TERMINATED, "2026-05-05"),)),
    ):
        assert every(MADE, other)[1][1] == stands(other) != first


def test_a_value_counts_by_the_lead_time_it_asks_for_and_by_what_the_act_asks_for() -> None:
    small, alike = replace(MADE, value=Money(100)), replace(MADE, annual_value=Money(2_999_999))
    (_, first), (_, second) = every(small, alike)
    assert first is second == stands(alike)
    act = replace(MADE, regime=Regime.PA2023, signed=on("2026-03-01"))
    large = replace(act, value=Money(600_000_000))
    larger = replace(act, value=Money(600_000_001))
    (_, first), (_, second) = every(large, larger)
    assert first is not second and (first, second) == (stands(large), stands(larger))


def test_agreements_to_which_the_same_happened_once_are_reckoned_once() -> None:
    ended = replace(MADE, events=(event(EventKind.TERMINATED, "2026-05-05"),))
    noted = replace(ended, events=(replace(ended.events[0], text="as its letter says"),))
    (_, first), (_, second) = every(ended, noted)
    assert first is second == stands(noted)
    later = replace(MADE, events=(event(EventKind.TERMINATED, "2026-05-06"),))
    assert every(ended, later)[1][1] == stands(later) != first
    by_one = replace(ended, events=(replace(ended.events[0], organisation_id=1),))
    (_, first), (_, second) = every(by_one, by_one)
    assert first is not second and first == stands(by_one)


def test_what_is_over_is_reckoned_once_whatever_its_value() -> None:
    values = [replace(MADE, value=Money(minor)) for minor in (100, 600_000_000)]
    (_, first), (_, second) = every(*values, today=date(2030, 4, 1))
    assert first is second == stands(values[1], date(2030, 4, 1))


def test_what_is_odd_about_one_lead_time_is_not_said_again_for_the_next() -> None:
    short = fixed("2026-10-01", 3, notices=(clause(6),))
    values = [replace(short, value=Money(minor)) for minor in (100, 600_000_000, 100_000_000_00)]
    found = [standing for _, standing in every(*values)]
    assert found == [stands(one) for one in values] and found[0].deadlines != found[1].deadlines
    assert {one.code for one in found[0].findings} >= {"notice.longer-than-term"}


def test_a_lead_time_moves_no_range_of_dates_into_another() -> None:
    month = fixed("2026-04-01", 24, signed=MARCH)
    values = [replace(month, value=Money(minor)) for minor in (100, 600_000_000)]
    assert [standing for _, standing in every(*values)] == [stands(one) for one in values]


def test_what_is_kept_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "_AT_ONCE", 1)
    other = replace(MADE, starts=on("2026-05-01"))
    found = [standing for _, standing in every(MADE, other, MADE)]
    assert found[0] == found[2] and found[0] is not found[2]
    assert found[1] == stands(other)

"""Dates worked out by hand from the words of each rule, beside those of the rule book itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.domain.making import (
    RULES,
    clause,
    codes,
    day,
    event,
    fixed,
    m,
    of_kind,
    on,
    option,
    rolling,
    stands,
    until,
)
from tracker.app.calendars import calendar_for
from tracker.domain.agreement import (
    Agreement,
    EndKind,
    EventKind,
    NoticeClause,
    NoticeKind,
    Regime,
    SignatureState,
)
from tracker.domain.dates import (
    Period,
    end_of_term,
    extend_end,
    latest_notice,
    notice_takes_effect,
    rolling_end,
)
from tracker.domain.deadlines.deadline import state
from tracker.domain.deadlines.statutory import is_above_threshold, term_change
from tracker.domain.money import Money
from tracker.domain.terms.planning import notice_today


def pairs(table: str) -> list[tuple[str, int, str]]:
    """Lines of a day, months, and what they come to."""
    return [(a, int(b), c) for a, b, c in (line.split() for line in table.strip().splitlines())]


@pytest.mark.parametrize(
    ("starts", "months", "ends"),
    pairs("""
        2024-01-30 1 2024-02-29
        2023-01-30 1 2023-02-28
        2023-01-29 1 2023-02-28
        2024-01-29 1 2024-02-28
        2023-01-28 1 2023-02-27
        2024-03-31 1 2024-04-30
        2024-03-31 12 2025-03-30
        2024-08-31 18 2026-02-28
        2022-08-31 18 2024-02-29
        2024-02-29 12 2025-02-28
        2024-02-29 48 2028-02-28
        2024-02-29 6 2024-08-28
        2096-02-29 48 2100-02-28
        1999-03-01 12 2000-02-29
        2099-03-01 12 2100-02-28
        2026-12-31 2 2027-02-28
        2027-12-31 2 2028-02-29
        2026-10-31 1 2026-11-30
        2026-10-30 1 2026-11-29
        2020-04-01 90 2027-09-30
        2021-09-01 31 2024-03-31
    """),
)
def test_rule_2_the_end_of_a_term(starts: str, months: int, ends: str) -> None:
    assert end_of_term(day(starts), m(months)) == day(ends)


@pytest.mark.parametrize(
    ("end", "months", "new"),
    pairs("""
        2024-02-28 12 2025-02-28
        2025-02-28 12 2026-02-28
        2027-02-28 12 2028-02-29
        2028-02-29 12 2029-02-28
        2028-02-28 48 2032-02-28
        2026-01-30 1 2026-02-28
        2026-01-28 1 2026-02-28
        2024-01-28 1 2024-02-28
        2024-01-29 1 2024-02-29
        2026-06-29 1 2026-07-29
        2026-06-30 1 2026-07-31
        2026-03-30 11 2027-02-28
        2026-12-30 2 2027-02-28
    """),
)
def test_rule_3_an_extension_from_the_day_after_an_end(end: str, months: int, new: str) -> None:
    assert extend_end(day(end), m(months)) == day(new)


@pytest.mark.parametrize(
    ("starts", "months", "ends"),
    [
        ("2024-01-30", 1, "2024-02-29 2024-03-29 2024-04-29"),
        ("2023-01-29", 1, "2023-02-28 2023-03-28 2023-04-28"),
        ("2024-08-31", 3, "2024-11-30 2025-02-28 2025-05-30 2025-08-30"),
        ("2024-02-29", 6, "2024-08-28 2025-02-28 2025-08-28 2026-02-28"),
    ],
)
def test_rule_3_rolling_never_drifts(starts: str, months: int, ends: str) -> None:
    found = [rolling_end(day(starts), None, m(months), k) for k, _ in enumerate(ends.split(), 1)]
    assert found == [day(end) for end in ends.split()]


@pytest.mark.parametrize(
    ("given", "length", "effect"),
    [
        ("2025-08-31", "6m", "2026-02-28"),
        ("2023-08-31", "6m", "2024-02-29"),
        ("2026-02-28", "1m", "2026-03-28"),
        ("2026-11-30", "3m", "2027-02-28"),
        ("2024-02-29", "12m", "2025-02-28"),
        ("2026-11-02", "28d", "2026-11-30"),
        ("2026-11-02", "28cd", "2026-12-01"),
        ("2026-01-05", "84d", "2026-03-30"),
    ],
)
def test_rule_4_when_a_notice_has_run(given: str, length: str, effect: str) -> None:
    assert notice_takes_effect(day(given), Period.from_code(length)) == day(effect)


@pytest.mark.parametrize(
    ("end", "length", "backward", "forward"),
    [
        ("2027-03-31", "1m", "2027-02-28", "2027-02-28"),
        ("2027-02-28", "1m", "2027-01-28", "2027-01-31"),
        ("2028-02-29", "1m", "2028-01-29", "2028-01-31"),
        ("2028-02-28", "1m", "2028-01-28", "2028-01-28"),
        ("2028-02-29", "3m", "2027-11-29", "2027-11-30"),
        ("2026-11-30", "9m", "2026-02-28", "2026-02-28"),
        ("2027-06-30", "18m", "2025-12-30", "2025-12-31"),
        ("2025-02-28", "12m", "2024-02-28", "2024-02-29"),
        ("2024-02-29", "12m", "2023-02-28", "2023-02-28"),
        ("2027-03-31", "90d", "2026-12-31", "2026-12-31"),
        ("2027-03-31", "90cd", "2026-12-30", "2026-12-30"),
    ],
)
def test_rules_5_and_6_the_last_days_for_notice(end: str, length: str, backward: str, forward: str) -> None:
    assert latest_notice(day(end), Period.from_code(length)) == (day(backward), day(forward))


@pytest.mark.parametrize(
    ("nation", "end", "months", "service", "act_by"),
    [
        ("england-and-wales", "2027-03-28", 3, 0, "2026-12-24"),  # 28 December stands in for Boxing Day
        ("england-and-wales", "2027-06-29", 3, 0, "2027-03-25"),  # Easter Monday
        ("scotland", "2027-06-29", 3, 0, "2027-03-29"),  # where it is a working day
        ("scotland", "2026-07-02", 6, 0, "2025-12-31"),
        ("england-and-wales", "2026-07-02", 6, 0, "2026-01-02"),
        ("northern-ireland", "2027-09-17", 6, 0, "2027-03-16"),  # St Patrick's Day
        ("england-and-wales", "2027-06-30", 3, 2, "2027-03-24"),  # two working days before Easter
    ],
)
def test_rules_8_and_9_the_day_to_act_by(
    nation: str, end: str, months: int, service: int, act_by: str
) -> None:
    agreement = until(end, notices=(clause(months, service_days=service),))
    found = of_kind(stands(agreement, "2020-01-01", calendar_for(nation)), "termination notice")
    assert [deadline.act_by for deadline in found] == [day(act_by)]


SIGNED = SignatureState.SIGNED
TWELVE_WEEKS = NoticeClause(kind=NoticeKind.NON_RENEWAL, length=Period(0, 84))
OPEN = Agreement(starts=on("2024-04-01"), end_kind=EndKind.OPEN_ENDED, signature=SIGNED)


@pytest.mark.parametrize(
    ("months", "more", "given", "leaves"),
    [
        (12, {"expires_on": "03-31"}, "2026-03-31", "2027-03-31"),
        (12, {"expires_on": "03-31"}, "2026-04-01", "2028-03-31"),
        (6, {"expires_on": "03-31"}, "2026-09-30", "2027-03-31"),
        (6, {"expires_on": "03-31"}, "2026-10-01", "2028-03-31"),
        (12, {"expires_on": "03-31", "locked_until": day("2027-03-31")}, "2025-01-15", "2027-03-31"),
        (12, {"expires_on": "03-31", "locked_until": day("2027-04-01")}, "2025-01-15", "2028-03-31"),
        (12, {"locked_until": day("2027-03-31")}, "2026-01-15", "2027-03-31"),
        (12, {"locked_until": day("2027-03-31")}, "2026-06-15", "2027-06-15"),
        (12, {"expires_on": "03-31", "service_days": 2}, "2026-03-27", "2027-03-31"),  # served on the 31st
        (12, {"expires_on": "03-31", "service_days": 2}, "2026-03-30", "2028-03-31"),  # served on 1 April
    ],
)
def test_date_10_the_earliest_exit(months: int, more: dict[str, Any], given: str, leaves: str) -> None:
    agreement = replace(OPEN, notices=(clause(months, NoticeKind.WITHDRAWAL, **more),))
    (way,) = notice_today(agreement, day(given), calendar_for("england-and-wales"))
    assert way.exit.leaves == day(leaves)


@pytest.mark.parametrize(
    ("agreement", "kind", "today", "found"),
    [
        (
            rolling("2024-07-01", 12, 36, notices=(TWELVE_WEEKS,)),
            *("non-renewal notice", "2027-04-08", ["2027-04-07 missed", "2028-04-07 upcoming"]),
        ),
        (
            rolling("2021-01-01", 12, notices=(clause(2, NoticeKind.NON_RENEWAL),)),
            *("non-renewal notice", "2026-11-05", ["2026-10-31 missed", "2027-10-31 upcoming"]),
        ),
        (
            fixed("2024-04-01", 60, notices=(clause(6, NoticeKind.BREAK, break_on=day("2027-03-31")),)),
            *("break notice", "2026-10-01", ["2026-09-30 missed"]),
        ),
        (
            fixed("2024-08-31", 48, review_every=m(3)),
            "review",
            "2025-01-15",
            ["2024-11-30 missed", "2025-02-28 upcoming", "2025-05-31 upcoming"],
        ),
        (
            fixed("2024-02-29", 72, review_every=m(12)),
            "review",
            "2027-06-01",
            ["2027-02-28 missed", "2028-02-29 upcoming", "2029-02-28 upcoming"],
        ),
        (
            fixed("2024-04-01", 48, events=(event(EventKind.STAFF_TRANSFERRED, "2028-03-01"),)),
            *("employee liability information", "2027-01-01", ["2028-02-02 upcoming"]),
        ),
        (
            fixed("2024-04-01", 36, category="ICT"),
            "re-procurement start",
            "2025-01-01",
            ["2025-09-30 upcoming"],
        ),
    ],
)
def test_deadlines_and_how_they_stand(agreement: Agreement, kind: str, today: str, found: list[str]) -> None:
    deadlines = of_kind(stands(replace(agreement, signature=SIGNED), today), kind)
    assert [f"{one.date} {state(one, day(today)).value}" for one in deadlines] == found


@pytest.mark.parametrize(
    ("usable", "current", "latest"),
    [
        (True, "2027-09-30", "2031-03-31"),
        (False, "2027-09-30", "2029-09-30"),
        (None, "2027-09-30", "2029-09-30"),
    ],
)
def test_a_part_of_an_option_and_the_option_after_it(usable: bool | None, current: str, latest: str) -> None:
    options = (option(1, 24, 6, up_to=True, remainder_usable=usable), option(2, 24, 6))
    taken = event(EventKind.EXTENDED, "2026-09-01", option=1, new_end=on("2027-09-30"))
    found = stands(fixed("2022-04-01", 60, options=options, events=(taken,)))
    assert (found.current_end, found.maximum_end) == (day(current), day(latest))


def test_a_notice_withdrawn_and_given_again() -> None:
    events = (
        event(EventKind.NOTICE_GIVEN, "2026-01-10"),
        event(EventKind.NOTICE_WITHDRAWN, "2026-02-10"),
        event(EventKind.NOTICE_GIVEN, "2026-08-31"),
    )
    agreement = fixed("2024-04-01", 48, notices=(clause(6),), events=events, signature=SIGNED)
    ends = {
        today: stands(agreement, today).current_end for today in ("2026-02-09", "2026-02-10", "2026-09-01")
    }
    assert list(ends.values()) == [day("2026-07-10"), day("2028-03-31"), day("2027-02-28")]


@pytest.mark.parametrize(
    ("light", "details", "copy"), [(None, "2025-06-13", "2025-08-12"), (True, "2025-09-11", "2025-11-10")]
)
def test_dates_17_and_19_of_the_act_alone(light: bool | None, details: str, copy: str) -> None:
    agreement = fixed(
        "2025-06-01",
        24,
        signed=on("2025-05-15"),
        value=Money(600_000_000),
        regime=Regime.PA2023,
        light_touch=light,
    )
    found = stands(agreement, "2025-06-02")
    kinds = ("contract details notice", "copy of contract", "contract termination notice")
    dates = [[one.date for one in of_kind(found, kind)] for kind in kinds]
    assert dates == [[day(details)], [day(copy)], [day("2027-06-29")]]
    for regime in Regime:
        if regime is not Regime.PA2023:
            other = stands(replace(agreement, regime=regime), "2025-06-02")
            assert not any(of_kind(other, kind) for kind in (*kinds, "performance notice"))


@pytest.mark.parametrize(
    ("pence", "when", "kind", "above"),
    [
        (20_772_000, "2025-12-31", "goods and services", False),
        (20_772_000, "2026-01-01", "goods and services", True),
        (21_490_399, "2025-12-31", "goods and services", False),
        (519_300_000, "2025-12-31", "works", False),
        (519_300_000, "2026-01-01", "works", True),
        (66_354_000, "2026-06-01", "light touch", True),
    ],
)
def test_t44_thresholds_by_date(pence: int, when: str, kind: str, above: bool) -> None:
    assert is_above_threshold(Money(pence), RULES, day(when), kind) is above


@pytest.mark.parametrize(("end", "within"), [("2030-08-24", True), ("2030-08-25", False)])
def test_t08_ten_per_cent_of_1461_days(end: str, within: bool) -> None:
    agreement = fixed("2026-04-01", 48, regime=Regime.PA2023)
    change = term_change(agreement, day("2026-04-01"), day("2030-03-31"), day(end), RULES, day("2026-11-22"))
    assert change is not None and change.within is within


def test_an_option_whose_exercise_nobody_dated_is_not_measured() -> None:
    taken = event(EventKind.EXTENDED, None, option=1)
    found = stands(until("2027-03-31", options=(option(1, 12, 6, notice_most=m(12)),), events=(taken,)))
    assert codes(found) == {"extension.no-date"}


def test_only_an_option_still_to_be_taken_has_days_for_its_notice() -> None:
    initial, first, second = stands(
        until("2027-03-31", options=(option(1, 12, 6), option(2, 12)))
    ).ladder.steps
    assert (initial.decide_by, initial.latest_notice, initial.readings) == (None, None, None)
    assert first.readings == (day("2026-09-30"), day("2026-09-30")) and first.latest_notice == day(
        "2026-09-30"
    )
    assert (second.decide_by, second.latest_notice, second.readings) == (
        day("2028-03-31"),
        day("2028-03-31"),
        None,
    )

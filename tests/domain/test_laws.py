"""Laws that hold for every date and every agreement, however odd."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.making import RULES, WEEKDAYS, stands
from tests.examples import examples
from tracker.domain.agreement import (
    Agreement,
    AgreementType,
    ClauseForm,
    EndKind,
    Event,
    EventKind,
    ExtensionOption,
    NoticeClause,
    NoticeKind,
    Party,
    PartyRole,
    Regime,
    Side,
    SignatureState,
)
from tracker.domain.dates import (
    Period,
    Precision,
    When,
    add_days,
    add_months,
    end_of_term,
    extend_end,
    latest_notice,
    notice_takes_effect,
    rolling_end,
)
from tracker.domain.deadlines.deadline import state
from tracker.domain.deadlines.standing import standing
from tracker.domain.money import Money
from tracker.domain.terms.planning import notice_today

MONTHS = st.integers(1, 60)
DAYS = st.dates(date(1999, 1, 1), date(2060, 12, 31))


@pytest.mark.slow
def test_the_latest_forward_notice_is_the_last_day_whose_notice_has_run_by_the_end() -> None:
    """For every day from 1999 to 2060; every length of 1 to 60 months comes round again and again."""
    end, last, months = date(1999, 1, 1), date(2060, 12, 31), 0
    while end <= last:
        for _ in range(2):
            months = months % 60 + 1
            length = Period(months)
            back, forward = latest_notice(end, length)
            assert notice_takes_effect(forward, length) <= end, (end, months)
            assert notice_takes_effect(forward + timedelta(1), length) > end, (end, months)
            assert back <= forward, (end, months)
        end += timedelta(1)


@given(DAYS, st.integers(0, 60), st.integers(0, 100), st.booleans())
def test_the_same_law_for_mixed_and_clear_periods(end: date, months: int, days: int, clear: bool) -> None:
    length = Period(months, days, clear)
    back, forward = latest_notice(end, length)
    assert notice_takes_effect(forward, length) <= end < notice_takes_effect(forward + timedelta(1), length)
    assert forward - timedelta(3) <= back <= forward


@given(DAYS, MONTHS)
def test_backward_is_the_corresponding_date_counted_back(end: date, months: int) -> None:
    assert latest_notice(end, Period(months)).backward == add_months(end, -months)


@given(DAYS, MONTHS, st.integers(1, 40))
def test_the_kth_rolling_period_ends_where_the_whole_term_from_the_anchor_does(
    starts: date, months: int, k: int
) -> None:
    assert rolling_end(starts, None, Period(months), k) == end_of_term(starts, Period(k * months))


@given(DAYS, MONTHS, MONTHS, st.integers(1, 40))
def test_rolling_after_a_first_term_is_reckoned_from_the_original_start(
    starts: date, first: int, months: int, k: int
) -> None:
    first_end = end_of_term(starts, Period(first))
    whole = Period(first + k * months)
    assert rolling_end(starts, first_end, Period(months), k) == end_of_term(starts, whole)


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_an_extension_starts_the_day_after_the_end_it_extends(end: date, months: int, days: int) -> None:
    length = Period(months, days)
    assert extend_end(end, length) == end_of_term(end + timedelta(1), length)


@given(DAYS, MONTHS, MONTHS)
def test_a_term_lasts_longer_when_it_is_longer_and_when_it_starts_later(
    starts: date, months: int, more: int
) -> None:
    end = end_of_term(starts, Period(months))
    assert end < end_of_term(starts, Period(months + more))
    assert end <= end_of_term(starts + timedelta(1), Period(months))


@given(st.dates(), st.integers(-200_000, 200_000), st.integers(-4_000_000, 4_000_000))
def test_nothing_leaves_the_calendar(day: date, months: int, days: int) -> None:
    for result in (
        add_months(day, months),
        add_days(day, days),
        end_of_term(day, Period(months, days)),
        extend_end(day, Period(months, days)),
        notice_takes_effect(day, Period(months, days)),
        *latest_notice(day, Period(months, days)),
    ):
        assert date.min <= result <= date.max


# Agreements of every oddness


def sometimes(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | strategy


ANY_DAY = st.one_of(
    st.dates(date(2015, 1, 1), date(2035, 12, 31)),
    st.sampled_from([date.min, date.max, date(1900, 1, 1), date(9999, 12, 30), date(2024, 2, 29)]),
)
ANY_PERIOD = st.one_of(
    st.builds(Period, st.integers(0, 60), st.integers(0, 40), st.booleans()),
    st.builds(
        Period,
        st.sampled_from([-12, -1, 0, 1, 120_000, 10**9]),
        st.sampled_from([-40, 0, 1, 10**7]),
        st.booleans(),
    ),
)
WHEN = st.one_of(
    st.builds(When.on, ANY_DAY),
    st.builds(When.on, ANY_DAY),
    st.just(When.unknown("not known")),
    st.builds(lambda a, b: When(min(a, b), max(a, b), Precision.BETWEEN), ANY_DAY, ANY_DAY),
    st.builds(lambda a: When(None, a, Precision.BEFORE), ANY_DAY),
    st.builds(lambda a: When(a, None, Precision.AFTER), ANY_DAY),
)
OPTION = st.builds(
    ExtensionOption,
    number=st.integers(-1, 4),
    length=sometimes(ANY_PERIOD),
    up_to=st.booleans(),
    until=sometimes(ANY_DAY),
    exercised_by=st.sampled_from(Side),
    consent=sometimes(st.booleans()),
    notice_least=sometimes(ANY_PERIOD),
    notice_most=sometimes(ANY_PERIOD),
    form=st.sampled_from(ClauseForm),
    remainder_usable=sometimes(st.booleans()),
)
CLAUSE = st.builds(
    NoticeClause,
    kind=st.sampled_from(NoticeKind),
    length=sometimes(ANY_PERIOD),
    form=st.sampled_from(ClauseForm),
    by=st.sampled_from(Side),
    expires_on=st.sampled_from(["", "", "03-31", "02-29", "anniversary", "31 March", "13-45", "00-10"]),
    locked_until=sometimes(ANY_DAY),
    break_on=sometimes(ANY_DAY),
    service_days=st.sampled_from([0, 0, 2, 61, -3, 10**9]),
    applies_from=sometimes(ANY_DAY),
    applies_to=sometimes(ANY_DAY),
)
EVENT = st.builds(
    Event,
    id=st.integers(0, 3),
    kind=st.sampled_from(EventKind),
    on=WHEN,
    decided_on=sometimes(WHEN),
    new_end=sometimes(WHEN),
    length=sometimes(ANY_PERIOD),
    option=sometimes(st.integers(0, 4)),
    count_unknown=st.booleans(),
    organisation_id=sometimes(st.integers(1, 4)),
    detail=st.sampled_from(["", "UK7", "UK9", "UK11", "copy", "withdrawal", "break", "deed", "insurance"]),
)
PARTIES = st.lists(
    st.builds(Party, organisation_id=st.integers(1, 4), role=st.sampled_from(PartyRole)), max_size=4
).map(tuple)
AGREEMENT = st.builds(
    Agreement,
    type=st.sampled_from(AgreementType),
    binding=sometimes(st.booleans()),
    signature=st.sampled_from(SignatureState),
    signed=sometimes(WHEN),
    starts=sometimes(WHEN),
    initial_term=sometimes(ANY_PERIOD),
    ends=sometimes(WHEN),
    end_kind=st.sampled_from(EndKind),
    roll=sometimes(ANY_PERIOD),
    roll_limit=sometimes(st.sampled_from([-1, 0, 1, 3, 10**9])),
    term_limit=sometimes(ANY_PERIOD),
    maximum_end=sometimes(ANY_DAY),
    next_review=sometimes(WHEN),
    review_every=sometimes(ANY_PERIOD),
    review_from=sometimes(ANY_DAY),
    lead=sometimes(ANY_PERIOD),
    tier=st.sampled_from(["", "gold", "tin"]),
    category=st.sampled_from(["", "ICT"]),
    regime=st.sampled_from(Regime),
    light_touch=sometimes(st.booleans()),
    value=sometimes(st.builds(Money, st.sampled_from([0, 10**6, 10**9]), st.sampled_from(["GBP", "EUR"]))),
    in_use_on=sometimes(ANY_DAY),
    confirmed_on=sometimes(ANY_DAY),
    parties=PARTIES,
    options=st.lists(OPTION, max_size=3).map(tuple),
    notices=st.lists(CLAUSE, max_size=3).map(tuple),
    events=st.lists(EVENT, max_size=4).map(tuple),
)
TODAYS = st.one_of(st.dates(date(2014, 1, 1), date(2036, 12, 31)), st.sampled_from([date.min, date.max]))


PLAIN_WHEN = st.one_of(
    st.builds(When.on, st.dates(date(2020, 1, 1), date(2030, 12, 31))),
    st.builds(
        lambda a, d: When(a, a + timedelta(d), Precision.BETWEEN),
        st.dates(date(2020, 1, 1), date(2030, 12, 31)),
        st.integers(1, 200),
    ),
)
SHORT = st.builds(Period, st.integers(1, 24))
PLAUSIBLE_OPTION = st.builds(
    ExtensionOption,
    number=st.integers(1, 3),
    length=SHORT,
    up_to=st.booleans(),
    exercised_by=st.sampled_from(Side),
    notice_least=sometimes(SHORT),
    notice_most=sometimes(SHORT),
    form=st.sampled_from(ClauseForm),
    remainder_usable=sometimes(st.booleans()),
)
PLAUSIBLE_CLAUSE = st.builds(
    NoticeClause,
    kind=st.sampled_from(NoticeKind),
    length=SHORT,
    form=st.sampled_from(ClauseForm),
    by=st.sampled_from(Side),
    expires_on=st.sampled_from(["", "", "03-31", "anniversary"]),
    locked_until=sometimes(st.dates(date(2022, 1, 1), date(2026, 1, 1))),
    break_on=sometimes(st.dates(date(2022, 1, 1), date(2028, 1, 1))),
    service_days=st.sampled_from([0, 0, 2]),
    applies_from=sometimes(st.dates(date(2021, 1, 1), date(2027, 1, 1))),
    applies_to=sometimes(st.dates(date(2021, 1, 1), date(2027, 1, 1))),
)
PLAUSIBLE_EVENT = st.builds(
    Event,
    kind=st.sampled_from(EventKind),
    on=PLAIN_WHEN,
    decided_on=sometimes(PLAIN_WHEN),
    new_end=sometimes(PLAIN_WHEN),
    length=sometimes(SHORT),
    option=sometimes(st.integers(1, 3)),
    organisation_id=sometimes(st.integers(1, 4)),
    detail=st.sampled_from(["", "", "UK7", "UK9", "UK11", "withdrawal", "break", "deed", "insurance"]),
)
PLAUSIBLE = st.builds(
    Agreement,
    type=st.sampled_from(AgreementType),
    signature=st.just(SignatureState.SIGNED),
    signed=sometimes(PLAIN_WHEN),
    starts=PLAIN_WHEN,
    initial_term=st.builds(Period, st.integers(12, 84)),
    ends=st.none() | st.none() | PLAIN_WHEN,
    end_kind=st.sampled_from([EndKind.FIXED, EndKind.FIXED, EndKind.ROLLING, EndKind.OPEN_ENDED]),
    roll=SHORT,
    roll_limit=sometimes(st.integers(0, 4)),
    term_limit=sometimes(st.builds(Period, st.integers(12, 120))),
    next_review=sometimes(PLAIN_WHEN),
    review_every=sometimes(SHORT),
    regime=st.sampled_from([Regime.PA2023, Regime.EXEMPT, Regime.UNKNOWN]),
    value=sometimes(st.builds(Money, st.sampled_from([10**6, 10**9]))),
    in_use_on=sometimes(st.dates(date(2022, 1, 1), date(2030, 1, 1))),
    confirmed_on=sometimes(st.dates(date(2022, 1, 1), date(2030, 1, 1))),
    parties=PARTIES,
    options=st.lists(PLAUSIBLE_OPTION, max_size=3).map(tuple),
    notices=st.lists(PLAUSIBLE_CLAUSE, max_size=2).map(tuple),
    events=st.lists(PLAUSIBLE_EVENT, max_size=3).map(tuple),
)
NEAR = st.dates(date(2021, 1, 1), date(2031, 12, 31))


@examples(80)
@given(AGREEMENT | PLAUSIBLE, TODAYS)
def test_nothing_raises_or_loops_and_no_deadline_falls_after_what_it_guards(
    agreement: Agreement, today: date
) -> None:
    found = standing(agreement, today, WEEKDAYS, RULES)
    notice_today(agreement, today, WEEKDAYS)
    assert found.ladder.workings
    for finding in found.findings:
        assert finding.message.endswith(".") and finding.code and "None" not in finding.message
    for deadline in found.deadlines:
        assert deadline.act_by <= deadline.date <= deadline.missed_after
        assert deadline.workings and deadline.title and "None" not in deadline.workings
        assert deadline.earliest is not None and deadline.latest is not None
        assert deadline.earliest <= deadline.latest
        state(deadline, today)
        if "reckoned from the latest" in deadline.workings:
            continue  # the ends are those of the earliest reckoning
        if found.current_end is not None and deadline.kind in ("end", "re-procurement start"):
            assert deadline.date <= found.current_end
        if found.maximum_end is not None and deadline.kind in ("option notice", "decision start"):
            assert deadline.date <= found.maximum_end
            if deadline.earliest == deadline.latest:  # else the end may be the later one, too
                assert deadline.missed_after <= found.maximum_end


@examples(60)
@given(PLAUSIBLE | AGREEMENT, NEAR, st.floats(0, 1))
def test_nothing_differs_before_the_day_on_which_it_may(
    agreement: Agreement, today: date, share: float
) -> None:
    now = standing(agreement, today, WEEKDAYS, RULES)
    until = now.changes_on or date(2036, 1, 1)
    assert until > today
    later = add_days(today, int((until - today).days * share))
    then = standing(agreement, min(later, add_days(until, -1)), WEEKDAYS, RULES)
    assert then.status == now.status
    assert then.deadlines == now.deadlines
    assert then.ladder.steps == now.ladder.steps
    assert then[1:4] == now[1:4]


@examples(40)
@given(PLAUSIBLE | AGREEMENT, NEAR, st.integers(0, 300))
def test_a_notice_that_is_withdrawn_leaves_every_deadline_as_it_was(
    agreement: Agreement, given_on: date, days: int
) -> None:
    agreement = replace(agreement, events=tuple(e for e in agreement.events if "notice" not in e.kind.value))
    withdrawn = given_on + timedelta(days)
    before = stands(agreement, withdrawn)
    noticed = replace(
        agreement,
        events=(
            *agreement.events,
            Event(kind=EventKind.NOTICE_GIVEN, on=When.on(given_on)),
            Event(kind=EventKind.NOTICE_WITHDRAWN, on=When.on(withdrawn)),
        ),
    )
    after = stands(noticed, withdrawn)
    assert after.deadlines == before.deadlines
    assert after[:4] == before[:4]

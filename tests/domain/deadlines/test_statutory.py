"""Clocks and tests of law, from the rules table, and never for a regime they do not govern."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.domain.making import (
    RULES,
    TODAY,
    WEEKDAYS,
    codes,
    day,
    event,
    fixed,
    of_kind,
    on,
    only,
    option,
    rolling,
    stands,
    until,
)
from tracker.domain.agreement import Agreement, AgreementType, EventKind, Regime
from tracker.domain.deadlines.deadline import DeadlineState, state
from tracker.domain.deadlines.rules import NOT_LEGAL_ADVICE, Figure, Practice, Rules
from tracker.domain.deadlines.standing import standing
from tracker.domain.deadlines.statutory import (
    beginning_with,
    council_deadlines,
    in_transparency_code,
    indicators_required,
    is_above_threshold,
    is_large,
    is_notifiable,
    payment_information,
    payments_compliance,
    pipeline_notice,
    quarter_end,
    term_change,
    transparency_quarter,
    value_change,
)
from tracker.domain.errors import TrackerError
from tracker.domain.money import Money
from tracker.resources import resource

PUBLISHED = EventKind.NOTICE_PUBLISHED
MILLION = 100_000_000
NOTICES = ("contract details notice", "copy of contract", "contract termination notice", "performance notice")


def act(**more: object) -> Agreement:
    """A contract under the 2023 Act, signed 1 April 2026, to 31 March 2028."""
    return fixed("2026-04-01", 24, signed=on("2026-04-01"), regime=Regime.PA2023, **more)


@pytest.mark.parametrize(
    ("light_touch", "details", "copy"),
    [(None, "2026-04-30", "2026-06-29"), (True, "2026-07-29", "2026-09-27")],
)
def test_t38_contract_details_and_the_copy(light_touch: bool | None, details: str, copy: str) -> None:
    found = stands(act(value=Money(6 * MILLION), light_touch=light_touch), "2026-04-02")
    assert only(found, "contract details notice").date == day(details)
    assert only(found, "copy of contract").date == day(copy)


def test_no_copy_up_to_five_million() -> None:
    for value in (None, Money(5 * MILLION), Money(6 * MILLION, "EUR")):
        assert of_kind(stands(act(value=value), "2026-04-02"), "copy of contract") == []
    assert of_kind(stands(act(value=Money(5 * MILLION + 1)), "2026-04-02"), "copy of contract") != []


def test_the_workings_name_the_law() -> None:
    found = only(stands(act(), "2026-04-02"), "contract details notice")
    assert found.workings == (
        "30 days beginning with 1 April 2026, the day it was signed: 30 April 2026; act by Thursday "
        "30 April 2026. Procurement Act 2023 s.53(1)."
    )
    assert found.title == "Publish the contract details notice (UK7)"
    assert "not legal advice" in NOT_LEGAL_ADVICE


def test_a_published_notice_is_done() -> None:
    agreement = act(events=(event(PUBLISHED, "2026-04-20", detail="UK7"),))
    assert only(stands(agreement, "2026-05-20"), "contract details notice").settled
    other = act(events=(event(PUBLISHED, "2026-04-20", detail="UK11"),))
    found = only(stands(other, "2026-05-20"), "contract details notice")
    assert state(found, day("2026-05-20")) is DeadlineState.MISSED
    later = act(events=(event(PUBLISHED, "2026-06-20", detail="UK7"),))
    assert not only(stands(later, "2026-06-19"), "contract details notice").settled
    undated = act(events=(event(PUBLISHED, None, detail="UK7"),))
    assert only(stands(undated, "2026-05-20"), "contract details notice").settled


def test_the_day_of_signing_may_be_an_event() -> None:
    signed = event(EventKind.SIGNED, "2026-04-01")
    agreement = fixed("2026-04-01", 24, regime=Regime.PA2023, events=(signed,))
    assert only(stands(agreement, "2026-04-02"), "contract details notice").date == day("2026-04-30")
    unsigned = fixed("2026-04-01", 24, regime=Regime.PA2023)
    assert of_kind(stands(unsigned, "2026-04-02"), "contract details notice") == []


def test_t39_expiry_needs_a_termination_notice() -> None:
    found = stands(until("2027-03-31", regime=Regime.PA2023))
    assert only(found, "contract termination notice").date == day("2027-04-29")


def test_t11_the_termination_notice_after_a_termination_on_a_sunday() -> None:
    agreement = until("2029-03-31", regime=Regime.PA2023, events=(event(EventKind.TERMINATED, "2028-09-30"),))
    found = only(stands(agreement, "2028-10-01"), "contract termination notice")
    assert (found.date, found.act_by) == (day("2028-10-29"), day("2028-10-27"))
    assert "29 October 2028 is a Sunday, so act by Friday 27 October 2028" in found.workings
    assert not found.settled


@pytest.mark.parametrize("regime", [r for r in Regime if r is not Regime.PA2023])
def test_t49_no_notice_under_any_other_law(regime: Regime) -> None:
    agreement = replace(act(value=Money(6 * MILLION)), regime=regime)
    found = stands(agreement, "2026-04-02")
    assert not {d.kind for d in found.deadlines} & set(NOTICES)
    change = term_change(agreement, day("2025-04-01"), day("2032-03-31"), day("2033-03-31"), RULES, TODAY)
    assert change is None
    assert value_change(agreement, Money(100), Money(200), RULES, TODAY) is None
    assert indicators_required(agreement, RULES, TODAY) == 0


def test_an_agreement_under_the_act_signed_before_it_is_said() -> None:
    agreement = fixed("2024-04-01", 60, signed=on("2024-03-01"), regime=Regime.PA2023)
    found = stands(agreement)
    assert codes(found) == {"regime.before-the-act"}
    assert of_kind(found, "contract details notice") == []
    first_day = replace(agreement, signed=on("2025-02-24"))
    assert codes(stands(first_day)) == set()
    day_before = replace(agreement, signed=on("2025-02-23"))
    assert codes(stands(day_before)) == {"regime.before-the-act"}


def test_without_a_rules_table_nothing_of_law_is_reckoned() -> None:
    found = standing(act(value=Money(6 * MILLION)), TODAY, WEEKDAYS, Rules())
    assert not {d.kind for d in found.deadlines} & set(NOTICES)
    assert found.findings == ()


def test_notices_of_the_signing_are_settled_once_it_is_over() -> None:
    found = stands(act(value=Money(6 * MILLION)), "2028-04-01")
    assert only(found, "contract details notice").settled
    assert only(found, "copy of contract").settled
    assert not only(found, "contract termination notice").settled


def test_rolling_has_no_termination_notice_before_something_ends_it() -> None:
    agreement = rolling("2025-04-01", 12, regime=Regime.PA2023)
    assert of_kind(stands(agreement), "contract termination notice") == []
    ended = replace(agreement, events=(event(EventKind.TERMINATED, "2026-12-31"),))
    assert only(stands(ended), "contract termination notice").date == day("2027-01-29")
    noticed = replace(
        agreement, events=(event(EventKind.NOTICE_GIVEN, "2026-11-01", new_end=on("2027-03-31")),)
    )
    assert only(stands(noticed), "contract termination notice").date == day("2027-04-29")
    capped = replace(agreement, roll_limit=2)
    assert only(stands(capped), "contract termination notice").date == day("2027-04-29")
    assert of_kind(stands(replace(agreement, roll_limit=3)), "contract termination notice") == []


# Performance


def test_t46_performance_notices() -> None:
    agreement = act(value=Money(6 * MILLION))
    first, final = of_kind(stands(agreement, "2026-12-01"), "performance notice")
    assert (first.date, final.date) == (day("2027-03-31"), day("2028-03-31"))
    published = replace(agreement, events=(event(PUBLISHED, "2027-02-10", detail="UK9"),))
    following, final = of_kind(stands(published, "2027-04-01"), "performance notice")
    assert (following.date, final.date) == (day("2028-02-09"), day("2028-03-31"))
    assert following.workings.startswith(
        "Within 12 months of the last notice, 10 February 2027: 9 February 2028"
    )
    assert first.workings.startswith("Within 12 months of the start, 1 April 2026")
    assert not final.settled
    done = replace(agreement, events=(event(PUBLISHED, "2028-03-31", detail="UK9"),))
    assert [d.settled for d in of_kind(stands(done, "2028-04-10"), "performance notice")] == [True]
    undated = replace(agreement, events=(event(PUBLISHED, None, detail="UK9"),))
    assert of_kind(stands(undated, "2027-04-01"), "performance notice")[0].date == day("2027-03-31")


def test_no_second_performance_notice_on_the_end_itself() -> None:
    agreement = fixed("2026-04-01", 12, regime=Regime.PA2023, value=Money(6 * MILLION))
    (final,) = of_kind(stands(agreement), "performance notice")
    assert final.date == day("2027-03-31")
    assert final.workings.startswith("The last one is due on the end, 31 March 2027")


@pytest.mark.parametrize(
    "more",
    [
        {"value": Money(5 * MILLION)},
        {"value": Money(6 * MILLION), "light_touch": True},
        {"value": Money(6 * MILLION), "type": AgreementType.FRAMEWORK},
        {},
    ],
)
def test_who_need_not_publish_performance(more: dict[str, object]) -> None:
    assert of_kind(stands(act(**more)), "performance notice") == []


def test_performance_without_a_start_or_an_end() -> None:
    no_start = until("2028-03-31", regime=Regime.PA2023, value=Money(6 * MILLION))
    assert [d.date for d in of_kind(stands(no_start), "performance notice")] == [day("2028-03-31")]
    no_end = Agreement(starts=on("2026-04-01"), regime=Regime.PA2023, value=Money(6 * MILLION))
    assert [d.date for d in of_kind(stands(no_end), "performance notice")] == [day("2027-03-31")]


def test_performance_is_published_since_2026() -> None:
    agreement = fixed("2025-03-01", 9, regime=Regime.PA2023, value=Money(6 * MILLION))
    assert of_kind(stands(agreement, "2025-06-01"), "performance notice") == []


# Values


@pytest.mark.parametrize(
    ("minor", "code", "notifiable", "large", "above"),
    [
        (500_000, False, False, False, False),
        (500_001, True, False, False, False),
        (2_999_999, True, False, False, False),
        (3_000_000, True, True, False, False),
        (20_771_999, True, True, False, False),
        (20_772_000, True, True, False, True),
        (500_000_000, True, True, False, True),
        (500_000_001, True, True, True, True),
    ],
)
def test_t44_exceeds_and_not_less_than(
    minor: int, code: bool, notifiable: bool, large: bool, above: bool
) -> None:
    value = Money(minor)
    assert in_transparency_code(value, RULES, TODAY) is code
    assert is_notifiable(value, RULES, TODAY) is notifiable
    assert is_large(value, RULES, TODAY) is large
    assert is_above_threshold(value, RULES, TODAY) is above
    assert indicators_required(act(value=value), RULES, TODAY) == (3 if large else 0)


def test_thresholds_depend_on_the_day_and_the_kind() -> None:
    value = Money(21_000_000)
    assert not is_above_threshold(value, RULES, day("2025-12-31"))
    assert is_above_threshold(value, RULES, day("2026-01-01"))
    assert not is_above_threshold(value, RULES, day("2026-01-01"), "works")
    assert is_above_threshold(Money(519_300_000), RULES, day("2026-01-01"), "works")
    assert not is_above_threshold(Money(519_300_000), RULES, day("2025-12-31"), "works")
    assert is_above_threshold(Money(66_354_000), RULES, TODAY, "light touch")
    assert not is_above_threshold(Money(66_353_999), RULES, TODAY, "light touch")
    assert not is_above_threshold(value, RULES, day("2023-12-31"))
    assert not is_above_threshold(None, RULES, TODAY)
    assert not is_above_threshold(value, RULES, TODAY, "unheard of")


def test_indicators_are_not_for_light_touch_and_frameworks() -> None:
    large = act(value=Money(6 * MILLION))
    assert indicators_required(large, RULES, TODAY) == 3
    assert indicators_required(replace(large, light_touch=True), RULES, TODAY) == 0
    assert indicators_required(replace(large, type=AgreementType.FRAMEWORK), RULES, TODAY) == 0
    assert indicators_required(large, Rules(figures={"large contract": (Figure(1),)}), TODAY) == 0


# Modifications


@pytest.mark.parametrize(
    ("proposed", "days", "within"),
    [("2032-12-11", 255, True), ("2032-12-12", 256, False), ("2032-03-31", 0, True), ("2031-03-31", 0, True)],
)
def test_t08_ten_per_cent_of_the_maximum_term(proposed: str, days: int, within: bool) -> None:
    change = term_change(act(), day("2025-04-01"), day("2032-03-31"), day(proposed), RULES, TODAY)
    assert change is not None
    assert (change.amount, change.of, change.within) == (days, 2557, within)
    if days == 255:
        assert change.workings == (
            "The maximum term is 2557 days (1 April 2025 to 31 March 2032); 11 December 2032 is 255 days more, "
            "9.97 per cent, against 10 per cent: not substantial on the ground of term, and no change notice "
            "on that ground."
        )
    if days == 256:
        assert "10.01 per cent" in change.workings
        assert "it needs a ground in Schedule 8, and a change notice (UK10) before" in change.workings


def test_exactly_ten_per_cent_is_within() -> None:
    change = term_change(act(), day("2026-01-01"), day("2026-04-10"), day("2026-04-20"), RULES, TODAY)
    assert change is not None
    assert (change.amount, change.of, change.within) == (10, 100, True)
    assert term_change(act(), day("2026-04-02"), day("2026-04-01"), day("2026-04-20"), RULES, TODAY) is None
    one_day = term_change(act(), day("2026-04-01"), day("2026-04-01"), day("2026-04-02"), RULES, TODAY)
    assert one_day is not None and one_day.of == 1 and not one_day.within
    assert term_change(act(), day("2020-01-01"), day("2021-01-01"), day("2022-01-01"), Rules(), TODAY) is None


@pytest.mark.parametrize(
    ("before", "after", "works", "within"),
    [
        (100_00, 110_00, False, True),
        (100_00, 110_01, False, False),
        (100_00, 90_00, False, True),
        (100_00, 89_99, False, False),
        (100_00, 115_00, True, True),
        (100_00, 115_01, True, False),
    ],
)
def test_a_change_of_value(before: int, after: int, works: bool, within: bool) -> None:
    change = value_change(act(), Money(before), Money(after), RULES, TODAY, works=works)
    assert change is not None and change.within is within
    assert ("no change notice" in change.workings) is within


def test_a_change_of_value_that_cannot_be_compared() -> None:
    assert value_change(act(), Money(100), Money(100, "EUR"), RULES, TODAY) is None
    assert value_change(act(), Money(0), Money(100), RULES, TODAY) is None
    assert value_change(act(), Money(100), Money(101), Rules(), TODAY) is None
    one = value_change(act(), Money(1), Money(1), RULES, TODAY)
    assert one is not None and one.within


# The council's own clocks


def test_t40_the_pipeline_notice() -> None:
    window = pipeline_notice(day("2027-06-01"), RULES)
    assert window is not None
    assert window[:3] == (day("2027-05-26"), day("2027-04-01"), day("2028-09-30"))
    assert window.workings == (
        "56 days beginning with 1 April 2027 end on 26 May 2027; it lists contracts with a tender or "
        "transparency notice planned to 30 September 2028, 18 months from 1 April 2027 (2027/28)."
    )
    assert pipeline_notice(day("2028-03-31"), RULES) == window
    assert pipeline_notice(day("2024-06-01"), RULES) is None
    assert pipeline_notice(day("2027-06-01"), Rules(figures={"pipeline notice days": (Figure(56),)})) is None


def test_t41_payments_compliance() -> None:
    assert payments_compliance(day("2026-03-31"), RULES) == day("2026-04-29")
    assert payments_compliance(day("2026-09-30"), RULES) == day("2026-10-29")
    assert payments_compliance(day("2025-09-30"), RULES) is None


def test_payments_over_30_000_and_the_transparency_quarter() -> None:
    assert payment_information(day("2026-06-30"), RULES) == day("2026-07-29")
    assert payment_information(day("2026-03-31"), RULES) is None
    for quarter, published in (
        ("2026-03-31", "2026-04-30"),
        ("2026-06-30", "2026-07-31"),
        ("2026-09-30", "2026-10-31"),
        ("2026-12-31", "2027-01-31"),
    ):
        assert transparency_quarter(day(quarter), RULES) == day(published)
    assert transparency_quarter(day("2026-12-31"), Rules()) is None


def test_rule_7_a_period_beginning_with_a_day_counts_it() -> None:
    assert beginning_with(day("2027-04-01"), 56) == day("2027-05-26")
    assert beginning_with(day("2027-04-01"), 1) == day("2027-04-01")


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("2026-01-01", "2026-03-31"),
        ("2026-03-31", "2026-03-31"),
        ("2026-04-01", "2026-06-30"),
        ("2026-11-22", "2026-12-31"),
    ],
)
def test_quarters(text: str, ends: str) -> None:
    assert quarter_end(day(text)) == day(ends)


def test_the_council_s_next_dates() -> None:
    found = council_deadlines(TODAY, WEEKDAYS, RULES)
    assert [(d.kind, d.date) for d in found] == [
        ("payment information", day("2027-01-29")),
        ("transparency code quarter", day("2027-01-31")),
        ("pipeline notice", day("2027-05-26")),
    ]
    assert found[1].act_by == day("2027-01-29")
    october = council_deadlines(day("2026-10-29"), WEEKDAYS, RULES)
    assert [(d.kind, d.date) for d in october][:3] == [
        ("payment information", day("2026-10-29")),
        ("payments compliance notice", day("2026-10-29")),
        ("transparency code quarter", day("2026-10-31")),
    ]
    march = council_deadlines(day("2027-03-01"), WEEKDAYS, RULES)
    assert ("payments compliance notice", day("2027-04-29")) in [(d.kind, d.date) for d in march]
    assert all(d.date >= TODAY and d.asks for d in found)
    assert council_deadlines(TODAY, WEEKDAYS, Rules()) == ()


# The table


def test_every_figure_of_the_table_has_a_source_and_a_day() -> None:
    for name, figures in RULES.figures.items():
        for figure in figures:
            assert figure.source and figure.checked is not None, name
            assert figure.value > 0, name


def test_the_settings_of_the_table_are_the_program_s_own() -> None:
    assert RULES.practice == Practice()


def test_figures_have_days() -> None:
    figure = Figure(1, day("2026-01-01"), day("2026-12-31"))
    assert [figure.holds_on(day(t)) for t in ("2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01")] == [
        False, True, True, False,
    ]  # fmt: skip
    assert RULES.value("employee liability information days", day("2014-04-30")) == 14
    assert RULES.value("employee liability information days", day("2014-05-01")) == 28
    assert RULES.figure("no such figure", TODAY) is None
    assert RULES.value("no such figure", TODAY) is None


def test_a_table_that_a_council_edited() -> None:
    table = json.loads(resource("rules", "statutory.json").read_text(encoding="utf-8"))
    table["practice"]["lead_unknown"]["value"] = 9
    table["practice"]["bounds"]["value"] = [1, 2, 3]
    rules = Rules.from_json(json.dumps(table))
    assert rules.practice.lead_unknown == 9
    assert rules.practice.bounds == (1, 2, 3)
    assert Rules.from_json("{}") == Rules()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"figures": {"x": [{"source": "none"}]}}',
        '{"figures": {"x": [{"value": "30", "source": ""}]}}',
        '{"figures": {"x": [{"value": true, "source": ""}]}}',
        '{"figures": {"x": [{"value": 30, "source": "", "from": "1 April"}]}}',
        '{"figures": {"x": 3}}',
        '{"practice": {"unheard_of": {"value": 3}}}',
        '{"practice": {"bounds": {"value": [1, 2]}}}',
    ],
)
def test_a_table_that_cannot_be_read_says_so(text: str) -> None:
    with pytest.raises(TrackerError, match="The rules table cannot be read"):
        Rules.from_json(text)


def test_options_and_law_together_keep_to_the_current_end() -> None:
    agreement = act(options=(option(1, 12, 3),))
    assert only(stands(agreement), "contract termination notice").date == day("2028-04-29")

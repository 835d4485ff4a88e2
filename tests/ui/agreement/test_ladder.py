"""The ladder's picture, the enlarged next dates, and the labels that must not meet."""

from __future__ import annotations

import itertools
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from tracker.domain.agreement import Agreement, EndKind, ExtensionOption, NoticeClause, NoticeKind
from tracker.domain.dates import Period, When
from tracker.ui.agreement import outlook
from tracker.ui.agreement.ladder import Flag, LadderBar, NearDate, NearDates, Segment, place_apart
from tracker.ui.parts.theme import Tone

TODAY = date(2026, 11, 22)
SEGMENTS = [
    Segment(date(2022, 4, 1), date(2025, 3, 31), "Initial term, 3 years", "past", "initial end"),
    Segment(date(2025, 4, 1), date(2027, 3, 31), "Option 1, 2 years", "current", "current end"),
    Segment(date(2027, 4, 1), date(2029, 3, 31), "Option 2, 2 years", "option", "latest end"),
    Segment(date(2029, 4, 1), date(2029, 6, 30), "Option 3", "lapsed"),
]


def test_the_bar_says_its_terms_and_paints_them(qtbot: QtBot) -> None:
    bar = LadderBar()
    qtbot.addWidget(bar)
    bar.resize(900, bar.sizeHint().height())
    flags = [
        Flag(date(2026, 12, 31), "serve notice by 31 December 2026", Tone.WARNING),
        Flag(TODAY, "", Tone.MUTED, True),
    ]
    bar.show_ladder(SEGMENTS, flags, TODAY)
    assert bar.accessibleDescription().startswith("Initial term, 3 years, past, to 31 March 2025; Option 1")
    image = bar.grab().toImage()
    assert len({image.pixel(x, image.height() // 2) for x in range(0, image.width(), 3)}) > 5


def test_without_a_term_there_is_no_bar(qtbot: QtBot) -> None:
    bar = LadderBar()
    qtbot.addWidget(bar)
    bar.show_ladder([], [], TODAY)
    assert bar.isHidden()
    bar.grab()


def test_an_open_end_fades_and_has_no_date(qtbot: QtBot) -> None:
    bar = LadderBar()
    qtbot.addWidget(bar)
    bar.show_ladder([Segment(date(2022, 4, 1), date(2028, 1, 1), "No end", "current", "", True)], [], TODAY)
    bar.grab()


def test_the_next_dates_need_two_days_to_be_set_apart(qtbot: QtBot) -> None:
    near = NearDates()
    qtbot.addWidget(near)
    near.show_dates([NearDate(TODAY, "today")])
    assert near.is_empty()
    near.show_dates(
        [NearDate(date(2027, 3, 31), "term ends"), NearDate(TODAY, "today"), NearDate(TODAY, "act by")]
    )
    assert (
        near.accessibleDescription()
        == "today 22 November 2026; act by 22 November 2026; term ends 31 March 2027"
    )
    near.grab()


@given(
    st.lists(st.tuples(st.floats(0, 1000), st.floats(1, 200)), max_size=6).map(lambda found: sorted(found)),
)
def test_labels_never_meet_and_never_leave_their_room(labels: list[tuple[float, float]]) -> None:
    wanted, widths = [x for x, _ in labels], [wide for _, wide in labels]
    lefts = place_apart(wanted, widths, 1000.0, 12.0)
    placed = [(left, wide) for left, wide in zip(lefts, widths, strict=True) if left is not None]
    assert all(left >= 0 and left + wide <= 1000.0 + 1e-6 for left, wide in placed)
    assert all(a + wide <= b + 1e-6 for (a, wide), (b, _) in itertools.pairwise(placed))


def standing(agreement: Agreement) -> object:
    """How an agreement stands today, by the program's own calendar and rules."""
    from tracker.app.calendars import calendar_for
    from tracker.domain.deadlines.rules import Rules
    from tracker.domain.deadlines.standing import standing as stand
    from tracker.resources import resource

    rules = Rules.from_json(resource("rules", "statutory.json").read_text(encoding="utf-8"))
    return stand(agreement, TODAY, calendar_for("england-and-wales"), rules)


def test_the_bar_and_the_table_have_the_same_steps() -> None:
    agreement = Agreement(
        title="Street lighting",
        starts=When.on(date(2024, 4, 1)),
        initial_term=Period(36),
        options=(ExtensionOption(number=1, length=Period(24), notice_least=Period(3)),),
    )
    found = standing(agreement)
    bars = outlook.segments(found.ladder, TODAY)  # type: ignore[attr-defined]
    rows = outlook.ladder_rows(found.ladder, TODAY)  # type: ignore[attr-defined]
    assert [(bar.label, bar.state, bar.end_words) for bar in bars] == [
        ("Initial term, 3 years", "current", "current end"),
        ("Option 1, 2 years", "option", "latest end"),
    ]
    assert [row.cells[3].text for row in rows] == ["31 March 2027", "31 March 2029"]
    assert rows[1].cells[4].text == "31 December 2026"
    assert [flag.words for flag in outlook.flags(found.ladder, TODAY)] == [  # type: ignore[attr-defined]
        "notice by 31 December 2026",
        "",
    ]


def test_notices_stand_over_the_bar_and_other_decisions_under_it() -> None:
    """Those of an agreement without options, too; amber is for what is due soon."""
    agreement = Agreement(
        title="Committee system",
        starts=When.on(date(2021, 9, 1)),
        initial_term=Period(36),
        end_kind=EndKind.ROLLING,
        roll=Period(12),
        notices=(NoticeClause(kind=NoticeKind.NON_RENEWAL, length=Period(6)),),
        next_review=When.on(date(2026, 11, 27)),
    )
    found = outlook.marks(standing(agreement), TODAY)
    assert [(flag.words, flag.day, flag.tone, flag.below) for flag in sorted(found)] == [
        ("", date(2026, 11, 27), Tone.WARNING, True),
        ("notice by 26 February 2027", date(2027, 2, 26), Tone.MUTED, False),
    ]


def test_renewals_that_are_not_listed_are_filled_in() -> None:
    agreement = Agreement(
        title="Committee system",
        starts=When.on(date(2021, 9, 1)),
        initial_term=Period(36),
        end_kind=EndKind.ROLLING,
        roll=Period(12),
    )
    bars = outlook.segments(standing(agreement).ladder, TODAY)  # type: ignore[attr-defined]
    assert [bar.state for bar in bars] == ["past", "past", "current", "option"]
    assert all(a.ends < b.starts for a, b in itertools.pairwise(bars))


def test_a_term_that_renews_by_itself_has_no_latest_end() -> None:
    starts = When.on(date(2021, 9, 1))
    rolling = Agreement(
        title="Allowances", starts=starts, initial_term=Period(36), end_kind=EndKind.ROLLING, roll=Period(12)
    )
    drawn = outlook.segments(standing(rolling).ladder, TODAY)  # type: ignore[attr-defined]
    assert [each.end_words for each in drawn][-2:] == ["current end", "if it renews again"]

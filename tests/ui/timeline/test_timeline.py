"""The timeline: what is sure and what is not, walking by keys, zooming, the slider, printing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPdfWriter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.partnership.test_questions import rows_of
from tests.ui.stage import Stage, clock
from tracker.app.partnership.bars import Group, Look
from tracker.app.partnership.dossier import dossier, on_day
from tracker.app.partnership.timelines import Timeline, timeline
from tracker.app.session import Session
from tracker.ui.partnership.page import PartnershipPage
from tracker.ui.timeline.scale import Scale

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def session(sample: Path) -> Iterator[Session]:
    with Session.open(sample, clock=clock, read_only=True) as opened:
        yield opened


def shown(session: Session, text: str) -> Timeline:
    found = dossier(session, session.read.find_arrangement(text)[0].id)
    return timeline(session, found, on_day(session, found, TODAY))


@pytest.fixture
def page(stage: Stage) -> PartnershipPage:
    made = stage.go("partnership", stage.session.read.find_arrangement("Leicestershire")[0].id)
    assert isinstance(made, PartnershipPage)
    return made


def test_inexact_edges_keep_their_whole_range(session: Session) -> None:
    tracks = {track.name: track for track in shown(session, "Leicestershire").tracks}
    melton = tracks["Melton Borough Council"].spans[0]
    assert (melton.first, melton.begun) == (date(2013, 1, 1), date(2013, 12, 31))
    assert melton.open_end
    assert melton.open_words == "no end recorded"
    oadby = tracks["Oadby and Wigston Borough Council"].spans
    assert [span.look for span in oadby] == [Look.DISPUTED, Look.MEMBER]
    assert oadby[0].last == date(2008, 11, 30)


def test_an_extended_agreement_shows_its_first_end(session: Session) -> None:
    tracks = {track.mark: track for track in shown(session, "Leicestershire").tracks}
    span = tracks["L2"].spans[0]
    assert (span.initial_end, span.sure) == (date(2014, 3, 31), date(2016, 3, 31))
    assert tracks["L1"].spans[0].open_words == "end not stated"


def test_options_that_are_left_reach_further(session: Session) -> None:
    tracks = {track.mark: track for track in shown(session, "Waste Depot").tracks}
    assert tracks["NBC-P4-2"].spans[0].reach == date(2030, 12, 31)


def test_successions_are_joined(session: Session) -> None:
    made = shown(session, "Waste Depot")
    newer = {made.tracks[link.newer].name for link in made.links}
    assert newer == {"North Loamshire Council"}
    assert {link.day for link in made.links} == {date(2028, 4, 1)}


def test_a_stint_for_each_time_that_a_body_was_in(session: Session) -> None:
    tracks = {track.name: track for track in shown(session, "Waste Depot").tracks}
    looks = [span.look for span in tracks["Thornmere City Council"].spans]
    assert looks == [Look.HOST, Look.MEMBER]


def test_no_date_at_all_makes_no_bar(session: Session) -> None:
    councils = [t for t in shown(session, "Kingston").tracks if t.group is Group.COUNCIL]
    assert len(councils) == 2
    assert all(not track.spans for track in councils)


def test_arrow_keys_walk_from_event_to_event_and_enter_takes_the_day(
    stage: Stage, page: PartnershipPage
) -> None:
    view = page.timeline.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert "2006" in page.timeline.said.text()
    for _ in range(20):
        QTest.keyClick(view, Qt.Key.Key_Right)
        if "Five-year contract commences" in page.timeline.said.text():
            break
    assert page.timeline.said.text().startswith("1 April 2009: Five-year contract commences")
    QTest.keyClick(view, Qt.Key.Key_Return)
    stage.wait_until(lambda: stage.session.as_at == date(2009, 4, 1))


def test_the_wheel_zooms_around_the_pointer_and_nought_shows_everything(page: PartnershipPage) -> None:
    view, scale = page.timeline.view, page.timeline.scale
    view.setFocus()
    before = scale.days
    at = QPointF(view.width() - 100.0, 60.0)
    wheel = QWheelEvent(
        at,
        QPointF(view.mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, wheel)
    assert scale.days == pytest.approx(before * 0.8)
    assert page.timeline._everything.isVisible()
    QTest.keyClick(view, Qt.Key.Key_0)
    assert scale.days == before


def test_dragging_pans(page: PartnershipPage) -> None:
    view, scale = page.timeline.view, page.timeline.scale
    first, days = scale.first, scale.days
    start = QPoint(view.width() - 200, 60)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view, start + QPoint(-60, 0))
    QTest.mouseMove(view, start + QPoint(-100, 0))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start + QPoint(-100, 0))
    assert scale.first > first
    assert scale.days == pytest.approx(days)


def test_the_slider_goes_from_event_to_event(stage: Stage, page: PartnershipPage) -> None:
    slider = page.timeline.slider
    slider.set_day(date(2010, 1, 1))
    QTest.keyClick(slider, Qt.Key.Key_Left)
    assert slider.day == date(2009, 4, 1)
    stage.wait_until(lambda: stage.session.as_at == date(2009, 4, 1))
    QTest.keyClick(slider, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert slider.day == date(2009, 4, 2)


def test_the_table_says_what_the_picture_shows(page: PartnershipPage) -> None:
    assert page.timeline.view.isVisible()
    page.timeline.switch.link.click()
    assert page.timeline.table.isVisible()
    assert not page.timeline.view.isVisible()
    rows = rows_of(page.timeline.table)
    melton = next(row for row in rows if row[0] == "Melton Borough Council")
    assert melton[1:3] == ["some time in 2013", "no end recorded"]
    assert any(row[0] == "Five-year contract commences" and row[1] == "1 April 2009" for row in rows)
    launched = next(row for row in rows if row[0].startswith("Blaby joins;"))
    assert launched[3].startswith("Source: A, ")


def test_it_is_printed(page: PartnershipPage, tmp_path: Path) -> None:
    writer = QPdfWriter(str(tmp_path / "timeline.pdf"))
    page.timeline.view.print_on(writer, "Leicestershire ICT partnership")
    del writer
    assert (tmp_path / "timeline.pdf").read_bytes().startswith(b"%PDF")


def test_a_scale_keeps_within_the_calendar() -> None:
    scale = Scale()
    scale.show(date(2000, 1, 1), date(2010, 1, 1))
    for _ in range(40):
        scale.zoom(1.25, scale.first)
    assert scale.days <= 366 * 120
    scale.pan(10_000_000)
    assert date.fromordinal(int(scale.last)).year <= 3000
    for _ in range(60):
        scale.zoom(0.8, scale.last)
    assert scale.days >= 44
    assert all(tick.label for tick in scale.ticks(600))

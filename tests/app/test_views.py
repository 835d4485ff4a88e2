"""Views: what is ready, what a person keeps, and how their facets become filters."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tracker.app.sample import make_sample
from tracker.app.session import Session
from tracker.app.settings import Settings
from tracker.app.views import (
    SavedView,
    all_views,
    counts,
    filters_of,
    keep_views,
    last_day,
    named,
    own_views,
)
from tracker.domain.errors import TrackerError

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("span", "last"),
    [
        ("month", date(2026, 11, 30)),
        ("quarter", date(2026, 12, 31)),
        ("90d", date(2027, 2, 20)),
        ("3", date(2027, 2, 22)),
    ],
)
def test_spans_end_inclusively(span: str, last: date) -> None:
    assert last_day(span, TODAY) == last


def test_a_quarter_has_three_months_wherever_it_is_asked_from() -> None:
    ends = {month: last_day("quarter", date(2027, month, 15)) for month in range(1, 13)}
    assert [end.month for end in ends.values()] == [3, 3, 3, 6, 6, 6, 9, 9, 9, 12, 12, 12]
    assert {end.day for end in ends.values()} == {31, 30}


def test_facets_become_filters() -> None:
    facets = {"ends": "month", "notice": "90d", "supplier": "Acme Ltd", "value": "-500000", "type": ""}
    assert filters_of(facets, TODAY) == {
        "ends_from": "2026-11-22",
        "ends_to": "2026-11-30",
        "notice_due": "2026-11-22..2027-02-20",
        "supplier_is": "Acme Ltd",
        "value_to": "500000",
    }
    assert filters_of({"value": "100-"}, TODAY) == {"value_from": "100"}


def test_a_person_s_views_are_kept_for_each_register(tmp_path: Path) -> None:
    settings, here, there = Settings(), tmp_path / "a.tracker", tmp_path / "b.tracker"
    view = SavedView("Waste", "bins", {"status": "live"}, "value", True, ("title", "value"), "department")
    keep_views(settings, here, [*all_views(settings, here, "Jo"), view])
    settings.save()
    again = Settings.load()
    assert own_views(again, here) == (view,)
    assert own_views(again, there) == ()
    names = [one.name for one in all_views(again, here, "Jo")]
    assert names[0] == "All"
    assert names[-1] == "Waste"
    assert "Mine" in names


def test_what_cannot_be_understood_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.tracker"
    settings = Settings(views={str(path.resolve()): [{"name": " "}, {"name": "Kept", "facets": 3}]})
    settings.views[str(path.resolve())].append("nothing")
    assert own_views(settings, path) == (SavedView("Kept"),)


def test_a_name_is_there_once() -> None:
    views = (SavedView("Waste"), SavedView("Fleet"))
    assert named(views, "  Bins  and bags ") == "Bins and bags"
    assert named(views, "waste", instead_of="Waste") == "waste"
    with pytest.raises(TrackerError, match="needs a name"):
        named(views, "  ")
    with pytest.raises(TrackerError, match="There is a view ‘fleet’ already"):
        named(views, "fleet")


def test_every_ready_view_can_be_counted(tmp_path: Path) -> None:
    path = tmp_path / "sample.tracker"
    make_sample(path, TODAY)
    with Session.open(path, user="Jo") as session:
        views = all_views(Settings(reminders={"owners": ["Contracts officer"]}), path, "Jo")
        found = counts(session.read, views, TODAY, {})
        without = counts(session.read, views, TODAY, {"fictional": "no"})
        for view in views:
            rows = session.read.listing(filters=filters_of(view.facets, TODAY)).total
            assert found[view.name] == rows
    assert found["All"] == 73
    assert 0 < found["Notice due within 90 days"] < 20
    assert without["All"] == found["Fictional hidden"] < 73

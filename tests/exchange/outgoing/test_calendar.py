"""Deadlines as a calendar file: what a calendar program makes of it, now and next time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.deadlines.deadline import Deadline
from tracker.domain.errors import CannotWrite
from tracker.domain.reminding.alert import Watched
from tracker.exchange.outgoing.calendar import calendar_bytes, write_calendar

MADE = datetime(2026, 11, 22, 15, 5, tzinfo=UTC)
LATER = MADE + timedelta(days=7)
END = date(2027, 3, 31)


def item(day: date = END, kind: str = "end", uid: str = "u1", **more: object) -> Watched:
    fields: dict[str, object] = {
        "kind": kind, "date": day, "act_by": day, "missed_after": day, "asks": False, "title": "Ends",
        "workings": "As stated in the agreement.", **more,
    }  # fmt: skip
    deadline = Deadline(**fields)
    return Watched(agreement_uid=uid, reference="C1", title="Street lighting", deadline=deadline)


def events(data: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def states(data: bytes) -> dict[str, tuple[str, int, date]]:
    return {str(e["uid"]): (str(e["status"]), int(e["sequence"]), e.start) for e in events(data)}


def lines(data: bytes) -> list[str]:
    return data.decode().replace("\r\n ", "").split("\r\n")


def test_t53_an_all_day_event_with_an_alarm() -> None:
    data = calendar_bytes([item()], made=MADE, remind=[30])
    assert lines(data) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Tracker//Register of agreements//EN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Agreements",
        "BEGIN:VEVENT",
        "SUMMARY:Ends: Street lighting",
        "DTSTART;VALUE=DATE:20270331",
        "DTEND;VALUE=DATE:20270401",
        "DTSTAMP:20261122T150500Z",
        "UID:u1-end@tracker",
        "SEQUENCE:0",
        "CATEGORIES:end",
        "DESCRIPTION:Reference C1\\nAs stated in the agreement.",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:Ends: Street lighting",
        "TRIGGER:-P30D",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_alarms_count_from_the_day_by_which_to_act() -> None:
    rolled = item(date(2027, 3, 28), act_by=date(2027, 3, 25))  # Easter Sunday, back to Thursday
    data = calendar_bytes([rolled], made=MADE, remind=[7, 0])
    assert [line for line in lines(data) if "TRIGGER" in line] == ["TRIGGER:-P10D", "TRIGGER:-P3D"]
    assert events(data)[0]["description"].endswith("\nAct by 25 March 2027.")
    on_the_day = calendar_bytes([item()], made=MADE, remind=[0])
    assert "TRIGGER:PT9H" in lines(on_the_day)
    assert not events(calendar_bytes([item(date(2026, 11, 21))], made=MADE))[0].subcomponents, "past: none"


def test_what_the_description_says() -> None:
    bare = replace(item(party="the other side", workings="", title=""), reference="")
    [event] = events(calendar_bytes([bare], made=MADE))
    assert event["description"] == "To act: the other side."
    assert event["summary"] == "End: Street lighting"


def test_every_date_has_a_uid_of_its_own_that_lasts() -> None:
    several = [item(kind="option notice"), item(date(2029, 3, 31), "option notice"), item(uid="u2"), item()]
    expected = {"u1-option-notice@tracker", "u1-option-notice-2@tracker", "u1-end@tracker", "u2-end@tracker"}
    assert states(calendar_bytes(several, made=MADE)).keys() == expected
    assert states(calendar_bytes(several[::-1], made=LATER)).keys() == expected


def test_a_date_that_was_met_keeps_the_uids_of_those_after_it() -> None:
    second = item(date(2029, 3, 31), "option notice")
    settled = item(kind="option notice", settled=True)
    assert states(calendar_bytes([settled, second], made=MADE)).keys() == {"u1-option-notice-2@tracker"}


def test_what_is_as_it_was_is_left_alone() -> None:
    first = calendar_bytes([item()], made=MADE)
    assert calendar_bytes([item()], made=LATER, before=first) == first


def test_a_change_raises_the_sequence_and_what_has_gone_is_cancelled_once() -> None:
    first = calendar_bytes([item(), item(uid="u2")], made=MADE)
    moved = item(date(2029, 3, 31))
    second = calendar_bytes([moved], made=LATER, before=first)
    assert states(second) == {
        "u1-end@tracker": ("CONFIRMED", 1, date(2029, 3, 31)),
        "u2-end@tracker": ("CANCELLED", 1, END),
    }
    gone = events(second)[1]
    assert gone.subcomponents == []
    assert gone["dtstamp"].dt == LATER
    third = calendar_bytes([moved], made=LATER + timedelta(days=7), before=second)
    assert third == second
    back = calendar_bytes([moved, item(uid="u2")], made=LATER, before=third)
    assert states(back)["u2-end@tracker"] == ("CONFIRMED", 2, END)


@pytest.mark.parametrize(
    "before", [b"", b"BEGIN:VCALENDAR\r\nPRODID:-//Other//EN\r\nEND:VCALENDAR\r\n",
               b"PRODID:-//Tracker//Register of agreements//EN\r\nBEGIN:VEVENT\r\nrubbish"]
)  # fmt: skip
def test_a_file_that_is_not_ours_or_is_damaged_is_no_past(before: bytes) -> None:
    assert calendar_bytes([item()], made=MADE, before=before) == calendar_bytes([item()], made=MADE)


def test_writing_and_bringing_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "dates.ics"
    assert write_calendar([item(), item(settled=True, uid="u3")], path, made=MADE) == 1
    with pytest.raises(CannotWrite, match=r"dates\.ics is there already"):
        write_calendar([item()], path, made=MADE)
    assert write_calendar([item(date(2029, 3, 31))], path, made=LATER, overwrite=True) == 1
    assert states(path.read_bytes()) == {"u1-end@tracker": ("CONFIRMED", 1, date(2029, 3, 31))}
    assert write_calendar([item()], tmp_path / "new.ics", made=MADE, overwrite=True) == 1


@given(st.text(), st.dates())
def test_any_text_and_any_day_make_a_file_that_is_well_formed(text: str, day: date) -> None:
    data = calendar_bytes([replace(item(day, workings=text), title=text)], made=MADE)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert not set(data) & set(b"\x00\x01\x0b\x1f")
    [event] = events(data)
    assert event["dtstart"].dt == day
    assert event.get("dtend") is None or event["dtend"].dt == day + timedelta(days=1)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_edges_of_the_calendar(day: date) -> None:
    assert events(calendar_bytes([item(day)], made=MADE))[0]["dtstart"].dt == day

"""The weekly digest: what a person is reminded of, part by part, as text, document and page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.app.conftest import Clock
from tracker.app.outgoing.reporting import html
from tracker.app.reminding import answers, digest, reminders
from tracker.app.reminding.settings import save_person
from tracker.app.session import Session
from tracker.app.settings import Settings
from tracker.domain.agreement import Agreement, EndKind, ExtensionOption
from tracker.domain.dates import Period, When, show
from tracker.domain.reminding.alert import Decision, Person
from tracker.exchange.outgoing.report import Rows


def ending(title: str, ends: date, owner: str = "") -> Agreement:
    starts = When.on(date(2022, 4, 1))
    return Agreement(
        title=title, starts=starts, ends=When.on(ends), end_kind=EndKind.FIXED, owner=owner, lead=Period(0)
    )


def parts(session: Session) -> dict[str, list[str]]:
    """The agreements under each heading, for dates that are ends."""
    made = digest.as_json(digest.digest(session))
    return {
        part["heading"]: [row[2] for row in part["rows"] if row[1].startswith("End")]
        for part in made["parts"]
    }


@pytest.fixture
def full(session: Session) -> Session:
    today = session.today
    with session.operation("Add") as write:
        for title, days, owner in (
            ("Long over", -40, ""),
            ("Tomorrow", 1, "Ann"),
            ("In a month", 28, "Bob"),
            ("In half a year", 180, ""),
            ("In years", 900, ""),
        ):
            write.add(ending(title, today + timedelta(days=days), owner))
    return session


def test_each_date_stands_under_its_own_heading(full: Session) -> None:
    found = parts(full)
    assert found["This week"] == ["Tomorrow"]
    assert found["The four weeks after"] == ["In a month"]
    assert found["Further off, and to be thought of now"] == ["In half a year"]
    assert "In years" not in str(found)


def test_it_is_of_the_persons_own_owners(full: Session) -> None:
    settings = Settings.load()
    save_person(settings, Person(user=full.user, owners=frozenset({"Ann"})))
    settings.save()
    assert parts(full)["The four weeks after"] == []
    assert parts(full)["This week"] == ["Tomorrow"]


def test_what_was_decided_is_told_and_no_longer_due(full: Session, clock: Clock) -> None:
    due = reminders.due(full, clock()).reminders
    tomorrow = [each for each in due if each.watched.title == "Tomorrow"]
    answers.decide(full, tomorrow, Decision.NO_ACTION, reason="it is over anyway")
    text = digest.plain(digest.digest(full))
    assert f"- {show(full.today)}: Tomorrow; no action: it is over anyway; {full.user}" in text
    assert parts(full)["This week"] == []
    full.undo()
    assert "it is over anyway" not in digest.plain(digest.digest(full))


def test_an_empty_register_has_a_short_one(session: Session) -> None:
    made = digest.digest(session)
    text = digest.plain(made)
    assert text.startswith("What is due this week\n")
    for words in ("Nothing is overdue.", "Nothing falls in this week.", "Nothing was decided."):
        assert words in text
        assert words in html(made)


def test_a_long_part_is_cut_and_says_so(session: Session) -> None:
    with session.operation("Add") as write:
        write.add_all([ending(f"A{n}", session.today + timedelta(days=1)) for n in range(205)])
    text = digest.plain(digest.digest(session))
    assert "more." in text
    assert text.count("\n- ") < 450


def test_what_is_overdue_stands_once_for_each_agreement(session: Session) -> None:
    with session.operation("Add") as write:
        for number in range(14):
            late = ending(f"Late {number:02}", session.today + timedelta(days=40 + number))
            option = ExtensionOption(number=1, length=Period(12), notice_least=Period(1))
            write.add(replace(late, lead=Period(6), options=(option,)))
    report = digest.digest(session)
    overdue = report.parts[0]
    rows, more = overdue.blocks
    assert isinstance(rows, Rows)
    assert [row[2] for row in rows.rows] == [f"Late {number:02}" for number in range(12)]
    assert rows.headings[-1] == "Still possible until"
    assert "missed" not in {row[4] for row in rows.rows}
    assert all(row[1].endswith("; and 1 more date") for row in rows.rows)
    assert str(more).startswith("And 2 more agreements, overdue since ")
    assert dict(report.facts)["Overdue"] == "28, of 14 agreements"

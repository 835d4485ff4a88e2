"""What an agreement rests on: cited, changed and removed, each as one change that Undo takes back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tracker.app import edit
from tracker.app.proposal import carry_out
from tracker.app.session import Session
from tracker.app.sources import (
    WHOLE,
    Citing,
    cite,
    cited,
    known_sources,
    label,
    mark,
    published_words,
    remove,
)
from tracker.domain.dates import When
from tracker.domain.errors import TrackerError
from tracker.domain.source import Source, SourceKind

CONTRACT = Citing(
    "starts",
    None,
    "Signed  contract",
    SourceKind.AGREEMENT,
    published="1 March 2024",
    location="deed.pdf",
    locator="clause 2.1",
    quote="commencing on 1 April 2024",
)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = Session.create(tmp_path / "r.tracker", user="A")
    edit.new_agreement(made, {"title": "Lighting", "starts": "1 April 2024"})
    carry_out(made, cite(made, made.agreement(1), CONTRACT))
    return made


def again(session: Session, **changes: object) -> Citing:
    """The citation as the panel shows it, with something typed otherwise."""
    one = cited(session, session.agreement(1))[0]
    shown = replace(CONTRACT, source_id=one.source.id, title=one.source.title)
    return replace(shown, **changes)


def test_a_field_rests_on_a_new_source_and_its_words(session: Session) -> None:
    assert session.undo_name == "Cite ‘Signed contract’ for starts of ‘Lighting’"
    (one,) = cited(session, session.agreement(1))
    assert (one.citation.field, one.citation.locator) == ("starts", "clause 2.1")
    assert one.citation.quote == "commencing on 1 April 2024"
    assert (mark(one.source), published_words(one.source)) == ("Signed contract", "1 March 2024")
    session.undo()
    assert cited(session, session.agreement(1)) == ()
    assert known_sources(session) == []


def test_one_source_holds_up_several_fields_in_the_order_of_the_page(session: Session) -> None:
    agreement = session.agreement(1)
    for field in ("value", WHOLE, "title"):
        carry_out(session, cite(session, agreement, again(session, field=field, locator="")))
    found = cited(session, agreement)
    assert [label(one.citation.field) for one in found] == [
        "The agreement as a whole",
        "Title",
        "Starts",
        "Value in all",
    ]
    assert len(known_sources(session)) == 1


def test_a_citation_is_changed_and_its_source_with_it(session: Session) -> None:
    (old,) = cited(session, session.agreement(1))
    typed = again(session, quote="from 1 April", published="2024", location="")
    proposal = cite(session, session.agreement(1), typed, old.citation)
    assert [tuple(effect) for effect in proposal.effects] == [
        ("Document", "deed.pdf", "not recorded"),
        ("Published", "1 March 2024", "2024"),
    ]
    carry_out(session, proposal)
    (new,) = cited(session, session.agreement(1))
    assert (new.citation.quote, new.citation.uid) == ("from 1 April", old.citation.uid)
    assert (new.source.location, published_words(new.source)) == ("", "2024")
    session.undo()
    assert cited(session, session.agreement(1)) == (old,)


def test_a_source_that_others_rest_on_says_how_many(session: Session) -> None:
    agreement = session.agreement(1)
    carry_out(session, cite(session, agreement, again(session, field="value")))
    old = cited(session, agreement)[0]
    proposal = cite(session, agreement, again(session, title="The contract"), old.citation)
    assert ("Facts that rest on it", "2", "2") in proposal.effects


def test_a_citation_moves_to_a_new_source(session: Session) -> None:
    (old,) = cited(session, session.agreement(1))
    minutes = replace(CONTRACT, title="Minutes", published="", kind=SourceKind.COMMITTEE_PAPER)
    carry_out(session, cite(session, session.agreement(1), minutes, old.citation))
    (new,) = cited(session, session.agreement(1))
    assert (new.source.title, new.source.published) == ("Minutes", None)
    assert [one.title for one in known_sources(session)] == ["Minutes", "Signed contract"]


def test_what_was_concluded_says_how(session: Session) -> None:
    typed = again(session, field="ends", inferred=True, note="Five years from the start")
    carry_out(session, cite(session, session.agreement(1), typed))
    one = cited(session, session.agreement(1))[-1].citation
    assert (one.inferred, one.note) == (True, "Five years from the start")


def test_an_inexact_date_of_a_source_is_kept_as_it_is(session: Session) -> None:
    (old,) = cited(session, session.agreement(1))
    when = When.unknown("some time in spring")
    with session.operation("Date it") as write:
        write.change(Source, old.source.id, published=when)
    typed = again(session, published="some time in spring", quote="x")
    carry_out(session, cite(session, session.agreement(1), typed, old.citation))
    assert cited(session, session.agreement(1))[0].source.published == when


def test_it_is_removed_and_the_source_stays(session: Session) -> None:
    (one,) = cited(session, session.agreement(1))
    carry_out(session, remove(session.agreement(1), one))
    assert session.undo_name == "Remove source ‘Signed contract’ of starts of ‘Lighting’"
    assert cited(session, session.agreement(1)) == ()
    assert len(known_sources(session)) == 1
    session.undo()
    assert cited(session, session.agreement(1)) == (one,)


def test_what_cannot_be_cited_says_why(session: Session) -> None:
    agreement = session.agreement(1)
    with pytest.raises(TrackerError, match="Give the source a title"):
        cite(session, agreement, replace(CONTRACT, title=" "))
    with pytest.raises(TrackerError, match="“soonish” is not a date"):
        cite(session, agreement, replace(CONTRACT, published="soonish"))


def test_what_is_recorded_already_leaves_nothing_to_do(session: Session) -> None:
    (old,) = cited(session, session.agreement(1))
    assert cite(session, session.agreement(1), again(session), old.citation).steps == ()

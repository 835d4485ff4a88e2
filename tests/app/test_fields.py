"""What people type into a field, and what is kept of it."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.app.fields import BY_NAME, FIELDS, apply, read_field, show_field
from tracker.domain.agreement import Agreement, AgreementType, ExtensionOption, NoticeClause, NoticeKind
from tracker.domain.dates import Period, When
from tracker.domain.money import Money


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("title", " Street lighting ", "Street lighting"),
        ("type", "Memorandum of Understanding", "memorandum of understanding"),
        ("starts", "1st April 2009", "1 April 2009"),
        ("starts", "01/04/2009", "1 April 2009"),
        ("starts", "Spring 2018", "Spring 2018"),
        ("initial_term", "5y", "5 years"),
        ("maximum_end", "31/03/2031", "31 March 2031"),
        ("value", "£12,500", "£12,500.00"),
        ("annual_value", "£60,000 pa", "£60,000.00"),
        ("sme", "yes", "Yes"),
        ("vcse", "N", "No"),
        ("options", "2 years + 1 year", "2 years + 12 months"),
        ("options", "up to 24 months", "up to 2 years"),
        ("notice", "6m", "6 months"),
    ],
)
def test_what_is_typed_is_kept_and_shown_again(name: str, text: str, shown: str) -> None:
    read = read_field(name, text)
    assert read.refused is None
    agreement = apply(Agreement(), name, read.value)
    assert show_field(agreement, name) == shown
    again = read_field(name, shown)
    assert show_field(apply(Agreement(), name, again.value), name) == shown


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("starts", "31/02/2026"),
        ("starts", "soon after the meeting"),
        ("maximum_end", "2013"),
        ("initial_term", "a while"),
        ("value", "£70,00"),
        ("value", "£60,000 pa"),
        ("annual_value", "£25 an hour"),
        ("type", "handshake"),
        ("sme", "perhaps"),
        ("options", "at the council's discretion"),
        ("notice", "none to speak of"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(name: str, text: str) -> None:
    refused = read_field(name, text).refused
    assert refused is not None
    assert refused.message.endswith((".", "?"))
    assert len(refused.message) > 20


def test_a_refused_date_tells_how_to_write_one_and_not_that_its_words_are_kept() -> None:
    refused = read_field("ends", "after the works").refused
    assert refused is not None
    assert (
        refused.message == "Initial end: “after the works” is not a date. Write 31 March 2027 or 31/03/2027."
    )
    year = read_field("ends", "31 March").refused
    assert year is not None
    assert year.message == "'31 March' has no year, so it is not a date yet."


def test_every_field_can_be_cleared() -> None:
    empty = Agreement()
    full = Agreement(
        type=AgreementType.CONTRACT,
        starts=When.on(date(2027, 1, 1)),
        value=Money(100),
        options=(ExtensionOption(number=1, length=Period(12)),),
        notices=(NoticeClause(kind=NoticeKind.TERMINATION, length=Period(6)),),
    )
    for field in FIELDS:
        cleared = apply(full, field.name, read_field(field.name, "  ").value)
        assert show_field(cleared, field.name) == show_field(empty, field.name) == "", field.name


def test_a_notice_of_another_kind_stays_where_the_notice_to_end_is_changed() -> None:
    breaking = NoticeClause(kind=NoticeKind.BREAK, length=Period(3))
    agreement = Agreement(notices=(breaking, NoticeClause(kind=NoticeKind.TERMINATION, length=Period(6))))
    changed = apply(agreement, "notice", read_field("notice", "12 months").value)
    assert breaking in changed.notices
    assert show_field(changed, "notice") == "12 months"
    assert len(changed.notices) == 2


def test_fields_have_names_of_their_own() -> None:
    assert len(BY_NAME) == len(FIELDS)
    assert len({field.label for field in FIELDS}) == len(FIELDS)

"""What the window offers to give out, and what it says of it beforehand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tracker.app.outgoing.exporting import KINDS, Scope
from tracker.app.outgoing.offers import (
    OFFERS,
    Choice,
    day_for,
    file_name,
    look_ahead,
    offer,
    quarter_words,
    quarters,
    write_choice,
)
from tracker.app.session import Session
from tracker.domain.agreement import Agreement, AgreementType, EndKind, SignatureState
from tracker.domain.dates import Period, When
from tracker.domain.money import Money


@pytest.fixture
def filled(session: Session) -> Session:
    """Two contracts in force, of which the second ended before this quarter."""
    with session.operation("Fill") as write:
        for reference, start in (("N1", date(2025, 4, 1)), ("N2", date(2024, 9, 1))):
            write.add(
                Agreement(
                    reference=reference, title=f"Title {reference}", type=AgreementType.CONTRACT,
                    starts=When.on(start), initial_term=Period(24), end_kind=EndKind.FIXED,
                    value=Money(2_000_000), signature=SignatureState.SIGNED,
                )
            )  # fmt: skip
    return session


def test_every_kind_is_offered_once() -> None:
    offered = [one.kind for one in OFFERS]
    assert sorted(offered) == sorted(["screen", *KINDS])
    assert all(one.purpose.endswith(".") and one.endings for one in OFFERS)


@pytest.mark.parametrize("kind", [one.kind for one in OFFERS])
def test_what_is_foreseen_is_what_goes_out(filled: Session, tmp_path: Path, kind: str) -> None:
    choice = Choice(kind, Scope(sort="reference"), columns=(("reference", "Ref"), ("title", "Title")))
    ahead = look_ahead(filled, choice)
    ending = next(iter(offer(kind).endings))
    path = tmp_path / f"{file_name(filled.path, choice, None, filled.today)}{ending}"
    written = write_choice(filled, choice, path, pdf=lambda report: b"%PDF")
    assert path.stat().st_size
    assert written == ahead.rows or kind == "report"
    assert bool(ahead.missing) is offer(kind).checked or kind == "tenders"


def test_chosen_agreements_alone(filled: Session) -> None:
    second = filled.read.find_agreement("N2")[0].id
    for kind, of_one in (("table", 1), ("foi", 0), ("ocds", 1)):
        both = look_ahead(filled, Choice(kind, Scope()))
        one = look_ahead(filled, Choice(kind, Scope(ids=(second,))))
        assert one.rows == of_one
        assert both.rows == of_one + 1
    assert look_ahead(filled, Choice("calendar", Scope(ids=(second,)))).rows > 0
    assert look_ahead(filled, Choice("calendar", Scope(ids=()))).rows == 0


def test_a_quarter_that_has_passed_has_what_was_in_force_then(filled: Session) -> None:
    running, last, _ = quarters(filled.today)
    assert (running.first, last.last) == (date(2026, 10, 1), date(2026, 9, 30))
    assert look_ahead(filled, Choice("transparency", day=day_for(running, filled.today))).rows == 1
    assert look_ahead(filled, Choice("transparency", day=day_for(last, filled.today))).rows == 2


def test_the_quarter_that_is_due_comes_first() -> None:
    assert [one.last.month for one in quarters(date(2027, 1, 31))] == [12, 3, 9]
    assert [one.last.month for one in quarters(date(2027, 2, 1))] == [3, 12, 9]
    due, running, _ = quarters(date(2027, 1, 10))
    assert quarter_words(due, date(2027, 1, 10)) == "October to December 2026, publish by 31 January 2027"
    assert quarter_words(running, date(2027, 1, 10)) == "January to March 2027, so far"
    name = file_name(Path("Kestrel.tracker"), Choice("transparency"), due, date(2027, 1, 10))
    assert name == "Kestrel contracts 2026-27 Q3"
    assert file_name(Path("Kestrel.tracker"), Choice("calendar"), None, due.last) == "Kestrel dates"


def test_a_package_without_a_prefix_says_so(filled: Session) -> None:
    gaps = look_ahead(filled, Choice("ocds")).missing
    assert "own prefix is not set" in gaps[0].why
    named = look_ahead(filled, Choice("ocds", prefix="ocds-b5fd17")).missing
    assert named == gaps[1:]

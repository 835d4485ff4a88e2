"""What officers change by hand after an import, against the real history: never overwritten without a word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.importing import write_csv
from tracker.app.incoming.importing import Choices, commit, existing_agreements, plan_import, read_workbook
from tracker.app.session import Session
from tracker.domain.agreement import Agreement, EndKind, ExtensionOption
from tracker.domain.dates import Period, When
from tracker.domain.money import Money
from tracker.exchange.plans.matching import Held, Known
from tracker.exchange.plans.plan import Plan
from tracker.exchange.plans.planned import Outcome, PlanRow

HEAD = ["Reference", "Title", "Supplier", "Start date", "End date", "Value", "Extensions"]
GRASS = ["C-1", "Grass cutting", "Mowers Ltd", "01/04/2024", "31/03/2027", "£1,200", "2 x 12 months"]
MEALS = ["C-2", "Meals", "Kitchens Ltd", "01/09/2024", "31/08/2027", "£50,000", ""]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.create(
        tmp_path / "r.tracker", clock=lambda: datetime(2026, 11, 22, 9, tzinfo=UTC), user="Jo"
    ) as made:
        yield made


@pytest.fixture
def planned(session: Session, tmp_path: Path) -> Callable[..., Plan]:
    def plan(*rows: list[str]) -> Plan:
        path = write_csv(tmp_path / "register.csv", [HEAD, *rows])
        return plan_import(
            read_workbook(path), Choices(ends="base"), session.today, existing_agreements(session)
        )

    return plan


def edit(session: Session, **fields: Any) -> None:
    (first, *_) = session.read.agreements()
    with session.operation("Edit") as write:
        write.change(Agreement, first.id, **fields)


def all_held(known: Known) -> list[Held]:
    return known.at(range(len(known.ids)))


def fields_in_conflict(row: PlanRow) -> set[str]:
    return {one.field for one in row.conflicts}


def codes(plan: Plan) -> set[str]:
    return {one.finding.code for row in plan.rows for one in row.findings}


def but(row: list[str], **cells: str) -> list[str]:
    """The row with cells of its own."""
    return [cells.get(name.partition(" ")[0].lower(), cell) for name, cell in zip(HEAD, row, strict=True)]


def test_only_what_may_match_is_read_whole(session: Session, planned: Callable[..., Plan]) -> None:
    commit(session, planned(GRASS, MEALS))
    known = existing_agreements(session)
    assert [(one.reference, one.title, sorted(one.suppliers)) for one in all_held(known)] == [
        ("C-1", "Grass cutting", ["mowers limited"]),
        ("C-2", "Meals", ["kitchens limited"]),
    ]
    (meals,) = known.fetch([known.ids[1]])
    assert (meals.agreement.title, meals.edited) == ("Meals", {})
    assert [row.outcome for row in planned(GRASS, MEALS).rows] == [Outcome.SAME, Outcome.SAME]


def test_what_is_removed_after_its_name_was_read_is_new_again(session: Session, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "register.csv", [HEAD, GRASS, MEALS])
    book = read_workbook(path)
    choices = Choices(ends="base")
    commit(session, plan_import(book, choices, session.today))
    known = existing_agreements(session)
    with session.operation("Remove") as write:
        write.remove(Agreement, known.ids[0])
    again = plan_import(book, choices, session.today, known)
    assert [row.outcome for row in again.rows] == [Outcome.ADD, Outcome.SAME] and not again.missing


def test_what_was_changed_by_hand_stays_until_the_file_is_taken(
    session: Session, planned: Callable[..., Plan]
) -> None:
    commit(session, planned(GRASS, MEALS))
    edit(session, title="Grass and hedges", ends=When.on(date(2028, 3, 31)))
    again = planned(GRASS, MEALS)
    assert [row.outcome for row in again.rows] == [Outcome.SAME, Outcome.SAME]
    assert codes(again) >= {"import.edit-kept"} and not again.rows[0].conflicts

    newer = planned(but(GRASS, title="Lawns", end="30/09/2027", start="01/05/2024"), MEALS)
    row = newer.rows[0]
    assert fields_in_conflict(row) == {"title", "ends"} and "import.edit-conflict" in codes(newer)
    assert {one.field for one in row.changes} == {"starts"}
    title = next(one for one in row.conflicts if one.field == "title")
    assert (title.left, title.old, title.new) == ("Grass cutting", "Grass and hedges", "Lawns")
    said = next(one.finding.message for one in row.findings if one.column == "Title")
    assert said.startswith(
        "Title was changed by hand after the last import: the last import said 'Grass cutting'"
    )
    ends = next(one.finding.message for one in row.findings if one.column == "End date")
    assert "the register says 31 March 2028 and the file now says 30 September 2027" in ends

    row.take("title")
    commit(session, newer)
    (first, _) = session.read.agreements()
    assert (first.title, first.ends and first.ends.day) == ("Lawns", date(2028, 3, 31))
    # What the file brought is the file's again; the end is still the officer's.
    after = planned(but(GRASS, title="Turf", end="30/06/2027", start="01/05/2024"), MEALS).rows[0]
    assert {one.field for one in after.changes} == {"title"} and fields_in_conflict(after) == {"ends"}


def test_an_edit_that_was_taken_back_is_none(session: Session, planned: Callable[..., Plan]) -> None:
    commit(session, planned(GRASS))
    edit(session, title="Grass and hedges")
    session.undo()
    assert not planned(but(GRASS, title="Lawns")).rows[0].conflicts
    session.redo()
    assert fields_in_conflict(planned(but(GRASS, title="Lawns")).rows[0]) == {"title"}
    edit(session, title="Grass cutting")
    assert not planned(but(GRASS, title="Lawns")).rows[0].conflicts


def test_amounts_stand_together_and_so_do_ends(session: Session, planned: Callable[..., Plan]) -> None:
    commit(session, planned(GRASS))
    edit(session, value=Money(90_000), end_kind=EndKind.ROLLING, ends=None)
    row = planned(but(GRASS, value="£1m - £2m", end="30/09/2027")).rows[0]
    assert not row.changes
    assert fields_in_conflict(row) >= {"value_low", "value_high", "ends", "end_kind"}


def test_children_changed_by_hand_stay_as_well(session: Session, planned: Callable[..., Plan]) -> None:
    commit(session, planned(GRASS, MEALS))
    (first, _) = session.read.agreements()
    mine = (replace(first.options[0], length=Period(6)), *first.options[1:])
    edit(session, options=mine)
    with session.operation("Edit") as write:
        write.add(ExtensionOption(agreement_id=first.id, number=3, length=Period(3)))
    row = planned(but(GRASS, extensions="1 x 12 months", supplier="Reapers Ltd"), MEALS).rows[0]
    assert fields_in_conflict(row) >= {"options"} and {one.field for one in row.changes} == {"parties"}
    edit(session, parties=())
    assert fields_in_conflict(planned(but(GRASS, supplier="Reapers Ltd"), MEALS).rows[0]) >= {"parties"}


def test_what_was_entered_by_hand_alone_is_an_ordinary_change(
    session: Session, planned: Callable[..., Plan]
) -> None:
    with session.operation("Add") as write:
        write.add(Agreement(reference="C-1", title="Grass cutting"))
    edit(session, department="Parks")
    row = planned(GRASS).rows[0]
    assert row.outcome is Outcome.CHANGE and not row.conflicts
    commit(session, planned(GRASS))
    edit(session, starts=When.on(date(2024, 5, 1)), department="Streets")
    row = planned(but(GRASS, start="01/06/2024")).rows[0]
    assert fields_in_conflict(row) == {"starts"} and not row.changes


def test_buyers_other_spellings_and_arrangements(session: Session, tmp_path: Path) -> None:
    head = [*HEAD, "Buyer", "Arrangement"]

    def plan(arrangement: str) -> Plan:
        rows = [[*GRASS, "Anytown Council", arrangement], [*MEALS, "Anytown Council", ""]]
        rows[1][2] = "MOWERS LIMITED"
        path = write_csv(tmp_path / "register.csv", [head, *rows])
        known = existing_agreements(session)
        return plan_import(read_workbook(path), Choices(ends="base"), session.today, known)

    commit(session, plan("Green spaces"))
    assert [sorted(one.suppliers) for one in all_held(existing_agreements(session))] == [
        ["mowers limited"]
    ] * 2
    assert [row.outcome for row in plan("Green spaces").rows] == [Outcome.SAME] * 2
    edit(session, arrangement_id=None)
    (conflict,) = plan("Parks").rows[0].conflicts
    assert (conflict.field, conflict.left, conflict.old, conflict.new) == (
        "arrangement",
        "Green spaces",
        "",
        "Parks",
    )


def test_the_numbers_beside_an_organisation_are_kept_whichever_row_has_them(
    session: Session, tmp_path: Path
) -> None:
    head = ["Title", "Beneficiary", "Charity number", "Date awarded", "Amount of grant awarded", "Ends"]
    rows = [
        ["Roof", "Village Hall Trust", "", "01/04/2024", "5000", "31/03/2025"],
        ["Heating", "Village Hall Trust", "1108679", "01/06/2024", "900", "31/05/2025"],
    ]
    path = write_csv(tmp_path / "grants.csv", [head, *rows])
    commit(session, plan_import(read_workbook(path), Choices(), session.today))
    assert [(one.name, one.charity_number) for one in session.read.organisations()] == [
        ("Village Hall Trust", "1108679")
    ]

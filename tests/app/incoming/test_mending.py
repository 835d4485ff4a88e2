"""What a person does to the rows of an import: refuse, accept, merge, match, keep, let go; all before it is committed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tracker.app.incoming import duplicates, leaving, names
from tracker.app.incoming.fixlist import MERGED, rows_to_mend
from tracker.app.incoming.importing import (
    Choices,
    commit,
    existing_agreements,
    plan_import,
    read_workbook,
)
from tracker.app.incoming.mending import Deeds, keep_mine, leave_out, mend, take_files, take_in
from tracker.app.session import Session
from tracker.domain.agreement import Agreement, EndKind, SignatureState
from tracker.domain.dates import Period
from tracker.domain.errors import TrackerError
from tracker.exchange.plans.plan import Plan
from tracker.exchange.plans.planned import Leaving, Outcome, PlanRow

HEAD = "Reference,Title,Supplier,Start date,End date,Contract value,Department\n"
ROWS = (
    "C1,Play areas,Swift & Co,01/04/2024,31/03/2027,186000,\n",
    "C2,Pest control,Fellside Kennels Ltd,01/10/2023,30/09/2026,54000,Housing\n",
    "C1,Play areas,Swift and Co,01/04/2024,31/03/2027,190000,Parks\n",
    "C4,Kennels,Fellside Kennel Ltd,01/03/2024,28/02/2027,112000,Housing\n",
)


def plan_of(session: Session, folder: Path, *rows: str) -> Plan:
    path = folder / "Contracts.csv"
    path.write_text(HEAD + "".join(rows or ROWS), encoding="utf-8")
    return plan_import(
        read_workbook(path), Choices(), date(2026, 11, 22), existing_agreements(session), session.read
    )


def row(plan: Plan, number: int) -> PlanRow:
    return next(one for one in plan.rows if one.row == number)


# Rows


def test_what_was_done_is_done_again_in_a_plan_made_anew(session: Session, tmp_path: Path) -> None:
    deeds = Deeds()
    deeds.redo(plan_of(session, tmp_path), session.agreement)
    deeds.keep(("row", 2), lambda _, rows, __: leave_out(rows[2]))
    deeds.keep(("row", 3), lambda _, rows, __: leave_out(rows[3]))
    deeds.keep(("row", 3), lambda _, rows, __: take_in(rows[3]))
    deeds.keep(("row", 99), lambda _, rows, __: leave_out(rows[99]))
    deeds.keep(("mend", 4), lambda _, rows, __: mend(rows[4], "ends", "End date", "the 31st of Juneuary"))
    deeds.keep(("row", 5), lambda _, rows, __: leave_out(rows[5]))
    deeds.forget(("row", 5))
    plan = plan_of(session, tmp_path)
    deeds.copy().redo(plan, session.agreement)
    assert [one.outcome for one in plan.rows] == [Outcome.NOT_IMPORTED, *[Outcome.ADD] * 3]


# Duplicates


def test_rows_that_are_likely_one_agreement_are_told_from_lots(session: Session, tmp_path: Path) -> None:
    assert duplicates.likely_twins(plan_of(session, tmp_path)) == (
        duplicates.Twin(2, 4, "the same reference, parties and start"),
    )
    lots = (
        "C1,Lot 1,Swift,01/04/2024,,1,\nC1,Lot 2,Fellside,01/04/2024,,1,\n"
        "T1,Term,Swift,,31/03/2024,1,\nT1,Term,Swift,,31/03/2028,1,\n"
        "D1,Cleaning,Swift,01/05/2024,,1,\nD2,Cleaning,Swift,01/05/2024,,1,\n"
        ",Cleaning,Swift Ltd,01/06/2024,,1,\n,Cleaning,Swift Limited,01/06/2024,,2,\n"
    )
    assert duplicates.likely_twins(plan_of(session, tmp_path, lots)) == (
        duplicates.Twin(8, 9, "the same title, parties and start"),
    )


def test_the_row_that_stays_takes_what_only_the_other_says(session: Session, tmp_path: Path) -> None:
    plan = plan_of(session, tmp_path)
    kept, other = row(plan, 2), row(plan, 4)
    shown = {one.field: one for one in duplicates.differences(kept, other)}
    assert set(shown) == {"value", "department", "parties"}
    assert (shown["department"].kept, shown["department"].after) == ("", "Parks")
    assert str(shown["value"].after) == "£186,000.00"
    assert shown["parties"].after == ("Swift & Co",)
    duplicates.merge(kept, other, ["value"])
    assert commit(session, plan).added == 3
    held = {one.reference: one for one in session.read.agreements()}
    assert (held["C1"].department, str(held["C1"].value)) == ("Parks", "£190,000.00")
    assert other.reason == f"{MERGED}2"
    assert rows_to_mend(plan) == [], "there is nothing to mend in what was merged"


def test_parties_and_partnership_may_be_the_other_rows(session: Session, tmp_path: Path) -> None:
    plan = plan_of(session, tmp_path)
    kept, other = row(plan, 2), row(plan, 4)
    assert kept.planned is not None and other.planned is not None
    both = duplicates.together(kept, other, ["parties", "arrangement"])
    assert [party.name for party in both.parties] == ["Swift and Co"]


def test_the_row_that_the_register_holds_is_the_one_to_keep(session: Session, tmp_path: Path) -> None:
    plan = plan_of(session, tmp_path)
    row(plan, 4).existing = 7
    with pytest.raises(TrackerError, match="Row 4 is in the register already"):
        duplicates.merge(row(plan, 2), row(plan, 4))
    row(plan, 2).planned = None
    with pytest.raises(TrackerError, match="Only rows that are agreements"):
        duplicates.merge(row(plan, 4), row(plan, 2))


# Organisations


def test_names_that_may_be_one_organisation_come_first(session: Session, tmp_path: Path) -> None:
    found = names.named(plan_of(session, tmp_path), ["Fellside Kennels Limited", "Swift & Co"])
    assert [(one.name, one.known, one.likely) for one in found] == [
        ("Fellside Kennel Ltd", "", ("Fellside Kennels Limited",)),
        ("Fellside Kennels Ltd", "Fellside Kennels Limited", ()),
        ("Swift & Co", "Swift & Co", ()),
    ]
    assert found[2].rows == (2, 4)


def test_a_name_is_matched_with_the_registers_and_its_own_words_are_kept(
    session: Session, tmp_path: Path
) -> None:
    commit(session, plan_of(session, tmp_path, ROWS[1]))
    newer = ROWS[1].replace("Kennels Ltd", "Kennel Ltd")
    plan = plan_of(session, tmp_path, newer, ROWS[3])
    assert [change.field for change in row(plan, 2).changes] == ["parties"]
    names.call(plan, "Fellside Kennel Ltd", "Fellside Kennels Ltd")
    assert row(plan, 2).outcome is Outcome.SAME
    commit(session, plan)
    assert [one.name for one in session.read.organisations()] == ["Fellside Kennels Ltd"]
    kennels = next(one for one in session.read.agreements() if one.reference == "C4")
    assert kennels.parties[0].as_written == "Fellside Kennel Ltd"


# Coming back


def test_a_changed_field_is_kept_as_it_is_or_taken_from_the_file(session: Session, tmp_path: Path) -> None:
    commit(session, plan_of(session, tmp_path, ROWS[1]))
    newer = ROWS[1].replace("Housing", "Homes").replace("54000", "60000")
    plan = plan_of(session, tmp_path, newer)
    changed = row(plan, 2)
    keep_mine(changed, "department")
    assert [change.field for change in changed.changes] == ["value"]
    keep_mine(changed, "value")
    assert changed.outcome is Outcome.SAME
    with pytest.raises(KeyError):
        keep_mine(changed, "value")
    take_files(changed, "department")
    assert commit(session, plan).changed == 1
    held = next(session.read.agreements())
    assert (held.department, str(held.value)) == ("Homes", "£54,000.00")


def test_what_the_file_does_not_name_is_ended_or_removed_only_where_it_is_ticked(
    session: Session, tmp_path: Path
) -> None:
    commit(session, plan_of(session, tmp_path, *ROWS[:2], ROWS[3]))
    plan = plan_of(session, tmp_path, ROWS[0])
    gone = leaving.missing_rows(session.read, plan)
    assert [one.title for one in gone] == ["Kennels", "Pest control"]
    plan.leaving = {gone[0].id: Leaving.REMOVE, gone[1].id: Leaving.END}
    plan.leaving_on = date(2026, 9, 30)
    commit(session, plan)
    assert session.undo_name == "End 1 and remove 1 that Contracts.csv does not name"
    held = {one.title: one for one in session.read.agreements()}
    assert sorted(held) == ["Pest control", "Play areas"]
    assert held["Pest control"].events[0].new_end.day == date(2026, 9, 30)
    session.undo()
    plan = plan_of(session, tmp_path, "C9,Road signs,Roadline,01/05/2025,30/04/2028,1,\n")
    plan.leaving = {gone[1].id: Leaving.END}
    commit(session, plan)
    assert session.undo_name == ("Import 1 agreement from Contracts.csv, and end 1 that it does not name")
    session.undo()
    assert len(list(session.read.agreements())) == 3


def test_consequences_are_said_before() -> None:
    day = date(2026, 11, 22)
    assert leaving.consequences(Leaving.END, 1, day).startswith("1 agreement will be marked as ended on 22")
    assert "2 agreements go from the register with their options" in leaving.consequences(
        Leaving.REMOVE, 2, day
    )


def test_what_the_file_has_no_column_for_stays(session: Session, tmp_path: Path) -> None:
    commit(session, plan_of(session, tmp_path, ROWS[1]))
    with session.operation("Sign") as write:
        held = next(session.read.agreements())
        write.change(Agreement, held.id, signature=SignatureState.SIGNED)
    assert row(plan_of(session, tmp_path, ROWS[1]), 2).outcome is Outcome.SAME


def test_names_are_alike_by_how_they_begin(session: Session, tmp_path: Path) -> None:
    rows = [
        f"R{n},Job {n},{name},01/04/2024,,1,\n"
        for n, name in enumerate(("Vaughan Contracting", "Bridgewey", "Greenway Parks Limted"))
    ]
    register = ["Nathan Contracting", "Bridgeway", "Greenway Parks"]
    found = {one.name: one.likely for one in names.named(plan_of(session, tmp_path, *rows), register)}
    assert found == {
        "Vaughan Contracting": (),
        "Bridgewey": ("Bridgeway",),
        "Greenway Parks Limted": ("Greenway Parks",),
    }


# Renewing by itself


def test_for_how_long_it_renews_is_typed_in_the_row(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "Lifts.csv"
    path.write_text(
        "Contract title,Supplier,Start date,End date,Auto-renew?\n"
        "Lifts,Otis Ltd,01/04/2024,31/03/2027,Yes\nBoilers,Vaillant Ltd,01/04/2024,31/03/2026,No\n",
        encoding="utf-8",
    )
    plan = plan_import(read_workbook(path), Choices(), date(2026, 11, 22))
    lifts, boilers = plan.rows
    assert [one.finding.code for one in lifts.findings] == ["terms.no-renewal-length"]
    mend(lifts, "renewal", "Auto-renew?", "12 months")
    mend(boilers, "renewal", "Auto-renew?", "")
    assert lifts.planned and boilers.planned and lifts.findings == ()
    rolling, fixed = lifts.planned.agreement, boilers.planned.agreement
    assert (rolling.end_kind, rolling.roll) == (EndKind.ROLLING, Period(12))
    assert (fixed.end_kind, fixed.roll) == (EndKind.FIXED, None)

"""Tags in other people's files and in our own: out to every kind of table, edited there, and back."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.app.conftest import NOON
from tests.exchange.importing import write_csv
from tracker.app.incoming.importing import Choices, commit, existing_agreements, plan_import, read_workbook
from tracker.app.outgoing.exporting import export_register
from tracker.app.session import Session
from tracker.domain.agreement import Agreement, Tag
from tracker.exchange.plans.plan import Plan

HEAD = ["Reference", "Title", "Supplier", "End date", "Keywords"]
GRASS = ["C-1", "Grass cutting", "Green Ltd", "31/03/2028"]


def tags(session: Session) -> list[list[str]]:
    return [[tag.name for tag in one.tags] for one in session.read.records(Agreement)]


def take(session: Session, path: Path) -> Plan:
    book = read_workbook(path)
    plan = plan_import(book, Choices(), session.today, existing_agreements(session), session.read)
    commit(session, plan)
    return plan


def test_a_column_of_keywords(session: Session, tmp_path: Path) -> None:
    rows = [
        HEAD,
        [*GRASS, " Winter; highways, WINTER |#depot\nyard "],
        ["C-2", "Meals", "Fare plc", "31/03/2029", ""],
    ]
    plan = take(session, write_csv(tmp_path / "a.csv", rows))
    assert plan.mapping.fields["tags"].heading == "Keywords"
    assert tags(session) == [["Winter", "highways", "depot", "yard"], []]
    (winter, *_), _ = (one.tags for one in session.read.records(Agreement))

    take(session, write_csv(tmp_path / "b.csv", [HEAD, [*GRASS, "yard, winter"], [*rows[2][:4], "meals"]]))
    assert tags(session) == [["Winter", "yard"], ["meals"]]
    kept = {tag.name: tag.uid for one in session.read.records(Agreement) for tag in one.tags}
    assert kept["Winter"] == winter.uid, "a tag that stays is the same record"

    take(session, write_csv(tmp_path / "c.csv", [HEAD, [*GRASS, ""], [*rows[2][:4], "(clear)"]]))
    assert tags(session) == [["Winter", "yard"], []]
    session.undo()
    assert tags(session) == [["Winter", "yard"], ["meals"]]


def test_tags_that_an_officer_put_on_stay(session: Session, tmp_path: Path) -> None:
    take(session, write_csv(tmp_path / "a.csv", [HEAD, [*GRASS, "parks"]]))
    with session.operation("Tag it") as write:
        write.change(Agreement, 1, tags=(Tag(name="parks"), Tag(name="mine")))
    plan = take(session, write_csv(tmp_path / "b.csv", [HEAD, [*GRASS, "parks; trees"]]))
    assert sorted(tags(session)[0]) == ["mine", "parks"]
    (conflict,) = plan.rows[0].conflicts
    assert conflict.field == "tags"
    assert "the file now says parks; trees" in plan.rows[0].findings[0].finding.message


@pytest.mark.parametrize(
    ("kind", "name"), [("table", "out.csv"), ("table", "out.xlsx"), ("workbook", "out.xlsx")]
)
def test_tags_go_out_and_come_back(session: Session, tmp_path: Path, kind: str, name: str) -> None:
    with session.operation("Fill") as write:
        write.add(
            Agreement(title="Grass cutting", reference="C-1", tags=(Tag(name="parks"), Tag(name="winter")))
        )
        write.add(Agreement(title="School meals", reference="C-2"))
    path = tmp_path / name
    export_register(session, path, kind=kind)
    with Session.create(tmp_path / "other.db", clock=lambda: NOON, user="Other") as other:
        assert take(other, path).summary()["added"] == 2
        assert tags(other) == [["parks", "winter"], []]
        again = take(other, path)
        assert (again.summary()["changed"], again.summary()["same"]) == (0, 2)


def test_tags_are_edited_in_the_workbook(session: Session, tmp_path: Path) -> None:
    with session.operation("Fill") as write:
        write.add(
            Agreement(title="Grass cutting", reference="C-1", tags=(Tag(name="parks"), Tag(name="winter")))
        )
    path = tmp_path / "out.xlsx"
    export_register(session, path, kind="table")
    book = openpyxl.load_workbook(path)
    sheet = book["Agreements"]
    heading = next(cell for cell in sheet[1] if cell.value == "Tags")
    sheet.cell(2, heading.column, "parks; lawns")
    book.save(path)
    take(session, path)
    assert tags(session) == [["parks", "lawns"]]

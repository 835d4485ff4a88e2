"""The linked workbook: out whole, in whole, and back with exactly the edits that were made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.app.incoming.importing import Choices, commit, plan_import, read_workbook
from tracker.app.incoming.importing_linked import every_record
from tracker.app.outgoing.exporting import Scope, export_register
from tracker.app.session import Session
from tracker.domain.agreement import (
    Agreement,
    AgreementType,
    Event,
    EventKind,
    ExtensionOption,
    NoticeClause,
    NoticeKind,
    Party,
    PartyRole,
    Tag,
)
from tracker.domain.dates import Period, Precision, When
from tracker.domain.errors import CannotWrite
from tracker.domain.money import Money
from tracker.domain.organisation import Organisation
from tracker.domain.partnerships.claim import Nature, SavingsClaim
from tracker.domain.source import Person
from tracker.exchange.linked.cells import Unreadable, display, exactly, value_of
from tracker.exchange.linked.layout import BY_WORD, CHECK, SHEETS, Form, fields_of, labels
from tracker.exchange.linked.plan import LinkedPlan
from tracker.exchange.plans.planned import Outcome
from tracker.store.records import TABLES

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXTS = (
    *("=1+1", "+44 1234", "-x", "@SUM(A1)", "\tx", "a\r\nb", "a\rb", "x\x0by\x1f", "_x000D_", "1e5", "007"),
    *("TRUE", "#N/A", "http://example.org/", "<b>&amp;</b>", "]]>", " x ", "\u2028\x85\xa0", "\u202eabc"),
    *("e\u0301", "\U0010ffff", "x" * 32_767, "   ", "31/03/2027", "Yes", "v1:", "'x", "1m"),
)
DATES = (
    When.on(date(2024, 4, 1)),
    When.on(date(2024, 4, 1), "1/4/24"),
    When.on(date(1850, 1, 1)),
    When(date(2013, 1, 1), date(2013, 12, 31), Precision.YEAR, "some time in 2013", inferred=True),
    When(None, date(2010, 5, 31), Precision.BEFORE, ""),
    When.unknown("not recorded | or lost\nlater"),
    When.unknown(),
    None,
)
AMOUNTS = (Money(50_000_012), Money(1000, "EUR"), Money(7, "JPY"), Money(-1), Money(10**16), Money(0), None)
PERIODS = (Period(24), Period(31, 14), Period(0, 28, clear=True), Period(), Period(0, 90), None)


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_SETTINGS", str(tmp_path / "settings"))
    monkeypatch.setenv("TRACKER_DATA", str(tmp_path / "data"))


def open_at(path: Path) -> Session:
    return Session.open(path, clock=lambda: NOON, user="Officer")


def odd_agreements(organisation: int) -> Iterator[Agreement]:
    for number, text in enumerate(TEXTS):
        when = DATES[number % len(DATES)]
        yield Agreement(
            reference=text[:40], title=text, notes=text, owner=text[:100],
            type=list(AgreementType)[number % 10], starts=when, signed=DATES[(number + 3) % len(DATES)],
            value=AMOUNTS[number % len(AMOUNTS)], initial_term=PERIODS[number % len(PERIODS)],
            sme=(True, False, None)[number % 3], roll_limit=number or None, maximum_end=date(9999, 12, 31),
            options=(ExtensionOption(number=1, length=Period(12), text=text),),
            notices=(NoticeClause(kind=NoticeKind.TERMINATION, length=Period(6), expires_on="03-31"),),
            parties=(Party(organisation_id=organisation, role=PartyRole.SUPPLIER, as_written=text[:99]),),
            events=(Event(kind=EventKind.EXTENDED, on=When.on(date(2025, 1, 1)), new_end=when),),
        )  # fmt: skip


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A register with every odd text, date and amount, and claims that repeat one another."""
    path = tmp_path / "odd.db"
    with (
        Session.create(path, clock=lambda: NOON, user="Officer") as session,
        session.operation("Fill") as write,
    ):
        first = write.add(Organisation(name="Brightwell Ltd", company_number="00123456"))
        write.add(Organisation(name="Brightwell Ltd", notes="another of that name"))
        write.add_all(list(odd_agreements(first.id)))
        write.add_all([Tag(agreement_id=number, name=f"=tag {number}") for number in (1, 2, 3)])
        claim = write.add(SavingsClaim(quote="one", nature=Nature.FORECAST, low=Money(5, "EUR")))
        write.add(SavingsClaim(quote="two", nature=Nature.FORECAST, derived_from_id=claim.id))
    return path


def dump(session: Session) -> dict[tuple[str, str], dict[str, Any]]:
    """Every record by type and UID, with UIDs where ids would stand."""
    held = every_record(session.read)
    uids = {kind: {one.id: one.uid for one in many} for kind, many in held.items()}
    made: dict[tuple[str, str], dict[str, Any]] = {}
    for kind, many in held.items():
        for record in many:
            values = {one.name: getattr(record, one.name) for one in fields_of(kind)}
            for one in fields_of(kind):
                if one.form is Form.LINK and values[one.name]:
                    values[one.name] = uids[one.target or BY_WORD[record.record_kind]][values[one.name]]
            made[kind.__name__, record.uid] = values
    return made


def out(register: Path, path: Path, **how: Any) -> Path:
    with open_at(register) as session:
        export_register(session, path, kind="workbook", **how)
    return path


def back(register: Path, path: Path) -> LinkedPlan:
    with open_at(register) as session:
        plan = plan_import(read_workbook(path), Choices(), session.today, (), session.read)
        commit(session, plan)
    assert isinstance(plan, LinkedPlan)
    return plan


def edit(path: Path, change: Callable[[Any], None]) -> None:
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)


def column(sheet: Any, heading: str) -> int:
    number: int = next(cell.column for cell in sheet[1] if cell.value == heading)
    return number


def put(sheet: Any, row: int, heading: str, value: object) -> None:
    sheet.cell(row, column(sheet, heading)).value = value


def test_every_type_of_record_has_a_sheet() -> None:
    assert {sheet.kind for sheet in SHEETS} == {table.kind for table in TABLES}
    for sheet in SHEETS:
        headings = [name for one in fields_of(sheet.kind) for name in (one.heading, one.beside)]
        assert len(set(map(str.casefold, headings))) == len(headings)
        assert len(sheet.name) <= 31


@pytest.mark.slow
@pytest.mark.parametrize("which", ["sample", "odd"])
def test_f56_out_and_into_an_empty_register_it_is_the_same_register(
    which: str, odd: Path, sample: Path, tmp_path: Path
) -> None:
    source = odd if which == "odd" else sample
    copy = tmp_path / "copy.db"
    Session.create(copy, clock=lambda: NOON).close()
    plan = back(copy, out(source, tmp_path / "book.xlsx"))
    assert not plan.linked.refused
    with open_at(source) as one, open_at(copy) as other:
        assert dump(one) == dump(other)
        rows = [sorted(tuple(row)[1:] for row in s.read.listing().rows) for s in (one, other)]
        assert rows[0] == rows[1]


def test_exactly_the_edits_come_back(odd: Path, tmp_path: Path) -> None:
    register, book = odd, tmp_path / "book.xlsx"
    out(register, book)
    with open_at(register) as session:
        before = dump(session)
    uid: dict[str, str] = {}

    def change(opened: Any) -> None:
        sheet = opened["Agreements"]
        at = column(sheet, "Tracker UID of agreement")
        uid["changed"], uid["starts"] = sheet.cell(3, at).value, sheet.cell(4, at).value
        put(sheet, 3, "Title", "A better title")
        put(sheet, 3, "Status (worked out)", "not read")
        put(sheet, 4, "Starts", datetime(2021, 6, 1))  # noqa: DTZ001
        put(sheet, 4, "Value", 1234.5)
        put(sheet, 4, "SME", "Yes")
        options = opened["Options"]
        last = options.max_row + 1
        for heading, value in (("Number", 9), ("Length", "18 months"), ("Agreement UID", uid["changed"])):
            put(options, last, heading, value)
        parties = opened["Parties"]
        uid["party"] = parties.cell(2, column(parties, "Tracker UID of party")).value
        put(parties, 2, "Organisation", "A Wholly New Body Ltd")
        events = opened["Events"]
        uid["event"] = events.cell(2, column(events, "Tracker UID of event")).value
        events.delete_rows(2)

    edit(book, change)
    told = back(register, book).summary()["sheets"]
    with open_at(register) as session:
        after = dump(session)
        wanted = {key: dict(values) for key, values in before.items()}
        wanted["Agreement", uid["changed"]]["title"] = "A better title"
        wanted["Agreement", uid["starts"]] |= {
            "starts": When.on(date(2021, 6, 1)), "value": Money(123_450), "sme": True,
        }  # fmt: skip
        del wanted["Event", uid["event"]]
        fresh = {key: after.pop(key) for key in set(after) - set(wanted)}
        body = next(key[1] for key in fresh if key[0] == "Organisation")
        wanted["Party", uid["party"]]["organisation_id"] = body
        assert after == wanted
        option = next(values for key, values in fresh.items() if key[0] == "ExtensionOption")
        assert (option["agreement_id"], option["length"]) == (uid["changed"], Period(18))
        assert len(fresh) == 2
        session.undo()
        assert dump(session) == before
    assert told == {
        "Organisations": {"added": 1, "changed": 0, "removed": 0},
        "Agreements": {"added": 0, "changed": 2, "removed": 0},
        "Parties": {"added": 0, "changed": 1, "removed": 0},
        "Options": {"added": 1, "changed": 0, "removed": 0},
        "Events": {"added": 0, "changed": 0, "removed": 1},
    }


@pytest.mark.slow
def test_what_was_done_in_the_register_meanwhile_is_not_turned_back(odd: Path, tmp_path: Path) -> None:
    book = out(odd, tmp_path / "book.xlsx")
    with (
        Session.open(odd, clock=lambda: NOON.replace(hour=13)) as session,
        session.operation("Meanwhile") as write,
    ):
        write.change(Agreement, 1, title="Changed here", department="Parks")
        write.add(ExtensionOption(agreement_id=1, number=2, length=Period(6)))
        write.add(Agreement(title="New here"))

    def change(opened: Any) -> None:
        put(opened["Agreements"], 2, "Department", "Highways")
        put(opened["Agreements"], 2, "Category", "Works")

    edit(book, change)
    plan = back(odd, book)
    with open_at(odd) as session:
        agreement = session.agreement(1)
    assert (agreement.title, agreement.department, agreement.category) == (
        "Changed here",
        "Highways",
        "Works",
    )
    assert len(agreement.options) == 2
    assert [one.finding.code for one in plan.all_findings] == ["linked.both"]
    assert len(plan.missing) == 1


@pytest.mark.slow
def test_what_cannot_be_read_is_said_at_its_cell_and_the_rest_is_done(odd: Path, tmp_path: Path) -> None:
    book = out(odd, tmp_path / "book.xlsx")

    def change(opened: Any) -> None:
        sheet = opened["Agreements"]
        put(sheet, 2, "Type", "treaty")
        put(sheet, 2, "Category", "Works")
        put(sheet, 3, "Initial term", "a while")
        put(sheet, 4, "Roll limit", "many")
        copy = [cell.value for cell in sheet[5]]
        sheet.append(copy)
        put(sheet, sheet.max_row, "Title", "A copy")
        put(sheet, sheet.max_row, "Reference", "COPY 1")
        options = opened["Options"]
        last = options.max_row + 1
        put(options, last, "Number", 1)
        put(options, last, "Agreement", "no such agreement")
        put(options, last + 1, "Number", 1)
        put(options, last + 1, "Agreement", "copy 1")

    edit(book, change)
    plan = back(odd, book)
    said = {(one.finding.code, one.row, one.column) for one in plan.all_findings if one.column}
    assert ("linked.unreadable", 2, "Type") in said
    assert ("linked.unreadable", 3, "Initial term") in said
    assert ("linked.unreadable", 4, "Roll limit") in said
    codes = [one.finding.code for one in plan.all_findings]
    assert codes.count("linked.unreadable") == 4
    assert "linked.copied" in codes
    with open_at(odd) as session:
        assert session.agreement(1).category == "Works"
        copied = session.read.find_agreement("COPY 1")[0]
        assert (copied.title, len(session.agreement(copied.id).options)) == ("A copy", 1)


def test_it_helps_whoever_edits_it(odd: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(out(odd, tmp_path / "book.xlsx"))
    names = book.sheetnames
    assert names[:7] == ["Agreements", "Parties", "Options", "Notices", "Events", "Memberships", "Claims"]
    assert {"Deadlines", "Organisations", "Arrangements", "Lists", "About this file"} <= set(names)
    sheet = book["Agreements"]
    assert sheet.freeze_panes == "C2"
    rules = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    kinds = {rule.formula1 for rule in rules.values() if rule.type == "list"}
    assert "List_AgreementType" in kinds
    assert "List_YesNo" in kinds
    assert all(name in book.defined_names for name in kinds)
    locked = [rule for rule in rules.values() if rule.type == "custom"]
    assert {rule.formula1 for rule in locked} == {"FALSE"}
    assert all(rule.promptTitle for rule in rules.values())
    assert sheet.conditional_formatting
    assert list(sheet.tables)
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.cell(1, sheet.max_column).value == CHECK


@pytest.mark.slow
def test_some_agreements_go_out_with_their_own_children_alone(odd: Path, tmp_path: Path) -> None:
    assert back(odd, out(odd, tmp_path / "whole.xlsx")).count(Outcome.SAME) == len(TEXTS)
    book = out(odd, tmp_path / "book.xlsx", scope=Scope(search="http"))
    sheets = openpyxl.load_workbook(book)
    assert [sheets[name].max_row for name in ("Agreements", "Options", "Organisations")] == [2, 2, 3]
    plan = back(odd, book)
    assert plan.summary()["sheets"] == {}


@pytest.mark.slow
def test_tags_are_put_on_and_taken_off(odd: Path, tmp_path: Path) -> None:
    book = out(odd, tmp_path / "book.xlsx")

    def change(sheets: Any) -> None:
        tags = sheets["Tags"]
        put(tags, 2, "Name", "waste")
        tags.delete_rows(3)
        put(tags, 4, "Name", "fleet")
        put(tags, 4, "Agreement", tags.cell(2, column(tags, "Agreement")).value)

    edit(book, change)
    back(odd, book)
    with open_at(odd) as session:
        found = sorted((one.agreement_id, one.name) for one in session.read.records(Tag))
    assert found == [(1, "fleet"), (1, "waste"), (3, "=tag 3")]


@pytest.mark.slow
def test_contact_details_stay_at_home_and_are_as_they_were_afterwards(odd: Path, tmp_path: Path) -> None:
    with open_at(odd) as session, session.operation("Name somebody") as write:
        write.change(Agreement, 1, contact="priya@example.org")
        write.change(Organisation, 1, contact="01234 567890")
        write.add(Person(name="Priya Nair", post="Clerk"))
    with open_at(odd) as session:
        before = dump(session)
    book = out(odd, tmp_path / "book.xlsx", contacts=False)
    words = {str(cell) for sheet in openpyxl.load_workbook(book) for row in sheet.values for cell in row}
    assert not words & {"priya@example.org", "01234 567890", "Priya Nair", "Contact"}
    back(odd, book)
    with open_at(odd) as session:
        assert dump(session) == before


def test_a_text_that_no_cell_holds_is_refused_with_its_cell_named(odd: Path, tmp_path: Path) -> None:
    with open_at(odd) as session:
        with session.operation("Lengthen") as write:
            write.change(Agreement, 2, notes="x" * 32_768)
        with pytest.raises(
            CannotWrite, match=r"Sheet Agreements, cell [A-Z]+3 \(Notes of .*32,768 characters"
        ):
            export_register(session, tmp_path / "book.xlsx", kind="workbook")
    assert not (tmp_path / "book.xlsx").exists()


@given(st.sampled_from([f for s in SHEETS for f in fields_of(s.kind) if f.form is Form.WHEN]), st.data())
def test_every_date_comes_back(field: Any, data: st.DataObject) -> None:
    days = st.one_of(st.none(), st.dates())
    value = When(
        data.draw(days), data.draw(days), data.draw(st.sampled_from(list(Precision))),
        data.draw(st.text(max_size=12)), data.draw(st.booleans()),
    )  # fmt: skip
    assert value_of(field, display(field, value), exactly(field, value)) == value


def test_a_code_behind_counts_only_as_long_as_the_cell_shows_it() -> None:
    field = next(one for one in fields_of(Agreement) if one.name == "value")
    assert value_of(field, 10.0, "EUR 10.00") == Money(1000, "EUR")
    assert value_of(field, "€10.00", "EUR 10.00") == Money(1000, "EUR")
    assert value_of(field, 12.0, "EUR 10.00") == Money(1200, "EUR")
    assert value_of(field, "£12", "EUR 10.00") == Money(1200)
    with pytest.raises(Unreadable):
        value_of(field, 0.001, None)


def test_labels_differ() -> None:
    called = [("uid-0000000000001", "R1", "One"), ("uid-0000000000002", "R1", "One"), ("uid-3", "", "")]
    made = labels(called)
    assert len(set(made.values())) == 3

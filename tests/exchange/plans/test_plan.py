"""The Plan: what each row becomes, what is odd about it, and what a second import would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.importing import TODAY, as_existing, plan_of, write_csv, write_xlsx
from tracker.domain.agreement import AgreementType, EndKind, EventKind, PartyRole
from tracker.domain.dates import Period, Precision, When
from tracker.domain.errors import CannotRead
from tracker.domain.money import Money
from tracker.exchange.plans.compare import merge_notes
from tracker.exchange.plans.matching import Known
from tracker.exchange.plans.plan import Plan, make_plan
from tracker.exchange.plans.planned import Existing, Options, Outcome, PlannedAgreement, PlannedParty
from tracker.exchange.sheets.sheet import Cell, Fault, Sheet, Workbook, is_blank

HEAD = ["Reference", "Title", "Supplier", "Start", "End", "Value"]
GRASS = ["C-1", "Grass cutting", "Green Ltd", "01/04/2023", "31/03/2026", "£1,200.00"]
MEALS = ["C-2", "School meals", "Harvest plc", "01/10/2023", "30/09/2026", "880.50"]


@pytest.fixture
def plan(tmp_path: Path) -> PlanMaker:
    return PlanMaker(tmp_path)


class PlanMaker:
    """Plans for rows that are written to a file first, as they would come."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(
        self, *rows: Sequence[str], existing: Sequence[Existing] | Known = (), **kwargs: object
    ) -> Plan:
        path = write_csv(self._folder / "register.csv", rows)
        return plan_of(path, existing, **kwargs)

    def first(self, *rows: Sequence[str], **kwargs: object) -> PlannedAgreement:
        made = self(*rows, **kwargs).rows[0].planned
        assert made is not None
        return made


def codes(plan: Plan) -> set[str]:
    return {one.finding.code for one in plan.all_findings}


# Values


def test_a_plain_row(plan: PlanMaker) -> None:
    made = plan.first(HEAD, GRASS)
    a = made.agreement
    assert (a.reference, a.title, a.type) == ("C-1", "Grass cutting", AgreementType.CONTRACT)
    assert (a.starts, a.ends) == (When.on(date(2023, 4, 1)), When.on(date(2026, 3, 31)))
    assert (a.end_kind, a.value) == (EndKind.FIXED, Money(120_000))
    assert made.parties == (PlannedParty("Green Ltd", PartyRole.SUPPLIER),)


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("Rolling", EndKind.ROLLING, ""),
        ("until replaced", EndKind.UNTIL_REPLACED, ""),
        ("One-off", EndKind.ONE_OFF, ""),
        ("31/12/9999", EndKind.OPEN_ENDED, "date.check"),
        ("TBC", EndKind.UNKNOWN, ""),
        ("31/02/2026", EndKind.UNKNOWN, "date.no-such-day"),
        ("31/03/3034", EndKind.UNKNOWN, "date.check"),
        ("Mar-26", EndKind.FIXED, ""),
    ],
)
def test_ends_in_words_and_days_that_are_none(plan: PlanMaker, text: str, kind: EndKind, code: str) -> None:
    made = plan(HEAD, [*GRASS[:4], text, "1,000"], MEALS)
    row = made.rows[0]
    assert row.planned is not None and row.planned.agreement.end_kind is kind
    assert {one.finding.code for one in row.findings} == ({code} if code else set())
    assert all((one.row, one.column, one.text) == (2, "End", text) for one in row.findings)


def test_the_order_of_dates_is_the_columns(plan: PlanMaker) -> None:
    american = plan(
        HEAD, [*GRASS[:3], "04/13/2025", "05/04/2026", "5"], [*MEALS[:3], "04/05/2025", "03/31/2026", "6"]
    )
    starts = [row.planned.agreement.starts for row in american.rows if row.planned]
    assert starts == [When.on(date(2025, 4, 13)), When.on(date(2025, 4, 5))]
    assert "date.month-first" in codes(american)
    assert american.date_orders["Start"].startswith("month first")
    british = plan(HEAD, GRASS, MEALS)
    assert british.date_orders["Start"].startswith("day first")


def test_a_column_of_both_orders_leaves_open_dates_unread(plan: PlanMaker) -> None:
    rows = [
        [f"C-{n}", f"T{n}", "S Ltd", "1 April 2025", end, "5"]
        for n, end in enumerate(("31/03/2026", "04/13/2026", "03/04/2026"))
    ]
    made = plan(HEAD, *rows)
    ends = [row.planned.agreement.ends for row in made.rows if row.planned]
    assert ends[0] == When.on(date(2026, 3, 31)) and ends[2] == When.unknown("03/04/2026")
    assert "date.ambiguous" in codes(made)


def test_numbers_among_days_are_read_and_said(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        [*HEAD],
        ["C-1", "a thing", "S Ltd", 45017, date(2026, 3, 31), 5.5],
        ["C-2", "b thing", "S Ltd", date(2023, 4, 1), 46112, 6],
    ]
    made = plan_of(write_xlsx(tmp_path / "a.xlsx", rows))
    assert [row.planned.agreement.starts for row in made.rows if row.planned] == [
        When.on(date(2023, 4, 1))
    ] * 2
    assert [(one.row, one.column) for one in made.all_findings if one.finding.code == "date.from-number"] == [
        (2, "Start"),
        (3, "End"),
    ]


@pytest.mark.parametrize("cell", ["20230401", "01042023", "1042023", 20230401, 1042023])
def test_a_day_in_eight_digits_is_one_in_a_column_of_dates(tmp_path: Path, cell: object) -> None:
    others = [
        [f"C-{n}", f"thing {n}", "S Ltd", date(2023, 4, n), date(2026, 3, 31), 5.5] for n in range(2, 6)
    ]
    made = plan_of(write_xlsx(tmp_path / "a.xlsx", [HEAD, ["C-1", "a", "S Ltd", cell, cell, 5], *others]))
    first = made.rows[0].planned
    assert first and first.agreement.starts == first.agreement.ends == When.on(date(2023, 4, 1))
    assert first.agreement.end_kind is EndKind.FIXED


def test_eight_digits_show_the_order_of_a_column(plan: PlanMaker) -> None:
    rows = [[f"C-{n}", "a thing", "S Ltd", f"04{n}2023", "", "5.5"] for n in (13, 14, 15)]
    made = plan(HEAD, ["C-1", "a thing", "S Ltd", "04012023", "", "5.5"], *rows)
    assert made.orders["Start"] == "mdy"
    assert [row.planned.agreement.starts for row in made.rows[:2] if row.planned] == [
        When.on(date(2023, 4, 1)),
        When.on(date(2023, 4, 13)),
    ]
    assert plan.first(HEAD, ["C-1", "a thing", "S Ltd", "20231301", "", "5"], MEALS).agreement.starts == (
        When.unknown("20231301")
    )


YEAR, TWO = (Period(12), None), (Period(24), None)


@pytest.mark.parametrize(
    ("cell", "end", "options", "words"),
    [
        ("31/03/2027 (+1+1)", "2027-03-31", [YEAR, YEAR], "(+1+1)"),
        (
            "31 March 2027 with option to extend for 2 years",
            "2027-03-31",
            [TWO],
            "with option to extend for 2 years",
        ),
        ("31/03/2027\n+ 1 + 1", "2027-03-31", [YEAR, YEAR], "+ 1 + 1"),
        ("31/03/2027 (2 x 12 months extensions)", "2027-03-31", [YEAR, YEAR], "(2 x 12 months extensions)"),
        (
            "31/03/2027 (option to extend to 31/03/2029)",
            "2027-03-31",
            [(None, date(2029, 3, 31))],
            "(option to extend to 31/03/2029)",
        ),
        ("(+1+1)", None, [YEAR, YEAR], "(+1+1)"),
        ("31/03/2027 with possible extension", "2027-03-31", [], "with possible extension"),
        ("31/03/2027 - no extension", "2027-03-31", [], ""),
        ("31/03/2025, extension to 31/03/2027 agreed", None, [], ""),
        ("2027-03-31T00:00:00+00:00", "2027-03-31", [], ""),
    ],
)
def test_words_about_extending_beside_an_end(
    plan: PlanMaker, cell: str, end: str | None, options: list[object], words: str
) -> None:
    made = plan.first(HEAD, [*GRASS[:4], cell, "5.5"], MEALS).agreement
    assert made.ends is not None
    assert made.ends.day == (date.fromisoformat(end) if end else None)
    assert [(option.length, option.until) for option in made.options] == options
    assert made.extensions_text == words


def test_words_beside_an_end_without_a_length_are_said(plan: PlanMaker) -> None:
    made = plan(HEAD, [*GRASS[:4], "31/03/2027 with possible extension", "5.5"], MEALS)
    said = [
        (one.row, one.column) for one in made.all_findings if one.finding.code == "terms.no-extension-length"
    ]
    assert said == [(2, "End")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("£1.2m", {"value": Money(120_000_000)}),
        (" -   ", {"value": None, "value_text": ""}),
        ("over £200,000", {"value": None, "value_low": Money(20_000_000), "value_text": "over £200,000"}),
        ("£5,000 per annum", {"value": None, "annual_value": Money(500_000)}),
        ("£40 per hour", {"value": None, "annual_value": None, "value_text": "£40 per hour"}),
        ("1.234.567,89", {"value": Money(123_456_789)}),
        ("1234,56", {"value": None, "value_text": "1234,56"}),
        ("TBC", {"value": None, "value_text": "TBC"}),
        ("€900", {"value": Money(90_000, "EUR")}),
    ],
)
def test_amounts(plan: PlanMaker, text: str, expected: dict[str, object]) -> None:
    made = plan.first(HEAD, [*GRASS[:5], text], *([MEALS] * 3), ["C-9", *MEALS[1:]])
    assert {name: getattr(made.agreement, name) for name in expected} == expected


def test_units_rates_and_currencies_of_a_heading(plan: PlanMaker) -> None:
    thousands = plan.first([*HEAD[:5], "Value (£'000)"], [*GRASS[:5], "12.5"])
    assert thousands.agreement.value == Money(1_250_000)
    annual = plan.first([*HEAD[:5], "Annual value"], [*GRASS[:5], "12,500"])
    assert (annual.agreement.value, annual.agreement.annual_value) == (None, Money(1_250_000))
    foreign = plan([*HEAD, "Currency"], [*GRASS[:5], "10", "EUR"], [*MEALS[:5], "20", "GBP"])
    assert [row.planned.agreement.value for row in foreign.rows if row.planned] == [
        Money(1_000, "EUR"),
        Money(2_000),
    ]
    dollars = plan(HEAD, [*GRASS[:5], "$5,000.00"], [*MEALS[:5], "600"])
    assert [
        r.planned.agreement.value.currency for r in dollars.rows if r.planned and r.planned.agreement.value
    ] == ["USD", "USD"]
    assert "money.column-currency" in codes(dollars)


@pytest.mark.parametrize(
    ("start", "heading", "amount", "said"),
    [
        ("04/13/2021", "Value", "5,000.00", True),
        ("13/04/2021", "Value", "5,000.00", False),
        ("04/13/2021", "Value (£)", "5,000.00", False),
        ("04/13/2021", "Value", "£5,000.00", False),
        ("04/13/2021", "Value", "5,000 GBP", False),
    ],
)
def test_pounds_beside_dates_as_in_america_are_said_to_be_assumed(
    plan: PlanMaker, start: str, heading: str, amount: str, said: bool
) -> None:
    made = plan([*HEAD[:5], heading], [*GRASS[:3], start, "12/31/2024" if said else "", amount])
    assert ("money.currency-assumed" in codes(made)) is said


# Parties


def test_suppliers_as_written_packed_and_not_there(plan: PlanMaker) -> None:
    packed = "[A Ltd|1 High St|COMPANIES_HOUSE|1234567|Yes|No][B plc|2 High St|||No|No]"
    made = plan(
        HEAD,
        ["C-1", "t one", "Ernst &amp; Young", *GRASS[3:]],
        ["C-2", "t two", packed, *GRASS[3:]],
        ["C-3", "t three", "Various", *GRASS[3:]],
    )
    parties = [row.planned.parties for row in made.rows if row.planned]
    assert parties[0] == (PlannedParty("Ernst & Young", PartyRole.SUPPLIER, as_written="Ernst &amp; Young"),)
    assert [(p.name, p.number) for p in parties[1]] == [("A Ltd", "01234567"), ("B plc", "")]
    assert parties[2] == ()
    assert made.rows[2].planned is not None and "Supplier: Various" in made.rows[2].planned.agreement.notes
    assert {"supplier.several", "supplier.none-named"} <= codes(made)


def test_a_name_over_a_place_is_one_supplier(plan: PlanMaker) -> None:
    made = plan.first(HEAD, ["C-1", "Audit work", "JENKINS LLC\nSAN MARTIN CA", *GRASS[3:]])
    assert made.parties == (
        PlannedParty("JENKINS LLC", PartyRole.SUPPLIER, as_written="JENKINS LLC\nSAN MARTIN CA"),
    )


def test_joint_buyers_are_split_only_into_councils(plan: PlanMaker) -> None:
    head = ["Buyer", *HEAD]
    known = {
        "breckland district council",
        "south holland district council",
        "bath and north east somerset council",
    }

    def is_council(name: str) -> bool:
        return name.casefold() in known

    made = plan(
        head,
        ["Breckland District Council and South Holland District Council", *GRASS],
        ["Bath and North East Somerset Council", *MEALS],
        councils=is_council,
    )
    names = [
        [p.name for p in row.planned.parties if p.role is PartyRole.BUYER] for row in made.rows if row.planned
    ]
    assert names == [
        ["Breckland District Council", "South Holland District Council"],
        ["Bath and North East Somerset Council"],
    ]


def test_a_vendor_number_is_not_taken_for_a_companys(plan: PlanMaker) -> None:
    own = plan.first([*HEAD, "SuppID"], [*GRASS, "20014436"])
    assert own.parties[0].number == "" and "SuppID: 20014436" in own.agreement.notes
    official = plan.first([*HEAD, "Company registration number"], [*GRASS, "1234567"])
    assert official.parties[0].number == "01234567" and official.agreement.notes == ""


def test_a_review_that_comes_again_is_a_cycle_and_no_day(plan: PlanMaker) -> None:
    made = plan([*HEAD, "Review date"], [*GRASS, "Annually"], [*MEALS, "31/03/2027"])
    first, second = (row.planned.agreement for row in made.rows if row.planned)
    assert (first.review_every, first.next_review) == (Period(12), None)
    assert second.review_every is None and second.next_review and second.next_review.day == date(2027, 3, 31)
    assert "date.unreadable" not in codes(made)


def test_extensions_that_were_taken_say_how_far_an_agreement_runs_now(plan: PlanMaker) -> None:
    steps = ("Extension 1 End Date", "Ext 1 Taken?", "Extension 2 End Date", "Ext 2 Taken?")
    made = plan(
        [*HEAD, *steps],
        [*GRASS, "31/03/2027", "Yes", "31/03/2028", "No"],
        [*MEALS, "30/09/2027", "", "30/09/2028", ""],
    )
    first, second = (row.planned.agreement for row in made.rows if row.planned)
    assert [(event.kind, event.new_end.day) for event in first.events if event.new_end] == [
        (EventKind.EXTENDED, date(2027, 3, 31))
    ]
    assert first.ends is not None and first.ends.day == date(2026, 3, 31)
    assert first.maximum_end == date(2028, 3, 31) and second.maximum_end == date(2028, 9, 30)
    assert second.events == ()


def test_how_many_extensions_there_are_may_stand_beside_how_long_each_is(plan: PlanMaker) -> None:
    columns = ("No. of extensions available", "Length of each extension (months)", "Extensions used")
    made = plan([*HEAD, *columns], [*GRASS, "2", "12", "1"], [*MEALS, "1", "24", "0"])
    assert [
        [str(option.length) for option in row.planned.agreement.options] for row in made.rows if row.planned
    ] == [["12 months", "12 months"], ["2 years"]]
    plain = plan.first([*HEAD, "Number of extensions", "Extension period"], [*GRASS, "3", "1 year"])
    assert [str(option.length) for option in plain.agreement.options] == ["12 months"] * 3


def test_a_later_end_that_is_not_agreed_is_a_note(plan: PlanMaker) -> None:
    made = plan(
        [*HEAD, "Extended?", "Extended until"],
        [*GRASS, "Pending", "31/03/2027"],
        [*MEALS, "Y", "30/09/2027"],
    )
    first, second = (row.planned.agreement for row in made.rows if row.planned)
    assert first.events == () and "Extended until: 31/03/2027" in first.notes
    assert "end.not-agreed" in codes(made)
    assert second.events[0].new_end is not None and second.events[0].new_end.day == date(2027, 9, 30)
    assert "Extended until" not in second.notes


@pytest.mark.parametrize(
    ("words", "kind", "kept"),
    [
        ("Lease 5yrs", AgreementType.OTHER, True),
        ("Licence, rolling monthly", AgreementType.OTHER, True),
        ("Contract", AgreementType.CONTRACT, False),
        ("Framework Agreement", AgreementType.FRAMEWORK, False),
    ],
)
def test_what_a_type_says_besides_is_kept(
    plan: PlanMaker, words: str, kind: AgreementType, kept: bool
) -> None:
    made = plan.first([*HEAD, "Contract type"], [*GRASS, words]).agreement
    assert made.type is kind and (f"Contract type: {words}" in made.notes) is kept


def test_a_host_and_its_clients_are_told_by_their_headings(plan: PlanMaker) -> None:
    head = ["Service", "Host authority", "Client authorities", "Agreement type", "Start", "End"]
    row = ["Payroll", "Countyshire CC", "Alpha DC; Beta DC", "Delegation", "01/04/2018", "31/03/2028"]
    assert [(one.name, one.role) for one in plan.first(head, row).parties] == [
        ("Countyshire CC", PartyRole.HOST),
        ("Alpha DC", PartyRole.RECIPIENT),
        ("Beta DC", PartyRole.RECIPIENT),
    ]
    row[3] = "Contract"
    assert plan.first(head, row).parties[0].role is PartyRole.BUYER


def test_kinds_under_a_legal_heading_are_no_titles(plan: PlanMaker) -> None:
    head = [
        "Shared Service",
        "Lead Council",
        "Partner Councils",
        "Go live",
        "Legal agreement",
        "Agreement end",
    ]
    rows = (
        ["Revenues", "North DC", "West DC; East DC", "1 June 2011", "s101 delegation", "31 May 2031"],
        ["Legal", "East DC", "North DC", "01/10/2020", "MoU", ""],
    )
    made = [row.planned.agreement for row in plan(head, *rows).rows if row.planned]
    assert [(one.title, one.type) for one in made] == [
        ("Revenues", AgreementType.DELEGATION),
        ("Legal", AgreementType.MEMORANDUM),
    ]


def test_all_who_sign_a_memorandum_are_its_members(plan: PlanMaker) -> None:
    head = ["Reference", "Title", "Parties", "Type", "Date signed", "End"]
    row = ["A1", "Data sharing", "Anyshire CC; Anyshire Police; NHS ICB", "MoU", "14/02/2022", "13/02/2027"]
    assert [(one.name, one.role) for one in plan.first(head, row).parties] == [
        ("Anyshire CC", PartyRole.MEMBER),
        ("Anyshire Police", PartyRole.MEMBER),
        ("NHS ICB", PartyRole.MEMBER),
    ]
    row[3] = "Contract"
    assert {one.role for one in plan.first(head, row).parties} == {PartyRole.SUPPLIER}


def test_recipients_of_grants(plan: PlanMaker) -> None:
    made = plan.first(
        [
            "Beneficiary",
            "Summary of the purpose of the grant",
            "Time period for which the grant has been given",
            "Amount",
        ],
        ["Village Hall Trust", "Roof repairs", "2017/18", "5,000"],
        ["Choir", "Music", "One-off", "300"],
    )
    assert made.agreement.type is AgreementType.GRANT
    assert made.parties[0].role is PartyRole.SUPPLIER  # lists show it where they show whom the money goes to
    assert made.agreement.starts is not None and made.agreement.starts.inferred
    assert made.agreement.ends is not None and made.agreement.ends.day == date(2018, 3, 31)


# Terms


def test_terms_options_and_notice(plan: PlanMaker) -> None:
    head = [*HEAD, "Contract duration", "Extensions", "Notice (months)"]
    made = plan.first(head, [*GRASS, "3 years", "1+1", "6"])
    a = made.agreement
    assert a.initial_term == Period(36)
    assert [(o.number, o.length) for o in a.options] == [(1, Period(12)), (2, Period(12))]
    assert [n.length for n in a.notices] == [Period(6)] and a.notice_text == "6"
    assert a.extensions_text == "1+1"


@pytest.mark.parametrize(
    ("extensions", "lengths"),
    [("3+1", [12]), ("3 + 1 + 1 years", [12, 12]), ("1+1", [12, 12]), ("2+1", [24, 12]), ("3+3", [36, 36])],
)
def test_a_chain_beside_its_first_term_begins_with_it(
    plan: PlanMaker, extensions: str, lengths: list[int]
) -> None:
    made = plan.first([*HEAD, "Contract duration", "Extension options"], [*GRASS, "3 years", extensions])
    assert [option.length for option in made.agreement.options] == [Period(months) for months in lengths]
    assert made.agreement.extensions_text == extensions


def test_extensions_up_to_a_limit_follow_from_the_first_term(plan: PlanMaker) -> None:
    yearly = "year on year up to a maximum of 6 years"
    made = plan.first([*HEAD, "Contract duration", "Extensions"], [*GRASS, "3 years", yearly])
    assert [o.length for o in made.agreement.options] == [Period(12)] * 3
    assert (made.agreement.term_limit, made.agreement.extensions_text) == (None, yearly)
    alone = plan.first([*HEAD, "Extensions"], [*GRASS, yearly])
    assert (alone.agreement.options, alone.agreement.term_limit) == ((), Period(72))


def test_terms_in_a_title(plan: PlanMaker) -> None:
    made = plan.first(HEAD, ["C-1", "Lifts - 3 years with the option to extend for 2 years", *GRASS[2:]])
    assert made.agreement.initial_term == Period(36)
    assert [o.length for o in made.agreement.options] == [Period(24)]


def test_the_question_whether_ends_include_the_extensions(plan: PlanMaker) -> None:
    head = [*HEAD, "Term", "Extensions"]
    rows = [[*GRASS[:4], "31/03/2028", "5", "3 years", "24 months"], [*MEALS, "3 years", "12 months"]]
    asked = plan(head, *rows)
    assert (asked.ends_extended, asked.ends_base) == ((2,), (3,))
    assert [one.row for one in asked.all_findings if one.finding.code == "end.includes-extensions"] == [2]
    base = plan(head, *rows, options=Options(today=TODAY, ends="base"))
    assert "end.includes-extensions" not in codes(base)
    extended = plan(head, *rows, options=Options(today=TODAY, ends="extended"))
    first = extended.rows[0].planned
    assert first is not None
    assert (first.agreement.ends, first.agreement.maximum_end) == (
        When.on(date(2026, 3, 31)),
        date(2028, 3, 31),
    )


def test_a_term_that_disagrees_with_the_dates_is_said(plan: PlanMaker) -> None:
    assert "terms.differ-from-dates" in codes(plan([*HEAD, "Term"], [*GRASS, "2 years"]))
    assert "notice.before-start" in codes(plan([*HEAD, "Notice months"], [*GRASS, "600"]))


def test_a_current_end_after_the_first_is_an_extension(plan: PlanMaker) -> None:
    made = plan.first([*HEAD, "Current end date", "Maximum end date"], [*GRASS, "31/03/2027", "31/03/2028"])
    assert [event.new_end for event in made.agreement.events] == [When.on(date(2027, 3, 31))]
    assert made.agreement.maximum_end == date(2028, 3, 31)


# Columns without a field


def test_nothing_is_lost_unsaid(plan: PlanMaker) -> None:
    made = plan(
        [*HEAD, "Cost centre", "Contact email", "Days remaining"],
        [*GRASS, "CC1", "a@b.gov.uk", "12"],
        [*MEALS, "", "c@d.gov.uk", "13"],
    )
    assert [row.planned.agreement.notes for row in made.rows if row.planned] == ["Cost centre: CC1", ""]
    said = {one.finding.code: one.finding.message for one in made.findings}
    assert "Contact email" in said["import.contacts-left-out"]
    assert "Days remaining" in said["import.columns-left-out"]
    assert "Cost centre" in said["import.columns-in-notes"]


def test_contact_details_are_left_out_unless_asked_for(plan: PlanMaker) -> None:
    head, row = [*HEAD, "Contact name", "Contact email"], [*GRASS, "Ann Lee", "ann@a.gov.uk"]
    left = plan(head, row)
    assert "contact" not in left.mapping.fields
    assert left.rows[0].planned is not None and left.rows[0].planned.agreement.contact == ""
    said = next(
        one.finding.message for one in left.findings if one.finding.code == "import.contacts-left-out"
    )
    assert "Contact name, Contact email" in said
    taken = plan.first(head, row, options=Options(today=TODAY, contacts=True)).agreement
    assert (taken.contact, taken.notes) == ("Ann Lee", "Contact email: ann@a.gov.uk")
    chosen = plan.first(head, row, overrides={"contact": "Contact email"}).agreement
    assert (chosen.contact, chosen.notes) == ("ann@a.gov.uk", "")


def test_unnamed_and_repeated_columns_are_kept_and_said(plan: PlanMaker) -> None:
    made = plan([*HEAD, "", "Value"], [*GRASS, "lost?", "7"], [*MEALS, "", "8"])
    assert made.rows[0].planned is not None and "Column G: lost?" in made.rows[0].planned.agreement.notes
    assert {"import.unnamed-columns", "import.repeated-headings"} <= codes(made)


# Rows


def test_rows_that_are_no_agreements_are_left_out_with_a_reason(plan: PlanMaker) -> None:
    made = plan(
        HEAD,
        ["Adult Services", "", "", "", "", ""],
        GRASS,
        HEAD,
        MEALS,
        MEALS,
        ["Total", "", "", "", "", "2,080.50"],
        ["Values are without VAT", "", "", "", "", ""],
    )
    assert [row.outcome for row in made.rows] == [
        Outcome.NOT_IMPORTED, Outcome.ADD, Outcome.NOT_IMPORTED, Outcome.ADD, *[Outcome.NOT_IMPORTED] * 3,
    ]  # fmt: skip
    reasons = [row.reason for row in made.rows if row.reason]
    assert [
        word in reason
        for word, reason in zip(
            ("one cell alone", "headings once more", "same as in row 5", "total", "one cell"),
            reasons,
            strict=True,
        )
    ] == [True] * 5
    assert made.rows[1].planned is not None and made.rows[1].planned.agreement.department == "Adult Services"
    assert made.summary()["read"] == 7


def test_cells_that_slipped_sideways_make_a_row_doubtful(plan: PlanMaker) -> None:
    slipped = ["C-3", "Roofs", "and gutters", "Slate Ltd", "01/04/2024", "31/03/2027"]
    made = plan([*HEAD, "Review date"], [*GRASS, "01/01/2026"], [*slipped, "5,000"], [*MEALS, "01/02/2026"])
    assert made.rows[1].outcome is Outcome.DOUBTFUL
    assert "slipped 1 column to the right" in made.rows[1].reason


def test_short_and_long_rows_are_said(plan: PlanMaker) -> None:
    made = plan(HEAD, ["C-1", "Meals"], [*GRASS, "extra"])
    assert {
        (one.finding.code, one.row) for one in made.all_findings if one.finding.code.startswith("row.")
    } == {("row.short", 2), ("row.long", 3)}


def test_references_that_differ_by_case_or_dash_may_be_one(plan: PlanMaker) -> None:
    made = plan(HEAD, GRASS, ["c-1 ", "Grass", *GRASS[2:]], ["C‑1", "Lawns", *GRASS[2:]])
    assert [one.row for one in made.all_findings if one.finding.code == "import.possible-copy"] == [3, 4]
    assert made.count(Outcome.ADD) == 3


def test_merged_cells_are_filled_down_unless_asked_not_to_be(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    rows: list[list[object]] = [
        [*HEAD],
        [*GRASS[:2], "Green Ltd", date(2023, 4, 1), date(2026, 3, 31), 5],
        [None, "Lot 2", None, date(2023, 4, 1), date(2026, 3, 31), 6],
    ]
    path = write_xlsx(tmp_path / "a.xlsx", rows)
    book = load_workbook(path)
    assert book.active is not None
    book.active.merge_cells("A2:A3")
    book.active.merge_cells("C2:C3")
    book.save(path)
    asked = plan_of(path, options=Options(today=TODAY, fill_down=False))
    assert [(one.row, one.column) for one in asked.all_findings if one.finding.code == "cell.merged"] == [
        (3, "Reference"),
        (3, "Supplier"),
    ]
    usual = plan_of(path)
    filled = usual.rows[1].planned
    assert filled is not None
    assert [one.column for one in usual.findings if one.finding.code == "cell.merged-down"] == [
        "Reference",
        "Supplier",
    ]
    assert (filled.agreement.reference, [p.name for p in filled.parties]) == ("C-1", ["Green Ltd"])


def test_a_table_without_headings_waits_for_a_person(plan: PlanMaker) -> None:
    bare = plan(GRASS, MEALS)
    assert bare.count(Outcome.DOUBTFUL) == 2 and "import.no-heading-row" in codes(bare)
    told = plan(GRASS, MEALS, overrides={"title": "B", "reference": "A"})
    assert told.count(Outcome.ADD) == 2


# Coming back


def test_the_same_file_changes_nothing_and_says_what_is_missing(plan: PlanMaker) -> None:
    held = as_existing(plan(HEAD, GRASS, MEALS))
    again = plan(HEAD, GRASS, existing=held)
    assert (again.count(Outcome.SAME), again.missing) == (1, (2,))


def test_a_change_is_told_field_by_field(plan: PlanMaker) -> None:
    held = as_existing(plan(HEAD, GRASS, MEALS))
    changed = plan(HEAD, [*GRASS[:4], "31/03/2027", ""], MEALS, existing=held).rows[0]
    assert changed.outcome is Outcome.CHANGE and changed.existing == 1
    assert [(c.field, c.old, c.new) for c in changed.changes] == [
        ("ends", When.on(date(2026, 3, 31)), When.on(date(2027, 3, 31)))
    ]


def test_clear_empties_and_blank_leaves_alone(plan: PlanMaker) -> None:
    held = as_existing(plan(HEAD, GRASS))
    cleared = plan(HEAD, [*GRASS[:4], "(clear)", " (Clear)"], existing=held).rows[0]
    assert {(c.field, c.new) for c in cleared.changes} == {
        ("ends", None),
        ("end_kind", EndKind.UNKNOWN),
        ("value", None),
    }
    assert plan(HEAD, [*GRASS[:4], "", ""], existing=held).rows[0].outcome is Outcome.SAME


def test_clear_takes_parties_options_and_notices_away(plan: PlanMaker) -> None:
    head = [*HEAD, "Extensions", "Notice (months)"]
    held = as_existing(plan(head, [*GRASS, "1+1", "6"]))
    row = plan(head, [*GRASS[:2], "(clear)", *GRASS[3:], "(clear)", "(clear)"], existing=held).rows[0]
    assert {(c.field, c.new) for c in row.changes} == {
        ("parties", ()), ("options", ()), ("notices", ()), ("extensions_text", ""), ("notice_text", ""),
    }  # fmt: skip


def test_an_end_that_became_rolling_loses_its_day(plan: PlanMaker) -> None:
    held = as_existing(plan(HEAD, GRASS))
    row = plan(HEAD, [*GRASS[:4], "Rolling", GRASS[5]], existing=held).rows[0]
    assert {(c.field, c.new) for c in row.changes} == {("end_kind", EndKind.ROLLING), ("ends", None)}


def test_what_a_person_changed_since_stays_or_is_said(plan: PlanMaker) -> None:
    (held,) = as_existing(plan(HEAD, GRASS))
    mine = replace(held.agreement, title="Grass and hedges")
    edited = Existing(mine, held.parties, edited={"title": "Grass cutting"})
    kept = plan(HEAD, GRASS, existing=[edited])
    assert kept.rows[0].outcome is Outcome.SAME and "import.edit-kept" in codes(kept)
    both = plan(HEAD, ["C-1", "Lawns", *GRASS[2:]], existing=[edited])
    (conflict,) = both.rows[0].conflicts
    assert (conflict.left, conflict.old, conflict.new) == ("Grass cutting", "Grass and hedges", "Lawns")
    assert both.rows[0].outcome is Outcome.SAME and "import.edit-conflict" in codes(both)
    both.rows[0].take("title")
    assert both.rows[0].outcome is Outcome.CHANGE and both.rows[0].changes == (conflict,)


def test_one_reference_for_several_suppliers(plan: PlanMaker) -> None:
    rows = [["F-1", "Framework", f"Firm {n} Ltd", *GRASS[3:]] for n in range(4)]
    held = as_existing(plan(HEAD, *rows))
    again = plan(HEAD, *reversed(rows), existing=held)
    assert [(row.outcome, row.existing) for row in again.rows] == [(Outcome.SAME, n) for n in (4, 3, 2, 1)]


def test_likeness_is_left_to_a_person(plan: PlanMaker) -> None:
    head = HEAD[1:]
    held = as_existing(plan(head, GRASS[1:], MEALS[1:]))
    row = plan(head, ["Grass cuting", *GRASS[2:]], existing=held).rows[0]
    assert (row.outcome, row.existing) == (Outcome.DOUBTFUL, 1)
    assert "it may be 'Grass cutting'" in row.reason
    stranger = plan(head, ["Legal advice", "Lex LLP", *GRASS[3:]], existing=held).rows[0]
    assert stranger.outcome is Outcome.ADD


def test_a_shared_reference_and_nothing_else_is_doubtful(plan: PlanMaker) -> None:
    held = as_existing(plan(HEAD, GRASS))
    row = plan(HEAD, ["C-1", "Legal advice", "Lex LLP", "01/01/2020", *GRASS[4:]], existing=held).rows[0]
    assert (row.outcome, row.existing) == (Outcome.DOUBTFUL, 1)


def test_only_the_agreements_that_are_named_are_fetched(plan: PlanMaker) -> None:
    held = as_existing(plan(HEAD, GRASS, MEALS))
    whole = Known.of(held)
    asked: list[int] = []

    def fetch(ids: Sequence[int]) -> list[Existing]:
        asked.extend(ids)
        return [one for one in held if one.agreement.id in ids]

    again = plan(HEAD, MEALS, existing=replace(whole, fetch=fetch))
    assert asked == [2] and again.rows[0].outcome is Outcome.SAME


def test_notes_are_brought_up_to_date_line_by_line() -> None:
    had = "Rang on Monday\nCost centre: CC1\nTotal: 1000"
    assert merge_notes(had, "Cost centre: CC1\nTotal: 1,000.00") == had
    assert merge_notes(had, "Cost centre: CC2") == "Rang on Monday\nCost centre: CC2\nTotal: 1000"
    assert merge_notes(had, "Region: North") == had + "\nRegion: North"


@pytest.mark.parametrize(
    ("had", "new", "same"),
    [
        ("Inspected: 06/05/2024", "Inspected: 2024-05-06 00:00:00", True),
        ("Inspected: 06/05/2024", "Inspected: 05/06/2024", False),
        ("Rate: 0.2", "Rate: 20%", True),
        ("Rate: 0.2", "Rate: 2%", False),
        ("Score: 9.424769999999999", "Score: 9.42477", True),
        ("Local?: FALSE", "Local?: 0", True),
        ("Local?: TRUE", "Local?: 0", False),
        ("Code: 007", "Code: 7", True),
        ("Account: 12345678901234567", "Account: 12345678901234568", False),
    ],
)
def test_notes_are_the_same_whatever_kind_of_file_wrote_them(had: str, new: str, same: bool) -> None:
    assert (merge_notes(had, new) == had) is same


WORDS = st.text(st.sampled_from("abcdefghij '&-"), min_size=3, max_size=20).filter(
    lambda text: len(text.strip(" '&-")) > 2
)


@given(
    st.lists(
        st.tuples(WORDS, WORDS, st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(2, 10**7)),
        min_size=3,
        max_size=12,
        unique_by=lambda row: row[0].strip().casefold(),
    ),
    st.randoms(use_true_random=False),
)
def test_any_register_in_another_order_and_layout_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, date, int]], random: object
) -> None:
    folder = tmp_path_factory.mktemp("law")
    lines = [
        [f"R{n}", title, supplier + " Ltd", f"{day:%d/%m/%Y}", f"{pence:,}"]
        for n, (title, supplier, day, pence) in enumerate(rows)
    ]
    head = ["Reference", "Title", "Supplier", "End date", "Value"]
    first = plan_of(write_csv(folder / "a.csv", [head, *lines]))
    held = as_existing(first)
    turned = [list(reversed(line)) for line in (head, *sorted(lines, key=lambda line: line[1]))]
    again = plan_of(write_csv(folder / "b.csv", turned, "utf-16"), held)
    assert again.count(Outcome.SAME) == len(held) == first.count(Outcome.ADD)
    assert again.count(Outcome.CHANGE) == again.count(Outcome.ADD) == 0


def test_the_summary_is_the_promised_shape(plan: PlanMaker) -> None:
    summary = plan(HEAD, [*GRASS[:5], "-"], MEALS).summary()
    assert summary["file"] == "register.csv" and summary["sheet"] is None and summary["header_row"] == 1
    assert summary["mapping"] == dict(
        zip(("reference", "title", "supplier", "starts", "ends", "value"), HEAD, strict=True)
    )
    assert summary["findings"] == [
        {
            "row": 2,
            "column": "Value",
            "text": "-",
            "code": "money.nil",
            "severity": "note",
            "message": "'-' was taken as nil.",
        }
    ]
    counts = ("read", "added", "changed", "same", "doubtful", "not_imported")
    assert [summary[name] for name in counts] == [2, 2, 0, 0, 0, 0]


def test_precision_is_kept(plan: PlanMaker) -> None:
    made = plan.first(HEAD, [*GRASS[:4], "March 2026", "5"])
    assert made.agreement.ends is not None and made.agreement.ends.precision is Precision.MONTH


def test_progress_is_told_and_may_end_the_work(plan: PlanMaker) -> None:
    told: list[tuple[int, int]] = []
    plan(HEAD, GRASS, MEALS, progress=lambda done, whole: told.append((done, whole)))
    assert told == sorted(told) and told[-1][0] == told[-1][1]

    def stop(done: int, whole: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        plan(HEAD, GRASS, MEALS, progress=stop)


CELLS = st.one_of(
    st.none(),
    st.text(max_size=30),
    st.sampled_from(
        ["01/04/2025", "TBC", "1+1", "£5", "-", "(clear)", "Total", "31/02/2026", "2 years", "Various"]
    ),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.builds(Fault, st.just("cell.error"), st.just("#REF!")),
)
WIDE = [
    *HEAD,
    "Term",
    "Extensions",
    "Notice",
    "Buyer",
    "Type",
    "SME",
    "Status",
    "Current end date",
    "Currency",
    "X",
]


@given(
    st.lists(st.lists(CELLS, max_size=len(WIDE) + 1), min_size=1, max_size=6),
    st.sampled_from(["base", "extended", "ask"]),
)
def test_whatever_the_cells_hold_every_row_is_accounted_for(rows: list[list[Cell]], ends: str) -> None:
    filled = [row for row in rows if any(not is_blank(cell) for cell in row)]
    good: list[Cell] = [
        *GRASS,
        "3 years",
        "1 + 1",
        "6 months",
        "A Council",
        "Contract",
        "Yes",
        "Live",
        None,
        "GBP",
    ]
    sheet = Sheet("S", [list(WIDE), list(good), *filled], range(1, len(filled) + 3))
    book = Workbook(Path("any.xlsx"), "xlsx", [sheet])
    try:
        made = make_plan(book, Options(today=TODAY, ends=ends))
    except CannotRead:
        return
    assert [row.row for row in made.rows] == list(range(2, len(filled) + 3))
    assert all(row.reason for row in made.rows if row.outcome in (Outcome.NOT_IMPORTED, Outcome.DOUBTFUL))
    held = as_existing(made)
    again = make_plan(book, Options(today=TODAY, ends=ends), existing=held)
    assert again.count(Outcome.ADD) == again.count(Outcome.CHANGE) == 0

"""Traps that registers of other councils set, each in a few cells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from tests.exchange.importing import TODAY, as_existing
from tracker.domain.agreement import Agreement, EndKind
from tracker.domain.dates import Period, When
from tracker.domain.errors import CannotRead
from tracker.domain.money import Money
from tracker.exchange.plans.heading import NEVER, meanings
from tracker.exchange.plans.plan import Plan, make_plan
from tracker.exchange.plans.planned import Options, Outcome
from tracker.exchange.sheets.sheet import Cell, Sheet, Workbook

START, END = date(2024, 4, 1), date(2027, 3, 31)
HEAD: list[Cell] = ["Contract Ref", "Title", "Supplier", "Start date", "End date", "Value"]
ROWS: list[list[Cell]] = [
    [f"C{n}", f"Thing {n}", f"Firm {n} Ltd", date(2024, 4, n), date(2027, 3, n), 1000.0 + n]
    for n in range(1, 5)
]


def sheet(*rows: Sequence[Cell], name: str = "Register") -> Sheet:
    wide = max(map(len, rows))
    return Sheet(name, [[*row, *[None] * (wide - len(row))] for row in rows], range(1, len(rows) + 1))


def plan(*sheets: Sheet) -> Plan:
    return make_plan(Workbook(Path("register.xlsx"), "xlsx", list(sheets)), Options(today=TODAY))


def added(made: Plan) -> list[Agreement]:
    return [row.planned.agreement for row in made.rows if row.outcome is Outcome.ADD and row.planned]


def codes(made: Plan) -> set[str]:
    return {one.finding.code for one in made.all_findings}


# Headings: what they must be told as first; "" for none of the fields.
HEADINGS = {
    "Contract End Date (including extensions)": "max_end",
    "Contract Expiry (incl. ext.)": "max_end",
    "Contract Expiry (excl. ext.)": "ends",
    "End date for the contract (without possible extensions)": "ends",
    "Total Contract Value (ex VAT) £k": "value",
    "Estimated Total Value incl extensions": "value",
    "Est. Annual Value": "annual_value",
    "Next Review Date": "review",
    "Next contract start date": NEVER,
    "Months until expiry": NEVER,
    "Insurance expiry date": "",
    "How long does it run?": "term",
    "What is being bought": "title",
    "Who is providing it": "supplier",
    "Start of agreement": "starts",
    "Renewal Date": "ends",
    "SME Y/N": "sme",
    "Procured via": "procurement_route",
    "Hosting Authority": "buyer",
    "Counterparties": "supplier",
    "Dyddiad gorffen": "ends",
    "Cyflenwr": "supplier",
    "Key words": "tags",
    "Buyer Organisation": "buyer",
    "Contractor Awarded": "supplier",
    "Awarded Supplier Company Number": "supplier_number",
    "Tender Award Date": "signed",
    "Tender end date": NEVER,
    "Who is the contract manager?": "owner",
    "Contract End (Initial)": "ends",
    "Expiry (max)": "max_end",
    "Expiry (current)": "current_end",
    "Contract value (initial)": "value",
    "Commodity Level 1": "category",
    "Renewal Notice": "notice",
    "Funding (£m)": "value",
    "Long-stop Date": "max_end",
    "Remaining options": "extensions",
    "Months remaining": NEVER,
    "date_max_extension": "max_end",
    "Start of Grant Period": "starts",
    "Officer responsible for contract": "owner",
    "Organisational reporting unit": "department",
    "Name of the supplying vendor": "supplier",
    "Date extension agreed": "",
    "Insurance end": "",
    "A heading of very many words about the end of something or other": "",
    "Renewal / Review": "review",
    "Contrct Titel": "title",
    "End Dtae": "ends",
    "Directorrate": "department",
    "Rate": "",
    "Indicative Annual Value": "annual_value",
    "Extension arrangements": "extensions",
    "Enw'r contract": "title",
    "Cumulative Spend": NEVER,
}


@pytest.mark.parametrize("heading", HEADINGS)
def test_headings(heading: str) -> None:
    found = meanings(heading)
    assert (found[0].field if found else "") == HEADINGS[heading]


def test_an_amount_in_thousands_by_its_heading() -> None:
    head: list[Cell] = [*HEAD[:5], "Total Contract Value (ex VAT) £k"]
    assert added(plan(sheet(head, *ROWS)))[0].value == Money(100_100_000)


def test_amounts_as_on_the_continent_are_said_once() -> None:
    written = ["12.345,67", "1.234.567,89", "950,00", "1.200"]
    made = plan(sheet(HEAD, *[[*row[:5], text] for row, text in zip(ROWS, written, strict=True)]))
    assert [one.value for one in added(made)] == [
        Money(minor) for minor in (1_234_567, 123_456_789, 95_000, 120_000)
    ]
    said = [one.row for one in made.all_findings if one.finding.code == "money.continental"]
    assert said == [None]
    mixed = plan(
        sheet(HEAD, *[[*row[:5], text] for row, text in zip(ROWS, [*written[1:], "£1,200"], strict=True)])
    )
    assert [one.value_text for one in added(mixed)] == ["", "950,00", "1.200", ""]


def test_a_figure_that_is_none_is_kept_in_words() -> None:
    head: list[Cell] = [*HEAD[:5], "Annual value"]
    written = ["£2m - £3m", "rates vary", "nil", "(clear)"]
    made = plan(sheet(head, *[[*row[:5], text] for row, text in zip(ROWS, written, strict=True)]))
    assert [one.notes for one in added(made)] == [
        "Annual value: £2m - £3m",
        "Annual value: rates vary",
        "",
        "",
    ]
    assert "money.no-single-figure" in codes(made)


def test_no_vat_is_nothing_odd() -> None:
    head: list[Cell] = [*HEAD[:5], "Irrecoverable VAT"]
    made = plan(sheet(head, *[[*row[:5], 0.0] for row in ROWS]))
    assert "money.placeholder" not in codes(made)


def test_a_date_beside_one_in_the_other_order_is_not_read() -> None:
    days = [("13/04/2024", "12/04/2027"), ("04/13/2024", "04/12/2027"), ("14/06/2024", "04/06/2027")]
    rows = [[*row[:3], *pair, 1000.0] for row, pair in zip(ROWS[:3], days, strict=True)]
    made = plan(sheet(HEAD, *rows, [*ROWS[3][:3], "15/05/2024", "31/05/2027", 1.5]))
    ends = [one.ends for one in added(made)]
    assert ends[:3] == [When.on(date(2027, 4, 12)), When.unknown("04/12/2027"), When.on(date(2027, 6, 4))]
    assert added(made)[1].end_kind is EndKind.UNKNOWN
    assert [(one.row, one.column) for one in made.all_findings if one.finding.code == "date.ambiguous"] == [
        (3, "End date")
    ]


def test_notes_below_a_table_are_no_agreements() -> None:
    made = plan(
        sheet(
            HEAD,
            *ROWS,
            [],
            ["Prepared by", "Procurement Team"],
            ["Date", "30/06/2026"],
            ["Framework", "See intranet"],
        )
    )
    assert len(added(made)) == 4
    assert [row.outcome for row in made.rows[-3:]] == [
        *[Outcome.NOT_IMPORTED] * 2,
        Outcome.DOUBTFUL,
    ]
    short = plan(sheet(HEAD, *ROWS, ["C9", "Known by its name alone"]))
    assert len(added(short)) == 5, "a row of the table itself that says little"


def test_a_line_that_names_a_list_is_no_department() -> None:
    made = plan(sheet(HEAD, *ROWS[:2], ["Expired Contracts"], ROWS[2], ["Adult Services"], ROWS[3]))
    assert [one.department for one in added(made)] == ["", "", "", "Adult Services"]


def test_numbered_rows_are_no_references() -> None:
    head: list[Cell] = ["No", *HEAD[1:]]
    numbered = plan(sheet(head, *[[float(n), *row[1:]] for n, row in enumerate(ROWS, 1)]))
    assert "reference" not in numbered.mapping.fields
    assert added(numbered)[2].notes == "No: 3"
    own = plan(sheet(head, *[[float(n * 7), *row[1:]] for n, row in enumerate(ROWS, 1)]))
    assert own.mapping.fields["reference"].heading == "No"


def test_one_framework_for_every_row_is_still_the_parent() -> None:
    head: list[Cell] = ["Framework ref", *HEAD[1:]]
    made = plan(sheet(head, *[["FW1", *row[1:]] for row in ROWS]))
    assert {one.parent_reference for one in added(made)} == {"FW1"}


def test_the_end_before_an_extension_stands_beside_the_one_after() -> None:
    head: list[Cell] = [*HEAD[:4], "Current Contract End Date", "Extended To"]
    made = plan(sheet(head, *[[*row[:4], END, date(2028, 3, 31)] for row in ROWS]))
    first = added(made)[0]
    assert (first.ends, first.events[0].new_end) == (When.on(END), When.on(date(2028, 3, 31)))


@pytest.mark.parametrize(
    ("cell", "length", "code"),
    [
        ("12 months written notice", 12, ""),
        ("6 months (either party)", 6, ""),
        ("3 months prior to renewal", 3, ""),
        ("Termination on 3 months' notice in writing", 3, ""),
        ("see clause 4", None, "period.unreadable"),
    ],
)
def test_notices_with_words_around_them(cell: str, length: int | None, code: str) -> None:
    head: list[Cell] = [*HEAD[:5], "Notice period"]
    made = plan(sheet(head, [*ROWS[0][:5], cell], *[[*row[:5], "3 months"] for row in ROWS[1:]]))
    (notice, *_) = added(made)[0].notices or (None,)
    assert (notice.length if notice else None) == (Period(length) if length else None)
    assert added(made)[0].notice_text == cell
    assert code in {"", *codes(made)}


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("Parhaus / Ongoing", EndKind.OPEN_ENDED),
        ("Treigl | Rolling", EndKind.ROLLING),
        ("Parhaus", EndKind.OPEN_ENDED),
    ],
)
def test_an_end_in_two_languages(cell: str, kind: EndKind) -> None:
    made = plan(sheet(HEAD, *ROWS[:3], [*ROWS[3][:4], cell, 5.0]))
    assert added(made)[3].end_kind is kind


def test_a_firm_called_see_is_a_supplier() -> None:
    made = plan(
        sheet(
            HEAD,
            ROWS[0],
            ["C9", "Maps", "See Ltd", START, END, 5.0],
            ["C8", "A", "See list", START, END, 5.0],
        )
    )
    names = [[party.name for party in row.planned.parties] for row in made.rows if row.planned]
    assert names == [["Firm 1 Ltd"], ["See Ltd"], []]


def test_other_sheets_with_agreements_are_warned_of() -> None:
    other = sheet(["Agreement name", "Provider", "Expiry"], ["Depot", "Big Land Ltd", END], name="Place")
    made = plan(sheet(HEAD, *ROWS, name="People"), other, sheet(["About"], ["Made by Finance"], name="Front"))
    said = {one.finding.code: one.finding.message for one in made.findings}
    assert "Place. Only 'People' is read here" in said["sheet.others-with-agreements"]
    assert "Front" in said["sheet.others"] and "Place" not in said["sheet.others"]


def test_headings_that_a_system_begins_alike() -> None:
    head: list[Cell] = ["CON_REF", "CON_TITLE", "CON_SUPP_NAME", "CON_START_DT", "CON_END_DT", "CON_VAL_GBP"]
    made = plan(sheet(head, *ROWS))
    assert list(made.mapping.fields) == ["reference", "title", "supplier", "starts", "ends", "value"]
    more = plan(sheet([*head, "Keywords"], *[[*row, "lifts"] for row in ROWS]))
    assert list(more.mapping.fields) == [*made.mapping.fields, "tags"]


def test_a_list_of_what_is_to_be_bought_is_no_register() -> None:
    head = [
        "Procurement Title",
        "Department",
        "Expected Contract Start Date",
        "Expected Contract End Date",
        "Value",
    ]
    rows: list[list[Cell]] = [
        [f"Thing {n}", "Place", date(2027, 4, n), date(2030, 3, n), 5e6] for n in range(1, 5)
    ]
    with pytest.raises(CannotRead, match="No table of agreements"):
        plan(sheet(head, *rows))


def test_a_start_and_a_length_make_an_agreement() -> None:
    head = ["Agreement name", "Place", "Agreement start", "Duration"]
    made = plan(
        sheet(head, *[[f"Thing {n}", "Here", "01/04/2024", "3 years with an option of 2 more"] for n in "ab"])
    )
    first = added(made)[0]
    assert (first.initial_term, [one.length for one in first.options]) == (Period(36), [Period(24)])


def test_a_contract_that_has_a_name_and_no_code_is_a_title() -> None:
    made = plan(sheet(["Contract", *HEAD[2:]], *[["Gas supply", *row[2:]] for row in ROWS]))
    assert "title" in made.mapping.fields and "reference" not in made.mapping.fields


def test_pages_are_no_departments() -> None:
    made = plan(sheet(HEAD, *ROWS[:2], ["Page 1 of 2"], HEAD, *ROWS[2:], ["Page 2 of 2"]))
    assert [one.department for one in added(made)] == [""] * 4


def test_the_mark_of_figures_that_are_text() -> None:
    made = plan(sheet(HEAD, *[["'0012" + row[0][1:], *row[1:]] for row in ROWS if isinstance(row[0], str)]))
    assert added(made)[0].reference == "00121"


def test_a_number_that_may_be_a_charitys_stays_in_words() -> None:
    head: list[Cell] = [*HEAD[:3], "Supplier registration number", *HEAD[4:]]
    rows = [
        [*row[:3], number, *row[4:]]
        for row, number in zip(ROWS, ["1012345", "01234567", "SC012345", "OC312345"], strict=True)
    ]
    made = plan(sheet(head, *rows))
    numbers = [row.planned.parties[0].number for row in made.rows if row.planned]
    assert numbers == ["", "01234567", "", "OC312345"]
    assert added(made)[0].notes == "Supplier registration number: 1012345"


def test_an_amount_that_says_it_is_annual() -> None:
    made = plan(sheet(HEAD, *[[*row[:5], "£30,000 (annual)"] for row in ROWS]))
    assert (added(made)[0].value, added(made)[0].annual_value) == (None, Money(3_000_000))


def test_merged_cells_fill_no_blank_row_and_no_amount() -> None:
    register = sheet(HEAD, ROWS[0], [None, "Other lot", None, START, END, None], [], ROWS[1])
    register.merged = ((2, 2, 4, 2), (2, 5, 4, 5))
    made = plan(register)
    names = [[party.name for party in row.planned.parties] for row in made.rows if row.planned]
    assert names == [["Firm 1 Ltd"], ["Firm 1 Ltd"], ["Firm 2 Ltd"]]
    assert [one.value for one in added(made)] == [Money(100_100), None, Money(100_200)]
    assert "cell.merged" in codes(made), "the amount is said to stand over both"


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Gamma Ltd / Delta Ltd", ["Gamma Ltd", "Delta Ltd"]),
        ("Epsilon Ltd and Zeta Limited", ["Epsilon Ltd", "Zeta Limited"]),
        ("1. Eta Ltd 2. Theta CIC 3. Iota plc", ["Eta Ltd", "Theta CIC", "Iota plc"]),
        ("A Ltd, B plc and C LLP", ["A Ltd", "B plc", "C LLP"]),
        ("Marks and Spencer plc", ["Marks and Spencer plc"]),
        ("Smith and Sons Ltd and Jones", ["Smith and Sons Ltd and Jones"]),
        ("Smith and Sons Ltd and Jones Ltd", ["Smith and Sons Ltd and Jones Ltd"]),
        ("Kappa Ltd, 12 High Street, Anytown, AB1 2CD", ["Kappa Ltd"]),
        ("Various - see the list of lots", []),
        ("In-house", []),
    ],
)
def test_firms_in_one_line(cell: str, names: list[str]) -> None:
    made = plan(sheet(HEAD, [*ROWS[0][:2], cell, *ROWS[0][3:]], *ROWS[1:]))
    assert made.rows[0].planned is not None
    assert [party.name for party in made.rows[0].planned.parties] == names


def test_an_end_before_its_start_is_said() -> None:
    made = plan(sheet(HEAD, *ROWS[:3], [*ROWS[3][:3], END, START, 5.0]))
    said = [(one.row, one.column) for one in made.all_findings if one.finding.code == "end.before-start"]
    assert said == [(5, "End date")]
    assert (added(made)[3].starts, added(made)[3].ends) == (When.on(END), When.on(START))


def test_a_row_of_units_under_the_headings() -> None:
    head: list[Cell] = ["Contract", "Supplier", "Start", "Initial term", "Extension", "Value", "Notice"]
    units: list[Cell] = [None, None, "(dd/mm/yyyy)", "(months)", "(months)", "(£000)", "months"]
    rows: list[list[Cell]] = [
        ["Gas", "Flame Ltd", "01/04/2024", 36.0, 24.0, 150.0, 6.0],
        ["Oil", "Well Ltd", "13/04/2024", 24.0, 12.0, 75.0, 3.0],
    ]
    made = plan(sheet(head, units, *rows))
    first = added(made)[0]
    assert len(made.rows) == 2
    assert (first.initial_term, first.options[0].length, first.notices[0].length) == (
        Period(36),
        Period(24),
        Period(6),
    )
    assert first.value == Money(15_000_000)


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        ("Software|Vendor|Renewal date|Annual cost", "title supplier ends annual_value"),
        (
            "Property|Landlord|Tenant|Lease start|Lease end|Rent pa",
            "title buyer supplier starts ends annual_value",
        ),
        ("MoU Title|Between|Date signed|Effective from|Effective to", "title supplier signed starts ends"),
    ],
)
def test_registers_of_other_agreements(head: str, fields: str) -> None:
    values: dict[str, Cell] = {"starts": START, "ends": END, "signed": START, "annual_value": 5000.0}
    names = fields.split()
    rows = [[values.get(name, f"{name} {n}") for name in names] for n in range(3)]
    made = plan(sheet(head.split("|"), *rows))
    told = {column.index: field for field, column in made.mapping.fields.items()}
    assert [told.get(index) for index in range(len(names))] == names


def test_a_title_with_another_reference_is_left_to_a_person_unless_all_have_new_ones() -> None:
    def again(rows: list[list[Cell]], start: int) -> list[list[Cell]]:
        return [[f"N{number}", *row[1:]] for number, row in enumerate(rows, start)]

    many = [[f"C{n}", f"Thing {n}", f"Firm {n} Ltd", START, END, 1000.0] for n in range(1, 6)]
    held = as_existing(plan(sheet(HEAD, *many)))
    book = Workbook(Path("again.xlsx"), "xlsx", [sheet(HEAD, *many[:4], *again(many[4:], 9))])
    last = make_plan(book, Options(today=TODAY), existing=held).rows[-1]
    assert (last.outcome, last.existing) == (Outcome.DOUBTFUL, 5)
    assert "of 'C5', and another reference" in last.reason
    book.sheets = [sheet(HEAD, *again(many, 1))]
    assert {row.outcome for row in make_plan(book, Options(today=TODAY), existing=held).rows} == {
        Outcome.CHANGE
    }


FIGURES = {
    "£5,000": (500_000, ""),
    "£5,000 pa": (500_000, ""),
    "£5k per month": (None, "Annual value: £5k per month"),
    "£50 an hour": (None, "Annual value: £50 an hour"),
    "£5,000 (2 years)": (500_000, "Annual value: £5,000 (2 years)"),
    "about £5,000": (500_000, "Annual value: about £5,000"),
    "£5,000 x 3": (None, "Annual value: £5,000 x 3"),
}


def test_a_figure_of_another_rate_is_no_annual_value_and_words_beside_one_are_kept() -> None:
    head = [*HEAD[:5], "Annual value"]
    made = added(plan(sheet(head, *[[f"C{n}", *ROWS[0][1:5], text] for n, text in enumerate(FIGURES)])))
    assert [(one.annual_value and one.annual_value.minor, one.notes) for one in made] == list(
        FIGURES.values()
    )
    totals = added(plan(sheet(HEAD, *[[f"C{n}", *ROWS[0][1:5], text] for n, text in enumerate(FIGURES)])))
    assert [one.value and one.value.minor for one in totals] == [
        500_000,
        None,
        None,
        None,
        500_000,
        500_000,
        None,
    ]
    assert totals[4].value_text == "£5,000 (2 years)"


def test_a_row_that_numbers_the_columns_is_no_agreement() -> None:
    for numbering in (
        [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        ["(a)", "(b)", "(c)", "(d)", "(e)", "(f)"],
        list("123456"),
    ):
        made = plan(sheet(HEAD, numbering, *ROWS))
        assert [row.reason for row in made.rows] == ["it numbers the columns", *[""] * len(ROWS)]


def test_a_firm_alone_in_its_row_is_no_department() -> None:
    made = plan(sheet(HEAD, ["PLACE"], ROWS[0], [None, None, "Also Waste Ltd"], *ROWS[1:]))
    assert {one.department for one in added(made)} == {"PLACE"}
    assert "'Also Waste Ltd'" in made.rows[2].reason


def test_a_second_table_beside_the_first_is_said() -> None:
    made = plan(sheet([*HEAD, None, *HEAD], *[[*row, None, *row] for row in ROWS]))
    assert "import.tables-side-by-side" in codes(made) and "import.repeated-headings" not in codes(made)


def test_extensions_under_a_group_of_their_own() -> None:
    head = ["Ref", "Title", "Supplier", "Start", "End", "1st", "2nd"]
    made = sheet(
        ["Contract", None, None, "Dates", None, "Extension (months)", None],
        head,
        *[[*row[:5], 12.0, 0.0] for row in ROWS],
    )
    made.merged = ((1, 0, 1, 2), (1, 3, 1, 4), (1, 5, 1, 6))
    assert [one.length.code for one in added(plan(made))[0].options if one.length] == ["12m"]

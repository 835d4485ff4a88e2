"""Registers as other councils lay them out, and lists that are none: what a careful officer would make of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from tests.exchange.importing import plan_of, write_csv, write_xlsx
from tracker.app.authorities import is_council
from tracker.domain.agreement import Agreement, AgreementType, EndKind, PartyRole
from tracker.domain.dates import Period
from tracker.domain.errors import CannotRead
from tracker.exchange.plans.plan import Plan
from tracker.exchange.plans.planned import Outcome

START, END, LATEST = "01/04/2023", "31/03/2026", "31/03/2028"

# Headings, the fields that they must be told as, in order; "" for a column that fills none of these.
REGISTERS: dict[str, tuple[str, str]] = {
    "transparency code": (
        "Reference number|Title of agreement|Local authority department responsible|Description of the goods "
        "and/or services being provided|Supplier name and details|Sum to be paid over the length of the contract "
        "or the estimated annual spending or budget for the contract|Start date|End date|Review date|Value Added "
        "Tax that cannot be recovered|Process used",
        "reference|title|department|description|supplier|value|starts|ends|review|irrecoverable_vat|procurement_route",
    ),
    "city": (
        "LCC Ref|Contract Title|Directorate|Contract Start Date|Contract End Date|Extension Period|"
        "Estimated Contract Value|Supplier",
        "reference|title|department|starts|ends|extensions|value|supplier",
    ),
    "effective date": (
        "Contract Number|Contract Description|Contract Effective Date|Contract End Date|Total Value|Contractor",
        "reference|title|starts|ends|value|supplier",
    ),
    "possible extension to": (
        "Contract ID|Contract name|Supplier(s)|Current contract start date|Possible extension to|Annual value",
        "reference|title|supplier|starts|max_end|annual_value",
    ),
    "extendable to": (
        "DN Reference|Title|Organisation|Supplier|Value|From Date|To Date|Extendable To",
        "reference|title|buyer|supplier|value|starts|ends|max_end",
    ),
    "in short": (
        "Ctr No|Ctr Name|Suppl.|St. Date|End Dt|Val (ex. VAT)|Dept.",
        "reference|title|supplier|starts|ends|value|department",
    ),
    "shorter": (
        "REF|DESCRIPTION|CONTRACTOR|COMM. DATE|EXPIRY|EXT. OPTION|ANNUAL £|TOTAL £|OFFICER",
        "reference|title|supplier|starts|ends|extensions|annual_value|value|owner",
    ),
    "two languages": (
        "Contract Ref / Cyf|Contract Title / Teitl|Supplier / Cyflenwr|Start Date / Dyddiad Dechrau|"
        "End Date / Dyddiad Gorffen|Value / Gwerth",
        "reference|title|supplier|starts|ends|value",
    ),
    "questions": (
        "What is the contract for?|Who is the supplier?|When did it start?|When does it end?|How much is it worth?",
        "title|supplier|starts|ends|value",
    ),
    "plain words": (
        "Agreement No.|What is it for?|Who with|From|To|£|Manager",
        "reference|title|supplier|starts|ends|value|owner",
    ),
    "service levels": (
        "SLA Title|Partner organisation|Commencement|Termination|Annual charge|Lead officer",
        "title|supplier|starts|ends|annual_value|owner",
    ),
    "an export of e-tendering": (
        "CfT CA Unique ID|CfT Title|Contracting Authority|Contractor(s)|Date of Contract Award|Contract Start Date|"
        "Contract End Date|Contract End Date inc. all extensions",
        "reference|title|buyer|supplier|signed|starts|ends|max_end",
    ),
    "a health body": (
        "Contract Record ID|Contract Title|Account: Account Name|Trust|Contract Start Date|Current Contract End Date|"
        "Maximum Contract End Date|Awarded Contract Value|Contract Owner: Full Name",
        "reference|title|supplier|buyer|starts|current_end|max_end|value|owner",
    ),
    "Welsh": (
        "Rhif Contract|Teitl|Disgrifiad|Cyflenwr|Dyddiad Cychwyn|Dyddiad Gorffen|Opsiwn i ymestyn|Gwerth|Adran|Swyddog",
        "reference|title|description|supplier|starts|ends|extensions|value|department|owner",
    ),
    "police": (
        "Contract Title|Force|Supplier|Date Contract Commences|Date Contract Expires|Extension Options Remaining|Link officer",
        "title|buyer|supplier|starts|ends|extensions|owner",
    ),
    "works": (
        "Scheme|Main Contractor|Works start|Works complete|Contract sum|Commissioner",
        "title|supplier|starts|ends|value|owner",
    ),
    "frameworks": (
        "Framework|Provider|Framework ref|Start|End|Final expiry date (all extensions)",
        "title|supplier|reference|starts|ends|max_end",
    ),
    "a pooled budget": (
        "Agreement|Parties|Start|End|Pooled budget|Host|Annual contribution",
        "title|supplier|starts|ends|value|buyer|annual_value",
    ),
    "councils together": (
        "Lead Council|Partnership Agreement|Other Councils|Commenced On|Expires On|Withdrawal Notice",
        "buyer|title|supplier|starts|ends|notice",
    ),
    "told by words alone": (
        "Subject of Contract|Name of Successful Bidder|Date Contract Started|Date Contract Due to End|Annual Contract Sum",
        "title|supplier|starts|ends|annual_value",
    ),
    "calls on a framework": (
        "Parent Contract|Call-off Ref|Call-off Title|Supplier|Call-off Start|Call-off End|Call-off Max End",
        "parent_reference|reference|title|supplier|starts|ends|max_end",
    ),
    "grants": (
        "Organisation Funded|Project Funded|Funding Agreement Start|Funding Agreement End|Total Grant|Grants Officer",
        "supplier|title|starts|ends|value|owner",
    ),
    "an organisation for each": (
        "ID No.|Agreement|Organisation|Date of deed|Effective From|Effective Until|Cost p.a.|Lead",
        "reference|title|supplier|signed|starts|ends|annual_value|owner",
    ),
    "a framework and who is on it": (
        "Framework / Contract|Framework Supplier|Commencement date|Expiry date|Extension to|Estimated annual spend",
        "title|supplier|starts|ends|max_end|annual_value",
    ),
    "no heading for what it is": (
        "Contractor|Contract commences|Contract ends|Matter|Officer",
        "supplier|starts|ends|title|owner",
    ),
    "what is left out of an end": (
        "Record No.|Contract Summary|Tenderer|Date of Commencement|End Date (not including any extension)|"
        "End Date Including any extension|Total value (initial + extension)|Value (p.a.)",
        "reference|title|supplier|starts|ends|max_end|value|annual_value",
    ),
    "from and to in brackets": (
        "Contract No|Project/Contract Name|Contract holder|Term (from)|Term (to)|Term max|Agreed amount|Contract officer",
        "reference|title|supplier|starts|ends|max_end|value|owner",
    ),
    "terms of finance systems": (
        "Agreement|Short text|Vendor/supplying plant|Validity start|Validity end|Amount agreed|Released amount",
        "reference|title|supplier|starts|ends|value|",
    ),
    "words of its own": (
        "Name of Authority|Particulars of the service|Name and business address of the provider|"
        "Contract began|Contract cessation|Notice interval|Annual recharge",
        "buyer|title|supplier|starts|ends|notice|annual_value",
    ),
    "what a partnership needs": (
        "First party|Second party|Agreement summary|Date on which the agreement became effective|Renewal|"
        "Notice to leave|Planned review",
        "buyer|supplier|title|starts|ends|notice|review",
    ),
    "services and who answers for them": (
        "Ref|Contract purpose|Service|Economic operator|Start|Finish|Renewals remaining|Approx annual cost",
        "reference|title|department|supplier|starts|ends|extensions|annual_value",
    ),
    "latest ends": (
        "Ref #|Goods or service|Company awarded contract|On site|Due to complete|Latest end|In total|What we pay a year",
        "reference|title|supplier|starts|ends|max_end|value|annual_value",
    ),
    "first and last days": (
        "Agreement label|Who from|First day|Last day|Extension limit|How much (total)|Who owns it",
        "title|supplier|starts|ends|max_end|value|owner",
    ),
    "insurance": (
        "Insurance|Insurer|Policy number|Cover from|Cover to|Premium (p/a)",
        "title|supplier|reference|starts|ends|annual_value",
    ),
    "a plan to buy again": (
        "Contract Title|Current Supplier|Contract end|Re-tender start|New contract start date|Annual value",
        "title|supplier|ends|||annual_value",
    ),
}
VALUES = {
    **dict.fromkeys(("starts", "review"), START),
    "ends": END,
    "max_end": LATEST,
    "": "01/04/2026",
    "reference": "R{}",
    "title": "Lift maintenance {}",
    "supplier": "Lift Company {} Ltd",
    "buyer": "Anytown Council",
    "value": "1,000.00",
    "signed": "01/03/2023",
    "current_end": END,
    "annual_value": "500.00",
    "irrecoverable_vat": "0",
    "extensions": "1 x 12 months",
    "notice": "3 months",
    "parent_reference": "RM{}",
    "procurement_route": "Open tender",
    "department": "Property",
    "description": "Lifts in tall buildings, site {}",
    "owner": "Jo Bloggs",
}


def added(plan: Plan) -> list[Agreement]:
    return [row.planned.agreement for row in plan.rows if row.outcome is Outcome.ADD and row.planned]


@pytest.mark.parametrize("name", REGISTERS)
def test_headings_are_understood_without_help(name: str, tmp_path: Path) -> None:
    headings, fields = (text.split("|") for text in REGISTERS[name])
    rows = [[VALUES[field].format(number) for field in fields] for number in range(1, 5)]
    plan = plan_of(write_csv(tmp_path / "register.csv", [headings, *rows]))
    told = {column.index: field for field, column in plan.mapping.fields.items()}
    assert [told.get(index, "") for index in range(len(fields))] == fields
    assert [one.title for one in added(plan)] == [row[fields.index("title")] for row in rows]


# Lists from which no agreement may come, each with one of its rows.
OTHERS: dict[str, tuple[str, str]] = {
    "spending": (
        "Body name|Service area|Expense type|Date|Transaction number|Amount|Supplier name|Supplier ID|Purpose",
        "Anytown|Housing|Repairs|0{}/01/2026|1000{}|1000.00|Fix It Ltd|55|Repairs",
    ),
    "payments": (
        "Payment Date|Supplier|Description|Net Amount|Cost Centre|Invoice Number",
        "0{}/03/2026|Fix It Ltd|Boiler|100{}.00|HS01|INV{}",
    ),
    "invoices": (
        "Vendor|Invoice date|Invoice no|Gross|Net|Description",
        "Fix|0{}/03/2026|I{}|120|100|Repairs",
    ),
    "paid": (
        "Council|Date Paid|Supplier|Amount|Summary of purpose",
        "Anytown|0{}/03/2026|Fix Ltd|10{}|Repairs",
    ),
    "creditors": (
        "Organisation|Directorate|Service|Creditor name|Payment date|Net amount|Procurement category",
        "Anytown|People|Adults {}|A{} Ltd|0{}/04/2026|600|Care",
    ),
    "cards": (
        "Transaction Date|Merchant Name|Merchant Category|Amount|Directorate",
        "0{}/03/2026|Shop|Books|{}.00|Place",
    ),
    "pipeline": (
        "Procurement title|Category|Estimated contract value|Anticipated tender date|Anticipated contract start|Lead",
        "Leisure {}|Corporate|1000000|01/0{}/2027|01/06/2027|Jo",
    ),
    "tenders": (
        "Tender reference|Opportunity title|Closing date|Estimated start|Status|Contact",
        "T{}|Roof {}|15/01/2027|TBC|Open|Jo",
    ),
    "orders": (
        "PO Number|PO Date|Supplier|Description|Amount|Cost Code",
        "PO{}|0{}/04/2026|Fix Ltd|Paper {}|6000.00|C1",
    ),
    "quotes": (
        "RFQ No|Title|Suppliers invited|Closing date|Bids received|Estimated value",
        "R{}|Signs {}|A Ltd; B Ltd|0{}/04/2026|2|10000",
    ),
    "courses": (
        "Course|Provider|Start Date|End Date|Cost|Places",
        "First aid {}|Aid Ltd|0{}/04/2026|0{}/05/2026|500|12",
    ),
    "staff": (
        "Name|Job title|Start date|End date|Salary|Department",
        "Jo {}|Lawyer|01/0{}/2020|01/01/2026|40000|Legal",
    ),
    "members": (
        "Councillor|Ward|Party|Term start|Term end|Email",
        "Cllr {}|North|Ind|01/05/202{}|01/05/2027|a@b.uk",
    ),
    "licences": (
        "Licence number|Premises name|Licence holder|Date issued|Ward",
        "L{}|The Crown {}|Pub Co|01/01/2020|North",
    ),
    "licences with holders": (
        "Licence ref|Licence type|Licensee|Premises|Start date|Expiry date",
        "L{}|Taxi|Jo {}|Car {}|0{}/04/2024|0{}/04/2027",
    ),
    "assets": (
        "Asset no|Description|Supplier|Purchase date|Warranty end date|Cost",
        "A{}|Laptop {}|Firm Ltd|0{}/04/2026|0{}/04/2029|500",
    ),
    "invoices of contracts": (
        "Contract title|Supplier|Invoice date|Invoice amount|PO number|Cost centre",
        "Bins {}|Firm {}|0{}/04/2026|100|P{}|C1",
    ),
    "roads": (
        "Road|Ward|Treatment|Start|Finish|Contractor",
        "Road {}|North|Resurface|0{}/04/2026|0{}/05/2026|Tar Ltd",
    ),
    "tenants": (
        "Tenancy ref|Tenant|Property|Tenancy start|Tenancy end|Rent",
        "T{}|Jo {}|{} High St|0{}/04/2024|0{}/04/2027|90",
    ),
    "spending by the schema": (
        "Organisation Name|Effective Date|Directorate|Service|Supplier name|Payment Date|Transaction Number|Net Amount|Purpose",
        "Anytown|0{}/04/2026|Place|Roads|A{} Ltd|0{}/04/2026|100{}|600.00|Salt",
    ),
    "projects": (
        "Project ID|Project|Project manager|Start date|Target end date|Budget|RAG",
        "P{}|Depot {}|Jo|0{}/04/2025|0{}/04/2027|5000.00|Green",
    ),
    "risks": ("Risk ID|Risk|Owner|Likelihood|Review date|Mitigation", "{}|Flood {}|Jo|3|01/01/2027|Pump"),
    "staff with a type of contract": (
        "Employee No|Name|Job Title|Department|Contract Type|Start Date|End Date|Salary",
        "10{}|Jo {}|Officer|Finance|Fixed term|0{}/04/2023|31/03/2025|32000",
    ),
    "checks of staff": (
        "Name|Employer|DBS number|Issue date|Renewal date",
        "Jo {}|Us|001{}|0{}/04/2023|31/03/2026",
    ),
    "bookings": (
        "Booking Ref|Room|Booked by|Purpose|From|To|Charge",
        "B{}|Chamber|Rotary Club|Meeting {}|0{}/04/2024|0{}/04/2024|50",
    ),
    "repairs": (
        "Job No|Property|Contractor|Description|Date raised|Date completed|Cost",
        "J{}|{} Oak Rd|Mend It Ltd|Leaking tap|0{}/04/2024|1{}/04/2024|85.20",
    ),
    "complaints": (
        "Ref|Complaint|Service|Contractor|Received|Resolved",
        "C{}|Missed bin {}|Waste|Bins Ltd|0{}/04/2024|1{}/04/2024",
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_lists_are_told_from_registers(name: str, tmp_path: Path) -> None:
    headings, row = OTHERS[name]
    rows = [row.replace("{}", str(number)).split("|") for number in range(1, 9)]
    with pytest.raises(CannotRead, match="No table of agreements was found"):
        plan_of(write_csv(tmp_path / "list.csv", [headings.split("|"), *rows]))


HEAD = ("Contract Ref", "Title", "Supplier", "Start date", "End date", "Value")


def read(path: Path, *rows: Sequence[str], head: Sequence[str] = HEAD) -> Plan:
    return plan_of(write_csv(path / "register.csv", [head, *rows]))


def days(plan: Plan) -> list[tuple[date | None, date | None]]:
    return [
        (one.starts.day if one.starts else None, one.ends.day if one.ends else None) for one in added(plan)
    ]


def test_each_column_of_dates_has_an_order_of_its_own(tmp_path: Path) -> None:
    plan = read(
        tmp_path,
        ["C1", "Alpha", "A Ltd", "25/04/2023", "3/31/2026", "1"],
        ["C2", "Beta", "B Ltd", "05/06/2022", "5/6/2027", "1"],
    )
    assert days(plan) == [
        (date(2023, 4, 25), date(2026, 3, 31)),
        (date(2022, 6, 5), date(2027, 5, 6)),
    ]


MOVED = {
    "31/03/2025 extended to 31/03/2027": ("2025-03-31", "2027-03-31"),
    "31 Mar 2027 (extended from 31 Mar 2025)": ("2025-03-31", "2027-03-31"),
    "31/03/2027 (was 31/03/2025)": ("2025-03-31", "2027-03-31"),
    "31/03/2025 - now 31/03/2027": ("2025-03-31", "2027-03-31"),
    "Extended to 31/03/2027": ("2027-03-31", ""),
    "31/03/2027 (was 31/03/2028)": ("", ""),
    "31/03/2026 (ext to 31/03/2028)": ("", ""),
}


def test_an_end_that_was_moved_is_both_ends(tmp_path: Path) -> None:
    plan = read(
        tmp_path, *[[f"C{n}", f"Alpha {n}", "A Ltd", START, text, "1"] for n, text in enumerate(MOVED)]
    )
    for one, (text, (first, last)) in zip(added(plan), MOVED.items(), strict=True):
        assert (str(one.ends.day or "") if one.ends else "") == first, text
        assert [str(event.new_end.day) for event in one.events if event.new_end] == (
            [last] if last else []
        ), text


def test_a_column_of_day_numbers_is_read_and_said(tmp_path: Path) -> None:
    plan = read(
        tmp_path,
        ["C1", "Alpha", "A Ltd", "45017", "46112", "1"],
        ["C2", "Beta", "B Ltd", "45292", "rolling", "1"],
        ["C3", "Gamma", "C Ltd", "45292.0", "46112", "1"],
    )
    assert days(plan)[0] == (date(2023, 4, 1), date(2026, 3, 31))
    assert added(plan)[1].end_kind is EndKind.ROLLING
    assert sum(one.finding.code == "date.from-number" for one in plan.all_findings) == 5
    one = read(
        tmp_path,
        *[[f"C{n}", "Alpha", "A Ltd", START, END, "1"] for n in range(4)],
        ["C9", "Delta", "D Ltd", "45017", END, "1"],
    )
    assert days(one)[-1] == (None, date(2026, 3, 31))


def test_start_and_end_in_one_cell(tmp_path: Path) -> None:
    head = ("Title", "Supplier", "Contract period", "Value")
    plan = read(
        tmp_path,
        ["Alpha", "A Ltd", "01/04/2023 - 31/03/2026", "1"],
        ["Beta", "B Ltd", "1 April 2023 to 31 March 2027", "1"],
        head=head,
    )
    assert days(plan) == [
        (date(2023, 4, 1), date(2026, 3, 31)),
        (date(2023, 4, 1), date(2027, 3, 31)),
    ]
    american = read(
        tmp_path,
        ["Alpha", "A Ltd", "04/01/2023 - 03/31/2026", "1"],
        ["Beta", "B Ltd", "05/01/2023 - 04/30/2026", "1"],
        head=head,
    )
    assert days(american)[0] == (date(2023, 4, 1), date(2026, 3, 31))


def test_another_table_below_is_left_out(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        [f"C{n}", f"Thing {n}", "A Ltd", date(2023, 4, n), date(2026, 3, n), n] for n in range(1, 5)
    ]
    below: list[list[object]] = [
        [],
        ["Summary by directorate"],
        ["Directorate", "Count", "Value"],
        ["Place", 2, 5],
        ["People", 1, 7],
    ]
    plan = plan_of(write_xlsx(tmp_path / "register.xlsx", [list(HEAD), *rows, *below]))
    assert len(added(plan)) == 4
    assert [row.reason for row in plan.rows][-2:] == [
        "it belongs to another table, whose headings stand in row 8"
    ] * 2


def test_a_packed_cell_of_suppliers_and_what_is_none(tmp_path: Path) -> None:
    plan = read(
        tmp_path,
        ["C1", "Alpha", "Marks and Spencer plc", START, "N/A - one off purchase", "1"],
        ["C2", "Beta", "Alpha Ltd\nBeta plc", START, END, "1"],
    )
    names = [
        [party.name for party in row.planned.parties if party.role is PartyRole.SUPPLIER]
        for row in plan.rows
        if row.planned
    ]
    assert names == [["Marks and Spencer plc"], ["Alpha Ltd", "Beta plc"]]
    assert added(plan)[0].end_kind is EndKind.ONE_OFF


def test_one_is_said_as_one_and_several_as_several(tmp_path: Path) -> None:
    lots = [[f"F{n // 2}", "Agency staff", f"Firm {n} Ltd", START, END, "1"] for n in range(4)]
    for rows, words in ((lots[:2], "1 reference stands for"), (lots, "2 references stand for")):
        plan = read(tmp_path, *rows, ["C9", "Other", "Firm Ltd", START, END, "1"])
        (said,) = [
            one.finding.message for one in plan.findings if one.finding.code == "import.repeated-references"
        ]
        assert said == f"{words} more than one row; each row was taken as an agreement of its own."


def test_a_column_of_services_is_the_title_where_nothing_else_is(tmp_path: Path) -> None:
    plan = read(
        tmp_path,
        *[["Cleaning" if n % 2 else "Waste", f"Firm {n} Ltd", START, END] for n in range(1, 7)],
        head=("Service", "Contractor", "Contract start", "Contract end"),
    )
    assert {one.title for one in added(plan)} == {"Cleaning", "Waste"}


def test_amounts_for_each_month_are_no_total(tmp_path: Path) -> None:
    plan = read(
        tmp_path,
        ["C1", "Alpha", "A Ltd", START, END, "£1,000.00"],
        head=(*HEAD[:5], "Value (monthly)"),
    )
    (one,) = added(plan)
    assert (one.value, one.annual_value, one.value_text) == (None, None, "£1,000.00 per month")
    assert any(said.finding.code == "money.other-rate" for said in plan.findings)


def test_extensions_that_are_counted(tmp_path: Path) -> None:
    plan = read(
        tmp_path,
        ["C1", "Alpha", "A Ltd", START, END, "2"],
        head=(*HEAD[:5], "Number of 12 month extensions"),
    )
    assert [str(option.length) for option in added(plan)[0].options] == ["12 months"] * 2


def test_an_amount_less_than_nothing_is_taken_and_said(tmp_path: Path) -> None:
    plan = read(
        tmp_path,
        *[
            [f"C{n}", f"Alpha {n}", "A Ltd", START, END, text]
            for n, text in enumerate(("-£900.00", "(900)", "900"))
        ],
    )
    assert [one.value.minor for one in added(plan) if one.value] == [-90_000, -90_000, 90_000]
    assert sum(one.finding.code == "money.negative" for one in plan.all_findings) == 2


def test_marks_that_nobody_sees_stand_before_dates(tmp_path: Path) -> None:
    unseen = [[f"C{n}", f"Alpha {n}", "A Ltd", "\u200e04/25/2023", "'05/06/2026", "1"] for n in range(3)]
    assert days(read(tmp_path, *unseen)) == [(date(2023, 4, 25), date(2026, 5, 6))] * 3
    mixed = read(tmp_path, *unseen, *[[*row[:3], "'25/04/2023", *row[4:]] for row in unseen])
    assert [end for _, end in days(mixed)] == [None] * 3 + [date(2026, 6, 5)] * 3


def test_exports_that_were_put_together_repeat_the_mark_of_their_encoding(tmp_path: Path) -> None:
    rows = [["C1", "Alpha", "A Ltd", START, END, "1"], ["\ufeffContract Ref", *HEAD[1:]]]
    plan = read(
        tmp_path, *rows, ["C2", "Beta", "B Ltd", START, END, "2"], head=("\ufeffContract Ref", *HEAD[1:])
    )
    assert [one.title for one in added(plan)] == ["Alpha", "Beta"]


def test_headings_that_come_again_in_another_order_end_what_is_read(tmp_path: Path) -> None:
    swapped = [*HEAD[:3], "End date", "Start date", "Value"]
    plan = read(
        tmp_path,
        ["C1", "Alpha", "A Ltd", START, END, "1"],
        swapped,
        ["C2", "Beta", "B Ltd", END, START, "2"],
        HEAD,
        ["C3", "Gamma", "C Ltd", START, END, "3"],
    )
    assert [one.title for one in added(plan)] == ["Alpha", "Gamma"]
    assert [row.reason for row in plan.rows if row.reason][:2] == [
        "it is the headings once more, in another order",
        "its columns stand in another order, which row 3 says; import it from a file of its own",
    ]


@pytest.mark.parametrize("head", [("Supplier", "Checked on", "Value"), ("Name", "Group", "Code")])
def test_a_table_beside_the_register_is_left_alone_and_said(head: tuple[str, ...], tmp_path: Path) -> None:
    rows = [["C1", "Alpha", "A Ltd", START, END, "1"], *[[""] * 6] * 4]
    lines = [[*row, "", f"Zed {n} plc", START, str(n)] for n, row in enumerate(rows)]
    plan = read(tmp_path, *lines, head=(*HEAD, "", *head))
    assert [(one.title, one.value.minor) for one in added(plan) if one.value] == [("Alpha", 100)]
    assert [party.name for row in plan.rows if row.planned for party in row.planned.parties][:1] == ["A Ltd"]
    assert "from column H on" in next(
        one.finding.message for one in plan.findings if one.finding.code == "import.table-beside"
    )


def test_an_empty_column_alone_parts_no_table(tmp_path: Path) -> None:
    lines = [[f"C{n}", f"Alpha {n}", "A Ltd", START, END, "1", "", "Place", "Jo"] for n in range(4)]
    plan = read(tmp_path, *lines, head=(*HEAD, "", "Directorate", "Lead officer"))
    assert [(one.department, one.owner) for one in added(plan)] == [("Place", "Jo")] * 4


def test_a_heading_of_endless_letters_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="No table of agreements"):
        plan_of(write_csv(tmp_path / "line.csv", [["Contract Ref", "Title", "x" * 2_000_000]]))


def test_another_table_below_that_is_nearly_as_wide_is_left_out(tmp_path: Path) -> None:
    head = ("Contract", "Supplier", "Start", "Expiry", "Value")
    lines = [[f"Alpha {n}", "A Ltd", START, END, "1"] for n in range(4)]
    below = [["Waivers granted"], ["Waiver", "Reason", "Date", "Officer"], ["W1", "Urgent", START, "Jo"]]
    plan = read(tmp_path, *lines, [""] * 5, *below, head=head)
    assert len(added(plan)) == 4
    # A part whose agreements have no dates yet is none.
    open_ones = [["Highways"], ["Salt", "B Ltd", "TBC", "Ongoing", "TBC"]]
    assert len(added(read(tmp_path, *lines, [""] * 5, *open_ones, head=head))) == 5


def test_departments_that_stand_over_their_groups_alone_are_said(tmp_path: Path) -> None:
    names = ["Place", "", "", "", "People", "", ""]
    rows = [[name, f"C{n}", f"Alpha {n}", "A Ltd", START, END, "1"] for n, name in enumerate(names)]
    plan = read(tmp_path, *rows, head=("Directorate", *HEAD))
    assert "2 rows alone, each once; 5 have none" in next(
        one.finding.message for one in plan.findings if one.finding.code == "import.groups"
    )
    for filled in (["Place"] * 7, ["", *names[1:4], "People", "", ""], ["", *names[:6]]):
        rows = [[name, *row[1:]] for name, row in zip(filled, rows, strict=True)]
        plan = read(tmp_path, *rows, head=("Directorate", *HEAD))
        assert not any(one.finding.code == "import.groups" for one in plan.findings)


def test_departments_in_rows_of_their_own_are_those_of_the_rows_below(tmp_path: Path) -> None:
    rows = [
        ["ADULT SOCIAL CARE", *[""] * 6],
        *([["", f"C{n}", f"Care {n}", "A Ltd", START, END, "1"] for n in range(2)]),
        ["HIGHWAYS", *[""] * 6],
        ["", "C9", "Gritting", "A Ltd", START, END, "1"],
        ["", "", "Total", "", "", "", "3"],
    ]
    plan = read(tmp_path, *rows, head=("Service area", *HEAD))
    assert [one.department for one in added(plan)] == ["ADULT SOCIAL CARE"] * 2 + ["HIGHWAYS"]
    said = {one.finding.code: one.finding.message for one in plan.findings}
    assert "ADULT SOCIAL CARE, HIGHWAYS" in said["import.parts"] and "import.groups" not in said
    rows[2][0] = "Finance"  # a row that names its own: the headings may be about something else
    plan = read(tmp_path, *rows, head=("Service area", *HEAD))
    assert [one.department for one in added(plan)] == ["", "Finance", ""]


@pytest.mark.parametrize(
    "first",
    [
        ("Required", "Required", "Required", "Optional", "Required", "Optional"),
        ("e.g. C000", "e.g. Window cleaning", "e.g. A Firm Ltd", "dd/mm/yyyy", "dd/mm/yyyy", "£"),
        (
            "Its number",
            "As in the deed",
            "As invoiced",
            "From the deed",
            "From the deed too",
            "Over the term",
        ),
    ],
)
def test_a_row_that_says_what_to_enter_is_no_agreement(first: tuple[str, ...], tmp_path: Path) -> None:
    plan = read(
        tmp_path,
        first,
        ["C1", "Alpha", "A Ltd", START, END, "1"],
        ["C2", "Beta", "B Ltd", "TBC", "rolling", "TBC"],
    )
    assert [one.title for one in added(plan)] == ["Alpha", "Beta"]
    assert plan.rows[0].reason == "it says what to enter in each column"


def test_words_that_stand_for_a_day_or_an_amount_explain_nothing(tmp_path: Path) -> None:
    plan = read(
        tmp_path, ["C2", "Beta", "B Ltd", "TBC", "rolling", "TBC"], ["C1", "Alpha", "A Ltd", START, END, "1"]
    )
    assert [one.title for one in added(plan)] == ["Beta", "Alpha"]


def test_years_alone_are_dates_too(tmp_path: Path) -> None:
    rows = [[f"C{n}", f"Alpha {n}", "A Ltd", 2022 + n, 2026 + n, 900.0] for n in range(4)]
    (one, *_) = added(plan_of(write_xlsx(tmp_path / "register.xlsx", [list(HEAD), *rows])))
    assert one.ends is not None and (str(one.ends.earliest), str(one.ends.latest)) == (
        "2026-01-01",
        "2026-12-31",
    )


def _is_council(name: str) -> bool:
    return name in ("Oakham DC", "Ashdale DC", "Weld CC", "Holt City Council")


def test_councils_that_share_an_agreement_are_its_members(tmp_path: Path) -> None:
    head = [
        "MOU/IAA ref",
        "Subject",
        "Parties",
        "Type of agreement",
        "Date signed",
        "Expires",
        "Lead authority",
    ]
    rows = [
        [
            "M1",
            "Building control",
            "Oakham DC; Ashdale DC; Weld CC",
            "Inter Authority Agreement",
            START,
            END,
            "Oakham DC",
        ],
        [
            "M2",
            "Mutual aid",
            "Weld CC, Ashdale DC and Holt City Council",
            "MoU",
            START,
            "until terminated",
            "Weld CC",
        ],
        ["M3", "Data sharing", "Weld CC and Harbour Trust", "MoU", START, END, "Weld CC"],
        ["M4", "Payroll for us", "Ashdale DC", "Contract", START, END, "Weld CC"],
    ]
    plan = plan_of(write_xlsx(tmp_path / "shared.xlsx", [head, *rows]), councils=_is_council)
    named = [[(party.name, party.role) for party in one.planned.parties] for one in plan.rows if one.planned]
    member, buyer, supplier = PartyRole.MEMBER, PartyRole.BUYER, PartyRole.SUPPLIER
    assert named == [
        [("Oakham DC", buyer), ("Ashdale DC", member), ("Weld CC", member)],
        [("Weld CC", buyer), ("Ashdale DC", member), ("Holt City Council", member)],
        [("Weld CC", buyer), ("Weld CC and Harbour Trust", supplier)],
        [("Weld CC", buyer), ("Ashdale DC", supplier)],
    ]
    assert [one.reference for one in added(plan)] == ["M1", "M2", "M3", "M4"]


def test_a_council_under_a_heading_of_suppliers_supplies(tmp_path: Path) -> None:
    head = ["Ref", "Title", "Supplier", "Agreement type", "Start date", "End date"]
    rows = [["C1", "Payroll", "Ashdale DC", "Inter authority agreement", START, END]]
    plan = plan_of(write_xlsx(tmp_path / "supplied.xlsx", [head, *rows]), councils=_is_council)
    assert [one.planned.parties[0].role for one in plan.rows if one.planned] == [PartyRole.SUPPLIER]


def test_a_length_that_says_from_when_gives_the_start(tmp_path: Path) -> None:
    head = ["Title", "Supplier", "Duration", "Value"]
    lengths = [
        "5 years from 1/4/2022",
        "4 years commencing 01/06/2024",
        "3 years starting on 1 May 2025",
        "2 years from signing",
    ]
    rows = [[f"Alpha {n}", "A Ltd", length, "1"] for n, length in enumerate(lengths)]
    made = added(plan_of(write_xlsx(tmp_path / "lengths.xlsx", [head, *rows])))
    days = [one.starts.earliest if one.starts else None for one in made]
    assert days == [date(2022, 4, 1), date(2024, 6, 1), date(2025, 5, 1), None]
    assert [one.initial_term.months for one in made if one.initial_term] == [60, 48, 36, 24]


def test_a_term_of_two_days_gives_what_has_no_column(tmp_path: Path) -> None:
    head = ["Title", "Supplier", "Start date", "Contract period", "Value"]
    rows = [
        ["Alpha", "A Ltd", "01/04/2020", "1 April 2020 – 31 March 2027", "1"],
        ["Beta", "B Ltd", "01/05/2020", "3 years from 1 May 2021", "1"],
    ]
    first, second = added(plan_of(write_xlsx(tmp_path / "periods.xlsx", [head, *rows])))
    assert first.ends is not None and first.ends.day == date(2027, 3, 31)
    assert first.end_kind is EndKind.FIXED
    assert second.starts is not None and second.starts.day == date(2020, 5, 1)


def test_ticks_and_what_is_said_if_yes(tmp_path: Path) -> None:
    head = ["Title", "Supplier", "SME", "Start", "End", "Extension option?", "If yes, how long", "Value"]
    rows = [
        ["Advocacy", "A Ltd", "✓", START, END, "Yes", "2 years", "£300k"],
        ["Taxis", "B Ltd", "", START, END, "No", "", "£1B"],
    ]
    first, second = added(plan_of(write_xlsx(tmp_path / "ticks.xlsx", [head, *rows])))
    assert (first.sme, second.sme) == (True, None)
    assert [one.length.months for one in first.options if one.length] == [24] and second.options == ()
    assert second.value is not None and second.value.minor == 10**11


def test_lots_of_a_framework_are_named_after_it(tmp_path: Path) -> None:
    head = ["Framework", "Lot", "Supplier", "Start", "End"]
    rows = [
        ["Roofing", "1", "A Ltd", START, END],
        ["Roofing", "2", "B Ltd", START, END],
        ["Doors", "1", "A Ltd", START, END],
    ]
    made = added(plan_of(write_xlsx(tmp_path / "lots.xlsx", [head, *rows])))
    assert [one.title for one in made] == ["Roofing", "Roofing", "Doors"]


def test_two_days_in_a_cell_are_told_whatever_the_heading(tmp_path: Path) -> None:
    head = ["Service", "Company", "Contract runs", "Cost per year"]
    rows = [
        ["Catering", "A Ltd", "1 Sept 2023 - 31 Aug 2026", "£145,000"],
        ["Copiers", "B Ltd", "01/08/2022 – 31/07/2027", "£4,200"],
    ]
    made = added(plan_of(write_xlsx(tmp_path / "runs.xlsx", [head, *rows])))
    assert [one.ends.day for one in made if one.ends] == [date(2026, 8, 31), date(2027, 7, 31)]


def test_days_extensions_and_a_number_packed_into_cells(tmp_path: Path) -> None:
    head = ["Contract details", "Supplier details", "Term", "Price"]
    rows = [
        ["Cleansing", "Kerr\nCompany no. 01234567", "01/04/2022 - 31/03/2029\n(+ 3 years)", "£2.1m pa"],
        ["Bins", "Shaw (Company Number: SC123456)", "01/06/2023 - 31/05/2025\n(+1+1)", "£80,000 pa"],
        ["Salt", "Moor, reg 12", "01/06/2023 - 31/05/2025 (as amended)", "£80,000 pa"],
        ["Grit", "Moor & Co 01234567", "2 years extended from 1 June 2023", "£80,000 pa"],
    ]
    plan = plan_of(write_xlsx(tmp_path / "packed.xlsx", [head, *rows]))
    named = [one.planned.parties[0] for one in plan.rows if one.planned]
    assert [(one.name, one.number) for one in named] == [
        ("Kerr", "01234567"),
        ("Shaw", "SC123456"),
        ("Moor, reg 12", ""),
        ("Moor & Co 01234567", ""),
    ]
    made = added(plan)
    assert [one.starts.day for one in made if one.starts] == [
        date(2022, 4, 1),
        date(2023, 6, 1),
        date(2023, 6, 1),
    ]
    assert [[option.length.months for option in one.options if option.length] for one in made] == [
        [36],
        [12, 12],
        [],
        [],
    ]


def test_a_year_in_front_says_nothing_of_other_dates(tmp_path: Path) -> None:
    head = ["Contract", "Supplier", "Start date", "End date"]
    rows = [
        ["A", "A Ltd", "2023-04-01", "2026-03-31"],
        ["B", "B Ltd", "05/06/23", "04/06/26"],
        ["C", "C Ltd", "1.4.23", "the 31st March 2026"],
        ["D", "D Ltd", "20230401", "20260331"],
    ]
    made = added(plan_of(write_xlsx(tmp_path / "mixed.xlsx", [head, *rows])))
    assert [str(one.starts.day) for one in made if one.starts] == [
        *("2023-04-01", "2023-06-05", "2023-04-01", "2023-04-01"),
    ]
    assert [str(one.ends.day) for one in made if one.ends] == [
        *("2026-03-31", "2026-06-04", "2026-03-31", "2026-03-31"),
    ]


def test_of_several_ends_of_extensions_the_latest_is_the_most(tmp_path: Path) -> None:
    head = ["Title", "Supplier", "Original start date", "Original end date"]
    head += ["Extension 1 end date", "Extension 2 end date"]
    rows = [
        ["A", "A Ltd", "01/04/2018", "31/03/2021", "31/03/2022", "31/03/2023"],
        ["B", "B Ltd", "01/04/2020", "31/03/2025", "31/03/2027", ""],
        ["C", "C Ltd", "01/04/2022", "31/03/2027", "", ""],
    ]
    path = write_xlsx(tmp_path / "extended.xlsx", [head, *rows])
    plan = plan_of(path)
    made = added(plan)
    assert [str(one.maximum_end) for one in made] == ["2023-03-31", "2027-03-31", "None"]
    assert "Extension 1 end date" in made[0].notes and "Extension 2 end date" in made[0].notes
    why = {column.label: column.why for column in plan.mapping.columns}
    assert why["Extension 2 end date"] == "by its heading; of several such days the latest counts"
    chosen = added(plan_of(path, overrides={"max_end": "Extension 1 end date"}))
    assert [str(one.maximum_end) for one in chosen] == ["2022-03-31", "2027-03-31", "None"]


def test_a_register_of_leases(tmp_path: Path) -> None:
    head = ["Lease", "Tenant", "Commencement", "Expiry", "Rent"]
    rows = [["Shop 1", "R. Patel", "25/12/2019", "24/12/2034", 5000]]
    (one,) = added(plan_of(write_xlsx(tmp_path / "leases.xlsx", [head, *rows])))
    assert one.title == "Shop 1" and one.ends is not None and one.ends.day == date(2034, 12, 24)


def test_a_register_of_shared_services(tmp_path: Path) -> None:
    head = [
        "Shared service",
        "Lead authority",
        "Partner authorities",
        "Started",
        "Agreement ends",
        "Legal form",
    ]
    rows = [
        [
            "Building control",
            "Weld CC",
            "Oakham DC; Ashdale DC",
            "01/07/2015",
            "30/06/2030",
            "s.101 delegation",
        ],
        ["Audit", "Oakham DC", "Ashdale DC", "2012", "", "joint committee"],
    ]
    plan = plan_of(write_xlsx(tmp_path / "services.xlsx", [head, *rows]), councils=_is_council)
    first, second = added(plan)
    assert (first.title, first.type.value, second.type.value) == (
        *("Building control", "delegation agreement", "joint committee agreement"),
    )
    named = [
        [(party.name, party.role.value) for party in one.planned.parties] for one in plan.rows if one.planned
    ]
    assert named == [
        [("Weld CC", "buyer"), ("Oakham DC", "member"), ("Ashdale DC", "member")],
        [("Oakham DC", "buyer"), ("Ashdale DC", "member")],
    ]


def test_numbers_that_sharepoint_leaves_beside_names_are_no_part_of_them(tmp_path: Path) -> None:
    head = ["Title", "ContractRef", "Supplier0", "StartDate", "ExpiryDate", "Department0"]
    rows = [
        ["Locums", "C-9", "Moor Ltd;#12", "2024-04-01T00:00:00", "2026-03-31T00:00:00", "HR;#3"],
        [
            "Salt",
            "C-10",
            "4;#Kerr Ltd;#7;#Shaw Ltd",
            "2024-04-01T00:00:00",
            "2026-03-31T00:00:00",
            "Roads;#5",
        ],
    ]
    plan = plan_of(write_xlsx(tmp_path / "list.xlsx", [head, *rows]))
    named = [[party.name for party in one.planned.parties] for one in plan.rows if one.planned]
    assert named == [["Moor Ltd"], ["Kerr Ltd", "Shaw Ltd"]]
    assert [one.department for one in added(plan)] == ["HR", "Roads"]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("MOU title", AgreementType.MEMORANDUM),
        ("IAA ref", AgreementType.INTER_AUTHORITY),
        ("MOU/IAA ref", AgreementType.UNKNOWN),
    ],
)
def test_what_the_agreements_of_a_file_are_called_is_their_type(
    heading: str, kind: AgreementType, tmp_path: Path
) -> None:
    rows = [
        [heading, "Parties", "Commencement", "Ext. remaining"],
        ["Legal", "Blaby DC, Harborough DC", "1 June 2021", "1 year"],
        ["CCTV", "Blaby DC, Melton BC", "1 June 2022", "2 years"],
    ]
    plan = plan_of(write_csv(tmp_path / "a.csv", rows), councils=is_council)
    (first, _), parties = added(plan), [row.planned.parties for row in plan.rows if row.planned]
    assert first.type is kind and [option.length for option in first.options] == [Period(12)]
    assert {party.role for party in parties[0]} == {
        PartyRole.SUPPLIER if kind is AgreementType.UNKNOWN else PartyRole.MEMBER
    }

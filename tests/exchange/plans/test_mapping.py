"""Which column is which field: the names and the traps of real registers."""

from __future__ import annotations

import pytest

from tracker.domain.errors import CannotRead
from tracker.exchange.plans.columns import ColumnMap, Confidence, Use
from tracker.exchange.plans.header import find_table
from tracker.exchange.plans.heading import meanings, take_apart
from tracker.exchange.plans.mapping import map_columns
from tracker.exchange.sheets.sheet import Cell, Sheet


def mapped(head: str, *rows: str, overrides: dict[str, str] | None = None) -> ColumnMap:
    """The columns of a table given as lines with bars between the cells; the rows are repeated ten times."""
    cells: list[list[Cell]] = [[cell.strip() for cell in line.split("|")] for line in (head, *(rows * 10))]
    table = find_table(Sheet("S", cells, range(1, len(cells) + 1)))
    assert table is not None
    return map_columns(table, overrides)


def fields(columns: ColumnMap) -> dict[str, str]:
    return {name: column.heading for name, column in columns.fields.items()}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Contract ID", "reference"), ("Notice Identifier", "reference"), ("Ref.", "reference"), ("Contract No", "reference"),
        ("original_contract_id", "reference"), ("Procurement reference", "reference"), ("PO", "reference"),
        ("Parent Reference", "parent_reference"), ("framework_id", "parent_reference"),
        ("CONTRACT_TITLE", "title"), ("tender_title", "title"), ("Title of the Agreement", "title"), ("short desc", "title"),
        ("ContractDesc", "description"), ("Description of what the funding was awarded for", "description"),
        ("Funding Org:Name", "buyer"), ("Lead authority", "buyer"), ("OrganisationLabel", "buyer"),
        ("DeptName", "department"), ("Local authority department which awarded the grant", "department"),
        ("OrganisationalUnit", "department"), ("Supplier [Name|Address|Ref type]", "supplier"), ("Winning Bidder", "supplier"),
        ("Recommended Vendor", "supplier"), ("Other parties to the contract", "supplier"), ("SuppID", "supplier_number"),
        ("CONTRACTTITLE", "title"), ("contractref", "reference"), ("SUPPLIERNAME", "supplier"), ("STARTDATE", "starts"),
        ("enddate", "ends"), ("EXTENSIONOPTIONS", "extensions"), ("TOTALVALUE", "value"),
        ("Renewal decision by", "review"), ("Decide by", "review"), ("Extension decision date", "review"),
        ("Beneficiary Reg No. (Where Available)", "supplier_number"), ("Recipient Org:Charity Number", "supplier_number"),
        ("Contract start date", "starts"), ("start_dt", "starts"), ("contractPeriod_startDate", "starts"), ("live_at", "starts"),
        ("Date Effective", "starts"), ("Commencement", "starts"),
        ("Contract completion date – the day the contract starts and/or was fully executed", "starts"),
        ("EXPIRATION", "ends"), ("expires_at", "ends"), ("Date To", "ends"), ("Contract Expiry Date", "ends"),
        ("End date for the contract (without possible extensions)", "ends"), ("CONTRACT_CURRENT_END_DATE", "current_end"),
        ("MAXIMUM_CONTRACT_END_DATE", "max_end"), ("Extend Date", "max_end"), ("End date including extensions", "max_end"),
        ("awards/0/contractPeriod/maxExtentDate", "max_end"), ("Awarded Date", "signed"), ("Date the grant was awarded", "signed"),
        ("contract_length_months", "term"), ("Time period for which the grant has been given", "term"),
        ("Duration of second extension period in months", "extensions"), ("Extension options", "extensions"),
        ("Notice period (months)", "notice"), ("Review Date", "review"), (" Value ", "value"), ("Amount awarded (£)", "value"),
        ("x_awardValue_amount", "value"), ("Value Low", "value_low"), ("contract_value_max", "value_high"),
        ("Annual Value (£)", "annual_value"), ("Estimated cost per annum", "annual_value"), ("value_currency", "currency"),
        ("Cpv Codes", "cpv"), ("High Level Category", "category"), ("OJEU Procedure Type", "procurement_route"),
        ("RFx (Solicitation) Type", "procurement_route"), ("Contract Administrator", "owner"), ("Responsible officer", "owner"),
        ("Supplier is SME?", "sme"), ("Supplier is VCSE?", "vcse"), ("IrrecoverableVAT", "irrecoverable_vat"),
        ("NOTES", "notes"), ("Status", "status"), ("Partnership name", "arrangement"),
    ],
)  # fmt: skip
def test_headings_of_real_registers(heading: str, field: str) -> None:
    assert meanings(heading) and meanings(heading)[0].field == field


@pytest.mark.parametrize(
    "heading",
    [
        "days_remaining", "Months to go", "No of days until expiry", "Weeks to run", "Remaining_Contract_Months", "contract_expires_days_from_now", "contract_time_remaining_fraction",
        "Closing Date", "closing_date", "Published Date", "deadline", "%Total Actions", "Days to expiry",
    ],
)  # fmt: skip
def test_what_is_true_on_one_day_only_is_never_mapped(heading: str) -> None:
    assert meanings(heading)[0].field == "never"


@pytest.mark.parametrize(
    "heading", ["Contact Email", "PHONE #", "ADDRESS1", "Adress 2", "Supplier's contact name", "Postcode"]
)
def test_contact_details_are_told(heading: str) -> None:
    assert meanings(heading)[0].field == "contact detail"


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Saving 2010/11 (£'000)", "thousand"),
        ("Value (£m)", "million"),
        ("Term (months)", "month"),
        ("Amount ($)", "USD"),
        ("Title", ""),
    ],
)
def test_units_in_headings(heading: str, unit: str) -> None:
    assert take_apart(heading).unit == unit


def test_postcodes_under_poc_are_no_contact_and_no_field() -> None:
    columns = mapped(
        "Contract ID|Date From|Date To|Description|Supplier|POC|Type",
        "C1|09/05/2008|30/09/2017|Parking|COBALT LTD|RG24 8NE|Tender",
        "C2|01/09/2008|31/03/2019|CRM|KANA LTD|BT3 9EZ|Request For Quotation",
    )
    assert "contact" not in columns.fields and "owner" not in columns.fields
    assert columns.columns[5].use is Use.CONTACT
    assert fields(columns)["title"] == "Description", "the only title there is"
    assert fields(columns)["procurement_route"] == "Type", "the values are routes, not kinds of agreement"


def test_a_type_that_names_kinds_of_agreement_is_the_type() -> None:
    columns = mapped(
        "Reference|Title|Supplier|End|Type",
        "1|Roads|A Ltd|31/03/2027|Framework agreement",
        "2|Signs|B Ltd|31/03/2028|Call-off contract",
    )
    assert fields(columns)["type"] == "Type" and "procurement_route" not in columns.fields


def test_the_awarded_dates_and_not_the_notices() -> None:
    columns = mapped(
        "Notice Identifier|Title|Start Date|End Date|Closing Date|Contract start date|Contract end date|Supplier",
        "N1|Roads|01/04/2020|31/03/2022|01/01/2020|01/05/2020|30/04/2022|A Ltd",
    )
    assert fields(columns)["starts"] == "Contract start date"
    assert fields(columns)["ends"] == "Contract end date"
    assert columns.columns[4].use is Use.NEVER


def test_a_reference_that_holds_company_numbers_is_the_suppliers() -> None:
    columns = mapped(
        "Procurement reference|Title|Supplier|Reference|End date",
        "P-1|Roads|A Ltd|01234567|31/03/2027",
        "P-2|Signs|B Ltd|SC123456|31/03/2027",
    )
    assert (fields(columns)["reference"], fields(columns)["supplier_number"]) == (
        "Procurement reference",
        "Reference",
    )


def test_a_constant_title_gives_way_to_the_description() -> None:
    columns = mapped(
        "Title|Contract ID|Contract Description|Contractor|End",
        "Disclosure of Contract|S1|Paper supply|A Ltd|31/03/2027",
        "Disclosure of Contract|S2|Pens supply|B Ltd|31/03/2028",
    )
    assert fields(columns)["title"] == "Contract Description"


def test_an_award_may_be_money_or_a_day() -> None:
    assert fields(mapped("Ref|Title|Supplier|Award", "1|Roads|A Ltd|£5,000"))["value"] == "Award"
    assert (
        fields(mapped("Ref|Title|Supplier|Award date", "1|Roads|A Ltd|01/04/2027"))["signed"] == "Award date"
    )


def test_a_start_column_full_of_words_says_how_long() -> None:
    columns = mapped(
        "Beneficiary|Purpose of the grant|From|Amount",
        "A Trust|Roof|One Off Grant|£500",
        "B Trust|Hall|12 months|£600",
    )
    assert fields(columns)["term"] == "From" and "starts" not in columns.fields


def test_one_extension_column_for_each_extension() -> None:
    columns = mapped(
        "Contract name|Supplier|End date|Duration of extension in months|Duration of second extension period in months",
        "Leisure|A Ltd|31/03/2027|24|12",
    )
    assert [c.heading for c in columns.columns if c.field == "extensions"] == [
        "Duration of extension in months", "Duration of second extension period in months",
    ]  # fmt: skip


def test_a_person_may_overrule() -> None:
    head, row = "Ref|Title|Supplier|End|Owner", "1|Roads|A Ltd|31/03/2027|Ann Lee"
    columns = mapped(head, row, overrides={"contact": "owner", "title": "B", "supplier": ""})
    assert fields(columns)["contact"] == "Owner" and columns.fields["contact"].confidence is Confidence.CHOSEN
    assert "supplier" not in columns.fields and "owner" not in columns.fields
    with pytest.raises(CannotRead, match="no field called 'price'"):
        mapped(head, row, overrides={"price": "Ref"})
    with pytest.raises(CannotRead, match=r"no column called 'Cost'. The columns are: Ref, Title"):
        mapped(head, row, overrides={"value": "Cost"})


def test_samples_and_confidence_are_there_to_show() -> None:
    column = mapped("Ref|Title|Supplier|End", "1|Roads|A Ltd|31/03/2027", "2|Signs|B Ltd|31/03/2028").fields[
        "ends"
    ]
    assert column.profile.samples == ("31/03/2027", "31/03/2028") and column.confidence is Confidence.SURE

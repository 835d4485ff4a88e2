"""Lists: what they hold, in what order, how they are narrowed, counted and added up."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from tests.store.storing import AT, TODAY, deadline, do, fill, standing
from tracker.domain.agreement import (
    Agreement,
    AgreementType,
    EndKind,
    NoticeClause,
    NoticeKind,
    Party,
    PartyRole,
    Status,
    Tag,
)
from tracker.domain.dates import Precision, When
from tracker.domain.errors import TrackerError
from tracker.domain.money import Money
from tracker.domain.organisation import NameKind, Organisation, OrganisationKind, OrganisationName
from tracker.domain.partnerships.partnership import Arrangement, Membership
from tracker.domain.reminding.alert import Answer, AnswerAction
from tracker.domain.source import Citation, Source
from tracker.store.facets import FACETS
from tracker.store.file import Register
from tracker.store.filters import FILTERS
from tracker.store.listing import SORTS

APRIL = When.on(date(2024, 4, 1))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """Six agreements that differ in everything that a list shows."""
    with Register.create(tmp_path_factory.mktemp("lists") / "register.db") as register:
        with do(register) as write:
            brightway = write.add(Organisation(name="Brightway Ltd", kind=OrganisationKind.SUPPLIER))
            council = write.add(Organisation(name="Aldermere Council", region="South East"))
            county = write.add(Organisation(name="Dunmoor County Council", region="North West"))
            ict = write.add(Arrangement(reference="P-1", title="Shared ICT partnership"))
            write.add(
                OrganisationName(organisation_id=brightway.id, name="Élan Lumière", kind=NameKind.FORMER)
            )
            write.add(Membership(arrangement_id=ict.id, organisation_id=county.id))
            supplied = (Party(organisation_id=brightway.id, role=PartyRole.SUPPLIER, as_written="BRIGHTWAY"),)
            bought = (Party(organisation_id=council.id, role=PartyRole.BUYER),)
            agreements = [
                Agreement(  # 1
                    reference="C-10",
                    title="street lighting",
                    type=AgreementType.CONTRACT,
                    starts=APRIL,
                    ends=When.on(date(2027, 3, 31)),
                    value=Money(500_000_00),
                    department="Highways",
                    owner="Priya Nair",
                    category="Works",
                    parties=supplied + bought,
                    sme=True,
                    end_kind=EndKind.FIXED,
                    tier="gold",
                    notices=(NoticeClause(kind=NoticeKind.TERMINATION),),
                    signed=APRIL,
                    tags=(Tag(name="urgent"), Tag(name="board")),
                ),
                Agreement(  # 2
                    reference="c-9",
                    title="Bus shelters",
                    type=AgreementType.FRAMEWORK,
                    starts=When(None, date(2020, 12, 31), Precision.BEFORE, "before 2021"),
                    value=Money(-1_00),
                    annual_value=Money(2_00, "EUR"),
                    department="Highways",
                    owner="Tom Reeve",
                    parties=bought,
                    sme=False,
                    fictional=True,
                ),
                Agreement(  # 3
                    reference="",
                    title="ICT services",
                    arrangement_id=ict.id,
                    value=Money(7, "EUR"),
                    department="Digital",
                    notes="50% more_or less",
                    parties=(
                        Party(organisation_id=county.id, role=PartyRole.HOST),
                        Party(organisation_id=council.id, role=PartyRole.RECIPIENT),
                    ),
                ),
                Agreement(  # 4
                    reference="C-2",
                    title="Ärztliche Dienste",
                    description="Café at the depot",
                    tags=(Tag(name="Urgent"),),
                ),
                Agreement(reference="C-2b", title="", department="highways"),  # 5
                Agreement(  # 6
                    reference="Z",
                    title="Street cleaning",
                    annual_value=Money(30_00),
                    parties=(
                        *supplied,
                        Party(organisation_id=county.id, role=PartyRole.SUPPLIER),
                        Party(organisation_id=county.id, role=PartyRole.LEAD_BUYER),
                    ),
                ),
            ]
            write.load(agreements)
            source = write.add(Source(title="A register"))
            write.add(Citation(record_kind="Agreement", record_id=4, source_id=source.id))
            write.put_standings(
                [
                    (
                        1,
                        standing(
                            Status.LIVE, deadline("review", date(2026, 12, 1)), changes_on=date(2027, 1, 1)
                        ),
                    ),
                    (2, standing(Status.IN_EXTENSION, end=date(2027, 4, 1))),
                    (3, standing(Status.EXPIRED, end=date(2020, 1, 1))),
                    (4, standing(Status.UNKNOWN, deadline("end", date(2026, 11, 30), asks=False), end=None)),
                    (6, standing(Status.ROLLING, deadline("notice", date(2026, 11, 30)))),
                ],
                TODAY,
            )
        yield register


def listed(register: Register, **asked: object) -> list[int]:
    return [row.id for row in register.read.listing(**asked).rows]


def test_a_row_says_what_a_list_shows(many: Register) -> None:
    row = many.read.listing(filters={"reference": "C-10"}).rows[0]
    assert row._asdict() == {
        "id": 1,
        "uid": row.uid,
        "reference": "C-10",
        "title": "street lighting",
        "type": "contract",
        "status": "live",
        "supplier": "Brightway Ltd",
        "buyer": "Aldermere Council",
        "department": "Highways",
        "owner": "Priya Nair",
        "category": "Works",
        "arrangement": None,
        "starts": "2024-04-01",
        "starts_text": "",
        "ends": "2027-03-31",
        "current_end": "2027-03-31",
        "maximum_end": "2027-03-31",
        "end_kind": "fixed",
        "value": 50_000_000,
        "annual_value": None,
        "currency": "GBP",
        "next_kind": "review",
        "next_title": "review of the term",
        "next_date": "2026-12-01",
        "next_act_by": "2026-12-01",
        "next_missed_after": "2026-12-01",
        "next_workings": "Because it is 2026-12-01.",
        "fictional": False,
    }
    assert type(row.fictional) is bool


def test_the_parties_of_a_partnership_stand_where_supplier_and_buyer_do(many: Register) -> None:
    rows = many.read.rows([3, 6])
    assert [(row.supplier, row.buyer) for row in rows] == [
        ("Dunmoor County Council", "Aldermere Council"),
        ("Brightway Ltd; Dunmoor County Council", "Dunmoor County Council"),
    ]
    assert rows[0].arrangement == "Shared ICT partnership"


@pytest.mark.parametrize(
    ("sort", "upwards", "downwards"),
    [
        ("title", [2, 3, 6, 1, 4, 5], [4, 1, 6, 3, 2, 5]),
        ("reference", [1, 4, 5, 2, 6, 3], [6, 2, 5, 4, 1, 3]),
        ("supplier", [1, 6, 3, 2, 4, 5], [3, 6, 1, 5, 4, 2]),
        ("value", [2, 3, 1, 4, 5, 6], [1, 3, 2, 6, 5, 4]),
        ("starts", [2, 1, 3, 4, 5, 6], [1, 2, 6, 5, 4, 3]),
        ("current_end", [3, 1, 6, 2, 4, 5], [2, 6, 1, 3, 5, 4]),
        ("next_act_by", [4, 6, 1, 2, 3, 5], [1, 6, 4, 5, 3, 2]),
        ("department", [3, 1, 2, 5, 4, 6], [5, 2, 1, 3, 6, 4]),
        ("id", [1, 2, 3, 4, 5, 6], [6, 5, 4, 3, 2, 1]),
    ],
)
def test_what_has_no_value_comes_last_and_what_is_equal_by_id(
    sort: str, upwards: list[int], downwards: list[int], many: Register
) -> None:
    assert listed(many, sort=sort) == upwards
    assert listed(many, sort=sort, descending=True) == downwards


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    "sort",
    [
        "id",
        "reference",
        "title",
        "department",
        "owner",
        "value",
        "supplier",
        "buyer",
        "status",
        "current_end",
        "maximum_end",
        "next_act_by",
        "next_missed_after",
    ],
)
def test_the_usual_sorts_need_no_sorting(sort: str, descending: bool, many: Register) -> None:
    statements: list[str] = []
    many._connection.set_trace_callback(statements.append)
    many.read.listing(sort=sort, descending=descending, limit=100)
    many.read.ids(sort=sort, descending=descending)
    many._connection.set_trace_callback(None)
    for statement in [one for one in statements if "wanted" not in one]:  # a page's own rows apart
        plan = [row[3] for row in many._connection.execute(f"explain query plan {statement}")]
        assert not any("TEMP B-TREE" in step for step in plan), plan


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("descending", [False, True])
def test_ids_come_in_the_order_of_the_rows(sort: str, descending: bool, many: Register) -> None:
    ids = many.read.ids(sort=sort, descending=descending)
    rows = many.read.listing(sort=sort, descending=descending).rows
    assert list(ids) == [row.id for row in rows]
    assert many.read.rows(ids) == rows


def test_part_of_a_list_and_how_many_there_are(many: Register) -> None:
    listing = many.read.listing(sort="id", limit=2, offset=3)
    assert (listing.total, [row.id for row in listing.rows]) == (6, [4, 5])
    assert many.read.listing(limit=0).rows == []
    assert many.read.ids(search="nothing of the sort") == array("I")
    assert [row.id for row in many.read.rows([5, 99, 2])] == [5, 2]


def test_an_unknown_sort_filter_or_count_is_named(many: Register) -> None:
    with pytest.raises(
        TrackerError, match=r"A list cannot be sorted by ‘colour’\. Known are id, reference, title"
    ):
        many.read.listing(sort="colour")
    with pytest.raises(TrackerError, match=r"There is no filter ‘a\.id; drop’\. Known are reference"):
        many.read.listing(filters={"a.id; drop": "1"})
    with pytest.raises(TrackerError, match=r"A list cannot be counted by ‘notes’\. Known are status"):
        many.read.facet("notes")
    with pytest.raises(TrackerError, match=r"A list cannot be grouped by ‘notes’\. Known are status"):
        many.read.groups("notes")
    with pytest.raises(TrackerError, match="‘next year’ is not a financial year such as 2026/27"):
        many.read.listing(filters={"end_year": "next year"})
    with pytest.raises(TrackerError, match="‘perhaps’ is neither yes, no nor unknown"):
        many.read.listing(filters={"sme": "perhaps"})
    with pytest.raises(
        TrackerError, match=r"‘colour’ cannot be looked for as missing\. These can: reference"
    ):
        many.read.listing(filters={"missing": "colour"})


FILTERED = [
    ({"status": "live"}, [1, 2, 6]),
    ({"status": "live – in extension"}, [2]),
    ({"status": "ended"}, [3]),
    ({"status": "Unknown|live – rolling"}, [4, 5, 6]),
    ({"type": "contract"}, [1]),
    ({"department": "HIGHWAYS"}, [1, 2, 5]),
    ({"department": ""}, [4, 6]),
    ({"department": "highways", "owner": "tom reeve"}, [2]),
    ({"owner": "Tom Reeve|Priya Nair"}, [1, 2]),
    ({"category": "works"}, [1]),
    ({"supplier": "bright"}, [1, 6]),
    ({"supplier": "dunmoor"}, [3, 6]),
    ({"buyer": "aldermere"}, [1, 2, 3]),
    ({"organisation": "lumiere"}, [1, 6]),
    ({"organisation": "dunmoor"}, [3, 6]),
    ({"region": "south east"}, [1, 2, 3]),
    ({"region": "North West"}, [3, 6]),
    ({"arrangement": "ict"}, [3]),
    ({"title": "STREET"}, [1, 6]),
    ({"reference": "C-2"}, [4]),
    ({"end_kind": "fixed"}, [1]),
    ({"end_year": "2026/27"}, [1, 6]),
    ({"end_year": "2027/28"}, [2]),
    ({"end_year": "2019/20"}, [3]),
    ({"end_year": ""}, [4, 5]),
    ({"tier": "gold"}, [1]),
    ({"regime": "unknown", "signature": "not recorded", "binding": "unknown"}, [1, 2, 3, 4, 5, 6]),
    ({"sme": "yes"}, [1]),
    ({"sme": "No"}, [2]),
    ({"sme": "unknown", "vcse": "unknown"}, [3, 4, 5, 6]),
    ({"fictional": "no"}, [1, 3, 4, 5, 6]),
    ({"fictional": "yes"}, [2]),
    ({"missing": "owner"}, [3, 4, 5, 6]),
    ({"missing": "value"}, [4, 5]),
    ({"missing": "reference"}, [3]),
    ({"missing": "title"}, [5]),
    ({"missing": "department"}, [4, 6]),
    ({"missing": "category"}, [2, 3, 4, 5, 6]),
    ({"missing": "supplier"}, [2, 4, 5]),
    ({"missing": "buyer"}, [4, 5]),
    ({"missing": "starts"}, [3, 4, 5, 6]),
    ({"missing": "ends"}, [2, 3, 4, 5, 6]),
    ({"missing": "current_end"}, [4, 5]),
    ({"missing": "notice"}, [2, 3, 4, 5, 6]),
    ({"missing": "signed"}, [2, 3, 4, 5, 6]),
    ({"missing": "arrangement"}, [1, 2, 4, 5, 6]),
    ({"missing": "source"}, [1, 2, 3, 5, 6]),
    ({"ends_from": "2027-03-31"}, [1, 2, 6]),
    ({"ends_to": "2027-03-31", "ends_from": "2020-01-02"}, [1, 6]),
    ({"act_to": "2026-11-30"}, [4, 6]),
    ({"act_from": "2026-12-01"}, [1]),
    ({"supplier_is": "brightway ltd"}, [1]),
    ({"supplier_is": ""}, [2, 4, 5]),
    ({"buyer_is": "Aldermere Council"}, [1, 2, 3]),
    ({"party": "dunmoor county council"}, [3, 6]),
    ({"party": "dunmoor"}, []),
    ({"region": "south east|north west"}, [1, 2, 3, 6]),
    ({"tag": "URGENT"}, [1, 4]),
    ({"tag": "board|urgent", "missing": "owner"}, [4]),
    ({"value_from": "0"}, [1, 3]),
    ({"value_from": "-100", "value_to": "7"}, [2, 3]),
    ({"notice_due": "2026-11-30..2026-12-01"}, []),
    ({"status": "no such status"}, []),
    ({"type": "no such type"}, []),
    ({"supplier": "' or 1 = 1 --"}, []),
    ({"department": "x' union select 1 --"}, []),
]


@pytest.mark.parametrize(("filters", "expected"), FILTERED, ids=[str(filters) for filters, _ in FILTERED])
def test_filters(filters: dict[str, str], expected: list[int], many: Register) -> None:
    assert listed(many, filters=filters, sort="id") == expected
    assert many.read.listing(filters=filters).total == len(expected)


def test_every_filter_is_tried_above(many: Register) -> None:
    tried = {name for filters, _ in FILTERED for name in filters}
    assert tried | {"uid"} == set(FILTERS)
    uid = many.read.agreement(3).uid
    assert listed(many, filters={"uid": uid.upper()}) == [3]
    from tracker.store import filters as module

    missing = {filters["missing"] for filters, _ in FILTERED if "missing" in filters}
    assert missing == set(module._MISSING)


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("", [1, 2, 3, 4, 5, 6]),
        ("   \t", [1, 2, 3, 4, 5, 6]),
        ("street", [1, 6]),
        ("STREET LIGH", [1]),
        ("ligh str", [1]),
        ("street bus", []),
        ("arzt", [4]),
        ("ÄRZTLICHE", [4]),
        ("cafe", [4]),
        ("brightway", [1, 6]),
        ("elan lumiere", [1, 6]),
        ("priya", [1]),
        ("urgent", [1, 4]),
        ("tr", [1, 6]),
        ("st", [1, 6]),
        ("works", [1]),
        ("digital", [3]),
        ("c-10", [1]),
        ("C-2", [4, 5]),
        ("10", [1]),
        ("ghting", [1]),
        ("eet leani", [6]),
        ("50%", [3]),
        ("0% mo", [3]),
        ("%", [3]),
        ("_", [3]),
        ("e_o", [3]),
        ('"', []),
        ('street" OR "bus', []),
        ("street OR bus", []),
        ("NEAR(street lighting)", []),
        ("title:street", []),
        ("street*", [1, 6]),
        ("^street", [1, 6]),
        ("- street", [1, 6]),
        ("street\0lighting", [1]),
        ("'; drop table agreement; --", []),
        ("\U00016ea0", []),
        ("x" * 5000, []),
    ],
)
def test_search(search: str, expected: list[int], many: Register) -> None:
    assert listed(many, search=search, sort="id") == expected


def test_search_within_filters(many: Register) -> None:
    assert listed(many, search="street", filters={"department": "Highways"}) == [1]


@pytest.mark.parametrize("name", FACETS)
def test_what_is_counted_can_be_filtered_by(name: str, many: Register) -> None:
    counted = many.read.facet(name)
    assert sum(number for _, number in counted) == 6
    assert [number for _, number in counted] == sorted((n for _, n in counted), reverse=True)
    for value, number in counted:
        if value and name not in ("supplier", "buyer"):
            exact = many.read.listing(filters={name: value}).rows
            assert len(exact) >= number
            if name != "status":
                assert len(exact) == number


def test_councils_regions_and_tags_are_counted_once_an_agreement(many: Register) -> None:
    for name in ("region", "tag"):
        for value, number in many.read.facet(name):
            assert many.read.listing(filters={name: value}).total == number
    assert many.read.facet("party") == []  # the sample's councils are not recorded as such
    assert many.read.facet("tag") == [("Urgent", 2), ("board", 1)]
    assert many.read.facet("tag", filters={"missing": "owner", "tag": "board"}) == [("Urgent", 1)]
    assert many.read.facet("region", filters={"supplier_is": "brightway ltd"}) == [("South East", 1)]


def test_counts_heed_the_other_filters_only(many: Register) -> None:
    assert many.read.facet("department") == [("Highways", 3), ("", 2), ("Digital", 1)]
    narrowed = many.read.facet("department", filters={"department": "Digital", "fictional": "no"})
    assert narrowed == [("", 2), ("Highways", 2), ("Digital", 1)]
    assert many.read.facet("end_year", search="street") == [("2026/27", 2)]


def test_whether_there_are_many_is_told_without_counting_all(many: Register) -> None:
    assert [many.read.has_more_than(number) for number in (0, 5, 6)] == [True, True, False]


def test_totals_never_mix_bases_or_currencies(many: Register) -> None:
    totals = many.read.totals()
    assert (totals.agreements, totals.without) == (6, 2)
    assert [tuple(one) for one in totals.sums] == [
        ("total value", "GBP", 2, 49_999_900),
        ("total value", "EUR", 1, 7),
        ("annual value", "EUR", 1, 200),
        ("annual value", "GBP", 1, 3000),
    ]
    live = many.read.totals(filters={"status": "live"})
    assert [tuple(one) for one in live.sums] == [
        ("total value", "GBP", 2, 49_999_900),
        ("annual value", "EUR", 1, 200),
        ("annual value", "GBP", 1, 3000),
    ]
    assert many.read.totals(search="bus", filters={"fictional": "no"}) == (0, 0, ())


def test_totals_are_exact_beyond_what_sqlite_can_add(register: Register) -> None:
    largest = 2**63 - 1
    with do(register) as write:
        write.load([Agreement(value=Money(amount)) for amount in (largest, largest, -largest, largest, -5)])
    assert register.read.totals().sums[0].minor == 2 * largest - 5


# Deadlines


def test_deadlines_come_by_the_day_to_act(many: Register) -> None:
    rows = many.read.deadlines()
    assert [(row.agreement_id, row.kind, row.act_by) for row in rows] == [
        (4, "end", "2026-11-30"),
        (6, "notice", "2026-11-30"),
        (1, "review", "2026-12-01"),
    ]
    last = rows[-1]
    assert (last.agreement_title, last.reference, last.supplier, last.owner) == (
        "street lighting",
        "C-10",
        "Brightway Ltd",
        "Priya Nair",
    )
    assert (last.asks, last.settled, last.fictional, last.arrangement) == (True, False, False, None)
    assert last.tier == "gold"
    assert (type(last.asks), type(last.settled), type(last.fictional)) == (bool, bool, bool)
    assert last.agreement_uid == many.read.agreement(1).uid


def test_deadlines_until_a_day_and_through_filters(many: Register) -> None:
    assert [row.agreement_id for row in many.read.deadlines(date(2026, 11, 30))] == [4, 6]
    assert [row.agreement_id for row in many.read.deadlines(date(2026, 11, 29))] == []
    assert [row.agreement_id for row in many.read.deadlines(filters={"owner": "Priya Nair"})] == [1]
    for status in {row.status for row in many.read.listing().rows}:
        those = {row.id for row in many.read.listing(filters={"status": status}).rows}
        found = [row.agreement_id for row in many.read.deadlines(filters={"status": status})]
        assert found == [row.agreement_id for row in many.read.deadlines() if row.agreement_id in those]
    narrowed = many.read.deadlines(date(2026, 12, 31), {"supplier": "bright"})
    assert [row.agreement_id for row in narrowed] == [6, 1]


def test_standings_grow_stale_on_their_day_and_with_their_next_deadline(many: Register) -> None:
    assert many.read.stale_standings(date(2026, 11, 22)) == [5]
    assert many.read.stale_standings(date(2026, 11, 30)) == many.stale_standings(date(2026, 11, 30)) == [5]
    assert many.read.stale_standings(date(2026, 12, 1)) == [4, 5, 6]
    assert many.read.stale_standings(date(2027, 1, 1)) == [1, 4, 5, 6]


def test_standings_reckoned_on_a_later_day_are_stale(many: Register) -> None:
    assert many.read.stale_standings(date(2026, 11, 21)) == [1, 2, 3, 4, 5, 6]


def test_what_is_stale_is_found_without_reading_every_standing(many: Register) -> None:
    statements: list[str] = []
    many._connection.set_trace_callback(statements.append)
    many.read.stale_standings(date(2026, 11, 22))
    many._connection.set_trace_callback(None)
    plan = [row[3] for row in many._connection.execute(f"explain query plan {statements[0]}")]
    assert not any("SCAN" in step for step in plan), plan


def test_an_agreement_has_a_standing_from_the_first_that_is_not_known(many: Register) -> None:
    (row,) = many.read.rows([5])
    assert (row.status, row.current_end, row.next_kind) == ("unknown", None, None)


def test_what_is_decided_stays_so_until_it_is_rearmed(register: Register) -> None:
    def answer(kind: str, action: AnswerAction) -> None:
        with register.operation("Answer", by="Jo", at=AT, undoable=False) as write:
            write.add(Answer(agreement_uid="u", kind=kind, date=TODAY, user="Jo", action=action, at=AT))

    for kind, actions in {
        "shown": [AnswerAction.SHOWN, AnswerAction.SNOOZED, AnswerAction.DISMISSED],
        "decided": [AnswerAction.SHOWN, AnswerAction.DECIDED],
        "re-armed": [AnswerAction.DECIDED, AnswerAction.REARMED],
        "again": [AnswerAction.DECIDED, AnswerAction.REARMED, AnswerAction.DECIDED, AnswerAction.SHOWN],
    }.items():
        for action in actions:
            answer(kind, action)
    assert register.read.decided() == {("u", "decided", "2026-11-22"), ("u", "again", "2026-11-22")}


# By name


def test_an_exact_reference_or_uid_wins_over_parts(many: Register) -> None:
    def found(text: str) -> list[int]:
        return [row.id for row in many.read.find_agreement(text)]

    assert found("c-2") == [4]
    assert found("C-") == [1, 2, 4, 5]
    assert found(" STREET ") == [1, 6]
    assert found("arzt") == [4]
    uid = many.read.agreement(5).uid
    assert found(uid) == [5]
    assert found(uid[-12:]) == [5]
    assert found("") == found("%") == found("nothing") == []


def test_organisations_are_found_by_any_of_their_names(many: Register) -> None:
    def found(text: str) -> list[str]:
        return [one.name for one in many.read.find_organisation(text)]

    assert found("aldermere council") == ["Aldermere Council"]
    assert found("council") == ["Aldermere Council", "Dunmoor County Council"]
    assert found("lumiere") == found("élan lumière") == ["Brightway Ltd"]
    assert found(" ") == []


def test_arrangements_are_found_by_title_and_reference(many: Register) -> None:
    assert [one.reference for one in many.read.find_arrangement("p-1")] == ["P-1"]
    assert [one.reference for one in many.read.find_arrangement("ICT")] == ["P-1"]
    assert [one.title for one in many.read.find_arrangement("shared ict partnership")] == [
        "Shared ICT partnership"
    ]


# Whole records


def test_records_by_id(many: Register) -> None:
    read = many.read
    assert read.organisation(1).name == "Brightway Ltd"
    assert [one.name for one in read.organisations()][1:] == ["Aldermere Council", "Dunmoor County Council"]
    assert read.arrangement(1) == read.arrangements()[0]
    assert [one.organisation_id for one in read.memberships(1)] == [3]
    assert [one.id for one in read.agreements([5, 99, 2])] == [2, 5]
    assert [one.name for one in read.related(OrganisationName, "organisation_id", 1)] == ["Élan Lumière"]
    assert [one.name for one in read.related_to(OrganisationName, "organisation_id", (1, 4711))] == [
        "Élan Lumière"
    ]
    assert [one.name for one in read.related_to(OrganisationName, "organisation_id", (1, 4711))] == [
        "Élan Lumière"
    ]
    assert read.numbers(Membership, "organisation_id") == {3: 1}
    with pytest.raises(TrackerError, match="That agreement is not in the register"):
        read.agreement(99)


def test_counts_of_every_type(many: Register) -> None:
    counts = many.read.counts()
    assert (counts["agreement"], counts["party"], counts["membership"], counts["risk"]) == (6, 8, 1, 0)


# What is written beside the records


def test_names_and_words_follow_every_change(register: Register) -> None:
    agreement = fill(register)

    def found(search: str) -> int:
        return register.read.listing(search).total

    assert (found("elan"), found("brightw"), found("aldermere")) == (1, 1, 1)
    with do(register) as write:
        write.change(Organisation, 1, name="Darkway")
    assert (found("elan"), found("darkway")) == (0, 1)
    assert register.read.listing().rows[0].supplier == "Darkway"
    with do(register) as write:
        name = write.add(OrganisationName(organisation_id=1, name="Nightfall"))
    assert found("nightfall") == 1
    with do(register) as write:
        write.remove(OrganisationName, name.id)
    assert found("nightfall") == 0
    party = register.read.agreement(agreement).parties[0]
    with do(register) as write:
        write.remove(Party, party.id)
    assert (found("darkway"), register.read.listing().rows[0].supplier) == (0, "")
    with do(register) as write:
        write.add(replace(party, role=PartyRole.HOST))
    assert register.read.listing().rows[0].supplier == "Darkway"
    with do(register) as write:
        write.change(Agreement, agreement, notes="Überholt")
    assert found("uberholt") == 1
    with do(register) as write:
        write.remove(Agreement, agreement)
    assert found("darkway") == found("street") == 0
    assert register.check_integrity() == ()

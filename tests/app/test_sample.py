"""The sample register, compared with what the articles say, row by row; and its fictional council."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tracker.app.authorities import find
from tracker.app.sample import FIXED_DAY, make_sample, records
from tracker.app.sample_text import FICTIONAL, Maker, read_when
from tracker.app.session import Session
from tracker.domain.agreement import Agreement, EndKind, Event, EventKind, SignatureState
from tracker.domain.dates import Precision, When
from tracker.domain.organisation import Organisation, OrganisationKind
from tracker.domain.partnerships.claim import SavingsClaim
from tracker.domain.partnerships.partnership import Arrangement, Membership
from tracker.domain.partnerships.service import OptionConsidered, Risk, ScopeItem, ServiceLevel, StaffTransfer
from tracker.domain.source import Citation, Conflict, ConflictState, Person, Relation, Source, Statistic

ALL = records(FIXED_DAY)


def kind(of: type[Any]) -> list[Any]:
    return [record for record in ALL if type(record) is of]


REAL = [record for record in ALL if not getattr(record, "fictional", False)]
NAMES = {o.id: o.name for o in kind(Organisation)}
SOURCES = {s.id: s.reference for s in kind(Source)}
ARRANGEMENTS = {a.id: a for a in kind(Arrangement)}
CLAIMS = {c.reference: c for c in kind(SavingsClaim)}
AGREEMENTS = {a.reference: a for a in kind(Agreement)}
SHORT = {
    "Hinckley and Bosworth Borough Council": "HBBC",
    "Oadby and Wigston Borough Council": "OWBC",
    "Blaby District Council": "BDC",
    "Melton Borough Council": "MBC",
}


def written(when: When | None) -> str:
    """A date in the few characters of a table."""
    if when is None or (when.earliest is None and when.latest is None):
        return ""
    edges = "..".join(day.isoformat() if day else "" for day in (when.earliest, when.latest))
    if when.precision is Precision.DAY:
        edges = edges.split("..")[0]
    return ("~" if when.inferred else "") + edges


def pounds(money: Any) -> str:
    return "" if money is None else f"{money.minor // 100}"


def table(name: str) -> list[list[str]]:
    """The rows of one section of `sample_rows.txt`."""
    text = (Path(__file__).parent / "sample_rows.txt").read_text(encoding="utf-8")
    section = next(part for part in text.split("\n== ") if part.startswith(f"{name}:"))
    return [[cell.strip() for cell in line.split("|")] for line in section.strip().splitlines()[1:]]


@pytest.mark.parametrize("row", table("claims"), ids=lambda row: row[0])
def test_claims(row: list[str]) -> None:
    claim = CLAIMS[row[0]]
    names = [NAMES[b.organisation_id] for b in claim.beneficiaries]
    lines = claim.locator.removeprefix("lines ").removeprefix("line ")
    assert [
        claim.reference,
        f"{SOURCES[claim.source_id]} {lines}",
        " ".join(SHORT.get(name, name) for name in names),
        pounds(claim.low),
        pounds(claim.high),
        claim.bound.value,
        claim.basis.value,
        claim.nature.value,
    ] == row


def test_the_words_of_the_claims() -> None:
    assert CLAIMS["S7"].quote == "£70,00"
    assert CLAIMS["S7"].measure == "unreadable"
    assert pounds(CLAIMS["S7"].interpreted) == "70000"
    assert CLAIMS["S1"].quote.startswith("save in excess of £200,000 as a direct result of")
    assert (CLAIMS["S4"].percent, CLAIMS["S4"].percent_of) == ("10", "the original contract value")
    assert (written(CLAIMS["S4"].starts), written(CLAIMS["S4"].ends)) == (
        "~2011-02-01..2011-02-28",
        "~2015-02-01..2015-02-28",
    )
    assert (CLAIMS["S9"].period_text, written(CLAIMS["S9"].starts)) == ("from 2014", "2014-01-01..2014-12-31")
    assert CLAIMS["S9"].ends is None
    assert str(CLAIMS["S15"].period_length) == "3 years"
    assert CLAIMS["S8"].derived_from_id == CLAIMS["S3"].id
    assert all(b.implied for b in CLAIMS["S5"].beneficiaries)
    assert [r for r, c in CLAIMS.items() if c.measure == "nil" and not c.fictional] == ["S17", "S18"]
    assert all(c.quote and c.source_id for c in CLAIMS.values())


@pytest.mark.parametrize("row", table("agreements"), ids=lambda row: row[0])
def test_agreements(row: list[str]) -> None:
    one = AGREEMENTS[row[0]]
    new_ends = [written(e.new_end) for e in one.events if e.new_end]
    assert [
        one.reference,
        one.type.value,
        one.signature.value,
        written(one.signed),
        written(one.starts),
        one.initial_term.code if one.initial_term else "",
        written(one.ends),
        "".join(new_ends),
    ] == row
    assert (one.value, one.annual_value, one.maximum_end, one.options, one.notices) == (
        None,
        None,
        None,
        (),
        (),
    )


def test_no_computed_end_is_stored_as_stated() -> None:
    """31 March 2014 is computed and nobody states it; the extension's day and number are not known."""
    (extended,) = [e for e in AGREEMENTS["L2"].events if e.kind is EventKind.EXTENDED]
    assert (written(extended.on), extended.length, extended.count_unknown) == ("", None, True)
    assert all(a.ends is None for a in AGREEMENTS.values() if not a.fictional)


def test_memberships() -> None:
    found = [
        [
            ARRANGEMENTS[m.arrangement_id].title,
            SHORT.get(NAMES[m.organisation_id], NAMES[m.organisation_id]),
            m.role.value,
            written(m.joined),
            m.basis,
            m.known.value,
            SOURCES[m.source_id],
        ]
        for m in kind(Membership)
        if not ARRANGEMENTS[m.arrangement_id].fictional
    ]
    assert found == table("memberships")
    real = [m for m in kind(Membership) if not ARRANGEMENTS[m.arrangement_id].fictional]
    assert all(m.left is None for m in real), "no article says that anybody left"


def test_sources() -> None:
    found = [s for s in kind(Source) if not s.outside and not s.fictional]
    assert [[s.reference, s.kind.value, s.publisher, written(s.published)] for s in found] == table("sources")
    assert [s.reference for s in found if s.publisher_inferred] == ["B", "D"]
    assert [SOURCES[s.derived_from_id] for s in found if s.derived_from_id] == ["A"]
    assert [s.reference for s in kind(Source) if s.outside] == ["O1", "O2", "O3", "O4"]


def test_statistics() -> None:
    found = kind(Statistic)
    assert [[s.reference, s.figure, s.unit] for s in found] == table("statistics")
    assert [s.reference for s in found if s.computed] == ["N5a", "N6a", "N9"]
    by = {s.reference: int(s.figure) for s in found}
    assert by["N5a"] == by["N2"] - by["N5"]
    assert by["N9"] == by["N2"] - by["N1"] - by["N3"]
    assert by["N4"] == round(100 * by["N1"] / by["N2"])


def test_every_contradiction_is_an_open_conflict_with_its_readings() -> None:
    found = [c for c in kind(Conflict) if not c.fictional]
    assert [c.reference for c in found] == [f"X{n}" for n in range(1, 29)]
    assert all(c.state is ConflictState.OPEN and c.chosen is None for c in found)
    assert all(len(c.readings) >= 2 and c.note for c in found)
    assert all([r.number for r in c.readings] == list(range(1, len(c.readings) + 1)) for c in found)
    assert all(r.source_id for c in found for r in c.readings)
    titles = Counter(ARRANGEMENTS[c.arrangement_id].title if c.arrangement_id else "" for c in found)
    assert titles == {
        "Leicestershire ICT partnership": 21,
        "Hampshire – Dorset IT collaboration": 1,
        "Aylesbury Vale – Dacorum ICT partnership": 2,
        "": 4,
    }


def test_the_rest_of_what_the_articles_say() -> None:
    def real(of: type[Any]) -> list[Any]:
        return [r for r in kind(of) if r.arrangement_id and not ARRANGEMENTS[r.arrangement_id].fictional]

    stages = Counter((ARRANGEMENTS[s.arrangement_id].title[:9], s.stage.value) for s in real(ScopeItem))
    assert stages["Hampshire", "live"] == 4
    assert stages["Hampshire", "business case"] == 3
    assert stages["Hampshire", "to be considered"] == 3
    assert [(level.target, level.kind.value) for level in real(ServiceLevel)] == [
        ("60", "aim"),
        ("the day", "reported"),
        ("extended hours", "reported"),
    ]
    assert not any(level.measurements for level in real(ServiceLevel))
    transfers = real(StaffTransfer)
    assert [(t.to_text, t.mechanism.value, t.number) for t in transfers] == [
        ("the new organisation", "not stated", None),
        ("", "none planned", None),
    ]
    (option,) = real(OptionConsidered)
    assert (NAMES[option.proposed_by_id], option.rating, option.outcome) == (
        "Dacorum Borough Council",
        "high risk",
        "rejected",
    )
    (risk,) = real(Risk)
    assert NAMES[risk.organisation_id] == "Blaby District Council"
    assert len(real(Person)) == 15
    assert Counter(e.kind.value for e in real(Event)) == {
        "commenced": 1,
        "joined": 2,
        "staff transferred": 1,
        "other": 6,
    }
    relations = [r for r in kind(Relation) if r.standing == "proposed" and r.record_kind == "Agreement"]
    by_id = {a.id: a.reference for a in kind(Agreement)}
    assert [(by_id[r.from_id], r.kind.value, by_id[r.to_id]) for r in relations][:4] == [
        ("L2", "supersedes", "L1"),
        ("AD2", "supersedes", "AD1"),
        ("AD3", "supersedes", "AD1"),
        ("AD2", "may be the same as", "AD3"),
    ]
    assert not [
        r for r in kind(Relation) if r.standing == "stated" and not AGREEMENTS[by_id[r.from_id]].fictional
    ]


def test_regions_cross() -> None:
    regions: dict[str, set[str]] = {}
    councils = {o.id: o for o in kind(Organisation) if o.kind is OrganisationKind.COUNCIL and not o.fictional}
    for m in kind(Membership):
        if m.organisation_id in councils:
            title = ARRANGEMENTS[m.arrangement_id].title
            regions.setdefault(title, set()).add(councils[m.organisation_id].region)
    assert regions["Hampshire – Dorset IT collaboration"] == {"South East", "South West"}
    assert regions["Aylesbury Vale – Dacorum ICT partnership"] == {"South East", "East of England"}
    for council in councils.values():
        (listed,) = find(council.name)
        assert (listed.region, listed.gss, listed.type) == (council.region, council.gss, council.council_type)


def test_every_real_agreement_and_membership_cites_a_line() -> None:
    cited = {(c.record_kind, c.record_id) for c in kind(Citation)}
    for one in (*kind(Agreement), *kind(Membership)):
        if type(one) is Agreement and not one.fictional:
            assert ("Agreement", one.id) in cited, one.reference
        if type(one) is Membership and not ARRANGEMENTS[one.arrangement_id].fictional:
            assert ("Membership", one.id) in cited
    assert all(
        re.fullmatch(r"lines? [\d, -]+", c.locator) or SOURCES[c.source_id][0] == "O" for c in kind(Citation)
    )
    assert max(len(c.quote) for c in kind(Citation)) < 110


# The fictional council


FICTIONAL_AGREEMENTS = [a for a in kind(Agreement) if a.fictional]


def test_every_made_up_record_says_so() -> None:
    for record in ALL:
        if getattr(record, "fictional", False):
            assert FICTIONAL in getattr(record, "notes", getattr(record, "note", FICTIONAL)), record
    real = {a.id for a in kind(Arrangement) if not a.fictional}
    for record in ALL:
        arrangement = getattr(record, "arrangement_id", None)
        if arrangement and hasattr(record, "fictional"):
            assert record.fictional is (arrangement not in real)
    bodies = {p.organisation_id for a in FICTIONAL_AGREEMENTS for p in a.parties}
    assert all(o.fictional for o in kind(Organisation) if o.id in bodies)


def test_no_made_up_council_exists_and_no_person_is_named() -> None:
    for body in kind(Organisation):
        if body.fictional:
            assert not find(body.name), body.name
    text = " ".join(str(record) for record in ALL)
    assert "@" not in text
    for one in FICTIONAL_AGREEMENTS:
        assert not one.contact
        assert re.search(r"Head|Manager|Officer|Director|Accountant|^$", one.owner), one.owner


def test_every_kind_of_agreement_is_shown() -> None:
    types = {a.type.value for a in FICTIONAL_AGREEMENTS}
    assert {
        "contract",
        "framework",
        "call-off",
        "grant agreement",
        "side letter",
        "joint committee agreement",
    } <= types
    assert {a.end_kind for a in FICTIONAL_AGREEMENTS} == set(EndKind)
    assert {a.signature for a in FICTIONAL_AGREEMENTS} == set(SignatureState) - {SignatureState.NONE_EXISTS}
    notices = {n.kind.value for a in FICTIONAL_AGREEMENTS for n in a.notices}
    assert notices == {"termination", "break", "non-renewal", "withdrawal"}
    assert {o.up_to for a in FICTIONAL_AGREEMENTS for o in a.options} == {True, False}
    assert len({a.reference for a in FICTIONAL_AGREEMENTS}) == len(FICTIONAL_AGREEMENTS)
    assert len([a for a in kind(Arrangement) if a.fictional]) == 4


@pytest.mark.parametrize("made_on", [FIXED_DAY, date(2024, 2, 29), date(2027, 3, 31), date(2030, 1, 1)])
def test_the_dates_lie_around_the_day_of_making(made_on: date) -> None:
    agreements = [r for r in records(made_on) if type(r) is Agreement and r.fictional]
    options = [a for a in agreements if a.options and a.starts and a.starts.day]
    assert all(
        a.starts is None or a.starts.earliest is None or a.starts.earliest.year <= made_on.year + 1
        for a in agreements
    )
    assert len(options) > 20
    notice = next(e for a in agreements if a.reference == "NBC-005" for e in a.events)
    assert notice.on.day is not None
    assert (made_on - notice.on.day).days == 20


def test_the_register_that_is_made(tmp_path: Path) -> None:
    first, second = tmp_path / "first.db", tmp_path / "second.db"
    counts = make_sample(first, FIXED_DAY)
    assert make_sample(second, FIXED_DAY) == counts
    assert counts["agreements"] == len(kind(Agreement))
    with Session.open(first, read_only=True) as one, Session.open(second, read_only=True) as other:
        for of in {type(record) for record in ALL}:
            stored = one.read.records(of)
            assert stored == other.read.records(of), of
            made = sorted((r for r in ALL if type(r) is of), key=lambda r: r.id)
            if of is not Event:
                assert [r.uid for r in stored] == [r.uid for r in made], of
        live = one.read.listing(filters={"fictional": "no"})
        assert live.total == 8
    with pytest.raises(Exception, match=r"first\.db"):
        make_sample(first, FIXED_DAY)


def test_made_for_today_where_no_day_is_given(tmp_path: Path) -> None:
    path = tmp_path / "today.db"
    make_sample(path)
    with Session.open(path, read_only=True) as session:
        agreements = {a.reference: a for a in session.read.agreements()}
        (given,) = agreements["NBC-005"].events
        assert given.on.day is not None
        assert 20 <= (session.today - given.on.day).days <= 21


def test_a_word_that_no_record_has_is_refused() -> None:
    with pytest.raises(KeyError, match="a Source of the sample has no colour"):
        Maker(lambda record: record, FIXED_DAY).make(Source, {"title": "x", "colour": "red"})


def test_statuses_on_the_day_of_making(tmp_path: Path) -> None:
    path = tmp_path / "sample.db"
    make_sample(path, FIXED_DAY)
    with Session.open(path, read_only=True) as session:
        statuses = Counter(row.status for row in session.read.listing(filters={"fictional": "yes"}).rows)
    live = sum(n for status, n in statuses.items() if not status.startswith(("ended", "abandoned")))
    assert 58 <= live <= 66
    wanted = (
        "live",
        "live – in extension",
        "live – rolling",
        "live – notice given",
        "expiring",
        "expired – still in use",
        "signed, not started",
        "awaiting signature",
        "in negotiation",
        "ended – expired",
        "ended – terminated",
        "ended – superseded",
        "abandoned",
    )
    assert not [status for status in wanted if not statuses[status]]


# The notation


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2009-04-01", When.on(date(2009, 4, 1))),
        ("2008-12 Dec 2008", When(date(2008, 12, 1), date(2008, 12, 31), Precision.MONTH, "Dec 2008")),
        ("2006", When(date(2006, 1, 1), date(2006, 12, 31), Precision.YEAR)),
        ("2013/14", When(date(2013, 4, 1), date(2014, 3, 31), Precision.FINANCIAL_YEAR)),
        ("~..2010-11-30 begun", When(None, date(2010, 11, 30), Precision.BEFORE, "begun", True)),
        ("2013.. since 2013", When(date(2013, 1, 1), None, Precision.AFTER, "since 2013")),
        ("2012-12-31..2013-03-31", When(date(2012, 12, 31), date(2013, 3, 31), Precision.BETWEEN)),
        ("?", When.unknown()),
        ("M+0", When.on(date(2024, 2, 1))),
        ("M+0e", When.on(date(2024, 2, 29))),
        ("M-2m", When(date(2023, 12, 1), date(2023, 12, 31), Precision.MONTH)),
        ("F+0", When.on(date(2023, 4, 1))),
        ("F+0e", When.on(date(2024, 3, 31))),
        ("T+1", When.on(date(2024, 3, 1))),
        ("Y-1", When(date(2023, 1, 1), date(2023, 12, 31), Precision.YEAR)),
    ],
)
def test_dates_in_the_notation(text: str, expected: When) -> None:
    assert read_when(text, date(2024, 2, 29)) == expected

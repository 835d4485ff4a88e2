"""Cost shares as typed: read, checked to add up, saved as one change, and reckoned by the year."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from tracker.app.partnership.cost_shares import (
    TypedShare,
    figure_text,
    read_figure,
    read_share,
    save_shares,
    year_of,
    year_words,
)
from tracker.app.partnership.dossier import Dossier, dossier
from tracker.app.proposal import carry_out
from tracker.app.session import Session
from tracker.domain.dates import When
from tracker.domain.errors import TrackerError
from tracker.domain.money import Money
from tracker.domain.organisation import Organisation
from tracker.domain.partnerships.partnership import Arrangement, Membership
from tracker.domain.partnerships.service import CostShare, ShareFormula

START = date(2026, 4, 1)


def share(body: int, formula: ShareFormula, quantity: int | None = None, **more: object) -> CostShare:
    fields: dict[str, object] = {"starts": START, **more}
    return CostShare(
        arrangement_id=1,
        organisation_id=body,
        formula=formula,
        quantity=quantity,
        **fields,
    )


@pytest.mark.parametrize(
    ("formula", "text", "quantity", "again"),
    [
        (ShareFormula.EQUAL, "ignored", None, ""),
        (ShareFormula.PERCENTAGE, "33.33 %", 3333, "33.33"),
        (ShareFormula.PERCENTAGE, "25", 2500, "25"),
        (ShareFormula.POPULATION, "98,500", 98500, "98,500"),
        (ShareFormula.USERS, "40", 40, "40"),
        (ShareFormula.STAFF, "7.5", 750, "7.50"),
    ],
)
def test_figures_are_read_and_shown_again(
    formula: ShareFormula, text: str, quantity: int | None, again: str
) -> None:
    assert read_figure(formula, text) == (quantity, None)
    assert figure_text(share(1, formula, quantity)) == again


def test_a_fixed_amount() -> None:
    assert read_figure(ShareFormula.FIXED, "£120,000") == (None, Money(120_000_00))
    assert figure_text(share(1, ShareFormula.FIXED, amount=Money(120_000_00))) == "£120,000.00"


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (ShareFormula.POPULATION, "1.5"),
        (ShareFormula.USERS, "many"),
        (ShareFormula.PERCENTAGE, "33.333"),
        (ShareFormula.PERCENTAGE, "-1"),
        (ShareFormula.STAFF, "NaN"),
        (ShareFormula.FIXED, "to be agreed"),
    ],
)
def test_what_is_no_figure(formula: ShareFormula, text: str) -> None:
    with pytest.raises(TrackerError, match="is not a"):
        read_figure(formula, text)


def test_days_that_cannot_be() -> None:
    with pytest.raises(TrackerError, match="first day"):
        read_share(TypedShare(1, ShareFormula.EQUAL), 1)
    with pytest.raises(TrackerError, match="before it starts"):
        read_share(TypedShare(1, ShareFormula.EQUAL, starts=START, ends=date(2026, 3, 31)), 1)


def test_a_member_that_joins_half_way_through_the_year() -> None:
    shares = [
        share(1, ShareFormula.EQUAL),
        share(2, ShareFormula.EQUAL),
        share(3, ShareFormula.EQUAL, starts=date(2026, 10, 1)),
    ]
    year = year_of(shares, date(2027, 1, 1), Money(365_00))
    assert year.name == "2026/27"
    # 183 days by two, then 182 days by three
    assert [row.part for row in year.rows] == [
        Fraction(183, 730) + Fraction(182, 1095),
        Fraction(183, 730) + Fraction(182, 1095),
        Fraction(182, 1095),
    ]
    assert year.borne == Money(365_00)
    assert [str(row.amount) for row in year.rows] == ["£152.17", "£152.17", "£60.66"]
    assert year_words(year.rows[2]) == "16.62%, £60.66"
    assert not year.findings


def test_fixed_amounts_come_first_and_what_nobody_bears_is_said() -> None:
    fixed = share(1, ShareFormula.FIXED, amount=Money(100_00))
    year = year_of([fixed, share(2, ShareFormula.POPULATION, 10)], START, Money(300_00))
    assert [year_words(row) for row in year.rows] == ["£100.00", "100%, £200.00"]
    alone = year_of([fixed], START, Money(300_00))
    assert [f.message for f in alone.findings] == ["In 2026/27 £200.00 of £300.00 is borne by nobody."]
    beyond = year_of([fixed], START, Money(50_00))
    assert "more than the cost" in beyond.findings[0].message
    assert year_of([fixed], START).rows[0].amount == Money(100_00)
    assert year_of([fixed], date(2025, 4, 1)).rows == ()


@examples(40)
@given(
    st.lists(
        st.tuples(st.integers(1, 5), st.integers(1, 10_000), st.integers(0, 400), st.integers(1, 400)),
        min_size=1,
        max_size=6,
    ),
    st.integers(0, 10_000_000),
)
def test_a_year_that_is_shared_throughout_adds_up(rows: list[tuple[int, int, int, int]], pence: int) -> None:
    first = date(2026, 4, 1).toordinal()
    shares = [share(9, ShareFormula.POPULATION, 7)]
    shares += [
        share(
            body,
            ShareFormula.POPULATION,
            quantity,
            starts=date.fromordinal(first + begins),
            ends=date.fromordinal(first + begins + days),
        )
        for body, quantity, begins, days in rows
    ]
    year = year_of(shares, START, Money(pence))
    assert sum(row.part or 0 for row in year.rows) == 1
    assert year.borne == Money(pence)
    assert not year.findings


@pytest.fixture
def found(session: Session) -> Dossier:
    """Two members without cost shares."""
    with session.operation("made") as write:
        bodies = [write.add(Organisation(name=name)).id for name in ("Ash Council", "Birch Council")]
        shared = write.add(Arrangement(title="Parking")).id
        for body in bodies:
            joined = When.on(date(2020, 4, 1))
            write.add(Membership(arrangement_id=shared, organisation_id=body, joined=joined))
    return dossier(session, shared)


def test_the_table_is_saved_as_one_change(session: Session, found: Dossier) -> None:
    ash, birch = found.bodies
    rows = [
        TypedShare(ash, ShareFormula.PERCENTAGE, "60", START),
        TypedShare(birch, ShareFormula.PERCENTAGE, "30", START),
    ]
    proposal = save_shares(session, found, rows)
    assert [f.message for f in proposal.findings] == [
        "From 1 April 2026: the shares of the cost add to 90.00 per cent, not to 100."
    ]
    carry_out(session, proposal)
    now = dossier(session, found.arrangement.id)
    again = [
        TypedShare(s.organisation_id, s.formula, figure_text(s), s.starts, s.ends, s.id) for s in now.shares
    ]
    assert save_shares(session, now, again).steps == ()
    before = session.read.records(CostShare)
    later = TypedShare(birch, ShareFormula.PERCENTAGE, "40", START, id=again[1].id)
    fixed = save_shares(session, now, [again[0], later])
    assert not fixed.findings
    assert ("Cost share of Birch Council", "33.33%", "40%") in fixed.effects
    carry_out(session, fixed)
    session.undo()
    assert session.read.records(CostShare) == before
    carry_out(session, save_shares(session, now, [again[0]]))
    assert len(session.read.records(CostShare)) == 1
    with pytest.raises(TrackerError, match="Ash Council: “x” is not a number"):
        save_shares(session, now, [TypedShare(ash, ShareFormula.USERS, "x", START)])

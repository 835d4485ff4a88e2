"""Parties of an agreement beyond the one buyer and the one supplier."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.app import edit, parties
from tracker.app.proposal import carry_out
from tracker.app.session import Session
from tracker.domain.agreement import PartyRole
from tracker.domain.errors import TrackerError
from tracker.domain.organisation import OrganisationKind


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = Session.create(tmp_path / "r.tracker", user="A")
    edit.new_agreement(made, {"title": "Lighting"}, supplier="Lumen Ltd")
    return made


def test_a_second_supplier_is_added_with_its_organisation_and_undone(session: Session) -> None:
    before = session.agreement(1)
    proposal = parties.add(session, before, PartyRole.SUPPLIER, " Ascent  Ltd ")
    assert proposal.effects == (("Supplier", "Lumen Ltd", "Lumen Ltd; Ascent Ltd"),)
    assert proposal.findings[0].message.startswith("“Ascent Ltd” is not in the register yet")
    carry_out(session, proposal)
    assert session.undo_name == "Add supplier ‘Ascent Ltd’ to ‘Lighting’"
    added = session.read.organisation(session.agreement(1).parties[1].organisation_id)
    assert (added.name, added.kind) == ("Ascent Ltd", OrganisationKind.SUPPLIER)
    assert parties.bodies_known(session) == ["Ascent Ltd", "Lumen Ltd"]
    session.undo()
    assert session.agreement(1) == before
    assert parties.bodies_known(session) == ["Lumen Ltd"]


def test_one_that_is_known_is_found_whatever_its_suffix(session: Session) -> None:
    proposal = parties.add(session, session.agreement(1), PartyRole.HOST, "LUMEN LIMITED")
    assert (proposal.effects, proposal.findings) == ((("Host", "not recorded", "Lumen Ltd"),), ())
    with pytest.raises(TrackerError, match="Lumen Ltd is a supplier of ‘Lighting’ already"):
        parties.add(session, session.agreement(1), PartyRole.SUPPLIER, "lumen limited")


def test_a_party_is_removed_and_the_organisation_stays(session: Session) -> None:
    before = session.agreement(1)
    carry_out(session, parties.remove(before, before.parties[0], "Lumen Ltd"))
    assert session.undo_name == "Remove supplier ‘Lumen Ltd’ from ‘Lighting’"
    assert session.agreement(1).parties == ()
    assert parties.bodies_known(session) == ["Lumen Ltd"]
    session.undo()
    assert session.agreement(1) == before

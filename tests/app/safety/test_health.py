"""What is odd in a register, each with the name of the record that it is about."""

from __future__ import annotations

from datetime import date

from tracker.app.safety.health import check_register
from tracker.app.session import Session
from tracker.domain.agreement import Agreement
from tracker.domain.dates import When


def test_every_finding_names_its_agreement(session: Session) -> None:
    backwards = Agreement(
        reference="C-7",
        title="Street lighting",
        starts=When.on(date(2027, 4, 1)),
        ends=When.on(date(2027, 3, 31)),
    )
    with session.operation("Add two agreements") as write:
        write.load([backwards, Agreement(title="Waste", ends=When.on(date(2028, 3, 31)))])
    assert [(one.code, one.record) for one in check_register(session)] == [
        ("term.end-before-start", "C-7 Street lighting")
    ]

"""Who stands in a body's place, and which successions bear on it."""

from __future__ import annotations

from tests.domain.partnerships.test_partnership import A, B, C, D, E, day
from tracker.domain.organisation import Succession
from tracker.domain.partnerships.succession import bearing_on, successor_on


def test_successions_in_a_row_parts_and_loops() -> None:
    whole = Succession(from_organisation_id=A, to_organisation_id=B, effective_on=day("2019-04-01"))
    part = Succession(
        from_organisation_id=A, to_organisation_id=D, effective_on=day("2019-04-01"), scope="a part"
    )
    on_to = Succession(from_organisation_id=B, to_organisation_id=C, effective_on=day("2023-04-01"))
    back = Succession(from_organisation_id=C, to_organisation_id=A, effective_on=day("2023-04-01"))
    assert successor_on(A, day("2019-03-31"), [part, whole, on_to]) == (A, ())
    assert successor_on(A, day("2020-01-01"), [part, whole, on_to]) == (B, (whole,))
    assert successor_on(A, day("2024-01-01"), [part, whole, on_to]) == (C, (whole, on_to))
    assert successor_on(A, day("2024-01-01"), [part]) == (D, (part,))
    assert successor_on(A, day("2024-01-01"), [whole, on_to, back]) == (C, (whole, on_to))


def test_what_bears_on_bodies_leads_on_from_them() -> None:
    first = Succession(from_organisation_id=A, to_organisation_id=B, effective_on=day("2019-04-01"))
    then = Succession(from_organisation_id=B, to_organisation_id=C, effective_on=day("2023-04-01"))
    other = Succession(from_organisation_id=D, to_organisation_id=E, effective_on=day("2023-04-01"))
    assert bearing_on([A], [then, other, first]) == (then, first)
    assert bearing_on([B, D], [first, then, other]) == (then, other)
    assert bearing_on([C], [first, then, other]) == ()

"""References in the order in which people count them."""

from __future__ import annotations

from tracker.domain.numbering import reference_order


def test_numbers_count_as_numbers() -> None:
    counted = ["", "A", "B2", "D4", "d28", "D28a", "D100", "NBC-P1-3", "NBC-P1-12", "NBC-P10-1", "X"]
    assert sorted(set(counted), key=reference_order) == counted
    assert reference_order("D007") == reference_order("d7")
    assert reference_order("0") < reference_order("1") < reference_order("9" * 5000)
    assert reference_order("²") != reference_order("2")

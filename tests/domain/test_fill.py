"""Records filled a column at a time are those that their constructor makes."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tracker.domain.agreement import Agreement
from tracker.domain.fill import fill
from tracker.domain.money import Money


def test_records_are_what_the_constructor_makes() -> None:
    count = 2_500
    titles = [f"Agreement {number}" for number in range(count)]
    values = [Money(number) if number % 3 else None for number in range(count)]
    made = fill(Agreement, {"title": titles, "value": values}, count)
    assert made == [Agreement(title=title, value=value) for title, value in zip(titles, values, strict=True)]
    assert hash(made[5]) == hash(Agreement(title="Agreement 5", value=Money(5)))


def test_none_of_them_needs_a_column() -> None:
    assert fill(Agreement, {}, 2) == [Agreement(), Agreement()]
    assert fill(Agreement, {"title": []}, 0) == []


@dataclass(slots=True)
class _Named:
    name: str
    row: int = 1


@pytest.mark.parametrize("columns", [{}, {"row": [1, 2]}, {"name": ["a"]}, {"name": ["a", "b"], "row": [1]}])
def test_what_is_not_given_for_each_is_said(columns: dict[str, list[object]]) -> None:
    with pytest.raises(ValueError, match="is not given 2 times"):
        fill(_Named, columns, 2)
    assert fill(_Named, {"name": ["a", "b"]}, 2) == [_Named("a"), _Named("b")]

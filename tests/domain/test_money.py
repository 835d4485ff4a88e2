"""Money: exact arithmetic in one currency."""

from __future__ import annotations

import pytest

from tracker.domain.money import Money
from tracker.domain.written import exact_money


def test_arithmetic_stays_in_one_currency() -> None:
    assert Money(150) + Money(50) == Money(200)
    assert Money(150) - Money(200) == Money(-50)
    assert -Money(150) == Money(-150)
    assert Money(1) < Money(2)
    assert not Money(2) < Money(2)
    with pytest.raises(ValueError, match="GBP and EUR"):
        Money(1) + Money(1, "EUR")
    with pytest.raises(ValueError, match="EUR and GBP"):
        assert Money(1, "EUR") < Money(2)


@pytest.mark.parametrize(
    ("money", "shown", "decimal"),
    [
        (Money(50_000_000), "£500,000.00", "500000.00"),
        (Money(-5), "-£0.05", "-0.05"),
        (Money(123456, "EUR"), "€1,234.56", "1234.56"),
        (Money(123456, "USD"), "$1,234.56", "1234.56"),
        (Money(123456, "CHF"), "CHF 1,234.56", "1234.56"),
        (Money(123456, "JPY"), "JPY 123,456", "123456"),
        (Money(123456, "KWD"), "KWD 123.456", "123.456"),
    ],
)
def test_text_forms(money: Money, shown: str, decimal: str) -> None:
    assert str(money) == shown
    assert money.decimal == decimal
    assert Money.from_decimal(decimal, money.currency) == money
    assert exact_money(shown, money.currency) == money


@pytest.mark.parametrize("amount", ["1.005", "x", "NaN", "Infinity"])
def test_what_is_no_whole_number_of_pence_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match=amount):
        Money.from_decimal(amount)

"""Money in whole minor units of one currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

_SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$"}
# Currencies whose minor unit is not a hundredth (ISO 4217).
PLACES = {"JPY": 0, "KRW": 0, "ISK": 0, "BHD": 3, "KWD": 3}


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency.

    Attributes:
        minor: the amount in minor units (pence), exact; may be negative.
        currency: ISO 4217 code.
    """

    minor: int
    currency: str = "GBP"

    @classmethod
    def from_decimal(cls, amount: Decimal | str | int, currency: str = "GBP") -> Money:
        """From units with decimals: "500000.00". Raises ValueError for parts of a minor unit or no number."""
        try:
            minor = Decimal(amount).scaleb(PLACES.get(currency, 2))
        except ArithmeticError as error:
            raise ValueError(f"{amount} is not a number.") from error
        if not minor.is_finite() or minor != int(minor):
            raise ValueError(f"{amount} is not a whole number of the smallest coin of {currency}.")
        return cls(int(minor), currency)

    @property
    def decimal(self) -> str:
        """The number alone, for files: "500000.00"."""
        return self._written("")

    def __str__(self) -> str:
        symbol = _SYMBOLS.get(self.currency, f"{self.currency} ")
        return self._written(symbol, ",")

    def _written(self, symbol: str, grouping: str = "") -> str:
        places = PLACES.get(self.currency, 2)
        units, rest = divmod(abs(self.minor), 10**places)
        decimals = f".{rest:0{places}d}" if places else ""
        return f"{'-' if self.minor < 0 else ''}{symbol}{units:{grouping}d}{decimals}"

    def __add__(self, other: Money) -> Money:
        """The sum. Raises ValueError where the currencies differ: they have none."""
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be added.")
        return Money(self.minor + other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        return self + -other

    def __lt__(self, other: Money) -> bool:
        """Less than. Raises ValueError where the currencies differ."""
        return (self - other).minor < 0

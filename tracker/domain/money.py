"""Money in whole minor units, and amounts as people write them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency.

    Attributes:
        minor: the amount in minor units (pence), exact; may be negative.
        currency: ISO 4217 code.
    """

    minor: int
    currency: str = "GBP"

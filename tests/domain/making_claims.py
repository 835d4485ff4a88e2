"""Claims for the tests, in whole pounds."""

from __future__ import annotations

from tracker.domain.money import Money
from tracker.domain.partnerships.claim import Bound, ClaimBeneficiary, Measure, Nature, SavingsClaim

A, B = 1, 2


def pounds(amount: int | None) -> Money | None:
    return None if amount is None else Money(amount * 100)


def claim(
    least: int | None = None,
    most: int | None = None,
    bound: Bound = Bound.EXACT,
    *,
    of: tuple[int, ...] = (A,),
    implied: bool = False,
    **more: object,
) -> SavingsClaim:
    fields: dict[str, object] = {
        "quote": "…",
        "nature": Nature.FORECAST,
        "measure": Measure.MONEY if least is not None or most is not None else Measure.UNQUANTIFIED,
        "low": pounds(least),
        "high": pounds(most),
        "bound": bound,
        "arrangement_id": 1,
        "beneficiaries": tuple(ClaimBeneficiary(organisation_id=body, implied=implied) for body in of),
    }
    return SavingsClaim(**(fields | more))


def exactly(amount: int, **more: object) -> SavingsClaim:
    return claim(amount, amount, Bound.EXACT, **more)


def percent(text: str, of: str = "the value", bound: Bound = Bound.AT_LEAST) -> SavingsClaim:
    return claim(None, None, bound, measure=Measure.PERCENTAGE, percent=text, percent_of=of)

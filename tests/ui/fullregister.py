"""A full register for pictures: the 400 arrangements of the big one and 10,000 contracts beside them.

Made by rule, the same every time, with the days around the stage's today; what a few seconds make is
kept in the system's folder for such files until the code that makes it changes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from shutil import copyfile

from tests.ui import bigregister
from tests.ui.stage import TODAY, clock
from tracker.app.session import Session
from tracker.domain.agreement import (
    Agreement,
    AgreementType,
    EndKind,
    ExtensionOption,
    NoticeClause,
    NoticeKind,
    Party,
    PartyRole,
    SignatureState,
)
from tracker.domain.dates import Period, When
from tracker.domain.money import Money
from tracker.domain.organisation import Organisation, OrganisationKind
from tracker.store.schema import VERSION

CONTRACTS = 10_000
_WORKS = (
    "Street lighting",
    "Housing repairs",
    "Payroll software",
    "Grounds maintenance",
    "Fleet hire and maintenance",
    "Parking enforcement",
    "Leisure centre management",
    "School meals",
    "Printing and post",
    "Legal advice",
    "Insurance",
    "Agency staff",
    "Water hygiene testing and remedial works in corporate and housing buildings",
    "Energy",
    "Lift maintenance",
    "Tree surveys",
    "Home care",
)
_AREAS = ("North", "South", "East", "West", "Town centre", "Harbour", "Moorside", "Villages")
_DEPARTMENTS = ("Finance", "Housing", "Digital and ICT", "Environmental Services", "People", "Property")
_OWNERS = ("Head of", "Manager of", "Officer for")
_MAKERS = ("Thistledown", "Brambleford", "Ockenden", "Larkspur", "Goosegate", "Fernhollow", "Pennywell")
_TRADES = ("Services", "Works", "Software", "Care", "Facilities", "Consulting")


def full_at(folder: Path) -> Path:
    """A copy of the full register in that folder."""
    path = folder / "Loamshire.tracker"
    copyfile(_cached(), path)
    return path


def _cached() -> Path:
    made_by = b"".join(Path(file).read_bytes() for file in (__file__, bigregister.__file__))
    folder = Path(tempfile.gettempdir()) / "tracker-screens"
    folder.mkdir(exist_ok=True)
    path = folder / f"full-{VERSION}-{sha256(made_by).hexdigest()[:12]}.tracker"
    if not path.exists():
        making = path.with_suffix(".making")
        making.unlink(missing_ok=True)
        make_full(making)
        making.replace(path)
    return path


def make_full(path: Path) -> None:
    """Make it at `path`."""
    bigregister.make_big(path)
    with (
        Session.open(path, clock=clock, user="generator") as session,
        session.operation("Make the register full", undoable=False) as write,
    ):
        buyer = write.add(Organisation(name="Loamshire County Council", kind=OrganisationKind.COUNCIL))
        suppliers = write.add_all(
            [
                Organisation(name=f"{maker} {trade} {end}", kind=OrganisationKind.SUPPLIER)
                for maker in _MAKERS
                for trade in _TRADES
                for end in ("Ltd", "plc", "LLP")
            ]
        )
        write.load(list(_contracts(buyer, suppliers)))


def _contracts(buyer: Organisation, suppliers: list[Organisation]) -> Iterator[Agreement]:
    types = (AgreementType.CONTRACT,) * 4 + (AgreementType.CALL_OFF, AgreementType.FRAMEWORK)
    for n in range(CONTRACTS):
        starts = _month(n * 7919 % 96)
        rolling = n % 9 == 0
        department = _DEPARTMENTS[n % len(_DEPARTMENTS)]
        yield Agreement(
            reference=f"LCC-{n + 1:05d}",
            title=f"{_WORKS[n % len(_WORKS)]}, {_AREAS[n * 13 // 7 % len(_AREAS)]}",
            type=types[n % len(types)],
            starts=When.on(starts),
            initial_term=Period(12 * (2 + n % 4)),
            end_kind=EndKind.ROLLING if rolling else EndKind.FIXED,
            roll=Period(12) if rolling else None,
            signature=SignatureState.SIGNED if n % 8 else SignatureState.NOT_RECORDED,
            value=Money((n * 997 % 89_000 + 1_000) * 10_00, "GBP") if n % 4 else None,
            annual_value=Money((n * 89 % 9_000 + 100) * 10_00, "GBP") if n % 3 else None,
            department=department,
            owner=f"{_OWNERS[n % 3]} {department}" if n % 11 else "",
            category=_WORKS[n % len(_WORKS)].split()[0],
            parties=(
                Party(role=PartyRole.BUYER, organisation_id=buyer.id),
                Party(role=PartyRole.SUPPLIER, organisation_id=suppliers[n * 31 % len(suppliers)].id),
            ),
            options=_options(n),
            notices=(NoticeClause(kind=NoticeKind.TERMINATION, length=Period(3 + n % 4)),) if n % 2 else (),
        )


def _options(n: int) -> tuple[ExtensionOption, ...]:
    """None, one, or two, most of them to be taken some months before the end."""
    least = Period(3) if n % 4 else None
    return tuple(
        ExtensionOption(number=number, length=Period(12), notice_least=least)
        for number in range(1, 1 + n % 3)
    )


def _month(back: int) -> date:
    """The first of the month so many months before the last one of today's financial year."""
    day = TODAY.replace(day=1) + timedelta(days=140 - 30.44 * back)
    return day.replace(day=1)

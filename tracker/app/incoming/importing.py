"""Taking in a spreadsheet: the Plan that a person looks at, and committing just that Plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.app import authorities
from tracker.app.incoming import leaving
from tracker.app.incoming.known import IMPORTS
from tracker.app.incoming.known import existing_agreements as existing_agreements
from tracker.app.safety.backups import BEFORE_IMPORT, back_up
from tracker.app.session import Session, require_writable
from tracker.domain.agreement import Agreement, Party, PartyRole
from tracker.domain.match import comparable
from tracker.domain.organisation import Organisation, OrganisationKind
from tracker.domain.partnerships.partnership import Arrangement
from tracker.domain.written import DateOrder
from tracker.exchange.pausing import collector_paused as collector_paused
from tracker.exchange.plans.planned import EVERY as EVERY
from tracker.exchange.plans.planned import (
    Existing,
    Options,
    Outcome,
    PlannedAgreement,
    PlannedParty,
    PlanRow,
)

if TYPE_CHECKING:
    from tracker.exchange.plans.matching import Known
    from tracker.exchange.plans.plan import Plan
    from tracker.exchange.sheets.sheet import Workbook
    from tracker.store.log import Write
    from tracker.store.queries import Queries

Progress = Callable[[int, int], None]
"""Told how much is done, and of how much."""
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose for an import; the defaults are what the program decides by itself.

    Attributes:
        sheet: name of the sheet; None for the likeliest with those like it, EVERY for all with its columns.
        mapping: field -> heading, where the program's reading was overruled.
        ends: do the end dates leave the extensions out ("base"), include them ("extended"), or
            has nobody said ("ask").
        contacts: take contact details in.
        header: number of the row that holds the headings, None for what the rows tell.
        orders: label of a column of dates -> "dmy", "mdy" or "ymd", where that was overruled.
    """

    sheet: str | None = None
    mapping: Mapping[str, str] | None = None
    ends: str = "ask"
    contacts: bool = False
    header: int | None = None
    orders: Mapping[str, DateOrder] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    added: int
    changed: int
    same: int
    left_out: int


def read_workbook(
    path: Path, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> Workbook:
    """Read somebody else's file in a guarded process.

    Raises:
        CannotRead: it is no spreadsheet, is damaged, encrypted, too large, or reading was cancelled.
    """
    from tracker.exchange.sheets.file import read

    return read(path, progress=progress, cancelled=cancelled)


def read_for_parent() -> None:
    """Be the guarded process: read the workbook that the parent orders, over standard input and output."""
    from tracker.exchange.sheets.reader import main

    main()


def plan_import(
    workbook: Workbook,
    choices: Choices,
    today: date,
    existing: Sequence[Existing] | Known = (),
    read: Queries | None = None,
    progress: Progress | None = None,
) -> Plan:
    """What importing would do; nothing is stored.

    Args:
        read: the register, for a workbook of the program's own; None where there is none yet.
        progress: told the steps done and their number; what it raises ends the work.

    Raises:
        CannotRead: it holds no table of agreements, or the sheet or a heading chosen is not there.
    """
    from tracker.exchange.linked.rows import is_linked
    from tracker.exchange.plans.plan import make_plan

    if is_linked(workbook):
        from tracker.app.incoming.importing_linked import every_record
        from tracker.exchange.linked.plan import make_linked_plan

        return make_linked_plan(workbook, every_record(read) if read else {})

    return make_plan(
        workbook,
        Options(
            today=today,
            ends=choices.ends,
            contacts=choices.contacts,
            header=choices.header,
            orders=choices.orders,
        ),
        existing=existing,
        overrides=choices.mapping,
        sheet=choices.sheet,
        councils=authorities.is_council,
        progress=progress,
    )


def commit(session: Session, plan: Plan, progress: Progress | None = None) -> Imported:
    """Do what the Plan says, as one change.

    `progress` is told the rows stored and how many there are; what it raises ends the work, and
    nothing is changed.

    Raises:
        TrackerError: it could not be done; the register is as it was.
    """
    from tracker.exchange.linked.plan import LinkedPlan

    require_writable(session)
    left_out = plan.count(Outcome.NOT_IMPORTED) + plan.count(Outcome.DOUBTFUL)
    if isinstance(plan, LinkedPlan):
        from tracker.app.incoming.importing_linked import commit_linked

        commit_linked(session, plan)
        same = plan.count(Outcome.SAME)
        return Imported(plan.count(Outcome.ADD), plan.count(Outcome.CHANGE), same, left_out)
    add = [row for row in plan.rows if row.outcome is Outcome.ADD]
    change = [row for row in plan.rows if row.outcome is Outcome.CHANGE]
    if add or change or plan.leaving:
        if session.read.last_operation():
            back_up(session, BEFORE_IMPORT)
        imported = f"{IMPORTS}{_count(len(add), len(change))}" if add or change else ""
        name = leaving.operation_name(plan, imported)
        with collector_paused(), session.operation(name) as write:
            directory = Directory(session, write)
            directory.learn(party for row in (*add, *change) if row.planned for party in row.planned.parties)
            tell = progress or _nobody
            with write.expecting(Agreement, len(add)):
                for at in range(0, len(add), _AT_ONCE):
                    tell(at, len(add) + len(change))
                    _add(write, [row.planned for row in add[at : at + _AT_ONCE] if row.planned], directory)
            for number, row in enumerate(change):
                if number % 100 == 0:
                    tell(len(add) + number, len(add) + len(change))
                _change(session, write, row, directory)
            leaving.let_go(write, session.read, plan, session.today)
            tell(len(add) + len(change), len(add) + len(change))
    return Imported(len(add), len(change), plan.count(Outcome.SAME), left_out)


_AT_ONCE = 10_000
"""Agreements that are stored between two words to whoever waits."""


def _nobody(done: int, whole: int) -> None:
    """Nobody waits."""


def _count(added: int, changed: int) -> str:
    if added and changed:
        return f"{added} new and {changed} changed agreements"
    number, what = (added, "") if added else (changed, "changed ")
    return f"{number} {what}agreement{'' if number == 1 else 's'}"


class Directory:
    """The register's organisations and arrangements by name, with those that an import adds."""

    def __init__(self, session: Session, write: Write) -> None:
        self._write = write
        self._parties: dict[tuple[str, PartyRole, str], Party] = {}
        self._ids = {comparable(one.name): one.id for one in session.read.organisations()}
        self._arrangements = {comparable(one.title): one.id for one in session.read.arrangements()}

    def learn(self, parties: Iterable[PlannedParty]) -> None:
        """Add every organisation that is not known yet."""
        named: dict[str, PlannedParty] = {}
        for party in parties:
            first = named.setdefault(party.name, party)
            if (party.number and not first.number) or (party.charity and not first.charity):
                number, charity = first.number or party.number, first.charity or party.charity
                named[party.name] = first._replace(number=number, charity=charity)
        fresh: dict[str, Organisation] = {}
        for name, party in named.items():
            key = comparable(name)
            if key not in self._ids and key not in fresh:
                fresh[key] = _organisation(party)
        for key, stored in zip(fresh, self._write.add_all(list(fresh.values())), strict=True):
            self._ids[key] = stored.id

    def party(self, planned: PlannedParty) -> Party:
        """The planned party as a record; one for all of the same name, role and words."""
        name, role, _, written, _ = planned
        known = self._parties.get((name, role, written))
        if known is None:
            organisation_id = self._ids[comparable(name)]
            known = Party(organisation_id=organisation_id, role=role, as_written=written or name)
            self._parties[name, role, written] = known
        return known

    def arrangement(self, title: str) -> int | None:
        """Id of the arrangement of that title, added where there is none; None for no title."""
        if not title.strip():
            return None
        key = comparable(title)
        if key not in self._arrangements:
            self._arrangements[key] = self._write.add(Arrangement(title=title.strip())).id
        return self._arrangements[key]


def _organisation(party: PlannedParty) -> Organisation:
    named = authorities.find(party.name)
    if len(named) == 1:
        known = named[0]
        return Organisation(
            name=party.name,
            kind=OrganisationKind.COUNCIL,
            council_type=known.type,
            region=known.region,
            gss=known.gss,
        )
    kind = OrganisationKind.SUPPLIER if party.role is PartyRole.SUPPLIER else OrganisationKind.OTHER
    return Organisation(name=party.name, kind=kind, company_number=party.number, charity_number=party.charity)


def _add(write: Write, planned: Sequence[PlannedAgreement], directory: Directory) -> None:
    """Store new agreements as they were planned, with the ids of whom and what they name."""
    write.load(
        [one.agreement for one in planned],
        parties=[tuple(map(directory.party, one.parties)) for one in planned],
        arrangement_id=[directory.arrangement(one.arrangement) for one in planned],
    )


def _change(session: Session, write: Write, row: PlanRow, directory: Directory) -> None:
    assert row.existing is not None
    fields: dict[str, object] = {}
    for change in row.changes:
        if change.field == "parties":
            fields["parties"] = tuple(directory.party(party) for party in change.new)
        elif change.field == "arrangement":
            fields["arrangement_id"] = directory.arrangement(change.new)
        else:
            fields[change.field] = change.new
    was = {
        c.field: c.old
        for c in row.changes
        if c.field not in ("parties", "arrangement", "options", "notices", "events")
    }
    write.change(Agreement, row.existing, was=was, **fields)

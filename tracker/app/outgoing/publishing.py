"""Lists for the public: the Transparency Code's, the LGA's 38 columns, the standard FOI answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tracker.app.fields import show_options
from tracker.app.settings import data_folder
from tracker.domain.agreement import Agreement, PartyRole
from tracker.domain.dates import show
from tracker.domain.errors import TrackerError
from tracker.domain.organisation import Organisation
from tracker.domain.partnerships.partnership import NOT_OURS
from tracker.exchange.outgoing.column import Column, Kind, Table
from tracker.exchange.outgoing.lists import Facts, ListOf, Quarter, make_list
from tracker.exchange.outgoing.lists import Missing as Missing
from tracker.resources import resource

if TYPE_CHECKING:
    from tracker.app.outgoing.exporting import Scope
    from tracker.app.session import Session
    from tracker.store.queries import AgreementRow

LISTS: Mapping[str, str] = {
    "transparency": "contracts over £5,000, as the Transparency Code asks for them each quarter",
    "tenders": "invitations to tender over £5,000, as the Transparency Code asks for them",
    "esd": "contracts in the 38 columns of the LGA schema",
    "foi": "the columns that the standard FOI request asks for",
}
_BUYERS = (PartyRole.BUYER, PartyRole.LEAD_BUYER)


class Published(NamedTuple):
    """A list that is ready to go out.

    Attributes:
        title: what it is and for which quarter or day.
        notes: sentences to stand with it.
        missing: what to see to before it is published.
    """

    title: str
    notes: tuple[str, ...]
    table: Table
    missing: tuple[Missing, ...]


def definition(kind: str) -> ListOf:
    """What that list is: the council's own definition in the data folder, or the one that comes with us.

    Raises:
        TrackerError: there is no such list, or its definition cannot be understood.
    """
    if kind not in LISTS:
        raise TrackerError(f"There is no list “{kind}”. The lists are: {', '.join(LISTS)}.")
    own = _own(kind)
    return ListOf.load(own if own.is_file() else resource("rules", f"list-{kind}.json"))


def own_definition(kind: str) -> Path:
    """The council's own definition of a list, to be edited; made from the one that comes with us.

    Raises:
        TrackerError: it could not be made.
    """
    own = _own(kind)
    if not own.is_file():
        from tracker.exchange.safewrite import write_bytes

        try:
            own.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise TrackerError(f"The folder {own.parent} could not be made: {error.strerror}.") from error
        write_bytes(own, resource("rules", f"list-{kind}.json").read_bytes())
    return own


def _own(kind: str) -> Path:
    return data_folder() / "lists" / f"list-{kind}.json"


def make(
    session: Session,
    kind: str,
    *,
    scope: Scope | None = None,
    contacts: bool = False,
) -> Published:
    """The list as at the session's day, by reference."""
    what = definition(kind)
    rows = scope.rows(session, "reference") if scope else session.read.listing(sort="reference").rows
    table, missing = make_list(what, ours(session, rows), session.today, contacts=contacts)
    quarter = Quarter.of(session.today)
    when = str(quarter) if what.quarterly else f"as at {show(session.today)}"
    notes = [f"As at {show(session.today)}."] if what.quarterly else []
    if what.quarterly:
        notes.append(f"To be published by {show(quarter.publish_by)}.")
    notes += [what.source] if what.source else []
    return Published(f"{what.title}: {when}", tuple(notes), table, missing)


def publish_list(
    session: Session,
    path: Path,
    kind: str,
    *,
    scope: Scope | None = None,
    contacts: bool = False,
    overwrite: bool = False,
) -> Published:
    """Write the list to `path` (.xlsx or .csv) and return it, with what is missing in it.

    The Code's workbook has both of its lists; a csv has contracts alone, for tenders are a list as well.

    Raises:
        CannotWrite: nothing was written, and what was there before still is.
    """
    from tracker.exchange.outgoing.published import Page, publish

    kinds = ("transparency", "tenders") if kind == "transparency" else (kind,)
    lists = [make(session, one, scope=scope, contacts=contacts) for one in kinds]
    pages = [Page(one.table, one.title, one.notes) for one in lists]
    publish(pages, path, made=session.now(), overwrite=overwrite)
    return lists[0]._replace(missing=tuple(dict.fromkeys(gap for one in lists for gap in one.missing)))


def write_check_list(
    session: Session, path: Path, missing: Sequence[Missing], *, overwrite: bool = False
) -> None:
    """Write what to see to before publishing as a table of its own.

    Raises:
        CannotWrite: nothing was written, and what was there before still is.
    """
    from tracker.exchange.outgoing.published import Page, publish

    columns = [Column("Reference", Kind.CODE), Column("Title"), Column("Column"), Column("What to see to")]
    table = Table("Before publishing", columns, [gap[:4] for gap in missing])
    publish([Page(table, "To see to before publishing")], path, made=session.now(), overwrite=overwrite)


def ours(session: Session, rows: Sequence[AgreementRow]) -> list[Facts]:
    """`facts` of the council's own: each publishes its own agreements, and none that it only keeps an eye on."""
    others = {one.id for one in session.read.arrangements() if one.our_role == NOT_OURS}
    return [one for one in facts(session, rows) if one.agreement.arrangement_id not in others]


def facts(session: Session, rows: Sequence[AgreementRow]) -> list[Facts]:
    """What the lists may say of those agreements, in their order."""
    bodies = {body.id: body for body in session.read.organisations()}
    wholes = {agreement.id: agreement for agreement in session.read.agreements(row.id for row in rows)}
    reviews: dict[int, date] = {}
    for one in session.read.deadlines(None):
        day = date.fromisoformat(one.date)
        if one.kind == "review" and not one.settled and day >= session.today:
            reviews.setdefault(one.agreement_id, day)
    return [_facts(wholes[row.id], row, bodies, reviews.get(row.id)) for row in rows]


def _facts(
    agreement: Agreement, row: AgreementRow, bodies: Mapping[int, Organisation], review: date | None
) -> Facts:
    def of(*roles: PartyRole) -> list[Organisation]:
        return [bodies[party.organisation_id] for party in agreement.parties if party.role in roles]

    return Facts(
        agreement=agreement,
        status=row.status,
        buyers=of(*_BUYERS),
        suppliers=of(PartyRole.SUPPLIER) or of(PartyRole.HOST),
        extensions=show_options(agreement.options, agreement.extensions_text),
        initial_end=date.fromisoformat(row.ends) if row.ends else None,
        current_end=date.fromisoformat(row.current_end) if row.current_end else None,
        maximum_end=date.fromisoformat(row.maximum_end) if row.maximum_end else None,
        review=review,
    )


def publish_ocds(
    session: Session, path: Path, rows: Sequence[AgreementRow], *, prefix: str = "", overwrite: bool = False
) -> int:
    """Write those agreements as an Open Contracting release package; returns how many there are.

    Args:
        prefix: of the council's ocids; "" for the one that stands in for it.

    Raises:
        CannotWrite: nothing was written, and what was there before still is.
        TrackerError: the prefix is none.
    """
    from tracker.exchange.outgoing.ocds import checked_prefix, write_ocds

    prefix = checked_prefix(prefix)
    found = ours(session, rows)
    buyers = Counter(body.name for one in found for body in one.buyers)
    publisher = buyers.most_common(1)[0][0] if buyers else session.path.stem
    return write_ocds(
        found, path, publisher=publisher, made=session.now(), prefix=prefix, overwrite=overwrite
    )


def ocds_gaps(session: Session, rows: Sequence[AgreementRow], prefix: str) -> tuple[int, tuple[Missing, ...]]:
    """How many agreements such a package has, and what to see to before it is published."""
    from tracker.exchange.outgoing.ocds import NO_PREFIX

    found = ours(session, rows)
    first = () if prefix else (Missing("", "The whole package", "ocid prefix", NO_PREFIX),)
    return len(found), first + tuple(
        Missing(one.agreement.reference, one.agreement.title, column, "It is blank.", one.agreement.id)
        for one in found
        for column, there in (
            ("Buyer", one.buyers),
            ("Supplier", one.suppliers),
            ("Start date", one.agreement.starts and one.agreement.starts.day),
            ("Value", one.agreement.value),
        )
        if not there
    )

"""The organisation that a typed name means: of the register, of the list of councils, or new."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tracker.app import authorities
from tracker.app.proposal import Add
from tracker.app.session import Session
from tracker.domain.check import Finding, Severity
from tracker.domain.errors import TrackerError
from tracker.domain.match import comparable
from tracker.domain.organisation import Organisation, OrganisationKind, OrganisationName


class Meant(NamedTuple):
    """What a name means.

    Attributes:
        steps: what adds it, where the register does not have it yet; its id is below zero then.
        findings: what is odd about the name.
    """

    body: Organisation
    steps: tuple[Add, ...] = ()
    findings: tuple[Finding, ...] = ()


class Names:
    """Names as typed in one form, each read once; new bodies get ids below zero, from `first` down."""

    def __init__(self, session: Session, *, fictional: bool = False, first: int = -1000) -> None:
        self._session = session
        self._fictional = fictional
        self._next = first
        self._new: dict[str, Meant] = {}
        self._known: dict[str, list[Organisation]] | None = None

    def read(self, text: str) -> Meant:
        """The organisation of that name: the register's, or a new one filled in from the list of councils.

        Raises:
            TrackerError: nothing was typed, or several bodies have that name.
        """
        name = " ".join(text.split())
        if not name:
            raise TrackerError("Write the name of the council or other body.")
        held = self._held().get(comparable(name)) or self._by_list(name)
        if held and len(held) > 1:
            raise TrackerError(f"“{name}” fits {', '.join(body.name for body in held)}. Write it in full.")
        if held:
            return Meant(held[0])
        key = comparable(name)
        if key not in self._new:
            self._new[key] = self._make(name)
        return self._new[key]

    def _held(self) -> dict[str, list[Organisation]]:
        """Comparable name -> bodies of the register that have it, further names included."""
        if self._known is None:
            read = self._session.read
            bodies = {body.id: body for body in read.organisations()}
            self._known = {}
            named = [(body.name, body.id) for body in bodies.values()]
            named += [(one.name, one.organisation_id) for one in read.records(OrganisationName)]
            for name, body_id in named:
                held = self._known.setdefault(comparable(name), [])
                if bodies[body_id] not in held:
                    held.append(bodies[body_id])
        return self._known

    def _by_list(self, name: str) -> list[Organisation]:
        """The register's body that the list of councils knows by that name, such as "Blaby DC"."""
        found = authorities.find(name, self._session.today)
        return self._held().get(comparable(found[0].name), []) if len(found) == 1 else []

    def _make(self, name: str) -> Meant:
        self._next -= 1
        found = authorities.find(name, self._session.today)
        if len(found) == 1:
            one = found[0]
            body = Organisation(
                id=self._next,
                name=one.name,
                kind=OrganisationKind.COUNCIL,
                council_type=one.type,
                region=one.region,
                gss=one.gss,
                fictional=self._fictional,
            )
            note = f"{one.name} is added to the organisations, from the list of councils ({one.region})."
            return Meant(body, (Add(body),), (Finding("body.added", Severity.NOTE, note, "name"),))
        body = Organisation(id=self._next, name=name, fictional=self._fictional)
        if found:
            several = ", ".join(one.name for one in found[:4])
            words = f"“{name}” may be {several}. It is added as written; its region is not known."
        else:
            words = f"“{name}” is not in the register nor in the list of councils. It is added as written."
        return Meant(body, (Add(body),), (Finding("body.not-known", Severity.WARNING, words, "name"),))


def names_known(session: Session) -> list[str]:
    """Names to choose from while typing: the register's bodies first, then the councils of the list."""
    held = [body.name for body in session.read.organisations() if body.kind is not OrganisationKind.SUPPLIER]
    return _once([*sorted(held, key=str.casefold), *(one.name for one in authorities.authorities())])


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))

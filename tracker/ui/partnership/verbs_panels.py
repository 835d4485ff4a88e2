"""The panels of a partnership's verbs: a council joins, gives notice, leaves a service, hosts; an MoU ends."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from tracker.app.partnership.bodies import names_known
from tracker.app.partnership.cost_shares import FIGURES, read_figure
from tracker.app.partnership.dossier import Dossier
from tracker.app.partnership.founding import Superseding, supersede
from tracker.app.partnership.partnering import Bears, Joining, join, members_in, move_host, stints_of
from tracker.app.partnership.partnering_effects import HOSTING
from tracker.app.partnership.withdrawing import MemberNotice, give_notice, leave_service, services_of
from tracker.app.proposal import Proposal
from tracker.domain.agreement import Agreement, AgreementType, PartyRole
from tracker.domain.deadlines.standing import ENDED
from tracker.domain.partnerships.membership import withdrawal_clause
from tracker.domain.partnerships.partnership import MemberRole
from tracker.domain.partnerships.service import ShareFormula
from tracker.ui.bridge import Bridge
from tracker.ui.parts import format as show
from tracker.ui.parts.dayfield import when_of
from tracker.ui.parts.inputs import NameField
from tracker.ui.parts.tables import plain_tooltip
from tracker.ui.parts.widgets import clear
from tracker.ui.proposing import ProposalPanel

_ROLES = (MemberRole.MEMBER, MemberRole.CLIENT, MemberRole.LEAD, MemberRole.HOST, MemberRole.PROSPECTIVE)
_TOGETHER = (
    AgreementType.INTER_AUTHORITY,
    AgreementType.JOINT_COMMITTEE,
    AgreementType.DELEGATION,
    AgreementType.MEMORANDUM,
)
_MOST_SERVICES = 10
_LONGEST = 46


class PartnerPanel(ProposalPanel):
    """A verb on one arrangement."""

    def __init__(self, bridge: Bridge, title: str, parent: QWidget | None = None) -> None:
        super().__init__(bridge, title, parent)
        self._found: Dossier | None = None

    def show_dossier(self, found: Dossier) -> None:
        """Begin with that arrangement."""
        self._found = found
        self.begin(found)
        self.look_ahead()

    def begin(self, found: Dossier) -> None:
        """Fill the fields for that arrangement."""
        raise NotImplementedError

    def running(self, found: Dossier) -> list[Agreement]:
        """The agreements that have not ended, those that end first in front."""
        session = self._bridge.session
        stands = {a.id: session.stand(a) for a in found.agreements}
        left = [a for a in found.agreements if stands[a.id].status not in ENDED]
        return sorted(left, key=lambda a: str(stands[a.id].current_end or "9999"))


def _named(agreement: Agreement) -> tuple[str, object]:
    return f"{agreement.reference} {agreement.title}".strip(), agreement.id


def _shared(agreements: Sequence[Agreement]) -> int | None:
    """The agreement that the members are in together: by its type, then with most parties."""
    if not agreements:
        return None

    def weight(agreement: Agreement) -> tuple[int, int]:
        kind = agreement.type
        rank = len(_TOGETHER) - _TOGETHER.index(kind) if kind in _TOGETHER else 0
        return rank, sum(party.role is not PartyRole.SUPPLIER for party in agreement.parties)

    return max(agreements, key=weight).id


class JoinPanel(PartnerPanel):
    """A council joins."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, "A council joins", parent)
        self._known = QStringListModel(self)
        self.council = NameField("Council", self._known)
        self.council.textChanged.connect(self.look_ahead)
        self.field("Council", self.council)
        self.two_in_a_row()
        self.joins = self.when("Joins from")
        self.joins.line.setPlaceholderText("such as 2027/28")
        self.role = self.choice("Role")
        self.under = self.choice("Becomes a party to")
        self.two_in_a_row()
        self.deed = self.line("Deed of adherence", "Its number or mark")
        self.signed = self.when("Deed signed on")
        self._boxes = QWidget()
        self._column = QVBoxLayout(self._boxes)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.field("Services that it shares", self._boxes)
        self.others = self.line("Other services", "Separated by semicolons")
        self.two_in_a_row()
        self.formula = self.choice("Cost share")
        self.figure = self.line("Figure of its cost share", label="Figure")
        self.finish_form()

    def begin(self, found: Dossier) -> None:
        self._known.setStringList(names_known(self._bridge.session))
        for line in (self.council, self.deed, self.others, self.figure):
            line.clear()
        self.joins.set_text("")
        self.signed.set_text("")
        self.role.offer([(role.value.capitalize(), role.value) for role in _ROLES])
        agreements = [_named(a) for a in self.running(found)]
        self.under.offer([*agreements, ("No agreement yet", None)], _shared(self.running(found)))
        formulas = [formula.value for formula in ShareFormula]
        used = [s.formula.value for s in found.shares if s.ends is None or s.ends >= self._bridge.today]
        rows = [(text.capitalize(), text) for text in formulas]
        self.formula.offer([("None recorded", None), *rows], used[-1] if used else None)
        self._offer_services(found)

    def _offer_services(self, found: Dossier) -> None:
        clear(self._column)
        texts = list(dict.fromkeys(item.text for item in found.scope if item.organisation_id is not None))
        for text in texts[:_MOST_SERVICES]:
            short = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
            box = QCheckBox(short.replace("&", "&&"))
            box.setAccessibleName(text)
            box.setToolTip(plain_tooltip(text))
            box.toggled.connect(self.look_ahead)
            self._column.addWidget(box)
        self.show_fields([self._boxes], bool(texts))

    def services(self) -> tuple[str, ...]:
        """The services ticked, and those written."""
        boxes = self._boxes.findChildren(QCheckBox)
        ticked = [box.accessibleName() for box in boxes if box.isChecked() and not box.isHidden()]
        written = [text.strip() for text in self.others.text().split(";") if text.strip()]
        return tuple(dict.fromkeys([*ticked, *written]))

    def propose(self) -> Proposal | None:
        chosen = self.formula.currentData()
        formula = ShareFormula(chosen) if chosen else None
        counted = FIGURES[formula] if formula else ""
        self.figure.setEnabled(bool(counted))
        self.figure.setPlaceholderText(counted.capitalize())
        joined = when_of(self.joins.text())
        if self._found is None or joined is None or not self.council.text().strip():
            return None
        bears = None
        if formula is not None and not (counted and not self.figure.text().strip()):
            bears = Bears(formula, *read_figure(formula, self.figure.text()))
        joining = Joining(
            self.council.text(),
            joined,
            MemberRole(self.role.currentData()),
            self.under.chosen(),
            self.deed.text().strip(),
            when_of(self.signed.text()),
            self.services(),
            bears,
        )
        return join(self._bridge.session, self._found, joining)

    def words(self) -> str:
        return "Record that it joins"

    def first(self) -> QWidget:
        return self.council


class MemberNoticePanel(PartnerPanel):
    """A member gives notice to leave."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, "A member gives notice", parent)
        self.member = self.choice("Member")
        self.under = self.choice("Under")
        self.two_in_a_row()
        self.given = self.day("Given on")
        self.leaves = self.day("Last day, if the notice says one")
        self.next = self.choice("Who hosts next")
        self.reason = self.line("Reason", "Who gave it, and why")
        self.finish_form()

    def begin(self, found: Dossier) -> None:
        today = self._bridge.today
        members = members_in(found, today)
        self.member.offer([(name, body) for body, name in members.items()])
        self.given.set_text(show.day(self._bridge.session.now().date()))
        self.leaves.set_text("")
        self.reason.clear()
        agreements = self.running(found)
        clause = next((a.id for a in agreements if withdrawal_clause(a, today)), None)
        rows = [_named(a) for a in agreements]
        self.under.offer(
            [*rows, ("No agreement", None)], clause or (agreements[0].id if agreements else None)
        )
        self.next.offer([("Nobody yet", None), *((name, body) for body, name in members.items())])

    def propose(self) -> Proposal | None:
        member, given = self.member.chosen(), self.given.day()
        if self._found is None or member is None or given is None:
            return None
        hosts = any(s.role in HOSTING for s in stints_of(self._found, member, given))
        self.show_fields([self.next], hosts)
        following = self.next.chosen() if hosts else None
        notice = MemberNotice(
            member,
            given,
            self.under.chosen(),
            self.leaves.day(),
            following if following != member else None,
            self.reason.text().strip(),
        )
        return give_notice(self._bridge.session, self._found, notice)

    def words(self) -> str:
        return "Record the notice"

    def first(self) -> QWidget:
        return self.member


class ServicePanel(PartnerPanel):
    """A member leaves one service and stays in the others."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, "A member leaves one service", parent)
        self.member = self.choice("Member")
        self.service = self.choice("Service")
        self.last = self.day("Last day in it")
        self.member.currentIndexChanged.connect(self._offer_services)
        self.finish_form()

    def begin(self, found: Dossier) -> None:
        members = members_in(found, self._bridge.today)
        self.member.offer([(name, body) for body, name in members.items()])
        self.last.set_text("")
        self._offer_services()

    def _offer_services(self) -> None:
        member = self.member.chosen()
        if self._found is None or member is None:
            self.service.offer([])
            return
        items = services_of(self._found, member, self._bridge.today)
        self.service.offer(
            [(item.text if item.organisation_id else f"{item.text} (of all)", item.id) for item in items]
        )
        self.look_ahead()

    def propose(self) -> Proposal | None:
        member, item, last = self.member.chosen(), self.service.chosen(), self.last.day()
        if self._found is None or member is None or item is None or last is None:
            return None
        return leave_service(self._bridge.session, self._found, member, item, last)

    def words(self) -> str:
        return "End the service" if self.service.count() else "No service is recorded for it"

    def first(self) -> QWidget:
        return self.member


class HostPanel(PartnerPanel):
    """Another member hosts from a day."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, "The host moves", parent)
        self.to = self.choice("To")
        self.starts = self.day("From")
        self.finish_form()

    def begin(self, found: Dossier) -> None:
        today = self._bridge.today
        hosts = {s.organisation_id for s in found.memberships if s.role is MemberRole.HOST and not s.left}
        members = members_in(found, today)
        self.to.offer([(name, body) for body, name in members.items() if body not in hosts])
        self.starts.set_text("")

    def propose(self) -> Proposal | None:
        to, first = self.to.chosen(), self.starts.day()
        if self._found is None or to is None or first is None:
            return None
        return move_host(self._bridge.session, self._found, to, first)

    def words(self) -> str:
        return "Move the host"

    def first(self) -> QWidget:
        return self.to


class SupersedePanel(PartnerPanel):
    """A memorandum becomes an inter-authority agreement, or any agreement another."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, "A new agreement in its place", parent)
        self.old = self.choice("In place of")
        self.kind = self.choice("The new one is")
        self.title = self.line("Title", "After the older one’s, where left empty")
        self.two_in_a_row()
        self.starts = self.day("From")
        self.reference = self.line("Reference")
        self.two_in_a_row()
        self.term = self.line("Term", "such as 5 years")
        self.options = self.line("Options", "such as 1 year + 1 year")
        self.notice = self.line("Notice", "such as 12 months")
        self.finish_form()

    def begin(self, found: Dossier) -> None:
        agreements = self.running(found)
        memoranda = [a.id for a in agreements if a.type is AgreementType.MEMORANDUM]
        chosen = memoranda[0] if memoranda else _shared(agreements)
        self.old.offer([_named(a) for a in agreements], chosen)
        kinds = [(kind.value.capitalize(), kind.value) for kind in AgreementType]
        self.kind.offer(kinds, AgreementType.INTER_AUTHORITY.value)
        self.starts.set_text("")
        for line in (self.title, self.reference, self.term, self.options, self.notice):
            line.clear()

    def propose(self) -> Proposal | None:
        old, first = self.old.chosen(), self.starts.day()
        if self._found is None or old is None or first is None:
            return None
        texts = {
            "initial_term": self.term.text(),
            "options": self.options.text(),
            "notice": self.notice.text(),
        }
        new = Superseding(
            old,
            first,
            AgreementType(self.kind.currentData()),
            self.title.text(),
            self.reference.text(),
            texts,
        )
        return supersede(self._bridge.session, self._found, new)

    def words(self) -> str:
        return "Put it in its place"

    def first(self) -> QWidget:
        return self.old

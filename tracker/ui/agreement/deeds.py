"""The panels of the verbs that change an agreement as a whole: terminate, renew, supersede, vary."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QButtonGroup, QCompleter, QLineEdit, QRadioButton, QWidget

from tracker.app import verbs
from tracker.app.partnership.founding import Superseding
from tracker.app.partnership.proposal import Proposal
from tracker.app.rows import AgreementRow
from tracker.app.verbs import Ending, Outcome, Variation
from tracker.domain.agreement import Agreement, AgreementType
from tracker.domain.check import Finding
from tracker.domain.dates import add_days, extend_end
from tracker.domain.deadlines.standing import Standing
from tracker.domain.errors import TrackerError
from tracker.domain.written import read_period
from tracker.ui.agreement.verbs import Comparison
from tracker.ui.bridge import Bridge
from tracker.ui.partnership.verbs import Choice, ProposalPanel
from tracker.ui.parts import format as show
from tracker.ui.parts.dayfield import DayField
from tracker.ui.parts.theme import GRID
from tracker.ui.parts.widgets import PlainLabel

_OFFERED = 8


class DeedPanel(ProposalPanel):
    """A verb on one agreement: its fields, how the agreement stands before and after, what else changes."""

    def __init__(
        self, bridge: Bridge, title: str, parent: QWidget | None = None, *, fresh: bool = False
    ) -> None:
        super().__init__(bridge, title, parent, fresh=fresh)
        self.agreement: Agreement | None = None
        self.compared = Comparison()
        self.labels: dict[QWidget, PlainLabel] = {}

    def field(self, name: str, editor: QWidget) -> PlainLabel:
        self.labels[editor] = super().field(name, editor)
        return self.labels[editor]

    def show_fields(self, editors: Iterable[QWidget], visible: bool) -> None:
        """Show or hide fields with their labels."""
        for editor in editors:
            editor.setVisible(visible)
            self.labels[editor].setVisible(visible)

    def finish_form(self) -> None:
        self.form.addSpacing(GRID)
        self.form.addWidget(self.compared)
        super().finish_form()

    def show_agreement(self, agreement: Agreement) -> None:
        """Begin with that agreement; the same one again is left as it is being filled in."""
        if self.isVisible() and self.agreement is not None and self.agreement.id == agreement.id:
            self.agreement = agreement
        else:
            self.agreement = agreement
            self.begin(self._bridge.session.stand(agreement))
        self.look_ahead()

    def propose(self) -> Proposal | None:
        try:
            outcome = self.outcome(self.agreement) if self.agreement is not None else None
        except TrackerError:
            self.compared.clear()
            raise
        if outcome is None or self.agreement is None:
            self.compared.clear()
            return None
        session = self._bridge.session
        before, after = session.stand(self.agreement), session.stand(outcome.after)
        self.compared.setVisible(outcome.after is not self.agreement)
        self.compared.show_both(before, after, self._bridge.today)
        known = set(before.findings)
        fresh: tuple[Finding, ...] = tuple(f for f in after.findings if f not in known)
        return replace(outcome.proposal, findings=(*outcome.proposal.findings, *fresh))

    # Fields

    def day(self, name: str) -> DayField:
        """A field for an exact day."""
        made = DayField(name, self._bridge.today)
        made.edited.connect(self.look_ahead)
        self.field(name, made)
        return made

    def line(self, name: str, prompt: str = "") -> QLineEdit:
        """A field for a line of text."""
        made = QLineEdit()
        made.setAccessibleName(name)
        made.setPlaceholderText(prompt)
        made.textEdited.connect(self.look_ahead)
        self.field(name, made)
        return made

    def ways(self, *names: str) -> list[QRadioButton]:
        """Radio buttons, one of which is always on."""
        group = QButtonGroup(self)
        made = [QRadioButton(name) for name in names]
        for each in made:
            group.addButton(each)
            self.form.addWidget(each)
        made[0].setChecked(True)
        group.buttonClicked.connect(self._on_way)
        return made

    def _on_way(self) -> None:
        self.lay()
        self.look_ahead()

    # What each verb says for itself

    def begin(self, standing: Standing) -> None:
        """Fill the fields for an agreement that stands so."""
        raise NotImplementedError

    def lay(self) -> None:
        """Show the fields that the chosen way needs."""

    def outcome(self, agreement: Agreement) -> Outcome | None:
        """What the fields would do; None while something is missing.

        Raises:
            TrackerError: it cannot be done.
        """
        raise NotImplementedError


class TerminatePanel(DeedPanel):
    """End it: with notice, at once, or by agreement."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, "Terminate", parent)
        self.notice, self.at_once, self.agreed = self.ways(
            "With notice", "At once, the last day in force is today", "By agreement, on a day"
        )
        self.on = self.day("Notice given on")
        self.last = self.day("Last day in force, where the notice says one")
        self.why = self.line("Reason", "Who decided, and why")
        self.finish_form()

    def begin(self, standing: Standing) -> None:
        self.notice.setChecked(True)
        self.on.set_text(show.day(self._bridge.today))
        self.last.set_text("")
        self.why.clear()
        self.lay()

    def lay(self) -> None:
        notice, agreed = self.notice.isChecked(), self.agreed.isChecked()
        words = "Last day in force" if agreed else "Last day in force, where the notice says one"
        self.labels[self.last].setText(words)
        self.last.line.setAccessibleName(words)
        self.show_fields([self.on], notice)
        self.show_fields([self.last], notice or agreed)

    def outcome(self, agreement: Agreement) -> Outcome | None:
        session, why = self._bridge.session, self.why.text().strip()
        if self.notice.isChecked():
            given = self.on.day()
            if given is None:
                return None
            return verbs.terminate(session, agreement, Ending.NOTICE, given, last=self.last.day(), why=why)
        day = self.last.day() if self.agreed.isChecked() else self._bridge.today
        way = Ending.AGREED if self.agreed.isChecked() else Ending.AT_ONCE
        return verbs.terminate(session, agreement, way, day, why=why) if day is not None else None

    def words(self) -> str:
        return "Terminate it"

    def first(self) -> QWidget:
        return self.notice


class _NewAgreementPart(DeedPanel):
    """The fields of an agreement that follows another."""

    def build_new(self) -> list[QWidget]:
        """The fields, for `lay` to show and hide together."""
        self.two_in_a_row()
        self.starts = self.day("From")
        self.reference = self.line("Its reference")
        self.title = self.line("Its title", "As this one’s, where left empty")
        self.two_in_a_row()
        self.term = self.line("Term", "4 years")
        self.options = self.line("Options", "2 years + 2 years")
        return [self.reference, self.title, self.term, self.options]

    def clear_new(self, starts: date | None) -> None:
        """Empty them; the new one starts where this one ends."""
        for line in (self.reference, self.title, self.term, self.options):
            line.clear()
        self.starts.set_text(show.day(starts) if starts else "")

    def new(self, agreement: Agreement) -> Superseding | None:
        """The new agreement as typed; None while it has no first day."""
        starts = self.starts.day()
        if starts is None:
            return None
        texts = {"initial_term": self.term.text(), "options": self.options.text()}
        kind = agreement.type
        if kind is AgreementType.UNKNOWN:
            kind = AgreementType.CONTRACT
        title = self.title.text().strip() or agreement.title
        return Superseding(agreement.id, starts, kind, title, self.reference.text(), texts)


class RenewPanel(_NewAgreementPart):
    """A new term of the same agreement, or a new agreement that renews it."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, "Renew", parent, fresh=True)
        self.same, self.other = self.ways("A new term of this agreement", "A new agreement that renews it")
        self.two_in_a_row()
        self.length = self.line("For", "2 years")
        self.until = self.day("Or until")
        self.decided = self.day("Decided on")
        self.authority = self.line("Authority", "Decision or minute number")
        self._of_same: list[QWidget] = [self.length, self.until, self.decided, self.authority]
        self._of_new = [*self.build_new(), self.starts]
        self._end: date | None = None
        self.finish_form()

    def begin(self, standing: Standing) -> None:
        self._end = standing.current_end
        self.same.setChecked(True)
        for line in (self.length, self.authority):
            line.clear()
        self.until.set_text("")
        self.decided.set_text(show.day(self._bridge.today))
        self.clear_new(add_days(self._end, 1) if self._end else None)
        self.lay()

    def lay(self) -> None:
        self.show_fields(self._of_same, self.same.isChecked())
        self.show_fields(self._of_new, self.other.isChecked())

    def new_end(self) -> date | None:
        """The last day of the new term: as typed, else so long after the present end."""
        typed = self.until.day()
        if typed is not None:
            return typed
        length = read_period(self.length.text()).period if self.length.text().strip() else None
        if length is None or self._end is None:
            return None
        return extend_end(self._end, length)

    def outcome(self, agreement: Agreement) -> Outcome | None:
        session = self._bridge.session
        if self.other.isChecked():
            new = self.new(agreement)
            return verbs.renew_by_new(session, agreement, new) if new is not None else None
        new_end, decided = self.new_end(), self.decided.day()
        if new_end is None or decided is None:
            return None
        authority = self.authority.text().strip()
        return verbs.renew(session, agreement, new_end=new_end, decided_on=decided, authority=authority)

    def words(self) -> str:
        return "Renew it"

    def first(self) -> QWidget:
        return self.length


class AgreementField(QLineEdit):
    """A line for an agreement that the register holds: offers those that have the words typed."""

    def __init__(self, bridge: Bridge, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._found: dict[str, int] = {}
        self._model = QStringListModel(self)
        completer = QCompleter(self._model, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setCompleter(completer)
        self.setAccessibleName(name)
        self.setPlaceholderText("Part of its title or reference")
        self.textEdited.connect(self._offer)

    def _offer(self, text: str) -> None:
        if text in self._found:
            return
        rows = self._bridge.session.read.listing(search=text, limit=_OFFERED).rows if text.strip() else []
        self._found = {_words(row): row.id for row in rows}
        self._model.setStringList(list(self._found))

    def chosen(self) -> int | None:
        """The agreement meant: one of those offered, or the only one that fits."""
        if self.text() in self._found:
            return self._found[self.text()]
        return next(iter(self._found.values())) if len(self._found) == 1 and self.text().strip() else None


def _words(row: AgreementRow) -> str:
    return f"{row.reference} {row.title}".strip()


class SupersedePanel(_NewAgreementPart):
    """Another agreement takes its place: one that is in the register, or a new one."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, "Supersede", parent, fresh=True)
        self.other, self.existing = self.ways("By a new agreement", "By one that is in the register")
        self.by = AgreementField(bridge, "Which one")
        self.by.textChanged.connect(self.look_ahead)
        self.field("Which one", self.by)
        self._of_new = self.build_new()
        self.kind = Choice("The new one is")
        self.kind.currentIndexChanged.connect(self.look_ahead)
        self.field("The new one is", self.kind)
        self._of_new.append(self.kind)
        self.finish_form()

    def begin(self, standing: Standing) -> None:
        assert self.agreement is not None
        self.other.setChecked(True)
        self.by.clear()
        end = standing.current_end
        self.clear_new(add_days(end, 1) if end is not None and end >= self._bridge.today else None)
        kinds = [(kind.value.capitalize(), kind.value) for kind in AgreementType if kind.value != "unknown"]
        self.kind.offer(kinds, self.agreement.type.value)
        self.lay()

    def lay(self) -> None:
        self.show_fields(self._of_new, self.other.isChecked())
        self.show_fields([self.by], self.existing.isChecked())

    def outcome(self, agreement: Agreement) -> Outcome | None:
        session = self._bridge.session
        if self.existing.isChecked():
            by, starts = self.by.chosen(), self.starts.day()
            if by is None or starts is None:
                return None
            return verbs.supersede(session, agreement, by, starts)
        new = self.new(agreement)
        if new is None:
            return None
        kind = AgreementType(self.kind.currentData())
        if kind is not agreement.type:  # the title then says so, unless one was typed
            new = replace(new, type=kind, title=self.title.text())
        return verbs.supersede_by_new(session, agreement, new)

    def words(self) -> str:
        return "Supersede it"

    def first(self) -> QWidget:
        return self.starts.line


class VaryPanel(DeedPanel):
    """What a deed of variation changed, and from when."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, "Vary", parent)
        self.what = self.line("What changed", "Two more sites; price for the third year")
        self.two_in_a_row()
        self.effective = self.day("From")
        self.new_end = self.day("New end, if it moves")
        self.two_in_a_row()
        self.values = {
            "value": self.line("New value in all", "£125,000"),
            "annual_value": self.line("New value a year", "£25,000"),
        }
        self.document = self.line("Document", "Path or link of the deed")
        self.finish_form()

    def begin(self, standing: Standing) -> None:
        for line in (self.what, self.document, *self.values.values()):
            line.clear()
        self.effective.set_text(show.day(self._bridge.today))
        self.new_end.set_text("")

    def outcome(self, agreement: Agreement) -> Outcome | None:
        effective = self.effective.day()
        if effective is None or not self.what.text().strip():
            return None
        variation = Variation(
            self.what.text(),
            effective,
            self.new_end.day(),
            {name: line.text() for name, line in self.values.items()},
            self.document.text(),
        )
        return verbs.vary(self._bridge.session, agreement, variation)

    def words(self) -> str:
        return "Record the variation"

    def first(self) -> QWidget:
        return self.what


DEEDS: dict[str, Callable[[Bridge], DeedPanel]] = {
    "terminate": TerminatePanel,
    "renew": RenewPanel,
    "supersede": SupersedePanel,
    "vary": VaryPanel,
}
"""The verbs by their keys, which `page.begin` and the Record menu use."""

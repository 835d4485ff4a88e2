"""The panels in which another agreement follows one, or a new term does: renew and supersede."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from tracker.app import verbs
from tracker.app.partnership.founding import Superseding
from tracker.app.rows import AgreementRow
from tracker.app.verbs import Outcome
from tracker.domain.agreement import Agreement, AgreementType
from tracker.domain.dates import add_days, extend_end
from tracker.domain.deadlines.standing import Standing
from tracker.domain.written import read_period
from tracker.ui.agreement.verbs.deed import DeedPanel
from tracker.ui.bridge import Bridge
from tracker.ui.parts import format as show
from tracker.ui.parts.theme import dress

_OFFERED = 8


class NewAgreementPart(DeedPanel):
    """The fields of an agreement that follows another."""

    def build_new(self) -> list[QWidget]:
        """The fields, for `lay` to show and hide together."""
        self.two_in_a_row()
        self.starts = self.day("From")
        self.reference = self.line("Its reference")
        self.title = self.line("Its title", "As this one’s, where left empty")
        self.two_in_a_row()
        self.term = self.line("Term", "such as 4 years")
        self.options = self.line("Options", "such as 1 year + 1 year")
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


class RenewPanel(NewAgreementPart):
    """A new term of the same agreement, or a new agreement that renews it."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, "Renew", parent, fresh=True)
        self.same, self.other = self.ways("A new term of this agreement", "A new agreement that renews it")
        self.two_in_a_row()
        self.length = self.line("For", "such as 2 years")
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

    def lacks(self) -> str:
        if self.other.isChecked():
            return "Say on which day the new agreement starts."
        return "Say for how long, or until which day, and when that was decided."

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
        if offered := completer.popup():
            dress(offered)
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


class SupersedePanel(NewAgreementPart):
    """Another agreement takes its place: one that is in the register, or a new one."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, "Supersede", parent, fresh=True)
        self.other, self.existing = self.ways("By a new agreement", "By one that is in the register")
        self.by = AgreementField(bridge, "Which one")
        self.by.textChanged.connect(self.look_ahead)
        self.field("Which one", self.by)
        self._of_new = self.build_new()
        self.kind = self.choice("The new one is")
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

    def lacks(self) -> str:
        if self.existing.isChecked():
            return "Choose the agreement that takes its place, and the day from which it does."
        return "Say on which day the new agreement starts."

    def first(self) -> QWidget:
        return self.starts.line

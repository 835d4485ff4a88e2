"""The form for a new partnership: what it is, who is in it, and an agreement with it; one flow, one change."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from tracker.app.partnership.bodies import names_known
from tracker.app.partnership.founding import FirstMember, Founding, new_arrangement
from tracker.app.proposal import Proposal
from tracker.domain.agreement import AgreementType
from tracker.domain.partnerships.partnership import MemberRole
from tracker.domain.written import read_date
from tracker.ui.bridge import Bridge
from tracker.ui.parts.dayfield import when_of
from tracker.ui.parts.inputs import Choice, NameField
from tracker.ui.parts.panel import WIDTH
from tracker.ui.parts.widgets import PlainLabel
from tracker.ui.proposing import ProposalPanel

_ROWS = 12
_SHOWN = 3
_ROLES = (
    MemberRole.MEMBER,
    MemberRole.HOST,
    MemberRole.LEAD,
    MemberRole.CLIENT,
    MemberRole.SUPPLIER,
    MemberRole.PROSPECTIVE,
)
_TERMS = (
    ("starts", "Starts", "As the first member"),
    ("initial_term", "Term", "such as 5 years"),
    ("options", "Options", "such as 1 year + 1 year"),
    ("notice", "Notice", "such as 12 months"),
)


class MemberRow:
    """The three fields of one first member."""

    def __init__(self, number: int, known: QStringListModel) -> None:
        self.name = NameField(f"Member {number}", known)
        self.role = QComboBox()
        self.role.setAccessibleName(f"Role of member {number}")
        self.role.setFixedWidth(112)
        for role in _ROLES:
            self.role.addItem(role.value.capitalize(), role.value)
        self.joined = QLineEdit()
        self.joined.setAccessibleName(f"Member {number} from")
        self.joined.setPlaceholderText("such as 2027" if number == 1 else "as the first")
        self.name.setPlaceholderText("Council" if number == 1 else "")

    @property
    def editors(self) -> tuple[QWidget, QWidget, QWidget]:
        """In the order of Tab."""
        return self.name, self.role, self.joined

    def member(self, first: str) -> FirstMember:
        """What they say; `first` is the date of the first member, for one that has none of its own."""
        text = self.joined.text().strip() or first
        return FirstMember(self.name.text(), MemberRole(self.role.currentData()), when_of(text))

    def clear(self) -> None:
        """Empty all three."""
        self.name.clear()
        self.joined.clear()
        self.role.setCurrentIndex(0)


class NewArrangementPanel(ProposalPanel):
    """A partnership from scratch."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, "New partnership", parent, fresh=True)
        self.setFixedWidth(WIDTH + 72)
        self._known = QStringListModel(self)
        self.title = self._line("Title")
        self.field("Title", self.title)
        self.two_in_a_row()
        self.category, self.reference = self._line("Service"), self._line("Reference")
        self.field("Service", self.category)
        self.field("Reference", self.reference)
        self._build_members()
        self.kind = Choice("Agreement with it")
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.field("Agreement with it", self.kind)
        self._labels: list[PlainLabel] = []
        self.terms: dict[str, QLineEdit] = {}
        for number, (name, words, prompt) in enumerate(_TERMS):
            if number % 2 == 0:
                self.two_in_a_row()
            self.terms[name] = line = self._line(f"{words} of the agreement")
            line.setPlaceholderText(prompt)
            self._labels.append(self.field(words, line))
        self.finish_form()

    def _line(self, name: str) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(name)
        made.textEdited.connect(self.look_ahead)
        return made

    def _build_members(self) -> None:
        self._grid = grid = QGridLayout()
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        for column, (words, stretch) in enumerate((("Members", 5), ("Role", 0), ("From", 3))):
            grid.addWidget(PlainLabel(words, "muted"), 0, column)
            grid.setColumnStretch(column, stretch)
        self.form.addSpacing(6)
        self.form.addLayout(grid)
        self.members: list[MemberRow] = []
        for _ in range(_SHOWN):
            self._add_member()

    def _add_member(self) -> None:
        """A row for one member more, after the others in the order of Tab."""
        row = MemberRow(len(self.members) + 1, self._known)
        for column, editor in enumerate(row.editors):
            self._grid.addWidget(editor, len(self.members) + 1, column, Qt.AlignmentFlag.AlignTop)
        if self.members:
            for before, after in pairwise((self.members[-1].joined, *row.editors)):
                QWidget.setTabOrder(before, after)
        row.name.textChanged.connect(self.look_ahead)
        row.role.currentIndexChanged.connect(self.look_ahead)
        row.joined.textEdited.connect(self.look_ahead)
        self.members.append(row)

    def start(self) -> None:
        """Empty the form."""
        self._known.setStringList(names_known(self._bridge.session))
        for line in (self.title, self.category, self.reference, *self.terms.values()):
            line.clear()
        for row in self.members:
            row.clear()
        listed = (AgreementType.MEMORANDUM, AgreementType.INTER_AUTHORITY)
        others = (t for t in AgreementType if t not in (*listed, AgreementType.UNKNOWN))
        rows = [(kind.value.capitalize(), kind.value) for kind in (*listed, *others)]
        self.kind.offer([("None yet", None), *rows])
        self._on_kind()

    def _on_kind(self) -> None:
        chosen = self.kind.currentData() is not None
        for part in (*self._labels, *self.terms.values()):
            part.setVisible(chosen)
        self.look_ahead()

    def look_ahead(self) -> None:
        """Show one empty row for a member more than are filled, and what would be added."""
        filled = max((n for n, row in enumerate(self.members, 1) if row.name.text().strip()), default=0)
        while len(self.members) < min(_ROWS, filled + 1):
            self._add_member()
        for number, row in enumerate(self.members):
            for editor in row.editors:
                editor.setVisible(number < max(_SHOWN, filled + 1))
        super().look_ahead()

    def propose(self) -> Proposal | None:
        if not self.title.text().strip():
            return None
        first = self.members[0].joined.text().strip()
        typed = [row.member(first) for row in self.members if row.name.text().strip()]
        founding = Founding(
            self.title.text(),
            self.reference.text(),
            self.category.text(),
            tuple(typed),
            self._agreement(first),
        )
        return new_arrangement(self._bridge.session, founding)

    def _agreement(self, first: str) -> dict[str, str] | None:
        kind = self.kind.currentData()
        if kind is None:
            return None
        texts = {name: line.text() for name, line in self.terms.items()}
        texts["starts"] = texts["starts"].strip() or (first if read_date(first).when else "")
        return {"type": str(kind), **texts}

    def words(self) -> str:
        return "Add the partnership"

    def first(self) -> QWidget:
        return self.title

"""The choices of one export: which agreements, which quarter, which sort of file, and its name."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QSizePolicy, QWidget

from tracker.app.outgoing.offers import (
    Choice,
    Offer,
    Quarter,
    Scope,
    day_for,
    file_name,
    quarter_words,
    quarters,
)
from tracker.app.settings import Settings
from tracker.ui.bridge import Bridge
from tracker.ui.outgoing.scopes import Source
from tracker.ui.parts.inputs import ChoiceBox
from tracker.ui.parts.theme import GRID, scaled
from tracker.ui.parts.widgets import PlainLabel, button

_QUARTERLY = ("transparency", "tenders", "esd")
_LABEL, _FIELD, _LEAST = 132, 480, 200


class ExportForm(QWidget):
    """What may be chosen of an offer; what it has no use for is not shown.

    Signals:
        chosen(): something else goes out now.
        named(): it goes to another file now.
        browse(): somebody wants to choose the file in a dialog.
    """

    chosen = Signal()
    named = Signal()
    browse = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._offer: Offer | None = None
        self._source = Source((), ())
        self._quarters: tuple[Quarter, ...] = ()
        self._own_name = False
        self.scope = _box("Which agreements")
        self.quarter = _box("Quarter")
        self.ending = _box("Kind of file")
        self.contacts = QCheckBox("Give names and contact details out as well")
        self.prefix = QLineEdit()
        self.prefix.setAccessibleName("ocid prefix")
        self.prefix.setPlaceholderText("ocds-xxxxxx, as the Open Contracting Partnership gave it")
        self.file = QLineEdit()
        self.file.setAccessibleName("File")
        self._browse = button("Choose…", name="Choose the file")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(GRID)
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setColumnMinimumWidth(0, _LABEL)
        self._grid.setColumnStretch(1, 1)
        self._labels: dict[QWidget, PlainLabel] = {}
        rows: tuple[tuple[str, QWidget], ...] = (
            ("Which agreements", self.scope), ("Quarter", self.quarter), ("Kind of file", self.ending),
            ("Contacts", self.contacts), ("ocid prefix", self.prefix), ("File", self.file),
        )  # fmt: skip
        for number, (text, field) in enumerate(rows):
            label = PlainLabel(text)
            label.setBuddy(field)
            self._labels[field] = label
            self._grid.addWidget(label, number, 0)
            alone = isinstance(field, QCheckBox)
            self._grid.addWidget(field, number, 1, 1, 2 if alone else 1)
            if not alone:
                field.setMinimumWidth(_LEAST)
        self._grid.addWidget(self._browse, len(rows) - 1, 2, Qt.AlignmentFlag.AlignLeft)
        self.setMaximumWidth(scaled(_LABEL + _FIELD) + self._browse.sizeHint().width() + 2 * GRID)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._listen()

    def _listen(self) -> None:
        self.scope.activated.connect(self._on_chosen)
        self.quarter.activated.connect(self._on_chosen)
        self.ending.activated.connect(self._on_ending)
        self.contacts.toggled.connect(self._on_chosen)
        self.prefix.editingFinished.connect(self._on_prefix)
        self.file.textEdited.connect(self._on_file)
        self._browse.clicked.connect(self.browse)

    # Showing

    def show_source(self, source: Source) -> None:
        """Offer these agreements, the likeliest first."""
        self._source = source
        self.scope.clear()
        for one in source.scopes:
            self.scope.addItem(one.title)
        self._quarters = quarters(self._bridge.today)
        self.quarter.clear()
        for each in self._quarters:
            self.quarter.addItem(quarter_words(each, self._bridge.today))
        self._own_name = False

    def show_offer(self, offer: Offer) -> None:
        """Ask what that kind of file needs, with the name that it would get."""
        self._offer = offer
        kept = self.ending.currentData()
        self.ending.clear()
        for ending, words in offer.endings.items():
            self.ending.addItem(words, ending)
        self.ending.setCurrentIndex(max(0, self.ending.findData(kept)))
        self.prefix.setText(self._bridge.settings.ocid_prefix)
        for field, there in (
            (self.scope, offer.narrowed), (self.quarter, offer.kind in _QUARTERLY),
            (self.ending, len(offer.endings) > 1), (self.contacts, offer.contacts),
            (self.prefix, offer.kind == "ocds"),
        ):  # fmt: skip
            field.setVisible(there)
            self._labels[field].setVisible(there)
        self._own_name = False
        self._name_file()

    # What was chosen

    def choice(self) -> Choice:
        """What goes out."""
        assert self._offer is not None
        at = self.scope.currentIndex()
        scope = self._source.scopes[at].scope if self._offer.narrowed and at >= 0 else Scope()
        quarter = self._quarter()
        return Choice(
            self._offer.kind,
            scope,
            contacts=self._offer.contacts and self.contacts.isChecked(),
            columns=self._source.columns,
            day=day_for(quarter, self._bridge.today) if quarter else None,
            prefix=self.prefix.text().strip(),
        )

    def path(self) -> Path | None:
        """The file, with the ending of its kind; None where none is named."""
        text = self.file.text().strip()
        if not text or self._offer is None:
            return None
        path = Path(text).expanduser()
        if not path.is_absolute():
            path = self._bridge.session.path.parent / path
        known = path.suffix.casefold() in self._offer.endings
        return path if known else path.with_name(path.name + str(self.ending.currentData()))

    def set_path(self, path: Path) -> None:
        """Take a file that was chosen in a dialog."""
        self.file.setText(str(path))
        self._on_file()

    def _quarter(self) -> Quarter | None:
        if self._offer is None or self._offer.kind not in _QUARTERLY or not self._quarters:
            return None
        return self._quarters[max(0, self.quarter.currentIndex())]

    def _name_file(self) -> None:
        """The name that the file would get, where nobody has named it."""
        if not self._own_name:
            register = self._bridge.session.path
            name = file_name(register, self.choice(), self._quarter(), self._bridge.today)
            self.file.setText(str(register.with_name(f"{name}{self.ending.currentData()}")))
            self.file.setCursorPosition(len(self.file.text()))
        self.named.emit()

    def _on_chosen(self) -> None:
        self._name_file()
        self.chosen.emit()

    def _on_ending(self) -> None:
        ending = str(self.ending.currentData())
        if self._own_name and self._offer is not None:
            path = self.path()
            if path is not None and path.suffix.casefold() in self._offer.endings:
                self.file.setText(str(path.with_suffix(ending)))
        self._name_file()

    def _on_file(self) -> None:
        self._own_name = True
        path = self.path()
        at = self.ending.findData(path.suffix.casefold()) if path is not None else -1
        if at >= 0:
            self.ending.setCurrentIndex(at)
        self.named.emit()

    def _on_prefix(self) -> None:
        settings: Settings = self._bridge.settings
        if settings.ocid_prefix != self.prefix.text().strip():
            settings.ocid_prefix = self.prefix.text().strip()
            self._bridge.act(settings.save)
            self.chosen.emit()


def _box(name: str) -> QComboBox:
    made = ChoiceBox()
    made.setAccessibleName(name)
    return made

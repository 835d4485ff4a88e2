"""The panel that says what an agreement, or a field of it, rests on."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from tracker.app import sources
from tracker.app.sources import Cited, Citing
from tracker.app.verbs import Outcome
from tracker.domain.agreement import Agreement
from tracker.domain.deadlines.standing import Standing
from tracker.domain.source import Source, SourceKind
from tracker.ui.agreement.verbs.deed import DeedPanel
from tracker.ui.bridge import Bridge

_SHORT = 48


class CitePanel(DeedPanel):
    """A source, the place in it, and its exact words."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, "Cite a source", parent)
        self._old: Cited | None = None
        self._field = sources.WHOLE
        self._known: dict[int, Source] = {}
        self.of = self.choice("What rests on it")
        self.source = self.choice("Source")
        self.title = self.line("Title of the source", "such as Minutes of the Cabinet", "Title")
        self.two_in_a_row()
        self.kind = self.choice("Kind")
        self.published = self.line("Published or signed", "such as March 2011")
        self.location = self.line("Document", "Path or link, to open it from here")
        self.locator = self.line("Where in it", "such as page 4, clause 12.1")
        self.quote = self.line("Exact words", "such as “for a term of five years”")
        self.inferred = QCheckBox("It does not say so: this was concluded")
        self.inferred.toggled.connect(self._on_way)
        self.form.addSpacing(4)
        self.form.addWidget(self.inferred)
        self.note = self.line("How it was concluded")
        self.source.currentIndexChanged.connect(self._show_source)
        self.finish_form()

    def about(self, field: str, old: Cited | None = None) -> None:
        """What to begin with: a field to cite a source for, or a citation to change."""
        self._field, self._old = field, old
        self.heading.setText("Change a source" if old else "Cite a source")

    def begin(self, standing: Standing) -> None:
        old = self._old
        self._known = {one.id: one for one in sources.known_sources(self._bridge.session)}
        listed = sources.LABELS | ({} if self._field in sources.LABELS else {self._field: ""})
        self.of.offer([(sources.label(name), name) for name in listed], self._field)
        rows = [(_words(one), one.id) for one in self._known.values()]
        self.source.offer([("A new source", None), *rows], old.source.id if old else None)
        self.kind.offer([(kind.value.capitalize(), kind.value) for kind in SourceKind])
        self.locator.setText(old.citation.locator if old else "")
        self.quote.setText(old.citation.quote if old else "")
        self.note.setText(old.citation.note if old else "")
        self.inferred.blockSignals(True)
        self.inferred.setChecked(old.citation.inferred if old else False)
        self.inferred.blockSignals(False)
        self._show_source()

    def lay(self) -> None:
        self.show_fields([self.note], self.inferred.isChecked())

    def _show_source(self) -> None:
        """The fields of the source that was chosen; empty ones for a new source."""
        chosen = self._known.get(self.source.chosen() or 0)
        self.title.setText(chosen.title if chosen else "")
        self.published.setText(sources.published_words(chosen) if chosen else "")
        self.location.setText(chosen.location if chosen else "")
        self.kind.setCurrentIndex(self.kind.findData((chosen.kind if chosen else SourceKind.AGREEMENT).value))
        self.look_ahead()

    def outcome(self, agreement: Agreement) -> Outcome | None:
        if not self.title.text().strip():
            return None
        citing = Citing(
            str(self.of.currentData()),
            self.source.chosen(),
            self.title.text(),
            SourceKind(self.kind.currentData()),
            self.published.text(),
            self.location.text(),
            self.locator.text(),
            self.quote.text(),
            self.inferred.isChecked(),
            self.note.text() if self.inferred.isChecked() else "",
        )
        old = self._old.citation if self._old else None
        return Outcome(sources.cite(self._bridge.session, agreement, citing, old), agreement)

    def words(self) -> str:
        return "Cite it"

    def lacks(self) -> str:
        return "Choose a source that is known, or give the new one a title."

    def first(self) -> QWidget:
        return self.title if self._old is None else self.quote


def _words(source: Source) -> str:
    text = f"{source.reference}  {source.title}".strip()
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"

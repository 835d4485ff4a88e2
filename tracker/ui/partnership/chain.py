"""Supersession: which agreement takes the place of which; a stated step is solid, a proposed one dashed."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tracker.app.partnership.succession import Chain, Step, chains
from tracker.app.rows import AgreementRow
from tracker.domain.source import RelationStanding
from tracker.ui.bridge import Bridge, Place
from tracker.ui.page import Page
from tracker.ui.partnership.parts import HideFictional, Places, Switch
from tracker.ui.partnership.rowtable import RowTable
from tracker.ui.parts import format as show
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.tables import Cell, Column, Row
from tracker.ui.parts.theme import GRID, MARGIN, Tone, font, tokens
from tracker.ui.parts.widgets import EmptyState, PlainLabel, Scroller

_COLUMNS = (
    Column("newer", "Agreement", "New ICT partnership agreement, Aylesbury Vale", stretch=True),
    Column("how", "How it stands", "may be the same as mm"),
    Column("older", "To which", "Memorandum of understanding, Aylesbury Vale and"),
    Column("standing", "Said or proposed", "Proposed mm"),
    Column("note", "Why", "Inferred: it is later than the memorandum. Not", drop=1),
)
STATED = Look("Stated", Shape.TICK, Tone.GOOD)
PROPOSED = Look("Proposed", Shape.DASHED, Tone.WARNING)
_NARROWEST, _WIDEST, _ARROW = 220.0, 500.0, 230.0


class ChainView(QWidget):
    """One chain: a line for each step, from the older agreement to the newer.

    Signals:
        opened(int): an agreement was clicked.
    """

    opened = Signal(object)

    def __init__(self, chain: Chain, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chain = chain
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"Supersession in {chain.title}")
        self.setAccessibleDescription(". ".join(step_words(step) for step in chain.steps))
        self.setMouseTracking(True)
        self.setFixedHeight(self.sizeHint().height())

    def _row(self) -> float:
        return 2 * QFontMetrics(font()).height() + 26.0

    def sizeHint(self) -> QSize:
        return QSize(900, round(len(self._chain.steps) * self._row()) + 4)

    def _box_width(self) -> float:
        return min(_WIDEST, max(_NARROWEST, (self.width() - _ARROW - 2) / 2))

    def _boxes(self, number: int) -> tuple[QRectF, QRectF]:
        top, wide = number * self._row() + 4, self._box_width()
        high = self._row() - 12
        return QRectF(0, top, wide, high), QRectF(wide + _ARROW, top, wide, high)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, step in enumerate(self._chain.steps):
            older, newer = self._boxes(number)
            self._arrow(painter, older, newer, step)
            self._agreement(painter, older, step.older, shade=False)
            self._agreement(painter, newer, step.newer, shade=not step.stated)
        painter.end()

    def _agreement(self, painter: QPainter, box: QRectF, row: AgreementRow, *, shade: bool) -> None:
        colours = tokens()
        pen = QPen(QColor(colours.muted if shade else colours.accent), 1.4)
        if shade:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(colours.surface))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        inner = box.adjusted(12, 6, -12, -6)
        painter.setFont(font(1.0, 500))
        painter.setPen(QColor(colours.accent))
        words = f"{row.reference}  {row.title}".strip()
        cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, cut)
        painter.setFont(font(0.9))
        painter.setPen(QColor(colours.muted))
        kind = "type not stated" if row.type == "unknown" else row.type
        under = f"{kind} · {show.status(row.status).word}"
        cut = painter.fontMetrics().elidedText(under, Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(inner, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, cut)

    def _arrow(self, painter: QPainter, older: QRectF, newer: QRectF, step: Step) -> None:
        colours = tokens()
        begin, end = QPointF(older.right(), older.center().y()), QPointF(newer.left() - 2, newer.center().y())
        ink = QColor(colours.text if step.stated else colours.warning)
        pen = QPen(ink, 1.8)
        if not step.stated:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(begin, end)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPolygon(QPolygonF([end, end + QPointF(-9, -5), end + QPointF(-9, 5)]))
        painter.setFont(font(0.9, 500))
        painter.setPen(ink)
        passive = {"supersedes": "superseded by", "replaces": "replaced by", "renews": "renewed by"}
        words = passive.get(step.relation.kind.value, step.relation.kind.value)
        above = QRectF(begin.x() + 6, begin.y() - 22, end.x() - begin.x() - 18, 20)
        painter.drawText(above, Qt.AlignmentFlag.AlignCenter, words)
        when = show.when(step.relation.effective_on, "") if step.relation.effective_on else ""
        said = f"stated, {when}".rstrip(", ") if step.stated else "proposed, nobody says so"
        painter.setFont(font(0.9))
        painter.drawText(above.translated(0, 24), Qt.AlignmentFlag.AlignCenter, said)

    def _at(self, point: QPointF) -> int | None:
        for number, step in enumerate(self._chain.steps):
            older, newer = self._boxes(number)
            if older.contains(point):
                return step.older.id
            if newer.contains(point):
                return step.newer.id
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        chosen = self._at(event.position())
        if chosen is not None:
            self.opened.emit(chosen)


class ChainPage(Page):
    """Every chain, each under the partnership that it belongs to; the same as a table."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._count = PlainLabel("", "caption")
        self._hide = HideFictional(bridge)
        self._inside = QWidget()
        self._inside.setProperty("kind", "page")
        scroller = Scroller(self._inside, parent=self)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, GRID, 0)
        self.table = RowTable("Supersession", _COLUMNS, self)
        self.switch = Switch(scroller, self.table, "supersession", self)
        self._empty = EmptyState(
            "No agreement takes the place of another",
            "Where one agreement replaces, renews or supersedes another, the chain is drawn here; steps that "
            "nobody states are kept apart as proposals.",
        )
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(PlainLabel("Supersession", "title"))
        head.addWidget(self._count)
        head.addStretch()
        head.addWidget(self._hide)
        head.addWidget(self.switch.link)
        page = QVBoxLayout(self)
        page.setContentsMargins(MARGIN, 2 * GRID, MARGIN, GRID)
        page.setSpacing(12)
        page.addLayout(head)
        page.addWidget(Places(bridge, "chain"))
        page.addWidget(self.switch, 1)
        page.addWidget(self._empty, 1)
        self.table.opened.connect(bridge.go)
        bridge.fictional_hidden.connect(self.load)

    def title(self) -> str:
        return "Supersession"

    def first_focus(self) -> QWidget | None:
        return self.table if self.switch.is_table else self.switch.link

    def load(self) -> None:
        self._hide.show_where_needed()
        hide = self.bridge.hides_fictional
        found = [chain for chain in chains(self.bridge.session) if not (hide and chain.fictional)]
        steps = [step for chain in found for step in chain.steps]
        stated = sum(step.stated for step in steps)
        self._count.setText(f"{stated} stated, {len(steps) - stated} proposed")
        self._empty.setVisible(not found)
        self.switch.setVisible(bool(found))
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        rows: list[Row] = []
        for chain in found:
            self._show_chain(chain)
            rows += [
                _row(s.newer, s.relation.kind.value, s.older, s.stated, s.relation.note) for s in chain.steps
            ]
            rows += [
                _row(one, r.kind.value, other, r.standing is RelationStanding.STATED, r.note)
                for one, r, other in chain.others
            ]
        self._column.addStretch()
        self.table.show_rows(rows)
        self.table.select_first()

    def _show_chain(self, chain: Chain) -> None:
        made_up = "  fictional" if chain.fictional else ""
        self._column.addWidget(PlainLabel(f"{chain.title}{made_up}", "subheading"))
        if chain.steps:
            view = ChainView(chain)
            view.opened.connect(self._open)
            self._column.addWidget(view)
        for one, relation, other in chain.others:
            said = relation.standing.value
            words = f"{one.reference or one.title} {relation.kind.value} {other.reference or other.title} ({said})"
            self._column.addWidget(PlainLabel(f"{words}. {relation.note}", "caption", wrap=True))
        self._column.addSpacing(2 * GRID)

    def _open(self, agreement_id: int) -> None:
        self.bridge.go.emit(Place("agreement", agreement_id))


def step_words(step: Step) -> str:
    """A step in a sentence, for screen readers."""
    said = "stated" if step.stated else "proposed"
    return f"{step.newer.title} {step.relation.kind.value} {step.older.title}, {said}"


def _row(newer: AgreementRow, how: str, older: AgreementRow, stated: bool, note: str) -> Row:
    return Row(
        (
            Cell(f"{newer.reference}  {newer.title}".strip(), Tone.ACCENT, 500, help=newer.title),
            Cell(how),
            Cell(f"{older.reference}  {older.title}".strip(), help=older.title),
            Cell(look=STATED if stated else PROPOSED, chip=True),
            Cell(note, Tone.MUTED, help=note),
        ),
        Place("agreement", newer.id),
    )

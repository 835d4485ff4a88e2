"""The picture of claims side by side: their exact words, whether they agree, and why or why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from tracker.app.partnership.claimboard import Board, BoardRow
from tracker.domain.organisation import Organisation
from tracker.domain.partnerships.claim import Basis, SavingsClaim, Verdict, figure
from tracker.domain.partnerships.totals import Total, average_per_year
from tracker.domain.source import Conflict, Source
from tracker.ui.partnership.parts import short_name, source_words
from tracker.ui.parts import format as show
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.kept import Kept
from tracker.ui.parts.theme import GRID, Tone

VERDICTS = {
    Verdict.AGREE: Look("Agree", Shape.TICK, Tone.GOOD),
    Verdict.DISAGREE: Look("Disagree", Shape.CROSS, Tone.DANGER),
    Verdict.NOT_COMPARABLE: Look("Not comparable", Shape.RING, Tone.MUTED),
}
ONE_SOURCE = Look("One source", Shape.DASHED, Tone.MUTED)
_MOST_SOURCES = 3
_MOST_PARTS = 4


class ClaimsBoard(QWidget):
    """A row for those whom a saving is for, a column for each source.

    Signals:
        conflict_chosen(int): somebody wants to see that conflict.
    """

    conflict_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(5)
        self._kept = Kept(self._grid)
        self.setAccessibleName("Claims side by side")

    def show_board(
        self, board: Board, sources: Mapping[int, Source], bodies: Mapping[int, Organisation]
    ) -> None:
        """Show these claims and no others."""
        with self._kept.anew():
            self._show(board, sources, bodies)

    def _show(self, board: Board, sources: Mapping[int, Source], bodies: Mapping[int, Organisation]) -> None:
        grid, kept = self._grid, self._kept
        columns = board.sources[:_MOST_SOURCES]
        heads = ["For", *(source_words(sources.get(i)) for i in columns), "Comparison", "Why", "Conflict"]
        stretches = [3, *([4] * len(columns)), 2, 4, 1]
        for number in range(grid.columnCount()):  # more than there are now, where there were more before
            grid.setColumnStretch(number, stretches[number] if number < len(stretches) else 0)
        for number, (words, stretch) in enumerate(zip(heads, stretches, strict=True)):
            grid.addWidget(kept.prose(words, "caption"), 0, number, Qt.AlignmentFlag.AlignBottom)
            grid.setColumnStretch(number, stretch)
        grid.addWidget(kept.rule(strong=True), 1, 0, 1, len(heads))
        for number, row in enumerate(board.rows):
            self._add_row(2 + 2 * number, row, len(columns), bodies)
            grid.addWidget(kept.rule(), 3 + 2 * number, 0, 1, len(heads))

    def _add_row(self, at: int, row: BoardRow, columns: int, bodies: Mapping[int, Organisation]) -> None:
        grid, kept = self._grid, self._kept
        grid.addWidget(kept.prose(who(row, bodies), "strong"), at, 0)
        for number, claims in enumerate(row.cells[:columns], start=1):
            grid.addLayout(self._cell(claims), at, number)
        look = VERDICTS[row.comparison.verdict] if row.comparison else ONE_SOURCE
        grid.addWidget(kept.chip(look), at, columns + 1, _TOP)
        why = row.comparison.why if row.comparison else "Nothing to compare it with."
        grid.addWidget(kept.prose(why, "caption"), at, columns + 2)
        grid.addLayout(self._conflicts(row.conflicts), at, columns + 3, _TOP)

    def _cell(self, claims: Sequence[SavingsClaim]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(0)
        for claim in claims:
            column.addWidget(self._kept.prose(f"“{claim.quote}”"))
            column.addWidget(self._kept.prose(kind_words(claim), "caption"))
        if not claims:
            column.addWidget(self._kept.label("no claim", "caption"))
        column.addStretch()
        return column

    def _conflicts(self, conflicts: Sequence[Conflict]) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(6)
        for conflict in conflicts:
            words = conflict.reference or "Conflict"
            link = self._kept.link(words, f"Conflict: {conflict.subject}", self._choose)
            link.setObjectName(str(conflict.id))
            line.addWidget(link)
        line.addStretch()
        return line

    def _choose(self) -> None:
        if sender := self.sender():
            self.conflict_chosen.emit(int(sender.objectName()))


def who(row: BoardRow, bodies: Mapping[int, Organisation]) -> str:
    """Whom the saving is for, in words."""
    if row.whole:
        return "The partnership as a whole"
    names = [short_name(bodies[i].name) for i in row.bodies if i in bodies]
    if len(names) < 2:
        return "".join(names) or "not stated"
    return f"{', '.join(names[:-1])} and {names[-1]} jointly"


def kind_words(claim: SavingsClaim) -> str:
    """What sort of claim it is: its nature, its basis and its period, each said even where not stated."""
    basis = "basis not stated" if claim.basis is Basis.NOT_STATED else claim.basis.value
    period = claim.period_text or ("" if claim.starts or claim.ends else "period not stated")
    words = [claim.nature.value, basis, period]
    if claim.measure.value == "unreadable":
        words.append("figure not readable")
    return ", ".join(word for word in words if word)


def average_words(claim: SavingsClaim) -> str:
    """What a total over some years comes to a year, with the warning that belongs to it; "" for others."""
    average = average_per_year(claim)
    if average is None:
        return ""
    ends = [show.short_amount(m.minor, m.currency) for m in (average.low, average.high) if m is not None]
    span = " to ".join(dict.fromkeys(_to_pennies(claim, ends)))
    return f"{claim.reference}: {span} a year on average. {average.why}"


def _to_pennies(claim: SavingsClaim, short: list[str]) -> list[str]:
    """Two figures after the point for millions, as sums are spoken of."""
    average = average_per_year(claim)
    assert average is not None
    amounts = [money.minor / 1e8 for money in (average.low, average.high) if money is not None]
    return [f"£{a:.2f}m" if a >= 0.1 else words for a, words in zip(amounts, short, strict=True)]


class TotalsBlock(QWidget):
    """What the claims come to, basis by basis; where they have no sum, why not.

    Args:
        narrow: True for a panel: the reason then stands under its line.
    """

    def __init__(self, *, narrow: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._narrow = narrow
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0 if narrow else 2, 1)
        self._kept = Kept(self._grid)
        self.setAccessibleName("Totals by basis")

    def show_totals(self, totals: Sequence[Total]) -> None:
        """Show these lines."""
        with self._kept.anew():
            self._show(totals)

    def _show(self, totals: Sequence[Total]) -> None:
        for row, total in enumerate(total for total in totals if _says_something(total)):
            whole = total.basis == "all"
            basis = "Basis not stated" if total.basis == Basis.NOT_STATED.value else _capital(total.basis)
            name = "Altogether" if whole else f"{basis}, {total.nature}"
            amount = total.amount.replace(".00", "") or "no total"
            tone = Tone.PLAIN if total.amount else Tone.WARNING
            at = 2 * row if self._narrow else row
            self._grid.addWidget(self._kept.label(name, "strong" if whole else "muted"), at, 0, _TOP)
            self._grid.addWidget(self._kept.label(amount, "subheading", tone=tone), at, 1, _NUMBER)
            why = self._kept.prose(_why(total), "caption")
            if self._narrow:
                self._grid.addWidget(why, at + 1, 0, 1, 2)
            else:
                self._grid.addWidget(why, at, 2)


def _says_something(total: Total) -> bool:
    """Whether any claim of the line gives a figure; those in words alone are listed elsewhere."""
    return (
        total.basis == "all" or bool(total.parts) or not all(p.endswith("no figure") for p in total.left_out)
    )


def _why(total: Total) -> str:
    if total.basis == "all":
        return total.why_not
    parts = _some(total.parts)
    left = f" Left out: {_some(total.left_out)}." if total.left_out and total.parts else ""
    return f"{total.why_not} {parts}.".strip(" .").strip() + "." + left if parts else total.why_not


def _some(parts: Sequence[str]) -> str:
    """The parts of a sum, as many as anybody reads."""
    more = f"; and {len(parts) - _MOST_PARTS:,} more" if len(parts) > _MOST_PARTS else ""
    return "; ".join(parts[:_MOST_PARTS]) + more


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


_TOP = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
_NUMBER = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight


def figure_words(claim: SavingsClaim) -> str:
    """The figure, with a capital."""
    return _capital(figure(claim))

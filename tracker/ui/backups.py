"""Backups: which there are, what each would take back, and copies for elsewhere.

A backup is made by itself every day on which something changed, and before what is risky. This
page shows them, makes one now, puts one back, and writes a copy that only a passphrase opens.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from tracker.app.rows import HistoryRow
from tracker.app.safety import backups, encrypted
from tracker.app.safety.backups import BackupLine
from tracker.app.session import Clock, Session
from tracker.domain.errors import TrackerError
from tracker.ui.bridge import Bridge
from tracker.ui.history.page import what_was_done
from tracker.ui.page import Page
from tracker.ui.partnership.rowtable import RowTable
from tracker.ui.parts import format as show
from tracker.ui.parts.tables import Cell, Column, Row
from tracker.ui.parts.theme import GRID, MARGIN, Tone
from tracker.ui.parts.widgets import EmptyState, PlainLabel, button, rule

_COLUMNS = (
    Column("when", "Made", "30 September 2026, 16:40"),
    Column("why", "Why", "Before a reorganisation of councils", stretch=True),
    Column("agreements", "Agreements", "Agreements", right=True),
    Column("lost", "Changes since", "Changes since", right=True),
    Column("size", "Size", "1,234.5 MB", right=True, drop=1),
)
_SINCE = (
    Column("when", "When", "30 September 2026, 16:40"),
    Column("what", "What restoring would take back", "Change end of the term", stretch=True),
    Column("by", "By", "contracts officer"),
)
_WHY = {
    "daily": "The day's backup",
    "before-import": "Before an import",
    "before-reorganisation": "Before a reorganisation of councils",
    "before-compaction": "Before old history was dropped",
    "asked": "Asked for",
}
_LISTED = 200


class BackupsPage(Page):
    """The backups, newest first; what was done since the selected one beneath."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._lines: list[BackupLine] = []
        self._since: list[HistoryRow] = []
        self.dialog: QFileDialog | None = None
        self._count = PlainLabel("", "caption")
        self.make = button("Back up now", icon="save")
        self.seal = button("Encrypted copy", icon="export")
        self.seal.setCheckable(True)
        self.table = RowTable("Backups", _COLUMNS, links=False)
        self.since = RowTable("What was done since", _SINCE, links=False)
        self.put_back = button("Restore this backup", icon="history")
        self.restore = button("Restore", kind="primary")
        self.keep = button("Leave the register as it is")
        self._told = PlainLabel("", wrap=True)
        self._empty = EmptyState(
            "No backup has been made yet",
            "One is made on every day on which the register changed, before every import, and whenever you ask "
            "for it. Backups lie in your own folder on this computer, apart from the register.",
        )
        self.copying = _EncryptedCopy()
        self._lay()
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.make.clicked.connect(self._make)
        self.seal.toggled.connect(self._show_copying)
        self.copying.wanted.clicked.connect(self._ask_where)
        self.put_back.clicked.connect(self._ask)
        self.keep.clicked.connect(self._leave)
        self.restore.clicked.connect(self._restore)

    def _lay(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(PlainLabel("Backups", "title"))
        head.addWidget(self._count)
        head.addStretch()
        head.addWidget(self.seal)
        head.addWidget(self.make)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self._told, 1)
        foot.addWidget(self.put_back)
        foot.addWidget(self.restore)
        foot.addWidget(self.keep)
        page = QVBoxLayout(self)
        page.setContentsMargins(MARGIN, 2 * GRID, MARGIN, 2 * GRID)
        page.setSpacing(12)
        page.addLayout(head)
        page.addWidget(self.copying)
        page.addWidget(self.table, 3)
        page.addLayout(foot)
        page.addWidget(self.since, 2)
        page.addWidget(self._empty, 1)
        self.copying.hide()

    def title(self) -> str:
        return "Backups"

    def first_focus(self) -> QWidget | None:
        return self.make if self.table.isHidden() else self.table

    def load(self) -> None:
        self.bridge.read(backups.backup_lines, self._show)

    def _show(self, found: object) -> None:
        self._lines = cast("list[BackupLine]", found)
        today = self.bridge.session.now().date()
        self.table.show_rows([_line_row(line, show.moment(line.backup.at, today)) for line in self._lines])
        self.table.setMaximumHeight(self.table.height_for(max(2, len(self._lines))))
        self._count.setText(show.count(len(self._lines), "backup") if self._lines else "")
        if not self._lines and self.table.hasFocus():  # else the keyboard would go out of the page
            self.make.setFocus()
        for widget in (self.table, self.since):
            widget.setVisible(bool(self._lines))
        self._empty.setVisible(not self._lines)
        self._leave()
        if self._lines:
            self.table.select_first()

    def selected(self) -> BackupLine | None:
        """The backup that is selected; None where there is none."""
        number = self.table.currentIndex().row()
        return self._lines[number] if 0 <= number < len(self._lines) else None

    def _on_current(self) -> None:
        self._leave()
        if (line := self.selected()) is not None:
            self.bridge.read(partial(_lost, line), self._show_since)

    def _show_since(self, found: object) -> None:
        line, rows = cast("tuple[BackupLine, list[HistoryRow]]", found)
        if line != self.selected():
            return
        today = self.bridge.session.now().date()
        self.since.show_rows(
            [
                Row(
                    (
                        Cell(show.moment(show.local(row.at), today), Tone.MUTED),
                        Cell(what_was_done(row)),
                        Cell(row.by, Tone.MUTED),
                    )
                )
                for row in rows[:_LISTED]
            ]
            or [Row((Cell("Nothing: the register is as it was then.", Tone.MUTED),), heading=True)]
        )

    # Making one

    def _make(self) -> None:
        session = self.bridge.session
        self.make.setEnabled(False)
        work = partial(backups.back_up_beside, session.path, session.now, "asked")
        self.bridge.run(work, self._on_made, self._on_not_made)

    def _on_made(self, made: object) -> None:
        self.make.setEnabled(True)
        said = "Backed up." if made else "Nothing has changed since the newest backup."
        self.bridge.said.emit(said, Tone.NOTE, "")
        self.load()

    def _on_not_made(self, error: object) -> None:
        self.make.setEnabled(True)
        self.bridge.said.emit(str(error), Tone.DANGER, "")

    # Putting one back

    def _ask(self) -> None:
        line = self.selected()
        if line is None:
            return
        self._told.setText(
            f"The register goes back to {line.backup.at.day} {line.backup.at:%B %Y, %H:%M}; "
            f"{show.count(line.lost, 'change')} made since would not be in it. As it is now it is kept, under "
            "another name beside it."
        )
        self._asking(True)
        self.keep.setFocus()

    def _leave(self) -> None:
        self._told.setText("")
        self._asking(False)

    def _asking(self, asking: bool) -> None:
        line = self.selected()
        if not asking and (self.restore.hasFocus() or self.keep.hasFocus()):
            self.table.setFocus()
        self.restore.setVisible(asking)
        self.keep.setVisible(asking)
        self.put_back.setVisible(not asking and bool(self._lines))
        self.put_back.setEnabled(line is not None and line.agreements is not None and line.lost > 0)

    def _restore(self) -> None:
        if (line := self.selected()) is not None:
            self.bridge.restoring.emit(line.backup)

    # A copy that only a passphrase opens

    def _show_copying(self, wanted: bool) -> None:
        self.copying.clear()
        self.copying.setVisible(wanted)
        if wanted:
            self.copying.first.setFocus()

    def _ask_where(self) -> None:
        if not self.copying.is_ready():
            return
        session = self.bridge.session
        start = session.path.with_name(f"{session.path.stem} {session.now():%Y-%m-%d}{encrypted.ENDING}")
        self.dialog = QFileDialog(
            self, "Encrypted copy", str(start), f"Encrypted register (*{encrypted.ENDING})"
        )
        self.dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        self.dialog.fileSelected.connect(self.write_copy)
        self.dialog.open()

    def write_copy(self, name: str) -> None:
        """Write the encrypted copy to that file, on a worker."""
        to = Path(name)
        if not to.suffix:
            to = to.with_name(to.name + encrypted.ENDING)
        session = self.bridge.session
        work = partial(_encrypt, session.path, session.now, to, self.copying.first.text())
        self.bridge.run(work, self._on_copied, self.copying.refuse)

    def _on_copied(self, to: object) -> None:
        self.seal.setChecked(False)
        said = f"Written to {to}. Keep the passphrase: without it nobody can open the copy."
        self.bridge.said.emit(said, Tone.NOTE, "")


class _EncryptedCopy(QWidget):
    """Asks twice for a passphrase, and says beside it what is wrong with it."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = _secret("Passphrase"), _secret("Passphrase again")
        self.wanted = button("Choose where to write it…", kind="primary")
        self._said = PlainLabel("", "caption", wrap=True)
        words = PlainLabel(
            "A copy for a stick, a cloud folder or a colleague, that only this passphrase opens. It needs "
            f"{encrypted.SHORTEST} characters, such as four words. Nobody can bring a forgotten one back.",
            "muted",
            wrap=True,
        )
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for field in (self.first, self.second):
            row.addWidget(field, 1)
        row.addWidget(self.wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(words)
        column.addLayout(row)
        column.addWidget(self._said)
        column.addWidget(rule())
        self.second.returnPressed.connect(self.wanted.click)
        self._said.hide()

    def clear(self) -> None:
        """Forget what was typed."""
        for field in (self.first, self.second):
            field.clear()
        self._said.hide()

    def refuse(self, error: object) -> None:
        """Say beside the fields why nothing was written."""
        self._said.setText(str(error))
        self._said.set_tone(Tone.DANGER)
        self._said.show()

    def is_ready(self) -> bool:
        """Whether the passphrase was typed twice the same and is long enough; says why not."""
        try:
            encrypted.check_passphrase(self.first.text())
        except TrackerError as error:
            self.refuse(error)
            return False
        if self.first.text() != self.second.text():
            self.refuse("The two passphrases are not the same. Type the second one again.")
            return False
        self._said.hide()
        return True


def _secret(prompt: str) -> QLineEdit:
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setPlaceholderText(prompt)
    field.setAccessibleName(prompt)
    return field


def _line_row(line: BackupLine, when: str) -> Row:
    damaged = line.agreements is None
    return Row(
        (
            Cell(when, weight=500),
            Cell(_WHY.get(line.backup.reason, line.backup.reason), Tone.MUTED),
            Cell("cannot be read" if damaged else f"{line.agreements:,}", right=True),
            Cell(
                f"{line.lost:,}" if line.lost else "none", Tone.PLAIN if line.lost else Tone.MUTED, right=True
            ),
            Cell(f"{line.size / 1_000_000:,.1f} MB", Tone.MUTED, right=True),
        ),
        line.backup.path,
    )


def _lost(line: BackupLine, session: Session) -> tuple[BackupLine, list[HistoryRow]]:
    return line, backups.lost_by_restoring(session, line.backup)


def _encrypt(register: Path, clock: Clock, to: Path, passphrase: str) -> Path:
    with Session.open(register, clock=clock, read_only=True) as session:
        return encrypted.encrypted_copy(session, to, passphrase)
